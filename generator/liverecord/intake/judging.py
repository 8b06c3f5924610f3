"""A pupil's record with new versions of its files, judged as `check` would find it, before anything is written."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from liverecord import validate
from liverecord.examine.records import World
from liverecord.intake.writing import Draft
from liverecord.model import typed
from liverecord.model.next_year import in_force
from liverecord.model.records import Document, Pupil, kind_of
from liverecord.problem import Problem
from liverecord.read import strict


class Foreseen(NamedTuple):
    """A record as it would be: the pupil (None where it could not be typed), and everything that would be wrong."""

    pupil: Pupil | None
    problems: list[Problem]


def foreseen(
    world: World, pupil: str, documents: Mapping[str, Document], drafts: Iterable[Draft]
) -> Foreseen:
    """Return the record that a pupil's documents, by kind, and the drafts over them make."""
    after = dict(documents)
    problems: list[Problem] = []
    for draft in drafts:
        kind = kind_of(draft.path)
        document, unread = strict.parse(draft.path, kind, draft.new)
        problems += unread
        if document is not None:
            after[kind] = document
            problems += validate.document(document, world.rulebook)
    if problems or "plan" not in after:
        return Foreseen(None, problems)
    made = in_force(typed.pupil(pupil, after), world.today)
    return Foreseen(made, judged(world, made, after))


def judged(world: World, pupil: Pupil, documents: Mapping[str, Document]) -> list[Problem]:
    """Return what does not hold together in a typed record, as of the world's day."""
    return validate.pupil(pupil, documents, world.school, world.staff, world.rulebook, world.today)
