"""A review that was held says what was found, by whom it was heard, and when the next one is; one by one or in a round."""

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_scenes import PUPILS, TODAY, after, at, differences, standing_in, wrongs
from liverecord.derive.duties import owed
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.question import Wrong
from liverecord.forms.reviews import due_round, held
from liverecord.model.records import Review
from liverecord.splice.steps import Add, Remove, Set, Step, applied
from strategies import hostile_text
from typed import as_recorded

JOB, ROUND = held.JOB, due_round.JOB
Address = tuple[str, ...]


def addresses(pupil: str) -> list[Address]:
    """Return every review of a pupil that may have been held."""
    return [tuple(lead.value.split("/")[1:]) for lead in held.ask(at(JOB, pupil), {}).leads]


def answered(place: Scene, day: str = "20 November", **more: str) -> dict[str, Any]:
    """Return plausible answers to all that is asked: who was there, each result, both views."""
    form = held.ask(place, {})
    answers: dict[str, Any] = standing_in(form) | {"held_on": (day,)}
    for question in form.questions:
        if question.name == "attended":
            answers["attended"] = ("pupil", "senco")
        elif question.name.endswith("-result"):
            answers[question.name] = (question.choices[1].value,)
        elif question.name.endswith(("-view-text", "-note", "summary", "result_note")):
            answers[question.name] = (f"Said of {question.name}",)
    return answers | {name: (value,) for name, value in more.items()}


@pytest.mark.parametrize("pupil", PUPILS)
def test_every_review_can_be_held(pupil: str) -> None:
    """Planned or not, of whatever kind: the record is sound, says what was answered, and nothing else has changed."""
    for names in addresses(pupil):
        place = at(JOB, pupil, *names)
        answers = answered(place)
        written = held.write(place, answers)
        assert isinstance(written, Written), (names, written)
        assert wrongs(place, written.steps) == [], names
        assert set(written.asked_at.values()) <= {each.name for each in held.ask(place, answers).questions}
        changed = after(place, written.steps)
        spliced = differences(place, written.steps)
        assert set(spliced) == set(written.steps)
        file = place.path("reviews")
        before = {each["id"]: each for each in (place.files.get(file) or {"reviews": []})["reviews"]}  # type: ignore[index]
        reviews = {each["id"]: each for each in changed[file]["reviews"]}  # type: ignore[index]
        (one,) = [each for each in reviews if reviews[each].get("held_on") == "2026-11-20"]
        assert {each for each in before if before[each] != reviews[each]} <= {one}
        following = [reviews[each] for each in set(reviews) - set(before) - {one}]
        assert len(following) <= 1
        for each in following:
            assert each["kind"] == reviews[one]["kind"]
            assert each.get("about") == (reviews[one].get("about") or None)
            assert set(each) <= {"id", "kind", "about", "due"}
        results = {name for name in answers if name.endswith("-result")}
        assert len(reviews[one].get("outcomes", [])) == len(
            {name for name in results if name.startswith("o")}
        )
        if "attended" in answers:
            assert reviews[one]["attended"] == ["pupil", "senco"]
        _only_results_and_views(spliced.get(place.path("plan"), []), is_meeting="attended" in answers)


def _only_results_and_views(steps: list[Step], *, is_meeting: bool) -> None:
    views = [step.item for step in steps if isinstance(step, Add) and step.path == ("views",)]
    views += [
        each for step in steps if isinstance(step, Set) and step.path == ("views",) for each in step.value
    ]
    assert [(each["from"], each["date"]) for each in views] == [
        ("pupil", "2026-11-20"), ("family", "2026-11-20"),
    ][: 2 * is_meeting]  # fmt: skip
    for step in steps:
        assert not isinstance(step, Remove)
        assert step.path == ("views",) or step.path[-1] in {"result", "result_note"}


@pytest.mark.parametrize("pupil", PUPILS)
def test_the_next_is_planned_by_its_rule(pupil: str) -> None:
    """What is proposed is what the record's own duties say once this one is held: on a school day, and never later."""
    for names in addresses(pupil):
        place = at(JOB, pupil, *names)
        written = held.write(place, answered(place))
        assert isinstance(written, Written)
        added = [step.item for step in written.steps[place.path("reviews")] if isinstance(step, Add)]
        following = [
            each for each in added if isinstance(each, dict) and "due" in each and "held_on" not in each
        ]
        if not following:
            continue
        (one,) = following
        due = date.fromisoformat(one["due"])
        record = place.pupils[pupil].pupil
        now = Review(id="x", kind=one["kind"], about=tuple(one.get("about", ())), held_on=date(2026, 11, 20))
        with_it = msgspec.structs.replace(
            record, reviews=(*(each for each in record.reviews if each.held_on), now)
        )
        duties = owed(with_it, place.school, place.staff, place.rulebook, TODAY).duties
        rule_days = {duty.rule_due for duty in duties}
        assert any(day and timedelta(0) <= day - due <= timedelta(days=60) for day in rule_days), names


