"""A day is understood as people in England type it, and refused with why and what would do."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.forms.days import NoDay, day_typed
from liverecord.model.days import day_meant, in_words

SUNDAY = date(2026, 11, 22)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("typed", "toward", "day"),
    [
        ("20 November 2026", "near", "2026-11-20"),
        ("20th nov 26", "near", "2026-11-20"),
        ("20/11/2026", "near", "2026-11-20"),
        ("20.11.26", "near", "2026-11-20"),
        ("20-11-2026", "near", "2026-11-20"),
        ("2026-11-20", "near", "2026-11-20"),
        ("20 11 2026", "near", "2026-11-20"),
        ("Friday 20 November 2026", "near", "2026-11-20"),
        ("Fri, 20 Nov", "past", "2026-11-20"),
        (" 1 sept ", "past", "2026-09-01"),
        ("5/6", "past", "2026-06-05"),
        ("5 June", "ahead", "2027-06-05"),
        ("5 January", "near", "2027-01-05"),
        ("today", "near", "2026-11-22"),
        ("Yesterday", "past", "2026-11-21"),
        ("tomorrow", "ahead", "2026-11-23"),
        ("friday", "past", "2026-11-20"),
        ("friday", "ahead", "2026-11-27"),
        ("next Sunday", "near", "2026-11-29"),
        ("last Sunday", "near", "2026-11-15"),
        ("November 20, 2026", "near", "2026-11-20"),
        ("Nov. 20", "past", "2026-11-20"),
        ("20th of November 2026", "near", "2026-11-20"),
        ("20-Nov-26", "near", "2026-11-20"),
        ("2026/11/20", "near", "2026-11-20"),
        ("20261120", "near", "2026-11-20"),
        ("29 February", "ahead", None),
        ("31 November", "near", None),
        ("31 November 2026", "near", None),
        ("29/02/2026", "near", None),
        ("11/20/2026", "near", None),
        ("0 May 2026", "near", None),
        ("20 Nuvember", "near", None),
        ("soon", "near", None),
        ("", "near", None),
        ("1 2 3 4", "near", None),
    ],
)
def test_days_as_they_are_typed(typed: str, toward: str, day: str | None) -> None:
    if day is None:
        with pytest.raises(NoDay):
            day_typed(typed, SUNDAY, toward)  # type: ignore[arg-type]
    else:
        assert day_typed(typed, SUNDAY, toward) == date.fromisoformat(day)  # type: ignore[arg-type]


def test_a_day_that_does_not_exist_is_told_why() -> None:
    with pytest.raises(NoDay, match=r"31 November does not exist\. November has 30 days\."):
        day_typed("31 November 2026", SUNDAY)
    with pytest.raises(NoDay, match=r"29 February does not exist\. February has 28 days in 2026\."):
        day_typed("29/2/2026", SUNDAY)


@given(DAYS, DAYS)
def test_what_a_form_shows_is_read_back(day: date, today: date) -> None:
    """A day that stands in a form, untouched, is the same day; so is every common way of typing it."""
    for typed in (in_words(day), day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}"):
        assert day_typed(typed, today) == day


@given(
    DAYS,
    st.sampled_from(
        ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%A %d %B %Y", "%d %b %Y", "%B %d, %Y", "%Y/%m/%d", "%Y%m%d",
         "%d/%m/%y", "%d of %B %Y", "%d-%b-%y", "%a. %d/%m/%Y", "%b. %d, %Y"]
    ),
)  # fmt: skip
def test_a_form_and_the_check_understand_the_same_days(day: date, form: str) -> None:
    """Whatever the check can say the record's way of, a form takes as that day, and the other way round."""
    typed = day.strftime(form)
    assert day_typed(typed, SUNDAY) == day
    assert day_meant(typed) == f"Write {day.isoformat()}."


@given(st.from_regex(r"[0-9]{1,4}[-/. ]{1,2}([0-9]{1,2}|[A-Za-z]{3,9})[-/. ]{1,2}[0-9]{1,4}", fullmatch=True))
def test_no_day_is_another_to_the_check_than_to_a_form(typed: str) -> None:
    """What both understand is one day: but for month and day exchanged, which the check tells of and a form refuses."""
    try:
        day = day_typed(typed, SUNDAY)
    except NoDay:
        return
    assert day_meant(typed) == f"Write {day.isoformat()}."


@given(DAYS, DAYS)
def test_without_a_year_the_side_that_is_asked_for_is_meant(day: date, today: date) -> None:
    """Without its year, a past day is never ahead, and one to come never behind."""
    typed = f"{day.day} {day:%B}"
    for toward, is_right in (("past", lambda known: known <= today), ("ahead", lambda known: known >= today)):
        try:
            known = day_typed(typed, today, toward)  # type: ignore[arg-type]
        except NoDay:
            assert (day.day, day.month) == (29, 2)
        else:
            assert is_right(known)
            assert abs(known - today) <= timedelta(days=366)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_day_or_a_reason(typed: str) -> None:
    """No typed text is a fault of the program, and no reason repeats what was typed beyond its numbers."""
    reasons = []
    try:
        day_typed(typed, SUNDAY)
    except NoDay as none:
        reasons.append(str(none))
    assert all(reason.endswith(".") for reason in reasons)
