"""A second import is a sync: what names a pupil follows the list, what law hangs on is asked, and every other byte stays."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pupil_lists import LIST, asked, emptied, empty, plans, row, run, told, upn

from examples import one_in
from liverecord.cli import commands
from liverecord.intake.register.seen import PupilSeen
from liverecord.problem import Place
from overlay import TODAY, check
from record_documents import RULEBOOK
from schools import change, tree

__all__ = ["empty"]

PUPIL = "p-2kq4"
PLAN = f"records/pupils/{PUPIL}/plan.yml"

TYPED = f"""\
# Nobody touches this comment.
pupil:
  given_name: "Givenoneb"       # as the family says it
  family_name: Familytwoa
  known_as: null
  year_group: 8                 # Year 8
  form: 8B
  date_of_birth: 2014-02-11

  upn: {upn(1)}
  mis_id: '004512'
support: K
support_since: 2025-09-03
kind: sen_support
version: 3
keyworker: j-okafor
needs:
  - {{id: n1, type: SLCN, rank: 1}}
"""
"""A plan as somebody typed it."""

BASE = row(1, mis_id="004512", needs=("SLCN",))


def with_plan(school: Path, text: str = TYPED, pupil: str = PUPIL) -> Path:
    """Write a plan into a school, and return its path."""
    path = school / "records/pupils" / pupil / "plan.yml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    assert check(school, RULEBOOK) == []
    return path


def fields(value: dict[str, Any]) -> list[list[str]]:
    """Return which fields of each record change."""
    return [each["fields"] for each in value["changed"]]


# ── What follows ────────────────────────────────────────────────────────────────────────────────────────


def test_without_update_a_record_stays_as_it_is(empty: Path) -> None:
    """Pupils who have a record are counted; a new one beside them begins."""
    path = with_plan(empty)
    value = told([BASE._replace(form="9Z"), row(2)])
    assert (value["counts"]["known"], value["counts"]["begun"], value["exit"]) == (1, 1, 0)
    assert path.read_text(encoding="utf-8") == TYPED


def test_what_changed_is_written_into_its_lines_and_nothing_else(empty: Path) -> None:
    """Names, form and year follow the list; comments, quotes and the order of keys stay; the second time nothing changes."""
    # By age in Year 7, in which the record does not have the pupil yet.
    typed = TYPED.replace("2014-02-11", "2014-10-11")
    path = with_plan(empty, typed)
    news = BASE._replace(
        family_name="O'Neil: B", known_as="May", form="9", year="7", mis_id="4513", born=None
    )
    value = told([news], "--update")
    assert (value["exit"], fields(value)) == (
        0,
        [["pupil.family_name", "pupil.known_as", "pupil.year_group", "pupil.form", "pupil.mis_id"]],
    )
    assert path.read_text(encoding="utf-8") == typed.replace("Familytwoa", "'O''Neil: B'").replace(
        "known_as: null", "known_as: May"
    ).replace("8                 # Year 8", "7                 # Year 8").replace("8B", "9").replace(
        "'004512'", "4513"
    )
    before = tree(empty / "records")
    assert told([news], "--update")["written"] is False
    assert tree(empty / "records") == before


def test_what_is_missing_is_filled_and_a_blank_empties_nothing(empty: Path) -> None:
    """UPN, date of birth, first day, since when, key worker: once the list has them."""
    bare = "\n".join(
        line
        for line in TYPED.splitlines()
        if not any(word in line for word in ("upn:", "support_since", "keyworker"))
    )
    path = with_plan(empty, bare + "\n")
    full = BASE._replace(
        joined=date(2025, 9, 3),
        support_since=date(2025, 10, 1),
        keyworker="Ms R. Adeyemi",
        born=date(2014, 2, 11),
    )
    value = told([full], "--update")
    assert fields(value) == [["pupil.upn", "pupil.on_roll_from", "support_since", "keyworker"]]
    (plan,) = plans(empty).values()
    assert (plan["pupil"]["upn"], plan["keyworker"]) == (upn(1), "r-adeyemi")
    before = path.read_bytes()
    blank = PupilSeen(place=Place(LIST, 2), upn=upn(1))
    assert told([blank], "--update")["counts"]["changed"] == 0
    assert path.read_bytes() == before


@one_in(4)
@given(
    news=st.fixed_dictionaries(
        {},
        optional={
            "given_name": st.sampled_from(["Givenoneb", "Zqoë", "Zq: #a", "yes"]),
            "known_as": st.sampled_from(["", "Zqay"]),
            "form": st.sampled_from(["", "8B", "10", "9 Oak"]),
            "year": st.sampled_from(["", "7", "8", "9"]),
            "mis_id": st.sampled_from(["", "004512", "7"]),
            "support": st.sampled_from(["", "N", "K", "E"]),
            "needs": st.sampled_from([(), ("SLCN",), ("ASD", "SLCN")]),
            "issued": st.sampled_from([None, date(2026, 3, 2)]),
            "is_medical": st.booleans(),
        },
    )
)
def test_a_sync_keeps_every_line_that_it_does_not_mean(news: dict[str, Any]) -> None:
    """Only lines of fields that are said to change differ, support and needs never, and importing again writes nothing."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        school = emptied(Path(folder) / "school", patch)
        path = with_plan(school)
        value = told([BASE._replace(**news)], "--update")
        after = path.read_text(encoding="utf-8")
        changed = {field.rpartition(".")[2] for each in fields(value) for field in each}
        lines = zip(TYPED.splitlines(), after.splitlines(), strict=True)
        assert {old.strip().partition(":")[0] for old, new in lines if old != new} == changed
        assert not changed & {"support", "needs", "kind"}
        assert check(school, RULEBOOK) == []
        assert "Zq" not in str(value)
        again = told([BASE._replace(**news)], "--update")
        assert (again["written"], path.read_text(encoding="utf-8")) == (False, after)


