"""Every job there is, in the order of how often it is done. Nobody else knows a job by name."""

from liverecord.forms import (
    absence,
    actions,
    agreement,
    circumstance,
    closing,
    concern,
    conversation,
    handing_over,
    helped,
    items,
    joining,
    leaver,
    leaving,
    lines,
    needs,
    newcomer,
    outcomes,
    passport,
    provision,
    removal,
    support,
)
from liverecord.forms.job import Job
from liverecord.forms.new_year import going
from liverecord.forms.reviews import due_round, held

JOBS: tuple[Job, ...] = (
    *lines.JOBS,
    conversation.JOB,
    actions.JOB,
    *helped.JOBS,
    held.JOB,
    due_round.JOB,
    concern.JOB,
    closing.JOB,
    passport.JOB,
    outcomes.JOB,
    *provision.JOBS,
    *needs.JOBS,
    circumstance.JOB,
    agreement.JOB,
    leaving.JOB,
    handing_over.JOB,
    *absence.JOBS,
    joining.JOB,
    newcomer.JOB,
    leaver.JOB,
    support.JOB,
    going.JOB,
    *items.JOBS,
    *removal.JOBS,
)
"""The jobs, the daily ones first."""


def job_named(name: str, *, of_a_pupil: bool) -> Job | None:
    """Return the job of a name, about one pupil or about the school; None where there is none."""
    scope = "pupil" if of_a_pupil else "school"
    return next((job for job in JOBS if (job.name, job.scope) == (name, scope)), None)
