"""A plain client: one connection kept open where the server allows it, one request after the other."""

import http.client
import time
from dataclasses import dataclass

HOST = "bench.example.org"
# As behind the proxy of production: it ends TLS and says so.
FROM_PROXY = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}


class UnexpectedAnswer(Exception):
    """The server answered something else than the page that is to be measured."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class Client:
    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = FROM_PROXY | ({"Cookie": cookie} if cookie else {})

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def ask(self, path: str, **headers: str) -> Answer:
        started = time.perf_counter()
        self.connection.request("GET", path, headers=self.headers | headers)
        response = self.connection.getresponse()
        body = response.read()
        seconds = time.perf_counter() - started
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, body, seconds)

    def page(self, path: str) -> Answer:
        """The answer, which must be the page itself: a redirect to the sign-in page would be a fine fast figure."""
        answer = self.ask(path)
        if answer.status != 200:
            raise UnexpectedAnswer(f"GET {path}: {answer.status} {answer.headers.get('location', '')}")
        return answer
