"""The school's own patterns: what is counted, and that no number tells of a group that is too small."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.render import small_groups
from liverecord.view import Page, View
from render.parsed_page import read
from render.single import whole_school

SMALLEST = 5
LABELS = {
    "sen_provision": {"N": "No SEND support", "K": "SEN support", "E": "EHC plan"},
    "need": {"SPLD": "Specific learning difficulty", "SEMH": "Mental health", "VI": "Sight", "ASD": "Autism"},
    "reason": {"pain": "Pain", "anxiety": "Anxiety", "transport": "Transport"},
}
COLUMNS: tuple[tuple[int, ...], ...] = (
    tuple(range(10)),
    *(tuple(range(half, 10, 2)) for half in range(2)),
    *((2 * day, 2 * day + 1) for day in range(5)),
)
"""The half days behind each column of a table of groups: all, mornings, afternoons, and the five days."""


def school(**more: object) -> View:
    fields = {"name": "Ashgrove", "as_of": date(2026, 11, 22), "smallest_group": SMALLEST, "labels": LABELS}
    return View(**fields | more)


def summary(
    number: int,
    missed: Sequence[int] = (1,) * 10,
    possible: Sequence[int] = (9,) * 10,
    support: str = "K",
    needs: tuple[str, ...] = ("SPLD",),
    reasons: dict[str, tuple[int, int]] | None = None,
    gap_weeks: int = 0,
    **more: object,
) -> View:
    fields = {
        "id": f"p-{number:04d}",
        "name": f"Pupil Number{number}",
        "support_label": LABELS["sen_provision"].get(support, support),
        "needs": needs,
        "half_days": View(missed=tuple(missed), possible=tuple(possible), weeks=9, gap_weeks=gap_weeks),
        "reasons": reasons or {},
    }
    return View(**fields | more)


def many(count: int, start: int = 0, **fields: object) -> list[View]:
    return [summary(start + number, **fields) for number in range(count)]  # type: ignore[arg-type]


def text_of(page: Page) -> str:
    return re.sub(r"\s+", " ", read(page.content).text)


def table_under(page: Page, anchor: str) -> dict[str, list[str]]:
    """Return the rows of the table below a heading: the name in its head, and the text of its cells."""
    after = False
    for element in read(page.content).every():
        if element.name == "h2":
            after = element.attributes.get("id") == anchor
        if after and element.name == "table":
            rows = element.all("tbody")[0].all("tr")
            return {row.all("th")[0].text: [cell.text for cell in row.all("td")] for row in rows}
    return {}


def sums(found: Iterable[View], cells: Iterable[int]) -> tuple[int, int]:
    cells = tuple(cells)
    pairs = [(each.half_days.missed[cell], each.half_days.possible[cell]) for each in found for cell in cells]
    return sum(missed for missed, _ in pairs), sum(possible for _, possible in pairs)


def counted(cell: str) -> tuple[int, int]:
    """Return the sessions behind a share: "12 % 24 of 200"."""
    found = re.search(r"([\d,]+) of ([\d,]+)", cell)
    assert found, cell
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


# ── What is counted ─────────────────────────────────────────────────────────────────────────────────────


def test_the_grid_adds_up_everybody() -> None:
    """Each cell of the grid is the sessions of all pupils in that half day; the edges are the sums of what they stand beside."""
    found = [summary(number, missed=range(10), possible=range(10, 20)) for number in range(6)]
    grid = table_under(whole_school(school(), found), "sessions")
    assert list(grid) == ["Mornings", "Afternoons", "Whole days"]
    assert [counted(cell) for cell in grid["Mornings"][:2]] == [(0, 60), (12, 72)]
    assert counted(grid["Whole days"][-1]) == sums(found, range(10))
    assert counted(grid["Afternoons"][-1]) == sums(found, range(1, 10, 2))


def test_groups_stand_in_the_order_of_the_codes() -> None:
    """Nothing is put in an order of size: kinds of support, needs and reasons stand as codes.yml has them."""
    found = [
        *many(5, 0, support="E", needs=("ASD",), reasons={"transport": (1, 2)}),
        *many(9, 100, support="K", needs=("SPLD", "ASD"), reasons={"pain": (9, 0)}),
    ]
    page = whole_school(school(), found)
    assert list(table_under(page, "support")) == ["SEN support", "EHC plan"]
    assert list(table_under(page, "need")) == ["Specific learning difficulty", "Autism"]
    assert table_under(page, "reasons") == {"Pain": ["9", "81", "0"], "Transport": ["5", "5", "10"]}


def test_no_pupil_is_named() -> None:
    """Neither a name nor an id stands on the page, whatever is counted."""
    page = whole_school(school(), many(12))
    assert "Number" not in page.content
    assert "p-0" not in page.content
    assert page.search is None


def test_who_has_left_is_not_counted() -> None:
    """A pupil who is off the roll is in no number."""
    page = whole_school(school(), [*many(6), *many(3, 50, on_roll=False)])
    assert "6 pupils with marks" in text_of(page)


def test_what_a_school_hides_has_no_table() -> None:
    """Where the gate lets no need, support or reason through, the page is made without that table."""
    found = [
        View(**{name: value for name, value in each if name not in {"needs", "support_label", "reasons"}})
        for each in many(6)
    ]
    html = whole_school(school(), found).content
    assert 'id="sessions"' in html
    assert not any(f'id="{anchor}"' in html for anchor in ("need", "support", "reasons"))


def test_it_says_what_it_leaves_out() -> None:
    """Weeks without marks are counted out loud, half days that few have are named, and nothing of them stands in a sum."""
    few = [0 if cell == 9 else 9 for cell in range(10)]
    found = [*many(6, possible=few, missed=[0] * 10, gap_weeks=2), *many(4, 50)]
    page = whole_school(school(), found)
    assert "Left out: 12 of 102 pupil weeks, which have no marks or few (6 pupils)." in text_of(page)
    assert "Friday afternoon, because fewer than 5 pupils had sessions then" in text_of(page)
    grid = table_under(page, "sessions")
    assert grid["Afternoons"][4] == "not shown"
    assert counted(grid["Whole days"][4]) == sums(found, [8])
    assert counted(grid["Whole days"][-1]) == sums(found, range(9))


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], "No marks are recorded yet."),
        ([summary(1, half_days=None)], "No marks are recorded yet."),
        (many(4), "Not shown: fewer than 5 pupils have marks."),
    ],
)
def test_a_page_that_cannot_count_says_so(found: list[View], said: str) -> None:
    """No marks, and too few pupils, are two different things, and neither is an empty table."""
    page = whole_school(school(), found)
    assert said in text_of(page)
    assert "<table" not in page.content


def test_shares_are_legible_without_colour() -> None:
    """Each shade has its share in words in the cell and in the key; a share that rounds away is not called none."""
    found = many(10, missed=[1, *[0] * 8, 9], possible=[300] * 9 + [9])
    page = whole_school(school(), found)
    grid = table_under(page, "sessions")
    assert grid["Mornings"][0] == "under 1 % 10 of 3,000"
    assert grid["Afternoons"][4] == "100 % 90 of 90"
    key = read(page.content).all("table")[1].text
    assert "under 5 %" in key
    assert "from 20 %" in key


def test_support_first_is_linked_where_it_is_there() -> None:
    """The page leads to Support first, unless this audience's site has no such page."""
    assert 'href="support-first/"' in whole_school(school(), many(6)).content
    absent = frozenset(("attendance/support-first/",))
    assert "support-first" not in whole_school(school(absent=absent), many(6)).content


