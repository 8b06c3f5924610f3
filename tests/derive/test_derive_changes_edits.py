"""A pupil's past commit by commit: several files, merges, versions nobody can read, and what was ever restricted."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from derive_builders import rulebook
from past_builders import FIRST, FOLDER, Past, change

from liverecord.derive.changes import NOT_COMMITTED, Ledger, edits_from, edits_of, followed
from liverecord.derive.changes import ComparedPast as Known
from liverecord.derive.changes.assembling import in_order
from liverecord.model import parts
from liverecord.model.history import Change, Edit
from liverecord.redact.closing import POINTERS

POLICY = rulebook().policy
PLAN = """\
pupil: {given_name: Maya, family_name: Ellison, year_group: 8, upn: A1}
support: K
version: 1
"""
BROKEN = "actions: [\n"


def actions(*items: str) -> str:
    """Return actions.yml with items in flow style."""
    return "actions:\n" + "".join(f"  - {{{item}}}\n" for item in items)


def rows(edits: tuple[Edit, ...]) -> list[tuple[str | None, list[str]]]:
    """Return edits as short rows: the commit, and each amendment's kind, part and item."""
    return [
        (each.commit, [" ".join(filter(None, (a.kind, a.part, a.item))) for a in each.amendments])
        for each in edits
    ]


def of(past: Past) -> list[tuple[str | None, list[str]]]:
    """Return a past as short rows."""
    return rows(edits_of(past.changes, past.versions, POLICY))


def test_the_files_of_one_commit_are_one_edit() -> None:
    """Newest first, the plan before what hangs on it, and a commit that changed no meaning is not there."""
    past = Past(
        {"plan": PLAN, "actions": actions("id: a1, what: Meet")},
        {"actions": actions("id: a1, what: Meet").replace("actions:", "actions:   # open")},
        {"actions": actions("id: a1, what: Greet"), "plan": PLAN.replace("version: 1", "version: 2")},
        {"actions": None},
    )
    assert of(past) == [
        ("k3", ["removed actions a1"]),
        ("k2", ["changed plan.version", "changed actions.what a1"]),
        ("k0", ["begun plan", "added actions a1"]),
    ]
    edit = edits_of(past.changes, past.versions, POLICY)[0]
    assert (edit.at, edit.author, edit.email) == (
        FIRST + timedelta(days=3),
        "J. Okafor",
        "j.okafor@ashgrove.example",
    )


def test_a_version_nobody_can_read_says_so_and_is_passed_over() -> None:
    """What follows is compared with the last version before it that could be read: nothing is told twice."""
    one, two = actions("id: a1, what: Meet"), actions("id: a1, what: Greet")
    past = Past({"actions": one}, {"actions": BROKEN}, {"actions": BROKEN + "\n"}, {"actions": two})
    assert of(past) == [
        ("k3", ["changed actions.what a1"]),
        ("k2", ["unreadable actions"]),
        ("k1", ["unreadable actions"]),
        ("k0", ["added actions a1"]),
    ]
    assert of(Past({"actions": BROKEN}, {"actions": one})) == [
        ("k1", ["added actions a1"]),
        ("k0", ["unreadable actions"]),
    ]
    assert of(Past({"actions": one}, {"actions": BROKEN}, {"actions": one})) == [
        ("k1", ["unreadable actions"]),
        ("k0", ["added actions a1"]),
    ]
    assert of(Past({"actions": one}, {"actions": BROKEN}, {"actions": None}))[0] == (
        "k2",
        ["removed actions a1"],
    )


def merged(base: str, ours: str, theirs: str, result: str) -> list[str]:
    """Return what a merge itself is told to have amended: a base, a change on either side, and the result."""
    past = Past({"actions": base})
    path = f"{FOLDER}/actions.yml"
    blobs = [past.blob(path, text) for text in (base, ours, theirs, result)]
    past.changes[path] = (
        change(path, "merge", (blobs[1], blobs[2]), blobs[3], 3),
        change(path, "theirs", (blobs[0],), blobs[2], 2),
        change(path, "ours", (blobs[0],), blobs[1], 1),
        *past.changes[path],
    )
    return dict(of(past)).get("merge", [])


def test_a_merge_tells_only_what_it_changed_itself() -> None:
    """What came from either side is told there; what differs from both is the merge's own."""
    base = actions("id: a1, what: Meet", "id: a2, what: Ask")
    ours = actions("id: a1, what: Greet", "id: a2, what: Ask")
    theirs = actions("id: a1, what: Meet", "id: a2, what: Ask", "id: a3, what: Call")
    both = actions("id: a1, what: Greet", "id: a2, what: Ask", "id: a3, what: Call")
    assert merged(base, ours, theirs, both) == []
    assert merged(base, ours, theirs, both + "  - {id: a4, what: Write}\n") == ["added actions a4"]
    assert merged(base, ours, theirs, both.replace("Call", "Ring")) == ["changed actions.what a3"]
    settled = both.replace("Greet", "Wave")
    assert merged(base, ours, theirs.replace("Meet", "Nod"), settled) == ["changed actions.what a1"]


