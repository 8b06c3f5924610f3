"""Past views: the site as the records stood on a day or at a commit, marked as such, and never in the place of the current one."""

import json
import os
import re
import shutil
import stat
import subprocess
from datetime import date
from pathlib import Path

import pytest

from git_repository import commit, git, repository
from liverecord import sites as building
from liverecord.examine.past_view import laid_out
from liverecord.plugin import make_frames
from liverecord.problem import HistoryUnavailable, InvalidRecords, NoSuchRevision
from liverecord.read.revisions import resolve
from liverecord.read.settings import settings
from schools import change, example, framed, lasting, run, settle, tree

PLAN = "records/pupils/p-7k3m/plan.yml"
TODAY = date(2026, 11, 22)
WORDS = ("Draws to explain ideas", "Paints to explain ideas", "Sings to explain ideas")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, shelf: Path) -> Path:
    """A school of three days, with its frames made."""
    folder = repository(framed(example(tmp_path_factory.mktemp("past") / "school"), shelf))
    (folder / ".gitignore").write_text("site/\n.liverecord/\n", encoding="utf-8")
    commit(folder, "2026-09-01", "The records begin")
    for day, old, new in (("2026-10-01", *WORDS[:2]), ("2026-11-01", *WORDS[1:])):
        change(folder, PLAN, old, new)
        commit(folder, day, f"Words of {day}")
    sites(folder, "team")
    return folder


