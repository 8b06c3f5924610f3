"""Monday and Tuesday of the week's page: whose attendance moved, and what each record lacks."""

from collections.abc import Sequence
from datetime import date

from markupsafe import escape

from liverecord.render import second_look, weekly, words
from liverecord.render.pages.week.items import Group, Item, edit, item, small, with_week
from liverecord.render.pieces import Setting, sees, tag
from liverecord.view import View

_ASKS = {"old_plan": "plan", "no_step": "step", "no_contact": "contact", "no_review": "review"}
"""The line of the checklist that each kind of lack belongs to."""


# ── Monday ──────────────────────────────────────────────────────────────────────────────────────────────


def moved(summaries: Sequence[View], setting: Setting) -> list[Group]:
    """Return whose attendance moved in the newest weeks, by direction and size; then repeats without a concern."""
    since = newest_week(summaries, setting.as_of)
    movers = [(summary, week) for summary, week in with_week(summaries) if is_new(week, since)]
    movers.sort(key=lambda pair: (-pair[1].size, pair[0].name.casefold(), pair[0].id))
    still = [(summary, week) for summary, week in with_week(summaries) if not sees(week, "moved")]
    repeating = [(summary, week) for summary, week in still if sees(week, "patterns")]
    repeating.sort(key=lambda pair: (pair[0].name.casefold(), pair[0].id))
    groups = [
        Group(heading, hint, [_mover(*pair, setting) for pair in movers if pair[1].moved == change])
        for change, heading, hint in (
            (
                weekly.MORE,
                "Missed more than before",
                "Ask what has changed, what stands in the way, and what would help.",
            ),
            (
                weekly.FEWER,
                "Missed fewer than before",
                "Ask what helped, keep it, and say so to the pupil and the family.",
            ),
        )
    ]
    groups.append(
        Group(
            "Repeats, and no concern is open",
            "Nothing moved here, but absence comes back at the same point. Does somebody know why?",
            [_mover(*pair, setting) for pair in repeating],
            folded=True,
        )
    )
    return [group for group in groups if group.items]


def is_new(week: View, since: date | None) -> bool:
    """Tell whether a pupil's attendance moved, and in the newest weeks."""
    return since is not None and bool(sees(week, "moved")) and week.newest >= since


def newest_week(summaries: Sequence[View], today: date) -> date | None:
    """Return the Monday from which on marks are new; None where there are no marks.

    It is that of the newest week for which anybody has marks or, while that week runs, of the school week before it.
    """
    newest: list[date] = sorted({day for summary in summaries for day in sees(summary, "newest_marks") or ()})
    if not newest:
        return None
    this_week = date.fromordinal(today.toordinal() - today.weekday())
    return newest[-2:][0] if newest[-1] == this_week else newest[-1]


def _mover(summary: View, week: View, setting: Setting) -> Item:
    moves = "".join(
        f"<p><b>{escape(now)}</b></p>{small(words.capped(f'{before}.') if before else '')}"
        for now, before in sees(week, "moves") or ()
    )
    moves += small(sees(week, "gaps") or "")
    patterns = sees(week, "patterns") or ()
    repeats = "".join(f"<p>{escape(line)}</p>" for line in patterns)
    if moves and not repeats:
        repeats = '<p class="none">No pattern stands out.</p>'
    full = f"{setting.root}attendance/{escape(summary.id)}/"
    more = (
        f'<p class="small tools"><a href="{full}">Register{second_look.unseen(f" of {summary.name}")}</a></p>'
    )
    return item(summary, setting, moves + repeats, _access(week, setting) + more)


def _access(week: View, setting: Setting) -> str:
    """Return the line on access that stands beside every count, as far as the audience may see it."""
    if not week.has("access"):
        return '<p class="small">Attendance is not access.</p>'
    entry = week.access
    if entry is None:
        return '<p class="small">Access not recorded</p>'
    why = f": {entry.why}" if sees(entry, "why") else ""
    said = f"Access {setting.word('access_level', entry.level)} since {setting.day(entry.since)}{why}"
    return f'<p class="small">{escape(said)}</p>'


# ── Tuesday ─────────────────────────────────────────────────────────────────────────────────────────────


def checked(summaries: Sequence[View], setting: Setting) -> list[Item]:
    """Return the pupils whose record lacks something, by name, each with the checklist and the file to edit."""
    return [
        _checklist(summary, week, setting) for summary, week in with_week(summaries) if sees(week, "lacks")
    ]


_CHECKLIST = (
    ("plan", "Plan", "concerns"),
    ("step", "Next step", "actions"),
    ("contact", "Family", "contacts"),
    ("review", "Review", "reviews"),
)


def _checklist(summary: View, week: View, setting: Setting) -> Item:
    lacking: dict[str, list[View]] = {}
    for lack in week.lacks:
        lacking.setdefault(_ASKS.get(lack.kind, lack.kind), []).append(lack)
    known = {concern.id: concern for concern in sees(week, "concerns") or ()}
    rows = []
    for name, heading, section in _CHECKLIST:
        lacks = lacking.get(name, [])
        if not lacks:
            rows.append(f'<li class="have"><b>{heading}</b> {_there(name, week.checked, setting)}</li>')
            continue
        told = words.joined(_lacked(lack, known, week.checked, setting) for lack in lacks)
        concern = any(sees(lack, "concern") for lack in lacks)
        link = edit(week, "concerns" if name == "review" and concern else section, summary, _form(lacks))
        rows.append(f'<li class="lacks"><b>{heading}</b> {escape(told)} {link}</li>')
    return item(summary, setting, f'<ul class="checklist">{"".join(rows)}</ul>')


def _form(lacks: Sequence[View]) -> tuple[str, ...]:
    """Return the form that mends what is missing; where that is of several concerns, () for the whole section's."""
    kind, concerns = lacks[0].kind, {sees(lack, "concern") for lack in lacks}
    if kind in _FORMS and (kind != "no_review" or concerns == {None}):
        return _FORMS[kind]
    return ("concern", *concerns) if len(concerns) == 1 and None not in concerns else ()


_FORMS = {"no_step": ("action",), "no_contact": ("conversation",), "no_review": ("review",)}
"""The form that mends a lack of each kind, where no concern is named."""


def _there(name: str, known: View, setting: Setting) -> str:
    """Return what the record has as HTML, with its day where one is known: "to 27 November"."""
    if name == "plan":
        return (
            f"version {known.version}" if sees(known, "version") else "no concern stands under an older one"
        )
    day = sees(known, name)
    if day is None:
        return "none is due now"
    said = {"step": "due ", "contact": "last spoken to ", "review": ""}[name] + setting.day(day)
    return f"{said} {tag('late', 'late')}" if name == "review" and day < setting.as_of else said


def _lacked(lack: View, known: dict[str, View], checked_days: View, setting: Setting) -> str:
    """Return what is missing, and of which concern, where several are open."""
    concern = known.get(sees(lack, "concern") or "")
    said = setting.label("lack", lack.kind)
    since = sees(lack, "since")
    if lack.kind == "old_plan" and concern is not None and sees(concern, "plan_version"):
        now = f", and the plan is at version {checked_days.version}" if sees(checked_days, "version") else ""
        said = f"a concern stands under version {concern.plan_version}{now}"
    elif lack.kind == "no_contact":
        said = f"no conversation since {setting.day(since)}" if since else "no conversation is recorded"
    elif lack.kind == "no_step":
        said = f"no step since {setting.day(since)}" if since else "no step is to come"
    of = f" (“{concern.what}”)" if concern is not None and len(known) > 1 else ""
    return f"{said}{of}"
