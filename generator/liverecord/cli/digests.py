"""`liverecord digest`: one e-mail to each who owes something, written to a folder or sent."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from liverecord.cli.duties import owed_on, site_of, site_option
from liverecord.cli.terminal import CLEAN, FAILURE, today_option
from liverecord.read.settings import Settings
from liverecord.report.plain import counted, long_date, table


class _Mail(NamedTuple):
    """The mail server, as it was given."""

    host: str
    port: int | None
    tls: str
    plain: bool
    user: str | None


class _Asked(NamedTuple):
    """What to do with the e-mails: write them to a folder, send them, both or neither; `again` repeats it."""

    target: Path | None
    mail: _Mail | None
    sender: str | None
    dry_run: bool
    again: bool


@click.command(short_help="Write or send one e-mail to each who owes something.")
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the e-mails into this folder, as .eml files.",
)
@click.option("--owner", metavar="ID", help="Only the e-mail to this member of staff.")
@click.option("--send", "sends", is_flag=True, help="Send them through a mail server.")
@click.option("--dry-run", is_flag=True, help="Say who would get how many, and write and send nothing.")
@click.option("--again", is_flag=True, help="Send also to those who got theirs today.")
@site_option
@click.option(
    "--from",
    "sender",
    envvar="LIVERECORD_SMTP_FROM",
    metavar="ADDRESS",
    help="Whom they are from. Default: the SENCO.",
)
@click.option("--host", envvar="LIVERECORD_SMTP_HOST", metavar="NAME", help="The mail server.")
@click.option(
    "--port",
    envvar="LIVERECORD_SMTP_PORT",
    type=click.IntRange(1, 65535),
    help="Its port. Default: 587 for starttls, 465 for ssl, 25 for --plain.",
)
@click.option(
    "--tls",
    envvar="LIVERECORD_SMTP_TLS",
    type=click.Choice(["starttls", "ssl"]),
    default="starttls",
    show_default=True,
    help="How the connection is encrypted.",
)
@click.option(
    "--plain", "unencrypted", is_flag=True, help="Do not encrypt: to a mail server on this computer alone."
)
@click.option("--user", envvar="LIVERECORD_SMTP_USER", metavar="NAME", help="Who logs in to it.")
@today_option
def digest(
    target: Path | None,
    owner: str | None,
    sends: bool,
    dry_run: bool,
    again: bool,
    site_url: str | None,
    sender: str | None,
    host: str | None,
    port: int | None,
    tls: str,
    unencrypted: bool,
    user: str | None,
    today: str | None,
) -> int:
    """Write one e-mail to each member of staff who holds something overdue or behind, or due within a week; --send sends them.

    An e-mail names pupils by their ids and duties by their rules, and holds nothing that anybody typed. A cover gets
    what somebody away would; what nobody is here for goes to the role that school.yml names for escalation, or to the
    SENCO. On a day without school nothing is written.

    The server may be named in the environment: LIVERECORD_SMTP_HOST, _PORT, _TLS, _USER, _FROM. The password is taken
    from LIVERECORD_SMTP_PASSWORD alone. Whoever got theirs today gets no second, unless --again says so. Exit 0: all
    is well; 2: somebody who should have got theirs did not, and is named.

    \b
    Example:
        liverecord digest --dry-run
        liverecord digest --to letters
        liverecord digest --send --host smtp.ashgrove.example --user records
    """
    from liverecord.telling import digests

    if sends and not host:
        raise click.UsageError("--send needs a mail server: --host, or LIVERECORD_SMTP_HOST.")
    settings, day, owed = owed_on(today, owner)
    site = site_of(settings, site_url)
    if silent := digests.no_school(owed.school, day):
        click.echo(f"{silent} Nobody is written to.")
        return CLEAN
    mail = _Mail(host or "", port, tls, unencrypted, user) if sends else None
    asked = _Asked(target, mail, sender, dry_run, again)
    return _tell(settings, owed, digests.digest(owed, day, owner), day, site, asked)


def _tell(settings: Settings, owed: Any, day_digest: Any, day: date, site: str | None, asked: _Asked) -> int:
    from liverecord.telling import digests, placing
    from liverecord.telling.letters import tally
    from liverecord.telling.sent import BEGUN, SENT, Sent

    sent = Sent(settings.root, day)
    known = sent.known()
    words = {SENT: "had theirs today", BEGUN: "may have had theirs: a run was cut off"}
    notes = {each.owner: words.get(known.get(each.owner, ""), "") for each in day_digest.told}
    lines = [f"{long_date(day)}: {counted(len(day_digest.told), 'digest')}."]
    lines += table([(each.owner, tally(each.tasks), notes[each.owner]) for each in day_digest.told])
    lines += _passed_on(day_digest)
    click.echo("\n".join(lines))
    if asked.dry_run:
        click.echo("Nothing was written or sent.")
        return CLEAN
    if asked.target is None and asked.mail is None:
        click.echo("Nothing was written: --to DIR writes, --send sends.")
        return CLEAN
    sender = digests.sender_address(asked.sender, owed.staff, day)
    letters = digests.letters(owed, day_digest.told, sender, day, site)
    if asked.target is not None:
        folder = placing.folder(settings, asked.target)
        for letter in letters:
            placing.put(folder / f"{day.isoformat()}.{letter.owner}.eml", bytes(letter.message))
        click.echo(f"Written: {len(letters)} to {asked.target}.")
    return _send(letters, asked.mail, sent, asked.again) if asked.mail is not None else CLEAN


def _send(letters: Sequence[Any], mail: _Mail, sent: Any, again: bool) -> int:
    from liverecord.telling import sending
    from liverecord.telling.sent import BEGUN, SENT

    server = sending.Server(
        host=mail.host,
        port=mail.port,
        security=sending.PLAIN if mail.plain else mail.tls,
        user=mail.user,
        password=os.environ.get("LIVERECORD_SMTP_PASSWORD"),
    )
    known = {} if again else sent.known()
    if all(known.get(letter.owner) == SENT for letter in letters):
        click.echo("Sent: to nobody. Everybody has had theirs.")
        return CLEAN
    unclear = {owner for owner, state in known.items() if state == BEGUN}
    outcome = sending.send(
        letters,
        server,
        lambda owner: sent.claim(owner, again=again),
        lambda owner, went: sent.settle(owner, sent=went),
    )
    click.echo(f"Sent: {', '.join(outcome.sent) or 'to nobody'}.")
    had = [owner for owner in outcome.already if owner not in unclear]
    if had:
        click.echo(f"Not sent again: {', '.join(had)}. (--again sends.)")
    failed = dict(outcome.failed) | {
        owner: "a run was cut off, or is at work, and may have sent it; --again sends"
        for owner in outcome.already
        if owner in unclear
    }
    if failed:
        click.echo("Not sent:", err=True)
        click.echo("\n".join(table([(owner, why) for owner, why in sorted(failed.items())])), err=True)
    return FAILURE if failed else CLEAN


def _passed_on(day_digest: Any) -> list[str]:
    """Return what is said of duties that went to somebody else, and of those that reach nobody."""
    lines = []
    if day_digest.passed:
        lines += ["Passed on:"]
        lines += table(
            [
                (each.why, f"{counted(each.duties, 'duty', 'duties')} to {each.reached}")
                for each in day_digest.passed
            ]
        )
    if day_digest.unheard or day_digest.lost:
        lines += ["Not told:"]
        rows = [
            (
                each.owner,
                "no e-mail address in staff.yml that can be used",
                counted(len(each.tasks), "duty", "duties"),
            )
            for each in day_digest.unheard
        ]
        if day_digest.lost:
            why = "nobody holds them, and nobody has the role that would"
            rows.append(("nobody", why, counted(len(day_digest.lost), "duty", "duties")))
        lines += table(rows)
    return lines