# ── The school year to come ─────────────────────────────────────────────────────────────────────────────

NEXT = TYPED.replace(
    "support: K\n",
    "  next_year: {from: DAY, year_group: 9, form: 9B, keyworker: r-adeyemi}\nsupport: K\n",
)


def test_a_list_of_next_year_is_reported_and_not_written(empty: Path) -> None:
    """In July the list may have September's form: the record has it for September."""
    path = with_plan(empty, NEXT.replace("DAY", "2027-09-01"))
    before = path.read_bytes()
    value = told([BASE._replace(year="9", form="9B", born=None)], "--update")
    assert (value["ahead"], value["exit"], path.read_bytes()) == ([PUPIL], 0, before)
    value = told([BASE._replace(form="8C")], "--update")
    assert (value["ahead"], fields(value)) == ([], [["pupil.form"]])
    assert "form: 9B" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("was", "becomes"), [("K", "N"), ("K", "E"), ("E", "K"), ("E", "N"), ("N", "K"), ("N", "E")]
)
def test_the_command_of_changed_support_does_what_the_list_says(empty: Path, was: str, becomes: str) -> None:
    """Followed to the letter, with days and words in their places, it changes the support, and nothing is asked any more."""
    kind = {"K": "sen_support", "E": "ehcp", "N": "other"}[was]
    text = TYPED.replace("support: K", f"support: {was}").replace("kind: sen_support", f"kind: {kind}")
    if was == "N":
        text = "".join(line for line in text.splitlines(keepends=True) if "support_since" not in line)
        text = text[: text.index("needs:")] if "needs:" in text else text
    with_plan(empty, text)
    news = BASE._replace(support=becomes, needs=())
    (question,) = [
        each for each in told([news], "--update")["questions"] if each["code"] == "support-changed"
    ]
    assert question["command"] in question["hint"]
    # A plan ceases once the time for an appeal has passed.
    typed = question["command"].replace("ceased-on DAY", "ceased-on 2026-07-01").replace("WHY", "Decided")
    typed = typed.replace("DAY", "2026-04-01" if was == "E" else "2026-11-20")
    result = CliRunner().invoke(commands, typed.split()[1:], standalone_mode=False)
    assert result.return_value == 0, result.output
    assert plans(empty)[PUPIL]["support"] == becomes
    assert asked(told([news], "--update")) == []


