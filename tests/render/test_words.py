"""How things are said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.render import words
from liverecord.render.sentences import expected


@pytest.mark.parametrize(
    ("days", "overdue", "said"),
    [
        (-37, True, "Overdue 37 days"),
        (-1, False, "Behind 1 day"),
        (-9, False, "Behind 9 days"),
        (0, False, "Due today"),
        (1, False, "In 1 day"),
        (5, False, "In 5 days"),
        (1200, False, "In 1,200 days"),
    ],
)
def test_due_words(days: int, overdue: bool, said: str) -> None:
    """A day's distance is said in words: overdue past a limit of the law, behind past its own day."""
    assert words.due_words(days, overdue=overdue) == said


def test_dates_in_words() -> None:
    """Dates read as people write them."""
    assert words.day(date(2026, 11, 2)) == "2 November 2026"
    assert words.weekday_day(date(2026, 11, 27)) == "Friday 27 November 2026"
    assert words.weeks_of([date(2026, 10, 19)], date(2026, 11, 22)) == "the week of 19 October"
    assert (
        words.weeks_of([date(2026, 10, 5), date(2027, 1, 4)], date(2026, 11, 22))
        == "the weeks of 5 October and 4 January 2027"
    )


def test_lists_and_numbers() -> None:
    """Lists and plurals read as sentences."""
    assert words.joined([]) == ""
    assert words.joined(["pupil"]) == "pupil"
    assert words.joined(["pupil", "family", "school"]) == "pupil, family and school"
    assert words.count(1, "review") == "1 review"
    assert words.count(0, "review") == "0 reviews"
    assert [words.ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 112)] == [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "11th",
        "12th",
        "13th",
        "21st",
        "112th",
    ]


def test_labels_inside_sentences() -> None:
    """A label loses its capital inside a sentence, an abbreviation keeps it."""
    assert words.uncapped("Concern review") == "concern review"
    assert words.uncapped("SEN support review") == "SEN support review"
    assert words.uncapped("EHC plan annual review") == "EHC plan annual review"
    assert words.capped("away") == "Away"
    assert words.capped("") == ""


@pytest.mark.parametrize(
    ("forms", "slugs"),
    [
        (["5 Willow"], ["5-willow"]),
        (["8B", "8b", "8 b"], ["8-b", "8b", "8b-2"]),
        (["CON", "nul", "com1"], ["form-com1", "form-con", "form-nul"]),
        (["7É", "***", "日本"], ["7e", "form", "form-2"]),
        (["../x", "a/b"], ["a-b", "x"]),
    ],
)
def test_slugs(forms: list[str], slugs: list[str]) -> None:
    """A slug is safe on every disk, and no two forms share one even where case does not count."""
    assert sorted(words.slugs(forms).values()) == slugs


def test_expected_sessions() -> None:
    """A week of expected sessions reads as words; anything else stands as it was typed."""
    assert expected("yn yy nn ny xx") == ["morning", "whole day", "not expected", "afternoon", "xx"]


def test_facts_become_sentences() -> None:
    """Facts one after another are sentences; one alone has a capital and no stop, and what was typed keeps its capitals and its end."""
    facts = ["opened 28 September", "", "iPad in every lesson", "is it the bus?", None]
    assert words.told(facts) == "Opened 28 September. iPad in every lesson. Is it the bus?"
    assert words.told([]) == words.beside([None, ""]) == ""
    assert words.told(["until Friday"]) == "Until Friday."
    assert words.beside(["until Friday", None]) == "Until Friday"
    assert words.beside(["until Friday", "with R. Adeyemi"]) == "Until Friday. With R. Adeyemi."


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30), max_size=5))
def test_no_word_of_a_fact_is_lost(facts: list[str]) -> None:
    """Whatever was typed stands in the sentences, but for the case of its first letter; and none is glued by a semicolon."""
    said = words.told(facts)
    for fact in facts:
        assert fact.strip()[1:] in said
    assert said.count(";") == sum(fact.count(";") for fact in facts)
