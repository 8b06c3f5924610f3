"""What changed lately is said in the words that stand now: what was taken back is said nowhere, and nothing hidden is hinted at."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from liverecord import redact, render
from liverecord.model.case import CaseFile
from liverecord.model.history import Amendment, News, Value
from liverecord.model.parts import FIELDS
from liverecord.model.records.plan import Passport
from liverecord.view import Page, View
from record_documents import RULEBOOK
from render.conftest import maya, school_case, view_of
from render.parsed_page import read

GATE = redact.gate(RULEBOOK.policy, "staff")
WORDS = st.text("abcdefgh", min_size=4, max_size=12)
LINES = st.lists(WORDS, max_size=5, unique=True).map(tuple)


def first_page(*cases: CaseFile, commit: str | None = "1" * 40) -> Page:
    """Return the staff's first page of a school with these pupils."""
    whole = structs.replace(school_case(), commit=commit)
    school = View(**dict(GATE.school(whole)), absent=render.absent(GATE.sees))
    summaries = [render.summary(GATE.case(case), school) for case in cases]
    return next(page for page in render.overview(school, summaries) if not page.path)


def changed(part: str, before: Value, after: Value, item: str | None = None) -> Amendment:
    """Return that one field of a plan changed."""
    return Amendment(kind="changed", part=part, before=before, after=after, item=item)


def told(page: Page) -> list[str]:
    """Return each line of the news as a reader sees it."""
    return [
        " ".join(each.text.split()) for each in read(page.content).all("li") if "data-of" in each.attributes
    ]


@given(LINES, LINES, LINES, WORDS, WORDS, WORDS)
def test_words_that_no_longer_stand_are_not_said(
    before: tuple[str, ...], after: tuple[str, ...], now: tuple[str, ...], was: str, became: str, stands: str
) -> None:
    """Whatever the past says of a passport, only lines that are new and still there are repeated, and no text but today's."""
    case = maya()
    passport = Passport(helps=now, emergency=stands)
    past = (
        changed("plan.passport.helps", before, after),
        changed("plan.passport.emergency", was, became),
        changed("plan.passport.need", was, None),
    )
    case = structs.replace(
        case,
        plan=structs.replace(case.plan, passport=passport),
        news=(News(on=date(2026, 11, 20), amendments=past),),
    )
    (line,) = told(first_page(case))
    for gone in {*before, *after, was, became} - {*now, stands}:
        assert f"“{gone}”" not in line
    for new in set(after) & set(now) - set(before):
        assert f"“{new}”" in line
    assert (f"“{stands}”" in line) == (stands == became)
    assert "In an emergency" in line


def test_only_what_the_site_shows_is_news() -> None:
    """A change of what staff do not see leaves no line, no date and no number; one on the same day is told without it."""
    hidden = tuple(
        changed(path, "1", "2")
        for path in ("plan.version", "plan.ehcp.issued_on", "plan.pupil.date_of_birth", "plan.agreed_on")
    )
    quiet = structs.replace(maya(), news=(News(on=date(2026, 11, 20), amendments=hidden),))
    assert first_page(quiet).content == first_page(structs.replace(maya(), news=())).content
    shown = changed("plan.keyworker", "t-barros", "j-okafor")
    busy = structs.replace(maya(), news=(News(on=date(2026, 11, 20), amendments=(*hidden, shown)),))
    assert told(first_page(busy)) == ["20 November 2026 Maya Ellison Key worker: now J. Okafor"]


def test_the_newest_day_stands_first_and_a_thing_once() -> None:
    """Two changes of one thing are one line, on its newest day; who has left is not told of."""
    twice = tuple(
        News(on=date(2026, 11, day), amendments=(changed("plan.support", "N", "K"),)) for day in (20, 12)
    )
    other = structs.replace(
        maya(), id="p-2", name="Abel Benedek", news=(structs.replace(twice[0], on=date(2026, 11, 21)),)
    )
    gone = structs.replace(other, id="p-3", name="Zeki Vale", on_roll=False)
    assert told(first_page(structs.replace(maya(), news=twice), other, gone)) == [
        "21 November 2026 Abel Benedek Support: now SEN support",
        "20 November 2026 Maya Ellison Support: now SEN support",
    ]


def test_what_is_not_known_is_not_called_nothing() -> None:
    """Without git nobody can say that nothing changed; with it the page says so, and for how many days."""
    assert "in the last 28 days" in first_page(maya()).content
    assert "What changed is not known" in first_page(maya(), commit=None).content


def test_every_line_of_the_passport_is_news() -> None:
    """Each field of the passport is told when it changes, by its own title, but for the order in which lines stand."""
    for name, field in FIELDS["plan.passport"].items():
        past = (News(on=date(2026, 11, 20), amendments=(changed(f"plan.passport.{name}", None, "x"),)),)
        lines = told(first_page(structs.replace(maya(), news=past)))
        assert [f"{field.title}: " in line for line in lines] == ([] if name == "first" else [True])


def test_a_team_has_its_own_page_for_that() -> None:
    """Those who follow things up keep nothing for the first page of the others."""
    view = view_of(structs.replace(maya(), news=(News(on=date(2026, 11, 20)),)))
    assert not render.summary(view, view_of(school_case())).has("news")
