"""Support begins, is put on an education, health and care plan, and ends: the plan, its kind and the reviews agree."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from form_answers import holds_words, refuses_forgery
from form_scenes import PUPILS, after, at, differences, wrongs
from liverecord.forms import items, support
from liverecord.forms.job import NotHere, Scene, Written
from liverecord.forms.question import Form, Wrong
from liverecord.model.days import in_words
from liverecord.splice.steps import Add, Remove, Set, Step
from strategies import hostile_text

JOB = support.JOB
CHANGES = ("begins", "ehcp", "ends", "ceases")
POSSIBLE = {"N": ["begins", "ehcp"], "K": ["ehcp", "ends"], "E": ["ceases"]}
LATER = date(2027, 2, 1)
"""A day on which the time for an appeal against a decision of last November has passed."""
APPEALING = frozenset({"p-2xqd", "p-3zht"})


def supported(code: str) -> Iterator[str]:
    """Yield the pupils with this support."""
    for pupil in PUPILS:
        if at(JOB, pupil).pupils[pupil].pupil.plan.support == code:
            yield pupil


def plan_after(place: Scene, steps: dict[str, list[Step]]) -> dict[str, object]:
    """Return the plan's data after the steps."""
    data = after(place, steps)[place.path("plan")]
    assert isinstance(data, dict)
    return data


def chosen(form: Form, name: str) -> list[str]:
    """Return what may be chosen at a question; nothing where it is not asked."""
    return [choice.value for each in form.questions if each.name == name for choice in each.choices]


@pytest.mark.parametrize("pupil", PUPILS)
def test_only_what_can_happen_is_offered(pupil: str) -> None:
    """What goes with the present support leads to a form; the other forms say why they are not."""
    place = at(JOB, pupil)
    now = place.pupils[pupil].pupil.plan.support
    assert [lead.value for lead in JOB.ask(place, {}).leads] == [f"support/{name}" for name in POSSIBLE[now]]
    assert JOB.write(place, {}) == [Wrong("", "Choose first what has happened.")]
    for name in CHANGES:
        place = at(JOB, pupil, name)
        form = JOB.ask(place, {})
        if name in POSSIBLE[now] and not (name == "ceases" and pupil in APPEALING):
            assert form.questions
            assert not form.none
            told = JOB.write(place, {})
            assert isinstance(told, list)
            assert all(wrong.name for wrong in told)
        else:
            assert form.none
            assert not form.questions
            assert JOB.write(place, {"decision_on": ["today"]}) == [Wrong("", form.none)]


@pytest.mark.parametrize("pupil", list(supported("N")))
def test_sen_support_begins(pupil: str) -> None:
    place = at(JOB, pupil, "begins")
    written = JOB.write(
        place, {"support_since": ["9 November 2026"], "parents_told_on": ["12 November 2026"]}
    )
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    plan = plan_after(place, dict(written.steps))  # type: ignore[arg-type]
    assert (plan["support"], plan["kind"]) == ("K", "sen_support")
    assert (plan["support_since"], plan["parents_told_on"]) == ("2026-11-09", "2026-11-12")
    assert {step.path[0] for step in differences(place, written.steps)[place.path("plan")]} <= {
        "support", "kind", "support_since", "parents_told_on",
    }  # fmt: skip
    assert written.message == f"{pupil}: SEN support since 9 November 2026"
    hint = next(each.hint for each in JOB.ask(place, {}).questions if each.name == "parents_told_on")
    assert "section 68" in hint
    assert JOB.write(place, {}) == [Wrong("support_since", "Say on which day it began.")]


