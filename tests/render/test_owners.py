"""Owners: what is in nobody's hands, what each person carries, what was escalated, and reviews by school week."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from liverecord import render
from liverecord.model.case import CaseFile, Duty, SchoolWeek
from liverecord.model.derived import Assignee
from liverecord.view import Page, View
from render import single
from render.conftest import TODAY, duty, idris, maya, school_case, seen, view_of
from render.parsed_page import Element, read, shown

Pupils = Callable[[str], list[View]]
MONDAY = date(2026, 11, 16)
WEEKS = tuple(
    SchoolWeek(monday=MONDAY + timedelta(weeks=number), label=label)
    for number, label in enumerate(
        ["week 3 of Autumn 2", "week 4 of Autumn 2", "week 5 of Autumn 2", None, "week 1 of Spring 1"]
    )
)
LEFT = Assignee(id="s-quill", name="S. Quill", left_on=date(2026, 10, 23))
AWAY = Assignee(id="t-barros", name="T. Barros", is_away=True)
COVERED = msgspec.structs.replace(
    AWAY, cover_id="r-adeyemi", cover_name="R. Adeyemi", cover_since=date(2026, 11, 16), away_until=date(2026, 12, 4)
)  # fmt: skip


def review(due: date, owner: Assignee | None, item: str = "", **more: Any) -> Duty:
    """Return a review that falls due on a day, in somebody's hands."""
    found = duty(
        "p-7k3m",
        "sen_support_review",
        "review",
        "SEN support review",
        due,
        None,
        "reviews",
        item=item,
        **more,
    )
    return msgspec.structs.replace(found, owner=owner)


def with_duties(*duties: Duty, **more: Any) -> CaseFile:
    """Return Maya's record with these duties and no others."""
    return msgspec.structs.replace(maya(), duties=duties, **{"next_steps": (), **more})


def pages(*cases: CaseFile, audience: str = "senco", **changes: Any) -> dict[str, Page]:
    """Return the pages of a school with these pupils and whatever is changed of it."""
    school = view_of(
        msgspec.structs.replace(school_case(), **{"weeks": WEEKS, "escalation_days": 10, **changes})
    )
    summaries = [render.summary(seen(case, audience)) for case in cases]
    return {page.path: page for page in render.overview(school, summaries)}


def owners(*cases: CaseFile, **changes: Any) -> Element:
    """Return the page of owners, parsed."""
    return read(pages(*cases, **changes)["staff/"].content)


def text_of(element: Element) -> str:
    return " ".join(shown(element).text.split())


def section(root: Element, anchor: str) -> Element:
    """Return the section whose third heading has this anchor."""
    (found,) = [part for part in root.all("section") if part.all("h3", id=anchor)]
    return found


def named_in(part: Element) -> list[str]:
    """Return who the rows of a table say it is with, and why they may not answer."""
    return [" ".join(row.cells[2].text.split()) for row in part.all("tbody")[0].all("tr")]


# ── In nobody's hands ───────────────────────────────────────────────────────────────────────────────────


def test_nobody_stands_first_and_says_why() -> None:
    """No owner, an owner who has left, and one away without cover are three groups at the head of the page, oldest first."""
    late, soon = TODAY - timedelta(days=12), TODAY + timedelta(days=40)
    root = owners(
        with_duties(
            review(late, None, "a"),
            review(soon, LEFT, "b"),
            review(late, LEFT, "c"),
            review(late, AWAY, "d"),
            review(late, COVERED, "e"),
        )
    )
    assert root.all("h2")[0].text == "In nobody's hands"
    assert named_in(section(root, "no-owner")) == ["No owner"]
    assert named_in(section(root, "left")) == ["S. Quill left on 23 October, needs a new owner"] * 2
    assert named_in(section(root, "uncovered")) == ["T. Barros away, nobody covers"]
    days = [row.attributes["data-due"] for row in section(root, "left").all("tbody")[0].all("tr")]
    assert days == [late.isoformat(), soon.isoformat()]


