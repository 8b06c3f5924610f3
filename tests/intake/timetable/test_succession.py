"""From a day on a timetable says what a file says, and nothing of what was before it has changed."""

from datetime import date, timedelta
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from liverecord.intake.timetable.succession import Wanted, Week, succession
from liverecord.model.records import TimetabledLesson
from liverecord.splice.steps import applied

BEGINS = date(2026, 11, 23)
SLOTS = [(day, period) for day in ("mon", "fri") for period in ("P1", "P2")]
SUBJECTS = st.sampled_from(["Mathematics", "Art"])
GROUPS = st.sampled_from(["8B/Ma1", "8B/Ar1"])
PEOPLE = st.sampled_from(["j-okafor", "h-novak"])


@st.composite
def recorded(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw lessons as absences.yml has them: in one place of the week one after the other."""
    lessons = []
    for day, period in SLOTS:
        first = date(2026, 9, 1) + timedelta(days=draw(st.integers(0, 100)))
        for _ in range(draw(st.integers(0, 3))):
            last = first + timedelta(days=draw(st.integers(0, 60)))
            lesson: dict[str, Any] = {"from": first.isoformat(), "until": last.isoformat()}
            lesson |= {"day": day, "period": period, "subject": draw(SUBJECTS)}
            lesson |= draw(st.fixed_dictionaries({}, optional={"group": GROUPS, "teacher": PEOPLE}))
            lessons.append(lesson)
            first = last + timedelta(days=draw(st.integers(1, 30)))
        if lessons and lessons[-1]["day"] == day and lessons[-1]["period"] == period and draw(st.booleans()):
            lessons[-1]["until"] = None
    return draw(st.permutations(lessons))


WEEKS = st.dictionaries(
    st.sampled_from(SLOTS),
    st.builds(Wanted, SUBJECTS, st.one_of(st.just(""), GROUPS), st.one_of(st.none(), PEOPLE)),
)
BEGINNINGS = st.dates(date(2026, 9, 1), date(2027, 3, 1))


def typed(data: list[dict[str, Any]]) -> list[TimetabledLesson]:
    return msgspec.convert(data, list[TimetabledLesson], strict=False)


def after(
    data: list[dict[str, Any]], week: Week, begins: date, until: date | None, *, is_whole: bool = True
) -> Any:
    """Return the lessons after a succession, as plain data."""
    steps = succession(typed(data), week, begins, until, is_whole=is_whole).steps
    told: Any = applied({"timetable": data}, steps)
    return told["timetable"]


def on(data: list[dict[str, Any]], day: date) -> dict[tuple[str, str], TimetabledLesson]:
    """Return the lessons of a day's week by their place; two in one place fail."""
    found: dict[tuple[str, str], TimetabledLesson] = {}
    for lesson in typed(data):
        if lesson.from_ <= day and (lesson.until is None or day <= lesson.until):
            assert (lesson.day, lesson.period) not in found
            found[lesson.day, lesson.period] = lesson
    return found


@given(recorded(), WEEKS, BEGINNINGS)
def test_from_its_first_day_on_the_timetable_says_what_the_file_says(
    data: list[dict[str, Any]], week: Week, begins: date
) -> None:
    """Each lesson has the subject of the file, with its group and its teacher where it names them, and no other lesson is there."""
    then = on(after(data, week, begins, None), begins)
    assert {slot: lesson.subject for slot, lesson in then.items()} == {
        slot: lesson.subject for slot, lesson in week.items()
    }
    for slot, lesson in week.items():
        assert lesson.group in ("", then[slot].group)
        assert lesson.teacher in (None, then[slot].teacher)


@given(recorded(), WEEKS, BEGINNINGS, st.integers(1, 120))
def test_what_was_before_is_as_it_was(data: list[dict[str, Any]], week: Week, begins: date, ago: int) -> None:
    """On no day before it another subject was taught than the record said."""
    day = begins - timedelta(days=ago)
    before, then = on(data, day), on(after(data, week, begins, None), day)
    assert {slot: lesson.subject for slot, lesson in before.items()} == {
        slot: lesson.subject for slot, lesson in then.items()
    }


@given(recorded(), WEEKS, BEGINNINGS, st.integers(0, 200))
def test_no_two_lessons_are_at_one_time(
    data: list[dict[str, Any]], week: Week, begins: date, later: int
) -> None:
    """Nor on any later day: what begins later in the record stays, and the lesson before it ends."""
    on(after(data, week, begins, None), begins + timedelta(days=later))


@given(recorded(), WEEKS, BEGINNINGS, st.one_of(st.none(), st.integers(0, 90)))
def test_once_more_changes_nothing(
    data: list[dict[str, Any]], week: Week, begins: date, days: int | None
) -> None:
    """What says already what the file says gets no step."""
    until = begins + timedelta(days=days) if days is not None else None
    again = after(data, week, begins, until)
    assert succession(typed(again), week, begins, until).steps == []


@given(recorded(), WEEKS, BEGINNINGS)
def test_of_a_file_that_is_torn_nothing_ends_that_is_missing(
    data: list[dict[str, Any]], week: Week, begins: date
) -> None:
    """A lesson that may have been lost in the file goes on."""
    then = on(after(data, week, begins, None, is_whole=False), begins)
    assert then.keys() == on(data, begins).keys() | week.keys()


def test_a_lesson_that_is_the_same_is_not_touched() -> None:
    """The record's own group and teacher stay where the file has none, and an end that somebody has typed."""
    lesson = {"from": "2026-09-02", "until": "2026-12-18", "day": "mon", "period": "P1", "subject": "Art"}
    lesson |= {"group": "8B/Ar1", "teacher": "h-novak"}
    then = succession(typed([lesson]), {("mon", "P1"): Wanted("Art", "", None)}, BEGINS)
    assert (then.steps, then.same) == ([], 1)
