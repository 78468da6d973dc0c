"""Polls on times: proposing slots, answering, counting, choosing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from meetings.calling.services.drafting import Plan, draft_meeting
from meetings.invitations.services.invitees import usually_invited
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import When
from meetings.planning import mail as notices
from meetings.planning.choices import PollState, Vote
from meetings.planning.models import Poll, PollOption, PollVote
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy
from rec_portal.foundation.records import lock, store, store_many
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from rec_portal.outbox.clock import database_now
from rec_portal.workflow.engine import advance

FEWEST_SLOTS, MOST_SLOTS = 2, 20


def asked(body: Body) -> list[User]:
    """Whom a poll of the body asks by mail: those whom a meeting would invite. Whoever else sits there may answer."""
    return usually_invited([body])


@transaction.atomic
def open_poll(
    *,
    actor: User,
    body: Body,
    title: str,
    slots: Sequence[When],
    closes_at: datetime,
    format: str = "online",
    note: str = "",
) -> Poll:
    """Asks everybody who sits in the body. The slots are of one length and one zone.

    Raises InvalidInput on field "slots" or "closes_day".
    """
    if not policy.may_start(actor, "run_body", body):
        raise NotAllowed
    starts = {slot.instants()[0]: slot for slot in slots}
    _insist_on_sense(starts, closes_at)
    first = slots[0]
    poll = Poll(body=body, title=title, note=note, format=format, minutes=first.minutes, time_zone=first.zone)
    poll.closes_at = closes_at
    changes = store(poll, actor=actor)
    options = [
        PollOption(
            poll=poll,
            starts_at=start,
            wall_day=slot.day,
            wall_start=slot.start,
            wall_second=bool(slot.second_time),
        )
        for start, slot in sorted(starts.items())
    ]
    store_many(PollOption, options, actor=actor)
    record(actor=actor, verb="poll.opened", target=poll, root_id=body.pk, changes=changes)
    notices.plan_question(poll, asked(body))
    return poll


def _insist_on_sense(starts: Mapping[datetime, When], closes_at: datetime) -> None:
    now = database_now()
    if not FEWEST_SLOTS <= len(starts) <= MOST_SLOTS:
        raise InvalidInput(_("Propose at least two different times, at most twenty."), field="slots")
    if min(starts) <= now:
        raise InvalidInput(_("A proposed time lies in the past."), field="slots")
    if closes_at <= now:
        raise InvalidInput(
            _("Answers must be possible for a while: choose a time that is still to come."), field="closes_day"
        )
    if closes_at > max(starts):
        raise InvalidInput(_("The poll must end before the last proposed time."), field="closes_day")


def takes_answers(poll: Poll, now: datetime | None = None) -> bool:
    """The clock decides: nobody has to close a poll whose time is up."""
    return poll.state == PollState.OPEN and poll.closes_at > (now or database_now())


@transaction.atomic
def answer_poll(*, actor: User, poll: Poll, votes: Mapping[str, str]) -> Poll:
    """Keeps the person's own answers by public id of the option; every option needs one. The last ones count."""
    poll = lock(poll)
    if not policy.can(actor, "answer", poll):
        raise NotAllowed
    if not takes_answers(poll):
        raise WrongState(_("This poll takes no more answers."))
    options = list(poll.options.all())
    if any(votes.get(option.public_id) not in Vote.values for option in options):
        raise InvalidInput(_("Answer for each time, please."))
    known = {vote.option_id: vote for vote in PollVote.objects.filter(option__poll=poll, person=actor)}
    changed = False
    for option in options:
        vote = known.get(option.pk) or PollVote(option=option, person=actor)
        vote.vote = votes[option.public_id]
        changed = bool(store(vote, actor=actor)) or changed
    if changed:
        record(actor=actor, verb="poll.answered", target=poll, root_id=poll.body_id)
    return poll


@transaction.atomic
def close_poll(*, actor: User, poll: Poll) -> Poll:
    """Takes no more answers. Nobody is told: the result is, later."""
    poll = lock(poll)
    advance(poll, "close", actor=actor)
    changes = store(poll, actor=actor)
    record(actor=actor, verb="poll.closed", target=poll, root_id=poll.body_id, changes=changes)
    return poll


@transaction.atomic
def cancel_poll(*, actor: User, poll: Poll) -> Poll:
    poll = lock(poll)
    advance(poll, "cancel", actor=actor)
    changes = store(poll, actor=actor)
    record(actor=actor, verb="poll.cancelled", target=poll, root_id=poll.body_id, changes=changes)
    notices.plan_result(poll, asked(poll.body))
    return poll


@transaction.atomic
def choose_slot(*, actor: User, poll: Poll, option: PollOption) -> Meeting:
    """A draft at that time with the usual people invited; who was asked is told the time."""
    poll = lock(poll)
    if option.poll_id != poll.pk:
        raise NotAllowed
    advance(poll, "choose", actor=actor)
    if option.starts_at <= database_now():
        raise InvalidInput(_("This time lies in the past."))
    people = asked(poll.body)
    # True or False both say which one is meant; where the clock shows the time once, neither matters.
    when = When(option.wall_day, option.wall_start, poll.minutes, poll.time_zone, option.wall_second)
    plan = Plan(body=poll.body, title=poll.title, when=when, format=poll.format, invitees=people)
    poll.meeting = draft_meeting(actor=actor, plan=plan)
    changes = store(poll, actor=actor)
    record(actor=actor, verb="poll.chosen", target=poll, root_id=poll.body_id, changes=changes)
    notices.plan_result(poll, people)
    return poll.meeting


@dataclass
class Tally:
    """What was said of one option, by name."""

    option: PollOption
    yes: list[str] = field(default_factory=list)
    if_needed: list[str] = field(default_factory=list)
    no: list[str] = field(default_factory=list)

    @property
    def rank(self) -> tuple[int, int, float]:
        """More people who can come first, then more who gladly do, then the earlier one."""
        return (len(self.yes) + len(self.if_needed), len(self.yes), -self.option.starts_at.timestamp())


@dataclass(frozen=True)
class Result:
    """`silent` are those of `asked` who have not answered; `best` is None before anybody can come."""

    tallies: list[Tally]
    asked: list[User]
    silent: list[str]
    answered: int

    @property
    def best(self) -> Tally | None:
        best = max(self.tallies, key=lambda tally: tally.rank, default=None)
        return best if best is not None and best.rank[0] else None


def result_of(poll: Poll) -> Result:
    """For those who run the body: in a handful of queries however many answered."""
    tallies = {option.pk: Tally(option) for option in poll.options.all()}
    people: set[int] = set()
    votes = PollVote.objects.filter(option__poll=poll).select_related("person").order_by("person__name", "person_id")
    for vote in votes:
        people.add(vote.person_id)
        getattr(tallies[vote.option_id], vote.vote).append(vote.person.name)
    wanted = asked(poll.body)
    silent = [person.name for person in wanted if person.pk not in people]
    return Result(list(tallies.values()), wanted, silent, len(people))
