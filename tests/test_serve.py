"""The server that shows a site on this computer, asked over real sockets: by its own name alone, for its own files alone."""

import contextlib
import http.client
import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from liverecord.press.security import HEADERS
from liverecord.serve import ADDRESS, server

POLICY = "default-src 'none'; script-src 'self'"
PAGE = b"<p>Maya</p>"
SECRET = b"name: secret"
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs links")


class Answer(NamedTuple):
    """What came back: the status, the headers in lower case, and the body."""

    status: int
    headers: dict[str, str]
    body: bytes


class Asked(NamedTuple):
    """A server at work, and the site's folder."""

    port: int
    folder: Path

    def raw(self, words: bytes, family: int = socket.AF_INET) -> Answer:
        """Send bytes as they are, and read until the server has done."""
        with socket.socket(family) as connection:
            connection.settimeout(10)
            connection.connect(("::1" if family == socket.AF_INET6 else ADDRESS, self.port))
            connection.sendall(words)
            connection.shutdown(socket.SHUT_WR)
            answer = http.client.HTTPResponse(connection, method=words.split(b" ")[0].decode("latin-1"))
            answer.begin()
            headers = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, headers, answer.read())

    def get(self, target: str, *more: str, method: str = "GET", host: str | None = None) -> Answer:
        """Ask for a target by the server's own name, or by another."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host or f'{ADDRESS}:{self.port}'}", *more]
        return self.raw("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"))


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    top = tmp_path_factory.mktemp("served")
    edition = top / "site/team.1"
    for path, content in {
        "index.html": b"<p>Today</p>",
        "pupils/p-1/index.html": PAGE,
        "404.html": b"<p>Nothing here</p>",
        "assets/a.js": b"go()",
        "assets/a.wasm": b"\0asm",
        "assets/caf\u00e9.css": b"p{}",
        ".hidden/index.html": SECRET,
        "many.txt": b"0123456789",
    }.items():
        (edition / path).parent.mkdir(parents=True, exist_ok=True)
        (edition / path).write_bytes(content)
    (top / "records").mkdir()
    (top / "records/plan.yml").write_bytes(SECRET)
    folder = top / "site/team"
    if sys.platform == "win32":
        edition.rename(folder)
    else:
        folder.symlink_to("team.1")
        (edition / "out").symlink_to("../../records")
        (edition / "plan.txt").symlink_to("../../records/plan.yml")
        (edition / "round").symlink_to("round")
        os.mkfifo(edition / "pipe")
    with server(folder, POLICY, 0) as running:
        thread = threading.Thread(target=running.run, daemon=True)
        thread.start()
        yield Asked(running.port, folder)
        running.stop()
        thread.join(10)
        assert not thread.is_alive()


def test_a_page_has_the_headers_of_the_real_server(asked: Asked) -> None:
    """What the snippets of the web servers send, this sends too: one list; and no browser keeps a page."""
    answer = asked.get("/pupils/p-1/")
    assert (answer.status, answer.body) == (200, PAGE)
    for name, value in HEADERS.items():
        assert answer.headers[name.lower()] == value
    assert {"cross-origin-opener-policy", "cross-origin-resource-policy", "permissions-policy"} <= set(
        answer.headers
    )
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "server" not in answer.headers


@pytest.mark.parametrize("target", ["/nowhere", "/%00", "/pupils/p-1", "/many.txt"])
@pytest.mark.parametrize("host", [None, "evil.example"])
def test_every_answer_has_the_headers(asked: Asked, target: str, host: str | None) -> None:
    """A refusal, a page that is not there and a redirection carry them as well."""
    answer = asked.get(target, host=host)
    assert answer.headers["content-security-policy"] == POLICY
    assert {name.lower() for name in HEADERS} <= set(answer.headers)


# ── Whom it answers to ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_it_answers_to_its_own_names(asked: Asked, name: str) -> None:
    """A browser calls this computer by one of three names."""
    assert asked.get("/", host=f"{name}:{asked.port}").status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:{}", "localhost", "127.0.0.1", "[::1]", "localhost:1", "127.0.0.1:80", "[::1]:1",
        "localhost:{}0", "localhost:0{}", "localhost:+{}", "localhost: {}", "localhost:{}:{}", "localhost.:{}",
        "localhost:{}.evil.example", "x@localhost:{}", "localhost:{}@evil.example", "localhost:{}/", "localhost:{}#", "127.1:{}",
        "2130706433:{}", "0.0.0.0:{}", "::1:{}", "[::ffff:127.0.0.1]:{}", "localhost,localhost:{}", "evil.localhost:{}",
        "localhost\u00a0:{}", ":{}", "",
    ],
)  # fmt: skip
@pytest.mark.parametrize("target", ["/", "/nowhere", "/%00"])
def test_it_answers_to_no_other(asked: Asked, host: str, target: str) -> None:
    """A page elsewhere may give this computer a name of its own, to read what it shows: that name is refused, and any other port."""
    typed = host.replace("{}", str(asked.port))
    words = f"GET {target} HTTP/1.1\r\nHost: {typed}\r\nConnection: close\r\n\r\n"
    answer = asked.raw(words.encode("latin-1"))
    assert answer.status == 403
    assert b"Maya" not in answer.body
    assert b"Today" not in answer.body


@pytest.mark.parametrize(
    "words",
    [
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil.example\r\nHost: {own}\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: {own}\r\nHost: {own}\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nX-Forwarded-Host: {own}\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil.example\r\nForwarded: host={own}\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : {own}\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: evil.example\r\n {own}\r\nConnection: close\r\n\r\n",
    ],
)
def test_no_other_way_of_naming_it(asked: Asked, words: str) -> None:
    """One line names the host: none, two, or another beside it is no name of this server."""
    answer = asked.raw(words.format(own=f"localhost:{asked.port}").encode())
    assert answer.status in {400, 403}
    assert b"Today" not in answer.body


def test_a_whole_address_as_target_is_refused(asked: Asked) -> None:
    """Only a proxy is asked for whole addresses; the host in one would not be the one that was looked at."""
    own = f"http://{ADDRESS}:{asked.port}/"
    for target in (
        "http://evil.example/",
        own,
        "https://evil.example",
        "//evil.example/",
        "*",
        "evil.example:443",
    ):
        answer = asked.get(target)
        assert answer.status in {400, 404}, target
        assert b"Today" not in answer.body
    assert asked.get("http://evil.example/", host="evil.example").status == 403


def test_it_listens_on_this_computer_alone(asked: Asked) -> None:
    """Nobody else in the network reaches it, by either kind of address."""
    with contextlib.closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as probe:
        with contextlib.suppress(OSError):
            probe.connect(("192.0.2.1", 9))
        outside = probe.getsockname()[0]
    if outside not in {"0.0.0.0", ADDRESS}:
        with pytest.raises(OSError, match=r"refused|timed out|unreachable"):
            socket.create_connection((outside, asked.port), timeout=2).close()


@pytest.mark.skipif(not socket.has_ipv6, reason="this system has no IPv6")
def test_it_answers_at_the_newer_address_too(asked: Asked) -> None:
    """A browser may take localhost for ::1 first."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this system has no ::1")
    words = f"GET / HTTP/1.1\r\nHost: localhost:{asked.port}\r\nConnection: close\r\n\r\n"
    assert asked.raw(words.encode(), socket.AF_INET6).status == 200


