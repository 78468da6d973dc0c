"""The history page and the timeline on an object's page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from councils.seats.models import Appointment
from meetings.calling.services.schedule import cancel_meeting
from rec_portal.audit.models import AuditEvent
from rec_portal.audit.writer import record
from rec_portal.foundation.context import portal
from tests.factories import make_meeting, make_organisation, secretary_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, title="Meeting of the canary")


def text(response) -> str:
    return response.content.decode()


def lines(response) -> list[str]:
    return [line.what for line in response.context["lines"]]


class TestWhoReadsWhat:
    def test_the_secretariat_reads_all_of_its_bodies(self, client_of, meeting):
        assert lines(client_of("secretary").get("/audit/")) == ["Meeting convened", "Meeting drafted"]

    @pytest.mark.parametrize("who", ["member_a", "observer_a"])
    def test_members_read_what_was_marked_for_them(self, client_of, meeting, who):
        assert lines(client_of(who).get("/audit/")) == ["Meeting convened"]

    @pytest.mark.parametrize("who", ["member_b", "other_secretary", "nobody"])
    def test_outsiders_read_nothing_of_it(self, client_of, meeting, who):
        response = client_of(who).get("/audit/")
        assert lines(response) == []
        assert "canary" not in text(response)
        assert "canary" not in text(client_of(who).get(f"/audit/?of=meetings.meeting:{meeting.public_id}"))
        assert lines(client_of(who).get(f"/audit/?body={meeting.body_id}")) == []

    def test_what_belongs_to_no_body_is_for_administrators(self, client_of, world):
        with transaction.atomic():
            record(actor=None, verb="organisation.changed", target=make_organisation(), root_id=None)
        assert lines(client_of("secretary").get("/audit/")) == []
        assert lines(client_of("administrator").get("/audit/")) == ["Organisation changed"]


class TestNarrowed:
    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("", 2), ("?who=secretary", 2), ("?who=nobody", 0), ("?verb=meeting.convened", 1), ("?verb=seat.added", 0),
            ("?about=CANARY", 2), ("?about=else", 0), ("?verb=nonsense", 0), ("?body=999999", 0), ("?body=x", 0),
            ("?since=31.02.2024", 0), ("?since=2024-01-02&until=2024-01-01", 0), ("?after=nonsense", 2), ("?of=x", 0),
        ],
    )  # fmt: skip
    def test_by_who_what_and_about(self, client_of, meeting, query, count):
        secretary = secretary_of(meeting.body)
        secretary.name = "Secretary"
        response = client_of("secretary").get(f"/audit/{query}")
        assert response.status_code == 200
        assert len(lines(response)) == count

    def test_by_body(self, client_of, meeting):
        client = client_of("secretary")
        assert len(lines(client.get(f"/audit/?body={meeting.body_id}"))) == 2
        assert len(lines(client.get(f"/audit/?body={meeting.council_id}"))) == 0

    def test_days_are_those_of_the_reader(self, client_of, world, time_machine):
        """21:00 UTC is two o'clock on the next day in Tashkent."""
        time_machine.move_to(datetime(2024, 11, 20, 21, tzinfo=UTC))
        with transaction.atomic():
            record(actor=None, verb="body.created", target=world.group_a, root_id=world.group_a.pk)
        client = client_of("secretary")
        time_machine.move_to(datetime(2024, 11, 20, 22, tzinfo=UTC))
        for query, count in (
            ("since=2024-11-21&until=2024-11-21", 1),
            ("until=2024-11-20", 0),
            ("since=2024-11-22", 0),
            ("since=20.11.2024", 1),
        ):
            assert len(lines(client.get(f"/audit/?{query}"))) == count, query

    def test_a_wrong_day_is_said_at_its_field(self, client_of, meeting):
        assert "This is not a day in the calendar." in text(client_of("secretary").get("/audit/?since=31.02.2024"))

    def test_pages_by_key(self, client_of, world):
        with transaction.atomic():
            for _number in range(60):
                record(actor=None, verb="body.created", target=world.group_a, root_id=world.group_a.pk)
        client, seen, url = client_of("secretary"), 0, "/audit/?verb=body.created"
        while url:
            response = client.get(url)
            seen += len(lines(response))
            url = response.context["page"].next_url
        assert seen == 60


