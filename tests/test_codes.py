"""The code lists: complete, sourced, dated, and the same to every reader."""

import json
import re
from datetime import date
from itertools import pairwise, product
from pathlib import Path

import msgspec
import pytest
import yaml

from liverecord.model.field import fields_of
from liverecord.model.records import Circumstance
from liverecord.model.row import Source
from liverecord.model.rulebook import Code
from liverecord.read.strict import parse

SCHEMA = Path(__file__).parents[1] / "schema"

DOCUMENT, PROBLEMS = parse("codes.yml", "codes", (SCHEMA / "codes.yml").read_bytes())
assert DOCUMENT is not None, PROBLEMS
SOURCES = msgspec.convert(DOCUMENT.data["sources"], dict[str, Source])
LISTS = {
    name: {row.code: row for row in rows}
    for name, rows in msgspec.convert(DOCUMENT.data["lists"], dict[str, list[Code]]).items()
}
ROWS = [(name, row) for name, rows in LISTS.items() for row in rows.values()]

NAMES = re.findall(
    r"\w+",
    """
    mark statistical_class session weekday sen_provision plan_kind layer need phase role school_kind year_group theme driver reason certainty
    action_kind result provision_status outcome_status concern_status action_status review_kind review_decision review_result
    circumstance_kind circumstance_stage circumstance_status contact_how contact_with engagement voice access_level
    assessment_exception tribunal_order enforcement_decision ehcp_section agreed_with attended transfer plan_names pattern question amendment in_name_only lack contact_due
""",
)

NEW_CODES = date(2024, 8, 19)
"""The School Attendance (Pupil Registration) (England) Regulations 2024 came into force."""

# Each code with its class (P present, A approved activity, Y authorised, N unauthorised, X not a possible attendance,
# - not collected), whether it is in the denominator, and whether it counts as attended.
MARKS = r"""
    /  P yes yes
    \  P yes yes
    L  P yes yes
    K  A yes yes
    V  A yes yes
    P  A yes yes
    W  A yes yes
    B  A yes yes
    D  X no  no
    C1 Y yes no
    M  Y yes no
    J1 Y yes no
    S  Y yes no
    X  X no  no
    C2 Y yes no
    C  Y yes no
    T  Y yes no
    R  Y yes no
    I  Y yes no
    E  Y yes no
    Q  X no  no
    Y1 X no  no
    Y2 X no  no
    Y3 X no  no
    Y4 X no  no
    Y5 X no  no
    Y6 X no  no
    Y7 X no  no
    G  N yes no
    N  N yes no
    O  N yes no
    U  N yes no
    Z  - no  no
    #  - no  no
"""
CLASSES = {
    "P": "present",
    "A": "approved",
    "Y": "authorised",
    "N": "unauthorised",
    "X": "not_possible",
    "-": "not_collected",
}


# ── The lists as a whole ────────────────────────────────────────────────────────────────────────────────


def test_every_list_is_there():
    """The records' schemas and the pages name these lists, and no others exist."""
    assert sorted(LISTS) == sorted(NAMES)


def test_every_code_stands_once_in_its_list():
    """A code has one meaning: a second row would silently take the place of the first."""
    for name, rows in DOCUMENT.data["lists"].items():
        codes = [row["code"] for row in rows]
        assert len(codes) == len(set(codes)), name


def test_every_row_names_a_source_and_every_source_is_named():
    """No code without a source; no source that nothing rests on."""
    assert {row.source for _, row in ROWS} | {row.told for _, row in ROWS if row.told} == set(SOURCES)


def test_what_is_from_memory_says_so():
    """What no source confirmed is marked, so that no page prints it as law."""
    unverified = {key for key, source in SOURCES.items() if not source.verified}
    assert unverified == {"assessment_exceptions", "enforcement_ladder", "school_census_years"}
    assert all("from memory" in (SOURCES[key].note or "").lower() for key in unverified)
    assert "from memory" in LISTS["need"]["DS"].note.lower()


