"""`generator/start.py`: exactly the locks, one line a step, and an installer's own words only when it fails."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

import pytest

START = Path(__file__).parents[1] / "generator" / "start.py"


@pytest.fixture
def start(tmp_path: Path) -> SimpleNamespace:
    """The script's own names, with an environment that is there already in a folder of this test."""
    names = runpy.run_path(str(START))
    shared = names["main"].__globals__
    shared["FOLDER"] = tmp_path
    shared["PYTHON"] = Path(sys.executable)
    return SimpleNamespace(shared=shared, **names)


@pytest.fixture
def asked(start: SimpleNamespace) -> list[list[str]]:
    """The commands that an installation runs, none of which is run."""
    commands: list[list[str]] = []
    start.shared["_quietly"] = lambda command, *_: commands.append([str(word) for word in command])
    return commands


def test_a_lock_is_installed_as_it_is(
    start: SimpleNamespace, asked: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is resolved: neither what a lock names, nor for the package itself, nor to build it; then all is checked."""
    start._install(start.TEST_LOCK)
    locked, own, checked = asked
    assert {"--no-deps", "--require-hashes", str(start.TEST_LOCK)} <= set(locked)
    assert {"--no-deps", "--no-build-isolation", "--editable"} <= set(own)
    assert checked[-1] == "check"
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [f"Installing, {n} of 4" for n in (1, 2, 3, 4)]


def test_what_is_installed_is_not_installed_again(start: SimpleNamespace, asked: list[list[str]]) -> None:
    """Once a lock is in place nothing is asked for; the other lock, which names more, is another matter."""
    start._install(start.TEST_LOCK)
    start._install(start.TEST_LOCK)
    assert len(asked) == 3
    start._install(start.LOCK)
    assert len(asked) == 6


def test_an_installation_that_failed_is_made_again(start: SimpleNamespace) -> None:
    """A step that fails leaves no sign that all is in place."""

    def fail(command: Any, *_: Any) -> None:
        raise subprocess.CalledProcessError(1, command)

    start.shared["_quietly"] = fail
    with pytest.raises(subprocess.CalledProcessError):
        start._install(start.LOCK)
    assert not list(Path(start.shared["FOLDER"]).glob(".*.lock"))


@pytest.mark.parametrize("code", [0, 3])
def test_an_installers_words_are_for_its_failures(
    start: SimpleNamespace, capfd: pytest.CaptureFixture[str], code: int
) -> None:
    """What pip warns of helps nobody whose installation went well; when it fails, all of it is shown."""
    program = f"import sys; print('out'); print('err', file=sys.stderr); sys.exit({code})"
    if code:
        with pytest.raises(subprocess.CalledProcessError):
            start._quietly([sys.executable, "-c", program])
    else:
        start._quietly([sys.executable, "-c", program])
    told = "".join(capfd.readouterr())
    assert ("out" in told, "err" in told) == (bool(code), bool(code))


def test_what_is_run_is_what_was_asked(start: SimpleNamespace) -> None:
    """All, the core alone, all and longer, or the tests that were named with pytest's own options."""
    everything, fast, thorough = (start._stages(wanted) for wanted in ([], ["--fast"], ["--thorough"]))
    assert [stage.name for stage in everything][-1] == "Tests"
    assert sum("pytest" in stage.command for stage in everything) == 1
    assert [stage.command[-len(start.CORE_TESTS) :] for stage in fast] == [start.CORE_TESTS]
    assert {stage.name for stage in start.STYLE} < {stage.name for stage in thorough}
    assert sum("--thorough" in stage.command for stage in thorough) == 1
    (own,) = start._stages(["tests/read", "-k", "tabs"])
    assert own.command[-3:] == ("tests/read", "-k", "tabs")


def test_a_stage_that_fails_fails_the_run(start: SimpleNamespace, capfd: pytest.CaptureFixture[str]) -> None:
    """Every stage is run and timed, each that fails is named, and the exit code says so."""
    good, bad = (
        start.Stage(name, (sys.executable, "-c", f"raise SystemExit({code})"))
        for name, code in (("Good", 0), ("Bad", 1))
    )
    with mock.patch.dict(os.environ):
        assert start._check((bad, good)) == 1
        told = capfd.readouterr().out
        assert start._check((good,)) == 0
        assert capfd.readouterr().out.endswith("All checks passed.\n")
    assert "Failed: Bad." in told
    assert "processor" in told


# ── A SENCO's first day ─────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def home(start: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a desktop; nothing is installed."""
    start.shared["_install"] = lambda _lock: None
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    (tmp_path / "Desktop").mkdir()
    return tmp_path


def opened(start: SimpleNamespace) -> list[tuple[list[str], Path]]:
    """The commands that would run, but git's own, which do."""
    commands: list[tuple[list[str], Path]] = []
    run = start.shared["_run"]

    def noted(command: Any, folder: Path = START.parents[1]) -> int:
        words = [str(word) for word in command]
        if words[0] == "git":
            return int(run(command, folder))
        commands.append((words, folder))
        return 0

    start.shared["_run"] = noted
    return commands


def test_a_first_day_clones_opens_and_leaves_a_file(start: SimpleNamespace, home: Path) -> None:
    """The records are fetched once, the forms open in them, and what lies on the desktop opens the same."""
    forge = home / "forge/school-records.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(forge)], check=True)
    commands = opened(start)
    for _ in range(2):
        assert start.main(["edit", str(forge)]) == 0
    school = home / "liverecord/school-records"
    assert (school / ".git").is_dir()
    assert [(words[1:], folder) for words, folder in commands] == [(["edit"], school)] * 2
    (file,) = (home / "Desktop").iterdir()
    told = file.read_text(encoding="utf-8")
    assert str(school) in told
    assert "-m liverecord edit" in told
    assert file.stat().st_mode & 0o100


def test_a_folder_that_holds_other_records_is_left_alone(
    start: SimpleNamespace, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two schools' repositories may be called alike: neither is opened for the other, and no address is shown."""
    commands = opened(start)
    for owner in ("ours", "theirs"):
        subprocess.run(["git", "init", "--quiet", "--bare", str(home / owner / "records.git")], check=True)
    school = home / "liverecord/records"
    assert start.main(["edit", str(home / "ours/records.git")]) == 0
    assert start.main(["edit", str(home / "theirs/records.git")]) == 2
    told = capsys.readouterr().err
    assert "another folder" in told
    assert "ours" not in told
    assert len(commands) == 1
    asked = ["git", "-C", str(school), "config", "remote.origin.url"]
    subprocess.run([*asked, "https://token:word@forge.example/a/records.git"], check=True)
    assert start.main(["edit", "https://forge.example/b/records"]) == 2
    assert "word" not in capsys.readouterr().err
    assert start.main(["edit", "https://forge.example/a/records"]) == 0
    assert start.main(["edit", str(home / "theirs/records.git"), str(home / "named")]) == 0
    assert (home / "named/.git").is_dir()


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://forge.example/ashgrove/school-records.git/", "school-records"),
        ("git@forge.example:records.git", "records"),
        ("git@forge.example:a/$(touch x).git", "touch-x"),
        ("https://forge.example/a/..", "records"),
        ('https://forge.example/a/b"%PATH%&c', "b--PATH--c"),
        ("\\\\server\\share\\records", "records"),
        ("https://forge.example/a/.git", "records"),
        ("https://forge.example/a/-x\ny", "x-y"),
    ],
)
def test_a_folder_is_named_by_plain_signs_alone(start: SimpleNamespace, address: str, name: str) -> None:
    """What an address holds beside letters, numbers, dots and hyphens is in no folder's name."""
    assert start._named(address) == name


