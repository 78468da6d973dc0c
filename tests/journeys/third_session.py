"""The session of the third meeting: a desk runs it, a phone and a guest follow, the wall shows what all may read."""

from typing import Any

from playwright.sync_api import expect

from meetings.agenda.models import AgendaItem
from meetings.meeting.models import Meeting
from meetings.record.mail.action_planning import DUE_SOON
from meetings.record.models import Decision
from meetings.session.choices import Presence
from meetings.session.models import SeatAttendance
from rec_portal.outbox.models import OutboxMessage
from tests.browser import take_shot
from tests.journeys.steps import day_in
from tests.journeys.three_people import FOLLOWED, SECRET, Reader, Three

# Presses are kept on the device until the portal has them.
ALL_SENT = "() => Object.keys(localStorage).every(key => !key.includes(':presses:') || localStorage[key] === '[]')"


def outcome_of(reader: Reader, item: AgendaItem) -> Any:
    return reader.page.locator(f"form:has(#text-{item.public_id})")


def held(three: Three, meeting: Meeting) -> None:
    desk = three.desk
    wall = desk.page.context.new_page()
    desk.page.goto(meeting.get_absolute_url())
    desk.link("Open the session").click()
    desk.button("Open the session").click()
    desk.button("Break").wait_for()
    three.look(meeting)
    for reader in three:
        reader.page.goto(f"{meeting.get_absolute_url()}live/")
    wall.goto(f"{meeting.get_absolute_url()}projector/")
    attendance(three, meeting)
    speakers(three, wall)
    a_decision_by_one_key(three, wall)
    the_restricted_item(three, wall)
    a_break(three, wall, meeting)
    decision_and_action(three, meeting)
    wall.close()
    desk.page.goto(f"{meeting.get_absolute_url()}live/")
    desk.link("Mark as held").click()
    desk.button("Mark as held").click()
    desk.has("Held")
    three.look(meeting)


def attendance(three: Three, meeting: Meeting) -> None:
    for reader, how in ((three.phone, "Online"), (three.guest, "On site")):
        mark = three.desk.page.locator(f"#seat-{reader.seat().public_id}").get_by_role("button", name=how, exact=True)
        mark.click()
        expect(mark).to_have_attribute("aria-pressed", "true")
        assert not reader.page.locator("#attendance-head").count()
    three.desk.page.wait_for_function(ALL_SENT)
    assert SeatAttendance.objects.exclude(presence=Presence.ABSENT).count() == 2


def speakers(three: Three, wall: Any) -> None:
    desk, phone, guest = three
    phone.button("Ask for the floor").tap()
    expect(desk.button("Give the floor")).to_be_visible(timeout=FOLLOWED)
    assert not guest.button("Give the floor").count()
    desk.button("Give the floor").click()
    name = str(phone.seat().organisation)
    expect(wall.locator("main")).to_contain_text(f"Has the floor: {name}", timeout=FOLLOWED)
    for reader in (phone, guest):
        reader.follows("#live-speakers", reader.words("Has the floor"))
    desk.button("Finished").click()
    expect(desk.button("Finished")).to_have_count(0)


def a_decision_by_one_key(three: Three, wall: Any) -> None:
    desk, item = three.desk, AgendaItem.objects.get(position=1)
    desk.page.locator("h1").click()
    desk.page.keyboard.press("d")
    expect(outcome_of(desk, item).locator("textarea")).to_be_focused()
    desk.page.keyboard.type("The agenda is adopted.")
    desk.page.keyboard.press("Control+Enter")
    for reader in (three.phone, three.guest):
        reader.follows(f"#item-{item.public_id}", "The agenda is adopted.")
        expect(reader.page.locator(f"#item-{item.public_id} .tag").first).to_have_text(reader.words("Decided"))


def the_restricted_item(three: Three, wall: Any) -> None:
    """Everybody in the room learns that it is treated, and nothing else."""
    desk, phone, guest = three
    item = AgendaItem.objects.get(restricted=True)
    desk.page.locator(f"#call-{item.public_id}").click()
    phone.follows("#live-now", SECRET)
    guest.follows("#live-now", "A restricted item")
    expect(wall.locator("#wall-item")).to_contain_text("A restricted item", timeout=FOLLOWED)
    outcome_of(desk, item).locator("textarea").fill(f"{SECRET} is taken note of.")
    outcome_of(desk, item).get_by_role("button", name="Noted").click()
    phone.follows(f"#item-{item.public_id}", "is taken note of.")
    guest.lacks(SECRET)
    assert SECRET not in wall.content()
    take_shot(guest.page, "third-restricted-guest")
    take_shot(wall, "third-restricted-wall")


def a_break(three: Three, wall: Any, meeting: Meeting) -> None:
    desk = three.desk
    desk.button("Break").click()
    expect(wall.locator("main")).to_contain_text("Suspended", timeout=FOLLOWED)
    for reader in three:
        reader.follows("#live-now .card-head", reader.words("Suspended"))
    three.look(meeting)
    for reader in three:
        reader.page.goto(f"{meeting.get_absolute_url()}live/")
    desk.button("Resume").click()
    for reader in three:
        reader.follows("#live-now .card-head", reader.words("In session"))
    expect(wall.locator("main")).to_contain_text("In session", timeout=FOLLOWED)


def decision_and_action(three: Three, meeting: Meeting) -> None:
    desk, phone, guest = three
    plan, closed = AgendaItem.objects.get(position=2), AgendaItem.objects.get(restricted=True)
    for text, item in (("The group takes note of the plan.", plan), (f"{SECRET} goes on.", closed)):
        desk.page.goto(meeting.get_absolute_url())
        desk.link("Record a decision").click()
        desk.field("Text in English").fill(text)
        desk.field("Agenda item").select_option(item.public_id)
        desk.button("Record it").click()
        desk.has(text)
    desk.page.goto(meeting.get_absolute_url())
    desk.link("Add an action").click()
    desk.field("What is to be done").fill("Send comments on the plan")
    desk.field("Person who answers for it").select_option(phone.person.public_id)
    desk.field("Due").fill(day_in(14))
    desk.button("Add the action").click()
    assert Decision.objects.filter(meeting=meeting).count() == 2
    for reader in (phone, guest):
        reader.page.goto("/decisions/")
        reader.has("The group takes note of the plan.")
        (reader.has if reader.reads_restricted else reader.lacks)(f"{SECRET} goes on.")
    phone.page.goto("/actions/")
    phone.has("Send comments on the plan")
    waiting = OutboxMessage.objects.filter(kind=DUE_SOON).values_list("recipient", flat=True)
    assert set(waiting) == {phone.person.pk}
