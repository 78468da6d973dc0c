"""What members propose for an agenda, and what becomes of it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from councils.bodies.choices import Office, SeatKind
from councils.bodies.services.bodies import let_observers_propose
from councils.bodies.services.hand_grants import grant_by_hand
from councils.seats.services.appointments import end_appointment
from meetings.agenda.choices import OPEN_PROPOSALS, ProposalState
from meetings.agenda.models import AgendaItem, Proposal
from meetings.agenda.services import proposals as services
from meetings.agenda.services.proposals import (
    MOST_OPEN,
    Wish,
    accept_proposal,
    decline_proposal,
    defer_proposal,
    propose_item,
    seats_to_speak_for,
    withdraw_proposal,
)
from meetings.agenda.workflow import PROPOSAL
from meetings.meeting.choices import MeetingState
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.records import lock
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, Refusal, WrongState
from tests.factories import appoint, make_meeting, make_seat
from tests.factories.actors import ACTORS
from tests.factories.agenda import change_item, make_proposal, titles_for
from tests.meetings.support import fresh, typed

pytestmark = pytest.mark.django_db
P = ProposalState
LEADS_TO = {
    (P.PROPOSED, "accept"): P.ACCEPTED,
    (P.DEFERRED, "accept"): P.ACCEPTED,
    (P.PROPOSED, "defer"): P.DEFERRED,
    (P.PROPOSED, "decline"): P.DECLINED,
    (P.DEFERRED, "decline"): P.DECLINED,
    (P.PROPOSED, "withdraw"): P.WITHDRAWN,
    (P.DEFERRED, "withdraw"): P.WITHDRAWN,
}


@pytest.fixture
def proposal(world):
    return make_proposal(world.group_a, world.member_a, reason="It was asked for.", minutes=20)


def outcome(world, proposal, verb, who) -> str:
    service = getattr(services, f"{verb}_proposal")
    more = {"answer": "Not now."} if verb == "decline" else {}
    with transaction.atomic():
        try:
            return service(actor=world.people[who], proposal=proposal, **more).state
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            transaction.set_rollback(True)


class TestTable:
    def test_it_is_the_one_written_here(self):
        table = {(P(source), move.verb): move.target for move in PROPOSAL.moves.values() for source in move.sources}
        assert table == LEADS_TO

    @pytest.mark.parametrize("state", P)
    def test_every_state_verb_and_person(self, world, proposal, state):
        row = lock(proposal)
        row.state = state
        row.save()
        for verb in PROPOSAL.moves:
            doer = "member_a" if verb == "withdraw" else "secretary"
            for who in ACTORS[1:]:
                expected = str(LEADS_TO.get((state, verb), "WrongState")) if who == doer else "NotAllowed"
                assert outcome(world, row, verb, who) == expected, (state, verb, who)


class TestProposing:
    @pytest.mark.parametrize("who", ["member_a", "chair_a", "observer_a"])
    def test_whoever_sits_here(self, world, who):
        proposal = make_proposal(world.group_a, world.people[who])
        assert (proposal.state, proposal.proposer) == (P.PROPOSED, world.people[who])
        event = AuditEvent.objects.about(world.group_a).get(verb="proposal.made")
        assert not event.for_members
        assert proposal.title not in str(event.changes)

    @pytest.mark.parametrize("who", ["inactive", "nobody", "other_secretary", "member_b", "secretary", "administrator"])
    def test_nobody_else(self, world, who):
        seat = seats_to_speak_for(world.member_a, world.group_a)[0]
        with pytest.raises(NotAllowed):
            propose_item(actor=world.people[who], body=world.group_a, seat=seat, wish=Wish("Mine"))

    def test_not_for_the_seat_of_another(self, world):
        seat = seats_to_speak_for(world.chair_a, world.group_a)[0]
        with pytest.raises(NotAllowed):
            propose_item(actor=world.member_a, body=world.group_a, seat=seat, wish=Wish("Theirs"))

    def test_observers_only_where_the_body_lets_them(self, world):
        let_observers_propose(actor=world.secretary, body=world.group_a, allowed=False)
        world.group_a.refresh_from_db()
        assert seats_to_speak_for(world.observer_a, world.group_a) == []
        assert seats_to_speak_for(world.member_a, world.group_a)
        seat = world.group_a.seats.get(kind=SeatKind.OBSERVING)
        with pytest.raises(NotAllowed):
            propose_item(actor=world.observer_a, body=world.group_a, seat=seat, wish=Wish("Mine"))
        assert AuditEvent.objects.about(world.group_a).filter(verb="body.proposals_changed").count() == 1
        let_observers_propose(actor=world.secretary, body=world.group_a, allowed=False)
        assert AuditEvent.objects.about(world.group_a).filter(verb="body.proposals_changed").count() == 1

    @pytest.mark.parametrize("who", [name for name in ACTORS[1:] if name != "secretary"])
    def test_who_lets_observers_propose(self, world, who):
        with pytest.raises(NotAllowed):
            let_observers_propose(actor=world.people[who], body=world.group_a, allowed=False)

    def test_for_a_meeting_that_still_takes_items(self, world):
        meeting = make_meeting(world.group_a)
        assert make_proposal(world.group_a, world.member_a, meeting=meeting).meeting == meeting
        draft, held = make_meeting(world.group_a, convened=False), make_meeting(world.group_a)
        held.state = MeetingState.CLOSED
        held.save()
        for other in (draft, held, make_meeting(world.group_b)):
            with pytest.raises(InvalidInput):
                make_proposal(world.group_a, world.member_a, meeting=other)

    def test_twenty_at_a_time(self, world):
        for number in range(MOST_OPEN):
            made = make_proposal(world.group_a, world.member_a, f"Wish {number}")
        with pytest.raises(InvalidInput, match="Twenty proposals"):
            make_proposal(world.group_a, world.member_a)
        withdraw_proposal(actor=world.member_a, proposal=made)
        make_proposal(world.group_a, world.member_a)


class TestAnswering:
    def test_accepted_onto_an_agenda(self, world, proposal):
        meeting = make_meeting(world.group_a)
        before = meeting.version
        accepted = accept_proposal(actor=world.secretary, proposal=proposal, version=1, meeting=meeting)
        item = accepted.item
        assert (item.meeting, item.position, item.title, item.minutes) == (meeting, 4, proposal.title, 20)
        assert item.description == "It was asked for."
        assert item.presenter == str(proposal.seat.organisation)
        assert fresh(meeting).version == before + 1

    def test_accepted_into_the_backlog(self, world, proposal):
        accepted = accept_proposal(actor=world.secretary, proposal=proposal)
        assert list(AgendaItem.objects.visible_to(world.secretary).backlog_of(world.group_a)) == [accepted.item]

    def test_not_onto_the_agenda_of_another_group(self, world, proposal):
        with pytest.raises(InvalidInput):
            accept_proposal(actor=world.secretary, proposal=proposal, meeting=make_meeting(world.group_b))
        assert fresh(proposal).state == P.PROPOSED
        assert not AgendaItem.objects.filter(title=proposal.title).exists()

    def test_put_off_and_then_accepted(self, world, proposal):
        deferred = defer_proposal(actor=world.secretary, proposal=proposal, answer="Next year.")
        assert (deferred.state, deferred.answer) == (P.DEFERRED, "Next year.")
        assert accept_proposal(actor=world.secretary, proposal=deferred).state == P.ACCEPTED

    def test_a_refusal_says_why(self, world, proposal):
        with pytest.raises(InvalidInput, match="Say why"):
            decline_proposal(actor=world.secretary, proposal=proposal, answer="  ")
        declined = decline_proposal(actor=world.secretary, proposal=proposal, answer="Outside the mandate.")
        assert (declined.state, declined.answer) == (P.DECLINED, "Outside the mandate.")
        assert declined.decided_at

    def test_two_answers_at_once(self, world, proposal):
        accept_proposal(actor=world.secretary, proposal=proposal, version=1)
        with pytest.raises(Refusal):
            decline_proposal(actor=world.secretary, proposal=proposal, version=1, answer="No.")
        with pytest.raises(WrongState):
            decline_proposal(actor=world.secretary, proposal=proposal, answer="No.")


class TestPages:
    def test_a_member_proposes_for_the_meeting_at_hand(self, world, client_of):
        meeting = make_meeting(world.group_a)
        client = client_of("member_a")
        link = f"{reverse('meetings:propose', args=[world.group_a.slug])}?meeting={meeting.public_id}"
        assert link in client.get(meeting.get_absolute_url()).content.decode()
        form = client.get(link).context["form"]
        assert form["meeting"].value() == meeting.public_id
        response = client.post(link, typed(form, title="Exchange", reason="Asked for.", minutes="15"))
        made = Proposal.objects.get()
        assert response.url == made.get_absolute_url()
        assert (made.meeting, made.minutes, made.proposer) == (meeting, 15, world.member_a)
        assert "Waiting for the secretariat" in client.get(response.url).content.decode()
        assert "Exchange" in client.get(world.group_a.get_absolute_url()).content.decode()

    def test_the_meeting_it_is_for_is_named_while_the_proposer_may_see_it(self, world, client_of):
        meeting = make_meeting(world.group_a, title="Spring meeting")
        wish = make_proposal(world.group_a, world.member_a, "Exchange", meeting=meeting)
        page = client_of("member_a").get(wish.get_absolute_url()).content.decode()
        assert "Spring meeting" in page
        assert meeting.get_absolute_url() in page
        end_appointment(actor=world.secretary, appointment=world.member_a.appointments.get(), reason="Left")
        page = client_of("member_a").get(wish.get_absolute_url()).content.decode()
        assert "Exchange" in page
        assert "Spring meeting" not in page

    @pytest.mark.parametrize("who", ["secretary", "administrator"])
    def test_the_way_is_not_shown_to_whoever_does_not_sit_here(self, world, client_of, who):
        meeting = make_meeting(world.group_a)
        assert "Propose an item" not in client_of(who).get(meeting.get_absolute_url()).content.decode()
        assert "Propose an item" not in client_of(who).get(world.group_a.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("right", ["see_body", "decide_body"])
    def test_nor_to_whoever_reads_by_a_grant_alone(self, world, client_of, right):
        meeting = make_meeting(world.group_a)
        until = timezone.now() + timedelta(days=3)
        grant_by_hand(
            actor=world.administrator,
            body=world.group_a,
            person=world.nobody,
            permission=right,
            reason="A guest for three days.",
            expires_at=until,
        )
        grant_by_hand(
            actor=world.administrator,
            body=world.group_a,
            person=world.nobody,
            permission="see_body",
            reason="A guest for three days.",
            expires_at=until,
        )
        client = client_of("nobody")
        for address in (meeting.get_absolute_url(), world.group_a.get_absolute_url()):
            page = client.get(address)
            assert page.status_code == 200
            assert "Propose an item" not in page.content.decode()
        assert client.get(reverse("meetings:propose", args=[world.group_a.slug])).status_code == 404

    def test_but_to_whoever_sits_here_and_holds_a_grant_beside(self, world, client_of):
        meeting = make_meeting(world.group_a)
        grant_by_hand(
            actor=world.administrator,
            body=world.group_a,
            person=world.member_a,
            permission="see_body",
            reason="By mistake.",
            expires_at=timezone.now() + timedelta(days=3),
        )
        assert "Propose an item" in client_of("member_a").get(meeting.get_absolute_url()).content.decode()

    def test_nor_to_observers_where_they_may_not(self, world, client_of):
        let_observers_propose(actor=world.secretary, body=world.group_a, allowed=False)
        meeting = make_meeting(world.group_a)
        for who, shown in (("observer_a", False), ("member_a", True)):
            assert ("Propose an item" in client_of(who).get(meeting.get_absolute_url()).content.decode()) == shown
        assert client_of("observer_a").get(reverse("meetings:propose", args=[world.group_a.slug])).status_code == 404

    def test_whoever_has_two_seats_says_for_which(self, world, client_of):
        seat = make_seat(world.group_a)
        appoint(world.group_a, Office.MEMBER, world.member_a, seat)
        url = reverse("meetings:propose", args=[world.group_a.slug])
        client = client_of("member_a")
        form = client.get(url).context["form"]
        assert len(form.seats) == 2
        client.post(url, typed(form, title="For the second", seat=seat.public_id))
        assert Proposal.objects.get().seat == seat

    def test_the_secretariat_accepts_from_its_list(self, world, client_of, proposal):
        meeting, client = make_meeting(world.group_a), client_of("secretary")
        listed = client.get(reverse("meetings:backlog", args=[world.group_a.slug])).content.decode()
        assert proposal.get_absolute_url() in listed
        form = client.get(proposal.get_absolute_url()).context["form"]
        response = client.post(proposal.get_absolute_url(), typed(form, do="accept", to=meeting.public_id))
        assert response.url == reverse("meetings:backlog", args=[world.group_a.slug])
        assert titles_for(meeting)[-1] == proposal.title
        backlog = reverse("meetings:backlog", args=[world.group_a.slug])
        assert backlog in client.get(world.group_a.get_absolute_url()).content.decode()

    def test_a_refusal_without_a_reason_comes_back(self, world, client_of, proposal):
        client = client_of("secretary")
        form = client.get(proposal.get_absolute_url()).context["form"]
        response = client.post(proposal.get_absolute_url(), typed(form, do="decline"))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["answer"]
        said = typed(response.context["form"], do="decline", answer="Outside the mandate.")
        assert client.post(proposal.get_absolute_url(), said).status_code == 302
        assert "Outside the mandate." in client_of("member_a").get(proposal.get_absolute_url()).content.decode()

    def test_put_off_from_the_page(self, client_of, proposal):
        client = client_of("secretary")
        form = client.get(proposal.get_absolute_url()).context["form"]
        client.post(proposal.get_absolute_url(), typed(form, do="defer", answer="Next year."))
        assert fresh(proposal).state == P.DEFERRED
        assert 'value="defer"' not in client.get(proposal.get_absolute_url()).content.decode()

    def test_withdrawn_by_its_author_once(self, client_of, proposal):
        client, url = client_of("member_a"), reverse("meetings:withdraw_proposal", args=[proposal.public_id])
        assert "Withdraw" in client.get(proposal.get_absolute_url()).content.decode()
        for _twice in range(2):
            assert client.post(url).url == proposal.get_absolute_url()
        assert fresh(proposal).state == P.WITHDRAWN
        assert fresh(proposal).state not in OPEN_PROPOSALS

    def test_observers_are_let_in_and_out_by_one_press(self, world, client_of):
        client, url = client_of("secretary"), reverse("meetings:backlog", args=[world.group_a.slug])
        for allowed in ("no", "yes"):
            assert client.post(url, {"allowed": allowed}).url == url
            world.group_a.refresh_from_db()
            assert world.group_a.observers_propose == (allowed == "yes")

    def test_the_members_page_has_what_is_said_of_an_item(self, world, client_of):
        meeting = make_meeting(world.group_a)
        change_item(meeting, 2, kind="decision", description="With an **annex**", restricted=True)
        page = client_of("member_a").get(meeting.get_absolute_url()).content.decode()
        assert "For decision" in page
        assert "<strong>annex</strong>" in page
        assert "Restricted item" in page
        assert "annex" not in client_of("observer_a").get(meeting.get_absolute_url()).content.decode()
