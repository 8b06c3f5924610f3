"""MkDocs in and out, run for real on a school's smallest mkdocs.yml; only the records' side is stood in for."""

import logging
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from liverecord import plugin, press, sites
from liverecord.problem import CannotBuild, InvalidPages, InvalidRecords, Place, Problem
from liverecord.view import Contents, Page

THEME = Path(__file__).parents[2] / "site_overrides/theme"
SMALLEST = "site_name: Ashgrove School\ndocs_dir: pages\ntheme: {name: material}\nplugins: [liverecord]\n"
GENERATED = (
    "", "overdue/", "coming/", "pupils/", "attendance/", "attendance/support-first/", "staff/", "week/",
    "changes/", "about/",
)  # fmt: skip


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """A school's folder with the smallest mkdocs.yml and one page of its own."""
    (tmp_path / "mkdocs.yml").write_text(SMALLEST, "utf-8")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "contacts.md").write_text("# Who to ask\n\nAsk the office.\n", "utf-8")
    (tmp_path / "records" / "pupils").mkdir(parents=True)
    (tmp_path / "records" / "school.yml").write_text("name: secret-canary\n", "utf-8")
    return tmp_path


@pytest.fixture
def filled(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stand in for the records' side: no problems, and two pages set into the frames that MkDocs made."""
    seen = SimpleNamespace(problems=[], error=None, calls=[])

    def into(folder: Path, settings, audience, today, progress) -> SimpleNamespace:
        seen.calls.append((folder, audience, today))
        if seen.error:
            raise seen.error
        cut = press.frames(folder, "the team", date(2026, 11, 22))
        for path in (*GENERATED, "pupils/p-7k3m/"):
            target = folder / path / "index.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(cut.set(Page(path, "Maya", "<h1>Maya</h1>")))
        for name in press.FRAME_ONLY:
            (folder / name).unlink()
        return SimpleNamespace(pupils=1, audience="team", passed=sites.Passed())

    monkeypatch.setattr(plugin.examine, "check", lambda *_: (seen.problems, 1))
    monkeypatch.setattr(plugin.sites, "into", into)
    return seen


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


def run(school: Path, **settings: object) -> Path:
    """Build as `mkdocs build` does; returns the site's folder."""
    config = load_config(str(school / "mkdocs.yml"), **settings)
    mkdocs_build(config)
    return Path(config.site_dir)


def change(school: Path, old: str, new: str) -> None:
    file = school / "mkdocs.yml"
    file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")


def test_the_smallest_configuration_is_enough(school: Path, filled: SimpleNamespace) -> None:
    """Four lines make a strict build without a warning, with the packaged pages and the school's own."""
    site = run(school, strict=True)
    assert filled.calls == [(site, None, filled.calls[0][2])]
    for path in (*GENERATED, "pupils/p-7k3m/", "search/", "guide/", "contacts/"):
        assert (site / path / "index.html").is_file()
    assert "Ask the office." in (site / "contacts" / "index.html").read_text("utf-8")


def test_every_sheet_and_script_of_the_theme_is_used(school: Path, filled: SimpleNamespace) -> None:
    """A page names each sheet of the theme once, paper last of all; a script that no page names is brought in by one that it does."""
    html = (run(school) / "pupils" / "p-7k3m" / "index.html").read_text("utf-8")
    named = re.findall(r'(?:href|src)="\.\./\.\./assets/liverecord/(\w+\.(?:css|js))"', html)
    there = {path.name: path.read_text("utf-8") for path in THEME.glob("assets/liverecord/*.[cj]s*")}
    assert len(set(named)) == len(named)
    assert {name for name in there if name.endswith(".css")} <= set(named)
    assert [name for name in named if name.endswith(".css")][-1] == "print.css"
    for script in {name for name in there if name.endswith(".js")} - set(named):
        assert any(script in text for name, text in there.items() if name != script), script


def test_a_page_is_set_into_the_theme(school: Path, filled: SimpleNamespace) -> None:
    """A pupil's page carries the site's name, its tab, the audience, and links that fit its depth."""
    html = (run(school) / "pupils" / "p-7k3m" / "index.html").read_text("utf-8")
    assert "<title>Maya · Ashgrove School</title>" in html
    assert 'href="../../overdue/"' in html
    assert 'href="../../assets/liverecord/records.css"' in html
    assert '<a href="../" class="md-tabs__link" aria-current="true">Pupils</a>' in html
    assert '<meta name="liverecord-as-of" content="2026-11-22">' in html
    assert 'content="noindex' in html
    assert "[[liverecord:" not in html


def test_an_overview_marks_its_own_tab(school: Path, filled: SimpleNamespace) -> None:
    """Each overview page's own tab is the one that is marked as the page one is on."""
    html = (run(school) / "overdue" / "index.html").read_text("utf-8")
    assert html.count('aria-current="page"') == 1
    assert 'aria-current="page">Overdue</a>' in html


def test_nothing_leads_out_of_the_site(school: Path, filled: SimpleNamespace) -> None:
    """No page names another host, MkDocs' own credits included, and none gives an address a search engine could use."""
    site = run(school)
    for file in site.rglob("*.html"):
        html = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in html, file
        assert 'rel="canonical"' not in html
        assert 'name="generator"' not in html


def test_no_record_and_no_dead_weight_is_copied(school: Path, filled: SimpleNamespace) -> None:
    """The site holds no YAML, no sitemap, no frame, and none of the files of the search that is not there."""
    site = run(school)
    names = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    assert not any(name.endswith((".yml", ".map", ".gz", ".xml")) for name in names)
    assert not any("lunr" in name or "workers" in name or "frame/" in name for name in names)
    assert not any(b"secret-canary" in (site / name).read_bytes() for name in names)


def test_own_pages_stand_between_the_lists_and_about(school: Path, filled: SimpleNamespace) -> None:
    """A school's own pages get one tab, after what is urgent; past six tabs the rest stands under More."""
    html = (run(school) / "index.html").read_text("utf-8")
    tabs = [line.split(">")[1].split("<")[0] for line in html.splitlines() if 'class="md-tabs__link"' in line]
    assert tabs == [
        *("Today", "Overdue", "Coming up", "This week", "Pupils", "Attendance", "Owners", "What changed"),
        *("Our pages", "Guide", "About"),
    ]
    beside, _, under = html.partition('<details class="lr-more">')
    assert [beside.count('class="md-tabs__link"'), under.count('class="md-tabs__link"')] == [6, 5]


def test_own_words_follow_a_generated_page(school: Path, filled: SimpleNamespace) -> None:
    """A school's file at a generated page's address adds its words below what is generated, and replaces nothing."""
    (school / "pages" / "about.md").write_text("Ask **Reception** for a paper copy.", "utf-8")
    html = (run(school) / "about" / "index.html").read_text("utf-8")
    assert html.index("<h1>Maya</h1>") < html.index("Ask <strong>Reception</strong>")


def test_no_template_of_a_school_s_is_run(school: Path, filled: SimpleNamespace, caplog) -> None:
    """A template reaches all of Python: a folder of a school's own is refused before one of them is read."""
    (school / "own").mkdir()
    (school / "own" / "main.html").write_text(
        "{{ cycler.__init__.__globals__.os.mkdir(config.docs_dir ~ '/ran') }}", "utf-8"
    )
    change(school, "{name: material}", "{name: material, custom_dir: own}")
    with pytest.raises(Abort):
        run(school)
    assert "mkdocs.yml:3:25  setting-runs-code" in caplog.text
    with pytest.raises(InvalidPages):
        plugin.make_frames(school / "mkdocs.yml", school / "frames")
    assert not (school / "pages" / "ran").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("docs_dir: pages", "docs_dir: records", "records"),
        ("docs_dir: pages", "docs_dir: .", "docs_dir"),
        ("docs_dir: pages", "docs_dir: records/pupils", "records"),
        ("[liverecord]", "[search, liverecord]", "Take `- search` out"),
        ("name: material", "name: mkdocs", "Material"),
        ("docs_dir: pages", "docs_dir: pages\nuse_directory_urls: false", "use_directory_urls"),
    ],
)
def test_a_dangerous_configuration_is_refused(
    school: Path, filled: SimpleNamespace, caplog, old: str, new: str, said: str
) -> None:
    """What would publish records, or make pages that do not work, stops before anything is written."""
    change(school, old, new)
    with pytest.raises(Exception) as raised:  # noqa: PT011 - MkDocs wraps what a plugin raises in several ways
        run(school)
    assert said in caplog.text + str(raised.value)
    assert not (school / "site").exists()
    assert not filled.calls


