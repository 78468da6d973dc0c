"""What hangs on the meetings of the large data set is as the services would have written it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction
from django.test import Client, override_settings
from django.utils import timezone

from councils.documents.choices import Marking
from councils.documents.models import Document, DocumentBody, DocumentReader, DocumentRevision
from meetings.agenda.choices import ProposalState
from meetings.agenda.models import AgendaItem, Proposal
from meetings.calling.models import MeetingTemplate
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.papers.models import Paper
from meetings.planning.choices import PollState
from meetings.planning.models import Poll, PollVote, Series
from meetings.planning.services.recurrence import Rule
from meetings.record.choices import ActionState, DecisionState
from meetings.record.models import ActionItem, Decision, Minutes
from meetings.record.services.decisions import designation
from meetings.session.models import SeatAttendance, Session, Speaker
from rec_portal.accounts.models import User
from rec_portal.files.storing import path_of
from rec_portal.seeds.scale import councils

MEETINGS = 1_200
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Loaded once for all tests of this file, and rolled back after them."""
    with (
        override_settings(DOCUMENT_ROOT=tmp_path_factory.mktemp("scale")),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        today = datetime.now(UTC).date()
        call_command("seed_scale", councils=2, meetings=MEETINGS, people=120, as_of=today, stdout=None)
        yield
        transaction.set_rollback(True)


def held():
    return Meeting.objects.filter(
        state__in=[MeetingState.CLOSED, MeetingState.RECORD_CIRCULATED, MeetingState.RECORD_ADOPTED]
    )


@pytest.mark.parametrize(
    "model",
    [
        ActionItem, AgendaItem, Decision, Document, DocumentRevision, Meeting, MeetingTemplate, Minutes, Paper, Poll,
        PollVote, Proposal, SeatAttendance, Series, Session, Speaker,
    ],
)  # fmt: skip
def test_no_field_holds_what_its_form_would_refuse(model):
    assert model.objects.exists()
    references = [field.name for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    for row in model.objects.order_by("pk")[:400]:
        row.clean_fields(exclude=references)
        assert row.public_id.isalnum()


def test_in_proportion():
    assert Document.objects.count() == MEETINGS
    assert DocumentRevision.objects.count() == MEETINGS * 5 // 4
    assert Paper.objects.count() == MEETINGS // 2
    assert Decision.objects.count() == ActionItem.objects.count() == held().count() > MEETINGS / 3
    assert Session.objects.count() * 10 == SeatAttendance.objects.count() > MEETINGS
    assert Speaker.objects.count() == 3 * Session.objects.count()
    assert MeetingTemplate.objects.count() == 12
    assert Series.objects.count() == 6
    assert Poll.objects.count() == 5
    assert AgendaItem.objects.filter(meeting=None).count() == MEETINGS // 100


def test_what_belongs_together_is_of_one_meeting_and_one_body():
    for model in (Decision, ActionItem):
        for row in model.objects.select_related("meeting", "agenda_item", "body"):
            assert row.agenda_item.meeting == row.meeting
            assert row.body == row.meeting.body
    for row in SeatAttendance.objects.select_related("seat", "meeting"):
        assert row.seat.body_id == row.meeting.body_id
    for paper in Paper.objects.select_related("meeting", "item", "revision__document"):
        assert paper.revision.document.body_id == paper.meeting.body_id
        assert paper.item is None or paper.item.meeting_id == paper.meeting_id
    for proposal in Proposal.objects.select_related("seat", "item"):
        assert proposal.seat.body_id == proposal.body_id
        assert (proposal.item is not None) == (proposal.state == ProposalState.ACCEPTED)
        assert bool(proposal.answer) == (proposal.state == ProposalState.DECLINED)


def test_numbers_of_decisions_count_without_a_gap():
    counted = {}
    for row in Decision.objects.select_related("body__council", "meeting").order_by("serial"):
        letter = "D" if row.kind == "decision" else "R"
        assert row.number == f"{designation(row.body)}/{row.year}/{letter}.{row.serial}"
        assert row.year == row.meeting.wall_day.year
        assert (row.state == DecisionState.ADOPTED) == (row.meeting.state == MeetingState.RECORD_ADOPTED)
        counted.setdefault((row.body_id, row.year, row.kind), []).append(row.serial)
    assert all(serials == list(range(1, len(serials) + 1)) for serials in counted.values())


def test_a_record_has_its_versions_and_says_what_its_meeting_does():
    adopted = 0
    for record in Minutes.objects.select_related("meeting"):
        versions = list(record.history.order_by("history_id"))
        assert [row.version for row in versions] == list(range(1, record.version + 1))
        assert [row.history_type for row in versions] == ["+", *["~"] * (record.version - 1)]
        assert versions[0].circulated_at is None
        assert versions[-1].adopted_at == record.adopted_at
        assert (record.adopted_at is not None) == (record.meeting.state == MeetingState.RECORD_ADOPTED)
        adopted += record.adopted_at is not None
        assert record.circulated_at <= timezone.now()
        assert record.adopted_at is None or record.adopted_at <= timezone.now()
    assert Minutes.objects.count() > adopted > 0


def test_actions_are_mostly_done_and_some_late():
    states = set(ActionItem.objects.values_list("state", flat=True))
    assert states == set(ActionState.values)
    late = ActionItem.objects.overdue(timezone.now().date()).count()
    assert 0 < late < ActionItem.objects.count() / 5
    for action in ActionItem.objects.all():
        assert (action.owner_id is None) != (action.organisation_id is None)
        assert (action.settled_at is None) == (action.state == ActionState.OPEN)


def test_every_marking_and_its_readers():
    assert set(Document.objects.values_list("marking", flat=True)) == set(Marking.values)
    named = DocumentReader.objects.values("document").distinct().count()
    assert named == Document.objects.filter(marking=Marking.CONFIDENTIAL).count()
    assert DocumentBody.objects.count() == MEETINGS // 100


def test_each_revision_can_be_downloaded_and_all_are_one_small_file():
    for revision in DocumentRevision.objects.all()[:100]:
        assert path_of(revision.stored_as).stat().st_size == revision.size
    ends = [DocumentRevision.objects.order_by(order).first() for order in ("pk", "-pk")]
    assert len({path_of(revision.stored_as).stat().st_ino for revision in ends}) == 1
    member = User.objects.get(email=councils.MEMBER)
    client = Client()
    client.force_login(member)
    revision = DocumentRevision.objects.visible_to(member).first()
    assert b"".join(client.get(f"/documents/files/{revision.public_id}/").streaming_content).startswith(b"%PDF")


def test_a_series_is_split_and_its_meetings_lie_on_its_dates():
    for series in Series.objects.select_related("follows"):
        days = list(Rule.read(series.rule).days(series.starts_on, series.until, series.count))
        assert days == sorted(series.meetings.values_list("occurrence", flat=True))
        if series.follows:
            assert (series.follows.body_id, series.starts_on) == (series.body_id, series.follows.until + timedelta(7))
    assert Series.objects.exclude(follows=None).count() == 3


def test_what_waits_is_bounded():
    assert set(Poll.objects.values_list("state", flat=True)) == {PollState.OPEN}
    for poll in Poll.objects.all():
        assert poll.closes_at > timezone.now()
        assert all(option.starts_at > poll.closes_at for option in poll.options.all())
    assert not apps.get_model("outbox", "OutboxMessage").objects.exists()


@pytest.mark.parametrize("who", [councils.MEMBER, councils.SECRETARY])
def test_the_pages_show_it(who):
    client = Client()
    client.force_login(User.objects.get(email=who))
    meeting = held().filter(body__slug="scale-1-a", session__isnull=False, papers__isnull=False)[0]
    for page in ("/decisions/", "/actions/", "/documents/", "/bodies/scale-1-a/", meeting.get_absolute_url()):
        assert client.get(page).status_code == 200, page
