import pytest

from meetings.agenda.choices import Attribution, Outcome
from meetings.agenda.models import AgendaItem
from meetings.calling.services.schedule import close_meeting
from meetings.session.models import Session
from meetings.session.presses import Press
from meetings.session.services.consensus import call_consensus, end_consensus
from meetings.session.services.outcomes import record_outcome
from meetings.session.services.session import suspend_session
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from tests.factories.meetings import make_meeting
from tests.factories.sessions import make_session

pytestmark = pytest.mark.django_db

TEXT = "The group agrees on the draft plan."


@pytest.fixture
def meeting(world):
    return make_session(world.group_a)


@pytest.fixture
def item(meeting):
    return AgendaItem.objects.get(meeting=meeting, position=2)


@pytest.fixture
def called(world, item):
    return call_consensus(actor=world.secretary, item=item, text=f"  {TEXT} ")


def events() -> list[str]:
    return list(AuditEvent.objects.filter(verb__contains="consensus").order_by("id").values_list("verb", flat=True))


class TestTheText:
    def test_what_the_room_agreed_to_is_recorded_word_for_word(self, world, meeting, item, called):
        assert (called.consensus_item, called.consensus_text) == (item, TEXT)
        end_consensus(actor=world.secretary, meeting=meeting, item=item, agreed=True)
        item.refresh_from_db()
        session = Session.objects.get(meeting=meeting)
        assert (item.outcome, item.outcome_text) == (Outcome.DECIDED, TEXT)
        assert (session.consensus_item, session.consensus_text, session.consensus_since) == (None, "", None)
        assert events() == ["session.consensus_called", "session.consensus_reached"]
        assert TEXT not in str(list(AuditEvent.objects.filter(verb__contains="consensus").values_list("changes")))

    def test_without_consensus_nothing_is_recorded(self, world, meeting, item, called):
        end_consensus(actor=world.secretary, meeting=meeting, item=item, agreed=False)
        item.refresh_from_db()
        assert (item.outcome, item.outcome_text) == ("", "")
        session = Session.objects.get(meeting=meeting)
        assert (session.asks, session.draft_on(item)) == (False, TEXT)
        assert events() == ["session.consensus_called", "session.consensus_failed"]
        assert call_consensus(actor=world.secretary, item=item, text="Another text").consensus_text == "Another text"

    def test_it_is_fixed_while_it_is_before_the_meeting(self, world, meeting, item, called):
        for text, other in (("Changed", item), (TEXT, AgendaItem.objects.get(meeting=meeting, position=1))):
            with pytest.raises(WrongState, match="already"):
                call_consensus(actor=world.secretary, item=other, text=text)
        with pytest.raises(WrongState, match="before the meeting"):
            record_outcome(actor=world.secretary, item=item, outcome=Outcome.NOTED, text="Changed")
        assert Session.objects.get(meeting=meeting).consensus_text == TEXT

    def test_the_end_of_the_session_takes_it_back(self, world, meeting, item, called):
        close_meeting(actor=world.secretary, meeting=meeting)
        assert not Session.objects.get(meeting=meeting).asks
        item.refresh_from_db()
        assert item.outcome == ""

    def test_an_item_that_leaves_the_meeting_takes_its_text_along(self, world, meeting, item, called):
        item.meeting = make_meeting(world.group_a)
        item.position = 9
        item.save()
        assert not Session.objects.get(meeting=meeting).asks
        other = AgendaItem.objects.get(meeting=meeting, position=1)
        assert call_consensus(actor=world.secretary, item=other, text="Another text").asks


class TestPresses:
    def test_the_same_again_is_no_second_call(self, world, meeting, item, called):
        call_consensus(actor=world.secretary, item=item, text=TEXT)
        assert events() == ["session.consensus_called"]

    def test_sent_twice_is_done_once(self, world, meeting, item, called):
        press = Press("one-press-only", 0)
        end_consensus(actor=world.secretary, meeting=meeting, item=item, agreed=False, press=press)
        again = call_consensus(actor=world.secretary, item=item, text="A second text")
        end_consensus(actor=world.secretary, meeting=meeting, item=item, agreed=True, press=press)
        assert Session.objects.get(pk=again.pk).consensus_text == "A second text"

    def test_who_comes_second_changes_nothing(self, world, meeting, item, called):
        other = AgendaItem.objects.get(meeting=meeting, position=1)
        end_consensus(actor=world.secretary, meeting=meeting, item=other, agreed=True)
        assert Session.objects.get(meeting=meeting).consensus_text == TEXT
        end_consensus(actor=world.secretary, meeting=meeting, item=item, agreed=False)
        end_consensus(actor=world.secretary, meeting=meeting, item=item, agreed=True)
        item.refresh_from_db()
        assert item.outcome == ""


