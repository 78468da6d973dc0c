"""Fields as drawn by the portal's renderer: label, hint and error are tied to the control."""

import pytest
from django import forms

from rec_portal.patterns.forms import SampleForm


class Notes(forms.Form):
    title = forms.CharField(label="Title", help_text="In the invitation.")
    note = forms.CharField(label="Note", required=False)
    answer = forms.ChoiceField(
        label="Answer", choices=[("y", "Yes")], widget=forms.RadioSelect, help_text="One of them."
    )
    secret = forms.BooleanField(label="Restricted", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


@pytest.fixture
def html() -> str:
    return " ".join(str(Notes({"note": "<b>"})).split())


def test_hint_and_error_are_named_by_the_control(html):
    assert '<label for="id_title">Title</label>' in html
    assert 'id="id_title_helptext">In the invitation.' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true" aria-describedby="id_title_helptext id_title_error"' in html


def test_choices_are_a_fieldset(html):
    assert 'aria-describedby="id_answer_helptext id_answer_error"> <legend>Answer</legend>' in html


def test_a_checkbox_stands_before_its_label(html):
    assert html.index('id="id_secret"') < html.index('<label for="id_secret">')


def test_optional_fields_say_so(html):
    assert "Note <span" in html
    assert "Title <span" not in html


def test_the_summary_comes_first_links_to_fields_and_takes_the_focus(html):
    summary = html[: html.index("<label")]
    assert 'role="alert" tabindex="-1" autofocus' in summary
    assert 'href="#id_title"' in summary
    assert 'href="#id_answer"' in summary
    assert "id_version" not in summary  # a hidden field has nothing to go to


def test_what_was_typed_stays_and_is_escaped(html):
    assert 'value="&lt;b&gt;"' in html


def test_no_summary_without_errors():
    assert "error-summary" not in str(SampleForm())


def test_an_impossible_day_is_kept_as_it_was_typed():
    html = str(SampleForm({"day": "31.02.2024", "start": "25:00"}))
    assert '<input type="text" name="day" value="31.02.2024"' in html
    assert '<input type="text" name="start" value="25:00"' in html
    assert '<input type="date" name="day" value="2024-02-29"' in str(SampleForm({"day": "2024-02-29"}))
