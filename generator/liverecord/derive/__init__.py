"""From what people typed to what follows from it on one day: figures, patterns, duties, what was tried, what changed.

Pure: the same pupil, school, staff, rulebook, history and day give the same Case. Nothing is guessed; what is not known
is None, and a rule that lacks a day yields no duty but a row that says which day is missing.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from liverecord.derive.attendance import reading
from liverecord.derive.calendar import WEEKDAYS, Calendar, calendar_of, monday_of
from liverecord.derive.closed_late import closed_late
from liverecord.derive.duties import is_on_roll, owed
from liverecord.derive.expectation import part_time, progress
from liverecord.derive.groups import groups, listed_groups
from liverecord.derive.half_days import half_days
from liverecord.derive.history import commit_address, edit_links, revisions
from liverecord.derive.in_name_only import in_name_only
from liverecord.derive.kept import kept
from liverecord.derive.news import news
from liverecord.derive.notices import is_a_year_behind, notices
from liverecord.derive.numbers import number
from liverecord.derive.people import people_of
from liverecord.derive.questions import questions
from liverecord.derive.reasons import reasons
from liverecord.derive.story import next_steps, silences, stale_plan, tried, unmet
from liverecord.derive.support_first import support_first
from liverecord.derive.waits import waits
from liverecord.derive.week import contact_due, lacks, not_written_up
from liverecord.model.case import CaseFile, SchoolCase, SchoolWeek
from liverecord.model.history import Change, Edit, History, Stood
from liverecord.model.next_year import without_what_has_begun
from liverecord.model.parts import LISTS
from liverecord.model.records import Identity, Pupil, School, Staff
from liverecord.model.rulebook import Rulebook


def case(
    pupil: Pupil,
    school: School,
    staff: Staff,
    rulebook: Rulebook,
    edits: Sequence[Edit],
    today: date,
    stood: Stood | None = None,
) -> CaseFile:
    """Return one pupil as of a day.

    `edits` are what git knows of the pupil's past, newest first (none where it is not known); `stood` says that `pupil`
    is the record as it stood at its last valid commit.

    Raises InvalidRulebook where schema/ lacks a number or names a kind that does not exist; a record that the
    schemas accept raises nothing.
    """
    plan, codes = pupil.plan, rulebook.codes
    people, calendar = people_of(staff, today), calendar_of(school)
    on_roll = is_on_roll(pupil, today)
    read = reading(pupil, school, rulebook, today)
    duties, undated = owed(pupil, school, staff, rulebook, today, edits)
    lists: dict[str, Any] = {kind: getattr(pupil, kind) for kind in LISTS}
    return CaseFile(
        id=pupil.id,
        name=_name(plan.pupil),
        as_of=today,
        on_roll=on_roll,
        year_behind=on_roll and is_a_year_behind(plan.pupil, rulebook, today),
        support_label=codes.label("sen_provision", plan.support),
        year_label=codes.label("year_group", plan.pupil.year_group),
        keyworker=people.assignee(plan.keyworker) if plan.keyworker else None,
        plan=without_what_has_begun(plan, today),
        **lists,
        notes=pupil.absences.notes,
        log=pupil.absences.log,
        lessons=pupil.absences.lessons,
        timetable=pupil.absences.timetable,
        groups=groups(pupil, school.groups, today),
        attendance=read.attendance,
        half_days=half_days(read.register),
        reasons=reasons(pupil, read, rulebook, today),
        questions=questions(pupil, read, calendar, rulebook, today) if on_roll else (),
        progress=progress(pupil, read, rulebook, today),
        part_time=part_time(pupil, read, today),
        waits=waits(pupil, school, rulebook, today),
        support_first=support_first(pupil, read, school, people, rulebook, today) if on_roll else None,
        duties=duties,
        undated=undated,
        closed_late=closed_late(pupil, school, rulebook, today),
        tried=tried(pupil, read, rulebook, today),
        next_steps=next_steps(pupil, duties, people, codes, today) if on_roll else (),
        silences=silences(pupil, calendar, people, codes, today) if on_roll else (),
        unmet=unmet(pupil, codes, today),
        stale_plan=stale_plan(pupil, codes, today),
        lacks=lacks(pupil, read.attendance, duties, calendar, rulebook, today) if on_roll else (),
        contact_due=contact_due(pupil, read.attendance, calendar, rulebook, today) if on_roll else None,
        not_written_up=not_written_up(pupil, calendar, today) if on_roll else (),
        in_name_only=in_name_only(pupil, edits, school, rulebook, today) if on_roll else (),
        revisions=revisions(edits, people, school.forge),
        news=news(edits, number(rulebook, "recent_changes", "days"), today),
        stood=stood,
        edit=edit_links(pupil, school.forge),
    )


def school_case(
    school: School, staff: Staff, rulebook: Rulebook, history: History, today: date
) -> SchoolCase:
    """Return the school as of a day: its week, its people, the commit its records stand at, and every code's label."""
    calendar = calendar_of(school)
    monday = monday_of(today)
    newest = _newest_change(history)
    return SchoolCase(
        name=school.name,
        phase=school.phase,
        as_of=today,
        weekday=WEEKDAYS[today.weekday()],
        week_label=calendar.week_label(monday),
        next_week_label=calendar.week_label(monday + timedelta(days=7)),
        staff=people_of(staff, today).colleagues,
        groups=listed_groups(school.groups),
        commit=history.head,
        committed_at=newest.at if newest else None,
        commit_url=commit_address(school.forge, history.head) if history.head else None,
        labels=_labels(rulebook),
        smallest_group=number(rulebook, "smallest_group", "pupils"),
        coming_days=number(rulebook, "coming_up", "days"),
        windows=_windows(rulebook),
        half_term=calendar.half_term(today),
        weeks=tuple(
            SchoolWeek(monday=each, label=_week_name(calendar, each))
            for each in calendar.weeks_ahead(today, number(rulebook, "forecast", "school_weeks"))
        ),
        escalation_days=school.escalation.after_school_days if school.escalation else None,
        sheet_lines=number(rulebook, "class_sheet", "lines"),
        sheet_letters=number(rulebook, "class_sheet", "letters"),
        sheet_side=number(rulebook, "class_sheet", "side"),
        sheet_one_side=number(rulebook, "class_sheet", "one_side"),
        sheet_two_sides=number(rulebook, "class_sheet", "two_sides"),
        card_minutes=number(rulebook, "card", "minutes"),
        card_words=number(rulebook, "card", "minutes") * number(rulebook, "card", "words"),
        recent_days=number(rulebook, "recent_changes", "days"),
        feed_entries=number(rulebook, "recent_changes", "feed_entries"),
        notices=notices(school, staff, rulebook, today),
    )


def _week_name(calendar: Calendar, monday: date) -> str | None:
    """Return what a school week is called: "" where the school names no terms; None for a week without school."""
    if calendar.is_known or not calendar.is_school_week(monday):
        return calendar.week_label(monday)
    return ""


def _windows(rulebook: Rulebook) -> tuple[int, ...]:
    return tuple(sorted(number(rulebook, "windows", name) for name in ("short", "middle", "long")))


def _name(identity: Identity) -> str:
    """Return what the pupil is called: the name in use and the family name."""
    return f"{identity.known_as or identity.given_name} {identity.family_name}"


def _newest_change(history: History) -> Change | None:
    """Return the newest change to any record: the day up to which they were committed."""
    if history.head is None:
        return None
    newest = [changes[0] for changes in history.changes.values() if changes]
    of_head = next((change for change in newest if change.commit == history.head), None)
    return of_head or max(newest, key=lambda change: (change.at, change.commit), default=None)


@kept
def _labels(rulebook: Rulebook) -> dict[str, dict[str, str]]:
    return {
        name: {code: row.label for code, row in rows.items()} for name, rows in rulebook.codes.lists.items()
    }
