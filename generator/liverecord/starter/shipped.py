"""The files that this version of the program ships for a school's repository, as texts by path."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from liverecord.problem import CannotBuild
from liverecord.read.resources import schema_folder

FORGES = ("github", "gitlab", "forgejo")
"""Where a school's repository may be kept; each has files of its own in files/."""

SCHEMAS = "schema/"
"""Where the copies of the schemas lie at a school: nobody edits them, so they are always renewed."""

_FILES = Path(__file__).resolve().parent / "files"
_EVERY = "every"


@dataclass(frozen=True)
class Words:
    """What is filled into the files.

    The school's name, its phase (a code), the year its school year began in, the day from which it keeps live records;
    and, "" where nobody said, what kind of school it is (a code) and its number with the Department for Education.
    `years` are the lowest and the highest year group that it teaches; () where nobody said.
    """

    name: str
    phase: str
    year: int
    today: date
    kind: str = ""
    dfe_number: str = ""
    years: tuple[str, ...] = ()


def school_files(forges: Iterable[str], words: Words) -> dict[str, str]:
    """Return what is the school's own from the first day: records to start from, its own pages, settings, a README."""
    return {path: _filled(text, words, path) for path, text in _read("school", forges).items()}


def kept_files(forges: Iterable[str]) -> dict[str, str]:
    """Return what is renewed with the program: the workflows, the editor's settings, the schemas it completes from."""
    return _read("kept", forges) | _schemas()


def editor_files() -> dict[str, str]:
    """Return what an editor needs to complete and explain the records: its settings, and the schemas."""
    kept = _read("kept", ())
    return {path: text for path, text in kept.items() if path.startswith(".vscode/")} | _schemas()


def _read(kind: str, forges: Iterable[str]) -> dict[str, str]:
    texts = {}
    for part in (_EVERY, *forges):
        folder = _FILES / kind / part
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                texts[file.relative_to(folder).as_posix()] = file.read_bytes().decode()
    if not texts:
        raise CannotBuild("The program's own starter files are missing.", "Install liverecord again.")
    return texts


def _filled(text: str, words: Words, path: str) -> str:
    """Return a file's text with the school's words in it, written so that each stays one text in its format."""
    values = {
        "{name}": _in_markdown(words.name) if path.endswith(".md") else _in_yaml(words.name),
        "{phase}": words.phase,
        "{kind}": f"kind: {words.kind}" if words.kind else "# kind: academy",
        "{years}": _years(words.years),
        "{dfe_number}": f"dfe_number: {words.dfe_number}" if words.dfe_number else "# dfe_number: 999/4321",
        "{today}": words.today.isoformat(),
        "{year}": str(words.year),
        "{next_year}": str(words.year + 1),
    }
    return re.sub("|".join(values), lambda match: values[match[0]], text)


def _years(years: tuple[str, ...]) -> str:
    return (
        "years: {{lowest: {}, highest: {}}}".format(*years) if years else "# years: {lowest: R, highest: 6}"
    )


def _schemas() -> dict[str, str]:
    return {
        f"{SCHEMAS}{file.name}": file.read_bytes().decode()
        for file in sorted(schema_folder().glob("*.schema.json"))
    }


def _in_yaml(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _in_markdown(text: str) -> str:
    """Return text whose punctuation neither Markdown nor HTML reads as markup."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{character}" if character in r"\`*_{}[]()#+!|~" else character for character in text)
