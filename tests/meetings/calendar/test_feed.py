"""The personal calendar address, as a calendar program asks for it."""

from datetime import timedelta

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councils.seats.models import Appointment
from meetings.agenda.services.agenda_text import change_agenda
from meetings.calendar import feed as feed_module
from meetings.calendar.feed import kept
from meetings.calendar.services import close_feed, open_feed
from meetings.calling.services.details import change_details
from meetings.calling.services.drafting import AgendaLine
from meetings.calling.services.schedule import cancel_meeting, move_meeting, postpone_meeting
from meetings.invitations.services.answering import answer_invitation
from rec_portal.accounts.services.secret_links import issue_link
from tests.factories.meetings import in_days, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept.clear()


@pytest.fixture
def address(world) -> str:
    return address_of(world.member_a)


def address_of(person) -> str:
    return reverse("meetings:feed", args=[open_feed(actor=person, person=person)])


def read(address: str) -> dict:
    """The feed's events by title."""
    response = Client().get(address)
    assert response.status_code == 200
    calendar = icalendar.Calendar.from_ical(response.content)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def test_the_persons_meetings(world, address):
    meeting = make_meeting(world.group_a, title="Of group a")
    events = read(address)
    assert list(events) == ["Of group a"]
    assert events["Of group a"]["UID"] == f"{meeting.public_id}@rec-portal"
    assert events["Of group a"]["DTSTART"].dt == meeting.starts_at
    assert "ATTENDEE" not in events["Of group a"]


def test_headers_and_frame(world, address):
    make_meeting(world.group_a)
    response = Client().get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response
    calendar = icalendar.Calendar.from_ical(response.content)
    assert str(calendar["X-WR-CALNAME"]) == "Regional Expert Council"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert calendar["METHOD"] == "PUBLISH"


def test_each_zone_is_described_once(world, address):
    for zone in ("Asia/Tashkent", "Asia/Tashkent", "Europe/Vienna", "UTC"):
        make_meeting(world.group_a, when=in_days(5, zone=zone))
    calendar = icalendar.Calendar.from_ical(Client().get(address).content)
    assert sorted(part["TZID"] for part in calendar.walk("VTIMEZONE")) == ["Asia/Tashkent", "Europe/Vienna"]
    assert not calendar.get_missing_tzids()


def test_an_empty_feed_is_a_calendar_too(address):
    assert read(address) == {}


def test_nothing_of_another_group_and_no_drafts(world):
    make_meeting(world.group_a, title="Of group a")
    make_meeting(world.group_b, title="Of group b")
    make_meeting(world.group_a, title="Draft", convened=False)
    assert list(read(address_of(world.member_a))) == ["Of group a"]
    assert list(read(address_of(world.member_b))) == ["Of group b"]
    assert list(read(address_of(world.nobody))) == []
    assert sorted(read(address_of(world.secretary))) == ["Of group a", "Of group b"], "not even one's own drafts"


def test_who_leaves_the_group_loses_its_meetings_at_once(world, address):
    make_meeting(world.group_a, title="Of group a")
    assert list(read(address)) == ["Of group a"]
    Appointment.objects.get(person=world.member_a).delete()
    assert read(address) == {}


def test_a_move_follows(world, address):
    meeting = make_meeting(world.group_a, title="Moves")
    before = read(address)["Moves"]
    moved = move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(30))
    after = read(address)["Moves"]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == moved.starts_at


def test_a_change_of_anything_follows(world, address):
    meeting = make_meeting(world.group_a, title="Changes")
    read(address)
    meeting = change_agenda(
        actor=world.secretary, meeting=meeting, version=meeting.version, lines=[AgendaLine("Only item")]
    )
    assert "1. Only item" in read(address)["Changes"]["DESCRIPTION"]
    fields = {"title": "Changed", "format": "in_person", "place": "Hall 9", "link": "", "note": ""}
    change_details(actor=world.secretary, meeting=meeting, version=meeting.version, **fields)
    assert read(address)["Changed"]["LOCATION"] == "Hall 9"
    meeting.body.name_en = "Renamed body"
    meeting.body.version += 1
    meeting.body.save()
    assert "Renamed body" in read(address)["Changed"]["DESCRIPTION"]


def test_what_is_off_stays_and_says_so(world, address):
    off = make_meeting(world.group_a, title="One")
    later = make_meeting(world.group_a, title="Two")
    cancel_meeting(actor=world.secretary, meeting=off, version=off.version)
    postpone_meeting(actor=world.secretary, meeting=later, version=later.version)
    events = read(address)
    assert sorted(events) == ["Cancelled: One", "Postponed: Two"]
    assert {event["STATUS"] for event in events.values()} == {"CANCELLED"}
    assert {event["TRANSP"] for event in events.values()} == {"TRANSPARENT"}


