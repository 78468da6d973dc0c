"""The next dates of a series before anything is drafted, each with what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from councils.bodies.models import Body
from meetings.calling.services.outlines import OutlineValues, when_on
from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.meeting.choices import EXPECTED, ON, MeetingState
from meetings.meeting.models import Meeting, MeetingBody
from meetings.meeting.public_holidays import holiday_lines, holidays_during
from meetings.meeting.schedule import When
from rec_portal.accounts.models import User
from rec_portal.foundation import policy, spelling, zones
from rec_portal.foundation.context import reader_zone


@dataclass(frozen=True)
class DateLine:
    """One date: when it would be on the reader's clock, there where that says something else, warnings as sentences."""

    day: date
    when: str
    there: str
    warnings: list[str]


def on_both_clocks(start: datetime, end: datetime, own: str, readers: str) -> dict[str, str]:
    """A time as a reader in another zone has it too: `when` is theirs, `there` where it takes place, "" if the same."""
    when, there = spelling.span(start, end, readers), spelling.span(start, end, own)
    return {"when": when, "there": there if there != when else ""}


@dataclass(frozen=True)
class Span:
    start: datetime
    end: datetime

    def meets(self, start: datetime, end: datetime) -> bool:
        return start < self.end and end > self.start


def date_lines(
    *,
    reader: User,
    days: Sequence[date],
    values: OutlineValues,
    bodies: Sequence[Body],
    people: Sequence[User],
    own: Sequence[int] = (),
) -> list[DateLine]:
    """In three queries however many days; `own` are the ids of meetings that are these dates themselves."""
    whens = [when_on(day, values) for day in days]
    spans = [Span(*when.instants()) for when in whens]
    against = warnings_for(reader=reader, spans=spans, bodies=bodies, people=people, own=own)
    lines, zone = [], reader_zone(reader)
    for number, (day, span) in enumerate(zip(days, spans, strict=True)):
        clock = _of_the_clock(values, whens[number], span, spans[number - 1] if number else None)
        both = on_both_clocks(span.start, span.end, values.time_zone, zone)
        lines.append(DateLine(day=day, warnings=clock + against[number], **both))
    return lines


def warnings_for(
    *, reader: User, spans: Sequence[Span], bodies: Sequence[Body], people: Sequence[User], own: Sequence[int] = ()
) -> list[list[str]]:
    """What speaks against each span: public holidays, other meetings of the bodies, people who are busy."""
    if not spans:
        return []
    busy = _busy_people(spans, people, own)
    other = _other_meetings(reader, spans, bodies, own)
    found = []
    for span in spans:
        off = holiday_lines(holidays_during(span.start, span.end))
        warnings = [_("Public holiday: %(name)s") % {"name": line} for line in off]
        warnings += [
            _("The group has another meeting at that time: %(title)s") % {"title": title}
            for title, start, end in other
            if span.meets(start, end)
        ]
        names = list(dict.fromkeys(name for name, start, end in busy if span.meets(start, end)))
        if names:
            warnings.append(_("Busy with another meeting: %(names)s") % {"names": ", ".join(names)})
        found.append(warnings)
    return found


def _of_the_clock(values: OutlineValues, when: When, span: Span, before: Span | None) -> list[str]:
    """Where clocks were changed since the date before, and where this one skips the time."""
    warnings = []
    if f"{when.start:%H:%M}" != f"{values.wall_start:%H:%M}":
        warnings.append(
            _("The clock in %(city)s skips this time on this day: the meeting begins at %(time)s.")
            % {"city": zones.city(values.time_zone), "time": f"{when.start:%H:%M}"}
        )
    if before is not None:
        names = dict.fromkeys([values.time_zone, *zones.SHOWN_TO_ALL])
        changed = [zones.city(name) for name in names if _differs(name, before.start, span.start)]
        if changed:
            warnings.append(
                _("Clocks change before this date: %(cities)s. The time in %(city)s stays the same.")
                % {"cities": ", ".join(changed), "city": zones.city(values.time_zone)}
            )
    return warnings


def _differs(zone: str, one: datetime, other: datetime) -> bool:
    return zones.local(one, zone).utcoffset() != zones.local(other, zone).utcoffset()


def _overlapping(spans: Sequence[Span], path: str = "") -> Q:
    found = Q()
    for span in spans:
        found |= Q(**{f"{path}starts_at__lt": span.end, f"{path}ends_at__gt": span.start})
    return found


def _busy_people(spans: Sequence[Span], people: Sequence[User], own: Sequence[int]) -> list[tuple]:
    rows = (
        Invitation.objects.standing()
        .filter(person__in=people, meeting__state__in=(*EXPECTED, *ON))
        .filter(_overlapping(spans, "meeting__"))
        .exclude(answer=Answer.NO)
        .exclude(meeting__in=own)
        .order_by("person__name")
    )
    return list(rows.values_list("person__name", "meeting__starts_at", "meeting__ends_at")[:500])


def _other_meetings(reader: User, spans: Sequence[Span], bodies: Sequence[Body], own: Sequence[int]) -> list[tuple]:
    joint = MeetingBody.objects.filter(body__in=bodies).filter(_overlapping(spans, "meeting__"))
    ids = list(joint.values_list("meeting_id", flat=True))
    rows = policy.allowed(reader, "see", Meeting.objects.filter(Q(body__in=bodies) | Q(pk__in=ids)))
    rows = rows.filter(_overlapping(spans), state__in=(MeetingState.DRAFT, *EXPECTED, *ON)).exclude(pk__in=own)
    return list(rows.order_by("starts_at", "id").values_list("title", "starts_at", "ends_at")[:100])
