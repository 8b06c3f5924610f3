"""Today, Overdue, Coming up, Pupils, forms, staff, About."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import msgspec
import pytest

from liverecord import redact, render
from liverecord.model.derived import Assignee
from liverecord.view import Page, View
from record_documents import RULEBOOK
from render.conftest import TODAY, idris, maya, rowan, school_case, seen, view_of
from render.parsed_page import Element, read, rows, shown

Pupils = Callable[[str], list[View]]


def pages_of(school: View, views: list[View]) -> dict[str, Page]:
    return {page.path: page for page in render.overview(school, [render.summary(view) for view in views])}


def tiles_of(page: Page) -> dict[str, tuple[int, str]]:
    """Each tile's words, with its number and where it leads."""
    found = {}
    for tile in shown(read(page.content)).all("ul", class_="tiles")[0].all("li"):
        links = tile.all("a")
        found[tile.all("span", class_="what")[0].text] = (
            int(tile.all("b")[0].text.replace(",", "")),
            (links[0].attributes["href"] or "") if links else "",
        )
    return found


def kinds_of(page: Page, words: str) -> dict[str, int]:
    """What a tile's number is made of, as its line says it."""
    for tile in shown(read(page.content)).all("ul", class_="tiles")[0].all("li"):
        if tile.all("span", class_="what")[0].text == words:
            return {
                kind.all("span")[0].text: int(kind.all("b")[0].text.replace(",", ""))
                for kind in tile.all("span", class_="kind")
                if kind.all("b")
            }
    raise AssertionError(words)


def in_week(school: View) -> View:
    """The school in a week of its term."""
    return View(**{**dict(school), "week_label": "week 3 of Autumn 2"})


def part(root: Element, anchor: str) -> Element:
    """The section whose heading has this anchor."""
    (found,) = [
        each
        for each in root.all("section", data_rows=True)
        if any(child.attributes.get("id") == anchor for child in each.children if isinstance(child, Element))
    ]
    return found


def of_kind(page: Page, value: str) -> list[Element]:
    """The rows that the filter by kind leaves, as lists.js goes about it."""
    return [row for row in rows(read(page.content)) if value in (row.attributes["data-kind"] or "").split()]


def table_after(root: Element, anchor: str) -> list[Element]:
    after = False
    for element in root.every():
        after = after or element.attributes.get("id") == anchor
        if after and element.name == "table":
            return element.all("tbody")[0].all("tr")
        if after and element.name == "h2" and element.attributes.get("id") != anchor:
            break
    return []


@pytest.mark.parametrize("audience", ["staff", "team", "senco"])
def test_every_page_has_one_first_heading(pupils: Pupils, school: View, audience: str) -> None:
    """Every page has exactly one first heading, and its contents list names its second headings."""
    for page in pages_of(school, pupils(audience)).values():
        root = read(page.content)
        assert len(root.all("h1")) == 1
        ids = [element.attributes["id"] for element in root.every() if "id" in element.attributes]
        assert len(ids) == len(set(ids)), page.path
        headings = {heading.attributes["id"] for heading in root.all("h2")}
        # The pupils' table is the page, and the week has a strip of its days; a list beside them would only take their width.
        bare = page.path in {"pupils/", "week/"}
        assert {line.anchor for line in page.contents} == (set() if bare else headings)


def test_today_says_what_the_mock_says(pupils: Pupils, school: View) -> None:
    """Six tiles, each with what it is made of: two reviews and an action are late, a provision is to be confirmed, and all have an owner."""
    page = pages_of(in_week(school), pupils("team"))[""]
    tiles = tiles_of(page)
    assert list(tiles) == [
        "overdue or behind",
        "no date yet",
        "in nobody's hands",
        "to chase",
        "pupil this week",
        "coming up in 14 days",
    ]
    assert kinds_of(page, "overdue or behind") == {"reviews": 2, "action": 1}
    assert kinds_of(page, "coming up in 14 days")["provision to confirm by 18 December"] == 1
    assert tiles["in nobody's hands"][0] == 0
    assert kinds_of(page, "pupil this week")["without a line"] == 1
    root = read(pages_of(school, pupils("team"))[""].content)
    facts = [fact.text for fact in root.all("ul", class_="facts")[0].all("li")]
    assert facts == ["Sunday 22 November 2026", "Monday starts week 4 of Autumn 2", "3 live records"]
    whose = [row.cells[0].all("a")[0].text for row in rows(part(root, "needs"))]
    assert whose == ["Maya Ellison", "Idris Vale", "Maya Ellison"]


