"""The week's page: five parts, each with this week's pupils and why (domain.md 6.3)."""

import html
import re
from datetime import date, timedelta
from functools import cache as cache_of
from typing import Any

import msgspec
import pytest

from liverecord import cache, render, validate
from liverecord.model import attendance as made
from liverecord.model import case as cases
from liverecord.model.derived import Assignee
from liverecord.model.history import InNameOnly
from liverecord.model.records import AttendancePlan
from liverecord.read import rulebook, strict
from liverecord.render import second_look
from liverecord.render.pages import week
from liverecord.render.pages.week.items import AT_ONCE, SHOWN
from liverecord.view import View
from render import conftest, single
from render.conftest import MONDAY, RECORDS, holder, seen, view_of
from render.parsed_page import Element, read
from render.test_paste import pasted

WEDNESDAY = MONDAY + timedelta(days=2)
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
replace = msgspec.structs.replace
# Frozen, and read from files: once is enough.
maya, idris, rowan = cache_of(conftest.maya), cache_of(conftest.idris), cache_of(conftest.rowan)
school_case = cache_of(conftest.school_case)


def school(on: date = WEDNESDAY, **changes: Any) -> View:
    """Return the school on a day of week 3, and whatever is changed."""
    made_case = replace(school_case(), as_of=on, week_label="week 3 of Autumn 2", **changes)
    return View(**dict(view_of(made_case)), absent=frozenset())


def at(case: cases.CaseFile, on: date = WEDNESDAY, **changes: Any) -> cases.CaseFile:
    """Return a case as of a day, and whatever is changed; nothing is owed and nobody is silent unless it says so."""
    return replace(case, **{"as_of": on, "duties": (), "silences": (), "next_steps": (), **changes})


def calm(case: cases.CaseFile) -> cases.CaseFile:
    """Return a case of which the week asks nothing."""
    return at(case, attendance=made.Attendance(register=case.attendance.register))


def summaries(*found: cases.CaseFile, audience: str = "senco") -> list[View]:
    """Return what lists keep of these cases, as it comes back from the store."""
    return [cache.unpack(cache.pack(render.summary(seen(case, audience)))) for case in found]


def page(*found: cases.CaseFile, of: View | None = None) -> Element:
    """Return the week's page of these cases."""
    return read(single.of_the_week(of or school(), summaries(*found)).content)


def part(root: Element, day: str) -> Element:
    """Return one day's part."""
    (found,) = root.all("section", aria_labelledby=day)
    return found


def items(root: Element) -> list[Element]:
    """Return the items of a part, those that are folded among them."""
    return [
        line
        for group in root.all("ul", class_="asked")
        for line in group.all("li")
        if line.all("div", class_="who")
    ]


def plain(element: Element) -> str:
    """Return an element's text with single spaces."""
    return " ".join(element.text.split())


def move(
    change: str = "more", missed: int = 4, last: date = MONDAY - timedelta(weeks=1), **more: Any
) -> made.Movement:
    """Return how the newest week moved against ten whole ones."""
    fields: dict[str, Any] = {
        "span": "week",
        "first": last,
        "last": last,
        "weeks": 1,
        "missed": missed,
        "possible": 10,
        "earlier_weeks": 10,
        "earlier_missed": 10,
        "earlier_possible": 100,
        "change": change,
    }
    return made.Movement(**{**fields, **more})


def moving(
    case: cases.CaseFile, *moves: made.Movement, patterns: tuple[made.Pattern, ...] = ()
) -> cases.CaseFile:
    """Return a case whose attendance moved so."""
    register = case.attendance.register
    return at(case, attendance=made.Attendance(register=register, movements=moves, patterns=patterns))


def pattern() -> made.Pattern:
    """Return a pattern of Tuesday mornings."""
    return made.Pattern(
        kind="sessions",
        cells=(made.Cell(weekday=1, half="AM", missed=6, possible=10),),
        missed=6,
        possible=10,
        other_missed=2,
        other_possible=40,
        dates=(date(2026, 11, 10),),
    )


# ── The page ────────────────────────────────────────────────────────────────────────────────────────────


