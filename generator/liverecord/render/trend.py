"""A pupil's weeks beside the own target: sessions attended of possible, four weeks together, baseline and steps.

Heights are sessions of ten, so the only percentages in the picture are the aims that were agreed.
"""

from collections.abc import Sequence

from markupsafe import Markup

from liverecord.render import pieces, standing
from liverecord.render.pieces import Setting, safe, sees
from liverecord.view import View

_STEP, _LEFT, _TOP, _TALL = 15, 34, 16, 100
_FLOOR = _TOP + _TALL


def picture(weeks: Sequence[View], baseline: int | None) -> Markup:
    """Return each week's sessions, the line of four weeks, and the aim in steps; weeks without marks stay open."""
    if not weeks:
        return Markup()
    first = weeks[0].monday
    possible, attended, bare, line, aims = [], [], [], [], []
    joined = aimed = False
    before: int | None = None
    for week in weeks:
        left = _LEFT + (week.monday - first).days // 7 * _STEP
        if week.possible is None:
            bare.append(f"M{left} {_TOP}h11v{_TALL}h-11z")
        elif week.possible:
            possible.append(f"M{left} {_FLOOR}v-{10 * week.possible}h11v{10 * week.possible}z")
            if week.attended:
                attended.append(f"M{left} {_FLOOR}v-{10 * week.attended}h11v{10 * week.attended}z")
        if week.possible is not None and week.recent_possible:
            height = _FLOOR - round(_TALL * week.recent_attended / week.recent_possible)
            line.append(f"{'L' if joined else 'M'}{left + 5} {height}")
            joined = True
        else:
            joined = False
        aim = sees(week, "aim")
        if aim is not None:
            height = _FLOOR - aim
            if not aimed:
                aims.append(f"M{left - 2} {height}")
            elif aim != before:
                aims.append(f"H{left - 2}V{height}")
            aims.append(f"H{left + 13}")
        aimed, before = aim is not None, aim
    columns = (weeks[-1].monday - first).days // 7 + 1
    width = _LEFT + columns * _STEP + 4
    drawn = (("t-possible", possible), ("t-attended", attended), ("h-n", bare), ("t-recent", line))
    return safe(
        (
            (
                f'<svg class="trend" role="img" {pieces.size(width, _FLOOR + 4, columns)} '
                'aria-label="Sessions attended each week beside the own target; the table Week by week against the target has the numbers">'
            ),
            f'<path class="bar-base" d="M{_LEFT - 2} {_FLOOR}H{width}v1H{_LEFT - 2}z"/>',
            *(f'<text x="0" y="{_FLOOR - 10 * mark + 3}">{mark}</text>' for mark in (0, 5, 10)),
            *(f'<path class="{name}" d="{"".join(parts)}"/>' for name, parts in drawn if parts),
            _baseline(baseline, width),
            f'<path class="t-aim" d="{"".join(aims)}"/>' if aims else "",
            "</svg>",
        )
    )


def _baseline(baseline: int | None, width: int) -> str:
    if baseline is None:
        return ""
    return f'<path class="t-baseline" d="M{_LEFT - 2} {_FLOOR - baseline}H{width}"/>'


def legend(weeks: Sequence[View], baseline: int | None) -> Markup:
    """Return what each line and bar stands for, as far as they are drawn."""
    rows = [
        ("t-attended", "M1 11v-8h10v8z", "sessions attended in a week, of ten"),
        ("t-possible", "M1.5 11v-9.5h9v9.5z", "sessions possible under the agreed timetable"),
        ("t-recent", "M0 9L12 3", "four weeks together"),
    ]
    if any(sees(week, "aim") is not None for week in weeks):
        rows.append(("t-aim", "M0 9H6V4H12", "own aim and its steps"))
    if baseline is not None:
        rows.append(("t-baseline", "M0 6H12", f"own baseline, {baseline} %"))
    if any(week.possible is None for week in weeks):
        rows.append(("h-n", "M.5.5h11v11h-11z", "no marks"))
    parts = ['<ul class="key heat-key" aria-label="What each line means">']
    parts += [
        '<li><svg class="trend" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">'
        f'<path class="{name}" d="{shape}"/></svg> {said}</li>'
        for name, shape, said in rows
    ]
    parts.append("</ul>")
    return safe(parts)


def table(weeks: Sequence[View], setting: Setting) -> Markup:
    """Return the same facts: each week's sessions, four weeks together, and how many of those the own aim asks for."""
    aimed = any(sees(week, "aim") is not None for week in weeks)
    parts = [
        (
            '<table class="list grid"><caption class="unseen">Sessions attended, week by week</caption><thead><tr><th scope="col">Week from</th><th scope="col">Attended</th>'
            '<th scope="col">With the three weeks before</th>'
        ),
        '<th scope="col">Own aim of those</th>' if aimed else "",
        "</tr></thead><tbody>",
    ]
    for week in weeks:
        parts.append(f'<tr><th scope="row">{setting.day(week.monday)}</th>')
        known = week.possible is not None
        parts.append(f"<td>{_of(week.attended, week.possible) if known else 'no marks'}</td>")
        parts.append(f"<td>{_of(week.recent_attended, week.recent_possible)}</td>")
        if aimed:
            asked = (
                f"{standing.needed_for(week.aim, week.recent_possible)} ({week.aim} %)"
                if sees(week, "aim") is not None
                else "none yet"
            )
            parts.append(f"<td>{asked}</td>")
        parts.append("</tr>")
    parts.append("</tbody></table>")
    return safe(parts)


def _of(part: int | None, whole: int | None) -> str:
    return f"{part or 0} of {whole}" if whole else "none"
