"""Attacks that go around the gate: nothing is published past it, whichever command is used, and the last good site stays up."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from git_repository import git
from liverecord import sites as building
from liverecord.plugin import make_frames
from liverecord.problem import CannotBuild, InvalidPages
from liverecord.read.settings import settings
from schools import example, lasting, run, tree
from test_build import TODAY as DAY
from test_build import silent, sites

PLAN = "records/pupils/p-7k3m/plan.yml"


def add(school: Path, text: str) -> None:
    with (school / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(text)


def own(school: Path, text: str) -> None:
    (school / "pages/own.md").write_text(text, "utf-8")


def docs(school: Path, folder: str) -> None:
    file = school / "mkdocs.yml"
    file.write_text(file.read_text("utf-8").replace("docs_dir: pages", f"docs_dir: {folder}"), "utf-8")


RAN = "import pathlib; pathlib.Path({!r}).write_text('ran')"

ATTACKS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "the records": ("page-is-link", lambda school: (school / "pages/files").symlink_to("../records")),
    "every past version": ("page-is-link", lambda school: (school / "pages/more").symlink_to("../.git")),
    "one plan": ("page-is-link", lambda school: (school / "pages/plan.md").symlink_to(f"../{PLAN}")),
    "a plan's copy": ("page-holds-record", lambda school: shutil.copy(school / PLAN, school / "pages/a.md")),
    "a plan's hard link": ("page-holds-record", lambda school: os.link(school / PLAN, school / "pages/a.md")),
    "a pipe": ("page-not-allowed", lambda school: os.mkfifo(school / "pages/pipe.md")),
    "git's folder": ("pages-folder", lambda school: docs(school, ".git")),
    "the store": ("pages-folder", lambda school: docs(school, ".liverecord")),
    "the pages are a link": (
        "pages-folder",
        lambda school: (docs(school, "words"), (school / "words").symlink_to("pages")),
    ),
    "a snippet": (
        "setting-runs-code",
        lambda school: (
            add(school, "markdown_extensions:\n  - pymdownx.snippets: {base_path: [records]}\n"),
            own(school, '--8<-- "pupils/p-7k3m/plan.yml"\n'),
        ),
    ),
    "hooks": (
        "setting-runs-code",
        lambda school: (add(school, "hooks: [h.py]\n"), (school / "h.py").write_text(RAN.format(str(school / "ran")))),
    ),
    "Python in YAML": (
        "setting-runs-code",
        lambda school: add(school, f"x: !!python/object/apply:os.mkdir ['{school}/ran']\n"),
    ),
    "a script": ("page-script", lambda school: own(school, "# Own\n\n<script>x()</script>\n")),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, shelf: Path) -> Path:
    """A school under git whose sites are up."""
    folder = example(tmp_path_factory.mktemp("around") / "school")
    (folder / "pages/own.md").write_text("# Own\n", "utf-8")
    git(folder, "init", "--quiet", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "First")
    sites(folder, "all")
    return folder


@pytest.fixture
def school(built: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "school"
    shutil.copytree(built, folder, symlinks=True)
    return folder


@pytest.mark.parametrize("name", ATTACKS)
def test_every_command_finds_it_and_nothing_is_published(school: Path, name: str) -> None:
    """`check`, `build`, `build --last-valid`, `serve` and frames made directly say the same, run nothing and publish nothing."""
    code, attack = ATTACKS[name]
    before = {audience: tree(school / "site" / audience) for audience in ("staff", "team", "senco")}
    attack(school)
    for command in (
        ["check"],
        ["check", "--format", "github"],
        ["build", "--audience", "all"],
        ["build", "--last-valid"],
        ["build", "--as-of", "HEAD"],
        ["serve", "--port", "0"],
    ):
        done = run(school, *command)
        assert done.returncode == 1, (command, done.stdout, done.stderr)
        assert code in (done.stdout + done.stderr), command
        assert "Maya" not in done.stdout + done.stderr
        assert "--last-valid builds" not in done.stderr, "no older record helps here"
    with pytest.raises(InvalidPages):
        make_frames(school / "mkdocs.yml", school / "frames")
    assert {audience: tree(school / "site" / audience) for audience in before} == before
    assert not (school / "ran").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [name for name in ATTACKS if name not in ("hooks", "Python in YAML", "a pipe")]
)
def test_bare_mkdocs_publishes_nothing_either(school: Path, name: str) -> None:
    """`mkdocs build` fails for the same reason, and no file of a record is in its folder. What it runs by itself is SECURITY.md's."""
    ATTACKS[name][1](school)
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"], cwd=school, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode != 0
    assert ATTACKS[name][0] in done.stderr
    assert not list((school / "site/mkdocs").rglob("*"))


