"""What MkDocs may publish of a school's own folder: by a list of what is allowed."""

import os
import shutil
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from git_repository import git
from liverecord.problem import InvalidPages
from liverecord.read import own_pages as reading
from liverecord.read.contents import is_git, is_record, is_store
from liverecord.read.own_pages import allowed_pages, own_pages
from liverecord.read.settings import settings
from schools import example

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PLAN = "records/pupils/p-7k3m/plan.yml"


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """The example school under git, with one page of its own."""
    folder = example(tmp_path / "school")
    (folder / "pages/own.md").write_text("# Own\n\nAsk the office.\n", "utf-8")
    git(folder, "init", "--quiet", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "First")
    (folder / ".liverecord").mkdir()
    with sqlite3.connect(folder / ".liverecord/store.sqlite") as store:
        store.execute("CREATE TABLE facts (name TEXT)")
    store.close()
    return folder


def codes(school: Path) -> set[tuple[str, str]]:
    """Return each problem as its path and code word."""
    pages, problems = own_pages(settings(school))
    assert all(problem.hint for problem in problems)
    if problems:
        with pytest.raises(InvalidPages):
            allowed_pages(settings(school))
    assert not {f"pages/{page.path}" for page in pages} & {problem.place.path for problem in problems}
    return {(problem.place.path, problem.code) for problem in problems}


def listed(school: Path, *names: str) -> None:
    """Let these files be published."""
    with (school / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"      publish: [{', '.join(names)}]\n")


def docs(school: Path, folder: str) -> None:
    file = school / "mkdocs.yml"
    file.write_text(file.read_text("utf-8").replace("docs_dir: pages", f"docs_dir: {folder}"), "utf-8")


def test_a_page_and_what_is_listed_may_be_published(school: Path) -> None:
    """Markdown is published as it is, and a picture, PDF or style sheet where the list names it; nothing else is needed."""
    (school / "pages/deep/er").mkdir(parents=True)
    (school / "pages/deep/er/more.md").write_text("# More", "utf-8")
    (school / "pages/logo.png").write_bytes(PNG)
    (school / "pages/map.pdf").write_bytes(b"%PDF-1.7\n")
    (school / "pages/own.css").write_text("a { color: red }\n", "utf-8")
    (school / "pages/logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><style/></svg>", "utf-8")
    (school / "pages/.gitkeep").touch()
    listed(school, "pages/logo.png", "./pages/map.pdf", "pages/own.css", "pages/logo.svg")
    assert codes(school) == set()
    assert {page.path: page.content for page in allowed_pages(settings(school))} == {
        name: (school / "pages" / name).read_bytes()
        for name in ("own.md", "deep/er/more.md", "logo.png", "map.pdf", "own.css", "logo.svg")
    }


LINKS: dict[str, tuple[str, str]] = {
    "records": ("../records", "files"),
    "git": ("../.git", "more"),
    "one file": (f"../{PLAN}", "plan.md"),
    "far below": ("../../../records", "a/b/files"),
    "a page beside it": ("own.md", "again.md"),
    "itself": (".", "round"),
    "nowhere": ("gone", "gone.md"),
    "hidden": ("../records", ".files"),
    "outside": ("/etc", "etc"),
}


@pytest.mark.parametrize("name", LINKS)
def test_no_link_among_the_pages(school: Path, name: str) -> None:
    """A link is a problem at its own path, whatever it leads to and however deep it lies; nothing behind it is read."""
    target, path = LINKS[name]
    link = school / "pages" / path
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)
    assert codes(school) == {(f"pages/{path}", "page-is-link")}


FOLDERS: dict[str, Callable[[Path], str]] = {
    "git": lambda school: ".git",
    "within git": lambda school: ".git/refs",
    "the store": lambda school: ".liverecord",
    "hidden": lambda school: made(school, ".pages"),
    "the sites": lambda school: made(school, "site"),
    "a site": lambda school: made(school, "site/staff.1"),
    "elsewhere": lambda school: made(school.parent, "other") and str(school.parent / "other"),
    "beside": lambda school: made(school.parent, "other") and "../other",
    "a way round": lambda school: "pages/../.git",
    "a link": lambda school: linked(school, "words", "pages"),
    "a link to git": lambda school: linked(school, "words", ".git"),
    "a link on the way": lambda school: linked(school, "words", ".") + "/pages",
    "a bare repository": lambda school: bare(school, "backup"),
    "what holds the sites": lambda school: sites_in(school, "pages"),
}


