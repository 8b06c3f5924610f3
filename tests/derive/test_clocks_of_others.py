"""Clocks that follow from somebody else's day: a transfer, an order, a decision to cease, care, the receipt of a request."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from derive_builders import case, pupil, rulebook, school
from hypothesis import given
from hypothesis import strategies as st

from liverecord.derive.calendar import calendar_of
from liverecord.derive.subjects import APPEALED, CONSIDERED
from liverecord.derive.terms_of_year import end_of_next_term
from liverecord.model.case import CaseFile

IDENTITY = {"given_name": "A", "family_name": "B", "year_group": "8"}
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
PEP = next(rule for rule in rulebook().reviews if rule.id == "pep_review")
HALVES = [
    ("2026-09-02", "2026-10-23"), ("2026-11-02", "2026-12-18"), ("2027-01-04", "2027-02-12"),
    ("2027-02-22", "2027-03-25"), ("2027-04-12", "2027-05-28"), ("2027-06-07", "2027-07-20"),
]  # fmt: skip
TERMS = [("2026-09-02", "2026-12-18"), ("2027-01-04", "2027-03-25"), ("2027-04-12", "2027-07-20")]


def made(today: date, plan: dict[str, Any], **parts: Any) -> CaseFile:
    return case(pupil({"support": "E", **plan}, **parts), today=today)


def kinds(of: CaseFile) -> set[str]:
    return {each.kind for each in (*of.duties, *of.undated)}


def rows(first_and_last: list[tuple[str, str]]) -> Any:
    return calendar_of(
        school(terms=[{"name": start, "start": start, "end": end} for start, end in first_and_last])
    )


# ── Once a term ─────────────────────────────────────────────────────────────────────────────────────────


@given(st.dates(date(2026, 9, 2), date(2027, 4, 11)))
def test_a_term_is_the_same_whether_it_is_listed_whole_or_in_halves(held: date) -> None:
    """One in each of autumn, spring and summer term: a half term in between ends none of them."""
    due = end_of_next_term(held, PEP, rows(HALVES))
    assert due == end_of_next_term(held, PEP, rows(TERMS))
    assert due == (date(2027, 3, 25) if held < date(2027, 1, 4) else date(2027, 7, 20))


@given(DAYS, st.sampled_from([[], TERMS[:1], HALVES[:1], HALVES[:3], TERMS, HALVES]))
def test_the_next_term_ends_after_the_day_and_within_a_year(held: date, named: list[tuple[str, str]]) -> None:
    """With terms or without, each day has a next term; a later day never an earlier one."""
    calendar = rows(named)
    due = end_of_next_term(held, PEP, calendar)
    assert timedelta(0) < due - held < timedelta(days=300)
    assert due <= end_of_next_term(held + timedelta(days=1), PEP, calendar)
    assert due.weekday() < 5


@given(
    held=st.dates(date(2024, 1, 1), date(2026, 11, 20)), joined=st.dates(date(2024, 1, 1), date(2026, 11, 20))
)
def test_a_pupil_who_was_reviewed_elsewhere_is_on_a_list(held: date, joined: date) -> None:
    """What the last school held is nobody's lateness here, and no silence either: a first one here is asked for."""
    identity = {**IDENTITY, "looked_after": True, "on_roll_from": joined}
    review = {"id": "r1", "kind": "pep", "held_on": held}
    of = made(date(2026, 11, 22), {"pupil": identity}, reviews=[review])
    assert ("pep_review" in kinds(of)) is (held >= joined)
    assert ("pep_first" in kinds(of)) is (held < joined)
    assert all(each.due >= joined for each in of.duties if each.kind.startswith("pep_"))


@given(st.dates(date(2025, 1, 1), date(2025, 4, 7)), st.sampled_from([[], HALVES]))
def test_a_term_that_is_not_listed_ends_with_its_holidays(held: date, named: list[tuple[str, str]]) -> None:
    """No day of the last weeks of spring is taken for one of summer, where no row says when it ended."""
    assert end_of_next_term(held, PEP, rows(named)) == date(2025, 7, 31)


