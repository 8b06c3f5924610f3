"""The register on a pupil's page: the table of marks, the strip of weeks, the grid of weekdays, and their words.

A mark is a letter with a meaning beside it, so nothing depends on colour. Marks for being present are left plain: a
term has a hundred of them, and their meaning stands in the key.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import Markup, escape

from liverecord.render import words
from liverecord.render.pieces import Setting, safe
from liverecord.view import View

CLASSES = {
    "present": "p",
    "late": "l",
    "authorised": "a",
    "unauthorised": "u",
    "not_counted": "x",
    "none": "n",
}
GROUPS = {"authorised": "authorised", "unauthorised": "unauthorised", "not_counted": "not counted"}
"""How a mark counts, said in the key where its label does not say it."""

_MISSED = frozenset(("authorised", "unauthorised"))
_POSSIBLE = frozenset(("present", "late", "authorised", "unauthorised"))
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")

_HEAD = (
    '<thead><tr><th scope="col" rowspan="2">Week from</th>'
    + "".join(f'<th scope="colgroup" colspan="2">{name}</th>' for name in _DAYS)
    + "</tr><tr>"
    + '<th scope="col"><abbr title="morning">am</abbr></th><th scope="col"><abbr title="afternoon">pm</abbr></th>'
    * 5
    + "</tr></thead>"
)


def table(weeks: Sequence[View], setting: Setting) -> Markup:
    """Return the register as a table, oldest week first; a week without marks says so across its row."""
    cells: dict[tuple[str, str], str] = {}
    parts = ['<table class="register">', _HEAD, "<tbody>"]
    for week in weeks:
        parts.append(f'<tr><th scope="row">{setting.day(week.monday)}</th>')
        if empty(week):
            parts.append('<td class="n" colspan="10">no marks recorded</td></tr>')
            continue
        for session in week.sessions:
            key = (session.mark, session.group)
            cell = cells.get(key)
            if cell is None:
                cell = cells[key] = _cell(session)
            parts.append(cell)
        parts.append("</tr>")
    parts.append("</tbody></table>")
    return safe(parts)


def _cell(session: View) -> str:
    mark, tone = escape(session.mark), CLASSES.get(session.group, "n")
    if session.group == "present" and session.mark in {"/", "\\"}:
        return f'<td class="{tone}">{mark}</td>'
    return f'<td class="{tone}"><abbr title="{escape(session.label)}">{mark}</abbr></td>'


def key(weeks: Iterable[View]) -> list[tuple[str, str, str, str]]:
    """Return the marks that stand in these weeks: mark, class, label and how it counts, grouped as they count."""
    seen: dict[str, tuple[str, str, str, str]] = {}
    order = list(CLASSES)
    for week in weeks:
        if empty(week):
            continue
        for session in week.sessions:
            if session.mark not in seen:
                group = session.group
                seen[session.mark] = (session.mark, CLASSES.get(group, "n"), session.label, group)
    found = sorted(seen.values(), key=lambda row: (order.index(row[3]) if row[3] in order else 9, row[0]))
    return [(mark, tone, label, GROUPS.get(group, "")) for mark, tone, label, group in found]


def empty(week: View) -> bool:
    """Tell whether a week holds no mark at all; one that lacks some is shown as far as it is known."""
    return all(session.group == "none" for session in week.sessions)


def missed(week: View) -> int:
    """Return how many sessions of a week were missed, authorised or not."""
    return sum(session.group in _MISSED for session in week.sessions)


def strip(weeks: Sequence[View], setting: Setting) -> Markup:
    """Return a small picture of the sessions missed each week; its label says the same in words.

    A bar's height is the sessions missed of ten; a week without marks is a dotted box, never a low bar.
    """
    shown = weeks[-20:]
    step, height, top = 26, 60, 14
    floor = top + height
    base, bars, bare, numbers, said = [], [], [], [], []
    for index, week in enumerate(shown):
        left = index * step + 3
        named = setting.day(week.monday)
        if empty(week):
            bare.append(f"M{left} {top}h20v{height}h-20z")
            numbers.append(f'<text x="{left + 10}" y="{top + 34}">?</text>')
            said.append(f"{named} no marks")
            continue
        number = missed(week)
        tall = height * min(number, 10) // 10
        base.append(f"M{left} {floor}h20v1h-20z")
        if tall:
            bars.append(f"M{left} {floor}v-{tall}h20v{tall}z")
        numbers.append(
            f'<text x="{left + 10}" y="{floor - tall - 3}">{number}{"?" if week.gap else ""}</text>'
        )
        said.append(f"{named} {number}{', marks missing' if week.gap else ''}")
    width, tallest = len(shown) * step, floor + 2
    paths = (("base", base), ("bar", bars), ("gap", bare))
    return safe(
        (
            f'<svg class="strip" role="img" viewBox="0 0 {width} {tallest}" width="{width}" height="{tallest}" aria-label="',
            escape(f"Sessions missed in each week: {'; '.join(said)}."),
            '">',
            *(f'<path class="{name}" d="{"".join(parts)}"/>' for name, parts in paths if parts),
            *numbers,
            "</svg>",
        )
    )


def weekdays(weeks: Iterable[View]) -> list[list[tuple[int, int]]]:
    """Return sessions missed and possible by half day (morning, afternoon) and weekday (Monday to Friday)."""
    grid = [[[0, 0] for _ in range(5)] for _ in range(2)]
    for week in weeks:
        for session in week.sessions:
            group = session.group
            if group not in _POSSIBLE:
                continue
            weekday = session.day.weekday()
            if weekday > 4:
                continue
            cell = grid[session.half != "AM"][weekday]
            cell[1] += 1
            cell[0] += group in _MISSED
    return [[(cell[0], cell[1]) for cell in row] for row in grid]


def flagged(pattern: View | None) -> frozenset[tuple[int, int]]:
    """Return the pattern's cells as (half, weekday), half 0 being the morning."""
    if pattern is None:
        return frozenset()
    return frozenset((int(cell.half != "AM"), cell.weekday) for cell in pattern.cells)


def sessions_of(pattern: View) -> str:
    """Return which sessions a pattern is of: "Tuesday and Thursday mornings"."""
    named: list[str] = []
    for half, word in words.HALVES.items():
        days = [words.WEEKDAYS[cell.weekday] for cell in pattern.cells if cell.half == half]
        if days:
            named.append(f"{words.joined(days)} {word}s")
    return words.joined(named)


def others_of(pattern: View) -> str:
    """Return what a pattern is compared with: "other mornings", or "other sessions" where it holds both halves."""
    halves = {cell.half for cell in pattern.cells}
    return f"other {words.HALVES.get(halves.pop(), 'session')}s" if len(halves) == 1 else "other sessions"


def gaps(mondays: Sequence[date], weeks: Iterable[View], as_of: date) -> str:
    """Return which of these weeks have no marks, and which lack some: "No marks for the week of 19 October."."""
    partly = {week.monday for week in weeks if not empty(week)}
    bare = [monday for monday in mondays if monday not in partly]
    short = [monday for monday in mondays if monday in partly]
    said = []
    if bare:
        said.append(f"No marks for {words.weeks_of(bare, as_of)}.")
    if short:
        said.append(f"Marks missing in {words.weeks_of(short, as_of)}.")
    return " ".join(said)
