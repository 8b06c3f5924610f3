"""What all staff read: a condition by any of its names is asked about there, everyday words never; so is a given name not in use."""

import copy
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.conditions import ConditionNames, Naming, plain
from liverecord.model.parts import FIELDS
from liverecord.model.records import Document
from liverecord.validate import pupil as check_pupil
from overlay import TODAY
from record_documents import PUPILS, RULEBOOK, typed, typed_school

KNOWN = RULEBOOK.conditions
NAMES = ConditionNames(KNOWN)
GROUPS = [row.words for row in KNOWN.names]
ENDINGS = [row.words for row in KNOWN.endings]
# Initials that are a word as well are a name in capitals alone.
WRITTEN = (str, str.lower, str.upper, str.capitalize, lambda name: f"{name}s")
EVERYDAY = st.lists(st.sampled_from(KNOWN.everyday), min_size=1, max_size=6)


@given(st.sampled_from(GROUPS + ENDINGS), st.data())
def test_a_condition_is_known_by_each_of_its_names(names: tuple[str, ...], data: st.DataObject) -> None:
    """Whichever name the record has, each other is the condition too: small or in capitals, one or several, in any sentence."""
    recorded, said = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(names))
    written = said if said.isupper() else data.draw(st.sampled_from(WRITTEN))(said)
    around = data.draw(st.sampled_from(["{}", "Severe {}", "{} (diagnosed 2021)", "Asthma, {}"]))
    found = NAMES.of(around.format(recorded))
    for sentence in ("{}: call the office", "Has {}.", "what to do ({})", "{}-friendly room"):
        assert found.stands_in(sentence.format(written)), (recorded, written)


@given(st.text(min_size=3), st.sampled_from([str, str.upper, str.lower]))
def test_a_condition_is_known_by_the_name_that_the_record_has(name: str, written: Any) -> None:
    """A name that no row of conditions.yml has is found as well, unless it is a word of every day or no word at all."""
    words = plain(written(name)).split()
    if plain(name).split() != words or len("".join(words)) < 3 or "".join(words).isdigit():
        return
    if len(words) == 1 and words[0] in KNOWN.everyday:
        return
    assert NAMES.of(name).stands_in(f"Tell the office: {written(name)}.")


@given(
    st.sampled_from([word for words in GROUPS + ENDINGS for word in words]) | EVERYDAY.map(" of ".join),
    EVERYDAY,
)
def test_everyday_words_are_never_asked_about(recorded: str, words: list[str]) -> None:
    """What is seen, done and used is said freely, whatever the condition is called: seizure, EpiPen, hearing aids."""
    assert not NAMES.of(recorded).stands_in(
        f"If {' the '.join(words)} then call."
    ) or f" {plain(recorded)} " in (f" {' the '.join(words)} ")


def test_the_words_of_the_brief() -> None:
    """Examples to read: what is asked about, and what is not."""
    for recorded, text, is_asked in (
        ("Diabetes", "Diabetic: juice in the bag", True),
        ("Type 1 diabetes", "T1D kit in the office", True),
        ("Crohn\u2019s disease", "May leave at once (crohns)", True),
        ("Juvenile arthritis", "ARTHRITIC HANDS", True),
        ("Attention deficit (ADHD)", "ADHD: breaks to move", True),
        ("Global developmental delay", "Small steps (GDD)", True),
        ("ADD", "Has ADD", True),
        ("ADD", "Add two minutes", False),
        ("Anaphylaxis", "EpiPen in the red bag, then 999", False),
        ("Epilepsy", "Seizure: time it", False),
        ("Allergies (peanuts, penicillin)", "No peanuts and never penicillin near her", False),
        ("Latex allergy", "No latex gloves", False),
        ("Latex allergy", "Allergic to latex", True),
        ("Hearing", "Check her hearing aids", False),
        ("Heart condition", "Stop when his heart races", False),
        ("Down syndrome", "She has ups and downs", False),
        ("Chronic fatigue", "Ask me first", False),
        ("Chronic fatigue (ME)", "M.E.: rests at noon", True),
        ("Down\u2019s syndrome", "Has Down's", True),
        ("Lactose intolerance", "Lactose intolerant", True),
        ("Visual impairment", "Partially sighted", True),
        ("Panic attacks", "In a panic attack: breathe with her", False),
        ("Hydrocephalus (shunt)", "The shunt may be blocked: 999", False),
    ):
        assert NAMES.of(recorded).stands_in(text) is is_asked, (recorded, text)


@given(st.sampled_from(KNOWN.names), st.data())
def test_a_condition_that_is_not_recorded_is_known_too(row: Naming, data: st.DataObject) -> None:
    """What a record does not have is a diagnosis all the same; but not what is felt or kept away, and what is recorded is told once."""
    words = [word for word in row.words if len(word) > 3]
    if not words:
        return
    sentence = f"Tell the office: {data.draw(st.sampled_from(words))}."
    assert NAMES.unrecorded(["Zorblitis"]).stands_in(sentence) is not row.is_plain_word
    assert not NAMES.unrecorded(words).stands_in(sentence)


@given(EVERYDAY)
def test_everyday_words_name_no_unrecorded_condition(words: list[str]) -> None:
    """Of a pupil without a condition, what is seen, done and worn is said freely."""
    assert not NAMES.unrecorded([]).stands_in(f"If {' the '.join(words)} then call.")