# ── What it gives out ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "target",
    [
        "/../records/plan.yml", "/../../records/plan.yml", "/pupils/../../../records/plan.yml", "/%2e%2e/records/plan.yml",
        "/%2e%2e%2frecords%2fplan.yml", "/..%2f..%2frecords/plan.yml", "/..%5c..%5crecords%5cplan.yml", "/..\\..\\records\\plan.yml",
        "/....//records/plan.yml", "/%252e%252e/records/plan.yml", "//records/plan.yml", "///etc/passwd", "/%2fetc/passwd",
        "/out/plan.yml", "/out/", "/out", "/plan.txt", "/round", "/round/x", "/pipe", "/.hidden/", "/.hidden/index.html",
        "/pupils/p-1/..;/..;/", "/C:/x", "/team.1/index.html", "/\u00ff", "/" + "a" * 5000, "/" + "a/" * 3000, "/index.html/",
        "/index.html/x", "/pupils/", "/pupils/p-1/.", "/pupils/p-1/./index.html", "/assets",
    ],
)  # fmt: skip
def test_nothing_but_the_sites_own_files(asked: Asked, target: str) -> None:
    """No way of writing an address leads out of the site, through a link in it, into what is hidden, or to a list of files."""
    answer = asked.get(target)
    assert answer.status in {301, 400, 404}, target
    assert SECRET not in answer.body
    assert b"root:" not in answer.body
    if answer.status == 301:
        assert asked.get(answer.headers["location"]).status == 404


@pytest.mark.parametrize(
    "target", ["/%00", "/index.html%00.txt", "/%0d%0aX-Evil:1", "/a%2fb", "/a%5Cb", "/%ff", "/%7f"]
)
def test_what_no_page_has_in_its_address_is_a_bad_request(asked: Asked, target: str) -> None:
    """A NUL, a line end, a hidden slash or half a letter is no mistake of a reader's: it is refused, not looked for."""
    answer = asked.get(target)
    assert answer.status == 400
    assert "x-evil" not in answer.headers


def test_what_is_not_there_shows_the_sites_own_page(asked: Asked) -> None:
    """Somebody who followed an old link reads the site's own words."""
    answer = asked.get("/nowhere/")
    assert (answer.status, answer.body) == (404, b"<p>Nothing here</p>")


