"""Reasons beside codes: what notes and log lines explain, each session once, and what the record leaves as a question."""

from datetime import date, timedelta
from typing import Any

import pytest
from derive_builders import MONDAY, TODAY, WHOLE, case, in_order, pupil, school
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.attendance import Question, ReasonSpan

END = date(2026, 12, 31)
TUESDAY = date(2026, 9, 8)


def note(**fields: Any) -> dict[str, Any]:
    """Return a note over the autumn, and whatever is given."""
    return {"id": "ab1", "from": "2026-09-07", "until": "2026-12-18", "reason": "medical", **fields}


def line(**fields: Any) -> dict[str, Any]:
    """Return a log line of the first Tuesday morning, and whatever is given."""
    return {"id": "l1", "date": TUESDAY, "session": "AM", "code": "I", "reason": "anxiety", **fields}


def made(
    *weeks: str,
    notes: Any = (),
    log: Any = (),
    today: date = END,
    plan: Any = None,
    at: Any = None,
    **parts: Any,
):
    """Return the case of a pupil with weeks of marks, notes and log lines."""
    one = pupil(plan, weeks=in_order(weeks), absences={"notes": list(notes), "log": list(log)}, **parts)
    return case(one, at, today=today)


def spans(*weeks: str, **given: Any) -> dict[str, ReasonSpan]:
    """Return what each note and log line explains, by its id."""
    return {span.id: span for span in made(*weeks, **given).reasons}


def counts(span: ReasonSpan) -> tuple[int, int, int]:
    """Return a span's sessions: authorised, unauthorised, not possible."""
    return span.authorised, span.unauthorised, span.not_possible


# ── What is explained ───────────────────────────────────────────────────────────────────────────────────


def test_a_note_explains_absences_by_how_they_count() -> None:
    """Authorised, unauthorised and not-possible sessions are told apart; presence, closed days and C2 are nothing to explain."""
    found = spans("IM OU QY1 /L #C2", notes=[note(certainty="confirmed")])["ab1"]
    assert counts(found) == (2, 2, 2)
    assert (found.sessions, found.logged, found.source) == (6, 0, "note")
    assert (found.reason, found.certainty, found.restricted) == ("medical", "confirmed", False)


@pytest.mark.parametrize(
    ("fields", "sessions"),
    [
        ({}, 20),
        ({"from": "2026-09-09"}, 16),
        ({"until": "2026-09-08"}, 4),
        ({"until": None}, 20),
        ({"days": ["tue", "thu"]}, 8),
        ({"session": "AM"}, 10),
        ({"days": ["fri"], "session": "PM", "from": "2026-09-12"}, 1),
        ({"from": "2026-09-19"}, 0),
        ({"from": "2026-09-18", "until": "2026-09-07"}, 0),
    ],
)
def test_a_note_covers_its_days_and_halves(fields: dict[str, Any], sessions: int) -> None:
    """Both its days are included, and only the weekdays and the half of the day that it names."""
    found = spans("II II II II II", "II II II II II", notes=[note(**fields)])["ab1"]
    assert found.sessions == sessions


def test_an_open_note_runs_to_today() -> None:
    """Without an end it covers what is known so far; marks for days to come are not yet absences."""
    given = {"notes": [note(until=None)], "today": date(2026, 9, 9)}
    assert spans("II II II II II", **given)["ab1"].sessions == 6


def test_a_log_line_counts_by_the_week_or_by_its_own_code() -> None:
    """Where a week has the mark the week speaks; else the line's code does, and the session stands in no figure."""
    marked = spans("/\\ U\\ /\\ /\\ /\\", log=[line()])["l1"]
    assert (counts(marked), marked.logged, marked.source) == ((0, 1, 0), 0, "log")
    alone = spans(log=[line()])["l1"]
    assert (counts(alone), alone.logged) == ((1, 0, 0), 1)
    unmarked = spans("/\\ -\\ /\\ /\\ /\\", log=[line(code="Q")])["l1"]
    assert (counts(unmarked), unmarked.logged) == ((0, 0, 1), 1)
    present = spans("/\\ /\\ /\\ /\\ /\\", log=[line()])["l1"]
    assert present.sessions == 0


