"""The new-meeting page: one page, all filled in beforehand that can be."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from councils.bodies.choices import BodyKind
from councils.bodies.models import Body
from meetings.calling.forms.plan import EMPTY, LAST, NewMeetingForm, presets
from meetings.calling.models import MeetingTemplate
from meetings.calling.services.drafting import draft_meeting
from meetings.calling.services.new_meeting_defaults import bodies_run_by, last_meeting, templates_of
from meetings.calling.views.times import times_context
from meetings.invitations.services.invitees import Invitable, invitable
from meetings.meeting.forms.when import WHEN_FIELDS
from meetings.meeting.models import Meeting
from rec_portal.foundation import spelling, zones
from rec_portal.foundation.refusals import NotAllowed, Refusal


@dataclass(frozen=True)
class Start:
    """What the page is filled from: the host, the bodies of a joint meeting; a template, the last meeting or nothing.

    `start_from` is LAST, EMPTY or a template's public id.
    """

    host: Body
    further: tuple[Body, ...]
    last: Meeting | None
    templates: tuple[MeetingTemplate, ...]
    start_from: str

    def invitable(self) -> Invitable:
        return invitable([self.host, *self.further])

    def presets(self) -> dict[str, str]:
        template = next((row for row in self.templates if row.public_id == self.start_from), None)
        return presets(self.host, self.last if self.start_from == LAST else None, template)

    @property
    def has_choice(self) -> bool:
        """Whether there is anything to start from but an empty page."""
        return self.last is not None or bool(self.templates)


class NewMeeting(View):
    """GET `?body=<slug>&from=last|empty|<template>`. A POST with `do` "reload" or "check" only fills the page anew."""

    bodies: dict[str, Body]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.bodies = {body.slug: body for body in bodies_run_by(request.user)}  # type: ignore[arg-type]
        if not self.bodies:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        slug = request.GET.get("body") or self._usual_host()
        if slug not in self.bodies:
            raise Http404
        start = self._start(request.user, slug, request.GET.getlist("further"), request.GET.get("from", LAST))
        people = start.invitable()
        form = self._form(start, people, initial={**start.presets(), "invitees": people.usual})
        return self._show(request, form, start)

    def post(self, request: HttpRequest) -> HttpResponse:
        data = request.POST
        if data.get("body") not in self.bodies:
            raise Http404
        shown = self._shown(request.user, data)
        # Where there was no last meeting, nobody chose the empty page.
        start_from = data.get("start_from", "") if shown and shown.has_choice else LAST
        start = self._start(request.user, data["body"], data.getlist("further"), start_from)
        if data.get("do") in ("reload", "check"):
            form = self._refilled(data, start, shown)
            if shown and shown.host != start.host:
                # The page came anew because of this choice: go on from there.
                form.fields["body"].widget.attrs["autofocus"] = True
            return self._show(request, form, start)
        if shown is None or (start.host, start.further) != (shown.host, shown.further):
            messages.warning(request, _("The group was changed. Please check the invitees, then save again."))
            return self._show(request, self._refilled(data, start, shown), start, status=422)
        return self._save(request, self._form(start, start.invitable(), data=data), start)

    def _save(self, request: HttpRequest, form: NewMeetingForm, start: Start) -> HttpResponse:
        if not form.is_valid():
            return self._show(request, form, start, status=422)
        try:
            meeting = draft_meeting(actor=request.user, plan=form.plan(start.host))  # type: ignore[arg-type]
        except NotAllowed as refusal:
            raise Http404 from refusal
        except Refusal as refusal:
            form.refuse(refusal)
            return self._show(request, form, start, status=422)
        # Tells the device to forget what it kept of this page.
        key = f"meeting-new-{start.host.slug}"
        if request.POST.get("do") == "draft":
            messages.success(request, _("Draft saved. Nobody has been told yet."), extra_tags=key)
            return HttpResponseRedirect(meeting.get_absolute_url())
        messages.success(request, _("Draft saved. Nothing is sent before you confirm below."), extra_tags=key)
        return HttpResponseRedirect(reverse("meetings:convene", args=[meeting.public_id]))

    def _usual_host(self) -> str:
        groups = [slug for slug, body in self.bodies.items() if body.kind == BodyKind.WORKING_GROUP]
        return next(iter(groups or self.bodies))

    def _start(self, user: Any, slug: str, further: list[str], start_from: str) -> Start:
        host = self.bodies[slug]
        joint = tuple(body for key, body in self._others(host).items() if key in further)
        last, templates = last_meeting(user, host), tuple(templates_of(user, host))
        if start_from not in {template.public_id for template in templates}:
            start_from = EMPTY if last is None or start_from == EMPTY else LAST
        return Start(host, joint, last, templates, start_from)

    def _shown(self, user: Any, data: QueryDict) -> Start | None:
        """What the page was filled from when it was shown; None where that was tampered with or lost."""
        slug = data.get("shown_body", "")
        if slug not in self.bodies:
            return None
        return self._start(user, slug, data.get("shown_further", "").split(), data.get("shown_from", ""))

    def _others(self, host: Body) -> dict[str, Body]:
        """The bodies of the same council that could hold a joint meeting with the host."""
        return {key: body for key, body in self.bodies.items() if body.root_id == host.root_id and body.pk != host.pk}

    def _refilled(self, data: QueryDict, start: Start, shown: Start | None) -> NewMeetingForm:
        """The page for `start` with all that was typed; only what still stands as it was filled in is filled anew."""
        filled, before = start.presets(), shown.presets() if shown else {}
        typed = {name: data.get(name, "").replace("\r\n", "\n") for name in filled}
        kept = {name: value for name, value in typed.items() if shown is None or value != before[name]}
        people, known = start.invitable(), shown.invitable().people if shown else {}
        ticked = set(data.getlist("invitees"))
        chosen = [key for key in people.people if (key in ticked if key in known else key in people.usual)]
        initial = {**filled, **kept, "second_time": data.get("second_time", ""), "invitees": chosen}
        return self._form(start, people, initial=initial)

    def _form(self, start: Start, people: Invitable, initial: Any = None, data: Any = None) -> NewMeetingForm:
        further = [body.slug for body in start.further]
        fixed = {
            "body": start.host.slug,
            "start_from": start.start_from,
            "further": further,
            "shown_body": start.host.slug,
            "shown_from": start.start_from,
            "shown_further": " ".join(further),
            "time_zone": start.host.time_zone,
        }
        return NewMeetingForm(
            data,
            initial=fixed | (initial or {}),
            invitable=people,
            others=list(self._others(start.host).values()),
            bodies=list(self.bodies.values()),
            start_choices=_start_choices(start),
        )

    def _show(self, request: HttpRequest, form: NewMeetingForm, start: Start, status: int = 200) -> HttpResponse:
        chosen = form.invitable.chosen(form["invitees"].value() or ())
        values = {name: form[name].value() for name in WHEN_FIELDS}
        times = times_context(request, values, chosen, bodies=[start.host, *start.further])
        context = {"form": form, "times": times, "has_choice": start.has_choice, "host": start.host}
        return render(request, "meetings/calling/meeting_new.html", context, status=status)


def _start_choices(start: Start) -> list[tuple[str, str]]:
    choices = [(template.public_id, _("Template: %(name)s") % {"name": template.name}) for template in start.templates]
    last = start.last
    if last is not None:
        day = spelling.short_day(zones.local(last.starts_at, last.time_zone))
        choices.insert(0, (LAST, _("The last meeting, %(day)s") % {"day": day}))
    return [*choices, (EMPTY, _("An empty page"))]
