"""What a register says once it is worked out: figures, patterns, reasons, before and since, and what stands before enforcement.

All counts are sessions (half days) unless a field says otherwise; percentages are text to one decimal.
"""

from datetime import date

from liverecord.model.derived import Assignee, Derived


class Session(Derived, frozen=True, kw_only=True):
    """One half day of the register. `group` is present, late, authorised, agreed (C2), unauthorised, not_counted or none."""

    day: date
    half: str
    mark: str
    group: str
    label: str


class RegisterWeek(Derived, frozen=True, kw_only=True):
    """A week from its Monday: ten sessions; `gap` where no marks are recorded though school met."""

    monday: date
    sessions: tuple[Session, ...]
    gap: bool = False


class MarksEnd(Derived, frozen=True, kw_only=True):
    """The day of the newest mark. `old` where it lies so many school weeks back that nothing is said of now."""

    on: date
    this_week: bool
    old: bool = False


class Figures(Derived, frozen=True, kw_only=True):
    """Counts of sessions between two days, and the official and internal figures.

    Whole numbers; percentages are text to one decimal, None where nothing was possible or most sessions have no mark, and
    never rounded across a threshold. `agreed_*` leave out sessions that an agreed part-time timetable excuses (C2): internal, beside the official one.
    `unmarked` sessions between the two days have no mark, so that counts are "at least". `persistent` and `severe` are what
    national figures call it: None where they do not cover the pupil, where the unmarked sessions could decide it or are most,
    or where the marks are old. `by_year` where the year group alone says whom they cover.
    """

    first: date
    last: date
    possible: int
    attended: int
    authorised: int
    unauthorised: int
    late: int
    not_counted: int
    percent: str | None
    agreed_possible: int
    agreed_percent: str | None
    persistent: bool | None
    severe: bool | None
    by_year: bool = False
    unmarked: int = 0
    gaps: tuple[date, ...] = ()


class WeekCount(Derived, frozen=True, kw_only=True):
    """One week's sessions: the change is always shown as sessions missed, beside the week before."""

    monday: date
    possible: int
    missed: int


class Cell(Derived, frozen=True, kw_only=True):
    """A weekday and a half day, for instance Tuesday AM: missed of possible."""

    weekday: int
    half: str
    missed: int
    possible: int


class Pattern(Derived, frozen=True, kw_only=True):
    """Sessions or lessons missed again and again, more than the others, with the counts on both sides and the days.

    `kind` is a code of codes.yml (list "pattern"): sessions (half days of the week), half (all mornings or all
    afternoons), late (arrivals, of half days of the week), lesson, first_lesson, subject, beside_closure (next to a
    holiday or closure), transition (after a day that school.yml names), late_to_absent. `cells` are set for kinds about
    half days of the week, `half` for all mornings or afternoons (kinds half, late and late_to_absent) and for the half
    day that a first lesson opens, `period` and `subject` for lessons, `name` for a transition.
    `missed` of `possible` stand against `other_missed` of `other_possible`: for late, arrivals after the start of all
    sessions that the pupil came to; for late_to_absent, absences other than U in the later half of the weeks against
    the same sessions in the earlier half, in which the pupil came late to `late_before` of them.
    `after_closing` of the missed are U: arrivals after the register closed, never missed lessons. `small` asks for
    small-number wording. `dates` are the days behind `missed`, one for each; `gaps` the Mondays of weeks in the window
    without marks, or short of some.
    """

    kind: str
    cells: tuple[Cell, ...] = ()
    half: str | None = None
    period: str | None = None
    subject: str | None = None
    name: str | None = None
    missed: int
    possible: int
    other_missed: int
    other_possible: int
    after_closing: int = 0
    late_before: int = 0
    small: bool = False
    dates: tuple[date, ...] = ()
    gaps: tuple[date, ...] = ()


class Looked(Derived, frozen=True, kw_only=True):
    """The marks in which patterns were looked for: school weeks from `first` to `last` (Mondays), sessions missed of possible.

    `weeks` of these school weeks have marks. `enough` is false where too few marks are known to look at all: then no pattern means nothing.
    """

    first: date
    last: date
    weeks: int
    possible: int
    missed: int
    enough: bool
    gaps: tuple[date, ...] = ()


