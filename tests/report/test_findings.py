"""Problems as text, JSON and for CI servers: whole, sorted, and inert whatever a file or a message holds."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from liverecord import report
from liverecord.problem import LiverecordError, Place, Problem
from liverecord.report.findings import Source
from schemas import printed
from strategies import hostile_text

PLAN = "records/pupils/p-7k3m/plan.yml"
WRONG_NEED = Problem(
    Place(PLAN, 3, 9), "unknown-code", "'XYZ' is no type of need", "Did you mean SLCN?\nSee codes.yml."
)
WRONG_OWNER = Problem(Place(PLAN, 1, 1), "unknown-person", "'owner' names nobody in staff.yml")
WRONG_WEEK = Problem(
    Place("records/pupils/p-9wtr/absences.yml", 2, 3), "week-not-monday", "2026-09-08 is no Monday"
)
SOURCES = {PLAN: Source(["pupil:", "needs:", "  type: XYZ"])}

hostile_problems = st.lists(
    st.builds(
        Problem,
        st.builds(Place, hostile_text(), st.integers(1, 99), st.integers(1, 99)),
        hostile_text(),
        hostile_text(),
        hostile_text(),
    ),
    max_size=4,
)


def test_text_shows_the_line_with_a_caret_and_counts_at_the_end() -> None:
    """A problem is a line with its place, the offending line, and a hint; files stand apart; the end counts."""
    assert (
        report.problems([WRONG_WEEK, WRONG_NEED, WRONG_OWNER], "text", SOURCES)
        == """\
records/pupils/p-7k3m/plan.yml:1:1  unknown-person  'owner' names nobody in staff.yml
    | pupil:
    | ^
records/pupils/p-7k3m/plan.yml:3:9  unknown-code  'XYZ' is no type of need
    |   type: XYZ
    |         ^
    hint: Did you mean SLCN? See codes.yml.

records/pupils/p-9wtr/absences.yml:2:3  week-not-monday  2026-09-08 is no Monday

3 problems in 2 files.
"""
    )


def test_one_problem_is_counted_as_one() -> None:
    """Words agree with numbers, and without problems there is nothing to say."""
    assert report.problems([WRONG_OWNER]).endswith("\n1 problem in 1 file.\n")
    assert report.problems([]) == ""


def test_a_long_line_is_shown_around_the_place() -> None:
    """A caret on a line of a thousand characters still points at its character, in a line that fits a terminal."""
    line = "x" * 500 + "HERE" + "y" * 500
    text = report.problems(
        [Problem(Place("a.yml", 1, 501), "code", "message")], "text", {"a.yml": Source([line])}
    )
    shown, caret = text.splitlines()[1:3]
    assert len(shown) < 120
    assert shown[caret.index("^") :].startswith("HERE")


def test_a_caret_stands_under_wide_letters() -> None:
    """Letters two columns wide, and marks that take none, are counted as a terminal shows them."""
    line = "名前: e\u0301x"
    text = report.problems(
        [Problem(Place("a.yml", 1, 7), "code", "message")], "text", {"a.yml": Source([line])}
    )
    assert text.splitlines()[2] == "    | " + " " * 7 + "^"


def test_a_place_past_the_file_shows_no_line() -> None:
    """A file that changed meanwhile, or a line past its end, is no reason to stop."""
    for line in (0, 4, 10**9):
        assert "|" not in report.problems([Problem(Place(PLAN, line, 1), "code", "message")], "text", SOURCES)


@given(hostile_problems, hostile_text())
def test_text_does_not_act_on_a_terminal(problems: list[Problem], line: str) -> None:
    """No control character, no change of direction and no line of its own comes out of a record or a file's name."""
    sources = {problem.place.path: Source([line] * 99) for problem in problems}
    text = report.problems(problems, "text", sources)
    assert not any(ord(character) < 32 and character != "\n" for character in text)
    assert not set(text) & set("\x7f\x9b\u202a\u202e\u2066\u2069\u2028\u2029\u200b\ufeff")
    heads = [each for each in text.split("\n") if each and not each.startswith("    ")]
    assert len(heads) <= len(problems) + 1


@given(hostile_problems)
def test_json_has_its_documented_shape(problems: list[Problem]) -> None:
    """The JSON agrees with schema/output/problems.schema.json and gives every problem back."""
    value = json.loads(report.problems(problems, "json"))
    printed("problems").validate(value)
    assert [
        Problem(
            Place(each["path"], each["line"], each["column"]),
            each["code"],
            each["message"],
            each["hint"] or "",
        )
        for each in value["problems"]
    ] == sorted(problems)
    assert value["count"] == len(problems)


def test_github_gets_a_command_for_each() -> None:
    """GitHub's workflow commands: percent, line ends, and in properties : and , are escaped."""
    assert report.problems([WRONG_NEED], "github") == (
        f"::error file={PLAN},line=3,col=9,title=unknown-code::'XYZ' is no type of need%0ADid you mean SLCN?%0ASee codes.yml.\n"
    )
    odd = Problem(Place("a,b:c%.yml", 1, 1), "x", "100%\r\n::error::made up")
    assert report.problems([odd], "github") == (
        "::error file=a%2Cb%3Ac%25.yml,line=1,col=1,title=x::100%25%0D%0A::error::made up\n"
    )


