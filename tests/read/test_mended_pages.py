"""Each hint about a school's own pages and settings, followed to the letter: the problem is gone, and no other is there."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from liverecord.problem import Problem
from liverecord.read.own_pages import own_pages
from liverecord.read.settings import settings
from record_documents import RULEBOOK
from schools import example

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


class Case(NamedTuple):
    """What is wrong, the hint that tells so, and what it says to do."""

    code: str
    wrong: Callable[[Path], object]
    hint: str
    mend: Callable[[Path], object]


def add(text: str) -> Callable[[Path], object]:
    """Write lines at the end of mkdocs.yml, where the liverecord plugin's options stand."""

    def add(school: Path) -> None:
        with (school / "mkdocs.yml").open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")

    return add


def put(old: str, new: str) -> Callable[[Path], object]:
    """Write something else in mkdocs.yml."""

    def put(school: Path) -> None:
        file = school / "mkdocs.yml"
        before = file.read_text("utf-8")
        assert old in before
        file.write_text(before.replace(old, new), "utf-8")

    return put


def take_out(text: str) -> Callable[[Path], object]:
    return put(f"{text}\n", "")


def page(name: str, content: bytes) -> Callable[[Path], object]:
    def page(school: Path) -> None:
        place = school / "pages" / name
        place.parent.mkdir(exist_ok=True, parents=True)
        place.write_bytes(content)

    return page


def move(name: str) -> Callable[[Path], object]:
    return lambda school: (school / "pages" / name).rename(school / name.replace("/", "-"))


