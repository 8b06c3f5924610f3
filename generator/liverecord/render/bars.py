"""Sessions missed each week, drawn as small bars.

The pupil's page shows them with their numbers; smaller ones stand wherever a day is marked in them.

A bar's height is the sessions missed of ten; a week without marks is a dotted box, never a low bar. The register's
table holds the same numbers, and each picture's label names it.
"""

from collections.abc import Sequence

from markupsafe import Markup

from liverecord.render import register
from liverecord.render.pieces import safe
from liverecord.view import View

_WEEK = 10  # sessions


def strip(weeks: Sequence[View]) -> Markup:
    """Return the bars with their numbers above them, for the weeks of the register beside it."""
    step, height, top = 26, 60, 14
    numbers = []
    for index, week in enumerate(weeks):
        middle = index * step + 13
        if register.empty(week):
            numbers.append(f'<text x="{middle}" y="{top + 34}">?</text>')
            continue
        missed, _ = register.counted(week)
        above = top + height - height * min(missed, _WEEK) // _WEEK - 3
        numbers.append(f'<text x="{middle}" y="{above}">{missed}{"?" if week.gap else ""}</text>')
    width, tall = len(weeks) * step, top + height + 2
    return safe(
        (
            (
                f'<svg class="strip" role="img" viewBox="0 0 {width} {tall}" width="{width}" height="{tall}" '
                'aria-label="Sessions missed in each week; the register below has the numbers">'
            ),
            *paths(weeks, step=step, height=height, top=top),
            *numbers,
            "</svg>",
        )
    )


def paths(weeks: Sequence[View], *, step: int, height: int, top: int) -> list[str]:
    """Return the bars as one path for each class: the ground, the sessions missed, the weeks without marks."""
    wide, floor = step - 6, top + height
    ground, missed, bare = [], [], []
    for index, week in enumerate(weeks):
        left = index * step + 3
        if register.empty(week):
            bare.append(f"M{left} {top}h{wide}v{height}h-{wide}z")
            continue
        ground.append(f"M{left} {floor}h{wide}v1h-{wide}z")
        number, _ = register.counted(week)
        tall = height * min(number, _WEEK) // _WEEK
        if tall:
            missed.append(f"M{left} {floor}v-{tall}h{wide}v{tall}z")
    drawn = (("bar-base", ground), ("bar-missed", missed), ("bar-gap", bare))
    return [f'<path class="{name}" d="{"".join(parts)}"/>' for name, parts in drawn if parts]
