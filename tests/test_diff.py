"""`liverecord diff`: what a change of the records means, by real repositories, and that nothing leaks into a log."""

import json
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

import canary
from git_repository import commit, git, repository
from liverecord.examine.diff import difference
from liverecord.problem import HistoryUnavailable, LiverecordError, NoSuchRevision
from liverecord.read.rulebook import rulebook
from liverecord.read.settings import settings
from liverecord.read.versions import Versions
from liverecord.report.changes import differences
from liverecord.report.changes.rows import Difference, PupilChanged
from schemas import printed
from schools import change, crowd, example, settle, tree
from schools import run as run_program

MAYA, IDRIS = "records/pupils/p-7k3m", "records/pupils/p-9wtr"
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example school, committed on main, with a branch on which something is to change."""
    folder = repository(example(tmp_path_factory.mktemp("diff") / "school"))
    (folder / ".gitignore").write_text("site/\n.liverecord/\n", encoding="utf-8")
    commit(folder, "2026-11-01", "The records begin")
    git(folder, "switch", "--quiet", "--create", "change")
    return folder


@pytest.fixture
def school(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, which is also the current folder."""
    folder = Path(shutil.copytree(kept, tmp_path / "school"))
    monkeypatch.chdir(folder)
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run_program(folder, "diff", *arguments)


def compared(folder: Path, typed: str = "", audience: str | None = None, today: date = TODAY) -> Difference:
    found = difference(settings(folder), today, typed, audience, lambda *_: None)
    printed("diff").validate(json.loads(differences(found, "json")))
    return found


def only(found: Difference) -> PupilChanged:
    (pupil,) = found.pupils
    return pupil


def says(pupil: PupilChanged) -> list[str]:
    return [sentence.says for sentence in pupil.sentences]


# ── What is told ────────────────────────────────────────────────────────────────────────────────────────


def test_a_change_is_told_in_sentences_by_ids(school: Path) -> None:
    """Without an audience: what changed, by ids, days and codes; not a word that anybody typed, and no name."""
    change(school, f"{MAYA}/actions.yml", "due: 2026-11-27", "due: 2026-12-04")
    change(school, f"{MAYA}/actions.yml", "Met at the gate by Mr Okafor", "Met at the door by Mr Okafor")
    pupil = only(compared(school))
    assert (pupil.id, pupil.name, pupil.change) == ("p-7k3m", None, "changed")
    assert any("moved from 27 November to 4 December" in said for said in says(pupil))
    for form in ("text", "markdown", "json"):
        text = differences(compared(school), form)
        for word in ("gate", "door", "Okafor", "Maya", "Ellison"):
            assert word not in text, form


def test_an_audience_is_told_names_and_words(school: Path) -> None:
    """With one, its gate decides: names, and a wording's old and new text."""
    change(school, f"{MAYA}/actions.yml", "Met at the gate by Mr Okafor", "Met at the door by Mr Okafor")
    pupil = only(compared(school, audience="team"))
    assert pupil.name == "Maya Ellison"
    (sentence,) = pupil.sentences
    assert "at the gate" in str(sentence.before)
    assert "at the door" in str(sentence.after)
    assert "<" not in differences(compared(school, audience="team"))


def test_who_may_not_see_a_change_is_not_told_of_it(school: Path) -> None:
    """What the gate withholds is not there, not even as a count: to staff nothing changed at all."""
    change(school, f"{MAYA}/actions.yml", "Met at the gate by Mr Okafor", "Met at the door by Mr Okafor")
    assert not compared(school, audience="staff").pupils
    assert "Nothing changes" in differences(compared(school, audience="staff"))


