"""Editing: a draft on the page it was made on, a meeting that was made known on smaller ones."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from councils.bodies.models import Body
from meetings.calling.forms.change import DetailsForm
from meetings.calling.forms.plan import DraftForm, details_initial, draft_initial
from meetings.calling.services.details import change_details
from meetings.calling.services.drafting import edit_draft
from meetings.calling.services.invitees import change_invitees
from meetings.calling.services.new_meeting_defaults import bodies_run_by
from meetings.calling.views.times import times_context
from meetings.invitations.forms.invitees import InviteesForm
from meetings.invitations.services.invitees import Invitable, invitable
from meetings.meeting.choices import INVITING, UNANNOUNCED, MeetingState
from meetings.meeting.forms.when import WHEN_FIELDS
from meetings.meeting.models import Meeting
from meetings.meeting.schedule import is_expected
from meetings.meeting.views import EditPage, find_to_run
from meetings.notices.batching import pending_update
from meetings.notices.planning import invited
from rec_portal.accounts.models import User
from rec_portal.foundation import spelling
from rec_portal.foundation.context import reader_zone

MADE_KNOWN = frozenset(set(MeetingState.values) - set(UNANNOUNCED))


class Edit(View):
    """One address, two pages. A draft's page that was open while somebody convened keeps what was typed into it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        meeting = find_to_run(request, kwargs["public_id"])
        is_draft = meeting.state not in MADE_KNOWN or "agenda" in request.POST
        page = EditDraft if is_draft else EditDetails
        return page.as_view()(request, *args, **kwargs)


class EditDraft(EditPage):
    template = "meetings/calling/draft_edit.html"
    form_class = DraftForm
    states = frozenset({MeetingState.DRAFT})

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method == "POST":
            # What was typed is shown again with the reason, whatever became of the meeting.
            self.states = frozenset(MeetingState.values)
        return super().dispatch(request, *args, **kwargs)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return draft_initial(self.meeting, request.user)  # type: ignore[arg-type]

    def saved(self, meeting: Meeting) -> dict[str, Any]:
        return draft_initial(meeting, self.request.user)  # type: ignore[arg-type]

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        others = self._others(request)
        slugs = request.POST.getlist("further") if request.method == "POST" else self._joint_slugs()
        joint = [body for body in others if body.slug in slugs]
        return {"others": others, "invitable": invitable([self.meeting.body, *joint], invited(self.meeting))}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") in ("reload", "check"):
            return self.show(request, self._refilled(request))
        return super().post(request, **kwargs)

    def save(self, request: HttpRequest, form: DraftForm) -> str:
        meeting = edit_draft(
            actor=request.user,  # type: ignore[arg-type]
            meeting=self.meeting,
            version=form.cleaned_data["version"],
            plan=form.plan(self.meeting.body),
        )
        key = f"meeting-{meeting.public_id}"
        if request.POST.get("do") == "preview":
            messages.success(request, _("Draft saved. Nothing is sent before you confirm below."), extra_tags=key)
            return reverse("meetings:convene", args=[meeting.public_id])
        messages.success(request, _("Draft saved. Nobody has been told yet."), extra_tags=key)
        return meeting.get_absolute_url()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        is_draft = self.meeting.state == MeetingState.DRAFT
        return {**super().context(request), "times": self.times, "is_draft": is_draft}

    def show(self, request: HttpRequest, form: DraftForm, status: int = 200) -> HttpResponse:
        values = {name: form[name].value() for name in WHEN_FIELDS}
        chosen = form.invitable.chosen(form["invitees"].value() or ())
        further = form["further"].value() or ()
        bodies = [self.meeting.body, *(body for slug, body in form.others.items() if slug in further)]
        self.times = times_context(request, values, chosen, self.meeting, bodies=bodies)
        return super().show(request, form, status)

    def _refilled(self, request: HttpRequest) -> DraftForm:
        """The page with all that was typed and nothing saved; who sits in a body added just now is ticked."""
        data = request.POST
        options = self.form_options(request)
        people: Invitable = options["invitable"]
        known = data.get("shown_people", "").split()
        ticked = data.getlist("invitees")
        chosen = [key for key in people.people if (key in ticked if key in known else key in people.usual)]
        names = [name for name in DraftForm.base_fields if name not in ("further", "invitees")]
        typed = {name: data.get(name, "") for name in names}
        return DraftForm(initial={**typed, "further": data.getlist("further"), "invitees": chosen}, **options)

    def _others(self, request: HttpRequest) -> Sequence[Body]:
        """The bodies of this council that the person runs, and those that are in it already."""
        run = [body for body in bodies_run_by(request.user) if body.root_id == self.meeting.council_id]  # type: ignore[arg-type]
        joint = self.meeting.joint_bodies.order_by("pk")
        return list({body.pk: body for body in [*run, *joint] if body.pk != self.meeting.body_id}.values())

    def _joint_slugs(self) -> list[str]:
        return list(self.meeting.joint_bodies.order_by("pk").values_list("slug", flat=True))


