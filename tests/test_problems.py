"""problems.yml explains every problem that the program can tell, and nothing else."""

import ast
import re
from pathlib import Path

import pytest

import liverecord
from liverecord.read.strict import parse
from liverecord.report import asked, pupils_questions
from overlay import CASES, INVALID
from record_documents import RULEBOOK

SOURCES = sorted(Path(liverecord.__file__).parent.rglob("*.py"))
IMPORTS = CASES / "imports"
"""Problems of a file to import: nothing that lies in the records, so that tests/intake tries them."""

CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")

ON_DISK = {
    "no-records": "the case is laid over a records folder",
    "empty-folder": "git does not keep an empty folder",
    "case-clash": "on some disks two such names are one",
    "symbolic-link": "on Windows git makes a file of it",
    "unreadable-file": "who may read a file is not kept by git",
    "file-too-large": "a file of more than a million bytes",
    "too-many-problems": "a hundred problems to mark",
    "import-too-large": "a file of more than 64 million bytes",
    "calendar-unclear": "a calendar of the school year is read for a new year's terms, and is no record",
    "roster-unclear": "a table of pupils for a new year is no record",
    **dict.fromkeys(asked.WORDS, "an import of a timetable or a provision map asks it: tests/intake"),
    **dict.fromkeys(
        (
            "page-holds-record",
            "page-is-link",
            "page-not-allowed",
            "page-not-its-kind",
            "page-not-listed",
            "page-script",
            "pages-folder",
            "publish-missing",
            "setting-markup",
            "setting-not-known",
            "setting-runs-code",
        ),
        "it stands beside the records: tests/read/test_own_pages.py and test_allowed.py",
    ),
    "version-backwards": "it stands between two commits: tests/test_gone_back.py",
}
"""Problems that no folder of this repository can hold, and why; tests/read and tests/test_diff.py make them."""


def said_in_source() -> dict[str, Path]:
    """Return the code words that calls of Problem(…), problem(…) and the like are given, with where."""
    found: dict[str, Path] = {}
    for path in SOURCES:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                name = getattr(call.func, "attr", getattr(call.func, "id", ""))
                if name in {"Problem", "problem", "_problem"}:
                    for argument in call.args[:2]:
                        found |= {
                            part.value: path
                            for part in ast.walk(argument)
                            if isinstance(part, ast.Constant)
                            and isinstance(part.value, str)
                            and "-" in part.value
                            and CODE.fullmatch(part.value)
                        }
    return found


def cases() -> set[str]:
    """Return the code words that have a case: laid over the records, or imported (cases of hints are called after hints)."""
    imported = (path for path in IMPORTS.glob("*/*") if path.parent.name != "hints")
    return {path.name for path in (*INVALID.iterdir(), *imported)}


def literals() -> set[str]:
    """Return every piece of text that stands alone in the source."""
    return {
        part.value
        for path in SOURCES
        for part in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


def test_every_code_word_is_explained() -> None:
    """A code word that the program uses has its row."""
    assert {code: path for code, path in said_in_source().items() if code not in RULEBOOK.problems} == {}


def test_every_question_of_an_import_is_explained() -> None:
    """What an import asks has a code word too, and `check --explain` says more of it."""
    assert {*asked.WORDS, *pupils_questions.WORDS} <= set(RULEBOOK.problems)


def test_every_explanation_is_used() -> None:
    """A row without a use is taken out: each code word stands in the source, or a case tells it."""
    assert set(RULEBOOK.problems) - literals() - cases() == set()


def test_every_code_word_has_a_case() -> None:
    """Each problem has a folder in tests/cases/invalid or below tests/cases/imports, or cannot have one."""
    assert cases() | set(ON_DISK) == set(RULEBOOK.problems)
    assert cases() & set(ON_DISK) == set()


@pytest.mark.parametrize("code", sorted(ON_DISK))
def test_what_no_folder_can_hold_is_tested_beside_the_loader(code: str) -> None:
    """The few problems without a case are made by the reading tests, and by those of what a change means."""
    here = Path(__file__).parent
    tests = [
        here / "test_diff.py",
        *(path for home in ("read", "intake") for path in (here / home).rglob("test_*.py")),
    ]
    assert any(code in path.read_text(encoding="utf-8") for path in tests)


@pytest.mark.parametrize("code", RULEBOOK.problems)
def test_an_explanation_reads_well(code: str) -> None:
    """A title is a line without a full stop; why and fix are sentences; both snippets stand there, or neither."""
    row = RULEBOOK.problems[code]
    assert not row.title.endswith(".")
    assert len(row.title) <= 80
    assert row.why.strip().endswith(".")
    assert row.fix.strip().endswith(".")
    assert (row.wrong is None) == (row.right is None)


@pytest.mark.parametrize("code", [code for code, row in RULEBOOK.problems.items() if row.right])
def test_what_is_shown_as_right_can_be_read(code: str) -> None:
    """The right lines are YAML that the strict loader reads; the wrong ones differ."""
    row = RULEBOOK.problems[code]
    assert row.right != row.wrong
    if code in {"unknown-file", "folder-not-an-id", "case-clash"}:
        return  # their lines are paths
    _, problems = parse("example.yml", "plan", (row.right or "").encode())
    assert {problem.code for problem in problems} <= {"not-a-mapping"}, problems  # one item of a list will do
