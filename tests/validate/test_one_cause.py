"""One slip on one line is one message, and the line as it should be typed settles it."""

import re
from collections.abc import Callable

import pytest

from liverecord import report
from liverecord.examine.retyped import retyped
from liverecord.problem import Problem
from liverecord.read.strict import parse
from liverecord.report.findings import Source
from liverecord.validate import document as check_document
from overlay import EXAMPLE
from record_documents import RULEBOOK

FILES = sorted((EXAMPLE / "records" / "pupils").rglob("*.yml"))


def told(kind: str, text: str) -> list[Problem]:
    """Return what is said of a file with this text."""
    document, problems = parse(f"records/{kind}.yml", kind, text.encode())
    return problems if document is None else sorted(check_document(document, RULEBOOK))


ACTION = "actions:\n  - {id: a8, kind: mentor, what: Walks, status: open}\n  %s\n  - {id: a9, kind: mentor, what: Walks, status: open}\n"

TYPED = [
    ("- {id: a1, kind: mentor, what: Ring mum, then the school, status: open}",
     "- {id: a1, kind: mentor, what: 'Ring mum, then the school', status: open}"),
    ("- {id: a1, kind: mentor, what: Sam's card, done: mostly, status: open}", None),
    ("- {id: a1, kind: mentor, what: Mum said: no, status: open}",
     "- {id: a1, kind: mentor, what: 'Mum said: no', status: open}"),
    ("- {id: a1, kind: mentor, what: 'Sam's card', status: open}",
     "- {id: a1, kind: mentor, what: 'Sam''s card', status: open}"),
    ('- {id: a1, kind: mentor, what: "Sam, calm, status: open}',
     "- {id: a1, kind: mentor, what: 'Sam, calm', status: open}"),
    ("- {id:a1, kind:mentor, what:Walks, status:open}", "- {id: a1, kind: mentor, what: Walks, status: open}"),
    ("- {id: a1; kind: mentor; what: Walks; status: open}", "- {id: a1, kind: mentor, what: Walks, status: open}"),
    ("- {id: a1, kind: mentor, what: Ring mum, status: open", "- {id: a1, kind: mentor, what: 'Ring mum', status: open}"),
    ("- {id: a1, kind: mentor, what: Walks, status: open}}", "- {id: a1, kind: mentor, what: Walks, status: open}"),
    ("- id: a1, kind: mentor, what: Walks, status: open", "- {id: a1, kind: mentor, what: Walks, status: open}"),
    ("- (id: a1, kind: mentor, what: Walks, status: open)", "- {id: a1, kind: mentor, what: Walks, status: open}"),
    ("-{id: a1, kind: mentor, what: Walks, status: open}", "- {id: a1, kind: mentor, what: Walks, status: open}"),
    ("- {id: a1, kind: mentor, what: @home, status: open}", "- {id: a1, kind: mentor, what: '@home', status: open}"),
    ("- {id: a1, kind: mentor, what: *bold*, status: open}", "- {id: a1, kind: mentor, what: '*bold*', status: open}"),
    ("- {id: a1, kind: mentor, what: Moved to set #2, status: open}", None),
    ("- {id: a1, kind: mentor, what: Walks, agreed_with: [pupil, family, status: open}", None),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_a_row_in_braces_has_one_message_and_is_told_whole(typed: str, meant: str | None) -> None:
    """Unquoted texts, lost signs and signs of another language: one message, and the row as it should be typed."""
    text = ACTION % typed
    assert [problem.place.line for problem in told("actions", text)] == [3]
    lines = retyped("records/actions.yml", text.split("\n"), RULEBOOK)
    assert {number: line.strip() for number, line in lines.items()} == ({3: meant} if meant else {})


WAYS: dict[str, Callable[[str], str]] = {
    "quotes left out": lambda line: re.sub(r"'((?:[^']|'')*)'", lambda match: match[1].replace("''", "'"), line),
    "closing quote lost": lambda line: re.sub(r"'(?=[,}]?$)", "", line),
    "no space behind the colon": lambda line: re.sub(r"^( *(?:- )?\w+): (?=\S)", r"\1:", line),
    "no colon": lambda line: re.sub(r"^( *(?:- )?\w+): (?=\S)", r"\1 ", line),
    "an equals sign": lambda line: re.sub(r"^( *(?:- )?\w+): (?=\S)", r"\1 = ", line),
    "a tab": lambda line: re.sub(r"^  ", "\t", line),
    "an at sign": lambda line: re.sub(r": (?=[A-Za-z])", ": @", line, count=1),
    "a star": lambda line: re.sub(r": (?=[A-Za-z])", ": *", line, count=1),
    "a percent sign": lambda line: re.sub(r": (?=[A-Za-z])", ": %", line, count=1),
    "brace lost": lambda line: re.sub(r"\}$", "", line),
    "brace doubled": lambda line: re.sub(r"\}$", "}}", line),
    "two words": lambda line: re.sub(r"(\w+): ([a-z]+)(?=[,}])", r"\1: two words", line),
    "a comma in a text": lambda line: re.sub(r"(text|what): '?(\w+)", r"\1: Calm, \2", line).replace("'}", "}"),
    "another date": lambda line: re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\3/\2/\1", line, count=1),
    "another date in words": lambda line: re.sub(r"2026-11-(\d\d)", r"\1 November 2026", line, count=1),
    "a capital key": lambda line: re.sub(r"^( *(?:- )?)([a-z])", lambda match: match[1] + match[2].upper(), line),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_one_slip_is_one_message_and_its_line_settles_it(way: str) -> None:
    """Every line of every example record, spoilt in a usual way: one message on it; the line as told leaves none at all."""
    tried = offered = 0
    for path in FILES:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            body, _, _ = line.partition("  #")
            spoilt = WAYS[way](body.rstrip())
            if spoilt == body.rstrip():
                continue
            text = "\n".join([*lines[: number - 1], spoilt, *lines[number:], ""])
            found = [problem for problem in told(path.stem, text) if problem.place.line == number]
            assert len(found) <= 1, (path.name, spoilt, found)
            tried += 1
            meant = retyped(f"records/{path.name}", text.split("\n"), RULEBOOK)
            assert meant.keys() <= {number}
            if meant:
                offered += 1
                settled = "\n".join([*lines[: number - 1], meant[number], *lines[number:], ""])
                assert told(path.stem, settled) == [], (path.name, spoilt, meant)
    assert tried, "no line can be spoilt so"


def test_only_the_form_for_people_shows_the_line() -> None:
    """What a person typed lands in no machine's form: not the line, and not the line as it should be typed."""
    text = ACTION % "- {id: a1, kind: mentor, what: Ring Kanarienvogel, then, status: open}"
    problems = told("actions", text)
    lines = text.split("\n")
    source = Source(lines, retyped("records/actions.yml", lines, RULEBOOK))
    for form in ("text", "json", "github", "gitlab", "markdown"):
        shown = report.problems(problems, form, {"records/actions.yml": source})
        assert ("what: 'Ring Kanarienvogel, then'" in shown) == (form == "text")
        assert ("Kanarienvogel" in shown) == (form == "text")
