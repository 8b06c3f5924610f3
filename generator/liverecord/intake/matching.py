"""Whose marks they are: a pupil's id, or the unique pupil number in plan.yml. A row that is nobody's is a Problem.

A unique pupil number is personal data, and an unknown id may be somebody's name. So messages name neither: the file
and its row lead to them.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from liverecord.intake.sightings import FormerSeen, Seen, Sighting, SupportSeen
from liverecord.problem import Place, Problem
from liverecord.read import strict
from liverecord.read.versions import on_disk
from liverecord.report.imports import Doubt
from liverecord.validate.identity import has_check_letter

Numbers = Mapping[str, Sequence[str]]
"""Unique pupil numbers, each with the ids of the pupils whose plan has it: one, unless something is wrong."""


class Matched(NamedTuple):
    """What the files say, by pupil's id, and a problem for each stranger in each file."""

    sightings: dict[str, list[Sighting]]
    support: dict[str, list[SupportSeen]]
    problems: list[Problem]
    doubts: list[Doubt]


def wanted_numbers(seen: Iterable[Seen]) -> set[str]:
    """Return every unique pupil number by which the files name a pupil."""
    wanted: set[str] = set()
    for file in seen:
        wanted |= {sighting.key for sighting in file.sightings if sighting.is_upn}
        wanted |= {support.key for support in file.support if support.is_upn}
        wanted |= {row.former for row in file.former}
    return wanted


def numbers(root: Path, plans: Mapping[str, str], wanted: Collection[str]) -> dict[str, list[str]]:
    """Return which pupils have the wanted numbers; `plans` maps each pupil's id to its plan.yml below `root`.

    A plan that cannot be read is taken for that of whose number stands in it, where no other has it: then it is told that
    this record is to be mended first.
    """
    pupils_by_number: dict[str, list[str]] = {}
    unread: dict[str, list[str]] = {}
    if not wanted:
        return pupils_by_number
    for pupil, path in plans.items():
        raw, _ = on_disk(root, path)
        # Reading the YAML of a thousand plans takes a second, and looking for a number in the bytes no time.
        found = {number.decode() for number in _NUMBER.findall(raw or b"")}.intersection(wanted)
        if raw is None or not found:
            continue
        document, _ = strict.parse(path, "plan", raw)
        if document is None:
            for number in found:
                unread.setdefault(number, []).append(pupil)
        identity = document.data.get("pupil") if document and isinstance(document.data, dict) else None
        number = identity.get("upn") if isinstance(identity, dict) else None
        if isinstance(number, str) and number in wanted:
            pupils_by_number.setdefault(number, []).append(pupil)
    return unread | pupils_by_number


def match(
    seen: Sequence[Seen], pupils: Collection[str], numbers: Numbers, *, takes_former: bool = False
) -> Matched:
    """Give each mark and each line of support to its pupil; `pupils` are the ids that there are.

    A pupil whose record has a number that a file calls a former one is asked about, and gets the marks where
    `takes_former` says that it is the same pupil.
    """
    former: dict[str, str] = {}
    doubts: list[Doubt] = []
    for row in chain.from_iterable(file.former for file in seen):
        holder = _pupil(row.former, True, pupils, numbers)
        if (
            holder is not None
            and has_check_letter(row.key)
            and _pupil(row.key, True, pupils, numbers) != holder
        ):
            former[row.key] = holder
            doubts.append(_former(row, holder))
    sightings: dict[str, list[Sighting]] = {}
    support: dict[str, list[SupportSeen]] = {}
    strangers: dict[tuple[str, str, bool], list[Place]] = {}
    known: dict[tuple[str, bool], str | None] = {}

    def pupil_of(item: Sighting | SupportSeen) -> str | None:
        key = (item.key, item.is_upn)
        if key not in known:
            known[key] = _pupil(*key, pupils, numbers)
        pupil = known[key]
        if pupil is None and item.is_upn and item.key in former:
            return former[item.key] if takes_former else None
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
        stranger(key, is_upn=is_upn, places=places, numbers=numbers)
        for (_, key, is_upn), places in strangers.items()
    ]
    return Matched(sightings, support, problems, doubts)


def stranger(key: str, *, is_upn: bool, places: Sequence[Place], numbers: Numbers) -> Problem:
    """Return what is wrong with a key that is no pupil's of the records; `places` are the rows that have it."""
    rows = len({place.line for place in places})
    more = f", in this row and {rows - 1} more" if rows > 1 else ""
    same = numbers.get(key, ()) if is_upn else ()
    if same:
        return Problem(
            min(places),
            "upn-twice",
            f"The unique pupil number here stands in more than one plan.yml ({', '.join(same)}){more}.",
            TWICE_HINT,
        )
    what = "unique pupil number" if is_upn else "id"
    if is_upn:
        hint = UPN_HINT if has_check_letter(key) else MISTYPED_HINT
    else:
        hint = OWN_ID_HINT if key.startswith("p-") else SYSTEM_ID_HINT
    return Problem(
        min(places),
        "unknown-pupil",
        f"No pupil in the records has the {what} that stands here{more}.",
        hint,
    )


_NUMBER = re.compile(rb"[A-Z][0-9]{11}[0-9A-Z]")


def _pupil(key: str, is_upn: bool, pupils: Collection[str], numbers: Numbers) -> str | None:
    if not is_upn:
        return key if key in pupils else None
    holders = numbers.get(key, ())
    return holders[0] if len(holders) == 1 else None


def _former(row: FormerSeen, pupil: str) -> Doubt:
    message = f"The record of {pupil} has the unique pupil number that the file calls a former one here."
    return Doubt(code="former-upn", place=row.place, message=message, hint=FORMER_HINT, count=1)


TWICE_HINT = "A number is one pupil's: correct `upn` in the plan in which it is wrong, then import again."
UPN_HINT = (
    "If the pupil has a record, copy the number from the school's system as `upn` into its plan.yml. Else leave the row out of "
    "the export; --partial imports the others."
)
OWN_ID_HINT = "Correct the id: it is the name of the pupil's folder. --partial imports the others."
MISTYPED_HINT = (
    "Its first letter does not fit the rest, so that a character is mistyped: correct it in the information system, and export "
    "again. --partial imports the others."
)
SYSTEM_ID_HINT = (
    "Records do not have the information system's own numbers. Export the UPN in each row, in a column called UPN (a mapping file "
    "calls it `upn`, and no `pupil`), and have the same number as `upn` in each pupil's plan.yml. --partial imports the others."
)
FORMER_HINT = (
    "Write the pupil's present number as `upn` into its plan.yml. To import without that, --accept former-upn; the former "
    "number is not kept."
)
