"""What a form's job says that was done by command: text with how to look at it and how to keep it, or JSON.

All of it is fit for a log, unless the difference is told to an audience.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from liverecord.report.changes import as_values, differences
from liverecord.report.changes.rows import Difference
from liverecord.report.plain import counted, plain

_LISTED = 4
"""So many files are named one by one."""
_OF_COMMITS = ("base", "head", "uncommitted")
"""What only a difference between commits has."""


def job_done(
    difference: Difference,
    message: str,
    files: Sequence[str],
    *,
    records: str,
    is_written: bool,
    is_in_git: bool,
) -> str:
    """Return what changed or would change, and what there is to do then. `records` is the records' folder."""
    named = files if len(files) <= _LISTED else (records,)
    told = f"{counted(len(files), 'file')} ({', '.join(named)})"
    lines = [f"{differences(difference)}\n{message}."]
    if not is_written:
        lines.append(f"Nothing is written, because of --dry-run. It would be {told}.")
    else:
        lines.append(f"Written: {told}. Nothing is committed.")
        lines += _next(named, message) if is_in_git else [_NO_GIT]
    return "\n".join(lines) + "\n"


def job_refused(wrong: Sequence[str]) -> str:
    """Return what keeps a job from being written, a line each."""
    return "\n".join(["Nothing is written:", *(f"  {plain(each)}" for each in wrong)]) + "\n"


def job_json(
    difference: Difference | None = None,
    message: str = "",
    files: Sequence[str] = (),
    *,
    is_written: bool = False,
    wrong: Sequence[str] = (),
    things: Sequence[Mapping[str, str]] = (),
) -> str:
    """Return the same as JSON, in the shape of schema/output/job.schema.json. `things` are those in somebody's hands."""
    values: dict[str, Any] | None = None
    if difference is not None:
        values = {name: each for name, each in as_values(difference).items() if name not in _OF_COMMITS}
    value = {
        "version": 1,
        "written": is_written,
        "message": message,
        "files": list(files),
        "difference": values,
        "wrong": list(wrong),
        "things": list(things),
    }
    return json.dumps(value, indent=2) + "\n"


def _next(named: Sequence[str], message: str) -> list[str]:
    return [
        "    To look:  liverecord diff",
        f"    To keep:  git add {' '.join(named)}",
        f'              git commit -m "{message}"',
        "    Once it is committed, git revert with that commit's id takes it back.",
    ]


_NO_GIT = "    There is no git repository here that would keep what the records said before."
