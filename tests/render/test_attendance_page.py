"""A pupil's attendance in full, and what both pages say of it: wording, evidence, access, and nothing that blames."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from liverecord import render
from liverecord.model import attendance as made
from liverecord.model import case as cases
from liverecord.model.records import Access, AttendancePlan, Circumstance
from liverecord.render import patterns, sentences, standing, words
from liverecord.render.pages.pupil import attended
from liverecord.render.pages.pupil.joined import Joined
from liverecord.render.pieces import Setting
from liverecord.view import View
from render import attendances, single
from render.conftest import TODAY, idris, maya, rowan, school_case, seen, view_of
from render.parsed_page import Element, read

Pupils = Callable[[str], list[View]]
SETTING = Setting(view_of(school_case()), "../../", TODAY)
BANNED = re.compile(
    r"truan|refus|\bfines?\b|offen[cd]|\bfail|poor attend|unacceptable|\brisk score|predict", re.IGNORECASE
)
TEXTS = Path(render.__file__).parent


def page_of(case: cases.CaseFile, audience: str = "team") -> Element:
    page = single.attendance_of(seen(case, audience), view_of(school_case()))
    assert page is not None
    return read(page.content)


def words_of(element: Element) -> str:
    return " ".join(element.text.split())


def pattern(kind: str, **more: Any) -> View:
    values: dict[str, Any] = {"missed": 5, "possible": 9, "other_missed": 1, "other_possible": 30, **more}
    found: View = view_of(made.Pattern(kind=kind, **values))
    return found


TUESDAYS = (made.Cell(weekday=1, half="AM", missed=5, possible=9),)


# ── The page ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_and_its_place() -> None:
    """It lies beside the pupil's page, leads back to it, is not searched, and lists its headings."""
    page = single.attendance_of(seen(maya(), "team"), view_of(school_case()))
    assert page is not None
    assert (page.path, page.title, page.search) == ("attendance/p-7k3m/", "Attendance of Maya Ellison", None)
    root = read(page.content)
    assert [heading.text for heading in root.all("h1")] == ["Attendance of Maya Ellison"]
    assert [line.title for line in page.contents] == [heading.text for heading in root.all("h2")]
    assert [line.anchor for line in page.contents] == [
        "figures",
        "year",
        "weekdays",
        "trend",
        "patterns",
        "reasons",
        "helped",
        "register",
    ]
    assert root.all("a")[0].attributes["href"] == "../../pupils/p-7k3m/"


@pytest.mark.parametrize("case", [maya, idris, rowan])
def test_no_page_where_nothing_may_be_seen(case: Callable[[], cases.CaseFile]) -> None:
    """Staff have no such page; nor has a pupil without marks: then the main page has no link to it either."""
    school = view_of(school_case())
    assert single.attendance_of(seen(case(), "staff"), school) is None
    assert "attendance/" not in single.of_pupil(seen(case(), "staff"), school).content
    if case is rowan:
        assert single.attendance_of(seen(case(), "senco"), school) is None
        assert "The whole year" not in single.of_pupil(seen(case(), "senco"), school).content


def test_the_main_page_leads_to_the_whole_year() -> None:
    """The pupil's page holds the last twelve weeks of the register and links to the rest."""
    weeks = {date.fromordinal(date(2026, 4, 13).toordinal() + 7 * week): "/\\" * 5 for week in range(20)}
    long = attendances.register(weeks, {})
    case = maya()
    case = msgspec.structs.replace(case, attendance=msgspec.structs.replace(case.attendance, register=long))
    school = view_of(school_case())
    page = read(single.of_pupil(seen(case, "team"), school).content)
    (table,) = page.all("table", class_="register")
    assert len(table.all("tbody")[0].all("tr")) == 12
    assert "../../attendance/p-7k3m/" in [link.attributes["href"] for link in page.all("a")]
    (whole,) = page_of(case).all("table", class_="register")
    assert len(whole.all("tbody")[0].all("tr")) == 20


