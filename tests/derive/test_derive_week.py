"""The week's routine, of one pupil: what the record lacks, whom to speak to, what is not written up (domain.md 6.3, L17)."""

from datetime import date, timedelta
from typing import Any

import pytest
from derive_builders import WHOLE, in_order, pupil, rulebook, school, staff
from hypothesis import given
from hypothesis import strategies as st

from liverecord import derive
from liverecord.model.case import CaseFile, ContactDue, Lack
from liverecord.model.history import History
from liverecord.model.records import Pupil, School

WEDNESDAY = date(2026, 11, 18)
MONDAY = date(2026, 11, 16)
HOLIDAY = date(2026, 10, 28)
ABSENT = "OO OO OO /\\ /\\"


def concern(**fields: Any) -> dict[str, Any]:
    """Return an open concern, and whatever is given."""
    made = {"id": "c1", "theme": "attendance", "opened_on": "2026-09-28", "what": "Misses mornings"}
    return {**made, "plan_version": 3, "review_on": "2026-12-11", "owner": "j-okafor", **fields}


def action(**fields: Any) -> dict[str, Any]:
    """Return an open action of the concern, and whatever is given."""
    made = {"id": "a1", "concern": "c1", "kind": "check_in", "what": "Meet at the gate", "status": "open"}
    return {**made, "due": "2026-11-27", "agreed_on": "2026-09-28", **fields}


def contact(day: str, **fields: Any) -> dict[str, Any]:
    """Return a conversation that reached the family, and whatever is given."""
    return {"id": f"k-{day}", "date": day, "with": "mother", "how": "phone", "reached": True, **fields}


def case(of: Pupil, today: date = WEDNESDAY, at: School | None = None) -> CaseFile:
    """Return a pupil's case at a small school, with nothing known of its past."""
    return derive.case(of, at or school(), staff(), rulebook(), (), today)


def lacking(*, today: date = WEDNESDAY, **parts: Any) -> list[tuple[str, str | None]]:
    """Return what a record lacks, by kind and concern."""
    return [(lack.kind, lack.concern) for lack in case(pupil(**parts), today).lacks]


def moving(newest: str = ABSENT, weeks: int = 11) -> dict[date, str]:
    """Return weeks of marks up to the one before WEDNESDAY's, all but the newest whole; half term left out."""
    days = [date(2026, 9, 7) + timedelta(weeks=number) for number in range(weeks)]
    held = [day for day in days if day != date(2026, 10, 26) and day < MONDAY]
    return {day: newest if day == held[-1] else WHOLE for day in held}


# ── W2: check the record ────────────────────────────────────────────────────────────────────────────────


def test_a_whole_record_lacks_nothing() -> None:
    """W2: a current plan, a step to come, a recent conversation and a review date: nothing is asked."""
    assert lacking(concerns=[concern()], actions=[action()], contacts=[contact("2026-11-12")]) == []
    assert lacking() == []


def test_an_old_plan_is_named() -> None:
    """L16, W2: an open concern that points to an older version lacks the current one, since that was agreed; a closed one does not."""
    stale = concern(plan_version=2)
    parts = {"actions": [action()], "contacts": [contact("2026-11-12")]}
    assert case(pupil(concerns=[stale], **parts)).lacks == (
        Lack(kind="old_plan", concern="c1", since=date(2026, 9, 18)),
    )
    closed = concern(plan_version=2, status="closed", closed_on="2026-11-01")
    assert lacking(concerns=[closed], **parts) == []
    assert lacking(concerns=[concern(plan_version=None)], **parts) == []


@pytest.mark.parametrize(
    ("step", "is_current"),
    [
        (action(), True),
        (action(due="2026-11-18"), True),
        (action(due=None, review_on="2026-11-20"), True),
        (action(due="2026-10-16", review_on="2026-11-20"), True),
        (action(due=None), True),  # looked at again on the concern's own review
        (action(due="2026-11-17"), False),
        (action(status="done", ended_on="2026-11-17"), False),
        (action(concern=None), False),
        (action(concern=None, id="a9"), True),  # named as what tests the driver
    ],
)
def test_a_step_to_come(step: dict[str, Any], is_current: bool) -> None:
    """W2, W3: a concern's step is current where an open action of its own, or one that tests a driver, has today or a later day."""
    driver = {"id": "d1", "driver": "unknown", "certainty": "unknown", "test": "a9"}
    found = lacking(concerns=[concern(drivers=[driver])], actions=[step], contacts=[contact("2026-11-12")])
    assert found == ([] if is_current else [("no_step", "c1")])


