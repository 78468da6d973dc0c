"""Identifiers of one group in every address and every field of another one's: nothing is found, told or changed.

An address says what kind of row it is about; here it also gets the identifiers of all other kinds, since a public id is
one text like another. Besides, each choice of each form of one's own pages is sent with them, and each query.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Any

import pytest
from django import forms
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from councils.bodies.choices import Office
from councils.documents.models import Document
from councils.seats.models import Seat
from meetings.agenda.models import AgendaItem, Proposal
from meetings.meeting.models import Meeting
from meetings.planning.models import Poll
from meetings.record.models import ActionItem, Decision, Minutes
from meetings.session.models import Speaker
from rec_portal.foundation.querysets import recorded_in_bulk
from rec_portal.outbox.heartbeat import note_tick
from tests.factories.actors import World
from tests.factories.agenda import make_proposal
from tests.factories.councils import appoint
from tests.factories.sessions import make_session
from tests.matrix.addresses import addresses
from tests.matrix.objects import BY_NAME, BY_SPACE, Rows, address_of, query_of
from tests.matrix.test_matrix import CHANGE
from tests.matrix.test_odd_posts import SIGN_IN, pages

pytestmark = pytest.mark.django_db
CANARY = "Zubrowka"
# What the foreign group's rows say, by the way to their group.
SAID: dict[Any, tuple[str, tuple[str, ...]]] = {
    Meeting: ("body", ("title", "place", "note")),
    AgendaItem: ("body", ("title", "presenter", "description", "outcome_text")),
    Decision: ("body", ("text_en", "text_ru")),
    ActionItem: ("body", ("text", "progress_note")),
    Document: ("body", ("title_en", "title_ru", "symbol")),
    Proposal: ("body", ("title", "reason")),
    Poll: ("body", ("title", "note")),
    Minutes: ("meeting__body", ("text_en", "text_ru")),
    Speaker: ("meeting__body", ("name",)),
}
# These speak for whoever holds a secret, or are about the person who is signed in.
PERSONAL = (*SIGN_IN, "accounts:optional_mail", "set_language")
# That a group or an organisation exists is no secret to people of the same council.
KNOWN = {"councils:body", "councils:organisation"}
PARAMETERS = re.compile(r"<(?:str|slug):(\w+)>")
QUERIES = ("body", "item", "meeting", "seat", "away", "of", "about", "language", "in", "further", "series", "template")


class Group:
    """One of the two groups with a row of every kind, as `Rows` makes them for the matrix."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rows = Rows(world)
        make_proposal(world.group_a, world.member_a)
        self.session = make_session(world.group_a)
        Speaker(meeting=self.session, seat=Seat.objects.filter(body=world.group_a).first(), position=1).save()
        self.arguments = {name: made for name in addresses() if (made := self._arguments(name))}

    def _arguments(self, name: str) -> dict[str, Any]:
        parameters = PARAMETERS.findall(addresses()[name])
        make = BY_NAME.get(name) or (parameters and BY_SPACE.get((name.partition(":")[0], parameters[0])))
        return make(self.rows) if make and not name.startswith(PERSONAL) else {}

    @cached_property
    def identifiers(self) -> list[str]:
        """At least one of each kind of row."""
        body = self.world.group_a
        told = (pair for made in self.arguments.values() for pair in made.items())
        found = [value for key, value in told if key not in ("kind", "form", "secret")]
        found += [Seat.objects.filter(body=body).earliest("pk").public_id]
        found += [model.objects.filter(**{path: body}).latest("pk").public_id for model, (path, _) in SAID.items()]
        return list(dict.fromkeys(found))

    def mark(self) -> None:
        """The canary in all that its rows say; with the database's own hand, since only reading is tried here."""
        with recorded_in_bulk():
            for model, (path, fields) in SAID.items():
                rows = model.objects.filter(**{path: self.world.group_a})
                rows = rows.filter(adopted_at=None) if model is Minutes else rows
                assert rows.update(**dict.fromkeys(fields, CANARY)), model


@pytest.fixture
def foreign(world: World) -> Group:
    """The rows of group b, whose people stand in for those of group a."""
    people = {
        **world.people,
        "member_a": world.member_b,
        "chair_a": appoint(world.group_b, Office.CHAIR),
        "observer_a": appoint(world.group_b),
    }
    group = Group(replace(world, group_a=world.group_b, group_b=world.group_a, people=people))
    group.mark()
    return group


@pytest.fixture
def intruder(world: World) -> Any:
    """Runs group a and is nothing to group b."""
    return appoint(world.group_a, Office.SECRETARY)


