"""What is read of a list: names as the school uses them, rows that are pupils', columns under any name, and nothing else."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest

from liverecord.intake.register.reading import read
from liverecord.intake.register.seen import RegisterSeen
from record_documents import RULEBOOK


def listed(folder: Path, text: str | bytes, mapping: dict[str, object] | None = None) -> RegisterSeen:
    path = folder / "list.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path, "list.csv", mapping, rulebook=RULEBOOK)


def workbook(folder: Path, *sheets: list[list[object]]) -> RegisterSeen:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(folder / "list.xlsx")
    return read(folder / "list.xlsx", "list.xlsx", rulebook=RULEBOOK)


def codes(seen: RegisterSeen) -> list[tuple[str, int, int]]:
    return [(problem.code, problem.place.line, problem.place.column) for problem in seen.problems]


# ── Names ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("header", "row", "names"),
    [
        ("Surname,Forename", "Quill,Ada", ("Ada", "Quill", "")),
        ("Surname,Forename,Known as", "Quill,Adelaide,Ada", ("Adelaide", "Quill", "Ada")),
        ("Surname,Forename,Known as", "Quill,Ada,Ada", ("Ada", "Quill", "")),
        ("Surname,Forename,Preferred name", "Quill,Adelaide,Ada Quill", ("Adelaide", "Quill", "Ada")),
        ("Surname,Forename,Preferred name", "Quill,Ada,Ada Quill", ("Ada", "Quill", "")),
        ("Legal surname,Preferred surname,Forename", "Quill,Jones,Ada", ("Ada", "Jones", "")),
        ("Legal surname,Preferred surname,Forename", "Quill,,Ada", ("Ada", "Quill", "")),
        (
            "Legal surname,Surname,Legal forename,Forename",
            "Quill,Jones,Adelaide,Ada",
            ("Adelaide", "Jones", "Ada"),
        ),
        ("legal_surname,surname,legal_forename,forename", "Quill,Quill,Ada,Ada", ("Ada", "Quill", "")),
        ("Preferred surname,Preferred forename", "Quill,Ada", ("Ada", "Quill", "")),
        ("Name", '"Quill, Ada"', ("Ada", "Quill", "")),
        ("Name,Known as", '"Quill, Adelaide",Ada', ("Adelaide", "Quill", "Ada")),
        ("Legal name", '"Quill-O\'Neill, Ada Mary"', ("Ada Mary", "Quill-O'Neill", "")),
        ("Name,Surname,Forename", '"Other, Name",Quill,Ada', ("Ada", "Quill", "")),
        ("Surname,Forename", "  Quill\u00a0 Smith , \ufeffAda\u200b ", ("Ada", "Quill Smith", "")),
        ("Surname,Forename", '"Quill\nSmith",Ada', ("Ada", "Quill Smith", "")),
        ("Surname,Forename", "van der Berg,Zoe\u0308", ("Zoë", "van der Berg", "")),
        ("Last name,First name", "Quill,Ada", ("Ada", "Quill", "")),
    ],
)
def test_names_are_those_that_the_school_uses(
    tmp_path: Path, header: str, row: str, names: tuple[str, str, str]
) -> None:
    """The preferred surname goes before the legal one; the forename in use is "known as" where it is another than the legal one."""
    seen = listed(tmp_path, f"{header},Year\n{row},8\n")
    assert seen.problems == []
    assert [(pupil.given_name, pupil.family_name, pupil.known_as) for pupil in seen.pupils] == [names]


@pytest.mark.parametrize(
    "name",
    [
        "Ada Quill",
        "Quill",
        '"Quill, Ada, Mary"',
        '"Quill, Adelaide (Ada)"',
        '", Ada"',
        '"Quill,"',
        '"Quill; Ada, B"',
    ],
)
def test_a_whole_name_is_split_at_one_comma_and_nowhere_else(tmp_path: Path, name: str) -> None:
    """Where it is not plain which name is which a person says it."""
    seen = listed(tmp_path, f"Name,UPN,Year\n{name},F999432126003,8\n")
    assert seen.pupils == []
    assert codes(seen) == [("pupil-without-name", 2, 1)]
    assert seen.problems[0].message.count("Quill") == 0


def test_former_names_and_all_else_that_is_not_asked_for_are_not_read(tmp_path: Path) -> None:
    """No value of a column that is not read stands in anything that comes back; the columns' names do."""
    others = [
        "Former surname",
        "Address line 1",
        "Parent phone",
        "Ethnicity",
        "Medical details",
        "Photo",
        "Free school meals",
    ]
    tokens = [f"token-{at}" for at in range(len(others))]
    seen = listed(
        tmp_path, f"Surname,Forename,UPN,{','.join(others)}\nQuill,Ada,F999432126003,{','.join(tokens)}\n"
    )
    assert seen.problems == []
    assert seen.pupils[0].is_medical
    assert not any(token in repr(seen) for token in tokens)
    assert seen.columns_left == tuple(name for name in others if name != "Medical details")


