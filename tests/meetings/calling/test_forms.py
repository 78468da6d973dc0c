"""The forms: bad input gets a clear message at its field, and all that was typed comes back."""

import pytest
from django.core.exceptions import ValidationError

from meetings.agenda.forms.agenda import AgendaForm
from meetings.calling.forms.change import DetailsForm, MoveForm
from meetings.meeting.forms.conflict import conflicts
from meetings.meeting.forms.fields import JoinLinkField
from meetings.meeting.forms.when import WhenForm

WHEN = {"day": "2027-05-04", "start": "10:00", "end": "12:00", "end_day": "", "time_zone": "Asia/Tashkent"}
RIGHT_TO_LEFT, NULL, BELL = "\u202e", "\x00", "\x07"


def when(**changes) -> WhenForm:
    return WhenForm(WHEN | changes)


class TestWhen:
    def test_a_plain_time(self):
        form = when()
        assert form.is_valid()
        assert form.cleaned_data["when"].minutes == 120

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"day": "2027-02-31"}, "day"),
            ({"day": "31.02.2027"}, "day"),
            ({"day": "soon"}, "day"),
            ({"day": ""}, "day"),
            ({"day": "0001-01-01"}, "day"),
            ({"day": "9999-12-31"}, "day"),
            ({"start": "25:00"}, "start"),
            ({"start": ""}, "start"),
            ({"end": "10:00"}, "end"),
            ({"end": "09:00"}, "end"),
            ({"end": "noon"}, "end"),
            ({"end_day": "2027-05-03"}, "end"),
            ({"end_day": "2027-06-30"}, "end_day"),
            ({"end_day": "2027-02-31"}, "end_day"),
            ({"time_zone": "Mars/Olympus"}, "time_zone"),
            ({"time_zone": ""}, "time_zone"),
            ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ],
    )
    def test_bad_input_is_told_at_its_field_and_kept(self, changes, field):
        form = when(**changes)
        assert not form.is_valid()
        assert list(form.errors) == [field]
        name, value = next(iter(changes.items()))
        assert form[name].value() == value
        if name != "time_zone":
            assert f'value="{value}"' in str(form[name]) or not value

    def test_days_are_read_in_the_ways_people_write_them(self):
        for day in ("2027-05-04", "04.05.2027", "4.5.2027", "04/05/2027"):
            assert when(day=day).is_valid(), day

    def test_a_time_the_clock_skips(self):
        form = when(day="2027-03-28", start="02:30", end="04:00", time_zone="Europe/Vienna")
        assert not form.is_valid()
        assert "03:30" in form.errors["start"][0]

    def test_a_time_shown_twice_offers_both_and_takes_either(self):
        twice = {"day": "2027-10-31", "start": "02:30", "end": "04:00", "time_zone": "Europe/Vienna"}
        form = when(**twice)
        assert not form.is_valid()
        assert list(form.errors) == ["second_time"]
        assert form.twice
        assert [label for _key, label in form.fields["second_time"].choices] == [
            "the first time (UTC+2)",
            "the second time (UTC+1)",
        ]
        first, second = (when(**twice, second_time=which) for which in ("first", "second"))
        assert first.is_valid()
        assert second.is_valid()
        assert (first.cleaned_data["when"].minutes, second.cleaned_data["when"].minutes) == (150, 90)
        assert second.twice, "the choice stays open to be changed"
        assert not when(**twice, second_time="third").is_valid()

    def test_a_choice_left_over_from_another_day_does_no_harm(self):
        form = when(second_time="second")
        assert form.is_valid()
        assert form.cleaned_data["when"].second_time is None

    def test_offsets_are_those_of_the_day(self):
        summer = dict(when(day="2027-07-01").fields["time_zone"].choices)
        winter = dict(when(day="2027-01-15").fields["time_zone"].choices)
        assert (summer["Europe/Vienna"], winter["Europe/Vienna"]) == ("Vienna (UTC+2)", "Vienna (UTC+1)")

    def test_a_meetings_own_zone_stays_in_the_list(self):
        form = WhenForm(initial={"time_zone": "Asia/Yekaterinburg"})
        assert "Asia/Yekaterinburg" in dict(form.fields["time_zone"].choices)


