"""What the parts of a plan say of each other."""

from collections.abc import Iterator

from liverecord.problem import Problem
from liverecord.validate.ground import Subject
from liverecord.validate.wording import listed


def support_and_kind(subject: Subject) -> Iterator[Problem]:
    """support-disagrees: the kind of plan is one that the pupil's SEN provision has (codes.yml, plan_kind)."""
    plan, kinds = subject.plan, subject.ground.rulebook.codes.lists["plan_kind"]
    row = kinds.get(plan.kind) if plan.kind is not None else None
    if row is None or plan.support in row.support:
        return
    fitting = [code for code, other in kinds.items() if plan.support in other.support]
    yield subject.problem(
        "support-disagrees",
        "plan",
        ("kind",),
        f"'kind' is {plan.kind}, which goes with support {' or '.join(row.support)}, but 'support' is {plan.support}.",
        f"With support {plan.support}, 'kind' is one of: {listed(fitting)}; or correct 'support'.",
    )


def ended_outcomes(subject: Subject) -> Iterator[Problem]:
    """ended-without-date, open-with-end-date: an outcome that is over says since when, and an open one does not."""
    closed = subject.ground.closed["outcome_status"]
    for index, outcome in enumerate(subject.plan.outcomes):
        if outcome.status in closed and outcome.ended_on is None:
            yield subject.problem(
                "ended-without-date",
                "plan",
                ("outcomes", index, "status"),
                f"The outcome is {outcome.status}, but 'ended_on' does not say since when.",
                "Add ended_on: the day on which it was found met, or replaced.",
            )
        elif outcome.status not in closed and outcome.ended_on is not None:
            yield subject.problem(
                "open-with-end-date",
                "plan",
                ("outcomes", index, "ended_on"),
                f"The outcome has an 'ended_on', but its status is {outcome.status}.",
                "Set status: met or replaced, or take ended_on out.",
            )


def enforcement(subject: Subject) -> Iterator[Problem]:
    """enforcement-unexplained: who decided, why, and after which support; support comes before enforcement.

    (Working together to improve school attendance, August 2024: support first; requirement C22.)
    """
    for index, step in enumerate(subject.plan.attendance.enforcement):
        missing = [name for name in ("decided_by", "rationale") if getattr(step, name) is None]
        if not step.support and step.decision != "none":
            missing.append("support")
        if missing:
            yield subject.problem(
                "enforcement-unexplained",
                "plan",
                ("attendance", "enforcement", index),
                f"The enforcement step does not say: {listed(missing)}.",
                "Add what is missing: decided_by, the id of the person; rationale, the reason in words; support, the ids of the "
                "provision and actions that came first.",
            )
