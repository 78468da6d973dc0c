"""What the secretariat does about a message."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from rec_portal.foundation.refusals import NotAllowed, Refusal
from rec_portal.foundation.views import find
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.services import failures
from rec_portal.outbox.views.messages import insist_on_mail


@require_POST
def resend(request: HttpRequest, public_id: str) -> HttpResponse:
    message = _message(request, public_id)
    return _done(
        request,
        message,
        lambda: failures.resend_message(actor=request.user, message=message),  # type: ignore[misc]
        _("The message is sent again."),
    )


@require_POST
def put_aside(request: HttpRequest, public_id: str) -> HttpResponse:
    message = _message(request, public_id)
    return _done(
        request,
        message,
        lambda: failures.put_aside(actor=request.user, message=message),  # type: ignore[misc]
        _("The message was put aside. It no longer counts as failed."),
    )


@require_POST
def resend_failed(request: HttpRequest) -> HttpResponse:
    insist_on_mail(request.user)
    again, left = failures.resend_failed(actor=request.user)  # type: ignore[misc]
    if again:
        text = ngettext("%(count)d message is sent again.", "%(count)d messages are sent again.", again)
        messages.success(request, text % {"count": again})
    if left:
        text = ngettext(
            "%(count)d message cannot be sent again. Open it to see why.",
            "%(count)d messages cannot be sent again. Open each to see why.",
            left,
        )
        messages.warning(request, text % {"count": left})
    return HttpResponseRedirect(reverse("outbox:messages"))


def _message(request: HttpRequest, public_id: str) -> OutboxMessage:
    found: OutboxMessage = find(OutboxMessage.objects.select_related("recipient"), request.user, public_id=public_id)
    return found


def _done(request: HttpRequest, message: OutboxMessage, act: Callable[[], Any], text: str) -> HttpResponse:
    """Back to the message (to the new one, where the act made one), with what came of it."""
    try:
        made = act()
    except NotAllowed as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(message.get_absolute_url())
    messages.success(request, text)
    return HttpResponseRedirect((made or message).get_absolute_url())
