"""A fictional school to try things on: `demo` makes its repository, `records_only` its records alone.

Read in this order: schoolyear (the calendar), cases and pupils (who is in it), timeline and history (what it was
before), repository (git). The same arguments give the same bytes, commits included.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from liverecord.demo import words
from liverecord.demo.cases import cases
from liverecord.demo.folder import Folder
from liverecord.demo.groups import groups
from liverecord.demo.history import history
from liverecord.demo.people import staff, staff_text
from liverecord.demo.pupils import generated
from liverecord.demo.repository import needs_git, store
from liverecord.demo.schoolfiles import other_files, record_files
from liverecord.demo.schoolyear import DAY, FIRST_YEAR, Calendar, academic_year
from liverecord.demo.setting import Setting
from liverecord.problem import LiverecordError

__all__ = ["DAY", "MOST_PUPILS", "demo", "records_only"]

MOST_PUPILS = 10_000
"""No school of England has more."""

_RECORDS = "records"

Progress = Callable[[int, int], None]


def demo(
    target: Path,
    *,
    phase: str = "all_through",
    pupils: int = 40,
    weeks: int = 12,
    commits: int | None = None,
    seed: int = 1,
    today: date = DAY,
    progress: Progress | None = None,
) -> None:
    """Make a fictional school's repository in `target`: records, settings, pages, schemas, and a dated history.

    `pupils` counts the worked cases that fit the `phase`, and generated pupils beyond them; `weeks` is the length of
    the register in school weeks, at most, up to `today`; `commits` about how many commits the history has (left out:
    whatever falls out). `progress` is told of pupils written and of all.

    Raises LiverecordError where the target is not empty (nothing is overwritten), where git is not installed, and for
    numbers and phases that no demo school can have.
    """
    needs_git()
    school = _school(target, phase, pupils, weeks, commits, seed, today)
    own = {f"{_RECORDS}/{path}": text for path, text in school.files.items()}
    own |= other_files(school.setting)
    _write(target, own)
    _write_pupils(target / _RECORDS, school.folders, progress)
    store(
        target,
        history(school.folders, own, school.setting.staff, school.setting.calendar, commits, _RECORDS),
    )


def records_only(
    target: Path,
    *,
    phase: str = "all_through",
    pupils: int = 40,
    weeks: int = 12,
    seed: int = 1,
    today: date = DAY,
    progress: Progress | None = None,
) -> None:
    """Write into `target` what `demo` would write into its records folder, and nothing else; no git is needed."""
    school = _school(target, phase, pupils, weeks, None, seed, today)
    _write(target, school.files)
    _write_pupils(target, school.folders, progress)


@dataclass(frozen=True)
class _School:
    """A school made up, not yet written: its own record files by path, its pupils by id."""

    setting: Setting
    files: dict[str, str]
    folders: tuple[Folder, ...]


def _school(
    target: Path, phase: str, pupils: int, weeks: int, commits: int | None, seed: int, today: date
) -> _School:
    _judge(target, phase, pupils, weeks, commits, today)
    calendar = Calendar(today, weeks)
    people = staff_text(
        Setting(phase, calendar, (), pupils, seed).generator("staff"), phase, pupils, calendar
    )
    setting = Setting(phase, calendar, staff(people), pupils, seed)
    worked = list(cases(phase, calendar))
    taken = {folder.id for folder in worked}
    worked = worked[:pupils]
    made = [*worked, *generated(setting, pupils - len(worked), taken)]
    folders = tuple(sorted(made, key=lambda folder: folder.id))
    return _School(setting, record_files(setting, people, groups(setting, folders)), folders)


def _judge(target: Path, phase: str, pupils: int, weeks: int, commits: int | None, today: date) -> None:
    phases = words.read("school")
    if phase not in phases:
        raise LiverecordError(
            f"No demo school has the phase {phase!r}.", f"Choose one of: {', '.join(phases)}."
        )
    if not 0 <= pupils <= MOST_PUPILS:
        raise LiverecordError(
            f"A demo school cannot have {pupils} pupils.", f"Choose a number from 0 to {MOST_PUPILS}."
        )
    if weeks < 0:
        raise LiverecordError(f"A register cannot have {weeks} weeks.", "Choose 0 or more.")
    if commits is not None and commits < 1:
        raise LiverecordError(f"A history cannot have {commits} commits.", "Choose 1 or more.")
    if academic_year(today) < FIRST_YEAR:
        raise LiverecordError(
            f"No demo school can be made for {today}.",
            f"Choose a day from 1 September {FIRST_YEAR} on: the register's codes are in force since then.",
        )
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise LiverecordError(
            f"{target} is not empty, and nothing is overwritten.",
            "Name a folder that does not exist yet, or an empty one.",
        )


def _write(target: Path, texts: dict[str, str]) -> None:
    for path, text in texts.items():
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


def _write_pupils(target: Path, folders: tuple[Folder, ...], progress: Progress | None) -> None:
    for number, folder in enumerate(folders, start=1):
        place = target / "pupils" / folder.id
        place.mkdir(parents=True)
        for kind, text in folder.texts.items():
            (place / f"{kind}.yml").write_bytes(text.encode())
        if progress is not None:
            progress(number, len(folders))
