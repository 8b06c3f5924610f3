"""The rules of reviews.yml: their own worked examples, and the arithmetic below them."""

import re
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from derive_builders import pupil, rulebook, school, staff
from hypothesis import given
from hypothesis import strategies as st

from liverecord import derive
from liverecord.derive.limits import SHIFTS, TAKES, after, before, counted
from liverecord.derive.naming import is_day
from liverecord.derive.narrowing import APPLIES
from liverecord.derive.rules import KINDS, MUST, QUESTION, Timing, is_asked, rules_of, state, timing
from liverecord.derive.subjects import SUBJECTS
from liverecord.model.records import Interval
from liverecord.model.rulebook import Beside, Example, Lacking, Leg
from liverecord.problem import InvalidRulebook

GROUPS = {"review", "action", "concern", "provision", "plan", "chase"}

EXAMPLES = [(rule.id, number) for rule in rulebook().reviews for number in range(len(rule.examples))]


def timed(rule_id: str, example: Example, **intervals: Interval) -> tuple[Timing | None, int]:
    """Return when an example's duty is due, and how early the rule warns."""
    at = school(review_intervals=intervals)
    rule = next(rule for rule in rules_of(rulebook(), at, example.today) if rule.row.id == rule_id)
    return timing(rule, example.given.get), rule.warn_days


@pytest.mark.parametrize(("rule_id", "number"), EXAMPLES)
def test_worked_examples(rule_id: str, number: int) -> None:
    """Each worked example of reviews.yml gives the day and the state that it names."""
    rule = next(rule for rule in rulebook().reviews if rule.id == rule_id)
    example = rule.examples[number]
    when, warn_days = timed(rule_id, example)
    assert (when.due if when else None) == example.due
    assert (example.asked is not None) == (rule.kind == QUESTION)
    if example.asked is not None:
        ready = next(each for each in rules_of(rulebook(), school(), example.today) if each.row.id == rule_id)
        assert is_asked(ready, example.given.get) is example.asked
    if when is not None:
        has_limit = rule.force == MUST and example.has_limit
        assert when.limit == ((example.limit or example.due) if has_limit else None)
        assert state(when.due, when.limit, example.today, warn_days) == example.state


def test_every_rule_is_there_and_worked() -> None:
    """reviews.yml has exactly the rules of which audiences.yml says who sees them, each of a known group and with an example."""
    rules = rulebook().reviews
    assert sorted(rule.id for rule in rules) == sorted(rulebook().policy.kinds["duties"].values)
    assert len(rules) > 40
    assert {rule.group for rule in rules} == GROUPS
    assert all(rule.examples for rule in rules)


def test_rules_name_only_what_derive_knows() -> None:
    """Subject, kind, narrowing words, force and owed_by are closed sets; every source is there; only intervals count."""
    for rule in rulebook().reviews:
        assert rule.subject in SUBJECTS
        assert rule.kind in KINDS
        assert set(rule.applies) <= set(APPLIES)
        assert rule.force in {"must", "should", "school"}
        assert rule.take in TAKES
        assert rule.shift is None or rule.shift in SHIFTS
        assert rule.owed_by in {"school", "authority", "family"}
        assert rule.source in rulebook().sources
        assert rule.kind == "interval" or not (rule.every or rule.no_sooner)
        assert rule.kind in {"interval", "question"} or not rule.otherwise
        assert rule.kind == "limit" or rule.sure_with is None
        assert rule.shift != "next_school_day" or rule.force != MUST
        assert rule.kind in {"interval", "termly"} or not rule.starts
        assert (rule.kind == "termly") == bool(rule.terms)
        assert rule.kind == "question" or (rule.kind == "limit") == bool(rule.legs)
        assert rule.kind != "question" or rule.missing is not None
        assert rule.kind == "question" or not (rule.beyond or rule.outside)
        assert rule.kind == "limit" or not (rule.ends or rule.shift)
        assert rule.kind in {"limit", "question"} or not (rule.unless or rule.seasons)


