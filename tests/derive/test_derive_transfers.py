"""The move to another phase: what the school's years make certain, what the record names, and which review counts for it.

(Special Educational Needs and Disability Regulations 2014, regulation 18.)
"""

from datetime import date, timedelta
from typing import Any

import pytest
from derive_builders import case, pupil, rulebook, school
from hypothesis import given
from hypothesis import strategies as st

from liverecord.derive.duties import Owed
from liverecord.derive.transfers import STAYS, TRANSFERS, YEARS
from liverecord.model.records import School

TODAY = date(2026, 11, 10)
SEPTEMBER = date(2027, 9, 1)
ISSUED = {"issued_on": "2022-02-05", "last_review_decided_on": "2026-03-19"}
ORDINARY = ("nursery", "primary", "secondary")
NOT_ORDINARY = ("all_through", "special", "alternative_provision")
CHASES = {"transfer_school": "school", "transfer_post_16": "post_16", "transfer_between_post_16": "between"}
QUESTION = "transfer_whether"


def at(phase: str, lowest: str | None = None, highest: str | None = None) -> School:
    """Return a school of a phase, with years where they are given."""
    return school(phase=phase, years={"lowest": lowest, "highest": highest} if highest else None)


def owed(year: str, where: School, today: date = TODAY, reviews: Any = (), **ehcp: Any) -> Owed:
    """Return what is owed for the move of a pupil with an EHC plan."""
    identity = {"given_name": "A", "family_name": "B", "year_group": year}
    of = pupil({"pupil": identity, "support": "E", "ehcp": ISSUED | ehcp}, reviews=list(reviews))
    made = case(of, where, None, today)
    return Owed(
        tuple(duty for duty in made.duties if duty.kind.startswith("transfer_")),
        tuple(row for row in made.undated if row.kind.startswith("transfer_")),
    )


def told(found: Owed) -> dict[str, date | str]:
    """Return what is owed by its kind: the day of a duty, the field that a question asks for."""
    return {duty.kind: duty.due for duty in found.duties} | {row.kind: row.field for row in found.undated}


def review(**fields: Any) -> dict[str, Any]:
    """Return an annual review of October, and whatever is given."""
    return {"id": "r1", "kind": "ehcp_annual", "held_on": "2026-10-12"} | fields


PRIMARY = at("primary", "R", "6")
IN_FEBRUARY = {"transfer_school": date(2027, 2, 14), "transfer_meeting": date(2026, 11, 20)}
IN_MARCH = {"transfer_post_16": date(2027, 3, 30), "transfer_meeting": date(2027, 1, 5)}
ASKED = {QUESTION: "plan.ehcp.transfer"}

# ── What the school's years make certain ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("lowest", "highest", "expected"),
    [
        ("N1", "N1", IN_FEBRUARY),
        ("N1", "N2", IN_FEBRUARY),
        ("R", "2", IN_FEBRUARY),
        ("R", "3", IN_FEBRUARY),
        ("R", "4", IN_FEBRUARY),
        ("R", "5", IN_FEBRUARY),
        ("3", "6", IN_FEBRUARY),
        ("R", "7", IN_FEBRUARY),
        ("5", "7", IN_FEBRUARY),
        ("5", "8", IN_FEBRUARY),
        ("R", "8", IN_FEBRUARY),
        ("6", "9", IN_FEBRUARY),
        ("7", "10", IN_MARCH),
        ("7", "11", IN_MARCH),
        ("R", "11", IN_MARCH),
        ("N1", "R", ASKED),
        ("R", "1", ASKED),
        ("7", "12", ASKED),
        ("7", "13", ASKED),
        ("R", "14", ASKED),
    ],
)
@pytest.mark.parametrize("phase", [*ORDINARY, *NOT_ORDINARY])
def test_the_highest_year_moves_on(
    lowest: str, highest: str, phase: str, expected: dict[str, date | str]
) -> None:
    """At the end of the school's highest year the move is certain, whatever the school calls itself; where no move is, it is asked."""
    assert told(owed(highest, at(phase, lowest, highest))) == expected


