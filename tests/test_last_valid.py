"""One wrong record does not stop the rest: `build --last-valid` shows it as it stood, says so, and leaves nothing out."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from git_repository import commit, git, repository
from liverecord import sites as building
from liverecord.plugin import make_frames
from liverecord.problem import HistoryUnavailable, InvalidRecords
from liverecord.read.settings import settings
from schools import change, example, forget_builds, framed, lasting, run, settle, tree

MAYA = "records/pupils/p-7k3m"
IDRIS = "records/pupils/p-9wtr"
PLAN = f"{MAYA}/plan.yml"
STAFF = "records/staff.yml"
TODAY = date(2026, 11, 22)
BEFORE, THEN, NOW = "Draws to explain ideas", "Paints to explain ideas", "Sings to explain ideas"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, shelf: Path) -> Path:
    """A school with two days of history, built once: the pupils' pages and the theme's frames are in the store."""
    folder = repository(framed(example(tmp_path_factory.mktemp("valid") / "school"), shelf))
    (folder / ".gitignore").write_text("site/\n.liverecord/\n", encoding="utf-8")
    commit(folder, "2026-09-01", "The records begin")
    change(folder, PLAN, BEFORE, THEN)
    commit(folder, "2026-10-01", "Words")
    sites(folder, "all")
    return folder


@pytest.fixture
def school(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, which is also the current folder."""
    folder = Path(shutil.copytree(kept, tmp_path / "school", symlinks=True))
    monkeypatch.chdir(folder)
    return folder


def spoil(folder: Path, day: str = "2026-11-20") -> str:
    """Change Maya's words and name a key worker who is nobody, in one commit."""
    change(folder, PLAN, THEN, NOW)
    change(folder, PLAN, "keyworker: j-okafor", "keyworker: j-okfor")
    return commit(folder, day)


def sites(folder: Path, *audiences: str, last_valid: bool = True) -> list[building.Site]:
    """Build in this process."""
    showing = building.Showing(last_valid=last_valid)
    return building.build(settings(folder), audiences, TODAY, make_frames, lambda *_: None, showing)


def page(folder: Path, audience: str, path: str) -> str:
    return (folder / "site" / audience / path / "index.html").read_text(encoding="utf-8")


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def from_nothing(folder: Path, *audiences: str) -> None:
    """Build as on a new computer."""
    forget_builds(folder)
    sites(folder, *audiences)


# ── A record that has a problem ─────────────────────────────────────────────────────────────────────────


def test_a_wrong_record_stops_a_build_and_not_this_one(school: Path) -> None:
    """Without the option nothing is built and the last site stays; with it the build ends well and lists what it passed over."""
    spoil(school)
    before = tree(school / "site/team")
    refused = run(school, "build", "--audience", "team")
    assert refused.returncode == 1
    assert "--last-valid builds" in refused.stderr
    assert tree(school / "site/team") == before
    done = run(school, "build", "--audience", "team", "--last-valid")
    assert done.returncode == 0
    assert f"{PLAN}:18:12  unknown-person" in done.stderr
    assert "p-7k3m as it stood on 1 October 2026 (commit" in done.stderr
    assert "j-okfor" not in done.stderr, "a wrong record's own line has no place in a log"
    assert "3 pupils" in done.stdout


@pytest.mark.parametrize("audience", ["staff", "team", "senco"])
def test_a_record_shown_as_it_stood_says_so_wherever_it_stands(school: Path, audience: str) -> None:
    """On each of the pupil's pages, in lists and on Today: the day for everybody, the problem's place for who may see it."""
    spoil(school)
    sites(school, audience)
    team = (school / "site" / audience).resolve()
    own = [path for path in tree(team) if re.match(r"(pupils|attendance|history)/p-7k3m/", path)]
    assert len(own) == (1 if audience == "staff" else 3)
    for path in own:
        text = plain((team / path).read_text("utf-8"))
        assert "This record is shown as it stood on 1 October 2026" in text, path
        assert (f"{PLAN}, line 18 (unknown-person)" in text) == (audience == "senco"), path
    assert THEN in page(school, audience, "pupils/p-7k3m")
    today = plain(page(school, audience, ""))
    assert "Shown as it stood earlier" in today
    assert (f"{PLAN}, line 18 (unknown-person)" in today) == (audience == "senco")
    assert "as it stood on 1 October 2026" in plain(page(school, audience, "pupils"))
    assert "as it stood" not in page(school, audience, "pupils/p-9wtr")