def test_whatever_is_hidden_leaves_no_heading() -> None:
    """Without reasons and what was tried, the page says nothing of either: not even that there is none."""
    view = seen(maya(), "team")
    hidden = View(
        **{name: value for name, value in view if name not in {"reasons", "tried", "notes", "questions"}}
    )
    page = single.attendance_of(hidden, view_of(school_case()))
    assert page is not None
    assert {line.anchor for line in page.contents} == {
        "figures",
        "year",
        "weekdays",
        "trend",
        "patterns",
        "register",
    }
    text = words_of(read(page.content))
    assert "with a reason" not in text
    assert "Did it help?" not in text


def test_pictures_are_named_and_reached_by_keyboard() -> None:
    """Each picture has a name, each wide thing scrolls in a named region, and no element has a style or script."""
    root = page_of(maya())
    for svg in root.all("svg"):
        assert svg.attributes.get("role") == "img" or svg.attributes.get("aria-hidden") == "true"
        assert "role" not in svg.attributes or svg.attributes["aria-label"]
    for region in root.all("div", class_="scroll"):
        assert region.attributes["tabindex"] == "0"
        assert region.attributes["role"] == "region"
        assert "aria-label" in region.attributes or "aria-labelledby" in region.attributes
    ids = [each.attributes["id"] for each in root.every() if "id" in each.attributes]
    assert len(ids) == len(set(ids))
    assert all("style" not in each.attributes and each.name != "script" for each in root.every())


# ── Never a percentage alone ────────────────────────────────────────────────────────────────────────────

BLOCKS = frozenset(("p", "li", "td", "th", "summary", "h2", "h3"))


def blocks(root: Element) -> list[str]:
    return [words_of(each) for each in root.every() if each.name in BLOCKS]


@pytest.mark.parametrize("audience", ["team", "senco"])
def test_access_stands_beside_every_percentage(pupils: Pupils, school: View, audience: str) -> None:
    """Attendance is not access: whatever line has a figure in per cent has its sessions and the access line too (C18, N7)."""
    found = 0
    for view in pupils(audience):
        pages = [single.of_pupil(view, school), single.attendance_of(view, school)]
        for page in pages:
            if page is None:
                continue
            for said in blocks(read(page.content)):
                if re.search(r"\d %", said) and not re.fullmatch(r"own baseline, \d+ %|\d+ \(\d+ %\)", said):
                    found += 1
                    assert "ccess" in said, said
                if re.search(r"\d\.\d %", said):
                    assert re.search(r"\d+ of \d+", said), said
    assert found > 6


def test_access_stands_at_a_hundred_per_cent_too() -> None:
    """Full attendance with no access line says that access is not recorded, and that attendance is not access."""
    case = maya()
    figures = msgspec.structs.replace(
        case.attendance.figures or _none(),
        attended=87,
        authorised=0,
        unauthorised=0,
        percent="100.0",
        agreed_percent="100.0",
        persistent=False,
    )
    case = msgspec.structs.replace(
        case,
        attendance=msgspec.structs.replace(case.attendance, figures=figures),
        plan=msgspec.structs.replace(case.plan, attendance=AttendancePlan()),
    )
    said = sentences.figures(view_of(case), SETTING)
    assert said[:2] == [
        "Attended 87 of 87 possible sessions, 100.0 %.",
        "Access not recorded: attendance is not access.",
    ]
    partial = AttendancePlan(
        access=(Access(since=date(2026, 9, 28), level="none", why="Not taught in a group yet."),)
    )
    case = msgspec.structs.replace(case, plan=msgspec.structs.replace(case.plan, attendance=partial))
    assert (
        sentences.figures(view_of(case), SETTING)[1]
        == "Access none since 28 September: Not taught in a group yet."
    )


def _none() -> made.Figures:
    raise AssertionError


def test_hidden_access_claims_nothing() -> None:
    """Where a school hides the access line, no page says that it is not recorded."""
    view = view_of(maya(), frozenset(("plan.attendance.access",)))
    assert sentences.figures(view, SETTING)[1] == "Attendance is not access."
    assert sentences.access_short(view, SETTING) == "attendance is not access"


# ── Agreed absence ──────────────────────────────────────────────────────────────────────────────────────


