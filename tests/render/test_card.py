"""A card for one pupil says all that a supply teacher needs, whole; one that is too long is told of and never cut."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from liverecord import render
from liverecord.model.records.plan import Passport
from liverecord.render import notices, sheet
from liverecord.render.pieces import Setting
from liverecord.view import Page, View
from render.conftest import maya, school_case, view_of
from render.parsed_page import read

LINES = st.lists(st.text("abc ", min_size=1, max_size=60).filter(str.strip), max_size=6)
SCHOOL = view_of(structs.replace(school_case(), card_minutes=2, card_words=20))


def card(passport: Passport, *, on_roll: bool = True) -> Page | None:
    """Return the card of a pupil with this passport; None where there is none."""
    case = maya()
    case = structs.replace(case, on_roll=on_roll, plan=structs.replace(case.plan, passport=passport))
    made = {page.path: page for page in render.of_pupil(view_of(case), SCHOOL)}
    assert ("cards/" in made[f"pupils/{case.id}/"].content) == (f"cards/{case.id}/" in made)
    return made.get(f"cards/{case.id}/")


@given(LINES, LINES, st.text("abc ", max_size=400))
def test_a_card_holds_every_line_whole(helps: list[str], avoid: list[str], emergency: str) -> None:
    """However long it gets, each line that the passport has is on the card, and what every adult looks for is never a blank."""
    page = card(Passport(helps=tuple(helps), avoid=tuple(avoid), emergency=emergency or None))
    assert page is not None
    text = read(page.content).text
    for said in (*helps, *avoid, emergency):
        assert said in text
    unsaid = [*(() if emergency else ("In an emergency",)), "What to understand"]
    unsaid += [called for called, lines in (("Helps", helps), ("Avoid", avoid)) if not lines]
    if len(unsaid) < 4:
        assert [part for part in unsaid if part not in text] == []
    assert text.count("Nobody has said yet.") == (len(unsaid) if len(unsaid) < 4 else 1)


@given(LINES, st.text("abc ", max_size=400))
def test_the_senco_is_told_of_a_card_that_is_too_long(helps: list[str], need: str) -> None:
    """The words are counted as a reader counts them; the notice names the pupil and by how much, and a short card has none."""
    passport = Passport(helps=tuple(helps), need=need or None)
    number = len(" ".join((*helps, need)).split())
    case = structs.replace(maya(), plan=structs.replace(maya().plan, passport=passport))
    summary = render.summary(view_of(case))
    setting = Setting(SCHOOL, "")
    assert sheet.words_over(summary, setting) == max(number - 20, 0)
    told = [said for said in notices.of_school(SCHOOL, [summary], setting) if "to read" in said]
    assert bool(told) == (number > 20)
    if told:
        assert f"Maya Ellison ({number - 20} words too many)" in told[0]
    unseen = View(**{name: each for name, each in SCHOOL if name != "notices"})
    assert not notices.of_school(unseen, [summary], Setting(unseen, ""))


def test_whoever_has_left_has_no_card() -> None:
    """A card is for a lesson: there is none for a pupil who is not here, and no link to one."""
    assert card(Passport(helps=("Time",)), on_roll=False) is None
