"""Bases of the meeting pages."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from meetings.meeting.forms.conflict import conflicts
from meetings.meeting.models import Meeting
from rec_portal.foundation import policy
from rec_portal.foundation.views import FormPage, find


def find_meeting(request: HttpRequest, public_id: str) -> Meeting:
    return find(Meeting.objects.select_related("body"), request.user, public_id=public_id)


def find_to_run(request: HttpRequest, public_id: str) -> Meeting:
    """404 for whoever may read the meeting but not run it."""
    return find(Meeting.objects.select_related("body"), request.user, "run", public_id=public_id)


def find_both_ways(request: HttpRequest, public_id: str) -> tuple[Meeting, bool]:
    """The meeting, and whether the person may run it: the simpler question first, and mostly the only one."""
    if policy.may_anywhere(request.user, "run", Meeting):
        try:
            return find_to_run(request, public_id), True
        except Http404:
            pass
    return find_meeting(request, public_id), False


class RunPage(FormPage):
    """A form about one meeting for those who run it, open in some `states`; too late, it says so and leads back."""

    states: frozenset[str] = frozenset()
    meeting: Meeting

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.meeting = find_to_run(request, kwargs.pop("public_id"))
        if self.meeting.state not in self.states:
            return self.too_late(request)
        return super().dispatch(request, *args, **kwargs)

    def too_late(self, request: HttpRequest) -> HttpResponse:
        messages.warning(request, self.why_too_late())
        return HttpResponseRedirect(self.meeting.get_absolute_url())

    def why_too_late(self) -> str:
        return _("This is not possible now. The state of the meeting is: %(state)s.") % {
            "state": self.meeting.get_state_display()  # type: ignore[attr-defined]
        }

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"version": self.meeting.version}

    def saved(self, meeting: Meeting) -> dict[str, Any]:
        """The meeting's values as the form shows them, to lay beside what was typed on a stale edit."""
        return {}

    def show(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        if status != 200:
            self.meeting = find_to_run(request, self.meeting.public_id)
            if self.meeting.state not in self.states:
                return self.too_late_to_save(request, form)
        return super().show(request, form, status)

    def too_late_to_save(self, request: HttpRequest, form: Any) -> HttpResponse:
        """The state changed while the form was open."""
        return self.too_late(request)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"meeting": self.meeting, **super().context(request)}


class EditPage(RunPage):
    """A form that edits the meeting: a stale save shows both texts."""

    def show(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        if getattr(form, "stale", None) is not None:
            form.conflicts = conflicts(form, self.saved(form.stale))
        return super().show(request, form, status)
