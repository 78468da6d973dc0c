"""Sample forms with each kind of field the portal uses. Texts are samples and stay English, like the page."""

from django import forms

from rec_portal.foundation.forms import DateField, LineField, LinesField, PortalForm, TimeField

GROUPS = [("a", "Group (a)"), ("b", "Group (b)"), ("c", "Group (c)")]


class SampleForm(PortalForm):
    title = LineField(label="Title", help_text="As it will stand in the invitation.")
    group = forms.ChoiceField(label="Group", choices=GROUPS)
    day = DateField(label="Date")
    start = TimeField(label="Start", initial="10:00")
    link = forms.URLField(label="Link", required=False, assume_scheme="https")
    agenda = LinesField(label="Agenda", help_text="One line for each item: title, minutes, speaker.", required=False)
    answer = forms.ChoiceField(
        label="Will you attend?",
        widget=forms.RadioSelect,
        choices=[("online", "Yes, online"), ("room", "Yes, in the room"), ("no", "No")],
    )
    languages = forms.MultipleChoiceField(
        label="Languages",
        widget=forms.CheckboxSelectMultiple,
        choices=[("en", "English"), ("ru", "Русский")],
        required=False,
    )
    restricted = forms.BooleanField(
        label="Restricted", help_text="Even the title is hidden from others.", required=False
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)
        for name in ("day", "start"):
            self.fields[name].widget.attrs["data-echo-date"] = True


class ListForm(PortalForm):
    group = forms.ChoiceField(label="Group", choices=[("", "All groups"), *GROUPS], required=False)
    state = forms.ChoiceField(label="State", choices=[("", "Any state"), ("draft", "Draft")], required=False)
    words = LineField(label="Words", required=False)
