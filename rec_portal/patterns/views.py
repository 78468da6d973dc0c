"""The pattern page: every component with neutral samples, for those who build pages."""

from typing import Any

from django.views.generic import TemplateView

from rec_portal.patterns import samples
from rec_portal.patterns.forms import ListForm, SampleForm


class Patterns(TemplateView):
    template_name = "patterns/patterns.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        forms = {"form": SampleForm(), "filters": ListForm(auto_id="filter_%s")}
        return super().get_context_data(**kwargs, **samples.context(), **forms)


class FormWithErrors(TemplateView):
    template_name = "patterns/form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = SampleForm({"title": "", "day": "2024-02-31", "group": "a", "start": "10:00", "link": "no link"})
        return super().get_context_data(**kwargs, form=form)
