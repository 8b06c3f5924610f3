"""What a provision map says before anything is known of the records: a row a piece of support, each with its place."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from liverecord.intake.whose import Key
from liverecord.problem import Place, Problem


class SupportRow(NamedTuple):
    """One row: an outcome of one pupil and a piece of support for it, or an outcome alone where `what` is "".

    `baseline` and `now` are where the pupil started with the outcome and is now, in words; "" where the row does not say.
    `status` is a code of provision_status and `result` one of result, "" where the row does not say; `result_note` is what it says of
    that in words. `who` is as it is typed. `is_unclear` where the row has a result that is in none of the words for one.
    """

    key: Key
    place: Place
    outcome: str
    by: date | None
    baseline: str = ""
    now: str = ""
    what: str = ""
    who: str = ""
    frequency: str = ""
    status: str = ""
    start: date | None = None
    end: date | None = None
    review: date | None = None
    result: str = ""
    result_note: str = ""
    is_unclear: bool = False


class MapSeen(NamedTuple):
    """All that was read of one file. `torn` are the pupils of whom a row is not understood; `columns_left` were not read."""

    rows: list[SupportRow]
    problems: list[Problem]
    torn: frozenset[Key] = frozenset()
    columns_left: Sequence[str] = ()
