"""The strict loader: each way in which a file can be wrong or read differently from how it was typed, by name."""

import hashlib
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from liverecord.model.records import Document
from liverecord.problem import Place
from liverecord.read import strict
from liverecord.read.strict import parse
from liverecord.read.text import LARGEST
from schools import EXAMPLE

PATH = "records/pupils/p-7k3m/plan.yml"


@pytest.fixture(params=["libyaml", "pure"], autouse=True)
def parser(request, monkeypatch):
    """Run every test with libyaml and with the parser of a PyYAML that was built without it."""
    if request.param == "pure":
        monkeypatch.setattr(strict, "Parser", yaml.SafeLoader)


def problems(text: str | bytes) -> list[tuple[str, int, int]]:
    raw = text.encode() if isinstance(text, str) else text
    document, found = parse(PATH, "plan", raw)
    assert (document is None) == bool(found), "a document comes exactly when there are no problems"
    assert all(problem.place.path == PATH and problem.message and problem.hint for problem in found)
    return [(problem.code, problem.place.line, problem.place.column) for problem in found]


def read(text: str | bytes) -> Document:
    document, found = parse(PATH, "plan", text.encode() if isinstance(text, str) else text)
    assert not found
    assert document is not None
    return document


# ── What is wrong, by name ──────────────────────────────────────────────────────────────────────────────


class Wrong(NamedTuple):
    """One mistake, by name: the text it stands in, and the one problem that it gives."""

    name: str
    text: str
    code: str
    line: int
    column: int


