"""Overdue, behind, late: overdue is past a limit of the law and nothing else, and nothing late leaves a list by its word."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from email.headerregistry import Address

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord import render, report
from liverecord.derive.rules import state
from liverecord.model.case import Duty
from liverecord.report.calendars import feed
from liverecord.telling.letters import letter
from liverecord.telling.recipients import Recipient, Task
from liverecord.view import Page
from render import single
from render.conftest import duty, maya, school_case, seen, view_of
from render.parsed_page import Element, read

TODAY = school_case().as_of
WARN = 7
NEVER = re.compile(r"\bmust\b", re.IGNORECASE)

Days = tuple[date, date | None]


def held(number: int, due: date, limit: date | None, **more: object) -> Duty:
    """Return a duty as derive would give it: `days` count to the limit where that is past."""
    stands = state(due, limit, TODAY, WARN)
    last = limit if stands == "overdue" and limit is not None else due
    whole = duty(
        "p-7k3m",
        "ehcp_annual_review",
        "review",
        "EHC plan annual review",
        due,
        "r-adeyemi",
        "reviews",
        item=f"r{number}",
    )
    changed: dict[str, object] = {"limit": limit, "state": stands, "days": (last - TODAY).days}
    return msgspec.structs.replace(whole, **changed, **more)


days = st.integers(-60, 60).map(lambda number: TODAY + timedelta(days=number))
dated = days.flatmap(
    lambda due: st.tuples(
        st.just(due), st.none() | st.integers(0, 40).map(lambda room: due + timedelta(days=room))
    )
)
duties = st.lists(dated, min_size=1, max_size=6).map(
    lambda found: tuple(held(number, *each) for number, each in enumerate(found))
)


def pages_with(found: Sequence[Duty]) -> dict[str, Page]:
    """Return every page of a school of one pupil who has these duties."""
    case = msgspec.structs.replace(maya(), duties=tuple(found), next_steps=())
    view, school = seen(case, "team"), view_of(school_case())
    made = [single.of_pupil(view, school), *render.overview(school, [render.summary(view)])]
    return {page.path: page for page in made}


def chips(root: Element) -> list[tuple[str, str | None, str]]:
    """Return what each day of a duty says: to do by, the limit, and the words."""
    return [
        (str(time.attributes["data-due"]), time.attributes.get("data-limit"), time.text)
        for time in root.all("time", class_="duty")
    ]


@given(duties)
def test_no_page_calls_overdue_what_is_before_its_limit_or_has_none(found: tuple[Duty, ...]) -> None:
    """Whatever the days, a row is overdue where its limit is past alone, and behind or coming else; no page of lists says must."""
    for page in pages_with(found).values():
        for due, limit, said in chips(read(page.content)):
            is_past = limit is not None and date.fromisoformat(limit) < TODAY
            assert said.startswith("Overdue") == is_past, page.path
            assert said.startswith("Behind") == (not is_past and date.fromisoformat(due) < TODAY), page.path
    for path in ("", "overdue/", "coming/", "staff/", "staff/r-adeyemi/", "pupils/"):
        assert not NEVER.search(read(pages_with(found)[path].content).text), path


@given(duties)
def test_nothing_late_is_missing_from_the_overdue_page(found: tuple[Duty, ...]) -> None:
    """What is overdue and what is behind stands there once, on Today too, and both are counted."""
    pages = pages_with(found)
    late = [(each.due.isoformat(), each.limit and each.limit.isoformat()) for each in found if each.days < 0]
    for path in ("overdue/", "", "staff/r-adeyemi/"):
        rows = [
            row
            for row in read(pages[path].content).all("tr", data_due=True)
            if "hidden" not in row.attributes
        ]
        listed = [
            (str(row.attributes["data-due"]), row.attributes.get("data-limit"))
            for row in rows
            if row.all("time", class_="late")
        ]
        assert sorted(listed, key=str) == sorted(late, key=str), path
    overdue = sum(each.state == "overdue" for each in found)
    (count,) = read(pages["overdue/"].content).all("span", data_late=True)
    assert count.text == f"{overdue} overdue, {len(late) - overdue} behind"


@given(duties)
def test_a_row_says_a_limit_that_is_another_day(found: tuple[Duty, ...]) -> None:
    """Where the day to do it by is not the limit, it is the school's own day, an aim, with the limit beside it."""
    text = [row.text for row in read(pages_with(found)["overdue/"].content).all("tr", data_due=True)]
    for row in text:
        assert ("the limit is" in row) == ("day of the school's own (an aim)" in row)
    said = sum("the limit is" in row for row in text)
    assert said == sum(
        each.limit not in (None, each.due) and (each.days < 0 or each.days <= 14) for each in found
    )


