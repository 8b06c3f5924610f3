"""A pupil leaves the roll. What is open stays as it is: it is shown, so that somebody can end it or hand it on."""

from liverecord.forms.fields import NOTHING, Ask, asked_at, changes, questions, said
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.known import how_to_say_a_day, the_pupil
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
    return Form(
        title=f"{known.case.name} leaves",
        about=(f"The last day on the roll is {in_words(until)}, as the record has it.",) if until else (),
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
    if told.wrong:
        return told.wrong
    steps = list(changes("plan", scene.data("plan"), _IDENTITY, told))
    if not steps:
        return [Wrong("", NOTHING)]
    file = scene.path("plan")
    return Written({file: steps}, asked_at(file, _IDENTITY, told.names), f"{scene.pupil}: leaves the roll")


JOB = Job("pupil-leaves", "The pupil leaves", "pupil", ask, write)
"""A pupil's last day."""

_IDENTITY: Path = ("pupil",)


def _asks(scene: Scene) -> tuple[Ask, ...]:
    return (
        Ask(
            "on_roll_until",
            "What is the last day on the roll?",
            how_to_say_a_day(scene.today),
            is_required=True,
            missing="Say which day is the last on the roll.",
        ),
        Ask("destination", "Where does the pupil go?", "For example: Fenmoor College, Year 12"),
    )
