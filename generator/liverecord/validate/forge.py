"""The addresses under which the records are edited."""

import re
from collections.abc import Iterator

from liverecord.problem import Problem
from liverecord.validate.ground import Establishment
from liverecord.validate.wording import listed, near

_FILLED_IN = {
    "edit": ("path", "line", "branch", "commit"),
    "commit": ("commit", "branch"),
}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def placeholders(subject: Establishment) -> Iterator[Problem]:
    """unknown-placeholder: an address has only the parts in braces that are filled in, and no brace besides."""
    for name, known in _FILLED_IN.items():
        address = getattr(subject.school.forge, name)
        if address is None:
            continue
        unknown = [word for word in _PLACEHOLDER.findall(address) if word not in known]
        if unknown or set(_PLACEHOLDER.sub("", address)) & {"{", "}"}:
            match = near(unknown[0], known) if unknown else None
            listing = listed(f"{{{word}}}" for word in known)
            yield subject.problem(
                "unknown-placeholder",
                "school",
                ("forge", name),
                f"'{name}' has a part in braces that nothing is filled in for.",
                f"Did you mean '{{{match}}}'?" if match else f"There are: {listing}.",
            )
