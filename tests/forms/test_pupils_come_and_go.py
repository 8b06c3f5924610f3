"""A pupil comes, with an id that was drawn, and goes: what is open stays as it is."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_answers import changes_nothing, holds_words, refuses_forgery
from form_scenes import DRAWN, PUPILS, TODAY, after, at, differences, standing_in, wrongs
from liverecord.forms import leaver, newcomer
from liverecord.forms.job import NotHere, Written
from liverecord.forms.known import has_left
from liverecord.forms.question import Wrong
from liverecord.splice.steps import Remove, Set
from strategies import hostile_text

NEW, LEAVES = newcomer.JOB, leaver.JOB
FILE = f"records/pupils/{DRAWN}/plan.yml"
WHO = {
    "id": [DRAWN],
    "given_name": ["Ada"],
    "family_name": ["Lovegrove"],
    "known_as": [""],
    "year_group": ["8"],
    "form": ["8B"],
    "date_of_birth": ["11 February 2014"],
    "on_roll_from": ["23 November 2026"],
    "keyworker": ["j-okafor"],
}
HELD = {
    "given_name": "Ada",
    "family_name": "Lovegrove",
    "year_group": 8,
    "form": "8B",
    "date_of_birth": "2014-02-11",
    "on_roll_from": "2026-11-23",
}
SUPPORT: dict[str, tuple[dict[str, list[str]], dict[str, object]]] = {
    "N": ({}, {}),
    "K": (
        {"support_since": ["3 Sept 2025"], "parents_told_on": ["8 Sept 2025"]},
        {"support_since": "2025-09-03", "parents_told_on": "2025-09-08", "kind": "sen_support"},
    ),
    "E": (
        {"support_since": ["3 Sept 2025"], "issued_on": ["2 March 2026"], "authority": ["Fenmoor"]},
        {
            "support_since": "2025-09-03",
            "kind": "ehcp",
            "ehcp": {"issued_on": "2026-03-02", "authority": "Fenmoor"},
        },
    ),
}


@pytest.mark.parametrize("support", list(SUPPORT))
def test_a_record_begins_with_what_it_needs(support: str) -> None:
    """The plan says what was answered, its kind and its first version, and the check finds nothing wrong in it."""
    place = at(NEW)
    typed, held = SUPPORT[support]
    written = NEW.write(place, {**WHO, "support": [support], **typed})
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert after(place, written.steps)[FILE] == {
        "pupil": HELD, "support": support, **held, "version": 1, "keyworker": "j-okafor",
    }  # fmt: skip
    assert set(differences(place, written.steps)) == {FILE}
    assert written.message == f"{DRAWN}: a new pupil"
    assert written.asked_at[FILE, ("pupil", "form")] == "form"
    assert written.asked_at[FILE, ("ehcp", "issued_on")] == "issued_on"


def test_the_id_that_was_drawn_stays_with_the_form() -> None:
    """Whatever is drawn later, the form, its preview and what is sent are about one record."""
    assert NEW.ask(at(NEW), {}).hidden == {"id": DRAWN}
    later = at(NEW)._replace(drawn="p-9999")
    assert NEW.ask(later, WHO).hidden == {"id": DRAWN}
    assert NEW.ask(later, {**WHO, "id": ["p-7k3m"]}).hidden == {"id": "p-9999"}
    written = NEW.write(later, {**WHO, "support": ["N"]})
    assert isinstance(written, Written)
    assert list(written.steps) == [FILE]


@pytest.mark.parametrize(
    "forged",
    ["", "p-7k3m", "p-3fqk", "p-MAYA", "p-../../x", "../staff", "p-abc", "p-" + "x" * 13, "x" * 9999],
)
def test_an_id_that_was_not_drawn_is_refused(forged: str) -> None:
    place = at(NEW)
    pupils = {each: known for each, known in place.pupils.items() if each != "p-3fqk"}
    files = {path: data for path, data in place.files.items() if "p-3fqk" not in path}
    place = place._replace(pupils=pupils, files=files, unread=("p-3fqk",))
    told = NEW.write(place, {**WHO, "support": ["N"], "id": [forged]})
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == [""]


def test_what_such_a_pupil_cannot_have_is_told_at_its_question() -> None:
    place = at(NEW)
    typed = {
        "support_since": ["1 Sept"],
        "parents_told_on": ["1 Sept"],
        "issued_on": ["1 Sept"],
        "authority": ["x"],
    }
    for support, names in (
        ("N", ["support_since", "parents_told_on", "issued_on", "authority"]),
        ("K", ["issued_on", "authority"]),
    ):
        told = NEW.write(place, {**WHO, **typed, "support": [support]})
        assert isinstance(told, list)
        assert [wrong.name for wrong in told] == names
    told = NEW.write(place, {"id": [DRAWN], "date_of_birth": ["31 June 2014"]})
    assert told == [
        Wrong("given_name", "Say what the given name is."),
        Wrong("family_name", "Say what the family name is."),
        Wrong("year_group", "Choose the year."),
        Wrong("date_of_birth", "31 June does not exist. June has 30 days."),
        Wrong("support", "Choose what support the pupil has."),
    ]


@pytest.mark.parametrize("pupil", PUPILS)
def test_nobody_gets_a_second_record(pupil: str) -> None:
    identity = at(NEW).pupils[pupil].pupil.plan.pupil
    born = identity.date_of_birth
    if born is None:
        return
    twin = {
        **WHO,
        "support": ["N"],
        "given_name": [identity.given_name.upper()],
        "family_name": [identity.family_name],
        "date_of_birth": [born.isoformat()],
    }
    told = NEW.write(at(NEW), twin)
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == [""]
    assert f": {pupil}." in told[0].message
    assert identity.family_name not in told[0].message
    assert isinstance(NEW.write(at(NEW), {**twin, "given_name": ["Another"]}), Written)


@given(hostile_text(), st.sampled_from(["given_name", "family_name", "known_as", "form", "authority"]))
def test_words_come_back_as_they_were_typed(words: str, name: str) -> None:
    place = at(NEW)
    written = NEW.write(place, {**WHO, "support": ["E"], name: [words]})
    if not isinstance(written, Written):
        assert not words.strip()
        return
    data = after(place, written.steps)[FILE]
    assert isinstance(data, dict)
    there = {**data["pupil"], **data.get("ehcp", {})}.get(name)
    assert str(there or "") == " ".join(words.split()) or str(there) == " ".join(words.split())
    assert written.message == f"{DRAWN}: a new pupil"


@pytest.mark.parametrize("pupil", PUPILS)
def test_a_pupil_leaves_and_nothing_else_changes(pupil: str) -> None:
    place = at(LEAVES, pupil)
    identity = place.pupils[pupil].pupil.plan.pupil
    form = LEAVES.ask(place, {})
    written = LEAVES.write(place, {"on_roll_until": ["18 December 2026"], "destination": ["Fenmoor College"]})
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    (changed,) = differences(place, written.steps).values()
    assert {step.path for step in changed} == {("pupil", "on_roll_until"), ("pupil", "destination")}
    assert all(isinstance(step, Set) for step in changed)
    assert written.message == f"{pupil}: leaves the roll"
    told = changes_nothing(LEAVES, place)
    assert [wrong.name for wrong in told] == ["" if identity.on_roll_until else "on_roll_until"]
    shown = [line for section in form.sections for line in section.about]
    known = place.pupils[pupil].pupil
    number = sum(each.status == "open" for each in (*known.concerns, *known.actions))
    assert sum(line.startswith(("Concern: ", "Action: ")) for line in shown) == number
    destination = next(question for question in form.questions if question.name == "destination")
    assert destination.seen_by.startswith("The SENCO, the safeguarding lead and the head will see this")


@pytest.mark.parametrize("pupil", PUPILS)
def test_whoever_is_back_has_no_last_day_and_goes_nowhere(pupil: str) -> None:
    """Both answers are emptied together: a pupil who stays is not shown as gone to another school."""
    place = at(LEAVES, pupil)
    away = {"on_roll_until": ["20 November 2026"], "destination": ["Fenmoor College"]}
    gone = LEAVES.write(place, away)
    assert isinstance(gone, Written)
    left = place._replace(files=after(place, gone.steps))
    assert has_left(place.pupils[pupil], TODAY) == ("has left" in LEAVES.ask(place, {}).title)
    known = place.pupils[pupil]
    plan = msgspec.structs.replace(
        known.pupil.plan,
        pupil=msgspec.structs.replace(
            known.pupil.plan.pupil, on_roll_until=date(2026, 11, 20), destination="x"
        ),
    )
    left = left._replace(
        pupils={pupil: known._replace(pupil=msgspec.structs.replace(known.pupil, plan=plan))}
    )
    assert LEAVES.ask(left, {}).title.endswith(" has left")
    told = LEAVES.write(left, {"on_roll_until": [""], "destination": ["Fenmoor College"]})
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["destination"]
    back = LEAVES.write(left, {"on_roll_until": [""], "destination": [""]})
    assert isinstance(back, Written)
    assert wrongs(left, back.steps) == []
    assert back.steps[place.path("plan")] == [
        Remove(("pupil", "on_roll_until")), Remove(("pupil", "destination"))
    ]  # fmt: skip
    assert back.message == f"{pupil}: is on the roll"


@given(hostile_text())
def test_a_destination_comes_back_as_it_was_typed(words: str) -> None:
    assert holds_words(LEAVES, at(LEAVES, "p-7k3m"), {"on_roll_until": ["18 December 2026"]}, words)


def test_a_last_day_is_needed() -> None:
    place = at(LEAVES, "p-7k3m")
    assert LEAVES.write(place, {}) == [Wrong("on_roll_until", "Say which day is the last on the roll.")]
    assert standing_in(LEAVES.ask(place, {})) == {}


def test_forged_answers_are_no_fault() -> None:
    refuses_forgery(NEW, at(NEW), {**WHO, "support": ["N"]})
    refuses_forgery(LEAVES, at(LEAVES, "p-7k3m"), {"on_roll_until": ["18 December 2026"]})


def test_there_is_nothing_beneath_them() -> None:
    for job, place in ((NEW, at(NEW, None, DRAWN)), (LEAVES, at(LEAVES, "p-7k3m", "x"))):
        for function in (job.ask, job.write):
            with pytest.raises(NotHere):
                function(place, {})
