"""The content-security policy and the web servers' snippets."""

import base64
import hashlib
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from liverecord.press import Frames, policy, server_snippets, write_snippets
from liverecord.press.scripts import inline_scripts

LOGIN = "deny all;  # closed until a login stands here"


def allowing(*scripts: bytes) -> Frames:
    return Frames(written={}, assets=(), scripts=scripts, _own={}, _kinds={})


def test_only_inline_scripts_are_hashed() -> None:
    """Scripts with an address and data blocks need no hash; a script that runs does."""
    html = b"""<script>one()</script><SCRIPT async>two()</SCRIPT><script type="module">three()</script>
    <script src="a.js"></script><script type="application/json">{}</script><script id=x type=text/plain>no</script>"""
    assert inline_scripts(html) == {b"one()", b"two()", b"three()"}


def test_a_script_is_allowed_by_its_hash() -> None:
    """The policy holds the SHA-256 of each inline script, as a browser computes it."""
    digest = base64.b64encode(hashlib.sha256(b"a()\nb()").digest()).decode()
    assert f"'sha256-{digest}'" in policy(allowing(b"a()\r\nb()"))


def test_no_script_and_no_style_is_allowed_unseen() -> None:
    """Nothing in the policy allows inline code, eval, or another host."""
    words = policy(allowing(b"a()")).replace("'wasm-unsafe-eval'", "")
    assert words.startswith("default-src 'none'; ")
    assert "unsafe" not in words
    assert "http" not in words
    assert "*" not in words
    for rule in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert rule in words


def test_every_audience_starts_closed() -> None:
    """Both snippets answer 403 to everybody until a person puts a login in place of one line."""
    snippets = server_snippets({"team": "default-src 'none'", "senco": "default-src 'self'"})
    assert set(snippets) == {"nginx.conf", "Caddyfile"}
    assert snippets["nginx.conf"].count(f"\n    {LOGIN}\n") == 2
    assert snippets["Caddyfile"].count('\n        respond "Closed: no login is configured." 403\n') == 2


def test_each_audience_has_a_root_of_its_own() -> None:
    """No root holds another audience's site."""
    text = server_snippets({"team": "", "senco": ""}, "/srv/x")["nginx.conf"]
    assert 'root "/srv/x/team";' in text
    assert 'root "/srv/x/senco";' in text
    assert 'root "/srv/x";' not in text


def test_snippets_lie_beside_the_sites(tmp_path: Path) -> None:
    """The files are written into the folder that holds the sites, and name its real place."""
    write_snippets(tmp_path, {"team": "default-src 'none'"})
    assert f'root "{tmp_path.resolve().as_posix()}/team";' in (tmp_path / "nginx.conf").read_text("utf-8")
    assert (tmp_path / "Caddyfile").is_file()


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    site = tmp_path / "team"
    (site / "pupils" / "p-1").mkdir(parents=True)
    (site / "pupils" / "p-1" / "index.html").write_text("<p>record</p>", "utf-8")
    (site / "index.html").write_text("<p>today</p>", "utf-8")
    (site / "404.html").write_text("<p>missing</p>", "utf-8")
    (site / "assets").mkdir()
    (site / "assets" / "a.css").write_text("p{}", "utf-8")
    (site / ".hidden").write_text("no", "utf-8")
    (tmp_path / "secret.txt").write_text("no", "utf-8")
    return tmp_path


@pytest.mark.slow
def test_nginx_is_closed_until_a_login_is_configured(sites: Path) -> None:
    """A real nginx with the snippet as written serves nobody."""
    with nginx(sites, lambda text: text) as get:
        for path in ("/", "/pupils/p-1/", "/assets/a.css", "/missing/"):
            assert get(path)[0] == 403


@pytest.mark.slow
def test_nginx_serves_with_the_headers_after_login(sites: Path) -> None:
    """With a login in place of the closed line, a real nginx asks for it and then serves with every header."""
    (sites / "people").write_text("reader:{PLAIN}word\n", "utf-8")
    login = f'auth_basic "Live records"; auth_basic_user_file "{sites}/people";'
    with nginx(sites, lambda text: text.replace(LOGIN, login)) as get:
        assert get("/")[0] == 401
        status, headers, body = get("/pupils/p-1/", "reader:word")
        assert (status, body) == (200, b"<p>record</p>")
        assert headers["Content-Security-Policy"] == "default-src 'none'; script-src 'self' 'sha256-x='"
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "noindex" in headers["X-Robots-Tag"]
        assert get("/assets/a.css", "reader:word")[1]["Cache-Control"] == "private, no-cache"
        assert get("/pupils/p-1", "reader:word")[1]["Location"] == "/pupils/p-1/"
        missing, headers, body = get("/pupils/p-2/", "reader:word")
        assert (missing, body) == (404, b"<p>missing</p>")
        assert "Content-Security-Policy" in headers
        assert get("/.hidden", "reader:word")[0] == 404
        assert get("/../secret.txt", "reader:word")[0] == 400


@contextmanager
def nginx(sites: Path, change) -> Iterator:
    """Run nginx with the changed snippet; yields get(path, login) → status, headers, body."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = server_snippets({"team": "default-src 'none'; script-src 'self' 'sha256-x='"}, sites.as_posix())[
        "nginx.conf"
    ]
    work = sites / "nginx"
    work.mkdir()
    (work / "snippet.conf").write_text(
        change(text).replace("listen 8080", f"listen 127.0.0.1:{port}"), "utf-8"
    )
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    temporary = " ".join(
        f'{name}_temp_path "{work}/{name}";' for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (work / "nginx.conf").write_text(
        f"""{user} daemon off; worker_processes 1; pid "{work}/pid"; error_log "{work}/error.log";
        events {{}} http {{ access_log off; {temporary} include "{work}/snippet.conf"; }}""",
        "utf-8",
    )
    server = subprocess.Popen(
        [program, "-p", str(work), "-c", str(work / "nginx.conf")], stderr=subprocess.DEVNULL
    )

    def get(path: str, login: str = ""):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"Host": "team.live-records.example"}
        if login:
            headers["Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return found

    try:
        for _ in range(1200):
            with suppress(OSError):
                get("/")
                break
            time.sleep(0.05)
        yield get
    finally:
        server.terminate()
        server.wait(60)
