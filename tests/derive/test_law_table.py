"""The law's own days once more, from the regulations' text alone: nothing here reads reviews.yml or counts with its code.

Special Educational Needs and Disability Regulations 2014 and section 44 of the Children and Families Act 2014, as read in
November 2026 (some of it in secondary sources: schema/reviews.yml says which).
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

import pytest
from derive_builders import case, pupil, school

from liverecord.model.case import CaseFile, Duty

HISTORIES = 100
FIRST = date(2023, 9, 1)
STEPS = ("report_sent_on", "decision_on", "notice_on", "final_plan_on")


def weeks(day: date, count: int) -> date:
    return day + timedelta(weeks=count)


def months(day: date, count: int) -> date:
    """Return the same day so many months on; a month without it ends on its last."""
    number = day.year * 12 + day.month - 1 + count
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def a_year_starting_with(day: date) -> date:
    """Return the last day of twelve months that start with a day: the day before its anniversary."""
    return date(day.year + 1, 2, 28) if (day.month, day.day) == (2, 29) else months(day, 12) - timedelta(1)


class Meeting(NamedTuple):
    """An annual review: the day it was held, and what followed by its name."""

    name: str
    held: date
    chain: Mapping[str, date]
    decision: str | None

    def day(self, step: str) -> date | None:
        return self.chain.get(step)


class History(NamedTuple):
    """A pupil's plan: when it was issued, what was decided last by the plan itself, and its annual reviews."""

    issued: date
    decided: date | None
    meetings: tuple[Meeting, ...]
    today: date

    def record(self) -> dict[str, Any]:
        """Return the same as a record."""
        reviews = [
            {
                "id": each.name,
                "kind": "ehcp_annual",
                "held_on": each.held,
                "chain": {**each.chain, **({"decision": each.decision} if each.decision else {})},
            }
            for each in self.meetings
        ]
        ehcp = {"issued_on": self.issued, "last_review_decided_on": self.decided}
        return {"plan": {"support": "E", "agreed_on": self.issued, "ehcp": ehcp}, "reviews": reviews}

    def case(self, today: date | None = None, **at: Any) -> CaseFile:
        """Return what the program makes of it."""
        record = self.record()
        return case(pupil(record["plan"], reviews=record["reviews"]), school(**at), None, today or self.today)


def a_day(random: Random, first: date, last: date) -> date:
    return first + timedelta(random.randint(0, max((last - first).days, 0)))


def history(random: Random) -> History:
    """Return a plan with up to three annual reviews; each step may have been done in time, late, or not at all."""
    issued = a_day(random, FIRST, FIRST + timedelta(700))
    today = a_day(random, issued, issued + timedelta(1300))
    meetings = []
    for number in range(random.randint(0, 3)):
        held = a_day(random, issued, today)
        chain, day, decision = {}, held, None
        for step in STEPS:
            day = a_day(random, day, min(day + timedelta(70), today))
            if random.random() < 0.6:
                chain[step] = day
        if "decision_on" in chain:
            decision = random.choice(["amend", "amend", "maintain", None])
        if decision == "maintain":
            chain = {step: day for step, day in chain.items() if step in STEPS[:2]}
        meetings.append(Meeting(f"r{number}", held, chain, decision))
    decided = a_day(random, issued, today) if random.random() < 0.4 else None
    return History(issued, decided, tuple(meetings), today)


def expected(of: History) -> dict[str, tuple[date, str]]:
    """Return what is owed by the regulations' text, by id: the limit, and whose it is."""
    return dict(_owed(of))


def _owed(of: History) -> Iterator[tuple[str, tuple[date, str]]]:
    # The notice goes with the decision, so that it was taken by then at the latest.
    decisions = [of.decided, *(each.day("decision_on") or each.day("notice_on") for each in of.meetings)]
    known = [day for day in (of.issued, *decisions) if day is not None]
    # Section 44(1): within twelve months starting with the day it was made, and the day it was last reviewed. A review ends with
    # the authority's decision: while one waits for it, nobody knows when the next twelve months end.
    if not any(each.held > max(known) for each in of.meetings):
        yield "ehcp_annual_review.plan", (a_year_starting_with(max(known)), "school")
    for each in of.meetings:
        # A final plan that is later than its own steps, after this review or a later one, leaves nothing open of it.
        finals = [other.day("final_plan_on") for other in of.meetings if other.held >= each.held]
        own = max(day for day in (each.held, each.day("decision_on"), each.day("notice_on")) if day)
        closes = [day for day in [*finals, of.issued] if day is not None and day >= own]
        if each.decision == "maintain":
            closes.append(each.chain["decision_on"])
        if closes:
            continue
        later = [other.held for other in of.meetings if other.held > each.held]
        by_plan = (
            of.decided is not None and of.decided >= each.held and not any(d <= of.decided for d in later)
        )
        is_decided = each.day("decision_on") is not None or each.day("notice_on") is not None or by_plan
        # The plan's one day of a decision is about a later meeting: what was decided after this one, nobody can tell from it.
        if not is_decided and of.decided is not None and of.decided >= each.held:
            continue
        # Regulation 20(7): the report within two weeks of the meeting.
        if each.day("report_sent_on") is None and not is_decided:
            yield f"ehcp_review_report.{each.name}", (weeks(each.held, 2), "school")
        # Regulation 20(10): the decision within four weeks of the meeting; section 44: and within the twelve months.
        if not is_decided:
            year = a_year_starting_with(max(known))
            limit = min(weeks(each.held, 4), year) if year >= each.held else weeks(each.held, 4)
            yield f"ehcp_review_decision.{each.name}", (limit, "authority")
        # R (L, M, P) v Devon [2022]: the notice of amendment goes with the decision.
        if each.decision == "amend" and each.day("notice_on") is None:
            yield f"ehcp_review_notice.{each.name}", (weeks(each.held, 4), "authority")
        # Regulation 22(3): the final plan within eight weeks of the notice.
        notice = each.day("notice_on")
        if notice is not None:
            yield f"ehcp_review_final.{each.name}", (weeks(notice, 8), "authority")


