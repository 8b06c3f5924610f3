"""A school's records as typed, frozen values: what the YAML says and nothing else.

Names are the YAML's own keys; `from` and `with`, which Python keeps for itself, are `from_` and `with_` here.
A key that is empty or left out is None (or an empty tuple): unknown stays unknown.
"""

import datetime as dt
from collections.abc import Mapping

import msgspec

from liverecord.problem import Place

Day = dt.date
"""A civil date; the alias leaves `date` free to be a field's name, as it is in YAML."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The root of everything that was typed into a record."""


class Item(Record, frozen=True, kw_only=True):
    """A thing in a list, with the stable id that others refer to and that history follows."""

    id: str
    restricted: bool = False


# ── The school and its staff ────────────────────────────────────────────────────────────────────────────


class Forge(Record, frozen=True, kw_only=True):
    """Where the records are edited: addresses with {path} {line} {commit} {branch} to fill in."""

    edit: str | None = None
    commit: str | None = None
    branch: str = "main"


class Term(Record, frozen=True, kw_only=True):
    """A half term or term; both days are school days unless closed."""

    name: str
    start: Day
    end: Day


class Closure(Record, frozen=True, kw_only=True):
    """A day without sessions (one session of it when `session` says AM or PM)."""

    date: Day
    reason: str | None = None
    session: str | None = None


class Transition(Record, frozen=True, kw_only=True):
    """A day around which patterns are looked for."""

    date: Day
    name: str


class Period(Record, frozen=True, kw_only=True):
    """A lesson of the school day, times as "08:50"."""

    id: str
    session: str
    starts: str | None = None
    ends: str | None = None


class Interval(Record, frozen=True, kw_only=True):
    """A length of time: calendar days, weeks or months."""

    days: int | None = None
    weeks: int | None = None
    months: int | None = None


class Escalation(Record, frozen=True, kw_only=True):
    """To whom a duty goes after it has been late for a number of school days."""

    after_school_days: int
    to_role: str


class School(Record, frozen=True, kw_only=True):
    """school.yml."""

    name: str
    phase: str
    forge: Forge = Forge()
    terms: tuple[Term, ...] = ()
    closures: tuple[Closure, ...] = ()
    transitions: tuple[Transition, ...] = ()
    periods: tuple[Period, ...] = ()
    review_intervals: dict[str, Interval] = {}
    escalation: Escalation | None = None
    audiences: dict[str, str] = {}


class Away(Record, frozen=True, kw_only=True):
    """A known absence of a member of staff, and who covers."""

    from_: Day = msgspec.field(name="from")
    until: Day | None = None
    cover: str | None = None


class Person(Record, frozen=True, kw_only=True):
    """A member of staff."""

    id: str
    name: str
    roles: tuple[str, ...] = ()
    email: str | None = None
    git_emails: tuple[str, ...] = ()
    away: Away | None = None
    left_on: Day | None = None
    handover: str | None = None


class Staff(Record, frozen=True, kw_only=True):
    """staff.yml: in the file's order, which is the order in which a role is resolved."""

    staff: tuple[Person, ...] = ()


# ── plan.yml ────────────────────────────────────────────────────────────────────────────────────────────


class Identity(Record, frozen=True, kw_only=True):
    """Who the pupil is. Year group: N1 N2 R 1..14 or X; dates of joining and leaving the roll."""

    given_name: str
    family_name: str
    known_as: str | None = None
    year_group: str
    form: str | None = None
    date_of_birth: Day | None = None
    upn: str | None = None
    on_roll_from: Day | None = None
    on_roll_until: Day | None = None
    looked_after: bool | None = None


class Safeguarding(Record, frozen=True, kw_only=True):
    """A pointer to where a safeguarding record is held; never its content."""

    see: str
    held_by: str | None = None


class EhcPlan(Record, frozen=True, kw_only=True):
    """The education, health and care plan's own dates."""

    issued_on: Day | None = None
    last_review_decided_on: Day | None = None
    authority: str | None = None
    transfer: str | None = None
    transfer_on: Day | None = None


class Passport(Record, frozen=True, kw_only=True):
    """What every adult who teaches the pupil needs, and nothing more."""

    strengths: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    communication: str | None = None
    physical_care: str | None = None
    emergency: str | None = None
    safe_to_attend: str | None = None


