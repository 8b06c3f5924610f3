"""Sending for real to a server on this computer: encrypted or not at all, once, and it is known who got theirs."""

import socket
from datetime import date
from email.headerregistry import Address
from pathlib import Path

import pytest
from mail_server import PASSWORD, USER, Inbox, certificate, mail_server

from liverecord.problem import LiverecordError
from liverecord.report import DutyRow
from liverecord.telling.letters import letter
from liverecord.telling.recipients import Recipient, Task
from liverecord.telling.sending import Letter, Outcome, Server, send
from liverecord.telling.sent import BEGUN, SENT, Sent

__all__ = ["certificate"]

DAY = date(2026, 11, 23)


def letters(*owners: str) -> list[Letter]:
    row = DutyRow(
        key="0" * 32, pupil="p-7k3m", kind="action_due", group="action", label="Action", due=DAY, state="due", days=0
    )  # fmt: skip
    sender = Address(addr_spec="send@ashgrove.example")
    return [
        Letter(owner, letter(Recipient(owner, "Zoë", f"{owner}@ashgrove.example", (Task(row),)), sender, today=DAY, listed=9))
        for owner in owners
    ]  # fmt: skip


def sent_to(folder: Path, server: Server, *owners: str, again: bool = False) -> Outcome:
    log = Sent(folder, DAY)
    return send(
        letters(*owners),
        server,
        lambda owner: log.claim(owner, again=again),
        lambda owner, went: log.settle(owner, sent=went),
    )


def plain(port: int, host: str = "127.0.0.1") -> Server:
    return Server(host, port, "plain")


def test_emails_arrive_as_they_were_written(tmp_path: Path) -> None:
    """Each goes to its owner alone, with the headers and words it was made with."""
    inbox = Inbox()
    with mail_server(inbox) as port:
        outcome = sent_to(tmp_path, plain(port), "a", "b")
    assert outcome == Outcome(("a", "b"), (), {})
    assert inbox.recipients == [["a@ashgrove.example"], ["b@ashgrove.example"]]
    assert [each["Message-ID"] for each in inbox.messages] == [
        each.message["Message-ID"] for each in letters("a", "b")
    ]
    assert inbox.messages[0].get_content().startswith("Hello Zoë,")


# The test's server knows of encryption only what STARTTLS begins, and warns where it is there from the start.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_server_is_spoken_to_in_secret_and_logged_in_to(
    tmp_path: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    """STARTTLS and TLS from the start, with a certificate that is checked, a user and a password."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    inbox = Inbox()
    with mail_server(inbox, security, certificate, login=True) as port:
        outcome = sent_to(tmp_path, Server("127.0.0.1", port, security, USER, PASSWORD), "a")
        assert (outcome.sent, inbox.encrypted) == (("a",), [True])
        with pytest.raises(
            LiverecordError, match=r"did not accept the user and password \(535\).* Nothing was sent"
        ):
            sent_to(tmp_path, Server("127.0.0.1", port, security, USER, "wrong horse"), "b")


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    tmp_path: Path, certificate: Path, security: str
) -> None:
    """Somebody in the middle gets neither password nor e-mail."""
    inbox = Inbox()
    with (
        mail_server(inbox, security, certificate) as port,
        pytest.raises(LiverecordError, match="could not be spoken to in secret"),
    ):
        sent_to(tmp_path, Server("127.0.0.1", port, security, USER, PASSWORD), "a")
    assert inbox.messages == []


def test_a_server_without_encryption_gets_nothing(tmp_path: Path) -> None:
    """STARTTLS that is not offered is no reason to go on without it."""
    inbox = Inbox()
    with mail_server(inbox) as port, pytest.raises(LiverecordError, match="offers no encryption"):
        sent_to(tmp_path, Server("127.0.0.1", port), "a")
    assert inbox.messages == []


@pytest.mark.parametrize(
    "host", ["smtp.ashgrove.example", "127.0.0.1.evil.example", "192.0.2.1", "0.0.0.0", ""]
)
def test_plain_is_for_this_computer_alone(tmp_path: Path, host: str) -> None:
    """No e-mail crosses a network unencrypted; it is refused before anything is looked up."""
    with pytest.raises(LiverecordError, match="not sent unencrypted"):
        sent_to(tmp_path, plain(25, host), "a")


def test_a_server_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    """Nobody listens: nothing was sent, nothing is claimed, and there is a way out."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(LiverecordError, match=r"cannot be reached .* Nothing was sent"):
        sent_to(tmp_path, plain(port), "a")
    assert Sent(tmp_path, DAY).known() == {}


