"""Narrowing the mail log."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rec_portal.accounts.models import User
from rec_portal.foundation.forms import LineField
from rec_portal.outbox import notices
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.querysets import OutboxMessageQuerySet


class MailFilter(forms.Form):
    """`about` is the public id of one object: what was sent about it, as that object's page links to it."""

    use_required_attribute = False

    state = forms.ChoiceField(label=_("State"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    to = LineField(label=_("Recipient"), required=False, max_length=100)
    about = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)

    def __init__(self, data: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        kinds = sorted(((kind, str(label)) for kind, label in notices.kinds()), key=lambda choice: choice[1])
        self.fields["state"].choices = [("", _("All")), *MessageState.choices]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("All")), *kinds]  # type: ignore[attr-defined]

    def narrow(self, rows: OutboxMessageQuerySet) -> OutboxMessageQuerySet:
        """The messages that fit; none where what was asked makes no sense."""
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        conditions = {"state": asked["state"], "kind": asked["kind"], "subject_id": asked["about"]}
        rows = rows.filter(**{name: value for name, value in conditions.items() if value})
        if asked["to"]:
            people = User.objects.filter(Q(name__icontains=asked["to"]) | Q(email__icontains=asked["to"]))
            rows = rows.filter(recipient__in=people.values("pk"))
        return rows
