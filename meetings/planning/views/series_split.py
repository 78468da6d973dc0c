"""A meeting of a series and all that follow, changed on one page."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.calling.forms.outline import outline_initial
from meetings.calling.services.outlines import OutlineValues
from meetings.meeting.models import Meeting
from meetings.meeting.views import find_to_run
from meetings.planning.forms.series import FollowingForm, course_initial
from meetings.planning.models import Series
from meetings.planning.services.series import Course
from meetings.planning.services.series_split import change_following
from meetings.planning.views.series import preview_of
from rec_portal.foundation.views import FormPage


class Following(FormPage):
    """A POST with `do` "check" shows the dates and saves nothing."""

    template = "meetings/planning/following.html"
    form_class = FollowingForm
    meeting: Meeting
    series: Series

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.meeting = find_to_run(request, kwargs["public_id"])
        if self.meeting.series is None or self.meeting.occurrence is None:
            raise Http404
        self.series, self.occurrence = self.meeting.series, self.meeting.occurrence

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        course = Course.of(self.series)
        left = course.count and sum(day >= self.occurrence for day in course.days())
        from_here = Course(course.rule, self.occurrence, course.until, left)
        return {
            **outline_initial(OutlineValues.of(self.series)),
            **course_initial(from_here),
            "version": self.series.version,
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") != "check":
            return super().post(request, **kwargs)
        self.prepare(request, **kwargs)
        return self.show(request, self.form(request, request.POST))

    def save(self, request: HttpRequest, form: FollowingForm) -> str:
        series, told = change_following(
            actor=request.user,  # type: ignore[arg-type]
            meeting=self.meeting,
            version=form.cleaned_data["version"],
            course=form.course(),
            values=form.values(),
        )
        text = ngettext(
            "Changed from here on. The invitees of %(n)d convened meeting are told.",
            "Changed from here on. The invitees of %(n)d convened meetings are told.",
            told,
        )
        messages.success(request, text % {"n": told} if told else _("Changed from here on. Nobody had to be told."))
        return series.get_absolute_url()

    def show(self, request: HttpRequest, form: FollowingForm, status: int = 200) -> HttpResponse:
        own = list(self.series.meetings.values_list("pk", flat=True))
        preview = preview_of(request, form, self.series.body, own) if form.is_bound else {}
        context = {"form": form, "meeting": self.meeting, "series": self.series, "preview": preview}
        return render(request, self.template, context, status=status)