def test_a_folder_that_holds_the_records_is_no_folder_of_pages(
    school: Path, filled: SimpleNamespace, caplog: pytest.LogCaptureFixture
) -> None:
    """MkDocs would copy the raw records with all else that lies in docs_dir, however deep they lie there."""
    (school / "data").mkdir()
    (school / "records").rename(school / "data" / "records")
    change(school, "docs_dir: pages", "docs_dir: data")
    change(school, "[liverecord]", "[liverecord: {records: data/records}]")
    with pytest.raises(Abort):
        run(school)
    assert "docs_dir in mkdocs.yml overlaps the records folder" in caplog.text
    assert not (school / "site").exists()


def test_problems_leave_the_last_site(school: Path, filled: SimpleNamespace, caplog) -> None:
    """A problem in the records stops `mkdocs build` with its place, before MkDocs wipes the last site."""
    site = run(school)
    (site / "kept.txt").write_text("x", "utf-8")
    filled.problems.append(
        Problem(Place("records/pupils/p-7k3m/plan.yml", 3, 4), "unknown-code", "not a code", "see codes")
    )
    with pytest.raises(Abort):
        run(school)
    assert "records/pupils/p-7k3m/plan.yml:3:4" in caplog.text
    assert (site / "kept.txt").exists()


@pytest.mark.parametrize("error", [InvalidRecords([]), CannotBuild("disk", "full"), KeyboardInterrupt()])
def test_a_site_is_whole_or_empty(school: Path, filled: SimpleNamespace, error: BaseException) -> None:
    """Where filling fails after MkDocs has wiped the folder, no frame without its page is left."""
    filled.error = error
    with pytest.raises((Abort, KeyboardInterrupt)):
        run(school)
    assert not list((school / "site").rglob("*.html"))


