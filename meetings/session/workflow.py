from django.utils.translation import gettext_lazy as _

from meetings.session.choices import SpeakerState
from rec_portal.workflow.engine import Table, Transition

SPEAKER = Table(
    "meetings.Speaker",
    "state",
    SpeakerState.values,
    [
        Transition(
            "give_floor",
            frozenset({SpeakerState.REQUESTED}),
            SpeakerState.SPEAKING,
            "run",
            _("Give the floor"),
        ),
        Transition("finish", frozenset({SpeakerState.SPEAKING}), SpeakerState.DONE, "run", _("Has spoken")),
        Transition("withdraw", frozenset({SpeakerState.REQUESTED}), SpeakerState.WITHDRAWN, "withdraw", _("Withdraw")),
    ],
)
