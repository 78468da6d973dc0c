from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from councils.organisations.filters import OrganisationFilter
from councils.organisations.forms import OrganisationEditForm, OrganisationForm
from councils.organisations.models import Organisation
from councils.organisations.services import change_organisation, create_organisation
from councils.organisations.tables import organisation_lines
from rec_portal.foundation import policy
from rec_portal.foundation.paging import page_of
from rec_portal.foundation.views import FormPage, find, find_with, require


class OrganisationList(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        form = OrganisationFilter(request.GET, auto_id="filter_%s")
        rows = form.narrow(Organisation.objects.visible_to(request.user).with_protocol())
        page = page_of(request, rows, "rank", "listed_as", "id", size=50)
        context = {
            "filters": form,
            "page": page,
            "lines": organisation_lines(page.rows, request.user),
            "may_add": policy.may_everywhere(request.user, "edit", Organisation),
        }
        return render(request, "councils/organisations/organisation_list.html", context)


class OrganisationPage(View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        organisation, may = find_with(("edit",), Organisation.objects, request.user, slug=slug)
        return render(
            request, "councils/organisations/organisation_detail.html", {"organisation": organisation, "may": may}
        )


class NewOrganisation(FormPage):
    template = "councils/organisations/organisation_form.html"
    form_class = OrganisationForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        if not policy.may_everywhere(request.user, "edit", Organisation):
            raise Http404

    def save(self, request: HttpRequest, form: OrganisationForm) -> str:
        organisation = create_organisation(actor=request.user, **form.texts())
        self.done_message = _("%(name)s is entered. Give it a seat on the page of a group.") % {"name": organisation}
        return organisation.get_absolute_url()


class EditOrganisation(FormPage):
    template = "councils/organisations/organisation_form.html"
    form_class = OrganisationEditForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.organisation = find(Organisation.objects, request.user, slug=kwargs["slug"])
        require(request.user, "edit", self.organisation)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {**OrganisationEditForm.saved_values(self.organisation), "version": self.organisation.version}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"organisation": self.organisation}

    def save(self, request: HttpRequest, form: OrganisationEditForm) -> str:
        organisation = change_organisation(
            actor=request.user, organisation=self.organisation, version=form.cleaned_data["version"], **form.texts()
        )
        self.done_message = _("Saved.")
        return organisation.get_absolute_url()
