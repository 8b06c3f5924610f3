"""The root of everything that is worked out, and who holds a thing."""

from datetime import date

import msgspec


class Derived(msgspec.Struct, frozen=True, kw_only=True):
    """The root of everything that is worked out."""


class Assignee(Derived, frozen=True, kw_only=True):
    """Who holds something. Somebody away is named first, the cover second.

    `by_role` is the role through which the person was found, where nobody is written; `left_on` is set where the
    person has left, and the thing is in nobody's hands. `cover_since` is the first day of the absence that is covered:
    the cover is not late for days before it.
    """

    id: str
    name: str
    by_role: str | None = None
    away_until: date | None = None
    is_away: bool = False
    cover_id: str | None = None
    cover_name: str | None = None
    cover_since: date | None = None
    left_on: date | None = None
