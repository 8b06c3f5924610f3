#!/usr/bin/env python3
"""Set up a new machine and do one of the two things a newcomer wants: see the site, or run the tests.

    python3 generator/start.py site     installs liverecord, makes a demo school with a history in .demo, and shows its site
    python3 generator/start.py test     installs what the tests need, a browser included, and runs all of them

Everything Python goes into .venv beside this repository, in the versions that the two requirements.lock files name. Only the tests need
more than that: git, Chromium, nginx, openssl and pdftotext, installed with apt where that is possible and named where it is not.
Needs nothing but Python 3.11 or newer.
"""

import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
SCRIPTS = FOLDER / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
SCHOOL = ROOT / ".demo"
LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "tests" / "requirements.lock"

PROGRAMS = {"git": "git", "nginx": "nginx-light", "openssl": "openssl", "pdftotext": "poppler-utils"}
"""What the tests run beside Chromium, and the package that brings it."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    Path("C:/Program Files/Google/Chrome/Application/chrome.exe"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)

CORE = ",".join(
    f"generator/liverecord/{room}"
    for room in ("problem.py", "view.py", "model/*", "validate/*", "derive/*", "redact/*", "render/*")
)

CORE_TESTS = ("tests/derive", "tests/redact", "tests/render", "tests/validate")
"""The tests of the pure core, measured for what they cover: measuring makes every other test twice as slow for nothing."""

PYTEST = [PYTHON, "-m", "pytest", "-n", "2", "-q"]
CHECKS = (
    ("Style", [PYTHON, "-m", "ruff", "check", "."]),
    ("Format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    ("Types", [PYTHON, "-m", "mypy"]),
    ("Generated enumerations", [PYTHON, "schema/enumerations.py", "--check"]),
    ("Generated schema of the facts", [PYTHON, "schema/facts.py", "--check"]),
    ("Tests of the pure core", [*PYTEST, "--cov", "--cov-report=", *CORE_TESTS]),
    (
        "Coverage of the pure core",
        [PYTHON, "-m", "coverage", "report", f"--include={CORE}", "--fail-under=97"],
    ),
    ("Tests of everything else", [*PYTEST, *(f"--ignore={path}" for path in CORE_TESTS)]),
    ("Tests with spawned workers", [*PYTEST, "--spawn", "tests/test_build.py", "tests/test_leaks.py"]),
)


def main(arguments: list[str]) -> int:
    """Do what was asked and return the exit code: 0 done, 1 a check failed, 2 the machine cannot be set up."""
    if sys.version_info < (3, 11):
        return _sorry("Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ".")
    if arguments[:1] == ["site"]:
        _install(LOCK)
        return _show(arguments[1:])
    if arguments[:1] == ["test"]:
        missing = _system()
        if missing:
            return _sorry(missing)
        _install(TEST_LOCK)
        return _check(arguments[1:])
    print(__doc__)
    return 2


def _show(arguments: list[str]) -> int:
    """Show the demo school from a folder of its own, because its records have a history that this program's is not."""
    program = SCRIPTS / "liverecord"
    if not (SCHOOL / "mkdocs.yml").exists() and (code := _run([program, "demo", SCHOOL])):
        return code
    return _run([program, "serve", *arguments], SCHOOL)


def _install(lock: Path) -> None:
    stamp = FOLDER / f".{lock.parent.name}.lock"
    wanted = lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()
    if stamp.exists() and stamp.read_bytes() == wanted:
        return
    print(f"Installing into {FOLDER.name} (once; about a minute) …", flush=True)
    if not PYTHON.exists():
        venv.create(FOLDER, with_pip=True)
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True, cwd=ROOT)
    subprocess.run([*pip, "--no-deps", "--editable", "."], check=True, cwd=ROOT)
    stamp.write_bytes(wanted)


def _system() -> str:
    """Install what the tests run where apt can, and return what a person must install otherwise ("" for nothing)."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    missing = [package for program, package in PROGRAMS.items() if not shutil.which(program, path=path)]
    if browser() is None:
        missing.append("chromium")
    if not missing:
        return ""
    apt = shutil.which("apt-get")
    allowed = hasattr(os, "geteuid") and os.geteuid() == 0
    if apt and (allowed or shutil.which("sudo")):
        print(f"Installing {' and '.join(missing)} …", flush=True)
        before = [] if allowed else ["sudo"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run([*before, apt, "update", "-qq"], check=True, env=quiet)
        subprocess.run([*before, apt, "install", "-y", "-qq", *missing], check=True, env=quiet)
        return ""
    return f"The tests also need {' and '.join(missing)}: install {' '.join(missing)} with your system's packages."


def browser() -> str | None:
    """Return the path of a Chromium or Chrome on this machine; LIVERECORD_BROWSER names another."""
    named = os.environ.get("LIVERECORD_BROWSER")
    found = (shutil.which(name) for name in BROWSERS)
    return (
        named
        or next((path for path in found if path), None)
        or next((str(p) for p in PLACES if p.exists()), None)
    )


def _check(arguments: list[str]) -> int:
    failed = []
    if sys.platform == "linux":
        # All that a test may want is here now: one that is skipped is a fault.
        os.environ["LIVERECORD_NO_SKIPS"] = "1"
    # Whoever names tests wants those alone.
    for name, command in [("Tests", [*PYTEST, *arguments])] if arguments else CHECKS:
        print(f"\n── {name} ──", flush=True)
        started = time.monotonic()
        if _run(command):
            failed.append(name)
        print(f"{name}: {time.monotonic() - started:.0f} s", flush=True)
    if failed:
        print(f"\nFailed: {', '.join(failed)}.")
        return 1
    print("\nAll checks passed.")
    return 0


def _run(command: list[str | Path], folder: Path = ROOT) -> int:
    try:
        return subprocess.run(command, cwd=folder, check=False).returncode
    except KeyboardInterrupt:
        return 0


def _sorry(message: str) -> int:
    print(message, file=sys.stderr)
    return 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except subprocess.CalledProcessError as error:
        sys.exit(_sorry(f"'{' '.join(str(part) for part in error.cmd[:5])} …' failed: see above."))
