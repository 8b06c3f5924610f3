"""The school year goes round: nothing before its first day, from then on what was decided, and nobody without an answer."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_answers import Typed, changes_nothing, holds_words, refuses_forgery
from form_scenes import PUPILS, after, at, differences, standing_in, wrongs
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.new_year import going
from liverecord.forms.new_year.pupils import named
from liverecord.forms.new_year.rule import ASK, LEAVE, STAY, UP, by_rule, raised
from liverecord.forms.question import Wrong
from liverecord.forms.settling import settled
from liverecord.model.records import EhcPlan, SchoolYears
from liverecord.splice.steps import Set
from strategies import hostile_text

NEW_YEAR: Job = going.JOB
TERMS = "Autumn 1: 2 September 2027 to 22 October 2027\nAutumn 2=2027-11-01..2027-12-17"
CLOSURES = "1 September 2027: INSET\n2027-12-17 pm: Closed from noon"
ANSWERS: dict[str, list[str]] = {"terms": [TERMS], "closures": [CLOSURES]}
BEGINS = date(2027, 9, 2)
LAST = date(2027, 7, 20)
"""The last day of the example school's last term."""


def values(plan: Any, day: date) -> tuple[str, str, str]:
    """Return what a plan's data say on a day of what goes round: year group, form and key worker."""
    read = settled(plan, day)
    return tuple(
        str(each or "")
        for each in (read["pupil"]["year_group"], read["pupil"].get("form"), read.get("keyworker"))
    )


def written(place: Scene, answers: Typed) -> Written:
    told = NEW_YEAR.write(place, answers)
    assert isinstance(told, Written), told
    return told


def rows(place: Scene, answers: Typed) -> Mapping[str, Any]:
    standing = going.standing(place, answers)
    assert isinstance(standing, going.Standing), standing
    return {row.pupil: row for row in standing.rows}


@st.composite
def decisions(draw: st.DrawFn) -> dict[str, list[str]]:
    """Return answers about some of the pupils, of every kind that somebody may give."""
    answers = dict(ANSWERS)
    if draw(st.booleans()):
        answers["leavers"] = ["yes"]
    for pupil in draw(st.lists(st.sampled_from(PUPILS), max_size=8, unique=True)):
        decide = draw(st.sampled_from(["", UP, STAY, LEAVE, ASK]))
        answers[named("decide", pupil)] = [decide]
        if draw(st.booleans()):
            answers[named("form", pupil)] = [draw(st.sampled_from(["Willow", "9Q", "10 Ash"]))]
        if draw(st.booleans()):
            answers[named("keyworker", pupil)] = [draw(st.sampled_from(["l-castell", "k-mensah"]))]
        if draw(st.booleans()):
            answers[named("destination", pupil)] = ["Fenmoor College"]
    return answers


@given(decisions())
def test_nothing_changes_before_the_first_day_and_what_was_decided_from_then_on(
    answers: dict[str, list[str]],
) -> None:
    """Whatever is decided: the day before reads as it did, the day itself as decided, and whoever is undecided stays as recorded."""
    place = at(NEW_YEAR)
    told = NEW_YEAR.write(place, answers)
    if isinstance(told, list):
        # The years of pupils without a next one have to be said, and whoever has a last day leaves.
        assert all(wrong.name.partition("_")[2] in PUPILS for wrong in told), told
        return
    found, data = rows(place, answers), after(place, told.steps)
    for pupil, row in found.items():
        path = place.path("plan", pupil)
        before, now = place.files[path], data[path]
        assert values(now, BEGINS - timedelta(days=1)) == values(before, BEGINS - timedelta(days=1))
        if row.state == "open":
            assert path not in told.steps
            assert place.path("absences", pupil) not in told.steps
        if row.decide in {UP, STAY} and row.state != "joins":
            year, form, keyworker = values(now, BEGINS)
            assert year == (row.year if row.decide == STAY else row.proposal.year)
            said = answers.get(named("form", pupil), [""])[0]
            assert form == (said or (row.form if row.decide == STAY else raised(row.form, row.year, year)))
            assert keyworker == (answers.get(named("keyworker", pupil), [""])[0] or row.keyworker)
        if row.decide == LEAVE:
            assert "next_year" not in now["pupil"]
            assert date.fromisoformat(str(now["pupil"]["on_roll_until"])) < BEGINS
        # A part-time timetable never rolls, and last year's marks stay.
        assert now.get("attendance") == before.get("attendance")
        marks = place.path("absences", pupil)
        if marks in data:
            assert data[marks].get("weeks") == place.files[marks].get("weeks")
    assert set(told.steps) <= {
        place.path("school"),
        *(place.path(kind, each) for kind in ("plan", "absences") for each in found),
    }


