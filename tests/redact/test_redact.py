"""The gate: who sees what, what is closed whole, and what goes with it."""

import pickle
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pasts
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec import inspect

import canary
import strategies
from liverecord import derive, redact, validate
from liverecord.model import typed
from liverecord.model.case import Assignee, CaseFile, Duty, EditLink, SchoolCase, Silence
from liverecord.model.field import plain
from liverecord.model.history import Amendment, Edit, History
from liverecord.model.policy import Policy
from liverecord.model.records import (
    AbsenceNote,
    Action,
    Circumstance,
    Concern,
    Condition,
    Contact,
    Document,
    Identity,
    Need,
    Outcome,
    Plan,
    Provision,
    Review,
    ReviewedOutcome,
    School,
    Staff,
    Voice,
)
from liverecord.model.rulebook import Rulebook
from liverecord.problem import InvalidRulebook, Problem
from liverecord.read.rulebook import rulebook as read_rulebook
from liverecord.read.strict import parse
from liverecord.redact.closing import FILES, POINTERS
from liverecord.redact.shape import every_path
from liverecord.view import View

SCHEMA = Path(__file__).parents[2] / "schema"
DAY = date(2026, 11, 22)
AUDIENCES = ("staff", "team", "senco")


@cache
def policy() -> Policy:
    return read_rulebook().policy


@cache
def rulebook() -> Rulebook:
    return read_rulebook()


@cache
def gate(audience: str) -> redact.Gate:
    return redact.gate(policy(), audience)


KINDS = {f"{path}.{closing.field}": [*closing.values, "made-up"] for path, closing in policy().kinds.items()}
KINDS["undated.kind"] = KINDS["duties.kind"]
ANCHORS = ["plan", "actions", "concerns", "circumstances", "reviews", "conditions", "made-up"]
STRUCTURE = {
    **KINDS,
    "duties.anchor": ANCHORS,
    "undated.anchor": ANCHORS,
    "tried.source": ["action", "provision"],
    "questions.source": ["note", "log", "driver", "provision", "register"],
    "in_name_only.kind": ["moved_on", "no_change", "plan_changed", "old_plan"],
    "in_name_only.source": ["plan", "absences", "concerns", "actions", "contacts", "reviews", "made-up"],
}


def some_day(seed: int) -> CaseFile:
    """Return a case with a past, both at random."""
    return pasts.with_past(strategies.made(CaseFile, Random(seed), STRUCTURE), policy(), Random(seed + 1))


cases = st.integers(0, 2**32 - 1).map(some_day)
schools = strategies.structs(SchoolCase)


# ── The policy ──────────────────────────────────────────────────────────────────────────────────────────


def test_every_path_of_a_case_is_decided() -> None:
    """A field that no line of audiences.yml decides fails here, and nobody sees it meanwhile."""
    undecided = every_path() - set(redact.decisions(policy()))
    assert not undecided, f"say in schema/audiences.yml who sees: {', '.join(sorted(undecided))}"


