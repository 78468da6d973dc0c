"""One meeting on one page, for each kind of reader."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from meetings.agenda.services.agenda import ShownItem, agenda_of
from meetings.agenda.views.agenda import details_of
from meetings.calendar.files import published_file
from meetings.calling.buttons import actions_for, steps_of
from meetings.calling.views.answer_requests import asking_of
from meetings.invitations.choices import Answer
from meetings.invitations.forms.answer import AnswerForm
from meetings.invitations.models import Invitation
from meetings.invitations.services.answering import answers_offered
from meetings.invitations.tables import attendance_of, invitations_to
from meetings.invitations.wording import ANSWER_KIND
from meetings.meeting.attached import attached_to
from meetings.meeting.choices import EXPECTED, ON, MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.views import find_both_ways, find_meeting
from meetings.meeting.wording import STATE_KIND
from meetings.notices.tables import mail_lines, mails_about, subjects_of
from rec_portal.accounts.models import User
from rec_portal.foundation import policy, spelling, zones
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.markdown import render as markdown

# A list of names is read to its end by few; the numbers of the answers stand above it.
MOST_INVITEES = 40
# From then on joining is what the page is opened for.
JOIN_SOON = timedelta(minutes=30)
# The time is struck out, so nothing on the page reckons with it.
TIMELESS = (MeetingState.POSTPONED, MeetingState.CANCELLED)


@require_safe
def meeting(request: HttpRequest, public_id: str) -> HttpResponse:
    return show_meeting(request, *find_both_ways(request, public_id))


@require_safe
def calendar_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The meeting alone, for one's own calendar."""
    found = find_meeting(request, public_id)
    own = Invitation.objects.visible_to(request.user).standing().filter(meeting=found, person=request.user)  # type: ignore[attr-defined]
    joins = own.exists() or policy.can(request.user, "run", found)
    response = HttpResponse(published_file(found, joins=joins), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return response


def show_meeting(
    request: HttpRequest, meeting: Meeting, runs: bool, answer_form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    """The meeting's page; `answer_form` comes back with its errors when an answer was refused."""
    now = timezone.now()
    further = attached_to(meeting).further
    invitations = invitations_to(meeting, request.user)
    own = next((row for row in invitations if row.person_id == request.user.pk), None)
    mails = mails_about(meeting, request.user)
    context = {
        "meeting": meeting,
        "runs": runs,
        "state_kind": STATE_KIND[MeetingState(meeting.state)],
        "steps": steps_of(meeting),
        "joint": [_in_readers_language(name_en, name_ru) for _body, name_en, name_ru in further],
        **_time(meeting, reader_zone(request.user), now),
        **_agenda(meeting, request.user, reader_zone(request.user), now),  # type: ignore[arg-type]
        **_own_answer(meeting, own, answer_form, now),
        "join": meeting.link if (own or runs) and (meeting.lies_ahead(now) or meeting.state in ON) else "",
        "join_soon": meeting.starts_at - JOIN_SOON <= now,
        "mails_about": ",".join(subjects_of(mails, meeting)),
        "mails": mail_lines(mails, meeting, reader_zone(request.user)),
        # Read now and then, and as costly as the rest of the page.
        "show_history": "history" in request.GET,
    }
    if runs:
        most = len(invitations) if "invitees" in request.GET else MOST_INVITEES
        context |= {
            "actions": actions_for(meeting, now),
            "asking": asking_of(meeting, invitations, mails, reader_zone(request.user), now),
            **attendance_of(meeting, invitations, [meeting.body_id, *(body for body, *_names in further)], most),
        }
    return render(request, "meetings/calling/meeting_detail.html", context, status=status)


def _in_readers_language(name_en: str, name_ru: str) -> str:
    return name_ru if name_ru and (get_language() or "en").startswith("ru") else name_en


def _time(meeting: Meeting, zone: str, now: datetime) -> dict[str, Any]:
    """The reader's own time first; the meeting's where it says something else."""
    here = spelling.span(meeting.starts_at, meeting.ends_at, zone)
    there = spelling.span(meeting.starts_at, meeting.ends_at, meeting.time_zone)
    return {
        "when_here": here,
        "when_there": there if there != here else "",
        "cities": [] if meeting.state in TIMELESS else spelling.city_times(meeting.starts_at, zone),
        "is_on": meeting.is_on(now),
        "lies_ahead": meeting.lies_ahead(now),
    }


def _agenda(meeting: Meeting, reader: User, zone: str, now: datetime) -> dict[str, Any]:
    """Each item that the reader may see, with the time at which it begins as far as the items before it tell."""
    agenda = agenda_of(meeting, reader)
    ends, timed = meeting.starts_at + timedelta(minutes=agenda.minutes), meeting.state not in TIMELESS
    return {
        "agenda": [_agenda_row(item, meeting, zone, now) for item in agenda.items],
        "agenda_minutes": agenda.minutes,
        "agenda_ends": f"{zones.local(ends, zone):%H:%M}" if agenda.complete and agenda.items and timed else "",
        "agenda_too_long": agenda.minutes > meeting.minutes,
    }


def _agenda_row(item: ShownItem, meeting: Meeting, zone: str, now: datetime) -> dict[str, Any]:
    timeless = item.before is None or meeting.state in TIMELESS
    begins = None if timeless else meeting.starts_at + timedelta(minutes=item.before)
    ends = begins + timedelta(minutes=item.minutes) if begins and item.minutes else None
    return {
        "number": item.number,
        "time": f"{zones.local(begins, zone):%H:%M}" if begins else "",
        "title": item.title,
        "detail": " · ".join(details_of(item)),
        "restricted": item.restricted,
        "text": markdown(item.description) if item.description else "",
        "now": bool(begins and ends and begins <= now < ends and meeting.state in EXPECTED),
    }


def _own_answer(meeting: Meeting, own: Any | None, form: AnswerForm | None, now: datetime) -> dict[str, Any]:
    if own is None:
        return {"own": None}
    answered = own.answer != Answer.NONE
    return {
        "own": own,
        "asked": meeting.lies_ahead(now),
        "answered": answered,
        "answer_label": Answer(own.answer).label,
        "answer_kind": ANSWER_KIND[Answer(own.answer)],
        "offers": [(a.value, a.label) for a in answers_offered(meeting) if a != Answer.ALTERNATE],
        "answer_form": form or AnswerForm(meeting=meeting, initial={"alternate_name": own.alternate_name}),
    }