def test_a_familys_own_limit_is_in_nobodys_hands_by_right() -> None:
    """A day that is the family's to know needs no owner at school."""
    root = owners(with_duties(review(TODAY + timedelta(days=9), None, owed_by="family")))
    assert not root.all("h3", id="no-owner")


def test_a_next_step_without_a_day_counts_too() -> None:
    """An open action has no duty without a day; nobody holding it, or somebody who has left, is said all the same."""
    steps = tuple(
        msgspec.structs.replace(maya().next_steps[0], id=f"s{number}", owner=holder, due=None, duty=None)
        for number, holder in enumerate([None, LEFT, AWAY, COVERED])
    )
    root = owners(with_duties(next_steps=steps))
    found = section(root, "steps")
    assert named_in(found)[0] == "No owner"
    assert len(named_in(found)) == 3


def test_a_key_worker_who_has_left_is_named() -> None:
    """The pupils whom a key worker has left stand there, with the name of who it was."""
    root = owners(with_duties(keyworker=LEFT), idris())
    assert text_of(section(root, "keyworkers")) == "The key worker has left 1 Maya Ellison (S. Quill)"


def test_all_in_hand_is_said() -> None:
    """Where everything has an owner who is here, or a cover, the page says that and shows no empty table."""
    root = owners(with_duties(review(TODAY, COVERED)))
    assert "Everything that is open has an owner who is here, or a cover." in text_of(root)


def test_long_lists_fold_and_then_count() -> None:
    """Ten are shown, a hundred folded, and of more there is only the number, with the way to the whole list."""
    many = tuple(review(TODAY - timedelta(days=1), None, str(number)) for number in range(125))
    part = section(owners(with_duties(*many)), "no-owner")
    tables = [len(body.all("tr")) for body in part.all("tbody")]
    assert tables == [10, 100]
    assert "The other 100" in part.text
    assert "And 15 more" in part.text
    assert [link.attributes["href"] for link in part.all("p")[-1].all("a")] == [
        "../overdue/?owner=nobody",
        "../coming/?owner=nobody",
    ]


# ── What each person carries ────────────────────────────────────────────────────────────────────────────


def carried(root: Element) -> dict[str, list[str]]:
    """Return each person's cells, by the first line of their name."""
    rows = root.all("table", class_="carried")[0].all("tbody")[0].all("tr")
    return {row.all("a")[0].text: [" ".join(cell.text.split()) for cell in row.cells] for row in rows}


def test_people_stand_by_name_with_what_is_in_their_hands() -> None:
    """By name and never by number; a cover's counts hold what they cover, and say for whom."""
    adeyemi = Assignee(id="r-adeyemi", name="R. Adeyemi")
    root = owners(
        with_duties(
            review(TODAY - timedelta(days=3), COVERED, "a"),
            review(TODAY - timedelta(days=3), adeyemi, "b"),
            review(TODAY + timedelta(days=3), adeyemi, "c"),
            review(TODAY + timedelta(days=200), adeyemi, "d"),
            next_steps=tuple(msgspec.structs.replace(step, owner=COVERED) for step in maya().next_steps),
        )
    )
    people = carried(root)
    assert list(people) == sorted(people, key=str.casefold)
    assert people["R. Adeyemi"][1:6] == ["0", "2", "1", "1", "2"]
    assert "1 of these for T. Barros" in people["R. Adeyemi"][0]
    assert people["T. Barros"][1:6] == ["0"] * 5
    assert "R. Adeyemi covers" in people["T. Barros"][0]
    assert not root.all("table", class_="carried")[0].all("button")
    assert "data-sortable" not in root.all("table", class_="carried")[0].attributes


def test_the_bar_says_its_numbers() -> None:
    """The picture has the numbers for its name, and its parts never depend on colour: filled, outlined and empty."""
    adeyemi = Assignee(id="r-adeyemi", name="R. Adeyemi")
    root = owners(
        with_duties(
            review(TODAY - timedelta(days=3), adeyemi, "a"), review(TODAY + timedelta(days=200), adeyemi, "b")
        )
    )
    pictures = [
        svg.attributes["aria-label"]
        for svg in root.all("table", class_="carried")[0].all("svg")
        if svg.attributes.get("role") == "img"
    ]
    assert pictures == ["0 overdue, 1 behind, 0 coming up, 1 later"]


