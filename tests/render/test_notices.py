"""On Today the SENCO reads what the school's own files no longer say rightly; nobody else does."""

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
def test_every_kind_names_the_file_and_what_to_write(kind: str) -> None:
    """Each line says which file it is about, its day where there is one, and what mends it."""
    (line,) = said(View(kind=kind, on=date(2026, 12, 18), who="nobody-known"))
    assert "school.yml" in line or "staff.yml" in line
    assert ("18 December 2026" in line) is (kind in {"terms_ended", "terms_end", "back"})
    assert any(word in line for word in ("Add", "Take it out"))


def test_year_groups_are_counted_of_those_who_are_here() -> None:
    """A leaver's year group is no longer anybody's to move up, and nobody is named."""
    here, left = View(on_roll=True, year_behind=True), View(on_roll=False, year_behind=True)
    (line,) = said(summaries=(here, left, View(on_roll=True)))
    assert line.startswith("1 pupil has a year group one lower")
    assert "out_of_year: true" in line


def test_who_sees_no_notice_reads_none() -> None:
    """A school's view without them has no lines."""
    assert notices.of_school(View(), (), SETTING) == []
