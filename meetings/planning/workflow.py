from django.utils.translation import gettext_lazy as _

from meetings.planning.choices import PollState
from rec_portal.workflow.engine import Table, Transition

P = PollState


# No verb opens a poll again: whoever answered was told that it is closed.
POLL = Table(
    "meetings.Poll",
    "state",
    PollState.values,
    [
        Transition("close", frozenset({P.OPEN}), P.CLOSED, "run", _("Close the poll")),
        Transition("choose", frozenset({P.OPEN, P.CLOSED}), P.CHOSEN, "run", _("Choose a time")),
        Transition("cancel", frozenset({P.OPEN, P.CLOSED}), P.CANCELLED, "run", _("Cancel the poll")),
    ],
)
