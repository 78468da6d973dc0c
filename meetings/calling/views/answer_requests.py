"""Asking those who have not answered, and taking it back; both are buttons on the meeting's page."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from meetings.calling.services.answer_requests import ask_for_answers, may_ask, take_back_asking
from meetings.invitations.choices import Answer
from meetings.meeting.models import Meeting
from meetings.meeting.views import find_to_run
from meetings.notices.kinds import ASKING
from rec_portal.foundation import zones
from rec_portal.foundation.refusals import NotAllowed, Refusal
from rec_portal.outbox.choices import MessageState


def asking_of(
    meeting: Meeting,
    invitations: Sequence[Any],
    mails: Iterable[Mapping[str, Any]],
    zone: str,
    now: datetime,
) -> dict[str, Any]:
    """What the card of answers offers: `owing` people to ask; or `waiting` mails that leave at `leaves`.

    `invitations` are columns that the page has read, `mails` the counted rows of the mail log: no query is needed.
    """
    if not may_ask(meeting, now):
        return {}
    waiting = [row for row in mails if row["kind"] == ASKING and row["state"] == MessageState.WAITING]
    if waiting:
        leaves = zones.local(min(row["due"] for row in waiting), zone)
        return {"waiting": sum(row["number"] for row in waiting), "leaves": f"{leaves:%H:%M}"}
    return {"owing": sum(row.answer == Answer.NONE and _is_reached(row) for row in invitations)}


def _is_reached(row: Any) -> bool:
    return row.person__is_active and row.person__mail_refused_at is None


@require_POST
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """POST; `do=undo` takes it back."""
    meeting = find_to_run(request, public_id)
    try:
        if request.POST.get("do") == "undo":
            take_back_asking(actor=request.user, meeting=meeting)  # type: ignore[arg-type]
            said = _("Taken back. Nobody is mailed.")
        else:
            count = ask_for_answers(actor=request.user, meeting=meeting)  # type: ignore[arg-type]
            text = ngettext("%(n)d person is asked to answer.", "%(n)d people are asked to answer.", count)
            said = text % {"n": count}
        messages.success(request, said)
    except NotAllowed as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.warning(request, str(refusal.message))
    return HttpResponseRedirect(f"{meeting.get_absolute_url()}#attendance")