def test_a_row_that_is_not_understood_matters_where_there_is_a_record(empty: Path) -> None:
    """Of somebody without support and without a record it is counted; of a record, or a number behind --also, it is a problem."""
    with_plan(empty)
    vague = BASE._replace(support="N", given_name="")
    value = told([row(3)], "--update", unclear=[vague])
    assert ([each["code"] for each in value["problems"]], asked(value)) == (["list-value"], [])
    other = row(2)._replace(support="N", given_name="")
    value = told([row(3)], unclear=[other])
    assert (value["problems"], value["counts"]["not_kept"]) == ([], 1)
    assert told([row(3)], "--also", upn(2), unclear=[other])["counts"]["problems"] == 1


def test_last_year_s_list_moves_nobody_back(empty: Path) -> None:
    """In September a list kept from July says the year before: what the new school year brought stays, and moves to where it is read."""
    path = with_plan(empty, NEXT.replace("DAY", "2026-09-01"))
    old = BASE._replace(year="8", form="8B", born=date(2013, 2, 11))
    path.write_text(path.read_text(encoding="utf-8").replace("2014-02-11", "2013-02-11"), encoding="utf-8")
    assert asked(told([old], "--update")) == [("year-behind", PUPIL)]
    text = path.read_text(encoding="utf-8")
    assert ("year_group: 9" in text, "form: 9B" in text, "next_year" in text) == (True, True, False)
    assert fields(told([old], "--update", "--accept", "year-behind")) == [["pupil.year_group", "pupil.form"]]


@pytest.mark.parametrize("typed", ["O\u2019Neil-Ash", "O'neil Ash", "O`N\u00e9il\u2010Ash"])
def test_one_name_in_another_spelling_makes_no_second_record(empty: Path, typed: str) -> None:
    """Signs, accents and capitals do not tell two children of one day of birth apart: that is asked, and no record begins."""
    with_plan(empty, TYPED.replace("Familytwoa", "O'Neil-Ash").replace(f"  upn: {upn(1)}\n", ""))
    value = told([BASE._replace(family_name=typed, upn="", mis_id="")])
    assert (asked(value), value["begun"]) == ([("same-pupil", PUPIL)], [])


def test_a_list_that_is_a_year_ahead_is_asked_about(empty: Path) -> None:
    """Where the record's year is right by age, the next one may be September's: all else follows, year and form wait."""
    path = with_plan(empty)
    ahead = BASE._replace(year="9", form="9B", known_as="May")
    value = told([ahead], "--update")
    assert (asked(value), fields(value)) == ([("year-ahead", PUPIL)], [["pupil.known_as"]])
    assert fields(told([ahead], "--update", "--accept", "year-ahead")) == [["pupil.year_group", "pupil.form"]]
    # In September the record is a year behind, and follows.
    path.write_text(TYPED, encoding="utf-8")
    value = told([ahead], "--update", "--today", "2027-09-06")
    assert (asked(value), fields(value)) == ([], [["pupil.known_as", "pupil.year_group", "pupil.form"]])


def test_a_year_that_has_begun_is_settled(empty: Path) -> None:
    """Its values move up to where they are read; the list is compared with those in force."""
    path = with_plan(
        empty,
        NEXT.replace("DAY", "2026-09-02")
        .replace("8B", "7B")
        .replace("year_group: 8 ", "year_group: 7 ")
        .replace("year_group: 9", "year_group: 8")
        .replace("9B", "8B"),
    )
    value = told([BASE], "--update")
    assert value["exit"] == 0
    (plan,) = plans(empty).values()
    assert (plan["pupil"]["year_group"], plan["pupil"]["form"], plan["keyworker"]) == (8, "8B", "r-adeyemi")
    assert "next_year" not in plan["pupil"]
    before = path.read_bytes()
    assert told([BASE], "--update")["written"] is False
    assert path.read_bytes() == before