def test_what_practice_counts_forwards_is_done_on_a_school_day() -> None:
    """What the school's own practice asks within so long of a day moves on to the next day of school; nothing of the law's moves on."""
    for rule in rulebook().reviews:
        forwards = all(
            leg.less is None and leg.before is None and (leg.plus or leg.working_days) for leg in rule.legs
        )
        is_practice = (rule.kind, rule.force, rule.owed_by) == ("limit", "school", "school")
        assert (rule.shift == "next_school_day") == (is_practice and forwards), rule.id


def test_a_worked_example_gives_days_that_there_are() -> None:
    """A day under a name that no record has would prove nothing."""
    for rule in rulebook().reviews:
        for example in rule.examples:
            assert all(is_day(name, rule, rulebook()) for name in example.given), rule.id


def test_what_the_authority_owes_is_chased() -> None:
    """The authority's dates stand under the heading of what is chased and say so; nobody else's limit by law does."""
    for rule in rulebook().reviews:
        if rule.owed_by == "authority":
            assert (rule.group, rule.label.startswith("Chase: ")) == ("chase", True), rule.id
        else:
            assert rule.group != "chase" or rule.id == "circumstance_chase"


def test_no_limit_of_the_law_stands_under_less_than_law() -> None:
    """A rule of law is folded under rules of law alone; under a question, while that leaves the day itself unknown."""
    forces = {rule.id: MUST if rule.kind == QUESTION else rule.force for rule in rulebook().reviews}
    for rule in rulebook().reviews:
        if rule.force == MUST:
            assert {forces[each] for each in rule.under} <= {MUST}, rule.id


def test_a_rule_counts_from_rules_further_up() -> None:
    """A rule that counts from another's day, or stands under another, comes after it: duties are found in the file's order."""
    seen: set[str] = set()
    for rule in rulebook().reviews:
        names = {name for leg in rule.legs for name in leg.from_}
        asked = {name.removeprefix("due.") for name in names if name.startswith("due.")} | set(rule.under)
        assert asked <= seen, rule.id
        seen.add(rule.id)


def test_the_assessments_clock_stands_once() -> None:
    """The weeks of a needs assessment are those of its rules, which say what they ask: no threshold repeats them."""
    asked = {rule.id for rule in rulebook().reviews if rule.asks is not None}
    assert asked >= {"needs_assessment_decide", "needs_assessment_refuse", "needs_assessment_final"}
    assert asked.isdisjoint(rulebook().thresholds)


def test_what_is_from_memory_is_no_source_on_a_page() -> None:
    """A rule whose source is not verified carries no source into a duty; a verified one carries its name."""
    said = {rule.row.id: rule.source for rule in rules_of(rulebook(), school(), date(2026, 11, 22))}
    assert said["pep_review"] is None
    sources = {rule.id: rulebook().sources[rule.source] for rule in rulebook().reviews}
    assert said == {each: source.name if source.verified else None for each, source in sources.items()}
    assert said["ehcp_annual_review"] == "Children and Families Act 2014, section 44"


_UNREAD = re.compile(r"(?i)second hand|secondary sources|\bin part\b|in authorities' procedures|from memory")


def test_what_was_not_read_whole_is_not_verified() -> None:
    """A source that says of itself that it was read in part, at second hand or not at all is printed on no page as law."""
    sources = {rule.source: rulebook().sources[rule.source] for rule in rulebook().reviews}
    unread = {key for key, each in sources.items() if _UNREAD.search(f"{each.name} {each.note}")}
    assert unread >= {
        "regulations_15",
        "tribunal_orders",
        "cfa_45",
        "tribunal_limits",
        "code_9_169",
        "code_9_40",
    }
    assert unread == {key for key, each in sources.items() if not each.verified}


