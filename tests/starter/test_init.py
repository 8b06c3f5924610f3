"""`liverecord init`: what it lays out works as it stands, and nothing that a person wrote is written over."""

import hashlib
import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from school_of_its_own import (
    FORGES,
    PUPIL,
    TODAY,
    committed,
    fresh,
    review_due,
    with_a_pupil,
)

from liverecord import __version__, starter
from liverecord.cli.starter import init
from liverecord.problem import LiverecordError
from schools import run, tree

ROOT = Path(__file__).parents[2]
WORDS = starter.Words("Ashgrove School", "secondary", 2026, date(2026, 11, 22))
LIST = "schema/laid-out.json"


def test_a_fresh_school_is_clean(tmp_path: Path) -> None:
    """As laid out, nothing is wrong and nothing is due: a school starts from a green tick."""
    school = fresh(tmp_path / "school")
    checked, due = run(school, "check"), run(school, "due", "--fail-on", "behind")
    assert (checked.returncode, checked.stdout) == (0, "0 records checked, nothing wrong.\n")
    assert (due.returncode, due.stdout) == (0, "Nothing is overdue or behind, and nothing is coming up.\n")


@pytest.mark.slow
def test_the_first_pupil_is_on_every_site(tmp_path: Path) -> None:
    """With the pupil whom its README shows, committed, a school checks clean and builds each audience's site."""
    school = committed(with_a_pupil(fresh(tmp_path / "school")))
    assert run(school, "check").stdout == "1 record checked, nothing wrong.\n"
    built = run(school, "build", "--audience", "all")
    assert built.returncode == 0, built.stderr
    for audience in ("staff", "team", "senco"):
        page = school / "site" / audience / "pupils/p-7k3m/index.html"
        assert "Example Pupil" in page.read_text(encoding="utf-8")
        assert "Name of the school" in (school / "site" / audience / "welcome/index.html").read_text("utf-8")


@pytest.mark.parametrize("forge", FORGES)
def test_who_reads_a_change_to_what_is_published_is_named(tmp_path: Path, forge: str) -> None:
    """CODEOWNERS names the records, the settings, the pages and the forge's workflows, each as a path that is laid out."""
    school = fresh(tmp_path / "school", "--forge", forge)
    (owners,) = school.rglob("CODEOWNERS")
    named = [line.split()[1] for line in owners.read_text("utf-8").splitlines() if " @your-" in line]
    workflow = {"github": ".github/workflows/check.yml", "gitlab": ".gitlab-ci.yml"}.get(
        forge, ".forgejo/workflows/check.yml"
    )
    for path in (
        "records/school.yml",
        "mkdocs.yml",
        "pages/welcome.md",
        workflow,
        owners.relative_to(school).as_posix(),
    ):
        assert (school / path).is_file()
        if forge == "forgejo":
            assert any(re.fullmatch(pattern.replace("\\\\", "\\"), path) for pattern in named), path
        else:
            assert any(f"/{path}".startswith(pattern) for pattern in named), path


def test_everything_a_school_uses_works_without_terms(tmp_path: Path) -> None:
    """Until the terms are filled in a register, a review and the lists still work: unknown days are not made up."""
    school = with_a_pupil(fresh(tmp_path / "school"))
    (school / PUPIL / "absences.yml").write_text(
        "weeks:\n  2026-11-09: '/\\ /\\ /\\ U\\ II'\n", encoding="utf-8"
    )
    review_due(school, "2026-11-11")
    checked = run(school, "check", "--today", TODAY)
    assert checked.returncode == 0, checked.stdout
    due = run(school, "due", "--today", TODAY)
    assert "11 days behind" in due.stdout