# ── What is asked ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("news", "code", "words"),
    [
        ({"support": "E"}, "support-changed", f"liverecord support {PUPIL} ehcp"),
        ({"support": "N"}, "support-changed", f"liverecord support {PUPIL} ends"),
        ({"born": date(2014, 3, 11)}, "birth-differs", "--accept birth-differs"),
        ({"left": date(2026, 11, 20)}, "left-the-roll", f"liverecord leave {PUPIL}"),
        ({"enrolment": "guest"}, "registered-elsewhere", "main registration"),
        ({"keyworker": "R Adeyemi"}, "keyworker-differs", "plan.yml"),
        ({"needs": ("ASD",)}, "needs-differ", "outcomes"),
        ({"last_review": date(2026, 10, 14)}, "last-review", "reviews.yml"),
        ({"is_medical": True}, "medical-note", "emergency"),
    ],
)
def test_what_law_hangs_on_is_asked_and_never_taken(
    empty: Path, news: dict[str, Any], code: str, words: str
) -> None:
    """The question names the record and what answers it, the exit is 1 while it is open, and no byte changes; accepted, it is 0."""
    path = with_plan(empty)
    value = told([BASE._replace(**news)], "--update")
    assert (asked(value), value["exit"]) == ([(code, PUPIL)], 1)
    assert words in value["questions"][0]["hint"]
    assert path.read_text(encoding="utf-8") == TYPED
    for answer in (code, f"{code}:{PUPIL}"):
        assert told([BASE._replace(**news)], "--update", "--accept", answer)["exit"] == 0
    assert told([BASE._replace(**news)], "--update", "--accept", f"{code}:p-0ther")["exit"] == 1
    assert path.read_text(encoding="utf-8") == TYPED


def test_a_question_holds_up_nobody_else(empty: Path) -> None:
    """What is asked of one pupil does not keep the others from being written."""
    path = with_plan(empty)
    value = told([BASE._replace(support="E", form="8C"), row(2)], "--update")
    assert (value["counts"]["begun"], fields(value), value["exit"]) == (1, [["pupil.form"]], 1)
    assert "8C" in path.read_text(encoding="utf-8")


def test_who_is_not_in_the_list_is_asked_about_and_is_no_leaver(empty: Path) -> None:
    """Of those on the roll today; not of whoever left, nor of one whose row was not understood."""
    path = with_plan(empty)
    other = TYPED.replace(upn(1), upn(2)).replace("004512", "7")
    with_plan(empty, other, "p-3gone")
    change(empty, "records/pupils/p-3gone/plan.yml", "support: K", "  on_roll_until: 2026-07-17\nsupport: K")
    with_plan(empty, other.replace(upn(2), upn(3)), "p-4vague")
    value = told([row(5)], "--update", unclear=[row(3)])
    assert asked(value) == [("missing-from-list", PUPIL)]
    assert value["questions"][0]["path"] == PLAN
    assert told([row(5)])["exit"] == 0
    assert path.read_text(encoding="utf-8") == TYPED


def test_who_is_back_is_asked_about(empty: Path) -> None:
    """A record that has ended, and a list that has the pupil: nothing is written until somebody says so."""
    path = with_plan(empty, TYPED.replace("  mis_id: '004512'\n", "  on_roll_until: 2026-07-17\n"))
    before = path.read_bytes()
    value = told([BASE._replace(form="8C", mis_id="")], "--update")
    assert (asked(value), path.read_bytes()) == ([("back-on-roll", PUPIL)], before)
    assert "17 July 2026" in value["questions"][0]["message"]


def test_needs_are_filled_where_none_are_written_and_else_asked_about(empty: Path) -> None:
    """A record without a need gets the list's, the primary one first; one that has needs keeps them, and differences are asked."""
    bare = TYPED.replace("needs:\n  - {id: n1, type: SLCN, rank: 1}\n", "")
    path = with_plan(empty, bare)
    two = BASE._replace(needs=("ASD", "SLCN"))
    value = told([two], "--update")
    assert (fields(value), asked(value)) == ([["needs"]], [])
    before = path.read_bytes()
    assert b"type: ASD" in before
    value = told([two._replace(needs=("SLCN",))], "--update")
    assert (asked(value), path.read_bytes()) == ([("needs-differ", PUPIL)], before)


