"""Who may read a paper: whoever may see its meeting, and may read its document, by the marking that it has now."""

from councils.documents.policy import document_rule
from meetings.meeting.policy import announced, runs, sits_at
from meetings.papers.choices import Audience
from rec_portal.foundation.policy import Holds, Where, define

_meeting = runs("meeting") | (announced("meeting") & sits_at("meeting"))
# Where each body of a joint meeting has papers of its own, the others do not read them.
_for_them = Where(for_body__isnull=True) | Holds("see_body", "for_body") | runs("meeting")

# A restricted item hides its papers as it hides its title.
_of_the_item = (
    Where(item__isnull=True) | Where(item__restricted=False) | Holds("decide_body", "item__body") | runs("meeting")
)

_reads = _for_them & _of_the_item & document_rule("revision__document")

# Before a meeting is announced, a preview says who will see its papers ("foresee").
define(
    "meetings.Paper",
    see=_meeting & _reads,
    foresee=(runs("meeting") | sits_at("meeting")) & _reads,
    run=runs("meeting"),
)
define(
    "meetings.PackBuild",
    # What is inside is asked once more, paper by paper, before a pack is handed out.
    see=runs("meeting")
    | (announced("meeting") & Where(audience=Audience.MEMBERS) & Holds("see_body", "body"))
    | (announced("meeting") & Where(audience=Audience.DECIDING) & Holds("decide_body", "body")),
)