def test_former_numbers_are_kept_apart_and_never_told(tmp_path: Path) -> None:
    """Each that has the form of one and is another than the present number, for matching alone."""
    seen = listed(
        tmp_path,
        'Surname,Forename,UPN,Former UPN\nQuill,Ada,F999432126003,"v999432126004; F999432126003, none"\n',
    )
    assert seen.problems == []
    assert seen.pupils[0].former_upns == ("V999432126004",)


# ── Rows ────────────────────────────────────────────────────────────────────────────────────────────────

HEADER = "Surname,Forename,UPN,DOB,Year,Form,SEN status"
ROW = "Quill,Ada,F999432126003,11/02/2014,8,8B,K"


@pytest.mark.parametrize(
    "line",
    [
        "",
        ",,,,,,",
        " ,\u00a0,,,,,",
        HEADER,
        "Total pupils,1",
        "Total,,,,,,1",
        "Totals: 1",
        "Number of pupils 1",
        "8B",
        "Form: Willow",
        "Page 1 of 2",
        "Printed on,30/11/2026",
        "Printed by,Mrs Office",
        "Report generated 30/11/2026 10:15",
        "Count,,1,,,,1",
        "End of report",
    ],
)
def test_a_line_that_is_no_pupils_is_passed_over(tmp_path: Path, line: str) -> None:
    """Empty rows, the header again, totals, and what a report says of itself are no pupils, and nothing to mend."""
    seen = listed(tmp_path, f"{HEADER}\n{ROW}\n{line}\n{ROW.replace('Ada', 'Bo')}\n")
    assert seen.problems == []
    assert [pupil.given_name for pupil in seen.pupils] == ["Ada", "Bo"]


@pytest.mark.parametrize(
    "line",
    [
        ",,F999432126003,11/02/2014,8,8B,K",
        "Quill,,F999432126003,11/02/2014,8,8B,K",
        ",Ada,,,8,,",
        "Total,,F999432126003,,8,,",
        "Quill,,,,8,,",
        ",,,,,,K",
    ],
)
def test_a_row_without_a_whole_name_is_told_of(tmp_path: Path, line: str) -> None:
    """What may be a pupil is never passed over: it has no name, and that is to be mended."""
    seen = listed(tmp_path, f"{HEADER}\n{ROW}\n{line}\n")
    assert [(code, row) for code, row, _ in codes(seen)] == [("pupil-without-name", 3)]
    assert len(seen.pupils) == len(seen.unclear) == 1


@pytest.mark.parametrize(
    "odd", ["Quill,,F999432126003,31/31/2014,KS3,8B,N", ",,,,8,,No SEN", "Quill,Ada,X,11/02/2014,8,8B,N"]
)
def test_of_a_pupil_without_support_nothing_has_to_be_right(tmp_path: Path, odd: str) -> None:
    """Such a row is not kept, and is there: it says so, and stops nobody's import."""
    seen = listed(tmp_path, f"{HEADER}\n{ROW}\n{odd}\n")
    assert (seen.problems, len(seen.pupils), [each.support for each in seen.unclear]) == ([], 1, ["N"])


@pytest.mark.parametrize(
    "line", ["Year 8", "SEN Support", "EHCP", "Please keep this list safe", "* not assessed yet", ",,,,8B"]
)
def test_a_group_s_name_or_a_note_alone_in_a_row_is_no_pupil(tmp_path: Path, line: str) -> None:
    """A row with one cell, in which a name could stand, says nothing of a pupil; hand-kept lists are full of them."""
    seen = listed(tmp_path, f"{HEADER}\n{line}\n{ROW}\n\n{line}\n")
    assert seen.problems == []
    assert len(seen.pupils) == 1


