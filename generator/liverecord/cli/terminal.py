"""What every command of the command line shares: the day it works for, progress, problems shown, and exit codes."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from liverecord import report
from liverecord.examine.records import Progress
from liverecord.problem import InvalidPages, InvalidRecords, Problem
from liverecord.read import regular
from liverecord.read.rulebook import rulebook
from liverecord.read.settings import Settings
from liverecord.read.text import LARGEST
from liverecord.report.findings import Source

CLEAN, FINDINGS, FAILURE = 0, 1, 2


class Group(click.Group):
    """Commands in the order in which a school meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands' names, unsorted."""
        return list(self.commands)


def today_option(command: Any) -> Any:
    """Give a command the option --today."""
    return click.option(
        "--today",
        metavar="DATE",
        help="Work as of this day, such as 2026-11-22. Default: mkdocs.yml's, else the day in London.",
    )(command)


@contextmanager
def problems_shown(
    settings: Settings, closing: str = "", *, older: str = "", quoted: bool = True
) -> Iterator[None]:
    """Show every problem that stops a command on the error stream, and exit as for findings.

    `closing` are the last words; `older` follows them where an older version of a record would help. `quoted` shows each problem's line as it stands on the disk; it is false for records of a past day.
    """
    try:
        yield
    except InvalidRecords as invalid:
        sources = sources_of(settings, invalid.problems) if quoted else {}
        click.echo(report.problems(invalid.problems, "text", sources), nl=False, err=True)
        for said in (invalid.hint, closing, "" if isinstance(invalid, InvalidPages) else older):
            if said:
                click.echo(said, err=True)
        raise SystemExit(FINDINGS) from None


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show a bar on a terminal, and nothing where output goes to a file or a log."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bars

    with Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bars:
        shown: dict[str, Any] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in shown:
                shown[what] = bars.add_task(what, total=total)
            bars.update(shown[what], completed=done, total=total)

        yield progress


def sources_of(settings: Settings, problems: Sequence[Problem]) -> dict[str, Source]:
    """Return each file of the records that a problem stands in, for showing the line itself on a terminal, and as it should be typed."""
    from liverecord.examine.retyped import retyped

    root, records = settings.root, settings.records
    sources = {}
    for path in sorted({problem.place.path for problem in problems}):
        if not _is_among(root, records, path):
            continue
        try:
            raw = regular.contents(root / path, LARGEST)
        except OSError:
            continue
        lines = re.split(r"\r\n|\r|\n", raw.decode("utf-8-sig", errors="replace"))
        sources[path] = Source(lines, retyped(path, lines, rulebook()))
    return sources


def _is_among(root: Path, records: str, path: str) -> bool:
    """Tell whether a path leads to a file of the records, through no link on the way."""
    if not path.startswith(f"{records}/"):
        return False
    folder = (root / path).parent
    return folder.resolve() == root.resolve() / records / folder.relative_to(root / records)