def test_agreed_absence_is_a_word_of_its_own() -> None:
    """A part-time timetable's figure comes first, and C2 is neither missed nor in want of a reason (C5, N11)."""
    text = words_of(page_of(idris()))
    assert text.index("86.3 %") < text.index("52.7 %")
    assert "14 agreed absences: not missed" in text
    assert "3 missed and authorised" in text
    assert "which count agreed absence too" in text
    assert (
        "Expected now: Monday morning, Tuesday whole day, Wednesday morning, Thursday whole day, Friday morning (since 9 November)."
        in text
    )
    assert "From 23 November: Monday to Friday whole day." in text
    assert (
        "Attended 19 of 22 expected sessions; 3 expected sessions missed. 14 agreed absences beside: not missed."
        in text
    )
    (key,) = page_of(idris()).all("ul", aria_label="Marks in this register")
    assert "(agreed: not missed)" in words_of(key)


@pytest.mark.parametrize(
    ("state", "said"),
    [("ahead", "To be expected:"), ("running", "Expected now:"), ("over", "Expected at its end:")],
)
def test_a_timetable_says_where_it_stands(state: str, said: str) -> None:
    """One that is to come, runs or has ended says so; one that has ended without a next step asks what is expected now."""
    found = msgspec.structs.replace(
        attendances.part_time(),
        state=state,
        next_from=None,
        next_expected=None,
        possible=0,
        attended=0,
        other_absences=0,
    )
    lines = standing.part_time(view_of(msgspec.structs.replace(idris(), part_time=found)), SETTING)
    assert lines[0].startswith(said)
    assert ("It has ended: what is expected now?" in lines) == (state == "over")
    assert ("No expected session is known yet." in lines) == (state != "ahead")


# ── Patterns ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            pattern("sessions", cells=TUESDAYS),
            "Absent on 5 of 9 Tuesday mornings; on 1 of 30 other mornings.",
        ),
        (
            pattern("sessions", cells=TUESDAYS, after_closing=5),
            "In after the register closed on 5 of 9 Tuesday mornings; on 1 of 30 other mornings.",
        ),
        (
            pattern("sessions", cells=TUESDAYS, after_closing=2, small=True),
            ("Absent, or in after the register closed, on 5 of 9 Tuesday mornings (2 of the 5 after the register closed); "
            "on 1 of 30 other mornings. Small numbers: it may be chance."),
        ),
        (
            pattern("sessions", cells=tuple(made.Cell(weekday=day, half="PM", missed=1, possible=2) for day in range(5))),
            "Absent on 5 of 9 Monday, Tuesday, Wednesday, Thursday and Friday afternoons; on 1 of 30 mornings.",
        ),
        (
            pattern("sessions", cells=(*TUESDAYS, made.Cell(weekday=3, half="PM", missed=1, possible=2))),
            "Absent on 5 of 9 Tuesday mornings and Thursday afternoons; on 1 of 30 other sessions.",
        ),
        (pattern("half", half="AM"), "Absent on 5 of 9 mornings; on 1 of 30 afternoons."),
        (
            pattern("late", cells=TUESDAYS, after_closing=3),
            ("Arrived late on 5 of 9 Tuesday mornings (3 of the 5 after the register closed); on 1 of 30 other mornings. "
            "Absences are left out."),
        ),
        (pattern("lesson", period="P3"), "Absent from 5 of 9 lessons in P3; from 1 of 30 other lessons."),
        (pattern("subject", subject="Maths"), "Absent from 5 of 9 lessons of Maths; from 1 of 30 other lessons."),
        (
            pattern("first_lesson", half="AM", period="P1", after_closing=4),
            ("Absent from, or in after the register closed for, 5 of 9 first lessons of the morning (P1) "
            "(4 of the 5 after the register closed); for 1 of 30 other lessons."),
        ),
        (
            pattern("first_lesson", half="PM", after_closing=5),
            "In after the register closed for 5 of 9 first lessons of the afternoon; for 1 of 30 other lessons.",
        ),
        (
            pattern("beside_closure"),
            "Absent on 5 of 9 sessions next to a holiday or closure; on 1 of 30 other sessions.",
        ),
        (
            pattern("transition", name="Move to the new building"),
            "Absent on 5 of 9 sessions after “Move to the new building”; on 1 of 30 others.",
        ),
        (
            pattern("late_to_absent", cells=TUESDAYS, late_before=4, other_missed=0, other_possible=6),
            ("Lateness that became absence: came late to 4 Tuesday mornings in the earlier half of the weeks; "
            "absent on 5 of 9 in the later half, on 0 of 6 before."),
        ),
    ],
)  # fmt: skip
def test_wording_follows_the_code(found: View, said: str) -> None:
    """Every kind of pattern has both counts; U is an arrival after the register closed, and never a missed lesson."""
    assert patterns.sentence(found) == said
    assert "missed lesson" not in said
    if found.after_closing:
        assert "after the register closed" in said


