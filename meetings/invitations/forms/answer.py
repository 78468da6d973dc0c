"""An invited person's answer; the same form in the portal and behind the link of a mail."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.invitations.choices import Answer
from meetings.invitations.services.answering import answers_offered
from meetings.meeting.forms.fields import TextLineField
from meetings.meeting.models import Meeting
from rec_portal.foundation.forms import PortalForm


class AnswerForm(PortalForm):
    """Offers the answers that fit the meeting's format; nothing is chosen beforehand unless `initial` says so."""

    answer = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect, error_messages={"required": _("Choose one of the answers.")}
    )
    alternate_name = TextLineField(
        label=_("Who comes instead"),
        help_text=_("Only if a colleague comes instead: name and position."),
        error_messages={"required": _("Say who comes instead.")},
        max_length=160,
    )

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*args, **options)
        offered = [(answer.value, answer.label) for answer in answers_offered(meeting)]
        self.fields["answer"].choices = offered  # type: ignore[attr-defined]
        # With any other answer the name is beside the point; whatever stands there is not kept.
        if self.is_bound and self.data.get(self.add_prefix("answer")) != Answer.ALTERNATE:
            self.fields["alternate_name"].required = False
