"""A meeting changes while its mails are on the way: moved, called off, a person struck out, an address changed.

One thread convenes meetings, a second changes each a moment later, two workers send all the while; which comes first is
left to chance. Afterwards every mail and every row is held against what was true when it was read for sending.
"""

import queue
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import icalendar
from django.db import connection
from django.test import override_settings

from councils.seats.models import Appointment
from councils.seats.services.appointments import end_appointment
from councils.seats.services.people import disable_person
from meetings.calling.services.invitees import change_invitees
from meetings.calling.services.schedule import cancel_meeting, move_meeting
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.accounts.services.access import change_address
from rec_portal.accounts.services.profile import change_profile
from rec_portal.outbox.clock import database_now
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories.actors import World, make_world
from tests.factories.councils import appoint
from tests.factories.meetings import in_days, make_meeting
from tests.outbox.sink import MailSink

# How many further meetings are convened, at most, before one is changed.
LAG = 6
# A mail server that takes its time, so that a worker holds each claim for longer than its knowledge counts as fresh.
SERVER_TAKES = 0.08


@dataclass
class Case:
    """One meeting with a person of its own and one who is invited to all. `changed_at` is after the change's commit."""

    number: int
    person: User
    other: User
    meeting: Meeting
    new_address: str = ""
    changed_at: datetime | None = None
    rows: list[OutboxMessage] = field(default_factory=list)

    def to(self, person: User) -> list[OutboxMessage]:
        return [row for row in self.rows if row.recipient_id == person.pk]


@dataclass
class Result:
    fault: str
    cases: int
    messages: int
    before: int
    """How many mails about a meeting were read for sending before it changed, of `messages` that were sent."""
    wrong: list[str]
    seconds: float


def move(world: World, case: Case) -> None:
    move_meeting(actor=world.secretary, meeting=case.meeting, version=case.meeting.version, when=in_days(20, hour=15))


def cancel(world: World, case: Case) -> None:
    cancel_meeting(actor=world.secretary, meeting=case.meeting, version=case.meeting.version)


def revoke(world: World, case: Case) -> None:
    """In turn: no longer invited, no longer allowed to sign in, no longer in the body."""
    if case.number % 3 == 0:
        change_invitees(actor=world.secretary, meeting=case.meeting, version=case.meeting.version, people=[case.other])
    elif case.number % 3 == 1:
        disable_person(actor=world.administrator, person=case.person, reason="left")
    else:
        term = Appointment.objects.get(person=case.person)
        end_appointment(actor=world.administrator, appointment=term, reason="left")


def change(world: World, case: Case) -> None:
    """In turn: another address, another zone."""
    person = User.objects.get(pk=case.person.pk)
    if case.number % 2 == 0:
        case.new_address = f"new.{case.number}@example.org"
        change_address(actor=world.administrator, person=person, version=person.version, email=case.new_address)
    else:
        change_profile(actor=person, person=person, time_zone="America/New_York")


def after_move(case: Case) -> Iterator[str]:
    for person in (case.person, case.other):
        rows = case.to(person)
        yield from _calendar_says(rows, case.meeting.starts_at, "CONFIRMED")
        for row in _late(case, rows):
            if _event(row)["DTSTART"].dt != case.meeting.starts_at:
                yield f"{row.kind} with the old time"
        if not any(row.kind.endswith("reminder") and row.schedule_seq == 1 for row in rows):
            yield "no reminder for the new time"
        if any(row.kind.endswith("reminder") and row.schedule_seq == 0 and row.state != "cancelled" for row in rows):
            yield "a reminder for the old time"


def after_cancel(case: Case) -> Iterator[str]:
    for person in (case.person, case.other):
        rows = case.to(person)
        yield from _calendar_says(rows, case.meeting.starts_at, "CANCELLED")
        yield from (f"{row.kind} after the cancellation" for row in _late(case, rows) if "cancellation" not in row.kind)
        if any(row.state == "waiting" for row in rows):
            yield "something still waits"


def after_revoke(case: Case) -> Iterator[str]:
    yield from _calendar_says(case.to(case.other), case.meeting.starts_at, "CONFIRMED")
    rows, struck_out = case.to(case.person), case.number % 3 == 0
    permitted = ["meetings.cancellation"] if struck_out else []
    yield from (f"{row.kind} to whom it no longer concerns" for row in _late(case, rows) if row.kind not in permitted)
    if struck_out:
        yield from _calendar_says(rows, case.meeting.starts_at, "CANCELLED")
        if any(row.state == "waiting" for row in rows):
            yield "something still waits"


def after_change(case: Case) -> Iterator[str]:
    rows = case.to(case.person)
    yield from _calendar_says(rows, case.meeting.starts_at, "CONFIRMED")
    for row in _late(case, rows):
        if case.new_address and row.to_address != case.new_address:
            yield "to the old address"
        if not case.new_address and "New York" not in row.mail_subject:
            yield "in the old zone"


