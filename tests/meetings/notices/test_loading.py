import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from rec_portal.accounts.models import SecretLink
from rec_portal.accounts.services.secret_links import read_link
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import notice_of
from tests.factories.councils import appoint
from tests.factories.meetings import make_meeting

pytestmark = pytest.mark.django_db
KIND = "meetings.reminder"


def reminders(*meetings):
    ids = [meeting.public_id for meeting in meetings]
    rows = OutboxMessage.objects.filter(kind=KIND, offset_minutes=60, subject_id__in=ids)
    return list(rows.select_related("recipient").order_by("id"))


def test_many_cost_as_few_queries_as_one(world):
    people = [appoint(world.group_a) for _ in range(12)]
    few, many = make_meeting(world.group_a, invitees=people[:1]), make_meeting(world.group_a, invitees=people)
    costs = []
    for rows in (reminders(few), reminders(many)):
        with CaptureQueriesContext(connection) as queries:
            matters = notice_of(KIND).load_many(rows)
        assert len(matters) == len(rows)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8


def test_the_second_copy_asks_the_database_nothing(world):
    rows = reminders(make_meeting(world.group_a, invitees=[appoint(world.group_a) for _ in range(3)]))
    notice = notice_of(KIND)
    matters = notice.load_many(rows)
    with override("en"):
        notice.render(rows[0], matters[rows[0].pk])
        with CaptureQueriesContext(connection) as queries:
            notice.render(rows[1], matters[rows[1].pk])
    assert len(queries) == 0


def test_each_matter_is_the_persons_own(world):
    first, second = make_meeting(world.group_a), make_meeting(world.group_b)
    rows = reminders(first, second)
    matters = notice_of(KIND).load_many(rows)
    for row in rows:
        matter = matters[row.pk]
        assert matter.person == row.recipient
        assert matter.meeting.public_id == row.subject_id
        assert (matter.invitation.person_id, matter.invitation.meeting_id) == (row.recipient_id, matter.meeting.pk)
        if row.recipient.is_active:
            assert read_link(matter.secret, purpose="rsvp").person == row.recipient


def test_no_secret_for_what_will_not_be_sent(world):
    world.member_a.wants_reminders = False
    world.member_a.save()
    rows = [row for row in reminders(make_meeting(world.group_a)) if row.recipient == world.member_a]
    notice_of(KIND).load_many(rows)
    assert not SecretLink.objects.filter(person=world.member_a).exists()


def test_what_is_gone_is_missing(world):
    rows = reminders(make_meeting(world.group_a))
    rows[0].subject_id = "22222222222222"
    matters = notice_of(KIND).load_many(rows)
    assert rows[0].pk not in matters
    assert set(matters) == {row.pk for row in rows[1:]}
