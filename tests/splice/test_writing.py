"""Steps written into files: in every hand only the meant lines change, and what cannot be proved is refused with its place."""

from typing import Any

import pytest
import yaml
from changes import TEXTS
from hands import HANDS

from liverecord.read import strict
from liverecord.splice.scalars import scalar
from liverecord.splice.steps import Add, Path, Remove, Set, Step, applied, is_alike
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
    assert is_alike(answer.data, applied(before.data, steps))
    return answer.raw.decode()


def lines(text: str, *steps: Step) -> list[str]:
    """Return the lines that steps change in a text, each behind its sign."""
    hunks = difference(text.encode(), changed(text, *steps).encode())
    return [f"{line.sign}{line.text}" for hunk in hunks for line in hunk]


def refused(text: str, *steps: Step) -> Refused:
    """Return why steps are refused."""
    answer = spliced(FILE, "contacts", text.encode(), steps)
    assert isinstance(answer, Refused), answer
    assert answer.place.path == FILE
    return answer


def place(text: str, *steps: Step) -> tuple[int, int]:
    """Return the line and the column to which a refusal leads."""
    return refused(text, *steps).place[1:]


@pytest.fixture(params=["libyaml", "pure"])
def parser(request, monkeypatch):
    """Run a test with libyaml and with the parser of a PyYAML that was built without it."""
    if request.param == "pure":
        monkeypatch.setattr(strict, "Parser", yaml.SafeLoader)


@pytest.mark.usefixtures("parser")
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
        assert [line[0] for line in changes] == ["+"] * {"flow spacing": 1, "block text": 4}.get(hand, 3)

    def test_a_thing_is_removed_and_no_comment_with_it(self, hand: str) -> None:
        new = changed(HANDS[hand], Remove(("contacts", "k1")))
        alone = [line for line in HANDS[hand].splitlines() if line.lstrip().startswith("#")]
        assert [line for line in new.splitlines() if line.lstrip().startswith("#")] == alone
        assert ("contacts: []" in new) == ("k2" not in HANDS[hand])

    def test_a_key_is_removed(self, hand: str) -> None:
        for key in ("id", "date"):
            changes = lines(HANDS[hand], Remove(("contacts", "k1", key)))
            assert sum(line[0] == "-" for line in changes) <= 2
            assert sum(line[0] == "+" for line in changes) <= 2


@pytest.mark.parametrize("hand", HANDS)
def test_every_kind_of_value_takes_the_place_of_another(hand: str) -> None:
    """Whatever stood there, and whatever stands there now."""
    short = (None, True, 7, "2026-12-01", "a: b", [], {}, ["a", "b"], ["a b", "c\nd"], [{"id": "z1"}])
    long = ("One\ntwo", "One\n", " One\n\n two")
    for path, values in ((("contacts", "k1", "date"), short + long), (("contacts",), short)):
        for one in values:
            for other in values:
                changed(changed(HANDS[hand], Set(path, one)), Set(path, other))


