"""The mail log and its acts, as the secretariat and everybody else meet them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from rec_portal.outbox import heartbeat, reasons
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories import make_organisation
from tests.outbox.notices import BULK, make_crowd, plan

pytestmark = pytest.mark.django_db
OUTSIDERS = ["nobody", "member_a", "member_b", "chair_a", "observer_a"]


@pytest.fixture
def sent(world, sink) -> OutboxMessage:
    """One message to a member of group a, about an organisation, as it was sent."""
    payload = {"calendar": True, "link": "https://portal.example.org/rsvp/" + "s" * 43}
    (row,) = plan(world.member_a, root_id=world.group_a.pk, payload=payload)
    drain()
    row.refresh_from_db()
    return row


def text(response) -> str:
    return response.content.decode()


class TestList:
    def test_secretary_and_administrator_read_it(self, client_of, sent):
        for who in ("secretary", "administrator"):
            response = client_of(who).get("/mail/")
            assert response.status_code == 200
            assert "Member A" in text(response)
            assert "Test notice" in text(response)
            assert "Sent" in text(response)

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_others_find_nothing(self, client_of, sent, who):
        assert client_of(who).get("/mail/").status_code == 404
        assert client_of(who).get(sent.get_absolute_url()).status_code == 404
        assert client_of(who).get(f"{sent.get_absolute_url()}html/").status_code == 404
        assert client_of(who).post(f"{sent.get_absolute_url()}resend/").status_code == 404
        assert "/mail/" not in text(client_of(who).get("/audit/"))

    def test_another_councils_secretary_sees_only_their_own(self, client_of, sent):
        assert "Member A" not in text(client_of("other_secretary").get("/mail/"))
        assert client_of("other_secretary").get(sent.get_absolute_url()).status_code == 404

    def test_account_mail_is_for_administrators(self, client_of, world, sink):
        (row,) = plan(world.member_a)
        assert client_of("secretary").get(row.get_absolute_url()).status_code == 404
        assert client_of("administrator").get(row.get_absolute_url()).status_code == 200

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", True), ("?state=sent", True), ("?state=dead", False), ("?kind=tests.plain", True),
            ("?kind=tests.bulk", False), ("?to=member a", True), ("?to=MEMBER.A", True), ("?to=nobody", False),
            ("?state=nonsense", False), ("?after=nonsense", True), ("?about=nothing", False), ("?to=%00", False),
        ],
    )  # fmt: skip
    def test_narrowed(self, client_of, sent, query, found):
        response = client_of("secretary").get(f"/mail/{query}")
        assert response.status_code == 200
        assert (sent.get_absolute_url() in text(response)) == found

    def test_about_one_object(self, client_of, sent):
        assert sent.get_absolute_url() in text(client_of("secretary").get(f"/mail/?about={sent.subject_id}"))

    def test_pages_by_key(self, client_of, world):
        plan(*make_crowd(60), root_id=world.group_a.pk)
        client, seen, url = client_of("secretary"), [], "/mail/?state=waiting"
        while url:
            response = client.get(url)
            seen += [line.url for line in response.context["lines"]]
            url = response.context["page"].next_url
        assert len(seen) == len(set(seen)) == 60

    def test_what_is_planned_for_later_stands_apart_the_next_one_first(self, client_of, world, sent):
        now = timezone.now()
        rows = [plan(world.member_a, root_id=world.group_a.pk, due_at=now + timedelta(days=n))[0] for n in (2, 1)]
        client = client_of("secretary")

        def shown(query: str = "") -> list[str]:
            return [line.url for line in client.get(f"/mail/{query}").context["lines"]]

        assert shown() == [sent.get_absolute_url()]
        assert shown("?state=planned") == [row.get_absolute_url() for row in reversed(rows)]
        assert len(shown("?state=waiting")) == 2
        assert shown(f"?about={rows[0].subject_id}") == [rows[0].get_absolute_url()]
        # A reminder withdrawn before its time came does not stand above what went out today.
        OutboxMessage.objects.filter(pk=rows[0].pk).update(state="cancelled", settled_at=now)
        assert shown() == [sent.get_absolute_url()]
        assert shown("?state=cancelled") == shown(f"?about={rows[0].subject_id}") == [rows[0].get_absolute_url()]

    def test_costs_the_same_for_one_row_and_for_ten(self, client_of, world, django_assert_max_num_queries):
        client = client_of("secretary")
        for count in (1, 9):
            plan(*make_crowd(count), root_id=world.group_a.pk)
            with django_assert_max_num_queries(7):
                client.get("/mail/")

    def test_says_when_the_scheduler_last_ran_and_alarms_after_three_minutes(self, client_of):
        client = client_of("secretary")
        assert "The scheduler is silent" in text(client.get("/mail/"))
        heartbeat.note_tick(timezone.now() - timedelta(seconds=20))
        assert "The scheduler last ran 2" in text(client.get("/mail/"))
        heartbeat.note_tick(timezone.now() - timedelta(seconds=80))
        assert "The scheduler last ran 1 min ago." in text(client.get("/mail/"))
        assert "The scheduler is silent" not in text(client.get("/mail/"))
        heartbeat.note_tick(timezone.now() - timedelta(seconds=181))
        assert "The scheduler is silent" in text(client.get("/mail/"))

    def test_counts_what_waits_and_what_failed(self, client_of, world):
        rows = plan(*make_crowd(3), root_id=world.group_a.pk)
        plan(*make_crowd(1), root_id=world.group_a.pk, due_at=timezone.now() + timedelta(days=1))
        OutboxMessage.objects.filter(pk=rows[0].pk).update(state="dead", settled_at=timezone.now())
        summary = client_of("secretary").get("/mail/").context["summary"]
        assert (str(summary.waiting), str(summary.failed)) == ("2", "1")


class TestMessage:
    def test_reads_as_it_was_sent(self, client_of, sent):
        page = text(client_of("secretary").get(sent.get_absolute_url()))
        for shown in (sent.mail_subject, sent.message_id, "member.a", "BEGIN:VCALENDAR", "Send again", "Organisation"):
            assert shown in page
        assert "rsvp/sss" not in page

    def test_the_html_is_served_alone_and_can_do_nothing(self, client_of, sent):
        response = client_of("secretary").get(f"{sent.get_absolute_url()}html/")
        assert sent.mail_html in text(response)
        policy = response["Content-Security-Policy"]
        assert "sandbox allow-popups" in policy
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert response["Cache-Control"] == "private, no-store"

    def test_before_it_is_sent_there_is_nothing_to_read(self, client_of, world):
        (row,) = plan(world.member_a, root_id=world.group_a.pk)
        assert "The text is written when the message goes out" in text(
            client_of("secretary").get(row.get_absolute_url())
        )
        assert client_of("secretary").get(f"{row.get_absolute_url()}html/").status_code == 404
        assert "Send again" not in text(client_of("secretary").get(row.get_absolute_url()))

    def test_what_it_is_about_is_a_link_only_for_whoever_may_see_it(self, client_of, world):
        subject = make_organisation(name_en="Partner", short_name_en="Partner")
        (row,) = plan(world.member_a, subject=subject, root_id=world.group_a.pk)
        page = text(client_of("secretary").get(row.get_absolute_url()))
        assert f'href="{subject.get_absolute_url()}"' in page

    def test_costs_the_same_however_much_was_sent(self, client_of, world, sent, django_assert_max_num_queries):
        client = client_of("secretary")
        with django_assert_max_num_queries(7):
            client.get(sent.get_absolute_url())

    @pytest.mark.parametrize("state", ["waiting", "sending", "sent", "skipped", "dead", "cancelled"])
    def test_every_state_has_its_page(self, client_of, sent, state):
        values = {"state": state, "retry_at": timezone.now(), "reason": str(reasons.NOT_NOW), "server_reply": "451 <b>"}
        OutboxMessage.objects.filter(pk=sent.pk).update(**values)
        page = text(client_of("secretary").get(sent.get_absolute_url()))
        assert "451 &lt;b&gt;" in page
        assert ("Put aside" in page) == (state == "dead")
        assert ("Send again" in page) == (state in ("sent", "skipped", "dead"))


class TestActs:
    def test_send_again_leads_to_the_new_message(self, client_of, sent):
        client = client_of("secretary")
        response = client.post(f"{sent.get_absolute_url()}resend/", follow=True)
        repeated = OutboxMessage.objects.exclude(pk=sent.pk).get()
        assert response.redirect_chain[0][0] == repeated.get_absolute_url()
        assert "The message is sent again." in text(response)
        assert "It was sent again" in text(client.get(sent.get_absolute_url()))

    def test_a_refusal_says_why(self, client_of, sent):
        OutboxMessage.objects.filter(pk=sent.pk).update(not_after=datetime(2024, 1, 1, tzinfo=UTC))
        response = client_of("secretary").post(f"{sent.get_absolute_url()}resend/", follow=True)
        assert str(reasons.TOO_LATE) in text(response)
        assert OutboxMessage.objects.count() == 1

    def test_put_aside_and_all_again(self, client_of, sent, world):
        rows = [sent, *plan(*make_crowd(2), root_id=world.group_a.pk)]
        OutboxMessage.objects.update(state="dead", settled_at=timezone.now())
        client = client_of("secretary")
        assert "Send all failed ones again" in text(client.get("/mail/"))
        response = client.post(f"{rows[0].get_absolute_url()}put-aside/", follow=True)
        assert "The message was put aside." in text(response)
        response = client.post("/mail/send-failed-again/", follow=True)
        assert "2 messages are sent again." in text(response)
        assert OutboxMessage.objects.filter(state="waiting").count() == 2

    @pytest.mark.parametrize("act", ["resend/", "put-aside/"])
    def test_looking_never_acts(self, client_of, sent, act):
        assert client_of("secretary").get(f"{sent.get_absolute_url()}{act}").status_code == 405
        assert client_of("secretary").get("/mail/send-failed-again/").status_code == 405

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_only_for_whoever_reads_the_log(self, client_of, who):
        assert client_of(who).post("/mail/send-failed-again/").status_code == 404


class TestSendDueAsOf:
    TIME = {"day": "2024-11-29", "time": "10:00"}

    @pytest.fixture
    def demo(self, settings):
        settings.OUTBOX_TIME_TRAVEL = True

    def test_is_for_the_demo_only(self, client_of):
        client = client_of("secretary")
        assert client.get("/mail/send-due/").status_code == 404
        assert client.post("/mail/send-due/", self.TIME).status_code == 404
        assert "Send what is due as of" not in text(client.get("/mail/"))

    def test_what_went_out_ahead_of_its_time_does_not_stand_above_what_came_later(self, client_of, world, demo):
        now = timezone.now()
        ahead, today = (
            plan(world.member_a, root_id=world.group_a.pk, due_at=due)[0] for due in (now + timedelta(days=8), now)
        )
        OutboxMessage.objects.filter(pk=ahead.pk).update(state="sent", settled_at=now - timedelta(minutes=1))
        shown = [line.url for line in client_of("secretary").get("/mail/").context["lines"]]
        assert shown == [today.get_absolute_url(), ahead.get_absolute_url()]
        plan(*make_crowd(30), root_id=world.group_a.pk)
        second = client_of("secretary").get(client_of("secretary").get("/mail/").context["page"].next_url)
        assert [line.url for line in second.context["lines"]][-2:] == shown

    def test_offers_a_time_in_eight_days(self, client_of, demo):
        page = client_of("secretary").get("/mail/")
        there = timezone.now() + timedelta(days=8, hours=5)
        assert f'value="{there:%Y-%m-%d}"' in text(page)

    @pytest.mark.parametrize("who", OUTSIDERS)
    def test_is_for_whoever_reads_the_log(self, client_of, demo, who):
        assert client_of(who).post("/mail/send-due/", self.TIME).status_code == 404

    def test_a_day_that_does_not_exist_is_said_at_the_field(self, client_of, demo):
        response = client_of("secretary").post("/mail/send-due/", self.TIME | {"day": "2024-02-31"})
        assert response.status_code == 422
        assert "This is not a day in the calendar." in text(response)
        assert 'value="10:00"' in text(response)

    def test_calls_the_worker_and_shows_what_it_did(self, client_of, demo, world, sink):
        as_of = timezone.now() + timedelta(days=8)
        plan(*make_crowd(3), kind=BULK, root_id=world.group_a.pk, due_at=timezone.now() + timedelta(days=7))
        client = client_of("secretary")
        there = as_of + timedelta(hours=5)
        asked = client.post("/mail/send-due/", {"day": f"{there:%Y-%m-%d}", "time": f"{there:%H:%M}"})
        page = client.get(asked.url)
        assert "Still waiting: 3." in text(page)
        assert "hx-trigger" in text(page)
        drain(as_of=as_of)  # what the worker does when the bell has reached it
        page = text(client.get(asked.url, headers={"HX-Request": "true"}))
        assert "has been dealt with" in page
        assert page.count("tag-ok") == 3
        assert "<html" not in page

    def test_says_when_the_worker_seems_to_be_away(self, client_of, demo, world):
        plan(*make_crowd(1), root_id=world.group_a.pk)
        now = timezone.now()
        query = {"as_of": now.isoformat(), "asked_at": (now - timedelta(minutes=2)).isoformat()}
        assert "Is it running?" in text(client_of("secretary").get("/mail/send-due/", query))

    @pytest.mark.parametrize("query", ["?as_of=x&asked_at=y", "?as_of=2024-01-01&asked_at=2024-01-01", "?as_of=1"])
    def test_an_address_typed_wrongly_shows_the_form(self, client_of, demo, query):
        response = client_of("secretary").get(f"/mail/send-due/{query}")
        assert response.status_code == 200
        assert "Time in Tashkent" in text(response)

    def test_a_broker_that_is_away_is_said_on_the_page(self, client_of, demo, no_broker):
        response = client_of("secretary").post("/mail/send-due/", self.TIME)
        assert response.status_code == 422
        assert "The worker cannot be called now." in text(response)
