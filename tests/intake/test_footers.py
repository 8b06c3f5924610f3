"""Lines of totals under the pupils: compared where they say what they count, and never where they do not."""

import json
from pathlib import Path
from typing import Any

import pytest
from import_runs import importing

HEAD = "pupil_id,16/11/2026 AM,16/11/2026 PM,17/11/2026 AM,17/11/2026 PM"
TWO = (HEAD, r"p-2xqd,/,\,I,I", r"p-7k3m,/,\,L,\ ".rstrip())
WEEK = "pupil_id,Week beginning,Mon AM,Mon PM,Tue AM,Tue PM,Attended"


def doubts(*lines: str) -> list[dict[str, Any]]:
    """Import these lines in the current folder, dry, and return what is asked."""
    Path("marks.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return json.loads(importing("marks.csv", "--dry-run", "--json").output)["doubts"]


@pytest.mark.parametrize(
    "below",
    [
        ("Total present,2,2,1,1", "% present,100.0,100.0,50.0,50.0"),
        ("TOTAL PRESENT:,2,2,1,1",),
        ("Total authorised absences,0,0,1,1",),
        ("Total present,2,2,1,1", r"p-9wtr,/,\,/,\ ".rstrip(), "Total present,1,1,1,1"),
        ("Total present,2,2,1,1", r"p-9wtr,/,\,/,\ ".rstrip(), "Total present,3,3,2,2"),
    ],
    ids=["all", "written otherwise", "absences", "page", "all pages"],
)
def test_totals_that_the_marks_make_ask_nothing(school: Path, below: tuple[str, ...]) -> None:
    """Of all pupils or of those since the totals before: a sum that fits in one way is right."""
    assert doubts(*TWO, *below) == []


def test_presence_may_be_counted_without_what_is_approved_elsewhere(school: Path) -> None:
    """Some systems count B as present and some do not: neither sum is asked about, and a third is."""
    rows = (HEAD, r"p-2xqd,/,\,B,B")
    assert doubts(*rows, "Total present,1,1,1,1") == doubts(*rows, "Total present,1,1,0,0") == []
    assert [asked["code"] for asked in doubts(*rows, "Total present,1,1,2,2")] == ["totals-differ"]


def test_a_sum_that_no_marks_make_is_asked_about_at_its_line(school: Path) -> None:
    """A pupil or a mark is missing above it: once a file, at the first such figure, with how many there are."""
    (asked,) = doubts(*TWO, "Total present,3,3,1,1")
    assert (asked["code"], asked["line"], asked["column"], asked["count"]) == ("totals-differ", 4, 2, 2)
    assert "2 of 4 sums under the pupils do not fit" in asked["message"]
    assert "3 sessions attended there, 2 by the marks" in asked["message"]


@pytest.mark.parametrize("below", ["% present,1,1,1,1", "Average,9,9,9,9", "Total,9,9,9,9", "Year 5,9,9,9,9"])
def test_a_label_that_does_not_say_what_is_counted_is_passed_over(school: Path, below: str) -> None:
    """A share, an average or a bare total under marks is compared with nothing: it would be a guess."""
    assert doubts(*TWO, below) == []


def test_the_sum_of_a_column_of_totals_is_all_its_pupils_marks(school: Path) -> None:
    """Under a column that counts something, Total is the sum of it."""
    rows = (WEEK, r"p-2xqd,2026-11-16,/,\,I,I,2", r"p-7k3m,2026-11-16,/,\,L,\,4")
    assert doubts(*rows, "Total,,,,,,6") == []
    (asked,) = doubts(*rows, "Total,,,,,,8")
    assert (asked["code"], asked["line"], asked["column"]) == ("totals-differ", 4, 7)


def test_below_a_problem_nothing_is_compared(school: Path) -> None:
    """With a mark that was not read the sum cannot fit: the problem is told, and no question beside it."""
    assert doubts(HEAD, r"p-2xqd,/,\,I,Z9", "Total present,1,1,1,1") == []
