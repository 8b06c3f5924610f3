"""Did it help, told honestly: what people recorded, in whose words, and a blank that says it is one."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord import derive, redact
from liverecord.model.records import Document
from liverecord.model.typed import pupil
from liverecord.render import results
from liverecord.render.pieces import Setting
from liverecord.view import View
from overlay import TODAY
from record_documents import RULEBOOK, typed_school
from render import single
from render.conftest import school_case, view_of
from render.parsed_page import Element, read

SETTING = Setting(view_of(school_case()), "../../", TODAY)

TEXT = st.sampled_from((None, "Three of five", "Is calm!"))
DAY = st.dates(date(2026, 9, 1), date(2026, 11, 20))
WHO = st.lists(st.sampled_from(("pupil", "family", "school")), unique=True, max_size=2).map(tuple)


def line(**more: Any) -> View:
    """Return something that was tried, as a page has it."""
    made: dict[str, Any] = {"result": None, "result_note": None, "result_said_by": (), "status": "in_place"}
    return View(**made | more)


def outcome(**more: Any) -> View:
    """Return an outcome of which nobody has said anything, and whatever is changed."""
    made: dict[str, Any] = {"id": "o1", "baseline": None, "baseline_on": None, "now": None}
    return View(**made | {"now_on": None, "now_said_by": ()} | more)


def review(held_on: date, note: str | None, name: str = "o1") -> View:
    """Return a review that found some progress in an outcome."""
    return View(held_on=held_on, outcomes=(View(id=name, result="progress", note=note),))


@given(st.sampled_from((None, "helped", "too_soon")), TEXT, WHO, st.sampled_from(("open", "planned")))
def test_a_blank_says_that_it_is_one(
    result: str | None, note: str | None, who: tuple[str, ...], status: str
) -> None:
    """A result, words for it or that nobody has said: one of them stands there, and nothing is asked of what never began."""
    tried = line(result=result, result_note=note, result_said_by=who, status=status)
    shown = f"{results.tag(tried, SETTING)} {results.said(tried, SETTING)}"
    assert (results.BLANK in shown) is (result is None and note is None and status != "planned")
    assert (note or "") in shown
    assert ("In the words of" in shown) is bool(who and note)
    assert ("Said by" in shown) is bool(who and result and not note)
    hidden = View(status=status)
    assert (results.tag(hidden, SETTING), results.said(hidden, SETTING)) == ("", "")


@given(TEXT, st.none() | DAY, TEXT, st.none() | DAY, WHO, st.lists(DAY, max_size=3))
def test_where_an_outcome_stood_and_stands(
    baseline: str | None,
    baseline_on: date | None,
    now: str | None,
    now_on: date | None,
    who: tuple[str, ...],
    held: list[date],
) -> None:
    """Each half is what somebody said or that nobody has; of two that tell how it is, the later one is told, with its day."""
    found = outcome(baseline=baseline, baseline_on=baseline_on, now=now, now_on=now_on, now_said_by=who)
    reviews = [review(day, f"Found on {day}") for day in held] + [review(date(2026, 11, 21), "Other", "o2")]
    told = results.outcome_stands(found, reviews, SETTING)
    since = [day for day in held if baseline_on is None or day >= baseline_on]
    is_found = bool(since) and (now is None or (now_on is not None and now_on < max(since)))
    assert "Other" not in told
    assert (f"Found on {max(since, default=None)}" in told) is is_found
    assert (now is not None and not is_found) is ("Most recently" in told and not is_found)
    blanks = (baseline is None) + (now is None and not since)
    assert told.count(results.BLANK) == min(blanks, 1)
    assert ("At the start, and since" in told) is (blanks == 2)
    assert results.outcome_stands(View(id="o1"), reviews, SETTING) == ""


# ── On the pupil's page ─────────────────────────────────────────────────────────────────────────────────

FIGURE = ("missed", "before:")


@pytest.mark.parametrize("theme", [None, "communication", "sensory", "attendance"])
@pytest.mark.parametrize("is_planned", [True, False])
def test_a_radio_aid_has_no_attendance_behind_it(theme: str | None, is_planned: bool) -> None:
    """Beside support stand sessions where it is declared to be about attendance, and else what people recorded."""
    aid = {"id": "pr1", "what": "Radio aid", "theme": theme, "status": "in_place", "from": "2026-09-21"}
    aim = {"id": "o1", "text": "Hears what is said", "provision": [aid], "baseline": "Two of ten questions"}
    plan: dict[str, Any] = {"outcomes": [aim]} if is_planned else {"support_without_plan": [aid]}
    for audience in ("team", "senco"):
        (shown,) = [item for item in items(page(plan, audience)) if "Radio aid" in item]
        is_counted = any(word in shown for word in FIGURE)
        assert is_counted is (theme == "attendance")
        assert results.BLANK in shown
        assert (
            "Hears what is said. At the start: Two of ten questions. Since: nobody has said yet." in shown
        ) is is_planned


def page(plan: dict[str, Any], audience: str) -> Element:
    """Return the page of a pupil with a month of marks, as the policy lets an audience see it."""
    who = {"given_name": "Maya", "family_name": "Ellison", "year_group": "8"}
    weeks = {f"2026-11-{day:02}": "OO /\\ /\\ /\\ /\\" for day in (2, 9, 16)}
    data = {
        "plan": {"pupil": who, "support": "K", "version": 1, **plan},
        "absences": {"weeks": {"2026-09-07": "/\\ /\\ /\\ /\\ /\\", **weeks}},
    }
    documents = {kind: Document(f"{kind}.yml", kind, part, {}, "") for kind, part in data.items()}
    school, staff = typed_school()
    case = derive.case(pupil("p-7k3m", documents), school, staff, RULEBOOK, (), TODAY)
    gate = redact.gate(RULEBOOK.policy, audience)
    return read(single.of_pupil(gate.case(case), gate.school(school_case())).content)


def items(root: Element) -> Iterator[str]:
    """Yield the words of each thing that was tried, on the first screen."""
    (part,) = [each for each in root.all("section") if each.attributes.get("aria-labelledby") == "q3"]
    for item in part.all("li"):
        yield " ".join(item.text.split())
