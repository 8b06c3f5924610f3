"""Whatever the bytes: a document that says what was typed, or problems with places; nothing raised, nothing changed."""

import importlib.util
import re
import sys
from itertools import pairwise

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from liverecord.model.records import Document
from liverecord.problem import Problem
from liverecord.read import strict
from liverecord.read.strict import parse
from schools import EXAMPLE

PATH = "records/pupils/p-7k3m/plan.yml"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLE.rglob("*.yml"))]

# What YAML gives a meaning, and what looks like it: thrown into good records, it makes the bad ones that people write.
TOKENS = [
    *"#:-?,[]{}&*!|>'\"%@`~\\\t\n\r \0\ufeff\u2028\u00a0é0",
    "  ",
    "\n  ",
    "\r\n",
    ": ",
    " #",
    "  # ",
    "#2",
    "- ",
]
TOKENS += [
    "''",
    "<<: ",
    "---\n",
    "...\n",
    "<<<<<<< x\n",
    "=======\n",
    "null",
    "true",
    "1e3",
    "a: ",
    "*a",
    "&a ",
    "!!x ",
]


def places_hold(raw: bytes, document: Document | None, problems: list[Problem]) -> None:
    """Check what holds of every answer, whatever the bytes."""
    assert (document is None) == bool(problems)
    assert problems == sorted(problems)
    lines = raw.count(b"\n") + raw.count(b"\r") + 1
    for problem in problems:
        assert problem.place.path == PATH
        assert 1 <= problem.place.line <= lines
        assert 1 <= problem.place.column <= len(raw) + 1


@given(st.binary(max_size=300))
@example(b"")
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"? ")
@example(b"? ?")
@example(b": :")
@example(b"\r#\r")
@example(b"a: \xc2\xa0'")
@example(b"<<<<<<<\0")
def test_any_bytes_are_read_or_refused(raw):
    """No bytes at all make the loader raise."""
    places_hold(raw, *parse(PATH, "plan", raw))


@given(st.text(alphabet=st.sampled_from("ab01 #:-?,[]{}&*!|>'\"%@`~\\\t\n\r"), max_size=60))
def test_any_text_of_yaml_s_own_signs_is_read_or_refused(text):
    """No heap of YAML's own signs makes the loader raise, or the two parsers differ on what is accepted."""
    raw = text.encode()
    document, problems = parse(PATH, "plan", raw)
    places_hold(raw, document, problems)
    says_what_was_typed(text, document)


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """Draw a record of the example with a few signs put in, taken out or doubled."""
    text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        cut = draw(st.sampled_from([0, 0, 0, 1, 2, 10]))
        text = text[:at] + draw(st.sampled_from(TOKENS)) + text[at + cut :]
    return text


@given(mutations())
@example("log:\t    # a tab, and then the two spaces that a comment wants\n  - {id: l1}\n")
def test_a_damaged_record_is_refused_or_reads_as_typed(text):
    """A record with a slip of the hand is refused with places, or still reads as any reader of plain text would have it."""
    raw = text.encode()
    document, problems = parse(PATH, "plan", raw)
    places_hold(raw, document, problems)
    says_what_was_typed(text, document)


def says_what_was_typed(text: str, document: Document | None) -> None:
    """Check a document against a reader that makes everything text, and that every character typed is in it."""
    if document is None:
        return
    plain = yaml.load(text.removeprefix("\ufeff"), yaml.CBaseLoader)
    assert as_text(document.data) == plain
    # Whatever lies between YAML's own tokens is lost on every reader: spaces, and comments that look like comments.
    text = text.removeprefix("\ufeff")
    tokens = [
        token for token in yaml.scan(text, yaml.CLoader) if token.end_mark.index > token.start_mark.index
    ]
    for before, after in pairwise(tokens):
        lost = re.split("[\r\n]", text[before.end_mark.index : after.start_mark.index])[0]
        if before.end_mark.index and lost.strip("# \t"):
            closes = isinstance(before, CLOSERS) or (isinstance(before, yaml.ScalarToken) and before.style)
            assert re.match("[ \t]+#" if closes else "[ \t]* {2}#( |$)", lost)


CLOSERS = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken)


def as_text(value: object) -> object:
    if isinstance(value, dict):
        return {key: as_text(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_text(each) for each in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    # Empty and null both mean nothing; the reader of plain text tells them apart.
    return value if isinstance(value, str) else Nothing() if value is None else str(value)


class Nothing:
    """Equal to both ways of writing nothing."""

    __hash__ = None

    def __eq__(self, other: object) -> bool:
        return other in ("", "null") or isinstance(other, Nothing)


@given(
    st.recursive(
        st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("abc_", min_size=1), inner, max_size=3)
        ),
        max_leaves=12,
    )
)
def test_quoted_text_comes_back_as_it_is(value):
    """Whatever people type, in single quotes it is read back letter by letter, with a mark for each part."""
    text = f"root: {quoted(value)}\n"
    document, problems = parse(PATH, "plan", text.encode())
    assert not problems
    assert document is not None
    assert document.data == {"root": value}
    assert len(document.marks) == 1 + parts(value)


def quoted(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"'{key}': {quoted(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(quoted, value)) + "]"
    return "'" + str(value).replace("'", "''") + "'"


def parts(value: object) -> int:
    if isinstance(value, dict):
        return 1 + sum(map(parts, value.values()))
    return 1 + sum(map(parts, value)) if isinstance(value, list) else 1


@given(mutations())
@example("log:\t    # a tab, and then the two spaces that a comment wants\n  - {id: l1}\n")
def test_both_parsers_give_the_same_document(text):
    """A school whose PyYAML has no libyaml sees the same record, if both accept it; the pure one refuses more (`{id: r?-a}`)."""
    with pytest.MonkeyPatch.context() as patch:
        with_libyaml, _ = parse(PATH, "plan", text.encode())
        patch.setattr(strict, "Parser", yaml.SafeLoader)
        without, _ = parse(PATH, "plan", text.encode())
    if with_libyaml and without:
        assert (with_libyaml.data, with_libyaml.key_marks) == (without.data, without.key_marks)
    elif "\t" not in text:
        assert without is None


def test_without_libyaml_the_pure_parser_reads(monkeypatch):
    """PyYAML can be built without libyaml: then the loader takes the parser that is always there."""
    monkeypatch.setitem(sys.modules, "yaml.cyaml", None)
    spec = importlib.util.spec_from_file_location("strict_without_libyaml", strict.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.Parser is yaml.SafeLoader
    assert module.parse(PATH, "plan", b"a: 1\n")[0].data == {"a": 1}
