"""Three who follow one meeting at the same time, each with their own device, language, zone and rights.

The secretariat sits at a desk in Tashkent, a member in Bishkek reads Russian on a phone, an observer of another
organisation reads English in Vienna.
"""

import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from meetings.meeting.choices import UNANNOUNCED, MeetingState
from meetings.meeting.models import Meeting
from tests.axe import assert_accessible
from tests.browser import PHONE, scrolls_sideways, take_shot
from tests.factories.actors import World

SECRET = "Kanarienvogel"
FOLLOWED = 15_000


@dataclass(frozen=True)
class Reader:
    page: Page
    person: Any
    reads_restricted: bool
    runs: bool = False

    def words(self, text: str) -> str:
        """A text of the portal in this reader's language."""
        with override(self.person.language):
            return gettext(text)

    def begins(self, meeting: Meeting) -> re.Pattern[str]:
        """How its time begins on this reader's clock, found without the portal's own code.

        A session over midnight says its second day as well: "22:29–23:29", but "23:29 – Wednesday …".
        """
        return re.compile(rf"{meeting.starts_at.astimezone(ZoneInfo(self.person.time_zone)):%H:%M}\s?–")

    def seat(self) -> Any:
        return self.person.appointments.select_related("seat__organisation").get().seat

    def link(self, text: str) -> Any:
        return self.page.get_by_role("link", name=self.words(text), exact=True)

    def button(self, text: str) -> Any:
        return self.page.get_by_role("button", name=self.words(text), exact=True)

    def field(self, text: str) -> Any:
        return self.page.get_by_label(self.words(text))

    def has(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(text, timeout=FOLLOWED)

    def follows(self, place: str, text: str) -> None:
        """The live page comes to say so by itself. It looks again when it is turned to, which saves the seconds."""
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(self.page.locator(place)).to_contain_text(text, timeout=FOLLOWED)

    def lacks(self, text: str) -> None:
        expect(self.page.locator("main")).not_to_contain_text(text)


@dataclass(frozen=True)
class Three:
    desk: Reader
    phone: Reader
    guest: Reader

    def __iter__(self):
        return iter((self.desk, self.phone, self.guest))

    def look(self, meeting: Meeting) -> None:
        """What each of them sees of the meeting in its present state, and does not."""
        meeting.refresh_from_db()
        for reader in self:
            _sees(reader, meeting)
        nothing_secret(self.guest, meeting)


def three_people(world: World, new_context: Any, sign_in: Any) -> Three:
    for person, language, zone in (
        (world.secretary, "en", "Asia/Tashkent"),
        (world.member_a, "ru", "Asia/Bishkek"),
        (world.observer_a, "en", "Europe/Vienna"),
    ):
        person.language, person.time_zone = language, zone
        person.save()

    def page_of(person: Any, **options: Any) -> Page:
        context = new_context(**options)
        sign_in(context, person)
        return context.new_page()

    phone = page_of(world.member_a, viewport=PHONE, is_mobile=True, has_touch=True, locale="ru-RU")
    return Three(
        desk=Reader(page_of(world.secretary), world.secretary, reads_restricted=True, runs=True),
        phone=Reader(phone, world.member_a, reads_restricted=True),
        guest=Reader(page_of(world.observer_a, locale="de-AT"), world.observer_a, reads_restricted=False),
    )


def _sees(reader: Reader, meeting: Meeting) -> None:
    answer = reader.page.goto(meeting.get_absolute_url())
    hidden = meeting.state in UNANNOUNCED and not reader.runs
    assert answer is not None
    assert answer.status == (404 if hidden else 200)
    if hidden:
        reader.lacks(meeting.title)
        return
    with override(reader.person.language):
        state = str(MeetingState(meeting.state).label)
    expect(reader.page.locator(".steps [aria-current]")).to_contain_text(state)
    # Their own clock comes first, whatever the meeting's is.
    expect(reader.page.locator("section:has(#when) time")).to_contain_text(reader.begins(meeting))
    if reader.reads_restricted:
        expect(reader.page.locator("section:has(> .card-head > #agenda)")).to_contain_text(SECRET)
    else:
        reader.lacks(SECRET)
    assert bool(reader.page.locator("#manage").count()) == reader.runs
    assert not scrolls_sideways(reader.page), (meeting.state, reader.person.name)
    name = reader.person.name.lower().replace(" ", "-")
    if not reader.runs:
        take_shot(reader.page, f"third-{meeting.state}-{name}")
    if reader.person.language == "ru":
        assert_accessible(reader.page, schemes=("light",))


def nothing_secret(reader: Reader, meeting: Meeting) -> None:
    """The restricted item is in none of the pages, files and feeds about the meeting."""
    own = meeting.get_absolute_url()
    # Half the word is asked for: the page repeats a question.
    pages = ("/", "/meetings/", "/decisions/", "/actions/", f"/search/?q={SECRET[:6]}", meeting.body.get_absolute_url())
    parts = ("?history=1", "meeting.ics", "live/", "live/now/", "projector/", "projector/now/", "minutes/", "packs/")
    for address in (*pages, *(f"{own}{part}" for part in parts)):
        said = reader.page.request.get(address).text()
        assert SECRET.lower() not in said.lower(), (address, meeting.state)
