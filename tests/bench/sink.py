"""A mail relay for measurements: it answers 250 only when the message is safely in its queue, as a real one does.

    python -m tests.bench.sink PORT FOLDER

Each message becomes a file of its own in FOLDER, synced to the disk before the answer; several connections sync at the
same time. It looks up no names, speaks no TLS and is on the loopback, so the way there costs next to nothing: a mail
server across a network is slower for both sides of the comparison.
"""

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

LONGEST_LINE = 64 * 1024
LARGEST_MESSAGE = 20 * 1024 * 1024
CAN = ("relay.example.org", "8BITMIME", "SMTPUTF8", f"SIZE {LARGEST_MESSAGE}")


class Relay:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = count(1)
        self.disk = ThreadPoolExecutor(max_workers=16)

    async def serve(self, port: int) -> None:
        server = await asyncio.start_server(self.talk, "127.0.0.1", port, limit=LONGEST_LINE)
        async with server:
            await server.serve_forever()

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self.say(writer, "220 relay.example.org ESMTP")
            while line := await reader.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    await self.take(reader, writer)
                elif verb == b"EHLO":
                    await self.say(writer, *(f"250-{word}" for word in CAN[:-1]), f"250 {CAN[-1]}")
                elif verb == b"QUIT":
                    await self.say(writer, "221 2.0.0 Bye")
                    break
                else:
                    await self.say(writer, "250 2.0.0 OK")
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self.say(writer, "354 End data with <CR><LF>.<CR><LF>")
        lines = []
        while (line := await reader.readline()) != b".\r\n":
            if not line:
                return
            lines.append(line[1:] if line.startswith(b".") else line)
        number = next(self.numbers)
        await asyncio.get_running_loop().run_in_executor(self.disk, self.keep, number, b"".join(lines))
        await self.say(writer, f"250 2.0.0 queued as {number}")

    def keep(self, number: int, message: bytes) -> None:
        descriptor = os.open(self.folder / f"{number:07}", os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, message)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @staticmethod
    async def say(writer: asyncio.StreamWriter, *lines: str) -> None:
        writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await writer.drain()


if __name__ == "__main__":
    asyncio.run(Relay(Path(sys.argv[2])).serve(int(sys.argv[1])))
