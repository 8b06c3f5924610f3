"""Copies made in tests: by the command, and read back."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from git_repository import commit, git
from liverecord.cli import commands

PURPOSES = ("family", "transfer", "subject_access")
DAY = "2026-11-22"


def invoke(*arguments: str) -> Result:
    """Run the command line in this process; nothing it raises is swallowed."""
    return CliRunner().invoke(commands, list(arguments), standalone_mode=False)


def export(pupil: str, target: Path, *arguments: str) -> str:
    """Make a copy and return what the command printed."""
    done = invoke("export", pupil, str(target), *arguments)
    assert done.exception is None, done.exception
    assert done.return_value == 0
    return done.output


def record(target: Path) -> dict[str, Any]:
    """Return a copy's record.json."""
    found: dict[str, Any] = json.loads((target / "record.json").read_text(encoding="utf-8"))
    return found


def checklist(target: Path) -> str:
    """Return the list beside a copy."""
    return target.with_name(f"{target.name}.before-you-hand-it-over.txt").read_text(encoding="utf-8")


def with_history(school: Path) -> Path:
    """Put a school's folder under git, with two commits: the second moved an action's day."""
    (school / ".gitignore").write_text("/.liverecord/\n/site/\n", encoding="utf-8")
    git(school, "init", "--quiet", "--initial-branch=main")
    commit(school, "2026-11-02", "Records begun")
    edit(school, "actions", "due: 2026-11-27", "due: 2026-12-04")
    commit(school, "2026-11-16", "p-7k3m, p-9wtr: card found late")
    return school


def edit(school: Path, kind: str, old: str, new: str, pupil: str = "p-7k3m") -> None:
    """Change some words of a record's file."""
    path = school / f"records/pupils/{pupil}/{kind}.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


class Parsed(HTMLParser):
    """A page taken apart: its words, its ids, where its links lead, and every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    @property
    def text(self) -> str:
        """All words of the page, in order, with one space between."""
        return " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag == "a":
            self.links.append(str(found.get("href")))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(target: Path) -> Parsed:
    """Return a copy's page, taken apart."""
    return Parsed((target / "index.html").read_text(encoding="utf-8"))
