"""The page of one pupil."""

import gzip
from collections.abc import Callable
from datetime import date

import pytest
from msgspec import structs

from liverecord.model import case as cases
from liverecord.model.next_year import without_what_has_begun
from liverecord.model.records import Circumstance, EhcPlan, Identity, NextYear, Plan, Review, ReviewChain
from liverecord.view import View
from render import single
from render.conftest import FIVE, TODAY, idris, maya, rowan, seen, view_of
from render.parsed_page import Element, read

Pupils = Callable[[str], list[View]]


def page_of(case: cases.CaseFile, school: View, audience: str = "team") -> Element:
    return read(single.of_pupil(seen(case, audience), school).content)


def words_of(element: Element) -> str:
    return " ".join(element.text.split())


def section(page: Element, anchor: str) -> str:
    (found,) = [each for each in page.every() if each.attributes.get("aria-labelledby") == anchor]
    return words_of(found)


@pytest.mark.parametrize("audience", ["staff", "team", "senco"])
def test_one_first_heading(pupils: Pupils, school: View, audience: str) -> None:
    """Every page has exactly one first heading, and it is the pupil's name."""
    for view in pupils(audience):
        assert [heading.text for heading in read(single.of_pupil(view, school).content).all("h1")] == [
            view.name
        ]


@pytest.mark.parametrize("audience", ["team", "senco"])
def test_five_questions_in_order(pupils: Pupils, school: View, audience: str) -> None:
    """The first screen answers the five questions in their order, each with something (L3)."""
    for view in pupils(audience):
        page = read(single.of_pupil(view, school).content)
        (five,) = page.all("div", class_="five")
        assert tuple(heading.text for heading in five.all("h2")) == FIVE
        for part in five.all("section"):
            assert len(words_of(part)) > len(part.all("h2")[0].text) + 5


def test_figures_of_the_mock(school: View) -> None:
    """The first screen says what the mock says, from the example record on 22 November 2026."""
    page = page_of(maya(), school)
    happening = section(page, "q1")
    assert "Misses the first lesson on Tuesdays and Thursdays" in happening
    assert (
        "Absent, or in after the register closed, on 11 of 18 Tuesday and Thursday mornings "
        "(10 of the 11 after the register closed); on 2 of 26 other mornings." in happening
    )
    assert "Attended 73 of 87 possible sessions, 83.9 %; own aim 92 % by 25 March 2027." in happening
    assert "Last week missed 1 of 10, about as before: own 8 earlier weeks 1.7 of 10 on average" in happening
    assert "on average (13 of 77). No marks for the week of 19 October." in happening
    assert (
        "Access partial since 28 September: In class, but not yet able to start the first task alone."
        in happening
    )
    driving = section(page, "q2")
    assert "Transition suspected" in driving
    assert "To be looked at again on 27 November 2026." in driving
    assert "Pupil, 16 September: “Mornings are loud and I do not know what comes first.”" in driving
    tried = section(page, "q3")
    assert "nobody has said yet Since 9 November: missed 2 of 4 such mornings, and 9 of 14 before" in tried
    assert "in place nobody has said yet since 21 September, agreed with pupil and family" in tried
    assert (
        "At the start: nobody has said yet. Most recently, at the review on 17 July: no progress yet."
        in tried
    )
    step = section(page, "q4")
    assert (
        "T. Barros Ask transport whether the 08:10 bus can be used Behind 37 days Away to 4 December, R. Adeyemi covers"
        in step
    )
    assert "Until 27 November 2026" in step
    check = section(page, "q5")
    assert "13 November 2026 SEN support review, R. Adeyemi Behind 9 days" in check
    assert "27 November 2026 concern review, J. Okafor In 5 days" in check
    assert "No line this week: last update 13 November, no change" in check


