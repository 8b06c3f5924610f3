"""`liverecord import attendance`, end to end, in the example school's folder."""

import json
import shutil
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from import_runs import export, importing

from liverecord import report
from liverecord.cli import commands
from liverecord.cli.imports import _FORMS
from liverecord.examine import check
from liverecord.intake import marks, writing
from liverecord.intake.exports.reading import FORMS
from liverecord.problem import LiverecordError
from liverecord.read.settings import settings
from overlay import TODAY
from schemas import printed
from schools import SETTINGS, tree

WEEK = date(2026, 11, 16)
RECORD = Path("records/pupils/p-7k3m/absences.yml")
NEW = Path("records/pupils/p-2xqd/absences.yml")

TRANSFER = """\
<CTfile><CTFpupilData><Pupil><UPN>C999432126001</UPN><Surname>Secretname</Surname>
<Attendance><SessionsPossible>10</SessionsPossible></Attendance>
<SENhistory><SEN><StartDate>2026-09-01</StartDate><SENprovision>E</SENprovision></SEN>
<SENneeds><SENneed><SENtypeRank>1</SENtypeRank><SENtype>VI</SENtype></SENneed></SENneeds>
</SENhistory></Pupil></CTFpupilData></CTfile>
"""


def told(*arguments: str) -> dict[str, Any]:
    """Run the command for its JSON, which has the shape that its schema says."""
    value = json.loads(importing(*arguments, "--json").output)
    printed("import").validate(value)
    return value


def rows(pupil: str, marks: str, monday: date = WEEK) -> Iterator[str]:
    """Yield a week of one-character marks, a space between days, as rows of a long file."""
    for index, mark in enumerate(marks.replace(" ", "")):
        yield f"{pupil},{monday + timedelta(days=index // 2)},{'AM' if index % 2 == 0 else 'PM'},{mark}"


def is_right(school: Path) -> bool:
    return check(settings(school), TODAY, lambda *_: None)[0] == []


# ── What is written ─────────────────────────────────────────────────────────────────────────────────────


def test_marks_come_in_and_nothing_else_changes(school: Path) -> None:
    """A file that is not there is begun, a week is added where it belongs, and every other byte of the school stays."""
    file = export(*rows("p-2xqd", r"/\ /\ II /\ /\ "), *rows("p-7k3m", r"/\ L\ /\ U\ /\ "))
    before = tree(school / "records")
    value = told(file)
    after = tree(school / "records")
    assert (value["written"], value["problems"]) == (True, [])
    assert value["pupils"] == [
        {
            "id": "p-2xqd",
            "weeks_added": ["2026-11-16"],
            "weeks_changed": [],
            "sessions": 10,
            "established": 0,
            "replaced": 0,
            "needs_added": [],
        }
    ]
    assert set(after) - set(before) == {"pupils/p-2xqd/absences.yml"}
    assert {path: after[path] for path in before} == before
    assert NEW.read_text(encoding="utf-8").splitlines()[1:] == ["weeks:", r"  2026-11-16: '/\ /\ II /\ /\'"]
    assert is_right(school)


def test_importing_again_changes_nothing(school: Path) -> None:
    """The second time all is known: byte for byte the same, exit 0, and it is said."""
    file = export(*rows("p-2xqd", r"/\ /\ II /\ /\ "))
    assert importing(file).return_value == 0
    before = tree(school / "records")
    again = importing(file)
    assert again.return_value == 0
    assert "Nothing to change" in again.output
    assert tree(school / "records") == before


def test_a_dry_run_says_what_would_change_and_writes_nothing(school: Path) -> None:
    """Pupils, weeks and sessions are said, nothing is written, and the import itself then does just that."""
    file = export(*rows("p-2xqd", r"/\ /\ II /\ /\ "))
    before = tree(school / "records")
    result = importing(file, "--dry-run")
    assert tree(school / "records") == before
    assert result.return_value == 0
    for words in ("Would change: 1 pupil", "1 week added", "10 sessions marked", "nothing was written"):
        assert words in result.output
    dry, done = told(file, "--dry-run"), told(file)
    assert dry["pupils"] == done["pupils"]
    assert (dry["written"], done["written"]) == (False, True)


