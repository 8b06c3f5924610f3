"""`liverecord digest` and the calendars of `liverecord due`, run as a person would; and that nothing typed gets out."""

import email
import re
import subprocess
from datetime import date
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import icalendar
import pytest
from mail_server import Inbox, mail_server

import canary
from liverecord import report
from liverecord.telling.sent import Sent
from schools import run, settle

MONDAY = ("--today", "2026-11-23")


def mails(folder: Path) -> dict[str, EmailMessage]:
    """Return the e-mails in a folder by their owners' ids."""
    return {
        path.name.removeprefix("2026-11-23.").removesuffix(".eml"): email.message_from_bytes(
            path.read_bytes(), policy=default
        )
        for path in folder.iterdir()
    }


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────


def test_an_email_is_written_for_each_who_holds_something(school: Path) -> None:
    """The cover gets what T. Barros, who is away, would; T. Barros gets nothing, and that is said."""
    result = run(school, "digest", "--to", "letters", *MONDAY)
    assert (result.returncode, result.stderr) == (0, "")
    found = mails(school / "letters")
    assert "r-adeyemi" in found
    assert "t-barros" not in found
    text = found["r-adeyemi"].get_content()
    assert re.search(r"- 16 October 2026, 38 days behind: p-7k3m, .*\(t-barros is away\)", text)
    assert re.search(r"t-barros is away +\d+ dut(y|ies) to r-adeyemi", result.stdout)
    assert f"Written: {len(found)} to letters." in result.stdout


def test_written_twice_is_written_the_same(school: Path) -> None:
    """The same day and records give the same files."""
    run(school, "digest", "--to", "one", *MONDAY)
    run(school, "digest", "--to", "two", *MONDAY)
    one, two = (
        {path.name: path.read_bytes() for path in (school / name).iterdir()} for name in ("one", "two")
    )
    assert one == two


def test_one_persons_alone(school: Path) -> None:
    """--owner narrows it to one reader; an unknown id is refused with the nearest."""
    run(school, "digest", "--to", "letters", "--owner", "r-adeyemi", *MONDAY)
    assert list(mails(school / "letters")) == ["r-adeyemi"]
    wrong = run(school, "digest", "--owner", "r-adeyem", *MONDAY)
    assert wrong.returncode == 2
    assert "r-adeyemi" in wrong.stderr


@pytest.mark.parametrize("day", ["2026-11-22", "2026-11-28", "2026-12-25", "2027-02-16", "2027-05-03"])
def test_nobody_is_written_to_without_school(school: Path, day: str) -> None:
    """At a weekend, in a holiday and on a closed day it says so, writes nothing, and exits 0."""
    result = run(school, "digest", "--to", "letters", "--send", "--host", "localhost", "--today", day)
    assert (result.returncode, result.stderr) == (0, "")
    assert "is no school day. Nobody is written to." in result.stdout
    assert not (school / "letters").exists()


def test_a_dry_run_writes_and_sends_nothing(school: Path) -> None:
    """Who would get how many is said; no folder, no connection, no note of it."""
    inbox = Inbox()
    with mail_server(inbox) as port:
        result = run(
            school, "digest", "--dry-run", "--send", "--to", "letters", "--plain", "--host", "127.0.0.1", "--port", str(port),
            *MONDAY,
        )  # fmt: skip
    assert result.returncode == 0
    assert re.search(r"r-adeyemi +\d behind", result.stdout)
    assert "Nothing was written or sent." in result.stdout
    assert inbox.messages == []
    assert not (school / "letters").exists()
    assert Sent(school, date(2026, 11, 23)).known() == {}


def test_without_a_place_it_says_what_it_would_do(school: Path) -> None:
    """Asked for nothing, it does nothing, and says how to go on."""
    result = run(school, "digest", *MONDAY)
    assert result.returncode == 0
    assert "--to DIR writes, --send sends" in result.stdout


def test_who_has_no_address_is_listed(school: Path) -> None:
    """Nobody is passed over in silence."""
    edit(school / "records/staff.yml", ", email: r.adeyemi@ashgrove.example", "")
    result = run(school, "digest", "--to", "letters", "--from", "send@ashgrove.example", *MONDAY)
    assert result.returncode == 0
    assert re.search(r"Not told:\n +r-adeyemi +no e-mail address", result.stdout)
    assert "r-adeyemi" not in mails(school / "letters")
    nobody = run(school, "digest", "--to", "letters", *MONDAY)
    assert nobody.returncode == 2
    assert "--from" in nobody.stderr