@given(decisions())
def test_nobody_of_those_who_are_asked_changes_without_an_answer(answers: dict[str, list[str]]) -> None:
    """Year 11 before a sixth form, years that are not followed, out of year, a plan that says "stays": each waits for an answer."""
    place = at(NEW_YEAR)
    found = going.standing(place, answers)
    if isinstance(found, list):
        return
    for row in found.rows:
        is_answered = any(answers.get(named(question, row.pupil), [""])[0] for question in ("decide", "year"))
        if row.proposal.decide == ASK and not is_answered and row.state != "gone":
            assert row.state == "open"
        if row.proposal.decide == LEAVE and not is_answered and "leavers" not in answers:
            assert row.state in {"open", "gone"}


def test_the_records_are_sound_afterwards_and_only_what_was_meant_is_changed() -> None:
    place = at(NEW_YEAR)
    told = written(place, {**ANSWERS, "leavers": ["yes"]})
    assert wrongs(place, told.steps) == []
    for path, steps in differences(place, told.steps).items():
        changed = {step.path[:2] for step in steps}
        kind = path.rpartition("/")[2]
        if kind == "plan.yml":
            assert changed <= {("pupil", "next_year"), ("pupil", "on_roll_until")}
        elif kind == "absences.yml":
            assert {step.path[0] for step in steps} == {"timetable"}
        else:
            assert {step.path[0] for step in steps} == {"terms", "closures"}
    assert told.message.startswith("school: a new school year from 2 September 2027, ")


def test_terms_are_added_and_none_is_taken_away() -> None:
    """Last year's terms stay: the windows of attendance reach back over them."""
    place = at(NEW_YEAR)
    data: Any = after(place, written(place, ANSWERS).steps)[place.path("school")]
    before: Any = place.data("school")
    assert data["terms"][: len(before["terms"])] == before["terms"]
    assert data["terms"][len(before["terms"]) :] == [
        {"name": "Autumn 1", "start": "2027-09-02", "end": "2027-10-22"},
        {"name": "Autumn 2", "start": "2027-11-01", "end": "2027-12-17"},
    ]
    assert data["closures"][len(before["closures"]) :] == [
        {"date": "2027-09-01", "reason": "INSET"},
        {"date": "2027-12-17", "reason": "Closed from noon", "session": "PM"},
    ]


def test_lessons_end_with_the_year() -> None:
    place = at(NEW_YEAR)
    told = written(place, ANSWERS)
    for pupil, row in rows(place, ANSWERS).items():
        path = place.path("absences", pupil)
        lessons = row.known.pupil.absences.timetable
        if row.state == "open" or not lessons:
            assert path not in told.steps
            continue
        data: Any = after(place, told.steps)[path]
        for lesson in data["timetable"]:
            assert lesson["until"] is not None
            assert lesson["until"] <= LAST.isoformat() or lesson["from"] >= BEGINS.isoformat()