@given(held=st.dates(date(2026, 4, 13), date(2026, 9, 1)), count=st.integers(1, 6))
def test_a_term_that_is_listed_in_part_is_not_over(held: date, count: int) -> None:
    """While only its first half stands in school.yml, a term's end is not that of the half."""
    known = [("2026-04-13", "2026-07-21"), *HALVES[:count]]
    due = end_of_next_term(held, PEP, rows(known))
    assert due == (date(2026, 12, 31) if count == 1 else date(2026, 12, 18))
    assert end_of_next_term(date(2026, 10, 1), PEP, rows(HALVES[:3])) == date(2027, 4, 7)
    assert end_of_next_term(date(2027, 2, 1), PEP, rows(HALVES[:5])) == date(2027, 7, 30)


@given(st.dates(date(2026, 9, 2), date(2027, 4, 7)))
def test_a_year_listed_in_one_row_has_three_terms_all_the_same(held: date) -> None:
    """School.yml may say of a year only when it begins and ends: the terms in it are as where nothing is listed."""
    due = end_of_next_term(held, PEP, rows([("2026-09-02", "2027-07-20")]))
    assert due == (date(2027, 4, 7) if held.year == 2026 else date(2027, 7, 30))


def test_each_day_of_the_year_belongs_to_one_term() -> None:
    """The terms overlap nowhere, and leave out but August, which belongs to summer as a holiday does to the term before it."""
    spans = sorted((each.first, each.last) for each in PEP.terms)
    days = [
        (date(2026, *map(int, one.split("-"))), date(2026, *map(int, two.split("-")))) for one, two in spans
    ]
    assert (days[0][0], days[-1][1]) == (date(2026, 1, 1), date(2026, 12, 31))
    gaps = [
        (earlier[1], later[0]) for earlier, later in pairwise(days) if later[0] - earlier[1] > timedelta(1)
    ]
    assert all(earlier[1] < later[0] for earlier, later in pairwise(days))
    assert gaps == [(date(2026, 7, 31), date(2026, 9, 1))]


# ── Another authority ───────────────────────────────────────────────────────────────────────────────────


@given(issued=DAYS, since=DAYS, decided=st.none() | DAYS, joined=st.none() | DAYS, today=DAYS)
def test_the_days_of_a_transfer_follow_from_it_alone(
    issued: date, since: date, decided: date | None, joined: date | None, today: date
) -> None:
    """Only a plan that another authority issued was transferred, and the pupil's first day at school moves nothing."""
    ehcp = {"issued_on": issued, "maintained_since": since, "last_review_decided_on": decided}
    there = {
        each.kind: (each.due, each.owed_by)
        for each in made(today, {"ehcp": ehcp}).duties
        if each.kind.startswith("ehcp_transfer")
    }
    if not issued < since <= today:
        assert there == {}
    for kind, (due, owed_by) in there.items():
        assert owed_by == "authority"
        assert due >= since + (timedelta(weeks=6) if kind == "ehcp_transfer_told" else timedelta(days=88))
    of = made(today, {"ehcp": ehcp, "pupil": {**IDENTITY, "on_roll_from": joined}})
    if joined is None or joined <= today:
        assert {
            each.kind: (each.due, each.owed_by) for each in of.duties if each.kind.startswith("ehcp_transfer")
        } == there
    assert "ehcp_transfer_asked" not in kinds(of)


@given(issued=DAYS, since=DAYS, today=DAYS)
def test_the_schools_review_is_not_late_before_the_new_authoritys(
    issued: date, since: date, today: date
) -> None:
    """While regulation 15 leaves the new authority time, the annual review is not overdue at the school."""
    of = {
        each.kind: each
        for each in made(today, {"ehcp": {"issued_on": issued, "maintained_since": since}}).duties
    }
    if "ehcp_transfer_review" in of:
        assert of["ehcp_annual_review"].limit == of["ehcp_transfer_review"].limit


# ── The tribunal's order ────────────────────────────────────────────────────────────────────────────────

ORDERS = sorted(rulebook().codes.lists["tribunal_order"])
WEEKS = {
    "assess": {2},
    "make_plan": {5, 11},
    "amend": {5},
    "name_school": {2},
    "maintain": {0},
    "cease": {0},
    "nothing": set(),
}


