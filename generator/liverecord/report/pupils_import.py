"""What an import of a list of pupils did, or would do, as text and JSON: ids, rows, days, counts and code words.

No name, no number of a pupil and nothing that anybody typed stands in it: it may land in a log. Who p-7k3m is, the row says.
"""

import json
from collections.abc import Sequence
from datetime import date

import msgspec

from liverecord.problem import Place, Problem
from liverecord.report import findings
from liverecord.report.imports import AT_MOST, problems_of_each_kind
from liverecord.report.plain import counted, plain, table
from liverecord.report.pupils_questions import WORDS


class ListRead(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was read: its form, how many pupils it has, and the columns of it that were not read."""

    path: str
    form: str
    pupils: int
    columns_left: tuple[str, ...] = ()


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A record that begins: its drawn id, the row it is made from, and the code of its support."""

    id: str
    place: Place
    support: str


class Synced(msgspec.Struct, frozen=True, kw_only=True):
    """A record that changes: the row, and the fields that change ("pupil.form")."""

    id: str
    place: Place
    fields: tuple[str, ...]


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has to look at. `code` is one of WORDS; `record` and `file` are codes or a day, where they are to be told.

    `command` does what the question speaks of. `is_accepted` where somebody has said that it is right as it is.
    """

    code: str
    place: Place
    pupil: str | None = None
    record: str | None = None
    file: str | None = None
    command: str | None = None
    is_accepted: bool = False

    def message(self, *, is_one_of_many: bool = False) -> str:
        """Return what was seen; one of many speaks of all of them, with PUPIL for the id."""
        return self._filled(WORDS[self.code].message, is_one_of_many=is_one_of_many)

    def hint(self, *, is_one_of_many: bool = False) -> str:
        """Return what answers it, in the same way."""
        return self._filled(WORDS[self.code].hint, is_one_of_many=is_one_of_many)

    def does(self) -> str:
        """Return the command with PUPIL for the id; "" where there is none."""
        return (self.command or "").replace(self.pupil or "PUPIL", "PUPIL")

    def _filled(self, words: str, *, is_one_of_many: bool) -> str:
        if self.pupil is None:
            words = words.replace(":{pupil}", "")
        known = "PUPIL" if is_one_of_many else self.pupil
        return words.format(
            pupil=known if self.pupil is not None else "the pupil of this row",
            record=self.record or "empty",
            file=self.file or "empty",
            command=self.does() if is_one_of_many else self.command,
        )


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """A field of a new record that the list could not fill, with what is to be written there in words."""

    field: str
    says: str


class ToDo(msgspec.Struct, frozen=True, kw_only=True):
    """What is still to be written of a new record, the most urgent first."""

    pupil: str
    place: Place
    support: str
    work: tuple[Work, ...]


class PupilsTaken(msgspec.Struct, frozen=True, kw_only=True):
    """What an import of lists came to: what it begins and changes, what it leaves, what it asks, and what is left to write.

    `known` counts rows of pupils who have a record, `not_kept` those who get none, of whom `gone` had left already. `waiting`
    counts rows that a question or a problem holds up. `ahead` are records whose values for next year are those of the list.
    """

    day: date
    is_dry: bool
    is_partial: bool
    is_update: bool
    is_written: bool
    files: tuple[ListRead, ...]
    begun: tuple[Begun, ...]
    synced: tuple[Synced, ...]
    known: int
    not_kept: int
    gone: int
    waiting: int
    ahead: tuple[str, ...]
    questions: tuple[Question, ...]
    to_do: tuple[ToDo, ...]
    problems: tuple[Problem, ...]

    @property
    def open(self) -> tuple[Question, ...]:
        """Return the questions that nobody has answered."""
        return tuple(question for question in self.questions if not question.is_accepted)


def pupils_imported(taken: PupilsTaken, form: str = "text") -> str:
    """Return what an import of lists came to, as "text" or "json" (its shape is schema/output/import-pupils.schema.json)."""
    return _json(taken) if form == "json" else _text(taken)


# ── Text ────────────────────────────────────────────────────────────────────────────────────────────────


def _text(taken: PupilsTaken) -> str:
    parts = [_files(taken.files), _begun(taken), _synced(taken), _left(taken), _questions(taken.questions)]
    if taken.problems:
        parts.append([problems_of_each_kind(taken.problems).rstrip("\n")])
    parts += [_to_do(taken), [_closing(taken)]]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _files(files: Sequence[ListRead]) -> list[str]:
    cells = [(file.path, file.form, counted(file.pupils, "pupil")) for file in files]
    lines = [f"Read {counted(len(files), 'file')}:", *table(cells)]
    for file in files:
        if file.columns_left:
            shown = ", ".join(file.columns_left[:AT_MOST])
            more = len(file.columns_left) - AT_MOST
            rest = f" and {more} more" if more > 0 else ""
            lines.append(f"Columns of {plain(file.path)} that were not read: {plain(shown)}{rest}.")
    return lines


def _begun(taken: PupilsTaken) -> list[str]:
    if not taken.begun:
        return []
    heading = "Begun" if taken.is_written else "Would begin"
    each = sorted({begun.support for begun in taken.begun})
    counts = ", ".join(f"{sum(one.support == code for one in taken.begun)} {code}" for code in each)
    lines = [f"{heading}: {counted(len(taken.begun), 'record')} ({counts})"]
    if not taken.is_written:
        lines.append("The ids are drawn when the records are written; until then a row stands for its pupil.")
        return lines
    return [*lines, *table((_row(one.place), one.id, one.support) for one in taken.begun)]


def _synced(taken: PupilsTaken) -> list[str]:
    if not taken.synced:
        return []
    heading = "Changed" if taken.is_written else "Would change"
    cells = [(_row(one.place), one.id, ", ".join(one.fields)) for one in taken.synced]
    return [f"{heading}: {counted(len(cells), 'record')}", *table(cells)]


def _left(taken: PupilsTaken) -> list[str]:
    lines = []
    if taken.known:
        told = (
            "compared with the list"
            if taken.is_update
            else "left as they are. --update compares them with the list"
        )
        lines.append(f"{counted(taken.known, 'pupil')} with a record already: {told}.")
    if taken.ahead:
        named = ", ".join(taken.ahead[:AT_MOST])
        rest = f" and {len(taken.ahead) - AT_MOST} more" if len(taken.ahead) > AT_MOST else ""
        lines.append(
            f"The list has next year's year and form for {named}{rest}, as the records have them for then: nothing to write."
        )
    if taken.not_kept:
        gone = f", {taken.gone} of them off the roll already" if taken.gone else ""
        lines.append(f"{counted(taken.not_kept, 'pupil')} without a record{gone}: counted, and not kept.")
    return lines


def _questions(questions: Sequence[Question]) -> list[str]:
    """Return the questions in their order, those alike together: the words once, and whom they are about."""
    groups: dict[tuple[str, str, bool], list[Question]] = {}
    for each in questions:
        groups.setdefault((each.code, each.does(), each.is_accepted), []).append(each)
    lines = ["For a person to look at:"] if questions else []
    for alike in groups.values():
        first, is_many = alike[0], len(alike) > 1
        if is_many and len({(each.record, each.file) for each in alike}) == 1:
            lines.append(f"{first.code}  {first.message(is_one_of_many=True)}")
            lines += table((_row(each.place), each.pupil or "") for each in alike[:AT_MOST])
        else:
            lines += [f"{plain(_row(each.place))}  {each.code}  {each.message()}" for each in alike[:AT_MOST]]
        if len(alike) > AT_MOST:
            lines.append(f"  and {len(alike) - AT_MOST} more (all of them with --json)")
        hint = first.hint(is_one_of_many=is_many)
        lines.append("    accepted." if first.is_accepted else f"    hint: {plain(hint)}")
    return lines


def _first(work: Sequence[Work]) -> str:
    """Return the most urgent of what is to be written in words, and how much more there is."""
    more = len(work) - _FIRST
    return "; ".join([*(each.says for each in work[:_FIRST]), *([f"and {more} more"] if more > 0 else [])])


_FIRST = 3


def _row(place: Place) -> str:
    """Return a row as it is named in lists: its file and number."""
    return f"{place.path}:{place.line}"


def _to_do(taken: PupilsTaken) -> list[str]:
    to_do = taken.to_do
    if not to_do:
        return []
    cells = [
        (_row(one.place), *([one.pupil] if taken.is_written else []), one.support, _first(one.work))
        for one in to_do[:AT_MOST]
    ]
    lines = [
        "Still to be written, the most urgent first. Comments in each plan.yml name all of it, and the site has it under No date yet:",
        *table(cells),
    ]
    if len(to_do) > AT_MOST:
        lines.append(f"  and {counted(len(to_do) - AT_MOST, 'more record')} (all of them with --json)")
    return lines


def _closing(taken: PupilsTaken) -> str:
    asked = counted(len(taken.open), "question")
    rest = f" {asked} above {'is' if len(taken.open) == 1 else 'are'} open." if taken.open else ""
    has_news = bool(taken.begun or taken.synced)
    if taken.is_dry:
        stopped = bool(taken.problems) and has_news and not taken.is_partial
        wrong = " Without --partial nothing would be written." if stopped else ""
        return f"A dry run: nothing was written.{wrong}{rest}"
    if taken.is_written:
        left = " What has a problem was left as it is." if taken.problems else ""
        return f"Written.{left}{rest}"
    if taken.problems and not taken.is_partial:
        return f"Nothing was written, because not all of it is understood. --partial writes the rest.{rest}"
    return f"Nothing to change: nothing was written.{rest}"


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────


def _json(taken: PupilsTaken) -> str:
    value = {
        "version": 1,
        "today": taken.day.isoformat(),
        "dry_run": taken.is_dry,
        "partial": taken.is_partial,
        "update": taken.is_update,
        "written": taken.is_written,
        "files": msgspec.to_builtins(taken.files),
        "counts": {
            "pupils_seen": sum(file.pupils for file in taken.files),
            "begun": len(taken.begun),
            "changed": len(taken.synced),
            "known": taken.known,
            "not_kept": taken.not_kept,
            "gone": taken.gone,
            "waiting": taken.waiting,
            "questions": len(taken.open),
            "problems": len(taken.problems),
        },
        "begun": [
            {"id": one.id if taken.is_written else None, **_spot(one.place), "support": one.support}
            for one in taken.begun
        ],
        "changed": [{"id": one.id, **_spot(one.place), "fields": list(one.fields)} for one in taken.synced],
        "ahead": list(taken.ahead),
        "questions": [_question(question) for question in taken.questions],
        "to_do": [
            {
                "id": one.pupil if taken.is_written else None,
                **_spot(one.place),
                "support": one.support,
                "work": msgspec.to_builtins(one.work),
            }
            for one in taken.to_do
        ],
        "problems": [findings.as_row(problem) for problem in findings.capped(taken.problems)],
    }
    return json.dumps(value, indent=2) + "\n"


def _question(question: Question) -> dict[str, object]:
    return {
        **_spot(question.place),
        "column": question.place.column,
        "code": question.code,
        "pupil": question.pupil,
        "record": question.record,
        "file": question.file,
        "command": question.command if question.pupil is not None else None,
        "message": question.message(),
        "hint": question.hint(),
        "accepted": question.is_accepted,
    }


def _spot(place: Place) -> dict[str, object]:
    return {"path": place.path, "line": place.line}