def test_who_has_left_carries_nothing() -> None:
    """They are named below the table, with their pages, and have no line in it."""
    root = owners(with_duties(review(TODAY, LEFT)))
    assert "S. Quill" not in carried(root)
    assert "Left the school: S. Quill" in root.text


def test_where_next_steps_are_hidden_nothing_is_said_of_them(pupils: Pupils, school: View) -> None:
    """Staff see whose dates there are, and neither steps, nor what was escalated, nor the forecast."""
    hidden = View(**{name: value for name, value in school if name not in {"weeks", "escalation_days"}})
    summaries = [render.summary(view) for view in pupils("staff")]
    page = next(page for page in render.overview(hidden, summaries) if page.path == "staff/")
    root = read(page.content)
    assert [heading.text for heading in root.all("h2")] == ["In nobody's hands", "What each person carries"]
    assert "Open steps" not in root.text


# ── Escalated ───────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_escalated_names_to_whom_and_since_when() -> None:
    """Beside the holder stands who is told too; and nobody is late for days before they took it over."""
    above = Assignee(id="h-novak", name="H. Novak", by_role="deputy_head")
    okafor = Assignee(id="j-okafor", name="J. Okafor")
    held = review(date(2026, 11, 3), okafor, held_since=date(2026, 11, 6), escalated_to=above)
    root = owners(with_duties(held))
    part = section(root, "to-h-novak")
    assert "Due 3 November, with J. Okafor since 6 November. Escalated to H. Novak." in text_of(part)
    overdue = read(pages(with_duties(held))["overdue/"].content)
    assert "Due 3 November, with J. Okafor since 6 November." in text_of(overdue)
    pupil = single.of_pupil(seen(with_duties(held), "senco"), view_of(school_case()))
    assert text_of(read(pupil.content)).lower().count("due 3 november, with j. okafor since 6 november") == 2


@pytest.mark.parametrize("since", [None, date(2026, 9, 1), date(2026, 11, 3)])
def test_whoever_had_it_all_along_is_not_spoken_of(since: date | None) -> None:
    """A day that is not known, or not after the due one, says nothing."""
    held = review(date(2026, 11, 3), Assignee(id="j-okafor", name="J. Okafor"), held_since=since)
    assert "with J. Okafor since" not in pages(with_duties(held))["overdue/"].content


def test_a_cover_is_named_with_the_day_they_took_over() -> None:
    """Lateness from before the absence is not the cover's: the line names the cover and the day."""
    held = review(date(2026, 11, 3), COVERED, held_since=date(2026, 11, 16))
    assert "Due 3 November, with R. Adeyemi since 16 November" in pages(with_duties(held))["overdue/"].content


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (10, "Nothing has stayed late for so long."),
        (None, "The school has not said who is told of something that stays late."),
    ],
)
def test_nothing_escalated_is_said(days: int | None, said: str) -> None:
    """An empty list is a sentence; and a school that names nobody is told so."""
    assert said in text_of(owners(with_duties(), escalation_days=days))


# ── Reviews by school week ──────────────────────────────────────────────────────────────────────────────


def grid(root: Element) -> list[list[str]]:
    """Return the forecast's rows as they are seen."""
    table = root.all("table", class_="forecast")[0]
    return [
        [
            " ".join(
                cell.text.removesuffix(
                    "".join(each.text for each in cell.all("span", class_="unseen"))
                ).split()
            )
            for cell in row.cells
        ]
        for row in table.all("tbody")[0].all("tr")
    ]


def heads(root: Element) -> list[list[str]]:
    """Return the forecast's two lines of heads: the half terms, and below them their weeks."""
    lines = root.all("table", class_="forecast")[0].all("thead")[0].all("tr")
    return [[" ".join(head.text.split()) for head in line.all("th")] for line in lines]


