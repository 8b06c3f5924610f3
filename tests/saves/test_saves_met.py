"""What waits meets what others did meanwhile: by id, so that nothing is lost, nothing is there twice, and nothing is decided."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clones import ACTIONS, CONCERNS, CONTACTS, OKAFOR, Clone, read, with_records

from forge import Forge, forge
from git_repository import git
from liverecord.model.records import kind_of
from liverecord.read.repository import repository
from liverecord.saves import catching_up
from liverecord.splice.meeting import Clash
from liverecord.splice.steps import Add, Remove, Set, Step, found
from liverecord.splice.writing import Spliced, spliced


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forge]:
    with forge(tmp_path / "forge") as running:
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(running.signed_in(tmp_path / "home")))
        yield with_records(running)


@pytest.fixture
def here(server: Forge, tmp_path: Path) -> Clone:
    return Clone(server.clone(tmp_path / "here"))


def call(number: int, **more: object) -> Add:
    return Add(
        ("contacts",),
        {
            "id": f"k{number}",
            "date": "2026-11-20",
            "by": "j-okafor",
            "with": "mother",
            "how": "phone",
            **more,
        },
    )


def colleague(server: Forge, path: str, *steps: Step) -> str:
    """Have a colleague change a file in main."""
    written = spliced(path, kind_of(path), server.file(path).encode(), steps)
    assert isinstance(written, Spliced)
    return server.change({path: written.raw})


def test_main_moves_and_nothing_waits(server: Forge, here: Clone) -> None:
    """The next save stands on what is newest, with nothing to be brought up to date."""
    main = colleague(server, CONTACTS, call(2))
    here.fetch()
    assert here.standing.base == main
    assert not here.standing.is_behind


def test_a_sent_save_is_brought_up_to_date(server: Forge, here: Clone) -> None:
    """The push is a fast-forward, the request shows the rest alone, and both are merged without a conflict."""
    here.save({CONTACTS: [call(2, happening="Mine")]}, "p-7k3m: a call")
    here.send()
    main = colleague(server, CONTACTS, call(2, happening="Theirs"))
    here.fetch()
    assert here.standing.main_moved
    done = here.catch_up()
    assert done.clashes == ()
    assert git(here.root, "log", "-1", "--format=%P", str(done.commit)).split()[1] == main
    assert not here.standing.is_behind
    assert here.waiting == ["p-7k3m: a call"]
    here.send()
    assert git(server.repository, "diff", "--name-only", "main...edit/j-okafor-1").split() == [CONTACTS]
    server.merge("edit/j-okafor-1")
    calls = found(read(CONTACTS, server.file(CONTACTS).encode()), ("contacts",))
    assert [(each["id"], each.get("happening")) for each in calls] == [
        ("k1", None),
        ("k2", "Theirs"),
        ("k3", "Mine"),
    ]


def test_what_points_to_a_taken_id_follows(server: Forge, here: Clone) -> None:
    """Both agree on an action a3: mine becomes a4, and so it is called by the call in which it was agreed."""
    action = {"kind": "other", "owner": "j-okafor", "status": "open"}
    here.save(
        {
            CONTACTS: [call(2, agreed=["a3", "a1"])],
            ACTIONS: [Add(("actions",), {"id": "a3", "what": "Mine", **action})],
        },
        "p-7k3m: a call, with an action",
    )
    colleague(server, ACTIONS, Add(("actions",), {"id": "a3", "what": "Theirs", **action}))
    here.fetch()
    here.catch_up()
    actions = found(here.data(ACTIONS), ("actions",))
    assert [each["what"] for each in actions][2:] == ["Theirs", "Mine"]
    assert found(here.data(CONTACTS), ("contacts", "k2", "agreed")) == ["a4", "a1"]


def test_a_clash_is_returned_and_nothing_changes(server: Forge, here: Clone) -> None:
    """One field that both set: both values come back, no commit is made, and the person decides."""
    here.save({ACTIONS: [Set(("actions", "a1", "status"), "done")]}, "p-7k3m: a1 is done")
    colleague(server, ACTIONS, Set(("actions", "a1", "status"), "stopped"))
    here.fetch()
    before = here.standing
    done = here.catch_up()
    assert done.commit is None
    assert [(each.path, each.clash) for each in done.clashes] == [
        (ACTIONS, Clash(("actions", "a1", "status"), "open", "stopped", "done"))
    ]
    assert here.standing == before


@pytest.mark.parametrize(("decided", "status"), [("mine", "done"), ("theirs", "stopped")])
def test_a_decision_holds(server: Forge, here: Clone, decided: str, status: str) -> None:
    """What was decided is what stands; what did not clash stands beside it."""
    here.save(
        {ACTIONS: [Set(("actions", "a1", "status"), "done"), Set(("actions", "a2", "status"), "done")]},
        "p-7k3m: two are done",
    )
    colleague(server, ACTIONS, Set(("actions", "a1", "status"), "stopped"))
    here.fetch()
    (clash,) = here.catch_up().clashes
    assert here.catch_up({clash.name: decided}).commit
    assert found(here.data(ACTIONS), ("actions", "a1", "status")) == status
    assert found(here.data(ACTIONS), ("actions", "a2", "status")) == "done"
    here.send()
    server.merge("edit/j-okafor-1")


def test_deciding_for_theirs_leaves_nothing_waiting(server: Forge, here: Clone) -> None:
    """A save of which nothing is left waits no more, and the next one begins a branch at main."""
    here.save({ACTIONS: [Set(("actions", "a1", "status"), "done")]}, "p-7k3m: a1 is done")
    main = colleague(server, ACTIONS, Set(("actions", "a1", "status"), "stopped"))
    here.fetch()
    (clash,) = here.catch_up().clashes
    here.catch_up({clash.name: "theirs"})
    assert here.waiting == []
    assert here.standing.base == main


@pytest.mark.parametrize("decided", ["mine", "theirs"])
def test_what_somebody_else_removed_is_a_clash(server: Forge, here: Clone, decided: str) -> None:
    """An update of a concern that is gone: decided for mine, the concern comes back with it."""
    update = {"id": "u2", "date": "2026-11-20", "no_change": True}
    here.save({CONCERNS: [Add(("concerns", "c1", "updates"), update)]}, "p-7k3m: c1, nothing changed")
    colleague(server, CONCERNS, Remove(("concerns", "c1")))
    here.fetch()
    (clash,) = here.catch_up().clashes
    assert clash.clash.mine == update
    done = here.catch_up({clash.name: decided})
    assert done.commit
    assert done.unwritten == {}
    concerns = found(here.data(CONCERNS), ("concerns",)) or []
    assert [[each["id"] for each in concern["updates"]] for concern in concerns] == (
        [["u1", "u2"]] if decided == "mine" else []
    )


def test_a_file_that_is_gone_is_a_clash_as_a_whole(server: Forge, here: Clone) -> None:
    """A record that was taken out is not begun anew by a save in it, unless a person says so."""
    here.save({CONTACTS: [call(2)]}, "p-7k3m: a call")
    server.change({CONTACTS: None})
    here.fetch()
    (clash,) = here.catch_up().clashes
    assert clash.clash == Clash((), "the whole file as it was before", None, "the whole file as you saved it")
    here.catch_up({clash.name: "theirs"})
    assert here.raw(CONTACTS) is None


@pytest.mark.parametrize("delete", [False, True], ids=["kept", "deleted"])
@pytest.mark.parametrize("how", ["merge", "squash", "rebase"])
def test_the_rest_is_done_anew_on_main(server: Forge, here: Clone, how: str, delete: bool) -> None:
    """A request is merged while more was saved: the rest becomes a branch of its own, each save under its own message."""
    here.save({CONTACTS: [call(2)]}, "p-7k3m: a first call")
    here.send()
    here.save({CONTACTS: [call(3)]}, "p-7k3m: a second call")
    here.save({ACTIONS: [Set(("actions", "a1", "status"), "done")]}, "p-7k3m: a1 is done\n\nIt was k3.")
    colleague(server, ACTIONS, Set(("actions", "a2", "status"), "done"))
    server.merge("edit/j-okafor-1", how, delete=delete)
    here.fetch()
    assert here.waiting == ["p-7k3m: a second call", "p-7k3m: a1 is done"]
    assert here.catch_up().clashes == ()
    assert here.waiting == ["p-7k3m: a second call", "p-7k3m: a1 is done"]
    assert not here.standing.is_behind
    sent = here.send()
    assert sent.branch == ("edit/j-okafor-2" if how != "merge" or not delete else "edit/j-okafor-1")
    server.merge(sent.branch)
    here.fetch()
    assert here.waiting == []
    assert [each["id"] for each in found(here.data(CONTACTS), ("contacts",))] == ["k1", "k2", "k3"]
    assert [each["status"] for each in found(here.data(ACTIONS), ("actions",))] == ["done", "done"]


@pytest.mark.parametrize("how", ["merge", "squash", "rebase"])
@pytest.mark.parametrize("is_taken", [False, True], ids=["apart", "one id"])
def test_the_rest_is_found_behind_a_meeting_that_was_not_sent(
    server: Forge, here: Clone, how: str, is_taken: bool
) -> None:
    """A first save is sent, the branch is brought up to date but not sent again, more is saved, and then the first is merged."""
    here.save({CONTACTS: [call(2, happening="First")]}, "p-7k3m: a first call")
    here.send()
    if is_taken:  # in another file, so that the forge can still merge
        colleague(server, ACTIONS, Add(("actions",), {"id": "a3", "what": "Theirs", "status": "open"}))
        here.save(
            {ACTIONS: [Add(("actions",), {"id": "a3", "what": "Mine", "status": "open"})]}, "p-7k3m: a3"
        )
    else:
        colleague(server, ACTIONS, Set(("actions", "a2", "status"), "done"))
    here.fetch()
    assert here.catch_up().commit
    here.save({CONTACTS: [call(3, happening="Second")]}, "p-7k3m: a second call")
    server.merge("edit/j-okafor-1", how)
    colleague(server, CONTACTS, Set(("contacts", "k2", "happening"), "First, corrected by a colleague"))
    here.fetch()
    assert here.waiting == [*(["p-7k3m: a3"] if is_taken else []), "p-7k3m: a second call"]
    assert here.catch_up().clashes == ()
    here.send()
    server.merge(here.standing.branch)
    here.fetch()
    assert here.waiting == []
    calls = found(here.data(CONTACTS), ("contacts",))
    assert [(each["id"], each.get("happening")) for each in calls] == [
        ("k1", None), ("k2", "First, corrected by a colleague"), ("k3", "Second"),
    ]  # fmt: skip
    actions = found(here.data(ACTIONS), ("actions",))
    assert [each["what"] for each in actions][2:] == (["Theirs", "Mine"] if is_taken else [])


def test_a_request_that_is_open_stays_the_only_one(server: Forge, here: Clone) -> None:
    """A colleague does by herself a part of what was sent: the rest stays in the same request, and no second one is begun."""
    here.save({ACTIONS: [Set(("actions", "a1", "status"), "done")]}, "p-7k3m: a1 is done")
    here.save({CONTACTS: [call(2)]}, "p-7k3m: a call")
    here.send()
    colleague(server, ACTIONS, Set(("actions", "a1", "status"), "done"))
    colleague(server, ACTIONS, Set(("actions", "a1", "status"), "stopped"))
    here.fetch()
    assert here.waiting == ["p-7k3m: a call"]
    assert here.catch_up().clashes == ()
    assert not here.standing.is_behind
    assert here.send().branch == "edit/j-okafor-1"
    server.merge("edit/j-okafor-1", "squash")
    here.fetch()
    assert here.waiting == []
    assert found(here.data(ACTIONS), ("actions", "a1", "status")) == "stopped"


def test_what_was_merged_stays_undone_where_somebody_undid_it(server: Forge, here: Clone) -> None:
    """A colleague's later change of what landed does not bring the save back."""
    here.save({ACTIONS: [Set(("actions", "a1", "status"), "done")]}, "p-7k3m: a1 is done")
    here.send()
    server.merge("edit/j-okafor-1", "squash", delete=True)
    colleague(server, ACTIONS, Set(("actions", "a1", "status"), "open"))
    here.fetch()
    assert here.waiting == []


