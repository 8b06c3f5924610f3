"""The first screen of a pupil's page answers the five questions, in their order."""

import pytest
from playwright.sync_api import expect
from reading import Reader
from served_school import CIRCUMSTANCES, MUCH, ONLY_A_PLAN, Served

from chromium import go

QUESTIONS = [
    "What is happening?",
    "What do we think is driving it?",
    "What have we already tried?",
    "Who is doing what next?",
    "When will we check again?",
]


@pytest.mark.parametrize("pupil", [MUCH, ONLY_A_PLAN, CIRCUMSTANCES])
@pytest.mark.parametrize("audience", ["team", "senco"])
def test_five_questions_stand_first_and_in_order(
    reader: Reader, sites: dict[str, Served], audience: str, pupil: str
) -> None:
    """The five are the first headings below the name, in their order, answered or honestly empty."""
    page = reader(sites[audience])
    page.goto(f"{sites[audience].address}pupils/{pupil}/")
    assert page.locator("article h2").all_inner_texts()[:5] == QUESTIONS
    for section in page.locator(".five section").all():
        assert len(section.inner_text().splitlines()) > 1


@pytest.mark.parametrize("pupil", [MUCH, ONLY_A_PLAN])
def test_one_screen_shows_all_five(reader: Reader, senco: Served, pupil: str) -> None:
    """At 1280 by 860 nobody has to scroll to see that all five are answered: each heading and a line below it is there."""
    page = reader(senco)
    go(page, f"{senco.address}pupils/{pupil}/")
    page.locator(".banner").evaluate_all("found => found.forEach((one) => one.remove())")
    tops = []
    for section in page.locator(".five section").all():
        heading = section.locator("h2").bounding_box()
        first = section.locator(":is(p, li)").first.bounding_box()
        assert heading is not None
        assert first is not None
        assert first["y"] + min(first["height"], 24) <= 860, section.inner_text()
        tops.append((heading["y"], heading["x"]))
    assert len(tops) == 5
    assert tops == sorted(tops)


def test_circumstances_stand_above_the_questions(reader: Reader, senco: Served) -> None:
    """What must not have to be explained again stands before the five; where there is none, it takes one quiet line."""
    page = reader(senco)
    page.goto(f"{senco.address}pupils/{CIRCUMSTANCES}/")
    standing, five = page.locator("#circumstances").bounding_box(), page.locator(".five").bounding_box()
    assert standing is not None
    assert five is not None
    assert standing["y"] < five["y"]
    page.goto(f"{senco.address}pupils/{ONLY_A_PLAN}/")
    empty = page.locator("#circumstances").bounding_box()
    assert empty is None or empty["height"] <= 48


def test_on_a_phone_the_five_stand_one_below_the_other(reader: Reader, senco: Served) -> None:
    """On a phone each question has the whole width, in the same order."""
    page = reader(senco, 390, 844)
    page.goto(f"{senco.address}pupils/{MUCH}/")
    boxes = [one.bounding_box() for one in page.locator(".five section").all()]
    tops = [box["y"] for box in boxes if box]
    assert len(tops) == 5
    assert tops == sorted(set(tops))
    assert all(box and box["width"] > 330 for box in boxes)


def test_staff_meet_what_helps_first(reader: Reader, sites: dict[str, Served]) -> None:
    """On the site of all staff, which holds no concerns, what helps is on the first screen, and no question is empty for want of rights."""
    page = reader(sites["staff"])
    page.goto(f"{sites['staff'].address}pupils/{MUCH}/")
    helps = page.get_by_text("Visual timetable on the desk").bounding_box()
    assert helps is not None
    assert helps["y"] < 860
    expect(page.get_by_text("No record of this.")).to_have_count(0)
