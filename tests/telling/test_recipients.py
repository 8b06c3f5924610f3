"""To whom a duty is told: the owner, the cover, the role that takes over; never somebody who has left, and nobody unsaid."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.records import Away, Escalation, Person, School, Staff
from liverecord.report import DutyRow
from liverecord.telling.recipients import Routes, routes

DAY = date(2026, 11, 23)
AWAY = date(2026, 11, 16)
GONE = date(2026, 10, 23)


def row(
    owner: str | None,
    left: str | None = None,
    days: int = -1,
    to: str | None = None,
    cover: str | None = None,
) -> DutyRow:
    return DutyRow(
        key="0" * 32, pupil="p-7k3m", kind="action_due", group="action", label="Action", due=DAY, state="overdue",
        days=days, owner=owner, left=left, escalated_to=to, cover=cover,
    )  # fmt: skip


def person(identity: str, *roles: str, cover: str | None = None, **more: Any) -> Person:
    is_away = more.pop("is_away", False) or cover is not None
    away = Away(from_=AWAY, cover=cover) if is_away else None
    return Person(
        id=identity, name=identity.upper(), roles=roles, email=f"{identity}@x.example", away=away, **more
    )


def told(*staff: Person, rows: list[DutyRow], to_role: str | None = None) -> Routes:
    escalation = Escalation(after_school_days=10, to_role=to_role) if to_role else None
    return routes(rows, Staff(staff=staff), School(name="X", phase="primary", escalation=escalation), DAY)


def readers(found: Routes) -> dict[str, list[str]]:
    return {each.owner: [task.why for task in each.tasks] for each in found.told}


def test_whoever_holds_a_duty_is_told() -> None:
    """The owner, and nobody else."""
    found = told(person("a"), person("b", "senco"), rows=[row("a")])
    assert readers(found) == {"a": [""]}
    assert found.passed == found.lost == ()


def test_a_cover_is_told_instead_of_somebody_away() -> None:
    """Nobody is written to while they are away; the cover gets it, is told whose it is, and it is said."""
    found = told(person("a", cover="b"), person("b"), rows=[row("a"), row("b")])
    assert readers(found) == {"b": ["a is away", ""]}
    assert [(each.why, each.held_by, each.reached, each.duties) for each in found.passed] == [
        ("a is away", "a", "b", 1)
    ]


def test_a_cover_who_is_away_passes_it_on() -> None:
    """Two are away: the cover's cover gets it. Two who cover for each other: the SENCO."""
    chain = told(person("a", cover="b"), person("b", cover="c"), person("c"), rows=[row("a")])
    assert readers(chain) == {"c": ["a is away"]}
    circle = told(person("a", cover="b"), person("b", cover="a"), person("s", "senco"), rows=[row("a")])
    assert readers(circle) == {"s": ["a is away without cover"]}


def test_somebody_away_without_cover_is_passed_to_the_role() -> None:
    """An e-mail to somebody who is away and whom nobody covers would be read by nobody."""
    found = told(person("a", is_away=True), person("s", "senco"), rows=[row("a")])
    assert readers(found) == {"s": ["a is away without cover"]}


def test_what_was_escalated_is_told_to_both() -> None:
    """Whoever holds it is told as ever; whoever it has gone to is told with whom it is, and that it was is said."""
    staff = (person("a"), person("b"), person("h", "head"))
    found = told(*staff, rows=[row("a", to="h"), row("b")], to_role="head")
    assert readers(found) == {"a": [""], "b": [""], "h": ["escalated: with a"]}
    assert [(each.why, each.held_by, each.reached, each.duties) for each in found.passed] == [
        ("escalated: with a", "a", "h", 1)
    ]


def test_what_was_escalated_is_told_nobody_twice() -> None:
    """Where the same person is reached for both reasons, there is one line; somebody away is told through their cover."""
    staff = (person("a", left_on=GONE), person("h", "head"))
    assert readers(told(*staff, rows=[row(None, left="a", to="h")], to_role="head")) == {"h": ["a has left"]}
    away = (person("a"), person("h", "head", cover="c"), person("c"))
    found = told(*away, rows=[row("a", to="h")], to_role="head")
    assert readers(found) == {"a": [""], "c": ["escalated: with a"]}
    gone = (person("a", cover="c"), person("c"), person("h", "head"))
    found = told(*gone, rows=[row("a", to="h", cover="c")], to_role="head")
    assert readers(found) == {"c": ["a is away"], "h": ["escalated: with c"]}


def test_who_has_left_is_told_nothing() -> None:
    """What they held goes to the role that school.yml names for escalation, and that is said."""
    staff = (person("a", left_on=GONE), person("s", "senco"), person("h", "head"))
    found = told(*staff, rows=[row(None, left="a"), row(None)], to_role="head")
    assert readers(found) == {"h": ["a has left", "nobody holds it"]}
    assert readers(told(*staff, rows=[row(None, left="a")])) == {"s": ["a has left"]}


def test_a_role_that_nobody_holds_or_covers_falls_to_the_senco() -> None:
    """A head who is away without cover, or a role that nobody has: the SENCO hears of it."""
    away = (person("h", "head", is_away=True), person("s", "senco"))
    assert readers(told(*away, rows=[row(None)], to_role="head")) == {"s": ["nobody holds it"]}
    assert readers(told(person("s", "senco"), rows=[row(None)], to_role="head")) == {"s": ["nobody holds it"]}


def test_what_reaches_nobody_is_counted_as_lost() -> None:
    """Nothing is dropped in silence."""
    found = told(person("a"), rows=[row(None), row(None)])
    assert found.told == ()
    assert len(found.lost) == 2


people = st.lists(
    st.builds(
        lambda name, roles, cover, is_away, left: person(
            name, *roles, cover=cover if is_away else None, is_away=is_away, left_on=GONE if left else None
        ),
        st.sampled_from("abcdef"),
        st.lists(st.sampled_from(("senco", "head")), max_size=2),
        st.sampled_from("abcdef"),
        st.booleans(),
        st.booleans(),
    ),
    unique_by=lambda each: each.id,
)


@given(people, st.lists(st.sampled_from("abcdef") | st.none(), max_size=6))
def test_everything_is_told_once_to_somebody_who_is_here(
    staff: list[Person], owners: list[str | None]
) -> None:
    """Each duty is in exactly one list or among the lost, and no reader has left or is away."""
    by_id = {each.id: each for each in staff}
    rows = [row(owner if owner in by_id and by_id[owner].left_on is None else None) for owner in owners]
    found = told(*staff, rows=rows, to_role="head")
    assert sum(len(each.tasks) for each in found.told) + len(found.lost) == len(rows)
    for each in found.told:
        assert by_id[each.owner].left_on is None
        assert by_id[each.owner].away is None
