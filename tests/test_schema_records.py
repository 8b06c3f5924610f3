"""Records before the schemas: what is accepted, what is refused, and that both libraries and the model agree over it."""

import copy
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liverecord.model.records import KINDS, Document
from liverecord.model.typed import record
from schemas import EXAMPLES, RECORDS, RULEBOOK, SCHEMA, SCHEMAS, SUBSCHEMAS, judges, plan, read, verdict

# ── Records as they are ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(RECORDS).as_posix())
def test_the_example_record_is_accepted_as_it_stands(path):
    """The example is the vocabulary: both libraries accept it, and the model takes it."""
    data = read(path.read_bytes(), path.stem)
    explains, _ = judges(f"{path.stem}.schema.json")
    assert [error.message for error in explains.iter_errors(data)] == []
    assert verdict(f"{path.stem}.schema.json", data)
    assert record(Document(path.name, path.stem, data, {}, ""))


@pytest.mark.parametrize("name", RULEBOOK)
def test_the_rulebook_holds_to_its_schemas(name):
    """The law as data is checked as the records are."""
    data = read((SCHEMA / name).read_bytes())
    explains, _ = judges(RULEBOOK[name])
    assert [f"{error.json_path}: {error.message}" for error in explains.iter_errors(data)] == []
    assert verdict(RULEBOOK[name], data)


def test_a_short_record_is_enough():
    """Support is not more administration: who the pupil is, the provision and a version make a plan."""
    assert verdict("plan.schema.json", plan())
    for kind in KINDS:
        if kind not in {"plan", "school"}:
            assert verdict(f"{kind}.schema.json", {}), kind


def test_an_empty_value_is_not_known():
    """A key without a value is as good as no key, in every file."""
    text = "pupil:\n  given_name: Maya\n  family_name: Ellison\n  year_group: 8\n  form:\n  upn:\nsupport: K\nversion: 1\n"
    assert verdict(
        "plan.schema.json", read(text + "kind:\nneeds:\npassport:\nattendance:\n  target:\n  access:\n")
    )
    assert verdict("reviews.schema.json", read("reviews:\n  - {id: r1, kind: pep, due: , chain: }\n"))
    assert verdict("absences.schema.json", read("weeks:\nlog:\nlessons:\nnotes:\n"))


def test_an_empty_restricted_is_refused():
    """Deny by default: `restricted:` without a value might have been meant, so that somebody has to say."""
    text = "actions:\n  - {id: a1, kind: mentor, what: Walks in, restricted: %s}\n".replace(
        "Walks in", "'Walks in'"
    )
    assert verdict("actions.schema.json", read(text % "true"))
    assert verdict("actions.schema.json", read(text % "false"))
    assert not verdict("actions.schema.json", read(text % ""))
    assert not verdict("actions.schema.json", read(text % "'true'"))


def test_what_is_required_may_not_be_empty():
    """A plan without a name, a provision or a version is no plan."""
    for key in ("given_name", "family_name", "year_group"):
        assert not verdict("plan.schema.json", plan(**{key: None})), key
    for key in ("pupil", "support", "version"):
        assert not verdict("plan.schema.json", {**plan(), key: None}), key
        assert not verdict("plan.schema.json", {k: v for k, v in plan().items() if k != key}), key


@pytest.mark.parametrize("form", ["10", "8B", "7E1", "5 Willow", "012", "NO", "9:15", "1e400", "0x1F", "+44"])
def test_a_form_is_whatever_the_school_calls_it(form):
    """The text as typed, or the whole number that stands for it; never a yes or a no."""
    text = f"pupil:\n  given_name: Maya\n  family_name: Ellison\n  year_group: 8\n  form: {form}\nsupport: K\nversion: 1\n"
    assert verdict("plan.schema.json", read(text))


@pytest.mark.parametrize("form", [70.0, 10, 1.5, -3])
def test_an_editors_reading_of_a_code_is_accepted(form):
    """An editor reads 7E1 as the number 70: it must not underline what the program accepts."""
    assert verdict("plan.schema.json", plan(form=form))
    assert verdict("absences.schema.json", {"lessons": [{"date": "2026-11-10", "period": form, "mark": "U"}]})


@pytest.mark.parametrize("value", [True, False, [], {}, "", " ", "\n"])
def test_a_text_is_not_blank_and_not_a_truth(value):
    """`form: ''` and `name: true` are slips of the keyboard."""
    assert not verdict("plan.schema.json", plan(given_name=value))
    assert not verdict("plan.schema.json", plan(form=value))


@pytest.mark.parametrize("year", ["8", 8, "R", "N1", "X", 14])
def test_year_groups(year):
    """N1, N2, R, 1 to 14 and X, as text or number."""
    assert verdict("plan.schema.json", plan(year_group=year))


@pytest.mark.parametrize("year", [0, 15, "15", "08", "r", "Year 8", True, 8.5])
def test_other_year_groups_are_refused(year):
    """Years that the census does not have."""
    assert not verdict("plan.schema.json", plan(year_group=year))


@pytest.mark.parametrize(
    "day",
    [
        "2026-13-40",
        "2026-02-30",
        "2025-02-29",
        "22/11/2026",
        "2026-1-2",
        "0026-11-22",
        "2026-11-22\n",
        "20261122",
        2026,
    ],
)
def test_a_date_is_a_day_of_the_calendar(day):
    """Formats are asserted: a day that does not exist is refused, and so is a century that cannot be meant."""
    assert not verdict("plan.schema.json", {**plan(), "agreed_on": day})
    assert not verdict("absences.schema.json", {"weeks": {str(day): "/\\ /\\ /\\ /\\ /\\"}})


def test_a_leap_day_is_a_day():
    """29 February in a leap year."""
    assert verdict("plan.schema.json", {**plan(), "agreed_on": "2028-02-29"})