@pytest.mark.parametrize("audience", ["staff", "team", "senco"])
def test_tiles_add_up(pupils: Pupils, school: View, audience: str) -> None:
    """Each tile's number is the number of rows that it leads to, and what its line names of them adds up to it."""
    pages = pages_of(school, pupils(audience))
    today = read(pages[""].content)
    total = tiles_of(pages[""])["overdue or behind"][0]
    assert sum(kinds_of(pages[""], "overdue or behind").values()) == total
    for words, (number, href) in tiles_of(pages[""]).items():
        address, _, anchor = href.partition("#")
        path, _, query = address.partition("?")
        if path == "week/" or not href:
            # Pupils, not rows that are due, with tests of their own; or nought.
            assert path or number == 0
        elif query:
            name, _, value = query.partition("=")
            assert (path, name) == ("overdue/", "kind")
            assert len(of_kind(pages[path], value)) == number, words
        elif path:
            assert len(rows(read(pages[path].content))) == number, words
        elif anchor == "coming":
            assert len(rows(part(today, anchor))) == number, words
        else:
            assert len(table_after(today, anchor)) == number, words
    assert len(rows(read(pages["overdue/"].content))) == total
    assert len(rows(part(today, "needs"))) == total


def test_what_passes_between_builds_is_there_hidden(pupils: Pupils, school: View) -> None:
    """Every row that is coming up in a fortnight stands hidden in the list of what is late, so that the browser can show it."""
    pages = pages_of(school, pupils("team"))
    coming = {row.text for row in rows(part(read(pages[""].content), "coming"))}
    latent = part(read(pages[""].content), "needs").all("tr", data_latent=True)
    assert {row.text for row in latent} == coming
    assert all("hidden" in row.attributes for row in latent)
    overdue = read(pages["overdue/"].content)
    assert len(overdue.all("tr", data_latent=True)) == len(coming)


def test_long_lists_say_what_they_leave_out(pupils: Pupils, school: View) -> None:
    """Past forty rows the first page says how many there are and leads to them all."""
    summaries = [
        View(**{**dict(render.summary(pupils("team")[0])), "id": f"p-{number:04}"}) for number in range(50)
    ]
    pages = {page.path: page for page in render.overview(school, summaries)}
    root = read(pages[""].content)
    assert len(rows(part(root, "needs"))) == 40
    assert "First 40 of 100, all in Overdue." in " ".join(root.text.split())
    assert len(rows(read(pages["overdue/"].content))) == 100
    held = {page.path: page for page in render.overview(in_week(school), summaries)}
    assert kinds_of(held[""], "pupils this week")["without a line"] == 50
    assert len(root.all("details")[0].all("a")) == 10


def test_what_nobody_has_in_hand_stands_first(school: View) -> None:
    """A duty that nobody owns, or whose owner has left, is in nobody's hands; the second says that it needs a new owner (L12, L15)."""
    case = maya()
    left = Assignee(id="s-quill", name="S. Quill", left_on=TODAY - timedelta(days=30))
    duties = (
        msgspec.structs.replace(case.duties[0], owner=left),
        msgspec.structs.replace(case.duties[1], owner=None),
    )
    view = seen(msgspec.structs.replace(case, duties=duties), "team")
    overdue = read(pages_of(school, [view])["overdue/"].content)
    assert [heading.text for heading in overdue.all("h3")] == ["In nobody's hands 2"]
    assert "needs a new owner" in overdue.text
    owners = {row.attributes["data-owner"] for row in rows(overdue)}
    assert owners == {"nobody", "s-quill nobody"}


def test_what_is_covered_stands_under_the_covers_name(pupils: Pupils, school: View) -> None:
    """Somebody away is named first in the row, the cover second; the list has it under the cover, who says for whom it is (L15)."""
    overdue = read(pages_of(school, pupils("team"))["overdue/"].content)
    (section,) = [
        part for part in overdue.all("section", data_rows=True) if part.all("h3", id="owner-r-adeyemi")
    ]
    (row,) = [row for row in rows(section) if row.attributes["data-owner"] == "t-barros r-adeyemi"]
    whose = " ".join(row.cells[2].text.split())
    assert whose == "T. Barros away to 4 December, R. Adeyemi covers"
    assert "Covering for T. Barros, away to 4 December" in section.all("p")[0].text
    assert not overdue.all("h3", id="owner-t-barros")


