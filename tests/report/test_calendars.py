"""Calendar feeds: valid for two independent readers, stable while nothing changes, and cancelled what is gone."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from liverecord import report
from liverecord.problem import LiverecordError
from liverecord.report.calendars import feed
from liverecord.report.plain import plain
from strategies import hostile_text

DAY = date(2026, 11, 23)


def row(name: str, days: int = 5, **fields: Any) -> report.DutyRow:
    whole = {
        "key": hashlib.sha256(name.encode()).hexdigest()[:32],
        "pupil": "p-7k3m",
        "kind": "sen_support_review",
        "group": "review",
        "label": "SEN support review",
        "due": DAY + timedelta(days=days),
        "state": "behind" if days < 0 else "soon",
        "days": days,
        "owner": "r-adeyemi",
    }
    return report.DutyRow(**whole | fields)


def made(
    rows: list[report.DutyRow],
    before: bytes | None = None,
    today: date = DAY,
    owner: str = "r-adeyemi",
    site: str | None = None,
) -> bytes:
    return feed(owner, rows, before, today=today, cancelled_days=30, refresh_hours=12, site=site)


def events(raw: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(raw).walk("VEVENT")


def event(raw: bytes) -> icalendar.Event:
    (only,) = events(raw)
    return only


hostile_rows = st.lists(
    st.builds(
        row,
        st.text(min_size=1, max_size=9),
        st.integers(-900, 900),
        pupil=hostile_text(),
        label=hostile_text(),
        source=st.none() | hostile_text(),
        cover=st.none() | hostile_text(),
        moved=st.booleans(),
    ),
    max_size=4,
    unique_by=lambda each: each.key,
)


# ── One feed ────────────────────────────────────────────────────────────────────────────────────────────


def test_an_event_is_a_whole_day_that_blocks_no_time() -> None:
    """What calendar programs show: a day, the pupil's id, the rule's label and source, and no busy time."""
    found = event(
        made([row("a", source="SEND Code of Practice (2015), paragraph 6.65")], site="https://x.example/")
    )
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 11, 28), date(2026, 11, 29))
    assert found["DTSTART"].params["VALUE"] == "DATE"
    assert found["SUMMARY"] == "p-7k3m: SEN support review"
    assert found["DESCRIPTION"] == "Rule: SEND Code of Practice (2015), paragraph 6.65"
    assert found["URL"] == "https://x.example/pupils/p-7k3m/"
    assert (found["STATUS"], found["TRANSP"], found["CLASS"]) == ("CONFIRMED", "TRANSPARENT", "PRIVATE")


@pytest.mark.parametrize(
    ("aim", "owed_by", "said"),
    [
        (0, "school", "The limit is 28 November 2026"),
        (4, "school", "The school's own day (aim), the limit is 28 November 2026"),
        (4, "authority", "The limit is 28 November 2026"),
    ],
)
def test_an_event_says_the_limit_and_stands_on_the_day_to_do_it_by(aim: int, owed_by: str, said: str) -> None:
    """The law's own day is in the text; a day of the school's before it is an aim, nothing of it is called a must, and what
    a rule says beside its day stays in the school.
    """
    limit = date(2026, 11, 28)
    due = limit - timedelta(days=aim)
    found = event(made([row("a", due=due, limit=limit, owed_by=owed_by, beside=("beside it",))]))
    assert found["DTSTART"].dt == due
    assert found["DESCRIPTION"] == said
    assert "must" not in found["DESCRIPTION"]


def test_a_feed_says_whose_it_is_and_how_often_to_look() -> None:
    """The names that programs read: PRODID, the calendar's name by id, and the interval of renewal."""
    calendar = icalendar.Calendar.from_ical(made([]))
    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//liverecord//due//EN")
    assert calendar["X-WR-CALNAME"] == calendar["NAME"] == "Live records: r-adeyemi"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=12)
    assert "METHOD" not in calendar


