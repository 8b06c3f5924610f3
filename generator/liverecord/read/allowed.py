"""What may stand in a school's mkdocs.yml: a list of what is allowed, because MkDocs runs or publishes much of the rest.

MkDocs loads Python that a tag or a key names, hands templates everything that Python can reach, and some extensions of
Markdown copy whatever file a page names. None of it is needed for a school's pages, so that only what is known here to
be harmless is let through. The keys are MkDocs 1.6's; the extensions are Python-Markdown's and PyMdown's own.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from liverecord.problem import Place, Problem
from liverecord.read.markup import is_script

KEYS = frozenset(
    {
        "copyright", "dev_addr", "docs_dir", "draft_docs", "edit_uri", "edit_uri_template", "exclude_docs", "extra",
        "extra_css", "markdown_extensions", "nav", "not_in_nav", "plugins", "remote_branch", "remote_name", "repo_name",
        "repo_url", "site_author", "site_description", "site_dir", "site_name", "site_url", "strict", "theme",
        "use_directory_urls", "validation", "watch",
    }
)  # fmt: skip

THEME_KEYS = frozenset(
    {"direction", "favicon", "features", "font", "icon", "language", "logo", "name", "palette"}
)

OPTIONS = frozenset({"audience", "last_valid", "output", "publish", "records", "today"})
"""The liverecord plugin's."""

EXTENSIONS = frozenset(
    {
        "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes", "legacy_attrs",
        "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc", "wikilinks",
        "pymdownx.betterem", "pymdownx.blocks.admonition", "pymdownx.blocks.caption", "pymdownx.blocks.definition",
        "pymdownx.blocks.details", "pymdownx.blocks.html", "pymdownx.blocks.tab", "pymdownx.caret", "pymdownx.critic",
        "pymdownx.details", "pymdownx.emoji", "pymdownx.escapeall", "pymdownx.extra", "pymdownx.fancylists",
        "pymdownx.highlight", "pymdownx.inlinehilite", "pymdownx.keys", "pymdownx.magiclink", "pymdownx.mark",
        "pymdownx.progressbar", "pymdownx.quotes", "pymdownx.saneheaders", "pymdownx.smartsymbols", "pymdownx.striphtml",
        "pymdownx.superfences", "pymdownx.tabbed", "pymdownx.tasklist", "pymdownx.tilde",
    }
)  # fmt: skip
"""Extensions that make HTML of a page's own words and of nothing else: none of them opens a file."""

_RUNS = "setting-runs-code"
_UNKNOWN = "setting-not-known"
_MARKUP = "setting-markup"

_RUN_BY = {
    "hooks": (
        "hooks names Python files that MkDocs runs in whoever builds.",
        "Take the key out. What a page should say is written in Markdown.",
    ),
    "extra_javascript": (
        "extra_javascript puts programs of your own on every page of a record.",
        "Take the key out. The pages work with the theme's own scripts, and the server's policy stops all others.",
    ),
    "extra_templates": (
        "extra_templates names files that MkDocs runs as templates: a template reaches all that Python can.",
        "Take the key out, and write the page in Markdown.",
    ),
}
_OWN_THEME = (
    "custom_dir holds templates, and MkDocs runs them: a template reaches all that Python can.",
    "Take the key out. A logo and a style sheet of your own go into pages/: name them under publish, and in logo and extra_css.",
)
_TAG_HINTS = (
    (
        re.compile("emoji"),
        "Write `- pymdownx.emoji` without anything below it: liverecord gives it the theme's own pictures.",
    ),
    (
        re.compile("slug"),
        "Leave the line out: headings get their addresses without it.",
    ),
    (
        re.compile("superfences|fence|mermaid"),
        "Leave the line out: a diagram goes into a page as a picture, which publish names.",
    ),
)
_READS_FILES = {
    "pymdownx.snippets": "copies any file that a page names into that page, a record too",
    "pymdownx.b64": "copies any picture that a page names into that page, wherever it lies",
    "pymdownx.pathconverter": "writes paths of this computer into pages",
}


