"""The weeks in which patterns are looked for, as sessions in order, and the numbers by which they are judged."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from liverecord.derive.calendar import DAYS_OF_SCHOOL, HALVES, Calendar
from liverecord.derive.kept import kept
from liverecord.derive.marks import Week
from liverecord.derive.numbers import number
from liverecord.derive.patterns.chance import Count, Trial, chance, count, sign_chance, surprise
from liverecord.derive.register import Register, day_of
from liverecord.model.attendance import Cell, Looked, Pattern
from liverecord.model.rulebook import Rulebook

SESSIONS = range(10)
_A_WEEK = 7


class Rule(NamedTuple):
    """What thresholds.yml says of patterns; the rows say what each number means."""

    school_weeks: int
    minimum_weeks: int
    minimum_sessions: int
    repeats: int
    share: int
    false_alarms: Fraction
    most: int
    small: int
    minimum_recorded: int
    closure_days: int
    days_closed: int
    transition_days: int


@kept
def rule_of(rulebook: Rulebook) -> Rule:
    """Return a rulebook's numbers about patterns; looked up once. Raises InvalidRulebook where one is missing."""
    return Rule(
        school_weeks=number(rulebook, "pattern", "school_weeks"),
        minimum_weeks=number(rulebook, "pattern", "minimum_weeks"),
        minimum_sessions=number(rulebook, "pattern", "minimum_sessions"),
        # Whatever the number says, once is not again.
        repeats=max(number(rulebook, "pattern", "minimum_repeats"), 2),
        share=number(rulebook, "pattern", "minimum_share_percent"),
        false_alarms=Fraction(number(rulebook, "pattern", "false_alarms_in_a_thousand"), 1000),
        most=number(rulebook, "pattern", "most_together"),
        small=number(rulebook, "pattern_small", "sessions"),
        minimum_recorded=number(rulebook, "pattern_lessons", "minimum_recorded"),
        closure_days=number(rulebook, "beside_closure", "school_days"),
        days_closed=number(rulebook, "beside_closure", "minimum_days_closed"),
        transition_days=number(rulebook, "transition", "school_days"),
    )


class Candidate(NamedTuple):
    """A candidate: a pattern, and the chance of its like where there is none, corrected for all tries within its kind.

    `behind` are the lessons missed, by day and period, where it is about lessons.
    """

    pattern: Pattern
    chance: Fraction
    behind: frozenset[tuple[date, str]] = frozenset()


class Window:
    """The last school weeks up to today: those held for this pupil, and gaps (None)."""

    def __init__(self, register: Register, calendar: Calendar, rule: Rule) -> None:
        weeks = register.recent_weeks() or register.weeks
        self.mondays = tuple(weeks)[-rule.school_weeks :]
        self.weeks: dict[date, Week] = {
            monday: week for monday in self.mondays if (week := weeks[monday]) is not None
        }
        self.first = self.mondays[0]
        self.last = self.mondays[-1] + timedelta(days=DAYS_OF_SCHOOL - 1)
        self.gaps = tuple(monday for monday in register.gaps if self.first <= monday <= self.last)
        self.is_calendar_known = calendar.is_known
        self.rule = rule
        self.missed = columns(week.missed for week in self.weeks.values())
        self.possible = columns(week.counted for week in self.weeks.values())

    def looked(self) -> Looked:
        """Return what was looked in, and whether it is enough to look at all."""
        possible = sum(self.possible)
        return Looked(
            first=self.mondays[0],
            last=self.mondays[-1],
            weeks=len(self.weeks),
            possible=possible,
            missed=sum(self.missed),
            enough=len(self.weeks) >= self.rule.minimum_weeks and possible >= self.rule.minimum_sessions,
            gaps=self.gaps,
        )

    @cached_property
    def trials(self) -> tuple[Trial, ...]:
        """Every session that counts against the agreed timetable, in order.

        Sessions that were not possible, holidays and agreed absences are passed over; after a session without a mark
        nothing is known, and an absence may begin. The same holds after a missing week, where the school names no
        terms.
        """
        trials, away, last = [], False, None
        for monday in self.mondays:
            week = self.weeks.get(monday)
            if week is None or (
                last is not None and not self.is_calendar_known and (monday - last).days > _A_WEEK
            ):
                away = False
            last = monday
            if week is None:
                continue
            for cell in SESSIONS:
                if week.counted[cell]:
                    missed, came = week.missed[cell], week.after_closing[cell]
                    trials.append(Trial(day_of(monday, cell), cell, missed, int(not away), came))
                    away = bool(missed and not came)
                elif not week.marks[cell].is_recorded:
                    away = False
        return tuple(trials)

    def may_stand_out(self, missed: int, possible: int) -> bool:
        """Tell whether enough was missed, and enough of what was possible, to speak of at all."""
        return missed >= self.rule.repeats and 100 * missed >= self.rule.share * possible

    def judged(self, inside: Count, others: Count) -> Fraction | None:
        """Return how surprising one side is beside the other; None where it is no pattern whatever the chance.

        An absence of several sessions in a row is one: repeats are counted in absences as well as in sessions.
        """
        rule = self.rule
        if (
            inside.began < rule.repeats
            or not self.may_stand_out(inside.missed, inside.possible)
            or not others.possible
            or inside.missed * others.possible <= others.missed * inside.possible
        ):
            return None
        return surprise(inside, others)

    def judged_by_day(self, inside: list[Trial], others: list[Trial]) -> Fraction | None:
        """Return the same for one half of the day beside the other, by the days on which just one was missed."""
        one, other = count(inside), count(others)
        if not self.may_stand_out(one.missed, one.possible) or not other.possible:
            return None
        by_day = {trial.day: trial.missed for trial in others}
        pairs = [(trial.missed, by_day[trial.day]) for trial in inside if trial.day in by_day]
        times, against = (sum(pair == only for pair in pairs) for only in ((1, 0), (0, 1)))
        if times < self.rule.repeats or one.missed * other.possible <= other.missed * one.possible:
            return None
        return max(
            chance(one.missed, one.possible, other.missed, other.possible),
            sign_chance(times, times + against),
        )

    def pattern(self, kind: str, inside: list[Trial], others: list[Trial], **about: object) -> Pattern:
        """Return a pattern of what was missed inside, against the others, with its days; `about` are Pattern's own fields."""
        one, other = count(inside), count(others)
        return Pattern(
            kind=kind,
            missed=one.missed,
            possible=one.possible,
            other_missed=other.missed,
            other_possible=other.possible,
            after_closing=sum(trial.after_closing for trial in inside if trial.missed),
            small=min(one.possible, other.possible) < self.rule.small,
            dates=tuple(trial.day for trial in inside if trial.missed),
            gaps=self.gaps,
            **about,  # type: ignore[arg-type]
        )


def cells_of(cells: tuple[int, ...], trials: list[Trial]) -> tuple[Cell, ...]:
    """Return half days of the week with what was missed of each."""
    half_days = []
    for cell in cells:
        one = count(trial for trial in trials if trial.cell == cell)
        half_days.append(
            Cell(weekday=cell // 2, half=HALVES[cell % 2], missed=one.missed, possible=one.possible)
        )
    return tuple(half_days)


def columns(weeks: Iterable[tuple[int, ...]]) -> list[int]:
    """Add up weeks of ten sessions, session by session."""
    return [sum(column) for column in zip(*weeks, strict=True)] or [0] * len(SESSIONS)
