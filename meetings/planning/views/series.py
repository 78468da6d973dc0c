"""Series: making one with a preview of its dates, its page, its meetings convened together."""

from datetime import date, datetime, time
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.http import require_POST, require_safe

from councils.bodies.models import Body
from meetings.calling.forms.plan import presets
from meetings.calling.services.convening import convene_meeting, preview_recipients
from meetings.calling.services.new_meeting_defaults import bodies_run_by, last_meeting
from meetings.calling.services.outlines import OutlineValues
from meetings.invitations.services.invitees import invitable
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.wording import STATE_KIND
from meetings.planning.choices import SERIES_HORIZON
from meetings.planning.forms.series import NewSeriesForm, SeriesForm
from meetings.planning.models import Series
from meetings.planning.services.dates import DateLine, date_lines, on_both_clocks
from meetings.planning.services.series import (
    Course,
    create_series,
    end_series,
    extend_series,
    skip_date,
    take_up_date,
    today_there,
)
from rec_portal.foundation import policy, spelling
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.refusals import NotAllowed, Refusal
from rec_portal.foundation.views import FormPage, find

SHOWN_AHEAD = SERIES_HORIZON


def find_series(request: HttpRequest, public_id: str) -> Series:
    return find(Series.objects.select_related("body", "follows"), request.user, "run", public_id=public_id)


def preview_of(request: HttpRequest, form: SeriesForm, body: Body, own: Any = ()) -> dict[str, Any]:
    """The rule in words and its next dates, for the fragment under the rule; empty while the form has errors."""
    if not form.is_valid():
        return {}
    course, values = form.course(), form.values()
    people = invitable([body])
    lines = date_lines(
        reader=request.user,  # type: ignore[arg-type]
        days=course.days_after(course.starts_on, SHOWN_AHEAD),
        values=values,
        bodies=[body],
        people=people.chosen(people.usual),
        own=own,
    )
    return {"words": str(course.rule), "gaps": course.rule.gaps(), "lines": lines}


class NewSeries(FormPage):
    """GET `?body=<slug>`; a POST with `do` "check" shows the dates and saves nothing."""

    template = "meetings/planning/series_new.html"
    form_class = NewSeriesForm
    bodies: dict[str, Body]

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.bodies = {body.slug: body for body in bodies_run_by(request.user)}  # type: ignore[arg-type]
        asked = request.POST.get("body") or request.GET.get("body") or next(iter(self.bodies), "")
        if asked not in self.bodies:
            raise Http404
        self.body = self.bodies[asked]

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        last = last_meeting(request.user, self.body)  # type: ignore[arg-type]
        return {**presets(self.body, last), "body": self.body.slug}

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        return {"bodies": list(self.bodies.values())}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") != "check":
            return super().post(request, **kwargs)
        self.prepare(request, **kwargs)
        return self.show(request, self.form(request, request.POST))

    def save(self, request: HttpRequest, form: NewSeriesForm) -> str:
        series = create_series(
            actor=request.user,  # type: ignore[arg-type]
            body=self.body,
            course=form.course(),
            values=form.values(),
        )
        count = series.meetings.count()
        text = ngettext(
            "The series is made, with %(n)d meeting as a draft. Nobody has been told yet.",
            "The series is made, with %(n)d meetings as drafts. Nobody has been told yet.",
            count,
        )
        messages.success(request, text % {"n": count})
        return series.get_absolute_url()

    def show(self, request: HttpRequest, form: NewSeriesForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "preview": preview_of(request, form, self.body) if form.is_bound else {}}
        return render(request, self.template, context, status=status)


@require_safe
def series(request: HttpRequest, public_id: str) -> HttpResponse:
    """The rule, the meetings made so far, and the dates still to be drafted."""
    found = find_series(request, public_id)
    course, values = Course.of(found), OutlineValues.of(found)
    of_series = policy.allowed(request.user, "run", Meeting.objects.filter(series=found)).order_by("-occurrence", "id")
    meetings = list(reversed(of_series[:60]))
    made = {meeting.occurrence for meeting in meetings}
    coming = [day for day in course.days_after(today_there(found), 2 * SHOWN_AHEAD) if day not in made][:SHOWN_AHEAD]
    context = {
        "series": found,
        "words": str(course.rule),
        "gaps": course.rule.gaps(),
        "course": course,
        "until": spelling.short_day(_noon(course.until)) if course.until else "",
        "rows": [_row(meeting, reader_zone(request.user)) for meeting in _one_a_date(meetings)],
        "coming": _coming(request, found, coming, values) if coming else [],
        "drafts": sum(meeting.state == MeetingState.DRAFT for meeting in meetings),
    }
    return render(request, "meetings/planning/series.html", context)


def _coming(request: HttpRequest, found: Series, days: list[date], values: OutlineValues) -> list[DateLine]:
    people = invitable([found.body])
    return date_lines(
        reader=request.user,  # type: ignore[arg-type]
        days=days,
        values=values,
        bodies=[found.body],
        people=people.chosen(people.usual),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12))


def _one_a_date(meetings: list[Meeting]) -> list[Meeting]:
    """A date that was left out and taken up again has two rows; the one that counts is shown."""
    by_date: dict[Any, Meeting] = {}
    for meeting in meetings:
        if meeting.occurrence not in by_date or meeting.state != MeetingState.DISCARDED:
            by_date[meeting.occurrence] = meeting
    return list(by_date.values())