def judged(name: str, node: yaml.Node, content: dict[str, Any], tags: list[yaml.Node]) -> list[Problem]:
    """Return what may not stand in the settings that lie in the file `name`, sorted by place.

    `node` is the file as YAML has it and `content` what was made of it; `tags` are the nodes whose tags are nothing here.
    """
    found = _Findings(name)
    for tagged in tags:
        found.tag(tagged)
    for key_node, value in _pairs(node):
        key = _word(key_node)
        if key in _RUN_BY:
            found.add(key_node, _RUNS, *_RUN_BY[key])
        elif key not in KEYS and key != "INHERIT":
            found.add(
                key_node, _UNKNOWN, "A key stands here that a school's pages do not need.", _key_hint(KEYS)
            )
        elif key == "theme":
            found.theme(value)
        elif key == "plugins":
            found.plugins(value)
        elif key == "markdown_extensions":
            found.extensions(value)
        elif key == "extra_css":
            found.styles(value, content)
    found.texts(node, strict=False)
    return sorted(set(found.problems))


class _Findings:
    """Collects what is wrong, each with its place."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.problems: list[Problem] = []

    def add(self, node: yaml.Node, code: str, message: str, hint: str) -> None:
        place = Place(self._name, node.start_mark.line + 1, node.start_mark.column + 1)
        self.problems.append(Problem(place, code, message, hint))

    def tag(self, node: yaml.Node) -> None:
        if not _is_python(node):
            message = "A tag (!) stands here that a school's settings do not need."
            hint = "Write the value itself. !ENV may stay where a single text or number stands for it."
            self.add(node, _UNKNOWN, message, hint)
            return
        hints = (hint for words, hint in _TAG_HINTS if words.search(node.tag))
        self.add(
            node,
            _RUNS,
            "!!python makes MkDocs run Python of its own choosing in whoever builds.",
            next(hints, "Take it out: no setting of a school's needs a program."),
        )

    def theme(self, node: yaml.Node) -> None:
        for key, value in _pairs(node):
            if _word(key) == "custom_dir":
                self.add(key, _RUNS, *_OWN_THEME)
            elif _word(key) not in THEME_KEYS:
                self.add(key, _UNKNOWN, "The theme has no such key here.", _key_hint(THEME_KEYS))
            self.texts(value, strict=True)

    def plugins(self, node: yaml.Node) -> None:
        for name, options in _named(node):
            if _word(name) == "liverecord":
                for option, _ in _pairs(options):
                    if _word(option) not in OPTIONS:
                        message = "The liverecord plugin has no such option."
                        self.add(option, _UNKNOWN, message, _key_hint(OPTIONS))
            elif _word(name).rpartition("/")[2] == "search":
                self.add(
                    name,
                    _RUNS,
                    "The search plugin sends its whole index to every browser; liverecord brings a search of its own.",
                    "Take `- search` out of the plugins in mkdocs.yml.",
                )
            else:
                message = (
                    "Another plugin stands beside liverecord: it would run while records are set into pages."
                )
                self.add(name, _RUNS, message, "Take it out of the plugins; liverecord stands there alone.")

    def extensions(self, node: yaml.Node) -> None:
        for name, options in _named(node):
            word = _word(name)
            short = word.removeprefix("markdown.extensions.")
            if word in _READS_FILES:
                message = f"{word} {_READS_FILES[word]}."
                self.add(name, _RUNS, message, "Take it out, and write the words into the page.")
            elif short not in EXTENSIONS:
                message = "An extension of Markdown stands here that is not known to leave files alone."
                self.add(name, _UNKNOWN, message, f"Take it out. Known are: {', '.join(sorted(EXTENSIONS))}.")
            elif short == "pymdownx.emoji" and _pairs(options) and not any(map(_is_python, _values(options))):
                message = "pymdownx.emoji has keys of its own here, which name programs or folders."
                self.add(
                    name, _UNKNOWN, message, "Leave them out: liverecord gives it the theme's own pictures."
                )

    def styles(self, node: yaml.Node, content: dict[str, Any]) -> None:
        listed = {Path(name) for name in published(content)}
        folder = Path(str(content.get("docs_dir") or "docs"))
        for item in node.value if isinstance(node, yaml.SequenceNode) else ():
            if folder / _word(item) not in listed:
                message = "A style sheet of your own is not on the list of what may be published."
                hint = "Put it into the pages' folder and name it under the liverecord plugin: publish: [pages/own.css]"
                self.add(item, _UNKNOWN, message, hint)

    def texts(self, node: yaml.Node, *, strict: bool) -> None:
        """Look through every text below: `strict` where the theme sets it between quotes of its own."""
        for scalar, inside in _scalars(node):
            if inside == "site_name":  # the frames escape it: a school is called what it is called
                continue
            text = str(scalar.value)
            held = strict or inside in ("extra", "site_url")
            if "<" in text or is_script(text) or (held and re.search(r"""[<>"'`\\{}&;]""", text)):
                message = "A value here would stand in every page as markup or as a program."
                hint = "Write plain words. HTML belongs into a page, and a link into its Markdown."
                self.add(scalar, _MARKUP, message, hint)


