"""What a first visit costs a browser: the page and all it refers to, compressed as the proxy and WhiteNoise do."""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from tests.bench.client import Client, UnexpectedAnswer

IN_STYLE = re.compile(r"""url\(\s*['"]?(?!data:|#)([^'")]+)|@import\s+['"]([^'"]+)""")
IN_SCRIPT = re.compile(r"""(?:from|import)\s*\(?\s*["']([^"']+)["']""")
FETCHED = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
LEVEL = 6


class References(HTMLParser):
    """What a browser fetches by itself from a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and {"stylesheet", "icon", "preload", "modulepreload", "manifest"} & set(
            given.get("rel", "").split()
        ):
            self.found.append(given["href"])
        elif tag in ("script", "img", "iframe", "source") and given.get("src"):
            self.found.append(given["src"])


@dataclass(frozen=True)
class Visit:
    """`size` in bytes as transferred, without the headers."""

    size: int
    requests: int


def first_visit(port: int, address: str) -> Visit:
    sizes: dict[str, int] = {}
    with Client(port) as client:
        waiting = [address]
        while waiting:
            current = waiting.pop()
            if current in sizes or current.startswith(("data:", "http")):
                continue
            answer = client.ask(current, **{"Accept-Encoding": "gzip"})
            if answer.status != 200:
                raise UnexpectedAnswer(f"GET {current}: {answer.status}")
            packed = answer.headers.get("content-encoding") == "gzip"
            text = gzip.decompress(answer.body) if packed else answer.body
            kind = answer.headers.get("content-type", "").split(";")[0]
            sizes[current] = len(answer.body) if packed else len(gzip.compress(text, LEVEL))
            waiting += [urljoin(current, reference) for reference in references(kind, text)]
    return Visit(sum(sizes.values()), len(sizes))


def references(kind: str, content: bytes) -> Iterator[str]:
    text = content.decode(errors="replace")
    if kind == "text/html":
        yield from References(text).found
    elif kind == "text/css":
        yield from (first or second for first, second in IN_STYLE.findall(text))
    elif kind in ("text/javascript", "application/javascript"):
        yield from IN_SCRIPT.findall(text)