class TestWhereALineGoes:
    """What is new stands where a person would have typed it."""

    def test_a_thing_stands_above_the_comment_of_what_follows(self) -> None:
        text = HANDS["comment after last item"]
        assert changed(text, Add(("contacts",), {"id": "k9"})) == text.replace(
            "  # ask", "  - id: k9\n  # ask"
        )

    def test_a_comment_that_is_indented_into_a_thing_is_its_own(self) -> None:
        text = "contacts:\n  - id: k1\n    # said by phone\n  - id: k2\n    # and again\nother: 1\n"
        assert changed(text, Add(("contacts",), {"id": "k9"})) == text.replace("other", "  - id: k9\nother")
        assert changed(text, Remove(("contacts", "k1"))) == text.replace(
            "  - id: k1\n    # said by phone\n", ""
        )

    def test_a_comment_above_a_thing_that_goes_stays(self) -> None:
        text = "contacts:\n  # the first\n  - id: k1\n  # the second\n  - id: k2\n"
        assert changed(text, Remove(("contacts", "k1"))) == text.replace("  - id: k1\n", "")
        assert changed(text, Remove(("contacts", "k1")), Remove(("contacts", "k2"))) == (
            "contacts: []\n  # the first\n  # the second\n"
        )

    def test_a_first_key_that_goes_leaves_its_dash(self) -> None:
        assert (
            changed("contacts:\n  - id: k1\n    by: x\n", Remove(("contacts", "k1", "id")))
            == "contacts:\n  - by: x\n"
        )
        assert changed("contacts:\n  - id: k1\n    # who\n    by: x\n", Remove(("contacts", "k1", "id"))) == (
            "contacts:\n  -\n    # who\n    by: x\n"
        )
        assert (
            changed("contacts:\n  - id: k1  # c\n", Remove(("contacts", "k1", "id"))) == "contacts:\n  - {}\n"
        )

    def test_a_key_stands_where_its_field_is_declared(self) -> None:
        text = "concerns:\n  - id: c1\n    opened_on: 2026-09-28\n    updates:\n      - id: u1\n"
        new = changed(text, Set(("concerns", "c1", "closed_on"), "2026-12-18"), kind="concerns")
        assert new == text.replace("    updates", "    closed_on: 2026-12-18\n    updates")
        new = changed(text, Set(("concerns", "c1", "house"), "red"), kind="concerns")
        assert new == text + "    house: red\n"

    def test_values_in_a_column_stay_in_it(self) -> None:
        text = HANDS["aligned keys"]
        assert changed(text, Set(("contacts", "k1", "how"), "phone")) == text + "    how:   phone\n"
        assert changed(text, Set(("contacts", "k1", "engagement"), "same")) == text + "    engagement: same\n"

    def test_things_that_empty_lines_part_stay_parted(self) -> None:
        text = "contacts:\n  - id: k1\n\n  - id: k2\n\nother: 1\n"
        assert changed(text, Add(("contacts",), {"id": "k9"})) == text.replace(
            "\nother", "\n  - id: k9\n\nother"
        )

    def test_a_comment_keeps_its_column_where_there_is_room(self) -> None:
        text = "contacts:  # who\n  - how: text      # c\n    by: me  # d\n"
        new = changed(text, Set(("contacts", "0", "how"), "letter"), Set(("contacts", "0", "by"), "j-okafor"))
        assert new == "contacts:  # who\n  - how: letter    # c\n    by: j-okafor  # d\n"

    def test_a_missing_part_is_begun(self) -> None:
        text = "pupil:\n  given_name: Maya\nsupport: K\n"
        new = changed(text, Set(("passport", "emergency"), "Call the office"), kind="plan")
        assert new == text + "passport:\n  emergency: Call the office\n"
        new = changed(text + "passport:   # soon\n", Add(("passport", "helps"), {"id": "x"}), kind="plan")
        assert new == text + "passport:   # soon\n  helps:\n    - id: x\n"


