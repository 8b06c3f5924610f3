"""`liverecord import pupils --outcomes`, end to end, in the example school's folder."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_runs import importing

from examples import one_in
from liverecord.splice.writing import difference
from overlay import TODAY, check
from record_documents import RULEBOOK
from schemas import printed
from schools import tree

UPN = "C999432126001"
RECORD = Path("records/pupils/p-7k3m/plan.yml")
HEAD = "UPN,Name,Outcome,By when,Provision,Who,How often,State,Start date,Review date,Impact,Impact in words"
COMMAND = ["pupils", "--outcomes"]


def told(*arguments: str) -> dict[str, Any]:
    """Run the command for its JSON, which has the shape that its schema says."""
    value: dict[str, Any] = json.loads(importing(*arguments, "--json", command=COMMAND).output)
    printed("import-outcomes").validate(value)
    return value


def file(*rows: str, head: str = HEAD) -> str:
    Path("map.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return "map.csv"


def outcomes() -> list[dict[str, Any]]:
    data = yaml.load(RECORD.read_text(encoding="utf-8"), yaml.BaseLoader)
    found: list[dict[str, Any]] = data["outcomes"]
    return found


def test_a_row_becomes_an_outcome_and_its_support(school: Path) -> None:
    """Every cell has its field, and every line that the plan had is there still."""
    before = tree(school / "records")
    value = told(
        file(
            f"{UPN},Secretname,Reads a page aloud,16/07/2027,Paired reading,Mrs R Adeyemi,three times a week,,21/09/2026,11/12/2026,"
            "Helped,Reads more"
        )
    )
    assert (value["written"], value["problems"], value["questions"]) == (True, [], [])
    assert outcomes()[-1] == {
        "id": "o2",
        "text": "Reads a page aloud",
        "by": "2027-07-16",
        "provision": [
            {
                "id": "pr2",
                "what": "Paired reading",
                "who": "r-adeyemi",
                "frequency": "three times a week",
                "status": "in_place",
                "from": "2026-09-21",
                "review_on": "2026-12-11",
                "result": "helped",
                "result_note": "Reads more",
            }
        ],
    }
    after = tree(school / "records")
    assert {path for path in after if before.get(path) != after[path]} == {"pupils/p-7k3m/plan.yml"}
    (run,) = difference(before["pupils/p-7k3m/plan.yml"], after["pupils/p-7k3m/plan.yml"])
    assert {line.sign for line in run} == {"+"}
    assert check(school, RULEBOOK, TODAY) == []


def test_importing_again_changes_nothing_and_overwrites_nothing(school: Path) -> None:
    """What somebody has changed in the record since then stays, be the file of another mind."""
    name = file(f"{UPN},,Reads a page aloud,,Paired reading,,daily,,2026-09-21,,,")
    told(name)
    RECORD.write_text(RECORD.read_text(encoding="utf-8").replace("daily", "every Monday"), encoding="utf-8")
    before = RECORD.read_bytes()
    value = told(name)
    assert (value["written"], value["counts"]["rows_same"]) == (False, 1)
    assert RECORD.read_bytes() == before


def test_support_joins_the_outcome_that_the_plan_has(school: Path) -> None:
    """The same words are the same outcome, whatever the capitals and the full stop."""
    text = outcomes()[0]["text"].upper() + "."
    value = told(file(f'{UPN},,"{text}",,Timer on the desk,,,,14/12/2026,,,'))
    assert (value["counts"]["outcomes_added"], value["counts"]["provision_added"]) == (0, 1)
    assert len(outcomes()) == 1
    assert outcomes()[0]["provision"][-1]["status"] == "planned"


def test_where_the_pupil_stands_comes_with_the_outcome(school: Path) -> None:
    """What a sheet calls entry and exit data stands with a new outcome, and with one of the plan that says neither."""
    text, head = outcomes()[0]["text"], "UPN,Outcome,Provision,Start date,Entry data,Exit data"
    rows = (
        f"{UPN},Reads a page aloud,Paired reading,2026-09-21,One page in ten,Four in ten",
        f"{UPN},Reads a page aloud,Overlay,2026-09-21,,",
        f"{UPN},{text},Timer,2026-09-21,One lesson of five,",
    )
    told(file(*rows, head=head))
    old, new = outcomes()
    assert (new["baseline"], new["now"]) == ("One page in ten", "Four in ten")
    assert (old["baseline"], "now" in old) == ("One lesson of five", False)
    changed = file(f"{UPN},{text},Timer,2026-09-21,Something else,", head=head)
    told(changed)
    assert outcomes()[0]["baseline"] == "One lesson of five"
    assert check(school, RULEBOOK, TODAY) == []


def test_who_may_be_one_of_two_stands_in_words_and_is_asked(school: Path) -> None:
    """A name that two colleagues could have is nobody's: what the row says stands there in words."""
    staff = Path("records/staff.yml")
    staff.write_text(
        staff.read_text(encoding="utf-8")
        + "  - {id: ruth-a, name: 'Ruth Adeyemi', roles: [class_teacher]}\n",
        encoding="utf-8",
    )
    value = told(file(f"{UPN},,Reads aloud,,Overlay,R Adeyemi,,,2026-09-21,,,"))
    assert [each["code"] for each in value["questions"]] == ["who-not-sure"]
    assert outcomes()[-1]["provision"][0]["delivered_by"] == "R Adeyemi"


