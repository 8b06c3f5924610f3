"""The architecture is a test: data flows one way, and never in a circle."""

import ast
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import liverecord

PACKAGE = Path(liverecord.__file__).parent
REPOSITORY = Path(__file__).parent.parent


def test_imports_point_one_way() -> None:
    """The contracts of pyproject.toml hold: layers downward only, a pure core, one module that knows MkDocs."""
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-4000:]


@pytest.mark.parametrize(
    ("contract", "model", "cli", "said"),
    [
        (
            "type = layers\ncontainers = flow\nlayers =\n  cli\n  model\n",
            "import flow.cli\n",
            "",
            "flow.model is not allowed to import flow.cli",
        ),
        (
            "type = acyclic_siblings\nancestors = flow\n",
            "import flow.cli\n",
            "import flow.model\n",
            "It could be made acyclic",
        ),
    ],
    ids=["layers", "circle"],
)
def test_a_broken_contract_is_found(tmp_path: Path, contract: str, model: str, cli: str, said: str) -> None:
    """The contracts can fail: an import against the flow is reported, and a circle."""
    package = tmp_path / "flow"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "model.py").write_text(model)
    (package / "cli.py").write_text(cli)
    head = "[importlinter]\nroot_package = flow\n\n[importlinter:contract:1]\nname = Flow\n"
    (tmp_path / ".importlinter").write_text(head + contract)
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    result = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(tmp_path)}
    )
    assert result.returncode == 1
    assert said in result.stdout


def test_no_module_is_too_long() -> None:
    """A module past 400 lines is split by meaning."""
    long = {
        str(path.relative_to(PACKAGE)): lines
        for path in PACKAGE.rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_nothing_hides_an_import_from_the_contracts() -> None:
    """TYPE_CHECKING hides circles, it does not remove them: it is not used."""
    hidden = [
        path.name for path in PACKAGE.rglob("*.py") if "TYPE_CHECKING" in path.read_text(encoding="utf-8")
    ]
    assert not hidden


@pytest.mark.parametrize("heavy", ["mkdocs", "rich", "jsonschema", "git", "flask", "waitress"])
def test_the_command_line_starts_without(heavy: str) -> None:
    """A quick command stays quick: what only some runs need is not imported at the start."""
    assert find_spec(heavy) is not None
    program = f"import sys, liverecord.cli; sys.exit({heavy!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# ── The map ─────────────────────────────────────────────────────────────────────────────────────────────

ROOMS = {
    path.stem
    for path in PACKAGE.iterdir()
    if path.suffix == ".py" or (path / "__init__.py").exists()
} - {"__init__", "__main__"}  # fmt: skip
MAP = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_every_room_stands_on_the_map() -> None:
    """Whoever carries on finds each room in CONTRIBUTING.md, once, and in the drawing, and no room that is gone."""
    table = re.findall(r"^\| `(\w+)` \|", MAP, re.MULTILINE)
    assert sorted(table) == sorted(ROOMS)
    drawing = (REPOSITORY / "docs/architecture.svg").read_text(encoding="utf-8")
    drawn = re.findall(r'font-weight="650" fill="#1b2a30">([\w]+)</text>', drawing)
    assert sorted(drawn) == sorted(ROOMS)


def test_a_room_that_names_its_modules_names_each() -> None:
    """Where a room's beginning says of `name.py` what it is, a line each, it does so of every module, and of none that is gone."""
    found = 0
    for path in sorted(PACKAGE.rglob("__init__.py")):
        about = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        named = re.findall(r"^([a-z_]+)\.py +\S", about, re.MULTILINE)
        if named:
            there = [each.stem for each in path.parent.glob("*.py") if each != path]
            assert sorted(named) == sorted(there), path
            found += 1
    assert found


def test_every_path_on_the_map_is_there() -> None:
    """A recipe that names a file which has moved sends people wrong."""
    named = {word for word in re.findall(r"`([^`\s]+)`", MAP) if "/" in word}
    named |= set(re.findall(r"\]\(([^)#]+)\)", MAP))
    named = {name.replace("CODE", "alias") for name in named}
    gone = {name for name in named if not (REPOSITORY / name).exists() and not (PACKAGE / name).exists()}
    assert named
    assert gone == set()


def test_what_a_pupils_id_looks_like_is_said_once() -> None:
    """Whoever needs the pattern takes it from model/ids.py, so that no room reads an id that another does not."""
    saying = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        if "p-[a-z" in path.read_text(encoding="utf-8")
    ]
    assert saying == ["model/ids.py"]
