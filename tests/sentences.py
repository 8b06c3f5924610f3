"""Every sentence that a page can make, collected from where it is written: templates, modules, scripts and rulebook.

What is filled in is a gap, "…"; what is said only sometimes stands in brackets, "[one way|another]". `tests/golden.py` keeps
the list in `tests/golden/sentences.txt`, by the module that says it, so that whoever words something reads it there again.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import yaml
from jinja2 import nodes

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "generator/liverecord"
THEME = ROOT / "site_overrides"
SCHEMA = ROOT / "schema"
GAP = "…"

ROOMS = ("render", "press", "search", "sites", "derive", "redact", "forms", "edit", "saves", "copies", "telling", "model/records", "model/attendance.py",
         "report/changes")  # fmt: skip
"""What words a page, a form, a preview, a copy or an e-mail. Problems' messages stand word for word in tests/cases/mended."""

SERVED = ("press/servers.py", "press/security.py")
"""What writes settings of web servers, which no reader of a page sees."""

PRINTED = {
    "audiences.yml": ("label", "words", "who"),
    "codes.yml": ("label", "words", "name"),
    "reviews.yml": ("label", "says", "said", "name", "title", "beside"),
    "thresholds.yml": ("name", "covers"),
    "retention.yml": ("label", "name", "why", "says"),
    "export.yml": ("label", "name", "title", "why", "says"),
    "search.yml": ("label", "says", "why", "heading"),
}
"""The keys of the rulebook that pages print."""

SAID = (
    "aria-label",
    "title",
    "placeholder",
    "alt",
    "summary",
    "data-one",
    "data-many",
    "data-empty",
    "content",
)
"""The attributes that are read or heard."""

_ASKED = frozenset(
    [
        "sees",
        "has",
        "get",
        "getattr",
        "visible",
        "is_visible",
        "startswith",
        "endswith",
        "removesuffix",
        "removeprefix",
        "partition",
        "rpartition",
        "split",
        "replace",
        "strip",
        "rstrip",
        "lstrip",
        "compile",
        "sub",
        "fullmatch",
        "match",
        "search",
        "get_template",
        "filled",
        "files",
        "joinpath",
        "encode",
        "pop",
        "word",
        "exists",
        "find",
        "index",
        "field",
        "import_module",
        "NewType",
        "TypeVar",
        "setdefault",
    ]
)
"""Calls whose text is a name, a pattern or a place, and nothing that is said."""

_OPEN, _OR, _SHUT = "\x01", "\x02", "\x03"
_ATTRIBUTE = re.compile(r"([\w-]+)=([\"'])(.*?)\2", re.DOTALL)
_INLINE = frozenset(
    ["a", "abbr", "b", "bdi", "code", "em", "i", "kbd", "span", "strong", "time", "small", "br"]
)
_FOR_MACHINES = re.compile(
    r"""\(\?|\\[\[(dws]|\w=["']|:not\(|:scope|\[(?:hidden|data|content)|^-+c |^- id:|'none'|'self'|^[A-Z]+ [A-Z]+ |refs/|\.\w+\.\w+=|-o \w+=|//"""
)
"""What no reader sees: patterns, selectors, attributes cut in two, lines of a record to type, and words for other programs."""
_LETTERS = re.compile(r"[^\W\d_]{2}")


def collected() -> dict[str, list[str]]:
    """Return the sentences of each module that says any, by its path in the repository, each once and in order."""
    found = {path.relative_to(ROOT).as_posix(): _read(path) for path in _files()}
    return {path: sorted(set(said)) for path, said in sorted(found.items()) if said}


def listed() -> bytes:
    """Return the golden list: a heading for each module, and a line for each of its sentences."""
    parts = (f"## {path}\n" + "".join(f"{each}\n" for each in said) for path, said in collected().items())
    return "\n".join(parts).encode()


def sources() -> Iterator[str]:
    """Yield the text of every file that says anything."""
    return (path.read_text(encoding="utf-8") for path in _files())


def _files() -> Iterator[Path]:
    for room in ROOMS:
        here = PACKAGE / room
        found = [here] if here.is_file() else (*here.rglob("*.py"), *here.rglob("*.j2"))
        yield from sorted(each for each in found if each.relative_to(PACKAGE).as_posix() not in SERVED)
    yield from sorted(THEME.rglob("*.html"))
    yield from sorted((THEME / "pages").rglob("*.md"))
    yield from (each for each in sorted(THEME.rglob("*.js")) if each.name != "minisearch.js")
    yield from (SCHEMA / name for name in PRINTED)