def test_a_line_that_gives_no_reason_explains_nothing() -> None:
    """A code is not a reason: such a line takes no session from a note, and days to come are not counted."""
    found = spans("/\\ I\\ /\\ /\\ /\\", notes=[note()], log=[line(reason=None)])
    assert list(found) == ["ab1"]
    assert found["ab1"].authorised == 1
    assert spans(log=[line(date="2027-01-04")])["l1"].sessions == 0


def test_a_session_is_explained_once_by_the_narrower_span() -> None:
    """A log line before a note, a week before a term, whatever the order of the file; of two alike, the first."""
    term, week = note(), note(id="ab2", until="2026-09-11", reason="family")
    found = spans("II II II II II", "II II II II II", notes=[term, week], log=[line()])
    assert {name: span.sessions for name, span in found.items()} == {"ab1": 10, "ab2": 9, "l1": 1}
    mornings = note(id="ab3", session="AM", until="2026-09-18")
    found = spans("II II II II II", "II II II II II", notes=[term, mornings])
    assert (found["ab1"].sessions, found["ab3"].sessions) == (10, 10)
    alike = spans("II II II II II", notes=[term, note(id="ab4")])
    assert (alike["ab1"].sessions, alike["ab4"].sessions) == (10, 0)


def test_an_open_span_counts_before_a_restricted_one() -> None:
    """What an audience may not see takes nothing from what it does, however narrow it is."""
    hidden = note(id="ab2", until="2026-09-08", restricted=True)
    found = spans("II II II II II", notes=[note(), hidden])
    assert (found["ab1"].sessions, found["ab2"].sessions, found["ab2"].restricted) == (10, 0, True)
    alone = spans("II II II II II", notes=[note()])
    assert alone["ab1"] == found["ab1"]


def test_a_span_of_something_restricted_is_restricted() -> None:
    """What belongs to a restricted concern tells of it; one of a condition says nothing of the condition, marked or not."""
    concern = {
        "id": "c1",
        "theme": "attendance",
        "opened_on": "2026-09-07",
        "what": "Mornings",
        "restricted": True,
    }
    plan = {
        "conditions": [{"id": "h1", "name": "Asthma", "restricted": True}, {"id": "h2", "name": "Eczema"}]
    }
    notes = [note(concern="c1"), note(id="ab2", condition="h1"), note(id="ab3", condition="h2")]
    found = made(WHOLE, notes=notes, plan=plan, concerns=[concern]).reasons
    assert [(span.id, span.restricted) for span in found] == [("ab1", True), ("ab2", False), ("ab3", False)]


def test_reasons_are_those_of_the_figures() -> None:
    """Both count the school year: what is explained can never be more than the absences that stand beside it."""
    weeks = in_order(["II II II II II"], first=date(2026, 7, 6)) | in_order(["II /\\ /\\ /\\ /\\"])
    one = pupil(weeks=weeks, absences={"notes": [note(**{"from": "2026-07-01"})]})
    found = case(one, today=date(2026, 9, 13))
    assert (found.reasons[0].sessions, found.attendance.figures.authorised) == (2, 2)


marks = st.lists(
    st.sampled_from(["/", "L", "I", "M", "O", "N", "Q", "Y1", "C2", "#", "-"]), min_size=20, max_size=20
)
days = st.integers(0, 13).map(lambda number: (MONDAY + timedelta(days=number)).isoformat())
any_note = st.fixed_dictionaries(
    {"from": days, "until": days | st.none(), "reason": st.sampled_from(["medical", "unknown"])},
    optional={
        "days": st.lists(st.sampled_from(["mon", "tue", "wed", "thu", "fri"]), max_size=3),
        "session": st.sampled_from(["AM", "PM"]),
        "restricted": st.booleans(),
    },
)


