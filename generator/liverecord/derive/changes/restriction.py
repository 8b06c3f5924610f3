"""What was ever restricted stays so in the past: by what each version says of its items, and of what belongs to them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from liverecord.derive.changes.shapes import ID, Part, Things, is_id, is_restricted, shape_of
from liverecord.model.history import Amendment, Value
from liverecord.model.parts import BELONGS, POINTERS
from liverecord.model.records import PUPIL_KINDS


class Account(msgspec.Struct, frozen=True, array_like=True):
    """What one version says that bears on other versions: whether it could be read, the ids of restricted items and of all
    that stands in them, and for items that belong to others the ids of those.
    """

    is_readable: bool = True
    restricted: tuple[str, ...] = ()
    belongs: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


UNREADABLE = Account(is_readable=False)

Ever = Mapping[str, set[str]]
"""The ids that were ever restricted, by the noun of their file."""


def account_of(kind: str, data: object) -> Account:
    """Return what a version says of its items."""
    if kind not in PUPIL_KINDS:
        return Account()
    return Account(
        restricted=tuple(_restricted(shape_of(kind), data, inside=False)), belongs=tuple(_belonging(data))
    )


def ever_restricted(accounts: Iterable[tuple[str, Account]]) -> Ever:
    """Return the ids that any of the versions, each with its file's noun, calls restricted, and those that belong to them."""
    ever: dict[str, set[str]] = {kind: set() for kind in PUPIL_KINDS}
    belonging: dict[tuple[str, str, str, tuple[str, ...]], None] = {}
    for kind, account in accounts:
        if kind in ever:
            ever[kind].update(account.restricted)
            belonging.update(((kind, *each), None) for each in account.belongs)
    belongs = list(belonging)
    grew = bool(belongs)
    while grew:
        grew = False
        for kind, item, path, others in belongs:
            if item not in ever[kind] and all(_is_in(each, POINTERS[path], ever) for each in others):
                ever[kind].add(item)
                grew = True
    return ever


def closed(amendment: Amendment, kind: str, ever: Ever) -> Amendment:
    """Return an amendment of a file as it may be told, now that it is known what was ever restricted.

    It is restricted where its item, or what holds the item, ever was, and where it starts or stops naming such a thing.
    In other amendments, `about` leaves out the fields that name one.
    """
    ids = ever.get(kind)
    if amendment.restricted or ids is None or not any(ever.values()):
        return amendment
    if not ids.isdisjoint((*amendment.within, amendment.item or "")):
        return msgspec.structs.replace(amendment, restricted=True)
    files = POINTERS.get(amendment.part)
    if files and any(_names(value, files, ever) for value in (amendment.before, amendment.after)):
        return msgspec.structs.replace(amendment, restricted=True)
    holder = amendment.part.rpartition(".")[0] if amendment.kind == "changed" else amendment.part
    about = {
        name: _without(value, POINTERS.get(f"{holder}.{name}", ()), ever)
        for name, value in amendment.about.items()
    }
    if about == amendment.about:
        return amendment
    return msgspec.structs.replace(
        amendment, about={name: value for name, value in about.items() if value is not None}
    )


def _restricted(shape: Part, value: object, *, inside: bool) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    for name, inner in value.items():
        if isinstance(inner, list) and isinstance(field := shape.fields.get(name), Things):
            for each in inner:
                if isinstance(each, dict):
                    closes = inside or is_restricted(each)
                    if closes and field.has_id and is_id(each.get(ID)):
                        yield str(each[ID])
                    yield from _restricted(field.part, each, inside=closes)
        elif isinstance(inner, dict) and isinstance(field := shape.fields.get(name), Part):
            yield from _restricted(field, inner, inside=inside)


def _belonging(data: object) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if not isinstance(data, dict):
        return
    for path in BELONGS:
        things, _, field = path.partition(".")
        values = data.get(things)
        for each in values if isinstance(values, list) else ():
            if isinstance(each, dict) and is_id(each.get(ID)) and (others := _ids(each.get(field))):
                yield str(each[ID]), path, others


def _ids(value: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in (value if isinstance(value, list) else [value]) if is_id(each))


def _is_in(item: str, files: Iterable[str], ever: Ever) -> bool:
    return any(item in ever[file] for file in files)


def _names(value: Value, files: Iterable[str], ever: Ever) -> bool:
    return any(_is_in(str(each), files, ever) for each in (value if isinstance(value, tuple) else (value,)))


def _without(value: Value, files: tuple[str, ...], ever: Ever) -> Value:
    if not files or not _names(value, files, ever):
        return value
    if isinstance(value, tuple):
        return tuple(each for each in value if not _is_in(each, files, ever)) or None
    return None
