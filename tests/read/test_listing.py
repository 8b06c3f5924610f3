"""The walk over records/: every file is found, and whatever is no record is told of."""

import os
import stat
import sys
from pathlib import Path

import pytest

from liverecord.model.records import PUPIL_KINDS
from liverecord.problem import Place
from liverecord.read.listing import Listing, listing
from liverecord.read.text import LARGEST
from liverecord.read.versions import on_disk
from schools import EXAMPLE, example

PUPILS = "records/pupils"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the example school to damage."""
    return example(tmp_path)


def told(found: Listing) -> list[tuple[str, str]]:
    assert all(problem.message and problem.hint for problem in found.problems)
    assert found.problems == sorted(found.problems)
    return [(problem.code, problem.place.path) for problem in found.problems]


def write(root: Path, path: str, text: str = "a: b\n") -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def test_the_example_is_found_whole():
    """Every file of the example is listed under its pupil and kind, in order, and nothing is wrong."""
    found = listing(EXAMPLE)
    assert (found.school, found.staff, found.problems) == ("records/school.yml", "records/staff.yml", [])
    assert list(found.pupils) == ["p-2xqd", "p-7k3m", "p-9wtr"]
    assert found.pupils["p-7k3m"] == {kind: f"{PUPILS}/p-7k3m/{kind}.yml" for kind in sorted(PUPIL_KINDS)}


def test_records_may_lie_deeper(root):
    """The folder's name is a setting, and may have more than one part."""
    (root / "data").mkdir()
    (root / "records").rename(root / "data" / "live")
    found = listing(root, "data/live")
    assert found.problems == []
    assert found.pupils["p-2xqd"] == {"plan": "data/live/pupils/p-2xqd/plan.yml"}


def test_no_records_folder(tmp_path):
    """A folder that is not there is a problem with a cure, and so is a file of its name."""
    assert told(listing(tmp_path)) == [("no-records", "records")]
    write(tmp_path, "records")
    assert told(listing(tmp_path)) == [("no-records", "records")]


def test_school_and_staff_are_missed(root):
    """Without terms and staff nothing can be worked out, so that their absence is said once, not at each pupil."""
    (root / "records/school.yml").unlink()
    (root / "records/staff.yml").unlink()
    (root / "records/staff.yml").mkdir()
    found = listing(root)
    assert told(found) == [("missing-school", "records/school.yml"), ("missing-staff", "records/staff.yml")]
    assert (found.school, found.staff) == (None, None)


def test_a_school_without_pupils_is_no_mistake(root):
    """A school that has just begun has no pupils, and git keeps no empty folder."""
    for file in (root / PUPILS).rglob("*.yml"):
        file.unlink()
    for folder in (root / PUPILS).iterdir():
        folder.rmdir()
    assert listing(root).problems == []
    (root / PUPILS).rmdir()
    assert listing(root).problems == []
    write(root, PUPILS)
    assert told(listing(root)) == [("unknown-file", PUPILS)]


def test_a_pupil_without_a_plan_is_told_of_and_listed(root):
    """No pupil may go missing from a list without a word."""
    (root / PUPILS / "p-7k3m/plan.yml").unlink()
    found = listing(root)
    assert told(found) == [("missing-plan", f"{PUPILS}/p-7k3m/plan.yml")]
    assert "concerns" in found.pupils["p-7k3m"]


def test_an_empty_pupil_s_folder_is_told_of(root):
    """A folder without a record is a leftover, or its files are somewhere else."""
    write(root, f"{PUPILS}/p-aaaa/.keep")
    assert told(listing(root)) == [("empty-folder", f"{PUPILS}/p-aaaa")]


@pytest.mark.parametrize("name", [".DS_Store", ".gitkeep", "README.md", "readme.md", ".plan.yml.swp"])
@pytest.mark.parametrize("folder", ["records", PUPILS, f"{PUPILS}/p-7k3m"])
def test_dotfiles_and_readmes_may_stand_anywhere(root, folder, name):
    """What systems leave behind and what people write for each other is no record."""
    write(root, f"{folder}/{name}")
    assert listing(root).problems == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("concern.yml", "concerns.yml"),
        ("plan.yaml", "plan.yml"),
        ("Plan.yaml", "plan.yml"),
        ("actions.yml~", "actions.yml"),
        ("#plan.yml#", "plan.yml"),
        ("plan.yml.bak", "plan.yml"),
        ("reviews.yml.orig", "reviews.yml"),
    ],
)
def test_a_misspelt_file_is_told_with_what_was_meant(root, name, meant):
    """A file that is nearly a record's would lose its content from every page; the hint says what was meant."""
    write(root, f"{PUPILS}/p-2xqd/{name}")
    (problem,) = listing(root).problems
    assert (problem.code, problem.place.path) == ("unknown-file", f"{PUPILS}/p-2xqd/{name}")
    assert f"Did you mean {meant}?" in problem.hint