@given(marks, st.lists(any_note, max_size=4))
def test_no_session_is_explained_twice(typed: list[str], notes: list[dict[str, Any]]) -> None:
    """Whatever the spans, their sessions are those covered by any of them, and the open ones' do not depend on the rest."""
    named = [{**each, "id": f"ab{index}"} for index, each in enumerate(notes)]
    weeks = ["".join(typed[:10]), "".join(typed[10:])]
    found = spans(*weeks, notes=named)
    kinds = dict.fromkeys("IM", 0) | dict.fromkeys("ON", 1) | {"Q": 2, "Y1": 2}
    expected = [0, 0, 0]
    for index, mark in enumerate(typed):
        day = MONDAY + timedelta(days=7 * (index // 10) + index % 10 // 2)
        covered = any(
            date.fromisoformat(each["from"]) <= day <= date.fromisoformat(each["until"] or END.isoformat())
            and each.get("session", ("AM", "PM")[index % 2]) == ("AM", "PM")[index % 2]
            and (not each.get("days") or ("mon", "tue", "wed", "thu", "fri")[day.weekday()] in each["days"])
            for each in named
        )
        if covered and mark in kinds:
            expected[kinds[mark]] += 1
    total = tuple(sum(part) for part in zip(*map(counts, found.values()), strict=True)) or (0, 0, 0)
    assert total == tuple(expected)
    visible = [each for each in named if not each.get("restricted")]
    assert {name: span for name, span in found.items() if not span.restricted} == spans(*weeks, notes=visible)


# ── Questions ───────────────────────────────────────────────────────────────────────────────────────────


def asked(*weeks: str, **given: Any) -> list[Question]:
    """Return the questions of a pupil."""
    return list(made(*weeks, **given).questions)


def kinds(*weeks: str, **given: Any) -> list[str]:
    """Return the kinds of the questions of a pupil."""
    return [question.kind for question in asked(*weeks, **given)]


def action(**fields: Any) -> dict[str, Any]:
    """Return an action that began in September, and whatever is given."""
    return {"id": "a1", "kind": "mentor", "what": "Walk in together", "started_on": "2026-09-07", **fields}


def test_a_mental_health_reason_without_support_is_asked_about() -> None:
    """The question names the note or the line, its days in order and its sessions; another reason is not asked about."""
    found = asked("/\\ II /\\ I\\ /\\", notes=[note(reason="mental_health")])
    expected = Question(
        kind="support_for_mental_health",
        source="note",
        item="ab1",
        sessions=3,
        days=(TUESDAY, date(2026, 9, 10)),
    )
    assert found == [expected]
    (found,) = asked(log=[line(reason="mental_health", restricted=True)])
    assert (found.source, found.item, found.days, found.sessions) == ("log", "l1", (TUESDAY,), 1)
    assert found.restricted
    assert kinds("/\\ II /\\ I\\ /\\", notes=[note()]) == []


@pytest.mark.parametrize(
    ("fields", "is_asked"),
    [
        ({}, False),
        ({"started_on": None}, True),
        ({"started_on": "2027-01-11"}, True),
        ({"started_on": None, "status": "stopped", "ended_on": "2026-10-01"}, True),
        ({"status": "done", "ended_on": "2026-10-01"}, True),
        ({"status": "done", "ended_on": "2026-12-18"}, False),
        ({"status": "stopped"}, True),
    ],
)
def test_an_action_is_support_while_it_runs(fields: dict[str, Any], is_asked: bool) -> None:
    """An action that never began, or had ended before the absence did, is no support that goes with it."""
    found = kinds(notes=[note(reason="mental_health", action="a1")], actions=[action(**fields)])
    assert found == (["support_for_mental_health"] if is_asked else [])


@pytest.mark.parametrize(
    ("fields", "is_asked"),
    [
        ({}, False),
        ({"status": "at_risk"}, False),
        ({"status": "planned"}, True),
        ({"status": "not_delivered"}, True),
        ({"status": "withdrawn"}, True),
        ({"status": "withdrawn", "until": "2026-12-18"}, False),
        ({"until": "2026-10-01"}, True),
        ({"from": "2027-01-11"}, True),
    ],
)
def test_provision_is_support_while_it_is_given(fields: dict[str, Any], is_asked: bool) -> None:
    """Provision that was planned, never delivered, withdrawn or over before the absence is none."""
    provision = {"id": "pr1", "what": "Mentor", "status": "in_place", **fields}
    plan = {"outcomes": [{"id": "o1", "text": "In school", "provision": [provision]}]}
    found = kinds(notes=[note(reason="mental_health", provision="pr1")], plan=plan)
    assert found == (["support_for_mental_health"] if is_asked else [])


def test_support_that_ran_at_the_time_is_not_asked_about_later() -> None:
    """The day of the absence decides: an action that has ended since went with it all the same."""
    ended = action(status="done", ended_on="2026-09-14")
    assert kinds(log=[line(reason="mental_health", action="a1")], actions=[ended]) == []
    later = line(date="2026-09-15", reason="mental_health", action="a1")
    assert kinds(log=[later], actions=[ended]) == ["support_for_mental_health"]


def test_an_unknown_reason_wants_a_test() -> None:
    """Not knowing is honest while something is tried: an action, or a test of one of its concern's drivers."""
    concern = {"id": "c1", "theme": "attendance", "opened_on": "2026-09-07", "what": "Mornings"}
    tested = {**concern, "drivers": [{"id": "d1", "driver": "sleep", "certainty": "suspected", "test": "a1"}]}
    asks = ["unknown_untested"]
    assert kinds(notes=[note(reason="unknown")]) == asks
    assert kinds(log=[line(reason="unknown")]) == asks
    assert kinds(notes=[note(reason="unknown", action="a1")]) == []
    assert kinds(notes=[note(reason="unknown", concern="c1")], concerns=[concern]) == asks
    assert kinds(notes=[note(reason="unknown", concern="c1")], concerns=[tested]) == []


def test_what_ended_before_this_school_year_is_history() -> None:
    """A note of last year is asked about no longer, nor one that is still to begin."""
    past = note(reason="mental_health", **{"from": "2026-05-01"}, until="2026-07-22")
    assert kinds(notes=[past]) == []
    assert kinds(notes=[note(reason="mental_health", **{"from": "2027-01-04"}, until=None)]) == []


# ── N, C2 and provision ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("today", "is_asked"),
    [
        (date(2026, 9, 15), False),
        (date(2026, 9, 16), True),
        (date(2026, 9, 19), True),
    ],
)
def test_an_n_older_than_five_school_days_is_asked_about(today: date, is_asked: bool) -> None:
    """Five school days are allowed: an N of Tuesday may stand until the Tuesday after, and not on the Wednesday."""
    found = asked("/\\ N\\ /\\ /\\ /\\", today=today)
    expected = Question(kind="not_established", source="register", sessions=1, days=(TUESDAY,))
    assert found == ([expected] if is_asked else [])


def test_only_school_days_make_an_n_older() -> None:
    """Weekends, closed days and half term are no school days: the calendar counts, not the days of the month."""
    weeks = {date(2026, 10, 19): "/\\ /\\ /\\ /\\ NN"}
    one = pupil(weeks=weeks)
    assert case(one, today=date(2026, 11, 6)).questions == ()
    assert [question.sessions for question in case(one, today=date(2026, 11, 9)).questions] == [2]
    closed = school(closures=[{"date": "2026-11-04"}])
    assert case(one, closed, today=date(2026, 11, 9)).questions == ()
    half = school(closures=[{"date": "2026-11-04", "session": "AM"}])
    assert len(case(one, half, today=date(2026, 11, 9)).questions) == 1


def test_a_reason_settles_an_n_and_an_unknown_one_does_not() -> None:
    """A note or a line that gives the session a reason answers; a restricted one may not, for its silence would tell of it."""
    week = "/\\ N\\ /\\ /\\ /\\"
    asks = ["not_established"]
    assert kinds(week, notes=[note()]) == []
    assert kinds(week, log=[line(code="N")]) == []
    assert kinds(week, log=[line(code="N", reason=None)]) == asks
    assert kinds(week, notes=[note(session="PM")]) == asks
    assert kinds(week, notes=[note(restricted=True)]) == asks
    assert kinds(week, notes=[note(reason="unknown", action="a1")]) == asks


def timetable(**fields: Any) -> dict[str, Any]:
    """Return a plan with mornings agreed from 14 September, full time a week later."""
    agreed = {
        "reason": "Return",
        "from": "2026-09-14",
        "until": "2026-10-02",
        "expected": "yn yn yn yn yn",
        "steps": [{"date": "2026-09-21", "expected": "yy yy yy yy yn"}],
        **fields,
    }
    return {"attendance": {"part_time_timetable": agreed}}


def test_agreed_absence_needs_an_agreement() -> None:
    """C2 is asked about without a timetable, outside its days, and on a session that its grid of the day expects."""
    week = "/C2 /\\ /\\ /\\ /\\"
    (alone,) = asked(week)
    assert (alone.kind, alone.source, alone.item) == ("agreed_times", "register", None)
    assert (alone.days, alone.sessions) == ((MONDAY,), 1)
    assert kinds(WHOLE, week, plan=timetable()) == []
    (early,) = asked(week, week, plan=timetable())
    assert early.days == (MONDAY,)
    (late,) = asked(WHOLE, week, plan=timetable(until="2026-09-13"))
    assert late.days == (date(2026, 9, 14),)
    (expected,) = asked(WHOLE, "C2C2 /\\ /\\ /\\ /\\", "/C2 /\\ /\\ /\\ /C2", plan=timetable())
    assert (expected.days, expected.sessions) == ((date(2026, 9, 14), date(2026, 9, 21)), 2)


def test_absence_after_provision_that_attendance_depends_on_is_asked_about() -> None:
    """Only from a day that is known: after its last day, or in the sessions of a note that names it; nothing is guessed."""
    provision = {"id": "s1", "what": "Adult", "status": "withdrawn", "attendance_depends_on": True}

    def depends(notes: Any = (), **fields: Any) -> list[Question]:
        plan = {"support_without_plan": [provision | fields]}
        return asked("/\\ OO /\\ /\\ IQ", notes=notes, plan=plan)

    (found,) = depends(until="2026-09-09")
    assert (found.kind, found.source, found.item) == ("depends_on_withdrawn", "provision", "s1")
    assert (found.days, found.sessions) == ((date(2026, 9, 11),), 1)
    (linked,) = depends([note(provision="s1", until="2026-09-08")])
    assert (linked.days, linked.sessions) == ((TUESDAY,), 2)
    assert depends() == []
    assert depends(until="2026-09-09", attendance_depends_on=False) == []
    assert depends(until="2026-09-09", status="in_place") == []
    assert depends(until="2026-12-31") == []
    hidden = depends([note(provision="s1", restricted=True)], until="2026-09-09")
    assert [(question.sessions, question.restricted) for question in hidden] == [(1, False), (2, True)]
    (closed,) = depends(until="2026-09-09", restricted=True)
    assert closed.restricted


def test_nothing_is_asked_off_roll() -> None:
    """A pupil who has left is asked about no longer."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "8", "on_roll_until": "2026-10-01"}
    assert kinds("NN NN /\\ /\\ /\\", plan={"pupil": identity}, today=TODAY) == []
