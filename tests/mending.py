"""Mended cases: what each hint of a wrong record says, and the edits that follow it to the letter.

tests/cases/mended/<code>.txt mends the case in tests/cases/invalid/<code>/. Its hints stand word for word as the program
prints them, each with the edits that do what it says; a hint that is changed is followed anew. One thing a line:

    hint pupils/p-case/plan.yml:4 Did you mean 'keyworker'?
    - keywroker: j-okafor              this line goes
    + keyworker: j-okafor              this line comes in its place; without a line that goes, at the end of the file
      version: 2                       two spaces: this line stays, and says where the others stand
    in staff.yml                       the edits below are in this file, which may be a new one
    delete pupils/p-case/actions.yml   this file or folder goes
    move pupils/p-0ld pupils/p-n3w     this one gets another name

What cannot be seen on the screen is written as a question mark. Below the folder's own case, others may follow, for the same
code word under another hint. They bring their wrong files along, which are laid over the example:

    case the title of a code
    today 2026-11-18                   as in a folder's case.txt; so is `without school.yml`
    wrong pupils/p-2xqd/notes.yml
      notes: []                        the file's lines, behind two spaces
"""

import re
import shutil
from pathlib import Path
from typing import NamedTuple

from liverecord.problem import Problem
from overlay import CASES, INVALID, Case, lay

MENDED = CASES / "mended"

Told = tuple[str, str]
"""A hint as a mended case writes it: the place, and what is said."""

_MARK = re.compile(r"  # problem: [a-z0-9-]+$")
_FOLDER = "records"


class Mending(NamedTuple):
    """A case and what mends it: `lines` are those of its text, in order."""

    code: str
    title: str
    lines: tuple[str, ...]

    def lay(self, folder: Path) -> Case:
        """Lay the wrong records in the new folder `folder`."""
        if not self.title:
            return lay(INVALID / self.code, folder / "school")
        overlay, notes = folder / "case", list[str]()
        path = None
        for line in self.lines:
            word, _, rest = line.partition(" ")
            if word == "hint":
                break
            if word == "wrong":
                path = overlay / rest
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("", encoding="utf-8")
            elif line.startswith("  ") and path is not None:
                with path.open("a", encoding="utf-8") as file:
                    file.write(f"{line[2:]}\n")
            elif line:
                notes.append(line)
        overlay.mkdir(exist_ok=True)
        (overlay / "case.txt").write_text("\n".join(notes), encoding="utf-8")
        return lay(overlay, folder / "school")

    def hints(self) -> list[Told]:
        """Return the hints that the text follows, sorted."""
        return sorted(_hint(line) for line in self.lines if line.startswith("hint "))

    def follow(self, root: Path) -> None:
        """Do in the school's folder `root` what stands below each hint."""
        records = root / _FOLDER
        path, near, run = "", 0, list[str]()
        is_begun = False
        for line in (*self.lines, ""):
            if is_begun and (line[:2] in ("- ", "+ ", "  ") or line in ("-", "+")):
                run.append(line)
                continue
            if run:
                _edit(records / path, run, near)
                run = []
            word, _, rest = line.partition(" ")
            if word == "hint":
                is_begun = True
                path, _, number = _hint(line)[0].rpartition(":")
                near = int(number)
            elif word == "in":
                path, near = rest, 0
            elif word == "delete":
                _delete(records / rest)
            elif word == "move":
                old, new = rest.split(" ")
                (records / old).rename(records / new)
            elif is_begun and line and not line.startswith("#"):
                raise ValueError(f"{self.code}: no line of a mended case: {line}")


def mendings() -> list[Mending]:
    """Return every mended case."""
    return [mending for path in sorted(MENDED.glob("*.txt")) for mending in _read(path)]


def told(problems: list[Problem]) -> list[Told]:
    """Return the hints of problems as a mended case writes them, sorted."""
    return sorted(
        (f"{problem.place.path.removeprefix('records/')}:{problem.place.line}", problem.hint)
        for problem in problems
    )


def _read(path: Path) -> list[Mending]:
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("case "):
            found.append((line.removeprefix("case "), []))
        else:
            found[-1][1].append(line)
    return [Mending(path.stem, title, tuple(lines)) for title, lines in found if title or any(lines)]


def _hint(line: str) -> Told:
    place, _, said = line.removeprefix("hint ").partition(" ")
    return place, said


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _edit(path: Path, run: list[str], near: int) -> None:
    """Put the lines that stay and come in place of those that stay and go, nearest to the line `near`."""
    old = [line[2:] for line in run if not line.startswith("+")]
    new = [line[2:] for line in run if not line.startswith("-")]
    raw = path.read_bytes().decode("utf-8", "replace").split("\n") if path.exists() else [""]
    lines = [_MARK.sub("", line) for line in raw]
    if not old:
        at = len(lines) - 1
    else:
        seen = [
            "".join(letter if letter.isprintable() and letter != "\ufffd" else "?" for letter in line)
            for line in lines
        ]
        starts = [start for start in range(len(seen)) if seen[start : start + len(old)] == old]
        assert starts, f"{path} has no such lines: {old}"
        at = min(starts, key=lambda start: abs(start + 1 - near))
    lines[at : at + len(old)] = new
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("\n".join(lines).encode())
