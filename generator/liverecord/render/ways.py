"""Marks of where a page has something to write: `liverecord edit` turns each into a link to its form (edit/whole_site.py).

A mark is an attribute, `data-edit="p-7k3m/concern/c1"`: the form's address, made of the job's name and of ids alone. On a site
that is read elsewhere it shows nothing. Only pages for those who may edit hold marks.
"""

import re

from markupsafe import Markup, escape

from liverecord.render.pieces import safe, sees
from liverecord.view import View


def mark(pupil: str, *form: str, chosen: str = "") -> Markup:
    """Return the attribute that leads to a form: its job's name, the ids behind it, and an answer chosen: "changed=nothing"."""
    address = "/".join((pupil, *form))
    return safe((' data-edit="', escape(f"{address}?{chosen}" if chosen else address), '"'))


def way(pupil: str, *form: str, about: str | None = "") -> Markup:
    """Return an empty place in which the link to a form will stand; `about` is what a screen reader says of it besides."""
    said = safe((' data-about="', escape(about), '"')) if about else ""
    return safe(("<span", mark(pupil, *form), said, "></span>"))


def of_duty(pupil: str, duty: View, whose: str = "") -> Markup:
    """Return the place of a link to the form that settles a duty; nothing where none does, or the reader may not edit.

    `whose` is the pupil's name, where the page is about several.
    """
    form = _settles(duty) if duty.has("item") else None
    if form is None:
        return Markup()
    about = ", ".join(str(each) for each in (whose, sees(duty, "what") or sees(duty, "label")) if each)
    return way(pupil, *form, about=about)


def _settles(duty: View) -> tuple[str, ...] | None:
    if duty.kind in HELD:
        item = (duty.item,) if duty.kind in _OF_AN_ITEM and duty.item is not None else ()
        return ("review", "new", HELD[duty.kind], *item)
    if duty.kind == _ARRANGE:
        return ("item", "reviews", "reviews")
    if duty.kind == _PLANNED_LATE:
        return SECTIONS["reviews"]
    if duty.kind == _TOLD_OF_TRANSFER:
        return ("item", "plan", "ehcp")
    if duty.item is None:
        return None
    if duty.group == "action":
        return whether_it_helps("actions", "actions", duty.item)
    if duty.anchor == "reviews":
        # What is sent around a review, decided after it and issued: its days stand in that review, whoever owes them.
        return ("item", "reviews", "reviews", duty.item, "chain")
    if duty.anchor == "circumstances":
        return to_change("plan", "circumstances", duty.item)
    place = _LOOKED_AT.get(duty.kind)
    return to_change(*place, duty.item) if place is not None else None


def to_change(file: str, *path: str) -> tuple[str, ...]:
    """Return the form that changes the thing at a path: "plan", "outcomes", "o1"; the plain form of its file where it has no own."""
    job = _OWN.get((file, *path[:-1:2]))
    return (job, *path[1::2]) if job is not None else ("item", file, *path)


def to_add(file: str, *path: str) -> tuple[str, ...]:
    """Return the form that adds a thing to the list at a path: "plan", "circumstances"."""
    job = _NEW.get((file, *path[::2]))
    return (job, *path[1::2]) if job is not None else ("item", file, *path)


def whether_it_helps(file: str, *path: str) -> tuple[str, ...]:
    """Return the form that asks of an action or of support whether it helps."""
    if file == "actions":
        return ("helped", path[-1])
    return ("helped-provision", path[1] if path[-2] == "provision" else path[-2], path[-1])


_OWN = {
    ("actions", "actions"): "action",
    ("plan", "circumstances"): "circumstance",
    ("concerns", "concerns"): "concern",
    ("plan", "conditions"): "condition",
    ("plan", "needs"): "need",
    ("plan", "outcomes"): "outcome",
    ("plan", "outcomes", "provision"): "provision",
    ("plan", "support_without_plan"): "unplanned",
}
"""The form in which a thing of a list is changed, by the list's file and keys. All others have the plain form of their file."""

