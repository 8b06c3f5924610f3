"""What a record holds before any enforcement step.

That is the support offered, what stands in the way, what nobody has tried, and who decides.
"""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from liverecord.render import given, results, sentences, words
from liverecord.render.environment import spoken
from liverecord.render.pieces import Setting, safe, sees
from liverecord.view import View

NOTHING = '<span class="none">Nothing is recorded.</span>'


def panel(summary: View, setting: Setting) -> Markup:
    """Return the list that stands below a pupil's count."""
    support = summary.support
    parts = [
        ("Standing", _standing(support, setting)),
        ("Support offered", _support(support, setting)),
        ("Agreed, not in place", _not_in_place(support, setting)),
        ("Next", _next(summary, setting)),
        ("Reasons noted", _reasons(summary, setting)),
        ("No action recorded of", _untried(support, setting)),
        ("Who decides", [decider(sees(support.first, "decides"), setting)]),
    ]
    if support.has("enforcement"):
        parts.append(
            ("Considered so far", [_considered(each, support, setting) for each in support.enforcement])
        )
    # An empty part is left out, unless a reader must not miss that it is empty.
    shown = [(title, lines) for title, lines in parts if lines or title in _ALWAYS]
    return safe(
        (
            '<dl class="pairs">',
            *(f"<dt>{title}</dt><dd>{'<br>'.join(lines) or NOTHING}</dd>" for title, lines in shown),
            "</dl>",
        )
    )


def decider(holder: View | None, setting: Setting) -> str:
    """Return who decides, through which role, and who covers."""
    if holder is None:
        return '<span class="none">Nobody holds the role that decides.</span>'
    role = f", {setting.word('role', holder.by_role)}" if sees(holder, "by_role") else ""
    absence = setting.absence(holder)
    return f"{setting.holder(holder)}{escape(role)}{_small([absence] if absence else [])}"


_ALWAYS = frozenset(("Support offered", "Standing", "Next", "Considered so far"))


def _standing(support: View, setting: Setting) -> list[str]:
    """Return what has been accepted or is waited for, so that nobody has to explain it again."""
    said: list[str] = []
    if sees(support, "safe_to_attend"):
        said.append(f"Safe to attend when: {escape(support.safe_to_attend)}")
    if sees(support, "access"):
        said.append(str(escape(f"{sentences.access(support.access, setting)}.")))
    timetable = sees(support, "part_time_timetable")
    if timetable is not None:
        when = sentences.span(sees(timetable, "from_"), sees(timetable, "until"), setting)
        said.append(str(escape(f"Part-time timetable {when}: what it leaves free is agreed absence.")))
    waits = {wait.circumstance: wait for wait in sees(support, "waits") or ()}
    for circumstance in sees(support, "circumstances") or ():
        named = [setting.label("circumstance_kind", circumstance.kind)]
        if sees(circumstance, "service"):
            named.append(circumstance.service)
        small = (
            [spoken(setting.word("circumstance_stage", circumstance.stage))]
            if sees(circumstance, "stage")
            else []
        )
        if sees(circumstance, "status") and circumstance.status != sees(circumstance, "stage"):
            small.append(spoken(setting.word("circumstance_status", circumstance.status)))
        wait = waits.get(circumstance.id) if circumstance.has("id") else None
        if wait is not None:
            small.append(f"waited for {words.count(wait.weeks, 'week')}")
        if sees(circumstance, "hearing_on"):
            small.append(f"hearing {setting.day(circumstance.hearing_on)}")
        if sees(circumstance, "accepted_on"):
            small.append(f"accepted by the school on {setting.day(circumstance.accepted_on)}")
        said.append(f"{escape(': '.join(named))}{_small(small)}")
    return said


def _support(support: View, setting: Setting) -> list[str]:
    said = []
    for line in sees(support, "tried") or ():
        days = sees(line, "started_on"), sees(line, "ended_on")
        if line.source != "action" and sees(line, "status"):
            when = given.span(line.status, *days, setting)
            stands = given.state(line.status, days[1], setting)
        else:
            when = sentences.span(*days, setting)
            stands = setting.word("action_status", sees(line, "status"))
        result = (setting.word("result", sees(line, "result")), results.said(line, setting))
        said_of_it = ": ".join(part for part in result if part) or results.BLANK
        small = [part for part in (when or "start not recorded", stands, said_of_it) if part]
        said.append(f"{escape(line.what)}{_small(small)}")
    for mentor in sees(support, "mentors") or ():
        when = sentences.span(sees(mentor, "from_"), sees(mentor, "until"), setting)
        said.append(f"Mentor: {setting.person(sees(mentor, 'who'))}{_small([when] if when else [])}")
    return said


def _not_in_place(support: View, setting: Setting) -> list[str]:
    said = []
    for line in sees(support, "not_in_place") or ():
        small = [setting.word("provision_status", line.status)]
        if sees(line, "attendance_depends_on"):
            small.append("attendance depends on it")
        said.append(f"{escape(line.what)}{_small(small)}")
    return said


def _next(summary: View, setting: Setting) -> list[str]:
    said = []
    for step in sees(summary, "next_steps") or ():
        due = [f"by {setting.day(step.due)}"] if sees(step, "due") else ["no day set"]
        said.append(f"{setting.holder(sees(step, 'owner'))}: {escape(step.what)}{_small(due)}")
    return said


def _reasons(summary: View, setting: Setting) -> list[str]:
    sessions = sees(summary, "reasons") or {}
    counted = [
        f"{setting.word('reason', code)} ({words.count(sum(sessions[code]), 'session')})"
        for code in (*setting.labels("reason"), *sorted(sessions.keys() - setting.labels("reason").keys()))
        if code in sessions
    ]
    return [str(escape(words.capped(words.joined(counted))))] if counted else []


def _untried(support: View, setting: Setting) -> list[str]:
    """Return the kinds of action that no action seen here is of: a place to look, not a list to work off."""
    if not support.has("kinds"):
        return []
    kinds = [code for code in setting.labels("action_kind") if code not in support.kinds and code != "other"]
    return (
        [str(escape(words.capped(words.joined((setting.word("action_kind", code) for code in kinds), "or"))))]
        if kinds
        else []
    )


def _considered(consideration: View, support: View, setting: Setting) -> str:
    """Return one time that enforcement was considered: the day, who, what was decided, on what support, and why."""
    by = sees(consideration, "decided_by")
    day = escape(setting.day(consideration.considered_on))
    decision = escape(setting.word("enforcement_decision", consideration.decision))
    parts = [f"{day}: {decision}"]
    parts.append(f", decided by {setting.person(by)}" if by else ", who decided is not recorded")
    named = _named(sees(consideration, "support") or (), support)
    small = [f"support then: {words.joined(named)}"] if named else ["no support is named"]
    if sees(consideration, "rationale"):
        small.append(consideration.rationale)
    return "".join(parts) + _small(small)


def _named(ids: Sequence[str], support: View) -> list[str]:
    known = {line.id: line.what for name in ("tried", "not_in_place") for line in sees(support, name) or ()}
    return [str(known.get(each, each)) for each in ids]


def _small(parts: Iterable[str]) -> str:
    said = words.beside(parts)
    return f'<br><span class="small">{escape(said)}</span>' if said else ""
