"""The table of a board pack's states. The portal itself makes every move, by `advance_many`."""

from django.utils.translation import gettext_lazy as _

from meetings.papers.choices import PackState
from rec_portal.workflow.engine import Table, Transition

S = PackState


def _move(verb: str, source: str, target: str, label: object) -> Transition:
    return Transition(verb, frozenset({source}), target, "see", label)


PACK = Table(
    "meetings.PackBuild",
    "state",
    PackState.values,
    [
        _move("claim", S.WAITING, S.BUILDING, _("Take for building")),
        _move("take_over", S.BUILDING, S.BUILDING, _("Take over from a worker that vanished")),
        _move("finish", S.BUILDING, S.READY, _("Mark as ready")),
        _move("fail", S.BUILDING, S.FAILED, _("Give up")),
    ],
)