class TestDifferences:
    def test_fields_and_values_in_words(self, client_of, meeting):
        cancel_meeting(
            actor=secretary_of(meeting.body), meeting=meeting, version=meeting.version, reason="The hall burnt."
        )
        response = client_of("secretary").get("/audit/?verb=meeting.cancelled")
        (line,) = response.context["lines"]
        assert {"label": "state", "old": "Convened", "new": "Cancelled"} in line.changes
        assert (line.reason, line.about) == ("The hall burnt.", "Meeting of the canary")
        assert line.about_url == meeting.get_absolute_url()
        assert line.body == meeting.body.short_name

    def test_what_is_still_called_so_is_named_in_the_readers_language(self, client_of, world):
        body = world.group_a
        body.name_ru = "Группа канареек"
        body.save()
        with transaction.atomic():
            record(actor=None, verb="body.representation_set", target=body, root_id=body.pk)
        world.secretary.language = "ru"
        world.secretary.save()

        def about() -> str:
            return client_of("secretary").get("/audit/?verb=body.representation_set").context["lines"][0].about

        assert about() == "Группа канареек"
        # Called otherwise since: what it was called then stands.
        then, body.name_en = body.name_en, "Renamed since"
        body.save()
        assert about() == then

    def test_instants_and_persons_are_spelled_out(self, client_of, world):
        appointment = Appointment.objects.get(person=world.member_a)
        changes = [
            {"field": "starts_at", "old": None, "new": "2024-11-21 05:00:00+00:00"},
            {"field": "person", "old": None, "new": world.member_a.pk},
            {"field": "seat", "old": 999_999, "new": appointment.seat_id},
            {"field": "is_alternate", "old": False, "new": True},
            {"field": "ends_at", "old": "not a day", "new": None},
            {"field": "unheard_of", "old": 1, "new": 2},
        ]
        with transaction.atomic():
            record(actor=None, verb="appointment.made", target=appointment, root_id=world.group_a.pk, changes=changes)
        (line,) = client_of("secretary").get("/audit/").context["lines"]
        words = {change["label"]: (change["old"], change["new"]) for change in line.changes}
        assert words["beginning of the term"] == ("", "Thursday 21 November 2024, 10:00 Tashkent (UTC+5)")
        assert words["person"] == ("", "Member A")
        assert words["seat"] == ("(not visible to you)", str(appointment.seat))
        assert words["alternate"] == ("no", "yes")
        assert words["end of the term"] == ("not a day", "")
        assert words["unheard of"] == ("1", "2")

    def test_text_that_people_typed_is_escaped(self, client_of, world):
        changes = [{"field": "name_en", "old": "", "new": "<script>alert(1)</script>"}]
        with transaction.atomic():
            record(
                actor=None, verb="x.y", target=world.group_a, root_id=world.group_a.pk, changes=changes, reason="<b>"
            )
        page = text(client_of("secretary").get("/audit/"))
        assert "<script>alert" not in page
        assert "<q><b></q>" not in page

    def test_costs_the_same_for_one_row_and_for_ten(self, client_of, world, django_assert_max_num_queries):
        client, appointments = client_of("administrator"), list(Appointment.objects.all())
        for count in (1, 9):
            with transaction.atomic():
                for number in range(count):
                    appointment = appointments[number % len(appointments)]
                    changes = [{"field": "person", "old": None, "new": appointment.person_id}]
                    record(
                        actor=world.secretary,
                        verb="appointment.made",
                        target=appointment,
                        root_id=world.group_a.pk,
                        changes=changes,
                    )
            with django_assert_max_num_queries(10):
                client.get("/audit/")


class TestTimeline:
    def shown(self, user, row) -> str:
        request = RequestFactory().get("/")
        request.user = user
        context = Context({"request": request, "row": row, **portal(request)})
        return Template("{% load audit %}{% timeline row %}").render(context)

    def test_lists_an_objects_events_newest_first_for_the_reader(self, world, meeting):
        html = self.shown(world.secretary, meeting)
        assert html.index("Meeting convened") < html.index("Meeting drafted")
        assert "Meeting drafted" not in self.shown(world.member_a, meeting)
        assert "Nothing was recorded yet." in self.shown(world.member_b, meeting)

    def test_shows_twenty_and_leads_to_the_rest(self, client_of, world, meeting):
        assert "The whole history" not in self.shown(world.secretary, meeting)
        with transaction.atomic():
            for _number in range(20):
                record(actor=None, verb="meeting.changed", target=meeting, root_id=meeting.body_id)
        html = self.shown(world.secretary, meeting)
        assert html.count("<li>") == 20
        link = f"/audit/?of=meetings.meeting%3A{meeting.public_id}"
        assert link in html
        assert len(lines(client_of("secretary").get(link))) == 22

    def test_costs_one_query_however_much_happened(self, world, meeting, django_assert_max_num_queries):
        self.shown(world.secretary, meeting)
        with django_assert_max_num_queries(2):
            self.shown(world.secretary, meeting)


def test_events_are_dated_by_the_clock():
    with transaction.atomic():
        event = record(actor=None, verb="x.y", target=make_organisation(), root_id=None)
    assert timezone.now() - AuditEvent.objects.get(pk=event.pk).at < timedelta(seconds=5)


def test_a_field_that_changed_many_times_is_named_once():
    changes = [{"label": "invitees", "old": "", "new": name} for name in ("Aida", "Bolot")]
    page = render_to_string("components/difference.html", {"changes": [*changes, {"label": "place", "new": "Hall"}]})
    assert (page.count("<dt>"), page.count("<dd>")) == (2, 3)
