"""Outcomes and the support for them: one save, ids that nobody has, and nothing that was not said."""

from collections.abc import Iterator

import pytest
from hypothesis import given

from form_answers import changes_nothing, holds_words, refuses_forgery
from form_scenes import PUPILS, after, at, differences, standing_in, wrongs
from liverecord.forms import outcomes, provision
from liverecord.forms.job import Job, NotHere, Written
from liverecord.forms.question import Wrong
from liverecord.forms.things import Thing, things
from liverecord.splice.steps import Add, Set
from strategies import hostile_text

OUTCOME = outcomes.JOB
SUPPORT, UNPLANNED = provision.JOBS
SAID = {
    "what": ["Sits near the door"],
    "who": ["j-okafor"],
    "frequency": ["every lesson"],
    "status": ["in_place"],
    "from": ["16 November 2026"],
    "agreed_on": ["12 Nov"],
    "agreed_with": ["pupil", "family"],
    "review_on": ["18 December 2026"],
}
HELD = {
    "what": "Sits near the door",
    "who": "j-okafor",
    "frequency": "every lesson",
    "status": "in_place",
    "from": "2026-11-16",
    "agreed_on": "2026-11-12",
    "agreed_with": ["pupil", "family"],
    "review_on": "2026-12-18",
}
FIRST = {f"provision-0-{name}": typed for name, typed in SAID.items()}


@pytest.mark.parametrize("pupil", PUPILS)
def test_a_new_outcome_comes_with_its_first_support(pupil: str) -> None:
    """One thing is added, whole; its id and the support's are nobody's in the plan."""
    place = at(OUTCOME, pupil)
    taken = {thing.id for thing in things(place)}
    written = OUTCOME.write(place, {"text": ["Comes in calmly"], "by": ["16 July"], **FIRST})
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert differences(place, written.steps)
    (step,) = written.steps[place.path("plan")]
    assert isinstance(step, Add)
    (support,) = step.item["provision"]
    assert {step.item["id"], support["id"]}.isdisjoint(taken)
    assert step.item == {
        "id": step.item["id"],
        "text": "Comes in calmly",
        "by": "2027-07-16",
        "provision": [{"id": support["id"], **HELD}],
    }
    assert list(support) == ["id", *HELD], "the fields stand in the order in which they are declared"
    assert written.message == f"{pupil}: add outcome {step.item['id']} with support {support['id']}"


def test_without_any_support_none_is_written() -> None:
    written = OUTCOME.write(at(OUTCOME, "p-7k3m"), {"text": ["Comes in calmly"], "need": ["n1"]})
    assert isinstance(written, Written)
    (step,) = written.steps["records/pupils/p-7k3m/plan.yml"]
    assert step == Add(("outcomes",), {"id": "o2", "text": "Comes in calmly", "need": "n1"})


def test_half_a_support_is_asked_for_whole() -> None:
    """Wrong answers are told together, each at its question."""
    told = OUTCOME.write(
        at(OUTCOME, "p-7k3m"), {"by": ["31 November"], "provision-0-who": ["j-okafor"], "need": ["n9"]}
    )
    assert told == [
        Wrong("text", "Say what the pupil is working towards."),
        Wrong("need", "Choose one of the answers that are there."),
        Wrong("by", "31 November does not exist. November has 30 days."),
        Wrong("provision-0-what", "Say what the support is."),
        Wrong("provision-0-status", "Choose whether it is happening."),
    ]


def test_an_outcome_is_met_on_a_day() -> None:
    place = at(OUTCOME, "p-7k3m", "o1")
    answers = {**standing_in(OUTCOME.ask(place, {})), "status": ["met"]}
    assert OUTCOME.write(place, answers) == [Wrong("ended_on", "Say on which day it was met or replaced.")]
    written = OUTCOME.write(place, {**answers, "ended_on": ["20 November 2026"]})
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert differences(place, written.steps)
    assert written.steps[place.path("plan")] == [
        Set(("outcomes", "o1", "status"), "met"),
        Set(("outcomes", "o1", "ended_on"), "2026-11-20"),
    ]


def each_thing() -> Iterator[tuple[Job, str, tuple[str, ...], Thing]]:
    """Yield every outcome and every piece of support of the demo, with the form of it."""
    for pupil in PUPILS:
        for thing in things(at(OUTCOME, pupil)):
            if thing.noun == "outcome":
                yield OUTCOME, pupil, (thing.id,), thing
            elif thing.noun == "provision" and thing.path[0] == "outcomes":
                yield SUPPORT, pupil, (thing.path[1], thing.id), thing
            elif thing.noun == "provision":
                yield UNPLANNED, pupil, (thing.id,), thing


