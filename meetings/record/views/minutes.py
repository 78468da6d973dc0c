"""The record of a meeting: reading it, and writing it while it is a draft."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.agenda.choices import Attribution
from meetings.agenda.models import AgendaItem
from meetings.meeting.choices import ENDED, MeetingState
from meetings.meeting.forms.conflict import conflicts
from meetings.meeting.models import Meeting
from meetings.meeting.views import RunPage, find_both_ways, find_to_run
from meetings.record.choices import Adoption, RecordLanguage
from meetings.record.forms.minutes import AttributionForm, MinutesForm
from meetings.record.models import Correction, Corrigendum, Minutes
from meetings.record.services.adoption import silent_since
from meetings.record.services.circulation import names_under_chatham, seats_to_correct
from meetings.record.services.minutes import (
    TEXTS,
    change_attribution,
    draft_minutes,
    minutes_of,
    restore_minutes,
    save_minutes,
)
from meetings.record.services.minutes_draft import is_kept_back
from meetings.record.tables.versions import compared, version_rows
from rec_portal.foundation import spelling, zones
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.markdown import render as as_html
from rec_portal.foundation.refusals import NotAllowed, Refusal, StaleEdit
from rec_portal.foundation.views import FormPage

NAMED = 10


def chosen_language(request: HttpRequest) -> str:
    """`?language=`, else the reader's own."""
    wanted = request.GET.get("language", "")
    if wanted in RecordLanguage.values:
        return wanted
    return "ru" if (get_language() or "en").startswith("ru") else "en"


def find_record(request: HttpRequest, public_id: str) -> tuple[Meeting, bool, Minutes | None]:
    """The meeting, whether the person runs it, and its record as far as they may read it."""
    meeting, runs = find_both_ways(request, public_id)
    minutes = Minutes.objects.visible_to(request.user, meeting=meeting).first()
    if minutes is not None:
        minutes.meeting = meeting
    return meeting, runs, minutes


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, public_id: str) -> HttpResponse:
    """GET reads; POST makes the first draft."""
    if request.method == "POST":
        return _draft(request, public_id)
    meeting, runs, found = find_record(request, public_id)
    if found is None and not runs:
        raise Http404
    languages = _languages(request, found)
    context: dict[str, Any] = {"meeting": meeting, "runs": runs, "minutes": found, "languages": languages}
    if found is None:
        return render(request, "meetings/record/minutes_none.html", {**context, "may_draft": meeting.state in ENDED})
    language = next(entry["code"] for entry in languages if entry["current"])
    zone, now = reader_zone(request.user), timezone.now()
    adopted = silent_since(found, now)
    out = meeting.state == MeetingState.RECORD_CIRCULATED and adopted is None
    context |= {
        "language": language,
        "html": as_html(getattr(found, f"text_{language}")),
        "closed": as_html(getattr(found, f"closed_{language}")) if runs else "",
        "adopted": spelling.moment(adopted, zone) if adopted else "",
        "by_silence": adopted is not None and found.adoption != Adoption.AT_MEETING,
        "until": spelling.moment(found.corrections_until, zone) if out and found.corrections_until else "",
        "out": out,
        "may_correct": out and _takes_corrections(found, now) and bool(seats_to_correct(request.user, meeting)),
        "corrections": _corrections(request, found),
        "corrigenda": _corrigenda(request, found),
    }
    return render(request, "meetings/record/minutes_detail.html", context)


def _takes_corrections(found: Minutes, now: datetime) -> bool:
    return found.corrections_until is not None and now < found.corrections_until


def _languages(request: HttpRequest, found: Minutes | None) -> list[dict[str, Any]]:
    """Those that have a text; the wanted one is the current, else the first there is."""
    codes = [code for code in RecordLanguage.values if found is None or getattr(found, f"text_{code}").strip()]
    codes = codes or [*RecordLanguage.values]
    wanted = chosen_language(request)
    current = wanted if wanted in codes else codes[0]
    return [{"code": code, "label": RecordLanguage(code).label, "current": code == current} for code in codes]


