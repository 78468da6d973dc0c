"""The proxy's configuration, read by the real nginx in front of a small server that writes down what reaches it."""

import contextlib
import http.server
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from rec_portal.foundation.logs import mask_secret_links
from tests.architecture.sources import ROOT
from tests.matrix.addresses import addresses

SECRET = "Q7bN2mX9_secret_of_a_link_K4vR8tY1"
SECRET_ADDRESSES = [
    f"/rsvp/{SECRET}/",
    f"/poll/{SECRET}/",
    f"/calendar/{SECRET}.ics",
    f"/invitation/{SECRET}/",
    f"/accounts/password/reset/key/{SECRET}/",
]


class Upstream(http.server.BaseHTTPRequestHandler):
    """Stands for the portal; answers each request with a header of the portal's and remembers what it was asked."""

    seen: list[tuple[str, dict[str, str]]] = []

    def do_GET(self) -> None:
        self.seen.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.send_response(200)
        self.send_header("Strict-Transport-Security", "max-age=1")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:
        pass


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxy:
    def __init__(self, folder: Path, upstream_port: int) -> None:
        self.folder, self.http, self.https = folder, free_port(), free_port()
        self.log, self.errors = folder / "access.log", folder / "error.log"
        text = (ROOT / "deploy/nginx.conf").read_text()
        for old, new in {
            "/tmp/": f"{folder}/",
            "server web:8000": f"server 127.0.0.1:{upstream_port}",
            "listen 8080": f"listen 127.0.0.1:{self.http}",
            "listen 8443 ssl": f"listen 127.0.0.1:{self.https} ssl",
            "listen 8025": f"listen 127.0.0.1:{free_port()}",
            "/certificates": str(folder),
            "/dev/stdout": str(self.log),
            "error_log stderr": f"error_log {self.errors}",
            "/etc/nginx/pages": str(ROOT / "deploy"),
        }.items():
            assert old in text, old
            text = text.replace(old, new)
        if self._version() < (1, 25):  # an older nginx says the same in another way
            text = text.replace("http2 on;", "").replace(" ssl default_server", " ssl http2 default_server")
        self.configuration = folder / "nginx.conf"
        self.configuration.write_text(text)

    @staticmethod
    def program() -> str:
        found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if found is None:
            pytest.fail("nginx is missing: run `apt-get install nginx`.", pytrace=False)
        return found

    def _version(self) -> tuple[int, ...]:
        answer = subprocess.run([self.program(), "-v"], capture_output=True, text=True, check=True)
        return tuple(int(part) for part in re.search(r"/(\d+)\.(\d+)", answer.stderr).groups())

    @contextlib.contextmanager
    def running(self):
        command = [self.program(), "-c", str(self.configuration), "-e", str(self.errors), "-g", "daemon off;"]
        process = subprocess.Popen(command)
        try:
            deadline = time.monotonic() + 20
            while not self._answers():
                assert process.poll() is None, self.errors.read_text()
                assert time.monotonic() < deadline
            yield self
        finally:
            process.terminate()
            process.wait()

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.https), timeout=1):
            return True
        return False

    def get(self, path: str, data: bytes | None = None, **headers: str):
        """(status, headers) as the portal's visitor sees them."""
        context = ssl._create_unverified_context()
        request = urllib.request.Request(f"https://127.0.0.1:{self.https}{path}", data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, context=context, timeout=10) as answer:
                return answer.status, answer.headers
        except urllib.error.HTTPError as error:
            return error.code, error.headers


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("proxy")
    make = [sys.executable, str(ROOT / "deploy/make_certificate.py"), str(folder), "127.0.0.1,localhost"]
    subprocess.run(make, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def proxy(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Proxy(folder, server.server_port).running() as proxy:
        yield proxy
    server.shutdown()


def test_what_a_visitor_claims_about_itself_does_not_reach_the_portal(proxy):
    proxy.get("/meetings/", **{"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Host": "evil", "X-Forwarded-Proto": "http"})
    path, headers = Upstream.seen[-1]
    assert path == "/meetings/"
    assert headers["x-forwarded-for"] == "127.0.0.1"
    assert headers["x-forwarded-proto"] == "https"
    assert "x-forwarded-host" not in headers
    assert headers["host"] == f"127.0.0.1:{proxy.https}"


def test_each_security_header_comes_once_and_from_the_portal(proxy):
    _status, headers = proxy.get("/meetings/")
    assert headers.get_all("Strict-Transport-Security") == ["max-age=1"]
    assert not headers.get("Server", "").partition("/")[2]


@pytest.mark.parametrize("address", SECRET_ADDRESSES)
def test_secret_addresses_reach_no_log(proxy, address):
    proxy.get(address)
    assert Upstream.seen[-1][0] == address
    proxy.get("/meetings/?q=search_word", Referer=f"https://portal.example.org{address}")
    deadline = time.monotonic() + 5
    while "/meetings/" not in proxy.log.read_text():
        assert time.monotonic() < deadline
    logs = proxy.log.read_text() + proxy.errors.read_text()
    assert SECRET not in logs
    assert "search_word" not in logs


def test_plain_http_leads_to_https(proxy):
    opener = urllib.request.build_opener(NoRedirect)
    with pytest.raises(urllib.error.HTTPError) as answer:
        opener.open(f"http://127.0.0.1:{proxy.http}/meetings/?a=1", timeout=5)
    assert answer.value.code == 301
    assert answer.value.headers["Location"] == "https://127.0.0.1/meetings/?a=1"


def test_a_secret_address_on_plain_http_reaches_no_log_either(proxy):
    """Somebody retypes the link without the s: it was sent in the clear, and need not be kept as well."""
    opener = urllib.request.build_opener(NoRedirect)
    for address in SECRET_ADDRESSES:
        with pytest.raises(urllib.error.HTTPError):
            opener.open(f"http://127.0.0.1:{proxy.http}{address}", timeout=5)
    proxy.get("/after-plain-http/")
    deadline = time.monotonic() + 5
    while "/after-plain-http/" not in proxy.log.read_text():
        assert time.monotonic() < deadline
    assert SECRET not in proxy.log.read_text() + proxy.errors.read_text()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def test_a_body_that_is_too_large_is_refused(proxy):
    assert proxy.get("/meetings/new/", data=b"x" * (4 * 1024 * 1024))[0] == 413


def test_an_impatient_visitor_is_slowed_down_on_secret_addresses(proxy):
    answers = [proxy.get(f"/rsvp/{number}/")[0] for number in range(60)]
    assert 429 in answers
    assert proxy.get("/meetings/")[0] == 200


def test_a_portal_that_is_away_is_said_in_words(folder, tmp_path):
    for name in ("portal.crt", "portal.key"):
        shutil.copy(folder / name, tmp_path / name)
    with Proxy(tmp_path, free_port()).running() as proxy:
        status, headers = proxy.get("/meetings/")
    assert status == 502
    assert headers["Retry-After"] == "30"
    assert headers["Cache-Control"] == "no-store"


def test_a_certificate_that_is_there_is_left_alone(folder):
    before = (folder / "portal.crt").read_bytes(), (folder / "portal.key").read_bytes()
    make = [sys.executable, str(ROOT / "deploy/make_certificate.py"), str(folder), "other.example.org"]
    assert "found" in subprocess.run(make, check=True, capture_output=True, text=True).stdout
    assert ((folder / "portal.crt").read_bytes(), (folder / "portal.key").read_bytes()) == before
    assert (folder / "portal.key").stat().st_mode & 0o007 == 0


def test_every_address_with_a_secret_is_known_to_the_proxy_and_to_the_log():
    """Read from the address table itself, so that a new kind of link cannot be forgotten."""
    pattern = re.search(r"location ~ (\^/\(rsvp\S+) \{", (ROOT / "deploy/nginx.conf").read_text())[1]
    secret = re.compile(r"<str:secret>|\(\?P<uidb36>.*\)-\(\?P<key>.*\)")
    found = [address for address in addresses().values() if secret.search(address)]
    assert len(found) >= 4
    for address in found:
        filled = "/" + secret.sub(SECRET, address).replace("^", "").replace("$", "")
        assert re.match(pattern, filled), filled
        assert SECRET not in mask_secret_links(f"GET {filled}"), filled
