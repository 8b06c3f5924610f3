"""A pupil's past from real repositories: what each commit amended, what is not committed, and what an earlier run kept."""

from pathlib import Path

import pytest

from git_repository import commit, from_days, git, repository
from liverecord.derive.changes import followed
from liverecord.examine.edits import edits, recalled
from liverecord.model.history import Edit
from liverecord.read.blobs import Blobs
from liverecord.read.history import history
from liverecord.read.rulebook import rulebook

CASES = Path(__file__).parent / "cases/history"
POLICY = rulebook().policy
PUPIL = "records/pupils/p-7k3m"
PLAN = "pupil: {given_name: Maya, family_name: Ellison, year_group: 8}\nsupport: K\nversion: 1\n"
ACTION = "actions:\n  - id: a1\n    what: Meet at the gate\n    due: 2026-11-27\n"


class CountingBlobs(Blobs):
    """Blobs that remember what they were asked for."""

    asked: list[list[str]]

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked = []

    def read(self, ids: object) -> dict[str, bytes]:
        """Note the ids, and read them."""
        wanted = list(ids)  # type: ignore[call-overload]
        self.asked.append(wanted)
        return super().read(wanted)


def past(root: Path, folder: str = PUPIL) -> tuple[Edit, ...]:
    """Return the edits of the pupil in a folder, as a build would have them."""
    known = history(root)
    changes = followed(known.changes).get(folder, {})
    here = [path.relative_to(root).as_posix() for path in (root / folder).glob("*.yml")]
    pending = {path: known.blobs.get(path, "") for path in {*here, *changes} if path in known.dirty}
    with Blobs(root) as blobs:
        return edits(root, changes, pending, POLICY, blobs)


def rows(found: tuple[Edit, ...]) -> list[tuple[str, list[str]]]:
    """Return edits by their messages, with each amendment's kind, part and item."""
    return [
        (each.message, [" ".join(filter(None, (a.kind, a.part, a.item))) for a in each.amendments])
        for each in found
    ]


def write(root: Path, name: str, text: str | bytes, folder: str = PUPIL) -> None:
    """Write a file of the pupil."""
    path = root / folder / f"{name}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """Return a repository with a pupil of two commits."""
    root = repository(tmp_path / "school")
    write(root, "plan", PLAN)
    commit(root, "2026-09-07", "Begin")
    write(root, "actions", ACTION)
    commit(root, "2026-11-02", "Agree an action")
    return root


def test_every_commit_is_told_by_whom_and_when(tmp_path: Path) -> None:
    """Authors are as .mailmap has them, days as London's, and the message is the commit's."""
    from_days(CASES / "handover", tmp_path)
    found = past(tmp_path)
    assert [each.at.date().isoformat() if each.at else "" for each in found] == ["2026-10-02", "2026-09-18"]
    assert found[-1].amendments[0].kind == "begun"
    assert all(each.commit and each.author and each.email and each.message for each in found)


@pytest.mark.parametrize("case", ["two-at-once", "three-at-once", "wrong-clocks"])
def test_a_record_begins_once_and_first(tmp_path: Path, case: str) -> None:
    """Whatever branches were merged and whatever clocks said, the record's beginning is its oldest edit."""
    commits = from_days(CASES / case, tmp_path)
    found = past(tmp_path)
    assert 1 < len(found) <= len(commits)
    assert [a.kind for each in found for a in each.amendments].count("begun") == 1
    assert found[-1].amendments[0].kind == "begun"


def test_of_branches_each_thing_is_told_where_it_was_written(school: Path) -> None:
    """A merge that put two changes of one file together tells nothing; one that added to them tells that."""
    other = ACTION + "  - id: a2\n    what: Ask transport\n"
    git(school, "switch", "--quiet", "--create", "side")
    write(school, "actions", other)
    commit(school, "2026-11-03", "On the side")
    git(school, "switch", "--quiet", "main")
    write(school, "actions", ACTION.replace("11-27", "12-04"))
    commit(school, "2026-11-04", "On the main line")
    git(school, "merge", "--no-commit", "--strategy=ours", "side", day="2026-11-05")
    write(school, "actions", other.replace("11-27", "12-04").replace("Ask transport", "Ask the bus"))
    commit(school, "2026-11-05", "Merged")
    assert rows(past(school))[:3] == [
        ("Merged", ["changed actions.what a2"]),
        ("On the main line", ["changed actions.due a1"]),
        ("On the side", ["added actions a2"]),
    ]
    write(school, "actions", other.replace("11-27", "12-04"))
    git(school, "add", "--all")
    git(school, "commit", "--quiet", "--amend", "--no-edit", day="2026-11-05")
    assert [message for message, _ in rows(past(school))][:2] == ["On the main line", "On the side"]