def test_no_commit_is_made_and_the_next_steps_are_said(tmp_path: Path) -> None:
    """The command says what is left to do, and how to get the other forges' files; committing is a person's."""
    done = run(tmp_path, "init", "school")
    assert not (tmp_path / "school/.git").exists()
    for words in ("for GitHub", "records/school.yml", "liverecord check", "--forge gitlab --forge forgejo"):
        assert words in done.stdout.replace(os.sep, "/")
    assert not (tmp_path / "school/.gitlab-ci.yml").exists()


def test_each_forge_finds_its_files_where_it_looks(tmp_path: Path) -> None:
    """Workflows, owners of files and templates of requests lie at the places which each forge reads."""
    places = {
        "github": (
            ".github/workflows/check.yml",
            ".github/workflows/nightly.yml",
            ".github/CODEOWNERS",
            ".github/pull_request_template.md",
        ),
        "gitlab": (".gitlab-ci.yml", ".gitlab/CODEOWNERS", ".gitlab/merge_request_templates/Default.md"),
        "forgejo": (
            ".forgejo/workflows/check.yml",
            ".forgejo/workflows/nightly.yml",
            ".forgejo/CODEOWNERS",
            ".forgejo/pull_request_template.md",
        ),
    }
    for forge, paths in places.items():
        school = fresh(tmp_path / forge, "--forge", forge)
        for path in paths:
            assert (school / path).is_file()
        others = [path for other in places if other != forge for path in places[other]]
        assert not [path for path in others if (school / path).exists()]


@pytest.mark.parametrize(
    "name",
    [
        "St Mary's & St John's",
        "a: b # c",
        "'",
        '"\\',
        "{phase}",
        "*[x](y)* <b>",
        "- no",
        "null",
        "名前 école",
    ],
)
def test_a_name_stays_a_name(tmp_path: Path, name: str) -> None:
    """Whatever a school is called, its files are YAML and Markdown that say just that."""
    done = starter.lay_out(
        tmp_path / "school", ["github"], starter.Words(name, "primary", 2026, date(2026, 11, 22))
    )
    assert done.left == ()
    school = tmp_path / "school"
    assert yaml.safe_load((school / "records/school.yml").read_text("utf-8"))["name"] == name
    assert yaml.safe_load((school / "mkdocs.yml").read_text("utf-8"))["site_name"] == name
    assert "<b>" not in (school / "pages/welcome.md").read_text("utf-8")
    assert run(school, "check").returncode == 0


def test_what_the_school_says_of_itself_stands_in_its_file(tmp_path: Path) -> None:
    """The kind of school, its number and the day of the first live record are written; what nobody said waits as a comment."""
    said = run(
        tmp_path,
        "init",
        "said",
        "--kind",
        "Academy or free school",
        "--dfe-number",
        "999/4321",
        "--years",
        "R-6",
    )
    assert said.returncode == 0, said.stderr
    whole = yaml.safe_load((tmp_path / "said/records/school.yml").read_text("utf-8"))
    assert (whole["kind"], whole["dfe_number"]) == ("academy", "999/4321")
    assert whole["years"] == {"lowest": "R", "highest": 6}
    assert isinstance(whole["records_since"], date)
    assert run(tmp_path / "said", "check").returncode == 0
    assert run(tmp_path, "init", "silent").returncode == 0
    text = (tmp_path / "silent/records/school.yml").read_text("utf-8")
    assert "\n# kind: academy" in text
    assert "\n# dfe_number: 999/4321" in text
    assert "\n# years: {lowest: R, highest: 6}" in text
    assert run(tmp_path / "silent", "check").returncode == 0