@pytest.mark.parametrize(
    ("path", "audience", "told"),
    [
        ("plan.views.txt", "team", "names nothing"),
        ("plan.views", "team", "names nothing"),
        ("plan.views.text", "everybody", "no audience"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused(path: str, audience: str, told: str) -> None:
    """A line of audiences.yml names a field, once, for an audience that there is."""
    wrong = msgspec.structs.replace(policy(), paths={"plan.views.from": "team", path: audience})
    with pytest.raises(InvalidRulebook, match=told):
        redact.gate(wrong)


def test_what_no_line_decides_is_seen_by_nobody() -> None:
    """Deny by default: without lines there is nothing to see, for the widest audience either."""
    bare = msgspec.structs.replace(policy(), paths={"id": "staff"})
    view = redact.gate(bare, "senco").case(some_case())
    assert dict(view) == {"id": "p-7k3m"}


@pytest.mark.parametrize(
    ("path", "codes"),
    [
        ("plan.outcomes", "outcome_status"),
        ("plan.outcomes.provision", "provision_status"),
        ("plan.circumstances", "circumstance_kind"),
        ("reviews", "review_kind"),
    ],
)
def test_every_kind_of_item_is_decided(path: str, codes: str) -> None:
    """A code that is added to codes.yml needs a decision who sees such items at all."""
    rows = yaml.safe_load((SCHEMA / "codes.yml").read_text(encoding="utf-8"))["lists"][codes]
    assert set(policy().kinds[path].values) == {row["code"] for row in rows}


def test_every_kind_of_duty_is_decided() -> None:
    """A rule that is added to reviews.yml needs a decision who sees its duties."""
    reviews = yaml.safe_load((SCHEMA / "reviews.yml").read_text(encoding="utf-8"))
    rules = reviews if isinstance(reviews, list) else next(v for v in reviews.values() if isinstance(v, list))
    assert set(policy().kinds["duties"].values) == {rule["id"] for rule in rules}


@pytest.mark.parametrize(
    ("path", "audience"),
    [
        ("name", "staff"),
        ("plan.pupil.known_as", "staff"),
        ("support_label", "staff"),
        ("keyworker.name", "staff"),
        ("plan.passport.emergency", "staff"),
        ("plan.passport.safe_to_attend", "staff"),
        ("plan.outcomes.text", "staff"),
        ("plan.outcomes.provision.frequency", "staff"),
        ("duties.due", "staff"),
        ("school.staff.name", "staff"),
        ("school.staff.left_on", "staff"),
        ("plan.needs.detail", "team"),
        ("attendance.register.sessions.mark", "team"),
        ("attendance.patterns.missed", "team"),
        ("support_first.nearness.sessions", "team"),
        ("notes.reason", "team"),
        ("concerns.what", "team"),
        ("contacts.family_view", "team"),
        ("reviews.outcomes.result", "team"),
        ("plan.attendance.part_time_timetable.expected", "team"),
        ("plan.mentors.who", "team"),
        ("plan.circumstances.service", "team"),
        ("duties.about", "team"),
        ("revisions.by", "team"),
        ("revisions.amendments", "team"),
        ("stood.commit", "team"),
        ("in_name_only.days", "team"),
        ("school.staff.handover", "team"),
        ("plan.pupil.upn", "senco"),
        ("plan.pupil.date_of_birth", "senco"),
        ("plan.pupil.looked_after", "senco"),
        ("plan.conditions.name", "senco"),
        ("notes.condition", "senco"),
        ("plan.safeguarding.see", "senco"),
        ("plan.ehcp.issued_on", "senco"),
        ("plan.circumstances.hearing_on", "senco"),
        ("plan.attendance.enforcement.rationale", "senco"),
        ("revisions.message", "senco"),
        ("school.revisions.by", "senco"),
        ("stood.code", "senco"),
        ("school.never_valid.path", "senco"),
    ],
)
def test_the_table_of_the_design(path: str, audience: str) -> None:
    """DESIGN.md's table of audiences, row by row."""
    assert redact.decisions(policy())[path] == audience


def test_no_field_holds_what_nobody_may_see() -> None:
    """Families' addresses and colleagues' e-mail addresses have no path: they cannot be let through by mistake."""
    words = ("address", "email", "phone", "postcode")
    assert not [path for path in every_path() if any(word in path.rpartition(".")[2] for word in words)]


# ── The gate ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_default_is_the_narrowest() -> None:
    """Whoever names no audience gets what everyone may see."""
    assert redact.gate(policy()).audience.id == "staff"
    assert redact.gate(policy(), None).case(some_case()) == gate("staff").case(some_case())


def test_an_unknown_audience_is_refused() -> None:
    """A misspelt audience is an error that names the right ones, never a wider site; nobody is no audience either."""
    for name in ("sencos", "", "nobody"):
        with pytest.raises(InvalidRulebook) as error:
            redact.gate(policy(), name)
        assert "staff, team, senco" in error.value.hint


def test_hidden_fields_are_absent_and_empty_ones_are_not() -> None:
    """A template can tell what may not be seen from what is not known."""
    view = gate("staff").case(some_case())
    assert not view.has("concerns")
    assert not view.plan.has("conditions")
    assert not view.plan.pupil.has("upn")
    assert view.plan.passport.emergency is None
    with pytest.raises(AttributeError):
        _ = view.concerns


def test_sees_tells_of_paths_and_what_holds_them() -> None:
    """A field is seen where its line says so, and an inner one where anything in it is."""
    assert gate("staff").sees("plan.passport.helps")
    assert gate("staff").sees("plan.passport")
    assert not gate("staff").sees("plan.conditions")
    assert not gate("staff").sees("plan.pass")


@given(cases)
def test_a_gate_can_be_sent_to_a_worker(case: CaseFile) -> None:
    """A spawned process gets the same gate."""
    for audience in AUDIENCES:
        assert pickle.loads(pickle.dumps(gate(audience))).case(case) == gate(audience).case(case)


@given(cases)
@example(some_day(4128))  # an id that once stood in something closed, under a path that the team does not see
def test_wider_audiences_see_all_that_narrower_ones_see(case: CaseFile) -> None:
    """What one audience sees, the next sees too: a superset of facts, path by path and value by value.

    How many changes a sign tells of is a count, and counts are of what each sees.
    """
    narrow, middle, wide = (
        {fact for fact in facts(gate(audience).case(case)) if fact[0] != ".in_name_only.number"}
        for audience in AUDIENCES
    )
    assert narrow <= middle <= wide


@given(schools)
def test_wider_audiences_see_more_of_the_school(school: SchoolCase) -> None:
    """The same holds of the school; its view also says whom it is for, because each page does."""
    views = [gate(audience).school(school) for audience in AUDIENCES]
    assert [view.audience.id for view in views] == list(AUDIENCES)
    narrow, middle, wide = (
        {(path, value) for path, value in facts(view) if not path.startswith(".audience")} for view in views
    )
    assert narrow <= middle <= wide


@given(cases)
def test_restricted_items_are_for_the_widest_alone(case: CaseFile) -> None:
    """`restricted: true` holds whatever the policy says of the field, for typed and for derived items."""
    for audience in ("staff", "team"):
        seen = gate(audience).case(case)
        assert not any(path.endswith("restricted") and value is True for path, value in facts(seen))


@given(cases)
@example(some_day(3020))  # a duty that may speak of any circumstance, where none is hidden
def test_what_is_hidden_does_not_show_in_what_is_seen(case: CaseFile) -> None:
    """Two records that differ only in what an audience may not see look the same to it."""
    for audience in ("staff", "team"):
        assert gate(audience).case(disturbed(case, audience)) == gate(audience).case(case)


@given(cases)
def test_the_gate_changes_nothing_and_repeats_itself(case: CaseFile) -> None:
    """Redaction is a function: the case stays as it was, and the same case gives the same view."""
    before = msgspec.json.encode(case)
    assert gate("team").case(case) == gate("team").case(case)
    assert msgspec.json.encode(case) == before


# ── Narrowed by the school ──────────────────────────────────────────────────────────────────────────────


def test_a_school_may_narrow_a_field_a_part_and_a_kind() -> None:
    """A line of school.yml closes a field, all below a part, or items of a kind."""
    tightened = {"plan.passport.communication": "team", "plan.views": "senco", "duties.action_due": "team"}
    narrowed = redact.gate(policy(), "staff", tightened)
    assert not narrowed.sees("plan.passport.communication")
    assert narrowed.sees("plan.passport.helps")
    assert not redact.gate(policy(), "team", tightened).sees("plan.views")
    case = some_case(duties=(duty("action_due", "a1"),))
    assert len(gate("staff").case(case).duties) == 1
    assert narrowed.case(case).duties == ()


def test_a_school_may_close_something_to_everybody() -> None:
    """What is for nobody is on no site."""
    assert not redact.gate(policy(), "senco", {"plan.pupil.upn": "nobody"}).sees("plan.pupil.upn")


def test_a_part_that_is_narrower_already_in_places_stays_so() -> None:
    """Narrowing a part leaves a field of it that is narrower still as it is."""
    tightened = {"plan.circumstances": "team"}
    assert not redact.gate(policy(), "team", tightened).sees("plan.circumstances.about")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"plan.pupil.upn": "team"}, "cannot be opened"),
        ({"plan.conditions": "staff"}, "cannot be opened"),
        ({"duties.pep_review": "team"}, "cannot be opened"),
        ({"plan.view.text": "senco"}, "names nothing"),
        ({"plan.views.text": "head"}, "no audience"),
    ],
)
def test_a_school_may_not_widen(line: Mapping[str, str], told: str) -> None:
    """A line that would open something, or that means nothing, stops the build."""
    with pytest.raises(InvalidRulebook, match=told):
        redact.gate(policy(), "staff", line)


