"""The register: weeks of ten marks, single absences, lessons. The marks and their dates of force are in codes.yml."""

from collections.abc import Iterator
from datetime import date, timedelta

from liverecord.model.walk import Path
from liverecord.problem import Problem
from liverecord.validate.ground import Subject, in_force

_SESSIONS = ("AM", "PM")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_NO_MARK = "-"


def weeks(subject: Subject) -> Iterator[Problem]:
    """week-not-monday, unknown-mark, week-not-ten-marks, mark-not-in-force, mark-on-closed-day, mark-ahead, mark-off-roll."""
    ground = subject.ground
    identity = subject.plan.pupil
    first, last = identity.on_roll_from, identity.on_roll_until
    for monday, text in subject.pupil.absences.weeks.items():
        path: Path = ("weeks", monday.isoformat())
        if monday.weekday() != 0:
            before = monday - timedelta(days=monday.weekday())
            is_there = before in subject.pupil.absences.weeks
            yield subject.problem(
                "week-not-monday",
                "absences",
                path,
                f"{monday} is not a Monday.",
                f"Its week began on {before}"
                + (
                    ", and stands here already: keep the line of the two that is right."
                    if is_there
                    else f": write {before}."
                ),
                key=True,
            )
            continue
        marks = ground.token.findall(text)
        if len("".join(marks)) != len(text) - text.count(" "):
            yield _unknown_mark(subject, path, text)
            continue
        if len(marks) != 2 * len(_DAYS):
            yield subject.problem(
                "week-not-ten-marks",
                "absences",
                path,
                f"The week of {monday} has {len(marks)} marks: it needs ten, a morning and an afternoon from Monday to Friday.",
                "Write - where no mark is known and # where school was closed."
                if len(marks) < 2 * len(_DAYS)
                else "Take out the marks that are too many.",
            )
            continue
        week = ground.week(monday)
        friday = monday + timedelta(days=4)
        if not week.barred.isdisjoint(marks):
            yield from _not_in_force(subject, path, monday, marks)
        closed = [index for index in week.closed if marks[index] in ground.counted]
        if closed:
            yield subject.problem(
                "mark-on-closed-day",
                "absences",
                path,
                f"{_sessions(monday, closed)}: a mark that counts, but school.yml says that school is closed.",
                "Write # there, or correct the terms and closures in school.yml.",
            )
        joins, leaves = first is not None and monday < first, last is not None and friday > last
        if joins or leaves or monday <= ground.today < friday:
            yield from _out_of_time(subject, path, monday, marks)


def log(subject: Subject) -> Iterator[Problem]:
    """duplicate-session, log-differs, mark-not-in-force, mark-on-closed-day: single absences agree with the register."""
    ground = subject.ground
    seen: set[tuple[date, str]] = set()
    for index, absence in enumerate(subject.pupil.absences.log):
        path: Path = ("log", index)
        if (absence.date, absence.session) in seen:
            yield subject.problem(
                "duplicate-session",
                "absences",
                path,
                f"{absence.date} {absence.session} is in the log already.",
                "A session is counted once: keep one of the two.",
            )
        seen.add((absence.date, absence.session))
        if not in_force(ground.marks[absence.code], absence.date):
            yield _out_of_force(subject, (*path, "code"), absence.code, str(absence.date))
        weekday = absence.date.weekday()
        if weekday >= len(_DAYS) or ground.is_closed(absence.date, absence.session):
            yield subject.problem(
                "mark-on-closed-day",
                "absences",
                (*path, "date"),
                f"On {absence.date} {absence.session} no session was held.",
                "Check the date, or correct the terms and closures in school.yml.",
            )
            continue
        text = subject.pupil.absences.weeks.get(absence.date - timedelta(days=weekday))
        marks = ground.token.findall(text) if text is not None else ()
        position = 2 * weekday + (absence.session == "PM")
        if len(marks) == 2 * len(_DAYS) and marks[position] not in (_NO_MARK, absence.code):
            yield subject.problem(
                "log-differs",
                "absences",
                (*path, "code"),
                f"The log has {absence.code} for {absence.date} {absence.session}, and the register's week has {marks[position]}.",
                "The register counts: correct the log, or take the line out (what it says beyond the code belongs in notes).",
            )


