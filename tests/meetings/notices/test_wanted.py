"""Every way in which a planned mail stops being wanted before it is sent, and that it is wanted otherwise."""

from datetime import timedelta

import pytest
from django.utils import timezone

from councils.seats.models import Appointment
from meetings.calling.services.invitees import change_invitees
from meetings.calling.services.schedule import cancel_meeting, close_meeting, move_meeting, postpone_meeting
from meetings.invitations.services.answering import answer_invitation
from meetings.meeting.models import Meeting
from rec_portal.outbox.notices import notice_of
from tests.factories.meetings import in_days, make_meeting
from tests.meetings.notices.rows import reason, row_of

pytestmark = pytest.mark.django_db
SOON = 60
ALWAYS = ["invitation", "reminder"]


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, format="hybrid")


def planned(meeting, world, kind):
    return row_of(meeting, world.member_a, kind, SOON if kind == "reminder" else 0)


def fresh(meeting):
    return Meeting.objects.get(pk=meeting.pk)


def save(person, **values):
    for name, value in values.items():
        setattr(person, name, value)
    person.save()


@pytest.mark.parametrize("kind", ALWAYS)
def test_wanted_as_long_as_nothing_happened(meeting, world, kind):
    assert reason(planned(meeting, world, kind)) is None


@pytest.mark.parametrize("kind", ALWAYS)
def test_not_after_a_cancellation(meeting, world, kind):
    row = planned(meeting, world, kind)
    cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
    assert reason(row) == "The meeting was cancelled in the meantime."


@pytest.mark.parametrize("kind", ALWAYS)
def test_not_after_a_postponement(meeting, world, kind):
    row = planned(meeting, world, kind)
    postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
    assert reason(row) == "The meeting was postponed in the meantime."


@pytest.mark.parametrize("kind", ALWAYS)
def test_not_for_an_older_schedule(meeting, world, kind):
    row = planned(meeting, world, kind)
    move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(15))
    assert reason(row) == "The meeting was moved in the meantime."
    assert reason(row_of(meeting, world.member_a, "update")) is None


@pytest.mark.parametrize("kind", ALWAYS)
def test_not_for_a_meeting_that_is_held(meeting, world, kind, time_machine):
    row = planned(meeting, world, kind)
    time_machine.move_to(meeting.ends_at + timedelta(minutes=1))
    assert reason(row) == "The meeting is over."
    close_meeting(actor=world.secretary, meeting=meeting)
    assert reason(row) == "The meeting is over."


@pytest.mark.parametrize("kind", ALWAYS)
def test_not_to_somebody_struck_out(meeting, world, kind):
    row = planned(meeting, world, kind)
    change_invitees(actor=world.secretary, meeting=meeting, version=meeting.version, people=[world.chair_a])
    assert reason(row) == "This person is no longer invited."


@pytest.mark.parametrize("kind", ALWAYS)
def test_not_to_somebody_who_may_no_longer_sign_in(meeting, world, kind):
    row = planned(meeting, world, kind)
    save(world.member_a, is_active=False)
    assert reason(row) == "This person may no longer sign in."


@pytest.mark.parametrize("kind", ALWAYS)
def test_not_to_somebody_who_left_the_body(meeting, world, kind):
    row = planned(meeting, world, kind)
    Appointment.objects.get(person=world.member_a).delete()
    assert reason(row) == "This person may no longer see the meeting."


def test_nothing_about_a_meeting_that_is_gone(meeting, world):
    row = planned(meeting, world, "reminder")
    row.subject_id = "2222222222"
    assert notice_of(row.kind).load(row) is None


@pytest.mark.parametrize("early", [timedelta(seconds=1), timedelta(days=8)])
def test_a_reminder_until_the_start(meeting, world, early):
    row = planned(meeting, world, "reminder")
    assert reason(row, meeting.starts_at - early) is None
    assert reason(row, meeting.starts_at) == "The meeting has begun."
    assert reason(row, meeting.starts_at + timedelta(minutes=5)) == "The meeting has begun."


def test_an_invitation_even_while_the_meeting_goes_on(meeting, world):
    row = planned(meeting, world, "invitation")
    assert reason(row, meeting.starts_at + timedelta(minutes=5)) is None
    assert reason(row, meeting.ends_at) == "The meeting is over."


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("no", "This person has said no."), ("yes_online", None), ("yes_room", None), ("alternate", None)],
)
def test_no_reminder_after_a_no(meeting, world, answer, expected):
    row = planned(meeting, world, "reminder")
    invitation = meeting.invitations.get(person=world.member_a)
    answer_invitation(actor=world.member_a, invitation=invitation, answer=answer, alternate_name="A. Colleague")
    assert reason(row) == expected


def test_no_reminder_to_those_who_want_none_but_every_other_mail(meeting, world):
    save(world.member_a, wants_reminders=False)
    assert reason(planned(meeting, world, "reminder")) == "This person wants no reminders."
    assert reason(planned(meeting, world, "invitation")) is None


def test_a_cancellation_is_wanted_and_not_to_those_who_left(meeting, world):
    cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
    row = row_of(meeting, world.member_a, "cancellation")
    assert reason(row) is None
    Appointment.objects.get(person=world.member_a).delete()
    assert reason(row) == "This person may no longer see the meeting."


def test_a_postponement_only_while_there_is_no_new_time(meeting, world):
    meeting = postpone_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
    row = row_of(meeting, world.member_a, "postponement")
    assert reason(row) is None
    move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(15))
    assert reason(row) == "The meeting takes place after all."


def test_word_to_somebody_struck_out(meeting, world):
    change_invitees(actor=world.secretary, meeting=meeting, version=meeting.version, people=[world.chair_a])
    row = row_of(meeting, world.member_a, "cancellation")
    assert reason(row) is None
    move_meeting(actor=world.secretary, meeting=fresh(meeting), version=fresh(meeting).version, when=in_days(15))
    assert reason(row) is None, "their calendar must learn it whatever becomes of the meeting"
    row.refresh_from_db()
    assert row.state == "waiting", "a move must not withdraw it"


def test_not_when_invited_again(meeting, world):
    people = [invitation.person for invitation in meeting.invitations.all()]
    change_invitees(actor=world.secretary, meeting=meeting, version=meeting.version, people=[world.chair_a])
    row = row_of(meeting, world.member_a, "cancellation")
    change_invitees(actor=world.secretary, meeting=fresh(meeting), version=fresh(meeting).version, people=people)
    assert reason(row) == "This person was invited again."
    assert reason(row_of(meeting, world.member_a, "invitation", state="waiting")) is None


def test_every_reason_is_asked_in_the_active_language(meeting, world):
    """Kept in English, so the sentence must come from the catalogue and not from an f-string."""
    row = planned(meeting, world, "reminder")
    notice = notice_of(row.kind)
    assert notice.unwanted(row, notice.load(row), timezone.now()) is None
