"""The two things that travel with a request outside arguments: its id and the channel it came by."""

import secrets
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
channel: ContextVar[str] = ContextVar("channel", default="")


def new_request_id() -> str:
    return secrets.token_hex(8)
