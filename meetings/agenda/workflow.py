from typing import Any

from django.utils.translation import gettext_lazy as _

from meetings.agenda.choices import OPEN_PROPOSALS, ProposalState
from rec_portal.foundation.refusals import InvalidInput
from rec_portal.workflow.engine import Table, Transition


def _says_why(proposal: Any) -> None:
    if not proposal.answer.strip():
        raise InvalidInput(_("Say why, so that the proposer learns it."), field="answer")


_open = frozenset(OPEN_PROPOSALS)


PROPOSAL = Table(
    "meetings.Proposal",
    "state",
    ProposalState.values,
    [
        Transition("accept", _open, ProposalState.ACCEPTED, "run", _("Accept")),
        Transition("defer", frozenset({ProposalState.PROPOSED}), ProposalState.DEFERRED, "run", _("Put off")),
        Transition("decline", _open, ProposalState.DECLINED, "run", _("Decline"), _says_why),
        Transition("withdraw", _open, ProposalState.WITHDRAWN, "withdraw", _("Withdraw")),
    ],
)
