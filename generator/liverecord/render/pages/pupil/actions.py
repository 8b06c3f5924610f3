"""Actions: what is being done, by whom, and what was tried."""

from functools import partial

from markupsafe import Markup

from liverecord.render import sentences
from liverecord.render.environment import filled
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pages.pupil.reviews import by_date
from liverecord.render.pieces import sees
from liverecord.view import View


def section(record: Joined) -> Markup:
    """Return the actions, open ones first; nothing where they are hidden."""
    if not record.view.has("actions"):
        return Markup()
    return filled(
        "pages/pupil/actions.html.j2",
        setting=record.setting,
        pupil=record.view.id,
        edit=record.edit("actions"),
        blocks=record.blocks("actions"),
        open_actions=[action for action in record.actions if action.status == "open"],
        tried_actions=[action for action in record.actions if action.status != "open"],
        action_duties=_duties(record),
        small=partial(_small, record),
    )


def _duties(record: Joined) -> dict[str | None, list[View]]:
    """Return the duties of each action, by date."""
    by_action: dict[str | None, list[View]] = {}
    for duty in by_date(record):
        if duty.group == "action":
            by_action.setdefault(sees(duty, "item"), []).append(duty)
    return by_action


def _small(record: Joined, action: View) -> list[str]:
    """Return an action's kind, agreement, days and concern."""
    setting = record.setting
    lines = [setting.word("action_kind", action.kind)] if sees(action, "kind") else []
    if sees(action, "agreed_on"):
        with_whom = (
            f" with {setting.listed('agreed_with', action.agreed_with)}"
            if sees(action, "agreed_with")
            else ""
        )
        lines.append(f"agreed {setting.day(action.agreed_on)}{with_whom}")
    if sees(action, "started_on"):
        lines.append(sentences.span(action.started_on, sees(action, "ended_on"), setting))
    concern = record.concerns_by_id.get(sees(action, "concern") or "")
    if concern is not None:
        lines.append(f"for: {concern.what}")
    if action.status not in {"open", "done"}:
        lines.append(setting.word("action_status", action.status))
    return lines
