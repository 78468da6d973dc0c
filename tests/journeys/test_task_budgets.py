"""How much the common tasks cost a person, counted: keys, presses and pages, against the budgets of the design.

Each count begins where the person has come to the task, and ends with what it was for in the database.
"""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from meetings.agenda.choices import Outcome
from meetings.agenda.models import AgendaItem
from meetings.invitations.choices import Answer
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.notices.planning import ASKING
from rec_portal.outbox.models import OutboxMessage
from tests.axe import assert_accessible
from tests.browser import PHONE, scrolls_sideways, take_shot
from tests.counting import Counted
from tests.factories.agenda import titles_for
from tests.factories.meetings import make_meeting
from tests.factories.planning import make_template
from tests.factories.sessions import make_session
from tests.journeys.steps import answer_links, day_in, mail_to, post_goes_round

pytestmark = pytest.mark.django_db(transaction=True)

OPENING, PLAN, DATE = "Opening and adoption of the agenda", "Preliminary plan of the group", "Date of the next meeting"
FINGER = {"viewport": PHONE, "is_mobile": True, "has_touch": True}


@pytest.fixture
def at(new_context, sign_in, live_portal):
    """`at(person, address)`: that person has opened the page, and the count begins."""

    def open_page(person: Any, address: str, **options: Any) -> Counted:
        context = new_context(**options)
        if person is not None:
            sign_in(context, person)
        page = context.new_page()
        page.goto(address)
        counted = Counted(page)
        counted.start()
        return counted

    return open_page


@pytest.fixture
def say(capsys):
    """Prints a count although tests capture what is printed: it is what this file is for."""

    def line(task: str, counted: Counted) -> None:
        with capsys.disabled():
            print(f"\n  {task}: {counted}", end="")

    return line


def test_a_meeting_is_scheduled_with_80_keys_on_one_page(world, at, say):
    template = make_template(world.group_a, name="Usual")
    person = at(world.secretary, world.group_a.get_absolute_url())
    page = person.page
    with person.loading():
        person.press(page.get_by_role("link", name="New meeting"))
    person.choose(page.get_by_label("Start from"), template.public_id)
    expect(page.locator("textarea[name=agenda]")).to_have_value(re.compile("Preliminary plan"))
    person.tab_to("[name=day]")
    year, month, day = day_in(15).split("-")
    # The native control takes month, day, year in this browser's own language.
    person.type(month + day + year)
    expect(page.locator("[name=day]")).to_have_value(day_in(15))
    with person.loading():
        person.key("Enter")
    person.tab_to("main form button.button-main")
    with person.loading():
        person.key("Enter")
    meeting = Meeting.objects.get()
    assert (meeting.state, meeting.agenda.count(), len(post_goes_round())) == (MeetingState.CONVENED, 2, 3)
    say("schedule a meeting", person)
    assert person.keys + person.typed <= 80
    # The form, the preview that is confirmed, and the meeting.
    assert person.loads <= 3


@pytest.fixture
def builder(world, at):
    meeting = make_meeting(world.group_a)
    return meeting, at(world.secretary, f"{meeting.get_absolute_url()}agenda/")


def item(meeting: Meeting, number: int) -> str:
    return AgendaItem.objects.get(meeting=meeting, position=number).public_id


def by_button(person: Counted, key: str) -> str:
    person.press(person.page.locator(f"#up-{key}"))
    return f"#up-{key}"


def by_arrow(person: Counted, key: str) -> str:
    person.page.locator(f"#title-{key}").focus()
    person.key("Alt+ArrowUp")
    return f"#title-{key}"


def by_hand(person: Counted, key: str) -> str:
    first = person.page.locator("[data-item] time").first
    person.drag(person.page.locator(f"#item-{key} time"), first)
    return f"#title-{key}"


@pytest.mark.parametrize("way", [by_button, by_arrow, by_hand])
def test_an_agenda_item_is_moved_by_one_action(builder, say, way):
    meeting, person = builder
    focused = way(person, item(meeting, 2))
    expect(person.page.locator("#live")).to_have_text(f"“{PLAN}” is now number 1.")
    expect(person.page.locator(focused)).to_be_focused()
    assert titles_for(meeting) == [PLAN, OPENING, DATE]
    say(f"move an agenda item {way.__name__.replace('_', ' ')}", person)
    assert (person.keys + person.presses, person.loads) == (1, 0)


