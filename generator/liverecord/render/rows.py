"""Rows of duties, as every list shows them: pupil, what, whose, when.

A row carries its day, so that records.js can follow the calendar. On the day after it was due, a coming row hides, and
its hidden twin in the list of what is late shows; its limit tells behind from overdue. Figures are counted again from
rows. A row also carries whose hands it is in and its kind, so that lists.js can narrow a list.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from liverecord.render import pieces, standing_still, ways, words
from liverecord.render.pieces import Setting, safe, sees, year_and_form
from liverecord.view import View

NOBODY = "nobody"
"""How an address names the holder of a thing without an owner, or whose owner has left."""


class Row(NamedTuple):
    """A duty of a pupil's, or what has no date yet; `summary` is the pupil as lists show it."""

    summary: View
    duty: View

    @property
    def owner(self) -> View | None:
        """Return who owes it, None where nobody does."""
        owner: View | None = sees(self.duty, "owner")
        return owner

    @property
    def hands(self) -> str | None:
        """Return the id of whoever has it in hand: the owner, or the cover; None where it is in nobody's hands."""
        return pieces.hands(self.owner)


class Rows(NamedTuple):
    """All duties of all pupils, oldest first, split by the page's day.

    `late` is overdue, past a limit of the law, or behind, past its own day alone.
    `near` is due within the days that the first page looks ahead, and `further` comes up after that: within the
    longest window to which a list can be narrowed, in this half term, or within the rule's own warning.
    """

    late: tuple[Row, ...] = ()
    near: tuple[Row, ...] = ()
    further: tuple[Row, ...] = ()
    later: tuple[Row, ...] = ()

    @property
    def overdue(self) -> tuple[Row, ...]:
        """Return what is past a limit of the law."""
        return tuple(row for row in self.late if pieces.is_overdue(row.duty))

    @property
    def behind(self) -> tuple[Row, ...]:
        """Return what is past its own day, while no limit is past."""
        return tuple(row for row in self.late if not pieces.is_overdue(row.duty))

    @property
    def pressing(self) -> tuple[Row, ...]:
        """Return what is late, what is overdue first: where a list is cut short, no breach of the law falls away behind what is older."""
        return (*self.overdue, *self.behind)

    @property
    def coming(self) -> tuple[Row, ...]:
        """Return everything that is coming up."""
        return self.near + self.further


def rows(summaries: Iterable[View], school: View) -> Rows:
    """Return the duties of these pupils. What is due today is coming, not late."""
    days = sees(school, "coming_days") or 0
    far = max((days, *(sees(school, "windows") or ())))
    half_term = sees(school, "half_term")
    all_rows = [Row(summary, duty) for summary in summaries for duty in summary.duties]
    all_rows.sort(key=lambda row: (row.duty.due, row.summary.name, row.summary.id, row.duty.kind))
    parts: tuple[list[Row], ...] = ([], [], [], [])
    for row in all_rows:
        duty = row.duty
        if duty.days < 0:
            part = 0
        elif duty.days <= days:
            part = 1
        elif (
            duty.days <= far or duty.state == "soon" or (half_term is not None and duty.due <= half_term.end)
        ):
            part = 2
        else:
            part = 3
        parts[part].append(row)
    return Rows(*map(tuple, parts))


def sorted_apart(split: Rows, key: Callable[[Row], Hashable]) -> dict[Any, Rows]:
    """Return the rows of each key, in their order."""
    parts: dict[Any, tuple[list[Row], ...]] = {}
    for index, part in enumerate(split):
        for row in part:
            parts.setdefault(key(row), ([], [], [], []))[index].append(row)
    return {name: Rows(*map(tuple, four)) for name, four in parts.items()}


def pupil_cell(summary: View, setting: Setting) -> Markup:
    """Return a pupil's name as a link, with year and form small below."""
    year = year_and_form(summary)
    return safe(
        (
            f'<th scope="row"><a href="{setting.root}pupils/{escape(summary.id)}/">{escape(summary.name)}</a>',
            f'<br><span class="small">{escape(year)}</span>{standing_still.small(summary)}</th>',
        )
    )


def pupil_link(summary: View, setting: Setting) -> Markup:
    """Return a pupil's name as a link."""
    return safe((f'<a href="{setting.root}pupils/{escape(summary.id)}/">', escape(summary.name), "</a>"))


def holder_cell(owner: View | None, setting: Setting) -> Markup:
    """Return who holds something, with why they may not answer small below."""
    away = setting.absence(owner)
    small = f'<br><span class="small">{escape(away)}</span>' if away else ""
    return safe(('<td data-h="Whose">', setting.holder(owner), small, "</td>"))


def carried(row: Row) -> str:
    """Return a row's owners and kinds as attributes, by which a list is narrowed: somebody away and the cover are both named."""
    owner = row.owner
    named = [owner.id, sees(owner, "cover_id")] if owner is not None else []
    owners = [*filter(None, named), *([NOBODY] if row.hands is None else [])]
    return f'data-owner="{escape(" ".join(owners))}" data-kind="{escape(row.duty.group)} {escape(row.duty.kind)}"'


class Printer:
    """Makes the rows' HTML and keeps it, because the same row may stand in several lists and on several pages.

    One printer serves all pages of one depth below the root. The rows' views must outlive it: it knows them by
    identity.
    """

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._made: dict[int, tuple[str, str]] = {}
        self._holders: dict[tuple[object, ...], Markup] = {}

    def body(self, table_rows: Sequence[Row], *, attribute: str = "") -> Markup:
        """Return rows for a table's body.

        `attribute` tells records.js what they are: "data-coming", or "data-latent hidden".
        """
        space = f" {attribute}" if attribute else ""
        made = [self._of(row) for row in table_rows]
        return safe([f"<tr {carried}{space}>{cells}</tr>\n" for carried, cells in made])

    def _of(self, row: Row) -> tuple[str, str]:
        made = self._made.get(id(row.duty))
        if made is None:
            due = pieces.dates(row.duty.due, sees(row.duty, "limit"))
            made = self._made[id(row.duty)] = (f"{due} {carried(row)}", self._cells(row))
        return made

    def _cells(self, row: Row) -> str:
        setting, duty = self._setting, row.duty
        small = words.beside(pieces.details(duty, setting))
        about = f'<br><span class="small">{escape(small)}</span>' if small else ""
        # Joined as a whole: adding text to Markup would escape it.
        return "".join(
            (
                pupil_cell(row.summary, setting),
                f'<td data-h="What">{escape(pieces.title(duty))}{about}</td>',
                self._holder(row.owner),
                f'<td data-h="When">{pieces.when(duty)}<br><span class="small">{words.weekday_day(duty.due)}{_settled(row)}</span></td>',
            )
        )

    def _holder(self, owner: View | None) -> Markup:
        # By all that is seen of the owner, not by identity: each duty brings a view of its own.
        key = tuple(owner or ())
        made = self._holders.get(key)
        if made is None:
            made = self._holders[key] = holder_cell(owner, self._setting)
        return made


def in_rows(split: Rows, printer: Printer) -> dict[str, Any]:
    """Return what is late and coming up as the template's macro for both takes it."""
    return {
        "late": printer.body(split.late),
        "late_number": len(split.late),
        "latent": printer.body(split.coming, attribute="data-latent hidden"),
        "coming": printer.body(split.coming, attribute="data-coming"),
        "coming_number": len(split.coming),
    }


def _settled(row: Row) -> str:
    """Return the place of a link to the form that settles a row's duty, for those who may edit."""
    place = ways.of_duty(row.summary.id, row.duty, row.summary.name)
    return f" {place}" if place else ""