class Attempt(Record, frozen=True, kw_only=True):
    """What was done to have an unmet need met."""

    date: Day
    text: str


class Need(Item, frozen=True, kw_only=True):
    """A type of need, by its census code; rank 1 is the primary need."""

    type: str
    rank: int | None = None
    detail: str | None = None
    attempts: tuple[Attempt, ...] = ()


class Condition(Item, frozen=True, kw_only=True):
    """A diagnosis or health condition, with its own care plan and review."""

    name: str
    fluctuating: bool | None = None
    health_care_plan: bool | None = None
    agreed_on: Day | None = None
    review_on: Day | None = None
    owner: str | None = None
    detail: str | None = None


class Provision(Item, frozen=True, kw_only=True):
    """Support that somebody delivers: under an outcome, or `support_without_plan` with the need it meets."""

    what: str
    who: str | None = None
    delivered_by: str | None = None
    frequency: str | None = None
    status: str
    from_: Day | None = msgspec.field(name="from", default=None)
    until: Day | None = None
    agreed_on: Day | None = None
    agreed_with: tuple[str, ...] = ()
    review_on: Day | None = None
    result: str | None = None
    confirm_by: Day | None = None
    contingency: str | None = None
    attendance_depends_on: bool | None = None
    need: str | None = None


class Outcome(Item, frozen=True, kw_only=True):
    """What the pupil is working towards, and by when."""

    text: str
    need: str | None = None
    by: Day | None = None
    status: str = "open"
    ended_on: Day | None = None
    provision: tuple[Provision, ...] = ()


class TargetStep(Record, frozen=True, kw_only=True):
    """A step towards an attendance aim, in per cent."""

    date: Day
    aim: int


class Target(Record, frozen=True, kw_only=True):
    """The pupil's own attendance aim, from its own baseline, in per cent."""

    baseline: int | None = None
    aim: int
    by: Day
    agreed_on: Day | None = None
    agreed_with: tuple[str, ...] = ()
    outcome: str | None = None
    ehcp_section: str | None = None
    steps: tuple[TargetStep, ...] = ()


class TimetableStep(Record, frozen=True, kw_only=True):
    """From this day, the sessions to attend: 'yn yn yn yn yn'."""

    date: Day
    expected: str


class PartTimeTimetable(Record, frozen=True, kw_only=True):
    """An agreed, temporary part-time timetable."""

    reason: str
    agreed_on: Day | None = None
    agreed_with_parent: str | None = None
    agreed_by: str | None = None
    from_: Day = msgspec.field(name="from")
    until: Day | None = None
    review_on: Day | None = None
    expected: str
    steps: tuple[TimetableStep, ...] = ()
    authority_told_on: Day | None = None
    sen_team_consulted_on: Day | None = None
    owner: str | None = None


class ReintegrationStep(Record, frozen=True, kw_only=True):
    """A step of a return, and the day it was reached."""

    date: Day
    text: str
    reached_on: Day | None = None


class Reintegration(Record, frozen=True, kw_only=True):
    """The plan for a return to school."""

    steps: tuple[ReintegrationStep, ...] = ()


class Access(Record, frozen=True, kw_only=True):
    """Whether being present is being able to learn: full, partial or none, since a day."""

    since: Day
    level: str
    why: str | None = None


class Enforcement(Item, frozen=True, kw_only=True):
    """One time that an enforcement step was considered, and why it was or was not taken further."""

    considered_on: Day
    decided_by: str | None = None
    support: tuple[str, ...] = ()
    decision: str
    rationale: str | None = None


class SicknessReturn(Record, frozen=True, kw_only=True):
    """The return to the authority for fifteen days of sickness."""

    sent_on: Day
    by: str | None = None


class AttendancePlan(Record, frozen=True, kw_only=True):
    """What was agreed about attendance: expectations, never marks."""

    target: Target | None = None
    part_time_timetable: PartTimeTimetable | None = None
    reintegration: Reintegration | None = None
    access: tuple[Access, ...] = ()
    enforcement: tuple[Enforcement, ...] = ()
    sickness_return: SicknessReturn | None = None


class Mentor(Record, frozen=True, kw_only=True):
    """An attendance mentor, from a day."""

    who: str
    from_: Day | None = msgspec.field(name="from", default=None)
    until: Day | None = None


