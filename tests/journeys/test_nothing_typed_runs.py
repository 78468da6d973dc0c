"""Two hundred texts that would run something, in every text field there is: a real browser reads each page, with the
content policy taken away, so that escaping alone has to hold."""

import logging
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from meetings.calling.services.schedule import move_meeting
from meetings.meeting.models import Meeting
from meetings.record.models import Minutes
from rec_portal.accounts.models import User
from rec_portal.foundation.querysets import recorded_in_bulk
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.factories.meetings import in_days
from tests.factories.sessions import make_session
from tests.journeys.payloads import PAYLOADS, fitting
from tests.journeys.test_every_page_is_accessible import pages_of
from tests.matrix.objects import Rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# No text that somebody types: names of ours, addresses, codes.
NOT_TYPED = re.compile(
    r"public_id|slug|digest|key|stored_as|sha256|media_type|fingerprint|email|password|time_zone|rule"
)
# Runs in the page before anything else does: what a text makes run is written down.
WATCH = "window.ran = []; window.xss = number => window.ran.push(number);"
# What a text may not have become: an element that acts, or an address that is none.
TRACES = """() => {
    const bad = [];
    for (const element of document.querySelectorAll("*")) {
        for (const {name, value} of element.attributes) {
            const acts = name.startsWith("on") || name.startsWith("hx-on");
            const runs = /^(href|src|action|formaction|data|srcdoc)$/.test(name) && /xss\\(/.test(value);
            if (acts || (runs && /^\\s*javascript:/i.test(value)) || name === "srcdoc") {
                bad.push(`${element.tagName} ${name}=${value.slice(0, 80)}`);
            }
        }
    }
    return [...window.ran.map(number => `ran ${number}`), ...bad];
}"""


def text_fields(model: type[models.Model]) -> list[Any]:
    """Those that hold what somebody typed."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.primary_key
        and (field.max_length or 9999) >= 60
        and not NOT_TYPED.search(field.name)
    ]


def poison() -> tuple[set[str], int]:
    """Writes payloads into every text field of every row; returns which ones, and into how many kinds of fields."""
    used: set[str] = set()
    fields, place = 0, 0
    for label in ("accounts", "councils", "meetings"):
        for model in apps.get_app_config(label).get_models():
            if model.__name__.startswith("Historical"):
                continue
            typed = text_fields(model)
            rows = model._base_manager.filter(adopted_at=None) if model is Minutes else model._base_manager.all()
            rows = rows.none() if model.__name__ == "Corrigendum" else rows
            for pk in rows.values_list("pk", flat=True) if typed else ():
                values = {}
                for field in typed:
                    values[field.name] = text = fitting(
                        place, 2000 if field.name == "agenda" else field.max_length or 9999
                    )
                    used |= {payload for payload in PAYLOADS if payload in text}
                    place += 3
                with recorded_in_bulk():
                    model._base_manager.filter(pk=pk).update(**values)
            fields += len(typed)
    return used, fields


def test_no_text_of_two_hundred_runs(world, client_of, new_context, sign_in, live_portal, console, caplog):
    caplog.set_level(logging.ERROR, logger="django.request")
    rows, client = Rows(world), client_of("secretary")
    session = make_session(world.group_a, invitees=[world.member_a])
    pages_of(client, rows, lambda name: True)
    used, fields = poison()
    assert len(used) == len(PAYLOADS) == 200
    assert fields > 60
    meeting = Meeting.objects.get(pk=rows.meeting.pk)
    move_meeting(actor=world.secretary, meeting=meeting, version=meeting.version, when=in_days(15), reason=PAYLOADS[1])
    drain()
    pages = pages_of(client, rows, lambda name: True)
    pages += [f"{rows.meeting.get_absolute_url()}?history=1", reverse("meetings:live", args=[session.public_id])]
    pages += [reverse("meetings:projector", args=[session.public_id])]
    pages += [row.get_absolute_url() for row in OutboxMessage.objects.about(meeting).filter(state="sent")[:2]]
    asked = fitting(40, 95)
    pages += [
        f"{address}={asked}"
        for address in ("/search/?q", "/audit/?who", "/mail/?to", "/people/?words", "/actions/?who")
    ]
    context = new_context(bypass_csp=True)
    context.add_init_script(WATCH)
    sign_in(context, User.objects.get(pk=world.secretary.pk))
    page, faults = context.new_page(), []
    for address in pages:
        page.goto(address)
        faults += [f"{address}: {trace}" for frame in page.frames for trace in frame.evaluate(TRACES)]
    assert len(pages) > 60
    assert not faults, "\n".join(faults[:30])
    assert any(
        PAYLOADS[0] in client.get(address).content.decode().replace("&lt;", "<").replace("&gt;", ">")
        for address in pages
    )


def test_they_run_where_nobody_escapes_them(new_context, console):
    """The test of the test."""
    context = new_context(bypass_csp=True)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto("about:blank")
    page.evaluate(WATCH)
    ran = set()
    for payload in PAYLOADS[:14]:
        page.set_content(f"<p>{payload}</p>")
        page.wait_for_timeout(30)
        ran |= {trace.partition("=")[0] for trace in page.evaluate(TRACES)}
    assert len(ran) >= 10, ran
    console.settle()
    console.lines.clear()