def test_a_proposal_that_was_left_follows_the_day_and_another_day_stays() -> None:
    """The form counted from today; the review was held before. What nobody touched is counted anew, what was typed is kept."""
    place = at(JOB, "p-7k3m", "r2")
    answers = answered(place, day="13 November")
    assert answers["next-due"] == ("22 March 2027",)
    assert _due(place, answers) == "2027-03-12"
    again = held.ask(place, answers)
    assert standing_in(again)["next-due"] == ("12 March 2027",)
    assert again.hidden == {"counted-from": "2026-11-13"}
    assert _due(place, standing_in(again)) == "2027-03-12"
    assert _due(place, answers | {"next-due": ("5 March 2027",)}) == "2027-03-05"
    assert _due(place, answers | {"next-due": ("",)}) is None


def _due(place: Scene, answers: Any) -> str | None:
    written = held.write(place, answers)
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    reviews = after(place, written.steps)[place.path("reviews")]["reviews"]  # type: ignore[index]
    return next((each["due"] for each in reviews if each["id"] == "r3"), None)


@given(
    st.sets(st.sampled_from(["pupil", "family", "senco"])), st.sampled_from(["", "said", "nobody", "both"])
)
def test_a_view_is_asked_of_whoever_was_there(attended: set[str], view: str) -> None:
    """Given, or said to have been given by nobody; never filled in, and never left open for somebody who was there."""
    place = at(JOB, "p-7k3m", "r2")
    answers: dict[str, Any] = {"held_on": ["20 November"], "attended": sorted(attended)}
    if view in {"said", "both"}:
        answers |= {"pupil-view-text": ["Mornings are calmer"], "family-view-text": ["So they are"]}
    if view in {"nobody", "both"}:
        answers |= {"pupil-none": ["nobody"], "family-none": ["nobody"]}
    told = held.write(place, answers)
    there = [voice for voice in ("pupil", "family") if voice in attended]
    if view == "both":
        assert isinstance(told, list)
        assert [wrong.name for wrong in told] == ["pupil-view-text", "family-view-text"]
    elif view == "" and there:
        assert told == [
            Wrong(f"{voice}-view-text", f"Write what the {voice} said, or choose that nobody gave a view.")
            for voice in there
        ]
    else:
        assert isinstance(told, Written)
        assert (place.path("plan") in told.steps) == (view == "said")


def test_a_view_that_is_recorded_since_is_not_asked_again() -> None:
    place = at(JOB, "p-7k3m", "r2")
    assert isinstance(
        held.write(place, {"held_on": ["16 September 2026"], "attended": ["pupil", "family"]}), Written
    )


def test_the_version_that_was_reviewed_is_a_fact() -> None:
    """The plan's own, unless it was agreed after the review; of a review that looks at no plan, none."""
    place = at(JOB, "p-7k3m", "r2")
    for day, version in (("18 September", 3), ("17 September", None)):
        written = held.write(place, {"held_on": [day]})
        assert isinstance(written, Written)
        reviews = after(place, written.steps)[place.path("reviews")]["reviews"]  # type: ignore[index]
        assert reviews[1].get("plan_version") == version
    other = at(JOB, "p-7k3m", "new", "risk_assessment")
    written = held.write(other, {"held_on": ["18 September"]})
    assert isinstance(written, Written)
    assert "plan_version" not in after(other, written.steps)[other.path("reviews")]["reviews"][-1]  # type: ignore[index]


@given(st.lists(hostile_text(), min_size=4, max_size=4))
def test_words_come_back_as_they_were_typed(texts: list[str]) -> None:
    place = at(JOB, "p-7k3m", "r2")
    fields = ("summary", "o1-note", "pr1-result_note", "pupil-view-text")
    answers = {"held_on": ["20 November"], "o1-result": ["progress"]}
    written = held.write(place, answers | {field: [text] for field, text in zip(fields, texts, strict=True)})
    assert isinstance(written, Written)
    changed = after(place, written.steps)
    review: Any = changed[place.path("reviews")]["reviews"][1]  # type: ignore[index]
    plan: Any = changed[place.path("plan")]
    came = (
        review.get("summary", ""),
        review["outcomes"][0].get("note", ""),
        plan["outcomes"][0]["provision"][0].get("result_note", ""),
        plan["views"][-1]["text"] if as_recorded(texts[3]) else "",
    )
    assert came == tuple(map(as_recorded, texts))
    assert written.message == "p-7k3m: review r2 held on 20 November 2026"


