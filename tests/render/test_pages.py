"""A page is a value: what it says of itself is all that the rest of the program knows, and it is enough."""

import ast
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import liverecord
from liverecord import press, render
from liverecord.redact.shape import every_path
from liverecord.render.overview import Overview
from liverecord.render.pages import PAGES, PageKind, source
from liverecord.view import View
from render.conftest import school_case, view_of

Pupils = Callable[[str], list[View]]
PACKAGE = Path(liverecord.__file__).parent
OF_SCHOOL = [kind for kind in PAGES if kind.of_school is not None]


def named(kind: PageKind) -> str:
    """Name a kind of page by its address."""
    return kind.address or "today"


def test_every_module_is_in_the_list() -> None:
    """A page that is written and not listed would be on no site."""
    modules = {
        path.stem for path in (PACKAGE / "render/pages").iterdir() if path.suffix == ".py" or path.is_dir()
    }
    modules -= {"__init__", "__pycache__", "kind", "written"}
    listed = {each.of_school or each.of_pupil for each in PAGES} - {None}
    found = {function.__module__.removeprefix("liverecord.render.pages.") for function in listed if function}
    assert found == modules
    assert len({kind.address for kind in PAGES}) == len(PAGES)


@pytest.mark.parametrize("kind", PAGES, ids=named)
def test_what_a_page_says_of_itself_is_so(kind: PageKind) -> None:
    """Its needs are paths of the policy, its tab is one, and it is made in one way at most."""
    assert set(kind.needs) <= every_path() | {path.rpartition(".")[0] for path in every_path()}
    assert kind.tab in {None, *(each.address for each in PAGES if each.has_tab)}
    assert kind.of_school is None or kind.of_pupil is None
    assert kind.of_school is not None or not kind.keeps
    assert kind.title
    assert re.fullmatch(r"([a-z-]+/)*(\{[a-z]+\}/)?", kind.address)


@pytest.mark.parametrize("kind", OF_SCHOOL, ids=named)
@pytest.mark.parametrize("audience", ["staff", "team", "senco"])
def test_a_page_keeps_what_it_is_made_from(
    pupils: Pupils, school: View, kind: PageKind, audience: str
) -> None:
    """From what it says that it keeps of each pupil, and from nothing else, comes the same page."""
    assert kind.of_school is not None
    views = pupils(audience)
    whole = [render.summary(view, school) for view in views]
    own = [
        View(**{name: part for keep in kind.keeps for name, part in keep(view, school).items()})
        for view in views
    ]
    assert list(kind.of_school(Overview(school, own))) == list(kind.of_school(Overview(school, whole)))


def test_every_page_has_a_frame_to_be_set_into() -> None:
    """Frames that are only cut stand beside the pages of many, and a finished site does not hold them."""
    assert set(press.FRAME_ONLY) == {f"{kind.frame}index.html" for kind in PAGES if kind.has_many}
    assert {source(kind) for kind in PAGES if kind.has_many} == {
        f"{folder}/frame.md" for folder in ("attendance", "cards", "classes", "history", "pupils", "staff")
    }
    assert len({source(kind) for kind in PAGES}) == len(PAGES)
    assert source(PAGES[0]) == "index.md"


def test_a_page_that_needs_what_is_hidden_is_not_made(pupils: Pupils) -> None:
    """Where a school narrows what a page needs, the page goes, and the others stay."""
    views = pupils("senco")
    every = {kind.address for kind in OF_SCHOOL if kind.needs}
    assert len(every) == 6
    for absent in every:
        school = view_of(school_case())
        school = View(**dict(school), absent=frozenset([absent]))
        made: Any = {
            page.path for page in render.overview(school, [render.summary(view, school) for view in views])
        }
        assert absent not in made
        assert every - {absent} <= made


@pytest.mark.parametrize("room", ["plugin.py", "build", "press", "search"])
def test_nobody_else_knows_a_page_by_its_name(room: str) -> None:
    """The rooms that make a site of the pages go by the list: no address and no title of a page stands in them."""
    paths = [PACKAGE / room] if room.endswith(".py") else sorted((PACKAGE / room).rglob("*.py"))
    words = {kind.address.partition("{")[0] for kind in PAGES if kind.address} - {"pupils/"}
    for path in paths:
        found = [each for each in constants(path) if any(each.startswith(word) for word in words)]
        assert not found, path


def constants(path: Path) -> set[str]:
    """Return the texts of a module that are values: docstrings are not."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
    }
