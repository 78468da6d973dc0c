"""Which mails a proposal calls for: rows only."""

from meetings.agenda.models import Proposal
from rec_portal.foundation import policy
from rec_portal.outbox import queue
from rec_portal.outbox.queue import Planned

MADE = "meetings.proposal_made"
ANSWERED = "meetings.proposal_answered"


def tell_secretariat(proposal: Proposal) -> int:
    """Everybody who runs the body, but for the proposer."""
    people = policy.users_who_can("run", proposal).exclude(pk=proposal.proposer_id)
    return queue.put(proposal, [Planned(MADE, person) for person in people], root_id=proposal.body_id)


def tell_proposer(proposal: Proposal) -> int:
    """Once for each answer; `payload` says which one, so that an older answer is not sent after a newer one."""
    message = Planned(
        ANSWERED, proposal.proposer, occasion=f"v{proposal.version}", payload={"state": str(proposal.state)}
    )
    return queue.put(proposal, [message], root_id=proposal.body_id)
