"""Which fields of the records name a thing by its id: the structure of the records, that both their past and the gate go by.

Paths are those of schema/audiences.yml, files by their nouns.
"""

from collections.abc import Mapping

BELONGS: Mapping[str, tuple[str, ...]] = {
    "actions.concern": ("concerns",),
    "log.concern": ("concerns",),
    "notes.concern": ("concerns",),
    "reviews.about": ("plan", "concerns", "actions"),
}
"""Fields by which a thing belongs to others, and the files of those: hidden where all of those are."""

POINTERS: Mapping[str, tuple[str, ...]] = {
    **BELONGS,
    "plan.outcomes.need": ("plan",),
    "plan.outcomes.provision.need": ("plan",),
    "plan.support_without_plan.need": ("plan",),
    "plan.attendance.target.outcome": ("plan",),
    "plan.attendance.enforcement.support": ("plan", "actions"),
    "concerns.drivers.test": ("actions",),
    "concerns.outcomes": ("plan",),
    "contacts.agreed": ("actions",),
    "notes.action": ("actions",),
    "notes.provision": ("plan",),
    "notes.condition": ("plan",),
    "log.action": ("actions",),
    "log.condition": ("plan",),
}
"""Fields that name a thing by its id, and the files it may stand in."""
