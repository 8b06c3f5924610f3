"""An e-mail: valid, the same each time, ids alone, and nobody's name can add a header to it."""

import email
import re
from datetime import date, timedelta
from email.headerregistry import Address
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.problem import LiverecordError
from liverecord.report import DutyRow
from liverecord.telling.letters import address, letter, tally
from liverecord.telling.recipients import Recipient, Task
from strategies import hostile_text

DAY = date(2026, 11, 23)
SENDER = Address(addr_spec="send@ashgrove.example")
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "Content-Type",
           "Content-Transfer-Encoding", "MIME-Version"]  # fmt: skip


def task(days: int, why: str = "", **fields: Any) -> Task:
    whole = {"key": "0" * 32, "pupil": "p-7k3m", "kind": "action_due", "group": "action", "label": "Action"}
    state = "behind" if days < 0 else "due" if days == 0 else "soon"
    whole |= {"due": DAY + timedelta(days=days), "state": state}
    return Task(DutyRow(days=days, **whole | fields), why)


def overdue(days: int, aim: int) -> Task:
    """Return a duty so many days past its limit, which had an aim before that."""
    limit = DAY + timedelta(days=days)
    return task(
        days, due=limit - timedelta(days=aim), limit=limit, state="overdue", label="EHC plan annual review"
    )


def told(
    *tasks: Task, name: str = "J. Okafor", address: str | None = "j.okafor@ashgrove.example"
) -> Recipient:
    return Recipient("j-okafor", name, address, tasks)


def made(whose: Recipient, listed: int = 20, site: str | None = None, today: date = DAY) -> bytes:
    return bytes(letter(whose, SENDER, today=today, listed=listed, site=site))


def parsed(raw: bytes) -> email.message.EmailMessage:
    message = email.message_from_bytes(raw, policy=default)
    assert message.defects == []
    assert all(value.defects == () for value in message.values())
    return message


def body(raw: bytes) -> str:
    return parsed(raw).get_content().replace("\r\n", "\n")


def test_an_email_lists_what_presses_first_under_plain_headings() -> None:
    """What is late, due today and coming, each by day, pupil's id and rule, with why it came to this reader."""
    tasks = (
        task(-37, "t-barros is away"),
        overdue(-3, aim=2),
        task(-2),
        task(0, pupil="p-2xqd", label="EHC plan annual review"),
        task(5),
    )
    assert (
        body(made(told(*tasks), site="https://records.ashgrove.example/team/"))
        == """\
Hello J. Okafor,

what the records have in your hands on Monday 23 November 2026:

OVERDUE
- 18 November 2026, 3 days overdue, the school's own day (aim), the limit is 20 November 2026: p-7k3m, EHC plan annual review

BEHIND
- 17 October 2026, 37 days behind: p-7k3m, Action (t-barros is away)
- 21 November 2026, 2 days behind: p-7k3m, Action

DUE TODAY
- 23 November 2026: p-2xqd, EHC plan annual review

COMING UP
- 28 November 2026, in 5 days: p-7k3m, Action

The records: https://records.ashgrove.example/team/

Pupils stand here by their ids alone. Made by liverecord; nobody reads answers to it.
"""
    )


def test_the_headers_are_those_of_a_plain_notice() -> None:
    """Who, when and how many; text/plain, quoted-printable; no out-of-office answers it; the subject names no pupil."""
    message = parsed(made(told(task(-2), task(3), task(4))))
    assert list(message) == HEADERS
    assert message["Subject"] == "Live records: 1 behind, 2 coming up"
    assert message["To"] == '"J. Okafor" <j.okafor@ashgrove.example>'
    assert message["From"].addresses[0] == SENDER
    assert message["Date"].datetime.date() == DAY
    assert (message.get_content_type(), message["Content-Transfer-Encoding"]) == (
        "text/plain",
        "quoted-printable",
    )
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_long_list_is_capped_and_the_rest_counted() -> None:
    """The oldest are listed; the number of the others is said, and the subject counts them all."""
    message = parsed(made(told(*(task(days) for days in range(-5, 3))), listed=3))
    text = message.get_content()
    assert text.count("\n- ") == 3
    assert "And 5 more." in text
    assert message["Subject"] == "Live records: 5 behind, 3 coming up"


