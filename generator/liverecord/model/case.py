"""A Case: one pupil as of one day, with everything that follows from the record and nothing guessed.

Every derived item that stems from a restricted item is itself `restricted`, so that the gate can drop it whole.
Text in a Case is what people typed, or a label from codes.yml; sentences are made by the templates.
"""

from datetime import date, datetime

import msgspec

from liverecord.model.attendance import (
    Attendance,
    BeforeAfter,
    HalfDays,
    PartTime,
    Progress,
    Question,
    ReasonSpan,
    SupportFirst,
    Wait,
)
from liverecord.model.derived import Assignee, Derived
from liverecord.model.records import (
    Absence,
    AbsenceNote,
    Action,
    Concern,
    Contact,
    Lesson,
    Plan,
    Review,
    TimetabledLesson,
)

# ── From git ────────────────────────────────────────────────────────────────────────────────────────────


class Change(Derived, frozen=True, kw_only=True):
    """One commit that touched a file: `status` is git's letter (A M D R). `path` is below the school's folder."""

    path: str
    commit: str
    at: datetime
    author: str
    email: str
    message: str
    status: str


class History(Derived, frozen=True, kw_only=True):
    """What git knows: the commit the records stand at, and each file's changes, newest first.

    `head` is None where there is no repository or no commit: then who changed what is not known.
    `dirty` names files that differ from `head`.
    """

    head: str | None = None
    changes: dict[str, tuple[Change, ...]] = msgspec.field(default_factory=dict)
    dirty: frozenset[str] = frozenset()


# ── People and duties ───────────────────────────────────────────────────────────────────────────────────


class Duty(Derived, frozen=True, kw_only=True):
    """Something that somebody owes by a day.

    `kind` is the rule's id in reviews.yml and `group` its heading (review, action, concern, provision, plan, chase).
    `what` is the item's own words and `about` what it belongs to, both as typed. `state` is overdue, due (today), soon (within
    the rule's warning) or later; `days` counts calendar days from today (negative: late).
    `due` is the earlier of `written_due` and `rule_due`; `moved` is true where a later date was written. `said` is how the
    rule puts its limit ("before 15 February"), where it has words for it. `owed_by` is school, authority or family.
    `anchor` is the section of the pupil's page it leads to; `item` the id of the thing, unique in its file.
    """

    id: str
    kind: str
    group: str
    label: str
    what: str | None = None
    about: str | None = None
    item: str | None = None
    anchor: str
    due: date
    written_due: date | None = None
    rule_due: date | None = None
    moved: bool = False
    said: str | None = None
    last_on: date | None = None
    state: str
    days: int
    warn_days: int
    owner: Assignee | None = None
    owed_by: str = "school"
    force: str = "school"
    source: str | None = None
    restricted: bool = False


# ── The five questions ──────────────────────────────────────────────────────────────────────────────────


class Tried(Derived, frozen=True, kw_only=True):
    """Something that was tried: an action that started, or provision. `status` is the action's or provision's own; `result` what people recorded."""

    id: str
    source: str
    what: str
    started_on: date | None = None
    ended_on: date | None = None
    agreed_with: tuple[str, ...] = ()
    status: str
    result: str | None = None
    before_after: BeforeAfter | None = None
    restricted: bool = False


class NextStep(Derived, frozen=True, kw_only=True):
    """An open action, and who holds it: `owner` is None where nobody does. `duty` names the Duty by id."""

    id: str
    what: str
    concern: str | None = None
    owner: Assignee | None = None
    due: date | None = None
    duty: str | None = None
    restricted: bool = False


class Silence(Derived, frozen=True, kw_only=True):
    """An open concern without a line this week. `last_on` is its newest line (None: never)."""

    concern: str
    what: str
    last_on: date | None = None
    last_no_change: bool = False
    owner: Assignee | None = None
    restricted: bool = False


class Unmet(Derived, frozen=True, kw_only=True):
    """A need for which no outcome names provision in the plan."""

    need: str
    type: str
    detail: str | None = None
    restricted: bool = False


class Touched(Derived, frozen=True, kw_only=True):
    """Who last changed a part of the record (one of its files), and when. `by` is a member of staff where the e-mail is known."""

    part: str
    path: str
    at: datetime
    by: str
    commit: str
    commit_url: str | None = None
    message: str = ""
    pending: bool = False


class EditLink(Derived, frozen=True, kw_only=True):
    """Where a section of the page is edited: file, line, the forge's address if the school has one."""

    section: str
    path: str
    line: int
    url: str | None = None
    exists: bool = True


class CaseFile(Derived, frozen=True, kw_only=True):
    """One pupil as of one day. Field names are the first part of a policy path."""

    id: str
    name: str
    as_of: date
    on_roll: bool = True
    support_label: str
    year_label: str
    keyworker: Assignee | None = None
    plan: Plan
    concerns: tuple[Concern, ...] = ()
    actions: tuple[Action, ...] = ()
    contacts: tuple[Contact, ...] = ()
    reviews: tuple[Review, ...] = ()
    notes: tuple[AbsenceNote, ...] = ()
    log: tuple[Absence, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    timetable: tuple[TimetabledLesson, ...] = ()
    attendance: Attendance = Attendance()
    half_days: HalfDays | None = None
    reasons: tuple[ReasonSpan, ...] = ()
    questions: tuple[Question, ...] = ()
    progress: Progress | None = None
    part_time: PartTime | None = None
    waits: tuple[Wait, ...] = ()
    support_first: SupportFirst | None = None
    duties: tuple[Duty, ...] = ()
    tried: tuple[Tried, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    silences: tuple[Silence, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    stale_plan: tuple[str, ...] = ()
    touched: tuple[Touched, ...] = ()
    edit: tuple[EditLink, ...] = ()


class Colleague(Derived, frozen=True, kw_only=True):
    """A member of staff as pages show them."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    is_away: bool = False
    away_until: date | None = None
    cover_id: str | None = None
    cover_name: str | None = None
    left_on: date | None = None
    handover: str | None = None


class SchoolCase(Derived, frozen=True, kw_only=True):
    """The school as of one day. `week_label` is "week 3 of Autumn 2" or None in a holiday; `next_week_label` Monday's.

    No count about fewer pupils than `smallest_group` is shown of the school.
    """

    name: str
    phase: str
    as_of: date
    weekday: str
    week_label: str | None = None
    next_week_label: str | None = None
    staff: tuple[Colleague, ...] = ()
    commit: str | None = None
    committed_at: datetime | None = None
    commit_url: str | None = None
    labels: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    smallest_group: int = 0