def _row(meeting: Meeting, zone: str) -> dict[str, Any]:
    state, skipped = MeetingState(meeting.state), meeting.state == MeetingState.DISCARDED
    moved = meeting.occurrence is not None and meeting.wall_day != meeting.occurrence and not skipped
    return {
        "key": meeting.public_id,
        "url": meeting.get_absolute_url(),
        "title": meeting.title,
        "day": meeting.occurrence.isoformat() if meeting.occurrence else "",
        **on_both_clocks(meeting.starts_at, meeting.ends_at, meeting.time_zone, zone),
        "moved": spelling.short_day(_noon(meeting.occurrence)) if moved else "",
        "state": _("Left out") if skipped else state.label,
        "kind": STATE_KIND[state],
        "skipped": skipped,
        "draft": state == MeetingState.DRAFT,
    }


@require_POST
def series_dates(request: HttpRequest, public_id: str) -> HttpResponse:
    """`do` is "skip" or "take_up", with `day`; or "draft": what is missing of the next meetings."""
    found = find_series(request, public_id)
    do = request.POST.get("do", "")
    try:
        _do_with_dates(request, found, do)
    except NotAllowed as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return HttpResponseRedirect(found.get_absolute_url())


def _do_with_dates(request: HttpRequest, found: Series, do: str) -> None:
    actor: Any = request.user
    if do == "draft":
        count = len(extend_series(actor=actor, series=found))
        text = ngettext("%(n)d meeting is drafted.", "%(n)d meetings are drafted.", count)
        messages.success(request, text % {"n": count})
        return
    days = {
        meeting.occurrence.isoformat(): meeting.occurrence for meeting in found.meetings.all() if meeting.occurrence
    }
    day = days.get(request.POST.get("day", ""))
    if day is None or do not in ("skip", "take_up"):
        messages.error(request, _("This date is not in the series."))
    elif do == "skip":
        skip_date(actor=actor, series=found, day=day)
        messages.success(request, _("The date is left out. It stays in the list."))
    else:
        take_up_date(actor=actor, series=found, day=day)
        messages.success(request, _("The date is drafted again."))


class EndSeries(View):
    """One confirmation."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return render(request, "meetings/planning/series_end.html", {"series": find_series(request, public_id)})

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = find_series(request, public_id)
        try:
            end_series(actor=request.user, series=found)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            raise Http404 from refusal
        messages.success(request, _("The series has ended. Its drafts are discarded; what was convened stays."))
        return HttpResponseRedirect(found.get_absolute_url())


class ConveneSeries(View):
    """Several drafts convened at once after one preview: GET shows them, POST convenes those that are ticked."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = find_series(request, public_id)
        return self._show(request, found)

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = find_series(request, public_id)
        wanted = set(request.POST.getlist("meetings"))
        drafts = [meeting for meeting in self._drafts(request, found) if meeting.public_id in wanted]
        if not drafts:
            return self._show(request, found, _("Tick at least one meeting."))
        try:
            with transaction.atomic():
                for meeting in drafts:
                    self._convene(request, meeting)
        except NotAllowed as refusal:
            raise Http404 from refusal
        except Refusal as refusal:
            return self._show(request, found, str(refusal.message))
        text = ngettext("%(n)d meeting is convened.", "%(n)d meetings are convened.", len(drafts))
        messages.success(request, text % {"n": len(drafts)})
        return HttpResponseRedirect(found.get_absolute_url())

    def _convene(self, request: HttpRequest, meeting: Meeting) -> None:
        try:
            convene_meeting(actor=request.user, meeting=meeting)  # type: ignore[arg-type]
        except NotAllowed:
            raise
        except Refusal as refusal:
            when = spelling.span(meeting.starts_at, meeting.ends_at, meeting.time_zone, short=True)
            raise Refusal(f"{when}: {refusal.message}") from refusal

    def _drafts(self, request: HttpRequest, found: Series) -> list[Meeting]:
        rows: Any = Meeting.objects.visible_to(request.user).filter(series=found, state=MeetingState.DRAFT)  # type: ignore[attr-defined]
        return list(rows.select_related("body").order_by("starts_at", "id")[:SHOWN_AHEAD])

    def _show(self, request: HttpRequest, found: Series, fault: str = "") -> HttpResponse:
        ticked = set(request.POST.getlist("meetings"))
        rows = [
            self._row(meeting, ticked if request.method == "POST" else None) for meeting in self._drafts(request, found)
        ]
        context = {"series": found, "rows": rows, "fault": fault, "mails": sum(row["mails"] for row in rows)}
        return render(request, "meetings/planning/series_convene.html", context, status=422 if fault else 200)

    def _row(self, meeting: Meeting, ticked: set[str] | None) -> dict[str, Any]:
        preview = preview_recipients(meeting)
        return {
            "key": meeting.public_id,
            "url": reverse("meetings:convene", args=[meeting.public_id]),
            "title": meeting.title,
            **on_both_clocks(meeting.starts_at, meeting.ends_at, meeting.time_zone, reader_zone(self.request.user)),
            "mails": len(preview.reachable),
            "refused": ", ".join(recipient.person.name for recipient in preview.refused),
            "vacant": len(preview.vacant_seats),
            "asleep": len(preview.asleep),
            "ticked": ticked is None or meeting.public_id in ticked,
        }