def test_a_merge_counts_only_weeks_that_are_its_own() -> None:
    """A week imported on either side was told there."""
    weeks = "weeks:\n  2026-09-07: '/////\\\\\\\\\\'\n"
    first, second = "  2026-09-14: '##########'\n", "  2026-09-21: '##########'\n"
    path = f"{FOLDER}/absences.yml"
    past = Past({"absences": weeks})
    blobs = [past.blob(path, text) for text in (weeks, weeks + first, weeks + second, weeks + first + second)]
    own = past.blob(path, weeks + first + second + "  2026-09-28: '----------'\n")
    for result, told in ((blobs[3], []), (own, [1])):
        past.changes[path] = (
            change(path, "merge", (blobs[1], blobs[2]), result, 3),
            change(path, "theirs", (blobs[0],), blobs[2], 2),
            change(path, "ours", (blobs[0],), blobs[1], 1),
            change(path, "k0", ("",), blobs[0]),
        )
        edits = edits_of(past.changes, past.versions, POLICY)
        assert [a.number for each in edits if each.commit == "merge" for a in each.amendments] == told
        assert [a.number for each in edits if each.commit == "ours" for a in each.amendments] == [1]


def test_commits_stand_as_git_has_them() -> None:
    """In no file does a commit pass another, whatever its clock said; else the later time comes first."""
    lists = [
        [change("a", "k3", day=1), change("a", "k1", day=9)],
        [change("b", "k4", day=0), change("b", "k2", day=5), change("b", "k1", day=9)],
    ]
    assert [each.commit for each in in_order(lists)] == ["k3", "k4", "k2", "k1"]
    contradiction = [[change("a", "k1"), change("a", "k2")], [change("b", "k2"), change("b", "k1")]]
    assert sorted(each.commit for each in in_order(contradiction)) == ["k1", "k2"]
    waiting = [change("a", NOT_COMMITTED, day=-9), *lists[0]]
    assert next(in_order([waiting, lists[1]])).commit == NOT_COMMITTED


# ── Once restricted, restricted in the past ─────────────────────────────────────────────────────────────

CONCERNS = "concerns:\n  - {id: c1, what: Open}\n  - {id: c2, what: Shut}\n"
SHUT = CONCERNS.replace("what: Shut", "what: Shut, restricted: true")


def restricted(*commits: Any) -> dict[str, bool]:
    """Return whether each amendment is restricted, by commit and what it is."""
    past = Past(*commits)
    return {
        f"{each.commit} {a.kind} {a.part} {a.item}": a.restricted
        for each in edits_of(past.changes, past.versions, POLICY)
        for a in each.amendments
    }


def test_what_is_restricted_now_was_so_before() -> None:
    """An item restricted today is closed in all its past."""
    found = restricted({"concerns": CONCERNS}, {"concerns": SHUT})
    assert found == {
        "k0 added concerns c1": False,
        "k0 added concerns c2": True,
        "k1 changed concerns.restricted c2": True,
    }


def test_what_was_restricted_once_stays_so() -> None:
    """Neither a later openness nor its going away opens an item's past, nor that of what stands in it."""
    update = SHUT + "    updates: [{id: u1, date: 2026-11-06}]\n"
    inner = update.replace(
        "{id: c2, what: Shut, restricted: true}", "id: c2\n    what: Shut\n    restricted: true"
    )
    opened = inner.replace("    restricted: true\n", "").replace("2026-11-06", "2026-11-13")
    found = restricted({"concerns": CONCERNS}, {"concerns": inner}, {"concerns": opened}, {"concerns": None})
    assert {key for key, closed in found.items() if not closed} == {
        "k0 added concerns c1",
        "k3 removed concerns c1",
    }
    assert "k2 changed concerns.updates.date u1" in found


def test_a_version_that_broke_the_rules_closes_as_well() -> None:
    """`restricted: yes` was refused by the checks, and somebody meant it."""
    found = restricted(
        {"concerns": CONCERNS.replace("Shut", "Shut, restricted: yes")}, {"concerns": CONCERNS}
    )
    assert found["k0 added concerns c2"]
    assert not found["k0 added concerns c1"]


