"""Blocks for adding the next item: pasted into the example record, the record still holds."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

import pytest

from liverecord import validate
from liverecord.model.asked import ASKED
from liverecord.model.field import field_at
from liverecord.model.parts import FIELDS
from liverecord.model.records import KINDS
from liverecord.problem import Problem
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


def every_block(view: View) -> Iterator[tuple[str, str, str, paste.Block]]:
    """Yield each block of a page: its file, the section, the file's text before, and the block."""
    for section, blocks in paste.blocks(view).items():
        path = RECORDS / "pupils" / view.id / f"{FILES[section]}.yml"
        before = path.read_text("utf-8") if path.exists() else ""
        yield from ((FILES[section], section, before, block) for block in blocks)


def answered(kind: str, text: str, problems: Iterable[Problem]) -> str:
    """Return a file in which each question is answered with its field's own example."""
    document, _ = strict.parse(f"{kind}.yml", kind, text.encode())
    assert document is not None
    where = {document.place(*path): path for path in document.marks}
    lines = text.split("\n")
    for problem in problems:
        field = field_at(KINDS[kind], where[problem.place])
        assert field is not None
        example = field.examples[0] if field.examples else "true"
        answer = str(example[0] if isinstance(example, list) else example)
        line = lines[problem.place.line - 1]
        assert f"'{problem.message}'" in line
        lines[problem.place.line - 1] = line.replace(f"'{problem.message}'", answer)
    return "\n".join(lines)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_block_is_refused_with_its_questions_alone_until_they_are_answered(
    pupils: Pupils, number: int
) -> None:
    """Pasted where it says, a block reads; each question is refused with itself, once; answered, nothing is wrong."""
    view = pupils("senco")[number]
    rules = rulebook.rulebook()
    tried = 0
    for kind, _, before, block in every_block(view):
        text = pasted(before, block)
        document, problems = strict.parse(f"{kind}.yml", kind, text.encode())
        assert not problems, block
        assert document is not None
        asked = validate.document(document, rules)
        assert {each.code for each in asked} <= {"unanswered"}, block
        assert {each.message for each in asked} <= set(ASKED.values())
        assert len(asked) == block.yaml.count("?'"), block
        assert all("question" in each.hint for each in asked)
        settled, problems = strict.parse(f"{kind}.yml", kind, answered(kind, text, asked).encode())
        assert not problems, block
        assert settled is not None
        assert not validate.document(settled, rules), block
        tried += 1
    assert tried >= 8


def test_a_block_says_nothing_that_nobody_has_said(pupils: Pupils) -> None:
    """What happened, when, with whom and what came of it stands open: no fact is made up, and every question is used."""
    made = "\n".join(block.yaml for view in pupils("senco") for *_, block in every_block(view))
    made += paste.step("a1", False, None, date(2026, 11, 22), None).yaml
    # A day by which to look again, a holder who may be changed, an open status and "unknown" are no facts.
    facts = re.findall(r"(?m)^ *(?:- )?(\w+): (?!')(.+)$", made)
    assert {name for name, _ in facts} <= {
        "id", "concern", "status", "owner", "who", "due", "review_on", "by", "chase_on", "plan_version", "driver", "certainty",
        "reason", "agreed_with", "attended", "agreed", "no_change", "text",
    }  # fmt: skip
    lists = [value for name, value in facts if name in ("agreed_with", "attended", "agreed")]
    assert all(value.startswith("['") for value in lists)
    assert all(
        question in made for path, question in ASKED.items() if "owner" not in path and "who" not in path
    )


@pytest.mark.parametrize("path", ASKED)
def test_every_question_stands_in_a_field(path: str) -> None:
    """A question is asked of a field that there is, and reads as one."""
    part, _, name = path.rpartition(".")
    assert name in FIELDS[part]
    assert ASKED[path].endswith("?")
    assert "'" not in ASKED[path]


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
    assert f"due: {date(2026, 12, 6)}" in text


def test_odd_ids_are_quoted(pupils: Pupils) -> None:
    """An id that YAML would read as something else is quoted."""
    view = pupils("senco")[0]
    odd = View(**{**dict(view), "keyworker": View(id="o'n: [x]", name="x")})
    assert "owner: 'o''n: [x]'" in paste.blocks(odd)["actions"][0].yaml
