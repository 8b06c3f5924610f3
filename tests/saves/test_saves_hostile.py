"""A clone that somebody handed over names programs and other servers in its settings: asking the server runs and follows none.

Each trap is shown to work on git itself, before it is shown to fail here.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest
from clones import CONTACTS, RECORDS, Clone, with_records

from forge import PASSWORD, USER, Forge, forge
from git_repository import commit, git, repository
from liverecord.model.records import Forge as Described
from liverecord.read.profiles import NETWORK
from liverecord.saves.network import Address, address
from liverecord.saves.sending import Fetched, Sent, fetch, send
from liverecord.saves.trouble import Trouble
from liverecord.saves.writing import opened
from liverecord.splice.steps import Add

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the traps are shell scripts")


class Trap(NamedTuple):
    """A clone with a save that waits, the real server, another one, and a program that leaves a mark when something runs it."""

    here: Clone
    server: Forge
    other: Forge
    program: Path
    mark: Path
    home: Path

    def setting(self, name: str, value: str) -> None:
        git(self.here.root, "config", "--add", name, value)

    def falls(self, *arguments: str) -> bool:
        """Tell whether git itself, without any care, runs the program or asks the other server."""
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": str(self.home), "GIT_TERMINAL_PROMPT": "0"}
        subprocess.run(["git", *arguments], cwd=self.here.root, env=environment, check=False, capture_output=True)  # fmt: skip
        return self.sprung(again=True)

    def sprung(self, *, again: bool = False) -> bool:
        """Tell whether the program ran, or the other server was asked."""
        found = self.mark.exists() or bool(self.other.requests)
        if again:
            self.mark.unlink(missing_ok=True)
            self.other.requests.clear()
        return found


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Trap]:
    with forge(tmp_path / "forge") as server, forge(tmp_path / "other") as other:
        with_records(server)
        home = server.signed_in(tmp_path / "home")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home))
        here = Clone(server.clone(tmp_path / "here"))
        call = {"id": "k2", "date": "2026-11-20", "by": "j-okafor", "with": "mother", "how": "phone"}
        here.save({CONTACTS: [Add(("contacts",), call)]}, "p-7k3m: a call")
        program = tmp_path / "trap"
        program.write_text(f'#!/bin/sh\ntouch "{tmp_path}/sprung"\n', encoding="utf-8")
        program.chmod(0o755)
        yield Trap(here, server, other, program, tmp_path / "sprung", home)


def talk(trap: Trap) -> tuple[object, object]:
    return (
        fetch(trap.here.root, "main", trap.here.person, sign_in=True, limit=20),
        send(trap.here.root, trap.here.standing, Described(), sign_in=True, limit=20),
    )


def helper(trap: Trap) -> None:
    trap.setting("credential.helper", str(trap.program))


def helper_of_the_address(trap: Trap) -> None:
    trap.setting(f"credential.http://127.0.0.1:{trap.server.port}.helper", str(trap.program))


def asker(trap: Trap) -> None:
    trap.home.write_text("", encoding="utf-8")
    trap.setting("core.askPass", str(trap.program))


def another_address(trap: Trap) -> None:
    trap.setting(f"url.{trap.other.web}.insteadOf", trap.server.web)


def another_address_to_push(trap: Trap) -> None:
    trap.setting("remote.origin.pushurl", trap.other.address)


def proxy(trap: Trap) -> None:
    trap.setting("http.proxy", f"http://127.0.0.1:{trap.other.port}")


def proxy_of_the_remote(trap: Trap) -> None:
    trap.setting("remote.origin.proxy", f"http://127.0.0.1:{trap.other.port}")


def proxy_of_the_address(trap: Trap) -> None:
    trap.setting(f"remote.{trap.server.address}.proxy", f"http://127.0.0.1:{trap.other.port}")


def hook(trap: Trap) -> None:
    (trap.here.root / ".git/hooks").mkdir(exist_ok=True)
    for name in ("pre-push", "reference-transaction", "post-merge", "pre-auto-gc"):
        (trap.here.root / ".git/hooks" / name).symlink_to(trap.program)


def hooks_elsewhere(trap: Trap) -> None:
    folder = trap.program.parent / "hooks"
    folder.mkdir()
    (folder / "reference-transaction").symlink_to(trap.program)
    trap.setting("core.hooksPath", str(folder))


def helper_of_transport(trap: Trap) -> None:
    trap.setting("remote.origin.vcs", "ext")
    git(trap.here.root, "config", "--replace-all", "remote.origin.url", str(trap.program))
    trap.setting("protocol.ext.allow", "always")


def included(trap: Trap) -> None:
    more = trap.program.parent / "more"
    more.write_text(f"[credential]\n\thelper = {trap.program}\n", encoding="utf-8")
    trap.setting("include.path", str(more))


def monitor(trap: Trap) -> None:
    trap.setting("core.fsmonitor", str(trap.program))


def alternates(trap: Trap) -> None:
    """Name a command for what the objects of another repository are known by."""
    other = repository(trap.program.parent / "lender")
    (trap.here.root / ".git/objects/info/alternates").write_text(f"{other}/.git/objects\n", encoding="utf-8")
    trap.setting("core.alternateRefsCommand", str(trap.program))


ATTACKS: dict[str, tuple[Callable[[Trap], None], tuple[str, ...] | None]] = {
    "credential helper": (helper, ("fetch",)),
    "credential helper of the address": (helper_of_the_address, ("fetch",)),
    "credential helper of an included file": (included, ("fetch",)),
    "program that asks": (asker, ("fetch",)),
    "address in another's place": (another_address, ("fetch",)),
    "address to push to": (another_address_to_push, ("push", "origin", "HEAD:x")),
    "proxy": (proxy, ("fetch",)),
    "proxy of the remote": (proxy_of_the_remote, ("fetch",)),
    "proxy of a remote that is called like the address": (proxy_of_the_address, None),
    "hook": (hook, ("push", "origin", "HEAD:x")),
    "hooks elsewhere": (hooks_elsewhere, ("fetch",)),
    "transport helper": (helper_of_transport, ("fetch",)),
    "file monitor": (monitor, ("status",)),
    "objects of another": (alternates, ("fetch",)),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_setting_of_the_clone_counts(trap: Trap, attack: str) -> None:
    """Whatever the clone's settings name is neither run nor asked, and the save arrives at the clone's own server."""
    lay, falls = ATTACKS[attack]
    trap.server.change({"new.txt": b"new\n"})
    lay(trap)
    if falls:
        assert trap.falls(*falls), "the attack is none"
    fetched, arrived = talk(trap)
    assert not trap.sprung()
    if attack in {
        "program that asks",
        "transport helper",
    }:  # nobody knows the password, or where the server is
        assert isinstance(fetched, Trouble)
        return
    assert isinstance(fetched, Fetched)
    assert isinstance(arrived, Sent)
    assert trap.server.head("edit/j-okafor-1") == trap.here.standing.base


@pytest.mark.parametrize("variable", ["GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "SSH_ASKPASS", "GIT_PROXY_COMMAND", "GIT_EXEC_PATH"])  # fmt: skip
def test_no_variable_counts(trap: Trap, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    """An editor's workspace may bring variables of its own, which name programs: none is handed on."""
    trap.home.write_text("", encoding="utf-8")
    monkeypatch.setenv(variable, str(trap.program))
    talk(trap)
    git(trap.here.root, "remote", "set-url", "origin", "ssh://git@127.0.0.1:1/send/records.git")
    talk(trap)
    assert not trap.sprung()


