"""Pupils who have a record already: what its plan says in force on a day, read from the bytes and never guessed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from liverecord.examine.records import Documents, Records, Task
from liverecord.problem import Place
from liverecord.read.versions import on_disk

NEXT_YEAR = "next_year"
"""The part of a plan's `pupil` that holds what takes effect on a day; `from` in it is that day."""
FROM = "from"
KEYWORKER = "keyworker"


class Known(NamedTuple):
    """A pupil's record. `plan` is the plan's plain data; of a file that is no YAML it is empty, and `is_read` false.

    `identity` is what the plan says of who the pupil is, as it is in force: values for next year whose day has come stand in
    it, and are `settling`; while the day is ahead, they are `coming`.
    """

    id: str
    task: Task
    documents: Documents
    raw: bytes
    plan: Mapping[str, Any]
    identity: Mapping[str, Any]
    settling: Mapping[str, Any]
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
        """Return what the plan has in force of who the pupil is, as text; "" where it says nothing."""
        value = self.identity.get(name)
        return "" if value is None else str(value)

    def keyworker(self) -> str:
        """Return the id of the key worker in force; "" where there is none."""
        return str(self.settling.get(KEYWORKER) or self.says(KEYWORKER))

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

    def parts(self, name: str) -> list[Mapping[str, Any]]:
        """Return the things of a list of the plan."""
        things = self.plan.get(name)
        return [each for each in things if isinstance(each, Mapping)] if isinstance(things, list) else []


def known(records: Records, today: date) -> list[Known]:
    """Return every pupil whose folder has a plan, in the order of their ids."""
    return [
        _known(records, task, today) for task in records.tasks if "plan" in task.files
    ]


def may_be_there(number: str, unread: Iterable[Known]) -> bool:
    """Tell whether a number stands in a plan that cannot be read, so that its pupil may have a record."""
    return any(number.encode() in each.raw for each in unread)


def _known(records: Records, task: Task, today: date) -> Known:
    raw, _ = on_disk(records.folder, task.files["plan"])
    documents = records.documents(task.pupil)
    document = documents["plan"] if "plan" in documents else None
    plan = document.data if document is not None and isinstance(document.data, dict) else {}
    identity = plan.get("pupil")
    identity = identity if isinstance(identity, dict) else {}
    ahead = identity.get(NEXT_YEAR)
    ahead = ahead if isinstance(ahead, dict) else {}
    has_come = bool(ahead) and str(ahead.get(FROM, "9999")) <= today.isoformat()
    settling = {name: value for name, value in ahead.items() if name != FROM} if has_come else {}
    moved = {name: value for name, value in settling.items() if name != KEYWORKER}
    return Known(
        id=task.pupil,
        task=task,
        documents=documents,
        raw=raw or b"",
        plan=plan,
        identity=identity | moved,
        settling=settling,
        coming={} if has_come else ahead,
        is_read=document is not None,
    )
