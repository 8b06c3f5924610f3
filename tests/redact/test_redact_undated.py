"""No date yet at the gate: a row tells what a duty would, so it passes exactly where that duty would pass."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_redact import AUDIENCES, DAY, canaries, cases, gate, policy, rulebook

import canary
from liverecord import redact
from liverecord.derive.duties import owed
from liverecord.model.case import Assignee, CaseFile, ClosedLate, Duty, Undated
from liverecord.model.field import fields_of
from liverecord.model.records import KINDS, PUPIL_KINDS, Pupil, School, Staff
from liverecord.view import View

RULES = sorted(rule.id for rule in rulebook().reviews)
TIGHTENED = ("", "duties", "duties.label", "duties.what", "duties.owner.name", "duties.due", "duties.{kind}")
SAME = ("kind", "group", "label", "what", "about", "item", "anchor", "owner", "owed_by", "force", "source")


@given(
    cases,
    st.sampled_from(AUDIENCES),
    st.sampled_from([*RULES, "made-up"]),
    st.sampled_from(["plan", "reviews", "actions", "conditions", "circumstances", "concerns"]),
    st.sampled_from([None, "a1", "c1", "h1", "q1", "r1"]),
    st.booleans(),
    st.sampled_from(TIGHTENED),
    st.sampled_from(["senco", "nobody"]),
)
def test_a_row_passes_where_its_duty_would(
    of: CaseFile,
    audience: str,
    kind: str,
    anchor: str,
    item: str | None,
    restricted: bool,
    line: str,
    to: str,
) -> None:
    """For any case, rule, item and line of the school's own, a row is seen if and only if the duty is, and shows no more of it."""
    holder = Assignee(id="x", name="X")
    common: dict[str, Any] = {
        "id": f"{kind}.{item or 'plan'}", "kind": kind, "group": "plan", "label": "L", "what": "W", "about": "A",
        "item": item, "anchor": anchor, "owner": holder, "restricted": restricted,
    }  # fmt: skip
    duty = Duty(due=DAY, state="due", days=0, **common)
    row = Undated(
        missing="M", field="plan.agreed_on", file="plan", line="agreed_on:", last_lawful=DAY, **common
    )
    tightened = {line.format(kind=kind): to} if line and (kind != "made-up" or "{" not in line) else {}
    made = redact.gate(policy(), audience, tightened)
    view = made.case(msgspec.structs.replace(of, duties=(duty,), undated=(row,)))
    duties = view.duties if view.has("duties") else ()
    rows = view.undated if view.has("undated") else ()
    assert len(duties) == len(rows)
    for one, other in zip(duties, rows, strict=True):
        for name in SAME:
            assert one.has(name) == other.has(name), name
            assert not one.has(name) or getattr(one, name) == getattr(other, name)
        assert not other.has("missing") or one.has("label")
        assert not other.has("last_lawful") or one.has("due")
        assert not any(other.has(name) for name in ("field", "file", "line")) or one.has("item")


def without_days(struct: Any) -> Any:
    """Return a thing of a record without any day that it need not have."""
    if isinstance(struct, tuple):
        return tuple(without_days(each) for each in struct)
    if not isinstance(struct, msgspec.Struct) or type(struct) not in STRUCTS:
        return struct
    changed = {}
    for field in fields_of(type(struct)):
        value = getattr(struct, field.attribute)
        is_day = field.kind in {"day", "past", "ahead"} and not field.is_required
        changed[field.attribute] = None if is_day else without_days(value)
    return msgspec.structs.replace(struct, **changed)


def _every_struct() -> set[type]:
    found: set[type] = set()
    waiting: list[type] = [KINDS[kind] for kind in PUPIL_KINDS]
    while waiting:
        struct = waiting.pop()
        if struct not in found:
            found.add(struct)
            waiting += [field.struct for field in fields_of(struct) if field.struct is not None]
    return found


STRUCTS = _every_struct()


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_row_holds_what_its_audience_may_not_see(audience: str) -> None:
    """Where every text of a record is a token and no day is known, rows tell each audience no token but its own."""
    tokens, found, _ = canaries()
    forbidden = canary.forbidden(tokens, policy(), audience)
    told, kinds = "", set()
    for of in found:
        bare = without_days(of.plan)
        identity = msgspec.structs.replace(bare.pupil, looked_after=True)
        pupil = Pupil(
            id=of.id,
            plan=msgspec.structs.replace(bare, pupil=identity),
            concerns=without_days(of.concerns),
            reviews=without_days(of.reviews),
        )
        at = School(name="S", phase="secondary")
        undated = owed(pupil, at, Staff(), rulebook(), DAY).undated
        view = gate(audience).case(msgspec.structs.replace(of, undated=undated))
        for row in view.undated:
            kinds.add(row.kind)
            told += f" {words(row)}"
    assert not canary.found(forbidden, told)
    assert kinds
    sencos = {"pep_care_asked", "health_care_plan_review", "needs_assessment_decide"}
    assert kinds & sencos == (sencos if audience == "senco" else set())


def words(view: View) -> str:
    """Return all that a view says."""
    return " ".join(words(value) if isinstance(value, View) else str(value) for _, value in view)


@given(
    cases,
    st.sampled_from(AUDIENCES),
    st.sampled_from(["", "reviews.chain.final_plan_on", "reviews.id", "plan.ehcp.issued_on"]),
)
def test_how_late_a_final_plan_was_tells_no_day_that_is_closed(
    of: CaseFile, audience: str, line: str
) -> None:
    """What closed a review may be the plan's own day of issue, which is the SENCO's: nobody sees it here who may not see that."""
    closed = ClosedLate(review="r1", limit=DAY, closed_on=DAY, days=1)
    view = redact.gate(policy(), audience, {line: "nobody"} if line else {}).case(
        msgspec.structs.replace(of, closed_late=(closed,))
    )
    assert view.has("closed_late") is (audience == "senco" and not line)
