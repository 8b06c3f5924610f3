"""A save goes to the server, and what becomes of it there is seen here."""

from pathlib import Path

import pytest

from forge import FORGEJO, GITHUB, GITLAB, Forge, forge
from git_repository import git
from liverecord.model.records import Forge as Described
from liverecord.saves.keeping import Kept, keep
from liverecord.saves.person import Person
from liverecord.saves.sending import Fetched, Sent, fetch, send
from liverecord.saves.standing import Standing, standing

PERSON = Person("J. Okafor", "j.okafor@ashgrove.example", "j-okafor")
CONTACTS = "records/pupils/p-7k3m/contacts.yml"


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with forge(tmp_path / "forge") as running:
        running.change({CONTACTS: b"contacts:\n  - id: k1\n    date: 2026-11-02\n"})
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(running.signed_in(tmp_path / "home")))
        yield running


@pytest.fixture
def school(server: Forge, tmp_path: Path) -> Path:
    return server.clone(tmp_path / "school")


def stand(root: Path) -> Standing:
    return standing(root, "main", PERSON)


def add(root: Path, number: int) -> Kept:
    """Save one more conversation."""
    now = stand(root)
    before = git(root, "show", f"{now.base}:{CONTACTS}").encode()
    kept = keep(
        root,
        now,
        PERSON,
        {CONTACTS: before + f"  - id: k{number}\n    date: 2026-11-{number:02d}\n".encode()},
        f"p-7k3m: log a conversation, k{number}",
    )
    assert isinstance(kept, Kept)
    return kept


@pytest.mark.parametrize(
    ("said", "link"),
    [
        (GITHUB, "/pull/new/edit/j-okafor-1"),
        (GITLAB, "/-/merge_requests/new?merge_request%5Bsource_branch%5D=edit%2Fj-okafor-1"),
        (FORGEJO, "/compare/main...edit/j-okafor-1"),
    ],
    ids=["github", "gitlab", "forgejo"],
)
def test_a_save_is_sent(server: Forge, school: Path, said: str, link: str) -> None:
    """What is kept is sent to a branch of the person's, and the forge's own page for it is what comes back."""
    server.said = said
    kept = add(school, 2)
    assert kept.branch == "edit/j-okafor-1"
    sent = send(school, stand(school), Described())
    assert sent == Sent("edit/j-okafor-1", server.web + link)
    assert server.head("edit/j-okafor-1") == kept.commit
    assert [save.is_sent for save in stand(school).saves] == [True]


@pytest.mark.parametrize("delete", [False, True], ids=["kept", "deleted"])
@pytest.mark.parametrize("how", ["merge", "squash", "rebase"])
def test_what_was_merged_no_longer_waits(server: Forge, school: Path, how: str, delete: bool) -> None:
    """However a forge merges, saves that are in main wait no more, and the next save begins a branch at main."""
    add(school, 2)
    add(school, 3)
    assert isinstance(send(school, stand(school), Described()), Sent)
    server.change({"records/staff.yml": b"staff: []\n"})
    main = server.merge("edit/j-okafor-1", how, delete=delete)
    assert fetch(school, "main", PERSON) == Fetched(main)
    assert stand(school) == Standing(main, main, "edit/j-okafor-2")
    assert add(school, 4).branch == "edit/j-okafor-2"
