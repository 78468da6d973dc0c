"""The buttons of the live page: one word for each, then what it is about: "mark:<seat>:online", "give:<speaker>"."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from councils.seats.models import Seat
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.session.models import Speaker
from meetings.session.presses import Press
from meetings.session.services import attendance, consensus, outcomes, session, speakers
from rec_portal.foundation.refusals import InvalidInput
from rec_portal.foundation.views import find

LONGEST_NAME = 160


@dataclass(frozen=True)
class Done:
    """What to say, and which part of the page to come back to."""

    said: str
    place: str
    more: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    request: HttpRequest
    meeting: Meeting
    press: Press
    about: list[str]

    @property
    def actor(self) -> Any:
        return self.request.user

    def typed(self, name: str) -> str:
        return self.request.POST.get(name, "").replace("\r\n", "\n")

    def seat(self, public_id: str) -> Seat:
        return find(Seat.objects.select_related("body", "organisation"), self.actor, public_id=public_id)

    def speaker(self) -> Speaker:
        rows = Speaker.objects.select_related("meeting").filter(meeting=self.meeting)
        return find(rows, self.actor, public_id=self.about[0])

    def item(self) -> AgendaItem:
        return find(
            AgendaItem.objects.select_related("meeting"), self.actor, public_id=self.about[0], meeting=self.meeting
        )


def read_press(request: HttpRequest) -> Press:
    return Press.read(request.POST.get("key", ""), request.POST.get("age", ""))


def carry_out(request: HttpRequest, meeting: Meeting, press: Press) -> Done:
    """Calls the service behind the button; raises its refusals, InvalidInput for a button that does not exist."""
    verb, *about = request.POST.get("do", "").split(":")
    found = BUTTONS.get(verb)
    if found is None or len(about) != found.takes:
        raise InvalidInput(_("This button does nothing. Load the page again."))
    return found.press(Asked(request, meeting, press, about))


def _open(asked: Asked) -> Done:
    session.open_session(actor=asked.actor, meeting=asked.meeting, press=asked.press)
    return Done(_("The session is open."), "live-now")


def _suspend(asked: Asked) -> Done:
    session.suspend_session(actor=asked.actor, meeting=asked.meeting, press=asked.press)
    return Done(_("The session is suspended."), "live-now")


def _resume(asked: Asked) -> Done:
    session.resume_session(actor=asked.actor, meeting=asked.meeting, press=asked.press)
    return Done(_("The session goes on."), "live-now")


def _item(asked: Asked) -> Done:
    session.go_to_item(actor=asked.actor, meeting=asked.meeting, item=asked.item(), press=asked.press)
    return Done(_("The item is called."), "live-now")


def _mark(asked: Asked) -> Done:
    seat = asked.seat(asked.about[0])
    attendance.mark_seat(actor=asked.actor, meeting=asked.meeting, seat=seat, mark=asked.about[1], press=asked.press)
    return Done(_("Marked: %(seat)s.") % {"seat": seat.organisation}, f"seat-{seat.public_id}")


def _outcome(asked: Asked) -> Done:
    item = asked.item()
    item = outcomes.record_outcome(
        actor=asked.actor,
        item=item,
        outcome=asked.about[1],
        text=asked.typed("text"),
        seen=asked.typed("seen"),
        press=asked.press,
    )
    kept = {"item": item.public_id, "seen": outcomes.mark_of(item)}
    return Done(_("The outcome is kept."), f"item-{item.public_id}", kept)


def _call(asked: Asked) -> Done:
    consensus.call_consensus(actor=asked.actor, item=asked.item(), text=asked.typed("text"), press=asked.press)
    return Done(_("The text is before the meeting."), "live-now")


def _consensus(asked: Asked) -> Done:
    agreed = asked.about[1] == "agreed"
    if not agreed and asked.about[1] != "none":
        raise InvalidInput(_("This button does nothing. Load the page again."))
    consensus.end_consensus(
        actor=asked.actor, meeting=asked.meeting, item=asked.item(), agreed=agreed, press=asked.press
    )
    said = _("Agreed. The text is recorded as the decision.") if agreed else _("The text is taken back.")
    return Done(said, "live-now")


def _ask(asked: Asked) -> Done:
    seat = asked.seat(asked.typed("seat")) if asked.typed("seat") else None
    speakers.ask_for_floor(actor=asked.actor, meeting=asked.meeting, seat=seat, press=asked.press)
    return Done(_("You are on the list of speakers."), "live-speakers")


def _list(asked: Asked) -> Done:
    seat = asked.seat(asked.typed("seat")) if asked.typed("seat") else None
    name = " ".join(asked.typed("name").split())[:LONGEST_NAME]
    speakers.list_speaker(actor=asked.actor, meeting=asked.meeting, seat=seat, name=name, press=asked.press)
    return Done(_("On the list."), "live-speakers")


def _give(asked: Asked) -> Done:
    speakers.give_floor(actor=asked.actor, speaker=asked.speaker(), press=asked.press)
    return Done(_("The floor is given."), "live-speakers")


def _finish(asked: Asked) -> Done:
    speakers.finish_turn(actor=asked.actor, speaker=asked.speaker(), press=asked.press)
    return Done(_("The turn is over."), "live-speakers")


def _withdraw(asked: Asked) -> Done:
    speakers.withdraw_request(actor=asked.actor, speaker=asked.speaker(), press=asked.press)
    return Done(_("Taken off the list."), "live-speakers")


@dataclass(frozen=True)
class Button:
    press: Callable[[Asked], Done]
    takes: int = 0


BUTTONS = {
    "open": Button(_open),
    "suspend": Button(_suspend),
    "resume": Button(_resume),
    "item": Button(_item, takes=1),
    "mark": Button(_mark, takes=2),
    "outcome": Button(_outcome, takes=2),
    "call": Button(_call, takes=1),
    "consensus": Button(_consensus, takes=2),
    "ask": Button(_ask),
    "list": Button(_list),
    "give": Button(_give, takes=1),
    "finish": Button(_finish, takes=1),
    "withdraw": Button(_withdraw, takes=1),
}