_NEW = _OWN | {("contacts", "contacts"): "conversation", ("reviews", "reviews"): "review"}
"""The form in which one more is added."""


def of_undated(pupil: str, row: View) -> Markup:
    """Return the attribute that leads to the form of what has no date yet; the YAML of the line says where that stands."""
    if row.kind == _CEASED:
        return mark(pupil, "support", "ceases")
    if row.file == "reviews":
        return mark(pupil, *_of_undated_review(row))
    path = [row.file]
    for name in row.field.split(".")[1:-1]:
        path.append(name)
        listed = re.search(rf"\b{re.escape(name)}:\n *- id: (\S+)$", row.line, re.MULTILINE)
        path += [listed[1]] if listed else []
    return mark(pupil, *to_change(*path))


def _of_undated_review(row: View) -> tuple[str, ...]:
    """Return the form of a review without a day: of the planned one where there is one, else of one of its kind."""
    planned = re.search(r"\bid: (\S+)$", row.line, re.MULTILINE)
    kind = re.search(r"\bkind: (\S+)$", row.line, re.MULTILINE)
    if kind is not None and row.field == "reviews.due":
        # A day to plan it for: the form of a review that was held would ask for another.
        return ("item", "reviews", "reviews")
    if kind is not None or planned is None:
        return ("review", "new", kind[1]) if kind is not None else ("review",)
    if ".chain." in row.field:
        return ("item", "reviews", "reviews", planned[1], "chain")
    return ("review", planned[1])


def of_sign(pupil: str, sign: View) -> Markup:
    """Return the attribute that leads to the form of what a sign is about."""
    item = sees(sign, "item")
    if sign.source in _SIGNED and item is not None:
        return mark(pupil, *to_change(sign.source, sign.source, item))
    return mark(pupil, *SECTIONS.get(sign.source, SECTIONS["plan"]))


_SIGNED = frozenset({"actions", "concerns", "reviews"})
"""The files of which a sign speaks of one thing."""


_LOOKED_AT = {
    "concern_review": ("concerns", "concerns"),
    "condition_review": ("plan", "conditions"),
    "outcome_by": ("plan", "outcomes"),
}
"""The list of the thing that a duty of each kind is about, with its file."""

HELD = {
    "sen_support_review": "sen_support",
    "sen_support_report": "sen_support_report",
    "ehcp_annual_review": "ehcp_annual",
    "transfer_meeting": "ehcp_annual",
    "ehcp_interim_meeting": "ehcp_interim",
    "isp_review": "isp",
    "pep_first": "pep",
    "pep_review": "pep",
    "risk_assessment_review": "risk_assessment",
    "evacuation_plan_review": "evacuation_plan",
    "exam_access": "exam_access",
    "part_time_timetable_review": "part_time_timetable",
    "health_care_plan_review": "health_care_plan",
}
"""The kind of review that settles a duty, by its rule."""

_OF_AN_ITEM = frozenset({"health_care_plan_review"})
_ARRANGE = "ehcp_review_arrange"
_PLANNED_LATE = "ehcp_review_meet"
"""The planned review is there, and is moved: it stands among the others."""
_TOLD_OF_TRANSFER = "ehcp_transfer_told"
_CEASED = "ehcp_ceased_asked"
"""The question that a form answers which sees to all that ends with a plan."""


SECTIONS = {
    "passport": ("passport",),
    "plan": ("item", "plan"),
    "conditions": ("item", "plan"),
    "circumstances": ("circumstance",),
    "attendance": ("item", "absences"),
    "concerns": ("item", "concerns"),
    "actions": ("item", "actions"),
    "contacts": ("item", "contacts"),
    "reviews": ("item", "reviews"),
}
"""The form for what each section of a pupil's page shows."""


def of_section(pupil: str, link: View | None) -> Markup:
    """Return the attribute that leads to the form of a section; nothing where the reader may not edit it."""
    form = SECTIONS.get(link.section) if link is not None and sees(link, "section") else None
    return mark(pupil, *form) if form is not None else Markup()
