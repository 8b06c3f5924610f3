"""What may stand in a school's mkdocs.yml: a list of what is allowed; nothing that runs a program or opens a file."""

from datetime import date
from pathlib import Path

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config.defaults import get_schema

from liverecord.problem import InvalidRulebook, Problem
from liverecord.read.allowed import EXTENSIONS, KEYS
from liverecord.read.settings import settings
from liverecord.starter import Words, school_files

PLAIN = "site_name: Ashgrove\ndocs_dir: pages\ntheme:\n  name: material\nplugins:\n  - liverecord\n"


def wrong(folder: Path, text: str) -> list[Problem]:
    (folder / "mkdocs.yml").write_text(text, "utf-8")
    problems = settings(folder).problems
    assert all(problem.message and problem.hint for problem in problems)
    return list(problems)


RUN_CODE = [
    ("hooks: [run.py]", 7),
    ("'hooks':\n  - run.py", 7),
    ("? hooks\n: [run.py]", 7),
    ("x: &a {hooks: [run.py]}\n<<: *a", 7),
    ("x: !!python/object/apply:os.system ['touch ran']", 7),
    ("site_author: !!python/name:os.system", 7),
    ("nav:\n  - !!python/object/new:subprocess.Popen [[ls]]", 8),
    ("extra:\n  a: {b: [!<tag:yaml.org,2002:python/module:os> x]}", 8),
    ("extra: {? !!python/name:os.system : 1}", 7),
    ("extra_javascript: [https://x.example/a.js]", 7),
    ("extra_templates: [own.html]", 7),
    ("markdown_extensions:\n  - pymdownx.snippets:\n      base_path: [records]", 8),
    ("markdown_extensions: [pymdownx.b64]", 7),
    ("markdown_extensions:\n  pymdownx.snippets: {base_path: records}", 8),
    ("markdown_extensions:\n  - pymdownx.emoji:\n      emoji_index: !!python/name:material.extensions.emoji.twemoji", 9),
    ("markdown_extensions:\n  - toc:\n      slugify: !!python/object/apply:pymdownx.slugs.slugify {kwds: {case: lower}}", 9),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line"), RUN_CODE)
def test_nothing_in_the_settings_runs_a_program(tmp_path: Path, text: str, line: int) -> None:
    """Hooks, Python tags, templates, scripts and extensions that open files are told with their line and what to do."""
    found = {(each.place.path, each.place.line, each.code) for each in wrong(tmp_path, PLAIN + text)}
    assert ("mkdocs.yml", line, "setting-runs-code") in found
    assert not (tmp_path / "ran").exists()


def test_a_directive_hides_no_tag(tmp_path: Path) -> None:
    """A short name for Python's tags is the same tag."""
    text = f"%TAG !p! tag:yaml.org,2002:python/\n---\n{PLAIN}x: !p!name:os.system\n"
    assert "setting-runs-code" in {problem.code for problem in wrong(tmp_path, text)}


@pytest.mark.parametrize(
    ("theme", "plugins"),
    [
        ("{name: material, custom_dir: own}", "[liverecord]"),
        ("{name: material, ? custom_dir : own}", "[liverecord]"),
        ("material", "[liverecord, macros]"),
        ("material", "[search, liverecord]"),
        ("material", "[material/search, liverecord]"),
        ("material", "{liverecord: {}, gen-files: {scripts: [run.py]}}"),
        ("material", "[liverecord: {}, exec: {}]"),
    ],
)
def test_no_template_and_no_other_plugin(tmp_path: Path, theme: str, plugins: str) -> None:
    """A template of a school's own and a plugin beside liverecord's are programs like any other."""
    problems = wrong(tmp_path, f"site_name: A\ntheme: {theme}\nplugins: {plugins}\n")
    assert [problem.code for problem in problems] == ["setting-runs-code"]


NOT_KNOWN = [
    "surprise: 1",
    "? !ENV [NOT_SET_ANYWHERE, hooks]\n: [run.py]",
    "INHERITS: a.yml",
    "extra: !ENV [NOT_SET_ANYWHERE, {a: b}]",
    "markdown_extensions: !ENV [NOT_SET_ANYWHERE, [pymdownx.snippets]]",
    "markdown_extensions: [!ENV [NOT_SET_ANYWHERE, pymdownx.snippets]]",
    "markdown_extensions: [run]",
    "markdown_extensions: [mdx_include]",
    "markdown_extensions: ['pymdownx.snippets:SnippetExtension']",
    "markdown_extensions:\n  - pymdownx.emoji:\n      options: {custom_icons: [records]}",
    "extra_css: [own.css]",
    "x: !unknown y",
]


@pytest.mark.parametrize("text", NOT_KNOWN)
def test_what_is_not_known_is_refused(tmp_path: Path, text: str) -> None:
    """A key, an extension, a tag or a style sheet that is on no list is told: none is let through because nobody thought of it."""
    assert "setting-not-known" in {problem.code for problem in wrong(tmp_path, PLAIN + text)}


@pytest.mark.parametrize(
    "text",
    [
        "copyright: <script>x()</script>",
        "site_description: '\"><script>x()</script>'",
        "nav: [{'<img src=x onerror=x()>': own.md}]",
        "nav: [Ask: 'javascript:x()']",
        "extra: {scope: '\"),x(),new URL(\"'}",
        "site_url: 'https://x.example/\");x();(\"/'",
        'edit_uri: "\\x3cb"',
    ],
)  # fmt: skip
def test_no_value_is_markup(tmp_path: Path, text: str) -> None:
    """What the theme sets into every page as it is holds no markup and no program."""
    assert "setting-markup" in {problem.code for problem in wrong(tmp_path, PLAIN + text)}


@pytest.mark.parametrize("value", ['"\'><script>"', "'a\" onload=x()'", "'{{ x }}'", "'a`b'"])
def test_no_value_of_the_theme_s_breaks_out(tmp_path: Path, value: str) -> None:
    """The theme sets its own settings between quotes: none holds one."""
    text = f"site_name: A\ntheme: {{name: material, palette: {{primary: {value}}}}}\nplugins: [liverecord]\n"
    assert [problem.code for problem in wrong(tmp_path, text)] == ["setting-markup"]


def test_what_schools_write_may_stand(tmp_path: Path) -> None:
    """What Material's own pages advise, as far as it is data, is let through; a variable may stand for a text."""
    text = """\
site_name: "St. Mary's: live records & more"
site_url: !ENV [SITE_URL, 'https://records.ashgrove.example/live/']
site_description: The SENCO's pages
copyright: Copyright &copy; 2026 Ashgrove School
docs_dir: pages
theme:
  name: material
  language: en
  logo: logo.svg
  features: [navigation.top, content.tabs.link]
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {icon: material/brightness-7, name: Switch to dark mode}
extra_css: [own.css]
exclude_docs: |
  drafts/*
nav: [Home: index.md, Authority: 'https://authority.example/send']
markdown_extensions:
  - tables
  - toc: {permalink: true}
  - pymdownx.emoji
  - markdown.extensions.admonition
plugins:
  - liverecord:
      records: records
      audience: !ENV AUDIENCE
      publish: [pages/logo.svg, pages/own.css]
"""
    assert wrong(tmp_path, text) == []


def test_what_is_laid_out_is_allowed(tmp_path: Path) -> None:
    """A school starts with settings that pass."""
    words = Words("Ashgrove", "secondary", 2026, date(2026, 9, 1))
    assert wrong(tmp_path, school_files(["github"], words)["mkdocs.yml"]) == []


def test_every_key_is_one_of_mkdocs() -> None:
    """The list of keys is made of MkDocs' own, and each of MkDocs' is judged: what it runs or reads is left out."""
    theirs = {name for name, _ in get_schema()}
    left_out = {
        "config_file_path",
        "google_analytics",
        "mdx_configs",
        "pages",
        "hooks",
        "extra_javascript",
        "extra_templates",
    }
    assert theirs - KEYS == left_out & theirs
    assert theirs >= KEYS


def test_every_extension_is_there() -> None:
    """Each extension that is known to be harmless can be loaded as it is named, and opens no file of a page's naming."""
    for name in sorted(EXTENSIONS):
        markdown.Markdown(extensions=[name]).convert('--8<-- "setup.cfg"\n![x](logo.png)\n')


PARTS = st.recursive(
    st.sampled_from(["hooks", "theme", "custom_dir", "liverecord", "!ENV X", "!!python/name:os.system", "1", "a", "<b>"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.lists(st.tuples(inner, inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"? {key} : {value}" for key, value in pairs) + "}"
        ),
    ),
    max_leaves=12,
)  # fmt: skip


@given(
    st.sampled_from(["theme", "plugins", "markdown_extensions", "extra_css", "nav", "docs_dir", "x"]), PARTS
)
def test_any_settings_are_judged(tmp_path_factory: pytest.TempPathFactory, key: str, value: str) -> None:
    """Whatever stands under a key, it is read or refused in words; a Python tag never passes."""
    folder = tmp_path_factory.mktemp("any")
    try:
        problems = wrong(folder, f"site_name: A\n{key}: {value}\n")
    except InvalidRulebook:
        return
    if "!!python" in value:
        assert "setting-runs-code" in {problem.code for problem in problems}
