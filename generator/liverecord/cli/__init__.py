"""The command line: the only place that prints and exits.

Exit 0 clean, 1 findings, 2 this program or the way it was called is at fault.
"""

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import click

from liverecord import __version__, examine, report
from liverecord.cli.audiences import audiences
from liverecord.cli.building import build_sites, serve
from liverecord.cli.changes import diff
from liverecord.cli.copies import export, retention, traces
from liverecord.cli.digests import digest
from liverecord.cli.duties import due
from liverecord.cli.editing import edit
from liverecord.cli.imports import importing
from liverecord.cli.jobs import join, leave, reassign, support
from liverecord.cli.new_year import new_year
from liverecord.cli.starter import init
from liverecord.cli.terminal import (
    CLEAN,
    FAILURE,
    FINDINGS,
    Group,
    problems_shown,
    progress_bar,
    sources_of,
    today_option,
)
from liverecord.problem import LiverecordError, where
from liverecord.read.rulebook import rulebook
from liverecord.read.settings import Settings
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today


def main() -> NoReturn:
    """Run the command line and exit; nothing a user can do ends in a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = commands(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = FAILURE
    except click.Abort:
        click.echo("Stopped.", err=True)
        code = FAILURE
    except LiverecordError as error:
        click.echo(f"liverecord: {error.message}", err=True)
        if error.hint:
            click.echo(f"    {error.hint}", err=True)
        code = FAILURE
    except BrokenPipeError:
        sys.stderr.close()
        code = FAILURE
    except Exception as fault:
        if isinstance(fault, OSError) and fault.errno in _OF_THE_DISK and fault.filename:
            click.echo(
                f"liverecord: {fault.filename} cannot be read or written ({fault.strerror}).", err=True
            )
            click.echo(
                "    Look at who may read and write there, that it is a folder where it should be, and that the disk is not full.",
                err=True,
            )
            sys.exit(FAILURE)
        # An exception's own words may quote a record, and this may be a log: say where, not what.
        if os.environ.get("LIVERECORD_TRACEBACK"):
            raise
        click.echo(
            f"liverecord: a fault of the program itself: {type(fault).__name__} at {where(fault)}.", err=True
        )
        click.echo(
            "    Set LIVERECORD_TRACEBACK=1 to see all of it, on a screen that nobody else reads.", err=True
        )
        code = FAILURE
    sys.exit(code if isinstance(code, int) else CLEAN)


_OF_THE_DISK = frozenset(
    number
    for name in (
        "EACCES",
        "EEXIST",
        "EPERM",
        "EROFS",
        "ENOSPC",
        "EDQUOT",
        "ENOTDIR",
        "EISDIR",
        "ENAMETOOLONG",
        "EIO",
        "EFBIG",
    )
    if (number := getattr(errno, name, None)) is not None
)
"""What a disk or a folder's rights may refuse: no fault of the program, and its path is the cure."""


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="liverecord")
def commands() -> None:
    """Live support records: check them, see what is due, and build the site that staff read.

    Run inside a school's folder, where mkdocs.yml is.

    \b
    Example:
        liverecord check
        liverecord build --audience all
    """


@commands.command(short_help="Find everything that is wrong in the records.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab", "markdown"]),
    default="text",
    show_default=True,
)
@click.option("--explain", metavar="CODE", help="Say what a problem's code word means and how to mend it.")
@today_option
def check(paths: tuple[Path, ...], form: str, explain: str | None, today: str | None) -> int:
    """Find everything that is wrong in the records: all of it at once, with its place and how to mend it.

    Checks the whole school, or only the PATHs given (files or pupils' folders). Exit 0: nothing is wrong;
    1: something is; 2: the check itself could not be made.

    \b
    Example:
        liverecord check
        liverecord check records/pupils/p-7k3m --format github
        liverecord check --explain two-open-concerns
    """
    if explain is not None:
        click.echo(report.explain(report.explanation(explain, rulebook().problems)), nl=False)
        return CLEAN
    start = paths[0] if paths else Path()
    settings = read_settings(start)
    only = _below(settings, paths)
    with progress_bar() as progress:
        problems, pupils = examine.check(settings, read_today(today, settings.today), progress, only)
    sources = sources_of(settings, problems) if form == "text" else {}
    click.echo(report.problems(problems, form, sources), nl=False)
    if form == "text" and not problems:
        click.echo(f"{pupils} {'record' if pupils == 1 else 'records'} checked, nothing wrong.")
    return FINDINGS if problems else CLEAN


