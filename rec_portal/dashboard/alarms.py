"""What the secretariat and the administrators must know at once: mail that stands still, people who cannot get in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rec_portal.accounts.models import User
from rec_portal.audit.models import AuditEvent
from rec_portal.foundation import policy, spelling
from rec_portal.foundation.context import reader_zone
from rec_portal.outbox.choices import MessageState
from rec_portal.outbox.heartbeat import is_late, last_tick
from rec_portal.outbox.models import OutboxMessage
from rec_portal.outbox.summary import bounded

REFUSED_SHOWN = 3
LOOKING_BACK = timedelta(days=1)
# A wrong password now and then is no news; this many in a day are.
FAILURES_WORTH_TELLING = 5
FAILURES = ("person.sign_in_failed", "person.sign_in_throttled", "person.factor_failed")


def alarms_for(request: HttpRequest, now: datetime) -> list[dict[str, Any]]:
    """In the order in which they should be dealt with; at most four queries, none for members."""
    access = policy.Access.of(request.user)
    found: list[dict[str, Any]] = []
    if access.holds("mail_body"):
        found += [*_scheduler(request, now), *_failed_mail(request), *_refused(request)]
    if access.holds("administer_body"):
        found += _failed_sign_ins(request, now)
    return found


def _scheduler(request: HttpRequest, now: datetime) -> Iterator[dict[str, Any]]:
    tick = last_tick()
    if is_late(tick, now):
        since = spelling.moment(tick, reader_zone(request.user)) if tick else ""
        yield {
            "title": _("The scheduler is silent"),
            "url": reverse("outbox:messages"),
            "text": (_("Last heard: %(when)s.") % {"when": since} + " " if since else "")
            + _("Mail and reminders wait until it runs again. Tell whoever runs the portal."),
            "tag": _("Mail stands still"),
            "tag_kind": "bad",
            "action_url": reverse("outbox:messages"),
            "action_label": _("Open the mail log"),
        }


def _failed_mail(request: HttpRequest) -> Iterator[dict[str, Any]]:
    failed = bounded(OutboxMessage.objects.visible_to(request.user).alarming())
    if failed:
        address = f"{reverse('outbox:messages')}?state={MessageState.DEAD}"
        yield {
            "title": ngettext("%(count)s mail could not be sent", "%(count)s mails could not be sent", failed.number)
            % {"count": failed},
            "url": address,
            "text": _("Send them again, or put them aside."),
            "tag": _("Failed"),
            "tag_kind": "bad",
            "action_url": address,
            "action_label": _("Look at them"),
        }


def _refused(request: HttpRequest) -> Iterator[dict[str, Any]]:
    people = policy.allowed(request.user, "contact", User.objects.visible_to(request.user))
    refused = list(people.filter(mail_refused_at__isnull=False).order_by("-mail_refused_at")[: REFUSED_SHOWN + 1])
    for person in refused[:REFUSED_SHOWN]:
        yield {
            "title": person.name,
            "url": person.get_absolute_url(),
            "text": _("A mail server refused %(address)s. No further mail goes there.") % {"address": person.email},
            "tag": _("Address refused"),
            "tag_kind": "warn",
            "action_url": person.get_absolute_url(),
            "action_label": _("Check the address"),
        }
    if len(refused) > REFUSED_SHOWN:
        yield {
            "title": _("More addresses were refused"),
            "text": _("The mail log shows which mails did not arrive."),
            "action_url": reverse("outbox:messages"),
            "action_label": _("Open the mail log"),
        }


def _failed_sign_ins(request: HttpRequest, now: datetime) -> Iterator[dict[str, Any]]:
    events = AuditEvent.objects.visible_to(request.user).filter(verb__in=FAILURES, at__gt=now - LOOKING_BACK)
    failures = bounded(events)
    if failures.number >= FAILURES_WORTH_TELLING:
        address = f"{reverse('audit:events')}?verb={FAILURES[0]}"
        yield {
            "title": ngettext(
                "%(count)s sign-in failed in the last day", "%(count)s sign-ins failed in the last day", failures.number
            )
            % {"count": failures},
            "url": address,
            "text": _("Somebody may be guessing passwords, or a person needs help."),
            "tag": _("Sign-in"),
            "tag_kind": "info",
            "action_url": address,
            "action_label": _("Look at them"),
        }