def test_what_becomes_behind_is_told(school: Path) -> None:
    """A day moved into the past makes an action late by this change; moved back, it no longer is."""
    change(school, f"{MAYA}/actions.yml", "due: 2026-11-27", "due: 2026-11-20")
    (duty,) = only(compared(school)).duties
    assert (duty.move, duty.before and duty.before.state, duty.after and duty.after.state) == (
        "becomes",
        "later",
        "behind",
    )
    assert "Becomes behind: Action (a1), due 20 November 2026, 2 days behind, j-okafor" in differences(
        compared(school)
    )
    commit(school, "2026-11-21")
    change(school, f"{MAYA}/actions.yml", "due: 2026-11-20", "due: 2027-03-20")
    (duty,) = only(compared(school, "HEAD")).duties
    assert (duty.move, duty.after and duty.after.state) == ("ceases", "later")
    assert "No longer behind: Action (a1), due 20 March 2027" in differences(compared(school, "HEAD"))


def test_both_sides_are_judged_on_the_same_day(school: Path) -> None:
    """The passing of time is no change: what is late on both sides is not told, whatever day it is."""
    change(school, f"{MAYA}/actions.yml", "Met at the gate by Mr Okafor", "Met at the door by Mr Okafor")
    for today in (TODAY, date(2027, 6, 1)):
        assert not only(compared(school, today=today)).duties


def test_records_that_come_and_go_are_told(school: Path) -> None:
    """A new record and one taken out are named, with what falls due and what no longer does."""
    shutil.copytree(school / MAYA, school / "records/pupils/p-2new")
    shutil.rmtree(school / IDRIS)
    found = {pupil.id: pupil for pupil in compared(school).pupils}
    assert {each: pupil.change for each, pupil in found.items()} == {"p-2new": "added", "p-9wtr": "removed"}
    assert {duty.move for duty in found["p-2new"].duties} == {"becomes"}
    assert {duty.move for duty in found["p-9wtr"].duties} == {"ceases"}
    text = differences(compared(school))
    assert "p-2new: new record" in text
    assert "p-9wtr: record taken out" in text
    assert "which nothing asks for any more" in text


def test_comments_and_order_are_no_change(school: Path) -> None:
    """What means the same is not told."""
    file = school / MAYA / "plan.yml"
    file.write_text("# a comment\n" + file.read_text("utf-8"), "utf-8")
    assert not compared(school).pupils
    assert differences(compared(school)).startswith("Nothing changes in the records")


def test_what_happened_to_many_is_told_once(school: Path) -> None:
    """A week of marks for the whole school is one line, not one for each pupil."""
    crowd(school, 20)
    commit(school, "2026-11-02")
    for file in school.glob("records/pupils/p-copy*/absences.yml"):
        text = file.read_text("utf-8")
        first = re.search(r"\n( +)(2026-\d\d-\d\d|'2026-\d\d-\d\d'): *'([^']*)'", text)
        assert first
        file.write_text(text.replace(first[3], first[3].replace("/\\", "I\\", 1), 1), "utf-8")
    text = differences(compared(school, "HEAD"), "text")
    assert "20 records: p-copy0000, p-copy0001" in text
    assert "and 8 more" in text
    assert text.count("Marks imported for 1 week") == 1
    assert "20 records changed." in text


# ── Between what ────────────────────────────────────────────────────────────────────────────────────────


def test_it_begins_where_the_branch_left_main(school: Path) -> None:
    """Without a word: from the merge base to the files as they are, committed or not; what main gained meanwhile is left out."""
    change(school, f"{MAYA}/actions.yml", "due: 2026-11-27", "due: 2026-12-04")
    commit(school, "2026-11-10")
    git(school, "switch", "--quiet", "main")
    change(school, f"{IDRIS}/plan.yml", "form: 10C", "form: 10D")
    commit(school, "2026-11-11", "Meanwhile on main")
    git(school, "switch", "--quiet", "change")
    change(school, "records/pupils/p-2xqd/plan.yml", "form: 5 Willow", "form: 5 Alder")
    found = compared(school)
    assert [pupil.id for pupil in found.pupils] == ["p-2xqd", "p-7k3m"]
    assert (found.head, found.uncommitted) == (None, 1)
    assert "(1 file not committed yet)" in differences(found)
    between = compared(school, "main..change")
    assert [pupil.id for pupil in between.pupils] == ["p-7k3m"]
    assert between.head == git(school, "rev-parse", "change").strip()
    assert between.uncommitted == 0


