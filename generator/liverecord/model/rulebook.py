"""The law as data: what schema/ holds, typed. Numbers live in the files, never in Python."""

from datetime import date

import msgspec

from liverecord.model.calendars import Calendars
from liverecord.model.conditions import Conditions
from liverecord.model.imports import Imports
from liverecord.model.policy import Policy
from liverecord.model.populations import Population, Threshold
from liverecord.model.records import Interval
from liverecord.model.row import Row, Source
from liverecord.model.searching import SearchWords


class Code(Row, frozen=True, kw_only=True):
    """One row of a code list: legal on the dates from `valid_from` to `valid_until`, both included.

    `statistical_class` is for register marks alone: present, approved, authorised, unauthorised, not_possible,
    not_collected. `words` is how a page says it in a sentence, `also` what else people type
    for it. `stages` are a circumstance kind's, `ended` those after which nothing more is expected, `brought` those of an appeal that the tribunal has, `asks` the fields that a
    form asks of that kind alone. `agreed` is who agreed (agreed_with) where such a person was spoken to, `told` the key of the
    source by which parents are told of an SEN provision. `plan` is the kind of plan that a review kind looks at, `support` the SEN
    provision that a plan kind agrees with. `closed` marks a status under which nothing more is owed, `upholds` a
    tribunal's order after which what the authority decided stands.

    Of a transfer, `ends` are a school's highest years at whose end it is certain, each with the lowest year from which such a
    school begins. `years` are the year groups at whose end it is certain in a school of `phases` that says no years of its
    own; `unsure` are phases in which it would be with them, and `asked` those in which it is a question where the school goes
    on beyond them. `last_year` is the last year group at whose end it is made: of a pupil beyond it, it was made long ago.
    """

    code: str
    label: str
    words: str | None = None
    also: tuple[str, ...] = ()
    statistical_class: str | None = None
    area: str | None = None
    stages: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    brought: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    agreed: str | None = None
    told: str | None = None
    plan: str | None = None
    support: tuple[str, ...] = ()
    ends: dict[str, str] = msgspec.field(default_factory=dict)
    years: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    last_year: str | None = None
    closed: bool = False
    upholds: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    source: str | None = None
    note: str | None = None


class Codes(Row, frozen=True, kw_only=True):
    """codes.yml: rows by list ("mark", "need", …) and code, in the file's order; sources by the keys rows name them by."""

    sources: dict[str, Source]
    lists: dict[str, dict[str, Code]]

    def get(self, name: str, code: str | None) -> Code | None:
        """Return the row of a list for a code, or None where there is none."""
        return self.lists[name].get(code) if code is not None else None

    def label(self, name: str, code: str | None) -> str:
        """Return the label of a code; a code without a row is given back as it stands."""
        row = self.get(name, code)
        return row.label if row else code or ""


class Example(Row, frozen=True, kw_only=True):
    """A worked example of a review rule, which the tests run: facts given, and the duty that follows.

    `limit` is the law's own day, where it is not the duty's; without `has_limit` the law has none that is known. `asked`, of a question, tells whether it is asked.
    """

    given: dict[str, date | None]
    today: date
    due: date | None
    limit: date | None = None
    has_limit: bool = True
    state: str | None = None
    asked: bool | None = None
    note: str | None = None


class Leg(Row, frozen=True, kw_only=True):
    """One way to find the day of a limit: `plus` after the latest day of `from_` that is known, then `less` before that.

    `counts` is the law's own word for where `plus` begins: from, after or starting (with the day itself, which is the first of
    the period). `working_days` stand in place of `plus`. `before` names a month and day ("02-15") in that day's year
    instead: the limit is the day before it, or before that day itself, whichever comes first. A day before `not_before` does not count.
    """

    from_: tuple[str, ...] = msgspec.field(name="from")
    before: str | None = None
    plus: Interval | None = None
    counts: str | None = None
    working_days: int | None = None
    less: Interval | None = None
    not_before: str | None = None


class Beside(Row, frozen=True, kw_only=True):
    """What is said beside a duty and moves no day: once `plus` has passed since a day, or always where none is named.

    `where` narrows it further, as `applies` does a rule; it is not said once a day of `unless` is known.
    """

    from_: tuple[str, ...] = msgspec.field(name="from", default=())
    plus: Interval | None = None
    counts: str | None = None
    where: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    unless: tuple[str, ...] = ()
    says: str


class Season(Row, frozen=True, kw_only=True):
    """Days of the year, first and last as month and day: a limit that ends in them runs to the next working day after."""

    first: str
    last: str


class Lacking(Row, frozen=True, kw_only=True):
    """What a record may lack of a rule: `write` names the day as rules do, `says` is how a page says it.

    `where` narrows the subject further. With `always`, a day that is planned does not take its place, and a question is asked
    whatever the field holds.
    """

    write: str
    says: str
    always: bool = False
    where: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)


