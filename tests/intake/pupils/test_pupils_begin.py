"""Records that begin from a list: right as they stand, minimal, and saying nothing that the list does not."""

import json
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pupil_lists import LIST, asked, emptied, empty, plans, row, run, told, upn

from examples import one_in
from liverecord import derive
from liverecord.cli import commands
from liverecord.derive.rules import LATE
from liverecord.intake import writing
from liverecord.intake.register.seen import PupilSeen
from liverecord.model.records import kind_of
from liverecord.problem import LiverecordError, Place, Problem
from liverecord.read.listing import listing
from liverecord.read.strict import parse
from liverecord.splice.steps import Set, applied
from liverecord.splice.writing import Spliced, spliced
from overlay import TODAY, check
from record_documents import RULEBOOK, typed_school
from schools import change, tree

__all__ = ["empty"]

ALLOWED = {
    "given_name", "family_name", "known_as", "year_group", "form", "date_of_birth", "upn", "mis_id", "on_roll_from",
}  # fmt: skip


# ── Any list ────────────────────────────────────────────────────────────────────────────────────────────

_LETTERS = "abcäéñçłøßABCÖ'-"
_SPICE = [" ", "#", ": ", " #", "&", "\u2019", "{", "]", "%", "yes", "012", '"', "- ", "*"]
NAMES = st.builds(
    lambda parts, spice: ("Zq" + spice.join(parts)).strip(),
    st.lists(st.text(_LETTERS, min_size=1, max_size=6), min_size=1, max_size=3),
    st.sampled_from(_SPICE),
)


@st.composite
def lists(draw: st.DrawFn) -> list[PupilSeen]:
    """Return pupils of any year and support, each with some of what a list can say."""
    rows = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        year = draw(st.integers(1, 13))
        born = date(2026 - 5 - year, 9, 1) + timedelta(days=draw(st.integers(0, 364)))
        some_day = st.dates(date(2026, 9, 2), date(2026, 11, 20))
        given = draw(NAMES)
        rows.append(
            PupilSeen(
                place=Place(LIST, number + 1),
                upn=upn(number) if draw(st.booleans()) else "",
                former_upns=(f"F99943219{number:04d}",) * draw(st.integers(0, 1)),
                mis_id=draw(st.sampled_from(["", f"00{number}", f"A-{number}"])),
                given_name=f"{given}{number}",
                family_name=draw(NAMES),
                known_as=draw(st.just("") | NAMES),
                born=born,
                year=str(year),
                form=draw(st.sampled_from(["", "8B", "10", "Willow #2", "5: Oak"])),
                enrolment=draw(st.sampled_from(["", "main", "guest", "subsidiary"])),
                support=draw(st.sampled_from("NKE")),
                needs=tuple(draw(st.lists(st.sampled_from(["ASD", "SLCN", "MLD"]), unique=True))),
                keyworker=draw(st.sampled_from(["", "Mrs R Adeyemi", "Zqnobody Known"])),
                last_review=draw(st.none() | some_day),
                issued=draw(st.none() | some_day),
                joined=draw(st.none() | some_day),
                support_since=draw(st.none() | some_day),
                is_medical=draw(st.booleans()),
                is_chosen=draw(st.booleans()),
            )
        )
    return rows


@one_in(4)
@given(rows=lists())
def test_any_list_begins_records_that_are_right_and_again_changes_nothing(rows: list[PupilSeen]) -> None:
    """The check finds nothing, exactly those with support or chosen have a record, and importing again writes no byte.

    What the list has beyond the fields of a record stands in no file, and no name and no number is printed.
    """
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        school = emptied(Path(folder) / "school", patch)
        value = told(rows)
        wanted = [each for each in rows if each.support != "N" or each.is_chosen]
        assert value["problems"] == []
        assert check(school, RULEBOOK) == []
        made = plans(school)
        assert len(made) == len(wanted)
        for each in made.values():
            assert set(each["pupil"]) <= ALLOWED
            assert "ehcp" not in each or (each["support"] == "E" and set(each["ehcp"]) == {"issued_on"})
        files = tree(school / "records")
        bytes_of_all = b"".join(files.values())
        assert b"Zqnobody" not in bytes_of_all
        assert not any(number.encode() in bytes_of_all for each in rows for number in each.former_upns)
        printed = run(rows, "--update").output + json.dumps(value)
        assert tree(school / "records") == files
        assert "Zq" not in printed
        assert not any(each.upn in printed for each in rows if each.upn)
        assert not any(number in printed for each in rows for number in each.former_upns)


