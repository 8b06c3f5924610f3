"""Views of amendments and revisions, as they leave the gate, for the tests of what changed."""

import hashlib
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from liverecord.view import View
from render.conftest import school_case, view_of

TODAY = date(2026, 11, 22)


def school(**more: Any) -> View:
    """The example school as a widest audience sees it, with the numbers that the pages of changes need."""
    fields = dict(_school()) | {"recent_days": 28, "feed_entries": 100, "absent": frozenset()}
    return View(
        **fields
        | {"audience": View(id="senco", words="the SENCO, the safeguarding lead and the head")}
        | more
    )


@cache
def _school() -> Any:
    return view_of(school_case())


def amendment(kind: str, part: str, **more: Any) -> View:
    """An amendment as pages have it. `about` is given as a dict by the records' own keys."""
    fields: dict[str, Any] = {
        "item": None,
        "within": (),
        "before": None,
        "after": None,
        "number": 0,
        "restricted": False,
    }
    about = more.pop("about", {})
    return View(kind=kind, part=part, about=View(**about), **(fields | more))


def _number(*parts: Any) -> int:
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:20], "big")


def revision(day: str, *amendments: View, by: str | None = "j-okafor", name: str = "", **more: Any) -> View:
    """A revision as pages have it, made at noon of a day."""
    fields: dict[str, Any] = {
        "commit": f"{_number(day, name, by, len(amendments)):040x}",
        "commit_url": None,
        "at": datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC),
        "by": name or {"j-okafor": "J. Okafor", "r-adeyemi": "R. Adeyemi"}.get(by or "", ""),
        "by_id": by,
        "message": "",
        "amendments": amendments,
    }
    return View(**fields | more)


def pending(*amendments: View) -> View:
    """What is not committed yet."""
    return revision("2026-11-22", *amendments, by=None, commit=None, at=None)


def pupil(*revisions: View, **more: Any) -> View:
    """A pupil's view, as small as the pages of changes allow."""
    fields: dict[str, Any] = {
        "id": "p-7k3m",
        "name": "Maya Ellison",
        "as_of": TODAY,
        "year_label": "Year 8",
        "support_label": "SEN support",
        "plan": View(pupil=View(form="8B", year_group="8")),
        "revisions": revisions,
    }
    return View(**fields | more)


CALL = {"what": "Phone call home each Monday", "owner": "j-okafor", "due": "2026-11-27"}
ADDED = amendment("added", "actions", item="a3", about=CALL)
DONE = amendment("changed", "actions.status", item="a3", before="open", after="done", about=CALL)
MARKS = amendment("marks", "attendance.register", number=2)
AIM = amendment("changed", "plan.attendance.target.aim", before=90, after=92)
