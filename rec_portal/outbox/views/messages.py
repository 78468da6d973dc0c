"""The mail log and one message in it."""

from typing import Any

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from rec_portal.foundation import policy, references
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.paging import page_of
from rec_portal.foundation.views import find
from rec_portal.outbox import lines, queue
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.filters import MailFilter
from rec_portal.outbox.forms import AsOfForm
from rec_portal.outbox.letter import site_host
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.shown import with_styles_in_sheet
from rec_portal.outbox.summary import summary_for

# A mail may use its own sheet and nothing else: no script, no form, no image. Its links open a page of their own.
MAIL_POLICY = {
    "default-src": [NONE],
    "style-src": [NONCE],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def insist_on_mail(user: Any) -> None:
    """404 for whoever reads nobody's mail log."""
    if not policy.Access.of(user).holds("mail_body"):
        raise Http404


@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    insist_on_mail(request.user)
    zone, now, filters = reader_zone(request.user), timezone.now(), MailFilter(request.GET)
    rows = filters.narrow(OutboxMessage.objects.visible_to(request.user), now).select_related("recipient")
    page = page_of(request, rows, *filters.order)
    summary = summary_for(request.user, now)
    context = {
        "filters": filters,
        "page": page,
        "lines": [lines.line_of(message, zone) for message in page.rows],
        "summary": summary,
        "last_tick": lines.how_long(now - summary.last_tick) if summary.last_tick else "",
        "as_of_form": AsOfForm(initial=AsOfForm.in_a_week()) if settings.OUTBOX_TIME_TRAVEL else None,
    }
    return render(request, "outbox/message_list.html", context)


@require_safe
def message_page(request: HttpRequest, public_id: str) -> HttpResponse:
    message = find(OutboxMessage.objects.select_related("recipient", "words"), request.user, public_id=public_id)
    zone = reader_zone(request.user)
    settled = message.state not in (MessageState.WAITING, MessageState.SENDING)
    repeated = OutboxMessage.objects.visible_to(request.user).filter(
        subject_type=message.subject_type, subject_id=message.subject_id, occasion=queue.again(message)
    )
    too_late = message.not_after is not None and message.not_after < timezone.now()
    context = {
        "message_row": message,
        "line": lines.line_of(message, zone),
        "facts": lines.facts_of(message, zone, _about(request.user, message)),
        "headers": lines.headers_of(message, settings.DEFAULT_FROM_EMAIL, site_host(settings.SITE_URL)),
        "settled": settled,
        "repeated": repeated.first() if settled else None,
        # What was withdrawn is no longer wanted; sending it would only skip it.
        "may_resend": settled and message.state != MessageState.CANCELLED and not too_late,
        "may_put_aside": message.state == MessageState.DEAD and message.seen_to_at is None,
    }
    return render(request, "outbox/message_detail.html", context)


@require_safe
@xframe_options_sameorigin
@csp(MAIL_POLICY)
def message_html(request: HttpRequest, public_id: str) -> HttpResponse:
    """The stored HTML of a message alone, for the frame on its page."""
    message = find(OutboxMessage.objects.select_related("words"), request.user, public_id=public_id)
    if not message.mail_html:
        raise Http404
    return HttpResponse(f'<base target="_blank">{with_styles_in_sheet(message.mail_html, str(request.csp_nonce))}')  # type: ignore[attr-defined]


def _about(user: Any, message: OutboxMessage) -> dict[str, str] | None:
    reference = (message.subject_type, message.subject_id)
    row = references.visible_rows(user, [reference]).get(reference)
    return {"name": str(row), "url": references.address_of(row)} if row else None