def test_an_undated_step_without_a_review_is_not_current() -> None:
    """W2: a step without a day, of a concern without a review date, has no day to come; the review date is missing as well."""
    found = lacking(
        concerns=[concern(review_on=None)], actions=[action(due=None)], contacts=[contact("2026-11-12")]
    )
    assert found == [("no_step", "c1"), ("no_review", "c1")]


def test_since_when_there_was_no_step() -> None:
    """W2: there is no step since the last one ended or was to be done; where there never was one, since the concern was opened."""

    def since(*actions: dict[str, Any]) -> date | None:
        lacks = case(pupil(concerns=[concern()], actions=actions, contacts=[contact("2026-11-12")])).lacks
        return lacks[0].since

    assert since() == date(2026, 9, 28)
    assert since(action(due="2026-10-16")) == date(2026, 10, 16)
    assert since(action(status="done", due="2026-10-09", ended_on="2026-10-12")) == date(2026, 10, 12)
    # Its day would tell of it.
    assert since(action(due="2026-10-16", restricted=True)) == date(2026, 9, 28)


def test_a_mover_without_a_step_lacks_one() -> None:
    """W1, W2: where attendance moved towards absence and no action has a day to come, a step is missing, concern or none."""
    found = case(pupil(weeks=moving())).lacks
    assert found == (Lack(kind="no_step", since=date(2026, 11, 9)),)
    assert lacking(weeks=moving(), actions=[action(concern=None)]) == []
    assert lacking(weeks=moving(WHOLE)) == []


def test_no_recent_contact() -> None:
    """W2, W4: with a concern open, a conversation is recent for three school weeks; holidays do not count."""
    parts: dict[str, Any] = {"concerns": [concern()], "actions": [action()]}
    # Three school weeks have begun since half term, one of them this one; half term itself counts for nothing.
    for day in ("2026-11-02", "2026-11-06", "2026-11-18"):
        assert lacking(**parts, contacts=[contact(day)]) == [], day
    for day in ("2026-10-30", "2026-10-23", "2026-07-03"):
        assert lacking(**parts, contacts=[contact(day)]) == [("no_contact", None)], day
    assert lacking(**parts, contacts=[contact("2026-10-23")], today=date(2026, 11, 13)) == []
    assert lacking(contacts=[contact("2026-01-12")]) == []


def test_nobody_was_ever_reached() -> None:
    """W4: with a concern open and no conversation recorded, one is missing, and since when is not made up."""
    assert case(pupil(concerns=[concern()], actions=[action()])).lacks == (Lack(kind="no_contact"),)


@pytest.mark.parametrize(
    "made",
    [
        contact("2026-11-12", reached=False),
        contact("2026-11-12", **{"with": "pupil"}),
        contact("2026-11-12", **{"with": "other"}),
        contact("2026-11-12", reached=None),
        contact("2026-11-25"),
    ],
)
def test_what_is_no_conversation_with_the_family(made: dict[str, Any]) -> None:
    """W4: nobody reached, the pupil alone, somebody else, an attempt of which nothing is known, and a day to come do not count."""
    assert lacking(concerns=[concern()], actions=[action()], contacts=[made]) == [("no_contact", None)]


def test_words_of_a_conversation_say_that_there_was_one() -> None:
    """W4: where it is not said that the family was reached, one of the four answers says it."""
    made = contact("2026-11-12", reached=None, family_view="She worries about walking in late")
    assert lacking(concerns=[concern()], actions=[action()], contacts=[made]) == []


def test_no_review_date() -> None:
    """L14, W2: a pupil with SEN provision whose plan starts no clock lacks a review date; one without provision does not."""
    assert lacking(plan={"agreed_on": None}) == [("no_review", None)]
    assert lacking(plan={"agreed_on": None, "support": "N"}) == []
    planned = [{"id": "r1", "kind": "sen_support", "due": "2026-12-04"}]
    assert lacking(plan={"agreed_on": None}, reviews=planned) == []


# ── W4: the family ──────────────────────────────────────────────────────────────────────────────────────


def due(today: date = WEDNESDAY, **parts: Any) -> ContactDue | None:
    """Return why the family is to be spoken to."""
    return case(pupil(**parts), today).contact_due