SYNTAX = [
    Wrong("duplicate key", "what: a\nowner: b\nwhat: c\n", "duplicate-key", 3, 1),
    Wrong("duplicate key in brackets", "a: {b: 1, c: 2, b: 3}\n", "duplicate-key", 1, 17),
    Wrong("duplicate key, once in quotes", "a: 1\n'a': 2\n", "duplicate-key", 2, 1),
    Wrong("custom tag", "a: !python/object:os.system x\n", "tag", 1, 4),
    Wrong("custom tag on a list", "a: !x\n  - b\n", "tag", 1, 4),
    Wrong("exclamation mark", "text: !important call first\n", "tag", 1, 7),
    Wrong("tag never closed", "a: !<x\n", "tag", 1, 4),
    Wrong("merge key", "a:\n  <<: {b: c}\n", "merge-key", 2, 3),
    Wrong("anchor on text", "a: &x b\n", "anchor", 1, 4),
    Wrong("anchor on a mapping", "a: &x\n  b: c\n", "anchor", 1, 4),
    Wrong("anchor on nothing", "&x\n", "anchor", 1, 1),
    Wrong("text that begins with an asterisk", "text: *see below\n", "alias", 1, 7),
    Wrong("alias as a key", "*x : b\n", "alias", 1, 1),
    Wrong("merge conflict", "<<<<<<< HEAD\na: b\n=======\na: c\n>>>>>>> x\n", "merge-conflict", 1, 1),
    Wrong("stray end of a conflict", "a: b\n>>>>>>> x\n", "merge-conflict", 2, 1),
    Wrong("tab as indentation", "a:\n\tb: c\n", "tab-in-indentation", 2, 1),
    Wrong("tab after spaces", "a:\n  b:\n  \tc: d\n", "tab-in-indentation", 3, 3),
    Wrong("tab in indented brackets", "a: [b,\n\tc]\n", "tab-in-indentation", 2, 1),
    Wrong("tab behind a block of text", "a: |\n  b\n  \tc\nd:\n\te: f\n", "tab-in-indentation", 5, 1),
    Wrong("tab behind a key's hyphen", "a:\r\tb: c\r", "tab-in-indentation", 2, 1),
    Wrong("key indented too far", "pupil:\n  a: b\n    c: d\n", "wrong-indentation", 3, 5),
    Wrong("key indented too little", "a:\n    b: c\n  d: e\n", "wrong-indentation", 3, 3),
    Wrong("item indented too far", "a:\n - b\n   - c: d\n", "wrong-indentation", 3, 4),
    Wrong("list where keys are", "a: b\n- c\n", "wrong-indentation", 2, 1),
    Wrong("key where a list is", "- a\nb: c\n", "wrong-indentation", 2, 1),
    Wrong("item that would join the one above", "a:\n  - b\n    - c\n", "text-over-lines", 2, 5),
    Wrong("text over two lines", "a: b\n  c\n", "text-over-lines", 1, 4),
    Wrong("quoted text over two lines", "a: 'b\n  c'\n", "text-over-lines", 1, 4),
    Wrong("text over an empty line", "a: b\n\n  c\n", "text-over-lines", 1, 4),
    Wrong("text swallowed by #", "a: Moved to set #2\n", "text-after-hash", 1, 17),
    Wrong("value swallowed by #", "a: #2 set\n", "text-after-hash", 1, 4),
    Wrong("item swallowed by #", "a:\n  - #2 set\n", "text-after-hash", 2, 5),
    Wrong("comment after one space", "a: b # c\n", "text-after-hash", 1, 6),
    Wrong("comment without its space", "a: b  #c\n", "text-after-hash", 1, 7),
    Wrong("comment glued to a quote", "a: 'b'# c\n", "text-after-hash", 1, 7),
    Wrong("first line swallowed by #", "a: #2 b\n  c d\n", "text-after-hash", 1, 4),
    Wrong("second line swallowed by #", "a: b\n  #2 c\n", "text-after-hash", 2, 3),
    Wrong("# in brackets", "a: [b, #2 c\n  ]\n", "text-after-hash", 1, 8),
    Wrong("# that swallows a bracket", "a: [b, #c]\nd: e\n", "text-after-hash", 1, 8),
    Wrong("# behind text that ends in an apostrophe", "a: the boys' #2\n", "text-after-hash", 1, 14),
    Wrong("# behind quoted marks", "a: '## U'\nb: c #2\n", "text-after-hash", 2, 6),
    Wrong("a mapping's text", "a: {b: c d}\n", "unquoted-text-in-brackets", 1, 8),
    Wrong("a list's text", "a: [b, c d]\n", "unquoted-text-in-brackets", 1, 8),
    Wrong("one word behind a comma", "a: {b: Calm, late}\n", "unquoted-text-in-brackets", 1, 14),
    Wrong("words behind a comma", "a: {b: Calm, but late}\n", "unquoted-text-in-brackets", 1, 14),
    Wrong("key without its colon's space", "a: {b:c}\n", "unquoted-text-in-brackets", 1, 5),
    Wrong("colon in text", "text: Mum said: x\n", "colon-in-text", 1, 15),
    Wrong("colon in an item", "a:\n  - text: Mum said: x\n", "colon-in-text", 2, 19),
    Wrong("colon in brackets", "a: {b: c: d}\n", "colon-in-text", 1, 9),
    Wrong("leading @", "a: @home\n", "leading-character", 1, 4),
    Wrong("leading backtick", "a: `x\n", "leading-character", 1, 4),
    Wrong("leading %", "a: %5\n", "leading-character", 1, 4),
    Wrong("leading * and a space", "a: * x\n", "leading-character", 1, 4),
    Wrong("leading & and a space", "a: & x\n", "leading-character", 1, 4),
    Wrong("leading -", "a: - x\n", "leading-character", 1, 4),
    Wrong("lone -", "a: -\n", "leading-character", 1, 4),
    Wrong("leading ?", "a: ? x\n", "leading-character", 1, 4),
    Wrong("leading |", "a: | x\n", "leading-character", 1, 6),
    Wrong("leading >", "a: > 90\n", "leading-character", 1, 6),
    Wrong("leading comma", "a: , x\n", "leading-character", 1, 4),
    Wrong("leading bracket", "a: ] x\n", "leading-character", 1, 4),
    Wrong("text behind a quote", "a: 'Fine' he said\nb: c\n", "text-after-quote", 1, 11),
    Wrong("text behind a bracket", "a: [sic] he said\nb: c\n", "text-after-quote", 1, 10),
    Wrong("text behind a quote in brackets", "a: {b: 'c'd}\n", "text-after-quote", 1, 11),
    Wrong("quote never closed", "a: 'x\nb: c\n", "open-quote", 1, 4),
    Wrong("quote closed by the next", "a: 'x\nb: 'y'\n", "open-quote", 1, 4),
    Wrong("quote up to the document's end", 'a: "x\n---\n', "open-quote", 1, 4),
    Wrong("bracket never closed", "a: [x, y\nb: c\n", "open-bracket", 1, 4),
    Wrong("brace never closed", "a: {x: y,\nb: c\n", "open-bracket", 1, 4),
    Wrong("no colon", "a: b\nstray\nc: d\n", "missing-colon", 2, 1),
    Wrong("no space behind the colon", "a:b\nc: d\n", "missing-colon", 1, 1),
    Wrong("double-quoted marks", 'a: "/\\ U\\"\n', "backslash-in-quotes", 1, 9),
    Wrong("double-quoted marks that YAML takes", 'a: "/\\ /\\ /L"\n', "backslash-in-quotes", 1, 6),
    Wrong("double-quoted path that YAML takes", 'a: "C:\\temp"\n', "backslash-in-quotes", 1, 7),
    Wrong("double-quoted line end", 'a: "one\\ntwo"\n', "backslash-in-quotes", 1, 8),
    Wrong("double-quoted path", 'a: "C:\\q"\n', "backslash-in-quotes", 1, 7),
    Wrong("double-quoted code point", 'a: "C:\\Ux"\n', "backslash-in-quotes", 1, 7),
    Wrong("double-quoted line end", 'a: "x\\\n  y"\n', "text-over-lines", 1, 4),
    Wrong("number as a key", "2: x\n", "key-not-text", 1, 1),
    Wrong("true as a key", "true: x\n", "key-not-text", 1, 1),
    Wrong("null as a key", "null: x\n", "key-not-text", 1, 1),
    Wrong("colon without a key", ": x\n", "leading-character", 1, 1),
    Wrong("list as a key", "[a]: b\n", "complex-key", 1, 1),
    Wrong("mapping as a key", "? {a: b}\n: c\n", "complex-key", 1, 3),
    Wrong("two documents", "a: b\n---\nc: d\n", "second-document", 2, 1),
    Wrong("text behind the document's end", "a: b\n...\nfoo\n", "second-document", 3, 1),
    Wrong("directive", "%YAML 1.1\n---\na: b\n", "directive", 1, 1),
    Wrong("tag directive", "%TAG ! x\n---\na: b\n", "directive", 1, 1),
    Wrong("newer YAML", "%YAML 9.9\n---\na: b\n", "directive", 1, 1),
    Wrong("half a directive", "%\n", "directive", 1, 1),
    Wrong("directive in the middle", "a: b\n%c: d\n", "directive", 2, 1),
    Wrong("empty file", "", "empty-file", 1, 1),
    Wrong("comments only", "# nothing yet\n", "empty-file", 1, 1),
    Wrong("document of nothing", "---\n", "empty-file", 1, 1),
    Wrong("a list where a mapping belongs", "# c\n- a\n", "not-a-mapping", 2, 1),
    Wrong("a text where a mapping belongs", "just text\n", "not-a-mapping", 1, 1),
    Wrong("a thousand brackets", "a: " + "[" * 1000 + "]" * 1000, "nested-too-deep", 1, 35),
    Wrong("two thousand braces", "{" * 2000, "nested-too-deep", 1, 33),
    Wrong("a thousand levels of lists", "a:\n  " + "- " * 1000 + "b\n", "nested-too-deep", 2, 65),
]


