"""A document for the members of group a, with one file that is really there."""

from typing import Any

from councils.documents.models import Document
from tests.factories.documents import bring_document

TABLE = """
address                              how   anon    inact   nobody  other   memb.b  obs.a   memb.a  chair.a secr    admin

councils:documents                   GET   login   login   200     200     200     200     200     200     200     200
councils:documents                   POST  login   login   405     405     405     405     405     405     405     405
councils:document                    GET   login   login   404     404     404     200     200     200     200     200
councils:document                    POST  login   login   405     405     405     405     405     405     405     405
councils:file                        GET   login   login   404     404     404     200     200     200     200     200
councils:file                        POST  login   login   405     405     405     405     405     405     405     405
councils:new_document                GET   login   login   404     200     404     404     404     404     200     404
councils:new_document                POST  login   login   404     422     404     404     404     404     422     404
councils:edit_document               GET   login   login   404     404     404     404     404     404     200     404
councils:edit_document               POST  login   login   404     404     404     404     404     404     422     404
councils:add_revision                GET   login   login   404     404     404     404     404     404     200     404
councils:add_revision                POST  login   login   404     404     404     404     404     404     422     404
"""


def document_of(rows: Any) -> Document:
    found = Document.objects.filter(body=rows.world.group_a).first()
    return found or bring_document(rows.world.group_a)


def _document(rows: Any) -> dict[str, Any]:
    return {"public_id": document_of(rows).public_id}


ARGUMENTS = {
    "councils:document": _document,
    "councils:edit_document": _document,
    "councils:add_revision": _document,
    "councils:file": lambda rows: {"public_id": document_of(rows).revisions.get().public_id},
}
