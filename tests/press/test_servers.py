"""The web servers' snippets, each tried with the real server: closed, by host, over HTTPS, and past no link."""

import base64
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from liverecord.press import server_snippets, write_snippets

LOGIN = "deny all;  # closed until a login stands here"
CADDY_LOGIN = 'respond "Closed: no login is configured." 403'
POLICY = "default-src 'none'; script-src 'self' 'sha256-x='"


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


def test_a_build_of_one_audience_keeps_the_others(tmp_path: Path) -> None:
    """What was built earlier keeps its server and its policy; what is built now has its new one."""
    write_snippets(tmp_path, {name: f"default-src '{name}'" for name in ("staff", "team", "senco")})
    write_snippets(tmp_path, {"senco": "default-src 'new'"})
    for name in ("nginx.conf", "Caddyfile"):
        text = (tmp_path / name).read_text("utf-8")
        assert [
            word for word in ("'staff'", "'team'", "'senco'", "'new'") if f"default-src {word}" in text
        ] == [
            "'staff'",
            "'team'",
            "'new'",
        ]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("team.policy", "default-src 'none'\"; return 200; #"),
        ("team.policy", "default-src\n}"),
        ("team.policy", ""),
        ("te;am.policy", "default-src 'none'"),
        ("team.policy", "x" * 20_000),
    ],
)
def test_no_file_beside_the_sites_ends_a_setting(tmp_path: Path, name: str, text: str) -> None:
    """A policy that this program did not write is left out: it could end a line of a server's settings."""
    (tmp_path / name).write_text(text, "utf-8")
    write_snippets(tmp_path, {"senco": "default-src 'none'"})
    assert "te" not in re.findall(r"server_name (\w\w)", (tmp_path / "nginx.conf").read_text("utf-8"))


# ── The real servers ────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    """A folder of sites as a build leaves it, the pointer a link, with every kind of link within the site."""
    site = tmp_path / "team.7"
    (site / "pupils" / "p-1").mkdir(parents=True)
    (site / "pupils" / "p-1" / "index.html").write_text("<p>record</p>", "utf-8")
    (site / "index.html").write_text("<p>today</p>", "utf-8")
    (site / "404.html").write_text("<p>missing</p>", "utf-8")
    (site / "assets").mkdir()
    (site / "assets" / "a.css").write_text("p{}", "utf-8")
    (site / ".hidden").write_text("no", "utf-8")
    (tmp_path / "team").symlink_to("team.7")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "index.html").write_text("no", "utf-8")
    (site / "out.html").symlink_to("../secret/index.html")
    (site / "within.html").symlink_to("index.html")
    (site / "folder").symlink_to("../secret")
    return tmp_path


class Answer(NamedTuple):
    """What a server answered; 0 where it closed the connection without a word."""

    status: int
    headers: dict[str, str]
    body: bytes


Get = Callable[..., Answer]


def check_serving(get: Get, login: str, *, secure: bool) -> None:
    """Hold a server with a login to all that both must do."""
    assert get("/").status == 401
    status, headers, body = get("/pupils/p-1/", login)
    assert (status, body) == (200, b"<p>record</p>")
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "noindex" in headers["X-Robots-Tag"]
    if secure:
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert get("/assets/a.css", login).headers["Cache-Control"] == "private, no-cache"
    missing, headers, body = get("/pupils/p-2/", login)
    assert (missing, body) == (404, b"<p>missing</p>")
    assert "Content-Security-Policy" in headers
    assert get("/.hidden", login).status == 404
    assert get("/../secret/index.html", login).status in (400, 404)
    for host in ("elsewhere.example", "127.0.0.1", "live-records.example", "x.team.live-records.example"):
        answer = get("/pupils/p-1/", login, host)
        assert (answer.status, answer.body) in ((0, b""), (421, b"")), host


