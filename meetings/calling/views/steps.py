"""The steps of a meeting's life: convene, move, postpone, cancel, mark as held, discard."""

from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from meetings.calling.forms.change import MoveForm, QuietStepForm, StepForm
from meetings.calling.services.convening import Recipient, convene_meeting, preview_recipients
from meetings.calling.services.drafting import discard_draft
from meetings.calling.services.schedule import cancel_meeting, close_meeting, move_meeting, postpone_meeting
from meetings.calling.views.times import bodies_in, times_context
from meetings.meeting.choices import STANDING, MeetingFormat
from meetings.meeting.forms.when import WHEN_FIELDS, when_initial
from meetings.meeting.models import Meeting
from meetings.meeting.views import EditPage, RunPage
from meetings.meeting.workflow import MEETING
from meetings.notices.planning import invited
from meetings.notices.preview import preview_invitation
from rec_portal.accounts.models import User
from rec_portal.foundation import spelling
from rec_portal.foundation.hooks import Hook

# Called with a meeting: rows to finish before or soon after it is closed, each with `text` and `edit_url`.
unfinished = Hook("what a meeting leaves to finish")


class StepPage(RunPage):
    """One verb of the table, open in the states the table says."""

    verb = ""
    # Verbs of the table that mean the same to whoever presses the button.
    also: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.states = frozenset().union(*(MEETING.moves[verb].sources for verb in (self.verb, *self.also)))
        return super().dispatch(request, *args, **kwargs)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        people = invited(self.meeting)
        return {**super().context(request), "verb": self.verb, "people": people, "count": len(people)}

    def arguments(self, request: HttpRequest, form: Any) -> dict[str, Any]:
        reason = {"reason": form.cleaned_data["reason"]} if "reason" in form.cleaned_data else {}
        return {
            "actor": request.user,
            "meeting": self.meeting,
            "version": form.cleaned_data["version"],
            **reason,
        }


class Convene(StepPage):
    """GET shows who would be told; the POST tells them, once however often it is pressed."""

    verb = "convene"
    template = "meetings/calling/convene.html"
    form_class = QuietStepForm

    def save(self, request: HttpRequest, form: QuietStepForm) -> str:
        meeting = convene_meeting(**self.arguments(request, form))
        count = len(preview_recipients(meeting).reachable)
        text = ngettext(
            "The meeting is convened. %(n)d invitation is on its way.",
            "The meeting is convened. %(n)d invitations are on their way.",
            count,
        )
        messages.success(request, text % {"n": count})
        return meeting.get_absolute_url()

    def why_too_late(self) -> str:
        if self.meeting.state in STANDING:
            return _("The meeting has been convened already. Nobody was mailed twice.")
        return super().why_too_late()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        preview = preview_recipients(self.meeting)
        meeting = self.meeting
        online = meeting.format != MeetingFormat.IN_PERSON
        is_past = meeting.starts_at <= timezone.now()
        return {
            **super().context(request),
            "preview": preview,
            "rows": [_recipient_row(recipient, meeting) for recipient in preview.recipients],
            "when": spelling.span(meeting.starts_at, meeting.ends_at, meeting.time_zone),
            "cities": spelling.city_times(meeting.starts_at, meeting.time_zone),
            "no_link": online and not meeting.link,
            "no_place": meeting.format != MeetingFormat.ONLINE and not meeting.place,
            "no_agenda": not meeting.agenda.exists(),
            "is_past": is_past,
            "blocked": is_past or not preview.recipients,
            **self._letter(request),
        }

    def _letter(self, request: HttpRequest) -> dict[str, Any]:
        """The mail to the recipient named in the address, if there is one."""
        wanted = request.GET.get("letter")
        invitations = self.meeting.invitations.standing().select_related("person") if wanted else ()
        chosen = next((row for row in invitations if row.person.public_id == wanted), None)
        if chosen is None:
            return {}
        return {"letter": preview_invitation(self.meeting, chosen), "reader": chosen.person}


def _recipient_row(recipient: Recipient, meeting: Meeting) -> dict[str, Any]:
    person: User = recipient.person
    seats = dict.fromkeys(str(seat.organisation) for seat in recipient.seats)
    why = {"inactive": _("Account closed"), "refused": _("Address fails")}
    return {
        "key": person.public_id,
        "name": person.name,
        "seats": ", ".join(seats) or _("No seat on that day"),
        "language": get_language_info(person.language)["name_local"],
        "when": spelling.span(meeting.starts_at, meeting.ends_at, person.time_zone, short=True),
        "night": recipient.night,
        "refused": why.get(recipient.refused, ""),
    }


class Move(StepPage, EditPage):
    verb = "move"
    also = ("move_published",)
    template = "meetings/calling/move.html"
    form_class = MoveForm

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {**when_initial(self.meeting), "version": self.meeting.version}

    def saved(self, meeting: Meeting) -> dict[str, Any]:
        return when_initial(meeting)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "check":
            return self.show(request, MoveForm(initial=request.POST.dict()))
        return super().post(request, **kwargs)

    def save(self, request: HttpRequest, form: MoveForm) -> str:
        meeting = move_meeting(when=form.cleaned_data["when"], **self.arguments(request, form))
        count = len(invited(meeting))
        text = ngettext(
            "The meeting is moved. %(n)d person is told; the reminders follow.",
            "The meeting is moved. %(n)d people are told; the reminders follow.",
            count,
        )
        messages.success(request, text % {"n": count})
        return meeting.get_absolute_url()

    def show(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        values = {name: form[name].value() for name in WHEN_FIELDS}
        people, bodies = invited(self.meeting), bodies_in(self.meeting)
        self.times = times_context(request, values, people, self.meeting, bodies=bodies)
        return super().show(request, form, status)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        old = spelling.span(self.meeting.starts_at, self.meeting.ends_at, self.meeting.time_zone)
        return {**super().context(request), "times": self.times, "old": old}


class Postpone(StepPage):
    verb = "postpone"
    template = "meetings/calling/postpone.html"
    form_class = StepForm

    def save(self, request: HttpRequest, form: StepForm) -> str:
        meeting = postpone_meeting(**self.arguments(request, form))
        messages.success(request, _("The meeting is postponed. Its reminders are withdrawn."))
        return meeting.get_absolute_url()


class Cancel(StepPage):
    verb = "cancel"
    template = "meetings/calling/cancel.html"
    form_class = StepForm

    def save(self, request: HttpRequest, form: StepForm) -> str:
        meeting = cancel_meeting(**self.arguments(request, form))
        messages.success(request, _("The meeting is cancelled. Its reminders are withdrawn."))
        return meeting.get_absolute_url()


class Close(StepPage):
    verb = "close"
    template = "meetings/calling/close.html"
    form_class = QuietStepForm

    def save(self, request: HttpRequest, form: QuietStepForm) -> str:
        meeting = close_meeting(**self.arguments(request, form))
        messages.success(request, _("The meeting is marked as held."))
        return meeting.get_absolute_url()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {
            **super().context(request),
            "unfinished": list(chain(*unfinished(self.meeting))),
        }


class Discard(StepPage):
    verb = "discard"
    template = "meetings/calling/discard.html"
    form_class = QuietStepForm

    def save(self, request: HttpRequest, form: QuietStepForm) -> str:
        meeting = discard_draft(**self.arguments(request, form))
        messages.success(request, _("The draft is discarded. Nobody was told of it."))
        return meeting.get_absolute_url()
