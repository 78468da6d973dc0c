"""The page of board packs."""

from types import SimpleNamespace

import pytest

from meetings.papers.choices import Audience
from meetings.papers.models import PackBuild
from meetings.papers.services import pack_building
from meetings.papers.services.pack_building import build_waiting
from meetings.papers.services.papers import remove_paper
from rec_portal.files.storing import path_of
from tests.factories.documents import make_pack
from tests.meetings.papers.support import put

pytestmark = pytest.mark.django_db


def packs_address(meeting) -> str:
    return f"/meetings/{meeting.public_id}/packs/"


def test_the_page(world, meeting, client_of, monkeypatch):
    rung = []
    monkeypatch.setattr("meetings.papers.views.packs.ring", lambda: rung.append(1))
    paper = put(world, meeting, "Plan")
    client, address = client_of("member_a"), packs_address(meeting)
    page = client.get(address).content.decode()
    assert page.count("Make the pack") == 2
    assert "Secretariat" not in page.partition("<main")[2]
    key = f"members:{world.group_a.slug}"
    assert client.post(address, {"pack": key})["Location"] == address
    assert rung == [1]
    assert "0 of 1 papers" in client.get(address).content.decode()
    assert 'hx-trigger="load delay:2s"' in client.get(address, {"part": "packs"}).content.decode()
    build_waiting()
    page = client.get(address).content.decode()
    assert "4 pages" in page
    pack = PackBuild.objects.get()
    file = client.get(f"/packs/{pack.public_id}/")
    assert b"".join(file.streaming_content).startswith(b"%PDF-")
    assert file["X-Handling-Marking"] == "members"
    assert "MEMBERS" in file["Content-Disposition"]
    assert file["Cache-Control"] == "private, no-store"
    remove_paper(actor=world.secretary, paper=paper)
    refused = client.get(f"/packs/{pack.public_id}/", follow=True)
    assert "Have it made anew" in refused.content.decode()
    assert "Out of date" in refused.content.decode()


def test_only_what_is_offered_can_be_asked_for(world, meeting, client_of):
    for key in ("", "secretariat:", f"secretariat:{world.group_a.slug}", f"members:{world.group_b.slug}"):
        assert client_of("member_a").post(packs_address(meeting), {"pack": key}).status_code == 422
    assert not PackBuild.objects.exists()


def test_a_pack_whose_file_is_gone_can_be_made_anew(world, meeting, client_of):
    put(world, meeting, "Plan")
    pack = make_pack(meeting, actor=world.secretary)
    path_of(pack.stored_as).unlink()
    page = client_of("member_a").get(f"/packs/{pack.public_id}/", follow=True).content.decode()
    assert "The file is missing" in page
    assert make_pack(meeting, actor=world.secretary).pk != pack.pk


def test_culprits_and_failures_are_said_on_the_page(world, meeting, client_of, monkeypatch):
    put(world, meeting, "Broken one", content=b"%PDF-1.4\nnothing more")
    make_pack(meeting, actor=world.secretary)
    page = client_of("member_a").get(packs_address(meeting)).content.decode()
    assert "Broken one (English): The file is broken" in page
    monkeypatch.setattr(pack_building.Book, "write", lambda self, path: 1 / 0)
    make_pack(meeting, actor=world.secretary, audience=Audience.DECIDING)
    page = client_of("member_a").get(packs_address(meeting)).content.decode()
    assert "Something went wrong" in page
    assert "Make it anew" in page


@pytest.mark.parametrize("number", [1, 10])
def test_the_page_costs_the_same(world, meeting, client_of, django_assert_max_num_queries, number):
    for index in range(number):
        put(world, meeting, f"Paper {index}")
    for audience in Audience:
        make_pack(meeting, actor=world.secretary, audience=audience)
    client = client_of("secretary")
    client.get(packs_address(meeting))
    with django_assert_max_num_queries(12):
        client.get(packs_address(meeting))


def test_a_broker_that_is_away_is_not_the_pages_trouble(monkeypatch):
    def away(*args, **options):
        raise OSError("no broker")

    monkeypatch.setattr(pack_building, "current_app", SimpleNamespace(send_task=away))
    assert pack_building.ring() is False
