"""The laws between records: pure, in one list, and each as strict as its words."""

import inspect
import random
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.records import Interval, School, Staff
from liverecord.validate import laws
from liverecord.validate import pupil as check_pupil
from liverecord.validate import school as check_school
from liverecord.validate.ground import Establishment, Subject, ground
from overlay import TODAY
from record_documents import PUPILS, RULEBOOK, SCHOOL, changed, judged, typed, typed_school

MODULES = [module for _, module in inspect.getmembers(laws, inspect.ismodule)]


def test_every_law_is_in_the_list() -> None:
    """A public function of a law's module that takes a record is a law, and stands in laws.py."""
    written = {
        function
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and next(iter(inspect.signature(function).parameters.values())).annotation in {Subject, Establishment}
    }
    assert written == {*laws.PUPIL, *laws.SCHOOL}


def test_every_law_says_its_code_words() -> None:
    """A law's docstring begins with its code words, and each is explained in problems.yml."""
    for law in (*laws.PUPIL, *laws.SCHOOL):
        words = (law.__doc__ or "").partition("\n")[0].split(":")[0].rstrip(".")
        for word in words.split(", "):
            assert word in RULEBOOK.problems, (law.__name__, word)


@pytest.mark.parametrize("pupil_id", PUPILS)
def test_judging_changes_nothing(pupil_id: str) -> None:
    """The same record judged twice, with another in between, gives the same problems in the same order."""
    school, staff = typed_school()
    later = TODAY - timedelta(days=400)  # so much is then said to lie ahead
    files = PUPILS[pupil_id]
    first = check_pupil(typed(pupil_id, files), files, school, staff, RULEBOOK, later)
    check_pupil(typed("p-2xqd", PUPILS["p-2xqd"]), PUPILS["p-2xqd"], school, staff, RULEBOOK, TODAY)
    assert first == check_pupil(typed(pupil_id, files), files, school, staff, RULEBOOK, later)
    assert first == sorted(first) != []


@given(st.randoms(use_true_random=False), st.sampled_from(sorted(PUPILS)))
def test_the_order_of_files_does_not_matter(shuffle: random.Random, pupil_id: str) -> None:
    """A pupil's problems do not depend on the order in which the files were read."""
    school, staff = typed_school()
    files = list(PUPILS[pupil_id].items())
    shuffle.shuffle(files)
    mixed = dict(files)
    early = date(2026, 10, 1)
    expected = check_pupil(
        typed(pupil_id, PUPILS[pupil_id]), PUPILS[pupil_id], school, staff, RULEBOOK, early
    )
    assert check_pupil(typed(pupil_id, mixed), mixed, school, staff, RULEBOOK, early) == expected


def test_time_alone_makes_nothing_wrong() -> None:
    """Late is not wrong: the example has no problem ten years on, when everything in it is overdue."""
    school, staff = typed_school()
    long_after = date(2036, 11, 22)
    for pupil_id, files in PUPILS.items():
        assert check_pupil(typed(pupil_id, files), files, school, staff, RULEBOOK, long_after) == []
    assert check_school(SCHOOL, school, staff, RULEBOOK, long_after) == []


def test_a_changed_school_never_meets_an_old_ground() -> None:
    """What is remembered of a school belongs to those very values, and to that day."""
    school, staff = typed_school()
    first = ground(school, staff, RULEBOOK, TODAY)
    assert ground(school, staff, RULEBOOK, TODAY) is first
    assert ground(school, Staff(), RULEBOOK, TODAY).people == {}
    assert ground(school, staff, RULEBOOK, TODAY + timedelta(days=1)).today != first.today


# ── Single laws ─────────────────────────────────────────────────────────────────────────────────────────


def plan(path: tuple[str | int, ...], value: object, pupil_id: str = "p-7k3m") -> list[str]:
    """Return the code words for an example pupil whose plan has another value at a path."""
    return [problem.code for problem in judged(changed(PUPILS[pupil_id]["plan"], path, value))]


