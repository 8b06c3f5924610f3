"""No date yet: a rule that applies is a duty or a row that says what is missing, and nothing late is older than the records."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import msgspec
import pytest
import yaml
from derive_builders import TODAY, case, pupil, rulebook, school
from hypothesis import given
from hypothesis import strategies as st

from liverecord.derive.calendar import calendar_of
from liverecord.derive.duties import Owed
from liverecord.derive.naming import OF_REVIEWS, is_day, is_field
from liverecord.derive.undated import WRITTEN, counts_from
from liverecord.model.case import Undated
from liverecord.model.history import Amendment, Edit
from liverecord.model.records import Pupil, School

TIMETABLE = {"reason": "medical", "from": "2026-11-02", "expected": "yn yn yn yn yn"}
IDENTITY = {"given_name": "A", "family_name": "B", "year_group": "8"}
REVIEWS_OF_A_PLAN = {"sen_support_review", "ehcp_annual_review", "ehcp_transfer_asked"}
"""What looks at a plan again, and what has to be known first and stands for it."""


def found(
    plan: Mapping[str, Any] | None = None, at: School | None = None, today: date = TODAY, **parts: Any
) -> Owed:
    """Return what is owed for a pupil whose plan was never agreed, and holds what is given."""
    made = case(pupil({"agreed_on": None} | dict(plan or {}), **parts), at, today=today)
    return Owed(made.duties, made.undated)


def rows(*args: Any, **parts: Any) -> dict[str, Undated]:
    """Return the rows of "No date yet" by id."""
    return {row.id: row for row in found(*args, **parts).undated}


def kinds(of: Owed) -> set[str]:
    """Return the rules that a pupil's duties and rows are of."""
    return {each.kind for each in (*of.duties, *of.undated)}


# ── A rule that applies and has no day ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("plan", "parts", "kind", "field"),
    [
        ({"support": "E"}, {}, "ehcp_annual_review", "plan.ehcp.issued_on"),
        ({"support": "E", "kind": "ehcp"}, {}, "ehcp_annual_review", "plan.ehcp.issued_on"),
        ({"support": "E", "ehcp": {"authority": "X"}}, {}, "ehcp_annual_review", "plan.ehcp.issued_on"),
        ({}, {}, "sen_support_review", "reviews.due"),
        ({}, {}, "sen_support_report", "reviews.held_on"),
        ({}, {}, "plan_agreement", "plan.agreed_on"),
        ({"support": "N", "kind": "isp"}, {}, "isp_review", "reviews.due"),
        ({"support": "N", "pupil": IDENTITY | {"looked_after": True}}, {}, "pep_care_asked", "plan.pupil.care_began_on"),
        (
            {"support": "N", "conditions": [{"id": "h1", "name": "X", "health_care_plan": True}]},
            {},
            "health_care_plan_review",
            "plan.conditions.review_on",
        ),
        (
            {"support": "N", "attendance": {"part_time_timetable": TIMETABLE}},
            {},
            "part_time_timetable_end",
            "plan.attendance.part_time_timetable.until",
        ),
        (
            {"support": "N", "circumstances": [{"id": "q1", "kind": "appeal", "stage": "considered"}]},
            {},
            "appeal_limit",
            "plan.circumstances.decision_letter_on",
        ),
        (
            {"circumstances": [{"id": "q1", "kind": "needs_assessment", "stage": "requested"}]},
            {},
            "needs_assessment_decide",
            "plan.circumstances.received_on",
        ),
        (
            {"outcomes": [{"id": "o1", "text": "T", "provision": [{"id": "pr1", "what": "M", "status": "in_place"}]}]},
            {},
            "provision_review",
            "plan.outcomes.provision.review_on",
        ),
        (
            {"support_without_plan": [{"id": "pr1", "what": "M", "status": "in_place"}]},
            {},
            "provision_review",
            "plan.support_without_plan.review_on",
        ),
        (
            {"support": "E", "pupil": IDENTITY | {"year_group": "14"}, "ehcp": {"issued_on": "2026-09-01", "transfer": "secondary_to_post_16"}},
            {},
            "transfer_post_16",
            "plan.ehcp.transfer_on",
        ),
        ({"support": "N"}, {"reviews": [{"id": "r1", "kind": "risk_assessment"}]}, "risk_assessment_review", "reviews.due"),
    ],
)  # fmt: skip
def test_a_rule_without_a_day_is_a_row(
    plan: dict[str, Any], parts: dict[str, Any], kind: str, field: str
) -> None:
    """A rule that applies, and whose beginning the record lacks, says so with the field to write."""
    row = next(row for row in rows(plan, **parts).values() if row.kind == kind)
    assert row.field == field
    assert row.line


