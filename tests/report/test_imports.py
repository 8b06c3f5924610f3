"""An import told as text and JSON: all of it said, counted, and inert whatever a file's name holds."""

import json
import unicodedata
from datetime import date
from typing import Any

from hypothesis import given
from msgspec.structs import replace

from liverecord import report
from liverecord.problem import Place, Problem
from liverecord.report.imports import Difference, FileTaken, PupilTaken, Taken
from schemas import printed
from strategies import hostile_text

MONDAY = date(2026, 11, 16)

NOTHING = Taken(
    day=date(2026, 11, 22),
    is_dry=False,
    is_partial=False,
    is_written=False,
    files=(FileTaken(path="marks.csv", form="long", marks=1),),
    pupils_seen=1,
    pupils=(),
    kept=0,
    left=(),
    differences=(),
    problems=(),
)
WRITTEN = replace(
    NOTHING,
    is_written=True,
    pupils=(
        PupilTaken(id="p-7k3m", weeks_added=(MONDAY,), sessions=9),
        PupilTaken(
            id="p-9wtr", weeks_changed=(MONDAY,), sessions=1, established=2, replaced=3, needs_added=("VI",)
        ),
    ),
    kept=4,
)
STRANGER = Problem(Place("marks.csv", 3), "unknown-pupil", "No pupil has it.", "Correct it.")


def shaped(taken: Taken) -> Any:
    """Return what the JSON form says, which has the shape that its schema says."""
    value = json.loads(report.imported(taken, "json"))
    printed("import").validate(value)
    return value


def test_what_changed_is_said_by_pupil_and_in_all() -> None:
    """Each pupil's weeks and sessions, the weeks by name where a recorded mark gave way, and the sum of all."""
    lines = report.imported(WRITTEN).splitlines()
    assert "Changed: 2 pupils" in lines
    assert "  p-7k3m  1 week added, 9 sessions marked" in lines
    assert (
        "  p-9wtr  1 week changed (2026-11-16), 1 session marked, 2 Ns given a reason, 3 marks replaced, 1 need added (VI)"
        in lines
    )
    assert (
        "In all: 1 week added, 1 week changed, 10 sessions marked, 2 Ns given a reason, 3 marks replaced, 1 need added."
        in lines
    )
    assert lines[-1] == "Written."
    counts = shaped(WRITTEN)["counts"]
    assert (counts["sessions"], counts["established"], counts["replaced"], counts["kept"]) == (10, 2, 3, 4)


def test_the_last_line_says_whether_it_is_written() -> None:
    """Nothing to change, not understood, a dry run, and written in part are told apart."""
    told = {
        report.imported(taken).splitlines()[-1]
        for taken in (
            NOTHING,
            replace(NOTHING, problems=(STRANGER,)),
            replace(NOTHING, is_partial=True, problems=(STRANGER,)),
            replace(WRITTEN, is_partial=True, problems=(STRANGER,)),
            replace(WRITTEN, is_written=False, is_dry=True, problems=(STRANGER,)),
            replace(WRITTEN, is_written=False, is_dry=True),
        )
    }
    assert told == {
        "Nothing to change: nothing was written.",
        "Nothing was written, because not all of it is understood. --partial writes the rest.",
        "Written. What has a problem was left as it is.",
        "A dry run: nothing was written. Without --partial nothing would be written.",
        "A dry run: nothing was written.",
    }


def test_long_lists_are_cut_and_counted() -> None:
    """Twenty lines of a kind, and how many more; the sum is of all of them."""
    pupils = tuple(PupilTaken(id=f"p-many{number:03d}", sessions=1) for number in range(50))
    problems = tuple(STRANGER._replace(place=Place("marks.csv", row)) for row in range(1, 41))
    differences = tuple(
        Difference(pupil=pupil.id, path="t.xml", line=1, about="support", record="K", file="E")
        for pupil in pupils
    )
    taken = replace(NOTHING, pupils=pupils, problems=problems, differences=differences, left=("p-7k3m",) * 30)
    text = report.imported(taken)
    for words in (
        "and 30 more pupils",
        "In all: 50 sessions marked.",
        "and 30 more (all",
        "And 20 more of unknown-pupil",
        "40 problems in all.",
        "and 10 more.",
    ):
        assert words in text
    assert len(text.splitlines()) < 100
    assert len(shaped(taken)["problems"]) == 40


@given(hostile_text(), hostile_text())
def test_hostile_names_of_files_stay_on_their_line(path: str, message: str) -> None:
    """A file's name cannot move the cursor, begin a line or break the JSON."""
    taken = replace(
        WRITTEN,
        files=(FileTaken(path=path, form="long", marks=0),),
        problems=(Problem(Place(path, 2), "unknown-pupil", message),),
        differences=(Difference(pupil="p-7k3m", path=path, line=2, about="rank", need="VI", file="1"),),
    )
    text = report.imported(taken)
    assert len(text.split("\n")) == len(report.imported(replace(taken, files=WRITTEN.files)).split("\n"))
    assert all(character == "\n" or unicodedata.category(character)[0] != "C" for character in text)
    assert shaped(taken)["files"][0]["path"] == path