@pytest.mark.parametrize("wrong", SYNTAX, ids=lambda wrong: wrong.name)
def test_each_wrong_has_one_problem_at_its_place(wrong):
    """One mistake gives one problem, with the code word and the place where a person mends it."""
    assert problems(wrong.text) == [(wrong.code, wrong.line, wrong.column)]


@pytest.mark.parametrize("wrong", SYNTAX, ids=lambda wrong: wrong.name)
def test_windows_line_ends_move_no_place(wrong):
    """A file from Windows gives the same problems at the same lines and columns."""
    assert problems(wrong.text.replace("\n", "\r\n")) == [(wrong.code, wrong.line, wrong.column)]


@pytest.mark.parametrize("wrong", SYNTAX, ids=lambda wrong: wrong.name)
def test_a_byte_order_mark_moves_no_place(wrong):
    """Columns count as an editor shows them, which shows no byte-order mark."""
    assert problems("\ufeff" + wrong.text) == [(wrong.code, wrong.line, wrong.column)]


BYTES = [
    ("non-UTF-8 bytes", b"a: b\nc: caf\xe9\n", "not-utf-8", 2, 7),
    ("non-UTF-8 behind accents", "a: éé\n".encode() + b"b: \x93x", "not-utf-8", 2, 4),
    ("UTF-16 with its mark", "a: b\n".encode("utf-16"), "not-utf-8", 1, 1),
    ("UTF-16 without its mark", "a".encode("utf-16-le"), "control-character", 1, 2),
    ("a NUL", b"a: b\nc: d\0e\n", "control-character", 2, 5),
    ("an escape sequence", b"a: \x1b[2Jb\n", "control-character", 1, 4),
    ("delete", b"a: b\x7f\n", "control-character", 1, 5),
    ("a C1 control", "a: b\x85c\n".encode(), "control-character", 1, 5),
    ("a line separator", "a: b\u2028c\n".encode(), "control-character", 1, 5),
    ("a byte-order mark in the text", "a: 'b\ufeff'\n".encode(), "control-character", 1, 6),
    ("a second byte-order mark", "\ufeff\ufeffa: b\n".encode(), "control-character", 1, 1),
    ("no character at all", "a: b\uffff\n".encode(), "control-character", 1, 5),
    ("a form feed between lines", b"a: b\n\x0cc: d\n", "control-character", 2, 1),
]


