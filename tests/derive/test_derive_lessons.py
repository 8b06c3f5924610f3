"""Lessons, first lessons and subjects: from marks for lessons, and from marks for sessions with a timetable."""

from datetime import timedelta

import pytest
from derive_builders import MONDAY, WHOLE, in_order
from pattern_builders import (
    DAYS,
    PERIODS,
    attendance_of,
    found,
    lessons,
    missed_on,
    one_term,
    timetable,
    week,
)

TAUGHT = "MESHG EMGSP SGMEH HSEMP GHPES"
"""Five days of five subjects by their letters; PE (P) is the last lesson on Tuesday and Thursday, and Friday's third."""

DOUBLE = "MESHG EMGSP SGMEH HSEMP GHEAA"
"""Art (A) is both lessons of Friday afternoon, and no other."""


def test_a_first_lesson_is_found() -> None:
    """The first lesson of the morning by the clock ('8:50' before '09:50'), against all other lessons recorded; not said again as a lesson."""
    missed = {("tue", "P1"): "O", ("thu", "P1"): "O", ("fri", "P1"): "U"}
    kinds = found([WHOLE] * 6, lessons=lessons(6, missed))
    assert list(kinds) == ["first_lesson"]
    first = kinds["first_lesson"]
    assert (first.period, first.half) == ("P1", "AM")
    assert (first.missed, first.possible, first.after_closing) == (18, 30, 6)
    assert (first.other_missed, first.other_possible) == (0, 120)
    assert first.dates[:3] == tuple(MONDAY + timedelta(days=day) for day in (1, 3, 4))


def test_the_same_lesson_is_found() -> None:
    """A lesson in the middle of the day, whatever its subject."""
    kinds = found([WHOLE] * 6, lessons=lessons(6, {(day, "P3"): "O" for day in DAYS[:3]}))
    assert list(kinds) == ["lesson"]
    assert (kinds["lesson"].period, kinds["lesson"].missed, kinds["lesson"].possible) == ("P3", 18, 30)
    assert kinds["lesson"].half is None


@pytest.mark.parametrize("from_timetable", [True, False], ids=["the timetable's", "its own"])
def test_a_subject_is_found(from_timetable: bool) -> None:
    """A subject at different times of the week, named on the lesson or in the timetable."""
    missed = {
        (day, period["id"]): "O"
        for day, taught in zip(DAYS, TAUGHT.split(), strict=True)
        for period, subject in zip(PERIODS, taught, strict=True)
        if subject == "P"
    }
    marks = lessons(6, missed, None if from_timetable else TAUGHT)
    kinds = found([WHOLE] * 6, lessons=marks, timetable=timetable(TAUGHT) if from_timetable else [])
    subject = kinds.pop("subject")
    assert not kinds
    assert (subject.subject, subject.missed, subject.possible) == ("P", 18, 18)
    assert (subject.other_missed, subject.other_possible) == (0, 132)


@pytest.mark.parametrize(
    ("weeks", "missed"),
    [
        (6, {}),
        (6, {(day, period["id"]): "I" for day in DAYS[:1] for period in PERIODS}),
        (6, {(day, "P3"): "C2" for day in DAYS}),
        (6, {(day, "P3"): "-" for day in DAYS}),
        (6, {(day, "P3"): "L" for day in DAYS}),
        (1, {(day, "P3"): "O" for day in DAYS}),
    ],
    ids=["present", "whole days", "agreed", "unknown", "late", "too few"],
)
def test_what_is_no_pattern_of_lessons(weeks: int, missed: dict[tuple[str, str], str]) -> None:
    """Whole days away, lessons that were agreed, unknown or arrived at late, and too few of them tell of no lesson."""
    assert found([WHOLE] * 6, lessons=lessons(weeks, missed, TAUGHT)) == {}


def test_few_lessons_recorded_are_not_compared() -> None:
    """A lesson recorded only where it was missed says nothing of those that were not written down."""
    marks = [mark for mark in lessons(6, {(day, "P1"): "O" for day in DAYS}) if mark["period"] == "P1"]
    assert len(marks) == 30
    assert found([WHOLE] * 6, lessons=marks) == {}


def test_a_school_without_times_has_no_first_lesson() -> None:
    """Which lesson is the first is not guessed from the order of the file; the lesson itself is told."""
    periods = [{"id": period["id"], "session": period["session"]} for period in PERIODS]
    kinds = found(
        [WHOLE] * 6, one_term(periods=periods), lessons=lessons(6, {(day, "P1"): "O" for day in DAYS})
    )
    assert list(kinds) == ["lesson"]


