"""Publishing the agenda: first what is still missing, then one confirmation; later the same for a changed one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import ngettext

from meetings.calling.forms.change import QuietStepForm
from meetings.calling.services.checklist import checklist
from meetings.calling.services.publishing import publish_agenda, tell_agenda
from meetings.meeting.choices import MeetingState
from meetings.meeting.views import RunPage
from meetings.notices.planning import invited


class PublishAgenda(RunPage):
    template = "meetings/calling/publish_agenda.html"
    form_class = QuietStepForm
    states = frozenset({MeetingState.CONVENED, MeetingState.AGENDA_PUBLISHED})

    def save(self, request: HttpRequest, form: QuietStepForm) -> str:
        published = self.meeting.state == MeetingState.AGENDA_PUBLISHED
        act = tell_agenda if published else publish_agenda
        meeting = act(actor=request.user, meeting=self.meeting, version=form.cleaned_data["version"])  # type: ignore[arg-type]
        count = len(invited(meeting))
        text = ngettext(
            "The agenda is published. %(n)d person is told.", "The agenda is published. %(n)d people are told.", count
        )
        messages.success(request, text % {"n": count})
        return meeting.get_absolute_url()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        checks = checklist(self.meeting, request.user)  # type: ignore[arg-type]
        return {
            **super().context(request),
            "checks": checks,
            "in_the_way": any(check.must and not check.met for check in checks),
            "missing": any(not check.met for check in checks),
            "count": len(invited(self.meeting)),
            "published": self.meeting.state == MeetingState.AGENDA_PUBLISHED,
        }
