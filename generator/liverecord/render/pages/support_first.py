"""Support first: what stands before any enforcement step, pupil by pupil. Questions and counts, never a verdict.

Pupils stand by name, never by count. Nothing here drafts a letter or names a sum: a count that was reached asks what
was offered, what stands in the way, what has not been tried, and who decides.
"""

from collections.abc import Callable
from typing import NamedTuple

from markupsafe import Markup, escape

from liverecord.render import ends, kept, offered, words
from liverecord.render.environment import filled
from liverecord.render.headings import contents
from liverecord.render.overview import Overview
from liverecord.render.pages.kind import PageKind
from liverecord.render.pieces import Setting, at_school, safe, sees, year_and_form
from liverecord.render.rows import pupil_link
from liverecord.view import Page, View

ADDRESS = "attendance/support-first/"
TITLE = "Support first"


class Kind(NamedTuple):
    """One thing that asks for support first: its anchor, its heading, and why it is looked at.

    `short` returns what it says in a few words, and `says` returns the whole.
    """

    anchor: str
    heading: str
    why: str
    short: Callable[[View], str]
    says: Callable[[View, Setting], str]


class Group(NamedTuple):
    """The pupils of one kind, as HTML, folded where there may be many."""

    kind: Kind
    number: int
    body: Markup
    folded: bool


def support_first(overview: Overview) -> Page:
    """Return the page of the pupils for whom support is looked at first."""
    school, summaries = overview.school, overview.summaries
    setting = Setting(school, "../../")
    asked = sorted(filter(is_asked, summaries), key=lambda summary: (summary.name.casefold(), summary.id))
    told: dict[str, str] = {}
    groups = []
    for kind in KINDS:
        members = [summary for summary in asked if kind.anchor in reasons_of(summary)]
        parts = [_pupil(summary, kind, told, setting) for summary in members]
        groups.append(Group(kind, len(members), safe(parts), kind.anchor == PERSISTENT))
    live = [summary for summary in summaries if not summary.has("on_roll") or summary.on_roll]
    html = filled(
        "pages/support_first.html.j2",
        groups=groups,
        index=safe(_row(summary, told, setting) for summary in asked if needs_a_look(summary)),
        number=sum(map(needs_a_look, asked)),
        unmarked=sum(sees(summary, "half_days") is None for summary in live),
        live=len(live),
        as_of=words.day(school.as_of),
        old=ends.of_school(summaries),
    )
    return Page(
        path=ADDRESS,
        title=TITLE,
        content=html,
        description=f"Support before any enforcement step{at_school(school)}",
        contents=contents(html),
    )


def is_asked(summary: View) -> bool:
    """Tell whether anything asks for support first."""
    return sees(summary, "support") is not None


def needs_a_look(summary: View) -> bool:
    """Tell whether something beside persistent absence asks for support first: what Today counts."""
    return bool(reasons_of(summary) - {PERSISTENT})


def reasons_of(summary: View) -> set[str]:
    """Return the anchors of the kinds that a pupil stands under."""
    support = sees(summary, "support")
    if support is None:
        return set()
    first = support.first
    asked = {kind.anchor for kind in KINDS if kind.anchor in _FIELDS and sees(first, _FIELDS[kind.anchor])}
    return asked | ({PERSISTENT} if sees(first, "persistent") or sees(first, "severe") else set())


def _pupil(summary: View, kind: Kind, told: dict[str, str], setting: Setting) -> str:
    """Return a pupil's part; what was offered stands once, and further down a link leads back to it."""
    anchor = f"{kind.anchor}-{summary.id}"
    head = (
        f'<h3 id="{anchor}">{pupil_link(summary, setting)}</h3><p>{escape(kind.says(summary, setting))}</p>'
    )
    if summary.id in told:
        return f'{head}<p class="small"><a href="#{told[summary.id]}">What was offered to {escape(summary.name)}</a> stands above.</p>'
    told[summary.id] = anchor
    return f"{head}{offered.panel(summary, setting)}"  # adding text to Markup would escape it