class TestRefusals:
    @pytest.mark.parametrize("who", ["member_a", "observer_a", "administrator", "other_secretary"])
    def test_only_whoever_runs_the_meeting(self, world, meeting, item, called, who):
        with pytest.raises(NotAllowed):
            call_consensus(actor=world.people[who], item=item, text=TEXT)
        with pytest.raises(NotAllowed):
            end_consensus(actor=world.people[who], meeting=meeting, item=item, agreed=True)

    @pytest.mark.parametrize(("text", "said"), [(" ", "Write the text"), ("x" * 4001, "too long")])
    def test_texts(self, world, item, text, said):
        with pytest.raises(InvalidInput, match=said):
            call_consensus(actor=world.secretary, item=item, text=text)

    def test_only_in_session(self, world, meeting, item):
        suspend_session(actor=world.secretary, meeting=meeting)
        with pytest.raises(WrongState):
            call_consensus(actor=world.secretary, item=item, text=TEXT)
        with pytest.raises(WrongState):
            call_consensus(actor=world.secretary, item=make_meeting(world.group_a).agenda.first(), text=TEXT)


class TestThePages:
    @pytest.mark.parametrize(
        ("hide", "readers"),
        [
            ({}, {"secretary", "member_a", "observer_a", "wall"}),
            ({"restricted": True}, {"secretary", "member_a"}),
            ({"attribution": Attribution.CLOSED}, {"secretary"}),
        ],
    )
    def test_who_reads_the_text(self, world, meeting, item, client_of, hide, readers):
        for name, value in hide.items():
            setattr(item, name, value)
        item.save()
        call_consensus(actor=world.secretary, item=item, text=TEXT)
        live = f"{meeting.get_absolute_url()}live/"
        pages = {who: client_of(who).get(live) for who in ("secretary", "member_a", "observer_a")}
        pages["wall"] = client_of("secretary").get(f"{meeting.get_absolute_url()}projector/")
        assert {who for who, page in pages.items() if TEXT in page.content.decode()} == readers
        follows = client_of("observer_a").get(f"{live}now/")
        assert (TEXT in follows.content.decode()) is ("observer_a" in readers)

    def test_by_the_buttons(self, world, meeting, item, client_of):
        client, live = client_of("secretary"), f"{meeting.get_absolute_url()}live/"
        assert client.post(live, {"do": f"call:{item.public_id}", "text": TEXT}).status_code == 302
        assert client.post(live, {"do": f"consensus:{item.public_id}:maybe"}).status_code == 422
        assert client_of("member_a").post(live, {"do": f"consensus:{item.public_id}:agreed"}).status_code == 404
        page = client.get(live).content.decode()
        assert "Agreed: record it as the decision" in page
        assert "Call for consensus on this text" not in page
        client.post(live, {"do": f"consensus:{item.public_id}:none"})
        page = client.get(live).content.decode()
        assert (f">{TEXT}</textarea>" in page, "Call for consensus on this text" in page) == (True, True)
        client.post(live, {"do": f"call:{item.public_id}", "text": TEXT})
        client.post(live, {"do": f"consensus:{item.public_id}:agreed"})
        item.refresh_from_db()
        assert (item.outcome, item.outcome_text) == (Outcome.DECIDED, TEXT)
        client.post(live, {"do": f"call:{item.public_id}", "text": "Quite another text"})
        client.post(live, {"do": f"consensus:{item.public_id}:none"})
        assert not Session.objects.get(meeting=meeting).asks
        assert "Quite another text" not in client.get(live).content.decode(), "an outcome goes before a draft"
