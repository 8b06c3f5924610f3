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
from liverecord.model.history import InNameOnly, News, Revision, Stood
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

# ── People and duties ───────────────────────────────────────────────────────────────────────────────────


class Duty(Derived, frozen=True, kw_only=True):
    """Something that somebody owes by a day.

    `kind` is the rule's id in reviews.yml and `group` its heading (review, action, concern, provision, plan, chase).
    `what` is the item's own words and `about` what it belongs to, both as typed. `due` is the earlier of `written_due` and
    `rule_due`: the day to do it by. `limit` is the law's own day, which weekends and holidays do not move; None where
    guidance, practice or the school itself asks for it. `state` is overdue (past the limit), behind (past its day, and no
    limit is past), due (today), soon (within the rule's warning) or later; `days` counts calendar days from today to the
    limit where that is past, else to `due` (negative: late). `moved` is true where a later date was written. `said` is how
    the rule puts its limit ("before 15 February"), where it has words for it, and `beside` what it says beside the day.
    `owed_by` is school, authority or family.
    `anchor` is the section of the pupil's page it leads to; `item` the id of the thing, unique in its file.
    `held_since` is the day from which the present owner, or the cover, has held it, where that is known: nobody is late
    for days before. `late_school_days` counts the school days since the day it was due, that day left out (0: not late).
    `escalated_to` is who holds the role that school.yml names, once it has been late for so many school days in the
    present holder's hands; None where school.yml names none.
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
    limit: date | None = None
    moved: bool = False
    said: str | None = None
    beside: tuple[str, ...] = ()
    last_on: date | None = None
    state: str
    days: int
    owner: Assignee | None = None
    held_since: date | None = None
    late_school_days: int = 0
    escalated_to: Assignee | None = None
    owed_by: str = "school"
    force: str = "school"
    source: str | None = None
    restricted: bool = False


class Undated(Derived, frozen=True, kw_only=True):
    """A rule that applies, but of which the record does not say from which day: a row of "No date yet".

    `missing` is what the record lacks, in the rule's words; `field` the path of the field to write it in ("plan.ehcp.issued_on"),
    `file` that field's file, and `line` the YAML to add, with the value left open and what it stands in around it.
    `last_lawful` is set where the law had a day before the school kept live records, or before the pupil joined: it has
    passed, unless what is missing is written; from the day `counts_from` it is missed, as anything overdue is.
    `ask_last_school` is true where the rule's day was before the pupil came here: the last school may know what is missing.
    The rest is as in the rule's Duty.
    """

    id: str
    kind: str
    group: str
    label: str
    what: str | None = None
    about: str | None = None
    item: str | None = None
    anchor: str
    missing: str
    field: str
    file: str
    line: str
    last_lawful: date | None = None
    counts_from: date | None = None
    is_missed: bool = False
    ask_last_school: bool = False
    owner: Assignee | None = None
    owed_by: str = "school"
    force: str = "school"
    source: str | None = None
    restricted: bool = False


class ClosedLate(Derived, frozen=True, kw_only=True):
    """A review after which the final plan came late: its `limit`, the day that closed it, and how many days lie between."""

    review: str
    limit: date
    closed_on: date
    days: int
    restricted: bool = False


# ── The five questions ──────────────────────────────────────────────────────────────────────────────────


class Tried(Derived, frozen=True, kw_only=True):
    """Something that was tried: an action that started, or provision. `status` is the action's or provision's own; `result` and `result_note` what people recorded.

    `about_attendance` is what the record declares, None where nobody has said; only where it is true is there a comparison.
    """

    id: str
    source: str
    what: str
    started_on: date | None = None
    ended_on: date | None = None
    agreed_with: tuple[str, ...] = ()
    status: str
    result: str | None = None
    result_note: str | None = None
    result_said_by: tuple[str, ...] = ()
    about_attendance: bool | None = None
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


# ── The week ────────────────────────────────────────────────────────────────────────────────────────────


class Lack(Derived, frozen=True, kw_only=True):
    """What a record lacks that the week's routine looks for: `kind` is a code of codes.yml (list "lack").

    `concern` is the id of the open concern that it is about, where it is about one; `since` the day from which it is so:
    for no recent contact, of the last one; None where there was none.
    """

    kind: str
    concern: str | None = None
    since: date | None = None
    restricted: bool = False


class ContactDue(Derived, frozen=True, kw_only=True):
    """Why the family is to be spoken to this week: `why` are codes of codes.yml (list "contact_due"), `last_on` the day of the
    last conversation (None: none is recorded).
    """

    why: tuple[str, ...] = ()
    last_on: date | None = None
    restricted: bool = False


class NotWrittenUp(Derived, frozen=True, kw_only=True):
    """A conversation that is newer than everything else the record says: what came of it is not written up."""

    contact: str
    on: date
    by: str | None = None
    restricted: bool = False


class EditLink(Derived, frozen=True, kw_only=True):
    """Where a section of the page is edited: file, line, the forge's address if the school has one.

    `url` leads to the file and `line_url` to the line. A line tells of what is above it, so whoever does not see the whole
    file is told of neither `line` nor `line_url`.
    """

    section: str
    path: str
    line: int
    url: str | None = None
    line_url: str | None = None
    exists: bool = True


class TaughtGroup(Derived, frozen=True, kw_only=True):
    """A teaching group that the pupil is in today: what the timetable calls it, and who teaches it, by id."""

    name: str
    teachers: tuple[str, ...] = ()


class CaseFile(Derived, frozen=True, kw_only=True):
    """One pupil as of one day. Field names are the first part of a policy path."""

    id: str
    name: str
    as_of: date
    on_roll: bool = True
    year_behind: bool = False
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
    groups: tuple[TaughtGroup, ...] = ()
    attendance: Attendance = Attendance()
    half_days: HalfDays | None = None
    reasons: tuple[ReasonSpan, ...] = ()
    questions: tuple[Question, ...] = ()
    progress: Progress | None = None
    part_time: PartTime | None = None
    waits: tuple[Wait, ...] = ()
    support_first: SupportFirst | None = None
    duties: tuple[Duty, ...] = ()
    undated: tuple[Undated, ...] = ()
    closed_late: tuple[ClosedLate, ...] = ()
    tried: tuple[Tried, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    silences: tuple[Silence, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    stale_plan: tuple[str, ...] = ()
    lacks: tuple[Lack, ...] = ()
    contact_due: ContactDue | None = None
    not_written_up: tuple[NotWrittenUp, ...] = ()
    in_name_only: tuple[InNameOnly, ...] = ()
    revisions: tuple[Revision, ...] = ()
    news: tuple[News, ...] = ()
    stood: Stood | None = None
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
    cover_since: date | None = None
    left_on: date | None = None
    handover: str | None = None


class SchoolWeek(Derived, frozen=True, kw_only=True):
    """A week to come, from the one of today on: `label` as "week 3 of Autumn 2"; None in a week without school, "" where the
    school names no terms.
    """

    monday: date
    label: str | None = None


class HalfTerm(Derived, frozen=True, kw_only=True):
    """A half term (or term) as the school names it, up to its last day."""

    name: str
    end: date


class NeverValid(Derived, frozen=True, kw_only=True):
    """A record that was never valid, so that there is nothing to show: by its id alone, with the first problem's place."""

    id: str
    code: str
    path: str
    line: int
    number: int = 1


