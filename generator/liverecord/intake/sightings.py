"""What an export says before anything is known of the records: the marks seen, each with its place."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from types import MappingProxyType
from typing import NamedTuple

from liverecord.problem import Place, Problem


class Sighting(NamedTuple):
    """One mark of one pupil for one half day, as a file has it.

    `key` is the pupil's id or, with `is_upn`, the unique pupil number; `half` is AM or PM; `mark` is a code of the
    register ("-" where the file says that none was recorded). `place` is the file and its row (line and column from 1).
    `school` is the establishment whose mark it is, seven digits, where the file says so.
    """

    key: str
    is_upn: bool
    day: date
    half: str
    mark: str
    place: Place
    school: str = ""


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


class TotalSeen(NamedTuple):
    """What a file says that some marks of one pupil add up to, and those marks.

    `stated` has the figures as typed, by what they count: possible, attended, authorised, unauthorised (sessions), percent.
    """

    key: str
    is_upn: bool
    stated: Mapping[str, str]
    marks: tuple[str, ...]
    place: Place


class FooterSeen(NamedTuple):
    """A figure in a line of totals under the pupils, and how often each mark stands above it.

    `counts` is what it counts: possible, attended, authorised, unauthorised (sessions). `above` are the marks of all pupils
    above it, and `since` those after the lines of totals before.
    """

    counts: str
    stated: int
    above: Mapping[str, int]
    since: Mapping[str, int]
    place: Place


class FormerSeen(NamedTuple):
    """A unique pupil number that the file calls a former one of the pupil who has the number `key` now."""

    key: str
    former: str
    place: Place


class Seen(NamedTuple):
    """All that was read of one file: `form` is the shape it was read in (long, wide, weekdays, weekly or ctf).

    `passed_over` are the rows that add up others. `strange` are the codes that no table knows. `odd_times` are times at
    which no school takes a register, each with its day. `is_numbered` says that days stand as numbers of a spreadsheet
    that does not say from which day it counts.
    """

    form: str
    sightings: list[Sighting]
    support: list[SupportSeen]
    problems: list[Problem]
    totals: Sequence[TotalSeen] = ()
    footers: Sequence[FooterSeen] = ()
    former: Sequence[FormerSeen] = ()
    passed_over: Sequence[int] = ()
    strange: Mapping[str, int] = MappingProxyType({})
    odd_times: Mapping[date, time] = MappingProxyType({})
    is_numbered: bool = False
