"""No date yet: rules that apply to a pupil while the record does not say from which day, as rows beside the duties.

Silence is never safety: what nobody can date is as visible as what is late. What practice would have had before the
school kept live records, or before the pupil joined, is no lateness but such a row too. What the law has had stands
there with its day: it has passed, unless a later one is written.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from liverecord.derive.calendar import Calendar, monday_of
from liverecord.derive.limits import PLANNED, Known
from liverecord.derive.naming import DECIDED, FINAL, HELD, OF_REVIEWS, PLAN
from liverecord.derive.narrowing import applies
from liverecord.derive.rules import LIMIT, MUST, SCHOOL, Rule
from liverecord.derive.subjects import Subject
from liverecord.model.case import Undated
from liverecord.model.derived import Assignee
from liverecord.model.parts import FILE_OF
from liverecord.model.records import Pupil, Review, School
from liverecord.model.rulebook import Lacking

_ID = re.compile(r"[a-z][a-z0-9_-]*")
_REVIEWS = "reviews"
WRITTEN = {
    HELD: ("held_on",),
    PLANNED: ("due",),
    DECIDED: ("chain", "decision_on"),
    FINAL: ("chain", "final_plan_on"),
}
"""Where in a review the day stands that a name of a rule begins with."""
_PARTS = {
    "plan": "plan",
    "part_time_timetable": "plan.attendance.part_time_timetable",
    "condition": "plan.conditions",
    "concern": "concerns",
    "circumstance": "plan.circumstances",
    "order": "plan.circumstances",
    "review": _REVIEWS,
}
"""Where in a record the subject of a rule stands; a provision has two places."""


def lived_from(pupil: Pupil, school: School) -> date | None:
    """Return the day before which the school is late with nothing: when live records began, or the pupil joined; None: neither is known."""
    days = (school.records_since, pupil.plan.pupil.on_roll_from)
    return max((day for day in days if day is not None), default=None)


def counts_from(since: date, calendar: Calendar, school_weeks: int) -> date:
    """Return the Monday after so many whole school weeks, from which a day that the law had before counts as missed.

    Weeks beyond the terms that the school names are taken to be school weeks.
    """
    first = since if since == monday_of(since) else monday_of(since) + timedelta(weeks=1)
    ahead = [each for each in calendar.weeks_ahead(first, school_weeks) if calendar.is_school_week(each)]
    last = ahead[-1] if ahead else first - timedelta(weeks=1)
    return last + timedelta(weeks=1 + school_weeks - len(ahead))


def lacking(rule: Rule, subject: Subject, pupil: Pupil, known: Known, *, is_due: bool) -> Lacking | None:
    """Return what the record lacks, so that a rule has no day; None where it lacks nothing, or asks for nothing.

    `is_due` tells that a day was found all the same. A rule without a condition of its own asks for nothing where no
    review says that the thing exists, and a limit asks for nothing once what ends it is known.
    """
    row, missing = rule.row, rule.row.missing
    if missing is None or (is_due and not missing.always):
        return None
    names = (*row.starts, *row.otherwise, *(name for leg in row.legs for name in leg.from_))
    # What ends a limit within so long before a day ends nothing while that day is not known.
    ends = row.ends if row.ends_before is None else ()
    names += (*row.unless, *ends) if row.kind == LIMIT else ()
    if row.written and not missing.always:
        names += (row.written,)
    if any(known(name) is not None for name in names):
        return None
    if not applies(subject, pupil, missing.where, rule.today):
        return None
    has_condition = bool(row.applies) or row.subject != PLAN
    return missing if has_condition or _dayless(rule.review_kind, pupil) is not None else None


def row_of(
    rule: Rule,
    subject: Subject,
    pupil: Pupil,
    lacks: Lacking,
    *,
    owner: Assignee | None,
    restricted: bool,
    passed: date | None,
    counted: date | None,
    was_elsewhere: bool,
) -> Undated:
    """Return the row of "No date yet" for a rule and its subject.

    `passed` is the day that the rule had before the school could be late, or that is another school's; `counted` that from which
    a day of law counts as missed.
    """
    row = rule.row
    has_passed = passed is not None and passed < rule.today
    last_lawful = passed if row.force == MUST and has_passed else None
    joined = pupil.plan.pupil.on_roll_from
    field, data = _written(rule, subject, pupil, lacks)
    dayless = _dayless(rule.review_kind, pupil) if field.startswith(f"{_REVIEWS}.") else None
    return Undated(
        id=f"{row.id}.{subject.item or PLAN}",
        kind=row.id,
        group=row.group,
        label=row.label,
        what=subject.what,
        about=subject.about,
        item=subject.item,
        anchor=subject.anchor,
        missing=lacks.says,
        field=field,
        file=FILE_OF.get(field.rpartition(".")[0], PLAN),
        line="\n".join(_yaml(data)),
        last_lawful=last_lawful,
        counts_from=counted if last_lawful is not None else None,
        is_missed=last_lawful is not None
        and counted is not None
        and counted <= rule.today
        and row.owed_by == SCHOOL,
        ask_last_school=passed is not None and joined is not None and (passed < joined or was_elsewhere),
        owner=owner,
        owed_by=row.owed_by,
        force=row.force,
        source=rule.source,
        restricted=restricted or (dayless is not None and dayless.restricted),
    )


# ── The line to add ─────────────────────────────────────────────────────────────────────────────────────


def _written(rule: Rule, subject: Subject, pupil: Pupil, lacks: Lacking) -> tuple[str, Mapping[str, Any]]:
    """Return the field in which a day is written, by its path, and that with all it stands in, as the file holds it."""
    source, _, rest = lacks.write.partition(".")
    if source in OF_REVIEWS:
        words = WRITTEN[source]
        dayless = _dayless(rest, pupil)
        item = {"id": dayless.id} if dayless is not None else {"id": _free_id(rest, pupil), "kind": rest}
        return ".".join((_REVIEWS, *words)), {_REVIEWS: [item | _nested(words)]}
    if source == PLAN:
        return lacks.write, _nested(tuple(rest.split(".")))
    part = _PARTS.get(rule.row.subject)
    if part is None:
        assert subject.owned_in is not None
        part = subject.owned_in.path.rpartition(".")[0]
    words = tuple(lacks.write.split("."))
    inner: Mapping[str, Any] = _nested(words)
    if subject.item is not None:
        inner = {"id": subject.item} | dict(inner)
    return f"{part}.{lacks.write}", _within(part, inner, subject, pupil)


def _within(part: str, inner: Mapping[str, Any], subject: Subject, pupil: Pupil) -> Mapping[str, Any]:
    """Return what is added with all that it stands in, from the top of the file."""
    *outer, name = part.removeprefix(PLAN).strip(".").split(".")
    if not name:
        return inner
    if part == "plan.outcomes.provision":
        holder = next(
            outcome.id
            for outcome in pupil.plan.outcomes
            if any(each.id == subject.item for each in outcome.provision)
        )
        return {"outcomes": [{"id": holder, name: [inner]}]}
    made: Mapping[str, Any] = {name: [inner] if subject.item is not None else inner}
    for each in reversed(outer):
        made = {each: made}
    return made


def _nested(words: tuple[str, ...]) -> dict[str, Any]:
    return {words[0]: _nested(words[1:]) if words[1:] else None}


def _dayless(kind: str | None, pupil: Pupil) -> Review | None:
    """Return a review of a kind that the record names without a day: it is said to exist, and a day is all it lacks."""
    return next(
        (each for each in pupil.reviews if each.kind == kind and each.due is None and each.held_on is None),
        None,
    )


def _free_id(kind: str, pupil: Pupil) -> str:
    """Return an id that no review has. It counts no reviews: how many there are is not for every audience."""
    taken = {review.id for review in pupil.reviews}
    name = kind.replace("_", "-")
    number = 2
    while name in taken:
        name = f"{kind.replace('_', '-')}-{number}"
        number += 1
    return name


def _yaml(data: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """Yield lines of block YAML: keys, codes and ids; a value that only a person knows stays open."""
    for key, value in data.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _yaml(value, f"{indent}  ")
        elif isinstance(value, list):
            yield f"{indent}{key}:"
            for item in value:
                first, *rest = _yaml(item, f"{indent}    ")
                yield f"{indent}  - {first.lstrip()}"
                yield from rest
        else:
            yield f"{indent}{key}:{'' if value is None else f' {_word(value)}'}"


def _word(value: str) -> str:
    return value if _ID.fullmatch(value) else "'" + value.replace("'", "''") + "'"
