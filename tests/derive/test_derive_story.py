"""What a record tells beside its dates: silence, what was tried, what is not met, who changed what, where it is edited."""

import re
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import pytest
from derive_builders import TODAY, WHOLE, after, case, in_order, pupil, rulebook, school, staff
from hypothesis import given
from hypothesis import strategies as st

from liverecord import derive
from liverecord.derive.history import commit_address, edit_address
from liverecord.derive.kept import LIMIT, kept
from liverecord.model.history import Amendment, Change, Edit, History
from liverecord.model.records import (
    Absences,
    Actions,
    Concerns,
    Contacts,
    Forge,
    Plan,
    Pupil,
    Reviews,
    School,
    Staff,
)
from strategies import hostile_text, structs

SUNDAY = TODAY
MONDAY = date(2026, 11, 16)


def concern(**fields: Any) -> dict[str, Any]:
    """Return an open concern, and whatever is given."""
    made = {"id": "c1", "theme": "attendance", "opened_on": "2026-09-28", "what": "Misses mornings"}
    return {**made, "plan_version": 3, **fields}


def line(day: date, **fields: Any) -> dict[str, Any]:
    """Return a week's line."""
    return {"id": f"u-{day}", "date": day, "text": "Calmer", **fields}


# ── Silence ─────────────────────────────────────────────────────────────────────────────────────────────


def silent(today: date = SUNDAY, **fields: Any) -> bool:
    """Tell whether a concern is silent on a day."""
    return bool(case(pupil(concerns=[concern(**fields)]), today=today).silences)


def test_silence_is_a_school_week_without_a_line() -> None:
    """Sunday looks at the week that ends on it; a line on its Monday, even "no change", breaks the silence; one last week does not."""
    assert silent()
    assert silent(updates=[line(date(2026, 11, 13))])
    assert not silent(updates=[line(MONDAY, no_change=True)])
    assert silent(today=date(2026, 11, 23), updates=[line(MONDAY)])


def test_a_line_dated_ahead_is_no_line() -> None:
    """A line for a day still to come does not break today's silence."""
    assert silent(updates=[line(date(2026, 11, 25))])
    assert silent(today=date(2026, 11, 18), updates=[line(date(2026, 11, 20))])


def test_what_is_not_silent() -> None:
    """Closed concerns, concerns opened this week, and weeks without school are not silent."""
    assert not silent(status="closed")
    assert not silent(opened_on=MONDAY)
    assert not silent(today=date(2026, 10, 28))
    closed = school(closures=[{"date": date(2026, 11, day)} for day in range(16, 21)])
    assert case(pupil(concerns=[concern()]), closed).silences == ()


def test_silence_of_a_restricted_concern_is_restricted() -> None:
    """That a restricted concern is silent tells that there is one."""
    found = case(pupil(concerns=[concern(restricted=True)])).silences
    assert [silence.restricted for silence in found] == [True]


# ── Tried, next, unmet, stale ───────────────────────────────────────────────────────────────────────────


def test_what_counts_as_tried() -> None:
    """Actions that began and provision that was given, newest first; nothing planned, undelivered or still to begin."""
    actions = [
        {"id": "a1", "kind": "mentor", "what": "One", "started_on": "2026-10-05", "status": "done"},
        {"id": "a2", "kind": "mentor", "what": "Two", "started_on": "2026-11-09"},
        {"id": "a3", "kind": "mentor", "what": "Three"},
        {"id": "a4", "kind": "mentor", "what": "Four", "started_on": "2026-12-01"},
        {"id": "a5", "kind": "mentor", "what": "Five", "status": "stopped"},
    ]
    statuses = ["planned", "in_place", "partial", "not_delivered", "at_risk", "withdrawn"]
    provision = [{"id": f"pr-{status}", "what": status, "status": status} for status in statuses]
    plan = {"outcomes": [{"id": "o1", "text": "In school", "provision": provision}]}
    found = case(pupil(plan, actions=actions)).tried
    assert [each.id for each in found if each.source == "action"] == ["a2", "a1", "a5"]
    assert {each.id for each in found if each.source == "provision"} == {
        "pr-in_place",
        "pr-partial",
        "pr-at_risk",
        "pr-withdrawn",
    }


