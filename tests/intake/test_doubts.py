"""Whether an import makes sense as a register: each question's case is a folder below tests/cases/imports/doubts/.

`case.txt` holds `doubt marks.csv:3`, the place at which the question is asked, and for each answer `answer OPTIONS`.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from import_runs import importing

from liverecord.intake.marks import doubts
from liverecord.intake.matching import FORMER_HINT
from liverecord.report import DOUBTS
from overlay import CASES
from schemas import printed
from schools import example, tree

FOLDER = CASES / "imports" / "doubts"
FOREIGN = {"unknown-import-mark"}
"""Problems that come with a code set of another country, and go with the same answer."""


def told(*arguments: str) -> dict[str, Any]:
    value = json.loads(importing("marks.csv", *arguments, "--json").output)
    printed("import").validate(value)
    return value


@pytest.fixture
def laid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> Path:
    school = example(tmp_path / "school")
    shutil.copytree(FOLDER / code, school, dirs_exist_ok=True)
    monkeypatch.chdir(school)
    return school


def notes(code: str, word: str) -> list[str]:
    lines = (FOLDER / code / "case.txt").read_text(encoding="utf-8").splitlines()
    return [line.partition(" ")[2] for line in lines if line.startswith(f"{word} ")]


def test_every_question_has_its_case() -> None:
    """A doubt without a case, or whose answers nobody has tried, is none."""
    assert {path.name for path in FOLDER.iterdir()} == set(DOUBTS)
    assert all(notes(code, "answer") for code in DOUBTS)


@pytest.mark.parametrize("code", DOUBTS)
def test_a_question_is_asked_with_its_evidence_and_nothing_is_written(laid: Path, code: str) -> None:
    """Exit 1, every byte as it was, one question, no name and no number; a dry run says the same."""
    before = tree(laid / "records")
    for options in ([], ["--dry-run"], ["--partial"]):
        result = importing("marks.csv", *options)
        assert result.return_value == 1
        assert f"  {code}  " in result.output
        assert "Maya" not in result.output
        assert "999432126" not in result.output
        value = told(*options)
        (asked,) = value["doubts"]
        assert (asked["code"], asked["accepted"], value["written"]) == (code, False, False)
        assert [f"{asked['path']}:{asked['line']}"] == notes(code, "doubt")
        assert asked["count"] > 0
        assert {problem["code"] for problem in value["problems"]} <= FOREIGN | {"mark-on-weekend"}
    assert tree(laid / "records") == before


@pytest.mark.parametrize(
    ("code", "answer"), [(code, answer) for code in DOUBTS for answer in notes(code, "answer")]
)
def test_an_answer_settles_the_question_and_asks_no_other(laid: Path, code: str, answer: str) -> None:
    """Doing what the hint says removes the question, and makes neither another nor a problem."""
    (asked,) = told()["doubts"]
    for option in answer.split():
        if option.startswith("--") and option not in ("--map", "--replace"):
            assert option in asked["hint"]
    if "--map" in answer:
        assert "mapping file (--map)" in asked["hint"]
    value = told(*answer.split())
    assert [doubt for doubt in value["doubts"] if not doubt["accepted"]] == []
    assert value["problems"] == []
    assert value["written"] or "--own-marks" in answer
    again = told(*answer.split())
    assert (again["problems"], again["pupils"]) == ([], [])


@pytest.mark.parametrize("code", ["former-upn"])
def test_a_former_number_is_not_kept(laid: Path, code: str) -> None:
    """Marks come in under the record's id; plan.yml stays byte for byte."""
    plan = laid / "records/pupils/p-7k3m/plan.yml"
    before = plan.read_bytes()
    assert told("--accept", code)["problems"] == []
    assert plan.read_bytes() == before


@pytest.mark.parametrize("code", ["former-upn"])
def test_the_present_number_in_the_plan_settles_it_too(laid: Path, code: str) -> None:
    """As the hint says: with the number that the file has now there is no question."""
    plan = laid / "records/pupils/p-7k3m/plan.yml"
    text = plan.read_text(encoding="utf-8").replace("C999432126001", "Q999432126009")
    plan.write_text(text, encoding="utf-8")
    value = told()
    assert (value["doubts"], value["problems"], value["written"]) == ([], [], True)


