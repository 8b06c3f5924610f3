"""Two and three people at once: what a merge did itself, who did the rest, and in which order it is told."""

from pathlib import Path

from git_repository import commit, from_days, git, repository
from liverecord.model.history import Change
from liverecord.read.history import history

CASES = Path(__file__).parent.parent / "cases" / "history"
PUPIL = "records/pupils/p-7k3m"


def told(changes: tuple[Change, ...]) -> list[tuple[str, str, int]]:
    """Return each change's day, git's letter and the number of parents."""
    return [(f"{change.at:%d %b}", change.status, len(change.before)) for change in changes]


def text(root: Path, blob: str) -> str:
    return git(root, "cat-file", "blob", blob) if blob else ""


def test_a_merge_of_two_tells_what_it_changed_itself(tmp_path):
    """Where a merge made something new of two versions it is told with both; what only one side changed stays that side's."""
    from_days(CASES / "two-at-once", tmp_path)
    found = history(tmp_path).changes
    assert told(found[f"{PUPIL}/plan.yml"]) == [
        ("09 Nov", "M", 1),
        ("06 Nov", "M", 2),
        ("05 Nov", "M", 1),
        ("03 Nov", "M", 1),
        ("02 Nov", "A", 1),
    ]
    assert told(found[f"{PUPIL}/actions.yml"]) == [("04 Nov", "A", 1)]
    assert told(found[f"{PUPIL}/concerns.yml"]) == [("05 Nov", "M", 1), ("02 Nov", "A", 1)]
    merge = found[f"{PUPIL}/plan.yml"][1]
    days = [text(tmp_path, blob).rpartition(": ")[2].strip() for blob in (*merge.before, merge.after)]
    assert days == ["2026-11-17", "2026-11-24", "2026-11-19"]


def test_a_merge_of_three_tells_all_three_versions(tmp_path):
    """All sides' versions and the outcome; a deletion that the merge did not keep is undone by it."""
    from_days(CASES / "three-at-once", tmp_path)
    found = history(tmp_path).changes
    plan = found[f"{PUPIL}/plan.yml"]
    assert told(plan)[0] == ("05 Nov", "M", 3)
    days = [text(tmp_path, blob).rpartition(": ")[2].strip() for blob in (*plan[0].before, plan[0].after)]
    assert days == ["2026-11-10", "2026-11-24", "2026-11-17", "2026-11-19"]
    assert told(found[f"{PUPIL}/actions.yml"]) == [("03 Nov", "M", 1), ("02 Nov", "A", 1)]
    concerns = found[f"{PUPIL}/concerns.yml"]
    assert told(concerns)[0] == ("05 Nov", "A", 1)
    assert sorted(told(concerns)[1:3]) == [("03 Nov", "D", 1), ("03 Nov", "M", 1)]


def test_a_merge_that_kept_one_side_tells_what_it_took_back(tmp_path):
    """Two people moved the review, and who merged kept one day: the other day was taken back then, by whoever merged."""
    commits = from_days(CASES / "one-day-kept", tmp_path)
    found = history(tmp_path).changes
    plan = found[f"{PUPIL}/plan.yml"]
    assert [change.commit for change in plan] == [commits[place] for place in (4, 3, 2, 1, 0)]
    merge = plan[1]
    days = [text(tmp_path, blob).rpartition(": ")[2].strip() for blob in (*merge.before, merge.after)]
    assert days == ["2026-11-24", "2026-11-17"]
    assert merge.author == "R. Adeyemi"
    assert [change.commit for change in found[f"{PUPIL}/actions.yml"]] == [commits[1]]


