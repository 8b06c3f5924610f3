"""`liverecord traces`: what is left of a pupil is found wherever it is, said without being repeated, and nothing is passed over."""

import gzip
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest
from copied_records import edit, invoke, with_history

from git_repository import commit, git
from liverecord import report, traces
from liverecord.problem import LiverecordError
from liverecord.read import regular
from liverecord.traces import Searched, Trace, search


def run(*arguments: str) -> tuple[int, str]:
    """Run the command; return its exit code and what it printed."""
    done = invoke("traces", *arguments)
    assert done.exception is None, done.exception
    return int(done.return_value), done.output


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.txt", "Maya Ellison"),
        ("capitals.txt", "MAYA ELLISON"),
        ("page.html", "Maya Ellison".encode("utf-16-le")),
        ("index.pf_fragment", gzip.compress(b"pagefind_dcd{} maya ellison", mtime=0)),
        ("address.txt", "?q=Maya%20Ellison"),
    ],
)
def test_a_word_is_found_as_files_write_it(tmp_path: Path, name: str, content: str | bytes) -> None:
    """In any capitals, in an address, in another encoding, and inside what is compressed."""
    (tmp_path / name).write_bytes(content.encode() if isinstance(content, str) else content)
    found = search(tmp_path, ["p-7k3m", "Maya Ellison"])
    assert [(each.kind, each.place, each.words) for each in found.traces] == [("file", name, (1,))]


@pytest.mark.parametrize(
    "written",
    [
        "Zo&#235; O&#39;Neil",
        "Zo\u00eb O&#39;Neil",
        "Zo\\u00eb O'Neil",
        "ZOE\u0308 O'NEIL",
        "Zo%C3%AB%20O%27Neil",
    ],
)
def test_a_word_is_found_as_pages_and_data_write_it(tmp_path: Path, written: str) -> None:
    """With accents composed or not, and with signs that HTML, JSON and addresses write otherwise."""
    (tmp_path / "file").write_text(written, encoding="utf-8")
    assert search(tmp_path, ["Zo\u00eb O'Neil"]).traces
    assert not search(tmp_path, ["Zo\u00e9 O'Neil"]).traces


def test_names_of_files_links_and_folders_count(tmp_path: Path) -> None:
    """A trace may be a name: of a file, a folder, or of what a link leads to; a word in a name is not said again."""
    (tmp_path / "maya-p-7k3m").mkdir()
    (tmp_path / "maya-p-7k3m" / "Maya.txt").write_text("nothing", encoding="utf-8")
    (tmp_path / "link").symlink_to("p-7k3m.txt")
    (tmp_path / "empty-p-7k3m").mkdir()
    found = search(tmp_path, ["p-7k3m", "maya"]).traces
    assert {(each.kind, each.place, each.words) for each in found} == {
        ("name", "(word 1)-p-7k3m", (0, 1)),
        ("name", "(word 1)-p-7k3m/(word 1).txt", (1,)),
        ("name", "empty-p-7k3m", (0,)),
        ("file", "link", (0,)),
    }


def test_a_spreadsheet_and_the_store_are_looked_into(tmp_path: Path) -> None:
    """What other programs keep of a pupil: a sheet in a zipped file, rows of a database."""
    with zipfile.ZipFile(tmp_path / "marks.xlsx", "w", zipfile.ZIP_DEFLATED) as sheet:
        sheet.writestr("sheet.xml", "<c>p-7k3m</c>" * 50)
    store = sqlite3.connect(tmp_path / "store.sqlite")
    store.execute("CREATE TABLE facts (name)")
    store.execute("INSERT INTO facts VALUES ('p-7k3m')")
    store.commit()
    store.close()
    assert {each.place for each in search(tmp_path, ["p-7k3m"]).traces} == {"marks.xlsx", "store.sqlite"}


def test_git_s_objects_are_found_whether_anything_leads_to_them_or_not(school: Path) -> None:
    """Loose or packed, reachable, dropped by a reset, or stashed: every object is read."""
    with_history(school)
    edit(school, "plan", "Draws to explain ideas", "zz-token-1")
    dropped = commit(school, "2026-11-17", "zz-token-2")
    git(school, "reset", "--quiet", "--hard", "HEAD~1")
    assert not [path for path in school.rglob("*.yml") if b"zz-token" in path.read_bytes()]
    for packed in (False, True):
        if packed:
            git(school, "repack", "-a", "-d", "-q", "--keep-unreachable")
        found = search(school, ["zz-token-1", "zz-token-2"])
        kinds = {each.place.split()[0]: each.words for each in found.traces if each.kind == "object"}
        assert kinds == {"blob": (0,), "commit": (1,)}
        assert f"commit {dropped}" in {each.place for each in found.traces}
        assert ".git/logs/HEAD" in {each.place for each in found.traces}
    git(school, "reflog", "expire", "--expire=now", "--all")
    git(school, "gc", "--quiet", "--prune=now")
    # What git wrote down of the last message typed is in nobody's way, and in no fresh clone.
    assert [each.place for each in search(school, ["zz-token-1", "zz-token-2"]).traces] == [
        ".git/COMMIT_EDITMSG"
    ]


