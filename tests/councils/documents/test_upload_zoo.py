"""The upload zoo through the page itself: what a browser sends, what the page says, what may be downloaded after."""

import html
from urllib.parse import unquote

import pytest

from councils.documents.models import Document, DocumentRevision
from rec_portal.foundation.text import DIRECTION_MARKS
from tests.files.zoo import KEPT, ZOO

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

BOUNDARY = "zoo-boundary"
# A file without any name is no file to a form.
NAMELESS = "This field is required"


@pytest.fixture(autouse=True)
def root(settings, tmp_path):
    settings.DOCUMENT_ROOT = tmp_path
    settings.DOCUMENT_LARGEST = 1_900_000
    settings.DOCUMENT_LARGEST_UNPACKED = 5_000_000
    settings.DOCUMENT_MOST_ENTRIES = 50
    settings.DOCUMENT_SCANNER = "rec_portal.files.scanning.no_test_virus"
    return tmp_path


def sent(fields: dict[str, str], name: str, content: bytes) -> bytes:
    """As a browser writes it: the name as it is, but for quotes and ends of lines. The test client would tidy it."""
    said = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{said}"\r\n'
    parts.append(f"{head}Content-Type: application/pdf\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def files_in(folder) -> list:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_every_file_of_the_zoo_comes_to_what_it_should(world, client_of, root):
    client, wrong = client_of("secretary"), {}
    assert len({(name, content) for name, content, _expected in ZOO.values()}) >= 120
    for label, (name, content, expected) in ZOO.items():
        fields = {"title_en": label, "body": world.group_a.slug, "marking": "members", "language": "en"}
        before = len(files_in(root))
        answer = client.post(
            "/documents/new/",
            data=sent(fields, name, content),
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
        )
        found = Document.objects.filter(title_en=label).first()
        if expected == KEPT:
            fine = answer.status_code == 302 and found is not None and is_harmless(client, found, content)
        else:
            page = html.unescape(answer.content.decode())
            fine = answer.status_code == 422 and (expected in page or (not name and NAMELESS in page))
            fine = fine and found is None and len(files_in(root)) == before
        if not fine:
            wrong[label] = answer.status_code
    assert wrong == {}
    assert DocumentRevision.objects.count() == len(files_in(root)) == sum(kind == KEPT for *_, kind in ZOO.values())


def is_harmless(client, document, content: bytes) -> bool:
    revision = document.revisions.get()
    answer = client.get(f"/documents/files/{revision.public_id}/")
    kind, _sign, rest = answer["Content-Disposition"].partition(";")
    name = unquote(rest.partition("filename*=UTF-8''")[2])
    return (
        kind == "attachment"
        and name.startswith("[MEMBERS] ")
        and not set(name) & (set('/\\:*?"<>|%\x00\r\n\x07') | DIRECTION_MARKS)
        and answer["X-Content-Type-Options"] == "nosniff"
        and answer["Cache-Control"] == "private, no-store"
        and answer["X-Handling-Marking"] == "members"
        and "sandbox" in answer["Content-Security-Policy"]
        and b"".join(answer.streaming_content) == content
    )