def test_a_rule_without_a_condition_of_its_own_waits_for_the_thing() -> None:
    """Nobody is asked for a risk assessment, an evacuation plan or exam access that the record does not speak of."""
    assert kinds(found({"support": "N"})) == set()
    without = {rule.id for rule in rulebook().reviews if rule.subject == "plan" and not rule.applies}
    assert not kinds(found()) & without
    for rule in without:
        kind = rule.removesuffix("_review")
        assert rule in kinds(found(reviews=[{"id": "r1", "kind": kind}]))


def test_a_planned_day_alone_never_dates_an_annual_review() -> None:
    """The meeting is planned, and the twelve months by which the law wants it are still not known: both are said."""
    of = found({"support": "E"}, reviews=[{"id": "r1", "kind": "ehcp_annual", "due": "2027-06-01"}])
    assert "ehcp_annual_review" in {row.kind for row in of.undated}
    assert "ehcp_annual_review" in {duty.kind for duty in of.duties}
    planned = found(reviews=[{"id": "r1", "kind": "sen_support", "due": "2026-12-01"}])
    assert "sen_support_review" not in {row.kind for row in planned.undated}


def test_what_has_not_begun_lacks_nothing() -> None:
    """A decision not yet made, a notice not yet served and advice not yet asked for are no gaps in the record."""
    held = {"id": "r1", "kind": "ehcp_annual", "held_on": "2026-11-16"}
    plan = {"support": "E", "agreed_on": "2026-09-01", "ehcp": {"issued_on": "2025-12-01"}}
    assert rows(plan, reviews=[held]) == {}
    asked = {"id": "q1", "kind": "needs_assessment", "stage": "requested", "received_on": "2026-11-02"}
    assert not {row for row in rows({"circumstances": [asked]}) if row.startswith("needs_assessment")}
    assert "needs_assessment_advice.q1" in rows({"circumstances": [asked | {"stage": "assessing"}]})


def test_one_missing_day_of_an_assessment_is_one_row() -> None:
    """Three limits count from the day on which the request was received: without it the first of them asks, not all three."""
    one = {"id": "q1", "kind": "needs_assessment"}
    assert [row for row in rows({"circumstances": [one]}) if "assessment" in row] == [
        "needs_assessment_decide.q1"
    ]


def test_rows_have_the_owner_and_the_restriction_of_their_duty() -> None:
    """A row is in somebody's hands, and what is restricted makes it so."""
    condition = {"id": "h1", "name": "X", "health_care_plan": True, "owner": "j-okafor", "restricted": True}
    row = rows({"conditions": [condition]})["health_care_plan_review.h1"]
    assert row.owner is not None
    assert row.owner.id == "j-okafor"
    assert row.restricted
    plan = rows()["sen_support_review.plan"]
    assert plan.owner is not None
    assert (plan.owner.id, plan.restricted) == ("r-adeyemi", False)


