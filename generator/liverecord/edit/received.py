"""What a browser sent with a request: answers, what an address chooses, and what was decided of clashes."""

from collections.abc import Sequence
from typing import Literal, cast

from flask import request

from liverecord.edit import guards, pages
from liverecord.edit.desk import Decisions
from liverecord.forms.question import Form


def answers() -> dict[str, tuple[str, ...]]:
    """Return what was typed and chosen, with plain line ends, as jobs have it."""
    return {
        name: tuple(value.replace("\r\n", "\n").replace("\r", "\n") for value in values)
        for name, values in request.form.lists()
        if name not in _OWN_FIELDS and not name.startswith(_DECIDED)
    }


def chosen(form: Form) -> dict[str, tuple[str, ...]]:
    """Return what an address chooses: to a question of the form that has few answers, one of these; nothing else is heard."""
    return {
        question.name: (request.args[question.name],)
        for question in form.questions
        if question.kind == "choice"
        and request.args.get(question.name) in {choice.value for choice in question.choices}
    }


def decisions() -> Decisions:
    """Return what was decided of clashes, by their names."""
    return {
        name.removeprefix(_DECIDED): cast("Literal['mine', 'theirs']", value)
        for name, value in request.form.items()
        if name.startswith(_DECIDED) and value in {"mine", "theirs"}
    }


def choosing(clashes: Sequence[pages.Clash]) -> pages.Choosing:
    """Return what was decided of these clashes, and which were asked about before and are still open."""
    decided, asked = decisions(), request.form.getlist("lr-clash")
    return pages.Choosing(
        decided, [each for each in clashes if each.name in asked and each.name not in decided]
    )


_OWN_FIELDS = frozenset((guards.TOKEN_FIELD, "step", "more", "lr-once", "lr-seen", "lr-clash"))
_DECIDED = "lr-decided-"
