"""What the live page, the projector and their fragments show."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from councils.bodies.choices import SeatKind
from councils.seats.models import Seat
from meetings.agenda.choices import TOLD_TO_MEMBERS, Outcome
from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import ENDED, EXPECTED, ON, OPENS_BEFORE, MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.wording import STATE_KIND
from meetings.session.choices import PRESENT, Presence, SpeakerState
from meetings.session.models import Session, Speaker
from meetings.session.services.attendance import LATE, LEFT
from meetings.session.services.outcomes import mark_of
from meetings.session.services.room import Representation, RoomSeat
from rec_portal.foundation import spelling, zones

OUTCOME_KIND = {
    Outcome.NOTED: "mute",
    Outcome.DECIDED: "ok",
    Outcome.RECOMMENDATION: "ok",
    Outcome.ACTION: "info",
    Outcome.DEFERRED: "warn",
}
# One letter each; the script reads them by the key's place, so that they work on a Cyrillic keyboard too.
OUTCOME_KEYS = {
    Outcome.NOTED: "n",
    Outcome.DECIDED: "d",
    Outcome.RECOMMENDATION: "r",
    Outcome.ACTION: "a",
    Outcome.DEFERRED: "f",
}
# From how many letters on a text is long, and very long, on the wall.
TITLE_ON_THE_WALL, TEXT_ON_THE_WALL = (60, 130), (250, 700)


def clock_text(seconds: int) -> str:
    """4:05, 1:00:30; the script counts on in the same form."""
    minutes, rest = divmod(max(0, seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def state_of(meeting: Meeting, now: datetime) -> dict[str, Any]:
    state = MeetingState(meeting.state)
    return {
        "state": state.label,
        "state_kind": STATE_KIND[state],
        "is_on": state in ON,
        "is_suspended": state == MeetingState.SUSPENDED,
        "is_ended": state in ENDED,
        "can_open": state in EXPECTED and meeting.starts_at - OPENS_BEFORE <= now,
        "too_early": state in EXPECTED and meeting.starts_at - OPENS_BEFORE > now,
        "can_close": state in ON or (state in EXPECTED and meeting.ends_at <= now),
        "is_adopted": state == MeetingState.RECORD_ADOPTED,
    }


def now_of(meeting: Meeting, session: Session, items: Sequence[AgendaItem], now: datetime) -> dict[str, Any]:
    """The current item with its clock. `items` are those the reader may see; of another one only the number is told."""
    current = session.current_item
    if meeting.state not in ON or current is None or current.meeting_id != meeting.pk:
        return {"item": None, "next": items[0] if meeting.state in ON and items else None, "previous": None}
    shown = next((item for item in items if item.pk == current.pk), None)
    elapsed, limit = session.seconds_on(current, now), (current.minutes or 0) * 60
    return {
        "item": shown,
        "size": wall_size(shown.title, *TITLE_ON_THE_WALL) if shown else "",
        "number": current.position,
        "elapsed": elapsed,
        "limit": limit,
        "elapsed_text": clock_text(elapsed),
        "limit_text": clock_text(limit) if limit else "",
        "over": bool(limit and elapsed > limit),
        "running": session.item_since is not None,
        "previous": next((item for item in reversed(items) if item.position < current.position), None),
        "next": next((item for item in items if item.position > current.position), None),
    }


def consensus_of(session: Session, items: Sequence[AgendaItem], runs: bool) -> dict[str, Any] | None:
    """The text that is before the meeting, for whoever may read its item and what comes of it; else nothing."""
    item = next((item for item in items if item.pk == session.consensus_item_id), None)
    if item is None or not session.asks or not (runs or item.attribution in TOLD_TO_MEMBERS):
        return None
    return {"item": item, "text": session.consensus_text, "size": wall_size(session.consensus_text, *TEXT_ON_THE_WALL)}


def wall_size(text: str, long: int, very_long: int) -> str:
    """How a text is set on the wall, where nobody scrolls (static/css/live.css)."""
    if len(text) > very_long:
        return "very-long"
    return "long" if len(text) > long else ""


def agenda_rows(items: Sequence[AgendaItem], session: Session, meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {
            "item": item,
            "is_current": meeting.state in ON and session.current_item_id == item.pk,
            "draft": session.draft_on(item),
            **outcome_of(item),
        }
        for item in items
    ]


def outcome_of(item: AgendaItem) -> dict[str, Any]:
    chosen = Outcome(item.outcome) if item.outcome else None
    return {
        "seen": mark_of(item),
        "outcome": chosen.label if chosen else "",
        "outcome_kind": OUTCOME_KIND[chosen] if chosen else "",
        "offers": [
            {"value": outcome.value, "label": outcome.label, "key": OUTCOME_KEYS[outcome], "on": outcome == chosen}
            for outcome in Outcome
        ],
    }


def speaker_lists(speakers: Sequence[Speaker], reader_id: int) -> dict[str, Any]:
    """Who has the floor, who waits, how many have spoken; `own` are the reader's own wishes."""
    rows = [
        {"key": row.public_id, "name": _speaker_name(row), "own": row.person_id == reader_id, "state": row.state}
        for row in speakers
    ]
    return {
        "speaking": next((row for row in rows if row["state"] == SpeakerState.SPEAKING), None),
        "waiting": [row for row in rows if row["state"] == SpeakerState.REQUESTED],
        "spoken": [row for row in rows if row["state"] == SpeakerState.DONE],
    }


