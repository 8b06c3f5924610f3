"""What a copy holds, by what it is made for: the lines of export.yml as a policy for the one redaction gate."""

from collections.abc import Iterable

from liverecord.model.policy import Audience, Policy
from liverecord.model.rulebook import Copies, Purpose
from liverecord.problem import InvalidRulebook
from liverecord.redact import NOBODY, Gate, every_path, gate

_EVERYTHING = "everything"


def purpose_of(copies: Copies, name: str) -> Purpose:
    """Return a purpose by its name; raises InvalidRulebook where export.yml has none of it."""
    for purpose in copies.purposes:
        if purpose.id == name:
            return purpose
    known = ", ".join(purpose.id for purpose in copies.purposes)
    raise InvalidRulebook(f"No copy is made for '{name}'.", f"One of: {known}.")


def gate_of(copies: Copies, purpose: Purpose) -> Gate:
    """Return the gate of a purpose.

    The gate shows restricted items to the widest audience of a policy. A purpose without them therefore gets a wider
    audience beside it, to which nobody belongs. Raises InvalidRulebook where a line of export.yml names nothing.
    """
    audiences = [Audience(id=purpose.id, label=purpose.label, who=purpose.label, words=purpose.label)]
    if not purpose.with_restricted:
        audiences.append(Audience(id=_EVERYTHING, label=_EVERYTHING, who=_EVERYTHING, words=_EVERYTHING))
    paths = {
        path: purpose.id if purpose.id in purposes else NOBODY for path, purposes in copies.paths.items()
    }
    return gate(Policy(audiences=tuple(audiences), paths=paths), purpose.id)


def holds_all_of(copies: Copies, purpose: Purpose, parts: Iterable[str]) -> bool:
    """Tell whether a copy holds every path of these parts, restricted items too. It holds no path without a line.

    What a line says is in no copy at all does not count: it is cut out of the files (`in_no_copy`).
    """
    of_none = in_no_copy(copies)
    return purpose.with_restricted and all(
        purpose.id in copies.paths.get(path, ()) or path in of_none
        for path in every_path()
        if any(path == part or path.startswith(f"{part}.") for part in parts)
    )


def in_no_copy(copies: Copies) -> frozenset[str]:
    """Return the paths of which a line says that no copy has them, whatever it is made for."""
    return frozenset(path for path, purposes in copies.paths.items() if not purposes)
