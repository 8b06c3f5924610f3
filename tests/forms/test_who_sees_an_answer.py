"""Who will see an answer is what the gate shows: what the school has narrowed, in whole parts and by kind, is narrower here too."""

from functools import cache

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from test_every_field_asked import OF_PUPIL, addresses

from form_scenes import at, ground
from liverecord import redact
from liverecord.forms import items
from liverecord.forms.job import Scene
from liverecord.forms.seen import NOWHERE, line_of, seen_by
from liverecord.model.records import PUPIL_KINDS
from liverecord.problem import InvalidRulebook
from liverecord.redact import NOBODY, Gate
from liverecord.splice.steps import declared

POLICY = ground().world.rulebook.policy
WHOSE = "p-8dct"


@cache
def scenes() -> list[tuple[Scene, dict[str, str]]]:
    """Return the scene of each generic form of a pupil in whose record something is restricted, with who sees its answers."""
    every = [at(OF_PUPIL, WHOSE, *names) for names in addresses(WHOSE)]
    return [(scene, asked(scene)) for scene in every]


def narrowed(scene: Scene, tightened: dict[str, str]) -> Scene:
    """Return the scene of a school that has narrowed something."""
    return scene._replace(school=msgspec.structs.replace(scene.school, audiences=tightened))


def gates(tightened: dict[str, str]) -> list[Gate]:
    """Return the gate of each audience, the narrowest first."""
    return [redact.gate(POLICY, each.id, tightened) for each in POLICY.audiences]


WIDE = gates({})
"""The gates of a school that has narrowed nothing."""


@cache
def parts() -> list[str]:
    """Return every part of the policy that a form asks about: a line, and whatever leads to it."""
    lines = [line for line, audience in POLICY.paths.items() if audience != NOBODY]
    known = {line for _, told in scenes() for line in told}
    whole = {".".join(line.split(".")[:length]) for line in lines for length in range(1, line.count(".") + 2)}
    return sorted(part for part in whole if any(is_within(line, part) for line in known))


def is_within(line: str, part: str) -> bool:
    return f"{line}.".startswith(f"{part}.")


def asked(scene: Scene) -> dict[str, str]:
    """Return who will see the answer to each question of a generic form, by the policy's line."""
    kind, *path = scene.names
    field = declared(kind, tuple(path)) if path else None
    is_list = field is not None and field.is_list and declared(kind, tuple(path[:-1])) != field
    at_ = (*path, "") if is_list else tuple(path)
    return {
        line_of(kind, (*at_, question.name)): question.seen_by for question in items.ask(scene, {}).questions
    }


def place(told: str) -> int:
    """Return the place of the audience that a question names, the narrowest first; one more than the last for nobody."""
    labels = [f"{each.words[:1].upper()}{each.words[1:]}" for each in POLICY.audiences]
    return (
        len(labels)
        if told == NOWHERE
        else next(at for at, each in enumerate(labels) if told.startswith(each))
    )


def first(every: list[Gate], line: str) -> int:
    return next((at for at, each in enumerate(every) if each.sees(line)), len(every))


@given(st.sampled_from(parts()), st.sampled_from([*(each.id for each in POLICY.audiences[1:]), NOBODY]))
def test_a_part_that_the_school_narrows_is_said_to_be_narrower(part: str, to: str) -> None:
    """A line, or a part with all below it: who will see an answer is whom the gate lets see its line, or fewer."""
    try:
        every = gates({part: to})
    except InvalidRulebook:
        return  # it is narrower already
    for scene, before in scenes():
        if not any(is_within(line, part) for line in before):
            continue
        for line, told in asked(narrowed(scene, {part: to})).items():
            expected = max(place(before[line]), first(every, line))
            # What a review is about may be closed by that, and the review with it.
            assert place(told) == expected or (place(told) > expected and line.startswith("reviews.")), line


def test_a_kind_that_the_school_narrows_is_said_to_be_narrower() -> None:
    """Of each list whose things are closed by kind: what nobody else sees any more is said to be for few."""
    for path, closing in POLICY.kinds.items():
        file, *names = path.split(".")
        if file not in PUPIL_KINDS:
            continue
        kind, at_ = file, tuple(names) or (file,)
        for value in closing.values:
            scene = at(OF_PUPIL, WHOSE)
            field = (*_new(kind, at_), closing.field)
            wide = seen_by(scene, kind, field, answered={closing.field: value})
            few = seen_by(
                narrowed(scene, {f"{path}.{value}": POLICY.audiences[-1].id}),
                kind,
                field,
                answered={closing.field: value},
            )
            assert place(few) == len(POLICY.audiences) - 1
            assert place(wide) == max(
                first(WIDE, f"{path}.{closing.field}"),
                next(at for at, each in enumerate(POLICY.audiences) if each.id == closing.values[value]),
            )


def _new(kind: str, path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the path of a thing that is not there yet: each list on it with an id that nothing has."""
    made: tuple[str, ...] = ()
    for name in path:
        made = (*made, name)
        field = declared(kind, made)
        made = (*made, "zz9") if field is not None and field.is_list else made
    return made
