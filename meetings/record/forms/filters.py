"""Narrowing the registers of actions and decisions."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from meetings.record.choices import ActionState, DecisionKind
from rec_portal.foundation.forms import LineField

ALL = "all"
MINE = "mine"
NOBODYS = "nobody"


class RegisterFilter(forms.Form):
    """A value that cannot be read finds nothing rather than everything."""

    use_required_attribute = False

    body = forms.ChoiceField(label=_("Group"), required=False)

    def __init__(self, data: Any, *, bodies: Iterable[Body]) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.bodies = {body.slug: body for body in bodies}
        named = [(slug, body.short_name) for slug, body in self.bodies.items()]
        self.fields["body"].choices = [("", _("All groups")), *named]  # type: ignore[attr-defined]

    def narrow(self, rows: Any, **asked: Any) -> Any:
        if not self.is_valid():
            return rows.none()
        chosen = self.bodies.get(self.cleaned_data["body"])
        return self.narrowed(rows.filter(body=chosen) if chosen else rows, **asked)

    def narrowed(self, rows: Any, **asked: Any) -> Any:
        raise NotImplementedError


# Where the words of `who` are looked for.
OWNER_NAMES = (
    "owner__name",
    *(f"organisation__{kind}_{code}" for kind in ("name", "short_name") for code in ("en", "ru")),
)


class SuggestingInput(forms.TextInput):
    """A line with names to choose from, which the browser offers as one types; anything else may be typed too."""

    template_name = "meetings/record/_suggesting.html"
    names: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "names": self.names, "list": f"names-{name}"}


class ActionFilter(RegisterFilter):
    """`names` are offered to choose the owner from; who is not among them is found by typing."""

    who = LineField(label=_("Person or organisation"), max_length=100, required=False, widget=SuggestingInput)
    whose = forms.ChoiceField(
        label=_("Owner"),
        required=False,
        choices=[("", _("Everybody")), (MINE, _("Mine")), (NOBODYS, _("Nobody yet"))],
    )
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Open")), *ActionState.choices[1:], (ALL, _("All"))]
    )
    overdue = forms.BooleanField(label=_("Only overdue"), required=False)

    def __init__(self, data: Any, *, names: Sequence[str] = (), **options: Any) -> None:
        super().__init__(data, **options)
        widget: Any = self.fields["who"].widget
        widget.names = names
        if names:
            widget.attrs["list"] = "names-who"

    def narrowed(self, rows: Any, *, user: Any, today: date) -> Any:  # type: ignore[override]
        asked = self.cleaned_data
        if asked["state"] != ALL:
            rows = rows.filter(state=asked["state"] or ActionState.OPEN)
        if asked["whose"] == MINE:
            rows = rows.mine(user)
        if asked["whose"] == NOBODYS:
            rows = rows.filter(owner=None, organisation=None)
        for word in asked["who"].split():
            # A pattern, since SQLite compares only Latin letters without regard to capitals in `icontains`.
            pattern = re.escape(word)
            rows = rows.filter(Q(*(Q(**{f"{name}__iregex": pattern}) for name in OWNER_NAMES), _connector=Q.OR))
        return rows.overdue(today) if asked["overdue"] else rows

    @property
    def asks_for_mine(self) -> bool:
        return self.is_valid() and self.cleaned_data["whose"] == MINE


class DecisionFilter(RegisterFilter):
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2200)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *DecisionKind.choices])

    def narrowed(self, rows: Any) -> Any:  # type: ignore[override]
        asked = {name: self.cleaned_data[name] for name in ("year", "kind") if self.cleaned_data[name]}
        return rows.filter(**asked)
