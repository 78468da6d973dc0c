"""A first text of the record, from what the portal knows: agenda, attendance, outcomes.

Under the Chatham House Rule nobody's name or seat is written beside what was said, so the list of speakers stays out.
What came of closed and restricted items is drafted into a text of its own, which only those who run the body read.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from councils.organisations.querysets import protocol_order
from meetings.agenda.choices import Attribution, Outcome
from meetings.agenda.models import AgendaItem
from meetings.invitations.choices import COMING
from meetings.meeting.bodies import bodies_of, names_of_seats
from meetings.meeting.models import Meeting
from meetings.record.choices import DecisionState
from meetings.record.models import ActionItem, Decision
from meetings.session.choices import PRESENT, Presence, SpeakerState
from meetings.session.models import SeatAttendance, Speaker
from rec_portal.accounts.models import User
from rec_portal.foundation import spelling


@dataclass(frozen=True)
class Draft:
    """Markdown in one language: what members may read, and what came of closed items."""

    text: str
    closed: str


@dataclass(frozen=True)
class Known:
    """Rows of one meeting by the agenda item they belong to (None: to no item)."""

    decisions: dict[int | None, list[Decision]] = field(default_factory=dict)
    actions: dict[int | None, list[ActionItem]] = field(default_factory=dict)
    speakers: dict[int | None, list[Speaker]] = field(default_factory=dict)


def is_kept_back(item: AgendaItem) -> bool:
    """Whether what was said on an item stays with those who run the body."""
    return item.restricted or item.attribution == Attribution.CLOSED


def closed_line(number: int) -> str:
    """What the others read in its place."""
    said = _("Closed item")
    return f"## {number}. {said}"


def rule_line() -> str:
    """What stands under the heading of an item under the Chatham House Rule."""
    rule = _("Under the Chatham House Rule: it is not said who spoke.")
    return f"*{rule}*"


def speakers_line(names: str) -> str:
    return _("Spoke: %(names)s") % {"names": names}


def draft_record(meeting: Meeting, language: str, *, actor: User) -> Draft:
    """`actor` runs the meeting, so every item is theirs to read."""
    with override(language):
        known = _known(meeting)
        opened, closed = [_head(meeting), _attendance(meeting)], []
        for item in AgendaItem.objects.shown_to(actor, meeting=meeting):
            if is_kept_back(item):
                opened.append(closed_line(item.position))
                closed.append(_section(item, known))
            else:
                opened.append(_section(item, known))
        if rest := _outcomes(None, known):
            heading = _("Other decisions and actions")
            opened.append("\n\n".join([f"## {heading}", *rest]))
        return Draft(_joined(opened), _joined(closed))


def _known(meeting: Meeting) -> Known:
    known = Known()
    decisions = Decision.objects.filter(meeting=meeting).exclude(state=DecisionState.WITHDRAWN)
    for decision in decisions.order_by("pk"):
        known.decisions.setdefault(decision.agenda_item_id, []).append(decision)
    for action in ActionItem.objects.filter(meeting=meeting).select_related("owner", "organisation").order_by("pk"):
        known.actions.setdefault(action.agenda_item_id, []).append(action)
    spoke = Speaker.objects.filter(meeting=meeting, state__in=[SpeakerState.SPEAKING, SpeakerState.DONE])
    for speaker in spoke.select_related("seat__organisation", "person"):
        known.speakers.setdefault(speaker.agenda_item_id, []).append(speaker)
    return known


def _head(meeting: Meeting) -> str:
    where = [meeting.get_format_display(), meeting.place]  # type: ignore[attr-defined]
    lines = [
        f"**{meeting.body.name}**",
        spelling.span(meeting.starts_at, meeting.ends_at, meeting.time_zone),
        ", ".join(_plain(part) for part in where if part),
    ]
    return "\n".join(lines)


def _attendance(meeting: Meeting) -> str:
    lines = present_lines(meeting)
    listed = "\n".join(f"- {_plain(line)}" for line in lines) or _("Nobody was marked as present.")
    heading = _("Present")
    return f"## {heading}\n\n{listed}"


def present_lines(meeting: Meeting) -> list[str]:
    """Who attended, by protocol: the seats marked as present, else those whose holders had said they would come."""
    rows = (
        SeatAttendance.objects.filter(meeting=meeting, presence__in=PRESENT)
        .select_related("seat__organisation", "person")
        .order_by(*protocol_order("seat__organisation__"), "pk")
    )
    lines = [
        f"{row.seat.organisation}: {row.name or row.person or '–'} ({Presence(row.presence).label})" for row in rows
    ]
    return lines or _announced(meeting)


def _announced(meeting: Meeting) -> list[str]:
    seats = names_of_seats(meeting, bodies_of(meeting))
    coming = meeting.invitations.standing().filter(answer__in=COMING).select_related("person")
    people = {row.person_id: row.alternate_name or row.person.name for row in coming}
    return [f"{', '.join(names)}: {people[person]}" for person, names in seats.items() if person in people]


def _section(item: AgendaItem, known: Known) -> str:
    parts = [f"## {item.position}. {_plain(item.title)}"]
    if item.attribution == Attribution.CHATHAM:
        parts.append(rule_line())
    elif spoke := [_speaker(speaker) for speaker in known.speakers.get(item.pk, [])]:
        parts.append(speakers_line("; ".join(dict.fromkeys(spoke))))
    if item.outcome or item.outcome_text:
        outcome = str(Outcome(item.outcome).label) if item.outcome else ""
        parts.append(". ".join(part for part in (outcome, _plain(item.outcome_text)) if part))
    return "\n\n".join([*parts, *_outcomes(item.pk, known)])


def _speaker(speaker: Speaker) -> str:
    return _plain(str(speaker.seat.organisation) if speaker.seat else str(speaker))


def _outcomes(item: int | None, known: Known) -> list[str]:
    parts = [f"**{decision.number}.** {_plain(decision.text)}" for decision in known.decisions.get(item, [])]
    return parts + [_action(action) for action in known.actions.get(item, [])]


def _action(action: ActionItem) -> str:
    owners: list[Any] = [party for party in (action.owner, action.organisation) if party]
    details = [_plain(", ".join(map(str, owners)))] if owners else []
    if action.due:
        details.append(_("by %(day)s") % {"day": date_format(action.due, "DATE_FORMAT")})
    said = f" ({'; '.join(details)})" if details else ""
    heading = _("Action")
    return f"**{heading}.** {_plain(action.text)}{said}"


def _plain(text: str) -> str:
    """Typed text that stays text: signs that Markdown reads as marks are shielded."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|~" else sign for sign in " ".join(text.split()))


def _joined(parts: list[str]) -> str:
    return "\n\n".join(part for part in parts if part).strip() + "\n" if any(parts) else ""
