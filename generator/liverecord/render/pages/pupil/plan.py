"""The plan: needs, outcomes with their provision, what was agreed about attendance, and what was said."""

from datetime import date
from functools import partial

from markupsafe import Markup

from liverecord.render import given, results, sentences, words
from liverecord.render.environment import filled
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import sees
from liverecord.view import View

_STAYS = "stays"


def section(record: Joined) -> Markup:
    """Return the plan as far as this audience sees it."""
    view, plan, setting = record.view, record.view.plan, record.setting
    timetable = sees(plan, "attendance", "part_time_timetable")
    ended = [outcome for outcome in record.outcomes if sees(outcome, "status") not in {None, "open"}]
    return filled(
        "pages/pupil/plan.html.j2",
        plan=plan,
        setting=setting,
        pupil=record.view.id,
        edit=record.edit("plan"),
        blocks=[*record.blocks("plan"), *record.blocks("circumstances")],
        plan_facts=_facts(record),
        stale_plan=[_stale(record, concern_id) for concern_id in sees(view, "stale_plan") or ()],
        unmet={unmet.need for unmet in record.listed("unmet")},
        open_outcomes=[outcome for outcome in record.outcomes if outcome not in ended],
        ended_outcomes=ended,
        outcome_small=partial(_outcome_small, record),
        provision_small=partial(_provision_small, record),
        outcome_stands=partial(results.outcome_stands, reviews=record.listed("reviews"), setting=setting),
        target=sees(plan, "attendance", "target"),
        access_line=words.capped(sentences.access_short(view, setting)),
        timetable=timetable,
        timetable_span=timetable_span(record),
        timetable_facts=_timetable_facts(record, timetable) if timetable else [],
        timetable_rows=_timetable_rows(timetable),
        named=record.named,
        outcome_named=record.outcome_named,
    )


def timetable_span(record: Joined) -> str:
    """Return from when to when a part-time timetable runs; "" where there is none."""
    timetable = sees(record.view.plan, "attendance", "part_time_timetable")
    if timetable is None:
        return ""
    return words.capped(sentences.span(sees(timetable, "from_"), sees(timetable, "until"), record.setting))


def _timetable_rows(timetable: View | None) -> list[tuple[date, list[str]]]:
    """Return the sessions that are expected from each day."""
    if timetable is None or not sees(timetable, "expected"):
        return []
    steps = sees(timetable, "steps") or ()
    return [
        (timetable.from_, sentences.expected(timetable.expected)),
        *((step.date, sentences.expected(step.expected)) for step in steps),
    ]


def _facts(record: Joined) -> list[str]:
    """Return the kind of plan and its own dates, and what identifies the pupil to other systems."""
    plan, setting = record.view.plan, record.setting
    facts = []
    if sees(plan, "kind"):
        facts.append(setting.label("plan_kind", plan.kind))
    if sees(plan, "layer"):
        facts.append(setting.label("layer", plan.layer))
    if sees(plan, "ehcp", "issued_on"):
        facts.append(f"Plan issued {words.day(plan.ehcp.issued_on)}")
    if sees(plan, "ehcp", "last_review_decided_on"):
        facts.append(f"Last review decided {words.day(plan.ehcp.last_review_decided_on)}")
    if sees(plan, "ehcp", "authority"):
        facts.append(plan.ehcp.authority)
    if sees(plan, "ehcp", "maintained_since"):
        facts.append(f"Maintained by this authority since {words.day(plan.ehcp.maintained_since)}")
    if sees(plan, "ehcp", "maintained_told_on"):
        facts.append(f"Family told of the transfer {words.day(plan.ehcp.maintained_told_on)}")
    if sees(plan, "ehcp", "ceased_on"):
        facts.append(f"Plan ended {words.day(plan.ehcp.ceased_on)}")
    return [*facts, *_move(record), *_identity(record)]


def _move(record: Joined) -> list[str]:
    """Return the move to another phase and its day, or that there is none."""
    plan, setting = record.view.plan, record.setting
    on = sees(plan, "ehcp", "transfer_on")
    code = sees(plan, "ehcp", "transfer")
    if code == _STAYS:
        return [setting.label("transfer", code) + (f" ({words.day(on)})" if on else "")]
    facts = [f"Transfer by {words.day(on)}"] if on else []
    return [*facts, f"Transfer: {setting.word('transfer', code)}"] if code else facts


