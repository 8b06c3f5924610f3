"""Today: what needs someone, what is overdue first and then the oldest, and tiles that add up to the rows they lead to."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from liverecord.render import ends, kept, my_classes, no_date, notices, sheet, standing_still, words
from liverecord.render.environment import filled
from liverecord.render.headings import contents
from liverecord.render.overview import Overview
from liverecord.render.pages import overdue, support_first, week
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting, at_school, has_page, sees
from liverecord.render.rows import Printer, Row, Rows, holder_cell, pupil_cell, pupil_link
from liverecord.view import Page, View

SHOWN = 40
"""How many rows of a list the first page shows before it leads to the whole list."""

UNDATED_SHOWN = 5
"""How many rows of what has no date yet it shows, so that what is late stays in sight."""

TILES = {
    "review": ("review late", "reviews late"),
    "action": ("action late", "actions late"),
    "concern": ("concern date late", "concern dates late"),
    "provision": ("outcome or provision date late", "outcome or provision dates late"),
    "plan": ("plan date late", "plan dates late"),
    "chase": ("circumstance to chase", "circumstances to chase"),
}
"""What a tile says of one and of many duties of a group that are late: overdue or behind."""

ALWAYS = ("review", "action")
"""Groups that have a tile even when nothing is late."""


class Tile(NamedTuple):
    """A number that leads to rows. `days` are the days on which it grows ("2026-11-27*2 …"), `direction` + or -."""

    number: int
    one: str
    many: str
    href: str
    late: bool = False
    days: str = ""
    direction: str = "+"
    shown: bool = True

    @property
    def says(self) -> str:
        """Return the words beside the number."""
        return self.one if self.number == 1 else self.many


def first(overview: Overview) -> Page:
    """Return the first page: what needs someone, for those who follow that up; for everybody else their classes."""
    follows_up = has_page(overview.school, overdue.ADDRESS)
    return today(overview) if follows_up else my_classes.my_classes(overview)


def today(overview: Overview) -> Page:
    """Return what needs someone today."""
    school, summaries, split = overview.school, overview.summaries, overview.rows
    setting = Setting(school, "")
    printer = overview.printer("")
    silences = [(summary, silence) for summary in summaries for silence in sees(summary, "silences") or ()]
    silences.sort(key=lambda pair: (str(sees(pair[1], "last_on") or ""), pair[0].name, pair[0].id))
    unowned = [
        (summary, step)
        for summary in summaries
        for step in sees(summary, "next_steps") or ()
        if in_nobodys_hands(step)
    ]
    confirm = [
        row for part in (split.coming, split.later) for row in part if row.duty.kind == "provision_confirm"
    ]
    undated = no_date.of_pupils(summaries, setting)
    one_by_one, asked = no_date.apart(undated)
    asks = {name: any(summary.has(name) for summary in summaries) for name in ("silences", "next_steps")}
    live = sum(not summary.has("on_roll") or summary.on_roll for summary in summaries)
    html = filled(
        "pages/today.html.j2",
        facts=_facts(school, live),
        live=live,
        old=ends.of_school(summaries),
        notices=notices.of_school(school, summaries, setting),
        stood=standing_still.section(school, summaries, setting),
        undated=undated,
        one_by_one=one_by_one,
        asked=asked,
        undated_shown=UNDATED_SHOWN,
        tiles=[
            *_undated_tile(undated),
            *_tiles(split),
            *_more_tiles(silences, unowned, confirm, asks, setting),
            *_support_tile(school, summaries),
            *_week_tile(school, summaries),
            _coming_tile(school, split),
        ],
        late=_capped(split.pressing, printer, "overdue/"),
        latent=printer.body(split.near, attribute="data-latent hidden") if len(split.late) <= SHOWN else "",
        none_late=not split.late,
        near=_capped(split.near, printer, "coming/", "data-coming"),
        further=len(split.further),
        days=sees(school, "coming_days") or 0,
        silences=[_silence(summary, silence, setting) for summary, silence in silences[:SHOWN]],
        silences_more=[pupil_link(summary, setting) for summary, _ in silences[SHOWN:]],
        unowned=[_unowned(summary, step, setting) for summary, step in unowned[:SHOWN]],
        unowned_more=[pupil_link(summary, setting) for summary, _ in unowned[SHOWN:]],
        confirm=printer.body(confirm[:SHOWN], attribute="data-coming"),
        confirm_more=[pupil_link(row.summary, setting) for row in confirm[SHOWN:]],
        asks=asks,
        shown=SHOWN,
    )
    return Page(
        path="",
        title="Today",
        content=html,
        description=f"What needs someone{at_school(school)}",
        contents=contents(html),
    )


def in_nobodys_hands(step: View) -> bool:
    """Tell whether a next step has no owner, or one who has left."""
    owner = sees(step, "owner")
    return owner is None or sees(owner, "left_on") is not None


def _facts(school: View, live: int) -> list[str]:
    facts = [words.weekday_day(school.as_of)]
    if school.as_of.weekday() > 4 and sees(school, "next_week_label"):
        facts.append(f"Monday starts {school.next_week_label}")
    elif sees(school, "week_label"):
        facts.append(words.capped(school.week_label))
    elif sees(school, "next_week_label"):
        facts.append(f"No school this week; Monday starts {school.next_week_label}")
    else:
        facts.append("No school this week")
    facts.append(words.count(live, "live record"))
    return facts


def _undated_tile(undated: Sequence[Any]) -> list[Tile]:
    """Return the tile of what has no date yet, where there is any: nobody is told that there could be some."""
    said = "without a date yet"
    return [Tile(len(undated), said, said, "#no-date", late=True)] if undated else []


def _tiles(split: Rows) -> list[Tile]:
    late = Counter(row.duty.group for row in split.late)
    coming: dict[str, list[Row]] = {}
    for row in split.near:
        coming.setdefault(row.duty.group, []).append(row)
    return [
        Tile(
            number=late[group],
            one=one,
            many=many,
            href=f"overdue/?kind={group}",
            late=late[group] > 0,
            days=_days(coming.get(group, ())),
            shown=late[group] > 0 or group in ALWAYS,
        )
        for group, (one, many) in TILES.items()
        if late[group] or group in ALWAYS or group in coming
    ]


def _more_tiles(
    silences: Sequence[Any],
    unowned: Sequence[Any],
    confirm: Sequence[Row],
    asks: dict[str, bool],
    setting: Setting,
) -> list[Tile]:
    tiles = []
    if asks["silences"]:
        tiles.append(
            Tile(
                len(silences),
                "concern with no line this week",
                "concerns with no line this week",
                "#silences",
                late=bool(silences),
            )
        )
    if confirm:
        first = setting.day(confirm[0].duty.due)
        one, many = f"provision to confirm by {first}", f"provisions to confirm, the first by {first}"
        tiles.append(Tile(len(confirm), one, many, "#confirm", days=_days(confirm), direction="-"))
    if asks["next_steps"]:
        tiles.append(
            Tile(
                len(unowned),
                "next step without an owner",
                "next steps without an owner",
                "#no-owner",
                late=bool(unowned),
            )
        )
    return tiles


def _support_tile(school: View, summaries: Sequence[View]) -> list[Tile]:
    """Return the tile of pupils for whom support is looked at first; persistent absence alone is no news of today."""
    number = sum(map(support_first.needs_a_look, summaries))
    if not number or not has_page(school, support_first.ADDRESS):
        return []
    said = "pupil: support first", "pupils: support first"
    return [Tile(number, *said, f"{support_first.ADDRESS}#pupils")]


def _week_tile(school: View, summaries: Sequence[View]) -> list[Tile]:
    """Return the tile that leads to the week's routine, where there is school this week."""
    number = week.asked(school, summaries)
    if not number:
        return []
    return [Tile(number, "pupil on this week's page", "pupils on this week's page", week.ADDRESS)]