@one_in(4)
@given(rows=lists())
def test_what_a_list_does_not_say_is_undated_and_never_late(rows: list[PupilSeen]) -> None:
    """Of pupils whose list has no days of plans and reviews, no duty is late, and the rows of *No date yet* name what is missing."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        school = emptied(Path(folder) / "school", patch)
        change(school, "records/school.yml", "records_since:", "# records_since:")
        value = told([each._replace(issued=None, last_review=None) for each in rows])
        world = typed_school()
        for begun in value["begun"]:
            case = case_of(school, begun["id"])
            assert not [duty.kind for duty in case.duties if duty.state in LATE]
            missing = {undated.kind for undated in case.undated}
            assert ("ehcp_annual_review" in missing) == (begun["support"] == "E")
            assert ("sen_support_review" in missing) == (begun["support"] == "K")
        assert world


def case_of(school: Path, pupil: str) -> Any:
    """Return a pupil's case as a school without a day of live records has it."""
    import msgspec

    from liverecord.model.typed import pupil as typed

    documents = {}
    for path in (school / "records/pupils" / pupil).glob("*.yml"):
        document, _ = parse(path.name, kind_of(path.name), path.read_bytes())
        assert document is not None
        documents[kind_of(path.name)] = document
    place, staff = typed_school()
    place = msgspec.structs.replace(place, records_since=None)
    return derive.case(typed(pupil, documents), place, staff, RULEBOOK, (), TODAY)


def test_a_list_that_says_nobody_has_support_by_no_column_is_told_and_not_called_done(empty: Path) -> None:
    """Of a list without a known column for the SEN status nobody would get a record: that is a problem, once, at its names."""
    Path("list.csv").write_text(
        f"Surname,Forename,Year,Status,UPN\nZqabe,Ada,8,K,{upn(1)}\n", encoding="utf-8"
    )
    command = ["import", "pupils", "list.csv", "--json"]
    value = json.loads(CliRunner().invoke(commands, command, standalone_mode=False).output)
    assert [(each["code"], each["line"]) for each in value["problems"]] == [("import-column-missing", 1)]
    also = json.loads(
        CliRunner().invoke(commands, [*command, "--also", upn(1)], standalone_mode=False).output
    )
    assert (also["problems"], len(also["begun"])) == ([], 1)
    synced = json.loads(CliRunner().invoke(commands, [*command, "--update"], standalone_mode=False).output)
    assert synced["problems"] == []


# ── What a plan has ─────────────────────────────────────────────────────────────────────────────────────


def test_a_plan_says_what_the_list_says_and_names_what_is_missing(empty: Path) -> None:
    """A pupil with an EHC plan of whom the list says little: the plan is minimal, and its comments begin with the plan's dates."""
    told(
        [
            row(
                1,
                support="E",
                needs=("ASD", "SLCN"),
                keyworker="Adeyemi, R",
                mis_id="004512",
                support_since=date(2026, 9, 3),
            )
        ]
    )
    (path,) = empty.glob("records/pupils/*/plan.yml")
    text = path.read_text(encoding="utf-8")
    said, _, missing = text.partition("\n\n")
    assert said.splitlines()[1:] == [
        "pupil:",
        "  given_name: Givenoneb",
        "  family_name: Familytwoa",
        "  year_group: 8",
        "  form: 8B",
        "  date_of_birth: 2014-02-11",
        f"  upn: {upn(1)}",
        "  mis_id: '004512'",
        "  # on_roll_from:            # First day on the roll, for example: 2025-09-03",
        "support: E",
        "kind: ehcp",
        "version: 1",
        "keyworker: r-adeyemi",
        "needs:",
        "  - id: n1",
        "    type: ASD",
        "    rank: 1",
        "  - id: n2",
        "    type: SLCN",
        "    rank: 2",
    ]
    assert missing.splitlines()[1:3] == [
        "# ehcp:",
        "#   issued_on:               # Day on which the plan was issued, for example: 2024-02-05",
    ]
    uncommented = "\n".join(
        line.removeprefix("# ") for line in missing.splitlines()[1:] if "In reviews" not in line
    )
    path.write_text(f"{said}\n{uncommented}\n", encoding="utf-8")
    assert check(empty, RULEBOOK) == []