def test_a_mistyped_path_is_met_with_the_right_one() -> None:
    """The hint names the nearest path."""
    with pytest.raises(InvalidRulebook) as error:
        redact.gate(policy(), "staff", {"plan.view.text": "senco"})
    assert error.value.hint == "did you mean plan.views.text?"


# ── Closed whole, and what goes with it ─────────────────────────────────────────────────────────────────


def test_staff_see_what_is_in_place_alone() -> None:
    """Planned, doubtful and ended provision, and outcomes that are over, are the team's."""
    provision = [
        Provision(id=f"pr{number}", what=status, status=status)
        for number, status in enumerate(policy().kinds["plan.outcomes.provision"].values)
    ]
    outcomes = (
        Outcome(id="o1", text="one", provision=tuple(provision)),
        Outcome(id="o2", text="two", status="met"),
    )
    case = some_case(plan=plan(outcomes=outcomes))
    seen = gate("staff").case(case).plan.outcomes
    assert [(outcome.text, [each.what for each in outcome.provision]) for outcome in seen] == [
        ("one", ["in_place"])
    ]
    assert len(gate("team").case(case).plan.outcomes[0].provision) == len(provision)


def test_a_kind_that_nobody_decided_is_closed() -> None:
    """Deny by default holds of kinds too: one that audiences.yml does not name is on no site."""
    case = some_case(plan=plan(circumstances=(Circumstance(id="q1", kind="made-up"),)))
    assert gate("senco").case(case).plan.circumstances == ()


