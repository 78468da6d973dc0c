"""A new meeting on one page: what is filled in, what follows a change of group, what comes back after bad input."""

import pytest

from councils.bodies.choices import BodyKind
from meetings.meeting.choices import MeetingFormat, MeetingState
from meetings.meeting.models import Meeting
from rec_portal.outbox.models import OutboxMessage
from tests.factories import appoint, in_days, make_meeting, make_seat
from tests.meetings.support import typed

pytestmark = pytest.mark.django_db
URL = "/meetings/new/"
DAY = in_days(20).day.isoformat()
RIGHT_TO_LEFT = "\u202e"


@pytest.fixture
def client(client_of):
    return client_of("secretary")


def page(client, body, **query):
    return client.get(URL, {"body": body.slug, **query})


def send(client, response, do="draft", **changes):
    return client.post(URL, typed(response.context["form"], **changes) | {"do": do})


class TestFilledIn:
    def test_the_group_its_people_and_a_title(self, world, client):
        form = page(client, world.group_a).context["form"]
        assert form["body"].value() == world.group_a.slug
        assert form["title"].value() == f"Meeting of {world.group_a.short_name}"
        assert (form["day"].value(), form["start"].value(), form["end"].value()) == ("", "10:00", "12:00")
        assert form["time_zone"].value() == "Asia/Tashkent"
        assert set(form["invitees"].value()) == {
            person.public_id for person in (world.member_a, world.observer_a, world.chair_a)
        }

    def test_a_working_group_comes_first(self, world, client):
        form = client.get(URL).context["form"]
        assert (
            form["body"].value() == world.council.bodies.filter(kind=BodyKind.WORKING_GROUP).order_by("order")[0].slug
        )

    def test_from_the_last_meeting(self, world, client):
        last = make_meeting(
            world.group_a, when=in_days(5, 15, 90, "Asia/Bishkek"), format=MeetingFormat.HYBRID, place="Bishkek",
            link="https://meet.example.org/a", title="Second meeting", note="Bring comments.",
        )  # fmt: skip
        form = page(client, world.group_a).context["form"]
        values = {name: form[name].value() for name in ("start", "end", "time_zone", "format", "place", "link")}
        assert values == {
            "start": "15:00", "end": "16:30", "time_zone": "Asia/Bishkek", "format": "hybrid", "place": "Bishkek",
            "link": "https://meet.example.org/a",
        }  # fmt: skip
        assert form["agenda"].value().startswith("Opening and adoption of the agenda, 10, Chair\n")
        assert (form["day"].value(), form["note"].value()) == ("", "")
        assert form["title"].value() != last.title

    def test_from_an_empty_page(self, world, client):
        make_meeting(world.group_a, place="Bishkek")
        form = page(client, world.group_a, **{"from": "empty"}).context["form"]
        assert (form["place"].value(), form["agenda"].value()) == ("", "")

    def test_a_vacant_seat_is_shown_as_vacant(self, world, client):
        make_seat(world.group_b)
        rows = page(client, world.group_b).context["form"].invitee_rows()
        assert [row["tag"] for row in rows if not row["value"]] == ["Vacant"]

    def test_a_group_one_does_not_run_is_not_found(self, world, client):
        assert page(client, world.other_council).status_code == 404
        assert client.get(URL, {"body": "nonsense"}).status_code == 404


