"""Two versions of a file compared by what they mean: one sentence's worth for each thing that differs."""

from textwrap import dedent
from typing import Any

import pytest
from derive_builders import rulebook

from liverecord.derive.changes import compare
from liverecord.model.history import Amendment
from liverecord.read.strict import parse

POLICY = rulebook().policy


def data(kind: str, text: str | None) -> object:
    """Return the plain data of a file; None where there is none."""
    if text is None:
        return None
    document, problems = parse(f"{kind}.yml", kind, dedent(text).encode())
    assert document is not None, problems
    return document.data


def amendments(kind: str, before: str | None, after: str | None) -> tuple[Amendment, ...]:
    """Return what differs between two texts of a file."""
    return compare(kind, data(kind, before), data(kind, after), POLICY)


def told(found: tuple[Amendment, ...]) -> list[tuple[Any, ...]]:
    """Return amendments as short rows: kind, part, item, and what it was and became, or how many."""
    rows: list[tuple[Any, ...]] = []
    for each in found:
        item = "/".join((*each.within, each.item or "")).strip("/")
        if each.kind == "changed":
            rows.append((each.kind, each.part, item, each.before, each.after))
        elif each.number:
            rows.append((each.kind, each.part, each.number))
        else:
            rows.append((each.kind, each.part, item))
    return rows


ACTION = """\
actions:
  - id: a1
    kind: check_in
    what: Met at the gate
    owner: j-okafor
    due: 2026-11-27
    agreed_with: [family, pupil]
  - id: a2
    kind: conversation
    what: Ask transport
"""
CONCERN = """\
concerns:
  - id: c1
    theme: attendance
    opened_on: 2026-09-28
    what: Misses the first lesson
    drivers:
      - {id: d1, driver: transition, certainty: suspected}
    updates:
      - {id: u1, date: 2026-11-06, text: Calmer}
"""
PLAN = """\
pupil: {given_name: Maya, family_name: Ellison, year_group: 8, form: 10}
support: K
version: 3
passport:
  helps:
    - Time to start
    - A quiet place
needs:
  - id: n1
    type: SLCN
    attempts:
      - {date: 2025-11-20, text: Asked}
outcomes:
  - id: o1
    text: Begins the first task
    provision:
      - {id: pr1, what: Card, status: in_place}
attendance:
  target: {aim: 90, by: 2026-12-18, steps: [{date: 2026-11-20, aim: 85}]}
  access:
    - {since: 2026-09-07, level: full}
mentors:
  - {who: t-barros, from: 2026-09-07}
"""
ABSENCES = r"""
weeks:
  2026-09-07: '/\ /\ /\ /\ /\'
  2026-09-14: '/\ U\ /\ U\ /\'
lessons:
  - {date: 2026-11-10, period: P1, mark: U}
notes:
  - {id: ab1, from: 2026-09-15, reason: transition}
"""
REVIEWS = """\
reviews:
  - id: r1
    kind: ehcp_annual
    due: 2026-07-17
    outcomes:
      - {id: o1, result: progress}
    chain: {invited_on: 2026-06-01}
"""

