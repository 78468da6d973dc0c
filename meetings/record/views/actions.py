"""The register of actions: mine first, progress on the row; one action; asking owners; taking the register along."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Value
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from councils.seats.models import Appointment
from meetings.meeting.models import Meeting
from meetings.meeting.views import RunPage
from meetings.record.choices import ActionState
from meetings.record.forms.filters import ActionFilter
from meetings.record.forms.outcomes import EditActionForm, NewActionForm, ProgressForm, WhyForm
from meetings.record.mail.action_planning import owners_by_action
from meetings.record.models import ActionItem
from meetings.record.services.actions import (
    add_action,
    change_action,
    drop_action,
    finish_action,
    nudge_owners,
    reopen_action,
    report_progress,
)
from meetings.record.services.owners import possible_owners
from meetings.record.tables.outcomes import action_row, owner_of
from meetings.record.views.decisions import WITH_OUTCOME, bodies_seen_by, readable
from rec_portal.foundation import exports, policy, zones
from rec_portal.foundation.at_hand import put_at_hand
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.paging import page_in_turn
from rec_portal.foundation.refusals import NotAllowed, Refusal
from rec_portal.foundation.views import FormPage, find, find_with

# A mail each: more than this are asked in several goes.
MOST_NUDGED, MOST_EXPORTED = 200, 20_000
# Offered as one types; each is a line of the page.
MOST_NAMES = 200


def _visible(request: HttpRequest) -> Any:
    return ActionItem.objects.visible_to(request.user)


def _names_of(request: HttpRequest) -> list[str]:
    """Who sits beside the reader, to choose an owner from; too many are typed instead."""
    sitting = Appointment.objects.visible_to(request.user).current().sitting()
    names = list(sitting.order_by().values_list("person__name", flat=True)[: MOST_NAMES + 1])
    return sorted(set(names)) if len(names) <= MOST_NAMES else []


def _filtered(request: HttpRequest, query: Any, names: Sequence[str] = ()) -> tuple[ActionFilter, Any]:
    filters = ActionFilter(query, bodies=bodies_seen_by(request.user), names=names)
    return filters, _narrowed(request, filters, _visible(request))


def _narrowed(request: HttpRequest, filters: ActionFilter, rows: Any) -> Any:
    today = zones.local(timezone.now(), reader_zone(request.user)).date()
    return filters.narrow(rows, user=request.user, today=today).select_related("owner", "organisation")


@require_safe
def actions(request: HttpRequest) -> HttpResponse:
    filters, rows = _filtered(request, request.GET, _names_of(request))
    now = timezone.now()
    page = page_in_turn(request, _own_and_others(request, filters, rows), "due_or_last", "id")
    put_at_hand(page.rows, "body", filters.bodies.values())
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "filters": filters,
        "page": page,
        "rows": [action_row(row, now) for row in page.rows],
        "runs_some": policy.Access.of(request.user).holds("run_body"),
        "query": query.urlencode(),
        "here": request.get_full_path(),
    }
    return render(request, "meetings/record/action_list.html", context)


def _own_and_others(request: HttpRequest, filters: ActionFilter, rows: Any) -> list[Any]:
    """Of one's own nobody need ask whether they may be seen; and nobody reports on others' here."""
    own = _narrowed(request, filters, ActionItem.objects.mine(request.user))
    parts = [own.by_due().annotate(mine_last=Value(0))]
    if not filters.asks_for_mine:
        parts.append(rows.not_of(request.user).by_due().annotate(mine_last=Value(1)))
    return parts


@require_safe
def action(request: HttpRequest, public_id: str) -> HttpResponse:
    return _show_action(request, public_id)


def _show_action(request: HttpRequest, public_id: str, form: Any = None, status: int = 200) -> HttpResponse:
    rows = ActionItem.objects.select_related("body", "meeting", "agenda_item__meeting", "owner", "organisation")
    found, may = find_with(("run", "report"), rows, request.user, public_id=public_id)
    values = {"version": found.version, "progress": found.progress, "progress_note": found.progress_note}
    is_open = found.state == ActionState.OPEN
    context = {
        "action": found,
        # Whoever is to act may be somebody who does not read the item, or no longer the meeting.
        "meeting": readable(request.user, found.meeting),
        "item": readable(request.user, found.agenda_item),
        "row": action_row(found, timezone.now()),
        "runs": "run" in may,
        "is_open": is_open,
        "form": (form or ProgressForm(initial=values)) if "report" in may and is_open else None,
    }
    return render(request, "meetings/record/action_detail.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def action_progress(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST `progress`, `progress_note`, `version`, `do` (save or finish) and, to come back to a list, `next`."""
    found = find(ActionItem.objects, request.user, "report", public_id=public_id)
    if request.method != "POST":
        return HttpResponseRedirect(found.get_absolute_url())
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return _show_action(request, public_id, form, status=422)
    given = {"actor": request.user, "action": found, "version": form.cleaned_data["version"]}
    try:
        if request.POST.get("do") == "finish":
            finish_action(**given)
            messages.success(request, _("Marked as done. Its reminders are withdrawn."))
        else:
            note = form.cleaned_data["progress_note"]
            report_progress(**given, progress=form.cleaned_data["progress"], note=note)
            messages.success(request, _("Progress saved."))
    except NotAllowed as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        form.refuse(refusal)
        return _show_action(request, public_id, form, status=422)
    return HttpResponseRedirect(_way_back(request, found))


