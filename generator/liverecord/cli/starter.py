"""`liverecord init`: a school's own repository laid out, renewed, compared, and what is said of it."""

from collections.abc import Sequence
from pathlib import Path

import click

from liverecord.cli.terminal import CLEAN, FINDINGS
from liverecord.problem import LiverecordError
from liverecord.read.rulebook import rulebook
from liverecord.read.today import today as read_today
from liverecord.starter import FORGES, LaidOut, OutOfStep, Words, compare, lay_out, renew

_SCHOOL_YEAR_BEGINS = 9
_TITLES = {"github": "GitHub", "gitlab": "GitLab", "forgejo": "Forgejo"}
_REQUESTS = {"github": "pull request", "gitlab": "merge request", "forgejo": "pull request"}


@click.command(short_help="Lay out a school's own repository.")
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--forge",
    "forges",
    multiple=True,
    type=click.Choice(FORGES),
    help="Where the repository is kept. May be repeated. Default: github.",
)
@click.option("--name", default="Name of the school", help="The school's name, as pages print it.")
@click.option("--phase", default="all_through", show_default=True, help="primary, secondary, special, …")
@click.option("--into-existing", is_flag=True, help="Add what is missing to a folder that is not empty.")
@click.option("--update", is_flag=True, help="Renew the schemas' copies, workflows and editor's settings.")
@click.option("--check", is_flag=True, help="Exit 1 when those are out of step with this version.")
def init(
    target: Path,
    forges: tuple[str, ...],
    name: str,
    phase: str,
    into_existing: bool,
    update: bool,
    check: bool,
) -> int:
    """Lay out a school's own private repository: records to start from, settings, and checks for its forge.

    Nothing is committed, and no file that is there is written over.

    \b
    Example:
        liverecord init records --name 'Ashgrove School' --phase secondary
        liverecord init records --forge gitlab
        liverecord init --into-existing --forge forgejo .
        liverecord init --update .
        liverecord init --check .
    """
    if check + update + into_existing > 1:
        raise click.UsageError("--check, --update and --into-existing are three things: choose one.")
    if check:
        out_of_step = compare(target)
        click.echo(_compared(out_of_step, target), nl=False)
        return FINDINGS if out_of_step.old else CLEAN
    if update:
        click.echo(_renewed(renew(target), target), nl=False)
        return CLEAN
    words = Words(name, _phase(phase), _school_year())
    done = lay_out(target, forges or FORGES[:1], words, into_existing=into_existing)
    click.echo(_laid_out(done, target), nl=False)
    return CLEAN


def _phase(text: str) -> str:
    known = rulebook().codes.lists["phase"]
    if text not in known:
        raise LiverecordError(f"No school has the phase {text!r}.", f"One of: {', '.join(known)}.")
    return text


def _school_year() -> int:
    day = read_today(None)
    return day.year if day.month >= _SCHOOL_YEAR_BEGINS else day.year - 1


# ── What is said ────────────────────────────────────────────────────────────────────────────────────────


def _laid_out(done: LaidOut, target: Path) -> str:
    others = [forge for forge in FORGES if forge not in done.forges]
    lines = [
        f"Laid out in {target}, for {_named(done.forges)}: {len(done.written)} new files, nothing committed."
    ]
    lines += _listed("Left as they are, because they were there and differ:", done.left)
    lines += [
        "",
        "Next:",
        f"  1. {target / 'records' / 'school.yml'}: your terms. {target / 'records' / 'staff.yml'}: the SENCO, then the others.",
        f"  2. {'' if target == Path() else f'cd {target}, and: '}liverecord check",
        f"  3. Commit it to a private repository. {target / 'README.md'} says which variable the workflows need,",
        f"     and how the SENCO proposes a change ({_REQUESTS[done.forges[0]]}) in the browser.",
    ]
    if others:
        more = " ".join(f"--forge {forge}" for forge in others)
        lines += ["", f"For {_named(others)} as well: liverecord init --into-existing {more} {target}"]
    return "\n".join(lines) + "\n"


def _renewed(done: LaidOut, target: Path) -> str:
    lines = _listed(f"Renewed in {target}; read the change and commit it:", done.written)
    lines = lines or [f"Everything in {target} is in step with this version already."]
    lines += _listed("Changed or taken away by somebody here, and left as they are:", done.left)
    if done.left:
        lines.append("To see what this version would have there, lay a school out in an empty folder.")
    lines += _listed("No longer used; delete them if nobody here needs them:", done.unused)
    return "\n".join(lines) + "\n"


def _compared(out_of_step: OutOfStep, target: Path) -> str:
    lines = _listed("Out of step with this version of liverecord:", out_of_step.old)
    if lines:
        lines.append(f"Renew them: liverecord init --update {target}")
    else:
        lines = ["The copies are in step with this version."]
    lines += _listed("Changed or taken away by somebody here, and not compared:", out_of_step.changed)
    lines += _listed("No longer used:", out_of_step.unused)
    return "\n".join(lines) + "\n"


def _listed(title: str, paths: Sequence[str]) -> list[str]:
    return [title, *(f"  {path}" for path in paths)] if paths else []


def _named(forges: Sequence[str]) -> str:
    titles = [_TITLES[forge] for forge in forges]
    return " and ".join(titles if len(titles) < 3 else [", ".join(titles[:-1]), titles[-1]])
