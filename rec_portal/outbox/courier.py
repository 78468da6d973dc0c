"""Carries letters to the mail server over one connection, and says what became of each."""

import contextlib
import select
import smtplib
import socket
import threading
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends import smtp

from rec_portal.outbox import outcome, reasons
from rec_portal.outbox.handover import ACCEPTED, Handover
from rec_portal.outbox.letter import BadAddress, DjangoLetter, Letter
from rec_portal.outbox.outcome import DELIVERED, Outcome

# Mail servers drop a client that stays too long; better to take leave than to be thrown out.
LETTERS_PER_CONNECTION = 100


class Courier:
    """Opens the connection of EMAIL_URL on first use. Use it in one thread, and close it at the end."""

    def __init__(self) -> None:
        # Only the SMTP backend has a `connection`, so this is asked after `speaks_smtp` alone.
        self.backend: Any = get_connection()
        self.speaks_smtp = isinstance(self.backend, smtp.EmailBackend)
        self.carried = 0
        self.watchdog = Watchdog(settings.OUTBOX_LEASE_SECONDS / 3)

    def open(self) -> Outcome | None:
        """None when the connection stands; else the outcome that every letter would have now."""
        if self.carried >= LETTERS_PER_CONNECTION:
            self.close()
        try:
            if self.backend.open() and self.speaks_smtp:
                self.carried = 0
                self.backend.connection.ehlo_or_helo_if_needed()
                # Or the kernel keeps a letter back for a while when its announcement was not acknowledged yet.
                self.backend.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            self._drop()
            return outcome.of_absence(error)
        return None

    def send(self, letter: Letter, meanwhile: Callable[[], Any] = lambda: None) -> Outcome:
        """Hands one letter over; never raises for anything the mail server or the network does.

        `meanwhile` is done once the server has the text and looks at it. It must not raise.
        """
        if away := self.open():
            return away
        try:
            letter.recipient  # noqa: B018 - an address nobody can write to needs no server to say so
        except BadAddress as error:
            return Outcome("bury", reasons.BAD_ADDRESS, str(error), address_refused=True)
        if not self.speaks_smtp:
            return self._send_by_backend(letter)
        used_before = self.carried > 0
        if used_before and _hung_up(self.backend.connection):
            self._drop()
            if away := self.open():
                return away
        result, text_sent = self._hand_over(letter, meanwhile)
        if self.backend.connection is None and used_before and not text_sent:
            # The server had hung up on a connection at rest: nothing was said yet, so it is safe to ring again.
            if away := self.open():
                return away
            result, _text_sent = self._hand_over(letter, meanwhile)
        return result

    def close(self) -> None:
        self.watchdog.stop()
        with contextlib.suppress(OSError):
            self.backend.close()
        self.carried = 0

    def _hand_over(self, letter: Letter, meanwhile: Callable[[], Any]) -> tuple[Outcome, bool]:
        """The SMTP dialogue; also says whether the text may have reached the server."""
        connection: smtplib.SMTP = self.backend.connection
        handover = Handover(connection, letter.recipient, letter.raw, meanwhile)
        self.carried += 1
        try:
            with self.watchdog.watching(connection.sock):
                answer = handover.run()
        except OSError as error:
            self._drop()
            return outcome.of_break(error, text_sent=handover.text_sent), handover.text_sent
        if handover.text_sent and answer.code == ACCEPTED:
            return DELIVERED, True
        self._start_over(answer.code)
        reply = outcome.of_reply(answer.code, answer.text, to_recipient=answer.to_recipient)
        return reply, handover.text_sent

    def _send_by_backend(self, letter: Letter) -> Outcome:
        try:
            handed_over = self.backend.send_messages([DjangoLetter(letter, self.backend)])
        except Exception as error:  # a provider's own exceptions cannot be known here
            self._drop()
            return outcome.of_break(error, text_sent=False)
        return DELIVERED if handed_over != 0 else Outcome("postpone", reasons.NOT_NOW)

    def _start_over(self, code: int) -> None:
        """After a refusal: ready for the next letter, or hung up where the server said goodbye (421)."""
        if code == 421 or code < 0:
            self._drop()
            return
        try:
            self.backend.connection.rset()
        except OSError:
            self._drop()

    def _drop(self) -> None:
        """Leaves without the goodbye that a broken connection could make us wait for."""
        connection: Any = getattr(self.backend, "connection", None)
        if self.speaks_smtp and connection is not None:
            connection.close()
            self.backend.connection = None
        with contextlib.suppress(OSError):
            self.backend.close()


def _hung_up(connection: Any) -> bool:
    """Whether the server has closed its side, told without waiting. Past the TLS layer, which is not asked."""
    poll = select.poll()
    poll.register(connection.sock, select.POLLIN)
    try:
        return bool(poll.poll(0)) and socket.socket.recv(connection.sock, 1, socket.MSG_PEEK) == b""
    except OSError:
        return True


class Watchdog:
    """Cuts a socket whose owner has been busy with one letter for longer than `seconds`.

    A time limit on each read is not enough: a server that sends a byte now and then would keep us, and the lease, for
    ever. One sleeping thread per courier, started on first use.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._socket: socket.socket | None = None
        self._until = 0.0
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    @contextlib.contextmanager
    def watching(self, guarded: Any) -> Any:
        if self._thread is None:
            self._stopped = threading.Event()
            self._thread = threading.Thread(target=self._watch, name="outbox-watchdog", daemon=True)
            self._thread.start()
        self._until = time.monotonic() + self.seconds
        self._socket = guarded
        try:
            yield
        finally:
            self._socket = None

    def stop(self) -> None:
        self._stopped.set()
        self._thread = None

    def _watch(self) -> None:
        stopped = self._stopped
        while not stopped.wait(min(0.5, self.seconds / 4)):
            guarded = self._socket
            if guarded is not None and time.monotonic() > self._until:
                with contextlib.suppress(OSError):
                    # Past the TLS layer, which must not be touched from a second thread.
                    socket.socket.shutdown(guarded, socket.SHUT_RDWR)
