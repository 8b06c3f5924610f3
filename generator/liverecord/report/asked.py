"""Questions of an import that a person answers, which hold up nothing else: what is in doubt is left out meanwhile."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from liverecord.problem import Place
from liverecord.report.plain import counted, plain


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One question: its code word, the first place that raises it, how many there are, and what answers it."""

    code: str
    place: Place
    message: str
    hint: str
    count: int = 1

    @classmethod
    def of(cls, code: str, places: Sequence[Place], message: str, hint: str) -> "Question":
        """Return one question about several places."""
        return cls(code=code, place=min(places), message=message, hint=hint, count=len(places))


def questions_told(questions: Sequence[Question], most: int) -> list[str]:
    """Return the questions as lines, at most so many of them."""
    lines = ["To be answered by a person:"]
    for question in questions[:most]:
        more = f" So it is in {counted(question.count - 1, 'more place')}." if question.count > 1 else ""
        lines.append(f"{plain(str(question.place))}  {question.code}  {plain(question.message)}{more}")
        lines.append(f"    hint: {plain(question.hint)}")
    if len(questions) > most:
        lines.append(f"  and {counted(len(questions) - most, 'more question')} (all of them with --json)")
    return lines


def questions_as_data(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Return the questions as JSON has them."""
    return [
        {
            "path": question.place.path,
            "line": question.place.line,
            "column": question.place.column,
            "code": question.code,
            "message": question.message,
            "hint": question.hint,
            "count": question.count,
        }
        for question in questions
    ]
