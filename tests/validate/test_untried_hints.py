"""No hint is untried: each sentence with which the rooms tell of a problem is said by a mended case, or its reason stands here."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import liverecord
from liverecord.problem import Problem
from mending import mendings
from overlay import check
from record_documents import RULEBOOK

PACKAGE = Path(liverecord.__file__).parent
_MAKES_PROBLEMS = re.compile(r"^from liverecord.problem import .*\bProblem\b", re.MULTILINE)
_NOT_OF_RECORDS = frozenset(("allowed.py", "own_pages.py", "rulebook.py", "settings.py"))
"""Pages and settings, whose hints tests/read/test_mended_pages.py follows; and the rulebook."""

ROOMS = [
    *(
        path
        for room in ("read", "validate")
        for path in sorted((PACKAGE / room).glob("*.py"))
        if _MAKES_PROBLEMS.search(path.read_text(encoding="utf-8")) and path.name not in _NOT_OF_RECORDS
    ),
    PACKAGE / "model" / "days.py",
    PACKAGE / "validate" / "meant.py",
    PACKAGE / "validate" / "taken.py",
]
"""The modules that make problems of the records, and those that word their hints."""

ON_DISK = "followed in tests/read/test_mended_on_disk.py, because git keeps no such file"
ON_A_MACHINE = (
    "made in tests/read/test_listing.py and test_versions.py: the machine is to be mended, not the record"
)
FUTURE = "said of what no schema asks today, so that a later one is never refused without a word"

ELSEWHERE = {
    "There is no records folder here.": ON_DISK,
    "Look for a spelling mistake, or … to lay out a new school.": ON_DISK,
    "The pupil's folder holds no record.": ON_DISK,
    "Delete the folder, which git would not keep either; or make …/plan.yml: pupil, with given_name, family_name and "
    "year_group below it; support; version.": ON_DISK,
    "Two names here differ in capitals only.": ON_DISK,
    "On Windows and macOS only one of the two would be there. Keep the one in small letters.": ON_DISK,
    "More is wrong from here on.": ON_DISK,
    "Mend what stands above first: the rest often goes with it.": ON_DISK,
    " The line holds a hard space (pasted from a document), which YAML takes for a letter: retype its spaces.": ON_DISK,
    "The file is larger than … MB, so it was not read.": ON_DISK,
    "A record is text of a few pages. If something else was pasted in or saved here, take it out.": ON_DISK,
    "The file is UTF-16 (Notepad calls it Unicode). Save it again as UTF-8.": ON_DISK,
    "A folder or a device stands where a file should.": ON_DISK,
    "Delete it, or move it out of the records.": ON_DISK,
    "A symbolic link stands in the records: it can lead out of them, and is no file on Windows.": ON_DISK,
    "Put the file itself here, or delete the link.": ON_DISK,
    "'version' is …, and it was … already.": ON_DISK,
    "Leave it at …; a plan that was renewed has ….": ON_DISK,
    "The folder cannot be opened (…).": ON_A_MACHINE,
    "Look at who may read it.": ON_A_MACHINE,
    "The file cannot be opened (…).": ON_A_MACHINE,
    "Look at who may read it, and whether it is in use.": ON_A_MACHINE,
    "Git no longer has this version.": ON_A_MACHINE,
    "It was moved or deleted while the records were read: run the command again.": ON_A_MACHINE,
    "The file is gone.": ON_A_MACHINE,
    "It was being saved while the records were read: run the command again.": ON_A_MACHINE,
    "The file changed while it was read.": ON_A_MACHINE,
    "This is not as the schema asks.": FUTURE,
    "Compare it with the same key in another record.": FUTURE,
    "A key here is not written as it has to be.": FUTURE,
    "'…' is written, but '…' is missing.": FUTURE,
    "… is not as the schema asks.": FUTURE,
}
"""What no mended case says, and why."""

_CODE = re.compile(r"[a-z]+(-[a-z0-9]+)+")
_SENTENCE = re.compile(r"\s*[A-Z].* .*|.* .*[.?:…]", re.DOTALL)
_HOLE = "…"

Said = tuple[str, str]
"""A code word ("" where it is given elsewhere), and a sentence, with a hole for what is filled in."""


def sentences(path: Path) -> Iterator[Said]:
    """Yield every sentence that stands in a module, but for what explains it to its readers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from _sentences(tree, "")


def _sentences(node: ast.AST, code: str) -> Iterator[Said]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Call):
        if getattr(node.func, "id", getattr(node.func, "attr", "")) in ("cast", "compile"):
            return  # a type or a pattern
        given = [part.value for part in node.args[:2] if isinstance(part, ast.Constant)]
        code = next((word for word in given if isinstance(word, str) and _CODE.fullmatch(word)), code)
    text = _text(node)
    if text is not None and _SENTENCE.fullmatch(text) and re.search("[A-Za-z]{2}", text):
        yield code, text
    for inner in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.JoinedStr) and isinstance(inner, ast.Constant)):
            yield from _sentences(inner, code)


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{[^{}' ]*\}", _HOLE, node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _HOLE for part in node.values)
    return None


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    """Return every problem of every mended case."""
    found: list[Problem] = []
    for mending in mendings():
        case = mending.lay(tmp_path_factory.mktemp("case"))
        found += check(case.root, RULEBOOK, case.today)
    return found


def test_every_sentence_is_said_by_a_mended_case(told: list[Problem]) -> None:
    """What is told of a problem, message or hint, is told in a case that follows it; the list of exceptions holds no other."""
    untried: dict[str, str] = {}
    for path in ROOMS:
        for code, sentence in sentences(path):
            pattern = re.compile(re.escape(sentence).replace(_HOLE, ".*"), re.DOTALL)
            if not any(
                code in ("", problem.code) and pattern.search(f"{problem.message}\n{problem.hint}")
                for problem in told
            ):
                untried[sentence] = path.name
    assert {sentence: name for sentence, name in untried.items() if sentence not in ELSEWHERE} == {}, (
        "add a case below its code's tests/cases/mended/<code>.txt"
    )
    assert ELSEWHERE.keys() - untried.keys() == set(), "these are tried: take them out of ELSEWHERE"
