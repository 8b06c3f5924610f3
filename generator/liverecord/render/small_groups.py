"""Groups too small to be counted: which parts of a whole stay hidden, so that no number tells of a few pupils.

A part of fewer pupils than the smallest group is hidden. But the whole stands on the page too, so a reader could take
the shown parts away from it and learn the hidden one. So the next smallest parts are hidden with it, until all hidden
parts together count enough pupils (statisticians call it complementary suppression).
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

Columns = Sequence[AbstractSet[str]]
"""For each number shown of a part: the ids of the pupils it counts. The first column counts all pupils of the part."""


def hidden(parts: Mapping[str, Columns], smallest: int) -> frozenset[str]:
    """Return the names of the parts that must not be shown beside their whole.

    Every column of a part that is shown, and of all hidden parts together, counts nobody or at least `smallest`
    pupils.
    """
    withheld = {name for name, columns in parts.items() if not _enough(columns, smallest)}
    # Parts of one size go by name, so that the order of the pupils does not decide what is seen.
    left = sorted(
        (name for name in parts if name not in withheld), key=lambda name: (len(parts[name][0]), name)
    )
    while left and withheld and not _enough(_together(parts, withheld), smallest):
        withheld.add(left.pop(0))
    return frozenset(withheld)


def is_shown(pupils: int, smallest: int) -> bool:
    """Tell whether a number about so many pupils may be shown: nobody, or enough."""
    return pupils == 0 or pupils >= smallest


def _enough(columns: Columns, smallest: int) -> bool:
    return all(is_shown(len(column), smallest) for column in columns)


def _together(parts: Mapping[str, Columns], names: AbstractSet[str]) -> Columns:
    return [set().union(*columns) for columns in zip(*(parts[name] for name in names), strict=True)]
