"""What every row of schema/ is: data that names nothing unknown."""

import msgspec


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The root of what schema/ holds."""