def test_what_is_wrong_is_told_at_its_question_and_all_at_once() -> None:
    place = at(JOB, "p-7k3m", "r2")
    told = held.write(
        place,
        {
            "held_on": ["31 November"], "attended": ["pupil", "nobody"], "o1-note": ["More"], "pr1-result": ["great"],
            "pupil-none": ["perhaps"], "next-owner": ["j-okafor"], "next-due": [""],
        },
    )  # fmt: skip
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == [
        "held_on", "attended", "o1-result", "pr1-result", "pupil-none", "next-due",
    ]  # fmt: skip
    assert all(wrong.message.endswith(".") for wrong in told)


@pytest.mark.parametrize(
    "names",
    [
        ("r99",),
        ("o1",),
        ("r2", "r2"),
        ("new", "picnic"),
        ("new", "concern", "c99"),
        ("new", "sen_support", "c1"),
    ],
)
def test_an_address_of_no_review_is_not_here(names: Address) -> None:
    place = at(JOB, "p-7k3m", *names)
    for call in (held.ask, held.write):
        with pytest.raises(NotHere):
            call(place, {"held_on": ["today"]})


def test_what_was_held_already_is_not_held_again() -> None:
    place = at(JOB, "p-7k3m", "r1")
    assert held.ask(place, {}).none == "This review was held on 17 July 2026."
    assert held.write(place, {"held_on": ["today"]}) == [Wrong("", "This review was held on 17 July 2026.")]


# ── The round ───────────────────────────────────────────────────────────────────────────────────────────


def ticked_in(place: Scene, *rows: str, **typed: Any) -> dict[str, Any]:
    """Return what a browser sends of the round once those are ticked, and what is asked of them then stands there."""
    first: dict[str, Any] = {"held": tuple(row.removesuffix("_") for row in rows), **typed}
    return standing_in(due_round.ask(place, first)) | first


def rows(job: Job = ROUND) -> list[str]:
    """Return what the names of each row's questions begin with."""
    (which,) = (each for each in due_round.ask(at(job), {}).questions if each.name == "held")
    return [f"{choice.value}_" for choice in which.choices]


ROWS = rows()


@given(st.sets(st.sampled_from(ROWS)), st.sampled_from([(), ("senco",), ("pupil", "senco")]))
def test_the_day_and_who_was_there_are_said_once_and_the_rest_is_each_pupils_own(
    ticked: set[str], attended: tuple[str, ...]
) -> None:
    """Each review that is ticked is held on the day; whoever is not ticked stays as it was, to the last key."""
    place = at(ROUND)
    answers = ticked_in(place, *sorted(ticked), held_on=("20 November",), attended=attended)
    for row in ticked:
        answers |= {
            f"{row}summary": (f"Summary {row}",),
            f"{row}pupil-none": ("nobody",),
        }
    written = due_round.write(place, answers)
    if not ticked:
        assert isinstance(written, list)
        assert [wrong.name for wrong in written] == ["held"]
        return
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert set(differences(place, written.steps)) == set(written.steps)
    found: list[str] = []
    for path, data in after(place, written.steps).items():
        if path not in written.steps:
            assert data == place.files[path]
            continue
        assert path.endswith("/reviews.yml")
        before: Any = place.files.get(path) or {"reviews": []}
        for review in data["reviews"]:  # type: ignore[index]
            if review in before["reviews"]:
                continue
            if "held_on" not in review:
                assert review["due"] > "2026-11-20"
                continue
            assert review["held_on"] == "2026-11-20"
            assert review.get("attended", ()) == (list(attended) or ())
            assert not review.get("outcomes")
            found.append(review["summary"])
        ids = [each["id"] for each in data["reviews"]]  # type: ignore[index]
        assert len(set(ids)) == len(ids)
    assert sorted(found) == sorted(f"Summary {row}" for row in ticked)


