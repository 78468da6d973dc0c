"""The provisional agenda goes out: what is looked at first, who is told; and an item that is restricted too late."""

import pytest
from django.core import mail
from django.urls import reverse

from meetings.agenda.models import AgendaItem
from meetings.agenda.services.agenda import AgendaLine
from meetings.agenda.services.items import ItemText, add_item, edit_item, send_item
from meetings.agenda.services.late_restriction import told_of
from meetings.calling.services.publishing import publish_agenda, tell_agenda
from meetings.calling.services.schedule import move_meeting
from meetings.meeting.choices import MeetingState
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation.refusals import InvalidInput, NotAllowed, WrongState
from rec_portal.outbox.delivery import drain
from tests.factories import in_days, make_meeting
from tests.factories.actors import ACTORS
from tests.factories.agenda import change_item
from tests.meetings.support import fresh, mails, typed, verbs, waiting

pytestmark = pytest.mark.django_db
OPENING, PLAN, DATE = "Opening and adoption of the agenda", "Preliminary plan of the group", "Date of the next meeting"


@pytest.fixture
def meeting(world):
    """Convened, its invitations sent."""
    meeting = make_meeting(world.group_a)
    drain()
    mail.outbox.clear()
    return meeting


class TestPublishing:
    def test_everybody_invited_is_told_once_with_the_calendar_file(self, world, meeting):
        change_item(meeting, 2, restricted=True)
        invited = meeting.invitations.count()
        published = publish_agenda(actor=world.secretary, meeting=meeting, version=meeting.version)
        assert published.state == MeetingState.AGENDA_PUBLISHED
        assert verbs(meeting)[-1] == "meeting.agenda_published"
        assert waiting(meeting)["agenda", 0, 0] == invited
        drain()
        # One of them may no longer sign in.
        assert len(mail.outbox) == invited - 1
        for message in mail.outbox:
            assert message.subject.startswith("Agenda: ")
            whole = message.message().as_string()
            parts = [
                part.get_payload(decode=True).decode() for part in message.message().walk() if not part.is_multipart()
            ]
            assert OPENING in parts[0]
            assert "METHOD:REQUEST" in " ".join(parts)
            assert PLAN not in whole + " ".join(parts)

    def test_a_second_time_is_not_possible_but_the_changed_agenda_can_be_sent(self, world, meeting):
        published = publish_agenda(actor=world.secretary, meeting=meeting)
        drain()
        with pytest.raises(WrongState):
            publish_agenda(actor=world.secretary, meeting=meeting)
        for _twice in range(2):
            tell_agenda(actor=world.secretary, meeting=published)
        assert waiting(meeting).get(("agenda", 0, 0)) is None
        add_item(actor=world.secretary, meeting=meeting, line=AgendaLine("Any other business"))
        for _twice in range(2):
            tell_agenda(actor=world.secretary, meeting=published)
        assert waiting(meeting)["agenda", 0, 0] == meeting.invitations.count()
        assert verbs(meeting)[-1] == "meeting.agenda_told"

    def test_an_empty_agenda_is_not_published(self, world, meeting):
        AgendaItem.objects.filter(meeting=meeting).delete()
        with pytest.raises(InvalidInput, match="There is no agenda yet"):
            publish_agenda(actor=world.secretary, meeting=meeting)
        assert fresh(meeting).state == MeetingState.CONVENED

    def test_only_a_published_agenda_is_sent_again(self, world, meeting):
        with pytest.raises(WrongState):
            tell_agenda(actor=world.secretary, meeting=meeting)

    @pytest.mark.parametrize("who", [name for name in ACTORS[1:] if name != "secretary"])
    def test_only_by_whoever_runs_the_body(self, world, meeting, who):
        for deed in (publish_agenda, tell_agenda):
            with pytest.raises(NotAllowed):
                deed(actor=world.people[who], meeting=meeting)

    def test_a_mail_about_an_earlier_time_is_withdrawn(self, world, meeting):
        published = publish_agenda(actor=world.secretary, meeting=meeting)
        move_meeting(actor=world.secretary, meeting=published, version=published.version, when=in_days(20))
        assert mails(meeting, kind="meetings.agenda", state="cancelled").total() == meeting.invitations.count()


