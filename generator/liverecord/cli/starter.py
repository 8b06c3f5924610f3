"""`liverecord init`: a school's own repository laid out, renewed, compared, and what is said of it."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from liverecord.cli.terminal import CLEAN, FINDINGS
from liverecord.problem import LiverecordError
from liverecord.read.rulebook import rulebook
from liverecord.read.today import today as read_today
from liverecord.starter import FORGES, LaidOut, OutOfStep, Words, compare, lay_out, renew
from liverecord.validate.meant import code_meant

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
@click.option("--kind", help="maintained, academy, pupil_referral_unit, … Asked for on a terminal.")
@click.option(
    "--dfe-number",
    help="The school's number, as 999/4321: an import compares it with the file's. Asked for too.",
)
@click.option("--years", help="The lowest and the highest year group, as R-6 or 7-13. Asked for too.")
@click.option("--into-existing", is_flag=True, help="Add what is missing to a folder that is not empty.")
@click.option("--update", is_flag=True, help="Renew the schemas' copies, workflows and editor's settings.")
@click.option("--check", is_flag=True, help="Exit 1 when those are out of step with this version.")
def init(
    target: Path,
    forges: tuple[str, ...],
    name: str,
    phase: str,
    kind: str | None,
    dfe_number: str | None,
    years: str | None,
    into_existing: bool,
    update: bool,
    check: bool,
) -> int:
    """Lay out a school's own private repository: records to start from, settings, and checks for its forge.

    Nothing is committed, and no file that is there is written over.

    \b
    Example:
        liverecord init records --name 'Ashgrove School' --phase secondary --years 7-13 --kind academy
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
    day = read_today(None)
    words = Words(
        name,
        _code("phase", phase),
        day.year if day.month >= _SCHOOL_YEAR_BEGINS else day.year - 1,
        day,
        _code("school_kind", _asked(kind, f"What kind of school is it: {_codes('school_kind')}?")),
        _dfe_number(_asked(dfe_number, _NUMBER)),
        _years(_asked(years, _YEARS)),
    )
    done = lay_out(target, forges or FORGES[:1], words, into_existing=into_existing)
    click.echo(_laid_out(done, target), nl=False)
    return CLEAN


def _asked(given: str | None, question: str) -> str:
    """Return what was given, or what somebody at a terminal answers; "" where nobody is there to ask, or for Enter alone."""
    if given is not None:
        return given
    if not _is_terminal():
        return ""
    answer: str = click.prompt(question, default="", show_default=False)
    return answer.strip()


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _code(name: str, text: str) -> str:
    """Return a code of a list, typed as itself or by its label; "" for what nobody said. Raises LiverecordError for no code."""
    rows = rulebook().codes.lists[name]
    code = code_meant(text, rows)
    if text and code is None:
        raise LiverecordError(f"{text!r} is not among the codes here.", f"One of: {_codes(name)}.")
    return code or ""


def _codes(name: str) -> str:
    return ", ".join(rulebook().codes.lists[name])


def _dfe_number(text: str) -> str:
    if text and not re.fullmatch(r"[0-9]{3}/?[0-9]{4}", text):
        raise LiverecordError(
            f"{text!r} is no number of a school.",
            "The authority's three digits and the school's four: --dfe-number 999/4321",
        )
    return text


def _years(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    order = list(rulebook().codes.lists["year_group"])[:-1]
    ends = tuple(each.strip().upper().removeprefix("Y") for each in text.split("-"))
    if len(ends) != 2 or not set(ends) <= set(order) or order.index(ends[0]) > order.index(ends[1]):
        raise LiverecordError(
            f"{text!r} are no years of a school.",
            "The lowest and the highest year group, N1, N2, R or 1 to 14: --years R-6",
        )
    return ends


_YEARS = "The lowest and the highest year group, as R-6 or 7-13 (Enter, if years are not followed)"
_NUMBER = "The school's number with the Department for Education, as 999/4321 (Enter, if it is not at hand)"


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
