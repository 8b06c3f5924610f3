"""Support first: who stands there, in which words, and that nothing is said that the record does not hold."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.render import summary as summary_of
from liverecord.render.pages.support_first import needs_a_look
from liverecord.view import Page, View
from never_said import NEVER
from render.parsed_page import Element, read
from render.single import first_page, support_before_enforcement

DAY = date(2026, 11, 22)
LABELS = {
    "mark": {"U": "Late, after the register closed", "N": "Reason not yet established"},
    "action_kind": {"conversation": "Conversation", "mentor": "Mentor", "other": "Another action"},
    "action_status": {"open": "open", "done": "done"},
    "provision_status": {"in_place": "in place", "at_risk": "at risk"},
    "result": {"helped": "helped"},
    "role": {"head": "Head"},
    "reason": {"medical": "Physical health", "anxiety": "Anxiety"},
    "circumstance_kind": {"referral": "Referral"},
    "enforcement_decision": {"support_first": "more support first"},
}
HEAD = View(id="h-novak", name="H. Novak", by_role="head", is_away=False)
NEAR = View(
    sessions=11, provisional=1, weeks=9, limit=10, window_weeks=10, reached=True, first=date(2026, 9, 14),
    by_mark={"U": 10, "N": 1}, gaps=(date(2026, 10, 19),),
)  # fmt: skip
SICK = View(sessions=22, limit_sessions=30, state="near", sent_on=None, gaps=())
RUN = View(
    first=date(2026, 11, 2),
    last=date(2026, 11, 20),
    sessions=24,
    unauthorised=24,
    at_least=True,
    ongoing=True,
)
FIGURES = View(
    first=date(2026, 9, 7), last=date(2026, 11, 20), possible=87, attended=73, authorised=3, unauthorised=11,
    late=1, not_counted=3, percent="83.9", agreed_possible=80, agreed_percent="91.3", persistent=True,
    severe=False, gaps=(),
)  # fmt: skip
PANEL = View(
    tried=(
        View(
            id="a1", source="action", what="Met at the gate", started_on=date(2026, 11, 9), ended_on=None,
            status="open", result="helped",
        ),
        View(
            id="pr1", source="provision", what="Shorter first task", started_on=None, ended_on=None,
            status="in_place", result=None,
        ),
    ),
    kinds=("mentor",),
    not_in_place=(View(id="pr2", what="Trained adult", status="at_risk", attendance_depends_on=True),),
    circumstances=(View(id="q1", kind="referral", service="Physiotherapy", status=None, stage=None),),
    waits=(View(circumstance="q1", weeks=7),),
    figures=FIGURES,
)  # fmt: skip


def school(**more: object) -> View:
    return View(**{"name": "Ashgrove", "as_of": DAY, "labels": LABELS, "staff": ()} | more)


def first(**more: object) -> View:
    fields = {"nearness": None, "sickness": None, "away_in_a_row": None, "persistent": False, "severe": False}
    return View(**fields | {"decides": HEAD} | more)


def pupil(name: str, asked: View | None, panel: View = PANEL, **more: object) -> View:
    fields = {
        "id": f"p-{name.lower().replace(' ', '')}",
        "name": name,
        "year_label": "Year 8",
        "duties": (),
        "half_days": View(missed=(1,) * 10, possible=(9,) * 10, weeks=9, gap_weeks=0),
        "reasons": {"medical": (3, 0)},
        "next_steps": (View(what="Ask transport", owner=HEAD, due=date(2026, 12, 1)),),
    }
    if asked is not None:
        fields["support"] = View(first=asked, **dict(panel))
    return View(**fields | more)


def text_of(page: Page) -> str:
    return re.sub(r"\s+", " ", read(page.content).text)


def names_under(page: Page, anchor: str) -> list[str]:
    """Return the pupils that stand below a group's heading."""
    found: list[str] = []
    after = False
    for element in read(page.content).every():
        if element.name == "h2":
            after = element.attributes.get("id") == anchor
        if after and element.name == "h3":
            found.append(element.text)
    return found


