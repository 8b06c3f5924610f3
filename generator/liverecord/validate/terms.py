"""The school's calendar."""

from collections.abc import Iterator

from liverecord.problem import Problem
from liverecord.validate.ground import Establishment


def terms_apart(subject: Establishment) -> Iterator[Problem]:
    """terms-overlap: a day belongs to one term; terms may stand in any order."""
    dated = sorted(
        (term.start, term.end, index)
        for index, term in enumerate(subject.school.terms)
        if term.start <= term.end
    )
    latest_end = None
    for start, end, index in dated:
        if latest_end is not None and start <= latest_end:
            yield subject.problem(
                "terms-overlap",
                "school",
                ("terms", index, "start"),
                f"The term starts on {start}, and another one ends on {latest_end}.",
                "Check the dates of both: a term starts after the one before it has ended.",
            )
        latest_end = end if latest_end is None else max(latest_end, end)