@pytest.mark.parametrize("place", ["records", PUPILS, f"{PUPILS}/p-7k3m"])
@pytest.mark.parametrize(
    "name", ["Maya Ellison report.docx", "Maya\nEllison", "Ma\x1b[2Jya.pdf", "plan/Maya"]
)
def test_a_stray_file_is_told_without_its_name(root, place, name):
    """A file's name may be a child's: it is described so that it can be found, and not quoted in a log."""
    write(root, f"{place}/files/{name}" if "/" in name else f"{place}/{name}")
    (problem,) = listing(root).problems
    if place == PUPILS and "/" in name:
        assert problem.code == "folder-not-an-id"
    else:
        assert (problem.code, problem.place) == ("unknown-file", Place(place))
    assert "Maya" not in "".join(map(str, problem))
    assert "\n" not in problem.message


def test_a_stray_file_can_be_found_by_its_description(root):
    """First character, length and ending are enough to find a file in its folder."""
    write(root, f"{PUPILS}/p-7k3m/Report for panel.docx")
    (problem,) = listing(root).problems
    assert "begins with R, has 21 characters, ends in .docx" in problem.message


@pytest.mark.parametrize("name", ["P-7K3N", "p_7k3m", "p-7k3", "p-7k3mxxxxxxxxx", "p7k3m"])
def test_a_mistyped_id_is_shown(root, name):
    """A folder whose name is nearly an id holds digits, as no name does, and may be shown."""
    write(root, f"{PUPILS}/{name}/plan.yml")
    (problem,) = listing(root).problems
    assert (problem.code, problem.place.path) == ("folder-not-an-id", f"{PUPILS}/{name}")
    assert "p-7k3m" in problem.hint


@pytest.mark.parametrize("name", ["maya-ellison", "Maya Ellison", "pupil", "p-maya ellison", "p-"])
def test_a_folder_named_after_a_child_is_told_without_the_name(root, name):
    """A folder's name stands in addresses and logs: an id says nothing, and the problem does not repeat the name."""
    write(root, f"{PUPILS}/{name}/plan.yml")
    found = listing(root)
    (problem,) = found.problems
    assert (problem.code, problem.place.path) == ("folder-not-an-id", PUPILS)
    assert "aya" not in "".join(map(str, problem))
    assert "Never a pupil's name" in problem.hint
    assert name not in found.pupils


def test_a_file_among_the_pupils_is_told_of(root):
    """Only folders stand among the pupils, even where a file has an id's name."""
    write(root, f"{PUPILS}/p-aaaa")
    assert told(listing(root)) == [("unknown-file", PUPILS)]


def test_a_folder_where_a_file_belongs(root):
    """A folder named plan.yml is no plan."""
    (root / PUPILS / "p-7k3m/plan.yml").unlink()
    (root / PUPILS / "p-7k3m/plan.yml").mkdir()
    path = f"{PUPILS}/p-7k3m/plan.yml"
    assert told(listing(root)) == [("missing-plan", path), ("unknown-file", path)]


def test_names_that_differ_in_capitals_only(root):
    """On Windows and macOS one of the two would not be there."""
    write(root, f"{PUPILS}/p-7k3m/Plan.yml")
    write(root, f"{PUPILS}/P-7K3M/plan.yml")
    write(root, "records/School.yml")
    if len(list((root / PUPILS).iterdir())) == 3:
        pytest.skip("this disk does not tell capitals apart")
    assert told(listing(root)) == [
        ("case-clash", f"{PUPILS}/p-7k3m"),
        ("case-clash", f"{PUPILS}/p-7k3m/plan.yml"),
        ("case-clash", "records/school.yml"),
    ]


