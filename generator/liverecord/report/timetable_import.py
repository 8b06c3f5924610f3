"""What an import of timetables did, or would do, as text and JSON: ids, days, counts and code words, and nothing that anybody typed."""

import json
from collections.abc import Sequence
from datetime import date

import msgspec

from liverecord.report.asked import (
    Import,
    findings_as_data,
    left_columns_told,
    left_told,
    questions_as_data,
    told,
)
from liverecord.report.imports import AT_MOST
from liverecord.report.plain import counted, long_date, plain, table


class TimetableFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was read: the shape it was read in (long, wide, or "" for neither), and how many lessons it has.

    `passed_over` counts registrations and other periods that are no lesson; `columns_left` were not read.
    """

    path: str
    form: str
    lessons: int
    passed_over: int = 0
    columns_left: tuple[str, ...] = ()


class PupilTaught(msgspec.Struct, frozen=True, kw_only=True):
    """What changes in one pupil's timetable: lessons that begin, that end, and that are corrected in their place."""

    id: str
    begun: int = 0
    ended: int = 0
    corrected: int = 0


class TimetableTaken(Import, frozen=True, kw_only=True):
    """What an import of timetables came to: what it changes, what it leaves, what it asks.

    `begins` is the day on which new lessons begin, `until` their last where one was named. `same` counts lessons that stay as they
    are, `without_record` pupils of the files who have no record.
    """

    begins: date
    until: date | None
    files: tuple[TimetableFile, ...]
    pupils_seen: int
    without_record: int
    pupils: tuple[PupilTaught, ...]
    same: int


def timetable_imported(taken: TimetableTaken, form: str = "text") -> str:
    """Return what an import of timetables came to, as "text" or "json" (its shape is schema/output/import-timetable.schema.json)."""
    return _json(taken) if form == "json" else _text(taken)


def _text(taken: TimetableTaken) -> str:
    parts = (_files(taken.files), _changes(taken), _rest(taken))
    return told(taken, parts, AT_MOST, has_news=bool(taken.pupils))


def _files(files: Sequence[TimetableFile]) -> list[str]:
    cells = [(file.path, file.form or "not read", counted(file.lessons, "lesson")) for file in files]
    lines = [f"Read {counted(len(files), 'file')}:", *table(cells)]
    for file in files:
        if file.passed_over:
            passed = counted(
                file.passed_over, "registration or other period", "registrations and other periods"
            )
            lines.append(f"Passed over in {plain(file.path)}, because they are no lessons: {passed}.")
        lines += left_columns_told(file.path, file.columns_left, AT_MOST)
    return lines


def _changes(taken: TimetableTaken) -> list[str]:
    if not taken.pupils:
        return []
    heading = "Changed" if taken.is_written else "Would change"
    cells = [(pupil.id, ", ".join(_parts(pupil, taken.begins))) for pupil in taken.pupils]
    lines = [f"{heading}: {counted(len(cells), 'pupil')}", *table(cells[:AT_MOST])]
    if len(cells) > AT_MOST:
        lines.append(f"  and {counted(len(cells) - AT_MOST, 'more pupil')} (all of them with --json)")
    return lines


def _parts(pupil: PupilTaught, begins: date) -> list[str]:
    """Say what changes in words."""
    counts = (
        (pupil.begun, "begins", "begin", f" on {long_date(begins)}"),
        (pupil.ended, "ends", "end", " before it"),
        (
            pupil.corrected,
            "is",
            "are",
            " corrected in its place" if pupil.corrected == 1 else " corrected in their places",
        ),
    )
    return [
        f"{counted(count, 'lesson')} {one if count == 1 else several}{rest}"
        for count, one, several, rest in counts
        if count
    ]


def _rest(taken: TimetableTaken) -> list[str]:
    lines = []
    if taken.same:
        lines.append(
            f"{counted(taken.same, 'lesson')} of {counted(taken.pupils_seen, 'pupil')} as in the record."
        )
    if taken.without_record:
        lines.append(f"{counted(taken.without_record, 'pupil')} without a record: nothing of them is kept.")
    return lines + left_told(taken, AT_MOST)


def _json(taken: TimetableTaken) -> str:
    value = {
        "version": 1,
        "today": taken.day.isoformat(),
        "begins": taken.begins.isoformat(),
        "until": taken.until.isoformat() if taken.until else None,
        "dry_run": taken.is_dry,
        "partial": taken.is_partial,
        "written": taken.is_written,
        "files": msgspec.to_builtins(taken.files),
        "counts": {
            "pupils_seen": taken.pupils_seen,
            "pupils_without_record": taken.without_record,
            "pupils_changed": len(taken.pupils),
            "lessons_same": taken.same,
            "lessons_begun": sum(pupil.begun for pupil in taken.pupils),
            "lessons_ended": sum(pupil.ended for pupil in taken.pupils),
            "lessons_corrected": sum(pupil.corrected for pupil in taken.pupils),
            "questions": len(taken.questions),
            "problems": len(taken.problems),
        },
        "pupils": msgspec.to_builtins(taken.pupils),
        "left": list(taken.left),
        "questions": questions_as_data(taken.questions),
        "problems": findings_as_data(taken.problems),
    }
    return json.dumps(value, indent=2) + "\n"
