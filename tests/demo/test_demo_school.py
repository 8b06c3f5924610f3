"""The demo school: right in every record, the same for the same seed, and hanging together."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from demo_schools import digest, read

from liverecord.demo import DAY, demo, records_only
from liverecord.problem import LiverecordError

REPOSITORY = Path(__file__).parents[2]
EXAMPLE = REPOSITORY / "tests" / "cases" / "valid" / "example" / "records"


@pytest.fixture(scope="module")
def default(tmp_path_factory):
    """The records of the default school, read back: school, pupils, problems."""
    root = tmp_path_factory.mktemp("default")
    records_only(root / "records")
    return read(root, DAY)


def test_the_repository_s_records_are_the_default_output(tmp_path):
    """records/ at the top level is what the demo writes by default, byte for byte."""
    records_only(tmp_path / "records")
    assert digest(REPOSITORY / "records") == digest(tmp_path / "records")


def test_the_example_s_pupils_are_in_it_word_for_word(tmp_path):
    """The three pupils of the example record stand in the default school unchanged, and so does its calendar."""
    records_only(tmp_path / "records")
    for path in sorted((EXAMPLE / "pupils").rglob("*.yml")):
        assert path.read_bytes() == (tmp_path / "records" / path.relative_to(EXAMPLE)).read_bytes()
    assert (tmp_path / "records" / "school.yml").read_bytes().endswith((EXAMPLE / "school.yml").read_bytes())


def test_the_default_school_has_no_problem(default):
    """Forty pupils, and not one problem."""
    _, pupils, problems = default
    assert problems == []
    assert len(pupils) == 40


@pytest.mark.parametrize(
    "phase", ["nursery", "primary", "secondary", "all_through", "special", "alternative_provision"]
)
def test_a_school_of_every_phase_has_no_problem(tmp_path, phase):
    """Whatever the phase and seed, generated pupils are right."""
    records_only(tmp_path / "records", phase=phase, pupils=150, seed=7)
    school, pupils, problems = read(tmp_path, DAY)
    assert problems == []
    assert (school.phase, len(pupils)) == (phase, 150)


@pytest.mark.parametrize(
    "today",
    [
        date(2024, 9, 1),
        date(2025, 10, 8),
        date(2026, 9, 1),
        date(2026, 10, 28),
        date(2026, 11, 18),
        date(2026, 11, 25),
        date(2027, 1, 4),
        date(2027, 4, 13),
        date(2027, 8, 15),
        date(2028, 2, 19),
    ],
)
def test_a_school_of_another_day_has_no_problem(tmp_path, today):
    """The stories move with the day: into other terms, holidays and years, and stay right."""
    records_only(tmp_path / "records", pupils=60, seed=3, today=today)
    _, pupils, problems = read(tmp_path, today)
    assert problems == []
    assert "p-7k3m" in pupils


def test_the_same_seed_gives_the_same_bytes(tmp_path):
    """Neither the process nor its hash seed shows in a school; another seed does."""
    script = "import sys; from pathlib import Path; from liverecord.demo import records_only; records_only(Path(sys.argv[1]), pupils=60, seed=int(sys.argv[2]))"
    for name, seed, hash_seed in (("a", "5", "1"), ("b", "5", "2"), ("c", "6", "1")):
        environment = os.environ | {"PYTHONHASHSEED": hash_seed}
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path / name), seed], check=True, env=environment
        )
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert digest(tmp_path / "a") != digest(tmp_path / "c")


def test_an_open_concern_has_what_belongs_to_it(tmp_path):
    """An open concern has an action, a talk that agreed one, a day to look again; an attendance concern a note on the register."""
    records_only(tmp_path / "records", pupils=200, seed=2)
    _, pupils, _ = read(tmp_path, DAY)
    concerns = [
        (pupil, concern)
        for pupil in pupils.values()
        for concern in pupil.concerns
        if concern.status == "open"
    ]
    assert len(concerns) > 20
    talked = 0
    for pupil, concern in concerns:
        actions = {action.id for action in pupil.actions if action.concern == concern.id}
        assert actions, pupil.id
        assert concern.review_on is not None
        talked += any(actions & set(contact.agreed) for contact in pupil.contacts)
        if concern.theme == "attendance":
            assert any(note.concern == concern.id for note in pupil.absences.notes), pupil.id
    assert talked > 0.9 * len(concerns)


def test_a_register_has_its_term_s_marks(default):
    """Everybody on the roll all term has each school week's marks; most are nearly always there."""
    _, pupils, _ = default
    weeks = {len(pupil.absences.weeks) for pupil in pupils.values()}
    assert max(weeks) == 11
    marks = "".join(text for pupil in pupils.values() for text in pupil.absences.weeks.values()).replace(
        " ", ""
    )
    present = marks.count("/") + marks.count("\\") + marks.count("L")
    assert 0.85 < present / (len(marks) - marks.count("#") - marks.count("-")) < 0.97


