"""What every row of schema/ is: data that names nothing unknown."""

import msgspec


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The root of what schema/ holds."""


class Source(Row, frozen=True, kw_only=True):
    """Where a rule comes from. `verified` is false for what is from memory: never printed on a page as law."""

    name: str
    url: str | None = None
    note: str | None = None
    verified: bool = True
