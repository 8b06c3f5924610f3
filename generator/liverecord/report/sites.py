"""What a build did, in plain words."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Protocol

from liverecord.report.plain import counted, long_date, table


class Built(Protocol):
    """One audience's finished site, as far as it is told of: `made` of `pupils` pages were made anew."""

    @property
    def audience(self) -> str: ...  # noqa: D102 - the docstring above says what they are
    @property
    def folder(self) -> Path: ...  # noqa: D102
    @property
    def pupils(self) -> int: ...  # noqa: D102
    @property
    def made(self) -> int: ...  # noqa: D102
    @property
    def overdue(self) -> int: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102


def built(sites: Iterable[Built], day: date, root: Path) -> str:
    """Return a line for each site: whose it is, how many pupils, what is overdue, and where it stands (below `root`)."""
    lines = [
        (
            site.audience,
            counted(site.pupils, "pupil"),
            f"{site.overdue} overdue",
            f"{counted(site.made, 'page')} made anew",
            f"{site.seconds:.1f} s",
            _below(site.folder, root),
        )
        for site in sites
    ]
    if not lines:
        return "No site was built.\n"
    heading = f"Built {counted(len(lines), 'site')} as of {long_date(day)}:"
    return "\n".join([heading, *table(lines)]) + "\n"


def _below(folder: Path, root: Path) -> str:
    return (folder.relative_to(root) if folder.is_relative_to(root) else folder).as_posix()