def test_every_kind_of_pattern_has_a_sentence() -> None:
    """Each kind that codes.yml lists is said in words of its own."""
    kinds = school_case().labels["pattern"]
    named: dict[str, dict[str, Any]] = {"half": {"cells": (), "half": "AM"}, "subject": {"subject": "Maths"}}
    said = {
        patterns.sentence(pattern(kind, **{"cells": TUESDAYS, "period": "P1", **named.get(kind, {})}))
        for kind in kinds
    }
    assert len(said) == len(kinds)


def test_evidence_is_days_and_gaps() -> None:
    """A pattern's days are named, month by month, and so are the weeks in its window without marks."""
    view = view_of(attendances.mornings())
    weeks = view_of(attendances.register({date(2026, 11, 2): "/\\" * 5}, {}))
    assert patterns.evidence(view, weeks, SETTING) == (
        "On 15, 17 September, 1 October and 3 November. No marks for the week of 19 October."
    )
    assert (
        words.days([date(2025, 12, 1), date(2025, 12, 1), date(2026, 1, 5)], TODAY)
        == "1 December 2025 and 5 January"
    )


def test_many_days_are_named_on_the_whole_page_alone() -> None:
    """Days past a handful of weeks' stand on the page of the whole year, so that the pupil's own page stays short."""
    days = tuple(date.fromordinal(date(2026, 9, 1).toordinal() + number) for number in range(40))
    many = view_of(msgspec.structs.replace(attendances.mornings(), dates=days, gaps=()))
    assert patterns.evidence(many, (), SETTING, 16) == ""
    assert patterns.evidence(many, (), SETTING).startswith("On 1, 2, 3, 4")


def test_no_pattern_says_in_what_was_looked() -> None:
    """Where nothing stands out it says in how many marks; where too few are known, that nothing can be said."""
    none = view_of(attendances.looked(weeks=11, possible=107, gaps=()))
    assert patterns.looked(none, (), (), None, SETTING) == (
        "No pattern stands out in the last 11 school weeks (107 sessions, 14 missed)."
    )
    few = view_of(attendances.looked(possible=22, missed=3, enough=False))
    assert patterns.looked(few, (), (), None, SETTING) == (
        "Too few marks to look for a pattern (22 sessions, 3 missed). No marks for the week of 19 October."
    )
    assert patterns.looked(None, (), (), None, SETTING) == ""
    assert "Too few marks to look for a pattern" in words_of(page_of(idris()))