def test_every_rule_says_what_it_lacks_or_need_not() -> None:
    """A rule of intervals names the day that a record may lack; what `missing` and `done` write is a day, or a stage."""
    for rule in rulebook().reviews:
        follows = rule.kind == "limit" and (
            rule.subject == "review"
            or all(name.startswith("due.") for leg in rule.legs for name in leg.from_)
        )
        if rule.kind == "interval" or (rule.kind == "limit" and not follows):
            assert rule.missing is not None or rule.id in _ASKED_APART, rule.id
        if rule.kind not in {"written", "termly"} and rule.owed_by != "family":
            assert rule.missing is not None or rule.done is not None, rule.id
        for each in filter(None, (rule.missing, rule.done)):
            assert is_day(each.write, rule, rulebook()) or is_field(each.write, rule), rule.id
    rules = {rule.id: rule for rule in rulebook().reviews}
    assert {rules[name].kind for name in _ASKED_APART.values()} == {"question"}


_ASKED_APART = {
    "pep_first": "pep_care_asked",
    "ehcp_transfer_told": "ehcp_transfer_asked",
    "ehcp_transfer_review": "ehcp_transfer_asked",
}
"""Rules for whose day a question of its own asks."""


# ── The properties ──────────────────────────────────────────────────────────────────────────────────────

DAYS = st.dates(date(2023, 1, 1), date(2027, 12, 31)).map(date.isoformat)
MAYBE = st.none() | DAYS


@st.composite
def records(draw: st.DrawFn) -> tuple[Pupil, School]:
    """Return a pupil with support, with any of the days that a plan and its reviews may have, and a school."""
    review_kinds = sorted(rulebook().codes.lists["review_kind"])
    reviews = [
        {
            "id": f"r{number}",
            "kind": draw(st.sampled_from(review_kinds)),
            "due": draw(MAYBE),
            "held_on": draw(MAYBE),
        }
        for number in range(draw(st.integers(0, 4)))
    ]
    ehcp = {"issued_on": draw(MAYBE), "last_review_decided_on": draw(MAYBE)}
    plan = {
        "pupil": IDENTITY
        | {"on_roll_from": draw(st.none() | st.dates(date(2023, 1, 1), TODAY).map(date.isoformat))}
        | {"year_group": draw(st.sampled_from(["R", "6", "11", "X"])), "looked_after": draw(st.booleans())},
        "support": draw(st.sampled_from(["K", "E"])),
        "kind": draw(st.sampled_from([None, "sen_support", "ehcp", "isp"])),
        "agreed_on": draw(MAYBE),
        "support_since": draw(MAYBE),
        "ehcp": draw(st.sampled_from([None, ehcp])),
        "conditions": [{"id": "h1", "name": "X", "health_care_plan": True, "review_on": draw(MAYBE)}],
    }
    since = draw(st.none() | st.dates(date(2024, 1, 1), TODAY))
    return pupil(plan, reviews=reviews), school(records_since=since and since.isoformat())


@given(records())
def test_no_pupil_with_support_is_on_no_list(of: tuple[Pupil, School]) -> None:
    """For any record with support and on roll there is a review that is owed, or a row that says what is missing."""
    record, at = of
    made = case(record, at)
    assert made.undated or any(duty.group == "review" for duty in made.duties)
    assert kinds(Owed(made.duties, made.undated)) & REVIEWS_OF_A_PLAN


@given(records())
def test_nothing_late_is_older_than_the_records(of: tuple[Pupil, School]) -> None:
    """No day that a rule worked out is late from before the school kept live records, or before the pupil joined."""
    record, at = of
    made = case(record, at)
    since = [day for day in (at.records_since, record.plan.pupil.on_roll_from) if day]
    for duty in made.duties:
        assert duty.rule_due is None or not since or duty.rule_due >= max(since)
    for row in made.undated:
        assert (row.last_lawful is not None) <= (row.force == "must")


