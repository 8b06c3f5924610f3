"""What every part of a record is."""

import datetime as dt
from typing import Annotated

import msgspec

from liverecord.model import field

Day = dt.date
"""A civil date; the alias leaves `date` free to be a field's name, as it is in YAML."""


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The root of everything that was typed into a record."""


class Item(Record, frozen=True, kw_only=True):
    """A thing in a list, with the stable id that others refer to and that history follows."""

    id: Annotated[str, field.item_id("thing")]
    restricted: Annotated[
        bool,
        field.yes(
            "restricted",
            "true: the item is on the SENCO's site alone, whatever its fields may otherwise show. Leave the key out unless it "
            "is needed.",
        ),
    ] = False