def test_at_most_two_patterns_on_the_first_screen() -> None:
    """The first screen has the first two patterns, the section all of them."""
    case = maya()
    many = tuple(msgspec.structs.replace(attendances.mornings(), missed=number) for number in (11, 12, 13))
    case = msgspec.structs.replace(case, attendance=msgspec.structs.replace(case.attendance, patterns=many))
    html = single.of_pupil(seen(case, "team"), view_of(school_case())).content
    first, rest = html.split('id="attendance"')
    assert [number for number in (11, 12, 13) if f"on {number} of 18" in first] == [11, 12]
    assert [number for number in (11, 12, 13) if f"on {number} of 18" in rest] == [11, 12, 13]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Last week missed 4 of 10, more than before: own 8 earlier weeks 1 of 10 on average (8 of 80)."),
        ({"change": "fewer"}, "Last week missed 4 of 10, fewer than before: own 8 earlier weeks 1 of 10 on average (8 of 80)."),
        ({"change": "same", "earlier_missed": 33}, "Last week missed 4 of 10, about as before: own 8 earlier weeks 4.1 of 10 on average (33 of 80)."),
        ({"change": "unknown"}, "Last week missed 4 of 10; too few earlier weeks are known to compare."),
        ({"possible": 0, "missed": 0}, "Last week: no session was possible."),
        ({"first": date(2026, 10, 5)}, "The week of 5 October missed 4 of 10, more than before: own 8 earlier weeks 1 of 10 on average (8 of 80)."),
        ({"span": "four_weeks", "weeks": 4}, "The last 4 weeks missed 4 of 10, more than before: own 8 earlier weeks 1 of 10 on average (8 of 80)."),
    ],
)  # fmt: skip
def test_movement_is_sessions_and_no_score(changed: dict[str, Any], said: str) -> None:
    """The newest weeks stand beside the pupil's own earlier ones, in sessions missed of possible (P6)."""
    values: dict[str, Any] = {
        "span": "week", "first": date(2026, 11, 16), "last": date(2026, 11, 16), "weeks": 1, "missed": 4, "possible": 10,
        "earlier_weeks": 8, "earlier_missed": 8, "earlier_possible": 80, "change": "more", **changed,
    }  # fmt: skip
    assert sentences.movement(view_of(made.Movement(**values)), TODAY, None) == said
    assert "%" not in said


def test_the_week_that_is_running_is_no_last_week() -> None:
    """On a school day the newest week may be the present one."""
    values: dict[str, Any] = {
        "span": "week", "first": date(2026, 11, 16), "last": date(2026, 11, 16), "weeks": 1, "missed": 1, "possible": 4,
        "earlier_weeks": 8, "earlier_missed": 8, "earlier_possible": 80, "change": "same",
    }  # fmt: skip
    found = view_of(made.Movement(**values))
    assert sentences.movement(found, date(2026, 11, 17), None).startswith("This week so far missed 1 of 4")
    assert sentences.movement(found, date(2026, 11, 23), None).startswith("Last week missed 1 of 4")


@pytest.mark.parametrize(
    ("run", "said"),
    [
        ({}, "Missed 6 sessions in a row, 2 to 4 November."),
        ({"unauthorised": 6}, "Missed 6 sessions in a row, 2 to 4 November, all of them unauthorised."),
        ({"unauthorised": 2, "at_least": True}, "Missed at least 6 sessions in a row, 2 to 4 November, 2 of them unauthorised. Marks are missing beside it."),
        ({"ongoing": True}, "Missed 6 sessions in a row, since 2 November, up to the newest mark."),
    ],
)  # fmt: skip
def test_a_run_says_what_is_not_known_at_its_ends(run: dict[str, Any], said: str) -> None:
    """Sessions in a row are said as such; where marks are missing beside them they are at least so many."""
    values: dict[str, Any] = {
        "first": date(2026, 11, 2),
        "last": date(2026, 11, 4),
        "sessions": 6,
        "unauthorised": 0,
        **run,
    }
    assert patterns.run(view_of(made.Run(**values)), None, SETTING) == said


# ── Reasons and questions ───────────────────────────────────────────────────────────────────────────────


def test_reasons_stand_beside_the_marks() -> None:
    """A reason has its certainty, days, what it is joined to and its sessions; what no note explains is said (P7)."""
    page = page_of(maya())
    text = words_of(page)
    assert (
        "Of 14 sessions missed: 10 with a reason (0 of 3 authorised, 10 of 11 unauthorised) and 4 without."
        in text
    )
    assert "Transition suspected" in text
    assert "15 September to 19 November, Tuesday and Thursday mornings" in text
    assert "10 unauthorised" in text
    assert "No reason has been established: has anybody asked why?" in text
    assert "1 session on 24 September" in text