OF_A_PLAN = {
    "issued": ("issued_on", date(2026, 3, 2), date(2026, 3, 3)),
    "decided": ("last_review_decided_on", date(2026, 3, 2), date(2026, 3, 3)),
    "authority": ("authority", "Fenmoor County Council", "Wexmoor Council"),
}


@pytest.mark.parametrize("name", OF_A_PLAN)
def test_what_a_list_says_of_a_plan_is_filled_and_never_replaced(empty: Path, name: str) -> None:
    """A plan without its day of issue, its last decision or its authority gets it; one with another is asked about."""
    field, first, second = OF_A_PLAN[name]
    ehcp = TYPED.replace("support: K", "support: E").replace("kind: sen_support", "kind: ehcp")
    path = with_plan(empty, ehcp)
    of_plan = BASE._replace(support="E", **{name: first})
    assert fields(told([of_plan], "--update")) == [[f"ehcp.{field}"]]
    before = path.read_bytes()
    assert str(first) in before.decode()
    assert asked(told([of_plan], "--update")) == []
    value = told([of_plan._replace(**{name: second})], "--update")
    assert (asked(value), path.read_bytes()) == ([("plan-differs", PUPIL)], before)
    assert str(second) not in json.dumps(value)


def test_what_a_list_says_of_a_plan_is_not_for_sen_support(empty: Path) -> None:
    """Only an education, health and care plan has an authority and its decisions; the day on which parents were told is of SEN support."""
    path = with_plan(empty)
    full = BASE._replace(
        issued=date(2026, 3, 2),
        decided=date(2026, 3, 2),
        authority="Fenmoor",
        parents_told=date(2025, 9, 8),
    )
    assert fields(told([full], "--update")) == [["parents_told_on"]]
    assert "ehcp" not in path.read_text(encoding="utf-8")


def test_questions_about_education_health_and_care_plans_come_first(empty: Path) -> None:
    """Within each question, those about them before the others."""
    rows = [row(1, is_medical=True), row(2, support="E", is_medical=True)]
    value = told(rows)
    by_line = {each["line"]: each["id"] for each in value["begun"]}
    assert [pupil for _, pupil in asked(value)] == [by_line[3], by_line[2]]
    assert [each["id"] for each in value["to_do"]] == [by_line[3], by_line[2]]


# ── Whose rows they are ─────────────────────────────────────────────────────────────────────────────────


ADOPTED = row(7, former_upns=(upn(1),), given_name="Zqnew", family_name="Zqname", born=date(2014, 2, 11))


def test_a_number_that_changed_is_asked_by_id_alone(empty: Path) -> None:
    """A child who was adopted: until somebody says so nothing is written, and neither number nor name is printed or kept."""
    before = TYPED.replace("known_as: null", "known_as: Zqformer")
    path = with_plan(empty, before)
    for arguments in ((), ("--update",)):
        value = told([ADOPTED], *arguments)
        assert asked(value)[0] == ("former-upn", PUPIL)
        assert (value["counts"]["begun"], value["counts"]["waiting"]) == (0, 1)
        assert ("missing-from-list", PUPIL) not in asked(value)
        assert path.read_text(encoding="utf-8") == before
    printed = run([ADOPTED]).output
    assert not any(word in printed for word in ("Zq", upn(1), upn(7), "Givenone", "Familytwo"))
    assert "docs/keeping.md" in printed
    value = told([ADOPTED], "--accept", f"former-upn:{PUPIL}")
    assert value["exit"] == 0
    after = path.read_text(encoding="utf-8")
    assert upn(7) in after
    assert not any(word in after for word in (upn(1), "Givenone", "Familytwo", "Zqformer"))
    assert check(empty, RULEBOOK) == []
    assert told([ADOPTED], "--update")["counts"]["changed"] == 0


def test_another_number_beside_the_systems_own_is_asked_too(empty: Path) -> None:
    """The admission number and the date of birth are those of a record, and the UPN is not: a number that changed."""
    path = with_plan(empty)
    news = row(7, mis_id="004512", given_name="Zqnew")
    assert asked(told([news])) == [("former-upn", PUPIL)]
    assert path.read_text(encoding="utf-8") == TYPED