def test_a_result_in_other_words_is_kept_in_words_and_asked(school: Path) -> None:
    """It is never made one of the four; a mapping says what a school's own word means."""
    name = file(f"{UPN},,Reads aloud,,Overlay,Class teachers,,,2026-09-21,,Amber,")
    value = told(name, "--dry-run")
    assert [each["code"] for each in value["questions"]] == ["result-unclear"]
    assert importing(name, "--dry-run", command=COMMAND).return_value == 1
    Path("map.yml").write_text("results: {Amber: partly}\n", encoding="utf-8")
    value = told(name, "--map", "map.yml")
    assert (value["questions"], value["counts"]["in_words"]) == ([], 1)
    assert outcomes()[-1]["provision"][0]["result"] == "partly"
    assert outcomes()[-1]["provision"][0]["delivered_by"] == "Class teachers"


def test_without_its_words_a_result_stands_as_it_was_typed(school: Path) -> None:
    """Nothing that was written down is lost."""
    told(file(f"{UPN},,Reads aloud,,Overlay,,,,2026-09-21,,Amber,Some lessons"))
    support = outcomes()[-1]["provision"][0]
    assert ("result" in support, support["result_note"]) == (False, "Amber Some lessons")


def test_one_row_that_is_not_understood_holds_up_its_pupil_alone(school: Path) -> None:
    """Nothing is written without --partial; with it nothing of that pupil is."""
    name = file(
        f"{UPN},,Reads aloud,,Overlay,,,,2026-09-21,,,",
        f"{UPN},,Reads aloud,,Timer,,,,someday,,,",
        "p-2xqd,,Reads aloud,,Overlay,,,,2026-09-21,,,",
    )
    before = tree(school / "records")
    value = told(name)
    assert not value["written"]
    assert {each["code"] for each in value["problems"]} >= {"import-date-unclear"}
    assert tree(school / "records") == before
    value = told(name, "--partial")
    assert (value["written"], value["left"]) == (True, ["p-7k3m"])
    after = tree(school / "records")
    assert {path for path in after if before.get(path) != after[path]} == {"pupils/p-2xqd/plan.yml"}


def test_what_would_break_a_record_is_not_written(school: Path) -> None:
    """It is judged as the check would: support that ends before it begins is in no record."""
    before = tree(school / "records")
    value = told(
        file(f"{UPN},Reads aloud,Overlay,2026-09-21,2026-09-01", head="UPN,Outcome,Provision,Start,End")
    )
    assert [each["code"] for each in value["problems"]] == ["import-would-break"]
    assert tree(school / "records") == before


