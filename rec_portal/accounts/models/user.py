"""A person who can sign in. Authority never lives here: it comes from appointments."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from rec_portal.foundation import policy
from rec_portal.foundation.models import Identified
from rec_portal.foundation.querysets import PortalQuerySet
from rec_portal.foundation.text import line_field


class UserManager(BaseUserManager.from_queryset(PortalQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(Identified, AbstractBaseUser, PermissionsMixin):
    # Sign-ins are kept as sessions and audit events; a column here would only write a history row each time.
    last_login = None  # type: ignore[assignment]

    email = models.EmailField(_("e-mail"), unique=True)
    name = line_field(120, verbose_name=_("name"))
    job_title = line_field(160, verbose_name=_("position"), blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Tashkent")
    wants_reminders = models.BooleanField(_("reminders by mail"), default=True)
    wants_digest = models.BooleanField(_("weekly summary by mail"), default=False, db_default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    # Set when a mail server refused the address for good; no further mail goes there until someone clears it.
    mail_refused_at = models.DateTimeField(null=True, blank=True, editable=False)
    mail_refused_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects = UserManager()
    history: Any = HistoricalRecords(excluded_fields=["password"])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_absolute_url(self) -> str:
        return reverse("councils:person", args=[self.public_id])

    def get_full_name(self) -> str:
        return self.name

    def refresh_from_db(self, *args: Any, **options: Any) -> None:
        super().refresh_from_db(*args, **options)
        policy.Access.forget(self)
