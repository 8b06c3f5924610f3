"""Duties: which there are, whose they are, how reviews restart them, and that time only makes them later."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from derive_builders import (
    TODAY,
    case,
    example,
    example_pupil,
    example_school,
    pupil,
    rulebook,
    school,
    staff,
)
from hypothesis import given
from hypothesis import strategies as st

from liverecord import derive
from liverecord.model.case import Duty
from liverecord.model.records import Interval

LONG_AGO = date(2020, 1, 1)


def duties_of(today: date = TODAY, people: Any = None, at: Any = None, **parts: Any) -> dict[str, Duty]:
    """Return a pupil's duties by id; `plan` adds to a bare plan."""
    return {duty.id: duty for duty in case(pupil(**parts), at, people, today).duties}


def action(**fields: Any) -> dict[str, Any]:
    """Return an open action, and whatever is given."""
    made = {"id": "a1", "kind": "check_in", "what": "Meet at the gate", "owner": "j-okafor"}
    return {**made, "due": "2026-11-10", **fields}


def concern(**fields: Any) -> dict[str, Any]:
    """Return an open concern, and whatever is given."""
    made = {"id": "c1", "theme": "attendance", "opened_on": "2026-09-28", "what": "Misses mornings"}
    return {**made, "owner": "j-okafor", "review_on": "2026-11-27", **fields}


# ── Which there are ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("joined", "left", "expected"),
    [
        (None, None, True),
        ("2026-11-22", None, True),
        ("2026-11-23", None, False),
        ("2025-09-01", "2026-11-21", False),
        ("2025-09-01", "2026-11-22", True),
    ],
)
def test_only_pupils_on_roll_have_duties(joined: str | None, left: str | None, expected: bool) -> None:
    """Nothing is owed for a pupil before the first or after the last day on roll, and nothing is silent or near a line."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "8"}
    plan = {"pupil": {**identity, "on_roll_from": joined, "on_roll_until": left}}
    found = case(pupil(plan, actions=[action()], concerns=[concern()]))
    assert found.on_roll is expected
    assert bool(found.duties) is expected
    assert bool(found.silences) is expected
    assert bool(found.next_steps) is expected


@pytest.mark.parametrize(
    "fields", [{"status": "done"}, {"status": "stopped"}, {"ended_on": "2026-11-01"}, {"due": None}]
)
def test_ended_actions_owe_nothing(fields: dict[str, Any]) -> None:
    """A done, stopped or ended action owes nothing, nor does one without a day."""
    assert "action_due.a1" in duties_of(actions=[action()])
    assert "action_due.a1" not in duties_of(actions=[action(**fields)])


def test_closed_concerns_owe_nothing() -> None:
    """A closed concern has no review, and its drivers are not looked at again."""
    driver = {"id": "d1", "driver": "sleep", "certainty": "suspected", "recheck_on": "2026-11-27"}
    there = duties_of(concerns=[concern(drivers=[driver])])
    assert {"concern_review.c1", "driver_recheck.d1"} <= there.keys()
    gone = duties_of(concerns=[concern(drivers=[driver], status="closed", closed_on="2026-11-20")])
    assert not {"concern_review.c1", "driver_recheck.d1"} & gone.keys()


def test_ended_provision_outcomes_and_circumstances_owe_nothing() -> None:
    """Withdrawn or past provision, met outcomes, and circumstances in a last stage, are not chased or reviewed."""
    given_one = {"id": "pr1", "what": "Mentor", "status": "in_place", "review_on": "2026-12-01"}
    outcome = {"id": "o1", "text": "In school", "by": "2027-02-12", "provision": [given_one]}
    circumstance = {"id": "q1", "kind": "referral", "chase_on": "2026-11-30", "service": "CAMHS"}
    plan = {"outcomes": [outcome], "circumstances": [circumstance]}
    ids = {"provision_review.pr1", "outcome_by.o1", "circumstance_chase.q1"}
    assert ids <= duties_of(plan=plan).keys()
    for changed in ({"status": "withdrawn"}, {"until": "2026-11-01"}):
        ended = {**outcome, "provision": [{**given_one, **changed}]}
        assert "provision_review.pr1" not in duties_of(plan={"outcomes": [ended]})
    met = {**outcome, "status": "met"}
    assert not {"provision_review.pr1", "outcome_by.o1"} & duties_of(plan={"outcomes": [met]}).keys()
    for changed in ({"stage": "completed"}, {"status": "ended"}, {"ended_on": "2026-11-01"}):
        assert "circumstance_chase.q1" not in duties_of(plan={"circumstances": [circumstance | changed]})


def test_plans_owe_what_their_support_asks() -> None:
    """SEN support is reviewed with parents, an EHC plan each year; a pupil without provision owes no review of a plan."""
    ehcp = {"issued_on": "2026-01-19"}
    assert "sen_support_review.plan" in duties_of(plan={"support": "K"})
    with_plan = duties_of(plan={"support": "E", "ehcp": ehcp})
    assert "ehcp_annual_review.plan" in with_plan
    assert "sen_support_review.plan" not in with_plan
    assert duties_of(plan={"support": "N"}) == {}


@pytest.mark.parametrize(("born", "expected"), [("2022-01-01", True), ("2021-11-22", False), (None, False)])
def test_the_under_five_review(born: str | None, expected: bool) -> None:
    """A child under five with an EHC plan has the authority's review beside the annual one; on the fifth birthday, or without a birthday, none."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "R", "date_of_birth": born}
    plan = {"pupil": identity, "support": "E", "ehcp": {"issued_on": "2026-08-31"}}
    found = duties_of(plan=plan)
    assert ("ehcp_under_five_review.plan" in found) is expected
    if expected:
        duty = found["ehcp_under_five_review.plan"]
        assert (duty.due, duty.owed_by) == (date(2027, 3, 1), "authority")