def test_a_version_that_was_taken_in_before_lost_nothing(tmp_path):
    """A commit picked onto another branch, where work went on from it, is not taken back by the merge of the two."""
    root = repository(tmp_path)
    plan = root / f"{PUPIL}/plan.yml"
    plan.parent.mkdir(parents=True)

    def write(content: str, day: str) -> str:
        plan.write_text(content, encoding="utf-8")
        return commit(root, day)

    begun = write("1", "2026-11-02")
    git(root, "switch", "--quiet", "--create", "other")
    picked = write("2", "2026-11-03")
    further = write("3", "2026-11-04")
    git(root, "switch", "--quiet", "main")
    on_main = write("2", "2026-11-05")
    git(
        root,
        "merge",
        "--quiet",
        "--no-ff",
        "--strategy=ort",
        "--strategy-option=theirs",
        "other",
        day="2026-11-06",
    )
    assert plan.read_text(encoding="utf-8") == "3"
    changes = history(root).changes[f"{PUPIL}/plan.yml"]
    assert [change.commit for change in changes] == [on_main, further, picked, begun]


def test_a_branch_that_was_merged_and_thrown_away_is_told(tmp_path):
    """A merge that keeps nothing of a branch (`--strategy=ours`) took all of it back."""
    root = repository(tmp_path)
    write_plan = root / f"{PUPIL}/plan.yml"
    write_plan.parent.mkdir(parents=True)
    write_plan.write_text("1", encoding="utf-8")
    commit(root, "2026-11-02")
    git(root, "switch", "--quiet", "--create", "other")
    write_plan.write_text("2", encoding="utf-8")
    theirs = commit(root, "2026-11-03")
    git(root, "switch", "--quiet", "main")
    (root / "elsewhere").write_text("x", encoding="utf-8")
    commit(root, "2026-11-04")
    git(root, "merge", "--quiet", "--strategy=ours", "other", day="2026-11-05")
    newest, older, first = history(root).changes[f"{PUPIL}/plan.yml"]
    assert (newest.before, newest.after) == ((older.after,), first.after)
    assert older.commit == theirs


def test_a_file_that_a_merge_brings_back_is_not_new(tmp_path):
    """One side deleted it, the other kept it, and the merge wrote a third version: changed, not added."""
    case = tmp_path / "case"
    for day, files in {
        "2026-11-02": {"records/a.yml": "1\n"},
        "2026-11-03": {".branch": "other\n", ".removed": "records/a.yml\n", "x": "x"},
        "2026-11-04": {".branch": "main\n", "records/a.yml": "2\n"},
        "2026-11-05": {".merge": "other\n", "records/a.yml": "3\n"},
    }.items():
        for name, content in files.items():
            (case / day / name).parent.mkdir(parents=True, exist_ok=True)
            (case / day / name).write_text(content, encoding="utf-8")
    root = tmp_path / "school"
    from_days(case, root)
    newest = history(root).changes["records/a.yml"][0]
    assert (newest.status, newest.before[1]) == ("M", "")
    assert [text(root, blob) for blob in (newest.before[0], newest.after)] == ["2\n", "3\n"]


def test_a_moved_pupil_s_files_go_and_come(tmp_path):
    """A rename is a deletion there and an addition here, of the same blob: whoever compares can join the two."""
    from_days(CASES / "moved-pupil", tmp_path)
    found = history(tmp_path).changes
    gone, begun = found[f"{PUPIL}/plan.yml"]
    (come,) = found["records/pupils/p-8q2x/plan.yml"]
    assert (gone.status, come.status, gone.commit) == ("D", "A", come.commit)
    assert (gone.before, gone.after) == ((begun.after,), "")
    assert (come.before, come.after) == (("",), begun.after)
    actions = found["records/pupils/p-8q2x/actions.yml"]
    assert [change.status for change in actions] == ["A", "D", "A"]
    assert [change.before for change in actions] == [("",), (actions[2].after,), ("",)]


def test_wrong_clocks_do_not_turn_the_order_round(tmp_path):
    """A commit dated in the future, or long ago, stands after what it was made from and before what was made from it."""
    commits = from_days(CASES / "wrong-clocks", tmp_path)
    changes = history(tmp_path).changes[f"{PUPIL}/plan.yml"]
    assert [change.commit for change in changes] == commits[::-1]
    assert [change.at.year for change in changes] == [2026, 2001, 2031, 2026]