def test_a_folder_without_its_slash_is_led_on(asked: Asked) -> None:
    """An address as people type it finds its page, on this server."""
    answer = asked.get("/pupils/p-1")
    assert (answer.status, answer.headers["location"]) == (301, "/pupils/p-1/")


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("/assets/a.js", "text/javascript; charset=utf-8"),
        ("/assets/a.wasm", "application/wasm"),
        ("/assets/caf%C3%A9.css", "text/css; charset=utf-8"),
        ("/many.txt", "text/plain; charset=utf-8"),
    ],
)
def test_kinds_are_told_the_same_on_every_machine(asked: Asked, target: str, kind: str) -> None:
    """A browser runs nothing whose kind is wrong, and some systems' own lists are."""
    assert asked.get(target).headers["content-type"] == kind


def test_a_query_changes_nothing(asked: Asked) -> None:
    """What was searched for stands behind the question mark, and is the page's own business."""
    assert asked.get("/pupils/p-1/?q=%00%2f..%0a").body == PAGE


def test_only_the_head(asked: Asked) -> None:
    """HEAD is GET without the body, missing pages too."""
    for target in ("/pupils/p-1/", "/nowhere", "/many.txt"):
        whole, head = asked.get(target), asked.get(target, method="HEAD")
        assert (head.status, head.body) == (whole.status, b"")
        assert head.headers["content-length"] == str(len(whole.body))


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "X"]
)
def test_it_is_only_read_from(asked: Asked, method: str) -> None:
    """Nothing can be done to a site but to read it."""
    answer = asked.get("/pupils/p-1/", "Content-Length: 0", method=method)
    assert answer.status == 405
    assert PAGE not in answer.body
    assert "access-control-allow-origin" not in answer.headers


def test_a_range_is_a_part(asked: Asked) -> None:
    """A part of a file is that part, and one beyond its end is said to be."""
    part = asked.get("/many.txt", "Range: bytes=2-4")
    assert (part.status, part.body, part.headers["content-range"]) == (206, b"234", "bytes 2-4/10")
    assert asked.get("/many.txt", "Range: bytes=99-").status == 416
    for odd in ("bytes=0-1,3-4", "bytes=-0", "bytes=x", "bytes=5-2", "lines=1-2", "bytes=" + "0-1," * 500):
        answer = asked.get("/many.txt", f"Range: {odd}")
        assert answer.status in {200, 206, 416}
        assert len(answer.body) <= 4000


def test_what_is_the_same_is_not_sent_again(asked: Asked) -> None:
    """A browser that asks whether a file changed is told so, and by its content, not its time."""
    first = asked.get("/many.txt")
    again = asked.get("/many.txt", f"If-None-Match: {first.headers['etag']}")
    assert (again.status, again.body) == (304, b"")
    assert again.headers["content-security-policy"] == POLICY
    assert asked.get("/many.txt", 'If-None-Match: "other"').body == b"0123456789"


@pytest.mark.parametrize(
    "words",
    [
        b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", b"GET /\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: {own}\r\nX: " + b"a" * 400_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: {own}\r\nTransfer-Encoding: x\r\n\r\n", b"get / HTTP/1.1\r\nHost: {own}\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: {own}\r\nContent-Length: -1\r\n\r\n",
    ],
    ids=range(9),
)  # fmt: skip
def test_what_is_no_request_harms_nothing(asked: Asked, words: bytes) -> None:
    """Whatever is sent, the server goes on and gives out no page for it."""
    with contextlib.suppress(http.client.HTTPException, OSError):
        answer = asked.raw(words.replace(b"{own}", f"localhost:{asked.port}".encode()))
        assert answer.status >= 400
    assert asked.get("/").status == 200


def test_many_at_once(asked: Asked) -> None:
    """A browser asks for many files at once, and may keep a connection that it does not use."""
    idle = [socket.create_connection((ADDRESS, asked.port)) for _ in range(20)]
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(asked.get("/pupils/p-1/").status)) for _ in range(30)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for connection in idle:
        connection.close()
    assert answers == [200] * 30


@posix
def test_the_newest_edition_is_shown(tmp_path: Path) -> None:
    """A build beside a running server shows with the next page."""
    for number in (1, 2):
        (tmp_path / f"team.{number}").mkdir()
        (tmp_path / f"team.{number}/index.html").write_text(str(number), encoding="utf-8")
    pointer = tmp_path / "team"
    pointer.symlink_to("team.1")
    with server(pointer, POLICY, 0) as running:
        thread = threading.Thread(target=running.run, daemon=True)
        thread.start()
        here = Asked(running.port, pointer)
        assert here.get("/").body == b"1"
        pointer.unlink()
        pointer.symlink_to("team.2")
        assert here.get("/").body == b"2"
        assert here.get("/nowhere").status == 404
        running.stop()
        thread.join(10)
