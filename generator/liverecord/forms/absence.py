"""Somebody is away, with whoever covers; and is back.

away                  choose who              back                  choose who
away/j-okafor         that person             back/j-okafor         that person
"""

from collections.abc import Iterator
from datetime import timedelta

from liverecord.derive.people import people_of
from liverecord.forms.asking import staff_choices
from liverecord.forms.colleague import STAFF, absence, choosing, is_here, others, person_at
from liverecord.forms.days import NoDay, day_typed
from liverecord.forms.fields import NOTHING, Ask, changes, day_ask, questions, said, written
from liverecord.forms.holdings import held_by
from liverecord.forms.job import Job, Scene, Written
from liverecord.forms.known import how_to_say_a_day, staff_called
from liverecord.forms.question import Answers, Form, Question, Section, Wrong
from liverecord.model.days import in_words
from liverecord.model.records import Away, Person
from liverecord.render.words import count
from liverecord.splice.steps import Path, Remove, Set, Step


def ask_away(scene: Scene, answers: Answers) -> Form:
    """Return the form of somebody's absence, or the choice of who it is; raises NotHere."""
    person = person_at(scene)
    if person is None:
        here = [each for each in scene.staff.staff if is_here(scene, each)]
        return choosing(scene, "away", _AWAY, here, "Nobody is left at the school.")
    return Form(
        title=f"{person.name} is away",
        about=tuple(_hands(scene, person)),
        sections=(
            Section(
                questions=questions(
                    scene, "staff", _path(person), _asks(scene, person), _anew(scene, person, answers)
                )
            ),
        ),
    )


def write_away(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that record the absence; one that is over makes place for it."""
    person = person_at(scene)
    if person is None:
        return [Wrong("", "Choose first who is away.")]
    told = said(scene, "staff", _path(person), _asks(scene, person), answers)
    if told.wrong:
        return told.wrong
    steps = list(changes("staff", scene.data("staff"), _path(person), told, is_part=True))
    return written(scene, "staff", _path(person), told, steps, f"school: {person.id} is away")


def ask_back(scene: Scene, answers: Answers) -> Form:
    """Return the form of somebody's coming back, or the choice of who it is; raises NotHere."""
    person = person_at(scene)
    if person is None:
        away = [each for each in scene.staff.staff if is_here(scene, each) and absence(scene, each)]
        return choosing(scene, "back", _BACK, away, "Nobody is away.")
    away_now = absence(scene, person)
    if away_now is None:
        return Form(title=f"{person.name} is back", none=_NOT_AWAY)
    return Form(
        title=f"{person.name} is back",
        about=(_told(scene, away_now),),
        sections=(
            Section(
                questions=(
                    Question(
                        name=_FIRST,
                        label="What is the first day back?",
                        kind="day",
                        hint=how_to_say_a_day(scene.today),
                        is_required=True,
                        value=tuple(answers.get(_FIRST, ())),
                    ),
                )
            ),
        ),
    )


def write_back(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the step that ends the absence on the day before; one that never came about goes whole."""
    person = person_at(scene)
    if person is None:
        return [Wrong("", "Choose first who is back.")]
    away = absence(scene, person)
    if away is None:
        return [Wrong("", _NOT_AWAY)]
    typed = next(iter(answers.get(_FIRST, ())), "")
    if not typed.strip():
        return [Wrong(_FIRST, "Say which day is the first day back.")]
    try:
        first = day_typed(typed, scene.today)
    except NoDay as none:
        return [Wrong(_FIRST, str(none))]
    last = first - timedelta(days=1)
    if last == away.until:
        return [Wrong("", NOTHING)]
    file = scene.path("staff")
    path = (*_path(person), "until")
    step: Step = Remove(_path(person)) if last < away.from_ else Set(path, last.isoformat())
    message = f"school: {person.id} is back on {in_words(first)}"
    return Written({file: [step]}, {(file, path): _FIRST}, message)


JOBS = (
    Job("away", "Somebody is away", "school", ask_away, write_away),
    Job("back", "Somebody is back", "school", ask_back, write_back),
)
"""An absence, and its end."""

_AWAY, _BACK = "Somebody is away", "Somebody is back"
_NOT_AWAY = "Nothing in the records says that this person is away."
_FIRST = "first"


def _path(person: Person) -> Path:
    return (*STAFF, person.id, "away")


def _asks(scene: Scene, person: Person) -> tuple[Ask, ...]:
    return (
        day_ask(scene.today, "from", "Which is the first day away?", "Say which day is the first day away."),
        Ask("until", "Which is the last?", "Not needed while it is not known. For example 4 December 2026"),
        Ask(
            "cover",
            "Who covers?",
            "Lists name the person first and the cover second.",
            choices=others(person, staff_choices(scene, _covering(scene, person))),
        ),
    )


def _covering(scene: Scene, person: Person) -> tuple[str, ...]:
    """Return whom the record names as the cover of an absence that is not over: still to be chosen, even if gone."""
    away = absence(scene, person)
    return (away.cover,) if away is not None and away.cover else ()


def _anew(scene: Scene, person: Person, answers: Answers) -> Answers:
    """Return the answers so far; what is over is no answer to a new absence."""
    is_over = person.away is not None and absence(scene, person) is None
    return {**({"from": (), "until": (), "cover": ()} if is_over else {}), **answers}


def _hands(scene: Scene, person: Person) -> Iterator[str]:
    number = sum(1 for _ in held_by(scene, person.id))
    if number:
        yield f"In {person.name}'s hands: {count(number, 'thing')}. All of it stays there while somebody covers."
    away = absence(scene, person)
    if away is not None:
        yield _told(scene, away)


def _told(scene: Scene, away: Away) -> str:
    until = f" until {in_words(away.until)}" if away.until else ", without a last day"
    told = f"Away from {in_words(away.from_)}{until}."
    if away.cover is None:
        return told
    is_there = people_of(scene.staff, scene.today).is_here(away.cover)
    return (
        f"{told} {staff_called(scene, away.cover)} {'covers' if is_there else 'was to cover, and has left'}."
    )
