"""A folder that somebody handed over may hold a repository that names programs: reading it starts none of them.

Each attack is set up for real, and each that git itself falls into is shown to work before it is shown to fail.
"""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from git_repository import commit, git, repository
from liverecord import traces
from liverecord.problem import HistoryUnavailable
from liverecord.read.blobs import Blobs
from liverecord.read.history import history, uncommitted
from liverecord.read.profiles import READING
from liverecord.read.revisions import compared, differing, own_branch, resolve
from schools import example, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the traps are shell scripts")

PLAN = "records/pupils/p-7k3m/plan.yml"


class Trap(NamedTuple):
    """A repository, and a program that leaves a mark when something runs it."""

    root: Path
    program: Path
    marks: Path

    def run_by(self, *arguments: str) -> bool:
        """Tell whether git itself, without any care, runs the program."""
        kept = {name: value for name, value in os.environ.items() if name != "GIT_CONFIG_GLOBAL"}
        subprocess.run(["git", *arguments], cwd=self.root, env=kept, check=False, capture_output=True)
        return self.sprung(again=True)

    def sprung(self, *, again: bool = False) -> bool:
        """Tell whether the program ran; set the trap again."""
        there = self.marks.exists()
        if again:
            self.marks.unlink(missing_ok=True)
        return there

    def touch_all(self) -> None:
        """Make git look into every file: a copied folder's time stamps are none of those that its index holds."""
        for path in self.root.glob("records/**/*.yml"):
            os.utime(path, (1, 1))


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trap:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    root = repository(example(tmp_path / "school"))
    commit(root, "2026-11-01")
    with (root / PLAN).open("a", encoding="utf-8") as file:
        file.write("# another line\n")
    commit(root, "2026-11-02")
    program = tmp_path / "trap"
    program.write_text(f'#!/bin/sh\ntouch "{tmp_path}/sprung"\n', encoding="utf-8")
    program.chmod(0o755)
    made = Trap(root, program, tmp_path / "sprung")
    made.touch_all()
    return made


def read_all(root: Path) -> None:
    """Ask of the past everything that the program can ask."""
    for ask in (
        lambda: history(root),
        lambda: uncommitted(root),
        lambda: differing(resolve(root, "HEAD~1")),
        lambda: resolve(root, "2026-11-02"),
        lambda: compared(root, "HEAD~1..HEAD"),
        lambda: own_branch(root, "main"),
        lambda: blobs_of(root),
        lambda: resolve(root, "HEAD").tree(),
        lambda: traces.search(root, ["p-7k3m"]),
    ):
        with contextlib.suppress(HistoryUnavailable):
            ask()


def blobs_of(root: Path) -> None:
    with Blobs(root) as blobs:
        blobs.read(history(root).blobs.values())


def filters(name: str) -> Callable[[Trap], None]:
    def lay(trap: Trap) -> None:
        (trap.root / ".git/info").mkdir(exist_ok=True)
        (trap.root / ".git/info/attributes").write_text(f"* filter={name}\n", encoding="utf-8")
        for kind in ("clean", "smudge", "process"):
            git(trap.root, "config", f"filter.{name}.{kind}", str(trap.program))
        git(trap.root, "config", f"filter.{name}.required", "true")

    return lay


def filter_of_an_included_file(trap: Trap) -> None:
    (trap.root / ".gitattributes").write_text("*.yml filter=shown\n", encoding="utf-8")
    (trap.root / "more").write_text(f'[filter "shown"]\nclean = {trap.program}\n', encoding="utf-8")
    git(trap.root, "config", "includeIf.onbranch:main.path", str(trap.root / "more"))


def filter_of_a_work_tree(trap: Trap) -> None:
    (trap.root / ".gitattributes").write_text("*.yml filter=own\n", encoding="utf-8")
    git(trap.root, "config", "extensions.worktreeConfig", "true")
    git(trap.root, "config", "--worktree", "filter.own.clean", str(trap.program))


