"""Standing circumstances move through the stages of their kind, and end on a day."""

from collections.abc import Iterator

from liverecord.problem import Problem
from liverecord.validate.ground import Subject
from liverecord.validate.wording import listed, near


def stages(subject: Subject) -> Iterator[Problem]:
    """unknown-stage, ended-without-date: the stage is one of its kind's (codes.yml, circumstance_kind)."""
    kinds = subject.ground.rulebook.codes.lists["circumstance_kind"]
    closed = subject.ground.closed["circumstance_status"]
    for index, circumstance in enumerate(subject.plan.circumstances):
        row = kinds.get(circumstance.kind)
        known = row.stages if row else ()
        if circumstance.stage is not None and row is not None and circumstance.stage not in known:
            match = near(circumstance.stage, known)
            choices = (
                f"Its stages are: {listed(known)}." if known else "Leave 'stage' out: this kind has none."
            )
            yield subject.problem(
                "unknown-stage",
                "plan",
                ("circumstances", index, "stage"),
                f"'stage' is not a stage of a circumstance of kind {circumstance.kind}.",
                f"Did you mean '{match}'?" if match else choices,
            )
        has_ended = row is not None and circumstance.stage in row.ended
        if circumstance.ended_on is None and (has_ended or circumstance.status in closed):
            yield subject.problem(
                "ended-without-date",
                "plan",
                ("circumstances", index, "stage" if has_ended else "status"),
                f"The circumstance is {circumstance.stage if has_ended else circumstance.status}, "
                "but 'ended_on' does not say since when.",
                "Add ended_on: the day on which it ended.",
            )