@pytest.mark.parametrize("key", ["sen_support", "sen_support_review"])
def test_a_school_may_be_stricter_not_looser(key: str) -> None:
    """The school's interval counts where it is shorter, named by the rule or its kind of review; a longer one never does."""
    example = Example(given={"held.sen_support": date(2026, 7, 17)}, today=date(2026, 11, 22), due=None)
    stricter, _ = timed("sen_support_review", example, **{key: Interval(weeks=12)})
    looser, _ = timed("sen_support_review", example, **{key: Interval(weeks=30)})
    assert stricter is not None
    assert stricter.due == date(2026, 10, 9)
    assert looser is not None
    assert looser.due == date(2026, 11, 13)


@pytest.mark.parametrize(
    ("rule_id", "given_days", "stricter", "looser", "by_rule", "by_school"),
    [
        (
            "ehcp_review_report",
            {"held_on": date(2026, 11, 2)},
            Interval(weeks=1),
            Interval(weeks=3),
            date(2026, 11, 16),
            date(2026, 11, 9),
        ),
        (
            "ehcp_review_invite",
            {"due": date(2026, 12, 11)},
            Interval(weeks=3),
            Interval(weeks=1),
            date(2026, 11, 27),
            date(2026, 11, 20),
        ),
    ],
)
def test_a_school_may_be_stricter_with_a_limit(
    rule_id: str,
    given_days: dict[str, date | None],
    stricter: Interval,
    looser: Interval,
    by_rule: date,
    by_school: date,
) -> None:
    """Sooner after a day, or longer before one: the earlier day counts, and a looser interval never does."""
    example = Example(given=given_days, today=date(2026, 11, 5), due=None)
    for own, expected in ((None, by_rule), (stricter, by_school), (looser, by_rule)):
        when, _ = timed(rule_id, example, **({rule_id: own} if own else {}))
        assert when is not None
        assert when.due == expected


def test_a_school_sets_no_limit_of_others() -> None:
    """An interval of the school's leaves the authority's and the family's days where the law has them."""
    own = Interval(days=1)
    decided = Example(given={"held_on": date(2026, 11, 2)}, today=date(2026, 11, 5), due=None)
    when, _ = timed("ehcp_review_decision", decided, ehcp_review_decision=own)
    assert when is not None
    assert when.due == date(2026, 11, 30)
    served = Example(given={"chain.notice_on": date(2026, 11, 30)}, today=date(2026, 12, 1), due=None)
    when, _ = timed("ehcp_review_comments", served, ehcp_review_comments=own)
    assert when is not None
    assert when.due == date(2026, 12, 14)


def test_a_later_written_day_is_moved() -> None:
    """A day written later than the rule's is moved and does not count; one that is earlier counts and is not moved."""
    later = Example(
        given={"held.sen_support": date(2026, 7, 17), "planned.sen_support": date(2026, 12, 1)},
        today=date(2026, 11, 22),
        due=None,
    )
    moved, _ = timed("sen_support_review", later)
    assert moved is not None
    assert (moved.is_moved, moved.due, moved.written) == (True, date(2026, 11, 13), date(2026, 12, 1))
    earlier = Example(
        given={"held.sen_support": date(2026, 7, 17), "planned.sen_support": date(2026, 11, 2)},
        today=date(2026, 11, 22),
        due=None,
    )
    kept, _ = timed("sen_support_review", earlier)
    assert kept is not None
    assert (kept.is_moved, kept.due) == (False, date(2026, 11, 2))


@pytest.mark.parametrize(
    ("day", "interval", "expected"),
    [
        (date(2026, 1, 31), Interval(months=1), date(2026, 2, 28)),
        (date(2028, 1, 31), Interval(months=1), date(2028, 2, 29)),
        (date(2024, 2, 29), Interval(months=12), date(2025, 2, 28)),
        (date(2024, 2, 29), Interval(months=48), date(2028, 2, 29)),
        (date(2026, 12, 15), Interval(months=1), date(2027, 1, 15)),
        (date(2026, 7, 17), Interval(weeks=17), date(2026, 11, 13)),
        (date(2026, 10, 31), Interval(months=1, days=1), date(2026, 12, 1)),
    ],
)
def test_intervals(day: date, interval: Interval, expected: date) -> None:
    """Months keep the day of the month, or end on the month's last; weeks and days are added after them."""
    assert after(day, interval) == expected


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 60), st.integers(1, 40))
def test_intervals_keep_the_order_of_days(day: date, months: int, apart: int) -> None:
    """A later start never gives an earlier end."""
    interval = Interval(months=months)
    assert after(day, interval) <= after(day + timedelta(days=apart), interval)


