"""A pupil's attendance in full: the year's register, what repeats, what is explained, and what was before and since."""

from typing import Any

from markupsafe import Markup

from liverecord.render import compared, heatmap, patterns, pieces, record, register, sentences, trend, words
from liverecord.render.attended import Attended
from liverecord.render.environment import filled
from liverecord.render.pieces import Setting, sees
from liverecord.view import Page, View


def attendance(view: View, school: View) -> Page | None:
    """Return the page, or None where the audience sees no marks of the pupil."""
    if not sees(view, "attendance", "register"):
        return None
    setting = Setting(school, "../../", view.as_of)
    html = filled("attendance.html.j2", **_Whole(view, setting).context())
    return Page(
        path=f"attendance/{view.id}/",
        title=f"Attendance of {view.name}",
        content=html,
        description=f"Attendance of {view.name}, {view.year_label}",
        contents=record.contents(html),
    )


class _Whole(Attended):
    """What the page's template is given, part by part."""

    def context(self) -> dict[str, Any]:
        """Return all that the template names."""
        view, setting, weeks = self.view, self.setting, self.weeks
        return {
            "name": view.name,
            "back": f"{setting.root}pupils/{view.id}/",
            "facts": [view.year_label, *([view.support_label] if view.has("support_label") else [])],
            "figures": sentences.figures(view, setting),
            "heat": heatmap.picture(weeks),
            "heat_legend": heatmap.legend(weeks),
            "since": f"since {setting.day(weeks[0].monday)}",
            "grid": register.weekday_table(weeks, self.pattern),
            "grid_marked": self.pattern is not None,
            "register": register.table(weeks, setting),
            "marks": register.key(weeks),
            "reasons_seen": view.has("reasons"),
            "reasons": self._reasons(),
            "tried_seen": view.has("tried"),
            **self._trend(),
            **self._compared(),
            **self.said(),
        }

    def _trend(self) -> dict[str, Any]:
        weeks: tuple[View, ...] = sees(self.view, "attendance", "trend") or ()
        target = sees(self.view.plan, "attendance", "target")
        baseline = sees(target, "baseline") if target is not None else None
        return {
            "trend": trend.picture(weeks, baseline),
            "trend_legend": trend.legend(weeks, baseline),
            "trend_table": trend.table(weeks, self.setting) if weeks else "",
        }

    def _compared(self) -> dict[str, Any]:
        tried = self.listed("tried")
        sides = [(line, sees(line, "before_after")) for line in tried]
        both = [(line, found) for line, found in sides if found is not None and sentences.has_sides(found)]
        compared_lines = [line for line, _ in both]
        return {
            "symbol": compared.symbol(self.weeks) if both else "",
            "compared": [self._side_by_side(line, found) for line, found in both],
            "not_compared": words.joined(str(line.what) for line in tried if line not in compared_lines),
        }

    def _side_by_side(self, line: View, found: View) -> dict[str, Any]:
        setting = self.setting
        which = patterns.named(self.pattern)[0] if self.pattern is not None else ""
        said = f"{words.capped(sentences.before_after(found, which, setting))}."
        if sees(found, "small"):
            said += " Small numbers: too few to tell."
        when = sentences.span(sees(line, "started_on"), sees(line, "ended_on"), setting)
        agreed = setting.listed("agreed_with", sees(line, "agreed_with") or ())
        return {
            "what": line.what,
            "tag": self.tried_tag(line),
            "when": "; ".join(part for part in (when, f"agreed with {agreed}" if agreed else "") if part),
            "picture": compared.picture(self.weeks, found.since, sees(line, "ended_on"), setting),
            "said": said + sentences.missing(found.gaps, self.weeks, setting.as_of),
            "table": compared.table(found) if sees(found, "cells") else "",
        }

    def _reasons(self) -> list[dict[str, Any]]:
        """Return each reason with its days, what it is joined to, and its sessions by how they count."""
        setting = self.setting
        items = {("note", note.id): note for note in self.listed("notes")}
        items |= {("log", line.id): line for line in self.listed("log")}
        rows = []
        for span in self.listed("reasons"):
            item = items.get((span.source, span.id))
            rows.append(
                {
                    "reason": setting.label("reason", sees(span, "reason")) or "No reason given",
                    "tag": self._certainty(sees(span, "certainty")),
                    "text": sees(item, "text") if item is not None else None,
                    "days": self._spoken_days(item, span.source) if item is not None else "",
                    "joins": self.note_joins(item) if item is not None else [],
                    "sessions": _by_class(span),
                }
            )
        return rows

    def _certainty(self, code: str | None) -> Markup | str:
        return pieces.status(self.setting.word("certainty", code), code) if code else ""

    def _spoken_days(self, item: View, source: str) -> str:
        if source == "note":
            return self.note_days(item)
        return f"{self.setting.day(item.date)}, {words.HALVES.get(item.session, str(item.session))}"


def _by_class(span: View) -> str:
    """Return a reason's sessions by how they count: "3 authorised, 7 unauthorised"."""
    named = (
        (span.authorised, "authorised"),
        (span.unauthorised, "unauthorised"),
        (span.not_possible, "not possible"),
    )
    said = ", ".join(f"{number} {word}" for number, word in named if number)
    logged = " (by hand, in no figure)" if sees(span, "logged") else ""
    return f"{said or 'none in this register'}{logged}"
