"""Somebody leaves the school: the last day, what whoever takes over needs to know, and who takes each thing over, in one save.

leaves                choose who
leaves/j-okafor       that person
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from liverecord.forms.asking import staff_choices
from liverecord.forms.colleague import STAFF, choosing, is_here, others, person_at
from liverecord.forms.fields import NOT_THERE, NOTHING, Ask, asked_at, changes, day_ask, questions, said
from liverecord.forms.holdings import Held, held_by
from liverecord.forms.job import Job, Scene, Written
from liverecord.forms.known import pupil_called
from liverecord.forms.question import Answers, Choice, Form, Question, Section, Wrong
from liverecord.forms.seen import seen_by
from liverecord.model.days import in_words
from liverecord.model.records import Person
from liverecord.render.words import capped, count
from liverecord.splice.steps import Add, Path, Set, Step, found, is_there

NOBODY_YET = "-"
"""What is sent where nobody takes something over yet; no id of anybody."""


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of somebody who leaves, or the choice of who it is; raises NotHere."""
    person = person_at(scene)
    if person is None:
        return choosing(scene, JOB.name, JOB.title, _who(scene), "Nobody is left at the school.")
    path = (*STAFF, person.id)
    rows = list(_rows(scene, person))
    first = Section(questions=questions(scene, "staff", path, _asks(scene), answers))
    return Form(
        title=f"{person.name} leaves",
        about=tuple(_about(scene, person, rows)),
        sections=(first, *_taken_over(scene, person, rows, answers)),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps over all records by which each thing is in the hands of whoever takes it over."""
    person = person_at(scene)
    if person is None:
        return [Wrong("", "Choose first who leaves.")]
    path = (*STAFF, person.id)
    rows = list(_rows(scene, person))
    told = said(scene, "staff", path, _asks(scene), answers)
    takers, unclear = _takers(scene, person, rows, answers)
    if told.wrong or unclear:
        return [*told.wrong, *unclear]
    file = scene.path("staff")
    steps: dict[str, list[Step]] = {file: list(changes("staff", scene.data("staff"), path, told))}
    places = asked_at(file, path, told.names)
    last = date.fromisoformat(told.values["left_on"])
    for row in rows:
        if row.name in takers:
            there = steps.setdefault(row.file, [])
            added, at = _taken(scene, row, takers[row.name], last, there)
            there += added
            places |= {(row.file, each): row.name for each in at}
    steps = {path: each for path, each in steps.items() if each}
    if not steps:
        return [Wrong("", NOTHING)]
    over = f", {count(len(takers), 'thing')} handed over" if takers else ""
    return Written(steps, places, f"school: {person.id} leaves on {in_words(last)}{over}")


JOB = Job("leaves", "Somebody leaves", "school", ask, write)
"""Leaving, with everything that is in somebody's hands."""


class _Row(NamedTuple):
    """Something that is to be taken over: its question's name, its file, what it is called and under which heading."""

    name: str
    kind: str
    file: str
    path: Path
    called: str
    heading: str
    pupil: str | None = None
    is_mentor: bool = False


def _asks(scene: Scene) -> tuple[Ask, ...]:
    return (
        day_ask(
            scene.today,
            "left_on",
            "What is the last day at the school?",
            "Say which day is the last at the school.",
        ),
        Ask(
            "handover",
            "What does whoever takes over need to know?",
            "For example: The transport form is half filled in",
        ),
    )


def _who(scene: Scene) -> list[Person]:
    """Return everybody who is here, and after them who has left and still holds something."""
    here = [person for person in scene.staff.staff if is_here(scene, person)]
    gone = [person for person in scene.staff.staff if not is_here(scene, person)]
    return [*here, *(person for person in gone if next(_rows(scene, person), None) is not None)]


# ── What is taken over ──────────────────────────────────────────────────────────────────────────────────


def _rows(scene: Scene, person: Person) -> Iterator[_Row]:
    """Yield what is in somebody's hands: in the pupils' records, and other people's absences that the person covers."""
    for held in held_by(scene, person.id):
        if not (held.is_mentor and _ends_with(scene, held, person)):
            yield _row(scene, held)
    for other in scene.staff.staff:
        away = other.away
        if away is None or away.cover != person.id or not is_here(scene, other):
            continue
        if away.until is None or away.until >= scene.today:
            path = (*STAFF, other.id, "away", "cover")
            name = "_".join(("take", *path))
            called = f"Cover for {other.name}"
            yield _Row(name, "staff", scene.path("staff"), path, called, "Cover for others")


def _ends_with(scene: Scene, held: Held, person: Person) -> bool:
    """Tell whether somebody is a mentor until the last day anyway: who follows is written already, or nobody has to."""
    until = (*held.path[:-1], "until")
    data = scene.data(held.kind, held.pupil)
    last = found(data, until) if is_there(data, until) else None
    return bool(last) and person.left_on is not None and str(last) <= person.left_on.isoformat()


def _row(scene: Scene, held: Held) -> _Row:
    name = "_".join(("take", held.pupil, held.kind, *held.path))
    heading = pupil_called(scene.pupils[held.pupil])
    file = scene.path(held.kind, held.pupil)
    return _Row(name, held.kind, file, held.path, held.called, heading, held.pupil, held.is_mentor)


def _about(scene: Scene, person: Person, rows: Sequence[_Row]) -> Iterator[str]:
    if not is_here(scene, person) and person.left_on is not None:
        yield f"Left on {in_words(person.left_on)}."
    number = len({row.pupil for row in rows if row.pupil})
    if rows:
        of_pupils = f", for {count(number, 'pupil')}" if number else ""
        yield f"In {person.name}'s hands: {count(len(rows), 'thing')}{of_pupils}."
    else:
        yield f"Nothing in the records is in {person.name}'s hands."
    if scene.unread:
        yield f"Not looked at, because the records hold problems: {', '.join(scene.unread)}."
    alone = [role for role in person.roles if not _has_another(scene, person, role)]
    if alone:
        roles = ", ".join(capped(scene.rulebook.codes.label("role", role)) for role in alone)
        word = "role" if len(alone) == 1 else "roles"
        yield f"Nobody else has the {word}: {roles}. What goes by it is then in nobody's hands, until somebody else is given it."


def _has_another(scene: Scene, person: Person, role: str) -> bool:
    return any(
        role in other.roles and is_here(scene, other) for other in scene.staff.staff if other.id != person.id
    )


# ── Who takes it over ───────────────────────────────────────────────────────────────────────────────────


def _taken_over(scene: Scene, person: Person, rows: Sequence[_Row], answers: Answers) -> Iterator[Section]:
    """Yield one question for all, then one for each thing, pupil by pupil."""
    if not rows:
        return
    yield Section(
        title="Who takes over",
        hint="Whoever takes something over has it as soon as this is in the school's records, and not only from the last day on.",
        questions=(
            _question(
                _ALL,
                "Who takes everything over?",
                "This goes for each thing below where you choose nobody. What nobody takes over yet stays as it is, and the page "
                "Owners lists it from the last day on.",
                _choices(scene, person),
                answers,
            ),
        ),
    )
    for heading in dict.fromkeys(row.heading for row in rows):
        yield Section(
            title=heading,
            questions=tuple(
                _question(
                    row.name,
                    row.called,
                    "",
                    _choices(scene, person),
                    answers,
                    seen_by(scene, row.kind, row.path, row.pupil),
                )
                for row in rows
                if row.heading == heading
            ),
        )


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


def _choices(scene: Scene, person: Person) -> tuple[Choice, ...]:
    return (*others(person, staff_choices(scene)), Choice(NOBODY_YET, "Nobody yet"))


def _takers(
    scene: Scene, person: Person, rows: Sequence[_Row], answers: Answers
) -> tuple[dict[str, str], list[Wrong]]:
    """Return who takes each thing over, by its question's name: a thing of its own answer, else that for all."""
    known = {choice.value for choice in _choices(scene, person)}
    for_all = _chosen(answers, _ALL)
    takers: dict[str, str] = {}
    wrong: list[Wrong] = []
    if for_all and for_all not in known:
        wrong.append(Wrong(_ALL, NOT_THERE))
    for row in rows:
        taker = _chosen(answers, row.name) or for_all
        if not taker:
            wrong.append(
                Wrong(_ALL, "Choose who takes over what is left empty below, or that nobody does yet.")
            )
        elif taker not in known and taker != for_all:
            wrong.append(Wrong(row.name, NOT_THERE))
        elif taker != NOBODY_YET:
            takers[row.name] = taker
    return takers, list(dict.fromkeys(wrong))


def _chosen(answers: Answers, name: str) -> str:
    return next((each for each in answers.get(name, ()) if each.strip()), "")


def _taken(
    scene: Scene, row: _Row, taker: str, last: date, before: Sequence[Step]
) -> tuple[list[Step], list[Path]]:
    """Return the steps by which somebody takes one thing over, and the paths that they write.

    `before` are the steps in the same file so far.
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


_ALL = "everything"
