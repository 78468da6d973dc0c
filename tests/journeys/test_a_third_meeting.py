"""One meeting through all its states, followed by three people at once: a desk, a phone, a guest abroad.

In each state it is looked at what each of them sees, on their own clock, and that the restricted item stays with those
who may read it: on pages, in mails, in the calendar, on the wall, in packs, in the record.
"""

from typing import Any

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.papers.services.pack_building import build_waiting
from meetings.record.models import Correction, Minutes
from tests.browser import take_shot
from tests.factories.agenda import titles_for
from tests.factories.documents import a_pdf
from tests.factories.planning import make_template
from tests.factories.sessions import soon
from tests.journeys.steps import answer_links, day_in, event_of, mail_to, post_goes_round
from tests.journeys.third_session import held
from tests.journeys.three_people import FOLLOWED, SECRET, Reader, Three, three_people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

TITLE = "Third regular meeting"
WISH = "Обмен опытом"
SAID = "opposed the plan."
MEANT = "supported the plan."


@pytest.fixture
def three(world, new_context, sign_in, live_portal, settings, tmp_path) -> Three:
    settings.DOCUMENT_ROOT = tmp_path / "kept"
    world.group_a.observers_propose = False
    world.group_a.save()
    return three_people(world, new_context, sign_in)


def test_from_the_first_draft_to_a_corrigendum(world, three, tmp_path):
    meeting = drafted(three.desk, make_template(world.group_a))
    papers_uploaded(three.desk, meeting, tmp_path)
    three.look(meeting)
    previewed_and_convened(three, meeting)
    three.look(meeting)
    answered(three, meeting)
    proposed_and_accepted(three, meeting)
    published(three, meeting)
    three.look(meeting)
    packs_taken(three, meeting, tmp_path)
    held(three, meeting)
    recorded(three, meeting)


# --- Before ---


def drafted(desk: Reader, template: Any) -> Meeting:
    """From a template, so soon that the session can be opened at once; one item only for the deciding seats."""
    when, page = soon(minutes=100, length=90), desk.page
    page.goto(f"/meetings/new/?body={template.body.slug}&from={template.public_id}")
    desk.field("Title").fill(TITLE)
    page.locator("[name=day]").fill(when.day.isoformat())
    page.locator("[name=start]").fill(f"{when.start:%H:%M}")
    page.locator("[name=end]").fill(f"{(when.start.hour + 1) % 24:02}:{when.start.minute:02}")
    desk.button("Save draft").click()
    meeting = Meeting.objects.get(title=TITLE)
    page.goto(f"{meeting.get_absolute_url()}agenda/")
    desk.field("Add an item").fill(f"{SECRET}, 10")
    desk.button("Add").click()
    page.get_by_role("link", name=SECRET).click()
    desk.field("Only for the group’s deciding seats").check()
    desk.button("Save").click()
    assert titles_for(meeting) == ["Opening and adoption of the agenda", "Preliminary plan of the group"]
    return meeting


def papers_uploaded(desk: Reader, meeting: Meeting, tmp_path: Any) -> None:
    for name, marking in (("Draft roadmap", "Members"), (f"Note on {SECRET}", "Restricted")):
        file = tmp_path / f"{marking}.pdf"
        file.write_bytes(a_pdf(name))
        desk.page.goto(f"{meeting.get_absolute_url()}papers/add/")
        desk.field("Or a new file").set_input_files(file)
        desk.field("Its title").fill(name)
        desk.page.locator(f"[name=marking][value={marking.lower()}]").check()
        desk.button("Save").click()
        desk.has(name)


def previewed_and_convened(three: Three, meeting: Meeting) -> None:
    desk, address = three.desk, f"{meeting.get_absolute_url()}convene/"
    desk.page.goto(address)
    for reader in (three.phone, three.guest):
        desk.page.goto(f"{address}?letter={reader.person.public_id}")
        letter = desk.page.locator("pre.letter-text")
        expect(letter).to_contain_text(reader.begins(meeting))
        expect(letter).not_to_contain_text(SECRET)
        expect(letter).to_have_attribute("lang", reader.person.language)
    assert post_goes_round() == []
    desk.page.get_by_role("button", name="Convene and invite 3").click()
    desk.has("Convened")