def test_a_mark_without_a_reason_gets_its_reason(school: Path) -> None:
    """N of 24 September becomes I: an update that is counted and said, with exit 0."""
    file = export("p-7k3m,2026-09-24,AM,I")
    before = RECORD.read_bytes()
    result = importing(file)
    assert result.return_value == 0
    assert "1 N given a reason" in result.output
    assert "2026-09-21" in result.output
    assert RECORD.read_bytes() == before.replace(rb"/\ U\ /\ N\ /\ ".strip(), rb"/\ U\ /\ I\ /\ ".strip(), 1)


def test_a_mark_that_differs_stops_the_import_until_somebody_decides(school: Path) -> None:
    """It is told with the row and the record's line; --partial takes the rest, --replace the file's word."""
    file = export("p-7k3m,2026-11-20,AM,I", *rows("p-2xqd", r"/\ /\ II /\ /\ "))
    before = RECORD.read_bytes()
    result = importing(file)
    assert result.return_value == 1
    assert "marks.csv:2" in result.output
    assert f"{RECORD.as_posix()}:12" in result.output
    assert "Nothing was written" in result.output
    assert not NEW.exists()

    partial = importing(file, "--partial")
    assert partial.return_value == 1
    assert "Written. What has a problem was left as it is." in partial.output
    assert NEW.exists()
    assert RECORD.read_bytes() == before

    replaced = importing(file, "--replace")
    assert replaced.return_value == 0
    assert "2026-11-16" in replaced.output
    assert RECORD.read_bytes() == before.replace(rb"'/\ L\ /\ U\ /\'", rb"'/\ L\ /\ U\ I\'")