def test_facts_and_nearness_stand_first(school: View) -> None:
    """Who it is, and the framework's question with the support beside it, come before the five questions."""
    html = single.of_pupil(seen(maya(), "team"), school).content
    before = words_of(read(html[: html.index('<div class="five">')]))
    assert "Year 8, 8B" in before
    assert "SEN support" in before
    assert "Key worker J. Okafor" in before
    assert "Plan version 3, agreed 18 September 2026" in before
    assert (
        "Support first. 11 unauthorised sessions in the last 10 school weeks (9 with marks, 1 with a reason not yet "
        "established). At 10 the national framework asks the school to consider a notice. Consider, support first:"
        in before
    )
    assert 'href="../../attendance/support-first/"' in html


def test_standing_circumstances_come_first(school: View) -> None:
    """What was accepted once stays known: circumstances stand above the questions, with the condition for attending (C20)."""
    html = single.of_pupil(view_of(rowan()), school).content
    before = words_of(read(html[: html.index('<div class="five">')]))
    assert "Safe to attend when: A trained adult is within reach at all times" in before
    assert "In an emergency: Seizure" in before
    assert "Appeal. Registered with the tribunal. No provision for epilepsy. Sections B and F." in before
    assert "Hearing 19 January 2027" in before
    assert "Accepted by the school (H. Novak) on 5 October" in before
    assert "Attendance depends on provision that is at risk" in before


def test_every_day_of_a_circumstance_is_told(school: View) -> None:
    """The days from which the law's limits run stand on the page, so that a limit can be followed back to its day."""
    days = {
        "requested_on": "requested 1 March 2026",
        "advice_requested_on": "school's advice asked for 2 March 2026",
        "advice_sent_on": "advice sent 3 March 2026",
        "draft_served_on": "draft plan served 4 March 2026",
        "decision_letter_on": "decision letter 5 March 2026",
        "mediation_certificate_on": "mediation certificate 6 March 2026",
        "received_on": "received by the authority 7 March 2026",
        "order_sent_on": "order sent 8 March 2026",
        "order_done_on": "order complied with 9 March 2026",
    }
    dated = {name: date(2026, 3, day) for day, name in enumerate(days, 1)}
    found = Circumstance(id="q9", kind="needs_assessment", **dated)
    case = structs.replace(rowan(), plan=structs.replace(rowan().plan, circumstances=(found,)))
    (standing,) = page_of(case, school, "senco").all("div", id="circumstances")
    for said in days.values():
        assert said.lower() in words_of(standing).lower()


def test_a_circumstance_without_a_day_has_no_empty_line(school: View) -> None:
    """Where no day is recorded there is none, and no full stop after nothing."""
    found = Circumstance(id="q9", kind="family")
    case = structs.replace(rowan(), plan=structs.replace(rowan().plan, circumstances=(found,)))
    (standing,) = page_of(case, school, "senco").all("div", id="circumstances")
    assert " . " not in f"{words_of(standing)} "
    assert not words_of(standing).endswith(". .")


def test_no_percentage_stands_alone(school: View) -> None:
    """A percentage stands beside its sessions, its change and its gaps (N7), the internal figure beside the official one."""
    happening = section(page_of(idris(), school), "q1")
    assert "Attended 19 of 22 sessions of the agreed timetable, 86.3 %." in happening
    assert "The official figure counts 14 agreed absences as authorised: 19 of 36, 52.7 %." in happening
    assert "Access not recorded: attendance is not access." in happening
    assert "Last week 4 missed" in happening


def test_a_week_with_some_marks_is_shown_whole(school: View) -> None:
    """A week that lacks marks keeps those it has; only one without any is a gap across the row."""
    (table,) = page_of(idris(), school).all("table", class_="register")
    texts = {
        row.children[0].text: row
        for row in table.all("tbody")[0].all("tr")
        if isinstance(row.children[0], Element)
    }
    assert len(texts["9 November"].all("td")) == 11
    assert [cell.text for cell in texts["19 October"].all("td")] == ["no marks recorded"]