def made(school: Path, name: str) -> str:
    (school / name).mkdir(parents=True)
    return name


def linked(school: Path, name: str, to: str) -> str:
    (school / name).symlink_to(to)
    return name


def bare(school: Path, name: str) -> str:
    git(school, "clone", "--quiet", "--bare", ".", name)
    return name


def sites_in(school: Path, folder: str) -> str:
    with (school / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"      output: {folder}/site\n")
    return folder


@pytest.mark.parametrize("name", FOLDERS)
def test_the_pages_have_a_folder_of_their_own(school: Path, name: str) -> None:
    """docs_dir is a plain folder of the school's, and neither git's, the store's nor the sites'; nothing of another is read."""
    docs(school, FOLDERS[name](school))
    pages, problems = own_pages(settings(school))
    assert [(problem.place.path, problem.place.line, problem.code) for problem in problems] == [
        ("mkdocs.yml", 2, "pages-folder")
    ]
    assert not pages


STRAY: dict[str, Callable[[Path], object]] = {
    "plan.yml": lambda path: path.write_text("a: b", "utf-8"),
    "PLAN.YML": lambda path: path.write_text("a: b", "utf-8"),
    "page.MD": lambda path: path.write_text("# Hi", "utf-8"),
    "page.html": lambda path: path.write_text("<p>", "utf-8"),
    "run.js": lambda path: path.write_text("1", "utf-8"),
    "letter.docx": lambda path: path.write_bytes(b"PK"),
    "no-ending": lambda path: path.write_text("x", "utf-8"),
    ".hidden.md": lambda path: path.write_text("# Hi", "utf-8"),
    ".env": lambda path: path.write_text("x", "utf-8"),
    "back\\slash.md": lambda path: path.write_text("# Hi", "utf-8"),
    "new\nline.md": lambda path: path.write_text("# Hi", "utf-8"),
    "pipe.md": os.mkfifo,
    "large.md": lambda path: (path.touch(), os.truncate(path, 50_000_000_000)),
    ".folder": lambda path: path.mkdir(),
    "bare": lambda path: shutil.copytree(path.parents[1] / ".git", path),
    "worktree/.git": lambda path: shutil.copytree(path.parents[2] / ".git", path),
}


@pytest.mark.parametrize("name", STRAY)
def test_what_is_not_allowed_is_a_problem(school: Path, name: str) -> None:
    """Whatever is no Markdown and on no list is told with its place, and is never waited for or read whole."""
    STRAY[name](school / "pages" / name)
    assert codes(school) == {("pages/" + name.replace("\n", "?"), "page-not-allowed")}


