"""Blocks of YAML for adding the next item: ready to paste, in the records' own vocabulary.

They hold code words, ids and dates only, and a sentence in quotes where people write their own: nothing that was
typed into a record is repeated here, so a block is right whatever the record holds. Ids go on from those this
audience sees; where a hidden item has the number already, `liverecord check` says so.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from liverecord.render.pieces import sees
from liverecord.view import View

_A_FORTNIGHT = timedelta(days=14)
_ID = re.compile(r"[a-z][a-z0-9-]*")


class Block(NamedTuple):
    """What a block adds, where in its file it goes, and its YAML."""

    what: str
    where: str
    yaml: str


def blocks(view: View) -> dict[str, list[Block]]:
    """Return the blocks to paste, by the section of a pupil's page that they add to."""
    keyworker = sees(view, "keyworker")
    owner = owner_word(keyworker.id if keyworker is not None else None)
    today, soon = view.as_of, view.as_of + _A_FORTNIGHT
    version = view.plan.version if view.plan.has("version") else 1
    made: dict[str, list[Block]] = {"plan": [], "concerns": []}
    concerns: Sequence[View] = view.concerns if view.has("concerns") else ()
    open_concerns = [concern for concern in concerns if concern.status == "open"]
    if view.has("concerns"):
        made["concerns"] = [
            _update(concern, today, owner) for concern in open_concerns if concern.has("updates")
        ]
        theme = "other" if any(concern.theme == "attendance" for concern in open_concerns) else "attendance"
        test = next_id("a", view.actions) if view.has("actions") else "a1"
        made["concerns"].append(_concern(concerns, today, soon, owner, theme, test, version))
    if view.has("actions"):
        made["actions"] = [_action(view.actions, today, owner, open_concerns)]
    if view.has("contacts"):
        made["contacts"] = [_contact(view.contacts, today, owner)]
    if view.has("reviews"):
        made["reviews"] = [_review(view.reviews, today, version)]
    if view.has("notes"):
        made["attendance"] = [_note(view.notes, today)]
    if view.plan.has("outcomes"):
        made["plan"].append(_outcome(view.plan, today, soon, owner))
    if view.plan.has("views"):
        made["plan"].append(_voice(view.plan.views, today))
    if view.plan.has("circumstances"):
        made["circumstances"] = [_circumstance(view.plan.circumstances, today, soon, owner)]
    return made


def next_id(prefix: str, items: Iterable[View]) -> str:
    """Return the next free id: the prefix, and one more than the highest number among these items."""
    pattern = re.compile(rf"{prefix}(\d{{1,9}})")
    numbers = [
        int(numbered[1]) for item in items if item.has("id") and (numbered := pattern.fullmatch(item.id))
    ]
    return f"{prefix}{max(numbers, default=0) + 1}"


NOTHING_CHANGED = "no_change: true"
SOMETHING_CHANGED = "text: 'What changed, and what was done'"
EITHER = "text: 'What happened; if nothing did, write no_change: true in place of this line'"
"""What a week's line to a concern may say."""


def line(concern: str, free: str, follows: bool, today: date, owner: str, said: str = EITHER) -> Block:
    """Return this week's line to a concern, saying one of the three above.

    Here and below, `free` is the new item's id, `follows` tells whether its list has items already, and `owner` is
    what `owner_word` returns.
    """
    yaml = f"""\
      - id: {free}
        date: {today}
        by: {owner}
        {said}"""
    if not follows:
        yaml = f"    updates:\n{yaml}"
    return Block(f"this week's line to {concern}", f"under updates of {concern}", yaml)


def conversation(free: str, follows: bool, today: date, owner: str) -> Block:
    """Return a conversation with the family, by the four prompts."""
    return _block(
        "a conversation",
        "contacts",
        follows,
        f"""\
  - id: {free}
    date: {today}
    by: {owner}
    with: mother
    how: phone
    reached: true
    engagement: same
    happening: 'What is happening?'
    changed: 'What has changed?'
    school_is_trying: 'What support is the school trying?'
    family_view: 'What does the family think is getting in the way?'
    agreed: []""",
    )