def test_an_address_that_is_refused_stops_nobody_elses(tmp_path: Path) -> None:
    """One is passed over, and may be sent later the same day; the server's words, which quote the address, are not told."""
    inbox = Inbox()
    inbox.refused = {"b@ashgrove.example"}
    with mail_server(inbox) as port:
        outcome = sent_to(tmp_path, plain(port), "a", "b", "c")
        assert (outcome.sent, outcome.failed) == (
            ("a", "c"),
            {"b": "the server did not accept the address (550)"},
        )
        inbox.refused = set()
        outcome = sent_to(tmp_path, plain(port), "a", "b", "c")
    assert (outcome.sent, outcome.already) == (("b",), ("a", "c"))
    assert inbox.names() == ["a", "b", "c"]


def test_a_line_that_goes_dead_half_way_is_accounted_for(tmp_path: Path) -> None:
    """Who got theirs and who did not is known, and a second run sends the rest alone."""
    inbox = Inbox()
    inbox.most = 1
    with mail_server(inbox) as port:
        outcome = sent_to(tmp_path, plain(port), "a", "b", "c")
        assert outcome.sent == ("a",)
        assert outcome.failed.keys() == {"b", "c"}
        assert "the connection was lost" in outcome.failed["b"]
        inbox.most = 99
        assert sent_to(tmp_path, plain(port), "a", "b", "c").sent == ("b", "c")
    assert inbox.names() == ["a", "b", "c"]


def test_nobody_gets_it_twice_unless_asked(tmp_path: Path) -> None:
    """A second run of the day sends nothing; `again` does; another day is another day."""
    inbox = Inbox()
    with mail_server(inbox) as port:
        sent_to(tmp_path, plain(port), "a")
        assert sent_to(tmp_path, plain(port), "a") == Outcome((), ("a",), {})
        assert sent_to(tmp_path, plain(port), "a", again=True).sent == ("a",)
    assert inbox.names() == ["a", "a"]
    assert Sent(tmp_path, date(2026, 11, 24)).known() == {}


def test_what_cannot_be_noted_is_not_sent(tmp_path: Path) -> None:
    """Without the file of what was sent, the next run would send all of it again."""
    (tmp_path / ".liverecord").mkdir()
    (tmp_path / ".liverecord/sent.sqlite").write_bytes(b"no database " * 100)
    inbox = Inbox()
    with mail_server(inbox) as port:
        outcome = sent_to(tmp_path, plain(port), "a", "b")
    assert inbox.messages == []
    assert outcome.failed.keys() == {"a", "b"}


# ── What was sent ───────────────────────────────────────────────────────────────────────────────────────


def test_looking_makes_no_file(tmp_path: Path) -> None:
    """A dry run leaves the folder as it was."""
    assert Sent(tmp_path, DAY).known() == {}
    assert list(tmp_path.iterdir()) == []


def test_two_runs_at_once_send_once(tmp_path: Path) -> None:
    """A claim is given to one of them."""
    one, other = Sent(tmp_path, DAY), Sent(tmp_path, DAY)
    assert [one.claim("a"), other.claim("a"), other.claim("b")] == [True, False, True]


def test_a_run_that_was_cut_off_leaves_a_claim(tmp_path: Path) -> None:
    """Whether it went out is not known, and is not guessed."""
    log = Sent(tmp_path, DAY)
    log.claim("a")
    log.claim("b")
    log.settle("b", sent=True)
    assert log.known() == {"a": BEGUN, "b": SENT}
    log.settle("a", sent=False)
    assert log.known() == {"b": SENT}


def test_older_days_are_dropped(tmp_path: Path) -> None:
    """Who was written to when is kept for no longer than it is needed."""
    Sent(tmp_path, DAY).claim("a")
    Sent(tmp_path, date(2026, 11, 24)).claim("b")
    assert Sent(tmp_path, DAY).known() == {}
