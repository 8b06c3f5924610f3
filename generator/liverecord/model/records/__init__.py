"""A school's records as typed, frozen values: what the YAML says and nothing else. One module a noun.

Names are the YAML's own keys; `from` and `with`, which Python keeps for itself, are `from_` and `with_` here.
A key that is empty or left out is None (or an empty tuple): unknown stays unknown. What is true of a field (its title, what
it is, what it may name) is declared on it, in the words of model/field.py.
"""

from liverecord.model.records.absences import Absence, AbsenceNote, Absences, Lesson, TimetabledLesson
from liverecord.model.records.actions import Action, Actions
from liverecord.model.records.circumstances import Circumstance
from liverecord.model.records.concerns import Concern, Concerns, Driver, Update
from liverecord.model.records.contacts import Contact, Contacts
from liverecord.model.records.document import Document
from liverecord.model.records.expectations import (
    Access,
    AttendancePlan,
    Enforcement,
    PartTimeTimetable,
    Reintegration,
    ReintegrationStep,
    SicknessReturn,
    Target,
    TargetStep,
    TimetableStep,
)
from liverecord.model.records.identity import Identity, NextYear
from liverecord.model.records.item import Day, Item, Record
from liverecord.model.records.plan import EhcPlan, Mentor, Passport, Plan, Safeguarding, Voice
from liverecord.model.records.pupil import KINDS, PUPIL_KINDS, Pupil, kind_of
from liverecord.model.records.reviews import Review, ReviewChain, ReviewedOutcome, Reviews
from liverecord.model.records.school import (
    Closure,
    Escalation,
    Forge,
    Group,
    Interval,
    Period,
    School,
    SchoolYears,
    Term,
    Transition,
)
from liverecord.model.records.staff import Away, Person, Staff
from liverecord.model.records.support import Attempt, Condition, Need, Outcome, Provision

__all__ = [
    "KINDS",
    "PUPIL_KINDS",
    "Absence",
    "AbsenceNote",
    "Absences",
    "Access",
    "Action",
    "Actions",
    "Attempt",
    "AttendancePlan",
    "Away",
    "Circumstance",
    "Closure",
    "Concern",
    "Concerns",
    "Condition",
    "Contact",
    "Contacts",
    "Day",
    "Document",
    "Driver",
    "EhcPlan",
    "Enforcement",
    "Escalation",
    "Forge",
    "Group",
    "Identity",
    "Interval",
    "Item",
    "Lesson",
    "Mentor",
    "Need",
    "NextYear",
    "Outcome",
    "PartTimeTimetable",
    "Passport",
    "Period",
    "Person",
    "Plan",
    "Provision",
    "Pupil",
    "Record",
    "Reintegration",
    "ReintegrationStep",
    "Review",
    "ReviewChain",
    "ReviewedOutcome",
    "Reviews",
    "Safeguarding",
    "School",
    "SchoolYears",
    "SicknessReturn",
    "Staff",
    "Target",
    "TargetStep",
    "Term",
    "TimetableStep",
    "TimetabledLesson",
    "Transition",
    "Update",
    "Voice",
    "kind_of",
]
