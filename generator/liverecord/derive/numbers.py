"""Numbers from thresholds.yml, by name: a number that a rulebook lacks is an error of the rulebook's, not a guess."""

from datetime import date

from liverecord.model.rulebook import Rulebook
from liverecord.problem import InvalidRulebook


def number(rulebook: Rulebook, threshold: str, name: str) -> int:
    """Return one number of a threshold. Raises InvalidRulebook where thresholds.yml does not have it."""
    row = rulebook.thresholds.get(threshold)
    if row is None or name not in row.numbers:
        raise InvalidRulebook(f"thresholds.yml has no number '{name}' under '{threshold}'")
    return row.numbers[name]


def in_force(rulebook: Rulebook, threshold: str, day: date) -> bool:
    """Tell whether a threshold is in force on a day."""
    row = rulebook.thresholds.get(threshold)
    return (
        row is not None
        and (row.valid_from is None or row.valid_from <= day)
        and (row.valid_until is None or day <= row.valid_until)
    )