def _speaker_name(row: Speaker) -> str:
    person = row.name or (str(row.person) if row.person is not None else "")
    organisation = str(row.seat.organisation) if row.seat is not None else ""
    return " – ".join(part for part in (organisation, person) if part)


def seat_groups(seats: Sequence[RoomSeat], meeting: Meeting) -> list[dict[str, Any]]:
    """The attendance, body by body; one group without a heading where only one body meets."""
    several = len({room.seat.body_id for room in seats}) > 1
    others = _other_seats(seats)
    groups: list[dict[str, Any]] = []
    for room in seats:
        if not groups or groups[-1]["key"] != room.seat.body_id:
            groups.append({"key": room.seat.body_id, "name": str(room.seat.body) if several else "", "rows": []})
        groups[-1]["rows"].append(_seat_row(room, meeting, others))
    return groups


def _other_seats(seats: Sequence[RoomSeat]) -> dict[int, list[Seat]]:
    by_person: dict[int, list[Seat]] = {}
    for room in seats:
        if room.person_id is not None:
            by_person.setdefault(room.person_id, []).append(room.seat)
    return by_person


def _seat_row(room: RoomSeat, meeting: Meeting, others: dict[int, list[Seat]]) -> dict[str, Any]:
    row = room.row
    presence = row.presence if row is not None else Presence.ABSENT
    here = presence in PRESENT
    left = row is not None and row.left_at is not None
    times = [
        (row and row.arrived_at, _("came %(time)s")),
        (row and row.left_at, _("left %(time)s")),
    ]
    also = [seat for seat in others.get(room.person_id or 0, []) if seat.pk != room.seat.pk]
    return {
        "key": room.seat.public_id,
        "name": seat_name(room.seat),
        "filler": room.filler or _("Nobody is appointed"),
        "observes": room.seat.kind == SeatKind.OBSERVING,
        "also": ", ".join(str(seat) for seat in also),
        "times": " · ".join(text % {"time": _time(at, meeting)} for at, text in times if at),
        "entered_late": row is not None and row.entered_late,
        "marks": [
            *(_presence_mark(value, presence) for value in (Presence.ON_SITE, Presence.ONLINE)),
            {"value": LATE, "press": LATE, "label": _("Late"), "on": row is not None and row.is_late},
            # Pressed again, the seat is here again.
            {
                "value": LEFT,
                "press": presence if left else LEFT,
                "label": pgettext("attendance", "Left"),
                "on": left,
                "needs": True,
            },
        ],
        "here": here,
    }


def _presence_mark(value: Presence, presence: str) -> dict[str, Any]:
    on = presence == value
    # Pressed again, a mark is taken back.
    return {"value": value, "press": Presence.ABSENT if on else value, "label": value.label, "on": on}


def seat_name(seat: Seat) -> str:
    return f"{seat.organisation} ({seat.label})" if seat.label else str(seat.organisation)


def _time(at: datetime, meeting: Meeting) -> str:
    """The time in the meeting's zone, with the day where it is not the first one: meetings go past midnight."""
    there = zones.local(at, meeting.time_zone)
    return f"{there:%H:%M}" if there.date() == meeting.wall_day else f"{spelling.short_day(there)}, {there:%H:%M}"


def represented_in_words(found: Sequence[Representation]) -> list[dict[str, Any]]:
    """One sentence for each body that has deciding seats, with its rule where it has one."""
    several = len(found) > 1
    lines = []
    for body in (row for row in found if row.seats):
        text = ngettext(
            "%(here)d of %(seats)d deciding seat is here.", "%(here)d of %(seats)d deciding seats are here.", body.seats
        )
        rule = _("The rule asks for %(needed)d.") if body.needed is not None else ""
        sentence = f"{text} {rule}".strip() % {"here": body.here, "seats": body.seats, "needed": body.needed}
        lines.append({"text": f"{body.body}: {sentence}" if several else sentence, "is_short": body.is_short})
    return lines
