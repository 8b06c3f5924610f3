"""A new version of the plan: one more than the last, and what was agreed gets its day and whom it was agreed with."""

import pytest
from msgspec import structs

from form_answers import refuses_forgery
from form_scenes import PUPILS, after, at, differences, wrongs
from liverecord.forms import agreement
from liverecord.forms.job import NotHere, Scene, Written
from liverecord.forms.question import Wrong
from liverecord.forms.things import things
from liverecord.splice.steps import Path, Remove, Set

JOB = agreement.JOB
DAY = {"agreed_on": ["20 November 2026"]}


def choices(place: Scene, name: str) -> list[str]:
    """Return what may be chosen at a question; nothing where it is not asked."""
    return [
        choice.value for each in JOB.ask(place, {}).questions if each.name == name for choice in each.choices
    ]


def without_a_day(pupil: str) -> Scene:
    """Return the scene of a pupil whose version nobody has agreed to yet, as far as the record says."""
    place = at(JOB, pupil)
    known = place.pupils[pupil]
    plan = structs.replace(known.pupil.plan, agreed_on=None)
    files = after(place, {place.path("plan"): [Remove(("agreed_on",))]})
    return place._replace(
        files=files, pupils={pupil: known._replace(pupil=structs.replace(known.pupil, plan=plan))}
    )


@pytest.mark.parametrize("pupil", PUPILS)
def test_a_version_that_waits_for_its_day_may_be_the_one(pupil: str) -> None:
    """Where the record's version was never agreed, it is asked whether it is that one: it then keeps its number."""
    place = without_a_day(pupil)
    version = place.pupils[pupil].pupil.plan.version
    (which, *_) = JOB.ask(place, {}).questions
    assert which.name == "which"
    assert JOB.write(place, DAY) == [Wrong("which", "Choose which version was agreed.")]
    dated = Set(("agreed_on",), "2026-11-20")
    for chosen, steps in (("this", [dated]), ("new", [Set(("version",), version + 1), dated])):
        written = JOB.write(place, {**DAY, "which": [chosen]})
        assert isinstance(written, Written)
        assert wrongs(place, written.steps) == []
        assert written.steps == {place.path("plan"): steps}
    refuses_forgery(JOB, place, {**DAY, "which": ["this"]})


@pytest.mark.parametrize("pupil", PUPILS)
def test_the_version_goes_up_by_one(pupil: str) -> None:
    """With everything chosen or nothing, exactly that is written, on exactly that day."""
    place = at(JOB, pupil)
    plan = place.data("plan")
    assert isinstance(plan, dict)
    version = plan["version"]
    bare = JOB.write(place, DAY)
    assert isinstance(bare, Written)
    assert wrongs(place, bare.steps) == []
    assert differences(place, bare.steps) == {
        place.path("plan"): [Set(("version",), version + 1), Set(("agreed_on",), "2026-11-20")]
    }
    covered, concerns = choices(place, "covered"), choices(place, "looked-at")
    chosen = (
        {"covered": covered, "agreed_with": ["family", "pupil"], "review_on": ["11 Dec"]} if covered else {}
    )
    written = JOB.write(place, {**DAY, **chosen, "looked-at": concerns})
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert differences(place, written.steps)
    assert written.message == f"{pupil}: version {version + 1} of the plan, agreed on 20 November 2026"
    agreed = {path for each in covered for path in paths(place, each)}
    expected = {("version",): version + 1, ("agreed_on",): "2026-11-20"}
    expected |= {(*path, "agreed_on"): "2026-11-20" for path in agreed}
    expected |= {(*path, "agreed_with"): ["family", "pupil"] for path in agreed}
    expected |= {(*path, "review_on"): "2026-12-11" for path in agreed if path != ("attendance", "target")}
    assert {
        step.path: step.value for step in written.steps[place.path("plan")] if isinstance(step, Set)
    } == expected
    data = after(place, written.steps).get(place.path("concerns"))
    for concern in data["concerns"] if isinstance(data, dict) else ():
        assert (concern.get("plan_version") == version + 1) == (concern["id"] in concerns)


def paths(place: Scene, chosen: str) -> list[Path]:
    """Return the paths of what was chosen."""
    if chosen == "target":
        return [("attendance", "target")]
    return [thing.path for thing in things(place) if thing.noun == "provision" and thing.id == chosen]


def test_nothing_stands_in_the_question_least_of_all_the_older_day() -> None:
    """When it was agreed is no fact of today's, and the record's day is that of the version before."""
    (question, *_) = JOB.ask(at(JOB, "p-7k3m"), {}).questions
    assert question.value == ()
    (question, *_) = JOB.ask(at(JOB, "p-7k3m"), {"agreed_on": ["soon"]}).questions
    assert question.value == ("soon",)


def test_a_version_does_not_go_back() -> None:
    told = JOB.write(at(JOB, "p-7k3m"), {"agreed_on": ["17 September 2026"]})
    assert told == [
        Wrong("agreed_on", "Version 3 was agreed on 18 September 2026. The next one comes after it.")
    ]


def test_half_an_agreement_is_asked_for_whole() -> None:
    place = at(JOB, "p-7k3m")
    assert JOB.write(place, {**DAY, "agreed_with": ["family"]}) == [
        Wrong("covered", "Choose what they agreed to.")
    ]
    assert JOB.write(place, {**DAY, "covered": ["pr1"]}) == [Wrong("agreed_with", "Choose who agreed to it.")]
    assert JOB.write(place, {"covered": ["pr99"], "agreed_with": ["me"], "looked-at": ["c99"]}) == [
        Wrong("agreed_on", "Say on which day it was agreed."),
        Wrong("agreed_with", "Choose one of the answers that are there."),
        Wrong("covered", "Choose one of the answers that are there."),
        Wrong("looked-at", "Choose one of the answers that are there."),
    ]


def test_what_is_agreed_anew_is_looked_at_afterwards() -> None:
    """A day of review that comes before the agreement is asked for anew; one that comes after it stays."""
    for pupil in PUPILS:
        place = at(JOB, pupil)
        for each in choices(place, "covered"):
            told = JOB.write(place, {**DAY, "covered": [each], "agreed_with": ["family"]})
            if isinstance(told, Written):
                assert wrongs(place, told.steps) == []
                assert differences(place, told.steps)
                assert not any(step.path[-1] == "review_on" for step in told.steps[place.path("plan")])
            else:
                assert [wrong.name for wrong in told] == ["review_on"]


def test_what_is_over_is_not_agreed_anew() -> None:
    for pupil in PUPILS:
        place = at(JOB, pupil)
        over = {thing.id for thing in things(place) if thing.data.get("status") in {"withdrawn", "closed"}}
        open_things = {*choices(place, "covered"), *choices(place, "looked-at")}
        assert all(each not in over or len(paths(place, each)) > 1 for each in open_things)


def test_forged_answers_are_no_fault() -> None:
    refuses_forgery(JOB, at(JOB, "p-7k3m"), DAY)


def test_it_has_no_address_beneath() -> None:
    for function in (JOB.ask, JOB.write):
        with pytest.raises(NotHere):
            function(at(JOB, "p-7k3m", "3"), {})