@pytest.mark.parametrize(
    ("day", "interval", "expected"),
    [
        (date(2027, 7, 31), Interval(months=5), date(2027, 2, 28)),
        (date(2028, 7, 31), Interval(months=5), date(2028, 2, 29)),
        (date(2027, 1, 4), Interval(months=5), date(2026, 8, 4)),
        (date(2024, 2, 29), Interval(months=12), date(2023, 2, 28)),
        (date(2027, 1, 11), Interval(weeks=2), date(2026, 12, 28)),
    ],
)
def test_intervals_counted_back(day: date, interval: Interval, expected: date) -> None:
    """Counted back, a month without that day of the month begins on its last."""
    assert before(day, interval) == expected


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(0, 60), st.integers(0, 400))
def test_counted_back_is_early_enough(day: date, months: int, days: int) -> None:
    """From the day that is counted back, the whole interval has passed by the day itself: never a day too late."""
    assert after(before(day, Interval(months=months)), Interval(months=months)) <= day
    assert after(before(day, Interval(days=days)), Interval(days=days)) == day


@given(st.integers(-400, 400), st.none() | st.integers(0, 40), st.integers(0, 60), st.integers(0, 400))
def test_states_only_move_on(days: int, room: int | None, warn_days: int, later: int) -> None:
    """As days go by a duty goes from later to soon to due to behind to overdue, never back, and is not overdue before its limit."""
    order = ["later", "soon", "due", "behind", "overdue"]
    due = date(2026, 11, 22) + timedelta(days=days)
    today = date(2026, 11, 22)
    limit = due + timedelta(days=room) if room is not None else None
    stands = [state(due, limit, day, warn_days) for day in (today, today + timedelta(days=later))]
    assert order.index(stands[0]) <= order.index(stands[1])
    assert (stands[0] == "overdue") == (limit is not None and today > limit)


@pytest.mark.parametrize(
    ("day", "interval", "last"),
    [
        (date(2026, 1, 19), Interval(months=12), date(2027, 1, 18)),
        (date(2026, 1, 1), Interval(months=12), date(2026, 12, 31)),
        (date(2026, 3, 1), Interval(months=12), date(2027, 2, 28)),
        (date(2024, 2, 29), Interval(months=12), date(2025, 2, 28)),
        (date(2024, 2, 29), Interval(months=48), date(2028, 2, 28)),
        (date(2026, 1, 31), Interval(months=1), date(2026, 2, 28)),
        (date(2026, 11, 16), Interval(months=3), date(2027, 2, 15)),
        (date(2026, 11, 30), Interval(days=15), date(2026, 12, 14)),
        (date(2026, 11, 2), Interval(weeks=2), date(2026, 11, 15)),
    ],
)
def test_what_starts_with_a_day_ends_before_its_anniversary(
    day: date, interval: Interval, last: date
) -> None:
    """A period that starts with a day has it as its first: the day before its anniversary is its last."""
    assert counted(day, interval, "starting") == last


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 60))
def test_periods_that_start_with_a_day_join(day: date, months: int) -> None:
    """The next period starts on the day after, and what counts from a day ends no sooner than what starts with it."""
    last = counted(day, Interval(months=months), "starting")
    assert last <= counted(day, Interval(months=months), "from") <= last + timedelta(days=1)
    assert counted(day, Interval(days=months), "starting") == day + timedelta(days=months - 1)


def test_each_period_says_where_it_begins() -> None:
    """From, after or starting with a day: the law's own word is part of each rule that counts."""
    for rule in rulebook().reviews:
        assert (rule.counts is None) == (rule.every is None), rule.id
        assert all((leg.counts is None) == (leg.plus is None) for leg in (*rule.legs, *rule.beside)), rule.id


