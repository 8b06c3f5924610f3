"""A pupil's record with new versions of its files, judged as `check` would find it, before anything is written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from liverecord import validate
from liverecord.examine.records import Documents, Task, World
from liverecord.intake.writing import Draft
from liverecord.model import typed
from liverecord.model.next_year import in_force
from liverecord.model.records import Document, Pupil, kind_of
from liverecord.problem import Place, Problem
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


class Standing(NamedTuple):
    """A record as it lies on the disk: the typed pupil, and the files by kind."""

    pupil: Pupil
    documents: Mapping[str, Document]


def standing(world: World, task: Task, first: Place) -> Standing | Problem:
    """Return a pupil's record, or at the place `first` why nothing may be written into it."""
    documents = Documents(world.root, task.files)
    whole = {kind: documents[kind] for kind in documents}
    wrong = list(documents.problems)
    for document in whole.values():
        wrong += validate.document(document, world.rulebook)
    if wrong or "plan" not in whole:
        return wrong_already(task.pupil, first, wrong)
    return Standing(in_force(typed.pupil(task.pupil, whole), world.today), whole)


def refusal(world: World, stands: Standing, drafts: Sequence[Draft], first: Place) -> Problem | None:
    """Return why files may not be written as planned: the record would be wrong, or stays wrong; None where all is well."""
    pupil = stands.pupil
    problems = foreseen(world, pupil.id, stands.documents, drafts).problems
    if not problems:
        return None
    before = judged(world, pupil, stands.documents)
    if before:
        return wrong_already(pupil.id, first, before)
    codes = ", ".join(sorted({problem.code for problem in problems}))
    return Problem(
        first,
        "import-would-break",
        f"With what the file says the record of {pupil.id} would be wrong ({codes}), so that it was left as it is.",
        _BREAK_HINT,
    )


_BREAK_HINT = "`liverecord check --explain` with the code word says what that is. Correct the row or the record, then import again."
_WRONG_HINT = "`liverecord check` says what is wrong. Mend that first, then import again."


def wrong_already(pupil: str, first: Place, problems: Sequence[Problem]) -> Problem:
    """Return, at the place `first`, that a record is left because it holds problems."""
    places = sorted({str(problem.place) for problem in problems})
    where = f" ({places[0]}{' and elsewhere' if len(places) > 1 else ''})" if places else ""
    return Problem(
        first,
        "record-wrong",
        f"The record of {pupil} is wrong already{where}, so that it was left as it is.",
        _WRONG_HINT,
    )
