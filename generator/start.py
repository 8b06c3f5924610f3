#!/usr/bin/env python3
"""Set up a new machine and do one of the things a newcomer wants: see the site, write in a school's records, or run the tests.

    python3 generator/start.py site              installs liverecord, makes a demo school with a history in .demo, and shows its site
    python3 generator/start.py edit              the forms, on the demo school
    python3 generator/start.py edit ADDRESS      a SENCO's first day: clones the school's records from ADDRESS, signs in, opens the
                                                 forms, and leaves a file to double-click; a folder may follow
    python3 generator/start.py test              installs what the tests need, a browser included, and runs all of them
    python3 generator/start.py test --fast       the pure core's tests alone, in under a minute
    python3 generator/start.py test PATH ...     these tests alone; pytest's own options may follow
    python3 generator/start.py test --thorough   before a release: twenty times as many examples, every forge's gate, coverage, broken laws

Everything Python goes into .venv beside this repository, in the versions that the two requirements.lock files name. Only the tests need
more than that: git, Chromium, nginx, Caddy, openssl and pdftotext, installed with apt where that is possible and named where it is not.
Needs nothing but Python 3.11 or newer. Exit 0: done; 1: a check failed; 2: the machine cannot be set up.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
SCRIPTS = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
SCHOOL = ROOT / ".demo"
LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "tests" / "requirements.lock"

PROGRAMS = {
    "caddy": "caddy",
    "git": "git",
    "nginx": "nginx-light",
    "openssl": "openssl",
    "pdftotext": "poppler-utils",
}
"""What the tests run beside Chromium, and the package that brings it."""

BROWSERS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
"""The shell first: Chromium without the windows that nobody looks at opens a page in a third of the time."""

PLACES = (
    Path("C:/Program Files/Google/Chrome/Application/chrome.exe"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)

NO_GIT = """\
Git is missing: it is the program that keeps the records' history and sends changes.
    Windows   https://git-scm.com/download/win, with every answer as it stands
    macOS     type: xcode-select --install
    Linux     with your system's packages: sudo apt install git
Then run this again."""

CORE = ",".join(
    f"generator/liverecord/{room}"
    for room in (
        "problem.py",
        "view.py",
        "model/*",
        "validate/*",
        "derive/*",
        "splice/*",
        "redact/*",
        "render/*",
        "forms/*",
    )
)

CORE_TESTS = ("tests/derive", "tests/redact", "tests/render", "tests/validate")
"""The tests of the pure core that are quick."""

MEASURED_TESTS = (*CORE_TESTS, "tests/forms", "tests/splice")
"""All tests of the pure core. Coverage counts these alone: other tests that run through it prove less."""

PYTEST = (PYTHON, "-m", "pytest", "-n", "2", "--dist", "worksteal", "-q")


class Stage(NamedTuple):
    """A part of the tests: its name, and the command that fails when something is wrong."""

    name: str
    command: tuple[str | Path, ...]


STYLE = (
    Stage("Style", (PYTHON, "-m", "ruff", "check", ".")),
    Stage("Format", (PYTHON, "-m", "ruff", "format", "--check", ".")),
    Stage("Types", (PYTHON, "-m", "mypy")),
    Stage("Generated schemas", (PYTHON, "schema/make.py", "--check")),
)
EVERYTHING = (*STYLE, Stage("Tests", PYTEST))
FAST = (Stage("Tests of the pure core", (*PYTEST, "-m", "not browser and not slow", *CORE_TESTS)),)
THOROUGH = (
    *STYLE,
    Stage("Tests, thoroughly", (*PYTEST, "--thorough")),
    Stage("Tests of the pure core, measured", (*PYTEST, "--cov", "--cov-report=", *MEASURED_TESTS)),
    Stage(
        "Coverage of the pure core",
        (PYTHON, "-m", "coverage", "report", f"--include={CORE}", "--fail-under=97"),
    ),
    Stage("Laws broken on purpose", (PYTHON, "tests/broken_laws.py")),
)


def main(arguments: list[str]) -> int:
    """Do what was asked and return the exit code: 0 done, 1 a check failed, 2 the machine cannot be set up."""
    if sys.version_info < (3, 11):
        return _sorry("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")
    match arguments:
        case ["site", *options]:
            _install(LOCK)
            return _show(options)
        case ["edit", *wanted] if len(wanted) <= len(("ADDRESS", "FOLDER")):
            if not shutil.which("git"):
                return _sorry(NO_GIT)
            _install(LOCK)
            return _write(*wanted)
        case ["test", *wanted]:
            stages = _stages(wanted)
            missing = _system()
            if missing:
                return _sorry(missing)
            _install(TEST_LOCK)
            return _check(stages)
    print(__doc__)
    return 0 if arguments in (["--help"], ["-h"]) else 2


def browser() -> str | None:
    """Return the path of a Chromium or Chrome on this machine; LIVERECORD_BROWSER names another."""
    named = os.environ.get("LIVERECORD_BROWSER")
    paths = (shutil.which(name) for name in BROWSERS)
    return (
        named
        or next((path for path in paths if path), None)
        or next((str(p) for p in PLACES if p.exists()), None)
    )


# ── What was asked ──────────────────────────────────────────────────────────────────────────────────────


def _show(arguments: list[str]) -> int:
    """Show the demo school from a folder of its own, because its records have a history that this program's is not."""
    program = SCRIPTS / "liverecord"
    if not (SCHOOL / "mkdocs.yml").exists() and (code := _run((program, "demo", SCHOOL))):
        return code
    return _run((program, "serve", *arguments), SCHOOL)


