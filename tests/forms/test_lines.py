"""A week's lines: each concern's own, saved together, and nothing said of a concern that nobody answered for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_scenes import PUPILS, TODAY, at, differences, standing_in, wrongs
from liverecord.forms import lines
from liverecord.forms.job import Job, NotHere, Written
from liverecord.forms.question import Wrong
from liverecord.forms.reviews import due_round
from liverecord.splice.steps import Add
from strategies import hostile_text
from typed import as_recorded

WEEK, UPDATE = lines.JOBS
SILENT = [
    (pupil, silence.concern) for pupil, known in at(WEEK).pupils.items() for silence in known.case.silences
]


@given(st.lists(st.sampled_from(["", "nothing", "words"]), min_size=len(SILENT), max_size=len(SILENT)))
def test_each_answer_is_a_line_and_nothing_else_changes(said: list[str]) -> None:
    """Any of the open concerns may be answered, in either way: those get their line, the others nothing."""
    place = at(WEEK)
    answers = standing_in(lines.ask_week(place, {}))
    expected: dict[str, list[Add]] = {}
    for (pupil, concern), each in zip(SILENT, said, strict=True):
        if each:
            told = {"no_change": True} if each == "nothing" else {"text": f"New for {concern}"}
            answers |= (
                {f"{pupil}_{concern}_changed": ("nothing",)}
                if each == "nothing"
                else {f"{pupil}_{concern}_text": (f"New for {concern}",)}
            )
            item = {"id": "", "date": "2026-11-22", "by": "r-adeyemi", **told}
            expected[place.path("concerns", pupil)] = [Add(("concerns", concern, "updates"), item)]
    written = lines.write_week(place, answers)
    if not expected:
        assert written == [
            Wrong("", "Nothing is answered yet. Answer for one concern at least; the others stay open.")
        ]
        return
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    changed = differences(place, written.steps)
    for step in (each for steps in changed.values() for each in steps):
        assert isinstance(step, Add)
        step.item["id"] = ""
    assert changed == expected
    form = lines.ask_week(place, answers)
    rest = "; the rest stay open" if len(expected) < len(SILENT) else ""
    assert f"{len(expected)} of {len(SILENT)} answered{rest}." in form.about


@pytest.mark.parametrize("pupil", PUPILS)
def test_one_concern_has_its_line_at_any_time(pupil: str) -> None:
    """Each open concern takes a line of any day up to today, by whoever is said to write; a closed one takes none."""
    for concern in at(UPDATE, pupil).pupils[pupil].pupil.concerns:
        place = at(UPDATE, pupil, concern.id, person=None)
        form = lines.ask_update(place, {})
        answers = standing_in(form) | {"changed": ("something",), "text": ("Better",), "by": ("j-okafor",)}
        written = lines.write_update(place, answers)
        if concern.status == "closed":
            assert form.none
            assert form.questions == ()
            assert written == [Wrong("", form.none)]
            continue
        assert isinstance(written, Written)
        assert wrongs(place, written.steps) == []
        ((step,),) = differences(place, written.steps).values()
        assert isinstance(step, Add)
        assert step.path == ("concerns", concern.id, "updates")
        assert step.item == {
            "id": step.item["id"], "date": "2026-11-22", "by": "j-okafor", "text": "Better",
        }  # fmt: skip
        assert written.message == f"{pupil}: a line on concern {concern.id}, 22 November 2026"


@given(hostile_text())
def test_words_come_back_as_they_were_typed(text: str) -> None:
    """What was typed stands in the record, and nowhere in the commit's message."""
    place = at(UPDATE, "p-7k3m", "c1")
    written = lines.write_update(place, {"text": [text], "date": ["today"]})
    recorded = as_recorded(text)
    if not recorded:
        assert written == [Wrong("changed", "Choose whether anything changed.")]
        return
    assert isinstance(written, Written)
    (step,) = written.steps[place.path("concerns")]
    assert isinstance(step, Add)
    assert step.item["text"] == recorded
    assert written.message == "p-7k3m: a line on concern c1, 22 November 2026"


