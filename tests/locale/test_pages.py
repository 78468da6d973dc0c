"""Every page of the address table, read in Russian by people of each kind: no English is left on it.

Latin letters remain only in names: those of the portal, of programs, of zones, and those that these tests made up.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from rec_portal.accounts.models import User
from rec_portal.outbox.heartbeat import note_tick
from tests.factories.actors import ANONYMOUS
from tests.locale.reading import Page
from tests.matrix.addresses import addresses
from tests.matrix.objects import Rows, address_of, query_of

pytestmark = pytest.mark.django_db

# And how many pages each of them can read at least.
READERS = {ANONYMOUS: 10, "member_a": 50, "secretary": 60, "administrator": 60}
# The parts of the look with invented samples, for those who build pages; and what machines read.
FOR_BUILDERS = ("patterns:",)
LATIN = re.compile(r"[A-Za-zÀ-ž]+")
NAMES = re.compile(
    "|".join(
        (
            r"REC\sPortal|UTC|JavaScript|cookie|Message-ID|\bKZ\b|\bUZ\b|\bEnglish\b|\([abcd]\)",
            r"SHA-256|\bPDF\b|\bZIP\b|\bDOCX\b|Word|Excel|\bCSV\b|Markdown|\bAlt\b|REC/WG-A/2024/3",
            r"Outlook|Google|Apple|iPhone|\bURL\b",
            r"https?://\S*|[\w.+-]+@[\w.-]+|<\w+@[\w.-]+>",
            r"\{\w+\}",  # filled in by scripts
            # Made up by the factories and by tests/matrix/objects.py.
            r"\b(?:Body|Organisation|Org) \d+",
            r"Regular meeting|Opening and adoption of the agenda|Preliminary plan of the group",
            r"Date of the next meeting",
            r"Draft roadmap|Roadmap\.pdf|Next meeting of the group|Usual meeting|Exchange of experience",
            r"(?:BODY|Body)-\d+/WG-A/\d+/D\.\d+|Send comments on the plan|The group takes note of the plan",
            r"Opening, 10|Plan of the group, 60|Said so\.|spoke\.",
            r"Test notice(?: to many| that breaks)?",
            r"Chair A|Observer A|Member [AB]|Other Secretary|Secretary|Administrator|Nobody|Inactive|Chair\b|Co-chairs",
        )
    )
)
# The secret of an authenticator app and recovery codes; the calendar file of a letter is for programs.
CODES = re.compile(r"\b[A-Z2-7]{32}\b|\b[0-9a-f]{8,}\b|BEGIN:VCALENDAR.*END:VCALENDAR", re.S)


def english_in(html: str) -> list[str]:
    """The pieces of a page that still have Latin letters once all names are taken away."""
    pieces = (CODES.sub("", NAMES.sub("", piece)) for piece in Page(html, "ru").pieces)
    return [piece.strip() for piece in pieces if LATIN.search(piece)]


@pytest.fixture
def rows(world: Any) -> Rows:
    note_tick(timezone.now())
    for person in User.objects.all():
        person.language = "ru"
        person.save()
    return Rows(world)


def answers(client: Client, rows: Rows) -> Iterator[tuple[str, HttpResponse]]:
    """(what was asked, answer) for every address, looked at and sent to with nothing filled in; nothing stays done."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ru"
    cookies = client.cookies.copy()
    for name, pattern in addresses().items():
        if name.startswith(FOR_BUILDERS):
            continue
        for method in ("GET", "POST"):
            address, data = address_of(name, pattern, rows), query_of(name, method, rows)
            cache.clear()  # counts of attempts
            client.cookies = cookies.copy()
            with transaction.atomic():
                yield f"{method} {name}", getattr(client, method.lower())(address, data)
                transaction.set_rollback(True)


@pytest.mark.parametrize("who", READERS)
def test_no_english_is_left(who, client_of, rows):
    left, read = {}, 0
    for asked, response in answers(client_of(who), rows):
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            read += bool(response.content)
            if english := english_in(response.content.decode()):
                left[asked] = english
    assert read >= READERS[who]
    assert not left


def test_english_would_be_noticed():
    page = '<p>Заседание: Regular meeting</p><p lang="en">English</p><a title="Back">Назад</a><p>Sign in</p>'
    assert english_in(page) == ["Back", "Sign in"]