def answered(three: Three, meeting: Meeting) -> None:
    """The member from the mail without signing in, the guest in the portal."""
    mails = post_goes_round()
    assert len(mails) == 3
    for mail in mails:
        assert SECRET not in mail.message().as_string()
    letter, phone = mail_to(mails, three.phone.person), three.phone
    assert phone.begins(meeting).search(letter.body)
    assert event_of(letter)["DTSTART"].dt == meeting.starts_at
    phone.page.goto(answer_links(letter)["yes_online"])
    phone.button("Send answer").tap()
    phone.has(phone.words("Thank you"))
    guest = three.guest
    guest.page.goto("/")
    guest.has(guest.begins(meeting))
    guest.page.get_by_role("button", name="Yes, online").click()
    three.desk.page.goto(meeting.get_absolute_url())
    three.desk.has("2 yes")
    # Who answered what is read by those who run the meeting.
    guest.page.goto(meeting.get_absolute_url())
    guest.lacks(phone.person.name)


def proposed_and_accepted(three: Three, meeting: Meeting) -> None:
    desk, phone, guest = three
    guest.page.goto(meeting.get_absolute_url())
    assert not guest.link("Propose an item").count()
    phone.page.goto(meeting.get_absolute_url())
    phone.link("Propose an item").tap()
    phone.field("What should be talked about").fill(WISH)
    phone.button("Propose").tap()
    phone.has(phone.words("Waiting for the secretariat"))
    mine = phone.page.url
    desk.page.goto(meeting.body.get_absolute_url())
    desk.link("Proposals and backlog").click()
    desk.page.get_by_role("link", name=WISH).click()
    desk.button("Accept").click()
    assert titles_for(meeting)[-1] == WISH
    assert guest.page.goto(mine).status == 404
    phone.page.goto(mine)
    phone.has(phone.words("Accepted"))
    assert mail_to(post_goes_round(), phone.person).to


def published(three: Three, meeting: Meeting) -> None:
    page = three.desk.page
    page.goto(meeting.get_absolute_url())
    three.desk.link("Publish the agenda").first.click()
    # The checklist says what is missing; it stands in nobody's way.
    three.desk.has("Not item 4.")
    take_shot(page, "third-checklist")
    three.desk.button("Publish all the same").click()
    mails = post_goes_round()
    assert len(mails) == 3
    for mail in mails:
        assert SECRET not in mail.message().as_string()
        assert WISH in mail.body


def packs_taken(three: Three, meeting: Meeting, tmp_path: Any) -> None:
    for reader, circle in ((three.phone, "Deciding seats"), (three.guest, "Everyone who sits here")):
        reader.page.goto(f"{meeting.get_absolute_url()}packs/")
        card = reader.page.get_by_role("region", name=reader.words(circle))
        card.get_by_role("button", name=reader.words("Make the pack")).click()
        assert build_waiting() == 1
        with reader.page.expect_download() as download:
            card.get_by_role("link", name=reader.words("Download")).click(timeout=FOLLOWED)
        path = tmp_path / f"{reader.person.public_id}.pdf"
        download.value.save_as(path)
        text = "".join(page.extract_text() for page in PdfReader(path).pages)
        assert (SECRET in text) == reader.reads_restricted, reader.person
        assert "Draft roadmap" in text
    assert not three.guest.page.get_by_role("region", name="Deciding seats").count()


# --- After ---


def recorded(three: Three, meeting: Meeting) -> None:
    address = f"{meeting.get_absolute_url()}minutes/"
    written_and_sent_out(three, meeting)
    three.look(meeting)
    corrected(three, address)
    adopted(three, address)
    three.look(meeting)
    stays_as_it_is(three, meeting)
    put_right(three, address)


