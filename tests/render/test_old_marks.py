"""Pages of a day on which the marks are not new: each sentence about attendance names the day they end, and none is of now."""

import re
from datetime import date

import pytest

from golden import made
from render.parsed_page import read

OF_NOW = re.compile(
    r"in the last \d+ school weeks|last week|this week so far|the last \d+ weeks?\b|than before: own|about as before|consider a notice|near the 10|"
    r"stands out|looked for in|national figures count(?! agreed)|national figures call this|counts as (persistent|severe)|newest mark(?!, )|"
    r"(before|after) the register closed on [0-9]|since \d+ \w+: missed",
    re.IGNORECASE,
)
PLAIN = "The marks end on 20 November 2026: nothing is said of attendance now."
SCHOOL = re.compile(r"The marks of all \d pupils end (on 20|between \d+ \w+ 2026 and 20) November 2026")


def pages(day: str) -> dict[str, str]:
    """Return the words of each page that a day makes, of those who see attendance."""
    return {
        path: re.sub(r"\s+", " ", read(content.decode()).text)
        for path, content in made(date.fromisoformat(day)).items()
        if path.startswith(("team/", "senco/"))
    }


@pytest.mark.parametrize("day", ["2026-12-16", "2027-02-01", "2027-09-13"])
def test_no_page_speaks_of_now(day: str) -> None:
    """Long after the newest mark no page has a window, a movement, a threshold, a pattern or a comparison that still runs."""
    for path, text in pages(day).items():
        if "attendance" in path or "pupils/p-" in path or path.endswith("week.html"):
            # What the week's page asks whoever keeps the routine is a question, and no statement.
            found = OF_NOW.search(text.replace("Whose attendance moved last week?", ""))
            assert found is None, (path, found)


@pytest.mark.parametrize("day", ["2026-12-16", "2027-02-01", "2027-09-13"])
def test_one_plain_line_says_so_instead(day: str) -> None:
    """The pupil's page, Today, This week, Attendance and Support first say until when there are marks, and how newer ones come."""
    found = pages(day)
    for path in ("team/pupils/p-7k3m.html", "team/attendance/p-7k3m.html"):
        assert PLAIN in found[path]
        assert "“Bring in marks”" in found[path]
    for path in (
        "team/index.html",
        "team/week.html",
        "team/attendance.html",
        "team/attendance/support-first.html",
    ):
        assert SCHOOL.search(found[path]), path
        assert "“Bring in marks”" in found[path]
    week = made(date.fromisoformat(day))["team/week.html"].decode()
    if day != "2026-12-16":
        week = ""  # a holiday, or a week of a year that school.yml does not name
    assert '<b>0</b> <span class="said">moved' not in week
    assert 'none done">The marks' not in week
    assert not any(
        "liverecord import" in made(date.fromisoformat(day))[path].decode() for path in ("staff/index.html",)
    )


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-25", "2026-12-03"])
def test_new_marks_of_another_week_are_dated(day: str) -> None:
    """In the two school weeks after the marks each sentence made of them says up to which day they go."""
    text = pages(day)["team/attendance/p-7k3m.html"]
    for begins in (
        "Attended ",
        "The newest 4 weeks with marks",
        "Of at least",
        "Of ",
        "Up to 20 November: absent",
        "Since 5",
    ):
        for sentence in re.findall(rf"(?<![\w] ){begins}[^.]*\.", text):
            if "mark" not in sentence and "missed" not in sentence and "Attended" not in sentence:
                continue
            if begins == "Of " and "sessions missed" not in sentence:
                continue
            assert "20 November" in sentence, sentence
    assert "marks up to 20 November" in text
    assert "20 November" in pages(day)["team/week.html"]


def test_marks_of_this_week_need_no_day() -> None:
    """On the Sunday after them nothing has to be dated."""
    text = pages("2026-11-22")["team/pupils/p-7k3m.html"]
    assert "up to 20 November" not in text
    assert "The marks end" not in text