@pytest.mark.parametrize(
    ("header", "cells", "support"),
    [
        ("EHCP,SEN support", "Y,N", "E"), ("EHCP,SEN support", "N,Y", "K"), ("EHCP,SEN support", "Yes,Yes", "E"), ("EHCP,SEN support", ",", ""),
        ("SEN support", "K", "K"), ("SEN support", "Y", "K"), ("SEN support", "No", ""), ("SEN support", "N", ""), ("SEN status,SEN support", "E,Y", "E"),
    ],
)  # fmt: skip
def test_columns_of_yes_and_no_say_who_has_support(
    tmp_path: Path, header: str, cells: str, support: str
) -> None:
    """One column for a plan and one for SEN support are read as one status; of both the plan goes before."""
    seen = listed(tmp_path, f"Surname,Forename,Year,{header}\nQuill,Ada,8,{cells}\n")
    assert (seen.problems, [pupil.support for pupil in seen.pupils]) == ([], [support])


@pytest.mark.parametrize(
    "header",
    ["Need,Secondary need", "Secondary need,SEN need", "Need 2,Need", "Need 2,SEN needs,Primary need"],
)
def test_the_primary_need_stands_first(tmp_path: Path, header: str) -> None:
    """Beside further needs a column that says only "need" has the primary one, unless another column says that it does."""
    primary = {"Need": "ASD", "SEN need": "ASD", "Primary need": "ASD"}
    cells = ",".join(primary.get(name, "MLD") for name in header.split(","))
    seen = listed(tmp_path, f"Surname,Forename,Year,SEN status,{header}\nQuill,Ada,8,K,{cells}\n")
    assert [pupil.needs for pupil in seen.pupils] == [("ASD", "MLD")]


@pytest.mark.parametrize(
    ("sheet", "enrolment"), [("Leavers", "left"), ("Leavers 2025-26", "left"), ("Year 8", ""), ("Guest", "")]
)
def test_who_stands_on_a_sheet_of_leavers_has_left(tmp_path: Path, sheet: str, enrolment: str) -> None:
    """A workbook keeps those who left on a sheet of its own: nobody of them gets a record, unless the row says otherwise."""
    book = openpyxl.Workbook()
    for name in ("Now", sheet):
        page = book.create_sheet(name)
        page.append(["Surname", "Forename", "Year", "SEN status", "Enrolment status"])
        page.append(["Quill", name[0] + "da", 8, "K", None])
        page.append(["Quill", name[0] + "bo", 8, "K", "C"])
    book.save(tmp_path / "list.xlsx")
    seen = read(tmp_path / "list.xlsx", "list.xlsx", rulebook=RULEBOOK)
    assert [pupil.enrolment for pupil in seen.pupils] == ["", "main", enrolment, "main"]


@pytest.mark.parametrize("name", ["Smith (Jones),Ada", "Smith,Ada (Addy)", "Smith [was Jones],Ada"])
def test_a_name_in_brackets_may_be_a_former_one_and_is_not_kept(tmp_path: Path, name: str) -> None:
    """Nobody can tell whether it is the name that is used or the one that is not: a person writes one."""
    seen = listed(tmp_path, f"{HEADER}\n{name},F999432126003,11/02/2014,8,8B,K\n")
    assert [(code, row) for code, row, _ in codes(seen)] == [("list-value", 2)]


@pytest.mark.parametrize("sign", ["-", ".", "?", "/"])
def test_a_sign_in_place_of_a_name_is_no_name(tmp_path: Path, sign: str) -> None:
    """Systems write a sign where a name is missing: no record is begun for somebody of that name."""
    seen = listed(tmp_path, f"{HEADER}\n{ROW}\n{sign},Ada,F999432126003,11/02/2014,8,8B,K\n")
    assert [(code, row) for code, row, _ in codes(seen)] == [("pupil-without-name", 3)]


@pytest.mark.parametrize("name", ["Page,Ada", "Key,Ada", "Total,Tom", "Count,Bo", "Boys,Ada"])
def test_a_surname_that_begins_other_lines_is_a_surname(tmp_path: Path, name: str) -> None:
    """A pupil called Page is a pupil."""
    seen = listed(tmp_path, f"{HEADER}\n{name},F999432126003,11/02/2014,8,8B,K\n")
    assert seen.problems == []
    assert len(seen.pupils) == 1


