"""The years that the school teaches."""

from collections.abc import Iterator

from liverecord.problem import Problem
from liverecord.validate.ground import Establishment

_NOT_FOLLOWED = "X"


def years_in_order(subject: Establishment) -> Iterator[Problem]:
    """years-out-of-order: the lowest year is not above the highest, and each is a year."""
    years = subject.school.years
    if years is None:
        return
    order = list(subject.ground.rulebook.codes.lists["year_group"])
    named = {"lowest": years.lowest, "highest": years.highest}
    none = [name for name, year in named.items() if year == _NOT_FOLLOWED]
    for name in none:
        yield subject.problem(
            "years-out-of-order",
            "school",
            ("years", name),
            f"'{name}' is X, which is no year that a school begins or ends with.",
            "Write the year group of the pupils' age there, or take 'years' out.",
        )
    if not none and order.index(years.lowest) > order.index(years.highest):
        yield subject.problem(
            "years-out-of-order",
            "school",
            ("years", "lowest"),
            f"'lowest' is {years.lowest}, which comes after 'highest' ({years.highest}).",
            "One of the two is mistyped, or they stand the wrong way round: the youngest pupils are in the lowest.",
        )