def test_a_second_call_of_one_day_is_not_the_first(server: Forge, here: Clone) -> None:
    """A thing that is alike but for its id stands in main already: the save waits all the same, until its own is there."""
    here.save({CONTACTS: [call(2)]}, "p-7k3m: a call")
    here.send()
    server.merge("edit/j-okafor-1", "squash")
    here.fetch()
    here.save({CONTACTS: [call(3)]}, "p-7k3m: another call")
    colleague(server, CONTACTS, Set(("contacts", "k1", "how"), "letter"))
    here.fetch()
    assert here.waiting == ["p-7k3m: another call"]


def test_undoing_what_was_sent_waits(server: Forge, here: Clone) -> None:
    """What was done, sent and undone again is as main has it, yet the undoing must still arrive."""
    here.save({ACTIONS: [Set(("actions", "a1", "status"), "done")]}, "p-7k3m: a1 is done")
    here.send()
    here.save({ACTIONS: [Set(("actions", "a1", "status"), "open")]}, "p-7k3m: a1 is not done")
    assert here.waiting == ["p-7k3m: a1 is done", "p-7k3m: a1 is not done"]
    here.send()
    assert here.waiting == []


def test_two_computers_of_one_person_meet(server: Forge, here: Clone, tmp_path: Path) -> None:
    """A save at home and one at school are on one branch, and both arrive."""
    home = Clone(server.clone(tmp_path / "home-clone"))
    here.save({CONTACTS: [call(2, happening="At school")]}, "p-7k3m: at school")
    here.send()
    home.save({CONTACTS: [call(2, happening="At home")]}, "p-7k3m: at home")
    home.fetch()
    assert home.standing.elsewhere
    home.catch_up()
    assert sorted(home.waiting) == ["p-7k3m: at home", "p-7k3m: at school"]
    home.send()
    here.fetch()
    assert sorted(here.waiting) == ["p-7k3m: at home", "p-7k3m: at school"]
    calls = found(here.data(CONTACTS), ("contacts",))
    assert [each.get("happening") for each in calls] == [None, "At school", "At home"]
    here.save({CONTACTS: [call(4)]}, "p-7k3m: at school again")
    here.send()