def _row(summary: View, told: dict[str, str], setting: Setting) -> str:
    asked = reasons_of(summary)
    first = summary.support.first
    short = words.beside(kind.short(first) for kind in KINDS if kind.anchor in asked)
    decides = sees(first, "decides")
    year = year_and_form(summary)
    return (
        f'<tr><th scope="row"><a href="#{told[summary.id]}">{escape(summary.name)}</a><br><span class="small">{escape(year)}</span></th>'
        f'<td data-h="Asked because of">{escape(words.capped(short))}</td>'
        f'<td data-h="Who decides">{offered.decider(decides, setting)}</td></tr>\n'
    )


# ── What each count says ────────────────────────────────────────────────────────────────────────────────


def _threshold(summary: View, setting: Setting) -> str:
    """Return unauthorised sessions beside the national number, by mark, what is provisional, and the gaps."""
    nearness = summary.support.first.nearness
    marks = [
        f"{number} {mark} ({setting.word('mark', mark)})"
        for mark, number in sorted(nearness.by_mark.items())
        if number
    ]
    provisional = (
        f" {words.count(nearness.provisional, 'session')} of them may still change: the reason is not yet established."
        if nearness.provisional
        else ""
    )
    stands = "Consider: support first." if nearness.reached else "Near it: support first."
    return (
        f"{words.capped(_least(nearness))}{words.count(nearness.sessions, 'unauthorised session')} in the "
        f"{words.count(nearness.weeks, 'school week')} with marks since {setting.day(nearness.first)}"
        f"{_until(summary, setting)}"
        f"{': ' + words.joined(marks) if marks else ''}.{provisional} At {nearness.limit} in "
        f"{words.count(nearness.window_weeks, 'school week')} national rules ask the school to consider the case. "
        f"{stands}{_gaps(nearness, summary, setting)}"
    )


def _sickness(summary: View, setting: Setting) -> str:
    """Return sessions of illness beside the return's number; what comes next is a person's judgement."""
    sickness = summary.support.first.sickness
    until = _until(summary, setting)
    counted = (
        f"{words.capped(_least(sickness))}{words.count(sickness.sessions, 'session')} of illness "
        f"{f'in the school year{until}' if until else 'this school year'}."
    )
    days = f"at {sickness.limit_sessions} ({sickness.limit_sessions // 2} days)"
    if sees(sickness, "sent_on"):
        stands = f"The return to the authority was sent on {setting.day(sickness.sent_on)}."
    elif sickness.state == "due":
        stands = f"The return to the authority is due {days}. It asks for education while the pupil is away."
    else:
        stands = (
            f"The return to the authority falls due {days}, or earlier where somebody has reason to expect them: "
            "that is a person's judgement."
        )
    return f"{counted} {stands}{_gaps(sickness, summary, setting)}"


def _away(summary: View, setting: Setting) -> str:
    """Return the run of unauthorised absence that the attendance return asks about."""
    run = summary.support.first.away_in_a_row
    least = "at least " if run.at_least else ""
    until = (
        f"and still away at the newest mark{_newest(summary, setting)}"
        if run.ongoing
        else f"until {setting.day(run.last)}"
    )
    return (
        f"{words.capped(least)}{words.count(run.sessions, 'session')} away in a row since {setting.day(run.first)}, {until}. "
        "The attendance return to the authority names the pupil; ask first what stands in the way."
    )


def _persistent(summary: View, setting: Setting) -> str:
    """Return the official figure, its sessions and what national figures call it, beside the agreed timetable's."""
    support = summary.support
    figures = sees(support, "figures")
    called = "severe" if sees(support.first, "severe") else "persistent"
    said = []
    if figures is not None and figures.percent is not None:
        said.append(
            f"{'Attended at least' if sees(figures, 'unmarked') else 'Attended'} {figures.attended} of {figures.possible} "
            f"possible sessions{_until(summary, setting)}, {figures.percent} %. "
            f"Missed {figures.authorised} authorised and {figures.unauthorised} unauthorised."
        )
        if figures.agreed_possible != figures.possible and figures.agreed_percent is not None:
            said.append(
                f"Of the sessions that the agreed timetable expects: {figures.attended} of {figures.agreed_possible}, "
                f"{figures.agreed_percent} %."
            )
    said.append(f"National figures call this {called} absence, whatever the reason. What is in the way?")
    return " ".join(said) + (_gaps(figures, summary, setting) if figures is not None else "")


