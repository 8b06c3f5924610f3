"""Attendance on a pupil's own page: sentences, the last weeks of the register, and the way to the rest."""

from functools import partial

from markupsafe import Markup

from liverecord.render import bars, ends, register, sentences, words
from liverecord.render.environment import filled
from liverecord.render.pages.pupil import attended
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pages.pupil.plan import timetable_span
from liverecord.render.pieces import sees

_SHOWN_WEEKS = 12
"""Weeks of the register that stand here, so that the page stays light; the whole year has a page of its own."""

_MOST_DAYS = 16
"""Days of a pattern that stand here; one of more leaves them to the other page."""


def section(record: Joined) -> Markup:
    """Return the section; nothing where attendance is hidden."""
    view, setting = record.view, record.setting
    if not view.has("attendance"):
        return Markup()
    weeks, access = attended.weeks(record), sentences.access_entry(view)
    last = attended.last_marks(record)
    # Of old marks a dozen empty weeks after them would be all that is seen.
    is_old = last is not None and last.old
    shown = [week for week in weeks if last is None or not is_old or week.monday <= last.on][-_SHOWN_WEEKS:]
    return filled(
        "pages/pupil/attendance.html.j2",
        view=view,
        setting=setting,
        pupil=record.view.id,
        edit=record.edit("attendance"),
        blocks=record.blocks("attendance"),
        halves=words.HALVES,
        timetable=sees(view.plan, "attendance", "part_time_timetable"),
        timetable_span=timetable_span(record),
        weeks=shown,
        until=ends.until(last, setting.as_of),
        whole_year=f"{setting.root}attendance/{view.id}/" if weeks else "",
        figures=sentences.figures(view, setting) if weeks else [],
        access=sentences.access(access, setting) if access is not None and not weeks else "",
        register=register.table(shown, setting) if weeks else "",
        strip=bars.strip(shown) if weeks else "",
        marks=register.key(shown),
        grid=register.weekday_table(weeks, record.pattern) if weeks else "",
        note_days=partial(attended.note_days, record),
        note_joins=partial(attended.note_joins, record),
        **attended.said(record, _MOST_DAYS),
    )
