"""The rulebook: schema/ read whole, and refused where it does not hold together."""

import json
import shutil
from pathlib import Path

import pytest

from liverecord.problem import InvalidRulebook
from liverecord.read.resources import schema_folder
from liverecord.read.rulebook import rulebook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of schema/ to damage."""
    return Path(
        shutil.copytree(schema_folder(), tmp_path / "schema", ignore=shutil.ignore_patterns("__pycache__"))
    )


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(InvalidRulebook) as caught:
        rulebook(folder)
    assert caught.value.hint
    return caught.value.message


def test_the_program_s_own_rulebook_holds_together():
    """Codes, rules, thresholds, audiences, explanations and schemas are all there, by the names that others use."""
    found = rulebook()
    assert found.codes.label("mark", "U").startswith("arrived")
    assert {"sen_support_review", "action_due"} <= {rule.id for rule in found.reviews}
    assert found.thresholds["sickness_return"].numbers["days"] == 15
    assert [audience.id for audience in found.policy.audiences] == ["staff", "team", "senco"]
    assert {"plan", "absences", "concerns", "actions", "contacts", "reviews", "school", "staff"} <= set(
        found.schemas
    )
    assert {"duplicate-key", "folder-not-an-id"} <= set(found.problems)
    assert {rule.source for rule in found.reviews} <= set(found.sources)


def test_the_digest_tells_one_rulebook_from_another(folder):
    """Whatever was made under other rules can be told apart: any byte of any file counts, and any file's name."""
    plain = rulebook(folder).digest
    assert plain == rulebook(folder).digest == rulebook().digest
    digests = {plain}
    for name in ("codes.yml", "problems.yml", "plan.schema.json", "rulebook/codes.schema.json"):
        with (folder / name).open("ab") as file:
            file.write(b"\n")
        digests.add(rulebook(folder).digest)
    (folder / "x.schema.json").write_bytes(b"{}")
    digests.add(rulebook(folder).digest)
    (folder / "x.schema.json").rename(folder / "y.schema.json")
    digests.add(rulebook(folder).digest)
    assert len(digests) == 7


@pytest.mark.parametrize(
    "name",
    ["codes", "reviews", "thresholds", "audiences", "imports", "problems", "retention", "export"],
)
def test_every_file_must_be_there(folder, name):
    """Nothing is judged by half a law."""
    (folder / f"{name}.yml").unlink()
    assert f"{name}.yml" in refusal(folder)


def test_the_strict_loader_reads_the_rulebook_too(folder):
    """What a record may not hold, a rule may not either: the place is named."""
    with (folder / "codes.yml").open("a", encoding="utf-8") as file:
        file.write("sources: {}\n")
    assert "codes.yml:" in refusal(folder)
    assert "`sources` stands here already" in refusal(folder)


def test_a_file_that_is_not_json_is_refused(folder):
    """A broken schema stops the run before anything is judged by it."""
    (folder / "plan.schema.json").write_text("{", encoding="utf-8")
    assert "plan.schema.json is not JSON" in refusal(folder)


def test_each_file_agrees_with_its_own_schema(folder):
    """A misspelt key of a rule would change the law without a word: its place is told."""
    change(folder, "reviews.yml", "    owner_role: senco", "    owner_rule: senco")
    assert refusal(folder).startswith("reviews.yml:")