def test_other_audiences_sites_are_left_alone(school: Path, filled: SimpleNamespace) -> None:
    """`mkdocs build` writes beside the sites of `liverecord build`, which MkDocs would wipe in its default folder."""
    (school / "site" / "team").mkdir(parents=True)
    (school / "site" / "team" / "index.html").write_text("x", "utf-8")
    assert run(school) == school / "site" / "mkdocs"
    assert (school / "site" / "team" / "index.html").read_text("utf-8") == "x"


@pytest.mark.parametrize("place", [".", "site/team", "site/team.3"])
def test_a_site_dir_over_the_sites_is_refused(school: Path, filled: SimpleNamespace, place: str) -> None:
    """MkDocs is not let loose on a folder that holds or is another audience's site."""
    (school / "site" / "team").mkdir(parents=True)
    (school / "site" / "team" / "index.html").write_text("x", "utf-8")
    with pytest.raises(Exception):  # noqa: B017, PT011 - MkDocs refuses some of these before any plugin runs
        run(school, site_dir=str(school / place))
    assert (school / "site" / "team" / "index.html").exists()
    assert (school / "mkdocs.yml").exists()


@pytest.mark.parametrize(("command", "dirty"), [("gh-deploy", False), ("build", True), ("serve", True)])
def test_publishing_and_dirty_builds_are_refused(command: str, dirty: bool) -> None:
    """`gh-deploy` would put records on the web, and `--dirty` would mix days."""
    with pytest.raises(plugin.PluginError):
        plugin.LiveRecordPlugin().on_startup(command=command, dirty=dirty)