def limits(of: CaseFile, kinds: frozenset[str]) -> dict[str, tuple[date, str]]:
    """Return the program's duties of these rules with their limits."""
    return {
        duty.id: (duty.limit, duty.owed_by)
        for duty in of.duties
        if duty.kind in kinds and duty.limit is not None
    }


KINDS = frozenset(
    {
        "ehcp_annual_review",
        "ehcp_review_report",
        "ehcp_review_decision",
        "ehcp_review_notice",
        "ehcp_review_final",
    }
)


@pytest.mark.parametrize("seed", range(10))
def test_the_table_agrees_on_random_histories(seed: int) -> None:
    """For plans and annual reviews of any course, what is owed, by whom and by when is what the text says."""
    random = Random(seed)
    for _ in range(HISTORIES):
        made = history(random)
        assert limits(made.case(), KINDS) == expected(made), made


def late(duty: Duty) -> bool:
    return duty.state in {"overdue", "behind"}


@pytest.mark.parametrize("seed", range(10))
def test_nothing_is_overdue_before_its_limit(seed: int) -> None:
    """Whatever the holidays and the school's own intervals: overdue is past the text's limit, and nothing else is."""
    random = Random(seed)
    for _ in range(HISTORIES):
        made = history(random)
        own = {"ehcp_review_report": {"days": random.randint(1, 20)}} if random.random() < 0.5 else {}
        text = expected(made)
        for duty in made.case(review_intervals=own).duties:
            assert (duty.state == "overdue") == (duty.limit is not None and duty.limit < made.today)
            assert duty.due <= (duty.limit or duty.due)
            if duty.id in text:
                assert (duty.state == "overdue") == (text[duty.id][0] < made.today)


@pytest.mark.parametrize("seed", range(10))
def test_a_day_that_passes_takes_nothing_away(seed: int) -> None:
    """With nothing done, what is owed today is owed tomorrow, by the same limit: time alone discharges nobody but the family."""
    random = Random(seed)
    for _ in range(HISTORIES):
        made = history(random)
        today, tomorrow = made.case(), made.case(made.today + timedelta(1))
        then = {duty.id: duty for duty in tomorrow.duties}
        asked = {row.id for row in tomorrow.undated}
        over = {duty.kind for duty in tomorrow.duties if late(duty)}
        for duty in today.duties:
            if duty.owed_by == "family" or duty.id in asked:
                continue
            # What should have gone before is a line of its own no longer once the review above it is late.
            if duty.id not in then:
                assert duty.kind in {"ehcp_review_arrange", "ehcp_review_meet"}
                assert "ehcp_annual_review" in over
                continue
            assert (then[duty.id].due, then[duty.id].limit) == (duty.due, duty.limit)
            assert not late(duty) or late(then[duty.id])


# ── The rest of the table ───────────────────────────────────────────────────────────────────────────────


def one(plan: dict[str, Any], today: date, kind: str, **at: Any) -> Duty | None:
    """Return the duty of a rule for a pupil with this plan."""
    duties = case(pupil(plan), school(**at), None, today).duties
    return next((duty for duty in duties if duty.kind == kind), None)


def days() -> Iterator[date]:
    """Yield days of all months, ends of months and leap days among them."""
    random = Random(44)
    yield from (date(2024, 2, 29), date(2026, 8, 31), date(2026, 12, 25), date(2027, 1, 31))
    yield from (a_day(random, date(2023, 9, 1), date(2028, 7, 31)) for _ in range(HISTORIES))