def test_register_is_a_table_for_everyone(school: View) -> None:
    """The register has row and column headings, and each mark that is not presence says what it means."""
    page = page_of(maya(), school)
    (table,) = page.all("table", class_="register")
    assert all(heading.attributes.get("scope") in {"col", "colgroup", "row"} for heading in table.all("th"))
    for cell in table.all("tbody")[0].all("td"):
        tone = cell.attributes.get("class")
        if tone not in {"p", None} and "colspan" not in cell.attributes:
            assert cell.all("abbr")[0].attributes["title"]
    (key,) = page.all("ul", aria_label="Marks in this register")
    assert "U arrived after the register closed (unauthorised)" in words_of(key)


def test_staff_see_what_is_for_staff(school: View) -> None:
    """The staff's page holds the passport, outcomes and review dates, and neither a heading nor a word of the rest."""
    html = single.of_pupil(seen(maya(), "staff"), school).content
    page = read(html)
    headings = [heading.text for heading in page.all("h2")]
    assert headings == [
        "What helps",
        "Who is doing what next?",
        "When will we check again?",
        "Plan",
        "Reviews and dates",
    ]
    assert "T. Barros Ask transport whether the 08:10 bus can be used Behind 37 days" in section(page, "q4")
    assert "Visual timetable on the desk" in page.text
    assert "Starts a first task within five minutes" in page.text
    for word in (
        "Misses the first lesson",
        "83.9",
        "Mornings are loud",
        "unauthorised",
        "Attendance",
        "Concern",
        "rushed",
        "Edit this",
    ):
        assert word not in page.text


def test_a_result_stands_with_its_words(school: View) -> None:
    """How something helped stands in words beside the result, and without one instead of "nobody has said yet"."""
    case = idris()
    for result, shown in (("helped", "helped Came in by himself"), (None, "Came in by himself")):
        said = {"result": result, "result_note": "Came in by himself"}
        changed = structs.replace(
            case,
            tried=(structs.replace(case.tried[0], **said),),
            actions=(structs.replace(case.actions[0], **said),),
        )
        page = page_of(changed, school)
        assert f"Walk in together on the first two days {shown} 5 to 14 October" in section(page, "q3")
        (cell,) = [each for each in page.all("td") if each.attributes.get("data-h") == "Result"]
        assert words_of(cell) == shown
        assert "nobody has said yet" not in section(page, "q3")


def test_provision_has_its_result_in_words(school: View) -> None:
    """How provision helps stands beside its state, under an outcome as without a plan, and not on the staff's page."""
    plan = maya().plan
    (outcome, *others), said = plan.outcomes, {"result": "helped", "result_note": "Long texts still stop her"}
    given = tuple(structs.replace(line, **said) for line in outcome.provision)
    outcomes = (structs.replace(outcome, provision=given), *others)
    for changed in (
        structs.replace(plan, outcomes=outcomes),
        structs.replace(plan, support_without_plan=given),
    ):
        case = structs.replace(maya(), plan=changed)
        states = [
            each for each in page_of(case, school).all("td") if each.attributes.get("data-h") == "State"
        ]
        assert any("helped Long texts still stop her" in words_of(each) for each in states)
        assert "Long texts" not in page_of(case, school, "staff").text


@pytest.mark.parametrize(("audience", "is_told"), [("staff", False), ("team", True), ("senco", True)])
def test_when_parents_were_told_stands_beside_the_support(school: View, audience: str, is_told: bool) -> None:
    """Since when there is support and when the parents were told of it stand together, for the team and the SENCO."""
    plan = structs.replace(maya().plan, support_since=date(2026, 9, 1), parents_told_on=date(2026, 9, 4))
    (facts, *_) = page_of(structs.replace(maya(), plan=plan), school, audience).all("ul", class_="facts")
    told = "Support since 1 September 2026 Parents told of the support on 4 September 2026"
    assert (told in " ".join(each.text for each in facts.all("li"))) == is_told
    assert ("Parents told" in facts.text) == is_told


