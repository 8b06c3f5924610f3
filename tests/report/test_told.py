"""What a code word means, and what a build did, in plain words."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from liverecord import report
from liverecord.model.rulebook import Explanation
from liverecord.problem import LiverecordError

UNKNOWN = Explanation(
    code="unknown-code",
    title="A code that no list has",
    why="Labels come from the lists.",
    fix="Use one of the codes.",
    wrong="type: XYZ\n",
    right="needs:\n  - {id: n1, type: SLCN}\n",
)


def test_an_explanation_says_what_why_and_how() -> None:
    """The code and its title, why it matters, how to mend it, and both examples as they would be typed."""
    assert (
        report.explain(UNKNOWN)
        == """\
unknown-code: A code that no list has

Labels come from the lists.

How to mend it: Use one of the codes.

Wrong:
    type: XYZ

Right:
    needs:
      - {id: n1, type: SLCN}
"""
    )


def test_an_explanation_without_examples_has_no_empty_headings() -> None:
    """What is not there is not announced."""
    bare = Explanation(code="a", title="b", why="c", fix="d")
    assert report.explain(bare) == "a: b\n\nc\n\nHow to mend it: d\n"


def test_an_unknown_code_word_is_met_with_near_ones() -> None:
    """A mistyped code word is an error that names the right one."""
    table = {"unknown-code": UNKNOWN}
    assert report.explanation("unknown-code", table) is UNKNOWN
    with pytest.raises(LiverecordError) as error:
        report.explanation("unkown-code", table)
    assert error.value.hint == "did you mean unknown-code?"
    with pytest.raises(LiverecordError):
        report.explanation("zzz", table)


class Site(NamedTuple):
    """A finished site, as build gives it."""

    audience: str
    folder: Path
    pupils: int
    made: int
    overdue: int
    behind: int
    seconds: float


def test_a_build_is_told_in_plain_words() -> None:
    """Whose site, how many pupils, what is overdue and behind, where it is."""
    root = Path("school").absolute()
    sites = [
        Site("staff", root / "site/staff", 1, 1, 0, 0, 0.31),
        Site("team", root / "site/team", 40, 12, 3, 11, 2.0),
    ]
    assert (
        report.built(sites, date(2026, 11, 22), root)
        == """\
Built 2 sites as of 22 November 2026:
  staff  1 pupil    0 overdue, 0 behind   1 page made anew    0.3 s  site/staff
  team   40 pupils  3 overdue, 11 behind  12 pages made anew  2.0 s  site/team
"""
    )
    assert report.built([], date(2026, 11, 22), root) == "No site was built.\n"