def test_a_message_id_is_one_for_a_person_and_a_day() -> None:
    """Made again it is the same message; for another day or another person, another."""
    first = parsed(made(told(task(-2))))["Message-ID"]
    assert re.fullmatch(r"<[0-9a-f]{24}@ashgrove\.example>", first)
    assert parsed(made(told(task(-2), task(1))))["Message-ID"] == first
    assert parsed(made(told(task(-2)), today=DAY + timedelta(days=1)))["Message-ID"] != first
    assert parsed(made(told(task(-2))._replace(owner="r-adeyemi")))["Message-ID"] != first


def test_the_same_gives_the_same_bytes() -> None:
    """No clock, no boundary, no chance."""
    assert made(told(task(-2), task(3))) == made(told(task(-2), task(3)))


def test_a_name_beyond_ascii_is_encoded_rightly() -> None:
    """Headers are ASCII on the wire (RFC 2047) and read back as they were; so is the greeting."""
    raw = made(told(task(-2), name="Zoë Müller-Ąę 漢字"))
    assert raw.isascii()
    message = parsed(raw)
    assert message["To"].addresses[0].display_name == "Zoë Müller-Ąę 漢字"
    assert body(raw).startswith("Hello Zoë Müller-Ąę 漢字,\n")


@pytest.mark.parametrize(
    "name",
    [
        "A\r\nBcc: everyone@evil.example",
        "A\nBcc: everyone@evil.example",
        "A\r\n\r\nA body of their own",
        "A\x00\x0b\x0c\x1c\x85\u2028\u2029Bcc: everyone@evil.example",
        '"><everyone@evil.example>, "B',
        "=?utf-8?q?=0D=0ABcc=3A?= everyone@evil.example",
        "x" * 2000,
    ],
)
def test_a_name_adds_no_header_and_no_recipient(name: str) -> None:
    """Whatever a name in staff.yml holds, the headers are ours, and the e-mail goes to one address."""
    raw = made(told(task(-2), name=name))
    message = parsed(raw)
    assert list(message) == HEADERS
    assert [each.addr_spec for each in message["To"].addresses] == ["j.okafor@ashgrove.example"]
    assert b"\nBcc" not in raw


@given(hostile_text(), hostile_text(), hostile_text(), hostile_text(), st.integers(-9, 9))
def test_an_email_is_valid_whatever_it_holds(name: str, pupil: str, label: str, why: str, days: int) -> None:
    """Lines within RFC 5322's limit that end in CR LF, the headers ours, and one line for one duty."""
    raw = made(told(task(days, why, pupil=pupil, label=label), name=name))
    assert raw.isascii()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    assert not raw.replace(b"\r\n", b"").count(b"\n")
    message = parsed(raw)
    assert list(message) == HEADERS
    assert len(message["To"].addresses) == 1
    assert body(raw).count("\n- ") == 1
    assert not any(ord(character) < 32 and character != "\n" for character in body(raw))


@pytest.mark.parametrize(
    "text",
    ["", "nobody", "a b@x.example", "a@x.example,b@x.example", "jürgen@x.example", "a@x.example\r\nBcc: b@x.example",
     "<a@x.example>", "a@x.example>", "@x.example", "a@", "a@b@x.example", "(c)", '"', "a@[", "a@x..example,"],
)  # fmt: skip
def test_what_is_no_address_gets_no_email(text: str) -> None:
    """An address that plain SMTP does not carry as it stands is refused before anything is made of it."""
    assert address(text) is None
    with pytest.raises(LiverecordError):
        made(told(task(-1), address=text))


@given(hostile_text())
def test_no_address_ends_in_a_fault(text: str) -> None:
    """An address is one, or it is not: nothing that anybody types is a fault of the program's."""
    found = address(text)
    assert found is None or found.addr_spec == text


def test_a_tally_says_what_there_is() -> None:
    """Nothing is not counted."""
    assert tally([task(-1)]) == "1 behind"
    assert tally([overdue(-1, aim=0), task(-1), task(2)]) == "1 overdue, 1 behind, 1 coming up"
    assert tally([task(0), task(2)]) == "2 coming up"
