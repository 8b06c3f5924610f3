"""Owners: since when somebody has held a duty, how many school days it is late, and to whom it goes when it stays so."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from derive_builders import TODAY, case, pupil, rulebook, school, staff
from hypothesis import given
from hypothesis import strategies as st

from liverecord import derive
from liverecord.derive.calendar import calendar_of
from liverecord.derive.people import people_of
from liverecord.model.case import Duty
from liverecord.model.history import Amendment, Edit, History

ESCALATION = {"after_school_days": 10, "to_role": "deputy_head"}
PEOPLE = (
    {"id": "r-adeyemi", "name": "R. Adeyemi", "roles": ["senco"]},
    {"id": "j-okafor", "name": "J. Okafor", "roles": ["form_tutor", "keyworker"]},
    {"id": "h-novak", "name": "H. Novak", "roles": ["deputy_head"]},
)


def action(**fields: Any) -> dict[str, Any]:
    """Return an open action of J. Okafor's, and whatever is given."""
    made = {"id": "a1", "kind": "check_in", "what": "Meet at the gate", "owner": "j-okafor"}
    return {**made, "due": "2026-11-03", **fields}


def edit(day: date | None, *amendments: Amendment) -> Edit:
    """Return what was amended on a day; without one, what is not committed yet."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day is not None else None
    return Edit(commit="a" * 40 if day else None, at=at, amendments=amendments)


def given_to(owner: str, item: str = "a1", part: str = "actions.owner", **more: Any) -> Amendment:
    """Return that something was given to another owner."""
    return Amendment(kind="changed", part=part, item=item, before="somebody", after=owner, **more)


def added(item: str = "a1", part: str = "actions", **about: Any) -> Amendment:
    """Return that something was added."""
    return Amendment(kind="added", part=part, item=item, about={"owner": "j-okafor", **about})


def duty(
    edits: Sequence[Edit] = (),
    people: Sequence[dict[str, Any]] = PEOPLE,
    kind: str = "action_due.a1",
    today: date = TODAY,
    at: dict[str, Any] | None = None,
    **parts: Any,
) -> Duty:
    """Return one duty of a pupil with one action, or whatever parts are given."""
    record = pupil(**(parts or {"actions": [action()]}))
    found = case(record, school(escalation=ESCALATION, **at or {}), staff(*people), today, edits).duties
    return next(each for each in found if each.id == kind)


# ── Since when ──────────────────────────────────────────────────────────────────────────────────────────


def test_without_history_it_is_not_known() -> None:
    """No git, no day: it is never taken to be today, nor the day the thing was due."""
    assert duty().held_since is None


def test_an_owner_holds_it_from_the_day_they_were_named() -> None:
    """The newest amendment of the owner counts, whatever else was changed since; before any, the day it was added."""
    first, second = date(2026, 9, 28), date(2026, 11, 20)
    late = Amendment(kind="changed", part="actions.due", item="a1", before="2026-11-01", after="2026-11-03")
    past = (edit(date(2026, 11, 21), late), edit(first, added()))
    assert duty(past).held_since == first
    past = (edit(date(2026, 11, 21), late), edit(second, given_to("j-okafor")), edit(first, added()))
    assert duty(past).held_since == second
    assert duty((edit(second, given_to("j-okafor", item="a2")), edit(first, added()))).held_since == first


def test_a_day_of_somebody_else_is_nobodys() -> None:
    """Where git's newest owner is not the one that the record shows now, since when they hold it is not known."""
    assert (
        duty((edit(date(2026, 11, 20), given_to("r-adeyemi")), edit(date(2026, 9, 28), added()))).held_since
        is None
    )


def test_what_is_not_committed_was_written_by_today() -> None:
    """A change on disk that nobody has committed has no day but today's."""
    assert duty((edit(None, given_to("j-okafor")),)).held_since == TODAY


