"""Who is meant by a name is found where it is sure, and never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.intake.colleagues import Colleagues
from liverecord.model.records import Person, Staff
from record_documents import RULEBOOK

TODAY = date(2026, 11, 22)
STAFF = Staff(
    staff=(
        Person(id="r-adeyemi", name="R. Adeyemi", email="r.adeyemi@ashgrove.example"),
        Person(id="ann-smith", name="Ann Smith"),
        Person(id="a-smith", name="A. Smith"),
        Person(id="j-o-neill", name="Jo O'Neill", git_emails=("jo@ashgrove.example",)),
        Person(id="s-quill", name="S. Quill", left_on=date(2026, 10, 23)),
    )
)
COLLEAGUES = Colleagues(STAFF, TODAY, RULEBOOK, {"RAD": "r-adeyemi", "GONE": "s-quill", "X": "no-body"})

SHORT = Staff(
    staff=(
        Person(id="a", name="Mrs Adeyemi"),
        Person(id="b", name="Okafor"),
        Person(id="c", name="Mr Vale"),
        Person(id="d", name="mr vale"),
    )
)

TITLES = st.sampled_from(["", "Mrs ", "Ms. ", "Dr ", "MISS "])


@given(
    TITLES,
    st.sampled_from(["{}R Adeyemi", "{}R. ADEYEMI", "{}Ruth Adeyemi", "Adeyemi, {}R", "  {}r   adeyemi "]),
)
def test_titles_capitals_and_the_order_of_names_do_not_count(title: str, form: str) -> None:
    """An initial stands for a given name that begins with it."""
    assert COLLEAGUES.meant(form.format(title)) == ("r-adeyemi",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("RAD", ("r-adeyemi",)),
        ("rad", ("r-adeyemi",)),
        ("r-adeyemi", ("r-adeyemi",)),
        ("R.Adeyemi@ashgrove.example", ("r-adeyemi",)),
        ("jo@ashgrove.example", ("j-o-neill",)),
        ("Jo O'Neill", ("j-o-neill",)),
        ("Jo O\u2019Neill", ("j-o-neill",)),
        ("O\u2018Neill, J\u00f3", ("j-o-neill",)),
        ("Alan Smith", ("a-smith",)),
        ("Ann Smith", ("ann-smith", "a-smith")),
        ("Adeyemi R", ("r-adeyemi",)),
        ("Adeyemi R.", ("r-adeyemi",)),
        ("Smith A", ("ann-smith", "a-smith")),
        ("Adeyemi T", ()),
        ("A Smith", ("ann-smith", "a-smith")),
        ("Mrs Adeyemi", ()),
        ("Adeyemi", ()),
        ("T Adeyemi", ()),
        ("S Quill", ()),
        ("GONE", ()),
        ("X", ()),
        ("R Adeyemi and class teachers", ()),
        ("", ()),
        ("?", ()),
    ],
)
def test_who_is_meant(typed: str, meant: tuple[str, ...]) -> None:
    """A family name alone is nobody's, who has left is nobody, and two who could be meant are both told."""
    assert COLLEAGUES.meant(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mrs  adeyemi", ("a",)),
        ("Ms Adeyemi", ()),
        ("Adeyemi", ()),
        ("Okafor", ("b",)),
        ("Mr Okafor", ()),
        ("Mr Vale", ("c", "d")),
    ],
)
def test_a_name_that_staff_yml_has_without_a_given_name_is_meant_word_for_word(
    typed: str, meant: tuple[str, ...]
) -> None:
    """Where staff.yml says no more than "Mrs Adeyemi", the very same words mean her, and no others."""
    assert Colleagues(SHORT, TODAY, RULEBOOK, {}).meant(typed) == meant
