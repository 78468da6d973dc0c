"""Who may read a paper: whoever may see its meeting, and may read its document, by the marking that it has now."""

from django.apps import apps

from councils.policy_documents import document_rule
from meetings.choices import UNANNOUNCED, MeetingState
from meetings.choices_papers import Audience
from rec_portal.foundation.policy import Holds, HoldsThrough, Where, define


def _meeting_body() -> type:
    return apps.get_model("meetings", "MeetingBody")


_runs = Holds("run_body", "meeting__body")
_sits = Holds("see_body", "meeting__body") | HoldsThrough(
    "see_body", _meeting_body, "meeting", "body", host="host", path="meeting"
)
_announced = Where(meeting__state__in=[state for state in MeetingState.values if state not in UNANNOUNCED])
_meeting = _runs | (_announced & _sits)
# Where each body of a joint meeting has papers of its own, the others do not read them.
_for_them = Where(for_body__isnull=True) | Holds("see_body", "for_body") | _runs

# A restricted item hides its papers as it hides its title.
_of_the_item = Where(item__isnull=True) | Where(item__restricted=False) | Holds("decide_body", "item__body") | _runs

_reads = _for_them & _of_the_item & document_rule("revision__document")

# Before a meeting is announced, a preview says who will see its papers ("foresee").
define("meetings.Paper", see=_meeting & _reads, foresee=(_runs | _sits) & _reads, run=_runs)
define(
    "meetings.PackBuild",
    # What is inside is asked once more, paper by paper, before a pack is handed out.
    see=_runs
    | (_announced & Where(audience=Audience.MEMBERS) & Holds("see_body", "body"))
    | (_announced & Where(audience=Audience.DECIDING) & Holds("decide_body", "body")),
)