@pytest.mark.parametrize(
    ("form", "year", "following", "expected"),
    [
        ("7A", "7", "8", "8A"),
        ("10B", "10", "11", "11B"),
        ("9Q", "9", "10", "10Q"),
        ("09Q", "9", "10", "10Q"),
        ("07A", "7", "8", "08A"),
        ("Year 4 Willow", "4", "5", "Year 5 Willow"),
        ("4 Willow", "4", "5", "5 Willow"),
        ("Y3 Elm", "3", "4", "Y4 Elm"),
        ("Willow", "4", "5", ""),
        ("Room 4", "4", "5", ""),
        ("7A", "8", "9", ""),
        ("Nursery", "N2", "R", ""),
        ("RB", "R", "1", ""),
        ("6 Larch", "6", "", ""),
        ("10X1", "10", "11", "11X1"),
        ("4/5 Beech", "4", "5", ""),
        ("4/5 Beech", "5", "6", ""),
        ("4-5 Beech", "4", "5", ""),
        ("Y3Y4 Ash", "3", "4", ""),
        ("3 & 4 Ash", "3", "4", ""),
        ("1/2 Elm", "2", "3", ""),
        ("7 and 8 Nurture", "7", "8", ""),
        ("Class 2", "2", "3", ""),
    ],
)
def test_a_form_goes_up_with_its_leading_number_alone(
    form: str, year: str, following: str, expected: str
) -> None:
    """A number that is not the year's, or does not lead, says nothing: the form of the new year is then asked."""
    assert raised(form, year, following) == expected


def test_the_form_of_a_class_of_several_years_is_asked_whatever_it_is_called() -> None:
    """Where pupils of another year are in it, 2 Ash is no year's form; somebody taught out of year does not make one of it."""
    place = at(NEW_YEAR)
    known = [(pupil, each.pupil.plan.pupil) for pupil, each in place.pupils.items()]
    one, other = (
        next(
            pupil
            for pupil, identity in known
            if identity.year_group == year and identity.on_roll_until is None
        )
        for year in ("7", "8")
    )

    def with_these(*in_it: str, out_of_year: bool | None = None) -> Scene:
        pupils = dict(place.pupils)
        for pupil in in_it:
            known = pupils[pupil]
            identity = msgspec.structs.replace(
                known.pupil.plan.pupil, form="7Q", out_of_year=out_of_year if pupil == other else None
            )
            plan = msgspec.structs.replace(known.pupil.plan, pupil=identity)
            pupils[pupil] = known._replace(pupil=msgspec.structs.replace(known.pupil, plan=plan))
        return place._replace(pupils=pupils)

    alone = rows(with_these(one), ANSWERS)[one]
    assert (alone.next_year["form"], alone.lacks_form) == ("8Q", False)
    mixed = rows(with_these(one, other), ANSWERS)[one]
    assert ("form" in mixed.next_year, mixed.lacks_form) == (False, True)
    besides = rows(with_these(one, other, out_of_year=True), ANSWERS)[one]
    assert besides.next_year["form"] == "8Q"


def proposal(year: str, phase: str, years: tuple[str, str] | None, **changed: Any) -> str:
    place = at(NEW_YEAR)
    school = msgspec.structs.replace(
        place.school, phase=phase, years=SchoolYears(lowest=years[0], highest=years[1]) if years else None
    )
    pupil = place.pupils["p-7k3m"].pupil
    ehcp = changed.pop("ehcp", None)
    identity = msgspec.structs.replace(pupil.plan.pupil, year_group=year, **changed)
    plan = msgspec.structs.replace(pupil.plan, pupil=identity, ehcp=ehcp)
    return by_rule(msgspec.structs.replace(pupil, plan=plan), year, BEGINS, school, place.rulebook).decide


def test_who_is_in_the_last_year_and_leaves_in_the_new_one_is_asked() -> None:
    """A last day in October is no last day of July: the answer says which, and "leave" is this year's last."""
    until = date(2027, 10, 22)
    assert proposal("13", "secondary", ("7", "13"), on_roll_until=until) == ASK
    assert proposal("12", "secondary", ("7", "13"), on_roll_until=until) == UP
    place = at(NEW_YEAR)
    known = place.pupils["p-7k3m"]
    identity = msgspec.structs.replace(known.pupil.plan.pupil, on_roll_until=until)
    plan = msgspec.structs.replace(known.pupil.plan, pupil=identity)
    changed = known._replace(pupil=msgspec.structs.replace(known.pupil, plan=plan))
    there = place._replace(pupils={**place.pupils, "p-7k3m": changed})
    told = written(there, {**ANSWERS, "decide_p-7k3m": ["leave"]})
    steps = told.steps[place.path("plan", "p-7k3m")]
    assert Set(("pupil", "on_roll_until"), LAST.isoformat()) in steps


