"""The demo school that everything is measured on, and this project's commands in it."""

import re
import shutil
import sys
import time
from pathlib import Path

from timing import Took, took

LIVERECORD = (sys.executable, "-m", "liverecord")
AUDIENCE = "senco"
KINDS = ("plan", "absences", "concerns", "actions", "contacts", "reviews")

_NAMES = ("Robin", "Alex", "Sam", "Jo", "Kit", "Lee", "Max", "Pat", "Ray", "Sky", "Val", "Wren")
_GIVEN_NAME = re.compile(r"(given_name: *)[^\n,}]+")
_TIMED = Path(__file__).parent / "timed_build.py"
_TIMED_HISTORY = Path(__file__).parent / "timed_history.py"


class School:
    """A school of so many generated pupils in a folder, with a register of twelve weeks and a git history.

    With `commits`, the register is a whole school year's and the history has so many.
    """

    def __init__(self, folder: Path, pupils: int, commits: int = 0) -> None:
        self.folder = folder
        self.number = pupils
        self._changes = 0
        if not folder.exists():
            more = ["--weeks", "39", "--commits", str(commits)] if commits else ["--weeks", "12"]
            took([*LIVERECORD, "demo", folder, "--pupils", str(pupils), *more], folder.parent)
            # A file as young as two seconds is read again to be sure, and no record of a school is.
            time.sleep(2.1)
        self.pupils = sorted(path for path in (folder / "records" / "pupils").iterdir() if path.is_dir())

    @property
    def site(self) -> Path:
        """The site that `build` makes."""
        return self.folder / "site" / AUDIENCE

    def forget(self) -> None:
        """Remove everything that an earlier run left."""
        for name in ("site", ".liverecord"):
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def change(self) -> None:
        """Give one pupil another name: pages, lists and the search must follow. Each time another pupil."""
        self._changes += 1
        plan = self.pupils[self._changes * 7 % len(self.pupils)] / "plan.yml"
        before = plan.read_bytes().decode()
        was = _GIVEN_NAME.search(before)
        name = next(name for name in _NAMES[self._changes % 6 :] if was and was[0] != was[1] + name)
        plan.write_bytes(_GIVEN_NAME.sub(rf"\g<1>{name}", before, count=1).encode())

    def check(self) -> Took:
        """Check all records, with what the store knows."""
        return took([*LIVERECORD, "check"], self.folder)

    def build(self) -> Took:
        """Build the site, with what the store knows."""
        return took(self.build_command, self.folder)

    @property
    def build_command(self) -> tuple[str, ...]:
        """The command that builds the site."""
        return (*LIVERECORD, "build", "--audience", AUDIENCE)

    def without_history(self, folder: Path) -> "School":
        """Return a copy of this school that is in no repository."""
        if not folder.exists():
            leave = shutil.ignore_patterns(".git", ".liverecord", "site")
            shutil.copytree(self.folder, folder, ignore=leave)
            time.sleep(2.1)
        return School(folder, self.number)

    def commit(self) -> None:
        """Commit what was changed."""
        who = ["-c", "user.name=J. Okafor", "-c", "user.email=j.okafor@ashgrove.example"]
        took(["git", *who, "commit", "--quiet", "--all", "--message=A name"], self.folder)

    def log(self) -> Took:
        """Read who changed which file, with what the store knows."""
        return took([sys.executable, _TIMED_HISTORY, "log"], self.folder)

    def compare(self) -> Took:
        """Read who changed which file, and compare all versions anew."""
        return took([sys.executable, _TIMED_HISTORY, "compare"], self.folder)

    def files(self) -> list[str]:
        """Return the files of the records that git knows."""
        return took(["git", "ls-files", "records"], self.folder).output.split()

    def build_timed(self, entries: Path | None = None) -> tuple[Took, float]:
        """Build the site; return also the seconds that went into the search. Its entries may be written as JSON."""
        done = took([sys.executable, _TIMED, AUDIENCE, *([entries] if entries else [])], self.folder)
        return done, float(done.output.split()[-1])
