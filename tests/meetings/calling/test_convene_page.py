"""The preview of recipients, and the one press that convenes."""

import pytest
from django.utils import timezone

from meetings.calling.services.drafting import discard_draft
from meetings.meeting.choices import MeetingFormat, MeetingState
from rec_portal.accounts.models import SecretLink
from tests.factories import appoint, in_days, make_meeting, make_person, make_seat
from tests.meetings.support import fresh, typed, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of):
    return client_of("secretary")


@pytest.fixture
def draft(world):
    return make_meeting(world.group_a, convened=False, link="https://meet.example.org/a", when=in_days(10, 10))


def url(meeting) -> str:
    return f"{meeting.get_absolute_url()}convene/"


def press(client, response, meeting):
    return client.post(url(meeting), typed(response.context["form"]))


class TestPreview:
    def test_each_recipient_with_language_and_time_of_their_own(self, world, client, draft):
        world.member_a.language, world.member_a.time_zone = "ru", "America/New_York"
        world.member_a.save()
        rows = {row["name"]: row for row in client.get(url(draft)).context["rows"]}
        assert rows["Member A"]["language"] == "Русский"
        assert "New York" in rows["Member A"]["when"]
        assert rows["Member A"]["night"]
        assert rows["Inactive"]["refused"] == "Account closed"

    def test_the_button_counts_who_can_be_reached(self, world, client, draft):
        assert "Convene and invite 3" in client.get(url(draft)).content.decode()
        world.member_a.mail_refused_at = timezone.now()
        world.member_a.save()
        shown = client.get(url(draft)).content.decode()
        assert "Convene and invite 2" in shown
        assert "2 cannot be reached" in shown

    def test_the_mail_can_be_read_as_one_recipient_gets_it(self, world, client, draft):
        world.member_a.language, world.member_a.time_zone = "ru", "Asia/Bishkek"
        world.member_a.save()
        response = client.get(url(draft), {"letter": world.member_a.public_id})
        letter = response.context["letter"]
        assert "11:00–13:00 Бишкек (UTC+6)" in letter.text
        assert letter.calendar.method == "REQUEST"
        assert "Member A" in response.content.decode()
        # It is a look only: no link was made, nothing waits, the meeting is a draft.
        assert not SecretLink.objects.exists()
        assert not waiting(draft)
        assert fresh(draft).state == MeetingState.DRAFT

    def test_only_of_somebody_who_is_invited(self, world, client, draft):
        for who in (world.member_b.public_id, "nonsense", "\x00", ""):
            response = client.get(url(draft), {"letter": who})
            assert response.status_code == 200
            assert "letter" not in response.context

    def test_vacant_seats_are_listed(self, world, client, draft):
        seat = make_seat(world.group_a)
        assert str(seat) in client.get(url(draft)).content.decode()

    @pytest.mark.parametrize(
        ("fields", "says"),
        [
            ({"link": ""}, "there is no link to join yet"),
            ({"format": MeetingFormat.IN_PERSON, "place": ""}, "There is no place yet."),
            ({"invitees": []}, "Nobody is invited yet."),
            ({"when": in_days(-2)}, "The start lies in the past."),
        ],
    )
    def test_what_is_missing_is_told(self, world, client, fields, says):
        draft = make_meeting(world.group_a, convened=False, **fields)
        assert says in client.get(url(draft)).content.decode()

    @pytest.mark.parametrize("fields", [{"invitees": []}, {"when": in_days(-2)}])
    def test_what_would_be_refused_is_not_offered(self, world, client, fields):
        draft = make_meeting(world.group_a, convened=False, **fields)
        shown = client.get(url(draft)).content.decode()
        assert "Convene and invite" not in shown
        assert f'class="button button-main" href="{draft.get_absolute_url()}edit/"' in shown

    def test_who_has_no_seat_on_that_day_is_marked(self, world, client):
        draft = make_meeting(world.group_a, convened=False, invitees=[make_person("Guest")])
        assert [row["seats"] for row in client.get(url(draft)).context["rows"]] == ["No seat on that day"]

    def test_it_costs_the_same_for_many(self, world, client, draft, django_assert_num_queries):
        with django_assert_num_queries(10):
            client.get(url(draft))
        people = [appoint(world.group_a) for _ in range(15)]
        many = make_meeting(world.group_a, convened=False, invitees=people)
        with django_assert_num_queries(10):
            client.get(url(many))


