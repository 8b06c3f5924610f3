"""Marks come in by form as by command: previewed, asked about, sent, and nothing of the file stays anywhere."""

import re
from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages

import pytest

from editing import Sitting, is_sent
from forge import Forge
from git_repository import git
from liverecord import intake
from liverecord.cli import imports as cli_imports
from liverecord.edit.desk import Upload
from liverecord.edit.marks import TICKED, chosen
from liverecord.edit.on_the_page import LEAVE_THE_REST, on_the_page, options
from liverecord.edit.pages import FilesPage, Means
from liverecord.report import asked, pupils_questions
from liverecord.report.imports import DOUBTS

NOTHING: frozenset[str] = frozenset()
HEAD = "pupil_id,date,session,mark"
ABSENCES = "records/pupils/p-9wtr/absences.yml"


def register(*marks: str, name: str = "marks.csv") -> Upload:
    return Upload(name, "\n".join([HEAD, *marks, ""]).encode())


WEEK = [
    f"p-9wtr,2026-09-{day},{half},{'/' if half == 'AM' else chr(92)}"
    for day in range(14, 19)
    for half in ("AM", "PM")
]


def test_a_file_of_marks_is_shown_and_sent(server: Forge, senco: Sitting) -> None:
    before = server.file(ABSENCES)
    means = senco.desk.read_files("marks", [register(*WEEK)], "", NOTHING)
    assert isinstance(means, Means)
    assert means.counted("+")
    assert is_sent(senco.desk.save_files("marks", means.seen, how="send"))
    after = server.file(ABSENCES, "edit/r-adeyemi-1")
    assert after != before
    assert "2026-09-14" in after
    assert git(senco.school, "status", "--porcelain") == ""
    assert not (senco.school / ".liverecord/brought").exists()


def test_the_same_file_again_changes_nothing(senco: Sitting) -> None:
    means = senco.desk.read_files("marks", [register(*WEEK)], "", NOTHING)
    assert isinstance(means, Means)
    assert is_sent(senco.desk.save_files("marks", means.seen, how="send"))
    again = senco.desk.read_files("marks", [register(*WEEK)], "", NOTHING)
    assert isinstance(again, FilesPage)
    assert [wrong.message for wrong in again.wrong] == ["All of these marks are in the records already."]


def test_what_is_not_understood_may_be_left(server: Forge, senco: Sitting) -> None:
    """A row of nobody's stops the import, with the way out to tick; ticked, the rest comes in without the file again."""
    page = senco.desk.read_files("marks", [register(*WEEK, "p-zzzz,2026-09-14,AM,/")], "", NOTHING)
    assert isinstance(page, FilesPage)
    assert any("marks.csv:12" in wrong.message for wrong in page.wrong)
    assert all("--" not in wrong.message for wrong in page.wrong)
    assert "partial" in dict(page.asked)
    means = senco.desk.read_files("marks", [], page.held, frozenset(["partial"]))
    assert isinstance(means, Means)
    assert is_sent(senco.desk.save_files("marks", means.seen, how="send"))
    assert "2026-09-14" in server.file(ABSENCES, "edit/r-adeyemi-1")


def test_a_question_of_the_import_is_answered_by_its_name(senco: Sitting) -> None:
    """Absence alone is no register: the form asks as the command does, and takes the answer by the same name."""
    absent = [row.replace("/", "U").replace(chr(92), "U") for row in WEEK]
    page = senco.desk.read_files("marks", [register(*absent)], "", NOTHING)
    assert isinstance(page, FilesPage)
    asked = {name for name, _ in page.asked}
    assert asked
    answered = senco.desk.read_files("marks", [], page.held, frozenset(asked))
    assert isinstance(answered, Means), answered


def test_how_many_pupils_is_said_as_people_do(senco: Sitting) -> None:
    """The message of a save with one pupil's marks says "1 pupil"."""
    means = senco.desk.read_files("marks", [register(*WEEK)], "", NOTHING)
    assert isinstance(means, Means)
    senco.desk.save_files("marks", means.seen, how="keep")
    (change,) = senco.desk.waiting().kept
    assert change.what == "school: marks of 1 pupil brought in"


def test_what_is_left_is_not_called_known(senco: Sitting) -> None:
    """Where nothing is understood, leaving the rest leaves nothing, and nobody says that all was there already."""
    page = senco.desk.read_files("marks", [register("p-zzzz,2026-09-14,AM,/")], "", NOTHING)
    assert isinstance(page, FilesPage)
    left = senco.desk.read_files("marks", [], page.held, frozenset(["partial"]))
    assert isinstance(left, FilesPage)
    assert ["the rest is left" in wrong.message for wrong in left.wrong] == [True]