def test_five_parts_monday_to_friday() -> None:
    """W6: one page, five parts in the week's order, each with its date, its count and a way to it from the top."""
    root = page(calm(maya()))
    assert [section.attributes["aria-labelledby"] for section in root.all("section", class_="day")] == [
        *DAYS,
        second_look.ANCHOR,
    ]
    strip = root.all("nav", class_="days")[0]
    assert [link.attributes["href"] for link in strip.all("a")] == [f"#{day}" for day in DAYS]
    for day, number in zip(DAYS, range(16, 21), strict=True):
        assert f"{number} November" in plain(part(root, day))
        assert part(root, day).all("h2")[0].attributes["id"] == day


def test_today_is_marked_in_words() -> None:
    """The part of today's weekday says "Today", in the strip and at its head, and tells assistive technology; no other does."""
    root = page(calm(maya()))
    assert [link.attributes["href"] for link in root.all("a", aria_current="date")] == ["#wednesday"]
    marks = [part(root, day).all("span", class_="now")[0] for day in DAYS]
    assert [plain(mark) for mark in marks if "hidden" not in mark.attributes] == ["Today"]
    assert "hidden" not in marks[2].attributes


def test_a_weekend_marks_no_day() -> None:
    """At the weekend no part is today's; the page says that the week is over, and which one begins on Monday."""
    root = page(calm(maya()), of=school(date(2026, 11, 22)))
    assert not root.all("a", aria_current=True)
    assert "Week 4 of Autumn 2 begins on Monday 23 November 2026." in plain(root)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Week 1 of Spring 1 begins on Monday 4 January 2027."),
        ({"weeks": ()}, "Week 1 of Spring 1 begins on Monday 28 December 2026."),
        ({"weeks": (), "next_week_label": None}, "Nobody has written down yet when school begins again."),
    ],
)
def test_a_holiday_asks_for_nothing(changes: dict[str, Any], said: str) -> None:
    """W6: in a week without school nothing is shown as missing, and the page says when school begins, past further holidays."""
    asking = at(maya(), lacks=(cases.Lack(kind="no_contact"),), silences=maya().silences)
    christmas = school(date(2026, 12, 23), **{"next_week_label": "week 1 of Spring 1", **changes})
    christmas = View(**{**dict(christmas), "week_label": None})
    root = page(asking, of=christmas)
    assert "There is no school this week, so nothing is asked and nothing is missing." in plain(root)
    assert said in plain(root)
    assert [section.attributes["aria-labelledby"] for section in root.all("section")] == [second_look.ANCHOR]
    assert week.asked(christmas, summaries(asking)) is None


def test_what_is_done_says_so() -> None:
    """Where nothing is left, each part says what that means, and claims no more than the records know."""
    root = page(calm(maya()), calm(rowan()))
    said = {day: plain(part(root, day).all("p", class_="none")[0]) for day in DAYS}
    # What is not known is no tick, and no nought.
    assert not part(root, "monday").all("p", class_="done")
    assert "not known" in plain(root)
    assert said == {
        "monday": "No register marks are recorded, so that nothing can be said of change.",
        "tuesday": "No record lacks its plan, its next step, a recent conversation or its review date.",
        "wednesday": "Every next step is held by one person, and every open concern has one.",
        "thursday": "Nothing in the records asks for a conversation with a family this week.",
        "friday": "Every open concern has a line this week, and no conversation waits to be written up.",
    }
    assert "1 of 1 open concern has a line this week." in plain(part(root, "friday"))
    alone = page(calm(rowan()))
    assert "No concern is open, and no conversation waits to be written up." in plain(part(alone, "friday"))
    assert "No review shows a sign that it took place in name only." in plain(alone)


def test_little_is_kept_of_a_calm_pupil() -> None:
    """A pupil of whom the week asks nothing keeps nothing for it: a school of thousands keeps every summary at once."""
    (kept,) = summaries(calm(rowan()))
    assert not kept.has("week")
    (kept,) = summaries(at(maya(), silences=maya().silences))
    assert len(cache.pack(kept.week)) < 3_000


# ── Monday ──────────────────────────────────────────────────────────────────────────────────────────────


