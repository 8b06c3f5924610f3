"""Weeks of marks into the bytes of absences.yml, line by line: what people wrote around them stays byte for byte.

Only lines of the `weeks:` block change. A new week goes after the week before it. In a week that changes, only the
marks that differ change, and a comment behind it stays. Weeks not written one to a line are a Problem: damaged YAML
would be the end of trust.

Pure: bytes in, bytes or problems out. The result is read again by the strict loader and compared with what was meant.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from liverecord.intake.marks.lines import Lines
from liverecord.model.records import Document
from liverecord.problem import Place, Problem
from liverecord.read import strict

Marks = tuple[str, ...]
"""Ten marks, Monday morning to Friday afternoon, each a code of the register ("-" where none is known)."""


class Rewritten(NamedTuple):
    """A file's new bytes, or what is in the way (then `raw` is None)."""

    raw: bytes | None
    problems: list[Problem]


def rewrite(path: str, raw: bytes | None, weeks: Mapping[date, Marks], token: re.Pattern[str]) -> Rewritten:
    """Return absences.yml with these weeks (by their Mondays) in it; the same bytes where it says all of that already.

    `raw` is the file as it is, None where there is none; `path` goes into the places of problems. `token` finds the
    marks of the register in a week's text.
    """
    if raw is None:
        return Rewritten(_fresh(weeks), []) if weeks else Rewritten(b"", [])
    document, problems = strict.parse(path, "absences", raw)
    if document is None:
        return Rewritten(None, problems)
    known = document.data.get("weeks") if isinstance(document.data, dict) else None
    if known is not None and not isinstance(known, dict):
        return Rewritten(None, [_unusual(document.place("weeks"))])
    wanted = {
        monday.isoformat(): marks
        for monday, marks in sorted(weeks.items())
        if not known or tuple(token.findall(str(known.get(monday.isoformat(), "")))) != marks
    }
    if not wanted:
        return Rewritten(raw, [])
    lines = Lines(raw)
    if known:
        expected, edit_problems = _into(document, known, wanted, lines, token)
    else:
        expected, edit_problems = _begun(document, wanted, lines)
    if edit_problems:
        return Rewritten(None, edit_problems)
    result = lines.bytes()
    meant = {
        **(document.data if isinstance(document.data, dict) else {}),
        "weeks": {**(known or {}), **expected},
    }
    again, _ = strict.parse(path, "absences", result)
    if again is None or again.data != meant:
        return Rewritten(None, [_unusual(document.place("weeks", key=True))])
    return Rewritten(result, [])


def in_words(marks: Marks) -> str:
    r"""Return ten marks as a week's text: '/\ U\ /\ /\ II'."""
    return " ".join(marks[index] + marks[index + 1] for index in range(0, len(marks), 2))


_HEAD = (
    "# The register by week, Monday to Friday, a morning and an afternoon mark a day. "
    "`liverecord import` writes it.\n"
)
_STEP = "  "

_EMPTY = re.compile(
    r"""(?P<key>weeks|'weeks'|"weeks")[ \t]*:(?P<value>[ \t]*(?:\{[ \t]*\}|null))?[ \t]*(?:#.*)?"""
)
_NEAR_COMMENT = re.compile(r"[ \t]#")
_QUOTED = re.compile(r"""'([^']*)'|"([^"\\]*)\"""")
_LINES_HINT = (
    "Write each week on a line of its own below `weeks:`, the date of its Monday, a colon, and the ten marks in single "
    "quotes; then import again."
)


def _fresh(weeks: Mapping[date, Marks]) -> bytes:
    lines = [_HEAD, "weeks:\n"]
    lines += [f"{_line(monday.isoformat(), marks, _STEP)}\n" for monday, marks in sorted(weeks.items())]
    return "".join(lines).encode()


def _line(monday: str, marks: Marks, indent: str) -> str:
    return f"{indent}{monday}: '{in_words(marks)}'"


def _begun(
    document: Document, wanted: Mapping[str, Marks], lines: Lines
) -> tuple[dict[str, str], list[Problem]]:
    """Put the first weeks into a file: below its empty `weeks:`, else at its end, where they part nothing."""
    expected = {monday: in_words(marks) for monday, marks in wanted.items()}
    place = document.key_marks.get(("weeks",))
    if place is None:
        lines.add_after(len(lines), ["weeks:", *(_line(*week, _STEP) for week in wanted.items())])
        return expected, []
    line, column = place
    match = _EMPTY.fullmatch(lines[line], column - 1)
    if match is None or lines[line][: column - 1].strip():
        return {}, [_unusual(document.place("weeks", key=True))]
    if match["value"]:
        # Behind a bracket a comment may stand as near as it likes, behind a colon not.
        gap = " " if _NEAR_COMMENT.match(lines[line], match.end("value")) else ""
        lines.replace(line, *match.span("value"), gap)
    indent = lines[line][: column - 1] + _STEP
    lines.add_after(line, (_line(*week, indent) for week in wanted.items()))
    return expected, []


def _into(
    document: Document,
    known: Mapping[str, Any],
    wanted: Mapping[str, Marks],
    lines: Lines,
    token: re.Pattern[str],
) -> tuple[dict[str, str], list[Problem]]:
    """Put weeks among those that stand there; return the texts that they have now."""
    first = next(iter(known))
    expected: dict[str, str] = {}
    problems: dict[Place, Problem] = {}
    for monday, marks in wanted.items():
        before = max((day for day in known if day < monday), default=None)
        anchor = monday if monday in known else before or first
        if not _stands_alone(document, anchor, lines):
            place = document.place("weeks", anchor)
            problems[place] = _unusual(place)
        elif monday in known:
            text = _changed(document, monday, str(known[monday]), marks, lines, token)
            if text is None:
                place = document.place("weeks", monday)
                problems[place] = _unusual(place)
            else:
                expected[monday] = text
        else:
            line, column = document.key_marks["weeks", anchor]
            indent = lines[line][: column - 1]
            lines.add_after(line if before else line - 1, [_line(monday, marks, indent)])
            expected[monday] = in_words(marks)
    return expected, list(problems.values())


def _stands_alone(document: Document, monday: str, lines: Lines) -> bool:
    """Tell whether a week has a line to itself, key and marks, so that another can stand below it."""
    line, column = document.key_marks["weeks", monday]
    value_line, value_column = document.marks["weeks", monday]
    is_block = lines[line][value_column - 1 : value_column] in ("|", ">")
    return value_line == line and not lines[line][: column - 1].strip() and not is_block


def _changed(
    document: Document, monday: str, text: str, marks: Marks, lines: Lines, token: re.Pattern[str]
) -> str | None:
    """Change the marks of a week that differ, where it stands; return its text now, None where it cannot be done."""
    line, column = document.marks["weeks", monday]
    start = column - 1
    quoted = _QUOTED.match(lines[line], start)
    if quoted is not None:
        stop, inner = quoted.end(), quoted[1] if quoted[1] is not None else quoted[2]
    else:
        stop, inner = start + len(text), lines[line][start : start + len(text)]
    matches = list(token.finditer(text))
    if inner != text or len(matches) != len(marks):
        return None
    parts, end = [], 0
    for match, mark in zip(matches, marks, strict=True):
        parts += [text[end : match.start()], mark]
        end = match.end()
    changed = "".join([*parts, text[end:]])
    lines.replace(line, start, stop, f"'{changed}'")
    return changed


def _unusual(place: Place) -> Problem:
    message = "Weeks cannot be put in here without touching what stands beside them."
    return Problem(place, "weeks-not-in-lines", message, _LINES_HINT)
