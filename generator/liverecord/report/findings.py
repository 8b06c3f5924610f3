"""Problems in the records, for people (`text`, `markdown`), programs (`json`) and CI servers (`github`, `gitlab`)."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from liverecord.problem import LiverecordError, Place, Problem
from liverecord.read.text import MOST_PROBLEMS
from liverecord.report.plain import counted, github_property, github_text, markdown, plain, width

_SHOWN = 100
"""How many columns of an offending line are shown, around the place."""

_LISTED = 50
"""How many problems a summary lists: it is read by a person, who mends the first and looks again."""


_MANY_HINT = "One cause often makes many: mend the first, and check again."


class Source(NamedTuple):
    """A file as it stands on the disk: its lines, and by their numbers those that are known as they should be typed."""

    lines: Sequence[str]
    meant: Mapping[int, str] = {}


Sources = Mapping[str, Source]


def problems(problems: Iterable[Problem], form: str = "text", sources: Sources | None = None) -> str:
    """Return the problems in a format ("text", "json", "github", "gitlab", "markdown"), sorted by place.

    `sources` are the files by path; the text form shows the offending line of each problem with a caret, and the line as
    it should be typed where that is known. No other form holds anything of a record's own words.
    The shape of the JSON is schema/output/problems.schema.json; GitLab's is its code quality report.
    Raises LiverecordError for an unknown format.
    """
    if form not in _FORMS:
        raise LiverecordError(f"there is no format {form!r}", f"one of: {', '.join(_FORMS)}")
    every = list(problems)
    return _FORMS[form](capped(every), len(every), sources or {})


def capped(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems sorted by place, of each file no more than MOST_PROBLEMS and then how many more there are."""
    told = []
    for _, group in groupby(sorted(problems), key=lambda problem: problem.place.path):
        of_file = list(group)
        if len(of_file) > MOST_PROBLEMS + 1:
            more = f"{len(of_file) - MOST_PROBLEMS:,} more problems in this file, from here on."
            of_file[MOST_PROBLEMS:] = [
                Problem(of_file[MOST_PROBLEMS].place, "too-many-problems", more, _MANY_HINT)
            ]
        told += of_file
    return told


def as_row(problem: Problem) -> dict[str, object]:
    """Return a problem as every JSON of this program has it."""
    return {
        "path": problem.place.path,
        "line": problem.place.line,
        "column": problem.place.column,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint or None,
    }


def _text(problems: Sequence[Problem], number: int, sources: Sources) -> str:
    if not problems:
        return ""
    files = [
        "\n".join("\n".join(_described(problem, sources)) for problem in group)
        for _, group in groupby(problems, key=lambda problem: problem.place.path)
    ]
    total = f"{counted(number, 'problem')} in {counted(len(files), 'file')}."
    return "\n\n".join([*files, total]) + "\n"


def _described(problem: Problem, sources: Sources) -> list[str]:
    lines = [f"{plain(str(problem.place))}  {plain(problem.code)}  {plain(problem.message)}"]
    source = sources.get(problem.place.path, Source(()))
    lines += _line_with_caret(problem.place, source.lines)
    if problem.hint:
        lines.append(f"    hint: {plain(problem.hint)}")
    if problem.place.line in source.meant:
        lines += ["    as it should be typed:", f"    | {plain(source.meant[problem.place.line])}"]
    return lines


def _line_with_caret(place: Place, source: Sequence[str]) -> list[str]:
    if not 1 <= place.line <= len(source):
        return []
    line = plain(source[place.line - 1].rstrip())
    at = min(max(place.column - 1, 0), len(line))
    start = max(0, at - _SHOWN // 2) if len(line) > _SHOWN else 0
    end = start + _SHOWN
    before = ("…" if start else "") + line[start:at]
    shown = before + line[at:end] + ("…" if end < len(line) else "")
    if not shown.strip():
        return []
    return [f"    | {shown}".rstrip(), f"    | {' ' * width(before)}^"]


def _json(problems: Sequence[Problem], number: int, _: Sources) -> str:
    files = len({problem.place.path for problem in problems})
    return _dumped({"version": 1, "count": number, "files": files, "problems": list(map(as_row, problems))})


def _github(problems: Sequence[Problem], _number: int, _: Sources) -> str:
    return "".join(
        f"::error file={github_property(problem.place.path)},line={problem.place.line},"
        f"col={problem.place.column},title={github_property(problem.code)}"
        f"::{github_text(_told(problem))}\n"
        for problem in problems
    )


def _told(problem: Problem) -> str:
    return f"{problem.message}\n{problem.hint}".strip()


def _gitlab(problems: Sequence[Problem], _number: int, _: Sources) -> str:
    seen: Counter[tuple[str, str, str]] = Counter()
    entries = []
    for problem in problems:
        # The fingerprint leaves the line out: GitLab knows an old problem by it, and lines move with every edit above.
        same = (problem.place.path, problem.code, problem.message)
        digest = hashlib.sha256(json.dumps([*same, seen[same]]).encode()).hexdigest()
        seen[same] += 1
        entries.append(
            {
                "description": f"{problem.message} {problem.hint}".strip(),
                "check_name": problem.code,
                "fingerprint": digest,
                "severity": "major",
                "location": {"path": problem.place.path, "lines": {"begin": problem.place.line}},
            }
        )
    return _dumped(entries)


def _markdown(problems: Sequence[Problem], number: int, _: Sources) -> str:
    if not problems:
        return "## The records are in order\n\nNothing is wrong in them.\n"
    files = len({problem.place.path for problem in problems})
    lines = [f"## {counted(number, 'problem')} in {counted(files, 'file')} to mend"]
    for path, group in groupby(problems[:_LISTED], key=lambda problem: problem.place.path):
        lines += ["", f"### {markdown(path)}", ""]
        for problem in group:
            hint = f" {markdown(problem.hint)}" if problem.hint else ""
            lines.append(
                f"- Line {problem.place.line}: {markdown(problem.message)}{hint} *{markdown(problem.code)}*"
            )
    if len(problems) > _LISTED:
        more = counted(number - _LISTED, "more problem")
        lines += ["", f"And {more}: `liverecord check` lists them all."]
    lines += ["", "Change the file on the same branch, and the check reads it again."]
    return "\n".join(lines) + "\n"


def _dumped(value: object) -> str:
    # ASCII alone, so that no log's encoding breaks it.
    return json.dumps(value, indent=2) + "\n"


_FORMS: Mapping[str, Callable[[Sequence[Problem], int, Sources], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
    "markdown": _markdown,
}
