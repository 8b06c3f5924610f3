"""What the pages of changes can be filtered by: part, what happened, person, and the pupils' year and form."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from liverecord.render import words
from liverecord.render.changes.nouns import SECTIONS
from liverecord.render.pieces import Setting, sees
from liverecord.view import View


class Filter(NamedTuple):
    """A filter: its name in the address, its words, and its values, each with its own words."""

    name: str
    says: str
    values: list[tuple[str, str]]


class Filtered(NamedTuple):
    """What the filters know of a revision.

    `what` are its parts and kinds ("actions:added"), `who` is whoever made it, by id or name, and `by` in words.
    """

    what: Iterable[str]
    who: str
    by: str


def filters_of(
    revisions: Iterable[Filtered], setting: Setting, summaries: Sequence[View] = ()
) -> list[Filter]:
    """Return the filters that offer more than one choice."""
    parts: set[str] = set()
    kinds: set[str] = set()
    people: dict[str, str] = {}
    for each in revisions:
        for what in each.what:
            part, _, kind = what.partition(":")
            parts.add(part)
            kinds.add(kind)
        if each.who:
            people[each.who] = each.by or each.who
    labels = setting.labels("amendment")
    offered = [
        Filter("part", "Part", [(name, heading) for name, heading in SECTIONS.items() if name in parts]),
        Filter(
            "kind",
            "What happened",
            [
                (kind, words.capped(labels.get(kind, kind)))
                for kind in (*labels, *sorted(kinds - labels.keys()))
                if kind in kinds
            ],
        ),
        Filter("by", "By", sorted(people.items(), key=lambda each: (each[1].casefold(), each[0]))),
        Filter("year", "Year", [(year, year) for year in _years(summaries, setting)]),
        Filter("form", "Form", [(form, form) for form in _forms(summaries)]),
    ]
    return [each for each in offered if len(each.values) > 1]


def _years(summaries: Iterable[View], setting: Setting) -> list[str]:
    """Return the year groups in the order of their list."""
    order = {label: place for place, label in enumerate(setting.labels("year_group").values())}
    years = {str(year) for summary in summaries if (year := sees(summary, "year_label"))}
    return sorted(years, key=lambda year: (order.get(year, len(order)), year))


def _forms(summaries: Iterable[View]) -> list[str]:
    """Return the forms, 7A before 10A."""
    forms = {str(summary.form) for summary in summaries if sees(summary, "form")}
    return sorted(
        forms,
        key=lambda form: [
            part.zfill(6) if part.isdigit() else part.casefold() for part in re.split(r"([0-9]+)", form)
        ],
    )
