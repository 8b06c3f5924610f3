"""Before and since: for each thing that was tried, the weeks with a line where it began, and the counts on both sides.

The bars are drawn once, as a symbol that each picture uses. No cause is claimed, here or anywhere.
"""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup, escape

from liverecord.render import bars, pieces, register, words
from liverecord.render.pieces import Setting, safe
from liverecord.view import View

_STEP, _HEIGHT, _TOP = 18, 40, 12
_BESIDE = 40  # room for a word beside a line at either edge
_SYMBOL = "weeks-missed"


def symbol(weeks: Sequence[View]) -> Markup:
    """Return the bars of all weeks as a symbol, to stand once on a page."""
    width, height = _size(weeks)
    return safe(
        (
            '<svg class="unseen" aria-hidden="true">',
            f'<symbol id="{_SYMBOL}" viewBox="0 0 {width} {height}">',
            *bars.paths(weeks, step=_STEP, height=_HEIGHT, top=_TOP),
            "</symbol></svg>",
        )
    )


def picture(weeks: Sequence[View], began: date, ended: date | None, setting: Setting) -> Markup:
    """Return the weeks with a line where something began, and another where it ended."""
    width, height = _size(weeks)
    whole = width + 2 * _BESIDE
    parts = [
        f'<svg class="compared" role="img" {pieces.size(whole, height, len(weeks), left=-_BESIDE)} ',
        'aria-label="Sessions missed each week, with a line at ',
        escape(setting.day(began)),
        '; the register below has the numbers">',
        f'<use href="#{_SYMBOL}" width="{width}" height="{height}"/>',
        _line("began", place(weeks, began), before=True),
    ]
    if ended is not None:
        parts.append(_line("ended", place(weeks, ended) + _STEP / 5, before=False))
    parts.append("</svg>")
    return safe(parts)


def place(weeks: Sequence[View], day: date) -> float:
    """Return how far along the picture a day begins.

    A day between two weeks stands between them, and a day outside all weeks at the edge.
    """
    for index, week in enumerate(weeks):
        since: int = (day - week.monday).days
        if since < 7:
            return index * _STEP + max(0, min(since, 5)) * _STEP / 5
    return len(weeks) * _STEP


def _line(name: str, left: float, *, before: bool) -> str:
    """Return a line with its word beside it: before the beginning, after the end, so that the two never meet."""
    side, at = (' class="end"', left - 3) if before else ("", left + 3)
    return (
        f'<path class="{name}" d="M{left:.4g} 0V{_TOP + _HEIGHT + 1}"/>'
        f'<text{side} x="{at:.4g}" y="9">{name}</text>'
    )


def _size(weeks: Sequence[View]) -> tuple[int, int]:
    return len(weeks) * _STEP, _TOP + _HEIGHT + 2


def table(comparison: View) -> Markup:
    """Return sessions missed of possible, before and since, by weekday and half day."""
    cells = {(cell.half, cell.weekday): cell for cell in comparison.cells}
    parts = [
        '<table class="list grid"><caption class="unseen">Sessions missed before and since</caption><thead><tr><th scope="col">Missed</th>'
    ]
    parts += [f'<th scope="col">{name}</th>' for name in register.DAYS]
    parts.append("</tr></thead><tbody>")
    for half, word in words.HALVES.items():
        for side, prefix in (("before", "before_"), ("since", "")):
            parts.append(f'<tr><th scope="row">{words.capped(word)}, {side}</th>')
            for weekday in range(5):
                cell = cells.get((half, weekday))
                possible = getattr(cell, f"{prefix}possible") if cell is not None else 0
                said = f"{getattr(cell, f'{prefix}missed')} of {possible}" if possible else "none"
                parts.append(f"<td>{said}</td>")
            parts.append("</tr>")
    parts.append("</tbody></table>")
    return safe(parts)
