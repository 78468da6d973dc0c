"""The live page of a session: for whoever runs it with buttons, for everybody else to follow and to ask for the floor.

Each press of a button is a form that works without scripts. The script of the page sends the same forms one by one,
keeps them while there is no network, and asks for the fragment of the page every few seconds.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from meetings.agenda.choices import TOLD_TO_MEMBERS
from meetings.agenda.models import AgendaItem
from meetings.agenda.querysets import EVERYBODY
from meetings.meeting.choices import ENDED, EXPECTED, ON, MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.views import find_both_ways
from meetings.session import tables as words
from meetings.session.models import Session
from meetings.session.services.outcomes import mark_of
from meetings.session.services.room import items_of, pulse_of, representation, seats_of, speakers_of
from meetings.session.services.speakers import voices_of
from meetings.session.views.presses import carry_out, read_press
from rec_portal.foundation import spelling
from rec_portal.foundation.refusals import NotAllowed, Refusal, StaleEdit

SHOWN_IN = (*EXPECTED, *ON, *ENDED)


class Live(View):
    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        meeting, runs = find_both_ways(request, public_id)
        if meeting.state not in SHOWN_IN:
            return HttpResponseRedirect(meeting.get_absolute_url())
        return _page(request, meeting, runs)

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        """`do` names the button (views/presses.py); a press that a script sends is answered with JSON."""
        meeting, runs = find_both_ways(request, public_id)
        from_script = request.headers.get("X-Press") == "1"
        try:
            done = carry_out(request, meeting, read_press(request))
        except NotAllowed as refusal:
            raise Http404 from refusal
        except StaleEdit as stale:
            if from_script:
                return JsonResponse(_theirs(stale), status=409)
            return _page(request, meeting, runs, status=409, stale=stale.current)
        except Refusal as refusal:
            if from_script:
                return JsonResponse({"message": str(refusal.message)}, status=422)
            messages.warning(request, str(refusal.message))
            meeting, runs = find_both_ways(request, public_id)
            return _page(request, meeting, runs, status=422)
        if from_script:
            return JsonResponse({"message": done.said, **done.more})
        return HttpResponseRedirect(f"{reverse('meetings:live', args=[meeting.public_id])}#{done.place}")


def _theirs(stale: StaleEdit) -> dict[str, Any]:
    item = stale.current
    return {
        "message": _("Somebody else wrote here in the meantime: %(outcome)s. %(text)s Press again to replace it.")
        % {"outcome": item.get_outcome_display() or _("no outcome"), "text": item.outcome_text},
        "seen": mark_of(item),
        "item": item.public_id,
    }


def _page(
    request: HttpRequest, meeting: Meeting, runs: bool, status: int = 200, stale: AgendaItem | None = None
) -> HttpResponse:
    context = live_context(request, meeting, runs)
    if stale is not None:
        typed = {"text": request.POST.get("text", ""), "theirs": stale, "seen": mark_of(stale)}
        for row in context["agenda"]:
            if row["item"].pk == stale.pk:
                row["typed"] = typed
    context["mark"] = pulse_of(meeting, request.user, runs)  # type: ignore[arg-type]
    return render(request, "meetings/session/live.html", context, status=status)


@require_safe
def live_now(request: HttpRequest, public_id: str) -> HttpResponse:
    """The parts of the page that change, or 304 while nothing did."""
    meeting, runs = find_both_ways(request, public_id)
    return _unless_known(
        request,
        pulse_of(meeting, request.user, runs),
        "meetings/session/live/_parts.html",
        lambda: live_context(request, meeting, runs),  # type: ignore[arg-type]
    )


@require_safe
def projector(request: HttpRequest, public_id: str) -> HttpResponse:
    """For the wall of the room. Whoever opens it, nothing stands there that not everybody in the room may read."""
    meeting, runs = find_both_ways(request, public_id)
    context = projector_context(request, meeting)
    context["mark"] = pulse_of(meeting, request.user, runs)  # type: ignore[arg-type]
    return render(request, "meetings/session/projector.html", context)


@require_safe
def projector_now(request: HttpRequest, public_id: str) -> HttpResponse:
    meeting, runs = find_both_ways(request, public_id)
    return _unless_known(
        request,
        pulse_of(meeting, request.user, runs),
        "meetings/session/live/_projector.html",
        lambda: projector_context(request, meeting),  # type: ignore[arg-type]
    )


def _unless_known(request: HttpRequest, mark: str, template: str, context: Any) -> HttpResponse:
    quoted = f'"{mark}"'
    if request.headers.get("If-None-Match") == quoted:
        response = HttpResponse(status=304)
    else:
        response = render(request, template, context())
    response["ETag"] = quoted
    return response


def session_of(meeting: Meeting, request: HttpRequest) -> Session:
    rows = Session.objects.visible_to(request.user, meeting=meeting)
    return rows.select_related("current_item", "consensus_item", "acting_chair_seat__organisation").first() or Session(
        meeting=meeting
    )


def live_context(request: HttpRequest, meeting: Meeting, runs: bool) -> dict[str, Any]:
    now, reader = timezone.now(), request.user
    session = session_of(meeting, request)
    items = items_of(meeting, reader)  # type: ignore[arg-type]
    agenda = words.agenda_rows(items, session, meeting)
    if not runs:
        for row in agenda:
            if row["item"].attribution not in TOLD_TO_MEMBERS:
                row["outcome"], row["hides"] = "", True
    context = {
        "meeting": meeting,
        "runs": runs,
        "session": session,
        "zone": spelling.span(meeting.starts_at, meeting.ends_at, meeting.time_zone, short=True),
        **words.state_of(meeting, now),
        "now": words.now_of(meeting, session, items, now),
        "consensus": words.consensus_of(session, items, runs),
        "can_call": runs and meeting.state == MeetingState.IN_SESSION and not session.asks,
        "agenda": agenda,
        "current": next((row for row in agenda if row["is_current"]), None),
        "speakers": words.speaker_lists(speakers_of(meeting, reader), reader.pk),  # type: ignore[arg-type]
        "here": reverse("meetings:live", args=[meeting.public_id]),
    }
    if runs:
        seats = seats_of(meeting)
        context |= {
            "groups": words.seat_groups(seats, meeting),
            "represented": words.represented_in_words(representation(seats)),
        }
    elif context["is_on"]:
        context["voices"] = voices_of(reader, meeting)  # type: ignore[arg-type]
    return context


def projector_context(request: HttpRequest, meeting: Meeting) -> dict[str, Any]:
    now = timezone.now()
    session = session_of(meeting, request)
    items = items_of(meeting, EVERYBODY)
    speakers = words.speaker_lists(speakers_of(meeting, request.user), 0)  # type: ignore[arg-type]
    return {
        "meeting": meeting,
        "session": session,
        **words.state_of(meeting, now),
        "now": words.now_of(meeting, session, items, now),
        "consensus": words.consensus_of(session, items, runs=False),
        "speakers": speakers,
    }