CHANGES: list[tuple[str, str, str, str, str, list[tuple[Any, ...]]]] = [
    (
        "a date",
        "actions",
        ACTION,
        "2026-11-27",
        "2026-12-04",
        [("changed", "actions.due", "a1", "2026-11-27", "2026-12-04")],
    ),
    (
        "a field left out",
        "actions",
        ACTION,
        "    owner: j-okafor\n",
        "",
        [("changed", "actions.owner", "a1", "j-okafor", None)],
    ),
    (
        "a list of text",
        "actions",
        ACTION,
        "[family, pupil]",
        "[family]",
        [("changed", "actions.agreed_with", "a1", ("family", "pupil"), ("family",))],
    ),
    (
        "an id",
        "actions",
        ACTION,
        "id: a2",
        "id: a3",
        [("added", "actions", "a3"), ("removed", "actions", "a2")],
    ),
    (
        "an item within an item",
        "concerns",
        CONCERN,
        "    updates:\n",
        "    updates:\n      - {id: u2, date: 2026-11-13, no_change: true}\n",
        [("added", "concerns.updates", "c1/u2")],
    ),
    (
        "a field of an item within an item",
        "concerns",
        CONCERN,
        "suspected",
        "confirmed",
        [("changed", "concerns.drivers.certainty", "c1/d1", "suspected", "confirmed")],
    ),
    (
        "a status that was left out is its default",
        "concerns",
        CONCERN,
        "    what:",
        "    status: closed\n    closed_on: 2026-11-20\n    what:",
        [
            ("changed", "concerns.closed_on", "c1", None, "2026-11-20"),
            ("changed", "concerns.status", "c1", "open", "closed"),
        ],
    ),
    (
        "yes and no",
        "concerns",
        CONCERN,
        "text: Calmer",
        "text: Calmer, restricted: true",
        [("changed", "concerns.updates.restricted", "c1/u1", False, True)],
    ),
    (
        "a field of the plan",
        "plan",
        PLAN,
        "version: 3",
        "version: 4",
        [("changed", "plan.version", "", 3, 4)],
    ),
    (
        "a pupil's form",
        "plan",
        PLAN,
        "form: 10",
        "form: 10B",
        [("changed", "plan.pupil.form", "", "10", "10B")],
    ),
    (
        "a line of the passport",
        "plan",
        PLAN,
        "    - A quiet place\n",
        "",
        [
            (
                "changed",
                "plan.passport.helps",
                "",
                ("Time to start", "A quiet place"),
                ("Time to start",),
            )
        ],
    ),
    (
        "provision under an outcome",
        "plan",
        PLAN,
        "in_place",
        "at_risk",
        [("changed", "plan.outcomes.provision.status", "o1/pr1", "in_place", "at_risk")],
    ),
    (
        "a target's aim",
        "plan",
        PLAN,
        "aim: 90",
        "aim: 92",
        [("changed", "plan.attendance.target.aim", "", 90, 92)],
    ),
    (
        "a step of a target, by its day",
        "plan",
        PLAN,
        "aim: 85",
        "aim: 86",
        [("changed", "plan.attendance.target.steps.aim", "", 85, 86)],
    ),
    (
        "a target taken out is told whole",
        "plan",
        PLAN,
        "  target: {aim: 90, by: 2026-12-18, steps: [{date: 2026-11-20, aim: 85}]}\n",
        "",
        [("removed", "plan.attendance.target", "")],
    ),
    (
        "a part-time timetable",
        "plan",
        PLAN,
        "  access:",
        "  part_time_timetable: {reason: Return, from: 2026-11-02, expected: 'yn yn yn yn yn'}\n  access:",
        [("added", "plan.attendance.part_time_timetable", "")],
    ),
    (
        "an attempt has no id, and is in a need",
        "plan",
        PLAN,
        "text: Asked",
        "text: Refused",
        [("changed", "plan.needs.attempts.text", "n1", "Asked", "Refused")],
    ),
    (
        "access, by its day",
        "plan",
        PLAN,
        "    - {since: 2026-09-07, level: full}",
        "    - {since: 2026-09-07, level: full}\n    - {since: 2026-11-02, level: partial}",
        [("added", "plan.attendance.access", "")],
    ),
    (
        "a mentor, by name and day",
        "plan",
        PLAN,
        "  - {who: t-barros, from: 2026-09-07}",
        "  - {who: j-okafor, from: 2026-11-02}\n  - {who: t-barros, from: 2026-09-07, until: 2026-10-30}",
        [("added", "plan.mentors", ""), ("changed", "plan.mentors.until", "", None, "2026-10-30")],
    ),
    (
        "two weeks, one of them new",
        "absences",
        ABSENCES,
        r"'/\ U\ /\ U\ /\'",
        r"""'/\ U\ /\ C\ /\'
  2026-09-21: '/\ /\ /\ /\ /\'""",
        [("marks", "attendance.register", 2)],
    ),
    ("a lesson", "absences", ABSENCES, "mark: U", "mark: /", [("lessons", "lessons", 1)]),
    (
        "a note",
        "absences",
        ABSENCES,
        "reason: transition",
        "reason: pain",
        [("changed", "notes.reason", "ab1", "transition", "pain")],
    ),
    (
        "a review's chain",
        "reviews",
        REVIEWS,
        "{invited_on: 2026-06-01}",
        "{invited_on: 2026-06-01, decision: amend}",
        [("changed", "reviews.chain.decision", "r1", None, "amend")],
    ),
    (
        "a review's result, by the outcome's id",
        "reviews",
        REVIEWS,
        "result: progress",
        "result: achieved",
        [("changed", "reviews.outcomes.result", "r1/o1", "progress", "achieved")],
    ),
]


@pytest.mark.parametrize(
    ("kind", "text", "old", "new", "expected"),
    [case[1:] for case in CHANGES],
    ids=[case[0] for case in CHANGES],
)
def test_a_change_is_told_by_its_meaning(
    kind: str, text: str, old: str, new: str, expected: list[tuple[Any, ...]]
) -> None:
    """Each thing that differs is one amendment, by the paths of audiences.yml, the item's id and those that hold it."""
    assert old in text
    assert told(amendments(kind, text, text.replace(old, new))) == expected


