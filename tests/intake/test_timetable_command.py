"""`liverecord import timetable`, end to end, in the example school's folder."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_runs import importing

from examples import one_in
from liverecord.problem import LiverecordError
from overlay import TODAY, check
from record_documents import RULEBOOK
from schemas import printed
from schools import tree

UPN = "C999432126001"
RECORD = Path("records/pupils/p-7k3m/absences.yml")
OTHER = Path("records/pupils/p-2xqd/absences.yml")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
PERIODS = ("P1", "P2", "P5")
HEAD = "UPN,Day,Period,Subject,Class,Teacher"


def told(*arguments: str) -> dict[str, Any]:
    """Run the command for its JSON, which has the shape that its schema says."""
    value: dict[str, Any] = json.loads(importing(*arguments, "--json", command=["timetable"]).output)
    printed("import-timetable").validate(value)
    return value


def file(*rows: str, name: str = "tt.csv", head: str = HEAD) -> str:
    Path(name).write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return name


def lessons(path: Path = RECORD) -> list[dict[str, Any]]:
    data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    return data.get("timetable", [])


def test_lessons_come_in_and_nothing_else_changes(school: Path) -> None:
    """A lesson has its group and its teacher; every other line of the file, and every other file, is as it was."""
    before = tree(school / "records")
    old = RECORD.read_text(encoding="utf-8")
    value = told(file(f"{UPN},Mon,P1,Mathematics,8B/Ma1,Mrs R Adeyemi"))
    assert (value["written"], value["counts"]["lessons_begun"]) == (True, 1)
    assert lessons() == [
        {
            "from": "2026-11-23",
            "day": "mon",
            "period": "P1",
            "subject": "Mathematics",
            "group": "8B/Ma1",
            "teacher": "r-adeyemi",
        }
    ]
    new = RECORD.read_text(encoding="utf-8")
    assert [line for line in new.splitlines() if line not in old.splitlines()] == new.splitlines()[
        (at := new.splitlines().index("timetable:")) : at + 7
    ]
    after = tree(school / "records")
    assert {path for path in after if before.get(path) != after[path]} == {"pupils/p-7k3m/absences.yml"}
    assert check(school, RULEBOOK, TODAY) == []


def test_a_free_period_is_no_lesson(school: Path) -> None:
    """A period without anything in it, or that says that it is free, is counted and not kept; a group without a subject is told."""
    rows = [f"{UPN},Mon,P1,Mathematics,8B/Ma1,", f"{UPN},Tue,P1,,,", f"{UPN},Wed,P1,Free,,"]
    value = told(file(*rows))
    assert (value["counts"]["lessons_begun"], value["files"][0]["passed_over"]) == (1, 2)
    assert value["problems"] == []
    assert [each["code"] for each in told(file(*rows, f"{UPN},Thu,P1,,8B/Ma1,"))["problems"]] == [
        "lesson-unclear"
    ]


def test_a_dry_run_writes_nothing(school: Path) -> None:
    """It says the same as the run that writes."""
    before = tree(school / "records")
    name = file(f"{UPN},Mon,P1,Art,,")
    dry = told(name, "--dry-run")
    assert tree(school / "records") == before
    assert {**dry, "dry_run": False, "written": True} == told(name)


WEEKS = st.dictionaries(
    st.tuples(st.sampled_from(DAYS), st.sampled_from(PERIODS)),
    st.tuples(
        st.sampled_from(["Mathematics", "Art", "Design, Technology"]),
        st.sampled_from(["8B/Ma1", "8B"]),
        st.sampled_from(["R Adeyemi", "Novak, H"]),
    ),
    min_size=1,
)
IDS = {"R Adeyemi": "r-adeyemi", "Novak, H": "h-novak"}


def rows_of(week: dict[tuple[str, str], tuple[str, str, str]], shape: str) -> list[list[str]]:
    """Return a week as a table, a row a lesson or a column a lesson."""
    if shape == "long":
        return [HEAD.split(","), *([UPN, day, period, *lesson] for (day, period), lesson in week.items())]
    return [
        ["UPN", *(f"{day}:{period}" for day, period in week), "Month"],
        [UPN, *("; ".join(lesson) for lesson in week.values()), "x"],
    ]


def written_as(rows: list[list[str]], form: str) -> str:
    if form == "xlsx":
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save("tt.xlsx")
        return "tt.xlsx"
    text = io.StringIO(newline="")
    csv.writer(text, delimiter={"csv": ",", "semicolons": ";", "tabs": "\t"}[form]).writerows(rows)
    Path("tt.csv").write_bytes(text.getvalue().encode("utf-16" if form == "tabs" else "utf-8-sig"))
    return "tt.csv"


@settings(one_in(5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WEEKS, st.sampled_from(["long", "wide"]), st.sampled_from(["csv", "xlsx", "semicolons", "tabs"]))
def test_what_a_file_says_stands_in_the_record(
    school: Path, week: dict[tuple[str, str], tuple[str, str, str]], shape: str, form: str
) -> None:
    """In either shape and as any kind of file; the check is content with it, and importing it again writes nothing."""
    old = RECORD.read_bytes()
    try:
        name = written_as(rows_of(week, shape), form)
        value = told(name)
        assert (value["problems"], value["questions"], value["files"][0]["form"]) == ([], [], shape)
        assert {
            (each["day"].title(), each["period"]): (each["subject"], each["group"], each["teacher"])
            for each in lessons()
        } == {slot: (subject, group, IDS[who]) for slot, (subject, group, who) in week.items()}
        assert check(school, RULEBOOK, TODAY) == []
        now = RECORD.read_bytes()
        again = told(name)
        assert (again["written"], RECORD.read_bytes()) == (False, now)
    finally:
        RECORD.write_bytes(old)


def test_a_changed_lesson_ends_and_the_new_one_begins(school: Path) -> None:
    """The day is the one that was named; what is the same has no step, and what is gone ends too."""
    told(file(f"{UPN},Mon,P1,Art,8B,", f"{UPN},Tue,P1,Music,,", f"{UPN},Wed,P1,French,,"))
    first = RECORD.read_text(encoding="utf-8")
    name = file(f"{UPN},Mon,P1,Art,8B,", f"{UPN},Tue,P1,Drama,,")
    value = told(name, "--from", "4 January 2027", "--until", "2027-07-20")
    counts = value["counts"]
    assert [counts[name] for name in ("lessons_begun", "lessons_ended", "lessons_corrected")] == [1, 2, 1]
    by_subject = {each["subject"]: (each["from"], each.get("until")) for each in lessons()}
    assert by_subject == {
        "Art": ("2026-11-23", "2027-07-20"),
        "Music": ("2026-11-23", "2027-01-03"),
        "French": ("2026-11-23", "2027-01-03"),
        "Drama": ("2027-01-04", "2027-07-20"),
    }
    assert RECORD.read_text(encoding="utf-8").startswith(first[: first.index("timetable:")])
    assert not told(name, "--from", "4 January 2027", "--until", "2027-07-20")["written"]
    assert check(school, RULEBOOK, TODAY) == []


def test_pupils_whom_the_file_does_not_name_keep_their_lessons(school: Path) -> None:
    """A file of one class ends nobody else's timetable."""
    told(file("p-2xqd,Mon,P1,Art,,", head=HEAD.replace("UPN", "pupil_id")))
    before = OTHER.read_bytes()
    told(file(f"{UPN},Mon,P1,Art,,"))
    assert OTHER.read_bytes() == before


