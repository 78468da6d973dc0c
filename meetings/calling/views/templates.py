"""Templates: saving a meeting as one, changing and deleting them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from meetings.calling.forms.outline import NameForm, TemplateForm, outline_initial
from meetings.calling.models import MeetingTemplate
from meetings.calling.services.outlines import OutlineValues
from meetings.calling.services.templates import change_template, delete_template, save_as_template
from meetings.meeting.models import Meeting
from meetings.meeting.views import find_to_run
from rec_portal.foundation.refusals import NotAllowed
from rec_portal.foundation.views import FormPage, find


def find_template(request: HttpRequest, public_id: str) -> MeetingTemplate:
    return find(MeetingTemplate.objects.select_related("body"), request.user, "run", public_id=public_id)


class SaveAsTemplate(FormPage):
    template = "meetings/calling/template_new.html"
    form_class = NameForm
    meeting: Meeting

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.meeting = find_to_run(request, kwargs["public_id"])

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"name": self.meeting.title[:120]}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"meeting": self.meeting}

    def save(self, request: HttpRequest, form: NameForm) -> str:
        save_as_template(actor=request.user, meeting=self.meeting, name=form.cleaned_data["name"])  # type: ignore[arg-type]
        messages.success(request, _("Saved as a template. You find it under “Start from” when you make a meeting."))
        return self.meeting.get_absolute_url()


class EditTemplate(FormPage):
    template = "meetings/calling/template_edit.html"
    form_class = TemplateForm
    found: MeetingTemplate
    done_message = gettext_lazy("Template saved. Meetings made from it earlier stay as they are.")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.found = find_template(request, kwargs["public_id"])

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        values = outline_initial(OutlineValues.of(self.found))
        return {**values, "name": self.found.name, "version": self.found.version}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"template": self.found}

    def save(self, request: HttpRequest, form: TemplateForm) -> str:
        change_template(
            actor=request.user,  # type: ignore[arg-type]
            template=self.found,
            version=form.cleaned_data["version"],
            name=form.cleaned_data["name"],
            values=form.values(),
        )
        return self.found.body.get_absolute_url()


class DeleteTemplate(View):
    """One confirmation."""

    def get(self, request: HttpRequest, public_id: str) -> HttpResponse:
        return render(request, "meetings/calling/template_delete.html", {"template": find_template(request, public_id)})

    def post(self, request: HttpRequest, public_id: str) -> HttpResponse:
        found = find_template(request, public_id)
        try:
            delete_template(actor=request.user, template=found)  # type: ignore[arg-type]
        except NotAllowed as refusal:
            raise Http404 from refusal
        messages.success(request, _("Template deleted. Meetings made from it stay."))
        return HttpResponseRedirect(found.body.get_absolute_url())
