"""What the school's records no longer say rightly, in words for the SENCO: with the form that mends it, or the line to write."""

from collections.abc import Sequence

from liverecord.render import sheet, words
from liverecord.render.overview import Overview
from liverecord.render.pieces import Setting, sees
from liverecord.view import View


def of_school(school: View, summaries: Sequence[View], setting: Setting) -> list[str]:
    """Return a line for each; none where the audience sees none, or nothing is to be looked at."""
    said = [_SAID[each.kind](each, setting) for each in sees(school, "notices") or () if each.kind in _SAID]
    live = [summary for summary in summaries if not summary.has("on_roll") or summary.on_roll]
    behind = sum(bool(sees(summary, "year_behind")) for summary in live)
    if behind:
        have = "has" if behind == 1 else "have"
        said.append(
            f"{words.count(behind, 'pupil')} {have} a year group one lower than the date of birth would have it. In July, "
            "the form “A new school year” moves everybody up. Afterwards a list of pupils from the information system does. "
            "Where a pupil is taught with another year group, say so in the pupil's details."
        )
    return [*said, *_long_cards(live, setting)]


def of_sheets(overview: Overview) -> list[str]:
    """Return which class sheets need more paper than is meant, and how much; none where the audience sees no notices."""
    if not overview.school.has("notices"):
        return []
    over = [
        f"{name} ({words.count(each.sides, 'side')} instead of {each.meant})"
        for name, each in overview.sheets.items()
        if each.sides > each.meant
    ]
    if not over:
        return []
    whose = "class sheet needs" if len(over) == 1 else "class sheets need"
    return [
        (
            f"{words.count(len(over), whose, whose)} more paper than is meant: {words.some(over)}. What to do in an emergency, safe to "
            "attend and what to avoid are never cut. Shorten these lines of the passport."
        )
    ]


def _long_cards(live: Sequence[View], setting: Setting) -> list[str]:
    """Return whose cards take longer to read than they should, with how many words are too many; none where none does."""
    if not setting.school.has("notices"):
        return []
    minutes = sees(setting.school, "card_minutes") or 0
    over = [(summary.name, too_many) for summary in live if (too_many := sheet.words_over(summary, setting))]
    if not over:
        return []
    named = words.some(f"{name} ({too_many} words too many)" for name, too_many in sorted(over))
    whose = "card takes" if len(over) == 1 else "cards take"
    return [
        (
            f"{words.count(len(over), whose, whose)} longer than {words.count(minutes, 'minute')} to read: {named}. The cards show it all. "
            "Shorten what stands under What helps."
        )
    ]


def _terms_ended(notice: View, _: Setting) -> str:
    return (
        f"The last term that is written down ended on {words.day(notice.on)}, so nobody can tell which weeks since are school weeks. "
        f"Add the next school year's terms with {_TERMS}."
    )


def _terms_end(notice: View, _: Setting) -> str:
    return (
        f"The last term that is written down ends on {words.day(notice.on)}. Add the next school year's terms before then: the form "
        "“A new school year” takes them from a calendar, and moves everybody up."
    )


def _no_terms(_: View, __: Setting) -> str:
    return (
        f"No terms are written down, so no page knows which weeks are school weeks. Add them with {_TERMS}."
    )


def _no_kind(_: View, __: Setting) -> str:
    return (
        "The records do not say what kind of school this is, so nothing is said of penalty notices or of national figures. "
        f"Say it with {_TERMS}."
    )


def _no_years(_: View, __: Setting) -> str:
    return (
        "The records do not say which years the school teaches. So the year in which pupils move to the next school is taken from "
        f"its phase alone, or asked of each record. Write the lowest and the highest year group with {_TERMS}."
    )


def _back(notice: View, setting: Setting) -> str:
    person = setting.people.get(notice.who)
    return (
        f"{person.name if person is not None else notice.who} was to be back on {words.day(notice.on)}, and is still written down as "
        "away. Use the form “Somebody is back”, or “Somebody is away” with the new last day."
    )


_TERMS = "the form “Terms, lessons, the school's own rules”"


_SAID = {
    "terms_ended": _terms_ended,
    "terms_end": _terms_end,
    "no_terms": _no_terms,
    "no_kind": _no_kind,
    "no_years": _no_years,
    "back": _back,
}