@pytest.mark.parametrize(
    ("on_roll", "day", "before"),
    [
        (True, date(2027, 7, 20), "Leaves the roll on 20 July 2027"),
        (False, date(2026, 7, 20), "Left the roll on 20 July 2026"),
    ],
)
def test_where_a_pupil_goes_on_stands_beside_the_last_day(
    school: View, on_roll: bool, day: date, before: str
) -> None:
    """Where a pupil goes or went stands after the last day on the roll, on the SENCO's page alone; unsaid, nothing does."""
    for destination in ("Fenmoor College, Year 12", None):
        identity = structs.replace(maya().plan.pupil, on_roll_until=day, destination=destination)
        plan = structs.replace(maya().plan, pupil=identity)
        case = structs.replace(maya(), on_roll=on_roll, plan=plan)
        lines = [words_of(each) for each in page_of(case, school, "senco").all("li")]
        after = lines[lines.index(before) + 1]
        assert (after == "Destination: Fenmoor College, Year 12") == (destination is not None)
        assert ("Destination" in " ".join(lines)) == (destination is not None)
        assert "Destination" not in page_of(case, school, "team").text


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2027, 9, 1)])
def test_next_year_is_said_until_it_has_begun(school: View, day: date) -> None:
    """What the next school year changes stands on the page of the team, dated, until it is what the page says anyway."""
    coming = NextYear(from_=date(2027, 9, 1), year_group="9", form="9B", keyworker="j-okafor")
    written = structs.replace(maya().plan, pupil=structs.replace(maya().plan.pupil, next_year=coming))
    plan = without_what_has_begun(written, day)
    case = structs.replace(maya(), as_of=day, plan=plan)
    for audience in ("staff", "team"):
        page = words_of(page_of(case, school, audience))
        is_said = audience == "team" and day < coming.from_
        assert ("From 1 September 2027: Year 9, 9B" in page) == is_said
        assert ("Key worker from 1 September 2027: J. Okafor" in page) == is_said


def test_the_move_and_the_review_before_it_are_told(school: View) -> None:
    """What the authority claims of a review, and what the plan names for the move, stand with the review; staying is no transfer."""
    chain = ReviewChain(decision_on=date(2026, 7, 20), decision="maintain", names="type")
    held = Review(
        id="r9", kind="ehcp_annual", held_on=date(2026, 7, 6), claimed_for_transfer=True, chain=chain
    )
    plan = structs.replace(rowan().plan, ehcp=EhcPlan(transfer="stays", transfer_on=date(2027, 9, 1)))
    page = words_of(page_of(structs.replace(rowan(), plan=plan, reviews=(held,)), school, "senco"))
    assert "Decided: keep the plan as it is." in page
    for said in (
        "The plan names the type of school for the move.",
        "The authority says that this was the review before the move, which still ends nothing that is due before it.",
        "No move: stays in this school (1 September 2027)",
    ):
        assert said in page
    assert "Transfer" not in page


def test_a_final_plan_that_came_late_is_said_with_its_review(school: View) -> None:
    """By which day it was due, when it came and how late that was, whichever review it followed."""
    held = Review(id="r9", kind="ehcp_annual", held_on=date(2026, 7, 6))
    late = cases.ClosedLate(review="r9", limit=date(2026, 9, 24), closed_on=date(2026, 11, 24), days=61)
    case = structs.replace(rowan(), reviews=(held,), closed_late=(late,))
    said = "Closed by the final plan of 24 November, 61 days after the limit of 24 September"
    assert said in words_of(page_of(case, school, "senco"))


def test_only_what_is_visible_is_promised(school: View) -> None:
    """The team's page of a pupil with an appeal has no heading for conditions and no word of the appeal's papers."""
    text = words_of(page_of(rowan(), school))
    assert "Conditions" not in text
    assert "No provision for epilepsy" not in text
    assert "Hearing 19 January" not in text


