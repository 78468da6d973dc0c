"""A document for each meeting, every second one on its table.

All revisions are one small file of which each has a name of its own (a hard link), so that each can be downloaded and a
hundred thousand take no room. Of twenty documents one is public, three are restricted and one is confidential with two
people named on it; every fourth has a Russian revision too.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from councils.documents.choices import DocumentLanguage, Marking, Scan
from councils.documents.models import Document, DocumentBody, DocumentReader, DocumentRevision
from meetings.papers.models import Paper
from rec_portal.paper.pdf import Sheet
from rec_portal.seeds.scale.numbers import tables_of

DOCUMENTS = """
INSERT INTO {document} (id, public_id, version, created_at, updated_at, body_id, title_en, title_ru, symbol, marking)
SELECT document, 'd' || key, 1, now(), now(), body, 'Working paper ' || number,
       CASE WHEN number / 4 %% 4 = 0 THEN 'Рабочий документ ' || number ELSE '' END,
       designation || '/WP.' || number,
       CASE WHEN number / 4 %% 20 = 0 THEN %(for_all)s WHEN number / 4 %% 20 < 4 THEN %(restricted)s
            WHEN number / 4 %% 20 = 5 THEN %(confidential)s ELSE %(for_members)s END
FROM scale_numbered
"""
REVISIONS = """
INSERT INTO {revision} (id, public_id, version, created_at, updated_at, document_id, language, number, stored_as,
    original_name, size, media_type, sha256, scan, uploaded_by_id)
SELECT CASE WHEN language = %(english)s THEN revision
            ELSE nextval(pg_get_serial_sequence('{revision}', 'id')) END,
       left(language, 1) || key, 1, now(), now(), document, language, 1, md5(language || number),
       'Working paper ' || number || '.pdf', %(size)s, 'application/pdf', %(sha256)s, %(not_scanned)s, NULL
FROM scale_numbered JOIN unnest(ARRAY[%(english)s, %(russian)s]) AS language
  ON language = %(english)s OR number / 4 %% 4 = 0
"""
JOINT = """
INSERT INTO {document_body} (document_id, body_id)
SELECT document, joint.body_id FROM scale_numbered JOIN {meeting_body} AS joint ON joint.meeting_id = scale_numbered.id
"""
READERS = """
INSERT INTO {document_reader} (document_id, person_id)
SELECT DISTINCT document, person FROM scale_numbered
JOIN scale_seated AS seated ON seated.body = scale_numbered.body AND place IN (0, 5)
WHERE number / 4 %% 20 = 5
"""
PAPERS = """
INSERT INTO {paper} (public_id, version, created_at, updated_at, meeting_id, item_id, revision_id, position)
SELECT 'p' || key, 1, now(), now(), id, CASE WHEN number %% 3 > 0 THEN item END, revision, 1
FROM scale_numbered JOIN scale_items ON meeting = id WHERE number / 4 %% 2 = 1
"""
NAMES = "SELECT stored_as FROM {revision} WHERE document_id IN (SELECT document FROM scale_numbered)"
# A file system lets one file have so many names and not many more.
NAMES_OF_ONE = 30_000
MADE_AT = datetime(2024, 1, 1, tzinfo=UTC)
GROWING = (Document, DocumentRevision, Paper)


def statements() -> Sequence[str]:
    return (DOCUMENTS, REVISIONS, JOINT, READERS, PAPERS)


def content() -> bytes:
    sheet = Sheet("Working paper")
    sheet.set_creation_date(MADE_AT)  # the same bytes at each loading
    sheet.paragraph("One small file stands for all papers of the data set for measurements.")
    return sheet.written()


def lay_files(names: Iterator[str], file: bytes) -> None:
    """Gives `file` each of the names under DOCUMENT_ROOT; those that are there already stay."""
    root = Path(settings.DOCUMENT_ROOT)
    for folder in range(256):
        (root / f"{folder:02x}").mkdir(parents=True, exist_ok=True, mode=0o750)
    one = root / "scale.pdf"
    while some := list(islice(names, NAMES_OF_ONE)):
        one.unlink(missing_ok=True)
        one.write_bytes(file)
        places = (f"{root}/{name[:2]}/{name}" for name in some)  # as storing.path_of says, a hundred thousand times
        for place in places:
            with suppress(FileExistsError):
                os.link(one, place)
    one.unlink(missing_ok=True)


def tables() -> dict[str, str]:
    return tables_of(document_body=DocumentBody, document_reader=DocumentReader, paper=Paper)


def values(file: bytes) -> dict[str, Any]:
    return {
        "for_all": Marking.PUBLIC.value,
        "for_members": Marking.MEMBERS.value,
        "restricted": Marking.RESTRICTED.value,
        "confidential": Marking.CONFIDENTIAL.value,
        "english": DocumentLanguage.ENGLISH.value,
        "russian": DocumentLanguage.RUSSIAN.value,
        "size": len(file),
        "sha256": hashlib.sha256(file).hexdigest(),
        "not_scanned": Scan.NOT_SCANNED.value,
    }