@pytest.mark.parametrize("code", ["other-school"])
def test_a_school_without_a_number_is_asked_for_it(laid: Path, code: str) -> None:
    """Whose marks they are cannot be told without `dfe_number`; with the line of the hint nothing is asked."""
    terms = laid / "records/school.yml"
    text = terms.read_text(encoding="utf-8")
    bare = "\n".join(line for line in text.split("\n") if not line.startswith("dfe_number"))
    terms.write_text(bare, encoding="utf-8")
    (asked,) = told()["doubts"]
    assert asked["code"] == code
    line = asked["hint"].split("`")[1]
    terms.write_text(f"{bare}{line}\n", encoding="utf-8")
    value = told()
    assert (value["doubts"], value["problems"], value["written"]) == ([], [], True)


@pytest.mark.parametrize("code", ["odd-times"])
@pytest.mark.parametrize("at", ["T23:00:00", "T23:00:00Z"])
def test_universal_time_in_summer_is_the_next_day(laid: Path, code: str, at: str) -> None:
    """Midnight in England is 23:00 the day before: named, the zone puts Sunday's register on Monday."""
    days = ("2026-09-13", "2026-09-14", "2026-09-15", "2026-09-16", "2026-09-17")
    rows = "".join(f"p-2xqd,{day}{at},/,\\\n" for day in days)
    (laid / "marks.csv").write_text(f"pupil_id,Date,AM,PM\n{rows}", encoding="utf-8")
    assert not told()["written"]
    value = told("--time-zone", "UTC")
    assert (value["doubts"], value["problems"], value["written"]) == ([], [], True)
    (pupil,) = value["pupils"]
    assert pupil["weeks_added"] == ["2026-09-14"]


@pytest.mark.parametrize("code", ["odd-times"])
@pytest.mark.parametrize("at", ["23:00", "23:00:00", "11:00 pm", "23:00:00Z"])
@pytest.mark.parametrize("name", ["Time", "Registration time"])
def test_a_time_in_a_column_of_its_own_is_the_dates(laid: Path, code: str, at: str, name: str) -> None:
    """The hour of a register says as much in a column beside its date as behind it."""
    days = ("2026-09-13", "2026-09-14", "2026-09-15", "2026-09-16", "2026-09-17")
    rows = "".join(f"p-2xqd,{day},{at},/,\\\n" for day in days)
    (laid / "marks.csv").write_text(f"pupil_id,Date,{name},AM,PM\n{rows}", encoding="utf-8")
    refused = told()
    assert not refused["written"]
    if not at.endswith("Z"):
        assert code in [asked["code"] for asked in refused["doubts"]]
    value = told("--time-zone", "UTC")
    assert (value["doubts"], value["problems"], value["written"]) == ([], [], True)
    (pupil,) = value["pupils"]
    assert pupil["weeks_added"] == ["2026-09-14"]


@pytest.mark.parametrize("code", ["odd-times"])
@pytest.mark.parametrize("at", ["08:45", "8:45 am", "", "late", "2 min"])
def test_an_ordinary_time_says_nothing(laid: Path, code: str, at: str) -> None:
    """A school's hours, no time, and what is no time leave the date as it is written."""
    days = ("2026-11-09", "2026-11-10", "2026-11-11", "2026-11-12", "2026-11-13")
    rows = "".join(f"p-2xqd,{day},{at},/,\\\n" for day in days)
    (laid / "marks.csv").write_text(f"pupil_id,Date,Time,AM,PM\n{rows}", encoding="utf-8")
    value = told()
    assert (value["doubts"], value["problems"], value["written"]) == ([], [], True)