class Past(Derived, frozen=True, kw_only=True):
    """That the whole site shows the records as they stood on a past day, at this commit."""

    on: date
    commit: str
    commit_url: str | None = None


class Notice(Derived, frozen=True, kw_only=True):
    """Something in school.yml or staff.yml that wants looking at as time has passed.

    `kind` is no_terms, terms_ended, terms_end (soon), no_kind (of school), no_years (that it teaches) or back (an absence that was to end); `on` its
    day, `who` whose absence it is.
    """

    kind: str
    on: date | None = None
    who: str | None = None


class SchoolCase(Derived, frozen=True, kw_only=True):
    """The school as of one day. `week_label` is "week 3 of Autumn 2" or None in a holiday; `next_week_label` Monday's.

    No count about fewer pupils than `smallest_group` is shown of the school. `coming_days` is how far "Coming up" looks
    ahead, `windows` the numbers of days, shortest first, to which a list can be narrowed, and `half_term` the one that
    today lies in (in a holiday, the next). `weeks` are this week and those after it,
    as far as reviews are forecast. `sheet_lines` is how many
    lines a pupil has on a class sheet for what helps, and `sheet_letters` how many letters one of them takes. A side of paper has
    `sheet_side` lines; `sheet_one_side` pupils are meant to be on one side, `sheet_two_sides` on two. A pupil's card is
    read in `card_minutes`, which is so many words: `card_words`. `recent_days` is how far back the page of changes looks, and `feed_entries` how many
    its feed tells. `revisions` are those of school.yml and staff.yml. `never_valid` are left out of a
    site that shows each record as it last was valid, and `not_shown` is how many; `stood` is set where school.yml and
    staff.yml are taken as they stood; `past` where all of it is a past view.
    """

    name: str
    phase: str
    as_of: date
    weekday: str
    week_label: str | None = None
    next_week_label: str | None = None
    staff: tuple[Colleague, ...] = ()
    groups: tuple[TaughtGroup, ...] = ()
    commit: str | None = None
    committed_at: datetime | None = None
    commit_url: str | None = None
    labels: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    smallest_group: int = 0
    coming_days: int = 0
    windows: tuple[int, ...] = ()
    half_term: HalfTerm | None = None
    weeks: tuple[SchoolWeek, ...] = ()
    escalation_days: int | None = None
    sheet_lines: int = 0
    sheet_letters: int = 0
    sheet_side: int = 0
    sheet_one_side: int = 0
    sheet_two_sides: int = 0
    card_minutes: int = 0
    card_words: int = 0
    recent_days: int = 0
    feed_entries: int = 0
    notices: tuple[Notice, ...] = ()
    revisions: tuple[Revision, ...] = ()
    never_valid: tuple[NeverValid, ...] = ()
    not_shown: int = 0
    stood: Stood | None = None
    past: Past | None = None
