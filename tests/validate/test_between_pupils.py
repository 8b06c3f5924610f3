"""What holds between pupils holds in every run of the check: from nothing, again from the store, and of one folder alone."""

import json
import shutil
from pathlib import Path

from schools import change, example, run

MAYA, TWIN = "records/pupils/p-7k3m", "records/pupils/p-8zzz"


def codes(school: Path, *arguments: str) -> list[tuple[str, str]]:
    """Return the path and code word of each problem that the check finds."""
    done = run(school, "check", "--format", "json", *arguments)
    return [(each["path"], each["code"]) for each in json.loads(done.stdout)["problems"]]


def test_a_upn_in_two_folders_is_found_in_every_run(tmp_path: Path) -> None:
    """duplicate-upn: told at both; remembered verdicts hide nothing, and a UPN that was mended is forgotten."""
    school = example(tmp_path / "school")
    assert codes(school) == []
    shutil.copytree(school / MAYA, school / TWIN)
    both = [(f"{folder}/plan.yml", "duplicate-upn") for folder in (MAYA, TWIN)]
    assert codes(school) == both
    assert codes(school) == both
    assert codes(school, TWIN) == both[1:]
    assert "C999432126001" not in run(school, "check", "--format", "json").stdout
    change(school, f"{TWIN}/plan.yml", "upn: C999432126001", "upn:")
    assert codes(school) == []


def test_a_folder_made_of_a_name_is_found_in_every_run(tmp_path: Path) -> None:
    """folder-is-a-name: found of the whole school and of that folder alone, and the name is not printed."""
    school = example(tmp_path / "school")
    (school / MAYA).rename(school / "records/pupils/p-ellison")
    for arguments in ((), (), ("records/pupils/p-ellison",), ("records/pupils/p-ellison/plan.yml",)):
        assert codes(school, *arguments) == [("records/pupils", "folder-is-a-name")]
        assert "ellison" not in run(school, "check", "--format", "json", *arguments).stdout
    assert codes(school, "records/pupils/p-9wtr") == []


def test_a_group_named_as_a_class_is_found_in_every_run(tmp_path: Path) -> None:
    """group-named-twice, pupil-without-record: told at school.yml, from remembered verdicts too, and mended once and for all."""
    school = example(tmp_path / "school")
    written = school / "records/school.yml"
    whole = written.read_text(encoding="utf-8")
    written.write_text(
        f"{whole}groups:\n  - {{id: g1, name: 8b, pupils: [p-7k3m, p-gone]}}\n", encoding="utf-8"
    )
    told = [
        ("records/school.yml", "group-named-twice"),
        ("records/school.yml", "pupil-without-record"),
    ]
    assert [codes(school) for _ in range(2)] == [told, told]
    assert codes(school, "records/school.yml") == told
    assert codes(school, MAYA) == []
    written.write_text(
        f"{whole}groups:\n  - {{id: g1, name: '8 Maths', pupils: [p-7k3m]}}\n", encoding="utf-8"
    )
    assert codes(school) == []