# ── ssh ─────────────────────────────────────────────────────────────────────────────────────────────────


def ssh(trap: Trap) -> None:
    git(trap.here.root, "remote", "set-url", "origin", "git@ashgrove.invalid:send/records.git")


def test_the_clones_ssh_command_is_not_run(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's own ssh is run, told to ask nothing; the clone names none."""
    ssh(trap)
    trap.setting("core.sshCommand", str(trap.program))
    assert trap.falls("fetch"), "the attack is none"
    own = trap.program.with_name("ssh")
    own.write_text(f'#!/bin/sh\necho "$@" >> "{own}.said"\nexit 255\n', encoding="utf-8")
    own.chmod(0o755)
    trap.home.write_text(f"[core]\n\tsshCommand = {own} -i key\n", encoding="utf-8")
    talk(trap)
    assert not trap.sprung()
    said = own.with_name("ssh.said").read_text(encoding="utf-8").splitlines()
    assert said
    assert all(line.startswith("-i key -o BatchMode=yes ") for line in said)


def test_putty_is_not_told_in_words_of_ssh(trap: Trap) -> None:
    """Another program's options are its own: it is run as the person wrote it."""
    ssh(trap)
    own = trap.program.with_name("plink")
    own.write_text(f'#!/bin/sh\necho "$@" >> "{own}.said"\nexit 255\n', encoding="utf-8")
    own.chmod(0o755)
    trap.home.write_text(f"[core]\n\tsshCommand = {own}\n", encoding="utf-8")
    talk(trap)
    assert "BatchMode" not in own.with_name("plink.said").read_text(encoding="utf-8")


# ── A folder as the server ──────────────────────────────────────────────────────────────────────────────


def shared(trap: Trap) -> Path:
    """Make a shared drive of the server's repository, and return it."""
    folder = trap.program.parent / "drive/records.git"
    git(trap.server.folder, "clone", "--quiet", "--bare", str(trap.server.repository), str(folder))
    return folder


@pytest.mark.parametrize("written", ["{}", "file://{}", "../drive/records.git"])
def test_a_shared_drive_is_a_server(trap: Trap, written: str) -> None:
    """A school may keep its repository in a folder: it is fetched from and sent to, and has no page to propose on."""
    folder = shared(trap)
    git(trap.here.root, "remote", "set-url", "origin", written.format(folder))
    fetched, arrived = talk(trap)
    assert fetched == Fetched(trap.server.head("main"))
    assert arrived == Sent("edit/j-okafor-1", None)
    assert git(folder, "rev-parse", "edit/j-okafor-1").strip() == trap.here.standing.base


def test_another_kind_of_id_and_a_second_work_tree(trap: Trap) -> None:
    """Where commits are named by SHA-256, and where the school's folder is a work tree beside another, a save arrives too."""
    folder = trap.program.parent / "long.git"
    git(trap.program.parent, "init", "--quiet", "--bare", "--initial-branch=main", "--object-format=sha256", str(folder))  # fmt: skip
    first = repository(trap.program.parent / "first", "--object-format=sha256")
    (first / CONTACTS).parent.mkdir(parents=True)
    (first / CONTACTS).write_bytes(RECORDS[CONTACTS])
    main = commit(first, "2026-11-02")
    git(first, "remote", "add", "origin", str(folder))
    git(first, "push", "--quiet", "origin", "main")
    git(first, "worktree", "add", "--quiet", "--detach", "../second")
    second = Clone(first.with_name("second"))
    assert second.fetch() == Fetched(main)
    call = {"id": "k2", "date": "2026-11-20", "by": "j-okafor", "with": "mother", "how": "phone"}
    kept = second.save({CONTACTS: [Add(("contacts",), call)]}, "p-7k3m: a call")
    assert len(kept.commit) == 64
    second.send()
    assert git(folder, "rev-parse", kept.branch).strip() == kept.commit


def test_a_shared_drive_that_is_not_there(trap: Trap) -> None:
    git(trap.here.root, "remote", "set-url", "origin", str(trap.program.parent / "gone.git"))
    for trouble in talk(trap):
        assert isinstance(trouble, Trouble)
        assert "shared drive" in trouble.hint


def test_a_folder_runs_nothing(trap: Trap) -> None:
    """A handed-over clone may name a folder beside it as its server: its hooks and settings run nothing."""
    folder = shared(trap)
    lender = repository(trap.program.parent / "lender")
    (folder / "objects/info/alternates").write_text(f"{lender}/.git/objects\n", encoding="utf-8")
    for name in ("pre-receive", "update", "post-receive", "post-update", "reference-transaction", "proc-receive", "push-to-checkout"):  # fmt: skip
        (folder / "hooks" / name).unlink(missing_ok=True)
        (folder / "hooks" / name).symlink_to(trap.program)
    for name, value in {
        "core.alternateRefsCommand": str(trap.program),
        "core.fsmonitor": str(trap.program),
        "core.sshCommand": str(trap.program),
        "receive.procReceiveRefs": "refs/heads/edit",
        "receive.denyCurrentBranch": "updateInstead",
        "uploadpack.packObjectsHook": str(trap.program),
        "gc.auto": "1",
        "gc.recentObjectsHook": str(trap.program),
    }.items():
        git(folder, "config", name, value)
    git(trap.here.root, "remote", "set-url", "origin", str(folder))
    assert trap.falls("push", "origin", "HEAD:refs/heads/x"), "the attack is none"
    with suppress(subprocess.CalledProcessError):
        git(folder, "update-ref", "-d", "refs/heads/x")
    trap.sprung(again=True)
    talk(trap)
    assert not trap.sprung()


# ── Addresses ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "",
        "--upload-pack=touch sprung",
        "-oProxyCommand=touch sprung",
        "ext::sh -c touch% sprung",
        "fd::7",
        "persistent-https::git.school.example/x",
        "git://git.school.example/x",
        "ftp://git.school.example/x",
        "ssh://-oProxyCommand=x/y",
        "-x@git.school.example:x",
        "git@-oProxyCommand=x:y",
        "https:///x",
        "https://[::1/x",
        "https://git.school.example/a\nb",
    ],
)
def test_an_address_that_is_none_is_refused(trap: Trap, text: str) -> None:
    """What could be an option, another program's address or a protocol that nobody uses is not handed to git at all."""
    git(trap.here.root, "config", "--replace-all", "remote.origin.url", text)
    for trouble in talk(trap):
        assert isinstance(trouble, Trouble)
        assert trouble.reason == "no_remote"
    assert not trap.sprung()


