"""What a tired person types is told with what it was meant to be: the date, the code, the key, the id, the colleague."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.days import day_meant
from liverecord.problem import Problem
from liverecord.read.strict import parse
from liverecord.validate import People
from liverecord.validate import document as check_document
from liverecord.validate.meant import code_meant
from liverecord.validate.wording import near
from record_documents import RULEBOOK, typed_school

PLAN = "pupil: {{given_name: Maya, family_name: Ellison, year_group: {year}}}\nsupport: {support}\nversion: 1\n{more}"


PEOPLE = People.around(typed_school()[1], ["Maya", "Ellison"])


def problems(kind: str, text: str) -> list[Problem]:
    """Return what is said of a file with this text."""
    document, unread = parse(f"records/{kind}.yml", kind, text.encode())
    if document is None:
        return unread
    return [*unread, *check_document(document, RULEBOOK, PEOPLE)]


def plan(more: str = "", *, year: str = "8", support: str = "K") -> list[Problem]:
    """Return what is said of a plan."""
    return problems("plan", PLAN.format(year=year, support=support, more=more))


# ── Dates ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("3/11/26", "Write 2026-11-03."),
        ("03.11.2026", "Write 2026-11-03."),
        ("3-11-2026", "Write 2026-11-03."),
        ("2026-1-2", "Write 2026-01-02."),
        ("2026/11/3", "Write 2026-11-03."),
        ("11/22/2026", "Write 2026-11-22."),
        ("18 December 2026", "Write 2026-12-18."),
        ("18th Dec 2026", "Write 2026-12-18."),
        ("Friday 18 December 2026", "Write 2026-12-18."),
        ("December 18, 2026", "Write 2026-12-18."),
        ("2027-02-30", "February 2027 has 28 days."),
        ("30/2/2028", "February 2028 has 29 days."),
        ("31 November 2026", "November 2026 has 30 days."),
        ("2026-13-11", "There is no month 13: write 2026-11-13."),
    ],
)
def test_a_date_is_told_as_it_is_written_here(typed: str, hint: str) -> None:
    """However a date was typed, the hint is the date as the record takes it, or why there is no such day."""
    (problem,) = plan(f"agreed_on: {typed}\n")
    assert (problem.code, problem.hint) == ("not-a-date", hint)


def test_a_date_in_braces_is_told_as_it_is_written_here() -> None:
    """Inside {…} a date in words is told as the date, not as text that wants quotes."""
    (problem,) = problems("reviews", "reviews:\n  - {id: r1, kind: sen_support, due: 18 December 2026}\n")
    assert problem.hint == "Write 2026-12-18."


@given(st.dates(date(1990, 1, 1), date(2049, 12, 31)), st.sampled_from(["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y",
       "%A %d %B %Y", "%d %b %Y", "%B %d, %Y", "%Y/%m/%d", "%Y%m%d", "%d/%m/%y"]))  # fmt: skip
def test_every_day_is_known_in_every_form(day: date, form: str) -> None:
    """A day written in any of the usual English forms is the day that is offered."""
    if form == "%d/%m/%y" and not day.year >= 2000:
        return
    assert day_meant(day.strftime(form)) == f"Write {day.isoformat()}."


@pytest.mark.parametrize(
    "typed", ["soon", "after half term", "2026", "99/99/99", "18 December", "Maya 2026-11-22 came"]
)
def test_what_is_no_date_is_not_guessed(typed: str) -> None:
    """No day is made up, and nothing that a person wrote is repeated."""
    (problem,) = plan(f"agreed_on: {typed}\n")
    assert problem.hint == "Write the year, the month and the day, each with its zeros: 2026-09-07."
    assert typed not in problem.message or typed.replace("/", "").isdigit()


# ── Codes ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("support", "hint"),
    [
        ("EHCP", "Write E."),
        ("EHC plan", "Write E."),
        ("SEN support", "Write K."),
        ("k", "Write K."),
        ("none", "Write N."),
    ],
)
def test_support_in_words_is_its_code(support: str, hint: str) -> None:
    """What everybody calls it is told as the code that the census has."""
    (problem,) = plan(support=f"'{support}'")
    assert (problem.code, problem.hint) == ("unknown-code", hint)


@pytest.mark.parametrize(
    ("year", "hint"),
    [("Year 9", "Write 9."), ("Y9", "Write 9."), ("Reception", "Write R."), ("y10", "Write 10.")],
)
def test_a_year_in_words_is_its_number(year: str, hint: str) -> None:
    """A year group as people say it."""
    (problem,) = plan(year=f"'{year}'")
    assert problem.hint == hint


@pytest.mark.parametrize(
    ("more", "hint"),
    [
        (
            "outcomes: [{id: o1, text: a, provision: [{id: p1, what: b, status: in_place, agreed_with: [mother]}]}]\n",
            "Write family.",
        ),
        ("circumstances: [{id: q1, kind: tribunal}]\n", "Write appeal."),
        ("views: [{id: v1, from: mum, date: 2026-11-02, text: a}]\n", "Write family."),
    ],
)
def test_other_words_for_a_code_are_known(more: str, hint: str) -> None:
    """The words that people use for it lead to the code; "mother" is never taken for "other"."""
    (problem,) = plan(more)
    assert problem.hint == hint


def test_every_label_leads_to_its_code() -> None:
    """Whatever a page calls a code, typed where the code belongs, is told as the code."""
    for name, rows in RULEBOOK.codes.lists.items():
        told: dict[str, set[str]] = {}
        for code, row in rows.items():
            for word in (code, row.label, *row.also):
                told.setdefault(word.casefold(), set()).add(code)
        for word, codes in told.items():
            if len(codes) == 1:
                assert {code_meant(word, rows)} == codes, (name, word)


@pytest.mark.parametrize(("typed", "known"), [("mother", ["other"]), ("none", ["phone"]), ("age", ["stage"])])
def test_a_word_is_not_taken_for_another_that_ends_it(typed: str, known: list[str]) -> None:
    """A near match begins as the word does: what ends alike is mostly something else."""
    assert near(typed, known) is None


# ── Keys and ids ────────────────────────────────────────────────────────────────────────────────────────


def test_an_unknown_key_is_named() -> None:
    """The key that nobody knows is named, with the nearest one or all of them; a person's words are not."""
    (near_one,) = plan("mentosr: []\n")
    assert (near_one.message, near_one.hint) == (
        "'mentosr' is no key of plan.yml.",
        "Did you mean 'mentors'?",
    )
    (far,) = plan("banana: 2\n")
    assert far.message == "'banana' is no key of plan.yml."
    for words in ("'Maya hates this'", "maya", "maya_notes", "okafor", "Jo"):
        (kept,) = plan(f"{words}: 2\n")
        assert kept.message == "What stands before the colon is no key of plan.yml."


