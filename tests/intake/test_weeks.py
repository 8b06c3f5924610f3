"""Weeks into absences.yml: only lines of the weeks' block are touched, and every other byte stays."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.intake.marks.weeks import Marks, in_words, rewrite
from liverecord.read.strict import parse
from record_documents import RULEBOOK

CODES = RULEBOOK.codes.lists["mark"]
TOKEN = re.compile("|".join(map(re.escape, sorted(CODES, key=len, reverse=True))))
FIRST = date(2026, 9, 7)
PRESENT: Marks = ("/", "\\") * 5
ILL: Marks = ("I", "I", *PRESENT[2:])


def monday(number: int) -> date:
    return FIRST + timedelta(weeks=number)


def written(raw: bytes | None, weeks: dict[date, Marks]) -> bytes:
    """Return the file with the weeks in it; they can be put there."""
    result = rewrite("absences.yml", raw, weeks, TOKEN)
    assert result.raw is not None, result.problems
    return result.raw


def data(raw: bytes) -> Any:
    document, problems = parse("absences.yml", "absences", raw)
    assert document is not None, problems
    return document.data


def marks_of(raw: bytes) -> dict[date, Marks]:
    weeks = data(raw).get("weeks") or {}
    return {date.fromisoformat(day): tuple(TOKEN.findall(text)) for day, text in weeks.items()}


# ── By hand ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_is_not_there_is_begun_with_a_comment() -> None:
    """The first line says what the lines are; weeks stand in the order of their dates."""
    lines = written(None, {monday(1): ILL, monday(0): PRESENT}).decode().split("\n")
    assert lines[0].startswith("# ")
    assert lines[1:] == ["weeks:", r"  2026-09-07: '/\ /\ /\ /\ /\'", r"  2026-09-14: 'II /\ /\ /\ /\'", ""]


@pytest.mark.parametrize(
    ("empty", "begun"),
    [
        ("weeks:", "weeks:"),
        ("weeks: {}", "weeks:"),
        ("weeks: {}  # the register", "weeks:  # the register"),
        ("weeks: {} # the register", "weeks:  # the register"),
        ("weeks: null", "weeks:"),
        ("weeks:  # the register", "weeks:  # the register"),
        ("'weeks': {}", "'weeks':"),
    ],
)
def test_an_empty_block_is_filled_where_it_stands(empty: str, begun: str) -> None:
    """`weeks:` without a value, with {} or null takes its first week below it, and keeps its comment."""
    raw = f"# head\n{empty}\n# foot\nlog: []\n".encode()
    expected = f"# head\n{begun}\n  2026-09-07: '/\\ /\\ /\\ /\\ /\\'\n# foot\nlog: []\n"
    assert written(raw, {monday(0): PRESENT}).decode() == expected


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_file_without_weeks_gets_them_at_its_end(end: str) -> None:
    """Where there is no block it begins behind everything else; a last line without a line end stays so."""
    raw = f"# head\nlog: []{end}".encode()
    assert written(raw, {monday(0): PRESENT}).decode() == (
        f"# head\nlog: []\nweeks:\n  2026-09-07: '/\\ /\\ /\\ /\\ /\\'{end}"
    )


def test_a_change_touches_the_marks_that_differ_and_nothing_else() -> None:
    """Spacing within the quotes, the comment behind, the blank lines and comments around a week stay as typed."""
    raw = b"weeks:\n  # in September\n  2026-09-07: '/\\/\\  ----/\\'   # trip on Friday\n\n  # later\nlog: []\n"
    changed = (*PRESENT[:4], "C2", "L", *PRESENT[6:])
    assert written(raw, {monday(0): changed}) == raw.replace(b"----", b"C2L/\\", 1)


@pytest.mark.parametrize("typed", ["## ## ## ## ##", '"## ## ## ## ##"', "'##########'"])
def test_however_it_was_quoted_a_changed_week_has_single_quotes(typed: str) -> None:
    """A mark such as # would begin a comment without quotes, and a backslash bends double ones."""
    if not typed.startswith(("'", '"')):
        typed = "LL LL LL LL LL"
    raw = f"weeks:\n  2026-09-07: {typed}  # kept\n".encode()
    result = written(raw, {monday(0): ILL})
    assert marks_of(result) == {monday(0): ILL}
    assert b": 'II" in result
    assert result.endswith(b"'  # kept\n")


