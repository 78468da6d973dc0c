"""The week's summary, for whoever asked for one: meetings, answers owed and actions, as they stand when it is sent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from meetings.invitations.models import Invitation
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.accounts.services.optional_mail import stop_address
from rec_portal.foundation import spelling, weekly, zones
from rec_portal.foundation.text import one_line, unlinked
from rec_portal.outbox import queue
from rec_portal.outbox.notices import Rendered, register
from rec_portal.outbox.queue import Planned

DIGEST = "meetings.digest"
# Monday, before the working day begins, by the clock of whoever reads it.
SENT_AT = time(7)
# A summary of the week is no use on Tuesday.
WAITS = timedelta(hours=18)


@dataclass(frozen=True)
class Week:
    """What the coming days hold for one person: (heading, lines) for each part that has any."""

    person: User
    parts: list[tuple[Any, list[weekly.Line]]]

    def __bool__(self) -> bool:
        return bool(self.parts)


def plan_digests(people: QuerySet, now: datetime) -> int:
    """One row for each of `people` whose Monday morning is at most a day away; planning once more adds none."""
    planned = 0
    for person in people.iterator(chunk_size=500):
        due = next_monday(now, person.time_zone)
        if due - now <= timedelta(days=1):
            year, number, _day = zones.local(due, person.time_zone).isocalendar()
            week = f"{year}-W{number:02}"
            planned += queue.put(
                person, [Planned(DIGEST, person, due_at=due, not_after=due + WAITS, occasion=week)], root_id=None
            )
    return planned


def next_monday(now: datetime, zone: str) -> datetime:
    """The instant at which the next Monday's SENT_AT begins in `zone`; later than `now`."""
    today = zones.local(now, zone).date()
    monday = today - timedelta(days=today.weekday())
    instant = _seven_o_clock(monday, zone)
    return instant if instant > now else _seven_o_clock(monday + timedelta(days=7), zone)


def _seven_o_clock(day: date, zone: str) -> datetime:
    # No zone changes its clock at seven in the morning, so the wall time is there, and once.
    return zones.instant_of(day, SENT_AT, zone).astimezone(UTC)


class Digest:
    def load(self, message: Any) -> Week:
        return Week(message.recipient, weekly.parts_for(message.recipient))

    def unwanted(self, message: Any, subject: Week, now: datetime) -> str | None:
        if not subject.person.wants_digest:
            return _("This person wants no weekly summary.")
        return None if subject else _("The week brings nothing for this person.")

    def render(self, message: Any, subject: Week) -> Rendered:
        person = subject.person
        stop = stop_address(person, "digest")
        context = {
            "name": _typed(person.name),
            "parts": _parts(subject),
            "page": f"{settings.SITE_URL}/",
            "stop": stop,
            "profile": f"{settings.SITE_URL}{reverse('accounts:profile')}",
            "language": get_language(),
        }
        day = spelling.day(zones.local(timezone.now(), person.time_zone))
        return Rendered(
            subject=_("Your week from %(day)s") % {"day": day},
            text=render_to_string("emails/meetings/digest.txt", context).strip() + "\n",
            html=render_to_string("emails/meetings/digest.html", context),
            stop_address=stop,
            personal=True,
        )


def _parts(week: Week) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """(heading, lines) for what there is; a line is what, about it, and the address of its page."""
    return [(str(heading), [_mail_line(line) for line in lines]) for heading, lines in week.parts]


def _mail_line(line: weekly.Line) -> tuple[str, str, str]:
    return _typed(line.what), _typed(line.about), f"{settings.SITE_URL}{line.path}"


def meetings_of_the_week(person: Any) -> list[weekly.Line]:
    now = timezone.now()
    rows: Any = _visible(person).upcoming(now).filter(starts_at__lt=now + weekly.AHEAD)
    return [_meeting_line(meeting, person.time_zone) for meeting in rows[: weekly.SHOWN]]


def answers_of_the_week(person: Any) -> list[weekly.Line]:
    owing = Invitation.objects.visible_to(person).owed_by(person, timezone.now())  # type: ignore[attr-defined]
    rows = _visible(person).filter(pk__in=owing.values("meeting")).order_by("starts_at", "id")
    return [_meeting_line(meeting, person.time_zone) for meeting in rows[: weekly.SHOWN]]


def _visible(person: Any) -> Any:
    return Meeting.objects.visible_to(person).select_related("body")


def _meeting_line(meeting: Meeting, zone: str) -> weekly.Line:
    when = spelling.span(meeting.starts_at, meeting.ends_at, zone)
    return weekly.Line(meeting.title, f"{when} · {meeting.body.short_name}", meeting.get_absolute_url())


def _typed(text: str) -> str:
    return unlinked(one_line(text))


register(DIGEST, Digest(), gettext_lazy("Weekly summary"))
weekly.register(weekly.Part(10, gettext_lazy("Meetings"), meetings_of_the_week))
weekly.register(weekly.Part(20, gettext_lazy("Waiting for your answer"), answers_of_the_week))
