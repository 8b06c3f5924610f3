"""Who will see an answer, in words: by the policy, what the school has narrowed, and what is restricted."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from liverecord.forms.job import Scene
from liverecord.forms.things import things
from liverecord.model.field import Field, fields_of
from liverecord.model.parts import root_of
from liverecord.model.policy import Policy
from liverecord.model.records import Item
from liverecord.redact.policy import Rules, rules
from liverecord.render.words import capped
from liverecord.splice.steps import Path, declared, found, is_there

NOWHERE = "No page shows this. It stands in the records, for whoever can open them."
FOLLOWS = "No page shows this itself. What pages show follows from it."


def seen_by(
    scene: Scene, kind: str, path: Path, pupil: str | None = None, answered: Mapping[str, Any] | None = None
) -> str:
    """Return who will see an answer. `answered` is what was chosen for other fields of the same thing, so far."""
    line = line_of(kind, path)
    if line in _TOLD:
        return _TOLD[line]
    audiences = scene.rulebook.policy.audiences
    widest = len(audiences) - 1
    place = max(_of_line(scene, line), _of_its_kind(scene, kind, path, pupil, answered or {}))
    if place > widest:
        return NOWHERE
    if _is_restricted(scene, kind, path, pupil, answered or {}):
        place = widest
    others = ", and other staff will not" if place else ""
    told = f"{capped(audiences[place].words)} will see this{others}."
    if place < widest and _may_be_restricted(scene, kind, path, pupil):
        told += f" Where it is for something restricted, {audiences[widest].words} alone will."
    return told


def is_closed_by(scene: Scene, field: Field, named: object, pupil: str | None = None) -> bool:
    """Tell whether what names these things by a field is for few: it belongs to them, and the widest audience alone sees them all."""
    ids = {str(each) for each in (named if isinstance(named, list | tuple) else [named])}
    nouns = field.of.split()
    known = [thing for thing in things(scene, pupil) if thing.noun in nouns and thing.id in ids]
    # What names several is closed by lists that nobody else sees, too; an action goes by its one concern alone.
    by_its_list = field.kind == "ids"
    return bool(known) and all(
        _is_for_few(scene, thing.kind, thing.path, pupil, by_its_list=by_its_list) for thing in known
    )


def line_of(kind: str, path: Path) -> str:
    """Return the policy's name for a field: that of what pages show of it."""
    names = [name for depth, name in enumerate(path) if not _is_thing(kind, path[:depth])]
    if kind in {"school", "staff"}:
        own = ".".join([kind, *names])
        return _SHOWN_AS.get(own, own)
    line = ".".join([*([root_of(kind)] if root_of(kind) else []), *names])
    return _SHOWN_AS.get(line, line)


_SHOWN_AS: Mapping[str, str] = {
    "weeks": "attendance.register.sessions.mark",
    "school.forge.edit": "edit.url",
    "school.forge.commit": "school.commit_url",
    "school.terms.name": "school.half_term.name",
    "school.terms.start": "school.half_term.end",
    "school.terms.end": "school.half_term.end",
    "school.closures.date": "attendance.register.sessions.label",
    "school.closures.session": "attendance.register.sessions.label",
    "school.closures.reason": "attendance.register.sessions.label",
    "school.periods.id": "attendance.patterns.period",
    "school.transitions.date": "attendance.patterns.dates",
    "school.transitions.name": "attendance.patterns.name",
    "staff.staff.id": "school.staff.id",
    "staff.staff.name": "school.staff.name",
    "staff.staff.roles": "school.staff.roles",
    "staff.staff.away.from": "school.staff.is_away",
    "staff.staff.away.until": "school.staff.away_until",
    "staff.staff.away.cover": "school.staff.cover_name",
    "staff.staff.left_on": "school.staff.left_on",
    "staff.staff.handover": "school.staff.handover",
}
"""The policy's lines for fields that pages show under another name than the record's own."""

_TOLD: Mapping[str, str] = {
    "school.kind": FOLLOWS,
    "school.years.lowest": FOLLOWS,
    "school.years.highest": FOLLOWS,
    "school.records_since": FOLLOWS,
    "school.periods.session": FOLLOWS,
    "school.periods.starts": FOLLOWS,
    "school.periods.ends": FOLLOWS,
    "school.review_intervals": FOLLOWS,
    "school.escalation.after_school_days": FOLLOWS,
    "school.escalation.to_role": FOLLOWS,
    "school.audiences": FOLLOWS,
    "school.forge.branch": FOLLOWS,
    "school.dfe_number": NOWHERE,
    "staff.staff.email": NOWHERE,
    "staff.staff.git_emails": NOWHERE,
}
"""What is said of fields that no page shows."""


