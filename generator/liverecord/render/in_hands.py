"""A list under the names of those who have a thing in hand, with filters beside it: the pages Overdue and Coming up.

What somebody away holds stands under their cover's name, and each of its rows says whose it is. What nobody holds
stands first.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from liverecord.render import no_date, words
from liverecord.render.environment import filled
from liverecord.render.filters import IN_NOBODYS_HANDS, Filter
from liverecord.render.headings import contents
from liverecord.render.pieces import Setting, at_school, is_uncovered, sees
from liverecord.render.rows import Printer, Row, Rows, sorted_apart
from liverecord.render.tiles import Kind
from liverecord.view import Page, View


class Hands(NamedTuple):
    """What one person has in hand: the heading, its anchor, how many rows count, a note, and the rows' HTML."""

    heading: Markup | str
    anchor: str
    number: int
    note: str
    body: Markup


class Named(NamedTuple):
    """How such a list is headed, what it says of itself, and what it says where it is empty.

    `late` are the numbers of what is overdue and behind, where the list is of that; `owed` says how many of them others owe.
    """

    heading: str
    note: str
    empty: str
    filtered: str
    when: str
    late: tuple[int, int] | None = None
    owed: Kind | None = None


def listed(
    school: View,
    path: str,
    title: str,
    named: Named,
    hands: Sequence[Hands],
    number: int,
    fields: Sequence[Filter],
    undated: Sequence[Any] = (),
) -> Page:
    """Return the page of such a list: `number` rows count now. `undated` stands before it, as no_date has it."""
    one_by_one, asked = no_date.apart(undated)
    html = filled(
        "templates/in_hands.html.j2",
        named=named,
        late=words.late_words(*named.late) if named.late is not None else "",
        hands=hands,
        number=number,
        filters=fields,
        as_of=school.as_of,
        undated=undated,
        one_by_one=one_by_one,
        asked=asked,
    )
    return Page(
        path=path,
        title=title,
        content=html,
        description=f"{title}{at_school(school)}",
        contents=contents(html),
    )


def every_hands(school: View, split: Rows, printer: Printer, attribute: str, latent: str) -> list[Hands]:
    """Return what each person has in hand, what nobody has first: rows that count now, then those that may later."""
    setting = Setting(school, "../")
    hands = []
    apart = sorted_apart(split, lambda row: row.hands)
    for each, of_each in sorted(apart.items(), key=lambda item: _order(*item)):
        rows = of_each.late + of_each.near
        body = printer.body(of_each.late, attribute=attribute) + printer.body(of_each.near, attribute=latent)
        heading = IN_NOBODYS_HANDS if each is None else setting.person(each, name_of(each, rows))
        anchor = "no-owner" if each is None else f"owner-{each}"
        hands.append(Hands(heading, anchor, len(of_each.late), words.told(_notes(each, rows, setting)), body))
    return hands


def name_of(hands: str, rows: Iterable[Row]) -> str:
    """Return the name of whoever has these rows in hand."""
    for row in rows:
        if row.owner is not None and row.owner.id == hands:
            return str(row.owner.name)
        if row.owner is not None and sees(row.owner, "cover_name"):
            return str(row.owner.cover_name)
    return hands


def _notes(hands: str | None, rows: Iterable[Row], setting: Setting) -> list[str]:
    """Return notes on one person: for whom they cover, or that they are away and nobody covers for them."""
    notes = {}
    for row in rows:
        owner = row.owner
        if hands is None or owner is None:
            continue
        if owner.id != hands:
            until = (
                f", away to {setting.day(owner.away_until)}" if sees(owner, "away_until") else ", who is away"
            )
            since = f", since {setting.day(owner.cover_since)}" if sees(owner, "cover_since") else ""
            notes[owner.id] = f"covering for {owner.name}{until}{since}"
        elif is_uncovered(owner):
            notes[owner.id] = setting.absence(owner)
    return [notes[each] for each in sorted(notes)]


def _order(hands: str | None, split: Rows) -> tuple[bool, str, str]:
    """Put what is in nobody's hands first, then people by name."""
    if hands is None:
        return (False, "", "")
    return (True, name_of(hands, split.late + split.near).casefold(), hands)
