"""A pupil, and the files that a school keeps."""

from collections.abc import Mapping

import msgspec

from liverecord.model.records.absences import Absences
from liverecord.model.records.actions import Action, Actions
from liverecord.model.records.concerns import Concern, Concerns
from liverecord.model.records.contacts import Contact, Contacts
from liverecord.model.records.item import Record
from liverecord.model.records.plan import Plan
from liverecord.model.records.reviews import Review, Reviews
from liverecord.model.records.school import School
from liverecord.model.records.staff import Staff
from liverecord.problem import Place

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


def kind_of(path: str) -> str:
    """Return what a file holds by its name, a key of KINDS; "" for what is no part of the records, such as plan.yml.bak."""
    kind, dot, ending = path.rpartition("/")[2].partition(".")
    return kind if (dot, ending) == (".", "yml") and kind in KINDS else ""


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