class TestHowItIsWritten:
    """In the style of those who typed the file."""

    def test_quotes_stay(self) -> None:
        text = "contacts:\n  - id: \"k1\"\n    how: 'phone'\n"
        new = changed(text, Set(("contacts", "k1", "how"), "text's"))
        assert new == "contacts:\n  - id: \"k1\"\n    how: 'text''s'\n"
        assert changed(text, Set(("contacts", "k1", "id"), "k2")) == text.replace("k1", "k2")
        assert '"' not in changed(text, Set(("contacts", "k1", "id"), "C:\\")).replace('"phone"', "")

    def test_words_stand_beside_each_other_and_texts_below(self) -> None:
        text = "passport:\n  avoid: [Noise]\n"
        new = changed(
            text, Set(("passport", "helps"), ["Warmth"]), Set(("passport", "strengths"), []), kind="plan"
        )
        assert new == "passport:\n  avoid: [Noise]\n  helps:\n    - Warmth\n  strengths: []\n".replace(
            "  helps:\n    - Warmth\n  strengths: []\n", "  strengths: []\n  helps:\n    - Warmth\n"
        )
        new = changed("contacts:\n  - id: k1\n", Set(("contacts", "k1", "agreed"), ["a1", "a2"]))
        assert new == "contacts:\n  - id: k1\n    agreed: [a1, a2]\n"

    def test_a_list_of_texts_keeps_the_lines_that_stay(self) -> None:
        text = "passport:\n  helps:\n    - Warmth  # always\n    # ask Maya\n    - 'Quiet'\n    - Time\n"
        new = changed(
            text, Set(("passport", "helps"), ["Warmth", "Calm", "Time", "A seat by the door"]), kind="plan"
        )
        assert new == text.replace("'Quiet'", "'Calm'") + "    - A seat by the door\n"
        assert changed(text, Set(("passport", "helps"), ["Time"]), kind="plan") == (
            "passport:\n  helps:\n    # ask Maya\n    - Time\n"
        )

    def test_a_thing_is_itself_by_its_id_or_by_most_of_what_it_says(self) -> None:
        text = "contacts:\n  - id: k1\n    how: phone  # c\n    by: me\n"
        assert changed(text, Set(("contacts", "k1", "id"), "k2")) == text.replace("k1", "k2")
        new = changed(text, Set(("contacts",), [{"id": "k2", "how": "letter", "by": "me"}]))
        assert new == text.replace("k1", "k2").replace("phone  # c", "letter")
        new = changed(text, Set(("contacts",), [{"id": "k1", "how": "letter", "by": "me"}]))
        assert new == text.replace("phone", "letter")

    def test_a_thing_in_braces_has_the_style_of_its_neighbours(self) -> None:
        text = "contacts:\n  - {id: k1}\n  - { id: k2, date: 2026-11-05 }\n"
        assert changed(text, Add(("contacts",), {"id": "k3", "how": "by phone"})) == (
            text + "  - { id: k3, how: 'by phone' }\n"
        )
        new = changed(text, Add(("contacts",), {"id": "k3", "text": "w " * 60 + "w"}))
        assert new == text + "  - id: k3\n    text: " + "w " * 60 + "w\n"
        new = changed(text, Add(("contacts",), {"id": "k3", "text": "One\ntwo"}))
        assert new == text + "  - id: k3\n    text: |-\n      One\n      two\n"

    def test_a_line_that_would_grow_too_long_is_unfolded(self) -> None:
        """A person in staff.yml who has left, with the words of a handover: as one would type it."""
        text = "staff:\n  - {id: j-okafor, name: 'J. Okafor', roles: [form_tutor, keyworker]}  # since 2019\n"
        told = "Transport contact is the county's school travel desk; the form is half filled in"
        head = "  - id: j-okafor".ljust(text.index("#") - len("staff:\n")) + "# since 2019\n"
        assert changed(text, Set(("staff", "j-okafor", "handover"), told), kind="staff") == (
            f"staff:\n{head}    name: J. Okafor\n    roles: [form_tutor, keyworker]\n    handover: {told}\n"
        )
        long = text.replace("J. Okafor", "J. Okafor " * 12)
        new = changed(long, Set(("staff", "j-okafor", "roles"), []), kind="staff")
        assert new == long.replace("[form_tutor, keyworker]", "[]").replace(
            "}  #", "}                       #"
        )

    def test_brackets_keep_all_that_is_not_meant(self) -> None:
        text = '{"contacts": [\n  {"id":"k1", "l": [a,b ,c]},  # c\n  {"id":"k2"},\n]}\n'
        new = changed(
            text,
            Set(("contacts", "k1", "l"), ["a", "c"]),
            Set(("contacts", "k2", "x"), None),
            Add(("contacts",), {"id": "k3"}),
        )
        assert (
            new == '{"contacts": [\n  {"id":"k1", "l": [a, c]},  # c\n  {"id":"k2", x: null}, {id: k3},\n]}\n'
        )

    def test_a_text_of_several_lines_is_a_block(self) -> None:
        text = "contacts:\n  - id: k1\n    text: |  # words\n        One\n        two\n\n    how: phone\n"
        assert changed(text, Set(("contacts", "k1", "text"), "One\nthree")) == text.replace(
            "|", "|-"
        ).replace("two", "three")
        assert changed(text, Set(("contacts", "k1", "text"), "One")) == (
            "contacts:\n  - id: k1\n    text: One  # words\n\n    how: phone\n"
        )
        assert changed("a: x\n", Set(("a",), " One\n\ntwo\n")) == "a: |2\n   One\n\n  two\n"

    def test_a_file_without_a_last_line_end_stays_so(self) -> None:
        assert changed("a: 1", Set(("b",), 2)) == "a: 1\nb: 2"
        assert changed("a: 1\nb: 2", Remove(("b",))) == "a: 1"
        assert changed("a: |\n  One", Set(("b",), 2)) == "a: |-\n  One\nb: 2"
        assert changed("a: |\n  One\nb: 2", Remove(("b",))) == "a: |\n  One\n"

    def test_a_mark_of_bytes_and_line_ends_stay(self) -> None:
        assert (
            changed("\ufeffa: 1\r\n", Set(("b",), "One\ntwo")) == "\ufeffa: 1\r\nb: |-\r\n  One\r\n  two\r\n"
        )
        assert changed("a: 1\r", Set(("b",), 2)) == "a: 1\rb: 2\r"

    def test_nothing_to_do_changes_nothing(self) -> None:
        text = "a:   1  \r\n"
        assert changed(text) == changed(text, Set(("a",), 1)) == text

    @pytest.mark.parametrize(
        "text",
        ["2026-12-01", "Calm, but tired", "It's fine", "8B", "a:b", "O'Neill", "x & y", "é", "3 times"],
    )
    def test_what_no_reader_takes_for_more_stands_bare(self, text: str) -> None:
        assert scalar(text) == text

    @pytest.mark.parametrize("text", [text for text in TEXTS if "\n" not in text])
    def test_every_reader_takes_a_text_for_text(self, text: str) -> None:
        """What is written for the strict loader alone would be another thing to an editor, or to GitHub's own reader."""
        if text != "2026-12-01":
            assert yaml.safe_load(f"a: {scalar(text)}\n") == {"a": text}
            assert yaml.safe_load(f"[{scalar(text, is_in_brackets=True)}]\n") == [text]

    def test_a_new_file_names_its_schema(self) -> None:
        answer: Any = spliced(FILE, "contacts", None, [Add(("contacts",), NEW)])
        assert answer.raw.decode() == (
            "# yaml-language-server: $schema=../../../schema/contacts.schema.json\n"
            "contacts:\n  - id: k9\n    date: 2026-11-20\n    by: j-okafor\n"
        )
        assert answer.data == {"contacts": [NEW]}
        answer = spliced("records/staff.yml", "staff", None, [Add(("staff",), {"id": "j-okafor"})])
        assert answer.raw.startswith(b"# yaml-language-server: $schema=../schema/staff.schema.json\n")


