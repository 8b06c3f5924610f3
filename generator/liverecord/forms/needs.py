"""A type of need, and what was done to have it met; a diagnosis or health condition, with what every adult must know.

need            a new need                    condition       a new condition
need/n1         the need n1                   condition/h1    the condition h1
"""

from liverecord.forms.fields import NOTHING, Ask, Said, added, asked_at, changes, optional, questions, said
from liverecord.forms.job import Job, Scene, Written
from liverecord.forms.passport import EMERGENCY, PASSPORT
from liverecord.forms.places import Place, place_at
from liverecord.forms.question import Answers, Form, Section, Wrong
from liverecord.forms.repeated import is_answered, prefix
from liverecord.forms.things import called, things
from liverecord.model.days import in_words
from liverecord.splice.steps import Add, Path, Step, found, is_there


def ask_need(scene: Scene, answers: Answers) -> Form:
    """Return the form of a need; raises NotHere."""
    place = place_at(scene, "plan", ("needs",), scene.names)
    sections = [Section(questions=questions(scene, "plan", place.path, _NEED, answers))]
    if not place.is_new:
        path = _next_attempt(scene, place)
        asks = optional(_attempt(scene))
        sections.append(
            Section(
                title="Something was done to have it met",
                hint="Where there is nothing new, write no words. Once you write some, say the day too.",
                about=(f"Recorded so far: {path[-1]}.",),
                questions=questions(scene, "plan", path, asks, answers, prefix=_PREFIX),
            )
        )
    return Form(
        title="Add a need" if place.is_new else "Change a need",
        about=_known(scene, place),
        sections=tuple(sections),
    )


def write_need(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that add the need, or make it say what was answered, with one thing more that was done about it."""
    place = place_at(scene, "plan", ("needs",), scene.names)
    file = scene.path("plan")
    told = said(scene, "plan", place.path, _NEED, answers)
    wrong, steps = told.wrong, _steps(scene, place, told)
    places = asked_at(file, place.path, told.names)
    if not place.is_new and is_answered(answers, _PREFIX, ("text",)):
        path = _next_attempt(scene, place)
        attempt = said(scene, "plan", path, _attempt(scene), answers, prefix=_PREFIX)
        wrong = [*wrong, *attempt.wrong]
        steps.append(Add(path[:-1], {name: attempt.values.get(name) for name in ("date", "text")}))
        places |= asked_at(file, path, attempt.names)
    verb = "add" if place.is_new else "change"
    return wrong or _written(file, steps, places, f"{scene.pupil}: {verb} need {place.path[-1]}")


def ask_condition(scene: Scene, answers: Answers) -> Form:
    """Return the form of a condition, and of what every adult must know of it; raises NotHere."""
    place = place_at(scene, "plan", ("conditions",), scene.names)
    return Form(
        title="Add a condition" if place.is_new else "Change a condition",
        about=_known(scene, place),
        sections=(
            Section(
                title="The condition", questions=questions(scene, "plan", place.path, _CONDITION, answers)
            ),
            Section(
                title="What every adult must know",
                hint="This is one line for all conditions together. Say what to do and not what the condition is called: its "
                "name stays with those who may see the questions above.",
                questions=questions(scene, "plan", PASSPORT, (EMERGENCY,), answers),
            ),
        ),
    )


def write_condition(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the steps that add the condition, or make it say what was answered, and the passport's line."""
    place = place_at(scene, "plan", ("conditions",), scene.names)
    file = scene.path("plan")
    told = said(scene, "plan", place.path, _CONDITION, answers)
    line = said(scene, "plan", PASSPORT, (EMERGENCY,), answers)
    steps = [*_steps(scene, place, told), *changes("plan", scene.data("plan"), PASSPORT, line, is_part=True)]
    places = asked_at(file, place.path, told.names) | asked_at(file, PASSPORT, line.names)
    verb = "add" if place.is_new else "change"
    message = f"{scene.pupil}: {verb} condition {place.path[-1]}"
    return [*told.wrong, *line.wrong] or _written(file, steps, places, message)


JOBS = (
    Job("need", "A need", "pupil", ask_need, write_need),
    Job("condition", "A diagnosis or health condition", "pupil", ask_condition, write_condition),
)
"""What support is for."""


def _known(scene: Scene, place: Place) -> tuple[str, ...]:
    return tuple(called(scene, thing) for thing in things(scene) if thing.path == place.path)


def _steps(scene: Scene, place: Place, told: Said) -> list[Step]:
    if place.is_new:
        return [added("plan", place.path[:-1], place.path[-1], told.values)]
    return list(changes("plan", scene.data("plan"), place.path, told))


def _written(
    file: str, steps: list[Step], places: dict[tuple[str, Path], str], message: str
) -> Written | list[Wrong]:
    return Written({file: steps}, places, message) if steps else [Wrong("", NOTHING)]


def _next_attempt(scene: Scene, place: Place) -> Path:
    """Return the path that one more thing that was done has: they have no ids, and stand in the order in which they came."""
    at = (*place.path, "attempts")
    present = found(scene.data("plan"), at) if is_there(scene.data("plan"), at) else None
    return (*at, str(len(present) if isinstance(present, list) else 0))


def _attempt(scene: Scene) -> tuple[Ask, ...]:
    return (
        Ask("text", "What was done, and what came of it?"),
        Ask(
            "date", "When was that?", missing="Say on which day that was.", otherwise=(in_words(scene.today),)
        ),
    )


_PREFIX = prefix("attempt", 0)
_NEED = (
    Ask("type", "Which type of need is it?", "As the census has it.", missing="Choose a type of need."),
    Ask("rank", "Which rank has it?", "1 for the primary need, 2 for the next, and so on."),
    Ask("detail", "What is the need for this pupil?"),
)
_CONDITION = (
    Ask("name", "What is it called?", missing="Say what it is called."),
    Ask("detail", "What do those who may see this need to know?"),
    Ask("fluctuating", "Does it come and go?", ""),
    Ask("health_care_plan", "Does the school keep an individual healthcare plan for it?", ""),
    Ask("agreed_on", "When was that plan last agreed?"),
    Ask("review_on", "When is it looked at again?"),
    Ask("owner", "Who sees to that?", ""),
    Ask(
        "open_to_staff",
        "May all staff read what it is called?",
        "Yes only where pupil and family agreed to it. Otherwise the check asks about the name wherever all staff would read it.",
    ),
)
