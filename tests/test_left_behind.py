"""What a run leaves on the disk: for its owner alone where it is secret, nothing of a run that was killed, and words where it may not write."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from git_repository import commit, repository
from schools import crowd, run

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="there, rights are no bits and a folder has no lock"
)

PROGRAM = [sys.executable, "-m", "liverecord"]
STAFF = "records/staff.yml"


@pytest.fixture
def open_to_all() -> Iterator[None]:
    """Let everybody do everything with a new file, as on a machine that was set up carelessly."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def past(tmp_path: Path, school: Path) -> Path:
    """The example school, with its frames made, in a repository."""
    repository(school)
    (school / ".gitignore").write_text(".liverecord/\nsite/\n", encoding="utf-8")
    commit(school, "2026-11-01")
    return school


def open_ones(folder: Path) -> list[str]:
    """Return what below a folder, or the folder itself, others may do anything with."""
    return [
        path.as_posix()
        for path in (folder, *folder.rglob("*"))
        if not path.is_symlink() and path.stat().st_mode & 0o077
    ]


# ── Whose it is ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("open_to_all")
def test_a_past_view_is_its_owners_alone(past: Path) -> None:
    """It shows what was taken out since: no other user of the machine reads a byte of it, the search included."""
    done = run(past, "build", "--audience", "senco", "--as-of", "2026-11-02")
    assert done.returncode == 0, done.stderr
    view = past / "site/past-2026-11-02"
    assert (view / "senco/pupils/p-7k3m/index.html").is_file()
    assert list((view / "senco/pagefind").rglob("*"))
    assert open_ones(view) == []
    assert run(past, "build", "--audience", "senco", "--as-of", "2026-11-02").returncode == 0
    assert open_ones(view) == []
    assert run(past, "build", "--audience", "senco", "--as-of", "HEAD", "--output", "before").returncode == 0
    assert open_ones(past / "before") == []


@pytest.mark.usefixtures("open_to_all")
def test_a_past_view_closes_no_current_site(past: Path) -> None:
    """The site that a web server reads stays as the machine's custom has it, before a past view and after, in one folder."""
    assert run(past, "build", "--audience", "senco", "--as-of", "2026-11-02").returncode == 0
    assert run(past, "build", "--audience", "staff").returncode == 0
    site = past / "site/staff"
    assert (past / "site").stat().st_mode & 0o005 == 0o005
    assert all(path.stat().st_mode & 0o004 for path in site.rglob("*"))
    assert run(past, "build", "--audience", "staff", "--as-of", "2026-11-02").returncode == 0
    assert all(path.stat().st_mode & 0o004 for path in site.rglob("*"))
    assert open_ones(past / "site/past-2026-11-02") == []


