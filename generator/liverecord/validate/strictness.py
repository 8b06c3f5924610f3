"""A school may be stricter than a rule, and close more than the policy does; never the other way round."""

import calendar
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from liverecord.model.policy import Policy
from liverecord.model.records import Interval
from liverecord.model.rulebook import ReviewRule
from liverecord.problem import Problem
from liverecord.validate.ground import Establishment
from liverecord.validate.wording import listed, near

_NOBODY = "nobody"
_INTERVAL, _TERMLY, _LIMIT, _QUESTION = "interval", "termly", "limit", "question"
_SCHOOL = "school"
_LONGEST = 10_000
"""Days, weeks or months past which a calendar cannot follow: longer than any rule's interval."""


def intervals(subject: Establishment) -> Iterator[Problem]:
    """unknown-rule, interval-without-effect, looser-interval: an interval of the school's is for a rule of reviews.yml that counts one, and stricter.

    Stricter is shorter where a rule counts forwards from a day, and longer where it counts back from one.
    """
    rules = {rule.id: rule for rule in subject.ground.rulebook.reviews}
    counting = [rule.id for rule in rules.values() if _counts(rule)]
    for name, interval in subject.school.review_intervals.items():
        path = ("review_intervals", name)
        rule = rules.get(name) or rules.get(f"{name}_review")
        if rule is None:
            match = near(name, rules)
            yield subject.problem(
                "unknown-rule",
                "school",
                path,
                "'review_intervals' names a rule that reviews.yml does not have.",
                _meant(match, subject.school.review_intervals)
                if match
                else f"Take the line out, or write one of the rules: {listed(counting)}.",
                key=True,
            )
        elif not _counts(rule):
            said, hint = _no_effect(rule)
            yield subject.problem(
                "interval-without-effect", "school", path, f"'{name}' {said}", hint, key=True
            )
        else:
            longest, shortest = _bounds(rule)
            if longest is not None and _can_be_longer(interval, longest):
                yield subject.problem(
                    "looser-interval",
                    "school",
                    path,
                    f"'{name}' is {_in_words(interval)} here, longer than the rule's {_in_words(longest)}.",
                    f"Write {_in_words(longest)} or less, or take the line out: a school may look again sooner than the rule, not later.",
                    key=True,
                )
            elif shortest is not None and _can_be_longer(shortest, interval):
                yield subject.problem(
                    "looser-interval",
                    "school",
                    path,
                    f"'{name}' is {_in_words(interval)} here, shorter than the rule's {_in_words(shortest)}.",
                    f"Write {_in_words(shortest)} or more, or take the line out: the rule counts back, and a school may be earlier.",
                    key=True,
                )


def _meant(match: str, written: Collection[str]) -> str:
    """Return the hint for a name that was nearly one that there is; two lines of one name would be one too many."""
    return (
        f"'{match}' stands here already: take this line out."
        if match in written
        else f"Did you mean '{match}'?"
    )


def _counts(rule: ReviewRule) -> bool:
    """Tell whether a school's own interval has an effect on a rule."""
    if rule.kind == _LIMIT:
        return rule.owed_by == _SCHOOL and any((leg.plus is None) != (leg.less is None) for leg in rule.legs)
    return rule.kind in {_INTERVAL, _TERMLY}


def _no_effect(rule: ReviewRule) -> tuple[str, str]:
    """Return what to say of an interval for a rule that takes none from the school, and what to do."""
    if rule.kind == _LIMIT and rule.owed_by != _SCHOOL:
        return (
            f"is the {rule.owed_by}'s limit, not the school's.",
            "Take the line out; to ask sooner, write the day to chase (chase_on).",
        )
    if rule.kind == _QUESTION:
        return "asks a question, and has no day.", "Take the line out; answer it in the pupil's record."
    return (
        "falls due on the day that a person wrote, not after an interval.",
        "Take the line out; write the day itself (due, by, review_on) earlier instead.",
    )


def _bounds(rule: ReviewRule) -> tuple[Interval | None, Interval | None]:
    """Return the longest interval that a rule leaves to a school, and the shortest; None where it sets none."""
    if rule.kind in {_INTERVAL, _TERMLY}:
        return rule.every, None
    leg = next(leg for leg in rule.legs if (leg.plus is None) != (leg.less is None))
    return leg.plus, leg.less


def audiences(subject: Establishment) -> Iterator[Problem]:
    """unknown-path, unknown-audience, looser-audience: a school may narrow who sees a field, not widen it."""
    policy = subject.ground.rulebook.policy
    # Later audiences see what earlier ones see, so that moving a path later closes it to more people.
    order = {audience.id: rank for rank, audience in enumerate(policy.audiences)}
    order[_NOBODY] = len(order)
    fields, kinds = _decided(policy)
    for name, audience in subject.school.audiences.items():
        path = ("audiences", name)
        decided = [least for field, least in fields.items() if field == name or field.startswith(f"{name}.")]
        if not decided and name in kinds:
            decided = [kinds[name]]
        if not decided:
            match = near(name, _prefixes([*fields, *kinds]))
            yield subject.problem(
                "unknown-path",
                "school",
                path,
                "'audiences' names a field that audiences.yml does not have.",
                _meant(match, subject.school.audiences)
                if match
                else "Take the line out, or write a field as schema/audiences.yml names it.",
                key=True,
            )
        elif audience not in order:
            match = near(audience, order)
            yield subject.problem(
                "unknown-audience",
                "school",
                path,
                f"'{name}' is given to an audience that there is not.",
                f"Did you mean '{match}'?" if match else f"The audiences are: {listed(order)}.",
            )
        elif all(order[audience] < order[least] for least in decided):
            yield subject.problem(
                "looser-audience",
                "school",
                path,
                f"'{name}' is for {listed(dict.fromkeys(decided))}; a school may not open it to {audience}.",
                "Take the line out: it is stricter without it.",
            )


def _decided(policy: Policy) -> tuple[dict[str, str], dict[str, str]]:
    """Return the narrowest audience of each field, and of each kind of item."""
    kinds = {
        f"{name}.{value}": least
        for name, closing in policy.kinds.items()
        for value, least in closing.values.items()
    }
    return policy.paths, kinds


def _prefixes(paths: Iterable[str]) -> dict[str, None]:
    """Return every path, and every part of a path that holds others: a school may close either."""
    parts = (path.split(".") for path in paths)
    return {".".join(words[:end]): None for words in parts for end in range(1, len(words) + 1)}


@cache
def _can_be_longer(one: Interval, other: Interval) -> bool:
    """Tell whether there is any day from which `one` runs longer than `other`: months differ, so every day of four years is tried."""
    if any((count or 0) > _LONGEST for count in (one.months, one.weeks, one.days)):
        return True
    first = date(2024, 1, 1)
    days = (first + timedelta(days=offset) for offset in range(4 * 365 + 1))
    return any(_after(day, one) > _after(day, other) for day in days)


def _after(day: date, interval: Interval) -> date:
    months = day.month - 1 + (interval.months or 0)
    year, month = day.year + months // 12, months % 12 + 1
    moved = date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return moved + timedelta(days=interval.days or 0, weeks=interval.weeks or 0)


def _in_words(interval: Interval) -> str:
    parts = ((interval.months, "month"), (interval.weeks, "week"), (interval.days, "day"))
    return " and ".join(f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count)