@pytest.mark.parametrize(
    ("lowest", "highest", "code"),
    [
        ("R", "7", "primary_to_secondary"),
        ("5", "7", "middle_to_secondary"),
        ("R", "8", "middle_to_secondary"),
    ],
)
def test_a_year_7_leaves_a_primary_or_a_middle_school(lowest: str, highest: str, code: str) -> None:
    """Which move it is goes by the lowest year as well: written so, without its day, it is the very move that is certain."""
    where = at("secondary", lowest, highest)
    assert told(owed(highest, where, transfer=code)) == IN_FEBRUARY
    others = {"primary_to_secondary", "middle_to_secondary"} - {code}
    for other in others:
        assert told(owed(highest, where, transfer=other)) == IN_FEBRUARY | ASKED


@pytest.mark.parametrize("year", ["R", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"])
@pytest.mark.parametrize("phase", ["primary", "secondary"])
def test_an_ordinary_school_that_goes_on_keeps_its_pupils(year: str, phase: str) -> None:
    """Nobody leaves before the highest year: a middle school's Year 6 has no move to come."""
    assert told(owed(year, at(phase, "R", "11"))) == {}


@pytest.mark.parametrize("year", ["6", "11"])
@pytest.mark.parametrize("phase", NOT_ORDINARY)
def test_going_on_within_a_school_of_all_ages_is_a_question(year: str, phase: str) -> None:
    """Authorities differ on whether that is a transfer, so that the record has to say: with and without the school's years."""
    for where in (at(phase), at(phase, "R", "14")):
        found = owed(year, where)
        assert told(found) == ASKED
        (row,) = found.undated
        assert row.line == "ehcp:\n  transfer:"
        assert told(owed("8", where)) == {}


def test_a_sixth_form_of_its_own_is_a_question() -> None:
    """Who stays in it moves to no post-16 institution; who leaves does."""
    where = at("secondary", "7", "13")
    assert told(owed("11", where)) == ASKED
    assert told(owed("11", where, transfer=STAYS)) == {}
    assert told(owed("11", where, transfer="secondary_to_post_16", transfer_on=SEPTEMBER)) == IN_MARCH


def test_a_nursery_class_of_a_primary_school_is_a_question() -> None:
    """The nursery class and the reception of one school are two phases; whether the plan follows is for the record to say."""
    assert told(owed("N2", at("primary", "N1", "6"))) == ASKED


@pytest.mark.parametrize(
    ("year", "phase", "expected"),
    [
        ("N2", "nursery", IN_FEBRUARY),
        ("N2", "primary", ASKED),
        ("6", "primary", IN_FEBRUARY),
        ("11", "secondary", ASKED),
        ("6", "secondary", ASKED),
        ("11", "primary", ASKED),
        ("6", "alternative_provision", ASKED),
        *(
            (year, phase, {})
            for year in ("R", "5", "7", "10", "12", "X")
            for phase in ("primary", "secondary")
        ),
        *(("14", phase, ASKED) for phase in (*ORDINARY, *NOT_ORDINARY)),
    ],
)
def test_without_the_schools_years_the_phase_speaks(
    year: str, phase: str, expected: dict[str, date | str]
) -> None:
    """A primary school ends with Year 6; a secondary school may have a sixth form, a Year 6 in one may go on; nobody goes on after 14."""
    assert told(owed(year, at(phase))) == expected


def test_to_know_less_claims_no_more() -> None:
    """What the phase alone makes certain stays so once such a school says its usual years."""
    usual = {"nursery": ("N1", "N2"), "primary": ("N1", "6"), "secondary": ("7", "13")}
    found = {
        (phase, year): told(owed(year, at(phase)))
        for phase in (*ORDINARY, *NOT_ORDINARY)
        for year in YEARS_IN_ORDER
    }
    certain = {of: move for of, move in found.items() if move not in ({}, ASKED)}
    assert certain.keys() == BY_PHASE
    assert certain == {(phase, year): told(owed(year, at(phase, *usual[phase]))) for phase, year in certain}


def test_a_move_is_taken_to_be_in_september() -> None:
    """Up to the last day of August the move of this school year stands; what is late for it stays late."""
    where = at("primary", "R", "6")
    for today in (date(2026, 9, 1), date(2026, 12, 31), date(2027, 2, 15), date(2027, 8, 31)):
        assert told(owed("6", where, today))["transfer_school"] == date(2027, 2, 14)
    assert told(owed("6", where, SEPTEMBER))["transfer_school"] == date(2028, 2, 14)


# ── What the record names ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("year", "transfer", "on", "expected"),
    [
        ("6", None, "2028-09-01", {"transfer_school": date(2028, 2, 14)}),
        ("2", "infant_to_junior", "2027-09-01", {"transfer_school": date(2027, 2, 14)}),
        ("11", "between_post_16", "2027-07-31", {"transfer_between_post_16": date(2027, 2, 28)}),
        ("13", "between_post_16", "2028-07-31", {"transfer_between_post_16": date(2028, 2, 29)}),
        ("13", "between_post_16", "2027-01-04", {"transfer_between_post_16": date(2026, 8, 4)}),
        ("X", "primary_to_secondary", "2027-09-01", {"transfer_school": date(2027, 2, 14)}),
        ("7", "primary_to_secondary", "2026-09-01", {}),
    ],
)
def test_the_day_that_the_record_names(
    year: str, transfer: str | None, on: str, expected: dict[str, date]
) -> None:
    """A written day stands before everything else; a move that is past owes nothing."""
    found = told(owed(year, at("primary"), transfer=transfer, transfer_on=on))
    assert {kind: day for kind, day in found.items() if kind in CHASES} == expected


@pytest.mark.parametrize(
    ("year", "phase", "transfer", "kind"),
    [
        ("2", "primary", "infant_to_junior", "transfer_school"),
        ("5", "primary", "primary_to_secondary", "transfer_school"),
        ("10", "secondary", "secondary_to_post_16", "transfer_post_16"),
        ("14", "special", "secondary_to_post_16", "transfer_post_16"),
        ("X", "special", "primary_to_secondary", "transfer_school"),
        ("6", "all_through", "primary_to_secondary", "transfer_school"),
        ("13", "secondary", "between_post_16", "transfer_between_post_16"),
    ],
)
@pytest.mark.parametrize("final_plan_on", [None, "2025-06-12"])
def test_a_written_move_without_its_day_is_a_question(
    year: str, phase: str, transfer: str, kind: str, final_plan_on: str | None
) -> None:
    """Nobody counts the years to it; an old final plan answers nothing."""
    old = review(held_on="2025-03-20", chain={"final_plan_on": final_plan_on})
    found = told(owed(year, at(phase), reviews=[old], transfer=transfer))
    assert found == {kind: "plan.ehcp.transfer_on"}


@pytest.mark.parametrize(
    ("year", "lowest", "highest", "expected"),
    [
        ("11", "7", "11", IN_MARCH),
        ("6", "R", "6", IN_FEBRUARY),
        ("13", "7", "13", {}),
        ("14", "R", "14", {}),
        ("9", "7", "11", None),
        ("11", "7", "13", None),
    ],
)
@pytest.mark.parametrize("transfer", ["into_school", "infant_to_junior", "primary_to_middle", STAYS])
def test_an_old_move_without_a_day_silences_none_to_come(
    year: str, lowest: str, highest: str, transfer: str, expected: dict[str, date | str] | None
) -> None:
    """What is left from earlier years hides nothing; a move is asked about by a question, and "stays" answers one before the last year."""
    found = told(owed(year, at("secondary", lowest, highest), transfer=transfer))
    if transfer == STAYS:
        assert found == ({} if expected is None else expected or ASKED)
    else:
        assert found == (expected or {}) | ASKED


def test_a_move_into_this_school_is_the_schools_question() -> None:
    """A Year 7 with the move to Year 7 still written, and no day: nothing is asked of the authority for it."""
    for year in ("7", "8", "10"):
        found = owed(year, at("secondary", "7", "11"), transfer="primary_to_secondary")
        assert [(row.kind, row.owed_by) for row in found.undated] == [(QUESTION, "school")]
        assert not found.duties


@pytest.mark.parametrize(
    ("year", "highest", "expected"), [("11", "11", IN_MARCH), ("13", "13", ASKED), ("14", "14", ASKED)]
)
def test_to_stay_in_the_highest_year_needs_its_day(
    year: str, highest: str, expected: dict[str, date | str]
) -> None:
    """With the day of this year's move it is the answer; without one, or with that of a later year, it is about another."""
    where = at("special", "R", highest)
    assert told(owed(year, where, transfer=STAYS)) == expected
    assert told(owed(year, where, transfer=STAYS, transfer_on="2027-09-01")) == {}
    assert told(owed(year, where, transfer=STAYS, transfer_on="2030-09-01")) == expected


def test_a_written_move_answers_for_the_last_year_of_all() -> None:
    """Where no move is certain, the one that is written is it, and its day is asked for."""
    for where in (at("special", "R", "14"), at("special")):
        written = owed("14", where, transfer="secondary_to_post_16", transfer_on=SEPTEMBER)
        assert told(written) == IN_MARCH
        assert told(owed("14", where, transfer="secondary_to_post_16")) == {
            "transfer_post_16": "plan.ehcp.transfer_on"
        }


@pytest.mark.parametrize(
    ("transfer_on", "expected"),
    [
        ("2027-01-05", date(2027, 1, 4)),
        ("2027-02-14", date(2027, 2, 13)),
        ("2027-02-15", date(2027, 2, 14)),
        ("2027-02-16", date(2027, 2, 14)),
        ("2027-04-12", date(2027, 2, 14)),
    ],
)
def test_no_limit_is_after_the_move(transfer_on: str, expected: date) -> None:
    """In the middle of a year the plan is amended before the pupil is there, and before 15 February of that year."""
    found = told(owed("6", PRIMARY, transfer="primary_to_secondary", transfer_on=transfer_on))
    assert found["transfer_school"] == expected


def test_the_very_move_that_is_certain_needs_no_day() -> None:
    """Where the year group and the school make it certain this year, its day is known."""
    assert told(owed("6", PRIMARY, transfer="primary_to_secondary")) == IN_FEBRUARY
    assert told(owed("6", at("primary"), transfer="primary_to_secondary")) == IN_FEBRUARY


def test_a_day_without_its_move_is_a_question() -> None:
    """A day alone does not say which law counts."""
    assert told(owed("4", PRIMARY, transfer_on="2027-04-12")) == ASKED


def test_staying_is_no_move() -> None:
    """`stays` answers the question and makes no duty; with a day that has come, it was about that year alone."""
    where = at("special", "R", "14")
    assert told(owed("11", where, transfer=STAYS)) == {}
    assert told(owed("11", where, transfer=STAYS, transfer_on=SEPTEMBER)) == {}
    assert told(owed("11", where, transfer=STAYS, transfer_on="2022-09-01")) == ASKED


def test_after_a_decision_to_cease_no_move_is_chased() -> None:
    """A plan that ends is not amended for the next school, unless an appeal stands against the decision."""
    cease = review(chain={"decision_on": "2026-11-02", "decision": "cease"})
    for where in (PRIMARY, at("special", "R", "14")):
        assert told(owed("6", where, reviews=[cease])) == {}
    later = review(id="r2", held_on="2026-11-09", chain={"decision_on": "2026-11-10", "decision": "maintain"})
    assert "transfer_school" in told(owed("6", PRIMARY, reviews=[cease, later]))


def test_a_move_of_years_ago_hides_none_that_comes() -> None:
    """What was written of the move to this school does not answer for the move out of it."""
    written = {"transfer": "primary_to_secondary", "transfer_on": "2022-09-01"}
    assert told(owed("11", at("secondary", "7", "11"), **written)) == IN_MARCH
    assert told(owed("11", at("all_through", "R", "13"), **written)) == ASKED


def test_a_move_just_made_is_not_asked_for_again() -> None:
    """The year group may still be last year's: the move that was written has been, on the last day here or the first there."""
    for day in ("2026-07-21", "2026-08-31", "2026-09-01", "2026-09-03"):
        written = {"transfer": "primary_to_secondary", "transfer_on": day}
        for today in (date(2026, 9, 4), TODAY, date(2027, 7, 20)):
            assert told(owed("6", PRIMARY, today, **written)) == {}


def test_a_later_move_hides_none_that_is_certain() -> None:
    """Post-16 in five years' time is no answer to a move that is certain next September."""
    later = {"transfer": "secondary_to_post_16", "transfer_on": "2032-09-01"}
    assert told(owed("6", PRIMARY, **later)) == IN_FEBRUARY


def test_pupils_without_a_plan_have_no_transfer() -> None:
    """Only an EHC plan is amended for a move."""
    identity = {"given_name": "A", "family_name": "B", "year_group": "6"}
    made = case(pupil({"support": "K", "pupil": identity}), at("all_through"), None, TODAY)
    kinds = {row.kind for row in (*made.duties, *made.undated)}
    assert not [kind for kind in kinds if kind.startswith("transfer")]


# ── The review that counts ──────────────────────────────────────────────────────────────────────────────


def test_before_the_fifteenth_of_february() -> None:
    """The fourteenth is the last safe day: on it nothing is late, on the fifteenth the authority is."""
    states = [
        next(duty.state for duty in owed("6", PRIMARY, day).duties if duty.kind == "transfer_school")
        for day in (date(2027, 2, 14), date(2027, 2, 15))
    ]
    assert states == ["due", "overdue"]


@pytest.mark.parametrize(
    ("chain", "ends"),
    [
        ({"decision_on": "2026-11-02", "decision": "amend", "notice_on": "2026-11-02"}, False),
        ({"decision_on": "2026-11-02"}, False),
        ({"decision_on": "2026-11-02", "decision": "maintain"}, False),
        ({"decision_on": "2026-11-02", "decision": "maintain", "names": "school"}, True),
        ({"decision_on": "2026-11-02", "decision": "maintain", "names": "type"}, True),
        ({"decision_on": "2026-11-02", "decision": "amend", "names": "school"}, False),
        ({"decision_on": "2026-11-02", "final_plan_on": "2026-11-09"}, True),
        ({"decision_on": "2026-11-02", "decision": "maintain", "final_plan_on": "2026-11-09"}, True),
    ],
)
def test_what_ends_the_chase(chain: dict[str, str], ends: bool) -> None:
    """The final plan does, or a decision to keep a plan that names the school or the type to come. The meeting is done either way."""
    found = told(owed("6", PRIMARY, reviews=[review(chain=chain)]))
    assert found == ({} if ends else {"transfer_school": date(2027, 2, 14)})


@pytest.mark.parametrize(
    ("held_on", "counts"),
    [
        ("2026-03-20", False),
        ("2026-07-06", False),
        ("2026-08-31", False),
        ("2026-09-01", True),
        ("2026-09-18", True),
    ],
)
@pytest.mark.parametrize("claimed", [None, False, True])
def test_the_review_is_one_within_the_year_before_the_move(
    held_on: str, counts: bool, claimed: bool | None
) -> None:
    """A meeting of the school year before ends nothing, whatever the authority claims it to be, and however late its plan came."""
    chain = {"decision_on": "2026-10-05", "decision": "amend", "final_plan_on": "2026-11-02"}
    held = review(held_on=held_on, chain=chain, claimed_for_transfer=claimed)
    assert told(owed("6", PRIMARY, reviews=[held])) == ({} if counts else IN_FEBRUARY)


def test_a_review_planned_in_time_is_a_duty_of_its_own() -> None:
    """The meeting before the move is not asked for twice; one planned for last July was no meeting for it."""
    for due, expected in (("2026-11-19", False), ("2026-12-07", True), ("2026-07-06", True)):
        found = told(owed("6", PRIMARY, reviews=[review(held_on=None, due=due)]))
        assert ("transfer_meeting" in found) is expected


# ── For any record ──────────────────────────────────────────────────────────────────────────────────────

CODES = rulebook().codes.lists
ANY_YEAR = st.sampled_from(list(CODES[YEARS]))
YEARS_IN_ORDER = [year for year in CODES[YEARS] if year != "X"]
ANY_DAY = st.dates(date(2024, 9, 1), date(2029, 8, 31))

OUT_OF = {"N1", "N2", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"}
"""The highest years of a school out of which a pupil moves to another phase, read from the regulation."""

BY_PHASE = {("nursery", "N2"), ("primary", "6")}
"""What is certain where a school does not say its years."""


@st.composite
def moves(draw: st.DrawFn) -> tuple[str, School, dict[str, Any], list[dict[str, Any]]]:
    """Draw a year group, a school, what the record names of a move, and some annual reviews."""
    ends = sorted(draw(st.tuples(*[st.sampled_from(YEARS_IN_ORDER)] * 2)), key=YEARS_IN_ORDER.index)
    phase = draw(st.sampled_from(list(CODES["phase"])))
    where = at(phase, *ends) if draw(st.booleans()) else at(phase)
    year = ends[1] if draw(st.booleans()) else draw(ANY_YEAR)
    written = {
        "transfer": draw(st.none() | st.sampled_from(list(CODES[TRANSFERS]))),
        "transfer_on": draw(st.none() | ANY_DAY.map(date.isoformat)),
    }
    reviews = []
    for number in range(draw(st.integers(0, 2))):
        held = draw(ANY_DAY)
        chain = {
            "decision_on": held + timedelta(days=draw(st.integers(0, 40))),
            "decision": draw(st.sampled_from([None, "maintain", "amend", "cease"])),
            "names": draw(st.sampled_from([None, "school", "type"])),
            "final_plan_on": held + timedelta(days=draw(st.integers(40, 100)))
            if draw(st.booleans())
            else None,
        }
        claimed = draw(st.booleans())
        reviews.append(review(id=f"r{number}", held_on=held, chain=chain, claimed_for_transfer=claimed))
    return year, where, written, reviews


@given(moves(), ANY_DAY)
def test_no_day_of_a_move_is_guessed(of: tuple[Any, ...], today: date) -> None:
    """A duty is only there by a day that the record names, or in the September after a year that the school makes certain."""
    year, where, written, reviews = of
    found = owed(year, where, today, reviews, **written)
    named = date.fromisoformat(written["transfer_on"]) if written["transfer_on"] else None
    september = date(today.year + (today >= date(today.year, 9, 1)), 9, 1)
    is_sure = (
        year == where.years.highest and year in OUT_OF
        if where.years is not None
        else (where.phase, year) in BY_PHASE
    )
    days = {september} if is_sure else set()
    days |= {named} if named is not None and named > today else set()
    for duty in found.duties:
        if duty.kind == "transfer_school":
            assert duty.due in {min(date(day.year, 2, 14), day - timedelta(1)) for day in days}
        elif duty.kind == "transfer_post_16":
            assert duty.due in {min(date(day.year, 3, 30), day - timedelta(1)) for day in days}
        else:
            assert days
    assert all(named is None or named <= today or duty.due < max(named, september) for duty in found.duties)
    if written["transfer"] == STAYS and named is not None and today < named <= september:
        assert found == Owed()
    rows = [row.kind for row in (*found.duties, *found.undated) if row.kind != "transfer_meeting"]
    assert len(rows) == len({*rows}) <= 1 + (QUESTION in rows)


@given(moves(), ANY_DAY)
def test_a_move_that_is_certain_is_never_silent(of: tuple[Any, ...], today: date) -> None:
    """In the school's highest year, whatever the record names without a day, the move is there until a review within the year
    before it has ended it.
    """
    year, where, written, reviews = of
    for each in reviews:
        if each["chain"]["decision"] == "cease":
            each["chain"]["decision"] = "amend"
    found = told(owed(year, where, today, reviews, transfer=written["transfer"]))
    if where.years is None or year != where.years.highest or year not in OUT_OF:
        return
    september = date(today.year + (today >= date(today.year, 9, 1)), 9, 1)
    first = september.replace(year=september.year - 1)
    done = [
        each
        for each in reviews
        if each["held_on"] >= first
        and (
            (each["chain"]["final_plan_on"] or date.max) <= today
            or (
                each["chain"]["decision"] == "maintain"
                and each["chain"]["names"]
                and each["chain"]["final_plan_on"] is None
                and each["chain"]["decision_on"] <= today
            )
        )
    ]
    assert bool(CHASES.keys() & found.keys()) is not bool(done)


@given(moves(), ANY_DAY)
def test_a_day_passes_and_no_move_vanishes(of: tuple[Any, ...], today: date) -> None:
    """Within a school year nothing of a move goes by itself: it was done on that day, or the day of the move had come."""
    year, where, written, reviews = of
    tomorrow = today + timedelta(days=1)
    if (tomorrow.month, tomorrow.day) == (9, 1):
        return
    before, after = (told(owed(year, where, day, reviews, **written)) for day in (today, tomorrow))
    done = {each["held_on"] for each in reviews}
    done |= {each["chain"][name] for each in reviews for name in ("decision_on", "final_plan_on")}
    if tomorrow not in done and written["transfer_on"] != tomorrow.isoformat():
        assert before == after
