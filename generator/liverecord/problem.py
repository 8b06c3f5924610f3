"""What can be wrong, where it stands, and the few reasons why a run cannot go on.

Problems are values: every stage collects them and none stops at the first. The errors below are
for what makes going on impossible:

    LiverecordError
    ├── InvalidRecords       the records hold problems; carries them
    │   └── InvalidPages     what MkDocs would publish beside them does: no older record helps
    ├── InvalidRulebook      schema/ or a school's own settings are wrong
    ├── HistoryUnavailable   git cannot tell who changed what (shallow clone, git absent)
    ├── NoSuchRevision       what was typed names no commit, or a day before the first
    └── CannotBuild          the site cannot be made (theme, search, disk)
"""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """A spot in a file: `path` is relative to the school's folder, with forward slashes; line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


class Problem(NamedTuple):
    """One thing that is wrong in the records.

    `code` is a word that names the wrong and has an entry in schema/problems.yml. `message` and `hint` never
    quote a record's free text, because they land in CI logs; keys, ids, codes and dates may be named.
    Sorting problems sorts them by place.
    """

    place: Place
    code: str
    message: str
    hint: str = ""


class LiverecordError(Exception):
    """The root of everything this program raises on purpose; its text is fit to show to a SENCO."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InvalidRecords(LiverecordError):
    """The records hold problems, so that nothing may be built from them."""

    _where = "records"

    def __init__(self, problems: Iterable[Problem], hint: str = "") -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        super().__init__(f"{count} problem{'' if count == 1 else 's'} in the {self._where}", hint)


class InvalidPages(InvalidRecords):
    """A school's own pages, or its settings, hold what may not be published or run; no older version of a record helps."""

    _where = "school's own pages or settings"


class InvalidRulebook(LiverecordError):
    """A file in schema/, or a setting of the school's, does not hold together."""


class HistoryUnavailable(LiverecordError):
    """Git cannot say who changed what; the hint is the cure."""


class NoSuchRevision(LiverecordError):
    """What a person typed names no commit: no such branch, tag or id, or a day before the first commit."""


class CannotBuild(LiverecordError):
    """The site cannot be made; the last good one is left as it was."""


def where(fault: BaseException) -> str:
    """Return the module and line that an exception came from."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return (
        f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "an unknown place"
    )
