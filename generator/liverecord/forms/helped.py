"""Did it help? How an action went, or support, and in words how.

helped/a1                                        an action
helped-provision/o1/pr1                          the support pr1 of the outcome o1
helped-provision/support_without_plan/pr4        support that no outcome has
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from liverecord.derive.about_attendance import is_action_about
from liverecord.forms.codes import DONE, OPEN, STOPPED
from liverecord.forms.days import EXAMPLE
from liverecord.forms.fields import Ask, Said, changes, example, questions, said, written
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.known import staff_called, the_pupil
from liverecord.forms.question import Answers, Choice, Form, Section, Wrong
from liverecord.model.days import in_words
from liverecord.model.records import Action, Outcome, Provision
from liverecord.render.words import ended
from liverecord.splice.steps import Path

TITLE = "Did it help?"
STATES = (Choice(OPEN, "It goes on"), Choice(DONE, "It is done"), Choice(STOPPED, "It was stopped"))
"""How an action may stand, as it is asked."""

WITHOUT_PLAN = "support_without_plan"


WHOSE = Ask("result_said_by", "Who says so?", "")
"""What asks whose words a result is in, where a form is about one thing."""


def result_asks(kind: str, path: Path, label: str = "Did it help?") -> tuple[Ask, ...]:
    """Return what is asked of anything that was tried: the result, and in words how."""
    return (
        Ask("result", label, ""),
        Ask("result_note", "In what way?", example(kind, (*path, "result_note"))),
    )


def stood(outcome: Outcome) -> Iterator[str]:
    """Yield where the pupil stood and stands with an outcome, as far as the outcome itself says."""
    for when, text, day in (
        ("At the start", outcome.baseline, outcome.baseline_on),
        ("Most recently", outcome.now, outcome.now_on),
    ):
        if text:
            yield f"{when}{f', on {in_words(day)}' if day else ''}: {ended(text)}"


def ended_wrong(scene: Scene, answered: Said) -> list[Wrong]:
    """Return what is wrong with the day on which an action ended: one that is over has it, one that goes on has none."""
    if any(each.name in {answered.names["status"], answered.names["ended_on"]} for each in answered.wrong):
        return []
    row = scene.rulebook.codes.get("action_status", answered.values.get("status"))
    is_over = row is not None and row.closed
    if is_over and "ended_on" not in answered.values:
        return [Wrong(answered.names["ended_on"], "Say when it ended.")]
    if not is_over and "ended_on" in answered.values:
        words = "It goes on, so leave this empty; or choose that it is done, or was stopped."
        return [Wrong(answered.names["ended_on"], words)]
    return []


def ask_action(scene: Scene, answers: Answers) -> Form:
    """Return the form of how an action went; raises NotHere."""
    action, path = _action(scene)
    return Form(
        title=TITLE,
        about=(action.what, _known_of(scene, action)),
        sections=(
            Section(questions=questions(scene, "actions", path, _action_asks(scene, action), answers)),
        ),
    )


def write_action(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return how an action went."""
    action, path = _action(scene)
    answered = said(scene, "actions", path, _action_asks(scene, action), answers)
    wrong = [*answered.wrong, *ended_wrong(scene, answered)]
    if wrong:
        return wrong
    message = f"{scene.pupil}: how action {action.id} went"
    return _changed(scene, "actions", path, answered, message, "status")


def ask_provision(scene: Scene, answers: Answers) -> Form:
    """Return the form of how support went; raises NotHere."""
    given = _provision(scene)
    return Form(
        title=TITLE,
        about=(given.provision.what, *_known_of_support(scene, given)),
        sections=(
            Section(questions=questions(scene, "plan", given.path, _provision_asks(given.path), answers)),
        ),
    )


