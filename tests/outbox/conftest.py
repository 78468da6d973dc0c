from collections.abc import Iterator
from typing import Any

import pytest

from tests.outbox.sink import MailSink


@pytest.fixture
def sink(settings: Any) -> Iterator[MailSink]:
    """A mail server that the portal's mail goes to in this test."""
    with MailSink() as sink:
        for name, value in sink.settings.items():
            setattr(settings, name, value)
        settings.EMAIL_TIMEOUT = 5
        yield sink