@pytest.mark.parametrize(
    ("upn", "codes"),
    [
        ("C999432126001", []),
        ("B801200005001", []),
        ("M80120000500A", []),
        ("U823432123001", []),
        ("R838400126001", []),
        ("A801200005001", ["upn-check-letter"]),
        ("C99943212600", ["upn-form"]),
        ("c999432126001", ["upn-form"]),
        ("I999432126001", ["upn-form"]),
        ("C99943212600O", ["upn-form"]),
    ],
)
def test_a_upn_has_its_check_letter(upn: str, codes: list[str]) -> None:
    """Vectors worked out by two independent codes: final and temporary numbers, and new authorities."""
    assert plan(("pupil", "upn"), upn) == codes


def test_a_upn_is_never_printed() -> None:
    """A problem with a UPN does not show it: it is a blind number."""
    for problem in judged(changed(PUPILS["p-7k3m"]["plan"], ("pupil", "upn"), "A801200005001")):
        assert "801200005001" not in problem.message + problem.hint


def test_a_plan_pointer_that_is_behind_is_late_and_one_ahead_is_wrong() -> None:
    """A concern agreed under an older plan is shown as out of date; under a plan to come it cannot be."""
    concerns = PUPILS["p-7k3m"]["concerns"]
    assert judged(changed(concerns, ("concerns", 0, "plan_version"), 1)) == []
    (problem,) = judged(changed(concerns, ("concerns", 0, "plan_version"), 4))
    assert problem.code == "plan-version-ahead"


def test_an_open_concern_may_name_an_outcome_that_was_met() -> None:
    """An ended thing keeps its id, and pointing to it stays right."""
    ended = {"status": "met", "ended_on": "2026-11-02"}
    outcome = PUPILS["p-7k3m"]["plan"].data["outcomes"][0] | ended  # type: ignore[index, call-overload]
    assert plan(("outcomes", 0), outcome) == []


@pytest.mark.parametrize(("day", "codes"), [("2026-09-28", []), ("2026-09-27", ["dates-out-of-order"])])
def test_a_line_may_be_of_the_day_a_concern_was_opened(day: str, codes: list[str]) -> None:
    """What is written on the first day is right; what is dated before it is not."""
    concerns = PUPILS["p-7k3m"]["concerns"]
    opened = changed(concerns, ("concerns", 0, "opened_on"), "2026-09-28")
    line = [{"id": "u1", "date": day, "no_change": True}]
    assert [each.code for each in judged(changed(opened, ("concerns", 0, "updates"), line))] == codes


def test_whoever_has_left_is_still_known() -> None:
    """Time alone makes nothing wrong: an open thing whose owner has left stays valid, and is told where lateness is."""
    staff = changed(SCHOOL["staff"], ("staff", 1, "left_on"), "2026-11-20")
    school, _ = typed_school()
    documents = PUPILS["p-7k3m"]
    left = msgspec.convert(staff.data, Staff)
    for today in (TODAY, TODAY + timedelta(days=400)):
        found = check_pupil(typed("p-7k3m", documents), documents, school, left, RULEBOOK, today)
        assert "j-okafor" in str(documents["actions"].data)
        assert not {problem.code for problem in found} & {"owner-left", "unknown-person"}


