"""`liverecord edit`: the forms, on this computer alone."""

from functools import partial
from pathlib import Path

import click

from liverecord.cli.terminal import CLEAN, today_option
from liverecord.problem import LiverecordError
from liverecord.read.settings import Settings
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today


@click.command("edit", short_help="Write in the records by form, on this computer.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    metavar="N",
    help="Where the pages are. Default: any port that is free.",
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@today_option
def edit(port: int, no_browser: bool, today: str | None) -> int:
    """Write in the records by form: a conversation, a week's lines, a review. It is sent for a colleague to read.

    Opens the site that the SENCO reads, with a form where there is something to write. Only this computer can open
    it, with the address that is printed; nothing leaves it but what you send to your school's own server. Ctrl+C
    stops. A second run may go on beside the first, with an address of its own.

    \b
    Example:
        liverecord edit
        liverecord edit --no-browser --port 8001
    """
    from liverecord.edit.opening import opened
    from liverecord.edit.working_desk import working_desk

    settings = read_settings(Path())
    _in_git(settings)
    clock = partial(read_today, today, settings.today)
    clock()  # a day that cannot be read is said before anything is opened
    with working_desk(settings, clock) as desk, opened(desk, port) as (server, address):
        if no_browser:
            click.echo(f"Open this address (Ctrl+C stops):\n{address}")
        else:
            click.echo(
                f"Opening your browser (Ctrl+C stops). If it stays away, open this address:\n{address}"
            )
            _browser(address)
        server.run()
    click.echo("Stopped.")
    return CLEAN


def _in_git(settings: Settings) -> None:
    """See that there is a repository to save into; raises LiverecordError with the cure."""
    from liverecord.read.repository import is_installed, repository

    if not is_installed():
        message = "Git is not installed: the forms save into it."
        raise LiverecordError(message, "Install it from https://git-scm.com, and run this again.")
    if repository(settings.root) is None:
        message = f"{settings.root} is no git repository: there is nothing to save into."
        raise LiverecordError(
            message,
            "Run this in the folder that you cloned from your school's server; `liverecord init` makes one.",
        )


def _browser(address: str) -> None:
    """Open the person's browser; one that runs in this terminal would hold it, so nothing waits for it."""
    import webbrowser
    from threading import Thread

    Thread(target=webbrowser.open, args=(address,), daemon=True).start()
