"""Editing a draft and a meeting that was made known; a stale save shows both texts and loses neither."""

import pytest

from meetings.agenda.services.agenda_text import change_agenda
from meetings.calling.services.convening import convene_meeting
from meetings.calling.services.details import change_details
from meetings.calling.services.drafting import AgendaLine, discard_draft
from meetings.calling.services.schedule import cancel_meeting
from meetings.meeting.choices import MeetingState
from tests.factories import appoint, in_days, make_meeting, make_person
from tests.factories.meetings import sitting_in
from tests.meetings.support import fresh, mails, typed, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of):
    return client_of("secretary")


def url(meeting, page="edit") -> str:
    return f"{meeting.get_absolute_url()}{page}/"


def shown(client, meeting, page="edit"):
    return client.get(url(meeting, page))


def send(client, response, meeting, page="edit", do="save", **changes):
    return client.post(url(meeting, page), typed(response.context["form"], **changes) | {"do": do})


class TestDraft:
    @pytest.fixture
    def draft(self, world):
        return make_meeting(
            world.group_a, convened=False, title="Regular meeting", place="Hall 1", when=in_days(10, 10)
        )

    def test_it_opens_as_it_was_saved_and_saving_it_again_changes_nothing(self, client, draft):
        response = shown(client, draft)
        form = response.context["form"]
        assert (form["title"].value(), form["start"].value(), form["end"].value()) == (
            "Regular meeting",
            "10:00",
            "12:00",
        )
        assert len(form["invitees"].value()) == 4
        assert send(client, response, draft, "edit", "draft")["Location"] == draft.get_absolute_url()
        assert fresh(draft).version == draft.version

    def test_changes_are_kept(self, world, client, draft):
        response = send(
            client, shown(client, draft), draft, do="preview", title="Special meeting", agenda="One, 5\nTwo",
            invitees=[world.member_a.public_id], end="13:00",
        )  # fmt: skip
        assert response["Location"] == f"{draft.get_absolute_url()}convene/"
        saved = fresh(draft)
        assert (saved.title, saved.minutes) == ("Special meeting", 180)
        assert [item.title for item in saved.agenda.all()] == ["One", "Two"]
        assert [row.person for row in saved.invitations.standing()] == [world.member_a]

    def test_a_further_group_adds_its_people(self, world, client, draft):
        response = client.post(
            url(draft),
            typed(shown(client, draft).context["form"], further=[world.group_b.slug], title="Typed")
            | {"do": "reload", "shown_people": shown(client, draft).context["form"].shown_people},
        )
        form = response.context["form"]
        assert world.member_b.public_id in form["invitees"].value()
        assert form["title"].value() == "Typed"
        assert not fresh(draft).further_bodies.exists()
        send(client, response, draft)
        assert [link.body for link in fresh(draft).further_bodies.all()] == [world.group_b]

    def test_check_shows_the_clocks_and_saves_nothing(self, client, draft):
        response = send(client, shown(client, draft), draft, do="check", start="11:00", title="Typed")
        assert response.context["times"]["outlook"].starts_at.hour == 6
        assert response.context["form"]["title"].value() == "Typed"
        assert fresh(draft).version == draft.version

    def test_bad_input_comes_back(self, client, draft):
        response = send(client, shown(client, draft), draft, day="2027-02-31", title="Typed")
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["day"]
        assert 'value="2027-02-31"' in response.content.decode()

    def test_who_sits_here_no_longer_can_stay_or_go(self, world, client):
        guest = make_person("Guest of before")
        draft = make_meeting(world.group_a, convened=False, invitees=[world.member_a, guest])
        rows = shown(client, draft).context["form"].invitee_rows()
        assert rows[-1]["name"] == "Guest of before"
        assert rows[-1]["tag"] == "No longer sits here"
        send(client, shown(client, draft), draft, invitees=[world.member_a.public_id])
        assert [row.person for row in fresh(draft).invitations.standing()] == [world.member_a]

    def test_a_stale_save_shows_both_texts_and_keeps_what_was_typed(self, world, client, draft):
        mine = shown(client, draft)
        send(client, shown(client, draft), draft, title="Their title", place="Their hall", agenda="Their item")
        response = send(client, mine, draft, title="My title", place="Hall 1", agenda="My item", note="My note")
        assert response.status_code == 422
        found = {c.label: (c.theirs, c.mine) for c in response.context["form"].conflicts}
        assert found == {
            "Title": ("Their title", "My title"),
            "Place": ("Their hall", "Hall 1"),
            "Agenda": ("Their item", "My item"),
            "Note to invitees": ("", "My note"),
        }
        page = response.content.decode()
        for text in ("Their title", "Their item", "My title", "My item", "My note"):
            assert text in page
        assert fresh(draft).title == "Their title"
        # Whoever saves again has seen both, and means it.
        assert send(client, response, draft).status_code == 302
        assert (fresh(draft).title, fresh(draft).note) == ("My title", "My note")

    def test_text_of_a_conflict_is_escaped(self, client, draft):
        mine = shown(client, draft)
        send(client, shown(client, draft), draft, title="<b>theirs</b>")
        page = send(client, mine, draft, title="<i>mine</i>").content.decode()
        assert "<b>theirs" not in page
        assert "<i>mine" not in page

    def test_convened_in_the_meantime_keeps_what_was_typed(self, world, client, draft):
        mine = shown(client, draft)
        convene_meeting(actor=world.secretary, meeting=draft)
        before = mails(draft)
        response = send(client, mine, draft, title="My title", agenda="My item", day=in_days(12).day.isoformat())
        assert response.status_code == 422
        page = response.content.decode()
        assert "no longer a draft" in page
        assert "My title" in page
        assert "My item" in page
        again = send(client, response, draft)
        assert again.status_code == 422
        assert fresh(draft).title == "Regular meeting"
        assert mails(draft) == before

    def test_a_discarded_draft_leads_back(self, world, client, draft):
        discard_draft(actor=world.secretary, meeting=draft)
        assert shown(client, draft)["Location"] == draft.get_absolute_url()