def panel_of(page: Page) -> dict[str, str]:
    """Return the first pupil's panel: each part's title and text."""
    (panel, *_) = read(page.content).all("dl")
    parts = [child for child in panel.children if isinstance(child, Element)]
    return {title.text: said.text for title, said in zip(parts[::2], parts[1::2], strict=True)}


def test_a_pupil_stands_once_in_each_group() -> None:
    """Who is at the threshold, ill and away in a row stands in three groups, and what was offered stands once."""
    asked = first(nearness=NEAR, sickness=SICK, away_in_a_row=RUN, persistent=True)
    page = support_before_enforcement(school(), [pupil("Maya Ellison", asked)])
    for anchor in ("threshold", "sickness", "away", "persistent"):
        assert names_under(page, anchor) == ["Maya Ellison"]
    assert page.content.count("<dl") == 1
    assert (
        page.content.count('href="#threshold-p-mayaellison"') == 4
    )  # in the list of all, and in three groups
    assert page.search is None


def test_pupils_stand_by_name_never_by_count() -> None:
    """However many sessions, a group is in the order of names: nothing ranks pupils."""
    counts = {"Zoe Adams": 19, "adam Young": 3, "Maya Ellison": 11}
    found = [pupil(name, first(nearness=nearness(count))) for name, count in counts.items()]
    page = support_before_enforcement(school(), found)
    assert names_under(page, "threshold") == ["adam Young", "Maya Ellison", "Zoe Adams"]


def nearness(count: int) -> View:
    return View(**dict(NEAR) | {"sessions": count, "reached": count >= 10})


def test_a_count_says_what_it_stands_on() -> None:
    """By mark, with the window, what may still change and the weeks without marks; a question follows, not a verdict."""
    said = text_of(support_before_enforcement(school(), [pupil("Maya Ellison", first(nearness=NEAR))]))
    assert "11 unauthorised sessions in the 9 school weeks with marks since 14 September" in said
    assert "1 N (reason not yet established) and 10 U (late, after the register closed)" in said
    assert "1 session of them may still change" in said
    assert "Marks are missing in the week of 19 October" in said
    assert "Consider: support first." in said


def test_near_is_not_reached() -> None:
    """A count below the number says that it is near, and what is asked at the number."""
    said = text_of(support_before_enforcement(school(), [pupil("Maya Ellison", first(nearness=nearness(8)))]))
    assert "Near it: support first." in said
    assert "At 10 in 10 school weeks" in said


@pytest.mark.parametrize(
    ("state", "sent", "said"),
    [
        ("near", None, "that is a person's judgement"),
        ("due", None, "The return to the authority is due at 30 (15 days)"),
        ("sent", date(2026, 11, 3), "was sent on 3 November"),
    ],
)
def test_the_sickness_return(state: str, sent: date | None, said: str) -> None:
    """Near, due and sent are told apart; whether more will be missed is never computed."""
    sick = View(**dict(SICK) | {"state": state, "sent_on": sent})
    assert said in text_of(
        support_before_enforcement(school(), [pupil("Maya Ellison", first(sickness=sick))])
    )


def test_a_run_says_that_it_may_be_longer() -> None:
    """A run beside sessions without a mark is at least so long, and one that reaches the newest mark still goes on."""
    said = text_of(support_before_enforcement(school(), [pupil("Maya Ellison", first(away_in_a_row=RUN))]))
    assert "At least 24 sessions away in a row since 2 November, and still away at the newest mark." in said


def test_persistent_absence_is_a_question() -> None:
    """The official figure stands with its sessions, beside the agreed timetable's, folded, and asks what is in the way."""
    page = support_before_enforcement(school(), [pupil("Maya Ellison", first(persistent=True))])
    said = text_of(page)
    assert "Attended 73 of 87 possible sessions, 83.9 %. Missed 3 authorised and 11 unauthorised." in said
    assert "73 of 80, 91.3 %" in said
    assert "call this persistent absence, whatever the reason. What is in the way?" in said
    assert len(read(page.content).all("details")) == 1
    assert "No pupil is near a threshold or a return" in said


