"""What a file of the records holds: told by its name, in one place, for every room."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import liverecord
from liverecord.model.records import KINDS, kind_of

PACKAGE = Path(liverecord.__file__).parent
FOLDERS = ("", "records/", "records/pupils/p-7k3m/", "a b/", "plan.yml/")


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_record_is_known_by_its_name(folder: str, kind: str) -> None:
    """In whichever folder it lies; nothing may stand before or behind the name."""
    assert kind_of(f"{folder}{kind}.yml") == kind
    for name in (
        kind,
        f"{kind}.yaml",
        f"{kind}.yml.yml",
        f"{kind}.yml.bak",
        f".{kind}.yml",
        f"{kind.upper()}.yml",
        f"{kind}.md.yml",
    ):
        assert kind_of(f"{folder}{name}") == ""


@given(st.text() | st.sampled_from(["README.md.yml", ".yml", "/", "records/pupils/p-7k3m/README.md.yml"]))
def test_what_is_no_record_is_of_no_kind(path: str) -> None:
    """Whatever a path is, what it is told to hold is a key of KINDS whose file it names, or nothing."""
    kind = kind_of(path)
    assert kind == "" or path.rpartition("/")[2] == f"{kind}.yml"


def test_one_place_tells_it() -> None:
    """No other room cuts the ending off a path: each would do it in its own way."""
    found = {
        path.relative_to(PACKAGE).as_posix(): number
        for path in PACKAGE.rglob("*.py")
        if (number := path.read_text(encoding="utf-8").count('removesuffix(".yml")'))
    }
    assert found == {"validate/references.py": 1}  # of a home in the declarations, which may be no file
