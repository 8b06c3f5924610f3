"""Parts of hand-written pages: each site's guide says what that site holds, and nothing of what it lacks."""

import re
from html import unescape
from pathlib import Path

import markdown
import pytest

from liverecord import redact, render
from liverecord.press.parts import without_parts
from liverecord.problem import CannotBuild
from liverecord.read.resources import site_overrides_folder
from record_documents import RULEBOOK

AUDIENCES = tuple(each.id for each in RULEBOOK.policy.audiences)
STATES = {"Overdue", "Today"}
"""Titles that are also words which every site says: how late a thing is, and the day."""


def guide(audience: str) -> str:
    """Return the HTML of the shipped guide as one audience has it."""
    text = (site_overrides_folder() / "pages/guide.md").read_text("utf-8").split("---\n", 2)[2]
    html = markdown.markdown(text, extensions=["tables", "attr_list"])
    gate = redact.gate(RULEBOOK.policy, audience)
    return without_parts(html.encode(), "guide/index.html", gate.sees).decode()


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