def published(content: dict[str, Any]) -> tuple[str, ...]:
    """Return what the option `publish` names, as it was typed; nothing where it is no list of texts."""
    plugins = content.get("plugins")
    for entry in [plugins] if isinstance(plugins, dict) else plugins if isinstance(plugins, list) else ():
        if isinstance(entry, dict) and isinstance(options := entry.get("liverecord"), dict):
            listed = options.get("publish")
            return tuple(name for name in listed if isinstance(name, str)) if isinstance(listed, list) else ()
    return ()


def place_of(name: str, node: yaml.Node, *keys: str) -> Place:
    """Return where the value below these keys stands, or the file's beginning."""
    for key in keys:
        found = [value for at, value in _every_pair(node) if _word(at) == key]
        if not found:
            return Place(name)
        node = found[-1]
    return Place(name, node.start_mark.line + 1, node.start_mark.column + 1)


def _is_python(node: yaml.Node) -> bool:
    return str(node.tag).startswith("tag:yaml.org,2002:python")


def _values(node: yaml.Node | None) -> list[yaml.Node]:
    return [value for _, value in _pairs(node)]


def _key_hint(known: frozenset[str]) -> str:
    return f"Take it out. Known are: {', '.join(sorted(known))}."


def _word(node: yaml.Node) -> str:
    """Return a plain text; "" for all that MkDocs would first make something of."""
    is_plain = isinstance(node, yaml.ScalarNode) and node.tag.startswith("tag:yaml.org,2002:")
    return str(node.value) if is_plain else ""


def _pairs(node: yaml.Node | None) -> list[tuple[yaml.Node, yaml.Node]]:
    return list(node.value) if isinstance(node, yaml.MappingNode) else []


def _named(node: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node | None]]:
    """Give each entry of a list of names, of mappings from a name to its options, or of one such mapping."""
    entries = node.value if isinstance(node, yaml.SequenceNode) else [node]
    for entry in entries:
        if isinstance(entry, yaml.MappingNode):
            yield from _pairs(entry)
        elif not (isinstance(entry, yaml.ScalarNode) and not entry.value):
            yield entry, None


def _every_pair(node: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Give the pairs of a mapping, or of the mappings in a list."""
    for part in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        yield from _pairs(part)


def _scalars(node: yaml.Node) -> Iterator[tuple[yaml.Node, str]]:
    """Give every text below a node, keys too, each with the top-level key that it stands under."""
    waiting = [(node, "")]
    seen: set[int] = set()
    while waiting:
        part, inside = waiting.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, yaml.ScalarNode):
            yield part, inside
        elif isinstance(part, yaml.SequenceNode):
            waiting += [(item, inside) for item in part.value]
        else:
            for key, value in part.value:
                below = inside or _word(key)
                waiting += [(key, below), (value, below)]
