"""What a build did, in plain words, and what it passed over."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Protocol

from liverecord.model.case import NeverValid
from liverecord.model.history import Stood
from liverecord.problem import Problem
from liverecord.report.findings import problems
from liverecord.report.plain import counted, long_date, plain, table


class Built(Protocol):
    """One audience's finished site, as a report tells of it: `made` counts the pages that were made anew."""

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
    def behind(self) -> int: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102


def built(sites: Iterable[Built], day: date, root: Path) -> str:
    """Return a line for each site: whose it is, how many pupils, what is overdue and behind, and where it stands (below `root`)."""
    lines = [
        (
            site.audience,
            counted(site.pupils, "pupil"),
            f"{site.overdue} overdue, {site.behind} behind",
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


class Passed(Protocol):
    """What a build passed over: the problems, the pupils shown as they once stood, and those never valid.

    `school` tells how old school.yml and staff.yml are, where they are older than the rest.
    """

    @property
    def problems(self) -> tuple[Problem, ...]: ...  # noqa: D102
    @property
    def stood(self) -> Mapping[str, Stood]: ...  # noqa: D102
    @property
    def never_valid(self) -> tuple[NeverValid, ...]: ...  # noqa: D102
    @property
    def school(self) -> Stood | None: ...  # noqa: D102


def passed_over(passed: Passed) -> str:
    """Return the problems that a build passed over, by place and without a record's own line, and what is shown instead."""
    lines = [problems(passed.problems).rstrip("\n"), "", "Built all the same (--last-valid):"]
    if passed.school is not None:
        lines.append(f"  school.yml and staff.yml as they stood on {_on(passed.school)}")
    lines += [
        f"  {plain(pupil)} as it stood on {_on(stood)}" for pupil, stood in sorted(passed.stood.items())
    ]
    lines += [
        f"  {plain(each.id or f'something in {each.path}')} not at all: no version of it was ever valid"
        for each in passed.never_valid
    ]
    return "\n".join(lines) + "\n"


def _on(stood: Stood) -> str:
    return f"{long_date(stood.on)} (commit {stood.commit[:_SHORT]})"


_SHORT = 7
"""How many characters of a commit's id are shown, as on forges."""


def _below(folder: Path, root: Path) -> str:
    return (folder.relative_to(root) if folder.is_relative_to(root) else folder).as_posix()
