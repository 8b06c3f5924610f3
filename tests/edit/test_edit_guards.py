"""Who may ask the forms for anything: over real sockets, everybody else is refused before the desk hears of it."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import pytest

from liverecord.edit.guards import LARGEST, LARGEST_UPLOAD, OPEN_IT, POLICY, TOKEN_FIELD
from liverecord.edit.opening import opened
from liverecord.press.security import HEADERS
from liverecord.serve import ADDRESS
from toy_desk import MAYA, ToyDesk

FORM = f"/edit/{MAYA}/conversation"
ANSWERS = {"step": "check", "date": "20 November 2026", "with": "mother", "happening": "Better"}
URLENCODED = "application/x-www-form-urlencoded"


class Answer(NamedTuple):
    """What came back: the status, the headers in lower case, and the body."""

    status: int
    headers: dict[str, str]
    body: str


class House:
    """The forms at work, a way to ask them for anything, and what their owner's browser would send."""

    def __init__(self, desk: ToyDesk, port: int, address: str) -> None:
        self.desk = desk
        self.port = port
        self.own = f"{ADDRESS}:{port}"
        self.enter = address.removeprefix(f"http://{self.own}")
        self.cookie = ""
        self.token = ""

    def ask(
        self, method: str, target: str, headers: dict[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        """Ask with these headers and no others; a header that is "" is left out."""
        connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=30)
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        every = {"Host": self.own, **(headers or {})}
        if body is not None:
            every.setdefault("Content-Length", str(len(body)))
        for name, value in every.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        said = Answer(
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            answer.read().decode(),
        )
        connection.close()
        return said

    def come_in(self, headers: dict[str, str] | None = None) -> Answer:
        """Open the address that was printed, and take the form's token from a form."""
        answer = self.ask("GET", self.enter, headers)
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        page = self.get(FORM).body
        self.token = page.partition(f'name="{TOKEN_FIELD}" value="')[2].partition('"')[0]
        return answer

    def get(self, target: str, **headers: str) -> Answer:
        """Ask as the owner's browser does."""
        return self.ask("GET", target, {"Cookie": self.cookie, **headers})

    def post(self, target: str, fields: dict[str, str], **headers: str) -> Answer:
        """Send a form as the owner's browser does, but for the headers named here."""
        sent = {
            "Cookie": self.cookie,
            "Origin": f"http://{headers.get('Host', self.own)}",
            "Content-Type": URLENCODED,
            "Sec-Fetch-Site": "same-origin",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return self.ask("POST", target, sent, urlencode({TOKEN_FIELD: self.token, **fields}).encode())


@contextmanager
def running(folder: Path) -> Iterator[House]:
    """Run the forms beside a site of one page; nobody has come in yet."""
    (folder / "index.html").write_text(
        "<html><head></head><body><h1>Today</h1></body></html>", encoding="utf-8"
    )
    desk = ToyDesk(folder)
    with opened(desk, 0) as (server, address):
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        yield House(desk, server.port, address)
        server.stop()
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def shut(tmp_path: Path) -> Iterator[House]:
    """Open the forms; nobody has come in yet."""
    with running(tmp_path) as forms:
        yield forms


@pytest.fixture
def house(shut: House) -> House:
    """Open the forms to their owner."""
    shut.come_in()
    shut.desk.calls.clear()
    return shut


# ── Coming in ───────────────────────────────────────────────────────────────────────────────────────────


def test_the_token_opens_the_door_once(shut: House) -> None:
    """It becomes a cookie that no script reads and no other site sends; a second time it opens nothing."""
    answer = shut.come_in()
    assert (answer.status, answer.headers["location"]) == (303, "/")
    name, *about = answer.headers["set-cookie"].split("; ")
    assert str(shut.port) in name.partition("=")[0]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} == set(about)
    secret = name.partition("=")[2]
    assert secret not in shut.enter
    assert len(secret) >= 40
    again = shut.ask("GET", shut.enter)
    assert (again.status, again.body) == (403, f"{OPEN_IT}\n")
    assert "set-cookie" not in again.headers
    assert shut.get("/").status == 200


def test_whoever_comes_from_another_page_goes_on_by_a_click(shut: House) -> None:
    """A web terminal's link opens the door too: the browser brings the cookie to a click on our own page."""
    answer = shut.come_in({"Sec-Fetch-Site": "cross-site"})
    assert answer.status == 200
    assert '<a class="alone" href="/">' in answer.body
    secrets = (shut.token, shut.cookie.partition("=")[2], shut.enter.partition("=")[2])
    assert all(len(secret) >= 40 for secret in secrets)
    assert not [secret for secret in secrets if secret in answer.body]
    assert shut.get("/", **{"Sec-Fetch-Site": "same-origin"}).status == 200
    assert shut.get("/", **{"Sec-Fetch-Site": "cross-site"}).status == 403


@pytest.mark.parametrize(
    "target", ["/enter", "/enter?token=", "/enter?token=x", "/enter?token=%E2%82%AC", "/enter?token=%FF"]
)
def test_no_other_token_opens_it(shut: House, target: str) -> None:
    """A guess is refused, whatever it is made of, and leaves the door shut to nobody else."""
    assert shut.ask("GET", target).status == 403
    assert shut.come_in().status == 303


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/pupils/",
        "/nowhere",
        "/site.json",
        "/edit/",
        FORM,
        "/edit/form.css",
        "/edit/sent",
        "/edit/waiting",
        "/edit/marks",
    ],
)
@pytest.mark.parametrize("cookie", ["", "{}=", "{}=x", "{}=\u00e9", "liverecord=x; {}=%FF", "other={}"])
def test_without_the_cookie_nothing_is_shown(shut: House, target: str, cookie: str) -> None:
    """Every path is 403, the site's included, in plain words; no secret stands in them."""
    name = f"liverecord-{shut.port}"
    answer = shut.ask("GET", target, {"Cookie": cookie.format(name)})
    assert (answer.status, answer.body) == (403, f"{OPEN_IT}\n")
    assert shut.desk.calls == []