def step(free: str, follows: bool, concern: str | None, today: date, owner: str) -> Block:
    """Return a next step that one person holds, due in a fortnight."""
    about = f"\n    concern: {_word(concern)}" if concern is not None else ""
    return _block(
        "an action",
        "actions",
        follows,
        f"""\
  - id: {free}{about}
    kind: check_in
    what: 'What will be done, and how'
    owner: {owner}
    agreed_on: {today}
    agreed_with: [pupil, family]
    due: {today + _A_FORTNIGHT}
    status: open""",
    )


def owner_word(owner: str | None) -> str:
    """Return a member of staff's id as YAML reads it; words that ask for one where nobody is known."""
    return _word(owner) if owner else "staff-id"


def _block(what: str, key: str, items: Sequence[View] | bool, yaml: str) -> Block:
    """Name the list that an item goes into; where there is none yet, its key comes with it."""
    if items:
        return Block(what, f"as the last item under {key}", yaml)
    return Block(what, f"in place of an empty {key}, if there is one", f"{key}:\n{yaml}")


def _update(concern: View, today: date, owner: str) -> Block:
    return line(concern.id, next_id("u", concern.updates), bool(concern.updates), today, owner)


def _concern(
    concerns: Sequence[View], today: date, soon: date, owner: str, theme: str, test: str, version: int
) -> Block:
    return _block(
        "a concern",
        "concerns",
        concerns,
        f"""\
  - id: {next_id("c", concerns)}
    theme: {theme}
    opened_on: {today}
    status: open
    what: 'What is seen, and when'
    context: 'What else is known of it'
    drivers:
      - id: d1
        driver: unknown
        certainty: unknown
        test: {test}  # the action that finds out more: add it to actions.yml
    plan_version: {version}
    owner: {owner}
    review_on: {soon}""",
    )


def _action(actions: Sequence[View], today: date, owner: str, open_concerns: Sequence[View]) -> Block:
    concern = open_concerns[0].id if open_concerns else None
    return step(next_id("a", actions), bool(actions), concern, today, owner)


def _contact(contacts: Sequence[View], today: date, owner: str) -> Block:
    return conversation(next_id("k", contacts), bool(contacts), today, owner)


def _review(reviews: Sequence[View], today: date, version: int) -> Block:
    return _block(
        "a review that was held",
        "reviews",
        reviews,
        f"""\
  - id: {next_id("r", reviews)}
    kind: sen_support
    held_on: {today}
    attended: [pupil, family]
    plan_version: {version}
    summary: 'What was found and agreed'""",
    )


def _note(notes: Sequence[View], today: date) -> Block:
    return _block(
        "a reason for absences",
        "notes",
        notes,
        f"""\
  - id: {next_id("ab", notes)}
    from: {today}
    reason: unknown
    certainty: unknown
    text: 'What is known so far'""",
    )


def _outcome(plan: View, today: date, soon: date, owner: str) -> Block:
    needs = sees(plan, "needs")
    need = f"\n    need: {_word(needs[0].id)}" if needs else ""
    provision = [line for outcome in plan.outcomes for line in sees(outcome, "provision") or ()]
    return _block(
        "an outcome with its provision",
        "outcomes",
        plan.outcomes,
        f"""\
  - id: {next_id("o", plan.outcomes)}{need}
    text: 'What it will look like when it is reached'
    by: {soon}
    status: open
    provision:
      - id: {next_id("pr", provision)}
        what: 'What is provided'
        who: {owner}
        frequency: 'How often'
        status: planned
        from: {today}
        review_on: {soon}""",
    )


def _voice(views: Sequence[View], today: date) -> Block:
    return _block(
        "what the pupil or the family says",
        "views",
        views,
        f"""\
  - id: {next_id("v", views)}
    from: pupil
    date: {today}
    text: 'In their own words'""",
    )


def _circumstance(circumstances: Sequence[View], today: date, soon: date, owner: str) -> Block:
    return _block(
        "a standing circumstance",
        "circumstances",
        circumstances,
        f"""\
  - id: {next_id("q", circumstances)}
    kind: referral
    service: 'Which service'
    sent_on: {today}
    status: waiting
    chase_on: {soon}
    owner: {owner}""",
    )


def _word(value: str) -> str:
    """Return an id as YAML reads it: plain where that is safe, else in single quotes."""
    return value if _ID.fullmatch(value) else "'" + value.replace("'", "''") + "'"
