"""contacts.yml: conversations with the family."""

from typing import Annotated

import msgspec

from liverecord.model import field
from liverecord.model.records.item import Day, Item, Record


class Contact(Item, frozen=True, kw_only=True):
    """A conversation with the family, by the four prompts."""

    id: Annotated[str, field.item_id("contact", "k1")]
    date: Annotated[Day, field.past("day", "When.", "2026-11-05")]
    by: Annotated[
        str | None, field.staff("who spoke", "Who spoke for the school: the id from staff.yml.", "j-okafor")
    ] = None
    with_: Annotated[str, field.code("contact_with", "with whom", "With whom.", "mother")] = msgspec.field(
        name="with"
    )
    how: Annotated[str, field.code("contact_how", "how", "How.", "phone")]
    reached: Annotated[
        bool | None,
        field.yes(
            "whether the family was reached", "false where nobody was reached: that is worth recording too."
        ),
    ] = None
    engagement: Annotated[
        str | None,
        field.code(
            "engagement",
            "how reachable the family is",
            "Whether the family is easier or harder to reach than before.",
            "same",
        ),
    ] = None
    happening: Annotated[
        str | None, field.text("what is happening", "What is happening?", "Late on bus days")
    ] = None
    changed: Annotated[
        str | None, field.text("what has changed", "What has changed?", "New bus stop since September")
    ] = None
    school_is_trying: Annotated[
        str | None,
        field.text(
            "what the school is trying",
            "What support is the school trying?",
            "Meeting at the gate, shorter first task",
        ),
    ] = None
    family_view: Annotated[
        str | None,
        field.text(
            "what the family thinks",
            "What does the family think is getting in the way?",
            "She worries about walking in late",
        ),
    ] = None
    agreed: Annotated[
        tuple[str, ...],
        field.points_to_several("action", "actions agreed", "What was agreed: ids from actions.yml.", ["a1"]),
    ] = ()


class Contacts(Record, frozen=True, kw_only=True):
    """Conversations with the family, by four prompts."""

    contacts: Annotated[
        tuple[Contact, ...],
        field.part(
            "Conversations with the family",
            "One entry for each conversation, or for each time that nobody was reached.",
        ),
    ] = ()
