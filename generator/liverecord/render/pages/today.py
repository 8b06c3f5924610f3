"""Today: what needs someone, what is overdue first and then the oldest, and six tiles that add up to the rows they lead to."""

from collections.abc import Sequence
from typing import Any

from liverecord.render import (
    ends,
    kept,
    my_classes,
    news,
    no_date,
    notices,
    pieces,
    sheet,
    standing_still,
    tiles,
    words,
)
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
    unheld = _unheld(summaries, [*split.late, *split.near], setting)
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
        notices=[
            *notices.of_school(school, summaries, setting),
            *notices.of_sheets(overview),
        ],
        stood=standing_still.section(school, summaries, setting),
        undated=undated,
        one_by_one=one_by_one,
        asked=asked,
        undated_shown=UNDATED_SHOWN,
        tiles=[
            tiles.late_tile(split),
            *_undated_tile(summaries),
            *([tiles.unheld_tile(owner for owner, _, _ in unheld)] if asks["next_steps"] else []),
            *_chase_tile(split, asks),
            *_week_tile(school, summaries),
            tiles.coming_tile(split, confirm, sees(school, "coming_days") or 0, setting),
        ],
        support=_support(school, summaries),
        late=_capped(split.pressing, printer, "overdue/"),
        latent=printer.body(split.near, attribute="data-latent hidden") if len(split.late) <= SHOWN else "",
        none_late=not split.late,
        near=_capped(split.near, printer, "coming/", "data-coming"),
        further=len(split.further),
        days=sees(school, "coming_days") or 0,
        silences=[_silence(summary, silence, setting) for summary, silence in silences[:SHOWN]],
        silences_more=[pupil_link(summary, setting) for summary, _ in silences[SHOWN:]],
        unheld=[row for _, _, row in unheld[:SHOWN]],
        unheld_more=[pupil_link(summary, setting) for _, summary, _ in unheld[SHOWN:]],
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


def _undated_tile(summaries: Sequence[View]) -> list[tiles.Tile]:
    """Return the tile of what has no date yet, where any may be seen: nobody else is told that there could be some."""
    seen = any(summary.has("undated") for summary in summaries)
    return [tiles.undated_tile(no_date.rows(summaries))] if seen else []


def _chase_tile(split: Rows, asks: dict[str, bool]) -> list[tiles.Tile]:
    """Return the tile of what others owe, for those who work with concerns, and for whoever sees such a day."""
    seen = asks["silences"] or any(row.duty.group == "chase" for part in split for row in part)
    return [tiles.chase_tile(split)] if seen else []


def _support(school: View, summaries: Sequence[View]) -> int:
    """Return for how many pupils support is looked at first; persistent absence alone is no news of today."""
    return sum(map(support_first.needs_a_look, summaries)) if has_page(school, support_first.ADDRESS) else 0


def _week_tile(school: View, summaries: Sequence[View]) -> list[tiles.Tile]:
    """Return the tile that leads to the week's routine, which says so in a week without school."""
    if not has_page(school, week.ADDRESS):
        return []
    number = week.asked(school, summaries)
    if number is None:
        return [tiles.week_tile(0, (), "", "no school this week")]
    kinds = [tiles.Kind(*kind) for kind in week.asked_for(school, summaries)]
    return [tiles.week_tile(number, kinds, week.ADDRESS, "nothing is asked of anybody")]


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


def _unheld(
    summaries: Sequence[View], rows: Sequence[Row], setting: Setting
) -> list[tuple[View | None, View, dict[str, Any]]]:
    """Return the next steps, and what else is late or soon due, that nobody holds as things are: owner, pupil, row."""
    found = []
    for summary in summaries:
        for step in sees(summary, "next_steps") or ():
            if week.is_unheld(owner := sees(step, "owner")):
                by = words.weekday_day(step.due) if sees(step, "due") else "no day set"
                found.append((owner, summary, _nobodys(summary, step.what, owner, by, setting)))
    for row in rows:
        # An action is a next step already.
        if row.duty.group != "action" and row.duty.has("owner") and week.is_unheld(row.owner):
            said = _nobodys(
                row.summary, pieces.title(row.duty), row.owner, words.weekday_day(row.duty.due), setting
            )
            found.append((row.owner, row.summary, said))
    return found


def _nobodys(summary: View, what: str, owner: View | None, by: str, setting: Setting) -> dict[str, Any]:
    return {
        "pupil": pupil_cell(summary, setting),
        "what": what,
        "holder": holder_cell(owner, setting),
        "due": by,
    }


def _news(view: View, school: View | None) -> dict[str, Any]:
    """Keep what changed where the first page tells it; those who follow things up have a page of all changes."""
    return news.keep(view) if school is not None and not has_page(school, overdue.ADDRESS) else {}


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
        _news,
        support_first.keep,
        week.keep,
    ),
    of_school=lambda overview: [first(overview)],
    wide=True,
    own_title=my_classes.TITLE,
)