def test_what_is_wrong_is_told_at_its_row_and_all_at_once() -> None:
    place = at(WEEK)
    first, second, third, *_ = [f"{pupil}_{concern}" for pupil, concern in SILENT]
    told = lines.write_week(
        place,
        {
            f"{first}_changed": ["something"],
            f"{second}_changed": ["nothing"],
            f"{second}_text": ["Calmer"],
            f"{third}_changed": ["perhaps"],
            "date": ["31 November"],
        },
    )
    assert isinstance(told, list)
    assert {wrong.name for wrong in told} == {f"{first}_text", f"{second}_text", f"{third}_changed", "date"}
    assert all(wrong.message.endswith(".") for wrong in told)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_week_s_line_is_of_this_week(day: date) -> None:
    """The round is of one week: a day before it or after it is no day of its lines."""
    place = at(WEEK)
    pupil, concern = SILENT[0]
    told = lines.write_week(place, {f"{pupil}_{concern}_changed": ["nothing"], "date": [day.isoformat()]})
    monday = TODAY - timedelta(days=TODAY.weekday())
    if monday <= day < monday + timedelta(days=7):
        assert isinstance(told, Written)
    else:
        assert isinstance(told, list)
        assert [wrong.name for wrong in told] == ["date"]


def test_an_answer_for_what_is_not_open_is_refused() -> None:
    """Another pupil's id, a concern that is not there, one that is closed: nothing is written, and nothing is lost unseen."""
    place = at(WEEK)
    pupil, concern = SILENT[0]
    closed = next(
        f"{each}_{one.id}"
        for each, known in place.pupils.items()
        for one in known.pupil.concerns
        if one.status == "closed"
    )
    for name in ("p-none_c1", f"{pupil}_c99", closed):
        told = lines.write_week(
            place,
            {f"{pupil}_{concern}_changed": ["nothing"], f"{name}_text": ["A line"], "date": ["today"]},
        )
        assert isinstance(told, list)
        assert [wrong.name for wrong in told] == [""]


def test_a_line_for_a_concern_that_has_one_by_now_is_kept() -> None:
    """A colleague may have written meanwhile: what was typed here still stands in the form, and is a second line."""
    place = at(WEEK)
    pupil, concern = next(
        (each, one.id)
        for each, known in place.pupils.items()
        for one in known.pupil.concerns
        if one.status == "open" and (each, one.id) not in SILENT
    )
    answers = {f"{pupil}_{concern}_text": ["Also this"], "date": ["today"]}
    assert f"{pupil}_{concern}_text" in {each.name for each in lines.ask_week(place, answers).questions}
    assert isinstance(written := lines.write_week(place, answers), Written)
    assert list(written.steps) == [place.path("concerns", pupil)]


def test_where_each_concern_has_its_line_there_is_nothing_to_ask() -> None:
    """No open concern without a line, or no school this week: the page says which."""
    place = at(WEEK)
    everyone = {pupil: known for pupil, known in place.pupils.items() if not known.case.silences}
    assert (
        lines.ask_week(place._replace(pupils=everyone), {}).none
        == "Every open concern has its line for this week."
    )
    holiday = place._replace(pupils=everyone, today=date(2026, 10, 28))
    assert lines.ask_week(holiday, {}).none == "There is no school this week, so no line is asked for."


@pytest.mark.parametrize("job", [WEEK, due_round.JOB], ids=lambda job: job.name)
def test_whoever_could_not_be_read_is_not_left_out_in_silence(job: Job) -> None:
    """A record with problems takes part in no round: the page says whose, with something to answer and without."""
    place = at(job)._replace(unread=("p-2abc", "p-3def"))
    told = "Left out: p-2abc and p-3def. The records hold problems that have to be mended first."
    for scene in (place, place._replace(pupils={})):
        form = job.ask(scene, {})
        assert told in form.about
        assert "Every open concern" not in form.none


@pytest.mark.parametrize("names", [(), ("c99",), ("c1", "u1"), ("a1",)])
def test_an_address_of_no_concern_is_not_here(names: tuple[str, ...]) -> None:
    with pytest.raises(NotHere):
        lines.ask_update(at(UPDATE, "p-7k3m", *names), {})
    with pytest.raises(NotHere):
        lines.write_update(at(UPDATE, "p-7k3m", *names), {"changed": ["nothing"], "date": ["today"]})


def test_who_sees_a_restricted_concern_is_said() -> None:
    """A line on a concern that is for the SENCO alone is not said to be for the team."""
    questions = lines.ask_update(at(UPDATE, "p-8dct", "c2"), {}).questions
    assert {each.seen_by for each in questions[:2]} == {
        "The SENCO, the safeguarding lead and the head will see this, and other staff will not."
    }


def test_one_concern_s_form_speaks_of_one_line() -> None:
    """One line has one day; and that words are needed once something changed is said before it is refused."""
    asked = {each.name: each for each in lines.ask_update(at(UPDATE, "p-7k3m", "c1"), {}).questions}
    assert asked["date"].label == "Which day is the line of?"
    assert asked["text"].hint == "Needed once you choose “Something did”."
    assert lines.ask_week(at(WEEK), {}).questions[-1].label == "Which day are the lines of?"
