"""A page for each member of staff: what they have in hand, whom they cover for, and who covers for them."""

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from liverecord.render import filters, kept, words
from liverecord.render.environment import filled
from liverecord.render.headings import contents
from liverecord.render.held import roles
from liverecord.render.overview import Overview
from liverecord.render.pages import overdue, owners
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting, has_page, is_uncovered, sees
from liverecord.render.rows import Row, Rows, in_rows, pupil_link
from liverecord.view import Page, SearchEntry, View

ACTION = "action"


def colleagues(overview: Overview) -> Iterator[Page]:
    """Yield the page of each member of staff, in the order of their names."""
    yield from (colleague(overview, person) for person in overview.staff)


def colleague(overview: Overview, person: View) -> Page:
    """Return the page of one member of staff."""
    work, printer = overview.work, overview.printer("../../")
    school = overview.school
    setting = Setting(school, "../../")
    left = sees(person, "left_on")
    # Somebody who has left or is covered for sees what is theirs by name, though others have it in hand meanwhile.
    # Everybody else sees what is in their own hands.
    is_covered = sees(person, "cover_id") is not None
    mine = (work.owned if left or is_covered else work.held).get(person.id, Rows())
    follows_up = has_page(school, overdue.ADDRESS)
    if not follows_up:
        # What a colleague has taken on; when a plan is looked at next stands on the pupil's page.
        mine = Rows(*(tuple(row for row in part if row.duty.group == ACTION) for part in mine))
    every: list[Row] = [row for part in mine for row in part]
    fields = [filters.kind(every), filters.school_week(school)]
    keyed = work.keyed.get(person.id, ())
    steps = [
        {"pupil": pupil_link(summary, setting), "what": step.what, "owner": _for_whom(step, person, setting)}
        for summary, step in work.steps.get(person.id, ())
        if not sees(step, "due")
    ]
    html = filled(
        "pages/colleague.html.j2",
        name=person.name,
        everybody="All owners" if follows_up else "All colleagues",
        roles=roles(person, setting),
        left=f"Left on {words.day(left)}" if left else "",
        away=_away(person, setting),
        uncovered=is_uncovered(person),
        holds=bool(every or keyed or steps),
        handover=sees(person, "handover"),
        covered=_covered(person, setting),
        filters=[each for each in fields if each is not None],
        later=printer.body(mine.later),
        later_number=len(mine.later),
        steps=steps,
        teaches=[
            {"name": name, "href": f"{setting.root}classes/{overview.classes[name]}/"}
            for name in overview.groups
            if person.id in overview.teachers.get(name, ())
        ],
        keyed=[pupil_link(summary, setting) for summary in keyed],
        **in_rows(mine, printer),
    )
    return Page(
        path=f"staff/{person.id}/",
        title=person.name,
        content=html,
        description=f"What {person.name} has in hand",
        contents=contents(html),
        search=SearchEntry(person.name, "", _known_as(person, setting), {}, also=_found_by(person, setting)),
    )


def _known_as(person: View, setting: Setting) -> str:
    """Return what somebody is at the school; of a colleague who has left, that they were it."""
    known = roles(person, setting) or "Colleague"
    return f"{known} until {words.day(person.left_on)}" if sees(person, "left_on") else known


def _found_by(person: View, setting: Setting) -> tuple[str, ...]:
    """Return the codes of somebody's roles that are other words than the roles themselves: whoever looks for the DSL types that."""
    codes = {code.replace("_", " "): setting.label("role", code) for code in sees(person, "roles") or ()}
    return tuple(word for word, label in codes.items() if word != label.casefold())


def _away(person: View, setting: Setting) -> Markup | str:
    """Return a note that somebody is away, who covers and since when; "" for those who are here or have left."""
    if sees(person, "left_on") or not sees(person, "is_away"):
        return ""
    until = f"Away to {setting.day(person.away_until)}" if sees(person, "away_until") else "Away"
    if not sees(person, "cover_id"):
        return words.capped(setting.absence(person))
    since = f" since {setting.day(person.cover_since)}" if sees(person, "cover_since") else ""
    return Markup("{}, {} covers{}").format(
        until, setting.person(person.cover_id, sees(person, "cover_name")), since
    )


def _covered(person: View, setting: Setting) -> list[dict[str, Any]]:
    """Return those for whom somebody covers today, in the order of their names."""
    others = [each for each in setting.people.values() if sees(each, "cover_id") == person.id]
    return [
        {
            "person": setting.person(other.id),
            "until": f", away until {setting.day(other.away_until)}"
            if sees(other, "away_until")
            else ", who is away",
            "since": setting.day(other.cover_since) if sees(other, "cover_since") else "",
            "handover": sees(other, "handover"),
        }
        for other in sorted(others, key=lambda each: (each.name.casefold(), each.id))
    ]


def _for_whom(step: View, person: View, setting: Setting) -> str:
    return "" if step.owner.id == person.id else f"for {step.owner.name}, {setting.absence(step.owner)}"


PAGE = PageKind(
    "staff/{id}/",
    "Colleague",
    tab=owners.ADDRESS,
    keeps=(kept.line, kept.duties, kept.next_steps, kept.keyworker),
    of_school=colleagues,
)