def test_the_panel_holds_what_was_offered_and_what_was_not() -> None:
    """Support with days and results, what is not in place, what stands, who is next, and kinds that no action has."""
    panel = panel_of(support_before_enforcement(school(), [pupil("Maya Ellison", first(nearness=NEAR))]))
    assert panel == {
        "Standing": "Referral: Physiotherapy Waited for 7 weeks",
        "Support offered": "Met at the gate Since 9 November. Open. Helped."
        " Shorter first task Start not recorded. In place. Nobody has said yet.",
        "Agreed, not in place": "Trained adult At risk. Attendance depends on it.",
        "Next": "H. Novak: Ask transport By 1 December",
        "Reasons noted": "Physical health (3 sessions)",
        "No action recorded of": "Conversation",
        "Who decides": "H. Novak, head",
    }


@pytest.mark.parametrize(
    ("result", "note", "said"),
    [
        ("helped", "Calmer at the gate", "Helped: Calmer at the gate"),
        (None, "Calmer at the gate", "Calmer at the gate"),
        (None, None, "Nobody has said yet"),
    ],
)
def test_the_panel_has_a_result_with_its_words(result: str | None, note: str | None, said: str) -> None:
    """How support helped stands in words after its result; nobody is said to have said nothing who wrote words alone."""
    line = View(id="a1", source="action", what="Gate", status="open", result=result, result_note=note)
    panel = View(**dict(PANEL) | {"tried": (line,)})
    page = support_before_enforcement(school(), [pupil("Maya Ellison", first(nearness=NEAR), panel)])
    assert panel_of(page)["Support offered"] == f"Gate Start not recorded. Open. {said}."


def test_where_nothing_is_recorded_the_panel_says_so() -> None:
    """That nothing was offered, nothing stands and nobody is next is said, never left out: it is what a reader must see."""
    bare = View(tried=(), kinds=(), not_in_place=(), circumstances=(), waits=(), figures=None, enforcement=())
    found = [pupil("Maya Ellison", first(nearness=NEAR, decides=None), bare, next_steps=(), reasons={})]
    panel = panel_of(support_before_enforcement(school(), found))
    for title in ("Standing", "Support offered", "Next", "Considered so far"):
        assert panel[title] == "Nothing is recorded."
    assert panel["Who decides"] == "Nobody holds the role that decides."


def test_a_consideration_stands_beside_for_whom_it_is() -> None:
    """Who decided what, on which support and why is shown where the gate lets it through, and is no line elsewhere."""
    considered = View(
        considered_on=date(2026, 9, 30), decided_by="h-novak", support=("a1", "pr1"), decision="support_first",
        rationale="The bus was cancelled.",
    )  # fmt: skip
    panel = View(**dict(PANEL) | {"enforcement": (considered,)})
    shown = panel_of(
        support_before_enforcement(school(), [pupil("Maya Ellison", first(nearness=NEAR), panel)])
    )
    assert shown["Considered so far"] == (
        "30 September: more support first, decided by h-novak Support then: Met at the gate and Shorter first task. "
        "The bus was cancelled."
    )
    assert (
        "Considered"
        not in support_before_enforcement(school(), [pupil("Maya Ellison", first(nearness=NEAR))]).content
    )


def test_nobody_is_an_answer_as_far_as_the_marks_tell() -> None:
    """An empty page says so, group by group, and of how many pupils nothing is known."""
    page = support_before_enforcement(
        school(), [pupil("Maya Ellison", None, half_days=None), pupil("Idris Vale", None)]
    )
    said = text_of(page)
    assert said.count("Nobody, as far as the marks are known.") == 4
    assert "1 pupil of 2 has no marks: nothing can be said of that pupil." in said


