"""What is in somebody's hands, asked thing by thing: who takes it over, and the steps by which it is then in those hands."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from liverecord.forms.asking import staff_choices
from liverecord.forms.colleague import STAFF, is_here, others
from liverecord.forms.fields import NOT_THERE
from liverecord.forms.holdings import Held, held_by
from liverecord.forms.job import Scene
from liverecord.forms.known import pupil_called
from liverecord.forms.question import Answers, Choice, Question, Section, Wrong
from liverecord.forms.seen import seen_by
from liverecord.model.days import in_words
from liverecord.model.records import Person
from liverecord.render.words import count
from liverecord.splice.steps import Add, Path, Set, Step, found, is_there

EVERYTHING = "everything"
"""The question who takes over whatever has no answer of its own."""
NOBODY = "-"
"""What is sent where nobody takes something over; no id of anybody."""


class Row(NamedTuple):
    """Something that somebody may take over: its question's name, its file, what it is called and under which heading."""

    name: str
    kind: str
    file: str
    path: Path
    called: str
    heading: str
    pupil: str | None = None
    is_mentor: bool = False


def rows_of(scene: Scene, person: Person) -> Iterator[Row]:
    """Yield what is in somebody's hands: in the pupils' records, and other people's absences that the person covers."""
    for held in held_by(scene, person.id):
        row = _row(scene, held)
        if not (person.left_on is not None and ends_by(scene, row, person.left_on)):
            yield row
    for other in scene.staff.staff:
        away = other.away
        if away is None or away.cover != person.id or not is_here(scene, other):
            continue
        if away.until is None or away.until >= scene.today:
            path = (*STAFF, other.id, "away", "cover")
            name = "_".join(("take", *path))
            called = f"Cover for {other.name}"
            yield Row(name, "staff", scene.path("staff"), path, called, "Cover for others")


def ends_by(scene: Scene, row: Row, day: date) -> bool:
    """Tell whether somebody is a mentor until a day anyway: who follows is written already, or nobody has to."""
    if not row.is_mentor:
        return False
    until = (*row.path[:-1], "until")
    data = scene.data(row.kind, row.pupil)
    last = found(data, until) if is_there(data, until) else None
    return bool(last) and str(last) <= day.isoformat()


def in_hands(scene: Scene, person: Person, rows: Sequence[Row]) -> Iterator[str]:
    """Yield what is in somebody's hands, counted, and whose records were not looked at."""
    number = len({row.pupil for row in rows if row.pupil})
    if rows:
        of_pupils = f", for {count(number, 'pupil')}" if number else ""
        yield f"In {person.name}'s hands: {count(len(rows), 'thing')}{of_pupils}."
    else:
        yield f"Nothing in the records is in {person.name}'s hands."
    if scene.unread:
        yield f"Not looked at, because the records hold problems: {', '.join(scene.unread)}."


def has_left_on(scene: Scene, person: Person) -> Iterator[str]:
    """Yield the last day of somebody who is no longer here."""
    if not is_here(scene, person) and person.left_on is not None:
        yield f"Left on {in_words(person.left_on)}."


def sections(
    scene: Scene, person: Person, rows: Sequence[Row], answers: Answers, *, about: str, hint: str, nobody: str
) -> Iterator[Section]:
    """Yield one question for everything, then one for each thing, pupil by pupil.

    `about` stands above the first and `hint` at it; `nobody` is what is chosen where nobody else takes a thing over.
    """
    choices = (*others(person, staff_choices(scene)), Choice(NOBODY, nobody))
    yield Section(
        title="Who takes over",
        hint=about,
        questions=(_question(EVERYTHING, "Who takes everything over?", hint, choices, answers),),
    )
    for heading in dict.fromkeys(row.heading for row in rows):
        yield Section(
            title=heading,
            questions=tuple(
                _question(
                    row.name, row.called, "", choices, answers, seen_by(scene, row.kind, row.path, row.pupil)
                )
                for row in rows
                if row.heading == heading
            ),
        )


def takers(
    scene: Scene, person: Person, rows: Sequence[Row], answers: Answers, missing: str = ""
) -> tuple[dict[str, str], list[Wrong]]:
    """Return who takes each thing over, by its question's name: a thing of its own answer, else that for everything.

    What nobody takes over is left out. `missing` is what is wrong where neither says anything; "" where nothing is.
    """
    known = {NOBODY, *(choice.value for choice in others(person, staff_choices(scene)))}
    for_all = _chosen(answers, EVERYTHING)
    taken: dict[str, str] = {}
    wrong: list[Wrong] = []
    if for_all and for_all not in known:
        wrong.append(Wrong(EVERYTHING, NOT_THERE))
    for row in rows:
        taker = _chosen(answers, row.name) or for_all
        if not taker:
            wrong += [Wrong(EVERYTHING, missing)] if missing else []
        elif taker not in known and taker != for_all:
            wrong.append(Wrong(row.name, NOT_THERE))
        elif taker != NOBODY:
            taken[row.name] = taker
    return taken, list(dict.fromkeys(wrong))


def taken_over(
    scene: Scene, row: Row, taker: str, last: date, before: Sequence[Step]
) -> tuple[list[Step], list[Path]]:
    """Return the steps by which somebody takes one thing over, and the paths that they write.

    `last` is the last day in the hands of whoever had it, `before` the steps in the same file so far.
    """
    if not row.is_mentor:
        return [Set(row.path, taker)], [row.path]
    # Whoever was the mentor was so until the last day: the one who follows is a line more.
    mentors, place = row.path[:-2], row.path[-2]
    data = scene.data(row.kind, row.pupil)
    begins = (*mentors, place, "from")
    if is_there(data, begins) and str(found(data, begins) or "") > last.isoformat():
        return [Set(row.path, taker)], [row.path]
    present = found(data, mentors)
    number = (len(present) if isinstance(present, list) else 0) + sum(
        isinstance(step, Add) for step in before
    )
    until = (*mentors, place, "until")
    follows = {"who": taker, "from": (last + timedelta(days=1)).isoformat()}
    new = (*mentors, str(number))
    return [Set(until, last.isoformat()), Add(mentors, follows)], [until, *((*new, each) for each in follows)]


def add_taken(
    scene: Scene,
    rows: Sequence[Row],
    taken: dict[str, str],
    last: date,
    steps: dict[str, list[Step]],
) -> dict[tuple[str, Path], str]:
    """Add to steps, by file, those by which each thing is in its taker's hands; return which question each came from."""
    places: dict[tuple[str, Path], str] = {}
    for row in rows:
        if row.name in taken:
            there = steps.setdefault(row.file, [])
            added, at = taken_over(scene, row, taken[row.name], last, there)
            there += added
            places |= {(row.file, each): row.name for each in at}
    return places


def _row(scene: Scene, held: Held) -> Row:
    name = "_".join(("take", held.pupil, held.kind, *held.path))
    heading = pupil_called(scene.pupils[held.pupil])
    file = scene.path(held.kind, held.pupil)
    return Row(name, held.kind, file, held.path, held.called, heading, held.pupil, held.is_mentor)


def _question(
    name: str, label: str, hint: str, choices: tuple[Choice, ...], answers: Answers, seen: str = ""
) -> Question:
    return Question(
        name=name,
        label=label,
        kind="select",
        hint=hint,
        seen_by=seen,
        choices=choices,
        value=tuple(answers.get(name, ())),
    )


def _chosen(answers: Answers, name: str) -> str:
    return next((each for each in answers.get(name, ()) if each.strip()), "")