@pytest.fixture
def school(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, which is also the current folder."""
    folder = Path(shutil.copytree(kept, tmp_path / "school", symlinks=True))
    monkeypatch.chdir(folder)
    return folder


def sites(folder: Path, *audiences: str, **showing: object) -> list[building.Site]:
    """Build in this process."""
    return building.build(
        settings(folder), audiences, TODAY, make_frames, lambda *_: None, building.Showing(**showing)
    )


def as_of(
    folder: Path, typed: str, *options: str, audience: str = "team"
) -> subprocess.CompletedProcess[str]:
    return run(folder, "build", "--audience", audience, "--as-of", typed, *options)


def text_of(site: Path) -> str:
    return "\n".join(raw.decode() for path, raw in tree(site).items() if path.endswith((".html", ".xml")))


# ── What a past view shows ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "words", "folder"),
    [
        ("2026-09-30", WORDS[0], "past-2026-09-30"),
        ("2026-10-01", WORDS[1], "past-2026-10-01"),
        ("HEAD~2", WORDS[0], r"past-2026-09-01-[0-9a-f]{7}"),
    ],
)
def test_a_past_view_shows_the_words_of_then(school: Path, typed: str, words: str, folder: str) -> None:
    """Of a day, what was committed by its end; of a commit, what it left. No later word stands in any of its pages."""
    done = as_of(school, typed)
    assert done.returncode == 0, done.stderr
    (made,) = (path for path in (school / "site").iterdir() if re.fullmatch(folder, path.name))
    pages = text_of(made / "team")
    assert words in pages
    assert not [later for later in WORDS[WORDS.index(words) + 1 :] if later in pages]
    assert f"site/{made.name}/team" in done.stdout


def test_every_page_says_that_it_is_past(school: Path) -> None:
    """On screen and on each printed sheet, with day and commit; hand-written pages and the one for lost addresses too."""
    assert as_of(school, "2026-10-01", audience="all").returncode == 0
    commit_id = resolve(school, "2026-10-01").commit
    for audience in ("staff", "team", "senco"):
        site = school / "site/past-2026-10-01" / audience
        pages = {path: raw.decode() for path, raw in tree(site).items() if path.endswith(".html")}
        assert {"index.html", "guide/index.html", "404.html", "pupils/p-7k3m/index.html"} <= pages.keys()
        for path, page in pages.items():
            plain = re.sub(r"<[^>]+>", "", page)
            assert "This is how the records stood on 1 October 2026" in plain, path
            assert f"(version {commit_id[:7]}). It is not the current record." in plain, path
            assert "as of 1 October 2026 · not the current record" in plain, path
        told = json.loads((site / "site.json").read_bytes())
        assert told["past"] == {"on": "2026-10-01", "commit": commit_id}
        assert (told["as_of"], told["pinned"], told["commit"]) == ("2026-10-01", True, commit_id)


def test_a_current_site_says_nothing_of_the_kind(school: Path) -> None:
    """The banner is a past view's alone, so that it means something."""
    assert "not the current record" not in text_of(school / "site/team")
    assert "past" not in json.loads((school / "site/team/site.json").read_bytes())


def test_a_school_may_close_the_commit_but_not_the_banner(school: Path) -> None:
    """What audiences.yml hides of the commit is hidden here; that the view is past is told to everybody."""
    with (school / "records/school.yml").open("a", encoding="utf-8") as file:
        file.write("audiences: {school.past: nobody, school.commit: nobody}\n")
    commit_id = commit(school, "2026-11-02")
    assert as_of(school, commit_id).returncode == 0
    (site,) = (school / "site").glob("past-*/team")
    pages = text_of(site)
    assert "This is how the records stood on 2 November 2026</b>. It is not the current record." in pages
    assert commit_id not in (site / "site.json").read_text("utf-8")


def test_dates_are_told_as_of_then(school: Path) -> None:
    """An action that is late today was not yet due on that day."""
    assert as_of(school, "2026-10-01").returncode == 0
    then = (school / "site/past-2026-10-01/team/pupils/p-7k3m/index.html").read_text("utf-8")
    now = (school / "site/team/pupils/p-7k3m/index.html").read_text("utf-8")
    late = r'data-due="2026-10-16"[^>]*>Behind \d+ days'
    assert re.search(late, now)
    assert 'data-due="2026-10-16"' in then
    assert not re.search(late, then)


def test_history_ends_with_the_view(school: Path) -> None:
    """Who changed what later is not known yet: no later commit, message or author stands in a past view."""
    change(school, PLAN, WORDS[2], "Hums to explain ideas")
    later = commit(school, "2026-11-10", "A later reason", "N. Later <n.later@ashgrove.example>")
    assert as_of(school, "2026-11-01", audience="senco").returncode == 0
    for path, raw in tree(school / "site/past-2026-11-01/senco").items():
        for word in (later.encode(), later[:7].encode(), b"A later reason", b"N. Later"):
            assert word not in raw, path
    assert (
        b"Words of 2026-11-01"
        in (school / "site/past-2026-11-01/senco/history/p-7k3m/index.html").read_bytes()
    )


def test_what_is_not_committed_is_not_in_it(school: Path) -> None:
    """A past view of HEAD is HEAD, whatever lies on the disk, an unknown file and a wrong record included."""
    change(school, PLAN, WORDS[2], "Not committed")
    (school / "records/pupils/p-7k3m/notes.txt").write_text("notes")
    (school / "records/pupils/p-9wtr/plan.yml").write_text("oops: [")
    done = as_of(school, "HEAD")
    assert done.returncode == 0, done.stderr
    (site,) = (school / "site").glob("past-*/team")
    pages = text_of(site)
    assert "Not committed" not in pages
    assert WORDS[2] in pages


@pytest.mark.parametrize("is_committed", [True, False])
def test_what_was_closed_since_stays_closed(school: Path, is_committed: bool) -> None:
    """What the record marks restricted today is closed in a past view too, with what belongs to it: going back a day opens nothing."""
    words = "Ask transport whether the 08:10 bus can be used"
    change(school, "records/pupils/p-7k3m/actions.yml", "  - id: a2\n", "  - id: a2\n    restricted: true\n")
    if is_committed:
        commit(school, "2026-11-15", "Closed")
    for audience, is_told in (("team", False), ("senco", True)):
        assert as_of(school, "2026-10-20", audience=audience).returncode == 0
        assert (words in text_of(school / f"site/past-2026-10-20/{audience}")) is is_told


def test_a_past_record_is_read_and_not_judged(school: Path) -> None:
    """A past view shows what stood there: what the check would say of it today keeps nothing back."""
    change(school, PLAN, "keyworker: j-okafor", "keyworker: k-gone")
    commit(school, "2026-11-05")
    with pytest.raises(InvalidRecords):
        sites(school, "team")
    assert as_of(school, "2026-11-05").returncode == 0
    assert (school / "site/past-2026-11-05/team/pupils/p-7k3m/index.html").is_file()


def test_what_can_no_longer_be_read_is_listed_with_the_way_out(school: Path) -> None:
    """A version that today's schema does not know is a problem, and --last-valid shows what stood before."""
    change(school, PLAN, "keyworker: j-okafor", "key_person: j-okafor")
    commit(school, "2026-11-05")
    change(school, PLAN, "key_person: j-okafor", "keyworker: j-okafor")
    commit(school, "2026-11-06")
    refused = as_of(school, "2026-11-05")
    assert refused.returncode == 1
    assert "unknown-key" in refused.stderr
    assert "--last-valid" in refused.stderr
    assert "key_person" not in refused.stderr.replace("'key_person'", "")  # no line of a past file is quoted
    assert not (school / "site/past-2026-11-05").exists()
    done = as_of(school, "2026-11-05", "--last-valid")
    assert done.returncode == 0
    assert "p-7k3m as it stood on 1 November 2026" in done.stderr
    page = (school / "site/past-2026-11-05/team/pupils/p-7k3m/index.html").read_text("utf-8")
    assert "This record is shown as it stood on 1 November 2026" in page
    assert "It is not the current record." in page


# ── The current site is left alone ──────────────────────────────────────────────────────────────────────


def test_the_current_site_and_its_store_are_left_alone(school: Path) -> None:
    """A past view goes to a folder of its own, and the next build of today finds everything as it was."""
    sites(school, "team")
    before = tree(school / "site/team")
    assert as_of(school, "2026-10-01").returncode == 0
    assert tree(school / "site/team") == before
    assert sites(school, "team")[0].made == 0


def test_the_past_laid_out_is_for_its_owner_and_gone_afterwards(school: Path) -> None:
    """While it is needed, nobody else can read it; then it is gone, after a failure too."""
    with laid_out(school, "records", resolve(school, "2026-10-01")) as there:
        assert WORDS[1] in (there.folder / PLAN).read_text("utf-8")
        if os.name == "posix":
            for path in (there.folder, *there.folder.rglob("*")):
                assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
    assert not (school / ".liverecord/past").exists()
    with pytest.raises(RuntimeError), laid_out(school, "records", resolve(school, "2026-10-01")):
        raise RuntimeError
    assert not (school / ".liverecord/past").exists()


def test_a_past_view_put_over_the_current_site_is_never_taken_for_it(school: Path) -> None:
    """Whoever names the current folder gets it; the next build of today takes no page over from the past view."""
    sites(school, "team")
    today = lasting(school / "site/team")
    done = as_of(school, "2026-10-01", "--output", "site")
    assert done.returncode == 0, done.stderr
    assert WORDS[1] in text_of(school / "site/team")
    assert sites(school, "team")[0].made == 3
    assert lasting(school / "site/team") == today


def test_two_names_of_one_folder_are_one_site(school: Path) -> None:
    """`--output site` and no option mean the same folder: what one build made, the other takes over."""
    assert "0 pages made anew" in run(school, "build", "--audience", "team", "--output", "site").stdout
    assert "0 pages made anew" in run(school, "build", "--audience", "team").stdout


# ── What cannot be shown ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("nosuch", "Git knows no commit by the name 'nosuch'"),
        ("2026-08-31", "Nothing was committed yet on 31 August 2026."),
        ("2026-13-01", "no day of the calendar"),
        ("2026-11-23", "has not come yet"),
        ("--upload-pack=x", "Git knows no commit"),
        ("", "No revision was named"),
    ],
)
def test_a_past_that_is_not_there_is_said_plainly(school: Path, typed: str, says: str) -> None:
    """Exit 2 with the reason and a way on; nothing is built, and no folder is left behind."""
    done = run(school, "build", f"--as-of={typed}")
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not list((school / "site").glob("past-*"))


