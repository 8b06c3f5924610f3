"""A pupil's past: everything that changed in the record, newest first."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from markupsafe import Markup, escape

from liverecord.render import standing_still, words
from liverecord.render.changes import lines
from liverecord.render.changes.entries import ADDRESS
from liverecord.render.changes.filters import Filtered, filters_of
from liverecord.render.changes.sentences import Teller
from liverecord.render.changes.voice import names
from liverecord.render.environment import filled
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting, has_page, safe, sees
from liverecord.view import Contents, Page, View

_UNFOLDED = 8
"""How many sentences of one revision stand open."""


def history(view: View, school: View) -> Page | None:
    """Return the page of everything that changed in a pupil's record; None where the audience may not see it."""
    if not view.has("revisions") or not has_page(school, ADDRESS):
        return None
    setting = Setting(school, "../../", view.as_of)
    teller = Teller(setting, names=names(view))
    told = [(revision, lines.lines(revision, teller)) for revision in view.revisions]
    number = sum(len(sentences) for _, sentences in told)
    months = list(_months(told, setting))
    html = filled(
        "pages/pupil_history.html.j2",
        name=view.name,
        back=f"{setting.root}pupils/{view.id}/",
        facts=[each for name in ("year_label", "support_label") if (each := sees(view, name))],
        number=number,
        not_known=lines.NOT_KNOWN,
        months=[(anchor, heading, html) for anchor, heading, html in months],
        filters=filters_of(
            (
                Filtered(
                    (line.what for line in sentences), lines.who(revision), str(sees(revision, "by") or "")
                )
                for revision, sentences in told
            ),
            setting,
        ),
        id=view.id,
    )
    page = Page(
        path=f"history/{view.id}/",
        title=f"What changed: {view.name}",
        content=html,
        description=", ".join(
            filter(None, (f"What changed in the record of {view.name}", sees(view, "year_label")))
        ),
        contents=tuple(Contents(title=heading, anchor=anchor) for anchor, heading, _ in months),
    )
    return standing_still.marked(page, view)


_Told = tuple[View, list[lines.Line]]


def _months(told: Sequence[_Told], setting: Setting) -> Iterator[tuple[str, str, Markup]]:
    """Yield each month with its anchor, heading and days; changes not committed yet come first, without a month."""
    for (anchor, heading), of_month in groupby(told, key=lambda each: _month(each[0])):
        days = [
            safe(
                (
                    _day_heading(day),
                    '<ul class="revisions">',
                    *(_whole(each, setting) for each in of_day),
                    "</ul></section>",
                )
            )
            for day, of_day in groupby(of_month, key=lambda each: lines.day_of(each[0]))
        ]
        yield anchor, heading, safe(days)


def _month(revision: View) -> tuple[str, str]:
    if lines.is_pending(revision):
        return "pending", "Not yet in the history"
    day = lines.day_of(revision)
    if day is None:
        return "some-day", "On a day that is not shown here"
    return f"m-{day:%Y-%m}", f"{words.MONTHS[day.month - 1]} {day.year}"


def _day_heading(day: date | None) -> str:
    return f"<section data-group><h3>{words.weekday_day(day)}</h3>" if day else "<section data-group>"


def _whole(told: _Told, setting: Setting) -> Markup:
    revision, sentences = told
    at = sees(revision, "at")
    head = [
        part
        for part in (lines.by_whom(revision, setting), lines.clock(at) if at else "", lines.commit(revision))
        if part
    ]
    what = " ".join(dict.fromkeys(line.what for line in sentences))
    return safe(
        (
            lines.opened(revision).removesuffix(">"),
            f' data-entry data-what="{what}" data-by="{escape(lines.who(revision))}">',
            '<p class="by">' if head else "",
            Markup(", ").join(head),
            "</p>" if head else "",
            lines.message(revision),
            lines.listed(sentences, _UNFOLDED),
            "</li>",
        )
    )


PAGE = PageKind("history/{id}/", "What changed", tab=ADDRESS, of_pupil=history)
