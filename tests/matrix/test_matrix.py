"""Every address, for every kind of person, by every method: the answer is the one that the table says.

Besides, on each answer: the content policy is there and has no `unsafe`, a signed-in answer is never kept by a browser,
and looking changes nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from rec_portal.outbox.heartbeat import note_tick
from tests.factories.actors import ACTORS, ANONYMOUS
from tests.matrix.addresses import addresses
from tests.matrix.objects import Rows, address_of, query_of
from tests.matrix.reading import COLUMNS, cell, read, read_all
from tests.matrix.tables import modules

pytestmark = pytest.mark.django_db

EXPECTED = read_all(module.TABLE for module in modules())
NAMES = sorted({name for name, _ in EXPECTED})
READING = ("GET", "HEAD")
OTHER = ("PUT", "PATCH", "DELETE")
ASKED_BY_OTHER_METHODS = (ANONYMOUS, "nobody", "member_a", "secretary", "administrator")
# A download leaves a line in the history, and nothing else.
DOWNLOADS = {"councils:file", "meetings:papers_zip", "meetings:pack_file"}
# Keeping a session alive is no change of the portal's data.
CHANGE = re.compile(r"^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+\"(?!django_session\")(\w+)", re.I)


@dataclass(frozen=True)
class Answer:
    response: HttpResponse
    changed: set[str]

    @property
    def cell(self) -> str:
        return cell(self.response)


def test_every_address_has_a_line_for_get_and_post():
    wanted = {(name, method) for name in addresses() for method in ("GET", "POST")}
    assert wanted - set(EXPECTED) == set(), "addresses without a line"
    assert set(EXPECTED) - wanted == set(), "lines without an address"


@pytest.fixture
def ask(world: Any, client_of: Callable) -> Callable[[str, str, str], Answer]:
    """`ask(name, method, who)`, each in a transaction of its own that is taken back."""
    note_tick(timezone.now())
    rows, pattern_of = Rows(world), addresses()
    clients = {who: client_of(who) for who in ACTORS}
    cookies = {who: client.cookies.copy() for who, client in clients.items()}

    def one(name: str, method: str, who: str) -> Answer:
        address, data = address_of(name, pattern_of[name], rows), query_of(name, method, rows)
        client = clients[who]
        cache.clear()  # counts of attempts
        client.cookies = cookies[who].copy()
        with transaction.atomic():
            with CaptureQueriesContext(connection) as queries:
                if method in (*READING, "POST"):
                    response = getattr(client, method.lower())(address, data)
                else:
                    response = client.generic(method, address)
            transaction.set_rollback(True)
        changed = {match[1] for query in queries if (match := CHANGE.match(query["sql"]))}
        return Answer(response, changed)

    return one


@pytest.mark.parametrize("name", NAMES)
def test_the_answers_are_those_of_the_table(ask, name):
    faults = []
    for who in ACTORS:
        for method in ("GET", "POST"):
            answer, expected = ask(name, method, who), EXPECTED[name, method].cells[who]
            if answer.cell != expected:
                faults.append(f"{method} by {who}: {answer.cell}, not {expected}")
            changed = answer.changed - ({"audit_auditevent"} if name in DOWNLOADS else set())
            if method == "GET" and changed:
                faults.append(f"GET by {who} changes {changed}")
            faults += [f"{method} by {who}: {fault}" for fault in header_faults(answer.response, who)]
    for who in ASKED_BY_OTHER_METHODS:
        faults += [f"{fault} by {who}" for fault in other_method_faults(ask, name, who)]
    assert not faults


def header_faults(response: HttpResponse, who: str) -> list[str]:
    headers = response.headers
    policy = headers.get("Content-Security-Policy", "")
    faults = [] if "default-src 'none'" in policy else ["no content policy"]
    faults += ["an unsafe content policy"] if "unsafe" in policy else []
    faults += [] if headers.get("X-Content-Type-Options") == "nosniff" else ["no nosniff"]
    signed_in = who not in (ANONYMOUS, "inactive")
    if signed_in and response.status_code != 405 and "no-store" not in headers.get("Cache-Control", ""):
        faults.append(f"kept by browsers: {headers.get('Cache-Control')}")
    return faults


def other_method_faults(ask: Callable, name: str, who: str) -> list[str]:
    """HEAD answers as GET does, without a body. All others: 405, or just as closed as GET and POST are."""
    get, post = (EXPECTED[name, method].cells[who] for method in ("GET", "POST"))
    head = ask(name, "HEAD", who)
    faults = [] if head.cell == get and not head.response.content else [f"HEAD: {head.cell}"]
    closed = {"405"} | ({get, post} & {"404", "403", "login", "away"})
    for method in OTHER:
        found = ask(name, method, who).cell
        # The sign-in library takes a PUT for a POST.
        if found not in closed and not (method == "PUT" and found == post):
            faults.append(f"{method}: {found}")
    return faults


def test_a_wrong_cell_is_noticed():
    heading = f"address method {' '.join(COLUMNS)}\n"
    with pytest.raises(AssertionError, match="9 cells for 10"):
        read(heading + "meetings:meeting GET" + " 200" * 9)
    with pytest.raises(AssertionError, match="stands twice"):
        read(heading + ("meetings:meeting GET" + " 200" * 10 + "\n") * 2)


def test_an_answer_without_its_headers_is_noticed():
    assert header_faults(HttpResponse(), "member_a")
    loose = HttpResponse(headers={"Content-Security-Policy": "default-src 'none'; script-src 'unsafe-inline'"})
    assert "an unsafe content policy" in header_faults(loose, "member_a")