def test_today_leads_there() -> None:
    """Today says of how many pupils, as many as the list has rows; persistent absence alone does not count."""
    found = [
        pupil("Maya Ellison", first(nearness=NEAR, persistent=True)),
        pupil("Idris Vale", first(persistent=True)),
        pupil("Rowan Tate", None),
    ]
    assert [needs_a_look(each) for each in found] == [True, False, False]
    page = support_before_enforcement(school(), found)
    assert len(read(page.content).all("table")[0].all("tbody")[0].all("tr")) == 1
    shown = first_page(school(), found).content
    assert '<a href="attendance/support-first/#pupils">1 pupil</a>' in shown
    absent = frozenset(("attendance/support-first/",))
    assert "support-first" not in first_page(school(absent=absent), found).content
    assert "support-first" not in first_page(school(), found[1:]).content


def test_no_word_of_money_letters_or_court() -> None:
    """Nothing drafts a letter, names a sum or speaks of what could follow: support first."""
    asked = first(nearness=NEAR, sickness=SICK, away_in_a_row=RUN, persistent=True, severe=True)
    said = text_of(support_before_enforcement(school(), [pupil("Maya Ellison", asked)]))
    assert not NEVER["blame"].search(said)
    assert not re.search(
        r"£|\b(letter|notice|penalty|court|prosecut\w*|warning|parent\w*|threat\w*)\b", said, re.IGNORECASE
    )


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).map(
        lambda text: f'<b>{text}&"'
    )
)
def test_what_people_typed_is_text(typed: str) -> None:
    """No word of a record becomes an element, wherever it stands."""
    panel = View(
        tried=(View(id="a1", source="action", what=typed, status=typed, result=typed),),
        kinds=(),
        not_in_place=(View(id="x", what=typed, status=typed),),
        circumstances=(View(id="q", kind=typed, service=typed, stage=typed, status=None),),
        waits=(),
        mentors=(View(who=typed),),
        safe_to_attend=typed,
        access=View(since=DAY, level=typed, why=typed),
        enforcement=(View(considered_on=DAY, decided_by=typed, support=(typed,), decision=typed, rationale=typed),),
    )  # fmt: skip
    holder = View(id=typed, name=typed, by_role=typed)
    found = pupil(typed, first(nearness=NEAR, decides=holder), panel, id="p-1", form=typed, year_label=typed)
    root = read(support_before_enforcement(school(), [found]).content)
    assert {element.text for element in root.all("b")} == {"Consider: support first."}


def test_a_summary_holds_only_what_is_needed() -> None:
    """Of a pupil whom nothing asks for, lists keep no support; of one, what is read then, before and since left out."""
    plan = View(attendance=View(access=(), enforcement=()), outcomes=(), circumstances=())
    tried = View(id="a1", source="action", what="Gate", status="open", before_after=View(cells=()))
    view = View(
        id="p-1", name="M", as_of=DAY, year_label="Year 8", plan=plan, tried=(tried,), actions=(View(kind="mentor"),),
        support_first=None, reasons=(), half_days=None,
    )  # fmt: skip
    assert not summary_of(view).has("support")
    kept = summary_of(View(**dict(view) | {"support_first": first(nearness=NEAR)})).support
    assert kept.kinds == ("mentor",)
    assert not kept.tried[0].has("before_after")


def test_reasons_are_added_up_by_code() -> None:
    """Spans of one reason are one number: sessions absent, and sessions that were not possible."""
    spans = (
        View(reason="medical", authorised=2, unauthorised=1, not_possible=0),
        View(reason="medical", authorised=1, unauthorised=0, not_possible=4),
        View(reason=None, authorised=5, unauthorised=0, not_possible=0),
        View(reason="pain", authorised=0, unauthorised=0, not_possible=0),
    )
    view = View(id="p-1", name="M", as_of=DAY, year_label="Year 8", plan=View(), reasons=spans)
    assert summary_of(view).reasons == {"medical": (4, 4)}
