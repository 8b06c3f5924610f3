"""What waits is sent to the school's server; what became of it is said in plain words, and it stays kept whatever happens."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from clones import CONTACTS, Clone, with_records

from forge import FORGEJO, FORGEJO_AGAIN, GITHUB, GITLAB, GITLAB_AGAIN, PASSWORD, Forge, forge
from git_repository import git
from liverecord.model.records import Forge as Described
from liverecord.problem import HistoryUnavailable
from liverecord.saves.person import person
from liverecord.saves.sending import Fetched, Sent, fetch, nowhere, request_page, send
from liverecord.saves.standing import Standing
from liverecord.saves.trouble import Trouble
from liverecord.splice.steps import Add


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Forge]:
    with forge(tmp_path / "forge") as running:
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(running.signed_in(tmp_path / "home")))
        yield with_records(running)


@pytest.fixture
def here(server: Forge, tmp_path: Path) -> Clone:
    """A clone in which one save waits."""
    clone = Clone(server.clone(tmp_path / "here"))
    add(clone, 2)
    return clone


def add(clone: Clone, number: int) -> str:
    call = {"id": f"k{number}", "date": "2026-11-20", "by": "j-okafor", "with": "mother", "how": "phone"}
    return clone.save({CONTACTS: [Add(("contacts",), call)]}, f"p-7k3m: log a conversation, k{number}").commit


def sent(clone: Clone, edit: str | None = None, **more: object) -> Sent | Trouble:
    return send(clone.root, clone.standing, Described(edit=edit), **more)


def kept(clone: Clone) -> None:
    """Hold that the save is still there, still to be sent."""
    assert [save.is_sent for save in clone.standing.saves] == [False]


# ── It arrives ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said", "link"),
    [
        (GITHUB, "/pull/new/edit/j-okafor-1"),
        (GITLAB, "/-/merge_requests/new?merge_request%5Bsource_branch%5D=edit%2Fj-okafor-1"),
        (GITLAB_AGAIN, "/-/merge_requests/7"),
        (FORGEJO, "/compare/main...edit/j-okafor-1"),
        (FORGEJO_AGAIN, "/pulls/7"),
    ],
    ids=["github", "gitlab", "gitlab again", "forgejo", "forgejo again"],
)
def test_a_save_is_sent(server: Forge, here: Clone, said: str, link: str) -> None:
    """What is kept is sent to a branch of the person's, and the forge's own page for it is what comes back."""
    server.said = said
    assert sent(here) == Sent("edit/j-okafor-1", server.web + link)
    assert server.head("edit/j-okafor-1") == here.standing.base
    assert [save.is_sent for save in here.standing.saves] == [True]


def test_saves_stack(server: Forge, here: Clone) -> None:
    """A second save goes onto the same branch, and arrives by a push that is a fast-forward."""
    here.send()
    second = add(here, 3)
    assert [save.is_sent for save in here.standing.saves] == [True, False]
    assert here.send().branch == "edit/j-okafor-1"
    assert server.head("edit/j-okafor-1") == second


def test_nothing_is_sent_twice(server: Forge, here: Clone) -> None:
    """The button pressed again does no harm: what is there already is there."""
    first = here.send()
    assert here.send().branch == first.branch
    assert list(server.branches()) == ["edit/j-okafor-1", "main"]


@pytest.mark.parametrize("takes", [True, False])
def test_gitlab_makes_the_request_by_itself(server: Forge, here: Clone, takes: bool) -> None:
    """A server that takes options is asked for the request; one that takes none refuses the push, which is sent without."""
    if takes:
        server.take_options()
    address = f"{server.web}/-/edit/{{branch}}/{{path}}"
    assert isinstance(sent(here, address), Sent)
    assert server.options == (["merge_request.create", "merge_request.target=main"] if takes else [])


def test_no_other_forge_is_told_anything(server: Forge, here: Clone) -> None:
    """Options are GitLab's alone: others would take them for something else, or refuse."""
    server.take_options()
    here.send()
    assert server.options == []


@pytest.mark.parametrize("delete", [False, True], ids=["kept", "deleted"])
@pytest.mark.parametrize("how", ["merge", "squash", "rebase"])
def test_what_was_merged_no_longer_waits(server: Forge, here: Clone, how: str, delete: bool) -> None:
    """However a forge merges, saves that are in main wait no more, and the next save begins a branch at main."""
    add(here, 3)
    here.send()
    server.change({"records/staff.yml": b"staff: []\n"})
    main = server.merge("edit/j-okafor-1", how, delete=delete)
    assert here.fetch() == Fetched(main)
    assert here.standing == Standing(main, main, "edit/j-okafor-2")


