"""A choice that is no field of a record: asked with its answers, and read as the one that was chosen."""

from collections.abc import Sequence

from liverecord.forms.fields import NOT_THERE
from liverecord.forms.question import Answers, Choice, Kind, Question, Wrong


def one_of(
    name: str,
    label: str,
    choices: Sequence[Choice],
    answers: Answers,
    *,
    kind: Kind = "choice",
    hint: str = "",
    seen_by: str = "",
) -> Question:
    """Return the question for one of a few, which has to be answered."""
    return Question(
        name=name,
        label=label,
        kind=kind,
        hint=hint,
        seen_by=seen_by,
        choices=tuple(choices),
        is_required=True,
        value=tuple(answers.get(name, ())),
    )


def choice_made(name: str, choices: Sequence[Choice], answers: Answers, missing: str) -> Choice | Wrong:
    """Return the one that was chosen; `missing` is said where none was."""
    sent = [each for each in answers.get(name, ()) if each]
    if not sent:
        return Wrong(name, missing)
    found = next((each for each in choices if [each.value] == sent), None)
    return found if found is not None else Wrong(name, NOT_THERE)