def test_pupils_without_a_record_are_counted_and_not_kept(school: Path) -> None:
    """They are no problem: a whole school's timetable is imported as it is."""
    stranger = "Y999432126007"
    before = tree(school / "records")
    rows = [f"{stranger},Mon,P1,Art,,", f"{stranger},Tue,P1,Art,,", "4711,Mon,P1,Art,,"]
    result = importing(file(*rows), command=["timetable"])
    assert result.return_value in (0, 1)
    value = told(file(*rows))
    mistyped = {problem["code"] for problem in value["problems"]}
    assert value["counts"]["pupils_without_record"] == 2 - len(mistyped)
    assert tree(school / "records") == before
    assert stranger not in result.output


def test_an_admission_number_counts_beside_the_day_of_birth(school: Path) -> None:
    """Neither alone names a pupil: a number may be another school's."""
    plan = Path("records/pupils/p-7k3m/plan.yml")
    plan.write_text(
        plan.read_text(encoding="utf-8").replace(f"  upn: {UPN}", f"  upn: {UPN}\n  mis_id: '004711'"),
        encoding="utf-8",
    )
    head = "Adno,DOB,Day,Period,Subject"
    assert told(file("004711,,Mon,P1,Art", head=head))["counts"]["pupils_without_record"] == 1
    assert told(file("004711,12/02/2014,Mon,P1,Art", head=head))["counts"]["pupils_without_record"] == 1
    assert told(file("004711,11/02/2014,Mon,P1,Art", head=head))["written"]
    assert [lesson["subject"] for lesson in lessons()] == ["Art"]