def test_monday_tells_change_by_direction_and_size() -> None:
    """W1, P6: who moved stands by direction and by how much, in sessions beside the pupil's own earlier weeks; others do not stand there."""
    root = page(
        moving(maya(), move(missed=3)),
        moving(rowan(), move(missed=6)),
        moving(idris(), move("fewer", missed=0)),
        replace(calm(maya()), id="p-same", name="Same As Before"),
    )
    monday = part(root, "monday")
    assert [plain(heading) for heading in monday.all("h3")] == [
        "Missed more than before 2",
        "Missed fewer than before 1",
    ]
    assert [plain(item.all("div", class_="who")[0].all("a")[0]) for item in items(monday)] == [
        rowan().name,
        maya().name,
        idris().name,
    ]
    first = plain(items(monday)[0])
    assert "Last week missed 6 of 10, more than before" in first
    assert "Own 10 earlier weeks 1 of 10 on average (10 of 100)." in first


def test_monday_never_shows_a_percentage() -> None:
    """N7, W1: not the raw percentage: no figure in per cent stands on the page, with or without movement."""
    root = page(moving(maya(), move(), patterns=(pattern(),)), at(idris(), attendance=idris().attendance))
    assert not re.search(r"\d\s?%", plain(root))


def test_monday_shows_pattern_access_and_gaps_beside_the_change() -> None:
    """P1 to P8, C18: beside the change stand what repeats with its counts, whether being present is access, and weeks without marks."""
    gap = MONDAY - timedelta(weeks=3)
    root = page(moving(maya(), move(gaps=(gap,)), patterns=(pattern(),)))
    (item,) = items(part(root, "monday"))
    text = plain(item)
    assert "Absent on 6 of 10 Tuesday mornings; on 2 of 40 other mornings." in text
    assert "Access partial since 28 September" in text
    assert "26 October" in text
    (link,) = item.all("p", class_="tools")[0].all("a")
    assert link.attributes["href"] == f"../attendance/{maya().id}/"
    unknown = replace(rowan().plan, attendance=AttendancePlan())
    bare = page(replace(moving(rowan(), move()), plan=unknown))
    assert "No pattern stands out." in plain(part(bare, "monday"))
    assert "Access not recorded" in plain(part(bare, "monday"))


def test_both_spans_are_told() -> None:
    """P6: where the last four weeks moved as well, both are told; where only they did, they are."""
    four = move(span="four_weeks", weeks=4, possible=40, first=MONDAY - timedelta(weeks=4))
    text = plain(part(page(moving(maya(), move(missed=6), replace(four, missed=20))), "monday"))
    assert "Last week missed 6 of 10" in text
    assert "The last 4 weeks missed 20 of 40" in text
    text = plain(part(page(moving(maya(), move("same", missed=1), replace(four, missed=20))), "monday"))
    assert "Last week missed" not in text
    assert "The last 4 weeks missed 20 of 40, more than before" in text


def test_old_marks_are_no_news() -> None:
    """W1: a pupil whose newest marks are older than the others' did not move last week; and how many are known is said."""
    old = moving(rowan(), move(last=MONDAY - timedelta(weeks=3)))
    monday = part(page(moving(maya(), move()), old), "monday")
    assert [maya().name] == [plain(item.all("a")[0]) for item in items(monday)]
    assert "Marks from the week of 9 November on are known for 1 of 2 pupils." in plain(monday)


def test_marks_of_the_week_that_runs_are_told_as_such() -> None:
    """W1: in the middle of a week some marks are this week's and some the last one's: both are news, by their own names."""
    so_far = moving(maya(), move(last=MONDAY, possible=4, missed=4))
    monday = part(page(so_far, moving(rowan(), move())), "monday")
    assert len(items(monday)) == 2
    assert "This week so far missed 4 of 4, more than before" in plain(monday)


def test_what_repeats_without_a_concern_is_folded_below() -> None:
    """P1, L1: absence that comes back at one point and has no open concern stands below, folded and not counted as moved."""
    quiet = replace(moving(rowan(), move("same"), patterns=(pattern(),)), concerns=())
    open_concern = moving(maya(), move("same"), patterns=(pattern(),))
    monday = part(page(quiet, open_concern), "monday")
    assert plain(monday.all("summary")[0]) == "Repeats, and no concern is open: 1 pupil"
    assert [plain(item.all("a")[0]) for item in items(monday)] == [rowan().name]
    assert "Nobody's attendance moved, as far as marks are known: from the week of 9 November on." in plain(
        monday
    )


# ── Tuesday ─────────────────────────────────────────────────────────────────────────────────────────────


