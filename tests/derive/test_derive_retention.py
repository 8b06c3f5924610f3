"""How long records are kept: by rules that are data, the longest first, and never guessed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import pytest
from derive_builders import MONDAY, WHOLE, pupil, rulebook, school

from liverecord.derive.retention import (
    ENTRY,
    LATER,
    PAST,
    SOON,
    UNDECIDED,
    UNKNOWN,
    Keeping,
    Leaver,
    OldEntries,
    keeping,
    last_day,
)
from liverecord.model.records import Pupil
from liverecord.model.rulebook import KeepingExample, KeepingRule
from liverecord.problem import InvalidRulebook

TODAY = date(2026, 11, 22)
BORN = "2014-02-11"
EXAMPLES = [(rule, example) for rule in rulebook().retention.rules for example in rule.examples]
HELD: Mapping[str, dict[str, Any]] = {
    "ehcp": {"ehcp": {"issued_on": "2020-01-10"}},
    "needs": {"needs": [{"id": "n1", "type": "SLCN"}]},
    "outcomes": {"outcomes": [{"id": "o1", "text": "Starts a task"}]},
    "safeguarding": {"safeguarding": {"see": "the safeguarding file"}},
}


def record(support: str = "K", plan: Mapping[str, Any] | None = None, **identity: Any) -> Pupil:
    """Return a pupil with this support, and whatever else is said."""
    names = {"given_name": "Maya", "family_name": "Ellison", "year_group": "8"}
    return pupil({"support": support, "pupil": names | identity, **(plan or {})})


def kept(of: Pupil, today: date = TODAY, rules: Any = None, **at: Any) -> Keeping:
    """Return how a record stands to its keeping date."""
    book = rulebook()
    if rules is not None:
        book = msgspec.structs.replace(book, retention=msgspec.structs.replace(book.retention, rules=rules))
    return keeping(of, school(**at), book, today)


# ── The rules ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda each: getattr(each, "id", None))
def test_the_rules_worked_examples_hold(rule: KeepingRule, example: KeepingExample) -> None:
    """Each row of retention.yml says what follows from it for a record, and it does."""
    assert set(example.holds) <= {"support", "looked_after", *HELD}
    plan = {key: value for name in example.holds if name in HELD for key, value in HELD[name].items()}
    identity = {"looked_after": True} if "looked_after" in example.holds else {}
    if "date_of_birth" in example.given:
        identity["date_of_birth"] = example.given["date_of_birth"].isoformat()
    one = record(example.holds["support"], plan, **identity)
    found = kept(one, rules=(rule,))
    is_about = bool(found.until or found.decide or found.lacks)
    if rule.part == "record":
        assert found.until == example.until
        assert is_about or example.until is None
        assert (rule.id in found.decide) == (rule.years is None)
    else:
        assert last_day(rule, {ENTRY: example.given["entry"]}) == example.until


def test_every_rule_has_an_example_and_a_source() -> None:
    """No rule is without a worked example; what was not read at its source says so."""
    retention = rulebook().retention
    assert all(rule.examples for rule in retention.rules)
    assert not retention.sources["sen_file_practice"].verified
    assert {rule.source for rule in retention.rules} <= set(retention.sources)


def test_the_rule_that_keeps_it_longest_counts() -> None:
    """A SEN file is a pupil file too: thirty-one years, not twenty-five."""
    assert kept(record("K", date_of_birth=BORN))[:4] == ("p-1", LATER, date(2045, 2, 11), "sen_file")
    assert kept(record("N", date_of_birth=BORN))[:4] == ("p-1", LATER, date(2039, 2, 11), "pupil_file")


@pytest.mark.parametrize("part", ["ehcp", "needs", "outcomes"])
def test_what_is_left_of_support_keeps_the_file_as_long(part: str) -> None:
    """A pupil whose support has ended, and whose record still holds some of it, has a SEN file."""
    assert kept(record("N", HELD[part], date_of_birth=BORN)).rule == "sen_file"


def test_without_a_date_of_birth_nothing_is_guessed() -> None:
    """It cannot be worked out, and it is said why."""
    found = kept(record())
    assert (found.state, found.until, found.rule, found.lacks) == (UNKNOWN, None, None, ("date_of_birth",))


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2038, 2, 10), LATER),
        (date(2038, 2, 11), SOON),
        (date(2039, 2, 11), SOON),
        (date(2039, 2, 12), PAST),
    ],
)
def test_the_last_day_is_kept_and_the_next_is_past(today: date, state: str) -> None:
    """Until the 25th birthday means that day too; what reaches it within a year is told before."""
    assert kept(record("N", date_of_birth=BORN), today).state == state


@pytest.mark.parametrize("today", [date(2044, 6, 1), date(2050, 1, 1)])
@pytest.mark.parametrize("more", [HELD["safeguarding"], {}])
def test_no_rule_ends_what_a_person_decides(today: date, more: dict[str, Any]) -> None:
    """A record that points at a child protection file, or of a looked-after child, is never past by a figure alone."""
    found = kept(record("K", more, date_of_birth=BORN, looked_after=not more), today)
    assert (found.state, found.until) == (UNDECIDED, date(2045, 2, 11))
    assert found.decide == ("looked_after_file" if not more else "child_protection_pointer",)
    assert kept(record("K", more, date_of_birth=BORN, looked_after=not more)).state == LATER


def test_what_nobody_has_a_figure_for_is_for_a_person() -> None:
    """Where no rule with a figure is about a record, one without leaves it to a person."""
    rule = next(rule for rule in rulebook().retention.rules if rule.years is None)
    one = record("K", HELD["safeguarding"], looked_after=True)
    assert kept(one, rules=(rule,)).state == UNDECIDED
    assert kept(one, rules=()).state == UNKNOWN


def test_a_rule_is_asked_only_while_it_is_in_force() -> None:
    """Rules have dates: one that has ended, or has not begun, says nothing."""
    rule = next(rule for rule in rulebook().retention.rules if rule.id == "pupil_file")
    one = record("N", date_of_birth=BORN)
    for dates in ({"valid_until": date(2026, 11, 21)}, {"valid_from": date(2026, 11, 23)}):
        assert kept(one, rules=(msgspec.structs.replace(rule, **dates),)).until is None
    assert kept(one, rules=(msgspec.structs.replace(rule, valid_from=TODAY, valid_until=TODAY),)).until


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"part": "photograph"}, "photograph"),
        ({"from_": "moon"}, "moon"),
        ({"holds": {"hat": ("yes",)}}, "hat"),
    ],
)
def test_a_rule_that_names_nothing_is_refused(change: dict[str, Any], words: str) -> None:
    """A word that no record knows would keep nothing, without a word."""
    rule = next(rule for rule in rulebook().retention.rules if rule.id == "sen_file")
    with pytest.raises(InvalidRulebook, match=words):
        kept(record(date_of_birth=BORN), rules=(msgspec.structs.replace(rule, **change),))


def test_register_entries_run_out_by_themselves() -> None:
    """Each week is kept for six years; the record that it stands in is not past by that."""
    weeks = {date(2019, 9, 2): WHOLE, date(2019, 9, 9): WHOLE, MONDAY: WHOLE}
    one = pupil(
        {"pupil": {"given_name": "M", "family_name": "E", "year_group": "8", "date_of_birth": BORN}}, weeks
    )
    found = kept(one)
    assert found.state == LATER
    assert found.old_entries == OldEntries(2, date(2019, 9, 2), date(2019, 9, 9))
    assert kept(pupil({}, {MONDAY: WHOLE})).old_entries is None


# ── Leavers ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ("2026-11-22", None),  # on the roll to the end of that day
        ("2026-11-13", Leaver(date(2026, 11, 13), date(2026, 12, 4), is_late=False)),
        ("2026-10-23", Leaver(date(2026, 10, 23), date(2026, 11, 20), is_late=True)),
        ("2026-12-18", None),
        # The terms do not reach so far back: school days went by that nobody counted, so it is late, by no known day.
        ("2024-07-19", Leaver(date(2024, 7, 19), None, is_late=True)),
    ],
)
def test_a_leaver_s_file_goes_on_within_fifteen_school_days(left: str, expected: Leaver | None) -> None:
    """Holidays do not count; the day is known only as far as the school's terms are."""
    assert kept(record(date_of_birth=BORN, on_roll_until=left)).leaver == expected


def test_terms_that_end_too_soon_give_no_day() -> None:
    """Who left when the named terms had all but ended is a leaver without a day to pass the file on by."""
    found = kept(record(on_roll_until="2026-12-11"), date(2027, 3, 1)).leaver
    assert found == Leaver(date(2026, 12, 11), None, is_late=False)
    assert kept(record(on_roll_until="2026-11-02"), terms=[]).leaver == Leaver(
        date(2026, 11, 2), None, is_late=False
    )