def test_only_main_and_the_own_branches_are_fetched(server: Forge, here: Clone) -> None:
    """No tag, no colleague's branch: what was here of others before stays as it was."""
    git(server.folder / "scratch", "push", "--quiet", "origin", "HEAD:edit/r-adeyemi-1", "HEAD:refs/tags/v1")
    here.fetch()
    assert "adeyemi" not in git(here.root, "for-each-ref")
    assert "tags" not in git(here.root, "for-each-ref")
    assert not (here.root / ".git/FETCH_HEAD").exists()


def test_a_colleague_whose_id_begins_alike_is_another(server: Forge, here: Clone) -> None:
    """j-okafor is not j-okafor-smith, nor j-okafor-2: their branches are neither brought here nor moved nor forgotten."""
    others = ("edit/j-okafor-smith-1", "edit/j-okafor-2-1", "edit/j-okafor-1-of-old", "edit/j-okafor-01")
    git(
        server.folder / "scratch",
        "push",
        "--quiet",
        "origin",
        *(f"HEAD:{name}" for name in (*others, "edit/j-okafor-7")),
    )
    left = {
        f"refs/remotes/origin/{name}"
        for name in ("edit/j-okafor-smith-3", "edit/j-okafor-2-9", "edit/j-okafor-4")
    }
    for name in left:
        git(here.root, "update-ref", name, "main")
    here.fetch()
    there = set(git(here.root, "for-each-ref", "--format=%(refname)", "refs/remotes/origin/edit/").split())
    assert there == left - {"refs/remotes/origin/edit/j-okafor-4"} | {"refs/remotes/origin/edit/j-okafor-7"}


# ── It does not ─────────────────────────────────────────────────────────────────────────────────────────


def test_nothing_waits(server: Forge, tmp_path: Path) -> None:
    clone = Clone(server.clone(tmp_path / "clone"))
    assert sent(clone).reason == "nothing"  # type: ignore[union-attr]


def test_the_server_is_down(server: Forge, here: Clone) -> None:
    """Nobody listens: it is said so, and once somebody does the same button sends."""
    server.stop()
    trouble = sent(here)
    assert isinstance(trouble, Trouble)
    assert trouble.reason == "forge_down"
    kept(here)
    server.start()
    git(here.root, "remote", "set-url", "origin", server.address)
    here.send()


@pytest.mark.parametrize("status", [500, 502, 503])
def test_the_server_is_broken(server: Forge, here: Clone, status: int) -> None:
    server.broken = status
    assert sent(here).reason == "forge_down"  # type: ignore[union-attr]
    assert fetch(here.root, "main", here.person).reason == "forge_down"  # type: ignore[union-attr]
    kept(here)


def test_this_computer_is_offline(server: Forge, here: Clone) -> None:
    """No name can be looked up: .invalid is of nobody."""
    git(here.root, "remote", "set-url", "origin", "https://git.ashgrove.invalid/send/records.git")
    assert sent(here).reason == "offline"  # type: ignore[union-attr]
    kept(here)


@pytest.mark.parametrize("status", [403, 404])
def test_there_is_no_way_in(server: Forge, here: Clone, status: int) -> None:
    """Signed in as somebody who may not: it is said, and not as a wrong password."""
    server.broken = status
    assert sent(here).reason == "no_access"  # type: ignore[union-attr]
    kept(here)