def test_a_terminal_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody at a terminal is asked what kind of school it is, for its number and its years; Enter alone leaves it open."""
    monkeypatch.setattr("liverecord.cli.starter._is_terminal", lambda: True)
    target = tmp_path / "school"
    done = CliRunner().invoke(init, [str(target)], input="maintained\n\n7-13\n")
    assert done.exit_code == 0, done.output
    assert "What kind of school is it" in done.output
    text = (target / "records/school.yml").read_text("utf-8")
    assert "\nkind: maintained" in text
    assert "\n# dfe_number" in text
    assert "\nyears: {lowest: 7, highest: 13}" in text


@pytest.mark.parametrize("name", ["", "  ", "two\nlines", "x" * 201, "bell\a"])
def test_a_name_that_is_no_line_is_refused(tmp_path: Path, name: str) -> None:
    """A name is one line that prints; anything else is an error with a hint, and nothing is written."""
    with pytest.raises(LiverecordError, match="name") as caught:
        starter.lay_out(
            tmp_path / "school", ["github"], starter.Words(name, "primary", 2026, date(2026, 11, 22))
        )
    assert caught.value.hint
    assert not (tmp_path / "school").exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--phase", "university"),
        ("--kind", "castle"),
        ("--dfe-number", "12"),
        ("--years", "6"),
        ("--years", "6-R"),
        ("--years", "R-X"),
        ("--forge", "sourceforge"),
        ("--check", "--update"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, options: tuple[str, ...]) -> None:
    """An unknown phase or forge, or two commands in one, is an error of use: exit 2, nothing written."""
    done = run(tmp_path, "init", "school", *options)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "school").exists()


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    """A folder that is not empty is refused, and the way to add to it is named; .git alone counts as empty."""
    school = tmp_path / "school"
    (school / ".git").mkdir(parents=True)
    assert run(tmp_path, "init", "school").returncode == 0
    again = run(tmp_path, "init", "school")
    assert again.returncode == 2
    assert "--into-existing" in again.stderr
    file = tmp_path / "notes.txt"
    file.write_text("mine")
    assert run(tmp_path, "init", "notes.txt").returncode == 2
    assert file.read_text() == "mine"


def test_what_a_person_wrote_is_not_written_over(tmp_path: Path) -> None:
    """Into a folder that exists only what is missing is added; what is there and differs is listed and left."""
    school = tmp_path / "school"
    (school / "records").mkdir(parents=True)
    mine = "name: Mine\nphase: primary\n"
    (school / "records/school.yml").write_text(mine)
    (school / ".gitlab-ci.yml").write_text("mine: {}\n")
    done = run(tmp_path, "init", "--into-existing", "--forge", "gitlab", "school")
    assert done.returncode == 0
    assert "records/school.yml" in done.stdout
    assert ".gitlab-ci.yml" in done.stdout
    assert (school / "records/school.yml").read_text() == mine
    assert (school / ".gitlab-ci.yml").read_text() == "mine: {}\n"
    assert (school / "mkdocs.yml").is_file()
    assert run(tmp_path, "init", "--check", "school").returncode == 0


def test_another_forge_is_added_later(tmp_path: Path) -> None:
    """A second forge's files come beside the first's, and both are renewed from then on."""
    school = fresh(tmp_path / "school", "--forge", "github")
    assert run(school, "init", "--into-existing", "--forge", "forgejo", ".").returncode == 0
    assert json.loads((school / LIST).read_text())["forges"] == ["github", "forgejo"]
    assert (school / ".forgejo/workflows/check.yml").is_file()


# ── In step with the program ────────────────────────────────────────────────────────────────────────────


def earlier(school: Path, path: str, text: str = "earlier\n") -> None:
    """Make a file what an earlier version laid out: another text, and its digest in the list."""
    (school / path).write_bytes(text.encode())
    listed = json.loads((school / LIST).read_text("utf-8"))
    listed["files"][path] = hashlib.sha256(text.encode()).hexdigest()
    (school / LIST).write_text(json.dumps(listed), encoding="utf-8")


@pytest.mark.parametrize(
    "path", ["schema/plan.schema.json", ".github/workflows/check.yml", ".vscode/settings.json"]
)
def test_an_old_copy_is_out_of_step_until_it_is_renewed(tmp_path: Path, path: str) -> None:
    """A copy that an earlier version laid out makes --check exit 1 with its name; --update renews it."""
    school = fresh(tmp_path / "school", "--forge", "github")
    before = tree(school)
    earlier(school, path)
    found = run(school, "init", "--check", ".")
    assert found.returncode == 1
    assert path in found.stdout
    assert path in run(school, "init", "--update", ".").stdout
    assert run(school, "init", "--check", ".").returncode == 0
    assert tree(school) == before


def test_a_changed_workflow_is_left_and_told(tmp_path: Path) -> None:
    """A workflow that somebody changed or took away is not out of step: it is named, and stays as it is."""
    school = fresh(tmp_path / "school", "--forge", "github")
    (school / ".github/workflows/nightly.yml").write_text("name: ours\n")
    (school / ".pre-commit-config.yaml").unlink()
    for option in ("--check", "--update", "--check"):
        done = run(school, "init", option, ".")
        assert done.returncode == 0
        assert ".github/workflows/nightly.yml" in done.stdout
        assert ".pre-commit-config.yaml" in done.stdout
    assert (school / ".github/workflows/nightly.yml").read_text() == "name: ours\n"
    assert not (school / ".pre-commit-config.yaml").exists()


def test_an_update_touches_nothing_of_the_school_s_own(tmp_path: Path) -> None:
    """Records, pages, settings and README are the school's from the first day."""
    school = fresh(tmp_path / "school", "--forge", "github")
    own = [
        "records/school.yml",
        "records/staff.yml",
        "pages/welcome.md",
        "mkdocs.yml",
        "README.md",
        ".gitignore",
    ]
    for path in own:
        (school / path).write_text("ours\n")
    earlier(school, "schema/plan.schema.json")
    assert run(school, "init", "--update", ".").returncode == 0
    assert {(school / path).read_text() for path in own} == {"ours\n"}


