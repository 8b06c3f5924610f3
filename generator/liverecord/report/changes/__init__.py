"""What a change of the records means, for people and programs: what changed, what falls due, what is wrong afterwards.

    rows       what is told
    worded     text for a terminal, Markdown for a forge's summary page

Without an audience all of it is fit for a log: ids stand for pupils and staff, and nothing that anybody typed is in
it.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from liverecord.problem import LiverecordError
from liverecord.report.changes import worded
from liverecord.report.changes.rows import Difference

FORMS = ("text", "markdown", "json")
"""The formats that a difference has."""


def differences(difference: Difference, form: str = "text") -> str:
    """Return what differs in one of FORMS. The shape of the JSON is schema/output/diff.schema.json.

    Raises LiverecordError for an unknown format.
    """
    if form not in _FORMS:
        raise LiverecordError(f"there is no format {form!r}", f"one of: {', '.join(FORMS)}")
    return _FORMS[form](difference)


def as_values(difference: Difference) -> dict[str, Any]:
    """Return what differs as plain values, in the shape of the JSON."""
    counts = {
        change: sum(pupil.change == change for pupil in difference.pupils)
        for change in ("added", "removed", "changed", "unchanged")
    }
    return {
        "version": 2,
        "count": len(difference.pupils),
        "changes": counts,
        **msgspec.to_builtins(difference),
    }


def _json(difference: Difference) -> str:
    # ASCII alone, so that no log's encoding breaks it.
    return json.dumps(as_values(difference), indent=2) + "\n"


_FORMS: Mapping[str, Callable[[Difference], str]] = {
    "text": worded.text,
    "markdown": worded.markdown_summary,
    "json": _json,
}
