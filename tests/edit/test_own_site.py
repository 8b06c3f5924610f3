"""The site beside the forms: made of one commit, and said to be older where the newest could not be made."""

import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from editing import TODAY
from git_repository import commit, git, repository
from liverecord.edit import own_site
from liverecord.edit.own_site import OwnSite
from liverecord.problem import CannotBuild
from liverecord.read.rulebook import rulebook
from liverecord.read.settings import STORE, settings
from schools import example

WIDEST = rulebook().policy.audiences[-1].id
BUILD = """
import pathlib, sys
audience = sys.argv[sys.argv.index("--audience") + 1]
if "forbidden" in pathlib.Path("pages/ours.md").read_text("utf-8"):
    sys.exit("it cannot be made")
site = pathlib.Path("site") / audience
site.mkdir(parents=True, exist_ok=True)
(site / "index.html").write_bytes(pathlib.Path("pages/ours.md").read_bytes())
(site / "day").write_text(sys.argv[sys.argv.index("--today") + 1], "utf-8")
policy = site.with_name(f"{audience}.policy")
policy.write_text("default-src 'none'", "utf-8")
if "torn" in pathlib.Path("pages/ours.md").read_text("utf-8"):
    policy.unlink()
"""
"""A build in a moment: the one page is a file of the commit, and it fails where that says so."""


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """Lay out a school in a repository, with one commit."""
    folder = repository(example(tmp_path / "above/school"))
    (folder / ".gitignore").write_text(".liverecord/\nsite/\n", encoding="utf-8")
    said(folder, "first")
    return folder


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let builds take no time."""
    made = own_site.command
    monkeypatch.setattr(own_site, "command", lambda *about: [sys.executable, "-c", BUILD, *made(*about)[3:]])


@pytest.fixture
def site(school: Path) -> Iterator[OwnSite]:
    """Open the site of a school."""
    with OwnSite(settings(school)) as opened:
        yield opened


def said(school: Path, words: str) -> str:
    """Commit a page, and return the commit."""
    (school / "pages/ours.md").write_text(words, encoding="utf-8")
    return commit(school, "2026-11-20")


def page(built: own_site.Built) -> str:
    return (built.folder / "index.html").read_text(encoding="utf-8")


def test_it_is_the_site_of_the_commit_that_was_wanted(school: Path, site: OwnSite) -> None:
    """For the widest audience that the rulebook names, from git and not from the work tree."""
    newest = said(school, "second")
    (school / "pages/ours.md").write_text("typed by hand", encoding="utf-8")
    site.want(newest, TODAY)
    built = site.shown()
    assert (built.commit, built.is_older, page(built)) == (newest, False, "second")
    assert built.folder.name == WIDEST


@pytest.mark.parametrize("words", ["forbidden", "torn"])
def test_what_cannot_be_made_leaves_the_last_one_up_and_says_so(
    school: Path, site: OwnSite, words: str
) -> None:
    """Whether the build refuses or leaves half of it, the site before is shown, as an older one; then the next is new again."""
    first = git(school, "rev-parse", "HEAD").strip()
    site.want(first, TODAY)
    assert not site.shown().is_older
    site.want(said(school, words), TODAY)
    older = site.shown()
    assert (older.commit, older.is_older) == (first, True)
    site.want(newest := said(school, "mended"), TODAY)
    built = site.shown()
    assert (built.commit, built.is_older, page(built)) == (newest, False, "mended")


def test_it_is_the_site_of_the_day(school: Path, site: OwnSite) -> None:
    """The same commit is another site on the next day, and is built once a day."""
    first = git(school, "rev-parse", "HEAD").strip()
    for day in (TODAY, TODAY + timedelta(1)):
        site.want(first, day)
        built = site.shown()
        assert (built.commit, built.today, built.is_older) == (first, day, False)
        assert (built.folder / "day").read_text(encoding="utf-8") == day.isoformat()
        (built.folder / "day").write_text("once", encoding="utf-8")
        site.want(first, day)
        assert (site.shown().folder / "day").read_text(encoding="utf-8") == "once"


def test_a_site_that_never_was_made_says_why(school: Path, site: OwnSite) -> None:
    """In the build's own words."""
    site.want(said(school, "forbidden"), TODAY)
    with pytest.raises(CannotBuild) as refused:
        site.shown()
    assert "it cannot be made" in refused.value.hint


