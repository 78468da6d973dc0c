"""The pages on which an agenda is made: the list, one item, the backlog, the publication."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.agenda.choices import AgendaKind
from meetings.agenda.models import AgendaItem
from meetings.agenda.services.agenda import AgendaLine
from meetings.agenda.services.agenda_text import change_agenda
from meetings.agenda.services.items import ItemText, edit_item, send_item
from meetings.meeting.choices import MeetingState
from tests.factories import in_days, make_meeting
from tests.factories.agenda import change_item, titles_for
from tests.meetings.support import fresh

pytestmark = pytest.mark.django_db
OPENING, PLAN, DATE = "Opening and adoption of the agenda", "Preliminary plan of the group", "Date of the next meeting"
HTMX = {"HX-Request": "true"}
MOST_QUERIES_OF_A_MOVE = 30


@pytest.fixture
def meeting(world):
    return make_meeting(world.group_a)


@pytest.fixture
def client(client_of):
    return client_of("secretary")


def item(meeting, number: int) -> AgendaItem:
    return AgendaItem.objects.get(meeting=meeting, position=number)


def page(meeting) -> str:
    return reverse("meetings:agenda", args=[meeting.public_id])


def move(client, row, *, shown=None, **data):
    """Presses one of an item's buttons; `shown` is the meeting whose list is on the page, with scripts."""
    url = reverse("meetings:item_move", args=[row.public_id])
    return client.post(url, {**data, **({"shown": shown.public_id} if shown else {})}, headers=HTMX if shown else {})


class TestList:
    def test_it_shows_each_item_with_its_time_and_what_it_is_for(self, client, meeting):
        change_item(meeting, 2, kind=AgendaKind.DECISION, restricted=True)
        response = client.get(page(meeting))
        rows = [(row["time"], row["title"], row["detail"], row["restricted"]) for row in response.context["items"]]
        assert rows == [
            ("10:00", OPENING, "10 min · Chair", False),
            ("10:10", PLAN, "1 h · Co-chairs · For decision", True),
            ("11:10", DATE, "5 min", False),
        ]
        assert (response.context["sum"], response.context["overrun"]) == ("75 of 120 min · ends 11:15", "")

    def test_overrun_is_said_in_words(self, client, meeting):
        change_item(meeting, 2, minutes=120)
        response = client.get(page(meeting))
        assert response.context["overrun"] == "15 minutes longer than the meeting"
        assert "15 minutes longer than the meeting" in response.content.decode()

    def test_an_agenda_whose_end_nobody_knows(self, client, meeting):
        change_item(meeting, 2, minutes=None)
        assert client.get(page(meeting)).context["sum"] == "15 of 120 min"

    def test_adding_at_the_end(self, client, meeting):
        response = client.post(page(meeting), {"do": "add", "line": "Any other business, 10, Chair"})
        assert response.url == f"{page(meeting)}#add"
        added = item(meeting, 4)
        assert (added.title, added.minutes, added.presenter) == ("Any other business", 10, "Chair")

    @pytest.mark.parametrize("line", ["", "x" * 301, "Title, 0"])
    def test_what_cannot_be_an_item_comes_back(self, client, meeting, line):
        response = client.post(page(meeting), {"do": "add", "line": line})
        assert response.status_code == 422
        assert response.context["line_form"]["line"].value() == line
        assert AgendaItem.objects.filter(meeting=meeting).count() == 3

    def test_a_full_agenda_says_so(self, world, client, meeting):
        lines = [AgendaLine(f"Item number {n}") for n in range(100)]
        change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=lines)
        response = client.post(page(meeting), {"do": "add", "line": "One more"})
        assert response.status_code == 422
        assert "An agenda has at most 100 items." in response.content.decode()

    def test_the_lines_keep_what_they_do_not_say(self, client, meeting):
        change_item(meeting, 2, restricted=True, description="Annex")
        shown = client.get(page(meeting)).context["form"]
        typed = {"agenda": f"{PLAN}, 45\r\n{OPENING}, 10, Chair", "version": shown["version"].value()}
        client.post(page(meeting), typed)
        first = item(meeting, 1)
        assert (first.title, first.minutes, first.restricted, first.description) == (PLAN, 45, True, "Annex")

    @pytest.mark.parametrize("items", [1, 10])
    def test_it_costs_the_same_however_long_it_is(self, world, client, meeting, items):
        lines = [AgendaLine(f"Item number {n}", 5) for n in range(items)]
        change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=lines)
        client.get(page(meeting))
        with CaptureQueriesContext(connection) as spent:
            client.get(page(meeting))
        assert len(spent) == 9, [query["sql"][:100] for query in spent]

    def test_no_list_for_a_discarded_draft(self, client, meeting):
        meeting.state = MeetingState.DISCARDED
        meeting.save()
        assert client.get(page(meeting)).status_code == 302


