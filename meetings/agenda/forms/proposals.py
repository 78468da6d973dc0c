"""A member's proposal, and the secretariat's answer to it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.seats.models import Seat
from meetings.agenda.forms.items import LONGEST_MINUTES
from meetings.agenda.services.agenda import LONGEST_TITLE
from meetings.agenda.services.proposals import Wish
from meetings.meeting.forms.fields import TextLineField
from meetings.meeting.models import Meeting
from rec_portal.foundation.forms import LinesField, PortalForm, VersionedForm


class ProposeForm(PortalForm):
    """`seats` are those the person may speak for; with one only, nothing is asked."""

    title = TextLineField(label=_("What should be talked about"), max_length=LONGEST_TITLE)
    reason = LinesField(
        label=_("Why, and what is asked of the group"),
        max_length=4000,
        rows=6,
        required=False,
        help_text=_("It becomes the description of the item if the proposal is accepted."),
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=LONGEST_MINUTES, required=False)
    meeting = forms.ChoiceField(label=_("For which meeting"), required=False)
    seat = forms.ChoiceField(label=_("For which seat"))

    def __init__(
        self, *args: Any, seats: Sequence[Seat], meetings: Sequence[tuple[Meeting, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.seats = {seat.public_id: seat for seat in seats}
        self.meetings = {meeting.public_id: meeting for meeting, _name in meetings}
        known = [(meeting.public_id, name) for meeting, name in meetings]
        self.fields["meeting"].choices = [("", gettext("The next one that suits")), *known]  # type: ignore[attr-defined]
        self.fields["seat"].choices = [(key, str(seat)) for key, seat in self.seats.items()]  # type: ignore[attr-defined]
        if len(self.seats) == 1:
            self.fields["seat"].widget = forms.HiddenInput()

    @property
    def seat_chosen(self) -> Seat:
        return self.seats[self.cleaned_data["seat"]]

    def wish(self) -> Wish:
        cleaned = self.cleaned_data
        meeting = self.meetings.get(cleaned["meeting"])
        return Wish(cleaned["title"], cleaned["reason"], cleaned["minutes"], meeting)


class AnswerProposalForm(VersionedForm):
    ACCEPT, DEFER, DECLINE = "accept", "defer", "decline"

    do = forms.ChoiceField(choices=[(name, name) for name in (ACCEPT, DEFER, DECLINE)], widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("If accepted: where it goes"), required=False)
    answer = LinesField(
        label=_("Answer to the proposer"),
        max_length=1000,
        rows=3,
        required=False,
        help_text=_("The proposer reads it in the portal. A refusal needs one."),
    )

    def __init__(self, *args: Any, targets: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].choices = [("", gettext("The backlog")), *targets]  # type: ignore[attr-defined]