class TestLink:
    @pytest.mark.parametrize(
        "link",
        [
            "http://meet.example.org/a",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://example.org",
            "https://",
            "https://example.org/\r\nX-Header: 1",
            f"https://example.org/{RIGHT_TO_LEFT}gpj",
            "https://example.org/" + "x" * 600,
        ],
    )
    def test_only_a_full_https_address(self, link):
        field = JoinLinkField(required=False)
        with pytest.raises(ValidationError):
            field.clean(link)

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("https://meet.example.org/a?pwd=1#x", "https://meet.example.org/a?pwd=1#x"),
            ("meet.example.org/a", "https://meet.example.org/a"),
            ("//meet.example.org/a", "https://meet.example.org/a"),
            ("", ""),
        ],
    )
    def test_what_is_kept(self, typed, kept):
        assert JoinLinkField(required=False).clean(typed) == kept


def details(**changes) -> DetailsForm:
    values = {"title": "Meeting", "format": "online", "place": "", "link": "", "note": "", "version": "1"}
    return DetailsForm(values | changes, expected=True)


class TestText:
    @pytest.mark.parametrize("bad", [RIGHT_TO_LEFT, NULL, BELL])
    @pytest.mark.parametrize("field", ["title", "place", "note"])
    def test_control_and_direction_characters(self, field, bad):
        form = details(**{field: f"Meeting {bad}x"})
        assert not form.is_valid()
        assert list(form.errors) == [field]

    def test_a_title_of_ten_thousand_characters_is_told_and_kept(self):
        form = details(title="x" * 10_000)
        assert not form.is_valid()
        assert "10000" in form.errors["title"][0]
        assert "x" * 10_000 in str(form["title"])
        assert "maxlength" not in str(form["title"]), "a browser would cut a pasted title off without a word"

    def test_line_breaks_belong_into_a_note_and_not_into_a_title(self):
        assert details(note="one\r\ntwo").is_valid()
        assert not details(title="one\ntwo").is_valid()

    @pytest.mark.parametrize("field", ["title", "format", "version"])
    def test_what_must_be_there(self, field):
        assert list(details(**{field: ""}).errors) == [field]

    def test_nobody_to_tell_nothing_to_ask(self):
        form = DetailsForm(initial={}, expected=False)
        assert "tell" not in form.fields


class TestAgenda:
    def test_it_cleans_to_its_lines(self):
        form = AgendaForm({"agenda": "Opening, 10, Chair\r\n\r\nClosing", "version": "3"})
        assert form.is_valid()
        assert [line.title for line in form.fields["agenda"].lines] == ["Opening", "Closing"]

    @pytest.mark.parametrize("text", ["x" * 301, f"a{RIGHT_TO_LEFT}b", f"a{NULL}b", "x" * 60_001, "Opening, 0"])
    def test_bad_lines(self, text):
        form = AgendaForm({"agenda": text, "version": "3"})
        assert not form.is_valid()
        assert list(form.errors) == ["agenda"]
        assert form["agenda"].value() == text


class TestConflict:
    def test_only_what_differs_is_shown_in_words(self):
        form = MoveForm({**WHEN, "time_zone": "Asia/Bishkek", "reason": "x", "version": "1"})
        saved = {**WHEN, "start": "11:00", "second_time": "", "version": 2}
        found = {conflict.label: (conflict.theirs, conflict.mine) for conflict in conflicts(form, saved)}
        assert found == {"Start": ("11:00", "10:00"), "Time zone": ("Tashkent (UTC+5)", "Bishkek (UTC+6)")}

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("2027-03-10", "Wednesday 10 March 2027"),
            ("10.03.2027", "Wednesday 10 March 2027"),
            ("31.02.2027", "31.02.2027"),
            ("", ""),
        ],
    )
    def test_days_are_said_as_people_say_them(self, typed, said):
        form = MoveForm({**WHEN, "day": typed, "reason": "x", "version": "1"})
        found = {
            conflict.label: (conflict.theirs, conflict.mine) for conflict in conflicts(form, {"day": "2027-03-09"})
        }
        assert found == {"Date": ("Tuesday 9 March 2027", said)}

    def test_line_ends_are_no_difference(self):
        form = AgendaForm({"agenda": "One\r\nTwo", "version": "1"})
        assert conflicts(form, {"agenda": "One\nTwo", "version": 2}) == []
