"""What is not known is not confirmed: the one place where the certainty of a driver or a reason contradicts what it is of."""

from collections.abc import Iterator
from typing import Any

from liverecord.model.walk import Path
from liverecord.problem import Problem
from liverecord.validate.ground import Subject

_UNKNOWN, _CONFIRMED = "unknown", "confirmed"


def confirmed_and_unknown(subject: Subject) -> Iterator[Problem]:
    """confirmed-unknown: "Not known yet" and "confirmed" are not said of one thing."""
    for index, concern in enumerate(subject.pupil.concerns):
        for number, driver in enumerate(concern.drivers):
            path: Path = ("concerns", index, "drivers", number)
            yield from _contradiction(subject, "concerns", path, driver, "driver")
    for name in ("notes", "log"):
        for index, line in enumerate(getattr(subject.pupil.absences, name)):
            yield from _contradiction(subject, "absences", (name, index), line, "reason")


def _contradiction(subject: Subject, kind: str, path: Path, thing: Any, name: str) -> Iterator[Problem]:
    if getattr(thing, name) == _UNKNOWN and thing.certainty == _CONFIRMED:
        yield subject.problem(
            "confirmed-unknown",
            kind,
            (*path, name),
            f"'{name}' says that it is not known yet, and 'certainty' that it is confirmed.",
            f"Write under '{name}' what it was found to be.",
        )
