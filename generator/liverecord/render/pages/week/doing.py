"""Wednesday to Friday of the week's page: who holds the next step, whom to speak to, and what is to be written."""

from collections.abc import Sequence
from datetime import date

from markupsafe import escape

from liverecord.render import paste, words
from liverecord.render.pages.week.items import (
    Group,
    Item,
    edit,
    item,
    keyworker,
    pasted,
    small,
    tools,
    with_week,
)
from liverecord.render.pieces import Setting, sees
from liverecord.view import View

# ── Wednesday ───────────────────────────────────────────────────────────────────────────────────────────


def unheld(summaries: Sequence[View], setting: Setting) -> list[Group]:
    """Return the next steps that no one person holds, and the open concerns that have none."""
    steps = [
        item(
            summary,
            setting,
            f"<p>{escape(step.what)}</p>",
            f"<p>{setting.holder(sees(step, 'owner'))}</p>{small(_why_unheld(sees(step, 'owner'), setting))}"
            f"{small('due ' + setting.day(step.due) if sees(step, 'due') else 'no day set')}",
        )
        for summary in summaries
        for step in sees(summary, "next_steps") or ()
        if is_unheld(sees(step, "owner"))
    ]
    bare = [
        _bare(summary, week, lack, setting)
        for summary, week in with_week(summaries)
        for lack in sees(week, "lacks") or ()
        if lack.kind == "no_step"
    ]
    return [
        group
        for group in (
            Group("In nobody's hands", "Name one person; not a team, and not two.", steps),
            Group("No current step", "Agree the next one, however small, and who holds it.", bare),
        )
        if group.items
    ]


def is_unheld(owner: View | None) -> bool:
    """Tell whether nobody holds a step as things are: no owner, one who has left, or one who is away without cover."""
    if owner is None or sees(owner, "left_on") is not None:
        return True
    return bool(sees(owner, "is_away")) and not sees(owner, "cover_name")


def _why_unheld(owner: View | None, setting: Setting) -> str:
    return setting.absence(owner) if owner is not None else ""


def _bare(summary: View, week: View, lack: View, setting: Setting) -> Item:
    concern = next((each for each in sees(week, "concerns") or () if each.id == sees(lack, "concern")), None)
    what = (
        f"<p>{escape(concern.what)}</p>"
        if concern is not None
        else "<p>Attendance moved, and no step is open.</p>"
    )
    since = sees(lack, "since")
    what += (
        small(f"without a step to come since {setting.day(since)}") if since and concern is not None else ""
    )
    holder = sees(concern, "owner") if concern is not None else None
    owner = holder or keyworker(summary)
    beside = f"<p>Concern held by {setting.person(holder)}</p>" if holder else ""
    below = ""
    if "actions" in week.free:
        free, follows = week.free["actions"]
        block = paste.step(free, follows, concern.id if concern else None, setting.as_of, owner)
        below = pasted(block, "Write the step", week, "actions", summary)
    return item(summary, setting, what, beside, tools(below))


# ── Thursday ────────────────────────────────────────────────────────────────────────────────────────────


def to_speak_to(summaries: Sequence[View], setting: Setting) -> list[Item]:
    """Return the pupils whose family is to be spoken to, and why; the longest without a conversation come first."""
    families = [(summary, week) for summary, week in with_week(summaries) if sees(week, "contact_due")]
    families.sort(
        key=lambda pair: (
            sees(pair[1].contact_due, "last_on") or date.min,
            pair[0].name.casefold(),
            pair[0].id,
        )
    )
    items = []
    for summary, week in families:
        due = week.contact_due
        why = "".join(
            f"<p>{escape(words.capped(setting.label('contact_due', code)))}</p>" for code in due.why
        )
        last = sees(due, "last_on")
        beside = f"<p>{f'Last spoke on {setting.day(last)}' if last else 'No conversation is recorded'}</p>"
        below = ""
        if "contacts" in week.free:
            free, follows = week.free["contacts"]
            block = paste.conversation(free, follows)
            below = pasted(block, "Write the conversation", week, "contacts", summary)
        items.append(item(summary, setting, why, beside, tools(below)))
    return items


# ── Friday ──────────────────────────────────────────────────────────────────────────────────────────────


def to_write(summaries: Sequence[View], setting: Setting) -> list[Group]:
    """Return the open concerns without a line this week, longest silent first, and conversations not written up."""
    silent = [(summary, silence) for summary in summaries for silence in sees(summary, "silences") or ()]
    silent.sort(key=lambda pair: (str(sees(pair[1], "last_on") or ""), pair[0].name.casefold(), pair[0].id))
    spoken = [
        (summary, week, each)
        for summary, week in with_week(summaries)
        for each in sees(week, "not_written_up") or ()
    ]
    spoken.sort(
        key=lambda conversation: (conversation[2].on, conversation[0].name.casefold(), conversation[0].id)
    )
    return [
        group
        for group in (
            Group(
                "No line this week",
                "If nothing changed, record that too: silence is not a record.",
                [_silent(summary, silence, setting) for summary, silence in silent],
            ),
            Group(
                "Not written up",
                "A conversation is newer than the rest of the record: what came of it?",
                [_spoken(*conversation, setting) for conversation in spoken],
            ),
        )
        if group.items
    ]


def _silent(summary: View, silence: View, setting: Setting) -> Item:
    last = sees(silence, "last_on")
    no_change = ", no change" if sees(silence, "last_no_change") else ""
    said = f"last line {setting.day(last)}{no_change}" if last else "no line so far"
    owner = sees(silence, "owner")
    beside = f"<p>{setting.holder(owner)}</p>{small(setting.absence(owner))}{small(said)}"
    week = sees(summary, "week")
    choices = (("Nothing changed", paste.NOTHING_CHANGED), ("Something changed", paste.SOMETHING_CHANGED))
    below = "".join(_line(summary, week, silence.concern, named, line) for named, line in choices)
    return item(summary, setting, f"<p>{escape(silence.what)}</p>", beside, tools(below))


def _spoken(summary: View, week: View, conversation: View, setting: Setting) -> Item:
    by = sees(conversation, "by")
    what = f"<p>Conversation on {setting.day(conversation.on)}, after the newest line of the record</p>"
    concerns: tuple[View, ...] = sees(week, "concerns") or ()
    below = (
        _line(summary, week, concerns[0].id, "Write what came of it", paste.SOMETHING_CHANGED)
        if len(concerns) == 1
        else edit(week, "concerns", summary)
    )
    return item(summary, setting, what, f"<p>{setting.person(by)}</p>" if by else "", tools(below))


def _line(
    summary: View,
    week: View | None,
    concern_id: str,
    named: str,
    said: str,
) -> str:
    """Return the block for a concern's line this week; "" where its lines are hidden, so that no free id is known."""
    concerns: tuple[View, ...] = (sees(week, "concerns") or ()) if week is not None else ()
    concern = next((each for each in concerns if each.id == concern_id), None)
    if week is None or concern is None or concern.line is None:
        return ""
    block = paste.line(concern.id, concern.line, concern.follows, said)
    return pasted(block, named, week, "concerns", summary)
