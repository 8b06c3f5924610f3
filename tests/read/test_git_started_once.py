"""Git is started in one module, which owns its arguments and its environment: nothing else in the package can."""

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import liverecord
from liverecord.read.profiles import NETWORK, READING, WRITING, Profile

PACKAGE = Path(liverecord.__file__).parent
OWNER = "read/repository.py"
STARTERS = {
    OWNER: "starts git",
    "edit/own_site.py": "starts this very program, to build a site",
    "search/__init__.py": "starts Pagefind, which no record names",
}
"""The modules that may start a program, and which."""

_MODULES = {
    "git",
    "gitdb",
    "pygit2",
    "dulwich",
    "subprocess",
    "pty",
    "popen2",
    "commands",
    "ctypes",
    "_posixsubprocess",
}
_CALLS = {
    "system", "popen", "startfile", "posix_spawn", "posix_spawnp", "fork", "forkpty", "create_subprocess_exec",
    "create_subprocess_shell", "subprocess_exec", "subprocess_shell", "import_module", "__import__", "run_module", "run_path",
}  # fmt: skip
_PROGRAM = {"git", "git.exe"}


def ways_to_start(source: str) -> Iterator[str]:
    """Yield what in a module's source could start a program, or git."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name.split(".")[0] in _MODULES)
            case ast.ImportFrom(module=str(module), level=0) if module.split(".")[0] in _MODULES:
                yield module
            case ast.ImportFrom(module="os" | "asyncio" | "importlib" | "runpy" | "builtins", names=names):
                yield from (name.name for name in names if _starts(name.name))
            case ast.Attribute(attr=name) | ast.Name(id=name) if _starts(name):
                yield name
            case ast.Constant(value=str(text)) if text in _PROGRAM:
                yield repr(text)


def _starts(name: str) -> bool:
    return name in _CALLS or (
        name.startswith(("spawn", "exec")) and name not in {"execute", "executemany", "executescript"}
    )


@pytest.mark.parametrize("profile", [READING, WRITING, NETWORK])
def test_each_setting_is_told_once(profile: Profile) -> None:
    """Git takes the last of two, so that the first would be read and not hold."""
    names = [setting.partition("=")[0] for setting in profile.settings]
    assert len({*names}) == len(names)


def test_one_module_starts_git() -> None:
    """Whoever asks git goes through read/repository.py: demo, copies, traces and what comes after them too."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        ways = set(ways_to_start(path.read_text(encoding="utf-8")))
        if name not in STARTERS and ways:
            found[name] = ways
    assert found == {}


def test_a_search_for_words_starts_no_git() -> None:
    """The other modules that start a program start no git."""
    ways = set(ways_to_start((PACKAGE / "search/__init__.py").read_text(encoding="utf-8")))
    assert ways == {"subprocess", "import_module"}
    assert set(ways_to_start((PACKAGE / "edit/own_site.py").read_text(encoding="utf-8"))) == {
        "subprocess",
        "executable",
    }


@pytest.mark.parametrize(
    "source",
    [
        "import subprocess",
        "from subprocess import run as go",
        "import git.cmd",
        "from git import Repo",
        "import os\nos.system('x')",
        "from os import execv",
        "import os\nos.spawnlp(0, 'x')",
        "import os\nos.posix_spawn('x', [], {})",
        "import asyncio\nasyncio.create_subprocess_exec('x')",
        "__import__('git')",
        "import importlib\nimportlib.import_module('g' + 'it')",
        "import shutil\nshutil.which('git')",
        "import pty",
    ],
)
def test_each_way_would_be_found(source: str) -> None:
    """The search fails on each way that there is, or it would prove nothing."""
    assert list(ways_to_start(source))


def test_what_is_started_has_the_settings() -> None:
    """The owner has one place where a process begins, and it takes the settings and the environment from a profile."""
    tree = ast.parse((PACKAGE / OWNER).read_text(encoding="utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "popen"
    ]
    assert len(calls) == 1
    assert "always" in ast.unparse(calls[0].args[0])
    assert "profile.settings" in ast.unparse(tree)
    assert {keyword.arg: ast.unparse(keyword.value) for keyword in calls[0].keywords}["env"].startswith(
        "_environment(profile"
    )


@pytest.mark.parametrize("profile", [READING, WRITING, NETWORK], ids=["reading", "writing", "network"])
def test_no_profile_lets_a_hook_run(profile: Profile) -> None:
    """Whatever git is asked for: no hook, no monitor, no transport helper, no words in another language, nobody asked on a terminal."""
    settings = dict(setting.split("=", 1) for setting in profile.settings)
    assert settings["core.hooksPath"] == os.devnull
    assert settings["core.fsmonitor"] == "false"
    assert settings["protocol.allow"] == "never"
    assert "ext" not in profile.environment["GIT_ALLOW_PROTOCOL"].split(":")
    assert profile.environment["GIT_TERMINAL_PROMPT"] == "0"
    assert profile.environment["LC_ALL"] == "C"


def test_only_the_room_of_saves_writes_or_asks_a_server() -> None:
    """Every other room reads: a profile that does more is named in saves/ alone, and the network's in one module of it."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        words = set(re.findall(r"\b(?:WRITING|NETWORK)\b", path.read_text(encoding="utf-8")))
        if name != "read/profiles.py" and words:
            found[name] = words
    assert found == {"saves/writing.py": {"WRITING"}, "saves/network.py": {"NETWORK"}}
