from datetime import timedelta

import icalendar
import pytest

from meetings.agenda.services.agenda_text import change_agenda
from meetings.calendar.events import uid
from meetings.calendar.files import cancel_file, published_file, request_file
from meetings.calling.services.details import change_details
from meetings.calling.services.drafting import AgendaLine
from meetings.calling.services.schedule import cancel_meeting, move_meeting, postpone_meeting
from meetings.invitations.services.answering import answer_invitation
from tests.factories.meetings import in_days, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    return make_meeting(
        world.group_a,
        title="Second meeting",
        format="hybrid",
        place="Hall 1",
        link="https://meet.example.org/a?b=1&c=2",
    )


def read(content: bytes):
    """The one event, after checks that hold for every file: line ends, line lengths, one VERSION."""
    text = content.decode()
    assert "\n" not in text.replace("\r\n", "")
    assert "\r" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert text.endswith("END:VCALENDAR\r\n")
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar["VERSION"] == "2.0"
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def of(meeting, person):
    return meeting.invitations.select_related("person").get(person=person)


def test_request(meeting, world, settings):
    settings.DEFAULT_FROM_EMAIL = "REC Portal <portal@rec.example.org>"
    calendar, event = read(request_file(meeting, of(meeting, world.member_a)))
    assert calendar["METHOD"] == "REQUEST"
    assert event["UID"] == f"{meeting.public_id}@rec-portal"
    assert event["SEQUENCE"] == meeting.version
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (meeting.starts_at, meeting.ends_at)
    assert event["DTSTART"].params["TZID"] == "Asia/Tashkent"
    assert [part["TZID"] for part in calendar.walk("VTIMEZONE")] == ["Asia/Tashkent"]
    assert (event["SUMMARY"], event["STATUS"], event["TRANSP"]) == ("Second meeting", "CONFIRMED", "OPAQUE")
    assert event["LOCATION"] == "Hall 1; https://meet.example.org/a?b=1&c=2"
    assert event["URL"] == f"http://testserver/meetings/{meeting.public_id}/"
    assert "1. Opening and adoption of the agenda (10 min, Chair)" in event["DESCRIPTION"]
    assert event["ORGANIZER"] == "mailto:portal@rec.example.org"
    assert event["ORGANIZER"].params["CN"] == meeting.body.name
    assert {"DTSTAMP", "LAST-MODIFIED"} <= set(event)


def test_only_the_recipient_is_named(meeting, world):
    text = request_file(meeting, of(meeting, world.member_a)).decode().replace("\r\n ", "")
    _calendar, event = read(request_file(meeting, of(meeting, world.member_a)))
    assert event["ATTENDEE"] == f"mailto:{world.member_a.email}"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert world.chair_a.email not in text
    assert world.chair_a.name not in text


def test_the_next_copy_is_for_the_next_person(meeting, world):
    request_file(meeting, of(meeting, world.member_a))
    _calendar, event = read(request_file(meeting, of(meeting, world.chair_a)))
    assert event["ATTENDEE"] == f"mailto:{world.chair_a.email}"


@pytest.mark.parametrize(
    ("answer", "participation"),
    [("yes_online", "ACCEPTED"), ("yes_room", "ACCEPTED"), ("no", "DECLINED"), ("alternate", "DECLINED")],
)
def test_the_answer_travels_along(meeting, world, answer, participation):
    invitation = of(meeting, world.member_a)
    assert read(request_file(meeting, invitation))[1]["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    answer_invitation(actor=world.member_a, invitation=invitation, answer=answer, alternate_name="A. Colleague")
    invitation = of(meeting, world.member_a)
    assert read(request_file(meeting, invitation))[1]["ATTENDEE"].params["PARTSTAT"] == participation


def test_every_change_raises_the_sequence_and_keeps_the_identity(meeting, world):
    """Clients drop a file whose SEQUENCE is not higher; a new link without a new time must reach them too."""
    sequences, identities = [], set()

    def note(current):
        _calendar, event = read(request_file(current, of(current, world.member_a)))
        sequences.append(event["SEQUENCE"])
        identities.add(event["UID"])
        return current

    actor = world.secretary
    meeting = note(meeting)
    meeting = note(
        change_details(
            actor=actor,
            meeting=meeting,
            version=meeting.version,
            title=meeting.title,
            format=meeting.format,
            place="Hall 2",
            link=meeting.link,
            note="",
        )
    )
    meeting = note(
        change_agenda(actor=actor, meeting=meeting, version=meeting.version, lines=[AgendaLine("Only this", 5)])
    )
    meeting = note(move_meeting(actor=actor, meeting=meeting, version=meeting.version, when=in_days(12)))
    assert sequences == sorted(set(sequences))
    assert len(identities) == 1


def test_cancelled(meeting, world):
    before = read(request_file(meeting, of(meeting, world.member_a)))[1]
    meeting = cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
    calendar, event = read(cancel_file(meeting, of(meeting, world.member_a)))
    assert calendar["METHOD"] == "CANCEL"
    assert (event["STATUS"], event["TRANSP"]) == ("CANCELLED", "TRANSPARENT")
    assert event["UID"] == before["UID"]
    assert event["SEQUENCE"] > before["SEQUENCE"]
    assert event["SUMMARY"] == "Cancelled: Second meeting"
    assert meeting.link not in event["DESCRIPTION"] + event["LOCATION"]


def test_postponed_leaves_the_calendar_and_a_new_time_brings_it_back(meeting, world):
    meeting = postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
    calendar, gone = read(cancel_file(meeting, of(meeting, world.member_a)))
    assert (calendar["METHOD"], gone["SUMMARY"]) == ("CANCEL", "Postponed: Second meeting")
    meeting = move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(20))
    calendar, back = read(request_file(meeting, of(meeting, world.member_a)))
    assert (calendar["METHOD"], back["STATUS"], back["UID"]) == ("REQUEST", "CONFIRMED", gone["UID"])
    assert back["SEQUENCE"] > gone["SEQUENCE"]
    assert back["DTSTART"].dt == meeting.starts_at


