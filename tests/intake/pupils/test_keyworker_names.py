"""Whom a list means by a key worker's name: exactly one member of staff, or nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.intake.pupils.people import named
from liverecord.model.records import Person, Staff
from overlay import TODAY
from record_documents import typed_school

STAFF = typed_school()[1]


@pytest.mark.parametrize(
    ("typed", "person"),
    [
        ("R. Adeyemi", "r-adeyemi"),
        ("Mrs R Adeyemi", "r-adeyemi"),
        ("ADEYEMI, R", "r-adeyemi"),
        ("Adeyemi, Mrs R.", "r-adeyemi"),
        ("Ruth Adeyemi", "r-adeyemi"),
        ("r.adeyemi@ashgrove.example", "r-adeyemi"),
        ("r.adeyemi@elsewhere.example", "r-adeyemi"),
        ("jo@ashgrove.example", "j-okafor"),
        ("r-adeyemi", "r-adeyemi"),
        ("Adeyemi", None),
        ("Mrs Adeyemi", None),
        ("Ruth Jane Adeyemi", None),
        ("R", None),
        ("T Adeyemi", None),
        ("S. Quill", None),
        ("", None),
        ("@", None),
        (",", None),
    ],
)
def test_a_name_means_one_person_or_nobody(typed: str, person: str | None) -> None:
    """Titles, order and initials do not count; a family name alone names nobody, and neither does who has left."""
    assert named(typed, STAFF, TODAY) == person


def test_two_of_one_name_are_nobody() -> None:
    """Which of the two is meant is for a person to say; the address tells them apart."""
    two = Staff(
        staff=(
            Person(id="r-adeyemi", name="R. Adeyemi", email="r@x.example"),
            Person(id="r2", name="Rose Adeyemi"),
        )
    )
    assert named("R Adeyemi", two, TODAY) is None
    assert named("r@x.example", two, TODAY) == "r-adeyemi"
    assert named("Ruth Adeyemi", two, TODAY) == "r-adeyemi"


def test_a_family_name_that_staff_yml_has_alone_is_meant_word_for_word() -> None:
    """Where staff.yml says no more than "Mrs Adeyemi", the list has to say the very same."""
    staff = Staff(staff=(Person(id="a", name="Mrs Adeyemi"), Person(id="b", name="Okafor")))
    assert named("mrs  adeyemi", staff, TODAY) == "a"
    assert named("Ms Adeyemi", staff, TODAY) is None
    assert named("Mr Okafor", staff, TODAY) is None


@given(st.text(max_size=30))
def test_no_text_breaks_it(typed: str) -> None:
    """Whatever stands in the cell, it is somebody's id or nobody's."""
    assert named(typed, STAFF, TODAY) in {None, *(person.id for person in STAFF.staff)}
