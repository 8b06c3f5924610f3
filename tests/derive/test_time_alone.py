"""Time alone discharges nobody: of any record, what is owed today is owed tomorrow, with the same days."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from derive_builders import case, pupil, rulebook, school

from liverecord.model.case import CaseFile, Duty
from liverecord.model.records import Pupil, School

RECORDS = 60
FIRST = date(2024, 9, 2)
LAST = date(2027, 7, 20)
LATE = {"overdue", "behind"}
UNDER = {rule.id: rule.under for rule in rulebook().reviews}


def _day(random: Random, last: date) -> date:
    return FIRST + timedelta(random.randint(0, (last - FIRST).days))


def _some(random: Random, last: date, *names: str) -> dict[str, date]:
    """Return days that have come for some of these names."""
    return {name: _day(random, last) for name in names if random.random() < 0.6}


def _circumstances(random: Random, today: date) -> list[dict[str, Any]]:
    stages: dict[str, list[str | None]] = {
        "needs_assessment": [None, "requested", "assessing", "draft_plan"],
        "appeal": [None, "considered", "mediation", "registered", "decided"],
        "referral": [None, "waiting"],
    }
    made = []
    for number in range(random.randint(0, 3)):
        kind = random.choice(list(stages))
        days = _some(
            random, today, "requested_on", "received_on", "advice_requested_on", "draft_served_on",
            "decision_letter_on", "mediation_certificate_on", "order_sent_on", "chase_on", "review_on",
        )  # fmt: skip
        order = random.choice([None, "assess", "make_plan", "amend", "name_school", "maintain"])
        made.append(
            {"id": f"q{number}", "kind": kind, "stage": random.choice(stages[kind]), "order": order, **days}
        )
    return made


def _reviews(random: Random, today: date) -> list[dict[str, Any]]:
    kinds = [
        "sen_support",
        "sen_support_report",
        "ehcp_annual",
        "ehcp_interim",
        "pep",
        "risk_assessment",
        "evacuation_plan",
    ]
    made = []
    for number in range(random.randint(0, 6)):
        kind = random.choice(kinds)
        is_held = random.random() < 0.6
        day = _day(random, today) if is_held else today + timedelta(random.randint(-40, 200))
        chain: dict[str, Any] = {}
        if kind == "ehcp_annual" and is_held:
            chain = _some(random, today, "report_sent_on", "decision_on", "notice_on")
            if "decision_on" in chain:
                chain["decision"] = random.choice([None, "maintain", "amend", "cease"])
        made.append(
            {"id": f"r{number}", "kind": kind, ("held_on" if is_held else "due"): day, "chain": chain}
        )
    return made


def record(random: Random, today: date) -> Pupil:
    """Return a pupil of any kind, whose record says nothing of days to come but what is planned."""
    support = random.choice("KE")
    identity: dict[str, Any] = {
        "given_name": "A", "family_name": "B", "year_group": str(random.randint(1, 13)),
        "looked_after": random.random() < 0.4, "date_of_birth": None, **_some(random, today, "care_began_on", "on_roll_from"),
    }  # fmt: skip
    plan: dict[str, Any] = {
        "support": support,
        "pupil": identity,
        "agreed_on": _day(random, today) if random.random() < 0.7 else None,
        "support_since": _day(random, today) if random.random() < 0.7 else None,
        "circumstances": _circumstances(random, today),
        "conditions": [
            {
                "id": "h1",
                "name": "Asthma",
                "health_care_plan": random.random() < 0.5,
                **_some(random, today, "review_on"),
            }
        ],
    }
    if support == "E":
        plan["ehcp"] = _some(random, today, "issued_on", "last_review_decided_on", "maintained_since")
    actions = [
        {
            "id": "a1",
            "what": "Ask",
            "kind": "other",
            "status": "open",
            **_some(random, today, "due", "review_on"),
        }
    ]
    return pupil(plan, reviews=_reviews(random, today), actions=actions)


def at_school(random: Random, today: date) -> School:
    """Return a school that names its terms or not, since when it keeps live records or not, and its years or not."""
    changes: dict[str, Any] = {"phase": random.choice(["primary", "secondary", "all_through", "special"])}
    if random.random() < 0.3:
        changes["terms"] = []
    if random.random() < 0.3:
        changes["records_since"] = _day(random, today)
    if random.random() < 0.5:
        changes["years"] = {"lowest": "1", "highest": random.choice(["6", "8", "11", "13"])}
    return school(**changes)


def _is_folded(duty: Duty, tomorrow: CaseFile) -> bool:
    """Tell whether a thing above it is late or has no day, so that what goes before it is a line under that."""
    above = {each.kind for each in tomorrow.duties if each.state in LATE} | {
        row.kind for row in tomorrow.undated
    }
    return bool(above & {*UNDER[duty.kind]})


@pytest.mark.parametrize("seed", range(20))
def test_what_is_owed_today_is_owed_tomorrow(seed: int) -> None:
    """Of any record at any school, a day that passes takes no duty away and moves none, but the family's day once it is past."""
    random = Random(seed)
    for _ in range(RECORDS):
        today = _day(random, LAST)
        of, at = record(random, today), at_school(random, today)
        now, then = (case(of, at, None, day) for day in (today, today + timedelta(1)))
        found = {duty.id: duty for duty in then.duties}
        asked = {row.id for row in then.undated}
        for duty in now.duties:
            if duty.owed_by == "family" or duty.id in asked or _is_folded(duty, then):
                continue
            # On the day of a move the one that a year group brings is no longer to come: the record goes up a year with it.
            if duty.kind.startswith("transfer_") and (then.as_of.month, then.as_of.day) == (9, 1):
                continue
            assert duty.id in found, (duty, of)
            later = found[duty.id]
            assert (later.due, later.limit) == (duty.due, duty.limit), (duty, later, of)
            assert duty.state not in LATE or later.state in LATE


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_overdue_before_its_limit(seed: int) -> None:
    """Overdue is past a limit of the law and nothing else; practice has none, and the day to do a thing by is never later than its limit."""
    random = Random(seed)
    forces = {rule.id: rule.force for rule in rulebook().reviews}
    for _ in range(RECORDS):
        today = _day(random, LAST)
        for duty in case(record(random, today), at_school(random, today), None, today).duties:
            assert duty.limit is None or forces[duty.kind] == "must"
            assert (duty.state == "overdue") == (duty.limit is not None and duty.limit < today)
            assert (duty.state == "behind") == (duty.due < today and duty.state != "overdue")
            assert duty.limit is None or duty.due <= duty.limit
