"""Small real notices about an organisation, for tests of the outbox alone."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from councils.organisations.models import Organisation
from rec_portal.accounts.models import User
from rec_portal.outbox import queue
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import CalendarPart, Rendered, register
from rec_portal.outbox.words import mark_of
from tests.factories import make_organisation, make_person

PLAIN, BULK, BROKEN = "tests.plain", "tests.bulk", "tests.broken"
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"


class PlainNotice:
    """Unwanted when the organisation's country is "XX"; carries the payload's link as a secret."""

    def load(self, message: Any) -> Organisation | None:
        return Organisation.objects.filter(public_id=message.subject_id).first()

    def unwanted(self, message: Any, subject: Organisation, now: Any) -> str | None:
        return "The organisation has left." if subject.country == "XX" else None

    def render(self, message: Any, subject: Organisation) -> Rendered:
        link = message.payload.get("link", "")
        return Rendered(
            subject=f"News of {subject.name}",
            text=f"{message.recipient.name}: {subject.name} {link}\n",
            html=f"<p>{message.recipient.name}: {subject.name} <a href='{link}'>more</a></p>",
            calendar=CalendarPart("REQUEST", CALENDAR) if message.payload.get("calendar") else None,
            secrets=(link,) if link else (),
        )


class BulkNotice(PlainNotice):
    """One text for all, with marks for the name and the link."""

    def render(self, message: Any, subject: Organisation) -> Rendered:
        name, link = mark_of("name"), mark_of("link")
        return replace(
            super().render(message, subject),
            text=f"{name}: {subject.name} {link}\n",
            html=f"<p>{name}: {subject.name} <a href='{link}'>more</a></p>",
            fills={name: message.recipient.name, link: message.payload.get("link", "")},
        )

    def load_many(self, messages: Any) -> dict[int, Organisation]:
        found = Organisation.objects.filter(public_id__in={message.subject_id for message in messages})
        by_id = {organisation.public_id: organisation for organisation in found}
        return {m.pk: by_id[m.subject_id] for m in messages if m.subject_id in by_id}


class BrokenNotice(PlainNotice):
    """Cannot write to people whose name begins with "Unwritable"."""

    def render(self, message: Any, subject: Organisation) -> Rendered:
        if message.recipient.name.startswith("Unwritable"):
            raise ValueError("no words")
        return super().render(message, subject)


register(PLAIN, PlainNotice(), "Test notice")
register(BULK, BulkNotice(), "Test notice to many")
register(BROKEN, BrokenNotice(), "Test notice that breaks")


def plan(*people: User, kind: str = PLAIN, subject: Organisation | None = None, root_id: int | None = None, **fields):
    """Plans one message to each person (a new one without any) and returns the rows."""
    subject = subject or make_organisation()
    people = people or (make_person(),)
    with transaction.atomic():
        queue.put(subject, [queue.Planned(kind, person, **fields) for person in people], root_id=root_id)
    return list(OutboxMessage.objects.filter(subject_id=subject.public_id, kind=kind).order_by("id"))


def make_crowd(count: int) -> list[User]:
    """Many people at once; history is not what these tests are about."""
    from rec_portal.foundation.querysets import recorded_in_bulk

    start = User.objects.count()
    rows = [User(email=f"crowd.{start + n}@example.org", name=f"Crowd {start + n}") for n in range(count)]
    with recorded_in_bulk():
        return User.objects.bulk_create(rows, batch_size=1000)