@given(st.sampled_from(ORDERS), DAYS, st.sampled_from([None, "decided", "settled"]), st.none() | DAYS)
def test_each_order_has_its_time_from_the_day_it_was_sent(
    order: str, sent: date, stage: str | None, ended: date | None
) -> None:
    """Regulation 44, by the kind of order and not by how the appeal ended; done, nothing is owed."""
    appeal = {
        "id": "q1",
        "kind": "appeal",
        "stage": stage,
        "order": order,
        "order_sent_on": sent,
        "ended_on": ended,
    }
    of = made(sent, {"circumstances": [appeal]})
    owed = [each for each in of.duties if each.kind.startswith("order_")]
    assert {(each.due - sent).days // 7 for each in owed} == WEEKS[order]
    assert {each.owed_by for each in owed} <= {"authority"}
    assert not [each for each in of.undated if each.kind.startswith("order_")]
    done = made(sent, {"circumstances": [{**appeal, "order_done_on": sent}]})
    assert not [each for each in kinds(done) if each.startswith("order_")]


@pytest.mark.parametrize("order", ORDERS)
@given(ended=st.none() | DAYS, today=DAYS, stage=st.sampled_from(["decided", "settled"]))
def test_an_appeal_that_ended_is_asked_for_its_order_and_the_order_for_its_day(
    order: str, ended: date | None, today: date, stage: str
) -> None:
    """However it ended; of an order to make a plan once, not for each of its two days; and none where nothing has to be done."""
    appeal = {"id": "q1", "kind": "appeal", "stage": stage, "ended_on": ended}

    def asked(**more: Any) -> list[str]:
        of = made(today, {"circumstances": [{**appeal, **more}]})
        return [each.field for each in of.undated if each.kind.startswith("order_")]

    assert asked() == ["plan.circumstances.order"]
    assert asked(order=order) == (["plan.circumstances.order_sent_on"] if WEEKS[order] else [])
    assert asked(stage="withdrawn") == []


# ── A decision to cease ─────────────────────────────────────────────────────────────────────────────────


@given(decided=DAYS, certificate=st.none() | DAYS, days=st.integers(0, 400), appealed=st.booleans())
def test_a_plan_that_is_to_cease_is_on_one_list_each_day(
    decided: date, certificate: date | None, days: int, appealed: bool
) -> None:
    """The family's time, then the question for its end; while an appeal is open, the plan goes on with its reviews instead."""
    today = decided + timedelta(days=days)
    if certificate is not None and not decided <= certificate <= today:
        certificate = None
    chain = {"decision_on": decided, "decision": "cease", "mediation_certificate_on": certificate}
    review = {"id": "r1", "kind": "ehcp_annual", "held_on": decided, "chain": chain}
    circumstances = [{"id": "q1", "kind": "appeal", "stage": "registered"}] if appealed else []
    ehcp = {"issued_on": "2020-01-06"}
    pupil_of_four = {**IDENTITY, "date_of_birth": today - timedelta(days=4 * 366)}
    plan = {"pupil": pupil_of_four, "ehcp": ehcp, "circumstances": circumstances}
    found = kinds(made(today, plan, reviews=[review]))
    assert ("ehcp_annual_review" in found, "ehcp_under_five_review" in found) == (appealed, appealed)
    if not appealed:
        assert len(found & {"ehcp_cease_appeal", "ehcp_ceased_asked"}) == 1
    else:
        assert "ehcp_ceased_asked" not in found
    ended = made(today, {"ehcp": {**ehcp, "ceased_on": today}}, reviews=[review])
    assert "ehcp_ceased_asked" not in kinds(ended)


@given(
    decided=DAYS,
    certificate=st.none() | st.integers(0, 200),
    days=st.integers(0, 400),
    stage=st.sampled_from([None, "considered", "mediation"]),
)
def test_the_familys_day_is_listed_once_and_then_the_plan_is_asked(
    decided: date, certificate: int | None, days: int, stage: str | None
) -> None:
    """An appeal that is only considered has the day, with its own certificate; past it, it keeps no plan going."""
    today = decided + timedelta(days=days)
    chain = {"decision_on": decided, "decision": "cease"}
    review = {"id": "r1", "kind": "ehcp_annual", "held_on": decided, "chain": chain}
    appeal = {"id": "q1", "kind": "appeal", "stage": stage, "decision_letter_on": decided}
    if certificate is not None:
        appeal["mediation_certificate_on"] = decided + timedelta(days=certificate)
    found = kinds(
        made(today, {"ehcp": {"issued_on": "2020-01-06"}, "circumstances": [appeal]}, reviews=[review])
    )
    assert "ehcp_cease_appeal" not in found
    assert len(found & {"appeal_limit", "ehcp_ceased_asked"}) == 1


def test_what_stands_for_an_appeal_is_no_decision_of_an_authority() -> None:
    """The words for it are none of the codes that a review may hold."""
    assert not {APPEALED, CONSIDERED} & rulebook().codes.lists["review_decision"].keys()


# ── Meetings that leave the clock, receipt, and care ────────────────────────────────────────────────────


@given(held=st.lists(DAYS, max_size=3), today=DAYS)
def test_an_interim_meeting_moves_no_clock(held: list[date], today: date) -> None:
    """However many there were, the annual review and all that follows from it are where they were."""
    ehcp = {"issued_on": "2023-11-20", "last_review_decided_on": "2023-12-29"}
    interim = [
        {"id": f"r{number}", "kind": "ehcp_interim", "held_on": day} for number, day in enumerate(held)
    ]
    annual = {"id": "a1", "kind": "ehcp_annual", "held_on": "2023-12-04"}

    def owed(*reviews: dict[str, Any]) -> dict[str, date]:
        of = made(today, {"ehcp": ehcp, "agreed_on": "2023-11-20"}, reviews=list(reviews))
        return {each.id: each.due for each in of.duties}

    assert owed(annual, *interim) == owed(annual)


@given(requested=st.none() | DAYS, received=st.none() | DAYS, today=DAYS)
def test_an_assessment_counts_from_its_receipt_alone(
    requested: date | None, received: date | None, today: date
) -> None:
    """Without it there is one question, and no day; the day of the request moves nothing."""
    one = {"id": "q1", "kind": "needs_assessment", "requested_on": requested, "received_on": received}
    of = made(today, {"support": "K", "circumstances": [one]})
    asked = [each.field for each in of.undated if each.kind.startswith("needs_assessment")]
    assert asked == ([] if received else ["plan.circumstances.received_on"])
    for each in of.duties:
        if each.kind.startswith("needs_assessment"):
            assert received is not None
            assert (each.due - received).days in {42, 112, 140}


@pytest.mark.parametrize("exception", sorted(rulebook().codes.lists["assessment_exception"]))
@pytest.mark.parametrize("stage", ["requested", "assessing", "draft_plan"])
def test_an_exception_stands_beside_and_moves_no_day(exception: str, stage: str) -> None:
    """Regulations 5(4), 10(4), 13(3): what the authority claims is said of each of its days, which stays where it is."""
    one = {"id": "q1", "kind": "needs_assessment", "stage": stage, "received_on": "2026-11-02"}
    today = date(2026, 11, 22)
    plain = made(today, {"support": "K", "circumstances": [one]}).duties
    claimed = made(today, {"support": "K", "circumstances": [{**one, "exception": exception}]}).duties
    assert [(each.id, each.due, each.limit) for each in claimed] == [
        (each.id, each.due, each.limit) for each in plain
    ]
    chased = [each for each in claimed if each.owed_by == "authority"]
    assert chased
    assert all(len(each.beside) == 1 and "moves no day" in each.beside[0] for each in chased)
    assert not any(each.beside for each in plain if each.owed_by == "authority")


@given(care=st.none() | DAYS, joined=st.none() | DAYS, agreed=DAYS, support=st.sampled_from("NKE"))
def test_the_first_education_plan_follows_from_care_and_joining_alone(
    care: date | None, joined: date | None, agreed: date, support: str
) -> None:
    """Whatever the support and whenever its plan was agreed: 20 working days from the later of the two."""
    today = max(day for day in (care, joined, date(2024, 1, 1)) if day)
    identity = {**IDENTITY, "looked_after": True, "care_began_on": care, "on_roll_from": joined}
    of = made(today, {"support": support, "agreed_on": agreed, "pupil": identity})
    due = [each.due for each in of.duties if each.kind == "pep_first"]
    start = max((day for day in (care, joined) if day), default=None)
    assert len(due) == (start is not None)
    if start is not None:
        # Four weeks, with bank holidays; on to the next school day, over half-term holiday at most.
        assert timedelta(days=26) <= due[0] - start <= timedelta(days=44)
    assert ("pep_care_asked" in kinds(of)) is (care is None)
