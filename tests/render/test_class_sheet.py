"""A class on a sheet: what must be known is whole, the rest is chosen and counted, and nothing is claimed that nobody said."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord import render
from liverecord.model.case import CaseFile, TaughtGroup
from liverecord.model.records.plan import Passport
from liverecord.render import notices, paper, sheet
from liverecord.render.overview import Overview
from liverecord.render.pages import classes
from liverecord.render.pieces import Setting
from liverecord.view import Page, View
from render.conftest import maya, school_case, view_of
from render.parsed_page import read

LINES = st.lists(st.text(min_size=1, max_size=90).filter(str.strip), max_size=8, unique=True)


def passported(case: CaseFile, number: int = 0, **fields: object) -> CaseFile:
    """Return a case with these fields of its passport and no others."""
    passport = Passport(**fields)  # type: ignore[arg-type]
    plan = msgspec.structs.replace(case.plan, passport=passport)
    return msgspec.structs.replace(case, id=f"p-{number}", name=f"Pupil {number}", plan=plan)


def class_page(cases: list[CaseFile], path: str = "classes/8b/") -> Page:
    """Return a class's page of a school with these pupils."""
    summaries = [render.summary(view_of(case)) for case in cases]
    return {page.path: page for page in render.overview(view_of(school_case()), summaries)}[path]


