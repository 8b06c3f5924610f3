"""What an import did, or would do, as text and JSON: ids, dates, counts and code words, and nothing that anybody typed."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

import msgspec

from liverecord.problem import Place, Problem
from liverecord.report import findings
from liverecord.report.plain import counted, long_date, plain, table


class FileTaken(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was read: its path as it was named, the shape it was read in, and how many marks it has.

    `passed_over` are its rows that add up others.
    """

    path: str
    form: str
    marks: int
    passed_over: tuple[int, ...] = ()


class PupilTaken(msgspec.Struct, frozen=True, kw_only=True):
    """What changes in one pupil's record.

    `sessions` that had no mark have one; `established` had N (reason not yet established) and have their reason now;
    `replaced` had another mark. `needs_added` are codes of needs that plan.yml gets.
    """

    id: str
    weeks_added: tuple[date, ...] = ()
    weeks_changed: tuple[date, ...] = ()
    sessions: int = 0
    established: int = 0
    replaced: int = 0
    needs_added: tuple[str, ...] = ()


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """Where a transfer file and plan.yml say two things, for a person to decide.

    `about` is support (N, K or E), need (a type of need that one of the two lacks) or rank (of the need `need`). None
    in `record` or `file` is what that one does not say.
    """

    pupil: str
    path: str
    line: int
    about: str
    need: str | None = None
    record: str | None = None
    file: str | None = None
    since: date | None = None


DOUBTS = (
    "closed-days",
    "dates-off",
    "day-numbers",
    "former-upn",
    "no-present-mark",
    "odd-times",
    "other-country",
    "other-school",
    "totals-differ",
    "unmarked-weeks",
)
"""The names of doubts, by which they are accepted; problems.yml explains each."""


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A question whether a file makes sense as this school's register.

    `code` is one of DOUBTS; `days` and `count` are its evidence; `hint` says what answers it. `is_accepted` where
    somebody has said that it is right as it is.
    """

    code: str
    place: Place
    message: str
    hint: str
    days: tuple[date, ...] = ()
    count: int = 0
    is_accepted: bool = False


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What an import came to: what it changes, what it leaves, and why.

    `is_written` is false where nothing was (a dry run, nothing to change, or a problem without --partial). `kept` counts
    sessions for which a file has N and the record its reason. `left` are pupils whose record was not touched at all
    although a file has news of them.
    """

    day: date
    is_dry: bool
    is_partial: bool
    is_written: bool
    files: tuple[FileTaken, ...]
    pupils_seen: int
    pupils: tuple[PupilTaken, ...]
    kept: int
    left: tuple[str, ...]
    differences: tuple[Difference, ...]
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def questions(self) -> tuple[Doubt, ...]:
        """Return the doubts that nobody has answered: nothing is written while there is one."""
        return tuple(doubt for doubt in self.doubts if not doubt.is_accepted)


def imported(taken: Taken, form: str = "text") -> str:
    """Return what an import came to, as "text" or "json" (its shape is schema/output/import.schema.json)."""
    return _json(taken) if form == "json" else _text(taken)


AT_MOST = 20
"""The most problems of one kind, and lines of one list, in the text form: a wrong export has thousands, all alike."""


def _text(taken: Taken) -> str:
    parts = ["\n".join(_files(taken.files))]
    if taken.pupils:
        parts.append("\n".join(_changes(taken)))
    if taken.kept:
        sessions = counted(taken.kept, "session")
        parts.append(
            f"{sessions}: N in a file, and the record has a reason already. The record stands as it is."
        )
    if taken.differences:
        parts.append("\n".join(_decisions(taken.differences)))
    if taken.doubts:
        parts.append("\n".join(_doubts(taken.doubts)))
    if taken.problems:
        parts.append(problems_of_each_kind(taken.problems).rstrip("\n"))
    if taken.left:
        parts.append(f"Left as they are: {_some(taken.left)}.")
    parts.append(_closing(taken))
    return "\n\n".join(parts) + "\n"


def _files(files: Sequence[FileTaken]) -> list[str]:
    cells = [(file.path, file.form, counted(file.marks, "mark")) for file in files]
    lines = [f"Read {counted(len(files), 'file')}:", *table(cells)] if files else ["No file was read."]
    for file in files:
        if file.passed_over:
            rows = _some([str(row) for row in file.passed_over])
            lines.append(f"Passed over in {plain(file.path)}, as lines of totals: {rows}.")
    return lines


def _changes(taken: Taken) -> list[str]:
    heading = "Changed" if taken.is_written else "Would change"
    cells = [(pupil.id, ", ".join(_parts(pupil))) for pupil in taken.pupils]
    lines = [f"{heading}: {counted(len(cells), 'pupil')}", *table(cells[:AT_MOST])]
    if len(cells) > AT_MOST:
        lines.append(f"  and {counted(len(cells) - AT_MOST, 'more pupil')} (all of them with --json)")
    total = PupilTaken(
        id="",
        weeks_added=tuple(week for pupil in taken.pupils for week in pupil.weeks_added),
        weeks_changed=tuple(week for pupil in taken.pupils for week in pupil.weeks_changed),
        sessions=sum(pupil.sessions for pupil in taken.pupils),
        established=sum(pupil.established for pupil in taken.pupils),
        replaced=sum(pupil.replaced for pupil in taken.pupils),
        needs_added=tuple(need for pupil in taken.pupils for need in pupil.needs_added),
    )
    if len(cells) > 1:
        lines.append(f"In all: {', '.join(_parts(total, listed=False))}.")
    return lines