@pytest.mark.parametrize(
    ("kind", "part", "item", "parts"),
    [
        (
            "concern_review.c1",
            "concerns.owner",
            "c1",
            {"concerns": [{"id": "c1", "theme": "attendance", "opened_on": "2026-09-28", "what": "X", "owner": "j-okafor", "review_on": "2026-11-03"}]},
        ),
        (
            "driver_recheck.d1",
            "concerns.owner",
            "c1",
            {
                "concerns": [
                    {"id": "c1", "theme": "attendance", "opened_on": "2026-09-28", "what": "X", "owner": "j-okafor", "review_on": "2026-12-03",
                     "drivers": [{"id": "d1", "driver": "sleep", "certainty": "suspected", "recheck_on": "2026-11-03"}]}
                ]
            },
        ),
        (
            "provision_review.pr1",
            "plan.support_without_plan.who",
            "pr1",
            {"plan": {"support_without_plan": [{"id": "pr1", "what": "Mentor", "status": "in_place", "who": "j-okafor", "review_on": "2026-11-03"}]}},
        ),
        (
            "provision_review.pr1",
            "plan.outcomes.provision.who",
            "pr1",
            {"plan": {"outcomes": [{"id": "o1", "text": "In school", "provision": [{"id": "pr1", "what": "Mentor", "status": "in_place", "who": "j-okafor", "review_on": "2026-11-03"}]}]}},
        ),
        (
            "condition_review.h1",
            "plan.conditions.owner",
            "h1",
            {"plan": {"conditions": [{"id": "h1", "name": "Epilepsy", "owner": "j-okafor", "review_on": "2026-11-03"}]}},
        ),
        (
            "circumstance_chase.q1",
            "plan.circumstances.owner",
            "q1",
            {"plan": {"circumstances": [{"id": "q1", "kind": "referral", "owner": "j-okafor", "chase_on": "2026-11-03"}]}},
        ),
        (
            "part_time_timetable_review.plan",
            "plan.attendance.part_time_timetable.owner",
            None,
            {"plan": {"attendance": {"part_time_timetable": {"reason": "x", "from": "2026-09-28", "expected": "yn yn yn yn yn", "owner": "j-okafor", "review_on": "2026-10-19"}}}},
        ),
        (
            "sen_support_review.plan",
            "reviews.owner",
            "rv1",
            {"plan": {"agreed_on": "2026-06-01"}, "reviews": [{"id": "rv1", "kind": "sen_support", "due": "2026-11-03", "owner": "j-okafor"}]},
        ),
    ],
)  # fmt: skip
def test_each_duty_looks_where_its_owner_is_written(
    kind: str, part: str, item: str | None, parts: dict[str, Any]
) -> None:
    """A concern's owner holds what drives it as well; whoever a planned review names holds the plan's review."""
    day = date(2026, 11, 12)
    amended = Amendment(kind="changed", part=part, item=item, before=None, after="j-okafor")
    found = duty((edit(day, amended),), kind=kind, **parts)
    assert found.owner is not None
    assert (found.owner.id, found.held_since) == ("j-okafor", day)


def test_a_key_worker_holds_what_the_rule_gives_them() -> None:
    """Held through the role of key worker: from the day the plan names them; a plan that always did, from its first day."""
    outcome = {"id": "o1", "text": "In school", "by": "2026-11-03"}
    parts: dict[str, Any] = {"plan": {"keyworker": "j-okafor", "outcomes": [outcome]}}
    kind = "outcome_by.o1"
    found = duty((), kind=kind, **parts)
    assert found.owner is not None
    assert (found.owner.by_role, found.held_since) == ("keyworker", None)
    begun = edit(date(2026, 9, 4), Amendment(kind="begun", part="plan"))
    named = Amendment(kind="changed", part="plan.keyworker", before=None, after="j-okafor")
    assert duty((begun,), kind=kind, **parts).held_since == date(2026, 9, 4)
    assert duty((edit(date(2026, 11, 20), named), begun), kind=kind, **parts).held_since == date(2026, 11, 20)


