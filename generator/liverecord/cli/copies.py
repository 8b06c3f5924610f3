"""`liverecord retention`, `export` and `traces`: how long records are kept, copies of one, and what is left of one erased."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from liverecord import report
from liverecord.cli.terminal import CLEAN, FINDINGS, problems_shown, progress_bar, today_option
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today

_PURPOSES = ("family", "transfer", "subject_access")


@click.command(short_help="List what is past its keeping date, and leavers.")
@click.option(
    "--format", "form", type=click.Choice(report.RETENTION_FORMS), default="text", show_default=True
)
@click.option(
    "--fail-on",
    type=click.Choice(["past"]),
    help="Exit 1 when a record is past its keeping date: for a scheduled run.",
)
@today_option
def retention(form: str, fail_on: str | None, today: str | None) -> int:
    """List records past their keeping date, those that reach it within a year, those for which no date can be worked out
    and why, and pupils who have left, by id alone. Nothing is deleted.

    The rules are those of retention.yml, most of them schools' practice and no law; the list says which. Exit 0: it is
    listed; 1: a record is past its date, and --fail-on says so; 2: the list could not be made.

    \b
    Example:
        liverecord retention
        liverecord retention --format json | jq -r '.records[] | select(.state == "past") | .pupil'
        liverecord retention --fail-on past
    """
    from liverecord.examine.retention import kept

    settings = read_settings(Path())
    day = read_today(today, settings.today)
    with problems_shown(settings), progress_bar() as progress:
        records, rulebook = kept(settings, day, progress)
    click.echo(report.retention(records, rulebook, form, day), nl=False)
    return FINDINGS if fail_on and report.is_past(records) else CLEAN


@click.command(short_help="Copy one pupil's whole record, to read and as data.")
@click.argument("pupil", metavar="PUPIL")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--for",
    "purpose",
    type=click.Choice(_PURPOSES),
    default=_PURPOSES[0],
    show_default=True,
    help="What the copy is made for: export.yml says what each holds.",
)
@click.option("--history", is_flag=True, help="Also what changed, when and by whom.")
@click.option(
    "--since",
    metavar="DIR|DATE",
    help="Open with what changed since an earlier copy, or since a day. Default: the copy that DIR holds already.",
)
@today_option
def export(
    pupil: str, target: Path, purpose: str, history: bool, since: str | None, today: str | None
) -> int:
    """Copy one pupil's whole record into a folder: index.html to read or print anywhere, and the data beside it.

    The folder is for its owner alone. A list of what to look at before it is handed over is written beside it: no program
    finds every name in what people wrote. An earlier copy for the same purpose is replaced, and the new one then says
    what changed since.

    \b
    Example:
        liverecord export p-7k3m ../copies/p-7k3m
        liverecord export p-7k3m ../copies/p-7k3m --for subject_access --history
        liverecord export p-7k3m ../copies/new --for transfer --since 2026-09-01
    """
    from liverecord.copies import folder
    from liverecord.copies.making import Asked, copied

    settings = read_settings(Path())
    day = read_today(today, settings.today)
    place, earlier = folder.ready(settings, target, pupil, purpose)
    asked = Asked(pupil, purpose, history, _since(since, pupil) if since else earlier)
    with problems_shown(settings, "Nothing was written."), progress_bar() as progress:
        copy = copied(settings, asked, day, progress)
    beside = f"{place.name}.before-you-hand-it-over.txt"
    folder.put(place, copy.files, {beside: copy.checklist})
    click.echo(f"{copy.label}: {pupil}, {len(copy.files)} files in {target}. Open index.html there.")
    click.echo(f"Before you hand it over, go through {target.parent / beside}.")
    if place.is_relative_to(settings.root):
        click.echo("It lies in the repository's folder: do not commit it.", err=True)
    return CLEAN


@click.command(short_help="Look for what is left of a pupil who was erased.")
@click.argument("pupil", metavar="PUPIL")
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--word",
    "words",
    multiple=True,
    metavar="WORD",
    help="Also look for this: a name, a UPN. May be repeated.",
)
def traces(pupil: str, folders: tuple[Path, ...], words: tuple[str, ...]) -> int:
    """Look for a pupil's id, and for words, in every object that git holds and in every file: here, or in each DIR.

    A DIR may be any folder: a clone, a forge's bare repository, a web server's root, an unpacked backup. Whether git still
    needs an object makes no difference. Words are never printed. docs/keeping.md says how a pupil is erased. Exit 0:
    nothing is left; 1: something is, or could not be read.

    \b
    Example:
        liverecord traces p-7k3m
        liverecord traces p-7k3m --word Ellison --word C999432126001
        liverecord traces p-7k3m /srv/git/school.git /srv/www
    """
    from liverecord.traces import search

    wanted = [word for word in (pupil, *words) if word.strip()]
    if len(wanted) < 1 + len(words):
        raise click.BadParameter("an empty word is everywhere", param_hint="--word")
    is_clean = True
    for place in folders or (read_settings(Path()).root,):
        searched = search(place, wanted)
        click.echo(report.traces(place.name or str(place), searched), nl=False)
        is_clean = is_clean and not searched.traces and not searched.unread
    return CLEAN if is_clean else FINDINGS


def _since(typed: str, pupil: str) -> Any:
    """Return an earlier copy's receipt, or a day."""
    from liverecord.copies.receipts import receipt_of

    receipt = receipt_of(Path(typed))
    if receipt is not None:
        if receipt.pupil != pupil:
            raise click.BadParameter("that copy is another pupil's", param_hint="--since")
        return receipt
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise click.BadParameter(
            "neither an earlier copy's folder nor a day such as 2026-09-01", param_hint="--since"
        ) from None
