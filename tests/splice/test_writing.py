"""Steps written into files: in every hand only the meant lines change, and what cannot be proved is refused with its place."""

from typing import Any

import pytest
from hands import HANDS

from liverecord.read import strict
from liverecord.splice.steps import Add, Path, Remove, Set, Step, applied
from liverecord.splice.writing import Refused, Spliced, difference, path_at, spliced

FILE = "records/pupils/p-7k3m/contacts.yml"
NEW = {"id": "k9", "date": "2026-11-20", "by": "j-okafor"}


def changed(text: str, *steps: Step, kind: str = "contacts") -> str:
    """Return what a text is after steps, proved again to say what they ask for."""
    raw = text.encode()
    answer = spliced(FILE, kind, raw, steps)
    assert isinstance(answer, Spliced), answer
    before, _ = strict.parse(FILE, kind, raw)
    assert before is not None
    assert answer.data == applied(before.data, steps)
    return answer.raw.decode()


def lines(text: str, *steps: Step) -> list[str]:
    """Return the lines that steps change in a text, each behind its sign."""
    hunks = difference(text.encode(), changed(text, *steps).encode())
    return [f"{line.sign}{line.text}" for hunk in hunks for line in hunk]


@pytest.mark.parametrize("hand", HANDS)
class TestEveryHand:
    """Whoever typed it, and however."""

    def test_a_value_is_set_on_its_line(self, hand: str) -> None:
        out, into = lines(HANDS[hand], Set(("contacts", "k1", "date"), "2026-12-01"))
        assert out == "-" + into[1:].replace("2026-12-01", "2026-11-05")
        assert "2026-12-01" in into

    def test_a_key_is_added_as_one_line(self, hand: str) -> None:
        changes = lines(HANDS[hand], Set(("contacts", "k1", "text"), "Calm, but tired"))
        assert [line[0] for line in changes] == (["-", "+"] if hand == "flow spacing" else ["+"])

    def test_a_thing_is_added_and_nothing_else_moves(self, hand: str) -> None:
        changes = lines(HANDS[hand], Add(("contacts",), NEW))
        assert [line[0] for line in changes] == ["+"] * (1 if hand == "flow spacing" else 3)

    def test_a_thing_is_removed_with_its_lines_alone(self, hand: str) -> None:
        changes = lines(HANDS[hand], Remove(("contacts", "k1")))
        assert "#" not in "".join(line for line in changes if line.lstrip("- ").startswith("#"))
        assert {line[0] for line in changes} <= {"-", "+"}


def place(text: str, *steps: Step, kind: str = "contacts") -> tuple[int, int]:
    """Return where steps are refused."""
    answer = spliced(FILE, kind, text.encode(), steps)
    assert isinstance(answer, Refused), answer
    assert answer.place.path == FILE
    return answer.place.line, answer.place.column


@pytest.mark.parametrize(
    ("line", "column", "path"),
    [
        (1, 1, ()),
        (2, 5, ("contacts", "k1")),
        (2, 9, ("contacts", "k1", "id")),
        (3, 5, ("contacts", "k1", "date")),
    ],
)
def test_a_place_leads_to_its_path(line: int, column: int, path: Path) -> None:
    document, _ = strict.parse(FILE, "contacts", b"contacts:\n  - id: k1\n    date: 2026-11-05\n")
    assert document is not None
    assert path_at(document, line, column) == path


def test_a_new_file_names_its_schema() -> None:
    answer: Any = spliced(FILE, "contacts", None, [Add(("contacts",), NEW)])
    assert answer.raw.decode() == (
        "# yaml-language-server: $schema=../../../schema/contacts.schema.json\n"
        "contacts:\n  - id: k9\n    date: 2026-11-20\n    by: j-okafor\n"
    )
