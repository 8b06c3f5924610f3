"""What pages say of a record that is shown as it stood: the day to everybody, the rest as far as it is there, all of it inert."""

import re
from datetime import date
from typing import Any

from hypothesis import given

from liverecord.render.pieces import Setting
from liverecord.render.standing_still import marked, section, small
from liverecord.view import Page, View
from strategies import hostile_text

ON = date(2026, 10, 1)
PATH = "records/pupils/p-7k3m/plan.yml"
WHERE = {"code": "unknown-person", "path": PATH, "line": 18, "number": 1}
COMMIT = {"commit": "abc1234def", "commit_url": "https://forge.example/abc1234def"}


def school(**fields: Any) -> View:
    return View(as_of=date(2026, 11, 22), **fields)


def pupil(stood: View | None, name: str = "Maya Ellison") -> View:
    return View(id="p-7k3m", name=name, stood=stood)


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


def today(told: View, *pupils: View) -> str:
    return section(told, pupils, Setting(told, ""))


def test_a_current_record_has_no_mark() -> None:
    """Where nothing is wrong, nothing is said: not on the page, not in lists, not on Today."""
    page = Page(path="pupils/p-7k3m/", title="M", content="<h1>M</h1>")
    for view in (pupil(None), View(id="p-7k3m", name="M")):
        assert marked(page, view) is page
        assert small(view) == ""
        assert today(school(not_shown=0, never_valid=(), stood=None, past=None), view) == ""


def test_a_page_says_since_when_and_what_is_to_be_mended() -> None:
    """The notice stands first, with the day, the commit and the problem's place for who may see them."""
    page = Page(path="pupils/p-7k3m/", title="M", content="<h1>M</h1>")
    told = marked(page, pupil(View(on=ON, **COMMIT, **WHERE))).content
    assert told.endswith("<h1>M</h1>")
    assert plain(told).startswith(
        "This record is shown as it stood on 1 October 2026 (version abc1234), because its newest version has a problem: "
        f"{PATH}, line 18 (unknown-person). "
    )
    assert '<a href="https://forge.example/abc1234def">' in told
    told = plain(marked(page, pupil(View(on=ON))).content)
    assert told.startswith(
        "This record is shown as it stood on 1 October 2026, because its newest version has a problem. "
    )
    assert PATH not in told


def test_a_school_may_close_even_the_day() -> None:
    """Where the day is not to be seen, that the record is an older one is said all the same."""
    page = Page(path="pupils/p-7k3m/", title="M", content="<h1>M</h1>")
    told = plain(marked(page, pupil(View(commit="abc1234def"))).content)
    assert told.startswith("This record is shown as it stood earlier (version abc1234), because")
    assert small(pupil(View(commit="abc1234def"))) == ""


def test_lists_say_the_day() -> None:
    """Below the name, small."""
    assert plain(small(pupil(View(on=ON)))) == "as it stood on 1 October 2026"


def test_today_lists_them_by_name() -> None:
    """A row for each, in the order of names; the column of problems is there for who sees one."""
    found = today(
        school(not_shown=0),
        pupil(View(on=ON, **WHERE | {"number": 3}), "Zoe Ash"),
        pupil(View(on=ON, **WHERE), "Adam Ash"),
    )
    assert found.index("Adam Ash") < found.index("Zoe Ash")
    assert "Problem to mend" in found
    assert f"{PATH}, line 18 (unknown-person), and 2 more problems" in plain(found)
    assert "Problem to mend" not in today(school(not_shown=0), pupil(View(on=ON)))


def test_what_cannot_be_shown_is_counted_or_named() -> None:
    """By id for who may know it, with the place for who may see that; for everybody else how many there are."""
    never = (View(id="p-zzzz", **WHERE), View(id="", **WHERE | {"path": "records/pupils"}))
    everything = plain(today(school(not_shown=2, never_valid=never)))
    assert "2 records cannot be shown at present" in everything
    assert f"p-zzzz: {PATH}, line 18" in everything
    assert "Something in records/pupils: " in everything
    ids = plain(today(school(not_shown=2, never_valid=(View(id="p-zzzz"), View(id="")))))
    assert "p-zzzz and 1 more" in re.sub(r"(?<=zzzz)(?=and)", " ", ids)
    assert PATH not in ids
    assert plain(today(school(not_shown=1))).endswith("1 record cannot be shown at present.")


def test_the_schools_own_files_are_told() -> None:
    """Terms and staff of an earlier day are said on Today."""
    told = plain(
        today(school(not_shown=0, stood=View(on=ON, **COMMIT, **WHERE | {"path": "records/staff.yml"})))
    )
    assert "Terms and staff are taken as they stood on 1 October 2026 (version abc1234)" in told
    assert "records/staff.yml, line 18 (unknown-person)." in told
    assert "as they stood earlier" in plain(today(school(not_shown=0, stood=View(commit="abc1234"))))


@given(hostile_text())
def test_hostile_words_are_text(typed: str) -> None:
    """Whatever stands in a path, a code, a commit or a name, no tag or attribute comes of it."""
    stood = View(on=ON, commit=typed, commit_url=typed, code=typed, path=typed, line=1, number=2)
    never = (View(id=typed, code=typed, path=typed, line=1, number=1),)
    page = marked(Page(path="", title="", content=""), pupil(stood)).content
    html = page + today(school(not_shown=3, never_valid=never, stood=stood), pupil(stood, typed))
    tags = {tag.split()[0].strip("/") for tag in re.findall(r"<([a-z/][^>]*)>", html)}
    assert tags <= {
        "p",
        "b",
        "h2",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "a",
        "code",
        "ul",
        "li",
    }
    assert all(
        address.startswith(("http://", "https://", "pupils/"))
        for address in re.findall('href="([^"]*)"', html)
    )
