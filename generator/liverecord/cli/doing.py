"""A job done by a command: its options read as a form's answers, and the change judged, told and written.

Imported by a command that does one, and not at the start.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import click

from liverecord.batch import Folder, asked, plan
from liverecord.batch.options import Option, Unasked, Way, answers_of, options_of, told
from liverecord.cli.batches import End, done_end, nothing_end, refused_end, unknown_id
from liverecord.cli.terminal import CLEAN, problems_shown, progress_bar
from liverecord.forms import handing_over, joining, leaver, leaving, newcomer, support
from liverecord.forms.codes import EHCP, NONE
from liverecord.forms.colleague import person_at
from liverecord.forms.fields import NOTHING
from liverecord.forms.job import Scene
from liverecord.forms.joining import short_name
from liverecord.forms.question import Form, Wrong
from liverecord.forms.taking_over import EVERYTHING, NOBODY, Row, rows_of
from liverecord.problem import LiverecordError
from liverecord.read.rulebook import rulebook
from liverecord.read.settings import Settings
from liverecord.read.settings import settings as read_settings
from liverecord.read.today import today as read_today
from liverecord.report.jobs import job_json
from liverecord.report.plain import counted, table

WAYS: Mapping[str, Way] = {
    "join pupil": Way(newcomer.JOB, called={"year_group": "year"}),
    "join staff": Way(joining.JOB, called={"roles": "role"}),
    "leave pupil": Way(leaver.JOB, called={"on_roll_until": "on"}),
    "leave staff": Way(leaving.JOB, ("nobody",), called={"left_on": "on"}),
    "support begins": Way(support.JOB, ("begins",), called={"support_since": "since"}, support=NONE),
    "support ehcp": Way(support.JOB, ("ehcp",)),
    "support ends": Way(support.JOB, ("ends",)),
    "support ceases": Way(support.JOB, ("ceases",), support=EHCP),
    "reassign": Way(handing_over.JOB, ("nobody",)),
}
"""The jobs that are commands, by the command's words."""

_TAKEN = {EVERYTHING: "--to", "from": "--from"}
"""The options of handing over, which nobody's form asks: who holds nothing has nothing to hand over."""


class Run(NamedTuple):
    """What every such command may be given beside its form's answers."""

    dry_run: bool = False
    audience: str | None = None
    today: str | None = None
    answers: tuple[str, ...] = ()
    as_json: bool = False


Given = Mapping[str, Sequence[str]]
"""The options that were given, each with its values."""


@cache
def options(name: str) -> tuple[Option, ...]:
    """Return the options of a way by its name: those of all questions that its form may ask."""
    return options_of(WAYS[name], rulebook(), read_today(None))


def join(name: str, given: Given, run: Run) -> int:
    """Do a job about the whole school, and return the exit code."""
    end = _in_the_folder(run, lambda folder, settings: _do(folder, settings, name, given, run))
    is_drawn_anew = name == "join pupil" and run.dry_run and end.code == CLEAN and not run.as_json
    return (end._replace(out=f"{end.out}{_DRAWN}\n") if is_drawn_anew else end).said()


def leave(who: str, to: str | None, plan_file: Path | None, given: Given, run: Run) -> int:
    """Say that a pupil or a member of staff leaves, by the id; return the exit code."""

    def done(folder: Folder, settings: Settings) -> End:
        is_colleague = any(person.id == who for person in folder.staff.staff)
        if who in folder.pupils and is_colleague:
            raise LiverecordError(
                "A pupil and a member of staff have this id.", "Say it in the form: `liverecord edit`."
            )
        if who in folder.pupils:
            if to is not None or plan_file is not None:
                raise click.UsageError("A pupil hands nothing over: leave out --to and --plan.")
            return _do(folder, settings, "leave pupil", given, run, pupil=who)
        _known_person(folder, who, "ID", "no pupil and nobody in staff.yml", folder.pupils)
        return _hand_over(folder, settings, "leave staff", who, to, plan_file, given, run)

    return _in_the_folder(run, done).said()


def change_support(pupil: str, what: str, given: Given, run: Run) -> int:
    """Say that a pupil's support begins, changes or ends; return the exit code."""

    def done(folder: Folder, settings: Settings) -> End:
        _ = folder.staff  # where the school's own files are wrong, that is what has to be said
        if pupil not in folder.pupils:
            raise unknown_id("no pupil", pupil, folder.pupils, "PUPIL")
        return _do(folder, settings, f"support {what}", given, run, pupil=pupil)

    return _in_the_folder(run, done).said()


