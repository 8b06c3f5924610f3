"""What both of a pupil's pages say about attendance: the little on the first screen, the section, and the parts of the full page."""

from typing import Any

from liverecord.render import bars, patterns, pieces, register, sentences, standing, words
from liverecord.render.pieces import sees
from liverecord.render.smallprint import SmallPrint
from liverecord.view import View

_FIRST_SCREEN = 2  # patterns
_MOST_DAYS = 16  # of a pattern, on the pupil's own page
_SHOWN_WEEKS = 12
"""Weeks of the register on a pupil's own page, so that it stays light; the whole year has a page of its own."""


class Attended(SmallPrint):
    """A pupil's view with its attendance put into words. Without marks, or where they are hidden, every part is empty."""

    @property
    def weeks(self) -> tuple[View, ...]:
        """Return the school year's register, oldest week first."""
        return sees(self.view, "attendance", "register") or ()

    @property
    def patterns(self) -> tuple[View, ...]:
        """Return every pattern that was found."""
        return sees(self.view, "attendance", "patterns") or ()

    def attendance(self) -> dict[str, Any]:
        """Return what a pupil's own page shows: sentences, the last weeks of the register, and the way to the rest."""
        view, setting, weeks = self.view, self.setting, self.weeks
        shown, access = weeks[-_SHOWN_WEEKS:], sentences.access_entry(view)
        found = [patterns.sentence(each) for each in self.patterns]
        return {
            "weeks": shown,
            "whole_year": f"{setting.root}attendance/{view.id}/" if weeks else "",
            "figures": sentences.figures(view, setting) if weeks else [],
            "access": sentences.access(access, setting) if access is not None and not weeks else "",
            "first_patterns": found[:_FIRST_SCREEN],
            "logged": sees(view, "attendance", "logged") or 0,
            "register": register.table(shown, setting) if weeks else "",
            "strip": bars.strip(shown) if weeks else "",
            "marks": register.key(shown),
            "grid": register.weekday_table(weeks, self.pattern) if weeks else "",
            **self.said(_MOST_DAYS),
        }

    def said(self, most_days: int | None = None) -> dict[str, Any]:
        """Return the sentences that both pages have; a pattern of more days than `most_days` leaves them to the other page."""
        view, setting, weeks = self.view, self.setting, self.weeks
        if not view.has("attendance"):
            return {}
        attendance = view.attendance
        return {
            "counts": sentences.counts(view),
            "explained": sentences.explained(view),
            "progress": standing.progress(view, setting),
            "part_time": standing.part_time(view, setting),
            "movements": [
                sentences.movement(found, setting.as_of) for found in sees(attendance, "movements") or ()
            ],
            "runs": [patterns.run(found, setting) for found in sees(attendance, "runs") or ()],
            "patterns": [
                (patterns.sentence(found), patterns.evidence(found, weeks, setting, most_days))
                for found in self.patterns
            ],
            "looked": patterns.looked(sees(attendance, "looked"), self.patterns, weeks, setting),
            "asked": self.asked(),
        }

    def circumstances(self) -> dict[str, Any]:
        """Return what stands first on the page: what was accepted once, what is waited for, and what attendance hangs on."""
        view, plan, setting = self.view, self.view.plan, self.setting
        found = standing.ordered(plan.circumstances) if plan.has("circumstances") else []
        lines = list(self.provision())
        first = sees(view, "support_first")
        return {
            "circumstances": [each for each in found if not sees(each, "ended_on")],
            "ended_circumstances": [each for each in found if sees(each, "ended_on")],
            "circumstance_days": self.circumstance_days,
            "waiting": {each.circumstance: standing.wait(each, setting) for each in self.listed("waits")},
            "without_provision": words.joined(
                sees(each, "detail") or setting.label("need", each.type) for each in self.listed("unmet")
            ),
            "depends": [line for line in lines if sees(line, "attendance_depends_on") and _is_fragile(line)],
            "depends_in_place": [
                line for line in lines if sees(line, "attendance_depends_on") and self._in_place(line)
            ],
            "at_risk": [
                line
                for line in lines
                if sees(line, "status") == "at_risk" and not sees(line, "attendance_depends_on")
            ],
            "support_first": standing.support_first(first, setting) if first is not None else "",
            "support_first_page": f"{setting.root}attendance/support-first/"
            if pieces.has_page(setting.school, "attendance/support-first/")
            else "",
        }

    def _in_place(self, line: View) -> bool:
        until = sees(line, "until")
        return sees(line, "status") == "in_place" and (until is None or until >= self.view.as_of)


def _is_fragile(line: View) -> bool:
    """Tell whether provision is short of being in place."""
    return sees(line, "status") in {"at_risk", "partial", "not_delivered", "withdrawn"}