@given(
    path=st.sampled_from(
        [("ehcp", "issued_on"), ("support_since",), ("pupil", "on_roll_from"), ("parents_told_on",)]
    ),
    support=st.sampled_from("KE"),
    issued=st.sampled_from([None, date(2026, 3, 2)]),
)
def test_a_comment_stands_in_nobodys_way(path: tuple[str, ...], support: str, issued: date | None) -> None:
    """A later change of the plan, written by its lines, keeps every line and adds its own."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        school = emptied(Path(folder) / "school", patch)
        told([row(1, support=support, issued=issued)])
        (plan,) = school.glob("records/pupils/*/plan.yml")
        before = plan.read_bytes()
        made = spliced("plan.yml", "plan", before, [Set(path, "2026-09-03")])
        assert isinstance(made, Spliced)
        old, new = before.decode().splitlines(), made.raw.decode().splitlines()
        value = "2026-03-02"
        kept = [line for line in new if line in old or value in line]
        assert [line for line in old if line in new or value in line] == old or kept
        assert [line for line in old if line not in new] in ([], ["  issued_on: 2026-03-02"])
        document, _ = parse("plan.yml", "plan", before)
        assert document is not None
        assert made.data == applied(document.data, [Set(path, "2026-09-03")])


def test_the_last_review_of_sen_support_is_one_that_was_held(empty: Path) -> None:
    """A day of the list on which school met is the review's; one in the holidays, or of an EHC plan, is a question."""
    value = told(
        [
            row(1, last_review=date(2026, 10, 14)),
            row(2, last_review=date(2026, 10, 31)),
            row(3, support="E", last_review=date(2026, 10, 14)),
        ]
    )
    by_line = {each["line"]: each["id"] for each in value["begun"]}
    assert check(empty, RULEBOOK) == []
    held = empty / "records/pupils" / by_line[2] / "reviews.yml"
    assert held.read_text(encoding="utf-8").splitlines()[1:] == [
        "reviews:",
        "  - id: r1",
        "    kind: sen_support",
        "    held_on: 2026-10-14",
    ]
    assert asked(value) == [("last-review", by_line[4]), ("last-review", by_line[3])]


# ── Who gets a record, and what stops it ────────────────────────────────────────────────────────────────


def test_a_record_is_for_support_for_those_chosen_and_for_those_named(empty: Path) -> None:
    """The rest is counted; so is who has left."""
    rows = [
        row(1, support="N"),
        row(2, support=""),
        row(3, support="N", is_chosen=True),
        row(4, support="N"),
        row(5, support="N", mis_id="A7"),
        row(6, left=date(2026, 7, 17)),
    ]
    value = told(rows, "--also", upn(4).lower(), "--also", "A7")
    assert sorted(each["line"] for each in value["begun"]) == [4, 5, 6]
    assert (value["counts"]["not_kept"], value["counts"]["gone"]) == (3, 1)
    with pytest.raises(LiverecordError, match="--also"):
        run(rows, "--also", "B8")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (row(2, upn="A" + upn(2)[1:] if upn(2)[0] != "A" else "B" + upn(2)[1:]), "upn-check-letter"),
        (row(2, upn=upn(1)), "pupil-twice"),
        (row(2, given_name=row(1).given_name, family_name=row(1).family_name), "pupil-twice"),
        (row(2, given_name=""), "pupil-lacks"),
        (row(2, year=""), "pupil-lacks"),
        (row(2, upn="", born=None), "pupil-lacks"),
        (row(2, born=date(2027, 2, 11)), "import-would-break"),
        (row(2, form="8\u0007B"), "import-would-break"),
    ],
)
def test_one_row_that_is_wrong_stops_all_and_partial_takes_the_rest(
    empty: Path, wrong: PupilSeen, code: str
) -> None:
    """Nothing is written unless all is understood; with --partial the rows that are no part of the problem are."""
    before = tree(empty / "records")
    rows = [row(1), wrong, row(3)]
    value = told(rows)
    assert {problem["code"] for problem in value["problems"]} == {code}
    assert (value["exit"], value["written"], tree(empty / "records")) == (1, False, before)
    assert all(each["id"] is None for each in value["begun"])
    told(rows, "--partial")
    twice = code == "pupil-twice"
    assert len(plans(empty)) == (1 if twice else 2)
    assert check(empty, RULEBOOK) == []
    assert told(rows, "--partial", "--update")["counts"]["changed"] == 0


