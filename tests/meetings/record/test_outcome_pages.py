"""The registers and their pages."""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.agenda.choices import Attribution
from meetings.record.models import ActionItem, Decision
from meetings.record.services.actions import finish_action
from meetings.record.services.decisions import adopt_decisions
from rec_portal.foundation.records import lock
from rec_portal.outbox.models import OutboxMessage
from tests.factories import make_meeting
from tests.factories.records import make_action, make_decision, make_held

pytestmark = pytest.mark.django_db

# Noon in the zone of the readers: by the evening in UTC their day is another one than `date.today()` here.
NOON = datetime(2026, 11, 24, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def meeting(world, frozen):
    return make_held(world.group_a)


def cost_of(client, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def text_of(response) -> str:
    return response.content.decode()


class TestActionRegister:
    def test_mine_come_first_then_by_date(self, client_of, world, meeting):
        texts = {"Later": 9, "Sooner": 3, "Mine": 30}
        for text, days in texts.items():
            owner = world.member_a if text == "Mine" else world.chair_a
            make_action(meeting, text, owner=owner, due=date.today() + timedelta(days=days))
        make_action(meeting, "Undated", owner=world.chair_a, due=None)
        rows = client_of("member_a").get("/actions/").context["rows"]
        assert [row["text"] for row in rows] == ["Mine", "Sooner", "Later", "Undated"]
        assert [row["reports"] for row in rows] == [True, False, False, False]

    def test_pages_follow_each_other_without_a_gap(self, client_of, world, meeting):
        for number in range(30):
            owner = world.member_a if number % 4 == 0 else world.chair_a
            make_action(meeting, f"Action {number}", owner=owner, due=date.today() + timedelta(days=number % 3))
        client = client_of("member_a")
        first = client.get("/actions/").context
        second = client.get(first["page"].next_url).context
        seen = [row["text"] for row in (*first["rows"], *second["rows"])]
        assert len(seen) == len(set(seen)) == 30

    def test_filters(self, client_of, world, meeting):
        late = make_action(meeting, "Late", owner=world.member_a, due=date.today() - timedelta(days=3))
        make_action(meeting, "Nobodys")
        done = make_action(meeting, "Done", owner=world.chair_a)
        finish_action(actor=world.secretary, action=done, version=1)
        make_action(make_held(world.group_b), "Elsewhere", owner=world.member_b)
        client = client_of("secretary")
        for query, expected in {
            "": {"Late", "Nobodys", "Elsewhere"},
            "state=done": {"Done"},
            "state=all": {"Late", "Nobodys", "Done", "Elsewhere"},
            "overdue=on": {"Late"},
            "whose=nobody": {"Nobodys"},
            "whose=mine": set(),
            f"body={world.group_b.slug}": {"Elsewhere"},
            "body=nowhere": set(),
            "state=odd": set(),
        }.items():
            rows = client.get(f"/actions/?{query}").context["rows"]
            assert {row["text"] for row in rows} == expected, query
        row = client.get("/actions/?overdue=on").context["rows"][0]
        assert (row["late"], row["url"]) == (True, late.get_absolute_url())
        assert "3 days late" in row["due"]

    def test_the_owner_is_chosen_or_typed(self, client_of, world, meeting):
        organisation = world.chair_a.appointments.get().seat.organisation
        organisation.name_ru = "Министерство юстиции"
        organisation.save()
        world.observer_a.name = "Айгүл Ёлкина"
        world.observer_a.save()
        make_action(meeting, "Of a person", owner=world.member_a)
        make_action(meeting, "Of an organisation", organisation=organisation)
        make_action(meeting, "Of the observer", owner=world.observer_a)
        client = client_of("chair_a")
        for typed, expected in {
            "Member A": {"Of a person"},
            "member": {"Of a person"},
            "a MEMBER": {"Of a person"},
            "юстиции": {"Of an organisation"},
            "ЁЛКИНА": {"Of the observer"},
            "member юстиции": set(),
            ".*": set(),
            "(": set(),
        }.items():
            rows = client.get("/actions/", {"who": typed}).context["rows"]
            assert {row["text"] for row in rows} == expected, typed
        page = text_of(client.get("/actions/"))
        assert 'list="names-who"' in page
        assert '<option value="Member A"></option>' in page
        # The export and the question to the owners follow the same filter.
        assert "Of the observer" not in client.get("/actions/actions.csv?who=member").content.decode("utf-8-sig")
        rows = client_of("secretary").get("/actions/nudge/?who=member").context["rows"]
        assert [row["text"] for row in rows] == ["Of a person"]

    def test_no_name_of_another_group_is_offered(self, client_of, world):
        assert "Member A" not in text_of(client_of("member_b").get("/actions/"))
        assert "Member B" not in text_of(client_of("member_a").get("/actions/"))

    def test_the_list_costs_the_same_at_one_and_ten_rows(self, client_of, world, meeting):
        counts = []
        for number in (1, 9):
            for _ in range(number):
                make_action(meeting, owner=world.member_a)
            counts.append(cost_of(client_of("member_a"), "/actions/"))
        assert counts[0] == counts[1] <= 12, counts

    def test_progress_on_the_row(self, client_of, world, meeting):
        action = make_action(meeting, owner=world.member_a)
        address = reverse("meetings:action_progress", args=[action.public_id])
        client = client_of("member_a")
        data = {"version": 1, "progress": 30, "progress_note": "Begun", "next": "/actions/?whose=mine"}
        assert client.post(address, data)["Location"] == "/actions/?whose=mine"
        stale = client.post(address, data | {"progress": 50})
        assert stale.status_code == 422
        assert "Somebody else saved this" in text_of(stale)
        assert client.post(address, data | {"version": 2, "next": "//evil.example"})["Location"].startswith("/actions/")
        done = {"version": 2, "progress": 30, "progress_note": "Begun", "do": "finish"}
        assert client.post(address, done).status_code == 302
        assert ActionItem.objects.get().state == "done"

    def test_exports_hold_what_the_filter_shows(self, client_of, world, meeting):
        make_action(meeting, "=1+1", owner=world.member_a)
        make_action(make_held(world.group_b), "Elsewhere", owner=world.member_b)
        client = client_of("member_a")
        sheet = openpyxl.load_workbook(io.BytesIO(client.get("/actions/actions.xlsx").content)).active
        assert [cell.value for cell in sheet[1]][:3] == ["Action", "Owner", "Due"]
        assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["'=1+1"]
        lines = client.get("/actions/actions.csv").content.decode("utf-8-sig")
        assert "'=1+1" in lines
        assert "Elsewhere" not in lines
        assert client.get("/actions/actions.pdf").status_code == 404


class TestAskingOwners:
    def test_a_preview_then_one_press(self, client_of, world, meeting):
        own = make_action(meeting, owner=world.member_a)
        make_action(meeting, "Of nobody")
        client = client_of("secretary")
        page = client.get("/actions/nudge/")
        assert [row["people"] for row in page.context["rows"]] == [["Member A"], []]
        assert not OutboxMessage.objects.filter(kind="meetings.action_nudge").exists()
        answer = client.post("/actions/nudge/?state=", {"action": [own.public_id, "unknown"]})
        assert answer["Location"] == "/actions/?state="
        assert OutboxMessage.objects.filter(kind="meetings.action_nudge").count() == 1

    def test_the_preview_costs_the_same_at_one_and_ten_rows(self, client_of, world, meeting):
        organisation = world.member_a.appointments.get().seat.organisation
        counts = []
        for number in (1, 9):
            for _ in range(number):
                make_action(meeting, organisation=organisation)
            counts.append(cost_of(client_of("secretary"), "/actions/nudge/"))
        assert counts[0] == counts[1] <= 12, counts

    def test_another_councils_secretary_asks_nobody_here(self, client_of, world, meeting):
        own = make_action(meeting, owner=world.member_a)
        client_of("other_secretary").post("/actions/nudge/", {"action": [own.public_id]})
        assert not OutboxMessage.objects.filter(kind="meetings.action_nudge").exists()


class TestForms:
    def test_an_action_is_added_changed_dropped_and_opened_again(self, client_of, world, meeting):
        client = client_of("secretary")
        new = reverse("meetings:new_action", args=[meeting.public_id])
        item = meeting.agenda.first()
        due = (date.today() + timedelta(days=9)).isoformat()
        data = {"text": "Collect", "owner": world.member_a.public_id, "due": due, "agenda_item": item.public_id}
        assert client.post(new, data).status_code == 302
        action = ActionItem.objects.get()
        assert (action.owner, action.agenda_item, action.text) == (world.member_a, item, "Collect")
        page = reverse("meetings:edit_action", args=[action.public_id])
        assert client.get(page).context["form"]["owner"].value() == world.member_a.public_id
        changed = {"version": 1, "text": "Collect all", "owner": world.chair_a.public_id, "due": due}
        assert client.post(page, changed).status_code == 302
        gone = reverse("meetings:drop_action", args=[action.public_id])
        assert client.post(gone, {"version": 2, "reason": "Done elsewhere"}).status_code == 302
        assert "Done elsewhere" in text_of(client.get(action.get_absolute_url()))
        back = reverse("meetings:reopen_action", args=[action.public_id])
        assert client.post(back, {"version": 3}).status_code == 302
        assert ActionItem.objects.get().state == "open"

    def test_an_owner_who_left_stays_a_choice(self, client_of, world, meeting):
        action = make_action(meeting, owner=world.member_b)
        page = client_of("secretary").get(reverse("meetings:edit_action", args=[action.public_id]))
        assert world.member_b.public_id in dict(page.context["form"].fields["owner"].choices)

    def test_a_decision_is_recorded_corrected_and_withdrawn(self, client_of, world, meeting):
        client = client_of("secretary")
        new = reverse("meetings:new_decision", args=[meeting.public_id])
        assert client.post(new, {"kind": "decision"}).status_code == 422
        assert client.post(new, {"kind": "recommendation", "text_ru": "Рекомендует"}).status_code == 302
        decision = Decision.objects.get()
        assert decision.number.endswith("/R.1")
        edit = reverse("meetings:edit_decision", args=[decision.public_id])
        assert client.post(edit, {"version": 1, "text_en": "Recommends", "text_ru": ""}).status_code == 302
        gone = reverse("meetings:withdraw_decision", args=[decision.public_id])
        assert client.post(gone, {"version": 2, "reason": "Twice"}).status_code == 302
        assert "Twice" in text_of(client_of("member_a").get(decision.get_absolute_url()))

    def test_a_joint_meeting_asks_which_group_decided(self, client_of, world):
        joint = make_held(world.group_a, further_bodies=[world.group_b])
        new = reverse("meetings:new_decision", args=[joint.public_id])
        data = {"kind": "decision", "text_en": "Decides", "body": world.group_b.slug}
        assert client_of("secretary").post(new, data).status_code == 302
        assert Decision.objects.get().body == world.group_b

    def test_a_later_decision_replaces_an_earlier_one(self, client_of, world, meeting):
        first = make_decision(meeting)
        adopt_decisions(lock(meeting), actor=world.secretary)
        later = make_decision(make_held(world.group_a, days_ago=1))
        client = client_of("secretary")
        page = reverse("meetings:supersede_decision", args=[first.public_id])
        assert client.post(page, {"version": 2, "later": later.public_id}).status_code == 302
        assert later.number in text_of(client.get(first.get_absolute_url()))
        assert first.number in text_of(client.get(later.get_absolute_url()))

    def test_a_meeting_still_to_come_has_no_outcome(self, client_of, world):
        new = reverse("meetings:new_decision", args=[make_meeting(world.group_a).public_id])
        assert client_of("secretary").post(new, {"kind": "decision", "text_en": "x"}).status_code == 422


class TestDecisionRegister:
    def test_filters(self, client_of, world, meeting):
        make_decision(meeting)
        make_decision(meeting, kind="recommendation")
        make_decision(make_held(world.group_b))
        client, year = client_of("secretary"), meeting.wall_day.year
        for query, number in {
            "": 3,
            "kind=recommendation": 1,
            f"body={world.group_a.slug}": 2,
            f"year={year}": 3,
            "year=1999": 0,
            "year=x": 0,
        }.items():
            assert len(client.get(f"/decisions/?{query}").context["rows"]) == number, query

    def test_the_register_costs_the_same_at_one_and_ten_rows(self, client_of, world, meeting):
        counts = []
        for number in (1, 9):
            for _ in range(number):
                make_decision(meeting)
            counts.append(cost_of(client_of("member_a"), "/decisions/"))
        assert counts[0] == counts[1] <= 12, counts


class TestPanels:
    def test_the_meeting_shows_what_came_of_it_to_whoever_may_read_it(self, client_of, world, meeting):
        closed = meeting.agenda.first()
        closed.attribution = Attribution.CLOSED
        closed.save()
        make_decision(meeting, "Told to all")
        make_decision(meeting, "Kept back", agenda_item=closed)
        make_action(meeting, "Openly asked", owner=world.chair_a)
        make_action(meeting, "Quietly asked", owner=world.chair_a, agenda_item=closed)
        member, secretary = (
            text_of(client_of(who).get(meeting.get_absolute_url())) for who in ("member_a", "secretary")
        )
        for told in ("Told to all", "Openly asked"):
            assert told in member
            assert told in secretary
        for kept in ("Kept back", "Quietly asked"):
            assert kept not in member
            assert kept in secretary

    def test_a_meeting_to_come_has_no_such_panels(self, client_of, world):
        page = text_of(client_of("secretary").get(make_meeting(world.group_a).get_absolute_url()))
        assert "Record a decision" not in page

    def test_decisions_and_actions_cost_the_page_one_query_each_where_there_are_any(self, client_of, world, meeting):
        plain = make_held(world.group_a)
        for _ in range(10):
            make_decision(meeting)
            make_action(meeting, owner=world.chair_a)
        for who in ("member_a", "secretary"):
            client = client_of(who)
            costs = [cost_of(client, row.get_absolute_url()) for row in (plain, meeting)]
            assert costs[0] + 2 == costs[1] <= 12, (who, costs)

    @pytest.mark.parametrize("register", ["decisions", "actions"])
    def test_the_body_leads_to_its_registers(self, client_of, world, register):
        link = f'href="/{register}/?body={world.group_a.slug}"'
        assert link in client_of("member_a").get(world.group_a.get_absolute_url()).content.decode()
        assert link not in client_of("member_b").get(world.group_a.get_absolute_url()).content.decode()


def test_the_closing_page_lists_actions_without_owner_or_date(client_of, world):
    held = make_held(world.group_a, closed=False)
    make_action(held, "Of nobody")
    make_action(held, "Complete", owner=world.member_a)
    page = text_of(client_of("secretary").get(reverse("meetings:close", args=[held.public_id])))
    assert "Of nobody" in page
    assert "Complete" not in page