class Tries:
    """Counts what was tried and keeps what went wrong; whatever a try changes is taken back."""

    def __init__(self, client: Client) -> None:
        self.client, self.number, self.faults = client, 0, []

    def one(self, method: str, address: str, data: dict[str, Any], statuses: tuple[int, ...]) -> None:
        self.number += 1
        answer, changed = self._get(address, data) if method == "get" else self._post(address, data)
        told = answer.getvalue().decode(errors="replace") + repr(dict(answer.headers))
        if CANARY in told or answer.status_code not in statuses or changed:
            self.faults.append((method, address, data, answer.status_code, CANARY in told, changed))

    def _get(self, address: str, data: dict[str, Any]) -> tuple[Any, set[str]]:
        # That looking changes nothing is the matrix's affair.
        return self.client.get(address, data), set()

    def _post(self, address: str, data: dict[str, Any]) -> tuple[Any, set[str]]:
        save = transaction.savepoint()
        with CaptureQueriesContext(connection) as queries:
            answer = self.client.post(address, data)
        transaction.savepoint_rollback(save)
        return answer, {match[1] for query in queries if (match := CHANGE.match(query["sql"]))}

    def end(self, least: int) -> None:
        assert not self.faults, "\n".join(map(str, self.faults[:20]))
        assert self.number >= least, self.number


@pytest.fixture(autouse=True)
def quiet_log(caplog: pytest.LogCaptureFixture) -> None:
    """Thousands of pages that are not found are no news."""
    caplog.set_level(logging.ERROR, logger="django.request")


def foreign_addresses(foreign: Group, own: Group, every: int = 1) -> Iterator[tuple[str, str]]:
    """Each address with each (or every second, third) identifier; of those that take two, one is the intruder's."""
    for name, pattern in addresses().items():
        parameters = [parameter for parameter in PARAMETERS.findall(pattern) if parameter not in ("kind", "form")]
        if name.startswith(PERSONAL):
            continue
        for value in foreign.identifiers[len(name) % every :: every]:
            for parameter in parameters:
                with suppress(NoReverseMatch):
                    yield name, reverse(name, kwargs={**own.arguments.get(name, {}), parameter: value})


def test_in_every_address(world, client_of, foreign, intruder):
    own, tries = Group(world), Tries(client_of(intruder))
    for name, address in foreign_addresses(foreign, own):
        tries.one("get", address, {}, (404, 405, *((200,) if name in KNOWN else ())))
    tries.end(2000)


def test_in_every_address_that_acts(world, client_of, foreign, intruder):
    own, tries = Group(world), Tries(client_of(intruder))
    for _name, address in foreign_addresses(foreign, own, every=3):
        tries.one("post", address, {"do": "save"}, (404, 405))
    tries.end(600)


def test_by_an_observer(world, client_of, foreign):
    own, tries = Group(world), Tries(client_of("observer_a"))
    for name, address in foreign_addresses(foreign, own, every=3):
        tries.one("get", address, {}, (404, 405, *((200,) if name in KNOWN else ())))
    tries.end(600)


def test_in_every_query(world, client_of, foreign, intruder):
    note_tick(timezone.now())
    own, tries = Group(world), Tries(client_of(intruder))
    for name, pattern in addresses().items():
        if name.startswith(PERSONAL):
            continue
        address = address_of(name, pattern, own.rows)
        for value in foreign.identifiers[:: len(foreign.identifiers) // 5]:
            query = {**dict.fromkeys(QUERIES, value), **query_of(name, "GET", own.rows)}
            tries.one("get", address, query, (200, 302, 404, 405, 410))
    tries.end(500)


def test_in_every_choice_of_a_form(world, client_of, foreign, intruder):
    own, client = Group(world), client_of(intruder)
    tries, shown = Tries(client), dict(pages(client, own.rows))
    assert len(shown) > 8
    for address, form in shown.items():
        good = {field.html_name: field.value() for field in form if field.value() not in (None, "")}
        for number, field in enumerate(_choices(form)):
            for value in foreign.identifiers[number % 3 :: 3]:
                tries.one("post", address, {**good, field: value, "do": "save"}, (404, 405, 422))
    tries.end(500)


def _choices(form: forms.Form) -> list[str]:
    # A document may be for a further group that one knows of.
    return [name for name, field in form.fields.items() if isinstance(field, forms.ChoiceField) and name != "also_for"]


def test_on_every_button_of_a_session(world, client_of, foreign, intruder):
    own = Group(world)
    address, tries = reverse("meetings:live", args=[own.session.public_id]), Tries(client_of(intruder))
    for button in ("mark:{}:online", "give:{}", "finish:{}", "withdraw:{}", "item:{}", "outcome:{}:noted"):
        for value in foreign.identifiers:
            tries.one("post", address, {"do": button.format(value)}, (404,))
    for button in ("ask", "list"):
        for value in foreign.identifiers:
            tries.one("post", address, {"do": button, "seat": value}, (404,))
    tries.end(100)


def test_their_own_people_find_the_word(client_of, foreign):
    """The test of the test: nearly everywhere."""
    client = client_of(foreign.world.chair_a)
    pages = [reverse(name, kwargs=arguments) for name, arguments in foreign.arguments.items()]
    assert sum(CANARY in client.get(page).getvalue().decode(errors="replace") for page in pages) > 8
