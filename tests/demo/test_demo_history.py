"""The demo school's git history: dated, clean, by its staff, and the same wherever it is made."""

import os
import re
import subprocess
import tarfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from liverecord.demo import DAY, demo, records_only
from liverecord.problem import LiverecordError
from liverecord.read.strict import parse


def git(folder: Path, *arguments: str) -> str:
    """Return what git says, read with nobody's settings."""
    environment = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """The default school."""
    folder = tmp_path_factory.mktemp("history") / "school"
    demo(folder)
    return folder


def test_the_work_tree_is_clean_on_main(school):
    """What lies in the folder is what the last commit holds, on the branch main."""
    assert git(school, "status", "--porcelain=v1", "--ignored") == ""
    assert git(school, "symbolic-ref", "HEAD").strip() == "refs/heads/main"
    git(school, "fsck", "--strict")


def test_commits_are_dated_from_the_school_year_s_start_to_today(school):
    """Nothing is committed before the year or after today; the order is the order of time; the offset is London's."""
    lines = git(school, "log", "--reverse", "--format=%ad", "--date=iso-strict").split()
    times = [datetime.fromisoformat(line) for line in lines]
    assert times == sorted(times)
    assert date(2026, 9, 2) <= times[0].date()
    assert times[-1].date() <= DAY
    london = ZoneInfo("Europe/London")
    assert all(time.utcoffset() == time.astimezone(london).utcoffset() for time in times)
    assert {time.utcoffset() for time in times} == {timedelta(hours=1), timedelta(0)}
    assert times[0].astimezone(UTC).hour < times[0].hour


def test_authors_are_members_of_staff(school):
    """Every author's e-mail is one that staff.yml knows, of somebody who had not left."""
    staff = yaml.safe_load((school / "records" / "staff.yml").read_text("utf-8"))["staff"]
    left = {person["email"]: person.get("left_on", date.max) for person in staff}
    for line in git(school, "log", "--format=%ae %as").splitlines():
        email, day = line.split()
        assert date.fromisoformat(day) <= left[email]
    assert len(set(git(school, "log", "--format=%ae").split())) > 6


def test_messages_carry_ids_and_never_a_name(school):
    """A message names a pupil by id alone."""
    messages = git(school, "log", "--format=%s%b")
    for plan in (school / "records" / "pupils").glob("*/plan.yml"):
        identity = yaml.safe_load(plan.read_text("utf-8"))["pupil"]
        assert not re.search(rf"\b({identity['given_name']}|{identity['family_name']})\b", messages)
    assert "p-7k3m: line for the week" in messages
    assert "Marks for the week of 9 November" in messages


def test_records_grow_over_time(school):
    """Marks come a week at a time, a line is added on its day, and an action was open before it was done."""
    log = "records/pupils/p-7k3m/concerns.yml"
    assert len(git(school, "log", "--format=%h", "--", log).split()) == 3
    first = git(school, "log", "--format=%h", "--diff-filter=A", "--", log).strip()
    assert "updates" not in git(school, "show", f"{first}:{log}")
    actions = "records/pupils/p-9wtr/actions.yml"
    first = git(school, "log", "--format=%h", "--diff-filter=A", "--", actions).strip()
    assert "status: open" in git(school, "show", f"{first}:{actions}")
    assert "status: done" in (school / actions).read_text("utf-8")
    assert len(git(school, "log", "--format=%h", "--grep=^Marks for", "--", "records").split()) == 11


def test_every_version_of_every_file_is_yaml(school, tmp_path):
    """Whatever day is checked out, the strict loader reads every record."""
    commits = git(school, "log", "--format=%H").split()
    for commit in commits[:: len(commits) // 5]:
        git(school, "archive", f"--output={tmp_path / 'then.tar'}", commit, "records/pupils")
        with tarfile.open(tmp_path / "then.tar") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is not None:
                    document, problems = parse(member.name, Path(member.name).stem, content.read())
                    assert document is not None
                    assert problems == []


def test_the_same_seed_gives_the_same_commits(school, tmp_path):
    """The last commit's hash is the same on a second run, whatever the user's own git settings say."""
    config = tmp_path / "gitconfig"
    config.write_text(
        "[user]\nname = X\n[commit]\ngpgsign = true\n[core]\nautocrlf = true\n[init]\ndefaultBranch = trunk\n"
    )
    before = os.environ.get("GIT_CONFIG_GLOBAL")
    os.environ["GIT_CONFIG_GLOBAL"] = str(config)
    try:
        demo(tmp_path / "school")
    finally:
        if before is None:
            del os.environ["GIT_CONFIG_GLOBAL"]
        else:
            os.environ["GIT_CONFIG_GLOBAL"] = before
    assert git(school, "rev-parse", "main") == git(tmp_path / "school", "rev-parse", "main")


@pytest.mark.parametrize("commits", [1, 30, 400, 900])
def test_the_number_of_commits_can_be_asked_for(tmp_path, commits):
    """A history is gathered into fewer commits, or cut into more, and ends with the same records."""
    demo(tmp_path / "school", pupils=40, commits=commits)
    assert abs(int(git(tmp_path / "school", "rev-list", "--count", "main")) - commits) <= commits // 10
    assert git(tmp_path / "school", "status", "--porcelain") == ""


def test_the_history_ends_with_the_records_as_they_are_written_alone(school, tmp_path):
    """`records_only` and the school's records folder are the same."""
    records_only(tmp_path / "records")
    written = {
        path.relative_to(tmp_path / "records"): path.read_bytes()
        for path in (tmp_path / "records").rglob("*.yml")
    }
    stored = {
        path.relative_to(school / "records"): path.read_bytes()
        for path in (school / "records").rglob("*.yml")
    }
    assert written == stored


def test_without_git_nothing_is_written(tmp_path, monkeypatch):
    """Where git is not installed the error says so, before a file is made."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LiverecordError, match="Git is not installed"):
        demo(tmp_path / "school")
    assert not (tmp_path / "school").exists()
