"""A copy of a record as whoever gets it opens it: from a folder, without a network, on a phone and on paper."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect
from reading import EVERYWHERE, Reader, violations
from served_school import (
    CIRCUMSTANCES,
    DAY,
    HOSTILE,
    HOSTILE_TEXT,
    MUCH,
    ONLY_A_PLAN,
    PART_TIME,
    Served,
    add_hostile_pupil,
)
from test_paper import sheets

from liverecord.copies import folder
from liverecord.copies.making import Asked, copied
from liverecord.demo import demo
from liverecord.read.settings import settings
from liverecord.serve import ADDRESS, server

PUPILS = (MUCH, ONLY_A_PLAN, CIRCUMSTANCES, PART_TIME, HOSTILE)


class Copies(NamedTuple):
    """The copies of a school: where they lie, and where they are served for axe, which reads stylesheets by itself."""

    folder: Path
    address: str


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """Make copies of pupils with much and with little, for each purpose, with their history."""
    school = tmp_path_factory.mktemp("copies") / "school"
    demo(school, pupils=21, weeks=6, commits=40, today=DAY)
    add_hostile_pupil(school / "records" / "pupils")
    known = settings(school)
    made = school.parent / "made"
    for purpose in ("family", "subject_access"):
        for pupil in PUPILS:
            asked = Asked(pupil, purpose, history=True, since=DAY.replace(month=10))
            copy = copied(known, asked, DAY, lambda _what, _done, _total: None)
            folder.put(made / purpose / pupil, copy.files, {})
    running = server(made, "default-src 'self'; script-src 'none'", 0)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    yield Copies(made, f"http://{ADDRESS}:{running.port}/")
    running.stop()
    thread.join()
    running.__exit__(None, None, None)


def opened(reader: Reader, copies: Copies, purpose: str, pupil: str, width: int = 1280) -> Page:
    """Open a copy from its folder, as a reader who was handed it does."""
    place = copies.folder / purpose / pupil
    page = reader(Served(purpose, place.as_uri(), place, ""), width)
    page.goto(f"{place.as_uri()}/index.html")
    return page


@pytest.mark.parametrize(
    ("purpose", "pupil"), [("family", MUCH), *(("subject_access", pupil) for pupil in PUPILS)]
)
def test_no_copy_has_a_violation(reader: Reader, copies: Copies, purpose: str, pupil: str) -> None:
    """WCAG 2.2 AA and axe's best practice hold, wide, and on a phone in the dark; on a change the colours of the fullest copies."""
    page = reader(Served(purpose, copies.address, copies.folder, ""))
    page.goto(f"{copies.address}{purpose}/{pupil}/")
    colours = pupil == MUCH or EVERYWHERE
    assert violations(page, colours=colours) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    assert violations(page, colours=colours) == []


@pytest.mark.parametrize("pupil", PUPILS)
def test_nothing_is_wider_than_a_phone(reader: Reader, copies: Copies, pupil: str) -> None:
    """The page does not scroll sideways; the register does, by itself."""
    page = opened(reader, copies, "subject_access", pupil, 390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_hostile_text_is_words(reader: Reader, copies: Copies) -> None:
    """Nothing that people typed runs, loads or breaks the page; it is read as it was typed."""
    page = opened(reader, copies, "subject_access", HOSTILE)
    expect(page.get_by_text(HOSTILE_TEXT[:40]).first).to_be_visible()
    assert page.evaluate("document.scripts.length + document.images.length") == 0


def test_contents_lead_to_every_part(reader: Reader, copies: Copies) -> None:
    """Every line of the contents list leads to the heading that it names."""
    page = opened(reader, copies, "subject_access", MUCH)
    for link in page.locator("nav a").all():
        target = page.locator(f"[id='{(link.get_attribute('href') or '')[1:]}']")
        assert target.inner_text() == link.inner_text()


def test_each_sheet_of_paper_says_that_it_is_confidential(
    reader: Reader, copies: Copies, tmp_path: Path
) -> None:
    """The whole record is on paper, with its register, and every sheet says what it is."""
    page = opened(reader, copies, "subject_access", MUCH)
    found = sheets(page, tmp_path)
    assert len(found) > 3
    assert all("Confidential: copy of a pupil's record" in sheet for sheet in found)
    text = "\n".join(found)
    for wanted in ("Maya Ellison", "16 November 2026", "What the marks mean", "What changed, and when"):
        assert wanted in text
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
