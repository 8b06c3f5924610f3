"""Whatever one part of a record points to is there."""

from collections.abc import Iterator

from liverecord.model.field import Field
from liverecord.model.records import KINDS, Document, Item
from liverecord.model.walk import values
from liverecord.problem import Problem
from liverecord.validate.ground import Subject
from liverecord.validate.wording import meant, quoted

_HOMES = {
    "need": "the plan's needs",
    "outcome": "the plan's outcomes",
    "provision": "the plan's provision",
    "condition": "the plan's conditions",
    "concern": "concerns.yml",
    "action": "actions.yml",
    "provision action": "the plan's provision or actions.yml",
    "period": "the lessons in school.yml",
}
"""Where the things that a field may name stand, by what the field declares; the record, for what is not listed here."""


def known_ids(subject: Subject) -> Iterator[Problem]:
    """broken-reference: an id that something points to exists. An ended thing keeps its id, so that this holds for ever."""
    ids: dict[str, set[str]] = {"period": {period.id for period in subject.ground.school.periods}}
    for thing in subject.things:
        if isinstance(thing.value, Item):
            ids.setdefault(type(thing.value).__name__.lower(), set()).add(thing.value.id)
    for file, path, field, value in values(subject.things, "id", "ids", "lesson"):
        target, known = str(value), set[str]().union(*(ids.get(noun, ()) for noun in field.of.split()))
        if target in known or (path[0] == "lessons" and not known):
            continue
        home = _HOMES.get(field.of, "the record")
        shown = quoted(target, known)
        yield subject.problem(
            "broken-reference",
            file,
            path,
            f"'{field.name}' points to nothing in {home}{f': there is no {shown}' if shown else ''}.",
            meant(target, sorted(known), _nothing_yet(subject, field, home)),
        )


def _nothing_yet(subject: Subject, field: Field, home: str) -> str:
    """Return what to do where nothing can be pointed to: it is written first, in a file that may have to be made."""
    out = f"or take '{field.name}' out"
    kind = home.removesuffix(".yml")
    if home.endswith(".yml") and kind in KINDS and kind not in subject.documents:
        return f"There is no {home} yet: make {subject.file(kind)} and write it there first, {out}."
    return f"There is nothing in {home} yet: write it there first, {out}."


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
                "End the action (status and ended_on), give it to another concern, or open the concern again: status: open, "
                "without closed_on, with owner and review_on.",
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


def version_goes_on(before: Document, after: Document) -> Iterator[Problem]:
    """version-backwards: a plan's version is never lower than it was, because concerns and reviews point to it."""
    was, now = (each.data.get("version") if isinstance(each.data, dict) else None for each in (before, after))
    if isinstance(was, int) and isinstance(now, int) and now < was:
        yield Problem(
            after.place("version"),
            "version-backwards",
            f"'version' is {now}, and it was {was} already.",
            f"Leave it at {was}; a plan that was renewed has {was + 1}.",
        )
