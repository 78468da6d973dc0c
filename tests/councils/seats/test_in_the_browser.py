"""The secretariat fills a seat and ends the term, with a real browser; the person comes in and goes out with it."""

import re

from playwright.sync_api import expect

from councils.organisations.choices import OrganisationKind
from rec_portal.accounts.models import User
from tests.browser import PHONE
from tests.factories import make_organisation, make_seat


def test_a_seat_is_filled_and_the_term_ended(world, new_context, sign_in, live_portal):
    make_seat(world.group_a, make_organisation(short_name_en="Sample State", kind=OrganisationKind.MEMBER_STATE))
    context = new_context()
    sign_in(context, world.secretary)
    page = context.new_page()

    page.goto("/bodies/")
    page.get_by_role("link", name=world.group_a.name).click()
    page.get_by_role("link", name=re.compile("Appoint.*Sample State")).click()
    page.get_by_label("E-mail address").fill("new.person@example.org")
    page.get_by_label("Name").fill("New Person")
    page.get_by_role("button", name="Appoint").click()
    expect(page.get_by_text("New Person is appointed.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Sample State"))).to_contain_text("New Person")

    phone = new_context(viewport=PHONE)
    sign_in(phone, User.objects.get(email="new.person@example.org"))
    member = phone.new_page()
    member.goto(f"/bodies/{world.group_a.slug}/")
    expect(member.get_by_role("link", name="Member A")).to_be_visible()

    page.get_by_role("link", name=re.compile("End term.*New Person")).click()
    page.get_by_label("Now").check()
    page.get_by_label("Reason").fill("Term completed")
    page.get_by_role("button", name="End the term").click()
    expect(page.get_by_text("The term of New Person is ended.")).to_be_visible()
    expect(page.get_by_role("table", name="Past appointments")).to_contain_text("Term completed")

    member.goto("/bodies/")
    expect(member.get_by_text("You do not sit in any group yet.")).to_be_visible()


def test_all_of_it_by_keyboard_and_without_javascript(world, new_context, sign_in, live_portal):
    seat = make_seat(world.group_a)
    context = new_context(java_script_enabled=False)
    sign_in(context, world.secretary)
    page = context.new_page()
    page.goto(f"/bodies/{world.group_a.slug}/appoint/?seat={seat.public_id}")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("new.person@example.org")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This address is new here.")
    expect(page.get_by_label("E-mail address")).to_have_value("new.person@example.org")
    page.get_by_label("Name").focus()
    page.keyboard.type("New Person")
    page.keyboard.press("Enter")
    expect(page.get_by_text("New Person is appointed.")).to_be_visible()
