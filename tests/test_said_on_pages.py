"""Every sentence that a page can make stands in one reviewed list, and each reads as a person would say it."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

import in_process
import sentences
from explained import Known, leaves, texts_of
from liverecord import derive, redact
from liverecord.model.history import History
from liverecord.model.records import Document, School, Staff
from liverecord.model.typed import pupil, record
from liverecord.read.listing import listing
from liverecord.read.strict import parse
from liverecord.read.versions import on_disk
from never_said import NEVER
from overlay import EXAMPLE, TODAY
from record_documents import RULEBOOK
from whole_record import WHOLE

SENTENCES = [(module, line) for module, said in sentences.collected().items() for line in said]
_PACKAGE = "generator/liverecord"
OF_FILES = {
    f"{_PACKAGE}/model/records/": "what an editor says of a key to whoever types the file; forms have words of their own",
    f"{_PACKAGE}/render/paste.py": "the lines of a file themselves, to paste",
    f"{_PACKAGE}/render/changes/nouns.py": "names of fields to be filled in, of which the words alone are said",
    f"{_PACKAGE}/report/changes/worded.py": "what the command diff says, and a comment beside a request",
    f"{_PACKAGE}/saves/": "git's own messages, and what is asked of whoever looks after the server",
    f"{_PACKAGE}/telling/": "messages to whoever sets up e-mail",
    f"{_PACKAGE}/search/__init__.py": "a message to whoever builds the site",
    f"{_PACKAGE}/edit/cures.py": "the command's own words, each with the form's words that take their place",
    f"{_PACKAGE}/edit/lists.py": "the command that does the same",
    f"{_PACKAGE}/edit/own_site.py": "what to run where the site could not be made",
}
"""The modules whose sentences speak of files, programs and commands, each with its reason."""

_ENDS = re.compile(r"(?<=[.?!:]) +")
_WORD = re.compile(r"[\w'…-]+")
_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_AS_MACHINES_WRITE = re.compile(r"\b\d{4}-\d\d-\d\d\b|\w\(s\)|\b[Aa] (?:EHC|[aei](?!u)|o(?!ne))\w*")


def test_a_template_gives_its_sentences() -> None:
    """An element's text is one sentence with its gaps and choices; attributes that are read aloud are sentences too."""
    template = (
        '<p class="small">Held by <b>{{ owner }}</b>{% if until %}, to {{ until }}{% else %}, for now{% endif %}.</p>'
        '<nav aria-label="Pages of {{ name }}">{{ part("Nobody has said yet.") }}</nav>'
    )
    assert {sentences._tidy(each) for each in sentences.of_template(template)} - {"", "…"} == {
        "Held by …[, to …|, for now].",
        "Pages of …",
        "Nobody has said yet.",
    }


def test_a_module_gives_what_it_says_and_no_key() -> None:
    """Texts and f-strings are sentences, what fills a gap is looked into; docstrings, keys, comparisons and patterns are none."""
    module = (
        '"""What it is."""\n'
        "def worded(view, number):\n"
        '    """Return it."""\n'
        "    if view.kind == 'An owner' or sees(view, 'No key'):\n"
        "        return {'Not said': f\"{number} {'is' if number == 1 else 'are'} open{until('No day is known.')}\"}\n"
        "    return re.sub('A b', '', 'Some text')\n"
    )
    assert set(sentences.of_module(module)) == {
        f"{sentences.GAP} \x01is\x02are\x03 open{sentences.GAP}",
        "No day is known.",
    }


def test_nothing_is_said_that_no_page_says() -> None:
    """No sentence blames, scores or speaks of programs and files, where it is not for whoever types files (never_said.yml)."""
    said = [
        (module, group, found[0], line)
        for group, pattern in NEVER.items()
        for module, line in SENTENCES
        if not (group == "programs" and module.startswith(tuple(OF_FILES)))
        if (found := pattern.search(line))
    ]
    assert said == []


def test_what_is_excepted_speaks_of_files() -> None:
    """An exception that nothing needs any more goes."""
    for module in OF_FILES:
        lines = [line for each, line in SENTENCES if each.startswith(module)]
        assert any(NEVER["programs"].search(line) for line in lines), module


def test_no_sentence_is_long() -> None:
    """A sentence has thirty words at most, and one semicolon: what is longer is several sentences."""
    assert [
        (module, sentence)
        for module, line in SENTENCES
        for sentence in _ENDS.split(longest(line))
        if len(_WORD.findall(sentence)) > 30 or sentence.count(";") > 1
    ] == []