def test_who_teaches_is_asked_where_nobody_is_sure(school: Path) -> None:
    """The lesson comes in without its teacher, and the question goes once a mapping says who it is."""
    name = file(f"{UPN},Mon,P1,Art,8B,ADE", f"{UPN},Tue,P1,Art,8B,ADE", f"{UPN},Wed,P1,Art,8B,T Zed")
    value = told(name)
    assert [(each["code"], each["count"]) for each in value["questions"]] == [
        ("teacher-not-known", 2),
        ("teacher-not-known", 1),
    ]
    assert value["written"]
    assert not any("teacher" in lesson for lesson in lessons())
    Path("map.yml").write_text("staff: {ADE: r-adeyemi, 'T Zed': h-novak}\n", encoding="utf-8")
    again = told(name, "--map", "map.yml")
    assert (again["questions"], again["counts"]["lessons_corrected"]) == ([], 3)
    assert [lesson["teacher"] for lesson in lessons()] == ["r-adeyemi", "r-adeyemi", "h-novak"]
    assert {lesson["from"] for lesson in lessons()} == {"2026-11-23"}


def test_who_may_be_one_of_two_is_nobody_until_somebody_says(school: Path) -> None:
    """A name that two colleagues could have is asked about, and no lesson gets either."""
    staff = Path("records/staff.yml")
    staff.write_text(
        staff.read_text(encoding="utf-8")
        + "  - {id: ruth-a, name: 'Ruth Adeyemi', roles: [class_teacher]}\n",
        encoding="utf-8",
    )
    value = told(file(f"{UPN},Mon,P1,Art,8B,R Adeyemi"))
    assert [each["code"] for each in value["questions"]] == ["teacher-not-sure"]
    assert "teacher" not in lessons()[0]


def test_a_lesson_with_two_teachers_is_asked_about(school: Path) -> None:
    """One of two is never chosen."""
    value = told(file(f"{UPN},Mon,P1,Art,8B,R Adeyemi", f"{UPN},Mon,P1,Art,8B,H Novak"))
    assert [each["code"] for each in value["questions"]] == ["two-teachers"]
    assert "teacher" not in lessons()[0]


def test_a_pupil_with_a_lesson_that_is_not_understood_is_left_whole(school: Path) -> None:
    """Otherwise its recorded lesson would end because a cell could not be read; --partial imports the others."""
    told(file(f"{UPN},Mon,P1,Art,,", f"{UPN},Tue,P1,Music,,"))
    before = RECORD.read_bytes()
    name = file(f"{UPN},Mon,P1,Drama,,", f"{UPN},Tue,P9,Music,,", "p-2xqd,Mon,P1,Art,,")
    assert not told(name)["written"]
    value = told(name, "--partial")
    assert (value["written"], value["left"]) == (True, ["p-7k3m"])
    assert RECORD.read_bytes() == before
    assert [lesson["subject"] for lesson in lessons(OTHER)] == ["Art"]


