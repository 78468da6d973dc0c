"""What each address of the matrix is about: rows of group a, so that everybody's place towards them is known."""

import re
from collections.abc import Callable
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from councils.seats.models import Appointment
from meetings.calendar.services import open_feed
from meetings.meeting.models import Meeting
from rec_portal.accounts.services.secret_links import issue_link
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories.actors import World
from tests.factories.meetings import in_days, make_meeting
from tests.matrix.tables import modules

UNKNOWN_NUMBER = 999_999


class Rows:
    """Made once per test and only as far as asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.person = world.member_a
        self._meetings: dict[str, Meeting] = {}
        self._sent = False

    @property
    def meeting(self) -> Meeting:
        return self._meeting("convened", convened=True)

    @property
    def draft(self) -> Meeting:
        return self._meeting("draft", convened=False)

    def _meeting(self, key: str, *, convened: bool) -> Meeting:
        if key not in self._meetings:
            people = [self.world.chair_a, self.world.member_a, self.world.observer_a]
            self._meetings[key] = make_meeting(self.world.group_a, convened=convened, when=in_days(10), invitees=people)
        return self._meetings[key]

    @property
    def appointment(self) -> Appointment:
        return Appointment.objects.select_related("seat__organisation").get(person=self.person)

    @property
    def message(self) -> OutboxMessage:
        """The invitation of the member of group a, as it was sent."""
        if not self._sent:
            assert self.meeting
            drain()
            self._sent = True
        return OutboxMessage.objects.about(self.meeting).get(recipient=self.person, kind="meetings.invitation")

    @property
    def rsvp_secret(self) -> str:
        invitation = self.meeting.invitations.get(person=self.person)
        expires = self.meeting.ends_at
        return issue_link(person=self.person, purpose="rsvp", subject=invitation.public_id, expires_at=expires)


def _meeting(rows: Rows) -> dict[str, Any]:
    return {"public_id": rows.meeting.public_id}


def _draft(rows: Rows) -> dict[str, Any]:
    return {"public_id": rows.draft.public_id}


def _person(rows: Rows) -> dict[str, Any]:
    return {"public_id": rows.person.public_id}


def _body(rows: Rows) -> dict[str, Any]:
    return {"slug": rows.world.group_a.slug}


def _organisation(rows: Rows) -> dict[str, Any]:
    return {"slug": rows.appointment.seat.organisation.slug}


def _rsvp(rows: Rows) -> dict[str, Any]:
    return {"secret": rows.rsvp_secret}


def _reset_key(rows: Rows) -> dict[str, Any]:
    return {"uidb36": user_pk_to_url_str(rows.person), "key": default_token_generator.make_token(rows.person)}


BY_NAME: dict[str, Callable[[Rows], dict[str, Any]]] = {
    "councils:end_term": lambda rows: {"public_id": rows.appointment.public_id},
    "councils:organisation": _organisation,
    "councils:edit_organisation": _organisation,
    "meetings:rsvp": _rsvp,
    "meetings:rsvp_done": _rsvp,
    "meetings:rsvp_calendar": _rsvp,
    "meetings:feed": lambda rows: {"secret": open_feed(actor=rows.person, person=rows.person)},
    "meetings:edit": _draft,
    "meetings:convene": _draft,
    "meetings:discard": _draft,
    "access:meeting": _meeting,
    "account_reset_password_from_key": _reset_key,
}
BY_SPACE: dict[tuple[str, str], Callable[[Rows], dict[str, Any]]] = {
    ("councils", "slug"): _body,
    ("councils", "public_id"): _person,
    ("access", "slug"): _body,
    ("access", "public_id"): _person,
    ("accounts", "public_id"): _person,
    ("meetings", "public_id"): _meeting,
    ("outbox", "public_id"): lambda rows: {"public_id": rows.message.public_id},
    ("audit", "public_id"): _meeting,
}

# What is asked for besides the address, where an address alone asks for nothing.
QUERIES: dict[str, Callable[[Rows], dict[str, str]]] = {
    "meetings:times": lambda rows: {"body": rows.world.group_a.slug},
    "search:search": lambda rows: {"q": rows.meeting.title},
}
DATA: dict[str, Callable[[Rows], dict[str, str]]] = {
    "meetings:new": lambda rows: {"body": rows.world.group_a.slug},
}


for module in modules():
    BY_NAME |= getattr(module, "ARGUMENTS", {})
    QUERIES |= getattr(module, "QUERIES", {})
    DATA |= getattr(module, "DATA", {})


def query_of(name: str, method: str, rows: Rows) -> dict[str, str]:
    return (DATA if method == "POST" else QUERIES).get(name, lambda rows: {})(rows)


def address_of(name: str, pattern: str, rows: Rows) -> str:
    """The address under which `name` shows something of group a."""
    found = re.search(r"<(\w+):(\w+)>", pattern)
    if name in BY_NAME:
        arguments = BY_NAME[name](rows)
    elif found is None:
        arguments = {}
    elif found[1] == "int":
        arguments = {found[2]: UNKNOWN_NUMBER}
    else:
        arguments = BY_SPACE[name.partition(":")[0], found[2]](rows)
    return reverse(name, kwargs=arguments)