def test_a_new_clone_goes_on_with_what_was_sent(server: Forge, here: Clone, tmp_path: Path) -> None:
    """On another computer the open branch is the server's: the next save stands on it."""
    kept = here.save({CONTACTS: [call(2)]}, "p-7k3m: a call")
    here.send()
    home = Clone(server.clone(tmp_path / "home-clone"))
    home.fetch()
    assert home.standing.base == kept.commit
    assert home.save({CONTACTS: [call(3)]}, "p-7k3m: a call at home").branch == kept.branch
    home.send()


def test_looking_ahead_writes_nothing(server: Forge, here: Clone) -> None:
    """A preview of what would be met makes no object, not even one that nothing points to."""
    here.save({CONTACTS: [call(2)]}, "p-7k3m: a call")
    colleague(server, CONTACTS, call(2, happening="Theirs"))
    here.fetch()
    objects = here.root / ".git/objects"
    before = sorted(path for path in objects.rglob("*") if path.is_file())
    seen = catching_up.preview(here.root, here.standing)
    assert [each["id"] for each in found(read(CONTACTS, seen.files[CONTACTS] or b""), ("contacts",))] == [
        "k1",
        "k2",
        "k3",
    ]
    assert sorted(path for path in objects.rglob("*") if path.is_file()) == before


def test_a_school_in_a_folder_of_its_repository(server: Forge, tmp_path: Path) -> None:
    """Where the school's folder lies below the repository's top, paths are those of the folder."""
    server.change({f"ashgrove/{CONTACTS}": server.file(CONTACTS).encode()})
    here = Clone(server.clone(tmp_path / "here") / "ashgrove", OKAFOR)
    opened = repository(here.root)
    assert opened is not None
    assert opened.prefix == "ashgrove/"
    written = spliced(CONTACTS, "contacts", server.file(CONTACTS).encode(), [call(2)])
    assert isinstance(written, Spliced)
    from liverecord.saves.keeping import Kept, keep

    kept = keep(here.root, here.standing, here.person, {CONTACTS: written.raw}, "p-7k3m: a call")
    assert isinstance(kept, Kept)
    here.send()
    server.change({f"ashgrove/{CONTACTS}": server.file(CONTACTS).replace("phone", "letter").encode()})
    here.fetch()
    seen = catching_up.preview(here.root, here.standing)
    assert list(seen.files) == [CONTACTS]
    here.catch_up()
    here.send()
    server.merge("edit/j-okafor-1", "squash")
    here.fetch()
    assert here.waiting == []
