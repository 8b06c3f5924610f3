"""Signs that a review took place in name only: each a fact with its days, from the record and from what git knows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import pytest
from derive_builders import TODAY, case, example, pupil, rulebook, school
from hypothesis import given
from hypothesis import strategies as st
from past_builders import Past

from liverecord.derive import in_name_only
from liverecord.derive.changes import edits_of
from liverecord.model.history import Edit, InNameOnly
from liverecord.model.records import Plan, Pupil
from liverecord.problem import Place
from strategies import structs

Row = tuple[str, str, str | None, list[str], int]
REVIEW = {"id": "r2", "kind": "sen_support", "due": "2026-12-11"}
HELD = {
    "id": "r1",
    "kind": "sen_support",
    "held_on": "2026-07-17",
    "attended": ["family"],
    "plan_version": 3,
}


def signs(of: Pupil, edits: tuple[Edit, ...] = ()) -> tuple[InNameOnly, ...]:
    """Return the signs of a pupil at a small school."""
    return in_name_only(of, edits, school(), rulebook(), TODAY)


def rows(found: tuple[InNameOnly, ...]) -> list[Row]:
    """Return signs as short rows."""
    return [
        (each.kind, each.source, each.item, [day.isoformat() for day in each.days], each.number)
        for each in found
    ]


def dated(field: str, *commits: tuple[str, str | None]) -> tuple[Edit, ...]:
    """Return edits that write a field's days one after the other: the day of each commit, and what was written.

    `field` is "reviews.due" of r2, or a review date of "concerns" (c1), "actions" (a1) or "plan.support_without_plan" (s1).
    """
    items = {"reviews": "r2", "concerns": "c1", "actions": "a1"}
    things, _, name = field.rpartition(".")
    texts = []
    for _, day in commits:
        line = f"  - {{id: {items.get(things, 's1')}, kind: sen_support, {name}: {day or 'null'}}}\n"
        texts.append({things.rpartition(".")[2] if things in items else "plan": _text(things, line)})
    past = Past(*texts)
    days = {f"k{number}": day for number, (day, _) in enumerate(commits)}
    return tuple(
        msgspec.structs.replace(edit, at=edit.at.replace(month=int(day[5:7]), day=int(day[8:])))
        for edit in edits_of(past.changes, past.versions, rulebook().policy)
        if edit.at is not None and (day := days[edit.commit or ""])
    )


def _text(things: str, line: str) -> str:
    if things.startswith("plan."):
        return f"version: 1\n{things.removeprefix('plan.')}:\n{line}"
    return f"{things}:\n{line}"


# ── Moved to a later day ────────────────────────────────────────────────────────────────────────────────


def test_a_review_moved_to_a_later_day_is_told_with_both_days() -> None:
    """A planned review that was written for a later day, and not held between, was moved on."""
    moved = dated("reviews.due", ("2026-09-07", "2026-11-13"), ("2026-11-12", "2026-12-11"))
    assert rows(signs(pupil(reviews=[REVIEW]), moved)) == [
        ("moved_on", "reviews", "r2", ["2026-11-13", "2026-12-11"], 1)
    ]


def test_a_review_moved_again_is_postponed_with_all_its_days() -> None:
    """From the second time on, every day that it had stands there, oldest first."""
    moved = dated(
        "reviews.due",
        ("2026-09-07", "2026-10-02"),
        ("2026-10-01", "2026-11-13"),
        ("2026-11-12", "2026-12-11"),
    )
    assert rows(signs(pupil(reviews=[REVIEW]), moved)) == [
        ("postponed", "reviews", "r2", ["2026-10-02", "2026-11-13", "2026-12-11"], 2)
    ]


@pytest.mark.parametrize(
    ("held", "count"),
    [(None, 1), ("2026-07-17", 1), ("2026-09-07", 1), ("2026-11-10", 0), ("2026-11-12", 0)],
    ids=["never", "before it was planned", "on that day", "before it was moved", "on the day it was moved"],
)
def test_a_review_that_was_held_is_not_put_off(held: str | None, count: int) -> None:
    """Where one was held since the day was written, the later day is the next review's."""
    moved = dated("reviews.due", ("2026-09-07", "2026-11-13"), ("2026-11-12", "2026-12-11"))
    reviews = [REVIEW] if held is None else [REVIEW, {**HELD, "held_on": held}]
    found = [sign for sign in signs(pupil(reviews=reviews), moved) if sign.kind == "moved_on"]
    assert len(found) == count


