"""A digest as an e-mail (RFC 5322): what one member of staff owes, as ids, dates and the rules' own labels.

An e-mail lies in inboxes for years. So nothing in it was typed into a record: no pupil's name and no words, and of staff
only the reader's own name. The same day and duties give the same bytes.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from liverecord.derive.calendar import WEEKDAYS
from liverecord.problem import LiverecordError
from liverecord.report.duties.rows import LATE, STATES, called, limit_said, when
from liverecord.report.plain import counted, long_date, plain
from liverecord.telling.recipients import Recipient, Task

_HEADINGS = {"overdue": "Overdue", "behind": "Behind", "due": "Due today"}
_COMING = "Coming up"

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*").fullmatch
"""A dot-atom and a host's name (RFC 5322, 3.4.1), without the quoted and commented forms that nobody is given."""
_NAME_ON_ONE_LINE = 60
"""The longest name that fits, with `To: ` and its quotes, on one line of 78 characters (RFC 5322, 2.1.1)."""


def letter(
    told: Recipient, sender: Address, *, today: date, listed: int, site: str | None = None
) -> EmailMessage:
    """Return the e-mail to somebody who has an address that `address` takes.

    `listed` is how many duties it lists; the rest is counted. `site` is the address of the records' site.
    """
    recipient = address(told.email or "", told.name)
    if recipient is None:
        raise LiverecordError(f"{told.owner} has no e-mail address that can be used.")
    message = EmailMessage(SMTP)
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = f"Live records: {tally(told.tasks)}"
    message["Date"] = format_datetime(datetime.combine(today, time(), UTC))
    message["Message-ID"] = message_id(told.owner, sender, today)
    # So that no "out of office" answers it (RFC 3834; the second is Exchange's).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(_body(told, today, listed, site), charset="utf-8", cte="quoted-printable")
    return message


def tally(tasks: Sequence[Task]) -> str:
    """Return "1 overdue, 3 behind, 2 coming up", without what there is none of."""
    states = Counter(task.row.state if task.row.state in LATE else _COMING for task in tasks)
    counts = [(states[state], state) for state in LATE] + [(states[_COMING], _COMING.lower())]
    return ", ".join(f"{number} {words}" for number, words in counts if number)


def address(email: str, name: str = "") -> Address | None:
    """Return an address for a header, or None for one that plain SMTP does not carry: not ASCII, or not an address."""
    if not _ADDRESS(email):
        return None
    # Some programs decode what looks encoded (RFC 2047) even where it is quoted.
    shown = plain(name).replace("=?", "= ?").strip()
    # A quoted name that is folded over lines loses its quotes in the standard library: one that long is left out.
    return Address(display_name=shown if len(shown) <= _NAME_ON_ONE_LINE else "", addr_spec=email)


def message_id(owner: str, sender: Address, today: date) -> str:
    """Return the one id that a person's digest of a day has, however often it is made."""
    digest = hashlib.sha256(f"{owner} {today.isoformat()}".encode()).hexdigest()[:24]
    return f"<{digest}@{sender.domain}>"


def _body(told: Recipient, today: date, listed: int, site: str | None) -> str:
    lines = [
        f"Hello {plain(told.name).strip()},",
        "",
        f"what the records have in your hands on {WEEKDAYS[today.weekday()]} {long_date(today)}:",
    ]
    heading = ""
    for task in sorted(told.tasks, key=_pressing)[:listed]:
        now = _headed(task)
        if now != heading:
            heading = now
            lines += ["", heading.upper()]
        lines.append(_line(task))
    if len(told.tasks) > listed:
        lines += ["", f"And {counted(len(told.tasks) - listed, 'more', 'more')}."]
    lines += ["", f"The records: {site}" if site else "The records say what each is about."]
    lines += ["", "Pupils stand here by their ids alone. Made by liverecord; nobody reads answers to it."]
    return "\n".join(lines) + "\n"


def _headed(task: Task) -> str:
    return _HEADINGS.get(task.row.state, _COMING)


def _pressing(task: Task) -> int:
    """Sort what is under one heading together, the most pressing first; a stable sort keeps the oldest first in each."""
    return [*_HEADINGS.values(), _COMING].index(_headed(task))


def _line(task: Task) -> str:
    row = task.row
    late = f", {when(row)}" if row.days else ""
    limit = limit_said(row)
    late += f", {limit}" if limit else ""
    why = f" ({plain(task.why)})" if task.why else ""
    return f"- {long_date(row.due)}{late}: {plain(row.pupil)}, {plain(called(row))}{why}"


assert _HEADINGS.keys() <= STATES.keys()
