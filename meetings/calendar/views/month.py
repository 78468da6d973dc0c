"""The calendar as pages: a month, a week, and a month to print."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from councils.bodies.models import Body
from meetings.calendar.tables import MOST_IN_A_SQUARE, Days, days_between
from meetings.meeting.filters import MeetingFilter
from meetings.meeting.schedule import FIRST_YEAR, LAST_YEAR
from rec_portal.foundation import policy, spelling, zones
from rec_portal.foundation.context import reader_zone

MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """What the address asks for, in the reader's zone; what cannot be read is today and all groups.
    `names` are those of the bodies that the reader knows of."""

    filter: MeetingFilter
    names: dict[int, str]
    zone: str
    today: date
    query: dict[str, str]

    @classmethod
    def by(cls, request: HttpRequest) -> "Asked":
        known = list(Body.objects.visible_to(request.user).order_by("order", "id"))
        inside = (body for body in known if policy.can_at_hand(request.user, "look_inside", body))
        chosen = MeetingFilter.read(request.GET, inside)
        names = {body.pk: body.short_name for body in known}
        zone = reader_zone(request.user)
        today = zones.local(timezone.now(), zone).date()
        return cls(chosen, names, zone, today, {"body": chosen.chosen_body.slug} if chosen.chosen_body else {})

    def days(self, request: HttpRequest, first: date, last: date, most_a_day: int | None = None) -> Days:
        here = {"zone": self.zone, "today": self.today, "bodies": self.names, "body": self.filter.chosen_body}
        return days_between(request.user, first, last, **here, most_a_day=most_a_day)

    def address(self, name: str, **query: str) -> str:
        return f"{reverse(f'meetings:{name}')}?{urlencode(self.query | query)}"

    def context(self, first: date, here: str) -> dict[str, Any]:
        """What each of these pages shows: `here` is the name of the address, `first` a day it is about."""
        tabs = [("month", _("Month")), ("week", _("Week")), ("meetings", _("List")), ("month_print", _("To print"))]
        return {
            "filter": self.filter,
            "zone": f"{zones.city(self.zone)} ({zones.offset(timezone.now(), self.zone)})",
            "tabs": [
                {"label": label, "url": self._tab(name, first), "current": name == here, "name": name}
                for name, label in tabs
            ],
        }

    def _tab(self, name: str, first: date) -> str:
        if name == "meetings":
            return self.address(name)
        return self.address(name, **({"day": first.isoformat()} if name == "week" else {"month": _written(first)}))


@require_safe
def month(request: HttpRequest) -> HttpResponse:
    """GET `?month=2026-12&body=<slug>`: whole weeks, Monday first."""
    asked = Asked.by(request)
    first = _month(request.GET.get("month", "")) or asked.today.replace(day=1)
    last = _next(first) - timedelta(days=1)
    monday, sunday = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    found = asked.days(request, monday, sunday, MOST_IN_A_SQUARE)
    week_of = asked.address("week", day="")
    for day in found.days:
        day.outside = not first <= day.day <= last
    context = {
        **asked.context(asked.today if first <= asked.today <= last else first, "month"),
        **_steps(asked, first),
        "found": found,
        "title": date_format(first, "F Y"),
        "weekdays": [_weekday(monday + timedelta(days=number)) for number in range(7)],
        "asked": _written(first),
        "squares": [[day.square(week_of) for day in days] for days in found.weeks],
        "empty": not any(day.entries for day in found.days if not day.outside),
    }
    return render(request, "meetings/calendar/month.html", context)


@require_safe
def month_print(request: HttpRequest) -> HttpResponse:
    """The month as a table of its meetings, for paper."""
    asked = Asked.by(request)
    first = _month(request.GET.get("month", "")) or asked.today.replace(day=1)
    found = asked.days(request, first, _next(first) - timedelta(days=1))
    context = {**asked.context(first, "month_print"), **_steps(asked, first, "month_print"), "found": found}
    return render(request, "meetings/calendar/month_print.html", {**context, "title": date_format(first, "F Y")})


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    """GET `?day=2026-12-07&body=<slug>`: the week that the day lies in."""
    asked = Asked.by(request)
    day = _day(request.GET.get("day", "")) or asked.today
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    before, after = (asked.address("week", day=(monday + timedelta(days=step)).isoformat()) for step in (-7, 7))
    first, last = (spelling.short_day(datetime.combine(which, time())) for which in (monday, sunday))
    context = {
        **asked.context(day, "week"),
        "found": asked.days(request, monday, sunday),
        "title": f"{first} – {last}",
        "before": {"url": before, "label": _("Week before")},
        "after": {"url": after, "label": _("Week after")},
        "now": asked.address("week"),
        "asked_day": day.isoformat(),
    }
    return render(request, "meetings/calendar/week.html", context)


def _steps(asked: Asked, first: date, name: str = "month") -> dict[str, Any]:
    before, after = (first - timedelta(days=1)).replace(day=1), _next(first)
    return {
        "before": {"url": asked.address(name, month=_written(before)), "label": date_format(before, "F Y")},
        "after": {"url": asked.address(name, month=_written(after)), "label": date_format(after, "F Y")},
        "now": asked.address(name),
    }


def _month(text: str) -> date | None:
    """The first day of "2026-12"; None for what is no month or lies outside the years of meetings."""
    found = MONTH.fullmatch(text)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1]), int(found[2]), 1)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _written(day: date) -> str:
    return f"{day:%Y-%m}"


def _weekday(day: date) -> str:
    return date_format(day, "l")
