"""What an item says that is kept back leaves the record, whichever way it came to be kept back, and stays away."""

import pytest
from django.urls import reverse

from meetings.agenda.choices import Attribution
from meetings.agenda.services.items import ItemText, edit_item, move_item
from meetings.meeting.choices import MeetingState
from meetings.record.models import Minutes
from meetings.record.services.minutes import change_attribution, restore_minutes
from meetings.record.services.sections import number_of
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import WrongState
from tests.factories.records import adopt, circulate, make_held, make_minutes

pytestmark = pytest.mark.django_db
CANARY = "Zubrowka"


@pytest.fixture
def meeting(world):
    return make_held(world.group_a, invitees=[world.chair_a, world.member_a, world.observer_a])


@pytest.fixture
def record(meeting) -> Minutes:
    """A draft in which every item says something."""
    titles = {item.position: item.title for item in meeting.agenda.all()}
    parts = [f"## {number}. {title}\n\nSaid on {title}." for number, title in sorted(titles.items())]
    text = "\n\n".join(parts).replace("Said on Preliminary plan of the group.", f"{CANARY} said.") + "\n"
    return make_minutes(meeting, text_en=text, text_ru=text)


def close(world, meeting, item) -> None:
    meeting.refresh_from_db()
    change_attribution(
        actor=world.secretary,
        meeting=meeting,
        version=meeting.version,
        attributions={item.pk: Attribution.CLOSED},
    )


def restrict(world, item, **said):
    text = ItemText.of(item).__dict__ | {"restricted": True} | said
    return edit_item(actor=world.secretary, item=item, version=item.version, text=ItemText(**text))


def pages_that_tell(client_of, meeting) -> list[str]:
    """Where a member reads the word."""
    client, minutes = client_of("member_a"), Minutes.objects.get(meeting=meeting)
    pages = [reverse(f"meetings:{name}", args=[meeting.public_id]) for name in ("minutes", "minutes_versions")]
    numbers = range(1, minutes.version + 1)
    pages += [f"{pages[1]}?from={number - 1}&to={number}" for number in numbers]
    return [page for page in pages if CANARY in client.get(page).content.decode()]


def test_the_word_can_be_read_while_nothing_is_kept_back(client_of, meeting, record):
    """The test of the test."""
    circulate(record)
    assert pages_that_tell(client_of, meeting)


def test_an_earlier_version_does_not_bring_a_closed_item_back(world, client_of, meeting, record):
    circulate(record)
    close(world, meeting, meeting.agenda.get(position=2))
    record.refresh_from_db()
    restored = restore_minutes(actor=world.secretary, minutes=record, version=record.version, wanted=2)
    assert CANARY not in restored.text_en + restored.text_ru
    assert CANARY in restored.closed_en
    assert pages_that_tell(client_of, meeting) == []


@pytest.mark.parametrize("out", [True, False])
def test_an_item_that_is_restricted_later_leaves_the_record(world, client_of, meeting, record, out):
    if out:
        circulate(record)
    restrict(world, meeting.agenda.get(position=2), title="Under another name")
    record.refresh_from_db()
    assert "## 2. Closed item" in record.text_en
    assert "Preliminary plan" not in record.text_en + record.text_ru
    assert CANARY in record.closed_en
    assert CANARY in record.closed_ru
    told = AuditEvent.objects.get(verb="minutes.withheld")
    assert told.reason == ("Members could read it before." if out else "")
    if not out:
        circulate(record)
    assert pages_that_tell(client_of, meeting) == []


def test_the_page_of_the_item_says_that_the_record_had_been_sent_out(world, client_of, meeting, record):
    circulate(record)
    item = meeting.agenda.get(position=2)
    said = {"title": item.title, "kind": item.kind, "version": item.version, "restricted": "on", "do": "save"}
    answer = client_of("secretary").post(reverse("meetings:item", args=[item.public_id]), said, follow=True)
    assert "members could read there what it says" in answer.content.decode()


def test_an_item_is_found_by_its_title_where_the_agenda_was_put_in_another_order(world, client_of, meeting, record):
    circulate(record)
    item = meeting.agenda.get(position=2)
    item = move_item(actor=world.secretary, item=item, to=1)
    close(world, meeting, item)
    record.refresh_from_db()
    assert "## 2. Closed item" in record.text_en
    assert "Said on" in record.text_en
    assert pages_that_tell(client_of, meeting) == []


def test_nothing_is_restricted_under_an_adopted_record(world, meeting, record):
    adopt(circulate(record))
    assert type(meeting).objects.get(pk=meeting.pk).state == MeetingState.RECORD_ADOPTED
    with pytest.raises(WrongState):
        restrict(world, meeting.agenda.get(position=2))


class TestNumber:
    TEXT = "## 1. One\n\na\n\n## 2. Two \\*stars\\*\n\nb\n\n## 3. One\n\nc"

    @pytest.mark.parametrize(
        ("number", "title", "found"),
        [(1, "One", 1), (3, "One", 3), (2, "One", 1), (7, "Two *stars*", 2), (2, "Renamed", 2), (9, "Unknown", 9)],
    )
    def test_by_number_and_title_then_by_title_then_by_number(self, number, title, found):
        assert number_of(self.TEXT, number, title) == found