class ReviewRule(Row, frozen=True, kw_only=True):
    """One row of reviews.yml: a duty to look again, do or confirm something by a day.

    `id` names the rule, and is the kind of duty in audiences.yml. `subject` says what in a record it looks at, `kind` how the
    day is found; both are closed sets that derive knows. `applies` narrows the subject (`support: [K]`).

    Of an interval, `starts` names the dates of the subject from which `every` counts (the latest that is known wins; `counts`
    as a leg has it), `meanwhile` dates that, while they are
    later, give a day to aim at and no limit; `otherwise` dates that count only where none of `starts` is known; `written` the date that a person wrote
    for it. Of a limit, `legs` find the day and `take` says which of them counts (earliest, latest, or the first that is known).
    An interval is never due before a day of the legs of `no_sooner`. A termly rule is due in the term after that of its `starts`; `terms`
    are the first and last days of each where school.yml has no rows of it, or where its last row ends longer than `whole_within` before. A question has no day: it is asked until the field that `missing` names
    is written, and with `legs` only while the days of `beyond` (those of `otherwise` where none is known) that do not lie in `outside` are later than theirs. Any rule is there only while the days of `needs` are known.
    Reviews from before the latest day of `since` count for nothing. Until the day that `sure_with` names is
    written, a limit that has passed is no lateness: that day is asked for instead.

    A limit ends with a day of `ends`: one not before the day the first leg counts from, or not longer than `ends_within`
    before the limit (or before the day that `ends_before` names); and there is none where a day of `unless` is known. `shift`
    (school_day_before) makes an earlier aim of it, or moves practice on (next_school_day). `seasons` let it run on, and with `until_working_day` a day that is none.
    `beside` is said beside it. `after_leaving` is true of what is still owed once the pupil has left. `under` names rules:
    while one of those is late, this one, late as well, is no row of its own.
    `said` is how a page says the limit, `asks` what it asks of the authority ("issue the final plan"). `missing` is what the
    record may lack, so that the rule has no day; `done` what shows that it was done (without it, what is missing). `force` is must, should or school; `owed_by` school, authority or family.
    """

    id: str
    label: str
    group: str
    subject: str
    kind: str
    applies: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    starts: tuple[str, ...] = ()
    meanwhile: tuple[str, ...] = ()
    otherwise: tuple[str, ...] = ()
    every: Interval | None = None
    counts: str | None = None
    no_sooner: tuple[Leg, ...] = ()
    terms: tuple[Season, ...] = ()
    whole_within: Interval | None = None
    written: str | None = None
    needs: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    legs: tuple[Leg, ...] = ()
    beyond: tuple[str, ...] = ()
    outside: tuple[Season, ...] = ()
    take: str = "earliest"
    ends: tuple[str, ...] = ()
    ends_within: Interval | None = None
    ends_before: str | None = None
    unless: tuple[str, ...] = ()
    shift: str | None = None
    seasons: tuple[Season, ...] = ()
    until_working_day: bool = False
    beside: tuple[Beside, ...] = ()
    after_leaving: bool = False
    under: tuple[str, ...] = ()
    said: str | None = None
    asks: str | None = None
    missing: Lacking | None = None
    done: Lacking | None = None
    sure_with: Lacking | None = None
    warn: Interval
    owner_role: str | None = None
    keyworker_first: bool = False
    owed_by: str = "school"
    force: str = "school"
    source: str
    valid_from: date | None = None
    valid_until: date | None = None
    note: str | None = None
    examples: tuple[Example, ...] = ()


class Explanation(Row, frozen=True, kw_only=True):
    """What a problem's code word means: problems.yml, which `check --explain` and the docs print."""

    code: str
    title: str
    why: str
    fix: str
    wrong: str | None = None
    right: str | None = None


class KeepingExample(Row, frozen=True, kw_only=True):
    """A worked example of a keeping rule: days given, what the plan holds, and the last day on which the rule keeps it."""

    given: dict[str, date]
    holds: dict[str, str]
    until: date | None
    note: str | None = None


class KeepingRule(Row, frozen=True, kw_only=True):
    """One row of retention.yml: how long a part of a record is kept.

    `part` is record or register. `holds` narrows it to records that hold any one of these; `years` count from the day that
    `from_` names. Without them there is no figure, and whoever has the role `decided_by` decides.
    """

    id: str
    label: str
    part: str
    holds: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    from_: str | None = msgspec.field(name="from", default=None)
    years: int | None = None
    decided_by: str | None = None
    source: str
    valid_from: date | None = None
    valid_until: date | None = None
    note: str | None = None
    examples: tuple[KeepingExample, ...] = ()


class PassingOn(Row, frozen=True, kw_only=True):
    """Within how many school days of leaving a pupil's file goes to the next school."""

    school_days: int
    source: str
    note: str | None = None


class Retention(Row, frozen=True, kw_only=True):
    """retention.yml: rules in the file's order, and their sources by the keys that rows name them by."""

    sources: dict[str, Source]
    rules: tuple[KeepingRule, ...]
    passed_on: PassingOn


class Purpose(Row, frozen=True, kw_only=True):
    """What a copy of a record is made for: whether it holds restricted items, and how it names colleagues (name or role).

    `leaves_out` is what the copy says that it does not hold, `check` what is looked at before it is handed over.
    """

    id: str
    label: str
    with_restricted: bool
    people: str
    leaves_out: tuple[str, ...]
    check: tuple[str, ...]


class Copies(Row, frozen=True, kw_only=True):
    """export.yml: the purposes for which each path is copied. What is not named, or lies below `left_out`, is in no copy.

    `always_checked` is looked at before any copy is handed over.
    """

    purposes: tuple[Purpose, ...]
    always_checked: tuple[str, ...]
    left_out: tuple[str, ...]
    paths: dict[str, tuple[str, ...]]


class Rulebook(Row, frozen=True, kw_only=True):
    """All of schema/ but the JSON Schemas themselves, which are plain data by the file's kind in `schemas`.

    `sources` are those of reviews.yml and thresholds.yml, by the keys that their rows name them by.
    """

    codes: Codes
    reviews: tuple[ReviewRule, ...]
    thresholds: dict[str, Threshold]
    populations: dict[str, Population]
    policy: Policy
    problems: dict[str, Explanation]
    imports: Imports
    calendars: Calendars
    retention: Retention
    copies: Copies
    search: SearchWords
    conditions: Conditions
    schemas: dict[str, object]
    digest: str
    sources: dict[str, Source] = msgspec.field(default_factory=dict)