def test_a_socket_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is neither file, folder nor link is told as well."""
    folder = example(tmp_path)
    monkeypatch.chdir(folder / "pages")
    with socket.socket(socket.AF_UNIX) as there:
        there.bind("talk.md")
        assert codes(folder) == {("pages/talk.md", "page-not-allowed")}


def test_what_reaches_everybody_is_listed_by_name(school: Path) -> None:
    """A picture is not published because of its ending: the list names each, as it is spelt, and no pattern counts."""
    (school / "pages/logo.png").write_bytes(PNG)
    (school / "pages/scan.pdf").write_bytes(b"%PDF-1.7")
    listed(school, "pages/LOGO.png", "'pages/*.pdf'")
    assert codes(school) == {
        ("pages/logo.png", "page-not-listed"),
        ("pages/scan.pdf", "page-not-listed"),
        ("mkdocs.yml", "publish-missing"),
    }


@pytest.mark.parametrize(
    "name", ["records/school.yml", "pages/../records/school.yml", "/etc/hostname", "pages"]
)
def test_the_list_leads_nowhere_else(school: Path, name: str) -> None:
    """What the list names outside of the pages is not there: nothing of it is published."""
    listed(school, name)
    assert codes(school) == {("mkdocs.yml", "publish-missing")}


HIDDEN_RECORDS: dict[str, Callable[[Path], bytes]] = {
    "as it is": lambda school: (school / PLAN).read_bytes(),
    "an old version": lambda school: (school / PLAN).read_bytes().replace(b"Maya", b"Ana"),
    "git's object": lambda school: next((school / ".git/objects").glob("??/*")).read_bytes(),
    "git's index": lambda school: (school / ".git/index").read_bytes(),
    "git's settings": lambda school: (school / ".git/config").read_bytes(),
    "git's head": lambda school: (school / ".git/HEAD").read_bytes(),
    "a pack": lambda school: packed(school, "*.pack"),
    "a pack's list": lambda school: packed(school, "*.idx"),
    "the store": lambda school: (school / ".liverecord/store.sqlite").read_bytes(),
}  # fmt: skip


def packed(school: Path, pattern: str) -> bytes:
    git(school, "gc", "--quiet")
    return next((school / ".git/objects/pack").glob(pattern)).read_bytes()


@pytest.mark.parametrize("ending", ["md", "css", "png", "pdf", "svg"])
@pytest.mark.parametrize("name", HIDDEN_RECORDS)
def test_a_record_is_known_under_any_name(school: Path, name: str, ending: str) -> None:
    """What is a record, a piece of git or the store stays one under a page's or a picture's name."""
    content = HIDDEN_RECORDS[name](school)
    (school / f"pages/leak.{ending}").write_bytes(content)
    if ending != "md":
        listed(school, f"pages/leak.{ending}")
    assert codes(school) == {(f"pages/leak.{ending}", "page-holds-record")}


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[1] / "cases/valid").rglob("*.yml")), ids=lambda path: "/".join(path.parts[-2:]))  # fmt: skip
def test_every_record_is_known_by_what_it_holds(path: Path) -> None:
    """Whatever a school's files are, each kind's YAML is told from a page."""
    if path.stat().st_size and b":" in path.read_bytes():
        assert is_record(path.read_bytes())


def test_a_hard_link_to_a_record_is_told_by_its_bytes(school: Path) -> None:
    """A hard link looks like a file; it is a record all the same, for as long as the bytes are."""
    os.link(school / PLAN, school / "pages/leak.md")
    assert codes(school) == {("pages/leak.md", "page-holds-record")}


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.png", b"a word"), ("a.pdf", b"<html>"), ("a.svg", b"hello"), ("a.jpg", PNG), ("a.css", b"\x00\x01"),
     ("a.webp", b"RIFF"), ("a.ico", b"MZ"), ("b.md", b"a\x00b")],
)  # fmt: skip
def test_a_file_is_what_its_ending_says(school: Path, name: str, content: bytes) -> None:
    """A picture is a picture: nothing else passes under its ending."""
    (school / "pages" / name).write_bytes(content)
    if not name.endswith(".md"):
        listed(school, f"pages/{name}")
    assert codes(school) == {(f"pages/{name}", "page-not-its-kind")}


SCRIPTS = [
    ("<script>x()</script>", 1),
    ("Hi\n\n<SCRIPT src='https://x.example/a.js'></SCRIPT>", 3),
    ("<p onclick='x()'>a</p>", 1),
    ("<svg/onload=x()>", 1),
    ("a\n<img src=x onerror=x()", 2),
    ("[a](javascript:x())", 1),
    ("[a]( <JaVaScRiPt:x()> )", 1),
    ("[a]: java&#115;cript:x()", 1),
    ("<a href='java\tscript:x()'>a</a>", 1),
    ("<vbscript:x>", 1),
    ("[a](b.md){ onmouseover=x() }", 1),
    ("<iframe srcdoc='<p>'></iframe>", 1),
    ("<object data='a.pdf'></object>", 1),
    ("<meta http-equiv=refresh content='0; url=https://x.example'>", 1),
    ("<base href='https://x.example'>", 1),
    ("<form action='javascript:x()'></form>", 1),
]


@pytest.mark.parametrize(("text", "line"), SCRIPTS)
def test_a_page_holds_no_script(school: Path, text: str, line: int) -> None:
    """What the policy stops is told where it was typed: scripts, handlers, script links, strangers' pages."""
    (school / "pages/own.md").write_text(text, "utf-8")
    problems = own_pages(settings(school))[1]
    assert {(problem.place.path, problem.place.line, problem.code) for problem in problems} == {
        ("pages/own.md", line, "page-script")
    }
    assert "x()" not in "".join(problem.message for problem in problems), "a page's words stay out of logs"


