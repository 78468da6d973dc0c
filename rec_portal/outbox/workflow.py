"""The table of a message's states. The portal itself makes every move, by `advance_many`."""

from django.utils.translation import gettext_lazy as _

from rec_portal.outbox.choices import MessageState
from rec_portal.workflow.engine import Table, Transition

S = MessageState


def _move(verb: str, source: str, target: str, label: object) -> Transition:
    return Transition(verb, frozenset({source}), target, "see", label)


MESSAGE = Table(
    "outbox.OutboxMessage",
    "state",
    MessageState.values,
    [
        _move("claim", S.WAITING, S.SENDING, _("Take for sending")),
        _move("take_over", S.SENDING, S.SENDING, _("Take over from a worker that vanished")),
        _move("release", S.SENDING, S.WAITING, _("Put back untried")),
        _move("postpone", S.SENDING, S.WAITING, _("Try again later")),
        _move("deliver", S.SENDING, S.SENT, _("Mark as sent")),
        _move("skip", S.SENDING, S.SKIPPED, _("Skip")),
        _move("bury", S.SENDING, S.DEAD, _("Give up")),
        _move("bounce", S.SENT, S.DEAD, _("Came back")),
        _move("withdraw", S.WAITING, S.CANCELLED, _("Withdraw")),
    ],
)
