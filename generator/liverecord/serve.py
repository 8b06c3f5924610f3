"""A site shown to one person on this computer, with the headers that its real server will send.

For looking at a build before it goes anywhere: it listens on this computer alone, and has no login. A page elsewhere may
reach it through the reader's browser, under a name of its own: so it answers to this computer's own names alone.
"""

import logging
import re
import socket
from collections.abc import Mapping
from contextlib import suppress
from mimetypes import MimeTypes
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast
from urllib.parse import quote

import waitress.server
from flask import Flask, Response, abort, redirect, request
from waitress.trigger import trigger
from waitress.wasyncore import close_all
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.security import safe_join

from liverecord.press.security import HEADERS
from liverecord.problem import CannotBuild

ADDRESS = "127.0.0.1"
_NEWER_ADDRESS = "::1"
_NAMES = ("localhost", ADDRESS, f"[{_NEWER_ADDRESS}]")


class Server:
    """An application on this computer's own addresses: `run` answers until `stop` is called. Use it as a context."""

    def __init__(self, application: Flask, sockets: list[socket.socket], **limits: int) -> None:
        logging.getLogger("waitress").setLevel(logging.ERROR)  # a reader who is waited for is no news
        self.port: int = sockets[0].getsockname()[1]
        self._parts: dict[int, Any] = {}
        self._server = waitress.server.create_server(
            application,
            map=self._parts,
            sockets=sockets,
            ident=None,
            max_request_header_size=_LARGEST_HEADER,
            **limits,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.task_dispatcher.shutdown()
        close_all(self._parts)

    def run(self) -> None:
        """Answer until another thread calls `stop`, or somebody presses Ctrl+C."""
        self._server.run()

    def stop(self) -> None:
        """Make `run` return."""
        waker = next(part for part in self._parts.values() if isinstance(part, trigger))
        # Woken by something else meanwhile, it has ended already, and there is nobody to wake.
        with suppress(OSError):
            waker.pull_trigger(lambda: close_all(self._parts))


def server(folder: Path, policy: str, port: int) -> Server:
    """Return a server of the site in `folder`, ready to `run`; port 0 takes any that is free.

    Raises CannotBuild when the port is taken.
    """
    sockets = listening(port)
    application = Flask(__name__, static_folder=None, template_folder=None)
    application.url_map.merge_slashes = False
    _give_out(application, folder)
    guard(application, sockets[0].getsockname()[1], {**HEADERS, "Content-Security-Policy": policy})
    return Server(application, sockets)


def listening(port: int) -> list[socket.socket]:
    """Return sockets at this computer's own addresses and one port: the older kind of address, and the newer where there is one.

    Raises CannotBuild when the port is taken.
    """
    try:
        sockets = [socket.create_server((ADDRESS, port))]
    except OSError as error:
        message = f"port {port} cannot be used: {error.strerror}"
        raise CannotBuild(message, "Choose another with --port, or stop the program that uses it.") from error
    try:
        taken = sockets[0].getsockname()[1]
        sockets.append(socket.create_server((_NEWER_ADDRESS, taken), family=socket.AF_INET6))
    except OSError:
        pass  # no such address here, or somebody else's port: the address that is shown is the older one
    return sockets


def guard(application: Flask, port: int, headers: Mapping[str, str]) -> None:
    """Make an application answer to this computer's own names with this port, and lay headers over every answer."""
    own = {f"{name}:{port}" for name in _NAMES} | (set(_NAMES) if port == _LEFT_OUT else set())

    @application.before_request
    def to_itself() -> None:
        # Werkzeug's own list of trusted hosts lets any port pass, and so any other server of this computer.
        if request.environ.get("HTTP_HOST", "").lower() not in own:
            abort(403)
        target = str(request.environ["REQUEST_URI"])
        path = target.partition("?")[0]
        # A target that is a whole address names a second host; the rest is in no page's address.
        if not path.startswith("/") or path.startswith("//") or _NEVER_TYPED(path) or not _is_text():
            abort(400)

    @application.after_request
    def laid_over(answer: Response) -> Response:
        answer.headers.update({**headers, "Cache-Control": "private, no-store"})
        return answer

    @application.errorhandler(HTTPException)
    def plainly(error: HTTPException) -> Response:
        answer = error.get_response()
        told = Response(f"{error.code} {error.name}\n", error.code, mimetype="text/plain")
        told.headers.extend(
            (name, value) for name, value in answer.headers if name in {"Allow", "Content-Range"}
        )
        return told


_LEFT_OUT = 80
"""The port that a browser does not name."""

_LARGEST_HEADER = 1 << 16
_NEVER_TYPED = re.compile(r"[\\\x00-\x20\x7f-\xff]|%(?:[01][0-9a-f]|2f|5c|7f)", re.IGNORECASE).search


def _is_text() -> bool:
    """Tell whether the path that was asked for is UTF-8, unquoted."""
    try:
        request.environ["PATH_INFO"].encode("latin-1").decode()
    except UnicodeDecodeError:
        return False
    return True


# ── A site's files ──────────────────────────────────────────────────────────────────────────────────────


def given_out(folder: Path, path: str) -> Response | None:
    """Return what a path of the site in `folder` names: a file, or the way to a folder's page; None where there is none."""
    place = _place(folder, path)
    if place is None:
        return None
    if place.is_dir():
        return cast("Response", redirect(quote(f"/{path}/"), 301))
    return _sent(place)


def in_part(answer: Response) -> Response:
    """Return an answer of a file as it was asked for: the whole, a part of it, or that it has not changed."""
    if answer.status_code != _OK:
        return answer
    length = answer.content_length
    return cast("Response", answer.make_conditional(request, accept_ranges=True, complete_length=length))


def not_there(folder: Path) -> Response:
    """Return a site's own answer to a path that it does not have."""
    own = _place(folder, "404.html")
    answer = _sent(own) if own is not None else Response("404 Not Found\n", mimetype="text/plain")
    answer.status_code = 404
    return answer


def _give_out(application: Flask, folder: Path) -> None:
    @application.get("/", defaults={"path": ""}, provide_automatic_options=False)
    @application.get("/<path:path>", provide_automatic_options=False)
    def page(path: str) -> Any:
        answer = given_out(folder, path)
        if answer is None:
            abort(404)
        return in_part(answer)

    @application.errorhandler(NotFound)
    def nowhere(_: NotFound) -> Response:
        return not_there(folder)


_OK = 200


def _place(folder: Path, path: str) -> Path | None:
    """Return the file that a path of the site names, or the folder whose page a slash would name; None where there is none.

    A link that leads out of the site is none, nor is what begins with a dot.
    """
    if any(part.startswith(".") for part in path.split("/")):
        return None
    inside = safe_join(".", f"{path}index.html" if not path or path.endswith("/") else path)
    if inside is None:
        return None
    try:
        site = folder.resolve()  # anew each time: a build may have put another in its place
        place = (site / inside).resolve()
        if not place.is_relative_to(site):
            return None
        return place if place.is_file() or (place / "index.html").is_file() else None
    except (OSError, RuntimeError, ValueError):  # a name that is too long, links in a circle
        return None


def _sent(place: Path) -> Response:
    kind = _KINDS.get(place.suffix) or _STANDARD.guess_type(place.name)[0] or "application/octet-stream"
    answer = Response(place.read_bytes(), mimetype=kind)
    answer.add_etag()
    return answer


_STANDARD = MimeTypes()
"""As Python has them: a system's own list may say something else of a script."""

_KINDS = {".js": "text/javascript", ".wasm": "application/wasm", ".svg": "image/svg+xml"}