def test_another_day_beside_the_past_one_is_refused(school: Path) -> None:
    """--today with --as-of would make duties late on a day that never was."""
    done = as_of(school, "2026-10-01", "--today", "2026-11-22")
    assert done.returncode == 2
    assert "Leave --today out" in done.stderr


def test_without_a_repository_there_is_no_past(tmp_path: Path) -> None:
    """A school that does not use git is told so."""
    folder = example(tmp_path / "school")
    with pytest.raises(HistoryUnavailable):
        resolve(folder, "2026-10-01")
    done = run(folder, "build", "--as-of", "2026-10-01")
    assert done.returncode == 2
    assert "no git repository" in done.stderr


def test_a_shallow_clone_is_refused_with_the_cure(school: Path, tmp_path: Path) -> None:
    """A past that was never fetched is not made up."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{school}", str(clone))
    settle(clone)
    done = run(clone, "build", "--as-of", "2026-10-01")
    assert done.returncode == 2
    assert "git fetch --unshallow" in done.stderr
    with pytest.raises((HistoryUnavailable, NoSuchRevision)):
        resolve(clone, "HEAD~1")


def test_a_link_of_then_is_never_followed(school: Path) -> None:
    """A symbolic link that was committed is left out, and said: it could lead anywhere on this computer."""
    secret = school.parent / "secret.yml"
    secret.write_text("actions: []\n")
    (school / "records/pupils/p-2xqd/actions.yml").symlink_to(secret)
    commit(school, "2026-11-05")
    done = as_of(school, "2026-11-05")
    assert done.returncode == 1
    assert "cannot be laid out" in done.stderr
