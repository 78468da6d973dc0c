"""What is looked at before an agenda goes out."""

import pytest

from councils.documents.choices import Marking
from meetings.agenda.choices import AgendaKind
from meetings.agenda.models import AgendaItem
from meetings.calling.services.checklist import checklist
from meetings.papers.models import Paper
from rec_portal.outbox.delivery import drain
from tests.factories import make_meeting
from tests.factories.agenda import change_item
from tests.factories.documents import make_document, make_paper, make_revision

pytestmark = pytest.mark.django_db
NOTE, INFORMATION = "Concept note on the work of the group", "Information note"


def lay(meeting, title, languages=("en", "ru"), **fields):
    """A document with a paper in each of `languages`."""
    document = make_document(meeting.body, title_en=title, **fields)
    for language in languages:
        make_paper(meeting, make_revision(document, language=language))
    return document


@pytest.fixture
def meeting(world):
    """Convened, its invitations sent, with all papers."""
    meeting = make_meeting(world.group_a)
    lay(meeting, NOTE)
    lay(meeting, INFORMATION)
    drain()
    return meeting


@pytest.fixture
def unmet(world, meeting):
    def ask(about=meeting) -> list[str]:
        return [check.detail for check in checklist(about, world.secretary) if not check.met]

    return ask


def test_all_is_well(unmet):
    assert unmet() == []


def test_no_items(world, meeting, unmet):
    AgendaItem.objects.filter(meeting=meeting).delete()
    assert unmet() == ["There is no agenda yet."]
    assert [check.must for check in checklist(meeting, world.secretary)] == [True, *[False] * 7]


def test_items_without_minutes_are_named(meeting, unmet):
    change_item(meeting, 1, minutes=None)
    assert unmet() == ["Not item 1."]
    change_item(meeting, 3, minutes=None)
    assert unmet() == ["Not items 1, 3."]


def test_longer_than_the_meeting(meeting, unmet):
    change_item(meeting, 2, minutes=106)
    assert unmet() == ["1 minute longer than the meeting"]


def test_a_decision_needs_a_speaker_or_a_paper(meeting, unmet):
    change_item(meeting, 3, kind=AgendaKind.DECISION)
    assert unmet() == ["Not item 3."]
    change_item(meeting, 3, presenter="Chair")
    assert unmet() == []


def test_invitations_that_have_not_gone(world, unmet):
    meeting = make_meeting(world.group_a, invitees=[world.member_a, world.chair_a])
    lay(meeting, f"{NOTE}, {INFORMATION}")
    assert unmet(meeting) == ["2 invitations have not been sent."]


@pytest.mark.parametrize(
    ("title_en", "title_ru", "missing"),
    [
        (NOTE, "", "information note"),
        ("", "Концептуальная записка", "information note"),
        ("Information note", "", "concept note"),
        ("", "Информационная записка о встрече", "concept note"),
        ("The concept and a note", "Записка", "concept note; information note"),
    ],
)
def test_the_two_notes_are_known_by_their_titles(meeting, unmet, title_en, title_ru, missing):
    Paper.objects.all().delete()
    lay(meeting, title_en, title_ru=title_ru)
    assert unmet() == [f"Missing: {missing}."]


def test_a_meeting_without_papers_lacks_both_notes_and_no_language(meeting, unmet):
    Paper.objects.all().delete()
    assert unmet() == ["Missing: concept note; information note."]


def test_papers_that_are_there_in_one_language_only_are_named(meeting, unmet):
    lay(meeting, "Plan", languages=["ru"])
    lay(meeting, "Letter", languages=["uz"])
    assert unmet() == ["Missing: Plan (English); Letter (English); Letter (Russian)."]


def test_a_paper_that_is_not_the_newest_revision_is_named(meeting, unmet):
    make_revision(lay(meeting, "Plan"), language="ru")
    assert unmet() == ["There is a newer one: Plan (Russian)."]


def test_papers_that_the_reader_may_not_see_are_not_named(world, meeting, unmet):
    hidden = make_document(world.other_council, title_en="Theirs alone", marking=Marking.CONFIDENTIAL)
    make_paper(meeting, make_revision(hidden))
    assert unmet() == []
