"""No silent hole: what an audience may see stands on one of its pages.

A field is tried as a reader would: it is changed in a record, and a page must change. Each deliberate exception stands here
with its reason.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

import msgspec
import pytest

from liverecord import derive, redact, render
from liverecord.model.case import CaseFile
from liverecord.model.field import Field
from liverecord.model.parts import FIELDS
from liverecord.model.records import Document
from liverecord.model.typed import pupil
from liverecord.view import Page, View
from overlay import TODAY
from record_documents import PUPILS, RULEBOOK, typed_school
from render.conftest import school_case
from whole_record import WHOLE, replaced
from whole_record import Path as Place

AUDIENCES = ("staff", "team", "senco")

EXCEPTIONS: Mapping[str, str] = {
    "plan.passport.first": "which lines a class sheet shows first, where there is no room for all; it says nothing of its own",
    "timetable.from": "the lessons of a week are the school's own; patterns by lesson are worked out from them",
    "timetable.day": "as above",
    "timetable.period": "as above",
    "timetable.subject": "as above",
}
"""Fields of a record that stand on no page, each with its reason."""


def records() -> Iterator[dict[str, Any]]:
    """Yield records that between them show every field: the whole one, its things open and planned, and the example's."""
    yield WHOLE
    opened: Any = WHOLE
    for kind, path, value in (
        ("plan", ("outcomes", 0, "status"), "open"),
        ("plan", ("outcomes", 0, "ended_on"), None),
        ("plan", ("circumstances", 0, "ended_on"), None),
        ("plan", ("circumstances", 0, "status"), "waiting"),
        ("plan", ("pupil", "on_roll_until"), None),
        ("concerns", ("concerns", 0, "closed_on"), None),
        ("actions", ("actions", 0, "ended_on"), None),
        ("reviews", ("reviews", 0, "held_on"), None),
    ):
        opened = opened | {kind: replaced(opened[kind], path, value)}
    yield opened
    # Who is not the SENCO sees a referral, and no appeal.
    referred = WHOLE | {"plan": replaced(WHOLE["plan"], ("circumstances", 0, "kind"), "referral")}
    yield referred
    yield opened | {"plan": replaced(opened["plan"], ("circumstances", 0, "kind"), "referral")}
    for files in PUPILS.values():
        yield {kind: document.data for kind, document in files.items()}


BASES = list(records())


def case_of(data: Mapping[str, Any]) -> CaseFile:
    """Return the case of a record."""
    documents = {kind: Document(f"{kind}.yml", kind, part, {}, "") for kind, part in data.items()}
    school, staff = typed_school()
    return derive.case(pupil("p-7k3m", documents), school, staff, RULEBOOK, (), TODAY)


class Site:
    """One audience's site: its gate, and the school as it sees it."""

    def __init__(self, audience: str) -> None:
        self.gate = redact.gate(RULEBOOK.policy, audience)
        self.school = View(**dict(self.gate.school(school_case())), absent=frozenset())

    def pages(self, case: CaseFile) -> Iterator[list[Page]]:
        """Yield the pupil's own pages, then those of a school with this one pupil; what the search holds is no page."""
        view = self.gate.case(case)
        for made in (
            lambda: render.of_pupil(view, self.school),
            lambda: render.overview(self.school, [render.summary(view, self.school)]),
        ):
            yield [msgspec.structs.replace(page, search=None) for page in made()]


@cache
def site(audience: str) -> Site:
    """Return an audience's site, made once."""
    return Site(audience)


@cache
def as_it_is(number: int, audience: str) -> list[list[Page]]:
    """Return the pages of one of the records as it stands."""
    return list(site(audience).pages(case_of(BASES[number])))


def differs(number: int, audience: str, case: CaseFile) -> bool:
    """Tell whether any page of a changed record differs from those of the record as it stands."""
    before = as_it_is(number, audience)
    return any(one != other for one, other in zip(before, site(audience).pages(case), strict=True))


def spots(part: str, name: str, data: Mapping[str, Any]) -> Iterator[tuple[str, Place]]:
    """Yield where a field of a part stands in a record: its file, and its path there."""
    for kind in data:
        root = "plan" if kind == "plan" else ""
        steps = f"{part}.{name}".removeprefix("plan.").split(".") if root else f"{part}.{name}".split(".")
        if (part.split(".", maxsplit=1)[0] == "plan") == bool(root):
            yield from ((kind, path) for path in _below(data[kind], steps, ()))


def _below(data: Any, steps: list[str], path: Place) -> Iterator[Place]:
    if isinstance(data, list):
        for index, each in enumerate(data):
            yield from _below(each, steps, (*path, index))
    elif not steps:
        if data is not None:
            yield path
    elif isinstance(data, dict) and steps[0] in data:
        yield from _below(data[steps[0]], steps[1:], (*path, steps[0]))


def others(field: Field, value: Any) -> Iterator[Any]:
    """Yield other values that a field could hold."""
    match field.kind:
        case "day" | "past" | "ahead":
            day = date.fromisoformat(value)
            yield from ((day + timedelta(days=days)).isoformat() for days in (1, -1, -200))
        case "code" | "codes":
            yield from (code for code in RULEBOOK.codes.lists[field.of] if code != str(value))
        case "staff":
            yield from (each.id for each in typed_school()[1].staff if each.id != value)
        case "id" | "ids":
            yield from (each for each in _IDS if each != value)
        case "yes":
            yield not value
        case "number" | "percent":
            yield int(value) + 1
            yield int(value) - 1
        case "week":
            yield "ny ny ny ny ny"
        case _:
            yield f"{value} changed"


_IDS = tuple(f"{prefix}{number}" for number in (1, 2) for prefix in ("n", "o", "pr", "h", "c", "a", "q"))

SEEN = {
    (part, name): audiences
    for part, fields in FIELDS.items()
    for name in fields
    if name != "restricted"
    and (audiences := {each for each in AUDIENCES if site(each).gate.sees(f"{part}.{name}")})
}
"""Each field that anybody may see, with the audiences that do. Whether a thing is restricted decides who sees it, and is no
thing to be told.
"""


def shown_to(part: str, name: str, audiences: set[str]) -> set[str]:
    """Return those of the audiences on whose pages something changes with a field, in any of the records."""
    field, shown = FIELDS[part][name], set[str]()
    for number, data in enumerate(BASES):
        for kind, path in spots(part, name, data):
            value: Any = data[kind]
            for step in path:
                value = value[step]
            for other in others(field, value):
                case = case_of({**data, kind: replaced(data[kind], path, other)})
                shown |= {each for each in audiences - shown if differs(number, each, case)}
                if shown == audiences:
                    return shown
    return shown


@pytest.mark.parametrize(("part", "name"), SEEN)
def test_a_field_that_is_seen_stands_on_a_page(part: str, name: str) -> None:
    """Each field of a record is on a page of everybody who may see it, or among the exceptions and on none."""
    audiences = SEEN[part, name]
    assert shown_to(part, name, audiences) == (set() if f"{part}.{name}" in EXCEPTIONS else audiences)


def test_exceptions_are_of_fields_that_there_are() -> None:
    """An exception for what is gone, or for what nobody sees, would hide the next hole of that name."""
    assert {tuple(path.rsplit(".", 1)) for path in EXCEPTIONS} <= set(SEEN)
