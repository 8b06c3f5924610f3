"""What lists and the search need of a pupil, taken from a view: nothing that the audience may not see can enter here."""

from collections.abc import Iterable

from liverecord.render.changes import lately
from liverecord.render.pieces import Setting, sees
from liverecord.render.weekly import newest_marks, weekly
from liverecord.view import SearchEntry, View

_KEPT = (
    "id",
    "name",
    "as_of",
    "on_roll",
    "year_label",
    "support_label",
    "keyworker",
    "silences",
    "next_steps",
    "stood",
)


def summary(view: View, school: View | None = None) -> View:
    """Return the small view of a pupil that lists show.

    It holds `id`, `name`, `as_of`, `on_roll`, `year_label`, `support_label`, `keyworker`, `silences` and `next_steps` where the
    audience sees them; `year_group` and `form`, `needs` as codes with the primary one first; and always `duties`,
    which is empty where none may be seen. For the school's own patterns it holds `half_days`, and `reasons` as sessions
    absent and not possible by code. Where something asks for support first, `support` holds what is read before a step.
    For the week's page it holds the number of `open_concerns`, the Mondays of the `newest_marks`, and as `week` what the week
    asks of the pupil, where that is anything. With the school's view, `lately` are the revisions of the last days, told.
    """
    fields = {name: getattr(view, name) for name in _KEPT if view.has(name)}
    for name in ("year_group", "form"):
        if view.plan.has("pupil") and view.plan.pupil.has(name):
            fields[name] = getattr(view.plan.pupil, name)
    if view.plan.has("needs"):
        fields["needs"] = tuple(need.type for need in ranked(view.plan.needs))
    fields["duties"] = view.duties if view.has("duties") else ()
    if view.has("half_days") and (
        view.half_days is None or view.half_days.has("missed", "possible", "weeks", "gap_weeks")
    ):
        fields["half_days"] = view.half_days
    if view.has("reasons"):
        fields["reasons"] = _reasons(view.reasons)
    if sees(view, "support_first") is not None:
        fields["support"] = _support(view)
    if view.has("concerns"):
        fields["open_concerns"] = sum(concern.status == "open" for concern in view.concerns)
    if newest := newest_marks(view):
        fields["newest_marks"] = newest
    if (week := weekly(view)) is not None:
        fields["week"] = week
    if school is not None and view.has("revisions"):
        fields["lately"] = lately(view, school)
    return View(**fields)


_NOT_IN_PLACE = frozenset(("planned", "partial", "not_delivered", "at_risk", "withdrawn"))


def _reasons(spans: Iterable[View]) -> dict[str, tuple[int, int]]:
    """Return sessions absent, and sessions that were not possible, by reason; a reason that explains none is left out."""
    found: dict[str, tuple[int, int]] = {}
    for span in spans:
        code = sees(span, "reason")
        absent = (sees(span, "authorised") or 0) + (sees(span, "unauthorised") or 0)
        not_possible = sees(span, "not_possible") or 0
        if code and (absent or not_possible):
            before = found.get(code, (0, 0))
            found[code] = (before[0] + absent, before[1] + not_possible)
    return found


def _support(view: View) -> View:
    """Return what is looked at before any enforcement step, for a pupil of whom something asks for it."""
    plan = view.plan
    agreed = sees(plan, "attendance")
    fields = {"first": view.support_first}
    figures = sees(view, "attendance", "figures")
    if figures is not None:
        fields["figures"] = figures
    if view.has("tried"):
        kept = ("id", "source", "what", "started_on", "ended_on", "status", "result")
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
        found for found in sees(plan, "circumstances") or () if not sees(found, "ended_on")
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
    return View(**fields)


def ranked(needs: Iterable[View]) -> list[View]:
    """Return needs with the primary one first; unranked ones keep their order, last."""
    return sorted((need for need in needs if need.has("type")), key=lambda need: sees(need, "rank") or 99)


def due_state(duties: Iterable[View]) -> tuple[str, ...]:
    """Return what is due of a pupil, as the lists' filters name it."""
    found = {duty.state for duty in duties}
    states = []
    if "overdue" in found:
        states.append("Overdue")
    if found & {"due", "soon"}:
        states.append("Coming up")
    return tuple(states) or ("Nothing due",)


def entry(view: View, setting: Setting) -> SearchEntry:
    """Return what the search holds of a pupil: the words that people look for, never marks."""
    plan = view.plan
    passport = sees(plan, "passport")
    text: list[str | None] = []
    if passport is not None:
        for _, value in passport:
            text += [value] if isinstance(value, str) else list(value or ())
    needs = ranked(plan.needs) if plan.has("needs") else []
    for need in needs:
        text += [setting.label("need", need.type), sees(need, "detail")]
    for condition in sees(plan, "conditions") or ():
        text += [sees(condition, "name"), sees(condition, "detail")]
    for outcome in sees(plan, "outcomes") or ():
        text.append(sees(outcome, "text"))
        text += [sees(line, "what") for line in sees(outcome, "provision") or ()]
    text += [sees(line, "what") for line in sees(plan, "support_without_plan") or ()]
    for voice in sees(plan, "views") or ():
        text.append(sees(voice, "text"))
    for found in sees(plan, "circumstances") or ():
        text += [
            setting.label("circumstance_kind", sees(found, "kind")),
            sees(found, "service"),
            sees(found, "about"),
        ]
    for concern in sees(view, "concerns") or ():
        text += [sees(concern, "what"), sees(concern, "context")]
        text += [setting.label("driver", sees(driver, "driver")) for driver in sees(concern, "drivers") or ()]
        text += [sees(update, "text") for update in sees(concern, "updates") or ()]
    text += [sees(action, "what") for action in sees(view, "actions") or ()]
    for contact in sees(view, "contacts") or ():
        text += [sees(contact, name) for name in ("happening", "changed", "school_is_trying", "family_view")]
    text += [sees(review, "summary") for review in sees(view, "reviews") or ()]
    text += [sees(note, "text") for note in sees(view, "notes") or ()]
    duties: tuple[View, ...] = view.duties if view.has("duties") else ()
    form = sees(plan, "pupil", "form")
    said = [str(view.year_label), form, view.support_label if view.has("support_label") else None]
    filters = {
        "Year group": (str(view.year_label),),
        "Form": (form,) if form else (),
        "Support": (view.support_label,) if view.has("support_label") else (),
        "Need": tuple(dict.fromkeys(setting.label("need", need.type) for need in needs)),
        "Key worker": (view.keyworker.name,) if sees(view, "keyworker") is not None else (),
        "Owner": tuple(sorted({duty.owner.name for duty in duties if sees(duty, "owner") is not None})),
        "Due": due_state(duties),
    }
    return SearchEntry(
        title=view.name,
        text=" \n".join(part for part in text if part),
        summary=", ".join(part for part in said if part),
        filters={name: values for name, values in filters.items() if values},
        bundle=str(view.year_label),
    )
