"""What an import of lists and of provision maps did, one after the other, as text and JSON."""

import json

from liverecord.report.outcomes_import import OutcomesTaken, outcomes_as_data, outcomes_imported
from liverecord.report.pupils_import import PupilsTaken, pupils_imported


def moved_in(taken: PupilsTaken | None, added: OutcomesTaken | None, form: str = "text") -> str:
    """Return what became of lists and of provision maps, as "text" or "json"; None is what nobody asked for.

    As JSON both are one value, `{"pupils": …, "outcomes": …}`; one alone is that one's own.
    """
    if taken is None:
        return outcomes_imported(added, form) if added is not None else ""
    if added is None:
        return pupils_imported(taken, form)
    if form == "json":
        value = {"pupils": json.loads(pupils_imported(taken, form)), "outcomes": outcomes_as_data(added)}
        return json.dumps(value, indent=2) + "\n"
    note = _NOT_BEGUN if taken.is_dry else _HELD if added.is_dry else ""
    return f"{pupils_imported(taken)}\n{note}{outcomes_imported(added)}"


_HELD = "The provision map is only read, because not all of the list is understood.\n\n"
_NOT_BEGUN = "The provision map is read with the records that there are: a pupil whose record has not begun is not known to it.\n\n"
