"""What a field is declared to be is what is checked of it: no field is left out of a law that is about its kind."""

from datetime import date
from typing import Any

import pytest

from liverecord.model.parts import PARTS
from liverecord.model.records import KINDS, PUPIL_KINDS, Document, Item
from liverecord.model.typed import pupil
from liverecord.problem import Problem
from liverecord.validate import document as check_document
from liverecord.validate import pupil as check_pupil
from overlay import TODAY
from record_documents import RULEBOOK, typed_school
from whole_record import WHOLE, Path, places, replaced

LATER = date(2049, 1, 1)


EVERY = [(kind, path, each, struct) for kind in PUPIL_KINDS for path, each, struct in places(KINDS[kind])]


def of_kind(*kinds: str) -> Any:
    """Return the fields of some kinds as a test's cases."""
    chosen = [(kind, path) for kind, path, each, _ in EVERY if each.kind in kinds]
    assert chosen
    return pytest.mark.parametrize(
        ("kind", "path"), chosen, ids=lambda each: ".".join(map(str, each)) if each else ""
    )


def told(kind: str, path: Path, value: object) -> list[Problem]:
    """Return what the laws say of the whole record with another value at one place; its schema must accept that."""
    record = {name: replaced(data, path if name == kind else (), value) for name, data in WHOLE.items()}
    documents = {name: Document(f"{name}.yml", name, data, {}, "") for name, data in record.items()}
    for each in documents.values():
        assert check_document(each, RULEBOOK) == []
    school, staff = typed_school()
    return check_pupil(pupil("p-7k3m", documents), documents, school, staff, RULEBOOK, TODAY)


def said(code: str, kind: str, path: Path, value: object) -> list[str]:
    """Return what is newly said under a code word of the whole record with another value at one place."""
    before = [each.message for each in told(kind, (), None) if each.code == code]
    after = [each.message for each in told(kind, path, value) if each.code == code]
    for each in before:
        if each in after:
            after.remove(each)
    return after


def test_the_whole_record_has_every_field() -> None:
    """What the tests below spoil is a record that its schemas accept, with more than 200 fields in all files."""
    assert len(EVERY) > 200
    assert {kind for kind, *_ in EVERY} == set(PUPIL_KINDS)
    assert told("plan", (), None) is not None


@of_kind("staff")
def test_whoever_is_named_must_be_known(kind: str, path: Path) -> None:
    """unknown-person: every field that names a member of staff is looked up in staff.yml."""
    name = next(step for step in reversed(path) if isinstance(step, str))
    assert said("unknown-person", kind, path, "nobody-at-all") == [f"'{name}' names nobody in staff.yml."]


@of_kind("id", "ids", "lesson")
def test_whatever_is_pointed_to_must_be_there(kind: str, path: Path) -> None:
    """broken-reference: every field that names a thing by its id leads to one."""
    name = next(step for step in reversed(path) if isinstance(step, str))
    (message,) = said("broken-reference", kind, path, "zz9")
    assert message.startswith(f"'{name}' points to nothing in ")


@of_kind("past")
def test_what_happened_does_not_lie_ahead(kind: str, path: Path) -> None:
    """date-in-future: every day on which something was held, done, said or agreed has come."""
    (message,) = said("date-in-future", kind, path, LATER.isoformat())
    assert message == f"'{path[-1]}' is {LATER}, and today is {TODAY}."


@of_kind("day", "ahead")
def test_a_day_to_come_may_lie_ahead(kind: str, path: Path) -> None:
    """No other day is held to have come."""
    assert said("date-in-future", kind, path, LATER.isoformat()) == []


ITEMS = [
    (kind, path[:-2]) for kind, path, each, struct in EVERY if each.name == "id" and issubclass(struct, Item)
]


@pytest.mark.parametrize(("kind", "path"), ITEMS, ids=lambda each: ".".join(map(str, each)) if each else "")
def test_an_id_is_used_once(kind: str, path: Path) -> None:
    """duplicate-id: in every list of things with ids, two of the same are found."""
    items: Any = WHOLE[kind]
    for step in path:
        items = items[step]
    found = said("duplicate-id", kind, path, [*items, items[0]])
    assert found == ["This id is used already, further up in the same list."] * len(found)
    assert found


def test_every_list_of_things_is_among_them() -> None:
    """The lists that are tried are all that a record has: one for each part whose things have ids."""
    assert len(ITEMS) == len({path for path, struct in PARTS.items() if issubclass(struct, Item)})


@of_kind("ahead", "code", "codes", "day", "id", "ids", "past", "staff")
def test_a_field_of_one_word_takes_no_sentence(kind: str, path: Path) -> None:
    """The strict reader leaves two words in braces to the schema where a word belongs: no such field accepts them."""
    data = replaced(WHOLE[kind], path, "two words")
    assert check_document(Document(f"{kind}.yml", kind, data, {}, ""), RULEBOOK) != []
