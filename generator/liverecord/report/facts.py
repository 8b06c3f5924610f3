"""Every derived fact as JSON, for other tools to build on: what follows from the records, not the records themselves."""

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from liverecord.model.attendance import (
    Attendance,
    HalfDays,
    PartTime,
    Progress,
    Question,
    ReasonSpan,
    SupportFirst,
    Wait,
)
from liverecord.model.case import (
    CaseFile,
    ClosedLate,
    ContactDue,
    Duty,
    Lack,
    NextStep,
    NotWrittenUp,
    Silence,
    TaughtGroup,
    Tried,
    Undated,
    Unmet,
)
from liverecord.model.derived import Assignee
from liverecord.model.history import InNameOnly

SCHEMA = 3
"""The version of the shape in schema/output/facts.schema.json; it changes when its readers must change."""


class PupilFacts(msgspec.Struct, frozen=True, kw_only=True):
    """One pupil as of the day: everything that follows from its record and nothing guessed.

    The pupil is its id alone. What people typed is in it only where a fact is about those words (an action, a need).
    """

    id: str
    on_roll: bool
    year_behind: bool
    support_label: str
    year_label: str
    keyworker: Assignee | None
    groups: tuple[TaughtGroup, ...]
    attendance: Attendance
    half_days: HalfDays | None
    reasons: tuple[ReasonSpan, ...]
    questions: tuple[Question, ...]
    progress: Progress | None
    part_time: PartTime | None
    waits: tuple[Wait, ...]
    support_first: SupportFirst | None
    duties: tuple[Duty, ...]
    undated: tuple[Undated, ...]
    closed_late: tuple[ClosedLate, ...]
    tried: tuple[Tried, ...]
    next_steps: tuple[NextStep, ...]
    silences: tuple[Silence, ...]
    unmet: tuple[Unmet, ...]
    stale_plan: tuple[str, ...]
    lacks: tuple[Lack, ...]
    contact_due: ContactDue | None
    not_written_up: tuple[NotWrittenUp, ...]
    in_name_only: tuple[InNameOnly, ...]


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What `liverecord facts` prints: every fact that follows from the records as of a day, pupil by pupil.

    As secret as the records: it holds words that people typed, restricted ones among them. Ids stand for pupils.
    """

    as_of: date
    schema: int = SCHEMA
    pupils: tuple[PupilFacts, ...]


def every_fact(cases: Sequence[CaseFile], as_of: date) -> bytes:
    """Return the facts of the cases as JSON in UTF-8, one pupil a line, in the order given.

    The shape is schema/output/facts.schema.json: every key is always there, dates are ISO 8601, unknown is null.
    """
    head, tail = msgspec.json.encode(Facts(as_of=as_of, pupils=())).split(b"[]")
    # A line a pupil, so that two days' facts can be compared and a line cut out.
    lines = b",\n".join(_ENCODER.encode(_of(case)) for case in cases)
    return head + (b"[\n" + lines + b"\n]" if lines else b"[]") + tail + b"\n"


def unknown_pupils(ids: Collection[str]) -> str:
    """Return a message about ids that no pupil has. It says nothing about the ids that pupils do have."""
    named = ", ".join(repr(each) for each in sorted(ids))
    return f"no pupil has the id {named}; an id is the name of a folder in the records' pupils/"


def _of(case: CaseFile) -> PupilFacts:
    return PupilFacts(**{name: getattr(case, name) for name in PupilFacts.__struct_fields__})


_ENCODER = msgspec.json.Encoder()
