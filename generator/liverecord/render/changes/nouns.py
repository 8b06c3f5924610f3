"""What the parts of a record are called where changes are told, and to which section of a pupil's page each belongs.

Parts are named as audiences.yml names them. A test holds that every part that a record can change has a noun.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple


class Noun(NamedTuple):
    """How one part is called.

    `name` holds the fields that tell one such thing from another; `more` holds those that a sentence adds in brackets.
    Each may have a word before it ("due due": the word, then the field). `inside` says what holds the thing
    ("concern").

    A `plain` part goes without its noun, because the labels of its fields say all: "Form changed from 8B to 8C".
    """

    one: str
    name: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    added: str = "added"
    inside: str | None = None
    plain: bool = False


NOUNS: Mapping[str, Noun] = {
    "plan": Noun("Plan", plain=True),
    "plan.pupil": Noun("Pupil's details", plain=True),
    "plan.pupil.next_year": Noun("Next school year", (), ("from from", "year_group", "form", "keyworker")),
    "plan.safeguarding": Noun("Pointer to a safeguarding record", plain=True),
    "plan.ehcp": Noun("Education, health and care plan", plain=True),
    "plan.passport": Noun("Passport", plain=True),
    "plan.needs": Noun("Need", ("type",)),
    "plan.needs.attempts": Noun("Attempt to meet a need", ("date",), inside="need"),
    "plan.conditions": Noun("Condition", ("name",)),
    "plan.outcomes": Noun("Outcome", ("text",), ("by by",)),
    "plan.outcomes.provision": Noun("Provision", ("what",), ("who", "frequency"), inside="outcome"),
    "plan.support_without_plan": Noun("Support without a plan", ("what",), ("who", "frequency")),
    "plan.mentors": Noun("Attendance mentor", ("who",), ("from from",)),
    "plan.views": Noun("Words", ("of from",), ("date",)),
    "plan.circumstances": Noun("Circumstance", ("kind",), ("service", "owner")),
    "plan.attendance": Noun("Agreement about attendance", plain=True),
    "plan.attendance.target": Noun("Attendance target", (), ("aim", "by by"), added="set"),
    "plan.attendance.target.steps": Noun("Step towards the attendance target", ("date",), ("aim",)),
    "plan.attendance.part_time_timetable": Noun("Part-time timetable", (), ("from from", "until until")),
    "plan.attendance.part_time_timetable.steps": Noun("Step of the part-time timetable", ("date",)),
    "plan.attendance.reintegration": Noun("Plan for the return to school"),
    "plan.attendance.reintegration.steps": Noun("Step of the return to school", ("date",)),
    "plan.attendance.access": Noun("Line on access", ("since since",), ("level",)),
    "plan.attendance.enforcement": Noun(
        "Consideration of enforcement", ("on considered_on",), ("decision",), added="recorded"
    ),
    "plan.attendance.sickness_return": Noun(
        "Sickness return to the authority", (), ("sent sent_on",), added="recorded"
    ),
    "concerns": Noun("Concern", ("what",), ("owner",)),
    "concerns.drivers": Noun("What may drive it", ("driver",), ("certainty",), inside="concern"),
    "concerns.updates": Noun("Weekly line", ("text",), ("by", "date"), inside="concern"),
    "actions": Noun("Action", ("what",), ("owner", "due due")),
    "contacts": Noun("Conversation", ("how", "with with", "on date"), ("by",), added="recorded"),
    "reviews": Noun("Review", ("kind",), ("owner",)),
    "reviews.outcomes": Noun("Result of an outcome", (), ("result",), added="recorded", inside="review"),
    "reviews.chain": Noun("Steps of the annual review", inside="review"),
    "notes": Noun("Reason for absence", ("reason",), ("from", "to until")),
    "log": Noun("Absence", ("on date", "session"), ("reason",), added="written down"),
    "lessons": Noun("Lesson's mark", ("on date", "period")),
    "timetable": Noun("Lesson of the timetable", ("day", "period"), ("subject",)),
    "attendance.register": Noun("Register", plain=True),
    "school": Noun("School's settings", plain=True),
}
"""Each part's noun. What is not here is told as "Something in the record"."""

VERBS: Mapping[tuple[str, str], str] = {
    ("actions.status", "open"): "opened again",
    ("actions.status", "done"): "done",
    ("actions.status", "stopped"): "stopped",
    ("concerns.status", "open"): "opened again",
    ("concerns.status", "closed"): "closed",
    ("plan.outcomes.status", "open"): "worked on again",
    ("plan.outcomes.status", "met"): "met",
    ("plan.outcomes.status", "replaced"): "replaced by another",
    ("plan.outcomes.provision.status", "in_place"): "in place",
    ("plan.outcomes.provision.status", "not_delivered"): "not delivered",
    ("plan.outcomes.provision.status", "withdrawn"): "withdrawn",
    ("plan.support_without_plan.status", "in_place"): "in place",
    ("plan.support_without_plan.status", "not_delivered"): "not delivered",
    ("plan.support_without_plan.status", "withdrawn"): "withdrawn",
}
"""States that people name with a verb: "Concern closed"."""

FILES: Mapping[str, str] = {
    "plan": "the plan",
    "absences": "the absences",
    "concerns": "the concerns",
    "actions": "the actions",
    "contacts": "the contacts",
    "reviews": "the reviews",
    "school": "the school's settings",
}
"""Each file of a record, by its noun, as a sentence names it."""

SECTIONS: Mapping[str, str] = {
    "passport": "Passport",
    "plan": "Plan",
    "attendance": "Attendance",
    "concerns": "Concerns",
    "actions": "Actions",
    "contacts": "Contacts",
    "reviews": "Reviews",
    "circumstances": "Circumstances",
    "conditions": "Conditions",
    "school": "School settings",
}
"""The sections of a pupil's page that changes belong to, in the page's order; the last is the school's own."""

_SECTION_OF = {
    "plan.passport": "passport",
    "plan.conditions": "conditions",
    "plan.circumstances": "circumstances",
    "plan.attendance": "attendance",
    "absences": "attendance",
    "attendance": "attendance",
    "notes": "attendance",
    "log": "attendance",
    "lessons": "attendance",
    "timetable": "attendance",
}


@cache
def section(part: str) -> str:
    """Return the section that a part belongs to, "plan" for what has none of its own."""
    first, _, rest = part.partition(".")
    two = f"{first}.{rest.partition('.')[0]}"
    section_name = _SECTION_OF.get(two) or _SECTION_OF.get(first) or first
    return section_name if section_name in SECTIONS else "plan"