def test_links_lead_to_the_site_where_it_is_known(school: Path) -> None:
    """mkdocs.yml's site_url, or --site-url before it; what is no address is refused."""
    edit(school / "mkdocs.yml", "docs_dir: pages", "docs_dir: pages\nsite_url: https://one.ashgrove.example")
    run(school, "digest", "--to", "letters", *MONDAY)
    assert "The records: https://one.ashgrove.example/\n" in str(mails(school / "letters")["r-adeyemi"].get_content()).replace("\r", "")  # fmt: skip
    run(
        school,
        "due",
        "--format",
        "ics",
        "--output",
        "cal",
        "--site-url",
        "https://two.ashgrove.example/team",
        *MONDAY,
    )
    event = icalendar.Calendar.from_ical((school / "cal/r-adeyemi.ics").read_bytes()).walk("VEVENT")[0]
    assert str(event["URL"]).startswith("https://two.ashgrove.example/team/pupils/p-")
    for address in (
        "javascript:alert(1)",
        "ftp://x.example",
        "https://x.example/\nBcc: a@b",
        "https://x example",
    ):
        assert run(school, "digest", "--site-url", address, *MONDAY).returncode == 2


def test_wrong_records_are_mended_first(school: Path) -> None:
    """A duty may hide behind a problem: nobody is told half of it."""
    edit(school / "records/pupils/p-7k3m/plan.yml", "keyworker: j-okafor", "keyworker: j-okfor")
    result = run(school, "digest", "--to", "letters", *MONDAY)
    assert result.returncode == 1
    assert "unknown-person" in result.stderr
    assert not (school / "letters").exists()


@pytest.mark.parametrize("command", [("digest", "--to"), ("due", "--format", "ics", "--output")])
def test_nothing_is_written_among_the_records(school: Path, command: tuple[str, ...]) -> None:
    """What is handed out never lands where the records are."""
    result = run(school, *command, "records/out", *MONDAY)
    assert result.returncode == 2
    assert "records' folder" in result.stderr
    assert not (school / "records/out").exists()


# ── Sending ─────────────────────────────────────────────────────────────────────────────────────────────


def sent(school: Path, port: int, *more: str) -> subprocess.CompletedProcess[str]:
    server = {"LIVERECORD_SMTP_HOST": "127.0.0.1", "LIVERECORD_SMTP_PORT": str(port)}
    return run(school, "digest", "--send", "--plain", *more, *MONDAY, **server)


def test_digests_are_sent_once_a_day(school: Path) -> None:
    """The server is named in the environment; a second run sends nothing, --again does."""
    inbox = Inbox()
    with mail_server(inbox) as port:
        first = sent(school, port)
        assert (first.returncode, first.stderr) == (0, "")
        assert "Sent: " in first.stdout
        count = len(inbox.messages)
        assert count > 0
        second = sent(school, port)
        assert (second.returncode, len(inbox.messages)) == (0, count)
        assert "had theirs today" in second.stdout
        assert sent(school, port, "--again").returncode == 0
        assert len(inbox.messages) == 2 * count
    assert {each["From"] for each in inbox.messages} == {"r.adeyemi@ashgrove.example"}
    assert "@" not in first.stdout + second.stdout


def test_a_failure_half_way_says_who_got_theirs(school: Path) -> None:
    """Exit 2, with both lists by id; the next run sends the rest."""
    inbox = Inbox()
    inbox.refused = {"r.adeyemi@ashgrove.example"}
    with mail_server(inbox) as port:
        result = sent(school, port)
        assert result.returncode == 2
        assert re.search(
            r"Not sent:\n +r-adeyemi +the server did not accept the address \(550\)", result.stderr
        )
        assert "ashgrove.example" not in result.stderr + result.stdout
        others = len(inbox.messages)
        inbox.refused = set()
        assert sent(school, port).returncode == 0
    assert len(inbox.messages) == others + 1


def test_a_run_that_was_cut_off_is_told_of(school: Path) -> None:
    """Whether somebody got theirs is not known: it is said, exit 2, and nothing is sent twice unasked."""
    Sent(school, date(2026, 11, 23)).claim("r-adeyemi")
    inbox = Inbox()
    with mail_server(inbox) as port:
        result = sent(school, port, "--owner", "r-adeyemi")
    assert result.returncode == 2
    assert "--again" in result.stderr
    assert inbox.messages == []