def test_the_same_backwards_is_the_opposite() -> None:
    """What was added is removed the other way, and what changed changes back."""
    for _, kind, text, old, new, _ in CHANGES:
        after = text.replace(old, new)
        opposite = {"added": "removed", "removed": "added"}
        there, back = amendments(kind, text, after), amendments(kind, after, text)
        assert sorted((opposite.get(each.kind, each.kind), each.part, each.item or "") for each in there) == (
            sorted((each.kind, each.part, each.item or "") for each in back)
        )


SAME: list[tuple[str, str, str, str]] = [
    ("a comment", "actions", ACTION, ACTION.replace("due: 2026-11-27", "due: 2026-11-27   # moved twice")),
    ("quotes", "actions", ACTION, ACTION.replace("Ask transport", "'Ask transport'")),
    ("a number in quotes", "plan", PLAN, PLAN.replace("form: 10", "form: '10'")),
    ("a number in quotes, of a year", "plan", PLAN, PLAN.replace("year_group: 8", 'year_group: "8"')),
    ("null", "actions", ACTION, ACTION + "    due: null\n    result:\n"),
    ("an empty list", "actions", ACTION, ACTION + "    agreed_with: []\n"),
    ("not restricted", "actions", ACTION, ACTION + "    restricted: false\n"),
    ("a default", "actions", ACTION, ACTION + "    status: open\n"),
    ("an empty part", "reviews", *(REVIEWS.replace("{invited_on: 2026-06-01}", each) for each in ("{}", ""))),
    ("text in lines", "actions", ACTION, ACTION.replace("Ask transport", "|\n      Ask\n      transport")),
    ("the order of a list", "actions", ACTION, ACTION.replace("[family, pupil]", "[pupil, family]")),
    ("spaces between days", "absences", ABSENCES, ABSENCES.replace(r"'/\ U\ /\ U\ /\'", r"'/\U\/\U\/\'")),
    ("an empty target", "plan", PLAN + "safeguarding: {}\nehcp:\n", PLAN),
]


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [case[1:] for case in SAME],
    ids=[case[0] for case in SAME],
)
def test_formatting_is_no_change(kind: str, before: str, after: str) -> None:
    """Comments, quotes, order, an empty value, a default and text broken into lines change nothing."""
    assert amendments(kind, before, after) == ()
    assert amendments(kind, after, before) == ()


def test_reordered_things_are_no_change() -> None:
    """Items and keys may stand in any order; an item is known by its id."""
    document: Any = data("actions", ACTION)
    turned = {"actions": [dict(reversed(list(each.items()))) for each in reversed(document["actions"])]}
    assert compare("actions", document, turned, POLICY) == ()


def test_a_record_begins_with_its_plan() -> None:
    """A new plan is one line, and so is one that is gone; other files tell of their items."""
    assert told(amendments("plan", None, PLAN)) == [("begun", "plan", "")]
    assert told(amendments("plan", PLAN, None)) == [("removed", "plan", "")]
    assert told(amendments("actions", None, ACTION)) == [
        ("added", "actions", "a1"),
        ("added", "actions", "a2"),
    ]
    assert told(amendments("actions", ACTION, None)) == [
        ("removed", "actions", "a1"),
        ("removed", "actions", "a2"),
    ]
    assert told(amendments("absences", None, ABSENCES)) == [
        ("marks", "attendance.register", 2),
        ("lessons", "lessons", 1),
        ("added", "notes", "ab1"),
    ]
    assert amendments("plan", None, None) == amendments("actions", None, None) == ()


def test_an_item_is_told_whole_and_once() -> None:
    """A concern that is added comes with all that stands in it: that is one amendment."""
    assert told(amendments("concerns", "concerns: []", CONCERN)) == [("added", "concerns", "c1")]


def test_about_are_the_things_plain_fields() -> None:
    """An amendment carries the plain fields of its thing, as they stand after it, and before it where the thing is gone."""
    moved = ACTION.replace("2026-11-27", "2026-12-04")
    (changed,) = amendments("actions", ACTION, moved)
    assert changed.about == {
        "kind": "check_in",
        "what": "Met at the gate",
        "owner": "j-okafor",
        "due": "2026-12-04",
        "agreed_with": ("family", "pupil"),
        "status": "open",
    }
    (gone, _) = amendments("actions", ACTION, None)
    assert gone.about["due"] == "2026-11-27"
    (aim,) = amendments("plan", PLAN, PLAN.replace("aim: 90", "aim: 92"))
    assert aim.about == {"aim": 92, "by": "2026-12-18"}
    (version,) = amendments("plan", PLAN, PLAN.replace("version: 3", "version: 4"))
    assert version.about == {}