@pytest.mark.parametrize("pupil", [*supported("N"), *supported("K")])
def test_an_ehc_plan_is_issued(pupil: str) -> None:
    """The plan is of another kind, one version on, and agreed by nobody yet; an open needs assessment ends if it is said so."""
    place = at(JOB, pupil, "ehcp")
    before = place.pupils[pupil].pupil.plan
    answers = {"issued_on": ["16 November 2026"], "authority": ["Fenmoor County Council"]}
    ended = bool(chosen(JOB.ask(place, {}), "assessment-ended"))
    if ended:
        told = JOB.write(place, answers)
        assert told == [Wrong("assessment-ended", "Choose whether the needs assessment has ended with this.")]
    written = JOB.write(place, {**answers, "assessment-ended": ["yes"]} if ended else answers)
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert differences(place, written.steps)
    plan = plan_after(place, dict(written.steps))  # type: ignore[arg-type]
    assert (plan["support"], plan["kind"], plan["version"]) == ("E", "ehcp", before.version + 1)
    assert not plan.get("agreed_on")
    assert plan["ehcp"] == {"issued_on": "2026-11-16", "authority": "Fenmoor County Council"}
    since = before.support_since.isoformat() if before.support_since else None
    assert plan.get("support_since") == ("2026-11-16" if before.support == "N" else since)
    open_ones = [
        each
        for each in plan.get("circumstances") or ()  # type: ignore[attr-defined]
        if each["kind"] == "needs_assessment" and not each.get("ended_on")
    ]
    assert open_ones == []
    assert written.message == f"{pupil}: an education, health and care plan was issued on 16 November 2026"
    if ended:
        kept = JOB.write(place, {**answers, "assessment-ended": ["no"]})
        assert isinstance(kept, Written)
        assert not any(step.path[0] == "circumstances" for step in kept.steps[place.path("plan")])


@pytest.mark.parametrize("pupil", list(supported("K")))
def test_sen_support_ends(pupil: str) -> None:
    """A review says when and why, a conversation that the parents were told; what is open in the plan stays."""
    place = at(JOB, pupil, "ends")
    form = JOB.ask(place, {})
    decided = {"held_on": ["20 November 2026"], "attended": ["pupil", "family"], "summary": ["All are met"]}
    told = {"told-date": ["20 November 2026"], "told-with": ["mother"], "told-how": ["phone"]}
    told["told-by"] = ["j-okafor"]  # whoever writes need not have told them
    reviews = chosen(form, "review")
    for review in reviews or [""]:
        written = JOB.write(place, {**decided, **told, "review": [review]})
        assert isinstance(written, Written)
        assert wrongs(place, written.steps) == []
        assert differences(place, written.steps)
        plan = plan_after(place, dict(written.steps))  # type: ignore[arg-type]
        assert plan["support"] == "N"
        assert not {"kind", "support_since", "parents_told_on"} & plan.keys() or plan["kind"] in {
            "ihp",
            "other",
        }
        before = place.data("plan")
        assert isinstance(before, dict)
        gone = ("support", "kind", "support_since", "parents_told_on")
        assert {key: value for key, value in plan.items() if key not in gone} == {
            key: value for key, value in before.items() if key not in gone
        }
        data = after(place, written.steps)[place.path("reviews")]
        assert isinstance(data, dict)
        (held,) = [each for each in data["reviews"] if each.get("summary") == "All are met"]
        assert (held["held_on"], held["kind"]) == ("2026-11-20", "sen_support")
        assert held["attended"] == ["pupil", "family"]
        assert held["plan_version"] == plan["version"]
        assert (held["id"] == review) == (review not in {"", "-"})
        (step,) = written.steps[place.path("contacts")]
        assert isinstance(step, Add)
        assert step.item == {
            "id": step.item["id"],
            "date": "2026-11-20",
            "by": "j-okafor",
            "with": "mother",
            "how": "phone",
            "reached": True,
            "changed": "SEN support ends, as decided on 20 November 2026.",
        }
        assert written.message == f"{pupil}: SEN support ends, decided on 20 November 2026"
    bare = JOB.write(place, {**decided, "review": ["-"] if reviews else []})
    assert isinstance(bare, Written)
    assert place.path("contacts") not in bare.steps


def test_half_an_ending_is_asked_for_whole() -> None:
    told = JOB.write(at(JOB, "p-7k3m", "ends"), {"told-with": ["mother"], "review": ["r99"]})
    assert told == [
        Wrong("review", "Choose one of the answers that are there."),
        Wrong("held_on", "Say on which day it was decided."),
        Wrong("summary", "Say why it ends."),
        Wrong("told-date", "Say on which day they were told."),
        Wrong("told-how", "Choose how."),
    ]