class TestRefused:
    """What cannot be written, or not be proved: the place where a person can, and why."""

    def test_a_file_that_is_wrong_leads_to_what_is(self) -> None:
        answer = refused("contacts:\n  - id: k1\n    id: k2\n", Add(("contacts",), NEW))
        assert answer.place[1:] == (3, 5)
        assert "only one of the two could be kept" in answer.reason
        assert place("", Add(("contacts",), NEW)) == (1, 1)

    def test_what_is_gone_leads_to_where_it_would_be(self) -> None:
        text = "contacts:\n  - id: k1\n    how: phone\n"
        assert place(text, Set(("contacts", "k2", "how"), "text")) == (1, 1)
        assert place(text, Set(("contacts", "k1", "how", "x"), "text")) == (3, 5)
        assert place(text, Remove(("contacts", "k1", "by"))) == (2, 5)
        assert place(text, Set((), {})) == (1, 1)
        answer = spliced(FILE, "contacts", None, [Remove(("contacts",))])
        assert answer == Refused((FILE, 1, 1), answer.reason)  # type: ignore[union-attr,arg-type]

    @pytest.mark.parametrize(
        "text", ["a\x00b", "a\x1bb", "a\u2028b", "a\ufeffb", "\ufeff", "a\rb", "a\x85b", "\ud800"]
    )
    def test_an_invisible_character_is_refused(self, text: str) -> None:
        for step in (
            Set(("contacts", "k1", "how"), text),
            Set(("contacts", "k1", "how"), [{"a": text}]),
            Set(("contacts", "k1", "how"), {text: 1}),
            Add(("contacts",), {"id": "k2", "text": text}),
        ):
            answer = refused("contacts:\n  - id: k1\n    how: phone\n", step)
            assert "invisible" in answer.reason
            assert text not in answer.reason

    @pytest.mark.parametrize(
        ("text", "step", "where"),
        [
            # A key behind a question mark, and its neighbours.
            ("a: 1\nb:\n  ? c\n  : d\n", Set(("b", "e"), 1), (2, 1)),
            # A comment between pieces of which one goes, or all must be written anew.
            ("a: 1\nb: [c,  # why\n  d]\n", Set(("b",), ["c"]), (2, 1)),
            ("b: [c,  # why\n  d]\n", Set(("b",), ["c", "One\ntwo"]), (1, 1)),
            ("b: [c,  # why\n  d]\n", Set(("b",), 1), (1, 1)),
            ("{a: 1,  # why\nb: 2}\n", Set(("b",), "One\ntwo"), (2, 1)),
            # A comment beside a value that stands below its key.
            ("a: 1\nb:\n  c  # why\n", Set(("b",), ["One two"]), (2, 1)),
            ("b:\n  # why\n  c\n", Set(("b",), ["One two"]), (1, 1)),
            ("b:\n  |  # why\n  c\n", Set(("b",), ["One two"]), (1, 1)),
            # A comment below a value would become a part of the block that takes its place.
            ("b: c\n    # why\n", Set(("b",), "One\ntwo"), (1, 1)),
            # A text's own empty lines at its end, before one that parts two things.
            ("b: c\n\nd: 1\n", Set(("b",), "One\n\n"), (1, 1)),
            # A comment that nothing parts from a value once its quotes are gone.
            ("b: 'c'  #why\n", Set(("b",), None), (1, 1)),
            # What strict YAML has no way to say.
            ("b: c\n", Set(("b",), 1.5), (1, 1)),
            ("b: c\n", Set(("b",), 2**70), (1, 1)),
            ("b: c\n", Set(("b",), {8: "x"}), (1, 1)),
            ("b: c\n", Set(("b",), "x" * 1_000_001), (1, 1)),
        ],
    )  # fmt: skip
    def test_what_cannot_be_kept_or_proved_leads_to_its_line(
        self, text: str, step: Step, where: tuple[int, int]
    ) -> None:
        answer = refused(text, step)
        assert answer.place[1:] == where
        assert "Open the file at this line and change it by hand." in answer.reason

    def test_of_several_steps_the_one_is_named_that_cannot_be_written(self) -> None:
        text = "a: 1\nb:\n  c  # why\nd: 1\n"
        assert place(text, Set(("a",), 2), Set(("b",), ["One two"]), Set(("d",), 2)) == (2, 1)

    def test_no_reason_quotes_a_record(self) -> None:
        for answer in (
            refused("contacts: [Wren,  # why\n  d]\n", Set(("contacts",), ["Wren"])),
            refused("contacts:\n  - Wren: 1\n    Wren: 2\n", Set(("contacts",), 1)),
        ):
            assert "Wren" not in answer.reason