def test_what_belongs_to_a_restricted_concern_goes_with_it() -> None:
    """Its actions, notes and single absences, reviews about nothing else, and reviews of what was done about it."""
    found = restricted(
        {
            "concerns": CONCERNS,
            "actions": actions("id: a1, concern: c1", "id: a2, concern: c2", "id: a3"),
            "absences": (
                "log:\n  - {id: l1, concern: c1}\n  - {id: l2, concern: c2}\n"
                "notes:\n  - {id: n1, concern: c1}\n  - {id: n2, concern: c2}\n"
            ),
            "reviews": (
                "reviews:\n  - {id: r1, about: [c1, c2]}\n  - {id: r2, about: [c2]}\n"
                "  - {id: r3, about: [a2, c2]}\n  - {id: r4, about: []}\n"
            ),
        },
        {"concerns": SHUT},
        {"concerns": CONCERNS, "actions": actions("id: a1, concern: c1", "id: a2, due: 2026-11-27")},
    )
    assert {key.rpartition(" ")[2] for key, closed in found.items() if closed} == {
        *("c2", "a2", "l2", "n2", "r2", "r3")
    }
    assert found["k2 changed actions.due a2"]
    assert found["k2 changed actions.concern a2"]


def test_what_names_a_restricted_thing_does_not_name_it() -> None:
    """A reference that is added or taken out is closed; beside other changes it is left out."""
    reviews = "reviews:\n  - {id: r1, about: [c1, c2], summary: First}\n"
    past = Past(
        {"concerns": SHUT, "reviews": reviews},
        {"reviews": reviews.replace("First", "Second")},
        {"reviews": reviews.replace("First", "Second").replace("c1, c2", "c1")},
    )
    third, second, first = edits_of(past.changes, past.versions, POLICY)
    assert [(a.part, a.restricted) for a in third.amendments] == [("reviews.about", True)]
    assert [(a.restricted, a.about["about"]) for a in second.amendments] == [(False, ("c1",))]
    assert [a.about["about"] for a in first.amendments if a.item == "r1"] == [("c1",)]


def test_the_gate_and_the_past_know_the_same_references() -> None:
    """Every field that names a thing by its id is one to the gate, and leads into the same files."""
    in_records = {
        path: files
        for path, files in POINTERS.items()
        if path.partition(".")[0] in ("plan", "concerns", "actions", "contacts", "reviews", "notes", "log")
    }
    assert in_records == parts.POINTERS


# ── What an earlier run found ───────────────────────────────────────────────────────────────────────────


class Refusing(dict[str, object]):
    """Versions that must not be asked for."""

    def __getitem__(self, blob: str) -> object:
        raise AssertionError(blob)

    def __contains__(self, blob: object) -> bool:
        raise AssertionError(blob)


def test_nothing_is_compared_twice() -> None:
    """With what an earlier run kept, no version is asked for; one commit more asks for two."""
    commits = [{"actions": actions(f"id: a{number}, what: Meet")} for number in range(5)]
    past = Past(*commits)
    first = Ledger(past.versions, POLICY)
    told = edits_from(past.changes, first)
    kept = msgspec.msgpack.decode(msgspec.msgpack.encode(first.past), type=Known)
    again = Ledger(Refusing(), POLICY, kept)
    assert edits_from(past.changes, again) == told
    assert again.past == kept
    more = Past(*commits, {"actions": actions("id: a9")})
    newest = list(more.versions)[-2:]
    known = {blob: more.versions[blob] for blob in newest}
    assert edits_from(more.changes, Ledger(known, POLICY, kept)) == edits_of(
        more.changes, more.versions, POLICY
    )


def test_what_is_no_longer_asked_for_is_not_kept() -> None:
    """After a push by force, what stood on the commits that are gone is forgotten."""
    past = Past({"actions": actions("id: a1")}, {"actions": actions("id: a2")})
    first = Ledger(past.versions, POLICY)
    edits_from(past.changes, first)
    path = f"{FOLDER}/actions.yml"
    second = Ledger(past.versions, POLICY, first.past)
    edits_from({path: past.changes[path][1:]}, second)
    assert len(second.past.compared) == 1
    assert len(second.past.accounts) == 1


# ── Pupils who were given another id ────────────────────────────────────────────────────────────────────

OLD, NEW = "records/pupils/p-aaaa", "records/pupils/p-bbbb"


def moved(*commits: Any, folder: str = NEW) -> list[tuple[str | None, list[str]]]:
    """Return the past of the pupil in a folder."""
    past = Past(*commits)
    return rows(edits_of(followed(past.changes)[folder], past.versions, POLICY))


BEGUN = {f"{OLD}/plan.yml": PLAN, f"{OLD}/actions.yml": actions("id: a1, what: Meet")}
GONE = {f"{OLD}/plan.yml": None, f"{OLD}/actions.yml": None}