def test_branches_tags_and_bare_repositories(school: Path, tmp_path: Path) -> None:
    """Names of branches and tags, packed or not, are traces; a forge's bare repository is searched like a clone."""
    with_history(school)
    git(school, "branch", "zz-branch")
    git(school, "tag", "zz-tag")
    git(school, "pack-refs", "--all")
    git(tmp_path, "clone", "--quiet", "--mirror", str(school), "bare.git")
    for place, name in ((school, ".git/packed-refs"), (tmp_path / "bare.git", "packed-refs")):
        found = search(place, ["zz-branch", "zz-tag"])
        assert name in {each.place for each in found.traces}
        assert found.objects > 10


def test_what_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    """Whoever proves that nothing is left may not pass over what could not be searched."""
    (tmp_path / "broken.gz").write_bytes(b"\x1f\x8bbroken")
    git(tmp_path, "init", "--quiet")
    (tmp_path / ".git/objects/pack").mkdir(exist_ok=True)
    (tmp_path / ".git/objects/pack/tmp_pack_x").write_bytes(b"half a pack")
    found = search(tmp_path, ["p-7k3m"])
    assert sorted(found.unread) == [".git/objects/pack/tmp_pack_x", "broken.gz"]
    code, text = run("p-7k3m", str(tmp_path))
    assert code == 1
    assert "cannot be searched: broken.gz" in text


def test_a_file_without_the_right_to_read_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of somebody else's may hold anything."""

    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "secret").write_text("x", encoding="utf-8")
    monkeypatch.setattr(regular, "opened", refused)
    assert search(tmp_path, ["p-7k3m"]).unread == ["secret"]


def test_the_command_says_where_and_never_repeats_a_word(school: Path) -> None:
    """Exit 1 with places for the id and the numbers of words; exit 0 where nothing is."""
    with_history(school)
    code, text = run("p-7k3m", "--word", "Ellison", "--word", "zz-nowhere")
    assert code == 1
    assert "  in a file: records/pupils/p-7k3m/plan.yml (word 1)" in text
    assert "  in a name: records/pupils/p-7k3m (the id)" in text
    assert "Ellison" not in text
    assert "zz-nowhere" not in text
    assert "word 2" not in text
    code, text = run("p-zzzz")
    assert code == 0
    assert text.startswith("school: nothing found in ")


def test_many_places_are_counted() -> None:
    """Thousands of objects are not listed one by one, and never at the cost of the files."""
    traces = [Trace("object", f"tree {number}", (0,)) for number in range(40)]
    text = report.traces("school", Searched(99, 9, [*traces, Trace("file", "a.txt", (0, 2))], []))
    assert text.count("in git: tree") == 15
    assert "  in git: 25 more places\n" in text
    assert "  in a file: a.txt (the id, word 2)\n" in text
    assert text.endswith("school: 41 traces found in 99 objects of git and 9 files.\n")


def test_other_folders_can_be_searched(school: Path, tmp_path: Path) -> None:
    """A web server's root, an unpacked backup, several at once: all must be clean, and the school's own is not asked for."""
    (tmp_path / "www").mkdir()
    (tmp_path / "backup").mkdir()
    assert run("p-7k3m", str(tmp_path / "www"), str(tmp_path / "backup"))[0] == 0
    (tmp_path / "backup/old.html").write_text("p-7k3m", encoding="utf-8")
    code, text = run("p-7k3m", str(tmp_path / "www"), str(tmp_path / "backup"))
    assert code == 1
    assert text.splitlines() == [
        "www: nothing found in 0 files.",
        "  in a file: old.html (the id)",
        "backup: 1 trace found in 1 file.",
    ]


def test_what_is_everywhere_or_nowhere_is_refused(school: Path, tmp_path: Path) -> None:
    """An empty word stands in every file, and a folder that is not there proves nothing."""
    assert "everywhere" in str(invoke("traces", "p-7k3m", "--word", " ").exception)
    assert "everywhere" in str(invoke("traces", "").exception)
    assert isinstance(invoke("traces", "p-7k3m", str(tmp_path / "gone")).exception, LiverecordError)


def test_a_file_of_any_size_is_read_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a word lies across the pieces, plain or packed, it is found, and a large file is never held whole."""
    monkeypatch.setattr(traces, "_PIECE", 64)
    for at in range(50, 80):
        for folder, content in (
            ("plain", b"." * at + b"Zo&euml; Canary" + b"." * 64),
            ("packed", gzip.compress(b"." * at + b"Zo&euml; Canary" + b"." * 64)),
        ):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / f"{at}.bin").write_bytes(content)
    found = search(tmp_path, ["Zoë Canary"])
    assert len(found.traces) == found.files == 60


@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_what_unpacks_to_more_than_can_be_looked_through_is_named(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of a few bytes may say that it has petabytes: it is named as not searched, and not unpacked."""
    monkeypatch.setattr(traces, "MOST_UNPACKED", 1_000_000)
    if kind == "gzip":
        (tmp_path / "bomb").write_bytes(gzip.compress(bytes(2_000_000)))
    else:
        with zipfile.ZipFile(tmp_path / "bomb", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("bomb", bytes(2_000_000))
    assert search(tmp_path, ["Canary"]).unread == ["bomb"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_named_and_never_waited_for(tmp_path: Path) -> None:
    """Whoever claims that nothing is left must see what could not be looked into."""
    os.mkfifo(tmp_path / "pipe")
    assert search(tmp_path, ["Canary"]).unread == ["pipe"]
