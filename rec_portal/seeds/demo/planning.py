"""What is being planned: a series, a poll that is open, members' proposals and what waits in the backlog."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from councils.bodies.models import Body
from meetings.agenda.models import Proposal
from meetings.agenda.services.proposals import Wish, accept_proposal, propose_item, seats_to_speak_for
from meetings.calling.services.convening import convene_meeting
from meetings.calling.services.outlines import OutlineValues
from meetings.meeting.choices import MeetingFormat
from meetings.meeting.schedule import When
from meetings.planning.choices import Pattern, Vote
from meetings.planning.models import Poll, Series
from meetings.planning.services.polls import answer_poll, open_poll
from meetings.planning.services.recurrence import Rule
from meetings.planning.services.series import Course, create_series
from rec_portal.accounts.models import User
from rec_portal.seeds.demo.days import workday
from rec_portal.seeds.demo.people import BY_KEY

ZONE = "Asia/Tashkent"
SERIES = "Working group (c): monthly meeting"
POLL = "Working group (b): when shall we prepare the training?"
# What each says of the three times, in their order.
VOTES = {
    "tj.b": (Vote.YES, Vote.YES, Vote.NO),
    "kg.b": (Vote.YES, Vote.IF_NEEDED, Vote.NO),
    "focal.unicef": (Vote.NO, Vote.YES, Vote.YES),
    "icrc": (Vote.IF_NEEDED, Vote.YES, Vote.YES),
}
WAITING, ACCEPTED = "Model form for the exchange of contacts", "Terms used in national laws"


def load(bodies: dict[str, Body]) -> None:
    secretary = _person("secretariat")
    if not Series.objects.filter(body=bodies["wg-c"], title=SERIES).exists():
        _make_series(bodies["wg-c"], secretary)
    if not Poll.objects.filter(body=bodies["wg-b"], title=POLL).exists():
        _make_poll(bodies["wg-b"], secretary)
    for key, title, accepted in (("kz.a", WAITING, False), ("tj.a", ACCEPTED, True)):
        if not Proposal.objects.filter(body=bodies["wg-a"], title=title).exists():
            _propose(bodies["wg-a"], _person(key), title, secretary if accepted else None)


def _make_series(body: Body, secretary: User) -> None:
    """Four dates a month apart; the first is convened, the others are drafts."""
    first = workday(18, ZONE)
    values = OutlineValues(
        title=SERIES,
        format=MeetingFormat.ONLINE,
        wall_start=time(11),
        minutes=90,
        time_zone=ZONE,
        link="https://meet.example.org/wg-c",
        agenda="Opening and adoption of the agenda, 10, Chair\nExchange of experience, 60\nDate of the next meeting, 5",
    )
    course = Course(Rule.from_first_day(Pattern.SAME_WEEKDAY, first), first, count=4)
    series = create_series(actor=secretary, body=body, course=course, values=values)
    soonest = series.meetings.order_by("occurrence").first()
    if soonest is not None:
        convene_meeting(actor=secretary, meeting=soonest)


def _make_poll(body: Body, secretary: User) -> None:
    days = [workday(ahead, ZONE) for ahead in (14, 16, 20)]
    poll = open_poll(
        actor=secretary,
        body=body,
        title=POLL,
        note="Two hours online, to prepare the joint training of practitioners.",
        slots=[When(day, time(hour), 120, ZONE) for day, hour in zip(days, (11, 15, 15), strict=True)],
        closes_at=datetime.combine(days[0] - timedelta(days=7), time(18), ZoneInfo(ZONE)),
    )
    options = list(poll.options.all())
    for key, votes in VOTES.items():
        chosen = {option.public_id: vote for option, vote in zip(options, votes, strict=True)}
        answer_poll(actor=_person(key), poll=poll, votes=chosen)


def _propose(body: Body, person: User, title: str, secretary: User | None) -> None:
    """With a `secretary`, who puts it into the backlog."""
    seat = seats_to_speak_for(person, body)[0]
    wish = Wish(title, reason="It would save each of us asking the others one by one.", minutes=20)
    proposal = propose_item(actor=person, body=body, seat=seat, wish=wish)
    if secretary is not None:
        accept_proposal(actor=secretary, proposal=proposal, answer="It waits for a meeting with enough time.")


def _person(key: str) -> User:
    return User.objects.get(email=BY_KEY[key].email)