def test_a_feed_of_nothing_is_valid() -> None:
    """RFC 5545 wants at least one component; the school's time zone is always there, and changes when London's does."""
    calendar = icalendar.Calendar.from_ical(made([]))
    (zone,) = calendar.walk("VTIMEZONE")
    london = zone.to_tz(lookup_tzid=False)
    for moment, hours in ((datetime(2026, 3, 29, 0, 59, tzinfo=UTC), 0), (datetime(2026, 3, 29, 1, tzinfo=UTC), 1),
                          (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), 1), (datetime(2026, 10, 25, 1, tzinfo=UTC), 0)):  # fmt: skip
        assert moment.astimezone(london).utcoffset() == timedelta(hours=hours)


@given(hostile_rows, hostile_text())
def test_a_feed_is_valid_whatever_it_holds(rows: list[report.DutyRow], owner: str) -> None:
    """Lines of at most 75 octets that end in CR LF, none begun by a text, and the same read by two programs."""
    raw = made(rows, owner=owner, site="https://x.example/")
    assert raw.endswith(b"\r\n")
    lines = raw.split(b"\r\n")
    assert not any(b"\n" in line or b"\r" in line or len(line) > 75 for line in lines)
    assert sum(line == b"BEGIN:VEVENT" for line in lines) == len(rows)
    unfolded = raw.decode("utf-8").replace("\r\n ", "").split("\r\n")
    names = {line.split(":")[0].split(";")[0] for line in unfolded if line}
    assert names <= {
        "BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "NAME", "X-WR-CALNAME", "X-WR-TIMEZONE", "REFRESH-INTERVAL",
        "X-PUBLISHED-TTL", "TZID", "DTSTART", "DTEND", "RRULE", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO", "UID", "DTSTAMP",
        "LAST-MODIFIED", "SEQUENCE", "SUMMARY", "DESCRIPTION", "URL", "STATUS", "TRANSP", "CLASS",
    }  # fmt: skip
    one = {(str(each["UID"]), each["DTSTART"].dt, str(each["SUMMARY"])) for each in events(raw)}
    calendar = vobject.readOne(raw.decode("utf-8"))
    calendar.validate(raiseException=True)
    other = {
        (each.uid.value, each.dtstart.value, each.summary.value)
        for each in calendar.contents.get("vevent", [])
    }
    assert one == other
    assert len(one) == len(rows)


def test_the_same_gives_the_same_bytes() -> None:
    """No clock and no chance: twice the same rows, whatever their order, is twice the same feed."""
    rows = [row("a"), row("b", 3), row("c", -4)]
    assert made(rows) == made(list(reversed(rows)))


def test_somebody_away_and_their_cover_have_each_their_own() -> None:
    """Both calendars hold it, under different UIDs, and each says how: nobody's event jumps between two calendars."""
    held = row("a", owner="t-barros", cover="r-adeyemi")
    owner, cover = event(made([held], owner="t-barros")), event(made([held], owner="r-adeyemi"))
    assert owner["UID"] != cover["UID"]
    assert owner["DESCRIPTION"] == "Away: r-adeyemi covers"
    assert cover["DESCRIPTION"] == "Covering for t-barros"


def test_what_was_escalated_says_with_whom_it_is() -> None:
    """In the calendar of whoever it went to, the event says in whose hands it is: the cover's, where there is one."""
    held = row("a", owner="t-barros", cover="r-adeyemi", escalated_to="h-novak")
    assert event(made([held], owner="h-novak"))["DESCRIPTION"] == "Escalated: with r-adeyemi"
    nobodys = row("a", owner=None, left="s-quill", escalated_to="h-novak")
    assert event(made([nobodys], owner="h-novak"))["DESCRIPTION"] == "Escalated: with nobody"


# ── From one feed to the next ───────────────────────────────────────────────────────────────────────────