def test_a_row_with_too_many_cells_has_slipped(tmp_path: Path) -> None:
    """What follows a comma too many stands under the wrong names."""
    seen = listed(tmp_path, f"{HEADER}\nQuill,Smith,Ada,F999432126003,11/02/2014,8,8B,K\n")
    assert codes(seen) == [("row-out-of-line", 2, 8)]
    assert seen.pupils == []


def test_a_pupil_who_is_not_understood_is_there_and_not_to_be_kept(tmp_path: Path) -> None:
    """Names, numbers and date of birth are given, so that nobody is asked about as missing; nothing else is."""
    seen = listed(tmp_path, f"{HEADER}\n{ROW.replace(',K', ',perhaps')}\n")
    (pupil,) = seen.unclear
    assert seen.pupils == []
    assert (pupil.upn, pupil.given_name, pupil.born) == ("F999432126003", "Ada", date(2014, 2, 11))
    assert (pupil.year, pupil.form, pupil.support) == ("", "", "")


# ── Columns ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_header_may_stand_below_titles(tmp_path: Path) -> None:
    """It is the row that names most of what is known, within a dozen."""
    titles = "Example School,,\nYear,8,Form\n\n"
    assert len(listed(tmp_path, f"{titles}{HEADER}\n{ROW}\n").pupils) == 1


def test_of_two_columns_of_one_meaning_the_preferred_one_with_anything_in_it_is_read(tmp_path: Path) -> None:
    """The order of imports.yml decides, unless a column is empty from top to bottom."""
    assert listed(tmp_path, "Surname,Forename,Year group,NC year\nQuill,Ada,9,8\n").pupils[0].year == "8"
    seen = listed(tmp_path, "Surname,Forename,Year group,NC year\nQuill,Ada,9,\n")
    assert (seen.pupils[0].year, seen.columns_left) == ("9", ("NC year",))


def test_two_columns_of_one_name_are_told_of_where_they_differ(tmp_path: Path) -> None:
    """Where one is empty, or both say the same, nothing is in doubt."""
    assert listed(tmp_path, "Surname,Forename,Form,Form\nQuill,Ada,,8B\n").pupils[0].form == "8B"
    assert listed(tmp_path, "Surname,Forename,Form,Form\nQuill,Ada,8B,8B\n").problems == []
    seen = listed(tmp_path, "Surname,Forename,Form,Form\nQuill,Ada,8B,8C\n")
    assert codes(seen) == [("import-shape-unclear", 1, 4)]


@pytest.mark.parametrize(
    ("header", "cells", "is_told"),
    [
        ("SEN status,SEN", "K,E", True),
        ("SEN status,SEN", "K,SEN support", False),
        ("SEN status,SEN", "K,", False),
        ("SEN status,SEN", ",E", False),
        ("SEN status,SEN", ",S", True),
        ("SEN status,SEN", "K,S", False),
        ("SEN status,SEN provision", "K,Reading group", False),
        ("SEN status,Sen Status", "K,E", True),
        ("DOB,Date of birth", "11/02/2014,2014-02-11", False),
        ("DOB,Date of birth", "11/02/2014,11/03/2014", True),
        ("NC year,Year group", "8,9", False),
    ],
)
def test_two_columns_that_say_two_statuses_or_two_birth_dates_are_told_of(
    tmp_path: Path, header: str, cells: str, *, is_told: bool
) -> None:
    """Which of them holds, nobody can tell; what only one of them says is read."""
    seen = listed(
        tmp_path,
        f"Surname,Forename,{header}\nTwin,Tom,{cells.partition(',')[0] or 'K'},\nQuill,Ada,{cells}\n",
    )
    assert bool(seen.problems) == is_told
    if header == "SEN status,SEN" and not is_told:
        assert seen.pupils[1].support == ("E" if cells == ",E" else "K")


