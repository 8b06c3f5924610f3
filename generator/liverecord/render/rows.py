"""Rows of duties, as every list shows them: pupil, what, whose, when.

A row carries its day, so that records.js can move the reader's view on with the calendar: a coming row hides on the
day after it was due, and its twin in the overdue list, there but hidden, shows. Figures are counted again from rows.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import Markup, escape

from liverecord.render import pieces, words
from liverecord.render.pieces import Setting, safe, sees
from liverecord.view import View

COMING_DAYS = 14
"""How far "Coming up" on the first page looks ahead: two school weeks, as its heading says."""


class Row(NamedTuple):
    """A duty of a pupil's; `summary` is the pupil as lists show it."""

    summary: View
    duty: View

    @property
    def owner_id(self) -> str | None:
        """Return who owes it, None where nobody does."""
        owner = sees(self.duty, "owner")
        return None if owner is None else str(owner.id)


class Rows(NamedTuple):
    """All duties of all pupils, oldest first, split by the page's day."""

    overdue: tuple[Row, ...]
    coming: tuple[Row, ...]
    later: tuple[Row, ...]

    @property
    def fortnight(self) -> tuple[Row, ...]:
        """Return what is due in the next days that the first page shows."""
        return tuple(row for row in self.coming if row.duty.days <= COMING_DAYS)

    def of(self, owner_id: str | None) -> "Rows":
        """Return those that one member of staff owes."""
        return Rows(*(tuple(row for row in part if row.owner_id == owner_id) for part in self))


def rows(summaries: Iterable[View]) -> Rows:
    """Return the duties of these pupils. What is due today is coming, not overdue."""
    found = [Row(summary, duty) for summary in summaries for duty in summary.duties]
    found.sort(key=lambda row: (row.duty.due, row.summary.name, row.summary.id, row.duty.kind))
    return Rows(
        overdue=tuple(row for row in found if row.duty.days < 0),
        coming=tuple(
            row
            for row in found
            if row.duty.days >= 0 and (row.duty.days <= COMING_DAYS or row.duty.state == "soon")
        ),
        later=tuple(
            row for row in found if row.duty.days > COMING_DAYS and row.duty.state not in {"due", "soon"}
        ),
    )


def by_owner(split: Rows) -> dict[str | None, Rows]:
    """Return the rows of each owner, those without one under None."""
    parts: dict[str | None, tuple[list[Row], list[Row], list[Row]]] = {}
    for index, part in enumerate(split):
        for row in part:
            parts.setdefault(row.owner_id, ([], [], []))[index].append(row)
    return {owner: Rows(*(tuple(part) for part in three)) for owner, three in parts.items()}


def pupil_cell(summary: View, setting: Setting, *, brief: bool = False) -> Markup:
    """Return a pupil's name as a link, with year and form small below."""
    form = sees(summary, "form")
    year = f"{summary.year_label}, {form}" if form else str(summary.year_label)
    return safe(
        (
            f'<td><a href="{setting.root}pupils/{escape(summary.id)}/">{escape(summary.name)}</a>',
            "</td>" if brief else f'<br><span class="small">{escape(year)}</span></td>',
        )
    )


def pupil_link(summary: View, setting: Setting) -> Markup:
    """Return a pupil's name as a link."""
    return safe((f'<a href="{setting.root}pupils/{escape(summary.id)}/">', escape(summary.name), "</a>"))


def holder_cell(owner: View | None, setting: Setting, *, brief: bool = False) -> Markup:
    """Return who holds something, with why they may not answer small below."""
    away = "" if brief else setting.absence(owner)
    small = f'<br><span class="small">{escape(away)}</span>' if away else ""
    return safe(('<td data-h="Whose">', setting.holder(owner), small, "</td>"))


class Printer:
    """Makes the rows' HTML. Each is kept, because the same row may stand in several lists of a page and of other pages.

    One printer serves all pages of one depth below the root. The rows' views must outlive it: it knows them by identity.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._made: dict[tuple[int, bool], str] = {}
        self._holders: dict[tuple[object, ...], Markup] = {}

    def body(self, found: Sequence[Row], *, attribute: str = "", brief: bool = False) -> Markup:
        """Return rows for a table's body; `brief` ones leave the small print to the full row elsewhere on the page.

        `attribute` says what they are to records.js: "data-coming", or "data-latent hidden".
        """
        space = f" {attribute}" if attribute else ""
        return safe(
            [
                f'<tr data-due="{row.duty.due.isoformat()}"{space}>{self._cells(row, brief)}</tr>\n'
                for row in found
            ]
        )

    def _cells(self, row: Row, brief: bool) -> str:
        key = (id(row.duty), brief)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._new(row, brief)
        return made

    def _new(self, row: Row, brief: bool) -> str:
        setting, duty = self._setting, row.duty
        small = "; ".join(pieces.details(duty, setting))
        about = f'<br><span class="small">{escape(small)}</span>' if small and not brief else ""
        full = "" if brief else f'<br><span class="small">{words.weekday_day(duty.due)}</span>'
        # Joined as a whole: adding text to Markup would escape it.
        return "".join(
            (
                pupil_cell(row.summary, setting, brief=brief),
                f'<td data-h="What">{escape(pieces.title(duty))}{about}</td>',
                self._holder(sees(duty, "owner"), brief),
                f'<td data-h="When">{pieces.when(duty)}{full}</td>',
            )
        )

    def _holder(self, owner: View | None, brief: bool) -> Markup:
        # By all that is seen of the owner, not by identity: each duty brings a view of its own.
        key = (brief, *(owner or ()))
        made = self._holders.get(key)
        if made is None:
            made = self._holders[key] = holder_cell(owner, self._setting, brief=brief)
        return made
