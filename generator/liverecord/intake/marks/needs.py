"""Needs that a transfer file names and plan.yml lacks, put at the end of its `needs:` list, line by line.

Nothing in the plan is changed or removed. No machine changes the support itself (N, K or E): the plan's kind, outcomes
and reviews depend on it. Pure.
"""

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from liverecord.intake.marks.lines import Lines
from liverecord.intake.marks.weeks import Rewritten
from liverecord.intake.sightings import NeedSeen, SupportSeen
from liverecord.model.ids import next_id
from liverecord.model.records import Document, Plan
from liverecord.problem import Place, Problem
from liverecord.read import strict
from liverecord.report.imports import Difference

Item = dict[str, str | int]
"""A need as plan.yml has it: keys and values."""


def missing(plan: Plan, support: Sequence[SupportSeen]) -> tuple[NeedSeen, ...]:
    """Return the needs that files name and the plan lacks, each once, in order. A rank in use is left out."""
    have = {need.type for need in plan.needs}
    ranks = {need.rank for need in plan.needs}
    missing_needs: dict[str, NeedSeen] = {}
    for line in support:
        for need in line.needs:
            if need.type not in have and need.type not in missing_needs:
                missing_needs[need.type] = NeedSeen(need.type, None if need.rank in ranks else need.rank)
                ranks.add(need.rank)
    return tuple(missing_needs.values())


def differences(
    pupil: str, plan: Plan, support: Sequence[SupportSeen], *, added: Sequence[NeedSeen] = ()
) -> Iterator[Difference]:
    """Yield where files and plan disagree on support and needs, without the needs that are being added."""
    types = {need.type for need in added}
    ranks = {need.type: need.rank for need in plan.needs} | {need.type: need.rank for need in added}
    for line in support:
        difference = Difference(pupil=pupil, path=line.place.path, line=line.place.line, about="need")
        if line.provision is not None and line.provision != plan.support:
            yield replace(
                difference, about="support", record=plan.support, file=line.provision, since=line.since
            )
        for seen in line.needs:
            if seen.type not in ranks:
                yield replace(difference, need=seen.type, file=seen.type)
            elif seen.rank is not None and ranks[seen.type] != seen.rank:
                have = ranks[seen.type]
                yield replace(
                    difference,
                    about="rank",
                    need=seen.type,
                    record=None if have is None else str(have),
                    file=str(seen.rank),
                )
        named = {seen.type for seen in line.needs}
        for need in plan.needs if named else ():
            if need.type not in named | types:
                yield replace(difference, need=need.type, record=need.type)


def rewrite(path: str, raw: bytes, needs: Sequence[NeedSeen]) -> Rewritten:
    """Return plan.yml with these needs behind those that it has, each under the next free id.

    A list that is not written one key to a line is a Problem, never bent.
    """
    document, problems = strict.parse(path, "plan", raw)
    if document is None:
        return Rewritten(None, problems)
    data = document.data if isinstance(document.data, dict) else {}
    known = data.get("needs") or []
    ids = {item.get("id") for item in known if isinstance(item, dict)}
    new: list[Item] = []
    for need in needs:
        name = next_id("n", ids)
        ids.add(name)
        new.append({"id": name, "type": need.type} | ({"rank": need.rank} if need.rank is not None else {}))
    lines = Lines(raw)
    if not _add(document, len(known), new, lines):
        return Rewritten(None, [_unusual(document.place("needs", key=True))])
    result = lines.bytes()
    again, _ = strict.parse(path, "plan", result)
    if again is None or again.data != {**data, "needs": [*known, *new]}:
        return Rewritten(None, [_unusual(document.place("needs", key=True))])
    return Rewritten(result, [])


_LINES_HINT = (
    "Write each need with a dash and its keys below one another, `- id: n1`, then `type:`; then import again."
)
_EMPTY = re.compile(r"needs[ \t]*:(?P<value>[ \t]*(?:\[[ \t]*\]|null))?[ \t]*(?:#.*)?")
_NEAR_COMMENT = re.compile(r"[ \t]#")
_DASH = re.compile(r"([ ]*)-([ ]+)")
_COMMENT_OR_BLANK = re.compile(r"\s*(?:#.*)?")


def _add(document: Document, count: int, new: Sequence[Item], lines: Lines) -> bool:
    """Put the items behind the last one; return False where the list's layout does not allow it."""
    place = document.key_marks.get(("needs",))
    if place is None:
        lines.add_after(len(lines), ["needs:", *_items(new, "  ", " ")])
        return True
    if count:
        dash = _DASH.match(lines[document.marks["needs", 0][0]])
        if dash is None:
            return False
        lines.add_after(_last_line(document, lines), _items(new, dash[1], dash[2]))
        return True
    line, column = place
    match = _EMPTY.fullmatch(lines[line], column - 1)
    if match is None:
        return False
    if match["value"]:
        # Behind a bracket a comment may stand as near as it likes, behind a colon not.
        gap = " " if _NEAR_COMMENT.match(lines[line], match.end("value")) else ""
        lines.replace(line, *match.span("value"), gap)
    lines.add_after(line, _items(new, "  ", " "))
    return True


def _items(new: Sequence[Item], indent: str, gap: str) -> Iterator[str]:
    for item in new:
        for number, (key, value) in enumerate(item.items()):
            lead = f"-{gap}" if number == 0 else " " * (1 + len(gap))
            yield f"{indent}{lead}{key}: {value}"


def _last_line(document: Document, lines: Lines) -> int:
    """Return the last line of the list. Comments and blank lines above the plan's next key belong to that key."""
    start = document.key_marks["needs",][0]
    later = [line for path, (line, _) in document.key_marks.items() if len(path) == 1 and line > start]
    line = min(later, default=len(lines) + 1) - 1
    while line > start and _COMMENT_OR_BLANK.fullmatch(lines[line]):
        line -= 1
    return line


def _unusual(place: Place) -> Problem:
    message = "Needs cannot be put in here without touching what stands beside them."
    return Problem(place, "needs-not-in-lines", message, _LINES_HINT)
