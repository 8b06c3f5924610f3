"""What has no date yet, on Today and on Overdue: first, counted, and narrowed with the list below it."""

import pytest

from golden import held
from liverecord.render.no_date import apart
from liverecord.render.pages.today import UNDATED_SHOWN
from render.parsed_page import Element, read

SEEN = ("team", "senco")


def page(audience: str, name: str) -> Element:
    return read(held()[f"{audience}/{name}.html"].decode().partition("\n\n")[2])


def undated(root: Element) -> list[Element]:
    """Return the rows below the heading *No date yet*."""
    (section,) = [
        each
        for each in root.all("section")
        if any(
            isinstance(child, Element) and child.attributes.get("id") == "no-date" for child in each.children
        )
    ]
    return section.all("tbody")[0].all("tr")


@pytest.mark.parametrize("audience", SEEN)
def test_its_tile_leads_to_it_on_today(audience: str) -> None:
    """The second tile counts what has no date yet, by kind, and leads to its rows; Today shows the first few, Overdue all."""
    today, overdue = page(audience, "index"), page(audience, "overdue")
    tile = today.all("ul", class_="tiles")[0].all("li")[1].all("a")[0]
    every = undated(overdue)
    assert every
    assert tile.attributes["href"] == "#no-date"
    assert tile.all("b")[0].text == str(len(every))
    assert sum(int(figure.text) for figure in tile.all("b")[1:]) == len(every)
    assert [row.text for row in undated(today)] == [row.text for row in every[:UNDATED_SHOWN]]
    headings = [heading.attributes["id"] for heading in today.all("h2")]
    assert headings.index("no-date") < headings.index("needs")
    # However many they are, what is late is one press away.
    leads = {link.attributes["href"]: link.text for link in overdue.all("ul", class_="facts")[0].all("a")}
    assert leads["#no-date"] == f"{len(every)} without a date yet"
    assert "#owners" in leads


@pytest.mark.parametrize("audience", SEEN)
def test_each_row_carries_what_the_filters_ask(audience: str) -> None:
    """Whose a row is and what it is about stand in it, and each is a choice of the page's filters."""
    overdue = page(audience, "overdue")
    choices = {option.attributes["value"] for option in overdue.all("option")}
    every = undated(overdue)
    assert every
    for row in every:
        carried = f"{row.attributes['data-owner']} {row.attributes['data-kind']}".split()
        assert len(carried) >= 3
        assert set(carried) <= choices


def test_what_many_lack_alike_is_said_once() -> None:
    """After a school has moved in a hundred pupils lack the same day: that is one line to open, and whoever lacks another comes first."""
    many = [{"label": "Annual review", "lacks": "the day of issue", "pupil": place} for place in range(30)]
    few = [{"label": "Provision review", "lacks": "the day", "pupil": place} for place in range(4)]
    assert apart(many[:16] + few) == (many[:16] + few, [])
    one_by_one, asked = apart(many[:15] + few + many[15:])
    assert one_by_one == few
    assert asked == [("Annual review", "the day of issue", many)]
