"""Random registers for the oracle: every mark, gaps, holidays, closures, mid-week days, and boundaries aimed at.

A register is drawn as a few choices and a seed, because a year has four hundred marks: Hypothesis shrinks the choices.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from derive.derive_builders import case, pupil, school
from liverecord.model.case import CaseFile
from oracle.recount import EVERY, HALVES, NO_MARK, WEEK, Register, Setting, is_school_week, meets, monday_of

YEARS = (
    (date(2025, 9, 3), date(2025, 10, 24)),
    (date(2025, 11, 3), date(2025, 12, 19)),
    (date(2026, 1, 5), date(2026, 2, 13)),
    (date(2026, 2, 23), date(2026, 3, 27)),
    (date(2026, 4, 13), date(2026, 5, 22)),
    (date(2026, 6, 1), date(2026, 7, 21)),
    (date(2026, 9, 2), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 2, 12)),
)
"""The half terms of two school years and the start of a third spring: holidays of one, two and six weeks between."""

FIRST, LAST = monday_of(YEARS[0][0]), monday_of(YEARS[-1][1])

PRESENT = {"AM": "/", "PM": "\\"}
PROFILES: Mapping[str, tuple[float, tuple[str, ...]]] = {
    "present": (0.02, ("I", "L", "M")),
    "ordinary": (0.12, ("I", "M", "L", "U", "O", "N", "B", "C2")),
    "often away": (0.4, ("I", "I", "O", "U", "N", "G")),
    "every mark": (0.9, EVERY),
    "unauthorised": (0.25, ("G", "N", "O", "U")),
    "ill": (0.3, ("I",)),
    "part-time": (0.4, ("C2", "C2", "I")),
    "not possible": (0.6, ("D", "X", "Q", "Y", "Y4", "Y7", "Z")),
    "late": (0.3, ("L", "L", "U")),
}
"""How a pupil's sessions go: how often one is something else than plainly present, and what it is then."""


@st.composite
def settings_of_schools(draw: Any) -> Setting:
    """Return two years' terms with closed days and half days; or, now and then, no terms at all."""
    if draw(st.integers(0, 7)) == 0:
        return Setting()
    random = Random(draw(st.integers(0, 2**16)))
    closed = set()
    for _ in range(draw(st.integers(0, 6))):
        day = FIRST + timedelta(days=random.randrange((LAST - FIRST).days))
        closed |= {(day, half) for half in random.choice((HALVES, HALVES, HALVES[:1], HALVES[1:]))}
    if draw(st.booleans()):
        monday = FIRST + WEEK * random.randrange(60)
        closed |= {(monday + timedelta(days=number), half) for number in range(5) for half in HALVES}
    return Setting(YEARS, frozenset(closed))


def births() -> st.SearchStrategy[date]:
    """Return dates of birth: of the middle of school, of both its ends, and about the days that the law names."""
    ages = st.dates(date(2009, 6, 1), date(2012, 3, 1)) | st.dates(date(2019, 6, 1), date(2022, 9, 1))
    named = st.builds(date, st.sampled_from((2010, 2011, 2020, 2021)), st.sampled_from((4, 9)), st.just(1))
    return st.just(date(2014, 2, 11)) | ages | named | named.map(lambda day: day - timedelta(days=1))


