"""A concern is one live record of one worry: owned, reviewed, tested; its actions are somebody's."""

from collections.abc import Iterator

from liverecord.problem import Problem
from liverecord.validate.ground import Subject


def one_for_each_theme(subject: Subject) -> Iterator[Problem]:
    """two-open-concerns: a theme has one open concern, so that there is one place to look."""
    first: dict[str, str] = {}
    for index, concern in enumerate(subject.pupil.concerns):
        if concern.status in subject.ground.closed["concern_status"]:
            continue
        other = first.setdefault(concern.theme, concern.id)
        if other != concern.id:
            yield subject.problem(
                "two-open-concerns",
                "concerns",
                ("concerns", index, "theme"),
                f"Another concern, further up, is open for the theme {concern.theme} already.",
                "Keep one live record: write this as an update, a driver or an action there, or close the older one: "
                "status: closed, and closed_on.",
            )


def open_concerns(subject: Subject) -> Iterator[Problem]:
    """concern-without-owner, concern-without-review-date, open-with-end-date."""
    for index, concern in enumerate(subject.pupil.concerns):
        if concern.status in subject.ground.closed["concern_status"]:
            continue
        if concern.owner is None:
            yield subject.problem(
                "concern-without-owner",
                "concerns",
                ("concerns", index),
                "The concern is open, and nobody owns it.",
                "Add owner: the id of one person in staff.yml.",
            )
        if concern.review_on is None:
            yield subject.problem(
                "concern-without-review-date",
                "concerns",
                ("concerns", index),
                "The concern is open, and no day is set to check again.",
                "Add review_on: the day on which its owner looks again.",
            )
        if concern.closed_on is not None:
            yield subject.problem(
                "open-with-end-date",
                "concerns",
                ("concerns", index, "closed_on"),
                "The concern has a 'closed_on', but its status is open.",
                "Set status: closed, or take closed_on out.",
            )


def closed_concerns(subject: Subject) -> Iterator[Problem]:
    """ended-without-date: a closed concern says when it was closed."""
    for index, concern in enumerate(subject.pupil.concerns):
        if concern.status in subject.ground.closed["concern_status"] and concern.closed_on is None:
            yield subject.problem(
                "ended-without-date",
                "concerns",
                ("concerns", index, "status"),
                f"The concern is {concern.status}, but 'closed_on' does not say since when.",
                "Add closed_on: the day on which it was closed.",
            )


def drivers(subject: Subject) -> Iterator[Problem]:
    """unknown-driver-untested: not knowing is honest as long as something is being tried to find out."""
    first = "" if subject.pupil.actions else f", once it is written in {subject.file('actions')}"
    for index, concern in enumerate(subject.pupil.concerns):
        if concern.status in subject.ground.closed["concern_status"]:
            continue
        for number, driver in enumerate(concern.drivers):
            if driver.test is None and "unknown" in (driver.driver, driver.certainty):
                name = "driver" if driver.driver == "unknown" else "certainty"
                yield subject.problem(
                    "unknown-driver-untested",
                    "concerns",
                    ("concerns", index, "drivers", number, name),
                    f"'{name}' is unknown, and 'test' names no action that would tell.",
                    "Write what is suspected, with certainty: suspected; or add test: the id of the action that is being tried"
                    f"{first}.",
                )


def updates(subject: Subject) -> Iterator[Problem]:
    """empty-update: a week's line says something, be it that nothing changed."""
    for index, concern in enumerate(subject.pupil.concerns):
        for number, update in enumerate(concern.updates):
            if not update.no_change and not (update.text or "").strip():
                yield subject.problem(
                    "empty-update",
                    "concerns",
                    ("concerns", index, "updates", number),
                    "The update has neither 'text' nor 'no_change: true'.",
                    "If nothing changed, record that too: no_change: true.",
                )


def actions(subject: Subject) -> Iterator[Problem]:
    """action-without-owner, action-without-date, ended-without-date, open-with-end-date.

    An open action belongs to one person and is looked at again on some day: its own, or its concern's review.
    """
    watched = {
        concern.id
        for concern in subject.pupil.concerns
        if concern.status not in subject.ground.closed["concern_status"] and concern.review_on is not None
    }
    for index, action in enumerate(subject.pupil.actions):
        path = ("actions", index)
        if action.status not in subject.ground.closed["action_status"]:
            if action.owner is None:
                yield subject.problem(
                    "action-without-owner",
                    "actions",
                    path,
                    "The action is open, and nobody owns it.",
                    "Add owner: the id of one person in staff.yml.",
                )
            if action.due is None and action.review_on is None and action.concern not in watched:
                yield subject.problem(
                    "action-without-date",
                    "actions",
                    path,
                    "The action is open, and no day is set to do it or to look at it again.",
                    "Add due: the day by which it is done, or review_on: the day on which its owner looks again.",
                )
            if action.ended_on is not None:
                yield subject.problem(
                    "open-with-end-date",
                    "actions",
                    (*path, "ended_on"),
                    "The action has an 'ended_on', but its status is open.",
                    "Set status: done or stopped, or take ended_on out.",
                )
        elif action.ended_on is None:
            yield subject.problem(
                "ended-without-date",
                "actions",
                (*path, "status"),
                f"The action is {action.status}, but 'ended_on' does not say since when.",
                "Add ended_on: the day on which it ended, so that what was tried has its dates.",
            )