def test_a_proposal_is_not_said_to_be_law():
    """Individual support plans are proposed for 2029: whatever rests on them says that."""
    proposed = [row for _, row in ROWS if row.source == "individual_support_plan"]
    assert {row.code for row in proposed} == {"isp", *LISTS["layer"]}
    assert "not law" in SOURCES["individual_support_plan"].note


def test_dates_of_force_are_in_order():
    """A code that is withdrawn before it begins could never be used."""
    for _, row in ROWS:
        if row.valid_from and row.valid_until:
            assert row.valid_from <= row.valid_until, row.code


def test_every_row_has_words_to_print():
    """A page prints words, so that no list has a row without them or with blank ones."""
    for name, row in ROWS:
        assert row.label.strip() == row.label != "", (name, row.code)
        assert row.words is None or row.words.strip() == row.words != "", (name, row.code)


def test_labels_are_kind():
    """No word of blame reaches a page by way of a code list."""
    banned = re.compile(
        r"\b(truan\w*|refus\w*|fines?|fined|naughty|fail\w*|behaviou?r\w*|sanction\w*)\b", re.IGNORECASE
    )
    for name, row in ROWS:
        assert not banned.search(f"{row.label} {row.words or ''}"), (name, row.code)


def test_nothing_a_team_reads_says_that_a_child_is_looked_after():
    """The flag is on the SENCO's site alone, so that no code of a contact or an agreement may carry it to another."""
    telling = re.compile(r"foster|virtual|social worker|looked", re.IGNORECASE)
    for name in ("contact_with", "agreed_with", "attended", "voice", "role"):
        for row in LISTS[name].values():
            assert not telling.search(f"{row.code} {row.label}"), (name, row.code)


def test_every_reader_reads_the_same_lists():
    """YAML readers disagree over NO, 1 and #: the lists are written so that PyYAML's own reading is ours."""
    assert yaml.safe_load((SCHEMA / "codes.yml").read_bytes()) == DOCUMENT.data


# ── The register ────────────────────────────────────────────────────────────────────────────────────────


def test_marks_have_the_departments_classes():
    """DfE's classes for the codes of SI 2024/208; some information systems class D, Q, X and Y1 to Y7 otherwise."""
    for line in MARKS.split("\n"):
        if not line.strip():
            continue
        code, letter, in_denominator, is_attended = line.split()
        statistical_class = LISTS["mark"][code].statistical_class
        assert statistical_class == CLASSES[letter], code
        assert (statistical_class in {"present", "approved", "authorised", "unauthorised"}) == (
            in_denominator == "yes"
        ), code
        assert (statistical_class in {"present", "approved"}) == (is_attended == "yes"), code


def test_there_are_thirty_four_marks_and_no_mark_and_the_withdrawn():
    """32 register codes with Z and #; - is no mark; H, F, J and Y still arrive from older registers."""
    listed = {line.split()[0] for line in MARKS.split("\n") if line.strip()}
    assert len(listed) == 34
    assert set(LISTS["mark"]) == listed | {"-", "H", "F", "J", "Y"}


@pytest.mark.parametrize(
    ("code", "statistical_class"),
    [("H", "authorised"), ("F", "authorised"), ("J", "approved"), ("Y", "not_possible")],
)
def test_withdrawn_marks_end_the_day_before_the_new_ones_begin(code, statistical_class):
    """H, F, J and Y are legal on days up to 18 August 2024."""
    row = LISTS["mark"][code]
    assert (row.valid_from, row.valid_until) == (None, date(2024, 8, 18))
    assert row.statistical_class == statistical_class


def test_new_marks_begin_with_the_regulations():
    """K, C1, C2, J1, Q and Y1 to Y7 are new on 19 August 2024; the other codes are older than that."""
    new = {code for code, row in LISTS["mark"].items() if row.valid_from is not None}
    assert new == {"K", "C1", "C2", "J1", "Q", "Y1", "Y2", "Y3", "Y4", "Y5", "Y6", "Y7"}
    assert {LISTS["mark"][code].valid_from for code in new} == {NEW_CODES}


