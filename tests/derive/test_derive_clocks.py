"""The clocks: each row of the law's review intervals and of an EHC plan's steps, in whole records."""

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
from derive_builders import TODAY, case, pupil, school
from hypothesis import given
from hypothesis import strategies as st

from liverecord.derive.calendar import calendar_of
from liverecord.derive.limits import after
from liverecord.derive.working_days import is_working_day
from liverecord.model.case import Duty
from liverecord.model.records import Interval

MEETING = date(2026, 11, 2)
ISSUED = {"issued_on": "2024-02-05", "last_review_decided_on": "2026-01-19"}


def owed(today: date = TODAY, at: Any = None, **parts: Any) -> dict[str, Duty]:
    """Return what is owed for a pupil with an EHC plan, by id."""
    plan = {"support": "E", "ehcp": ISSUED, **parts.pop("plan", {})}
    return {duty.id: duty for duty in case(pupil(plan, **parts), at, None, today).duties}


def review(**fields: Any) -> dict[str, Any]:
    """Return an annual review that was held on the day of the worked vector, and whatever is given."""
    made: dict[str, Any] = {"id": "r1", "kind": "ehcp_annual", "due": MEETING, "held_on": MEETING}
    return made | fields


def identity(year: str, **fields: Any) -> dict[str, Any]:
    """Return a pupil of a year group."""
    return {"given_name": "A", "family_name": "B", "year_group": year, **fields}


def circumstance(kind: str, **fields: Any) -> dict[str, Any]:
    """Return a plan with one circumstance."""
    return {"support": "K", "ehcp": None, "circumstances": [{"id": "q1", "kind": kind, **fields}]}


# ── The annual review's steps ───────────────────────────────────────────────────────────────────────────


def test_the_worked_vector() -> None:
    """A meeting on 2 November 2026: report 16 November, decision 30 November, final plan by 25 January 2027."""
    found = owed(reviews=[review()], today=date(2026, 11, 3))
    report, decision = found["ehcp_review_report.r1"], found["ehcp_review_decision.r1"]
    assert (report.due, report.owed_by, report.group) == (date(2026, 11, 16), "school", "review")
    assert (decision.due, decision.owed_by, decision.group) == (date(2026, 11, 30), "authority", "chase")
    amending = {"decision_on": "2026-11-30", "decision": "amend", "notice_on": "2026-11-30"}
    found = owed(reviews=[review(chain=amending)], today=date(2026, 12, 1))
    final, comments = found["ehcp_review_final.r1"], found["ehcp_review_comments.r1"]
    assert (final.due, final.owed_by, final.group) == (date(2027, 1, 25), "authority", "chase")
    assert (comments.due, comments.owed_by) == (date(2026, 12, 14), "family")
    assert not {"ehcp_review_report.r1", "ehcp_review_decision.r1", "ehcp_review_notice.r1"} & found.keys()


def test_invitations_and_papers_two_weeks_before() -> None:
    """Notice and papers each go out two weeks before a planned meeting, and each step done ends its own duty."""
    planned = review(id="r2", due="2026-12-14", held_on=None)
    found = owed(reviews=[planned])
    assert found["ehcp_review_invite.r2"].due == found["ehcp_review_papers.r2"].due == date(2026, 11, 30)
    assert found["ehcp_review_invite.r2"].said == "at least two weeks before the meeting"
    assert found["ehcp_review_invite.r2"].about == "meeting planned for 14 December 2026"
    invited = owed(reviews=[planned | {"chain": {"invited_on": "2026-11-20"}}])
    assert "ehcp_review_invite.r2" not in invited
    assert "ehcp_review_papers.r2" in invited


def test_the_latest_safe_day_to_invite() -> None:
    """With no meeting planned: two weeks' notice and four for the decision before the twelve months end, on a school day."""
    found = owed()["ehcp_review_arrange.plan"]
    assert (found.due, found.said) == (date(2026, 12, 7), "latest safe day to invite")
    closed = school(closures=[{"date": "2026-12-07", "reason": "Training"}])
    assert owed(at=closed)["ehcp_review_arrange.plan"].due == date(2026, 12, 4)
    planned = review(id="r2", due="2026-12-14", held_on=None)
    assert "ehcp_review_arrange.plan" not in owed(reviews=[planned])


def test_a_decision_to_amend_owes_its_notice() -> None:
    """The notice goes with the decision: where it was to amend and there is no notice, it is chased; otherwise never."""
    for decision, expected in (("amend", True), ("maintain", False), ("cease", False), (None, False)):
        chain = {"decision_on": "2026-11-27", "decision": decision}
        found = owed(reviews=[review(chain=chain)], today=date(2026, 12, 1))
        assert ("ehcp_review_notice.r1" in found) is expected
        assert "ehcp_review_final.r1" not in found