def _way_back(request: HttpRequest, found: ActionItem) -> str:
    wanted = request.POST.get("next", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe else found.get_absolute_url()


class NewAction(RunPage):
    template = "meetings/record/action_new.html"
    form_class = NewActionForm
    states = WITH_OUTCOME

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"agenda_item": request.GET.get("item", "")}

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        people, organisations = possible_owners(self.meeting)
        items = list(self.meeting.agenda.shown_to(request.user))
        return {"items": items, "people": people, "organisations": organisations}

    def save(self, request: HttpRequest, form: NewActionForm) -> str:
        add_action(actor=request.user, meeting=self.meeting, **form.values())
        messages.success(request, _("The action is added. Its owner is reminded in time."))
        return f"{self.meeting.get_absolute_url()}#actions"


class ActionStep(FormPage):
    """A form about one action, for those who run its body."""

    action: ActionItem

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        rows = ActionItem.objects.select_related("body", "meeting__body", "owner", "organisation")
        self.action = find(rows, request.user, "run", public_id=kwargs["public_id"])

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"version": self.action.version}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"action": self.action}

    def arguments(self, request: HttpRequest, form: Any) -> dict[str, Any]:
        return {"actor": request.user, "action": self.action, "version": form.cleaned_data["version"]}


class EditAction(ActionStep):
    template = "meetings/record/action_edit.html"
    form_class = EditActionForm
    done_message = gettext_lazy("The action is changed; reminders follow.")

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        row = self.action
        return {
            **super().initial(request),
            "text": row.text,
            "owner": row.owner.public_id if row.owner else "",
            "organisation": row.organisation.slug if row.organisation else "",
            "due": row.due,
        }

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        people, organisations = possible_owners(self.action.meeting)
        # Whoever has it now stays a choice, even after leaving the body.
        own = [person for person in (self.action.owner,) if person and person not in people]
        theirs = [one for one in (self.action.organisation,) if one and one not in organisations]
        return {"people": [*people, *own], "organisations": [*organisations, *theirs]}

    def save(self, request: HttpRequest, form: EditActionForm) -> str:
        return change_action(**self.arguments(request, form), **form.values()).get_absolute_url()


class DropAction(ActionStep):
    template = "meetings/record/action_drop.html"
    form_class = WhyForm
    done_message = gettext_lazy("The action is dropped. Its reminders are withdrawn.")

    def save(self, request: HttpRequest, form: WhyForm) -> str:
        return drop_action(**self.arguments(request, form), reason=form.cleaned_data["reason"]).get_absolute_url()


class ReopenAction(ActionStep):
    template = "meetings/record/action_reopen.html"
    form_class = WhyForm
    done_message = gettext_lazy("The action is open again.")

    def form(self, request: HttpRequest, data: Any = None) -> Any:
        form = super().form(request, data)
        del form.fields["reason"]
        return form

    def save(self, request: HttpRequest, form: WhyForm) -> str:
        return reopen_action(**self.arguments(request, form)).get_absolute_url()


@require_http_methods(["GET", "HEAD", "POST"])
def nudge(request: HttpRequest) -> HttpResponse:
    """GET shows whom the filtered actions would ask, each with a tick; the POST of the ticked ones asks them."""
    if not policy.Access.of(request.user).holds("run_body"):
        raise Http404
    filters, rows = _filtered(request, request.GET)
    rows = policy.allowed(request.user, "run", rows.filter(state=ActionState.OPEN)).order_by("due", "id")
    found = list(rows[:MOST_NUDGED])
    put_at_hand(found, "body", filters.bodies.values())
    if request.method == "POST":
        ticked = set(request.POST.getlist("action"))
        chosen = [row for row in found if row.public_id in ticked]
        sent = nudge_owners(actor=request.user, actions=chosen)
        text = ngettext("%(n)d mail is on its way.", "%(n)d mails are on their way.", sent)
        messages.success(request, text % {"n": sent})
        return HttpResponseRedirect(f"{request.path.removesuffix('nudge/')}?{request.GET.urlencode()}")
    now, people = timezone.now(), owners_by_action(found)
    shown = [{**action_row(row, now), "people": [person.name for person in people[row.pk]]} for row in found]
    return render(request, "meetings/record/action_nudge.html", {"rows": shown, "query": request.GET.urlencode()})


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The actions that the same filters show, in the reader's language."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    filters, rows = _filtered(request, request.GET)
    found = list(rows.order_by("due", "id")[:MOST_EXPORTED])
    put_at_hand(found, "body", filters.bodies.values())
    heading = [
        _("Action"),
        _("Owner"),
        _("Due"),
        _("State"),
        _("Done, in per cent"),
        _("Note"),
        _("Group"),
        _("Meeting"),
    ]
    seen = Meeting.objects.visible_to(request.user).filter(pk__in={row.meeting_id for row in found})
    titles = dict(seen.values_list("pk", "title"))
    lines = [_line(row, titles.get(row.meeting_id, "")) for row in found]
    content = exports.as_csv(heading, lines) if kind == "csv" else exports.as_xlsx(_("Actions"), heading, lines)
    response = HttpResponse(content, content_type=exports.CSV if kind == "csv" else exports.XLSX)
    day = zones.local(timezone.now(), reader_zone(request.user)).date()
    response["Content-Disposition"] = f'attachment; filename="actions-{day.isoformat()}.{kind}"'
    return response


def _line(row: ActionItem, meeting: str) -> list[Any]:
    state = ActionState(row.state).label
    return [
        row.text,
        owner_of(row),
        row.due,
        str(state),
        row.progress,
        row.progress_note,
        row.body.name,
        meeting,
    ]
