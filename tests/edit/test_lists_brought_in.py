"""Lists of pupils, provision maps and timetables come in by form as by command: previewed by name, asked about, and sent."""

import re

import pytest
from msgspec.structs import replace

from editing import Sitting, is_sent
from forge import Forge
from liverecord.edit.cures import _CURES, cured
from liverecord.edit.desk import Upload
from liverecord.edit.kinds import KINDS
from liverecord.edit.looked_into import in_a_line, looked_into
from liverecord.edit.pages import FilesPage, Means
from liverecord.forms.offered import FILES
from liverecord.problem import LiverecordError, Place
from liverecord.read.rulebook import rulebook
from liverecord.report import asked
from liverecord.report.pupils_import import Question
from liverecord.report.pupils_questions import WORDS

NOTHING: frozenset[str] = frozenset()
LIST = "UPN,Surname,Forename,Year,Reg,DOB,SEN Status,EHCP issued on"
NEW = "M999432126007,Quill,Ada,7,7A,11/03/2015,K,"
OWNED = re.compile(r"records/pupils/(p-[a-z0-9]+)/plan.yml")


def upload(*rows: str, head: str = LIST, name: str = "list.csv") -> Upload:
    return Upload(name, "\n".join([head, *rows, ""]).encode())


def test_every_kind_has_its_way_and_its_page() -> None:
    """What may come in by form is what there are ways to, in the same words."""
    assert {name: kind.title for name, kind in KINDS.items()} == dict(FILES)


def test_a_list_begins_the_records_that_were_shown(server: Forge, senco: Sitting) -> None:
    """The preview and the save begin the same records, under the same drawn ids; what is still to be written is said by name."""
    means = senco.desk.read_files("pupils", [upload(NEW)], "", NOTHING)
    assert isinstance(means, Means), means
    (path,) = [file.path for file in means.lines]
    assert [each.of for each in means.to_write] == [["Ada Quill"]], means.to_write
    assert not any(re.search(r"p-[a-z0-9]{4}", str(each)) for each in (*means.beside, *means.to_write))
    assert is_sent(senco.desk.save_files("pupils", means.seen, how="send"))
    assert "Quill" in server.file(path, "edit/r-adeyemi-1")
    again = senco.desk.read_files("pupils", [upload(NEW)], "", NOTHING)
    assert isinstance(again, FilesPage)
    assert again.wrong


def test_a_row_that_is_not_understood_stops_the_list_until_it_is_left(senco: Sitting) -> None:
    """Nothing of a list is written unless all is understood; the tick leaves the rest, without the file again."""
    wrong = "B999432126008,Twin,Tom,7,7A,11/02/2015,Z,"
    page = senco.desk.read_files("pupils", [upload(NEW, wrong)], "", NOTHING)
    assert isinstance(page, FilesPage)
    assert any("list.csv:3" in each.message for each in page.wrong)
    assert all("--" not in re.sub("`[^`]*`", "", each.message) for each in page.wrong)
    assert "partial" in dict(page.asked)
    means = senco.desk.read_files("pupils", [], page.held, frozenset(["partial"]))
    assert isinstance(means, Means), means
    # Back from the preview the files are still here, and what was ticked stays ticked.
    back = senco.desk.files_page("pupils")
    assert (back.held, back.ticked) == (means.seen, frozenset(["partial"]))
    assert isinstance(senco.desk.read_files("pupils", [], back.held, NOTHING), FilesPage)


def test_a_question_is_answered_for_one_pupil(senco: Sitting) -> None:
    """Whether a row is a pupil of the records is asked by name, and ticked for that pupil alone."""
    namesake = "Q999432126009,Ellison,Maya,8,8B,11/02/2014,K,"
    page = senco.desk.read_files("pupils", [upload(namesake)], "", NOTHING)
    assert isinstance(page, FilesPage | Means)
    asked = page.asked if isinstance(page, FilesPage) else senco.desk.files_page("pupils").asked
    assert [name for name, _ in asked if name == "same-pupil:p-7k3m"], asked
    assert any("Maya Ellison" in words for _, words in asked)


def test_what_is_asked_of_many_is_asked_once_in_the_words_of_the_page(senco: Sitting) -> None:
    """Twenty pupils with a medical note, or without the same dates, are one thing to look into, with their names; no file is named."""
    head = "UPN,Surname,Forename,Year,Reg,DOB,SEN Status,Medical flag,Key worker"
    rows = [
        f",Quill,{name},7,7A,{day}/03/2015,K,Y,Mrs N Obody"
        for day, name in enumerate(("Ada", "Bea", "Cy"), 11)
    ]
    means = senco.desk.read_files("pupils", [upload(*rows, head=head)], "", NOTHING)
    assert isinstance(means, Means), means
    names = ["Ada Quill", "Bea Quill", "Cy Quill"]
    assert [each.of for each in means.beside if names == each.of] == [names, names], means.beside
    assert [each.of for each in means.to_write] == [names]
    said = " ".join(str(each) for each in (*means.beside, *means.to_write))
    assert not re.search(r"[.]yml|--|`|liverecord|PUPIL", said), said
    (ticks,) = senco.desk.files_page("pupils").ticks
    assert [said for _, said in ticks.each] == names
    assert all(name.startswith("medical-note:") for name, _ in ticks.each)


def test_every_question_has_an_answer_without_a_file() -> None:
    """Whatever a list of pupils asks, its page says how to answer it there: no file's name, no option, no command."""
    for code in WORDS:
        for is_of_records in (True, False):
            seen = Question(
                code=code,
                place=Place("list.csv", 2, 1),
                pupil="p-7k3m" if is_of_records else None,
                record="K",
                file="N",
                command="`liverecord support p-7k3m ends`",
            )
            for questions in ([seen], [seen, replace(seen, pupil=(is_of_records and "p-2xqd") or None)]):
                (aside, *_) = looked_into(questions)
                assert not re.search(r"[.]yml|--|liverecord|PUPIL", in_a_line(aside)), aside


