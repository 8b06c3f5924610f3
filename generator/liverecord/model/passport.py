"""How the lines of a passport are named where some of them come first: helps.1, avoid.2, communication."""

from collections.abc import Mapping, Sequence

LISTS = ("helps", "avoid")
"""Lists of which each line has a name: the field's, a full stop, and its place from 1."""

SINGLE = ("communication", "physical_care")
"""Fields that are one text, named by their own name."""


def lines(said: Mapping[str, str | Sequence[str] | None]) -> dict[str, str]:
    """Return the passport's lines by their names, in the record's order: what helps, what to avoid, then the rest.

    `said` holds the fields by their keys; those that are missing or empty give no line.
    """
    named = {
        f"{field}.{place}": line
        for field in LISTS
        for place, line in enumerate(said.get(field) or (), start=1)
    }
    for field in SINGLE:
        text = said.get(field)
        if isinstance(text, str) and text:
            named[field] = text
    return named


def in_order(said: Mapping[str, str | Sequence[str] | None]) -> dict[str, str]:
    """Return the same lines with those of `first` before the others; a name in `first` that has no line is left out."""
    named = lines(said)
    first = [name for name in said.get("first") or () if name in named]
    return {name: named[name] for name in (*first, *named)}


def renumbered(
    first: Sequence[str],
    before: Mapping[str, str | Sequence[str] | None],
    after: Mapping[str, str | Sequence[str] | None],
) -> tuple[str, ...]:
    """Return `first` with the names its lines have after the lists were changed; a line that is gone is left out.

    `before` and `after` hold the lists by their keys. A line is found again by its words, and where they were
    corrected, by its place.
    """
    was, now = lines(before), lines(after)
    names: list[str] = []
    for name in first:
        field = name.partition(".")[0]
        if field not in LISTS:
            names += [name] if name in now else []
            continue
        mine = {each: text for each, text in now.items() if each.startswith(f"{field}.")}
        same = [each for each, text in mine.items() if text == was.get(name)]
        is_as_long = len(before.get(field) or ()) == len(after.get(field) or ())
        is_corrected = name in mine and mine[name] not in was.values()
        names += same[:1] or ([name] if is_corrected and is_as_long else [])
    return tuple(dict.fromkeys(names))
