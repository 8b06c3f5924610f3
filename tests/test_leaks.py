"""What an audience may not see is nowhere in its site: not in a page, not in the search, not in a file's name."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import canary
from examples import of_a_sample
from git_repository import commit, repository
from liverecord import sites
from liverecord.plugin import make_frames
from liverecord.read.rulebook import rulebook
from liverecord.read.settings import settings
from schools import framed, settle

AUDIENCES = ("staff", "team", "senco")


class Planted(NamedTuple):
    """A school whose every text field holds a token of its own, with a site built for each audience."""

    folder: Path
    tokens: dict[str, canary.Home]
    seen_by: Callable[[str], dict[str, str]]
    """The tokens on an audience's site, each with a file that holds it: looked for once."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, shelf: Path) -> Planted:
    """Build every site of a school whose every text field holds a token of its own in each of its versions, by strangers."""
    folder = repository(framed(tmp_path_factory.mktemp("canary"), shelf))
    settle(folder)
    (folder / ".gitignore").write_text("/site/\n/.liverecord/\n", encoding="utf-8")
    tokens = canary.write_past(folder, lambda *committed: commit(folder, *committed))
    sites.build(settings(folder), ["all"], date.fromisoformat(canary.TODAY), make_frames, lambda *_: None)
    return Planted(
        folder, tokens, cache(lambda audience: seen((folder / "site" / audience).resolve(), tokens))
    )


def readable(path: Path) -> bytes:
    """Return a file's bytes as a reader could get at them: Pagefind packs its pieces with gzip."""
    raw = path.read_bytes()
    start = raw.find(b"\x1f\x8b\x08")
    return raw + gzip.decompress(raw[start:]) if start in range(64) else raw


def seen(site: Path, tokens: dict[str, canary.Home]) -> dict[str, str]:
    """Return each token that stands in a site, with a file that holds it."""
    found = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        hits = canary.found(tokens, name)
        if path.is_file():
            hits |= canary.found(tokens, readable(path))
        found.update(dict.fromkeys(hits, name))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("audience", AUDIENCES)
def test_no_site_holds_what_its_audience_may_not_see(planted: Planted, audience: str) -> None:
    """Every byte and every file name of a built site, search index included, is free of what the policy withholds."""
    tokens = planted.tokens
    forbidden = canary.forbidden(tokens, rulebook().policy, audience)
    assert forbidden, "a site from which nothing is withheld proves nothing"
    leaks = {
        token: (place, tokens[token])
        for token, place in planted.seen_by(audience).items()
        if token in forbidden
    }
    assert not leaks


@pytest.mark.slow
def test_the_canary_can_be_seen(planted: Planted) -> None:
    """The search for tokens finds them where they may be: in the pages, and in the packed search index."""
    folder, tokens, seen_by = planted
    found = seen_by("senco")
    assert len(found) > 100
    fragments = list((folder / "site/senco/pagefind").rglob("*.pf_fragment"))
    assert any(canary.found(tokens, readable(path)) for path in fragments)


@pytest.mark.slow
@pytest.mark.parametrize(("audience", "least"), [("staff", 0), ("team", 100), ("senco", 200)])
def test_the_past_is_among_what_is_searched(planted: Planted, audience: str, least: int) -> None:
    """What stood in earlier versions, and who changed it, is on the sites that may tell it: what may not be would be found."""
    tokens, found = planted.tokens, planted.seen_by(audience)
    past = {token for token, home in tokens.items() if any(route.past for route in home)}
    authors = {token for token, home in tokens.items() if any(route.path == "revisions.by" for route in home)}
    assert len(past & set(found)) >= least
    assert len(authors & set(found)) == {"staff": 0, "team": 3, "senco": 5}[audience]
    assert least or not past & set(found)


@pytest.mark.slow
def test_the_pages_of_attendance_are_among_those_searched(
    planted: Planted,
) -> None:
    """The page before any enforcement step holds the canaries' support, so that what it must not hold would be found."""
    folder, tokens, _ = planted
    for audience, more in (("team", ""), ("senco", "Considered so far")):
        raw = (folder / "site" / audience / "attendance/support-first/index.html").read_bytes()
        assert len(canary.found(tokens, raw)) > 10
        assert more.encode() in raw
    assert not (folder / "site/staff/attendance").exists()


@pytest.mark.slow
@pytest.mark.parametrize("audience", of_a_sample(("staff", "team"), AUDIENCES))
def test_mkdocs_leaks_no_more(planted: Planted, audience: str, tmp_path: Path) -> None:
    """The site that `mkdocs build` makes for an audience withholds the same, and holds no raw record."""
    folder, tokens, _ = planted
    config = folder / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("today:", f"audience: {audience}\n      today:"),
        encoding="utf-8",
    )
    site = tmp_path / "site"
    command = ["mkdocs", "build", "--strict", "--site-dir", str(site)]
    try:
        subprocess.run([sys.executable, "-m", *command], cwd=folder, check=True, capture_output=True)
    finally:
        settle(folder, canary.TODAY)
    forbidden = canary.forbidden(tokens, rulebook().policy, audience)
    assert not {token: place for token, place in seen(site, tokens).items() if token in forbidden}
    assert not list(site.rglob("*.yml"))
    assert (site / "attendance").exists() == (audience != "staff")
    assert not [page for page in site.rglob("*.html") if b"[[liverecord:" in page.read_bytes()]
