"""Who saves: asked for once where git does not know, and kept in the clone alone."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_repository import git, repository
from liverecord.saves.person import Person, Unfit, introduce, person, unfit


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "settings"))
    (tmp_path / "settings").write_text("", encoding="utf-8")
    return repository(tmp_path / "school")


def test_nobody_is_known(root: Path) -> None:
    """Half of it is as good as nothing: a commit needs both."""
    assert person(root) is None
    git(root, "config", "user.name", "J. Okafor")
    assert person(root) is None


def test_the_persons_own_settings_are_read(root: Path, tmp_path: Path) -> None:
    """Whoever uses git already is not asked; the clone's own settings come first."""
    (tmp_path / "settings").write_text("[user]\nname = J. Okafor\nemail = j@a.example\n", encoding="utf-8")
    assert person(root) == Person("J. Okafor", "j@a.example")
    git(root, "config", "user.email", "j.okafor@ashgrove.example")
    assert person(root) == Person("J. Okafor", "j.okafor@ashgrove.example")


def test_who_was_asked_is_kept_in_the_clone_alone(root: Path, tmp_path: Path) -> None:
    """The person's own settings, which other repositories share, stay as they are."""
    assert introduce(root, "  J.  Okafor ", " j.okafor@ashgrove.example ") == person(root)
    assert introduce(root, "Jo Okafor", "jo@ashgrove.example") == Person("Jo Okafor", "jo@ashgrove.example")
    assert person(root) == Person("Jo Okafor", "jo@ashgrove.example")
    assert (tmp_path / "settings").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("name", "email", "wrong"),
    [
        ("", "", ["name", "email"]),
        ("J. Okafor", "j.okafor", ["email"]),
        ("J. Okafor", "j okafor@ashgrove.example", ["email"]),
        ("J. Okafor", "<j@ashgrove.example>", ["email"]),
        ("J. Okafor", "-j@ashgrove.example", ["email"]),
        ("J <x>", "j@ashgrove.example", ["name"]),
        ("--global", "j@ashgrove.example", ["name"]),
        ("...", "j@ashgrove.example", ["name"]),
        ("J\0Okafor", "j@ashgrove.example", ["name"]),
        ("x" * 101, "j@ashgrove.example", ["name"]),
    ],
)
def test_what_is_no_name_or_address_is_said(root: Path, name: str, email: str, wrong: list[str]) -> None:
    """Git would take some of these and write another name; each is said at its own field, and nothing is kept."""
    found = introduce(root, name, email)
    assert isinstance(found, tuple)
    assert all(isinstance(each, Unfit) for each in found)
    assert [each.field for each in found] == wrong
    assert person(root) is None


SIGNS = "\n\r\0<>"
"""What ends a name or an address in a commit."""

LETTERS = st.sampled_from("jé-. ") | st.characters()
TEXTS = st.text(LETTERS, max_size=8) | st.text(LETTERS | st.sampled_from(SIGNS), max_size=8)
NAMES = TEXTS.map(lambda text: f"{text}J")
ADDRESSES = st.builds("{}j@a{}".format, TEXTS, TEXTS)


@given(NAMES.map(lambda name: (name, "j@a")) | ADDRESSES.map(lambda address: ("J", address)))
def test_what_is_fit_is_one_line_for_git(typed: tuple[str, str]) -> None:
    """Whatever is typed beside what is well: what passes holds no sign that ends a name in a commit, and no option."""
    if any({*text} & {*SIGNS} or text.startswith("-") for text in typed):
        assert unfit(*typed)


@given(st.text("jé-.ß1", max_size=20), st.text("jé-.ß1+_%", max_size=20))
def test_what_anybody_is_called_is_fit(name: str, address: str) -> None:
    """Letters of any language, hyphens and full stops are no reason to be asked again."""
    assert unfit(f"J{name} Okafor", f"j{address}@{address}a.example") == ()


def test_a_branch_is_called_by_the_id_or_by_nothing_that_names_anybody() -> None:
    """Without an id in staff.yml the branch bears a few letters that no name can be read from."""
    known = Person("J. Okafor", "J.Okafor@ashgrove.example", "j-okafor")
    assert known.marks[0] == "j-okafor"
    assert known.marks[1:] == known._replace(staff_id=None, email="j.okafor@ashgrove.example").marks
    assert known._replace(staff_id="../x").marks == known.marks[1:]
    assert all("okafor" not in mark for mark in known.marks[1:])