def written_and_sent_out(three: Three, meeting: Meeting) -> None:
    desk, name = three.desk, three.phone.seat().organisation.short_name_en
    desk.page.goto(meeting.get_absolute_url())
    desk.link("Draft or edit the record").click()
    desk.button("Draft the record").click()
    field = desk.field("Record in English")
    assert SECRET not in field.input_value()
    assert "The group takes note of the plan." in field.input_value()
    field.press("Control+End")
    field.type(f"\n\n{name} {SAID}\n")
    desk.button("Save").click()
    for reader in (three.phone, three.guest):
        reader.page.goto(f"{meeting.get_absolute_url()}minutes/")
        reader.lacks(SAID)
    desk.link("Send out for correction").click()
    desk.field("Corrections until").fill(day_in(14))
    desk.field("The next meeting adopts it").check()
    desk.button("Send out").click()
    desk.has("The record is sent out for correction.")
    mails = post_goes_round()
    assert {mail.to[0] for mail in mails} >= {three.phone.person.email, three.guest.person.email}
    for mail in mails:
        assert SECRET not in mail.message().as_string()


def correct(reader: Reader, address: str, quoted: str, wanted: str) -> None:
    reader.page.goto(f"{address}?language=en")
    reader.link("Correct what we said").click()
    reader.page.locator("select[name=language]").select_option("en")
    reader.field("The passage as it stands").fill(quoted)
    reader.field("The passage as it should read").fill(wanted)
    reader.button("Send the correction").click()


def corrected(three: Three, address: str) -> None:
    """A seat puts right what it said itself; what another said it can not."""
    desk, phone, guest = three
    name = phone.seat().organisation.short_name_en
    correct(guest, address, f"{name} {SAID}", f"{name} said nothing.")
    expect(guest.page.locator("main .error").first).to_be_visible()
    assert not Correction.objects.exists()
    take_shot(guest.page, "third-correction-refused")
    correct(phone, address, f"{name} {SAID}", f"{name} {MEANT}")
    phone.has(phone.words("Your correction is with the secretariat."))
    guest.page.goto(f"{address}?language=en")
    guest.lacks(MEANT)
    desk.page.goto(address)
    desk.page.locator("#corrections").locator("..").get_by_role("link").first.click()
    desk.button("Accept").click()
    desk.has("The correction is answered")


def adopted(three: Three, address: str) -> None:
    three.desk.page.goto(address)
    three.desk.link("Adopt").click()
    three.desk.button("Adopt the record").click()
    three.desk.has("From now on it stays as it is.")
    for reader in (three.phone, three.guest):
        reader.page.goto(f"{address}?language=en")
        reader.has(MEANT)
        reader.lacks(SAID)
        assert not reader.link("Correct what we said").count()
        take_shot(reader.page, f"third-adopted-{reader.person.language}")


def stays_as_it_is(three: Three, meeting: Meeting) -> None:
    """No page changes it any more, not even for those who run the group; the buttons are gone."""
    desk, address = three.desk, meeting.get_absolute_url()
    minutes = Minutes.objects.get(meeting=meeting)
    before = minutes.text_en
    desk.page.goto(address)
    for name in ("Record a decision", "Add an action", "Attribution of items", "Edit the record", "Adopt"):
        assert not desk.link(name).count(), name
    desk.page.goto(f"{address}minutes/edit/")
    assert not desk.page.locator("[name=text_en]").count()
    desk.page.goto(f"{address}live/")
    assert not desk.page.locator("[data-press] button").count()
    minutes.refresh_from_db()
    assert minutes.text_en == before
    assert meeting.state == MeetingState.RECORD_ADOPTED


def put_right(three: Three, address: str) -> None:
    desk = three.desk
    post_goes_round()
    desk.page.goto(address)
    desk.link("Add a corrigendum").click()
    desk.field("Text in English").fill("For 2024 read 2025.")
    desk.button("Add the corrigendum").click()
    for reader in (three.phone, three.guest):
        reader.page.goto(f"{address}?language=en")
        reader.has("For 2024 read 2025.")
    assert len(post_goes_round()) == 3