@pytest.mark.parametrize("code", ["closed-days"])
def test_short_counted_weekends_never_shift_the_days_after_them(laid: Path, code: str) -> None:
    """Two weeks with their weekends in one text: asked, and with `days: 7` each mark is on its day."""
    text = r"/\/\/\II/\####II/\/\/\/\####"
    (laid / "marks.csv").write_text(
        f"pupil_id,Start date,Marks\np-2xqd,2026-11-09,{text}\n", encoding="utf-8"
    )
    assert [asked["code"] for asked in told("--today", "2026-11-27")["doubts"]] == ["closed-days"]
    (laid / "map.yml").write_text("days: 7\n", encoding="utf-8")
    value = told("--map", "map.yml", "--today", "2026-11-27")
    assert (value["doubts"], value["problems"], value["written"]) == ([], [], True)
    kept = (laid / "records/pupils/p-2xqd/absences.yml").read_text(encoding="utf-8")
    assert r"2026-11-09: '/\ /\ /\ II /\'" in kept
    assert r"2026-11-16: 'II /\ /\ /\ /\'" in kept


@pytest.mark.parametrize("code", ["closed-days"])
@pytest.mark.parametrize("mark", ["#", "-"])
def test_closed_days_are_asked_about_once(laid: Path, code: str, mark: str) -> None:
    """What was accepted stands in the record: the same file, and one with more of the same week, do not ask about it again."""
    rows = (
        (laid / "marks.csv")
        .read_text(encoding="utf-8")
        .replace("2026-11-12,/,\\", f"2026-11-12,{mark},{mark}")
    )
    later = "p-2xqd,2026-11-13,#,#\n"
    first = rows.replace(later, "p-2xqd,2026-11-13,/,-\n")
    (laid / "marks.csv").write_text(first, encoding="utf-8")
    (asked,) = told()["doubts"]
    assert (asked["code"], asked["days"]) == (code, ["2026-11-12"])
    assert told("--accept", code)["written"]
    assert told()["doubts"] == []
    (laid / "marks.csv").write_text(rows.replace(later, "p-2xqd,2026-11-13,/,\\\n"), encoding="utf-8")
    value = told()
    assert (value["doubts"], value["problems"], value["written"]) == ([], [], True)


@pytest.mark.parametrize("code", ["closed-days"])
def test_a_day_that_was_still_to_come_is_asked_about_when_it_is_past(laid: Path, code: str) -> None:
    """The record has the week's beginning; a longer file without a mark of its next day is a question all the same."""
    rows = "pupil_id,Date,AM,PM\np-2xqd,2026-11-09,/,\\\n"
    (laid / "marks.csv").write_text(rows, encoding="utf-8")
    assert told()["written"]
    more = "p-2xqd,2026-11-10,-,-\np-2xqd,2026-11-11,/,\\\n"
    (laid / "marks.csv").write_text(rows + more, encoding="utf-8")
    (asked,) = told()["doubts"]
    assert (asked["code"], asked["days"]) == (code, ["2026-11-10"])


@pytest.mark.parametrize("code", ["closed-days"])
@pytest.mark.parametrize("mark", ["#", "-"])
def test_days_off_the_roll_are_not_asked_about(laid: Path, code: str, mark: str) -> None:
    """Before a pupil came and after the pupil left a file has no mark of that pupil, and no school is closed for that."""
    rows = (laid / "marks.csv").read_text(encoding="utf-8").replace("#,#", f"{mark},{mark}")
    (laid / "marks.csv").write_text(rows, encoding="utf-8")
    plan = laid / "records/pupils/p-2xqd/plan.yml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(
        text.replace("on_roll_from: 2021-09-06", "on_roll_from: 2021-09-06\n  on_roll_until: 2026-11-12"),
        encoding="utf-8",
    )
    value = told()
    assert (value["doubts"], value["problems"], value["written"]) == ([], [], True)


def test_every_hint_of_a_question_has_been_followed() -> None:
    """A hint that no case asks with, or that names no answer, would be untried."""
    hints = {name: text for name, text in vars(doubts).items() if name.endswith("_HINT")}
    answers = ("--accept", "--map", "--shift-days", "dfe_number")
    assert all(any(answer in text for answer in answers) for text in hints.values())
    accepted = {
        code for code in DOUBTS for text in (*hints.values(), FORMER_HINT) if f"--accept {code}" in text
    }
    assert accepted == set(DOUBTS) - {"dates-off"}