def test_a_moved_pupil_keeps_the_past(tmp_path: Path) -> None:
    """Git has no renames: the folder that went and the one that came are one pupil."""
    root = repository(tmp_path / "school")
    write(root, "plan", PLAN, "records/pupils/p-aaaa")
    write(root, "actions", ACTION, "records/pupils/p-aaaa")
    commit(root, "2026-09-07", "Begin")
    git(root, "mv", "records/pupils/p-aaaa", "records/pupils/p-bbbb")
    commit(root, "2026-10-05", "Another id")
    write(root, "actions", ACTION.replace("11-27", "12-04"), "records/pupils/p-bbbb")
    commit(root, "2026-11-02", "Move the date")
    assert rows(past(root, "records/pupils/p-bbbb")) == [
        ("Move the date", ["changed actions.due a1"]),
        ("Begin", ["begun plan", "added actions a1"]),
    ]
    assert past(root, "records/pupils/p-aaaa") == ()


def test_deleted_files_and_versions_nobody_can_read_are_told(school: Path) -> None:
    """A file that is gone is part of the past; one that was no YAML, no text or too large says so."""
    for number, broken in enumerate((b"actions: [\n", b"\xff\xfe\x00", b"x" * 3_000_000, b"")):
        write(school, "actions", broken)
        commit(school, f"2026-11-0{number + 3}", f"Broken {number}")
    (school / PUPIL / "actions.yml").unlink()
    commit(school, "2026-11-09", "Take away")
    found = rows(past(school))
    assert found[0] == ("Take away", ["removed actions a1"])
    assert [told for _, told in found[1:5]] == [["unreadable actions"]] * 4
    assert found[5] == ("Agree an action", ["added actions a1"])


def test_what_is_not_committed_stands_before_all(school: Path) -> None:
    """A file that differs from the commit, a new one and one taken away are one Edit without a commit, day or author."""
    write(school, "plan", PLAN.replace("version: 1", "version: 2"))
    write(school, "contacts", "contacts:\n  - {id: k1, date: 2026-11-20}\n")
    (school / PUPIL / "actions.yml").unlink()
    newest, *others = past(school)
    assert (newest.commit, newest.at, newest.author, newest.email) == (None, None, "", "")
    assert rows((newest,)) == [
        ("", ["changed plan.version", "removed actions a1", "added contacts k1"]),
    ]
    assert len(others) == 2
    write(school, "plan", "pupil: [\n")
    assert rows(past(school))[0][1][0] == "unreadable plan"


def test_a_file_touched_without_a_change_of_meaning_is_no_edit(school: Path) -> None:
    """A comment, saved and not committed, amends nothing."""
    write(school, "plan", PLAN + "# read through\n")
    assert [each.commit is None for each in past(school)] == [False, False]


def test_one_more_commit_reads_no_old_version_twice(school: Path) -> None:
    """With what an earlier run kept, a new commit reads its own version and the one before it; no new commit reads nothing."""

    def run(stored: bytes | None) -> tuple[tuple[Edit, ...], bytes | None, list[list[str]]]:
        changes = followed(history(school).changes)[PUPIL]
        with CountingBlobs(school) as blobs:
            found, kept = recalled(school, changes, {}, POLICY, blobs, stored)
            return found, kept, blobs.asked

    found, kept, asked = run(None)
    assert len(asked) == 1
    assert kept is not None
    assert run(kept) == (found, None, [])
    write(school, "actions", ACTION.replace("11-27", "12-04"))
    commit(school, "2026-11-16", "Move the date")
    more, kept_again, asked = run(kept)
    assert [len([each for each in ids if each]) for ids in asked] == [2]
    assert kept_again is not None
    assert more == run(None)[0]
    assert more[1:] == found
    assert run(b"nonsense")[0] == more


def test_what_lies_on_the_disk_is_not_kept(school: Path) -> None:
    """Another text may lie there in the next run, under the same name."""
    path = f"{PUPIL}/plan.yml"
    changes = followed(history(school).changes)[PUPIL]
    pending = {path: changes[path][0].after}
    kept = None
    for version in (2, 3):
        write(school, "plan", PLAN.replace("version: 1", f"version: {version}"))
        with Blobs(school) as blobs:
            found, again = recalled(school, changes, pending, POLICY, blobs, kept)
        kept = again or kept
        assert found[0].amendments[0].after == version
    assert kept is not None
    assert b"disk" not in kept


def test_a_name_that_is_no_blob_is_a_version_nobody_can_read(school: Path) -> None:
    """What git no longer has is told as unreadable, and nothing raises."""
    changes = followed(history(school).changes)[PUPIL]
    with Blobs(school / "..") as blobs:
        blobs.read = lambda ids: {}  # type: ignore[method-assign]
        found = edits(school, changes, {}, POLICY, blobs)
    assert {a.kind for each in found for a in each.amendments} == {"unreadable"}
