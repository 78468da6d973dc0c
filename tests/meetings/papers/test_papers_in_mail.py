"""Mails speak of papers: to each reader of those they may read, and by title only of what may travel."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councils.documents.choices import Marking
from meetings.agenda.models import AgendaItem
from meetings.calendar.services import open_feed
from meetings.calling.services.convening import convene_meeting
from meetings.calling.services.details import change_details
from meetings.calling.services.publishing import publish_agenda
from meetings.calling.services.schedule import cancel_meeting, move_meeting
from meetings.meeting.models import Meeting
from meetings.notices.preview import preview_invitation
from rec_portal.foundation.records import store
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.notices import notice_of
from tests.factories.councils import appoint
from tests.factories.documents import make_document, make_paper, make_revision
from tests.factories.meetings import in_days, make_meeting
from tests.meetings.notices.rows import letter, row_of

pytestmark = pytest.mark.django_db
CANARY = "Zubrowka"


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a, convened=False, invitees=[world.member_a, world.observer_a, world.chair_a])


def paper(meeting, title, marking=Marking.MEMBERS, **fields):
    document = make_document(meeting.body, title_en=title, symbol="A/1", marking=marking)
    return make_paper(meeting, make_revision(document), **fields)


def invitation(world, meeting, person):
    convene_meeting(actor=world.secretary, meeting=meeting)
    return letter(row_of(meeting, person, "invitation"))


def everything(mail) -> str:
    return mail.subject + mail.text + mail.html + (mail.calendar.content.decode() if mail.calendar else "")


class TestWhatIsNamed:
    def test_title_symbol_and_marking(self, world, meeting):
        paper(meeting, "Draft roadmap")
        paper(meeting, "Report", Marking.PUBLIC)
        mail = invitation(world, meeting, world.member_a)
        assert "Papers\n– A/1 Draft roadmap (Members)\n– A/1 Report (Public)\n" in mail.text
        assert "A/1 Draft roadmap (Members)</p>" in mail.html

    def test_what_may_not_travel_is_a_number_for_whoever_may_read_it(self, world, meeting):
        paper(meeting, "Draft roadmap")
        paper(meeting, CANARY, Marking.RESTRICTED)
        mail = invitation(world, meeting, world.member_a)
        assert "– 1 paper in the portal only\n" in mail.text
        observer = letter(row_of(meeting, world.observer_a, "invitation"))
        assert "Draft roadmap" in observer.text
        assert "in the portal only" not in observer.text, "not even how many there are"

    def test_no_papers_no_heading(self, world, meeting):
        assert "Papers" not in invitation(world, meeting, world.member_a).text

    def test_two_languages_are_one_paper(self, world, meeting):
        document = make_document(meeting.body, title_en="Draft", title_ru="Проект")
        for language in ("en", "ru"):
            make_paper(meeting, make_revision(document, language=language))
        world.member_a.language = "ru"
        world.member_a.save()
        mail = invitation(world, meeting, world.member_a)
        assert mail.text.count("Проект") == 1
        assert "Draft" not in mail.text

    def test_the_preview_shows_it_and_the_agenda_too(self, world, meeting):
        paper(meeting, "Draft roadmap")
        invited = meeting.invitations.get(person=world.member_a)
        assert "Draft roadmap" in preview_invitation(meeting, invited).text
        convene_meeting(actor=world.secretary, meeting=meeting)
        publish_agenda(actor=world.secretary, meeting=meeting)
        assert "Draft roadmap" in letter(row_of(meeting, world.member_a, "agenda")).text

    def test_as_it_is_marked_when_the_mail_goes_out(self, world, meeting):
        made = paper(meeting, CANARY)
        assert CANARY in invitation(world, meeting, world.member_a).text
        document = made.revision.document
        document.marking = Marking.CONFIDENTIAL
        store(document, actor=None)
        assert CANARY not in everything(letter(row_of(meeting, world.member_a, "invitation")))

    def test_reminders_and_changes_name_none(self, world, meeting):
        paper(meeting, "Draft roadmap")
        convene_meeting(actor=world.secretary, meeting=meeting)
        drain(clock=timezone.now)
        move_meeting(actor=world.secretary, meeting=meeting, version=Meeting.objects.get().version, when=in_days(12))
        assert "Draft roadmap" not in letter(row_of(meeting, world.member_a, "update")).text
        assert "Draft roadmap" not in letter(row_of(meeting, world.member_a, "reminder", 60)).text

    def test_many_readers_cost_as_few_queries_as_one(self, world, meeting):
        people = [appoint(world.group_a) for _ in range(12)]
        costs = []
        for crowd in (people[:1], people):
            made = make_meeting(world.group_a, invitees=crowd)
            paper(made, "One")
            paper(made, "Two", Marking.RESTRICTED)
            rows = list(
                OutboxMessage.objects.about(made).filter(kind="meetings.invitation").select_related("recipient")
            )
            with CaptureQueriesContext(connection) as queries:
                assert len(notice_of("meetings.invitation").load_many(rows)) == len(crowd)
            costs.append(len(queries))
        assert costs[0] == costs[1]


def test_the_canary_never_leaves(world):
    """Every kind of mail about a meeting, to everybody, and every feed."""
    joint = make_meeting(world.group_a, convened=False, further_bodies=[world.group_b])
    item = AgendaItem.objects.filter(meeting=joint).first()
    item.restricted = True
    item.save()
    for marking in (Marking.RESTRICTED, Marking.CONFIDENTIAL):
        document = make_document(joint.body, title_en=CANARY, symbol=CANARY, marking=marking, readers=[world.member_a])
        make_paper(joint, make_revision(document))
    paper(joint, f"{CANARY} of a restricted item", item=item)
    paper(joint, "Named", Marking.MEMBERS)
    convene_meeting(actor=world.secretary, meeting=joint)
    drain(clock=timezone.now)
    publish_agenda(actor=world.secretary, meeting=joint)
    now = Meeting.objects.get(pk=joint.pk)
    given = {name: getattr(now, name) for name in ("title", "format", "link", "note", "version")}
    change_details(actor=world.secretary, meeting=now, **given, place="Hall 2")
    drain(clock=timezone.now)
    feed = reverse("meetings:feed", args=[open_feed(actor=world.member_a, person=world.member_a)])
    assert CANARY.encode() not in Client().get(feed).content
    cancel_meeting(actor=world.secretary, meeting=joint, version=Meeting.objects.get(pk=joint.pk).version)
    drain(clock=timezone.now)
    sent = list(OutboxMessage.objects.about(joint).filter(state="sent"))
    assert {row.kind for row in sent} >= {"meetings.invitation", "meetings.agenda", "meetings.cancellation"}
    assert any("Named" in row.mail_text for row in sent), "the search can find something"
    for row in sent:
        assert CANARY not in row.mail_subject + row.mail_text + row.mail_html + row.mail_calendar
