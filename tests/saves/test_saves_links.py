"""The page on which a change is proposed: a link counts only if it is the server's own, and is made where none was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.records import Forge
from liverecord.saves.links import link
from liverecord.saves.network import Address

BRANCH = "edit/j-okafor-1"
WEB = Address("https://git.school.example/send/records.git", "web", "git.school.example")
SSH = Address("git@git.school.example:send/records.git", "ssh", "git.school.example")
BASE = "https://git.school.example/send/records"

GITLAB = "merge_request%5Bsource_branch%5D=edit%2Fj-okafor-1&merge_request%5Btarget_branch%5D=main"


def said(*lines: str) -> str:
    """Return what git prints of what a server says."""
    return "".join(f"remote: {line}        \n" for line in lines)


@pytest.mark.parametrize("address", [WEB, SSH], ids=["web", "ssh"])
def test_the_servers_own_link_is_taken(address: Address) -> None:
    """Among a banner's links the one about the request is taken, and the one about this branch before others."""
    words = said(
        "Welcome. Rules: https://git.school.example/send/records/wiki",
        "Others: https://git.school.example/send/records/pulls/3",
        f"Create one: {BASE}/compare/main...{BRANCH}",
    )
    assert link(words, address, Forge(), BRANCH) == f"{BASE}/compare/main...{BRANCH}"


@pytest.mark.parametrize(
    "offered",
    [
        f"https://elsewhere.example/send/records/pull/new/{BRANCH}",
        f"https://git.school.example.elsewhere.example/pull/new/{BRANCH}",
        f"https://git.school.example@elsewhere.example/pull/new/{BRANCH}",
        f"https://j:x@git.school.example/pull/new/{BRANCH}",
        f"http://git.school.example/send/records/pull/new/{BRANCH}",
        f"https://git.school.example:8443/send/records/pull/new/{BRANCH}",
        f"https://git.school.example:x/send/records/pull/new/{BRANCH}",
        "https://git.school.example/send/records/wiki",
        f"javascript:alert(1)//https://git.school.example/pull/new/{BRANCH}",
        f"ftp://git.school.example/pull/new/{BRANCH}",
    ],
)
def test_any_other_is_not(offered: str) -> None:
    """Another host, a weaker protocol, another port, a name in it: what a hook prints leads nobody there."""
    found = link(said(offered), WEB, Forge(), BRANCH)
    assert found is None or found == f"https://git.school.example/pull/new/{BRANCH}"
    assert found != offered


@given(st.text(), st.sampled_from([WEB, SSH, Address("/srv/x", "folder")]))
def test_whatever_a_server_says_the_link_is_on_it(words: str, address: Address) -> None:
    found = link(f"remote: {words}\nremote: see https://{words}", address, Forge(), BRANCH)
    assert found is None or found.startswith(("https://git.school.example/", "https://git.school.example:"))


@pytest.mark.parametrize(
    ("edit", "made"),
    [
        ("https://git.school.example/send/records/edit/main/{path}", f"{BASE}/compare/main...{BRANCH}?expand=1"),
        (
            "https://git.school.example/send/records/-/edit/main/{path}",
            f"{BASE}/-/merge_requests/new?{GITLAB}",
        ),
        ("https://git.school.example/send/records/_edit/main/{path}", f"{BASE}/compare/main...{BRANCH}"),
        (
            "https://git.school.example/code/send/records/_edit/main/{path}",
            f"https://git.school.example/code/send/records/compare/main...{BRANCH}",
        ),
        ("https://elsewhere.example/send/records/_edit/main/{path}", f"{BASE}/compare/main...{BRANCH}"),
        (None, None),
    ],
    ids=["github", "gitlab", "forgejo", "below a folder", "another host", "not known"],
)  # fmt: skip
@pytest.mark.parametrize("address", [WEB, SSH], ids=["web", "ssh"])
def test_a_link_is_made_where_none_was_said(address: Address, edit: str | None, made: str | None) -> None:
    """A second push to GitHub says nothing: the page is the one of its kind, which school.yml tells."""
    assert link("", address, Forge(edit=edit), BRANCH) == made


@pytest.mark.parametrize(
    ("url", "made"),
    [
        ("https://github.com/ashgrove/records.git", "https://github.com/ashgrove/records/compare/main"),
        ("git@github.com:ashgrove/records.git", "https://github.com/ashgrove/records/compare/main"),
        ("https://codeberg.org/ashgrove/records", "https://codeberg.org/ashgrove/records/compare/main"),
        ("ssh://git@gitlab.school.example:2222/a/records.git", "https://gitlab.school.example/a/records/-/merge_req"),
        ("https://j:secret@github.com/ashgrove/records.git", "https://github.com/ashgrove/records/compare/main"),
    ],
)  # fmt: skip
def test_a_server_is_known_by_its_name(url: str, made: str) -> None:
    """Where school.yml says nothing, the host tells; a password in the address does not get into the link."""
    host = url.replace("git@", "").replace("j:secret@", "").removeprefix("https://").removeprefix("ssh://")
    kind = "web" if url.startswith("https") else "ssh"
    found = link("", Address(url, kind, host.split("/")[0].split(":")[0]), Forge(), BRANCH)
    assert found is not None
    assert found.startswith(made)
    assert "secret" not in found
