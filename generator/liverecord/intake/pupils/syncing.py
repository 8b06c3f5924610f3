"""A record that is there already, beside its row: what changes in its plan.

What names a pupil or says where they sit is taken from the list; what law and support hang on is asked (`differences`). A blank
in the list empties nothing.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from liverecord.examine.records import World
from liverecord.forms.codes import EHCP, NONE, SEN_SUPPORT
from liverecord.forms.fields import says_same
from liverecord.forms.reading import as_typed
from liverecord.forms.settling import settling
from liverecord.intake.judging import Foreseen, foreseen
from liverecord.intake.pupils.beginning import needs_of
from liverecord.intake.pupils.known import Known
from liverecord.intake.register.seen import PupilSeen
from liverecord.intake.writing import Draft
from liverecord.problem import Problem
from liverecord.splice.steps import Path, Remove, Set, Step
from liverecord.splice.writing import Refused, spliced


class Synced(NamedTuple):
    """What becomes of a record: the file to write, if any, the fields that change, and how it would be."""

    draft: Draft | None = None
    fields: tuple[str, ...] = ()
    problem: Problem | None = None
    foreseen: Foreseen | None = None


def sync(
    world: World, row: PupilSeen, record: Known, keyworker: str | None, *, is_renumbered: bool, is_other: bool
) -> Synced:
    """Return what changes in a record so that it says what the row says.

    `is_renumbered` tells that its number gives way to the list's, `is_other` that the list's year and form are another school year's.
    """
    changes = list(_changes(row, record, keyworker, is_renumbered=is_renumbered, is_other=is_other))
    # What the new school year changed moves to where it is read, so that nobody corrects a line that is read no more.
    settled = settling(record.documents["plan"].data, world.today)
    if not changes and not settled:
        return Synced()
    made = spliced(record.path, "plan", record.raw, [*settled, *changes])
    if isinstance(made, Refused):
        return Synced(problem=_not_in_lines(row, record, made))
    draft = Draft(record.path, record.raw, made.raw)
    documents = {kind: record.documents[kind] for kind in record.documents}
    seen = foreseen(world, record.id, documents, [draft])
    if seen.pupil is None or seen.problems:
        before = foreseen(world, record.id, documents, [draft._replace(new=record.raw)])
        return Synced(problem=_wrong(row, record, before, seen))
    fields = [".".join(step.path) for step in (*settled, *changes)]
    return Synced(draft, tuple(dict.fromkeys(fields)), None, seen)


def has_what_is_coming(row: PupilSeen, record: Known) -> bool:
    """Tell whether the row has the year, and the form where both say one, that the record has for a school year to come."""
    coming = {name: str(record.coming.get(name) or "") for name in ("year_group", "form")}
    says = {"year_group": row.year, "form": row.form}
    known = [name for name, value in says.items() if value and coming[name]]
    return (
        bool(known)
        and all(says[name] == coming[name] for name in known)
        and any(says[name] != record.called(name) for name in known)
    )


def _changes(
    row: PupilSeen, record: Known, keyworker: str | None, *, is_renumbered: bool, is_other: bool
) -> Iterator[Step]:
    """Yield the steps that a row asks for: names, form, year and the system's number follow it, what is missing is filled."""
    follows = {
        "given_name": row.given_name,
        "family_name": row.family_name,
        "known_as": row.known_as,
        "year_group": "" if is_other else row.year,
        "form": "" if is_other else row.form,
        "mis_id": row.mis_id,
        "upn": row.upn if is_renumbered else "",
    }
    changed = {
        name: said for name, said in follows.items() if said and not says_same(record.called(name), said)
    }
    for name, said in changed.items():
        yield Set(("pupil", name), as_typed(said) if name != "upn" else said)
    is_renamed = bool(changed.keys() & {"given_name", "family_name"})
    if is_renumbered and is_renamed and not row.known_as and record.called("known_as"):
        # The name that a child went by before a new name and number is a former one too.
        yield Remove(("pupil", "known_as"))
    has_support = row.support == record.says("support") != NONE
    fills = {
        ("pupil", "upn"): row.upn,
        ("pupil", "date_of_birth"): _day(row.born),
        ("pupil", "on_roll_from"): _day(row.joined),
        **(_of_support(row) if has_support and row.support == SEN_SUPPORT else {}),
        **(_of_plan(row) if has_support and row.support == EHCP else {}),
        ("keyworker",): keyworker or "",
    }
    if has_support and row.needs and not record.things("plan", "needs"):
        yield Set(("needs",), needs_of(row))
    for path, said in fills.items():
        if said and not record.says(*path) and not (is_renumbered and path == ("pupil", "upn")):
            yield Set(path, said)


def _of_plan(row: PupilSeen) -> dict[Path, str]:
    return {
        ("ehcp", "issued_on"): _day(row.issued),
        ("ehcp", "last_review_decided_on"): _day(row.decided),
        ("ehcp", "authority"): row.authority,
    }


def _of_support(row: PupilSeen) -> dict[Path, str]:
    return {("support_since",): _day(row.support_since), ("parents_told_on",): _day(row.parents_told)}


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _not_in_lines(row: PupilSeen, record: Known, refused: Refused) -> Problem:
    message = f"What the row changes cannot be written into the record of {record.id} at {refused.place}."
    return Problem(row.place, "plan-not-in-lines", message, _LINES_HINT)


def _wrong(row: PupilSeen, record: Known, before: Foreseen, after: Foreseen) -> Problem:
    """Return why a record is left as it was: it was wrong already, or would be wrong with what the row says."""
    if before.pupil is None or before.problems:
        message = f"The record of {record.id} is wrong already, so that it was left as it is."
        return Problem(row.place, "record-wrong", message, _WRONG_HINT)
    codes = ", ".join(sorted({problem.code for problem in after.problems}))
    message = f"With what the row says the record of {record.id} would be wrong ({codes}), so that it was left as it is."
    return Problem(row.place, "import-would-break", message, _BREAK_HINT)


_LINES_HINT = "Open plan.yml at that line and change it by hand, or write that part one key to a line. --partial imports the others."
_WRONG_HINT = (
    "`liverecord check` says what is wrong. Mend that first, then import again. --partial imports the others."
)
_BREAK_HINT = (
    "`liverecord check --explain` with the code word says what that is. Correct the row or the record, then import again. "
    "--partial imports the others."
)
