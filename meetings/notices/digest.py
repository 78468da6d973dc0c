"""The week's summary, for whoever asked for one: meetings, answers owed and actions, as they stand when it is sent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from meetings.choices import ActionState
from meetings.models import ActionItem, Invitation, Meeting
from rec_portal.accounts.models import User
from rec_portal.accounts.services.optional_mail import stop_address
from rec_portal.foundation import spelling, zones
from rec_portal.foundation.text import one_line, unlinked
from rec_portal.outbox import queue
from rec_portal.outbox.notices import Rendered, register
from rec_portal.outbox.queue import Planned

DIGEST = "meetings.digest"
# Monday, before the working day begins, by the clock of whoever reads it.
SENT_AT = time(7)
# A summary of the week is no use on Tuesday.
WAITS = timedelta(hours=18)
AHEAD, SHOWN = timedelta(days=7), 15


@dataclass(frozen=True)
class Week:
    """What the coming days hold for one person; each list is cut at SHOWN."""

    person: User
    meetings: list[Meeting]
    owed: list[Meeting]
    actions: list[ActionItem]

    def __bool__(self) -> bool:
        return bool(self.meetings or self.owed or self.actions)


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
        now, person = timezone.now(), message.recipient
        visible: Any = Meeting.objects.visible_to(person).select_related("body")  # type: ignore[attr-defined]
        owing = Invitation.objects.visible_to(person).owed_by(person, now)  # type: ignore[attr-defined]
        actions: Any = ActionItem.objects.visible_to(person).mine(person)  # type: ignore[attr-defined]
        until = zones.local(now + AHEAD, person.time_zone).date()
        return Week(
            person=person,
            meetings=list(visible.upcoming(now).filter(starts_at__lt=now + AHEAD)[:SHOWN]),
            owed=list(visible.filter(pk__in=owing.values("meeting")).order_by("starts_at", "id")[:SHOWN]),
            actions=list(actions.filter(state=ActionState.OPEN, due__lte=until).order_by("due", "id")[:SHOWN]),
        )

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
    zone = week.person.time_zone
    parts = [
        (_("Meetings"), [_meeting_line(meeting, zone) for meeting in week.meetings]),
        (_("Waiting for your answer"), [_meeting_line(meeting, zone) for meeting in week.owed]),
        (_("Actions"), [_action_line(action) for action in week.actions]),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


def _meeting_line(meeting: Meeting, zone: str) -> tuple[str, str, str]:
    when = spelling.span(meeting.starts_at, meeting.ends_at, zone)
    address = f"{settings.SITE_URL}{meeting.get_absolute_url()}"
    return _typed(meeting.title), f"{when} · {_typed(meeting.body.short_name)}", address


def _action_line(action: ActionItem) -> tuple[str, str, str]:
    due = _("Due %(day)s") % {"day": date_format(action.due, "WEEKDAY_DATE_FORMAT")}  # type: ignore[arg-type]
    return _typed(action.text), due, f"{settings.SITE_URL}{action.get_absolute_url()}"


def _typed(text: str) -> str:
    return unlinked(one_line(text))


register(DIGEST, Digest(), gettext_lazy("Weekly summary"))
