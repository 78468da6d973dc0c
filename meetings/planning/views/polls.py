"""Polls on times: proposing slots, answering them in the portal, the result and what is done with it."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from councils.bodies.models import Body
from meetings.calling.services.new_meeting_defaults import bodies_run_by
from meetings.meeting.choices import MeetingFormat
from meetings.planning.choices import PollState
from meetings.planning.forms.poll import PollForm, VotesForm, slot_words
from meetings.planning.models import Poll, PollVote
from meetings.planning.services.dates import Span, warnings_for
from meetings.planning.services.polls import (
    Result,
    answer_poll,
    asked,
    cancel_poll,
    choose_slot,
    close_poll,
    open_poll,
    result_of,
    takes_answers,
)
from rec_portal.accounts.models import User
from rec_portal.foundation import policy, spelling
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.refusals import NotAllowed, Refusal
from rec_portal.foundation.views import FormPage, find, find_with


class NewPoll(FormPage):
    """GET `?body=<slug>`."""

    template = "meetings/planning/poll_new.html"
    form_class = PollForm
    body: Body

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        bodies = {body.slug: body for body in bodies_run_by(request.user)}  # type: ignore[arg-type]
        slug = request.POST.get("body") or request.GET.get("body") or next(iter(bodies), "")
        if slug not in bodies:
            raise Http404
        self.body = bodies[slug]

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        title = _("Meeting of %(body)s") % {"body": self.body.short_name}
        return {"title": title, "time_zone": self.body.time_zone, "format": MeetingFormat.ONLINE}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"body": self.body, "count": len(asked(self.body))}

    def save(self, request: HttpRequest, form: PollForm) -> str:
        cleaned = form.cleaned_data
        poll = open_poll(
            actor=request.user,  # type: ignore[arg-type]
            body=self.body,
            slots=cleaned["slots"],
            closes_at=cleaned["closes_at"],
            **{name: cleaned[name] for name in ("title", "format", "note")},
        )
        messages.success(request, _("The poll is open. The question is on its way."))
        return poll.get_absolute_url()


def votes_form(poll: Poll, person: User, data: Any = None) -> VotesForm:
    """The person's own answers, with the times in their zone."""
    own = PollVote.objects.visible_to(person).filter(option__poll=poll, person=person)
    initial = dict(own.values_list("option__public_id", "vote"))
    options = list(poll.options.order_by("starts_at", "id"))
    return VotesForm(data, initial=initial, poll=poll, options=options, zone=reader_zone(person))


class PollPage(View):
    """GET shows; the POST answers."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        poll, may = find_with(
            ("run", "answer"), Poll.objects.select_related("body", "meeting"), request.user, public_id=public_id
        )
        form = votes_form(poll, request.user) if "answer" in may and takes_answers(poll) else None  # type: ignore[arg-type]
        return self._show(request, poll, form, runs="run" in may)

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        poll = find(Poll.objects.select_related("body", "meeting"), request.user, "answer", public_id=public_id)
        form = votes_form(poll, request.user, request.POST)  # type: ignore[arg-type]
        if not form.is_valid():
            return self._show(request, poll, form, runs=policy.can(request.user, "run", poll), status=422)
        try:
            answer_poll(actor=request.user, poll=poll, votes=form.votes())  # type: ignore[arg-type]
        except NotAllowed as refusal:
            raise Http404 from refusal
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
        else:
            messages.success(request, _("Your answers are saved."))
        return HttpResponseRedirect(poll.get_absolute_url())

    def _show(
        self, request: HttpRequest, poll: Poll, form: VotesForm | None, *, runs: bool, status: int = 200
    ) -> HttpResponse:
        zone = reader_zone(request.user)
        is_open = takes_answers(poll)
        context = {
            "poll": poll,
            "form": form,
            "is_open": is_open,
            "closes": spelling.moment(poll.closes_at, zone),
            "state": state_words(poll, is_open),
            "answered": bool(form and form.initial),
            "meeting": self._meeting(request, poll),
            "chosen": slot_words(poll, poll.meeting.starts_at, zone) if poll.meeting else "",
            "runs": runs,
            **(_result_context(request, poll, zone) if runs else {}),
        }
        return render(request, "meetings/planning/poll.html", context, status=status)

    def _meeting(self, request: HttpRequest, poll: Poll) -> Any:
        """The meeting made of it, for whoever may see that: a draft is not everybody's."""
        return poll.meeting if poll.meeting and policy.can(request.user, "see", poll.meeting) else None


