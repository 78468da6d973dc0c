"""The mails about what members propose: to the secretariat, and back to whoever proposed."""

import pytest
from django.core import mail

from councils.seats.services.appointments import end_appointment
from meetings.agenda.services.proposals import accept_proposal, decline_proposal, defer_proposal, withdraw_proposal
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories import make_meeting
from tests.factories.agenda import make_proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(world):
    return make_proposal(world.group_a, world.member_a, reason="It was asked for.", minutes=20)


class TestMail:
    def sent(self) -> list[tuple[str, str]]:
        drain()
        return [(message.to[0], message.subject) for message in mail.outbox]

    def test_those_who_run_the_body_hear_of_it(self, world, proposal):
        assert self.sent() == [(world.secretary.email, f"Proposal for the agenda: {world.group_a.name}")]
        assert "Member A" in mail.outbox[0].body

    def test_no_mail_repeats_what_was_proposed_or_answered(self, world, proposal):
        decline_proposal(actor=world.secretary, proposal=proposal, answer="Outside the mandate.")
        meant_for_both = make_proposal(world.group_a, world.member_a, reason="It was asked for.")
        drain()
        assert len(mail.outbox) == 2
        whole = " ".join(message.message().as_string() for message in mail.outbox)
        for words in (meant_for_both.title, "It was asked for", "Outside the mandate"):
            assert words not in whole

    def test_not_of_what_was_withdrawn_meanwhile(self, world, proposal):
        withdraw_proposal(actor=world.member_a, proposal=proposal)
        assert self.sent() == []

    @pytest.mark.parametrize(
        ("answer", "says"),
        [
            (lambda world, row: accept_proposal(actor=world.secretary, proposal=row), "waits for a suitable meeting"),
            (
                lambda world, row: accept_proposal(
                    actor=world.secretary, proposal=row, meeting=make_meeting(world.group_a)
                ),
                "stands on the agenda of a meeting",
            ),
            (lambda world, row: defer_proposal(actor=world.secretary, proposal=row), "put your proposal off"),
            (
                lambda world, row: decline_proposal(actor=world.secretary, proposal=row, answer="Outside the mandate."),
                "The reason stands in the portal.",
            ),
        ],
    )
    def test_the_proposer_hears_what_became_of_it(self, world, proposal, answer, says):
        drain()
        mail.outbox.clear()
        answer(world, proposal)
        drain()
        letter = next(message for message in mail.outbox if message.subject.startswith("Your proposal: "))
        assert letter.to == [world.member_a.email]
        assert says in letter.body

    def test_a_draft_and_a_restricted_item_are_named_in_no_mail(self, world, proposal):
        draft = make_meeting(world.group_a, convened=False, title="Zubrowka draft")
        accept_proposal(actor=world.secretary, proposal=proposal, meeting=draft)
        drain()
        assert not [message for message in mail.outbox if "Zubrowka" in str(message.message())]

    @pytest.mark.parametrize("left", [True, False])
    def test_its_meeting_is_named_to_whoever_may_see_that(self, world, left):
        meeting = make_meeting(world.group_a, title="Spring meeting")
        wish = make_proposal(world.group_a, world.member_a, "Exchange", meeting=meeting)
        drain()
        mail.outbox.clear()
        if left:
            end_appointment(actor=world.secretary, appointment=world.member_a.appointments.get(), reason="Left")
        defer_proposal(actor=world.secretary, proposal=wish)
        drain()
        (letter,) = [message for message in mail.outbox if message.to == [world.member_a.email]]
        assert ("Spring meeting" in str(letter.message())) != left

    def test_only_the_newest_answer_goes_out(self, world, proposal):
        deferred = defer_proposal(actor=world.secretary, proposal=proposal, answer="Later.")
        decline_proposal(actor=world.secretary, proposal=deferred, answer="No.")
        assert [to for to, subject in self.sent() if subject.startswith("Your")] == [world.member_a.email]
        skipped = OutboxMessage.objects.about(proposal).get(state="skipped", kind="meetings.proposal_answered")
        assert skipped.reason == "There is a newer answer."

    def test_nobody_who_may_no_longer_sign_in_or_see(self, world, proposal):
        world.secretary.is_active = False
        world.secretary.save()
        assert self.sent() == []

    def test_nothing_about_a_proposal_that_is_gone(self, world, proposal):
        proposal.delete()
        assert self.sent() == []
