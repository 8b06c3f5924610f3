"""thresholds.yml: numbers that figures are compared with, and whom each covers."""

from datetime import date

import msgspec


class SchoolAge(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An age by law: from a prescribed day on or after one birthday to the leaving date of the school year of another.

    It begins on the first of the days `begins_on` (month and day) on or after the birthday `begins_at`. It ends with the
    last weekday `ends_on_last` (1 is Monday) of the month `ends_in`, in the school year, from `year_begins` on, in which
    the pupil becomes `ends_at`.
    """

    begins_at: int
    begins_on: tuple[str, ...]
    ends_at: int
    ends_in: int
    ends_on_last: int
    year_begins: str


class Aged(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ages on a day of the year (month and day), both bounds among them."""

    from_: int = msgspec.field(name="from")
    until: int
    on: str


class Covered(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A worked example of a population: a pupil, a kind of school and a day, and whether it covers the pupil (None: cannot be told)."""

    on: date
    covered: bool | None
    born: date | None = None
    year_group: str = "X"
    school_kind: str | None = None
    note: str | None = None


class Population(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom a law or a national figure covers: a row of thresholds.yml.

    A date of birth decides by `school_age` or by `aged`; without one, whether the year group is among `year_groups`, and
    of `unsure_year_groups` it cannot be told. Those of another population, `within`, are decided by that one. No `school_kinds` means every kind of school.
    """

    id: str
    label: str
    school_age: SchoolAge | None = None
    aged: Aged | None = None
    within: str | None = None
    year_groups: tuple[str, ...] = ()
    unsure_year_groups: tuple[str, ...] = ()
    school_kinds: tuple[str, ...] = ()
    source: str
    note: str | None = None
    examples: tuple[Covered, ...] = ()


class Threshold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number that a figure is compared with, by its name in thresholds.yml: whole numbers only, units in the name.

    `decided_by` is the role that decides what follows from it, where one person does. `population` is whom it covers.
    """

    id: str
    label: str
    numbers: dict[str, int]
    decided_by: str | None = None
    population: str | None = None
    source: str
    valid_from: date | None = None
    valid_until: date | None = None
    note: str | None = None
