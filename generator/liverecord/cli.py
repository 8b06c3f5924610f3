"""The command line: the only place that prints and exits.

Exit 0 clean, 1 findings, 2 this program or the way it was called is at fault.
"""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from liverecord import __version__, examine, report
from liverecord.examine.records import Progress
from liverecord.problem import InvalidRecords, LiverecordError
from liverecord.read.rulebook import rulebook
from liverecord.read.settings import Settings
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today

CLEAN, FINDINGS, FAILURE = 0, 1, 2


class Group(click.Group):
    """Commands in the order in which a school meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands' names, unsorted."""
        return list(self.commands)


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
        # An exception's own words may quote a record, and this may be a log: say where, not what.
        if os.environ.get("LIVERECORD_TRACEBACK"):
            raise
        click.echo(
            f"liverecord: a fault of the program itself: {type(fault).__name__} at {_where(fault)}.", err=True
        )
        click.echo(
            "    Set LIVERECORD_TRACEBACK=1 to see all of it, on a screen that nobody else reads.", err=True
        )
        code = FAILURE
    sys.exit(code if isinstance(code, int) else CLEAN)


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


def _today(command: Any) -> Any:
    return click.option(
        "--today",
        metavar="DATE",
        help="Work as of this day, such as 2026-11-22. Default: mkdocs.yml's, else the day in London.",
    )(command)


@commands.command(short_help="Find everything that is wrong in the records.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    show_default=True,
)
@click.option("--explain", metavar="CODE", help="Say what a problem's code word means and how to mend it.")
@_today
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
    with _progress() as progress:
        problems, pupils = examine.check(settings, read_today(today, settings.today), progress, only)
    sources = _sources(settings.root, problems) if form == "text" else {}
    click.echo(report.problems(problems, form, sources), nl=False)
    if form == "text" and not problems:
        click.echo(f"{pupils} {'record' if pupils == 1 else 'records'} checked, nothing wrong.")
    return FINDINGS if problems else CLEAN


@commands.command(short_help="List what is overdue and what is coming.")
@click.option(
    "--within",
    type=click.IntRange(min=0),
    default=14,
    show_default=True,
    metavar="DAYS",
    help="Also what falls due in this many days.",
)
@click.option("--owner", metavar="ID", help="Only what this member of staff owns or covers.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "csv"]),
    default="text",
    show_default=True,
)
@click.option(
    "--fail-on", type=click.Choice(["overdue"]), help="Exit 1 when anything is overdue: for a nightly run."
)
@_today
def due(within: int, owner: str | None, form: str, fail_on: str | None, today: str | None) -> int:
    """List what is overdue and what is coming, oldest first, with whose it is and the rule behind it.

    Ids stand for pupils and staff, because this is read in logs.

    \b
    Example:
        liverecord due --within 28
        liverecord due --owner r-adeyemi --format csv
        liverecord due --fail-on overdue
    """
    from liverecord.examine.owed import due as list_due

    settings = read_settings(Path())
    with _problems_shown(settings), _progress() as progress:
        cases, staff = list_due(settings, read_today(today, settings.today), progress)
    if owner is not None and owner not in staff:
        raise click.BadParameter(report.unknown_person(owner, staff), param_hint="--owner")
    rows = report.rows(cases, within=within, owner=owner)
    # As bytes: CSV brings its own line ends, which Windows must not double.
    click.echo(report.duties(rows, form).encode(), nl=False)
    return FINDINGS if fail_on and any(row.state == "overdue" for row in rows) else CLEAN


@commands.command("build", short_help="Build the site of one audience or more.")
@click.option(
    "--audience",
    "names",
    multiple=True,
    metavar="NAME",
    help="Whose site: a name from audiences.yml, or all. May be repeated. Default: the narrowest.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the sites go. Default: site.",
)
@_today
def build_sites(names: tuple[str, ...], output: Path | None, today: str | None) -> int:
    """Build the site of one audience or more; a build that fails leaves the last good site up.

    \b
    Example:
        liverecord build
        liverecord build --audience staff --audience team
        liverecord build --audience all --today 2026-11-22
    """
    settings = read_settings(Path())
    _build(settings, names, output, today)
    return CLEAN