def test_tuesday_is_a_checklist() -> None:
    """W2: for each record that lacks something: the plan, the step, the conversation and the review date, ticked or told, and the
    file to edit.
    """
    lacking = at(
        maya(),
        lacks=(
            cases.Lack(kind="old_plan", concern="c1"),
            cases.Lack(kind="no_contact", since=date(2026, 10, 5)),
        ),
        next_steps=maya().next_steps,
        duties=maya().duties,
    )
    (item,) = items(part(page(lacking), "tuesday"))
    rows = [
        (line.attributes["class"], plain(line)) for line in item.all("ul", class_="checklist")[0].all("li")
    ]
    assert [kind for kind, _ in rows] == ["lacks", "have", "lacks", "have"]
    assert rows[0][1].startswith("Plan a concern stands under version 3")
    assert rows[1][1] == "Next step due 27 November"
    assert rows[2][1].startswith("Family no conversation since 5 October Edit this: contacts")
    assert rows[3][1] == "Review 13 November late"
    (link,) = item.all("li", class_="lacks")[1].all("a")
    assert link.attributes["href"] == maya().edit[6].url


@pytest.mark.parametrize(
    ("lack", "said"),
    [
        (cases.Lack(kind="no_step", concern="c1", since=date(2026, 10, 16)), "no step since 16 October"),
        (cases.Lack(kind="no_step"), "no step is to come"),
        (cases.Lack(kind="no_contact"), "no conversation is recorded"),
        (cases.Lack(kind="no_review"), "no review date"),
    ],
)
def test_what_is_missing_is_said(lack: cases.Lack, said: str) -> None:
    """W2: each gap in a record has its words, with the day where one is known."""
    assert said in plain(part(page(at(maya(), lacks=(lack,))), "tuesday"))


def test_of_several_concerns_the_one_is_named() -> None:
    """W2: where more than one concern is open, a gap says of which."""
    other = replace(maya().concerns[0], id="c2", what="Hides at lunch")
    both = at(
        maya(), concerns=(maya().concerns[0], other), lacks=(cases.Lack(kind="no_review", concern="c2"),)
    )
    assert "no review date (“Hides at lunch”)" in plain(part(page(both), "tuesday"))


def test_without_a_forge_the_line_is_named() -> None:
    """W2: a school without a forge is told the file and the line; a file that is not there, that nothing is written yet."""
    edit = tuple(replace(link, url=None) for link in maya().edit)
    lacking = at(maya(), lacks=(cases.Lack(kind="no_contact"),), edit=edit)
    assert "records/pupils/p-7k3m/contacts.yml, line 1" in plain(part(page(lacking), "tuesday"))
    edit = tuple(replace(link, exists=link.section != "contacts") for link in maya().edit)
    lacking = at(maya(), lacks=(cases.Lack(kind="no_contact"),), edit=edit)
    assert "nothing written yet" in plain(part(page(lacking), "tuesday"))


# ── Wednesday ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("owner", "is_held"),
    [
        (None, False),
        (Assignee(id="s-quill", name="S. Quill", left_on=date(2026, 10, 23)), False),
        (Assignee(id="t-barros", name="T. Barros", is_away=True), False),
        (holder("t-barros"), True),
        (holder("j-okafor"), True),
    ],
)
def test_one_person_holds_each_step(owner: Assignee | None, is_held: bool) -> None:
    """W3, L12, L15: a step without an owner, whose owner left or is away without cover, is in nobody's hands; a cover holds it."""
    step = cases.NextStep(id="a1", what="Meet at the gate", owner=owner, due=date(2026, 11, 27))
    wednesday = part(page(at(maya(), next_steps=(step,))), "wednesday")
    assert bool(items(wednesday)) is not is_held
    if not is_held:
        assert "Meet at the gate" in plain(wednesday)
        assert "due 27 November" in plain(wednesday)


def test_a_concern_without_a_step_brings_one_to_write() -> None:
    """W3: an open concern without a step says since when, whose it is, and has a step to paste."""
    lacking = at(maya(), lacks=(cases.Lack(kind="no_step", concern="c1", since=date(2026, 10, 16)),))
    wednesday = part(page(lacking), "wednesday")
    text = plain(wednesday)
    assert "Misses the first lesson on Tuesdays and Thursdays" in text
    assert "without a step to come since 16 October" in text
    assert "Concern held by J. Okafor" in text
    (block,) = blocks(wednesday)
    assert "concern: c1" in block
    assert "owner: j-okafor" in block
    moved = page(at(maya(), concerns=(), lacks=(cases.Lack(kind="no_step", since=MONDAY),)))
    assert "Attendance moved, and no step is open." in plain(part(moved, "wednesday"))


