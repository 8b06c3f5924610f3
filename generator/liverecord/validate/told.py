"""What all staff read, and what no text of it should say: what a condition is called, and a given name that is not in use."""

import re
from collections.abc import Iterator

from liverecord.model.conditions import plain
from liverecord.model.parts import root_of
from liverecord.model.policy import Policy
from liverecord.model.records import Action
from liverecord.model.walk import Path, Spot, Thing, values
from liverecord.problem import Problem
from liverecord.validate.ground import Subject

_TYPED = ("text", "texts", "line")
_NAMES = "plan.pupil."
_ACTION_DUE = "action_due"
_WORD = re.compile(r"[^\W_]+")


def conditions_named(subject: Subject) -> Iterator[Problem]:
    """condition-named: a condition's name stands in what every adult reads only where that was agreed.

    What to do is open to all; why is the team's and the SENCO's. Somebody who types the name there may mean it, with the
    family's agreement, and then says so at the condition: a decision that stands in the record and in its history.
    In the passport a name of a condition that the record does not have is no less a diagnosis, and is asked about as well;
    support may have it in the name of a service, such as a teacher of the deaf.
    """
    names = subject.ground.condition_names
    closed = [each for each in subject.plan.conditions if not each.open_to_staff]
    unrecorded = names.unrecorded(each.name for each in subject.plan.conditions)
    for spot in _open_texts(subject):
        said = [each for each in closed if names.of(each.name).stands_in(str(spot.value))]
        is_of_passport = (spot.file, spot.path[:1]) == ("plan", ("passport",))
        if not said and is_of_passport and unrecorded.stands_in(str(spot.value)):
            yield subject.problem(
                "condition-named",
                spot.file,
                spot.path,
                f"'{spot.field.name}' says what a condition is called, and every adult reads it.",
                "Say what to do without the name. Where pupil and family agreed that all staff may read it, write the "
                "condition under conditions in plan.yml, with open_to_staff: true.",
            )
        for condition in said:
            yield subject.problem(
                "condition-named",
                spot.file,
                spot.path,
                f"'{spot.field.name}' says what condition {condition.id} is called, and every adult reads it.",
                "Say what to do without the name. Where pupil and family agreed that all staff may read it, write "
                f"open_to_staff: true at {condition.id}.",
            )


def given_name_told(subject: Subject) -> Iterator[Problem]:
    """given-name-told: where another name is in use, no text that all staff read says the given name.

    Their pages say the name in use in its place; what people typed stands there as they typed it.
    """
    pupil = subject.plan.pupil
    in_use = _words(f"{pupil.known_as} {pupil.family_name}")
    given = _words(pupil.given_name) - in_use if pupil.known_as else set()
    for spot in _open_texts(subject) if given else ():
        # A name begins with a capital: "will" and "mark" are words.
        if not given.isdisjoint(plain(word) for word in _WORD.findall(str(spot.value)) if word[0].isupper()):
            yield subject.problem(
                "given-name-told",
                spot.file,
                spot.path,
                f"'{spot.field.name}' says the given name. Another name is in use, and every adult reads this.",
                "Write the name in use.",
            )


def _open_texts(subject: Subject) -> Iterator[Spot]:
    """Yield each text that all staff read: by the lines of audiences.yml, and what a colleague has taken on.

    A school may narrow a line. What such a text says is then asked about all the same, for the line may be taken back.
    """
    policy = subject.ground.rulebook.policy
    everybody = policy.audiences[0].id
    closed = [(thing.file, thing.path) for thing in subject.things if _is_closed(thing, policy, everybody)]
    shown = [
        thing
        for thing in subject.things
        if not any(thing.file == file and thing.path[: len(path)] == path for file, path in closed)
    ]
    for spot in values(shown, *_TYPED):
        name = _dotted(spot.file, spot.path)
        if policy.paths.get(name) == everybody and not name.startswith(_NAMES):
            yield spot
    if policy.kinds["duties"].values.get(_ACTION_DUE) == everybody:
        yield from (
            spot
            for spot in values((each for each in shown if _is_taken_on(subject, each)), *_TYPED)
            if spot.field.name == "what"
        )


def _is_closed(thing: Thing, policy: Policy, everybody: str) -> bool:
    """Tell whether a thing is closed to staff whole: it is restricted, or of a kind that they do not see."""
    closing = policy.kinds.get(_dotted(thing.file, thing.path))
    is_of_such_a_kind = (
        closing is not None and closing.values.get(getattr(thing.value, closing.field)) != everybody
    )
    return is_of_such_a_kind or getattr(thing.value, "restricted", None) is True


def _is_taken_on(subject: Subject, thing: Thing) -> bool:
    action = thing.value
    return (
        isinstance(action, Action)
        and bool(action.owner)
        and action.status not in subject.ground.closed["action_status"]
    )


def _dotted(file: str, path: Path) -> str:
    """Return a path as audiences.yml names it: without the indexes, "plan" before the plan's own."""
    return ".".join(filter(None, (root_of(file), *(key for key in path if isinstance(key, str)))))


def _words(names: str) -> set[str]:
    # A letter alone is no name: of D'Arcy the vitamin is not.
    return {plain(word) for word in _WORD.findall(names) if len(word) > 1}