def test_everything_that_can_be_late_is_late_somewhere(default):
    """The default school shows every kind of lateness: action, concern, review, annual review, old plan, chase, confirmation."""
    _, pupils, _ = default
    everyone = list(pupils.values())
    assert any(a.status == "open" and a.due and a.due < DAY for p in everyone for a in p.actions)
    assert any(c.status == "open" and c.review_on and c.review_on < DAY for p in everyone for c in p.concerns)
    assert any(
        c.status == "open" and c.plan_version and c.plan_version < p.plan.version
        for p in everyone
        for c in p.concerns
    )
    assert any(r.held_on is None and r.due and r.due < DAY for p in everyone for r in p.reviews)
    assert any(
        p.plan.ehcp
        and (p.plan.ehcp.last_review_decided_on or p.plan.ehcp.issued_on or DAY) < DAY - timedelta(days=366)
        for p in everyone
    )
    assert any(q.chase_on and q.chase_on < DAY for p in everyone for q in p.plan.circumstances)
    assert any(
        v.confirm_by and v.confirm_by < DAY for p in everyone for o in p.plan.outcomes for v in o.provision
    )
    assert any(c.review_on and c.review_on < DAY for p in everyone for c in p.plan.conditions)
    assert any(p.plan.pupil.on_roll_until for p in everyone)
    assert any(p.files == (f"records/pupils/{p.id}/plan.yml",) for p in everyone)
    assert any(c.restricted for p in everyone for c in p.concerns)


@pytest.mark.parametrize("pupils", [0, 1, 5])
def test_a_school_can_be_small(tmp_path, pupils):
    """No pupil at all, or a few: the worked cases come first."""
    demo(tmp_path / "school", pupils=pupils)
    _, found, problems = read(tmp_path / "school", DAY)
    assert (len(found), problems) == (pupils, [])


def test_ids_are_opaque_and_safe_on_any_disk(tmp_path):
    """An id is p- and small letters or digits, unlike anybody's name; no two differ by case alone."""
    records_only(tmp_path / "records", pupils=150)
    names = [path.name for path in (tmp_path / "records" / "pupils").iterdir()]
    assert len({name.lower() for name in names}) == 150
    for name in names:
        identity = yaml.safe_load((tmp_path / "records" / "pupils" / name / "plan.yml").read_text("utf-8"))[
            "pupil"
        ]
        assert identity["given_name"].lower() not in name


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"pupils": 10_001}, "10001 pupils"),
        ({"pupils": -1}, "-1 pupils"),
        ({"weeks": -1}, "-1 weeks"),
        ({"commits": 0}, "0 commits"),
        ({"phase": "university"}, "university"),
        ({"today": date(2020, 1, 1)}, "2020-01-01"),
    ],
)
def test_what_no_school_can_have_is_refused(tmp_path, options, words):
    """A number or phase out of range is an error with a hint, and nothing is written."""
    with pytest.raises(LiverecordError, match=words) as caught:
        demo(tmp_path / "school", **options)
    assert caught.value.hint
    assert not (tmp_path / "school").exists()


def test_nothing_is_overwritten(tmp_path):
    """A folder that holds anything, or a file of that name, is left as it is."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(LiverecordError, match="not empty"):
        demo(tmp_path)
    with pytest.raises(LiverecordError, match="not empty"):
        demo(tmp_path / "notes.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_progress_is_told(tmp_path):
    """The pupils written so far, and of how many."""
    told: list[tuple[int, int]] = []
    records_only(tmp_path / "records", pupils=3, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