FAULTS: dict[str, tuple[Callable[[World, Case], None], Callable[[Case], Iterator[str]]]] = {
    "moved while mails leave": (move, after_move),
    "cancelled while mails leave": (cancel, after_cancel),
    "person revoked while mails leave": (revoke, after_revoke),
    "address or zone changed meanwhile": (change, after_change),
}


def race(fault: str, count: int) -> Result:
    act, check = FAULTS[fault]
    world, began = make_world(), time.monotonic()
    other = appoint(world.group_a)
    people = [appoint(world.group_a) for _ in range(count)]
    with MailSink() as sink, override_settings(**sink.settings, EMAIL_TIMEOUT=10):
        sink.delay = SERVER_TAKES
        cases = _run(world, people, other, act)
        sink.delay = 0
        drain(seconds=600)
        arrived = Counter(message.message_id.strip("<>").partition("@")[0] for message in sink.messages)
    rows = OutboxMessage.objects.filter(subject_type="meetings.meeting").order_by("id")
    wrong = [f"{name} arrived {times} times" for name, times in arrived.items() if times > 1]
    before = 0
    for case in cases:
        case.meeting.refresh_from_db()
        case.rows = list(rows.filter(subject_id=case.meeting.public_id))
        before += sum(row.state == "sent" for row in case.rows) - len(_late(case, case.rows))
        wrong += [f"case {case.number}: {said}" for said in (*check(case), *_settled(case, arrived))]
    return Result(fault, count, sum(arrived.values()), before, wrong, time.monotonic() - began)


class Crew:
    """Two workers and somebody who changes each case a moment after it was made; a fault in any ends all."""

    def __init__(self, world: World, act: Callable[[World, Case], None]) -> None:
        self.world, self.act = world, act
        self.todo: queue.Queue[Case | None] = queue.Queue()
        self.over = threading.Event()
        self.faults: list[BaseException] = []
        self.workers = [threading.Thread(target=self._guarded, args=(self._send,)) for _ in range(2)]
        self.changer = threading.Thread(target=self._guarded, args=(self._change_each,))
        for thread in (*self.workers, self.changer):
            thread.start()

    def finish(self) -> None:
        self.todo.put(None)
        self.changer.join()
        self.over.set()
        for worker in self.workers:
            worker.join()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as error:
            self.faults.append(error)
            self.todo.put(None)
            self.over.set()
        finally:
            connection.close()

    def _send(self) -> None:
        while not self.over.is_set():
            drain(seconds=0.5, size=20)

    def _change_each(self) -> None:
        held: list[Case] = []
        while (case := self.todo.get()) is not None:
            held.append(case)
            while len(held) > LAG or (held and random.random() < 0.4):
                self._change(held.pop(random.randrange(len(held))))
        for case in held:
            self._change(case)

    def _change(self, case: Case) -> None:
        self.act(self.world, case)
        case.changed_at = database_now()


def _run(world: World, people: list[User], other: User, act: Callable[[World, Case], None]) -> list[Case]:
    cases: list[Case] = []
    crew = Crew(world, act)
    try:
        for number, person in enumerate(people):
            if crew.over.is_set():
                break
            cases.append(Case(number, person, other, make_meeting(world.group_a, invitees=[person, other])))
            crew.todo.put(cases[-1])
    finally:
        crew.finish()
    if crew.faults:
        raise crew.faults[0]
    return cases


def _late(case: Case, rows: list[OutboxMessage]) -> list[OutboxMessage]:
    """What was read for sending after the change: `settled_at` is when the worker last looked."""
    return [row for row in rows if row.state == "sent" and row.settled_at > case.changed_at]  # type: ignore[operator]


def _event(row: OutboxMessage) -> Any:
    return icalendar.Calendar.from_ical(row.mail_calendar).walk("VEVENT")[0]


def _calendar_says(rows: list[OutboxMessage], starts_at: datetime, status: str) -> Iterator[str]:
    """The newest file that arrived is the one a calendar shows."""
    sent = [row for row in rows if row.state == "sent" and row.mail_calendar]
    if not sent:
        yield "nothing arrived"
        return
    last = max(sent, key=lambda row: int(re.findall(r"^SEQUENCE:(\d+)", row.mail_calendar, re.M)[0]))
    if (_event(last)["DTSTART"].dt, str(_event(last)["STATUS"])) != (starts_at, status):
        yield f"the calendar shows {last.kind} of version {_event(last)['SEQUENCE']}"


def _settled(case: Case, arrived: Counter) -> Iterator[str]:
    now = database_now()
    for row in case.rows:
        if (row.state == "sent") != (row.message_id in arrived):
            yield f"{row.kind} is {row.state} and arrived {arrived[row.message_id]} times"
        if row.state in ("sending", "dead") or (row.state == "waiting" and row.due_at <= now):
            yield f"{row.kind} is {row.state}"