def _corrections(request: HttpRequest, found: Minutes) -> list[Correction]:
    rows = Correction.objects.visible_to(request.user).filter(minutes=found)
    return list(rows.select_related("seat__organisation", "seat__body", "person").order_by("pk"))


def _corrigenda(request: HttpRequest, found: Minutes) -> list[Corrigendum]:
    return list(Corrigendum.objects.visible_to(request.user).filter(minutes=found).order_by("number"))


def _draft(request: HttpRequest, public_id: str) -> HttpResponse:
    meeting = find_to_run(request, public_id)
    try:
        draft_minutes(actor=request.user, meeting=meeting)
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
        return HttpResponseRedirect(meeting.get_absolute_url())
    messages.success(request, _("The record is drafted from agenda, attendance and outcomes. Nobody sees it yet."))
    return HttpResponseRedirect(reverse("meetings:edit_minutes", args=[meeting.public_id]))


class EditMinutes(FormPage):
    """A plain text field for each language; a stale save shows both texts."""

    template = "meetings/record/minutes_edit.html"
    form_class = MinutesForm
    meeting: Meeting
    minutes: Minutes

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.meeting = find_to_run(request, kwargs["public_id"])
        found = Minutes.objects.visible_to(request.user, meeting=self.meeting).first()
        if found is None:
            raise Http404
        self.minutes = found
        self.minutes.meeting = self.meeting

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.prepare(request, **kwargs)
        if silent_since(self.minutes, timezone.now()):
            messages.warning(request, _("The record is adopted and stays as it is. Add a corrigendum instead."))
            return HttpResponseRedirect(reverse("meetings:minutes", args=[self.meeting.public_id]))
        return self.show(request, self.form(request))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "preview":
            self.prepare(request, **kwargs)
            form = MinutesForm(initial=request.POST.dict(), **self.form_options(request))
            return self.show(request, form)
        return super().post(request, **kwargs)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return self._values(self.minutes)

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        items = AgendaItem.objects.shown_to(request.user, meeting=self.meeting)
        written = bool(self.minutes.closed_en or self.minutes.closed_ru)
        return {"closed": written or any(is_kept_back(item) for item in items)}

    def save(self, request: HttpRequest, form: MinutesForm) -> str:
        version = form.cleaned_data["version"]
        saved = save_minutes(actor=request.user, minutes=self.minutes, version=version, texts=form.texts())
        messages.success(request, _("The record is saved."), extra_tags=self.draft_key)
        _warn_of_names(request, saved)
        return reverse("meetings:minutes", args=[saved.meeting.public_id])

    def show(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        if getattr(form, "stale", None) is not None:
            form.conflicts = conflicts(form, self._values(form.stale))
        return super().show(request, form, status)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        typed = request.POST if request.POST.get("do") == "preview" else None
        return {
            "meeting": self.meeting,
            "minutes": self.minutes,
            "draft_key": self.draft_key,
            "preview": _previews(typed) if typed is not None else [],
        }

    @property
    def draft_key(self) -> str:
        return f"minutes-{self.minutes.public_id}"

    @staticmethod
    def _values(minutes: Minutes) -> dict[str, Any]:
        return {"version": minutes.version, **{name: getattr(minutes, name) for name in TEXTS}}


def _warn_of_names(request: HttpRequest, minutes: Minutes) -> None:
    """While members read it; before that, the page that sends it out asks."""
    found = names_under_chatham(minutes, actor=request.user) if minutes.circulated_at else []  # type: ignore[arg-type]
    if found:
        names = "; ".join(f"{number}: {name}" for number, name in found[:NAMED])
        text = _("Members read these names under the Chatham House Rule: %(names)s. Look whether they say who spoke.")
        messages.warning(request, text % {"names": names})


def _previews(typed: Any) -> list[dict[str, Any]]:
    labels = {name: field.label for name, field in MinutesForm.base_fields.items()}
    texts = {name: typed.get(name, "") for name in TEXTS}
    return [{"label": labels[name], "html": as_html(text)} for name, text in texts.items() if text.strip()]


@require_POST
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was typed as it will look, for the part of the page that htmx swaps."""
    find_to_run(request, public_id)
    return render(request, "meetings/record/_minutes_preview.html", {"preview": _previews(request.POST)})


@require_POST
def autosave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Saves while somebody types. JSON {"version", "before", "at"}; 409 when somebody else saved in between."""
    meeting = find_to_run(request, public_id)
    found = Minutes.objects.visible_to(request.user, meeting=meeting).first()
    if found is None:
        raise Http404
    form = MinutesForm(request.POST, closed=True)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    typed = {name: value for name, value in form.texts().items() if name in request.POST}
    before = form.cleaned_data["version"]
    try:
        saved = save_minutes(actor=request.user, minutes=found, version=before, texts=typed, by_itself=True)
    except NotAllowed as refusal:
        raise Http404 from refusal
    except StaleEdit as refusal:
        return JsonResponse({"message": str(refusal.message)}, status=409)
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal.message)}, status=422)
    at = zones.local(saved.updated_at, reader_zone(request.user))
    return JsonResponse({"version": saved.version, "before": before, "at": f"{at:%H:%M}"})


