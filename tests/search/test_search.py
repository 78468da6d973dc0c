"""Search finds what the reader may see, in any capitals and kindred letters, and never more."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting
from rec_portal.search.folding import Fold, fold
from tests.factories import make_organisation, make_person
from tests.factories.documents import make_document
from tests.factories.meetings import in_days, make_meeting

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
    with django_assert_num_queries(9):
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
