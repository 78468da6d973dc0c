"""The register of decisions, one decision, and what the secretariat does with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from councils.bodies.models import Body
from meetings.meeting.choices import ENDED, EXPECTED, ON
from meetings.meeting.views import RunPage
from meetings.record.choices import DecisionState
from meetings.record.forms.filters import DecisionFilter
from meetings.record.forms.outcomes import DecisionForm, SupersedeForm, WhyForm, WordingForm
from meetings.record.models import Decision
from meetings.record.services.decisions import change_decision, record_decision, supersede_decision, withdraw_decision
from meetings.record.tables.outcomes import decision_row
from rec_portal.foundation import policy
from rec_portal.foundation.at_hand import put_at_hand
from rec_portal.foundation.paging import page_of
from rec_portal.foundation.views import FormPage, find, find_with

WITH_OUTCOME = frozenset({*EXPECTED, *ON, *ENDED})


def bodies_seen_by(user: Any) -> Any:
    """The bodies whose registers the person may narrow to."""
    return policy.allowed(user, "look_inside", Body.objects.visible_to(user)).order_by("order", "id")


def readable(user: Any, row: Any) -> Any:
    """The row at hand, with what it leads to; None where there is none or this person may not see it."""
    return row if row is not None and policy.can_at_hand(user, "see", row) else None


@require_safe
def decisions(request: HttpRequest) -> HttpResponse:
    filters = DecisionFilter(request.GET, bodies=bodies_seen_by(request.user))
    rows = filters.narrow(Decision.objects.visible_to(request.user)).select_related("meeting")
    page = page_of(request, rows, "-year", "-id")
    put_at_hand(page.rows, "body", filters.bodies.values())
    context = {"filters": filters, "page": page, "rows": [decision_row(row) for row in page.rows]}
    return render(request, "meetings/record/decision_list.html", context)


@require_safe
def decision(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = Decision.objects.select_related("body", "meeting", "agenda_item__meeting", "superseded_by")
    found, may = find_with(("run",), rows, request.user, public_id=public_id)
    older = Decision.objects.visible_to(request.user).filter(superseded_by=found).order_by("pk")
    context = {
        "decision": found,
        "item": readable(request.user, found.agenda_item),
        "row": decision_row(found),
        "runs": "run" in may,
        "may_change": "run" in may and found.state == DecisionState.RECORDED,
        "may_supersede": "run" in may and found.state == DecisionState.ADOPTED,
        "older": list(older),
    }
    return render(request, "meetings/record/decision_detail.html", context)


class NewDecision(RunPage):
    """Typed on a page of its own; the live page of a session calls the same service."""

    template = "meetings/record/decision_new.html"
    form_class = DecisionForm
    states = WITH_OUTCOME

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"agenda_item": request.GET.get("item", "")}

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        joint = list(self.meeting.joint_bodies.order_by("pk"))
        return {"items": list(self.meeting.agenda.shown_to(request.user)), "bodies": [self.meeting.body, *joint]}

    def save(self, request: HttpRequest, form: DecisionForm) -> str:
        made = record_decision(actor=request.user, meeting=self.meeting, **form.values())
        messages.success(request, _("Recorded as %(number)s.") % {"number": made.number}, extra_tags=self.draft_key)
        return f"{self.meeting.get_absolute_url()}#decisions"

    @property
    def draft_key(self) -> str:
        return f"decision-of-{self.meeting.public_id}"

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().context(request), "draft_key": self.draft_key}


class DecisionStep(FormPage):
    """A form about one decision, for those who run its body."""

    decision: Decision

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        rows = Decision.objects.select_related("body", "meeting")
        self.decision = find(rows, request.user, "run", public_id=kwargs["public_id"])

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"version": self.decision.version}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"decision": self.decision}

    def arguments(self, request: HttpRequest, form: Any) -> dict[str, Any]:
        return {"actor": request.user, "decision": self.decision, "version": form.cleaned_data["version"]}


class EditDecision(DecisionStep):
    template = "meetings/record/decision_edit.html"
    form_class = WordingForm
    done_message = gettext_lazy("The new wording is saved.")

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().initial(request), "text_en": self.decision.text_en, "text_ru": self.decision.text_ru}

    def save(self, request: HttpRequest, form: WordingForm) -> str:
        texts = {name: form.cleaned_data[name] for name in ("text_en", "text_ru")}
        return change_decision(**self.arguments(request, form), **texts).get_absolute_url()


class WithdrawDecision(DecisionStep):
    template = "meetings/record/decision_withdraw.html"
    form_class = WhyForm

    def save(self, request: HttpRequest, form: WhyForm) -> str:
        gone = withdraw_decision(**self.arguments(request, form), reason=form.cleaned_data["reason"])
        messages.success(request, _("Withdrawn: %(number)s.") % {"number": gone.number})
        return gone.get_absolute_url()


class SupersedeDecision(DecisionStep):
    template = "meetings/record/decision_supersede.html"
    form_class = SupersedeForm

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        same = Decision.objects.visible_to(request.user).filter(body=self.decision.body, pk__gt=self.decision.pk)
        return {"later": list(same.exclude(state=DecisionState.WITHDRAWN).order_by("-pk")[:200])}

    def save(self, request: HttpRequest, form: SupersedeForm) -> str:
        later = form.choices[form.cleaned_data["later"]]
        return supersede_decision(**self.arguments(request, form), later=later).get_absolute_url()