class TestPathAt:
    """From a place in a file back to what a step would call it."""

    TEXT = (
        "name: x\n"  # 1
        "contacts:\n"  # 2
        "  - id: k1\n"  # 3
        "    agreed: [a1, a2]\n"  # 4
        "    text: |\n"  # 5
        "      One\n"  # 6
        "terms:\n"  # 7
        "  - {from: 2026-09-02}\n"  # 8
    )

    @pytest.mark.parametrize(
        ("line", "column", "path"),
        [
            (1, 1, ()),
            (1, 7, ("name",)),
            (2, 1, ("contacts",)),
            (3, 3, ("contacts",)),
            (3, 5, ("contacts", "k1")),
            (3, 9, ("contacts", "k1", "id")),
            (4, 5, ("contacts", "k1", "agreed")),
            (4, 14, ("contacts", "k1", "agreed", "0")),
            (4, 18, ("contacts", "k1", "agreed", "1")),
            (4, 99, ("contacts", "k1", "agreed", "1")),
            (5, 1, ("contacts", "k1", "text")),
            (6, 9, ("contacts", "k1", "text")),
            (8, 5, ("terms", "0")),
            (8, 12, ("terms", "0", "from")),
            (99, 1, ("terms", "0", "from")),
        ],
    )
    def test_a_place_leads_to_its_path(self, line: int, column: int, path: Path) -> None:
        document, _ = strict.parse(FILE, "contacts", self.TEXT.encode())
        assert document is not None
        assert path_at(document, line, column) == path

    def test_a_place_before_everything_is_the_file(self) -> None:
        document, _ = strict.parse(FILE, "contacts", b"# c\n\ncontacts: []\n")
        assert document is not None
        assert path_at(document, 1, 1) == ()


class TestDifference:
    """The lines for showing."""

    def test_changed_lines_stand_in_runs(self) -> None:
        hunks = difference(b"a: 1\r\nb: 2\r\nc: 3\r\n", b"a: 1\r\nb: 3\r\nc: 3\r\nd: 4")
        assert hunks == [[("-", "b: 2"), ("+", "b: 3")], [("+", "d: 4")]]

    def test_a_new_file_is_all_added(self) -> None:
        assert difference(None, b"\xef\xbb\xbfa: 1\n") == [[("+", "a: 1")]]
        assert difference(b"a: 1\n", b"a: 1\n") == []