def test_looked_after_children_have_a_personal_education_plan() -> None:
    """Only where the record says that the child is looked after: the first, then one in each term, whatever the support."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "8", "care_began_on": "2026-06-29"}
    held = {"id": "r1", "kind": "pep", "held_on": "2026-07-08"}
    for support in ("N", "K"):
        for looked_after in (True, False, None):
            plan = {"support": support, "pupil": {**identity, "looked_after": looked_after}}
            first = {each for each in duties_of(plan=plan) if each.startswith("pep")}
            then = {each for each in duties_of(plan=plan, reviews=[held]) if each.startswith("pep")}
            assert (first, then) == (
                ({"pep_first.plan"}, {"pep_review.plan"}) if looked_after else (set(), set())
            )


def test_a_plan_nobody_agreed() -> None:
    """A version without a day of agreement is owed one, counted from support; an agreed plan is not."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "8", "on_roll_from": "2026-11-02"}
    found = duties_of(plan={"pupil": identity, "agreed_on": None, "support_since": "2026-09-01"})
    assert found["plan_agreement.plan"].due == date(2026, 12, 14)
    assert found["plan_agreement.plan"].anchor == "plan"
    assert "plan_agreement.plan" not in duties_of(plan={"pupil": identity})


def test_a_condition_has_one_review() -> None:
    """With a health care plan it is that plan's yearly review; without, the day that somebody wrote."""
    condition = {"id": "h1", "name": "Epilepsy", "review_on": "2026-12-11"}
    with_plan = duties_of(plan={"conditions": [{**condition, "health_care_plan": True}]})
    assert "health_care_plan_review.h1" in with_plan
    assert "condition_review.h1" not in with_plan
    without = duties_of(plan={"conditions": [condition]})
    assert "condition_review.h1" in without
    assert "health_care_plan_review.h1" not in without


# ── Whose they are ──────────────────────────────────────────────────────────────────────────────────────

SENCO = {"id": "s1", "name": "S. One", "roles": ["senco"]}
SECOND = {"id": "s2", "name": "S. Two", "roles": ["senco"]}


def owner_of(duty_id: str, people: Any, **parts: Any) -> Any:
    """Return who holds a duty."""
    return duties_of(people=people, **parts)[duty_id].owner


def test_a_role_is_held_by_the_first_who_has_not_left() -> None:
    """In staff.yml's order; the last day is still worked; where nobody is left, nobody owns it."""
    review = "sen_support_review.plan"
    assert owner_of(review, staff(SENCO, SECOND)).id == "s1"
    gone = {**SENCO, "left_on": "2026-11-21"}
    assert owner_of(review, staff(gone, SECOND)).id == "s2"
    assert owner_of(review, staff({**SENCO, "left_on": "2026-11-22"}, SECOND)).id == "s1"
    assert owner_of(review, staff(gone)) is None


