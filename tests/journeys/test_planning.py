"""Planning as people do it: a series with one date moved, a poll answered on a phone, a template and the keyboard."""

import re

import pytest
from playwright.sync_api import expect

from meetings.meeting.models import Meeting
from meetings.planning.models import PollVote, Series
from tests.axe import assert_accessible
from tests.browser import DESKTOP, NARROWEST, PHONE, scrolls_sideways, take_shot
from tests.factories.meetings import in_days, make_meeting
from tests.factories.planning import make_poll, make_template
from tests.journeys.steps import day_in, mail_to, post_goes_round
from tests.journeys.test_without_scripts_and_by_keyboard import Keyboard

pytestmark = pytest.mark.django_db(transaction=True)


def look(page, name: str) -> None:
    """At three widths, in both schemes on the phone; pictures for people."""
    for size, width in ((DESKTOP, 1366), (PHONE, 390), (NARROWEST, 320)):
        page.set_viewport_size(size)
        assert not scrolls_sideways(page), (name, width)
        take_shot(page, f"{name}-{width}")
        assert_accessible(page, schemes=("light", "dark") if size == PHONE else ("light",))
    page.set_viewport_size(DESKTOP)


@pytest.fixture
def desk(world, new_context, sign_in, live_portal):
    context = new_context()
    sign_in(context, world.secretary)
    return context.new_page()


def test_a_series_is_made_and_one_of_its_meetings_moved(world, desk):
    make_meeting(world.group_a, title="In the way", when=in_days(10, 11, 30))
    desk.goto(f"/meetings/new/?body={world.group_a.slug}")
    desk.get_by_role("link", name="A series of meetings instead").click()
    desk.get_by_label("First day").fill(day_in(10))
    desk.get_by_label("Every week, on the same weekday").check()
    expect(desk.locator("#dates")).to_contain_text("Every week on")
    # The dates follow what stands in other parts of the form, too.
    desk.get_by_label("Time zone").select_option("Europe/Zurich")
    expect(desk.locator("#dates")).to_contain_text("Geneva")
    desk.get_by_label("Time zone").select_option("Asia/Tashkent")
    expect(desk.locator("#dates")).not_to_contain_text("Geneva (")
    expect(desk.locator("#dates")).to_contain_text("The group has another meeting at that time: In the way")
    look(desk, "series-new")
    desk.get_by_role("button", name="Make the series").click()
    expect(desk.locator("#messages")).to_contain_text("6 meetings as drafts")
    look(desk, "series")

    desk.get_by_role("link", name="Convene drafts").click()
    look(desk, "series-convene")
    desk.get_by_role("button", name="Convene those ticked").click()
    expect(desk.locator("#messages")).to_contain_text("6 meetings are convened")
    second = Series.objects.get().meetings.order_by("occurrence")[1]
    desk.goto(second.get_absolute_url())
    take_shot(desk, "meeting-of-series-1366")
    desk.get_by_role("link", name="Move", exact=True).click()
    desk.get_by_label("Date", exact=True).fill(day_in(18))
    desk.get_by_role("button", name="Move").click()
    desk.get_by_role("link", name="Regular meeting").or_(desk.get_by_role("link", name=second.title)).first.click()
    expect(desk.locator("main")).to_contain_text("Moved from")

    third = Series.objects.get().meetings.order_by("occurrence")[2]
    desk.goto(third.get_absolute_url())
    desk.get_by_role("link", name="Change this and all following").click()
    desk.get_by_label("Start", exact=True).fill("14:00")
    desk.get_by_label("End", exact=True).fill("16:00")
    look(desk, "following")
    desk.get_by_role("button", name="Change from here on").click()
    expect(desk.locator("#messages")).to_contain_text("The invitees of 4 convened meetings are told")


def test_a_poll_is_answered_on_a_phone_from_the_mail_without_scripts(world, desk, new_context):
    world.member_a.time_zone = "America/New_York"
    world.member_a.save()
    poll = make_poll(world.group_a)
    letter = mail_to(post_goes_round(), world.member_a)
    phone = new_context(viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=False).new_page()
    phone.goto(re.search(r"https?://\S+/poll/[\w-]+/", letter.body)[0])
    expect(phone.locator("main")).to_contain_text("New York")
    for number, word in enumerate(("Yes", "If needed", "No")):
        phone.locator("fieldset").nth(number).get_by_label(word, exact=True).check()
    take_shot(phone, "poll-link-390")
    phone.get_by_role("button", name="Send answers").click()
    expect(phone.locator("main")).to_contain_text("Your answers are saved")
    take_shot(phone, "poll-link-saved-390")
    assert PollVote.objects.filter(person=world.member_a).count() == 3

    desk.goto(poll.get_absolute_url())
    expect(desk.locator("main")).to_contain_text("Best so far")
    look(desk, "poll")
    desk.get_by_role("button", name="Choose this time").first.click()
    expect(desk.locator("#messages")).to_contain_text("drafted at the chosen time")
    assert Meeting.objects.get().starts_at == poll.options.first().starts_at


def test_proposing_times_on_one_page(world, desk):
    desk.goto(f"/meetings/polls/new/?body={world.group_a.slug}")
    for number in (1, 2):
        desk.get_by_label(f"Date {number}").fill(day_in(10 + number))
    desk.get_by_label("Answers until").fill(day_in(5))
    look(desk, "poll-new")
    desk.get_by_role("button", name="Ask 3 people").click()
    expect(desk.locator("#messages")).to_contain_text("The question is on its way")


def test_from_a_template_to_a_meeting_with_at_most_80_keys(world, desk):
    template = make_template(world.group_a, name="Usual")
    desk.goto(f"/meetings/new/?body={world.group_a.slug}&from={template.public_id}")
    keyboard = Keyboard(desk)
    keyboard.tab_to("[name=day]")
    year, month, day = day_in(20).split("-")
    # The native control takes month, day, year in this browser's own language.
    keyboard.type(month + day + year)
    expect(desk.get_by_label("Date", exact=True)).to_have_value(f"{year}-{month}-{day}")
    keyboard.press("Enter")
    desk.get_by_role("heading", name="Preview of invitations").wait_for()
    assert Meeting.objects.get().agenda.count() == 2
    assert keyboard.keys <= 80, f"{keyboard.keys} keys from a template to a meeting"


def test_the_calendar_at_every_width(world, desk):
    for days in (0.2, 1, 2):
        make_meeting(world.group_a, when=in_days(days, 23))
    for name in ("month", "week", "print"):
        desk.goto(f"/meetings/calendar/{name}/")
        look(desk, f"calendar-{name}")
    desk.goto("/meetings/calendar/month/")
    desk.get_by_label("Group").select_option(world.group_b.slug)
    desk.get_by_role("button", name="Show").click()
    expect(desk.locator("main")).to_contain_text("No meeting is planned in this month.")