@given(hostile_problems)
def test_github_gets_no_command_that_nobody_gave(problems: list[Problem]) -> None:
    """Whatever a name or a message holds, there is one command a problem, and its message comes back unescaped."""
    text = report.problems(problems, "github")
    lines = text.split("\n")[:-1]
    assert len(lines) == len(problems)
    for line, problem in zip(lines, sorted(problems), strict=True):
        _, properties, message = line.split("::", 2)
        values = dict(each.split("=", 1) for each in properties.removeprefix("error ").split(","))
        assert list(values) == ["file", "line", "col", "title"]
        assert unescaped(values["file"]) == problem.place.path
        assert unescaped(message) == f"{problem.message}\n{problem.hint}".strip()


def unescaped(text: str) -> str:
    for code, character in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


@given(hostile_problems)
def test_gitlab_gets_a_code_quality_report(problems: list[Problem]) -> None:
    """GitLab's report: a list with description, check, severity, place, and a fingerprint that no other entry has."""
    entries = json.loads(report.problems(problems, "gitlab"))
    assert len(entries) == len(problems)
    assert len({entry["fingerprint"] for entry in entries}) == len(problems)
    for entry, problem in zip(entries, sorted(problems), strict=True):
        assert entry["check_name"] == problem.code
        assert entry["location"] == {"path": problem.place.path, "lines": {"begin": problem.place.line}}
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")


def test_gitlab_knows_a_problem_again_when_lines_move() -> None:
    """A line added above is not a new problem."""
    moved = WRONG_NEED._replace(place=Place(PLAN, 30, 9))
    before, after = (
        json.loads(report.problems([each], "gitlab"))[0]["fingerprint"] for each in (WRONG_NEED, moved)
    )
    assert before == after


def test_a_summary_is_plain_english_for_a_person() -> None:
    """A job's summary counts, names each file once with its problems' lines, how to mend them, and what to do next."""
    assert (
        report.problems([WRONG_WEEK, WRONG_NEED, WRONG_OWNER], "markdown", SOURCES)
        == """\
## 3 problems in 2 files to mend

### records/pupils/p-7k3m/plan.yml

- Line 1: 'owner' names nobody in staff.yml *unknown-person*
- Line 3: 'XYZ' is no type of need Did you mean SLCN? See codes.yml. *unknown-code*

### records/pupils/p-9wtr/absences.yml

- Line 2: 2026-09-08 is no Monday *week-not-monday*

Change the file on the same branch, and the check reads it again.
"""
    )


def test_a_summary_of_nothing_says_so() -> None:
    """A page that is empty could be one that failed: clean records are called clean."""
    assert report.problems([], "markdown") == "## The records are in order\n\nNothing is wrong in them.\n"


def test_a_long_summary_is_cut_with_a_count_of_the_rest() -> None:
    """Fifty problems are listed, the others counted, so that a page stays one that somebody reads."""
    many = [Problem(Place(PLAN, line, 1), "code", "message") for line in range(1, 54)]
    text = report.problems(many, "markdown")
    assert text.startswith("## 53 problems in 1 file to mend\n")
    assert text.count("\n- Line ") == 50
    assert "\nAnd 3 more problems: `liverecord check` lists them all.\n" in text


@given(hostile_problems)
def test_a_summary_makes_no_markup_of_a_record(problems: list[Problem]) -> None:
    """Whatever a name or a message holds, the page has headings, lists and emphasis of ours, one item a problem, no link and no HTML."""
    text = report.problems(problems, "markdown")
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(text)
    inner = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in tokens} <= {
        f"{kind}_{end}"
        for kind in ("heading", "paragraph", "bullet_list", "list_item")
        for end in ("open", "close")
    } | {"inline"}
    assert {child.type for child in inner} <= {"text", "text_special", "softbreak", "code_inline"} | {
        f"{kind}_{end}" for kind in ("strong", "em") for end in ("open", "close")
    }
    assert sum(token.type == "list_item_open" for token in tokens) == len(problems)


@pytest.mark.parametrize(
    "typed", ["@everyone", "#12", "https://evil.example", "www.evil.example", "<b>", "![x](y)"]
)
def test_a_summary_calls_nobody_and_links_nowhere(typed: str) -> None:
    """What a forge would look up or load in a text (a name, a number, an address, a picture) is broken up."""
    text = report.problems([Problem(Place(PLAN), "unknown-person", f"'{typed}' is nobody")], "markdown")
    assert typed not in text


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "markdown"])
def test_a_file_has_a_hundred_problems_at_most_and_then_their_number(form: str) -> None:
    """What one cause makes ninety thousand of is told a hundred times, with how many more; other files' problems stay."""
    many = [
        Problem(Place("records/school.yml", line, 1), "unknown-key", "No key.") for line in range(1, 90_001)
    ]
    other = Problem(Place("records/staff.yml", 3, 1), "unknown-key", "No key there.")
    told = report.problems([*many, other], form)
    assert len(told) < 40_000
    if form == "markdown":
        assert "And 89951 more problems" in told
        return
    assert told.count("No key.") == 100
    assert "89,900 more problems in this file" in told
    assert "No key there." in told


@pytest.mark.parametrize("number", [100, 101])
def test_what_would_save_no_line_is_not_left_out(number: int) -> None:
    """One problem more than the bound is told itself, and not that there is one more."""
    many = [Problem(Place("records/school.yml", line, 1), "unknown-key", "No key.") for line in range(number)]
    assert report.problems(many, "text").count("No key.") == number


def test_an_unknown_format_is_refused() -> None:
    """The error names the formats that there are."""
    with pytest.raises(LiverecordError) as error:
        report.problems([], "yaml")
    assert error.value.hint == "one of: text, json, github, gitlab, markdown"
