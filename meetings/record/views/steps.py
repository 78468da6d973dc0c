"""The record on its way: sending it out, correcting, adopting, putting right."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.calling.forms.change import QuietStepForm
from meetings.calling.views.steps import StepPage
from meetings.meeting.choices import MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.views import find_to_run
from meetings.record.forms.minutes import AnswerCorrectionForm, CirculateForm, CorrectionForm, CorrigendumForm
from meetings.record.mail.record_planning import readers_of
from meetings.record.models import Correction, Minutes
from meetings.record.services.adoption import adopt_record, silent_since
from meetings.record.services.circulation import (
    add_corrigendum,
    answer_correction,
    ask_correction,
    circulate_record,
    names_under_chatham,
    seats_to_correct,
    take_back_record,
)
from meetings.record.views.minutes import chosen_language, find_record
from rec_portal.foundation import zones
from rec_portal.foundation.views import FormPage, find

USUAL_DAYS = 14


def _record_page(meeting: Meeting) -> str:
    return reverse("meetings:minutes", args=[meeting.public_id])


class Circulate(StepPage):
    """GET shows who would be told and what to look at; the POST tells them."""

    verb = "circulate_record"
    template = "meetings/record/record_circulate.html"
    form_class = CirculateForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        meeting = find_to_run(request, kwargs["public_id"])
        self.minutes = Minutes.objects.visible_to(request.user, meeting=meeting).first()
        if self.minutes is not None:
            self.minutes.meeting = meeting
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        there = zones.local(timezone.now() + timedelta(days=USUAL_DAYS), self.meeting.time_zone)
        return {**super().initial(request), "day": there.date(), "time": "18:00"}

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        self.names = names_under_chatham(self.minutes, actor=request.user) if self.minutes else []
        return {"zone": self.meeting.time_zone, "names": self.names}

    def save(self, request: HttpRequest, form: CirculateForm) -> str:
        circulate_record(
            **self.arguments(request, form),
            until=form.cleaned_data["until"],
            by_silence=form.cleaned_data["by_silence"] == "yes",
            names_checked=form.cleaned_data.get("checked", False),
        )
        messages.success(request, _("The record is sent out for correction."))
        return _record_page(self.meeting)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        readers = self._readers()
        return {
            **super().context(request),
            "minutes": self.minutes,
            "names": self.names,
            "readers": readers,
            "zone_city": zones.city(self.meeting.time_zone),
        }

    def _readers(self) -> list[Any]:
        """As if it had been sent out already: before that, only those who run the body may read it."""
        if self.minutes is None:
            return []
        imagined = Minutes(pk=self.minutes.pk, meeting=self.meeting)
        return readers_of(imagined, foreseen=True)


class TakeBack(StepPage):
    verb = "reopen_record"
    template = "meetings/record/record_take_back.html"
    form_class = QuietStepForm

    def save(self, request: HttpRequest, form: QuietStepForm) -> str:
        take_back_record(**self.arguments(request, form))
        messages.success(request, _("The record is a draft again. Mails that still waited are withdrawn."))
        return _record_page(self.meeting)


class Adopt(StepPage):
    verb = "adopt_record"
    template = "meetings/record/record_adopt.html"
    form_class = QuietStepForm

    def save(self, request: HttpRequest, form: QuietStepForm) -> str:
        adopt_record(**self.arguments(request, form))
        messages.success(request, _("The record is adopted. From now on it stays as it is."))
        return _record_page(self.meeting)


class Correct(FormPage):
    """For whoever fills a seat of the meeting's bodies, while the record is out."""

    template = "meetings/record/record_correct.html"
    form_class = CorrectionForm
    done_message = gettext_lazy("Your correction is with the secretariat.")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.meeting, _runs, minutes = find_record(request, kwargs["public_id"])
        self.seats = seats_to_correct(request.user, self.meeting)
        if minutes is None or not self.seats or not self._is_out(minutes):
            raise Http404
        self.minutes = minutes

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"language": chosen_language(request), "seat": self.seats[0].public_id}

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        return {"seats": self.seats}

    def save(self, request: HttpRequest, form: CorrectionForm) -> str:
        ask_correction(actor=request.user, minutes=self.minutes, **form.values())
        return _record_page(self.meeting)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"meeting": self.meeting, "minutes": self.minutes, "draft_key": f"correction-{self.minutes.public_id}"}

    @staticmethod
    def _is_out(minutes: Minutes) -> bool:
        return minutes.meeting.state == MeetingState.RECORD_CIRCULATED and silent_since(minutes, timezone.now()) is None


class AnswerCorrection(FormPage):
    """The secretariat accepts or declines one correction: `do` says which."""

    template = "meetings/record/correction_answer.html"
    form_class = AnswerCorrectionForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        rows = Correction.objects.select_related("minutes__meeting__body", "seat__organisation", "seat__body", "person")
        self.correction = find(rows, request.user, "run", public_id=kwargs["public_id"])

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {"version": self.correction.version}

    def save(self, request: HttpRequest, form: AnswerCorrectionForm) -> str:
        answered = answer_correction(
            actor=request.user,
            correction=self.correction,
            version=form.cleaned_data["version"],
            accept=request.POST.get("do") == "accept",
            answer=form.cleaned_data["answer"],
        )
        text = _("The correction is answered: %(state)s. The seat is told.")
        messages.success(request, text % {"state": answered.get_state_display()})
        return _record_page(self.correction.minutes.meeting)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"correction": self.correction, "meeting": self.correction.minutes.meeting}


class AddCorrigendum(FormPage):
    template = "meetings/record/record_corrigendum.html"
    form_class = CorrigendumForm
    done_message = gettext_lazy("The corrigendum is added and told to all who read the record.")

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.meeting = find_to_run(request, kwargs["public_id"])
        found = Minutes.objects.visible_to(request.user, meeting=self.meeting).first()
        if found is None or silent_since(found, timezone.now()) is None:
            raise Http404
        self.minutes = found

    def save(self, request: HttpRequest, form: CorrigendumForm) -> str:
        add_corrigendum(actor=request.user, minutes=self.minutes, **form.cleaned_data)
        return _record_page(self.meeting)

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {"meeting": self.meeting}
