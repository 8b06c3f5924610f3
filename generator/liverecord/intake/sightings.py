"""What an export says before anything is known of the records: the marks seen, each with its place."""

from datetime import date
from typing import NamedTuple

from liverecord.problem import Place, Problem


class Sighting(NamedTuple):
    """One mark of one pupil for one half day, as a file has it.

    `key` is the pupil's id or, with `is_upn`, the unique pupil number; `half` is AM or PM; `mark` is a code of the
    register ("-" where the file says that none was recorded). `place` is the file and its row (line and column from 1).
    """

    key: str
    is_upn: bool
    day: date
    half: str
    mark: str
    place: Place


class NeedSeen(NamedTuple):
    """A type of need by its census code, with its rank (1 is the primary need) where the file has one."""

    type: str
    rank: int | None


class SupportSeen(NamedTuple):
    """The SEN provision (N, K or E) that a transfer file says a pupil has now, and the needs that it names."""

    key: str
    is_upn: bool
    provision: str | None
    since: date | None
    needs: tuple[NeedSeen, ...]
    place: Place


class Seen(NamedTuple):
    """All that was read of one file: `form` is the shape it was read in (long, wide, weekly or ctf)."""

    form: str
    sightings: list[Sighting]
    support: list[SupportSeen]
    problems: list[Problem]