def test_what_was_tried_has_its_result_and_the_words_for_it() -> None:
    """What people recorded of it is told as they wrote it, of an action and of provision, in a plan or without one."""
    said = {"result": "partly", "result_note": "Calmer in the mornings"}
    actions = [{"id": "a1", "kind": "mentor", "what": "One", "started_on": "2026-10-05", **said}]
    given = [{"id": f"pr{number}", "what": "Two", "status": "in_place", **said} for number in (1, 2)]
    plan = {
        "outcomes": [{"id": "o1", "text": "In school", "provision": given[:1]}],
        "support_without_plan": given[1:],
    }
    found = case(pupil(plan, actions=actions)).tried
    assert [(each.id, each.result, each.result_note) for each in found] == [
        (each, "partly", "Calmer in the mornings") for each in ("a1", "pr1", "pr2")
    ]


def test_before_and_since_stand_beside_what_was_tried() -> None:
    """Sessions are set against each other from the start on; where few are known on one side that is said, not hidden."""
    weeks = in_order(["OO /\\ /\\ /\\ /\\", WHOLE, WHOLE])
    action = {"id": "a1", "concern": "c1", "kind": "mentor", "what": "Meet", "started_on": "2026-09-14"}
    worry = [concern()]
    found = (
        case(pupil(weeks=weeks, actions=[action], concerns=worry), today=after(weeks)).tried[0].before_after
    )
    assert found is not None
    assert (found.before_missed, found.before_possible, found.missed, found.possible) == (2, 10, 0, 20)
    assert (found.of_pattern, found.small) == (False, False)
    early = {**action, "started_on": "2026-09-08"}
    few = case(pupil(weeks=weeks, actions=[early], concerns=worry), today=after(weeks)).tried[0].before_after
    assert few is not None
    assert (few.before_missed, few.before_possible, few.small) == (2, 2, True)
    assert case(pupil(actions=[action], concerns=worry)).tried[0].before_after is None


def test_the_next_steps_stand_by_day() -> None:
    """Open actions by day, those without one last; what nobody holds has no owner."""
    actions = [
        {"id": "a1", "kind": "mentor", "what": "Later", "due": "2026-12-01", "owner": "j-okafor"},
        {"id": "a2", "kind": "mentor", "what": "No day"},
        {"id": "a3", "kind": "mentor", "what": "Soon", "due": "2026-11-24"},
        {"id": "a4", "kind": "mentor", "what": "Done", "status": "done"},
    ]
    steps = case(pupil(actions=actions)).next_steps
    assert [(step.id, step.owner is None, step.duty) for step in steps] == [
        ("a3", True, "action_due.a3"),
        ("a1", False, "action_due.a1"),
        ("a2", True, None),
    ]


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ({}, []),
        ({"provision": []}, ["n1"]),
        ({"status": "replaced"}, ["n1"]),
        ({"need": "n2"}, ["n1"]),
        ({"provision": [{"id": "pr1", "what": "Mentor", "status": "withdrawn"}]}, ["n1"]),
        ({"provision": [{"id": "pr1", "what": "Mentor", "status": "not_delivered"}]}, []),
    ],
)
def test_a_need_is_met_by_provision_in_the_plan(outcome: dict[str, Any], expected: list[str]) -> None:
    """An open outcome names provision for it that was not withdrawn; support without the plan does not count."""
    made = {"id": "o1", "need": "n1", "text": "In school"}
    made["provision"] = [{"id": "pr1", "what": "Mentor", "status": "in_place"}]
    without = {"id": "s1", "need": "n1", "what": "Adult", "status": "in_place"}
    plan = {
        "needs": [{"id": "n1", "type": "SEMH"}],
        "outcomes": [made | outcome],
        "support_without_plan": [without],
    }
    assert [each.need for each in case(pupil(plan)).unmet] == expected