def test_sending_needs_a_server(school: Path) -> None:
    """--send without a host, or in the clear to another computer, is an error of use; a password is no option."""
    assert "LIVERECORD_SMTP_HOST" in run(school, "digest", "--send", *MONDAY).stderr
    far = run(school, "digest", "--send", "--plain", "--host", "smtp.ashgrove.example", *MONDAY)
    assert far.returncode == 2
    assert "unencrypted" in far.stderr
    assert "--password" not in run(school, "digest", "--help").stdout


# ── Calendars and formats ───────────────────────────────────────────────────────────────────────────────


def test_a_calendar_is_one_persons(school: Path) -> None:
    """Printed for one owner, or written for all; asked for neither, it says so."""
    printed = run(school, "due", "--format", "ics", "--owner", "r-adeyemi", *MONDAY)
    assert printed.returncode == 0
    assert icalendar.Calendar.from_ical(printed.stdout).walk("VEVENT")
    assert run(school, "due", "--format", "ics", *MONDAY).returncode == 2
    assert run(school, "due", "--format", "csv", "--output", "x", *MONDAY).returncode == 2


def test_a_list_looks_two_weeks_ahead_and_a_calendar_without_end(school: Path) -> None:
    """A calendar holds everything that is owed; --within narrows both."""
    events = icalendar.Calendar.from_ical(
        run(school, "due", "--format", "ics", "--owner", "r-adeyemi", *MONDAY).stdout
    ).walk("VEVENT")
    assert any((each["DTSTART"].dt - date(2026, 11, 23)).days > 14 for each in events)
    near = run(school, "due", "--format", "ics", "--owner", "r-adeyemi", "--within", "0", *MONDAY).stdout
    assert near.count("BEGIN:VEVENT") < len(events)


def test_a_gate_fails_in_every_format(school: Path) -> None:
    """--fail-on behind exits 1 after any list is printed whole."""
    for form in report.FORMS:
        result = run(school, "due", "--format", form, "--fail-on", "behind")
        assert result.returncode == 1
        assert "p-7k3m" in result.stdout


# ── Nothing that was typed ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def typed(tmp_path: Path) -> tuple[Path, set[str]]:
    """Return a school whose every field holds a token of its own, and the tokens."""
    folder = tmp_path / "school"
    tokens = set(canary.write_school(folder))
    settle(folder)
    return folder, tokens


def test_no_format_holds_a_word_that_somebody_typed(typed: tuple[Path, set[str]]) -> None:
    """Lists and what the commands say: pupils' and staff's ids, and not one token of the records."""
    folder, tokens = typed
    for arguments in (
        *(("due", "--format", form, "--within", "999") for form in report.FORMS),
        ("digest", "--dry-run"),
    ):
        result = run(folder, *arguments, *MONDAY)
        assert result.returncode == 0, result.stderr
        assert canary.EVERYWHERE in result.stdout or arguments[0] == "digest"
        assert not canary.found(tokens, result.stdout + result.stderr)


def test_no_calendar_holds_a_word_that_somebody_typed(typed: tuple[Path, set[str]]) -> None:
    """Not a name, not an item's id, not a word: a calendar is copied to telephones and to other companies."""
    folder, tokens = typed
    assert run(folder, "due", "--format", "ics", "--output", "cal", *MONDAY).returncode == 0
    files = list((folder / "cal").iterdir())
    assert any(b"BEGIN:VEVENT" in path.read_bytes() for path in files)
    for path in files:
        unfolded = path.read_bytes().replace(b"\r\n ", b"")
        assert not canary.found(tokens, unfolded)


def test_no_email_holds_a_word_but_its_readers_name(typed: tuple[Path, set[str]]) -> None:
    """In an e-mail stand the reader's own name and address and the sender's, and nothing else that anybody typed."""
    folder, tokens = typed
    assert run(folder, "digest", "--to", "letters", *MONDAY).returncode == 0
    found = mails(folder / "letters")
    assert found
    for message in found.values():
        reader = message["To"].addresses[0]
        own = canary.found(
            tokens, f"{reader.display_name} {reader.addr_spec} {message['From'].addresses[0].addr_spec}"
        )
        whole = "\n".join([*(f"{name}: {value}" for name, value in message.items()), message.get_content()])
        assert canary.found(tokens, whole) <= own
        assert canary.found(tokens, message["Subject"]) == set()
