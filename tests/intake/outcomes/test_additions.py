"""A provision map only adds to a plan: each of its words lands once, and what the plan says stays."""

from datetime import date
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from liverecord.intake.outcomes.additions import additions, said
from liverecord.intake.outcomes.provided import SupportRow
from liverecord.intake.whose import Key
from liverecord.model.records import Outcome, Plan, Provision
from liverecord.model.records.identity import Identity
from liverecord.problem import Place
from liverecord.splice.steps import applied

TEXTS = st.sampled_from(["Reads a page aloud", "reads a  page aloud.", "Asks for help", "Joins in a group"])
SUPPORT = st.sampled_from(["", "Paired reading", "PAIRED READING", "Overlay", "Timer on the desk"])
STANDS = st.sampled_from(["", "One of ten", "Six of ten"])
PEOPLE = {"R Adeyemi": ("r-adeyemi",), "A Smith": ("a-smith", "ann-smith")}


@st.composite
def rows(draw: st.DrawFn) -> list[SupportRow]:
    """Draw the rows of one pupil, each on a line of its own."""
    drawn = draw(
        st.lists(
            st.builds(
                SupportRow,
                key=st.just(Key("p-7k3m", False)),
                place=st.just(Place("map.csv")),
                outcome=TEXTS,
                by=st.sampled_from([None, date(2027, 7, 16)]),
                baseline=STANDS,
                now=STANDS,
                what=SUPPORT,
                who=st.sampled_from(["", "R Adeyemi", "A Smith", "Class teachers"]),
                frequency=st.sampled_from(["", "daily"]),
                status=st.sampled_from(["planned", "in_place"]),
                start=st.sampled_from([None, date(2026, 9, 21)]),
                result=st.sampled_from(["", "helped"]),
            ),
            max_size=6,
        )
    )
    return [row._replace(place=Place("map.csv", line)) for line, row in enumerate(drawn, start=2)]


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a plan with outcomes of its own, among them some in the words of the rows."""
    outcomes = []
    for number, text in enumerate(draw(st.lists(TEXTS, max_size=2, unique_by=said)), start=1):
        things = draw(st.lists(SUPPORT.filter(bool), max_size=2, unique_by=said))
        provision = tuple(
            Provision(id=f"pr{number}{place}", what=what, status="in_place", frequency="as it was")
            for place, what in enumerate(things)
        )
        status = draw(st.sampled_from(["open", "open", "met"]))
        stood = draw(STANDS.map(lambda text: text or None))
        outcomes.append(
            Outcome(id=f"o{number}", text=text, status=status, provision=provision, baseline=stood)
        )
    who = Identity(given_name="Maya", family_name="Ellison", year_group="8")
    return Plan(pupil=who, support="K", version=1, outcomes=tuple(outcomes))


def told(plan: Plan, those: list[SupportRow]) -> Any:
    return additions(plan, those, lambda name: PEOPLE.get(name, ()), frozenset({"met", "replaced"}))


def after(plan: Plan, those: list[SupportRow]) -> Plan:
    """Return the plan with what the rows add."""
    data: Any = msgspec.to_builtins(plan)
    data["outcomes"] = [{**each, "provision": [*each["provision"]]} for each in data["outcomes"]]
    return msgspec.convert(applied(data, told(plan, those).steps), Plan, strict=False)


@given(plans(), rows())
def test_what_a_plan_says_stays(plan: Plan, those: list[SupportRow]) -> None:
    """Each outcome and each piece of support is as it was, and stands before what is new."""
    then = after(plan, those)
    for old, new in zip(plan.outcomes, then.outcomes, strict=False):
        kept = msgspec.structs.replace(old, baseline=old.baseline or new.baseline, now=new.now)
        assert msgspec.structs.replace(new, provision=new.provision[: len(old.provision)]) == kept
        written = [row for row in those if said(row.outcome) == said(old.text)]
        for name in ("baseline", "now"):
            values = {getattr(row, name) for row in written} - {""}
            assert getattr(new, name) in {getattr(old, name), *values}
    ids = [each.id for outcome in then.outcomes for each in (outcome, *outcome.provision)]
    assert len(ids) == len(set(ids))


@given(plans(), rows())
def test_every_row_lands_or_is_told_of(plan: Plan, those: list[SupportRow]) -> None:
    """A row's outcome and support are in the plan in its words, once; else a problem or a question has its place."""
    came = told(plan, those)
    then = after(plan, those)
    kept = {place for places in came.questions.values() for place in places}
    if came.problems:
        return
    for row in those:
        found = [each for each in then.outcomes if said(each.text) == said(row.outcome)]
        assert len(found) == 1
        if found[0].status == "met":
            assert any(said(each.outcome) == said(row.outcome) and each.place in kept for each in those)
        elif row.what:
            assert [said(each.what) for each in found[0].provision].count(said(row.what)) == 1


@given(plans(), rows())
def test_once_more_adds_nothing(plan: Plan, those: list[SupportRow]) -> None:
    """Rows that are in the plan are the same, and none of them is a question again but those of an outcome that is over."""
    first = told(plan, those)
    if first.problems:
        return
    again = told(after(plan, those), those)
    assert (again.steps, again.problems) == ([], [])
    assert again.questions.keys() <= {"outcome-over"}


@given(plans(), rows())
def test_who_delivers_it_is_an_id_or_the_words(plan: Plan, those: list[SupportRow]) -> None:
    """Nobody is guessed: where no one person is meant, what the row says stands in words."""
    came = told(plan, those)
    if came.problems:
        return
    new = [
        each
        for outcome in after(plan, those).outcomes
        for each in outcome.provision
        if each.frequency != "as it was"
    ]
    for each in new:
        assert each.who in (None, "r-adeyemi")
        assert each.delivered_by in (None, "A Smith", "Class teachers")
        assert each.who is None or each.delivered_by is None
