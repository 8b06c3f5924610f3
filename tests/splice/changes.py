"""Steps made by chance on whatever data there are, and the lines of a text in which a thing stands, from the loader's marks."""

from collections.abc import Iterator
from random import Random
from typing import Any

from hypothesis import strategies as st

from liverecord.model.records import Document
from liverecord.splice.steps import Add, Path, Remove, Set, Step, ids, key_of

TEXTS = (
    "Calm, but: tired",
    "plain words",
    "2026-12-01",
    "it's set #2",
    "He said 'no'",
    "First line\nsecond line",
    "With its end\n",
    "A paragraph\n\n  and one that is indented",
    "  begins with spaces\nand goes on",
    "w" * 130,
    "é, ß and 漢字",
    "7",
    "-1",
    "012",
    "7E1",
    "9:15",
    "08:50",
    "NO",
    "on",
    "null",
    "~",
    "",
    " ",
    "ends with a space ",
    "a: b",
    "a:",
    "# not a comment",
    "- not a dash",
    "? no question",
    "{no: braces}",
    "[no, brackets]",
    "| no block",
    "> no fold",
    "& no anchor",
    "* no alias",
    "! no tag",
    "%no directive",
    "@nobody",
    "`no code`",
    '"quoted"',
    "/\\ /\\ U\\ /\\ /\\",
    "C:\\temp",
    "tab\there",
    "---",
    "...",
    "<<",
    "https://git.ashgrove.example/{path}",
    "j.okafor@ashgrove.example",
)
"""What people type that YAML takes for something else, or nearly."""


LINES = (
    "contacts:", "  - id: k1", "    date: 2026-11-05", "    text: |", "      One", "", "      two", "    # deeper",
    "  # between", "# above", "  - {id: k2, text: 'a # b', list: [a, b]}", "  - {id: k3,  # c", "     date: 2026-11-05}",
    "  - [a, b]", "  - - a", "    - b", "  -", "    id: k4", "  - # c", "    id: k5", "other:", "  ? key", "  : value",
    "more: [", "  a,  # c", "  b,", "]", "tight: {a: 1,b: 2,}", '"quoted": "It\'s"', "below:", "  on its own line",
    "  - 'x'", "folded: >+", "  One", "  two", "empty: []", "nothing:", "nothing2: ~", "---", "...", "{", "a: 1", "}",
    "text: &a b", "name : x", "\tindented: 1", "long: 'x'  # c", 'json: {"a":1, "b": [1,2]}', "pair: [a: b, c]",
)  # fmt: skip


@st.composite
def pieces(draw: st.DrawFn) -> str:
    """Return a text of lines that people type, in any order, half of which YAML may make sense of."""
    lines = draw(st.lists(st.sampled_from(LINES), max_size=14))
    return draw(st.sampled_from(("\n", "\r\n"))).join(
        ["contacts:", *lines, *draw(st.sampled_from(([], [""])))]
    )


def walk(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every part of data with its path, as steps name it; what has no name of its own is left out."""
    yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from walk(value, (*path, key))
    elif isinstance(data, list):
        for place, value in enumerate(data):
            name = str(value["id"]) if isinstance(value, dict) and "id" in value else str(place)
            if key_of(data, name) == place:
                yield from walk(value, (*path, name))


def value(random: Random, depth: int = 0) -> Any:
    """Return any value that a step may carry."""
    match random.choice(("text", "text", "text", "word", "words", "texts", "part", "things")):
        case "text":
            return random.choice(TEXTS)
        case "word":
            return random.choice((None, True, False, 0, 17, -3))
        case "words":
            return [random.choice(("a", "b-c", "d_e")) for _ in range(random.randrange(4))]
        case "texts":
            return [random.choice(TEXTS) for _ in range(random.randrange(4))]
        case "part" if depth < 3:
            keys = random.sample(("detail", "since", "level", "two words", "date"), random.randrange(3))
            return {key: value(random, depth + 1) for key in keys}
        case "things" if depth < 3:
            return [
                {"id": f"z{place}", "what": value(random, depth + 1)} for place in range(random.randrange(3))
            ]
    return 1


def step(random: Random, data: Any) -> Step:
    """Return a step that holds on some data."""
    parts = [(path, each) for path, each in walk(data) if path]
    match random.choice(("set", "set", "key", "add", "add", "remove")):
        case "set" if parts:
            return Set(random.choice(parts)[0], value(random))
        case "add" if lists := [path for path, each in parts if each is None or _holds_things(each)]:
            thing = {"id": f"n{random.randrange(1000)}", "date": "2026-11-20", "text": value(random)}
            return Add(random.choice(lists), thing)
        case "remove" if parts:
            return Remove(random.choice(parts)[0])
    holders = [path for path, each in walk(data) if isinstance(each, dict)]
    return Set(
        (*random.choice(holders), random.choice(("zz", "note", "status", "by", "what"))), value(random)
    )


def _holds_things(value: Any) -> bool:
    return isinstance(value, list) and (not value or (isinstance(value[0], dict) and bool(ids(value))))


def keys_of(data: Any, path: Path) -> tuple[str | int, ...]:
    """Return a step's path as keys and indexes, as far as it leads into the data."""
    keys: list[str | int] = []
    for name in path:
        key = key_of(data, name)
        if key is None:
            break
        keys.append(key)
        data = data[key]
    return tuple(keys)


def extent(document: Document, keys: tuple[str | int, ...], count: int) -> tuple[int, int]:
    """Return the lines of a thing, from 0, the second being the first that is another's; `count` is that of the file's.

    Comments and blank lines behind it are among them.
    """
    marks = sorted(
        (mark, path) for known in (document.marks, document.key_marks) for path, mark in known.items()
    )
    own = [place for place, (_, path) in enumerate(marks) if path[: len(keys)] == keys and path]
    first = marks[own[0]][0][0] - 1
    last = marks[own[-1]][0][0] - 1
    after = next((mark[0] - 1 for mark, path in marks[own[-1] + 1 :]), count)
    return first, max(after, last + 1)
