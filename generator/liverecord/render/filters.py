"""What a list can be narrowed by: the choices of its filters, which work in the browser alone and live in the address.

lists.js reads each field's `way`: how it compares a row with the choice. A choice of days carries its bounds, counted
from the reader's own today, so that a list which was sent or kept as a bookmark means the same on every day.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from liverecord.render import words
from liverecord.render.pieces import Setting, sees
from liverecord.render.rows import NOBODY, Row
from liverecord.view import View

GROUPS: Mapping[str, str] = {
    "review": "Reviews",
    "action": "Actions",
    "concern": "Concerns",
    "provision": "Outcomes and provision",
    "plan": "Plans",
    "chase": "What to chase",
}
"""A duty's groups, in the order in which pages name them."""

IN_NOBODYS_HANDS = "In nobody's hands"


class Choice(NamedTuple):
    """One choice of a filter: what stands in the address, its words and, for a choice of days, its bounds.

    `first` and `last` count days from today, `until` is a day, and `week` asks for today's own week.
    """

    value: str
    words: str
    first: int | None = None
    last: int | None = None
    until: str = ""
    week: bool = False


class Filter(NamedTuple):
    """A field: its name in the address, its words, the way in which it looks at a row, and its choices under headings.

    Ways: "cell" (the cell below the heading that is the label, or `column`), "carried" (the row's own attribute of
    that name), "state" (what is due of a pupil), "days", "week".
    """

    name: str
    label: str
    way: str
    choices: Sequence[tuple[str, Sequence[Choice]]]
    column: str = ""
    anything: str = "Any"


def owner(rows: Iterable[Row]) -> Filter:
    """Return the filter by owner: everybody who owns or covers one of these rows, by name."""
    names: dict[str, str] = {}
    nobody = False
    for row in rows:
        nobody = nobody or row.hands is None
        if row.owner is not None:
            names[row.owner.id] = row.owner.name
            cover = sees(row.owner, "cover_id")
            if cover:
                names[cover] = sees(row.owner, "cover_name") or cover
    people = [Choice(each, name) for each, name in sorted(names.items(), key=_by_name)]
    first = [Choice(NOBODY, IN_NOBODYS_HANDS)] if nobody else []
    return Filter("owner", "Owner", "carried", [("", [*first, *people])], anything="Anybody")


def kind(rows: Iterable[Row]) -> Filter:
    """Return the filter by kind: every group of duties, and below it the rules that have rows."""
    rules: dict[str, dict[str, str]] = {}
    for row in rows:
        rules.setdefault(str(row.duty.group), {})[str(row.duty.kind)] = str(row.duty.label)
    choices = []
    for group in [*GROUPS, *sorted(rules.keys() - GROUPS.keys())]:
        label = GROUPS.get(group) or words.capped(group)
        kinds = sorted(rules.get(group, {}).items(), key=_by_name)
        choices.append((label, [Choice(group, f"{label}: all"), *(Choice(*each) for each in kinds)]))
    return Filter("kind", "Kind", "carried", choices)


LATE = ("Overdue", "Behind")
"""How a thing is late, as its row says it: past a limit of the law, or past its own day."""


def late_as() -> Filter:
    """Return the filter of what is late by whether a limit of the law is past."""
    return Filter("state", "Overdue or behind", "state", [("", [Choice(each, each) for each in LATE])])


def late_by(school: View) -> Filter:
    """Return the filter by how long something is late, counted from the day to do it by."""
    choices = [
        Choice(f"over-{days}", f"By more than {days} days", last=-days - 1)
        for days in sees(school, "windows") or ()
    ]
    week = Choice("week", "Due this week", week=True)
    return Filter("window", "Late", "days", [("", [week, *choices])])


def due_in(school: View) -> Filter:
    """Return the filter by when something falls due."""
    choices = [Choice("week", "This week", week=True)]
    choices += [
        Choice(str(days), f"In the next {days} days", 0, days) for days in sees(school, "windows") or ()
    ]
    half_term = sees(school, "half_term")
    if half_term is not None:
        said = f"This half term ({half_term.name}, to {words.short_day(half_term.end, school.as_of)})"
        choices.append(Choice("half-term", said, 0, until=half_term.end.isoformat()))
    return Filter("window", "Due", "days", [("", choices)])


def school_week(school: View) -> Filter | None:
    """Return the filter by school week, as far as reviews are forecast; None where the audience sees no weeks."""
    weeks = sees(school, "weeks") or ()
    choices = [Choice(week.monday.isoformat(), named(week, school)) for week in weeks]
    return Filter("week", "School week", "week", [("", choices)]) if choices else None


def of_pupils(
    summaries: Sequence[View], setting: Setting, years: Mapping[str, str], *, due: bool
) -> list[Filter]:
    """Return the filters of the pupils' table, with `due` that of what is due; `years` says how each year's label sorts."""
    values = [
        ("year", "Year", "", sorted(years, key=years.__getitem__)),
        ("form", "Form", "", sorted({each.form for each in summaries if sees(each, "form")}, key=form_order)),
        (
            "support",
            "Support",
            "",
            sorted({each.support_label for each in summaries if sees(each, "support_label")}),
        ),
        (
            "need",
            "Need",
            "Needs",
            sorted({setting.label("need", need) for each in summaries for need in sees(each, "needs") or ()}),
        ),
        (
            "keyworker",
            "Key worker",
            "",
            sorted({each.keyworker.name for each in summaries if sees(each, "keyworker")}),
        ),
    ]
    filters = [
        Filter(name, label, "cell", [("", [Choice(value, value) for value in each])], column)
        for name, label, column, each in values
        if each
    ]
    if not due:
        return filters
    states = [Choice(each, each) for each in (*LATE, "Coming up", "Nothing due")]
    return [*filters, Filter("due", "Due", "state", [("", states)])]


def named(week: View, school: View) -> str:
    """Return how a school week is called: "week 4 of Autumn 2, 23 November"."""
    monday = words.short_day(week.monday, school.as_of)
    if week.label is None:
        return f"no school, {monday}"
    return f"{week.label}, {monday}" if week.label else f"the week of {monday}"


def form_order(form: str) -> tuple[int, str]:
    """Sort 7A before 10A, and names after numbers."""
    digits = ""
    for letter in form:
        if not ("0" <= letter <= "9"):
            break
        digits += letter
    return (int(digits[:6]) if digits else 10**6, form.casefold())


def _by_name(item: tuple[str, str]) -> tuple[str, str]:
    return (item[1].casefold(), item[0])
