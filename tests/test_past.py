"""What is kept of git's history between runs: it saves time, and never says anything else than git would."""

import hashlib
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from git_repository import commit, git, repository
from liverecord import cache
from liverecord.examine import log_cache
from liverecord.examine.records import Records
from liverecord.model.history import History
from liverecord.read import history as reading
from liverecord.read.history import history
from liverecord.read.log import Fresh, Log
from liverecord.read.repository import Repository
from liverecord.read.settings import settings
from schools import example

PLAN = "records/pupils/p-7k3m/plan.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the example school, committed, below the top of its repository."""
    top = repository(tmp_path / "top")
    school = top / "school"
    school.mkdir()
    example(school)
    (top / ".gitignore").write_text(f"{cache.FOLDER}/\n", encoding="utf-8")
    commit(top, "2026-10-01")
    return school


def remembered(root: Path) -> History:
    with cache.Store(root) as store:
        return log_cache.history(Records(settings(root), date(2026, 11, 22), store))


def change(root: Path) -> None:
    with (root / PLAN).open("a", encoding="utf-8") as file:
        file.write("\n")


def committed(root: Path) -> None:
    change(root)
    commit(root.parent, "2026-10-02")


def renamed(root: Path) -> None:
    name = history(root).changes[PLAN][0].email
    (root.parent / ".mailmap").write_text(f"Somebody Else <{name}>\n", encoding="utf-8")


@pytest.mark.parametrize("happens", [change, committed, renamed, lambda _root: None])
def test_what_is_kept_is_what_git_says(root: Path, happens: Callable[[Path], None]) -> None:
    """Whatever happens between two runs, the second knows what a run without a memory knows, to the last time zone."""
    remembered(root)
    happens(root)
    found, anew = remembered(root), history(root)
    assert found == anew
    assert repr(found) == repr(anew)
    assert list(found.changes) == list(anew.changes)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Return what is asked of git's log: without which commit's (""), and how many commits it told."""
    asked = []
    real = reading._commits

    def commits(found: Repository, records: str, head: str, known: str) -> Iterator[Fresh]:
        read = list(real(found, records, head, known))
        asked.append((known, len(read)))
        return iter(read)

    monkeypatch.setattr(reading, "_commits", commits)
    return asked


def test_the_log_is_read_once_for_a_commit(root: Path, asked: list[tuple[str, int]]) -> None:
    """A run after a change that is not committed yet does not read all commits again."""
    first = remembered(root)
    asked.clear()
    change(root)
    assert remembered(root).changes == first.changes
    assert asked == []


def test_only_new_commits_are_read(root: Path, asked: list[tuple[str, int]]) -> None:
    """After a commit git is asked for what came since, and tells that one commit."""
    first = remembered(root)
    committed(root)
    asked.clear()
    found = remembered(root)
    assert asked == [(first.head, 1)]
    assert found == history(root)
    assert len(found.changes[PLAN]) == len(first.changes[PLAN]) + 1


def test_after_a_force_push_only_the_new_side_is_read(root: Path, asked: list[tuple[str, int]]) -> None:
    """What no longer leads to the commit that is checked out is forgotten; what both share is not read again."""
    committed(root)
    first = remembered(root)
    git(root, "reset", "--quiet", "--hard", "HEAD~1")
    (root / PLAN).write_text("another\n", encoding="utf-8")
    commit(root.parent, "2026-10-03")
    asked.clear()
    found = remembered(root)
    assert asked == [(first.head, 1)]
    assert found == history(root)
    gone = first.changes[PLAN][0].commit
    with cache.Store(root) as store:
        assert gone.encode() not in store.facts("history")["log"][1]


def test_a_commit_that_git_has_tidied_away_is_no_stop(root: Path, asked: list[tuple[str, int]]) -> None:
    """After a force-push in another clone the commit of the last run may be nowhere: everything is read anew."""
    committed(root)
    first = remembered(root)
    git(root, "reset", "--quiet", "--hard", "HEAD~1")
    (root / PLAN).write_text("another\n", encoding="utf-8")
    commit(root.parent, "2026-10-03")
    git(root, "reflog", "expire", "--expire=now", "--all")
    git(root, "gc", "--quiet", "--prune=now")
    asked.clear()
    found = remembered(root)
    assert asked == [("", 2)]
    assert found == history(root)
    assert found.head != first.head


def test_back_on_an_older_commit_nothing_newer_is_told(root: Path) -> None:
    """Who checks an older commit out sees its history, and the newer one's again when back."""
    first = remembered(root)
    committed(root)
    newest = remembered(root)
    git(root, "checkout", "--quiet", "--detach", "HEAD~1")
    assert remembered(root) == first
    git(root, "checkout", "--quiet", "main")
    assert remembered(root) == newest


