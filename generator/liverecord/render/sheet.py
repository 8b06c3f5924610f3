"""The pupils' rows on a class sheet: what must be known at once is whole, and of what helps as much as has room.

Nothing is cut short: a line is on the sheet or it is not, and the sheet says how many are not. What to do in an
emergency, what attending is not safe without, and what to avoid take no part in that. Where even they need more sides of
paper than are meant, the sheet says on how many it prints.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup

from liverecord.model.parts import FIELDS
from liverecord.model.passport import in_order as in_order_of_first
from liverecord.render import paper, standing_still, words
from liverecord.render.pieces import Setting, sees
from liverecord.render.rows import pupil_link
from liverecord.view import View

NOBODY_SAID = "Nobody has said yet."
NOT_HERE = "Not on this site."

_MUST = ("emergency", "safe_to_attend")

_COLUMNS = ("need", "helps", "avoid")

_EMPTY = View(**dict.fromkeys(FIELDS["plan.passport"]))
"""A passport that nobody has written yet: a site that would hold it says so, and not that it is kept elsewhere."""


class SheetRow(NamedTuple):
    """A pupil's row. `must` is boxed, each part by what it is called; `left_out` counts the lines for which there was no
    room, and `more` says so, as a link. `unsaid` is what stands in place of a cell that is empty, by the column's field.
    """

    pupil: Markup
    stood: Markup
    support: str
    must: tuple[tuple[str, str], ...]
    need: str
    helps: tuple[str, ...]
    left_out: int
    more: Markup
    avoid: tuple[str, ...]
    unsaid: Mapping[str, str]
    ask: Markup
    away: str


class Sheet(NamedTuple):
    """A class's rows, on how many sides of paper they are, and on how many they are meant to be (0: not known)."""

    rows: tuple[SheetRow, ...]
    sides: int
    meant: int


class Chosen(NamedTuple):
    """The lines that are shown, and how many are not."""

    shown: tuple[str, ...]
    left_out: int


def keep(view: View, _school: View | None) -> Mapping[str, Any]:
    """Keep the passport, for the sheets of the pupil's classes, and the groups that the pupil is taught in."""
    kept: dict[str, Any] = {"passport": view.plan.passport} if view.plan.has("passport") else {}
    return kept | ({"groups": view.groups} if view.has("groups") else {})


def in_order(summaries: Sequence[View]) -> list[View]:
    """Return those on the roll: pupils with a line for an emergency first, then by name."""
    here = [each for each in summaries if not each.has("on_roll") or each.on_roll]
    return sorted(
        here, key=lambda each: (not sees(each, "passport", "emergency"), each.name.casefold(), each.id)
    )


def urgent(here: Sequence[View]) -> str:
    """Return how many of a class have a line for an emergency, so that none is said as well; "" where a site holds no such line."""
    number = sum(bool(sees(each, "passport", "emergency")) for each in here)
    if number:
        return f"{number} with emergency advice."
    seen = [sees(each, "passport") or _EMPTY for each in here if each.has("passport")]
    known = any(passport.has("emergency") for passport in seen)
    return f"What to do in an emergency: {words.uncapped(NOBODY_SAID)}" if known else ""


def unsaid(passport: View | None, *above: str) -> list[str]:
    """Return what every adult looks for and nobody has said yet, each part by what it is called; `above` are parts besides."""
    fields, seen = FIELDS["plan.passport"], passport or _EMPTY
    return [fields[name].title for name in (*above, *_COLUMNS) if seen.has(name) and not sees(seen, name)]


