"""The demo's "Send what is due as of …": asks the real worker, and shows what it did."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rec_portal.foundation import spelling
from rec_portal.foundation.context import reader_zone
from rec_portal.foundation.forms import FIRST_YEAR, LAST_YEAR
from rec_portal.foundation.refusals import Refusal
from rec_portal.foundation.views import FormPage
from rec_portal.outbox import bell, lines
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.forms import ZONE, AsOfForm
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.summary import bounded
from rec_portal.outbox.views.messages import insist_on_mail

# How long the page keeps looking by itself before it says that the worker seems to be away.
PATIENCE = timedelta(seconds=60)
SHOWN = 50


class SendDue(FormPage):
    template = "outbox/send_due.html"
    form_class = AsOfForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        if not settings.OUTBOX_TIME_TRAVEL:
            raise Http404
        insist_on_mail(request.user)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return AsOfForm.in_a_week()

    def context(self, request: HttpRequest) -> dict[str, Any]:
        return progress(request) or {}

    def save(self, request: HttpRequest, form: AsOfForm) -> str:
        moment, asked_at = form.moment(), timezone.now()
        if not bell.wake(as_of=moment):
            raise Refusal(_("The worker cannot be called now. Nothing was sent; the messages wait."))
        query = urlencode({"as_of": moment.isoformat(), "asked_at": asked_at.isoformat()})
        return f"{reverse('outbox:send_due')}?{query}"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if request.headers.get("HX-Request"):
            self.prepare(request)
            return render(request, "outbox/_progress.html", progress(request) or {})
        return super().get(request, **kwargs)


def progress(request: HttpRequest) -> dict[str, Any] | None:
    """What the worker has done since it was asked; None when nothing was asked, or nothing that can be read."""
    try:
        as_of, asked_at = (datetime.fromisoformat(request.GET[name]) for name in ("as_of", "asked_at"))
    except (KeyError, ValueError):
        return None
    if as_of.tzinfo is None or asked_at.tzinfo is None or not FIRST_YEAR <= as_of.year <= LAST_YEAR:
        return None
    pending = timezone.now() - asked_at < PATIENCE
    zone, visible = reader_zone(request.user), OutboxMessage.objects.visible_to(request.user)
    due = visible.filter(state__in=(MessageState.WAITING, MessageState.SENDING), due_at__lte=as_of, retry_at=None)
    settled = visible.settled().filter(due_at__lte=as_of, settled_at__gte=asked_at)
    waiting = bounded(due)
    found = settled.select_related("recipient").order_by("-id")[:SHOWN]
    return {
        "as_of": spelling.moment(as_of, ZONE),
        "waiting": waiting,
        "settled": bounded(settled),
        "lines": [lines.line_of(message, zone) for message in found],
        "looking": bool(waiting) and pending,
        "away": bool(waiting) and not pending,
        "again_url": request.get_full_path(),
    }