def write_provision(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return how support went."""
    given = _provision(scene)
    answered = said(scene, "plan", given.path, _provision_asks(given.path), answers)
    if answered.wrong:
        return answered.wrong
    message = f"{scene.pupil}: how support {given.provision.id} went"
    return _changed(scene, "plan", given.path, answered, message, "status")


JOBS = (
    Job("helped", TITLE, "pupil", ask_action, write_action),
    Job("helped-provision", TITLE, "pupil", ask_provision, write_provision),
)
"""How an action went, and how support went."""


def _changed(
    scene: Scene, kind: str, path: Path, answered: Said, message: str, whole: str
) -> Written | list[Wrong]:
    steps = list(changes(kind, scene.data(kind), path, answered))
    return written(scene, kind, path, answered, steps, message, whole)


# ── An action ───────────────────────────────────────────────────────────────────────────────────────────


def _action(scene: Scene) -> tuple[Action, Path]:
    known = the_pupil(scene)
    action = next((each for each in known.pupil.actions if (each.id,) == scene.names), None)
    if action is None:
        raise NotHere
    return action, ("actions", action.id)


def _action_asks(scene: Scene, action: Action) -> Sequence[Ask]:
    """Return what is asked; when it began only where the record does not say."""
    path = ("actions", "")
    is_counted = is_action_about(the_pupil(scene).pupil, action)
    counted = "Sessions missed before and since are counted from it. " if is_counted else ""
    begun = Ask("started_on", "When did it begin?", f"{counted}{EXAMPLE}.")
    return (
        *([begun] if action.started_on is None else []),
        Ask("status", "Is it over?", "", otherwise=(OPEN,), choices=STATES),
        Ask("ended_on", "When did it end?", f"Not needed while it goes on. {EXAMPLE}."),
        *result_asks("actions", path),
        WHOSE,
    )


def _known_of(scene: Scene, action: Action) -> str:
    told = []
    if action.started_on is not None:
        told.append(f"It began on {in_words(action.started_on)}.")
    elif action.agreed_on is not None:
        told.append(f"It was agreed on {in_words(action.agreed_on)}.")
    else:
        told.append("The record does not say since when.")
    if action.owner is not None:
        told.append(f"{staff_called(scene, action.owner)} holds it.")
    return " ".join(told)


# ── Support ─────────────────────────────────────────────────────────────────────────────────────────────


class _Given(NamedTuple):
    """Support, where it stands in the plan, the names by which an address has it, and the outcome that it is for, if any."""

    provision: Provision
    path: Path
    address: tuple[str, str]
    outcome: Outcome | None = None


def _provision(scene: Scene) -> _Given:
    for given in _all_support(scene):
        if scene.names == given.address:
            return given
    raise NotHere


def _all_support(scene: Scene) -> Iterator[_Given]:
    plan = the_pupil(scene).pupil.plan
    for outcome in plan.outcomes:
        for provision in outcome.provision:
            path = ("outcomes", outcome.id, "provision", provision.id)
            yield _Given(provision, path, (outcome.id, provision.id), outcome)
    for provision in plan.support_without_plan:
        yield _Given(provision, (WITHOUT_PLAN, provision.id), (WITHOUT_PLAN, provision.id))


def _provision_asks(path: Path) -> Sequence[Ask]:
    return (
        Ask("status", "Is it happening?", ""),
        Ask("until", "Until when?", f"Not needed while it goes on. {EXAMPLE}."),
        *result_asks("plan", path),
        WHOSE,
    )


def _known_of_support(scene: Scene, given: _Given) -> Iterator[str]:
    provision = given.provision
    if given.outcome is not None:
        yield f"It is for the outcome “{given.outcome.text}”."
        yield from stood(given.outcome)
    since = f"since {in_words(provision.from_)}" if provision.from_ else "since a day that is not recorded"
    holder = f" {staff_called(scene, provision.who)} answers for it." if provision.who else ""
    yield (
        f"It has been given {since}.{holder}" if provision.status != "planned" else f"It is planned.{holder}"
    )
