"""A school's settings: the liverecord plugin's options in its mkdocs.yml, read without MkDocs.

mkdocs.yml is the one file of settings, so that `mkdocs build` and `liverecord build` cannot disagree.
"""

import os
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NamedTuple

import yaml
from yaml_env_tag import construct_env_tag

from liverecord.problem import InvalidRulebook, Place, Problem
from liverecord.read import allowed, regular
from liverecord.read.text import LARGEST

_NAMES = ("mkdocs.yml", "mkdocs.yaml")
_PLUGIN = "liverecord"

STORE = ".liverecord"
"""The folder of the store, beside the records."""


class Settings(NamedTuple):
    """What mkdocs.yml says. `root` is its folder; `records`, `output` and `docs_dir` (hand-written pages) are relative to it,
    with forward slashes. `publish` names the pictures, PDFs and style sheets that may be published, in the same way.

    `today` is text, not yet read as a date; None where the day is the real one. `audience` None is the narrowest.
    `site_url` is where the site is reached, as MkDocs has it. `last_valid` shows a record with a problem as it last was valid.
    `problems` is what may not stand in the file: MkDocs may not be given it.
    """

    root: Path
    records: str
    today: str | None
    audience: str | None
    output: str
    config: Path
    docs_dir: str = "docs"
    site_url: str | None = None
    last_valid: bool = False
    publish: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def settings(start: Path) -> Settings:
    """Find mkdocs.yml in `start` or above it (or `start` itself), and return its settings.

    Raises InvalidRulebook where there is none, where it cannot be read, or where MkDocs would publish or wipe the
    records: its docs_dir is copied into the site as it stands, and its site_dir is emptied before each build.
    """
    config = _find(start)
    content, node, tags = _load(config)
    pages = content.get("docs_dir")
    address = content.get("site_url")
    options = _options(content.get("plugins"), config)
    made = Settings(
        root=config.parent,
        records=_folder(options, "records", "records"),
        today=_text(options, "today"),
        audience=_text(options, "audience"),
        output=_folder(options, "output", "site"),
        config=config,
        docs_dir=Path(pages).as_posix() if isinstance(pages, str) else "docs",
        site_url=address if isinstance(address, str) and address else None,
        last_valid=_yes(options, "last_valid"),
        publish=tuple(Path(name).as_posix() for name in _texts(options, "publish")),
        problems=tuple(allowed.judged(config.name, node, content, tags)),
    )
    for name, value in (
        ("docs_dir", made.docs_dir),
        ("site_dir", content.get("site_dir", "site")),
        ("output", made.output),
    ):
        _keep_apart(made, name, value)
    return made


def place_of(made: Settings, *keys: str) -> Place:
    """Return where the value below these keys stands in mkdocs.yml, or the file's beginning."""
    return allowed.place_of(made.config.name, _load(made.config)[1], *keys)


def _find(start: Path) -> Path:
    start = start.resolve()
    if start.is_file() and start.name in _NAMES:
        return start
    for folder in (start, *start.parents):
        for name in _NAMES:
            if (folder / name).is_file():
                return folder / name
    raise InvalidRulebook(
        "There is no mkdocs.yml here or in a folder above.",
        "Go to the school's folder, or make a fictional one: liverecord demo school.",
    )


class _Tolerant(yaml.SafeLoader):
    """Makes plain values only: a tag that is neither YAML's own nor !ENV becomes None, and its node is kept in `tags`."""

    def __init__(self, stream: bytes) -> None:
        super().__init__(stream)
        self.tags: list[yaml.Node] = []


def _nothing(loader: _Tolerant, suffix: str, node: yaml.Node) -> None:  # noqa: ARG001 - as PyYAML calls it
    """Return None for any tag that is not YAML's own; MkDocs would make a program of some."""
    # MkDocs' own, for a folder in an option of an extension: harmless wherever the extension is.
    if node.tag != "!relative":
        loader.tags.append(node)


_Tolerant.add_multi_constructor("", _nothing)


def _environment(loader: _Tolerant, node: yaml.Node) -> Any:
    """Return a variable's value as MkDocs does, so that both go by the same; more than one text behind it is refused."""
    if not all(isinstance(part, yaml.ScalarNode) for part in node.value if not isinstance(part, str)):
        loader.tags.append(node)
    return construct_env_tag(loader, node)


