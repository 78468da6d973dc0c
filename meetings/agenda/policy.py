"""Who may read agenda items and proposals."""

from meetings.meeting.policy import announced, runs, sits_at
from rec_portal.foundation.policy import Holds, Own, Where, define

# Readers of an item are the readers of its meeting; of a restricted item only the deciding seats of the body. An item
# of the backlog has no meeting yet and is for those who run the body.
define(
    "meetings.AgendaItem",
    see=runs()
    | (announced("meeting") & ((Where(restricted=False) & sits_at("meeting")) | Holds("decide_body", "body"))),
    run=runs(),
)
define("meetings.Proposal", see=Own("proposer") | runs(), run=runs(), withdraw=Own("proposer"))