def test_somebody_away_is_named_first_and_the_cover_second() -> None:
    """Away on a day between from and until, both included; a role does not pass to another while its holder is away."""
    away = {**SENCO, "away": {"from": "2026-11-16", "until": "2026-11-22", "cover": "s2"}}
    owner = owner_of("sen_support_review.plan", staff(away, SECOND))
    assert (owner.id, owner.is_away, owner.cover_id, owner.cover_name) == ("s1", True, "s2", "S. Two")
    back = owner_of("sen_support_review.plan", staff(away, SECOND), today=date(2026, 11, 23))
    assert (back.is_away, back.away_until, back.cover_id) == (False, None, None)


def test_a_cover_who_has_left_covers_nothing() -> None:
    """Cover is named only where somebody is there to give it."""
    away = {**SENCO, "away": {"from": "2026-11-16", "cover": "s2"}}
    owner = owner_of("sen_support_review.plan", staff(away, {**SECOND, "left_on": "2026-10-23"}))
    assert (owner.is_away, owner.away_until, owner.cover_id) == (True, None, None)


def test_an_owner_who_has_left_is_said_to_have_left() -> None:
    """What somebody held when they left stays with their name and the day, so that it is found and given to another."""
    people = staff(SENCO, {"id": "q", "name": "S. Quill", "left_on": "2026-10-23"})
    owner = owner_of("action_due.a1", people, actions=[action(owner="q")])
    assert (owner.name, owner.left_on) == ("S. Quill", date(2026, 10, 23))


def test_the_key_worker_comes_first_where_the_rule_says_so() -> None:
    """An outcome is the key worker's; where that person has left, the SENCO's."""
    keyworker = {"id": "k", "name": "K. Worker", "roles": ["teaching_assistant"]}
    plan = {"keyworker": "k", "outcomes": [{"id": "o1", "text": "In school", "by": "2027-02-12"}]}
    owner = owner_of("outcome_by.o1", staff(SENCO, keyworker), plan=plan)
    assert (owner.id, owner.by_role) == ("k", "keyworker")
    gone = staff(SENCO, {**keyworker, "left_on": "2026-10-23"})
    assert owner_of("outcome_by.o1", gone, plan=plan).id == "s1"


def test_an_action_without_an_owner_has_none() -> None:
    """No role is put in for the person that an action or a concern lacks: it is in nobody's hands, and shown so."""
    found = duties_of(actions=[action(owner=None)], concerns=[concern(owner=None)])
    assert found["action_due.a1"].owner is None
    assert found["concern_review.c1"].owner is None


def test_a_planned_review_has_its_own_owner() -> None:
    """The owner written on the review comes before the role."""
    review = {"id": "r2", "kind": "sen_support", "due": "2026-12-01", "owner": "j-okafor"}
    owner = duties_of(reviews=[review])["sen_support_review.plan"].owner
    assert owner is not None
    assert (owner.id, owner.by_role) == ("j-okafor", None)


# ── Reviews restart them ────────────────────────────────────────────────────────────────────────────────


def test_a_held_review_starts_the_interval_again() -> None:
    """What was planned for no later than the last review held is spent; one held on a day to come has not been held."""
    held = {"id": "r1", "kind": "sen_support", "due": "2026-11-13", "held_on": "2026-11-16"}
    missed = {"id": "r0", "kind": "sen_support", "due": "2026-11-13"}
    duty = duties_of(reviews=[held, missed])["sen_support_review.plan"]
    assert (duty.due, duty.written_due, duty.last_on) == (date(2027, 3, 15), None, date(2026, 11, 16))
    to_come = {**held, "held_on": "2026-11-30"}
    assert duties_of(reviews=[to_come])["sen_support_review.plan"].last_on is None


def test_reviews_count_for_what_they_were_about() -> None:
    """A review of one concern says nothing of another; one that names nothing looked at all of its kind."""
    concerns = [concern(), concern(id="c2")]
    held = {"id": "r1", "kind": "concern", "held_on": "2026-11-20", "about": ["c1"]}
    written = {"review_on": "2026-11-18"}
    both = [one | written for one in concerns]
    found = duties_of(concerns=both, reviews=[held])
    assert found["concern_review.c1"].due == date(2027, 1, 4)
    assert found["concern_review.c2"].due == date(2026, 11, 18)
    all_of_them = duties_of(concerns=both, reviews=[{**held, "about": []}])
    assert all_of_them["concern_review.c2"].due == date(2027, 1, 4)


