"""The tables of decisions, actions and corrections."""

from django.utils.translation import gettext_lazy as _

from meetings.record.choices import ActionState, CorrectionState, DecisionState
from rec_portal.workflow.engine import Table, Transition

D = DecisionState

DECISION = Table(
    "meetings.Decision",
    "state",
    DecisionState.values,
    [
        # By the portal, when the record that holds it is adopted.
        Transition("adopt", frozenset({D.RECORDED}), D.ADOPTED, "run", _("Adopt")),
        Transition("withdraw", frozenset({D.RECORDED}), D.WITHDRAWN, "run", _("Withdraw")),
        Transition("supersede", frozenset({D.ADOPTED}), D.SUPERSEDED, "run", _("Replace by a later one")),
    ],
)

A = ActionState

ACTION = Table(
    "meetings.ActionItem",
    "state",
    ActionState.values,
    [
        Transition("finish", frozenset({A.OPEN}), A.DONE, "report", _("Mark as done")),
        Transition("drop", frozenset({A.OPEN}), A.DROPPED, "run", _("Drop")),
        Transition("reopen", frozenset({A.DONE, A.DROPPED}), A.OPEN, "run", _("Open again")),
    ],
)

C = CorrectionState

CORRECTION = Table(
    "meetings.Correction",
    "state",
    CorrectionState.values,
    [
        Transition("accept", frozenset({C.OPEN}), C.ACCEPTED, "run", _("Accept")),
        Transition("decline", frozenset({C.OPEN}), C.DECLINED, "run", _("Decline")),
    ],
)