def _coming_tile(school: View, split: Rows) -> Tile:
    said = f"coming up in {sees(school, 'coming_days') or 0} days"
    return Tile(len(split.near), said, said, "#coming", days=_days(split.near), direction="-")


def _days(rows: Iterable[Row]) -> str:
    counted = Counter(row.duty.due.isoformat() for row in rows)
    return " ".join(day if number == 1 else f"{day}*{number}" for day, number in sorted(counted.items()))


def _capped(rows: Sequence[Row], printer: Printer, whole: str, attribute: str = "") -> dict[str, Any]:
    return {
        "body": printer.body(rows[:SHOWN], attribute=attribute),
        "number": len(rows),
        "capped": len(rows) > SHOWN,
        "whole": whole,
    }


def _silence(summary: View, silence: View, setting: Setting) -> dict[str, Any]:
    last = sees(silence, "last_on")
    return {
        "pupil": pupil_cell(summary, setting),
        "what": silence.what,
        "holder": holder_cell(sees(silence, "owner"), setting),
        "last": (f"{words.day(last)}{', no change' if sees(silence, 'last_no_change') else ''}")
        if last
        else "none so far",
    }


def _unowned(summary: View, step: View, setting: Setting) -> dict[str, Any]:
    return {
        "pupil": pupil_cell(summary, setting),
        "what": step.what,
        "holder": holder_cell(sees(step, "owner"), setting),
        "due": words.weekday_day(step.due) if sees(step, "due") else "no day set",
    }


PAGE = PageKind(
    address="",
    title="Today",
    tab="",
    keeps=(
        kept.line,
        kept.duties,
        kept.undated,
        kept.silences,
        kept.next_steps,
        kept.marks_end,
        kept.year_behind,
        kept.support,
        kept.keyworker,
        sheet.keep,
        support_first.keep,
        week.keep,
    ),
    of_school=lambda overview: [first(overview)],
    wide=True,
    own_title=my_classes.TITLE,
)
