"""A change that is ready to be kept: its files, its message, and the page that shows what it means."""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from liverecord.edit import pages
from liverecord.edit.worded import means_of
from liverecord.examine.jobs.preview import Draft, Preview
from liverecord.forms.job import Scene, Written


class Prepared(NamedTuple):
    """A change ready to be kept."""

    drafts: tuple[Draft, ...]
    message: str
    means: pages.Means


def prepared(
    told: Preview,
    written: Written,
    scene: Scene | None = None,
    clashes: Sequence[pages.Clash] = (),
    *,
    is_met: bool = False,
    waiting: int = 0,
    stays: str = "",
) -> Prepared:
    """Return a change with its page, whose `seen` stands for the very bytes before and after.

    `is_met` tells that somebody else changed the same file; `waiting` and `stays` are those of `pages.Means`.
    """
    seen = sha256()
    for draft in told.drafts:
        for part in (draft.path.encode(), draft.before or b"", draft.after or b""):
            seen.update(len(part).to_bytes(8, "big") + part)
    means = means_of(
        told,
        scene,
        written.asked_at,
        seen=seen.hexdigest(),
        waiting=waiting,
        met=_MET if is_met else "",
        clashes=clashes,
        stays=stays,
    )
    return Prepared(told.drafts, written.message, means)


_MET = "Somebody else changed the same file since you opened the form. Both changes are kept; yours stands below."