def test_a_reason_not_known_explains_nothing() -> None:
    """That the reason is not known is written down, and is counted apart from the sessions that have one."""
    case = maya()
    spans = (
        msgspec.structs.replace(case.reasons[0], unauthorised=4, not_possible=2),
        msgspec.structs.replace(case.reasons[0], id="ab2", reason="unknown", unauthorised=5, authorised=1),
        msgspec.structs.replace(case.reasons[0], id="x", source="log", unauthorised=1, logged=1),
    )
    said = sentences.explained(view_of(msgspec.structs.replace(case, reasons=spans)))
    assert said == (
        "Of 14 sessions missed: 4 with a reason (0 of 3 authorised, 4 of 11 unauthorised), 6 with a reason not known yet and 4 "
        "without. A reason is recorded for 2 sessions that were not possible."
    )


def test_conditions_are_for_whom_the_gate_lets_through() -> None:
    """A reason's condition stands beside it only where the audience may see both the link and the condition."""
    case = rowan_with_marks()
    assert "condition: Epilepsy" in words_of(page_of(case, "senco"))
    hidden = frozenset(("notes.condition", "plan.conditions"))
    page = single.attendance_of(view_of(case, hidden), view_of(school_case()))
    assert page is not None
    assert "Epilepsy" not in page.content.split("Reasons beside")[1]


def rowan_with_marks() -> cases.CaseFile:
    case, other = rowan(), maya()
    condition = case.plan.conditions[0]
    note = msgspec.structs.replace(other.notes[0], condition=condition.id, action=None, concern=None)
    plan = msgspec.structs.replace(
        case.plan, conditions=(msgspec.structs.replace(condition, name="Epilepsy"),)
    )
    return msgspec.structs.replace(
        case, plan=plan, attendance=other.attendance, notes=(note,), reasons=other.reasons
    )


@pytest.mark.parametrize("kind", list(school_case().labels["question"]))
def test_every_question_ends_as_one(kind: str) -> None:
    """What a record leaves open is asked, never judged; each kind of codes.yml has its question."""
    asked = SETTING.label("question", kind)
    assert asked.endswith("?")
    assert not BANNED.search(asked)
    found = made.Question(
        kind=kind, source="register", sessions=20, days=tuple(date(2026, 9, day) for day in range(1, 21))
    )
    part = Joined(view_of(msgspec.structs.replace(maya(), questions=(found,))), SETTING)
    assert attended.asked(part) == [(asked, "20 sessions, 1 to 20 September")]


@pytest.mark.parametrize(
    ("source", "item", "said"),
    [("note", "ab1", "Transition"), ("driver", "d1", "Transition"), ("provision", "pr1", "Shorter first task, set out in three pictures"), ("note", "gone", "")],
)  # fmt: skip
def test_a_question_names_what_it_is_about(source: str, item: str, said: str) -> None:
    """A question names its note, driver or provision; what the audience may not see is not named."""
    found = made.Question(kind="unknown_untested", source=source, item=item)
    part = Joined(view_of(msgspec.structs.replace(maya(), questions=(found,))), SETTING)
    assert attended.asked(part)[0][1] == said


# ── Did it help? ────────────────────────────────────────────────────────────────────────────────────────


def test_before_and_since_claim_no_cause() -> None:
    """Each thing that was tried has its counts, its weeks, and the recorded result beside it, and says what is small (L23)."""
    root = page_of(maya())
    (helped,) = list(root.all("section", class_="tried"))
    text = words_of(helped)
    assert "Met at the gate by Mr Okafor; three-picture card for the first task nobody has said yet" in text
    assert "Since 9 November: missed 2 of 4 Tuesday and Thursday mornings, and 9 of 14 before." in text
    assert "Small numbers: too few to tell. No marks for the week of 19 October." in text
    rows = {
        row.all("th")[0].text: [cell.text for cell in row.all("td")]
        for row in helped.all("tbody")[0].all("tr")
    }
    assert rows["Morning, before"] == ["0 of 7", "4 of 7", "0 of 7", "5 of 7", "0 of 7"]
    assert rows["Morning, since"] == ["0 of 2", "1 of 2", "0 of 2", "1 of 2", "0 of 2"]
    assert "nothing here shows what was the cause" in words_of(root)
    assert not re.search(r"because|thanks to|led to|caused by|improv", text)
    assert "as being about attendance: Shorter first task, set out in three pictures." in words_of(root)


