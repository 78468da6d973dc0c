"""Series: making one, drafting its next meetings, leaving out a date and taking it up again, ending it.

What is drafted lies at most SERIES_HORIZON dates ahead. A date whose draft was discarded is a date that was skipped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from meetings.agenda.services.agenda import read_agenda
from meetings.calling.services.drafting import Plan, discard_draft, draft_meeting
from meetings.calling.services.outlines import OutlineValues, when_on
from meetings.invitations.services.invitees import invitable
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.planning.choices import SERIES_HORIZON
from meetings.planning.models import Series
from meetings.planning.services.recurrence import Rule
from rec_portal.accounts.models import User
from rec_portal.audit.writer import record
from rec_portal.foundation import policy, zones
from rec_portal.foundation.records import lock, store
from rec_portal.foundation.refusals import InvalidInput, NotAllowed

MOST_MEETINGS = 200


@dataclass(frozen=True)
class Course:
    """When the meetings of a series come: the rule, its first day, and its end, which is a day, a number or none."""

    rule: Rule
    starts_on: date
    until: date | None = None
    count: int | None = None

    @classmethod
    def of(cls, series: Series) -> "Course":
        return cls(Rule.read(series.rule), series.starts_on, series.until, series.count)

    def check(self) -> None:
        """Raises InvalidInput for two ends, for an end before the beginning, and for more than anybody plans."""
        if self.until and self.count:
            raise InvalidInput(_("Give the last day or the number of meetings, not both."), field="until")
        if self.until and self.until < self.starts_on:
            raise InvalidInput(_("The last day must not lie before the first."), field="until")
        if self.count and self.count > MOST_MEETINGS:
            raise InvalidInput(_("A series has at most 200 meetings."), field="count")

    def days(self) -> Iterable[date]:
        return self.rule.days(self.starts_on, self.until, self.count)

    def days_after(self, day: date, most: int) -> list[date]:
        """At most so many days of the course that lie on or after `day`."""
        return list(islice((found for found in self.days() if found >= day), most))


@transaction.atomic
def create_series(*, actor: User, body: Body, course: Course, values: OutlineValues) -> Series:
    """A series with its next meetings as drafts."""
    if not policy.may_start(actor, "run_body", body):
        raise NotAllowed
    series = new_series(body, course, values)
    changes = store(series, actor=actor)
    record(actor=actor, verb="series.made", target=series, root_id=body.pk, changes=changes)
    draft_next(series, actor=actor)
    return series


def new_series(body: Body, course: Course, values: OutlineValues, follows: Series | None = None) -> Series:
    """Not stored yet. Raises InvalidInput, besides what the course says, where the course has no day at all."""
    course.check()
    if not next(iter(course.days()), None):
        raise InvalidInput(_("By this rule there is no meeting at all."), field="starts_on")
    series = Series(body=body, rule=course.rule.write(), starts_on=course.starts_on, follows=follows)
    series.until, series.count = course.until, course.count
    values.put_into(series)
    return series


@transaction.atomic
def extend_series(*, actor: User | None, series: Series) -> list[Meeting]:
    """Drafts what is missing of the next meetings; the portal itself does it by the clock."""
    series = lock(series)
    if actor is not None and not policy.can(actor, "run", series):
        raise NotAllowed
    return draft_next(series, actor=actor)


def extend_all() -> int:
    """What the scheduler calls: each series in a transaction of its own. Returns how many meetings were drafted."""
    today = timezone.now().date()
    alive = Series.objects.exclude(until__lt=today).order_by("id")
    return sum(len(extend_series(actor=None, series=series)) for series in alive)


def draft_next(series: Series, *, actor: User | None) -> list[Meeting]:
    """The caller holds the row, so that two who draft at once do not draft twice."""
    known = set(series.meetings.exclude(occurrence=None).values_list("occurrence", flat=True))
    wanted = Course.of(series).days_after(today_there(series), SERIES_HORIZON)
    missing = [day for day in wanted if day not in known and when_on(day, series).instants()[0] > timezone.now()]
    if not missing:
        return []
    people = invitable([series.body])
    return [_draft(series, day, people.chosen(people.usual), actor) for day in missing]


def today_there(series: Series, now: datetime | None = None) -> date:
    return zones.local(now or timezone.now(), series.time_zone).date()


@transaction.atomic
def skip_date(*, actor: User, series: Series, day: date) -> None:
    """Leaves a drafted date out: it stays known as skipped. A meeting that was convened is cancelled on its page."""
    series = _lock_to_run(actor, series)
    draft = series.meetings.filter(occurrence=day, state=MeetingState.DRAFT).first()
    if draft is None:
        raise InvalidInput(_("This date has no draft that could be left out."))
    discard_draft(actor=actor, meeting=draft)
    _tell(actor, series, "series.date_skipped", day)


@transaction.atomic
def take_up_date(*, actor: User, series: Series, day: date) -> Meeting:
    """Drafts a skipped date anew, as the series is now."""
    series = _lock_to_run(actor, series)
    of_day = series.meetings.filter(occurrence=day)
    if not of_day.exists() or of_day.exclude(state=MeetingState.DISCARDED).exists():
        raise InvalidInput(_("This date was not left out."))
    people = invitable([series.body])
    meeting = _draft(series, day, people.chosen(people.usual), actor)
    _tell(actor, series, "series.date_taken_up", day)
    return meeting


@transaction.atomic
def end_series(*, actor: User, series: Series, version: int | None = None) -> Series:
    """No further meetings: drafts that lie ahead are discarded, what was convened stays."""
    series = _lock_to_run(actor, series, version)
    today = today_there(series)
    drafts = series.meetings.filter(state=MeetingState.DRAFT, starts_at__gt=timezone.now())
    for draft in list(drafts.order_by("occurrence")):
        discard_draft(actor=actor, meeting=draft)
    series.until, series.count = today, None
    changes = store(series, actor=actor)
    record(actor=actor, verb="series.ended", target=series, root_id=series.body_id, changes=changes)
    return series


def _lock_to_run(actor: User, series: Series, version: int | None = None) -> Series:
    series = lock(series, version)
    if not policy.can(actor, "run", series):
        raise NotAllowed
    return series


def _draft(series: Series, day: date, people: list[User], actor: User | None) -> Meeting:
    plan = Plan(
        body=series.body,
        title=series.title,
        when=when_on(day, series),
        format=series.format,
        place=series.place,
        link=series.link,
        note=series.note,
        agenda=read_agenda(series.agenda),
        invitees=people,
        series=series,
        occurrence=day,
    )
    return draft_meeting(actor=actor, plan=plan)


def _tell(actor: User, series: Series, verb: str, day: date) -> None:
    changes = [{"field": "occurrence", "old": None, "new": day.isoformat()}]
    record(actor=actor, verb=verb, target=series, root_id=series.body_id, changes=changes)
