"""What an audience sees of the amendments of a record.

Each passes as the part that it speaks of would pass today, without what was ever hidden of that part.

An amendment that could not be read, or that this program does not know, may be of anything: only the audience that
sees what is restricted is told of it.
"""

from collections.abc import Callable, Iterable

from liverecord.model.history import Amendment, Value
from liverecord.redact.closing import Hidden
from liverecord.redact.parts import CHANGED, COUNTED, Fields, Holders, Part, Parts
from liverecord.redact.past import ids_of, is_closed_by_kind
from liverecord.redact.policy import Rules
from liverecord.view import View


def amendments_maker(rules: Rules, parts: Parts) -> Callable[[Iterable[Amendment], Hidden], tuple[View, ...]]:
    """Return the function from amendments to Views of those that the audience sees.

    Each View leaves out the kinds, and every id and value that the audience does not see.
    """
    holders = Holders(rules)
    new = View.__new__

    def seen(amendments: Iterable[Amendment], hidden: Hidden) -> tuple[View, ...]:
        views = []
        for each in amendments:
            kind, path = each.kind, each.part
            part = parts[path]
            if (
                kind not in part.tells
                or (each.restricted and not rules.widest)
                or (part.kinds and is_closed_by_kind(each, part))
                or ((each.item or each.within) and not _is_open(each, part, hidden))
            ):
                continue
            before = after = None
            fields = holders[path]
            if kind == CHANGED:
                fields = holders[part.holder]
                files = fields[part.name]
                before, after = _shown(each.before, files, hidden), _shown(each.after, files, hidden)
                if files and before == after:
                    continue  # Only hidden things came and went.
            about = new(View)
            about.__dict__ = _about(each.about, fields, hidden)
            view = new(View)
            view.__dict__ = {
                "kind": kind,
                "part": path,
                "item": each.item if part.shows_ids else None,
                "within": each.within if part.shows_ids else (),
                "about": about,
                "before": before,
                "after": after,
                "number": each.number if kind in COUNTED else 0,
                "restricted": each.restricted,
            }
            views.append(view)
        return tuple(views)

    return seen


def _is_open(amendment: Amendment, part: Part, hidden: Hidden) -> bool:
    """Tell whether neither the amended thing nor what held it is or was hidden."""
    if part.file is None:
        return False
    closed = hidden.then.closed[part.file]
    if amendment.within and not closed.isdisjoint(amendment.within):
        return False
    if part.is_result:
        return bool(hidden.then.seen(ids_of(amendment.item), ("plan",)))
    return amendment.item not in closed


def _about(about: dict[str, Value], fields: Fields, hidden: Hidden) -> dict[str, Value]:
    """Return the plain fields of a thing that the audience sees, without those that are left empty."""
    if about.keys() <= fields.plain:
        return about.copy()
    shown = {name: _shown(value, fields[name], hidden) for name, value in about.items()}
    return {name: value for name, value in shown.items() if value is not None}


def _shown(value: Value, files: tuple[str, ...] | None, hidden: Hidden) -> Value:
    """Return a value as far as the audience sees it: None where it does not, and without ids of what is or was hidden."""
    if files is None or value is None:
        return None
    if files:
        left = hidden.then.seen(ids_of(value), files)
        return (left or None) if isinstance(value, tuple) else (left[0] if left else None)
    return value
