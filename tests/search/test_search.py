"""Search finds what the reader may see, in any capitals and kindred letters, and never more."""

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from meetings.agenda.choices import Attribution
from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.record.models import ActionItem, Decision
from rec_portal.search.folding import Fold, fold
from rec_portal.search.kinds import KINDS
from tests.factories import make_organisation, make_person
from tests.factories.agenda import change_item
from tests.factories.documents import make_document
from tests.factories.meetings import in_days, make_meeting
from tests.factories.records import circulate, make_action, make_decision, make_held, make_minutes

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"


def page(client: Client, q: str, **more: str) -> str:
    answer = client.get(reverse("search:search"), {"q": q, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def hits(client: Client, q: str, **more: str) -> list[str]:
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', page(client, q, **more))


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, title="Second meeting on Psychosocial support")


@pytest.mark.parametrize(
    "q",
    [
        "psychosocial",
        "PSYCHO",
        "second support",
        "support  second",
        "ing on",
        "on",
        "se",
        "second_meeting",
        "Psychosocial\u00a0",
    ],
)
def test_a_meeting_is_found_by_words_and_parts(world, client_of, meeting, q: str) -> None:
    assert hits(client_of("member_a"), q) == [meeting.title]


@pytest.mark.parametrize("q", ["psychosocial third", "psychosozial", "nd meeting", "eeting x", "%", "_%", "q%", "''"])
def test_what_is_not_there_is_not_found(world, client_of, meeting, q: str) -> None:
    assert hits(client_of("member_a"), q) == []


@pytest.mark.parametrize(
    ("title", "q"),
    [
        ("Встреча рабочей группы", "ВСТРЕЧА"),
        ("Встреча рабочей группы", "группы встре"),
        ("Учёт и отчёт", "учет отчет"),
        ("Учет и отчет", "учёт"),
        ("Қазақстан және қауіпсіздік", "казакстан"),
        ("Ўзбекистон ҳақида", "узбекистон хакида"),
        ("Oʻzbekiston Respublikasi", "ozbekiston"),
        ("O'zbekiston Respublikasi", "Oʻzbek"),
        ("Türkmenistanyň wekilleri", "turkmenistanyn"),
        ("Women's groups", "womens"),
        ("Women’s groups", "women's"),
        ("2024–2025 plan", "2024-2025"),
        ("Working group (b), second meeting", "b second"),
        ("№5: план/отчёт", "план 5"),
    ],
)
def test_kindred_letters_and_capitals(world, client_of, title: str, q: str) -> None:
    make_meeting(world.group_a, title=title)
    assert len(hits(client_of("member_a"), q)) == 1


# --- Never more than a list shows ---


@pytest.mark.parametrize("who", ["nobody", "other_secretary", "member_b"])
def test_a_meeting_of_another_group_is_not_found(world, client_of, who: str) -> None:
    make_meeting(world.group_a, title=f"About the {CANARY}")
    text = page(client_of(who), CANARY)
    assert text.count(CANARY) == page(client_of(who), CANARY + "x").count(CANARY), "only what was typed comes back"
    assert hits(client_of(who), CANARY) == []
    assert hits(client_of(who), CANARY, **{"in": "meetings"}) == []


@pytest.mark.parametrize(("who", "found"), [("member_a", 0), ("chair_a", 0), ("secretary", 1)])
def test_a_draft_is_found_by_the_secretariat_alone(world, client_of, who: str, found: int) -> None:
    make_meeting(world.group_a, title=f"Draft about the {CANARY}", convened=False)
    assert len(hits(client_of(who), CANARY)) == found


def test_people_and_bodies_and_organisations_of_others_are_not_found(world, client_of) -> None:
    make_organisation(name_en=f"{CANARY} Fund", short_name_en="KF")
    make_person(f"{CANARY} Person")
    world.other_council.name_en = f"{CANARY} Council"
    world.other_council.save()
    assert hits(client_of("nobody"), CANARY) == []
    assert hits(client_of("member_a"), CANARY) == [f"{CANARY} Fund"]
    assert len(hits(client_of("administrator"), CANARY)) == 2


def test_nobody_is_asked_to_sign_in_first(client) -> None:
    answer = client.get(reverse("search:search"), {"q": CANARY})
    assert answer.url.startswith(reverse("account_login"))


# --- What was typed ---


@pytest.mark.parametrize(
    ("q", "words"),
    [
        ("", "Type what you look for"),
        ("  ", "Type what you look for"),
        ("a", "at least two characters"),
        ("x" * 101, "at most a hundred"),
        ("a\x00b", "control character"),
        ("a\u202eb", "reading direction"),
    ],
)
def test_what_cannot_be_searched_says_why(world, client_of, q: str, words: str) -> None:
    assert words in page(client_of("member_a"), q)


def test_what_was_typed_is_shown_and_never_run(world, client_of) -> None:
    text = page(client_of("member_a"), "<script>alert(1)</script>")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_an_empty_page_only_asks(world, client_of) -> None:
    answer = client_of("member_a").get(reverse("search:search"))
    assert answer.status_code == 200
    assert "error" not in answer.content.decode().split("<main")[1].split("</main")[0]


# --- Many ---


def test_ten_of_a_kind_and_a_way_to_all(world, client_of) -> None:
    for number in range(27):
        make_meeting(world.group_a, title=f"Series {number:02}", when=in_days(10 + number), convened=False)
    client = client_of("secretary")
    assert hits(client, "series") == [f"Series {number:02}" for number in range(26, 16, -1)]
    assert "in=meetings" in page(client, "series")
    assert len(hits(client, "series", **{"in": "meetings"})) == 25
    assert len(hits(client, "series", **{"in": "no such kind"})) == 10


@pytest.mark.parametrize("number", [1, 10])
def test_the_cost_does_not_grow(world, client_of, number: int, django_assert_num_queries) -> None:
    for index in range(number):
        make_meeting(world.group_a, title=f"Body {index}")
        make_organisation(name_en=f"Body organisation {index}")
        make_person(f"Body person {index}")
    client = client_of("administrator")
    with django_assert_num_queries(12):
        page(client, "body")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="The index is PostgreSQL's")