# ── What is hidden ──────────────────────────────────────────────────────────────────────────────────────


def test_a_small_group_takes_the_next_smallest_with_it() -> None:
    """Three pupils with a plan could be worked out from the whole: the next smallest group is hidden too, and it is said."""
    found = [*many(3, 0, support="E"), *many(6, 10, support="N"), *many(20, 50, support="K")]
    page = whole_school(school(), found)
    assert list(table_under(page, "support")) == ["SEN support"]
    assert "Not shown: 2 kinds of support, because fewer than 5 pupils have it, or because" in text_of(page)


def test_small_groups_that_hide_each_other_need_no_third() -> None:
    """Three and four pupils are seven together: neither can be worked out, so that nothing else is hidden."""
    found = [*many(3, 0, support="E"), *many(4, 10, support="N"), *many(20, 50, support="K")]
    assert list(table_under(whole_school(school(), found), "support")) == ["SEN support"]
    parts = {"a": [{"1", "2"}], "b": [{"3", "4"}], "c": [set(map(str, range(10, 20)))]}
    assert small_groups.hidden(parts, 5) == {"a", "b", "c"}
    assert small_groups.hidden(parts | {"d": [set(map(str, range(30, 90)))]}, 5) == {"a", "b", "c"}


def test_a_reason_of_few_is_not_named() -> None:
    """A reason that fewer than five pupils have is counted nowhere, nor named; how many such there are is said."""
    found = [*many(6, reasons={"pain": (1, 0)}), *many(4, 50, reasons={"anxiety": (8, 0)})]
    page = whole_school(school(), found)
    assert table_under(page, "reasons") == {"Pain": ["6", "6", "0"]}
    assert "Anxiety" not in page.content
    assert "Not shown: 1 reason of fewer than 5 pupils." in text_of(page)


