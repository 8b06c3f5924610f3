"""Owners: what is in nobody's hands, how much each person carries, what was escalated, and reviews by school week.

People stand in the order of their names: nobody is ranked. The counts are of what is in their hands today: what a
cover holds counts for the cover, not for the colleague who is away.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from liverecord.render import filters, kept, words
from liverecord.render.environment import filled
from liverecord.render.headings import contents
from liverecord.render.held import Work, roles
from liverecord.render.in_hands import name_of
from liverecord.render.overview import Overview
from liverecord.render.pages import overdue
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting, at_school, has_page, is_uncovered, safe, sees
from liverecord.render.rows import Printer, Row, Rows, holder_cell, pupil_cell, pupil_link
from liverecord.view import Page, View

ADDRESS = "staff/"
TITLE = "Owners"
OWN_TITLE = "My actions"

SHOWN, FOLDED = 10, 100
"""How many rows of a list this page shows, and how many more it holds folded; of the rest it tells only the number."""

REVIEW = "review"
_FAMILY = "family"
_CHASE = "chase"
_BAR = 150
_SHADES = 4
_CLOSED = ' class="closed"'


class Group(NamedTuple):
    """Rows under a heading: their number, the HTML of the first and of those folded, and how many are left out."""

    heading: str
    anchor: str
    number: int
    body: Markup
    folded: Markup
    left_out: int


class Carried(NamedTuple):
    """What one person has in hand, in numbers; `note` says that they are away, or for whom some of it is."""

    person: Markup
    roles: str
    note: str
    overdue: int
    behind: int
    coming: int
    later: int
    steps: int
    pupils: int
    bar: Markup


def owners(overview: Overview) -> Page:
    """Return the page of all owners; for those who follow up nobody else's, everybody's name, to find one's own."""
    if not has_page(overview.school, overdue.ADDRESS):
        return _names(overview)
    school, summaries, split, work = overview.school, overview.summaries, overview.rows, overview.work
    setting, printer = Setting(school, "../"), overview.printer("../")
    here = [person for person in overview.staff if not sees(person, "left_on")]
    sees_steps = any(summary.has("next_steps") for summary in summaries)
    html = filled(
        "pages/owners.html.j2",
        people=_carried(here, work, setting),
        sees_steps=sees_steps,
        left=[setting.person(person.id) for person in overview.staff if sees(person, "left_on")],
        unheld=_unheld(split, printer),
        steps=_unheld_steps(summaries, setting),
        keyed=_left_keyworkers(summaries, setting),
        escalation=_escalation(school, setting, split, printer),
        forecast=_forecast(school, setting, split) if sees(school, "weeks") else None,
        shown=SHOWN,
    )
    return Page(
        path=ADDRESS,
        title=TITLE,
        content=html,
        description=f"Who has what in hand{at_school(school)}",
        contents=contents(html),
    )


def _names(overview: Overview) -> Page:
    """Return everybody who works here, each name leading to what is theirs."""
    setting = Setting(overview.school, "../")
    people = [
        {"person": setting.person(each.id), "roles": roles(each, setting), "away": setting.absence(each)}
        for each in overview.staff
        if not sees(each, "left_on")
    ]
    html = filled("pages/my_actions.html.j2", title=OWN_TITLE, people=people)
    description = f"What each colleague has taken on{at_school(overview.school)}"
    return Page(path=ADDRESS, title=OWN_TITLE, content=html, description=description)


def _group(heading: str, anchor: str, rows: Sequence[Row], printer: Printer) -> Group:
    return Group(
        heading,
        anchor,
        len(rows),
        printer.body(rows[:SHOWN]),
        printer.body(rows[SHOWN : SHOWN + FOLDED]),
        max(len(rows) - SHOWN - FOLDED, 0),
    )


# ── In nobody's hands ───────────────────────────────────────────────────────────────────────────────────


def _unheld(split: Rows, printer: Printer) -> list[Group]:
    """Return the duties that nobody has in hand, oldest first, without a family's own limits."""
    named: dict[str, tuple[str, list[Row]]] = {
        "no-owner": ("No owner", []),
        "left": ("The owner has left", []),
        "uncovered": ("Away without cover", []),
    }
    for part in split:
        for row in part:
            why = _why_unheld(row.owner)
            if why and sees(row.duty, "owed_by") != _FAMILY:
                named[why][1].append(row)
    return [_group(heading, why, rows, printer) for why, (heading, rows) in named.items() if rows]


def _why_unheld(owner: View | None) -> str:
    """Return why nobody has a thing in hand, as the page's anchors name it; "" where somebody has."""
    if owner is None:
        return "no-owner"
    if sees(owner, "left_on"):
        return "left"
    return "uncovered" if is_uncovered(owner) else ""


