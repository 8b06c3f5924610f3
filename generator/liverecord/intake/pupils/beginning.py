"""A record that begins from a row: a minimal plan.yml that says what the list says, and in comments what is still to be written."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from liverecord.examine.records import World
from liverecord.forms.codes import EHCP, NONE, SEN_SUPPORT
from liverecord.forms.provided import plan_of
from liverecord.forms.reading import as_typed
from liverecord.intake.judging import Foreseen, foreseen
from liverecord.intake.pupils import still_to_write
from liverecord.intake.pupils.still_to_write import Owing, owing
from liverecord.intake.register.seen import PupilSeen
from liverecord.intake.writing import Draft
from liverecord.model.field import fields_of
from liverecord.model.records import EhcPlan, Identity, Plan
from liverecord.problem import Problem
from liverecord.splice.steps import Set, Step
from liverecord.splice.writing import Refused, spliced


class Beginning(NamedTuple):
    """A record to begin: its files, how it would be, and what is still to be written.

    Without drafts a problem says why, or `is_out_of_year`: the year is not that of the date of birth, and a person says that it
    is right. `is_review_left` tells that the last review of the list is no meeting that a record may have: it is left for a person.
    """

    drafts: list[Draft]
    foreseen: Foreseen | None
    owing: list[Owing]
    problems: list[Problem]
    is_review_left: bool = False
    is_out_of_year: bool = False


def begin(
    world: World,
    folder: str,
    pupil: str,
    row: PupilSeen,
    keyworker: str | None,
    *,
    is_out_of_year: bool = False,
) -> Beginning:
    """Return the record that begins from a row; `folder` is that of all pupils, `pupil` the drawn id.

    What the list says and a record has a field for stands in it, and nothing else; `is_out_of_year` is what somebody has said.
    """
    path = f"{folder}/{pupil}/plan.yml"
    made = spliced(path, "plan", None, _steps(world, row, keyworker, is_out_of_year=is_out_of_year))
    if isinstance(made, Refused):
        # A record's texts hold no invisible characters; nothing else of a new file can be refused.
        return Beginning([], None, [], [_would_be_wrong(row, made.reason)])
    plan = Draft(path, None, made.raw)
    review = _review(world, f"{folder}/{pupil}/reviews.yml", row)
    drafts = [plan, *review]
    seen = foreseen(world, pupil, {}, drafts)
    if seen.problems and review:
        drafts, alone = [plan], foreseen(world, pupil, {}, [plan])
        seen = alone
    if seen.pupil is None or seen.problems:
        if not is_out_of_year and begin(world, folder, pupil, row, keyworker, is_out_of_year=True).drafts:
            return Beginning([], None, [], [], is_out_of_year=True)
        codes = ", ".join(sorted({problem.code for problem in seen.problems}))
        return Beginning([], None, [], [_would_be_wrong(row, codes)])
    left = row.last_review is not None and len(drafts) == 1
    to_write = owing(seen.pupil, world)
    commented = still_to_write.commented(path, made.raw, to_write)
    drafts[0] = plan._replace(new=commented)
    return Beginning(drafts, seen, to_write, [], left)


def support_of(row: PupilSeen) -> str:
    """Return the code of a row's support; of whoever gets a record without the list's saying so, none."""
    return row.support or NONE


def needs_of(row: PupilSeen) -> list[dict[str, Any]]:
    """Return a row's needs as a plan has them, the primary one first."""
    return [
        {"id": f"n{rank}", "type": code, "rank": rank}
        for rank, code in enumerate(dict.fromkeys(row.needs), 1)
    ]


def _steps(world: World, row: PupilSeen, keyworker: str | None, *, is_out_of_year: bool) -> list[Step]:
    """Return the steps that make the plan, its keys in the order in which they are declared."""
    support = support_of(row)
    values: dict[str, Any] = {
        "pupil": _in_order(Identity, {**_identity(row), "out_of_year": is_out_of_year or None}),
        "support": support,
        # Of an education, health and care plan the list has the day on which that began: the support may be older.
        "support_since": _day(row.support_since) if support == SEN_SUPPORT else None,
        "parents_told_on": _day(row.parents_told) if support == SEN_SUPPORT else None,
        "kind": plan_of(world.rulebook, support),
        "version": 1,
        "keyworker": keyworker,
        "ehcp": _of_plan(row) if support == EHCP else None,
        "needs": needs_of(row) if support != NONE else None,
    }
    return [Set((name,), value) for name, value in _in_order(Plan, values).items()]


def _of_plan(row: PupilSeen) -> Mapping[str, Any]:
    return _in_order(
        EhcPlan,
        {
            "issued_on": _day(row.issued),
            "last_review_decided_on": _day(row.decided),
            "authority": row.authority,
        },
    )


def _identity(row: PupilSeen) -> Mapping[str, Any]:
    return {
        "given_name": row.given_name,
        "family_name": row.family_name,
        "known_as": row.known_as,
        "year_group": as_typed(row.year),
        "form": as_typed(row.form),
        "date_of_birth": _day(row.born),
        "upn": row.upn,
        "mis_id": as_typed(row.mis_id),
        "on_roll_from": _day(row.joined),
    }


def _review(world: World, path: str, row: PupilSeen) -> list[Draft]:
    """Return the last review as one that was held, where that is what the list means: a meeting about SEN support.

    Of an education, health and care plan the list does not say whether the day is the meeting's or the decision's.
    """
    if row.last_review is None or support_of(row) != SEN_SUPPORT:
        return []
    kind = plan_of(world.rulebook, SEN_SUPPORT)
    kinds = world.rulebook.codes.lists["review_kind"]
    of_plan = next(code for code, each in kinds.items() if each.plan == kind)
    held = {"id": "r1", "kind": of_plan, "held_on": _day(row.last_review)}
    made = spliced(path, "reviews", None, [Set(("reviews",), [held])])
    return [] if isinstance(made, Refused) else [Draft(path, None, made.raw)]


def _in_order(struct: type, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said, in the order in which a struct declares its fields."""
    order = [field.name for field in fields_of(struct)]
    said = {name: value for name, value in values.items() if value not in (None, "", [], {})}
    return {name: said[name] for name in sorted(said, key=order.index)}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _would_be_wrong(row: PupilSeen, why: str) -> Problem:
    message = f"The record that would begin from this row would be wrong ({why.rstrip('.')}), so that none was begun."
    return Problem(row.place, "import-would-break", message, _BREAK_HINT)


_BREAK_HINT = (
    "`liverecord check --explain` with a code word says what that is. Correct the row, then import again. --partial imports the "
    "others."
)