def test_each_thing_stands_in_a_list_once(pupils: Pupils, school: View) -> None:
    """Overdue and Coming up hold every duty once, grouped by owner, with the filters hidden until there is a script."""
    pages = pages_of(school, pupils("senco"))
    duties = [duty for view in pupils("senco") for duty in view.duties]
    overdue, coming = read(pages["overdue/"].content), read(pages["coming/"].content)
    assert len(rows(overdue)) == sum(duty.days < 0 for duty in duties)
    near = [
        duty
        for duty in duties
        if 0 <= duty.days <= 28
        or (duty.days >= 0 and (duty.state == "soon" or duty.due <= date(2026, 12, 18)))
    ]
    assert len(rows(coming)) == len(near) > 0
    for root in (overdue, coming):
        (form,) = root.all("form", data_filters=True)
        assert "data-waiting" in form.attributes
        fields = {field.attributes["name"]: field for field in form.all("select")}
        assert list(fields) == ["owner", "kind", *(["state"] if root is overdue else []), "window"]
        assert {label.attributes["for"] for label in form.all("label")} == {
            field.attributes["id"] for field in fields.values()
        }
        values = [option.attributes["value"] for option in fields["kind"].all("option")]
        carried = {kind for row in rows(root) for kind in (row.attributes["data-kind"] or "").split()}
        assert carried <= set(values)
        assert {"review", "action", "concern", "provision", "plan", "chase"} <= set(values)
        owners = {option.attributes["value"] for option in fields["owner"].all("option")}
        assert {each for row in rows(root) for each in (row.attributes["data-owner"] or "").split()} <= owners


def test_windows_carry_their_bounds(school: View) -> None:
    """What is chosen stands for days from the reader's own today: never for days of the build, but for the half term's end."""
    pages = pages_of(school, [seen(maya(), "team")])
    bounds = {
        option.attributes["value"]: tuple(
            option.attributes.get(f"data-{name}") for name in ("first", "last", "until")
        )
        for path in ("overdue/", "coming/")
        for option in read(pages[path].content).all("select", name="window")[0].all("option")
    }
    assert bounds == {
        "": (None, None, None),
        "week": (None, None, None),
        "over-7": (None, "-8", None),
        "over-14": (None, "-15", None),
        "over-28": (None, "-29", None),
        "7": ("0", "7", None),
        "14": ("0", "14", None),
        "28": ("0", "28", None),
        "half-term": ("0", None, "2026-12-18"),
    }


def test_what_is_in_nobodys_hands_is_counted_by_how_that_came(school: View) -> None:
    """A next step without an owner, one whose owner has left and one whose owner is away uncovered are counted and listed, once each."""
    case = maya()
    left = Assignee(id="s-quill", name="S. Quill", left_on=TODAY - timedelta(days=30))
    away = Assignee(id="n-hale", name="N. Hale", is_away=True)
    first, second = case.next_steps[:2]
    steps = tuple(msgspec.structs.replace(first, owner=owner) for owner in (None, left, away))
    page = pages_of(school, [seen(msgspec.structs.replace(case, next_steps=(*steps, second)), "team")])[""]
    assert tiles_of(page)["in nobody's hands"] == (3, "#no-owner")
    assert kinds_of(page, "in nobody's hands") == {
        "without an owner": 1,
        "whose owner has left": 1,
        "away, and nobody covers": 1,
    }
    assert len(table_after(read(page.content), "no-owner")) == 3


def test_empty_school(school: View) -> None:
    """A school without a record has every page, and each says that there is nothing."""
    pages = pages_of(school, [])
    assert {"", "overdue/", "coming/", "pupils/", "staff/", "about/"} <= set(pages)
    assert "There are no live records yet." in pages[""].content
    assert "Nothing is overdue or behind." in pages["overdue/"].content
    assert "There are no live records yet." in pages["pupils/"].content
    nobody = View(**{**dict(school), "staff": ()})
    assert "No staff are recorded." in pages_of(nobody, [])["staff/"].content


def test_staff_audience_has_no_hidden_lists(pupils: Pupils, school: View) -> None:
    """Where silences and next steps may not be seen, the first page does not speak of them, nor the table of needs."""
    pages = pages_of(school, pupils("staff"))
    assert "No line this week" not in pages[""].content
    assert "Next steps without an owner" not in pages[""].content
    assert "Needs" not in [head.text for head in read(pages["pupils/"].content).all("th")]