def test_the_systems_own_number_matches_only_with_the_date_of_birth(empty: Path) -> None:
    """Numbers of a system may come again after years: without the day, or with another, it is another pupil."""
    path = with_plan(empty, TYPED.replace(f"  upn: {upn(1)}\n", ""))
    value = told([row(7, mis_id="004512", form="8C", given_name="Zqnew")], "--update")
    assert fields(value) == [["pupil.given_name", "pupil.form", "pupil.upn"]]
    text = path.read_text(encoding="utf-8")
    other = row(8, mis_id="004512", given_name="Zqother", born=date(2013, 12, 1))
    assert told([other])["counts"]["begun"] == 1
    assert path.read_text(encoding="utf-8") == text


def test_a_name_and_a_day_never_match_by_themselves(empty: Path) -> None:
    """They make a question; --accept says that it is the same child, --also that it is another."""
    path = with_plan(empty, TYPED.replace(f"  upn: {upn(1)}\n  mis_id: '004512'\n", ""))
    alike = row(7, given_name="GIVENONEB", family_name="familytwoA", form="8C")
    value = told([alike], "--update")
    assert (asked(value), value["counts"]["begun"]) == ([("same-pupil", PUPIL)], 0)
    before = path.read_bytes()
    dry = told([alike], "--also", upn(7), "--dry-run")
    assert (dry["counts"]["begun"], asked(dry), path.read_bytes()) == (1, [], before)
    value = told([alike], "--accept", "same-pupil")
    assert "pupil.upn" in fields(value)[0]
    assert len(plans(empty)) == 1


def test_two_rows_of_one_record_are_a_problem(empty: Path) -> None:
    """One found by its UPN, one by its own number: which is right is for a person to see."""
    with_plan(empty)
    rows = [BASE._replace(mis_id=""), row(9, upn="", mis_id="004512", given_name="Zqx", place=Place(LIST, 9))]
    value = told(rows, "--update")
    assert [(each["code"], each["line"]) for each in value["problems"]] == [
        ("pupil-twice", 2),
        ("pupil-twice", 9),
    ]


def test_a_record_that_cannot_be_read_stops_all_but_a_partial_import(empty: Path) -> None:
    """It may be a listed pupil's: with --partial the others are written, and nobody whose number stands in it."""
    path = with_plan(empty)
    path.write_text(TYPED + "  : : [\n", encoding="utf-8")
    value = told([BASE, row(2)])
    assert ([each["code"] for each in value["problems"]], value["written"]) == (["record-wrong"], False)
    value = told([BASE, row(2)], "--partial")
    assert (value["counts"]["begun"], value["counts"]["waiting"]) == (1, 1)


def test_a_record_that_is_wrong_is_left(empty: Path) -> None:
    """Its problem is the check's to tell; a row that would make a sound one wrong is told with what would be."""
    path = with_plan(empty)
    assert [each["code"] for each in told([BASE._replace(year="1")], "--update")["problems"]] == [
        "import-would-break"
    ]
    wrong = TYPED.replace("j-okafor", "no-body")
    path.write_text(wrong, encoding="utf-8")
    assert [each["code"] for each in told([BASE._replace(form="8C")], "--update")["problems"]] == [
        "record-wrong"
    ]
    assert path.read_text(encoding="utf-8") == wrong


def test_days_of_the_roll_count_from_this_school_alone(empty: Path) -> None:
    """A transfer file of the last school has that school's days."""
    row_of = row(1, joined=date(2025, 9, 3), left=date(2026, 10, 2))
    value = told([row_of], school="9994999")
    assert (value["counts"]["begun"], value["exit"]) == (1, 0)
    (plan,) = plans(empty).values()
    assert "on_roll_from" not in plan["pupil"]


def test_the_day_is_that_of_the_run(empty: Path) -> None:
    """Whether somebody has left is asked as of --today."""
    value = told([row(1, left=TODAY)], "--today", "2026-11-23")
    assert (value["counts"]["gone"], value["today"]) == (1, "2026-11-23")