def test_what_was_fetched_counts_before_an_old_branch_of_ones_own(school: Path, tmp_path: Path) -> None:
    """In CI there is no branch main but origin's; on a laptop its own may be weeks behind."""
    change(school, f"{MAYA}/actions.yml", "due: 2026-11-27", "due: 2026-12-04")
    commit(school, "2026-11-10")
    origin = tmp_path / "origin"
    git(tmp_path, "clone", "--quiet", "--bare", str(school), str(origin))
    git(origin, "branch", "--force", "main", "change")
    git(school, "remote", "add", "origin", str(origin))
    git(school, "fetch", "--quiet", "origin")
    assert not compared(school).pupils
    assert compared(school, "main").pupils


def test_the_branch_has_the_name_that_the_school_gave_it(school: Path) -> None:
    """forge: branch in school.yml names it; where there is none, the message says what to type."""
    file = school / "records/school.yml"
    file.write_text(
        re.sub(r"(?m)^forge:.*\n(  .*\n)*", "", file.read_text("utf-8")) + "forge: {branch: trunk}\n"
    )
    with pytest.raises(NoSuchRevision, match="no branch trunk") as raised:
        compared(school)
    assert "liverecord diff HEAD~1" in raised.value.hint
    git(school, "branch", "trunk", "main")
    assert not compared(school).pupils


@pytest.mark.parametrize(
    ("typed", "says_so"),
    [("nosuch", "'nosuch'"), ("main..nosuch", "'nosuch'"), ("2020-01-01", "Nothing was committed yet")],
)
def test_an_unknown_side_is_said_plainly(school: Path, typed: str, says_so: str) -> None:
    """Exit 2 and the reason."""
    done = run(school, typed)
    assert done.returncode == 2
    assert says_so in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_history_there_is_nothing_to_compare(tmp_path: Path, school: Path) -> None:
    """No repository, no commit, half a history: each is said, with the cure."""
    folder = example(tmp_path / "bare")
    with pytest.raises(HistoryUnavailable, match="no git repository"):
        compared(folder)
    repository(folder)
    with pytest.raises(HistoryUnavailable, match="Nothing has been committed"):
        compared(folder)
    clone = tmp_path / "clone"
    change(school, f"{MAYA}/actions.yml", "due: 2026-11-27", "due: 2026-12-04")
    commit(school, "2026-11-10")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{school}", str(clone))
    settle(clone)
    with pytest.raises((HistoryUnavailable, NoSuchRevision)):
        compared(clone, "HEAD~1")


def test_a_school_below_the_top_of_its_repository(tmp_path: Path) -> None:
    """Records may lie anywhere in a repository."""
    top = repository(tmp_path / "top")
    folder = example(top / "a school")
    commit(top, "2026-11-01")
    change(folder, f"{MAYA}/actions.yml", "due: 2026-11-27", "due: 2026-12-04")
    assert only(compared(folder)).id == "p-7k3m"


# ── What is wrong ───────────────────────────────────────────────────────────────────────────────────────


def test_a_wrong_record_is_said_and_not_skipped(school: Path) -> None:
    """A problem after the change stands with the pupil, and what falls due waits; exit 0 all the same: `check` is the gate."""
    change(school, f"{MAYA}/plan.yml", "keyworker: j-okafor", "keyworker: j-okfor")
    pupil = only(compared(school))
    assert [problem.code for problem in pupil.problems] == ["unknown-person"]
    assert not pupil.is_known
    assert any("Key worker" in said for said in says(pupil))
    done = run(school)
    assert done.returncode == 0
    assert "Wrong: records/pupils/p-7k3m/plan.yml:18:12 unknown-person" in done.stdout
    assert "1 problem to mend" in done.stdout
    assert "told once the record is valid" in done.stdout


