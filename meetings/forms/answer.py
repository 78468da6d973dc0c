"""An invited person's answer; the same form in the portal and behind the link of a mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.choices import Answer
from meetings.models import Meeting
from meetings.services.invitations import answers_offered
from rec_portal.foundation.forms import LineField, PortalForm


class AnswerForm(PortalForm):
    """Offers the answers that fit the meeting's format; nothing is chosen beforehand unless `initial` says so."""

    answer = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of the answers.")}
    )
    alternate_name = LineField(
        label=_("Who comes instead"),
        help_text=_("Only if a colleague comes instead: name and position."),
        max_length=160,
        required=False,
    )

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(answer.value, answer.label) for answer in answers_offered(meeting)]
        self.fields["answer"].choices = offered  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("answer") == Answer.ALTERNATE and not (cleaned.get("alternate_name") or "").strip():
            if "alternate_name" not in self.errors:
                self.add_error("alternate_name", _("Say who comes instead."))
        return cleaned