def sheet(here: Sequence[View], setting: Setting) -> Sheet:
    """Return the rows of a class, with as many lines of what helps as its sides have room for."""
    school = setting.school
    most, letters = sees(school, "sheet_lines") or 0, sees(school, "sheet_letters") or 0
    side, one, two = (sees(school, name) or 0 for name in ("sheet_side", "sheet_one_side", "sheet_two_sides"))
    if not (most and letters and side and two and here):
        return Sheet(tuple(row(each, setting, most) for each in here), 0, 0)

    @cache
    def rows(lines: int) -> tuple[SheetRow, ...]:
        return tuple(row(each, setting, lines) for each in here)

    @cache
    def on_sides(lines: int) -> int:
        cells = (_cells(each, made) for each, made in zip(here, rows(lines), strict=True))
        return paper.sides((paper.height(each, letters) for each in cells), side)

    meant = 1 if len(here) <= one else 2 * -(-len(here) // two)
    lines = paper.most_lines(most, meant, on_sides)
    return Sheet(rows(lines), on_sides(lines), meant)


def row(summary: View, setting: Setting, lines: int) -> SheetRow:
    """Return a pupil's row, with so many lines for what helps, or as many as what to avoid takes beside it anyway."""
    passport = sees(summary, "passport") or View()
    seen = _EMPTY if summary.has("passport") and summary.passport is None else passport
    letters = sees(setting.school, "sheet_letters") or 0
    beside = paper.taken(_avoid(passport), "avoid", letters)
    chosen = choose(passport, max(lines, beside), letters)
    need = _need(passport, max(2 * lines, beside), letters)
    unsaid: dict[str, str] = {name: _unsaid(seen, name) for name in _COLUMNS}
    if not need and sees(passport, "need"):
        unsaid["need"] = _on_page(summary, "On the pupil's page", setting)
    keyworker = sees(summary, "keyworker")
    return SheetRow(
        pupil=pupil_link(summary, setting),
        stood=standing_still.small(summary),
        support=sees(summary, "support_label") or "",
        must=must(passport),
        need=need,
        helps=chosen.shown,
        left_out=chosen.left_out,
        more=_on_page(summary, _left_out(chosen.left_out), setting) if chosen.left_out else Markup(),
        avoid=_avoid(passport),
        unsaid=unsaid,
        ask=setting.holder(keyworker) if keyworker is not None else Markup("No key worker recorded"),
        away=setting.absence(keyworker),
    )


def _cells(summary: View, made: SheetRow) -> dict[str, tuple[str, ...]]:
    """Return the texts of a pupil's row by column, for reckoning their room."""
    return {
        "must": tuple(f"{called}: {said}" for called, said in made.must),
        "pupil": (summary.name, made.support),
        "need": (made.need,),
        "helps": (*made.helps, *([_left_out(made.left_out)] if made.left_out else [])),
        "avoid": made.avoid,
        "ask": (made.ask.striptags(), made.away),
    }


def _need(passport: View, lines: int, letters: int) -> str:
    """Return what to understand, whole; "" where it takes more lines than there are."""
    said = str(sees(passport, "need") or "")
    return said if paper.taken((said,), "need", letters) <= lines else ""


def _left_out(number: int) -> str:
    return f"{number} more on the pupil's page"


def _on_page(summary: View, said: str, setting: Setting) -> Markup:
    """Return a link to the pupil's page that says whose to who hears it alone."""
    return Markup('<a href="{}pupils/{}/">{}<span class="unseen">: {}</span></a>').format(
        setting.root, summary.id, said, summary.name
    )


def _unsaid(passport: View, name: str) -> str:
    """Return what to say where a field is empty: that nobody has said it, or that this site does not hold it."""
    return NOBODY_SAID if passport.has(name) else NOT_HERE


def must(passport: View) -> tuple[tuple[str, str], ...]:
    """Return what must be known at once, each part by what it is called; it stands in a box and is never cut."""
    fields = FIELDS["plan.passport"]
    return tuple((fields[name].title, said) for name in _MUST if (said := sees(passport, name)))


def choose(passport: View, lines: int, letters: int) -> Chosen:
    """Return the lines for which there is room in so many lines of so many letters, and how many more there are.

    Those that the passport names as `first` come first, then the order of the record. Once a line has no room, nothing
    after it is shown either, so that what comes first is never passed over; the first line is shown in any case.
    """
    every = _lines(passport)
    shown: list[str] = []
    taken = 0
    for said in every:
        taken += -(-len(said) // max(letters, 1))
        if shown and taken > lines:
            break
        shown.append(said)
    return Chosen(tuple(shown), len(every) - len(shown))


def words_over(summary: View, setting: Setting) -> int:
    """Return how many words more a pupil's card has than are read in its minutes; 0 where it is short enough."""
    passport = sees(summary, "passport") or View()
    said = " ".join(line for _, lines in card(passport) for line in lines)
    most = sees(setting.school, "card_words") or 0
    return max(len(said.split()) - most, 0) if most else 0


def card(passport: View) -> list[tuple[str, tuple[str, ...]]]:
    """Return all that a card says below what must be known: each part by what it is called, and its lines, the chosen ones first."""
    ordered = in_order_of_first(dict(passport))
    fields = FIELDS["plan.passport"]
    parts = []
    for name in (*_MUST, "need", "helps", "avoid", "communication", "physical_care", "strengths"):
        listed = tuple(said for each, said in ordered.items() if each.partition(".")[0] == name)
        single = sees(passport, name)
        lines = listed or ((single,) if isinstance(single, str) else tuple(single or ()))
        if lines:
            parts.append((fields[name].title, lines))
    return parts


def _lines(passport: View) -> list[str]:
    """Return every line to choose from, those that the passport puts first before the others."""
    fields = FIELDS["plan.passport"]
    return [
        f"{fields[name].title}: {said}" if name in fields else said
        for name, said in in_order_of_first(dict(passport)).items()
        if name.partition(".")[0] != "avoid"
    ]


def _avoid(passport: View) -> tuple[str, ...]:
    """Return every line of what to avoid, those that the passport puts first before the others."""
    return tuple(
        said for name, said in in_order_of_first(dict(passport)).items() if name.partition(".")[0] == "avoid"
    )
