"""An invited person's answer, given in the portal."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.calling.views.meeting import show_meeting
from meetings.invitations.forms.answer import AnswerForm
from meetings.invitations.models import Invitation
from meetings.invitations.services.answering import answer_invitation
from meetings.meeting.models import Meeting
from meetings.meeting.views import find_both_ways
from rec_portal.foundation.refusals import NotAllowed, Refusal, WrongState


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST `answer`, `alternate_name` and, to come back to a list, `next`; a GET leads to the meeting's page."""
    meeting, runs = find_both_ways(request, public_id)
    own = Invitation.objects.visible_to(request.user).standing().filter(meeting=meeting, person=request.user).first()  # type: ignore[attr-defined]
    if own is None:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(f"{meeting.get_absolute_url()}#answer")
    form = AnswerForm(request.POST, meeting=meeting)
    if not form.is_valid():
        return show_meeting(request, meeting, runs, form, status=422)
    try:
        kept = answer_invitation(
            actor=request.user,  # type: ignore[arg-type]
            invitation=own,
            answer=form.cleaned_data["answer"],
            alternate_name=form.cleaned_data["alternate_name"],
        )
    except NotAllowed as refusal:
        raise Http404 from refusal
    except WrongState as refusal:
        messages.warning(request, str(refusal.message))
        return HttpResponseRedirect(meeting.get_absolute_url())
    except Refusal as refusal:
        form.refuse(refusal)
        return show_meeting(request, meeting, runs, form, status=422)
    text = _("Your answer to “%(meeting)s” is kept: %(answer)s.")
    messages.success(request, text % {"meeting": meeting.title, "answer": kept.get_answer_display()})  # type: ignore[attr-defined]
    return HttpResponseRedirect(_way_back(request, meeting))


def _way_back(request: HttpRequest, meeting: Meeting) -> str:
    wanted = request.POST.get("next", "")
    # Only an address of this portal, and only one that begins with its own path.
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe else meeting.get_absolute_url()