@pytest.mark.slow
@pytest.mark.parametrize("secure", [False, True])
def test_nginx_is_closed_until_a_login_is_configured(sites: Path, secure: bool) -> None:
    """A real nginx with the snippet as written serves nobody, over HTTP and over HTTPS."""
    with nginx(sites, lambda text: text, secure=secure) as get:
        for path in ("/", "/pupils/p-1/", "/assets/a.css", "/missing/"):
            assert get(path).status == 403
        assert get("/", "", "elsewhere.example").status == 0


@pytest.mark.slow
@pytest.mark.parametrize("secure", [False, True])
def test_nginx_serves_with_the_headers_after_login(sites: Path, secure: bool) -> None:
    """With a login in place of the closed line, a real nginx asks for it and then serves with every header, past no link."""
    (sites / "people").write_text("reader:{PLAIN}word\n", "utf-8")
    login = f'auth_basic "Live records"; auth_basic_user_file "{sites}/people";'
    with nginx(sites, lambda text: text.replace(LOGIN, login), secure=secure) as get:
        check_serving(get, "reader:word", secure=secure)
        assert get("/pupils/p-1", "reader:word").headers["Location"] == "/pupils/p-1/"
        for path in ("/out.html", "/within.html", "/folder/", "/folder/index.html"):
            answer = get(path, "reader:word")
            assert answer.status in (403, 404)
            assert answer.body != b"no"


@pytest.mark.slow
def test_caddy_is_closed_until_a_login_is_configured(sites: Path) -> None:
    """A real Caddy with the snippet as written, but for the certificate's paths, serves nobody."""
    with caddy(sites, lambda text: text) as get:
        for path in ("/", "/pupils/p-1/", "/assets/a.css", "/missing/"):
            assert get(path).status == 403
        assert get("/", "", "elsewhere.example").status == 0


@pytest.mark.slow
def test_caddy_serves_with_the_headers_after_login(sites: Path) -> None:
    """With a login in place of the closed line, a real Caddy asks for it and then serves with every header."""
    program = found("caddy")
    hashed = subprocess.run(
        [program, "hash-password", "--plaintext", "word"], capture_output=True, text=True, check=True
    )
    login = f"basicauth {{\n reader {hashed.stdout.strip()}\n}}"
    with caddy(sites, lambda text: text.replace(CADDY_LOGIN, login)) as get:
        check_serving(get, "reader:word", secure=True)
        # It follows links, as the snippet says: the last guard lets none into a site.
        assert get("/within.html", "reader:word").status == 200


@pytest.mark.slow
@pytest.mark.parametrize("program", ["nginx", "caddy"])
def test_a_server_takes_the_snippet_as_it_is_written(sites: Path, program: str) -> None:
    """The real program reads the snippet of three audiences and finds nothing wrong in it."""
    write_snippets(sites, dict.fromkeys(("staff", "team", "senco"), POLICY))
    if program == "caddy":
        command = [
            found("caddy"),
            "adapt",
            "--validate",
            "--adapter",
            "caddyfile",
            "--config",
            str(sites / "Caddyfile"),
        ]
    else:
        (sites / "all.conf").write_text(
            f'pid "{sites}/pid"; events {{}} http {{ access_log off; include "{sites}/nginx.conf"; }}',
            "utf-8",
        )
        command = [
            found("nginx"),
            "-t",
            "-p",
            str(sites),
            "-c",
            str(sites / "all.conf"),
            "-g",
            f'error_log "{sites}/log";',
        ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=alone(sites))
    assert done.returncode == 0, done.stderr


def found(name: str) -> str:
    """Return where a program lies; the test is skipped where it does not."""
    program = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if program is None:
        pytest.skip(f"{name} is not installed")
    return program


