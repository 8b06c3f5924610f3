"""Blocks for adding the next item: pasted into the example record, the record still holds."""

import re
from collections.abc import Callable
from datetime import date

import pytest

from liverecord import validate
from liverecord.read import rulebook, strict
from liverecord.render import paste
from liverecord.view import View
from render.conftest import RECORDS

Pupils = Callable[[str], list[View]]

FILES = {
    "plan": "plan",
    "circumstances": "plan",
    "concerns": "concerns",
    "actions": "actions",
    "contacts": "contacts",
    "reviews": "reviews",
    "attendance": "absences",
}


def pasted(text: str, block: paste.Block) -> str:
    """Do what the block's words say: at the end of a list, or in place of an empty key."""
    key = re.search(
        r"\w+", block.where.removeprefix("as the last item under ").removeprefix("in place of an empty ")
    )
    assert key is not None
    if block.where.startswith("under updates"):
        return f"{text.rstrip()}\n{block.yaml}\n"
    if block.where.startswith("in place"):
        text = re.sub(rf"(?m)^{key[0]}:.*\n", "", text)
        return f"{text.rstrip()}\n{block.yaml}\n"
    lines = text.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"{key[0]}:"))
    end = next(
        (number for number in range(start + 1, len(lines)) if re.match(r"[a-z]", lines[number])), len(lines)
    )
    return "\n".join((*lines[:end], *block.yaml.splitlines(), *lines[end:])) + "\n"


@pytest.mark.parametrize("number", [0, 1, 2])
def test_blocks_are_accepted(pupils: Pupils, number: int) -> None:
    """Each block, pasted where it says, makes a file that the strict reader and the schema accept."""
    view = pupils("senco")[number]
    rules = rulebook.rulebook()
    tried = 0
    for section, blocks in paste.blocks(view).items():
        path = RECORDS / "pupils" / view.id / f"{FILES[section]}.yml"
        for block in blocks:
            before = path.read_text("utf-8") if path.exists() else ""
            document, problems = strict.parse(path.name, FILES[section], pasted(before, block).encode())
            assert not problems, block
            assert document is not None
            assert not validate.document(document, rules), block
            tried += 1
    assert tried >= 8


def test_next_id_is_free(pupils: Pupils) -> None:
    """The id goes on from the highest of its kind, and other ids do not count."""
    items = [View(id="a1"), View(id="a10"), View(id="b77"), View(id="a-x"), View()]
    assert paste.next_id("a", items) == "a11"
    assert paste.next_id("r", []) == "r1"


def test_blocks_repeat_nothing_typed(pupils: Pupils) -> None:
    """A block holds vocabulary, ids and the page's own day, and no words of the record."""
    view = pupils("senco")[0]
    text = "\n".join(block.yaml for blocks in paste.blocks(view).values() for block in blocks)
    assert "gate" not in text
    assert "Misses" not in text
    assert "owner: j-okafor" in text
    assert f"agreed_on: {date(2026, 11, 22)}" in text


def test_odd_ids_are_quoted(pupils: Pupils) -> None:
    """An id that YAML would read as something else is quoted."""
    view = pupils("senco")[0]
    odd = View(**{**dict(view), "keyworker": View(id="o'n: [x]", name="x")})
    assert "owner: 'o''n: [x]'" in paste.blocks(odd)["actions"][0].yaml
