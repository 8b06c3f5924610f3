"""The register on a pupil's pages: the table of marks, its key, the weekdays, and the words for weeks without marks.

A mark is a letter with a meaning beside it, so nothing depends on colour. Marks for being present are left plain: a
term has a hundred of them, and their meaning stands in the key. Absence that an agreed part-time timetable allows has
a group of its own, "agreed", and is never counted as missed.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import Markup, escape

from liverecord.render import words
from liverecord.render.pieces import Setting, safe
from liverecord.view import View

AGREED = "agreed"
CLASSES = {
    "present": "p",
    "late": "l",
    "authorised": "a",
    AGREED: "g",
    "unauthorised": "u",
    "not_counted": "x",
    "none": "n",
}
"""A group of marks and the class of its cells."""
GROUPS = {
    "authorised": "authorised",
    AGREED: "agreed: not missed",
    "unauthorised": "unauthorised",
    "not_counted": "not counted",
}
"""How a mark counts, said in the key where its label does not say it."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")

_MISSED = frozenset(("authorised", "unauthorised"))
_POSSIBLE = frozenset(("present", "late", "authorised", "unauthorised"))

_HEAD = (
    '<thead><tr><th scope="col" rowspan="2">Week from</th>'
    + "".join(f'<th scope="colgroup" colspan="2">{name}</th>' for name in DAYS)
    + '<th scope="col" rowspan="2">Missed</th></tr><tr>'
    + '<th scope="col"><abbr title="morning">am</abbr></th><th scope="col"><abbr title="afternoon">pm</abbr></th>'
    * 5
    + "</tr></thead>"
)


def table(weeks: Sequence[View], setting: Setting) -> Markup:
    """Return the register as a table, oldest week first; a week without marks says so across its row.

    The last column counts the sessions missed of those expected, so that a picture of them has its numbers here.
    """
    cells: dict[tuple[str, str], str] = {}
    parts = [
        '<table class="register"><caption class="unseen">Register, week by week</caption>',
        _HEAD,
        "<tbody>",
    ]
    for week in weeks:
        parts.append(f'<tr><th scope="row">{setting.day(week.monday)}</th>')
        if empty(week):
            parts.append('<td class="n" colspan="11">no marks recorded</td></tr>')
            continue
        for session in week.sessions:
            key = (session.mark, session.group)
            cell = cells.get(key)
            if cell is None:
                cell = cells[key] = _cell(session)
            parts.append(cell)
        number, expected = counted(week)
        parts.append(f"<td>{number} of {expected}{'?' if week.gap else ''}</td></tr>")
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
    marks = sorted(seen.values(), key=lambda row: (order.index(row[3]) if row[3] in order else 9, row[0]))
    return [(mark, tone, label, GROUPS.get(group, "")) for mark, tone, label, group in marks]


def empty(week: View) -> bool:
    """Tell whether a week holds no mark at all; one that lacks some is shown as far as it is known."""
    return all(session.group == "none" for session in week.sessions)


def counted(week: View) -> tuple[int, int]:
    """Return how many sessions of a week were missed, and of how many: agreed absence is in neither."""
    missed = expected = 0
    for session in week.sessions:
        group = session.group
        if group in _POSSIBLE:
            expected += 1
            missed += group in _MISSED
    return missed, expected


def weekdays(weeks: Iterable[View]) -> list[list[tuple[int, int]]]:
    """Return sessions missed and expected by half day (morning, afternoon) and weekday (Monday to Friday)."""
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


def weekday_table(weeks: Iterable[View], pattern: View | None) -> Markup:
    """Return sessions missed of expected by weekday and half day, shaded; the pattern's cells are bold and say so."""
    flagged = _flagged(pattern)
    parts = [
        '<table class="list grid weekdays"><caption class="unseen">Sessions missed by weekday and half day</caption><thead><tr><th scope="col">Missed</th>'
    ]
    parts += [f'<th scope="col">{name}</th>' for name in DAYS]
    parts.append("</tr></thead><tbody>")
    for half, (name, row) in enumerate(zip(words.HALVES.values(), weekdays(weeks), strict=True)):
        parts.append(f'<tr><th scope="row">{words.capped(name)}</th>')
        for weekday, (missed, expected) in enumerate(row):
            # A single absence never looks like much, however few sessions there were.
            shade = min(missed, 1 + min(3, 4 * missed // expected)) if missed else 0
            said = f"{missed} of {expected}" if expected else "none"
            if (half, weekday) in flagged:
                parts.append(
                    f'<td class="marked s{shade}"><b>{said}</b> <span class="small">pattern</span></td>'
                )
            else:
                parts.append(f'<td class="s{shade}">{said}</td>')
        parts.append("</tr>")
    parts.append("</tbody></table>")
    return safe(parts)


def _flagged(pattern: View | None) -> frozenset[tuple[int, int]]:
    """Return the pattern's cells as (half, weekday), half 0 being the morning."""
    if pattern is None:
        return frozenset()
    return frozenset((int(cell.half != "AM"), cell.weekday) for cell in pattern.cells)


def gaps(mondays: Sequence[date], weeks: Iterable[View], as_of: date) -> str:
    """Return which of these weeks have no marks, and which lack some: "No marks for the week of 19 October."."""
    if not mondays:
        return ""
    partly = {week.monday for week in weeks if not empty(week)}
    bare = [monday for monday in mondays if monday not in partly]
    short = [monday for monday in mondays if monday in partly]
    said = []
    if bare:
        said.append(f"No marks for {words.weeks_of(bare, as_of)}.")
    if short:
        said.append(f"Marks missing in {words.weeks_of(short, as_of)}.")
    return " ".join(said)
