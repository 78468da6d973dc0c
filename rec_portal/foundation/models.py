"""What every row of the portal has: a random public id, a version against stale edits, and a history."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from rec_portal.foundation.identity import new_public_id
from rec_portal.foundation.querysets import PortalQuerySet


class Identified(models.Model):
    public_id = models.CharField(max_length=16, unique=True, editable=False, default=new_public_id)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PortalQuerySet.as_manager()

    class Meta:
        abstract = True


class PortalModel(Identified):
    history: Any = HistoricalRecords(inherit=True)

    class Meta:
        abstract = True