def state_words(poll: Poll, is_open: bool) -> str:
    """A poll whose time is up is closed, whether or not somebody said so."""
    closed = poll.state == PollState.OPEN and not is_open
    return str((PollState.CLOSED if closed else PollState(poll.state)).label)


def _result_context(request: HttpRequest, poll: Poll, zone: str) -> dict[str, Any]:
    result, choosable = result_of(poll), poll.state in (PollState.OPEN, PollState.CLOSED)
    against = _against(request, poll, result) if choosable else [[] for _tally in result.tallies]
    best = result.best
    rows = [
        {
            "key": tally.option.public_id,
            "when": slot_words(poll, tally.option.starts_at, zone),
            "yes": tally.yes,
            "if_needed": tally.if_needed,
            "no": tally.no,
            "best": tally is best,
            "warnings": warnings,
        }
        for tally, warnings in zip(result.tallies, against, strict=True)
    ]
    return {
        "rows": rows,
        "silent": ", ".join(result.silent),
        "answered_count": result.answered,
        "best": _best_words(result, poll, zone),
        "choosable": choosable,
    }


def _against(request: HttpRequest, poll: Poll, result: Result) -> list[list[str]]:
    """What came up against each time, as it is now: since the question went out others may have planned, too."""
    length = timedelta(minutes=poll.minutes)
    starts = [tally.option.starts_at for tally in result.tallies]
    return warnings_for(
        reader=request.user,  # type: ignore[arg-type]
        spans=[Span(start, start + length) for start in starts],
        bodies=[poll.body],
        people=result.asked,
    )


def _best_words(result: Result, poll: Poll, zone: str) -> str:
    best = result.best
    if best is None:
        return ""
    values = {
        "time": slot_words(poll, best.option.starts_at, zone),
        "yes": len(best.yes),
        "if_needed": len(best.if_needed),
        "no": len(best.no),
    }
    return _("Best so far: %(time)s. Yes: %(yes)d, if needed: %(if_needed)d, no: %(no)d.") % values


@require_POST
def poll_step(request: HttpRequest, public_id: str) -> HttpResponse:
    """`do` is "choose" with `option`, "close" or "cancel"."""
    poll = find(Poll.objects.select_related("body"), request.user, "run", public_id=public_id)
    actor: Any = request.user
    do = request.POST.get("do", "")
    try:
        with transaction.atomic():
            return HttpResponseRedirect(_step(request, actor, poll, do))
    except NotAllowed as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
    return HttpResponseRedirect(poll.get_absolute_url())


def _step(request: HttpRequest, actor: User, poll: Poll, do: str) -> str:
    if do == "choose":
        options = {option.public_id: option for option in poll.options.order_by("starts_at", "id")}
        option = options.get(request.POST.get("option", ""))
        if option is None:
            raise Refusal(_("Choose one of the proposed times."))
        meeting = choose_slot(actor=actor, poll=poll, option=option)
        messages.success(
            request, _("The meeting is drafted at the chosen time. Those who were asked are told the time.")
        )
        return meeting.get_absolute_url()
    if do == "close":
        close_poll(actor=actor, poll=poll)
        messages.success(request, _("The poll is closed."))
    elif do == "cancel":
        cancel_poll(actor=actor, poll=poll)
        messages.success(request, _("The poll is cancelled. Those who were asked are told."))
    return poll.get_absolute_url()
