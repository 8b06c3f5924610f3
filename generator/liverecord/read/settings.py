"""A school's settings: the liverecord plugin's options in its mkdocs.yml, read without MkDocs.

mkdocs.yml is the one file of settings, so that `mkdocs build` and `liverecord build` cannot disagree.
"""

import os
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NamedTuple

import yaml

from liverecord.problem import InvalidRulebook
from liverecord.read import regular
from liverecord.read.text import LARGEST

_NAMES = ("mkdocs.yml", "mkdocs.yaml")
_PLUGIN = "liverecord"


class Settings(NamedTuple):
    """What mkdocs.yml says. `root` is its folder; `records`, `output`, `docs_dir` (hand-written pages) and `theme_dir` (the school's own) are relative to it,
    with forward slashes.

    `today` is text, not yet read as a date; None where the day is the real one. `audience` None is the narrowest.
    `site_url` is where the site is reached, as MkDocs has it. `last_valid` shows a record with a problem as it last was valid.
    """

    root: Path
    records: str
    today: str | None
    audience: str | None
    output: str
    config: Path
    docs_dir: str = "docs"
    theme_dir: str | None = None
    site_url: str | None = None
    last_valid: bool = False


def settings(start: Path) -> Settings:
    """Find mkdocs.yml in `start` or above it (or `start` itself), and return its settings.

    Raises InvalidRulebook where there is none, where it cannot be read, or where MkDocs would publish or wipe the
    records: its docs_dir is copied into the site as it stands, and its site_dir is emptied before each build.
    """
    config = _find(start)
    content = _load(config)
    pages, theme = content.get("docs_dir"), content.get("theme")
    own = theme.get("custom_dir") if isinstance(theme, dict) else None
    address = content.get("site_url")
    options = _options(content.get("plugins"), config)
    made = Settings(
        root=config.parent,
        records=_folder(options, "records", "records"),
        today=_text(options, "today"),
        audience=_text(options, "audience"),
        output=_folder(options, "output", "site"),
        config=config,
        docs_dir=pages if isinstance(pages, str) else "docs",
        theme_dir=own if isinstance(own, str) else None,
        site_url=address if isinstance(address, str) and address else None,
        last_valid=_yes(options, "last_valid"),
    )
    for name, value in (
        ("docs_dir", made.docs_dir),
        ("site_dir", content.get("site_dir", "site")),
        ("output", made.output),
    ):
        _keep_apart(made, name, value)
    return made


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
    """Reads MkDocs' own tags (!ENV, !!python/name: …) as nothing: what they stand for is MkDocs' business."""


def _nothing(loader: _Tolerant, suffix: str, node: yaml.Node) -> None:
    """Return None for any tag that is not YAML's own."""


_Tolerant.add_multi_constructor("", _nothing)


def _load(config: Path) -> dict[str, Any]:
    hint = "`mkdocs build` says more about what is wrong in it."
    try:
        # The loader can only make plain values: unknown tags become None.
        content = yaml.load(regular.contents(config, LARGEST), _Tolerant)  # noqa: S506
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
    if not isinstance(content, dict):
        raise InvalidRulebook(f"{config.name} holds no settings.", "It begins with keys: site_name, plugins.")
    return content


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
    """Refuse a folder of MkDocs' that is the records folder, holds it or lies in it."""
    if not isinstance(value, str):
        return
    folder, records = _plain(made.root / value), _plain(made.root / made.records)
    if folder == records or folder in records.parents or records in folder.parents:
        loss = "publish the records as they stand" if name == "docs_dir" else "delete the records"
        message = f"{name} in {made.config.name} overlaps the records folder: a build would {loss}."
        instead = "docs_dir: pages" if name == "docs_dir" else f"{name}: site"
        raise InvalidRulebook(message, f"Give it a folder of its own: {instead}")


def _plain(path: Path) -> Path:
    """Return a path with links followed and, where the disk ignores them, capitals levelled."""
    return Path(os.path.normcase(path.resolve()))
