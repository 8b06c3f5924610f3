"""Somebody hands things over who stays, or has left already: who takes each thing over, in one save.

hand-over             choose who
hand-over/j-okafor    that person
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from liverecord.forms.colleague import choosing, is_here, person_at
from liverecord.forms.days import EXAMPLE, NoDay, day_typed
from liverecord.forms.fields import NOTHING
from liverecord.forms.job import Job, Scene, Written
from liverecord.forms.question import Answers, Form, Question, Section, Wrong
from liverecord.forms.taking_over import (
    Row,
    add_taken,
    ends_by,
    has_left_on,
    in_hands,
    rows_of,
    sections,
    takers,
)
from liverecord.model.days import in_words
from liverecord.model.records import Person
from liverecord.render.words import count
from liverecord.splice.steps import Step


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of somebody who hands things over, or the choice of who it is; raises NotHere."""
    person = person_at(scene)
    if person is None:
        return choosing(scene, JOB.name, JOB.title, _who(scene), "Nobody has anything in hand.")
    rows = list(rows_of(scene, person))
    about = (*has_left_on(scene, person), *in_hands(scene, person, rows))
    title = f"{person.name} hands things over"
    if not rows:
        return Form(title=title, about=about, none="There is nothing to hand over.")
    stays = f"It stays with {person.name}"
    taken = sections(scene, person, rows, answers, about=_AT_ONCE, hint=_FOR_ALL, nobody=stays)
    day = (Section(questions=(_day_asked(scene, person, answers),)),) if _asks_day(person, rows) else ()
    return Form(title=title, about=about, sections=(*taken, *day))


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps over all records by which each thing is in the hands of whoever takes it over."""
    person = person_at(scene)
    if person is None:
        return [Wrong("", "Choose first who hands things over.")]
    rows = list(rows_of(scene, person))
    taken, wrong = takers(scene, person, rows, answers)
    last = _last(scene, person, rows, answers)
    if isinstance(last, Wrong):
        return [*wrong, last]
    if wrong:
        return wrong
    # A mentor's line that ends by then anyway is nobody's to take over.
    going = {row.name: taken[row.name] for row in rows if row.name in taken and not ends_by(scene, row, last)}
    if not going:
        return [Wrong("", NOTHING)]
    steps: dict[str, list[Step]] = {}
    places = add_taken(scene, rows, going, last, steps)
    return Written(steps, places, f"school: {person.id} hands over {_counted(going)}")


JOB = Job("hand-over", "Somebody hands things over", "school", ask, write)
"""Handing over, without leaving."""

_AT_ONCE = "Whoever takes something over has it as soon as this is in the school's records."
_FOR_ALL = "This goes for each thing below where you choose nobody. Where you choose nobody here either, a thing stays as it is."
_DAY = "from"


def _counted(things: Mapping[str, str]) -> str:
    return count(len(things), "thing")


def _who(scene: Scene) -> list[Person]:
    """Return everybody who holds something: who is here first, then who has left."""
    holders = [each for each in scene.staff.staff if next(rows_of(scene, each), None) is not None]
    return sorted(holders, key=lambda each: not is_here(scene, each))


# ── From when on ────────────────────────────────────────────────────────────────────────────────────────


def _asks_day(person: Person, rows: Iterable[Row]) -> bool:
    """Tell whether a day is asked: of mentors alone the record says from when to when; who leaves has a last day already."""
    return person.left_on is None and any(row.is_mentor for row in rows)


def _day_asked(scene: Scene, person: Person, answers: Answers) -> Question:
    return Question(
        name=_DAY,
        label="From which day on is somebody else the mentor?",
        kind="day",
        hint=f"{person.name} is the mentor until the day before, and that stays in the record. Without a day it is today, "
        f"{in_words(scene.today)}. {EXAMPLE}.",
        value=tuple(answers.get(_DAY, ())),
    )


def _last(scene: Scene, person: Person, rows: Iterable[Row], answers: Answers) -> date | Wrong:
    """Return the last day on which things are in the person's hands."""
    if person.left_on is not None:
        return person.left_on
    typed = next((each for each in answers.get(_DAY, ()) if each.strip()), "")
    if not typed or not _asks_day(person, rows):
        return scene.today - timedelta(days=1)
    try:
        return day_typed(typed, scene.today) - timedelta(days=1)
    except (NoDay, OverflowError) as none:
        return Wrong(_DAY, str(none) if isinstance(none, NoDay) else f"There is no such day. {EXAMPLE}.")
