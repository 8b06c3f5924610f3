"""No field is without a form: the generic form asks each, changes nothing by itself, and writes what the check takes."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_scenes import PUPILS, ROOT, after, at, standing_in, wrongs
from liverecord.forms import items
from liverecord.forms.job import NotHere, Scene, Written
from liverecord.forms.question import Wrong
from liverecord.model.field import fields_of
from liverecord.model.records import KINDS, PUPIL_KINDS
from liverecord.splice.steps import declared, found, is_there

OF_PUPIL, OF_SCHOOL = items.JOBS
ADDRESSES_OF_SCHOOL = ("school", "staff")


def addresses(pupil: str | None) -> Iterator[tuple[str, ...]]:
    """Yield every address that forms lead to from the files' own, the lists' "add one more" among them."""
    kinds = PUPIL_KINDS if pupil else ADDRESSES_OF_SCHOOL
    waiting = [(kind,) for kind in kinds]
    while waiting:
        names = waiting.pop()
        yield names
        form = items.ask(at(OF_PUPIL if pupil else OF_SCHOOL, pupil, *names), {})
        leads = [tuple(lead.value.split("/")) for lead in form.leads]
        waiting += [ids for job, *ids in leads if job in {OF_PUPIL.name, OF_SCHOOL.name}]


@pytest.mark.parametrize("pupil", [*PUPILS[:12], None])
def test_a_form_that_nobody_touched_changes_nothing(pupil: str | None) -> None:
    """Every form of a record, sent back as it came: nothing differs, whatever way the record was typed."""
    for names in addresses(pupil):
        place = at(OF_PUPIL if pupil else OF_SCHOOL, pupil, *names)
        form = items.ask(place, {})
        path = names[1:]
        if (
            path
            and is_there(place.data(names[0]), path)
            and not isinstance(found(place.data(names[0]), path), list)
        ):
            told = items.write(place, standing_in(form))
            assert isinstance(told, list), (names, told)
            assert [wrong.name for wrong in told] == [""], (names, told)


def test_a_list_of_people_is_answered_with_several_of_them() -> None:
    """Who teaches a group, and who is in it, are chosen by name; several stay several, and one is a list of one."""
    place = at(OF_SCHOOL, None, "school", "groups", "g1")
    form = items.ask(place, {})
    asked = {question.name: question for section in form.sections for question in section.questions}
    assert {asked[name].kind for name in ("teachers", "pupils")} == {"several"}
    for number in (1, 2):
        chosen = tuple(choice.value for choice in asked["teachers"].choices[:number])
        told = items.write(place, {**standing_in(form), "teachers": chosen})
        assert isinstance(told, Written)
        (steps,) = told.steps.values()
        assert [step.value for step in steps] == [list(chosen)]


def test_every_field_that_is_declared_is_asked_somewhere() -> None:
    """Of each struct that a file holds, each field has a question, but ids that are drawn."""
    asked: set[tuple[type, str]] = set()
    for pupil in (*PUPILS, None):
        for names in addresses(pupil):
            kind, *path = names
            form = items.ask(at(OF_PUPIL if pupil else OF_SCHOOL, pupil, *names), {})
            field = declared(kind, tuple(path))
            struct = field.struct if field is not None and field.struct is not None else KINDS[kind]
            asked |= {(struct, question.name) for question in form.questions}
    every = {
        (struct, field.name) for struct in structs() for field in fields_of(struct) if field.kind != "part"
    }
    drawn = {(struct, name) for struct, name in every - asked if name == "id"}
    assert every - asked == drawn


def structs() -> set[type]:
    """Return every struct that a file holds."""
    known: set[type] = set()
    waiting: list[type] = list(KINDS.values())
    while waiting:
        struct = waiting.pop()
        if struct not in known:
            known.add(struct)
            waiting += [field.struct for field in fields_of(struct) if field.struct and field.kind == "part"]
    return known


def test_a_new_thing_gets_the_next_id_and_only_what_was_answered() -> None:
    place = at(OF_PUPIL, "p-8dct", "contacts", "contacts")
    answers = {
        "date": ["20 Nov"],
        "with": ["mother"],
        "how": ["phone"],
        "reached": ["yes"],
        "by": ["r-adeyemi"],
    }
    written = items.write(place, answers)
    assert isinstance(written, Written)
    (path,) = written.steps
    item = after(place, written.steps)[path]["contacts"][-1]  # type: ignore[index]
    assert item == {
        "id": item["id"], "date": "2026-11-20", "by": "r-adeyemi", "with": "mother", "how": "phone", "reached": True,
    }  # fmt: skip
    assert wrongs(place, written.steps) == []
    assert "mother" not in written.message


@pytest.mark.parametrize("pupil", PUPILS[:5])
def test_what_a_field_is_anyway_is_no_line(pupil: str) -> None:
    """Of every thing, new or there: a field answered as it is where it is left out writes nothing that was not there."""
    tried = 0
    for names in addresses(pupil):
        kind, *path = names
        field = declared(kind, tuple(path))
        place = at(OF_PUPIL, pupil, *names)
        defaults = {
            each.name: each.default
            for each in fields_of(field.struct if field is not None and field.struct else KINDS[kind])
            if isinstance(each.default, bool | str)
        }
        is_there_already = path and is_there(place.data(kind), tuple(path)) and is_a_thing(place, names)
        stood = found(place.data(kind), tuple(path)) if is_there_already else {}
        asked = {question.name: question for question in items.ask(place, {}).questions}
        answers = standing_in(items.ask(place, {}))
        for name, default in defaults.items():
            if name in asked and name not in stood:  # type: ignore[operator]
                typed = (
                    {True: "yes", False: "no"}.get(default, default) if isinstance(default, bool) else default
                )
                told = items.write(place, {**answers, name: [str(typed)]})
                assert told == items.write(place, answers), (names, name)
                tried += 1
    assert tried


def is_a_thing(place: Scene, names: tuple[str, ...]) -> bool:
    return isinstance(found(place.data(names[0]), names[1:]), dict)


@pytest.mark.parametrize(("name", "typed"), [("restricted", "no"), ("status", "open")])
def test_a_new_action_says_nothing_that_it_is_anyway(name: str, typed: str) -> None:
    place = at(OF_PUPIL, "p-8dct", "actions", "actions")
    answers = {
        "what": ["Ask again"],
        "kind": ["conversation"],
        "owner": ["r-adeyemi"],
        "due": ["11 December 2026"],
    }
    written = items.write(place, answers)
    assert isinstance(written, Written)
    assert items.write(place, {**answers, name: [typed]}) == written


def test_wrong_answers_are_told_at_their_questions() -> None:
    place = at(OF_PUPIL, "p-8dct", "contacts", "contacts")
    told = items.write(place, {"date": ["31 November"], "with": ["nobody-such"], "how": [""]})
    assert isinstance(told, list)
    assert {wrong.name for wrong in told} == {"date", "with", "how"}
    assert Wrong("date", "31 November does not exist. November has 30 days.") in told


def test_an_answer_that_was_emptied_goes() -> None:
    place = at(OF_PUPIL, "p-8dct", "plan", "passport")
    answers = standing_in(items.ask(place, {}))
    del answers["safe_to_attend"]
    written = items.write(place, answers)
    assert isinstance(written, Written)
    (path,) = written.steps
    assert "safe_to_attend" not in after(place, written.steps)[path]["passport"]  # type: ignore[index]


@pytest.mark.parametrize(
    "names",
    [(), ("nothing",), ("staff",), ("plan", "no-such"), ("plan", "outcomes", "o99"), ("plan", "outcomes", "o99", "provision"),
     ("plan", "support"), ("absences", "weeks")],
)  # fmt: skip
def test_an_address_of_nothing_is_not_here(names: tuple[str, ...]) -> None:
    with pytest.raises(NotHere):
        items.ask(at(OF_PUPIL, "p-8dct", *names), {})


def test_the_demo_is_there() -> None:
    assert (ROOT / "records/pupils/p-8dct").is_dir()


@given(st.text(st.sampled_from("0123456789"), min_size=10, max_size=6000))
def test_a_number_of_any_length_is_no_fault(digits: str) -> None:
    """More digits than anybody counts with are text where a text is asked, and wrong where a number is."""
    place = at(OF_PUPIL, "p-8dct", "plan")
    told = items.write(place, standing_in(items.ask(place, {})) | {"version": (digits,)})
    assert told == [Wrong("version", "This is a whole number from 1 to 9999.")]
    place = at(OF_PUPIL, "p-8dct", "plan", "passport")
    written = items.write(place, {"communication": [digits], "helps": [digits]})
    assert isinstance(written, Written)
