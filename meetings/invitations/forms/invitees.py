"""The list of invitees: ticked seat by seat, in protocol order."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.bodies.choices import Office
from meetings.invitations.services.invitees import Invitable, Place
from rec_portal.accounts.models import User
from rec_portal.foundation.forms import PortalForm, VersionedForm


class InviteesMixin(PortalForm):
    """Adds `invitees`; give `invitable`, the people to choose from."""

    invitees = forms.MultipleChoiceField(
        label=_("Invitees"),
        required=False,
        error_messages={"invalid_choice": _("Somebody on the list sits here no longer. Please check the list.")},
    )

    def __init__(self, *args: Any, invitable: Invitable, **options: Any) -> None:
        super().__init__(*args, **options)
        self.invitable = invitable
        people = invitable.people.items()
        self.fields["invitees"].choices = [(key, person.name) for key, person in people]  # type: ignore[attr-defined]

    def chosen_people(self) -> list[User]:
        return self.invitable.chosen(self.cleaned_data["invitees"])

    @property
    def shown_people(self) -> str:
        """Who was on the list when the page was shown, so that only newcomers are ticked when it grows."""
        return " ".join(self.invitable.people)

    def invitee_rows(self) -> list[dict[str, Any]]:
        """For the page: each seat once with who would come; `value` is empty where nobody can be ticked."""
        return list(_rows(self.invitable, set(self["invitees"].value() or ())))

    def invitee_count(self) -> dict[str, int]:
        ticked = set(self["invitees"].value() or ()) & self.invitable.people.keys()
        return {"ticked": len(ticked), "all": len(self.invitable.people)}


class InviteesForm(InviteesMixin, VersionedForm):
    """Changes who is invited to a meeting."""


def _rows(invitable: Invitable, ticked: set[str]) -> Iterable[dict[str, Any]]:
    joint = len({place.seat.body_id for place in invitable.places}) > 1
    seen: set[str] = set()
    for place in invitable.places:
        name, value = _seat_name(place, joint), ""
        if place.person is None:
            detail, tag = "", gettext("Vacant")
        elif place.person.public_id in seen:
            detail, tag = place.person.name, gettext("Listed above")
        else:
            seen.add(place.person.public_id)
            detail, tag, value = _person_line(place), "", place.person.public_id
        yield {"name": name, "detail": detail, "tag": tag, "value": value, "checked": value in ticked}
    for person in invitable.more:
        key = person.public_id
        tag = gettext("No longer sits here")
        yield {"name": person.name, "detail": "", "tag": tag, "value": key, "checked": key in ticked}


def _seat_name(place: Place, joint: bool) -> str:
    name = place.seat.organisation.short_name
    if place.seat.label:
        name = f"{name}, {place.seat.label}"
    return f"{name} – {place.seat.body.short_name}" if joint else name


def _person_line(place: Place) -> str:
    name = place.person.name  # type: ignore[union-attr]
    if place.is_alternate:
        return gettext("%(name)s, alternate") % {"name": name}
    if place.office in (Office.MEMBER, Office.OBSERVER):
        return name
    return f"{name}, {Office(place.office).label}"
