"""Every sentence that a page can make stands in one reviewed list, and each reads as a person would say it."""

import re
from pathlib import Path

import yaml

import sentences

SENTENCES = [(module, line) for module, said in sentences.collected().items() for line in said]
NEVER = {
    group: re.compile(
        rf"(?<![\w-])(?:{'|'.join(told['words'])})(?!\w)", 0 if group == "programs" else re.IGNORECASE
    )
    for group, told in yaml.safe_load((Path(__file__).parent / "never_said.yml").read_text("utf-8")).items()
}
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
}
"""The modules whose sentences speak of files, programs and commands, each with its reason."""

_ENDS = re.compile(r"(?<=[.?!:]) +")
_WORD = re.compile(r"[\w'…-]+")
_MARKS = re.compile(r"[\[\]|]")
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
        for sentence in _ENDS.split(line)
        if len(_WORD.findall(_MARKS.sub(" ", sentence))) > 30 or sentence.count(";") > 1
    ] == []


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