def test_a_cookie_of_another_run_opens_nothing(house: House, tmp_path: Path) -> None:
    """Two runs side by side have doors of their own: neither the cookie, nor what it holds, nor the token opens the other's."""
    (folder := tmp_path / "other").mkdir()
    with running(folder) as other:
        assert other.ask("GET", house.enter).status == 403
        assert other.come_in().status == 303
        for door, elsewhere in ((house, other), (other, house)):
            name, secret = door.cookie.partition("=")[0], elsewhere.cookie.partition("=")[2]
            for cookie in (elsewhere.cookie, f"{name}={secret}"):
                assert door.ask("GET", "/edit/", {"Cookie": cookie}).status == 403
            # A browser keeps the cookies of all ports of a computer in one jar, and brings both.
            assert door.ask("GET", "/edit/", {"Cookie": f"{house.cookie}; {other.cookie}"}).status == 200
    made_up = house.cookie[:-1] + ("a" if house.cookie[-1] != "a" else "b")
    assert house.ask("GET", "/edit/", {"Cookie": made_up}).status == 403


# ── From elsewhere ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{}", "localhost", "127.0.0.1:1", "localhost.:{}", "x@localhost:{}"]
)
@pytest.mark.parametrize("target", ["/", "/enter", FORM])
def test_it_answers_to_no_other_name(house: House, host: str, target: str) -> None:
    """A page elsewhere may give this computer a name of its own: it gets nothing, even with the cookie."""
    host = host.format(house.port)
    assert house.get(house.enter if target == "/enter" else target, Host=host).status == 403
    assert house.post(FORM, ANSWERS, Host=host).status == 403
    assert house.desk.calls == []


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]"])
def test_its_own_names_may_post(house: House, name: str) -> None:
    """A browser that came by another of the three names sends that name as its origin."""
    assert house.post(FORM, ANSWERS, Host=f"{name}:{house.port}").status == 200


@pytest.mark.parametrize(
    "origin",
    ["", "null", "http://evil.example", "https://127.0.0.1:{}", "http://127.0.0.1", "http://127.0.0.1:1", "http://localhost:{}",
     "http://127.0.0.1:{}.evil.example", "http://127.0.0.1:{}/", "http://[::1]:{}"],
)  # fmt: skip
def test_no_other_origin_may_post(house: House, origin: str) -> None:
    """A form of another page, or of another port of this computer, is refused although the browser adds the cookie."""
    answer = house.post(FORM, ANSWERS, Origin=origin.format(house.port))
    assert answer.status == 403
    assert "Nothing was done" in answer.body
    assert house.desk.calls == []


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", "nonsense"])
def test_what_a_browser_says_of_the_sender_is_heard(house: House, site: str) -> None:
    """A browser that says where a request came from has to say: from here. One that says nothing is not refused for it."""
    assert house.post(FORM, ANSWERS, Sec_Fetch_Site=site).status == 403
    assert house.desk.calls == []
    assert house.post(FORM, ANSWERS, Sec_Fetch_Site="").status == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_page_elsewhere_takes_a_page_in(house: House, site: str) -> None:
    """Another port of this computer gets the cookie sent along, and still no picture, frame or script of these pages."""
    asked = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
    assert house.get(FORM, **asked).status == 403
    framed = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}
    assert house.get(FORM, **framed).status == 403
    assert house.desk.calls == []


@pytest.mark.parametrize("token", ["", "x", "\u00e9", "\udcff"])
@pytest.mark.parametrize("target", [FORM, "/edit/introduce", "/edit/waiting"])
def test_a_form_that_is_not_ours_is_refused(house: House, token: str, target: str) -> None:
    """Each form holds a word that only this session's pages hold."""
    body = urlencode({**ANSWERS, TOKEN_FIELD: token}, errors="surrogateescape").encode()
    headers = {"Cookie": house.cookie, "Origin": f"http://{house.own}", "Content-Type": URLENCODED}
    assert house.ask("POST", target, headers, body).status == 403
    assert house.desk.calls == []