def test_no_longer_invited_cancels_though_the_meeting_goes_on(meeting, world):
    calendar, event = read(cancel_file(meeting, of(meeting, world.member_a)))
    assert (calendar["METHOD"], event["STATUS"]) == ("CANCEL", "CANCELLED")


def test_published_file_names_nobody(meeting):
    calendar, event = read(published_file(meeting, joins=True))
    assert calendar["METHOD"] == "PUBLISH"
    assert "ATTENDEE" not in event
    assert event["UID"] == uid(meeting)


@pytest.mark.parametrize(
    "evil",
    [
        "Title\r\nATTENDEE:mailto:evil@example.org",
        "Title\nBEGIN:VALARM",
        "Title\rX-EVIL:1",
        "a;b,c\\d:e\"f'g",
        "x\u202egnp.exe\u2066 \x07\x1b",
        "\u2028line\u2029separators\x85",
        "END:VEVENT\r\nEND:VCALENDAR",
        # Just so long that the line is broken right behind it.
        "x" * 56 + "END:VEVENT" + "y" * 20,
        "Заседание рабочей группы «Ә» " * 6,
    ],
)
def test_typed_text_stays_text(world, evil):
    """Services are handed validated text; a file must stay sound even if something slipped past the forms."""
    meeting = make_meeting(
        world.group_a,
        title=evil[:200],
        place=evil[:200],
        note=evil,
        link="https://meet.example.org/\r\nX-EVIL:1"[:500],
        format="hybrid",
    )
    calendar, event = read(request_file(meeting, of(meeting, world.member_a)))
    assert {part.name for part in calendar.walk()} == {"VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT"}
    assert event["ATTENDEE"] == f"mailto:{world.member_a.email}"
    assert not [name for name in event if name.startswith("X-")]
    shown = event["SUMMARY"] + event["LOCATION"] + event["DESCRIPTION"]
    assert not set(shown) & set("\r\x07\x1b\x85\u2028\u2029\u202e\u2066")
    assert "\n" not in event["SUMMARY"]


@pytest.mark.parametrize("link", ["http://meet.example.org/", "javascript:alert(1)", "https://a b", "ftp://x"])
def test_only_a_plain_https_address_is_a_link(world, link):
    meeting = make_meeting(world.group_a, link=link)
    _calendar, event = read(request_file(meeting, of(meeting, world.member_a)))
    assert link not in event["DESCRIPTION"] + event["LOCATION"]


def test_names_with_quotes_do_not_break_the_line(world):
    world.member_a.name = 'Dilnoza "Dil" O\'Hara; Karimova, Dr:'
    world.member_a.save()
    meeting = make_meeting(world.group_a)
    _calendar, event = read(request_file(meeting, of(meeting, world.member_a)))
    assert event["ATTENDEE"].params["CN"] == "Dilnoza 'Dil' O'Hara; Karimova, Dr:"


def test_past_midnight(world):
    meeting = make_meeting(world.group_a, when=in_days(10, hour=23, minutes=180))
    _calendar, event = read(request_file(meeting, of(meeting, world.member_a)))
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(hours=3)
