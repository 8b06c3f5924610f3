"""The school's own patterns of attendance: which half days, for whom by support and need, and which reasons.

No pupil is named and nothing is put in an order of size: categories stand as codes.yml has them. No number is about
fewer pupils than the school's smallest group, nor can such a number be worked out from those that stand here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from liverecord.render import ends, kept, small_groups, words
from liverecord.render.environment import filled
from liverecord.render.headings import contents
from liverecord.render.overview import Overview
from liverecord.render.pages.kind import PageKind
from liverecord.render.pages.support_first import ADDRESS as SUPPORT_FIRST
from liverecord.render.pieces import Setting, at_school, has_page, safe, sees
from liverecord.view import Page, View

ADDRESS = "attendance/"
TITLE = "Attendance"

SHADES = (5, 10, 15, 20)
"""Shares of sessions missed, in per cent, from which a cell of the grid is a shade darker. The number stands in it."""

NOT_SHOWN = "not shown"
NO_NEED = "No need recorded"


class Counted(NamedTuple):
    """One pupil's part: sessions missed and possible in ten half days, and what the pupil is grouped by.

    `need` is the primary one.
    """

    pupil: str
    missed: tuple[int, ...]
    possible: tuple[int, ...]
    weeks: int
    gap_weeks: int
    support: str
    need: str
    reasons: Mapping[str, tuple[int, int]]


class Line(NamedTuple):
    """A row of a table: its name, how many pupils it counts, and its cells' HTML."""

    name: str
    pupils: int
    cells: Markup


def attendance(overview: Overview) -> Page:
    """Return the page of the school's own patterns."""
    school, summaries = overview.school, overview.summaries
    setting = Setting(school, "../")
    smallest = int(school.smallest_group)
    pupil_parts = [part for summary in summaries if (part := _counted(summary)) is not None]
    cells = _cells_of_many(pupil_parts, smallest)
    pupils = {part.pupil for part in pupil_parts if any(part.possible[cell] for cell in cells)}
    enough = bool(pupils) and small_groups.is_shown(len(pupils), smallest)
    html = filled(
        "pages/attendance.html.j2",
        as_of=words.day(ends.newest(summaries, setting.as_of)),
        old=ends.of_school(summaries),
        pupils=len(pupils),
        any_marks=bool(pupil_parts),
        enough=enough,
        smallest=smallest,
        support_first=has_page(school, SUPPORT_FIRST),
        left_out=_left_out(cells),
        gaps=_gaps(pupil_parts, smallest),
        shades=_shades(),
        grid=_grid(pupil_parts, cells) if enough else "",
        groups=[
            _group(each, pupil_parts, cells, smallest) for each in _groupings(pupil_parts, summaries, setting)
        ]
        if enough
        else [],
        reasons=_reasons(pupil_parts, setting, smallest) if enough else (),
        sees_reasons=any(summary.has("reasons") for summary in summaries),
        not_shown=NOT_SHOWN,
    )
    return Page(
        path=ADDRESS,
        title=TITLE,
        content=html,
        description=f"The school's own patterns of attendance{at_school(school)}",
        contents=contents(html),
    )


# ── What is counted ─────────────────────────────────────────────────────────────────────────────────────


def _counted(summary: View) -> Counted | None:
    halves = sees(summary, "half_days")
    if halves is None or (summary.has("on_roll") and not summary.on_roll):
        return None
    needs = sees(summary, "needs") or ()
    return Counted(
        pupil=summary.id,
        missed=halves.missed,
        possible=halves.possible,
        weeks=halves.weeks,
        gap_weeks=halves.gap_weeks,
        support=sees(summary, "support_label") or "",
        need=needs[0] if needs else "",
        reasons=sees(summary, "reasons") or {},
    )


def _cells_of_many(pupil_parts: Iterable[Counted], smallest: int) -> tuple[int, ...]:
    """Return the half days in which enough pupils had sessions; every number on the page leaves out the others."""
    counts = [0] * 10
    for part in pupil_parts:
        for cell, possible in enumerate(part.possible):
            counts[cell] += possible > 0
    return tuple(cell for cell, count in enumerate(counts) if count >= smallest)