def test_a_comparison_has_the_result_in_words() -> None:
    """How it helped, in words, stands between what was tried and what was counted, and takes the place of "nobody has said yet"."""
    case = maya()
    said = msgspec.structs.replace(case.tried[0], result_note="Starts within a minute")
    (helped,) = page_of(msgspec.structs.replace(case, tried=(said,))).all("section", class_="tried")
    assert "nobody has said yet" not in helped.text
    assert words_of(helped).startswith(f"{case.tried[0].what} Starts within a minute")


def test_a_comparison_names_the_sessions_that_it_is_of() -> None:
    """Where the pattern is all afternoons the counts are of those, and are called so on both pages."""
    cells = tuple(made.Cell(weekday=day, half="PM", missed=4, possible=5) for day in range(5))
    whole = made.Pattern(
        kind="half", half="PM", cells=cells, missed=20, possible=25, other_missed=2, other_possible=25
    )
    case = maya()
    case = msgspec.structs.replace(
        case, attendance=msgspec.structs.replace(case.attendance, patterns=(pattern_late(), whole))
    )
    assert "missed 2 of 4 afternoons, and 9 of 14 before" in words_of(page_of(case))
    main = words_of(read(single.of_pupil(seen(case, "team"), view_of(school_case())).content))
    assert "missed 2 of 4 such afternoons, and 9 of 14 before" in main


def pattern_late() -> made.Pattern:
    return made.Pattern(kind="late", cells=TUESDAYS, missed=5, possible=9, other_missed=1, other_possible=30)


def test_nothing_is_compared_with_nothing() -> None:
    """Where no session is known on one side there is no comparison, on neither page."""
    case = maya()
    first = case.tried[0]
    assert first.before_after is not None
    bare = msgspec.structs.replace(first.before_after, before_missed=0, before_possible=0)
    case = msgspec.structs.replace(case, tried=(msgspec.structs.replace(first, before_after=bare),))
    assert "0 of 0" not in page_of(case).text
    assert "0 of 0" not in single.of_pupil(seen(case, "team"), view_of(school_case())).content


# ── What was agreed, and what is waited for ─────────────────────────────────────────────────────────────


def test_progress_is_beside_the_own_baseline() -> None:
    """Progress to the own target has its sessions, access, the next step in sessions, the aim, the baseline and the steps (C1)."""
    said = " ".join(standing.progress(view_of(maya()), SETTING))
    assert said.startswith(
        "Since 18 September attended 57 of 69 sessions of the agreed timetable, 82.6 % (access partial)."
    )
    assert (
        "The next step is 87 % by 18 December: 61 of 69 would meet it. The aim is 92 % by 25 March 2027."
        in said
    )
    assert "Own baseline 84 %. Steps:" in said
    assert said.endswith("No marks for the week of 19 October.")


@pytest.mark.parametrize(
    ("aim", "possible", "needed"), [(90, 10, 9), (92, 69, 64), (100, 7, 7), (1, 3, 1), (87, 0, 0)]
)
def test_sessions_that_an_aim_asks_for(aim: int, possible: int, needed: int) -> None:
    """The fewest sessions that reach the aim, in whole numbers: never one too few by rounding."""
    assert standing.needed_for(aim, possible) == needed


def test_a_clock_that_has_run_out_is_the_authoritys() -> None:
    """A needs assessment says how long it is waited for; a day that has passed is the authority's, not the family's (C12)."""
    wait = made.Wait(
        circumstance="q1",
        since=date(2026, 7, 6),
        weeks=19,
        deadlines=(
            made.Deadline(label="decide whether to assess", due=date(2026, 8, 17), passed=True),
            made.Deadline(label="issue the final plan", due=date(2026, 11, 23), passed=False),
        ),
    )
    assert standing.wait(view_of(wait), SETTING) == (
        "Waiting 19 weeks, since 6 July. The authority was to decide whether to assess by 17 August: that day has passed, and it "
        "is the authority's to answer. The authority is to issue the final plan by 23 November."
    )
    html = single.of_pupil(seen(idris(), "team"), view_of(school_case())).content
    assert "Waiting 19 weeks, since 6 July." in words_of(read(html[: html.index('<div class="five">')]))