def test_where_nothing_is_wrong_nothing_is_said(school: Path) -> None:
    """With records in order the option changes not a byte: the marks mean something."""
    before = lasting(school / "site/senco")
    done = run(school, "build", "--audience", "senco", "--last-valid")
    assert (done.returncode, done.stderr) == (0, "")
    assert lasting(school / "site/senco") == before
    assert "stood" not in page(school, "senco", "")


def test_everybody_else_is_current(school: Path) -> None:
    """The newest words of every other pupil are on the site, though the same commit brought the typo."""
    change(school, "records/pupils/p-2xqd/plan.yml", "form: 5 Willow", "form: 5 Alder")
    spoil(school)
    (site,) = sites(school, "staff")
    assert "5 Alder" in page(school, "staff", "pupils/p-2xqd")
    assert list(site.passed.stood) == ["p-7k3m"]
    assert NOW not in page(school, "staff", "pupils/p-7k3m")


def test_the_newest_valid_commit_counts_not_the_first(school: Path) -> None:
    """Of several versions before the typo the newest is shown, past other wrong ones."""
    change(school, PLAN, THEN, NOW)
    shown = commit(school, "2026-11-10")
    change(school, PLAN, "keyworker: j-okafor", "keyworker: [")
    commit(school, "2026-11-11")
    change(school, PLAN, "keyworker: [", "keyworker: j-okfor")
    commit(school, "2026-11-12")
    (site,) = sites(school, "senco")
    stood = site.passed.stood["p-7k3m"]
    assert (stood.on, stood.commit) == (date(2026, 11, 10), shown)
    assert NOW in page(school, "senco", "pupils/p-7k3m")


def test_a_typo_that_is_not_committed_yet_leaves_the_last_commit(school: Path) -> None:
    """On one's own computer the file on the disk may be wrong: the commit that is checked out is shown."""
    change(school, PLAN, "keyworker: j-okafor", "keyworker: [")
    (site,) = sites(school, "team")
    assert site.passed.stood["p-7k3m"].on == date(2026, 10, 1)
    assert THEN in page(school, "team", "pupils/p-7k3m")


def test_somebody_taken_off_the_list_of_staff(school: Path) -> None:
    """A record can become wrong without being touched: it is judged with the staff of its own commit, and its own day stands."""
    change(school, STAFF, "id: t-barros", "id: t-other")
    commit(school, "2026-11-15")
    (site,) = sites(school, "senco")
    assert site.passed.stood["p-7k3m"].on == date(2026, 10, 1)
    assert site.passed.stood["p-7k3m"].code == "unknown-person"
    assert "t-barros" in page(school, "senco", "pupils/p-7k3m")


def test_duties_of_a_record_shown_as_it_stood_are_real(school: Path) -> None:
    """What is due is told as of today: an old version does not make a review less late."""
    (before,) = sites(school, "team")
    spoil(school)
    (after,) = sites(school, "team")
    assert (after.overdue, after.behind) == (before.overdue, before.behind)
    assert after.behind > 0


def test_what_does_not_belong_in_a_folder(school: Path) -> None:
    """A file that is no record may hold what the page lacks, so that the page says so; a folder's name is never told."""
    (school / MAYA / "concern.yml").write_text("concerns: []\n")
    shutil.copytree(school / IDRIS, school / "records/pupils/idris-vale")
    commit(school, "2026-11-20")
    done = run(school, "build", "--audience", "all", "--last-valid")
    assert done.returncode == 0
    assert "p-7k3m as it stood on 1 October 2026" in done.stderr
    assert "something in records/pupils not at all" in done.stderr
    assert "1 record cannot be shown at present" in plain(page(school, "staff", ""))
    for audience in ("staff", "team", "senco"):
        assert not [path for path, raw in tree(school / "site" / audience).items() if b"idris-vale" in raw]


# ── A record that never was valid ───────────────────────────────────────────────────────────────────────


def test_a_record_that_was_never_valid_is_named(school: Path) -> None:
    """By its id alone for who may see it, as a number for everybody else; it has no page, and is in no search."""
    (school / "records/pupils/p-zzzz").mkdir()
    (school / "records/pupils/p-zzzz/plan.yml").write_text("pupil: {given_name: Zebedee}\n")
    commit(school, "2026-11-20")
    built = sites(school, "all")
    assert [site.pupils for site in built] == [3, 3, 3]
    for audience in ("staff", "team", "senco"):
        today = plain(page(school, audience, ""))
        assert "1 record cannot be shown at present" in today
        assert ("p-zzzz" in today) == (audience != "staff")
        held = tree(school / "site" / audience)
        assert not [path for path in held if "p-zzzz" in path]
        assert not [path for path, raw in held.items() if b"Zebedee" in raw]
    assert "records/pupils/p-zzzz/plan.yml, line 1" in plain(page(school, "senco", ""))