def alone(folder: Path) -> dict[str, str]:
    """Return an environment in which a server keeps what it keeps in a folder of the test's."""
    kept = {name: str(folder / "kept") for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    return {**os.environ, **kept}


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate for the snippet's hosts that nobody trusts."""
    pair = folder / "cert.pem", folder / "cert.key"
    subprocess.run(
        [found("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=DNS:*.live-records.example",
         "-out", str(pair[0]), "-keyout", str(pair[1])],
        check=True, capture_output=True,
    )  # fmt: skip
    return pair


def with_certificate(text: str, folder: Path, closed: str, opened: str) -> str:
    """Open the lines of a snippet that wait for a certificate, and put the certificate's own paths in."""
    pem, key = certificate(folder)
    text = text.replace(closed, opened)
    return text.replace("/etc/ssl/live-records.pem", str(pem)).replace("/etc/ssl/live-records.key", str(key))


@contextmanager
def nginx(sites: Path, change, *, secure: bool = False) -> Iterator[Get]:
    """Run nginx with the changed snippet; yields get(path, login, host) → status, headers, body."""
    program = found("nginx")
    port = free_port()
    text = server_snippets({"team": POLICY}, sites.as_posix())["nginx.conf"]
    if secure:
        text = re.sub(
            r"^ *listen 8080.*\n", "", with_certificate(text, sites, "# tls: ", ""), flags=re.MULTILINE
        )
    work = sites / "nginx"
    work.mkdir()
    text = re.sub(r"listen (8080|443)", f"listen 127.0.0.1:{port}", change(text))
    (work / "snippet.conf").write_text(text, "utf-8")
    user = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    temporary = " ".join(
        f'{name}_temp_path "{work}/{name}";' for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (work / "nginx.conf").write_text(
        f"""{user} daemon off; worker_processes 1; pid "{work}/pid"; error_log "{work}/error.log";
        events {{}} http {{ access_log off; {temporary} include "{work}/snippet.conf"; }}""",
        "utf-8",
    )
    with running(
        [program, "-p", str(work), "-c", str(work / "nginx.conf")], sites, port, secure=secure
    ) as get:
        yield get


@contextmanager
def caddy(sites: Path, change) -> Iterator[Get]:
    """Run Caddy with the changed snippet over HTTPS, on free ports and without its own way to certificates."""
    program = found("caddy")
    port, plain_port = free_port(), free_port()
    text = server_snippets({"team": POLICY}, sites.as_posix())["Caddyfile"]
    text = change(with_certificate(text, sites, "# tls /", "tls /"))
    options = f"{{\n admin off\n http_port {plain_port}\n https_port {port}\n default_bind 127.0.0.1\n}}\n"
    (sites / "run.caddy").write_text(options + text, "utf-8")
    command = [program, "run", "--adapter", "caddyfile", "--config", str(sites / "run.caddy")]
    with running(command, sites, port, secure=True) as get:
        connection = http.client.HTTPConnection("127.0.0.1", plain_port, timeout=60)
        connection.request("GET", "/pupils/", headers={"Host": "team.live-records.example"})
        answer = connection.getresponse()
        assert (answer.status, answer.getheader("Location")) == (
            301,
            "https://team.live-records.example/pupils/",
        )
        connection.close()
        yield get


@contextmanager
def running(command: list[str], folder: Path, port: int, *, secure: bool) -> Iterator[Get]:
    """Run a server until the test is through, and yield how it is asked."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, env=alone(folder))

    def get(path: str, login: str = "", host: str = "team.live-records.example") -> Answer:
        headers = {"Host": host}
        if login:
            headers["Authorization"] = "Basic " + base64.b64encode(login.encode()).decode()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.connect()
        if secure:
            # The name in the handshake is always one that the server knows: what is asked about is the Host within.
            connection.sock = context.wrap_socket(
                connection.sock, server_hostname="team.live-records.example"
            )
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read())
        except (http.client.RemoteDisconnected, ConnectionResetError):
            return Answer(0, {}, b"")
        finally:
            connection.close()

    try:
        for _ in range(1200):
            assert server.poll() is None, (folder / "server.log").read_text("utf-8")
            with suppress(OSError):
                get("/")
                break
            time.sleep(0.05)
        yield get
    finally:
        server.terminate()
        server.wait(60)