@require_safe
def versions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Every version with its author, and the difference between any two. Members read those since it was sent out."""
    meeting, runs, found = find_record(request, public_id)
    if found is None:
        raise Http404
    since = 1 if runs else found.circulated_version or found.version
    rows = version_rows(found, since, reader_zone(request.user))
    context = {
        "meeting": meeting,
        "minutes": found,
        "runs": runs,
        "rows": rows,
        "may_restore": runs and silent_since(found, timezone.now()) is None,
        **compared(found, request.GET, since, closed=runs),
    }
    return render(request, "meetings/record/minutes_versions.html", context)


@require_POST
def restore(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST `wanted` (the version to bring back) and `version` (the one that was seen)."""
    meeting = find_to_run(request, public_id)
    found = Minutes.objects.visible_to(request.user, meeting=meeting).first()
    numbers = [request.POST.get(name, "") for name in ("wanted", "version")]
    if found is None or not all(number.isascii() and number.isdigit() and len(number) < 9 for number in numbers):
        raise Http404
    wanted, version = map(int, numbers)
    try:
        restore_minutes(actor=request.user, minutes=found, version=version, wanted=wanted)
        text = _("Version %(number)s is back, as a new version.")
        messages.success(request, text % {"number": wanted}, extra_tags=f"minutes-{found.public_id}")
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
    return HttpResponseRedirect(reverse("meetings:edit_minutes", args=[meeting.public_id]))


class EditAttribution(RunPage):
    """What may be told of each item: who said what, only what was said, or nothing."""

    template = "meetings/record/attribution_edit.html"
    form_class = AttributionForm
    states = frozenset(set(MeetingState.values) - {MeetingState.DISCARDED, MeetingState.RECORD_ADOPTED})

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        return {"items": list(AgendaItem.objects.shown_to(request.user, meeting=self.meeting))}

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"version": self.meeting.version}

    def save(self, request: HttpRequest, form: AttributionForm) -> str:
        meeting = change_attribution(
            actor=request.user,
            meeting=self.meeting,
            version=form.cleaned_data["version"],
            attributions=form.attributions(),
        )
        if (minutes := minutes_of(meeting)) is not None:
            _warn_of_names(request, minutes)
        closed = Attribution.CLOSED in form.attributions().values()
        if closed and meeting.state == MeetingState.RECORD_CIRCULATED:
            text = _("Saved. The record had been sent out already: members could read these items until now.")
            messages.warning(request, text)
        else:
            messages.success(request, _("Saved."))
        return meeting.get_absolute_url()
