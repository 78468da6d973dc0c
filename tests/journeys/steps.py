"""What the journeys do again and again, told as a person would tell it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core import mail
from icalendar import Calendar
from playwright.sync_api import Page

from rec_portal.outbox.delivery import drain
from tests.factories.actors import PASSPHRASE


def day_in(days: int, zone: str = "Asia/Tashkent") -> str:
    """The day so many days from today in a zone, as a date field takes it."""
    return (datetime.now(UTC).astimezone(ZoneInfo(zone)) + timedelta(days=days)).date().isoformat()


def sign_in_by_page(page: Page, person: Any) -> None:
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PASSPHRASE)
    page.locator("[name=password]").press("Enter")
    page.get_by_role("heading", name="What needs you today").wait_for()


def post_goes_round() -> list[Any]:
    """Sends what is due now and returns the new mails; the box is empty afterwards."""
    drain()
    sent, mail.outbox[:] = list(mail.outbox), []
    return sent


def mail_to(mails: list[Any], person: Any) -> Any:
    found = [message for message in mails if message.to == [person.email]]
    assert len(found) == 1, [message.to for message in mails]
    return found[0]


def calendar_of(message: Any) -> Any:
    """The calendar file that travels with a mail, read by a library."""
    parts = [part for part in message.message().walk() if part.get_content_type() == "text/calendar"]
    return Calendar.from_ical(parts[0].get_payload(decode=True))


def event_of(message: Any) -> Any:
    return calendar_of(message).walk("VEVENT")[0]


def answer_links(message: Any) -> dict[str, str]:
    """The links behind the answer buttons of a mail, by answer."""
    links = re.findall(r"https?://\S+/rsvp/[\w-]+/\?answer=(\w+)", message.body)
    addresses = re.findall(r"https?://\S+/rsvp/[\w-]+/\?answer=\w+", message.body)
    return dict(zip(links, addresses, strict=True))
