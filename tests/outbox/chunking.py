"""The command BDAT (RFC 3030), which most mail servers know and the library behind the test servers does not."""

from aiosmtpd.smtp import SMTP


class ChunkingSMTP(SMTP):
    """Takes a text in chunks of a told length; the server that is made of it says CHUNKING itself."""

    async def smtp_BDAT(self, arg: str | None) -> None:
        size, _space, rest = (arg or "").partition(" ")
        if not size.isdigit() or rest.upper() not in ("", "LAST"):
            await self.push("501 Syntax: BDAT size [LAST]")
            return
        # What was announced is read in any case: the next command stands behind it.
        content = await self._reader.readexactly(int(size))
        await self.take_chunk(content, last=bool(rest))

    async def take_chunk(self, content: bytes, last: bool) -> None:
        if self.envelope is None or not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 nobody to take it")
            return
        self.envelope.original_content = self.envelope.content = (self.envelope.content or b"") + content
        if not last:
            await self.push("250 OK")
            return
        answer = await self._call_handler_hook("DATA")
        self._set_post_data_state()
        await self.push(answer)