@pytest.mark.parametrize(
    "fault", [ValueError("p-7k3m's own words"), OSError("disk"), CannotBuild("no", "cure")]
)
@pytest.mark.parametrize("where", ["repository", "settings"])
def test_no_fault_ends_the_work(
    school: Path, site: OwnSite, monkeypatch: pytest.MonkeyPatch, fault: Exception, where: str
) -> None:
    """Whatever goes wrong, before the build or after it: it is said without anybody's words, and the next is made."""

    def fails(*_: Any) -> None:
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr(own_site, where, fails)
        site.want(git(school, "rev-parse", "HEAD").strip(), TODAY)
        with pytest.raises(CannotBuild) as refused:
            site.shown()
        assert refused.value.hint
        assert "p-7k3m" not in refused.value.hint
    site.want(newest := said(school, "second"), TODAY)
    assert site.shown().commit == newest


@pytest.mark.parametrize("place", ["config", "commondir"])
def test_settings_that_somebody_planted_lead_nowhere(school: Path, place: str) -> None:
    """What stands in the second copy's own settings says nothing: no file outside of it is written, and no program runs."""
    first = git(school, "rev-parse", "HEAD").strip()
    with OwnSite(settings(school)) as site:
        site.want(first, TODAY)
        site.shown()
    above = school.parent
    kept = above / "pages/ours.md"
    kept.parent.mkdir()
    kept.write_text("somebody's", encoding="utf-8")
    (above / "filter").write_text("not yet", encoding="utf-8")
    planted = beside = school / STORE / "edit/.git"
    if place == "commondir":
        planted = shutil.copytree(beside, above / "planted", ignore=shutil.ignore_patterns("alternates"))
        (beside / "commondir").write_text(planted.as_posix(), encoding="utf-8")
    (planted / "config").write_text(
        f'[core]\nworktree = {above.as_posix()}\n[filter "x"]\nsmudge = echo > {above.as_posix()}/filter\n',
        encoding="utf-8",
    )
    (school / ".gitattributes").write_text("* filter=x\n", encoding="utf-8")
    with OwnSite(settings(school)) as site:
        site.want(newest := said(school, "second"), TODAY)
        assert site.shown().commit == newest
    assert kept.read_text(encoding="utf-8") == "somebody's"
    assert (above / "filter").read_text(encoding="utf-8") == "not yet"


@pytest.mark.parametrize("kind", ["link", "file", "whole"])
def test_a_folder_that_is_another_is_not_written_into(school: Path, tmp_path: Path, kind: str) -> None:
    """Neither a link nor a file in the place of git's folder leads to somebody else's repository, nor a link of the whole."""
    other = repository(tmp_path / "other")
    said_there = (other / "pages").mkdir() or said(other, "somebody's")
    folder = school / STORE / "edit"
    folder.parent.mkdir(exist_ok=True)
    if kind == "whole":
        folder.symlink_to(other, target_is_directory=True)
    else:
        folder.mkdir()
        if kind == "link":
            (folder / ".git").symlink_to(other / ".git", target_is_directory=True)
        else:
            (folder / ".git").write_text(f"gitdir: {other.as_posix()}/.git\n", encoding="utf-8")
    with OwnSite(settings(school)) as site:
        site.want(first := git(school, "rev-parse", "HEAD").strip(), TODAY)
        assert site.shown().commit == first
    assert git(other, "rev-parse", "HEAD").strip() == said_there
    assert git(other, "status", "--porcelain") == ""


def test_a_repository_of_longer_ids_has_its_site_too(tmp_path: Path) -> None:
    """The second copy counts as the clone does."""
    school = repository(example(tmp_path / "school"), "--object-format=sha256")
    (school / ".gitignore").write_text(".liverecord/\nsite/\n", encoding="utf-8")
    first = said(school, "first")
    with OwnSite(settings(school)) as site:
        site.want(first, TODAY)
        assert site.shown().commit == first


@pytest.mark.parametrize("lock", ["index.lock", "HEAD.lock"])
def test_a_lock_that_a_killed_run_left_keeps_no_site_away(school: Path, lock: str) -> None:
    """The folder beside is this program's own, and only one runs: a lock in it is nobody's."""
    with OwnSite(settings(school)) as first:
        first.want(git(school, "rev-parse", "HEAD").strip(), TODAY)
        first.shown()
    (school / STORE / "edit/.git" / lock).touch()
    newest = said(school, "second")
    with OwnSite(settings(school)) as site:
        site.want(newest, TODAY)
        assert page(site.shown()) == "second"
