"""Blocks of YAML for adding the next item: ready to paste, in the records' own vocabulary.

They hold ids, days by which to look again, and questions: what must be answered stands open (model/asked.py), and
`liverecord check` refuses a block with a question left in it. No fact is made up, and nothing that was typed into a record is
repeated here. Ids go on from those this audience sees; where a hidden item has the number already, the check says so.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from liverecord.model.asked import ASKED
from liverecord.model.ids import next_id as free
from liverecord.model.parts import LISTS
from liverecord.render import ways
from liverecord.render.pieces import sees
from liverecord.view import View

_FILES = {"notes": "absences"}
"""The file of each list that stands neither in one of its own nor in the plan."""
_A_FORTNIGHT = timedelta(days=14)
_ID = re.compile(r"[a-z][a-z0-9-]*")


class Block(NamedTuple):
    """What a block adds, where in its file it goes, its YAML, and the form that asks for the same (render/ways.py).

    `chosen` is the answer that is given there already, `about` the words of the thing that it is added to.
    """

    what: str
    where: str
    yaml: str
    form: tuple[str, ...] = ()
    chosen: str = ""
    about: str = ""


def blocks(view: View) -> dict[str, list[Block]]:
    """Return the blocks to paste, by the section of a pupil's page that they add to."""
    keyworker = sees(view, "keyworker")
    owner = keyworker.id if keyworker is not None else None
    today, soon = view.as_of, view.as_of + _A_FORTNIGHT
    version = view.plan.version if view.plan.has("version") else 1
    made: dict[str, list[Block]] = {"plan": [], "concerns": []}
    concerns: Sequence[View] = view.concerns if view.has("concerns") else ()
    open_concerns = [concern for concern in concerns if concern.status == "open"]
    if view.has("concerns"):
        made["concerns"] = [_update(concern) for concern in open_concerns if concern.has("updates")]
        made["concerns"].append(_concern(concerns, soon, owner, version))
    if view.has("actions"):
        made["actions"] = [_action(view.actions, today, owner, open_concerns)]
    if view.has("contacts"):
        made["contacts"] = [_contact(view.contacts)]
    if view.has("reviews"):
        made["reviews"] = [_review(view.reviews, version)]
    if view.has("notes"):
        made["attendance"] = [_note(view.notes)]
    if view.plan.has("outcomes"):
        made["plan"].append(_outcome(view.plan, soon, owner))
    if view.plan.has("views"):
        made["plan"].append(_voice(view.plan.views))
    if view.plan.has("circumstances"):
        made["circumstances"] = [_circumstance(view.plan.circumstances, soon, owner)]
    return made


def next_id(prefix: str, items: Iterable[View]) -> str:
    """Return the next free id: the prefix, and one more than the highest number among these items."""
    return free(prefix, (item.id for item in items if item.has("id")))


def asked(field: str) -> str:
    """Return the question of a field, in quotes, as it stands in a block."""
    return f"'{ASKED[field]}'"


NOTHING_CHANGED = "no_change: true"
SOMETHING_CHANGED = f"text: {asked('concerns.updates.text')}"
CHOSEN = {NOTHING_CHANGED: "changed=nothing", SOMETHING_CHANGED: "changed=something"}
"""The answer of the form for a week's line that says the same."""
EITHER = f"{SOMETHING_CHANGED}  # if nothing did, write no_change: true in place of this line"
"""What a week's line to a concern may say."""


def line(concern: str, free: str, follows: bool, said: str = EITHER) -> Block:
    """Return this week's line to a concern, saying one of the three above.

    Here and below, `free` is the new item's id, and `follows` tells whether its list has items already.
    """
    yaml = f"""\
      - id: {free}
        date: {asked("concerns.updates.date")}
        by: {asked("concerns.updates.by")}
        {said}"""
    if not follows:
        yaml = f"    updates:\n{yaml}"
    return Block(
        f"this week's line to {concern}",
        f"under updates of {concern}",
        yaml,
        ("update", concern),
        CHOSEN.get(said, ""),
    )


def conversation(free: str, follows: bool) -> Block:
    """Return a conversation with the family, by the four prompts."""
    return _block(
        "a conversation",
        "contacts",
        follows,
        f"""\
  - id: {free}
    date: {asked("contacts.date")}
    by: {asked("contacts.by")}
    with: {asked("contacts.with")}
    how: {asked("contacts.how")}
    reached: {asked("contacts.reached")}
    engagement: {asked("contacts.engagement")}
    happening: {asked("contacts.happening")}
    changed: {asked("contacts.changed")}
    school_is_trying: {asked("contacts.school_is_trying")}
    family_view: {asked("contacts.family_view")}
    agreed: [{asked("contacts.agreed")}]""",
    )


