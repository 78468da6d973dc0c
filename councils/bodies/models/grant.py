"""Guardian's grants on bodies, in tables of their own with direct foreign keys. `services.grants` is the only door."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from councils.bodies.choices import Office
from councils.bodies.models.body import Body


class OfficeGroup(models.Model):
    """The guardian group of one office in one body; its members are derived from appointments."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="office_groups", db_index=False)
    office = models.CharField(max_length=16, choices=Office.choices)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="office")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["body", "office"], name="office_group_once")]

    def __str__(self) -> str:
        return f"{self.body_id}:{self.office}"


class BodyGroupGrant(GroupObjectPermissionBase):
    content_object = models.ForeignKey(Body, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False
        default_permissions = ()


class BodyUserGrant(UserObjectPermissionBase):
    """A grant made by hand: it always says why and until when."""

    content_object = models.ForeignKey(Body, on_delete=models.CASCADE)
    reason = models.CharField(max_length=300)
    expires_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        default_permissions = ()
