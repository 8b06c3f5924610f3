"""Questions of an import that a person answers, which hold up nothing else: what is in doubt is left out meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from liverecord.problem import Place
from liverecord.report.plain import counted, plain


class _Words(NamedTuple):
    """What a question says: what was seen, and what answers it."""

    message: str
    hint: str


_BY_NAME = "say who is meant in a mapping file (--map), as `staff: {RAD: r-adeyemi}`. Then import again."

WORDS: Mapping[str, _Words] = {
    "teacher-not-known": _Words(
        "The teacher of this lesson is nobody in staff.yml.",
        f"The teacher is left out. Write the person into staff.yml, or {_BY_NAME}",
    ),
    "teacher-not-sure": _Words(
        "The teacher of this lesson may be one of several people in staff.yml.",
        f"The teacher is left out: {_BY_NAME}",
    ),
    "two-teachers": _Words(
        "This lesson has two teachers, and a record holds one.",
        "The teacher is left out. Take the rows of one of the two out of the file, and import again.",
    ),
}
"""The questions by their code words."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question: its code, a key of WORDS, and the places that raise it."""

    code: str
    places: tuple[Place, ...]


def questions_told(questions: Sequence[Question], most: int) -> list[str]:
    """Return the questions as lines, at most so many of them."""
    lines = ["To be answered by a person:"]
    told = questions[:most]
    for at, question in enumerate(told):
        more = len(question.places) - 1
        rest = f" So it is in {counted(more, 'more place')}." if more else ""
        words = WORDS[question.code]
        lines.append(f"{plain(str(min(question.places)))}  {question.code}  {words.message}{rest}")
        # What answers several that stand together is said once.
        if [each.code for each in told[at + 1 : at + 2]] != [question.code]:
            lines.append(f"    hint: {words.hint}")
    if len(questions) > most:
        lines.append(f"  and {counted(len(questions) - most, 'more question')} (all of them with --json)")
    return lines


def questions_as_data(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Return the questions as JSON has them."""
    return [
        {
            "path": min(question.places).path,
            "line": min(question.places).line,
            "column": min(question.places).column,
            "code": question.code,
            "message": WORDS[question.code].message,
            "hint": WORDS[question.code].hint,
            "count": len(question.places),
        }
        for question in questions
    ]
