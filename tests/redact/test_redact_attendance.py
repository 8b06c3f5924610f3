"""The gate, where attendance is worked out: nothing that follows from a restricted or closed item reaches the team."""

import pytest
from hypothesis import given
from msgspec import structs
from test_redact import DAY, cases, concern, gate, plan, policy, some_case

from liverecord import redact, render
from liverecord.model.attendance import HalfDays, Question, ReasonSpan, SupportFirst, Wait
from liverecord.model.case import CaseFile
from liverecord.model.records import Absence, AbsenceNote, Action, Circumstance, Driver, Provision

HIDDEN_KINDS = ("appeal", "needs_assessment", "medical_event", "family", "care", "other")


def span(item: str, source: str = "note", **more: object) -> ReasonSpan:
    fields = {"authorised": 2, "unauthorised": 1, "not_possible": 0, "reason": "medical"} | more
    return ReasonSpan(id=item, source=source, **fields)  # type: ignore[arg-type]


def test_a_restricted_notes_reason_is_the_sencos() -> None:
    """What a restricted note or log line explains goes with it, marked itself or not."""
    case = some_case(
        notes=(
            AbsenceNote(id="ab1", from_=DAY, reason="medical", restricted=True),
            AbsenceNote(id="ab2", from_=DAY, reason="pain"),
        ),
        log=(Absence(id="l1", date=DAY, session="AM", code="I", reason="care", restricted=True),),
        reasons=(
            span("ab1"),
            span("ab2", reason="pain"),
            span("l1", "log", reason="care"),
            span("ab3", reason="family", restricted=True),
        ),
    )
    assert [each.reason for each in gate("team").case(case).reasons] == ["pain"]
    assert len(gate("senco").case(case).reasons) == 4


def test_the_schools_patterns_do_not_count_restricted_notes_for_the_team() -> None:
    """What lists keep of a pupil's reasons is made after the gate: the team's counts hold no restricted note."""
    case = some_case(
        notes=(AbsenceNote(id="ab1", from_=DAY, reason="medical", restricted=True),),
        reasons=(span("ab1"), span("ab2", reason="pain")),
        half_days=HalfDays(missed=(1,) * 10, possible=(9,) * 10, weeks=9, gap_weeks=0),
    )
    assert render.summary(gate("team").case(case)).reasons == {"pain": (3, 0)}
    assert render.summary(gate("senco").case(case)).reasons == {"medical": (3, 0), "pain": (3, 0)}
    staff = render.summary(gate("staff").case(case))
    assert not staff.has("reasons")
    assert not staff.has("half_days")


@pytest.mark.parametrize("kind", HIDDEN_KINDS)
def test_the_team_sees_no_wait_for_what_it_may_not_see(kind: str) -> None:
    """How long an appeal or an assessment has been waited for would tell that there is one."""
    assert policy().kinds["plan.circumstances"].values[kind] == "senco"
    case = some_case(
        plan=plan(circumstances=(Circumstance(id="q1", kind=kind), Circumstance(id="q2", kind="referral"))),
        waits=(Wait(circumstance="q1", since=DAY, weeks=7), Wait(circumstance="q2", since=DAY, weeks=3)),
    )
    assert [wait.circumstance for wait in gate("team").case(case).waits] == ["q2"]
    assert len(gate("senco").case(case).waits) == 2


def test_a_restricted_circumstances_wait_is_the_sencos() -> None:
    """A referral that is restricted is waited for on the SENCO's pages alone."""
    case = some_case(
        plan=plan(circumstances=(Circumstance(id="q1", kind="referral", restricted=True),)),
        waits=(Wait(circumstance="q1", since=DAY, weeks=7),),
    )
    assert gate("team").case(case).waits == ()


def test_a_question_about_something_hidden_is_not_asked() -> None:
    """A hidden concern's driver, a restricted note, log line or provision: the question about it goes with it."""
    driver = Driver(id="d1", driver="unknown", certainty="unknown")
    case = some_case(
        plan=plan(support_without_plan=(Provision(id="pr1", what="x", status="withdrawn", restricted=True),)),
        concerns=(structs.replace(concern("c2", restricted=True), drivers=(driver,)),),
        notes=(AbsenceNote(id="ab1", from_=DAY, reason="unknown", restricted=True),),
        log=(Absence(id="l1", date=DAY, session="AM", code="N", restricted=True),),
        questions=(
            Question(kind="unknown_untested", source="driver", item="d1"),
            Question(kind="unknown_untested", source="note", item="ab1"),
            Question(kind="not_established", source="log", item="l1"),
            Question(kind="depends_on_withdrawn", source="provision", item="pr1"),
            Question(kind="unknown_untested", source="note", item="ab9", restricted=True),
            Question(kind="not_established", source="register", sessions=2),
        ),
    )
    assert [each.source for each in gate("team").case(case).questions] == ["register"]
    assert len(gate("senco").case(case).questions) == 6


def test_support_first_shows_only_what_is_seen() -> None:
    """Kinds of action, provision and circumstances behind Support first are those that passed the gate; decisions are the SENCO's."""
    case = some_case(
        plan=plan(
            circumstances=(Circumstance(id="q1", kind="appeal"), Circumstance(id="q2", kind="referral")),
            support_without_plan=(Provision(id="pr1", what="x", status="at_risk", restricted=True),),
        ),
        actions=(
            Action(id="a1", kind="mentor", what="open"),
            Action(id="a2", kind="therapy", what="hidden", restricted=True),
        ),
        support_first=SupportFirst(persistent=True),
    )
    team = render.summary(gate("team").case(case)).support
    assert team.kinds == ("mentor",)
    assert team.not_in_place == ()
    assert [each.id for each in team.circumstances] == ["q2"]
    assert not render.summary(gate("staff").case(case)).has("support")
    assert render.summary(gate("senco").case(case)).support.kinds == ("mentor", "therapy")


@given(cases)
def test_nothing_of_attendance_reaches_staff(case: CaseFile) -> None:
    """Whatever a case holds, who teaches sees no register, count, reason, question, wait or support-first line.

    Of the timetable who teaches sees the group and its teacher, and not when or what.
    """
    view = gate("staff").case(case)
    for name in (
        *("attendance", "half_days", "reasons", "questions", "progress", "part_time", "waits"),
        *("support_first", "notes", "log", "lessons"),
    ):
        assert not view.has(name)
    seen = view.timetable if view.has("timetable") else ()
    assert not any(each.has(name) for each in seen for name in ("from_", "until", "day", "period", "subject"))


def test_a_school_may_keep_counts_to_itself() -> None:
    """A line of school.yml closes what pages stand or fall with."""
    narrowed = redact.gate(policy(), "team", {"support_first": "senco", "attendance": "senco"})
    assert not narrowed.sees("support_first.nearness")
    assert not narrowed.sees("attendance.figures")
    assert narrowed.sees("half_days")
