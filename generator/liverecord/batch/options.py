"""The options of a job's command, made from the questions of its form: what a form asks, its command takes, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from liverecord import derive
from liverecord.forms.codes import EHCP, NEEDS_ASSESSMENT, SEN_SUPPORT
from liverecord.forms.job import Job, Known, Scene
from liverecord.forms.provided import kinds_of_review
from liverecord.forms.question import Choice, Form, Question, Section, Wrong
from liverecord.model.records import Identity, Person, Plan, Pupil, Review, School, Staff
from liverecord.model.rulebook import Rulebook


class Way(NamedTuple):
    """A job as a command reaches it: what its address names, and the options that are called otherwise than their questions.

    `support` is a code of what a pupil has to have for the job to ask anything.
    """

    job: Job
    names: tuple[str, ...] = ()
    called: Mapping[str, str] = {}
    support: str = SEN_SUPPORT


class Option(NamedTuple):
    """An option: the question that it answers, how it is typed, what stands for its value in the help, and what it says.

    `is_repeated` tells that it may be given more than once.
    """

    question: str
    flag: str
    value: str
    says: str
    is_repeated: bool


def options_of(way: Way, rulebook: Rulebook, today: date) -> tuple[Option, ...]:
    """Return a job's options in the order of its questions: of all that it may ask of anybody."""
    form = way.job.ask(_of_nobody(way, rulebook, today), {})
    return tuple(
        Option(
            question.name,
            flag_of(question.name, way.called),
            _value(question),
            _said(section, question),
            question.kind in {"several", "texts"},
        )
        for section in form.sections
        for question in section.questions
    )


def flag_of(question: str, called: Mapping[str, str]) -> str:
    """Return how the option of a question is typed."""
    return f"--{called.get(question, question).replace('_', '-')}"


class Unasked(NamedTuple):
    """A question that was answered, and that the form does not ask: `asked` are those that it does."""

    name: str
    asked: tuple[str, ...]


def answers_of(form: Form, given: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]] | Unasked:
    """Return what was given by question as the form's answers: lines of one box together, as a form sends them."""
    kinds = {question.name: question.kind for question in form.questions}
    kinds |= dict.fromkeys(form.hidden, "line")
    answers: dict[str, Sequence[str]] = {}
    for name, typed in given.items():
        if name not in kinds:
            return Unasked(name, tuple(question.name for question in form.questions))
        answers[name] = ["\n".join(typed)] if kinds[name] == "texts" else list(typed)
    return answers


def told(wrong: Wrong, form: Form, flags: Mapping[str, str]) -> str:
    """Return what is wrong with its option's name before it, else with its place; and what may be chosen there, by id or code.

    `flags` are the options by question. What was typed is not quoted, nor any word of a record.
    """
    if not wrong.name:
        return f"{wrong.place}: {wrong.message}" if wrong.place else wrong.message
    flag = flags.get(wrong.name, f"--answer {wrong.name}=…")
    question = next((each for each in form.questions if each.name == wrong.name), None)
    choices = question.choices if question is not None else ()
    listed = _codes(choices[:_MOST_LISTED]) + (", …" if len(choices) > _MOST_LISTED else "")
    one_of = f" One of: {listed}." if choices else ""
    return f"{flag}: {wrong.message}{one_of}"


def _value(question: Question) -> str:
    if question.kind in {"choice", "select", "several"}:
        return "CODE" if question.choices else "ID"  # of a school that nobody has, nobody can be chosen
    return _VALUES.get(question.kind, "TEXT")


_VALUES: Mapping[str, str] = {"day": "DAY", "number": "NUMBER", "yes": "yes|no"}
_MOST_LISTED = 20
"""So many choices are listed where an answer was none of them."""
_MOST_SAID = 120
"""So many characters of choices stand in a line of help with what each is; of more the codes alone."""


_SHORT = 14
"""So few characters say what is asked only below the heading that they stand under."""


def _said(section: Section, question: Question) -> str:
    choices = question.choices if question.kind != "yes" else ()
    whole = "; ".join(
        "ID is one in the record" if choice.value == _REVIEW else f"{choice.value} is {choice.label}"
        for choice in choices
    )
    listed = whole if len(whole) <= _MOST_SAID else _codes(choices)
    again = " May be repeated." if question.kind in {"several", "texts"} else ""
    under = f"{section.title}: " if section.title and len(question.label) < _SHORT else ""
    return f"{under}{question.label}{f' {listed}.' if listed else ''}{again}"


def _codes(choices: Iterable[Choice]) -> str:
    return ", ".join(choice.value for choice in choices)


# ── Nobody's record ─────────────────────────────────────────────────────────────────────────────────────

_NOBODY, _REVIEW = "p-none", "r1"


def _of_nobody(way: Way, rulebook: Rulebook, today: date) -> Scene:
    """Return a scene in which a job asks all that it may ask: of a school, a pupil and a member of staff that nobody is."""
    staff = Staff(staff=tuple(Person(id=name, name=name) for name in way.names if way.job.scope == "school"))
    bare = Scene(today, None, rulebook, School(name="", phase=""), staff, {}, {}, drawn=_NOBODY)
    if way.job.scope == "school":
        return bare._replace(names=way.names)
    kind = next(iter(kinds_of_review(bare, way.support)), None)
    held = today if way.support == EHCP else None
    reviews = (Review(id=_REVIEW, kind=kind, held_on=held),) if kind is not None else ()
    plan = Plan(
        pupil=Identity(
            given_name="", family_name="", year_group=next(iter(rulebook.codes.lists["year_group"]))
        ),
        support=way.support,
        version=1,
    )
    pupil = Pupil(id=_NOBODY, plan=plan, reviews=reviews)
    case = derive.case(pupil, bare.school, staff, rulebook, (), today)
    data: Any = {"circumstances": [{"id": "s1", "kind": NEEDS_ASSESSMENT}]}
    here = bare._replace(pupil=_NOBODY, pupils={_NOBODY: Known(pupil, case)}, names=way.names)
    return here._replace(files={here.path("plan"): data})