class TestSave:
    def test_a_draft_is_saved_and_nobody_is_told(self, world, client):
        shown = page(client, world.group_a)
        response = send(client, shown, day=DAY, agenda="Opening, 10, Chair\r\nClosing", place="Tashkent", note="a\r\nb")
        meeting = Meeting.objects.get()
        assert response["Location"] == meeting.get_absolute_url()
        assert (meeting.state, meeting.body, meeting.note) == (MeetingState.DRAFT, world.group_a, "a\nb")
        assert [item.title for item in meeting.agenda.all()] == ["Opening", "Closing"]
        assert meeting.invitations.count() == 3
        assert not OutboxMessage.objects.exists()

    def test_save_and_preview_leads_to_the_preview(self, world, client):
        response = send(client, page(client, world.group_a), do="preview", day=DAY)
        assert response["Location"] == f"{Meeting.objects.get().get_absolute_url()}convene/"

    def test_the_device_is_told_to_forget_what_it_kept(self, world, client):
        response = send(client, page(client, world.group_a), day=DAY)
        shown = client.get(response["Location"]).content.decode()
        assert f'data-draft-clear="meeting-new-{world.group_a.slug}"' in shown

    def test_fewer_people(self, world, client):
        send(client, page(client, world.group_a), day=DAY, invitees=[world.member_a.public_id])
        assert [row.person for row in Meeting.objects.get().invitations.all()] == [world.member_a]

    def test_nobody_is_allowed_for_a_draft(self, world, client):
        assert send(client, page(client, world.group_a), day=DAY, invitees=None).status_code == 302
        assert not Meeting.objects.get().invitations.exists()

    def test_a_joint_meeting(self, world, client):
        shown = page(client, world.group_a, further=world.group_b.slug)
        assert world.member_b.public_id in shown.context["form"]["invitees"].value()
        send(client, shown, day=DAY)
        meeting = Meeting.objects.get()
        assert [link.body for link in meeting.further_bodies.all()] == [world.group_b]
        assert meeting.invitations.filter(person=world.member_b).exists()

    def test_past_midnight(self, world, client):
        day, after = in_days(20).day, in_days(21).day
        shown = page(client, world.group_a)
        refused = send(client, shown, day=day.isoformat(), start="22:00", end="01:00")
        assert list(refused.context["form"].errors) == ["end"]
        send(client, shown, day=day.isoformat(), start="22:00", end="01:00", end_day=after.isoformat())
        assert Meeting.objects.get().minutes == 180

    def test_the_second_of_two_times(self, world, client):
        twice = {"day": "2027-10-31", "start": "02:30", "end": "04:00", "time_zone": "Europe/Vienna"}
        refused = send(client, page(client, world.group_a), **twice, title="Typed")
        assert refused.status_code == 422
        assert list(refused.context["form"].errors) == ["second_time"]
        shown = refused.content.decode()
        assert "the second time (UTC+1)" in shown
        assert 'value="Typed"' in shown
        send(client, refused, **twice, second_time="second", title="Typed")
        meeting = Meeting.objects.get()
        assert (meeting.wall_second, meeting.starts_at.hour, meeting.minutes) == (True, 1, 90)


class TestBadInput:
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("day", "2027-02-31"),
            ("day", ""),
            ("end", "09:00"),
            ("end", "10:00"),
            ("title", "x" * 10_000),
            ("title", f"Meeting {RIGHT_TO_LEFT}gniteem"),
            ("title", "Meeting \x07"),
            ("title", ""),
            ("place", "Hall \x00"),
            ("link", "http://meet.example.org"),
            ("link", "javascript:alert(1)"),
            ("note", f"a {RIGHT_TO_LEFT} b"),
            ("agenda", "Opening, 10\n" + "x" * 301),
            ("agenda", f"Opening{RIGHT_TO_LEFT}"),
            ("time_zone", "Mars/Olympus"),
            ("format", "telepathy"),
        ],
    )
    def test_a_message_at_the_field_and_all_that_was_typed(self, world, client, field, value):
        good = {"day": DAY, "place": "Kept place", "note": "Kept note", "agenda": "Kept item, 5"}
        response = send(client, page(client, world.group_a), **(good | {field: value}))
        assert response.status_code == 422
        form = response.context["form"]
        assert list(form.errors) == [field]
        shown = response.content.decode()
        assert str(form.errors[field][0]).replace("'", "&#x27;").replace('"', "&quot;") in shown
        for name, kept in good.items():
            assert form[name].value() == (value if name == field else kept)
        assert not Meeting.objects.exists()

    def test_a_time_the_clock_skips(self, world, client):
        skipped = {"day": "2027-03-28", "start": "02:30", "end": "04:00", "time_zone": "Europe/Vienna"}
        response = send(client, page(client, world.group_a), **skipped)
        assert "03:30" in response.context["form"].errors["start"][0]

    def test_somebody_who_does_not_sit_here_is_not_invited(self, world, client):
        for who in (world.member_b, world.nobody, world.other_secretary):
            response = send(client, page(client, world.group_a), day=DAY, invitees=[who.public_id])
            assert list(response.context["form"].errors) == ["invitees"]
        assert not Meeting.objects.exists()

    def test_a_body_of_another_council_does_not_join(self, world, client_of):
        appoint(world.other_council, "secretary", world.secretary)
        client = client_of("secretary")
        response = page(client, world.group_a, further=world.other_council.slug)
        assert response.context["form"]["further"].value() == []
        response = send(client, response, day=DAY, further=[world.other_council.slug])
        assert response.status_code == 422
        assert not Meeting.objects.exists()

    def test_markup_in_a_title_is_text(self, world, client):
        send(client, page(client, world.group_a), day=DAY, title="<script>alert(1)</script>")
        shown = client.get(Meeting.objects.get().get_absolute_url()).content.decode()
        assert "<script>alert" not in shown
        assert "&lt;script&gt;alert" in shown