# ── Thursday ────────────────────────────────────────────────────────────────────────────────────────────


def test_thursday_asks_the_four_questions() -> None:
    """W4: the four prompts stand on the page in their own words, whoever is to be spoken to."""
    prompts = part(page(calm(maya())), "thursday").all("ol", class_="prompts")[0].all("li")
    assert [plain(prompt) for prompt in prompts] == [
        "What is happening?",
        "What has changed?",
        "What support is the school trying?",
        "What does the family think is getting in the way?",
    ]


def test_thursday_says_whom_and_why() -> None:
    """W4: each family, why, and the last conversation; who was never spoken to first, then the longest ago."""
    root = page(
        at(maya(), contact_due=cases.ContactDue(why=("long_ago",), last_on=date(2026, 10, 16))),
        at(idris(), contact_due=cases.ContactDue(why=("moved", "agreed"), last_on=date(2026, 9, 30))),
        at(rowan(), contact_due=cases.ContactDue(why=("opened",))),
    )
    thursday = part(root, "thursday")
    assert [plain(item.all("a")[0]) for item in items(thursday)] == [rowan().name, idris().name, maya().name]
    first, second, third = (plain(item) for item in items(thursday))
    assert "A concern was opened and nobody has spoken to the family since" in first
    assert "No conversation is recorded" in first
    assert "Attendance has moved" in second
    assert "its day has come" in second
    assert "Last spoke on 16 October" in third
    assert "k2" in blocks(items(thursday)[2])[0]


# ── Friday ──────────────────────────────────────────────────────────────────────────────────────────────


def test_silence_is_not_a_record() -> None:
    """W5, N13: an open concern without a line this week stands there with both lines to add: that nothing changed, and what did."""
    friday = part(page(at(maya(), silences=maya().silences)), "friday")
    text = plain(friday)
    assert "If nothing changed, record that too: silence is not a record." in text
    assert "0 of 1 open concern have a line this week." in text
    assert "last line 13 November, no change" in text
    nothing, something = blocks(friday)
    assert nothing.splitlines()[-1].strip() == "no_change: true"
    assert "text: '" in something
    for block in (nothing, something):
        assert "- id: u3" in block
        assert "date: 'On which day?'" in block
        assert "by: 'Who says so?'" in block


def test_the_longest_silence_stands_first() -> None:
    """W5: a concern that never had a line stands first, then the one whose last is oldest."""

    def silent(case: cases.CaseFile, last: date | None) -> cases.CaseFile:
        return at(case, silences=(cases.Silence(concern="c1", what="Quiet", last_on=last),))

    root = page(silent(maya(), date(2026, 11, 13)), silent(idris(), None), silent(rowan(), date(2026, 10, 2)))
    assert [plain(item.all("a")[0]) for item in items(part(root, "friday"))] == [
        idris().name,
        rowan().name,
        maya().name,
    ]


def test_a_conversation_that_is_not_written_up() -> None:
    """L17, N5: a conversation newer than the record is named with its day and who spoke, and the line that it asks for."""
    spoken = cases.NotWrittenUp(contact="k2", on=date(2026, 11, 17), by="j-okafor")
    friday = part(page(at(maya(), not_written_up=(spoken,))), "friday")
    (item,) = items(friday)
    assert "Conversation on 17 November, after the newest line of the record" in plain(item)
    assert "J. Okafor" in plain(item)
    (block,) = blocks(friday)
    assert "- id: u3" in block
    none_open = at(maya(), not_written_up=(spoken,), concerns=())
    (item,) = items(part(page(none_open), "friday"))
    assert "Edit this: concerns" in plain(item)


def blocks(root: Element) -> list[str]:
    """Return the blocks to paste."""
    return [code.text for code in root.all("code")]