def test_lessons_outside_the_window_are_not_counted() -> None:
    """Lessons of weeks that were not looked in, and of days to come, are left out."""
    marks = lessons(14, {("tue", "P1"): "O", ("thu", "P1"): "O", ("fri", "P1"): "O"})
    first = found([WHOLE] * 14, lessons=marks)["first_lesson"]
    assert first.possible == 5 * 12
    assert found([WHOLE] * 6, lessons=marks)["first_lesson"].possible == 5 * 6


# ── From sessions and a timetable ───────────────────────────────────────────────────────────────────────


def test_sessions_tell_of_subjects() -> None:
    """Who misses a session misses its lessons: a subject on three afternoons is named, in lessons of all its lessons."""
    # PE is on Tuesday, Thursday and Friday: the afternoons of the first two, and the end of Friday's morning.
    weeks = missed_on(["tue PM", "thu PM", "fri AM"], 8, 10)
    kinds = found(weeks, timetable=timetable(TAUGHT))
    subject = kinds["subject"]
    assert (subject.subject, subject.missed, subject.possible) == ("P", 24, 30)
    # Beside PE in these sessions: Science on Tuesday, Maths on Thursday, Geography and History on Friday.
    assert (subject.other_missed, subject.other_possible) == (8 * 4, 220)
    assert subject.dates[:3] == tuple(MONDAY + timedelta(days=day) for day in (1, 3, 4))
    assert kinds.keys() == {"sessions", "subject"}


def test_an_arrival_says_nothing_of_lessons() -> None:
    """Sessions marked U are left out, neither missed nor possible; sessions marked L were attended."""
    weeks = [
        week({"tue PM": "U" if number < 3 else "O", "thu PM": "O", "fri AM": "L" if number < 2 else "O"})
        for number in range(10)
    ]
    subject = found(weeks, timetable=timetable(TAUGHT))["subject"]
    assert (subject.subject, subject.missed, subject.possible, subject.after_closing) == ("P", 25, 27, 0)
    arrivals = missed_on(["tue PM", "thu PM", "fri AM"], 8, 10, "U")
    assert "subject" not in found(arrivals, timetable=timetable(TAUGHT))


def test_a_double_lesson_is_missed_once() -> None:
    """Two lessons of a subject in one session are two lessons in the counts, and one event for the chance of it."""
    art = found(missed_on(["fri PM"], 8, 8), timetable=timetable(DOUBLE))["subject"]
    assert (art.subject, art.missed, art.possible) == ("A", 16, 16)
    assert "subject" not in found(missed_on(["fri PM"], 3, 7), timetable=timetable(DOUBLE))


def test_an_illness_tells_of_no_subject() -> None:
    """A week away holds every subject, and is one absence."""
    weeks = [*[WHOLE] * 6, "II II II II II", *[WHOLE] * 3]
    assert found(weeks, timetable=timetable(TAUGHT)) == {}


def test_a_timetable_counts_on_its_days() -> None:
    """A timetable that ended tells nothing of the weeks after it, and the next one does."""
    rows = timetable(TAUGHT)
    changed = MONDAY + timedelta(weeks=5)
    old = [{**row, "until": (changed - timedelta(days=1)).isoformat()} for row in rows]
    new = [{**row, "from": changed.isoformat()} for row in timetable("MESHG EMGSE SGMEP HSEMG GHMES")]
    # The first five weeks as the old timetable has PE, the rest as the new one: Wednesday afternoon alone.
    weeks = [*missed_on(["tue PM", "thu PM", "fri AM"], 5, 5), *missed_on(["wed PM"], 5, 5)]
    subject = found(weeks, timetable=[*old, *new])["subject"]
    assert (subject.subject, subject.missed, subject.possible) == ("P", 20, 20)
    assert found(weeks, timetable=rows)["subject"].possible == 30


def test_marks_for_lessons_speak_first() -> None:
    """Where enough lessons are marked, what sessions would say of subjects is left unsaid."""
    weeks = in_order(missed_on(["tue PM", "thu PM", "fri AM"], 8, 10))
    attendance = attendance_of(weeks, lessons=lessons(10, {}, TAUGHT), timetable=timetable(TAUGHT))
    assert [pattern.kind for pattern in attendance.patterns] == ["sessions"]


def test_periods_that_the_school_does_not_name_tell_nothing() -> None:
    """A lesson whose half of the day is unknown belongs to no session."""
    weeks = missed_on(["tue PM", "thu PM", "fri AM"], 8, 10)
    assert "subject" not in found(weeks, one_term(periods=[]), timetable=timetable(TAUGHT))
