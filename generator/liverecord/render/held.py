"""Who holds what: every duty, step and pupil by the colleague who has it in hand."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from liverecord.render.pieces import Setting, hands, sees
from liverecord.render.pupils_table import by_name
from liverecord.render.rows import Rows, sorted_apart
from liverecord.view import View

Step = tuple[View, View]
"""A pupil, and a next step of theirs."""


class Work(NamedTuple):
    """Everything that people hold, by their id: `owned` is theirs by name, and `held` is in their hands.

    What they cover for others is in `held`; what others cover for them is not. Under None stands what nobody has.
    """

    owned: Mapping[str | None, Rows]
    held: Mapping[str | None, Rows]
    steps: Mapping[str | None, Sequence[Step]]
    keyed: Mapping[str | None, Sequence[View]]


def work(summaries: Sequence[View], split: Rows) -> Work:
    """Return everything that anybody holds."""
    steps: dict[str | None, list[Step]] = {}
    keyed: dict[str | None, list[View]] = {}
    for summary in sorted(summaries, key=by_name):
        for step in sees(summary, "next_steps") or ():
            steps.setdefault(hands(sees(step, "owner")), []).append((summary, step))
        keyworker = sees(summary, "keyworker")
        if keyworker is not None:
            keyed.setdefault(keyworker.id, []).append(summary)
    return Work(
        sorted_apart(split, lambda row: row.owner.id if row.owner is not None else None),
        sorted_apart(split, lambda row: row.hands),
        steps,
        keyed,
    )


def roles(person: View, setting: Setting) -> str:
    """Return somebody's roles in words."""
    return ", ".join(setting.label("role", role) for role in sees(person, "roles") or ())