@pytest.mark.parametrize(
    "text",
    ["Write `<script>` so.", "```html\n<script>x()</script>\n```", "~~~\n[a](javascript:x)\n~~~", "JavaScript: a language.",
     "When on = off, 3 < 4 and 5 > 4.", "<b title='on'>a</b> <img src='logo.png' alt=''>", "[a](https://x.example/on=1)"],
)  # fmt: skip
def test_words_about_scripts_are_words(school: Path, text: str) -> None:
    """Examples of code, and prose that only looks like it, may stand in a page."""
    (school / "pages/own.md").write_text(text, "utf-8")
    assert codes(school) == set()


def test_a_picture_holds_no_script(school: Path) -> None:
    """A drawing may be opened by itself, where a script in it would be one of the site's."""
    (school / "pages/a.svg").write_text("<svg xmlns='x'>\n<script>x()</script></svg>", "utf-8")
    listed(school, "pages/a.svg")
    assert codes(school) == {("pages/a.svg", "page-script")}


def test_a_thousand_strangers_are_told_shortly(school: Path) -> None:
    """A folder that is none of pages is told in a hundred lines, and how many are left."""
    for number in range(1_000):
        (school / f"pages/{number:04d}.txt").touch()
    problems = own_pages(settings(school))[1]
    assert len(problems) == reading.MOST_PROBLEMS + 1
    assert [problem.message for problem in problems if problem.message.startswith("900 more")]


def test_a_file_that_is_swapped_is_not_read(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look at a folder and the reading of a file the folder may become a link: then nothing of it is read."""
    (school / "pages/a").mkdir()
    (school / "pages/a/plan.md").write_text("# Plan", "utf-8")
    (school / "elsewhere").mkdir()
    (school / "elsewhere/plan.md").write_text("# Secret", "utf-8")
    opened = os.open

    def swapping(path, *rest, **named):
        if str(path).endswith("plan.md"):
            shutil.move(school / "pages/a", school / "away")
            (school / "pages/a").symlink_to("../elsewhere")
            monkeypatch.setattr(os, "open", opened)
        return opened(path, *rest, **named)

    monkeypatch.setattr(os, "open", swapping)
    pages, problems = own_pages(settings(school))
    assert [page.path for page in pages] == ["own.md"]
    assert [(problem.place.path, problem.code) for problem in problems] == [
        ("pages/a/plan.md", "page-not-allowed")
    ]


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\x00"), min_size=1, max_size=12)


@given(st.lists(st.tuples(NAMES, st.sampled_from(["", ".md", ".MD", ".png", ".yml", ".css"]), st.binary(max_size=40)), max_size=4))  # fmt: skip
def test_whatever_stands_there_is_published_or_told(tmp_path_factory: pytest.TempPathFactory, files) -> None:
    """Every file below the pages is one that may be published or a problem; none is both, and none is passed over."""
    school = tmp_path_factory.mktemp("any")
    (school / "mkdocs.yml").write_text("site_name: A\ndocs_dir: pages\nplugins: [liverecord]\n", "utf-8")
    (school / "pages").mkdir()
    for name, ending, content in files:
        if name + ending not in (".", ".."):
            (school / "pages" / (name + ending)).write_bytes(content)
    there = {path.name for path in (school / "pages").iterdir()}
    pages, problems = own_pages(settings(school))
    assert {page.path for page in pages} <= {name for name in there if name.endswith(".md")}
    told = {problem.place.path for problem in problems}
    for name in there - {page.path for page in pages}:
        shown = "".join(letter if letter.isprintable() else "?" for letter in name)
        assert f"pages/{shown}" in told


@given(st.binary(max_size=200))
def test_any_bytes_are_judged(content: bytes) -> None:
    """Whatever a file holds, it is judged, and nothing is raised."""
    assert {is_git(content), is_store(content), is_record(content)} <= {True, False}