def test_the_team_sees_referrals_and_no_appeal() -> None:
    """Of circumstances the team sees referrals; an appeal is not there at all, and neither are duties about it."""
    circumstances = (
        Circumstance(id="q1", kind="appeal", about="Section F"),
        Circumstance(id="q2", kind="referral", service="Physiotherapy", about="private"),
    )
    duties = (
        duty("circumstance_review", "q1", anchor="circumstances"),
        duty("circumstance_chase", "q2", anchor="circumstances"),
        duty("circumstance_review", None, anchor="circumstances"),
    )
    case = some_case(plan=plan(circumstances=circumstances), duties=duties)
    view = gate("team").case(case)
    assert [each.id for each in view.plan.circumstances] == ["q2"]
    assert not view.plan.circumstances[0].has("about")
    assert [each.item for each in view.duties] == ["q2"]
    assert len(gate("senco").case(case).duties) == 3


def test_a_duty_of_no_item_is_for_who_sees_every_item() -> None:
    """It may speak of one that is closed: shown only where none is, its being gone would tell that there is one."""
    circumstances = (Circumstance(id="q2", kind="referral", service="Physiotherapy"),)
    duties = (duty("circumstance_review", None, anchor="circumstances"),)
    case = some_case(plan=plan(circumstances=circumstances), duties=duties)
    assert gate("team").case(case).duties == ()
    closed = redact.gate(policy(), "team", {"plan.circumstances": "senco"})
    assert closed.case(case).duties == ()
    assert len(gate("senco").case(case).duties) == 1


