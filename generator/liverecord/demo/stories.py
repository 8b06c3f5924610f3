"""A generated pupil's concern: what happens, what is thought to lie behind it, what was agreed, said and tried.

One story of words/concerns.yml makes the register's pattern, the note on it, the driver and its test, the actions,
the talk with the family and the weeks' lines, so that they fit each other.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from liverecord.demo import words
from liverecord.demo.agreements import Data, Draft
from liverecord.demo.emitter import Quoted
from liverecord.demo.register import Habit
from liverecord.demo.schoolyear import monday
from liverecord.demo.setting import Setting, pick

_DAYS = ("mon", "tue", "wed", "thu", "fri")
_FRIDAY = timedelta(days=4)
_HIGH = 95


@dataclass
class Story:
    """What a concern leaves in a pupil's other files."""

    habit: Habit = field(default_factory=Habit)
    concerns: list[Data] = field(default_factory=list)
    actions: list[Data] = field(default_factory=list)
    contacts: list[Data] = field(default_factory=list)
    notes: list[Data] = field(default_factory=list)
    reviews: list[Data] = field(default_factory=list)
    has_target: bool = False


def story(setting: Setting, generator: random.Random, made: Draft) -> Story:
    """Write a pupil's concerns: many pupils have none, some an open one, some one that is closed, a few both."""
    told = Story(habit=_usual(generator, made))
    roll = generator.random()
    calendar = setting.calendar
    if made.on_roll_from > calendar.back(21) or not calendar.register:
        return told
    if roll < 0.36:
        bank = words.read("concerns")
        fitting = [entry for entry in bank["attendance"] if entry["ages"] in (None, made.ages)]
        if generator.random() < 0.75 and made.is_compulsory_age:
            _attendance(setting, generator, made, told, generator.choice(fitting))
        else:
            _another(setting, generator, made, told, generator.choice(bank["other"]), is_open=True)
    elif roll < 0.50:
        _another(
            setting, generator, made, told, generator.choice(words.read("concerns")["other"]), is_open=False
        )
    elif roll < 0.52 and made.ages == "older" and made.is_compulsory_age:
        _part_time(setting, generator, made, told)
    return told


def agree_target(
    setting: Setting, generator: random.Random, made: Draft, told: Story, weeks: Iterable[str]
) -> None:
    """Write the pupil's own attendance aim, from what the register shows; nobody who is nearly always there needs one."""
    if not told.has_target:
        return
    marks = "".join(weeks)
    possible = sum(marks.count(mark) for mark in "/\\LMIONUV")
    baseline = 100 * sum(marks.count(mark) for mark in "/\\LV") // max(1, possible)
    if baseline > _HIGH:
        return
    outcomes = made.plan["outcomes"]
    made.plan["attendance"] = {
        "target": {
            "baseline": baseline,
            "aim": baseline + 4,
            "by": setting.calendar.ahead(generator.randint(70, 150)),
            "agreed_on": told.concerns[0]["opened_on"],
            "agreed_with": ["pupil", "family"],
            "outcome": outcomes[0]["id"] if outcomes else None,
            "steps": [{"date": setting.calendar.ahead(generator.randint(15, 40)), "aim": baseline + 2}],
        }
    }


def _usual(generator: random.Random, made: Draft) -> Habit:
    if made.plan["pupil"]["year_group"] in ("N1", "N2"):
        return Habit(usual="/X", runs=0.05)
    return Habit(runs=generator.choice((0.01, 0.02, 0.02, 0.04, 0.09)))


def _attendance(setting: Setting, generator: random.Random, made: Draft, told: Story, plot: Data) -> None:
    """Write an open attendance concern with its pattern."""
    calendar = setting.calendar
    concern = _concern(setting, generator, made, plot, "attendance", is_open=True)
    told.concerns.append(concern)
    _actions(setting, generator, made, told, plot, concern)
    _contact(setting, generator, made, told, plot, concern)
    days = tuple(_DAYS.index(day) for day in plot["days"])
    tested = next((action for action in told.actions if action["status"] == "open"), None)
    told.habit = Habit(
        days=days,
        session=plot["session"],
        marks=tuple(plot["marks"]),
        strength=generator.uniform(0.5, 0.85),
        eased_from=tested["started_on"] if tested and generator.random() < 0.5 else None,
        runs=0.35 if not days else 0.02,
    )
    first = max(calendar.register[0], monday(concern["opened_on"]) - timedelta(days=28), made.on_roll_from)
    told.notes.append(
        {
            "id": "ab1",
            "from": first,
            "until": max(first, calendar.back(1)),
            "days": plot["days"] or None,
            "session": plot["session"],
            "reason": plot["reason"],
            "certainty": concern["drivers"][0]["certainty"],
            "concern": concern["id"],
            "action": tested["id"] if tested else None,
            "text": plot["note"],
        }
    )
    told.has_target = generator.random() < 0.45


