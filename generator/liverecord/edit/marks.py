"""Files of marks, read as `liverecord import attendance` reads them."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from liverecord.edit.brought import Choice, FileKind, Said, place_shown
from liverecord.edit.on_the_page import LEAVE_THE_REST, PARTIAL, RIGHT, on_the_page, options
from liverecord.intake.marks import Reading, attendance
from liverecord.read.settings import Settings
from liverecord.render.words import count
from liverecord.report.imports import DOUBTS, Taken


class Chosen(NamedTuple):
    """How files of marks are taken, where the import asked: see intake.marks.Reading. `is_partial` leaves what is not understood."""

    accepted: frozenset[str] = frozenset()
    is_partial: bool = False
    is_own_marks: bool = False
    shift: int | None = None
    zone: str | None = None


def chosen(ticked: frozenset[str]) -> Chosen:
    """Return what was ticked on the page as the import takes it; what is no choice of the page's is passed over."""
    shifts = {"shift 1": 1, "shift -1": -1}
    return Chosen(
        frozenset(name for name in ticked if name in DOUBTS),
        is_partial=PARTIAL in ticked,
        is_own_marks=OWN_MARKS in ticked,
        shift=next((days for name, days in shifts.items() if name in ticked), None),
        zone="UTC" if UTC in ticked else None,
    )


OWN_MARKS, UTC = "own-marks", "zone UTC"
"""What may be ticked beside the names of the import's questions."""

TICKED = {
    **LEAVE_THE_REST,
    "--own-marks": (OWN_MARKS, "Leave out marks that the file says are another school's"),
    "--time-zone UTC": (UTC, "The file's times are in UTC"),
    "--shift-days 1": ("shift 1", "Move every date one day on"),
    "--shift-days -1": ("shift -1", "Move every date one day back"),
}
"""What is ticked instead of an option: its name, and what the page says."""

_COMMAND = "import attendance"
_MOST = 20
_NOTHING_LEFT = (
    "Of what is understood, every mark is in the records already; the rest is left. Nothing would change."
)


def _take(
    settings: Settings, files: Sequence[Path], ticked: frozenset[str], today: date, _choice: Choice
) -> Taken:
    how = chosen(ticked)
    return attendance(
        settings,
        files,
        partial=how.is_partial,
        reading=Reading(how.accepted, how.zone, how.shift, how.is_own_marks),
        today=today,
        progress=lambda _what, _done, _total: None,
    )


def _say(taken: Taken, is_changed: bool) -> Said:
    message = f"school: marks of {count(len(taken.pupils), 'pupil')} brought in"
    return Said(tuple(_wrong(taken, is_changed=is_changed)), tuple(_asked(taken)), message)


MARKS = FileKind(
    "marks",
    "Bring in marks",
    "Files of the register",
    "As your register exports them, such as a spreadsheet or a CSV file. They stay on this computer; only the marks go into the records.",
    "Choose a file of marks, such as a spreadsheet that your register exports.",
    _take,
    _say,
)
"""Files of register marks."""


def _wrong(taken: Taken, *, is_changed: bool) -> Iterator[str]:
    """Yield why nothing may be written yet, with the cures; a register that is there already is a reason too."""
    problems = [] if taken.is_partial else list(taken.problems)
    yield from (_said(f"{place_shown(each.place)}: {each.message}", each.hint) for each in problems[:_MOST])
    if len(problems) > _MOST:
        yield f"{len(problems) - _MOST} more rows have such problems."
    yield from (_said(each.message, each.hint) for each in taken.questions)
    if not is_changed and not problems and not taken.questions:
        yield _NOTHING_LEFT if taken.problems else "All of these marks are in the records already."


def _asked(taken: Taken) -> Iterator[tuple[str, str]]:
    """Yield what may be ticked: the import's questions, and the ways out that its hints name."""
    hints = [*(each.hint for each in taken.problems), *(each.hint for each in taken.questions)]
    named = {option for hint in hints for option in options(hint)}
    for doubt in taken.doubts:
        yield doubt.code, f"{RIGHT}: {doubt.message}"
    for option, (name, says) in TICKED.items():
        if option in named or (name == PARTIAL and taken.is_partial):
            yield name, f"{says}."


def _said(message: str, hint: str) -> str:
    return f"{message} {on_the_page(hint, _COMMAND, TICKED)}".strip()