def test_a_row_of_nobody_knows_whom_ends_no_lesson(school: Path) -> None:
    """A row that has slipped may be of any pupil: what is missing is not taken for gone."""
    told(file(f"{UPN},Mon,P1,Art,,", f"{UPN},Tue,P1,Music,,"))
    value = told(file(f"{UPN},Mon,P1,Art,,", ",Tue,P1,Music,,"), "--partial")
    assert [problem["code"] for problem in value["problems"]] == ["row-without-pupil"]
    assert value["counts"]["lessons_ended"] == 0


def test_a_report_of_sims_is_read(school: Path) -> None:
    """Day and lesson in one cell, registration passed over, a question mark for nothing; two weeks are refused."""
    head = "UPN,Name,Reg,Subject code,Initials,Room,Period"
    rows = [f"{UPN},Secretname,8B,Ma,VWX ,12,1Mon:1", f"{UPN},Secretname,8B,Tu,BCD ,14,1Mon:am"]
    rows += [f"{UPN},Secretname,8B,We,?,13,1Wed:2", f"{UPN},Secretname,8B,?,?,?,?"]
    value = told(file(*rows, head=head))
    assert (value["problems"], value["counts"]["lessons_begun"]) == ([], 2)
    assert value["files"][0]["passed_over"] == 1
    two = told(file(*rows, f"{UPN},Secretname,8B,Ma,VWX,12,2Mon:1", head=head))
    assert [problem["code"] for problem in two["problems"]] == ["two-week-timetable"]
    assert "Secretname" not in importing("tt.csv", command=["timetable"]).output


def test_a_cell_is_read_as_a_mapping_says(school: Path) -> None:
    """Lines within a cell, and what is not wanted of it."""
    Path("map.yml").write_text(
        "cell: '{subject}\\n{group} {room}\\n{teacher}'\nsubjects: {Ma: Mathematics}\n", encoding="utf-8"
    )
    value = told(file(f'{UPN},"Ma\n8B/Ma1 R12\nR Adeyemi",', head="UPN,MonP1,TueP2"), "--map", "map.yml")
    assert value["problems"] == []
    assert [(each["subject"], each["group"], each["teacher"]) for each in lessons()] == [
        ("Mathematics", "8B/Ma1", "r-adeyemi")
    ]


@pytest.mark.parametrize(
    "arguments",
    [["--from", "soon"], ["--until", "31 February 2027"]],
)
def test_a_day_that_is_none_is_told(school: Path, arguments: list[str]) -> None:
    """It is the command that was wrong, so that nothing is read."""
    from click import UsageError

    name = file(f"{UPN},Mon,P1,Art,,")
    with pytest.raises(UsageError):
        importing(name, *arguments, command=["timetable"])


@pytest.mark.parametrize(
    "arguments", [["--from", "2027-01-04", "--until", "2027-01-03"], ["--until", "2026-11-22"]]
)
def test_a_last_day_before_the_first_is_told(school: Path, arguments: list[str]) -> None:
    """The first is the next day of school where none is named: today is a Sunday."""
    with pytest.raises(LiverecordError):
        importing(file(f"{UPN},Mon,P1,Art,,"), *arguments, command=["timetable"])


def test_days_of_birth_month_first_put_the_whole_file_in_doubt(school: Path) -> None:
    """2 November and 11 February are two children's birthdays."""
    rows = ["4711,02/11/2014,Mon,P1,Art", "4712,02/13/2014,Mon,P1,Art"]
    value = told(file(*rows, head="Adno,DOB,Day,Period,Subject"), "--partial")
    assert ({each["code"] for each in value["problems"]}, value["written"]) == (
        {"import-date-unclear"},
        False,
    )
