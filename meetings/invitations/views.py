"""Answering an invitation by the link of a mail: no sign-in, the secret says who answers. GET shows, POST acts."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from meetings.invitations.choices import RSVP_PURPOSE, Answer
from meetings.invitations.forms.answer import AnswerForm
from meetings.invitations.models import Invitation
from meetings.invitations.services.answering import answer_invitation
from meetings.meeting.bodies import seats_filled
from meetings.meeting.choices import ON, MeetingState
from meetings.meeting.models import Meeting
from meetings.meeting.past import schedule_at
from rec_portal.accounts.models import SecretLink
from rec_portal.accounts.services.secret_links import ended_link, read_link
from rec_portal.foundation import context_ids
from rec_portal.foundation.hooks import Hook
from rec_portal.foundation.refusals import NotAllowed, Refusal, WrongState
from rec_portal.foundation.views import find

# Called with a meeting: its calendar file, for people who are invited.
calendar_file = Hook("the calendar file of a meeting")


class Closed(Exception):
    """The link was good, but there is nothing to answer any more."""

    def __init__(self, title: str, text: str, meeting: Meeting | None = None) -> None:
        super().__init__(title)
        self.title, self.text, self.meeting = title, text, meeting


# No cookie speaks for the person here, only the secret in the address: there is no request to forge, and mail programs
# open links in windows that keep no cookies.
@method_decorator([login_not_required, csrf_exempt], name="dispatch")
class SecretPage(View):
    """What the pages behind the link share: who it is for, their language, and headers that keep the secret."""

    purpose = RSVP_PURPOSE
    link: SecretLink
    invitation: Invitation
    meeting: Meeting
    secret: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.secret = kwargs.pop("secret")
        link = read_link(self.secret, purpose=self.purpose)
        ended = None if link else ended_link(self.secret, purpose=self.purpose)
        response: HttpResponseBase
        with translation.override(_language(request, link or ended)):
            try:
                if ended:
                    raise Closed(_("This link has ended"), self.where_else())
                if link is None:
                    raise Http404
                self._find(link)
                response = super().dispatch(request, *args, **kwargs)
            except (Http404, NotAllowed, WrongState):
                response = render(request, "meetings/invitations/rsvp_unknown.html", status=404)
            except Closed as closed:
                response = render(
                    request, "meetings/invitations/rsvp_closed.html", self.context(closed=closed), status=410
                )
            response["Content-Language"] = translation.get_language() or "en"
        response["Cache-Control"] = "private, no-store"
        # Only the host's name travels on. Without any referrer the browser would hide the origin too, and the language
        # buttons, which do need their CSRF check, would be refused.
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def where_else(self) -> str:
        """What whoever holds a link that has ended can do."""
        return _("Use the link in the newest mail about the meeting.")

    def context(self, **more: Any) -> dict[str, Any]:
        """`signed_in_as_another`: whose browser this is, when it is not the one the link was sent to."""
        link = getattr(self, "link", None)
        user = self.request.user
        other = user if link and user.is_authenticated and user != link.person else None
        return {"secret": self.secret, "signed_in_as_another": other, **more}

    def _find(self, link: SecretLink) -> None:
        invitations = Invitation.objects.select_related("person", "meeting__body")
        self.link = link
        self.invitation = find(invitations, link.person, public_id=link.subject, person=link.person)
        # Asked again: a person who left the body may no longer learn what the meeting is about.
        self.meeting = find(Meeting.objects.select_related("body"), link.person, pk=self.invitation.meeting_id)

    def insist_on_open(self) -> None:
        """Raises Closed with what to do, unless the meeting still takes this person's answer."""
        if self.invitation.withdrawn_at:
            raise Closed(_("You are no longer invited"), _("If you think this is a mistake, tell the secretariat."))
        if self.meeting.state == MeetingState.CANCELLED:
            raise Closed(_("The meeting was cancelled"), _("There is nothing left to answer."), self.meeting)
        if self.meeting.state == MeetingState.POSTPONED:
            text = _("It has no new time yet. You will get a mail with a new link when it has.")
            raise Closed(_("The meeting was postponed"), text, self.meeting)
        if self.meeting.state in ON:
            text = _("Answers are no longer needed. If you cannot take part, tell the secretariat.")
            raise Closed(_("The meeting has begun"), text, self.meeting)
        if not self.meeting.lies_ahead(timezone.now()):
            raise Closed(_("The meeting is over"), _("There is nothing left to answer."), self.meeting)

    def meeting_context(self, **more: Any) -> dict[str, Any]:
        person = self.link.person
        seats = seats_filled(self.meeting).get(person.pk, [])
        return self.context(
            meeting=self.meeting,
            invitation=self.invitation,
            person=person,
            organisations=", ".join(dict.fromkeys(str(seat.organisation) for seat in seats)),
            portal_address=settings.SITE_URL + self.meeting.get_absolute_url(),
            **more,
        )


class RsvpPage(SecretPage):
    def get(self, request: HttpRequest) -> HttpResponse:
        self.insist_on_open()
        form = AnswerForm(meeting=self.meeting, initial={"answer": request.GET.get("answer", "")})
        return self._show(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        self.insist_on_open()
        form = AnswerForm(request.POST, meeting=self.meeting)
        if not form.is_valid():
            return self._show(form, status=422)
        channel = context_ids.channel.set("link")
        try:
            answer_invitation(actor=self.link.person, invitation=self.invitation, **form.cleaned_data)
        except (NotAllowed, WrongState):
            # Changed in this very moment: look again, and say what it has become.
            self._find(self.link)
            self.insist_on_open()
            raise
        except Refusal as refusal:
            form.refuse(refusal)
            return self._show(form, status=422)
        finally:
            context_ids.channel.reset(channel)
        return HttpResponseRedirect(reverse("meetings:rsvp_done", args=[self.secret]))

    def _show(self, form: AnswerForm, status: int = 200) -> HttpResponse:
        sent = schedule_at(self.meeting, self.link.created_at)
        now = (self.meeting.starts_at, self.meeting.ends_at, self.meeting.time_zone)
        context = self.meeting_context(
            form=form,
            moved=sent is not None and (sent.starts_at, sent.ends_at, sent.time_zone) != now,
            answered=self.invitation.answer != Answer.NONE,
        )
        return render(self.request, "meetings/invitations/rsvp.html", context, status=status)


class RsvpDonePage(SecretPage):
    """The thank-you page; reads the answer that is kept, so that it can be opened again."""

    def get(self, request: HttpRequest) -> HttpResponse:
        self.insist_on_open()
        if self.invitation.answer == Answer.NONE:
            return HttpResponseRedirect(reverse("meetings:rsvp", args=[self.secret]))
        return render(request, "meetings/invitations/rsvp_done.html", self.meeting_context())


class RsvpCalendarFile(SecretPage):
    """The meeting as a file for the person's calendar."""

    def get(self, request: HttpRequest) -> HttpResponse:
        self.insist_on_open()
        response = HttpResponse(calendar_file(self.meeting)[0], content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="meeting.ics"'
        return response


def _language(request: HttpRequest, link: SecretLink | None) -> str:
    """The person's own language, unless whoever holds the page has just chosen another one."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if link is None or chosen in dict(settings.LANGUAGES):
        return translation.get_language() or "en"
    return link.person.language