def test_a_feed_without_news_stays_as_it_was() -> None:
    """Days later, nothing changed: not a byte does, so that no program asks anybody to look."""
    first = made([row("a"), row("b", 9)])
    assert made([row("a"), row("b", 9)], first, DAY + timedelta(days=3)) == first


@pytest.mark.parametrize("typed", [r"\N", r"\n", r"\\N", "a, b; c", r"ends in \\", "a\nb"])
def test_a_sign_of_the_format_stays_a_sign(typed: str) -> None:
    """A backslash, a comma or a semicolon that somebody typed is read back as typed: a backslash before an N ends no line."""
    first = made([row("a", label=typed)])
    assert event(first)["SUMMARY"] == f"p-7k3m: {plain(typed)}"
    assert made([row("a", label=typed)], first, DAY + timedelta(days=3)) == first


def test_a_day_that_moves_is_the_same_event_again() -> None:
    """The UID stays; a higher SEQUENCE and the day of the change tell programs to move it."""
    first = made([row("a")])
    later = made([row("a", 40)], first, DAY + timedelta(days=3))
    assert event(later)["UID"] == event(first)["UID"]
    assert (event(first)["SEQUENCE"], event(later)["SEQUENCE"]) == (0, 1)
    assert event(later)["LAST-MODIFIED"].dt == datetime(2026, 11, 26, tzinfo=UTC)
    assert event(later)["DTSTART"].dt == DAY + timedelta(days=40)
    assert made([row("a", 40)], later, DAY + timedelta(days=3)) == later


def test_what_is_gone_is_cancelled_for_a_while() -> None:
    """A duty that is done is CANCELLED under its UID, stays so for the days that thresholds.yml gives, then goes."""
    first = made([row("a"), row("b")])
    after = made([row("b")], first, DAY + timedelta(days=1))
    by_status = {str(each["STATUS"]): each for each in events(after)}
    gone = by_status["CANCELLED"]
    assert (gone["SEQUENCE"], gone["SUMMARY"]) == (1, "p-7k3m: SEN support review")
    assert gone["LAST-MODIFIED"].dt.date() == DAY + timedelta(days=1)
    assert made([row("b")], after, DAY + timedelta(days=31)) == after
    assert [str(each["STATUS"]) for each in events(made([row("b")], after, DAY + timedelta(days=32)))] == [
        "CONFIRMED"
    ]


def test_what_comes_back_is_confirmed_again() -> None:
    """A duty that was cancelled and is owed again is the same event, with a higher number still."""
    gone = made([], made([row("a")]), DAY + timedelta(days=1))
    back = event(made([row("a")], gone, DAY + timedelta(days=2)))
    assert (back["STATUS"], back["SEQUENCE"]) == ("CONFIRMED", 2)


@given(hostile_rows, hostile_rows)
def test_numbers_only_grow(first: list[report.DutyRow], second: list[report.DutyRow]) -> None:
    """Whatever a feed held, each event of it is in the next with no lower SEQUENCE, unless nothing of it changed."""
    one = made(first)
    two = made(second, one, DAY + timedelta(days=1))
    numbers = {str(each["UID"]): each["SEQUENCE"] for each in events(two)}
    for each in events(one):
        assert numbers[str(each["UID"])] >= each["SEQUENCE"]
    assert made(second, two, DAY + timedelta(days=1)) == two


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"rubbish",
        b"\xff\xfe",
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        made([row("a")]).replace(b"DTSTART;VALUE=DATE:20261128", b"DTSTART:20261128T090000Z"),
        made([row("a")]).replace(b"SEQUENCE:0", b"SEQUENCE:many"),
        made([row("a")])[:-200],
    ],
)
def test_a_feed_that_is_none_is_refused(raw: bytes) -> None:
    """A file that cannot be read is not written over in silence: what it would have cancelled would never be."""
    with pytest.raises(LiverecordError, match="cannot be read"):
        made([row("a")], raw)