# ── What is restricted ──────────────────────────────────────────────────────────────────────────────────


def _is_thing(kind: str, path: Path) -> bool:
    """Tell whether a path's next name is a thing's id: the path ends with a list of things."""
    if not path:
        return False
    field = declared(kind, path)
    before = declared(kind, path[:-1]) if len(path) > 1 else None
    return field is not None and field.is_list and field.struct is not None and field != before


def _is_restricted(
    scene: Scene, kind: str, path: Path, pupil: str | None, answered: Mapping[str, Any]
) -> bool:
    """Tell whether the record keeps a thing on a path, or what it belongs to, for the widest audience alone."""
    data = scene.data(kind, pupil)
    for depth in range(1, len(path)):
        if not _is_thing(kind, path[:depth]):
            continue
        at = path[: depth + 1]
        thing = found(data, at) if is_there(data, at) else {}
        if not isinstance(thing, dict):
            continue
        if depth + 2 == len(path):
            thing = {**thing, **answered}
        if thing.get("restricted") is True:
            return True
        for field in _belonging(kind, at):
            if is_closed_by(scene, field, thing.get(field.name), pupil):
                return True
    return False


def _is_for_few(scene: Scene, kind: str, path: Path, pupil: str | None, *, by_its_list: bool) -> bool:
    """Tell whether the widest audience alone sees a thing of a list: it is restricted, belongs to what is, or is of such a kind.

    With `by_its_list` also where nobody else sees any thing of that list.
    """
    every, inside = _rules(scene), (*path, "id")
    line = line_of(kind, path[:-1])
    if by_its_list and not any(each.sees(line) for each in every[:-1]):
        return True
    place = _of_its_kind(scene, kind, inside, pupil, {})
    return place >= len(every) - 1 or _is_restricted(scene, kind, inside, pupil, {})


def _of_line(scene: Scene, line: str) -> int:
    """Return the place of the narrowest audience that sees a line of the policy; one more than the last where none does."""
    return next((place for place, each in enumerate(_rules(scene)) if line in each.seen), len(_rules(scene)))


def _of_its_kind(scene: Scene, kind: str, path: Path, pupil: str | None, answered: Mapping[str, Any]) -> int:
    """Return the place of the narrowest audience that sees things of that kind at all, of those on a path."""
    every, data = _rules(scene), scene.data(kind, pupil)
    place = 0
    for depth in range(1, len(path)):
        line = line_of(kind, path[:depth]) if _is_thing(kind, path[:depth]) else ""
        if line not in every[0].kinds:
            continue
        at = path[: depth + 1]
        thing: Any = found(data, at) if is_there(data, at) else {}
        said = {**thing, **answered} if depth + 2 == len(path) else thing
        value = said.get(every[0].kinds[line].field)
        if value is not None:
            seeing = (rank for rank, each in enumerate(every) if str(value) in each.kinds[line].values)
            place = max(place, next(seeing, len(every)))
    return place


def _rules(scene: Scene) -> tuple[Rules, ...]:
    """Return what each audience sees, the narrowest first: the gate's own rules, with what the school has narrowed."""
    return _worked_out(_Same(scene.rulebook.policy), tuple(sorted(scene.school.audiences.items())))


class _Same:
    """A policy by which a cache knows it again: it is the same object, for its rules take longer than all of a form."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.policy is self.policy

    def __hash__(self) -> int:
        return id(self.policy)


@lru_cache(maxsize=4)
def _worked_out(same: _Same, tightened: tuple[tuple[str, str], ...]) -> tuple[Rules, ...]:
    return tuple(rules(same.policy, each.id, dict(tightened)) for each in same.policy.audiences)


def _may_be_restricted(scene: Scene, kind: str, path: Path, pupil: str | None) -> bool:
    """Tell whether a thing that is not there yet could belong to something that is kept for the widest audience alone."""
    at = path[:-1]
    if len(at) < 2 or not _is_thing(kind, at[:-1]) or is_there(scene.data(kind, pupil), at):
        return False
    nouns = {noun for field in _belonging(kind, at) for noun in field.of.split()}
    return any(thing.noun in nouns and thing.data.get("restricted") is True for thing in things(scene, pupil))


def _belonging(kind: str, path: Path) -> Iterator[Field]:
    field = declared(kind, path)
    struct = field.struct if field is not None and field.struct is not None else Item
    yield from (each for each in fields_of(struct) if each.belongs)