commands.add_command(edit)
commands.add_command(join)
commands.add_command(leave)
commands.add_command(support)
commands.add_command(reassign)
commands.add_command(due)
commands.add_command(digest)


@commands.command(short_help="Print every derived fact as JSON.")
@click.argument("pupils", nargs=-1, metavar="[PUPIL]...")
@today_option
def facts(pupils: tuple[str, ...], today: str | None) -> int:
    """Print every fact that follows from the records as JSON: figures, patterns, duties, what was tried, what is open.

    Of the whole school, or of the PUPILs alone (by id: a folder's name). Ids stand for pupils; but a fact may hold
    words that people typed, restricted ones too: it is as secret as the records. schema/output/facts.schema.json in
    the package describes its shape.

    \b
    Example:
        liverecord facts > facts.json
        liverecord facts p-7k3m | jq '.pupils[].attendance.figures'
        liverecord facts | jq -r '.pupils[] | select(.questions != []) | .id'
    """
    from liverecord.examine.owed import due as list_due

    settings = read_settings(Path())
    day = read_today(today, settings.today)
    with problems_shown(settings), progress_bar() as progress:
        cases, _ = list_due(settings, day, progress)
    if unknown := set(pupils) - {case.id for case in cases}:
        raise click.BadParameter(report.unknown_pupils(unknown), param_hint="PUPIL")
    chosen = [case for case in cases if not pupils or case.id in pupils]
    click.echo(report.every_fact(chosen, day), nl=False)
    return CLEAN


commands.add_command(importing)
commands.add_command(new_year)


commands.add_command(diff)
commands.add_command(build_sites)
commands.add_command(serve)


@commands.command(short_help="Make a fictional school to try things on.")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--phase", default="all_through", show_default=True, help="primary, secondary, all_through or special."
)
@click.option("--pupils", type=click.IntRange(0, 10000), default=40, show_default=True)
@click.option(
    "--weeks", type=click.IntRange(1, 39), default=12, show_default=True, help="School weeks of register."
)
@click.option("--commits", type=click.IntRange(1), help="About how many commits the history has.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same school.")
@today_option
def demo(
    target: Path, phase: str, pupils: int, weeks: int, commits: int | None, seed: int, today: str | None
) -> int:
    """Make a fictional school to try things on: records, settings and a dated git history.

    \b
    Example:
        liverecord demo school
        cd school
        liverecord build
    """
    from liverecord.demo import DAY
    from liverecord.demo import demo as make

    with progress_bar() as progress:
        make(
            target,
            phase=phase,
            pupils=pupils,
            weeks=weeks,
            commits=commits,
            seed=seed,
            today=read_today(today, DAY.isoformat()),
            progress=lambda done, total: progress("School", done, total),
        )
    click.echo(f"Made a fictional school in {target}. Next: cd {target} && liverecord build")
    return CLEAN


commands.add_command(init)
commands.add_command(audiences)
commands.add_command(retention)
commands.add_command(export)
commands.add_command(traces)


def _below(settings: Settings, paths: Sequence[Path]) -> list[str]:
    """Return the paths as they stand below the school's folder; none when the whole school is meant."""
    relative_paths = []
    for path in paths:
        if not path.exists():
            raise click.BadParameter(f"there is no {path}", param_hint="PATH")
        resolved = path.resolve()
        if resolved == settings.root or not resolved.is_relative_to(settings.root):
            if resolved != settings.root:
                raise click.BadParameter(f"{path} is not in the school's folder", param_hint="PATH")
            return []
        relative_paths.append(resolved.relative_to(settings.root).as_posix())
    return [] if settings.records in relative_paths else relative_paths
