"""To whom each duty is told: its holder, the cover of a holder who is away, or a role where nobody is left.

A duty without a holder, or whose holder has left, goes to the role that school.yml names for escalation, else to the
SENCO. A duty that has stayed late goes to that role as well, and names its holder.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from liverecord.derive.people import People, people_of
from liverecord.model.derived import Assignee
from liverecord.model.records import School, Staff
from liverecord.report import DutyRow

SENCO = "senco"


class Task(NamedTuple):
    """A duty as it is told to somebody. `why` says how it came to them where it is not their own; it holds ids only."""

    row: DutyRow
    why: str = ""


class Recipient(NamedTuple):
    """Everything that one member of staff is told, oldest first. `email` is None where staff.yml has none."""

    owner: str
    name: str
    email: str | None
    tasks: tuple[Task, ...]


class Passed(NamedTuple):
    """How many duties went to somebody else, and why; `held_by` is their holder, None where nobody holds them."""

    why: str
    held_by: str | None
    reached: str
    duties: int


class Routes(NamedTuple):
    """Who is told what, by id; what went to somebody else; and `lost`, the duties that reach nobody."""

    told: tuple[Recipient, ...]
    passed: tuple[Passed, ...]
    lost: tuple[DutyRow, ...]


def routes(rows: Sequence[DutyRow], staff: Staff, school: School, today: date) -> Routes:
    """Return who is told of each row; the rows stand oldest first, and stay so for everybody."""
    people = people_of(staff, today)
    roles = [school.escalation.to_role, SENCO] if school.escalation else [SENCO]
    tasks: dict[str, list[Task]] = {}
    passed: Counter[tuple[str, str, str]] = Counter()
    lost = []
    for row in rows:
        reached = _reached(row.owner, people) if row.owner else None
        why = _why(row, people)
        if reached is None:
            reached = next((holder for role in roles if (holder := _by_role(role, people))), None)
        above = _reached(row.escalated_to, people) if row.escalated_to else None
        told_of: dict[str | None, str] = {reached: why}
        if above is not None:
            told_of.setdefault(above, _escalated(row))
        for reader, because in told_of.items():
            if reader is None:
                lost.append(row)
                continue
            tasks.setdefault(reader, []).append(Task(row, because))
            if because:
                passed[because, row.owner or row.left or "", reader] += 1
    persons = {person.id: person for person in staff.staff}
    told = [
        Recipient(owner, persons[owner].name, persons[owner].email, tuple(tasks[owner]))
        for owner in sorted(tasks)
    ]
    handed = [
        Passed(why, held_by or None, reached, count)
        for (why, held_by, reached), count in sorted(passed.items())
    ]
    return Routes(tuple(told), tuple(handed), tuple(lost))


def _reached(owner: str, people: People) -> str | None:
    """Return who reads an owner's e-mail: the owner, else the cover, else the cover's; None where nobody is here."""
    return next((person.id for person in _hands(owner, people) if not person.is_away), None)


def _hands(owner: str, people: People) -> Iterator[Assignee]:
    seen: set[str] = set()
    next_one: str | None = owner
    while next_one is not None and next_one not in seen and people.is_here(next_one):
        seen.add(next_one)
        person = people.assignee(next_one)
        yield person
        next_one = person.cover_id


def _by_role(role: str, people: People) -> str | None:
    holder = people.holder(role)
    return _reached(holder.id, people) if holder else None


def _why(row: DutyRow, people: People) -> str:
    if row.owner is None:
        return f"{row.left} has left" if row.left else "nobody holds it"
    owner = people.assignee(row.owner)
    if not owner.is_away:
        return ""
    return f"{row.owner} is away" if _reached(row.owner, people) else f"{row.owner} is away without cover"


def _escalated(row: DutyRow) -> str:
    return f"escalated: with {row.cover or row.owner}" if row.owner else "escalated: in nobody's hands"