def test_what_closes_items_of_a_kind_is_beside_the_amendment() -> None:
    """By the field that audiences.yml names, of the item and of what holds it, on either side."""
    closed = PLAN.replace("    text: Begins", "    status: met\n    text: Begins").replace(
        "in_place", "withdrawn"
    )
    found = {each.part: each.kinds for each in amendments("plan", PLAN, closed)}
    assert found == {
        "plan.outcomes.status": {"plan.outcomes": ("open", "met")},
        "plan.outcomes.provision.status": {
            "plan.outcomes": ("open", "met"),
            "plan.outcomes.provision": ("in_place", "withdrawn"),
        },
    }
    (unsaid,) = amendments("reviews", None, "reviews: [{id: r1}]")
    assert unsaid.kinds == {"reviews": ("",)}


@pytest.mark.parametrize("value", ["true", "yes", "1", "'true'", "[]", "maybe"])
def test_what_is_not_plainly_open_is_restricted(value: str) -> None:
    """`restricted` that says neither yes nor no, in a version older than the checks, closes the item."""
    shut = CONCERN.replace("    what:", f"    restricted: {value}\n    what:")
    later = shut.replace("suspected", "confirmed")
    (within,) = amendments("concerns", shut, later)
    assert within.restricted
    assert all(each.restricted for each in amendments("concerns", CONCERN, later) if each.item == "c1")
    assert all(each.restricted for each in amendments("concerns", shut, None))


def test_the_school_and_its_staff_are_one_line() -> None:
    """What changed in school.yml or staff.yml is not told part by part."""
    before = "name: Ashgrove\nphase: secondary\n"
    assert told(amendments("school", before, before + "terms: []\n")) == []
    assert told(amendments("school", before, before.replace("grove", "hill"))) == [("settings", "school", "")]


STRANGE: list[tuple[str, str, str, int]] = [
    ("a key nobody knows", "actions", ACTION + "    colour: red\n", 1),
    ("two keys nobody knows", "actions", ACTION + "    colour: red\nmore: {a: 1}\n", 2),
    ("a list in place of a mapping", "plan", "pupil: [1]" + PLAN.partition("10}")[2], 1),
    ("a mapping in place of a list", "actions", "actions: {a1: {what: Met}}", 1),
    ("text in place of a list", "actions", "actions: none", 1),
    ("an item without an id", "actions", ACTION.replace("id: a2", "name: a2"), 1),
    ("an item that is text", "actions", ACTION + "  - Ask again\n", 1),
    ("a list in a text field", "actions", ACTION.replace("due: 2026-11-27", "due: [1, 2]"), 1),
    ("text in a list field", "actions", ACTION.replace("[family, pupil]", "family"), 1),
    ("text in a number field", "plan", PLAN.replace("version: 3", "version: third"), 1),
    ("marks in a list", "absences", ABSENCES.replace("weeks:", "weeks: [1]\nolder:"), 2),
    ("lessons in a mapping", "absences", ABSENCES.replace("  - {date: 2026-11-10,", "  x: {"), 1),
]


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [case[1:] for case in STRANGE],
    ids=[case[0] for case in STRANGE],
)
def test_what_this_program_does_not_know_is_counted(kind: str, text: str, number: int) -> None:
    """Places that no field of today can hold are one amendment with their number, however they came to be there."""
    known = {"actions": ACTION, "plan": PLAN, "absences": ABSENCES}[kind]
    for before, after in ((known, text), (text, known)):
        unknown = [each for each in amendments(kind, before, after) if each.kind == "unknown"]
        assert [each.part for each in unknown] == [kind]
        assert unknown[0].number == number
        assert unknown[0].about == {}
    assert amendments(kind, text, text) == ()


def test_an_id_that_stands_twice_breaks_nothing() -> None:
    """Things of one id are matched by what is equal in them, then in their order."""
    twice = "actions: [{id: a1, what: One}, {id: a1, what: Two}]"
    turned = "actions: [{id: a1, what: Two}, {id: a1, what: One}]"
    once = "actions: [{id: a1, what: Two}]"
    assert amendments("actions", twice, turned) == ()
    assert told(amendments("actions", twice, once)) == [("removed", "actions", "a1")]
    assert told(amendments("actions", once, twice)) == [("added", "actions", "a1")]
