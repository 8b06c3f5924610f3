"""What an import of lists says in text: whom a row is about by id alone, the same words once, and the counts of what was left."""

from datetime import date

import msgspec
import pytest

from liverecord.problem import Place
from liverecord.report import PUPIL_QUESTIONS, PupilsTaken, pupils_imported
from liverecord.report.pupils_import import Begun, ListRead, Question

TAKEN = PupilsTaken(
    day=date(2026, 11, 22),
    is_dry=False,
    is_partial=False,
    is_update=True,
    is_written=False,
    files=(ListRead(path="pupils.csv", form="csv", pupils=9, columns_left=("Address", "Phone")),),
    begun=(),
    synced=(),
    known=3,
    not_kept=5,
    gone=2,
    waiting=1,
    ahead=("p-7k3m",),
    questions=(),
    to_do=(),
    problems=(),
)


def with_questions(*questions: Question) -> str:
    """Return the text of an import that asks these."""
    return pupils_imported(msgspec.structs.replace(TAKEN, questions=questions))


def question(code: str, number: int, **more: str) -> Question:
    return Question(code=code, place=Place("pupils.csv", number), pupil=f"p-{number}aaa", **more)


def test_what_was_left_is_counted() -> None:
    """Columns that were not read, pupils who are known, who get no record, and whose next year is in the list."""
    assert pupils_imported(TAKEN).splitlines() == [
        "Read 1 file:",
        "  pupils.csv  csv  9 pupils",
        "Columns of pupils.csv that were not read: Address, Phone.",
        "",
        "3 pupils with a record already: compared with the list.",
        "The list has next year's year and form for p-7k3m, as the records have them for then: nothing to write.",
        "5 pupils without a record, 2 of them off the roll already: counted, and not kept.",
        "",
        "Nothing to change: nothing was written.",
    ]


def test_questions_that_are_alike_stand_together() -> None:
    """The words once, then whom they are about; where the days differ, each has its own line."""
    told = with_questions(*(question("medical-note", number) for number in range(2, 30)))
    assert told.count("medical note") == 1
    assert "  pupils.csv:2   p-2aaa\n" in told
    assert "  and 8 more (all of them with --json)" in told
    assert "--accept medical-note:PUPIL" in told
    told = with_questions(
        question("left-the-roll", 2, file="1 May 2026"), question("left-the-roll", 3, file="2 May 2026")
    )
    assert "pupils.csv:2  left-the-roll  The list has 1 May 2026" in told
    assert "pupils.csv:3  left-the-roll  The list has 2 May 2026" in told


def test_each_command_that_answers_is_told() -> None:
    """Of several pupils whose support changed, those to whom another command belongs have a hint of their own."""
    told = with_questions(
        question("support-changed", 2, record="K", file="E", command="do p-2aaa ehcp"),
        question("support-changed", 3, record="K", file="E", command="do p-3aaa ehcp"),
        question("support-changed", 4, record="K", file="N", command="do p-4aaa ends"),
    )
    assert "do PUPIL ehcp" in told
    assert "do p-4aaa ends" in told


@pytest.mark.parametrize("code", PUPIL_QUESTIONS)
def test_no_question_has_a_gap(code: str) -> None:
    """Whoever it is about, its words are whole; of a record that was not written they speak of its row."""
    for pupil in ("p-7k3m", None):
        asked = Question(code=code, place=Place("pupils.csv", 2), pupil=pupil, command="do it")
        for words in (asked.message(), asked.hint(), asked.hint(is_one_of_many=True)):
            assert words.endswith(".")
            assert "{" not in words
            assert "None" not in words


def test_an_id_that_was_not_kept_is_not_told() -> None:
    """Of a record that was not written the id is nobody's."""
    begun = (Begun(id="p-zzzz", place=Place("pupils.csv", 2), support="K"),)
    told = msgspec.structs.replace(TAKEN, begun=begun)
    assert "p-zzzz" not in pupils_imported(told) + pupils_imported(told, "json")
    assert "p-zzzz" in pupils_imported(msgspec.structs.replace(told, is_written=True))
