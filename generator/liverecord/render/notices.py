"""What the school's files no longer say rightly, in words for the SENCO: with the file, and the line to write."""

from collections.abc import Sequence

from liverecord.render import sheet, words
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
            "liverecord new-year moves all of them up, and so does the form A new school year; afterwards a list of pupils does "
            "(liverecord import pupils --update). Who is taught out of year gets a line in plan.yml: out_of_year: true"
        )
    return [*said, *_long_cards(live, setting)]


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
            "Shorten the lines of passport in plan.yml."
        )
    ]


def _terms_ended(notice: View, _: Setting) -> str:
    return (
        f"The last term in school.yml ended on {words.day(notice.on)}: which weeks are school weeks is not known since. "
        "Add the next school year's terms."
    )


def _terms_end(notice: View, _: Setting) -> str:
    return (
        f"The last term in school.yml ends on {words.day(notice.on)}. Add the next school year's terms before then: "
        "liverecord new-year and the form A new school year take them from a calendar, and move everybody up."
    )


def _no_terms(_: View, __: Setting) -> str:
    return "school.yml names no terms, so no page knows which weeks are school weeks. Add them under terms:"


def _no_kind(_: View, setting: Setting) -> str:
    return (
        "school.yml does not say what kind of school this is, so nothing is said of penalty notices or of national figures. "
        f"Add a line, kind: and one of {', '.join(setting.labels('school_kind'))}"
    )


def _no_years(_: View, __: Setting) -> str:
    return (
        "school.yml does not say which years the school teaches, so the year in which pupils move to the next school is taken from "
        "its phase alone, or asked of each record. Add a line with your lowest and highest year group, years: {lowest: R, highest: 6}"
    )


def _back(notice: View, setting: Setting) -> str:
    person = setting.people.get(notice.who)
    return (
        f"{person.name if person is not None else notice.who} was to be back on {words.day(notice.on)}: staff.yml still has "
        "the absence. Take it out, or write the new last day."
    )


_SAID = {
    "terms_ended": _terms_ended,
    "terms_end": _terms_end,
    "no_terms": _no_terms,
    "no_kind": _no_kind,
    "no_years": _no_years,
    "back": _back,
}
