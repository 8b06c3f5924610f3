"""The chains of annual reviews: each held review keeps its own steps until they are done, or something closes them."""

from datetime import date, timedelta
from typing import Any

import pytest
from derive_builders import case, pupil, school
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.case import CaseFile, Duty

ISSUED = {"issued_on": "2024-02-05", "last_review_decided_on": "2025-08-01"}
FIRST = {
    "report_sent_on": "2026-07-17",
    "decision_on": "2026-07-30",
    "decision": "amend",
    "notice_on": "2026-07-30",
}
DAY = date(2026, 10, 20)


def held(name: str, day: str, **chain: Any) -> dict[str, Any]:
    """Return an annual review that was held on a day, with the steps that are given."""
    return {"id": name, "kind": "ehcp_annual", "held_on": day, "chain": chain}


def found(*reviews: dict[str, Any], today: date = DAY, at: Any = None, **plan: Any) -> CaseFile:
    """Return the case of a pupil with an EHC plan and these reviews."""
    return case(
        pupil({"support": "E", "ehcp": ISSUED, **plan}, reviews=[*reviews]), at or school(), None, today
    )


def owed(*reviews: dict[str, Any], **where: Any) -> dict[str, Duty]:
    return {duty.id: duty for duty in found(*reviews, **where).duties}


def test_a_second_review_does_not_discharge_the_first() -> None:
    """The final plan after the July review is due on 24 September, and late, whatever was held in October (LGSCO 24 019 461)."""
    made = owed(held("r1", "2026-07-06", **FIRST), held("r2", "2026-10-05", report_sent_on="2026-10-16"))
    final = made["ehcp_review_final.r1"]
    assert (final.due, final.limit, final.state, final.owed_by) == (
        date(2026, 9, 24),
        date(2026, 9, 24),
        "overdue",
        "authority",
    )
    assert "ehcp_review_decision.r2" in made


STEPS = {
    "report_sent_on": "ehcp_review_report",
    "decision_on": "ehcp_review_decision",
    "notice_on": "ehcp_review_notice",
    "final_plan_on": "ehcp_review_final",
}


@given(
    done=st.sets(st.sampled_from(["report_sent_on", "decision_on", "notice_on"])),
    newer=st.integers(1, 200),
    later=st.integers(0, 200),
)
def test_what_is_open_of_a_review_stays_so_beside_a_newer_one(done: set[str], newer: int, later: int) -> None:
    """Whatever steps a review has had, another review that is held after it takes none of what is owed away."""
    chain = {name: FIRST[name] for name in done} | ({"decision": "amend"} if "decision_on" in done else {})
    first = held("r1", "2026-07-06", **chain)
    second_day = date(2026, 7, 6) + timedelta(newer)
    today = second_day + timedelta(later)
    alone = {key for key in owed(first, today=today) if key.endswith(".r1")}
    beside = {
        key for key in owed(first, held("r2", second_day.isoformat()), today=today) if key.endswith(".r1")
    }
    assert alone == beside


def test_a_later_final_plan_closes_older_chains_and_says_how_late() -> None:
    """The final plan after the second review ends what was open of the first, 61 days after its limit."""
    second = held(
        "r2",
        "2026-10-05",
        report_sent_on="2026-10-16",
        decision_on="2026-10-20",
        decision="amend",
        notice_on="2026-10-20",
        final_plan_on="2026-11-24",
    )
    made = found(held("r1", "2026-07-06", **FIRST), second, today=date(2026, 12, 1))
    assert not [duty.id for duty in made.duties if duty.id.endswith((".r1", ".r2"))]
    (late,) = made.closed_late
    assert (late.review, late.limit, late.closed_on, late.days) == (
        "r1",
        date(2026, 9, 24),
        date(2026, 11, 24),
        61,
    )


@pytest.mark.parametrize("chain", [{"decision_on": "2026-07-30", "decision": "amend"}, {}])
def test_without_a_notice_it_is_as_late_as_the_meeting_makes_it(chain: dict[str, Any]) -> None:
    """No notice, or no decision at all: the later final plan came after more than twelve weeks from the meeting (28 September)."""
    second = held("r2", "2026-10-05", decision_on="2026-10-20", decision="amend", final_plan_on="2026-11-24")
    made = found(held("r1", "2026-07-06", **chain), second, today=date(2026, 12, 1))
    assert [(late.review, late.limit, late.days) for late in made.closed_late] == [
        ("r1", date(2026, 9, 28), 57)
    ]


