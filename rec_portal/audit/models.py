"""What was done, by whom and why. Append only: the database itself refuses a change or a deletion."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from rec_portal.audit.querysets import AuditEventQuerySet


class AuditEvent(models.Model):
    """One deed. `root_id` is the id of the body whose people may read it; None for the portal as a whole.

    `verb` is "<noun>.<past participle>" ("meeting.convened"); `changes` is a list of {"field", "old", "new"}.
    `hash` chains each event to the one before, so that a change made behind the portal's back shows.
    """

    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=200)
    verb = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=32)
    target_name = models.CharField(max_length=250)
    root_id = models.BigIntegerField(null=True)
    for_members = models.BooleanField(default=False)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    request_id = models.CharField(max_length=32, blank=True)
    channel = models.CharField(max_length=20, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["root_id", "-id"], name="audit_by_root"),
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_by_target"),
            models.Index(fields=["actor", "-id"], name="audit_by_actor"),
            models.Index(fields=["verb", "-id"], name="audit_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.target_name}"