class TestDetails:
    @pytest.fixture
    def meeting(self, world):
        return make_meeting(world.group_a, title="Regular meeting", note="Old note")

    def test_a_change_is_told_by_mail(self, client, meeting):
        response = send(client, shown(client, meeting), meeting, place="Hall 2", tell="on")
        assert response["Location"] == meeting.get_absolute_url()
        assert fresh(meeting).place == "Hall 2"
        assert waiting(meeting)["update", 0, 0] == 4
        page = client.get(response["Location"]).content.decode()
        assert "The invitees are told of it, and of what else you change until then, in one mail" in page
        assert "Where: Hall 2" in page, "what the mail will say"

    def test_or_not_told_on_purpose(self, client, meeting):
        response = send(client, shown(client, meeting), meeting, title="Regular meetings", tell=None)
        assert fresh(meeting).title == "Regular meetings"
        assert waiting(meeting)["update", 0, 0] == 0
        assert "Nobody is told." in client.get(response["Location"]).content.decode()

    def test_the_box_is_ticked_and_absent_where_nobody_waits(self, world, client, meeting):
        assert shown(client, meeting).context["form"]["tell"].value() is True
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        response = shown(client, meeting)
        assert "tell" not in response.context["form"].fields
        before = mails(meeting)
        assert send(client, response, meeting, note="Late correction").status_code == 302
        assert mails(meeting) == before

    def test_a_stale_save_shows_both_texts(self, world, client, meeting):
        mine = shown(client, meeting)
        values = {"format": "online", "place": "", "link": "", "note": "Their note", "tell": False}
        change_details(actor=world.secretary, meeting=meeting, version=meeting.version, title="Their title", **values)
        response = send(client, mine, meeting, title="My title", tell="on")
        assert response.status_code == 422
        found = {c.label: (c.theirs, c.mine) for c in response.context["form"].conflicts}
        assert found == {"Title": ("Their title", "My title"), "Note to invitees": ("Their note", "Old note")}
        assert send(client, response, meeting).status_code == 302
        assert fresh(meeting).title == "My title"

    def test_bad_input_comes_back(self, client, meeting):
        response = send(client, shown(client, meeting), meeting, link="http://x.example", title="x" * 10_000)
        assert set(response.context["form"].errors) == {"link", "title"}
        assert "x" * 10_000 in response.content.decode()


