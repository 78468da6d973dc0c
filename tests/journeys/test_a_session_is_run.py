"""A session: the secretary runs it on a phone, a member follows and asks for the floor, the wall follows both."""

import pytest
from playwright.sync_api import expect

from meetings.agenda.choices import Outcome
from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.session.choices import Presence
from meetings.session.models import SeatAttendance, SessionPress, Speaker
from meetings.session.services.consensus import call_consensus
from meetings.session.services.speakers import ask_for_floor, give_floor, list_speaker
from tests.axe import assert_accessible
from tests.browser import DESKTOP, NARROWEST, PHONE, scrolls_sideways, take_shot
from tests.factories import make_meeting
from tests.factories.councils import make_organisation, make_seat
from tests.factories.sessions import make_session, soon

pytestmark = pytest.mark.django_db(transaction=True)

FOLLOWED = 15_000


@pytest.fixture
def as_person(new_context, sign_in):
    def page_of(person, **options):
        context = new_context(**options)
        sign_in(context, person)
        return context.new_page()

    return page_of


def address(meeting: Meeting, rest: str = "live/") -> str:
    return f"{meeting.get_absolute_url()}{rest}"


def seat_of(person):
    return person.appointments.get().seat


def looked_at(page, name: str) -> None:
    assert not scrolls_sideways(page)
    take_shot(page, name)
    assert_accessible(page)


def mark(page, seat, name: str):
    return page.locator(f"#seat-{seat.public_id}").get_by_role("button", name=name, exact=True)


def outcome(page, item) -> object:
    return page.locator(f"form:has(#text-{item.public_id})")


def mark_who_is_there(desk, world) -> None:
    expect(desk.locator("#live-attendance")).to_contain_text("Not represented")
    for person, how in ((world.member_a, "Online"), (world.chair_a, "On site")):
        mark(desk, seat_of(person), how).click()
        expect(mark(desk, seat_of(person), how)).to_have_attribute("aria-pressed", "true")
    expect(desk.locator("#live-attendance")).not_to_contain_text("Not represented")
    expect(desk.locator("#live-attendance")).to_contain_text("2 of 3 deciding seats are here. The rule asks for 2.")
    looked_at(desk, "session-secretary-390")


def give_the_floor(desk, phone, wall, world) -> None:
    phone.get_by_role("button", name="Ask for the floor").click()
    expect(phone.locator("#live-speakers")).to_contain_text("Withdraw")
    give = desk.get_by_role("button", name="Give the floor")
    expect(give).to_be_visible(timeout=FOLLOWED)
    give.click()
    expect(wall.locator("main")).to_contain_text(
        f"Has the floor: {seat_of(world.member_a).organisation}", timeout=FOLLOWED
    )
    looked_at(phone, "session-member-390")
    looked_at(wall, "session-wall-1366")


def test_secretary_member_and_wall_at_once(world, as_person):
    world.group_a.least_share = 60
    world.group_a.save()
    meeting = make_meeting(world.group_a, when=soon(), title="Working session of the group")
    desk, phone = as_person(world.secretary, viewport=PHONE), as_person(world.member_a, viewport=PHONE)
    wall = as_person(world.chair_a)
    phone.goto(address(meeting))
    expect(phone.locator("main")).to_contain_text("has not been opened yet")
    desk.goto(meeting.get_absolute_url())
    desk.get_by_role("link", name="Open the session").click()
    desk.get_by_role("button", name="Open the session").click()
    expect(desk.locator("#live-now")).to_contain_text("Opening and adoption of the agenda")
    expect(phone.locator("#live-now")).to_contain_text("Opening and adoption of the agenda", timeout=FOLLOWED)
    wall.goto(address(meeting, "projector/"))
    expect(wall.locator("#wall-item")).to_contain_text("Opening and adoption of the agenda")

    mark_who_is_there(desk, world)
    give_the_floor(desk, phone, wall, world)
    desk.get_by_role("button", name="Next item").click()
    expect(wall.locator("#wall-item")).to_contain_text("Preliminary plan of the group", timeout=FOLLOWED)
    expect(phone.locator("#live-now")).to_contain_text("Preliminary plan of the group", timeout=FOLLOWED)
    desk.get_by_role("button", name="Break").click()
    expect(wall.locator("main")).to_contain_text("Suspended", timeout=FOLLOWED)
    desk.get_by_role("button", name="Resume").click()
    expect(desk.get_by_role("button", name="Break")).to_be_visible(timeout=FOLLOWED)
    desk.get_by_role("link", name="Mark as held").click()
    desk.get_by_role("button", name="Mark as held").click()
    expect(wall.locator("main")).to_contain_text("The session is over", timeout=FOLLOWED)
    assert Meeting.objects.get().state == MeetingState.CLOSED
    here = SeatAttendance.objects.filter(presence__in=(Presence.ONLINE, Presence.ON_SITE))
    assert {row.person for row in here} == {world.member_a, world.chair_a}
    assert not here.filter(entered_late=True).exists()