def reassign(
    person: str, to: str | None, plan_file: Path | None, new_plan: Path | None, first: str | None, run: Run
) -> int:
    """Hand over what somebody holds; without anybody to hand it to, list it or write it out to be filled in."""

    def done(folder: Folder, settings: Settings) -> End:
        _known_person(folder, person, "PERSON")
        if to is None and plan_file is None and not run.answers:
            return _listed(folder, settings, person, new_plan, run)
        if new_plan is not None:
            raise click.UsageError("--write-plan writes a table to fill in: leave out --to and --plan.")
        given = {"--from": [first]} if first is not None else {}
        return _hand_over(folder, settings, "reassign", person, to, plan_file, given, run)

    return _in_the_folder(run, done).said()


# ── One job ─────────────────────────────────────────────────────────────────────────────────────────────

_MOST_LISTED = 20
_DRAWN = "The id is drawn anew when it is written."


def _in_the_folder(run: Run, done: Callable[[Folder, Settings], End]) -> End:
    settings = read_settings(Path())
    with problems_shown(settings, "Nothing is written."), progress_bar() as progress:
        return done(Folder(settings, read_today(run.today, settings.today), progress), settings)


def _do(
    folder: Folder,
    settings: Settings,
    name: str,
    given: Given,
    run: Run,
    *,
    pupil: str | None = None,
    names: Sequence[str] | None = None,
    more: Mapping[str, Sequence[str]] | None = None,
) -> End:
    """Do a job with the options that were given; `more` are answers by question, which came otherwise."""
    way = WAYS[name]
    scene = folder.scene(way.job, pupil=pupil, names=way.names if names is None else names)
    form = way.job.ask(scene, {})
    flags = {option.question: option.flag for option in options(name)} | _TAKEN
    if form.none:
        return refused_end([form.none], as_json=run.as_json)
    answers = answers_of(form, {**_by_question(given, flags), **_typed(form, run.answers), **(more or {})})
    if isinstance(answers, Unasked):
        raise click.UsageError(_not_asked(answers, flags))
    written = way.job.write(scene, asked(form, answers))
    if not isinstance(written, list):
        made = folder.put(written, dry_run=run.dry_run, audience=run.audience)
        if not isinstance(made, list):
            end = done_end(
                settings,
                made.difference,
                made.message,
                made.files,
                is_written=made.is_written,
                as_json=run.as_json,
            )
            return end._replace(err=_unread(scene))
        written = made
    if written == [Wrong("", NOTHING)]:
        end = nothing_end(
            "Nothing here differs from the record: there is nothing to write.", as_json=run.as_json
        )
    else:
        lines = [told(_by_command(each, names), form, flags) for each in written]
        end = refused_end(lines, as_json=run.as_json)
    return end._replace(err=f"{_unread(scene)}{end.err}")


def _unread(scene: Scene) -> str:
    """Return whose records were not looked at, as a line; "" where all were."""
    listed = ", ".join(scene.unread)
    return f"Not looked at, because the records hold problems: {listed}.\n" if listed else ""


def _by_command(wrong: Wrong, names: Sequence[str] | None) -> Wrong:
    """Return what is wrong in words that fit where nothing stands below them."""
    if wrong != Wrong(EVERYTHING, leaving.UNCLEAR):
        return wrong
    lists = f"`liverecord reassign {' '.join(names or ())}` lists what that is."
    return wrong._replace(
        message=f"Say who takes over what this person holds, or - where nobody does yet; {lists}"
    )


def _by_question(given: Given, flags: Mapping[str, str]) -> dict[str, Sequence[str]]:
    questions = {flag: question for question, flag in flags.items()}
    unknown = [flag for flag in given if flag not in questions]
    if unknown:
        raise click.UsageError(f"{', '.join(unknown)}: this is not asked here.")
    return {questions[flag]: values for flag, values in given.items()}


def _typed(form: Form, answers: Sequence[str]) -> dict[str, list[str]]:
    """Return what was given by --answer NAME=VALUE, by question."""
    names = {question.name for question in form.questions}
    given: dict[str, list[str]] = {}
    for each in answers:
        name, equals, value = each.partition("=")
        if not equals:
            raise click.BadParameter("write it as NAME=VALUE", param_hint="--answer")
        known = name if name in names else name.strip().replace("-", "_")
        given.setdefault(known, []).append(value)
    return given