def test_a_schema_edited_by_hand_is_out_of_step(tmp_path: Path) -> None:
    """The copies in schema/ only serve editors: one that differs would teach what the check refuses."""
    school = fresh(tmp_path / "school", "--forge", "github")
    (school / "schema/staff.schema.json").write_text("{}")
    assert run(school, "init", "--check", ".").returncode == 1
    run(school, "init", "--update", ".")
    assert run(school, "init", "--check", ".").returncode == 0


def test_other_line_ends_are_no_change(tmp_path: Path) -> None:
    """Git on Windows makes CRLF of a line's end: that is nobody's work and not out of step."""
    school = fresh(tmp_path / "school", "--forge", "github")
    for path in ("schema/plan.schema.json", ".github/workflows/check.yml"):
        (school / path).write_bytes((school / path).read_bytes().replace(b"\n", b"\r\n"))
    found = starter.compare(school)
    assert (found.old, found.changed) == ((), ())


def test_what_is_no_longer_used_is_named(tmp_path: Path) -> None:
    """A file that an earlier version laid out and this one does not is named, and left for a person to delete."""
    school = fresh(tmp_path / "school", "--forge", "github")
    earlier(school, "schema/gone.schema.json")
    assert starter.renew(school).unused == ("schema/gone.schema.json",)
    assert (school / "schema/gone.schema.json").exists()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"forges": ["x"], "files": {}}', '{"forges": [], "files": {"a": 1}}']
)
def test_a_list_that_cannot_be_read_is_said_plainly(tmp_path: Path, content: str) -> None:
    """Whatever somebody made of the list, the program says so, and how to have it anew."""
    school = fresh(tmp_path / "school", "--forge", "github")
    (school / LIST).write_text(content)
    done = run(school, "init", "--check", ".")
    assert done.returncode == 2
    assert "--into-existing" in done.stderr
    (school / LIST).unlink()
    assert "Nothing was laid out" in run(school, "init", "--update", ".").stderr
    assert run(school, "init", "--into-existing", "--forge", "github", ".").returncode == 0
    assert run(school, "init", "--check", ".").returncode == 0


