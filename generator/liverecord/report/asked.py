"""Questions of an import that a person answers, which hold up nothing else: what is in doubt is left out meanwhile."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import msgspec

from liverecord.problem import Place, Problem
from liverecord.report import findings
from liverecord.report.imports import problems_of_each_kind
from liverecord.report.plain import counted, plain


class _Words(NamedTuple):
    """What a question says: what was seen, and what answers it."""

    message: str
    hint: str


_BY_NAME = "say who is meant in a mapping file (--map), as `staff: {RAD: r-adeyemi}`. Then import again."

WORDS: Mapping[str, _Words] = {
    "teacher-not-known": _Words(
        "The teacher of this lesson is nobody of staff.yml who is at the school.",
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
    "outcome-over": _Words(
        "The outcome of this row is in the record in the same words, as one that is met or replaced.",
        "Nothing is added to it. Where it is worked on again, word it anew in the row, and import again.",
    ),
    "result-unclear": _Words(
        "Whether the support of this row helps is said in none of the words for it.",
        "What the row says stands in the record in words. Choose the result in plan.yml: helped, partly, no_difference or too_soon. For a "
        "word that is in many rows, say it in a mapping file (--map) before the import, as `results: {Green: helped}`.",
    ),
    "who-not-sure": _Words(
        "Who delivers the support of this row may be one of several people in staff.yml.",
        "What the row says stands in the record in words, as `delivered_by`. Write the right person's id as `who` into plan.yml.",
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


def findings_as_data(problems: Sequence[Problem]) -> list[dict[str, object]]:
    """Return problems as JSON has them, so many of each kind."""
    return [
        {
            "path": problem.place.path,
            "line": problem.place.line,
            "column": problem.place.column,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint or None,
        }
        for problem in findings.capped(problems)
    ]


class Import(msgspec.Struct, frozen=True, kw_only=True):
    """What every import of this kind came to. `left` are pupils who were not touched, because of a problem."""

    day: date
    is_dry: bool
    is_partial: bool
    is_written: bool
    left: tuple[str, ...]
    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]


def left_told(taken: Import, most: int) -> list[str]:
    """Return the line of the pupils who were left as they are, where there are any."""
    more = len(taken.left) - most
    rest = f" and {more} more" if more > 0 else ""
    return [f"Left as they are: {plain(', '.join(taken.left[:most]))}{rest}."] if taken.left else []


def told(taken: Import, parts: Iterable[list[str]], most: int, *, has_news: bool) -> str:
    """Return what an import came to as text: its own parts, its questions and problems, and its last line."""
    questions = questions_told(taken.questions, most) if taken.questions else []
    problems = [problems_of_each_kind(taken.problems).rstrip("\n")] if taken.problems else []
    every = [*parts, questions, problems, [_closing(taken, has_news=has_news)]]
    return "\n\n".join("\n".join(lines) for lines in every if lines) + "\n"


def left_columns_told(path: str, names: Sequence[str], most: int) -> list[str]:
    """Return the line of a file's columns that were not read, where there are any."""
    said = plain(", ".join(names[:most]))
    return [f"Columns of {plain(path)} that were not read: {said}."] if names else []


def _closing(taken: Import, *, has_news: bool) -> str:
    """Return an import's last line: whether anything was written, and where not, why; `has_news` tells that there is something to write."""
    if taken.is_dry:
        is_stopped = taken.problems and has_news and not taken.is_partial
        rest = " Without --partial nothing would be written." if is_stopped else ""
        return f"A dry run: nothing was written.{rest}"
    if taken.is_written:
        return "Written. What has a problem was left as it is." if taken.problems else "Written."
    if taken.problems and not taken.is_partial:
        return "Nothing was written, because not all of it is understood. --partial writes the rest."
    return "Nothing to change: nothing was written."