def test_forms_have_pages(pupils: Pupils, school: View) -> None:
    """Each form has a page under a slug, with its pupils and what is due; the pupils' table leads to it."""
    pages = pages_of(school, pupils("team"))
    assert {"classes/8b/", "classes/10c/", "classes/5-willow/"} <= set(pages)
    assert "Rowan Tate" in pages["classes/5-willow/"].content
    assert 'href="../classes/5-willow/"' in pages["pupils/"].content


def test_pupils_table_is_whole_without_script(pupils: Pupils, school: View) -> None:
    """Without script the table holds every pupil and the filters are not shown."""
    root = read(pages_of(school, pupils("team"))["pupils/"].content)
    assert len(root.all("table", data_pupils=True)[0].all("tbody")[0].all("tr")) == 3
    (form,) = root.all("form")
    assert "data-waiting" in form.attributes
    labels = {label.attributes["for"] for label in form.all("label")}
    assert labels == {field.attributes["id"] for field in form.every() if field.name in {"input", "select"}}
    years = [option.text for option in form.all("select", name="year")[0].all("option")]
    assert years == ["Any", "Year 5", "Year 8", "Year 10"]


def test_staff_have_what_is_theirs(pupils: Pupils, school: View) -> None:
    """A colleague's page holds what is late and coming for them, and what they cover, with the handover."""
    pages = pages_of(school, pupils("team"))
    text = " ".join(shown(read(pages["staff/r-adeyemi/"].content)).text.split())
    assert "Overdue and behind 3" in text
    assert "Covering for T. Barros, away until 4 December." in text
    assert "Transport contact is the county's school travel desk" in text
    assert "Behind 37 days" in text
    assert "Key worker for Rowan Tate" in text
    assert "Left on 23 October 2026" in read(pages["staff/s-quill/"].content).text


def test_about_is_the_same_for_every_build(pupils: Pupils, school: View) -> None:
    """About says for whom and as of when; the moment of the build is left to the browser."""
    root = read(pages_of(school, pupils("team"))["about/"].content)
    assert "Sunday 22 November 2026" in root.text
    assert "Y1 unable to attend: usual transport not available" in root.text
    assert "WCAG 2.2 at level AA" in root.text
    assert len(root.all("dd", data_site="built_at")) == 1


def test_about_explains_the_figures_that_this_site_shows(pupils: Pupils, school: View) -> None:
    """A site without attendance explains none of its figures and no mark, and does not say that it holds what drives a concern."""
    absent = render.absent(redact.gate(RULEBOOK.policy, "staff").sees)
    narrow = View(**{**dict(school), "absent": absent})
    text = read(pages_of(narrow, pupils("staff"))["about/"].content).text
    assert "Persistent and severe absence" not in text
    assert "Marks of the register" not in text
    assert "what is thought to drive it" not in text
    assert "what to do, what helps and what to avoid" in " ".join(text.split())
    assert "Overdue" in text


def test_links_lead_somewhere(pupils: Pupils, school: View) -> None:
    """Every relative link of every page leads to a page of this site, and every anchor to an element."""
    views = pupils("senco")
    pages = {
        **pages_of(school, views),
        **{page.path: page for view in views for page in render.of_pupil(view, school)},
    }
    ids = {
        path: {element.attributes.get("id") for element in read(page.content).every()}
        for path, page in pages.items()
    }
    for path, page in pages.items():
        for link in read(page.content).all("a"):
            href = link.attributes["href"] or ""
            if re.match(r"https?:", href):
                continue
            target, _, anchor = href.partition("#")
            target = target.partition("?")[0]
            steps = target.count("../")
            assert steps <= path.count("/"), href
            base = path.split("/")[:-1]
            here = "/".join(base[: len(base) - steps])
            rest = target.replace("../", "")
            address = (f"{here}/{rest}" if here else rest) if target else path
            assert address in pages, (path, href)
            if anchor:
                assert anchor in ids[address], (path, href)


def test_a_pupil_who_left_is_not_lost(school: View) -> None:
    """A pupil who is not on the roll stands in the table and is said to be so; the live records do not count them."""
    case = msgspec.structs.replace(rowan(), on_roll=False, duties=())
    pages = pages_of(school, [seen(case, "team"), seen(idris(), "team")])
    assert "not on the roll" in pages["pupils/"].content
    assert "1 live record<" in pages[""].content


def test_same_input_same_bytes(pupils: Pupils) -> None:
    """Pages depend on nothing but what they are made from."""
    first = pages_of(view_of(school_case()), pupils("senco"))
    again = pages_of(view_of(school_case()), list(reversed(pupils("senco"))))
    assert {path: page.content for path, page in first.items()} == {
        path: page.content for path, page in again.items()
    }
