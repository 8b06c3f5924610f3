"""Whose marks they are: a pupil's id, or the unique pupil number in plan.yml. A row that is nobody's is a Problem.

A unique pupil number is personal data, and an unknown id may be somebody's name. So messages name neither: the file
and its row lead to them.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from liverecord.intake.sightings import Seen, Sighting, SupportSeen
from liverecord.problem import Place, Problem
from liverecord.read import strict
from liverecord.read.versions import on_disk

Numbers = Mapping[str, Sequence[str]]
"""Unique pupil numbers, each with the ids of the pupils whose plan has it: one, unless something is wrong."""


class Matched(NamedTuple):
    """What the files say, by pupil's id, and a problem for each stranger in each file."""

    sightings: dict[str, list[Sighting]]
    support: dict[str, list[SupportSeen]]
    problems: list[Problem]


def wanted_numbers(seen: Iterable[Seen]) -> set[str]:
    """Return every unique pupil number by which the files name a pupil."""
    wanted: set[str] = set()
    for file in seen:
        wanted |= {sighting.key for sighting in file.sightings if sighting.is_upn}
        wanted |= {support.key for support in file.support if support.is_upn}
    return wanted


def numbers(root: Path, plans: Mapping[str, str], wanted: Collection[str]) -> dict[str, list[str]]:
    """Return which pupils have the wanted numbers; `plans` maps each pupil's id to its plan.yml below `root`.

    A plan that cannot be read gives no number: its pupil counts as unknown, and `check` tells why.
    """
    pupils_by_number: dict[str, list[str]] = {}
    if not wanted:
        return pupils_by_number
    for pupil, path in plans.items():
        raw, _ = on_disk(root, path)
        # Reading the YAML of a thousand plans takes a second, and looking for a number in the bytes no time.
        if raw is None or not any(number.decode() in wanted for number in _NUMBER.findall(raw)):
            continue
        document, _ = strict.parse(path, "plan", raw)
        identity = document.data.get("pupil") if document and isinstance(document.data, dict) else None
        number = identity.get("upn") if isinstance(identity, dict) else None
        if isinstance(number, str) and number in wanted:
            pupils_by_number.setdefault(number, []).append(pupil)
    return pupils_by_number


def match(seen: Iterable[Seen], pupils: Collection[str], numbers: Numbers) -> Matched:
    """Give each mark and each line of support to its pupil; `pupils` are the ids that there are."""
    sightings: dict[str, list[Sighting]] = {}
    support: dict[str, list[SupportSeen]] = {}
    strangers: dict[tuple[str, str, bool], list[Place]] = {}
    known: dict[tuple[str, bool], str | None] = {}

    def pupil_of(item: Sighting | SupportSeen) -> str | None:
        key = (item.key, item.is_upn)
        if key not in known:
            known[key] = _pupil(*key, pupils, numbers)
        pupil = known[key]
        if pupil is None:
            strangers.setdefault((item.place.path, *key), []).append(item.place)
        return pupil

    for file in seen:
        for sighting in file.sightings:
            if (pupil := pupil_of(sighting)) is not None:
                sightings.setdefault(pupil, []).append(sighting)
        for line in file.support:
            if (pupil := pupil_of(line)) is not None:
                support.setdefault(pupil, []).append(line)
    problems = [
        _stranger(key, is_upn=is_upn, places=places, numbers=numbers)
        for (_, key, is_upn), places in strangers.items()
    ]
    return Matched(sightings, support, problems)


_NUMBER = re.compile(rb"[A-Z][0-9]{11}[0-9A-Z]")


def _pupil(key: str, is_upn: bool, pupils: Collection[str], numbers: Numbers) -> str | None:
    if not is_upn:
        return key if key in pupils else None
    holders = numbers.get(key, ())
    return holders[0] if len(holders) == 1 else None


def _stranger(key: str, *, is_upn: bool, places: Sequence[Place], numbers: Numbers) -> Problem:
    rows = len({place.line for place in places})
    more = f", in this row and {rows - 1} more" if rows > 1 else ""
    same = numbers.get(key, ()) if is_upn else ()
    if same:
        return Problem(
            min(places),
            "upn-twice",
            f"The unique pupil number here stands in more than one plan.yml ({', '.join(same)}){more}.",
            "A number is one pupil's: correct `upn` in the plan in which it is wrong, then import again.",
        )
    what = "unique pupil number" if is_upn else "id"
    return Problem(
        min(places),
        "unknown-pupil",
        f"No pupil in the records has the {what} that stands here{more}.",
        "Correct the row, or write the number as `upn` in the pupil's plan.yml. Pupils without a record belong in no export "
        "for this: leave them out, or import with --partial.",
    )
