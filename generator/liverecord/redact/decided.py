"""Who sees what, as rows for people: every field of a record by its title, what is worked out in words, items by their kinds."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from liverecord.model.parts import FIELDS, TITLES
from liverecord.model.rulebook import Rulebook
from liverecord.redact.policy import NOBODY, Rules, rules
from liverecord.redact.shape import every_path

WORKED_OUT = "What is worked out, and what the site says of itself"
"""The heading of what no field of a record is."""


class Seen(NamedTuple):
    """One row: what it is under which heading, its paths, and the narrowest audience that sees it, "nobody" where none does.

    `shipped` is who would see it without the school's own lines.
    """

    heading: str
    what: str
    paths: tuple[str, ...]
    first: str
    shipped: str

    @property
    def is_tightened(self) -> bool:
        """Tell whether the school narrowed it."""
        return self.first != self.shipped


def decided(rulebook: Rulebook, tightened: Mapping[str, str]) -> list[Seen]:
    """Return a row for all that a site could hold, in the records' order, then what is worked out, then whole items by kind.

    `tightened` is the school's own (school.yml: `audiences`). Raises InvalidRulebook as `gate` does.
    """
    now = {each.id: rules(rulebook.policy, each.id, tightened) for each in rulebook.policy.audiences}
    shipped = {each.id: rules(rulebook.policy, each.id, {}) for each in rulebook.policy.audiences}
    return [
        *_fields(now, shipped),
        *_worked_out(rulebook, now, shipped),
        *_kinds(rulebook, now, shipped),
    ]


def _fields(now: Mapping[str, Rules], shipped: Mapping[str, Rules]) -> Iterator[Seen]:
    """Yield a row for each field of the records."""
    for part, fields in FIELDS.items():
        heading = _heading(part)
        own = {field.name: _capped(field.title) for field in fields.values()}
        for name, what in [*own.items(), ("id", "The short name by which the record refers to it")]:
            path = f"{part}.{name}"
            if path in every_path():
                yield Seen(heading, what, (path,), _first(now, path), _first(shipped, path))


def _worked_out(rulebook: Rulebook, now: Mapping[str, Rules], shipped: Mapping[str, Rules]) -> Iterator[Seen]:
    """Yield a row for each line of `told`; where a school narrowed a part of one, a row for that part."""
    recorded = {f"{part}.{name}" for part, fields in FIELDS.items() for name in (*fields, "id")}
    paths: dict[tuple[str, str, str], list[str]] = {}
    told = rulebook.policy.told
    order = {words: place for place, words in enumerate(dict.fromkeys(told.values()))}
    for path in sorted(every_path() - recorded):
        words = told[_longest(path, told)]
        paths.setdefault((words, _first(now, path), _first(shipped, path)), []).append(path)
    for (words, first, least), found in sorted(paths.items(), key=lambda item: order[item[0][0]]):
        yield Seen(WORKED_OUT, words, tuple(found), first, least)


def _longest(path: str, told: Mapping[str, str]) -> str:
    """Return the longest line that a path is, or lies below. Raises KeyError, naming the path, where there is none."""
    while path not in told:
        above, _, last = path.rpartition(".")
        if not last or not above:
            raise KeyError(path)
        path = above
    return path


def _kinds(rulebook: Rulebook, now: Mapping[str, Rules], shipped: Mapping[str, Rules]) -> Iterator[Seen]:
    """Yield a row for each kind of item that is open to some and closed to others."""
    for path, closing in rulebook.policy.kinds.items():
        heading = f"Whole items by their kind: {_WHOLE.get(path) or TITLES.get(path, path)}"
        for value in closing.values:
            yield Seen(
                heading,
                _label(rulebook, path, closing.field, value),
                (f"{path}.{value}",),
                _first_of_kind(now, path, value),
                _first_of_kind(shipped, path, value),
            )


_WHOLE = {"duties": "What is due", "edit": "Ways to the parts of a record"}


def _label(rulebook: Rulebook, path: str, field: str, value: str) -> str:
    rule = next((rule for rule in rulebook.reviews if path == "duties" and rule.id == value), None)
    if rule is not None:
        return _capped(rule.label)
    declared = FIELDS.get(path, {}).get(field)
    code = rulebook.codes.get(declared.of, value) if declared is not None else None
    if code is not None:
        return _capped(code.label)
    return TITLES.get(f"plan.{value}") or TITLES.get(value) or _capped(value.replace("_", " "))


def _heading(part: str) -> str:
    """Return the titles of a part and of those that it stands in: "Needs: Attempts to meet it"."""
    names = part.split(".")
    above = (".".join(names[:length]) for length in range(1, len(names) + 1))
    titles = [TITLES[each] for each in above if each in TITLES]
    return ": ".join(titles) or "The plan"


def _first(audiences: Mapping[str, Rules], path: str) -> str:
    return next((name for name, each in audiences.items() if path in each.seen), NOBODY)


def _first_of_kind(audiences: Mapping[str, Rules], path: str, value: str) -> str:
    return next(
        (name for name, each in audiences.items() if value in each.kinds[path].values and each.sees(path)),
        NOBODY,
    )


def _capped(text: str) -> str:
    return text[:1].upper() + text[1:]
