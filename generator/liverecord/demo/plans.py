"""A generated pupil's plan: who the pupil is, what helps, what is worked on, and what stands around it."""

import random
from datetime import timedelta

from liverecord.demo import words
from liverecord.demo.agreements import Data, Draft, agree, review_education_plan
from liverecord.demo.people import birthday, upn
from liverecord.demo.schoolyear import academic_year, monday, terms
from liverecord.demo.setting import Setting, pick

_SPECIAL_NEEDS = ("ASD", "SLD", "PMLD", "MLD", "SLCN", "SEMH", "PD", "DS")
_LAST_YOUNG_YEAR = 6
_TOO_SOON = timedelta(days=20)


def draft(setting: Setting, generator: random.Random, number: int) -> Draft:
    """Write a pupil's plan and reviews. `number` counts the generated pupils: it makes unique pupil numbers unique."""
    year_group = generator.choice(setting.school["years"])
    form = setting.form(generator, year_group)
    keyworker = setting.keyworker(form)
    identity, level = _identity(setting, generator, year_group, form, number)
    support = _support(setting, generator, level)
    if support == "E" and number % 3 == 0 and level >= 0:
        identity["upn"] = upn(academic_year(identity["on_roll_from"]), number)
    if level >= 0 and generator.random() < 0.02:
        identity |= {"looked_after": True, "care_began_on": identity["on_roll_from"] - timedelta(days=60)}
    needs = _needs(setting, generator, support)
    plan: Data = {"pupil": identity, "support": support}
    made = Draft(
        keyworker,
        "young" if level <= _LAST_YOUNG_YEAR else "older",
        0 < level <= 11,
        identity["on_roll_from"],
        plan,
    )
    agree(setting, generator, made, level)
    plan["keyworker"] = keyworker
    if identity.get("looked_after"):
        plan["safeguarding"] = {"see": "The designated lead holds the file", "held_by": "h-novak"}
        review_education_plan(setting, generator, made)
    plan["passport"] = _passport(generator, needs)
    plan["needs"] = needs
    _conditions(setting, generator, made)
    plan["outcomes"] = _outcomes(setting, generator, made, needs)
    plan["attendance"] = None
    plan["views"] = _views(setting, generator, made)
    plan["circumstances"] = _circumstances(setting, generator, made)
    return made


def _identity(
    setting: Setting, generator: random.Random, year_group: str, form: str, number: int
) -> tuple[Data, int]:
    names, today = words.read("names"), setting.calendar.today
    year = academic_year(today)
    born = birthday(generator, year_group, year)
    level = year - 5 - (born.year if born.month >= 9 else born.year - 1)
    at_school = max(0, level - 7 if level > _LAST_YOUNG_YEAR and setting.phase != "special" else level)
    ago = 0 if generator.random() < 0.2 else generator.randint(0, at_school)
    joined = terms(year - ago)[0].start + timedelta(days=1)
    if joined > today:
        joined = terms(year - ago - 1)[0].start + timedelta(days=1)
    given, family = generator.choice(names["given"]), generator.choice(names["family"])
    known_as = given[: 3 + number % 2] if number % 29 == 0 and len(given) > 5 else None
    identity = {
        "given_name": given,
        "family_name": family,
        "known_as": known_as,
        "year_group": int(year_group) if year_group.isdigit() else year_group,
        "form": form,
        "date_of_birth": born,
        "upn": None,
        "on_roll_from": joined,
        "looked_after": None,
    }
    return identity, level


def _support(setting: Setting, generator: random.Random, level: int) -> str:
    if setting.phase == "special":
        return pick(generator, {"E": 93, "K": 7})
    if setting.phase == "alternative_provision":
        return pick(generator, {"E": 30, "K": 62, "N": 8})
    return pick(generator, {"E": 12, "K": 88} if level < 0 else {"E": 22, "K": 72, "N": 6})


def _needs(setting: Setting, generator: random.Random, support: str) -> list[Data]:
    bank = words.read("needs")["needs"]
    shares = {code: entry["share"] for code, entry in bank.items() if support == "K" or code != "NSA"}
    if setting.phase == "special":
        shares = {code: shares[code] + 4 for code in _SPECIAL_NEEDS}
    chosen: list[str] = []
    for _ in range(generator.choice((1, 1, 2)) if support == "K" else generator.choice((1, 2, 2, 3))):
        code = pick(generator, {code: share for code, share in shares.items() if code not in chosen})
        chosen.append(code)
    if support == "N":
        chosen = []
    return [
        {"id": f"n{rank}", "type": code, "rank": rank, "detail": generator.choice(bank[code]["detail"])}
        for rank, code in enumerate(chosen, start=1)
    ]


