"""`liverecord join`, `leave`, `support` and `reassign`: what a form of `liverecord edit` does, by command."""

from pathlib import Path
from typing import Any

import click

from liverecord.cli.batches import batch_options
from liverecord.cli.terminal import Group

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


class JobCommand(click.Command):
    """A command whose options are the questions of its forms: those of each of `ways` (cli/doing.py), once.

    Its callback is handed `given`: the values that were typed, by option.
    """

    def __init__(self, *arguments: Any, ways: tuple[str, ...] = (), **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.ways = ways or (str(self.name),)
        self._flags: dict[str, str] = {}
        self._asked: list[click.Parameter] = []

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the options, those of the form first; they are made when the command is met, and not at the start."""
        if not self._asked:
            from liverecord.cli.doing import options

            every = {option.flag: option for way in self.ways for option in options(way)}
            for number, option in enumerate(every.values()):
                self._flags[name := f"asked_{number}"] = option.flag
                made = click.Option(
                    [option.flag, name], metavar=option.value, help=option.says, multiple=option.is_repeated
                )
                self._asked.append(made)
        return [*self._asked, *super().get_params(ctx)]

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command with what was typed of its form."""
        given = {flag: ctx.params.pop(name) for name, flag in self._flags.items()}
        ctx.params["given"] = {
            flag: [typed] if isinstance(typed, str) else list(typed)
            for flag, typed in given.items()
            if typed is not None and typed != ()
        }
        return super().invoke(ctx)


def _job_options(command: Any) -> Any:
    """Give a command the options of every job."""
    answer = click.option(
        "--answer",
        "answers",
        multiple=True,
        metavar="NAME=VALUE",
        help="Answer a question of the form that has no option of its own, by its name. May be repeated.",
    )
    as_json = click.option(
        "--json", "as_json", is_flag=True, help="Say it as JSON (schema/output/job.schema.json)."
    )
    return batch_options(as_json(answer(command)))


# ── Joining ─────────────────────────────────────────────────────────────────────────────────────────────


@click.group("join", cls=Group, short_help="Begin a pupil's record, or add a member of staff.")
def join() -> None:
    """Begin a pupil's record, or add somebody to the staff.

    \b
    Example:
        liverecord join pupil --given-name Ada --family-name Lovegrove --year 8 --support K --support-since 2026-11-09
        liverecord join staff --name "P. Marlow" --role keyworker
    """


@join.command("pupil", cls=JobCommand, ways=("join pupil",), short_help="Begin a pupil's record.")
@_job_options
def join_pupil(given: dict[str, list[str]], **run: Any) -> int:
    """Begin a pupil's record: a folder of its own, named by an id that is drawn and says nothing of whose it is.

    Exit 0: it is written; 1: an answer is wrong, or the record would be, and nothing is written; 2: not done.

    \b
    Example:
        liverecord join pupil --given-name Ada --family-name Lovegrove --year 8 --form 8B \\
            --support K --support-since 2026-11-09 --keyworker j-okafor --dry-run
    """
    from liverecord.cli import doing

    return doing.join("join pupil", given, doing.Run(**run))


@join.command("staff", cls=JobCommand, ways=("join staff",), short_help="Add somebody to staff.yml.")
@_job_options
def join_staff(given: dict[str, list[str]], **run: Any) -> int:
    """Add somebody to staff.yml. The short name follows from the name, where --id names no other.

    Exit 0: it is written; 1: an answer is wrong, and nothing is written; 2: not done.

    \b
    Example:
        liverecord join staff --name "P. Marlow" --role keyworker --email p.marlow@ashgrove.example
    """
    from liverecord.cli import doing

    return doing.join("join staff", given, doing.Run(**run))


# ── Leaving and handing over ────────────────────────────────────────────────────────────────────────────


@click.command(
    "leave", cls=JobCommand, ways=("leave pupil", "leave staff"), short_help="Say that somebody leaves."
)
@click.argument("who", metavar="ID")
@click.option(
    "--to", metavar="PERSON", help="Of staff: who takes everything over, by id; - where nobody does yet."
)
@click.option(
    "--plan", "plan_file", type=_FILE, metavar="FILE", help="Of staff: a table of who takes each thing over."
)
@_job_options
def leave(who: str, to: str | None, plan_file: Path | None, given: dict[str, list[str]], **run: Any) -> int:
    """Say that a pupil leaves the roll, or a member of staff the school: ID is the id of either.

    What a member of staff holds goes to --to, or as --plan says (`liverecord reassign PERSON --write-plan FILE` writes
    such a table). Exit 0: it is written; 1: an answer is wrong, and nothing is written; 2: not done.

    \b
    Example:
        liverecord leave p-7k3m --on 2026-12-18 --destination "Fenmoor College"
        liverecord leave j-okafor --on "18 December 2026" --to h-novak --dry-run
    """
    from liverecord.cli import doing

    return doing.leave(who, to, plan_file, given, doing.Run(**run))


@click.command("reassign", short_help="Hand over what somebody holds.")
@click.argument("person", metavar="PERSON")
@click.option("--to", metavar="PERSON", help="Who takes everything over, by id.")
@click.option(
    "--plan",
    "plan_file",
    type=_FILE,
    metavar="FILE",
    help="A table (CSV) with the columns thing and to: who takes each thing over. With --to the rest goes there.",
)
@click.option(
    "--write-plan",
    "new_plan",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write that table out, to be filled in. It calls pupils by name.",
)
@click.option(
    "--from",
    "first",
    metavar="DAY",
    help="From which day on somebody else is the mentor, where mentoring is handed over. Default: today.",
)
@_job_options
def reassign(
    person: str, to: str | None, plan_file: Path | None, new_plan: Path | None, first: str | None, **run: Any
) -> int:
    """Hand over what PERSON holds, who stays or has left already: key worker, actions, reviews, support, mentoring, cover.

    Without --to and --plan it is listed, and nothing is written. Exit 0: listed or written; 1: an answer is wrong, or
    the records would be, and nothing is written; 2: not done.

    \b
    Example:
        liverecord reassign j-okafor
        liverecord reassign j-okafor --to h-novak --dry-run
        liverecord reassign j-okafor --write-plan over.csv
        liverecord reassign j-okafor --plan over.csv
    """
    from liverecord.cli import doing

    return doing.reassign(person, to, plan_file, new_plan, first, doing.Run(**run))


# ── Support ─────────────────────────────────────────────────────────────────────────────────────────────


class _AfterThePupil(Group):
    """Commands that come after a pupil's id; without one the help of each is shown all the same."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; no pupil's id is the name of a command."""
        return super().parse_args(ctx, ["", *args] if args and args[0] in self.commands else args)


@click.group("support", cls=_AfterThePupil, short_help="Say that a pupil's support begins, changes or ends.")
@click.argument("pupil", metavar="PUPIL")
@click.pass_context
def support(ctx: click.Context, pupil: str) -> None:
    """Say that a pupil's support begins, becomes an education, health and care plan, or ends. PUPIL is the id.

    \b
    Example:
        liverecord support p-7k3m begins --since 2026-11-09 --dry-run
        liverecord support p-7k3m ehcp --issued-on 2026-11-16 --authority "Fenmoor County Council"
        liverecord support p-7k3m ends --help
    """
    ctx.obj = pupil


@support.command("begins", cls=JobCommand, ways=("support begins",), short_help="SEN support begins.")
@_job_options
@click.pass_obj
def begins(pupil: str, /, given: dict[str, list[str]], **run: Any) -> int:
    """Say that SEN support begins.

    \b
    Example:
        liverecord support p-7k3m begins --since 2026-11-09 --parents-told-on 2026-11-12
    """
    return _support(pupil, "begins", given, run)


@support.command("ehcp", cls=JobCommand, ways=("support ehcp",), short_help="An EHC plan is issued.")
@_job_options
@click.pass_obj
def ehcp(pupil: str, /, given: dict[str, list[str]], **run: Any) -> int:
    """Say that an education, health and care plan is issued.

    \b
    Example:
        liverecord support p-7k3m ehcp --issued-on 2026-11-16 --authority "Fenmoor County Council"
    """
    return _support(pupil, "ehcp", given, run)


@support.command("ends", cls=JobCommand, ways=("support ends",), short_help="SEN support ends.")
@_job_options
@click.pass_obj
def ends(pupil: str, /, given: dict[str, list[str]], **run: Any) -> int:
    """Say that SEN support ends, as decided at a review.

    \b
    Example:
        liverecord support p-7k3m ends --held-on 2026-11-20 --summary "Every outcome is met"
    """
    return _support(pupil, "ends", given, run)


@support.command("ceases", cls=JobCommand, ways=("support ceases",), short_help="An EHC plan is ceased.")
@_job_options
@click.pass_obj
def ceases(pupil: str, /, given: dict[str, list[str]], **run: Any) -> int:
    """Say that the authority has ceased an education, health and care plan.

    \b
    Example:
        liverecord support p-7k3m ceases --decision-on 2026-07-01 --ceased-on 2026-11-20 --support K
    """
    return _support(pupil, "ceases", given, run)


def _support(pupil: str, what: str, given: dict[str, list[str]], run: dict[str, Any]) -> int:
    from liverecord.cli import doing

    if not pupil:
        raise click.UsageError(f"Name the pupil first, by id: liverecord support PUPIL {what} …")
    return doing.change_support(pupil, what, given, doing.Run(**run))