@pytest.mark.parametrize(
    ("name", "interval", "codes"),
    [
        ("sen_support", {"weeks": 17}, []),
        ("sen_support_review", {"weeks": 16}, []),
        ("sen_support", {"weeks": 18}, ["looser-interval"]),
        ("sen_support", {"months": 3}, []),
        ("sen_support", {"months": 4}, ["looser-interval"]),
        ("ehcp_annual", {"weeks": 52}, []),
        ("ehcp_annual", {"days": 365}, []),
        ("ehcp_annual", {"days": 366}, ["looser-interval"]),
        ("ehcp_annual", {"months": 12}, []),
        ("ehcp_review_report", {"weeks": 1}, []),
        ("ehcp_review_report", {"weeks": 2}, []),
        ("ehcp_review_report", {"days": 15}, ["looser-interval"]),
        ("ehcp_review_invite", {"weeks": 3}, []),
        ("ehcp_review_invite", {"days": 14}, []),
        ("ehcp_review_invite", {"days": 13}, ["looser-interval"]),
        ("transfer_meeting", {"weeks": 14}, []),
        ("transfer_meeting", {"weeks": 11}, ["looser-interval"]),
        ("needs_assessment_advice", {"weeks": 7}, ["looser-interval"]),
        ("ehcp_review_decision", {"weeks": 3}, ["interval-without-effect"]),
        ("transfer_between_post_16", {"months": 6}, ["interval-without-effect"]),
        ("appeal_limit", {"weeks": 1}, ["interval-without-effect"]),
        ("exam_access", {"weeks": 1}, ["interval-without-effect"]),
        ("nothing_of_the_kind", {"weeks": 1}, ["unknown-rule"]),
    ],
)
def test_a_school_may_be_stricter_and_not_looser(
    name: str, interval: dict[str, int], codes: list[str]
) -> None:
    """An interval is looser if it runs longer from any day of the calendar, whatever units the two are in; shorter, where it counts back. Others' limits are not the school's to set."""
    assert [problem.code for problem in with_school(review_intervals={name: Interval(**interval)})] == codes


@pytest.mark.parametrize(
    ("path", "audience", "codes"),
    [
        ("plan.views", "senco", []),
        ("plan.views", "nobody", []),
        ("plan.views.text", "team", []),
        ("plan.views.text", "staff", ["looser-audience"]),
        ("plan.views", "staff", ["looser-audience"]),
        ("plan", "senco", []),
        ("duties.action_due", "senco", []),
        ("plan.views.txt", "senco", ["unknown-path"]),
        ("plan.views.text", "everybody", ["unknown-audience"]),
    ],
)
def test_a_school_may_close_a_field_and_not_open_it(path: str, audience: str, codes: list[str]) -> None:
    """A path, all below one, or a kind of item may be narrowed."""
    assert [problem.code for problem in with_school(audiences={path: audience})] == codes


def with_school(**fields: object) -> list[object]:
    """Return the problems of the example's school with other settings."""
    school, staff = typed_school()
    return check_school(SCHOOL, msgspec.structs.replace(school, **fields), staff, RULEBOOK, TODAY)  # type: ignore[return-value]


def test_holidays_between_years_are_not_guessed() -> None:
    """Where school.yml has no terms for a year, no day of it is known to be closed."""
    on = ground(*typed_school(), RULEBOOK, TODAY)
    assert on.is_closed(date(2026, 10, 28), "AM")
    assert on.is_closed(date(2026, 11, 2), "PM")
    assert not on.is_closed(date(2026, 11, 3), "AM")
    assert not on.is_closed(date(2025, 10, 28), "AM")
    assert not on.is_closed(date(2027, 8, 10), "AM")
    assert not ground(School(name="x", phase="primary"), Staff(), RULEBOOK, TODAY).is_closed(
        date(2026, 10, 28), "AM"
    )


@given(
    st.lists(st.sampled_from(sorted(RULEBOOK.codes.lists["mark"])), min_size=10, max_size=10), st.booleans()
)
def test_any_ten_marks_are_read_as_those_ten(marks: list[str], spaced: bool) -> None:
    """A week's text falls into its marks in one way, with spaces between days or without."""
    on = ground(*typed_school(), RULEBOOK, TODAY)
    text = " ".join("".join(marks[day : day + 2]) for day in range(0, 10, 2)) if spaced else "".join(marks)
    assert on.token.findall(text) == marks


def test_what_cannot_be_a_mark_is_told_by_its_session() -> None:
    """An unknown mark is named by its place in the text and its half day, never by what was typed."""
    absences = changed(PUPILS["p-7k3m"]["absences"], ("weeks", "2026-11-16"), r"/\ L\ /\ UQ9 /\ ")
    (problem,) = judged(absences)
    assert problem.code == "unknown-mark"
    assert "Character 12 of the week" in problem.message
    assert "Friday 2026-11-20 AM" in problem.message