@pytest.mark.parametrize(("name", "raw", "code", "line", "column"), BYTES, ids=[case[0] for case in BYTES])
def test_bytes_that_are_no_text(name, raw, code, line, column):
    """Wrong bytes are found before YAML could drop or bend them, and placed in characters, not in bytes."""
    assert problems(raw) == [(code, line, column)]


def test_utf_16_is_explained_by_the_name_windows_gives_it():
    """Notepad's "Unicode" is the usual way to a file that is not UTF-8."""
    (problem,) = parse(PATH, "plan", "a: b".encode("utf-16"))[1]
    assert "Notepad" in problem.hint


@pytest.mark.parametrize(
    ("text", "code"), [("a: b\t# c\n", "text-after-hash"), ("a: [b, c\td]\n", "unquoted-text-in-brackets")]
)
def test_a_tab_inside_a_line_keeps_nothing_back(text, code):
    """A tab counts as no two spaces before a comment, and as a space in brackets; the pure parser allows none at all."""
    (found,) = problems(text)
    assert found[0] in (code, "tab-in-indentation")


def test_many_tabs_end_in_a_word_that_there_are_more():
    """Each line that is indented with a tab is told of, up to the limit; the pure parser stops at the first."""
    found = problems("a: [\n" + "\tb,\n" * 1000 + "]\n")
    assert len(found) in (1, strict.MOST_PROBLEMS + 1)
    assert found[0] == ("tab-in-indentation", 2, 1)


