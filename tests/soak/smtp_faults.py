"""The mail server's faults, two hundred times each: every row must end in the state that the fault calls for."""

import contextlib
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.core.management import call_command
from django.test import override_settings

from rec_portal.accounts.models import User
from rec_portal.outbox.delivery import drain
from rec_portal.outbox.models import OutboxMessage
from tests.outbox.notices import BULK, make_crowd, plan
from tests.outbox.sink import DROP, HANG, MailSink

NOW = datetime(2024, 11, 21, 9, tzinfo=UTC)
# name -> (what the sink does, state, attempts, addresses suspended, texts that arrive)
FAULTS: dict[str, tuple[tuple[str, str] | None, str, int, bool, bool]] = {
    "SMTP refused": (None, "waiting", 1, False, False),
    "SMTP 4xx to the recipient": (("RCPT", "451 4.3.0 later"), "waiting", 1, False, False),
    "SMTP 4xx to the text": (("DATA", "452 4.3.1 full"), "waiting", 1, False, False),
    "SMTP 5xx to the recipient": (("RCPT", "550 5.1.1 unknown"), "dead", 1, True, False),
    "SMTP 5xx to the text": (("DATA", "554 5.7.1 no"), "dead", 1, False, False),
    "SMTP silence": (("RCPT", HANG), "waiting", 1, False, False),
    "SMTP drop before the text": (("RCPT", DROP), "waiting", 1, False, False),
    "SMTP drop after the text": (("DATA", DROP), "waiting", 1, False, True),
    "SMTP slow": (("DELAY", ""), "sent", 1, False, True),
}


def smtp_faults(messages: int) -> Iterator[tuple[str, int, int, float]]:
    """(fault, messages, rows in a wrong state, seconds) for each fault."""
    for name, (action, state, attempts, suspended, arrives) in FAULTS.items():
        call_command("flush", interactive=False, verbosity=0)
        plan(*make_crowd(messages), kind=BULK, due_at=NOW)
        began = time.monotonic()
        # Only silence is waited for in vain; a busy machine must not make a slow server look like a silent one.
        timeout = 0.1 if action and action[1] == HANG else 10
        with _server(action) as (settings, sink), override_settings(**settings, EMAIL_TIMEOUT=timeout):
            while True:
                tally = drain(clock=lambda: NOW, seconds=600)
                if not tally.handled:
                    break
            arrived = len(sink.messages) if sink else 0
        right = OutboxMessage.objects.filter(state=state, attempts=attempts, lease_token=None).count()
        refused = User.objects.exclude(mail_refused_at=None).count()
        wrong = messages - right
        wrong += abs(refused - (messages if suspended else 0)) + abs(arrived - (messages if arrives else 0))
        yield name, messages, wrong, time.monotonic() - began


@contextlib.contextmanager
def _server(action: tuple[str, str] | None) -> Iterator[tuple[dict[str, Any], MailSink | None]]:
    if action is None:
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            yield MailSink(port=unused.getsockname()[1]).settings, None
        return
    with MailSink(pipelining=True, chunking=True) as sink:
        if action[0] == "DELAY":
            sink.delay = 0.02
        else:
            sink.fail(*action)
        yield sink.settings, sink
