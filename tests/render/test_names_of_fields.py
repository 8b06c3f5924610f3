"""What a page asks a view for is a field that some view has."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from liverecord import redact, render
from liverecord.model.case import CaseFile, SchoolCase
from liverecord.model.field import plain
from liverecord.model.parts import FIELDS
from liverecord.read.rulebook import rulebook

RENDER = Path(render.__file__).parent


def declared(kind: msgspec.inspect.Type) -> Iterator[str]:
    """Yield the name of every field of a struct and of all that stands in it."""
    kind, _ = plain(kind)
    if isinstance(kind, msgspec.inspect.VarTupleType):
        yield from declared(kind.item_type)
    elif isinstance(kind, msgspec.inspect.StructType):
        for field in kind.fields:
            yield field.name
            yield from declared(field.type)


def made(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a module gives to fields of views which it makes itself: of `View(…)`, and of what it keeps."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "View":
            yield from (word.arg for word in node.keywords if word.arg is not None)
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            yield from _text(node.slice)
        elif isinstance(node, ast.Dict):
            yield from (name for key in node.keys if key is not None for name in _text(key))


def _text(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


MAKERS = ("kept.py", "weekly.py", "changes/recent.py", "pages/week/__init__.py", "pages/support_first.py",
          "pages/changes.py", "second_look.py")  # fmt: skip
"""The modules that keep something of a pupil's view, under names of their own."""

KNOWN = {
    *declared(msgspec.inspect.type_info(CaseFile)),
    *declared(msgspec.inspect.type_info(SchoolCase)),
    *(name for path in MAKERS for name in made(ast.parse((RENDER / path).read_text("utf-8")))),
    "audience",
    "absent",
}
"""Every name that a field of a view may have. The gate adds whom a site is for, the build which pages it lacks."""


def asked(text: str, name: str) -> Iterator[str]:
    """Yield the names of fields that a module or a template asks a view for."""
    if name.endswith(".j2"):
        for call in re.finditer(r"(?:\|\s*sees|is visible)\(([^()]*)\)", text):
            yield from re.findall(r'"(\w+)"', call[1])
        return
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        if isinstance(function, ast.Name) and function.id == "sees":
            yield from (name for argument in node.args[1:] for name in _text(argument))
        elif isinstance(function, ast.Attribute) and function.attr == "has":
            yield from (name for argument in node.args for name in _text(argument))


SOURCES = sorted([*RENDER.rglob("*.py"), *RENDER.rglob("*.j2")])


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(RENDER).as_posix())
def test_what_a_page_asks_for_is_a_field_of_some_view(path: Path) -> None:
    """A name that no view has would be empty for ever, and nobody would know: what a page leaves out looks the same."""
    assert set(asked(path.read_text("utf-8"), path.name)) <= KNOWN


def test_a_name_that_is_none_is_found() -> None:
    """The search for such names sees each way in which they are written."""
    for text, name in (
        ('sees(view, "plan", "pasport")', "a.py"),
        ('view.has("pasport")', "a.py"),
        ('{% if plan|sees("pasport") %}', "a.j2"),
        ('{% if plan is visible("pasport") %}', "a.j2"),
    ):
        assert "pasport" in set(asked(text, name)) - KNOWN


# ── And the other way round ─────────────────────────────────────────────────────────────────────────────


def used() -> set[str]:
    """Return every name by which a module or a template takes something from a view."""
    names: set[str] = set()
    for path in SOURCES:
        text = path.read_text("utf-8")
        names |= set(asked(text, path.name))
        if path.suffix == ".j2":
            names |= set(re.findall(r"\w\.(\w+)", text))
        else:
            tree = ast.parse(text)
            names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            names |= {name for node in ast.walk(tree) for name in _text(node) if name.isidentifier()}
    return names


@pytest.mark.parametrize("audience", ["staff", "team", "senco"])
def test_what_is_worked_out_and_seen_is_asked_for(audience: str) -> None:
    """A derived value that an audience may see is named by some page, or stands among the exceptions with its reason."""
    gate = redact.gate(rulebook().policy, audience)
    # What was typed is tried by its effect, in test_no_silent_hole.py.
    typed = {f"{part}.{name}" for part, fields in FIELDS.items() for name in fields}
    seen = {path for path in redact.every_path() - typed if gate.sees(path)}
    unused = {path for path in seen if path.rpartition(".")[2] not in NAMES_USED and path not in UNUSED}
    assert unused == set()
    assert audience != "senco" or seen >= UNUSED.keys()


NAMES_USED = {name.rstrip("_") for name in used()}

UNUSED: dict[str, str] = {
    "duties.force": "a page says the limit in the rule's own words; how strong it is stands in `facts` and `due`",
    "duties.late_school_days": "a page counts the days that a reader counts; school days decide to whom a duty goes",
    "duties.rule_due": "a page says the day that counts, and the written one where it is later",
    "school.phase": "everybody who reads the site knows what kind of school it is",
}
"""Derived values that no page asks for, each with its reason."""