def test_a_role_of_staff_yml_has_no_day() -> None:
    """Since when somebody holds a role is not known, and so not since when they hold what falls to it."""
    begun = edit(date(2026, 9, 4), Amendment(kind="begun", part="plan"))
    found = duty((begun,), kind="sen_support_review.plan", plan={"agreed_on": "2026-06-01"})
    assert found.owner is not None
    assert (found.owner.id, found.owner.by_role, found.held_since) == ("r-adeyemi", "senco", None)


AWAY = {
    "id": "j-okafor",
    "name": "J. Okafor",
    "away": {"from": "2026-11-16", "until": "2026-12-04", "cover": "r-adeyemi"},
}


def test_a_cover_holds_it_from_the_first_day_of_the_absence() -> None:
    """The cover is not late for days before, and not for days before somebody away was given it."""
    people = (PEOPLE[0], AWAY, PEOPLE[2])
    found = duty((edit(date(2026, 9, 28), added()),), people)
    assert found.owner is not None
    assert (found.owner.cover_id, found.owner.cover_since) == ("r-adeyemi", date(2026, 11, 16))
    assert found.held_since == date(2026, 11, 16)
    assert duty((edit(date(2026, 11, 18), given_to("j-okafor")),), people).held_since == date(2026, 11, 18)
    assert duty((), people).held_since == date(2026, 11, 16)


AWAY_SPANS = st.none() | st.tuples(st.integers(-3, 1), st.none() | st.integers(-1, 3))
"""From and until when somebody is away, in days from today."""


@given(
    st.lists(st.tuples(AWAY_SPANS, st.integers(0, 2), st.none() | st.integers(-2, 2)), min_size=3, max_size=3)
)
def test_who_is_not_at_school_covers_for_nobody(
    people: list[tuple[tuple[int, int | None] | None, int, int | None]],
) -> None:
    """A cover who is away today or has left does not cover today: what somebody away holds is in nobody's hands then."""

    def day(days: int) -> str:
        return (TODAY + timedelta(days=days)).isoformat()

    made = []
    for number, (span, cover, left) in enumerate(people):
        person: dict[str, Any] = {"id": f"s{number}", "name": f"S. {number}"}
        if span is not None and (span[1] is None or span[0] <= span[1]):
            away = {"from": day(span[0]), "cover": f"s{cover}"}
            person["away"] = away if span[1] is None else away | {"until": day(span[1])}
        made.append(person | ({"left_on": day(left)} if left is not None else {}))
    found = {each.id: each for each in people_of(staff(*made), TODAY).colleagues}
    for each in found.values():
        assert not (each.is_away and each.left_on)
        if each.cover_id is not None:
            assert each.is_away
            assert not found[each.cover_id].is_away
            assert found[each.cover_id].left_on is None


def test_who_is_away_without_cover_still_holds_it() -> None:
    """Nobody has taken over, so that nothing began anew."""
    alone = {**AWAY, "away": {"from": "2026-11-16"}}
    assert duty((edit(date(2026, 9, 28), added()),), (PEOPLE[0], alone)).held_since == date(2026, 9, 28)


def test_who_has_left_holds_nothing() -> None:
    """It is in nobody's hands, and since no day of theirs."""
    gone = {**PEOPLE[1], "left_on": "2026-11-13"}
    found = duty((edit(date(2026, 9, 28), added()),), (PEOPLE[0], gone, PEOPLE[2]))
    assert found.owner is not None
    assert (found.owner.left_on, found.held_since) == (date(2026, 11, 13), None)