@pytest.mark.parametrize(("now", "codes"), [(1, ["version-backwards"]), (3, []), (4, []), (8, [])])
def test_a_version_that_goes_backwards_is_wrong(school: Path, now: int, codes: list[str]) -> None:
    """version-backwards: a plan's version is compared with the one that the change began from."""
    plan = (school / MAYA / "plan.yml").read_text(encoding="utf-8")
    was = re.search(r"(?m)^version: (\d+)", plan)
    assert was is not None
    assert was[1] == "3"
    change(school, f"{MAYA}/plan.yml", "version: 3", f"version: {now}")
    found = [problem.code for pupil in compared(school).pupils for problem in pupil.problems]
    assert [code for code in found if code == "version-backwards"] == codes


def test_a_record_that_cannot_be_read_is_said(school: Path) -> None:
    """Broken YAML is a problem with its place; what else changed is told where it can be."""
    change(school, f"{MAYA}/actions.yml", "actions:", "actions: [")
    pupil = only(compared(school))
    assert pupil.wrong
    assert pupil.problems[0].path == f"{MAYA}/actions.yml"
    (school / MAYA / "plan.yml").unlink()
    assert "missing-plan" in {problem.code for problem in only(compared(school)).problems}


def test_a_change_of_staff_reaches_records_that_nobody_touched(school: Path) -> None:
    """Somebody taken off the list makes other records wrong: they are told of, as not changed themselves."""
    change(school, "records/staff.yml", "id: t-barros", "id: t-other")
    found = compared(school)
    assert [sentence.kind for sentence in found.school] == ["settings"]
    pupil = only(found)
    assert (pupil.id, pupil.change, pupil.sentences) == ("p-7k3m", "unchanged", ())
    assert {problem.code for problem in pupil.problems} == {"unknown-person"}
    assert "p-7k3m: not changed itself" in differences(found)


def test_wrong_settings_are_said(school: Path) -> None:
    """A broken list of staff is told with its place; records can then not be judged."""
    change(school, "records/staff.yml", "staff:", "staff: [")
    change(school, f"{MAYA}/actions.yml", "due: 2026-11-27", "due: 2026-12-04")
    found = compared(school)
    assert found.problems[0].path == "records/staff.yml"
    assert not only(found).is_known


def test_a_file_that_is_no_record_is_said_without_its_name(school: Path) -> None:
    """What came among the records and is none may be called after a child."""
    (school / MAYA / "Maya Ellison.docx").write_text("notes")
    shutil.copytree(school / IDRIS, school / "records/pupils/idris-vale")
    text = differences(compared(school))
    assert "unknown-file" in text
    assert "Maya" not in text
    assert "idris" not in text


def test_a_problem_is_for_who_may_edit(school: Path) -> None:
    """An audience that does not see where records are edited hears that something is wrong, not where."""
    change(school, f"{MAYA}/plan.yml", "keyworker: j-okafor", "keyworker: j-okfor")
    pupil = only(compared(school, audience="staff"))
    assert (pupil.wrong, pupil.problems) == (1, ())
    assert "1 problem to mend first" in differences(compared(school, audience="staff"))


# ── Leaks ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [
        "actions.what",
        "actions",
        "duties.label",
        "name",
        "plan",
        "id",
        "school.as_of",
        "school.labels",
        "school",
    ],
)
def test_a_line_of_the_schools_own_closes_the_thing_in_a_difference(school: Path, line: str) -> None:
    """What school.yml closes is in no sentence and no duty of a difference, and breaks none."""
    settings_file = school / "records/school.yml"
    text = settings_file.read_text(encoding="utf-8")
    settings_file.write_text(f"{text}audiences: {{{line}: nobody}}\n", encoding="utf-8")
    change(school, f"{MAYA}/actions.yml", "Ask transport whether", "Canary asks transport whether")
    change(school, f"{MAYA}/actions.yml", "due: 2026-10-16", "due: 2026-12-16")
    told = json.dumps(json.loads(differences(compared(school, audience="senco"), "json")))
    closes_words = line in ("actions.what", "actions", "school.labels", "school.as_of", "id", "school")
    assert not (closes_words and "Canary" in told)
    assert not (line in ("name", "id", "school.as_of") and "Ellison" in told)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, canary.Home], set[str]]:
    """A school in which every text field holds a token, and then another; its tokens, and those of them that are no ids."""
    folder = tmp_path_factory.mktemp("canary")
    homes = canary.write_school(folder)
    settle(folder)
    canary.commit(folder)
    git(folder, "branch", "--force", "main", "HEAD")
    typed = {
        token
        for token, home in homes.items()
        if token.startswith("canaryzz") and not any(route.path.endswith(".id") for route in home)
    }
    everything = "".join(path.read_text("utf-8") for path in (folder / "records").rglob("*.yml"))
    # A token that stands twice is referred to: it is an id by another name.
    typed = {token for token in typed if everything.count(token) == 1}
    for path in (folder / "records/pupils").rglob("*.yml"):
        text = path.read_text("utf-8")
        for token in typed:
            text = text.replace(token, later(token))
        path.write_text(text, "utf-8")
    return folder, {**homes, **{later(token): homes[token] for token in typed}}, typed


