"""One page by itself, for tests of what stands on it."""

from collections.abc import Sequence

from liverecord.render.overview import Overview
from liverecord.render.pages import (
    attendance,
    changes,
    pupil,
    pupil_attendance,
    pupil_history,
    support_first,
    today,
    week,
)
from liverecord.render.pages.pupil import changes as newest
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import Setting
from liverecord.view import Page, View


def of_pupil(view: View, school: View) -> Page:
    """A pupil's own page."""
    return pupil.pupil(view, school)


def attendance_of(view: View, school: View) -> Page | None:
    """A pupil's attendance in full."""
    return pupil_attendance.attendance(view, school)


def history_of(view: View, school: View) -> Page | None:
    """Everything that changed in a pupil's record."""
    return pupil_history.history(view, school)


def newest_of(view: View, school: View) -> str:
    """The section of a pupil's page that tells what changed lately."""
    return newest.section(Joined(view, Setting(school, "../../", view.as_of)))


def first_page(school: View, summaries: Sequence[View]) -> Page:
    """Today."""
    return today.today(Overview(school, summaries))


def whole_school(school: View, summaries: Sequence[View]) -> Page:
    """The school's own patterns of attendance."""
    return attendance.attendance(Overview(school, summaries))


def support_before_enforcement(school: View, summaries: Sequence[View]) -> Page:
    """Support first."""
    return support_first.support_first(Overview(school, summaries))


def of_the_week(school: View, summaries: Sequence[View]) -> Page:
    """The page of the week's routine."""
    return week.week(Overview(school, summaries))


def changed_lately(school: View, summaries: Sequence[View]) -> Page:
    """What changed in all records."""
    return changes.changes(Overview(school, summaries))