class TestPage:
    @pytest.fixture
    def client(self, client_of):
        return client_of("secretary")

    def url(self, meeting) -> str:
        return reverse("meetings:publish_agenda", args=[meeting.public_id])

    def test_what_is_missing_is_shown_and_one_press_publishes_all_the_same(self, client, meeting):
        change_item(meeting, 1, minutes=None)
        shown = client.get(self.url(meeting))
        assert "Not item 1." in shown.content.decode()
        assert "Publish all the same" in shown.content.decode()
        response = client.post(self.url(meeting), typed(shown.context["form"]))
        assert response.url == meeting.get_absolute_url()
        assert fresh(meeting).state == MeetingState.AGENDA_PUBLISHED
        again = client.get(self.url(meeting))
        assert "Send the changed agenda" in again.content.decode()
        assert client.post(self.url(meeting), typed(again.context["form"])).status_code == 302

    def test_nothing_to_press_for_an_empty_agenda(self, client, meeting):
        shown = client.get(self.url(meeting))
        AgendaItem.objects.filter(meeting=meeting).delete()
        assert "An agenda without items cannot be published." in client.get(self.url(meeting)).content.decode()
        refused = client.post(self.url(meeting), typed(shown.context["form"]))
        assert refused.status_code == 422
        assert "There is no agenda yet." in refused.content.decode()

    def test_who_looks_at_an_older_page_looks_again(self, world, client, meeting):
        shown = client.get(self.url(meeting))
        add_item(actor=world.secretary, meeting=meeting, line=AgendaLine("Any other business"))
        assert client.post(self.url(meeting), typed(shown.context["form"])).status_code == 422
        assert fresh(meeting).state == MeetingState.CONVENED


class TestExposure:
    def restrict(self, world, meeting):
        item = AgendaItem.objects.get(meeting=meeting, title=PLAN)
        return edit_item(actor=world.secretary, item=item, version=item.version, text=ItemText(PLAN, restricted=True))

    def test_who_had_been_told_and_may_not_read_it_is_written_down(self, world, meeting):
        item = self.restrict(world, meeting)
        assert told_of(item) == [world.observer_a]
        event = AuditEvent.objects.about(meeting).get(verb="agenda.item_restricted_late")
        assert not event.for_members
        assert [change["new"] for change in event.changes if change["field"] == "told"] == [world.observer_a.pk]

    def test_nobody_was_told(self, world):
        meeting = make_meeting(world.group_a)
        item = self.restrict(world, meeting)
        drain()
        assert told_of(item) == []
        assert "agenda.item_restricted_late" not in verbs(meeting)

    def test_only_mails_from_when_the_item_stood_there_count(self, world, meeting):
        late = add_item(actor=world.secretary, meeting=meeting, line=AgendaLine("Added after the invitations"))
        item = edit_item(actor=world.secretary, item=late, version=1, text=ItemText("Late", restricted=True))
        assert told_of(item) == []

    def test_an_item_of_the_backlog_was_in_no_mail(self, world, meeting):
        item = send_item(actor=world.secretary, item=AgendaItem.objects.get(title=PLAN), meeting=None)
        assert told_of(item) == []

    def test_the_page_says_so(self, world, client_of, meeting):
        client, item = client_of("secretary"), AgendaItem.objects.get(meeting=meeting, title=PLAN)
        url = reverse("meetings:item", args=[item.public_id])
        data = {"title": PLAN, "kind": "discussion", "minutes": "60", "version": "1", "restricted": "on"}
        said = client.get(client.post(url, data).url).content.decode()
        assert "1 person who may not read this item had mail with its title" in said
        assert "Observer A" in said
        assert "had mail with its title" in client.get(url).content.decode()
        history = client.get(reverse("audit:events")).content.decode()
        assert "Agenda item restricted after people had been told of it" in history
        assert "Observer A" in history