@pytest.mark.parametrize(
    "owner", ["J Okafor", "J-okafor", "1a", "-a", "a_b", "a\n", "a" * 33, "", "ä", 12, True]
)
def test_an_id_is_a_short_plain_name(owner):
    """Ids stand in addresses and file names: small letters, digits and hyphens, beginning with a letter."""
    assert not verdict("plan.schema.json", {**plan(), "keyworker": owner})


@pytest.mark.parametrize("owner", ["a", "j-okafor", "a1", "a" * 32, None])
def test_an_id_that_is_right(owner):
    """One letter is enough, thirty-two characters are the most."""
    assert verdict("plan.schema.json", {**plan(), "keyworker": owner})


def test_a_pupils_folder_says_nothing_of_the_pupil():
    """p- and four to twelve letters or digits: no capital, no hyphen that could part a name, nothing of a path."""
    pattern = re.compile(SCHEMAS["codes.schema.json"]["$defs"]["pupil_id"]["pattern"])
    assert all(map(pattern.search, ["p-7k3m", "p-2xqd", "p-abcdefghijkl"]))
    for name in [
        "p-7k3",
        "p-abcdefghijklm",
        "P-7k3m",
        "7k3m",
        "p-maya-e",
        "p-7k3m\n",
        "../p-7k3m",
        "p-7k3m/..",
    ]:
        assert not pattern.search(name), name


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//evil.example", "https://a b", 'https://a"onclick=', "ftp://a", "https://a\n"],
)
def test_an_address_of_the_forge_is_a_web_address(address):
    """It becomes a link on every page."""
    school = {"name": "Ashgrove", "phase": "primary", "forge": {"edit": address}}
    assert not verdict("school.schema.json", school)


@pytest.mark.parametrize("value", ["9:15", "24:00", "08:60", "0850", 555, "08:50\n"])
def test_a_time_has_four_digits(value):
    """`starts: 9:15` is 555 to some readers; in four digits and quotes it is a time to all."""
    school = {
        "name": "Ashgrove",
        "phase": "primary",
        "periods": [{"id": "P1", "session": "AM", "starts": value}],
    }
    assert not verdict("school.schema.json", school)
    school["periods"][0]["starts"] = "09:15"
    assert verdict("school.schema.json", school)


def test_an_interval_has_a_length():
    """A school's own interval is a number of days, weeks or months; none at all would be no rule."""
    for interval, is_right in [
        ({"weeks": 2}, True),
        ({}, False),
        ({"weeks": 0}, False),
        ({"weeks": None}, False),
        ({"years": 1}, False),
    ]:
        school = {"name": "A", "phase": "primary", "review_intervals": {"part_time_timetable": interval}}
        assert verdict("school.schema.json", school) == is_right, interval


# ── Two libraries, one verdict ──────────────────────────────────────────────────────────────────────────

WORDS = sorted(
    {key for _, _, part in SUBSCHEMAS for key in part.get("properties", {})} | {"evil", "", "2026-09-07"}
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=40),
    st.dates().map(str),
    st.sampled_from(
        [10**30, -(10**30), 1.0, 70.0, "", " ", "\n", "\x1c", "\x85", "\ufeff", "a1", "a1\n", "A1", "٣", "x" * 201, "x" * 4001,
         "\U0001f600" * 200, "2026-11-22", "2026-11-22\n", "2026-02-30", "0000-01-01", "1900-01-01", "\uff12026-01-01", "08:50", "8:50",
         "yn yn yn yn yn", "K", "E", "8", "R", "open", "none", "attendance", "/", "\\", "#", "Y", "mon", "AM", "a@b", "a@b\n", "@", "https://a",
         "https://a b", "https://a\n", "main", "../main"]
    ),
)  # fmt: skip
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=3),
    st.dictionaries(st.sampled_from(WORDS), SCALARS, max_size=3),
)
DOCUMENTS = [(path.stem, read(path.read_bytes(), path.stem)) for path in EXAMPLES]


def places(data):
    """Yield every list and mapping of a document."""
    if isinstance(data, dict | list):
        yield data
        for part in data.values() if isinstance(data, dict) else data:
            yield from places(part)


@st.composite
def mutated(draw):
    """Draw a document of the example record with up to four things changed, added or taken out."""
    kind, data = draw(st.sampled_from(DOCUMENTS))
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.sampled_from(list(places(data))))
        value = draw(VALUES)
        if isinstance(place, list):
            if place and draw(st.booleans()):
                place[draw(st.integers(0, len(place) - 1))] = value
            else:
                place.append(draw(st.sampled_from(place)) if place and draw(st.booleans()) else value)
        else:
            key = draw(
                st.sampled_from(sorted(place) or WORDS) if draw(st.booleans()) else st.sampled_from(WORDS)
            )
            if key in place and draw(st.booleans()):
                del place[key]
            else:
                place[key] = value
    return kind, data


def holds_fractions(data):
    """Tell whether a document holds a number that only an editor's loader makes."""
    parts = [
        part for place in places(data) for part in (place.values() if isinstance(place, dict) else place)
    ]
    return any(isinstance(part, float) for part in parts)


@given(mutated())
def test_both_libraries_give_the_same_verdict(case):
    """One decides because it is quick, the other explains: what one refuses the other must be able to explain."""
    kind, data = case
    verdict(f"{kind}.schema.json", data)


@given(mutated())
def test_what_the_schema_accepts_the_model_takes(case):
    """No record that passes the schema may fail later with a traceback. (The loader makes no fractions: they stay text.)"""
    kind, data = case
    if not holds_fractions(data) and verdict(f"{kind}.schema.json", data):
        record(Document("example.yml", kind, data, {}, ""))
