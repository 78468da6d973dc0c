"""The large data set in small: true rows, the same each time, growing, and never on top of somebody's data."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone

from councils.bodies.choices import BodyKind, Office, SeatKind
from councils.bodies.models import Body
from councils.seats.models import Appointment, Seat
from meetings.agenda.models import AgendaItem
from meetings.invitations.models import Invitation
from meetings.meeting.choices import ENDED, MeetingState
from meetings.meeting.models import Meeting, MeetingBody
from rec_portal.accounts.models import User
from rec_portal.foundation import policy, zones
from rec_portal.seeds.scale import agendas, councils, meetings
from tests.factories import make_organisation, make_person
from tests.seeds.state import snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("documents")]
TODAY = datetime.now(UTC).date()


def load(meetings_wanted=200, councils_wanted=2, people=80, as_of=TODAY):
    call_command(
        "seed_scale", councils=councils_wanted, meetings=meetings_wanted, people=people, as_of=as_of, stdout=None
    )


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    """One folder for all, as the same data set loaded twice has the same names."""
    folder = tmp_path_factory.mktemp("scale")
    with override_settings(DOCUMENT_ROOT=folder):
        yield folder


def rows():
    """What each meeting is, without row numbers and times of loading."""
    fields = (
        "public_id", "title", "state", "state_reason", "starts_at", "ends_at", "time_zone", "wall_day", "wall_start",
        "link", "body__slug", "council__slug",
    )  # fmt: skip
    return list(Meeting.objects.order_by("public_id").values_list(*fields))


def indexes():
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'meetings%' ORDER BY indexname")
        names = cursor.fetchall()
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid::regclass::text LIKE 'meetings%' ORDER BY conname"
        )
        return names, cursor.fetchall()


def test_sizes():
    load()
    assert Body.objects.councils().count() == 2
    assert Body.objects.count() == 12
    assert Meeting.objects.count() == Meeting.history.count() == 200
    assert AgendaItem.objects.exclude(meeting=None).count() == 1_000
    assert MeetingBody.objects.count() == 2
    assert User.objects.filter(email__startswith="member").count() == 80
    assert User.objects.exclude(email__endswith="@scale.example.org").count() == 0


def test_people_sit_and_may_what_their_office_says():
    load(20, people=150)
    assert not Seat.objects.vacant(timezone.now()).exists()
    member, secretary = (User.objects.get(email=email) for email in (councils.MEMBER, councils.SECRETARY))
    group = Body.objects.filter(kind=BodyKind.WORKING_GROUP).order_by("id").first()
    assert [term.office for term in member.appointments.all()] == [Office.MEMBER]
    assert policy.can(member, "look_inside", group)
    assert policy.allowed(secretary, "run", Body.objects.all()).count() == 6
    assert not member.has_usable_password()
    assert Appointment.history.count() == Appointment.objects.count()


def test_the_member_has_meetings_ahead_with_agenda_and_invitees():
    load()
    member = User.objects.get(email=councils.MEMBER)
    ahead = Meeting.objects.visible_to(member).filter(state=MeetingState.CONVENED, starts_at__gt=timezone.now())
    assert ahead.count() >= 8
    for meeting in ahead:
        assert meeting.agenda.count() == 5
        assert meeting.invitations.filter(person=member).exists() == (meeting.body_id in _bodies_of(member))
        assert meeting.invitations.count() == 10


def _bodies_of(member):
    return set(member.appointments.values_list("seat__body_id", flat=True))


def test_every_state_in_past_and_future_as_it_can_be():
    load(600)
    now = timezone.now()
    past = set(Meeting.objects.filter(wall_day__lt=TODAY).values_list("state", flat=True))
    ahead = set(Meeting.objects.filter(starts_at__gt=now).values_list("state", flat=True))
    called_off = {MeetingState.CANCELLED, MeetingState.POSTPONED}
    assert past == {*ENDED, *called_off}
    assert ahead == {MeetingState.DRAFT, MeetingState.CONVENED, MeetingState.AGENDA_PUBLISHED, *called_off}


def test_the_three_forms_of_the_time_agree():
    load()
    for meeting in Meeting.objects.all():
        assert zones.instant_of(meeting.wall_day, meeting.wall_start, meeting.time_zone) == meeting.starts_at
        assert timedelta(hours=1) <= meeting.ends_at - meeting.starts_at <= timedelta(hours=3)


def test_history_rows_say_what_the_rows_say():
    load(50)
    for model in (Meeting, Invitation):
        for row in model.objects.all()[:50]:
            kept = row.history.get()
            assert kept.history_type == "+"
            for field in row._meta.concrete_fields:
                assert getattr(kept, field.attname) == getattr(row, field.attname), field


def test_a_joint_meeting_is_of_two_groups_of_one_council():
    load()
    for link in MeetingBody.objects.select_related("meeting", "body"):
        assert link.body.root_id == link.meeting.council_id
        assert link.body_id != link.meeting.body_id


def test_invitations_stay_bounded(monkeypatch):
    monkeypatch.setattr(agendas, "INVITED_AT_FIRST", 20)
    monkeypatch.setattr(agendas, "INVITED_DAYS_AROUND", 0)
    load()
    assert Invitation.objects.values("meeting").distinct().count() <= 21


def test_the_same_meetings_each_time_and_a_larger_set_begins_with_the_smaller():
    load(100)
    small = rows()
    load(160)
    grown = rows()
    assert set(small) < set(grown)
    before = snapshot()
    load(160)
    load(100)
    assert snapshot() == before


def made(*sizes):
    """What is there after loading to these sizes one after the other; all of it is taken back."""
    with transaction.atomic():
        for size in sizes:
            load(size)
        found = rows()
        transaction.set_rollback(True)
    return found


def test_what_was_made_in_two_steps_is_what_is_made_in_one():
    """Also where a series lies across the border."""
    assert made(1_003, 1_006) == made(1_006)


def test_many_rows_leave_the_same_indexes_and_keys(monkeypatch):
    load(10)
    before = indexes()
    monkeypatch.setattr(meetings, "WORTH_REBUILDING", 50)
    load(120)
    assert Meeting.objects.count() == 120
    assert [name for name, _text in indexes()[0]] == [name for name, _text in before[0]]
    assert indexes()[1] == before[1]


def test_few_people_hold_several_seats():
    load(20, people=3)
    assert not Seat.objects.exclude(kind=SeatKind.SERVING).vacant(timezone.now()).exists()
    assert Invitation.objects.values("meeting", "person").distinct().count() == Invitation.objects.count()


def test_another_day_moves_past_and_future():
    load(100, as_of=date(2020, 1, 1))
    assert Meeting.objects.filter(state=MeetingState.CONVENED, starts_at__lt=timezone.now()).exists()


def test_it_refuses_beside_other_data():
    for make in (make_person, lambda: Body(kind="council", slug="rec", name_en="A", short_name_en="A").save()):
        make()
        before = snapshot()
        with pytest.raises(CommandError, match="other data"):
            load()
        assert snapshot() == before
        User.objects.all().delete()


def test_organisations_alone_are_no_reason_to_refuse():
    make_organisation()
    load(10)
    assert Meeting.objects.count() == 10


@pytest.mark.parametrize("sizes", [{"councils_wanted": 3}, {"people": 81}])
def test_it_refuses_to_change_the_number_of_councils_or_people(sizes):
    load(10)
    with pytest.raises(CommandError, match="only meetings can be added"):
        load(20, **sizes)


@pytest.mark.parametrize("sizes", [{"councils_wanted": 0}, {"people": 0}, {"meetings_wanted": -1}])
def test_it_refuses_sizes_that_are_none(sizes):
    with pytest.raises(CommandError, match="At least one"):
        load(**sizes)