def test_few_within_a_reason_are_hidden_in_their_column() -> None:
    """Six pupils have a reason; the sessions of the two for whom they were not possible are not shown."""
    found = [*many(4, reasons={"transport": (3, 0)}), *many(2, 50, reasons={"transport": (3, 7)})]
    assert table_under(whole_school(school(), found), "reasons") == {"Transport": ["6", "18", "not shown"]}


some_reasons = st.dictionaries(
    st.sampled_from(["pain", "anxiety", "transport"]), st.tuples(st.integers(0, 3), st.integers(1, 3))
)
kinds_of_pupil = st.fixed_dictionaries(
    {
        # Sessions possible in each half day, and none on some.
        "possible": st.sampled_from([[7] * 10, [7, 0] * 5, [7] * 8 + [0, 0], [0] * 9 + [7], [0] * 10]),
        "support": st.sampled_from("KKKKEN"),
        "needs": st.sampled_from([(), ("SPLD",), ("SPLD", "VI"), ("VI",), ("SEMH",), ("ASD", "SEMH")]),
        "reasons": some_reasons,
        "gap_weeks": st.sampled_from([0, 0, 0, 1, 3]),
    }
)


@st.composite
def schools_full(draw: st.DrawFn) -> list[View]:
    """Draw a school of up to thirty pupils, in groups of every size, some of them with half days nobody expects them on."""
    drawn = draw(st.lists(kinds_of_pupil, max_size=30))
    return [
        summary(
            number,
            missed=[min(each, (number + cell) % 4) for cell, each in enumerate(fields["possible"])],
            **fields,
        )
        for number, fields in enumerate(drawn)
    ]


def having(found: Iterable[View], cells: Iterable[int]) -> set[str]:
    cells = tuple(cells)
    return {each.id for each in found if any(each.half_days.possible[cell] for cell in cells)}


def is_told_of_enough(pupils: set[str]) -> bool:
    return not pupils or len(pupils) >= SMALLEST


@given(schools_full())
def test_no_number_tells_of_a_small_group(found: list[View]) -> None:
    """Every number that stands on the page is about nobody or at least five pupils, and is right."""
    page = whole_school(school(), found)
    cells = [cell for cell in range(10) if len(having(found, [cell])) >= SMALLEST]
    grid = table_under(page, "sessions")
    for half, name in enumerate(("Mornings", "Afternoons")):
        for day in range(5) if grid else ():
            told = grid[name][day]
            assert (told == "not shown") == (2 * day + half not in cells)
            assert told == "not shown" or counted(told) == sums(found, [2 * day + half])
    for anchor, of in (("support", by_support), ("need", by_need)):
        for name, (pupils, told, *shares) in table_under(page, anchor).items():
            members = [each for each in found if of(each) == name]
            assert int(pupils) == len(having(members, cells)) >= SMALLEST
            assert counted(told) == sums(members, cells)
            for share, column in zip(shares, COLUMNS[1:], strict=True):
                told_of = having(members, set(column) & set(cells))
                assert is_told_of_enough(told_of)
                assert (share == "no sessions") == (not told_of)
    for name, (pupils, *told) in table_under(page, "reasons").items():
        (code,) = [code for code, label in LABELS["reason"].items() if label == name]
        pairs = [each.reasons[code] for each in found if code in each.reasons]
        assert int(pupils) == len(pairs) >= SMALLEST
        for index, number in enumerate(told):
            some = [pair[index] for pair in pairs if pair[index]]
            assert number == ("not shown" if 0 < len(some) < SMALLEST else str(sum(some)))


@given(schools_full())
def test_no_small_group_can_be_worked_out(found: list[View]) -> None:
    """What is left when all that is shown is taken from the whole is about nobody or at least five pupils, in every column."""
    page = whole_school(school(), found)
    cells = {cell for cell in range(10) if len(having(found, [cell])) >= SMALLEST}
    if not table_under(page, "sessions"):
        return
    for anchor, of in (("support", by_support), ("need", by_need)):
        shown = table_under(page, anchor).keys()
        rest = [each for each in found if of(each) not in shown]
        for column in COLUMNS:
            assert is_told_of_enough(having(rest, cells & set(column)))


@given(schools_full(), st.integers(0, 20))
def test_the_order_of_pupils_changes_nothing(found: list[View], turn: int) -> None:
    """The page is of the school, not of a list: whoever stands first in it."""
    turned = found[turn:] + found[:turn]
    assert whole_school(school(), found).content == whole_school(school(), turned).content


def by_support(each: View) -> str:
    return str(each.support_label)


def by_need(each: View) -> str:
    return LABELS["need"][each.needs[0]] if each.needs else "No need recorded"