# ── School days late ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("due", "today", "days"),
    [
        ("2026-11-20", date(2026, 11, 20), 0),
        ("2026-11-20", date(2026, 11, 22), 0),
        ("2026-11-20", date(2026, 11, 23), 1),
        ("2026-11-03", date(2026, 11, 10), 5),
        ("2026-10-23", date(2026, 11, 1), 0),
        ("2026-10-23", date(2026, 11, 2), 1),
        ("2026-10-20", date(2026, 11, 3), 5),
        ("2026-12-01", TODAY, 0),
    ],
)
def test_late_school_days_skip_weekends_and_holidays(due: str, today: date, days: int) -> None:
    """They count from the day after it was due up to today; half term, weekends and the day itself do not count."""
    found = duty(actions=[action(due=due)], today=today)
    assert found.late_school_days == days


def test_a_closed_day_is_no_school_day() -> None:
    """A day on which school was closed does not count; one with a session does."""
    closed = {"closures": [{"date": "2026-11-04"}, {"date": "2026-11-05", "session": "PM"}]}
    assert duty(today=date(2026, 11, 6), at=closed).late_school_days == 2


def test_without_terms_weekdays_count() -> None:
    """A school that names no terms is taken to meet on each weekday that it has not closed."""
    assert duty(today=date(2026, 11, 10), at={"terms": []}).late_school_days == 5
    assert (
        duty(
            today=date(2026, 11, 10), at={"terms": [], "closures": [{"date": "2026-11-09"}]}
        ).late_school_days
        == 4
    )


@given(st.dates(date(2026, 8, 1), date(2027, 2, 1)), st.dates(date(2026, 8, 1), date(2027, 2, 1)))
def test_school_days_are_counted_as_one_would(first: date, last: date) -> None:
    """The count is that of the days after one and up to another on which school meets."""
    calendar = calendar_of(school())
    days = [date.fromordinal(number) for number in range(first.toordinal() + 1, last.toordinal() + 1)]
    assert calendar.school_days_after(first, last) == sum(calendar.meets(day, "AM") for day in days)


# ── Escalation ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("due", "today", "escalated"),
    [
        ("2026-11-03", date(2026, 11, 16), False),
        ("2026-11-03", date(2026, 11, 17), True),
        # Nine school days before half term: the tenth is the first day after it.
        ("2026-10-12", date(2026, 11, 1), False),
        ("2026-10-12", date(2026, 11, 2), True),
    ],
)
def test_it_goes_on_after_so_many_school_days(due: str, today: date, escalated: bool) -> None:
    """Ten school days late, holidays left out, and it goes to whoever holds the role."""
    found = duty(actions=[action(due=due)], today=today)
    assert (found.escalated_to.id if found.escalated_to else None) == ("h-novak" if escalated else None)
    assert found.owner is not None
    assert found.owner.id == "j-okafor"


def test_days_count_in_the_present_hands() -> None:
    """Whoever took it over late has as many school days as anybody: it does not go on at once."""
    past = (edit(date(2026, 11, 6), given_to("j-okafor")),)
    assert duty(past, today=date(2026, 11, 19)).escalated_to is None
    assert duty(past, today=date(2026, 11, 20)).escalated_to is not None
    # Being named before it was due takes nothing away.
    early = (edit(date(2026, 9, 6), given_to("j-okafor")),)
    assert duty(early, today=date(2026, 11, 17)).escalated_to is not None


def test_a_cover_has_their_own_days() -> None:
    """What somebody away has been late with is not at once escalated over the cover's head."""
    people = (PEOPLE[0], AWAY, PEOPLE[2])
    assert duty(people=people, today=date(2026, 11, 27)).escalated_to is None
    assert duty(people=people, today=date(2026, 11, 30)).escalated_to is not None


def test_what_nobody_holds_goes_on_too() -> None:
    """Without an owner, or with one who has left, the days count from the day it was due."""
    assert duty(actions=[action(owner=None)]).escalated_to is not None
    gone = {**PEOPLE[1], "left_on": "2026-11-13"}
    assert duty(people=(PEOPLE[0], gone, PEOPLE[2])).escalated_to is not None