def both(*steps: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda school: [step(school) for step in steps]


def record(school: Path) -> None:
    shutil.copy(school / "records/pupils/p-7k3m/plan.yml", school / "pages/plan.md")


def link(school: Path) -> None:
    (school / "pages/plan.md").symlink_to("../records/pupils/p-7k3m/plan.yml")


def copied(school: Path) -> None:
    (school / "pages/plan.md").unlink()
    page("plan.md", b"# What everybody may read\n")(school)


def folder(school: Path) -> None:
    shutil.copytree(school / "records", school / "pages/records.git/objects")
    page("records.git/HEAD", b"ref: refs/heads/main\n")(school)


HOOKS, SCRIPTS, TEMPLATES = "hooks: [own.py]", "extra_javascript: [own.js]", "extra_templates: [own.html]"
EMOJI = "markdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji"
EMOJI_KEYS = "markdown_extensions:\n  - pymdownx.emoji:\n      options: {custom_icons: [icons]}"
SLUGS = "      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}"
FENCES = "      custom_fences: [{name: mermaid, class: mermaid, format: !!python/name:pymdownx.superfences.fence_code_format }]"
SNIPPETS, UNKNOWN = "markdown_extensions: [pymdownx.snippets]", "markdown_extensions: [mdx_include]"

CASES = [
    Case("setting-runs-code", add(HOOKS), "Take the key out.", take_out(HOOKS)),
    Case("setting-runs-code", add(SCRIPTS), "Take the key out.", take_out(SCRIPTS)),
    Case("setting-runs-code", add(TEMPLATES), "Take the key out, and write the page", both(take_out(TEMPLATES), page("more.md", b"# More\n"))),
    Case("setting-runs-code", put("  name: material\n", "  name: material\n  custom_dir: own\n"), "Take the key out. A logo and a style sheet", both(
        take_out("  custom_dir: own"), page("logo.png", PNG), page("own.css", b"a { color: red }\n"),
        put("  name: material\n", "  name: material\n  logo: logo.png\n"), add("      publish: [pages/logo.png, pages/own.css]\nextra_css: [own.css]"))),
    Case("setting-runs-code", add(EMOJI), "Write `- pymdownx.emoji` without anything below it", put(EMOJI, "markdown_extensions:\n  - pymdownx.emoji")),
    Case("setting-not-known", add(EMOJI_KEYS), "Leave them out", put(EMOJI_KEYS, "markdown_extensions:\n  - pymdownx.emoji")),
    Case("setting-runs-code", add(f"markdown_extensions:\n  - toc:\n      permalink: true\n{SLUGS}"), "Leave the line out", take_out(SLUGS)),
    Case("setting-runs-code", add(f"markdown_extensions:\n  - pymdownx.superfences:\n      disable_indented_code_blocks: true\n{FENCES}"), "Leave the line out", take_out(FENCES)),
    Case("setting-runs-code", add("extra: {a: !!python/name:os.system }"), "Take it out: no setting", take_out("extra: {a: !!python/name:os.system }")),
    Case("setting-runs-code", put("  - liverecord", "  - search\n  - liverecord"), "Take `- search` out", take_out("  - search")),
    Case("setting-runs-code", put("  - liverecord", "  - macros\n  - liverecord"), "Take it out of the plugins", take_out("  - macros")),
    Case("setting-runs-code", add(SNIPPETS), "Take it out, and write the words into the page", both(take_out(SNIPPETS), page("more.md", b"The words.\n"))),
    Case("setting-not-known", add(UNKNOWN), "Take it out. Known are: ", put("mdx_include", "admonition")),
    Case("setting-not-known", add("surprise: 1"), "Take it out. Known are: ", put("surprise: 1", "copyright: Ashgrove")),
    Case("setting-not-known", put("  name: material\n", "  name: material\n  surprise: 1\n"), "Take it out. Known are: ", put("surprise: 1", "language: en")),
    Case("setting-not-known", add("      surprise: 1"), "Take it out. Known are: ", put("surprise: 1", "audience: staff")),
    Case("setting-not-known", add("copyright: !unknown Ashgrove"), "Write the value itself.", put("!unknown Ashgrove", "Ashgrove")),
    Case("setting-not-known", add("      publish: []\nextra_css: [own.css]"), "publish: [pages/own.css]", both(page("own.css", b"a { color: red }\n"), put("publish: []", "publish: [pages/own.css]"))),
    Case("setting-markup", add("copyright: <b>Ashgrove</b>"), "Write plain words.", put("<b>Ashgrove</b>", "Ashgrove")),
    Case("pages-folder", put("docs_dir: pages", "docs_dir: .git"), "docs_dir: pages", put("docs_dir: .git", "docs_dir: pages")),
    Case("page-is-link", link, "Put a copy of what everybody may read in its place", copied),
    Case("page-holds-record", record, "Move it out of the pages", move("plan.md")),
    Case("page-not-allowed", folder, "Move it out of the pages", move("records.git")),
    Case("page-not-allowed", page("notes.docx", b"PK"), "Move it out of the pages, or save it as what can be published", both(move("notes.docx"), page("notes.md", b"# Notes\n"))),
    Case("page-not-allowed", page("large.md", b"a\n" * 600_000), "Move it out of the pages", move("large.md")),
    Case("page-not-listed", page("logo.png", PNG), "publish: [pages/logo.png]", add("      publish: [pages/logo.png]")),
    Case("page-not-its-kind", both(page("logo.png", b"GIF89a"), add("      publish: [pages/logo.png]")), "Save it anew", page("logo.png", PNG)),
    Case("page-script", page("own.md", b"# Own\n\n<script>alert(1)</script>\n"), "Take it out.", page("own.md", b"# Own\n\n")),
    Case("page-script", page("own.md", b"# Own\n\n<iframe src='x'></iframe>\n"), "as an example of code, put it between `", page("own.md", b"# Own\n\n`<iframe src='x'></iframe>`\n")),
    Case("publish-missing", both(page("logo.PNG".lower(), PNG), add("      publish: [logo.png, pages/logo.png]")), "Name each file with its folder", put("[logo.png, pages/logo.png]", "[pages/logo.png]")),
]  # fmt: skip


@pytest.fixture
def school(tmp_path: Path) -> Path:
    return example(tmp_path / "school")


def told(school: Path) -> list[Problem]:
    return own_pages(settings(school))[1]


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: f"{number}-{CASES[number].code}")
def test_following_a_hint_settles_the_problem_and_makes_no_other(school: Path, number: int) -> None:
    """Exactly this problem is told, with this hint; once it is done, nothing is."""
    case = CASES[number]
    assert told(school) == []
    case.wrong(school)
    assert {(problem.code, case.hint in problem.hint) for problem in told(school)} == {(case.code, True)}
    case.mend(school)
    assert told(school) == []


def test_every_code_word_of_pages_and_settings_has_its_case() -> None:
    """A code word whose hint nobody has followed fails here."""
    own = {code for code in RULEBOOK.problems if re.match(r"(?:page|pages|publish|setting)-", code)}
    assert {case.code for case in CASES} == own