def _write(address: str = "", folder: str = "") -> int:
    """Open the forms on a school's records, cloned from an address where they are not here yet; without one, on the demo's."""
    program = SCRIPTS / "liverecord"
    if not address:
        if not (SCHOOL / "mkdocs.yml").exists() and (code := _run((program, "demo", SCHOOL))):
            return code
        return _run((program, "edit"), SCHOOL)
    if address.startswith("-") or "::" in address:
        return _sorry(
            "That is no address of a repository. It begins with https:// or git@, as your school's server shows it."
        )
    school = Path(folder).absolute() if folder else Path.home() / "liverecord" / _named(address)
    if (school / ".git").exists():
        # What it was cloned from is not printed: an address may hold a password.
        if not _is_cloned_from(school, address):
            return _sorry(
                f"{school} holds other records already, from another address. Name another folder after the address."
            )
    else:
        print(f"Fetching the school's records into {school}. You may be asked to sign in …", flush=True)
        if _run(("git", "clone", "--", address, school), ROOT):
            return _sorry(
                "The records could not be fetched. Was the address copied whole, may your account read it, and is the "
                "network there? Run this again: nothing was changed."
            )
    _leave_a_file(school)
    return _run((program, "edit"), school)


def _named(address: str) -> str:
    """Return what the folder of a clone is called, by the address: no sign of it means anything to a shell, or leads elsewhere."""
    name = address.rstrip("/").replace("\\", "/").rpartition("/")[2].rpartition(":")[2].removesuffix(".git")
    return re.sub(r"[^A-Za-z0-9._-]", "-", name).strip(".-") or "records"


def _is_cloned_from(school: Path, address: str) -> bool:
    """Tell whether a clone's own server is the one of an address, whoever signs in there."""
    command = ("git", "-C", school, "config", "--local", "--get", "remote.origin.url")
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", errors="replace")
    return _plain(done.stdout.strip()) in {_plain(address), _plain(os.path.abspath(ROOT / address))}  # noqa: PTH100 - as git has it


def _plain(address: str) -> str:
    return re.sub(r"(?<=://)[^/@]*@", "", address.replace("\\", "/")).rstrip("/").removesuffix(".git")


def _leave_a_file(school: Path) -> None:
    """Leave a file to double-click on the desktop, where there is one, else in the person's own folder."""
    desktop = Path.home() / "Desktop"
    place = desktop if desktop.is_dir() else Path.home()
    name, text = _to_open("windows" if os.name == "nt" else sys.platform, school)
    file = place / name
    with file.open("w", encoding="utf-8", newline="") as script:
        script.write(text)
    file.chmod(0o755)
    print(f"From now on: double-click “{file.name}” in {place}.", flush=True)


def _to_open(system: str, school: Path) -> tuple[str, str]:
    """Return the name and the text of a file that opens the forms, on "windows", "darwin" or another system.

    Folders stand in it as they are, whatever signs their names hold.
    """
    if system == "windows":
        folder, python = (str(path).replace("%", "%%") for path in (school, PYTHON))
        return (
            "Live records.bat",
            f'@echo off\r\nchcp 65001 >nul\r\ncd /d "{folder}"\r\n"{python}" -m liverecord edit\r\npause\r\n',
        )
    if system == "darwin":
        folder, python = (shlex.quote(str(path)) for path in (school, PYTHON))
        return "Live records.command", f"#!/bin/sh\ncd {folder} && exec {python} -m liverecord edit\n"
    # A value is read twice: as a text of the file, then, where it is a command, as that.
    quoted = re.sub(r'(["`$\\])', r"\\\1", str(PYTHON)).replace("%", "%%")
    folder, command = (
        text.replace("\\", "\\\\").replace("\n", "\\n")
        for text in (str(school), f'"{quoted}" -m liverecord edit')
    )
    return (
        "live-records.desktop",
        f"[Desktop Entry]\nType=Application\nName=Live records\nTerminal=true\nPath={folder}\nExec={command}\n",
    )


