"""What a change of the school's own files makes wrong in pupils' records: by its kind, with some of the pupils' names, and what to do."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from liverecord.forms.items import whole
from liverecord.forms.question import Wrong
from liverecord.forms.wording import noun_of
from liverecord.model.days import in_words
from liverecord.model.field import Field
from liverecord.model.records import KINDS, Document, kind_of
from liverecord.render.words import count, some
from liverecord.report.changes.rows import PupilChanged
from liverecord.report.changes.rows import Wrong as Judged
from liverecord.splice.steps import Path, declared, found, is_there
from liverecord.splice.writing import path_at

Files = Mapping[str, Document | None]
"""Files as they are read, by path; None for one that cannot be."""


def consequences(
    pupils: Iterable[PupilChanged], documents: Files, changed: Files, asked_at: Mapping[tuple[str, Path], str]
) -> list[Wrong]:
    """Return what is wrong in records that the change did not touch, each kind once, at the question that it follows from.

    `documents` are the pupils' files that hold problems, `changed` those that the change wrote.
    """
    of_kind: dict[_Kind, list[PupilChanged]] = {}
    said: dict[_Kind, Judged] = {}
    for pupil in pupils:
        for problem in pupil.problems:
            kind = _kind(problem, documents.get(problem.path))
            of_kind.setdefault(kind, []).append(pupil)
            said.setdefault(kind, problem)
    return [
        Wrong(_question(kind, changed, asked_at), _worded(kind, whose, said[kind]))
        for kind, whose in of_kind.items()
    ]


class _Kind(NamedTuple):
    """A kind of problem: its code, what holds it (of which file, what it is called), the field's title, and its day."""

    code: str
    file: str
    noun: str
    title: str
    day: str


_NO_SCHOOL = "not-a-school-day"


def _kind(problem: Judged, document: Document | None) -> _Kind:
    file = kind_of(problem.path)
    if document is None:
        return _Kind(problem.code, file, "", "", "")
    at = path_at(document, problem.line, problem.column)
    field = declared(file, at) if at else None
    holder = declared(file, at[:-1]) if len(at) > 1 else None
    value = found(document.data, at) if is_there(document.data, at) else ""
    day = str(value) if _day(str(value)) else ""
    return _Kind(problem.code, file, _noun(holder, file), field.title if field else "", day)


def _noun(holder: Field | None, file: str) -> str:
    struct = holder.struct if holder is not None else None
    return noun_of(struct).words if struct is not None and struct not in KINDS.values() else whole(file)


def _worded(kind: _Kind, pupils: list[PupilChanged], problem: Judged) -> str:
    names = {pupil.id: pupil.name or pupil.id for pupil in pupils}
    whose = some(names.values())
    if kind.code == _NO_SCHOOL and kind.noun and (day := _day(kind.day)):
        is_one = len(pupils) == 1
        one, many = (
            ("review", "reviews")
            if kind.noun == "review"
            else (f"day of a {kind.noun}", f"days of a {kind.noun}")
        )
        return (
            f"{count(len(pupils), one, many)} {'is' if is_one else 'are'} planned for {in_words(day)}: {whose}. "
            f"Move {'it' if is_one else 'them'} first: under “Write” choose the pupil, then “Everything in "
            f"{whole(kind.file)}” and the {kind.noun}, and give it another day."
        )
    where = f" ({kind.noun}: {kind.title})" if kind.title else ""
    records = "record" if len(names) == 1 else "records"
    return f"This would make the {records} of {whose} wrong{where}. {problem.message} {problem.hint or ''}".strip()


def _question(kind: _Kind, changed: Files, asked_at: Mapping[tuple[str, Path], str]) -> str:
    """Return the question whose answer is the day that a record now cannot have, else the only day that is asked; "" for none."""
    days = dict(_days(changed, asked_at))
    if kind.day:
        return next((name for name, day in days.items() if day == kind.day), "")
    return next(iter(days)) if len(days) == 1 else ""


def _days(changed: Files, asked_at: Mapping[tuple[str, Path], str]) -> Iterator[tuple[str, str]]:
    """Yield the questions that were answered with a day, and the day."""
    for (file, path), name in asked_at.items():
        document = changed.get(file)
        value = str(found(document.data, path)) if document and is_there(document.data, path) else ""
        if _day(value):
            yield name, value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