def test_any_shape_of_file_gives_the_same_record(school: Path) -> None:
    """A mark a row, a column a session, a text a week and a transfer file all say the same."""
    halves = [(WEEK + timedelta(days=index // 2), ("AM", "PM")[index % 2]) for index in range(10)]
    marks = list(r"/\/\II/\L" + "U")
    Path("wide.csv").write_text(
        ",".join(["UPN", *(f"{day} {half}" for day, half in halves)])
        + "\n"
        + ",".join(["C999432126001", *marks])
        + "\n",
        encoding="utf-8",
    )
    Path("weekly.csv").write_text(
        f"UPN,Week,Marks\nC999432126001,{WEEK},{''.join(marks)}\n", encoding="utf-8"
    )
    Path("transfer.xml").write_text(
        "<CTfile><CTFpupilData><Pupil><UPN>C999432126001</UPN><Attendance><YearData><AttendSessions>"
        f"<AttendanceStartDate>{WEEK}</AttendanceStartDate><AttendanceMarks>{''.join(marks)}</AttendanceMarks>"
        "</AttendSessions></YearData></Attendance></Pupil></CTFpupilData></CTfile>",
        encoding="utf-8",
    )
    export(*(f"p-7k3m,{day},{half},{mark}" for (day, half), mark in zip(halves, marks, strict=True)))
    original = RECORD.read_bytes()
    results = set()
    for name in ("marks.csv", "wide.csv", "weekly.csv", "transfer.xml"):
        RECORD.write_bytes(original)
        value = told(name, "--replace")
        assert value["problems"] == [], name
        assert value["counts"]["weeks_changed"] == 1, name
        results.add(RECORD.read_bytes())
    assert len(results) == 1
    RECORD.write_bytes(original)
    together = told("marks.csv", "wide.csv", "weekly.csv", "transfer.xml", "--replace")
    assert [file["form"] for file in together["files"]] == ["long", "wide", "weekly", "ctf"]
    assert {RECORD.read_bytes()} == results


def test_a_files_rights_stay(school: Path) -> None:
    """Who may read a record is not changed by an import, and nothing is left beside it."""
    RECORD.chmod(0o600)
    mode = RECORD.stat().st_mode
    assert told(export("p-7k3m,2026-09-24,AM,I"))["written"]
    assert RECORD.stat().st_mode == mode
    assert not [path for path in RECORD.parent.iterdir() if path.name.startswith(".")]


def test_windows_line_ends_stay(school: Path) -> None:
    """A record saved with carriage returns has them on every line afterwards."""
    RECORD.write_bytes(RECORD.read_bytes().replace(b"\n", b"\r\n"))
    assert told(
        export(*rows("p-7k3m", r"-- -- -- /\ -- ", date(2026, 10, 19)), "p-7k3m,2026-09-24,AM,I"),
        "--accept",
        "closed-days",
        "--accept",
        "unmarked-weeks",
    )["written"]
    raw = RECORD.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b"2026-10-19: '-- -- -- /\\ --'\r\n" in raw


# ── What is not ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_record_that_is_wrong_already_is_left_alone(school: Path) -> None:
    """Its place is told, the others are taken with --partial, and its file stays as it is."""
    plan = school / "records/pupils/p-7k3m/plan.yml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("keyworker: j-okafor", "keyworker: nobody-here"),
        encoding="utf-8",
    )
    before = RECORD.read_bytes()
    value = told(export("p-7k3m,2026-09-24,AM,I", *rows("p-2xqd", r"/\ /\ II /\ /\ ")), "--partial")
    assert [problem["code"] for problem in value["problems"]] == ["record-wrong"]
    assert "plan.yml:18" in value["problems"][0]["message"]
    assert (value["left"], [pupil["id"] for pupil in value["pupils"]]) == (["p-7k3m"], ["p-2xqd"])
    assert RECORD.read_bytes() == before


def test_an_import_that_puts_a_wrong_record_right_is_taken(school: Path) -> None:
    """A mark that could not be, replaced by one that can, leaves a record that is right."""
    RECORD.write_bytes(RECORD.read_bytes().replace(b"'## U\\", b"'/# U\\"))
    assert not is_right(school)
    assert told(export("p-7k3m,2026-11-02,AM,#"), "--replace")["written"]
    assert is_right(school)


def test_a_single_absence_that_says_otherwise_holds_its_pupil_back(school: Path) -> None:
    """The log has I for 6 October: the same code comes in, another one is told at its row and nothing is written of the pupil."""
    log = Path("records/pupils/p-9wtr/absences.yml")
    before = log.read_bytes()
    other = export("p-9wtr,2026-10-06,AM,U", "p-9wtr,2026-10-06,PM,/")
    value = told(other, "--partial")
    assert [(problem["code"], problem["line"]) for problem in value["problems"]] == [("log-differs", 2)]
    assert (value["left"], log.read_bytes()) == (["p-9wtr"], before)
    assert told(export("p-9wtr,2026-10-06,AM,I", "p-9wtr,2026-10-06,PM,/"))["written"]
    assert is_right(school)


def test_a_school_whose_calendar_is_wrong_imports_nothing(school: Path) -> None:
    """Without terms that hold together no mark can be judged: the problems of school.yml are shown, exit 1."""
    terms = school / "records/school.yml"
    terms.write_text(terms.read_text(encoding="utf-8").replace("2026-10-23", "2026-08-23"), encoding="utf-8")
    result = importing(export(*rows("p-2xqd", r"/\ /\ II /\ /\ ")))
    assert result.exit_code == 1
    assert "school.yml" in result.stderr
    assert "Nothing was imported." in result.stderr
    assert not NEW.exists()


def test_today_is_the_day_that_counts(school: Path) -> None:
    """Marks after --today are told of; a day later they come in."""
    file = export(*rows("p-2xqd", r"/\ /\ II /\ /\ "))
    value = told(file, "--today", "2026-11-19")
    assert [problem["code"] for problem in value["problems"]] == ["mark-ahead"] * 2
    assert [problem["line"] for problem in value["problems"]] == [10, 11]
    assert told(file, "--today", "2026-11-20")["written"]


# ── Support and needs ───────────────────────────────────────────────────────────────────────────────────


def test_support_is_listed_and_never_changed(school: Path) -> None:
    """What a transfer file says of support and needs is for a person to decide, and stops nothing."""
    Path("transfer.xml").write_text(TRANSFER, encoding="utf-8")
    before = tree(school / "records")
    result = importing("transfer.xml")
    assert result.return_value == 0
    assert "plan.yml says K, the file says E since 1 September 2026" in result.output
    assert "need VI is in the file and not in plan.yml" in result.output
    assert tree(school / "records") == before


def test_needs_are_added_when_asked_for(school: Path) -> None:
    """With --needs a missing need stands behind the others, under a new id and no rank that is taken; support stays."""
    Path("transfer.xml").write_text(TRANSFER, encoding="utf-8")
    plan = school / "records/pupils/p-7k3m/plan.yml"
    before = plan.read_text(encoding="utf-8")
    value = told("transfer.xml", "--needs")
    assert value["pupils"][0]["needs_added"] == ["VI"]
    assert ("support", "K", "E") in {
        (row["about"], row["record"], row["file"]) for row in value["differences"]
    }
    added = [
        line for line in plan.read_text(encoding="utf-8").splitlines() if line not in before.splitlines()
    ]
    assert added == ["  - id: n3", "    type: VI"] or added[-1] == "    type: VI"
    assert is_right(school)
    assert not told("transfer.xml", "--needs")["pupils"]


# ── What is said ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--partial"], ["--json"], ["--replace", "--needs"]])
def test_no_names_and_numbers_are_said(school: Path, options: list[str]) -> None:
    """Whatever a row holds beside the mark, it is not in the output: ids, rows, dates and codes are enough."""
    Path("transfer.xml").write_text(TRANSFER, encoding="utf-8")
    Path("marks.csv").write_text(
        "Surname,UPN,Date,Session,Mark\nSecretname,Z999432126009,2026-11-20,AM,/\n"
        "Secretname,C999432126001,2026-11-20,AM,I\nSecretname,C999432126001,2026-11-20,PM,Secretmark\n",
        encoding="utf-8",
    )
    output = importing("marks.csv", "transfer.xml", *options).output
    assert "marks.csv" in output
    for secret in ("Secret", "999432126", "Maya", "Ellison"):
        assert secret not in output


def test_thousands_of_problems_of_a_kind_are_counted(school: Path) -> None:
    """The text form names some of each kind, JSON a hundred of a file, and both say how many more there are."""
    file = export(*(f"p-none{number:03d},2026-11-20,AM,/" for number in range(300)))
    output = importing(file).output
    assert output.count("unknown-pupil") < 30
    assert "280 more of unknown-pupil" in output
    assert "300 problems in all" in output
    problems = told(file)["problems"]
    assert [problem["code"] for problem in problems] == ["unknown-pupil"] * 100 + ["too-many-problems"]
    assert problems[-1]["message"] == "200 more problems in this file, from here on."
    assert told(file)["counts"]["problems"] == 300


def test_progress_is_told(school: Path) -> None:
    """Files and pupils are counted as they are done."""
    steps: list[tuple[str, int, int]] = []
    file = Path(export(*rows("p-2xqd", r"/\ /\ II /\ /\ ")))
    marks.attendance(settings(school), [file], today=TODAY, progress=lambda *step: steps.append(step))
    assert steps == [("Files", 1, 1), ("Pupils", 1, 1)]


def test_outside_a_school_and_without_a_file_is_said_plainly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be begun is an error of use, with words."""
    monkeypatch.chdir(tmp_path)
    runner = CliRunner()
    assert runner.invoke(commands, ["import", "attendance"]).exit_code == 2
    assert runner.invoke(commands, ["import", "attendance", "none.csv"]).exit_code == 2
    with pytest.raises(LiverecordError, match="There is no mkdocs"):
        importing(export())


# ── When writing fails ──────────────────────────────────────────────────────────────────────────────────


def test_a_write_that_fails_says_which_were_written(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is full at the second file: the first is named as written, the second is whole as it was."""
    file = export(*rows("p-2xqd", r"/\ /\ II /\ /\ "), "p-7k3m,2026-09-24,AM,I")
    before = RECORD.read_bytes()
    put = writing._put

    def full(path: Path, content: bytes) -> None:
        if "p-7k3m" in path.as_posix():
            raise OSError(28, "No space left on device")
        put(path, content)

    monkeypatch.setattr(writing, "_put", full)
    with pytest.raises(LiverecordError) as failure:
        importing(file)
    assert "p-7k3m/absences.yml could not be written (No space left on device)" in failure.value.message
    assert "Written before it: records/pupils/p-2xqd/absences.yml." in failure.value.message
    assert "1 of 2 files" in failure.value.hint
    assert RECORD.read_bytes() == before
    monkeypatch.undo()
    monkeypatch.chdir(school)
    assert importing(file).return_value == 0


def test_a_half_written_file_is_never_left(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When putting it in place fails, what was written beside it is taken away."""

    def fail(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", fail)
    before = tree(school / "records")
    with pytest.raises(LiverecordError, match="Nothing was written before it"):
        importing(export("p-7k3m,2026-09-24,AM,I"))
    assert tree(school / "records") == before


def test_a_record_that_is_saved_meanwhile_is_not_overwritten(
    school: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody saved in an editor while the import was planned stays."""
    file = export("p-7k3m,2026-09-24,AM,I", *rows("p-2xqd", r"/\ /\ II /\ /\ "))
    write = writing.write

    def saved_before(root: Path, drafts: Any) -> None:
        RECORD.write_bytes(RECORD.read_bytes() + b"# a note\n")
        write(root, drafts)

    monkeypatch.setattr(writing, "write", saved_before)
    with pytest.raises(LiverecordError, match="changed while"):
        importing(file)
    assert RECORD.read_bytes().endswith(b"# a note\n")


# ── A whole school ──────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_school_s_year_is_read_in_time_that_grows_with_it(school: Path) -> None:
    """A year of marks comes in whole, and four times as many pupils take about four times as long, not sixteen times."""
    terms = [("2026-09-07", "2026-10-23"), ("2026-11-03", "2026-12-18"), ("2027-01-04", "2027-02-12"),
             ("2027-02-22", "2027-03-25"), ("2027-04-12", "2027-05-28"), ("2027-06-07", "2027-07-20")]  # fmt: skip
    days = [
        day
        for start, end in terms
        for offset in range(60)
        if (day := date.fromisoformat(start) + timedelta(days=offset)) <= date.fromisoformat(end)
        and day.weekday() < 5
        and day != date(2027, 5, 3)
    ]
    (school / "mkdocs.yml").write_text(SETTINGS.format(today="2027-07-20"), encoding="utf-8")

    def imported(count: int) -> float:
        lines = []
        for number in range(count):
            pupil = f"p-{count}n{number:04d}"
            shutil.copytree(school / "records/pupils/p-2xqd", school / f"records/pupils/{pupil}")
            for index, day in enumerate(days):
                lines.append(f"{pupil},{day},AM,{'I' if (7 * index + number) % 23 == 0 else '/'}")
                lines.append(f"{pupil},{day},PM,\\")
        file = Path(export(*lines))
        start = time.process_time()
        taken = marks.attendance(settings(school), [file], today=date(2027, 7, 20), progress=lambda *_: None)
        took = time.process_time() - start
        assert (taken.problems, len(taken.pupils), taken.is_written) == ((), count, True)
        assert {len(pupil.weeks_added) for pupil in taken.pupils} == {39}
        assert f"Changed: {count} pupil" in report.imported(taken)
        return took

    imported(1)  # the rulebook, read once in a process
    few, many = imported(40), imported(160)
    assert many / few < 10


def test_the_command_knows_every_shape_that_is_read() -> None:
    """The command line names the shapes without loading what reads them: both lists are the same."""
    assert _FORMS == FORMS