# ── The school's own files ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda school: change(school, STAFF, "staff:", "staff: ["), id="syntax"),
        pytest.param(lambda school: change(school, STAFF, "id: t-barros", "id: j-okafor"), id="law"),
        pytest.param(lambda school: (school / STAFF).unlink(), id="missing"),
    ],
)
def test_wrong_staff_are_taken_as_they_stood(school: Path, wrong: Callable[[Path], None]) -> None:
    """When school.yml or staff.yml are wrong themselves, both are taken from the commit at which both were right, and Today says so."""
    change(school, "records/pupils/p-2xqd/plan.yml", "form: 5 Willow", "form: 5 Alder")
    wrong(school)
    commit(school, "2026-11-20")
    with pytest.raises(InvalidRecords):
        sites(school, "senco", last_valid=False)
    (site,) = sites(school, "senco")
    assert site.passed.school is not None
    assert site.passed.school.on == date(2026, 9, 1)
    assert "Terms and staff are taken as they stood on 1 September 2026" in plain(page(school, "senco", ""))
    assert "5 Alder" in page(school, "senco", "pupils/p-2xqd")
    assert not site.passed.stood


def test_staff_that_were_never_right_stop_the_build(tmp_path: Path, shelf: Path) -> None:
    """Without one valid list of staff no record can be judged: the build fails as ever, and says why."""
    folder = repository(framed(example(tmp_path / "other"), shelf))
    change(folder, STAFF, "staff:", "staff: [")
    commit(folder, "2026-09-01")
    done = run(folder, "build", "--last-valid")
    assert done.returncode == 1
    assert "were never both valid" in done.stderr


# ── What nobody may learn by a typo ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typo", ["", "broken: [\n"], ids=["readable", "unreadable"])
def test_what_was_closed_since_stays_closed(school: Path, typo: str) -> None:
    """Something marked restricted in the same commit as a typo, or in one between, is not opened by showing what was before."""
    actions = school / MAYA / "actions.yml"
    text = actions.read_text("utf-8")
    assert "08:10 bus" in page(school, "team", "pupils/p-7k3m")
    actions.write_text(text.replace("  - id: a2\n", "  - id: a2\n    restricted: true\n") + typo, "utf-8")
    if not typo:
        change(school, PLAN, "keyworker: j-okafor", "keyworker: j-okfor")
    commit(school, "2026-11-19")
    spoiled = school / PLAN
    spoiled.write_text(spoiled.read_text("utf-8") + "oops: [\n", "utf-8")
    actions.write_text(text, "utf-8")
    commit(school, "2026-11-20")
    sites(school, "team", "senco")
    team = tree(school / "site/team")
    assert not [path for path, raw in team.items() if path.endswith(".html") and b"08:10 bus" in raw]
    assert "08:10 bus" in page(school, "senco", "pupils/p-7k3m")


@pytest.mark.parametrize("lying", ["large", "pipe"])
def test_what_cannot_be_looked_into_closes_all_of_its_kind(school: Path, lying: str) -> None:
    """A file that is too large to be read, or is none, may have marked anything restricted: the team is shown none of it as it stood."""
    assert "08:10 bus" in page(school, "team", "pupils/p-7k3m")
    actions = school / MAYA / "actions.yml"
    if lying == "large":
        actions.write_text(f"{actions.read_text('utf-8')}# {'x' * 1_000_000}\n", "utf-8")
    elif not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    else:
        actions.unlink()
        os.mkfifo(actions)
    sites(school, "team", "senco")
    assert "08:10 bus" not in page(school, "team", "pupils/p-7k3m")
    assert "08:10 bus" in page(school, "senco", "pupils/p-7k3m")


# ── Earlier builds ──────────────────────────────────────────────────────────────────────────────────────