@pytest.mark.parametrize(
    ("header", "cells", "needs"),
    [
        ("Primary need,Secondary need", "SLCN,ASD", ("SLCN", "ASD")),
        ("Secondary need,Primary need", "ASD,SLCN", ("SLCN", "ASD")),
        ("Need 1,Need 2,Need 3", "HI,,VI", ("HI", "VI")),
        ("Primary need,SEN needs", 'ASD,"SLCN; ASD; HI"', ("ASD", "SLCN", "HI")),
        ("SEN need,SEN need", "ASD,SLCN", ("ASD", "SLCN")),
        (
            "Primary need,Other needs",
            'Autism,"Speech, language and communication needs, Hearing impairment"',
            ("ASD", "SLCN", "HI"),
        ),
        ("SEN needs", "", ()),
    ],
)
def test_needs_may_stand_in_one_column_or_in_several(
    tmp_path: Path, header: str, cells: str, needs: tuple[str, ...]
) -> None:
    """The primary need comes first, and none twice."""
    seen = listed(tmp_path, f"Surname,Forename,{header}\nQuill,Ada,{cells}\n")
    assert seen.problems == []
    assert seen.pupils[0].needs == needs


def test_a_row_for_each_need_is_one_pupil_where_there_are_ranks(tmp_path: Path) -> None:
    """Rows that follow each other and differ in the need alone; without ranks the same pupil twice stays twice."""
    rows = "Quill,Ada,8,2,ASD\nQuill,Ada,8,1,SLCN\nTwin,Tom,9,,HI\nTwin,Tina,9,1,VI\n"
    seen = listed(tmp_path, f"Surname,Forename,Year,Need rank,Need type\n{rows}")
    assert [(pupil.given_name, pupil.needs) for pupil in seen.pupils] == [
        ("Ada", ("SLCN", "ASD")),
        ("Tom", ("HI",)),
        ("Tina", ("VI",)),
    ]
    assert (
        len(listed(tmp_path, "Surname,Forename,Year,Need type\nQuill,Ada,8,ASD\nQuill,Ada,8,ASD\n").pupils)
        == 2
    )


@pytest.mark.parametrize(
    ("status", "plan", "support"),
    [
        ("", "yes", "E"),
        ("E", "Y", "E"),
        ("K", "no", "K"),
        ("", "", ""),
        ("N", "", "N"),
        ("K", "yes", None),
        ("K", "2020", None),
    ],
)
def test_a_column_that_says_whether_there_is_a_plan(
    tmp_path: Path, status: str, plan: str, support: str | None
) -> None:
    """Yes is E; beside another status it is told of."""
    seen = listed(tmp_path, f"Surname,Forename,SEN,EHCP\nQuill,Ada,{status},{plan}\n")
    assert [pupil.support for pupil in seen.pupils] == ([] if support is None else [support])
    assert bool(seen.problems) == (support is None)


def test_columns_of_other_names_are_named_in_a_mapping(tmp_path: Path) -> None:
    """What it names takes the place of what is known: of names of the same person, and of words for the same thing."""
    text = "Last,First,Surname,Code,Provision,Stage,Zug,Where\nQuill,Ada,Otherwise,N1234,School support,S,Lower third,On roll\n"
    mapping = {
        "family_name": "Last",
        "given_name": "First",
        "mis_id": "Code",
        "sen_status": "Provision",
        "year_group": "Zug",
        "enrolment_status": "Where",
        "support": {"School support": "K"},
        "years": {"Lower third": "3"},
        "enrolment": {"On roll": "main"},
    }
    seen = listed(tmp_path, text, mapping)
    assert seen.problems == []
    (pupil,) = seen.pupils
    assert (pupil.given_name, pupil.family_name, pupil.mis_id) == ("Ada", "Quill", "N1234")
    assert (pupil.support, pupil.year, pupil.enrolment) == ("K", "3", "main")
    assert seen.columns_left == ("Surname", "Stage")


def test_a_column_that_a_mapping_names_and_the_file_has_not_is_told_of(tmp_path: Path) -> None:
    """Nothing is read in its place."""
    seen = listed(tmp_path, f"{HEADER}\n{ROW}\n", {"form": "House", "sen_needs": "Areas"})
    assert codes(seen) == [("import-column-missing", 1, 1)] * 2
    assert seen.pupils == []


@pytest.mark.parametrize(
    "mapping",
    [
        {"support": {"S": "S"}},
        {"needs": {"x": "asd"}},
        {"years": {"x": "15"}},
        {"enrolment": {"x": "C"}},
        {"surname": "Last"},
    ],
)
def test_a_mapping_gives_codes_that_there_are(tmp_path: Path, mapping: dict[str, object]) -> None:
    """A code that its list does not have, and a key that there is not, are told of before anything is read."""
    seen = listed(tmp_path, f"{HEADER}\n{ROW}\n", mapping)
    assert [problem.code for problem in seen.problems] == ["mapping-wrong"]
    assert seen.pupils == []


