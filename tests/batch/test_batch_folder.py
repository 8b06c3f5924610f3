"""A job done in the school's folder: judged with all other records, told by ids, written whole or not at all."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from command_schools import changed, demo, put_back, records
from form_scenes import PUPILS
from git_repository import commit, git
from liverecord.batch import Done, Folder, done, writing
from liverecord.examine.jobs.preview import Draft
from liverecord.forms import handing_over, joining, leaver, leaving
from liverecord.forms.job import NotHere, Written
from liverecord.forms.question import Wrong
from liverecord.intake import writing as each_file
from liverecord.problem import InvalidRecords, LiverecordError
from liverecord.read.blobs import Blobs
from liverecord.read.settings import settings
from liverecord.report.changes import differences
from liverecord.splice.steps import Set
from schools import change

TODAY = date(2026, 11, 22)
LEAVES = {"on_roll_until": ["18 December 2026"], "destination": ["Fenmoor College"]}
OVER = {"everything": ["h-novak"]}
PUPIL = "p-7k3m"
PLAN = f"records/pupils/{PUPIL}/plan.yml"


def quiet(_what: str, _done: int, _total: int) -> None:
    """Show no progress."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demo school; each test puts it back."""
    return demo(tmp_path_factory.mktemp("batch") / "school")


@pytest.fixture
def here(folder: Path) -> Iterator[Path]:
    """Return the demo school, which is as it was afterwards."""
    with put_back(folder):
        yield folder


def opened(school: Path) -> Folder:
    return Folder(settings(school), TODAY, quiet)


def test_a_dry_run_says_the_same_and_writes_nothing(here: Path) -> None:
    """What is told does not depend on whether it is written; a dry run leaves every byte."""
    before = records(here)
    dry = done(settings(here), TODAY, leaver.JOB, LEAVES, pupil=PUPIL, dry_run=True, progress=quiet)
    assert isinstance(dry, Done)
    assert records(here) == before
    wet = done(settings(here), TODAY, leaver.JOB, LEAVES, pupil=PUPIL, progress=quiet)
    assert isinstance(wet, Done)
    assert wet._replace(is_written=False) == dry
    assert set(changed(before, records(here))) == set(wet.files) == {PLAN}


def test_one_revert_takes_it_back(here: Path) -> None:
    """Things in many files go over in one change: one commit of it, taken back, leaves every byte as it was."""
    before = records(here)
    made = done(settings(here), TODAY, handing_over.JOB, OVER, names=["j-okafor"], progress=quiet)
    assert isinstance(made, Done)
    assert len(made.files) >= 5
    commit(here, "2026-11-22", made.message)
    git(here, "revert", "--no-edit", "HEAD")
    assert records(here) == before
    git(here, "reset", "--quiet", "--hard", "HEAD~2")


