"""Who may read series and polls, and who answers a poll."""

from typing import Any

from django.db.models import Q

from councils.by_name import appointments
from meetings.meeting.policy import runs
from rec_portal.foundation.authority import Access
from rec_portal.foundation.policy import Holds, Own, Rule, define


class SitsIn(Rule):
    """The person fills, now, a seat of the body that the row names."""

    def rows(self, access: Access) -> Q:
        return Q(body__in=appointments().current().filter(person=access.user.pk).values("seat__body"))

    def users(self, row: Any) -> Q:
        return Q(pk__in=appointments().current().filter(seat__body=row.body_id).values("person"))


define("meetings.Series", see=runs(), run=runs())
# The members of the body answer; only those who run it read who answered what.
define("meetings.Poll", see=runs() | SitsIn(), run=runs(), answer=SitsIn())
define("meetings.PollVote", see=Own("person") | Holds("run_body", "option__poll__body"))