def test_every_block_is_accepted_where_it_says() -> None:
    """Each block of the page, pasted where its words say, makes a file that the strict reader accepts and in which nothing is
    wrong but its own open questions.
    """
    asking = at(
        maya(),
        silences=maya().silences,
        lacks=(cases.Lack(kind="no_step", concern="c1"), cases.Lack(kind="no_contact")),
        contact_due=cases.ContactDue(why=("long_ago",)),
        not_written_up=(cases.NotWrittenUp(contact="k1", on=WEDNESDAY),),
    )
    rules = rulebook.rulebook()
    found = 0
    for folded in page(asking).all("details", class_="add"):
        said = plain(folded.all("p")[0])
        where = re.match(r"Into (\S+?/(\w+)\.yml), (.+?)\. ", said + " ")
        assert where is not None, said
        block = render.pages.week.items.paste.Block("", where[3], folded.all("code")[0].text)
        before = (RECORDS / "pupils" / maya().id / f"{where[2]}.yml").read_text("utf-8")
        document, problems = strict.parse(f"{where[2]}.yml", where[2], pasted(before, block).encode())
        assert not problems
        assert document is not None
        asked = validate.document(document, rules)
        assert {problem.code for problem in asked} == {"unanswered"}
        assert len(asked) == block.yaml.count("?'")
        found += 1
    assert found == 5


# ── Many, hostile, hidden ───────────────────────────────────────────────────────────────────────────────


def many(number: int) -> list[cases.CaseFile]:
    """Return so many pupils with a silent concern."""
    return [
        replace(at(maya(), silences=maya().silences), id=f"p-{index:04d}", name=f"Pupil {index:04d}")
        for index in range(number)
    ]


def test_many_pupils_fold() -> None:
    """W6: a long part stays light: the first stand open, the next are folded, and the rest stand there by name."""
    friday = part(page(*many(SHOWN + 5)), "friday")
    (further,) = friday.all("details", class_="further")
    assert plain(further.all("summary")[0]) == f"and {SHOWN + 5 - AT_ONCE} more"
    assert len(items(friday)) == SHOWN
    assert len(items(friday)) - len(items(further)) == AT_ONCE
    assert [plain(link) for link in further.all("ul", class_="named")[0].all("a")] == [
        f"Pupil {index:04d}" for index in range(SHOWN, SHOWN + 5)
    ]
    assert plain(friday.all("h2")[0]).endswith(str(SHOWN + 5))


def test_what_was_typed_is_text() -> None:
    """Names, concerns, steps and reasons that look like markup are text."""
    nasty = "<script>alert(1)</script> \"' {{7*7}}"
    hostile = at(
        maya(),
        name=nasty,
        concerns=(replace(maya().concerns[0], what=nasty),),
        next_steps=(cases.NextStep(id="a1", what=nasty),),
        silences=(cases.Silence(concern="c1", what=nasty, owner=Assignee(id="x", name=nasty)),),
        lacks=(cases.Lack(kind="no_step", concern="c1"), cases.Lack(kind="old_plan", concern="c1")),
        contact_due=cases.ContactDue(why=("opened",)),
        not_written_up=(cases.NotWrittenUp(contact="k", on=WEDNESDAY, by=nasty),),
        in_name_only=(
            InNameOnly(kind="old_plan", source="concerns", item="c1", path=nasty, line=1, url="javascript:x"),
        ),
    )
    text = single.of_the_week(school(), summaries(hostile)).content
    root = read(text)
    assert not root.all("script")
    assert "javascript:" not in text
    assert html.escape(nasty, quote=False).replace('"', "&#34;").replace("'", "&#39;") in text


def test_nothing_of_the_week_without_the_fields() -> None:
    """Who may not see what the week asks keeps none of it, and a site without the page has no tile that leads there."""
    asking = at(maya(), lacks=(cases.Lack(kind="no_contact"),), silences=maya().silences)
    (kept,) = summaries(asking, audience="staff")
    assert not kept.has("week", "open_concerns")
    absent = View(**{**dict(school()), "absent": frozenset((week.ADDRESS,))})
    assert week.asked(absent, summaries(asking)) is None
    assert week.asked(school(), summaries(asking, calm(rowan()))) == 1


def test_today_leads_to_the_week() -> None:
    """Today has one tile that leads to the week's page, with the number of pupils on it."""
    pages = {each.path: each for each in render.overview(school(), summaries(*many(3)))}
    link = next(each for each in read(pages[""].content).all("a") if each.attributes["href"] == week.ADDRESS)
    assert plain(link).startswith("3 pupils this week ")