def test_a_row_without_support_beside_one_with_it_is_told_too(empty: Path) -> None:
    """Which of the two is right is for a person; of pupils who get no record nothing is told."""
    value = told(
        [
            row(1),
            row(1, support="N", place=Place(LIST, 9)),
            row(2, support="N"),
            row(2, support="N", form="8C"),
        ]
    )
    assert [(each["code"], each["line"]) for each in value["problems"]] == [("pupil-twice", 2)]


def test_a_former_time_on_the_roll_is_no_second_pupil(empty: Path) -> None:
    """Systems keep a row for each time that somebody was here: the one of now counts."""
    then = row(1, place=Place(LIST, 9), left=date(2025, 7, 18), form="7A")
    value = told([then, row(1)])
    assert (value["exit"], value["begun"][0]["line"], value["counts"]["gone"]) == (0, 2, 1)


def test_a_row_that_cannot_be_read_stops_all(empty: Path) -> None:
    """A problem of the list itself is as good as one of a row."""
    wrong = Problem(Place(LIST, 9), "pupil-lacks", "The row has no name.")
    value = told([row(1)], problems=[wrong])
    assert (value["exit"], value["written"], len(value["problems"])) == (1, False, 1)
    assert told([row(1)], "--partial", problems=[wrong])["written"]


def test_lists_that_overlap_are_one(empty: Path) -> None:
    """A row that says word for word what another has said is no second pupil."""
    value = told([row(1), row(1, place=Place("other.csv", 7))])
    assert (value["exit"], value["counts"]["begun"]) == (0, 1)


def test_a_dry_run_says_all_and_writes_nothing(empty: Path) -> None:
    """The same counts and questions, without an id that nobody has yet."""
    before = tree(empty / "records")
    dry = told([row(1, is_medical=True), row(2, support="E")], "--dry-run")
    assert tree(empty / "records") == before
    assert (dry["written"], dry["counts"]["begun"], asked(dry)) == (False, 2, [("medical-note", None)])
    assert "p-" not in run([row(1, is_medical=True)], "--dry-run").output.replace("p-7k3m", "")


def test_importing_again_does_what_a_failed_write_left(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails half-way no folder is left empty, and the same list goes on from there."""
    rows = [row(number, last_review=date(2026, 10, 14)) for number in range(1, 5)]
    put, count = writing._put, iter(range(100))

    def fails(path: Path, content: bytes) -> None:
        if next(count) >= 4:
            raise OSError(28, "No space left on device")
        put(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(writing, "_put", fails)
        with pytest.raises(LiverecordError, match="could not be written"):
            run(rows)
    assert check(empty, RULEBOOK) == []
    assert len(plans(empty)) == 2
    value = told(rows, "--update")
    assert (value["exit"], value["counts"]["begun"], value["counts"]["changed"]) == (0, 2, 0)
    assert len(listing(empty).pupils) == 4


def test_no_file_is_written_through_a_link(empty: Path, tmp_path: Path) -> None:
    """A folder of pupils that is a link leads elsewhere: nothing is written there."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (empty / "records/pupils").symlink_to(elsewhere)
    with pytest.raises(LiverecordError, match="could not be written"):
        run([row(1)])
    assert not list(elsewhere.iterdir())


def test_plans_from_before_live_records_wait_for_the_day_they_began(empty: Path) -> None:
    """Without that day a plan's first review would stand as late for what nobody said; with it, it stands under No date yet."""
    rows = [row(1, support="E", issued=date(2023, 2, 6)), row(2), row(3, support="E")]
    change(empty, "records/school.yml", "records_since: 2026-09-02  ", "")
    value = told(rows)
    assert (value["counts"]["begun"], value["counts"]["waiting"]) == (2, 1)
    assert asked(value) == [("records-since", None)]
    assert "records_since: 2026-11-22" in value["questions"][0]["hint"]
    change(empty, "records/school.yml", "phase:", "records_since: 2026-09-01\nphase:")
    value = told(rows, "--update")
    assert (value["exit"], value["counts"]["begun"]) == (0, 1)
    assert check(empty, RULEBOOK) == []


def test_a_hundred_and_thirty_pupils_take_seconds(empty: Path) -> None:
    """A school's list in one go, and a line of output for each record."""
    rows = [
        row(number, given_name=f"Given{number}", support="E" if number % 9 == 0 else "K", needs=("ASD",))
        for number in range(1, 131)
    ]
    output = run(rows).output
    assert "Begun: 130 records (14 E, 116 K)" in output
    assert len(plans(empty)) == 130
    assert check(empty, RULEBOOK) == []