@pytest.mark.parametrize(
    ("year", "phase", "years", "expected"),
    [
        ("6", "primary", ("R", "6"), LEAVE),
        ("6", "primary", ("R", "7"), UP),
        ("7", "primary", ("R", "7"), LEAVE),
        ("2", "primary", ("R", "2"), LEAVE),
        ("N2", "primary", ("N1", "6"), UP),
        ("R", "primary", ("R", "6"), UP),
        ("6", "all_through", ("R", "13"), UP),
        ("11", "secondary", ("7", "11"), LEAVE),
        ("11", "secondary", ("7", "13"), ASK),
        ("11", "all_through", ("R", "14"), ASK),
        ("12", "secondary", ("7", "13"), UP),
        ("13", "secondary", ("7", "13"), LEAVE),
        ("12", "secondary", ("7", "11"), ASK),
        ("4", "secondary", ("5", "8"), UP),
        ("3", "secondary", ("5", "8"), ASK),
        ("N1", "primary", ("N2", "6"), UP),
        ("X", "secondary", ("7", "13"), ASK),
        ("8", "special", ("R", "14"), ASK),
        ("8", "alternative_provision", ("7", "11"), ASK),
        ("6", "primary", None, LEAVE),
        ("4", "primary", None, ASK),
        ("8", "secondary", None, ASK),
        ("11", "secondary", None, ASK),
    ],
)
def test_the_rule_of_each_school(year: str, phase: str, years: tuple[str, str] | None, expected: str) -> None:
    """By the school's own lowest and highest year; where they are not known, only what the phase makes certain."""
    assert proposal(year, phase, years) == expected


def test_who_is_taught_otherwise_is_asked() -> None:
    """Nobody out of year is rolled by a rule, nor whose plan says that the pupil stays, or moves in the new year."""
    assert proposal("8", "secondary", ("7", "11"), out_of_year=True) == ASK
    assert proposal("8", "secondary", ("7", "11"), ehcp=EhcPlan(transfer="stays")) == ASK
    moving = EhcPlan(transfer="secondary_to_post_16", transfer_on=date(2027, 9, 1))
    assert proposal("10", "secondary", ("7", "11"), ehcp=moving) == ASK
    later = msgspec.structs.replace(moving, transfer_on=date(2028, 9, 1))
    assert proposal("10", "secondary", ("7", "11"), ehcp=later) == UP


@pytest.mark.parametrize(
    ("answers", "names"),
    [
        ({}, {"begins"}),
        ({"begins": ["20 November 2026"], "terms": [""]}, {"begins"}),
        ({"begins": ["4 January 2027"]}, {"begins"}),
        ({"begins": ["2 September 2029"]}, {"begins"}),
        ({"terms": ["Autumn 1: 22 October 2027 to 2 September 2027"]}, {"terms"}),
        ({"terms": ["Autumn 1: 32 September 2027 to 22 October 2027"]}, {"terms"}),
        ({"terms": ["Autumn 1"]}, {"terms"}),
        ({"terms": [f"{TERMS}\nAgain: 1 October 2027 to 10 December 2027"]}, {"terms"}),
        ({"terms": [f"{TERMS}\nOld: 1 July 2027 to 2 September 2027"]}, {"terms"}),
        ({"begins": ["6 September 2027"], "terms": [TERMS]}, {"begins"}),
        ({"terms": [TERMS], "ends": ["3 September 2027"]}, {"ends"}),
        ({"terms": [TERMS], "closures": ["no day: INSET"]}, {"closures"}),
        ({"terms": [TERMS], "closures": ["29 October 2027 to 25 October 2027"]}, {"closures"}),
        ({"terms": [TERMS], "leavers": ["perhaps"]}, {"leavers"}),
        ({"terms": ["x"], "closures": ["y"], "leavers": ["z"]}, {"terms", "closures", "leavers"}),
    ],
)
def test_wrong_answers_are_told_at_their_questions_all_at_once(answers: Typed, names: set[str]) -> None:
    told = NEW_YEAR.write(at(NEW_YEAR), answers)
    assert isinstance(told, list)
    assert {wrong.name for wrong in told} == names
    assert all(wrong.message for wrong in told)