class TestAnotherGroup:
    def test_untouched_fields_follow_and_typed_ones_stay(self, world, client):
        make_meeting(world.group_b, place="Hall of b", when=in_days(4, 14))
        shown = page(client, world.group_a)
        response = send(client, shown, do="reload", body=world.group_b.slug, day=DAY, note="Typed note", end="11:00")
        form = response.context["form"]
        assert form["title"].value() == f"Meeting of {world.group_b.short_name}"
        assert form["place"].value() == "Hall of b"
        assert (form["day"].value(), form["note"].value()) == (DAY, "Typed note")
        assert (form["start"].value(), form["end"].value()) == ("14:00", "11:00")
        assert form["invitees"].value() == [world.member_b.public_id]
        assert Meeting.objects.count() == 1

    def test_a_title_of_ones_own_stays(self, world, client):
        response = send(client, page(client, world.group_a), do="reload", body=world.group_b.slug, title="Own title")
        assert response.context["form"]["title"].value() == "Own title"

    def test_another_start_fills_the_agenda_anew(self, world, client):
        make_meeting(world.group_a)
        shown = page(client, world.group_a)
        emptied = send(client, shown, do="reload", start_from="empty", day=DAY)
        assert (emptied.context["form"]["agenda"].value(), emptied.context["form"]["day"].value()) == ("", DAY)
        back = send(client, emptied, do="reload", start_from="last")
        assert back.context["form"]["agenda"].value().startswith("Opening")

    def test_a_further_group_adds_its_people_and_keeps_the_ticks(self, world, client):
        shown = page(client, world.group_a)
        only = [world.member_a.public_id]
        response = send(client, shown, do="reload", further=[world.group_b.slug], invitees=only)
        assert set(response.context["form"]["invitees"].value()) == {*only, world.member_b.public_id}
        back = send(client, response, do="reload", further=None)
        assert back.context["form"]["invitees"].value() == only

    def test_without_scripts_a_changed_group_is_shown_before_it_is_saved(self, world, client):
        response = send(client, page(client, world.group_a), day=DAY, body=world.group_b.slug)
        assert response.status_code == 422
        assert response.context["form"]["invitees"].value() == [world.member_b.public_id]
        assert not Meeting.objects.exists()
        assert send(client, response).status_code == 302
        assert Meeting.objects.get().body == world.group_b

    def test_a_page_whose_origin_was_tampered_with_keeps_what_was_typed(self, world, client):
        response = send(client, page(client, world.group_a), day=DAY, title="Typed", shown_body="nonsense")
        assert response.status_code == 422
        assert response.context["form"]["title"].value() == "Typed"

    def test_check_shows_the_clocks_and_saves_nothing(self, world, client):
        response = send(client, page(client, world.group_a), do="check", day=DAY, title="Typed")
        assert response.context["times"]["outlook"]
        assert "Bishkek" in response.content.decode()
        assert response.context["form"]["title"].value() == "Typed"
        assert not Meeting.objects.exists()


def test_the_page_costs_the_same_for_many_seats(world, client, django_assert_max_num_queries):
    make_meeting(world.group_a)
    for _ in range(10):
        appoint(world.group_a)
    with django_assert_max_num_queries(10):
        page(client, world.group_a)