def test_circumstances_stand_in_their_order() -> None:
    """The appeal comes first, then the assessment, the referral and the medical event; then what was written besides (C20)."""
    kinds = ["family", "medical_event", "referral", "appeal", "needs_assessment"]
    found = [view_of(Circumstance(id=f"q{index}", kind=kind)) for index, kind in enumerate(kinds)]
    assert [each.kind for each in standing.ordered(found)] == [
        "appeal", "needs_assessment", "referral", "medical_event", "family",
    ]  # fmt: skip


def test_unmet_need_and_provision_at_risk_stand_first() -> None:
    """A need without provision, provision at risk, and what attendance depends on stand above the five questions (C13 to C17)."""
    html = single.of_pupil(view_of(rowan()), view_of(school_case())).content
    before = words_of(read(html[: html.index('<div class="five">')]))
    assert "Need without provision in the plan: Epilepsy, uncontrolled." in before
    assert "Attendance depends on provision that is at risk" in before
    assert "Absence that follows comes from the provision." in before


# ── Support first ───────────────────────────────────────────────────────────────────────────────────────


def test_support_first_is_one_line_and_never_for_staff() -> None:
    """One line leads to the page of support first; staff have neither line nor link."""
    school = view_of(school_case())
    for audience, number in (("team", 1), ("senco", 1), ("staff", 0)):
        html = single.of_pupil(seen(maya(), audience), school).content
        assert html.count("Support first.") == number
        assert html.count("attendance/support-first/") == number


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            made.SupportFirst(nearness=msgspec.structs.replace(attendances.nearness(), sessions=8, provisional=0, weeks=10, reached=False)),
            "8 unauthorised sessions in the last 10 school weeks, near the 10 of the national framework.",
        ),
        (
            made.SupportFirst(sickness=made.Sickness(sessions=22, limit_sessions=30, state="near")),
            "22 sessions of illness this school year: the return to the authority may be due.",
        ),
        (
            made.SupportFirst(sickness=made.Sickness(sessions=31, limit_sessions=30, state="due")),
            "31 sessions of illness this school year: the return to the authority is due.",
        ),
        (
            made.SupportFirst(sickness=made.Sickness(sessions=31, limit_sessions=30, state="sent", sent_on=date(2026, 11, 3))),
            "31 sessions of illness this school year: the return to the authority was sent on 3 November.",
        ),
        (
            made.SupportFirst(away_in_a_row=made.Run(first=date(2026, 11, 2), last=date(2026, 11, 13), sessions=20, unauthorised=20, at_least=True)),
            "At least 20 unauthorised sessions in a row, 2 to 13 November: a return to the authority.",
        ),
        (made.SupportFirst(persistent=True), "Absence that national figures count as persistent."),
        (made.SupportFirst(persistent=True, severe=True), "Absence that national figures count as severe."),
        (made.SupportFirst(), ""),
    ],
)  # fmt: skip
def test_support_first_counts_and_never_judges(found: made.SupportFirst, said: str) -> None:
    """The line holds counts beside the law's numbers: no letter, no penalty, no verdict (C22, N9)."""
    assert standing.support_first(view_of(found), None, SETTING) == said
    assert not BANNED.search(said)


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("audience", ["team", "senco"])
def test_no_page_blames(pupils: Pupils, school: View, audience: str) -> None:
    """Neither page of any pupil holds a word of blame, a score or a prediction (6.5)."""
    for view in pupils(audience):
        for page in (single.of_pupil(view, school), single.attendance_of(view, school)):
            if page is not None:
                assert not BANNED.search(read(page.content).text)


@pytest.mark.parametrize(
    "name",
    [
        "pages/attendance",
        "pages/pupil/attended",
        "pages/pupil/attendance",
        "pages/pupil_attendance",
        "bars",
        "compared",
        "heatmap",
        "patterns",
        "register",
        "sentences",
        "standing",
        "trend",
    ],
)
def test_no_sentence_blames(name: str) -> None:
    """No text in the modules that speak of attendance has a banned word either, whatever the record."""
    said = re.findall(r'"[^"\n]*"', (TEXTS / f"{name}.py").read_text("utf-8"))
    assert not [text for text in said if BANNED.search(text)]