def _unheld_steps(summaries: Sequence[View], setting: Setting) -> list[dict[str, Any]]:
    """Return the next steps without a day that nobody has in hand; those with a day are among the duties."""
    return [
        {"pupil": pupil_cell(summary, setting), "what": step.what, "holder": holder_cell(owner, setting)}
        for summary in summaries
        for step in sees(summary, "next_steps") or ()
        if not sees(step, "due") and _why_unheld(owner := sees(step, "owner"))
    ]


def _left_keyworkers(summaries: Sequence[View], setting: Setting) -> list[Markup]:
    return [
        Markup("{} ({})").format(pupil_link(summary, setting), setting.holder(summary.keyworker))
        for summary in summaries
        if sees(summary, "keyworker", "left_on")
    ]


# ── What each person carries ────────────────────────────────────────────────────────────────────────────


def _carried(here: Sequence[View], work: Work, setting: Setting) -> list[Carried]:
    most = max((_sum(work.held.get(person.id, Rows())) for person in here), default=0)
    carried = []
    for person in here:
        held = work.held.get(person.id, Rows())
        numbers = (len(held.overdue), len(held.behind), len(held.coming), len(held.later))
        notes = [setting.absence(person), *_for_others(person.id, held), _owed_by_others(held)]
        carried.append(
            Carried(
                setting.person(person.id),
                roles(person, setting),
                words.beside(notes),
                *numbers,
                len(work.steps.get(person.id, ())),
                len(work.keyed.get(person.id, ())),
                _bar(numbers, most),
            )
        )
    return carried


def _owed_by_others(held: Rows) -> str:
    """Return how much of what is late others have to do: whoever holds it can only ask; "" where there is none."""
    number = sum(row.duty.group == _CHASE for row in held.late)
    return (
        f"{number:,} of the late ones {'is' if number == 1 else 'are'} for an authority or a service to do"
        if number
        else ""
    )


def _sum(held: Rows) -> int:
    return len(held.late) + len(held.coming) + len(held.later)


def _for_others(person: str, held: Rows) -> list[str]:
    """Return how many dates somebody holds for each person they cover: "3 of these for T. Barros"."""
    counted: Counter[tuple[str, str]] = Counter()
    for part in held:
        for row in part:
            if row.owner is not None and row.owner.id != person:
                counted[row.owner.name, row.owner.id] += 1
    return [f"{number:,} of these for {name}" for (name, _), number in sorted(counted.items())]