@pytest.mark.parametrize(
    "field",
    [
        {"kind": "guess"},
        {"subject": "mood"},
        {"applies": {"luck": ("yes",)}},
        {"take": "some"},
        {"shift": "next_moon"},
        {"starts": ("held.tea_party",)},
        {"starts": ("agred_on",)},
        {"starts": ("agreed_on", "held")},
        {"otherwise": ("plan.ehcp.issued",)},
        {"written": "planned.tea_party"},
        {"written": "support"},
        {"ends": ("decided.tea_party",)},
        {"unless": ("pupil.born_on",)},
        {"under": ("no_rule",)},
        {"kind": "limit", "legs": (Leg(from_=("due.no_rule",)),)},
        {"kind": "limit", "legs": (Leg(from_=("final.tea_party",)),)},
        {"applies": {"support": ("Q",)}},
        {"applies": {"looked_after": ("perhaps",)}},
        {"subject": "circumstance", "applies": {"stage": ("asleep",)}, "starts": ("requested_on",)},
        {"subject": "driver", "starts": ("opened_on",)},
        {"subject": "transfer", "starts": ("on_day",)},
        {"needs": ("agreed",)},
        {"beyond": ("plan.ehcp.issued",)},
        {"since": ("pupil.born_on",)},
        {"sure_with": Lacking(write="plan.pupil.born_on", says="when")},
        {"beside": (Beside(unless=("agred_on",), says="late"),)},
        {"counts": "since"},
        {"kind": "question", "missing": Lacking(write="chain.decision", says="what")},
        {"beside": (Beside(from_=("agred_on",), says="late"),)},
        {"beside": (Beside(where={"luck": ("yes",)}, says="late"),)},
    ],
    ids=str,
)
def test_a_rule_that_names_nothing_stops_everything(field: dict[str, Any]) -> None:
    """A rule that names a kind, a subject, a review kind, a field or a code that does not exist is an error, never a duty
    that quietly is not there.
    """
    rule = msgspec.structs.replace(rulebook().reviews[0], **field)
    broken = msgspec.structs.replace(rulebook(), reviews=(rule,))
    with pytest.raises(InvalidRulebook, match="does not exist"):
        rules_of(broken, school(), date(2026, 11, 22))


@pytest.mark.parametrize("field", [{"kind": "limit"}, {"legs": (Leg(from_=("agreed_on",)),)}])
def test_a_limit_has_legs_and_nothing_else_has(field: dict[str, Any]) -> None:
    """A limit without legs would never fall due, and legs that no limit reads would be law that nobody keeps."""
    broken = msgspec.structs.replace(
        rulebook(), reviews=(msgspec.structs.replace(rulebook().reviews[0], **field),)
    )
    with pytest.raises(InvalidRulebook, match="legs"):
        rules_of(broken, school(), date(2026, 11, 22))


def test_a_missing_number_stops_everything() -> None:
    """A threshold that thresholds.yml lacks is an error, never a number made up."""
    broken = msgspec.structs.replace(rulebook(), thresholds={})
    with pytest.raises(InvalidRulebook, match=r"thresholds\.yml has no number"):
        derive.case(pupil(weeks={date(2026, 9, 7): "II"}), school(), staff(), broken, (), date(2026, 11, 22))


def test_rules_have_days_of_force() -> None:
    """A rule counts on the days from valid_from to valid_until, both included: law changes, and old days keep theirs."""
    rule = msgspec.structs.replace(
        rulebook().reviews[0], valid_from=date(2026, 9, 1), valid_until=date(2029, 8, 31)
    )
    dated = msgspec.structs.replace(rulebook(), reviews=(rule,))
    days = (date(2026, 8, 31), date(2026, 9, 1), date(2029, 8, 31), date(2029, 9, 1))
    assert [len(rules_of(dated, school(), day)) for day in days] == [0, 1, 1, 0]