@given(duties)
def test_no_report_calls_overdue_what_is_before_its_limit_or_has_none(found: tuple[Duty, ...]) -> None:
    """In every format each duty alone is overdue where its limit is past, and must is said of none."""
    for each in found:
        rows = report.rows([msgspec.structs.replace(maya(), duties=(each,))])
        for form in report.FORMS:
            # How many there are of each word, and the state's name in a count of none, is no word of this duty.
            text = re.sub(
                r'0 overdue|"overdue": 0|not overdue', "", report.duties(rows, form, today=TODAY, listed=9)
            )
            assert ("overdue" in text.lower()) == (each.state == "overdue"), (form, text)
            assert not NEVER.search(text), form


@given(duties)
def test_no_mail_or_calendar_calls_overdue_what_is_before_its_limit_or_has_none(
    found: tuple[Duty, ...],
) -> None:
    """A mail and a feed of one duty: overdue where its limit is past, behind where its own day alone is, and never a must."""
    sender = Address(addr_spec="send@ashgrove.example")
    for each in found:
        rows = report.rows([msgspec.structs.replace(maya(), duties=(each,))])
        told = Recipient("r-adeyemi", "R. Adeyemi", "r.adeyemi@ashgrove.example", (Task(rows[0]),))
        mail = letter(told, sender, today=TODAY, listed=9)
        text = f"{mail['Subject']} {mail.get_content()}"
        assert ("overdue" in text.lower()) == (each.state == "overdue")
        assert ("behind" in text.lower()) == (each.state == "behind")
        calendar = feed("r-adeyemi", rows, None, today=TODAY, cancelled_days=30, refresh_hours=12).decode()
        assert "overdue" not in calendar.lower()
        for said in (text, calendar):
            assert not NEVER.search(said)
            has_limit = each.limit is not None and (said is calendar or each.limit != each.due)
            assert ("limit is" in said.replace("\r\n ", "").replace("\n", " ")) == has_limit


def test_what_a_rule_says_beside_its_day_stands_in_the_row() -> None:
    """It is said beside the day, and moves none."""
    said = "more than twelve weeks since the meeting"
    each = held(1, TODAY - timedelta(days=3), TODAY + timedelta(days=3), beside=(said,))
    for path in ("overdue/", "pupils/p-7k3m/"):
        assert said in read(pages_with([each])[path].content).text.replace("More", "more"), path


@pytest.mark.parametrize(("owed_by", "own"), [("school", True), ("authority", False), ("family", False)])
def test_an_aim_is_the_schools_own(owed_by: str, own: bool) -> None:
    """A day before the limit is called the school's own where the school owes it; what others owe has its limit alone."""
    each = held(1, TODAY - timedelta(days=3), TODAY + timedelta(days=3), owed_by=owed_by)
    text = " ".join(read(pages_with([each])["overdue/"].content).text.split())
    assert "the limit is 25 November 2026" in text.replace("The limit", "the limit")
    assert ("day of the school's own (an aim)" in text) is own
    assert "Behind 3 days" in text


def test_what_is_overdue_stands_before_what_is_behind_in_the_pupils_table() -> None:
    """A pupil's line shows what presses most, though something behind is older, and counts the rest as late."""
    older = held(1, TODAY - timedelta(days=30), None)
    over = held(2, TODAY - timedelta(days=9), TODAY - timedelta(days=2))
    text = " ".join(read(pages_with([older, over])["pupils/"].content).text.split())
    assert "Overdue 2 days" in text
    assert "and 1 more late" in text


def test_where_a_list_is_cut_short_nothing_overdue_falls_away() -> None:
    """Today and the pupil's own page show what is overdue before what is behind and older: no breach of the law is hidden by practice."""
    old = [held(number, TODAY - timedelta(days=100), None) for number in range(60)]
    last = held(99, TODAY - timedelta(days=1), TODAY - timedelta(days=1))
    pages = pages_with([*old, last])
    for page, heading in ((pages[""], "needs"), (pages["pupils/p-7k3m/"], "q5")):
        (section,) = [each for each in read(page.content).all("section") if each.all("h2", id=heading)]
        said = [words for _, _, words in chips(section)]
        assert said[0] == "Overdue 1 day", page.path
        assert {words.split()[0] for words in said[1:]} == {"Behind"}
        assert len(said) < 60
