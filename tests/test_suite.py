"""The suite's own laws: nothing in it depends on how fast a machine is, and nothing is left out unseen."""

import ast
import re
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent
TESTS = sorted(path for path in HERE.rglob("*.py") if "benchmarks" not in path.parts)
WAITS = re.compile(r"networkidle|\bsleep\(|wait_for_timeout\(|perf_counter")
POLLS = {
    "browser/test_own_host.py": 1,  # until the guard has noticed, or a minute has passed
    "press/test_servers.py": 1,  # until nginx answers
}
"""Files in which something is asked again and again until it is so."""


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.relative_to(HERE).as_posix())
def test_how_many_examples_is_said_once(path: Path) -> None:
    """One profile says how many examples are drawn and that there is no deadline: no test sets either by itself."""
    if path.name == "examples.py":
        return
    own = {
        keyword.arg
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
    } & {"max_examples", "deadline", "derandomize"}
    assert own == set()


def test_no_property_has_a_deadline() -> None:
    """An example that takes long on a busy machine proves nothing."""
    assert settings.default is not None
    assert settings.default.deadline is None


def test_no_test_waits_by_the_clock() -> None:
    """A test waits until something is so, not for a while: a while is too short on one machine and too long on all others."""
    found = {
        name: len(WAITS.findall(path.read_text(encoding="utf-8")))
        for path in TESTS
        if (name := path.relative_to(HERE).as_posix()) != "test_suite.py"
    }
    assert {name: number for name, number in found.items() if number} == POLLS


def test_no_two_modules_have_one_name() -> None:
    """Tests of one name in two rooms cannot be collected in one run."""
    names = [path.name for path in TESTS if path.name.startswith("test_")]
    assert sorted(set(names)) == sorted(names)


def test_each_module_can_be_run_alone() -> None:
    """What a test borrows from another module lies beside it or at the top: else it is found only where others ran before."""
    places: dict[str, set[Path]] = {}
    for path in TESTS:
        places.setdefault(path.stem, set()).add(path.parent)
    for path in TESTS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                assert name not in places or places[name] & {path.parent, HERE}, (path.name, name)


def test_what_a_promise_names_is_there() -> None:
    """Each test that SECURITY.md names as holding a promise can be run."""
    text = (HERE.parent / "SECURITY.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+(?:\.py)?)`", text)
    assert len(named) > 15
    assert [name for name in named if not (HERE.parent / name).exists()] == []
