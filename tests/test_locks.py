"""Each lock is complete: what it names can be installed as it stands, on every Python and system that the package is for."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

REPOSITORY = Path(__file__).parent.parent
PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = {
    "requirements.lock": ("build",),
    "tests/requirements.lock": ("build", "test", "benchmark"),
}
"""The locks, and the groups of pyproject.toml that each has beside what the program needs."""

_SYSTEMS = {"linux": ("Linux", "posix"), "darwin": ("Darwin", "posix"), "win32": ("Windows", "nt")}
_CLASSIFIER = "Programming Language :: Python :: "
PYTHONS = [
    name.removeprefix(_CLASSIFIER)
    for name in PROJECT["project"]["classifiers"]
    if name.startswith(f"{_CLASSIFIER}3.")
]
PLACES = [(f"{python}.{patch}", system) for python in PYTHONS for patch in ("0", "99") for system in _SYSTEMS]


class Pinned(NamedTuple):
    """A line of a lock: a distribution, its one version, and whether a hash holds its files."""

    requirement: Requirement
    is_hashed: bool


def environment(python: str, system: str) -> dict[str, str]:
    """Return what markers are asked against on another Python and system."""
    name, os_name = _SYSTEMS[system]
    short = python.rpartition(".")[0]
    return {
        **{key: str(value) for key, value in default_environment().items()},
        "python_version": short,
        "python_full_version": python,
        "implementation_version": python,
        "sys_platform": system,
        "platform_system": name,
        "os_name": os_name,
    }


@cache
def lines(lock: str) -> list[Pinned]:
    """Return the lines of a lock."""
    text = (REPOSITORY / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    found = [line.split("--hash=sha256:") for line in text.splitlines() if line and not line.startswith("#")]
    return [Pinned(Requirement(words.strip()), bool(hashes)) for words, *hashes in found]


def named(lock: str) -> list[str]:
    """Return what pyproject.toml asks for by itself."""
    groups = [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"]]
    return [*groups, *(each for group in LOCKS[lock] for each in PROJECT["dependency-groups"][group])]


def missing(pinned: list[Pinned], wanted: list[str], place: Mapping[str, str]) -> set[str]:
    """Return what is asked for in a place, by pyproject.toml or by a member of the lock, and not met by the lock."""
    here = {
        canonicalize_name(each.requirement.name): next(iter(each.requirement.specifier)).version
        for each in pinned
        if each.requirement.marker is None or each.requirement.marker.evaluate(dict(place))
    }
    found, seen = set(), set()
    queue = [("pyproject.toml", Requirement(each), "") for each in wanted]
    while queue:
        asked_by, asked, extra = queue.pop()
        if asked.marker is not None and not asked.marker.evaluate({**place, "extra": extra}):
            continue
        name = canonicalize_name(asked.name)
        if name not in here or not asked.specifier.contains(here[name], prereleases=True):
            found.add(f"{asked_by} needs {asked}: the lock has {here.get(name)}")
            continue
        if not runs_on(name, here[name], place["python_full_version"]):
            found.add(f"{name} {here[name]} does not run on Python {place['python_full_version']}")
        for part in ("", *asked.extras):
            if (name, part) not in seen:
                seen.add((name, part))
                queue += [(name, each, part) for each in needs(name)]
    return found


@cache
def needs(name: str) -> tuple[Requirement, ...]:
    """Return what an installed distribution says that it needs; one that this system has no use for says nothing here."""
    try:
        return tuple(map(Requirement, distribution(name).requires or ()))
    except PackageNotFoundError:
        return ()


@cache
def runs_on(name: str, version: str, python: str) -> bool:
    """Tell whether a distribution runs on a Python, as far as the one that is installed here can say."""
    try:
        installed = distribution(name)
    except PackageNotFoundError:
        return True
    asked = SpecifierSet(installed.metadata["Requires-Python"] or "")
    return installed.version != version or asked.contains(python)


@pytest.mark.parametrize("lock", LOCKS)
@pytest.mark.parametrize(("python", "system"), PLACES)
def test_a_lock_has_all_that_it_needs(lock: str, python: str, system: str) -> None:
    """Nothing is left for an index to choose on the day of an installation: not by a member of the lock either."""
    assert missing(lines(lock), named(lock), environment(python, system)) == set()


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_that_is_locked_here_is_known(lock: str) -> None:
    """The law above reads what members need from those that are installed: all that this machine's Python takes are."""
    for each in lines(lock):
        if each.requirement.marker is None or each.requirement.marker.evaluate():
            assert each.requirement.specifier.contains(distribution(each.requirement.name).version)


@pytest.mark.parametrize("lock", LOCKS)
def test_each_line_is_one_version_and_its_hashes(lock: str) -> None:
    """A lock names exact versions, and no file that is not the one which was locked."""
    for each in lines(lock):
        assert [part.operator for part in each.requirement.specifier] == ["=="]
        assert each.is_hashed


@pytest.mark.parametrize("gone", ["coverage", "tomlkit", "numpy", "click", "colorama"])
def test_a_gap_is_found(gone: str) -> None:
    """The law can fail: without one member, whoever needs it is named."""
    lock = "tests/requirements.lock"
    left = [each for each in lines(lock) if canonicalize_name(each.requirement.name) != gone]
    told = missing(left, named(lock), environment("3.12.0", "win32"))
    assert any(f"needs {gone}" in each for each in told)


def test_a_release_that_a_member_refuses_is_found() -> None:
    """The law can fail: a version that somebody's bounds leave out is named."""
    lock = "tests/requirements.lock"
    old = [
        Pinned(Requirement("coverage==7.10.5"), is_hashed=True)
        if each.requirement.name == "coverage"
        else each
        for each in lines(lock)
    ]
    told = missing(old, named(lock), environment("3.13.0", "linux"))
    assert {each.partition(" needs ")[0] for each in told} == {"pytest-cov"}