class TestAgenda:
    @pytest.fixture
    def meeting(self, world):
        return make_meeting(world.group_a)

    def test_lines_are_saved_and_nobody_is_mailed(self, client, meeting):
        before = mails(meeting)
        send(client, shown(client, meeting, "agenda"), meeting, "agenda", agenda="One, 5, Chair\r\nTwo")
        assert [(item.title, item.minutes) for item in meeting.agenda.all()] == [("One", 5), ("Two", None)]
        assert mails(meeting) == before

    def test_a_stale_save_shows_both_texts(self, world, client, meeting):
        mine = shown(client, meeting, "agenda")
        lines = [AgendaLine("Theirs", 10)]
        change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=lines)
        response = send(client, mine, meeting, "agenda", agenda="Mine, 20")
        assert [(c.theirs, c.mine) for c in response.context["form"].conflicts] == [("Theirs, 10", "Mine, 20")]
        assert [item.title for item in meeting.agenda.all()] == ["Theirs"]

    def test_a_line_that_is_too_long_is_named(self, client, meeting):
        response = send(client, shown(client, meeting, "agenda"), meeting, "agenda", agenda="One\n" + "x" * 301)
        assert "Line 2 is too long." in response.content.decode()


class TestInvitees:
    @pytest.fixture
    def meeting(self, world):
        return make_meeting(world.group_a)

    def ids(self, people):
        return [person.public_id for person in people]

    def test_a_preview_says_who_is_mailed_and_mails_nobody(self, world, client, meeting):
        new = appoint(world.group_a, person=make_person("New Person"))
        before = mails(meeting)
        people = [person for person in sitting_in(world.group_a) if person != world.member_a]
        response = send(
            client, shown(client, meeting, "invitees"), meeting, "invitees", "preview", invitees=self.ids(people)
        )
        assert response.status_code == 200
        assert ([p.name for p in response.context["joining"]], response.context["leaving"]) == (
            ["New Person"], [world.member_a],
        )  # fmt: skip
        assert mails(meeting) == before
        done = send(client, response, meeting, "invitees", "save")
        assert "2 people are told by mail" in client.get(done["Location"]).content.decode()
        assert waiting(meeting, recipient=new)["invitation", 0, 0] == 1
        assert waiting(meeting, recipient=world.member_a)["cancellation", 0, 0] == 1

    def test_a_preview_of_no_change_says_so(self, client, meeting):
        response = send(client, shown(client, meeting, "invitees"), meeting, "invitees", "preview")
        assert "Nothing changes." in response.content.decode()

    def test_somebody_must_stay(self, client, meeting):
        response = send(client, shown(client, meeting, "invitees"), meeting, "invitees", invitees=None)
        assert response.status_code == 422
        assert "Somebody must stay invited." in response.content.decode()

    def test_a_stranger_cannot_be_slipped_in(self, world, client, meeting):
        response = send(
            client, shown(client, meeting, "invitees"), meeting, "invitees", invitees=self.ids([world.member_b])
        )
        assert response.status_code == 422
        assert not meeting.invitations.filter(person=world.member_b).exists()

    def test_a_stale_list_shows_both(self, world, client, meeting):
        mine = shown(client, meeting, "invitees")
        send(client, mine, meeting, "invitees", invitees=self.ids([world.member_a]))
        response = send(client, mine, meeting, "invitees", invitees=self.ids([world.chair_a]))
        assert response.status_code == 422
        assert [(c.theirs, c.mine) for c in response.context["form"].conflicts] == [("Member A", "Chair A")]

    def test_not_for_a_cancelled_meeting(self, world, client, meeting):
        cancel_meeting(actor=world.secretary, meeting=meeting, version=meeting.version)
        assert shown(client, meeting, "invitees")["Location"] == meeting.get_absolute_url()
        assert fresh(meeting).state == MeetingState.CANCELLED
