"""Narrowing the history."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rec_portal.audit import verbs
from rec_portal.audit.querysets import AuditEventQuerySet
from rec_portal.foundation import roots, zones
from rec_portal.foundation.authority import Access
from rec_portal.foundation.forms import DateField, LineField


class HistoryFilter(forms.Form):
    """`of` is "<model>:<public id>": the history of one object, as the timelines link to it."""

    use_required_attribute = False

    body = forms.TypedChoiceField(label=_("Group"), required=False, coerce=int, empty_value=None)
    who = LineField(label=_("Who"), required=False, max_length=100)
    verb = forms.ChoiceField(label=_("What was done"), required=False)
    about = LineField(label=_("About"), required=False, max_length=100)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)
    of = forms.CharField(required=False, widget=forms.HiddenInput, max_length=100)

    def __init__(self, data: Any, *, user: Any, zone: str) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.zone = zone
        access = Access.of(user)
        bodies = roots.names(user, access.ids("audit_body") | access.ids("see_body"))
        self.fields["body"].choices = [("", _("All")), *bodies.items()]  # type: ignore[attr-defined]
        self.fields["verb"].choices = [("", _("Everything")), *verbs.choices()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day lies before the first one."))
        return cleaned

    def narrow(self, events: AuditEventQuerySet) -> AuditEventQuerySet:
        """The events that fit; all of them where nothing was asked, none where what was asked makes no sense."""
        if not self.is_valid():
            return events.none()
        asked = self.cleaned_data
        conditions = {
            "root_id": asked["body"],
            "actor_name__icontains": asked["who"],
            "verb": asked["verb"],
            "target_name__icontains": asked["about"],
            "at__gte": asked["since"] and self._midnight(asked["since"]),
            "at__lt": asked["until"] and self._midnight(asked["until"] + timedelta(days=1)),
        }
        events = events.filter(**{name: value for name, value in conditions.items() if value})
        if asked["of"]:
            target_type, _colon, target_id = asked["of"].partition(":")
            events = events.filter(target_type=target_type, target_id=target_id)
        return events

    def _midnight(self, day: Any) -> datetime:
        return datetime.combine(day, time.min).replace(tzinfo=zones.ZoneInfo(self.zone))
