"""What git knows: which commits touched a record, and what they changed of its meaning.

In the order in which they are made: a Change is a line of the log, an Amendment is one thing that differs between two
versions of a file, an Edit is all that one commit amended of a pupil, and a Revision is that as a page tells it.
"""

from datetime import date, datetime

import msgspec

from liverecord.model.derived import Derived

Value = str | int | bool | tuple[str, ...] | None
"""A plain value of a record as a past version has it: days are text ("2026-11-24"), a list of text is a tuple."""


class Change(Derived, frozen=True, kw_only=True):
    """One commit that touched a file: `status` is git's letter (A M D). `path` is below the school's folder.

    `before` are the blobs that the file was in the commit's parents, in their order (a merge has several), `after` the
    blob that it became; "" is a file that was not there.
    """

    path: str
    commit: str
    at: datetime
    author: str
    email: str
    message: str
    status: str
    before: tuple[str, ...] = ("",)
    after: str = ""


class History(Derived, frozen=True, kw_only=True):
    """What git knows: the commit the records stand at, and each file's changes, newest first.

    `head` is None where there is no repository or no commit: then who changed what is not known.
    `dirty` names files that differ from `head`; `blobs` what each file of the records is at `head`.
    """

    head: str | None = None
    changes: dict[str, tuple[Change, ...]] = msgspec.field(default_factory=dict)
    dirty: frozenset[str] = frozenset()
    blobs: dict[str, str] = msgspec.field(default_factory=dict)


class Amendment(Derived, frozen=True, kw_only=True):
    """One thing that differs between two versions of a record's file.

    `kind` is a code of codes.yml (list "amendment"):

        begun       the pupil's plan.yml is new: `part` is "plan"
        added       an item, or a part of the plan, that was not there before
        removed     one that is no longer there
        changed     the value of one field: `before` and `after`
        marks       `number` weeks of the register; `part` is "attendance.register"
        lessons     `number` lessons' marks; `part` is "lessons"
        unreadable  the version could not be read; `part` is the file's noun
        unknown     `number` places in the file that this program does not know, or no longer; `part` is the file's noun
        settings    school.yml or staff.yml changed: `part` is "school"

    `part` is a path of schema/audiences.yml: of the list or struct ("actions", "plan.attendance.target"), and with
    `changed` of the field ("actions.due"). `item` is the item's id, `within` the ids of what holds it, outermost first.
    `about` are the item's plain fields by name, as they stand after the change (removed: before). `kinds` holds, for the
    item and what holds it, the values on either side of the field by which audiences.yml closes items of a kind, by the
    list's path. `restricted` is true where the item, or what holds it, was restricted on either side, or ever.
    """

    kind: str
    part: str
    item: str | None = None
    within: tuple[str, ...] = ()
    about: dict[str, Value] = msgspec.field(default_factory=dict)
    before: Value = None
    after: Value = None
    number: int = 0
    restricted: bool = False
    kinds: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


class Edit(Derived, frozen=True, kw_only=True):
    """What one commit amended of a pupil, or of the school; without a commit, what is not committed yet (`at` is then None).

    `author` and `email` are as .mailmap has them.
    """

    commit: str | None = None
    at: datetime | None = None
    author: str = ""
    email: str = ""
    message: str = ""
    amendments: tuple[Amendment, ...] = ()


class Revision(Derived, frozen=True, kw_only=True):
    """An Edit as pages tell it: `by` is a member of staff's name where the e-mail is known (then `by_id` is set), else git's.

    Newest first in a case. One of which an audience sees no amendment is not there for it at all.
    """

    commit: str | None = None
    commit_url: str | None = None
    at: datetime | None = None
    by: str = ""
    by_id: str | None = None
    message: str = ""
    amendments: tuple[Amendment, ...] = ()


class News(Derived, frozen=True, kw_only=True):
    """All that one day's commits amended of a pupil, the newest first: what changed, and nothing of who changed it.

    Newest first in a case. One of which an audience sees no amendment is not there for it at all.
    """

    on: date
    amendments: tuple[Amendment, ...] = ()


class InNameOnly(Derived, frozen=True, kw_only=True):
    """A sign that a review took place in name only: a fact with its days and the record's line, never a verdict.

    `kind` is a code of codes.yml (list "in_name_only"). `source` is the file of the thing and `item` its id (None: the
    plan itself). `days` are the days that the fact is about, oldest first: those that a date was moved from and to,
    those of the reviews or lines that said "no change", the day of the review since which the plan changed. `number` is
    how many times. `path`, `line`, `url` and `line_url` are where it is written now, as an EditLink has them.
    """

    kind: str
    source: str
    item: str | None = None
    days: tuple[date, ...] = ()
    number: int = 0
    owner: str | None = None
    path: str | None = None
    line: int | None = None
    url: str | None = None
    line_url: str | None = None
    restricted: bool = False


class Stood(Derived, frozen=True, kw_only=True):
    """Why a page shows a record as it stood at its last valid commit: `code`, `path` and `line` are of the first problem, of
    `number` that the record has now.
    """

    on: date
    commit: str
    commit_url: str | None = None
    code: str
    path: str
    line: int
    number: int = 1
