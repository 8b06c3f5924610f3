"""How much room a class sheet has on paper: how many lines each pupil takes, and on how many sides they all are.

Reckoned in lines of letters, as a browser would set them at the sheet's size of print, and rather too many than too few.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

WIDTHS: Mapping[str, int] = {"pupil": 16, "need": 22, "helps": 27, "avoid": 24, "ask": 11}
"""The columns' widths in per cent of the sheet; classes.css has them, and a test holds the two together."""

_BOX = 92
"""The box reaches over all columns but the first, and has neither their gaps nor bullets."""

_HEAD = 3.5
_FOOT = 2.0
"""The lines of the sheet's name and number of pupils, and of its foot."""

_GAP = 0.35
_GAP_OF_BOX = 0.75
"""The lines that a row, and its box, take beside their words: the room above and below, and the rule."""


def taken(texts: Iterable[str], column: str, letters: int) -> int:
    """Return how many lines texts take in a column, where so many letters stand in a line of `helps`."""
    width = _BOX if column == "must" else WIDTHS[column]
    in_a_line = max(letters * width // WIDTHS["helps"], 1)
    return sum(-(-len(text) // in_a_line) for text in texts)


def height(cells: Mapping[str, Sequence[str]], letters: int) -> float:
    """Return how many lines a pupil takes, from the texts of each column; "must" is the box above the others."""
    box = taken(cells.get("must", ()), "must", letters)
    return (
        (box + _GAP_OF_BOX if box else 0) + max(taken(cells[name], name, letters) for name in WIDTHS) + _GAP
    )


def sides(heights: Iterable[float], side: int) -> int:
    """Return on how many sides rows of these heights are with the sheet's head and foot, none on two but what is longer than a side."""
    number, left = 0, 0.0
    for each in (_HEAD, *heights, _FOOT):
        if each > left:
            own = math.ceil(each / side)
            number, left = number + own, float(side * own)
        left -= each
    return number


def most_lines(most: int, wanted: int, on_sides: Callable[[int], int]) -> int:
    """Return the most lines a pupil may have for what helps, up to `most`, so that all are on the wanted sides.

    Where what is never cut needs more sides than that, it is the most with which no side is added.
    """
    enough = max(wanted, on_sides(1))
    return next((lines for lines in range(most, 1, -1) if on_sides(lines) <= enough), 1)