def test_it_does_not_go_to_whom_it_is_with() -> None:
    """Neither to an owner who holds the role nor to a cover who does; nor where nobody holds it, or nobody is named."""
    assert duty(actions=[action(owner="h-novak")]).escalated_to is None
    covered = {**AWAY, "away": {"from": "2026-09-07", "cover": "h-novak"}}
    assert duty(people=(PEOPLE[0], covered, PEOPLE[2])).escalated_to is None
    assert duty(people=PEOPLE[:2]).escalated_to is None
    assert case(pupil(actions=[action()]), school(), staff(*PEOPLE)).duties[0].escalated_to is None


def test_the_authoritys_lateness_is_nobodys_here() -> None:
    """What the authority lets pass is chased; it is not escalated within the school."""
    plan = {
        "pupil": {"given_name": "A", "family_name": "B", "year_group": "8"},
        "support": "K",
        "circumstances": [
            {"id": "q1", "kind": "needs_assessment", "stage": "requested", "received_on": "2026-09-01"}
        ],
    }
    found = [
        each
        for each in case(pupil(plan), school(escalation=ESCALATION), staff(*PEOPLE)).duties
        if each.owed_by == "authority"
    ]
    assert any(each.late_school_days >= 10 for each in found)
    assert all(each.escalated_to is None for each in found)


def test_somebody_away_may_be_escalated_to() -> None:
    """The role is what school.yml names: where its holder is away, that and the cover are said."""
    away = {**PEOPLE[2], "away": {"from": "2026-11-16", "cover": "r-adeyemi"}}
    found = duty(people=(*PEOPLE[:2], away)).escalated_to
    assert found is not None
    assert (found.id, found.by_role, found.cover_id) == ("h-novak", "deputy_head", "r-adeyemi")


# ── Weeks ahead ─────────────────────────────────────────────────────────────────────────────────────────


def ahead(today: date, **changes: Any) -> derive.SchoolCase:
    """Return the school as of a day."""
    return derive.school_case(school(**changes), staff(), rulebook(), History(), today)


def test_weeks_ahead_begin_with_todays_and_name_holidays() -> None:
    """The weeks are this one and those after it, holidays without a name, as far as the terms go or reviews are forecast."""
    weeks = ahead(date(2026, 10, 22)).weeks
    assert [(week.monday, week.label) for week in weeks][:4] == [
        (date(2026, 10, 19), "week 8 of Autumn 1"),
        (date(2026, 10, 26), None),
        (date(2026, 11, 2), "week 1 of Autumn 2"),
        (date(2026, 11, 9), "week 2 of Autumn 2"),
    ]
    assert weeks[-1].label == "week 7 of Autumn 2"
    terms = [{"name": "Long", "start": "2026-09-01", "end": "2027-07-30"}]
    weeks = ahead(TODAY, terms=terms).weeks
    assert len(weeks) == sum(week.label is not None for week in weeks) == 12


def test_weeks_ahead_without_terms_have_no_names() -> None:
    """A school that names no terms has weeks all the same, of which nothing is said; past its terms, only this one."""
    weeks = ahead(TODAY, terms=[]).weeks
    assert [week.label for week in weeks] == [""] * 12
    assert len(ahead(date(2027, 8, 4)).weeks) == 1


def test_the_half_term_is_this_or_the_next() -> None:
    """A day in a holiday looks to the half term that follows; past the last there is none."""
    for day, name in (
        (TODAY, "Autumn 2"),
        (date(2026, 10, 28), "Autumn 2"),
        (date(2026, 10, 23), "Autumn 1"),
    ):
        found = ahead(day).half_term
        assert found is not None
        assert found.name == name
    assert ahead(date(2026, 12, 19)).half_term is None


def test_the_school_says_after_how_many_days() -> None:
    """The number of school days is the school's own; without escalation there is none."""
    assert ahead(TODAY).escalation_days is None
    assert ahead(TODAY, escalation=ESCALATION).escalation_days == 10
