"""A year's register as a calendar: weeks as columns, ten half days as rows, one shape for each way that a mark counts.

Shapes tell the groups apart without colour and on paper. One path a group keeps the picture small. It holds no number
and no word that the register's table does not have.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from markupsafe import Markup

from liverecord.render import pieces, register, words
from liverecord.render.pieces import safe
from liverecord.view import View

SHAPES = {
    "present": ("h-p", "m5.5 5.5h0"),
    "late": ("h-l", "v11h11z"),
    register.AGREED: ("h-g", "m5.5 1l4.5 4.5l-4.5 4.5l-4.5-4.5z"),
    "authorised": ("h-a", "m1 1h9v9h-9z"),
    "unauthorised": ("h-u", "h11v11h-11z"),
    "not_counted": ("h-x", "m2 2l7 7m0-7l-7 7"),
    "none": ("h-n", "m.5.5h10v10h-10z"),
}
"""A group's class and its shape, in a square of eleven: dot, half, diamond, outline, filled, cross, dotted."""
NAMED = {
    "present": "present",
    "late": "late, before the register closed",
    register.AGREED: "agreed absence: not missed",
    "authorised": "authorised absence",
    "unauthorised": "unauthorised absence",
    "not_counted": "not counted: closed, or not possible",
    "none": "no mark",
}
_STEP, _LEFT, _TOP, _BETWEEN = 15, 34, 18, 5
_ROWS = [_TOP + row * _STEP + row // 2 * _BETWEEN for row in range(10)]
_HEIGHT = _ROWS[-1] + _STEP


def picture(weeks: Sequence[View]) -> Markup:
    """Return the calendar of these weeks, oldest first; a week in which school did not meet leaves its column open."""
    if not weeks:
        return Markup()
    first = weeks[0].monday
    columns = (weeks[-1].monday - first).days // 7 + 1
    drawn: dict[str, list[str]] = {group: [] for group in SHAPES}
    bare: list[str] = []
    for week in weeks:
        left = _LEFT + (week.monday - first).days // 7 * _STEP
        if register.empty(week):
            bare.append(f"M{left}.5 {_TOP}.5h10v{_HEIGHT - _TOP - 5}h-10z")
            continue
        for top, session in zip(_ROWS, week.sessions, strict=False):
            drawn[session.group].append(f"M{left} {top}")
    width = _LEFT + columns * _STEP
    return safe(
        (
            (
                f'<svg class="heat" role="img" {pieces.size(width, _HEIGHT, columns)} '
                'aria-label="Every session of the year by week and half day; the table Register, week by week, has the same">'
            ),
            *_months(first, columns),
            *(
                f'<text x="0" y="{_ROWS[2 * day] + 19}">{name}</text>'
                for day, name in enumerate(register.DAYS)
            ),
            *(
                f'<path class="{SHAPES[group][0]}" d="{"".join(start + SHAPES[group][1] for start in starts)}"/>'
                for group, starts in drawn.items()
                if starts
            ),
            f'<path class="h-n" d="{"".join(bare)}"/>' if bare else "",
            "</svg>",
        )
    )


def _months(first: date, columns: int) -> list[str]:
    """Return the months' names, each above the first week whose Monday is in it; a name without room is left out."""
    begins: list[tuple[int, str]] = []
    for column in range(columns):
        name = words.MONTHS[(first + timedelta(weeks=column)).month - 1][:3]
        if not begins or begins[-1][1] != name:
            begins.append((column, name))
    return [
        f'<text x="{_LEFT + column * _STEP}" y="11">{name}</text>'
        for index, (column, name) in enumerate(begins)
        if index + 1 == len(begins) or begins[index + 1][0] - column > 1
    ]


def legend(weeks: Sequence[View]) -> Markup:
    """Return what each shape in the picture stands for."""
    groups = {session.group for week in weeks for session in week.sessions}
    parts = ['<ul class="key heat-key" aria-label="What each shape means">']
    for group, (name, shape) in SHAPES.items():
        if group in groups:
            parts.append(
                '<li><svg class="heat" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">'
                f'<path class="{name}" d="M.5.5{shape}"/></svg> {NAMED[group]}</li>'
            )
    parts.append("</ul>")
    return safe(parts)
