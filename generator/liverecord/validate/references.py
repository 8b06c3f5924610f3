"""Whatever one part of a record points to is there."""

from collections.abc import Collection, Iterator
from typing import Any

from liverecord.problem import Problem
from liverecord.validate.ground import Path, Subject
from liverecord.validate.wording import meant, quoted

_Pointer = tuple[str, Path, str | None, str]

_HOMES = {
    "need": "the plan's needs",
    "outcome": "the plan's outcomes",
    "provision": "the plan's provision",
    "condition": "the plan's conditions",
    "concern": "concerns.yml",
    "action": "actions.yml",
    "support": "the plan's provision or actions.yml",
    "reviewed": "the record",
    "period": "the lessons in school.yml",
}


def known_ids(subject: Subject) -> Iterator[Problem]:
    """broken-reference: an id that something points to exists. An ended thing keeps its id, so that this holds for ever."""
    plan, pupil = subject.plan, subject.pupil
    homes: dict[str, Collection[str]] = {
        "need": {need.id for need in plan.needs},
        "outcome": {outcome.id for outcome in plan.outcomes},
        "provision": {provision.id for _, provision in subject.provisions},
        "condition": {condition.id for condition in plan.conditions},
        "concern": {concern.id for concern in pupil.concerns},
        "action": {action.id for action in pupil.actions},
    }
    for kind, path, target, home in _pointers(subject):
        if target is None:
            continue
        ids = homes.get(home)
        if ids is None:
            ids = homes[home] = _wider(home, homes, subject)
        if target not in ids:
            name = path[-1] if isinstance(path[-1], str) else path[-2]
            shown = quoted(target, ids)
            yield subject.problem(
                "broken-reference",
                kind,
                path,
                f"'{name}' points to nothing in {_HOMES[home]}{f': there is no {shown}' if shown else ''}.",
                meant(target, sorted(ids), f"There is nothing in {_HOMES[home]} yet."),
            )


def living_targets(subject: Subject) -> Iterator[Problem]:
    """ended-reference: an open action belongs to an open concern.

    Closing a concern folds it away, and an action still open under it would go with it unseen. The other way round
    is right: an open concern may name an outcome that was met or an action that was tried.
    """
    statuses = subject.ground.closed
    closed = {
        concern.id for concern in subject.pupil.concerns if concern.status in statuses["concern_status"]
    }
    if not closed:
        return
    for index, action in enumerate(subject.pupil.actions):
        if action.status not in statuses["action_status"] and action.concern in closed:
            yield subject.problem(
                "ended-reference",
                "actions",
                ("actions", index, "concern"),
                "The action is open, but its concern is closed.",
                "End the action, give it to another concern, or open the concern again.",
            )


def plan_versions(subject: Subject) -> Iterator[Problem]:
    """plan-version-ahead: nothing was agreed under a plan that is not there yet. An older plan is late, not wrong."""
    current = subject.plan.version
    versions = [
        *(("concerns", index, concern.plan_version) for index, concern in enumerate(subject.pupil.concerns)),
        *(("reviews", index, review.plan_version) for index, review in enumerate(subject.pupil.reviews)),
    ]
    for kind, index, version in versions:
        if version is not None and version > current:
            yield subject.problem(
                "plan-version-ahead",
                kind,
                (kind, index, "plan_version"),
                f"'plan_version' is {version}, but the plan is at version {current}.",
                "Write the version it was agreed under, or raise the plan's 'version' if the plan was renewed.",
            )


def _wider(home: str, homes: dict[str, Collection[str]], subject: Subject) -> Collection[str]:
    if home == "support":
        return {*homes["provision"], *homes["action"]}
    if home == "period":
        return {period.id for period in subject.ground.school.periods}
    circumstances = {circumstance.id for circumstance in subject.plan.circumstances}
    return circumstances.union(
        *(homes[name] for name in ("concern", "provision", "condition", "outcome", "action"))
    )


def _pointers(subject: Subject) -> Iterator[_Pointer]:
    """Yield each pointer in a record: file, path, the id pointed to, and the home in which it must be."""
    plan, pupil = subject.plan, subject.pupil
    for index, outcome in enumerate(plan.outcomes):
        yield "plan", ("outcomes", index, "need"), outcome.need, "need"
    for path, provision in subject.provisions:
        yield "plan", (*path, "need"), provision.need, "need"
    if plan.attendance.target:
        yield "plan", ("attendance", "target", "outcome"), plan.attendance.target.outcome, "outcome"
    for index, step in enumerate(plan.attendance.enforcement):
        for number, support in enumerate(step.support):
            yield "plan", ("attendance", "enforcement", index, "support", number), support, "support"
    for index, concern in enumerate(pupil.concerns):
        for number, driver in enumerate(concern.drivers):
            yield "concerns", ("concerns", index, "drivers", number, "test"), driver.test, "action"
        for number, target in enumerate(concern.outcomes):
            yield "concerns", ("concerns", index, "outcomes", number), target, "outcome"
    for index, action in enumerate(pupil.actions):
        yield "actions", ("actions", index, "concern"), action.concern, "concern"
    for index, contact in enumerate(pupil.contacts):
        for number, agreed in enumerate(contact.agreed):
            yield "contacts", ("contacts", index, "agreed", number), agreed, "action"
    for index, review in enumerate(pupil.reviews):
        for number, about in enumerate(review.about):
            yield "reviews", ("reviews", index, "about", number), about, "reviewed"
        for number, reviewed in enumerate(review.outcomes):
            yield "reviews", ("reviews", index, "outcomes", number, "id"), reviewed.id, "outcome"
    yield from _absence_pointers(pupil.absences.log, "log", ("concern", "action", "condition"))
    yield from _absence_pointers(
        pupil.absences.notes, "notes", ("concern", "action", "provision", "condition")
    )
    if subject.ground.school.periods:
        for index, lesson in enumerate(pupil.absences.lessons):
            yield "absences", ("lessons", index, "period"), lesson.period, "period"
    for index, slot in enumerate(pupil.absences.timetable):
        yield "absences", ("timetable", index, "period"), slot.period, "period"


def _absence_pointers(items: tuple[Any, ...], name: str, keys: tuple[str, ...]) -> Iterator[_Pointer]:
    for index, item in enumerate(items):
        for key in keys:
            yield "absences", (name, index, key), getattr(item, key), key
