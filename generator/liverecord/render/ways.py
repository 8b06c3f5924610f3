"""Marks of where a page has something to write: `liverecord edit` turns each into a link to its form (edit/whole_site.py).

A mark is an attribute, `data-edit="p-7k3m/concern/c1"`: the form's address, made of the job's name and of ids alone. On a site
that is read elsewhere it shows nothing. Only pages for those who may edit hold marks.
"""

import re

from markupsafe import Markup, escape

from liverecord.render.pieces import safe, sees
from liverecord.view import View

OF_THE_SCHOOL = frozenset({"reviews"})
"""Forms that are about the whole school at once: their addresses name no pupil."""


def mark(pupil: str, *form: str) -> Markup:
    """Return the attribute that leads to a form: its job's name, and the ids behind it."""
    parts = form if form[0] in OF_THE_SCHOOL else (pupil, *form)
    return safe((' data-edit="', escape("/".join(parts)), '"'))


def way(pupil: str, *form: str) -> Markup:
    """Return an empty place in which the link to a form will stand."""
    return safe(("<span", mark(pupil, *form), "></span>"))


def of_duty(pupil: str, duty: View) -> Markup:
    """Return the place of a link to the form that settles a duty; nothing where none does, or the reader may not edit."""
    if not duty.has("item"):
        return Markup()
    item = duty.item
    if item is None:
        return way(pupil, "reviews") if duty.group == "review" else Markup()
    if duty.group == "action":
        return way(pupil, "helped", item)
    form = _FORMS.get(duty.kind)
    return way(pupil, *form, item) if form is not None else Markup()


def of_undated(pupil: str, row: View) -> Markup:
    """Return the attribute that leads to the form of what has no date yet; the YAML of the line says where that stands."""
    if row.file == "reviews":
        return mark(pupil, "reviews")
    path = [row.file]
    for name in row.field.split(".")[1:-1]:
        path.append(name)
        listed = re.search(rf"\b{re.escape(name)}:\n *- id: (\S+)$", row.line, re.MULTILINE)
        path += [listed[1]] if listed else []
    if path[:2] == ["plan", "support_without_plan"]:
        return mark(pupil, "unplanned", *path[2:])
    if path[3:4] == ["provision"]:
        return mark(pupil, "provision", *path[2::2])
    return mark(pupil, "item", *path)


def of_sign(pupil: str, sign: View) -> Markup:
    """Return the attribute that leads to the form of what a sign is about."""
    item = sees(sign, "item")
    if sign.source in _ITEMS and item is not None:
        return mark(pupil, *_ITEMS[sign.source], item)
    return mark(pupil, *SECTIONS.get(sign.source, SECTIONS["plan"]))


_ITEMS = {"actions": ("action",), "concerns": ("concern",), "reviews": ("item", "reviews", "reviews")}
"""The form for a thing of each file."""


_FORMS = {
    "concern_review": ("concern",),
    "outcome_by": ("outcome",),
    "health_care_plan_review": ("condition",),
    "circumstance_review": ("item", "plan", "circumstances"),
    "circumstance_chase": ("item", "plan", "circumstances"),
    "circumstance_hearing": ("item", "plan", "circumstances"),
}
"""The form for the thing that a duty of each kind is about."""


SECTIONS = {
    "passport": ("passport",),
    "plan": ("item", "plan"),
    "conditions": ("item", "plan"),
    "circumstances": ("item", "plan"),
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
