"""A slip in a day, an id or a birth is found whatever the field; what may be so is let be."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.records import Document
from liverecord.model.typed import pupil
from liverecord.validate import between_pupils
from liverecord.validate import pupil as check_pupil
from overlay import TODAY
from record_documents import RULEBOOK, typed_school
from validate.test_every_field import EVERY, of_kind, said

AHEAD = RULEBOOK.thresholds["far_ahead"].numbers


def codes(identity: dict[str, Any], folder: str = "p-7k3m", today: date = TODAY) -> set[str]:
    """Return the code words for a plan with this identity alone."""
    data = {
        "pupil": {"given_name": "Maya", "family_name": "Ellison", **identity},
        "support": "K",
        "version": 1,
    }
    documents = {"plan": Document(f"records/pupils/{folder}/plan.yml", "plan", data, {}, "")}
    return {
        each.code
        for each in check_pupil(pupil(folder, documents), documents, *typed_school(), RULEBOOK, today)
    }


@of_kind("day", "ahead")
def test_no_day_lies_years_ahead(kind: str, path: tuple[str | int, ...]) -> None:
    """date-far-ahead: every day that may lie ahead lies within three years, the last on the roll within a schooling."""
    field = next(each for known, where, each, _ in EVERY if (known, where) == (kind, path))
    years = AHEAD["schooling_years"] if field.is_far else AHEAD["years"]
    last = TODAY.replace(year=TODAY.year + years)
    assert said("date-far-ahead", kind, path, last.isoformat()) == []
    (message,) = said("date-far-ahead", kind, path, (last + timedelta(days=1)).isoformat())
    assert f"more than {years} years ahead" in message


AT_SCHOOL = [(kind, path, each) for kind, path, each, _ in EVERY if each.is_at_school]


@pytest.mark.parametrize(("kind", "path", "field"), AT_SCHOOL, ids=lambda each: str(each)[:40])
def test_what_takes_place_at_school_is_on_a_school_day(
    kind: str, path: tuple[str | int, ...], field: Any
) -> None:
    """not-a-school-day: no weekend; for what is planned, no closure and no holiday. The days offered are accepted."""
    (message,) = said("not-a-school-day", kind, path, "2026-11-21")
    assert message.endswith("2026-11-21, a Saturday.")
    for day in ("2026-11-02", "2026-10-28"):
        assert len(said("not-a-school-day", kind, path, day)) == (field.kind == "ahead")
    for day in ("2026-11-20", "2026-11-23", "2026-10-23", "2026-11-03"):
        assert said("not-a-school-day", kind, path, day) == []


def test_some_days_are_at_school() -> None:
    """The days on which people meet at school are declared as such, and no other is."""
    assert {(kind, path[-1]) for kind, path, _ in AT_SCHOOL} == {
        ("reviews", "due"), ("reviews", "held_on"), ("plan", "review_on"), ("plan", "date"),
    }  # fmt: skip
    assert len(AT_SCHOOL) == 4


@given(st.dates(date(2002, 1, 1), date(2025, 12, 31)), st.integers(1, 13))
def test_a_birth_more_than_a_year_off_is_found(born: date, year: int) -> None:
    """birth-not-of-year: the school year of birth is that of the year group, or next to it; out_of_year says otherwise."""
    usual = 2026 - year - 5  # Year 1 of September 2026 was born from September 2020
    school_year = born.year if born.month >= 9 else born.year - 1
    identity = {"year_group": str(year), "date_of_birth": born.isoformat()}
    wrong = abs(school_year - usual) > 1
    assert ("birth-not-of-year" in codes(identity)) == wrong
    assert "birth-not-of-year" not in codes({**identity, "out_of_year": True})
    assert "birth-not-of-year" not in codes({**identity, "year_group": "X"})


def test_a_leaver_does_not_grow_out_of_the_year_group() -> None:
    """Who has left the roll is as old as on the last day there."""
    identity = {"year_group": "8", "date_of_birth": "2014-02-11", "on_roll_until": "2027-07-20"}
    assert codes(identity, today=date(2035, 1, 1)) == set()


@pytest.mark.parametrize(
    "folder",
    [
        "p-maya",
        "p-ellison",
        "p-maya12",
        "p-mellison",
        "p-mayae",
        "p-ellisonm",
        "p-elli",
        "p-mayel",
        "p-7maya",
        "p-ellism",
    ],
)
def test_a_folder_made_of_the_name_is_found(folder: str) -> None:
    """folder-is-a-name: the name, its beginning, or an initial with it, in any order; nothing of it is repeated."""
    assert codes({"year_group": "8"}, folder) == {"folder-is-a-name"}


@pytest.mark.parametrize("folder", ["p-7k3m", "p-2xqd", "p-mole", "p-case", "p-eml1", "p-m4y4"])
def test_a_folder_that_says_nothing_is_let_be(folder: str) -> None:
    """Letters that a name happens to share are no name."""
    assert codes({"year_group": "8"}, folder) == set()


def test_accents_and_names_in_parts_are_known() -> None:
    """A folder's name has no accents and no space; the name may."""
    assert codes({"given_name": "Zoë", "family_name": "O'Brien-Núñez", "year_group": "8"}, "p-nunez") == {
        "folder-is-a-name"
    }
    assert codes({"given_name": "Zoë", "family_name": "O'Brien-Núñez", "year_group": "8"}, "p-zoe9") == {
        "folder-is-a-name"
    }


@given(
    st.dictionaries(st.from_regex(r"p-[a-z0-9]{4}", fullmatch=True), st.sampled_from(["A", "B", "C", None]))
)
def test_every_upn_is_one_pupil_s(upns: dict[str, str | None]) -> None:
    """duplicate-upn: each pupil who shares a UPN has a problem, nobody else has, and no UPN is printed."""
    documents = {each: {"plan": Document(each, "plan", {}, {("pupil", "upn"): (1, 1)}, "")} for each in upns}
    found = between_pupils(upns, documents.__getitem__)
    numbers = list(upns.values())
    assert {each.place.path for each in found} == {
        each for each, upn in upns.items() if upn is not None and numbers.count(upn) > 1
    }