OF_LISTS = ("register", "pupils", "outcomes", "timetable", "calendar", "rosters", "judging")
"""The rooms of the import whose files are no marks."""


def hints(*, of_marks: bool) -> Iterator[str]:
    """Yield every hint of the import, as it is written: those of marks, or those of lists alone."""
    for found in walk_packages(intake.__path__, "liverecord.intake."):
        is_of_lists = found.name.split(".")[2] in OF_LISTS
        for name, text in vars(import_module(found.name)).items():
            if name.endswith("HINT") and isinstance(text, str) and is_of_lists != of_marks:
                yield text.replace("{step}", "-1")


def test_each_hint_of_the_import_says_what_the_page_has() -> None:
    """An option is called by its tick where the page has one for it; else the command that has it is named, and nothing is promised."""
    every = set(hints(of_marks=True))
    assert len(every) > 40
    met = set()
    for hint in every:
        told = on_the_page(hint, "import attendance", TICKED)
        assert re.sub(r"`[^`]*`", "", told).count("--") == 0, told
        for option in options(hint):
            met.add(option.partition(" ")[0])
            is_ticked = option in TICKED or option.startswith("--accept ")
            words = TICKED[option][1] if option in TICKED else "It is right as it is"
            called = f"he tick “{words}”" if is_ticked else f" {option}`"
            assert called in told, (hint, told)
        assert not re.search(r"(?:^|\. )the tick", told)
    assert met >= {
        "--accept",
        "--map",
        "--partial",
        "--own-marks",
        "--shift-days",
        "--time-zone",
        "--replace",
    }
    known = {parameter.opts[0] for parameter in cli_imports.attendance.params}
    assert met <= known | {"--today"}


def test_each_hint_of_a_list_says_what_the_page_has() -> None:
    """What a command does by itself is called by its form; an option that the page lacks is the command's, in backticks."""
    every = {
        *hints(of_marks=False),
        *(each.hint.format_map(FILLED) for each in pupils_questions.WORDS.values()),
    }
    every |= {each.hint for each in asked.WORDS.values()}
    assert len(every) > 40
    for hint in every:
        told = on_the_page(hint, "import pupils", LEAVE_THE_REST)
        outside = re.sub(r"`[^`]*`", "", told)
        assert "--" not in outside, told
        assert "liverecord" not in outside, told
        assert not re.search(r"(?:^|\. )the (?:tick|form)", told)


class _Filled(dict[str, str]):
    """What the questions of a list are filled with."""

    def __missing__(self, key: str) -> str:
        return {"pupil": "p-7k3m", "command": "liverecord support p-7k3m begins --since DAY"}.get(key, "K")


FILLED = _Filled()


def test_what_is_ticked_is_what_the_import_takes() -> None:
    """Each tick of the page is a choice, and each is another."""
    ticks = [name for name, _ in TICKED.values()]
    assert len({chosen(frozenset([name])) for name in [*ticks, *DOUBTS]} - {chosen(NOTHING)}) == len(
        ticks
    ) + len(DOUBTS)


@pytest.mark.parametrize(
    "name", ["../../../x.csv", "a/b\\c.csv", "", ".csv", "\x00\n.csv", "é" * 300 + ".csv", "CON.csv"]
)
def test_a_files_name_is_never_a_path(senco: Sitting, name: str) -> None:
    before = {
        path
        for path in senco.school.parent.rglob("*")
        if ".liverecord" not in str(path) and ".git/" not in str(path)
    }
    made = senco.desk.read_files("marks", [register(*WEEK, name=name)], "", NOTHING)
    assert isinstance(made, Means | FilesPage)
    after = {
        path
        for path in senco.school.parent.rglob("*")
        if ".liverecord" not in str(path) and ".git/" not in str(path)
    }
    assert after == before


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b"PK\x03\x04 no workbook", b"<x", HEAD.encode()])
def test_what_is_no_register_is_told(senco: Sitting, content: bytes) -> None:
    for name in ("a.csv", "a.xlsx", "a.xml", "a.txt"):
        made = senco.desk.read_files("marks", [Upload(name, content)], "", NOTHING)
        assert isinstance(made, FilesPage)
        assert made.wrong


def test_a_preview_that_is_gone_is_not_saved(senco: Sitting) -> None:
    gone = senco.desk.save_files("marks", "0" * 64, how="send")
    assert isinstance(gone, FilesPage)
    assert "again" in gone.wrong[0].message
    assert senco.desk.number_waiting() == 0
