"""Changing a meeting that was made known, and the steps of its life."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.meeting.choices import MeetingFormat
from meetings.meeting.forms.fields import JoinLinkField, TextLineField
from meetings.meeting.forms.when import WhenForm
from rec_portal.foundation.forms import LinesField, VersionedForm
from rec_portal.foundation.refusals import Refusal, StaleEdit


class DetailsForm(VersionedForm):
    title = TextLineField(label=_("Title"), max_length=200)
    format = forms.ChoiceField(label=_("Format"), choices=MeetingFormat.choices)
    place = TextLineField(label=_("Place"), max_length=200, required=False)
    link = JoinLinkField(label=_("Link to join"), required=False)
    note = LinesField(label=_("Note to invitees"), max_length=4000, rows=4, required=False)
    tell = forms.BooleanField(
        label=_("Tell the invitees by mail"),
        required=False,
        initial=True,
        help_text=_("Take the tick away for a small correction that nobody needs to know of."),
    )

    def __init__(self, *args: Any, expected: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not expected:
            # Nobody waits for this meeting, so there is nobody to tell.
            del self.fields["tell"]


def reason_field() -> LinesField:
    return LinesField(
        label=_("Reason"),
        max_length=1000,
        rows=3,
        required=False,
        help_text=_("It stands in the mail and in the history."),
    )


class QuietStepForm(VersionedForm):
    """A step that only needs to be confirmed."""

    def refuse(self, refusal: Refusal) -> None:
        if isinstance(refusal, StaleEdit):
            super().refuse(refusal)
            # Nothing was typed that could be compared; what was read may have changed.
            self.errors.clear()
            self.add_error(None, _("The meeting was changed since you opened this page. Look again, then confirm."))
        else:
            super().refuse(refusal)


class StepForm(QuietStepForm):
    """A step that everybody is told of, with its reason."""

    reason = reason_field()


class MoveForm(WhenForm, VersionedForm):
    """A new time and its reason."""

    reason = reason_field()