def test_a_plan_issued_since_closes_them_too() -> None:
    made = found(
        held("r1", "2026-07-06", **FIRST),
        ehcp={"issued_on": "2026-10-12", "last_review_decided_on": "2026-07-30"},
    )
    assert "ehcp_review_final.r1" not in {duty.id for duty in made.duties}
    assert [(late.review, late.days) for late in made.closed_late] == [("r1", 18)]


@pytest.mark.parametrize("decision", ["maintain", "cease"])
def test_a_decision_not_to_amend_closes_its_own_review_alone(decision: str) -> None:
    """It leaves nothing to be issued after it, and what was promised after the review before still is."""
    second = held(
        "r2", "2026-10-05", report_sent_on="2026-10-16", decision_on="2026-10-19", decision=decision
    )
    made = owed(held("r1", "2026-07-06", **FIRST), second)
    assert "ehcp_review_final.r1" in made
    assert not {f"{step}.r2" for step in STEPS.values()} & made.keys()


def test_a_decision_in_the_plan_is_about_the_review_before_it() -> None:
    """The day of the last decision ends what the last meeting before it waited for, and nothing of an older one."""
    ehcp = {"issued_on": "2024-02-05", "last_review_decided_on": "2026-10-19"}
    made = found(held("r1", "2026-07-06"), held("r2", "2026-10-05"), ehcp=ehcp)
    # It overwrote what the plan said before: of the first review nothing is known, and nothing is called late by that.
    assert not [duty.id for duty in made.duties if duty.id.endswith((".r1", ".r2"))]
    assert {row.id: row.field for row in made.undated if row.id.endswith(".r1")} == {
        "ehcp_review_unsaid.r1": "reviews.chain.decision_on"
    }
    between = {"issued_on": "2024-02-05", "last_review_decided_on": "2026-07-30"}
    made = owed(held("r1", "2026-07-06"), held("r2", "2026-10-05"), ehcp=between)
    assert not {"ehcp_review_report.r1", "ehcp_review_decision.r1"} & made.keys()
    assert {"ehcp_review_report.r2", "ehcp_review_decision.r2"} <= made.keys()


def test_a_decision_without_its_kind_is_a_question() -> None:
    """Whether a final plan is to come depends on what was decided: it is asked, until a notice or the answer says it."""
    kind = "ehcp_review_decided"
    for chain, is_asked in (
        ({"decision_on": "2026-10-19"}, True),
        ({"decision_on": "2026-10-19", "decision": "maintain"}, False),
        ({"decision_on": "2026-10-19", "notice_on": "2026-10-19"}, False),
        ({"decision": "maintain"}, False),
        ({}, False),
    ):
        rows = {row.kind: row for row in found(held("r1", "2026-10-05", **chain)).undated}
        assert (kind in rows) is is_asked
        if is_asked:
            assert rows[kind].field == "reviews.chain.decision"
            assert "decision:" in rows[kind].line


def test_a_decision_in_the_plan_alone_lacks_its_kind_too() -> None:
    """The day in plan.yml says that it was taken, and not what: a final plan may be to come."""
    ehcp = {"issued_on": "2024-02-05", "last_review_decided_on": "2026-10-19"}
    rows = {row.kind for row in found(held("r1", "2026-10-05"), ehcp=ehcp).undated}
    assert "ehcp_review_decided" in rows


@pytest.mark.parametrize("decision", ["maintain", "amend", "cease"])
def test_a_decision_without_its_day_is_a_question_and_not_late(decision: str) -> None:
    """What was decided is known: nobody chases the decision, and the day from which the next twelve months count is asked."""
    made = found(held("r1", "2026-07-06", report_sent_on="2026-07-17", decision=decision))
    assert "ehcp_review_decision.r1" not in {duty.id for duty in made.duties}
    assert [row.kind for row in made.undated if row.field == "reviews.chain.decision_on"] == [
        "ehcp_review_decided_when"
    ]


