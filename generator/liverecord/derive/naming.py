"""What a rule of reviews.yml may name: days of its subject and of reviews, other rules, and the codes that narrow it.

An unknown name would silently lose a duty, so each name is looked up before a rule counts.
"""

from collections.abc import Iterable, Iterator, Mapping

from liverecord.derive.limits import PLANNED
from liverecord.derive.subjects import APPEALED, CONSIDERED, NO, TRANSFER, YES
from liverecord.derive.transfers import UNKNOWN
from liverecord.model.field import fields_of
from liverecord.model.records import (
    Action,
    Circumstance,
    Concern,
    Condition,
    Driver,
    Outcome,
    PartTimeTimetable,
    Plan,
    Provision,
    Review,
)
from liverecord.model.rulebook import ReviewRule, Rulebook

HELD, DECIDED, FINAL = "held", "decided", "final"
DUE, PLAN = "due", "plan"
"""What a day's name may begin with, beside `planned`: a kind of review follows, another rule, or a field of the plan."""

REVIEW = "review"
UNSAID, CLOSED = "unsaid", "closed"
"""What follows "review." in a name: the authority decided after this very review (decided), what it decided last is about a later
one and says nothing of this (unsaid), or nothing more is owed (closed)."""

TODAY = "today"
"""The name of the day itself, which a question may look at."""

OF_REVIEWS = frozenset({HELD, PLANNED, DECIDED, FINAL})

_DAYS = frozenset({"day", "past", "ahead"})

_STRUCTS: Mapping[str, type] = {
    "plan": Plan,
    "part_time_timetable": PartTimeTimetable,
    "condition": Condition,
    "concern": Concern,
    "driver": Driver,
    "action": Action,
    "outcome": Outcome,
    "provision": Provision,
    "circumstance": Circumstance,
    "order": Circumstance,
    "review": Review,
}
"""The struct of each subject; a transfer stands in no record, and has its own day."""

_CODES: Mapping[str, str] = {
    "support": "sen_provision",
    "kind": "plan_kind",
    "circumstance": "circumstance_kind",
    "stage": "circumstance_stage",
    "review": "review_kind",
    "decision": "review_decision",
    "last_decision": "review_decision",
    "exception": "assessment_exception",
    "order": "tribunal_order",
    "transfer": "transfer",
}
"""The list of codes.yml for each narrowing word that has one."""

_YES_OR_NO = frozenset(
    {"looked_after", "plan_ended", "out_of_year", "agreed", "health_care_plan", "transferred", "ended"}
)
_MAY_BE_UNKNOWN = frozenset({"stage", "decision", "last_decision", "order", "transfer"})


def names_of(row: ReviewRule) -> tuple[str, ...]:
    """Return every name of a day that a rule gives."""
    every_leg = (*row.legs, *row.no_sooner)
    legs = (name for leg in every_leg for name in (*leg.from_, *filter(None, (leg.not_before,))))
    written = (row.written,) if row.written else ()
    before = (row.ends_before,) if row.ends_before else ()
    beside = (name for each in row.beside for name in (*each.from_, *each.unless))
    return (
        *written,
        *row.starts,
        *row.meanwhile,
        *legs,
        *row.ends,
        *before,
        *row.unless,
        *row.needs,
        *row.since,
        *(name for name in (*row.otherwise, *row.beyond) if name != TODAY),
        *beside,
    )


def review_kinds(row: ReviewRule) -> tuple[str, ...]:
    """Return the kinds of review that a rule names, in the rule's order."""
    parted = (name.partition(".") for name in names_of(row))
    return tuple(kind for source, _, kind in parted if source in OF_REVIEWS)


def unknown_names(row: ReviewRule, rulebook: Rulebook) -> Iterator[str]:
    """Yield what a rule of a known subject names that does not exist: a kind of review, a field, a rule, a code."""
    yield from (name for name in names_of(row) if not is_day(name, row, rulebook))
    rules = {each.id for each in rulebook.reviews}
    yield from (name for name in row.under if name not in rules)
    narrowed = (row.applies, *(each.where for each in row.beside))
    lacks = (each.write for each in (row.missing, row.done, row.sure_with) if each is not None)
    yield from (name for name in lacks if not (is_day(name, row, rulebook) or is_field(name, row)))
    for word, values in (pair for each in narrowed for pair in each.items()):
        yield from (value for value in values if not _may_be(word, value, rulebook))


def is_day(name: str, row: ReviewRule, rulebook: Rulebook) -> bool:
    """Tell whether a name stands for a day that a rule of this subject may ask for."""
    source, _, rest = name.partition(".")
    if source in OF_REVIEWS:
        return rest in rulebook.codes.lists["review_kind"]
    if source == REVIEW and rest:
        return row.subject == REVIEW and rest in {DECIDED, UNSAID, CLOSED}
    if source == DUE and rest:
        return any(each.id == rest for each in rulebook.reviews)
    if source == PLAN:
        return _leads_to_day(Plan, rest.split("."))
    if row.subject == TRANSFER:
        return name == "on"
    return _leads_to_day(_STRUCTS[row.subject], name.split("."))


def is_field(name: str, row: ReviewRule) -> bool:
    """Tell whether a name stands for a field of a rule's subject, or of the plan, whatever it holds."""
    source, _, rest = name.partition(".")
    if source == PLAN:
        return _kind_at(Plan, rest.split(".")) is not None
    return row.subject in _STRUCTS and _kind_at(_STRUCTS[row.subject], name.split(".")) is not None


def _leads_to_day(struct: type, path: Iterable[str]) -> bool:
    """Tell whether a path of the records' own keys leads to a day."""
    return _kind_at(struct, path) in _DAYS


def _kind_at(struct: type, path: Iterable[str]) -> str | None:
    """Return what a path of the records' own keys leads to; None where it leads nowhere, or into a list."""
    here: type | None = struct
    kind = None
    for key in path:
        field = next((each for each in fields_of(here) if each.name == key), None) if here else None
        if field is None or field.is_list:
            return None
        kind, here = field.kind, field.struct
    return kind


def _may_be(word: str, value: str, rulebook: Rulebook) -> bool:
    """Tell whether a narrowing word may have a value."""
    if word in _CODES:
        is_word = word in _MAY_BE_UNKNOWN and value == UNKNOWN
        return (
            is_word
            or value in rulebook.codes.lists[_CODES[word]]
            or (word == "last_decision" and value in {APPEALED, CONSIDERED})
        )
    if word in _YES_OR_NO:
        return value in {YES, NO}
    return value.isdigit()