def test_only_the_last_meeting_has_steps() -> None:
    """Steps of older meetings that nobody wrote down have run their course; another kind of review has none."""
    older = review(id="r0", due="2025-11-03", held_on="2025-11-03")
    other = review(id="r3", kind="ehcp_under_five")
    steps = {key for key in owed(reviews=[older, review(), other]) if key.startswith("ehcp_review_")}
    assert steps == {"ehcp_review_report.r1", "ehcp_review_decision.r1", "ehcp_review_arrange.plan"}


def test_a_decision_since_the_meeting_ends_its_steps() -> None:
    """A decision written in the plan alone ends the report and the chase; last year's ends nothing."""
    decided = {"issued_on": "2024-02-05", "last_review_decided_on": "2026-11-20"}
    assert (
        not {"ehcp_review_report.r1", "ehcp_review_decision.r1"}
        & owed(reviews=[review()], plan={"ehcp": decided}).keys()
    )
    assert {"ehcp_review_report.r1", "ehcp_review_decision.r1"} <= owed(reviews=[review()]).keys()


def test_the_twelve_months_bind_the_decision() -> None:
    """Four weeks after the meeting, and within the twelve months of the last decision."""
    late = review(due="2027-01-11", held_on="2027-01-11")
    found = owed(reviews=[late], today=date(2027, 1, 12))
    assert found["ehcp_review_decision.r1"].due == date(2027, 1, 18)


def test_one_thing_is_late_not_four() -> None:
    """While the annual review itself is late, what should have gone before it is no row of its own."""
    found = owed(today=date(2027, 1, 20))
    assert found["ehcp_annual_review.plan"].state == "overdue"
    assert "ehcp_review_arrange.plan" not in found
    missed = review(id="r2", due="2026-12-14", held_on=None)
    found = owed(reviews=[missed], today=date(2026, 12, 20))
    assert not {"ehcp_review_invite.r2", "ehcp_review_papers.r2"} & found.keys()
    to_come = review(id="r2", due="2027-03-01", held_on=None)
    found = owed(reviews=[to_come], today=date(2027, 1, 20))
    assert {"ehcp_annual_review.plan", "ehcp_review_invite.r2"} <= found.keys()


def test_the_authoritys_lateness_is_never_a_missed_review() -> None:
    """However long the authority takes, nothing of the school's is late for it until the year after the meeting is over."""
    sent = review(chain={"report_sent_on": "2026-11-13"})
    found = owed(reviews=[sent], today=date(2027, 6, 1))
    late = {key: duty.owed_by for key, duty in found.items() if duty.state == "overdue"}
    assert late == {"ehcp_review_decision.r1": "authority"}


# ── The needs assessment ────────────────────────────────────────────────────────────────────────────────


def test_six_sixteen_and_twenty_weeks() -> None:
    """The authority decides whether to assess within six weeks of receiving the request, refuses by sixteen, and issues by twenty: all chased."""
    plan = circumstance("needs_assessment", stage="requested", received_on="2026-11-02")
    found = owed(plan=plan)
    assert {key: (duty.due, duty.owed_by, duty.group) for key, duty in found.items() if "assess" in key} == {
        "needs_assessment_decide.q1": (date(2026, 12, 14), "authority", "chase"),
        "needs_assessment_refuse.q1": (date(2027, 2, 22), "authority", "chase"),
        "needs_assessment_final.q1": (date(2027, 3, 22), "authority", "chase"),
    }


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("requested", {"decide", "refuse", "final"}),
        ("assessing", {"refuse", "final"}),
        ("draft_plan", {"final"}),
        (None, {"decide", "refuse", "final"}),
        ("issued", set()),
        ("refused_to_assess", set()),
        ("withdrawn", set()),
    ],
)
def test_a_stage_leaves_what_is_still_open(stage: str | None, expected: set[str]) -> None:
    """What the authority has answered is not chased; an unknown stage leaves everything open."""
    plan = circumstance("needs_assessment", stage=stage, received_on="2026-11-02")
    assert {key.split("_")[2].split(".")[0] for key in owed(plan=plan) if "assess" in key} == expected


def test_the_twenty_weeks_are_never_hidden() -> None:
    """Once they are over they stand beside the first answer that is late; the sixteen, which bind a refusal alone, do not."""
    plan = circumstance("needs_assessment", stage="requested", received_on="2026-01-05")
    late = {key: duty.state for key, duty in owed(plan=plan).items() if "assess" in key}
    assert late == {"needs_assessment_decide.q1": "overdue", "needs_assessment_final.q1": "overdue"}