def test_a_look_at_the_past_does_not_displace_the_present(root: Path, asked: list[tuple[str, int]]) -> None:
    """A site as it stood needs the history of that day, and the next build of today's has nothing to read again."""
    first = remembered(root)
    committed(root)
    newest = remembered(root)
    with cache.Store(root) as store:
        records = Records(settings(root), date(2026, 11, 22), store)
        assert log_cache.history(records, first.head) == first
    asked.clear()
    assert remembered(root) == newest
    assert asked == []


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"nonsense",
        b"\x92\x90\x81\xa1a\x91\x92\x05\xa1M",
        msgspec.msgpack.encode(["", [], {}]),
        msgspec.msgpack.encode(["--all", [], {}]),
        msgspec.msgpack.encode(["f" * 40, [], {}]),
        msgspec.msgpack.encode(["HEAD", [], {b"records/a": [[5, [""], "x"]]}]),
        msgspec.msgpack.encode(["HEAD", [], {b"records/a": [[-1, [""], "x"]]}]),
    ],
)
def test_a_damaged_memory_is_no_memory(root: Path, value: bytes) -> None:
    """What cannot be read back from the store, or cannot be, is read from git."""
    head = remembered(root).head or ""
    with cache.Store(root) as store:
        ((name, (key, _)),) = store.facts("history").items()
        store.keep("history", {name: (key, value.replace(b"HEAD", head.encode()))})
    assert remembered(root) == history(root)


def test_a_memory_cut_short_is_no_memory(root: Path) -> None:
    """However much of it is left, nothing is told that git would not tell."""
    committed(root)
    anew = remembered(root)
    with cache.Store(root) as store:
        ((name, (key, value)),) = store.facts("history").items()
        for length in range(0, len(value), max(len(value) // 40, 1)):
            store.keep("history", {name: (key, value[:length])})
            assert log_cache.history(Records(settings(root), date(2026, 11, 22), store)) == anew


def test_a_memory_of_other_commits_is_no_memory(root: Path) -> None:
    """Without a commit that leads to the one checked out, what is kept is of no use."""
    committed(root)
    remembered(root)
    with cache.Store(root) as store:
        ((name, (key, value)),) = store.facts("history").items()
        log = msgspec.msgpack.decode(value)
        log[1] = log[1][1:]  # the first commit is missing
        log[2] = {}
        store.keep("history", {name: (key, msgspec.msgpack.encode(log))})
    committed(root)
    assert remembered(root) == history(root)


def test_the_store_may_be_deleted_at_any_time(root: Path) -> None:
    """Nothing is in it that git does not know."""
    first = remembered(root)
    for path in (root / cache.FOLDER).iterdir():
        path.unlink()
    assert remembered(root) == first


def test_runs_beside_each_other_know_the_same(root: Path) -> None:
    """Several runs at once, some of which have seen the newest commit, end with what git says."""
    remembered(root)
    committed(root)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: remembered(root), range(8)))
    assert found == [history(root)] * 8


# ── Any repository ──────────────────────────────────────────────────────────────────────────────────────

FILES = ("records/a.yml", "records/pupils/p-7k3m/plan.yml", "records/two words.yml")


class Made(NamedTuple):
    """A commit to be made: the places of its parents, its time, and what each file holds (None: not there)."""

    parents: tuple[int, ...]
    at: int
    files: tuple[str | None, ...]


@st.composite
def little_histories(draw: st.DrawFn) -> list[Made]:
    """Return commits of any shape: several roots, branches, merges of two and three, clocks that run backwards."""
    commits = []
    for place in range(draw(st.integers(1, 9))):
        earlier = st.integers(0, place - 1) if place else st.nothing()
        parents = draw(st.lists(earlier, max_size=3, unique=True)) if place else []
        at = 1_790_000_000 + draw(st.integers(0, 5)) * 3_600
        files = tuple(draw(st.sampled_from([None, "1", "2", "3", "4"])) for _ in FILES)
        commits.append(Made(tuple(parents), at, files))
    return commits