def test_serve_watches_the_records_and_not_the_store(school: Path, filled: SimpleNamespace) -> None:
    """A change to a record rebuilds; a store that a build writes into never starts the next build."""
    config = load_config(str(school / "mkdocs.yml"))
    mkdocs_build(config)
    watched = {Path(path).relative_to(school).as_posix() for path in config.watch}
    assert watched == {"records/pupils", "records/school.yml"}


def test_make_frames_gives_what_press_needs(school: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The frame-maker writes frames and hand-written pages, no record's page, and is silent."""
    output = tmp_path_factory.mktemp("frames")
    assert plugin.make_frames(school / "mkdocs.yml", output) == ()
    cut = press.frames(output, "everybody who teaches", date(2026, 11, 22))
    assert cut.paths() == tuple(sorted(GENERATED))
    assert set(cut.written) == {"404.html", "guide/index.html", "search/index.html", "contacts/index.html"}
    assert b"Plan" in cut.set(Page("pupils/p-1/", "M", "", "", (Contents("Plan", "plan"),)))
    assert not (school / "site").exists()


def test_a_build_after_make_frames_is_whole(
    school: Path, filled: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Making frames leaves nothing behind in the process: the next `mkdocs build` fills its site."""
    plugin.make_frames(school / "mkdocs.yml", tmp_path_factory.mktemp("frames"))
    assert (run(school) / "pupils" / "p-7k3m" / "index.html").is_file()


def test_make_frames_is_silent_and_leaves_logging_as_it_was(school: Path, tmp_path_factory, capfd) -> None:
    """Nothing is printed, and a program that logs on its own goes on as before."""
    logger = logging.getLogger("mkdocs")
    before = (logger.level, logger.propagate, list(logger.handlers), os.environ.get("NO_MKDOCS_2_WARNING"))
    plugin.make_frames(school / "mkdocs.yml", tmp_path_factory.mktemp("frames"))
    assert (
        logger.level,
        logger.propagate,
        list(logger.handlers),
        os.environ.get("NO_MKDOCS_2_WARNING"),
    ) == before
    assert capfd.readouterr() == ("", "")


def test_make_frames_passes_warnings_on(school: Path, tmp_path_factory) -> None:
    """A broken link in a school's own page is not swallowed."""
    (school / "pages" / "contacts.md").write_text("[gone](gone.md)", "utf-8")
    (warning,) = plugin.make_frames(school / "mkdocs.yml", tmp_path_factory.mktemp("frames"))
    assert "gone.md" in warning


@pytest.mark.parametrize(
    ("break_it", "said"),
    [
        (lambda school: change(school, "[liverecord]", "[]"), "does not name the liverecord plugin"),
        (lambda school: change(school, "name: material", "name: no-such-theme"), "theme"),
        (
            lambda school: (
                (school / "pages" / "contacts.md").rename(school / "x.md") and (school / "pages").rmdir()
            ),
            "pages",
        ),
        (lambda school: change(school, "plugins", "strict: true\nplugins") or bad_link(school), "gone.md"),
    ],
)
def test_make_frames_says_what_is_wrong(
    school: Path, tmp_path_factory, break_it: Callable[[Path], object], said: str
) -> None:
    """A configuration that MkDocs cannot build with is one clear error, in MkDocs' words."""
    break_it(school)
    with pytest.raises(CannotBuild, match=said):
        plugin.make_frames(school / "mkdocs.yml", tmp_path_factory.mktemp("frames"))


def bad_link(school: Path) -> None:
    (school / "pages" / "contacts.md").write_text("[gone](gone.md)", "utf-8")


@pytest.mark.slow
def test_this_repository_makes_frames_strictly(tmp_path: Path) -> None:
    """The mkdocs.yml of this repository makes its frames without a warning, in a process of its own."""
    repository = Path(__file__).parents[2]
    code = "import sys; from pathlib import Path; from liverecord.plugin import make_frames; print(make_frames(Path(sys.argv[1]), Path(sys.argv[2])))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(repository / "mkdocs.yml"), str(tmp_path)],
        capture_output=True,
        check=True,
        text=True,
    )
    assert (done.stdout.strip(), done.stderr) == ("()", "")