def test_only_a_plan(school: View) -> None:
    """A record that is only a plan makes a whole page that says where nothing is recorded."""
    plan = Plan(pupil=Identity(given_name="Ada", family_name="Crane", year_group="R"), support="N", version=1)
    case = cases.CaseFile(
        id="p-0000", name="Ada Crane", as_of=TODAY, support_label="", year_label="Reception", plan=plan
    )
    page = page_of(case, school, "senco")
    text = words_of(page)
    assert "No open concern" in text
    assert "No register marks are recorded." in text
    assert text.count("No record of this.") >= 4
    assert "None" not in text.replace("None of", "")
    assert "Key worker not recorded" in text


@pytest.mark.parametrize("audience", ["staff", "team", "senco"])
def test_contents_name_the_second_headings(pupils: Pupils, school: View, audience: str) -> None:
    """The contents list holds each second heading with an anchor that is on the page, once."""
    for view in pupils(audience):
        page = single.of_pupil(view, school)
        root = read(page.content)
        assert [line.title for line in page.contents] == [heading.text for heading in root.all("h2")]
        ids = [element.attributes["id"] for element in root.every() if "id" in element.attributes]
        assert len(ids) == len(set(ids))
        assert {line.anchor for line in page.contents} <= set(ids)
        inside = {
            (link.attributes["href"] or "")[1:]
            for link in root.all("a")
            if (link.attributes["href"] or "").startswith("#")
        }
        assert inside <= set(ids)


def test_no_address_but_relative_ones(pupils: Pupils, school: View) -> None:
    """Links lead to pages of this site from the page's own folder, or to the forge that school.yml names."""
    for view in pupils("senco"):
        for element in read(single.of_pupil(view, school).content).every():
            href = element.attributes.get("href") or "#"
            assert href.startswith(("#", "../../", "https://git.ashgrove.example/"))
            assert "style" not in element.attributes
            assert element.name not in {"script", "style", "img", "iframe"}


def test_small_enough(pupils: Pupils, school: View) -> None:
    """A page with a term's register stays under 32 KB and 8 KB compressed, so that with the frame it is under 40 and 9."""
    for view in pupils("senco"):
        html = single.of_pupil(view, school).content.encode()
        assert len(html) < 32_000
        assert len(gzip.compress(html)) < 7_000


def test_search_holds_words_and_no_marks(school: View) -> None:
    """The search entry holds what people look for, filters by the lists' names, and no register."""
    found = single.of_pupil(seen(maya(), "team"), school).search
    assert found is not None
    assert "Visual timetable on the desk" in found.text
    assert "Misses the first lesson" in found.text
    assert "U\\" not in found.text
    assert found.filters == {
        "Year group": ("Year 8",),
        "Form": ("8B",),
        "Support": ("SEN support",),
        "Need": ("Speech, language and communication",),
        "Key worker": ("J. Okafor",),
        "Owner": ("J. Okafor", "R. Adeyemi", "T. Barros"),
        "Due": ("Behind", "Coming up"),
    }
    assert found.bundle == "Year 8"


def test_staff_search_holds_nothing_hidden(school: View) -> None:
    """The staff's search entry is made of the staff's view."""
    found = single.of_pupil(seen(maya(), "staff"), school).search
    assert found is not None
    assert "Misses the first lesson" not in found.text
    assert "Need" not in found.filters


def test_driver_known_by_its_test(school: View) -> None:
    """A driver that is only suspected names the action that tests it, and the day on which it is looked at again (L7)."""
    assert "Being tested: Met at the gate by Mr Okafor" in section(page_of(maya(), school), "q2")


def test_a_second_year_is_named() -> None:
    """A date of another year than the page's carries its year."""
    from liverecord.render.words import short_day

    assert short_day(date(2027, 1, 19), TODAY) == "19 January 2027"
    assert short_day(date(2026, 9, 7), TODAY) == "7 September"