def test_papers_of_a_meeting_to_come_are_late_beside_a_late_review() -> None:
    """Invitations two weeks before a meeting that is still to come are owed, whatever has passed; of one that was not held they are not."""
    ehcp = {"issued_on": "2024-02-05", "last_review_decided_on": "2025-10-01"}
    meeting = {"id": "r1", "kind": "ehcp_annual", "due": "2026-12-07"}
    for today, is_there in (
        (date(2026, 11, 24), True),
        (date(2026, 12, 7), True),
        (date(2026, 12, 8), False),
    ):
        made = owed(meeting, today=today, ehcp=ehcp)
        assert {"ehcp_review_invite.r1", "ehcp_review_papers.r1"} <= made.keys() if is_there else True
        assert ("ehcp_review_invite.r1" in made) is is_there
        assert made["ehcp_annual_review.plan"].state == "overdue"


def test_an_undecided_meeting_is_a_day_to_aim_at_and_no_limit() -> None:
    """The twelve months count from the authority's decision: until it comes the next has no limit that anybody knows."""
    annual = owed(held("r1", "2026-07-06", report_sent_on="2026-07-17"))["ehcp_annual_review.plan"]
    assert (annual.due, annual.limit) == (date(2027, 7, 5), None)
    noticed = owed(held("r1", "2026-07-06", notice_on="2026-07-30"))["ehcp_annual_review.plan"]
    assert (noticed.due, noticed.limit) == (date(2027, 7, 29), date(2027, 7, 29))


def test_nobody_aims_at_a_day_before_the_meeting() -> None:
    """A review that was held in the holidays has its limit alone: the last school day before lies behind it."""
    report = owed(held("r1", "2026-10-28"), today=date(2026, 10, 28))["ehcp_review_report.r1"]
    assert (report.due, report.limit) == (date(2026, 11, 11), date(2026, 11, 11))


def test_a_limit_to_come_stands_though_its_aim_was_before_the_pupil_came() -> None:
    """Joined between the two: the aim falls away, and the law's day is owed here."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "4", "on_roll_from": "2026-10-27"}
    meeting = {"id": "r1", "kind": "ehcp_annual", "due": "2026-11-13"}
    ehcp = {
        "issued_on": "2024-02-05",
        "last_review_decided_on": "2026-01-19",
        "maintained_since": "2024-02-05",
    }
    invite = owed(meeting, today=date(2026, 10, 28), pupil=identity, ehcp=ehcp)["ehcp_review_invite.r1"]
    assert (invite.due, invite.limit, invite.state) == (date(2026, 10, 30), date(2026, 10, 30), "soon")


def test_the_report_of_a_meeting_at_the_last_school_is_asked_of_it() -> None:
    """The head who held the meeting owes it, though its limit is after the pupil came here."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "4", "on_roll_from": "2026-11-02"}
    ehcp = {
        "issued_on": "2023-11-20",
        "last_review_decided_on": "2025-12-01",
        "maintained_since": "2023-11-20",
    }
    made = found(held("r1", "2026-10-28"), today=date(2026, 11, 12), pupil=identity, ehcp=ehcp)
    assert "ehcp_review_report.r1" not in {duty.id for duty in made.duties}
    assert [row.ask_last_school for row in made.undated if row.id == "ehcp_review_report.r1"] == [True]


def test_what_is_due_once_a_pupil_has_left_is_not_this_schools() -> None:
    """A day on the roll that is written to be the last ends what would come after it."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "6", "on_roll_until": "2027-07-20"}
    stays = owed(ehcp={"issued_on": "2024-02-05", "last_review_decided_on": "2026-09-14"})
    leaves = owed(ehcp={"issued_on": "2024-02-05", "last_review_decided_on": "2026-09-14"}, pupil=identity)
    assert "ehcp_annual_review.plan" in stays
    assert "ehcp_annual_review.plan" not in leaves


def test_a_passed_limit_below_a_question_stands_in_its_row() -> None:
    """Nothing is overdue by a guess, and no day of the law is lost: it counts, like others from before, after six school weeks."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "4", "on_roll_from": "2026-01-12"}
    ehcp = {"issued_on": "2023-11-20", "last_review_decided_on": "2025-10-01"}
    for today, is_missed in ((date(2026, 10, 1), False), (date(2026, 10, 20), True)):
        made = found(today=today, ehcp=ehcp, pupil=identity)
        assert "ehcp_annual_review" not in {duty.kind for duty in made.duties if duty.state == "overdue"}
        rows = {row.kind: row for row in made.undated}
        assert rows["ehcp_transfer_asked"].is_missed is is_missed
        assert rows["ehcp_transfer_asked"].last_lawful == date(2026, 9, 30)


