"""Every law between records, in the order in which a reader would ask. Each is explained in schema/problems.yml."""

from collections.abc import Callable, Iterator

from liverecord.problem import Problem
from liverecord.validate import (
    certainty,
    circumstances,
    concerns,
    dates,
    days,
    forge,
    groups,
    identity,
    passport,
    people,
    plan,
    references,
    register,
    reviews,
    strictness,
    terms,
    timetable,
    told,
    years,
)
from liverecord.validate.ground import Establishment, Subject

PUPIL: tuple[Callable[[Subject], Iterator[Problem]], ...] = (
    identity.unique_ids,
    identity.upn,
    identity.opaque_id,
    people.named_people,
    references.known_ids,
    references.living_targets,
    references.plan_versions,
    dates.order_of_dates,
    dates.order_of_lists,
    dates.nothing_ahead,
    days.far_ahead,
    days.school_days,
    days.birth,
    plan.support_and_kind,
    plan.ended_outcomes,
    plan.enforcement,
    passport.first_lines,
    told.conditions_named,
    told.given_name_told,
    timetable.part_time,
    concerns.one_for_each_theme,
    concerns.open_concerns,
    concerns.closed_concerns,
    concerns.drivers,
    certainty.confirmed_and_unknown,
    concerns.updates,
    concerns.actions,
    reviews.dated_reviews,
    circumstances.stages,
    register.weeks,
    register.log,
    register.lessons,
    timetable.lessons_apart,
)
"""The laws of one pupil's record."""

SCHOOL: tuple[Callable[[Establishment], Iterator[Problem]], ...] = (
    identity.unique_staff,
    people.cover,
    dates.order_in_school,
    days.far_ahead_in_school,
    terms.terms_apart,
    years.years_in_order,
    forge.placeholders,
    groups.groups_apart,
    strictness.intervals,
    strictness.audiences,
)
"""The laws of school.yml and staff.yml."""