class Movement(Derived, frozen=True, kw_only=True):
    """The newest weeks against the same pupil's own earlier ones, in sessions missed of possible.

    `span` is week or four_weeks. `change` is more, fewer, same, or unknown where too few weeks are known on either side.
    """

    span: str
    first: date
    last: date
    weeks: int
    missed: int
    possible: int
    earlier_weeks: int
    earlier_missed: int
    earlier_possible: int
    change: str
    gaps: tuple[date, ...] = ()


class Run(Derived, frozen=True, kw_only=True):
    """Sessions missed one after another, from a day to a day; sessions that were not possible are passed over.

    `at_least` is true where a session without a mark stands at either end, so that the run may have been longer;
    `ongoing` where it reaches the newest mark. `unauthorised` of the sessions are.
    """

    first: date
    last: date
    sessions: int
    unauthorised: int
    at_least: bool = False
    ongoing: bool = False


class TrendWeek(Derived, frozen=True, kw_only=True):
    """One school week of the trend, counted against the agreed timetable: attended of possible, and of it and the three before.

    None stands for a week without marks. `aim` is what the pupil's own target asked for by then, in per cent.
    """

    monday: date
    attended: int | None = None
    possible: int | None = None
    recent_attended: int = 0
    recent_possible: int = 0
    aim: int | None = None


class HalfDays(Derived, frozen=True, kw_only=True):
    """Sessions missed of possible in the ten half days of the week, Monday morning first, over the school year.

    `weeks` are those with marks; `gap_weeks` school weeks without or with too few, which are left out. It is a pupil's part in the
    school's own patterns.
    """

    missed: tuple[int, ...]
    possible: tuple[int, ...]
    weeks: int
    gap_weeks: int


class Attendance(Derived, frozen=True, kw_only=True):
    """Everything worked out from marks. `register` is oldest first and includes gap weeks; `logged` counts single absences typed by hand.

    `ends` and `looked` are None where there are no marks at all. `runs` are the longest first; only those long enough to
    speak of. Where the marks are old there is no last week, no movement and no pattern: nothing that speaks of now.
    """

    register: tuple[RegisterWeek, ...] = ()
    ends: MarksEnd | None = None
    figures: Figures | None = None
    last_week: WeekCount | None = None
    week_before: WeekCount | None = None
    looked: Looked | None = None
    patterns: tuple[Pattern, ...] = ()
    movements: tuple[Movement, ...] = ()
    runs: tuple[Run, ...] = ()
    trend: tuple[TrendWeek, ...] = ()
    logged: int = 0


class ReasonSpan(Derived, frozen=True, kw_only=True):
    """What a note (or a line of the log) explains: its absences by how they count. Each session is counted for one of them alone.

    `id` is the note's or line's, `source` is note or log. A session that several explain counts for an open one
    before a restricted one, then for the narrower span, so that what an audience may not see changes no count it does.
    Counted are the sessions that the figures count (the school year's), so that both may be set against each other, and
    single absences that stand in the log alone: those are `logged`, and in no figure. `sessions` are all of them.
    """

    id: str
    source: str
    reason: str | None = None
    certainty: str | None = None
    authorised: int
    unauthorised: int
    not_possible: int
    sessions: int = 0
    logged: int = 0
    restricted: bool = False


class Question(Derived, frozen=True, kw_only=True):
    """Something the record leaves open about absence: asked, never judged.

    `kind` is a code of codes.yml (list "question"): support_for_mental_health (a mental-health reason without an
    intervention), unknown_untested (a reason not known and nothing that tests it), not_established (an N older than
    the register allows), agreed_times (C2 outside an agreed timetable), depends_on_withdrawn. `source` is note, log, driver,
    provision or register, and `item` the id there, where there is one; `days` are the days it is about, `sessions` how many.
    """

    kind: str
    source: str
    item: str | None = None
    sessions: int = 0
    days: tuple[date, ...] = ()
    restricted: bool = False


