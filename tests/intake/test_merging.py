"""Marks of files laid over the weeks of a record: one rule for two marks of a session, and what cannot be is told."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seen import EMPTY, FILE, MONDAY, PRESENT, days, recorded, sighting, week_of

from liverecord.intake.marks.merging import merge
from liverecord.intake.marks.weeks import Marks
from liverecord.intake.sightings import Sighting

DAYS = days()


def one(mark: str, at: int = 0) -> Marks:
    """Return a week of which one session has a mark."""
    return (*EMPTY[:at], mark, *EMPTY[at + 1 :])


def codes(problems: list) -> list[str]:
    return [problem.code for problem in problems]


# ── Two marks of one session ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mark", ["/", "I", "N", "U", "C2", "Y1", "#", "X"])
def test_no_mark_gives_way_to_any(mark: str) -> None:
    """A recorded - is filled, and so is a week that is not there yet."""
    for known in ({MONDAY: EMPTY}, {}):
        merged = merge([sighting(MONDAY, "AM", mark)], recorded(known), DAYS)
        assert merged.weeks == {MONDAY: one(mark)}
        assert (merged.filled, merged.problems) == (1, [])


def test_no_mark_in_a_file_erases_nothing() -> None:
    """A file's - leaves what the record has, even when its word is to be taken."""
    for replace in (False, True):
        merged = merge(week_of(MONDAY, EMPTY), recorded({MONDAY: PRESENT}), DAYS, replace=replace)
        assert (merged.weeks, merged.problems) == ({}, [])


@pytest.mark.parametrize("mark", ["/", "I", "U", "O", "C2", "Y7", "X"])
def test_n_gives_way_to_an_established_code(mark: str) -> None:
    """N is corrected when the reason is known, in the register and so here: an update, counted, no disagreement."""
    merged = merge([sighting(MONDAY, "AM", mark)], recorded({MONDAY: one("N")}), DAYS)
    assert merged.weeks == {MONDAY: one(mark)}
    assert (merged.established, merged.filled, merged.problems) == (1, 0, [])


@pytest.mark.parametrize("mark", ["#", "Z"])
def test_n_does_not_give_way_to_what_is_no_reason(mark: str) -> None:
    """Closed, or not on the roll, contradicts that the pupil was awaited."""
    merged = merge([sighting(MONDAY, "AM", mark)], recorded({MONDAY: one("N")}), DAYS)
    assert codes(merged.problems) == ["marks-disagree"]


def test_an_older_file_does_not_undo_a_reason() -> None:
    """A file's N stands behind a reason that the record has: kept, counted, and no disagreement."""
    merged = merge([sighting(MONDAY, "AM", "N")], recorded({MONDAY: one("I")}), DAYS)
    assert (merged.weeks, merged.kept, merged.problems) == ({}, 1, [])


def test_marks_that_differ_are_told_with_both_places() -> None:
    """The file and its row, the session, both codes, and the line of the record; the record stays as it is."""
    merged = merge([sighting(MONDAY, "AM", "I", row=7)], recorded({MONDAY: PRESENT}), DAYS)
    (problem,) = merged.problems
    assert (merged.weeks, problem.code) == ({}, "marks-disagree")
    assert (problem.place.path, problem.place.line) == (FILE, 7)
    for part in ("p-7k3m", "9 November 2026", "morning", "I here", "/ in the record", "absences.yml:3"):
        assert part in problem.message
    assert "--replace" in problem.hint


def test_the_files_word_is_taken_when_asked_for() -> None:
    """With `replace` the file's mark stands, N as well, and is counted."""
    news = [sighting(MONDAY, "AM", "I"), sighting(MONDAY, "PM", "N", 3)]
    merged = merge(news, recorded({MONDAY: PRESENT}), DAYS, replace=True)
    assert merged.weeks == {MONDAY: ("I", "N", *PRESENT[2:])}
    assert (merged.replaced, merged.problems) == (2, [])


def test_either_stroke_is_present() -> None:
    r"""A file that writes / all day means / and \; a record that does so is not changed for it."""
    all_day: Marks = ("/",) * 10
    assert merge(week_of(MONDAY, all_day), recorded(), DAYS).weeks == {MONDAY: PRESENT}
    assert merge(week_of(MONDAY, PRESENT), recorded({MONDAY: all_day}), DAYS).weeks == {}