def _stages(wanted: list[str]) -> tuple[Stage, ...]:
    match wanted:
        case []:
            return EVERYTHING
        case ["--fast"]:
            return FAST
        case ["--thorough"]:
            return THOROUGH
    # Whoever names tests wants those alone.
    return (Stage("Tests", (*PYTEST, *wanted)),)


def _check(stages: tuple[Stage, ...]) -> int:
    if sys.platform == "linux":
        # All that a test may want is here now: one that is skipped is a fault.
        os.environ["LIVERECORD_NO_SKIPS"] = "1"
    # Else each of the hundred processes that the tests start would compile the program anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    failed, took = [], []
    for stage in stages:
        print(f"\n── {stage.name} ──", flush=True)
        started, before = time.monotonic(), _processor_seconds()
        if _run(stage.command):
            failed.append(stage.name)
        wall, processor = time.monotonic() - started, _processor_seconds() - before
        took.append(f"{wall:7.1f} {processor:10.1f}  {stage.name}")
    print("\n   wall  processor  (seconds)", *took, sep="\n")
    if failed:
        print(f"\nFailed: {', '.join(failed)}.")
        return 1
    print("\nAll checks passed.")
    return 0


def _processor_seconds() -> float:
    """Return the processor time, in seconds, of child processes that have ended; Windows does not tell (0).

    Much of Chromium's time is missing: nobody waits for the processes that draw its pages.
    """
    spent = os.times()
    return spent.children_user + spent.children_system


# ── What the machine lacks ──────────────────────────────────────────────────────────────────────────────


def _install(lock: Path) -> None:
    """Install exactly what a lock names: it is complete, so that pip resolves nothing and no newer release slips in."""
    stamp = FOLDER / f".{lock.parent.name}.lock"
    wanted = lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    if stamp.exists() and stamp.read_bytes() == wanted:
        return
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check"]
    _step(1, f"a Python environment in {FOLDER.name}")
    if not PYTHON.exists():
        venv.create(FOLDER, with_pip=True)
    _step(2, f"what {lock.relative_to(ROOT).as_posix()} names (about a minute)")
    _quietly([*pip, "install", "--no-deps", "--require-hashes", "-r", lock])
    _step(3, "liverecord itself")
    _quietly([*pip, "install", "--no-deps", "--no-build-isolation", "--editable", "."])
    _step(4, "do all of these fit together?")
    _quietly([*pip, "check"])
    stamp.write_bytes(wanted)


def _step(number: int, what: str) -> None:
    print(f"Installing, {number} of 4: {what} …", flush=True)


def _system() -> str:
    """Install what the tests run where apt can, and return what a person must install otherwise ("" for nothing)."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program, path=path)]
    if browser() is None:
        missing.append(BROWSERS[0])
    if not missing:
        return ""
    apt = shutil.which("apt-get")
    allowed = hasattr(os, "geteuid") and os.geteuid() == 0
    if apt and (allowed or shutil.which("sudo")):
        print(f"Installing with apt: {', '.join(missing)} …", flush=True)
        before = [] if allowed else ["sudo"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _quietly([*before, apt, "update", "-qq"], quiet)
        if BROWSERS[0] in missing and not _offers(apt, BROWSERS[0]):
            missing[-1] = "chromium"
        _quietly([*before, apt, "install", "-y", "-qq", *missing], quiet)
        return ""
    return f"The tests also need {' and '.join(missing)}: install {' '.join(missing)} with your system's packages."


def _offers(apt: str, package: str) -> bool:
    """Tell whether this system offers a package of that name: not every Debian has Chromium's shell."""
    return subprocess.run([apt, "install", "-s", package], check=False, capture_output=True).returncode == 0


def _quietly(command: list[str | Path], environment: dict[str, str] | None = None) -> None:
    """Run an installer, and show its output only when it fails. Raises CalledProcessError."""
    done = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        done.check_returncode()


def _run(command: tuple[str | Path, ...], folder: Path = ROOT) -> int:
    return subprocess.run(command, cwd=folder, check=False).returncode


def _sorry(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        sys.exit(_sorry(f"'{' '.join(str(part) for part in error.cmd[:5])} …' failed: see above."))
    except KeyboardInterrupt:
        # How one ends looking at the site, or writing; tests that were stopped have proved nothing.
        sys.exit(0 if sys.argv[1:2] in (["site"], ["edit"]) else _sorry("Stopped."))