class CellBeforeAfter(Derived, frozen=True, kw_only=True):
    """A weekday and half day: missed of possible, before and since."""

    weekday: int
    half: str
    missed: int
    possible: int
    before_missed: int
    before_possible: int


class BeforeAfter(Derived, frozen=True, kw_only=True):
    """Sessions missed of possible, before and since something began. No cause is claimed.

    The five first counts are of the pupil's pattern of half days where there is one (`of_pattern`), else of all
    sessions; `cells` are every half day of the week. `small` asks for small-number wording: too few are known on one
    side, or none at all (0 of 0).
    """

    since: date
    missed: int
    possible: int
    before_missed: int
    before_possible: int
    of_pattern: bool
    cells: tuple[CellBeforeAfter, ...] = ()
    small: bool = False
    gaps: tuple[date, ...] = ()


class Progress(Derived, frozen=True, kw_only=True):
    """How attendance stands since the target was agreed, against the agreed timetable, beside the pupil's own baseline.

    `now_aim` by `now_by` is the step that comes next, or the aim itself. `percent` is None where nothing was possible.
    """

    baseline: int | None
    aim: int
    by: date
    now_aim: int
    now_by: date
    since: date
    attended: int
    possible: int
    percent: str | None
    gaps: tuple[date, ...] = ()


class PartTime(Derived, frozen=True, kw_only=True):
    """An agreed part-time timetable as of today: what is expected now, and attended of the sessions expected since it began.

    `expected` is the grid in force ('yn yn yn yn yn'), from `expected_from`; `next_from` and `next_expected` the next
    step up. `state` is ahead, running or over. `agreed_absences` are sessions marked C2 that the grid leaves
    free (C2 on an expected session is a Question), `other_absences` expected sessions missed.
    """

    state: str
    expected: str
    expected_from: date
    next_from: date | None = None
    next_expected: str | None = None
    attended: int
    possible: int
    agreed_absences: int
    other_absences: int
    gaps: tuple[date, ...] = ()


class Deadline(Derived, frozen=True, kw_only=True):
    """A day by which the authority is to have done something: `label` says what, in the rulebook's words."""

    label: str
    due: date
    passed: bool


class Wait(Derived, frozen=True, kw_only=True):
    """How long an open circumstance has been waited for: whole weeks since it was asked for, and the clock it runs against."""

    circumstance: str
    since: date
    weeks: int
    deadlines: tuple[Deadline, ...] = ()
    restricted: bool = False


class Nearness(Derived, frozen=True, kw_only=True):
    """Unauthorised sessions in the rolling school weeks of the national framework: `reached` opens a question, not a verdict.

    `by_mark` counts them by register mark (G, N, O, U). `at_least` where a session of the window has no mark.
    """

    sessions: int
    provisional: int
    weeks: int
    limit: int
    window_weeks: int
    reached: bool
    first: date
    by_mark: dict[str, int]
    at_least: bool = False
    gaps: tuple[date, ...] = ()


class Sickness(Derived, frozen=True, kw_only=True):
    """Sessions of illness (I) in the school year. `state` is near, due or sent; whether more will be missed is a person's judgement."""

    sessions: int
    limit_sessions: int
    state: str
    sent_on: date | None = None
    at_least: bool = False
    gaps: tuple[date, ...] = ()


class SupportFirst(Derived, frozen=True, kw_only=True):
    """What a school looks at before any enforcement step; None on a case where nothing calls for it.

    `away_in_a_row` is the newest run of unauthorised absence of the attendance return's length, `decides` is who holds
    the role that the rulebook names. `by_year` where whom the law covers is told by the year group alone. What has been
    tried, and what has not, stands in the record itself. Where the marks are old only what they triggered is here, a return
    that is owed as of the day on which they end.
    """

    nearness: Nearness | None = None
    sickness: Sickness | None = None
    away_in_a_row: Run | None = None
    persistent: bool = False
    severe: bool = False
    by_year: bool = False
    decides: Assignee | None = None