def test_a_missing_id_gets_the_next_free_one() -> None:
    """The id to type is offered: the list's own letter, and the first number that is free."""
    text = "actions:\n  - {id: a1, kind: mentor, what: Walks}\n  - {id: a7, kind: mentor, what: Walks}\n  - {kind: mentor, what: Walks}\n"
    (problem,) = problems("actions", text)
    assert (problem.code, problem.hint) == (
        "missing-key",
        "Write it between the braces, with the next free number: id: a8",
    )
    (first,) = problems("concerns", "concerns:\n  - {theme: attendance, opened_on: 2026-11-02, what: Late}\n")
    assert first.hint == "Write it between the braces, with the next free number: id: c1"


# ── Colleagues ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", ["J. Okafor", "j. okafor", "Okafor", "J Okafor", "Mr Okafor"])
def test_a_colleague_is_told_by_the_id(typed: str) -> None:
    """Whoever is written by name is told by the id that staff.yml has; the name shown is staff.yml's own."""
    (problem,) = plan(f"keyworker: {typed}\n")
    assert problem.hint == "J. Okafor is j-okafor: write j-okafor."


def test_an_unknown_colleague_is_not_repeated() -> None:
    """A name that staff.yml does not know may be a child's or a parent's: it stays out of logs."""
    (problem,) = plan("keyworker: Z. Kanarienvogel\n")
    assert "Kanarienvogel" not in f"{problem.message}{problem.hint}"
    assert "staff.yml" in problem.hint


@pytest.mark.parametrize("typed", ["ring back Friday", "'ring back Friday'", "true", "{a: b}"])
def test_a_list_of_ids_is_asked_for_its_ids(typed: str) -> None:
    """Where ids belong, the hint says so, and of which things; the signs of a list alone would not help."""
    (problem,) = problems(
        "contacts", f"contacts: [{{id: k1, date: 2026-11-02, with: family, how: phone, agreed: {typed}}}]\n"
    )
    assert problem.hint.startswith("It takes ids in brackets, a1 or another: [a1].")
