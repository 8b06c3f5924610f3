"""Pasts for the gate's tests: amendments made by hand or at random, and real ones, compared version by version."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import msgspec

from liverecord.derive.changes import edits_of
from liverecord.model.case import CaseFile
from liverecord.model.history import Amendment, Change, Edit, Revision
from liverecord.model.policy import Policy
from liverecord.redact.closing import FILES
from liverecord.redact.shape import every_path
from strategies import HOSTILE, IDS

KINDS = ("begun", "added", "removed", "changed", "changed", "changed", "marks", "lessons", "unreadable", "unknown",
         "settings", "made-up")  # fmt: skip
BEGINNING = datetime(2026, 9, 1, 12, tzinfo=UTC)


UNREADABLE = object()
"""A version of a file that no loader reads."""


def revision(*amendments: Amendment, day: int = 0, message: str = "why") -> Revision:
    """Return what one commit amended, so many days after the beginning."""
    return Revision(
        commit=f"{day:040x}",
        at=BEGINNING + timedelta(days=day),
        by="H. Novak",
        by_id="h-novak",
        message=message,
        amendments=amendments,
    )


def edits(versions: Sequence[Mapping[str, Any]], policy: Policy) -> tuple[Edit, ...]:
    """Return what each version of a pupil's files amended, compared as a build compares them; None is a file that is gone."""
    changes: dict[str, list[Change]] = {}
    blobs: dict[str, object] = {}
    stands: dict[str, str] = {}
    for number, version in enumerate(versions):
        for kind, data in version.items():
            path = f"records/pupils/p-1/{kind}.yml"
            before, after = stands.get(path, ""), f"{kind}{number}" if data is not None else ""
            if after and data is not UNREADABLE:
                blobs[after] = data
            stands[path] = after
            change = Change(
                path=path,
                commit=f"{number:040x}",
                at=BEGINNING + timedelta(days=number),
                author="H. Novak",
                email="h.novak@ashgrove.example",
                message=f"message {number}",
                status="M",
                before=(before,),
                after=after,
            )
            changes.setdefault(path, []).insert(0, change)
    return edits_of(changes, blobs, policy)


# ── At random ───────────────────────────────────────────────────────────────────────────────────────────


@cache
def parts() -> tuple[str, ...]:
    """Return every path of what a record holds, the lists and structs on the way among them, and some that name nothing."""
    recorded = [path for path in every_path() if path.partition(".")[0] in {*FILES, "lessons", "timetable"}]
    found = set(recorded)
    for path in recorded:
        found.update(path.rsplit(".", depth)[0] for depth in range(path.count(".") + 1))
    return (
        *sorted(found),
        "attendance.register",
        "school",
        "duties.what",
        "revisions.message",
        "plan.made_up",
    )


def with_past(case: CaseFile, policy: Policy, random: Random) -> CaseFile:
    """Return a case with revisions at random, as no comparison would make them: a gate trusts nobody."""
    made = [
        msgspec.structs.replace(
            revision(*(amendment(policy, random) for _ in range(random.randrange(4))), day=day),
            message=random.choice(HOSTILE),
        )
        for day in range(random.randrange(8), 0, -1)
    ]
    return msgspec.structs.replace(case, revisions=tuple(made))


def amendment(policy: Policy, random: Random) -> Amendment:
    """Return an amendment of any part of a record, with kinds, ids and values at random."""
    part, kind = random.choice(parts()), random.choice(KINDS)
    holder = part.rpartition(".")[0] if kind == "changed" else part
    return Amendment(
        kind=kind,
        part=part,
        item=random.choice((*IDS, None)),
        within=tuple(random.sample(IDS, random.choice((0, 0, 1)))),
        about={name: _value(name, random) for name in _names(holder) if random.random() < 0.6},
        before=_value(part.rpartition(".")[2], random),
        after=_value(part.rpartition(".")[2], random),
        number=random.randrange(9),
        restricted=random.random() < 0.2,
        kinds={
            path: tuple(random.choice((*closing.values, "made-up")) for _ in range(random.choice((1, 1, 2))))
            for path, closing in policy.kinds.items()
            if random.random() < 0.9
        },
    )


def _names(holder: str) -> list[str]:
    below = (path.rpartition(".") for path in sorted(every_path()) if path.startswith(f"{holder}."))
    return [*(name for path, _, name in below if path == holder), "made_up"]


_POINTING = ("need", "condition", "concern", "action", "provision", "outcome", "outcomes", "about", "agreed",
             "support", "test")  # fmt: skip


def _value(name: str, random: Random) -> Any:
    choices = IDS if name in _POINTING else HOSTILE
    return random.choice(
        (None, random.choice(choices), random.choice(choices), tuple(random.sample(choices, 2)), 3, True)
    )
