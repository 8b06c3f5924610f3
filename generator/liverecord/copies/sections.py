"""The record as sections of a page: each part with its fields in plain words, and honest where nothing is recorded."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from liverecord.model.field import Field
from liverecord.model.parts import FIELDS, TITLES, files_of
from liverecord.render import words
from liverecord.render.changes.nouns import NOUNS
from liverecord.render.changes.voice import clipped
from liverecord.render.pieces import safe
from liverecord.render.sentences import expected_week

Label = Callable[[str, str], str]
"""Gives a code's label: of a list of codes.yml, and a code."""


GROUPS: Mapping[str, tuple[str, ...]] = {
    "The pupil": ("plan.pupil", "plan.passport", "plan.views"),
    "The plan": (
        "plan",
        "plan.ehcp",
        "plan.safeguarding",
        "plan.needs",
        "plan.conditions",
        "plan.outcomes",
        "plan.support_without_plan",
        "plan.mentors",
        "plan.circumstances",
    ),
    TITLES["plan.attendance"]: (
        "plan.attendance.target",
        "plan.attendance.part_time_timetable",
        "plan.attendance.reintegration",
        "plan.attendance.access",
        "plan.attendance.sickness_return",
        "plan.attendance.enforcement",
    ),
    "Concerns, actions and conversations": ("concerns", "actions", "contacts", "reviews"),
    "Absence and the register": ("weeks", "notes", "log", "lessons", "timetable"),
}
"""Every section of a record, by the heading it stands under; a test holds that no part is missing."""

PLAN = "plan"
"""The section of the plan's own fields, without the parts that have sections themselves."""


def title_of(part: str) -> str:
    """Return the heading of a section."""
    return "Support, and what kind of plan" if part == PLAN else TITLES[part]


NOTHING = safe(('<p class="none">', words.NO_RECORD, "</p>"))
"""What stands where nothing is recorded."""

_TABLES = frozenset(
    {
        "lessons",
        "timetable",
        "plan.needs.attempts",
        "plan.attendance.access",
        "plan.attendance.target.steps",
        "plan.attendance.part_time_timetable.steps",
        "plan.attendance.reintegration.steps",
    }
)
"""Lists whose rows are short and all alike."""

_CLIP = 90


