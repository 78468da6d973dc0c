"""The pages of the record."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from meetings.agenda.choices import Attribution
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.record.models import Correction, Corrigendum, Minutes
from meetings.record.services.minutes import save_minutes
from meetings.record.tables.versions import _steps, line_differences
from tests.factories import make_meeting
from tests.factories.records import adopt, circulate, make_correction, make_held, make_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world):
    return make_held(world.group_a, invitees=[world.chair_a, world.member_a, world.observer_a])


def seat_name(person) -> str:
    return person.appointments.get().seat.organisation.short_name_en


@pytest.fixture
def text(world) -> str:
    return f"## 1. Opening\n\n{seat_name(world.member_a)} spoke.\n\n## 2. Plan\n\nCanary of the draft.\n"


def page(name: str, row, *query: str) -> str:
    return reverse(f"meetings:{name}", args=[row.public_id]) + "".join(query)


def text_of(response) -> str:
    return response.content.decode()


class TestReading:
    def test_a_draft_is_one_press_away_and_the_secretariats_own(self, client_of, meeting):
        client, address = client_of("secretary"), page("minutes", meeting)
        assert "Draft the record" in text_of(client.get(address))
        assert client.post(address)["Location"] == page("edit_minutes", meeting)
        assert "This is a draft" in text_of(client.get(address))
        assert client_of("member_a").get(address).status_code == 404
        assert "Draft or edit the record" in text_of(client.get(meeting.get_absolute_url()))
        assert "the record" not in text_of(client_of("member_a").get(meeting.get_absolute_url()))

    def test_before_the_meeting_was_held_there_is_nothing_to_draft(self, client_of, world):
        coming = make_meeting(world.group_a)
        client = client_of("secretary")
        assert "once the meeting is marked as held" in text_of(client.get(page("minutes", coming)))
        assert client.post(page("minutes", coming))["Location"] == coming.get_absolute_url()

    def test_the_language_is_chosen_apart_from_that_of_the_page(self, client_of, meeting):
        circulate(make_minutes(meeting, text_en="English text", text_ru="Русский текст"))
        client = client_of("member_a")
        assert "English text" in text_of(client.get(page("minutes", meeting)))
        assert "Русский текст" in text_of(client.get(page("minutes", meeting, "?language=ru")))
        assert "English text" in text_of(client.get(page("minutes", meeting, "?language=xx")))

    def test_where_one_language_has_a_text_that_one_is_shown(self, client_of, meeting):
        circulate(make_minutes(meeting, text_en="", text_ru="Только русский"))
        assert "Только русский" in text_of(client_of("member_a").get(page("minutes", meeting)))

    def test_what_is_closed_is_read_by_those_who_run_the_body(self, client_of, meeting, text):
        circulate(make_minutes(meeting, text_en=text, closed_en="Canary of the closed item"))
        address = page("minutes", meeting)
        assert "Canary of the closed item" in text_of(client_of("secretary").get(address))
        for who in ("member_a", "chair_a", "observer_a", "administrator"):
            assert "Canary of the closed item" not in text_of(client_of(who).get(address))

    def test_markdown_is_shown_and_nothing_else(self, client_of, meeting):
        circulate(make_minutes(meeting, text_en="**Bold** <script>alert(1)</script>"))
        shown = text_of(client_of("member_a").get(page("minutes", meeting)))
        assert "<strong>Bold</strong> &lt;script&gt;" in shown

    def test_silence_shows_as_adopted_from_the_deadline_on(self, client_of, meeting, text):
        minutes = circulate(make_minutes(meeting, text_en=text), by_silence=True)
        client = client_of("member_a")
        assert "Out for correction until" in text_of(client.get(page("minutes", meeting)))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE meetings_minutes SET corrections_until = now() - interval '1 hour'")
        shown = text_of(client.get(page("minutes", meeting)))
        assert "Adopted by silence" in shown
        assert "Correct what we said" not in shown
        assert client.get(page("correct_record", meeting)).status_code == 404
        secretary = client_of("secretary")
        assert secretary.get(page("edit_minutes", meeting))["Location"] == page("minutes", meeting)
        late = {"version": minutes.version, "text_en": "Late"}
        assert "stays as it is" in text_of(secretary.post(page("edit_minutes", meeting), late))

    def test_the_page_stays_within_its_queries(self, client_of, world, meeting, text):
        minutes = circulate(make_minutes(meeting, text_en=text))
        for _ in range(10):
            make_correction(minutes, world.member_a)
        for who in ("member_a", "secretary"):
            client = client_of(who)
            with CaptureQueriesContext(connection) as queries:
                client.get(page("minutes", meeting))
            assert len(queries) <= 12, (who, len(queries))


class TestEditing:
    def test_a_save_and_a_stale_save(self, client_of, world, meeting, text):
        minutes = make_minutes(meeting, text_en=text)
        client, address = client_of("secretary"), page("edit_minutes", meeting)
        form = client.get(address).context["form"]
        assert "closed_en" not in form.fields
        typed = {"version": minutes.version, "text_en": "Mine", "text_ru": ""}
        save_minutes(actor=world.secretary, minutes=minutes, version=minutes.version, texts={"text_en": "Theirs"})
        refused = client.post(address, typed)
        assert refused.status_code == 422
        assert next((c.theirs, c.mine) for c in refused.context["form"].conflicts) == ("Theirs", "Mine")
        assert "Both texts" in text_of(refused)
        assert client.post(address, typed | {"version": minutes.version + 1})["Location"] == page("minutes", meeting)
        assert Minutes.objects.get().text_en == "Mine\n"

    def test_closed_items_have_fields_of_their_own(self, client_of, meeting):
        item = meeting.agenda.get(position=2)
        item.attribution = Attribution.CLOSED
        item.save()
        minutes = make_minutes(meeting)
        client, address = client_of("secretary"), page("edit_minutes", meeting)
        assert "## 2. Preliminary plan" in client.get(address).context["form"]["closed_en"].value()
        data = {"version": minutes.version, "text_en": "a", "text_ru": "b", "closed_en": "c", "closed_ru": "d"}
        client.post(address, data)
        assert Minutes.objects.get().closed_en == "c\n"

    def test_a_preview_saves_nothing_with_or_without_scripts(self, client_of, meeting, text):
        minutes = make_minutes(meeting, text_en=text)
        client = client_of("secretary")
        typed = {"version": minutes.version, "text_en": "**Typed**", "do": "preview"}
        whole = text_of(client.post(page("edit_minutes", meeting), typed))
        part = text_of(client.post(page("preview_minutes", meeting), typed))
        for shown in (whole, part):
            assert "<strong>Typed</strong>" in shown
        assert "<html" not in part
        assert "\n**Typed**</textarea>" in whole
        assert Minutes.objects.get().text_en == text

    def test_autosave(self, client_of, world, meeting, text):
        minutes = make_minutes(meeting, text_en=text, text_ru="Текст")
        client, address = client_of("secretary"), page("autosave_minutes", meeting)
        saved = client.post(address, {"version": minutes.version, "text_en": "Half a sen"}).json()
        assert (saved["version"], saved["before"]) == (minutes.version + 1, minutes.version)
        assert Minutes.objects.get().text_ru == "Текст\n"
        stale = client.post(address, {"version": minutes.version, "text_en": "Mine"})
        assert stale.status_code == 409
        assert client.post(address, {"version": saved["version"], "text_en": "a\x00b"}).status_code == 422
        back = {"version": saved["version"], "wanted": minutes.version}
        assert client.post(page("restore_minutes", meeting), back).status_code == 302
        assert Minutes.objects.get().text_en == text
        circulate(Minutes.objects.get())
        half = {"version": Minutes.objects.get().version, "text_en": "Half a"}
        assert client.post(address, half).status_code == 422
        assert client_of("secretary").post(page("autosave_minutes", make_held(world.group_b))).status_code == 404

    @pytest.mark.parametrize("wanted", ["", "x", "9" * 30, "-1", "١"])
    def test_an_odd_version_is_not_found(self, client_of, meeting, wanted):
        make_minutes(meeting)
        answer = client_of("secretary").post(page("restore_minutes", meeting), {"version": 1, "wanted": wanted})
        assert answer.status_code == 404

    def test_a_version_that_never_was_is_refused_in_words(self, client_of, meeting):
        minutes = make_minutes(meeting)
        data = {"version": minutes.version, "wanted": 999}
        followed = client_of("secretary").post(page("restore_minutes", meeting), data, follow=True)
        assert "There is no such version." in text_of(followed)


class TestVersions:
    def test_any_two_are_compared(self, client_of, world, meeting):
        minutes = make_minutes(meeting, text_en="One\n\nTwo\n")
        first = minutes.version
        save_minutes(actor=world.secretary, minutes=minutes, version=first, texts={"text_en": "One\n\nThree\n"})
        client = client_of("secretary")
        last = client.get(page("minutes_versions", meeting))
        [change] = last.context["changes"]
        lines = [(line["kind"], line["text"]) for line in change["lines"]]
        assert lines == [("same", "One"), ("same", ""), ("out", "Two"), ("in", "Three")]
        same = client.get(page("minutes_versions", meeting, f"?from={first}&to={first}"))
        assert not same.context["comparable"]
        assert client.get(page("minutes_versions", meeting, "?from=x&to=99999999999")).status_code == 200

    def test_members_read_those_since_it_was_sent_out(self, client_of, world, meeting):
        minutes = make_minutes(meeting, text_en="Canary of an early draft")
        minutes = save_minutes(
            actor=world.secretary,
            minutes=minutes,
            version=minutes.version,
            texts={"text_en": "As sent out", "closed_en": "Canary of the closed item"},
        )
        minutes = circulate(minutes)
        save_minutes(
            actor=world.secretary,
            minutes=minutes,
            version=minutes.version,
            texts={"text_en": "As corrected", "closed_en": "Another canary"},
        )
        client = client_of("member_a")
        shown = text_of(client.get(page("minutes_versions", meeting)))
        assert "As sent out" in shown
        assert "As corrected" in shown
        for query in ("", "?from=1&to=2", "?from=2&to=3", "?from=1&to=5"):
            assert "anary" not in text_of(client.get(page("minutes_versions", meeting, query)))
        assert 'name="wanted"' not in shown
        assert "Another canary" in text_of(client_of("secretary").get(page("minutes_versions", meeting)))

    def test_long_stretches_without_a_change_are_left_out(self):
        old = "\n".join(map(str, range(30)))
        lines = line_differences(old, old.replace("15", "fifteen"))
        assert [line["text"] for line in lines] == [
            "0",
            "1",
            "…",
            "13",
            "14",
            "15",
            "fifteen",
            "16",
            "17",
            "…",
            "28",
            "29",
        ]
        assert line_differences(old, old) == []

    @pytest.mark.parametrize(
        ("old", "new"), [("x\n" * 90_000, "x\n" * 90_001), ("a\nx\n" * 40_000, "x\nb\n" * 40_000), ("", "x\n" * 90_000)]
    )
    def test_thousands_of_lines_that_are_alike_keep_nobody_waiting(self, old, new):
        """They took minutes, for each reader of the page."""
        assert {line["kind"] for line in line_differences(old, new)} & {"in", "out"}

    @given(*[st.lists(st.sampled_from("abc"), max_size=12)] * 2)
    def test_what_goes_out_and_comes_in_leads_from_one_to_the_other(self, old, new):
        steps = _steps(old, new)
        assert [line for _tag, start, end, *_new in steps for line in old[start:end]] == old
        assert [line for *_old, start, end in steps for line in new[start:end]] == new
        assert all(old[a:b] == new[c:d] for tag, a, b, c, d in steps if tag == "equal")


class TestSteps:
    def test_sending_out_shows_whom_and_asks_for_a_deadline(self, client_of, world, meeting, text):
        make_minutes(meeting, text_en=text)
        client, address = client_of("secretary"), page("circulate_record", meeting)
        shown = client.get(address)
        assert {person.name for person in shown.context["readers"]} == {"Member A", "Chair A", "Observer A"}
        day = (date.today() + timedelta(days=9)).isoformat()
        data = {"version": shown.context["form"]["version"].value(), "day": day, "time": "18:00", "by_silence": "yes"}
        assert client.post(address, data | {"by_silence": ""}).status_code == 422
        assert client.post(address, data)["Location"] == page("minutes", meeting)
        minutes = Minutes.objects.get()
        assert (f"{minutes.corrections_until:%H:%M}", minutes.by_silence) == ("13:00", True)
        assert client.get(address)["Location"] == meeting.get_absolute_url()

    def test_without_a_record_nothing_is_sent_out(self, client_of, meeting):
        client, address = client_of("secretary"), page("circulate_record", meeting)
        form = client.get(address).context["form"]
        day = (date.today() + timedelta(days=9)).isoformat()
        data = {"version": form["version"].value(), "day": day, "time": "18:00", "by_silence": "no"}
        assert "Draft the record first" in text_of(client.post(address, data))

    def test_names_under_the_chatham_house_rule_are_listed(self, client_of, world, meeting, text):
        item = meeting.agenda.get(position=1)
        item.attribution = Attribution.CHATHAM
        item.save()
        make_minutes(meeting, text_en=text)
        client, address = client_of("secretary"), page("circulate_record", meeting)
        shown = client.get(address)
        assert f"1. {seat_name(world.member_a)}" in text_of(shown)
        day = (date.today() + timedelta(days=9)).isoformat()
        data = {"version": shown.context["form"]["version"].value(), "day": day, "time": "18:00", "by_silence": "yes"}
        assert client.post(address, data).status_code == 422
        assert client.post(address, data | {"checked": "on"}).status_code == 302

    def test_correct_answer_adopt_put_right(self, client_of, world, meeting, text):
        circulate(make_minutes(meeting, text_en=text, text_ru=""))
        member, secretary = client_of("member_a"), client_of("secretary")
        asked = page("correct_record", meeting)
        seat = world.member_a.appointments.get().seat
        data = {"seat": seat.public_id, "language": "en", "quoted": "Canary of the draft.", "wanted": "Other"}
        assert "own statement only" in text_of(member.post(asked, data))
        assert member.post(asked, data | {"quoted": f"{seat_name(world.member_a)} spoke."}).status_code == 302
        correction = Correction.objects.get()
        assert "Other" in text_of(member.get(page("minutes", meeting)))
        assert "Other" not in text_of(client_of("chair_a").get(page("minutes", meeting)))
        answer = page("correction", correction)
        assert secretary.post(answer, {"version": 1, "do": "decline"}).status_code == 422
        assert secretary.post(answer, {"version": 1, "do": "accept"})["Location"] == page("minutes", meeting)
        version = Meeting.objects.get(pk=meeting.pk).version
        assert secretary.post(page("adopt_record", meeting), {"version": version}).status_code == 302
        assert Meeting.objects.get(pk=meeting.pk).state == MeetingState.RECORD_ADOPTED
        wrong = page("corrigendum", meeting)
        assert secretary.post(wrong, {"text_en": "Read A for B"}).status_code == 302
        assert "Read A for B" in text_of(member.get(page("minutes", meeting)))
        assert Corrigendum.objects.get().number == 1

    def test_taking_back(self, client_of, meeting, text):
        circulate(make_minutes(meeting, text_en=text))
        version = Meeting.objects.get(pk=meeting.pk).version
        client = client_of("secretary")
        assert client.post(page("reopen_record", meeting), {"version": version}).status_code == 302
        assert client_of("member_a").get(page("minutes", meeting)).status_code == 404

    def test_a_draft_takes_no_corrigendum_and_no_correction(self, client_of, meeting):
        make_minutes(meeting)
        assert client_of("secretary").get(page("corrigendum", meeting)).status_code == 404
        assert client_of("member_a").get(page("correct_record", meeting)).status_code == 404

    def test_attribution_of_items(self, client_of, meeting, text):
        circulate(make_minutes(meeting, text_en=text))
        client, address = client_of("secretary"), page("attribution", meeting)
        form = client.get(address).context["form"]
        data = {name: form[name].value() for name in form.fields}
        second = next(name for name, item in form.items.items() if item.position == 2)
        followed = client.post(address, data | {second: "closed"}, follow=True)
        assert "members could read these items until now" in text_of(followed)
        assert "Canary" not in text_of(client_of("member_a").get(page("minutes", meeting)))
        form = client.get(address).context["form"]
        data = {name: form[name].value() for name in form.fields}
        assert "Saved." in text_of(client.post(address, data | {second: "on_record"}, follow=True))

    def test_an_adopted_record_keeps_its_attribution(self, client_of, meeting, text):
        adopt(circulate(make_minutes(meeting, text_en=text)))
        assert client_of("secretary").get(page("attribution", meeting))["Location"] == meeting.get_absolute_url()