def stream(commits: list[Made]) -> bytes:
    """Return commits for `git fast-import`, each on a branch of its own, c0, c1 and so on."""
    lines = []
    for place, made in enumerate(commits):
        lines.append(
            f"commit refs/heads/c{place}\nmark :{place + 1}\ncommitter C <c@x.example> {made.at} +0000\n"
        )
        lines.append(f"data <<E\nNumber {place}\nE\n")
        for word, parent in zip(("from", "merge", "merge"), made.parents, strict=False):
            lines.append(f"{word} :{parent + 1}\n")
        lines.append("deleteall\n")
        for path, content in zip(FILES, made.files, strict=True):
            if content is not None:
                lines.append(f'M 100644 inline "{path}"\ndata 1\n{content}\n')
    return "".join(lines).encode()


def blob(content: str | None) -> str:
    return "" if content is None else hashlib.sha1(b"blob 1\0" + content.encode()).hexdigest()


Touches = dict[str, set[tuple[int, tuple[str, ...], str]]]
"""What each commit (its number) did to a file: the blobs before, and the one after."""


def expected(commits: list[Made], head: int) -> Touches:
    """Return what each commit that leads to `head` changed against all its parents, or overruled: worked out without git."""
    found: Touches = {}
    for place in sorted(leading_to(commits, head)):
        made = commits[place]
        for number, path in enumerate(FILES):
            touches = found.setdefault(path, set())
            sides = {parent: blob(commits[parent].files[number]) for parent in made.parents}
            after = blob(made.files[number])
            if after not in (sides.values() or [""]):
                touches.add((place, tuple(sides.values()) or ("",), after))
            elif len(sides) > 1:
                before = overruled(commits, sides, after, touches)
                if before:
                    touches.add((place, tuple(dict.fromkeys(before)), after))
    return {path: touches for path, touches in found.items() if touches}


def overruled(
    commits: list[Made], sides: dict[int, str], after: str, touches: set[tuple[int, tuple[str, ...], str]]
) -> list[str]:
    """Return the versions of the sides that a merge did not keep, though the side had changed the file and no kept one had it."""
    kept = set().union(*(leading_to(commits, parent) for parent, its in sides.items() if its == after))
    lost = []
    for parent, its in sides.items():
        own = leading_to(commits, parent)
        had = {each for place, before, then in touches if place in kept - own for each in (*before, then)}
        if its != after and its not in had and any(place in own - kept for place, _, _ in touches):
            lost.append(its)
    return lost


def leading_to(commits: list[Made], head: int) -> set[int]:
    found, unseen = {head}, [head]
    while unseen:
        parents = set(commits[unseen.pop()].parents) - found
        found |= parents
        unseen += parents
    return found


@settings_of_hypothesis(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_history_is_the_same_in_many_steps_as_in_one(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever was checked out before, the history is git's: the same changes, in the same order, parents after children."""
    commits = data.draw(little_histories())
    heads = data.draw(st.lists(st.integers(0, len(commits) - 1), min_size=1, max_size=4))
    root = repository(tmp_path_factory.mktemp("school"))
    subprocess.run(
        ["git", "fast-import", "--quiet", "--force"],
        cwd=root,
        input=stream(commits),
        check=True,
        capture_output=True,
    )
    found: list[Log] = [Log()]

    def recall(_: str, up_to_date: Callable[[Log], Log]) -> Log:
        found[0] = up_to_date(found[0])
        return found[0]

    for head in heads:
        git(root, "symbolic-ref", "HEAD", f"refs/heads/c{head}")
        anew = history(root)
        assert repr(history(root, recall=recall)) == repr(anew)
        told = {
            path: {
                (int(change.message.removeprefix("Number ")), change.before, change.after)
                for change in changes
            }
            for path, changes in anew.changes.items()
        }
        assert told == expected(commits, head)
        for changes in anew.changes.values():
            numbers = [int(change.message.removeprefix("Number ")) for change in changes]
            assert all(
                newer not in leading_to(commits, older)
                for place, newer in enumerate(numbers)
                for older in numbers[place + 1 :]
            )