def test_another_file_of_settings_is_refused(school: Path) -> None:
    """`mkdocs build -f` with another file would be judged by mkdocs.yml and built by its own."""
    (school / "other.yml").write_text((school / "mkdocs.yml").read_text("utf-8"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q", "-f", "other.yml"],
        cwd=school,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "mkdocs.yml alone" in done.stderr


# ── What only comes to light when the page is made ──────────────────────────────────────────────────────


def test_a_script_that_an_extension_makes_is_refused(school: Path) -> None:
    """What looks like words and becomes a script in a page is found when it has become one."""
    add(school, "markdown_extensions: [pymdownx.blocks.html]\n")
    own(school, "# Own\n\n/// html | script\nx()\n///\n")
    done = run(school, "build")
    assert done.returncode == 1
    assert "pages/own.md:1:1  page-script" in done.stderr


@pytest.mark.parametrize(
    "top",
    [
        "title: '&lt;/title&gt;&lt;script&gt;x()&lt;/script&gt;'",
        'title: "\\x3cmeta http-equiv=refresh content=0;url=https://x.example>"',
        "title: '&lt;/title&gt;&lt;meta http-equiv=refresh content=0&gt;'",
        'description: "\\x3cscript>x()"',
        'title: {a: ["\\x3cimg src=x onerror=x()>"]}',
    ],
)
def test_a_title_that_breaks_out_is_refused(school: Path, top: str) -> None:
    """What stands at a page's top reaches the frame by another way than the page: it holds no markup either, however spelt."""
    own(school, f"---\n{top}\n---\n# Own\n")
    done = run(school, "build")
    assert done.returncode == 1
    assert re.search(r"pages/own\.md:\d+:\d+  page-script", done.stderr)


def test_a_name_is_only_words(school: Path) -> None:
    """A school is called what it is called: every frame escapes the name, so that none of it is markup."""
    file = school / "mkdocs.yml"
    file.write_text(
        re.sub("site_name: .*", "site_name: '<script>x()</script> & \"Co\"'", file.read_text("utf-8"))
    )
    assert run(school, "check").returncode == 0
    sites(school, "team")
    for path, raw in tree(school / "site/team").items():
        if path.endswith(".html"):
            assert b"&lt;script&gt;x()&lt;/script&gt;" in raw, path
            assert b"<script>x()" not in raw, path


@pytest.mark.parametrize("template", ["redirect.html", "base.html", "blog.html"])
def test_a_page_chooses_no_template(school: Path, template: str) -> None:
    """Some of the theme's templates send a reader elsewhere: a page's own choice is not heeded."""
    own(school, f"---\ntemplate: {template}\nlocation: https://x.example/\n---\n# Own\n")
    sites(school, "staff")
    html = (school / "site/staff/own/index.html").read_text("utf-8")
    assert "x.example" not in html
    assert 'class="lr-sheet"' in html


def test_the_policy_is_the_theme_s_alone(school: Path) -> None:
    """Whatever a school writes, the policy allows the scripts that the theme has without a word of the school's."""
    (before,) = sites(school, "team")
    (school / "pages/deep/er/still").mkdir(parents=True)
    (school / "pages/deep/er/still/more.md").write_text("# More\n\n`<script>x()</script>`\n", "utf-8")
    (after,) = sites(school, "team")
    old, new = (set(site.policy.split("script-src ")[1].split(";")[0].split()) for site in (before, after))
    # A deeper page's first script names the way up: one hash for each depth, and none else.
    assert len(new - old) == 1
    assert old <= new


def test_emoji_need_no_program(school: Path) -> None:
    """Material's own way to emoji is a Python tag; here the extension alone is enough, and nothing is fetched from elsewhere."""
    add(school, "markdown_extensions: [pymdownx.emoji]\n")
    own(school, "# Own\n\n:material-school: :smile:\n")
    sites(school, "staff")
    html = (school / "site/staff/own/index.html").read_text("utf-8")
    assert html.count('class="twemoji"') == 1
    assert "😄" in html
    assert "http" not in html.replace("http://www.w3.org/2000/svg", "")


def test_no_frame_that_came_with_a_clone_is_used(school: Path) -> None:
    """Frames are kept by a key that anybody can work out: those that somebody committed would bring their scripts along."""
    (folder,) = (school / ".liverecord/frames").iterdir()
    for name in (".theme/0.html", "own/index.html"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("<script>x()</script>")
    clone = cloned(school, ".liverecord/frames")
    (site,) = sites(clone, "staff")
    assert "<script>x()" not in (clone / "site/staff/own/index.html").read_text("utf-8")
    assert site.policy == sites(school, "staff", "team")[0].policy


def cloned(school: Path, folder: str) -> Path:
    """Commit a folder that nobody should, and return a clone of the school."""
    git(school, "add", "--force", folder)
    git(school, "commit", "--quiet", "-m", "Planted")
    clone = school.with_name("clone")
    git(school, "clone", "--quiet", ".", str(clone))
    return clone


def test_nothing_of_a_site_that_came_with_a_clone_is_used(school: Path) -> None:
    """Pages and the search are taken over from the last site: not from one that somebody committed with its store."""
    planted = b"<!doctype html><p>planted"
    site = (school / "site/staff").resolve()
    for path in (site / "pupils/p-7k3m/index.html", site / "pagefind/all/pagefind.js"):
        size = path.stat().st_size
        path.unlink()
        path.write_bytes(planted.ljust(size))
    clone = cloned(school, "site")
    git(clone, "rm", "--quiet", "--cached", ".gitignore", "--ignore-unmatch")
    shutil.copytree(school / ".liverecord", clone / ".liverecord")
    git(clone, "add", "--force", ".liverecord")
    sites(clone, "staff")
    assert not [path for path, raw in tree(clone / "site/staff").items() if b"planted" in raw]


# ── The last guard ──────────────────────────────────────────────────────────────────────────────────────

PLANTED: dict[str, Callable[[Path, Path], object]] = {
    "a link": lambda site, school: (site / "files").symlink_to("/srv"),
    "a link to a page": lambda site, school: (site / "more.html").symlink_to("index.html"),
    "a record": lambda site, school: shutil.copy(school / PLAN, site / "plan.yml"),
    "a record under another name": lambda site, school: shutil.copy(school / PLAN, site / "assets/x.css"),
    "a record as a page": lambda site, school: shutil.copy(school / PLAN, site / "x.html"),
    "a hard link": lambda site, school: os.link(school / PLAN, site / "x.json"),
    "an old record": lambda site, school: (site / "x.css").write_bytes(
        (school / PLAN).read_bytes().replace(b"Maya", b"Ana")
    ),
    "an object": lambda site, school: shutil.copy(
        next((school / ".git/objects").glob("??/*")), site / "x.png"
    ),
    "git's index": lambda site, school: shutil.copy(school / ".git/index", site / "x.png"),
    "git's folder": lambda site, school: shutil.copytree(school / ".git", site / ".git"),
    "a bare repository": lambda site, school: shutil.copytree(school / ".git", site / "bare"),
    "the store": lambda site, school: shutil.copy(school / ".liverecord/store.sqlite", site / "x.pf_index"),
    "a hidden file": lambda site, school: (site / ".x.html").write_text("<!doctype html>"),
    "an unknown kind": lambda site, school: (site / "x.tar").write_text("x"),
    "what is not its kind": lambda site, school: (site / "x.png").write_text("x"),
    "a pipe": lambda site, school: os.mkfifo(site / "x.html"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_the_last_guard_publishes_nothing_strange(
    school: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However it came there: a site of any audience with a link, a record, a piece of git or the store replaces no good one."""
    before = {audience: lasting(school / "site" / audience) for audience in ("staff", "team", "senco")}
    index = building.search.index

    def planting(entries, output: Path, *more) -> None:
        index(entries, output, *more)
        if output.name.startswith("senco"):
            PLANTED[name](output, school)

    monkeypatch.setattr(building.search, "index", planting)
    with pytest.raises(CannotBuild, match="It was not published"):
        building.build(settings(school), ["all"], DAY, make_frames, silent)
    assert {audience: lasting(school / "site" / audience) for audience in before} == before
    assert not [path for path in (school / "site").iterdir() if path.name.endswith(".making")]


def test_the_guard_lets_every_good_site_through(school: Path) -> None:
    """A listed picture, PDF and style sheet, emoji and the search's files are what a site may hold."""
    (school / "pages/logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    (school / "pages/map.pdf").write_bytes(b"%PDF-1.7\n")
    (school / "pages/own.css").write_text("a { color: red }\n", "utf-8")
    add(school, "      publish: [pages/logo.svg, pages/map.pdf, pages/own.css]\nextra_css: [own.css]\n")
    assert run(school, "check").returncode == 0
    sites(school, "all")
    for audience in ("staff", "team", "senco"):
        for name in ("logo.svg", "map.pdf", "own.css"):
            assert (school / "site" / audience / name).read_bytes() == (school / "pages" / name).read_bytes()