def test_a_planned_review_of_an_item_counts_beside_its_own_day() -> None:
    """Where both the item and reviews.yml name a day, the earlier counts."""
    planned = {"id": "r1", "kind": "concern", "due": "2026-11-25", "about": ["c1"]}
    duty = duties_of(concerns=[concern()], reviews=[planned])["concern_review.c1"]
    assert (duty.due, duty.written_due) == (date(2026, 11, 25), date(2026, 11, 25))
    alone = duties_of(concerns=[concern(review_on=None)], reviews=[planned])
    assert alone["concern_review.c1"].due == date(2026, 11, 25)


def test_an_annual_review_ends_with_the_authoritys_decision() -> None:
    """Held and not yet decided, what is late is the authority's and is chased; the decision starts the twelve months again."""
    plan = {"support": "E", "ehcp": {"issued_on": "2025-01-20"}}
    held = {"id": "r1", "kind": "ehcp_annual", "due": "2025-12-01", "held_on": "2025-12-01"}
    waiting = duties_of(plan=plan, reviews=[held], today=date(2026, 1, 10))
    chase, school_s = waiting["ehcp_review_decision.r1"], waiting["ehcp_annual_review.plan"]
    assert (chase.due, chase.owed_by, chase.group, chase.state) == (
        date(2025, 12, 29),
        "authority",
        "chase",
        "overdue",
    )
    assert (school_s.due, school_s.owed_by, school_s.last_on) == (
        date(2026, 11, 30),
        "school",
        date(2025, 12, 1),
    )
    decided = {**held, "chain": {"decision_on": "2025-12-29"}}
    since = duties_of(plan=plan, reviews=[decided], today=date(2026, 1, 10))
    assert "ehcp_review_decision.r1" not in since
    after = since["ehcp_annual_review.plan"]
    assert (after.due, after.owed_by) == (date(2026, 12, 28), "school")


# ── The part-time timetable ─────────────────────────────────────────────────────────────────────────────

TIMETABLE = {
    "reason": "Return after illness",
    "from": "2026-10-12",
    "until": "2026-11-20",
    "review_on": "2026-11-11",
    "expected": "yn yn yn yn yn",
}


def timetable_on(today: date, **fields: Any) -> dict[str, Duty]:
    """Return the duties of a part-time timetable on a day."""
    found = duties_of(plan={"attendance": {"part_time_timetable": TIMETABLE | fields}}, today=today)
    return {key: duty for key, duty in found.items() if key.startswith("part_time")}


def test_an_ended_agreement_is_a_line_under_its_late_review() -> None:
    """Two things are not late for one: the end is folded into the review while that is late, and stands alone otherwise."""
    before = timetable_on(date(2026, 11, 10))
    assert (before.keys(), before["part_time_timetable_review.plan"].about) == (
        {"part_time_timetable_review.plan", "part_time_timetable_end.plan"},
        None,
    )
    late = timetable_on(date(2026, 11, 22))
    assert late.keys() == {"part_time_timetable_review.plan"}
    assert late["part_time_timetable_review.plan"].about == "the agreement ended on 20 November 2026"
    alone = timetable_on(date(2026, 11, 22), review_on="2026-12-04")
    assert alone["part_time_timetable_end.plan"].state == "behind"


def test_the_last_day_of_an_agreement_is_not_past() -> None:
    """On its last day the agreement ends today: it has not ended."""
    assert timetable_on(date(2026, 11, 20))["part_time_timetable_end.plan"].state == "due"


def test_reviews_of_a_timetable_follow_each_other() -> None:
    """After the first was held on the written day, the next is due within the interval."""
    held = {"id": "r1", "kind": "part_time_timetable", "held_on": "2026-11-11"}
    plan = {"attendance": {"part_time_timetable": TIMETABLE}}
    found = duties_of(plan=plan, reviews=[held])
    assert found["part_time_timetable_review.plan"].due == date(2026, 11, 25)
    weekly = school(review_intervals={"part_time_timetable": {"weeks": 1}})
    stricter = duties_of(plan=plan, reviews=[held], at=weekly)
    assert stricter["part_time_timetable_review.plan"].due == date(2026, 11, 18)


# ── What is restricted ──────────────────────────────────────────────────────────────────────────────────