def later(token: str) -> str:
    return f"{token[:-1]}y"


def test_nothing_that_anybody_typed_reaches_a_log(
    planted: tuple[Path, dict[str, canary.Home], set[str]],
) -> None:
    """Every text of every record changed, and not one of them, old or new, is in any format without an audience."""
    folder, _, typed = planted
    assert len(typed) > 50
    found = compared(folder)
    assert sum(len(pupil.sentences) for pupil in found.pupils) > 50
    for form in ("text", "markdown", "json"):
        text = differences(found, form)
        assert not canary.found({*typed, *map(later, typed)}, text), form


@pytest.mark.parametrize("audience", ["staff", "team", "senco"])
def test_no_audience_is_told_what_its_site_withholds(
    planted: tuple[Path, dict[str, canary.Home], set[str]], audience: str
) -> None:
    """Both the old and the new words pass the audience's own gate."""
    folder, homes, typed = planted
    forbidden = canary.forbidden(homes, rulebook().policy, audience)
    text = differences(compared(folder, audience=audience), "json")
    assert not canary.found(forbidden, text)
    if audience == "senco":
        assert len(canary.found(typed, text)) > 20, "the search for tokens finds them where they may be"


def test_ids_that_are_none_are_not_repeated(school: Path) -> None:
    """A past version was never checked: what stands where an id belongs may be anything, and is left out."""
    change(school, f"{MAYA}/actions.yml", "  - id: a1\n", "  - id: Maya Ellison\n")
    commit(school, "2026-11-10")
    change(school, f"{MAYA}/actions.yml", "  - id: Maya Ellison\n", "  - id: a1\n")
    for form in ("text", "markdown", "json"):
        assert "Maya" not in differences(compared(school, "HEAD"), form)


# ── Only what is asked for ──────────────────────────────────────────────────────────────────────────────


def test_only_changed_pupils_are_read(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One changed record in a crowd costs one record's reading."""
    crowd(school, 30)
    commit(school, "2026-11-02")
    change(school, f"{MAYA}/actions.yml", "due: 2026-11-27", "due: 2026-12-04")
    read: set[str] = set()
    before = Versions.read

    def noted(self: Versions, files: dict[str, str]) -> object:
        read.update(path.split("/")[2] for path in files if path.startswith("records/pupils/"))
        return before(self, files)

    monkeypatch.setattr(Versions, "read", noted)
    assert only(compared(school, "HEAD")).id == "p-7k3m"
    assert read == {"p-7k3m"}


def test_nothing_is_written(school: Path) -> None:
    """Neither the records nor git is changed by a look."""
    change(school, f"{MAYA}/actions.yml", "due: 2026-11-27", "due: 2026-12-04")
    before = tree(school)
    compared(school)
    assert tree(school) == before


def test_an_unknown_audience_is_refused(school: Path) -> None:
    """A misspelt audience never falls back to another one."""
    with pytest.raises(LiverecordError, match="no audience 'sencoo'"):
        compared(school, audience="sencoo")
    assert run(school, "--audience", "sencoo").returncode == 2