def _until(summary: View, setting: Setting) -> str:
    return ends.after(sees(summary.support, "ends"), setting.as_of)


def _newest(summary: View, setting: Setting) -> str:
    last = sees(summary.support, "ends")
    return f", {setting.day(last.on)}" if last is not None and not last.this_week else ""


def _least(counts: View) -> str:
    return "at least " if sees(counts, "at_least") else ""


def _gaps(counts: View, summary: View, setting: Setting) -> str:
    gaps = ends.within(sees(counts, "gaps") or (), sees(summary.support, "ends"))
    if not gaps:
        return ""
    return f" Marks are missing in {words.weeks_of(gaps, setting.as_of)}: not counted, neither as present nor as absent."


PERSISTENT = "persistent"

_FIELDS = {"threshold": "nearness", "sickness": "sickness", "away": "away_in_a_row"}

KINDS = (
    Kind(
        "threshold",
        "At or near the national threshold",
        "Unauthorised sessions in rolling school weeks, across terms. To reach the number opens a question; it decides nothing.",
        lambda first: f"{'at' if first.nearness.reached else 'near'} the national threshold",
        _threshold,
    ),
    Kind(
        "sickness",
        "Away ill: the sickness return",
        "The authority is told so that it can arrange education. Illness is authorised and never leads to enforcement.",
        lambda first: f"sickness return {first.sickness.state}",
        _sickness,
    ),
    Kind(
        "away",
        "Away in a row: the attendance return",
        "School days missed one after another without leave or a known reason.",
        lambda _: "away in a row",
        _away,
    ),
    Kind(
        PERSISTENT,
        "Persistent and severe absence",
        "What national figures call it, agreed and medical absence included. It says nothing of the reason.",
        lambda first: f"{'severe' if sees(first, 'severe') else 'persistent'} absence",
        _persistent,
    ),
)


# ── What is kept of a pupil ─────────────────────────────────────────────────────────────────────────────

_NOT_IN_PLACE = frozenset(("planned", "partial", "not_delivered", "at_risk", "withdrawn"))


def keep(view: View, _school: View | None) -> dict[str, View]:
    """Return what is looked at before any enforcement step, where something asks for it; else nothing."""
    if sees(view, "support_first") is None:
        return {}
    plan = view.plan
    agreed = sees(plan, "attendance")
    fields = {"first": view.support_first}
    for name in ("figures", "ends"):
        part = sees(view, "attendance", name)
        if part is not None:
            fields[name] = part
    if view.has("tried"):
        kept = (
            *("id", "source", "what", "started_on", "ended_on", "status"),
            *("result", "result_note", "result_said_by"),
        )
        fields["tried"] = tuple(
            View(**{name: getattr(line, name) for name in kept if line.has(name)}) for line in view.tried
        )
    if view.has("actions"):
        fields["kinds"] = tuple(sorted({action.kind for action in view.actions if action.has("kind")}))
    given = [line for outcome in sees(plan, "outcomes") or () for line in sees(outcome, "provision") or ()]
    fields["not_in_place"] = tuple(
        line
        for line in (*given, *(sees(plan, "support_without_plan") or ()))
        if sees(line, "status") in _NOT_IN_PLACE
    )
    fields["circumstances"] = tuple(
        circumstance
        for circumstance in sees(plan, "circumstances") or ()
        if not sees(circumstance, "ended_on")
    )
    fields["waits"] = sees(view, "waits") or ()
    fields["mentors"] = sees(plan, "mentors") or ()
    fields["safe_to_attend"] = sees(plan, "passport", "safe_to_attend")
    if agreed is not None:
        fields["access"] = max(
            (entry for entry in sees(agreed, "access") or () if entry.since <= view.as_of),
            key=lambda entry: entry.since,
            default=None,
        )
        fields["part_time_timetable"] = sees(agreed, "part_time_timetable")
        if agreed.has("enforcement"):
            fields["enforcement"] = agreed.enforcement
    return {"support": View(**fields)}


PAGE = PageKind(
    ADDRESS,
    TITLE,
    tab="attendance/",
    needs=("support_first.nearness",),
    keeps=(kept.line, kept.duties, kept.next_steps, kept.half_days, kept.reasons, kept.marks_end, keep),
    of_school=lambda overview: [support_first(overview)],
)
