"""A forge to test with: a bare repository on http with a password, which answers, protects and merges as real ones do.

    with forge(tmp_path / "forge", said=GITHUB) as server:
        school = server.clone(tmp_path / "school")      # signed in: the helper stands in the clone's owner's settings
        server.change({"records/…": b"…"})              # a colleague's change in main
        server.merge("edit/j-okafor-1", how="squash")   # as the forge's button does

`git http-backend` answers behind Python's http.server. Nothing waits by the clock: a server that `hangs` waits for
whoever asked to go away.
"""

import base64
import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal

from git_repository import commit, git

USER, PASSWORD = "j-okafor", "Sycamore-42"

GITHUB = """
Create a pull request for '{branch}' on GitHub by visiting:
     {web}/pull/new/{branch}

"""
GITLAB = """

To create a merge request for {branch}, visit:
  {web}/-/merge_requests/new?merge_request%5Bsource_branch%5D={quoted}

"""
GITLAB_AGAIN = """

View merge request for {branch}:
  {web}/-/merge_requests/7

"""
FORGEJO = """

Create a new pull request for '{branch}':
  {web}/compare/main...{branch}

"""
FORGEJO_AGAIN = """

Visit the existing pull request:
  {web}/pulls/7

"""
"""What each forge says to whoever pushes a branch, word for word; git puts `remote: ` before each line."""

How = Literal["merge", "squash", "rebase"]


class Clashes(Exception):
    """The forge cannot merge a branch by itself: it would show a page of conflicts."""


class Forge:
    """A running forge with one repository, send/records.

    `protected` are branches that take no push. `broken` is a status with which each request is answered; `hangs` has each request
    wait without an answer: `asked` is set when one came, `left` when whoever asked has gone. `requests` are all of them. `options` are the push
    options that came with pushes, where the forge `takes_options`.
    """

    def __init__(self, folder: Path, said: str) -> None:
        self.folder = folder
        self.said = said
        self.protected: set[str] = set()
        self.password = PASSWORD
        self.broken = 0
        self.hangs = False
        self.asked = threading.Event()
        self.left = threading.Event()
        self.waiting: list[socket.socket] = []
        self.requests: list[str] = []
        self.server: ThreadingHTTPServer | None = None
        self.port = 0
        self._commits = 0
        for command in (
            ("init", "--quiet", "--bare", "--initial-branch=main", "send/records.git"),
            ("-C", "send/records.git", "config", "http.receivepack", "true"),
            ("-C", "send/records.git", "config", "receive.denyNonFastForwards", "true"),
            ("init", "--quiet", "--initial-branch=main", "scratch"),
            ("-C", "scratch", "remote", "add", "origin", str(self.repository)),
        ):
            git(folder, *command)
        for name, script in (("post-receive", _SAYS), ("pre-receive", _PROTECTS)):
            hook = self.repository / "hooks" / name
            hook.write_text(script, encoding="utf-8")
            hook.chmod(0o755)

    @property
    def repository(self) -> Path:
        """Where the bare repository lies."""
        return self.folder / "send/records.git"

    @property
    def web(self) -> str:
        """The repository's address for people."""
        return f"http://127.0.0.1:{self.port}/send/records"

    @property
    def address(self) -> str:
        """The repository's address for git."""
        return f"{self.web}.git"

    @property
    def options(self) -> list[str]:
        """The push options that came with the last push."""
        told = self.repository / "options"
        return told.read_text(encoding="utf-8").splitlines() if told.exists() else []

    def take_options(self) -> None:
        """Say to whoever pushes that options may come with it; a server that does not say so has git refuse a push with any."""
        git(self.repository, "config", "receive.advertisePushOptions", "true")

    def clone(self, folder: Path) -> Path:
        """Clone the repository for a school, with the address for git as its origin; return the folder."""
        git(self.folder, "clone", "--quiet", str(self.repository), str(folder))
        git(folder, "remote", "set-url", "origin", self.address)
        return folder

    def signed_in(self, folder: Path) -> Path:
        """Write a person's own git settings, whose helper knows the password; return the file, for GIT_CONFIG_GLOBAL."""
        folder.mkdir(parents=True, exist_ok=True)
        answers = f"echo username={USER}; echo password={self.password};"
        settings = folder / "gitconfig"
        settings.write_text(f'[credential]\n\thelper = "!f() {{ {answers} }}; f"\n', encoding="utf-8")
        return settings

    def change(self, files: Mapping[str, bytes | None], message: str = "A colleague's change") -> str:
        """Commit files to main (None: the file goes), as a colleague whose request was merged; return the commit."""
        scratch = self._scratch()
        for path, raw in files.items():
            if raw is None:
                (scratch / path).unlink()
            else:
                (scratch / path).parent.mkdir(parents=True, exist_ok=True)
                (scratch / path).write_bytes(raw)
        made = commit(scratch, self._day(), message, "R. Adeyemi <r.adeyemi@ashgrove.example>")
        git(scratch, "push", "--quiet", "origin", "main")
        return made

    def merge(self, branch: str, how: How = "merge", *, delete: bool = False) -> str:
        """Merge a branch into main as the forge's button does, and return main's commit; raises Clashes where git cannot."""
        scratch = self._scratch()
        message = f"Merge request from {branch}"
        day = self._day()
        try:
            match how:
                case "merge":
                    git(scratch, "merge", "--quiet", "--no-ff", "-m", message, f"origin/{branch}", day=day)
                case "squash":
                    git(scratch, "merge", "--quiet", "--squash", f"origin/{branch}", day=day)
                    commit(scratch, day, message)
                case "rebase":
                    git(scratch, "switch", "--quiet", "--detach", f"origin/{branch}")
                    git(scratch, "rebase", "--quiet", "main", day=day)
                    git(scratch, "push", "--quiet", "origin", "HEAD:main")
                    git(scratch, "fetch", "--quiet", "origin")
                    self._scratch()
        except subprocess.CalledProcessError as error:
            raise Clashes from error
        git(scratch, "push", "--quiet", "origin", "main")
        if delete:
            git(scratch, "push", "--quiet", "origin", f":{branch}")
        return self.head("main")

    def rewrite(self, since: str | None = None) -> str:
        """Write the past of main anew, as an erasure does, and return main's commit: its only one, or the only one after `since`,
        where what was erased is younger than that.
        """
        tree = git(self.repository, "rev-parse", "main^{tree}").strip()
        parents = ("-p", since) if since else ()
        made = git(
            self.repository, "commit-tree", tree, *parents, "-m", "The records", day=self._day()
        ).strip()
        git(self.repository, "update-ref", "refs/heads/main", made)
        return made

    def head(self, branch: str) -> str:
        """Return where a branch stands on the forge; "" where it is not."""
        return self.branches().get(branch, "")

    def branches(self) -> dict[str, str]:
        """Return every branch of the forge, and where it stands."""
        printed = git(
            self.repository, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads"
        )
        return dict(line.split() for line in printed.splitlines())

    def file(self, path: str, branch: str = "main") -> str:
        """Return a file's text as it stands on a branch of the forge."""
        return git(self.repository, "show", f"{branch}:{path}")

    def stop(self) -> None:
        """Be down: nobody listens any more, and whoever waited is sent away."""
        for connection in self.waiting:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def start(self) -> None:
        """Listen, on a port of its own each time."""
        forge = self

        class Handler(_Handler):
            pass

        Handler.forge = forge
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def _scratch(self) -> Path:
        """Return a clone of the forge's own whose main is the forge's, with nothing half-done in it."""
        scratch = self.folder / "scratch"
        for left in ("rebase-merge", "rebase-apply"):
            shutil.rmtree(scratch / ".git" / left, ignore_errors=True)
        git(scratch, "fetch", "--quiet", "--prune", "origin")
        if self.head("main"):
            git(scratch, "reset", "--quiet", "--hard")
            git(scratch, "switch", "--quiet", "--discard-changes", "--force-create", "main", "origin/main")
        return scratch

    def _day(self) -> str:
        """Return a day for the next commit: later than that of the one before."""
        self._commits += 1
        return f"2026-11-{10 + self._commits // 24:02d}"

    def environment(self) -> dict[str, str]:
        """Return what the hooks are told."""
        return {
            "FORGE_SAYS": self.said,
            "FORGE_WEB": self.web,
            "FORGE_PROTECTED": " ".join(sorted(self.protected)),
        }


