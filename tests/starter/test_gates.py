"""Each gate that `liverecord init` lays out can fail: its own lines are run on wrong, late and clean records.

On a change one forge's lines are run, and test_forges_alike holds the others' to the same outcomes; with --thorough all are run.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from school_of_its_own import (
    FORGES,
    PUPIL,
    TODAY,
    as_a_pull_request,
    break_record,
    check_lines,
    committed,
    fix_today,
    fresh,
    nightly_lines,
    on_main,
    review_due,
    run_lines,
    with_a_pupil,
)

from examples import of_a_sample
from git_repository import commit, git
from schools import run

RUN = FORGES[: of_a_sample(1, len(FORGES))]
MERGING = ("gitlab", "forgejo")[: of_a_sample(1, 2)]
"""The forges that leave it to the lines to merge the target into a change."""


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school with one pupil, as of a fixed day, for all forges."""
    school = with_a_pupil(fresh(tmp_path_factory.mktemp("gates") / "school"))
    fix_today(school)
    return committed(school)


@pytest.fixture
def school(laid_out: Path, tmp_path: Path) -> Path:
    """A copy of it, to spoil."""
    return Path(shutil.copytree(laid_out, tmp_path / "school"))


def on_a_request(school: Path, forge: str):
    """Run the forge's check on what is changed, as on a pull request."""
    as_a_pull_request(school)
    return run_lines(school, check_lines(school, forge), CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")


@pytest.mark.parametrize("forge", RUN)
def test_a_clean_change_passes(school: Path, forge: str) -> None:
    """A record in order passes, and the summary says so in plain English."""
    review_due(school, "2027-01-20")
    done = on_a_request(school, forge)
    assert done.returncode == 0, done.stdout
    assert "Nothing is wrong in them." in told(school, done)


@pytest.mark.parametrize("forge", RUN)
def test_a_wrong_change_fails(school: Path, forge: str) -> None:
    """A wrong record fails the check; the summary names its line, and neither it nor the log quotes the record."""
    break_record(school)
    done = on_a_request(school, forge)
    assert done.returncode == 1, done.stdout
    text = told(school, done)
    assert "1 problem in 1 file to mend" in text
    assert f"### {PUPIL}/plan.yml" in text
    assert "Example" not in text
    assert "Instructions" not in text


@pytest.mark.parametrize("forge", RUN)
def test_what_a_change_means_is_said(school: Path, forge: str) -> None:
    """The summary tells the change in a sentence, and what is late by it: by ids, without a name or a word of the record.

    It fails nothing: the passing of time never blocks an unrelated change.
    """
    review_due(school, "2026-11-11")
    done = on_a_request(school, forge)
    assert done.returncode == 0, done.stdout
    text = told(school, done)
    assert "## What changes: 1 record changed. 0 overdue, 2 behind by it" in text
    assert "planned for 11 November" in text
    assert "**Becomes behind**" in text
    assert "11 days behind" in text
    assert "Example" not in text


@pytest.mark.parametrize("forge", RUN)
def test_a_diff_that_fails_blocks_no_change(school: Path, forge: str) -> None:
    """Where nothing can be compared (a branch that was never fetched), the check alone decides."""
    review_due(school, "2027-01-20")
    as_a_pull_request(school)
    lines = [
        line.replace('origin/$GITHUB_BASE_REF" --f', 'origin/gone" --f')
        for line in check_lines(school, forge)
    ]
    lines = [line.replace("diff FETCH_HEAD", "diff origin/gone") for line in lines]
    assert any("origin/gone" in line for line in lines)
    done = run_lines(school, lines, CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("forge", RUN)
def test_a_record_is_judged_on_its_new_date(school: Path, forge: str) -> None:
    """A late review moved in a pull request counts on its new date in that pull request, though main has moved on."""
    review_due(school, "2026-11-11")
    commit(school, TODAY, "A review is planned")
    as_a_pull_request(school)
    with on_main(school):
        (school / "pages/welcome.md").write_text("# Meanwhile\n")
    review_due(school, "2026-11-30")
    commit(school, TODAY, "p-7k3m: the review is moved")
    if forge == "github":  # which checks out the merge by itself
        git(
            school,
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@x.example",
            "merge",
            "--quiet",
            "--no-edit",
            "main",
        )
    done = run_lines(school, check_lines(school, forge), CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    assert done.returncode == 0, done.stdout
    assert "in 8 days" in told(school, done)
    assert "late" not in told(school, done).split("(this blocks nothing)")[-1]
    assert (school / "pages/welcome.md").read_text() == "# Meanwhile\n"


@pytest.mark.parametrize("forge", MERGING)
def test_what_is_wrong_only_once_merged_fails(school: Path, forge: str) -> None:
    """Main lost the person whom a change names: each is right alone, and the check of the merge says that both are not."""
    with (school / "records/staff.yml").open("a", encoding="utf-8") as staff:
        staff.write("  - {id: k-new, name: 'K. New', roles: [keyworker]}\n")
    commit(school, TODAY, "k-new has joined")
    as_a_pull_request(school)
    plan = school / PUPIL / "plan.yml"
    plan.write_text(plan.read_text("utf-8").replace("keyworker: senco", "keyworker: k-new"), "utf-8")
    commit(school, TODAY, "p-7k3m: k-new is key worker")
    with on_main(school):
        staff_yml = school / "records/staff.yml"
        staff_yml.write_text(
            staff_yml.read_text("utf-8").replace("  - {id: k-new, name: 'K. New', roles: [keyworker]}\n", "")
        )
    assert run(school, "check").returncode == 0
    done = run_lines(school, check_lines(school, forge), CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    assert done.returncode == 1
    assert "unknown-person" in told(school, done)


@pytest.mark.parametrize("forge", RUN)
def test_copies_out_of_step_block_no_change(school: Path, forge: str) -> None:
    """After a new version of the program a change still passes, with a word about it; the nightly run fails."""
    (school / "schema/plan.schema.json").write_text("{}")
    done = on_a_request(school, forge)
    assert done.returncode == 0
    assert "liverecord init --update" in done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("forge", RUN)
def test_the_nightly_run_fails_on_what_is_late_and_on_nothing_else(school: Path, forge: str) -> None:
    """Clean: the sites are built and packed, all passes. Late: the sites are built all the same, and the run fails."""
    clean = run_lines(school, nightly_lines(school, forge))
    assert clean.returncode == 0, clean.stdout
    (school / "sites.tar.gz").unlink()
    review_due(school, "2026-11-11")
    commit(school, TODAY, "A review is planned")
    late = run_lines(school, nightly_lines(school, forge))
    assert late.returncode == 1
    assert "11 days behind" in late.stdout
    assert "Example" not in late.stdout
    listed = subprocess.run(
        ["tar", "tzf", "sites.tar.gz"], cwd=school, capture_output=True, text=True, check=True
    ).stdout
    for audience in ("staff", "team", "senco"):
        assert f"site/{audience}" in listed


@pytest.mark.slow
@pytest.mark.parametrize("forge", RUN)
def test_the_nightly_run_fails_on_a_wrong_record_without_quoting_it(school: Path, forge: str) -> None:
    """A wrong record on main fails the run, in a form fit for logs, after everybody's pages were made: its own as it stood."""
    break_record(school)
    commit(school, TODAY, "A typo")
    done = run_lines(school, nightly_lines(school, forge))
    assert done.returncode == 1
    assert "unknown-person" in done.stdout
    assert "senkow" not in done.stdout
    assert "late" not in done.stdout, "what is due of a wrong record is not known"
    for audience in ("staff", "team", "senco"):
        page = (school / "site" / audience / "pupils/p-7k3m/index.html").read_text("utf-8")
        assert "This record is shown as it stood on 22 November 2026" in page
    assert (school / "sites.tar.gz").exists()


@pytest.mark.parametrize("forge", RUN)
def test_the_nightly_run_fails_on_copies_out_of_step(school: Path, forge: str) -> None:
    """The last thing asked is whether the copies are in step."""
    (school / "schema/plan.schema.json").write_text("{}")
    assert run_lines(school, nightly_lines(school, forge)[-1:]).returncode == 1


@pytest.mark.parametrize("forge", FORGES)
def test_without_a_place_to_install_from_every_run_says_so(school: Path, forge: str) -> None:
    """The variable that names the package is not set at first: the run stops with the way to set it."""
    if forge == "gitlab":
        scripts = [yaml.safe_load((school / ".gitlab-ci.yml").read_text())["default"]["before_script"][0]]
    else:
        files = (school / f".{forge}/workflows").iterdir()
        jobs = [next(iter(yaml.safe_load(path.read_text())["jobs"].values())) for path in files]
        scripts = [
            step["run"] for job in jobs for step in job["steps"] if step.get("name") == "Install liverecord"
        ]
        assert len(scripts) == 2
    for script in scripts:
        done = run_lines(school, [script], LIVERECORD_PACKAGE="")
        assert done.returncode == 1
        assert "LIVERECORD_PACKAGE is not set" in done.stdout
        assert "README.md" in done.stdout


def told(school: Path, done: subprocess.CompletedProcess[str]) -> str:
    """Return what a person reads of a run: its log and its summary page."""
    summary = school.parent / "summary.md"
    return done.stdout + (summary.read_text("utf-8") if summary.exists() else "")


# ── Before a commit ─────────────────────────────────────────────────────────────────────────────────────


def committing(school: Path) -> subprocess.CompletedProcess[str]:
    """Run the real pre-commit on what is staged."""
    git(school, "add", "--all")
    scripts = Path(sys.executable).parent
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {
        "PATH": f"{scripts}{os.pathsep}{environment['PATH']}",
        "PRE_COMMIT_HOME": str(school.parent / "pre-commit"),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    command = [sys.executable, "-m", "pre_commit", "run", "--color", "never"]
    return subprocess.run(
        command, cwd=school, env=environment, capture_output=True, encoding="utf-8", check=False
    )


def test_a_clean_record_is_committed(school: Path) -> None:
    """A record in order, a late one too, passes the hook."""
    review_due(school, "2026-11-11")
    done = committing(school)
    assert done.returncode == 0, done.stdout
    assert "check the pupils' records that changed" in done.stdout
    assert "Passed" in done.stdout


def test_a_wrong_record_is_not_committed(school: Path) -> None:
    """The hook fails on a wrong record and says what to type instead."""
    break_record(school)
    done = committing(school)
    assert done.returncode == 1
    assert "unknown-person" in done.stdout


def test_a_stray_file_is_not_committed(school: Path) -> None:
    """An unknown file among a pupil's records is refused before it is in the history."""
    (school / PUPIL / "notes.docx").write_text("notes")
    assert committing(school).returncode == 1


def test_another_s_mistake_does_not_stop_a_commit(school: Path) -> None:
    """Only the pupils who changed are checked: what is wrong elsewhere is another's to mend."""
    other = shutil.copytree(school / PUPIL, school / "records/pupils/p-9wtr")
    broken = (other / "plan.yml").read_text("utf-8").replace("senco", "senkow")
    (other / "plan.yml").write_text(broken, "utf-8")
    commit(school, TODAY, "Somebody else's mistake")
    review_due(school, "2027-01-20")
    assert committing(school).returncode == 0


def test_a_change_of_staff_checks_every_record(school: Path) -> None:
    """Who is taken out of staff.yml may hold a pupil: all records are read."""
    staff = school / "records/staff.yml"
    staff.write_text(staff.read_text("utf-8").replace("id: senco,", "id: s-new,"), "utf-8")
    done = committing(school)
    assert done.returncode == 1
    assert "unknown-person" in done.stdout