class Writer:
    """Writes the sections of one copy. `known` are the things that a reference may lead to, by file and id."""

    def __init__(self, label: Label, known: Mapping[str, str]) -> None:
        self._label = label
        self._known = known

    def section(self, part: str, data: Any) -> Markup:
        """Return a section's content, below its heading: `data` is what the copy holds of it."""
        if not data:
            return NOTHING
        if part in _TABLES:
            return self._table(part, data)
        if isinstance(data, list):
            return safe(self._item(part, each, 4) for each in data)
        alone = part == PLAN
        fields = {key: value for key, value in data.items() if key in FIELDS[PLAN]} if alone else data
        inner = () if alone else self._inner(part, data, 4)
        return safe((self._fields(part, fields), self._lacking(part, fields), *inner))

    def _item(self, part: str, item: Mapping[str, Any], level: int) -> Markup:
        """Return one thing of a list, with what stands in it."""
        file = part.partition(".")[0]
        anchor = (
            f' id="{escape(_anchor(file, item["id"]))}"' if part.count(".") < 3 and item.get("id") else ""
        )
        tag = ' <span class="tag">Kept to a few people</span>' if item.get("restricted") else ""
        return safe(
            (
                f'<section class="item"{anchor}><h{level}>',
                escape(self._called(part, item)),
                tag,
                f"</h{level}>",
                self._fields(part, item),
                *self._inner(part, item, min(level + 1, 6)),
                "</section>",
            )
        )

    def _called(self, part: str, item: Mapping[str, Any]) -> str:
        """Return how a thing is headed: "Action: Meets the form tutor at the gate"."""
        noun = NOUNS.get(part)
        if part == "reviews.outcomes":
            named = str(item.get("id") or "")
            return f"Outcome: {clipped(self._known.get(f'plan/{named}', named), _CLIP)}"
        if noun is None:
            return str(item.get("id") or part)
        said = []
        for each in noun.name:
            name = each.rpartition(" ")[2]
            field = FIELDS[part].get(name)
            if field is not None and item.get(name) is not None:
                said.append(self._text(field, item[name]))
        return f"{noun.one}: {clipped(', '.join(said), _CLIP)}" if said else noun.one

    def _fields(self, part: str, item: Mapping[str, Any]) -> Markup:
        """Return the fields that are recorded, each with its name."""
        rows = [
            safe(
                (
                    "<dt>",
                    escape(words.capped(field.title)),
                    "</dt><dd>",
                    self.value(field, item[name]),
                    "</dd>",
                )
            )
            for name, field in FIELDS.get(part, {}).items()
            if item.get(name) is not None and item[name] != [] and name != "restricted"
        ]
        return safe(("<dl>", *rows, "</dl>")) if rows else Markup()

    def _lacking(self, part: str, item: Mapping[str, Any]) -> Markup:
        """Name the fields that are not recorded, for a part that a record has only once."""
        names = [
            words.uncapped(field.title)
            for name, field in FIELDS.get(part, {}).items()
            if name in item and (item[name] is None or item[name] == [])
        ]
        return (
            safe(('<p class="none">Not recorded: ', escape("; ".join(names)), ".</p>")) if names else Markup()
        )

    def _inner(self, part: str, item: Mapping[str, Any], level: int) -> Iterator[Markup]:
        """Yield what stands in a thing: its lists, and the one chain of a review."""
        for name, value in item.items():
            inner = f"{part}.{name}"
            if inner not in FIELDS or not value:
                continue
            if inner in _TABLES:
                yield self._headed(inner, level, self._table(inner, value))
            elif isinstance(value, dict):
                if fields := self._fields(inner, value):
                    yield self._headed(inner, level, fields)
            else:
                yield from (self._item(inner, each, level) for each in value)

    def _headed(self, part: str, level: int, content: Markup) -> Markup:
        """Return a part of a thing below its name."""
        title = escape(NOUNS[part].one)
        return safe(('<section class="item">', f"<h{level}>", title, f"</h{level}>", content, "</section>"))

    def _table(self, part: str, rows: list[dict[str, Any]]) -> Markup:
        """Return rows that are all alike as a table."""
        fields = {
            name: field
            for name, field in FIELDS[part].items()
            if any(row.get(name) is not None for row in rows)
        }
        heads = safe(f'<th scope="col">{escape(words.capped(field.title))}</th>' for field in fields.values())
        lines = [
            safe(
                (
                    "<tr>",
                    *(
                        safe(
                            (
                                "<td>",
                                self.value(field, row[name]) if row.get(name) is not None else "",
                                "</td>",
                            )
                        )
                        for name, field in fields.items()
                    ),
                    "</tr>",
                )
            )
            for row in rows
        ]
        return _scrolling(
            NOUNS[part].one,
            safe(("<table><thead><tr>", heads, "</tr></thead><tbody>", *lines, "</tbody></table>")),
        )

    # ── Values ──────────────────────────────────────────────────────────────────────────────────────────

    def value(self, field: Field, value: Any) -> Markup:
        """Return one value as HTML: a date in words, a code's label, a reference as a link."""
        if field.kind == "texts":
            return safe(("<ul>", *(safe(("<li>", escape(each), "</li>")) for each in value), "</ul>"))
        if field.kind in {"id", "ids"}:
            named = [self._reference(field, each) for each in (value if isinstance(value, list) else [value])]
            return Markup(", ").join(named)
        return escape(self._text(field, value))

    def _text(self, field: Field, value: Any) -> str:
        if isinstance(value, list):
            return words.joined(self._text(field, each) for each in value)
        if isinstance(value, date):
            return words.day(value)
        if field.kind in {"code", "codes"}:
            return self._label(field.of, str(value))
        if field.kind == "yes":
            return "yes" if value else "no"
        if field.kind == "week":
            return expected_week(str(value))
        return f"{value} %" if field.kind == "percent" else str(value)

    def _reference(self, field: Field, item: str) -> Markup:
        """Return a link to a thing of this copy, by its own words; its id where the copy does not have it."""
        for file in files_of(field):
            called = self._known.get(f"{file}/{item}")
            if called:
                return safe(
                    ('<a href="#', escape(_anchor(file, item)), '">', escape(clipped(called, _CLIP)), "</a>")
                )
        return escape(item)


