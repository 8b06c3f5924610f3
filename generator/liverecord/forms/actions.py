"""An action: what is done, by whom and by when. Conversations and concerns ask for one in the same words.

action               a new one
action/a1            that one changed
"""

from collections.abc import Iterable, Mapping, Sequence

from liverecord.forms.days import EXAMPLE
from liverecord.forms.fields import Ask, Said, added, asked_at, changes, example, questions, said, written
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.known import concern_choices, is_open_action, open_concerns, the_pupil
from liverecord.forms.question import Answers, Form, Section, Wrong
from liverecord.model.ids import next_id
from liverecord.model.records import Action, Concern
from liverecord.splice.steps import Add, Path, found, ids, is_there

ACTIONS = ("actions",)
NEW = ("actions", "")
"""The path of an action that is not there yet."""


def action_asks(concerns: Sequence[Concern], *, is_certain: bool = True) -> tuple[Ask, ...]:
    """Return what is asked of a new action; its concern, where there are any to choose from.

    An open action has an owner by law. Where it is not certain that there is one at all, no question has to be answered.
    """
    needed = is_certain
    return (
        Ask(
            "what", "What will be done?", example("actions", (*NEW, "what")), needed, "Say what will be done."
        ),
        Ask("kind", "What kind of step is it?", "", needed, "Choose what kind of step it is."),
        Ask("owner", "Who does it, or sees that it is done?", "", needed, "Choose one person."),
        Ask("due", "By when?", f"{EXAMPLE}."),
        *([Ask("concern", _FOR, "", choices=concern_choices(concerns))] if concerns else ()),
    )


def new_actions(
    scene: Scene, answered: Iterable[Said], common: Mapping[str, object]
) -> tuple[list[Add], dict[tuple[str, Path], str]]:
    """Return the steps that add actions, and which question each field came from; `common` is the same in all of them."""
    data = scene.data("actions")
    taken = ids(found(data, ACTIONS)) if is_there(data, ACTIONS) else []
    steps: list[Add] = []
    places: dict[tuple[str, Path], str] = {}
    for action in answered:
        new = next_id("a", taken)
        taken = [*taken, new]
        steps.append(added("actions", ACTIONS, new, {**common, **action.values}))
        # Whose it is was asked, so that what an action as a whole can lack is its day.
        places |= asked_at(scene.path("actions"), (*ACTIONS, new), action.names, action.names["due"])
    return steps, places


def ask(scene: Scene, answers: Answers) -> Form:
    """Return the form of a new action, or of the one that the address names; raises NotHere."""
    action = _action(scene)
    path = (*ACTIONS, action.id) if action else NEW
    return Form(
        title="Change an action" if action else "Add an action",
        about=(action.what,) if action else (),
        sections=(Section(questions=questions(scene, "actions", path, _asks(scene, action), answers)),),
    )


def write(scene: Scene, answers: Answers) -> Written | list[Wrong]:
    """Return the action, or what changes in it."""
    action = _action(scene)
    path = (*ACTIONS, action.id) if action else NEW
    answered = said(scene, "actions", path, _asks(scene, action), answers)
    if answered.wrong:
        return answered.wrong
    if action is None:
        new, places = new_actions(scene, [answered], {})
        return Written({scene.path("actions"): new}, places, f"{scene.pupil}: add an action")
    steps = list(changes("actions", scene.data("actions"), path, answered))
    message = f"{scene.pupil}: change action {action.id}"
    return written(scene, "actions", path, answered, steps, message, answered.names["due"])


JOB = Job("action", "Add or change an action", "pupil", ask, write)
"""An action, new or changed."""


_FOR = "Which concern is it for?"


def _action(scene: Scene) -> Action | None:
    """Return the action that the address names, None for a new one."""
    known = the_pupil(scene)
    if not scene.names:
        return None
    action = next((each for each in known.pupil.actions if (each.id,) == scene.names), None)
    if action is None:
        raise NotHere
    return action


def _asks(scene: Scene, action: Action | None) -> Sequence[Ask]:
    """Return what is asked: of an action that is over, nobody has to own it any more."""
    is_open = action is None or is_open_action(scene, action)
    concerns = open_concerns(scene)
    if action is not None:
        own = [each for each in the_pupil(scene).pupil.concerns if each.id == action.concern]
        concerns += [each for each in own if each not in concerns]
    what, kind, owner, *day_and_concern = action_asks(concerns)
    return (
        what,
        kind,
        owner._replace(is_required=is_open),
        *day_and_concern,
        Ask("review_on", "When do you look whether it helps?", f"{EXAMPLE}."),
        Ask("started_on", "When did it begin?", f"Not needed until it has begun. {EXAMPLE}."),
    )
