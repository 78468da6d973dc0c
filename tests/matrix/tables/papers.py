"""A paper of a meeting of group a, for its members."""

from typing import Any

from meetings.models import Paper
from tests.factories.documents import make_paper
from tests.matrix.tables.documents import document_of

TABLE = """
address                              how   anon    inact   nobody  other   memb.b  obs.a   memb.a  chair.a secr    admin

meetings:add_paper                   GET   login   login   404     404     404     404     404     404     200     404
meetings:add_paper                   POST  login   login   404     404     404     404     404     404     422     404
meetings:papers_zip                  GET   login   login   404     404     404     200     200     200     200     200
meetings:papers_zip                  POST  login   login   405     405     405     405     405     405     405     405
meetings:remove_paper                GET   login   login   405     405     405     405     405     405     405     405
meetings:remove_paper                POST  login   login   404     404     404     404     404     404     away    404
meetings:renew_paper                 GET   login   login   405     405     405     405     405     405     405     405
meetings:renew_paper                 POST  login   login   404     404     404     404     404     404     away    404
"""


def paper_of(rows: Any) -> Paper:
    found = Paper.objects.filter(meeting=rows.meeting).first()
    return found or make_paper(rows.meeting, document_of(rows).revisions.get())


def _paper(rows: Any) -> dict[str, Any]:
    return {"public_id": paper_of(rows).public_id}


def _meeting(rows: Any) -> dict[str, Any]:
    return {"public_id": paper_of(rows).meeting.public_id}


ARGUMENTS = {
    "meetings:add_paper": _meeting,
    "meetings:papers_zip": _meeting,
    "meetings:remove_paper": _paper,
    "meetings:renew_paper": _paper,
}