def _parts(pupil: PupilTaken, *, listed: bool = True) -> list[str]:
    """Say what changes in words; the weeks that change are named where one of the record's marks gave way."""
    parts = []
    if pupil.weeks_added:
        parts.append(f"{counted(len(pupil.weeks_added), 'week')} added")
    if pupil.weeks_changed:
        changed = f"{counted(len(pupil.weeks_changed), 'week')} changed"
        named = listed and (pupil.replaced or pupil.established)
        parts.append(changed + (f" ({_some([str(week) for week in pupil.weeks_changed])})" if named else ""))
    if pupil.sessions:
        parts.append(f"{counted(pupil.sessions, 'session')} marked")
    if pupil.established:
        parts.append(f"{counted(pupil.established, 'N', 'Ns')} given a reason")
    if pupil.replaced:
        parts.append(f"{counted(pupil.replaced, 'mark')} replaced")
    if pupil.needs_added:
        needs = f" ({', '.join(pupil.needs_added)})" if listed else ""
        parts.append(f"{counted(len(pupil.needs_added), 'need')} added{needs}")
    return parts


def _decisions(differences: Sequence[Difference]) -> list[str]:
    cells = [(row.pupil, f"{row.path}:{row.line}", _difference(row)) for row in differences]
    lines = ["For a person to decide, because plans and reviews hang on it:", *table(cells[:AT_MOST])]
    if len(cells) > AT_MOST:
        lines.append(f"  and {len(cells) - AT_MOST} more (all of them with --json)")
    return lines


def _difference(row: Difference) -> str:
    since = f" since {long_date(row.since)}" if row.since else ""
    if row.about == "support":
        return f"plan.yml says {row.record}, the file says {row.file}{since}"
    if row.about == "rank":
        return f"need {row.need}: rank {row.record or 'none'} in plan.yml, {row.file} in the file"
    if row.record is None:
        return f"need {row.need} is in the file and not in plan.yml"
    return f"need {row.need} is in plan.yml and not in the file"


def _doubts(doubts: Sequence[Doubt]) -> list[str]:
    lines = ["Does this make sense as a register?"]
    for doubt in doubts:
        lines.append(f"{plain(str(doubt.place))}  {doubt.code}  {plain(doubt.message)}")
        lines.append("    accepted." if doubt.is_accepted else f"    hint: {plain(doubt.hint)}")
    return lines


def problems_of_each_kind(problems: Iterable[Problem]) -> str:
    """Return the problems as `check` prints them, so many of each kind, and how many more there are."""
    shown: list[Problem] = []
    more: list[str] = []
    ordered = sorted(problems, key=lambda problem: (problem.code, problem))
    for code, group in groupby(ordered, key=lambda problem: problem.code):
        alike = list(group)
        shown += alike[:AT_MOST]
        if len(alike) > AT_MOST:
            more.append(f"And {len(alike) - AT_MOST} more of {code}.")
    text = findings.problems(shown)
    if not more:
        return text
    body, _, _ = text.rstrip("\n").rpartition("\n\n")
    return "\n".join([body, "", *more, f"{counted(len(ordered), 'problem')} in all."]) + "\n"


def _closing(taken: Taken) -> str:
    if taken.questions:
        dry = "A dry run: nothing was written, and" if taken.is_dry else "Nothing was written:"
        asked = counted(len(taken.questions), "question")
        return f"{dry} {asked} above {'is' if len(taken.questions) == 1 else 'are'} to be answered first."
    if taken.is_dry:
        wrong = " Without --partial nothing would be written." if _is_stopped(taken) else ""
        return f"A dry run: nothing was written.{wrong}"
    if taken.is_written:
        rest = " What has a problem was left as it is." if taken.problems else ""
        return f"Written.{rest}"
    if taken.problems and not taken.is_partial:
        return "Nothing was written, because not all of it is understood. --partial writes the rest."
    return "Nothing to change: nothing was written."


def _is_stopped(taken: Taken) -> bool:
    return bool(taken.problems and taken.pupils and not taken.is_partial)


def _some(words: Sequence[str]) -> str:
    more = f" and {len(words) - AT_MOST} more" if len(words) > AT_MOST else ""
    return plain(", ".join(words[:AT_MOST])) + more


def _json(taken: Taken) -> str:
    value = {
        "version": 1,
        "today": taken.day.isoformat(),
        "dry_run": taken.is_dry,
        "partial": taken.is_partial,
        "written": taken.is_written,
        "files": msgspec.to_builtins(taken.files),
        "counts": {
            "pupils_seen": taken.pupils_seen,
            "pupils_changed": len(taken.pupils),
            "weeks_added": sum(len(pupil.weeks_added) for pupil in taken.pupils),
            "weeks_changed": sum(len(pupil.weeks_changed) for pupil in taken.pupils),
            "sessions": sum(pupil.sessions for pupil in taken.pupils),
            "established": sum(pupil.established for pupil in taken.pupils),
            "replaced": sum(pupil.replaced for pupil in taken.pupils),
            "kept": taken.kept,
            "needs_added": sum(len(pupil.needs_added) for pupil in taken.pupils),
            "problems": len(taken.problems),
            "doubts": len(taken.questions),
        },
        "pupils": msgspec.to_builtins(taken.pupils),
        "left": list(taken.left),
        "differences": msgspec.to_builtins(taken.differences),
        "doubts": [
            {
                "path": doubt.place.path,
                "line": doubt.place.line,
                "column": doubt.place.column,
                "code": doubt.code,
                "message": doubt.message,
                "hint": doubt.hint,
                "days": [day.isoformat() for day in doubt.days],
                "count": doubt.count,
                "accepted": doubt.is_accepted,
            }
            for doubt in taken.doubts
        ],
        "problems": [findings.as_row(problem) for problem in findings.capped(taken.problems)],
    }
    return json.dumps(value, indent=2) + "\n"