def test_a_typo_mended_makes_that_page_anew_and_no_other(school: Path) -> None:
    """Spoiled and mended, a record costs its own pages and nobody else's; the site is the one that a build from nothing makes."""
    spoil(school)
    assert sites(school, "team")[0].made == 1
    assert sites(school, "team")[0].made == 0
    cached = lasting(school / "site/team")
    from_nothing(school, "team")
    assert lasting(school / "site/team") == cached
    change(school, PLAN, "keyworker: j-okfor", "keyworker: j-okafor")
    commit(school, "2026-11-21")
    assert sites(school, "team", last_valid=False)[0].made == 1
    assert NOW in page(school, "team", "pupils/p-7k3m")
    assert "as it stood" not in page(school, "team", "pupils/p-7k3m")
    mended = lasting(school / "site/team")
    from_nothing(school, "team")
    assert lasting(school / "site/team") == mended


def test_another_problem_of_the_same_record_is_told(school: Path) -> None:
    """The same version is shown, and the page names the problem that there is now."""
    spoil(school)
    sites(school, "senco")
    change(school, PLAN, "keyworker: j-okfor", "keyworker: j-okafor")
    change(school, PLAN, "support: ", "suport: ")
    change(school, PLAN, "version: 3", "version: three")
    commit(school, "2026-11-21")
    sites(school, "senco")
    told = plain(page(school, "senco", "pupils/p-7k3m"))
    assert "unknown-person" not in told
    assert re.search(r"plan\.yml, line \d+ \((unknown-key|missing-key)\), and 1 more problem", told)


def test_attendance_is_gone_where_it_was_not_there_yet(school: Path) -> None:
    """Every page of a pupil is of the same version: one that the shown version lacks does not stay from another build."""
    (school / IDRIS / "absences.yml").unlink()
    commit(school, "2026-11-10")
    git(school, "checkout", "--quiet", "HEAD~1", "--", f"{IDRIS}/absences.yml")
    change(school, f"{IDRIS}/plan.yml", "keyworker: ", "keyworker: x")
    commit(school, "2026-11-11")
    (site,) = sites(school, "team")
    assert site.passed.stood["p-9wtr"].on == date(2026, 11, 10)
    assert not (school / "site/team/attendance/p-9wtr").exists()


# ── Where nothing can be known ──────────────────────────────────────────────────────────────────────────


def test_without_a_history_it_fails_as_a_build_would(tmp_path: Path, shelf: Path) -> None:
    """Without git nobody knows what was valid when: every problem is listed, and why the option changes nothing."""
    folder = framed(example(tmp_path / "school"), shelf)
    change(folder, PLAN, "keyworker: j-okafor", "keyworker: j-okfor")
    done = run(folder, "build", "--last-valid")
    assert done.returncode == 1
    assert "unknown-person" in done.stderr
    assert "There is no git history here" in done.stderr
    assert not list((folder / "site").glob("staff*"))
    change(folder, PLAN, "keyworker: j-okfor", "keyworker: j-okafor")
    assert run(folder, "build", "--last-valid").returncode == 0


def test_a_shallow_clone_is_refused(school: Path, tmp_path: Path, shelf: Path) -> None:
    """Half a history would show the wrong version."""
    spoil(school)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{school}", str(clone))
    settle(framed(clone, shelf))
    with pytest.raises(HistoryUnavailable):
        sites(clone, "team")


def test_the_state_of_the_site_is_of_today(school: Path) -> None:
    """The banner's small file speaks of the current record: the site as a whole is no past view."""
    spoil(school)
    sites(school, "team")
    assert "past" not in json.loads((school / "site/team/site.json").read_bytes())


# ── The plugin's option ─────────────────────────────────────────────────────────────────────────────────


def test_mkdocs_builds_the_same_way(school: Path) -> None:
    """With `last_valid: true` in mkdocs.yml both ways to build show the record as it stood; without it neither builds."""
    spoil(school)
    command = [sys.executable, "-m", "mkdocs", "build"]
    refused = subprocess.run(command, cwd=school, capture_output=True, encoding="utf-8", check=False)
    assert refused.returncode == 1
    with (school / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("      last_valid: true\n")
    done = subprocess.run(command, cwd=school, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "p-7k3m as it stood on 1 October 2026" in done.stderr
    built = (school / "site/mkdocs/pupils/p-7k3m/index.html").read_text("utf-8")
    assert "This record is shown as it stood on 1 October 2026" in built
    assert run(school, "build", "--audience", "staff").returncode == 0


def test_an_option_that_is_neither_true_nor_false_is_refused(school: Path) -> None:
    """`last_valid: 'no'` is not taken for yes."""
    with (school / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("      last_valid: 'no'\n")
    done = run(school, "build")
    assert done.returncode == 2
    assert "last_valid is neither true nor false" in done.stderr