class TestConvene:
    def test_one_press_invites_everybody(self, client, draft):
        response = press(client, client.get(url(draft)), draft)
        assert response["Location"] == draft.get_absolute_url()
        assert fresh(draft).state == MeetingState.CONVENED
        assert waiting(draft)["invitation", 0, 0] == 4
        assert "3 invitations are on their way" in client.get(response["Location"]).content.decode()

    def test_a_second_press_says_so_and_sends_nothing_twice(self, client, draft):
        shown = client.get(url(draft))
        press(client, shown, draft)
        before = waiting(draft)
        response = press(client, shown, draft)
        assert response["Location"] == draft.get_absolute_url()
        assert "Nobody was mailed twice." in client.get(response["Location"]).content.decode()
        assert waiting(draft) == before
        again = client.get(url(draft))
        assert again["Location"] == draft.get_absolute_url()

    def test_a_draft_edited_since_is_shown_again(self, world, client, draft):
        shown = client.get(url(draft))
        row = fresh(draft)
        row.title, row.version = "Edited since", row.version + 1
        row.save()
        response = press(client, shown, draft)
        assert response.status_code == 422
        assert "was changed since you opened this page" in response.content.decode()
        assert "Edited since" in response.content.decode()
        assert fresh(draft).state == MeetingState.DRAFT
        assert "Nobody is invited yet." not in response.content.decode()
        # What is shown now is what the next press confirms.
        assert press(client, response, draft).status_code == 302
        assert fresh(draft).state == MeetingState.CONVENED

    def test_a_draft_emptied_since_says_both(self, client, draft):
        shown = client.get(url(draft))
        row = fresh(draft)
        row.invitations.all().delete()
        row.version += 1
        row.save()
        response = press(client, shown, draft)
        assert response.status_code == 422
        assert "was changed since you opened this page" in response.content.decode()
        assert "Nobody is invited yet." in response.content.decode()

    def test_nobody_invited_is_refused_with_the_way_out(self, world, client):
        draft = make_meeting(world.group_a, convened=False, invitees=[])
        response = press(client, client.get(url(draft)), draft)
        assert response.status_code == 422
        assert "Choose at least one person." in response.content.decode()
        assert f"{draft.get_absolute_url()}edit/" in response.content.decode()

    def test_a_start_in_the_past_is_refused(self, world, client):
        draft = make_meeting(world.group_a, convened=False, when=in_days(-1))
        response = press(client, client.get(url(draft)), draft)
        assert response.status_code == 422
        assert "lies in the past" in response.content.decode()

    def test_a_discarded_draft_leads_back(self, world, client, draft):
        discard_draft(actor=world.secretary, meeting=draft)
        response = client.get(url(draft))
        assert response["Location"] == draft.get_absolute_url()
        assert "Discarded" in client.get(draft.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
    def test_a_version_that_is_none_convenes_nothing(self, client, draft, version):
        assert client.post(url(draft), {"version": version}).status_code == 422
        assert fresh(draft).state == MeetingState.DRAFT

    def test_many_people_are_told_at_the_cost_of_few_queries(self, world, client, django_assert_max_num_queries):
        people = [appoint(world.group_a, person=make_person()) for _ in range(30)]
        draft = make_meeting(world.group_a, convened=False, invitees=people)
        shown = client.get(url(draft))
        with django_assert_max_num_queries(40):
            press(client, shown, draft)
        assert waiting(draft)["reminder", 0, 60] == 30