def _another(
    setting: Setting, generator: random.Random, made: Draft, told: Story, plot: Data, *, is_open: bool
) -> None:
    """Write a concern about something else than attendance."""
    concern = _concern(setting, generator, made, plot, plot["theme"], is_open=is_open)
    told.concerns.append(concern)
    _actions(setting, generator, made, told, plot, concern)
    _contact(setting, generator, made, told, plot, concern)
    if not is_open and generator.random() < 0.5:
        told.reviews.append(
            {
                "kind": "concern",
                "about": ["c1"],
                "held_on": concern["closed_on"],
                "attended": ["pupil", "keyworker"],
            }
        )


def _concern(
    setting: Setting, generator: random.Random, made: Draft, plot: Data, theme: str, *, is_open: bool
) -> Data:
    calendar, today = setting.calendar, setting.calendar.today
    state = pick(generator, {"on track": 52, "soon": 12, "late": 14, "silent": 9, "idle": 5, "old plan": 8})
    ago = generator.randint(16, 75) if is_open else generator.randint(45, 120)
    opened = max(calendar.back(ago), made.on_roll_from + timedelta(days=5))
    closed = None if is_open else min(calendar.back(generator.randint(4, 20)), today)
    if closed is not None:
        opened = min(opened, closed - timedelta(days=20))
        review = closed
    elif state == "late":
        review = max(calendar.back(generator.randint(1, 25)), opened + timedelta(days=7))
    else:
        review = calendar.ahead(generator.randint(0, 5) if state == "soon" else generator.randint(6, 35))
    version = made.plan["version"]
    certainty = (
        "unknown"
        if plot["driver"] == "unknown"
        else generator.choice(("suspected", "suspected", "confirmed"))
    )
    outcomes = [outcome["id"] for outcome in made.plan["outcomes"] if "status" not in outcome]
    return {
        "id": "c1",
        "theme": theme,
        "opened_on": opened,
        "closed_on": closed,
        "status": "open" if is_open else "closed",
        "what": plot["what"],
        "context": plot["context"],
        "drivers": [
            {
                "id": "d1",
                "driver": plot["driver"],
                "certainty": certainty,
                "test": "a2",
                "recheck_on": review if is_open and certainty != "confirmed" else None,
            }
        ],
        "plan_version": version - 1 if state == "old plan" and version > 1 else version,
        "outcomes": outcomes[:1] or None,
        "owner": generator.choice((made.keyworker, made.keyworker, "l-castell")),
        "review_on": review,
        "updates": _updates(
            generator, made, plot, opened, closed or today, is_silent=state in ("silent", "late")
        ),
        "_idle": state == "idle",
    }


def _updates(
    generator: random.Random, made: Draft, plot: Data, opened: date, until: date, *, is_silent: bool
) -> list[Data] | None:
    """Write a line for most weeks, at their end; the last weeks have none where a concern has gone silent."""
    fridays = []
    friday = monday(opened) + _FRIDAY
    while friday <= until:
        if friday >= opened:
            fridays.append(friday)
        friday += timedelta(days=7)
    if is_silent:
        fridays = fridays[: -generator.randint(1, 3)]
    said = generator.sample(plot["lines"], len(plot["lines"]))
    lines: list[Data] = []
    for day in fridays[-9:]:
        line: Data = {"id": f"u{len(lines) + 1}", "date": day, "by": made.keyworker}
        roll = generator.random()
        if roll < 0.6 and said:
            lines.append(line | {"text": said.pop()})
        elif roll < 0.88:
            lines.append(line | {"no_change": True})
    return lines or None