def test_reviews_fall_into_school_weeks() -> None:
    """Whose reviews fall due in which week, those late apart, nobody's last, and what is no review not at all."""
    okafor, adeyemi = Assignee(id="j-okafor", name="J. Okafor"), Assignee(id="r-adeyemi", name="R. Adeyemi")
    root = owners(
        with_duties(
            review(TODAY - timedelta(days=1), adeyemi, "a"),
            review(TODAY, adeyemi, "b"),
            review(date(2026, 11, 27), COVERED, "c"),
            review(date(2026, 11, 29), okafor, "d"),
            review(date(2026, 12, 10), okafor, "e"),
            review(date(2026, 12, 20), None, "f"),
            review(date(2026, 12, 21), okafor, "g"),
            msgspec.structs.replace(review(date(2026, 11, 27), okafor, "h"), group="action"),
        )
    )
    assert grid(root) == [
        ["J. Okafor", "", "", "1", "", "1", ""],
        ["R. Adeyemi", "1", "1", "1", "", "", ""],
        ["In nobody's hands", "", "", "", "", "", "1"],
        ["All", "1", "1", "2", "", "1", "1"],
    ]
    assert heads(root) == [
        ["Whose", "late", "Autumn 2", "no school", "Spring 1"],
        [
            "week 3 16 November",
            "week 4 23 November",
            "week 5 30 November",
            "7 December",
            "week 1 14 December",
        ],
    ]


def test_each_number_leads_to_that_persons_reviews() -> None:
    """A cell is a link to the person's page, narrowed to reviews of that week, and says so to whoever only hears it."""
    root = owners(with_duties(review(date(2026, 11, 27), COVERED)))
    (link,) = root.all("table", class_="forecast")[0].all("tbody")[0].all("td")[2].all("a")
    assert link.attributes["href"] == "r-adeyemi/?kind=review&week=2026-11-23"
    assert link.text == "1 with R. Adeyemi in the week of 23 November"
    page = read(pages(with_duties(review(date(2026, 11, 27), COVERED)))["staff/r-adeyemi/"].content)
    values = [option.attributes["value"] for option in page.all("select", name="week")[0].all("option")]
    assert "2026-11-23" in values


def test_no_reviews_and_no_terms_are_said() -> None:
    """Without a review there is a sentence; a school that names no terms has weeks by their Mondays."""
    assert "No review falls due in these 5 weeks." in text_of(owners(with_duties()))
    plain = tuple(SchoolWeek(monday=week.monday, label="") for week in WEEKS)
    root = owners(with_duties(review(date(2026, 11, 27), COVERED)), weeks=plain)
    assert heads(root)[0] == ["Whose", "late", "week of"]


# ── One person's page ───────────────────────────────────────────────────────────────────────────────────


def test_a_covers_page_holds_what_they_cover_and_says_for_whom(pupils: Pupils, school: View) -> None:
    """For whom, until when, since when; the handover; and each row names whoever is away first."""
    held = review(date(2026, 11, 3), COVERED, held_since=date(2026, 11, 16))
    text = text_of(read(pages(with_duties(held))["staff/r-adeyemi/"].content))
    assert "Covering for T. Barros, away until 4 December." in text
    assert "Handover: Transport contact" in text
    assert "T. Barros away to 4 December, R. Adeyemi covers" in text
    assert "Overdue and behind 1" in text


def test_the_page_of_somebody_away_says_who_covers() -> None:
    """What is theirs stays on their page, under the name of whoever has it in hand meanwhile."""
    text = text_of(read(pages(with_duties(review(date(2026, 11, 3), COVERED)))["staff/t-barros/"].content))
    assert "Away to 4 December, R. Adeyemi covers" in text
    assert "Overdue and behind 1" in text


def test_the_page_of_who_has_left_says_that_it_is_in_nobodys_hands() -> None:
    """What is still in the name of somebody who has left needs a new owner; nothing left is said too."""
    still = text_of(read(pages(with_duties(review(date(2026, 11, 3), LEFT)))["staff/s-quill/"].content))
    assert "Left on 23 October 2026. What stands here is in nobody's hands and needs a new owner." in still
    assert "Nothing is left in this name." in text_of(read(pages(with_duties())["staff/s-quill/"].content))