@commands.command(short_help="Build a site and show it on this computer.")
@click.option("--audience", "name", metavar="NAME", help="Whose site. Default: the narrowest.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@_today
def serve(name: str | None, port: int, today: str | None) -> int:
    """Build a site and show it on this computer alone, to look at it before it goes anywhere.

    \b
    Example:
        liverecord serve --audience senco
    """
    from liverecord.serve import ADDRESS, server

    if name == "all":
        raise click.BadParameter("one site is shown at a time: name its audience", param_hint="--audience")
    settings = read_settings(Path())
    (site,) = _build(settings, (name,) if name else (), None, today)
    with server(site.folder, site.policy, port) as running:
        click.echo(f"Showing it at http://{ADDRESS}:{running.server_address[1]}/ (Ctrl+C stops).")
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            click.echo("Stopped.")
    return CLEAN


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
@_today
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

    with _progress() as progress:
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


def _build(settings: Settings, names: Sequence[str], output: Path | None, today: str | None) -> list[Any]:
    from liverecord import build

    day = read_today(today, settings.today)
    if output is not None:
        resolved = output.resolve()
        if resolved.is_relative_to(settings.root / settings.records):
            raise click.BadParameter("the site may not lie in the records' folder", param_hint="--output")
        settings = settings._replace(output=str(resolved))
    chosen = names or ([settings.audience] if settings.audience else [])
    with _problems_shown(settings, "Nothing was built; the last site is as it was."), _progress() as progress:
        sites = build.sites(settings, chosen, day, _make_frames, progress)
    click.echo(report.built(sites, day, settings.root), nl=False)
    return sites


def _where(fault: BaseException) -> str:
    """Return the module and line that an exception came from."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (
        f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "an unknown place"
    )


@contextmanager
def _problems_shown(settings: Settings, closing: str = "") -> Iterator[None]:
    """Show every problem that stops a command on the error stream, and exit as for findings."""
    try:
        yield
    except InvalidRecords as invalid:
        sources = _sources(settings.root, invalid.problems)
        click.echo(report.problems(invalid.problems, "text", sources), nl=False, err=True)
        if closing:
            click.echo(closing, err=True)
        raise SystemExit(FINDINGS) from None


def _make_frames(config: Path, folder: Path) -> None:
    # MkDocs takes a third of a second to import, and a build that changes no frame never needs it.
    from liverecord.plugin import make_frames

    make_frames(config, folder)


def _below(settings: Settings, paths: Sequence[Path]) -> list[str]:
    """Return the paths as they stand below the school's folder; none when the whole school is meant."""
    found = []
    for path in paths:
        if not path.exists():
            raise click.BadParameter(f"there is no {path}", param_hint="PATH")
        resolved = path.resolve()
        if resolved == settings.root or not resolved.is_relative_to(settings.root):
            if resolved != settings.root:
                raise click.BadParameter(f"{path} is not in the school's folder", param_hint="PATH")
            return []
        found.append(resolved.relative_to(settings.root).as_posix())
    return [] if settings.records in found else found


def _sources(root: Path, problems: Sequence[Any]) -> dict[str, list[str]]:
    """Return the lines of each file that a problem stands in, for showing the line itself on a terminal."""
    sources = {}
    for path in sorted({problem.place.path for problem in problems}):
        try:
            with (root / path).open("rb") as file:
                raw = file.read(1_000_000)
        except OSError:
            continue
        sources[path] = re.split(r"\r\n|\r|\n", raw.decode("utf-8-sig", errors="replace"))
    return sources


@contextmanager
def _progress() -> Iterator[Progress]:
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