def _actions(
    setting: Setting, generator: random.Random, made: Draft, told: Story, plot: Data, concern: Data
) -> None:
    """Write what was tried first and what is being tried now; a closed concern leaves nothing open."""
    calendar, today = setting.calendar, setting.calendar.back(0)
    opened, closed = concern["opened_on"], concern["closed_on"]
    idle = concern.pop("_idle")
    end = closed or today
    first, second = generator.sample(plot["actions"], 2)
    started = calendar.after(opened, 4, end)
    ended = calendar.after(started, generator.randint(9, 16), end)
    told.actions.append(
        {
            "id": "a1",
            "concern": "c1",
            **first,
            "owner": made.keyworker,
            "agreed_on": opened,
            "agreed_with": ["pupil", "family"] if generator.random() < 0.7 else ["pupil"],
            "started_on": started,
            "ended_on": ended,
            "due": calendar.after(started, 12, max(ended, started)),
            "status": "done" if generator.random() < 0.85 else "stopped",
            "result": pick(generator, {"helped": 3, "partly": 4, "no_difference": 3}),
        }
    )
    agreed = calendar.after(ended, 2, end)
    started = calendar.after(agreed, 3, end)
    is_open = closed is None and not idle
    is_late = generator.random() < 0.16
    due = (
        max(agreed, calendar.back(generator.randint(1, 15)))
        if is_late
        else calendar.ahead(generator.randint(0, 30))
    )
    told.actions.append(
        {
            "id": "a2",
            "concern": "c1",
            **second,
            "owner": concern["owner"],
            "agreed_on": agreed,
            "agreed_with": ["family"],
            "started_on": started,
            "ended_on": None if is_open else end if closed else calendar.after(started, 7, end),
            "due": due if is_open else calendar.after(started, 14, max(end, started)),
            "status": "open" if is_open else "done",
            "result": pick(generator, {"too_soon": 5, "partly": 2, "helped": 2}) if is_open else "helped",
        }
    )


def _contact(
    setting: Setting, generator: random.Random, made: Draft, told: Story, plot: Data, concern: Data
) -> None:
    """Write the talk with the family about what was agreed, and now and then one that was not reached."""
    end = concern["closed_on"] or setting.calendar.back(0)
    who = generator.choice(("mother", "father", "parents", "carer", "grandparent"))
    day = told.actions[1]["agreed_on"]
    contacts = []
    if generator.random() < 0.3:
        missed = {
            "date": concern["opened_on"],
            "by": concern["owner"],
            "with": who,
            "how": "phone",
            "reached": False,
            "engagement": "harder",
        }
        contacts.append(missed)
    contacts.append(
        {
            "date": min(day, end),
            "by": concern["owner"],
            "with": who,
            "how": generator.choice(("phone", "phone", "meeting", "online", "home_visit")),
            "reached": True,
            "engagement": generator.choice(("easier", "same", "same")),
            **plot["contact"],
            "agreed": ["a2"],
        }
    )
    told.contacts += [{"id": f"k{number}", **contact} for number, contact in enumerate(contacts, start=1)]
    made.plan["mentors"] = (
        [{"who": made.keyworker, "from": told.actions[1]["started_on"]}]
        if told.actions[1]["kind"] == "mentor"
        else None
    )


def _part_time(setting: Setting, generator: random.Random, made: Draft, told: Story) -> None:
    """Write an agreed part-time timetable, and the register that goes with it."""
    calendar = setting.calendar
    register = calendar.register[-generator.randint(2, 4) :]
    start = register[0] if register else calendar.back(21)
    if start < made.on_roll_from:
        return
    is_late = generator.random() < 0.3
    agreed = start - timedelta(days=4)
    until = max(start, calendar.back(2)) if is_late else calendar.ahead(generator.randint(5, 20))
    made.plan["attendance"] = {
        "part_time_timetable": {
            "reason": "Coming back after an operation, on medical advice",
            "agreed_on": agreed,
            "agreed_with_parent": generator.choice(("Mother", "Father", "Both parents")),
            "agreed_by": "h-novak",
            "from": start,
            "until": until,
            "review_on": min(until, calendar.after(start, 11, until)),
            "expected": Quoted("yn yn yn yn yn"),
            "authority_told_on": start,
            "owner": made.keyworker,
        }
    }
    made.reviews.append(
        {
            "kind": "part_time_timetable",
            "held_on": calendar.after(start, 9, calendar.today),
            "attended": ["pupil", "family"],
        }
    )
    told.habit = Habit(part_time_from=start, part_time_until=until, runs=0.02)
