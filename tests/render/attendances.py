"""The attendance of the example pupils as it is worked out, typed by hand: pages are tested for their own reasons."""

from datetime import date

from liverecord.model import attendance as made
from liverecord.model.derived import Assignee

GAP = date(2026, 10, 19)
HALVES = ("AM", "PM")
_GROUPS = dict.fromkeys("/\\", "present") | {
    "L": "late",
    **dict.fromkeys(("I", "M"), "authorised"),
    "C2": "agreed",
    **dict.fromkeys("UNGO", "unauthorised"),
    **dict.fromkeys(("#", "Y1"), "not_counted"),
    "-": "none",
}


def register(
    typed: dict[date, str], labels: dict[str, str], gaps: tuple[date, ...] = ()
) -> tuple[made.RegisterWeek, ...]:
    """Weeks as typed, each with its ten sessions; a gap has none of its marks."""
    every = {**typed, **dict.fromkeys(gaps, "-" * 10)}
    return tuple(
        made.RegisterWeek(
            monday=monday,
            gap=monday in gaps,
            sessions=tuple(
                made.Session(
                    day=date.fromordinal(monday.toordinal() + index // 2),
                    half=HALVES[index % 2],
                    mark=mark,
                    group=_GROUPS[mark],
                    label=labels.get(mark, mark),
                )
                for index, mark in enumerate(_marks(marks))
            ),
        )
        for monday, marks in sorted(every.items())
    )


def _marks(typed: str) -> list[str]:
    found, text = [], typed.replace(" ", "")
    while text:
        size = 2 if len(text) > 1 and text[1].isdigit() else 1
        found.append(text[:size])
        text = text[size:]
    return found


def trend(weeks: tuple[made.RegisterWeek, ...], aims: dict[date, int]) -> tuple[made.TrendWeek, ...]:
    """Each week's sessions and those of the three weeks before, with the aim that was last agreed."""
    rows: list[made.TrendWeek] = []
    for week in weeks:
        counted = [each for each in week.sessions if each.group not in {"not_counted", "none"}]
        counted = [each for each in counted if each.mark != "C2"]
        known = any(each.group != "none" for each in week.sessions)
        attended = sum(each.group in {"present", "late"} for each in counted)
        recent = [*rows[-3:], made.TrendWeek(monday=week.monday, attended=attended, possible=len(counted))]
        aim = [value for day, value in aims.items() if day <= week.monday]
        rows.append(
            made.TrendWeek(
                monday=week.monday,
                attended=attended if known else None,
                possible=len(counted) if known else None,
                recent_attended=sum(each.attended or 0 for each in recent),
                recent_possible=sum(each.possible or 0 for each in recent),
                aim=aim[-1] if aim else None,
            )
        )
    return tuple(rows)


def cells(missed: dict[tuple[int, str], tuple[int, int, int, int]]) -> tuple[made.CellBeforeAfter, ...]:
    """Ten half days: (missed, possible, before missed, before possible), 2 attended and 7 before where nothing is said."""
    return tuple(
        made.CellBeforeAfter(
            weekday=weekday, half=half, missed=a, possible=b, before_missed=c, before_possible=d
        )
        for weekday in range(5)
        for half in HALVES
        for a, b, c, d in [missed.get((weekday, half), (0, 2, 0, 7))]
    )


def mornings() -> made.Pattern:
    """Tuesday and Thursday mornings, the mock's pattern."""
    return made.Pattern(
        kind="sessions",
        cells=(
            made.Cell(weekday=1, half="AM", missed=5, possible=9),
            made.Cell(weekday=3, half="AM", missed=6, possible=9),
        ),
        missed=11,
        possible=18,
        other_missed=2,
        other_possible=26,
        after_closing=10,
        dates=(date(2026, 9, 15), date(2026, 9, 17), date(2026, 10, 1), date(2026, 11, 3)),
        gaps=(GAP,),
    )


def looked(**more: object) -> made.Looked:
    """Nine school weeks of marks."""
    values = {"weeks": 9, "possible": 87, "missed": 14, "enough": True, "gaps": (GAP,), **more}
    return made.Looked(first=date(2026, 9, 7), last=date(2026, 11, 16), **values)  # type: ignore[arg-type]


def maya(weeks: tuple[made.RegisterWeek, ...]) -> made.Attendance:
    """The mock's pupil: a pattern, a gap, and two weeks that moved."""
    return made.Attendance(
        register=weeks,
        figures=made.Figures(
            first=date(2026, 9, 7),
            last=date(2026, 11, 20),
            possible=87,
            attended=73,
            authorised=3,
            unauthorised=11,
            late=1,
            not_counted=3,
            percent="83.9",
            agreed_possible=87,
            agreed_percent="83.9",
            persistent=True,
            severe=False,
            gaps=(GAP,),
        ),
        last_week=made.WeekCount(monday=date(2026, 11, 16), possible=10, missed=1),
        week_before=made.WeekCount(monday=date(2026, 11, 9), possible=10, missed=3),
        looked=looked(),
        patterns=(mornings(),),
        movements=(
            made.Movement(
                span="week",
                first=date(2026, 11, 16),
                last=date(2026, 11, 16),
                weeks=1,
                missed=1,
                possible=10,
                earlier_weeks=8,
                earlier_missed=13,
                earlier_possible=77,
                change="same",
            ),
            made.Movement(
                span="four_weeks",
                first=date(2026, 10, 12),
                last=date(2026, 11, 16),
                weeks=4,
                missed=7,
                possible=37,
                earlier_weeks=5,
                earlier_missed=7,
                earlier_possible=50,
                change="same",
            ),
        ),
        runs=(
            made.Run(
                first=date(2026, 11, 13), last=date(2026, 11, 13), sessions=2, unauthorised=0, at_least=True
            ),
        ),
        trend=trend(weeks, {date(2026, 9, 18): 87}),
    )


def idris(weeks: tuple[made.RegisterWeek, ...]) -> made.Attendance:
    """A part-time timetable: 14 agreed absences, which the official figure counts."""
    return made.Attendance(
        register=weeks,
        figures=made.Figures(
            first=date(2026, 10, 12),
            last=date(2026, 11, 20),
            possible=36,
            attended=19,
            authorised=17,
            unauthorised=0,
            late=0,
            not_counted=4,
            percent="52.7",
            agreed_possible=22,
            agreed_percent="86.3",
            persistent=True,
            severe=False,
            gaps=(GAP,),
        ),
        last_week=made.WeekCount(monday=date(2026, 11, 16), possible=10, missed=4),
        week_before=made.WeekCount(monday=date(2026, 11, 9), possible=8, missed=2),
        looked=looked(weeks=4, possible=22, missed=3, enough=False),
        trend=trend(weeks, {}),
        logged=1,
    )


def nearness() -> made.Nearness:
    """11 unauthorised sessions, one of them with no reason established."""
    return made.Nearness(
        sessions=11,
        provisional=1,
        weeks=9,
        limit=10,
        window_weeks=10,
        reached=True,
        first=date(2026, 9, 14),
        by_mark={"U": 10, "N": 1},
    )


def support_first(decides: Assignee) -> made.SupportFirst:
    """What calls for support first, and who decides."""
    return made.SupportFirst(nearness=nearness(), persistent=True, decides=decides)


def progress() -> made.Progress:
    """From a baseline of 84 to an aim of 92, with a step before it."""
    return made.Progress(
        baseline=84,
        aim=92,
        by=date(2027, 3, 25),
        now_aim=87,
        now_by=date(2026, 12, 18),
        since=date(2026, 9, 18),
        attended=57,
        possible=69,
        percent="82.6",
        gaps=(GAP,),
    )


def part_time() -> made.PartTime:
    """Mornings, and two whole days."""
    return made.PartTime(
        state="running",
        expected="yn yy yn yy yn",
        expected_from=date(2026, 11, 9),
        next_from=date(2026, 11, 23),
        next_expected="yy yy yy yy yy",
        attended=19,
        possible=22,
        agreed_absences=14,
        other_absences=3,
        gaps=(GAP,),
    )
