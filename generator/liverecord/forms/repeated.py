"""Several things of one kind in one form: asked set by set, one more at a button, and passed over where left empty.

The sets are told apart by a number in their questions' names: "actions-0-what". How many there are comes back with the
form, in the hidden field "actions-count".
"""

from collections.abc import Iterable

from liverecord.forms.question import Answers, Choice, Wrong

MOST = 20
"""So many things of one kind go into one form."""


def how_many(answers: Answers, kind: str, *, at_least: int = 1) -> int:
    """Return how many sets are asked: as many as there were, one more where its button was pressed; never more than MOST."""
    number = _counted(answers, kind)
    number = at_least if number is None else number
    return max(at_least, min(number + (MORE in answers and list(answers[MORE]) == [kind]), MOST))


MORE = "more"
"""The name under which a button asks for one thing more."""


def hidden(kind: str, number: int) -> dict[str, str]:
    """Return what the form sends back of how many sets it has."""
    return {_count(kind): str(number)}


def button(kind: str, number: int, label: str) -> tuple[Choice, ...]:
    """Return the button that asks for one set more; none where there are as many as there can be."""
    return (Choice(kind, label),) if number < MOST else ()


def prefix(kind: str, place: int) -> str:
    """Return what the names of a set's questions begin with."""
    return f"{kind}-{place}-"


def is_answered(answers: Answers, set_prefix: str, fields: Iterable[str]) -> bool:
    """Tell whether anything at all was answered in a set."""
    return any(each.strip() for field in fields for each in answers.get(set_prefix + field, ()))


def too_many(answers: Answers, kind: str) -> list[Wrong]:
    """Return what is wrong with how many sets a form says that it has; nothing where it has as many as it may."""
    number = _counted(answers, kind)
    if _count(kind) not in answers or (number is not None and number <= MOST):
        return []
    return [Wrong("", f"One form takes {MOST} of these at most. Send these first, then write the others.")]


def _count(kind: str) -> str:
    return f"{kind}-count"


def _counted(answers: Answers, kind: str) -> int | None:
    """Return the number that came back with the form; None where there is none, or it is no number that a form has."""
    typed = "".join(answers.get(_count(kind), ()))
    is_number = typed.isascii() and typed.isdecimal() and len(typed) < 4
    return int(typed) if is_number else None
