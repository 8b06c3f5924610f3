r"""A case of a hint that is followed: a folder below tests/cases/imports/hints/, laid over the example school.

It is called after the hint's constant (`merging.roll` is _ROLL_HINT of merging.py; a third word tells two cases apart), and its
case.txt says, a line each, what happens and what is done about it:

    import marks.csv --partial            what is typed after `liverecord import attendance`
    list pupils.csv --map map.yml         in its place: a list of pupils, which is read and goes no further
    pupils pupils.csv --update            in its place: what is typed after `liverecord import pupils`
    timetable tt.csv                      in its place: what is typed after `liverecord import timetable`
    outcomes map.csv                      in its place: what is typed after `liverecord import pupils --outcomes`
    calendar council.ics                  in its place: a calendar of the new school year, which is read and goes no further
    roster roster.csv                     in its place: a table of pupils of the new school year, as the calendar
    code unknown-pupil                    the code word of what is told, a problem's, a question's, or `error`
    says Correct the id.                  a part of the hint, word for word, which the lines below it follow
    note It is the folder's name.         a part that asks for nothing, or is followed in another case of the same hint
    follow marks.csv                      what is typed then, and nothing is wrong any more
    partly marks.csv --partial            what is typed then, and the rest is written, while the problem stays

A file is made, or mended after `follow`, with

    add map.yml | days: 7                 a line at the end
    change marks.csv | old | new          a text that stands there once or more (a line's end is \n)
    take marks.csv | 2026-11-20           every line with this text out
    lay folder                            the files of a folder of the case
    workbook marks.csv                    the same cells as marks.xlsx
    limit exports.files.LARGEST 100     a limit of the program's, so that a case need not be large
"""

import ast
import csv
import importlib
import re
import shutil
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

import liverecord.intake
from overlay import CASES

HINTS = CASES / "imports" / "hints"
FOLDERS = sorted(path.name for path in HINTS.iterdir())
SOURCES = sorted(Path(liverecord.intake.__file__).parent.rglob("*.py"))
KINDS = ("import", "list", "pupils", "timetable", "outcomes", "calendar", "roster")
MAKES = ("add", "change", "take", "lay", "workbook", "limit")


class Answer(NamedTuple):
    """What a part of a hint is followed by: what is made or mended, what is typed, and whether the problem may stay."""

    part: str
    makes: list[tuple[str, str]]
    typed: list[str]
    is_partly: bool


class Case(NamedTuple):
    """A case as its case.txt has it."""

    folder: Path
    makes: list[tuple[str, str]]
    typed: list[str]
    codes: set[str]
    hint: str
    answers: list[Answer]
    kind: str


def read_case(name: str) -> Case:
    """Read a case; a line that is none fails."""
    folder = HINTS / name
    makes: list[tuple[str, str]] = []
    typed: list[str] = []
    codes: set[str] = set()
    parts: list[str] = []
    kind = ""
    answers: list[Answer] = []
    for line in (folder / "case.txt").read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if word in KINDS:
            kind, typed = word, rest.split()
        elif word == "code":
            codes = set(rest.split())
        elif word in ("says", "note"):
            parts.append(rest)
        elif word in ("follow", "partly"):
            answers.append(Answer(parts[-1], [], rest.split(), word == "partly"))
        else:
            assert word in MAKES, f"{name}: {line}"
            (answers[-1].makes if answers else makes).append((word, rest))
    return Case(folder, makes, typed, codes, " ".join(parts), answers, kind)


def make(case: Case, steps: list[tuple[str, str]], school: Path, patch: pytest.MonkeyPatch) -> None:
    """Do what lines of a case say, in a school's folder."""
    for word, rest in steps:
        path, *texts = (text.replace(r"\n", "\n") for text in rest.split(" | "))
        file = school / path
        if word == "lay":
            shutil.copytree(case.folder / path, school, dirs_exist_ok=True)
        elif word == "limit":
            name, _, number = rest.partition(" ")
            module, _, constant = name.rpartition(".")
            patch.setattr(importlib.import_module(f"liverecord.intake.{module}"), constant, int(number))
        elif word == "workbook":
            _workbook(file)
        else:
            text = file.read_text(encoding="utf-8") if file.exists() else ""
            if word == "add":
                text = f"{text}{texts[0]}\n"
            else:
                assert texts[0] in text, f"{case.folder.name}: {rest}"
                kept = [line for line in text.splitlines(keepends=True) if texts[0] not in line]
                text = text.replace(texts[0], texts[1]) if word == "change" else "".join(kept)
            file.write_text(text, encoding="utf-8")


def constants() -> dict[str, re.Pattern[str]]:
    """Return every hint of the import by the name that its cases have, with the texts that it may become."""
    found: dict[str, re.Pattern[str]] = {}
    for path in SOURCES:
        module = importlib.import_module(
            ".".join(path.relative_to(Path(liverecord.__file__).parent.parent).with_suffix("").parts)
        )
        for name, text in vars(module).items():
            if name.endswith("HINT") and _is_assigned(name, path):
                pattern = re.sub(r"\\\{[a-z]+\\\}", ".+", re.escape(text)).replace(r"\{\{.+\}\}", ".+")
                slug = name.removesuffix("_HINT").strip("_").lower()
                found[f"{_module(path)}.{slug}"] = re.compile(pattern)
    return found


def hints_in_place() -> list[str]:
    """Return where a hint is written in the middle of the program and not in a constant."""
    return [
        f"{path.name}:{hint.lineno}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for hint in _hints(node)
        if isinstance(hint, ast.JoinedStr) or (isinstance(hint, ast.Constant) and hint.value)
    ]


def codes_of_the_import() -> set[str]:
    """Return every code word that the import's own modules give."""
    found = set()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        words = {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        found |= {word for word in words if re.fullmatch(r"[a-z]+(-[a-z]+)+", word)}
    return found


_AT = {
    "Problem": 3,
    "problem": 3,
    "_problem": 4,
    "Refusal": 2,
    "LiverecordError": 1,
    "_wrong": 3,
    "_doubt": 3,
}
"""Where a hint stands among what these are given."""


def _hints(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Call):
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        named = [keyword.value for keyword in node.keywords if keyword.arg == "hint"]
        return [*node.args[_AT[name] : _AT[name] + 1], *named] if name in _AT else named
    if isinstance(node, ast.Assign) and any(
        isinstance(to, ast.Name) and to.id == "hint" for to in node.targets
    ):
        return [node.value]
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple):
        names = [element for to in node.targets if isinstance(to, ast.Tuple) for element in to.elts]
        return [
            value
            for to, value in zip(names, node.value.elts, strict=False)
            if isinstance(to, ast.Name) and to.id == "hint"
        ]
    return []


def _module(path: Path) -> str:
    """Return a module's name, with that of its room before it where it is neither the import's own nor that of exports."""
    room = path.parent.name
    return path.stem if room in ("intake", "exports", "marks") else f"{room}_{path.stem}"


def _is_assigned(name: str, path: Path) -> bool:
    return bool(re.search(rf"^{name} = ", path.read_text(encoding="utf-8"), re.MULTILINE))


def _workbook(file: Path) -> None:
    book = openpyxl.Workbook()
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.reader(rows):
            book.active.append(row)
    book.save(file.with_suffix(".xlsx"))