@pytest.mark.parametrize("pupil", [each for each in supported("E") if each not in APPEALING])
@pytest.mark.parametrize("then", ["K", "N"])
def test_the_authority_ceases_the_plan(pupil: str, then: str) -> None:
    """Its decision stands at an annual review, with its day, and the pupil has what is said from then on."""
    place = at(JOB, pupil, "ceases")._replace(today=LATER)
    before = place.pupils[pupil].pupil.plan
    answers = {"decision_on": ["20 November 2026"], "ceased_on": ["1 February 2027"], "support": [then]}
    if then == "K":
        answers["parents_told_on"] = ["20 November 2026"]
    reviews = chosen(JOB.ask(place, {}), "review")
    for review in reviews or [""]:
        held = {"held_on": ["6 November 2026"]} if review in {"", "-"} else {}
        written = JOB.write(place, {**answers, **held, "review": [review]})
        assert isinstance(written, Written)
        assert wrongs(place, written.steps) == []
        assert differences(place, written.steps)
        data = after(place, written.steps)[place.path("reviews")]
        assert isinstance(data, dict)
        ceased = [each for each in data["reviews"] if (each.get("chain") or {}).get("decision") == "cease"]
        assert [each["chain"]["decision_on"] for each in ceased] == ["2026-11-20"]
        assert (ceased[0]["id"] == review) == (not held)
        assert ceased[0]["kind"].startswith("ehcp_")
        plan = plan_after(place, dict(written.steps))  # type: ignore[arg-type]
        assert plan["support"] == then
        assert plan["ehcp"]["ceased_on"] == "2027-02-01"
        if then == "K":
            assert (plan["kind"], plan["version"]) == ("sen_support", before.version + 1)
            assert plan["parents_told_on"] == "2026-11-20"
            assert not plan.get("agreed_on")
        else:
            assert plan["version"] == before.version
            assert not {"kind", "support_since"} & plan.keys()
        message = (
            f"{pupil}: the authority decided on 20 November 2026 to cease the education, health and care plan"
        )
        assert written.message == message


EARLY = next(each for each in supported("E") if each not in APPEALING)


@given(st.dates(min_value=date(2026, 8, 1), max_value=date(2026, 11, 22)))
def test_not_before_the_time_for_an_appeal_has_passed(decided: date) -> None:
    """From the day of the decision, by the rule's own examples of its limit: until then it is refused with the day."""
    place = at(JOB, EARLY, "ceases")
    answers = {
        "decision_on": [in_words(decided)],
        "support": ["N"],
        "review": ["-"],
        "held_on": ["1 July 2026"],
    }
    told = JOB.write(place, answers)
    wrong = [each for each in told if each.name == "decision_on"] if isinstance(told, list) else []
    # Two months on, and behind August or Christmas: a decision of 22 September is the first that is too young.
    assert bool(wrong) == (decided >= date(2026, 9, 22))
    assert all("Write the decision at the annual review" in each.message for each in wrong)


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        ("12 October 2026", "14 December 2026"),  # the 12th is a Saturday
        ("25 October 2026", "4 January 2027"),
        ("2 November 2026", "4 January 2027"),  # the 2nd is a Saturday
    ],
)
def test_the_last_day_for_an_appeal_is_the_rules(decided: str, last: str) -> None:
    told = JOB.write(
        at(JOB, EARLY, "ceases"), {"decision_on": [decided], "support": ["N"], "held_on": ["1 July 2026"]}
    )
    assert isinstance(told, list)
    assert [last in each.message for each in told if each.name == "decision_on"] == [True]


@pytest.mark.parametrize(
    ("ended", "is_taken"),
    [
        ("19 November 2026", False),
        ("20 January 2027", False),
        ("21 January 2027", True),
        ("1 February 2027", True),
        ("2 February 2027", False),
    ],
)
def test_a_plan_ends_after_the_time_for_an_appeal_and_no_later_than_today(ended: str, is_taken: bool) -> None:
    """Not before the decision, not while the family may appeal, and not on a day to come: then it has not ended."""
    place = at(JOB, EARLY, "ceases")._replace(today=date(2027, 2, 1))
    answers = {"decision_on": ["20 November 2026"], "held_on": ["6 November 2026"], "review": ["-"]}
    told = JOB.write(place, {**answers, "support": ["N"], "ceased_on": [ended]})
    assert isinstance(told, Written) is is_taken
    assert isinstance(told, Written) or [wrong.name for wrong in told] == ["ceased_on"]