@pytest.mark.parametrize(
    ("text", "kind", "host"),
    [
        ("https://git.school.example/send/records.git", "web", "git.school.example"),
        ("http://j:secret@Git.School.Example:3000/x", "web", "git.school.example"),
        ("ssh://git@git.school.example:2222/send/records.git", "ssh", "git.school.example"),
        ("git@git.school.example:send/records.git", "ssh", "git.school.example"),
        ("school:records", "ssh", "school"),
        ("[::1]:records", "ssh", "::1"),
        ("/srv/records.git", "folder", ""),
        ("file:///srv/records.git", "folder", ""),
        ("./a:b", "folder", ""),
    ],
)
def test_an_address_is_told_apart(trap: Trap, text: str, kind: str, host: str) -> None:
    git(trap.here.root, "config", "--replace-all", "remote.origin.url", text)
    found = address(opened(trap.here.root))
    assert isinstance(found, Address)
    assert (found.kind, found.host) == (kind, host)


def test_a_password_in_the_address_is_never_told(trap: Trap) -> None:
    """Where somebody wrote the password into the address it works, and stands in no message and no details."""
    trap.home.write_text("", encoding="utf-8")
    written = trap.server.address.replace("//", f"//{USER}:{PASSWORD}@")
    git(trap.here.root, "remote", "set-url", "origin", written)
    fetched, arrived = talk(trap)
    assert isinstance(fetched, Fetched)
    assert PASSWORD not in str(arrived)
    trap.server.broken = 500
    for trouble in talk(trap):
        assert isinstance(trouble, Trouble)
        assert trouble.details
        assert PASSWORD not in str(trouble)


def test_what_is_left_of_a_conversation(trap: Trap, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing: the folder that git worked in is gone, and the clone's own settings are as they were."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    before = (trap.here.root / ".git/config").read_bytes()
    talk(trap)
    assert list(temporary.iterdir()) == []
    assert (trap.here.root / ".git/config").read_bytes() == before


def test_the_objects_are_never_cleared_up() -> None:
    """A conversation knows a few references of the clone's: clearing up would take all other objects for left over."""
    assert {"gc.auto=0", "maintenance.auto=false"} <= {*NETWORK.settings}