def _not_asked(unasked: Unasked, flags: Mapping[str, str]) -> str:
    every = [flags.get(name, f"--answer {name}=…") for name in unasked.asked]
    known = ", ".join([*every[:_MOST_LISTED], *(["…"] if len(every) > _MOST_LISTED else [])])
    which = flags.get(unasked.name, "That answer")
    return f"{which}: this is not asked here. Asked are: {known}."


# ── What somebody holds ─────────────────────────────────────────────────────────────────────────────────


def _hand_over(
    folder: Folder,
    settings: Settings,
    name: str,
    person: str,
    to: str | None,
    plan_file: Path | None,
    given: Given,
    run: Run,
) -> End:
    """Do a job in which somebody's things go over: all to one, or each as a table says."""
    if to is not None and to != NOBODY:
        _known_person(folder, to, "--to")
    scene, rows = _rows(folder, person)
    if not rows and name == "reassign":
        return _holds_nothing(scene, person, run)
    more: dict[str, Sequence[str]] = {EVERYTHING: [to]} if to is not None and rows else {}
    if plan_file is not None:
        read = plan.answers(plan_file, scene, rows, nobody=NOBODY)
        if isinstance(read, list):
            return refused_end([told(each, Form(title=""), {}) for each in read], as_json=run.as_json)
        more |= read
    return _do(folder, settings, name, given, run, names=(person,), more=more)


def _listed(folder: Folder, settings: Settings, person: str, new_plan: Path | None, run: Run) -> End:
    """List what somebody holds, or write it out as a table to fill in; nothing of the records changes."""
    scene, rows = _rows(folder, person)
    if not rows:
        return _holds_nothing(scene, person, run)
    things = plan.listed(rows)
    if new_plan is not None:
        _write_table(settings, new_plan, plan.written(rows), is_dry=run.dry_run)
    if run.as_json:
        out = job_json(things=[each._asdict() for each in things])
    elif new_plan is not None:
        said = "It would hold" if run.dry_run else "Written:"
        out = f"{said} {counted(len(rows), 'row')}.\n{_FILL_IN.format(person=person)}"
    else:
        pupils = len({each.pupil for each in things if each.pupil})
        cells = [
            ("pupil", "thing", "where"),
            *((each.pupil or "-", each.thing, each.file) for each in things),
        ]
        of_pupils = f", for {counted(pupils, 'pupil')}" if pupils else ""
        head = f"In the hands of {person}: {counted(len(rows), 'thing')}{of_pupils}."
        out = "\n".join([head, "", *table(cells), "", _HOW.format(person=person)])
    return End(out, _unread(scene))


_FILL_IN = """\
Fill in the column to with names or ids from staff.yml, then:
    liverecord reassign {person} --plan FILE --dry-run
It calls pupils by name: keep it out of the records and out of e-mails, and delete it afterwards.
"""
_HOW = """\
Hand them over: liverecord reassign {person} --to PERSON --dry-run
Each to somebody else: liverecord reassign {person} --write-plan FILE
"""


def _holds_nothing(scene: Scene, person: str, run: Run) -> End:
    end = nothing_end(f"Nothing in the records is in the hands of {person}.", as_json=run.as_json)
    return end._replace(err=_unread(scene))


def _write_table(settings: Settings, path: Path, raw: bytes, *, is_dry: bool) -> None:
    """Write a table that is no record: never among them, and over nothing; with `is_dry` only see that it may be."""
    if path.resolve().is_relative_to((settings.root / settings.records).resolve()):
        raise LiverecordError(
            "The table is no record, and may not lie among the records.", "Choose another folder."
        )
    is_there = path.exists()
    if not is_there and not is_dry:
        try:
            with path.open("xb") as file:
                file.write(raw)
        except FileExistsError:
            is_there = True
    if is_there:
        raise LiverecordError(
            "There is a file of that name already, and it is not written over.", "Choose another name."
        )


def _rows(folder: Folder, person: str) -> tuple[Scene, list[Row]]:
    scene = folder.scene(handing_over.JOB, names=(person,))
    holder = person_at(scene)
    return scene, list(rows_of(scene, holder)) if holder is not None else []


def _known_person(
    folder: Folder,
    typed: str,
    parameter: str,
    who: str = "nobody in staff.yml",
    beside: frozenset[str] = frozenset(),
) -> None:
    """See that staff.yml has an id; raises click's error with ids that are near, of a name the short one that it would have."""
    known = {person.id for person in folder.staff.staff}
    if typed not in known:
        short = short_name(typed, ())
        raise unknown_id(who, short if short in known else typed, known | beside, parameter)
