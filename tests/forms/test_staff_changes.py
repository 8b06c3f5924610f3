"""Somebody is away, is back, or joins: staff.yml says it, and nothing else changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from form_answers import WORDS, changes_nothing, refuses_forgery
from form_scenes import after, at, differences, standing_in, wrongs
from liverecord.forms import absence, joining
from liverecord.forms.asking import staff_choices
from liverecord.forms.job import Job, NotHere, Scene, Written
from liverecord.forms.question import Wrong
from liverecord.splice.steps import Add, Remove, Set
from strategies import hostile_text

AWAY, BACK = absence.JOBS
JOINS = joining.JOB
FILE = "records/staff.yml"
STAFF = tuple(person.id for person in at(AWAY).staff.staff)


@pytest.mark.parametrize("person", STAFF)
def test_an_absence_is_written_whole(person: str) -> None:
    place = at(AWAY, None, person)
    cover = next(each for each in ("h-novak", "a-farrow") if each != person)
    written = AWAY.write(place, {"from": ["23 November 2026"], "cover": [cover]})
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    (data,) = [each for each in after(place, written.steps)[FILE]["staff"] if each["id"] == person]  # type: ignore[index]
    assert data["away"] == {"from": "2026-11-23", "cover": cover}
    assert written.message == f"school: {person} is away"
    assert {step.path[:3] for step in differences(place, written.steps)[FILE]} == {("staff", person, "away")}


def test_an_absence_that_goes_on_is_shown_and_changed() -> None:
    place = at(AWAY, None, "t-barros")
    form = AWAY.ask(place, {})
    assert "Away from 16 November 2026 until 4 December 2026. R. Adeyemi covers." in form.about
    assert [wrong.name for wrong in changes_nothing(AWAY, place)] == [""]
    written = AWAY.write(place, {**standing_in(form), "until": ["11 December 2026"]})
    assert isinstance(written, Written)
    assert written.steps == {FILE: [Set(("staff", "t-barros", "away", "until"), "2026-12-11")]}


GONE = tuple(
    person.id for person in at(AWAY).staff.staff if person.left_on and person.left_on < at(AWAY).today
)


def covered_by(job: Job, cover: str) -> Scene:
    """Return the scene of T. Barros's absence, with whom the record names as the cover."""
    place = at(job, None, "t-barros")
    staff = tuple(
        structs.replace(each, away=structs.replace(each.away, cover=cover)) if each.away else each
        for each in place.staff.staff
    )
    files = after(place, {FILE: [Set(("staff", "t-barros", "away", "cover"), cover)]})
    return place._replace(staff=structs.replace(place.staff, staff=staff), files=files)


@pytest.mark.parametrize("cover", GONE)
def test_whoever_has_left_covers_nothing_and_stays_in_the_record(cover: str) -> None:
    """No form says that they cover, as no page does; a change of the days leaves them where they stand."""
    place = covered_by(AWAY, cover)
    name = next(each.name for each in place.staff.staff if each.id == cover)
    (choice,) = (each for each in staff_choices(place) if each.value == "t-barros")
    assert choice.label == "T. Barros (away until 4 December 2026)"
    for job in (AWAY, BACK):
        told = job.ask(covered_by(job, cover), {}).about
        assert f"Away from 16 November 2026 until 4 December 2026. {name} was to cover, and has left." in told
    form = AWAY.ask(place, {})
    assert next(each for each in form.questions if each.name == "cover").value == (cover,)
    assert cover in {choice.value for each in form.questions for choice in each.choices}
    assert [wrong.name for wrong in changes_nothing(AWAY, place)] == [""]
    written = AWAY.write(place, {**standing_in(form), "until": ["11 December 2026"]})
    assert isinstance(written, Written)
    assert written.steps == {FILE: [Set(("staff", "t-barros", "away", "until"), "2026-12-11")]}