def test_what_is_said_of_a_pupil_without_a_condition() -> None:
    """Examples to read: a diagnosis is asked about, and no feeling, food, service, place or person."""
    unrecorded = NAMES.unrecorded([])
    for text, is_asked in (
        ("Epileptic seizure: time it", True),
        ("A.D.H.D.: breaks to move", True),
        ("AD/HD: breaks to move", True),
        ("She has Down\u2019s: sign with her", True),
        ("Type 1 diabetic", True),
        ("Coeliac: her own toaster", True),
        ("Seizure longer than three minutes: 999", False),
        ("Allergic to kiwi: no kiwi", False),
        ("Anxiety rises before tests", False),
        ("Ups and downs; sit down with her", False),
        ("Tell ME first, and wear HI-VIS", False),
        ("No P.E. for T.A. groups", False),
        ("Check the hearing aid and the shunt", False),
    ):
        assert unrecorded.stands_in(text) is is_asked, text


# ── Where it is asked ───────────────────────────────────────────────────────────────────────────────────


def texts() -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Yield each typed text of a pupil who has much, with its path in the file and in the policy."""
    for kind, document in PUPILS["p-2xqd"].items():
        for path in _leaves(document.data):
            keys = [key for key in path if isinstance(key, str)]
            name = ".".join(["plan", *keys] if kind == "plan" else keys)
            part, _, field = name.rpartition(".")
            declared = FIELDS.get(part, {}).get(field)
            if (
                part != "plan.conditions"
                and declared is not None
                and declared.kind in {"text", "texts", "line"}
            ):
                yield kind, path, name


def _leaves(data: object, above: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, (*above, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _leaves(value, (*above, index))
    elif isinstance(data, str):
        yield above


def said(kind: str, path: tuple[str | int, ...], text: str, plan: dict[str, Any]) -> set[str]:
    """Return the code words that are told of the pupil with a text at a path, and these values in the plan."""
    documents = dict(PUPILS["p-2xqd"])
    documents["plan"] = msgspec.structs.replace(documents["plan"], data=_over(documents["plan"], plan))
    data: Any = copy.deepcopy(documents[kind].data)
    inner = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = text
    documents[kind] = msgspec.structs.replace(documents[kind], data=data)
    school, staff = typed_school()
    found = check_pupil(typed("p-2xqd", documents), documents, school, staff, RULEBOOK, TODAY)
    return {problem.code for problem in found}


def _over(document: Document, plan: dict[str, Any]) -> Any:
    data: Any = copy.deepcopy(document.data)
    for key, value in plan.items():
        data[key] = data[key] | value if isinstance(value, dict) else value
    return data


TEXTS = list(texts())


@pytest.mark.parametrize(
    ("kind", "path", "name"), TEXTS, ids=[f"{kind}-{'.'.join(map(str, path))}" for kind, path, _ in TEXTS]
)
def test_it_is_asked_wherever_all_staff_read_and_nowhere_else(
    kind: str, path: tuple[str | int, ...], name: str
) -> None:
    """By audiences.yml: a text that its lines and kinds open to all staff is asked about, and what the team alone reads is not."""
    data: Any = PUPILS["p-2xqd"][kind].data
    is_open = RULEBOOK.policy.paths.get(name) == "staff" and not name.startswith("plan.pupil.")
    parts = [key for key in path[:-1] if isinstance(key, str)]
    for key in path[:-1]:
        data = data[key]
        part = ".".join(["plan", *parts]) if kind == "plan" else ".".join(parts)
        closing = RULEBOOK.policy.kinds.get(part)
        if isinstance(data, dict) and closing and closing.field in data:
            is_open = is_open and closing.values[data[closing.field]] == "staff"
        if isinstance(data, dict) and data.get("restricted"):
            is_open = False
    if name == "actions.what":
        is_open = bool(data.get("owner")) and data["status"] in {"planned", "in_progress"}
    condition = {"conditions": [{"id": "h1", "name": "Zorblitis"}]}
    assert ("condition-named" in said(kind, path, "Zorblitic: call", condition)) == is_open
    agreed = {"conditions": [{"id": "h1", "name": "Zorblitis", "open_to_staff": True}]}
    assert "condition-named" not in said(kind, path, "Zorblitic: call", agreed)
    is_unrecorded_asked = is_open and name.startswith("plan.passport.")
    assert ("condition-named" in said(kind, path, "Autistic: call", agreed)) == is_unrecorded_asked
    renamed = {"pupil": {"given_name": "Zora", "known_as": "Max"}}
    assert ("given-name-told" in said(kind, path, "Zora\u2019s seat is at the front", renamed)) == is_open


@given(
    st.sampled_from(
        [("Zora", None), ("Zora", "Zora"), ("Mark", "Marko"), ("Zora May", "Zora"), ("D'Arcy", "Dee")]
    ),
    st.sampled_from(["mark it in may", "Tell her", "Vitamin D at noon"]),
)
def test_no_name_in_use_is_asked_about(names: tuple[str, str | None], text: str) -> None:
    """Where no other name is in use nothing is asked, and a name that is a word is none in small letters."""
    pupil = {"pupil": {"given_name": names[0], "known_as": names[1]}}
    path = ("passport", "emergency")
    assert "given-name-told" not in said("plan", path, f"{text} and {names[1] or names[0]}", pupil)