def test_without_its_schema_a_file_must_still_fit_its_type(folder):
    """The types are the second net: a key that no type knows is refused there."""
    shutil.rmtree(folder / "rulebook")
    assert rulebook(folder).reviews == rulebook().reviews
    change(folder, "thresholds.yml", "    label: ", "    lable: ")
    assert "thresholds.yml" in refusal(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("codes.yml", "    source: records", "    source: hearsay", "hearsay"),
        ("reviews.yml", "    source: code_6_65", "    source: hearsay", "hearsay"),
        ("thresholds.yml", "    source: this_program", "    source: hearsay", "hearsay"),
        ("reviews.yml", "    owner_role: senco", "    owner_role: caretaker", "caretaker"),
        (
            "reviews.yml",
            "  - id: sen_support_report",
            "  - id: sen_support_review",
            "sen_support_review twice",
        ),
        ("thresholds.yml", "  - id: attendance_return", "  - id: school_year", "school_year twice"),
        ("problems.yml", "- code: missing-staff", "- code: missing-school", "missing-school twice"),
        ("imports.yml", "source: sims_sync", "source: hearsay", "hearsay"),
        ("imports.yml", "{seen: I01, mark: I,", "{seen: I01, mark: I9,", "I9"),
        ("imports.yml", "{seen: I02,", "{seen: I01,", "I01 twice"),
        ("imports.yml", "['Session.Mark']", "['session']", "session twice"),
        (
            "calendars.yml",
            "source: school_pages, words: ['inset'",
            "source: hearsay, words: ['inset'",
            "hearsay",
        ),
        ("calendars.yml", "'pd day'", "'half term'", "half term twice"),
        (
            "search.yml",
            "words: [deafblind], source: nhs_names",
            "words: [deafblind], source: hearsay",
            "hearsay",
        ),
        ("search.yml", "code: MSI, words: [deafblind]", "code: MSI, words: [deaf]", "deaf twice"),
        ("search.yml", "code: MSI,", "code: XYZ,", "XYZ"),
        ("search.yml", "list: sen_provision}", "list: provision}", "a list that is not there"),
        (
            "conditions.yml",
            "words: [asthma], source: nhs_names",
            "words: [asthma], source: hearsay",
            "hearsay",
        ),
        ("conditions.yml", "words: [asthma]", "words: [autism]", "autism twice"),
        ("retention.yml", "  source: pupil_information", "  source: hearsay", "hearsay"),
        ("retention.yml", "decided_by: dsl", "decided_by: caretaker", "caretaker"),
        ("retention.yml", "- id: pupil_file", "- id: sen_file", "sen_file twice"),
        ("retention.yml", "    years: 25\n", "", "pupil_file needs a number of years"),
        ("retention.yml", "    years: 25\n", "    years: 25\n    decided_by: dsl\n", "pupil_file needs"),
        ("export.yml", "- id: transfer", "- id: family", "family twice"),
        ("export.yml", "revisions.message: [subject_access]", "revisions.message: [curiosity]", "curiosity"),
        ("export.yml", "'{log, notes}.text'", "'{log, log}.text'", "log.text twice"),
        ("audiences.yml", "id: team,", "id: staff,", "staff twice"),
        (
            "audiences.yml",
            "plan.{support, keyworker}",
            "plan.{support, keyworker, support}",
            "plan.support twice",
        ),
        ("audiences.yml", "{id: senco,", "{id: nobody,", "nobody"),
        (
            "audiences.yml",
            "'plan.{support, keyworker}': staff",
            "'plan.{support, keyworker}': everybody",
            "everybody",
        ),
        ("audiences.yml", "sen_support_review: staff", "sen_support_review: everybody", "everybody"),
        ("audiences.yml", "unowned: {action_due: team}", "unowned: {action_due: everybody}", "everybody"),
    ],
)
def test_what_a_row_names_must_be_there(folder, name, old, new, words):
    """Sources, roles and audiences that a row names exist, and ids are unique: no schema can say so, and here it is held."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    if old not in text and name == "codes.yml":
        old = f"    source: {next(iter(rulebook().codes.sources))}"
    if old not in text:
        old = old.replace("    source: ", "source: ")
        new = new.replace("    source: ", "source: ")
    change(folder, name, old, new)
    assert words in refusal(folder)


def test_a_code_stands_once_in_its_list(folder):
    """Two rows for one code would mean two things."""
    schema = json.loads((folder / "rulebook/codes.schema.json").read_text(encoding="utf-8"))
    assert schema["title"] == "Code lists"
    text = (folder / "codes.yml").read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.lstrip().startswith("- {code: "))
    change(folder, "codes.yml", row, f"{row}\n{row}")
    assert "twice" in refusal(folder)


def test_a_folder_that_cannot_be_read_is_refused(folder):
    """A file that is no file is an error with a hint, not a traceback."""
    (folder / "codes.yml").unlink()
    (folder / "codes.yml").mkdir()
    assert "cannot be read" in refusal(folder)


def test_an_empty_folder_is_refused(tmp_path):
    """A folder without rules is no rulebook."""
    assert "codes.yml" in refusal(tmp_path)
