"""What words in a list of pupils mean: codes told apart, words that are not known told of, and none guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.intake.exports.mapping import PUPIL_COLUMNS, Mapping
from liverecord.intake.exports.names import plain
from liverecord.intake.register.words import Ended, Words
from record_documents import RULEBOOK

IMPORTS = RULEBOOK.imports
WORDS = Words(RULEBOOK, Mapping())


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("K", "K"),
        ("k", "K"),
        ("SEN Support", "K"),
        ("K - SEN Support", "K"),
        ("SEN Support (K)", "K"),
        ("K: sen support", "K"),
        ("E", "E"),
        ("EHCP", "E"),
        ("EHC plan", "E"),
        ("Education, Health and Care Plan", "E"),
        ("Education, Health & Care Plan", "E"),
        ("E (EHCP)", "E"),
        ("N", "N"),
        ("No SEN", "N"),
        ("N - No Special Educational Need", "N"),
        ("Monitoring", "N"),
        ("None", "N"),
        ("", ""),
        ("-", ""),
        ("n/a", ""),
        ("K?", None),
        ("?", None),
        ("K/E", None),
        ("K E", None),
        ("E - SEN Support", None),
        ("EHCP requested", None),
        ("Yes", None),
        ("SEN", None),
        ("Kestrel", None),
        ("Education", None),
    ],
)
def test_sen_status_is_told_apart(word: str, code: str | None) -> None:
    """K, E and N by code, by name, or by both where they agree; a sign of doubt, or two that differ, is no status."""
    assert WORDS.support(word) == code


@pytest.mark.parametrize(
    ("words", "was", "year"),
    [
        (("A", "School Action", "SA"), "School Action", 2014),
        (
            ("P", "School Action Plus", "School Action +", "SA+", "P - School Action Plus"),
            "School Action Plus",
            2014,
        ),
        (("S", "Statement", "Statemented", "Statement of SEN"), "a statement", 2018),
    ],
)
def test_a_status_that_has_ended_is_none_that_is_in_use(words: tuple[str, ...], was: str, year: int) -> None:
    """A, P and S say what they meant; a mapping that says what one stands for answers for every way to write it."""
    for word in words:
        meant = WORDS.support(word)
        assert isinstance(meant, Ended)
        assert (meant.was, meant.until.year if meant.until else 0) == (was, year)
        for mapped in words[:4]:
            assert Words(RULEBOOK, Mapping(support={mapped: "E"})).support(word) == "E"


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("7", "7"), (7, "7"), (7.0, "7"), ("7.0", "7"), ("07", "7"), ("Year 7", "7"), ("Y7", "7"), ("y07", "7"), ("Yr 07", "7"),
        ("Yr. 7", "7"), ("NC Year 7", "7"), ("year  12", "12"), ("12", "12"), ("R", "R"), ("Reception", "R"), ("YR", "R"),
        ("Year R", "R"), ("N1", "N1"), ("Nursery 2", "N2"), ("N2", "N2"), ("X", "X"), ("14", "14"), ("", ""), ("-", ""),
        ("15", None), ("0", None), ("00", None), ("1/2", None), ("Year 1/2", None), ("7-8", None), ("Years 1 & 2", None), ("7A", None),
        ("Nursery", None), ("Sixth form", None), ("seven", None), ("7?", None), ("1,2", None), ("-7", None), ("2026", None), ("-1", None), ("Year -1", None),
        ("FS2", "R"), ("L6", "12"), ("Upper sixth", "13"),
    ],
)  # fmt: skip
def test_a_year_group_is_a_code_whatever_stands_before_it(word: object, code: str | None) -> None:
    """A number with or without a word before it, R, N1, N2 and X; a class of two years, and a nursery that is either, are none."""
    assert WORDS.year(word) == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("SLCN", ("SLCN",)),
        ("SpLD", ("SPLD",)),
        ("SLCN, ASD", ("SLCN", "ASD")),
        ("ASD; SLCN; ASD", ("ASD", "SLCN")),
        ("1. ASD\n2. SLCN", ("ASD", "SLCN")),
        ("ASD (1), SLCN (2)", ("ASD", "SLCN")),
        ("SLCN (2), ASD (1)", ("ASD", "SLCN")),
        ("Secondary: SLCN; Primary: ASD", ("ASD", "SLCN")),
        ("SLCN (Secondary need), ASD (Primary need)", ("ASD", "SLCN")),
        ("SLCN (1), ASD (1)", ("SLCN", "ASD")),
        ("SEMH+MLD", ("SEMH", "MLD")),
        ("Secondary: Speech, Language and Communication Needs, Primary: ASD", ("ASD", "SLCN")),
        ("Speech, Language and Communication Needs", ("SLCN",)),
        ("Speech, language and communication needs, Autistic Spectrum Disorder", ("SLCN", "ASD")),
        (
            "Autistic Spectrum Disorder, Social, Emotional and Mental Health, Hearing Impairment",
            ("ASD", "SEMH", "HI"),
        ),
        ("SEMH - Social, emotional & mental health", ("SEMH",)),
        ("Hearing impairment and vision impairment", ("HI", "VI")),
        ("HI / VI", ("HI", "VI")),
        ("Profound & Multiple Learning Difficulty", ("PMLD",)),
        ("Other difficulty/disability", ("OTH",)),
        ("Dyslexia", ("SPLD",)),
        ("", ()),
        ("None", ()),
        ("-", ()),
        ("ASD, dragons", None),
        ("ASD?", None),
        ("Behaviour", None),
        ("BESD", None),
        ("ADHD", None),
        ("Communication and interaction", None),
        ("Speech", None),
    ],
)
def test_needs_are_census_types_by_code_or_by_name(text: str, codes: tuple[str, ...] | None) -> None:
    """Names with commas in them stay whole; one that is not known leaves the cell unread, and none is guessed from a diagnosis."""
    assert WORDS.needs(text) == codes


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("C", "main"),
        ("M", "main"),
        ("S", "subsidiary"),
        ("G", "guest"),
        ("Current (single registration at this school)", "main"),
        ("Subsidiary (dual registration)", "subsidiary"),
        ("S - Subsidiary", "subsidiary"),
        ("", ""),
        ("F", "left"),
        ("Leaver", "left"),
        ("O", None),
        ("On roll", ""),
        ("Active", ""),
    ],
)
def test_enrolment_is_the_census_own(word: str, code: str | None) -> None:
    """One school alone and the main one of two are main; what does not say which is not guessed."""
    assert WORDS.enrolment(word) == code


def test_a_minus_is_part_of_a_year_for_a_mapping_too() -> None:
    """What a mapping says of -1 is said of no Year 1."""
    words = Words(RULEBOOK, Mapping(years={"-1": "N2", "0": "R"}))
    assert [words.year(each) for each in ("-1", "1", "0", "10")] == ["N2", "1", "R", "10"]


@given(word=st.text(st.characters(categories=("L", "P", "S", "Zs")), max_size=12))
def test_no_word_is_known_by_its_first_letter(word: str) -> None:
    """A word means something because a row of imports.yml or a code list has it, as a whole or beside its own code."""
    known = {plain(each) for row in IMPORTS.pupil_words for each in row.words} | {"n", "k", "e"}
    pieces = [plain(piece) for piece in word.replace("&", " and ").replace("+", " plus ").split()]
    if plain(word.replace("&", " and ").replace("+", " plus ")) not in known and not known.intersection(
        pieces
    ):
        assert WORDS.support(word) in (None, "")
        assert WORDS.enrolment(word) in (None, "")


def test_each_name_and_word_has_one_meaning_as_it_is_compared() -> None:
    """Two names that differ in capitals or signs alone do not mean two things."""
    columns: dict[str, set[str]] = {}
    for row in IMPORTS.pupil_columns:
        for name in row.names:
            columns.setdefault(plain(name), set()).add(row.means)
    assert {name: means for name, means in columns.items() if len(means) > 1} == {}
    words: dict[tuple[str, str], set[str]] = {}
    for each in IMPORTS.pupil_words:
        for word in each.words:
            spoken = plain(word.replace("&", " and ").replace("+", " plus "))
            words.setdefault((each.of, spoken), set()).add(f"{each.code} {each.was}")
    assert {word: meant for word, meant in words.items() if len(meant) > 1} == {}


def test_no_column_is_a_former_name_an_address_or_a_contact() -> None:
    """What is never kept has no name among the columns: it cannot be read by mistake."""
    names = {plain(name) for row in IMPORTS.pupil_columns if row.means != "former_upn" for name in row.names}
    for word in (
        "former",
        "previous name",
        "maiden",
        "birth name",
        "address",
        "postcode",
        "phone",
        "email",
        "contact",
        "ethnic",
    ):
        assert not any(plain(word) in name for name in names), word
    # Of parents, the day on which they were told is read, and nothing else.
    of_parents = {row.means for row in IMPORTS.pupil_columns for name in row.names if "parent" in plain(name)}
    assert of_parents == {"parents_told"}


def test_a_mapping_can_name_every_column_that_is_read_of_a_pupil() -> None:
    """Its keys are meanings of columns; those of another name of the same thing are not needed beside it."""
    means = {row.means for row in IMPORTS.pupil_columns}
    assert set(PUPIL_COLUMNS) <= means
    assert means - set(PUPIL_COLUMNS) == {
        "used_family_name", "legal_family_name", "legal_given_name", "has_plan", "has_support", "need_rank"
    }  # fmt: skip


def test_a_status_ended_before_today_is_no_code() -> None:
    """A word is in use, with a code, or has ended, with what it was and when."""
    for row in IMPORTS.pupil_words:
        assert (row.was is None) == (row.until is None)
        assert row.was is None or row.code is None
        assert row.until is None or row.until < date(2026, 1, 1)