HOSTILE = ("a b", "it's", "$(touch x)", '"quoted"', "back\\slash", "100%", "%PATH%", "`touch x`", "€")


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_double_clicked_opens_that_very_folder(
    start: SimpleNamespace, tmp_path: Path, name: str
) -> None:
    """Whatever the folders are called: no sign of theirs is taken for a command, on any system."""
    school = tmp_path / name / "school"
    school.mkdir(parents=True)
    python = tmp_path / name / "python"
    python.write_text('#!/bin/sh\npwd > "$0.said"\necho "$@" >> "$0.said"\n', encoding="utf-8")
    python.chmod(0o755)
    start.shared["PYTHON"] = python
    file, text = start._to_open("darwin", school)
    assert file == "Live records.command"
    (tmp_path / file).write_text(text, encoding="utf-8")
    subprocess.run(["sh", str(tmp_path / file)], check=True, cwd=tmp_path)
    said = python.with_name("python.said").read_text(encoding="utf-8")
    assert said == f"{school}\n-m liverecord edit\n"
    assert not (tmp_path / "x").exists()
    file, text = start._to_open("windows", school)
    lines = text.split("\r\n")
    assert f'cd /d "{str(school).replace("%", "%%")}"' in lines
    assert all(line.replace("%%", "").count("%") == 0 for line in lines)
    file, text = start._to_open("linux", school)
    entry = dict(line.split("=", 1) for line in text.splitlines()[1:])
    assert once(entry["Path"]) == str(school)
    command = once(entry["Exec"])
    assert "%" not in command.replace("%%", "")
    # Its quotes are those of a shell.
    words = subprocess.check_output(
        ["sh", "-c", f"printf '%s\\n' {command.replace('%%', '%')}"], cwd=tmp_path
    )
    assert words.decode().splitlines() == [str(python), "-m", "liverecord", "edit"]
    assert not (tmp_path / "x").exists()


def once(value: str) -> str:
    """Return a value of a desktop file as its reader has it."""
    return re.sub(r"\\(.)", r"\1", value)


@pytest.mark.parametrize("address", ["--upload-pack=touch x", "ext::sh -c touch% x", "-x"])
def test_an_address_is_never_an_option_or_a_program(
    start: SimpleNamespace, home: Path, capsys: pytest.CaptureFixture[str], address: str
) -> None:
    commands = opened(start)
    assert start.main(["edit", address]) == 2
    assert "no address" in capsys.readouterr().err
    assert commands == []
    assert not (home / "liverecord").exists()


def test_an_address_that_leads_nowhere_is_told_plainly(
    start: SimpleNamespace, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commands = opened(start)
    assert start.main(["edit", str(home / "no-such")]) == 2
    assert "could not be fetched" in capsys.readouterr().err
    assert commands == []
    assert list((home / "Desktop").iterdir()) == []


def test_without_git_it_is_said_where_to_get_it(
    start: SimpleNamespace, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda _name, **_: None)
    assert start.main(["edit", "https://forge.example/records.git"]) == 2
    assert "git-scm.com" in capsys.readouterr().err
