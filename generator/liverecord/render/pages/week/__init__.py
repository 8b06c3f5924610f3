"""The week: one page, five parts, Monday to Friday, each with this week's pupils and why.

It is a school's weekly routine: check the pattern, check the record, let one person hold the next step, speak to the
family, write it down. In a week without school nothing is missing, and the page says when school begins.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup

from liverecord.render import ends, kept, second_look, weekly, words
from liverecord.render.environment import filled
from liverecord.render.overview import Overview
from liverecord.render.pages.kind import PageKind
from liverecord.render.pages.week import doing, looking
from liverecord.render.pages.week.items import SHOWN, Group, Item, folded, item, with_week
from liverecord.render.pieces import Setting, at_school, has_page, sees
from liverecord.view import Page, View

ADDRESS = "week/"
TITLE = "This week"


class Part(NamedTuple):
    """One day's part: its name, what to do, how many, and its groups as (heading, hint, number, HTML, folded).

    `said` stands beside the number on the week's strip; `empty` is what the part says where nothing is left. Where that is
    not known, because there are no marks or old ones alone, no number stands there, and nothing is ticked.
    """

    anchor: str
    weekday: str
    day: str
    iso: str
    heading: str
    hint: str
    said: str
    number: int
    groups: Sequence[tuple[str, str, int, Markup, bool]]
    empty: str
    is_today: bool
    is_known: bool = True


def week(overview: Overview) -> Page:
    """Return the page of the week's routine."""
    school, summaries = overview.school, overview.summaries
    setting = Setting(school, "../")
    monday = school.as_of - timedelta(days=school.as_of.weekday())
    meets = sees(school, "week_label") is not None
    parts = _parts(summaries, setting, monday) if meets else []
    html = filled(
        "pages/week.html.j2",
        facts=_facts(school, setting, monday) if meets else [words.weekday_day(school.as_of)],
        meets=meets,
        old=ends.of_school(summaries),
        begins=_begins(school, monday),
        weekend=school.as_of.weekday() > 4,
        parts=parts,
        prompts=[words_of for words_of, _ in words.PROMPTS],
        signs=_second_look(summaries, setting),
        anchor=second_look.ANCHOR,
    )
    return Page(
        path=ADDRESS,
        title=TITLE,
        content=html,
        description=f"The week's routine{at_school(school)}",
    )


def asked(school: View, summaries: Sequence[View]) -> int | None:
    """Return how many pupils the week asks about; None without such a page, or in a week without school."""
    if not has_page(school, ADDRESS) or sees(school, "week_label") is None:
        return None
    since = looking.newest_week(summaries, school.as_of)
    return sum(_asks(summary, since) for summary in summaries)


def asked_for(school: View, summaries: Sequence[View]) -> list[tuple[int, str, str]]:
    """Return what the week asks for: of how many pupils, and the words for one and for many of them."""
    since = looking.newest_week(summaries, school.as_of)
    weeks = [(summary, sees(summary, "week") or _NOTHING) for summary in summaries]
    counted = (
        (sum(looking.is_new(kept, since) for _, kept in weeks), "moved"),
        (sum(bool(sees(kept, "lacks")) for _, kept in weeks), "to complete"),
        (sum(bool(sees(kept, "contact_due")) for _, kept in weeks), "to speak to"),
        (sum(bool(sees(summary, "silences")) for summary, _ in weeks), "without a line"),
    )
    return [(number, said, said) for number, said in counted]


def is_unheld(owner: View | None) -> bool:
    """Tell whether nobody holds a thing as things are: no owner, one who has left, or one who is away without cover."""
    return doing.is_unheld(owner)


def _asks(summary: View, since: date | None) -> bool:
    kept = sees(summary, "week") or _NOTHING
    return bool(
        looking.is_new(kept, since)
        or any(sees(kept, name) for name in ("lacks", "contact_due", "not_written_up"))
        or sees(summary, "silences")
        or any(doing.is_unheld(sees(step, "owner")) for step in sees(summary, "next_steps") or ())
    )


_NOTHING = View()


def _parts(summaries: Sequence[View], setting: Setting, monday: date) -> list[Part]:
    moved = looking.moved(summaries, setting)
    unheld = doing.unheld(summaries, setting)
    to_write = doing.to_write(summaries, setting)
    return [
        _part(
            0,
            "check the pattern",
            "Whose attendance moved last week? Look for change, for absence that repeats, and for any link to a lesson, a time "
            f"of day or a transition.{_unknown(summaries, setting)}",
            "moved",
            moved,
            _no_moves(summaries, setting),
            setting,
            monday,
            is_known=looking.newest_week(summaries, setting.as_of) is not None,
        ),
        _part(
            1,
            "check the record",
            "Is everything in one place? The current plan, the latest step, the last conversation and the review date.",
            "to complete",
            [Group("", "", looking.checked(summaries, setting))],
            "No record lacks its plan, its next step, a recent conversation or its review date.",
            setting,
            monday,
        ),
        _part(
            2,
            "one person holds the next step",
            "Speak to the right adult. The point is not to spread responsibility around, but that one person has it.",
            "to be held",
            unheld,
            "Every next step is held by one person, and every open concern has one.",
            setting,
            monday,
        ),
        _part(
            3,
            "the family",
            "Speak to the family where it is needed, in four questions.",
            "to speak to",
            [Group("", "", doing.to_speak_to(summaries, setting))],
            "Nothing in the records asks for a conversation with a family this week.",
            setting,
            monday,
        ),
        _part(
            4,
            "update the live record",
            _written(summaries),
            "to write",
            to_write,
            _all_written(summaries),
            setting,
            monday,
        ),
    ]


