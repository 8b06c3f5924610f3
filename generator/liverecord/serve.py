"""A site shown to one person on this computer, with the headers that its real server will send.

For looking at a build before it goes anywhere: it listens on this computer alone, and has no login.
"""

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from liverecord.problem import CannotBuild

ADDRESS = "127.0.0.1"


def server(folder: Path, policy: str, port: int) -> ThreadingHTTPServer:
    """Return a server of the site in `folder`, ready for `serve_forever`; port 0 takes any that is free.

    Raises CannotBuild when the port is taken.
    """
    try:
        return ThreadingHTTPServer((ADDRESS, port), partial(_Pages, directory=str(folder), policy=policy))
    except OSError as error:
        message = f"port {port} cannot be used: {error.strerror}"
        raise CannotBuild(message, "Choose another with --port, or stop the program that uses it.") from error


class _Pages(SimpleHTTPRequestHandler):
    """Files of one folder, never kept by the browser."""

    extensions_map = {  # noqa: RUF012 - the base class declares it as it is
        **SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".svg": "image/svg+xml",
    }

    def __init__(self, *arguments: object, directory: str, policy: str) -> None:
        self._policy = policy
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def end_headers(self) -> None:
        """Add what every answer carries."""
        self.send_header("Content-Security-Policy", self._policy)
        self.send_header("X-Robots-Tag", "noindex, nofollow")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "same-origin")
        self.send_header("Cache-Control", "private, no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page where there is no such page."""
        own = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not own.is_file():
            super().send_error(code, message, explain)
            return
        content = own.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def list_directory(self, path: object) -> None:  # noqa: ARG002
        """Show no folder's contents: an address without a page is not found."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
        """Keep quiet: an address may say what somebody looked for."""
