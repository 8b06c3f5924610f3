"""One pupil's folder: the texts of its files, and what the school's history needs to know of the pupil."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Folder:
    """A pupil's files as text, by kind ("plan", "absences", …), in the order in which they are listed.

    `keyworker` is the id of the member of staff who changes the record most.
    """

    id: str
    keyworker: str
    texts: dict[str, str] = field(default_factory=dict)
