"""Ids: what a pupil's looks like, and which one of a record's things is free."""

import re
from collections.abc import Callable, Iterable

PUPIL_ID = r"p-[a-z0-9]{4,12}"
"""What a pupil's id looks like, as a pattern that others are made of."""
is_pupil_id = re.compile(PUPIL_ID).fullmatch
_LONGEST = 9
"""Digits of a number that an id goes on from: what has more was not counted up by anybody."""

_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
"""No vowels, so that an id never spells a word; nothing that is read for something else (0 o, 1 l i)."""
_LENGTH = 4
_NEARLY_A_WORD = re.compile("[a-z]{3}").search
"""Letters in a row may be read as a name."""


def drawn_id(choice: Callable[[str], str], is_taken: Callable[[str], bool]) -> str:
    """Return an id that no pupil has and that says nothing of anybody; `choice` picks one letter of several by chance."""
    while True:
        drawn = "p-" + "".join(choice(_LETTERS) for _ in range(_LENGTH))
        if not is_taken(drawn) and not _NEARLY_A_WORD(drawn):
            return drawn


def next_id(prefix: str, taken: Iterable[object]) -> str:
    """Return the id after the highest with this prefix: "u3" where u1 and u2 are taken."""
    pattern = re.compile(rf"{re.escape(prefix)}([0-9]{{1,{_LONGEST}}})")
    numbers = [int(numbered[1]) for each in taken if (numbered := pattern.fullmatch(str(each)))]
    return f"{prefix}{max(numbers, default=0) + 1}"
