"""What was and what is planned in the demo: an adopted record with all that belongs to it, a poll, a series, wishes."""

import pytest
from django.test import Client
from django.utils import timezone

from meetings.agenda.choices import ProposalState
from meetings.agenda.models import AgendaItem, Proposal
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.planning.models import Poll, PollVote, Series
from meetings.planning.services.polls import result_of, takes_answers
from meetings.record.choices import ActionState, DecisionState
from meetings.record.models import ActionItem, Decision, Minutes
from meetings.session.choices import Presence, SpeakerState
from meetings.session.models import SeatAttendance, Session, Speaker
from rec_portal.accounts.models import User
from rec_portal.seeds.demo.outcomes import EARLIER, RECENT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def person(key):
    return User.objects.get(email=f"{key}@demo.example.org")


@pytest.fixture
def adopted():
    return Meeting.objects.get(title=EARLIER.title)


def test_the_record_of_the_earlier_meeting_is_adopted(adopted):
    assert adopted.state == MeetingState.RECORD_ADOPTED
    assert {row.state for row in adopted.decisions.all()} == {DecisionState.ADOPTED}
    record = Minutes.objects.visible_to(person("uz.b")).get(meeting=adopted)
    for text in (record.text_en, record.text_ru):
        assert text.count("\n## ") == 5
        assert "REC/WG-B/" in text


def test_that_of_the_later_one_is_out_for_correction():
    recent = Meeting.objects.get(title=RECENT.title)
    assert recent.state == MeetingState.RECORD_CIRCULATED
    numbers = [row.number for row in recent.decisions.order_by("pk")]
    assert [number.rpartition("/")[2] for number in numbers] == ["D.1", "R.1"]
    assert numbers[0].startswith("REC/WG-A/")
    assert Minutes.objects.get(meeting=recent).by_silence


@pytest.mark.parametrize("held", [EARLIER, RECENT])
def test_it_reads_as_written_that_day(held):
    """Nothing bears the mark of what is entered afterwards, and the clocks are those of the meeting."""
    meeting = Meeting.objects.get(title=held.title)
    seats = SeatAttendance.objects.filter(meeting=meeting)
    assert seats.count() == 15
    assert not seats.filter(entered_late=True).exists()
    absent = seats.filter(presence=Presence.ABSENT).values_list("seat__organisation__slug", flat=True)
    assert set(absent) == set(held.absent)
    assert not set(absent) & {"kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan"}
    assert not meeting.agenda.filter(outcome_late=True).exists()
    assert meeting.agenda.exclude(outcome="").count() == len(held.outcomes)
    session = Session.objects.get(meeting=meeting)
    assert (session.opened_at, session.closed_at) == (meeting.starts_at, meeting.ends_at)
    for turn in Speaker.objects.filter(meeting=meeting):
        assert turn.state == SpeakerState.DONE
        assert meeting.starts_at < turn.began_at < turn.ended_at < meeting.ends_at
    assert meeting.ends_at < timezone.now()


def test_actions_are_done_open_and_late(adopted):
    assert [row.state for row in adopted.actions.order_by("pk")] == [
        ActionState.DONE,
        ActionState.OPEN,
        ActionState.OPEN,
    ]
    late = ActionItem.objects.overdue(timezone.now().date())
    assert {row.owner.email.split("@")[0] for row in late} == {"secretariat", "chair.a"}


def test_what_was_put_off_waits_in_the_backlog(adopted):
    waiting = AgendaItem.objects.backlog_of(adopted.body)
    assert [item.carried_from.meeting for item in waiting] == [adopted]


def test_the_poll_takes_answers_and_has_some():
    poll = Poll.objects.get()
    assert takes_answers(poll)
    result = result_of(poll)
    assert (result.answered, len(result.tallies)) == (4, 3)
    assert result.best.option == result.tallies[1].option
    assert not PollVote.objects.filter(person=person("uz.b")).exists()


def test_the_series_has_its_next_dates_and_the_first_is_known():
    series = Series.objects.get()
    states = list(series.meetings.order_by("occurrence").values_list("state", flat=True))
    assert states == [MeetingState.CONVENED] + [MeetingState.DRAFT] * 3


def test_one_proposal_waits_and_one_is_in_the_backlog():
    waiting, accepted = Proposal.objects.order_by("pk")
    assert (waiting.state, waiting.proposer) == (ProposalState.PROPOSED, person("kz.a"))
    assert accepted.state == ProposalState.ACCEPTED
    assert list(AgendaItem.objects.backlog_of(accepted.body)) == [accepted.item]


@pytest.mark.parametrize(
    ("key", "page", "text"),
    [
        ("kz.a", "/decisions/", "The group takes note"),
        ("uz.b", "/decisions/", "a common overview of psychosocial services"),
        ("kz.a", "/actions/", "Send comments on the draft plan of work"),
        ("uz.b", "/actions/", "Propose topics for the joint training"),
        ("uz.b", "/documents/", "Information for participants"),
        ("uz.b", "/bodies/wg-b/", "when shall we prepare the training?"),
        ("kz.a", "/bodies/wg-a/", "Model form for the exchange of contacts"),
        ("secretariat", "/bodies/wg-a/agenda/", "Terms used in national laws"),
        ("secretariat", "/bodies/wg-c/", "monthly meeting"),
        ("uz.b", "/meetings/?when=past", "exchange on services for families"),
    ],
)
def test_each_page_has_something_to_show(key, page, text):
    client = Client()
    client.force_login(person(key))
    assert text in client.get(page).content.decode()
    assert Decision.objects.count() == 4