class TestMoving:
    def test_without_scripts_the_page_comes_back_at_the_item(self, client, meeting):
        row = item(meeting, 2)
        response = move(client, row, do="up")
        assert response.url == f"{page(meeting)}#item-{row.public_id}"
        assert "“Preliminary plan of the group” is now number 1." in client.get(response.url).content.decode()

    def test_with_scripts_the_list_comes_back_alone_and_says_what_happened(self, client, meeting):
        response = move(client, item(meeting, 3), shown=meeting, do="place", number="1")
        text = response.content.decode()
        assert [row["title"] for row in response.context["items"]] == [DATE, OPENING, PLAN]
        assert "<html" not in text
        assert '<div hx-swap-oob="innerHTML:#live">“Date of the next meeting” is now number 1.</div>' in text

    def test_taken_off_with_a_way_back(self, client, meeting):
        row = item(meeting, 2)
        response = client.get(move(client, row, do="backlog").url)
        assert (response.context["away"].item, response.context["away"].number) == (row, 2)
        assert titles_for(meeting) == [OPENING, DATE]
        move(client, row, do="back", to=meeting.public_id, number="2")
        assert titles_for(meeting) == [OPENING, PLAN, DATE]

    def test_the_way_back_is_offered_with_scripts_too(self, client, meeting):
        response = move(client, item(meeting, 2), shown=meeting, do="backlog")
        assert response.context["away"].number == 2
        assert "Undo" in response.content.decode()

    @pytest.mark.parametrize("query", ["away=nonsense&number=2", "away=&number=", "away=\x00&number=1", "number=٣"])
    def test_no_way_back_for_what_was_not_taken_off(self, client, meeting, query):
        assert client.get(f"{page(meeting)}?{query}").context["away"] is None
        here = item(meeting, 1).public_id
        assert client.get(page(meeting), {"away": here, "number": "1"}).context["away"] is None

    def test_to_another_meeting(self, client, world, meeting):
        other = make_meeting(world.group_a, title="Next one", convened=False, when=in_days(40))
        assert "Next one, " in client.get(page(meeting)).content.decode()
        move(client, item(meeting, 2), do="send", to=other.public_id)
        assert titles_for(other, world.secretary)[-1] == PLAN

    def test_from_the_backlog_onto_this_agenda(self, world, client, meeting):
        row = send_item(actor=world.secretary, item=item(meeting, 2), meeting=None)
        shown = client.get(page(meeting))
        assert list(shown.context["backlog"]) == [row]
        response = move(client, row, do="send", to=meeting.public_id)
        assert response.url == f"{page(meeting)}#item-{row.public_id}"
        assert titles_for(meeting) == [OPENING, DATE, PLAN]

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"do": "fly"},
            {"do": "place"},
            {"do": "place", "number": "many"},
            {"do": "send"},
            {"do": "send", "to": "nonsense"},
            {"do": "back", "to": ""},
        ],
    )
    def test_what_makes_no_sense_moves_nothing_and_says_so(self, client, meeting, data):
        response = move(client, item(meeting, 2), **data)
        assert response.status_code == 302
        assert titles_for(meeting) == [OPENING, PLAN, DATE]

    def test_a_refusal_is_said(self, client, meeting):
        meeting.state = MeetingState.CLOSED
        meeting.save()
        response = move(client, item(meeting, 2), shown=meeting, do="backlog")
        assert "The meeting was held; its agenda stays as it was." in response.content.decode()

    def test_not_to_a_meeting_of_another_group(self, client, world, meeting):
        other = make_meeting(world.group_b)
        move(client, item(meeting, 2), do="send", to=other.public_id)
        assert titles_for(meeting) == [OPENING, PLAN, DATE]

    def test_a_move_among_a_hundred_asks_and_writes_as_little_as_one_among_ten(self, world, client):
        """What that comes to in milliseconds is told by `make bench`."""
        assert queries_of_a_move(world, client, 100) == queries_of_a_move(world, client, 10) <= MOST_QUERIES_OF_A_MOVE


def queries_of_a_move(world, client, items: int) -> int:
    meeting = make_meeting(world.group_a)
    lines = [AgendaLine(f"Item number {n}", 5, "Chair") for n in range(items)]
    change_agenda(actor=world.secretary, meeting=meeting, version=meeting.version, lines=lines)
    first, second, *_rest = AgendaItem.objects.filter(meeting=meeting).order_by("position")
    move(client, first, shown=meeting, do="down")
    with CaptureQueriesContext(connection) as queries:
        assert move(client, second, shown=meeting, do="last").status_code == 200
    return len(queries)


