from collections.abc import Iterator
from typing import Any

import pytest
from celery import current_app

from tests.outbox.sink import MailSink


@pytest.fixture
def sink(settings: Any) -> Iterator[MailSink]:
    """A mail server that the portal's mail goes to in this test."""
    with MailSink() as sink:
        for name, value in sink.settings.items():
            setattr(settings, name, value)
        settings.EMAIL_TIMEOUT = 5
        yield sink


@pytest.fixture
def no_broker() -> Iterator[None]:
    """Nobody listens on port 8129."""

    def lead_to(address: str) -> None:
        current_app.conf.broker_url = address
        current_app._pool = current_app.amqp._producer_pool = None

    configured = current_app.conf.broker_url
    lead_to("redis://127.0.0.1:8129/3")
    yield
    lead_to(configured)