def test_the_history_follows_a_moved_pupil() -> None:
    """A folder renamed in one commit is the same pupil: nothing was removed, and nothing begun anew."""
    later = {f"{NEW}/actions.yml": actions("id: a1, what: Greet")}
    came = {f"{NEW}/plan.yml": PLAN, f"{NEW}/actions.yml": actions("id: a1, what: Meet")}
    assert moved(BEGUN, {**GONE, **came}, later) == [
        ("k2", ["changed actions.what a1"]),
        ("k0", ["begun plan", "added actions a1"]),
    ]


@pytest.mark.parametrize(
    ("plan", "is_same"),
    [
        (PLAN.replace("version: 1", "version: 2"), True),
        (PLAN.replace("Maya", "Maja"), True),
        (PLAN.replace("upn: A1", "upn: A2"), False),
        (PLAN.replace("upn: A1", "form: 8B"), True),
        (PLAN.replace("Maya", "Omar").replace("upn: A1", "form: 8B"), False),
        ("pupil: [1]\n", False),
        (BROKEN, False),
    ],
    ids=["changed", "renamed", "another number", "by name", "another name", "strange", "unreadable"],
)
def test_a_leaver_and_a_joiner_are_not_one_pupil(plan: str, is_same: bool) -> None:
    """Where the plan changed in the same commit, number or name must be the same: nobody's past comes under another's name."""
    found = moved(BEGUN, {**GONE, f"{NEW}/plan.yml": plan}, {f"{NEW}/actions.yml": actions("id: a5")})
    told = [each for _, amendments in found for each in amendments]
    assert ("added actions a1" in told) == is_same
    assert ("removed actions a1" in told) == is_same
    assert found[0] == ("k2", ["added actions a5"])


def test_two_pupils_moved_in_one_commit_are_told_apart() -> None:
    """By their plans, byte for byte; two that both changed cannot be told apart, and begin anew."""
    other = PLAN.replace("Maya", "Omar").replace("A1", "B2")
    far, near = "records/pupils/p-cccc", "records/pupils/p-dddd"
    first = {f"{OLD}/plan.yml": PLAN, f"{far}/plan.yml": other}
    gone = {f"{OLD}/plan.yml": None, f"{far}/plan.yml": None}
    same = {f"{NEW}/plan.yml": other, f"{near}/plan.yml": PLAN}
    past = Past(first, {**gone, **same})
    assert [each.path for each in followed(past.changes)[NEW][f"{NEW}/plan.yml"]] == [
        f"{NEW}/plan.yml",
        f"{far}/plan.yml",
    ]
    both = {path: (text or "") + "kind: sen_support\n" for path, text in same.items()}
    assert moved(first, {**gone, **both}) == [("k1", ["begun plan"])]


def test_a_pupil_may_move_twice_and_an_id_be_used_again() -> None:
    """The line is followed through every name; whoever comes into a folder that was left begins anew."""
    last = "records/pupils/p-eeee"
    joiner = PLAN.replace("Maya", "Omar").replace("A1", "B2")
    commits = (
        {f"{OLD}/plan.yml": PLAN},
        {f"{OLD}/plan.yml": None, f"{NEW}/plan.yml": PLAN},
        {f"{NEW}/plan.yml": PLAN.replace("version: 1", "version: 2")},
        {f"{NEW}/plan.yml": None, f"{last}/plan.yml": PLAN.replace("version: 1", "version: 2")},
        {f"{OLD}/plan.yml": joiner},
    )
    assert moved(*commits, folder=last) == [("k2", ["changed plan.version"]), ("k0", ["begun plan"])]
    assert moved(*commits, folder=OLD) == [("k4", ["begun plan"])]
    back = (
        *commits[:3],
        {f"{NEW}/plan.yml": None, f"{OLD}/plan.yml": PLAN.replace("version: 1", "version: 2")},
    )
    assert moved(*back, folder=OLD) == [("k2", ["changed plan.version"]), ("k0", ["begun plan"])]


def test_a_file_left_behind_in_a_move_is_gone() -> None:
    """What was not taken along was removed in the commit of the move."""
    assert moved(BEGUN, {**GONE, f"{NEW}/plan.yml": PLAN})[0] == ("k1", ["removed actions a1"])


def test_a_copy_is_no_move() -> None:
    """A folder that is copied begins a record; the other goes on."""
    assert moved(BEGUN, {f"{NEW}/plan.yml": PLAN}) == [("k1", ["begun plan"])]


def test_files_that_are_no_record_are_left_out() -> None:
    """Only a pupil's own files are followed."""
    strange: dict[str, tuple[Change, ...]] = {"records/school.yml": (change("records/school.yml", "k0"),)}
    assert followed(strange) == {}
    assert edits_of({"notes.txt": (change("notes.txt", "k0", after="b1"),)}, {"b1": {}}, POLICY) == ()