def test_nothing_asks_for_a_conversation() -> None:
    """W4: family contact *if needed*: without a concern, a move or an agreement, nothing asks for one."""
    assert due() is None
    assert due(weeks=moving(WHOLE)) is None
    assert due(concerns=[concern()], contacts=[contact("2026-11-12")]) is None


def test_attendance_moved_and_nobody_has_spoken() -> None:
    """W4: more absence last week asks for a conversation until there was one from that week on."""
    assert due(weeks=moving()) == ContactDue(why=("moved",))
    assert due(weeks=moving(), contacts=[contact("2026-11-06")]) == ContactDue(
        why=("moved",), last_on=date(2026, 11, 6)
    )
    assert due(weeks=moving(), contacts=[contact("2026-11-09")]) is None


def test_fewer_absences_ask_for_nothing() -> None:
    """W4, N14: attendance that got better is no reason to call a family in."""
    weeks = {day: ABSENT if day < date(2026, 11, 9) else WHOLE for day in moving()}
    found = case(pupil(weeks=weeks))
    assert found.attendance.movements[0].change == "fewer"
    assert found.contact_due is None


def test_old_marks_say_nothing_of_this_week() -> None:
    """W1: a move of the newest marks is news while they are of this school week or the one before; later nothing is known."""
    weeks = {day: marks for day, marks in moving().items() if day < date(2026, 11, 9)}
    weeks[date(2026, 11, 2)] = ABSENT
    found = case(pupil(weeks=weeks))
    assert found.attendance.movements[0].change == "more"
    assert found.contact_due is None
    assert found.lacks == ()
    # In the week after half term, the week before it was the last.
    after = case(pupil(weeks={**in_order([WHOLE] * 6), date(2026, 10, 19): ABSENT}), date(2026, 11, 4))
    assert after.contact_due == ContactDue(why=("moved",))


def test_a_concern_was_opened() -> None:
    """W4: from the day on which a concern is opened, the family is to be spoken to; a conversation on that day counts."""
    assert due(concerns=[concern()]) == ContactDue(why=("opened",))
    before = contact("2026-09-25")
    assert due(concerns=[concern()], contacts=[before]) == ContactDue(
        why=("opened",), last_on=date(2026, 9, 25)
    )
    same_day = concern(opened_on="2026-11-12")
    assert due(concerns=[same_day], contacts=[contact("2026-11-12")]) is None


def test_the_last_conversation_was_a_while_ago() -> None:
    """W4: a concern that stays open asks for a conversation again after three school weeks."""
    parts = {"concerns": [concern()]}
    assert due(**parts, contacts=[contact("2026-10-16")]) == ContactDue(
        why=("long_ago",), last_on=date(2026, 10, 16)
    )
    assert due(**parts, contacts=[contact("2026-11-03")]) is None


@pytest.mark.parametrize(
    ("step", "asks"),
    [
        (action(concern=None, kind="conversation", agreed_with=["family"], due="2026-11-18"), True),
        (action(concern=None, kind="parent_agreement", due="2026-11-10"), True),
        (action(concern=None, kind="conversation", agreed_with=["family"], due="2026-11-19"), False),
        (action(concern=None, kind="conversation", due="2026-11-10"), False),
        (action(concern=None, kind="check_in", agreed_with=["family"], due="2026-11-10"), False),
        (action(concern=None, kind="parent_agreement", due=None, review_on="2026-11-10"), False),
        (
            action(
                concern=None, kind="parent_agreement", due="2026-11-10", status="done", ended_on="2026-11-10"
            ),
            False,
        ),
    ],
)
def test_a_conversation_was_agreed(step: dict[str, Any], asks: bool) -> None:
    """W4: an open conversation that the family agreed to, or an agreement with them, asks for it from its day on; one with
    transport does not.
    """
    assert due(actions=[step]) == (ContactDue(why=("agreed",)) if asks else None)


def test_why_stands_in_the_order_of_the_codes() -> None:
    """W4: every reason is said once, in one order, whatever the record's own."""
    parts = {
        "concerns": [concern(), concern(id="c2", theme="learning", opened_on="2026-11-16")],
        "actions": [action(kind="parent_agreement", due="2026-11-10")],
        "contacts": [contact("2026-10-16")],
    }
    assert due(weeks=moving(), **parts) == ContactDue(
        why=("moved", "opened", "long_ago", "agreed"), last_on=date(2026, 10, 16)
    )