def test_carriage_returns_and_a_byte_order_mark_stay() -> None:
    """A file saved on Windows is still one, line by line."""
    raw = b"\xef\xbb\xbfweeks:\r\n  2026-09-07: '// // // // //'\r\nlog: []\r\n"
    result = written(raw, {monday(0): ILL, monday(1): PRESENT})
    assert result.startswith(b"\xef\xbb\xbfweeks:\r\n")
    assert result.count(b"\n") == result.count(b"\r\n") == 4


@pytest.mark.parametrize(
    "unusual",
    [
        r"weeks: {2026-09-07: '/\ /\ /\ /\ /\'}",
        "weeks:\n  2026-09-07:\n    '/\\ /\\ /\\ /\\ /\\'",
        "weeks:\n  2026-09-07: |\n    /\\ /\\ /\\ /\\ /\\",
        "weeks:\n  ? 2026-09-07\n  : '/\\ /\\ /\\ /\\ /\\'",
        "weeks:\n  {}",
        "{log: [], weeks: {}}",
        "{log: []}",
        "log: []\n...",
    ],
)
@pytest.mark.parametrize("new", [monday(-1), monday(0), monday(1)])
def test_what_is_not_one_week_to_a_line_is_a_problem_and_stays(unusual: str, new: date) -> None:
    """Nothing is bent: a block in braces, a week over lines and the like are told of, with what to write instead."""
    raw = f"{unusual}\n".encode()
    parse("absences.yml", "absences", raw)
    result = rewrite("absences.yml", raw, {new: ILL}, TOKEN)
    assert result.raw is None
    assert [problem.code for problem in result.problems] == ["weeks-not-in-lines"]


def test_a_file_that_cannot_be_read_is_left_alone() -> None:
    """What the strict loader refuses comes back as its own problems."""
    result = rewrite("absences.yml", b"weeks:\n  2026-09-07: &a '//'\n", {monday(0): ILL}, TOKEN)
    assert result.raw is None
    assert {problem.code for problem in result.problems} == {"anchor"}


def test_the_same_marks_change_nothing_even_in_an_unusual_block() -> None:
    """A week that says all of it already is not looked at further."""
    raw = b"weeks: {2026-09-07: '/\\ /\\ /\\ /\\ /\\'}\n"
    assert written(raw, {monday(0): PRESENT}) == raw


# ── Any block, any weeks ────────────────────────────────────────────────────────────────────────────────