def _left_out(cells: Sequence[int]) -> str:
    """Return the half days that are left out, where others are shown: "Friday afternoon"."""
    missing = [cell for cell in range(10) if cell not in cells]
    halves = tuple(words.HALVES.values())
    return words.joined(f"{words.WEEKDAYS[cell // 2]} {halves[cell % 2]}" for cell in missing)


def _gaps(pupil_parts: Sequence[Counted], smallest: int) -> str:
    """Return how many pupil weeks are left out because they have no marks."""
    pupils = sum(part.gap_weeks > 0 for part in pupil_parts)
    if not pupils:
        return "No week is left out: every school week has marks."
    if not small_groups.is_shown(pupils, smallest):
        return f"Some weeks without marks, or with few, are left out, of fewer than {smallest} pupils."
    weeks = sum(part.gap_weeks for part in pupil_parts)
    every = weeks + sum(part.weeks for part in pupil_parts)
    return f"Left out: {weeks:,} of {every:,} pupil weeks, which have no marks or few ({words.count(pupils, 'pupil')})."


# ── Which sessions ──────────────────────────────────────────────────────────────────────────────────────


def _grid(pupil_parts: Sequence[Counted], cells: Sequence[int]) -> Markup:
    """Return the table of weekdays and halves of the day: the share missed, shaded, with the sessions behind it."""
    parts = [
        '<table class="list grid weekdays"><caption class="unseen">Sessions missed by weekday and half day</caption><thead><tr><th scope="col">Missed, of possible</th>',
        *(f'<th scope="col"><abbr title="{day}">{day[:3]}</abbr></th>' for day in words.WEEKDAYS[:5]),
        '<th scope="col">All days</th></tr></thead><tbody>',
    ]
    for half, word in enumerate(words.HALVES.values()):
        row = [cell for cell in cells if cell % 2 == half]
        parts.append(f'<tr><th scope="row">{words.capped(word)}s</th>')
        parts += [_cell(*_sum(pupil_parts, [cell] if cell in cells else [])) for cell in range(half, 10, 2)]
        parts += [_cell(*_sum(pupil_parts, row)), "</tr>"]
    parts.append('<tr><th scope="row">Whole days</th>')
    parts += [_cell(*_sum(pupil_parts, [cell for cell in cells if cell // 2 == day])) for day in range(5)]
    parts += [_cell(*_sum(pupil_parts, cells)), "</tr></tbody></table>"]
    return safe(parts)


def _sum(pupil_parts: Iterable[Counted], cells: Sequence[int]) -> tuple[int, int]:
    missed = possible = 0
    for part in pupil_parts:
        for cell in cells:
            missed += part.missed[cell]
            possible += part.possible[cell]
    return missed, possible


def _cell(missed: int, possible: int) -> str:
    if not possible:
        return f"<td>{NOT_SHOWN}</td>"
    shade = sum(100 * missed >= edge * possible for edge in SHADES)
    return (
        f'<td class="s{shade}"><b>{_share(missed, possible)}</b><br>'
        f'<span class="small">{missed:,} of {possible:,}</span></td>'
    )


def _share(part: int, whole: int) -> str:
    """Return a share in whole per cent, rounded half up. A few of many never read as none, nor nearly all as all."""
    percent = (200 * part + whole) // (2 * whole)
    if part and not percent:
        return "under 1 %"
    return "over 99 %" if part < whole and percent == 100 else f"{percent} %"


def _shades() -> list[tuple[int, str]]:
    """Return the key of the shades."""
    return [(0, f"under {SHADES[0]} %"), *((shade, f"from {edge} %") for shade, edge in enumerate(SHADES, 1))]


# ── By support, and by need ─────────────────────────────────────────────────────────────────────────────


class Grouping(NamedTuple):
    """A way to group the pupils: its heading, and the field of a pupil's part that it goes by.

    `one` and `many` are the words for one group and for several; `names` are the groups' names in order.
    """

    heading: str
    one: str
    many: str
    names: dict[str, str]
    field: str


def _groupings(
    pupil_parts: Sequence[Counted], summaries: Sequence[View], setting: Setting
) -> Iterable[Grouping]:
    if any(summary.has("support_label") for summary in summaries):
        labels = setting.labels("sen_provision").values()
        names = {label: label for label in (*labels, *sorted({part.support for part in pupil_parts}))}
        yield Grouping("By support", "kind of support", "kinds of support", names, "support")
    if any(summary.has("needs") for summary in summaries):
        names = setting.labels("need") | {"": NO_NEED}
        typed = sorted({part.need for part in pupil_parts} - names.keys())
        names |= dict(zip(typed, typed, strict=True))
        yield Grouping("By primary need", "need", "needs", names, "need")


def _group(
    grouping: Grouping, pupil_parts: Sequence[Counted], cells: Sequence[int], smallest: int
) -> dict[str, object]:
    """Return a table of parts: pupils, sessions missed, and the shares by half of the day and by weekday."""
    columns = [
        list(cells),
        *([cell for cell in cells if cell % 2 == half] for half in range(2)),
        *([cell for cell in cells if cell // 2 == day] for day in range(5)),
    ]
    members: dict[str, list[Counted]] = {}
    for part in pupil_parts:
        members.setdefault(getattr(part, grouping.field), []).append(part)
    counted = {
        name: [
            {part.pupil for part in of_name if any(part.possible[cell] for cell in column)}
            for column in columns
        ]
        for name, of_name in members.items()
    }
    hidden = small_groups.hidden(counted, smallest)
    rows = []
    for code, name in grouping.names.items():
        if code not in members or code in hidden or not counted[code][0]:
            continue
        sums = [_sum(members[code], column) for column in columns]
        missed, possible = sums[0]
        said = [
            f'<td data-h="Missed, of possible"><b>{_share(missed, possible)}</b> <span class="small">{missed:,} of {possible:,}</span></td>'
        ]
        said += [
            f'<td data-h="{head}">{_share(*pair) if pair[1] else "no sessions"}</td>'
            for head, pair in zip(_HEADS, sums[1:], strict=True)
        ]
        rows.append(Line(name, len(counted[code][0]), safe(said)))
    return {
        "heading": grouping.heading,
        "anchor": grouping.field,
        "heads": _HEADS,
        "rows": rows,
        "hidden": _hidden_words(len(hidden), grouping, smallest),
    }


_HEADS = ("Mornings", "Afternoons", *(day[:3] for day in words.WEEKDAYS[:5]))


def _hidden_words(number: int, grouping: Grouping, smallest: int) -> str:
    if not number:
        return ""
    return (
        f"Not shown: {words.count(number, grouping.one, grouping.many)}, because fewer than {smallest} pupils have it, "
        "or because what is hidden could then be worked out."
    )


# ── Which reasons ───────────────────────────────────────────────────────────────────────────────────────


def _reasons(pupil_parts: Sequence[Counted], setting: Setting, smallest: int) -> tuple[list[Line], str]:
    """Return each reason that enough pupils have, and a sentence about the others.

    The number of absences without a reason is left out: with it, a hidden number could be worked out from the whole.
    """
    counts: dict[str, list[tuple[int, int]]] = {}
    for part in pupil_parts:
        for reason, pair in part.reasons.items():
            counts.setdefault(reason, []).append(pair)
    labels = setting.labels("reason")
    rows, hidden = [], 0
    for reason in (*labels, *sorted(counts.keys() - labels.keys())):
        pairs = counts.get(reason, [])
        if not small_groups.is_shown(len(pairs), smallest):
            hidden += 1
        elif pairs:
            cells = [
                f'<td data-h="{head}">{_number([pair[index] for pair in pairs], smallest)}</td>'
                for index, head in enumerate(("Sessions absent", "Sessions not possible"))
            ]
            rows.append(Line(setting.label("reason", reason), len(pairs), safe(cells)))
    return (
        rows,
        f"Not shown: {words.count(hidden, 'reason')} of fewer than {smallest} pupils." if hidden else "",
    )


def _number(counts: Sequence[int], smallest: int) -> str:
    shown = small_groups.is_shown(sum(count > 0 for count in counts), smallest)
    return f"{sum(counts):,}" if shown else NOT_SHOWN


PAGE = PageKind(
    ADDRESS,
    TITLE,
    tab=ADDRESS,
    needs=("attendance.figures", "half_days.missed", "half_days.possible", "school.smallest_group"),
    keeps=(kept.line, kept.support, kept.needs, kept.half_days, kept.reasons, kept.marks_end),
    of_school=lambda overview: [attendance(overview)],
)