# ── L17: not written up ─────────────────────────────────────────────────────────────────────────────────


def unwritten(today: date = WEDNESDAY, **parts: Any) -> list[str]:
    """Return the conversations that are not written up, by id."""
    return [found.contact for found in case(pupil(**parts), today).not_written_up]


def test_a_conversation_newer_than_the_record_is_not_written_up() -> None:
    """L17, N5: a parent's e-mail is not enough: what came of it stands in the record, or the page says that it does not."""
    mail = contact("2026-11-17", how="email", by="j-okafor")
    (found,) = case(pupil(concerns=[concern()], contacts=[mail])).not_written_up
    assert (found.contact, found.on, found.by) == ("k-2026-11-17", date(2026, 11, 17), "j-okafor")


@pytest.mark.parametrize(
    "parts",
    [
        {"concerns": [concern(updates=[{"id": "u1", "date": "2026-11-17", "no_change": True}])]},
        {"concerns": [concern(opened_on="2026-11-17")]},
        {"concerns": [concern(status="closed", closed_on="2026-11-18")]},
        {"actions": [action(agreed_on="2026-11-17")]},
        {"actions": [action(started_on="2026-11-17")]},
        {"actions": [action(status="done", ended_on="2026-11-17")]},
        {"reviews": [{"id": "r1", "kind": "sen_support", "held_on": "2026-11-18"}]},
        {"plan": {"agreed_on": "2026-11-17"}},
        {"plan": {"views": [{"id": "v1", "from": "family", "date": "2026-11-17", "text": "It is the bus"}]}},
        {"absences": {"notes": [{"id": "n1", "from": "2026-11-17", "reason": "transport"}]}},
        {
            "absences": {
                "notes": [{"id": "n1", "from": "2026-11-02", "until": "2026-11-17", "reason": "pain"}]
            }
        },
    ],
)
def test_any_line_of_that_day_or_later_writes_it_up(parts: dict[str, Any]) -> None:
    """L17: a line of the same day or a later one, of whatever part of the record, shows that somebody wrote down what came of it."""
    assert unwritten(contacts=[contact("2026-11-17")], **parts) == []


def test_plans_for_days_to_come_write_nothing_up() -> None:
    """L17: a day that has not come is no line yet, neither a conversation's nor what would write it up."""
    later = [{"id": "u1", "date": "2026-11-20", "text": "Planned"}]
    assert unwritten(concerns=[concern(updates=later)], contacts=[contact("2026-11-17")]) == ["k-2026-11-17"]
    assert unwritten(contacts=[contact("2026-11-20")]) == []


def test_an_attempt_brings_nothing_to_write_up() -> None:
    """L17: where nobody was reached there is nothing that came of it; where that is not known, there may be."""
    assert unwritten(contacts=[contact("2026-11-17", reached=False)]) == []
    assert unwritten(contacts=[contact("2026-11-17", reached=None)]) == ["k-2026-11-17"]


def test_every_newer_conversation_is_named_oldest_first() -> None:
    """L17: each conversation since the record's newest line waits, the oldest first."""
    made = [contact("2026-11-17"), contact("2026-11-12"), contact("2026-09-01")]
    assert unwritten(contacts=made) == ["k-2026-11-12", "k-2026-11-17"]


# ── W6: weeks without school, and what is hidden ────────────────────────────────────────────────────────

ASKING: dict[str, Any] = {
    "plan": {"agreed_on": None},
    "weeks": in_order(["/\\ /\\ /\\ /\\ /\\"] * 6) | {date(2026, 10, 19): ABSENT},
    "concerns": [concern(plan_version=2, review_on=None, opened_on="2026-09-07")],
    "actions": [action(kind="parent_agreement", due="2026-10-16", agreed_on="2026-09-07")],
    "contacts": [contact("2026-10-20", reached=None)],
}


def test_a_week_without_school_asks_for_nothing() -> None:
    """W6: in half term nothing is missing, nobody is to be spoken to and nothing waits; the weeks around it ask for all of it."""
    found = case(pupil(**ASKING), HOLIDAY)
    assert (found.lacks, found.contact_due, found.not_written_up) == ((), None, ())
    for day in (HOLIDAY - timedelta(days=7), HOLIDAY + timedelta(days=7)):
        found = case(pupil(**ASKING), day)
        assert found.lacks
        assert found.contact_due
        assert found.not_written_up


