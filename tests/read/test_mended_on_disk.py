"""Hints of what git keeps in no folder of cases: made on the disk, and followed to the letter."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from liverecord.model.records import Document
from liverecord.problem import Problem
from liverecord.read.strict import parse
from liverecord.read.text import LARGEST, MOST_PROBLEMS
from liverecord.validate import between_versions
from overlay import check
from record_documents import RULEBOOK
from schools import example, run

PUPIL = "records/pupils/p-2xqd"
ACTIONS = f"{PUPIL}/actions.yml"
ROW = "  - {id: a1, kind: mentor, what: %s, owner: j-okafor, due: 2026-12-04}\n"
PLAN = "pupil:\n  given_name: Sam\n  family_name: Field\n  year_group: 4\nsupport: K\nversion: 1\n"

Act = Callable[[Path], object]


class Mended(NamedTuple):
    """What is done to the example school, the code word and the hint of it, and what the hint says is done."""

    wrong: Act
    code: str
    hint: str
    follow: Act


def written(path: str, text: str | bytes) -> Act:
    """Return the writing of a file."""

    def write(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode() if isinstance(text, str) else text)

    return write


def deleted(path: str) -> Act:
    """Return the deleting of a file or an empty folder."""
    return lambda root: (root / path).rmdir() if (root / path).is_dir() else (root / path).unlink()


def renamed(old: str, new: str) -> Act:
    """Return the renaming of a file or a folder."""
    return lambda root: (root / old).rename(root / new)


EMPTY = (
    "Delete the folder, which git would not keep either; or make records/pupils/p-4qzt/plan.yml: pupil, with given_name, "
    "family_name and year_group below it; support; version."
)
QUOTE = "Put the whole text in single quotes: text: 'like this'. A single quote inside it is typed twice."

MENDED = {
    "a folder by another name": Mended(
        renamed("records", "record"),
        "no-records",
        "Look for a spelling mistake, or run `liverecord init --into-existing .` in the school's folder to lay out a new "
        "school.",
        renamed("record", "records"),
    ),
    "a folder left empty": Mended(
        lambda root: (root / "records/pupils/p-4qzt").mkdir(),
        "empty-folder",
        EMPTY,
        deleted("records/pupils/p-4qzt"),
    ),
    "a folder not filled yet": Mended(
        lambda root: (root / "records/pupils/p-4qzt").mkdir(),
        "empty-folder",
        EMPTY,
        written("records/pupils/p-4qzt/plan.yml", PLAN),
    ),
    "two names that differ in capitals": Mended(
        written(f"{PUPIL}/Plan.yml", PLAN),
        "case-clash",
        "On Windows and macOS only one of the two would be there. Keep the one in small letters.",
        deleted(f"{PUPIL}/Plan.yml"),
    ),
    "a link to a file": Mended(
        lambda root: (root / ACTIONS).symlink_to(root / "records/pupils/p-9wtr/actions.yml"),
        "symbolic-link",
        "Put the file itself here, or delete the link.",
        deleted(ACTIONS),
    ),
    "a pipe": Mended(
        lambda root: os.mkfifo(root / ACTIONS),
        "unreadable-file",
        "Delete it, or move it out of the records.",
        deleted(ACTIONS),
    ),
    "a large file": Mended(
        written(ACTIONS, "actions: []\n" + "# pasted\n" * (LARGEST // 9)),
        "file-too-large",
        "A record is text of a few pages. If something else was pasted in or saved here, take it out.",
        written(ACTIONS, "actions: []\n"),
    ),
    "UTF-16": Mended(
        written(ACTIONS, "actions: []\n".encode("utf-16")),
        "not-utf-8",
        "The file is UTF-16 (Notepad calls it Unicode). Save it again as UTF-8.",
        written(ACTIONS, "actions: []\n"),
    ),
    "a hard space": Mended(
        written(ACTIONS, "actions:\n" + ROW % "'Sam's\u00a0card'"),
        "text-after-quote",
        f"{QUOTE} The line holds a hard space (pasted from a document), which YAML takes for a letter: retype its spaces.",
        written(ACTIONS, "actions:\n" + ROW % "'Sam''s card'"),
    ),
    "more than is told of": Mended(
        written(ACTIONS, "actions:\n" + "  - *row\n" * (MOST_PROBLEMS + 10)),
        "too-many-problems",
        "Mend what stands above first: the rest often goes with it.",
        written(ACTIONS, "actions: []\n"),
    ),
}


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes and no capitals apart there")
@pytest.mark.parametrize("name", MENDED)
def test_doing_what_the_hint_says_leaves_no_problem(name: str, tmp_path: Path) -> None:
    """What is wrong on the disk is told with its hint word for word, and is right once that is done."""
    root, mended = example(tmp_path), MENDED[name]
    mended.wrong(root)
    hints = {problem.code: problem.hint for problem in check(root, RULEBOOK)}
    assert hints.get(mended.code) == mended.hint
    mended.follow(root)
    assert check(root, RULEBOOK) == []


def plan(version: int) -> Document:
    """Return a plan of a version."""
    document, _ = parse("plan.yml", "plan", PLAN.replace("version: 1", f"version: {version}").encode())
    assert document is not None
    return document


def test_a_version_is_left_or_raised_as_the_hint_says() -> None:
    """A plan that went back names both versions that are right, and neither is a problem."""
    (problem,) = between_versions(plan(4), plan(3))
    assert (problem.code, problem.hint) == (
        "version-backwards",
        "Leave it at 4; a plan that was renewed has 5.",
    )
    nothing: list[Problem] = []
    assert between_versions(plan(4), plan(4)) == between_versions(plan(4), plan(5)) == nothing


def test_a_school_is_started_as_the_hint_says(tmp_path: Path) -> None:
    """The command of the hint for a missing school.yml lays one out beside the records that are there."""
    root = example(tmp_path)
    (root / "records/school.yml").unlink()
    (problem,) = check(root, RULEBOOK)
    assert "run `liverecord init --into-existing .` in the school's folder" in problem.hint
    laid_out = run(root, "init", "--into-existing", ".")
    assert laid_out.returncode == 0, laid_out.stderr
    assert check(root, RULEBOOK) == []