class TestItem:
    def url(self, row) -> str:
        return reverse("meetings:item", args=[row.public_id])

    def typed(self, row, **changes):
        values = {**vars(ItemText.of(row)), "version": row.version} | changes
        return {name: value for name, value in values.items() if value not in (None, False)}

    def test_saving(self, client, meeting):
        row = item(meeting, 2)
        data = self.typed(row, title="Work plan", kind="decision", minutes="", description="**Annex**", restricted="on")
        response = client.post(self.url(row), data)
        assert response.url == f"{page(meeting)}#item-{row.public_id}"
        assert ItemText.of(fresh(row)) == ItemText("Work plan", "decision", None, "Co-chairs", "**Annex**", True)

    @pytest.mark.parametrize("data", [{"title": ""}, {"kind": "song"}, {"minutes": "0"}, {"minutes": "1000"}])
    def test_what_is_not_right_comes_back(self, client, meeting, data):
        row = item(meeting, 2)
        response = client.post(self.url(row), self.typed(row, **data))
        assert response.status_code == 422
        assert list(response.context["form"].errors) == list(data)

    def test_a_stale_save_shows_both_texts_and_loses_neither(self, world, client, meeting):
        row = item(meeting, 2)
        edit_item(actor=world.secretary, item=row, version=1, text=ItemText("Theirs", restricted=True))
        response = client.post(self.url(row), self.typed(row, title="Mine"))
        assert response.status_code == 422
        text = response.content.decode()
        found = {(conflict.theirs, conflict.mine) for conflict in response.context["form"].conflicts}
        assert {("Theirs", "Mine"), ("yes", "no")} <= found
        assert "Both texts" in text
        assert fresh(row).title == "Theirs"
        # The second save is measured against what both texts were shown beside.
        again = self.typed(row, title="Mine") | {"version": response.context["form"]["version"].value()}
        assert client.post(self.url(row), again).status_code == 302
        assert fresh(row).title == "Mine"

    def test_it_saves_by_itself_with_a_way_back(self, client, meeting):
        row = item(meeting, 2)
        response = client.post(self.url(row), self.typed(row, title="Typed", do="autosave"), headers=HTMX)
        text = response.content.decode()
        assert "Saved " in text
        assert 'name="version" value="2" id="id_version" hx-swap-oob="true"' in text
        assert fresh(row).title == "Typed"
        undone = client.post(reverse("meetings:item_undo", args=[row.public_id]), {"version": "2"})
        assert undone.url == self.url(row)
        assert (fresh(row).title, fresh(row).version) == (PLAN, 3)

    def test_saving_by_button_right_after_it_saved_itself_is_no_conflict(self, client, meeting):
        row = item(meeting, 2)
        typed = self.typed(row, title="Typed")
        client.post(self.url(row), {**typed, "do": "autosave"}, headers=HTMX)
        assert client.post(self.url(row), {**typed, "do": "save"}).status_code == 302

    def test_why_it_does_not_save_by_itself(self, world, client, meeting):
        row = item(meeting, 2)
        wrong = client.post(self.url(row), self.typed(row, minutes="0", do="autosave"), headers=HTMX)
        assert "Not saved yet" in wrong.content.decode()
        edit_item(actor=world.secretary, item=row, version=1, text=ItemText("Theirs"))
        stale = client.post(self.url(row), self.typed(row, title="Mine", do="autosave"), headers=HTMX)
        assert "Press Save to see both texts." in stale.content.decode()
        assert "hx-swap-oob" not in stale.content.decode()
        meeting.state = MeetingState.RECORD_ADOPTED
        meeting.save()
        late = client.post(self.url(row), self.typed(fresh(row), title="Late", do="autosave"), headers=HTMX)
        assert "is adopted" in late.content.decode()

    @pytest.mark.parametrize("version", ["1", "", "many", "٣"])
    def test_nothing_is_undone_that_somebody_changed_since(self, world, client, meeting, version):
        row = edit_item(actor=world.secretary, item=item(meeting, 2), version=1, text=ItemText("New"))
        client.post(reverse("meetings:item_undo", args=[row.public_id]), {"version": version})
        assert fresh(row).title == "New"

    def test_the_description_is_shown_as_others_read_it_before_anything_is_saved(self, client, meeting):
        row = item(meeting, 2)
        typed = self.typed(row, description="A **plan** <script>x</script>", do="preview")
        response = client.post(self.url(row), typed)
        assert "<strong>plan</strong>" in response.context["preview"]
        assert "<script>x" not in response.content.decode()
        assert fresh(row).description == ""

    def test_an_item_of_the_backlog(self, world, client, meeting):
        row = send_item(actor=world.secretary, item=item(meeting, 2), meeting=None)
        response = client.post(self.url(row), self.typed(row, title="Later"))
        assert response.url == reverse("meetings:backlog", args=[world.group_a.slug])
        assert "Later" in client.get(response.url).content.decode()

    def test_it_costs_little(self, client, meeting):
        client.get(self.url(item(meeting, 2)))
        with CaptureQueriesContext(connection) as spent:
            client.get(self.url(item(meeting, 2)))
        assert len(spent) <= 8, [query["sql"][:100] for query in spent]


class TestBacklog:
    @pytest.mark.parametrize("items", [1, 10])
    def test_it_costs_the_same_however_much_waits(self, world, client, meeting, items):
        for number in range(items):
            AgendaItem.objects.create(body=world.group_a, title=f"Waiting {number}", restricted=number == 0)
        url = reverse("meetings:backlog", args=[world.group_a.slug])
        client.get(url)
        with CaptureQueriesContext(connection) as spent:
            response = client.get(url)
        assert len(response.context["items"]) == items
        assert len(spent) <= 9, [query["sql"][:100] for query in spent]

    def test_empty(self, world, client):
        response = client.get(reverse("meetings:backlog", args=[world.group_a.slug]))
        assert "Nothing waits for a meeting." in response.content.decode()
