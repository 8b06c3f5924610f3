"""What the schemas refuse is told at its place, in words, with the near match, and without repeating what a person wrote."""

import jsonschema
import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.records import Document
from liverecord.model.typed import record
from liverecord.problem import Problem
from liverecord.read.strict import parse
from liverecord.validate import People, explain, shape
from liverecord.validate import document as check_document
from record_documents import DOCUMENTS, RULEBOOK, changed, judged, paths, renamed

NAME = "Zeisig Kanarienvogel"
"""Stands for what a person wrote: no message may hold it."""

SPOTS = [(document, path) for document in DOCUMENTS for path in paths(document.data)]

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**20),
    st.text(max_size=12),
    st.sampled_from(
        ["", " ", "2026-13-40", "2026-02-29", "20261122", "2026-1-1", "c1", "K", "x" * 5000, "08:60", "a@b"]
    ),
    st.just([]),
    st.just({}),
    st.lists(st.sampled_from(["o1", "o1", None, 3]), max_size=3),
)


def problems(kind: str, text: str) -> list[Problem]:
    """Return what the schema says of a file with this text."""
    document, unread = parse(f"records/{kind}.yml", kind, text.encode())
    assert document is not None, unread
    return check_document(document, RULEBOOK)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.path)
def test_what_is_right_is_accepted(document: Document) -> None:
    """The example agrees with its schemas."""
    assert check_document(document, RULEBOOK) == []


@given(st.sampled_from(SPOTS), VALUES)
def test_judge_and_explainer_agree(spot: tuple[Document, tuple[str | int, ...]], value: object) -> None:
    """Jsonschema explains exactly the documents that jsonschema-rs refuses, whatever stands anywhere."""
    document = changed(*spot, value)
    accepted = shape._judges(RULEBOOK)[document.kind].is_valid(document.data)
    assert (list(explain.problems(document, RULEBOOK)) == []) is accepted
    assert (check_document(document, RULEBOOK) == []) is accepted


@given(st.sampled_from(SPOTS), VALUES)
def test_what_the_schema_accepts_can_be_judged(
    spot: tuple[Document, tuple[str | int, ...]], value: object
) -> None:
    """Nothing that a schema accepts makes the typed model or a law stumble."""
    document = changed(*spot, value)
    if not check_document(document, RULEBOOK):
        record(document)
        judged(document)


@given(
    st.sampled_from(SPOTS),
    st.sampled_from([NAME, NAME.lower(), NAME.replace(" ", "_").lower(), NAME.split(" ", maxsplit=1)[0]]),
)
def test_a_message_never_repeats_what_was_written(
    spot: tuple[Document, tuple[str | int, ...]], name: str
) -> None:
    """A value, or a key, that is a name appears in no message and no hint: they land in logs."""
    document, path = spot
    tried = [
        changed(document, path, name),
        changed(document, path, [name]),
        changed(document, path, {name: name}),
    ]
    if isinstance(path[-1], str):
        tried.append(renamed(document, path, name))
    for each in tried:
        found = check_document(each, RULEBOOK, People(names=frozenset(NAME.lower().split())))
        for problem in found or judged(each):
            assert name not in problem.message + problem.hint


def test_an_unknown_key_is_placed_at_the_key() -> None:
    """The place of a misspelt key is the key, and the hint names the one that was meant."""
    (problem,) = problems("actions", "actions:\n  - {id: a1, kind: other, what: 'Card', ownr: j-okafor}\n")
    assert (problem.place.line, problem.place.column) == (2, 41)
    assert problem.code == "unknown-key"
    assert problem.message == "'ownr' is no key of item 1 of 'actions'."
    assert problem.hint == "Did you mean 'owner'?"


def test_every_wrong_is_told_at_once() -> None:
    """Several wrongs in one file are all told, each once."""
    found = problems("contacts", "contacts:\n  - {id: K1, date: heute, with: Frau, colour: red}\n  - 7\n")
    codes = [problem.code for problem in found]
    assert sorted(codes) == [
        "missing-key",
        "not-a-date",
        "unknown-code",
        "unknown-key",
        "wrong-form",
        "wrong-shape",
    ]


def test_a_near_code_is_offered_and_any_other_is_not_repeated() -> None:
    """A mistyped code word is named with its near match; other words are not named, and the list is given."""
    (near,) = problems("contacts", "contacts:\n  - {id: k1, date: 2026-11-05, with: mother, how: phon}\n")
    (far,) = problems(
        "contacts", "contacts:\n  - {id: k1, date: 2026-11-05, with: mother, how: Kanarienvogel}\n"
    )
    assert near.message == "'how' has to be one of its code words: 'phon' is none of them."
    assert near.hint == "Did you mean 'phone'?"
    assert far.message == "'how' has to be one of its code words."
    assert far.hint.startswith("It is one of: phone, meeting, ")


def test_a_mistyped_date_is_named() -> None:
    """A date that is none is shown, since digits tell nothing of anybody; other text is not."""
    (typed,) = problems("actions", "actions:\n  - {id: a1, kind: other, what: 'Card', due: 2026-13-40}\n")
    (words,) = problems("actions", "actions:\n  - {id: a1, kind: other, what: 'Card', due: freitags}\n")
    assert "'2026-13-40' is none" in typed.message
    assert "freitags" not in words.message + words.hint


@pytest.mark.parametrize(
    "value", ["2026-02-29", "2026-13-01", "2026-2-3", "20260203", "2026-W05-2", "22/11/2026", ""]
)
def test_no_library_accepts_a_date_that_is_none(value: str) -> None:
    """Only days of the calendar in the one form are dates, for judge and explainer alike."""
    schema = {"format": "date"}
    assert not jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(value)
    assert not jsonschema.Draft202012Validator(schema, format_checker=explain._formats()).is_valid(value)


def test_what_only_the_judge_refuses_is_still_a_problem() -> None:
    """Where the explainer has nothing to say, a problem stands at the judge's place all the same."""
    document = changed(DOCUMENTS[0], ("phase",), "palace")
    error = next(shape._judges(RULEBOOK)["school"].iter_errors(document.data))
    problem = explain.unexplained(document, error)
    assert problem.code == "wrong-shape"
    assert problem.place == document.place("phase")