def filter_through_a_pointer(trap: Trap) -> None:
    filters("far")(trap)
    (trap.root / ".git").rename(trap.root / "elsewhere")
    (trap.root / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")


def submodule(trap: Trap) -> None:
    inner = repository(trap.root / "records/inner")
    (inner / "a.yml").write_text("a: b\n", encoding="utf-8")
    commit(inner, "2026-11-03")
    commit(trap.root, "2026-11-03")
    (inner / ".git/info/attributes").write_text("* filter=inner\n", encoding="utf-8")
    git(inner, "config", "filter.inner.clean", str(trap.program))
    (inner / "a.yml").write_text("a: c\n", encoding="utf-8")


def monitor(trap: Trap) -> None:
    git(trap.root, "config", "core.fsmonitor", str(trap.program))


def hook(trap: Trap) -> None:
    """Lay a hook that runs when git writes its index, as it does after looking at files whose times have changed."""
    folder = trap.root / ".git/hooks"
    folder.mkdir(exist_ok=True)
    (folder / "post-index-change").symlink_to(trap.program)


def external_diff(trap: Trap) -> None:
    git(trap.root, "config", "diff.external", str(trap.program))
    (trap.root / PLAN).write_text("a: b\n", encoding="utf-8")


def driver(trap: Trap) -> None:
    (trap.root / ".gitattributes").write_text("*.yml diff=mine merge=mine\n", encoding="utf-8")
    for setting in ("diff.mine.command", "diff.mine.textconv", "merge.mine.driver"):
        git(trap.root, "config", setting, str(trap.program))
    (trap.root / PLAN).write_text("a: b\n", encoding="utf-8")


def signature(trap: Trap) -> None:
    git(trap.root, "config", "log.showSignature", "true")
    git(trap.root, "config", "gpg.program", str(trap.program))
    body = git(trap.root, "cat-file", "commit", "HEAD")
    head, _, message = body.partition("\n\n")
    signed = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n{message}"
    (trap.root / ".git/signed").write_text(signed, encoding="utf-8")
    made = git(trap.root, "hash-object", "-t", "commit", "-w", ".git/signed").strip()
    git(trap.root, "update-ref", "refs/heads/main", made)


def promised(trap: Trap) -> None:
    """Take an object away that a remote promises to send: to look for it starts what the remote's address names."""
    for setting, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": f"ext::{trap.program}",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
    }.items():
        git(trap.root, "config", setting, value)
    tree = git(trap.root, "rev-parse", f"HEAD:{PLAN}").strip()
    (trap.root / f".git/objects/{tree[:2]}/{tree[2:]}").unlink()
    git(trap.root, "rm", "--quiet", "--cached", PLAN)


def said_to_be_run(trap: Trap) -> None:
    """Name the program wherever else a setting may name one."""
    for setting in (
        "core.sshCommand",
        "core.pager",
        "core.editor",
        "core.askPass",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "credential.helper",
        "gpg.ssh.program",
        "interactive.diffFilter",
        "pager.log",
        "pager.status",
        "pager.diff",
        "pager.show",
        "sequence.editor",
        "uploadpack.packObjectsHook",
        "trailer.x.command",
    ):
        git(trap.root, "config", setting, str(trap.program))
    for name in ("log", "status", "diff", "show", "cat-file", "rev-parse", "diff-tree", "ls-tree"):
        git(trap.root, "config", f"alias.{name}", f"!{trap.program}")
    git(trap.root, "config", "status.submoduleSummary", "true")