def test_an_agenda_item_is_given_a_number(builder, say):
    meeting, person = builder
    date = item(meeting, 3)
    person.press(person.page.locator(f"#more-{date}"))
    person.press(person.page.locator(f"#number-{date}"))
    person.page.locator(f"#number-{date}").select_text()
    person.type("1")
    person.key("Enter")
    expect(person.page.locator("#live")).to_have_text(f"“{DATE}” is now number 1.")
    expect(person.page.locator(f"#title-{date}")).to_be_focused()
    assert titles_for(meeting) == [DATE, OPENING, PLAN]
    say("move an agenda item by number", person)
    assert (person.keys + person.presses, person.loads) == (3, 0)


def test_those_without_an_answer_are_reminded_by_one_press_and_undone_by_another(world, at, say):
    meeting = make_meeting(world.group_a)
    post_goes_round()
    person = at(world.secretary, meeting.get_absolute_url())
    with person.loading():
        person.press(person.page.get_by_role("button", name="Remind 3 who have not answered"))
    asked = OutboxMessage.objects.filter(kind=ASKING)
    assert asked.filter(state="waiting").count() == 3
    expect(person.page.locator("#messages")).to_contain_text("3 people are asked to answer.")
    say("remind those without an answer", person)
    assert (person.presses, person.loads) == (1, 1)
    take_shot(person.page, "asking-1366")
    person.page.set_viewport_size(PHONE)
    take_shot(person.page, "asking-390")
    assert not scrolls_sideways(person.page)
    assert_accessible(person.page)
    person.start()
    with person.loading():
        person.press(person.page.get_by_role("button", name="Undo"))
    assert asked.filter(state="cancelled").count() == 3
    say("undo the reminder", person)
    assert (person.presses, person.loads) == (1, 1)


def test_a_decision_is_recorded_with_three_keys_and_its_text(world, at, say):
    meeting = make_session(world.group_a)
    person = at(world.secretary, f"{meeting.get_absolute_url()}live/")
    person.key("d")
    expect(person.page.locator("textarea:focus")).to_have_count(1)
    person.type("The agenda is adopted.")
    person.key("Control+Enter")
    first = AgendaItem.objects.get(position=1)
    place = person.page.locator(f"#item-{first.public_id}")
    expect(place).to_contain_text("The agenda is adopted.", timeout=15_000)
    first.refresh_from_db()
    assert (first.outcome, first.outcome_text) == (Outcome.DECIDED, "The agenda is adopted.")
    say("record a decision", person)
    assert person.keys <= 3
    assert (person.presses, person.loads) == (0, 0)


def test_an_invitation_is_answered_from_the_mail_by_two_taps(world, at, say):
    meeting = make_meeting(world.group_a)
    link = answer_links(mail_to(post_goes_round(), world.member_a))["yes_online"]
    person = at(None, "about:blank", **FINGER)
    # The first tap is on the button in the mail.
    person.page.goto(link)
    person.presses = 1
    with person.loading():
        person.press(person.page.get_by_role("button", name="Send answer"))
    assert meeting.invitations.get(person=world.member_a).answer == Answer.YES_ONLINE
    say("answer an invitation from the mail", person)
    assert person.presses == 2


@pytest.mark.parametrize(
    ("name", "field", "wanted"), [("Русский", "language", "ru"), ("Vienna", "time_zone", "Europe/Vienna")]
)
def test_language_and_zone_are_switched_by_two_taps(world, at, say, name, field, wanted):
    meeting = make_meeting(world.group_a)
    person = at(world.member_a, meeting.get_absolute_url(), **FINGER)
    person.press(person.page.locator("[popovertarget=account]"))
    with person.loading():
        person.press(person.page.locator("#account").get_by_role("button", name=name))
    world.member_a.refresh_from_db()
    assert getattr(world.member_a, field) == wanted
    # The person comes back to the page they were on.
    assert person.page.url.endswith(meeting.get_absolute_url())
    say(f"switch the {field.replace('_', ' ')}", person)
    assert (person.presses, person.loads) == (2, 1)
