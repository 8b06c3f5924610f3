"""What time alone makes untrue in the school's own files is told to the SENCO, with its day, and is no error of the check."""

from datetime import date, timedelta
from typing import Any

import pytest
from derive_builders import TODAY, case, pupil, rulebook, school, staff
from hypothesis import given
from hypothesis import strategies as st

from liverecord.derive.notices import notices


def told(today: str, *people: Any, **changes: Any) -> list[tuple[str, date | None, str | None]]:
    """Return what is told as of a day."""
    found = notices(
        school(**{"years": {"lowest": "7", "highest": "11"}} | changes),
        staff(*people),
        rulebook(),
        date.fromisoformat(today),
    )
    return [(each.kind, each.on, each.who) for each in found]


@pytest.mark.parametrize(
    ("today", "kind"),
    [
        ("2026-11-22", "terms_end"),
        ("2026-11-15", None),
        ("2026-12-18", "terms_end"),
        ("2026-12-19", "terms_ended"),
    ],
)
def test_the_last_term_is_told_four_school_weeks_before_it_ends(today: str, kind: str | None) -> None:
    """Four school weeks ahead or fewer is soon; the day after the last term nothing is known of school weeks."""
    assert told(today) == ([(kind, date(2026, 12, 18), None)] if kind else [])


def test_a_school_without_terms_or_without_its_kind_is_told() -> None:
    """What no page can know for want of a line in school.yml is said, not left out in silence."""
    assert told("2026-11-02", terms=[]) == [("no_terms", None, None)]
    assert told("2026-11-02", kind=None) == [("no_kind", None, None)]


@pytest.mark.parametrize(
    ("phase", "is_told"), [("primary", True), ("secondary", True), ("all_through", False), ("special", False)]
)
def test_a_school_that_does_not_say_its_years_is_told(phase: str, is_told: bool) -> None:
    """A first school's Year 4 would leave in silence; where the record is asked in any case, the school need not be."""
    assert (("no_years", None, None) in told("2026-11-02", phase=phase, years=None)) is is_told


@pytest.mark.parametrize(("until", "is_told"), [("2026-11-21", True), ("2026-11-22", False), (None, False)])
def test_an_absence_that_was_to_end_is_told(until: str | None, is_told: bool) -> None:
    """From the day after the last day away; an absence without an end, or of somebody who has left, is none of these."""
    away = {"from": "2026-11-02", "until": until}
    person = {"id": "r-adeyemi", "name": "R. Adeyemi", "away": away}
    backs = [each for each in told("2026-11-22", person) if each[0] == "back"]
    assert backs == ([("back", date(2026, 11, 21), "r-adeyemi")] if is_told else [])
    gone = [each for each in told("2026-11-22", person | {"left_on": "2026-11-10"}) if each[0] == "back"]
    assert gone == []


@given(st.dates(date(2026, 8, 1), date(2028, 12, 31)))
def test_time_only_ever_adds_that_terms_end(day: date) -> None:
    """As time goes on the terms of a school end soon, then have ended, and never begin again."""
    order = {None: 0, "terms_end": 1, "terms_ended": 2}
    ranks = [
        order[next((kind for kind, *_ in told(each.isoformat()) if kind.startswith("terms")), None)]
        for each in (day, day + timedelta(days=9))
    ]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize(
    ("born", "year_group", "out_of_year", "behind"),
    [
        ("2014-02-11", "8", None, False),
        ("2014-02-11", "7", None, True),
        ("2014-02-11", "9", None, False),
        ("2014-02-11", "7", True, False),
        ("2014-09-01", "7", None, False),
        ("2014-08-31", "7", None, True),
        (None, "7", None, False),
        ("2014-02-11", "X", None, False),
    ],
)
def test_a_year_group_that_was_not_moved_up(
    born: Any, year_group: str, out_of_year: Any, behind: bool
) -> None:
    """One lower than the age of 31 August would have is told; a year taught out of is known, and said in the record."""
    who = {"given_name": "M", "family_name": "E", "year_group": year_group, "date_of_birth": born}
    found = case(pupil({"pupil": who | {"out_of_year": out_of_year}}), today=TODAY)
    assert found.year_behind is behind
    assert case(pupil({"pupil": who}), today=date(2027, 9, 2)).year_behind is ((born == "2014-02-11" and year_group == "8") or
        (born, year_group) == ("2014-09-01", "7"))  # fmt: skip