@given(LINES, st.integers(1, 9), st.integers(1, 60))
def test_what_is_not_shown_is_counted(helps: list[str], lines: int, letters: int) -> None:
    """The lines shown are the first of the record, whole and at least one; with those left out they are all."""
    chosen = sheet.choose(View(helps=tuple(helps)), lines, letters)
    assert chosen.shown == tuple(helps[: len(chosen.shown)])
    assert len(chosen.shown) + chosen.left_out == len(helps)
    assert bool(chosen.shown) == bool(helps)
    taken = sum(-(-len(line) // letters) for line in chosen.shown)
    assert taken <= lines or len(chosen.shown) == 1


@given(LINES, LINES, st.text(max_size=2000), st.text(max_size=2000))
def test_what_must_be_known_is_never_cut(
    helps: list[str], avoid: list[str], emergency: str, safe: str
) -> None:
    """Emergency, safe to attend and every line of what to avoid are on the sheet whole, whatever else there is."""
    passport = View(helps=tuple(helps), avoid=tuple(avoid), emergency=emergency, safe_to_attend=safe)
    row = sheet.row(View(id="p-1", name="A", passport=passport), setting(), 4)
    assert row.avoid == tuple(avoid)
    assert [said for _, said in row.must] == [said for said in (emergency, safe) if said]


TEXTS = st.lists(st.text("ab ", min_size=1, max_size=400).filter(str.strip), min_size=1, max_size=5)


@given(st.lists(st.tuples(TEXTS, TEXTS, st.none() | TEXTS), min_size=1, max_size=40))
def test_a_sheet_keeps_to_its_sides_unless_what_is_never_cut_does_not(
    pupils: list[tuple[list[str], list[str], list[str] | None]],
) -> None:
    """Fewer lines are shown of what helps where the sides are full, and no more sides are taken than one line each would."""
    here = [
        View(
            id=f"p-{number}",
            name=f"Pupil {number}",
            passport=View(
                helps=tuple(helps), avoid=tuple(avoid), emergency=" ".join(urgent) if urgent else None
            ),
        )
        for number, (helps, avoid, urgent) in enumerate(pupils)
    ]
    made = sheet.sheet(here, setting())
    assert made.meant == (1 if len(here) <= 8 else 2 * -(-len(here) // 30))
    least = sheet.sheet(here, setting(sheet_lines=1))
    assert made.sides <= max(made.meant, least.sides)
    for row, each in zip(made.rows, here, strict=True):
        assert set(row.avoid) == set(each.passport.avoid)
        assert [said for _, said in row.must] == [said for said in (each.passport.emergency,) if said]
        assert len(row.helps) + row.left_out == len(each.passport.helps)


@given(st.lists(st.floats(0.1, 150, allow_nan=False), max_size=60), st.integers(10, 90))
def test_no_row_is_reckoned_on_two_sides(heights: list[float], side: int) -> None:
    """Rows fill a side as long as they fit whole; what is longer than a side begins one, and takes as many as it needs."""
    number = paper.sides(heights, side)
    assert number * side > sum(heights)
    assert number <= sum(-(-each // side) for each in heights) + 2


def test_the_senco_is_told_of_a_sheet_that_needs_more_paper() -> None:
    """The sheet's foot says on how many sides it prints, and the notice names the class; a short class has neither."""
    long = [passported(maya(), number, avoid=tuple("x" * 300 for _ in range(9))) for number in range(3)]
    for cases, sides in ((long, 7), ([passported(maya())], 1)):
        summaries = [render.summary(view_of(case)) for case in cases]
        overview = Overview(view_of(school_case()), summaries)
        told = notices.of_sheets(overview)
        foot = read(class_page(cases).content).text
        assert [f"8B ({sides} sides instead of 1)" in said for said in told] == ([True] if sides > 1 else [])
        assert (f"On {sides} sides of paper" in foot) == (sides > 1)
        unseen = View(**{name: each for name, each in view_of(school_case()) if name != "notices"})
        assert notices.of_sheets(Overview(unseen, summaries)) == []


def test_a_class_is_reckoned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The notice of sheets that take too much paper, and the sheets themselves, are made of one reckoning of each class."""
    reckoned: list[int] = []
    reckon = sheet.sheet
    monkeypatch.setattr(
        sheet, "sheet", lambda here, setting: (reckoned.append(len(here)), reckon(here, setting))[1]
    )
    overview = Overview(view_of(school_case()), [render.summary(view_of(passported(maya())))])
    for _ in range(2):
        notices.of_sheets(overview)
        assert list(classes.sheets(overview))
    assert len(reckoned) == len(overview.members)


def test_what_to_understand_is_whole_or_a_link() -> None:
    """A sentence that takes more room than there is stands on the pupil's page alone, and the cell leads there."""
    for length, shown in ((60, True), (900, False)):
        content = class_page([passported(maya(), 3, need="x" * length)]).content
        assert ("x" * length in content) == shown
        assert ("On the pupil's page" in read(content).text) != shown


def test_those_with_an_emergency_come_first_and_then_by_name() -> None:
    """Whoever has a line for an emergency stands above everybody else; within each part the names decide."""
    cases = [
        passported(maya(), number, emergency="Call 999" if number in {2, 4} else None) for number in range(6)
    ]
    heads = read(class_page(cases).content).all("table", class_="sheet")[0].all("th", scope="row")
    assert [head.all("a")[0].text for head in heads] == [f"Pupil {each}" for each in (2, 4, 0, 1, 3, 5)]


@given(LINES, LINES, st.data())
def test_what_comes_first_by_the_passport_comes_first_on_the_sheet(
    helps: list[str], avoid: list[str], data: st.DataObject
) -> None:
    """The passport's own order goes before the record's, among what helps and among what to avoid, and nothing is said twice."""
    names = [
        f"{field}.{place}"
        for field, said in (("helps", helps), ("avoid", avoid))
        for place in range(1, len(said) + 1)
    ]
    first = data.draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    passport = View(helps=tuple(helps), avoid=tuple(avoid), first=tuple(first))
    chosen = sheet.choose(passport, 1000, 1000).shown
    row = sheet.row(View(id="p-1", name="A", passport=passport), setting(), 4)
    for field, lines, shown in (("helps", helps, chosen), ("avoid", avoid, row.avoid)):
        wanted = [lines[int(name.partition(".")[2]) - 1] for name in first if name.startswith(field)]
        assert list(shown[: len(wanted)]) == wanted
        assert sorted(shown) == sorted(lines)


def test_an_empty_sheet_says_so() -> None:
    """Where nobody has said anything the sheet says that, and a class whose pupils have all left has none with a record."""
    text = read(class_page([passported(maya())]).content).text
    assert text.count("Nobody has said yet.") == 3
    unwritten = msgspec.structs.replace(maya(), plan=msgspec.structs.replace(maya().plan, passport=None))
    assert "Not on this site" not in class_page([unwritten]).content
    assert read(class_page([unwritten]).content).text.count("Nobody has said yet.") == 3
    gone = msgspec.structs.replace(passported(maya()), on_roll=False)
    assert "No pupil of this class has a record." in class_page([gone]).content


def test_what_a_site_does_not_hold_is_not_called_unsaid() -> None:
    """Where a school closed a field to an audience its sheet says so: somebody may well have written it."""
    hidden = frozenset(("plan.passport.helps", "plan.passport.avoid"))
    page = render.overview(view_of(school_case()), [render.summary(view_of(maya(), hidden))])
    text = read(next(each.content for each in page if each.path == "classes/8b/")).text
    assert text.count("Not on this site.") == 2


@given(st.lists(st.booleans(), min_size=1, max_size=6))
def test_a_sheet_says_for_how_many_there_is_emergency_advice(urgent: list[bool]) -> None:
    """None is said as well: that the record is silent is no reason to think that nothing can happen. A site without the line says nothing."""
    cases = [
        passported(maya(), number, emergency="Call 999" if each else None)
        for number, each in enumerate(urgent)
    ]
    text = read(class_page(cases).content).text
    assert (f"{sum(urgent)} with emergency advice." in text) == any(urgent)
    assert ("What to do in an emergency: nobody has said yet." in text) == (not any(urgent))
    hidden = frozenset(("plan.passport.emergency",))
    summaries = [render.summary(view_of(case, hidden)) for case in cases]
    assert sheet.urgent(summaries) == ""


def test_what_is_left_out_is_a_link_to_the_whole() -> None:
    """The number of lines left out leads to the pupil's page, and says whose to a reader who only hears it."""
    page = class_page(
        [passported(maya(), 3, helps=tuple(f"Line {number} " + "x" * 40 for number in range(6)))]
    )
    (link,) = [each for each in read(page.content).all("a") if "more on" in each.text]
    assert link.attributes["href"] == "../../pupils/p-3/"
    assert link.text.endswith(": Pupil 3")


def test_a_teaching_group_has_a_sheet_that_names_who_teaches_it() -> None:
    """A group of the timetable has one; one that is called like a form is the same class."""
    groups = (TaughtGroup(name="8B", teachers=()), TaughtGroup(name="8/Ma1", teachers=("j-okafor",)))
    cases = [
        msgspec.structs.replace(passported(maya(), number), groups=groups[:number]) for number in range(3)
    ]
    page = class_page(cases, "classes/8-ma1/")
    assert "Taught by J. Okafor" in " ".join(read(page.content).text.split())
    for content, number in ((page.content, 1), (class_page(cases).content, 3)):
        (table,) = read(content).all("table", class_="sheet")
        assert len(table.all("th", scope="row")) == number


def test_who_teaches_a_group_finds_it_under_their_own_name() -> None:
    """A colleague's page leads to the groups that they teach, by the timetable or by the school's list; away and left are said."""
    groups = (TaughtGroup(name="8/Ma1", teachers=("j-okafor", "t-barros", "s-quill")),)
    listed = (TaughtGroup(name="9 Maths 3", teachers=("j-okafor",)),)
    school = view_of(msgspec.structs.replace(school_case(), groups=listed))
    case = msgspec.structs.replace(maya(), groups=groups)
    pages = {page.path: page for page in render.overview(school, [render.summary(view_of(case))])}
    hrefs = [link.attributes["href"] for link in read(pages["staff/j-okafor/"].content).all("a")]
    assert [each for each in hrefs if "classes/" in each] == [
        "../../classes/8-ma1/",
        "../../classes/9-maths-3/",
    ]
    text = " ".join(read(pages["classes/8-ma1/"].content).text.split())
    assert "J. Okafor, S. Quill (left on 23 October" in text
    assert "T. Barros (away to 4 December" in text


def test_a_listed_group_of_nobody_has_a_sheet_that_says_so() -> None:
    """A teacher finds the group that the school lists although none of its pupils has a record, and who teaches it."""
    listed = (TaughtGroup(name="9 Maths 3", teachers=("j-okafor",)),)
    school = view_of(msgspec.structs.replace(school_case(), groups=listed))
    pages = {page.path: page for page in render.overview(school, [render.summary(view_of(maya()))])}
    text = " ".join(read(pages["classes/9-maths-3/"].content).text.split())
    assert "0 pupils with a record" in text
    assert "Taught by J. Okafor" in text
    assert "No pupil of this class has a record." in text
    assert "../classes/9-maths-3/" in pages["pupils/"].content


def test_nothing_of_a_class_is_claimed_that_records_cannot_know() -> None:
    """The sheet says how many have a record, and never of how many."""
    text = read(class_page([passported(maya())]).content).text
    assert "1 pupil with a record, as of 22 November 2026." in text
    assert "Confidential. Not for display." in text
    assert "Destroy by 18 December 2026." in text


def setting(**changes: int) -> Setting:
    """Return what every page shares, of a school with so many lines for a pupil."""
    return Setting(view_of(msgspec.structs.replace(school_case(), **changes)), "../../")
