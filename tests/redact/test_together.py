"""What closes with what: a line that a school narrows closes the thing, and not one copy of it."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

import msgspec
import pytest
from test_redact import canaries, policy

import canary
import in_process
from liverecord import redact
from liverecord.model import parts
from liverecord.model.attendance import Attendance, Pattern
from liverecord.model.policy import LetOut, Policy, Repeats
from liverecord.problem import InvalidRulebook
from liverecord.redact.shape import every_path

TELLING_APART = {row.values[0].rpartition(".")[0]: row.by for row in policy().repeats if row.kinds} | {
    "attendance.patterns": "kind"
}
"""The lists whose items repeat other fields by what they are, and the field that says what that is."""

RECORDED = {path for path in every_path() if path.partition(".")[0] in {*parts.PARTS_OF_FILE, "notes", "log", "lessons", "timetable"}}  # fmt: skip
"""What people type, which repeats nothing."""

BY_THEMSELVES = ("revisions.amendments", "news.amendments", "school.revisions.amendments")
"""Amendments, each of which passes by the path of what it speaks of."""


class Repeated(NamedTuple):
    """A field whose words came out in a value that is worked out, in an item of a kind ("" where it is in none)."""

    field: str
    value: str
    kind: str


def leaves(value: Any, path: str = "", kind: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield every leaf of a case: its path, what the item that holds it is, and its text."""
    if isinstance(value, msgspec.Struct):
        if path in TELLING_APART:
            kind = getattr(value, TELLING_APART[path])
        for field in msgspec.structs.fields(type(value)):
            inner = getattr(value, field.name)
            yield from leaves(inner, f"{path}.{field.encode_name}".strip("."), kind)
    elif isinstance(value, (tuple, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each, path, kind)
    elif value is not None:
        yield path, kind, str(value)


def repeated() -> set[Repeated]:
    """Return which values of the canaries' cases say the words of which fields again."""
    tokens, cases, school = canaries()
    words = re.compile(f"{canary._MARK.decode()}q[0-9]{{4}}x", re.IGNORECASE)
    found = set()
    for root, whole in [("", each) for each in cases] + [("school", school)]:
        for path, kind, text in leaves(whole, root):
            # Their own words, ids that point at things (which the gate empties), and what passes by paths of its own.
            if path in RECORDED or path.startswith(BY_THEMSELVES):
                continue
            for token in words.findall(text):
                homes = {route.path for route in tokens.get(token, ()) if not route.past} & {
                    *RECORDED,
                    "school.staff.name",
                }
                found |= {Repeated(home, path, kind) for home in homes if home != path}
    return found


def unlisted(audiences: Policy) -> set[Repeated]:
    """Return what repeats a field's words, and that no row of the policy names."""
    listed: set[tuple[str, str, str]] = set()
    for row in audiences.repeats:
        for field in row.fields:
            listed |= {(field, value, kind) for value in row.values for kind in (row.kinds or ("",))}

    def is_listed(each: Repeated) -> bool:
        values = [each.value.rsplit(".", depth)[0] for depth in range(each.value.count(".") + 1)]
        return any((each.field, value, kind) in listed for value in values for kind in (each.kind, ""))

    return {each for each in repeated() if not is_listed(each)}


def test_whatever_repeats_a_fields_words_is_listed() -> None:
    """A value that is worked out and says a field's words again has its row in audiences.yml, by the kind of item."""
    unnamed = unlisted(policy())
    assert not unnamed, f"add rows to `repeats` in schema/audiences.yml: {sorted(unnamed)}"


def test_a_row_that_is_missing_is_found() -> None:
    """The search can fail: without its row, a duty that says an action's words again is found by kind, and nothing else."""
    rows = tuple(
        row
        for row in policy().repeats
        if not (row.values == ("duties.what",) and row.fields == ("actions.what",))
    )
    assert unlisted(msgspec.structs.replace(policy(), repeats=rows)) == {
        Repeated("actions.what", "duties.what", kind) for kind in ("action_due", "action_review")
    }


def test_no_value_is_wider_than_what_it_repeats_unless_it_is_let_out() -> None:
    """For every audience of the policy as it is shipped: a value is seen where the field is, or where a row lets it out."""
    let_out = {
        (value, field, kind)
        for row in policy().let_out
        for value in row.values
        for field in row.fields
        for kind in (row.kinds or ("",))
    }
    for audience in ("staff", "team", "senco"):
        gate = redact.gate(policy(), audience)
        for row in policy().repeats:
            for value in row.values:
                for field in row.fields:
                    if row.kinds or gate.sees(field) or (value, field, "") in let_out:
                        continue
                    assert not gate.sees(value), (audience, value, field)


def test_every_row_names_kinds_that_there_are() -> None:
    """A row of a kind that no rule, source or pattern has would close nothing."""
    known = {
        "duties": set(policy().kinds["duties"].values),
        "tried": {"action", "provision"},
        "reasons": {"note", "log"},
        "in_name_only": {"plan", *parts.LISTS},
    }
    for row in (*policy().repeats, *policy().let_out):
        for value in row.values:
            root = value.partition(".")[0]
            assert root not in known or set(row.kinds) <= known[root], row


def test_what_is_let_out_says_why() -> None:
    """Each exception has a reason and the day on which it was decided, which has come."""
    for row in policy().let_out:
        assert len(row.reason) > 20
        assert row.decided_on <= date(2026, 11, 30)


LINES = {
    "actions.what": "actions.what",
    "actions.owner": None,
    "plan.circumstances.service": "plan.circumstances.service",
    "plan.needs.detail": "plan.needs.detail",
    "plan.needs": "plan.needs.detail",
    "timetable.subject": "timetable.subject",
    "plan.pupil.family_name": "plan.pupil.family_name",
    "plan.pupil.known_as": "plan.pupil.known_as",
    "plan.outcomes.text": "plan.outcomes.text",
    "plan.outcomes.provision.what": "plan.outcomes.provision.what",
    "plan.support_without_plan.what": "plan.support_without_plan.what",
    "plan.conditions.name": "plan.conditions.name",
    "concerns.what": "concerns.what",
    "concerns": "concerns.what",
    "school.staff.name": "school.staff.name",
}
"""Lines that a school may write, and the field whose words are looked for."""


@pytest.mark.parametrize("audience", ["staff", "team", "senco"])
@pytest.mark.parametrize("line", LINES)
def test_a_line_closes_the_thing(line: str, audience: str) -> None:
    """`audiences: {actions.what: nobody}` takes the action's words from every page, list, search entry and feed."""
    tokens, cases, school = canaries()
    own = {token for token, home in tokens.items() if any(route.path == LINES[line] for route in home)}
    gate = redact.gate(policy(), audience, {line: redact.NOBODY})
    told = in_process.told(gate, school, cases)
    assert {page: found for page, text in told.items() if (found := canary.found(own, text))} == {}


@pytest.mark.parametrize("line", ["timetable.subject", "lessons.subject", "timetable"])
def test_a_pattern_of_a_subject_closes_with_it(line: str) -> None:
    """A pattern in Maths says nothing without Maths; one of a lesson is told without the subject."""
    counts = {"missed": 5, "possible": 9, "other_missed": 2, "other_possible": 26}
    patterns = (
        Pattern(kind="subject", subject="Maths", **counts),
        Pattern(kind="lesson", period="P1", subject="Maths", **counts),
        Pattern(kind="half", half="AM", **counts),
    )
    _, cases, _ = canaries()
    case = msgspec.structs.replace(cases[0], attendance=Attendance(patterns=patterns))
    seen = redact.gate(policy(), "senco", {line: "nobody"}).case(case).attendance.patterns
    assert "subject" not in [each.kind for each in seen]
    assert not any(each.has("subject") and each.subject for each in seen)
    assert len(redact.gate(policy(), "team").case(case).attendance.patterns) == 3


def test_the_rest_of_a_duty_stays() -> None:
    """Whose it is and when it is due is told without the words that are closed."""
    _, cases, _ = canaries()
    narrowed = redact.gate(policy(), "staff", {"actions.what": "nobody"})
    owed = [each for each in narrowed.case(cases[0]).duties if each.kind == "action_due"]
    assert owed
    assert not any(each.has("what") for each in owed)
    assert all(each.owner.name and each.due for each in owed)


def test_a_thing_closes_with_what_it_cannot_be_without() -> None:
    """Support without its words is no line with a hole: none of it is there."""
    narrowed = redact.gate(policy(), "team", {"plan.support_without_plan.what": "senco"})
    assert not narrowed.sees("plan.support_without_plan")
    assert narrowed.sees("plan.outcomes.provision.what")
    assert redact.gate(policy(), "senco", {"plan.support_without_plan.what": "senco"}).sees(
        "plan.support_without_plan"
    )


def test_a_line_that_narrows_nothing_closes_nothing() -> None:
    """A line that says what the policy says already changes no site."""
    _, cases, _ = canaries()
    lines: Mapping[str, str] = {"actions.what": "team", "plan.conditions": "senco"}
    for audience in ("staff", "team", "senco"):
        for case in cases:
            assert redact.gate(policy(), audience, lines).case(case) == redact.gate(policy(), audience).case(
                case
            )


def test_rows_that_name_nothing_are_refused() -> None:
    """What closes with what, and what is let out, names paths that there are."""
    for more in (
        {"repeats": (Repeats(values=("duties.wat",), fields=("actions.what",)),)},
        {
            "let_out": (
                LetOut(
                    values=("duties",), fields=("actions.wat",), decided_on=date(2026, 11, 30), reason="?"
                ),
            )
        },
    ):
        with pytest.raises(InvalidRulebook, match="names nothing"):
            redact.gate(msgspec.structs.replace(policy(), **more), "staff")