def test_a_concern_under_an_older_plan_is_stale() -> None:
    """Only open concerns with an older version; one without a version, or closed, is not."""
    concerns = [
        concern(id="old", plan_version=2),
        concern(id="new", plan_version=3),
        concern(id="unknown", plan_version=None),
        concern(id="closed", plan_version=1, status="closed"),
    ]
    assert case(pupil(concerns=concerns)).stale_plan == ("old",)


def test_the_name_in_use_is_used() -> None:
    """known_as stands before the given name; where it is not known the given name does."""
    identity = {"given_name": "Alexandra", "family_name": "Reed", "known_as": "Alex", "year_group": "R"}
    found = case(pupil({"pupil": identity}))
    assert (found.name, found.year_label) == ("Alex Reed", "Reception")


# ── From git ────────────────────────────────────────────────────────────────────────────────────────────

PLAN = "records/pupils/p-1/plan.yml"


def change(path: str = PLAN, **fields: Any) -> Change:
    """Return a commit that touched a file."""
    made: dict[str, Any] = {
        "path": path,
        "commit": "a" * 40,
        "at": datetime(2026, 11, 20, 9, tzinfo=UTC),
        "author": "somebody",
        "email": "R@Ashgrove.example",
        "message": "m",
        "status": "M",
    }
    return Change(**made | fields)


def edit(**fields: Any) -> Edit:
    """Return what one commit amended of a pupil."""
    made: dict[str, Any] = {
        "commit": "a" * 40,
        "at": datetime(2026, 11, 20, 9, tzinfo=UTC),
        "author": "somebody",
        "email": "R@Ashgrove.example",
        "message": "m",
        "amendments": (Amendment(kind="begun", part="plan"),),
    }
    return Edit(**made | fields)


def test_authors_become_staff_by_their_address() -> None:
    """Whatever its case, an e-mail of staff.yml (git_emails too) names the person; any other leaves the author's own name."""
    known, other = edit(), edit(email="x@elsewhere.example")
    found = case(pupil(), edits=(known, other)).revisions
    assert [(each.by, each.by_id) for each in found] == [("R. Adeyemi", "r-adeyemi"), ("somebody", None)]
    people = staff({"id": "s", "name": "S. One", "git_emails": ["laptop@home.example"]})
    laptop = edit(email="laptop@home.example")
    assert case(pupil(), people=people, edits=(laptop,)).revisions[0].by == "S. One"


def test_a_revision_says_what_its_commit_does() -> None:
    """In the order of the edits, each with the forge's address; what is not committed has no author, day or address."""
    at = school(forge={"commit": "https://git.example/commit/{commit}"})
    waiting = edit(commit=None, at=None, author="", email="", message="")
    first, second = case(pupil(), at, edits=(waiting, edit())).revisions
    assert (first.commit, first.commit_url, first.at, first.by) == (None, None, None, "")
    assert second.commit_url == f"https://git.example/commit/{'a' * 40}"
    assert second.amendments == edit().amendments
    assert case(pupil()).revisions == ()


def test_the_school_knows_its_commit() -> None:
    """The commit is git's; its time is that of the change, or the newest change where it touched no record."""
    head = "b" * 40
    history = History(head=head, changes={PLAN: (change(),), "x": (change("x", commit=head),)})
    at = school(forge={"commit": "https://git.example/commit/{commit}"})
    found = derive.school_case(at, staff(), rulebook(), history, TODAY)
    assert (found.commit, found.commit_url) == (head, f"https://git.example/commit/{head}")
    assert found.committed_at == datetime(2026, 11, 20, 9, tzinfo=UTC)
    elsewhere = msgspec.structs.replace(history, head="c" * 40)
    assert derive.school_case(at, staff(), rulebook(), elsewhere, TODAY).committed_at is not None
    assert derive.school_case(at, staff(), rulebook(), History(), TODAY).committed_at is None