def test_nothing_that_was_typed_is_printed(school: Path) -> None:
    """Names, numbers and words of a file may be a child's: what is told are ids, days, columns and counts."""
    name = file(
        f"{UPN},Secretname,Secretoutcome,,Secretsupport,Secretperson,Secretly,,2026-09-21,,Secretresult,Secretnote",
        "A999432126999,Secretname,Secretoutcome,,Secretsupport,,,Secretstate,,,,",
        "p-none,Secretname,,,Secretsupport,,,,Secretday,,,",
    )
    for form in ([], ["--json"]):
        output = importing(name, "--dry-run", *form, command=COMMAND).output
        assert "Secret" not in output
        assert "99943212" not in output


def test_a_list_and_a_map_are_one_import(school: Path) -> None:
    """Both are told, the list first; as JSON they are one value."""
    Path("list.csv").write_text("UPN,Surname,Forename,Year,SEN status\n", encoding="utf-8")
    name = file(f"{UPN},,Reads aloud,,Overlay,,,,2026-09-21,,,")
    value = json.loads(importing("list.csv", "--outcomes", name, "--json", command=["pupils"]).output)
    assert value.keys() == {"pupils", "outcomes"}
    printed("import-pupils").validate(value["pupils"])
    printed("import-outcomes").validate(value["outcomes"])
    assert value["outcomes"]["written"]


def test_a_list_that_is_not_understood_holds_up_its_map_too(school: Path) -> None:
    """Nothing at all is written, unless --partial says so; what the map would add is told all the same."""
    rows = ("UPN,Surname,Forename,Year,SEN status", f"{UPN},Ellison,Maya,Year 99,K")
    Path("list.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    name = file(f"{UPN},,Reads aloud,,Overlay,,,,2026-09-21,,,")
    before = tree(school / "records")
    output = importing("list.csv", "--outcomes", name, command=["pupils"]).output
    assert tree(school / "records") == before
    assert "The provision map is only read" in output
    assert "Would be added to 1 plan" in output


def test_neither_a_list_nor_a_map_is_no_import(school: Path) -> None:
    """The command says what it wants."""
    from click import UsageError

    with pytest.raises(UsageError):
        importing(command=["pupils"])


def test_dates_month_first_put_the_whole_file_in_doubt(school: Path) -> None:
    """A review on 3 April would come on 4 March."""
    rows = (f"{UPN},Reads aloud,Overlay,04/03/2026", f"{UPN},Reads aloud,Timer,04/13/2026")
    value = told(file(*rows, head="UPN,Outcome,Provision,Start"), "--partial")
    assert ({each["code"] for each in value["problems"]}, value["written"]) == (
        {"import-date-unclear"},
        False,
    )


TYPED = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "null",
            "yes",
            "3",
            "07:30",
            "2026-11-01",
            "'",
            '"',
            "- a",
            "a: b",
            "#",
            "{a}",
            "&a *a",
            "!!x",
            "%",
            "|",
            "> x",
        ]
    ),
)


@settings(one_in(5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TYPED, TYPED, TYPED, TYPED)
def test_any_text_stands_in_the_record_as_it_was_typed(
    school: Path, outcome: str, what: str, who: str, often: str
) -> None:
    """Or its row is a problem: no text becomes a key, a number, a comment or another line of YAML."""
    old = RECORD.read_bytes()
    try:
        with Path("map.csv").open("w", encoding="utf-8", newline="", errors="replace") as file:
            names = ["Pupil", "Outcome", "Provision", "Who", "How often", "State"]
            csv.writer(file).writerows(
                [names, ["p-7k3m", f"O{outcome}", f"S{what}", f"W{who}", f"F{often}", "planned"]]
            )
        value = told("map.csv")
        if value["problems"]:
            assert RECORD.read_bytes() == old
            return
        added = outcomes()[-1]
        (support,) = added["provision"]
        for text, stands in (
            (f"O{outcome}", added["text"]),
            (f"S{what}", support["what"]),
            (f"F{often}", support["frequency"]),
        ):
            assert stands == " ".join(text.encode(errors="replace").decode().translate(UNSEEN).split())
        assert check(school, RULEBOOK, TODAY) == []
    finally:
        RECORD.write_bytes(old)


UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x2060, 0xFEFF))