@given(records(), st.data())
def test_a_day_taken_out_takes_nothing_off_every_list(of: tuple[Pupil, School], data: st.DataObject) -> None:
    """What a plan's reviews owe is still there, as a duty or as a row, when any of its days goes or moves."""
    record, at = of
    before = {each for each in kinds_of(record, at) if each in ALWAYS_TOLD}
    plan = record.plan
    name = data.draw(st.sampled_from(["agreed_on", "support_since", "ehcp"]))
    changed = msgspec.structs.replace(record, plan=msgspec.structs.replace(plan, **{name: None}))
    if record.reviews and data.draw(st.booleans()):
        changed = msgspec.structs.replace(
            record,
            reviews=tuple(msgspec.structs.replace(each, due=None, held_on=None) for each in record.reviews),
        )
    assert before <= kinds_of(changed, at) | ({"plan_agreement"} & before)


ALWAYS_TOLD = {
    "sen_support_review", "sen_support_report", "ehcp_annual_review", "isp_review", "pep_review",
    "risk_assessment_review", "evacuation_plan_review", "health_care_plan_review",
}  # fmt: skip


def kinds_of(record: Pupil, at: School) -> set[str]:
    """Return the rules that a record's duties and rows are of."""
    made = case(record, at)
    return kinds(Owed(made.duties, made.undated))


@given(records())
def test_a_row_goes_when_its_line_is_added(of: tuple[Pupil, School]) -> None:
    """The line is YAML that the record takes as it is shown; with a day of this month in its open place the row is gone."""
    record, at = of
    for row in case(record, at).undated:
        line = yaml.safe_load(row.line)
        plain = msgspec.json.decode(msgspec.json.encode(record))
        own = plain["plan"] if row.file == "plan" else plain
        ahead = row.field.endswith((".due", "review_on"))
        merge(own, filled(line, (TODAY + timedelta(days=3 if ahead else -1)).isoformat()))
        added = msgspec.convert(plain, Pupil)
        left = {each.id: each for each in case(added, at).undated}
        assert row.id not in left or left[row.id].missing != row.missing, row


def filled(data: Any, day: str) -> Any:
    """Return a line's data with a day in its open place."""
    if isinstance(data, dict):
        return {key: filled(value, day) for key, value in data.items()}
    if isinstance(data, list):
        return [filled(each, day) for each in data]
    return day if data is None else data


def merge(into: dict[str, Any], data: dict[str, Any]) -> None:
    """Add data to a record: what is there stays, and a thing of a list is found by its id."""
    for key, value in data.items():
        there = into.get(key)
        if isinstance(value, dict) and isinstance(there, dict):
            merge(there, value)
        elif isinstance(value, list) and there:
            for item in value:
                same = next((each for each in there if each["id"] == item["id"]), None)
                if same is None:
                    there.append(item)
                else:
                    merge(same, item)
        else:
            into[key] = value


# ── Taken over ──────────────────────────────────────────────────────────────────────────────────────────


def test_practice_from_before_the_records_is_not_late() -> None:
    """A plan agreed, and a review held, long before live records began ask for a day, and are not called overdue."""
    at = school(records_since="2026-11-16")
    for parts in (
        {"plan": {"agreed_on": "2024-09-12"}},
        {"plan": {"agreed_on": "2024-09-12"}, "reviews": [{"id": "r1", "kind": "sen_support", "held_on": "2025-03-10"}]},
        {"plan": {"support_since": "2022-09-05"}},
    ):  # fmt: skip
        of = found(at=at, **parts)  # type: ignore[arg-type]
        assert not [duty for duty in of.duties if duty.days < 0]
        assert "sen_support_review" in {row.kind for row in of.undated}
        assert all(row.last_lawful is None for row in of.undated)
    assert [duty.kind for duty in found({"agreed_on": "2024-09-12"}).duties if duty.state == "behind"]


