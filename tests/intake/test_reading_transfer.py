"""The Common Transfer File: which provision holds, which needs, and where its texts of marks begin."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from liverecord.intake.exports.reading import read
from liverecord.intake.sightings import NeedSeen, Seen
from record_documents import RULEBOOK

UPN = "C999432126001"


def transfer(folder: Path, inside: str, made: str = "2026-11-21T08:30:00", **given: object) -> Seen:
    header = f"<Header><DateTime>{made}</DateTime></Header>" if made else ""
    path = folder / "ctf.xml"
    path.write_text(
        f"<CTfile>{header}<CTFpupilData>\n<Pupil><UPN>{UPN}</UPN>\n{inside}\n</Pupil></CTFpupilData></CTfile>",
        encoding="utf-8",
    )
    return read(path, "ctf.xml", rulebook=RULEBOOK, **given)  # type: ignore[arg-type]


def history(*spells: tuple[str, str, str], needs: str = "") -> str:
    rows = "".join(
        f"<SEN><StartDate>{start}</StartDate>{f'<EndDate>{end}</EndDate>' if end else ''}<SENprovision>{code}</SENprovision></SEN>"
        for start, end, code in spells
    )
    return f"<SENhistory>{rows}<SENneeds>{needs}</SENneeds></SENhistory>"


def marks(start: str, text: str) -> str:
    return (
        f"<Attendance><YearData><AttendSessions><AttendanceStartDate>{start}</AttendanceStartDate>"
        f"<AttendanceMarks>{text}</AttendanceMarks></AttendSessions></YearData></Attendance>"
    )


@pytest.mark.parametrize(
    ("spells", "made", "holds"),
    [
        ([("2022-09-01", "2024-08-31", "K"), ("2024-09-01", "", "E")], "2026-11-21", ("E", date(2024, 9, 1))),
        ([("2024-09-01", "", "E"), ("2022-09-01", "", "K")], "2026-11-21", ("E", date(2024, 9, 1))),
        ([("2024-09-01", "2026-12-31", "K")], "2026-11-21", ("K", date(2024, 9, 1))),
        ([("2024-09-01", "2026-11-21", "K")], "2026-11-21", ("K", date(2024, 9, 1))),
        ([("2024-09-01", "2026-11-20", "K")], "2026-11-21", None),
        ([("2024-09-01", "", "K"), ("2027-01-01", "", "E")], "2026-11-21", ("K", date(2024, 9, 1))),
        ([("2024-09-01", "2026-12-31", "K")], "", None),
        ([("2024-09-01", "", "N")], "", ("N", date(2024, 9, 1))),
        (
            [("2022-09-01", "", "K"), ("2022-09-01", "", "E"), ("2024-09-01", "", "E")],
            "",
            ("E", date(2024, 9, 1)),
        ),
    ],
)
def test_the_provision_that_holds_is_the_latest_begun_and_not_ended(
    tmp_path: Path, spells: list[tuple[str, str, str]], made: str, holds: tuple[str, date] | None
) -> None:
    """As of the day on which the file was made; without it an end is taken to have passed. None is said where none holds."""
    seen = transfer(tmp_path, history(*spells), made)
    assert seen.problems == []
    assert [(line.provision, line.since) for line in seen.support] == ([holds] if holds else [])


def test_needs_that_have_ended_are_left_out(tmp_path: Path) -> None:
    """A need stands as long as it has no end that has passed; a rank may be missing."""
    seen = transfer(
        tmp_path,
        history(
            needs="<SENneed><SENtype>SEMH</SENtype></SENneed>"
            "<SENneed><SENtypeRank>2</SENtypeRank><SENtype>DS</SENtype><NeedEndDate>2027-01-01</NeedEndDate></SENneed>"
            "<SENneed><SENtypeRank>1</SENtypeRank><SENtype>MLD</SENtype><NeedEndDate>2025-01-01</NeedEndDate></SENneed>"
        ),
    )
    assert seen.problems == []
    (line,) = seen.support
    assert (line.provision, line.since, line.needs) == (
        None,
        None,
        (NeedSeen("SEMH", None), NeedSeen("DS", 2)),
    )


@pytest.mark.parametrize(
    ("inside", "codes"),
    [
        (history(("soon", "", "K")), ["import-date-unclear"]),
        (history(("", "", "K")), ["import-date-unclear"]),
        (history(("2024-09-01", "later", "K")), ["import-date-unclear"]),
        (marks("", "/"), ["import-date-unclear"]),
        (marks("2026-11-16", ""), []),
        (marks("2026-11-14", "/\\"), ["marks-out-of-step"]),
        (marks("2026-11-16", "/\\" * 1_001), ["marks-out-of-step"]),
        ("<Attendance/>", []),
    ],
)
def test_what_cannot_be_relied_on_is_told(tmp_path: Path, inside: str, codes: list[str]) -> None:
    """A date that is none, a text that begins on a Saturday or never ends: problems with their line, and nothing read."""
    seen = transfer(tmp_path, inside)
    assert [problem.code for problem in seen.problems] == codes
    assert {problem.place.line for problem in seen.problems} <= {3}
    assert (seen.sightings, seen.support) == ([], [])


def test_two_years_of_marks_are_both_read(tmp_path: Path) -> None:
    """Each YearData has its own first day; a mark that both tell is told once, and `-` says nothing against a mark."""
    seen = transfer(
        tmp_path,
        marks("2026-07-20", "/\\/-").removesuffix("</Attendance>")
        + marks("2026-07-21", "/\\LL").removeprefix("<Attendance>"),
    )
    assert seen.problems == []
    assert [(each.day.day, each.half, each.mark) for each in seen.sightings] == [
        (20, "AM", "/"),
        (20, "PM", "\\"),
        (21, "AM", "/"),
        (21, "PM", "\\"),
        (22, "AM", "L"),
        (22, "PM", "L"),
    ]


WEEKENDS = ("/\\" * 5 + "####") * 4


def test_counted_weekends_are_noticed_and_never_guessed(tmp_path: Path) -> None:
    """Four empty marks after every ten are weekends: read as school days they would shift the whole year. Somebody says which."""
    inside = marks("2026-11-02", WEEKENDS)
    seen = transfer(tmp_path, inside)
    assert [problem.code for problem in seen.problems] == ["marks-out-of-step"]
    assert "days: 7" in seen.problems[0].hint
    seven = transfer(tmp_path, inside, mapping={"days": 7})
    assert seven.problems == []
    assert all((each.day.weekday() > 4) == (each.mark == "#") for each in seven.sightings)
    five = transfer(tmp_path, inside, mapping={"days": 5})
    assert five.problems == []
    assert all(each.day.weekday() < 5 for each in five.sightings)


def test_with_five_days_said_a_weekend_start_means_the_next_monday(tmp_path: Path) -> None:
    """A school year that is said to begin on Sunday 1 September begins on Monday, once somebody has said so."""
    seen = transfer(tmp_path, marks("2024-09-01", "/\\"), mapping={"days": 5})
    assert {each.day for each in seen.sightings} == {date(2024, 9, 1) + timedelta(days=1)}


def test_half_terms_of_closure_are_no_weekends(tmp_path: Path) -> None:
    """Weeks marked closed, an ordinary year: nothing is suspected."""
    year = ("/\\" * 35 + "##" * 5) * 5
    assert transfer(tmp_path, marks("2025-09-01", year)).problems == []


def test_xml_that_is_no_transfer_file_says_so(tmp_path: Path) -> None:
    """A census return or a web page of another kind holds no pupils of a transfer file."""
    path = tmp_path / "other.xml"
    path.write_text("<Message><Header/></Message>", encoding="utf-8")
    (problem,) = read(path, "other.xml", rulebook=RULEBOOK).problems
    assert problem.code == "import-unreadable"
    (problem,) = read(path, "other.xml", "long", rulebook=RULEBOOK).problems
    assert problem.code == "import-shape-unclear"
    path.write_text("UPN,Date\n", encoding="utf-8")
    (problem,) = read(path, "other.xml", "ctf", rulebook=RULEBOOK).problems
    assert problem.code == "import-unreadable"
