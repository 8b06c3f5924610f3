"""Parts of hand-written pages: each site's guide says what that site holds, and nothing of what it lacks."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

import markdown
import pytest

from liverecord import redact, render
from liverecord.model.rulebook import Code
from liverecord.press.parts import without_parts
from liverecord.problem import CannotBuild
from liverecord.read.resources import site_overrides_folder
from record_documents import RULEBOOK
from render.parsed_page import Element, read

AUDIENCES = tuple(each.id for each in RULEBOOK.policy.audiences)
GOLDEN = Path(__file__).parents[1] / "golden"
LISTS = {
    "provision_status": "plan.outcomes.provision.result",
    "result": "tried.result",
    "review_result": "reviews.outcomes.result",
    "certainty": "concerns.drivers.certainty",
    "concern_status": "concerns.status",
}
"""The lists of codes whose words pages show as states, and what an audience sees that meets all of them."""

STATES = {"Overdue", "Today"}
"""Titles that are also words which every site says: how late a thing is, and the day."""


def guide(audience: str) -> str:
    """Return the HTML of the shipped guide as one audience has it."""
    text = (site_overrides_folder() / "pages/guide.md").read_text("utf-8").split("---\n", 2)[2]
    html = markdown.markdown(text, extensions=["tables", "attr_list"])
    gate = redact.gate(RULEBOOK.policy, audience)
    return without_parts(html.encode(), "guide/index.html", gate.sees).decode()


def terms(audience: str) -> list[str]:
    """Return the words that the guide's table explains."""
    rows = re.findall(r"<tr>\s*<td>(.*?)</td>", guide(audience), re.DOTALL)
    return [plainly(term) for row in rows for term in unescape(row).split(", ")]


def stated(page: Element) -> Iterator[str]:
    """Yield what a page says of how things stand: its tags, which tell how near what is due is as well, and its tiles."""
    tiles = [what for tile in page.all("ul", class_="tiles") for what in tile.all("span", class_="what")]
    for element in page.every():
        if element in tiles or "tag" in (element.attributes.get("class") or "").split():
            yield " ".join(element.text.split())


def plainly(word: str) -> str:
    """Return a word without its numbers and in small letters: "In 5 days" and "In 12 days" are one."""
    said = re.sub(r"\d+ days?", "n days", word.casefold())
    return re.sub(r"[\d,]+", "", said).strip().replace("pupils this", "pupil this")


def codes(name: str) -> Iterable[Code]:
    return RULEBOOK.codes.lists[name].values()


def sees(audience: str, path: str) -> bool:
    return redact.gate(RULEBOOK.policy, audience).sees(path)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_guide_names_no_page_that_the_site_lacks(audience: str) -> None:
    """Neither a link to, nor the title of, a page or list that this audience's site does not have."""
    absent = render.absent(redact.gate(RULEBOOK.policy, audience).sees)
    said = guide(audience)
    words = unescape(re.sub("<[^>]*>", " ", said))
    for kind in render.PAGES:
        if kind.address in absent:
            assert f"({kind.address}" not in said
            assert kind.title in STATES or kind.title.casefold() not in words.casefold(), kind.title
    assert "[[liverecord" not in said


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_guide_explains_every_state_word_and_tile(audience: str) -> None:
    """Every word by which a page of this site says how something stands is in the guide's table, with what it means."""
    explained = terms(audience)
    said = {
        word for page in (GOLDEN / audience).rglob("*.html") for word in stated(read(page.read_text("utf-8")))
    }
    said |= {row.label for name, path in LISTS.items() if sees(audience, path) for row in codes(name)}
    assert said
    assert audience == "staff" or {"to chase", "no date yet", "in nobody's hands"} <= said
    unexplained = {word for word in said if not any(plainly(word).startswith(term) for term in explained)}
    assert not unexplained


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_guide_explains_no_word_that_its_site_never_says(audience: str) -> None:
    """Words of codes whose path this audience does not see stand in no row of its guide."""
    hidden = {row.label for name, path in LISTS.items() if not sees(audience, path) for row in codes(name)}
    # Everybody is told which support is in place.
    assert not {plainly(word) for word in hidden - {"in place"}} & set(terms(audience))


def test_the_staff_guide_speaks_of_nothing_that_staff_do_not_see() -> None:
    """No word of concerns, needs by type, patterns or the register; what to do and whom to ask stands there instead."""
    said = unescape(re.sub("<[^>]*>", " ", guide("staff"))).casefold()
    for word in (
        "concern",
        "attendance",
        "pattern",
        "register",
        "suspected",
        "tried",
        "five questions",
        "owner",
        "enforcement",
    ):
        assert word not in said, word
    assert "ask the key worker or the senco" in said


@pytest.mark.parametrize("audience", ["team", "senco"])
def test_who_sees_more_reads_of_more(audience: str) -> None:
    said = guide(audience)
    assert "What do we think is driving it?" in said
    assert "Codes of the register" in said
    assert said.count("<tr>") > guide("staff").count("<tr>")


def test_a_row_a_point_and_a_part_go_whole() -> None:
    """What is not for somebody leaves no empty row, point or mark behind; what is, loses its marks alone."""
    text = (
        "| a | b |\n| - | - |\n| [[liverecord:sees x]] one | 1 |\n| two | 2 |\n\n"
        "- [[liverecord:hides x]] three\n- four\n\n"
        "[[liverecord:sees x]]\n\nfive\n\n[[liverecord:end]]\n\nsix\n"
    )
    html = markdown.markdown(text, extensions=["tables"]).encode()
    seen = without_parts(html, "own.html", lambda path: path == "x")
    hidden = without_parts(html, "own.html", lambda _: False)
    assert re.findall(r"one|two|three|four|five|six", seen.decode()) == ["one", "two", "four", "five", "six"]
    assert re.findall(r"one|two|three|four|five|six", hidden.decode()) == ["two", "three", "four", "six"]
    for each in (seen, hidden):
        assert b"[[" not in each
    assert hidden.count(b"<tr>") == 2
    assert hidden.count(b"<li>") == 2


@pytest.mark.parametrize("text", ["[[liverecord:sees x]]\n\nfive\n", "five [[liverecord:hides x]]\n"])
def test_a_part_that_does_not_end_stops_the_build(text: str) -> None:
    """It would be read by those whom it is not for."""
    with pytest.raises(CannotBuild, match="does not end"):
        without_parts(markdown.markdown(text).encode(), "own.html", lambda _: True)


def test_a_folder_of_pages_holds_no_other_guide() -> None:
    assert [path.name for path in Path(site_overrides_folder(), "pages").iterdir()] == ["guide.md"]


def test_a_heading_takes_its_line_in_the_contents_along() -> None:
    """Whoever does not have a part is offered no way to its heading; every other line of the contents stays."""
    page = (
        b'<ul><li class="x"><a href="#first">First</a></li>\n<li class="x"><a href="#last">Last</a></li></ul>'
        b'<p>[[liverecord:hides a.b]]</p>\n<h2 id="first">First</h2><p>One</p><p>[[liverecord:end]]</p>\n<h2 id="last">Last</h2>'
    )
    whole = without_parts(page, "guide.html", lambda _path: False).decode()
    assert (whole.count("First"), whole.count("Last")) == (2, 2)
    cut = without_parts(page, "guide.html", lambda _path: True).decode()
    assert cut == '<ul><li class="x"><a href="#last">Last</a></li></ul><h2 id="last">Last</h2>'
