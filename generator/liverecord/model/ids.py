"""Ids: what a pupil's looks like, and which one of a record's things is free."""

import re
from collections.abc import Iterable

PUPIL_ID = r"p-[a-z0-9]{4,12}"
"""What a pupil's id looks like, as a pattern that others are made of."""
is_pupil_id = re.compile(PUPIL_ID).fullmatch
_LONGEST = 9
"""Digits of a number that an id goes on from: what has more was not counted up by anybody."""


def next_id(prefix: str, taken: Iterable[object]) -> str:
    """Return the id after the highest with this prefix: "u3" where u1 and u2 are taken."""
    pattern = re.compile(rf"{re.escape(prefix)}([0-9]{{1,{_LONGEST}}})")
    numbers = [int(numbered[1]) for each in taken if (numbered := pattern.fullmatch(str(each)))]
    return f"{prefix}{max(numbers, default=0) + 1}"