@pytest.mark.parametrize("letters", [40, 110, 250])
def test_nobody_scrolls_the_wall(world, as_person, letters):
    """However long the title, the clock and whoever has the floor stay in sight of the room."""
    meeting = make_session(world.group_a)
    item = AgendaItem.objects.get(position=1)
    item.title = ("Draft roadmap for cooperation of practitioners in rehabilitation and reintegration, " * 4)[:letters]
    item.save()
    give_floor(actor=world.secretary, speaker=list_speaker(actor=world.secretary, meeting=meeting, name="A guest"))
    wall = as_person(world.secretary, viewport={"width": 1366, "height": 768})
    wall.goto(address(meeting, "projector/"))
    expect(wall.locator("#wall-item")).to_be_in_viewport(ratio=1)
    expect(wall.locator(".live-clock b")).to_be_in_viewport(ratio=1)
    expect(wall.locator(".wall-line", has_text="Has the floor")).to_be_in_viewport(ratio=1)
    take_shot(wall, f"session-wall-{letters}")
    # A text before the meeting, too, is read without scrolling.
    call_consensus(actor=world.secretary, item=item, text=("The group agrees on the draft plan. " * 40)[: letters * 4])
    wall.goto(address(meeting, "projector/"))
    for shown in (wall.locator(".consensus-text"), wall.locator(".live-clock b"), wall.get_by_text("Has the floor")):
        expect(shown).to_be_in_viewport(ratio=1)
    take_shot(wall, f"session-wall-asks-{letters}")


