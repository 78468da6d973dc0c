"""The new-meeting page and the same page for a draft."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from councils.bodies.models import Body
from meetings.agenda.forms.fields import AgendaField
from meetings.agenda.querysets import EVERYBODY
from meetings.agenda.services.agenda import agenda_of, write_agenda
from meetings.calling.forms.outline import outline_initial
from meetings.calling.models import MeetingTemplate
from meetings.calling.services.drafting import Plan
from meetings.calling.services.outlines import OutlineValues
from meetings.invitations.forms.invitees import InviteesMixin
from meetings.meeting.choices import MeetingFormat
from meetings.meeting.forms.fields import JoinLinkField, TextLineField
from meetings.meeting.forms.when import WhenForm, when_initial
from meetings.meeting.models import Meeting
from rec_portal.accounts.models import User
from rec_portal.foundation.forms import LinesField, VersionedForm

LAST, EMPTY = "last", "empty"


class PlanForm(InviteesMixin, WhenForm):
    """All that a draft says. `others` are the bodies that could hold the meeting together with the host."""

    title = TextLineField(label=_("Title"), max_length=200)
    further = forms.MultipleChoiceField(
        label=_("Together with"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a joint meeting."),
    )
    format = forms.ChoiceField(label=_("Format"), choices=MeetingFormat.choices)
    place = TextLineField(label=_("Place"), max_length=200, required=False)
    link = JoinLinkField(label=_("Link to join"), required=False)
    note = LinesField(
        label=_("Note to invitees"),
        max_length=4000,
        rows=3,
        required=False,
        help_text=_("It stands in the invitation."),
    )
    agenda = AgendaField(
        label=_("Agenda"), required=False, help_text=_("One line for each item: title, minutes, speaker.")
    )

    def __init__(self, *args: Any, others: Sequence[Body] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.others = {body.slug: body for body in others}
        self.fields["further"].choices = [(body.slug, body.short_name) for body in others]  # type: ignore[attr-defined]

    def plan(self, host: Body) -> Plan:
        cleaned = self.cleaned_data
        return Plan(
            body=host,
            when=cleaned["when"],
            agenda=self.fields["agenda"].lines,  # type: ignore[attr-defined]
            invitees=self.chosen_people(),
            further_bodies=[self.others[slug] for slug in cleaned["further"]],
            **{name: cleaned[name] for name in ("title", "format", "place", "link", "note")},
        )


class NewMeetingForm(PlanForm):
    """The `shown_...` fields say what the page was filled from, so that only untouched fields follow a change."""

    body = forms.ChoiceField(label=_("Group"))
    start_from = forms.ChoiceField(label=_("Start from"), choices=[(LAST, LAST), (EMPTY, EMPTY)])
    shown_body = forms.CharField(widget=forms.HiddenInput, required=False)
    shown_from = forms.CharField(widget=forms.HiddenInput, required=False)
    shown_further = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, bodies: Sequence[Body], start_choices: Sequence[tuple[str, str]], **options: Any):
        super().__init__(*args, **options)
        self.fields["body"].choices = [(body.slug, body.short_name) for body in bodies]  # type: ignore[attr-defined]
        self.fields["start_from"].choices = start_choices  # type: ignore[attr-defined]


class DraftForm(PlanForm, VersionedForm):
    """A draft edited; the body that hosts it stays."""


def presets(body: Body, last: Meeting | None, template: MeetingTemplate | None = None) -> dict[str, str]:
    """What the page is filled with before anybody types; the day is always for the person to say."""
    filled = {
        "title": gettext("Meeting of %(body)s") % {"body": body.short_name},
        "day": "",
        "start": "10:00",
        "end": "12:00",
        "end_day": "",
        "time_zone": body.time_zone,
        "format": str(MeetingFormat.ONLINE),
        "place": "",
        "link": "",
        "note": "",
        "agenda": "",
    }
    if last is not None:
        time = when_initial(last)
        same_day = {} if time["end_day"] else {"end": time["end"]}
        filled |= {"start": time["start"], "time_zone": last.time_zone, **same_day}
        filled |= {"format": last.format, "place": last.place, "link": last.link}
        # What was restricted then is not carried into a new agenda, where its title would be open to all.
        filled |= {"agenda": write_agenda(agenda_of(last, EVERYBODY).items)}
    if template is not None:
        filled |= outline_initial(OutlineValues.of(template))
        if filled.pop("later"):
            # On which day it ends, only the person who gives the day can say.
            filled["end"] = ""
    return filled


def draft_initial(meeting: Meeting, reader: User) -> dict[str, Any]:
    """A meeting as the draft page shows it."""
    invited = meeting.invitations.standing().order_by("pk").values_list("person__public_id", flat=True)
    return {
        **when_initial(meeting),
        **details_initial(meeting),
        "agenda": write_agenda(agenda_of(meeting, reader).items),
        "further": list(meeting.further_bodies.order_by("pk").values_list("body__slug", flat=True)),
        "invitees": list(invited),
        "version": meeting.version,
    }


def details_initial(meeting: Meeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in ("title", "format", "place", "link", "note", "version")}