@st.composite
def registers(
    draw: Any, profiles: tuple[str, ...] = tuple(PROFILES), longest: int = 45, *, tidy: bool = False
) -> Register:
    """Return a register of up to so many weeks, seen on some day in it or after it; a tidy one has no gap.

    Now and then it is that of a summer term, seen in September.
    """
    setting = draw(settings_of_schools())
    start = FIRST + WEEK * draw(st.integers(0, 60))
    length = draw(st.integers(1, longest))
    is_september = draw(st.integers(0, 7)) == 0
    if is_september:
        start = monday_of(YEARS[5][1]) - WEEK * (length - 1)
    often, codes = PROFILES[draw(st.sampled_from(profiles))]
    joined = draw(st.none() | st.integers(0, 20).map(lambda days: start + timedelta(days=days)))
    left = draw(st.none() | st.integers(0, 20).map(lambda days: start + WEEK * length - timedelta(days=days)))
    random = Random(draw(st.integers(0, 2**32)))
    no_line, no_mark = (
        (0.0, 0.0) if tidy else draw(st.sampled_from(((0.0, 0.0), (0.1, 0.0), (0.1, 0.03), (0.1, 0.5))))
    )
    weeks: dict[date, tuple[str, ...]] = {}
    for number in range(length):
        monday = start + WEEK * number
        if random.random() < no_line:
            if random.random() < 0.2:
                weeks[monday] = (NO_MARK,) * 10
            continue
        line = []
        for index in range(10):
            day, half = monday + timedelta(days=index // 2), HALVES[index % 2]
            code = random.choice(codes) if random.random() < often else PRESENT[half]
            if not meets(setting, day, half):
                code = "#"
            elif (joined and day < joined) or (left and day > left):
                code = random.choice((NO_MARK, NO_MARK, "Z"))
            elif random.random() < no_mark:
                code = NO_MARK
            line.append(code)
        if set(line) != {"#"} or is_school_week(setting, monday) or random.random() < 0.3:
            weeks[monday] = tuple(line)
    late = draw(st.sampled_from((20, 20, 20, 60, 420)))
    today = start + timedelta(days=draw(st.integers(0, 7 * length + late)))
    if is_september:
        today = date(2026, 8, 28) + timedelta(days=draw(st.integers(0, 28)))
    # Now and then the marks of the last days are not made yet.
    unmade = 0 if tidy else draw(st.sampled_from((0, 0, 0, 1, 2, 3)))
    for monday in (monday_of(today), monday_of(today) - WEEK) if unmade else ():
        weeks[monday] = tuple(
            NO_MARK if monday + timedelta(days=index // 2) > today - timedelta(days=unmade) else code
            for index, code in enumerate(weeks.get(monday, (NO_MARK,) * 10))
        )
    return Register(
        weeks,
        today,
        setting,
        joined,
        left,
        draw(st.sampled_from(("8", "8", "8", "R", "11", "X", "N2", "12"))),
        draw(st.none() | st.integers(50, 100)),
        draw(st.none() | st.none() | births()),
    )


def becoming_five(*profiles: str) -> st.SearchStrategy[Register]:
    """Return registers in which compulsory school age begins on the way, on 31 December or on 31 March."""
    births = st.sampled_from((date(2020, 12, 1), date(2021, 2, 1), date(2020, 9, 1)))
    return st.builds(lambda register, born: replace(register, born=born), registers(profiles), births)


def typed(line: tuple[str, ...]) -> str:
    """Return ten codes as the register has them: two a day."""
    return " ".join("".join(line[day : day + 2]) for day in range(0, 10, 2))


def school_of(setting: Setting, **more: Any) -> Any:
    """Return the program's own school with these terms and closures."""
    terms = [{"name": f"Term {number}", "start": start, "end": end}
             for number, (start, end) in enumerate(setting.terms)]  # fmt: skip
    whole = {day for day, _ in setting.closed if all((day, half) in setting.closed for half in HALVES)}
    closures: list[dict[str, Any]] = [{"date": day} for day in sorted(whole)]
    closures += [{"date": day, "session": half} for day, half in sorted(setting.closed) if day not in whole]
    return school(terms=terms, closures=closures, **more)


def real(register: Register, plan: Mapping[str, Any] | None = None, **parts: Any) -> CaseFile:
    """Return what the program itself makes of a register."""
    identity: dict[str, Any] = {
        "given_name": "Maya",
        "family_name": "Ellison",
        "year_group": register.year_group,
    }
    if register.born:
        identity["date_of_birth"] = register.born
    if register.joined:
        identity["on_roll_from"] = register.joined
    if register.left:
        identity["on_roll_until"] = register.left
    target = {"attendance": {"target": {"aim": register.aim, "by": "2027-03-25"}}} if register.aim else {}
    school_parts = {name: parts.pop(name) for name in ("transitions", "periods") if name in parts}
    of = pupil(
        {"pupil": identity, **target, **(plan or {})},
        weeks={monday: typed(line) for monday, line in register.weeks.items()},
        **parts,
    )
    return case(of, school_of(register.setting, **school_parts), today=register.today)
