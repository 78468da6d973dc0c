"""Agendas of group a: the list that is made, single items, the backlog, and the agenda's publication."""

from typing import Any

from meetings.agenda.models import AgendaItem, Proposal
from tests.factories.agenda import make_proposal

TABLE = """
address                              how   anon    inact   nobody  other   memb.b  obs.a   memb.a  chair.a secr    admin

meetings:item                        GET   login   login   404     404     404     404     404     404     200     404
meetings:item                        POST  login   login   404     404     404     404     404     404     422     404
meetings:item_move                   GET   login   login   405     405     405     405     405     405     405     405
meetings:item_move                   POST  login   login   404     404     404     404     404     404     away    404
meetings:item_undo                   GET   login   login   405     405     405     405     405     405     405     405
meetings:item_undo                   POST  login   login   404     404     404     404     404     404     away    404
meetings:backlog                     GET   login   login   404     404     404     404     404     404     200     404
meetings:backlog                     POST  login   login   404     404     404     404     404     404     away    404
# Whoever sits in the group proposes; the proposal of the member is theirs and the secretariat's.
meetings:propose                     GET   login   login   404     404     404     200     200     200     404     404
meetings:propose                     POST  login   login   404     404     404     422     422     422     404     404
meetings:proposal                    GET   login   login   404     404     404     404     200     404     200     404
meetings:proposal                    POST  login   login   404     404     404     404     404     404     422     404
meetings:withdraw_proposal           GET   login   login   405     405     405     405     405     405     405     405
meetings:withdraw_proposal           POST  login   login   404     404     404     404     away    404     404     404
meetings:publish_agenda              GET   login   login   404     404     404     404     404     404     200     404
meetings:publish_agenda              POST  login   login   404     404     404     404     404     404     422     404
"""


def _item(rows: Any) -> dict[str, Any]:
    return {"public_id": AgendaItem.objects.get(meeting=rows.meeting, position=1).public_id}


def _proposal(rows: Any) -> dict[str, Any]:
    found = Proposal.objects.filter(body=rows.world.group_a).first() or make_proposal(rows.world.group_a, rows.person)
    return {"public_id": found.public_id}


ARGUMENTS = {
    "meetings:propose": lambda rows: {"slug": rows.world.group_a.slug},
    "meetings:proposal": _proposal,
    "meetings:withdraw_proposal": _proposal,
    "meetings:item": _item,
    "meetings:item_move": _item,
    "meetings:item_undo": _item,
    "meetings:backlog": lambda rows: {"slug": rows.world.group_a.slug},
}
