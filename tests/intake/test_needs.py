"""Needs that a transfer file names into plan.yml: behind those that are there, and every other byte stays."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.intake.marks.needs import differences, missing, rewrite
from liverecord.intake.sightings import NeedSeen, SupportSeen
from liverecord.model.records import Identity, Need, Plan
from liverecord.problem import Place
from liverecord.read.strict import parse
from overlay import EXAMPLE

ASD = NeedSeen("ASD", 2)
WHO = Identity(given_name="Sam", family_name="Field", year_group="4")


def told(*needs: NeedSeen, provision: str | None = "K") -> SupportSeen:
    """Return what a transfer file says of a pupil's support."""
    return SupportSeen("p-case", False, provision, date(2026, 9, 1), needs, Place("transfer.xml", 7))


def written(raw: str, *needs: NeedSeen) -> str:
    """Return a plan with the needs in it; they can be put there."""
    result = rewrite("plan.yml", raw.encode(), needs)
    assert result.raw is not None, result.problems
    return result.raw.decode()


@pytest.mark.parametrize(
    ("known", "then"),
    [
        (
            "needs:\n  - id: n1\n    type: SLCN\n",
            "needs:\n  - id: n1\n    type: SLCN\n  - id: n2\n    type: ASD\n    rank: 2\n",
        ),
        (
            "needs:\n- {id: n7, type: SLCN}  # kept\n\n# views\n",
            "needs:\n- {id: n7, type: SLCN}  # kept\n- id: n8\n  type: ASD\n  rank: 2\n\n# views\n",
        ),
        ("needs: [] # none\n", "needs:  # none\n  - id: n1\n    type: ASD\n    rank: 2\n"),
        ("needs:\n", "needs:\n  - id: n1\n    type: ASD\n    rank: 2\n"),
        ("", "needs:\n  - id: n1\n    type: ASD\n    rank: 2\n"),
    ],
)
def test_needs_go_behind_those_that_are_there(known: str, then: str) -> None:
    """In a list of any indentation, in an empty one, and where there is none; what follows the list stays behind it."""
    head = "support: K\n"
    assert written(head + known, ASD) == head + then
    if known:
        assert written(head + known + "version: 1\n", ASD) in (
            head + then + "version: 1\n",
            head + then.replace("\n\n# views\n", "\n\n# views\nversion: 1\n"),
        )


@pytest.mark.parametrize(
    "unusual", ["needs: [{id: n1, type: SLCN}]", "needs:\n  [{id: n1, type: SLCN}]", "{needs: []}"]
)
def test_an_unusual_list_is_a_problem_and_stays(unusual: str) -> None:
    """A list in brackets is told of, never bent."""
    result = rewrite("plan.yml", f"{unusual}\n".encode(), [ASD])
    assert result.raw is None
    assert [problem.code for problem in result.problems] == ["needs-not-in-lines"]


def test_an_id_is_never_given_twice() -> None:
    """The next id stands behind the highest, so that a need that was taken out does not come back as another."""
    raw = "needs:\n  - id: n1\n    type: SLCN\n  - id: n4\n    type: HI\n"
    assert re.findall(r"id: (n\d+)", written(raw, ASD, NeedSeen("VI", None))) == ["n1", "n4", "n5", "n6"]


def test_what_is_missing_is_named_once_and_never_takes_a_rank() -> None:
    """A type that the plan has is not missing; a rank that another need holds is left out."""
    plan = Plan(pupil=WHO, support="K", version=1, needs=(Need(id="n1", type="SLCN", rank=1),))
    file = told(NeedSeen("SLCN", 2), NeedSeen("ASD", 1), NeedSeen("ASD", 3), NeedSeen("VI", 2))
    assert missing(plan, [file, file]) == (NeedSeen("ASD", None), NeedSeen("VI", 2))


def test_differences_are_listed_for_a_person() -> None:
    """Support, ranks, and needs that one of the two lacks; what is being added is none."""
    plan = Plan(
        pupil=WHO,
        support="K",
        version=1,
        needs=(Need(id="n1", type="SLCN", rank=1), Need(id="n2", type="HI")),
    )
    file = told(NeedSeen("SLCN", 2), NeedSeen("ASD", 1), provision="E")
    rows = [(row.about, row.need, row.record, row.file) for row in differences("p-case", plan, [file])]
    assert rows == [
        ("support", None, "K", "E"),
        ("rank", "SLCN", "1", "2"),
        ("need", "ASD", None, "ASD"),
        ("need", "HI", "HI", None),
    ]
    added = missing(plan, [file])
    rows = [(row.about, row.need) for row in differences("p-case", plan, [file], added=added)]
    assert ("need", "ASD") not in rows
    assert list(differences("p-case", plan, [told(provision="K"), told(provision=None)])) == []


plans = st.sampled_from(
    [path.read_text(encoding="utf-8") for path in sorted((EXAMPLE / "records").glob("pupils/*/plan.yml"))]
)
new_needs = st.lists(st.sampled_from(["ASD", "VI", "HI", "MSI", "PD"]), unique=True, min_size=1)


@given(plans, new_needs, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_every_other_line_stays(plan: str, types: list[str], end: str, is_ended: bool) -> None:
    """The lines of a real plan are all there still, in their order, and the new ones are in one place among them."""
    raw = (plan if is_ended else plan.rstrip("\n")).replace("\n", end)
    result = written(raw, *(NeedSeen(kind, None) for kind in types))
    old, new = raw.splitlines(keepends=True), result.splitlines(keepends=True)
    count = len(new) - len(old)
    assert any(
        [line.rstrip("\r\n") for line in new[:at] + new[at + count :]]
        == [line.rstrip("\r\n") for line in old]
        for at in range(len(old) + 1)
    )
    assert result.endswith(end) == raw.endswith(end)
    document, _ = parse("plan.yml", "plan", result.encode())
    assert document is not None
    assert [need["type"] for need in document.data["needs"]][-len(types) :] == types