def test_after_a_review_counting_begins_anew() -> None:
    """What was put off before the last review is past; what was put off since counts."""
    moved = dated(
        "reviews.due",
        ("2026-03-02", "2026-04-01"),
        ("2026-04-01", "2026-07-17"),
        ("2026-07-18", "2026-11-13"),
        ("2026-11-12", "2026-12-11"),
    )
    found = signs(pupil({"agreed_on": "2026-07-20"}, reviews=[HELD, REVIEW]), moved)
    assert rows(found) == [("moved_on", "reviews", "r2", ["2026-11-13", "2026-12-11"], 1)]


@pytest.mark.parametrize(
    "commits",
    [
        [("2026-09-07", "2026-11-13"), ("2026-11-12", "2026-11-06")],
        [("2026-09-07", "2026-11-13"), ("2026-11-01", "2026-11-20"), ("2026-11-12", "2026-11-13")],
        [("2026-09-07", None), ("2026-11-12", "2026-12-11")],
        [("2026-09-07", "2026-11-13")],
        [("2026-09-07", "soon"), ("2026-11-12", "2026-12-11")],
    ],
    ids=["earlier", "and back", "first planned", "never moved", "no day before"],
)
def test_only_a_later_day_is_put_off(commits: list[tuple[str, str | None]]) -> None:
    """A review that was brought forward, moved and moved back, or first planned was not put off."""
    assert signs(pupil(reviews=[REVIEW]), dated("reviews.due", *commits)) == ()


def test_a_day_taken_out_and_written_again_later_was_moved() -> None:
    """Between the two, the review had no day: that did not bring it about."""
    moved = dated(
        "reviews.due", ("2026-09-07", "2026-11-13"), ("2026-11-10", None), ("2026-11-12", "2026-12-11")
    )
    assert rows(signs(pupil(reviews=[REVIEW]), moved)) == [
        ("moved_on", "reviews", "r2", ["2026-11-13", "2026-12-11"], 1)
    ]


CONCERN = {
    "id": "c1",
    "theme": "attendance",
    "opened_on": "2026-09-28",
    "what": "Misses mornings",
    "review_on": "2026-12-11",
    "owner": "j-okafor",
}
ACTION = {"id": "a1", "kind": "check_in", "what": "Gate", "review_on": "2026-12-11", "concern": "c1"}
PROVISION = {"id": "s1", "what": "Supply adult", "status": "in_place", "review_on": "2026-12-11"}


@pytest.mark.parametrize(
    ("field", "parts", "source", "item"),
    [
        ("concerns.review_on", {"concerns": [CONCERN]}, "concerns", "c1"),
        ("actions.review_on", {"actions": [ACTION]}, "actions", "a1"),
        (
            "plan.support_without_plan.review_on",
            {"plan": {"support_without_plan": [PROVISION]}},
            "plan",
            "s1",
        ),
    ],
)
def test_everything_with_a_review_date_is_looked_at(
    field: str, parts: Mapping[str, Any], source: str, item: str
) -> None:
    """Concerns, actions and provision that are open, and whose review date was moved on."""
    moved = dated(field, ("2026-10-05", "2026-11-13"), ("2026-11-12", "2026-12-11"))
    assert rows(signs(pupil(**parts), moved)) == [("moved_on", source, item, ["2026-11-13", "2026-12-11"], 1)]
    review = {"id": "r5", "kind": "concern", "about": [item], "held_on": "2026-11-11", "attended": ["pupil"]}
    assert signs(pupil(**parts, reviews=[review]), moved) == ()


def test_what_is_closed_owes_no_review() -> None:
    """A closed concern's past is past."""
    moved = dated("concerns.review_on", ("2026-10-05", "2026-11-13"), ("2026-11-12", "2026-12-11"))
    closed = {**CONCERN, "status": "closed", "closed_on": "2026-11-20"}
    assert signs(pupil(concerns=[closed]), moved) == ()