def test_several_sheets_are_one_list_and_a_sheet_of_staff_is_none(tmp_path: Path) -> None:
    """Each sheet has its own header; one without what only a pupil has is passed over."""
    seen = workbook(
        tmp_path,
        [["Surname", "Forename", "Year"], ["Quill", "Ada", 7]],
        [["Year 8"], [], ["Year", "Forename", "Surname"], [8, "Tom", "Twin"]],
        [["Surname", "Forename", "Email"], ["Adeyemi", "Ruth", "r@example.org"]],
    )
    assert seen.problems == []
    assert [(pupil.given_name, pupil.year) for pupil in seen.pupils] == [("Ada", "7"), ("Tom", "8")]


def test_a_row_of_a_further_sheet_is_told_with_its_sheet(tmp_path: Path) -> None:
    """Row 2 stands in each of them."""
    seen = workbook(
        tmp_path,
        [["Surname", "Forename", "Year"], ["Quill", "", 7]],
        [["Surname", "Forename", "Year"], ["Twin", "", 8]],
    )
    assert [problem.message for problem in seen.problems] == [
        "In the sheet Sheet1: The row has no given name.",
        "The row has no given name.",
    ]


def test_cells_of_a_workbook_are_numbers_and_days(tmp_path: Path) -> None:
    """Numbers without their point, days as days or as the numbers of days."""
    header = ["Surname", "Forename", "Adno", "Year", "DOB", "Admission date", "Live record"]
    seen = workbook(tmp_path, [header, ["Quill", "Ada", 1234, 7, date(2014, 2, 11), 45903, True]])
    (pupil,) = seen.pupils
    assert seen.problems == []
    assert (pupil.mis_id, pupil.year, pupil.is_chosen) == ("1234", "7", True)
    assert (pupil.born, pupil.joined) == (date(2014, 2, 11), date(1899, 12, 30) + timedelta(days=45903))


def test_a_number_that_a_spreadsheet_was_told_is_text_is_read(tmp_path: Path) -> None:
    """An equals sign before quotes keeps noughts at the front."""
    seen = listed(tmp_path, 'Surname,Forename,Adno,UPN\nQuill,Ada,"=""00123""",f999 432 126 003\n')
    assert seen.problems == []
    assert (seen.pupils[0].mis_id, seen.pupils[0].upn) == ("00123", "F999432126003")


def test_dates_with_the_month_first_put_all_dates_in_doubt(tmp_path: Path) -> None:
    """None of them is read, since others would be read as another day."""
    seen = listed(tmp_path, "Surname,Forename,DOB\nQuill,Ada,02/23/2014\nTwin,Tom,03/04/2014\n")
    assert seen.pupils == []
    assert "import-date-unclear" in {problem.code for problem in seen.problems}


@pytest.mark.parametrize(
    "text", ["", "\n", "Surname\nQuill\n", "Quill,Ada,8\nTwin,Tom,9\n", "Date,Mark\n1/9/2026,L\n"]
)
def test_a_file_that_names_no_columns_is_no_list(tmp_path: Path, text: str) -> None:
    """It is told of, and nothing of it is quoted."""
    seen = listed(tmp_path, text)
    assert seen.pupils == []
    assert seen.problems
    assert not any("Quill" in problem.message for problem in seen.problems)


def test_two_thousand_pupils_are_read_row_by_row_in_one_pass(tmp_path: Path) -> None:
    """A large school's list is read whole, each pupil at its row."""
    text = io.StringIO(newline="")
    rows = [
        [
            f"Quill{chr(65 + at % 26)}",
            "Ada",
            f"A{at:012}",
            "11/02/2014",
            at % 7 + 7,
            "8B",
            "KEN"[at % 3],
            "SLCN; ASD",
        ]
        for at in range(2_000)
    ]
    csv.writer(text).writerows([[*HEADER.split(","), "SEN needs"], *rows])
    seen = listed(tmp_path, text.getvalue())
    assert seen.problems == []
    assert [pupil.place.line for pupil in seen.pupils] == [*range(2, 2_002)]
