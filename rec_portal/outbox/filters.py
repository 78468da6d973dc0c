"""Narrowing the mail log."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _

from rec_portal.accounts.models import User
from rec_portal.foundation.forms import LineField
from rec_portal.outbox import notices
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.querysets import OutboxMessageQuerySet

PLANNED = "planned"


class MailFilter(forms.Form):
    """`about` is the public id of an object, or several with commas between them: what was sent about them, as the
    page of that object links to it."""

    use_required_attribute = False

    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    to = LineField(label=_("Recipient"), required=False, max_length=100)
    about = forms.CharField(required=False, widget=forms.HiddenInput, max_length=2000)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        kinds = sorted(((kind, str(label)) for kind, label in notices.kinds()), key=lambda choice: choice[1])
        states = [("", _("All until now")), (PLANNED, _("Planned for later")), *MessageState.choices]
        self.fields["state"].choices = states  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]

    def narrow(self, rows: OutboxMessageQuerySet, now: datetime) -> OutboxMessageQuerySet:
        """The messages that fit; none where what was asked makes no sense."""
        if settings.OUTBOX_TIME_TRAVEL:
            rows = rows.annotate(happened_at=Least("due_at", Coalesce("settled_at", "due_at")))
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        subjects = [part for part in asked["about"].split(",") if part]
        conditions: dict[str, Any] = {"kind": asked["kind"], "subject_id__in": subjects}
        if asked["state"] == PLANNED:
            rows = rows.planned(now)
        elif asked["state"]:
            conditions["state"] = asked["state"]
        elif not asked["about"]:
            rows = rows.up_to(now)
        rows = rows.filter(**{name: value for name, value in conditions.items() if value})
        if asked["to"]:
            people = User.objects.filter(Q(name__icontains=asked["to"]) | Q(email__icontains=asked["to"]))
            rows = rows.filter(recipient__in=people.values("pk"))
        return rows

    @property
    def order(self) -> tuple[str, ...]:
        """What is planned: the next one first. Everything else: the newest first.

        In the demo much goes out long before it is due; it must not stand above today's mail for weeks.
        """
        if self.data.get("state") == PLANNED:
            return ("due_at", "id")
        return ("-happened_at", "-id") if settings.OUTBOX_TIME_TRAVEL else ("-due_at", "-id")