def _read(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        found = of_module(text)
    elif path.suffix == ".js":
        found = of_script(text)
    elif path.suffix == ".yml":
        found = _of_rulebook(yaml.safe_load(text), PRINTED[path.name])
    elif path.suffix == ".md":
        found = _prose(text)
    else:
        found = of_template(re.sub(r"\[\[liverecord:[^\]]*\]\]", "{{ mark }}", text))
    return [said for each in found if (said := _tidy(each)) and is_said(said)]


def is_said(text: str) -> bool:
    """Tell whether a text is made of words for people: not one word of code, a path, a key or a pattern."""
    bare = re.sub(rf"[{GAP}\[\]|]", " ", text)
    if not _LETTERS.search(bare) or _FOR_MACHINES.search(text):
        return False
    words = bare.split()
    if len(words) > 1:
        return not all(re.search(r"[_/=<>{}()\\]|^\W*--|^\.", word) for word in words)
    return bool(re.fullmatch(r"[A-Z][a-z']+[.:?!,]*|[a-z]{2,}[.:?!,;]", words[0]))


# ── Templates ──────────────────────────────────────────────────────────────────────────────────────────────


def of_template(text: str) -> Iterator[str]:
    """Yield the texts of a template's elements and of the attributes that are read, and the words that it hands on."""
    tree = _environment().parse(text)
    flat = "".join(_flat(tree))
    yield from of_html(flat)
    for node in tree.find_all(nodes.Const):
        if isinstance(node.value, str):
            yield from of_html(node.value)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)


def _flat(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.TemplateData):
        yield node.data
    elif isinstance(node, nodes.Output):
        for each in node.nodes:
            yield from _flat(each) if isinstance(each, nodes.TemplateData) else (GAP,)
    elif isinstance(node, nodes.If):
        yield from _choice([node.body, *(each.body for each in node.elif_), node.else_])
    elif isinstance(node, nodes.For):
        yield from _choice([node.body, node.else_])
    else:
        for child in node.iter_child_nodes():
            yield from _flat(child)


def _choice(ways: Iterable[list[nodes.Node]]) -> Iterator[str]:
    said = ["".join(part for each in way for part in _flat(each)) for way in ways]
    yield _between(each for each in said)


def of_html(html: str) -> Iterator[str]:
    """Yield each text that one element shows, its inline elements within it, and each attribute that is read."""
    for tag in re.finditer(r"<[a-zA-Z](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", html):
        for name, _, value in _ATTRIBUTE.findall(tag.group()):
            if name in SAID:
                yield value

    def apart(tag: re.Match[str]) -> str:
        name = re.match(r"</?([a-zA-Z][\w-]*)", tag.group())
        return " " if tag.group().startswith("<br") else "" if name and name.group(1) in _INLINE else "\n"

    text = re.sub(r"</?(?:[a-zA-Z][\w-]*|…)(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", apart, html)
    yield from text.split("\n")


def _prose(text: str) -> Iterator[str]:
    """Yield the headings, paragraphs, items and cells of a page written in Markdown, without its marks."""
    plain = re.sub(r"<[^<>]+>|\[\[liverecord:[^\]]*\]\]|[*`]|^---$|^\| *-.*$", "", text, flags=re.MULTILINE)
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain)
    for part in re.split(r"\n\s*\n|\n(?=#|\d+\. |- |\||\w+: )", plain):
        yield from (
            re.sub(r"^(?:#+|\d+\.|-|title:|description:) ", "", each.strip())
            for each in part.strip("| ").split(" | ")
        )


# ── Modules ────────────────────────────────────────────────────────────────────────────────────────────────