def test_results_and_views_in_the_round_are_written_where_they_were_answered() -> None:
    place = at(ROUND)
    answers = ticked_in(place, "p-7k3m_r2", held_on=("20 November",), attended=("pupil",)) | {
        "p-7k3m_r2_o1-result": ("progress",),
        "p-7k3m_r2_pupil-view-text": ("Mornings are calmer",),
    }  # fmt: skip
    written = due_round.write(place, answers)
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert set(written.steps) == {place.path("reviews", "p-7k3m"), place.path("plan", "p-7k3m")}
    changed: Any = after(place, written.steps)
    assert changed[place.path("reviews", "p-7k3m")]["reviews"][1]["outcomes"] == [
        {"id": "o1", "result": "progress"}
    ]
    (view,) = written.steps[place.path("plan", "p-7k3m")]
    assert isinstance(view, Add)
    assert view.item == {
        "id": view.item["id"], "from": "pupil", "date": "2026-11-20", "text": "Mornings are calmer",
    }  # fmt: skip
    assert written.message == "school: 1 review held on 20 November 2026"


def test_a_row_is_wrong_at_itself_alone() -> None:
    """Words without a tick, and a pupil who was there without a view: told at that row; other rows are not touched."""
    place = at(ROUND)
    told = due_round.write(
        place,
        {
            "held_on": ["today"], "attended": ["pupil"], "p-7k3m_r2_summary": ["Renewed"],
            "held": ["p-swjw_r2"], "asked-of": ["p-7k3m_r2 p-swjw_r2"], "p-swjw_r2_pupil-none": ["nobody"],
        },
    )  # fmt: skip
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["p-7k3m_r2_summary", "p-7k3m_r2_pupil-view-text"]


@pytest.mark.parametrize("row", ["p-none_r2", "p-7k3m_r1", "p-7k3m_r99", "p-7k3m_sen_support"])
def test_an_answer_for_what_is_not_to_be_held_is_refused(row: str) -> None:
    told = due_round.write(at(ROUND), {"held_on": ["today"], "held": [row]})
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == [""]


@given(st.dates(date(2026, 9, 1), TODAY))
def test_the_round_is_of_what_is_due_until_its_day(day: date) -> None:
    """An earlier day asks for fewer; what was answered stays, whatever the day."""
    place = at(ROUND)
    answers = {"held_on": [day.isoformat()], f"{ROWS[-1]}summary": ["Kept"]}
    form = due_round.ask(place, answers)
    (which,) = (each for each in form.questions if each.name == "held")
    shown = {f"{choice.value}_" for choice in which.choices}
    assert shown <= set(ROWS)
    assert ROWS[-1] in shown
    assert f"{ROWS[-1]}summary" in {each.name for each in form.questions}


def test_what_came_of_it_is_asked_of_those_alone_that_are_ticked() -> None:
    """First three questions; then those of what is ticked, which nobody can pass over unseen."""
    place = at(ROUND)
    form = due_round.ask(place, {})
    assert [each.name for each in form.questions] == ["held_on", "attended", "held"]
    first = standing_in(form) | {"held_on": ("20 November",), "held": ("p-7k3m_r2",)}
    (wrong,) = due_round.write(place, first)
    assert (wrong.name, wrong.message[:27]) == ("held", "Now say what came of each r")
    asked = {each.name.rpartition("_")[0] for each in due_round.ask(place, first).questions} - {"", "held"}
    assert asked == {"p-7k3m_r2"}
    assert isinstance(
        due_round.write(place, ticked_in(place, "p-7k3m_r2", held_on=("20 November",))), Written
    )


def test_what_a_planned_review_says_already_is_no_answer() -> None:
    """Words that stood in the record before tick nothing, and stay; who was there stays where the round names nobody."""
    place = at(ROUND)
    file = place.path("reviews", "p-7k3m")
    before = [Set(("reviews", "r2", "summary"), "To be asked"), Set(("reviews", "r2", "attended"), ["senco"])]
    place = place._replace(files={**place.files, file: applied(place.files[file], before)})
    answers: dict[str, Any] = standing_in(due_round.ask(place, {})) | {"held_on": ["20 November"]}
    told = due_round.write(place, answers)
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["held"]
    written = due_round.write(place, ticked_in(place, "p-7k3m_r2", held_on=("20 November",)))
    assert isinstance(written, Written)
    review: Any = after(place, written.steps)[file]["reviews"][1]  # type: ignore[index]
    assert (review["summary"], review["attended"]) == ("To be asked", ["senco"])


def test_today_stands_in_the_round_only_where_there_is_school() -> None:
    place = at(ROUND)
    assert "held_on" not in standing_in(due_round.ask(place, {}))
    friday = place._replace(today=date(2026, 11, 20))
    assert standing_in(due_round.ask(friday, {}))["held_on"] == ("20 November 2026",)


def test_without_a_review_that_is_due_there_is_nothing_to_ask() -> None:
    place = at(ROUND)._replace(pupils={})
    assert due_round.ask(place, {}).none == "No review is planned or due until 22 November 2026."