def test_what_the_law_had_stands_first_with_its_day() -> None:
    """An annual review that the law wanted before is said with its last lawful day, first, and missed after six school weeks."""
    terms = [
        {"name": "Autumn 2", "start": "2026-11-02", "end": "2026-12-18"},
        {"name": "Spring 1", "start": "2027-01-04", "end": "2027-02-12"},
    ]
    at = school(records_since="2026-11-16", terms=terms)
    plan = {"support": "E", "ehcp": {"issued_on": "2024-03-03"}}
    first = found(plan, at).undated[0]
    assert (first.kind, first.last_lawful) == ("ehcp_annual_review", date(2025, 3, 2))
    assert (first.missing, first.field) == ("a later review", "reviews.held_on")
    assert (first.counts_from, first.is_missed) == (date(2027, 1, 11), False)
    assert found(plan, at, date(2027, 1, 11)).undated[0].is_missed
    assert not found(plan, at, date(2027, 1, 10)).undated[0].is_missed
    later = [{"id": "r1", "kind": "ehcp_annual", "held_on": "2026-03-01"}]
    assert "ehcp_annual_review" not in {row.kind for row in found(plan, at, reviews=later).undated}
    assert "ehcp_annual_review.plan" in {duty.id for duty in found(plan).duties if duty.state == "overdue"}


@given(st.dates(date(2026, 8, 1), date(2027, 12, 31)), st.booleans())
def test_six_school_weeks_pass_before_it_counts(since: date, has_terms: bool) -> None:
    """At least six whole school weeks lie between the first day of live records and the day from which it counts."""
    at = school() if has_terms else school(terms=[])
    day = counts_from(since, calendar_of(at), 6)
    assert day.weekday() == 0
    assert (day - since).days >= 42
    known = calendar_of(at).weeks
    assert not known or since > known[-1] or sum(since <= each < day for each in known) <= 6


def test_nothing_is_late_from_before_the_pupil_joined() -> None:
    """A plan that another school agreed a year ago makes nothing late on the second day at this one."""
    plan = {"pupil": IDENTITY | {"on_roll_from": "2026-11-02"}, "agreed_on": "2025-12-01"}
    of = found(plan, today=date(2026, 11, 3))
    assert not [duty for duty in of.duties if duty.days < 0]
    assert "sen_support_review" in {row.kind for row in of.undated}


# ── Since when there is support ─────────────────────────────────────────────────────────────────────────


def edit(day: str, *amendments: Amendment) -> Edit:
    """Return a commit of a day."""
    at = datetime.combine(date.fromisoformat(day), time(9), UTC)
    return Edit(commit="c" * 40, at=at, author="A", email="a@b.example", amendments=amendments)


def support(before: str | None, after: str | None) -> Amendment:
    """Return a change of the support."""
    return Amendment(kind="changed", part="plan.support", before=before, after=after)


BEGUN = Amendment(kind="begun", part="plan")


@pytest.mark.parametrize(
    ("past", "due"),
    [
        ([edit("2026-11-02", BEGUN)], date(2026, 12, 14)),
        ([edit("2026-11-16", support("N", "K")), edit("2026-09-07", BEGUN)], date(2026, 12, 29)),
        ([edit("2026-11-16", support("E", "K")), edit("2026-11-02", BEGUN)], date(2026, 12, 14)),
        ([edit("2026-11-16", support("k", "K")), edit("2026-11-02", BEGUN)], date(2026, 12, 14)),
        ([edit("2026-11-16", support(None, "K")), edit("2026-11-02", BEGUN)], date(2026, 12, 29)),
        (
            [edit("2026-11-16", support("N", "K")), edit("2026-10-05", support("K", "N")), edit("2026-09-07", BEGUN)],
            date(2026, 12, 29),
        ),
        ([Edit(amendments=(BEGUN,))], date(2027, 1, 4)),
        ([edit("2026-11-16", Amendment(kind="unreadable", part="plan"))], None),
        ([], None),
    ],
)  # fmt: skip
def test_a_plan_is_to_be_agreed_from_the_present_run_of_support(past: list[Edit], due: date | None) -> None:
    """Git's first commit of the unbroken run starts the clock, which ends on a school day: another kind of support, or a slip of the pen, breaks none."""
    made = case(pupil({"agreed_on": None}), edits=past)
    assert next((duty.due for duty in made.duties if duty.kind == "plan_agreement"), None) == due
    assert ("plan_agreement" in {row.kind for row in made.undated}) is (due is None)