def test_nobody_signed_in(
    server: Forge, here: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a helper that knows the password nobody is asked for it: it fails at once, and can be done by signing in."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    trouble = sent(here)
    assert isinstance(trouble, Trouble)
    assert trouble.reason == "no_credentials"
    assert "Sign in" in trouble.hint
    kept(here)


def test_a_wrong_password(server: Forge, here: Clone) -> None:
    server.password = "Changed-43"
    assert sent(here).reason == "no_credentials"  # type: ignore[union-attr]
    assert fetch(here.root, "main", here.person).reason == "no_credentials"  # type: ignore[union-attr]
    kept(here)


def test_signing_in_lets_the_helper_ask(
    server: Forge, here: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A helper that asks in a window of its own is told whether it may, and only the button says so."""
    helper = tmp_path / "helper"
    helper.write_text(
        f'#!/bin/sh\necho "$GCM_INTERACTIVE" >> {tmp_path}/asked\n'
        f'[ "$GCM_INTERACTIVE" = never ] && exit 1\n'
        f"echo username=j-okafor; echo password={PASSWORD}\n",
        encoding="utf-8",
    )
    helper.chmod(0o755)
    settings = tmp_path / "settings"
    settings.write_text(f"[credential]\n\thelper = {helper}\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert sent(here).reason == "no_credentials"  # type: ignore[union-attr]
    assert set((tmp_path / "asked").read_text(encoding="utf-8").split()) == {"never"}
    assert isinstance(fetch(here.root, "main", here.person, sign_in=True), Fetched)
    assert isinstance(sent(here, sign_in=True), Sent)


def test_signing_in_lets_an_askpass_program_ask(
    server: Forge, here: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person's own program that asks for a password runs when the button was pressed, and at no other time."""
    program, settings = tmp_path / "askpass", tmp_path / "settings"
    program.write_text(
        f'#!/bin/sh\necho "$1" >> {tmp_path}/asked\ncase "$1" in User*) echo j-okafor;; *) echo {PASSWORD};; esac\n',
        encoding="utf-8",
    )
    program.chmod(0o755)
    settings.write_text(f"[core]\n\taskPass = {program}\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(program))
    assert sent(here).reason == "no_credentials"  # type: ignore[union-attr]
    assert not (tmp_path / "asked").exists()
    assert isinstance(fetch(here.root, "main", here.person, sign_in=True), Fetched)
    assert (tmp_path / "asked").exists()


def test_what_a_person_includes_for_a_folder_says_who_writes_and_not_how_to_sign_in(
    server: Forge, here: Clone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is asked from a folder of its own, for which no such part of the person's settings is meant."""
    git(here.root, "config", "user.email", "j.okafor@ashgrove.example")
    part, settings = tmp_path / "part", tmp_path / "settings"
    helper = f'"!echo username=j-okafor; echo password={PASSWORD};:"'
    part.write_text(f"[user]\n\tname = Of This Folder\n[credential]\n\thelper = {helper}\n", encoding="utf-8")
    settings.write_text(
        f'[includeIf "gitdir:{here.root.as_posix()}/"]\n\tpath = {part.as_posix()}\n', encoding="utf-8"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    writer = person(here.root)
    assert writer is not None
    assert writer.name == "Of This Folder"
    assert sent(here).reason == "no_credentials"  # type: ignore[union-attr]
    settings.write_text(f"[include]\n\tpath = {part.as_posix()}\n", encoding="utf-8")
    assert isinstance(sent(here), Sent)


def test_the_branch_is_protected(server: Forge, here: Clone) -> None:
    """The server's own rules refuse the branch: said plainly, and what the server said stands in the details."""
    server.protected.add("edit/*")
    trouble = sent(here)
    assert isinstance(trouble, Trouble)
    assert trouble.reason == "protected"
    assert "not allowed to push" in trouble.details
    kept(here)


def test_the_server_hangs(server: Forge, here: Clone) -> None:
    """A server that takes the request and never answers: git is ended, with all that it started, and it is said."""
    server.hangs = True
    trouble = sent(here, limit=0.5)
    assert isinstance(trouble, Trouble)
    assert (trouble.reason, trouble.message) == (
        "time_limit",
        "The school's server did not answer within 0.5 seconds.",
    )
    assert server.left.wait(60)
    kept(here)


def test_sent_from_another_computer(server: Forge, here: Clone, tmp_path: Path) -> None:
    """The branch has grown elsewhere: nothing is forced, and bringing it up to date is what helps."""
    other = Clone(server.clone(tmp_path / "other"))
    add(other, 9)
    other.send()
    assert sent(here).reason == "out_of_date"  # type: ignore[union-attr]
    here.fetch()
    assert sent(here).reason == "out_of_date"  # type: ignore[union-attr]
    here.catch_up()
    here.send()


def test_what_is_not_sent_begins_no_branch(server: Forge, here: Clone) -> None:
    """What is not sent leaves no trace: the branch after the merged one is begun when what waits is brought up to date."""
    here.send()
    server.merge("edit/j-okafor-1", "squash")
    add(here, 3)
    git(here.root, "switch", "--quiet", "edit/j-okafor-1")
    here.fetch()
    assert here.standing.is_closed
    before = git(here.root, "for-each-ref")
    assert sent(here).reason == "out_of_date"  # type: ignore[union-attr]
    assert git(here.root, "for-each-ref") == before


def test_no_such_branch(server: Forge, here: Clone) -> None:
    """A branch that the server lacks, and a text that is no branch's name: the second is not handed to git, which says nothing."""
    lacks, no_name = (fetch(here.root, name, here.person) for name in ("trunk", "main:refs/heads/x"))
    assert isinstance(lacks, Trouble)
    assert "school.yml" in lacks.hint
    assert lacks.details
    assert no_name == lacks._replace(details="")


def test_a_history_that_was_written_anew(server: Forge, here: Clone) -> None:
    """A record was erased from main's past: what this clone still holds of it is not sent back, and it is said what to do."""
    then = here.standing
    server.rewrite()
    for _ in range(2):
        trouble = fetch(here.root, "main", here.person)
        assert isinstance(trouble, Trouble)
        assert trouble.reason == "rewritten"
        assert "Clone it anew" in trouble.hint
    assert here.standing == then
    fetch_plainly(server, here)
    with pytest.raises(HistoryUnavailable, match="written anew"):
        _ = here.standing


def fetch_plainly(server: Forge, clone: Clone) -> None:
    """Fetch as `git fetch` does, and an editor of programs every few minutes: whatever the server has counts."""
    git(clone.root, "fetch", "--quiet", "--force", str(server.repository), "main:refs/remotes/origin/main")


@pytest.mark.parametrize("heard", ["fetched", "kept", "brought up to date"])
def test_what_was_erased_is_never_sent_back(server: Forge, tmp_path: Path, heard: str) -> None:
    """An erasure keeps the commits before what it erased, and another program may have fetched it already: no commit that main
    no longer has is sent, by whichever way this program had met it.
    """
    first = server.head("main")
    here = Clone(server.clone(tmp_path / "here"))
    if heard == "brought up to date":
        add(here, 2)
    erased = server.change({"records/pupils/p-9q2w/plan.yml": b"plan: {}\n"})
    fetch_plainly(server, here)
    match heard:
        case "fetched":
            here.fetch()
            add(here, 2)
        case "kept":
            add(here, 2)
        case _:
            here.catch_up()
    server.change({"records/pupils/p-9q2w/plan.yml": None})
    server.rewrite(first)
    fetch_plainly(server, here)
    assert erased in git(here.root, "rev-list", here.standing.base)
    for trouble in (fetch(here.root, "main", here.person), sent(here), fetch(here.root, "main", here.person)):
        assert isinstance(trouble, Trouble)
        assert trouble.reason == "rewritten"
    assert list(server.branches()) == ["main"]


def test_a_plain_fetch_does_no_harm(server: Forge, here: Clone) -> None:
    """Where main has only grown, whoever fetches it, and however often, what waits is sent."""
    for _ in range(2):
        server.change({"records/staff.yml": f"staff: []  # {server.head('main')}\n".encode()})
        fetch_plainly(server, here)
        here.catch_up()
        here.send()
        here.fetch()
    assert git(here.root, "rev-parse", "refs/liverecord/main").strip() == server.head("main")


# ── Ended in the middle ─────────────────────────────────────────────────────────────────────────────────

PROGRAM = """
import sys
from pathlib import Path
from liverecord.model.records import Forge
from liverecord.saves.person import Person
from liverecord.saves.person import person
from liverecord.saves.sending import send
from liverecord.saves.standing import standing
person = Person("J. Okafor", "j.okafor@ashgrove.example", "j-okafor")
send(Path(sys.argv[1]), standing(Path(sys.argv[1]), "main", person), Forge())
"""


def test_killed_in_the_middle_of_a_send(server: Forge, here: Clone) -> None:
    """The program is killed while the server is still to answer: the save is kept, and sent by the next press."""
    server.hangs = True
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(here.root)], start_new_session=True)
    assert server.asked.wait(60)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    kept(here)
    server.hangs = False
    here.send()


def test_killed_before_it_was_noted(server: Forge, here: Clone) -> None:
    """The server has the save and this computer did not get to note it: the next press finds it there."""
    here.send()
    git(here.root, "update-ref", "-d", "refs/remotes/origin/edit/j-okafor-1")
    kept(here)
    here.send()
    assert [save.is_sent for save in here.standing.saves] == [True]


def test_where_there_are_no_sessions(server: Forge, here: Clone) -> None:
    """Windows knows neither sessions nor groups of processes: what is sent is sent without them, and no longer than it may take."""
    windows = "import os\nfor name in 'killpg getsid setsid getpgid geteuid'.split(): delattr(os, name)\n"
    done = subprocess.run(
        [sys.executable, "-c", windows + PROGRAM, str(here.root)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    assert server.head("edit/j-okafor-1") == here.standing.base
    server.hangs = True
    add(here, 3)
    slow = PROGRAM.replace("Forge())", "Forge(), limit=0.5).reason == 'time_limit' or sys.exit('No limit')")
    done = subprocess.run(
        [sys.executable, "-c", windows + slow, str(here.root)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_page_of_what_was_sent_is_known_after_a_new_start(server: Forge, here: Clone) -> None:
    """The server's words are gone with the program that heard them; its address and school.yml still tell where to look."""
    edit = f"{server.web}/_edit/main/{{path}}"
    assert isinstance(sent(here, edit), Sent)
    page = f"{server.web}/compare/main...edit/j-okafor-1"
    assert request_page(here.root, here.standing, Described(edit=edit)) == page
    assert nowhere(here.root) is None
    git(here.root, "remote", "remove", "origin")
    assert request_page(here.root, here.standing, Described(edit=edit)) is None
    assert isinstance(nowhere(here.root), Trouble)