def test_a_file_past_the_size_limit_is_not_read():
    """Whatever the bytes, more than the limit is refused by their number alone."""
    assert problems(b"[" * (LARGEST + 1)) == [("file-too-large", 1, 1)]


def test_an_alias_bomb_stays_small():
    """Nine lines of aliases make a billion values in other readers; here the first is a problem."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{key}: &{key} [*{before}, *{before}]\n" for before, key in zip("abcdefgh", "bcdefghi", strict=True)
    )
    found = problems(bomb)
    assert {code for code, _, _ in found} == {"anchor", "alias"}
    assert found[0] == ("anchor", 1, 4)
    assert ("alias", 2, 8) in found


def test_two_mistakes_give_two_problems():
    """All that can be told at once is told at once, in the file's order."""
    text = "a: {b: c d}\na: #2\ne: Moved to set #2\nf: Mum said: x\n"
    assert problems(text) == [
        ("unquoted-text-in-brackets", 1, 8),
        ("duplicate-key", 2, 1),
        ("text-after-hash", 2, 4),
        ("text-after-hash", 3, 17),
        ("colon-in-text", 4, 12),
    ]


def test_each_conflict_is_told_once():
    """A conflict with its base has four markers, and is one problem."""
    conflict = "<<<<<<< a\nb: c\n||||||| d\n=======\nb: e\n>>>>>>> f\n"
    assert problems(conflict + "g: h\n" + conflict) == [("merge-conflict", 1, 1), ("merge-conflict", 8, 1)]


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("aliases", "".join(f"k{number}: *x\n" for number in range(1000)), "alias"),
        ("comments", "".join(f"k{number}: x #2\n" for number in range(1000)), "text-after-hash"),
    ],
)
def test_a_file_of_mistakes_ends_in_a_word_that_there_are_more(name, text, code):
    """A file that is something else altogether does not flood the list, and that more is wrong is said."""
    found = problems(text + "z: #2\n")
    assert len(found) == strict.MOST_PROBLEMS + 1
    assert {kind for kind, _, _ in found[:-1]} == {code}
    assert found[-1][0] == "too-many-problems"


@pytest.mark.parametrize("raw", [b"\0" * 1000, b"<<<<<<< a\n>>>>>>> b\n" * 1000])
def test_a_file_of_wrong_bytes_is_told_of_briefly(raw):
    """Twenty places are enough to see what kind of file it is."""
    assert len(problems(raw)) == 20


def test_a_hard_space_is_named_in_the_hint():
    """A hard space pasted from a document looks like a space and is a letter to YAML: the hint says so."""
    (problem,) = parse(PATH, "plan", "a:\u00a0b\nc: d\n".encode())[1]
    assert problem.code == "missing-colon"
    assert "hard space" in problem.hint


def test_no_message_quotes_what_somebody_wrote():
    """Messages land in logs: a key that is somebody's words, and every value, stays out of them."""
    text = "Mum said no: a\nMum said no: b\nc: {Calm today: Maya}\nd: Maya went #2\ne: Maya: x\n"
    for problem in parse(PATH, "plan", text.encode())[1]:
        assert not {"Mum", "Maya", "Calm"} & set(
            f"{problem.message} {problem.hint}".replace("'", " ").split()
        )


def test_a_key_that_is_one_may_be_named():
    """The keys of a record are the schema's, and naming one helps to find it."""
    (problem,) = parse(PATH, "plan", b"owner: a\nowner: b\n")[1]
    assert problem.message.startswith("`owner` stands here already, on line 1")


def test_an_error_without_a_place_is_a_problem_too(monkeypatch):
    """Whatever PyYAML raises, a problem comes of it."""

    class Failing:
        def __init__(self, text):
            pass

        def get_event(self):
            raise yaml.YAMLError("without a mark")

    monkeypatch.setattr(strict, "Parser", Failing)
    assert problems("a: b") == [("yaml-syntax", 1, 1)]


