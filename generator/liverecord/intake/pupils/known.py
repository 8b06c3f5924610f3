"""Pupils who have a record already: what its plan says in force on a day, read from the bytes and never guessed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from liverecord.examine.records import Documents, Records, Task
from liverecord.forms.settling import settled
from liverecord.problem import Place
from liverecord.read.versions import on_disk


class Known(NamedTuple):
    """A pupil's record. `plan` is the plan's plain data as it is in force, `raw` the file's bytes.

    Of a file that is no YAML it is empty, and `is_read` false. `coming` is what the plan has of a school year to come.
    """

    id: str
    task: Task
    documents: Documents
    raw: bytes
    plan: Mapping[str, Any]
    coming: Mapping[str, Any]
    is_read: bool

    @property
    def path(self) -> str:
        """The path of the plan."""
        return self.task.files["plan"]

    @property
    def place(self) -> Place:
        """Where the plan begins."""
        return Place(self.path)

    def says(self, *path: str) -> str:
        """Return what the plan has at a path as text; "" where it says nothing there."""
        data: Any = self.plan
        for name in path:
            data = data.get(name) if isinstance(data, Mapping) else None
        return "" if data is None or isinstance(data, Mapping | list) else str(data)

    def called(self, name: str) -> str:
        """Return what the plan has of who the pupil is, as text; "" where it says nothing."""
        return self.says("pupil", name)

    def day(self, *path: str) -> date | None:
        """Return the day that the plan has at a path."""
        try:
            return date.fromisoformat(self.says(*path))
        except ValueError:
            return None

    def is_on_roll(self, today: date) -> bool:
        """Tell whether the pupil is on the roll on a day."""
        until, since = self.day("pupil", "on_roll_until"), self.day("pupil", "on_roll_from")
        return (until is None or today <= until) and (since is None or since <= today)

    def things(self, kind: str, name: str) -> list[Mapping[str, Any]]:
        """Return the things of a list of one of the record's files."""
        data: Any = self.documents[kind].data if kind in self.documents else None
        found = data.get(name) if isinstance(data, dict) else None
        return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def known(records: Records, today: date) -> list[Known]:
    """Return every pupil whose folder has a plan, in the order of their ids."""
    return [_known(records, task, today) for task in records.tasks if "plan" in task.files]


def may_be_there(number: str, unread: Iterable[Known]) -> bool:
    """Tell whether a number stands in a plan that cannot be read, so that its pupil may have a record."""
    return any(number.encode() in each.raw for each in unread)


def _known(records: Records, task: Task, today: date) -> Known:
    raw, _ = on_disk(records.folder, task.files["plan"])
    documents = records.documents(task.pupil)
    document = documents.get("plan")
    data = document.data if document is not None and isinstance(document.data, dict) else {}
    plan = settled(data, today)
    coming = plan.get("pupil", {}) if isinstance(plan.get("pupil"), dict) else {}
    ahead = coming.get("next_year")
    return Known(
        id=task.pupil,
        task=task,
        documents=documents,
        raw=raw or b"",
        plan=plan,
        coming=ahead if isinstance(ahead, dict) else {},
        is_read=document is not None,
    )