# ── What it takes ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "X"])
@pytest.mark.parametrize("target", ["/", FORM, "/edit/waiting"])
def test_no_other_method_is_taken(house: House, method: str, target: str) -> None:
    """A form knows two ways: to be asked for, and to be sent."""
    answer = house.ask(method, target, {"Cookie": house.cookie, "Origin": f"http://{house.own}"})
    assert answer.status == 405
    assert answer.headers["allow"]
    assert house.desk.calls == []


@pytest.mark.parametrize("target", ["/", "/enter", "/edit/", "/pupils/"])
def test_a_page_that_takes_nothing_is_not_posted_to(house: House, target: str) -> None:
    """A page without a form refuses one."""
    assert house.post(target, ANSWERS).status == 405
    assert house.desk.calls == []


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "application/json",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencodedx",
    ],
)
def test_only_a_form_is_read(house: House, kind: str) -> None:
    """What a script of another page could send without asking (text/plain) is no form."""
    assert house.post(FORM, ANSWERS, Content_Type=kind).status == 400
    assert house.desk.calls == []


def test_more_than_a_form_holds_is_not_read(house: House) -> None:
    """200 kB are a form; files of marks may be larger, at their own address alone."""
    answer = house.post(FORM, {**ANSWERS, "happening": "x" * LARGEST})
    assert answer.status == 413
    assert "more than a form may hold" in answer.body
    assert house.desk.calls == []
    mark = _multipart(house.token, b"x" * LARGEST)
    assert house.ask("POST", FORM, _uploading(house), mark).status == 413
    assert house.ask("POST", "/edit/marks", _uploading(house), mark).status == 200


def test_a_body_of_no_said_length_is_bound_as_well(house: House) -> None:
    """What comes in pieces is counted as it comes."""
    piece = b"%x\r\n%s\r\n" % (50_000, b"x" * 50_000)
    headers = {"Cookie": house.cookie, "Origin": f"http://{house.own}", "Content-Type": URLENCODED}
    chunked = {**headers, "Transfer-Encoding": "chunked", "Content-Length": ""}
    assert house.ask("POST", FORM, chunked, piece * 5 + b"0\r\n\r\n").status == 413
    assert house.desk.calls == []


def test_more_than_files_may_hold_is_not_read(house: House) -> None:
    """Beyond 20 MB the server itself stops before the body is read."""
    headers = {**_uploading(house), "Content-Length": str(LARGEST_UPLOAD + 1)}
    assert house.ask("POST", "/edit/marks", headers, b"").status == 413
    assert house.desk.calls == []


def test_a_step_that_no_button_sends_is_refused(house: House) -> None:
    """What is sent without one of the form's own buttons does nothing."""
    assert house.post(FORM, {**ANSWERS, "step": "erase"}).status == 400
    assert house.post("/edit/waiting", {"step": "erase"}).status == 400
    assert [call[0] for call in house.desk.calls] == ["scene"]


# ── What each answer carries ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("target", [FORM, "/edit/", "/edit/waiting", "/edit/nowhere", "/edit/form.css"])
def test_every_page_of_a_form_has_a_policy_without_scripts(house: House, target: str) -> None:
    """Nothing runs, nothing comes from elsewhere, nothing is kept, and the own form still knows where it came from."""
    headers = house.get(target).headers
    assert headers["content-security-policy"] == POLICY
    assert "script" not in POLICY
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "private, no-store"
    assert {name.lower() for name in HEADERS} <= set(headers)
    assert "server" not in headers


def test_a_refusal_has_them_too(shut: House) -> None:
    """A stranger's answer carries the same headers."""
    headers = shut.ask("GET", "/edit/").headers
    assert headers["content-security-policy"] == POLICY
    assert {name.lower() for name in HEADERS} <= set(headers)


@pytest.mark.parametrize(
    "target", ["//evil.example/", "/\\evil.example", "/enter?next=//evil.example", "/edit//evil.example"]
)
def test_it_leads_nowhere_else(house: House, target: str) -> None:
    """No address that it leads to comes from what was sent."""
    answer = house.get(target)
    assert "evil" not in answer.headers.get("location", "")
    assert "evil" not in answer.headers.get("content-location", "")


def _uploading(house: House) -> dict[str, str]:
    return {
        "Cookie": house.cookie,
        "Origin": f"http://{house.own}",
        "Content-Type": "multipart/form-data; boundary=cut",
    }


def _multipart(token: str, content: bytes) -> bytes:
    plain = "".join(
        f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {TOKEN_FIELD: token, "step": "check"}.items()
    )
    file = '--cut\r\nContent-Disposition: form-data; name="files"; filename="marks.csv"\r\n\r\n'
    return f"{plain}{file}".encode() + content + b"\r\n--cut--\r\n"
