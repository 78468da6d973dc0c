"""Answering a poll by the link of a mail: no sign-in, the secret says who answers. GET shows, POST acts."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.invitations.views import Closed, SecretPage
from meetings.planning.choices import POLL_PURPOSE, PollState
from meetings.planning.forms.poll import VotesForm
from meetings.planning.models import Poll
from meetings.planning.services.polls import answer_poll, takes_answers
from meetings.planning.views.polls import votes_form
from rec_portal.accounts.models import SecretLink
from rec_portal.foundation import context_ids, spelling
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.refusals import NotAllowed, Refusal, WrongState
from rec_portal.foundation.views import find


class PollLink(SecretPage):
    purpose = POLL_PURPOSE
    poll: Poll

    def where_else(self) -> str:
        return _("The poll is over, or there is a newer mail about it.")

    def _find(self, link: SecretLink) -> None:
        self.link = link
        # Asked again: a person who left the body may no longer learn what the poll is about.
        self.poll = find(Poll.objects.select_related("body"), link.person, "answer", public_id=link.subject)

    def insist_on_open(self) -> None:
        if self.poll.state == PollState.CANCELLED:
            raise Closed(_("The poll was cancelled"), _("There is nothing left to answer."))
        if not takes_answers(self.poll):
            raise Closed(_("The poll is over"), _("There is nothing left to answer."))

    def get(self, request: HttpRequest) -> HttpResponse:
        self.insist_on_open()
        return self._show(votes_form(self.poll, self.link.person))

    def post(self, request: HttpRequest) -> HttpResponse:
        self.insist_on_open()
        form = votes_form(self.poll, self.link.person, request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        channel = context_ids.channel.set("link")
        try:
            answer_poll(actor=self.link.person, poll=self.poll, votes=form.votes())
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
        return HttpResponseRedirect(f"{reverse('meetings:poll_link', args=[self.secret])}?saved=1")

    def _show(self, form: VotesForm, status: int = 200) -> HttpResponse:
        person = self.link.person
        context: dict[str, Any] = self.context(
            form=form,
            poll=self.poll,
            person=person,
            saved="saved" in self.request.GET and bool(form.initial),
            answered=bool(form.initial),
            closes=spelling.moment(self.poll.closes_at, reader_zone(person)),
        )
        return render(self.request, "meetings/planning/poll_link.html", context, status=status)
