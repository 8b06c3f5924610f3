"""A pupil leaves the roll. What is open stays as it is: it is shown, so that somebody can end it or hand it on."""

from collections.abc import Iterator

from liverecord.forms.fields import Ask, Said, changes, questions, said, written
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.known import has_left, how_to_say_a_day, the_pupil
from liverecord.forms.provided import still_open
from liverecord.forms.question import Answers, Form, Section, Wrong
from liverecord.model.days import in_words
from liverecord.splice.steps import Path


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of a pupil who leaves; raises NotHere."""
    if scene.names:
        raise NotHere
    known = the_pupil(scene)
    until = known.pupil.plan.pupil.on_roll_until
    lines = tuple(still_open(scene, "concern", "action", "review", "circumstance"))
    left = (
        Section(
            title="Still open",
            hint="It stays as it is. Once the pupil has left, nothing of it is owed or listed any more: end here what is over, and "
            "tell the next school what goes on.",
            about=lines,
        ),
    )
    is_gone = has_left(known, scene.today)
    about = (
        (
            f"The last day on the roll {'was' if is_gone else 'is'} {in_words(until)}, as the record has it.",
            "Where the pupil stays, or is back, empty both answers.",
        )
        if until
        else ()
    )
    return Form(
        title=f"{known.case.name} has left" if is_gone else f"{known.case.name} leaves",
        about=about,
        sections=(
            Section(questions=questions(scene, "plan", _IDENTITY, _asks(scene), answers)),
            *(left if lines else ()),
        ),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that record the last day and where the pupil goes."""
    if scene.names:
        raise NotHere
    told = said(scene, "plan", _IDENTITY, _asks(scene), answers)
    wrong = [*told.wrong, *_going_without_leaving(told)]
    if wrong:
        return wrong
    steps = list(changes("plan", scene.data("plan"), _IDENTITY, told))
    does = "leaves the roll" if _UNTIL in told.values else "is on the roll"
    return written(scene, "plan", _IDENTITY, told, steps, f"{scene.pupil}: {does}")


JOB = Job("pupil-leaves", "The pupil leaves", "pupil", ask, write)
"""A pupil's last day."""

_IDENTITY: Path = ("pupil",)
_UNTIL, _DESTINATION = "on_roll_until", "destination"


def _going_without_leaving(told: Said) -> Iterator[Wrong]:
    """Yield that a pupil who stays goes nowhere."""
    if _DESTINATION in told.values and _UNTIL not in told.values and not told.wrong:
        yield Wrong(
            _DESTINATION, "A pupil without a last day stays. Empty this too, or say which day is the last."
        )


def _asks(scene: Scene) -> tuple[Ask, ...]:
    return (
        Ask(
            _UNTIL,
            "What is the last day on the roll?",
            how_to_say_a_day(scene.today),
            is_required=the_pupil(scene).pupil.plan.pupil.on_roll_until is None,
            missing="Say which day is the last on the roll.",
        ),
        Ask(_DESTINATION, "Where does the pupil go?", "For example: Fenmoor College, Year 12"),
    )
