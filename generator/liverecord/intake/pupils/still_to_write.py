"""What a list cannot say of a pupil: fields of a new record that are empty, the most urgent first, and as comments in its plan."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from liverecord.derive.duties import owed
from liverecord.derive.rules import LATE
from liverecord.derive.undated import lived_from
from liverecord.examine.records import World
from liverecord.forms.codes import EHCP, NONE
from liverecord.model.field import Field, field_at, fields_of
from liverecord.model.records import Plan, Pupil
from liverecord.read import strict
from liverecord.splice.steps import is_alike


class Owing(NamedTuple):
    """A field that is still to be written: its path ("plan.ehcp.issued_on"), and what is missing in words."""

    field: str
    says: str


def owing(pupil: Pupil, world: World) -> list[Owing]:
    """Return what is still to be written of a record that begins, in the order that matters.

    What the rules miss is told in their words, as *No date yet* tells it; the rest are fields without which no colleague can
    help.
    """
    found = owed(pupil, world.school, world.staff, world.rulebook, world.today)
    missing = {row.field: row.missing for row in found.undated}
    for field, only in _FIELDS:
        is_for = only in (None, pupil.plan.support) or (only == _ANY and pupil.plan.support != NONE)
        path = field.removeprefix("plan.")
        if is_for and not _value(pupil.plan, path):
            missing.setdefault(field, _told(path))
    order = {field: place for place, (field, _) in enumerate(_FIELDS)}
    return [
        Owing(field, missing[field])
        for field in sorted(missing, key=lambda field: order.get(field, len(order)))
    ]


def is_late_for_want_of_a_beginning(pupil: Pupil, world: World) -> bool:
    """Tell whether something would stand as late only because nobody has said since when there are live records."""
    if lived_from(pupil, world.school) is not None:
        return False
    found = owed(pupil, world.school, world.staff, world.rulebook, world.today)
    return any(duty.state in LATE for duty in found.duties)


def commented(path: str, raw: bytes, missing: Sequence[Owing]) -> bytes:
    """Return a new plan with what is missing in comments: beside what stands in the same part, the rest at the end.

    The file says the same as before.
    """
    lines = raw.decode().splitlines()
    behind: dict[str, list[str]] = {}
    for each in missing:
        place, _, name = each.field.partition(".")
        part, _, inner = name.rpartition(".")
        if place != "plan":
            behind[each.field] = [f"# In {place}.yml ({each.field}): {each.says}"]
        elif not part:
            behind[name] = [f"# {_comment(name, inner)}"]
        elif f"{part}:" in lines:
            lines.insert(_end_of(part, lines), f"  # {_comment(name, inner)}")
        else:
            behind.setdefault(part, [f"# {part}:"]).append(f"#   {_comment(name, inner)}")
    added = [line for block in behind.values() for line in block]
    new = "\n".join([*lines, *(["", _HEAD, *added] if added else []), ""]).encode()
    before, _ = strict.parse(path, "plan", raw)
    after, _ = strict.parse(path, "plan", new)
    is_same = before is not None and after is not None and is_alike(before.data, after.data)
    return new if is_same else raw


_ANY, _ASKED = "any support", "where a rule asks"
_FIELDS: tuple[tuple[str, str | None], ...] = (
    ("plan.ehcp.issued_on", EHCP),
    ("plan.ehcp.authority", EHCP),
    ("plan.ehcp.last_review_decided_on", EHCP),
    ("plan.ehcp.maintained_since", _ASKED),
    ("plan.ehcp.transfer", _ASKED),
    ("plan.ehcp.transfer_on", _ASKED),
    ("plan.support_since", _ANY),
    ("plan.keyworker", _ANY),
    ("reviews.held_on", _ASKED),
    ("reviews.due", _ASKED),
    ("plan.needs", _ANY),
    ("plan.passport.helps", None),
    ("plan.passport.avoid", None),
    ("plan.passport.strengths", None),
    ("plan.outcomes", _ANY),
    ("plan.agreed_on", _ASKED),
    ("plan.parents_told_on", _ANY),
    ("plan.pupil.date_of_birth", None),
    ("plan.pupil.upn", None),
    ("plan.pupil.on_roll_from", None),
    ("plan.pupil.form", None),
)
"""Fields without which a record is thin, the most urgent first, and for whom: one support, any, or everybody; or who a rule asks of."""

_HEAD = "# Still to be written, the most urgent first. Take the # and the space in front of a line away, and write behind the colon."


def _comment(path: str, name: str) -> str:
    """Return the line of a field: its key, open, and what it is with an example."""
    field = _field(path)
    return f"{name}:{' ' * max(2, _COLUMN - len(name))}# {field.title}, for example: {_shown(field)}"


_COLUMN = 24


def _shown(field: Field) -> str:
    """Return a field's example; of a list of things one with what each must have."""
    if field.struct is not None:
        must = [each for each in fields_of(field.struct) if each.is_required]
        return "- {" + ", ".join(f"{each.name}: {each.examples[0]}" for each in must) + "}"
    value: Any = field.examples[0]
    return "[" + ", ".join(map(str, value)) + "]" if isinstance(value, list) else str(value)


def _field(path: str) -> Field:
    field = field_at(Plan, path.split("."))
    assert field is not None
    return field


def _value(plan: Plan, path: str) -> object:
    value: Any = plan
    for name in path.split("."):
        value = getattr(value, name) if value is not None else None
    return value


def _end_of(part: str, lines: Sequence[str]) -> int:
    """Return the number of the line behind a part's last."""
    at = lines.index(f"{part}:") + 1
    while at < len(lines) and lines[at].startswith(" "):
        at += 1
    return at


def _told(path: str) -> str:
    """Return a field as it stands within a sentence: its title, or of the passport, where that is one word, what is said of it."""
    field = _field(path)
    said = field.description.rstrip(".") if path.startswith("passport.") else field.title
    return said[:1].lower() + said[1:]
