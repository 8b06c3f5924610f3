"""What a preview tells of school.yml and staff.yml: each thing that changed, once, in the titles of its fields."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from form_scenes import ROOT, at, dumped
from liverecord.edit.own_files import own_told
from liverecord.forms.job import Written
from liverecord.forms.jobs import job_named
from liverecord.model.field import Field, field_at
from liverecord.model.records import KINDS
from liverecord.read.rulebook import rulebook
from liverecord.splice.writing import Spliced, spliced

STAFF = "records/staff.yml"
KEYS = ("id", "date", "name", "start")


def told(kind: str, before: Any, after: Any) -> list[str]:
    """Return what is told of two versions of a file's data."""
    return list(own_told(f"records/{kind}.yml", kind, dumped(before), dumped(after), rulebook()))


def leaves(
    kind: str, data: Any, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Field]]:
    """Yield the path and the field of every value in a file's data."""
    if isinstance(data, dict):
        for key, value in data.items():
            field = field_at(KINDS[kind], [*path, key])
            if field is not None and (field.struct is None or field.kind != "part"):
                if value is not None and value != []:
                    yield (*path, key), field
            else:
                yield from leaves(kind, value, (*path, key))
    elif isinstance(data, list):
        for place, each in enumerate(data):
            yield from leaves(kind, each, (*path, place))


def at_path(data: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


@pytest.mark.parametrize("kind", ["school", "staff"])
def test_every_field_is_told_of_once(kind: str) -> None:
    """A value that goes is one sentence with the field's title and the value's thing; the same file is none."""
    data = at(job_named("joins", of_a_pupil=False)).data(kind)  # type: ignore[arg-type]
    assert told(kind, data, data) == []
    number = 0
    for path, field in leaves(kind, data):
        if field.name in KEYS and len(path) > 1:
            continue  # by it the thing is known, so that it is another without it
        less = copy.deepcopy(data)
        del at_path(less, path[:-1])[path[-1]]
        (gone,) = told(kind, data, less)
        assert field.title.casefold() in gone.casefold()
        assert " taken out (before: " in gone
        (come,) = told(kind, less, data)
        assert " set to " in come
        number += 1
    assert number > 20


@pytest.mark.parametrize(
    ("kind", "lists"), [("school", {"terms", "closures", "transitions", "periods"}), ("staff", {"staff"})]
)
def test_what_is_new_is_told_of_whole(kind: str, lists: set[str]) -> None:
    """A thing of a list is one sentence when it comes and one when it goes, whatever stands in it."""
    data = at(job_named("joins", of_a_pupil=False)).data(kind)  # type: ignore[arg-type]
    assert isinstance(data, dict)
    things = {
        name: values
        for name, values in data.items()
        if isinstance(values, list) and values and isinstance(values[0], dict)
    }
    assert things.keys() >= lists
    for name, values in things.items():
        less = {**data, name: values[:-1]}
        (come,) = told(kind, less, data)
        (gone,) = told(kind, data, less)
        assert " added" in come
        assert gone.endswith(" taken out")


@pytest.mark.parametrize(
    ("job", "person", "answers", "sentences"),
    [
        (
            "away",
            "h-novak",
            {"from": ["23 November 2026"], "cover": ["a-farrow"]},
            ["H. Novak: first day away set to 23 November 2026", "H. Novak: cover set to A. Farrow"],
        ),
        (
            "back",
            "t-barros",
            {"first": ["22 November 2026"]},
            ["T. Barros: last day away changed from 4 December 2026 to 21 November 2026"],
        ),
        (
            "leaves",
            "b-kowal",
            {"left_on": ["18 December 2026"], "everything": ["-"]},
            ["B. Kowal: last day at the school set to 18 December 2026"],
        ),
        (
            "joins",
            None,
            {"name": ["Ruth Adeyemi"], "roles": ["class_teacher"]},
            ["Ruth Adeyemi added (id r-adeyemi-2; roles Class teacher)"],
        ),
    ],
)
def test_what_the_forms_change_is_told(
    job: str, person: str | None, answers: dict[str, list[str]], sentences: list[str]
) -> None:
    found = job_named(job, of_a_pupil=False)
    assert found is not None
    written = found.write(at(found, None, *([person] if person else [])), answers)
    assert isinstance(written, Written)
    raw = (ROOT / STAFF).read_bytes()
    made = spliced(STAFF, "staff", raw, written.steps[STAFF])
    assert isinstance(made, Spliced)
    assert list(own_told(STAFF, "staff", raw, made.raw, rulebook())) == sentences


def test_next_years_terms_are_new_where_this_years_have_the_same_names() -> None:
    """Every year has an Autumn 1: the new year's comes beside this year's, which nobody is told has changed."""
    this = {"name": "Autumn 1", "start": "2026-09-02", "end": "2026-10-23"}
    new = {"name": "Autumn 1", "start": "2027-09-02", "end": "2027-10-22"}
    school = {"name": "Ashgrove School", "terms": [this]}
    (said,) = told("school", school, {**school, "terms": [this, new]})
    assert said.startswith("Autumn 1 added")
    assert "2 September 2027" in said
    (said,) = told("school", school, {**school, "terms": [{**this, "end": "2026-10-22"}]})
    assert said.startswith("Autumn 1: ")
