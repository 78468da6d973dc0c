"""A mail relay for measurements: it answers 250 only when the message is safely in its queue, as a real one does.

    python -m tests.bench.sink PORT FOLDER

Speaks SMTP by aiosmtpd. Each message becomes a file of its own in FOLDER, synced to the disk before the answer; several
connections sync at the same time. It looks up no names, speaks no TLS and is on the loopback, so the way there costs
next to nothing: a mail server across a network is slower for both sides of the comparison.
"""

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.outbox.chunking import ChunkingSMTP

LARGEST_MESSAGE = 20 * 1024 * 1024


class Relay:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)
        self.disk = ThreadPoolExecutor(max_workers=16)

    async def serve(self, port: int) -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(self.talk, "127.0.0.1", port)
        async with server:
            await server.serve_forever()

    def talk(self) -> SMTP:
        return ChunkingSMTP(self, hostname="relay.example.org", data_size_limit=LARGEST_MESSAGE, enable_SMTPUTF8=True)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Takes commands in one breath, and texts in chunks, as most mail servers do (Postfix, Exim)."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", "250-CHUNKING", responses[-1]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        number = next(self.numbers)
        await asyncio.get_running_loop().run_in_executor(self.disk, self.keep, number, envelope.original_content)
        return f"250 2.0.0 queued as {number}"

    def keep(self, number: int, message: bytes) -> None:
        descriptor = os.open(self.folder / f"{number:07}", os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, message)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


if __name__ == "__main__":
    asyncio.run(Relay(Path(sys.argv[2])).serve(int(sys.argv[1])))