@pytest.mark.usefixtures("open_to_all")
@pytest.mark.parametrize(
    "arguments",
    [
        ("due", "--format", "ics", "--output", "told"),
        ("digest", "--to", "told"),
        ("export", "p-7k3m", "--for", "family", "told"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_is_handed_out_is_its_owners_alone(past: Path, arguments: tuple[str, ...]) -> None:
    """Calendars, e-mails and copies tell who owes what for whom: whoever made them decides who else reads them."""
    done = run(past, *arguments, "--today", "2026-11-23")
    assert done.returncode == 0, done.stderr
    assert list((past / "told").iterdir())
    assert open_ones(past / "told") == []
    assert open_ones(past / ".liverecord")[:1] != [(past / ".liverecord").as_posix()]


def test_calendars_that_a_server_may_read_stay_so(past: Path) -> None:
    """Somebody let the web server read the calendars: the nightly run does not shut it out, and lets nobody write."""
    arguments = ("due", "--format", "ics", "--output", "told", "--today", "2026-11-23")
    run(past, *arguments)
    for path in (past / "told").iterdir():
        path.chmod(0o666)
    run(past, *arguments)
    assert {path.stat().st_mode & 0o777 for path in (past / "told").iterdir()} == {0o644}


# ── What a killed run leaves ────────────────────────────────────────────────────────────────────────────


def making(school: Path) -> list[Path]:
    return [
        *school.glob("site/*.making"),
        *school.glob(".liverecord/making/*"),
        *school.glob(".liverecord/past/*"),
    ]


def killed(school: Path, *arguments: str, at: str) -> None:
    """Run a command, with a folder of its own for what is temporary, and kill it once something like `at` is there."""
    (school.parent / "temporary").mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(school.parent / "temporary")}
    with subprocess.Popen(
        [*PROGRAM, *arguments], cwd=school, env=environment, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        until = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < until and not list(school.glob(at)):
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.001)
        assert process.poll() is None, process.stderr and process.stderr.read()
        os.killpg(process.pid, signal.SIGKILL)


@pytest.mark.parametrize(
    ("arguments", "at"),
    [
        (("build", "--audience", "senco"), "site/senco.*.making/index.html"),
        (("build", "--audience", "senco"), ".liverecord/making/*/.search-*"),
        (("build", "--audience", "senco", "--as-of", "HEAD"), ".liverecord/past/*/records"),
        (("build", "--audience", "senco", "--as-of", "HEAD"), ".liverecord/making/*/.search-*"),
    ],
)
def test_nothing_is_left_of_a_run_that_was_killed(past: Path, arguments: tuple[str, ...], at: str) -> None:
    """Half a site, the search's documents and a past that was laid out go with the next run, at once; nothing lies elsewhere."""
    crowd(past, 30)
    commit(past, "2026-11-03")
    killed(past, *arguments, at=at)
    assert making(past)
    assert all(path.stat().st_mode & 0o077 == 0 for path in making(past) if ".liverecord" in path.parts)
    assert list((past.parent / "temporary").iterdir()) == []
    done = run(past, *arguments)
    assert done.returncode == 0, done.stderr
    assert making(past) == []
    assert not list(past.glob("site/**/*.making"))


def test_one_that_is_at_work_keeps_what_it_makes(past: Path) -> None:
    """A second build clears what the dead left, and nothing of one that is alive."""
    crowd(past, 60)
    command = [*PROGRAM, "build", "--audience", "senco"]
    running = [
        subprocess.Popen(command, cwd=past, stderr=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(3)
    ]
    told = [process.communicate(timeout=180) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], told
    assert making(past) == []


# ── Where nothing may be written ────────────────────────────────────────────────────────────────────────

_NOBODY = 65534
WRITES = {
    "build": (("build",), "site"),
    "build, no store": (("build",), ".liverecord"),
    "check, no store": (("check",), ".liverecord"),
    "due, no store": (("due",), ".liverecord"),
    "retention": (("retention",), ".liverecord"),
    "facts": (("facts",), ".liverecord"),
    "a past view": (("build", "--as-of", "HEAD"), "site"),
    "a past view elsewhere": (("build", "--as-of", "HEAD", "--output", "closed/before"), "closed"),
    "a past view, no store": (("build", "--as-of", "HEAD"), ".liverecord"),
    "calendars": (("due", "--format", "ics", "--output", "closed"), "closed"),
    "calendars deeper": (("due", "--format", "ics", "--output", "closed/told"), "closed"),
    "e-mails": (("digest", "--to", "closed", "--today", "2026-11-23"), "closed"),
    "e-mails deeper": (("digest", "--to", "closed/told", "--today", "2026-11-23"), "closed"),
    "a copy": (("export", "p-7k3m", "--for", "family", "closed/copy"), "closed"),
    "a demo": (("demo", "closed/school", "--pupils", "1"), "closed"),
    "a start": (("init", "closed/school", "--name", "Ashgrove", "--phase", "secondary", "--kind", "academy", "--forge", "github"), "closed"),
}  # fmt: skip


def refused(school: Path, arguments: tuple[str, ...], *, as_nobody: bool) -> str:
    """Run a command that may not write somewhere, and return what it says: exit 2, in words, with no fault of the program."""
    command = [*PROGRAM, *arguments]
    user = {"user": _NOBODY, "group": _NOBODY} if as_nobody else {}
    environment = {
        **os.environ,
        "HOME": str(school.parent),
        "GIT_CONFIG_GLOBAL": str(school.parent / "gitconfig"),
    }
    done = subprocess.run(
        command, cwd=school, env=environment, capture_output=True, encoding="utf-8", check=False, stdin=subprocess.DEVNULL, **user
    )  # fmt: skip
    assert done.returncode == 2, (done.stdout, done.stderr)
    assert "a fault of the program itself" not in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) >= 2, "a cure"
    return done.stderr


@pytest.fixture
def anybodys(past: Path) -> Iterator[Path]:
    """The same in a folder that another user may enter: pytest closes its own whenever one of its runs begins."""
    with tempfile.TemporaryDirectory(prefix="liverecord-") as name:
        yield Path(shutil.copytree(past, Path(name, "school"), symlinks=True))
        for path in Path(name).rglob("*"):
            if path.is_dir() and not path.is_symlink():
                path.chmod(0o700)


@pytest.mark.parametrize("work", WRITES)
def test_a_folder_that_may_not_be_written_is_named_with_the_cure(anybodys: Path, work: str) -> None:
    """Rights that somebody set otherwise are no fault of the program: the path is named, and what to look at."""
    past = anybodys
    arguments, closed = WRITES[work]
    if closed == ".liverecord":
        shutil.rmtree(past / ".liverecord")
    (past / closed).mkdir(exist_ok=True)
    as_nobody = os.geteuid() == 0  # whom no right holds back
    if as_nobody:
        for path in (*past.parents, past, *past.rglob("*")):
            if path in past.parents:
                if path.stat().st_mode & 0o005 != 0o005:
                    path.chmod(path.stat().st_mode | 0o005)
            elif not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o777 if path.is_dir() else path.stat().st_mode | 0o666)
        (past.parent / "gitconfig").write_text("[safe]\n\tdirectory = *\n", encoding="utf-8")
        (past.parent / "gitconfig").chmod(0o644)
        probe = subprocess.run(
            [*PROGRAM, "--version"], cwd=past, user=_NOBODY, capture_output=True, check=False
        )
        if probe.returncode:
            pytest.skip("another user cannot run this program here")
    (past / closed).chmod(0o555)
    try:
        assert closed in refused(past, arguments, as_nobody=as_nobody)
    finally:
        if (past / closed).exists():
            (past / closed).chmod(0o755)


@pytest.mark.parametrize("work", WRITES)
def test_a_file_where_a_folder_should_be_is_named_with_the_cure(past: Path, work: str) -> None:
    """So is a file that stands where a folder belongs."""
    arguments, closed = WRITES[work]
    shutil.rmtree(past / closed, ignore_errors=True)
    (past / closed).write_text("a file\n", encoding="utf-8")
    assert closed in refused(past, arguments, as_nobody=False)
