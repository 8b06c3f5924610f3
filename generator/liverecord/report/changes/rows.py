"""What differs between two states of the records, as rows: sentences, duties that move, problems."""

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from liverecord.model.case import Duty

_PRESSING = ("soon", "due", "behind", "overdue")
"""The states of a duty that somebody has to know of, least pressing first."""

BECOMES, CEASES = "becomes", "ceases"


class Sentence(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that changed: `kind` is a code of codes.yml (list "amendment"), `part` a path of audiences.yml, `item` the
    thing's id. `says` is the sentence, `within` what holds the thing, `before` and `after` a wording's old and new text.
    """

    kind: str
    part: str
    item: str | None = None
    says: str
    within: str | None = None
    before: str | None = None
    after: str | None = None


class DutyTold(msgspec.Struct, frozen=True, kw_only=True):
    """A duty on one side: None where it is not known, or not for the audience. `item` is the id of the thing, `what` its own
    words, `limit` the law's own day.
    """

    label: str | None = None
    item: str | None = None
    what: str | None = None
    due: date | None = None
    limit: date | None = None
    state: str | None = None
    days: int | None = None
    owner: str | None = None
    owner_name: str | None = None


class DutyMoved(msgspec.Struct, frozen=True, kw_only=True):
    """A duty that the change makes more pressing ("becomes") or less ("ceases"). `key` is that of `liverecord due`, `before`
    and `after` how it stands on either side as of today, None where it is not there.
    """

    key: str
    kind: str
    move: str
    before: DutyTold | None = None
    after: DutyTold | None = None


class NoDate(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of which the record lacks a day on one side of the change and not on the other: `field` is where to write it."""

    key: str
    kind: str
    label: str
    missing: str | None = None
    field: str | None = None


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """A problem after the change, as `liverecord check` has it."""

    path: str
    line: int
    column: int
    code: str
    message: str
    hint: str | None = None


class PupilChanged(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one pupil: `change` is added, removed, changed, or unchanged (only duties or problems moved).

    `name` is None where ids stand for names. `undated` is asked after the change and was not before it, `answered` was asked
    before it and is not any more. `wrong` counts problems after the change, `problems` lists those that may be
    told. `is_known` is false where one side holds a problem: then duties cannot be compared.
    """

    id: str
    name: str | None = None
    change: str
    sentences: tuple[Sentence, ...] = ()
    duties: tuple[DutyMoved, ...] = ()
    undated: tuple[NoDate, ...] = ()
    answered: tuple[NoDate, ...] = ()
    wrong: int = 0
    problems: tuple[Wrong, ...] = ()
    is_known: bool = True


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between the commit `base` and the commit `head` (None: the files as they lie on the disk, with
    `uncommitted` of them not committed yet), duties as of `as_of`. `base` is "" of a change that is not in the records yet.

    `audience` is whose gate decided, None where ids stand for names. `school` tells of school.yml and staff.yml; `problems`
    are those after the change that are no pupil's, `wrong` how many of those there are.
    """

    base: str
    head: str | None = None
    uncommitted: int = 0
    as_of: date
    audience: str | None = None
    school: tuple[Sentence, ...] = ()
    pupils: tuple[PupilChanged, ...] = ()
    wrong: int = 0
    problems: tuple[Wrong, ...] = ()


class Moved(msgspec.Struct, frozen=True):
    """A duty that is more pressing after a change than before it ("becomes"), or less ("ceases")."""

    move: str
    before: Duty | None
    after: Duty | None


def moved(before: Iterable[Duty], after: Iterable[Duty]) -> list[Moved]:
    """Return the duties that become more or less pressing from one state of a record to another, by their ids; most pressing
    first. One that is as pressing as it was is left out, though its day may have moved; one that is no longer there never is.
    """
    old, new = _by_id(before), _by_id(after)
    moved_duties = []
    for key in {**old, **new}:
        was, stands = old.get(key), new.get(key)
        change = _pressing(stands) - _pressing(was)
        if change or stands is None:
            moved_duties.append(Moved(BECOMES if change > 0 else CEASES, was, stands))
    return sorted(moved_duties, key=_most_pressing_first)


def _by_id(duties: Iterable[Duty]) -> Mapping[str, Duty]:
    return {duty.id: duty for duty in duties}


def _pressing(duty: Duty | None) -> int:
    return 1 + _PRESSING.index(duty.state) if duty is not None and duty.state in _PRESSING else 0


def _most_pressing_first(moved_duty: Moved) -> tuple[bool, int, date, str]:
    duty = moved_duty.after or moved_duty.before
    assert duty is not None
    return (moved_duty.move == CEASES, -_pressing(moved_duty.after), duty.due, duty.id)
