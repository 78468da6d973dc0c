"""What each state means beyond the table: for lists, answers, mails, clashes, buttons and the line that shows it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from councils.seats.models import Appointment
from meetings.calling.buttons import actions_for, steps_of
from meetings.calling.services.details import change_details
from meetings.calling.services.invitees import change_invitees
from meetings.calling.services.new_meeting_defaults import last_meeting
from meetings.invitations.choices import Answer
from meetings.invitations.models import Invitation
from meetings.invitations.services.answering import answer_invitation
from meetings.invitations.services.clashes import find_clashes
from meetings.meeting.choices import ENDED, EXPECTED, INVITING, ON, STANDING, MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import is_expected
from meetings.meeting.wording import STATE_KIND
from rec_portal.accounts.services.secret_links import issue_link
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import Refusal, WrongState
from tests.factories import in_days, make_meeting
from tests.meetings.notices.rows import reason, row_of
from tests.meetings.support import waiting

pytestmark = pytest.mark.django_db
S = MeetingState


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, link="https://meet.example.org/a")


def put(meeting, state, *, days: float | None = None):
    row = lock(meeting)
    row.state = state
    if days is not None:
        row.starts_at, row.ends_at = in_days(days).instants()
    row.save()
    return row


def labels(actions):
    return [action["url"].rstrip("/").rpartition("/")[2] for action in actions]


def test_every_state_has_a_tint_and_each_set_its_states():
    assert STATE_KIND.keys() == set(S)
    called_off = {S.DRAFT, S.DISCARDED, S.POSTPONED, S.CANCELLED}
    assert set(STANDING) == set(S) - called_off
    assert not set(EXPECTED) & set(ON) | set(ON) & set(ENDED)


@pytest.mark.parametrize("state", list(S))
def test_lists_put_a_meeting_where_it_belongs(meeting, state):
    now = timezone.now()
    for days in (10, -3):
        row = put(meeting, state, days=days)
        ahead, over = row.lies_ahead(now), row.is_over(now)
        upcoming = Meeting.objects.upcoming(now).filter(pk=row.pk).exists()
        past = Meeting.objects.past(now).filter(pk=row.pk).exists()
        announced = state not in (S.DRAFT, S.DISCARDED)
        assert upcoming == (announced and not over)
        assert past == (announced and over and days < 0)
        assert ahead == (state in EXPECTED and days > 0)
        assert row.is_on(now) == (state in ON)
    with time_machine.travel(row.starts_at + timedelta(minutes=5)):
        assert row.is_on(timezone.now()) == (state in (*EXPECTED, *ON))


@pytest.mark.parametrize("state", list(S))
def test_answers_are_taken_until_the_session_opens(world, meeting, state, client):
    row = put(meeting, state)
    invitation = row.invitations.get(person=world.member_a)
    secret = issue_link(person=world.member_a, purpose="rsvp", subject=invitation.public_id, expires_at=row.ends_at)
    page = client.get(f"/rsvp/{secret}/").content.decode()
    if state in EXPECTED:
        answer_invitation(actor=world.member_a, invitation=invitation, answer=Answer.YES_ONLINE)
        assert "Send answer" in page
        return
    with pytest.raises(Refusal) as refused:
        answer_invitation(actor=world.member_a, invitation=invitation, answer=Answer.YES_ONLINE)
    assert refused.typename in ("WrongState", "NotAllowed")
    assert ("The meeting has begun" in page) == (state in ON)
    assert Invitation.objects.owed_by(world.member_a, timezone.now()).count() == 0


@pytest.mark.parametrize("state", [*EXPECTED, *ON, *ENDED])
def test_which_mails_are_still_true(world, meeting, state):
    rows = {
        kind: row_of(meeting, world.member_a, kind, 60 if kind == "reminder" else 0)
        for kind in ("invitation", "reminder")
    }
    put(meeting, state)
    found = {kind: reason(row) for kind, row in rows.items()}
    if state in EXPECTED:
        assert found == {"invitation": None, "reminder": None}
    elif state in ON:
        assert found == {"invitation": None, "reminder": "The meeting has begun."}
    else:
        assert found == dict.fromkeys(rows, "The meeting is over.")


@pytest.mark.parametrize("state", ON)
def test_a_link_changed_in_a_running_session_is_told(world, meeting, state):
    row = put(meeting, state)
    assert is_expected(row)
    change_details(
        actor=world.secretary, meeting=row, version=row.version, title=row.title, format=row.format, place="",
        link="https://meet.example.org/b", note="",
    )  # fmt: skip
    assert [key for key in waiting(meeting) if key[0] == "update"]


@pytest.mark.parametrize("state", list(S))
def test_who_may_join_late(world, meeting, state):
    row = put(meeting, state)
    people = [invitation.person for invitation in row.invitations.select_related("person")]
    call = {"actor": world.secretary, "meeting": row, "version": row.version, "people": people[:-1]}
    if state in INVITING:
        change_invitees(**call)
        assert row.invitations.standing().count() == len(people) - 1
    else:
        with pytest.raises(WrongState):
            change_invitees(**call)


@pytest.mark.parametrize("state", list(S))
def test_clashes_and_the_last_meeting(world, meeting, state):
    row = put(meeting, state)
    clashes = find_clashes(
        reader=world.secretary, start=row.starts_at, end=row.ends_at, people=[world.member_a], except_meeting=None
    )
    assert bool(clashes) == (state in (*EXPECTED, *ON))
    assert last_meeting(world.secretary, world.group_a) == (row if state in STANDING else None)


@pytest.mark.parametrize("state", list(S))
def test_the_line_shows_one_present_state(meeting, state):
    steps = steps_of(put(meeting, state))
    here = [step for step in steps if step["state"] in ("current", "off")]
    assert [step["label"] for step in here] == [state.label]
    assert len(steps) <= 5


@pytest.mark.parametrize(
    ("state", "days", "main", "more"),
    [
        (S.AGENDA_PUBLISHED, 10, [], {"move", "postpone", "cancel", "invitees"}),
        (S.IN_SESSION, 0, ["live"], {"close", "invitees"}),
        (S.SUSPENDED, -1, ["live"], {"close", "invitees"}),
        (S.CONVENED, -2, ["close"], {"live"}),
        (S.CLOSED, -2, [], {"live"}),
        (S.RECORD_CIRCULATED, -2, [], {"live"}),
    ],
)
def test_the_buttons_of_each_state(meeting, state, days, main, more):
    found = actions_for(put(meeting, state, days=days), timezone.now())
    assert [name for name in labels(found["main"]) if name in ("live", "close", "move")] == main
    assert more <= set(labels(found["more"])) | set(labels(found["main"])) - set(main)


def test_the_session_is_opened_from_the_meetings_page_two_hours_before(meeting):
    with time_machine.travel(meeting.starts_at - timedelta(hours=3)):
        assert "live" not in labels(actions_for(meeting, timezone.now())["main"])
    with time_machine.travel(meeting.starts_at - timedelta(hours=1)):
        assert labels(actions_for(meeting, timezone.now())["main"])[0] == "live"


def test_an_adopted_record_has_no_way_to_the_live_page(meeting):
    found = actions_for(put(meeting, S.RECORD_ADOPTED, days=-2), timezone.now())
    assert "live" not in labels(found["more"]) + labels(found["main"])


def test_membership_that_ended_takes_the_way_to_the_session(world, meeting, client_of):
    put(meeting, S.IN_SESSION)
    client = client_of("member_a")
    assert client.get(f"{meeting.get_absolute_url()}live/").status_code == 200
    term = Appointment.objects.get(person=world.member_a)
    term.ends_at = timezone.now()
    term.save()
    assert client.get(f"{meeting.get_absolute_url()}live/").status_code == 404
