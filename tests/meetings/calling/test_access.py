"""Who reaches which page of a meeting: absent and forbidden are the same 404, for GET and for POST."""

import pytest

from meetings.calling.services.drafting import discard_draft
from rec_portal.foundation.records import lock
from rec_portal.outbox.models import OutboxMessage
from tests.factories import make_meeting
from tests.meetings.support import fresh

pytestmark = pytest.mark.django_db

CANARY = "Canary in the title"
RUNS_ONLY = ("edit", "agenda", "invitees", "convene", "move", "postpone", "cancel", "close", "discard")
READERS = ("chair_a", "member_a", "observer_a", "administrator")
OUTSIDERS = ("member_b", "other_secretary", "nobody")


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, title=CANARY, note=CANARY, place=CANARY, link="https://meet.example.org/canary")


def pages(meeting):
    return [meeting.get_absolute_url(), *(f"{meeting.get_absolute_url()}{name}/" for name in (*RUNS_ONLY, "answer"))]


def test_outsiders_find_nothing_anywhere(world, client_of, meeting):
    for who in OUTSIDERS:
        client = client_of(who)
        for page in [*pages(meeting), f"{meeting.get_absolute_url()}meeting.ics"]:
            for response in (client.get(page), client.post(page, {"answer": "no", "version": "1"})):
                assert response.status_code in (404, 405), (who, page)
                assert "canary" not in response.content.decode().lower(), (who, page)
        for tab in ("upcoming", "past", "open"):
            shown = client.get("/meetings/", {"when": tab, "body": world.group_a.slug, "mine": "on"})
            assert "canary" not in shown.content.decode().lower(), (who, tab)


def test_readers_read_and_change_nothing(world, client_of, meeting):
    for who in READERS:
        client = client_of(who)
        assert client.get(meeting.get_absolute_url()).status_code == 200, who
        for name in RUNS_ONLY:
            page = f"{meeting.get_absolute_url()}{name}/"
            assert client.get(page).status_code == 404, (who, page)
            assert client.post(page, {"version": str(meeting.version)}).status_code == 404, (who, page)
    assert fresh(meeting).version == meeting.version


def test_a_draft_is_the_secretariats_own(world, client_of):
    draft = make_meeting(world.group_a, title=CANARY, convened=False)
    for who in (*READERS, *OUTSIDERS):
        client = client_of(who)
        for page in pages(draft):
            assert client.get(page).status_code == 404, (who, page)
            assert client.post(page, {"answer": "no"}).status_code in (404, 405), (who, page)
        assert CANARY not in client.get("/meetings/?when=open").content.decode(), who
        assert CANARY not in client.get(f"/bodies/{world.group_a.slug}/").content.decode(), who
    assert client_of("secretary").get(draft.get_absolute_url()).status_code == 200


def test_a_discarded_draft_too(world, client_of):
    draft = make_meeting(world.group_a, title=CANARY, convened=False)
    discard_draft(actor=world.secretary, meeting=draft)
    for who in (*READERS, *OUTSIDERS):
        client = client_of(who)
        assert client.get(draft.get_absolute_url()).status_code == 404, who
        for tab in ("upcoming", "past", "open"):
            assert CANARY not in client.get("/meetings/", {"when": tab}).content.decode(), (who, tab)
    assert CANARY in client_of("secretary").get(draft.get_absolute_url()).content.decode()


def test_only_who_runs_a_body_gets_the_new_page(world, client_of):
    for who in (*READERS, "member_b", "nobody"):
        client = client_of(who)
        assert client.get("/meetings/new/").status_code == 404, who
        assert client.post("/meetings/new/", {"body": world.group_a.slug}).status_code == 404, who
        assert client.get("/meetings/times/", {"body": world.group_a.slug}).status_code == 404, who
    assert client_of("secretary").get("/meetings/new/").status_code == 200


def test_another_councils_secretary_cannot_call_a_meeting_here(world, client_of):
    client = client_of("other_secretary")
    assert client.get("/meetings/new/").status_code == 200
    assert client.get("/meetings/new/", {"body": world.group_a.slug}).status_code == 404
    assert client.post("/meetings/new/", {"body": world.group_a.slug}).status_code == 404
    assert client.get("/meetings/times/", {"body": world.group_a.slug}).status_code == 404


def test_without_signing_in_everything_leads_to_the_sign_in_page(client_of, meeting):
    client = client_of("anonymous")
    for page in [*pages(meeting), "/meetings/", "/meetings/new/", "/meetings/times/"]:
        response = client.get(page)
        assert response.status_code == 302, page
        assert response["Location"].startswith("/accounts/login/"), page
        assert client.post(page).status_code in (302, 403), page


def test_an_inactive_person_is_signed_out(client_of, meeting):
    assert client_of("inactive").get(meeting.get_absolute_url()).status_code in (302, 404)


def test_a_get_changes_nothing(world, client_of, meeting):
    client = client_of("secretary")
    draft = make_meeting(world.group_a, convened=False)
    versions = {row.pk: lock(row).version for row in (meeting, draft)}
    mails = OutboxMessage.objects.count()
    for row in (meeting, draft):
        for page in pages(row):
            client.get(page)
            client.head(page)
    assert {row.pk: lock(row).version for row in (meeting, draft)} == versions
    assert OutboxMessage.objects.count() == mails


def test_a_made_up_public_id_is_not_found(client_of):
    for identity in ("22222222222222", "new'--", "x" * 300, "%00"):
        assert client_of("secretary").get(f"/meetings/{identity}/").status_code == 404


def test_who_is_not_invited_reads_but_gets_no_link_and_no_form(world, client_of):
    meeting = make_meeting(world.group_a, invitees=[world.chair_a], link="https://meet.example.org/secret-room")
    shown = client_of("member_a").get(meeting.get_absolute_url()).content.decode()
    assert "secret-room" not in shown
    assert "answer/" not in shown
    assert client_of("member_a").post(f"{meeting.get_absolute_url()}answer/", {"answer": "no"}).status_code == 404
    assert "secret-room" in client_of("chair_a").get(meeting.get_absolute_url()).content.decode()
