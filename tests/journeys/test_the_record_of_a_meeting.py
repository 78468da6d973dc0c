"""From the draft of the record to its corrigendum: the secretariat, a member on a phone and an observer at once."""

from typing import Any

import pytest

from meetings.meeting.models import Meeting
from meetings.record.models import Minutes
from tests.browser import PHONE, take_shot
from tests.factories.records import make_decision, make_held
from tests.journeys.steps import day_in, mail_to, post_goes_round

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def seat_name(person: Any) -> str:
    return person.appointments.get().seat.organisation.short_name_en


@pytest.fixture
def people(world, new_context, sign_in, live_portal):
    """A page for each of the three, all open at the same time."""

    def page_of(person: Any, **options: Any) -> Any:
        context = new_context(**options)
        sign_in(context, person)
        return context.new_page()

    return page_of(world.secretary), page_of(world.member_a, viewport=PHONE), page_of(world.observer_a)


def test_drafted_sent_out_corrected_adopted_put_right(world, people):
    secretary, member, observer = people
    invitees = [world.chair_a, world.member_a, world.observer_a]
    meeting = make_held(world.group_a, invitees=invitees, title="Meeting of the group")
    make_decision(meeting, "The group takes note of the plan.")
    post_goes_round()
    address = f"/meetings/{meeting.public_id}/minutes/"

    write_and_send_out(secretary, meeting, f"{seat_name(world.member_a)} opposed the plan.")
    mails = post_goes_round()
    assert {mail.to[0] for mail in mails} == {person.email for person in invitees}
    assert mail_to(mails, world.member_a).subject.startswith("Record for correction: ")

    correct(member, address, world.member_a)
    observer.goto(address)
    assert "supported the plan" not in observer.content()
    assert mail_to(post_goes_round(), world.secretary).subject.startswith("Correction: ")

    answer_and_adopt(secretary, address)
    member.goto(address)
    assert "supported the plan" in member.content()
    assert "Adopted: " in member.content()
    take_shot(member, "record-adopted-390")
    assert not member.get_by_role("link", name="Correct what we said").count()

    secretary.goto(address)
    secretary.get_by_role("link", name="Add a corrigendum").click()
    secretary.get_by_label("Text in English").fill("For 2024 read 2025.")
    secretary.get_by_role("button", name="Add the corrigendum").click()
    observer.goto(address)
    observer.get_by_text("For 2024 read 2025.").wait_for()
    take_shot(observer, "record-corrigendum-1366")
    subjects = [mail.subject for mail in post_goes_round()]
    assert sum(subject.startswith("Corrigendum: ") for subject in subjects) == 3


def write_and_send_out(page: Any, meeting: Meeting, statement: str) -> None:
    page.goto(meeting.get_absolute_url())
    page.get_by_role("link", name="Draft or edit the record").click()
    page.get_by_role("button", name="Draft the record").click()
    field = page.get_by_label("Record in English")
    assert "The group takes note of the plan." in field.input_value()
    before = Minutes.objects.get().version
    field.press("Control+End")
    field.type(f"\n\n{statement}\n")
    # It saves itself, says when, and takes it back on request.
    page.get_by_text("Saved ").wait_for(timeout=15_000)
    assert statement in Minutes.objects.get().text_en
    page.get_by_role("button", name="Undo").click()
    page.get_by_text(f"Version {before} is back").wait_for()
    assert statement not in Minutes.objects.get().text_en
    field.press("Control+End")
    field.type(f"\n\n{statement}\n")
    page.get_by_role("button", name="Preview").click()
    page.locator("#preview").get_by_text(statement).wait_for()
    take_shot(page, "record-edit-1366")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Send out for correction").click()
    page.get_by_label("Corrections until").fill(day_in(14))
    page.get_by_label("The next meeting adopts it").check()
    take_shot(page, "record-send-1366")
    page.get_by_role("button", name="Send out").click()
    page.get_by_text("The record is sent out for correction.").wait_for()


def correct(page: Any, address: str, person: Any) -> None:
    page.goto(address)
    page.get_by_role("link", name="Correct what we said").click()
    page.get_by_label("The passage as it stands").fill(f"{seat_name(person)} opposed the plan.")
    page.get_by_label("The passage as it should read").fill(f"{seat_name(person)} supported the plan.")
    take_shot(page, "record-correct-390")
    page.get_by_role("button", name="Send the correction").click()
    page.get_by_text("Your correction is with the secretariat.").wait_for()


def answer_and_adopt(page: Any, address: str) -> None:
    page.goto(address)
    page.locator("#corrections").locator("..").get_by_role("link").first.click()
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("The correction is answered").wait_for()
    page.get_by_role("link", name="Adopt").click()
    page.get_by_role("button", name="Adopt the record").click()
    page.get_by_text("From now on it stays as it is.").wait_for()