def step(free: str, follows: bool, concern: str | None, today: date, owner: str | None) -> Block:
    """Return a next step that one person holds, due in a fortnight."""
    about = f"\n    concern: {_word(concern)}" if concern is not None else ""
    return _block(
        "an action",
        "actions",
        follows,
        f"""\
  - id: {free}{about}
    kind: {asked("actions.kind")}
    what: {asked("actions.what")}
    owner: {_holder(owner, "actions.owner")}
    agreed_on: {asked("actions.agreed_on")}
    agreed_with: [{asked("actions.agreed_with")}]
    due: {today + _A_FORTNIGHT}
    status: open""",
    )


def _holder(owner: str | None, field: str) -> str:
    """Return the id of whom a page proposes, as YAML reads it; the field's question where nobody is known."""
    return _word(owner) if owner else asked(field)


def _block(what: str, key: str, items: Sequence[View] | bool, yaml: str) -> Block:
    """Name the list that an item goes into; where there is none yet, its key comes with it."""
    form = ways.to_add(key if key in LISTS else _FILES.get(key, "plan"), key)
    if items:
        return Block(what, f"as the last item under {key}", yaml, form)
    file = f"; where there is no {key}.yml, make it in the pupil's folder, with these lines alone"
    new = file if key in LISTS else ", if there is one"
    return Block(what, f"in place of an empty {key}{new}", f"{key}:\n{yaml}", form)


def _update(concern: View) -> Block:
    block = line(concern.id, next_id("u", concern.updates), bool(concern.updates))
    about = sees(concern, "what")
    return block._replace(what="this week's line", about=about) if about else block


def _concern(concerns: Sequence[View], soon: date, owner: str | None, version: int) -> Block:
    return _block(
        "a concern",
        "concerns",
        concerns,
        f"""\
  - id: {next_id("c", concerns)}
    theme: {asked("concerns.theme")}
    opened_on: {asked("concerns.opened_on")}
    status: open
    what: {asked("concerns.what")}
    context: {asked("concerns.context")}
    drivers:
      - id: d1
        driver: unknown
        certainty: unknown
        test: {asked("concerns.drivers.test")}  # its id in actions.yml
    plan_version: {version}
    owner: {_holder(owner, "concerns.owner")}
    review_on: {soon}""",
    )


def _action(actions: Sequence[View], today: date, owner: str | None, open_concerns: Sequence[View]) -> Block:
    concern = open_concerns[0].id if open_concerns else None
    return step(next_id("a", actions), bool(actions), concern, today, owner)


def _contact(contacts: Sequence[View]) -> Block:
    return conversation(next_id("k", contacts), bool(contacts))


def _review(reviews: Sequence[View], version: int) -> Block:
    return _block(
        "a review that was held",
        "reviews",
        reviews,
        f"""\
  - id: {next_id("r", reviews)}
    kind: {asked("reviews.kind")}
    held_on: {asked("reviews.held_on")}
    attended: [{asked("reviews.attended")}]
    plan_version: {version}
    summary: {asked("reviews.summary")}""",
    )


def _note(notes: Sequence[View]) -> Block:
    return _block(
        "a reason for absences",
        "notes",
        notes,
        f"""\
  - id: {next_id("ab", notes)}
    from: {asked("notes.from")}
    reason: unknown
    certainty: unknown
    text: {asked("notes.text")}""",
    )


def _outcome(plan: View, soon: date, owner: str | None) -> Block:
    need = f"\n    need: {asked('plan.outcomes.need')}" if sees(plan, "needs") else ""
    provision = [line for outcome in plan.outcomes for line in sees(outcome, "provision") or ()]
    return _block(
        "an outcome with its provision",
        "outcomes",
        plan.outcomes,
        f"""\
  - id: {next_id("o", plan.outcomes)}{need}
    text: {asked("plan.outcomes.text")}
    by: {soon}
    status: open
    provision:
      - id: {next_id("pr", provision)}
        what: {asked("plan.outcomes.provision.what")}
        who: {_holder(owner, "plan.outcomes.provision.who")}
        frequency: {asked("plan.outcomes.provision.frequency")}
        status: planned
        from: {asked("plan.outcomes.provision.from")}
        review_on: {soon}""",
    )


def _voice(views: Sequence[View]) -> Block:
    return _block(
        "what the pupil or the family says",
        "views",
        views,
        f"""\
  - id: {next_id("v", views)}
    from: {asked("plan.views.from")}
    date: {asked("plan.views.date")}
    text: {asked("plan.views.text")}""",
    )


def _circumstance(circumstances: Sequence[View], soon: date, owner: str | None) -> Block:
    return _block(
        "something to know first",
        "circumstances",
        circumstances,
        f"""\
  - id: {next_id("q", circumstances)}
    kind: {asked("plan.circumstances.kind")}
    service: {asked("plan.circumstances.service")}
    sent_on: {asked("plan.circumstances.sent_on")}
    status: waiting
    chase_on: {soon}
    owner: {_holder(owner, "plan.circumstances.owner")}""",
    )


def _word(value: str) -> str:
    """Return an id as YAML reads it: plain where that is safe, else in single quotes."""
    return value if _ID.fullmatch(value) else "'" + value.replace("'", "''") + "'"