def test_sixteen_weeks_have_no_limit_while_a_plan_may_come() -> None:
    """Regulation 10 binds an authority that will issue no plan: past them nothing is overdue."""
    plan = circumstance("needs_assessment", stage="assessing", received_on="2026-07-20")
    duty = owed(plan=plan)["needs_assessment_refuse.q1"]
    assert (duty.due, duty.limit, duty.state) == (date(2026, 11, 9), None, "behind")


@pytest.mark.parametrize("field", ["advice_requested_on", "draft_served_on"])
def test_advice_asked_for_or_a_draft_answers_whether_to_assess(field: str) -> None:
    """An authority that asked for advice assesses (regulation 6), whatever the stage says."""
    plan = circumstance(
        "needs_assessment", stage="requested", received_on="2026-01-05", **{field: "2026-02-09"}
    )
    assert "needs_assessment_decide.q1" not in owed(plan=plan)


def test_the_schools_advice() -> None:
    """Asked for advice, the school gives it within the six weeks of guidance: no law, and no day before; once sent nothing is owed."""
    fields = {"stage": "assessing", "advice_requested_on": "2026-09-17"}
    duty = owed(plan=circumstance("needs_assessment", **fields))["needs_assessment_advice.q1"]
    assert (duty.due, duty.owed_by, duty.state) == (date(2026, 10, 29), "school", "behind")
    assert (duty.limit, duty.force, duty.source) == (None, "should", None)
    sent = circumstance("needs_assessment", **fields, advice_sent_on="2026-10-20")
    assert "needs_assessment_advice.q1" not in owed(plan=sent)


def test_fifteen_days_begin_with_the_day_of_service() -> None:
    """Comments on a draft: fourteen days after it was served is the fifteenth and last day; the next day it is not listed."""
    plan = circumstance("needs_assessment", stage="draft_plan", draft_served_on="2026-11-16")
    duty = owed(plan=plan, today=date(2026, 11, 30))["needs_assessment_comments.q1"]
    assert (duty.due, duty.state, duty.owed_by) == (date(2026, 11, 30), "due", "family")
    assert "needs_assessment_comments.q1" not in owed(plan=plan, today=date(2026, 12, 1))


# ── The appeal ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_familys_limit_is_a_day_to_know() -> None:
    """Two months from the letter, or one from the certificate where that is later; past it, nobody is late."""
    plan = circumstance("appeal", stage="mediation", decision_letter_on="2026-10-12")
    assert owed(plan=plan)["appeal_limit.q1"].due == date(2026, 12, 14)
    later = circumstance(
        "appeal", stage="mediation", decision_letter_on="2026-10-12", mediation_certificate_on="2026-11-20"
    )
    duty = owed(plan=later)["appeal_limit.q1"]
    assert (duty.due, duty.owed_by, duty.what) == (date(2026, 12, 21), "family", "Appeal")
    assert "appeal_limit.q1" not in owed(plan=later, today=date(2026, 12, 22))


@pytest.mark.parametrize(
    ("stage", "expected"), [("considered", True), (None, True), ("registered", False), ("settled", False)]
)
def test_a_registered_appeal_has_no_limit(stage: str | None, expected: bool) -> None:
    """Once the appeal is made the limit is of no more use."""
    plan = circumstance("appeal", stage=stage, decision_letter_on="2026-10-12")
    assert ("appeal_limit.q1" in owed(plan=plan)) is expected


@given(st.dates(date(2015, 1, 1), date(2060, 12, 31)))
def test_an_appeal_ends_on_a_working_day(letter: date) -> None:
    """Two months that end from 25 December to 1 January or in August run to the first working day after, others over a weekend."""
    plan = circumstance("appeal", decision_letter_on=letter)
    due = owed(plan=plan, today=letter)["appeal_limit.q1"].due
    end = after(letter, Interval(months=2))
    if end.month == 8:
        end = end.replace(month=9, day=1)
    elif (end.month, end.day) >= (12, 25):
        end = date(end.year + 1, 1, 2)
    elif (end.month, end.day) == (1, 1):
        end = end.replace(day=2)
    assert is_working_day(due)
    assert end <= due
    assert not any(is_working_day(end + timedelta(days)) for days in range((due - end).days))


def test_hearings_are_there_as_before() -> None:
    """The day of the hearing is a duty of the school's, for the SENCO."""
    plan = circumstance("appeal", stage="registered", hearing_on="2027-01-19")
    duty = owed(plan=plan)["circumstance_hearing.q1"]
    assert (duty.due, duty.owed_by) == (date(2027, 1, 19), "school")


# ── The other rows ──────────────────────────────────────────────────────────────────────────────────────


def test_the_under_fives_review_is_chased() -> None:
    """The authority should consider it: late, it is a chase beside the annual review."""
    plan = {"pupil": identity("R", date_of_birth="2022-10-01"), "ehcp": {"issued_on": "2026-05-18"}}
    duty = owed(plan=plan)["ehcp_under_five_review.plan"]
    assert (duty.due, duty.group, duty.owed_by, duty.state) == (
        date(2026, 11, 18),
        "chase",
        "authority",
        "behind",
    )