@pytest.mark.parametrize("cover", [each for each in STAFF if each not in {*GONE, "t-barros"}])
def test_whoever_is_here_covers(cover: str) -> None:
    place = covered_by(AWAY, cover)
    name = next(each.name for each in place.staff.staff if each.id == cover)
    (choice,) = (each for each in staff_choices(place) if each.value == "t-barros")
    assert choice.label == f"T. Barros (away until 4 December 2026, {name} covers)"
    assert AWAY.ask(place, {}).about[-1].endswith(f" {name} covers.")


def test_nobody_covers_for_themselves() -> None:
    told = AWAY.write(at(AWAY, None, "t-barros"), {"from": [""], "until": ["soon"], "cover": ["t-barros"]})
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["from", "until", "cover"]
    place = at(AWAY, None, "h-novak")
    written = AWAY.write(place, {"from": ["4 December 2026"], "until": ["23 November 2026"]})
    assert isinstance(written, Written)
    (problem,) = wrongs(place, written.steps)
    assert problem.code == "dates-out-of-order", "and it is told at the question for the last day"
    assert written.asked_at[FILE, ("staff", "h-novak", "away", "until")] == "until"


def test_somebody_is_back() -> None:
    """The absence ends on the day before; one that never came about goes."""
    place = at(BACK, None, "t-barros")
    written = BACK.write(place, {"first": ["today"]})
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert differences(place, written.steps)
    assert written.steps == {FILE: [Set(("staff", "t-barros", "away", "until"), "2026-11-21")]}
    assert written.message == "school: t-barros is back on 22 November 2026"
    never = BACK.write(place, {"first": ["16 November 2026"]})
    assert isinstance(never, Written)
    assert never.steps == {FILE: [Remove(("staff", "t-barros", "away"))]}
    assert wrongs(place, never.steps) == []
    assert differences(place, never.steps)
    assert BACK.write(place, {"first": ["5 December 2026"]}) == [
        Wrong("", "Nothing here differs from the record, so there is nothing to send.")
    ]
    assert BACK.write(place, {}) == [Wrong("first", "Say which day is the first day back.")]
    assert BACK.write(place, {"first": ["29 February"]})[0].name == "first"  # type: ignore[index, union-attr]


def test_whoever_is_not_away_is_not_back() -> None:
    place = at(BACK, None, "h-novak")
    form = BACK.ask(place, {})
    assert not form.questions
    assert BACK.write(place, {"first": ["today"]}) == [Wrong("", form.none)]


def test_first_it_is_asked_who() -> None:
    assert [lead.value for lead in BACK.ask(at(BACK), {}).leads] == ["back/t-barros"]
    away = [lead.value for lead in AWAY.ask(at(AWAY), {}).leads]
    assert "away/h-novak" in away
    assert "away/s-quill" not in away
    for job in (AWAY, BACK):
        told = job.write(at(job), {"from": ["today"], "first": ["today"]})
        assert isinstance(told, list)
        assert [wrong.name for wrong in told] == [""]


def test_somebody_joins() -> None:
    place = at(JOINS)
    answers = {"name": ["Ms Ruth Adeyemi"], "roles": ["class_teacher"], "email": ["ruth@ashgrove.example"]}
    (name, short, *_) = JOINS.ask(place, answers).questions
    assert name.value == ("Ms Ruth Adeyemi",)
    assert short.value == ("r-adeyemi-2",), "r-adeyemi is somebody else's"
    written = JOINS.write(place, answers)
    assert isinstance(written, Written)
    assert wrongs(place, written.steps) == []
    assert differences(place, written.steps)
    person = {
        "id": "r-adeyemi-2",
        "name": "Ms Ruth Adeyemi",
        "roles": ["class_teacher"],
        "email": "ruth@ashgrove.example",
    }
    assert written.steps == {FILE: [Add(("staff",), person)]}
    assert written.message == "school: r-adeyemi-2 joins"
    typed = JOINS.write(place, {**answers, "id": ["ruth-a"]})
    assert isinstance(typed, Written)
    assert typed.asked_at[FILE, ("staff", "ruth-a", "email")] == "email"


