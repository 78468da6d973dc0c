"""From the meeting to the mail server and into the log, through the outbox itself."""

import email
import email.policy

import icalendar
import pytest
from django.core import mail

from meetings.calling.services.schedule import cancel_meeting
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import kinds
from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)


def sent_to(person):
    (found,) = [message for message in mail.outbox if message.to == [person.email]]
    return email.message_from_bytes(found.message().as_bytes(), policy=email.policy.default)


def test_every_kind_is_registered():
    assert {kind for kind, _label in kinds()} >= {
        "meetings.agenda",
        "meetings.invitation",
        "meetings.update",
        "meetings.postponement",
        "meetings.cancellation",
        "meetings.reminder",
        "meetings.digest",
    }


def test_an_invitation_arrives_with_its_calendar_file(world):
    meeting = make_meeting(world.group_a, title="Second meeting")
    drain()
    message = sent_to(world.member_a)
    assert message["Subject"].startswith("Invitation: Second meeting – ")
    parts = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert parts == ["text/plain", "text/html", "text/calendar"]
    calendar_part = list(message.walk())[-1]
    assert calendar_part.get_param("method") == "REQUEST"
    event = icalendar.Calendar.from_ical(calendar_part.get_payload(decode=True)).walk("VEVENT")[0]
    assert event["UID"] == f"{meeting.public_id}@rec-portal"


def test_the_personal_link_is_sent_and_not_kept(world):
    make_meeting(world.group_a)
    drain()
    body = sent_to(world.member_a).get_body(("plain",)).get_content()
    secret = body.split("/rsvp/")[1].split("/")[0]
    assert len(secret) == 43
    row = OutboxMessage.objects.get(recipient=world.member_a, kind="meetings.invitation")
    assert row.state == "sent"
    kept = row.mail_text + row.mail_html + row.mail_calendar + row.mail_subject
    assert secret not in kept
    assert "/rsvp/…/" in row.mail_text


def test_a_cancelled_meeting_sends_its_cancellation_alone(world):
    meeting = make_meeting(world.group_a)
    cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
    drain()
    assert sent_to(world.member_a)["Subject"].startswith("Cancelled: ")
