"""Which mails an action calls for: rows only; what they say is found when they are sent."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councils.seats.models import Appointment
from meetings.record.choices import ActionState
from meetings.record.models import ActionItem
from rec_portal.foundation import zones
from rec_portal.outbox import queue
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.queue import Planned

DUE_SOON = "meetings.action_due"
OVERDUE = "meetings.action_overdue"
NUDGE = "meetings.action_nudge"
KINDS = (DUE_SOON, OVERDUE, NUDGE)
DAYS_BEFORE = (7, 1)
WEEK = timedelta(days=7)
# At the beginning of the working day where the body sits.
HOUR = time(9)


def owners_of(action: ActionItem) -> list[Any]:
    """Who is reminded: the owner, else those who sit in the body for the owning organisation."""
    return owners_by_action([action])[action.pk]


def owners_by_action(actions: Sequence[ActionItem]) -> dict[int, list[Any]]:
    """The same for many, by primary key, in one query for all that only an organisation owns."""
    owners = {action.pk: [action.owner] if action.owner is not None else [] for action in actions}
    orphans = [action for action in actions if action.owner is None and action.organisation_id is not None]
    if orphans:
        seated = Q(seat__body__in={row.body_id for row in orphans}) & Q(
            seat__organisation__in={row.organisation_id for row in orphans}
        )
        sitting = Appointment.objects.current().sitting().filter(seated, person__is_active=True)
        people: dict[tuple[int, int], dict[int, Any]] = {}
        for term in sitting.select_related("person", "seat").order_by("person_id"):
            people.setdefault((term.seat.body_id, term.seat.organisation_id), {})[term.person_id] = term.person
        for action in orphans:
            found = people.get((action.body_id, action.organisation_id), {})  # type: ignore[arg-type]
            owners[action.pk] = list(found.values())
    return owners


def morning_of(action: ActionItem, day: date) -> datetime:
    """Nine o'clock of that day, where the body sits."""
    return zones.instant_of(day, HOUR, action.body.time_zone, None).astimezone(UTC)


def today_of(action: ActionItem, now: datetime) -> date:
    return zones.local(now, action.body.time_zone).date()


def plan_reminders(action: ActionItem) -> int:
    """Seven days and one day before the date, as far as that still lies ahead."""
    if action.due is None or action.state != ActionState.OPEN:
        return 0
    now, people = timezone.now(), owners_of(action)
    ends = morning_of(action, action.due + timedelta(days=1))
    messages = [
        Planned(
            DUE_SOON,
            person,
            due_at=moment,
            not_after=ends,
            offset_minutes=days * 24 * 60,
            schedule_seq=action.due_seq,
        )
        for days in DAYS_BEFORE
        if (moment := morning_of(action, action.due - timedelta(days=days))) > now
        for person in people
    ]
    return queue.put(action, messages, root_id=action.body_id) if messages else 0


def replan_reminders(action: ActionItem) -> int:
    queue.cancel(action, reason=_("The action was given another date or owner."), kinds=KINDS)
    return plan_reminders(action)


def withdraw_reminders(action: ActionItem) -> None:
    queue.cancel(action, reason=_("The action is settled."), kinds=KINDS)


def plan_overdue(actions: Iterable[ActionItem], now: datetime) -> int:
    """One mail for each week since the date, whoever calls this and however often."""
    planned = 0
    for action in actions:
        if action.due is None or (late := (today_of(action, now) - action.due).days) < 1:
            continue
        week = (late - 1) // 7
        begins = morning_of(action, action.due + timedelta(days=1 + 7 * week))
        if begins > now:
            continue
        messages = [
            Planned(
                OVERDUE,
                person,
                due_at=begins,
                not_after=begins + WEEK,
                schedule_seq=action.due_seq,
                occasion=f"week {week}",
            )
            for person in owners_of(action)
        ]
        if messages:
            planned += queue.put(action, messages, root_id=action.body_id)
    return planned


def plan_nudge(action: ActionItem) -> int:
    """A mail to each owner now, unless they got one today. Returns how many mails are new."""
    now = timezone.now()
    today = f"nudge {today_of(action, now).isoformat()}"
    known = (
        OutboxMessage.objects.about(action).filter(kind=NUDGE, occasion=today).values_list("recipient_id", flat=True)
    )
    people = [person for person in owners_of(action) if person.pk not in set(known)]
    messages = [
        Planned(NUDGE, person, not_after=now + WEEK, schedule_seq=action.due_seq, occasion=today) for person in people
    ]
    return queue.put(action, messages, root_id=action.body_id) if messages else 0
