"""How often a pattern is told where there is none: measured on random registers, printed, and held under the allowed share.

Every register is drawn from a seed. In some, sessions are missed independently of each other; in others, spells of
illness make neighbouring sessions alike, which a test that takes sessions to be independent would call a pattern far
too often. Closures, a half term, transitions, lateness, a timetable and marks for lessons are there, so that every kind
of pattern is looked for.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

import pytest
from derive_builders import MONDAY, after, pupil, rulebook, school
from pattern_builders import DAYS, PERIODS

from examples import of_a_sample
from liverecord.derive.attendance import reading
from liverecord.derive.calendar import calendar_of
from liverecord.derive.patterns import looked_for
from liverecord.derive.patterns.window import Window, rule_of
from liverecord.derive.register import register_of
from liverecord.model.attendance import Pattern
from liverecord.model.records import Pupil

REGISTERS = of_a_sample(200, 1000)
SEED = 20261122
MONDAYS = [MONDAY + timedelta(weeks=number) for number in range(15) if number != 7]
SESSIONS = 10 * len(MONDAYS)
CLOSED = {date(2026, 10, 5), date(2026, 11, 27)}
SCHOOL = school(
    closures=[{"date": day} for day in sorted(CLOSED)],
    transitions=[
        {"date": "2026-10-12", "name": "The new building"},
        {"date": "2026-11-09", "name": "New groups"},
    ],
    periods=PERIODS,
)
SUBJECTS = {"Ma": 4, "En": 4, "Sc": 4, "Hi": 2, "Ge": 2, "Fr": 2, "PE": 3, "Ar": 1, "Mu": 1, "Co": 2}

Away = Callable[[Random], list[bool]]


def rate(random: Random) -> float:
    """Return a share of sessions missed, from 3 to 30 per cent."""
    return random.uniform(0.03, 0.3)


def singly(random: Random) -> list[bool]:
    """Return sessions missed independently of each other."""
    share = rate(random)
    return [random.random() < share for _ in range(SESSIONS)]


def in_spells(random: Random) -> list[bool]:
    """Return illnesses of one to five whole days."""
    begin, days = _beginning(rate(random), 3), list[bool]()
    while len(days) < SESSIONS // 2:
        days += [True] * random.randint(1, 5) if random.random() < begin else [False]
    return [day for day in days[: SESSIONS // 2] for _ in range(2)]


def in_part_spells(random: Random) -> list[bool]:
    """Return absences of one to seven sessions, from any session on."""
    begin, sessions = _beginning(rate(random), 4), list[bool]()
    while len(sessions) < SESSIONS:
        sessions += [True] * random.randint(1, 7) if random.random() < begin else [False]
    return sessions[:SESSIONS]


def _beginning(share: float, mean: float) -> float:
    """Return how likely an absence of a mean length begins, so that a share is missed in all."""
    return share / (mean * (1 - share))


def register(
    random: Random,
    away: list[bool],
    *,
    late: float = 0,
    unknown: float = 0,
    lessons: bool = False,
    timetable: bool = False,
) -> Pupil:
    """Return a pupil with a term of marks; of the lessons of attended sessions some are missed too."""
    subjects = [subject for subject, times in SUBJECTS.items() for _ in range(times)]
    random.shuffle(subjects)
    taught = {
        (day, period["id"]): subjects[5 * place + number]
        for place, day in enumerate(DAYS)
        for number, period in enumerate(PERIODS)
    }
    skipped = random.uniform(0, 0.2)
    weeks, marks_of_lessons = {}, []
    for number, monday in enumerate(MONDAYS):
        marks = []
        for place in range(10):
            day, afternoon = monday + timedelta(days=place // 2), place % 2
            if day in CLOSED:
                mark = "#"
            elif random.random() < unknown:
                mark = "-"
            elif away[10 * number + place]:
                mark = "I"
            else:
                mark = random.choice("LLU") if random.random() < late else "/\\"[afternoon]
            marks.append(mark)
            if lessons and mark not in "#-":
                marks_of_lessons += [
                    {
                        "date": day.isoformat(),
                        "period": period["id"],
                        "mark": "O" if mark == "I" or random.random() < skipped else "/",
                        "subject": taught[DAYS[place // 2], period["id"]],
                    }
                    for period in PERIODS
                    if (period["session"] == "PM") == bool(afternoon)
                ]
        weeks[monday] = "".join(marks)
    rows = [
        {"from": "2026-09-01", "day": day, "period": period, "subject": subject}
        for (day, period), subject in taught.items()
    ]
    return pupil(weeks=weeks, absences={"lessons": marks_of_lessons, "timetable": rows if timetable else []})


def patterns(of: Pupil) -> tuple[Pattern, ...]:
    """Return what is told of a pupil."""
    return reading(of, SCHOOL, rulebook(), after(of.absences.weeks)).attendance.patterns


def measured(name: str, capsys: pytest.CaptureFixture[str], drawn: Callable[[Random], Pupil]) -> Counter[str]:
    """Print the share of random registers of which a pattern is told; return how many, in all ("any") and by kind."""
    random = Random(SEED)
    counts: Counter[str] = Counter()
    for _ in range(REGISTERS):
        kinds = {pattern.kind for pattern in patterns(drawn(random))}
        counts.update(kinds)
        counts["any"] += bool(kinds)
    kinds_told = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()) if kind != "any")
    with capsys.disabled():
        print(f"\n{name}: {counts['any']} of {REGISTERS} registers ({kinds_told or 'none'})", end="")  # noqa: T201
    return counts


def test_every_kind_is_looked_for() -> None:
    """The measurement is of all kinds at once: there is something to compare for each code of the list."""
    random = Random(SEED)
    of = register(random, singly(random), late=0.3, lessons=True, timetable=True)
    weeks = register_of(of, SCHOOL, rulebook(), after(of.absences.weeks))
    window = Window(weeks, calendar_of(SCHOOL), rule_of(rulebook()))
    assert (
        looked_for(of, window, SCHOOL, rulebook(), after(of.absences.weeks)).keys()
        == rulebook().codes.lists["pattern"].keys()
    )


@pytest.mark.parametrize("away", [singly, in_spells, in_part_spells], ids=["singly", "spells", "part spells"])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"late": 0.2, "unknown": 0.05},
        {"late": 0.1, "timetable": True},
        {"late": 0.1, "lessons": True, "timetable": True},
    ],
    ids=["sessions", "lateness and gaps", "timetable", "lessons"],
)
def test_false_alarms_stay_under_the_allowed_share(
    away: Away, options: dict[str, float], request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of pupils without any pattern, no greater share than thresholds.yml allows is told to have one, of whatever kind."""
    name = f"False alarms, {request.node.callspec.id}"
    counts = measured(name, capsys, lambda random: register(random, away(random), **options))
    allowed = rulebook().thresholds["pattern"].numbers["false_alarms_in_a_thousand"]
    assert 1000 * counts["any"] <= allowed * REGISTERS


@pytest.mark.parametrize(
    ("share", "least"), [(0.5, 0.5), (0.6, 0.75), (0.7, 0.95)], ids=["half", "six in ten", "seven in ten"]
)
def test_a_planted_pattern_is_found(share: float, least: float, capsys: pytest.CaptureFixture[str]) -> None:
    """Tuesday and Thursday mornings missed with a given likelihood, all other sessions with one of 5 %: most are found, by name."""
    planted = {2, 6}

    def drawn(random: Random) -> Pupil:
        away = [random.random() < (share if place % 10 in planted else 0.05) for place in range(SESSIONS)]
        return register(random, away)

    counts = measured(f"Found, Tuesday and Thursday mornings at {share}", capsys, drawn)
    assert counts["sessions"] >= least * REGISTERS