def lessons(subject: Subject) -> Iterator[Problem]:
    """duplicate-session, mark-not-in-force: a lesson has one mark, and it is in force."""
    seen: set[tuple[date, str]] = set()
    for index, lesson in enumerate(subject.pupil.absences.lessons):
        path: Path = ("lessons", index)
        if (lesson.date, lesson.period) in seen:
            yield subject.problem(
                "duplicate-session",
                "absences",
                path,
                f"This lesson on {lesson.date} is written already.",
                "A lesson is counted once: keep one of the two.",
            )
        seen.add((lesson.date, lesson.period))
        if not in_force(subject.ground.marks[lesson.mark], lesson.date):
            yield _out_of_force(subject, (*path, "mark"), lesson.mark, str(lesson.date))


def _unknown_mark(subject: Subject, path: Path, text: str) -> Problem:
    """Name the first thing in a week's text that is no mark: its place and, where that can be told, its session."""
    position, marks = 0, 0
    while position < len(text):
        match = subject.ground.token.match(text, position)
        if match:
            position, marks = match.end(), marks + 1
        elif text[position] == " ":
            position += 1
        else:
            break
    where = f" ({_sessions(date.fromisoformat(str(path[1])), [marks])})" if marks < 2 * len(_DAYS) else ""
    return subject.problem(
        "unknown-mark",
        "absences",
        path,
        f"Character {position + 1} of the week is no mark of the register{where}.",
        "The marks are in codes.yml; capitals matter, and a code of two characters keeps both (C2, Y1).",
    )


def _not_in_force(subject: Subject, path: Path, monday: date, marks: list[str]) -> Iterator[Problem]:
    for mark in dict.fromkeys(marks):
        row = subject.ground.marks[mark]
        wrong = [
            index
            for index, other in enumerate(marks)
            if other == mark and not in_force(row, monday + timedelta(days=index // 2))
        ]
        if wrong:
            yield _out_of_force(subject, path, mark, _sessions(monday, wrong))


def _out_of_force(subject: Subject, path: Path, mark: str, when: str) -> Problem:
    row = subject.ground.marks[mark]
    span = f"since {row.valid_from}" if row.valid_until is None else f"until {row.valid_until}"
    return subject.problem(
        "mark-not-in-force",
        "absences",
        path,
        f"The mark {mark} was not in use on {when}: it is in force {span}.",
        "Use the code that was in force on that day.",
    )


def _out_of_time(subject: Subject, path: Path, monday: date, marks: list[str]) -> Iterator[Problem]:
    """Sessions that have not come cannot have been attended; sessions off the roll have no mark that counts."""
    ground, identity = subject.ground, subject.plan.pupil
    first, last = identity.on_roll_from or date.min, identity.on_roll_until or date.max
    days = [monday + timedelta(days=index // 2) for index in range(len(marks))]
    ahead = [
        index for index, mark in enumerate(marks) if days[index] > ground.today and mark in ground.attended
    ]
    if ahead:
        yield subject.problem(
            "mark-ahead",
            "absences",
            path,
            f"{_sessions(monday, ahead)}: present, but today is {ground.today}.",
            "Write - until the session has been held.",
        )
    off = [
        index
        for index, mark in enumerate(marks)
        if not first <= days[index] <= last and mark in ground.counted
    ]
    if off:
        yield subject.problem(
            "mark-off-roll",
            "absences",
            path,
            f"{_sessions(monday, off)}: a mark that counts, but the pupil was not on the roll.",
            "Write - or Z there, or correct on_roll_from and on_roll_until in plan.yml.",
        )


def _sessions(monday: date, indexes: list[int]) -> str:
    """Name the first of some sessions of a week, and how many more there are."""
    first = indexes[0]
    named = f"{_DAYS[first // 2]} {monday + timedelta(days=first // 2)} {_SESSIONS[first % 2]}"
    more = len(indexes) - 1
    return f"{named} and {more} more" if more else named