def of_module(text: str) -> Iterator[str]:
    """Yield the texts of a module that may be said, f-strings with their gaps; no docstring, name, pattern or key."""
    for text_ in _texts(ast.parse(text)):
        yield from of_html(text_)


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield what may be said below a node."""
    if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp) and (said := _worded(node)) is not None:
        yield said
        for inner in _filled(node):
            yield from _texts(inner)
        return
    for child in _speaking(node):
        yield from _texts(child)


def _speaking(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the children of a node that may hold what is said."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return  # a docstring
    if isinstance(
        node,
        ast.Raise | ast.Assert | ast.Compare | ast.Subscript | ast.MatchValue | ast.Import | ast.ImportFrom,
    ):
        # A field of a record says its title, description and example in its annotation.
        if isinstance(node, ast.Subscript) and "Annotated" in ast.unparse(node.value):
            yield node.slice
        elif isinstance(node, ast.Subscript):
            yield node.value
        return
    if isinstance(node, ast.Dict):
        yield from node.values
        return
    if isinstance(node, ast.Assign) and any(
        isinstance(each, ast.Name) and each.id == "__all__" for each in node.targets
    ):
        return
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from (
            *node.body,
            *node.args.defaults,
            *(each for each in node.args.kw_defaults if each),
            *node.decorator_list,
        )
        return
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        yield node.func
        if name not in _ASKED:
            yield from node.args
        yield from (each.value for each in node.keywords)
        return
    yield from ast.iter_child_nodes(node)


def _worded(node: ast.AST) -> str | None:
    """Return the text that an expression makes, with gaps and choices; None where it is not text by itself."""
    if isinstance(node, ast.Constant):
        return re.sub(r"\{[\w.\[\]:!,]*\}", GAP, node.value) if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else _gap(part.value)
            for part in node.values  # type: ignore[attr-defined]
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _worded(node.left), _worded(node.right)
        if left is None and right is None:
            return None
        return f"{GAP if left is None else left}{GAP if right is None else right}"
    return None


def _gap(node: ast.expr) -> str:
    """Return a gap of an f-string: a choice between texts where it is one."""
    if isinstance(node, ast.IfExp):
        ways = [
            _worded(each) if not isinstance(each, ast.IfExp) else _gap(each)
            for each in (node.body, node.orelse)
        ]
        if any(each is not None for each in ways):
            said = [GAP if each is None else each for each in ways]
            return _between(said)
    return GAP


def _filled(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the expressions that fill a text's gaps, but those whose words stand in it already."""
    if isinstance(node, ast.JoinedStr):
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                yield from _unsaid(part.value)
    elif isinstance(node, ast.BinOp):
        yield from _unsaid(node.left)
        yield from _unsaid(node.right)


def _unsaid(node: ast.expr) -> Iterator[ast.AST]:
    if isinstance(node, ast.IfExp):
        yield from (*_unsaid(node.body), *_unsaid(node.orelse))
    elif _worded(node) is None:
        yield node
    else:
        yield from _filled(node)


# ── Scripts and the rulebook ───────────────────────────────────────────────────────────────────────────────


def of_script(text: str) -> Iterator[str]:
    """Yield the texts of a script: what stands in quotes, template literals with their gaps."""
    bare = re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", text, flags=re.DOTALL)
    for quoted in re.finditer(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`', bare):
        yield re.sub(r"\$\{[^}]*\}", GAP, quoted.group(1) if quoted.group(1) is not None else quoted.group(2))


def _of_rulebook(value: Any, keys: tuple[str, ...], under: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _of_rulebook(
                each, keys, key if key in keys else under if isinstance(each, str) and under else ""
            )
    elif isinstance(value, list):
        for each in value:
            yield from _of_rulebook(each, keys, under)
    elif isinstance(value, str) and under:
        yield value


def _between(ways: Iterable[str]) -> str:
    return f"{_OPEN}{_OR.join(each for each in ways if each)}{_SHUT}"


# ── Tidying ────────────────────────────────────────────────────────────────────────────────────────────────


def _tidy(text: str) -> str:
    """Return a text on one line, its brackets whole: a choice that another element cut in two is opened."""
    while (simpler := re.sub(r"\x01[\s\x02]*\x03", "", text)) != text:
        text = simpler
    if text.count("\x01") != text.count("\x03") or re.search(r"^[^\x01]*\x03", text):
        text = re.sub(r"[\x01\x02\x03]", " ", text)
    text = text.replace("\x01", "[").replace("\x02", "|").replace("\x03", "]")
    text = re.sub(r"&(?:nbsp|thinsp);", " ", text).replace("&amp;", "&").replace("&lt;", "<")
    text = re.sub(rf"{GAP}(?:\s*{GAP})+", GAP, text)
    return " ".join(text.split())