def _passport(generator: random.Random, needs: list[Data]) -> Data:
    bank = words.read("needs")
    strengths = generator.sample(bank["strengths"], generator.randint(1, 3))
    helps: list[str] = []
    avoid: list[str] = []
    for need in needs:
        entry = bank["needs"][need["type"]]
        helps += generator.sample(entry["helps"], min(len(entry["helps"]), 2 if len(needs) > 1 else 3))
        avoid += generator.sample(entry["avoid"], 1)
    understand = bank["needs"][needs[0]["type"]]["understand"] if needs else None
    return {
        "need": understand,
        "strengths": strengths,
        "helps": helps or ["A new word explained once"],
        "avoid": avoid,
    }


def _conditions(setting: Setting, generator: random.Random, made: Draft) -> None:
    if generator.random() > 0.16:
        return
    calendar = setting.calendar
    is_late = generator.random() < 0.15
    agreed = calendar.back(generator.randint(372, 420) if is_late else generator.randint(10, 340))
    name = generator.choice(words.read("needs")["conditions"])
    has_plan = name not in ("Eczema", "Hypermobility")
    condition = {"id": "h1", "name": name, "fluctuating": True if name in ("Asthma", "Migraine") else None}
    if has_plan:
        condition |= {
            "health_care_plan": True,
            "agreed_on": agreed,
            "review_on": agreed + timedelta(days=364),
            "owner": made.keyworker,
        }
    made.plan["conditions"] = [condition]
    if name == "Nut allergy":
        made.plan["passport"]["emergency"] = "Swelling or wheeze: pen from the office, call 999, stay"
    elif name == "Type 1 diabetes":
        made.plan["passport"]["emergency"] = (
            "Pale or confused: sugar from the green pouch, then call the office"
        )


def _outcomes(setting: Setting, generator: random.Random, made: Draft, needs: list[Data]) -> list[Data]:
    bank = words.read("needs")["needs"]
    outcomes: list[Data] = []
    provision = 0
    for need in needs[:2]:
        if outcomes and generator.random() < 0.06:
            continue  # a need that nothing in the plan meets yet
        options = bank[need["type"]]["outcomes"]
        for option in generator.sample(options, min(len(options), generator.choice((1, 1, 2)))):
            outcome: Data = {"id": f"o{len(outcomes) + 1}", "need": need["id"], "text": option["text"]}
            late = setting.calendar.back(generator.randint(3, 30))
            is_late = generator.random() < 0.07 and late > made.plan["agreed_on"] + _TOO_SOON
            outcome["by"] = late if is_late else setting.calendar.ahead(generator.randint(20, 240))
            outcome |= _stands(setting, made, option)
            outcome["provision"] = []
            for offered in option["provision"]:
                provision += 1
                outcome["provision"].append(_provision(setting, generator, made, offered, provision))
            outcomes.append(outcome)
    if needs and generator.random() < 0.15:
        outcomes.append(_met(setting, generator, made, needs[0], len(outcomes) + 1, provision + 1))
    return outcomes


def _stands(setting: Setting, made: Draft, option: Data) -> Data:
    """Return what an outcome is about, and where the pupil stood and stands, as far as somebody has said."""
    stands: Data = {name: option[name] for name in ("theme", "baseline") if name in option}
    agreed = made.plan["agreed_on"]
    if "baseline" in option:
        stands["baseline_on"] = agreed
    if "now" in option:
        said_on = max(setting.calendar.back(8), agreed)
        stands |= {"now": option["now"], "now_on": said_on, "now_said_by": ["pupil", "school"]}
    return stands


