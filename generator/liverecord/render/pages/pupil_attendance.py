"""A pupil's attendance in full: the year's register, what repeats, what is explained, and before and since."""

from typing import Any

from liverecord.render import (
    certain,
    compared,
    heatmap,
    patterns,
    register,
    results,
    sentences,
    standing_still,
    trend,
    words,
)
from liverecord.render.environment import filled
from liverecord.render.headings import contents
from liverecord.render.pages.kind import PageKind
from liverecord.render.pages.pupil import attended
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import Setting, sees
from liverecord.view import Page, View


def attendance(view: View, school: View) -> Page | None:
    """Return the page, or None where the audience sees no marks of the pupil."""
    if not sees(view, "attendance", "register"):
        return None
    setting = Setting(school, "../../", view.as_of)
    record = Joined(view, setting)
    weeks = attended.weeks(record)
    html = filled(
        "pages/pupil_attendance.html.j2",
        name=view.name,
        back=f"{setting.root}pupils/{view.id}/",
        facts=[each for name in ("year_label", "support_label") if (each := sees(view, name))],
        figures=sentences.figures(view, setting),
        heat=heatmap.picture(weeks),
        heat_legend=heatmap.legend(weeks),
        since=f"since {setting.day(weeks[0].monday)}",
        grid=register.weekday_table(weeks, record.pattern),
        grid_marked=record.pattern is not None,
        register=register.table(weeks, setting),
        marks=register.key(weeks),
        reasons_seen=view.has("reasons"),
        reasons=_reasons(record),
        tried_seen=view.has("tried"),
        **_trend(record),
        **_compared(record),
        **attended.said(record),
    )
    page = Page(
        path=f"attendance/{view.id}/",
        title=f"Attendance of {view.name}",
        content=html,
        description=", ".join(filter(None, (f"Attendance of {view.name}", sees(view, "year_label")))),
        contents=contents(html),
    )
    return standing_still.marked(page, view)


def _trend(record: Joined) -> dict[str, Any]:
    weeks: tuple[View, ...] = sees(record.view, "attendance", "trend") or ()
    target = sees(record.view.plan, "attendance", "target")
    baseline = sees(target, "baseline") if target is not None else None
    return {
        "trend": trend.picture(weeks, baseline),
        "trend_legend": trend.legend(weeks, baseline),
        "trend_table": trend.table(weeks, record.setting) if weeks else "",
    }


def _compared(record: Joined) -> dict[str, Any]:
    tried = record.listed("tried")
    sides = [(line, sees(line, "before_after")) for line in tried]
    both = [
        (line, comparison)
        for line, comparison in sides
        if comparison is not None and sentences.has_sides(comparison)
    ]
    compared_lines = [line for line, _ in both]
    counted = [line for line in tried if sees(line, "about_attendance")]
    return {
        "symbol": compared.symbol(attended.weeks(record)) if both else "",
        "compared": [_side_by_side(record, line, comparison) for line, comparison in both],
        "not_compared": words.joined(str(line.what) for line in counted if line not in compared_lines),
        "not_counted": words.joined(str(line.what) for line in tried if line not in counted),
    }


def _side_by_side(record: Joined, line: View, comparison: View) -> dict[str, Any]:
    setting = record.setting
    which = patterns.named(record.pattern)[0] if record.pattern is not None else ""
    said = f"{words.capped(sentences.before_after(comparison, which, attended.last_marks(record), setting))}."
    if sees(comparison, "small"):
        said += " Small numbers: too few to tell."
    when = attended.tried_span(record, line)
    agreed = setting.listed("agreed_with", sees(line, "agreed_with") or ())
    return {
        "what": line.what,
        "tag": attended.tried_tag(record, line),
        "note": results.said(line, setting),
        "when": words.beside((when, f"agreed with {agreed}" if agreed else "")),
        "picture": compared.picture(
            attended.weeks(record), comparison.since, sees(line, "ended_on"), setting
        ),
        "said": said + sentences.missing(comparison.gaps, attended.weeks(record), setting.as_of),
        "table": compared.table(comparison) if sees(comparison, "cells") else "",
    }


def _reasons(record: Joined) -> list[dict[str, Any]]:
    """Return each reason with its days, what it is joined to, and its sessions by how they count."""
    setting = record.setting
    items = {("note", note.id): note for note in record.listed("notes")}
    items |= {("log", line.id): line for line in record.listed("log")}
    rows = []
    for span in record.listed("reasons"):
        item = items.get((span.source, span.id))
        rows.append(
            {
                "reason": setting.label("reason", sees(span, "reason")) or "No reason given",
                "tag": certain.tag(sees(span, "reason"), sees(span, "certainty"), setting),
                "text": sees(item, "text") if item is not None else None,
                "days": _spoken_days(record, item, span.source) if item is not None else "",
                "joins": attended.note_joins(record, item) if item is not None else [],
                "sessions": _by_class(span),
            }
        )
    return rows


def _spoken_days(record: Joined, item: View, source: str) -> str:
    if source == "note":
        return attended.note_days(record, item)
    return f"{record.setting.day(item.date)}, {words.HALVES.get(item.session, str(item.session))}"


def _by_class(span: View) -> str:
    """Return a reason's sessions by how they count: "3 authorised, 7 unauthorised"."""
    named = (
        (span.authorised, "authorised"),
        (span.unauthorised, "unauthorised"),
        (span.not_possible, "not possible"),
    )
    said = ", ".join(f"{number} {word}" for number, word in named if number)
    logged = " (noted one by one, and part of no figure)" if sees(span, "logged") else ""
    return f"{said or 'none in this register'}{logged}"


PAGE = PageKind("attendance/{id}/", "Attendance", tab="attendance/", of_pupil=attendance)
