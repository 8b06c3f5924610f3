"""A pointer is let go. What it alone kept from others is then restricted by a mark of its own, and so stays as closed as it was."""

from collections.abc import Iterator

from liverecord.forms.job import Scene
from liverecord.forms.seen import is_closed_by
from liverecord.forms.things import Pointer
from liverecord.splice.steps import Remove, Set, Step, found, is_there

Named = str | list[str] | None
"""What a field names: one thing, several, or nothing any more."""

RESTRICTED = "restricted"


def without(scene: Scene, pointer: Pointer, name: str) -> Named:
    """Return what a pointer names beside a thing."""
    value = found(scene.data(pointer.kind), pointer.path)
    rest = [str(each) for each in value if str(each) != name] if isinstance(value, list) else []
    return rest or None


def let_go(scene: Scene, pointer: Pointer, left: Named) -> Iterator[Step]:
    """Yield the steps by which a pointer names what is left, and what holds it stays closed to whom it was closed."""
    yield Set(pointer.path, left) if left is not None else Remove(pointer.path)
    if _opens(scene, pointer, left):
        yield Set((*pointer.path[:-1], RESTRICTED), True)


def will_be_restricted(scene: Scene, pointer: Pointer, left: Named) -> str:
    """Return that what holds a pointer will be marked as restricted, in a sentence; "" where it will not."""
    if not _opens(scene, pointer, left):
        return ""
    widest = scene.rulebook.policy.audiences[-1].words
    return f"It will be marked as restricted: {widest} alone see it, as now."


def _opens(scene: Scene, pointer: Pointer, left: Named) -> bool:
    """Tell whether others would see what holds a pointer, once it names only what is left."""
    data, holder = scene.data(pointer.kind), pointer.path[:-1]
    marked = (*holder, RESTRICTED)
    if not pointer.field.belongs or (is_there(data, marked) and found(data, marked) is True):
        return False
    before = found(data, pointer.path) if is_there(data, pointer.path) else None
    return is_closed_by(scene, pointer.field, before) and not is_closed_by(scene, pointer.field, left)
