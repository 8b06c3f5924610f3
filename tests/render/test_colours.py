"""Every colour has one name, in one sheet, for a light and for a dark screen; every other sheet has names alone."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
THEME = ROOT / "site_overrides/theme/assets/liverecord"
COLOURS = (THEME / "colours.css").read_text(encoding="utf-8")
OTHERS = [
    path
    for path in (*THEME.glob("*.css"), *(ROOT / "generator/liverecord/edit").glob("*.css"))
    if path.name not in {"colours.css", "print.css"}
]
"""Paper has white and one ink (print.css), whatever the screen has."""

LIGHT, DARK, *_ = (
    dict(re.findall(r"(--[a-z0-9-]+): ([^;]+);", part))
    for part in re.split(r"^@media", COLOURS, flags=re.MULTILINE)
)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_no_sheet_has_a_colour_of_its_own(path: Path) -> None:
    """A colour that stands elsewhere would be the same in the dark; a name that no sheet gives would be no colour."""
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\(", re.sub(r"url\(.*?\)", "", text)) == []
    given = set(re.findall(r"^ *(--[a-z0-9-]+):", text, re.MULTILINE))
    assert {
        name for name in re.findall(r"var\((--[a-z0-9-]+)", text) if not name.startswith("--md-")
    } <= LIGHT.keys() | given


def test_each_colour_has_one_for_the_dark_and_is_used() -> None:
    """Both schemes name the same colours, and each is used somewhere."""
    assert DARK.keys() == LIGHT.keys()
    used = "".join(path.read_text(encoding="utf-8") for path in (*OTHERS, THEME / "print.css"))
    assert {name for name in LIGHT if f"var({name})" not in used} == set()
