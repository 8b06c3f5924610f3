"""What the search holds of a pupil: the words that people look for, never marks; and of other pages, their names."""

from collections.abc import Iterable, Mapping

from liverecord.model.parts import FIELDS
from liverecord.render.kept import ranked
from liverecord.render.pieces import Setting, sees
from liverecord.render.words import capped
from liverecord.view import Page, SearchEntry, View


def due_state(duties: Iterable[View]) -> tuple[str, ...]:
    """Return how a pupil's duties stand, as the lists' filters name it: whatever is not late is coming up."""
    late = {"overdue": "Overdue", "behind": "Behind"}
    states = {late.get(duty.state, _COMING) for duty in duties}
    return tuple(each for each in (*late.values(), _COMING) if each in states) or ("Nothing due",)


def entry(view: View, setting: Setting, *, follows_up: bool = True) -> SearchEntry:
    """Return what the search holds of a pupil: the words that people look for, never marks.

    What is late, and in whose hands, narrows the search only of those who follow that up.
    """
    plan = view.plan
    passport = sees(plan, "passport")
    text: list[str | None] = []
    if passport is not None:
        for name, value in passport:
            # Which lines come first are no words that anybody looks for; what is done in an emergency is looked for by that.
            before = f"{capped(_PASSPORT[name].title)}: " if name in _BY_THEIR_TITLE else ""
            lines = () if name == "first" else (value,) if isinstance(value, str) else value or ()
            text += [before + line for line in lines]
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
    if sees(plan, "attendance", "part_time_timetable") is not None:
        text.append("Part-time timetable")
    for concern in sees(view, "concerns") or ():
        text += [setting.label("theme", sees(concern, "theme"))]
        text += [sees(concern, "what"), sees(concern, "context")]
        text += [setting.label("driver", sees(driver, "driver")) for driver in sees(concern, "drivers") or ()]
        text += [sees(update, "text") for update in sees(concern, "updates") or ()]
    text += [sees(action, "what") for action in sees(view, "actions") or ()]
    for contact in sees(view, "contacts") or ():
        text += [sees(contact, name) for name in ("happening", "changed", "school_is_trying", "family_view")]
    for review in sees(view, "reviews") or ():
        text += [setting.label("review_kind", sees(review, "kind")), sees(review, "summary")]
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


_PASSPORT = FIELDS["plan.passport"]
_BY_THEIR_TITLE = frozenset({"emergency", "safe_to_attend"})


def named(
    pages: Iterable[Page], kinds: Mapping[str, str], by_hand: Mapping[str, str]
) -> dict[str, SearchEntry]:
    """Return, by address, what the search holds of pages that are no pupil's: the name and what kind of page it is.

    `kinds` are the titles of the kinds of which there are many, by the folder that they lie in ("classes/"), and `by_hand` those
    of pages that hold nothing of any record, by their address. A page may say of itself what is found of it.
    """
    found = {path: SearchEntry(title, "", _LIST, {}) for path, title in by_hand.items()}
    for page in pages:
        folder = f"{page.path.partition('/')[0]}/"
        kind = kinds.get(folder, _LIST) if page.path != folder else _LIST
        found[page.path] = page.search or SearchEntry(page.title, "", kind, {})
    return found


_LIST = "Page"
_COMING = "Coming up"


def _also(view: View) -> tuple[str, ...]:
    """Return the other names of a pupil that the audience may see, and that the page's own title lacks."""
    pupil = sees(view.plan, "pupil")
    own = view.name.casefold().split()
    others = (sees(pupil, name) for name in ("known_as", "given_name"))
    return tuple(name for name in others if name and not set(name.casefold().split()) <= set(own))