def test_a_decision_takes_one_letter_the_text_and_one_chord(world, as_person):
    meeting = make_session(world.group_a)
    page = as_person(world.secretary)
    page.goto(address(meeting))
    item = AgendaItem.objects.get(position=1)
    page.keyboard.press("d")
    expect(outcome(page, item).locator("textarea")).to_be_focused()
    page.keyboard.type("The agenda is adopted.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(f"#item-{item.public_id}")).to_contain_text("The agenda is adopted.", timeout=FOLLOWED)
    item.refresh_from_db()
    assert (item.outcome, item.outcome_text) == (Outcome.DECIDED, "The agenda is adopted.")
    assert_accessible(page)
    take_shot(page, "session-decision-1366")
    # Letters can be turned off, for those who speak to their computer.
    page.get_by_role("button", name="Letter keys are on").click()
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    item.refresh_from_db()
    assert item.outcome == Outcome.DECIDED


def test_a_text_is_put_before_the_meeting_and_agreed(world, as_person):
    """The room, a member on a phone and the wall read one text that nobody changes; agreed, it is the decision."""
    meeting, text = make_session(world.group_a), "The group agrees on the draft plan."
    item = AgendaItem.objects.get(position=1)
    desk, phone, wall = as_person(world.secretary), as_person(world.member_a, viewport=PHONE), as_person(world.chair_a)
    for page, rest in ((desk, "live/"), (phone, "live/"), (wall, "projector/")):
        page.goto(address(meeting, rest))
    outcome(desk, item).locator("textarea").fill(text)
    desk.get_by_role("button", name="Call for consensus on this text").click()
    expect(desk.get_by_role("button", name="No consensus")).to_be_visible(timeout=FOLLOWED)
    expect(phone.locator("#live-consensus")).to_contain_text(text, timeout=FOLLOWED)
    expect(wall.locator("#wall-consensus + blockquote")).to_have_text(text, timeout=FOLLOWED)
    assert not phone.get_by_role("button", name="Agreed").count()
    for page, name in ((desk, "desk-1366"), (phone, "phone-390"), (wall, "wall-1366")):
        looked_at(page, f"session-consensus-{name}")
    desk.get_by_role("button", name="Agreed: record it as the decision").click()
    expect(desk.locator("#live-consensus section")).to_have_count(0, timeout=FOLLOWED)
    expect(phone.locator(f"#item-{item.public_id}")).to_contain_text(text, timeout=FOLLOWED)
    expect(wall.locator("#wall-consensus")).to_have_count(0, timeout=FOLLOWED)
    item.refresh_from_db()
    assert (item.outcome, item.outcome_text) == (Outcome.DECIDED, text)


def test_what_is_pressed_without_network_arrives_once_and_at_its_own_time(world, as_person):
    meeting = make_session(world.group_a)
    seat, other, item = seat_of(world.member_a), seat_of(world.chair_a), AgendaItem.objects.get(position=1)
    page = as_person(world.secretary, viewport=PHONE)
    page.goto(address(meeting))
    # The icon of the tab, too, is fetched while there is a network.
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    mark(page, seat, "Online").click()
    mark(page, other, "On site").click()
    mark(page, other, "Left").click()
    form = outcome(page, item)
    form.locator("textarea").fill("Noted with thanks.")
    form.get_by_role("button", name="Noted").click()
    form.locator("textarea").fill("Noted with many thanks.")
    form.get_by_role("button", name="Noted").click()
    expect(page.locator("#kept")).to_contain_text("Kept on this device, not sent yet")
    expect(mark(page, seat, "Online")).to_have_attribute("aria-pressed", "true")
    take_shot(page, "session-offline-390")
    assert not SeatAttendance.objects.exists()
    # The page may be closed in between: what was pressed stays on the device.
    page.context.set_offline(False)
    page.goto(address(meeting))
    expect(page.locator(f"#item-{item.public_id}")).to_contain_text("Noted with many thanks.", timeout=FOLLOWED)
    expect(page.locator("#kept")).to_be_hidden(timeout=FOLLOWED)
    assert SeatAttendance.objects.get(seat=seat).presence == Presence.ONLINE
    gone = SeatAttendance.objects.get(seat=other)
    # Ages come in whole seconds, so the two may fall on one moment, but never change places.
    assert (gone.presence, gone.arrived_at <= gone.left_at) == (Presence.ON_SITE, True)
    assert SessionPress.objects.count() == 5
    item.refresh_from_db()
    assert item.outcome_text == "Noted with many thanks."


def test_two_who_write_one_outcome_lose_nothing(world, as_person):
    meeting = make_session(world.group_a)
    item = AgendaItem.objects.get(position=1)
    page = as_person(world.secretary)
    page.goto(address(meeting))
    form = outcome(page, item)
    form.locator("textarea").fill("My text")
    item.outcome, item.outcome_text = Outcome.DEFERRED, "Their text"
    item.save()
    form.get_by_role("button", name="Decided").click()
    expect(page.locator("#messages")).to_contain_text("Deferred. Their text")
    expect(form.locator("textarea")).to_have_value("My text")
    form.get_by_role("button", name="Decided").click()
    expect(page.locator(f"#item-{item.public_id}")).to_contain_text("My text", timeout=FOLLOWED)
    item.refresh_from_db()
    assert (item.outcome, item.outcome_text) == (Outcome.DECIDED, "My text")


def test_everything_without_scripts(world, as_person):
    meeting = make_meeting(world.group_a, when=soon())
    guest = make_seat(world.group_a, make_organisation(short_name_en="Vacant land"))
    page = as_person(world.secretary, viewport=PHONE, java_script_enabled=False)
    page.goto(address(meeting))
    page.get_by_role("button", name="Open the session").click()
    page.get_by_role("button", name="Next item").click()
    expect(page.locator("#live-now")).to_contain_text("Preliminary plan")
    mark(page, guest, "On site").click()
    expect(mark(page, guest, "On site")).to_have_attribute("aria-pressed", "true")
    item = AgendaItem.objects.get(position=2)
    outcome(page, item).locator("textarea").fill("Taken note of.")
    outcome(page, item).get_by_role("button", name="Noted").click()
    page.locator("summary", has_text="Put somebody on the list").click()
    page.get_by_label("Name, for a guest").fill("A guest")
    page.get_by_role("button", name="Put on the list").click()
    page.get_by_role("button", name="Give the floor").click()
    page.get_by_role("button", name="Finished").click()
    item.refresh_from_db()
    assert (item.outcome, item.outcome_text) == (Outcome.NOTED, "Taken note of.")
    assert Speaker.objects.get().state == "done"
    page.locator(f"#seat-{guest.public_id}").get_by_role("link", name="Details").click()
    page.get_by_label("Somebody else").fill("Deputy head of department")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(f"#seat-{guest.public_id}")).to_contain_text("Deputy head of department")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_of_the_session_at_every_width(world, as_person, language):
    world.secretary.language = language
    world.secretary.save()
    meeting = make_session(world.group_a, title="Очередное заседание" if language == "ru" else "Regular meeting")
    speaker = list_speaker(actor=world.secretary, meeting=meeting, name="A guest")
    give_floor(actor=world.secretary, speaker=speaker)
    ask_for_floor(actor=world.member_a, meeting=meeting)
    page = as_person(world.secretary)
    seat = seat_of(world.member_a).public_id
    for number, rest in enumerate(("live/", f"live/seats/{seat}/", "live/chair/", "projector/")):
        page.goto(address(meeting, rest))
        for size in (DESKTOP, PHONE, NARROWEST):
            page.set_viewport_size(size)
            assert not scrolls_sideways(page), (rest, size)
            assert_accessible(page, schemes=("light", "dark") if size == PHONE else ("light",))
            take_shot(page, f"session-{number}-{language}-{size['width']}")