ATTACKS = {
    "filter": (filters("shown"), ("status",)),
    "filter whose name holds an equals sign": (filters("a=b"), ("status",)),
    "filter whose name holds dots, spaces aside": (filters("a.clean.B'c"), ("status",)),
    "filter of an included file": (filter_of_an_included_file, ("status",)),
    "filter of a work tree's own settings": (filter_of_a_work_tree, ("status",)),
    "filter of a git folder that lies elsewhere": (filter_through_a_pointer, ("status",)),
    "filter of a submodule": (submodule, ("diff", "HEAD")),
    "file monitor": (monitor, ("status",)),
    "hook": (hook, ("status",)),
    "external diff": (external_diff, ("diff", "HEAD")),
    "diff driver": (driver, ("diff", "HEAD")),
    "signature": (signature, ("log",)),
    "promised object": (promised, ("cat-file", "-p", f"HEAD:{PLAN}")),
    "whatever else names a program": (said_to_be_run, None),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_setting_of_the_repository_runs_a_program(trap: Trap, attack: str) -> None:
    """Whatever a handed-over repository's settings name, asking it of its past starts nothing but git."""
    lay, falls = ATTACKS[attack]
    lay(trap)
    trap.touch_all()
    trap.sprung(again=True)
    if falls:
        assert trap.run_by(*falls), "the attack is none"
        trap.touch_all()
    read_all(trap.root)
    assert not trap.sprung()


@pytest.mark.parametrize("attack", ["filter", "filter of a submodule", "file monitor", "hook"])
def test_no_command_runs_a_program(trap: Trap, attack: str) -> None:
    """`check`, `due`, `diff` and `traces` are what a person runs first in a folder that was handed over."""
    ATTACKS[attack][0](trap)
    trap.touch_all()
    trap.sprung(again=True)
    for arguments in (["check"], ["due"], ["diff"], ["diff", "HEAD~1"], ["facts"], ["retention"]):
        trap.touch_all()
        run(trap.root, *arguments)
        assert not trap.sprung(), arguments


@pytest.mark.parametrize(
    ("variables", "falls"),
    [
        ({"GIT_EXTERNAL_DIFF": "{}"}, ("diff", "HEAD")),
        (
            {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": "{}"},
            ("status",),
        ),
        (
            {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "filter.shown.clean", "GIT_CONFIG_VALUE_0": "{}"},
            ("status",),
        ),
        ({"GIT_CONFIG_PARAMETERS": "'core.fsmonitor'='{}'"}, ("status",)),
        ({"GIT_SSH": "{}", "GIT_SSH_COMMAND": "{}", "GIT_ASKPASS": "{}", "GIT_PAGER": "{}"}, None),
        ({"GIT_PROXY_COMMAND": "{}", "GIT_EDITOR": "{}", "GIT_SEQUENCE_EDITOR": "{}"}, None),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_no_variable_runs_a_program(
    trap: Trap, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], falls: tuple[str, ...] | None
) -> None:
    """An editor's workspace may bring variables of its own: of those that are git's, none is handed on to it."""
    (trap.root / ".git/info").mkdir(exist_ok=True)
    (trap.root / ".git/info/attributes").write_text("* filter=shown\n", encoding="utf-8")
    (trap.root / PLAN).write_text("a: b\n", encoding="utf-8")
    for name, value in variables.items():
        monkeypatch.setenv(name, value.format(trap.program))
    if falls:
        assert trap.run_by(*falls), "the attack is none"
        trap.touch_all()
    read_all(trap.root)
    assert not trap.sprung()


def test_no_older_git_fetches_what_is_promised(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git before 2.44 does not know that nothing may be fetched; no protocol is allowed to it, whatever the repository says."""
    monkeypatch.delitem(READING.environment, "GIT_NO_LAZY_FETCH")
    promised(trap)
    assert trap.run_by("cat-file", "-p", f"HEAD:{PLAN}")
    read_all(trap.root)
    assert not trap.sprung()


def test_looking_changes_nothing(trap: Trap) -> None:
    """Not even git's own index is written, however stale its time stamps are: somebody may be about to commit."""
    (trap.root / PLAN).write_text("a: b\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in (trap.root / ".git").rglob("*") if path.is_file()}
    read_all(trap.root)
    run(trap.root, "check")
    assert {path: path.read_bytes() for path in (trap.root / ".git").rglob("*") if path.is_file()} == before


def test_grafts_do_not_rewrite_the_past(trap: Trap) -> None:
    """A list of other parents, which git follows on one machine only, is none of what was committed."""
    plain = history(trap.root)
    head = git(trap.root, "rev-parse", "HEAD").strip()
    (trap.root / ".git/info/grafts").write_text(f"{head}\n", encoding="utf-8")
    assert len(git(trap.root, "rev-list", "HEAD").split()) == 1
    assert history(trap.root).changes == plain.changes


def test_a_file_that_differs_is_told_through_every_attack(trap: Trap) -> None:
    """Switching filters off must not hide what differs: a changed file is told, an untouched one is not."""
    filters("shown")(trap)
    trap.touch_all()
    assert history(trap.root).dirty == frozenset()
    with (trap.root / PLAN).open("a", encoding="utf-8") as file:
        file.write("# and another\n")
    assert history(trap.root).dirty == {PLAN}
    assert differing(resolve(trap.root, "HEAD")) == [PLAN]


# ── A filter that the person's own machine allows ───────────────────────────────────────────────────────


def encrypted(trap: Trap) -> Path:
    """Commit the plan as a filter stores it, upside down, and return the program that does so; the folder names it too."""
    program = trap.program.with_name("upside-down")
    program.write_text(f'#!/bin/sh\ntouch "{trap.marks}"\ntac\n', encoding="utf-8")
    program.chmod(0o755)
    (trap.root / ".gitattributes").write_text(f"{PLAN} filter=git-crypt\n", encoding="utf-8")
    git(trap.root, "config", "filter.git-crypt.clean", str(program))
    git(trap.root, "config", "filter.git-crypt.required", "true")
    os.utime(trap.root / PLAN, (2, 2))
    commit(trap.root, "2026-11-03")
    trap.touch_all()
    trap.sprung(again=True)
    return program


def test_a_filter_runs_where_the_persons_own_settings_allow_it(trap: Trap) -> None:
    """Whoever keeps records with git-crypt says so once, on the machine: then an unchanged file is no changed one."""
    program = encrypted(trap)
    assert history(trap.root).dirty == {PLAN}
    assert not trap.sprung()
    git_global = trap.root.parent / "home/.gitconfig"
    git_global.write_text(f'[liverecord "git-crypt"]\nclean = {program}\n', encoding="utf-8")
    trap.touch_all()
    assert history(trap.root).dirty == frozenset()
    assert trap.sprung(again=True)
    with (trap.root / PLAN).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert differing(resolve(trap.root, "HEAD")) == [PLAN]


def test_what_runs_is_what_the_machine_names(trap: Trap) -> None:
    """The folder chooses neither whether a filter runs nor which program: its own settings of that name count for nothing."""
    program = encrypted(trap)
    git(trap.root, "config", "liverecord.git-crypt.clean", str(program))
    git(trap.root, "config", "include.path", str(trap.root / "more"))
    (trap.root / "more").write_text(f'[liverecord "git-crypt"]\nclean = {program}\n', encoding="utf-8")
    assert history(trap.root).dirty == {PLAN}
    assert not trap.sprung()
    (trap.root.parent / "home/.gitconfig").write_text(
        '[liverecord "git-crypt"]\nclean = tac\n', encoding="utf-8"
    )
    assert history(trap.root).dirty == frozenset()
    assert not trap.sprung()


# ── What git would read and never come back from ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "name", [".mailmap", ".gitattributes", ".gitignore", "records/.gitignore", "records/.gitattributes"]
)
@pytest.mark.parametrize("kind", ["pipe", "device", "link to a device", "too large", "folder"])
def test_a_file_that_git_reads_is_a_file(trap: Trap, name: str, kind: str) -> None:
    """Git waits for ever for a pipe of a name that it looks for: the past is said to be unknown, with the path, at once."""
    path = trap.root / name
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device" | "link to a device":
            path.symlink_to("/dev/zero" if kind == "link to a device" else "/dev/tty")
        case "too large":
            with path.open("wb") as file:
                file.truncate(50_000_000_000)
        case _:
            path.mkdir()
    program = (
        "import sys; from pathlib import Path; from liverecord.problem import HistoryUnavailable\n"
        "from liverecord.read.history import history\n"
        "from liverecord.read.revisions import resolve\n"
        "resolve(Path(sys.argv[1]), 'HEAD~1')\n"
        "resolve(Path(sys.argv[1]), '2026-11-02')\n"
        "try:\n    history(Path(sys.argv[1]))\n"
        "except HistoryUnavailable as error:\n    sys.exit(error.message + error.hint)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(trap.root)],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert name in done.stderr
    assert "Traceback" not in done.stderr


def elsewhere(trap: Trap) -> None:
    """Point the work tree, the objects and the lists of names at other places of the machine."""
    (trap.root / ".git/objects/info/alternates").write_text("/dev/zero\n/\n../../..\n", encoding="utf-8")
    git(trap.root, "config", "core.attributesFile", "/dev/zero")
    git(trap.root, "config", "core.excludesFile", "/dev/zero")
    git(trap.root, "config", "mailmap.file", "/dev/zero")
    git(trap.root, "config", "diff.orderFile", "/dev/zero")


def test_files_elsewhere_are_not_read(trap: Trap) -> None:
    """What the settings point at elsewhere on the machine changes nothing, and nobody waits for it."""
    plain = history(trap.root)
    elsewhere(trap)
    assert history(trap.root) == plain
    read_all(trap.root)


@pytest.mark.parametrize("place", ["/", "..", "/nowhere"])
def test_a_work_tree_elsewhere_is_not_looked_at(trap: Trap, place: str) -> None:
    """A repository that says its files are elsewhere tells nothing of those that are there."""
    git(trap.root, "config", "core.worktree", place)
    read_all(trap.root)
    assert not [path for path in uncommitted(trap.root) if not path.startswith("records/")]