def _provision(setting: Setting, generator: random.Random, made: Draft, offered: Data, number: int) -> Data:
    calendar = setting.calendar
    status = pick(generator, {"in_place": 82, "partial": 6, "planned": 4, "not_delivered": 4, "at_risk": 4})
    is_late = generator.random() < 0.08
    review = calendar.back(generator.randint(2, 20)) if is_late else calendar.ahead(generator.randint(4, 70))
    start = min(max(calendar.back(generator.randint(24, 80)), made.on_roll_from), review)
    item: Data = {
        "id": f"pr{number}",
        "what": offered["what"],
        "who": made.keyworker,
        "delivered_by": offered["delivered_by"],
        "frequency": offered["frequency"],
        "status": status,
        "from": None if status in ("planned", "not_delivered") else start,
        "agreed_with": ["pupil", "family"] if generator.random() < 0.5 else None,
        "review_on": review if generator.random() < 0.6 or status != "in_place" else None,
    }
    if status == "at_risk":
        is_late = generator.random() < 0.3
        item["confirm_by"] = (
            calendar.back(generator.randint(1, 12)) if is_late else calendar.ahead(generator.randint(3, 35))
        )
        item["contingency"] = "Shared with the parallel class until it is settled"
    elif status == "in_place" and generator.random() < 0.3:
        item["result"] = pick(generator, {"helped": 5, "partly": 3, "too_soon": 2})
        item["result_said_by"] = ["pupil", "school"] if number % 2 else ["school"]
    return item


def _met(
    setting: Setting, generator: random.Random, made: Draft, need: Data, number: int, provision: int
) -> Data:
    ended = setting.calendar.back(generator.randint(10, 60))
    return {
        "id": f"o{number}",
        "need": need["id"],
        "text": generator.choice(
            (
                "Brings the right bag on four days out of five",
                "Asks for a break with the card",
                "Reads the timetable alone",
            )
        ),
        "by": ended + timedelta(days=7),
        "status": "met",
        "ended_on": ended,
        "provision": [
            {
                "id": f"pr{provision}",
                "what": "Checklist by the door",
                "who": made.keyworker,
                "frequency": "daily",
                "status": "withdrawn",
                "from": ended - timedelta(days=70),
                "until": ended,
                "result": "helped",
            }
        ],
    }


def _views(setting: Setting, generator: random.Random, made: Draft) -> list[Data] | None:
    bank = words.read("needs")["views"]
    views: list[Data] = []
    for who in ("pupil", "family"):
        if generator.random() < 0.4:
            day = max(setting.calendar.back(generator.randint(5, 120)), made.on_roll_from)
            text = generator.choice(bank[who])
            views.append({"id": f"v{len(views) + 1}", "from": who, "date": day, "text": text})
    return views or None


def _circumstances(setting: Setting, generator: random.Random, made: Draft) -> list[Data] | None:
    calendar, circumstances = setting.calendar, []
    if generator.random() < 0.1:
        sent = max(calendar.back(generator.randint(40, 240)), made.on_roll_from)
        late = calendar.back(generator.randint(1, 25))
        is_late = generator.random() < 0.4 and late > sent + _TOO_SOON
        services = (
            "Speech and language therapy",
            "Community paediatrician",
            "Mental health support team",
            "Educational psychology",
        )
        circumstances.append(
            {
                "kind": "referral",
                "stage": "waiting",
                "service": generator.choice(services),
                "sent_on": sent,
                "chase_on": late if is_late else calendar.ahead(generator.randint(2, 60)),
                "owner": "r-adeyemi",
            }
        )
    if made.plan["support"] == "K" and generator.random() < 0.04:
        requested = calendar.back(generator.randint(45, 120))
        circumstances.append(
            {
                "kind": "needs_assessment",
                "stage": "assessing",
                "requested_on": requested,
                "received_on": requested + timedelta(days=2),
                "review_on": calendar.ahead(generator.randint(4, 40)),
                "owner": "r-adeyemi",
            }
        )
    if made.plan["support"] == "E" and generator.random() < 0.05:
        circumstances.append(
            {
                "kind": "appeal",
                "stage": "registered",
                "sections": ["B", "F"],
                "about": "Provision that the plan does not name",
                "hearing_on": monday(calendar.ahead(generator.randint(40, 300))) + timedelta(days=1),
                "accepted_on": calendar.back(generator.randint(10, 60)),
                "accepted_by": "h-novak",
                "review_on": calendar.ahead(generator.randint(5, 50)),
                "owner": "r-adeyemi",
            }
        )
    if generator.random() < 0.02:
        circumstances.append(
            {
                "kind": "family",
                "restricted": True,
                "about": "Known to the people who need to know",
                "accepted_on": calendar.back(generator.randint(10, 60)),
                "accepted_by": "l-castell",
                "review_on": calendar.ahead(generator.randint(5, 50)),
                "owner": "l-castell",
            }
        )
    return [{"id": f"q{number}", **item} for number, item in enumerate(circumstances, start=1)] or None