def test_a_disk_that_refuses_is_said_plainly(tmp_path: Path) -> None:
    """A file where a folder should be is named, without a traceback."""
    (tmp_path / "school").mkdir()
    (tmp_path / "school/records").write_text("a file")
    done = run(tmp_path, "init", "--into-existing", "school")
    assert done.returncode == 2
    assert "records" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_list_names_the_version(tmp_path: Path) -> None:
    """The list says which version laid the school out, and its digests are of what lies there."""
    school = fresh(tmp_path / "school")
    listed = json.loads((school / LIST).read_text("utf-8"))
    assert (listed["version"], listed["forges"]) == (__version__, [*FORGES])
    assert set(listed["files"]) == set(starter.kept_files(FORGES))


# ── What an editor gets ─────────────────────────────────────────────────────────────────────────────────


def test_editor_settings_point_at_schemas_that_are_there(tmp_path: Path) -> None:
    """Each kind of record is mapped to its schema's copy, and so it is in this repository, which adds its own rulebook."""
    school = fresh(tmp_path / "school", "--forge", "github")
    settings = json.loads((school / ".vscode/settings.json").read_text("utf-8"))
    schemas = settings["yaml.schemas"]
    assert all((school / path).is_file() for path in schemas)
    assert {Path(pattern).stem for pattern in schemas.values()} == {
        *("school", "staff", "plan", "absences", "concerns", "actions", "contacts", "reviews")
    }
    ours = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))
    ours["yaml.schemas"] = {
        path: each for path, each in ours["yaml.schemas"].items() if "/rulebook/" not in path
    }
    assert settings == ours
    extensions = ".vscode/extensions.json"
    assert (school / extensions).read_bytes() == (ROOT / extensions).read_bytes()


def test_nobody_but_a_placeholder_is_made_up(tmp_path: Path) -> None:
    """A fresh school's staff is one person, who says to be a placeholder, and it has no pupil."""
    school = fresh(tmp_path / "school", "--forge", "github")
    (only,) = yaml.safe_load((school / "records/staff.yml").read_text("utf-8"))["staff"]
    assert only["name"].startswith("PLACEHOLDER")
    assert [path.name for path in (school / "records/pupils").iterdir()] == ["README.md"]


@pytest.mark.parametrize(("epoch", "year"), [("1788177600", "2025"), ("1788264000", "2026")])
def test_terms_in_the_notes_are_of_this_school_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, epoch: str, year: str
) -> None:
    """On 31 August the lines to fill in are the ending school year's, on 1 September the new one's."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    school = fresh(tmp_path / "school", "--forge", "github")
    assert f"#  - {{name: 'Autumn 1', start: {year}-09-01" in (school / "records/school.yml").read_text(
        "utf-8"
    )


def test_each_note_becomes_valid_when_its_mark_is_taken_off(tmp_path: Path) -> None:
    """The examples in the notes are right: with every # before a line of YAML gone, the records still check clean."""
    school = with_a_pupil(fresh(tmp_path / "school", "--forge", "github"))
    for name, pattern in (
        ("school", r"(?m)^#(  - \{| escalation| review_intervals|   part_time)"),
        ("staff", r"(?m)^#(  - |    )"),
    ):
        file = school / f"records/{name}.yml"
        file.write_text(re.sub(pattern, lambda found: _unmarked(found[1]), file.read_text("utf-8")), "utf-8")
    school_yml = yaml.safe_load((school / "records/school.yml").read_text("utf-8"))
    assert len(school_yml["terms"]) == 6
    assert school_yml["review_intervals"]
    assert len(yaml.safe_load((school / "records/staff.yml").read_text("utf-8"))["staff"]) == 3
    done = run(school, "check")
    assert done.returncode == 0, done.stdout


def _unmarked(start: str) -> str:
    return start if start.startswith("    ") or start.endswith(("{", "- ")) else start[1:]