def test_a_needs_assessments_weeks_count_from_receipt() -> None:
    """Regulations 5(1), 10(1) and 13(2): within six, sixteen and twenty weeks of receiving the request; nothing from posting it."""
    for received in days():
        asked = {"id": "q1", "kind": "needs_assessment", "requested_on": received - timedelta(3)}
        table = {"needs_assessment_decide": 6, "needs_assessment_refuse": 16, "needs_assessment_final": 20}
        for kind, count in table.items():
            plan = {"circumstances": [asked | {"received_on": received}]}
            duty = one(plan, received, kind)
            assert duty is not None
            # Regulation 10(1) is about an authority that will issue no plan: no limit while one may come.
            limit = None if kind == "needs_assessment_refuse" else duty.due
            assert (duty.due, duty.limit, duty.owed_by) == (weeks(received, count), limit, "authority")
            assert one({"circumstances": [asked]}, received, kind) is None


def test_comments_begin_with_the_day_of_service() -> None:
    """Regulations 13(1) and 22(2)(c): fifteen days beginning with the day on which the draft or the notice is served."""
    for served in days():
        asked = {"id": "q1", "kind": "needs_assessment", "stage": "draft_plan", "draft_served_on": served}
        duty = one({"circumstances": [asked]}, served, "needs_assessment_comments")
        assert duty is not None
        assert (duty.limit, duty.owed_by) == (served + timedelta(14), "family")


ORDERS = {
    "order_assess": ("assess", 2),
    "order_draft": ("make_plan", 5),
    "order_final": ("make_plan", 11),
    "order_amend": ("amend", 5),
    "order_name_school": ("name_school", 2),
    "order_at_once": ("maintain", 0),
}


def test_a_tribunals_order_has_its_time() -> None:
    """Regulation 44: from the day on which the order was sent, by what was ordered; it is owed once the appeal has ended."""
    for sent in days():
        for kind, (ordered, count) in ORDERS.items():
            appeal = {
                "id": "q1", "kind": "appeal", "stage": "decided", "ended_on": sent, "order": ordered, "order_sent_on": sent,
            }  # fmt: skip
            plan = {"support": "E", "ehcp": {"issued_on": FIRST}, "circumstances": [appeal]}
            duty = one(plan, sent, kind)
            assert duty is not None, (kind, sent)
            assert (duty.limit, duty.owed_by) == (weeks(sent, count), "authority")
            done = plan | {"circumstances": [appeal | {"order_done_on": sent}]}
            assert one(done, sent, kind) is None


def test_another_authority_reviews_by_the_later_of_two_days() -> None:
    """Regulation 15(4), (5): told within six weeks of the transfer, reviewed by the later of twelve months and three."""
    random = Random(15)
    for moved in days():
        issued = moved - timedelta(random.randint(1, 600))
        plan = {"support": "E", "ehcp": {"issued_on": issued, "maintained_since": moved}}
        told, review = (one(plan, moved, kind) for kind in ("ehcp_transfer_told", "ehcp_transfer_review"))
        assert told is not None
        assert review is not None
        assert (told.limit, told.owed_by) == (weeks(moved, 6), "authority")
        three = months(moved, 3)
        three -= timedelta(1) if three.day == moved.day else timedelta(0)
        assert (review.limit, review.owed_by) == (max(three, a_year_starting_with(issued)), "authority")


YEARS_OF_MOVES = {
    ("R", "6", "6"): ("transfer_school", 2, 14),
    ("R", "2", "2"): ("transfer_school", 2, 14),
    ("R", "4", "4"): ("transfer_school", 2, 14),
    ("5", "8", "8"): ("transfer_school", 2, 14),
    ("7", "11", "11"): ("transfer_post_16", 3, 30),
    ("R", "6", "5"): None,
    ("5", "8", "6"): None,
    ("7", "13", "9"): None,
}


@pytest.mark.parametrize("years", YEARS_OF_MOVES, ids=str)
def test_a_move_between_phases_is_before_february_or_march(years: tuple[str, str, str]) -> None:
    """Regulation 18(1): before 31 March for a move to a post-16 institution, before 15 February for the others, in the year of the move."""
    lowest, highest, year = years
    expected_move = YEARS_OF_MOVES[years]
    for today in days():
        identity = {"given_name": "A", "family_name": "B", "year_group": year}
        plan = {"support": "E", "ehcp": {"issued_on": date(2020, 1, 6)}, "pupil": identity}
        at = {"phase": "secondary", "years": {"lowest": lowest, "highest": highest}}
        found = {
            duty.kind: duty.limit
            for duty in case(pupil(plan), school(**at), None, today).duties
            if duty.kind.startswith("transfer_") and duty.limit is not None
        }
        if expected_move is None:
            assert not found
            continue
        kind, month, day = expected_move
        move = today.year + (today >= date(today.year, 9, 1))
        assert found == {kind: date(move, month, day)}