def test_what_is_restricted_or_was_makes_a_restricted_sign() -> None:
    """A concern that is restricted, an action about it, and a date that was moved while it was."""
    moved = dated("actions.review_on", ("2026-10-05", "2026-11-13"), ("2026-11-12", "2026-12-11"))
    shut = {**CONCERN, "restricted": True}
    assert [each.restricted for each in signs(pupil(actions=[ACTION], concerns=[shut]), moved)] == [True]
    was = tuple(
        msgspec.structs.replace(
            edit,
            amendments=tuple(msgspec.structs.replace(each, restricted=True) for each in edit.amendments),
        )
        for edit in moved
    )
    assert [each.restricted for each in signs(pupil(actions=[ACTION]), was)] == [True]


def test_what_is_not_committed_yet_was_moved_today() -> None:
    """A date moved on the disk alone is moved."""
    moved = dated("reviews.due", ("2026-09-07", "2026-11-13"), ("2026-11-12", "2026-12-11"))
    here = (msgspec.structs.replace(moved[0], commit=None, at=None), *moved[1:])
    assert [each.kind for each in signs(pupil(reviews=[REVIEW]), here)] == ["moved_on"]


# ── “No change” ─────────────────────────────────────────────────────────────────────────────────────────


def reviews(*results: str, about: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return reviews a month apart, attended by the family, each with one result ("" for none)."""
    return [
        {
            "id": f"r{number}",
            "kind": "provision",
            "about": list(about),
            "held_on": f"2026-{number + 4:02}-05",
            "attended": ["family"],
            "outcomes": [{"id": "o1", "result": result}] if result else [],
        }
        for number, result in enumerate(results)
    ]


@pytest.mark.parametrize(
    ("results", "days"),
    [
        (("no_progress",) * 3, ["2026-04-05", "2026-05-05", "2026-06-05"]),
        (("progress", *("no_progress",) * 3), ["2026-05-05", "2026-06-05", "2026-07-05"]),
        (("no_progress",) * 2, []),
        ((*("no_progress",) * 3, "progress"), []),
        (("no_progress", "", "no_progress", "no_progress"), []),
    ],
)
def test_the_same_result_again_and_again_is_told(results: tuple[str, ...], days: list[str]) -> None:
    """The last reviews of the same things, three at least, that all found no progress and nothing else."""
    expected = [("no_change", "reviews", f"r{len(results) - 1}", days, len(days))] if days else []
    assert rows(signs(pupil(reviews=reviews(*results)))) == expected


def test_reviews_of_different_things_are_no_series() -> None:
    """Three reviews of three things say nothing of each other."""
    mixed = [
        each
        for number, about in enumerate((("s1",), ("s2",), ("s3",)))
        for each in reviews(*("no_progress",) * 3, about=about)[number : number + 1]
    ]
    assert signs(pupil(reviews=mixed)) == ()


def concern(*lines: bool, **more: Any) -> dict[str, Any]:
    """Return an open concern with a weekly line each, which says that nothing changed, or does not."""
    updates = [
        {"id": f"u{number}", "date": f"2026-10-{number + 10}", "no_change": line}
        for number, line in enumerate(lines)
    ]
    return {**CONCERN, "updates": updates, **more}


def test_no_change_week_after_week_is_told() -> None:
    """An open concern whose newest lines all say that nothing changed, as many as there are."""
    days = ["2026-10-11", "2026-10-12", "2026-10-13", "2026-10-14"]
    found = signs(pupil(concerns=[concern(False, True, True, True, True)]))
    assert rows(found) == [("no_change", "concerns", "c1", days, 4)]
    assert found[0].owner == "j-okafor"
    assert signs(pupil(concerns=[concern(True, True, True, False)])) == ()
    assert signs(pupil(concerns=[concern(True, True)])) == ()
    closed = concern(True, True, True, status="closed")
    assert signs(pupil(concerns=[closed])) == ()


def test_a_restricted_line_restricts_the_sign() -> None:
    """That there are three lines tells of the one that is restricted."""
    lines = concern(True, True, True)
    lines["updates"][1]["restricted"] = True
    assert [each.restricted for each in signs(pupil(concerns=[lines]))] == [True]


# ── The plan ────────────────────────────────────────────────────────────────────────────────────────────


def planned(*texts: tuple[str, str]) -> tuple[Edit, ...]:
    """Return edits of plan.yml, each on a day of 2026."""
    past = Past(*({"plan": text} for _, text in texts))
    days = {f"k{number}": day for number, (day, _) in enumerate(texts)}
    return tuple(
        msgspec.structs.replace(edit, at=edit.at.replace(month=int(day[:2]), day=int(day[3:])))
        for edit in edits_of(past.changes, past.versions, rulebook().policy)
        if edit.at is not None and (day := days[edit.commit or ""])
    )


PLAN = "version: 3\npassport:\n  helps:\n    - Time\n"


@pytest.mark.parametrize(
    ("texts", "number"),
    [
        ([("07-01", PLAN), ("10-01", PLAN.replace("Time", "Quiet"))], 1),
        ([("07-01", PLAN), ("10-01", PLAN.replace("Time", "Quiet")), ("11-01", PLAN)], 2),
        ([("07-01", PLAN), ("07-20", PLAN.replace("Time", "Quiet"))], 0),
        ([("07-01", PLAN), ("10-01", PLAN + "pupil: {form: 8B}\n")], 0),
        ([("10-01", PLAN)], 0),
    ],
    ids=["changed", "twice", "written up after the review", "only the form", "begun later"],
)
def test_a_plan_that_changed_since_its_review_is_told(texts: list[tuple[str, str]], number: int) -> None:
    """What the plan says of support changed more than two weeks after the last review of it: which day that was."""
    found = signs(pupil({"agreed_on": "2026-07-17"}, reviews=[HELD]), planned(*texts))
    assert rows(found) == ([("plan_changed", "plan", None, ["2026-07-17"], number)] if number else [])


@pytest.mark.parametrize(
    ("plan", "reviewed", "is_told"),
    [
        ({"version": 4, "agreed_on": "2026-09-18"}, 3, True),
        ({"version": 4, "agreed_on": "2026-07-20"}, 3, False),
        ({"version": 4, "agreed_on": None}, 3, False),
        ({"version": 3, "agreed_on": "2026-09-18"}, 3, False),
        ({"version": 4, "agreed_on": "2026-09-18"}, None, False),
        ({"version": 4, "agreed_on": "2026-12-01"}, 3, False),
    ],
)
def test_without_git_the_version_tells_it(
    plan: Mapping[str, Any],
    reviewed: int | None,
    is_told: bool,
) -> None:
    """A newer version than the one reviewed, agreed well after the review; what is not known is not told."""
    found = signs(pupil(plan, reviews=[{**HELD, "plan_version": reviewed}]))
    assert bool(found) == is_told


def test_a_plan_that_was_never_reviewed_has_not_changed_since() -> None:
    """Other reviews are none of the plan."""
    later = planned(("07-01", PLAN), ("10-01", PLAN.replace("Time", "Quiet")))
    other = {**HELD, "kind": "risk_assessment"}
    assert signs(pupil(reviews=[other]), later) == signs(pupil(), later) == ()


def test_a_concern_on_an_older_plan_is_told() -> None:
    """With the day on which the plan in force was agreed."""
    found = signs(pupil(concerns=[{**CONCERN, "plan_version": 2}]))
    assert rows(found) == [("old_plan", "concerns", "c1", ["2026-09-18"], 0)]


# ── The voice ───────────────────────────────────────────────────────────────────────────────────────────

UNHEARD = {"id": "r3", "kind": "concern", "held_on": "2026-10-23", "attended": ["senco"]}


@pytest.mark.parametrize(
    ("parts", "is_told"),
    [
        ({"reviews": [UNHEARD]}, True),
        ({"reviews": [{**UNHEARD, "attended": []}]}, True),
        ({"reviews": [{**UNHEARD, "attended": ["senco", "pupil"]}]}, False),
        ({"reviews": [{**UNHEARD, "attended": ["family"]}]}, False),
        ({"reviews": [{**UNHEARD, "held_on": "2025-11-21"}]}, False),
        ({"reviews": [{**UNHEARD, "held_on": "2026-11-23"}]}, False),
        (
            {"reviews": [UNHEARD, {**UNHEARD, "id": "r4", "held_on": "2026-11-20", "attended": ["pupil"]}]},
            False,
        ),
        (
            {
                "reviews": [UNHEARD],
                "plan": {"views": [{"id": "v1", "from": "pupil", "date": "2026-10-09", "text": "x"}]},
            },
            False,
        ),
        (
            {
                "reviews": [UNHEARD],
                "plan": {"views": [{"id": "v1", "from": "pupil", "date": "2026-10-08", "text": "x"}]},
            },
            True,
        ),
        (
            {
                "reviews": [UNHEARD],
                "contacts": [{"id": "k1", "date": "2026-11-06", "with": "mother", "how": "phone"}],
            },
            False,
        ),
        (
            {
                "reviews": [UNHEARD],
                "contacts": [
                    {"id": "k1", "date": "2026-11-06", "with": "mother", "how": "phone", "reached": False},
                    {"id": "k2", "date": "2026-10-23", "with": "other", "how": "phone"},
                ],
            },
            True,
        ),
    ],
    ids=[
        *(
            "nobody",
            "nobody named",
            "pupil",
            "family",
            "long ago",
            "to come",
            "newer with pupil",
            "view near",
        ),
        *("view too far", "conversation near", "nobody reached"),
    ],
)
def test_a_review_without_a_word_of_the_pupil_or_family_is_told(
    parts: Mapping[str, Any],
    is_told: bool,
) -> None:
    """The newest of its kind in the last twelve months, where neither attended and neither spoke within two weeks of it."""
    found = rows(signs(pupil(**parts)))
    assert found == ([("without_voice", "reviews", "r3", ["2026-10-23"], 0)] if is_told else [])


def test_a_review_of_restricted_things_alone_makes_a_restricted_sign() -> None:
    """It would tell of them."""
    shut = {**CONCERN, "restricted": True}
    found = signs(pupil(concerns=[shut], reviews=[{**UNHEARD, "about": ["c1"]}]))
    assert [each.restricted for each in found] == [True]


# ── Where it is written ─────────────────────────────────────────────────────────────────────────────────


def test_each_sign_names_the_line_behind_it() -> None:
    """File, line and the forge's address: of what stands in another thing, where that begins."""
    path = "records/pupils/p-1/plan.yml"
    plan = {
        "outcomes": [{"id": "o1", "text": "Begins", "provision": [{**PROVISION, "id": "s1"}]}],
    }
    one = msgspec.structs.replace(
        pupil(plan), places={"plan": Place(path), "plan.outcomes.o1": Place(path, 23, 5)}
    )
    moved = dated(
        "plan.support_without_plan.review_on", ("2026-10-05", "2026-11-13"), ("2026-11-12", "2026-12-11")
    )
    at = school(forge={"edit": "https://git.example/{path}#{line}"})
    (found,) = in_name_only(one, moved, at, rulebook(), TODAY)
    assert (found.path, found.line) == (path, 23)
    assert (found.url, found.line_url) == (f"https://git.example/{path}#1", f"https://git.example/{path}#23")
    bare = signs(pupil(plan), moved)
    assert [(each.path, each.line, each.url, each.line_url) for each in bare] == [(None, None, None, None)]


def test_the_example_has_its_signs_in_the_case() -> None:
    """The example's pupil was reviewed under version 2 in July, and the plan is another since September."""
    kinds = {each.kind: each for each in example("p-7k3m").in_name_only}
    assert kinds["plan_changed"].days == (date(2026, 7, 17),)
    assert kinds["plan_changed"].path == "records/pupils/p-7k3m/plan.yml"


def test_nothing_is_told_of_a_pupil_who_has_left() -> None:
    """Nothing is asked of a record that is closed."""
    left = pupil(
        {"pupil": {"given_name": "B", "family_name": "L", "year_group": "9", "on_roll_until": "2026-10-23"}},
        reviews=[UNHEARD],
    )
    assert case(left).in_name_only == ()


@given(
    st.builds(Pupil, id=st.just("p-1"), plan=structs(Plan)),
    st.lists(structs(Edit), max_size=3).map(tuple),
)
def test_no_record_and_no_past_breaks_it(one: Pupil, edits: tuple[Edit, ...]) -> None:
    """Whatever stands in a record and in its past, the signs are found, and found the same again."""
    assert signs(one, edits) == signs(one, edits)
