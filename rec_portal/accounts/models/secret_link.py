"""A link that works without signing in. The secret is shown once; only its hash is kept."""

from django.conf import settings
from django.db import models


class SecretLink(models.Model):
    """Bound to one person, one purpose and one subject (a public id), until it expires or is revoked."""

    purpose = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="secret_links", db_index=False
    )
    subject = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        # Not `unique=True`, which makes a second index for beginnings of the digest, that nobody looks for.
        constraints = [models.UniqueConstraint(fields=["digest"], name="secret_link_digest")]
        indexes = [models.Index(fields=["person", "purpose", "subject"], name="secret_link_of_person")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"
