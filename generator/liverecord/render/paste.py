"""Blocks of YAML for adding the next item: ready to paste, in the records' own vocabulary.

They hold code words, ids and dates only, and a sentence in quotes where people write their own: nothing that was
typed into a record is repeated here, so a block is right whatever the record holds.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from liverecord.render.pieces import sees
from liverecord.view import View

_A_FORTNIGHT = timedelta(days=14)


def next_id(prefix: str, taken: Iterable[str]) -> str:
    """Return the first id of the form prefix + number past all that are taken."""
    numbers = [int(found.group(1)) for name in taken if (found := re.fullmatch(rf"{prefix}(\d{{1,9}})", name))]
    return f"{prefix}{max(numbers, default=0) + 1}"


def blocks(view: View) -> dict[str, list[Block]]:
    """Return for each section of a pupil's page the blocks that add to it."""
    today = view.as_of
    soon = today + _A_FORTNIGHT
    owner = _word(view.keyworker.id) if sees(view, "keyworker") is not None else "staff-id"
    made: dict[str, list[Block]] = {}
    open_concerns: list[View] = []
    if view.has("concerns"):
        open_concerns = [concern for concern in view.concerns if concern.status == "open"]
        made["concerns"] = [_update(concern, today, owner) for concern in open_concerns if concern.has("updates")]
        made["concerns"].append(_concern(view, today, soon, owner, open_concerns))
    if view.has("actions"):
        concern = f"\n    concern: {_word(open_concerns[0].id)}" if open_concerns else ""
        made["actions"] = [
            _block(
                "an action",
                f"""\
  - id: {next_id("a", _ids(view.actions))}{concern}
    kind: check_in
    what: 'What will be done, and how'
    owner: {owner}
    agreed_on: {today}
    agreed_with: [pupil, family]
    due: {soon}
    status: open""",
            )
        ]
    if view.has("contacts"):
        made["contacts"] = [
            _block(
                "a conversation",
                f"""\
  - id: {next_id("k", _ids(view.contacts))}
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
        ]
    if view.has("reviews"):
        made["reviews"] = [
            _block(
                "a review that was held",
                f"""\
  - id: {next_id("r", _ids(view.reviews))}
    kind: sen_support
    held_on: {today}
    attended: [pupil, family]
    plan_version: {view.plan.version if view.plan.has("version") else 1}
    summary: 'What was found and agreed'""",
            )
        ]
    made["plan"] = _plan(view.plan, today, soon, owner)
    if view.plan.has("circumstances"):
        made["circumstances"] = [
            _block(
                "a standing circumstance",
                f"""\
  - id: {next_id("q", _ids(view.plan.circumstances))}
    kind: referral
    service: 'Which service'
    sent_on: {today}
    status: waiting
    chase_on: {soon}
    owner: {owner}""",
            )
        ]
    if view.has("notes"):
        made["attendance"] = [
            _block(
                "a reason for absences",
                f"""\
  - id: {next_id("ab", _ids(view.notes))}
    from: {today}
    reason: unknown
    certainty: unknown
    text: 'What is known so far'""",
            )
        ]
    return made


def _update(concern: View, today: date, owner: str) -> Block:
    return _block(
        f"this week's line to {concern.id}",
        f"""\
      - id: {next_id("u", _ids(concern.updates))}
        date: {today}
        by: {owner}
        text: 'What happened; or leave this out and write no_change: true'""",
    )


def _concern(view: View, today: date, soon: date, owner: str, still_open: list[View]) -> Block:
    theme = "attendance" if all(concern.theme != "attendance" for concern in still_open) else "other"
    version = f"\n    plan_version: {view.plan.version}" if view.plan.has("version") else ""
    action = next_id("a", _ids(view.actions)) if view.has("actions") else "a1"
    return _block(
        "a concern",
        f"""\
  - id: {next_id("c", _ids(view.concerns))}
    theme: {theme}
    opened_on: {today}
    status: open
    what: 'What is seen, and when'
    context: 'What else is known of it'
    drivers:
      - id: d1
        driver: unknown
        certainty: unknown
        test: {action}  # the action that finds out more; add it under Actions{version}
    owner: {owner}
    review_on: {soon}
    updates: []""",
    )


def _plan(plan: View, today: date, soon: date, owner: str) -> list[Block]:
    made: list[Block] = []
    if plan.has("outcomes"):
        need = f"\n    need: {_word(plan.needs[0].id)}" if sees(plan, "needs") is not None else ""
        provision = [line for outcome in plan.outcomes if outcome.has("provision") for line in outcome.provision]
        made.append(
            _block(
                "an outcome with its provision",
                f"""\
  - id: {next_id("o", _ids(plan.outcomes))}{need}
    text: 'What it will look like when it is reached'
    by: {soon}
    status: open
    provision:
      - id: {next_id("pr", _ids(provision))}
        what: 'What is provided'
        who: {owner}
        frequency: 'How often'
        status: planned
        from: {today}
        review_on: {soon}""",
            )
        )
    if plan.has("views"):
        made.append(
            _block(
                "what the pupil or the family says",
                f"""\
  - id: {next_id("v", _ids(plan.views))}
    from: pupil
    date: {today}
    text: 'In their own words'""",
            )
        )
    return made


def _ids(items: Iterable[View]) -> list[str]:
    return [str(item.id) for item in items if item.has("id")]


def _word(value: str) -> str:
    """Return an id as YAML reads it: plain where that is safe, else in single quotes."""
    return value if re.fullmatch(r"[a-z][a-z0-9-]*", value) else "'" + value.replace("'", "''") + "'"
