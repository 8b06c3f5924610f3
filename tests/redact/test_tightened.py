"""A school narrows a line, or several: every site is whole, and holds nothing of what was closed."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from test_redact import canaries

import canary
import in_process
from examples import of_a_sample, one_in
from liverecord import derive, redact, render
from liverecord.model.attendance import Cell, Nearness, Pattern, Run, Sickness, SupportFirst
from liverecord.model.case import Assignee, CaseFile, SchoolCase
from liverecord.view import Page
from record_documents import PUPILS, RULEBOOK, typed, typed_school
from render.parsed_page import read

pytestmark = pytest.mark.slow

POLICY = RULEBOOK.policy
TODAY = date(2026, 11, 22)
RANKS = [*(each.id for each in POLICY.audiences), redact.NOBODY]


class Line(NamedTuple):
    """A line of a school's own, as the audience meets it that loses what the line closes."""

    path: str
    narrower: str
    audience: str


@cache
def whole_school() -> tuple[SchoolCase, tuple[CaseFile, ...]]:
    """Return a school that has every page: the canaries, whose every field holds something, and the example's pupils."""
    _, cases, school = canaries()
    own, staff = typed_school()
    more = (
        derive.case(typed(each, files), own, staff, RULEBOOK, (), TODAY) for each, files in PUPILS.items()
    )
    return school, (*cases, *more, _with_every_count(cases[0]))


def _with_every_count(case: CaseFile) -> CaseFile:
    """Return a case with a pattern of each kind, and with all that stands before any enforcement step."""
    cells = (Cell(weekday=1, half="AM", missed=5, possible=9),)
    patterns = tuple(
        Pattern(kind=kind, cells=cells, half="AM", period="P1", subject="Maths", name="Moved house", missed=5, possible=9,
                other_missed=2, other_possible=26, after_closing=1, late_before=2, small=True, dates=(TODAY,))
        for kind in RULEBOOK.codes.lists["pattern"]
    )  # fmt: skip
    run = Run(first=TODAY, last=TODAY, sessions=11, unauthorised=11, ongoing=True)
    nearness = Nearness(
        sessions=11,
        provisional=1,
        weeks=9,
        limit=10,
        window_weeks=10,
        reached=True,
        first=TODAY,
        by_mark={"U": 11},
    )
    support = SupportFirst(
        nearness=nearness,
        sickness=Sickness(sessions=15, limit_sessions=15, state="sent", sent_on=TODAY),
        away_in_a_row=run,
        persistent=True,
        decides=Assignee(id="c-head", name="Head"),
    )
    attendance = structs.replace(case.attendance, patterns=patterns, runs=(run,))
    return structs.replace(case, id="p-counts", attendance=attendance, support_first=support)


def lines() -> Iterator[Line]:
    """Yield every line of the policy, narrowed to each narrower audience, for each audience that loses by it.

    An audience loses the same by every line that closes something to it, so that one of them stands for all.
    """
    kinds = {
        f"{path}.{value}": least
        for path, each in POLICY.kinds.items()
        for value, least in each.values.items()
    }
    for path, least in {**POLICY.paths, **kinds}.items():
        for rank in range(RANKS.index(least), len(RANKS) - 1):
            yield Line(path, RANKS[rank + 1], RANKS[rank])


EVERY = tuple(lines())

DOZEN = tuple(
    Line(path, redact.NOBODY, audience)
    for path, audience in (
        ("id", "staff"),
        ("name", "team"),
        ("year_label", "team"),
        ("school.name", "senco"),
        ("school.labels", "staff"),
        ("plan.pupil.given_name", "staff"),
        ("actions.what", "staff"),
        ("concerns.status", "team"),
        ("reviews.outcomes.result", "team"),
        ("attendance.register.sessions.mark", "team"),
        ("attendance.trend.possible", "team"),
        ("waits.deadlines.label", "senco"),
        ("edit.url", "team"),
        ("plan.attendance.enforcement.decision", "senco"),
        ("duties.owner.name", "staff"),
        ("undated.line", "team"),
    )
)
"""Lines that ended in an error, or left a hole, when they were first tried."""


