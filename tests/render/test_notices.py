"""On Today the SENCO reads what the school's own records no longer say rightly; nobody else does."""

import re
from datetime import date

import pytest

from liverecord.render import notices
from liverecord.render.pieces import Setting
from liverecord.view import View

SETTING = Setting(View(as_of=date(2026, 11, 22)), "")


def said(*found: View, summaries: tuple[View, ...] = ()) -> list[str]:
    """Return the lines for these notices."""
    return notices.of_school(View(notices=found), summaries, SETTING)


@pytest.mark.parametrize("kind", ["no_terms", "terms_ended", "terms_end", "no_kind", "no_years", "back"])
def test_every_kind_names_the_form_that_mends_it(kind: str) -> None:
    """Each line says what is so, its day where there is one, and which form mends it; no file and no key."""
    (line,) = said(View(kind=kind, on=date(2026, 12, 18), who="nobody-known"))
    assert "form “" in line
    assert not re.search(r"\.yml|--|\w_\w", line.replace("nobody-known", ""))
    assert ("18 December 2026" in line) is (kind in {"terms_ended", "terms_end", "back"})


def test_year_groups_are_counted_of_those_who_are_here() -> None:
    """A leaver's year group is no longer anybody's to move up, and nobody is named."""
    here, left = View(on_roll=True, year_behind=True), View(on_roll=False, year_behind=True)
    (line,) = said(summaries=(here, left, View(on_roll=True)))
    assert line.startswith("1 pupil has a year group one lower")
    assert "say so in the pupil's details" in line


def test_who_sees_no_notice_reads_none() -> None:
    """A school's view without them has no lines."""
    assert notices.of_school(View(), (), SETTING) == []
