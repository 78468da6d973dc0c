"""What may no longer be told of an item leaves the record that was written before, and does not come back."""

import pytest
from django.urls import reverse

from meetings.agenda.choices import Attribution
from meetings.agenda.models import AgendaItem
from meetings.agenda.services.items import UP, ItemText, edit_item, move_item
from meetings.record.models import Minutes
from meetings.record.services.circulation import names_under_chatham
from meetings.record.services.minutes import change_attribution, restore_minutes
from meetings.record.services.sections import under_rule
from rec_portal.audit.models import AuditEvent
from tests.factories.records import circulate, make_held, make_minutes

pytestmark = pytest.mark.django_db
TEXT = "## 1. Opening\n\nTold\n\n## 2. Canary plan\n\nSpoke: Kazakhstan; UNICEF\n\nCanary said\n\n## 3. Date\n\nTold\n"
RULE = "*Under the Chatham House Rule: it is not said who spoke.*"


@pytest.fixture
def meeting(world):
    return make_held(world.group_a, invitees=[world.chair_a, world.member_a, world.observer_a])


def item_of(meeting, number: int = 2) -> AgendaItem:
    return meeting.agenda.get(position=number)


def restrict(world, item: AgendaItem) -> None:
    text = ItemText(title=item.title, restricted=True)
    edit_item(actor=world.secretary, item=item, version=item.version, text=text)


def attribute(world, meeting, how: str) -> None:
    meeting.refresh_from_db()
    attributions = {item_of(meeting).pk: how}
    change_attribution(actor=world.secretary, meeting=meeting, version=meeting.version, attributions=attributions)


def fresh(minutes: Minutes) -> Minutes:
    return Minutes.objects.select_related("meeting").get(pk=minutes.pk)


class TestRestrictedLate:
    def test_title_and_text_leave_a_record_that_is_out_and_its_earlier_versions(self, client_of, world, meeting):
        minutes = circulate(make_minutes(meeting, text_en=TEXT, text_ru=""))
        address = reverse("meetings:minutes", args=[meeting.public_id])
        versions = reverse("meetings:minutes_versions", args=[meeting.public_id])
        assert "Canary" in client_of("observer_a").get(address).content.decode()
        restrict(world, item_of(meeting))
        minutes = fresh(minutes)
        assert "## 2. Closed item" in minutes.text_en
        assert "Canary said" in minutes.closed_en
        for query in ("", f"?from={minutes.version - 1}&to={minutes.version}", "?from=1&to=2"):
            for page in (address, versions):
                assert "Canary" not in client_of("observer_a").get(page + query).content.decode(), (page, query)
        assert AuditEvent.objects.get(verb="minutes.withheld").reason == "Members could read it before."

    def test_a_draft_is_cleaned_before_anybody_reads_it(self, world, meeting):
        minutes = make_minutes(meeting, text_en=TEXT)
        restrict(world, item_of(meeting))
        assert "Canary" not in fresh(minutes).text_en
        assert AuditEvent.objects.get(verb="minutes.withheld").reason == ""

    def test_without_a_record_nothing_more_happens(self, world, meeting):
        restrict(world, item_of(meeting))
        assert not Minutes.objects.exists()


class TestChathamLate:
    def test_the_line_of_speakers_goes_and_the_rule_is_said(self, world, meeting):
        minutes = circulate(
            make_minutes(meeting, text_en=TEXT, text_ru="## 2. План\n\nВыступили: Казахстан\n\nСказано\n")
        )
        attribute(world, meeting, Attribution.CHATHAM)
        minutes = fresh(minutes)
        assert f"## 2. Canary plan\n\n{RULE}\n\nCanary said\n\n## 3. Date" in minutes.text_en
        assert "Казахстан" not in minutes.text_ru
        assert "Чатем-Хауса" in minutes.text_ru
        assert minutes.circulated_version == minutes.version

    def test_names_that_are_left_are_shown_to_whoever_changed_it(self, client_of, world, meeting):
        name = world.member_a.appointments.get().seat.organisation.short_name_en
        text = TEXT.replace("Canary said", f"{name} said so")
        make_minutes(meeting, text_en=text)
        meeting.refresh_from_db()
        client, address = client_of("secretary"), reverse("meetings:attribution", args=[meeting.public_id])
        circulate(Minutes.objects.get(meeting=meeting))
        meeting.refresh_from_db()
        page = client.get(address)
        data = {field.html_name: field.value() for field in page.context["form"]}
        key = f"item_{item_of(meeting).public_id}"
        answer = client.post(address, {**data, key: Attribution.CHATHAM}, follow=True)
        assert f"2: {name}" in answer.content.decode()

    def test_a_second_time_changes_nothing(self):
        once = under_rule(TEXT, 2, "Spoke: ", RULE)
        assert under_rule(once, 2, "Spoke: ", RULE) == once
        assert under_rule(TEXT, 7, "Spoke: ", RULE) == TEXT


@pytest.mark.parametrize("how", [Attribution.CLOSED, Attribution.CHATHAM])
def test_an_earlier_version_does_not_bring_it_back(world, meeting, how):
    minutes = circulate(make_minutes(meeting, text_en=TEXT))
    attribute(world, meeting, how)
    minutes = fresh(minutes)
    restored = restore_minutes(actor=world.secretary, minutes=minutes, version=minutes.version, wanted=2)
    assert "Kazakhstan; UNICEF" not in restored.text_en
    assert ("Canary said" in restored.text_en) == (how == Attribution.CHATHAM)


def test_a_moved_item_is_found_by_its_title_when_names_are_looked_for(world, meeting):
    name = world.member_a.appointments.get().seat.organisation.short_name_en
    title = item_of(meeting).title
    minutes = make_minutes(meeting, text_en=f"## 1. Opening\n\n## 2. {title}\n\n{name} said so\n", text_ru="")
    move_item(actor=world.secretary, item=item_of(meeting), to=UP)
    moved = item_of(meeting, 1)
    moved.attribution = Attribution.CHATHAM
    moved.save()
    assert names_under_chatham(fresh(minutes), actor=world.secretary) == [(1, name)]
