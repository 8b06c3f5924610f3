"""Since when a pupil has had support: the day that the plan names, else what git knows of the present unbroken run of it."""

from collections.abc import Collection, Sequence
from datetime import date

from liverecord.model.history import Edit
from liverecord.model.records import Pupil

_SUPPORT, _PLAN = "plan.support", "plan"
_CHANGED, _BEGUN = "changed", "begun"


def support_since(
    pupil: Pupil, edits: Sequence[Edit], supported: Collection[str], known: Collection[str], today: date
) -> date | None:
    """Return the day from which this school has given the pupil support; None where nobody knows.

    `supported` are the codes of support, `known` those and the others of their list. What began before the pupil joined
    begins here with the first day on the roll. `edits` stand newest first.
    """
    since = pupil.plan.support_since or _by_git(edits, supported, known, today)
    joined = pupil.plan.pupil.on_roll_from
    return since if since is None or joined is None else max(since, joined)


def _by_git(
    edits: Sequence[Edit], supported: Collection[str], known: Collection[str], today: date
) -> date | None:
    """Return the day of the first commit of the present run. A word that is no code, once typed by mistake, ends none."""
    for edit in edits:
        for each in edit.amendments:
            begins = each.kind == _BEGUN and each.part == _PLAN
            if each.kind == _CHANGED and each.part == _SUPPORT:
                begins = each.before is None or (each.before in known and each.before not in supported)
            if begins:
                # What is not committed yet was written by today. A clock that runs ahead makes no later day.
                return min(edit.at.date(), today) if edit.at is not None else today
    return None