def test_files_that_agree_are_fine_and_files_that_differ_are_told() -> None:
    """The second file's row is named with the first's; the session stays as the record has it."""
    news = [*week_of(MONDAY, PRESENT), *week_of(MONDAY, ("I", *PRESENT[1:]), path="other.csv")]
    merged = merge(news, recorded(), DAYS)
    (problem,) = merged.problems
    assert (problem.code, problem.place.path, problem.place.line) == ("marks-disagree", "other.csv", 2)
    assert f"{FILE}, row 2" in problem.message
    assert merged.weeks == {MONDAY: ("-", *PRESENT[1:])}


# ── What cannot be ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("day", "mark", "code"),
    [
        (date(2026, 11, 7), "/", "mark-on-weekend"),
        (date(2026, 11, 2), "/", "mark-on-closed-day"),
        (date(2026, 10, 28), "I", "mark-on-closed-day"),
        (date(2026, 9, 1), "/", "mark-on-closed-day"),
        (date(2026, 11, 23), "/", "mark-ahead"),
        (date(2026, 11, 24), "I", "mark-ahead"),
        (date(2026, 11, 10), "H", "mark-not-in-force"),
        (date(2023, 11, 14), "Y1", "mark-not-in-force"),
    ],
)
def test_a_mark_that_cannot_be_right_is_told_at_its_row(day: date, mark: str, code: str) -> None:
    """Weekends, closed days, days to come, and codes of other years: each at file and row."""
    merged = merge([sighting(day, "PM", mark, row=9)], recorded(), DAYS)
    problems = [*merged.problems, *DAYS.closed(merged.closed)]
    assert (merged.weeks, codes(problems)) == ({}, [code])
    assert problems[0].place.line == 9


def test_a_closed_day_is_one_problem_however_many_marks_are_on_it() -> None:
    """One cause is one message a file: its first row, how many marks and rows, and the days; never a pupil."""
    closed = [*week_of(date(2026, 10, 26), PRESENT), sighting(date(2026, 11, 2), "AM", "/", 30)]
    (one, other) = DAYS.closed([*closed, sighting(date(2026, 11, 2), "AM", "/", 4, "other.csv")])
    assert (one.place.path, one.place.line, other.place.path) == (FILE, 2, "other.csv")
    assert "11 marks count" in one.message
    assert "in 11 rows" in one.message
    assert "26 October 2026, 27 October 2026, 28 October 2026 and 3 more days" in one.message
    assert "p-7k3m" not in one.message


def test_a_year_without_terms_may_have_a_session_on_any_weekday() -> None:
    """school.yml names this year's terms; last year's register comes in all the same."""
    monday = date(2025, 10, 27)
    assert merge(week_of(monday, PRESENT), recorded(), DAYS).weeks == {monday: PRESENT}


def test_a_mark_off_the_roll_is_told() -> None:
    """Before the pupil came and after the pupil left no mark counts; Z says so itself."""
    register = recorded(joined=MONDAY + timedelta(days=1), left=MONDAY + timedelta(days=3))
    merged = merge(week_of(MONDAY, ("I", "Z", *PRESENT[2:])), register, DAYS)
    assert codes(merged.problems) == ["mark-off-roll"] * 3
    assert [problem.place.line for problem in merged.problems] == [2, 10, 11]
    assert merged.weeks == {MONDAY: ("-", "Z", *PRESENT[2:8], "-", "-")}


def test_a_log_that_says_otherwise_bars_the_pupil() -> None:
    """A single absence typed by hand agrees with the register, or a person decides before anything is written."""
    news = [sighting(MONDAY, "AM", "U"), sighting(MONDAY, "PM", "\\", 3)]
    merged = merge(news, recorded(log={(MONDAY, 0): "I"}), DAYS)
    assert merged.is_barred
    assert codes(merged.problems) == ["log-differs"]
    assert not merge(news, recorded(log={(MONDAY, 0): "U"}), DAYS).is_barred


# ── What says nothing ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("mark", ["#", "-"])
def test_holidays_weekends_and_weeks_to_come_may_be_filled(mark: str) -> None:
    """Exports run over every day of a span: # and - where there is no school add no week and are no problem."""
    half_term, ahead = date(2026, 10, 26), date(2026, 12, 7)
    news = [sighting(MONDAY + timedelta(days=5), "AM", mark)]
    for monday in (half_term, ahead):
        news += week_of(monday, (mark,) * 10)
    merged = merge(news, recorded(), DAYS)
    assert (merged.weeks, merged.filled, merged.problems) == ({}, 0, [])