def test_git_is_not_needed(tmp_path: Path, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that lies in no repository is written as one that does, and git is not asked for a single file."""
    bare = tmp_path / "bare"
    shutil.copytree(here, bare, ignore=shutil.ignore_patterns(".git"))

    def refused(_self: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Blobs, "_running", refused)
    made = done(settings(bare), TODAY, leaver.JOB, LEAVES, pupil=PUPIL, progress=quiet)
    assert isinstance(made, Done)
    assert "p-7k3m" in differences(made.difference)
    there = done(settings(here), TODAY, leaver.JOB, LEAVES, pupil=PUPIL, progress=quiet)
    assert isinstance(there, Done)
    assert made.difference == there.difference
    assert (bare / PLAN).read_bytes() == (here / PLAN).read_bytes()


def test_the_folder_counts_and_not_the_commit(here: Path) -> None:
    """What was typed into a file and not committed is what a job stands on, and stays."""
    change(here, PLAN, "keyworker: j-okafor", "keyworker: h-novak  # since Monday")
    made = done(
        settings(here),
        TODAY,
        handing_over.JOB,
        {"everything": ["a-farrow"]},
        names=["h-novak"],
        progress=quiet,
    )
    assert isinstance(made, Done)
    assert "keyworker: a-farrow  # since Monday" in (here / PLAN).read_text(encoding="utf-8")


def test_wrong_answers_leave_all_as_it_was(here: Path) -> None:
    before = records(here)
    told = done(
        settings(here), TODAY, leaver.JOB, {"on_roll_until": ["31 June"]}, pupil=PUPIL, progress=quiet
    )
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["on_roll_until"]
    assert records(here) == before


def test_what_the_check_would_find_is_found_before(here: Path) -> None:
    """A change by which a record would be wrong is not written, and what is wrong stands at its question."""
    before = records(here)
    told = done(
        settings(here),
        TODAY,
        leaver.JOB,
        {**LEAVES, "on_roll_until": ["1 September 2015"]},
        pupil=PUPIL,
        progress=quiet,
    )
    assert isinstance(told, list)
    assert told
    assert records(here) == before


def test_a_upn_is_one_pupils(here: Path) -> None:
    """What no two records may share is looked for in all of them, though the change is of one."""
    plans = {
        pupil: (here / f"records/pupils/{pupil}/plan.yml").read_text(encoding="utf-8") for pupil in PUPILS
    }
    other, upn = next(
        (pupil, line.split()[-1])
        for pupil, text in plans.items()
        for line in text.splitlines()
        if line.strip().startswith("upn:") and pupil != PUPIL
    )
    at = ("pupil", "upn")
    room = opened(here)
    room.scene(leaver.JOB, pupil=PUPIL)
    told = room.put(Written({PLAN: [Set(at, upn)]}, {(PLAN, at): "upn"}, "p-7k3m: a number"), dry_run=True)
    assert isinstance(told, list)
    assert [wrong.name for wrong in told] == ["upn"]
    assert other in told[0].message
    assert upn not in told[0].message


def test_what_it_makes_wrong_elsewhere_is_said_by_id(here: Path) -> None:
    """A change of the school's own files by which others' records would be wrong is refused, and names nobody."""
    school = "records/school.yml"
    room = opened(here)
    text = (here / "records/staff.yml").read_text(encoding="utf-8")
    scene = room.scene(joining.JOB)
    planned = sorted(
        str(review.due)
        for known in scene.pupils.values()
        for review in known.pupil.reviews
        if review.due is not None and review.due > TODAY and review.held_on is None
    )
    assert planned
    closures = scene.files[school]["closures"]  # type: ignore[index, call-overload]
    steps = [Set(("closures",), [*closures, {"date": planned[0], "reason": "Boiler"}])]
    told = room.put(Written({school: steps}, {}, "school: closed"), dry_run=False)
    assert isinstance(told, list)
    assert any("p-" in wrong.message for wrong in told)
    names = {known.case.name for known in scene.pupils.values()}
    assert not [name for name in names for wrong in told if name in wrong.message]
    assert (here / "records/staff.yml").read_text(encoding="utf-8") == text


def test_nothing_told_names_anybody(here: Path) -> None:
    """Without an audience ids stand for names; with one its names are told, and an unknown one is refused."""

    def run(audience: str | None) -> Done:
        made = done(
            settings(here), TODAY, handing_over.JOB, OVER, names=["j-okafor"], dry_run=True, audience=audience, progress=quiet
        )  # fmt: skip
        assert isinstance(made, Done)
        return made

    names = {known.case.name for known in opened(here).scene(joining.JOB).pupils.values()}
    by_id, in_words = (differences(run(audience).difference) for audience in (None, "senco"))
    assert not [name for name in names if name in by_id]
    assert [name for name in names if name in in_words]
    assert run("staff").difference.audience == "staff"
    with pytest.raises(LiverecordError, match="no audience"):
        run("nobody")


def test_a_narrow_audience_judges_as_the_widest(here: Path) -> None:
    """Whoever may not see what is wrong does not get it written by that."""
    before = records(here)
    told = done(
        settings(here), TODAY, leaver.JOB, {**LEAVES, "on_roll_until": ["1 September 2015"]}, pupil=PUPIL,
        audience="staff", progress=quiet,
    )  # fmt: skip
    assert isinstance(told, list)
    assert records(here) == before


def test_records_with_problems_are_left_alone(here: Path) -> None:
    """A job about the school goes on without a pupil whose record is wrong; one about that pupil says what is."""
    change(here, PLAN, "keyworker: j-okafor", "keyworker: j-okfor")
    room = opened(here)
    assert room.scene(joining.JOB).unread == (PUPIL,)
    with pytest.raises(InvalidRecords) as raised:
        room.scene(leaver.JOB, pupil=PUPIL)
    assert [problem.code for problem in raised.value.problems] == ["unknown-person"]
    made = done(settings(here), TODAY, handing_over.JOB, OVER, names=["j-okafor"], progress=quiet)
    assert isinstance(made, Done)
    assert PLAN not in made.files
    (here / "records/staff.yml").write_text("staff: nobody\n", encoding="utf-8")
    with pytest.raises(InvalidRecords):
        opened(here).scene(joining.JOB)
    with pytest.raises(InvalidRecords):
        _ = opened(here).staff


def test_what_was_saved_meanwhile_is_not_written_over(here: Path) -> None:
    """A file that says something else than when the job was asked keeps all of it from being written."""
    room = opened(here)
    scene = room.scene(handing_over.JOB, names=["j-okafor"])
    written = handing_over.JOB.write(scene, OVER)
    assert isinstance(written, Written)
    change(here, PLAN, "keyworker: j-okafor", "keyworker: a-farrow")
    before = records(here)
    with pytest.raises(LiverecordError, match="was changed while"):
        room.put(written, dry_run=False)
    assert records(here) == before


def test_a_plan_whose_new_year_has_begun_is_settled_on_the_way(here: Path) -> None:
    """What holds since that year's first day moves up into its place, and is what is handed over."""
    change(
        here,
        PLAN,
        "pupil:\n",
        "pupil:\n  next_year: {from: 2026-09-01, year_group: 8, form: 8C, keyworker: h-novak}\n",
    )
    made = done(
        settings(here),
        TODAY,
        handing_over.JOB,
        {"everything": ["a-farrow"]},
        names=["h-novak"],
        progress=quiet,
    )
    assert isinstance(made, Done)
    text = (here / PLAN).read_text(encoding="utf-8")
    assert "next_year" not in text
    assert "form: 8C" in text
    assert "keyworker: a-farrow" in text


def drafts(school: Path) -> list[Draft]:
    """Return drafts of every pupil's plan, and of a new one."""
    paths = [f"records/pupils/{pupil}/plan.yml" for pupil in PUPILS[:5]]
    old = {path: (school / path).read_bytes() for path in paths}
    new = Draft("records/pupils/p-2b7x/plan.yml", None, b"new\n")
    return [new, *(Draft(path, raw, raw + b"# more\n") for path, raw in old.items())]


@pytest.mark.parametrize("fails", range(6))
def test_all_files_or_none(here: Path, monkeypatch: pytest.MonkeyPatch, fails: int) -> None:
    """Whichever file cannot be written: every file is as it was, the folder of a new pupil is gone, and it is said."""
    before = records(here)
    real, count = each_file.write, iter(range(100))

    def failing(root: Path, made: list[each_file.Draft]) -> None:
        if next(count) == fails:
            raise LiverecordError("full")
        real(root, made)

    monkeypatch.setattr(each_file, "write", failing)
    with pytest.raises(LiverecordError, match="Nothing is changed"):
        writing.put(here, drafts(here))
    assert records(here) == before
    assert not (here / "records/pupils/p-2b7x").exists()


def test_what_cannot_be_put_back_is_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = drafts(here)[1:3]
    real, count = each_file.write, iter(range(100))

    def failing(root: Path, one: list[each_file.Draft]) -> None:
        if next(count) > 0:
            raise LiverecordError("full")
        real(root, one)

    monkeypatch.setattr(each_file, "write", failing)
    with pytest.raises(LiverecordError) as raised:
        writing.put(here, made)
    assert made[0].path in raised.value.message
    assert "git restore" in raised.value.hint


def test_a_file_that_came_meanwhile_is_no_new_one(here: Path) -> None:
    made = drafts(here)
    (here / "records/pupils/p-2b7x").mkdir()
    (here / made[0].path).write_bytes(b"somebody else's\n")
    before = records(here)
    with pytest.raises(LiverecordError, match="was changed while"):
        writing.put(here, made)
    assert records(here) == before


def test_nothing_is_written_behind_a_link(here: Path, tmp_path: Path) -> None:
    """Where a folder of the records is a link, a new record would lie in somebody else's folder."""
    elsewhere = tmp_path / "elsewhere"
    (here / "records/pupils").rename(elsewhere)
    (here / "records/pupils").symlink_to(elsewhere, target_is_directory=True)
    new = Draft("records/pupils/p-2b7x/plan.yml", None, b"new\n")
    with pytest.raises(LiverecordError, match="behind a link"):
        writing.put(here, [new])
    assert not (elsewhere / "p-2b7x").exists()
    (here / "records/pupils").unlink()
    elsewhere.rename(here / "records/pupils")


def test_nobody_unknown_is_written_about(here: Path) -> None:
    for pupil, job, names in (("p-none", leaver.JOB, ()), (None, leaving.JOB, ("nobody-such",))):
        with pytest.raises(NotHere):
            done(settings(here), TODAY, job, {}, pupil=pupil, names=names, progress=quiet)


def test_an_untouched_form_writes_nothing(here: Path) -> None:
    """What stands in a form already is no change: nothing is written, and that is said."""
    made = done(settings(here), TODAY, handing_over.JOB, {}, names=["j-okafor"], progress=quiet)
    assert made == [Wrong("", "Nothing here differs from the record, so there is nothing to send.")]