def test_untouched_forms_write_nothing_and_one_field_is_one_step() -> None:
    """Every outcome and piece of support: the form shows all that is there, and changes what was changed alone."""
    for job, pupil, names, thing in each_thing():
        place = at(job, pupil, *names)
        assert [wrong.name for wrong in changes_nothing(job, place)] == [""]
        form = job.ask(place, {})
        said = "text" if job is OUTCOME else "what"
        written = job.write(place, {**standing_in(form), said: ["Otherwise than before"]})
        assert isinstance(written, Written)
        assert wrongs(place, written.steps) == []
        step = Set((*thing.path, said), "Otherwise than before")
        assert differences(place, written.steps) == {place.path("plan"): [step]}
        assert written.asked_at[place.path("plan"), step.path] == said


@pytest.mark.parametrize("pupil", PUPILS)
def test_support_is_added_where_the_address_says(pupil: str) -> None:
    place = at(UNPLANNED, pupil)
    needs = [thing.id for thing in things(place) if thing.noun == "need"]
    written = UNPLANNED.write(
        place, {**SAID, **({"need": needs[:1]} if needs else {}), "confirm_by": ["18 Dec"]}
    )
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert differences(place, written.steps)
    (step,) = written.steps[place.path("plan")]
    assert isinstance(step, Add)
    assert step.path == ("support_without_plan",)
    expected = {**HELD, "confirm_by": "2026-12-18", **({"need": needs[0]} if needs else {})}
    assert step.item == {"id": step.item["id"], **expected}
    for thing in things(place):
        if thing.noun == "outcome":
            beneath = at(SUPPORT, pupil, thing.id)
            written = SUPPORT.write(beneath, SAID)
            assert isinstance(written, Written)
            assert wrongs(beneath, written.steps) == []
            assert differences(beneath, written.steps)
            assert written.steps[place.path("plan")] == [
                Add((*thing.path, "provision"), {"id": step.item["id"], **HELD})
            ]


@given(hostile_text())
def test_words_come_back_as_they_were_typed(words: str) -> None:
    assert holds_words(OUTCOME, at(OUTCOME, "p-7k3m"), {"text": ["x"], **FIRST}, words) or not words.strip()
    assert holds_words(OUTCOME, at(OUTCOME, "p-7k3m", "o1"), {"text": ["x"]}, words) or not words.strip()
    assert holds_words(SUPPORT, at(SUPPORT, "p-7k3m", "o1", "pr1"), SAID, words) or not words.strip()
    assert holds_words(UNPLANNED, at(UNPLANNED, "p-7k3m"), SAID, words) or not words.strip()


def test_forged_answers_are_no_fault() -> None:
    refuses_forgery(OUTCOME, at(OUTCOME, "p-7k3m"), {"text": ["x"], **FIRST})
    refuses_forgery(SUPPORT, at(SUPPORT, "p-7k3m", "o1", "pr1"), SAID)
    refuses_forgery(UNPLANNED, at(UNPLANNED, "p-7k3m"), SAID)


@pytest.mark.parametrize(
    ("job", "names"),
    [
        (OUTCOME, ("o99",)),
        (OUTCOME, ("o1", "pr1")),
        (OUTCOME, ("0",)),
        (SUPPORT, ()),
        (SUPPORT, ("o99",)),
        (SUPPORT, ("o1", "pr99")),
        (SUPPORT, ("o1", "pr1", "what")),
        (SUPPORT, ("needs",)),
        (UNPLANNED, ("pr99",)),
        (UNPLANNED, ("pr1",)),
    ],
)
def test_an_address_of_nothing_is_not_here(job: Job, names: tuple[str, ...]) -> None:
    for function in (job.ask, job.write):
        with pytest.raises(NotHere):
            function(at(job, "p-7k3m", *names), {})


def test_an_outcome_leads_to_its_support() -> None:
    form = OUTCOME.ask(at(OUTCOME, "p-7k3m", "o1"), {})
    assert [lead.value for lead in form.leads] == ["provision/o1/pr1", "provision/o1"]


def test_nothing_answered_is_no_outcome() -> None:
    assert OUTCOME.write(at(OUTCOME, "p-7k3m"), {}) == [
        Wrong("text", "Say what the pupil is working towards.")
    ]
    place = at(UNPLANNED, "p-7k3m")
    assert [wrong.name for wrong in changes_nothing(UNPLANNED, place)] == ["what", "status"]
    assert after(place, {}) == place.files
