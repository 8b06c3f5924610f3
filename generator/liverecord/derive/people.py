"""Who holds something: by name, or through a role; who is away and who covers; who has left."""

from datetime import date

from liverecord.derive.kept import kept
from liverecord.model.case import Colleague
from liverecord.model.derived import Assignee
from liverecord.model.records import Person, Staff

KEYWORKER = "keyworker"
"""The role through which a pupil's own key worker is found."""


class People:
    """The staff as of one day."""

    def __init__(self, staff: Staff, today: date) -> None:
        self._today = today
        self._by_id = {person.id: person for person in staff.staff}
        self._by_email: dict[str, Person] = {}
        self._by_role: dict[str, Person] = {}
        for person in staff.staff:
            for address in (person.email, *person.git_emails):
                if address:
                    self._by_email.setdefault(address.casefold(), person)
            if not self._has_left(person):
                for role in person.roles:
                    self._by_role.setdefault(role, person)
        self._named: dict[tuple[str, str | None], Assignee] = {}
        self.colleagues = tuple(self._colleague(person) for person in staff.staff)

    def assignee(self, person_id: str, by_role: str | None = None) -> Assignee:
        """Return a person as the holder of something; an id that staff.yml does not know is its own name."""
        person = self._by_id.get(person_id)
        if person is None:
            return Assignee(id=person_id, name=person_id, by_role=by_role)
        key = (person_id, by_role)
        holder = self._named.get(key)
        if holder is None:
            holder = self._named[key] = self._assignee(person, by_role)
        return holder

    def holder(self, role: str) -> Assignee | None:
        """Return the first in staff.yml who holds a role and has not left; None where nobody does."""
        person = self._by_role.get(role)
        return self.assignee(person.id, role) if person else None

    def is_here(self, person_id: str) -> bool:
        """Tell whether somebody is on the books and has not left (being away is still being here)."""
        person = self._by_id.get(person_id)
        return person is not None and not self._has_left(person)

    def author(self, email: str) -> Person | None:
        """Return the member of staff who commits under an e-mail address."""
        return self._by_email.get(email.casefold())

    def _assignee(self, person: Person, by_role: str | None) -> Assignee:
        cover = self._cover(person)
        is_away = self._is_away(person)
        return Assignee(
            id=person.id,
            name=person.name,
            by_role=by_role,
            is_away=is_away,
            away_until=person.away.until if is_away and person.away else None,
            cover_id=cover.id if cover else None,
            cover_name=cover.name if cover else None,
            cover_since=person.away.from_ if cover and person.away else None,
            left_on=person.left_on if self._has_left(person) else None,
        )

    def _colleague(self, person: Person) -> Colleague:
        holder = self._assignee(person, None)
        return Colleague(
            id=person.id,
            name=person.name,
            roles=person.roles,
            is_away=holder.is_away,
            away_until=holder.away_until,
            cover_id=holder.cover_id,
            cover_name=holder.cover_name,
            cover_since=holder.cover_since,
            left_on=holder.left_on,
            handover=person.handover,
        )

    def _cover(self, person: Person) -> Person | None:
        """Return who covers for somebody today: a cover who is away covers for nobody, and passes it on to their own cover."""
        passed = {person.id}
        while self._is_away(person) and person.away is not None and person.away.cover is not None:
            cover = self._by_id.get(person.away.cover)
            if cover is None or cover.id in passed or self._has_left(cover):
                return None
            if not self._is_away(cover):
                return cover
            passed.add(cover.id)
            person = cover
        return None

    def _is_away(self, person: Person) -> bool:
        away = person.away
        return (
            away is not None
            and not self._has_left(person)
            and away.from_ <= self._today
            and (away.until is None or self._today <= away.until)
        )

    def _has_left(self, person: Person) -> bool:
        # The last day is still worked.
        return person.left_on is not None and person.left_on < self._today


@kept
def people_of(staff: Staff, today: date) -> People:
    """Return the staff as of a day; worked out once for the same staff and day."""
    return People(staff, today)