def longest(line: str) -> str:
    """Return a line with the longest of each choice."""
    while found := _CHOICE.search(line):
        line = f"{line[: found.start()]}{max(found[1].split('|'), key=len)}{line[found.end() :]}"
    return line


def test_days_and_plurals_are_written_as_people_write_them() -> None:
    """A day is "22 November 2026", one thing is not "thing(s)", and before a vowel stands "an"."""
    assert [(module, line) for module, line in SENTENCES if _AS_MACHINES_WRITE.search(line)] == []


def test_what_machines_write_is_found() -> None:
    """The rules can fail: each kind of what no page says is found where it is said."""
    for line in ("due 2026-11-22", "3 review(s)", "a EHC plan", "a action"):
        assert _AS_MACHINES_WRITE.search(line), line
    for group, line in (
        ("blame", "Fails to attend"),
        ("blame", "She refuses school"),
        ("programs", "See plan.yml"),
        ("programs", "is None"),
        ("programs", "review_on"),
        ("riddles", "Years not followed"),
        ("scores", "an at-risk score"),
    ):
        assert NEVER[group].search(line), line
    assert not NEVER["programs"].search("Nonetheless the committee's schematic stands")


# ── On the pages themselves ────────────────────────────────────────────────────────────────────────────────

DEMO = Path(__file__).parents[1]
EACH = 4
"""Every fourth pupil of the demo school is enough: its stories come round."""


def document(root: Path, kind: str, path: str) -> Document:
    """Return a file of a school."""
    content, _ = on_disk(root, path)
    found, problems = parse(path, kind, content or b"")
    assert found is not None, problems
    return found


@cache
def of_school(root: Path) -> tuple[Mapping[str, dict[str, Document]], School, Staff]:
    """Return a school's files by pupil, the example's with a record of which every field is written; and what it says of itself."""
    there = listing(root)
    pupils = sorted(there.pupils)[:: 1 if root == EXAMPLE else EACH]
    found = {
        each: {kind: document(root, kind, path) for kind, path in there.pupils[each].items()}
        for each in pupils
    }
    if root == EXAMPLE:
        found["p-whole"] = {kind: Document(f"{kind}.yml", kind, data, {}, "") for kind, data in WHOLE.items()}
    own = {kind: document(root, kind, f"records/{kind}.yml") for kind in ("school", "staff")}
    school, staff = record(own["school"]), record(own["staff"])
    assert isinstance(school, School)
    assert isinstance(staff, Staff)
    return found | {"": own}, school, staff


@cache
def known(root: Path) -> Known:
    """Return what may stand on a school's pages."""
    found, _, _ = of_school(root)
    codes = (
        text
        for each in RULEBOOK.codes.lists.values()
        for row in each.values()
        for text in (row.code, row.label)
    )
    typed = (text for files in found.values() for each in files.values() for text in leaves(each.data))
    return Known([*codes, *typed, *found])


@pytest.mark.parametrize("audience", ["staff", "team", "senco"])
@pytest.mark.parametrize("root", [EXAMPLE, DEMO], ids=["example", "demo"])
def test_every_text_of_a_page_is_of_the_list_or_of_the_record(root: Path, audience: str) -> None:
    """What a page says, and what is read aloud of it, is made of listed sentences, of what was typed, of numbers and days alone."""
    found, school, staff = of_school(root)
    cases = [
        derive.case(pupil(each, files), school, staff, RULEBOOK, (), TODAY)
        for each, files in found.items()
        if each
    ]
    whole = derive.school_case(school, staff, RULEBOOK, History(), TODAY)
    gate = redact.gate(RULEBOOK.policy, audience, school.audiences)
    said = {text for page in in_process.pages(gate, whole, cases) for text in texts_of(str(page.content))}
    assert len(said) > 100
    assert {rest: text for text in said if (rest := known(root).unexplained(text))} == {}


def test_what_nobody_listed_is_found() -> None:
    """The comparison can fail: a sentence that is not in the list is found, with the words from which on it is not."""
    assert known(EXAMPLE).unexplained("No open concern.") == ""
    assert (
        known(EXAMPLE).unexplained("No open concern. Purple elephants are due") == "purple elephants are due"
    )
