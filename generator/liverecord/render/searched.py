"""What the search holds of a pupil: the words that people look for, never marks; and of other pages, their names."""

from collections.abc import Iterable, Mapping

from liverecord.render.kept import ranked
from liverecord.render.pieces import Setting, sees
from liverecord.view import Page, SearchEntry, View


def due_state(duties: Iterable[View]) -> tuple[str, ...]:
    """Return how a pupil's duties stand, as the lists' filters name it."""
    duty_states = {duty.state for duty in duties}
    states = []
    if "overdue" in duty_states:
        states.append("Overdue")
    if "behind" in duty_states:
        states.append("Behind")
    if duty_states & {"due", "soon"}:
        states.append("Coming up")
    return tuple(states) or ("Nothing due",)


def entry(view: View, setting: Setting, *, follows_up: bool = True) -> SearchEntry:
    """Return what the search holds of a pupil: the words that people look for, never marks.

    What is late, and in whose hands, narrows the search only of those who follow that up.
    """
    plan = view.plan
    passport = sees(plan, "passport")
    text: list[str | None] = []
    if passport is not None:
        for name, value in passport:
            # Which lines come first are no words that anybody looks for.
            text += [] if name == "first" else [value] if isinstance(value, str) else list(value or ())
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
    for circumstance in sees(plan, "circumstances") or ():
        text += [
            setting.label("circumstance_kind", sees(circumstance, "kind")),
            sees(circumstance, "service"),
            sees(circumstance, "about"),
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
    year = sees(view, "year_label")
    said = [year, form, view.support_label if view.has("support_label") else None]
    filters = {
        "Year group": (year,) if year else (),
        "Form": (form,) if form else (),
        "Support": (view.support_label,) if view.has("support_label") else (),
        "Need": tuple(dict.fromkeys(setting.label("need", need.type) for need in needs)),
        "Key worker": (view.keyworker.name,) if sees(view, "keyworker") is not None else (),
        "Owner": tuple(sorted({duty.owner.name for duty in duties if sees(duty, "owner") is not None}))
        if follows_up
        else (),
        "Due": due_state(duties) if follows_up else (),
    }
    return SearchEntry(
        title=view.name,
        text=" \n".join(part for part in text if part),
        summary=", ".join(part for part in said if part),
        filters={name: values for name, values in filters.items() if values},
        bundle=year or "",
        also=_also(view),
    )


def named(pages: Iterable[Page], kinds: Mapping[str, str]) -> dict[str, SearchEntry]:
    """Return, by address, what the search holds of pages that are no pupil's: the name and what kind of page it is.

    `kinds` are the titles of the kinds of which there are many, by the folder that they lie in ("forms/").
    """
    found = {}
    for page in pages:
        kind = kinds.get(f"{page.path.partition('/')[0]}/") if page.path.count("/") > 1 else _LIST
        if kind is not None:
            found[page.path] = SearchEntry(page.title, "", kind, {})
    return found


_LIST = "Page"


def _also(view: View) -> tuple[str, ...]:
    """Return the other names of a pupil that the audience may see, and that the page's own title lacks."""
    pupil = sees(view.plan, "pupil")
    own = view.name.casefold().split()
    others = (sees(pupil, name) for name in ("known_as", "given_name"))
    return tuple(name for name in others if name and not set(name.casefold().split()) <= set(own))