def test_staff_see_actions_that_a_colleague_holds() -> None:
    """What, when and who, but not the concern behind it; what nobody holds is for those who can find somebody."""
    duties = (
        duty("action_due", "a1", about="Misses mornings"),
        duty("action_due", "a2", owner=None),
        duty("action_due", "a3", owner=Assignee(id="s-quill", name="S. Quill", left_on=DAY)),
        duty("action_review", "a1"),
        duty("sen_support_review", None, anchor="reviews", owner=None),
    )
    case = some_case(actions=(Action(id="a1", kind="other", what="Ring"),), duties=duties)
    seen = gate("staff").case(case).duties
    assert [each.kind for each in seen] == ["action_due", "sen_support_review"]
    assert seen[0].owner.name == "R. Adeyemi"
    assert not any(each.has(name) for each in seen for name in ("about", "id", "item"))


def test_reviews_that_tell_of_a_condition_or_of_care_are_the_sencos() -> None:
    """A health care plan's review tells of a condition, a personal education plan's of being looked after."""
    reviews = tuple(
        Review(id=f"r{number}", kind=kind)
        for number, kind in enumerate(("health_care_plan", "pep", "sen_support"))
    )
    view = gate("team").case(some_case(reviews=reviews))
    assert [review.kind for review in view.reviews] == ["sen_support"]


def test_what_belongs_to_a_restricted_concern_goes_with_it() -> None:
    """Its actions, their duties, what was tried, its silence and its review, marked or not; the rest only loses the id."""
    case = some_case(
        concerns=(concern("c1"), concern("c2", restricted=True)),
        actions=(
            Action(id="a1", concern="c1", kind="other", what="open"),
            Action(id="a2", concern="c2", kind="other", what="hidden"),
        ),
        reviews=(
            Review(id="r1", kind="concern", about=("c2",)),
            Review(id="r2", kind="concern", about=("c1", "c2")),
        ),
        contacts=(Contact(id="k1", date=DAY, how="phone", with_="mother", agreed=("a1", "a2")),),
        notes=(AbsenceNote(id="ab1", from_=DAY, reason="medical", concern="c2", action="a2"),),
        duties=(duty("action_due", "a2"), duty("concern_review", "c2", anchor="concerns")),
        silences=(Silence(concern="c2", what="hidden"),),
        stale_plan=("c1", "c2"),
    )
    view = gate("team").case(case)
    assert [each.id for each in view.concerns] == ["c1"]
    assert [each.id for each in view.actions] == ["a1"]
    assert [(each.id, each.about) for each in view.reviews] == [("r2", ("c1",))]
    assert view.contacts[0].agreed == ("a1",)
    assert (view.notes[0].concern, view.notes[0].action) == (None, None)
    assert view.duties == view.silences == ()
    assert view.stale_plan == ("c1",)
    whole = gate("senco").case(case)
    assert (len(whole.actions), len(whole.duties), whole.notes[0].concern) == (2, 2, "c2")


def test_ids_of_hidden_conditions_do_not_show() -> None:
    """A review of a condition alone is closed with the conditions; one that also looked at support loses the id."""
    provision = Provision(id="pr1", what="Ramp", status="in_place")
    case = some_case(
        plan=plan(
            conditions=(Condition(id="h1", name="Epilepsy"),),
            outcomes=(Outcome(id="o1", text="Moves about", provision=(provision,)),),
        ),
        reviews=(
            Review(id="r1", kind="provision", about=("h1",)),
            Review(id="r2", kind="provision", about=("pr1", "h1")),
        ),
    )
    assert [(each.id, each.about) for each in gate("team").case(case).reviews] == [("r2", ("pr1",))]


def test_what_stands_in_a_restricted_outcome_goes_with_it() -> None:
    """Its provision, that provision's duties, and what a review found of it."""
    provision = Provision(id="pr1", what="Visits", status="in_place")
    case = some_case(
        plan=plan(
            needs=(Need(id="n1", type="SEMH", restricted=True),),
            outcomes=(
                Outcome(id="o1", text="hidden", restricted=True, provision=(provision,)),
                Outcome(id="o2", text="open", need="n1"),
            ),
        ),
        duties=(duty("provision_review", "pr1", anchor="plan"), duty("outcome_by", "o2", anchor="plan")),
        reviews=(
            Review(
                id="r1",
                kind="sen_support",
                outcomes=(
                    ReviewedOutcome(id="o1", result="progress"),
                    ReviewedOutcome(id="o2", result="progress"),
                ),
            ),
        ),
    )
    view = gate("team").case(case)
    assert [(each.id, each.need) for each in view.plan.outcomes] == [("o2", None)]
    assert [each.item for each in view.duties] == ["o2"]
    assert [each.id for each in view.reviews[0].outcomes] == ["o2"]


