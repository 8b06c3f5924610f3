"""What a field takes, in the words of a hint: a code of its list, true or false, something like its example."""

from liverecord.model.field import Field
from liverecord.model.rulebook import Rulebook
from liverecord.validate.wording import listed

_WORDED = frozenset({"text", "line", "short", "texts", "week"})
"""The kinds that take several words."""


def taken(field: Field | None, rulebook: Rulebook, *, in_row: bool = False) -> str:
    """Return what a field takes, to stand behind a comma or in brackets; nothing where it cannot be said.

    Words that are to stand in a row in braces are shown in the quotes that they need there.
    """
    if field is None:
        return ""
    if field.kind in ("code", "codes"):
        return f"one of: {listed(rulebook.codes.lists[field.of])}"
    if field.kind == "yes":
        return "true or false"
    if field.examples:
        example = field.examples[0]
        shown = example[0] if isinstance(example, list) else example
        return f"as '{shown}'" if in_row and field.kind in _WORDED else f"as {shown}"
    return ""
