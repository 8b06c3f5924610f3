"""What is told of a file that has no keys: how one of its kind begins, and whether a school can do without it."""

from liverecord.model.field import fields_of
from liverecord.model.records import KINDS
from liverecord.problem import Place, Problem

_NEEDED = frozenset({"plan", "school", "staff"})


def empty(path: str, kind: str) -> Problem:
    """Return the problem of a file that holds nothing."""
    hint = "Write what belongs here, or delete the file: a file that is not needed may be missing."
    if kind in _NEEDED:
        hint = f"Write what belongs here; a school cannot do without this file. {_begun(kind)}"
    return Problem(Place(path), "empty-file", "The file holds nothing.", hint)


def without_keys(place: Place, kind: str, *, is_list: bool) -> Problem:
    """Return the problem of a file that holds a list or a text."""
    what = "a list" if is_list else "a single text"
    return Problem(
        place, "not-a-mapping", f"The file holds {what} where keys and values belong.", _begun(kind)
    )


def _begun(kind: str) -> str:
    first = fields_of(KINDS[kind])[0].name if kind in KINDS else "key"
    return f"It begins in the first column with a key, {first}: and what belongs to a key stands behind or below it."