class Voice(Item, frozen=True, kw_only=True):
    """What the pupil or the family said, dated, in their own words."""

    from_: str = msgspec.field(name="from")
    date: Day
    text: str


class Circumstance(Item, frozen=True, kw_only=True):
    """A standing circumstance: stands first on the page, so that nobody has to explain again."""

    kind: str
    stage: str | None = None
    status: str | None = None
    about: str | None = None
    service: str | None = None
    sections: tuple[str, ...] = ()
    requested_on: Day | None = None
    sent_on: Day | None = None
    expected_on: Day | None = None
    hearing_on: Day | None = None
    accepted_on: Day | None = None
    accepted_by: str | None = None
    chase_on: Day | None = None
    review_on: Day | None = None
    advice_requested_on: Day | None = None
    advice_sent_on: Day | None = None
    draft_served_on: Day | None = None
    decision_letter_on: Day | None = None
    mediation_certificate_on: Day | None = None
    ended_on: Day | None = None
    owner: str | None = None


class Plan(Record, frozen=True, kw_only=True):
    """plan.yml: the one file that a pupil must have."""

    pupil: Identity
    support: str
    kind: str | None = None
    layer: str | None = None
    version: int
    agreed_on: Day | None = None
    keyworker: str | None = None
    safeguarding: Safeguarding | None = None
    ehcp: EhcPlan | None = None
    passport: Passport = Passport()
    needs: tuple[Need, ...] = ()
    conditions: tuple[Condition, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    support_without_plan: tuple[Provision, ...] = ()
    attendance: AttendancePlan = AttendancePlan()
    mentors: tuple[Mentor, ...] = ()
    views: tuple[Voice, ...] = ()
    circumstances: tuple[Circumstance, ...] = ()


# ── The other files of a pupil ──────────────────────────────────────────────────────────────────────────


class Absence(Item, frozen=True, kw_only=True):
    """A single absence typed by hand: counted, never turned into a percentage."""

    date: Day
    session: str
    code: str
    reason: str | None = None
    certainty: str | None = None
    action: str | None = None
    concern: str | None = None
    condition: str | None = None
    text: str | None = None


class Lesson(Record, frozen=True, kw_only=True):
    """A mark for one lesson, where it is known."""

    date: Day
    period: str
    mark: str
    subject: str | None = None


class TimetabledLesson(Record, frozen=True, kw_only=True):
    """A lesson of the pupil's week, between two days: with it, marks for sessions tell of lessons and subjects."""

    from_: Day = msgspec.field(name="from")
    until: Day | None = None
    day: str
    period: str
    subject: str


class AbsenceNote(Item, frozen=True, kw_only=True):
    """What a code cannot say: a reason for a span of sessions, joined to what the record knows."""

    from_: Day = msgspec.field(name="from")
    until: Day | None = None
    days: tuple[str, ...] = ()
    session: str | None = None
    reason: str
    certainty: str | None = None
    concern: str | None = None
    action: str | None = None
    provision: str | None = None
    condition: str | None = None
    text: str | None = None


class Absences(Record, frozen=True, kw_only=True):
    r"""absences.yml. `weeks` maps a Monday to ten marks, as typed (/ and \\ are present, morning and afternoon)."""

    weeks: dict[Day, str] = {}
    log: tuple[Absence, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    timetable: tuple[TimetabledLesson, ...] = ()
    notes: tuple[AbsenceNote, ...] = ()


class Driver(Item, frozen=True, kw_only=True):
    """What is thought to lie behind a concern, how sure that is, and what tests it (an action's id)."""

    driver: str
    certainty: str
    test: str | None = None
    recheck_on: Day | None = None
    detail: str | None = None


class Update(Item, frozen=True, kw_only=True):
    """A week's line on a concern; `no_change` is a line too."""

    date: Day
    by: str | None = None
    text: str | None = None
    no_change: bool | None = None


class Concern(Item, frozen=True, kw_only=True):
    """One live record of one worry."""

    theme: str
    opened_on: Day
    closed_on: Day | None = None
    status: str = "open"
    what: str
    context: str | None = None
    drivers: tuple[Driver, ...] = ()
    plan_version: int | None = None
    outcomes: tuple[str, ...] = ()
    owner: str | None = None
    review_on: Day | None = None
    updates: tuple[Update, ...] = ()


class Concerns(Record, frozen=True, kw_only=True):
    """concerns.yml."""

    concerns: tuple[Concern, ...] = ()


class Action(Item, frozen=True, kw_only=True):
    """A next step that one person holds."""

    concern: str | None = None
    kind: str
    what: str
    owner: str | None = None
    agreed_on: Day | None = None
    agreed_with: tuple[str, ...] = ()
    started_on: Day | None = None
    ended_on: Day | None = None
    due: Day | None = None
    review_on: Day | None = None
    status: str = "open"
    result: str | None = None


class Actions(Record, frozen=True, kw_only=True):
    """actions.yml."""

    actions: tuple[Action, ...] = ()


class Contact(Item, frozen=True, kw_only=True):
    """A conversation with the family, by the four prompts."""

    date: Day
    by: str | None = None
    with_: str = msgspec.field(name="with")
    how: str
    reached: bool | None = None
    engagement: str | None = None
    happening: str | None = None
    changed: str | None = None
    school_is_trying: str | None = None
    family_view: str | None = None
    agreed: tuple[str, ...] = ()


class Contacts(Record, frozen=True, kw_only=True):
    """contacts.yml."""

    contacts: tuple[Contact, ...] = ()


class ReviewedOutcome(Record, frozen=True, kw_only=True):
    """What a review found of one outcome."""

    id: str
    result: str
    note: str | None = None


class ReviewChain(Record, frozen=True, kw_only=True):
    """An annual review's later dates, some the school's and some the authority's."""

    invited_on: Day | None = None
    papers_sent_on: Day | None = None
    report_sent_on: Day | None = None
    decision_on: Day | None = None
    decision: str | None = None
    notice_on: Day | None = None
    final_plan_on: Day | None = None


class Review(Item, frozen=True, kw_only=True):
    """A review that is planned, or was held."""

    kind: str
    about: tuple[str, ...] = ()
    due: Day | None = None
    held_on: Day | None = None
    owner: str | None = None
    attended: tuple[str, ...] = ()
    plan_version: int | None = None
    summary: str | None = None
    outcomes: tuple[ReviewedOutcome, ...] = ()
    chain: ReviewChain = ReviewChain()


class Reviews(Record, frozen=True, kw_only=True):
    """reviews.yml."""

    reviews: tuple[Review, ...] = ()


class Pupil(msgspec.Struct, frozen=True, kw_only=True):
    """All that the records say of one pupil. `id` is the folder's name: opaque, never a person's name.

    A file that is missing is empty here; `files` names those that exist, as paths below the school's folder.
    """

    id: str
    plan: Plan
    absences: Absences = Absences()
    concerns: tuple[Concern, ...] = ()
    actions: tuple[Action, ...] = ()
    contacts: tuple[Contact, ...] = ()
    reviews: tuple[Review, ...] = ()
    files: tuple[str, ...] = ()
    places: dict[str, Place] = {}


# ── Before they are typed ───────────────────────────────────────────────────────────────────────────────

KINDS: Mapping[str, type[Record]] = {
    "school": School,
    "staff": Staff,
    "plan": Plan,
    "absences": Absences,
    "concerns": Concerns,
    "actions": Actions,
    "contacts": Contacts,
    "reviews": Reviews,
}
"""The files a school keeps, by name without .yml, and what each holds."""

PUPIL_KINDS = ("plan", "absences", "concerns", "actions", "contacts", "reviews")
"""The files of a pupil's folder; only the plan must be there."""


class Document(msgspec.Struct, frozen=True):
    """A file as read: plain data, and where each part of it stands.

    `kind` is a key of KINDS. `data` holds dicts, lists, text, bool, int and None only; dates are still text.
    `marks` maps a path of keys and indexes to (line, column), both from 1: () is the document, ("a", 0) a value;
    `key_marks` the same for the key a value stands under. `digest` is the SHA-256 of the file's bytes.
    """

    path: str
    kind: str
    data: object
    marks: dict[tuple[str | int, ...], tuple[int, int]]
    digest: str
    key_marks: dict[tuple[str | int, ...], tuple[int, int]] = {}

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Return where the value at `path` stands (its key with `key`), or else the nearest part that holds it."""
        marks = self.key_marks if key else self.marks
        while path and path not in marks:
            path = path[:-1]
            marks = self.marks
        line, column = marks.get(path, (1, 1))
        return Place(self.path, line, column)
