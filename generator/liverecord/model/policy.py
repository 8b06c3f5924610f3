"""audiences.yml: who sees what, what closes with what, and what is let out all the same."""

from datetime import date

import msgspec

from liverecord.model.row import Row


class Audience(Row, frozen=True, kw_only=True):
    """Who a site is for: its name, how a list and how a sentence says it, and who they are."""

    id: str
    label: str
    who: str
    words: str


class Closing(Row, frozen=True, kw_only=True):
    """Who sees an item of a list at all, by the value of one of its fields.

    `values` maps each value of `field` to the narrowest audience that sees such an item; a value that is not named
    is seen by nobody. `unowned` narrows a value further for items that no colleague holds.
    """

    field: str = "kind"
    values: dict[str, str]
    unowned: dict[str, str] = msgspec.field(default_factory=dict)


class Repeats(Row, frozen=True, kw_only=True):
    """Values that are worked out and say again what fields of a record say: they close with the fields.

    With `kinds` that holds of the items of a list whose field `by` has one of these values.
    """

    values: tuple[str, ...]
    fields: tuple[str, ...]
    by: str = "kind"
    kinds: tuple[str, ...] = ()


class LetOut(Row, frozen=True, kw_only=True):
    """Values that an audience sees though they follow from fields that it does not: decided on a day, for a reason.

    With `kinds` that holds of the items of a list that are of such a kind alone.
    """

    values: tuple[str, ...]
    fields: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    decided_on: date
    reason: str


class Policy(Row, frozen=True, kw_only=True):
    """audiences.yml: the narrowest audience that sees each path, or "nobody". What is not named is seen by nobody.

    `audiences` stand narrowest first, and each sees what those before it see. `paths` names every field of
    CaseFile, and of SchoolCase under "school.", by the records' own keys, lists left out of the path
    ("plan.outcomes.provision.what"); where the file groups fields on a line ("plan.passport.{helps, avoid}"), reading
    takes the group apart. `kinds` closes whole items of a list by the value of one of their
    fields ("duties" by kind, "plan.outcomes.provision" by status). `repeats` and `let_out` name what follows from a
    field: what closes with it, and what does not. `told` says what is worked out in words, by a path or what it begins
    with, and `never` what the records have no field for.
    """

    audiences: tuple[Audience, ...]
    paths: dict[str, str]
    kinds: dict[str, Closing] = msgspec.field(default_factory=dict)
    repeats: tuple[Repeats, ...] = ()
    let_out: tuple[LetOut, ...] = ()
    told: dict[str, str] = msgspec.field(default_factory=dict)
    never: tuple[str, ...] = ()