@contextmanager
def forge(folder: Path, said: str = GITHUB) -> Iterator[Forge]:
    """Run a forge in a new folder until the end of the block."""
    folder.mkdir(parents=True)
    running = Forge(folder, said)
    running.start()
    try:
        yield running
    finally:
        running.stop()


_SAYS = r"""#!/bin/sh
: > options
i=0
while [ "$i" -lt "${GIT_PUSH_OPTION_COUNT:-0}" ]; do
  eval "echo \"\$GIT_PUSH_OPTION_$i\"" >> options
  i=$((i + 1))
done
while read -r old new ref; do
  branch=${ref#refs/heads/}
  case $new in *[!0]*) ;; *) continue ;; esac
  [ -n "$FORGE_SAYS" ] || continue
  quoted=$(printf %s "$branch" | sed 's,/,%2F,g')
  printf %s "$FORGE_SAYS" | sed -e "s,{branch},$branch,g" -e "s,{web},$FORGE_WEB,g" -e "s,{quoted},$quoted,g"
done
"""

_PROTECTS = r"""#!/bin/sh
while read -r old new ref; do
  for branch in $FORGE_PROTECTED; do
    case ${ref#refs/heads/} in
      $branch)
        echo "GitLab: You are not allowed to push code to protected branches on this project." >&2
        exit 1
    esac
  done
done
"""


class _Handler(BaseHTTPRequestHandler):
    """One request: the password is asked for, and git http-backend answers."""

    forge: Any = None
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, *arguments: object) -> None:
        """Say nothing: a test's output is its own."""

    def _answer(self) -> None:
        forge = self.forge
        body = self._body()
        forge.requests.append(f"{self.command} {self.path}")
        if forge.hangs:
            forge.waiting.append(self.connection)
            forge.asked.set()
            self.connection.recv(1)
            forge.left.set()
            self.close_connection = True
            return
        if forge.broken:
            self._say(forge.broken, [], b"")
            return
        known = base64.b64encode(f"{USER}:{forge.password}".encode()).decode()
        if self.headers.get("Authorization") != f"Basic {known}":
            self._say(401, [("WWW-Authenticate", 'Basic realm="forge"')], b"")
            return
        path, _, query = self.path.partition("?")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            **forge.environment(),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_PROJECT_ROOT": str(forge.folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_USER": USER,
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        done = subprocess.run(
            ["git", "http-backend"], input=body, capture_output=True, env=environment, check=False
        )
        head, _, rest = done.stdout.partition(b"\r\n\r\n")
        status, headers = 200, []
        for line in head.decode().split("\r\n"):
            name, _, value = line.partition(": ")
            if name == "Status":
                status = int(value.split()[0])
            elif name:
                headers.append((name, value))
        self._say(status, headers, rest)

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _say(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for header in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(body)