def _bar(numbers: Sequence[int], most: int) -> Markup:
    """Return a small bar of what somebody has in hand, to one scale for everybody; the row's numbers say the same.

    What is overdue is filled, and what is behind is hatched, so that nobody needs to see their colours.
    """
    if not any(numbers):
        return Markup()
    drawn, left = [], 0
    for name, number in zip(("o-overdue", "o-behind", "o-coming", "o-later"), numbers, strict=True):
        # Even the smallest number gets a bar that can be seen.
        width = max(_BAR * number // most, 3) if number else 0
        if width:
            drawn.append(f'<rect class="{name}" x="{left + 0.5}" y="1.5" width="{width - 1}" height="9"/>')
            if name == "o-behind":
                drawn.append(_hatched(left + 0.5, width - 1))
        left += width
    overdue, behind, coming, later = numbers
    said = f"{words.late_words(overdue, behind)}, {coming} coming up, {later} later"
    return safe(
        (
            f'<svg class="load" role="img" viewBox="0 0 {_BAR + 9} 12" width="{_BAR + 9}" height="12" aria-label="{said}">',
            *drawn,
            "</svg>",
        )
    )


def _hatched(left: float, width: int) -> str:
    """Return strokes across a part of a bar, which stay within it."""
    lines = " ".join(f"M{left + step} 10.5v-9" for step in range(2, width, 3))
    return f'<path class="o-strokes" d="{lines}"/>' if lines else ""


# ── Escalated ───────────────────────────────────────────────────────────────────────────────────────────


def _escalation(school: View, setting: Setting, split: Rows, printer: Printer) -> dict[str, Any] | None:
    """Return what has gone to somebody else because it stayed late; None where the audience does not see that."""
    if not school.has("escalation_days"):
        return None
    apart: dict[tuple[str, str], list[Row]] = {}
    for row in split.late:
        above = sees(row.duty, "escalated_to")
        if above is not None:
            apart.setdefault((above.name, above.id), []).append(row)
    groups = []
    for (name, each), rows in sorted(apart.items()):
        away = setting.absence(rows[0].duty.escalated_to)
        groups.append(_group(f"To {name}{f', {away}' if away else ''}", f"to-{each}", rows, printer))
    return {"days": school.escalation_days, "groups": groups}


# ── Reviews by school week ──────────────────────────────────────────────────────────────────────────────


class Forecast(NamedTuple):
    """Reviews by school week: the table's HTML, how many weeks it has, and how many reviews."""

    table: Markup
    weeks: int
    number: int


def _forecast(school: View, setting: Setting, split: Rows) -> Forecast:
    """Return how many reviews fall due in which week with whom, so that they can be spread."""
    weeks = list(school.weeks)
    last = weeks[-1].monday + timedelta(days=6)
    rows = [row for part in split for row in part if row.duty.group == REVIEW and row.duty.due <= last]
    people: dict[str | None, list[Row]] = {}
    for row in rows:
        people.setdefault(row.hands, []).append(row)
    named = sorted(
        ((name_of(each, held), each) for each, held in people.items() if each is not None),
        key=lambda pair: (pair[0].casefold(), pair[1]),
    )
    counts = {each: _by_week(held) for each, held in people.items()}
    most = max((number for by_week in counts.values() for number in by_week.values()), default=0)
    body = [
        _person_line(setting.person(each, name), name, counts[each], weeks, most, f"{escape(each)}/")
        for name, each in named
    ]
    if None in counts:
        heading = Markup('<a href="#nobody">{}</a>').format(filters.IN_NOBODYS_HANDS)
        body.append(_person_line(heading, "", counts[None], weeks, most, ""))
    total = _by_week(rows)
    body.append(_person_line(Markup("All"), "", total, weeks, 0, "", kind="total"))
    return Forecast(safe((_heads(weeks), *body, "</tbody></table>")), len(weeks), len(rows))


def _by_week(rows: Iterable[Row]) -> Counter[str]:
    """Count rows by the Monday of their week; "" is what is late."""
    return Counter(
        "" if row.duty.days < 0 else (row.duty.due - timedelta(days=row.duty.due.weekday())).isoformat()
        for row in rows
    )


def _heads(weeks: Sequence[View]) -> str:
    """Return the heads: each half term over its weeks, and below it the week's name with its Monday."""
    terms: list[tuple[str, int]] = []
    heads = []
    for week in weeks:
        name, _, term = ("", "", "no school") if week.label is None else week.label.partition(" of ")
        if terms and terms[-1][0] == term:
            terms[-1] = (term, terms[-1][1] + 1)
        else:
            terms.append((term, 1))
        monday = f'<span class="small">{words.short_day(week.monday, week.monday)}</span>'
        heads.append(f'<th scope="col"{_CLOSED if week.label is None else ""}>{escape(name)} {monday}</th>')
    groups = "".join(
        f'<th scope="colgroup" colspan="{number}">{escape(term) or "week of"}</th>' for term, number in terms
    )
    return (
        '<table class="list grid forecast"><caption class="unseen">Reviews in each person\'s hands, by the week in which they are due</caption><thead>'
        f'<tr><th scope="col" rowspan="2">Whose</th><th scope="col" rowspan="2">late</th>{groups}</tr>'
        f"<tr>{''.join(heads)}</tr></thead><tbody>\n"
    )


def _person_line(
    heading: Markup,
    name: str,
    counts: Mapping[str, int],
    weeks: Sequence[View],
    most: int,
    page: str,
    kind: str = "",
) -> str:
    """Return a person's row. Each number that is a link says for a screen reader whose reviews they are, and when."""
    late = f"late with {name}"
    cells = [_cell(counts.get("", 0), f"{page}?kind={REVIEW}#overdue" if page else "", "latetext", "", late)]
    for week in weeks:
        monday = week.monday.isoformat()
        number = counts.get(monday, 0)
        shade = f"s{-(-number * _SHADES // most)}" if number and most else ""
        classes = " ".join(filter(None, ("closed" if week.label is None else "", shade)))
        address = f"{page}?kind={REVIEW}&amp;week={monday}" if page else ""
        when = f"with {name} in the week of {words.short_day(week.monday, week.monday)}"
        cells.append(_cell(number, address, "", classes, when))
    of_kind = f' class="{kind}"' if kind else ""
    return f'<tr{of_kind}><th scope="row">{heading}</th>{"".join(cells)}</tr>\n'


def _cell(number: int, address: str, tone: str, classes: str, about: str) -> str:
    named = f' class="{classes}"' if classes else ""
    if not number:
        return f"<td{named}></td>"
    said = f'<b class="{tone}">{number}</b>' if tone else str(number)
    if not address:
        return f"<td{named}>{said}</td>"
    return f'<td{named}><a href="{address}">{said}<span class="unseen"> {escape(about)}</span></a></td>'


PAGE = PageKind(
    ADDRESS,
    TITLE,
    tab=ADDRESS,
    own_title=OWN_TITLE,
    keeps=(kept.line, kept.duties, kept.next_steps, kept.keyworker),
    of_school=lambda overview: [owners(overview)],
)
