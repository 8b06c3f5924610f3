"""What git says when a server does not do what was asked, in words for a SENCO: each of these texts was printed by a git."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.saves.trouble import details, trouble

SAID = {
    "fatal: unable to access 'https://git.school.example/x/': Could not resolve host: git.school.example": "offline",
    "ssh: Could not resolve hostname git.school.example: Temporary failure in name resolution\n"
    "fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights": "offline",
    "ssh: connect to host git.school.example port 22: Network is unreachable\n"
    "fatal: Could not read from remote repository.": "offline",
    "fatal: unable to access 'https://git.school.example/x/': Failed to connect to git.school.example port 443 "
    "after 3 ms: Couldn't connect to server": "forge_down",
    "fatal: unable to access 'https://git.school.example/x/': The requested URL returned error: 502": "forge_down",
    "error: RPC failed; curl 56 Recv failure: Connection reset by peer\nsend-pack: unexpected disconnect while "
    "reading sideband packet\nfatal: the remote end hung up unexpectedly": "forge_down",
    "fatal: could not read Username for 'https://github.com': terminal prompts disabled": "no_credentials",
    "remote: HTTP Basic: Access denied. The provided password or token is incorrect.\n"
    "fatal: Authentication failed for 'https://gitlab.com/x/'": "no_credentials",
    "git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository.": "no_credentials",
    "Host key verification failed.\nfatal: Could not read from remote repository.": "no_credentials",
    "remote: Permission to x/y.git denied to j.\nfatal: unable to access 'https://github.com/x/y.git/': "
    "The requested URL returned error: 403": "no_access",
    "remote: Repository not found.\nfatal: repository 'https://github.com/x/y.git/' not found": "no_access",
    "ERROR: Repository not found.\nfatal: Could not read from remote repository.": "no_access",
    "fatal: unable to access 'https://git.school.example/x/': SSL certificate problem: self-signed certificate": "other",
    "fatal: unable to access 'https://x/': server certificate verification failed. CAfile: none CRLfile: none": "other",
    "fatal: couldn't find remote ref refs/heads/main": "other",
    "error: cannot run ssh: No such file or directory\nfatal: unable to fork": "other",
    "fatal: something that no git has said yet": "other",
}  # fmt: skip
ANSWERED = {
    "!\trefs/heads/edit/x:refs/heads/edit/x\t[rejected] (fetch first)\nDone": "out_of_date",
    "!\trefs/heads/edit/x:refs/heads/edit/x\t[rejected] (non-fast-forward)\nDone": "out_of_date",
    "!\tx:refs/heads/edit/x\t[remote rejected] (protected branch hook declined)\nDone": "protected",
    "!\tx:refs/heads/edit/x\t[remote rejected] (pre-receive hook declined)\nDone": "protected",
}


@pytest.mark.parametrize("words", SAID)
def test_each_is_told_apart(words: str) -> None:
    """One cause, one cure: offline is not a wrong password, and a wrong password is no missing right."""
    assert trouble(words).reason == SAID[words]


@pytest.mark.parametrize("answer", ANSWERED)
def test_a_refused_branch_is_told_apart(answer: str) -> None:
    assert trouble("error: failed to push some refs to 'https://x'", answer).reason == ANSWERED[answer]


HOSTS = st.from_regex(
    r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?(\.[a-z0-9]{1,12}){0,3}", fullmatch=True
) | st.sampled_from(
    [
        "mossley.example",
        "ssl.example",
        "SSL",
        "certificate.school.example",
        "timed-out.example",
        "not-found.example",
    ]
)
PATHS = st.text("abcxyzSL019-_.~/%'", min_size=1, max_size=20) | st.sampled_from(
    [
        "certificate",
        "SSL",
        "SSL/x",
        "mossley/records",
        "error:%20403",
        "error: 403",
        "not found",
        "hung up",
        "o'neill not found",
    ]
)
WITH_ADDRESS = {
    "fatal: unable to access 'https://HOST/PATH/': Could not resolve host: HOST": "offline",
    "fatal: unable to access 'https://HOST/PATH/': Could not resolve proxy: HOST": "offline",
    "ssh: Could not resolve hostname HOST: Temporary failure in name resolution\nfatal: Could not read": "offline",
    "ssh: connect to host HOST port 22: Network is unreachable\nfatal: Could not read": "offline",
    "ssh: connect to host HOST port 22: Connection refused\nfatal: Could not read": "forge_down",
    "kex_exchange_identification: read: Connection reset by peer\nConnection reset by HOST port 22": "forge_down",
    "fatal: unable to access 'https://HOST/PATH/': Failed to connect to HOST port 443 after 3 ms: "
    "Couldn't connect to server": "forge_down",
    "fatal: unable to access 'https://HOST/PATH/': The requested URL returned error: 502": "forge_down",
    "fatal: unable to access 'https://HOST/PATH/': The requested URL returned error: 403": "no_access",
    "fatal: could not read Username for 'https://HOST': terminal prompts disabled": "no_credentials",
    "fatal: Authentication failed for 'https://HOST/PATH/'": "no_credentials",
    "git@HOST: Permission denied (publickey).\nfatal: Could not read": "no_credentials",
    "fatal: repository 'https://HOST/PATH/' not found": "no_access",
    "fatal: '/srv/PATH' does not appear to be a git repository": "no_access",
    "fatal: unable to access 'https://HOST/PATH/': SSL certificate problem: self-signed certificate": "other",
    "error: failed to push some refs to 'https://HOST/PATH'\nTo https://HOST/PATH": "other",
    "error: failed to push some refs to '/srv/PATH'\nTo /srv/PATH": "other",
    "fatal: unable to access 'https://HOST/PATH/': something that no git has said yet": "other",
}


@given(st.sampled_from(sorted(WITH_ADDRESS)), HOSTS, PATHS)
def test_no_address_changes_what_is_told(words: str, host: str, path: str) -> None:
    """A server may be called what a trouble is called: where it is says nothing of what went wrong."""
    plain, found = (
        trouble(words.replace("HOST", where).replace("PATH", below))
        for where, below in (("git.school.example", "x"), (host, path))
    )
    assert plain.reason == WITH_ADDRESS[words]
    assert found[:3] == plain[:3]


def test_what_a_servers_programs_say_decides_nothing() -> None:
    """A hook may print anything: it is kept for the details, and makes no trouble another."""
    words = "remote: Could not resolve host\nremote: [rejected] (fetch first)\nfatal: error: 502"
    assert trouble(words).reason == "forge_down"


@given(st.sampled_from(sorted(SAID)), st.text(max_size=200))
def test_gits_words_are_no_message(words: str, more: str) -> None:
    """What is shown as the message is written here: nothing of what git or a server said gets into it."""
    found = trouble(f"{words}\nremote: {more}")
    assert (found.message, found.hint) == trouble(words)[1:3]
    assert found.message.endswith(".")
    assert found.hint.endswith(".")


SECRETS = st.text("abcdefghijklmnopqrstuvwxyzABCXYZ0123456789-_.~%!$&'()*+,;=:@", min_size=8, max_size=40)


@given(SECRETS)
def test_no_detail_holds_a_password(secret: str) -> None:
    """Wherever an address stands in what git says, who signs in and with what is cut out of it."""
    words = (
        f"fatal: unable to access 'https://j:{secret}@git.school.example/x?private_token={secret.replace(chr(39), '')}': no\n"
        f"To https://{secret}@git.school.example/x"
    )
    assert secret not in details(words)


def test_details_are_text() -> None:
    """Nothing that a terminal or a page would take for more than text, and no more than a person reads."""
    assert details("a\x1b[31mb\x00c\r\n") == "a[31mbc"
    assert len(details("x" * 100_000)) <= 2_000