def test_a_mediation_certificate_gives_the_family_more_time() -> None:
    """A month from the certificate, where that is later than two from the decision: until then the plan goes on."""
    decided = at(JOB, EARLY, "ceases")._replace(today=date(2027, 2, 1))
    known = decided.pupils[EARLY]
    open_ones = tuple(
        structs.replace(each, chain=structs.replace(each.chain, decision=None, decision_on=None))
        for each in known.pupil.reviews
    )
    known = known._replace(pupil=structs.replace(known.pupil, reviews=open_ones))
    place = decided._replace(pupils={EARLY: known})
    review = next(each for each in chosen(JOB.ask(place, {}), "review") if each != "-")
    reviews = tuple(
        structs.replace(each, chain=structs.replace(each.chain, mediation_certificate_on=date(2027, 1, 11)))
        if each.id == review
        else each
        for each in known.pupil.reviews
    )
    pupils = {EARLY: known._replace(pupil=structs.replace(known.pupil, reviews=reviews))}
    answers = {"decision_on": ["20 November 2026"], "support": ["N"], "ceased_on": ["1 February 2027"]}
    told = JOB.write(place._replace(pupils=pupils), {**answers, "review": [review]})
    assert isinstance(told, list)
    assert ["11 February 2027" in each.message for each in told if each.name == "decision_on"] == [True]
    assert isinstance(JOB.write(place, {**answers, "review": [review]}), Written)


@pytest.mark.parametrize("pupil", [each for each in supported("E") if each not in APPEALING])
def test_what_is_to_be_written_until_then_can_be(pupil: str) -> None:
    """The decision alone, at its review: the check takes it beside the plan that goes on, and the form finds it again."""
    place = at(JOB, pupil, "ceases")
    for review in chosen(JOB.ask(place, {}), "review"):
        if review != "-":
            chain = {"decision_on": "2026-11-20", "decision": "cease"}
            steps = {
                place.path("reviews"): [
                    Set(("reviews", review, "chain", name), said) for name, said in chain.items()
                ]
            }
            assert wrongs(place, steps) == []
    leads = [lead.value.split("/") for lead in JOB.ask(place, {}).leads if lead.value.startswith("item/")]
    assert leads
    for _, *names in leads:
        assert items.ask(at(items.JOBS[0], pupil, *names), {}).questions


def test_an_appeal_that_ended_leaves_no_time_to_wait_for() -> None:
    """Once it has been brought and ended, the plan may cease; one that ended before the decision was about another."""
    pupil = min(APPEALING)
    place = at(JOB, pupil, "ceases")
    (lead,) = JOB.ask(place, {}).leads
    path = ("circumstances", lead.value.split("/")[-1])
    answers = {
        "decision_on": ["16 November 2026"],
        "support": ["N"],
        "review": ["-"],
        "held_on": ["1 July 2026"],
    }
    for ended, is_refused in (("2026-11-15", True), ("2026-11-16", False), ("2026-11-20", False)):
        steps = {place.path("plan"): [Set((*path, "stage"), "withdrawn"), Set((*path, "ended_on"), ended)]}
        told = JOB.write(place._replace(files=after(place, steps)), answers)
        refused = [each.name for each in told] if isinstance(told, list) else []
        assert ("decision_on" in refused) == is_refused


@pytest.mark.parametrize("pupil", sorted(APPEALING))
def test_not_while_an_appeal_runs(pupil: str) -> None:
    """The form leads to the appeal instead; once that has ended, it is there."""
    place = at(JOB, pupil, "ceases")
    form = JOB.ask(place, {})
    assert form.none.startswith("An appeal is running.")
    (lead,) = form.leads
    assert lead.value.startswith("circumstance/")
    *_, circumstance = lead.value.split("/")
    path = ("circumstances", circumstance)
    for over in ("decided", "settled", "withdrawn"):
        steps = {place.path("plan"): [Set((*path, "stage"), over), Set((*path, "ended_on"), "2026-11-20")]}
        assert JOB.ask(place._replace(files=after(place, steps)), {}).questions
    running = {place.path("plan"): [Set((*path, "stage"), "heard")]}
    assert JOB.ask(place._replace(files=after(place, running)), {}).none == form.none


