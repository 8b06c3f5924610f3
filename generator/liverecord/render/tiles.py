"""Today's six tiles: a number each, and beneath it what it is made of, in words that follow the reader's own day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from liverecord.render import words
from liverecord.render.pieces import Setting, sees
from liverecord.render.rows import Row, Rows
from liverecord.view import View

GROUPS = {
    "review": ("review", "reviews"),
    "action": ("action", "actions"),
    "concern": ("concern", "concerns"),
    "provision": ("outcome or provision", "outcomes or provisions"),
    "plan": ("plan", "plans"),
    "chase": ("to chase", "to chase"),
}
"""What a line says of one and of many duties of a group."""

MOST_KINDS = 3
"""How many kinds of what has no date yet are named before the rest is only counted."""


class Kind(NamedTuple):
    """A part of a tile's number. `days` are the days on which it grows or shrinks ("2026-11-27*2 …"), `direction` + or -."""

    number: int
    one: str
    many: str
    days: str = ""
    direction: str = "+"

    @property
    def says(self) -> str:
        """Return the words beside the number."""
        return self.one if self.number == 1 else self.many


class Tile(NamedTuple):
    """A number that leads to rows: `figure` with its words, its `kinds`, and `none`, which is said where it is nought.

    Without an `href` there is nothing to lead to. While its number is more than nought, a `late` one has the colour of what
    is late, and one that `lacks` something the colour of what is missing.
    """

    figure: Kind
    kinds: Sequence[Kind]
    none: str
    href: str = ""
    late: bool = False
    lacks: bool = False
    note: str = ""


def late_tile(split: Rows) -> Tile:
    """Return the tile of everything that is overdue or behind, by group."""
    return Tile(
        Kind(len(split.late), "overdue or behind", "overdue or behind", _days(split.near)),
        _by_group(split.late, split.near, "+"),
        "nothing is past its day",
        "overdue/",
        late=True,
    )


def undated_tile(rows: Sequence[Row]) -> Tile:
    """Return the tile of what has no date yet, the commonest kinds named."""
    counted = Counter(words.uncapped(str(row.duty.label)) for row in rows)
    named = counted.most_common(MOST_KINDS if len(counted) > MOST_KINDS + 1 else None)
    rest = len(rows) - sum(number for _, number in named)
    kinds = [Kind(number, f"× {label}", f"× {label}") for label, number in named]  # noqa: RUF001 -- labels have no plural
    if rest:
        kinds.append(Kind(rest, "of another kind", "of other kinds"))
    said = "no date yet"
    return Tile(
        Kind(len(rows), said, said), kinds, "everything has its date", "#no-date" if rows else "", lacks=True
    )


def unheld_tile(owners: Iterable[View | None]) -> Tile:
    """Return the tile of what is in nobody's hands, by how that came about."""
    counted = Counter(_how(owner) for owner in owners)
    number = counted.total()
    said = "in nobody's hands"
    kinds = [
        Kind(counted[how], words_of, words_of)
        for how, words_of in (
            ("none", "without an owner"),
            ("left", "whose owner has left"),
            ("away", "away, and nobody covers"),
        )
        if counted[how]
    ]
    return Tile(
        Kind(number, said, said),
        kinds,
        "everything has an owner who is here or covered",
        "#no-owner",
        lacks=True,
    )


def owed_by_others(split: Rows, one: str, many: str) -> Kind:
    """Return what others owe and has not come on its day, in the words for one and for many."""
    late, near = ([row for row in part if row.duty.group == "chase"] for part in (split.late, split.near))
    return Kind(len(late), one, many, _days(near))


def chase_tile(split: Rows) -> Tile:
    """Return the tile of what others owe and has not come on its day."""
    return Tile(
        owed_by_others(split, "to chase", "to chase"),
        (),
        "nothing that others owe is past its day",
        "overdue/?kind=chase",
        late=True,
        note="an authority or a service owes this",
    )


def week_tile(number: int, kinds: Iterable[Kind], href: str, none: str) -> Tile:
    """Return the tile of the week's routine: how many pupils it asks about, and what for."""
    return Tile(
        Kind(number, "pupil this week", "pupils this week"),
        [kind for kind in kinds if kind.number],
        none,
        href,
    )


def coming_tile(split: Rows, confirm: Sequence[Row], days: int, setting: Setting) -> Tile:
    """Return the tile of what falls due soon, by group, and after it what provision is to be confirmed."""
    said = f"coming up in {days} days"
    kinds = _by_group(split.near, (), "-")
    if confirm:
        first = setting.day(confirm[0].duty.due)
        kinds.append(
            Kind(
                len(confirm),
                f"provision to confirm by {first}",
                f"provisions to confirm, the first by {first}",
                _days(confirm),
                "-",
            )
        )
    return Tile(
        Kind(len(split.near), said, said, _days(split.near), "-"), kinds, "nothing falls due", "#coming"
    )


def _by_group(now: Iterable[Row], later: Iterable[Row], direction: str) -> list[Kind]:
    """Return the kinds of these rows; those that may come are there too, with nought, for the browser to show."""
    counted = Counter(row.duty.group for row in now)
    moving: dict[str, list[Row]] = {}
    for row in later if direction == "+" else now:
        moving.setdefault(row.duty.group, []).append(row)
    return [
        Kind(counted[group], one, many, _days(moving.get(group, ())), direction)
        for group, (one, many) in GROUPS.items()
        if counted[group] or group in moving
    ]


def _days(rows: Iterable[Row]) -> str:
    counted = Counter(row.duty.due.isoformat() for row in rows)
    return " ".join(day if number == 1 else f"{day}*{number}" for day, number in sorted(counted.items()))


def _how(owner: View | None) -> str:
    if owner is None:
        return "none"
    return "left" if sees(owner, "left_on") else "away"