def test_exam_access_counts_the_day_that_was_written() -> None:
    """No date of the exam boards' is known for sure: only a planned day is a duty, and no source is printed as law."""
    assert "exam_access.plan" not in owed()
    planned = {"id": "r5", "kind": "exam_access", "due": "2027-01-29"}
    duty = owed(reviews=[planned])["exam_access.plan"]
    assert (duty.due, duty.source) == (date(2027, 1, 29), None)
    held = planned | {"held_on": "2026-11-20"}
    assert "exam_access.plan" not in owed(reviews=[held])


# ── The calendar ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),
        (date(2026, 11, 22), date(2026, 11, 20)),
        (date(2026, 10, 28), date(2026, 10, 23)),
        (date(2026, 12, 18), date(2026, 12, 18)),
        (date(2026, 12, 28), date(2026, 12, 24)),
        (date(2026, 8, 31), date(2026, 8, 28)),
        (date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_the_last_school_day(day: date, expected: date) -> None:
    """Within the terms a day on which school meets; outside them a weekday that is no bank holiday."""
    assert calendar_of(school()).last_school_day(day) == expected


def test_the_last_school_day_without_terms() -> None:
    """A school that names no terms: weekdays that are neither bank holidays nor closed."""
    at = school(terms=[], closures=[{"date": "2026-10-28"}, {"date": "2026-10-27", "session": "AM"}])
    calendar = calendar_of(at)
    assert calendar.last_school_day(date(2026, 10, 28)) == date(2026, 10, 27)
    assert calendar.last_school_day(date(2026, 12, 28)) == date(2026, 12, 24)


@given(st.dates(date(2026, 8, 1), date(2027, 3, 1)))
def test_a_day_is_only_moved_back(day: date) -> None:
    """The last school day is never after the day, and is its own."""
    calendar = calendar_of(school())
    moved = calendar.last_school_day(day)
    assert moved <= day
    assert calendar.last_school_day(moved) == moved


# ── Order, and time ─────────────────────────────────────────────────────────────────────────────────────

RECORD: dict[str, Any] = {
    "pupil": identity("6"),
    "circumstances": [
        {"id": "q1", "kind": "needs_assessment", "received_on": "2026-09-14"},
        {"id": "q2", "kind": "appeal", "decision_letter_on": "2026-10-12"},
        {"id": "q3", "kind": "needs_assessment", "stage": "assessing", "advice_requested_on": "2026-11-02"},
    ],
}
REVIEWS = [
    review(),
    review(id="r0", due="2025-11-03", held_on="2025-11-03"),
    review(id="r2", due="2027-03-01", held_on=None),
    {"id": "r3", "kind": "exam_access", "due": "2027-01-29"},
]


def test_duties_do_not_depend_on_the_order_of_items() -> None:
    """Whatever the order of reviews and circumstances in the files, the same is owed."""
    expected = owed(plan=RECORD, reviews=REVIEWS)
    assert len(expected) > 8
    for order in permutations(REVIEWS):
        assert owed(plan=RECORD, reviews=list(order)) == expected
    for circumstances in permutations(RECORD["circumstances"]):
        assert owed(plan=RECORD | {"circumstances": list(circumstances)}, reviews=REVIEWS) == expected


days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@given(
    issued=days,
    held=st.lists(days, max_size=3),
    planned=st.lists(days, max_size=2),
    sent=st.none() | days,
    decided=st.none() | days,
    order=st.randoms(use_true_random=False),
    today=days,
)
def test_any_annual_review(
    issued: date,
    held: list[date],
    planned: list[date],
    sent: date | None,
    decided: date | None,
    order: Any,
    today: date,
) -> None:
    """Of any record: order does not count, no family is late, what is the authority's is a chase, and what is the school's is on a school day where it was moved."""
    reviews = [
        review(id=f"h{number}", held_on=day, chain={"report_sent_on": sent, "decision_on": decided})
        for number, day in enumerate(held)
    ] + [review(id=f"p{number}", due=day, held_on=None) for number, day in enumerate(planned)]
    plan = {"pupil": identity("6"), "ehcp": {"issued_on": issued}}
    found = owed(today, plan=plan, reviews=reviews)
    order.shuffle(reviews)
    assert owed(today, plan=plan, reviews=reviews) == found
    for duty in found.values():
        assert duty.owed_by != "family" or duty.days >= 0
        assert (duty.owed_by == "authority") == (duty.group == "chase")
        if duty.kind in {"ehcp_review_arrange", "ehcp_review_invite", "transfer_meeting"}:
            assert duty.due.weekday() < 5
