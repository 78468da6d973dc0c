"""The mails about proposals, as the outbox knows them.

None repeats what was proposed or answered: the mail log has readers who may not see a proposal, and what was proposed
may become a restricted item.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.agenda import mail_planning as proposal_planning
from meetings.agenda.choices import OPEN_PROPOSALS, ProposalState
from meetings.agenda.models import Proposal
from meetings.meeting.plain_mail import PlainLetter, render_plain
from rec_portal.accounts.models import User
from rec_portal.foundation import policy, spelling, zones
from rec_portal.outbox.notices import Rendered, register


@dataclass(frozen=True)
class ProposalMatter:
    """`meeting` is the title of the one it is for, as far as the person may see that."""

    proposal: Proposal
    person: User
    may_see: bool
    meeting: str


class ProposalNotice:
    def load(self, message: Any) -> ProposalMatter | None:
        rows = Proposal.objects.select_related("body", "seat__organisation", "proposer", "meeting", "item__meeting")
        proposal = rows.filter(public_id=message.subject_id).first()
        if proposal is None:
            return None
        person, wanted = message.recipient, proposal.meeting
        title = wanted.title if wanted is not None and policy.can(person, "see", wanted) else ""
        return ProposalMatter(proposal, person, policy.can(person, "see", proposal), title)

    def unwanted(self, message: Any, subject: ProposalMatter, now: datetime) -> str | None:
        if not subject.person.is_active:
            return _("This person may no longer sign in.")
        if not subject.may_see:
            return _("This person may no longer see the proposal.")
        if message.kind == proposal_planning.MADE and subject.proposal.state not in OPEN_PROPOSALS:
            return _("The proposal has been answered or withdrawn.")
        if message.kind == proposal_planning.ANSWERED and subject.proposal.state != message.payload.get("state"):
            return _("There is a newer answer.")
        return None

    def render(self, message: Any, subject: ProposalMatter) -> Rendered:
        proposal = subject.proposal
        made = message.kind == proposal_planning.MADE
        letter = PlainLetter(
            what=_("Proposal for the agenda") if made else _("Your proposal"),
            title=proposal.body.name,
            sentences=[_("Somebody proposes an item for the agenda.") if made else _said(proposal)],
            path=proposal.get_absolute_url(),
            button=_("Open the proposal"),
            why=_("You get this mail because you run this group.")
            if made
            else _("You get this mail because you made this proposal."),
            facts=_facts(subject, made),
        )
        return render_plain(letter, subject.person)


def _said(proposal: Proposal) -> str:
    if proposal.state == ProposalState.DECLINED:
        return _("The secretariat has declined your proposal. The reason stands in the portal.")
    if proposal.state == ProposalState.DEFERRED:
        return _("The secretariat has put your proposal off. It stays on the list.")
    if proposal.item is not None and proposal.item.meeting is not None:
        return _("Your proposal is accepted and stands on the agenda of a meeting.")
    return _("Your proposal is accepted and waits for a suitable meeting.")


def _facts(subject: ProposalMatter, made: bool) -> list[tuple[str, str]]:
    proposal, wanted = subject.proposal, (_("For the meeting"), subject.meeting)
    if made:
        return [(_("Proposed by"), f"{proposal.proposer}, {proposal.seat.organisation}"), wanted]
    day = spelling.day(zones.local(proposal.created_at, proposal.proposer.time_zone))
    return [(_("Proposed on"), day), wanted]


register(proposal_planning.MADE, ProposalNotice(), gettext_lazy("Proposal for the agenda"))
register(proposal_planning.ANSWERED, ProposalNotice(), gettext_lazy("Answer to a proposal"))