def test_a_closed_day_in_a_school_week_is_recorded() -> None:
    """# on a training day, with marks on the others, makes a whole week."""
    week = ("#", "#", *PRESENT[2:])
    monday = date(2026, 11, 2)
    assert merge(week_of(monday, week), recorded(), DAYS).weeks == {monday: week}


def test_weeks_before_a_pupil_came_are_not_added() -> None:
    """A row of Z from September for somebody who joined in November is no register."""
    register = recorded(joined=MONDAY)
    news = [*week_of(date(2026, 9, 14), ("Z",) * 10), *week_of(MONDAY, PRESENT)]
    assert list(merge(news, register, DAYS).weeks) == [MONDAY]


# ── Any marks, in any parts ─────────────────────────────────────────────────────────────────────────────


@dataclass
class Register:
    """A register that imports are laid into one after the other, as the records are."""

    weeks: dict[date, Marks] = field(default_factory=dict)

    def take(self, sightings: list[Sighting]) -> list[str]:
        merged = merge(sightings, recorded(self.weeks), DAYS)
        self.weeks = self.weeks | merged.weeks
        return codes(merged.problems)


true_marks = st.sampled_from(["/", "\\", "L", "I", "U", "C2", "Y1", "M", "#", "X", "-"])
truth = st.dictionaries(
    st.sampled_from([MONDAY - timedelta(weeks=2), MONDAY, MONDAY + timedelta(weeks=1)]),
    st.tuples(*[true_marks] * 10),
    min_size=1,
)


@st.composite
def exports(draw: st.DrawFn) -> tuple[list[Sighting], list[Sighting]]:
    """Draw two exports of one register: any of its sessions, with N or - for what was not known yet."""
    weeks = draw(truth)
    parts: tuple[list[Sighting], list[Sighting]] = ([], [])
    for monday, marks in weeks.items():
        for item in week_of(monday, marks):
            for part in parts:
                is_reason = item.mark not in ("-", "#")
                word = draw(st.sampled_from(["as it is", "as it is", "not yet", "no mark", "left out"]))
                if word == "not yet" and is_reason:
                    part.append(item._replace(mark="N"))
                elif word == "no mark":
                    part.append(item._replace(mark="-"))
                elif word != "left out":
                    part.append(item)
    return parts


def tellable(sightings: list[Sighting]) -> list[Sighting]:
    """Leave out what cannot be: marks that count on the example school's training day."""
    return [item for item in sightings if DAYS.refusal(item.mark, item.day, item.half) is None]


@given(exports())
def test_the_order_of_imports_does_not_matter(parts: tuple[list[Sighting], list[Sighting]]) -> None:
    """Two exports of one register, one after the other in either order or at once, give the same register."""
    one, two = map(tellable, parts)
    results = []
    for imports in ([one, two], [two, one], [one + two], [two + one]):
        register = Register()
        for news in imports:
            assert register.take(news) == []
        results.append(register.weeks)
    assert all(result == results[0] for result in results)


@given(exports())
def test_importing_again_changes_nothing(parts: tuple[list[Sighting], list[Sighting]]) -> None:
    """What was taken in once is known."""
    register = Register()
    news = tellable(parts[0])
    register.take(news)
    merged = merge(news, recorded(register.weeks), DAYS)
    assert (merged.weeks, merged.filled, merged.established, merged.kept) == ({}, 0, 0, 0)


@given(truth, truth, st.booleans())
def test_a_recorded_mark_changes_only_by_the_rule(
    known: dict[date, Marks], news: dict[date, Marks], replace: bool
) -> None:
    """Each session is what it was, or - filled, or N established, or replaced because that was asked for."""
    sightings = [item for monday, marks in news.items() for item in week_of(monday, marks)]
    merged = merge(sightings, recorded(known), DAYS, replace=replace)
    for monday, marks in merged.weeks.items():
        for old, new in zip(known.get(monday, EMPTY), marks, strict=True):
            assert old == new or old in ("-", "N") or replace
            assert new != "-" or old == "-"