def test_a_part_that_is_emptied_leaves_no_trace() -> None:
    """Where all of a file is restricted, neither who changed it nor that it exists is told."""
    case = some_case(
        concerns=(concern("c1", restricted=True),),
        revisions=(
            pasts.revision(Amendment(kind="changed", part="concerns.what", item="c1", before="a", after="b")),
            pasts.revision(Amendment(kind="begun", part="plan"), day=1),
        ),
        edit=tuple(
            EditLink(section=section, path="x.yml", line=1, url="https://git.example/x.yml")
            for section in ("plan", "concerns", "conditions")
        ),
    )
    view = gate("team").case(case)
    assert [[each.part for each in revision.amendments] for revision in view.revisions] == [["plan"]]
    # A file that is not begun looks the same: its name, and no address.
    assert [(each.section, each.url, each.has("exists")) for each in view.edit] == [
        ("plan", "https://git.example/x.yml", False),
        ("concerns", None, False),
    ]
    assert len(gate("senco").case(case).edit) == 3


def test_a_restricted_view_is_the_sencos() -> None:
    """What a pupil said is the team's, unless it is marked."""
    views = (
        Voice(id="v1", from_="pupil", date=DAY, text="open"),
        Voice(id="v2", from_="pupil", date=DAY, text="hidden", restricted=True),
    )
    seen = gate("team").case(some_case(plan=plan(views=views))).plan.views
    assert [(each.from_, each.text) for each in seen] == [("pupil", "open")]


def test_structure_names_fields_that_are_there() -> None:
    """Every pointer is a field of a case, and every field that is named like one is a pointer."""
    assert set(POINTERS) <= every_path()
    assert {file for files in POINTERS.values() for file in files} <= set(FILES.values())
    names = {path.rpartition(".")[2] for path in POINTERS} - {"stale_plan"}
    alike = {
        path
        for path in every_path()
        if path.rpartition(".")[2] in names and path.partition(".")[0] in FILES and "." in path
    }
    # Texts, and the census code: the same names for other things.
    assert alike - set(POINTERS) == {"plan.circumstances.about", "plan.passport.need", "plan.support"}


def test_canaries_know_the_lists_that_are_closed_by_kind() -> None:
    """tests/canary.py makes an item of each kind in each list of records that the policy closes by kind."""
    closed = {path: closing.field for path, closing in policy().kinds.items() if path.split(".")[0] in FILES}
    assert closed == canary._KIND_FIELDS


# ── Made for the tests ──────────────────────────────────────────────────────────────────────────────────


def plan(**fields: Any) -> Plan:
    identity = Identity(given_name="Maya", family_name="Ellison", year_group="8")
    return Plan(pupil=identity, support="K", version=3, **fields)


def some_case(**fields: Any) -> CaseFile:
    whole = {"plan": plan()} | fields
    return CaseFile(
        id="p-7k3m", name="Maya Ellison", as_of=DAY, support_label="K", year_label="Year 8", **whole
    )


def concern(identity: str, *, restricted: bool = False) -> Concern:
    return Concern(id=identity, theme="attendance", opened_on=DAY, what=identity, restricted=restricted)


def duty(kind: str, item: str | None, anchor: str = "actions", **fields: Any) -> Duty:
    whole = {"owner": Assignee(id="r-adeyemi", name="R. Adeyemi")} | fields
    return Duty(
        id=f"{kind}.{item}", kind=kind, group="action", label=kind, what="words", item=item, anchor=anchor,
        due=DAY, state="due", days=0, **whole,
    )  # fmt: skip


