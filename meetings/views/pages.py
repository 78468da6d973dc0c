"""Bases of the meeting pages."""

from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from meetings.forms.conflict import conflicts
from meetings.models import Meeting, MeetingBody
from rec_portal.foundation.views import FormPage, find


def find_meeting(request: HttpRequest, public_id: str, action: str = "see") -> Meeting:
    """The meeting with `may_run`, and the further bodies of a joint one at hand."""
    further = Prefetch("further_bodies", MeetingBody.objects.select_related("body").order_by("pk"))
    rows = Meeting.objects.select_related("body").prefetch_related(further).marked_for(request.user)
    return find(rows, request.user, action, public_id=public_id)


def find_to_run(request: HttpRequest, public_id: str) -> Meeting:
    """404 for whoever may read the meeting but not run it."""
    return find_meeting(request, public_id, "run")


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