def test_busy_only_where_expected(world, address):
    meeting = make_meeting(world.group_a, title="Mine", format="hybrid")
    make_meeting(world.group_a, title="Of others", invitees=[world.chair_a])
    busy = {title: event["TRANSP"] for title, event in read(address).items()}
    assert busy == {"Mine": "OPAQUE", "Of others": "TRANSPARENT"}
    invitation = meeting.invitations.get(person=world.member_a)
    for answer, expected in (("yes_room", "OPAQUE"), ("no", "TRANSPARENT"), ("alternate", "TRANSPARENT")):
        answer_invitation(actor=world.member_a, invitation=invitation, answer=answer, alternate_name="A. Colleague")
        assert read(address)["Mine"]["TRANSP"] == expected
    assert read(address_of(world.chair_a))["Mine"]["TRANSP"] == "OPAQUE", "another reader's answer is another matter"


def test_the_link_only_for_the_invited_and_whoever_runs_the_meeting(world, address):
    make_meeting(world.group_a, title="Called", link="https://meet.example.org/room", invitees=[world.chair_a])
    links = {
        person.name: "meet.example.org" in str(read(address_of(person))["Called"])
        for person in (world.chair_a, world.member_a, world.observer_a, world.secretary)
    }
    assert links == {"Chair A": True, "Member A": False, "Observer A": False, "Secretary": True}


@pytest.mark.parametrize(("days", "shown"), [(85, True), (95, False)])
def test_ninety_days_back(world, address, time_machine, days, shown):
    meeting = make_meeting(world.group_a, title="Past")
    time_machine.move_to(meeting.starts_at + timedelta(days=days))
    assert ("Past" in read(address)) == shown


def test_bounded(world, address, monkeypatch):
    monkeypatch.setattr(feed_module, "MOST_MEETINGS", 2)
    for day in (9, 7, 8):
        make_meeting(world.group_a, title=f"In {day} days", when=in_days(day))
    assert sorted(read(address)) == ["In 7 days", "In 8 days"]


def test_in_the_persons_language(world, address):
    make_meeting(world.group_a)
    world.member_a.language = "ru"
    world.member_a.save()
    response = Client(headers={"accept-language": "en"}).get(address)
    assert response["Content-Language"] == "ru"


def test_unchanged_is_304(world, address):
    meeting = make_meeting(world.group_a)
    etag = Client().get(address)["ETag"]
    again = Client(headers={"if-none-match": etag}).get(address)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Cache-Control"] == "private, no-cache"
    cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
    assert Client(headers={"if-none-match": etag}).get(address).status_code == 200


def test_a_lost_right_is_not_unchanged(world, address):
    """Less than before is something new too, though no meeting has a newer date."""
    make_meeting(world.group_a)
    etag = Client().get(address)["ETag"]
    Appointment.objects.get(person=world.member_a).delete()
    assert Client(headers={"if-none-match": etag}).get(address).status_code == 200


def test_head_has_no_body(world, address):
    make_meeting(world.group_a)
    response = Client().head(address)
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == Client().get(address)["ETag"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_only_for_reading(address, method):
    assert getattr(Client(), method)(address).status_code == 405


def test_revoked_replaced_and_wrong_addresses(world, address):
    person = world.member_a
    newer = address_of(person)
    close_feed(actor=person, person=person)
    bad = [address, newer, reverse("meetings:feed", args=["x" * 43])]
    bad.append(reverse("meetings:feed", args=[issue_link(person=person, purpose="rsvp")]))
    for wrong in bad:
        response = Client().get(wrong)
        assert response.status_code == 404
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert b"BEGIN" not in response.content


def test_ends_with_the_persons_access(world, address):
    world.member_a.is_active = False
    world.member_a.save()
    assert Client().get(address).status_code == 404


def test_the_second_reading_costs_as_few_queries_for_many(world, address):
    costs = []
    for _round in range(2):
        for _meeting in range(4):
            make_meeting(world.group_a)
        read(address)
        with CaptureQueriesContext(connection) as queries:
            read(address)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 5


def test_the_first_reading_costs_as_few_queries_for_many(world, address):
    costs = []
    for count in (1, 8):
        for _meeting in range(count):
            make_meeting(world.group_a)
        kept.clear()
        with CaptureQueriesContext(connection) as queries:
            read(address)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8