_Tolerant.add_constructor("!ENV", _environment)


def _load(config: Path) -> tuple[dict[str, Any], yaml.Node, list[yaml.Node]]:
    """Return what the file holds, the same as nodes with their places, and the nodes that would be more than data."""
    hint = "`mkdocs build` says more about what is wrong in it."
    try:
        loader = _Tolerant(regular.contents(config, LARGEST))
        node = loader.get_single_node()
        content = loader.construct_document(node) if node is not None else None
    except yaml.MarkedYAMLError as error:
        where = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InvalidRulebook(f"{config.name} cannot be read{where}.", hint) from None
    except (yaml.YAMLError, ValueError, OSError, RecursionError):
        raise InvalidRulebook(f"{config.name} cannot be read.", hint) from None
    if isinstance(content, dict) and "INHERIT" in content:
        message = (
            f"{config.name} takes settings over from another file (INHERIT), which is not followed here."
        )
        raise InvalidRulebook(message, "Write those settings into this file.")
    if node is None or not isinstance(content, dict):
        raise InvalidRulebook(f"{config.name} holds no settings.", "It begins with keys: site_name, plugins.")
    return content, node, loader.tags


def _options(plugins: Any, config: Path) -> dict[str, Any]:
    """Return the plugin's options; MkDocs allows a list of names and of mappings, or one mapping."""
    entries = [plugins] if isinstance(plugins, dict) else plugins
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and _PLUGIN in entry:
            options = entry[_PLUGIN]
            if options is None:
                return {}
            if not isinstance(options, dict):
                message = f"The liverecord plugin's options in {config.name} are not keys and values."
                raise InvalidRulebook(message, "Indent them below `- liverecord:`, one key a line.")
            return options
    return {}


def _text(options: dict[str, Any], name: str) -> str | None:
    value = options.get(name)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str):
        return value or None
    raise InvalidRulebook(f"The liverecord plugin's option {name} is not a text.", "Put it in quotes.")


def _texts(options: dict[str, Any], name: str) -> tuple[str, ...]:
    value = options.get(name)
    if value is None or (isinstance(value, list) and all(isinstance(part, str) for part in value)):
        return tuple(value or ())
    message = f"The liverecord plugin's option {name} is not a list of files."
    raise InvalidRulebook(message, f"Write {name}: [pages/logo.svg]")


def _yes(options: dict[str, Any], name: str) -> bool:
    value = options.get(name)
    if value is None or isinstance(value, bool):
        return bool(value)
    raise InvalidRulebook(
        f"The liverecord plugin's option {name} is neither true nor false.", "Write true or false."
    )


def _folder(options: dict[str, Any], name: str, default: str) -> str:
    """Return a folder below the school's own, in one spelling."""
    text = (_text(options, name) or default).replace("\\", "/")
    path = PurePosixPath(text)
    if path.is_absolute() or PureWindowsPath(text).drive or ".." in path.parts or not path.parts:
        message = f"The liverecord plugin's option {name} leads out of the school's folder."
        raise InvalidRulebook(message, f"Name a folder beside mkdocs.yml: {name}: {default}")
    return str(path)


def _keep_apart(made: Settings, name: str, value: Any) -> None:
    """Refuse a folder of MkDocs' that is, holds or lies in the records folder; one that is emptied, in git's or the store's too."""
    if not isinstance(value, str):
        return
    folder = _plain(made.root / value)
    others = () if name == "docs_dir" else ((".git", "git's folder"), (STORE, "the store"))
    for kept, what in ((made.records, "the records folder"), *others):
        held = _plain(made.root / kept)
        if not (folder == held or folder in held.parents or held in folder.parents):
            continue
        loss = "publish the records as they stand" if name == "docs_dir" else "delete what is in it"
        message = f"{name} in {made.config.name} overlaps {what}: a build would {loss}."
        instead = "docs_dir: pages" if name == "docs_dir" else f"{name}: site"
        raise InvalidRulebook(message, f"Give it a folder of its own: {instead}")


def _plain(path: Path) -> Path:
    """Return a path with links followed and, where the disk ignores them, capitals levelled."""
    return Path(os.path.normcase(path.resolve()))
