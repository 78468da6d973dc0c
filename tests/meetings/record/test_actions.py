"""Actions: who may do what, and reminders that follow each change and stop at the end."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import transaction

from meetings.agenda.choices import Attribution
from meetings.record.choices import ActionState
from meetings.record.mail import action_planning
from meetings.record.models import ActionItem
from meetings.record.services.actions import (
    add_action,
    change_action,
    drop_action,
    finish_action,
    nudge_owners,
    reopen_action,
    report_progress,
    unfinished,
)
from meetings.record.tasks import remind_of_overdue_actions
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories.records import make_action, make_held

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    return make_held(world.group_a)


@pytest.fixture
def action(meeting, world):
    return make_action(meeting, owner=world.member_a)


def mails(action, state="waiting"):
    return OutboxMessage.objects.about(action).filter(state=state)


def change(actor, action, **fields):
    now = {"text": action.text, "owner": action.owner, "organisation": action.organisation, "due": action.due}
    return change_action(actor=actor, action=action, version=action.version, **(now | fields))


def test_two_reminders_are_planned_at_nine_where_the_body_sits(action):
    planned = list(mails(action).order_by("due_at"))
    assert [row.kind for row in planned] == [action_planning.DUE_SOON] * 2
    first, last = (datetime.combine(action.due - timedelta(days=days), datetime.min.time(), UTC) for days in (7, 1))
    assert [row.due_at for row in planned] == [first + timedelta(hours=4), last + timedelta(hours=4)]


def test_what_lies_behind_is_not_planned(meeting, world):
    assert mails(make_action(meeting, owner=world.member_a, due=date.today() + timedelta(days=4))).count() == 1
    assert not mails(make_action(meeting, owner=world.member_a, due=None)).exists()
    assert not mails(make_action(meeting)).exists()


def test_a_new_date_or_owner_replaces_the_reminders(action, world):
    moved = change(world.secretary, action, due=action.due + timedelta(days=30))
    assert mails(action, "cancelled").count() == 2
    assert {row.schedule_seq for row in mails(action)} == {1}
    change(world.secretary, moved, owner=world.chair_a)
    assert {row.recipient for row in mails(action)} == {world.chair_a}


def test_a_new_text_keeps_them(action, world):
    assert change(world.secretary, action, text="Said more clearly").due_seq == 0
    assert mails(action).count() == 2


def test_an_organisation_is_reminded_by_those_who_sit_for_it(meeting, world):
    organisation = world.member_a.appointments.get().seat.organisation
    action = make_action(meeting, organisation=organisation)
    assert {row.recipient for row in mails(action)} == {world.member_a}
    assert ActionItem.objects.mine(world.member_a).get() == action
    assert not ActionItem.objects.mine(world.chair_a).exists()


@pytest.mark.parametrize("end", ["finish", "drop"])
def test_reminders_stop_at_the_end_and_begin_again(action, world, end):
    if end == "finish":
        settled = finish_action(actor=world.member_a, action=action, version=1)
        assert (settled.state, settled.progress) == (ActionState.DONE, 100)
    else:
        settled = drop_action(actor=world.secretary, action=action, version=1, reason="No longer needed")
        assert (settled.state, settled.state_reason) == (ActionState.DROPPED, "No longer needed")
    assert settled.settled_at
    assert not mails(action).exists()
    again = reopen_action(actor=world.secretary, action=settled, version=2)
    assert (again.state, again.settled_at) == (ActionState.OPEN, None)
    assert mails(action).count() == 2


def test_who_may_do_what(action, world):
    with pytest.raises(NotAllowed):
        report_progress(actor=world.chair_a, action=action, version=1, progress=5, note="")
    with pytest.raises(NotAllowed):
        finish_action(actor=world.chair_a, action=action, version=1)
    with pytest.raises(NotAllowed):
        change(world.member_a, action, text="Easier")
    with pytest.raises(NotAllowed):
        drop_action(actor=world.member_a, action=action, version=1, reason="Too hard")
    with pytest.raises(NotAllowed):
        add_action(actor=world.chair_a, meeting=action.meeting, text="x")
    with pytest.raises(NotAllowed):
        nudge_owners(actor=world.chair_a, actions=[action])
    for who in (world.member_a, world.secretary):
        action = report_progress(actor=who, action=action, version=action.version, progress=40, note=f"By {who}")
    assert (action.progress, action.progress_note) == (40, "By Secretary")


def test_refusals(action, world):
    with pytest.raises(InvalidInput):
        report_progress(actor=world.member_a, action=action, version=1, progress=101, note="")
    with pytest.raises(InvalidInput):
        change(world.secretary, action, text=" ")
    with pytest.raises(InvalidInput):
        drop_action(actor=world.secretary, action=action, version=1, reason="")
    done = finish_action(actor=world.member_a, action=action, version=1)
    with pytest.raises(WrongState):
        change(world.secretary, done, text="Too late")
    with pytest.raises(WrongState):
        report_progress(actor=world.member_a, action=done, version=2, progress=1, note="")
    assert nudge_owners(actor=world.secretary, actions=[done]) == 0


def test_the_same_again_is_not_told(action, world):
    same = report_progress(actor=world.member_a, action=action, version=1, progress=0, note="")
    assert same.version == 1
    assert change(world.secretary, action).version == 1


def test_owners_are_asked_once_a_day(action, world):
    assert nudge_owners(actor=world.secretary, actions=[action]) == 1
    assert nudge_owners(actor=world.secretary, actions=[action]) == 0
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1)):
        assert nudge_owners(actor=world.secretary, actions=[action]) == 1


def test_nobody_is_asked_where_nobody_answers(meeting, world):
    assert nudge_owners(actor=world.secretary, actions=[make_action(meeting)]) == 0


def test_after_the_date_one_mail_a_week_however_often_the_scheduler_comes(action):
    nine_after = datetime.combine(action.due + timedelta(days=1), datetime.min.time(), UTC) + timedelta(hours=4)
    for days, number in ((-1, 0), (0, 1), (5, 1), (7, 2), (13.9, 2), (14, 3)):
        with time_machine.travel(nine_after + timedelta(days=days, minutes=1)):
            remind_of_overdue_actions()
            remind_of_overdue_actions()
        assert mails(action).filter(kind=action_planning.OVERDUE).count() == number, days


def test_a_late_action_of_nobody_is_left_alone(meeting):
    lonely = make_action(meeting, due=date.today() - timedelta(days=3))
    remind_of_overdue_actions()
    assert not OutboxMessage.objects.about(lonely).exists()


def test_what_lacks_owner_or_date_is_listed(meeting, world, action):
    without_date = make_action(meeting, owner=world.member_a, due=None)
    without_owner = make_action(meeting)
    assert unfinished(meeting) == [without_date, without_owner]


class TestAtSending:
    def test_the_mail_says_what_is_due_and_leads_to_the_action(self, action, world, settings):
        report_progress(actor=world.member_a, action=action, version=1, progress=40, note="With the experts")
        nudge_owners(actor=world.secretary, actions=[action])
        drain()
        row = OutboxMessage.objects.about(action).get(kind=action_planning.NUDGE)
        assert row.state == "sent"
        assert row.mail_subject == "Please report: Send comments on the plan"
        assert "40% – With the experts" in row.mail_text
        assert f"{settings.SITE_URL}{action.get_absolute_url()}" in row.mail_text
        assert "Send comments on the plan" in row.mail_html

    @pytest.mark.parametrize(("kind", "subject"), [("overdue", "Overdue: "), ("due", "Action due: ")])
    def test_the_other_mails(self, action, kind, subject):
        days = 2 if kind == "overdue" else -1
        moment = datetime.combine(action.due + timedelta(days=days), datetime.min.time(), UTC) + timedelta(hours=5)
        with time_machine.travel(moment):
            remind_of_overdue_actions()
            drain(as_of=moment)
            assert mails(action, "sent").latest("due_at").mail_subject.startswith(subject)

    def test_a_settled_action_is_not_mailed(self, action, world):
        nudge_owners(actor=world.secretary, actions=[action])
        row = mails(action).get(kind=action_planning.NUDGE)
        finish_action(actor=world.member_a, action=action, version=1)
        OutboxMessage.objects.filter(pk=row.pk).update(state="waiting")
        drain()
        row.refresh_from_db()
        assert row.reason == "The action is settled."

    def test_a_former_owner_is_not_mailed(self, action, world):
        nudge_owners(actor=world.secretary, actions=[action])
        row = mails(action).get(kind=action_planning.NUDGE)
        change(world.secretary, action, owner=world.chair_a)
        OutboxMessage.objects.filter(pk=row.pk).update(state="waiting")
        drain()
        row.refresh_from_db()
        assert row.reason == "This person no longer answers for the action."

    def test_a_moved_date_makes_an_old_reminder_moot(self, action, world):
        row = mails(action).order_by("due_at").first()
        change(world.secretary, action, due=action.due + timedelta(days=60))
        OutboxMessage.objects.filter(pk=row.pk).update(state="waiting")
        drain(as_of=row.due_at + timedelta(minutes=1))
        row.refresh_from_db()
        assert row.reason == "The action was given another date or owner."

    def test_who_wants_no_reminders_gets_none_but_is_told_when_late(self, action, world):
        world.member_a.wants_reminders = False
        world.member_a.save()
        row = mails(action).order_by("due_at").first()
        drain(as_of=row.due_at + timedelta(minutes=1))
        row.refresh_from_db()
        assert row.reason == "This person wants no reminders."

    def test_the_reminder_is_stopped_by_one_press_and_the_nudge_is_not(self, action, world, mailoutbox):
        drain(as_of=mails(action).order_by("due_at").first().due_at + timedelta(minutes=1))
        with transaction.atomic():
            action_planning.plan_nudge(action)
        drain()
        reminder, nudge = (sent.message() for sent in mailoutbox)
        assert reminder["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        stop = reminder["List-Unsubscribe"].strip("<>")
        assert "/accounts/mail/reminders." in stop
        assert f"Stop reminders: {stop}" in mailoutbox[0].body
        assert nudge["List-Unsubscribe"] is None
        assert "Stop reminders" not in mailoutbox[1].body
        # The mail log shows the mail, not the address that is the person's own.
        kept = mails(action, "sent").order_by("pk").first()
        assert stop not in kept.mail_text + kept.mail_html

    def test_a_message_about_nothing_is_skipped(self, action):
        row = mails(action).first()
        OutboxMessage.objects.filter(pk=row.pk).update(subject_id="gone", due_at=datetime.now(UTC))
        drain()
        row.refresh_from_db()
        assert row.state == "skipped"


def test_what_came_of_a_closed_item_is_read_by_its_owner_and_the_secretariat(meeting, world):
    item = meeting.agenda.first()
    item.attribution = Attribution.CLOSED
    item.save()
    action = make_action(meeting, owner=world.member_a, agenda_item=item)
    readers = {name for name, who in world.people.items() if ActionItem.objects.visible_to(who).exists()}
    assert readers == {"member_a", "secretary"}
    assert action.text not in str(action)
