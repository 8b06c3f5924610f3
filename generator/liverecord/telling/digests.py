"""Everybody's digests of a day: who is told what, and why somebody is not."""

import re
from collections.abc import Iterable
from datetime import date
from email.headerregistry import Address
from typing import NamedTuple

from liverecord import report
from liverecord.derive.calendar import HALVES, WEEKDAYS, calendar_of
from liverecord.derive.numbers import number
from liverecord.derive.people import people_of
from liverecord.examine.owed import Owed
from liverecord.model.records import School, Staff
from liverecord.problem import LiverecordError
from liverecord.report import DutyRow
from liverecord.report.plain import long_date
from liverecord.telling.letters import address, letter
from liverecord.telling.recipients import SENCO, Passed, Recipient, routes
from liverecord.telling.sending import Letter

_ADDRESS = re.compile(r"https?://[A-Za-z0-9\[][^\s\"'<>\\^`{|}]*").fullmatch


class Digest(NamedTuple):
    """A day's digests: whom an e-mail reaches, who has no address, what was passed on, and what nobody hears of."""

    told: tuple[Recipient, ...]
    unheard: tuple[Recipient, ...]
    passed: tuple[Passed, ...]
    lost: tuple[DutyRow, ...]


def digest(owed: Owed, today: date, owner: str | None = None) -> Digest:
    """Return who is told what is late, or due within the digest's days; with `owner`, for that reader alone."""
    rows = report.rows(owed.cases, number(owed.rulebook, "digest", "days"), places=owed.places)
    duty_routes = routes(rows, owed.staff, owed.school, today)
    told = [each for each in duty_routes.told if owner in (None, each.owner)]
    return Digest(
        tuple(each for each in told if _is_reachable(each)),
        tuple(each for each in told if not _is_reachable(each)),
        tuple(each for each in duty_routes.passed if owner in (None, each.reached, each.held_by)),
        duty_routes.lost if owner is None else (),
    )


def letters(
    owed: Owed, told: Iterable[Recipient], sender: Address, today: date, site: str | None
) -> list[Letter]:
    """Return the e-mails to everybody whom an e-mail reaches."""
    listed = number(owed.rulebook, "digest", "listed")
    return [Letter(each.owner, letter(each, sender, today=today, listed=listed, site=site)) for each in told]


def no_school(school: School, today: date) -> str:
    """Return why nobody is written to on a day without school: "Sunday 22 November 2026 is no school day."; else nothing."""
    calendar = calendar_of(school)
    if any(calendar.meets(today, half) for half in HALVES):
        return ""
    return f"{WEEKDAYS[today.weekday()]} {long_date(today)} is no school day."


def sender_address(given: str | None, staff: Staff, today: date) -> Address:
    """Return the sender of the e-mails: the one named, else the SENCO. Raises LiverecordError where neither can be."""
    if given is not None:
        sender = address(given)
        if sender is None:
            raise LiverecordError(
                "--from is not an e-mail address that can be used.", "Such as send@ashgrove.example."
            )
        return sender
    holder = people_of(staff, today).holder(SENCO)
    email = next((each.email for each in staff.staff if holder and each.id == holder.id), None)
    sender = address(email) if email else None
    if sender is None:
        message = (
            "Nobody is named whom the e-mails are from, and staff.yml has no e-mail address for a SENCO."
        )
        raise LiverecordError(message, "Name one: --from send@ashgrove.example.")
    return sender


def site_address(text: str) -> str:
    """Return a site's address with a slash at its end. Raises LiverecordError for what is none."""
    if not _ADDRESS(text) or not text.isascii():
        raise LiverecordError(
            "The site's address is not one.", "Such as https://records.ashgrove.example/team/"
        )
    return text if text.endswith("/") else f"{text}/"


def _is_reachable(told: Recipient) -> bool:
    return told.email is not None and address(told.email) is not None