def _identity(record: Joined) -> list[str]:
    """Return since when a pupil is on the roll, until when and where to next, the date of birth, and the pupil's numbers."""
    plan = record.view.plan
    facts = []
    if sees(plan, "pupil", "on_roll_from"):
        facts.append(f"On the roll since {words.day(plan.pupil.on_roll_from)}")
    facts += _next_year(record)
    if sees(record.view, "on_roll") and sees(plan, "pupil", "on_roll_until"):
        facts.append(f"Leaves the roll on {words.day(plan.pupil.on_roll_until)}")
    if sees(record.view, "on_roll") and sees(plan, "pupil", "destination"):
        facts.append(f"Destination: {plan.pupil.destination}")
    if sees(plan, "pupil", "date_of_birth"):
        facts.append(f"Born on {words.day(plan.pupil.date_of_birth)}")
    if sees(plan, "pupil", "upn"):
        facts.append(f"Unique pupil number {plan.pupil.upn}")
    if sees(plan, "pupil", "mis_id"):
        facts.append(f"Number in the information system {plan.pupil.mis_id}")
    return facts


def _next_year(record: Joined) -> list[Markup | str]:
    """Return what the next school year changes; one that has begun is in no view."""
    coming, setting = sees(record.view.plan, "pupil", "next_year"), record.setting
    if not sees(coming, "from_"):
        return []
    year = [setting.label("year_group", coming.year_group)] if sees(coming, "year_group") else []
    form = [coming.form] if sees(coming, "form") else []
    day = words.day(coming.from_)
    facts: list[Markup | str] = [f"From {day}: {', '.join([*year, *form])}"] if year or form else []
    if sees(coming, "keyworker"):
        facts.append(Markup("Key worker from {}: {}").format(day, setting.person(coming.keyworker)))
    return facts


def _stale(record: Joined, concern_id: str) -> str:
    """Return the line for a concern that was agreed under an earlier plan."""
    concern = record.concerns_by_id.get(concern_id)
    named = f"“{concern.what}”" if concern is not None else "A concern"
    return f"{named} was agreed under an earlier version of the plan: look at it again."


def _outcome_small(record: Joined, outcome: View) -> list[str]:
    """Return by when an outcome is meant, for which need, and how it ended."""
    setting = record.setting
    lines = [f"by {words.day(outcome.by)}"] if sees(outcome, "by") else []
    lines += _need_named(record, sees(outcome, "need")) + _theme_named(record, outcome)
    if sees(outcome, "status") not in {None, "open"}:
        lines.append(setting.word("outcome_status", outcome.status))
    if sees(outcome, "ended_on"):
        lines.append(f"ended {words.day(outcome.ended_on)}")
    return lines


def _provision_small(record: Joined, line: View) -> list[str]:
    """Return provision's days, agreement, and what happens if it goes."""
    setting = record.setting
    lines = []
    when = given.span(sees(line, "status"), sees(line, "from_"), sees(line, "until"), setting)
    if when:
        lines.append(when)
    agreed = [setting.day(line.agreed_on)] if sees(line, "agreed_on") else []
    if sees(line, "agreed_with"):
        agreed.append(f"with {setting.listed('agreed_with', line.agreed_with)}")
    if agreed:
        lines.append(f"agreed {' '.join(agreed)}")
    lines += _need_named(record, sees(line, "need")) + _theme_named(record, line)
    if sees(line, "contingency"):
        lines.append(f"if it goes: {line.contingency}")
    if sees(line, "attendance_depends_on"):
        lines.append("attendance depends on it")
    return lines


def _need_named(record: Joined, need_id: str | None) -> list[str]:
    """Return the need that an outcome or provision is for, in a list that is empty where none is seen."""
    needs = sees(record.view.plan, "needs") or ()
    return [f"need: {record.setting.word('need', need.type)}" for need in needs if need.id == need_id]


def _theme_named(record: Joined, line: View) -> list[str]:
    """Return what an outcome or provision is declared to be about, in a list that is empty where nobody has said."""
    return [f"about {record.setting.word('theme', line.theme)}"] if sees(line, "theme") else []


def _timetable_facts(record: Joined, timetable: View) -> list[str]:
    """Return who agreed a part-time timetable, when it is reviewed, and who was told."""
    setting = record.setting
    facts = []
    if sees(timetable, "agreed_on"):
        facts.append(f"agreed {words.day(timetable.agreed_on)}")
    if sees(timetable, "agreed_with_parent"):
        facts.append(f"with {timetable.agreed_with_parent}")
    if sees(timetable, "agreed_by"):
        person = setting.people.get(timetable.agreed_by)
        facts.append(f"by {person.name if person else timetable.agreed_by}")
    if sees(timetable, "review_on"):
        facts.append(f"review {words.day(timetable.review_on)}")
    if sees(timetable, "longer_because"):
        facts.append(f"longer because: {timetable.longer_because}")
    if sees(timetable, "authority_told_on"):
        facts.append(f"the authority was told on {words.day(timetable.authority_told_on)}")
    if sees(timetable, "sen_team_consulted_on"):
        facts.append(f"the SEN team was consulted on {words.day(timetable.sen_team_consulted_on)}")
    return facts
