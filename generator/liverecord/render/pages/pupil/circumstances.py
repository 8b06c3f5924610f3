"""What stands first on a pupil's page: what was accepted once, what is waited for, and what attendance hangs on."""

from functools import partial

from markupsafe import Markup

from liverecord.render import given, pieces, standing, words
from liverecord.render.environment import filled
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pages.support_first import ADDRESS as SUPPORT_FIRST
from liverecord.render.pieces import sees
from liverecord.view import View


def section(record: Joined) -> Markup:
    """Return the standing circumstances, and what must be known before anything else."""
    view, plan, setting = record.view, record.view.plan, record.setting
    circumstances = standing.ordered(plan.circumstances) if plan.has("circumstances") else []
    lines = list(record.provision())
    first = sees(view, "support_first")
    return filled(
        "pages/pupil/circumstances.html.j2",
        plan=plan,
        setting=setting,
        pupil=record.view.id,
        edit=record.edit("circumstances"),
        circumstances=[each for each in circumstances if not sees(each, "ended_on")],
        ended_circumstances=[each for each in circumstances if sees(each, "ended_on")],
        circumstance_days=partial(_days, record),
        circumstance_order=partial(_order, record),
        waiting={each.circumstance: standing.wait(each, setting) for each in record.listed("waits")},
        without_provision=words.joined(
            sees(each, "detail") or setting.label("need", each.type) for each in record.listed("unmet")
        ),
        depends=[line for line in lines if sees(line, "attendance_depends_on") and _is_fragile(record, line)],
        depends_in_place=[
            line for line in lines if sees(line, "attendance_depends_on") and _in_place(record, line)
        ],
        stands=partial(_stands, record),
        at_risk=[
            line
            for line in lines
            if sees(line, "status") == "at_risk"
            and not sees(line, "attendance_depends_on")
            and not _has_ended(record, line)
        ],
        support_first=standing.support_first(first, sees(view, "attendance", "ends"), setting)
        if first is not None
        else "",
        support_first_page=f"{setting.root}{SUPPORT_FIRST}"
        if pieces.has_page(setting.school, SUPPORT_FIRST)
        else "",
    )


def _days(record: Joined, circumstance: View) -> list[str]:
    """Return a standing circumstance's dates and owner."""
    setting = record.setting
    named = (
        ("requested", "requested_on"),
        ("received by the authority", "received_on"),
        ("sent", "sent_on"),
        ("school's advice asked for", "advice_requested_on"),
        ("advice sent", "advice_sent_on"),
        ("draft plan served", "draft_served_on"),
        ("decision letter", "decision_letter_on"),
        ("mediation certificate", "mediation_certificate_on"),
        ("expected", "expected_on"),
        ("hearing", "hearing_on"),
        ("next chase", "chase_on"),
        ("review", "review_on"),
    )
    lines = [
        f"{word} {words.day(getattr(circumstance, name))}" for word, name in named if sees(circumstance, name)
    ]
    if (
        circumstance.has("expected_on")
        and circumstance.expected_on is None
        and circumstance.kind == "medical_event"
    ):
        lines.insert(0, "no date yet")
    lines += _order(record, circumstance)
    if sees(circumstance, "exception"):
        claimed = setting.word("assessment_exception", circumstance.exception)
        lines.append(f"exception claimed by the authority: {claimed}, which changes no date")
    if sees(circumstance, "owner"):
        person = setting.people.get(circumstance.owner)
        lines.append(f"owner {person.name if person else circumstance.owner}")
    return lines


def _order(record: Joined, circumstance: View) -> list[str]:
    """Return what the tribunal ordered the authority to do, when the order was sent, and when it was complied with."""
    named = (("order sent", "order_sent_on"), ("order complied with", "order_done_on"))
    ordered = sees(circumstance, "order")
    lines = (
        [f"the tribunal ordered the authority {record.setting.word('tribunal_order', ordered)}"]
        if ordered
        else []
    )
    return lines + [
        f"{word} {words.day(getattr(circumstance, name))}" for word, name in named if sees(circumstance, name)
    ]


def _in_place(record: Joined, line: View) -> bool:
    return sees(line, "status") == "in_place" and not _has_ended(record, line)


def _stands(record: Joined, line: View) -> str:
    """Return how provision stands, to follow "provision that"."""
    if _has_ended(record, line):
        return f"ended on {record.setting.day(line.until)}"
    return f"is {record.setting.word('provision_status', line.status)}"


def _is_fragile(record: Joined, line: View) -> bool:
    """Tell whether provision is short of being in place."""
    short = {"at_risk", "partial", "not_delivered", "withdrawn"}
    return sees(line, "status") in short or _has_ended(record, line)


def _has_ended(record: Joined, line: View) -> bool:
    return given.has_ended(sees(line, "status"), sees(line, "until"), record.setting)