def test_a_provision_map_is_added_to_the_plans(server: Forge, senco: Sitting) -> None:
    head = "Pupil,Outcome,By when,Provision,Who,How often,Start,Review,Impact"
    row = (
        "p-7k3m,Reads a page aloud,16/07/2027,Paired reading,Mrs R Adeyemi,daily,21/09/2026,11/12/2026,Green"
    )
    means = senco.desk.read_files("provision-map", [upload(row, head=head)], "", NOTHING)
    assert isinstance(means, Means), means
    assert any("list.csv:2" in each.says for each in means.beside)
    assert is_sent(senco.desk.save_files("provision-map", means.seen, how="send"))
    assert "Paired reading" in server.file("records/pupils/p-7k3m/plan.yml", "edit/r-adeyemi-1")
    assert isinstance(
        senco.desk.read_files("provision-map", [upload(row, head=head)], "", NOTHING), FilesPage
    )


def test_a_mapping_file_comes_along_with_the_others(server: Forge, senco: Sitting) -> None:
    """What a row's hint asks for can be given on the page: words of the school's own, in a file beside the list."""
    row = "Q999432126009,Quill,Ada,7,7A,11/03/2015,Stage 2,"
    alone = senco.desk.read_files("pupils", [upload(row)], "", NOTHING)
    assert isinstance(alone, FilesPage)
    assert any("mapping file (one that ends in .yml" in each.message for each in alone.wrong), alone.wrong
    own = Upload("ours.yml", b"support: {'Stage 2': K}\n")
    means = senco.desk.read_files("pupils", [own, upload(row)], "", NOTHING)
    assert isinstance(means, Means), means
    for wrong in ([own], [own, own, upload(row)]):
        with pytest.raises(LiverecordError, match="mapping file"):
            senco.desk.read_files("pupils", wrong, "", NOTHING)


def test_every_cure_is_for_something_that_is_told() -> None:
    """A cure by form stands at a code that there is, and names no file, option or command."""
    assert _CURES.keys() <= rulebook().problems.keys() | asked.WORDS.keys()
    for code, cure in _CURES.items():
        assert not re.search(r"[.]yml|--|liverecord|`", cure), code
        assert cured(code, "anything", "import pupils") == cure


def test_a_timetable_comes_in(server: Forge, senco: Sitting) -> None:
    head = "Pupil,Day,Period,Subject,Group,Teacher"
    row = "p-9wtr,Monday,P1,Mathematics,9x/Ma2,J. Okafor"
    means = senco.desk.read_files("timetable", [upload(row, head=head)], "", NOTHING)
    assert isinstance(means, Means), means
    assert is_sent(senco.desk.save_files("timetable", means.seen, how="send"))
    assert "9x/Ma2" in server.file("records/pupils/p-9wtr/absences.yml", "edit/r-adeyemi-1")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "content", [b"", b"\x00" * 100, b"PK\x03\x04 no workbook", b"<x", b"[]", b"a,b\n1,2\n"]
)
def test_what_is_no_such_file_is_told(senco: Sitting, kind: str, content: bytes) -> None:
    """Whatever is handed over, the page says what is wrong with it; nothing is written and nothing stays."""
    made = senco.desk.read_files(kind, [Upload("a.csv", content)], "", NOTHING)
    assert isinstance(made, FilesPage)
    assert made.wrong
    assert not (senco.school / ".liverecord/brought").exists()


TERM = ["Autumn term starts,2 September 2027,", "Autumn term ends,17 December 2027,"]


def test_a_calendar_adds_next_years_terms_and_nothing_else(server: Forge, senco: Sitting) -> None:
    """The terms come in beside those that stand; a new school year then begins with them; the same again changes nothing."""
    path = "records/school.yml"
    before = server.file(path)
    calendar = upload(*TERM, "INSET day,1 November 2027,", head="Event,Start,End", name="council.csv")
    means = senco.desk.read_files("calendar", [calendar], "", NOTHING)
    assert isinstance(means, Means), means
    assert [each.path for each in means.lines] == [path]
    assert means.counted("-") == 0
    assert is_sent(senco.desk.save_files("calendar", means.seen, how="send"))
    after = server.file(path, "edit/r-adeyemi-1")
    assert {"2027-09-02", "2027-12-17", "2027-11-01"} <= set(re.findall(r"2027-\d\d-\d\d", after))
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    (begins,) = [each for each in senco.open("new-year", None).form.questions if each.name == "begins"]
    assert begins.value == ("2 September 2027",)
    assert isinstance(senco.desk.read_files("calendar", [calendar], "", NOTHING), FilesPage)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([TERM[0].replace("starts", "starts (to be confirmed)"), TERM[1]], "council.csv:2"),
        (["INSET day,1 November 2027,"], "No term of the new school year"),
        (
            ["Autumn term starts,2 September 2025,", "Autumn term ends,18 December 2025,"],
            "No term of the new",
        ),
    ],
)
def test_a_calendar_that_is_not_clear_is_told(senco: Sitting, rows: list[str], said: str) -> None:
    """What is not settled, or is of no year to come, adds nothing; the page says what it is, and no option of a command."""
    calendar = upload(*rows, head="Event,Start,End", name="council.csv")
    page = senco.desk.read_files("calendar", [calendar], "", NOTHING)
    assert isinstance(page, FilesPage)
    assert any(said in each.message for each in page.wrong), page.wrong
    assert all("--" not in each.message for each in page.wrong)
