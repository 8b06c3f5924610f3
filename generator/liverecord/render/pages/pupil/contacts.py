"""Conversations with the family, by the four prompts."""

from functools import partial

from markupsafe import Markup

from liverecord.render import words
from liverecord.render.environment import filled
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import sees
from liverecord.view import View


def section(record: Joined) -> Markup:
    """Return the conversations; nothing where they are hidden."""
    if not record.view.has("contacts"):
        return Markup()
    return filled(
        "pages/pupil/contacts.html.j2",
        view=record.view,
        setting=record.setting,
        pupil=record.view.id,
        edit=record.edit("contacts"),
        blocks=record.blocks("contacts"),
        prompts=words.PROMPTS,
        contact_head=partial(_head, record),
        action_named=record.action_named,
    )


def _head(record: Joined, contact: View) -> list[str]:
    """Return how and with whom a conversation was, and whether the family was reached."""
    setting = record.setting
    lines = [setting.label("contact_how", contact.how)] if sees(contact, "how") else []
    if sees(contact, "with_"):
        lines.append(f"with {setting.word('contact_with', contact.with_)}")
    if contact.has("reached") and contact.reached is not None:
        lines.append("reached" if contact.reached else "not reached")
    if sees(contact, "engagement"):
        lines.append(setting.word("engagement", contact.engagement))
    return lines
