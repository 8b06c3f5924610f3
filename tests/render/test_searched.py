"""What the search holds: states as the lists name them, and what is to be done under the words that people look for."""

from hypothesis import given
from hypothesis import strategies as st

from liverecord import render
from liverecord.render import searched
from liverecord.view import View
from render import single
from render.conftest import TODAY, rowan, school_case, seen, view_of

STATES = st.lists(st.sampled_from(("overdue", "behind", "due", "soon", "later")))


@given(STATES)
def test_the_search_says_as_the_lists_do_how_a_pupil_stands(states: list[str]) -> None:
    """Overdue and behind are told apart; whatever else is due is coming up, however far off; nothing due is nothing at all."""
    said = searched.due_state([View(state=state) for state in states])
    assert ("Overdue" in said) == ("overdue" in states)
    assert ("Behind" in said) == ("behind" in states)
    assert ("Coming up" in said) == bool(set(states) - {"overdue", "behind"})
    assert (said == ("Nothing due",)) == (not states)


def test_what_to_do_is_found_by_what_it_is_called() -> None:
    """Whoever types "emergency" or "safe to attend" finds each pupil of whom that is said, on the narrowest site too."""
    school = view_of(school_case())
    found = single.of_pupil(seen(rowan(), "staff"), school).search
    assert found is not None
    assert "In an emergency: Seizure: " in found.text
    assert "Safe to attend when: " in found.text


def test_pages_are_named_by_what_they_are() -> None:
    """A page of the school is a page, also below another; one of many says what; a colleague says the roles; the guide is there."""
    school = view_of(school_case())
    assert school.as_of == TODAY
    named = render.named(render.overview(school, []), school)
    assert named["guide/"].summary == named["attendance/support-first/"].summary == "Page"
    assert named["staff/r-adeyemi/"].summary == "SENCO"
    assert named["staff/r-adeyemi/"].also == ()