def test_what_was_held_before_live_records_has_no_steps() -> None:
    """Of reviews from before, the last is asked about, and one whose steps somebody wrote down; no others."""
    at = school(records_since="2026-09-01")
    older = held("r0", "2024-11-04")
    begun = held("r1", "2025-11-03", decision_on="2025-11-20", decision="amend", notice_on="2025-11-20")
    rows = {row.id for row in found(older, begun, held("r2", "2026-07-06"), at=at).undated}
    assert not {each for each in rows if each.endswith(".r0")}
    assert "ehcp_review_final.r1" in rows
    assert "ehcp_review_report.r2" in rows


def test_the_report_of_a_leaver_is_still_owed() -> None:
    """Held before the pupil left, its report goes to the authority two weeks after all the same; nothing else is owed."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "4", "on_roll_until": "2026-12-18"}
    made = owed(held("r1", "2026-12-10"), today=date(2027, 1, 5), pupil=identity)
    assert list(made) == ["ehcp_review_report.r1"]
    assert (made["ehcp_review_report.r1"].limit, made["ehcp_review_report.r1"].state) == (
        date(2026, 12, 24),
        "overdue",
    )
    sent = held("r1", "2026-12-10", report_sent_on="2026-12-17")
    assert not owed(sent, today=date(2027, 1, 5), pupil=identity)


@pytest.mark.parametrize(
    ("planned", "due"),
    [
        ("2027-01-18", date(2026, 12, 21)),
        ("2026-12-22", date(2026, 12, 21)),
        ("2026-12-21", None),
        ("2026-12-11", None),
    ],
)
def test_a_meeting_planned_too_late_is_said_while_it_can_be_moved(planned: str, due: date | None) -> None:
    """Twelve months that start with 19 January end on the 18th, and the authority has four weeks before that."""
    ehcp = {"issued_on": "2024-02-05", "last_review_decided_on": "2026-01-19"}
    meeting = {"id": "r1", "kind": "ehcp_annual", "due": planned}
    made = owed(meeting, today=date(2026, 11, 30), ehcp=ehcp)
    said = made.get("ehcp_review_meet.plan")
    assert (said.due if said else None) == due
    assert said is None or (said.state, said.limit) == ("soon", None)


def test_a_late_notice_has_its_eight_weeks_and_says_that_twelve_have_passed() -> None:
    """The day of regulation 22(3) stands; beside it, that R (L, M, P) v Devon has twelve weeks from the meeting."""
    late = held(
        "r1",
        "2026-10-12",
        report_sent_on="2026-10-20",
        decision_on="2026-11-09",
        decision="amend",
        notice_on="2026-12-21",
    )
    final = owed(late, today=date(2027, 1, 11))["ehcp_review_final.r1"]
    assert (final.due, final.limit) == (date(2027, 2, 15), date(2027, 2, 15))
    assert [*final.beside] == ["more than twelve weeks since the meeting"]
    assert owed(late, today=date(2027, 1, 4))["ehcp_review_final.r1"].beside == ()


def test_what_somebody_took_on_for_after_the_last_day_stays() -> None:
    """A file to send in September is written by a person, and no rule's: it does not vanish because the pupil leaves in July."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "6", "on_roll_until": "2027-07-20"}
    action = {"id": "a1", "what": "Send the file", "kind": "other", "status": "open", "due": "2027-09-10"}
    made = case(pupil({"pupil": identity}, actions=[action]), school(), None, DAY)
    assert "action_due.a1" in {duty.id for duty in made.duties}
