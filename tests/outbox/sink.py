"""A mail server for tests: takes mail on a free loopback port, keeps it, and misbehaves on request.

    with MailSink() as sink:
        sink.fail("RCPT", "550 5.1.1 unknown", to="gone@example.org")
        ...
        assert sink.messages[0].message["Subject"] == "..."

`python -m tests.outbox.sink PORT` runs one in a process of its own that only counts, for measurements.
"""

import asyncio
import email
import email.policy
import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cached_property
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.outbox.chunking import ChunkingSMTP

# The sink says what it got; the dialogue line by line helps nobody.
logging.getLogger("mail.log").setLevel(logging.WARNING)

# Actions besides a reply such as "451 later": end the connection without a word, or say nothing until the sink closes.
DROP, HANG = "drop", "hang"


@dataclass
class Received:
    sender: str
    recipients: list[str]
    content: bytes

    @cached_property
    def message(self) -> EmailMessage:
        return email.message_from_bytes(self.content, policy=email.policy.default)  # type: ignore[arg-type,return-value]

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])

    def part(self, content_type: str) -> str:
        """The text of the alternative of that type; KeyError when there is none."""
        for part in self.message.walk():
            if part.get_content_type() == content_type:
                return str(part.get_payload(decode=True).decode(part.get_content_charset() or "utf-8"))  # type: ignore[union-attr]
        raise KeyError(content_type)


@dataclass
class Fault:
    """`stage` is CONNECT, MAIL, RCPT, BEFORE_DATA (in place of the 354) or DATA (after the text has come)."""

    stage: str
    action: str
    times: int | None = None
    to: str | None = None

    def meets(self, stage: str, recipient: str | None) -> bool:
        return self.stage == stage and self.times != 0 and self.to in (None, recipient)


@dataclass
class MailSink:
    """`delay` seconds pass before each answer to a text; `on_message(count)` is called as each text has arrived.

    `pipelining`: it takes several commands in one breath and says so. `chunking`: it takes the text with them.
    `lenient`: it asks for the text of a letter whose recipient it has refused, as the standard allows.
    """

    port: int = 0
    delay: float = 0.0
    pipelining: bool = False
    chunking: bool = False
    lenient: bool = False
    on_message: Callable[[int], None] | None = None
    messages: list[Received] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    connections: int = 0

    def fail(self, stage: str, action: str, *, times: int | None = None, to: str | None = None) -> None:
        """From now on (`times` times) do `action` at `stage`, for everybody or one recipient."""
        self.faults.append(Fault(stage, action, times, to))

    def mend(self) -> None:
        self.faults.clear()

    @property
    def settings(self) -> dict[str, Any]:
        """The mail settings that lead here."""
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
            "EMAIL_HOST_USER": "",
            "EMAIL_HOST_PASSWORD": "",
            "EMAIL_USE_TLS": False,
            "EMAIL_USE_SSL": False,
        }

    def __enter__(self) -> "MailSink":
        self._loop = asyncio.new_event_loop()
        self._closing = asyncio.Event()
        started = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(started,), name="mail-sink", daemon=True)
        self._thread.start()
        started.wait(10)
        return self

    def __exit__(self, *_error: object) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(10)

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(started))
        self._loop.close()

    async def _serve(self, started: threading.Event) -> None:
        server = await self._loop.create_server(self._connected, "127.0.0.1", self.port)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await self._closing.wait()
        server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def _connected(self) -> asyncio.BaseProtocol:
        self.connections += 1
        action = self.take_fault("CONNECT", None)
        if action is not None:
            return _Refuser(action)
        return _Server(_Handler(self), hostname="sink.example.org", loop=self._loop, ident="sink")

    def take_fault(self, stage: str, recipient: str | None) -> str | None:
        for fault in self.faults:
            if fault.meets(stage, recipient):
                if fault.times is not None:
                    fault.times -= 1
                return fault.action
        return None

    async def answer(self, server: SMTP, stage: str, recipient: str | None, otherwise: str) -> str:
        action = self.take_fault(stage, recipient)
        if action == DROP:
            server.transport.abort()
        elif action == HANG:
            await self._closing.wait()
        elif action is not None:
            if action.startswith("421"):
                # It says goodbye and listens to nothing more.
                server.gone = True  # type: ignore[attr-defined]
                self._loop.call_soon(server.transport.close)
            return action
        return otherwise


class _Refuser(asyncio.Protocol):
    def __init__(self, action: str) -> None:
        self.action = action

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.action != HANG:
            if self.action != DROP:
                transport.write(f"{self.action}\r\n".encode())  # type: ignore[attr-defined]
            transport.close()


class _Handler:
    def __init__(self, sink: MailSink) -> None:
        self.sink = sink

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        offered = [f"250-{word}" for word in ("PIPELINING", "CHUNKING") if getattr(self.sink, word.lower())]
        return [*responses[:-1], *offered, responses[-1]]

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        envelope.mail_from = address
        return await self.sink.answer(server, "MAIL", None, "250 OK")

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list) -> str:
        answer = await self.sink.answer(server, "RCPT", address, "250 OK")
        if answer.startswith("2") or self.sink.lenient:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        sink = self.sink
        if sink.delay:
            await asyncio.sleep(sink.delay)
        action = next((f.action for f in sink.faults if f.meets("DATA", envelope.rcpt_tos[0])), "250")
        if action in (DROP, HANG) or action.startswith("2"):
            # A text whose answer was lost has arrived all the same.
            sink.messages.append(
                Received(envelope.mail_from or "", list(envelope.rcpt_tos), bytes(envelope.content or b""))
            )
            if sink.on_message:
                sink.on_message(len(sink.messages))
        return await sink.answer(server, "DATA", envelope.rcpt_tos[0], "250 OK")


class _Server(ChunkingSMTP):
    gone = False

    async def smtp_DATA(self, arg: str) -> None:
        if not await self._said_before():
            await super().smtp_DATA(arg)

    async def take_chunk(self, content: bytes, last: bool) -> None:
        if not self.gone and not await self._said_before():
            await super().take_chunk(content, last)

    async def _said_before(self) -> bool:
        sink: MailSink = self.event_handler.sink
        recipients = self.envelope.rcpt_tos if self.envelope else []
        answer = await sink.answer(self, "BEFORE_DATA", recipients[0] if recipients else None, "")
        if answer:
            await self.push(answer)
        return bool(answer)


class _Counter:
    count = 0

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        _Counter.count += 1
        return f"250 OK {_Counter.count}"


async def _count_on(port: int) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(_Counter(), hostname="sink", loop=loop), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_count_on(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