a_mark = st.sampled_from(sorted(CODES))
ten = st.tuples(*[a_mark] * 10)
some_weeks = st.dictionaries(st.integers(-3, 12).map(monday), ten, max_size=8)
comment = st.sampled_from(["", "  # a note", "  # 2026-09-07: 'II'", "   # keeps ' and \" and é"])
between = st.lists(st.sampled_from(["", "  ", "  # autumn", "# log: []", "      # 'II II'"]), max_size=2)
around = st.sampled_from(
    ["", "log: []", "# a head\nnotes:\n  - {id: ab1, from: 2026-09-07, reason: unknown}"]
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Draw an absences.yml as people write them: comments, blank lines, any order, any line end, other keys around."""
    known = draw(some_weeks)
    days = draw(st.permutations(sorted(known)))
    indent = " " * draw(st.integers(1, 4))
    lines = [*draw(around).split("\n"), *draw(between)]
    if known or draw(st.booleans()):
        value = "" if known else draw(st.sampled_from(["", " {}", " null"]))
        lines += [f"weeks:{value}{draw(comment)}", *draw(between)]
    for day in days:
        marks = known[day]
        apart = in_words(marks) if draw(st.booleans()) else "".join(marks)
        lines += [f"{indent}{day}: '{apart}'{draw(comment)}", *draw(between)]
    after = draw(st.sampled_from(["", "lessons: []\n# a foot", "timetable:  # to come"]))
    lines += [*after.split("\n"), "" if draw(st.booleans()) else "# the end"]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    start = draw(st.sampled_from(["", "\ufeff"]))
    text = start + end.join(lines)
    if not re.search(r"^\w", text.removeprefix("\ufeff"), re.MULTILINE):
        text += end + "log: []"
    return text.encode()


@given(files(), some_weeks)
def test_every_other_byte_stays(raw: bytes, new: dict[date, Marks]) -> None:
    """What was there is there still, line by line; only lines of weeks that are new or change are not."""
    result = written(raw, new)
    assert data(result) == {
        **data(raw),
        **({"weeks": data(result)["weeks"]} if "weeks" in data(result) else {}),
    }
    assert marks_of(result) == marks_of(raw) | new
    old_lines, lines = raw.splitlines(keepends=True), result.splitlines(keepends=True)
    was = marks_of(raw)
    changing = {str(day).encode() for day, marks in new.items() if was.get(day) != marks}

    def unchanged(line: bytes) -> bool:
        found = re.match(rb"\s*(\d{4}-\d\d-\d\d):", line)
        return found is None or found[1] not in changing

    begun = re.compile(rb"(weeks:)( \{\}| null)?( ?)")
    if was:
        assert [line for line in old_lines if unchanged(line)] == [line for line in lines if unchanged(line)]
    else:
        # The empty block loses its {} or null, or is begun at the end.
        kept = [begun.sub(rb"\1", line) for line in old_lines]
        left = [begun.sub(rb"\1", line) for line in lines if unchanged(line)]
        if b"weeks:" not in b"".join(old_lines) and new:
            left = [line for line in left if not line.startswith(b"weeks:")]
        assert [line.rstrip() for line in left if line.strip()] == [
            line.rstrip() for line in kept if line.strip()
        ]
    for old, line in zip(
        [line for line in old_lines if not unchanged(line)],
        [
            line
            for line in lines
            if any(
                line.lstrip().startswith(str(day).encode()) for day in was if str(day).encode() in changing
            )
        ],
        strict=True,
    ):
        assert old[: old.index(b"'")] == line[: line.index(b"'")]
        assert old.split(b"'", 2)[2] == line.split(b"'", 2)[2]
    assert result.endswith((b"\n", b"\r")) == raw.endswith((b"\n", b"\r"))


@given(files(), some_weeks)
def test_twice_is_once(raw: bytes, new: dict[date, Marks]) -> None:
    """Importing again changes nothing, byte for byte."""
    once = written(raw, new)
    assert written(once, new) == once


@given(st.none() | files(), some_weeks, st.data())
def test_in_parts_is_the_same_as_at_once(
    raw: bytes | None, new: dict[date, Marks], draws: st.DataObject
) -> None:
    """Any of the weeks first and the rest after it give the same bytes as all of them together."""
    chosen = draws.draw(st.sets(st.sampled_from(sorted(new)))) if new else set()
    first = {day: marks for day, marks in new.items() if day in chosen}
    rest = {day: marks for day, marks in new.items() if day not in chosen}
    part = written(raw, first) if first or raw else raw
    parts = written(part, rest) if rest else part
    assert (parts or b"") == (written(raw, new) if new or raw else b"")


@given(some_weeks.filter(bool), some_weeks)
def test_weeks_keep_the_order_of_their_dates(known: dict[date, Marks], new: dict[date, Marks]) -> None:
    """A block in order stays in order."""
    raw = written(None, known)
    assert list(marks_of(written(raw, new))) == sorted(known | new)
