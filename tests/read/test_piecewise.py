"""A version read by its pieces says what it says read whole: a past that was put together otherwise would be another past."""

from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.read import piecewise, strict
from liverecord.read.piecewise import Reader

PUPILS = Path(__file__).parents[2] / "records/pupils"
TEXTS = [path.read_bytes().decode() for path in sorted(PUPILS.glob("*/*.yml"))[:60]]
CASES = [
    path.read_bytes()
    for path in sorted((Path(__file__).parents[1] / "cases").rglob("*.yml"))
    if path.stat().st_size < 20_000
]
TYPED = st.sampled_from(
    [
        "", "\n", "\r\n", "\r", "\t", " ", "  - ", "- ", "#", " # ", "\n# ", ": ", ":\n", "'", '"', "|\n", "|+\n", ">-\n",
        "{", "}", "[", "]", ",", "&a ", "*a", "!t ", "---\n", "...\n", "%YAML 1.2\n", "? ", "<<: ", "\nid: x\n",
        "\noutcomes:\n", "\n  - id: o1\n", "\nnull: 1\n", "\n'a': 1\n", "\nx: |\n  - y\n", "- " * 40, "\ufeff", "\x00", "é",
    ]
)  # fmt: skip


def whole(raw: bytes) -> object:
    """Return what the strict loader makes of a file."""
    document, _ = strict.parse("", "", raw)
    return document.data if document is not None else None


@st.composite
def versions(draw: st.DrawFn) -> list[str]:
    """Draw a file and what people, and accidents, made of it one after another."""
    texts = [draw(st.sampled_from(TEXTS))]
    for _ in range(draw(st.integers(1, 6))):
        text = texts[-1] if draw(st.booleans()) else draw(st.sampled_from(texts))
        start = draw(st.integers(0, len(text)))
        length = draw(st.sampled_from([0, 0, 1, 5, 60]))
        texts.append(text[:start] + draw(TYPED) + text[start + length :])
    return texts


@given(versions(), st.sampled_from(["\n", "\r\n"]))
def test_pieces_say_what_the_whole_says(texts: list[str], line_end: str) -> None:
    """Whatever was typed into a file, and whatever stood there before: data, and being wrong, are those of the whole."""
    reader = Reader()
    for text in texts:
        raw = text.replace("\n", line_end).encode()
        assert reader.data(raw) == whole(raw)


def test_every_case_says_what_it_says_whole() -> None:
    """One reader goes through all cases, valid and spoiled, so that each stands beside pieces of another."""
    reader = Reader()
    assert CASES
    for raw in CASES:
        assert reader.data(raw) == whole(raw)


@pytest.mark.parametrize(
    "text",
    [
        "a: |\n  - b\n  - c\nd: 1\n",
        "a:\n  - |\n    - b\n  - c\n",
        "a:\n- b\n- c\n",
        "a:\n  -\n    b: 1\n  - c: 2\n",
        "a: 1\nb: 2\na: 3\n",
        "a:\n  - b\nc: 1\na:\n  - d\n",
        "a: 'b\nc: 1'\n",
        "a: [b,\nc: 1]\n",
        "# only a comment\n",
        "",
        "  a: 1\nb: 2\n",
        "a: 1\rb: 2\n",
        "a:\n  - b: 1\n---\n    c: 2\n",
        "a: 1\n...\nb: 2\n",
        "\t# a tab\na: 1\n",
        "a:\r\n  - b\r\n  - c\r\n",
        "a: # why\n\n  # and how\n  - b: 1\n\n  - c: 2\n\nd:\n",
        "a:\n  - b: text\n  runs on\n",
        "a:\n" + "  - b: 1\n" * 3 + "    - c\n",
    ],
)
def test_what_could_be_cut_wrongly(text: str) -> None:
    """The places where a line that looks like a key or an item may be none."""
    reader = Reader()
    for raw in (text.encode(), text.encode() * 2, text.encode()):
        assert reader.data(raw) == whole(raw)


def test_only_what_changed_is_parsed() -> None:
    """Of a long file with one item changed, that item is parsed, and nothing else."""
    items = "".join(f"  - id: u{number}\n    text: Said {number}\n" for number in range(200))
    reader = Reader()
    reader.data(f"updates:\n{items}status: open\n".encode())
    with patch.object(piecewise, "parse", wraps=piecewise.parse) as parse:
        reader.data(f"updates:\n{items.replace('Said 90', 'Heard 90')}status: open\n".encode())
    assert [call.args[2] for call in parse.call_args_list] == [b"_:\n  - id: u90\n    text: Heard 90\n"]
