"""What is kept for how long, as text and as JSON: ids and days alone, no name and nothing that anybody typed."""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from liverecord.derive.retention import LATER, PAST, SOON, UNDECIDED, UNKNOWN, Keeping
from liverecord.model.rulebook import KeepingRule, Retention, Rulebook
from liverecord.report.plain import counted, long_date, table

STATES = {
    PAST: "Past their keeping date",
    SOON: "Reaching it within a year",
    UNDECIDED: "For a person to decide",
    UNKNOWN: "Cannot be worked out",
}
"""The headings, in the order in which they are printed; what is kept for longer is only counted."""

RETENTION_FORMS = ("text", "json")
_LACKS = {"date_of_birth": "no date of birth in plan.yml"}


def is_past(kept: Sequence[Keeping]) -> bool:
    """Tell whether any record is past its keeping date."""
    return any(each.state == PAST for each in kept)


def retention(kept: Sequence[Keeping], rulebook: Rulebook, form: str, today: date) -> str:
    """Return how records stand to their keeping dates: `form` is text or json."""
    return _json(kept, rulebook.retention, today) if form == "json" else _text(kept, rulebook, today)


# ── For people ──────────────────────────────────────────────────────────────────────────────────────────


def _text(kept: Sequence[Keeping], rulebook: Rulebook, today: date) -> str:
    rules = rulebook.retention
    by_id = {rule.id: rule for rule in rules.rules}
    lines: list[str] = []
    for state, heading in STATES.items():
        records = sorted((each for each in kept if each.state == state), key=_by_day)
        if records:
            lines += [
                f"{heading}: {len(records)}",
                *table([_cells(each, by_id, rulebook) for each in records]),
                "",
            ]
    leavers = [each for each in kept if each.leaver is not None]
    if leavers:
        lines += [f"Left the roll: {len(leavers)}", *table([_leaver_cells(each) for each in leavers])]
        lines += [
            f"  Goes to the next school within {rules.passed_on.school_days} school days, or is kept here by the last school.",
            "",
        ]
    old = [each for each in kept if each.old_entries is not None]
    if old:
        lines += [f"Register entries older than they must be kept: {counted(len(old), 'record')}"]
        lines += [*table([_old_cells(each) for each in old]), ""]
    lines += _sources(kept, rules)
    later = sum(each.state == LATER for each in kept)
    past = sum(each.state == PAST for each in kept)
    lines.append(
        f"{counted(len(kept), 'record')} on {long_date(today)}: {past} past the keeping date, {later} kept for longer than a year. "
        "Nothing was deleted."
    )
    return "\n".join(lines) + "\n"


def _cells(each: Keeping, rules: dict[str, KeepingRule], rulebook: Rulebook) -> tuple[str, ...]:
    until = f"until {long_date(each.until)}" if each.until else "no date"
    why = [rules[each.rule].label] if each.rule else []
    why += [_LACKS.get(lacking, f"no {lacking}") for lacking in each.lacks]
    for name in each.decide:
        role = rulebook.codes.get("role", rules[name].decided_by)
        why.append(f"{rules[name].label}: {role.words if role and role.words else 'somebody'} decides")
    return each.pupil, until, "; ".join(why)


def _leaver_cells(each: Keeping) -> tuple[str, ...]:
    assert each.leaver is not None
    by = each.leaver.pass_on_by
    late = "should have gone on" if each.leaver.is_late else "to go on"
    told = (
        f"{late} by {long_date(by)}"
        if by
        else late
        if each.leaver.is_late
        else "the terms in school.yml do not reach so far"
    )
    kept = f"kept until {long_date(each.until)} if it stays" if each.until else "no keeping date"
    return each.pupil, f"left {long_date(each.leaver.left_on)}", told, kept


def _old_cells(each: Keeping) -> tuple[str, ...]:
    assert each.old_entries is not None
    weeks, first, last = each.old_entries
    return each.pupil, counted(weeks, "week"), f"{long_date(first)} to {long_date(last)}"


def _sources(kept: Sequence[Keeping], rules: Retention) -> list[str]:
    """Name the rules behind the listed dates, and those that nobody has read at their source."""
    named = {each.rule for each in kept if each.state in STATES or each.leaver is not None}
    named |= {name for each in kept if each.state in STATES for name in each.decide}
    lines = []
    for rule in rules.rules:
        if rule.id in named:
            source = rules.sources[rule.source]
            years = f"{rule.years} years" if rule.years else "no figure"
            doubt = (
                ""
                if source.verified
                else " (not read at its source: check it with your data protection officer)"
            )
            lines.append(f"  {rule.label}: {years}. {source.name}{doubt}")
    return ["Rules:", *lines, ""] if lines else []


def _by_day(each: Keeping) -> tuple[bool, date, str]:
    return each.until is None, each.until or date.max, each.pupil


# ── For programs ────────────────────────────────────────────────────────────────────────────────────────


def _json(kept: Sequence[Keeping], rules: Retention, today: date) -> str:
    """Return all records as schema/output/retention.schema.json describes them."""
    states = Counter(each.state for each in kept)
    value = {
        "version": 1,
        "today": today.isoformat(),
        "count": len(kept),
        "states": {state: states[state] for state in (*STATES, LATER)},
        "records": [_record(each) for each in kept],
        "rules": [_rule(rule, rules) for rule in rules.rules],
    }
    return json.dumps(value, indent=2) + "\n"


def _record(each: Keeping) -> dict[str, Any]:
    leaver, old = each.leaver, each.old_entries
    return {
        "pupil": each.pupil,
        "state": each.state,
        "until": _day(each.until),
        "rule": each.rule,
        "decide": list(each.decide),
        "lacks": list(each.lacks),
        "left_on": _day(leaver.left_on) if leaver else None,
        "pass_on_by": _day(leaver.pass_on_by) if leaver else None,
        "pass_on_late": leaver.is_late if leaver else None,
        "old_register_weeks": old.weeks if old else 0,
        "old_register_until": _day(old.last) if old else None,
    }


def _rule(rule: KeepingRule, rules: Retention) -> dict[str, Any]:
    source = rules.sources[rule.source]
    return {
        "id": rule.id,
        "label": rule.label,
        "years": rule.years,
        "source": source.name,
        "verified": source.verified,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
