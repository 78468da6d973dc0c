"""What lies on the table of a meeting, and the book that is made of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from councils.bodies.models import Body
from councils.documents.models import DocumentRevision
from meetings.agenda.models.item import AgendaItem
from meetings.meeting.models import Meeting
from meetings.papers.choices import Audience, PackState
from meetings.papers.querysets import PackBuildQuerySet, PaperQuerySet
from rec_portal.foundation.identity import new_public_id
from rec_portal.foundation.models import PortalModel


class Paper(PortalModel):
    """An exact revision of a document, pinned to a meeting or to one item of its agenda.

    A newer revision changes nothing here until somebody pins it. `for_body` is set where each body of a joint meeting
    has papers of its own. `position` counts from 1 within the meeting.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers", db_index=False)
    # An item that is taken off the agenda leaves its papers with the meeting.
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="papers")
    revision = models.ForeignKey(DocumentRevision, on_delete=models.PROTECT, related_name="papers")
    for_body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["meeting", "position"], name="paper_of_meeting")]

    def __str__(self) -> str:
        return str(self.revision)


class PackBuild(models.Model):
    """One board pack asked for: the row is the truth, a worker only hears the bell.

    `body` is the one whose people it is for (a joint meeting's bodies may each have papers of their own), `audience`
    how much of the marking they may read. `fingerprint` says what it was made of: another one now means it is out of
    date. `papers` are the ids of the papers inside, `culprits` a list of {"name", "reason"} left out, reasons being
    English sentences of the catalogue. `lease_until` and `lease_token` belong to the worker that builds it.
    """

    public_id = models.CharField(max_length=16, unique=True, editable=False, default=new_public_id)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs", db_index=False)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=12, choices=Audience.choices)
    language = models.CharField(max_length=5)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    state = models.CharField(max_length=10, choices=PackState.choices, default=PackState.WAITING)
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    fingerprint = models.CharField(max_length=64, blank=True)
    papers = models.JSONField(default=list)
    culprits = models.JSONField(default=list)
    stored_as = models.CharField(max_length=40, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = PackBuildQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["meeting", "-id"], name="pack_of_meeting"),
            models.Index(fields=["id"], name="pack_waiting", condition=Q(state="waiting")),
            models.Index(fields=["lease_until"], name="pack_leased", condition=Q(state="building")),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} – {self.audience}, {self.language}"
