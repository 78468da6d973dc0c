"""The agenda of a meeting for those who make it: a list whose items move, and the same as lines of text."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from meetings.agenda.choices import AgendaKind
from meetings.agenda.forms.agenda import AgendaForm
from meetings.agenda.forms.items import LineForm, PlaceForm
from meetings.agenda.models import AgendaItem
from meetings.agenda.services.agenda import Agenda, agenda_of, write_agenda
from meetings.agenda.services.agenda_text import change_agenda
from meetings.agenda.services.items import TAKES_ITEMS, add_item, move_item, send_item
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.views import EditPage, find_to_run
from rec_portal.foundation import policy, spelling, zones
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.refusals import NotAllowed, Refusal
from rec_portal.foundation.views import find

# Not beyond the adopted record, which tells of it.
MADE = frozenset(set(MeetingState.values) - {MeetingState.DISCARDED, MeetingState.RECORD_ADOPTED})
BACKLOG_SHOWN = 20
TARGETS_SHOWN = 20


@dataclass(frozen=True)
class PutAway:
    """What was just taken off the agenda, and where it stood, for the way back."""

    item: AgendaItem
    number: int


class EditAgenda(EditPage):
    template = "meetings/agenda/agenda_edit.html"
    form_class = AgendaForm
    states = MADE
    line_form: LineForm | None = None

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return self.saved(self.meeting)

    def saved(self, meeting: Meeting) -> dict[str, Any]:
        text = write_agenda(agenda_of(meeting, self.request.user).items)  # type: ignore[arg-type]
        return {"agenda": text, "version": meeting.version}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.add(request) if request.POST.get("do") == "add" else super().post(request, **kwargs)

    def add(self, request: HttpRequest) -> HttpResponse:
        """One item more at the end."""
        self.line_form = form = LineForm(request.POST)
        if form.is_valid():
            try:
                add_item(actor=request.user, meeting=self.meeting, line=form.cleaned_data["line"])  # type: ignore[arg-type]
                return HttpResponseRedirect(reverse("meetings:agenda", args=[self.meeting.public_id]) + "#add")
            except Refusal as refusal:
                form.add_error("line", str(refusal.message))
        return self.show(request, self.form(request), status=422)

    def save(self, request: HttpRequest, form: AgendaForm) -> str:
        change_agenda(
            actor=request.user,  # type: ignore[arg-type]
            meeting=self.meeting,
            version=form.cleaned_data["version"],
            lines=form.fields["agenda"].lines,  # type: ignore[attr-defined]
        )
        messages.success(request, _("The agenda is saved."))
        return self.meeting.get_absolute_url()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        takes = self.meeting.state in TAKES_ITEMS
        waiting: Any = AgendaItem.objects.visible_to(request.user)  # type: ignore[attr-defined]
        return {
            **super().context(request),
            **builder_context(request, self.meeting, _put_away(request, self.meeting)),
            "line_form": self.line_form or LineForm(),
            "takes": takes,
            "backlog": waiting.backlog_of(self.meeting.body)[:BACKLOG_SHOWN] if takes else [],
            "may_publish": self.meeting.state in (MeetingState.CONVENED, MeetingState.AGENDA_PUBLISHED),
        }


def builder_context(request: HttpRequest, meeting: Meeting, away: PutAway | None = None) -> dict[str, Any]:
    """What `_agenda_builder.html` shows."""
    agenda = agenda_of(meeting, request.user)  # type: ignore[arg-type]
    zone = reader_zone(request.user)
    targets = targets_of(request, meeting)
    return {
        "meeting": meeting,
        "items": [_row(item, meeting, zone) for item in agenda.items],
        "last": len(agenda.items),
        "sum": _sum(agenda, meeting, zone),
        "overrun": overrun_in_words(agenda.minutes - meeting.minutes),
        "target_options": format_html_join(
            "", '<option value="{}">{}</option>', ((key, target_name(row)) for key, row in targets.items())
        ),
        "away": away,
    }


def _row(item: Any, meeting: Meeting, zone: str) -> dict[str, Any]:
    begins = None if item.before is None else meeting.starts_at + timedelta(minutes=item.before)
    return {
        "id": item.public_id,
        "number": item.number,
        "time": f"{zones.local(begins, zone):%H:%M}" if begins else "",
        "title": item.title,
        "detail": " · ".join(details_of(item)),
        "restricted": item.restricted,
    }


def details_of(item: Any) -> list[str]:
    """How long, who speaks, and what the item is for where somebody said so."""
    length = spelling.length(item.minutes) if item.minutes else ""
    kind = "" if item.kind == AgendaKind.DISCUSSION else str(AgendaKind(item.kind).label)
    return [part for part in (length, item.presenter, kind) if part]


def _sum(agenda: Agenda, meeting: Meeting, zone: str) -> str:
    used = _("%(used)d of %(all)d min") % {"used": agenda.minutes, "all": meeting.minutes}
    if not agenda.complete or not agenda.items:
        return used
    ends: datetime = meeting.starts_at + timedelta(minutes=agenda.minutes)
    return f"{used} · " + _("ends %(time)s") % {"time": f"{zones.local(ends, zone):%H:%M}"}


def overrun_in_words(minutes: int) -> str:
    """ "15 minutes longer than the meeting"; nothing where the agenda fits."""
    if minutes <= 0:
        return ""
    text = ngettext("%(n)d minute longer than the meeting", "%(n)d minutes longer than the meeting", minutes)
    return text % {"n": minutes}


def targets_of(request: HttpRequest, meeting: Meeting | None, body_id: int | None = None) -> dict[str, Meeting]:
    """The other meetings of the same body to which an item can go, the soonest first."""
    rows: Any = policy.allowed(request.user, "run", Meeting.objects.visible_to(request.user))  # type: ignore[attr-defined]
    rows = rows.filter(body=meeting.body_id if meeting else body_id, state__in=TAKES_ITEMS)
    if meeting is not None:
        rows = rows.exclude(pk=meeting.pk)
    return {row.public_id: row for row in rows.order_by("-starts_at", "-id")[:TARGETS_SHOWN][::-1]}


def target_name(meeting: Meeting) -> str:
    when = spelling.short_day(zones.local(meeting.starts_at, meeting.time_zone))
    return f"{meeting.title}, {when}"


def _put_away(request: HttpRequest, meeting: Meeting) -> PutAway | None:
    """What the address says was taken off; only if it still waits in this body's backlog."""
    number = request.GET.get("number", "")
    rows: Any = AgendaItem.objects.visible_to(request.user).filter(public_id=request.GET.get("away", "")[:16])  # type: ignore[attr-defined]
    if not (number.isascii() and number.isdigit() and len(number) <= 3 and "\x00" not in request.GET.get("away", "")):
        return None
    item = rows.filter(body=meeting.body_id, meeting=None).first()
    return PutAway(item, int(number)) if item else None