def part_of(record: Mapping[str, Any], part: str) -> Any:
    """Return a part of a copy's case; None or empty where nothing is recorded. Raises KeyError where it is hidden."""
    held: Any = record
    for name in part.split("."):
        if held is None:
            return None
        held = held[name]
    return held


def anchor_of(part: str) -> str:
    """Return the anchor of a section's heading."""
    return f"part-{part.replace('.', '-')}{'-itself' if part == PLAN else ''}"


def register(weeks: Mapping[date, str], marks: Callable[[str], list[tuple[str, str]]]) -> Markup:
    """Return the register, a week a row, and below it what each mark means. `marks` reads ten marks with labels."""
    if not weeks:
        return NOTHING
    rows: list[Markup] = []
    meanings: dict[str, str] = {}
    for monday in sorted(weeks):
        cells = marks(weeks[monday])
        meanings |= {code: label for code, label in cells if label}
        rows.append(
            safe(
                (
                    '<tr><th scope="row">',
                    escape(words.day(monday)),
                    "</th>",
                    *(safe(("<td>", escape(code), "</td>")) for code, _ in cells),
                    "</tr>",
                )
            )
        )
    days = safe(f'<th scope="colgroup" colspan="2">{day[:3]}</th>' for day in words.WEEKDAYS[:5])
    halves = safe(
        '<th scope="col"><abbr title="morning">am</abbr></th><th scope="col"><abbr title="afternoon">pm</abbr></th>'
        for _ in range(5)
    )
    table = safe(
        (
            '<table class="register"><thead><tr><th scope="col" rowspan="2">Week of</th>',
            days,
            "</tr><tr>",
            halves,
            "</tr></thead><tbody>",
            *rows,
            "</tbody></table>",
        )
    )
    legend = [
        safe(("<dt>", escape(code), "</dt><dd>", escape(label), "</dd>"))
        for code, label in sorted(meanings.items())
    ]
    return safe(
        (
            _scrolling("Attendance register", table),
            '<h4>What the marks mean</h4><dl class="marks">',
            *legend,
            "</dl>",
        )
    )


def known_things(case: Mapping[str, Any]) -> dict[str, str]:
    """Return what references may lead to, by file and id ("plan/o1"), with the thing's own words."""
    plan = case.get("plan") or {}
    outcomes = plan.get("outcomes") or []
    lists = (
        ("plan", plan.get("needs"), ("detail", "type")),
        ("plan", outcomes, ("text",)),
        ("plan", [given for each in outcomes for given in each.get("provision") or []], ("what",)),
        ("plan", plan.get("support_without_plan"), ("what",)),
        ("plan", plan.get("conditions"), ("name",)),
        ("concerns", case.get("concerns"), ("what",)),
        ("actions", case.get("actions"), ("what",)),
    )
    return {
        f"{file}/{item['id']}": next((str(item[name]) for name in names if item.get(name)), item["id"])
        for file, items, names in lists
        for item in items or []
        if item.get("id")
    }


def _anchor(file: str, item: str) -> str:
    return f"{file}-{item}"


def _scrolling(name: str, table: Markup) -> Markup:
    """Return a table that scrolls by itself on a narrow screen, for the keyboard as well."""
    return safe(
        ('<div class="wide" role="region" tabindex="0" aria-label="', escape(name), '">', table, "</div>")
    )