def closed(tightened: Mapping[str, str], audience: str) -> set[str]:
    """Return the tokens of the fields that lines close to an audience."""
    tokens, _, _ = canaries()
    paths = {
        path: max(
            least,
            *(
                narrower
                for line, narrower in tightened.items()
                if path == line or path.startswith(f"{line}.")
            ),
            key=RANKS.index,
        )
        if any(path == line or path.startswith(f"{line}.") for line in tightened)
        else least
        for path, least in POLICY.paths.items()
    }
    named = {path for path in paths if paths[path] != POLICY.paths[path]}
    own = {token for token, home in tokens.items() if any(route.path in named for route in home)}
    return own & canary.forbidden(tokens, structs.replace(POLICY, paths=paths), audience)


def holes(page: Page) -> set[str]:
    """Return signs of a sentence with nothing where a value should stand."""
    text = read(page.content).text
    return {sign for sign in ("None", "()", " ,", " .", ": .", "“”", "View(") if sign in text}


@cache
def holes_at_first(audience: str) -> dict[str, set[str]]:
    """Return such signs by page, where no line is narrowed: words of a record may look like one."""
    school, cases = whole_school()
    first = in_process.pages(redact.gate(POLICY, audience), school, cases)
    return {page.path: holes(page) for page in first}


@pytest.mark.parametrize("line", of_a_sample(DOZEN, EVERY), ids=lambda line: f"{line.path}-{line.audience}")
def test_a_line_breaks_no_page_and_closes_its_field(line: Line) -> None:
    """Every page of every site is made; no page, list, feed or search entry holds what the line closed, and none has a hole.

    What is closed is absent, or said to be: no words of the program itself stand where a value was, or nothing at all.
    """
    school, cases = whole_school()
    tightened = {line.path: line.narrower}
    gate = redact.gate(POLICY, line.audience, tightened)
    pages = list(in_process.pages(gate, school, cases))
    told = in_process.told(gate, school, cases, pages)
    tokens = closed(tightened, line.audience)
    assert {page: found for page, text in told.items() if (found := canary.found(tokens, text))} == {}
    before = holes_at_first(line.audience)
    assert {page.path: holes(page) - before.get(page.path, set()) for page in pages} == {
        page.path: set() for page in pages
    }


some_lines = st.lists(st.sampled_from(EVERY), min_size=2, max_size=8)


@one_in(5)
@given(some_lines, st.sampled_from(RANKS[:-1]))
def test_several_lines_break_nothing_together(several: list[Line], audience: str) -> None:
    """Any lines, together, leave every audience a whole site without what they close."""
    school, cases = whole_school()
    tightened = {line.path: line.narrower for line in several}
    told = in_process.told(redact.gate(POLICY, audience, tightened), school, cases)
    tokens = closed(tightened, audience)
    assert {page: found for page, text in told.items() if (found := canary.found(tokens, text))} == {}


@pytest.mark.parametrize("root", sorted({path.partition(".")[0] for path in POLICY.paths}))
def test_a_whole_part_may_be_closed(root: str) -> None:
    """A line may name a part with all that is below it, down to the plan or the school itself."""
    school, cases = whole_school()
    for audience in RANKS[:-1]:
        assert in_process.told(redact.gate(POLICY, audience, {root: redact.NOBODY}), school, cases)


def test_a_pupil_whose_name_is_closed_is_called_by_the_id() -> None:
    """Lists and pages have something to call a pupil by."""
    school, cases = whole_school()
    told = in_process.told(redact.gate(POLICY, "staff", {"plan.pupil": "nobody"}), school, cases)
    assert ">p-7k3m</a>" in told["pupils/"]
    assert "<h1" in told["pupils/p-7k3m/"]
    assert "Ellison" not in "".join(told.values())


def test_a_site_without_ids_or_days_says_so() -> None:
    """Where a school closes what every page needs, one page says that nothing is shown, and no other is there."""
    school, cases = whole_school()
    for line in ("id", "as_of", "school.as_of", "school.labels"):
        gate = redact.gate(POLICY, "staff", {line: "team"})
        told = in_process.told(gate, school, cases)
        assert list(told) == [""]
        assert "This school shows nothing here" in told[""]
        assert {kind.address for kind in render.PAGES if kind.address and kind.has_content} == render.absent(
            gate.sees
        )
