"""What a record's past hides: things that are gone, or open now, and were hidden from an audience once.

Whoever may not see a thing now, or might not once, sees nothing of its past. What was ever marked restricted, or ever
of a kind that the audience does not see, is hidden with all that stood in it and belonged to it. Where no version
tells what an id named, nothing says that it was named.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from liverecord.model.history import Amendment, Revision, Value
from liverecord.redact.closing import POINTERS, Hidden, Then
from liverecord.redact.parts import Part, Parts
from liverecord.redact.policy import Rules

_CONCERN, _ABOUT = "actions.concern", "reviews.about"


def look_back(rules: Rules, parts: Parts) -> Callable[[Iterable[Revision], Hidden], None]:
    """Return the function that adds what a case's revisions tell of its past to what the case hides of it."""

    def note(revisions: Iterable[Revision], hidden: Hidden) -> None:
        then = hidden.then
        left = []
        for revision in revisions:
            for amendment in revision.amendments:
                item, part = amendment.item, parts[amendment.part]
                file = part.file
                if item is None or file is None or part.is_result:
                    continue
                if then.known is not None:
                    then.known[file].add(item)
                if (amendment.restricted and not rules.widest) or (
                    part.kinds and is_closed_by_kind(amendment, part)
                ):
                    then.closed[file].add(item)
                    then.unseen[file].add(item)
                    continue
                if not part.is_listed:
                    then.unseen[file].add(item)
                # What stood in something closed is closed under whatever path it stands, seen by this audience or not.
                if amendment.within or part.belongs:
                    left.append(_Left(amendment, part, item, file))
        _spread(left, then)

    return note


def is_closed_by_kind(amendment: Amendment, part: Part) -> bool:
    """Tell whether the thing, or what holds it, was of a kind closed to the audience; an unknown kind is closed."""
    for path, kinds in part.kinds:
        values = amendment.kinds.get(path)
        if not values:
            return True
        for value in values:
            if value not in kinds.values or value in kinds.owned:
                return True
    return False


def ids_of(value: Value) -> tuple[str, ...]:
    """Return the ids in a field that points at things."""
    if value is None:
        return ()
    return tuple(map(str, value)) if isinstance(value, tuple) else (str(value),)


class _Left(NamedTuple):
    """An amendment of a thing that may yet turn out to go with something hidden."""

    amendment: Amendment
    part: Part
    item: str
    file: str


def _spread(left: list[_Left], then: Then) -> None:
    """Close what stood in closed things or belonged to them, until nothing more is closed."""
    grew = then.known is not None or any(then.unseen.values())
    while grew:
        grew = False
        for each in left:
            closed = then.closed[each.file]
            if each.item not in closed and (
                not closed.isdisjoint(each.amendment.within)
                or (each.part.belongs and _belongs_to_hidden(each.amendment, each.part, then))
            ):
                closed.add(each.item)
                then.unseen[each.file].add(each.item)
                grew = True


def _belongs_to_hidden(amendment: Amendment, part: Part, then: Then) -> bool:
    """Tell whether an action was about a closed concern, or a review about hidden things alone, before or after a change."""
    if part.file == "actions":
        return any(
            not _is_open(each, "concerns", then) for ids in _sides(amendment, _CONCERN) for each in ids
        )
    return any(ids and not then.seen(ids, POINTERS[_ABOUT]) for ids in _sides(amendment, _ABOUT))


def _is_open(item: str, file: str, then: Then) -> bool:
    return item not in then.closed[file] and (then.known is None or item in then.known[file])


def _sides(amendment: Amendment, path: str) -> Iterator[tuple[str, ...]]:
    """Yield what a field of an amended thing pointed at: as it stands, and on either side where that field changed."""
    yield ids_of(amendment.about.get(path.rpartition(".")[2]))
    if amendment.part == path:
        yield ids_of(amendment.before)
        yield ids_of(amendment.after)