def test_nobody_joins_twice_by_mistake() -> None:
    """Of a name that is on the staff a second entry needs a short name that somebody chose: else nobody could be told by name."""
    place = at(JOINS)
    (wrong,) = JOINS.write(place, {"name": ["R. Adeyemi"]})
    assert isinstance(wrong, Wrong)
    assert (wrong.name, "r-adeyemi" in wrong.message) == ("name", True)
    assert isinstance(JOINS.write(place, {"name": ["R. Adeyemi"], "id": ["ruth-a"]}), Written)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("R. Adeyemi", "r-adeyemi"),
        ("Prof. Zoë Müller-Òrd", "z-muller-ord"),
        ("Cher", "cher"),
        ("O'Neill", "oneill"),
        ("", ""),
        ("漢字", ""),
        ("J. R. R. Tolkien", "j-tolkien"),
    ],
)
def test_a_short_name_is_the_initial_and_the_family_name(name: str, short: str) -> None:
    assert joining.short_name(name, ()) == short


@given(hostile_text(), st.integers(0, 12))
def test_a_short_name_is_free_and_one_that_records_take(name: str, number: int) -> None:
    """Whatever the name, what follows from it is a valid id that nobody has, or nothing."""
    taken: set[str] = set()
    for _ in range(number + 1):
        short = joining.short_name(name, taken)
        assert short == "" or re.fullmatch(r"[a-z][a-z0-9-]{0,31}", short)
        assert short not in taken - {""}
        taken.add(short)


def test_a_short_name_is_refused_with_its_cure() -> None:
    place = at(JOINS)
    assert JOINS.write(place, {}) == [Wrong("name", "Say what the name is.")]
    for typed, message in (
        ("R-Adeyemi", "Use small letters, digits and hyphens, 32 at most, beginning with a letter."),
        ("a" * 33, "Use small letters, digits and hyphens, 32 at most, beginning with a letter."),
        (
            "r-adeyemi",
            "Somebody has this short name already. Choose another: it stands for one person for ever.",
        ),
    ):
        assert JOINS.write(place, {"name": ["R. Adeyemi"], "id": [typed]}) == [Wrong("id", message)]
    told = JOINS.write(place, {"name": ["漢字"], "roles": ["king"]})
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["roles", "id"]


@given(hostile_text())
def test_a_name_comes_back_as_it_was_typed(words: str) -> None:
    place = at(JOINS)
    written = JOINS.write(place, {"name": [words], "id": ["new-one"], "email": [words]})
    assert isinstance(written, Written) == bool(words.strip())
    if isinstance(written, Written):
        (step,) = written.steps[FILE]
        assert isinstance(step, Add)
        assert str(step.item["name"]) == str(step.item["email"]) == " ".join(words.split())
        assert written.message == "school: new-one joins"


def test_forged_answers_are_no_fault() -> None:
    refuses_forgery(AWAY, at(AWAY, None, "h-novak"), {"from": ["today"]})
    refuses_forgery(BACK, at(BACK, None, "t-barros"), {"first": ["today"]})
    refuses_forgery(JOINS, at(JOINS), {"name": ["R. Adeyemi"], "id": ["new-one"]})


@pytest.mark.parametrize("job", [AWAY, BACK], ids=lambda job: job.name)
def test_an_absence_asks_for_no_words(job: Job) -> None:
    """Why somebody is away is nobody's business here: there is no place to write it, so nothing of it is kept."""
    for person in ("t-barros", "h-novak"):
        asked = job.ask(at(job, None, person), {}).questions
        assert bool(asked) == (job is AWAY or person == "t-barros")
        assert not [question.name for question in asked if question.kind in WORDS]


@pytest.mark.parametrize(
    ("job", "names"), [(AWAY, ("nobody-such",)), (BACK, ("t-barros", "x")), (JOINS, ("x",))]
)
def test_an_address_of_nobody_is_not_here(job: Job, names: tuple[str, ...]) -> None:
    for function in (job.ask, job.write):
        with pytest.raises(NotHere):
            function(at(job, None, *names), {})
