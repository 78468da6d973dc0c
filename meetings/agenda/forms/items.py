"""One agenda item: all that is said of it, and where it goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.agenda.choices import AgendaKind
from meetings.agenda.models import AgendaItem
from meetings.agenda.services.agenda import LONGEST_PRESENTER, LONGEST_TITLE, AgendaLine, read_agenda
from meetings.agenda.services.items import DOWN, UP, ItemText
from meetings.meeting.forms.fields import TextLineField
from meetings.meeting.models import Meeting
from rec_portal.foundation.forms import LinesField, PortalForm, VersionedForm
from rec_portal.foundation.refusals import InvalidInput

LONGEST_MINUTES = 999


class ItemForm(VersionedForm):
    title = TextLineField(label=_("Title"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(label=_("What it is for"), choices=AgendaKind.choices)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=LONGEST_MINUTES, required=False)
    presenter = TextLineField(label=_("Speaker"), max_length=LONGEST_PRESENTER, required=False)
    description = LinesField(
        label=_("Description"),
        max_length=8000,
        rows=8,
        required=False,
        help_text=_("Markdown: **bold**, *italics*, - for a list, [words](https://…) for a link."),
    )
    restricted = forms.BooleanField(
        label=_("Only for the group’s deciding seats"),
        required=False,
        help_text=_("Others see neither the title nor the text. No mail and no calendar file mentions it."),
    )

    def text(self) -> ItemText:
        cleaned = self.cleaned_data
        return ItemText(**{name: cleaned[name] for name in self.fields if name != "version"})


def item_initial(item: AgendaItem) -> dict[str, Any]:
    """An item as its form shows it."""
    values = ItemText.of(item)
    return {**vars(values), "version": item.version}


class LineForm(PortalForm):
    """One or more new items, typed as a line each."""

    line = TextLineField(
        label=_("Add an item"), max_length=600, help_text=_("Title, minutes, speaker. Only the title is needed.")
    )

    def clean_line(self) -> AgendaLine:
        try:
            lines = read_agenda(self.cleaned_data["line"])
        except InvalidInput as refusal:
            raise forms.ValidationError(str(refusal.message)) from refusal
        return lines[0]


class PlaceForm(PortalForm):
    """Where an item goes. `do` says which of the others counts."""

    PLACE, SEND, BACKLOG, BACK = "place", "send", "backlog", "back"

    do = forms.ChoiceField(choices=[(name, name) for name in (UP, DOWN, PLACE, SEND, BACKLOG, BACK)])
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=999, required=False)
    to = forms.CharField(required=False)

    def __init__(self, *args: Any, targets: dict[str, Meeting], **options: Any) -> None:
        super().__init__(*args, **options)
        self.targets = targets

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("do") == self.PLACE and cleaned.get("number") is None:
            self.add_error("number", _("Say which number."))
        if cleaned.get("do") in (self.SEND, self.BACK) and cleaned.get("to") not in self.targets:
            self.add_error("to", _("Choose a meeting."))
        return cleaned

    @property
    def target(self) -> Meeting:
        return self.targets[self.cleaned_data["to"]]