@pytest.mark.parametrize("told_on", ["", "18 November 2026"])
@pytest.mark.parametrize("support", ["K", "N"])
@pytest.mark.parametrize("pupil", [each for each in supported("E") if each not in APPEALING])
def test_no_day_of_earlier_support_stands_under_new_support(pupil: str, support: str, told_on: str) -> None:
    """When the parents were told is answered anew where a plan is ceased: what is left empty goes."""
    place = at(JOB, pupil, "ceases")._replace(today=LATER)
    known = place.pupils[pupil]
    plan = structs.replace(known.pupil.plan, parents_told_on=date(2019, 9, 9))
    pupils = {pupil: known._replace(pupil=structs.replace(known.pupil, plan=plan))}
    files = after(place, {place.path("plan"): [Set(("parents_told_on",), "2019-09-09")]})
    place = place._replace(pupils=pupils, files=files)
    assert next(each for each in JOB.ask(place, {}).questions if each.name == "parents_told_on").value == ()
    reviews = chosen(JOB.ask(place, {}), "review")
    answers = {
        "decision_on": ["20 November 2026"],
        "ceased_on": ["1 February 2027"],
        "support": [support],
        "review": reviews[:1],
    }
    if reviews[:1] in ([], ["-"]):
        answers["held_on"] = ["6 November 2026"]
    if support == "K":
        answers["parents_told_on"] = [told_on]
    written = JOB.write(place, answers)
    assert isinstance(written, Written), written
    assert wrongs(place, written.steps) == []
    day = "2026-11-18" if support == "K" and told_on else None
    assert plan_after(place, dict(written.steps)).get("parents_told_on") == day  # type: ignore[arg-type]


def test_what_cannot_be_said_of_a_ceased_plan() -> None:
    pupil = next(each for each in supported("E") if each not in APPEALING)
    place = at(JOB, pupil, "ceases")._replace(today=LATER)
    told = JOB.write(place, {"support": ["E"], "parents_told_on": ["soon"], "review": ["r99"]})
    assert isinstance(told, list)
    assert {wrong.name for wrong in told} >= {"decision_on", "ceased_on", "support", "parents_told_on"}
    answers = {
        "decision_on": ["21 September 2026"],
        "ceased_on": ["30 November 2026"],
        "support": ["N"],
        "parents_told_on": ["20 November 2026"],
    }
    for review in chosen(JOB.ask(place, {}), "review"):
        told = JOB.write(place, {**answers, "review": [review], "held_on": ["6 November 2026"]})
        assert isinstance(told, list)
        assert [wrong.name for wrong in told] == [*(["held_on"] if review != "-" else []), "parents_told_on"]


@given(hostile_text())
def test_words_come_back_as_they_were_typed(words: str) -> None:
    place = at(JOB, "p-7k3m", "ehcp")
    assert holds_words(JOB, place, {"issued_on": ["16 November 2026"], "assessment-ended": ["no"]}, words)
    place = at(JOB, "p-7k3m", "ends")
    answers = {"held_on": ["20 November 2026"], "summary": ["x"], "review": ["-"]}
    assert holds_words(JOB, place, answers, words) or not words.strip()


def test_forged_answers_are_no_fault() -> None:
    refuses_forgery(JOB, at(JOB, "p-7k3m", "ends"), {"held_on": ["today"], "summary": ["x"], "review": ["-"]})
    refuses_forgery(JOB, at(JOB, "p-7k3m", "ehcp"), {"issued_on": ["today"]})
    (pupil, *_) = supported("N")
    refuses_forgery(JOB, at(JOB, pupil, "begins"), {"support_since": ["today"]})
    pupil = next(each for each in supported("E") if each not in APPEALING)
    refuses_forgery(
        JOB,
        at(JOB, pupil, "ceases"),
        {"decision_on": ["21 September 2026"], "ceased_on": ["22 November 2026"], "support": ["N"]},
    )


@pytest.mark.parametrize("names", [("nothing",), ("begins", "x"), ("",), ("K",)])
def test_an_address_of_nothing_is_not_here(names: tuple[str, ...]) -> None:
    for function in (JOB.ask, JOB.write):
        with pytest.raises(NotHere):
            function(at(JOB, "p-7k3m", *names), {})


@pytest.mark.parametrize("pupil", list(supported("K")))
def test_what_belongs_to_support_goes_with_it(pupil: str) -> None:
    """Since when, and when the parents were told, are days of the support that ends: neither stays for another."""
    place = at(JOB, pupil, "ends")
    days = {"support_since": "2025-09-03", "parents_told_on": "2025-09-08"}
    known = place.pupils[pupil]
    plan = structs.replace(known.pupil.plan, **{name: date.fromisoformat(day) for name, day in days.items()})
    pupils = {pupil: known._replace(pupil=structs.replace(known.pupil, plan=plan))}
    files = after(place, {place.path("plan"): [Set((name,), day) for name, day in days.items()]})
    place = place._replace(pupils=pupils, files=files)
    reviews = chosen(JOB.ask(place, {}), "review")
    answers = {"held_on": ["20 November 2026"], "summary": ["x"], "review": ["-"] if reviews else []}
    written = JOB.write(place, answers)
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert all(Remove((name,)) in written.steps[place.path("plan")] for name in days)
