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
        contact_reached=partial(_reached, record),
        action_named=record.action_named,
    )


def _head(record: Joined, contact: View) -> str:
    """Return how and with whom a conversation was: "Phone call with mother"."""
    setting = record.setting
    how = words.capped(setting.word("contact_how", sees(contact, "how")) or "conversation")
    return f"{how} with {setting.word('contact_with', contact.with_)}" if sees(contact, "with_") else how


def _reached(record: Joined, contact: View) -> list[str]:
    """Return whether the family was reached, and whether that is easier or harder than before."""
    said = []
    if contact.has("reached") and contact.reached is not None:
        said.append("they were reached" if contact.reached else "nobody was reached")
    if sees(contact, "engagement"):
        said.append(f"the family is {record.setting.word('engagement', contact.engagement)}")
    return said