def test_a_year_that_has_begun_is_refused() -> None:
    """In October nobody's year goes up a second time: the year to come is another one."""
    (wrong,) = NEW_YEAR.write(at(NEW_YEAR), {"begins": ["23 November 2026"]})  # type: ignore[misc]
    assert isinstance(wrong, Wrong)
    assert "has begun" in wrong.message


def test_who_stays_keeps_the_form_and_who_moves_up_without_one_is_told() -> None:
    """A year group without a form leaves it unknown from the first day on: that is said, and never written as if it were known."""
    place = at(NEW_YEAR)
    pupil = next(
        each
        for each, row in rows(place, ANSWERS).items()
        if row.proposal.decide == ASK and row.form == "Willow"
    )
    name = named("decide", pupil)
    stays = after(place, written(place, {**ANSWERS, name: [STAY]}).steps)[place.path("plan", pupil)]
    assert stays["pupil"]["next_year"] == {"from": "2027-09-02", "year_group": "X", "form": "Willow"}
    up = {**ANSWERS, name: [UP], named("year", pupil): ["6"]}
    assert rows(place, up)[pupil].lacks_form
    assert going.standing(place, up).is_open  # type: ignore[union-attr]
    with_form = {**up, named("form", pupil): ["Willow"]}
    assert not rows(place, with_form)[pupil].lacks_form


def test_the_forms_questions_are_only_those_that_the_rule_leaves() -> None:
    place = at(NEW_YEAR)
    form = NEW_YEAR.ask(place, ANSWERS)
    asked = {question.name for question in form.questions}
    for pupil, row in rows(place, ANSWERS).items():
        assert (named("decide", pupil) in asked) == (row.state == "open")
        assert (named("form", pupil) in asked) == row.lacks_form
    for question in form.questions:
        assert question.seen_by
    with pytest.raises(NotHere):
        NEW_YEAR.ask(at(NEW_YEAR, None, "more"), {})


def test_where_no_year_follows_another_can_be_chosen() -> None:
    """Whoever is in years that are not followed may move to one that is, by form as by the plan to fill in."""
    place = at(NEW_YEAR)
    pupil = next(
        each
        for each, row in rows(place, ANSWERS).items()
        if row.proposal.decide == ASK and not row.proposal.year and row.state == "open"
    )
    asked = {question.name: question for question in NEW_YEAR.ask(place, ANSWERS).questions}
    choices = [choice.value for choice in asked[named("year", pupil)].choices]
    assert "6" in choices
    assert "X" not in choices
    assert rows(place, {**ANSWERS, named("year", pupil): ["6"]})[pupil].decide == UP


def test_what_is_beside_every_question_of_a_class_is_said_once() -> None:
    """A hint stands at its question, or once above all of a year's: never beside several in the same words."""
    for section in NEW_YEAR.ask(at(NEW_YEAR), {}).sections[1:]:
        hints = [question.hint for question in section.questions if question.hint]
        assert len(set(hints)) > 1 or len(hints) <= 1


def test_an_untouched_form_writes_nothing() -> None:
    changes_nothing(NEW_YEAR, at(NEW_YEAR))
    assert "begins" not in standing_in(NEW_YEAR.ask(at(NEW_YEAR), {}))


def test_forged_answers_are_refused() -> None:
    refuses_forgery(NEW_YEAR, at(NEW_YEAR), ANSWERS)


@given(hostile_text())
def test_hostile_words_come_back_as_typed(words: str) -> None:
    place = at(NEW_YEAR)
    formless = next(each for each, row in rows(place, ANSWERS).items() if row.proposal.decide == ASK)
    holds_words(NEW_YEAR, place, {**ANSWERS, named("decide", formless): [STAY]}, words)