# ── Addresses ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "pattern",
    [
        "javascript:alert({line})",
        "data:text/html,{path}",
        "//git.example/{path}",
        "/relative/{path}",
        "ftp://git.example/{path}",
        "https://{path}/x",
        "https://{branch}.example/{path}",
        "https:///{path}",
        "https://git.example/ {path}",
        'https://git.example/"onclick="{path}',
        "https://git.example/<{path}>",
        "https://[::1/{path}",
        "",
    ],
)
def test_only_plain_web_addresses_are_made(pattern: str) -> None:
    """A forge's pattern is http or https with a fixed host and no character that ends an attribute; else there is no link."""
    assert edit_address(Forge(edit=pattern), "records/plan.yml", 3) is None


def test_slots_are_filled_once() -> None:
    """{path}, {line}, {commit} and {branch} are filled in; a value that looks like a slot is text."""
    forge = Forge(edit="https://git.example/{branch}/{path}#L{line}", branch="{line}")
    assert edit_address(forge, "a b/ü.yml", 7) == "https://git.example/%7Bline%7D/a%20b/%C3%BC.yml#L7"
    commit = Forge(commit="http://git.example:8080/c/{commit}")
    assert commit_address(commit, "abc") == "http://git.example:8080/c/abc"
    assert edit_address(Forge(), "plan.yml", 1) is None


@given(hostile_text(), hostile_text(), st.integers(1, 9999))
def test_values_never_leave_their_place_in_an_address(path: str, branch: str, line: int) -> None:
    """Whatever a path or a branch holds, the address keeps its host, its query and its fragment, and is plain ASCII without quotes."""
    forge = Forge(edit="https://git.example/e/{branch}/{path}?line={line}", branch=branch)
    address = edit_address(forge, path, line)
    if address is None:
        assert any(part in ("", ".", "..") for part in path.split("/"))
        return
    assert re.fullmatch(r"https://git\.example/e/[A-Za-z0-9%/._~-]*\?line=\d+", address)
    parts = urlsplit(address)
    assert (parts.netloc, parts.query, parts.fragment) == ("git.example", f"line={line}", "")
    assert unquote(parts.path) == f"/e/{branch}/{path}"


# ── Whatever comes ──────────────────────────────────────────────────────────────────────────────────────


pupils = st.builds(
    Pupil,
    id=st.just("p-1"),
    plan=structs(Plan),
    absences=structs(Absences),
    concerns=structs(Concerns).map(lambda part: part.concerns),
    actions=structs(Actions).map(lambda part: part.actions),
    contacts=structs(Contacts).map(lambda part: part.contacts),
    reviews=structs(Reviews).map(lambda part: part.reviews),
    files=st.lists(hostile_text(), max_size=2).map(tuple),
)
histories = st.builds(
    History,
    head=hostile_text(),
    changes=st.dictionaries(hostile_text(), st.tuples(structs(Change)), max_size=2),
)


@given(pupils, structs(School), structs(Staff), histories, st.lists(structs(Edit), max_size=2))
def test_no_record_breaks_the_case(
    one: Pupil, at: School, people: Staff, history: History, edits: list[Edit]
) -> None:
    """Whatever text, dates and pointers a record and its past hold, its case is made, and made the same again."""
    found = derive.case(one, at, people, rulebook(), edits, TODAY)
    assert found == derive.case(one, at, people, rulebook(), edits, TODAY)
    assert derive.school_case(at, people, rulebook(), history, TODAY).as_of == TODAY


def test_what_is_kept_is_bounded() -> None:
    """Results are kept by the identity of their arguments, and the oldest goes: no build grows without end."""
    made: list[object] = []

    @kept
    def remember(thing: object) -> object:
        made.append(thing)
        return thing

    things = [object() for _ in range(LIMIT + 1)]
    for thing in (*things, things[-1]):
        assert remember(thing) is thing
    assert len(made) == LIMIT + 1
    assert remember(things[0]) is things[0]
    assert len(made) == LIMIT + 2