def test_marks_read_from_a_row_without_spaces_are_unambiguous():
    """A digit is always the second half of a code: two codes side by side split in one way only."""
    token = re.compile(r"C1|C2|J1|Y[1-7]|[/\\LKVPWBDCMSXTRIEQGNOUZ#HJYF-]")
    codes = list(LISTS["mark"])
    assert all(token.fullmatch(code) for code in codes)
    assert not any(code[0].isdigit() for code in codes)
    for pair in product(codes, repeat=2):
        assert token.findall("".join(pair)) == list(pair)


def test_only_marks_have_a_class_and_every_class_is_listed():
    """The class decides every figure: each mark has one, and nothing else has."""
    assert {row.statistical_class for row in LISTS["mark"].values()} == set(LISTS["statistical_class"])
    assert all(row.statistical_class is None for name, row in ROWS if name != "mark")


def test_no_mark_is_for_mental_health():
    """The Government declined such a code in December 2023: it is a reason beside I, never a register mark."""
    assert "mental_health" in LISTS["reason"]
    assert not any("mental_health" in row.code for row in LISTS["mark"].values())
    assert "mental" in LISTS["mark"]["I"].label


# ── Needs and plans ─────────────────────────────────────────────────────────────────────────────────────


def test_needs_stand_in_their_broad_areas():
    """The SEND code's four areas, and the census's uncategorised types."""
    areas = {}
    for code, row in LISTS["need"].items():
        areas.setdefault(row.area, []).append(code)
    assert areas == {
        "Cognition and learning": ["SPLD", "MLD", "SLD", "PMLD"],
        "Communication and interaction": ["SLCN", "ASD"],
        "Social, emotional and mental health": ["SEMH"],
        "Sensory and/or physical": ["HI", "VI", "MSI", "PD"],
        "Uncategorised": ["DS", "OTH", "NSA"],
    }


def test_down_syndrome_is_a_type_from_january_2025():
    """The census took it up then."""
    assert LISTS["need"]["DS"].valid_from == date(2025, 1, 1)


def test_kinds_of_plan_agree_with_provision_that_exists():
    """A SEN support plan goes with K, an education, health and care plan with E."""
    kinds, provision = LISTS["plan_kind"], LISTS["sen_provision"]
    assert list(provision) == ["N", "K", "E"]
    assert all(row.support and set(row.support) <= set(provision) for row in kinds.values())
    assert (kinds["sen_support"].support, kinds["ehcp"].support) == (("K",), ("E",))


def test_reviews_look_at_plans_that_exist():
    """A review kind's plan is a plan kind."""
    assert {row.plan for row in LISTS["review_kind"].values() if row.plan} <= set(LISTS["plan_kind"])


def test_year_groups_are_the_censuss():
    """N1, N2, R, 1 to 14, and X where years are not followed."""
    assert list(LISTS["year_group"]) == ["N1", "N2", "R", *map(str, range(1, 15)), "X"]
    assert LISTS["year_group"]["8"].label == "Year 8"


def test_sections_open_to_appeal_are_b_f_and_i():
    """B, F and I may be appealed alone, C, D, G and H only beside them, the others not at all."""
    noted = {code: row.note for code, row in LISTS["ehcp_section"].items()}
    assert [code for code, note in noted.items() if note == "Open to appeal"] == ["B", "F", "I"]
    assert [code for code, note in noted.items() if note == "Open to an extended appeal"] == [
        "C",
        "D",
        "G",
        "H1",
        "H2",
    ]


# ── Words of the record ─────────────────────────────────────────────────────────────────────────────────


def test_the_eight_drivers_and_not_knowing_can_be_recorded():
    """Pain, anxiety, transport, transition, sensory overload, sleep, speech and language, family stress; other; unknown."""
    required = {
        "pain",
        "anxiety",
        "transport",
        "transition",
        "sensory",
        "sleep",
        "communication",
        "family",
        "other",
        "unknown",
    }
    assert required <= set(LISTS["driver"])
    assert list(LISTS["driver"])[-2:] == list(LISTS["reason"])[-2:] == ["other", "unknown"]