def test_titles_are_found_by_an_index(db) -> None:
    query = Meeting.objects.alias(folded=Fold("title")).filter(folded__contains="psychosocial").order_by()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        plan = query.explain()
    assert "meeting_by_words" in plan, plan


@pytest.mark.parametrize("text", ["", "Ёлка", "Қўғ ӣӯҷ", "ÄÇĞÖŞÜÝŽ", "‘quoted’ “words”", "1–2", "a\u00a0b", "ǅ"])
def test_python_and_the_database_fold_alike(db, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_fold(%s)", [text])
        assert cursor.fetchone()[0] == fold(text)


def test_documents_are_found_by_those_who_may_read_them(world, client_of):
    make_document(world.group_a, title_en="Zubrowka plan", marking="restricted")
    assert "Zubrowka plan" in client_of("member_a").get("/search/", {"q": "zubrowka"}).content.decode()
    assert "Zubrowka plan" not in client_of("observer_a").get("/search/", {"q": "zubrowka"}).content.decode()


# --- What came of meetings ---


@pytest.fixture
def held(world):
    """A meeting that took place, with a decision and an action on an open, a closed and a restricted item."""
    meeting = make_held(world.group_a, title="Sixth meeting")
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("position"))
    for item, values in zip(items, ({}, {"attribution": Attribution.CLOSED}, {"restricted": True}), strict=True):
        change_item(meeting, item.position, **values)
        word = next(iter(values), "open")
        make_decision(meeting, f"Decides of juniper, {word}.", text_ru="О можжевельнике", agenda_item=item)
        make_action(meeting, f"Plants juniper, {word}", agenda_item=item)
    return meeting


def words_found(client: Client, q: str, kind: str) -> set[str]:
    """Which of the fixture's three items are told of, in the list of that kind and in its own pages."""
    both = page(client, q) + page(client, q, **{"in": kind})
    said = "Decides of juniper" if kind == "decisions" else "Plants juniper"
    return set(re.findall(rf"{said}, (\w+)", both))


EVERYTHING = {"open", "attribution", "restricted"}
READERS = {
    "secretary": EVERYTHING,
    "member_a": {"open", "restricted"},
    "observer_a": {"open"},
    "member_b": set(),
    "nobody": set(),
    "other_secretary": set(),
    "administrator": {"open"},
}


@pytest.mark.parametrize(("who", "told"), READERS.items())
@pytest.mark.parametrize("kind", ["decisions", "actions"])
def test_outcomes_are_found_by_their_readers_alone(world, client_of, held, who, told, kind) -> None:
    client = client_of(who)
    assert words_found(client, "juniper", kind) == told
    # Not even that there is something: the list of that kind is missing altogether.
    assert (f'id="{kind}"' in page(client, "juniper")) == bool(told)
    if kind == "decisions":
        assert words_found(client, "можжевельник", kind) == told


def test_a_decision_is_found_by_its_number_and_an_action_by_whoever_is_to_act(world, client_of, held) -> None:
    number = Decision.objects.order_by("pk").first().number
    assert number in hits(client_of("observer_a"), number)
    action = ActionItem.objects.get(text__contains="attribution")
    assert words_found(client_of("observer_a"), "juniper", "actions") == {"open"}
    action.owner = world.observer_a
    action.save()
    assert words_found(client_of("observer_a"), "juniper", "actions") == {"open", "attribution"}


def test_records_are_found_by_the_name_of_their_meeting_once_they_are_out(world, client_of, held) -> None:
    minutes = make_minutes(held)
    address = f'href="{minutes.get_absolute_url()}"'
    for who in ("secretary", "member_a"):
        assert address not in page(client_of(who), "sixth")
    circulate(minutes)
    for who, found in (("secretary", True), ("member_a", True), ("observer_a", True), ("member_b", False)):
        assert (address in page(client_of(who), "sixth")) == found, who
    assert address in page(client_of("observer_a"), "sixth", **{"in": "records"})


@pytest.mark.skipif(connection.vendor != "postgresql", reason="The index is PostgreSQL's")
@pytest.mark.parametrize(("kind", "index"), [("decisions", "decision_by_words"), ("actions", "action_by_words")])
def test_the_words_of_outcomes_have_an_index_that_fits(db, kind, index) -> None:
    """The planner takes it only for the very expression that is searched."""
    wanted = next(found for found in KINDS if found.name == kind)
    plain = replace(wanted, rows=lambda user: wanted_model(kind).objects.order_by())
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        assert index in plain.find(None, "juniper").order_by().explain()


def wanted_model(kind: str):
    return {"decisions": Decision, "actions": ActionItem}[kind]