def _part(
    number: int,
    heading: str,
    hint: str,
    said: str,
    groups: Sequence[Group],
    empty: str,
    setting: Setting,
    monday: date,
    *,
    is_known: bool = True,
) -> Part:
    day = monday + timedelta(days=number)
    weekday = words.WEEKDAYS[number]
    shown = [group for group in groups if group.items]
    return Part(
        anchor=weekday.lower(),
        weekday=weekday,
        day=setting.day(day),
        iso=day.isoformat(),
        heading=heading,
        hint=hint,
        said=said,
        number=sum(len(group.items) for group in shown if not group.folded),
        groups=[
            (group.heading, group.hint, len(group.items), folded(group.items, setting), group.folded)
            for group in shown
        ],
        empty=empty,
        is_today=day == setting.as_of,
        is_known=is_known or bool(shown),
    )


def _facts(school: View, setting: Setting, monday: date) -> list[str]:
    """Return which week it is, its days, and today."""
    friday = monday + timedelta(days=4)
    same = monday.month == friday.month
    first = str(monday.day) if same else setting.day(monday)
    return [
        words.capped(school.week_label),
        f"{first} to {words.day(friday)}",
        f"Today is {words.weekday_day(school.as_of)}",
    ]


def _begins(school: View, monday: date) -> str:
    """Return when the next week with school begins, or that school.yml does not say."""
    for each in sees(school, "weeks") or ():
        if each.monday > monday and sees(each, "label"):
            return f"{words.capped(each.label)} begins on {words.weekday_day(each.monday)}."
    if sees(school, "next_week_label"):
        return f"{words.capped(school.next_week_label)} begins on {words.weekday_day(monday + timedelta(days=7))}."
    return "Nobody has written down yet when school begins again."


# ── Where nothing is left ───────────────────────────────────────────────────────────────────────────────


def _no_moves(summaries: Sequence[View], setting: Setting) -> str:
    since = looking.newest_week(summaries, setting.as_of)
    if since is None:
        return ends.of_school(summaries) or (
            "No register marks are recorded, so that nothing can be said of change."
        )
    last = ends.newest(summaries, setting.as_of)
    until = (
        f", up to {setting.day(last)}"
        if last < setting.as_of - timedelta(days=setting.as_of.weekday())
        else ""
    )
    return f"Nobody's attendance moved, as far as marks are known: from the week of {setting.day(since)} on{until}."


def _unknown(summaries: Sequence[View], setting: Setting) -> str:
    """Return for how many pupils the newest marks are known, where that is not all of them."""
    since = looking.newest_week(summaries, setting.as_of)
    live = [summary for summary in summaries if not summary.has("on_roll") or summary.on_roll]
    known = (
        sum((sees(summary, "newest_marks") or (date.min,))[0] >= since for summary in live) if since else 0
    )
    if since is None or known == len(live):
        return ""
    return f" Marks from the week of {setting.day(since)} on are known for {known:,} of {words.count(len(live), 'pupil')}."


def _open(summaries: Sequence[View]) -> int:
    return sum(sees(summary, "open_concerns") or 0 for summary in summaries)


def _written(summaries: Sequence[View]) -> str:
    number = _open(summaries)
    silent = sum(len(sees(summary, "silences") or ()) for summary in summaries)
    if not number:
        return "What changed is written down, and so is that nothing did."
    have = "has" if number - silent == 1 else "have"
    return f"{number - silent:,} of {words.count(number, 'open concern')} {have} a line this week."


def _all_written(summaries: Sequence[View]) -> str:
    if not _open(summaries):
        return "No concern is open, and no conversation waits to be written up."
    return "Every open concern has a line this week, and no conversation waits to be written up."


# ── Reviews that need a second look ─────────────────────────────────────────────────────────────────────


def _second_look(summaries: Sequence[View], setting: Setting) -> list[tuple[str, int, Markup]]:
    """Return the signs of reviews in name only, by kind in the order of codes.yml: label, number, items."""
    signs: dict[str, list[Item]] = {}
    for summary, asks in with_week(summaries):
        for sign in sees(asks, "in_name_only") or ():
            what = second_look.thing(sign, sign.about, setting)
            said = Markup("<p><b>{}</b></p><p>{}</p>").format(what, second_look.sentence(sign, setting))
            line = second_look.line(sign, summary.id, f"{what}, {summary.name}")
            owner = sees(sign, "owner")
            beside = Markup("<p>{}</p>").format(setting.person(owner)) if owner else Markup()
            signs.setdefault(sign.kind, []).append(
                item(summary, setting, said, beside + Markup("<p>{}</p>").format(line))
            )
    order = list(setting.labels("in_name_only"))
    return [
        (setting.label("in_name_only", kind), len(items), folded(items, setting))
        for kind, items in sorted(
            signs.items(), key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order)
        )
    ]


__all__ = ["ADDRESS", "SHOWN", "asked", "week"]


# ── What is kept of a pupil ─────────────────────────────────────────────────────────────────────────────


def keep(view: View, _school: View | None) -> dict[str, object]:
    """Return what the week asks of a pupil, the number of open concerns, and the Mondays of the newest marks."""
    fields: dict[str, object] = {}
    if view.has("concerns"):
        fields["open_concerns"] = sum(concern.status == "open" for concern in view.concerns)
    if newest := weekly.newest_marks(view):
        fields["newest_marks"] = newest
    if (asks := weekly.weekly(view)) is not None:
        fields["week"] = asks
    return fields


PAGE = PageKind(
    ADDRESS,
    TITLE,
    tab=ADDRESS,
    needs=("silences", "next_steps", "lacks"),
    keeps=(kept.line, kept.silences, kept.next_steps, kept.keyworker, kept.marks_end, keep),
    of_school=lambda overview: [week(overview)],
)