def test_a_closed_week_is_a_week_without_school() -> None:
    """W6: a week of which every day was closed is skipped like a holiday."""
    shut = school(closures=[{"date": MONDAY + timedelta(days=day)} for day in range(5)])
    assert case(pupil(**ASKING), at=shut).lacks == ()


def test_without_terms_every_week_is_a_school_week() -> None:
    """W6: a school that names no terms has no holidays that are known: weeks are counted by the calendar, and have a name."""
    at = school(terms=[])
    parts = {"concerns": [concern()], "actions": [action()]}
    assert [lack.kind for lack in case(pupil(**parts, contacts=[contact("2026-10-26")]), at=at).lacks] == [
        "no_contact"
    ]
    assert case(pupil(**parts, contacts=[contact("2026-11-02")]), at=at).lacks == ()
    found = derive.school_case(at, staff(), rulebook(), History(), WEDNESDAY)
    assert found.week_label == "the week of 16 November 2026"


def test_a_pupil_who_left_is_not_in_the_week() -> None:
    """W6: nothing is asked of a pupil who is not on roll."""
    left = {
        "pupil": {"given_name": "M", "family_name": "E", "year_group": "8", "on_roll_until": "2026-11-13"}
    }
    found = case(pupil(**{**ASKING, "plan": left}))
    assert (found.lacks, found.contact_due, found.not_written_up) == ((), None, ())


def test_what_stems_from_something_restricted_is_restricted() -> None:
    """A restricted concern's lacks, its reasons to speak, and a restricted conversation tell of what only some may know."""
    hidden = concern(restricted=True, plan_version=2, review_on=None)
    found = case(pupil(concerns=[hidden], contacts=[contact("2026-11-17", restricted=True)]))
    assert {lack.kind for lack in found.lacks} == {"old_plan", "no_step", "no_review"}
    assert all(lack.restricted for lack in found.lacks)
    assert [each.restricted for each in found.not_written_up] == [True]
    found = case(pupil(concerns=[hidden]))
    assert found.contact_due == ContactDue(why=("opened",), restricted=True)
    assert [lack.restricted for lack in found.lacks if lack.kind == "no_contact"] == [True]


def test_an_open_reason_is_not_hidden_by_a_restricted_one() -> None:
    """Where an open concern asks for a conversation, that is told, and the restricted one beside it is not."""
    both = [concern(), concern(id="c2", theme="care", opened_on="2026-11-16", restricted=True)]
    assert due(concerns=both, contacts=[contact("2026-10-16")]) == ContactDue(
        why=("long_ago",), last_on=date(2026, 10, 16)
    )
    assert due(actions=[action(kind="parent_agreement", due="2026-11-10", restricted=True)]) == ContactDue(
        why=("agreed",), restricted=True
    )


def test_the_day_of_a_restricted_conversation_is_not_told() -> None:
    """The day of the last conversation stands beside the reason: where that conversation is restricted, so is the line."""
    found = case(pupil(concerns=[concern()], contacts=[contact("2026-10-16", restricted=True)]))
    assert found.contact_due is not None
    assert found.contact_due.restricted
    assert [lack.restricted for lack in found.lacks if lack.kind == "no_contact"] == [True]


@given(
    opened=st.dates(date(2026, 9, 2), date(2026, 12, 18)),
    spoken=st.lists(st.dates(date(2026, 9, 2), date(2026, 12, 18)), max_size=4, unique=True),
    written=st.lists(st.dates(date(2026, 9, 2), date(2026, 12, 18)), max_size=4, unique=True),
    today=st.dates(date(2026, 9, 2), date(2026, 12, 18)),
)
def test_the_week_agrees_with_itself(
    opened: date, spoken: list[date], written: list[date], today: date
) -> None:
    """No day to come is ever spoken of; what is not written up is newer than every line; and where the family was spoken to
    today, nothing asks for a conversation.
    """
    lines = [{"id": f"u{day}", "date": day, "no_change": True} for day in written]
    talks = [contact(day.isoformat()) for day in spoken]
    found = case(pupil(concerns=[concern(opened_on=opened, updates=lines)], contacts=talks), today)
    for each in found.not_written_up:
        assert each.on <= today
        assert all(day < each.on for day in (*written, opened) if day <= today)
    assert all(lack.since is None or lack.since <= today for lack in found.lacks)
    if found.contact_due is not None and found.contact_due.last_on is not None:
        assert found.contact_due.last_on <= today
    if today in spoken:
        assert found.contact_due is None