def test_the_typed_day_of_support_comes_before_gits() -> None:
    """A day that the plan names counts, however old the file is; none counts from before the pupil joined."""
    typed = {"agreed_on": None, "support_since": "2026-10-19"}
    past = [edit("2026-11-02", BEGUN)]
    made = {duty.kind: duty.due for duty in case(pupil(typed), edits=past).duties}
    assert made["plan_agreement"] == date(2026, 11, 30)
    joined = typed | {"pupil": IDENTITY | {"on_roll_from": "2026-11-16"}}
    made = {duty.kind: duty.due for duty in case(pupil(joined), edits=past).duties}
    assert made["plan_agreement"] == date(2026, 12, 29)


def test_joining_alone_starts_no_clock() -> None:
    """Support may begin years after a pupil joined: without its day, the first day on the roll dates nothing."""
    of = found({"pupil": IDENTITY | {"on_roll_from": "2022-09-05"}})
    assert "plan_agreement" in {row.kind for row in of.undated}
    assert not [duty for duty in of.duties if duty.days < 0]


def test_what_came_with_a_pupil_is_asked_of_the_last_school() -> None:
    """What a rule had before the pupil joined is out of date and nobody's lateness here; what is merely unknown is asked of nobody."""
    plan = {"pupil": IDENTITY | {"on_roll_from": "2026-11-02"}, "agreed_on": "2025-12-01"}
    rows = {row.kind: row for row in found(plan, today=date(2026, 11, 3)).undated}
    assert rows["sen_support_review"].ask_last_school
    assert not rows["sen_support_report"].ask_last_school
    stayed = {"pupil": IDENTITY | {"on_roll_from": "2020-09-02"}, "agreed_on": "2025-12-01"}
    assert not any(row.ask_last_school for row in found(stayed, today=date(2026, 11, 3)).undated)


def test_an_authoritys_lateness_stays_the_authoritys() -> None:
    """A final plan that was owed before the pupil came is still owed, by the authority; the report of the last school is not this one's."""
    plan = {
        "pupil": IDENTITY | {"on_roll_from": "2026-11-02"},
        "support": "E",
        "ehcp": {"issued_on": "2024-02-05"},
    }
    chain = {"decision_on": "2026-07-30", "decision": "amend", "notice_on": "2026-07-30"}
    review = {"id": "r1", "kind": "ehcp_annual", "held_on": "2026-07-06", "chain": chain}
    of = found(plan, today=date(2026, 11, 3), reviews=[review])
    late = [(duty.kind, duty.owed_by) for duty in of.duties if duty.days < 0]
    assert late == [("ehcp_review_final", "authority")]
    unsent = found(plan, today=date(2026, 11, 3), reviews=[review | {"chain": {}}])
    assert {(duty.kind, duty.owed_by) for duty in unsent.duties if duty.days < 0} == {
        ("ehcp_review_decision", "authority")
    }
    assert {row.kind: row.ask_last_school for row in unsent.undated}["ehcp_review_report"]


def test_every_source_of_a_day_can_be_written() -> None:
    """A row says where to write what is missing, whatever kind of day a rule asks for: a held review, a decision, a final plan."""
    plan = {
        "support": "E",
        "ehcp": {
            "issued_on": "2023-11-20",
            "last_review_decided_on": "2025-01-10",
            "maintained_since": "2026-03-16",
        },
    }
    made = found(plan, school(records_since="2026-09-01"), today=date(2026, 11, 20))
    assert {row.kind: row.field for row in made.undated}[
        "ehcp_transfer_review"
    ] == "reviews.chain.decision_on"
    asked = {
        each.write for rule in rulebook().reviews for each in (rule.missing, rule.done) if each is not None
    }
    sources = {name.partition(".")[0] for name in asked} & OF_REVIEWS
    assert sources <= WRITTEN.keys()