@require_POST
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """Moves one item; with scripts the list comes back alone, with a word for those who do not see it."""
    item: AgendaItem = find(AgendaItem.objects.select_related("meeting"), request.user, "run", public_id=public_id)
    source, number = item.meeting, item.position
    targets = targets_of(request, source, item.body_id)
    if source is not None:
        targets[source.public_id] = source
    form = PlaceForm(request.POST, targets=targets)
    said, away = "", None
    if form.is_valid():
        try:
            item, said = _moved(request, item, form)
            away = PutAway(item, number) if form.cleaned_data["do"] == PlaceForm.BACKLOG else None
        except NotAllowed as refusal:
            raise Http404 from refusal
        except Refusal as refusal:
            said = str(refusal.message)
    else:
        said = next(str(error) for errors in form.errors.values() for error in errors)
    shown = source or item.meeting
    if shown is not None and request.htmx and form.data.get("shown") == shown.public_id:  # type: ignore[attr-defined]
        context = builder_context(request, find_to_run(request, shown.public_id), away)
        return render(request, "meetings/agenda/_agenda_builder.html", {**context, "said": said})
    messages.info(request, said)
    return HttpResponseRedirect(_way_back(request, item, shown, away))


def _moved(request: HttpRequest, item: AgendaItem, form: PlaceForm) -> tuple[AgendaItem, str]:
    """Does what the form says; returns the item and what is to be said of it."""
    do, number, actor = form.cleaned_data["do"], form.cleaned_data["number"], request.user
    if do in (PlaceForm.SEND, PlaceForm.BACK):
        place = number if do == PlaceForm.BACK else None
        item = send_item(actor=actor, item=item, meeting=form.target, place=place)  # type: ignore[arg-type]
        name = {"title": item.title, "meeting": target_name(form.target)}
        return item, _("“%(title)s” is now on the agenda of: %(meeting)s.") % name
    if do == PlaceForm.BACKLOG:
        item = send_item(actor=actor, item=item, meeting=None)  # type: ignore[arg-type]
        return item, _("“%(title)s” is in the backlog.") % {"title": item.title}
    item = move_item(actor=actor, item=item, to=number if do == PlaceForm.PLACE else do)  # type: ignore[arg-type]
    return item, _("“%(title)s” is now number %(number)d.") % {"title": item.title, "number": item.position}


def _way_back(request: HttpRequest, item: AgendaItem, shown: Meeting | None, away: PutAway | None) -> str:
    if shown is None:
        return reverse("meetings:backlog", args=[item.body.slug])
    query = f"?away={away.item.public_id}&number={away.number}" if away else ""
    return reverse("meetings:agenda", args=[shown.public_id]) + query + ("" if away else f"#item-{item.public_id}")