def test_an_unknown_syntax_error_keeps_its_place(monkeypatch):
    """A wording that a later PyYAML brings is still shown where it stands."""

    class Failing:
        def __init__(self, text):
            pass

        def get_event(self):
            mark = yaml.Mark("", 6, 1, 1, None, None)
            raise yaml.MarkedYAMLError(problem="something new", problem_mark=mark)

    monkeypatch.setattr(strict, "Parser", Failing)
    assert problems("a: b\nc: d\n") == [("yaml-syntax", 2, 2)]


# ── What reads as typed ─────────────────────────────────────────────────────────────────────────────────

TYPED = [
    ("time", "9:15", "9:15"),
    ("time in the morning", "08:50", "08:50"),
    ("NO", "NO", "NO"),
    ("no", "no", "no"),
    ("Yes", "Yes", "Yes"),
    ("on", "on", "on"),
    ("off", "off", "off"),
    ("True", "True", "True"),
    ("form that looks like a number", "7E1", "7E1"),
    ("leading zero", "012", "012"),
    ("impossible date", "2026-13-40", "2026-13-40"),
    ("date", "2026-11-22", "2026-11-22"),
    ("hexadecimal", "0x1F", "0x1F"),
    ("octal", "0o17", "0o17"),
    ("underscored", "1_000", "1_000"),
    ("decimal point", "1.5", "1.5"),
    ("infinity", ".inf", ".inf"),
    ("plus sign", "+3", "+3"),
    ("minus nothing", "-0", "-0"),
    ("tilde", "~", "~"),
    ("Null", "Null", "Null"),
    ("other digits", "\u0661\u0662", "\u0661\u0662"),
    ("hash inside a word", "C#4", "C#4"),
    ("colon inside a word", "a:b", "a:b"),
    ("marks in single quotes", r"'/\ U\ ## C2\ --'", r"/\ U\ ## C2\ --"),
    ("hash in single quotes", "'#'", "#"),
    ("apostrophe in single quotes", "'Maya''s'", "Maya's"),
    ("quotes in double quotes", r'"\"x\" \\ y"', r'"x" \ y'),
    ("number in quotes", "'10'", "10"),
    ("nothing in quotes", "''", ""),
    ("null in quotes", "'null'", "null"),
    ("number", "10", 10),
    ("zero", "0", 0),
    ("negative number", "-5", -5),
    ("largest number", "9223372036854775807", 2**63 - 1),
    ("smallest number", "-9223372036854775808", -(2**63)),
    ("number past 64 bits", "9223372036854775808", "9223372036854775808"),
    ("number far past 64 bits", "9" * 5000, "9" * 5000),
    ("true", "true", True),
    ("false", "false", False),
    ("null", "null", None),
    ("empty value", "", None),
    ("empty value and a comment", "  # not yet", None),
    ("empty value and an empty comment", "#", None),
    ("comment", "b c  # d", "b c"),
    ("comment of several signs", "b  # see: #2, 'x' #3", "b"),
    ("comment behind a quote", "'b' # c", "b"),
    ("comment behind brackets", "[b] #c", ["b"]),
    ("brackets over lines", "[b,\n  c]", ["b", "c"]),
    ("comma at the end", "[b, c, ]", ["b", "c"]),
    ("empty in braces", "{b: , c: null}", {"b": None, "c": None}),
    ("quoted text in braces", "{b: 'Calm, but tired'}", {"b": "Calm, but tired"}),
    ("empty list", "[]", []),
    ("empty mapping", "{}", {}),
    ("list in a list", "\n  - - b", [["b"]]),
    ("block of text", "|\n  b # c\n  \td: e\n\n  f\n", "b # c\n\td: e\n\nf\n"),
    ("folded text", ">-\n  b\n  c\n", "b c"),
    ("block of text with a comment", "|-  # typed as it is\n  b\n", "b"),
    ("question mark key", "\n  ? b\n  : c", {"b": "c"}),
    ("numeric key in quotes", "{'1': b}", {"1": "b"}),
    ("date as a key", "{2026-09-07: b}", {"2026-09-07": "b"}),
    ("commented-out key", "\n  #b: c\n  d: e", {"d": "e"}),
    ("commented-out key among items", "\n  - b: c\n    #d: e\n    f: g", [{"b": "c", "f": "g"}]),
]