def test_a_symbolic_link_is_never_followed(root, tmp_path_factory):
    """A link can lead out of the records to any file: linked files, folders and pupils are refused, wherever they lead."""
    outside = tmp_path_factory.mktemp("outside")
    write(outside, "secret/plan.yml", "pupil: secret\n")
    plan = root / PUPILS / "p-7k3m/plan.yml"
    plan.unlink()
    plan.symlink_to(outside / "secret/plan.yml")
    (root / PUPILS / "p-aaaa").symlink_to(outside / "secret", target_is_directory=True)
    (root / PUPILS / "Maya").symlink_to(outside / "secret", target_is_directory=True)
    (root / "records/loop").symlink_to(root / "records", target_is_directory=True)
    found = listing(root)
    assert set(told(found)) == {
        ("symbolic-link", "records"),
        ("symbolic-link", PUPILS),
        ("symbolic-link", f"{PUPILS}/p-7k3m/plan.yml"),
        ("symbolic-link", f"{PUPILS}/p-aaaa"),
        ("missing-plan", f"{PUPILS}/p-7k3m/plan.yml"),
    }
    assert list(found.pupils) == ["p-2xqd", "p-7k3m", "p-9wtr"]
    content, problems = on_disk(root, f"{PUPILS}/p-7k3m/plan.yml")
    assert content is None
    assert [problem.code for problem in problems] == ["symbolic-link"]


# ── One file's bytes ────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_read_as_it_lies(root):
    """Bytes are handed on untouched, line ends and all."""
    (root / "records/school.yml").write_bytes(b"\xef\xbb\xbfa: b\r\n")
    assert on_disk(root, "records/school.yml") == (b"\xef\xbb\xbfa: b\r\n", [])


def refused(root: Path, path: str) -> str:
    content, problems = on_disk(root, path)
    assert content is None
    (problem,) = problems
    assert problem.place == Place(path)
    assert problem.hint
    return problem.code


def test_a_hundred_megabytes_are_refused_from_their_size(root):
    """A file that is far too large is not read into memory to find that out."""
    with (root / "records/school.yml").open("wb") as file:
        file.truncate(100_000_000)
    assert refused(root, "records/school.yml") == "file-too-large"


def test_the_limit_itself_may_be_reached(root):
    """One byte more than the limit is too many, the limit is not."""
    (root / "records/school.yml").write_bytes(b"#" * LARGEST)
    assert on_disk(root, "records/school.yml") == (b"#" * LARGEST, [])
    (root / "records/school.yml").write_bytes(b"#" * (LARGEST + 1))
    assert refused(root, "records/school.yml") == "file-too-large"


def test_a_file_that_is_gone_is_a_problem(root):
    """A file can vanish between the walk and the reading."""
    assert refused(root, "records/gone.yml") == "unreadable-file"


def test_a_file_that_changes_while_it_is_read_is_a_problem(root, monkeypatch):
    """Half of a file that an editor is saving would be a record that nobody wrote."""
    status = (root / "records/school.yml").stat()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fstat", lambda _: status)
        code = refused(root, "records/staff.yml")
    assert code == "unreadable-file"


def test_a_folder_is_no_file(root):
    """A folder in a file's place is told of, not raised."""
    assert refused(root, "records/pupils") == "unreadable-file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_a_pipe_is_never_waited_for(root):
    """Opening a pipe would wait for ever for somebody to write into it."""
    os.mkfifo(root / "records/pipe.yml")
    assert stat.S_ISFIFO((root / "records/pipe.yml").stat().st_mode)
    assert refused(root, "records/pipe.yml") == "unreadable-file"


def test_a_path_that_no_disk_can_have_is_a_problem(root):
    """A name longer than the disk allows is told of, not raised."""
    assert refused(root, "records/" + "a" * 5000) == "unreadable-file"


@pytest.mark.skipif(sys.platform == "win32", reason="folders are closed by other means there")
def test_a_folder_that_cannot_be_opened_is_a_problem(root, monkeypatch):
    """A folder that may not be read is told of: its pupil must not go missing without a word."""
    scan = os.scandir

    def closed(path: str) -> object:
        # The tests run as root on some machines, whom no permission stops.
        if str(path).endswith("p-7k3m"):
            raise PermissionError(13, "Permission denied")
        return scan(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert ("unreadable-file", f"{PUPILS}/p-7k3m") in told(listing(root))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks for a right to make links")
@pytest.mark.parametrize("records", ["records", "data/records"])
def test_a_records_folder_behind_a_link_is_refused(root, tmp_path_factory, records):
    """Whose records they are is what git holds, and of a link it holds nothing that it leads to."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "records"
    (root / "records").rename(elsewhere)
    if records == "records":
        (root / "records").symlink_to(elsewhere)
    else:
        (root / "data").symlink_to(elsewhere.parent)
    found = listing(root, records)
    assert told(found) == [("symbolic-link", records)]
    assert found.pupils == {}