def facts(view: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every path and value that a view holds; what is None or empty says nothing."""
    if isinstance(view, View):
        for name, value in view:
            yield from facts(value, f"{path}.{name}")
    elif isinstance(view, tuple):
        for each in view:
            yield from facts(each, path)
    elif isinstance(view, dict):
        for key, value in view.items():
            yield from facts(value, f"{path}[{key}]")
    elif view is not None:
        yield path, view


_WIRES = ("id", "restricted", "kind", "status", "item", "anchor", "source", "part", "section", "concern", "need",
          "about", "left_on")  # fmt: skip
"""Fields by which other things are closed: disturbing them changes what is hidden, not only how it reads."""


def disturbed(case: CaseFile, audience: str) -> CaseFile:
    """Return the case with everything changed that the audience may not see."""
    return _disturbed(case, inspect.type_info(CaseFile), "", gate(audience))


def _disturbed(value: Any, kind: inspect.Type, path: str, seen: redact.Gate) -> Any:
    if value is None:
        return None
    kind, _ = plain(kind)
    if path == "revisions.amendments":
        return value  # What is hidden of the past has tests of its own.
    if isinstance(kind, inspect.VarTupleType):
        items = tuple(_disturbed(each, kind.item_type, path, seen) for each in value)
        if items and hasattr(items[0], "restricted") and path != "edit":
            extra = msgspec.structs.replace(items[-1], restricted=True)
            items = (*items, _renamed(extra))
        return items
    if isinstance(kind, inspect.StructType):
        changed = {
            field.name: _disturbed(
                getattr(value, field.name), field.type, f"{path}.{field.encode_name}".strip("."), seen
            )
            for field in kind.fields
        }
        return kind.cls(**changed)
    if seen.sees(path) or path.rpartition(".")[2] in _WIRES or path in POINTERS:
        return value
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case datetime() | date():
            return value + timedelta(days=1)
        case str():
            return f"{value} disturbed"
        case _:
            return value


def _renamed(item: Any) -> Any:
    """Give an added item and all in it ids of their own, so that nothing else is closed with it."""
    renamed: dict[str, Any] = {}
    for name in item.__struct_fields__:
        value = getattr(item, name)
        if name == "id":
            renamed[name] = f"added-{value}"
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct):
            renamed[name] = tuple(_renamed(each) for each in value)
    return msgspec.structs.replace(item, **renamed)


# ── Canaries: the records themselves, the whole way ─────────────────────────────────────────────────────


@cache
def canaries() -> tuple[Mapping[str, canary.Home], tuple[CaseFile, ...], SchoolCase]:
    """Return the tokens of a school with a past, and its cases, read, checked, compared and derived as a build does."""
    versions: list[dict[str, dict[str, Document | None]]] = []
    commits: list[tuple[str, str]] = []
    problems: list[Problem] = []
    with TemporaryDirectory() as name:
        folder = Path(name)

        def committed(_: str, message: str, author: str) -> None:
            commits.append((message, author.partition(" <")[0]))
            versions.append({})
            problems.clear()  # Only what stands now has to be right.
            for path in sorted((folder / "records").rglob("*.yml")):
                document, found = parse(path.relative_to(folder).as_posix(), path.stem, path.read_bytes())
                problems.extend(found)
                versions[-1].setdefault(path.parent.name, {})[path.stem] = document

        tokens = canary.write_past(folder, committed)
    documents = {
        folder: {kind: document for kind, document in found.items() if document is not None}
        for folder, found in versions[-1].items()
    }
    for found in documents.values():
        for document in found.values():
            problems += validate.document(document, rulebook())
    school, staff = (typed.record(documents["records"][kind]) for kind in ("school", "staff"))
    assert isinstance(school, School)
    assert isinstance(staff, Staff)
    problems += validate.school(documents["records"], school, staff, rulebook(), DAY)
    found_cases = []
    for pupil_id in canary.PUPILS:
        pupil = typed.pupil(pupil_id, documents[pupil_id])
        problems += validate.pupil(pupil, documents[pupil_id], school, staff, rulebook(), DAY)
        past = pasts.edits(
            [
                {
                    kind: document.data if document else pasts.UNREADABLE
                    for kind, document in each[pupil_id].items()
                }
                for each in versions
            ],
            policy(),
        )
        edits = tuple(_by(each, *commits[int(each.commit or "0", 16)]) for each in past)
        found_cases.append(derive.case(pupil, school, staff, rulebook(), edits, DAY))
    assert problems == []
    return tokens, tuple(found_cases), derive.school_case(school, staff, rulebook(), History(), DAY)


def _by(edit: Edit, message: str, author: str) -> Edit:
    return msgspec.structs.replace(edit, message=message, author=author)


def views_of(audience: str) -> str:
    """Return every word that an audience sees of the canaries' school."""
    _, found_cases, school = canaries()
    seen = [gate(audience).school(school), *map(gate(audience).case, found_cases)]
    return " ".join(str(value) for view in seen for _, value in facts(view))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_audience_sees_a_token_that_is_not_for_it(audience: str) -> None:
    """Every text field of every file, and of every version of it, holds a token; none passes that the policy closes to it."""
    tokens = canaries()[0]
    leaked = canary.found(canary.forbidden(tokens, policy(), audience), views_of(audience))
    assert not leaked, {token: tokens[token] for token in leaked}


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_token_that_is_for_an_audience_reaches_it(audience: str) -> None:
    """The gate does not hide more than the policy says, and the canaries are alive: what may be seen is."""
    tokens = canaries()[0]
    open_to = {token for token, home in tokens.items() if not any(route.past for route in home)}
    open_to -= canary.forbidden(tokens, policy(), audience)
    missing = open_to - canary.found(open_to, views_of(audience))
    # Dates are in views as dates, not in words; a term's name is told in its own weeks, an address with its item.
    excused = {token for token in missing if tokens[token][0].path in NOT_IN_VIEWS}
    assert missing == excused


NOT_IN_VIEWS = {
    "plan.pupil.date_of_birth",
    "school.week_label",
    "school.commit_url",
    "edit.url",
}


@pytest.mark.parametrize(("audience", "least"), [("staff", 0), ("team", 100), ("senco", 200)])
def test_tokens_of_the_past_are_told_where_they_never_were_hidden(audience: str, least: int) -> None:
    """Each text was another in an earlier version: those that nothing ever hid are told, to whom the past is told at all."""
    past = {token for token, home in canaries()[0].items() if any(route.past for route in home)}
    told = canary.found(past, views_of(audience))
    assert len(told) >= least
    assert audience == "senco" or len(past) > 2 * len(told)
    assert least or not told


def test_each_audience_is_kept_from_something() -> None:
    """The canary test can fail: a narrower gate's tokens are found when a wider one is applied."""
    tokens = canaries()[0]
    staff, team, senco = (canary.forbidden(tokens, policy(), audience) for audience in AUDIENCES)
    assert staff > team > senco
    assert canary.found(staff, views_of("team"))
    assert canary.found(team, views_of("senco"))
    assert all(not home for token, home in tokens.items() if token in senco)


BESIDE = [
    (rule.id, name)
    for rule in rulebook().reviews
    for name in sorted({each for said in rule.beside for each in said.where})
]


@pytest.mark.parametrize(("kind", "field"), BESIDE)
def test_what_stands_beside_a_day_closes_with_the_field_that_it_says(kind: str, field: str) -> None:
    """A rule that says a code of the record beside its day says it to whom the code is open alone; its day stays."""
    duty = Duty(id=f"{kind}.q1", kind=kind, group="chase", label="L", item="q1", anchor="circumstances", due=DAY, state="due",
                days=0, beside=("The authority claims an exception",))  # fmt: skip
    of = msgspec.structs.replace(canaries()[1][0], duties=(duty,))
    (seen,) = gate("senco").case(of).duties
    assert seen.beside == duty.beside
    (seen,) = redact.gate(policy(), "senco", {f"plan.circumstances.{field}": redact.NOBODY}).case(of).duties
    assert not seen.has("beside")
    assert seen.due == DAY