@pytest.mark.parametrize(("name", "typed", "value"), TYPED, ids=[case[0] for case in TYPED])
def test_a_value_is_what_was_typed(name, typed, value):
    """Text stays the text as typed; only nothing, null, true, false and whole numbers become something else."""
    data = read(f"a: {typed}\nz: 1\n").data
    assert data == {"a": value, "z": 1}
    assert type(data["a"]) is type(value)


def test_keys_are_text():
    """on, NO and a date are keys as typed, where other readers make a truth or a day of them."""
    assert read("on: 1\nNO: 2\n2026-09-07: 3\n12:30: 4\n").data == {
        "on": 1,
        "NO": 2,
        "2026-09-07": 3,
        "12:30": 4,
    }


def test_windows_line_ends_change_nothing():
    """A record saved on Windows reads the same, blocks of text included."""
    text = "a: b\nc: |\n  d\n  e\nf:\n  - g\n"
    assert read(text.replace("\n", "\r\n")).data == read(text).data


def test_a_byte_order_mark_is_not_content():
    """The mark that Windows' editors write is left out, and columns count from behind it."""
    document = read("\ufeffa: b\n")
    assert document.data == {"a": "b"}
    assert document.key_marks["a",] == (1, 1)


def test_a_document_may_begin_and_end_with_its_markers():
    """One --- at the top and one ... at the end are allowed: they mean nothing."""
    assert read("---\na: b\n...\n").data == {"a": "b"}


def test_every_value_and_key_has_its_place():
    """Marks are lines and columns from 1: of each value, each list or mapping, and each key."""
    document = read("a: b\nc:\n  - d: 1\n    e: [x, 'y']\n  -\nf:\n")
    assert document.marks == {
        (): (1, 1),
        ("a",): (1, 4),
        ("c",): (3, 3),
        ("c", 0): (3, 5),
        ("c", 0, "d"): (3, 8),
        ("c", 0, "e"): (4, 8),
        ("c", 0, "e", 0): (4, 9),
        ("c", 0, "e", 1): (4, 12),
        ("c", 1): (5, 4),
        ("f",): (6, 3),
    }
    assert document.key_marks == {
        ("a",): (1, 1),
        ("c",): (2, 1),
        ("c", 0, "d"): (3, 5),
        ("c", 0, "e"): (4, 5),
        ("f",): (6, 1),
    }
    assert document.place("c", 0, "e", key=True) == Place(PATH, 4, 5)
    assert document.place("c", 0, "nothing", 7) == Place(PATH, 3, 5)


def test_a_document_says_what_it_was_read_from():
    """The digest is of the bytes as they lie on the disk, so that a cache can tell one file from another."""
    raw = b"\xef\xbb\xbfa: b\r\n"
    document, _ = parse(PATH, "plan", raw)
    assert document is not None
    assert (document.path, document.kind) == (PATH, "plan")
    assert document.digest == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(
    "path", sorted(EXAMPLE.rglob("*.yml")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_the_example_record_reads(path: Path):
    """Every file of the example is accepted, and each mark points at the text of its value."""
    document = read(path.read_bytes())
    lines = path.read_text(encoding="utf-8").splitlines()
    for where, (line, column) in document.marks.items():
        value = document.data
        for step in where:
            value = value[step]
        if isinstance(value, str):
            assert lines[line - 1][column - 1 :].lstrip("'").startswith(value.split("'")[0])
    assert set(document.key_marks) <= set(document.marks)