def test_what_stems_from_a_restricted_item_is_restricted() -> None:
    """A duty of a restricted item, of a restricted concern's action or driver, or dated by a restricted review, is restricted."""
    driver = {"id": "d1", "driver": "sleep", "certainty": "suspected", "recheck_on": "2026-11-27"}
    hidden = duties_of(
        concerns=[concern(restricted=True, drivers=[driver])],
        actions=[action(concern="c1"), action(id="a2")],
        reviews=[{"id": "r1", "kind": "sen_support", "due": "2026-12-01", "restricted": True}],
    )
    assert {key: duty.restricted for key, duty in hidden.items()} == {
        "concern_review.c1": True,
        "driver_recheck.d1": True,
        "action_due.a1": True,
        "action_due.a2": False,
        "sen_support_review.plan": True,
    }


def test_a_circumstance_does_not_tell_what_it_is_about() -> None:
    """A duty names the service or the kind; `about`, which fewer may see, stays in the plan."""
    appeal = {"id": "q1", "kind": "appeal", "about": "No provision", "review_on": "2026-12-11"}
    duty = duties_of(plan={"circumstances": [appeal]})["circumstance_review.q1"]
    assert (duty.what, duty.about) == ("Appeal", None)


# ── Order, ids, time ────────────────────────────────────────────────────────────────────────────────────


def test_ids_are_stable_and_in_order() -> None:
    """A duty's id is its rule and its item; the list stands by day, then id, whatever the record's order."""
    actions = [action(id="a2"), action(id="a1"), action(id="a3", due="2026-11-01")]
    found = case(pupil(actions=actions)).duties
    assert [duty.id for duty in found][:3] == ["action_due.a3", "action_due.a1", "action_due.a2"]
    assert found == case(pupil(actions=actions[::-1])).duties


@given(st.sampled_from(["p-7k3m", "p-9wtr", "p-2xqd"]), st.integers(0, 400), st.integers(0, 400))
def test_time_only_makes_duties_later(pupil_id: str, first: int, more: int) -> None:
    """With the record as it stands, a later today never makes a late duty ahead, and never moves a duty's day."""
    day = TODAY + timedelta(days=first)
    before = {duty.id: duty for duty in example(pupil_id, day).duties}
    since = {duty.id: duty for duty in example(pupil_id, day + timedelta(days=more)).duties}
    for duty_id, duty in since.items():
        if duty_id in before:
            assert duty.due == before[duty_id].due
            assert duty.days == before[duty_id].days - more
            assert not (before[duty_id].days < 0 <= duty.days)


dates = st.dates(date(2026, 1, 1), TODAY)


@given(
    agreed=dates,
    held=st.lists(dates, max_size=3),
    planned=st.lists(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=3),
    review_on=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    later=st.integers(1, 500),
)
def test_time_never_helps(
    agreed: date, held: list[date], planned: list[date], review_on: date, later: int
) -> None:
    """Whatever was agreed, held and planned by today: as days go by, no duty that is late stops being late by itself."""
    reviews = [
        {"id": f"r{number}", "kind": kind, "held_on": day, "about": []}
        for number, day in enumerate(held)
        for kind in ("sen_support", "concern")
    ] + [{"id": f"p{number}", "kind": "sen_support", "due": day} for number, day in enumerate(planned)]
    parts: dict[str, Any] = {
        "plan": {"agreed_on": agreed},
        "concerns": [concern(opened_on=LONG_AGO, review_on=review_on)],
        "reviews": reviews,
    }
    late = {key for key, duty in duties_of(**parts).items() if duty.days < 0}
    still = {key for key, duty in duties_of(TODAY + timedelta(days=later), **parts).items() if duty.days < 0}
    assert late <= still


def test_a_stricter_school_never_makes_a_duty_later() -> None:
    """Any interval of a school's, however long, leaves each duty where it was or brings it nearer."""
    at, people = example_school()
    for days in (1, 30, 100, 1000):
        own = {rule.id: Interval(days=days) for rule in rulebook().reviews}
        stricter = msgspec.structs.replace(at, review_intervals=own)
        for pupil_id in ("p-7k3m", "p-9wtr", "p-2xqd"):
            case_of = derive.case(example_pupil(pupil_id), stricter, people, rulebook(), (), TODAY)
            found = {duty.id: duty.due for duty in case_of.duties}
            late = {key for key, day in found.items() if day < TODAY}
            for duty in example(pupil_id).duties:
                if duty.id not in found:
                    # Folded under a review that the school's own interval has made late.
                    assert (duty.id, "ehcp_annual_review.plan" in late) == ("ehcp_review_arrange.plan", True)
                    continue
                assert found[duty.id] <= duty.due