def test_what_drives_a_concern_can_be_the_reason_of_an_absence():
    """The two lists are the same words, so that a concern's driver can be found again in its absences."""
    assert list(LISTS["driver"]) == list(LISTS["reason"])


def test_circumstances_have_stages_that_have_labels():
    """A kind ends in stages of its own, and every stage of every kind has one label."""
    used = set()
    for row in LISTS["circumstance_kind"].values():
        assert set(row.ended) <= set(row.stages), row.code
        assert not row.stages or set(row.stages) - set(row.ended), row.code
        used |= set(row.stages)
    assert used == set(LISTS["circumstance_stage"])


def test_each_kind_of_circumstance_asks_for_fields_that_there_are():
    """What a form asks of a kind is declared, and nothing that is asked of every kind anyway."""
    fields = {each.name for each in fields_of(Circumstance)}
    for row in LISTS["circumstance_kind"].values():
        assert row.asks
        assert set(row.asks) <= fields - {"id", "kind", "about", "stage", "status", "owner", "restricted"}, (
            row.code
        )
    assert not any(row.asks for name, row in ROWS if name != "circumstance_kind")


def test_whoever_is_spoken_to_agrees_as_somebody():
    """What was agreed in a conversation is agreed with somebody whom the list of those who agree has."""
    for row in LISTS["contact_with"].values():
        assert row.agreed in LISTS["agreed_with"], row.code
    assert not any(row.agreed for name, row in ROWS if name != "contact_with")


def test_the_duty_to_tell_the_parents_has_its_source():
    assert {row.code: row.told for _, row in ROWS if row.told} == {"K": "children_families_68"}
    assert SOURCES["children_families_68"].verified


def test_statuses_say_when_nothing_more_is_owed():
    """A done action, a closed concern, a met outcome: what is over raises no duty."""
    closed = {
        name: [code for code, row in LISTS[name].items() if row.closed]
        for name in LISTS
        if name.endswith("_status")
    }
    assert closed == {
        "outcome_status": ["met", "replaced"],
        "provision_status": ["withdrawn"],
        "circumstance_status": ["declined", "ended"],
        "concern_status": ["closed"],
        "action_status": ["done", "stopped"],
    }
    assert not any(row.closed for name, row in ROWS if not name.endswith("_status"))


def test_roles_are_those_that_the_staff_file_explains():
    """Owners may be SENCO, attendance lead, pastoral lead, year lead, form tutor and the others that staff.yml names."""
    example = Path(__file__).parent / "cases/valid/example/records/staff.yml"
    first = example.read_text(encoding="utf-8").splitlines()[0]
    assert re.findall(r"[a-z_]+", first.removeprefix("# Roles: ")) == list(LISTS["role"])


# ── The editors' enumerations ───────────────────────────────────────────────────────────────────────────


def test_a_label_stands_beside_each_code():
    """An editor shows what a code means: one label for each value, in order."""
    definitions = json.loads((SCHEMA / "codes.schema.json").read_text(encoding="utf-8"))["$defs"]
    for name, rows in LISTS.items():
        for definition in (definitions[name], definitions[f"{name}_or_null"]):
            labels = dict(zip(map(str, definition["enum"]), definition["enumDescriptions"], strict=True))
            assert all(labels[code].startswith(row.label) for code, row in rows.items()), name
        assert definitions[f"{name}_or_null"]["enum"] == [*definitions[name]["enum"], None]


def test_a_year_typed_without_quotes_is_a_year():
    """`year_group: 8` is a number to every reader: both spellings are accepted, the number offered first."""
    years = json.loads((SCHEMA / "codes.schema.json").read_text(encoding="utf-8"))["$defs"]["year_group"][
        "enum"
    ]
    numbers = [year for year in years if isinstance(year, int)]
    assert numbers == list(range(1, 15))
    assert all(one < other for one, other in pairwise(map(years.index, [8, "8"])))
