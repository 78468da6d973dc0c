"""Members' proposals for an agenda: made, answered, withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from councils.bodies.models import Body
from meetings.agenda.choices import OPEN_PROPOSALS, ProposalState
from meetings.agenda.forms.proposals import AnswerProposalForm, ProposeForm
from meetings.agenda.models import Proposal
from meetings.agenda.services.proposals import (
    accept_proposal,
    decline_proposal,
    defer_proposal,
    meetings_to_propose_for,
    propose_item,
    seats_to_speak_for,
    withdraw_proposal,
)
from meetings.agenda.views.agenda import target_name, targets_of
from meetings.meeting.models import Meeting
from rec_portal.foundation import policy, spelling
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.refusals import NotAllowed, Refusal
from rec_portal.foundation.views import FormPage, find

STATE_KIND = {
    ProposalState.PROPOSED: "warn",
    ProposalState.ACCEPTED: "ok",
    ProposalState.DEFERRED: "info",
    ProposalState.DECLINED: "bad",
    ProposalState.WITHDRAWN: "mute",
}


class Propose(FormPage):
    template = "meetings/agenda/propose.html"
    form_class = ProposeForm
    body: Body

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.body = find(Body.objects, request.user, "propose", slug=kwargs["slug"])

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        meetings = meetings_to_propose_for(request.user, self.body)  # type: ignore[arg-type]
        return {
            "seats": seats_to_speak_for(request.user, self.body),  # type: ignore[arg-type]
            "meetings": [(meeting, target_name(meeting)) for meeting in meetings],
        }

    def form(self, request: HttpRequest, data: Any = None) -> ProposeForm:
        form: ProposeForm = super().form(request, data)
        form.initial.update(meeting=request.GET.get("meeting", ""), seat=next(iter(form.seats), ""))
        return form

    def save(self, request: HttpRequest, form: ProposeForm) -> str:
        proposal = propose_item(
            actor=request.user,  # type: ignore[arg-type]
            body=self.body,
            seat=form.seat_chosen,
            wish=form.wish(),
        )
        messages.success(request, _("The proposal is with the secretariat. You get a mail when it is answered."))
        return proposal.get_absolute_url()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"body": self.body}


class ProposalPage(FormPage):
    """For its author to read, for the secretariat to answer."""

    template = "meetings/agenda/proposal.html"
    form_class = AnswerProposalForm
    proposal: Proposal

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        rows = Proposal.objects.select_related("body", "seat__organisation", "seat__body", "proposer", "meeting")
        self.proposal = find(rows, request.user, public_id=kwargs["public_id"])
        self.runs = policy.can(request.user, "run", self.proposal)
        self.targets = targets_of(request, None, self.proposal.body_id) if self.runs else {}

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        meeting = self.proposal.meeting
        known = meeting.public_id if meeting and meeting.public_id in self.targets else ""
        return {"version": self.proposal.version, "to": known, "answer": self.proposal.answer}

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        return {"targets": [(key, target_name(meeting)) for key, meeting in self.targets.items()]}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.prepare(request, **kwargs)
        if not self.runs:
            raise Http404
        return super().post(request, **kwargs)

    def save(self, request: HttpRequest, form: AnswerProposalForm) -> str:
        cleaned, do = form.cleaned_data, form.cleaned_data["do"]
        common = {"actor": request.user, "proposal": self.proposal, "version": cleaned["version"]}
        common["answer"] = cleaned["answer"]
        if do == form.ACCEPT:
            target: Meeting | None = self.targets.get(cleaned["to"])
            accept_proposal(**common, meeting=target)
        elif do == form.DEFER:
            defer_proposal(**common)
        else:
            decline_proposal(**common)
        messages.success(request, _("The proposal is answered. The proposer is told by mail."))
        return reverse("meetings:backlog", args=[self.proposal.body.slug])

    def context(self, request: HttpRequest) -> dict[str, Any]:
        proposal = self.proposal
        is_open = proposal.state in OPEN_PROPOSALS
        # Who made a proposal keeps it, also when the group's meetings are no longer theirs to read.
        wanted = proposal.meeting if proposal.meeting and policy.can(request.user, "see", proposal.meeting) else None
        return {
            "wanted": wanted,
            "wanted_name": wanted and target_name(wanted),
            "proposal": proposal,
            "state_kind": STATE_KIND[ProposalState(proposal.state)],
            "when": spelling.moment(proposal.created_at, reader_zone(request.user)),
            "runs": self.runs and is_open,
            "may_defer": proposal.state == ProposalState.PROPOSED,
            "may_withdraw": proposal.proposer_id == request.user.pk and is_open,
        }


@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    proposal: Proposal = find(Proposal.objects, request.user, "withdraw", public_id=public_id)
    try:
        withdraw_proposal(actor=request.user, proposal=proposal)  # type: ignore[arg-type]
        messages.success(request, _("The proposal is withdrawn."))
    except NotAllowed as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
    return HttpResponseRedirect(proposal.get_absolute_url())
