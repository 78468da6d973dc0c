"""Mail as rows. A row is written with the change that calls for it; sending is a later, repeatable step."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rec_portal.foundation.identity import new_public_id
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.querysets import OutboxMessageQuerySet
from rec_portal.outbox.words import escaped, filled


def new_message_id() -> str:
    """The local part of a Message-ID; made with the row, so that a repeated sending can be recognised as one."""
    return uuid.uuid4().hex


class OutboxMessage(models.Model):
    """One mail to one person.

    What to say is found when sending: `kind` names a registered notice, `subject_type` and `subject_id` (public id) the
    object it is about, `schedule_seq` the schedule it was planned for and `offset_minutes` how long before the start
    (0 when it is no reminder). `due_at` .. `not_after` is the window in which it makes sense; `retry_at` keeps it from
    being tried again too soon. `root_id` is the body whose secretariat may read it, None for account mail.

    `reason` is an English sentence that is in the catalogue, `server_reply` what the mail server said, word for word.
    """

    public_id = models.CharField(max_length=16, editable=False, default=new_public_id)
    kind = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=32)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="outbox_messages")
    offset_minutes = models.PositiveIntegerField(default=0)
    schedule_seq = models.PositiveIntegerField(default=0)
    # Tells apart messages of one kind to one person about one schedule (a second answer, a resend); mostly empty.
    occasion = models.CharField(max_length=40, blank=True, default="")
    payload = models.JSONField(default=dict)
    root_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True)

    state = models.CharField(_("state"), max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    # Tries, the last one included. A worker that vanished is counted apart: most of its messages were never tried.
    attempts = models.PositiveSmallIntegerField(default=0)
    takeovers = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    message_id = models.CharField(max_length=64, editable=False, default=new_message_id)
    reason = models.CharField(max_length=300, blank=True)
    server_reply = models.CharField(max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    # A message that could not be sent raises an alert until somebody has sent it again or put it aside.
    seen_to_at = models.DateTimeField(null=True)

    # The message as sent, with personal links blanked.
    to_address = models.EmailField(blank=True)
    language = models.CharField(max_length=5, blank=True)
    mail_subject = models.CharField(max_length=300, blank=True)
    # No index: nobody asks who else got the same, and each one slows the sending.
    words = models.ForeignKey("KeptWords", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    filled = models.JSONField(default=dict)
    mail_calendar = models.TextField(blank=True)

    objects = OutboxMessageQuerySet.as_manager()

    class Meta:
        # Every change of state writes anew into each index, thousands of times in a minute: so there are few of them,
        # and those that a page needs only for the rare states are partial.
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="outbox_public_id"),
            models.UniqueConstraint(
                fields=[
                    "subject_type",
                    "subject_id",
                    "kind",
                    "recipient",
                    "offset_minutes",
                    "schedule_seq",
                    "occasion",
                ],
                name="outbox_one_message_each",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="outbox_due", condition=Q(state="waiting")),
            models.Index(fields=["lease_until"], name="outbox_leased", condition=Q(state="sending")),
            # The log, newest first: of the few bodies that somebody reads, or of all of them.
            models.Index(fields=["root_id", "-due_at", "-id"], name="outbox_by_root"),
            models.Index(fields=["-due_at", "-id"], name="outbox_by_time"),
            models.Index(
                fields=["state", "-id"],
                name="outbox_not_sent",
                condition=Q(state__in=["dead", "skipped", "cancelled"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mail_subject or self.kind} – {self.recipient}"

    def get_absolute_url(self) -> str:
        return reverse("outbox:message", args=[self.public_id])

    @property
    def mail_text(self) -> str:
        """The text as sent; empty before."""
        return filled(self.words.text, self.filled) if self.words else ""

    @property
    def mail_html(self) -> str:
        return filled(self.words.html, escaped(self.filled)) if self.words else ""


class KeptWords(models.Model):
    """The text and the page of a mail as sent, once for all who got the same; see rec_portal.outbox.words.

    `digest` is of both, and None where a text has no marks, since then it is one person's. A message says in `filled`
    what stands where the marks are.
    """

    digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - "" would be one text
    text = models.TextField()
    html = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]


class Heartbeat(models.Model):
    """When a part of the machinery last ran; shown to the secretariat and asked by /readyz."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
