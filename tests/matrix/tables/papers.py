"""A paper of a meeting of group a, for its members."""

from typing import Any

from meetings.papers.choices import Audience
from meetings.papers.models import PackBuild, Paper
from tests.factories.documents import make_pack, make_paper
from tests.matrix.tables.documents import document_of

TABLE = """
address                              how   anon    inact   nobody  other   memb.b  obs.a   memb.a  chair.a secr    admin

meetings:add_paper                   GET   login   login   404     404     404     404     404     404     200     404
meetings:add_paper                   POST  login   login   404     404     404     404     404     404     422     404
meetings:papers_zip                  GET   login   login   404     404     404     200     200     200     200     200
meetings:papers_zip                  POST  login   login   405     405     405     405     405     405     405     405
meetings:packs                       GET   login   login   404     404     404     200     200     200     200     200
meetings:packs                       POST  login   login   404     404     404     422     422     422     422     422
meetings:pack_file                   GET   login   login   404     404     404     404     200     200     200     404
meetings:pack_file                   POST  login   login   405     405     405     405     405     405     405     405
meetings:remove_paper                GET   login   login   405     405     405     405     405     405     405     405
meetings:remove_paper                POST  login   login   404     404     404     404     404     404     away    404
meetings:renew_paper                 GET   login   login   405     405     405     405     405     405     405     405
meetings:renew_paper                 POST  login   login   404     404     404     404     404     404     away    404
"""


def paper_of(rows: Any) -> Paper:
    found = Paper.objects.filter(meeting=rows.meeting).first()
    return found or make_paper(rows.meeting, document_of(rows).revisions.get())


def pack_of(rows: Any) -> PackBuild:
    """A pack for the deciding seats, as it was made."""
    meeting = paper_of(rows).meeting
    found = PackBuild.objects.filter(meeting=meeting).first()
    return found or make_pack(meeting, actor=rows.world.secretary, audience=Audience.DECIDING)


def _paper(rows: Any) -> dict[str, Any]:
    return {"public_id": paper_of(rows).public_id}


def _meeting(rows: Any) -> dict[str, Any]:
    return {"public_id": paper_of(rows).meeting.public_id}


ARGUMENTS = {
    "meetings:add_paper": _meeting,
    "meetings:papers_zip": _meeting,
    "meetings:packs": _meeting,
    "meetings:pack_file": lambda rows: {"public_id": pack_of(rows).public_id},
    "meetings:remove_paper": _paper,
    "meetings:renew_paper": _paper,
}