class EditDetails(EditPage):
    template = "meetings/calling/details_edit.html"
    form_class = DetailsForm
    states = MADE_KNOWN

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {**details_initial(self.meeting), "tell": True}

    def saved(self, meeting: Meeting) -> dict[str, Any]:
        return details_initial(meeting)

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        return {"expected": is_expected(self.meeting)}

    def save(self, request: HttpRequest, form: DetailsForm) -> str:
        values = {name: form.cleaned_data[name] for name in ("title", "format", "place", "link", "note", "version")}
        tell = form.cleaned_data.get("tell", False)
        change_details(actor=request.user, meeting=self.meeting, tell=tell, **values)  # type: ignore[arg-type]
        messages.success(request, self._what_follows(request) if tell else _("Saved. Nobody is told."))
        return self.meeting.get_absolute_url()

    def _what_follows(self, request: HttpRequest) -> str:
        due = pending_update(self.meeting)
        if due is None or due <= timezone.now():
            return _("Saved. The invitees are told.")
        when = spelling.moment(due, reader_zone(request.user))
        text = _("Saved. The invitees are told of it, and of what else you change until then, in one mail: %(when)s.")
        return text % {"when": when}

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().context(request), "invited": len(invited(self.meeting))}


class EditInvitees(EditPage):
    """First shows what a change would mean for whom, then makes it; nothing is mailed before that."""

    template = "meetings/calling/invitees_edit.html"
    form_class = InviteesForm
    states = frozenset(INVITING)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return self.saved(self.meeting)

    def saved(self, meeting: Meeting) -> dict[str, Any]:
        people = meeting.invitations.standing().order_by("pk").values_list("person__public_id", flat=True)
        return {"invitees": list(people), "version": meeting.version}

    def form_options(self, request: HttpRequest) -> dict[str, Any]:
        bodies = [self.meeting.body, *self.meeting.joint_bodies.order_by("pk")]
        return {"invitable": invitable(bodies, invited(self.meeting))}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request, request.POST)
        if request.POST.get("do") == "preview" and form.is_valid():
            self.preview = self._difference(form.chosen_people())
            return self.show(request, form)
        return super().post(request, **kwargs)

    def save(self, request: HttpRequest, form: InviteesForm) -> str:
        joining, leaving = self._difference(form.chosen_people())
        change_invitees(
            actor=request.user,  # type: ignore[arg-type]
            meeting=self.meeting,
            version=form.cleaned_data["version"],
            people=form.chosen_people(),
        )
        told = len(joining) + len(leaving) if is_expected(self.meeting) else 0
        text = ngettext("Saved. %(n)d person is told by mail.", "Saved. %(n)d people are told by mail.", told)
        messages.success(request, text % {"n": told})
        return self.meeting.get_absolute_url()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        context = {**super().context(request), "expected": is_expected(self.meeting)}
        if joined_left := getattr(self, "preview", None):
            context |= {"preview": True, "joining": joined_left[0], "leaving": joined_left[1]}
        return context

    def _difference(self, people: Sequence[User]) -> tuple[list[User], list[User]]:
        before = invited(self.meeting)
        joining = [person for person in people if person not in before]
        return joining, [person for person in before if person not in people]
