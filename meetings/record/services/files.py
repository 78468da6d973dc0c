"""List of participants, agenda, decisions and record of a meeting as files, in the language asked for.

Each holds exactly what its reader may see on the pages; the marking says how far it may go.
"""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from councils.documents.choices import Marking
from councils.organisations.querysets import protocol_order
from meetings.agenda.choices import Attribution
from meetings.agenda.models import AgendaItem
from meetings.agenda.services.agenda import agenda_of
from meetings.meeting.bodies import further_of
from meetings.meeting.choices import MeetingFormat
from meetings.meeting.models import Meeting
from meetings.record.choices import DecisionKind, DecisionState
from meetings.record.models import Corrigendum, Decision, Minutes
from meetings.record.services.adoption import silent_since
from meetings.session.choices import PRESENT, Presence
from meetings.session.models import SeatAttendance
from rec_portal.accounts.models import User
from rec_portal.foundation import policy, spelling, zones
from rec_portal.paper.blocks import Block, Facts, Heading, Paper, Rows, blocks_of, paragraph

LABELS = {
    "participants": gettext_lazy("List of participants"),
    "agenda": gettext_lazy("Agenda"),
    "decisions": gettext_lazy("Decisions and recommendations"),
    "minutes": gettext_lazy("Record"),
}
KINDS = tuple(LABELS)


def paper_of(kind: str, meeting: Meeting, reader: User, language: str, *, closed: bool = False) -> Paper | None:
    """The paper of one of KINDS, or None where there is nothing for this reader.

    `closed` adds what was said on closed items; it is heeded only for those who run the meeting.
    """
    make = {"participants": _participants, "agenda": _agenda, "decisions": _decisions}
    with override(language):
        if kind == "minutes":
            return _minutes(meeting, reader, language, closed and policy.can(reader, "run", meeting))
        return make[kind](meeting, reader, language)


def _paper(title: str, meeting: Meeting, language: str, blocks: list[Block], marking: str = Marking.MEMBERS) -> Paper:
    further = [name_ru if language == "ru" and name_ru else name for _body, name, name_ru in further_of(meeting)]
    facts = [
        (_("Meeting"), meeting.title),
        (_("Group"), "\n".join([meeting.body.name, *further])),
        (_("When"), spelling.span(meeting.starts_at, meeting.ends_at, meeting.time_zone)),
        (_("How"), str(MeetingFormat(meeting.format).label)),
        (_("Where"), meeting.place),
    ]
    shown = Facts([fact for fact in facts if fact[1]])
    return Paper(title, str(Marking(marking).label), language, [shown, *blocks])


def _participants(meeting: Meeting, reader: User, language: str) -> Paper:
    seats = (
        SeatAttendance.objects.visible_to(reader)
        .filter(meeting=meeting, presence__in=PRESENT)
        .select_related("seat__organisation", "seat__body", "person")
        .order_by(*protocol_order("seat__organisation__"), "pk")
    )
    rows = [
        [row.seat.organisation.name, row.name or str(row.person or "–"), str(Presence(row.presence).label)]
        for row in seats
    ]
    head = [_("Organisation"), _("Name"), _("Present as")]
    blocks: list[Block] = [Rows(head, rows, (4, 3, 2))] if rows else [paragraph(_("Nobody was marked as present."))]
    return _paper(_("List of participants"), meeting, language, blocks)


def _agenda(meeting: Meeting, reader: User, language: str) -> Paper:
    agenda = agenda_of(meeting, reader)
    blocks: list[Block] = []
    for item in agenda.items:
        blocks.append(Heading(f"{item.number}. {item.title}", 2))
        length = spelling.length(item.minutes) if item.minutes else ""
        detail = " · ".join(part for part in (_time_of(meeting, item), length, item.presenter) if part)
        if detail:
            blocks.append(paragraph(detail, soft=True))
        blocks += blocks_of(item.description)
    if not blocks:
        blocks.append(paragraph(_("There is no agenda yet.")))
    restricted = any(item.restricted for item in agenda.items)
    marking = Marking.RESTRICTED if restricted else Marking.MEMBERS
    return _paper(_("Agenda"), meeting, language, blocks, marking)


def _time_of(meeting: Meeting, item: Any) -> str:
    if item.before is None:
        return ""
    begins = zones.local(meeting.starts_at, meeting.time_zone)
    total = begins.hour * 60 + begins.minute + item.before
    return f"{total // 60 % 24:02}:{total % 60:02}"


def _decisions(meeting: Meeting, reader: User, language: str) -> Paper:
    visible = Decision.objects.visible_to(reader, meeting=meeting).exclude(state=DecisionState.WITHDRAWN)
    blocks: list[Block] = []
    closed = False
    for decision in visible.select_related("agenda_item").order_by("pk"):
        kind, state = DecisionKind(decision.kind).label, DecisionState(decision.state).label
        blocks += [Heading(decision.number, 2), paragraph(f"{kind} · {state}", soft=True), paragraph(decision.text)]
        closed = closed or _is_kept_back(decision.agenda_item)
    if not blocks:
        blocks.append(paragraph(_("Nothing is recorded yet.")))
    marking = Marking.CONFIDENTIAL if closed else Marking.MEMBERS
    return _paper(_("Decisions and recommendations"), meeting, language, blocks, marking)


def _is_kept_back(item: AgendaItem | None) -> bool:
    return item is not None and (item.restricted or item.attribution == Attribution.CLOSED)


def _minutes(meeting: Meeting, reader: User, language: str, closed: bool) -> Paper | None:
    minutes = Minutes.objects.visible_to(reader, meeting=meeting).first()
    text = getattr(minutes, f"text_{language}") if minutes else ""
    if minutes is None or not text.strip():
        return None
    blocks: list[Block] = [paragraph(_standing(minutes), bold=True), *blocks_of(text)]
    corrigenda = Corrigendum.objects.visible_to(reader).filter(minutes=minutes).order_by("number")
    for one in corrigenda:
        title = _("Corrigendum %(number)s") % {"number": one.number}
        day = date_format(zones.local(one.created_at, meeting.time_zone), "DATE_FORMAT")
        blocks += [Heading(f"{title}, {day}", 2), paragraph(one.text)]
    kept_back = getattr(minutes, f"closed_{language}") if closed else ""
    if kept_back.strip():
        blocks += [Heading(_("Closed items"), 1), *blocks_of(kept_back)]
    marking = Marking.CONFIDENTIAL if kept_back.strip() else Marking.MEMBERS
    return _paper(_("Record"), meeting, language, blocks, marking)


def _standing(minutes: Minutes) -> str:
    """As the page says it: by the clock, also while nobody has marked what silence adopted."""
    zone, now = minutes.meeting.time_zone, timezone.now()
    if (adopted := silent_since(minutes, now)) is not None:
        return _("Adopted: %(adopted)s.") % {"adopted": spelling.moment(adopted, zone)}
    if minutes.circulated_at is None:
        return _("Draft")
    until = minutes.corrections_until
    if until is None or until <= now:
        return _("Draft, sent out, not adopted.")
    return _("Draft, out for correction until %(until)s.") % {"until": spelling.moment(until, zone)}
