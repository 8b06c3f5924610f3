"""When a generated pupil's plan was agreed, and the reviews that were held or are planned: in time, soon due, or late."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from liverecord.demo.schoolyear import academic_year
from liverecord.demo.setting import Setting, pick

_YEAR = 365
_CYCLE = 16 * 7
"""The days after which this school plans its next review of a plan: a week before the rule's own day."""

Data = dict[str, Any]


@dataclass
class Draft:
    """A pupil being written: the plan and the reviews as plain data, and facts that the stories need."""

    keyworker: str
    ages: str
    is_compulsory_age: bool
    on_roll_from: date
    plan: Data
    reviews: list[Data] = field(default_factory=list)


def agree(setting: Setting, generator: random.Random, made: Draft, level: int) -> None:
    """Write when the plan was agreed and reviewed: most in good time, some soon due, some late."""
    plan = made.plan
    if plan["support"] == "E":
        _ehcp(setting, generator, made, level)
        return
    state = pick(generator, {"in time": 70, "soon": 14, "late": 16})
    held = _since_joining(
        setting, made, generator.randint(*{"in time": (6, 95), "soon": (106, 118), "late": (121, 165)}[state])
    )
    version = 1 + min(9, (held - made.on_roll_from).days // 120)
    plan |= {"kind": "sen_support" if plan["support"] == "K" else None, "version": version, "agreed_on": held}
    if plan["support"] == "N":
        return
    attended = [who for who in ("pupil", "family", "class_teacher") if generator.random() < 0.8] or ["family"]
    made.reviews.append(
        {"kind": "sen_support", "due": held, "held_on": held, "attended": attended, "plan_version": version}
    )
    if state != "in time" or generator.random() < 0.3:
        made.reviews.append({"kind": "sen_support", "due": setting.calendar.after(held, _CYCLE, date.max)})
    if level >= 0 and made.on_roll_from < setting.calendar.back(200):
        report = setting.calendar.back(
            generator.randint(90, 330) if generator.random() < 0.9 else generator.randint(366, 400)
        )
        if report > made.on_roll_from:
            made.reviews.append({"kind": "sen_support_report", "held_on": report})


def _ehcp(setting: Setting, generator: random.Random, made: Draft, level: int) -> None:
    plan, calendar = made.plan, setting.calendar
    state = pick(generator, {"in time": 68, "soon": 16, "late": 16})
    ago = generator.randint(*{"in time": (25, 310), "soon": (326, 361), "late": (368, 410)}[state])
    decided = calendar.back(ago)
    born: date = plan["pupil"]["date_of_birth"]
    age = (decided - born).days // _YEAR
    years = generator.randint(0, max(0, min(age - 3, 8)))
    issued = decided - timedelta(days=years * _YEAR)
    plan |= {"kind": "ehcp", "version": 1 + years, "agreed_on": decided}
    transfer = {-1: "into_school", 6: "primary_to_secondary", 11: "secondary_to_post_16"}.get(level)
    plan["ehcp"] = {
        "issued_on": issued,
        "last_review_decided_on": decided if years else None,
        "authority": "Fenmoor County Council",
        "transfer": transfer,
        "transfer_on": date(academic_year(calendar.today) + 1, 9, 1) if transfer else None,
    }
    if years:
        met = calendar.back(ago + 27)
        chain = {
            "invited_on": met - timedelta(days=18),
            "papers_sent_on": met - timedelta(days=15),
            "report_sent_on": calendar.after(met, 12, decided),
            "decision_on": decided,
            "decision": "maintain",
        }
        attended = ["pupil", "family", "authority", generator.choice(("health", "therapist", "keyworker"))]
        made.reviews.append(
            {
                "kind": "ehcp_annual",
                "held_on": met,
                "owner": "r-adeyemi",
                "attended": attended,
                "plan_version": years,
                "chain": chain,
            }
        )
    if state == "soon" and generator.random() < 0.7:
        due = calendar.ahead(generator.randint(3, 20))
        made.reviews.append(
            {
                "kind": "ehcp_annual",
                "due": due,
                "owner": "r-adeyemi",
                "chain": {"invited_on": calendar.back(generator.randint(1, 6))},
            }
        )
    if level < 0:
        held = calendar.back(generator.randint(20, 170))
        if held > issued:
            made.reviews.append(
                {"kind": "ehcp_under_five", "held_on": held, "attended": ["family", "authority"]}
            )


def review_education_plan(setting: Setting, generator: random.Random, made: Draft) -> None:
    """Write the last review of a looked-after child's personal education plan."""
    held = setting.calendar.back(generator.randint(20, 140))
    made.reviews.append(
        {
            "kind": "pep",
            "held_on": held,
            "owner": "h-novak",
            "attended": ["pupil", "social_care", "authority"],
        }
    )


def _since_joining(setting: Setting, made: Draft, ago: int) -> date:
    """Return the day so long ago; for somebody who joined after that, a day soon after joining."""
    day = setting.calendar.back(ago)
    if day > made.on_roll_from:
        return day
    return setting.calendar.after(made.on_roll_from, 7 + ago % 14, setting.calendar.today)
