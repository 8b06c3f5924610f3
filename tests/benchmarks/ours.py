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


class School:
    """A school of so many generated pupils in a folder, with a register of twelve weeks and a git history."""

    def __init__(self, folder: Path, pupils: int) -> None:
        self.folder = folder
        self.number = pupils
        self._changes = 0
        if not folder.exists():
            took([*LIVERECORD, "demo", folder, "--pupils", str(pupils), "--weeks", "12"], folder.parent)
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

    def build_timed(self, entries: Path | None = None) -> tuple[Took, float]:
        """Build the site; return also the seconds that went into the search. Its entries may be written as JSON."""
        done = took([sys.executable, _TIMED, AUDIENCE, *([entries] if entries else [])], self.folder)
        return done, float(done.output.split()[-1])
