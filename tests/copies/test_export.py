"""`liverecord export`: one pupil's record to read and as data, whole, plain, and safe to put down."""

import json
import os
import stat
from pathlib import Path

import pytest
import yaml
from copied_records import DAY, PURPOSES, checklist, edit, export, invoke, page, record, with_history

from git_repository import commit, git
from liverecord.copies import folder as folders
from liverecord.copies.receipts import receipt_of
from liverecord.problem import HistoryUnavailable, LiverecordError
from schemas import printed
from schools import tree

HOSTILE = "\"><img src=x onerror=alert(1)> <script>alert(2)</script> {{7*7}} 'onfocus=alert(3) \u202eright"
MAYA, BARE = "p-7k3m", "p-2xqd"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Where a copy goes: outside the school's folder, and not there yet."""
    return tmp_path / "copies" / "maya"


# ── What it holds ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_copy_is_a_page_and_data(school: Path, copy: Path, purpose: str) -> None:
    """The page, its looks, the record as JSON of the described shape, its files as YAML, and a receipt."""
    before = tree(school / "records")
    export(MAYA, copy, "--for", purpose)
    names = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    kinds = {"plan", "absences", "concerns", "actions", "contacts", "reviews"}
    assert names == {
        "index.html",
        "copy.css",
        "record.json",
        "export.json",
        *(f"data/{kind}.yml" for kind in kinds),
    }
    value = record(copy)
    printed("export").validate(value)
    assert value["record"]["plan"]["pupil"]["upn"] == "C999432126001"
    assert value["history"] is None
    assert tree(school / "records") == before


def test_whole_copies_hold_the_files_as_they_are(school: Path, copy: Path) -> None:
    """For the next school and for a subject access request the YAML is given byte by byte, comments and all."""
    for purpose in ("transfer", "subject_access"):
        export(MAYA, copy / purpose, "--for", purpose)
        for path in (school / "records/pupils" / MAYA).iterdir():
            assert (copy / purpose / "data" / path.name).read_bytes() == path.read_bytes()
        assert record(copy / purpose)["people"]["j-okafor"] == "J. Okafor"


def test_a_family_s_copy_is_written_anew(school: Path, copy: Path) -> None:
    """Its YAML holds what the copy may hold: no comments, no names of colleagues, nobody's own words."""
    export(MAYA, copy)
    text = "".join(
        path.read_text(encoding="utf-8")
        for path in copy.rglob("*")
        if path.is_file() and path.name != "copy.css"
    )
    for hidden in (
        "Okafor",
        "okafor",
        "Adeyemi",
        "opaque, so that",
        "The bus often stops",
        "Mornings are loud",
    ):
        assert hidden not in text
    plan = yaml.safe_load((copy / "data/plan.yml").read_text(encoding="utf-8"))
    assert plan["keyworker"] == "form tutor and key worker"
    assert plan["outcomes"][0]["provision"][0]["who"] == "form tutor and key worker"
    assert record(copy)["people"] == {}
    assert "Met at the gate by [form tutor and key worker]" in page(copy).text


def test_the_page_says_every_field_in_plain_words(school: Path, copy: Path) -> None:
    """Dates in words, codes by their labels, colleagues by name, references as links to what they name."""
    export(MAYA, copy, "--for", "subject_access")
    found = page(copy)
    for wanted in (
        "Copy of all that this record holds",
        "As the record stood on 22 November 2026",
        "Date of birth 11 February 2014",
        "SEN support",
        "Key worker J. Okafor (form tutor and key worker)",
        "Speech, language and communication",
        "Mornings are loud and I do not know what comes first.",
        "“No record of this” means that nothing is written there",
        "What the marks mean",
        "Unique pupil number C999432126001",
        "Not recorded: name used; whether taught out of year; last day on the roll; destination; day on which care began.",
    ):
        assert wanted in found.text, wanted
    for typed in ("plan.yml", "agreed_with", "2014-02-11", "SLCN", "in_place", "j-okafor"):
        assert typed not in found.text, typed
    assert {"#plan-o1", "#plan-n1", "#concerns-c1", "#actions-a1"} <= set(found.links)


def test_what_no_copy_has_is_cut_out_of_its_line(school: Path, copy: Path) -> None:
    """The number of another system is in no byte of any copy, and every other byte of the file is as it was."""
    plan = school / "records/pupils" / MAYA / "plan.yml"
    before = plan.read_bytes()
    number = b"  mis_id: 'AD-770155'  # as the office has it\n"
    plan.write_bytes(before.replace(b"  on_roll_from:", number + b"  on_roll_from:", 1))
    for purpose in ("family", "transfer", "subject_access"):
        export(MAYA, copy / purpose, "--for", purpose)
        assert not [path for path, raw in tree(copy / purpose).items() if b"770155" in raw]
    assert (copy / "transfer/data/plan.yml").read_bytes() == before


def test_what_is_not_recorded_is_said(school: Path, copy: Path) -> None:
    """A pupil with a plan alone has a heading for every part, and an honest line below it."""
    export(BARE, copy, "--for", "transfer")
    found = page(copy)
    assert found.text.count("No record of this.") > 12
    for heading in ("Concerns", "Actions", "Reviews", "Attendance register", "Timetable"):
        assert heading in found.text
    assert {path.name for path in (copy / "data").iterdir()} == {"plan.yml"}


@pytest.mark.parametrize("purpose", PURPOSES)
def test_the_page_needs_nothing_from_anywhere(school: Path, copy: Path, purpose: str) -> None:
    """No script, no inline style, one stylesheet beside it; every link leads to something on the page; ids are unique."""
    with_history(school)
    export(MAYA, copy, "--for", purpose, "--history")
    found = page(copy)
    assert not {"script", "style", "iframe", "img", "object", "form"} & {tag for tag, _ in found.elements}
    assert not [
        attrs
        for _, attrs in found.elements
        if "style" in attrs or any(name.startswith("on") for name in attrs)
    ]
    assert [attrs["href"] for tag, attrs in found.elements if tag == "link"] == ["copy.css"]
    assert len(found.ids) == len(set(found.ids))
    assert {f"#{each}" for each in found.ids} >= set(found.links)
    assert "url(" not in (copy / "copy.css").read_text(encoding="utf-8")


def test_hostile_text_stays_text(school: Path, copy: Path) -> None:
    """What people type, by mischance or malice, is words on the page, in every part."""
    for kind, old in (
        ("plan", "Draws to explain ideas"),
        ("plan", "Expressive language about two years behind age"),
        ("actions", "Ask transport whether the 08:10 bus can be used"),
    ):
        edit(school, kind, old, json.dumps(f"{HOSTILE} {kind}", ensure_ascii=False))
    export(MAYA, copy, "--for", "subject_access")
    found = page(copy)
    assert found.text.count(HOSTILE) >= 3
    assert not {"img", "script"} & {tag for tag, _ in found.elements}
    assert yaml.safe_load((copy / "data/actions.yml").read_text(encoding="utf-8"))
    export(MAYA, copy.with_name("family"))
    assert HOSTILE in record(copy.with_name("family"))["record"]["plan"]["passport"]["strengths"][0]
    again = yaml.safe_load((copy.with_name("family") / "data/plan.yml").read_text(encoding="utf-8"))
    assert HOSTILE in again["passport"]["strengths"][0]


# ── History ─────────────────────────────────────────────────────────────────────────────────────────────


def test_history_is_told_in_sentences(school: Path, copy: Path) -> None:
    """What changed, when and by whom; a message about several pupils names no other one of them."""
    with_history(school)
    export(MAYA, copy, "--for", "subject_access", "--history")
    text = page(copy).text
    assert "Monday 16 November 2026 J. Okafor Its message: p-7k3m, [another pupil]: card found late" in text
    assert "moved from 27 November to 4 December" in text
    assert "p-9wtr" not in text
    history = record(copy)["history"]
    printed("export").validate(record(copy))
    assert history[0]["amendments"][0]["before"] == "2026-11-27"
    assert history[0]["commit"] == git(school, "rev-parse", "HEAD").strip()


def test_a_family_is_told_what_changed_and_not_by_whose_name(school: Path, copy: Path) -> None:
    """Days and changes stand there; names, messages and commit numbers do not."""
    with_history(school)
    export(MAYA, copy, "--history")
    text = page(copy).text
    assert "Monday 16 November 2026 form tutor and key worker" in text
    assert "moved from 27 November to 4 December" in text
    assert not [word for word in ("Okafor", "card found late", "message") if word in text]
    assert git(school, "rev-parse", "HEAD")[:7] not in text + (copy / "record.json").read_text(
        encoding="utf-8"
    )


def test_without_git_a_copy_is_made_and_says_what_is_not_known(school: Path, copy: Path) -> None:
    """No history is no reason to refuse a copy; what changed is then not known, and said so."""
    export(MAYA, copy, "--history", "--since", "2026-09-01")
    text = page(copy).text
    assert "Git knows no history here" in text
    assert record(copy)["history"] == []


def test_a_shallow_clone_cannot_tell_history(
    school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A history that would be wrong is refused; a copy without it is made."""
    with_history(school)
    git(tmp_path, "clone", "--quiet", "--depth=1", school.as_uri(), "shallow")
    (tmp_path / "shallow/pages").mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / "shallow")
    done = invoke("export", MAYA, str(tmp_path / "copy"), "--history")
    assert isinstance(done.exception, HistoryUnavailable)
    assert not (tmp_path / "copy").exists()
    export(MAYA, tmp_path / "copy")


# ── Since the last copy ─────────────────────────────────────────────────────────────────────────────────


def test_the_next_copy_opens_with_what_changed_since(school: Path, copy: Path) -> None:
    """Made into the same folder, it replaces the last one and says what is new, whether committed or not."""
    with_history(school)
    export(MAYA, copy)
    assert "since the last copy" not in page(copy).text
    edit(school, "actions", "2026-12-04", "2026-12-11")
    commit(school, "2026-11-20")
    edit(school, "plan", "Cold questions", "Sudden questions")
    export(MAYA, copy)
    text = page(copy).text
    assert "What changed since the last copy The last copy is of 22 November 2026." in text
    assert "moved from 4 December to 11 December" in text
    assert "27 November to 4 December" not in text
    assert "Not yet in the history" in text
    assert "with changes that were not yet in the history" in text
    export(MAYA, copy)
    commit(school, "2026-11-21")


def test_nothing_changed_is_said_too(school: Path, copy: Path) -> None:
    """Silence is not a record: a copy after which nothing happened says so."""
    with_history(school)
    export(MAYA, copy)
    export(MAYA, copy)
    assert "Nothing that this copy holds has changed since." in page(copy).text


def test_another_copy_or_a_day_can_be_named(school: Path, copy: Path, tmp_path: Path) -> None:
    """--since takes the folder of an earlier copy, of any purpose, or a day."""
    with_history(school)
    export(MAYA, copy)
    export(MAYA, tmp_path / "next", "--for", "transfer", "--since", str(copy))
    assert "Nothing that this copy holds has changed since." in page(tmp_path / "next").text
    export(MAYA, tmp_path / "day", "--since", "2026-11-16")
    text = page(tmp_path / "day").text
    assert "What changed lately Since 16 November 2026:" in text
    assert "moved from 27 November" in text
    export(MAYA, tmp_path / "later", "--since", "2026-11-17")
    assert "moved from 27 November" not in page(tmp_path / "later").text


def test_rewritten_history_falls_back_on_the_day(school: Path, copy: Path) -> None:
    """Where the commit of the last copy is gone, its day is all there is to go by, and the copy says so."""
    with_history(school)
    export(MAYA, copy)
    git(school, "commit", "--quiet", "--amend", "--message=Rewritten", "--date=2026-11-22T12:00:00+00:00")
    text_before = git(school, "rev-parse", "HEAD")
    export(MAYA, copy)
    text = page(copy).text
    assert "Git's history was rewritten since" in text
    assert "moved from 27 November" in text
    receipt = receipt_of(copy)
    assert receipt is not None
    assert receipt.commit == text_before.strip()


@pytest.mark.parametrize("typed", ["yesterday", "2026-13-01", "nowhere/at/all"])
def test_what_is_no_copy_and_no_day_is_refused(school: Path, copy: Path, typed: str) -> None:
    """A day that cannot be read is never taken for another."""
    done = invoke("export", MAYA, str(copy), "--since", typed)
    assert "neither an earlier copy's folder nor a day" in str(done.exception)


def test_another_pupil_s_copy_is_nothing_to_compare_with(school: Path, copy: Path, tmp_path: Path) -> None:
    """What changed since somebody else's copy would be a mixture of two children."""
    export(BARE, copy)
    assert "another pupil's" in str(
        invoke("export", MAYA, str(tmp_path / "x"), "--since", str(copy)).exception
    )


# ── Before it is handed over ────────────────────────────────────────────────────────────────────────────


def test_the_list_beside_the_copy_is_no_part_of_it(school: Path, copy: Path) -> None:
    """It says what to look at, by ids and lines, and quotes nothing."""
    edit(school, "actions", "Ask transport whether", "Ask Mr Okafor and p-9wtr whether")
    edit(school, "plan", "  - id: v1", "  - id: v1\n    restricted: true")
    told = export(MAYA, copy, "--for", "subject_access")
    assert "before-you-hand-it-over.txt" in told
    assert not [path for path in copy.rglob("*") if "hand" in path.name]
    text = checklist(copy)
    assert "cannot be found automatically" in text
    assert "1 item is marked restricted. The copy holds them: decide for each." in text
    plan = (school / "records/pupils/p-7k3m/plan.yml").read_text(encoding="utf-8")
    assert f"records/pupils/p-7k3m/plan.yml:{plan[: plan.index('- id: v1')].count(chr(10)) + 1} v1" in text
    assert " a2: j-okafor, p-9wtr" in text
    assert not [word for word in ("Maya", "Ellison", "Okafor", "transport", "loud") if word in text]
    assert (
        stat.S_IMODE(copy.with_name(f"{copy.name}.before-you-hand-it-over.txt").stat().st_mode) == 0o600
        or os.name == "nt"
    )


def test_a_family_s_list_says_what_was_left_out_and_replaced(school: Path, copy: Path) -> None:
    """Restricted items and a pointer to a safeguarding record are not in it; names that were found are replaced."""
    edit(school, "plan", "safeguarding: null", "safeguarding: {see: 'Ask the DSL', held_by: h-novak}")
    edit(school, "plan", "  - id: n1", "  - id: n1\n    restricted: true")
    export(MAYA, copy)
    text = " ".join(checklist(copy).split())
    assert "The copy does not hold them." in text
    assert "each is replaced in the copy" in text
    assert "does not hold the pointer" in text
    assert "Ask the DSL" not in page(copy).text
    assert "nothing that this copy may hold is written there" in page(copy).text


# ── Where it goes ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.skipif(os.name == "nt", reason="rights are not POSIX's there")
def test_a_copy_is_its_owner_s_alone(school: Path, copy: Path) -> None:
    """Folders 0700, files 0600, whatever the computer's habit."""
    export(MAYA, copy)
    for path in (copy, *copy.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


@pytest.mark.parametrize(
    "place",
    [
        "records",
        "records/pupils/p-7k3m",
        "records/copies",
        "site",
        "site/senco/copy",
        "pages/copy",
        ".liverecord/copy",
        ".git/copy",
        ".",
    ],
)
def test_a_copy_is_never_made_among_what_others_read(school: Path, place: str) -> None:
    """Not among the records, in a site, among published pages, in the store, in git's folder, nor over all of them."""
    before = tree(school / "records")
    done = invoke("export", MAYA, str(school / place))
    assert isinstance(done.exception, LiverecordError)
    assert tree(school / "records") == before


def test_elsewhere_in_the_repository_it_is_warned_about(school: Path) -> None:
    """A copy beside the records might be committed: it is made, and said."""
    assert "do not commit it" in export(MAYA, school / "out")


def test_a_link_into_the_records_is_followed_and_refused(school: Path, tmp_path: Path) -> None:
    """A symbolic link does not lead a copy into the records."""
    (tmp_path / "link").symlink_to(school / "records", target_is_directory=True)
    done = invoke("export", MAYA, str(tmp_path / "link/copy"))
    assert "overlaps the records" in str(done.exception)


def test_a_folder_with_anything_else_in_it_is_left_alone(school: Path, copy: Path) -> None:
    """Somebody's files are never replaced: not a folder of theirs, not a file, not a copy in which they have worked."""
    copy.mkdir(parents=True)
    (copy / "letter.txt").write_text("dear", encoding="utf-8")
    for case in (
        "holds something",
        "is a file",
        "in which somebody has worked: 1 files more",
        "0 files more than were written, 1 changed",
    ):
        if case.startswith("is"):
            (copy / "letter.txt").unlink()
            copy.rmdir()
            copy.write_text("dear", encoding="utf-8")
        elif case.startswith("in which"):
            copy.unlink()
            export(MAYA, copy)
            (copy / "note.txt").write_text("redacted by hand", encoding="utf-8")
        elif case.startswith("0"):
            (copy / "note.txt").unlink()
            (copy / "index.html").write_text("redacted by hand", encoding="utf-8")
        assert case in str(invoke("export", MAYA, str(copy)).exception)
    assert (copy / "index.html").read_text(encoding="utf-8") == "redacted by hand"


def test_a_copy_takes_the_place_of_its_own_kind_alone(school: Path, copy: Path) -> None:
    """Another pupil's copy, or one for another purpose, is not replaced."""
    export(MAYA, copy)
    for arguments in ((BARE,), (MAYA, "--for", "transfer")):
        done = invoke("export", arguments[0], str(copy), *arguments[1:])
        assert "another pupil's record, or for another purpose" in str(done.exception)
    copy.with_name("empty").mkdir()
    export(BARE, copy.with_name("empty"))


def test_a_failure_leaves_what_was_there(school: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk in the middle: the earlier copy stands as it was, and nothing half-written is left."""
    export(MAYA, copy)
    before = tree(copy.parent)
    written = 0

    def full(path: Path, content: bytes) -> None:
        nonlocal written
        written += 1
        if written > 4:
            raise OSError(28, "No space left on device")
        path.write_bytes(content)

    monkeypatch.setattr(folders, "_write", full)
    done = invoke("export", MAYA, str(copy))
    assert "cannot be written (No space left on device)" in str(done.exception)
    assert tree(copy.parent) == before
    assert sorted(path.name for path in copy.parent.iterdir()) == ["maya", "maya.before-you-hand-it-over.txt"]


def test_a_failed_swap_brings_the_earlier_copy_back(
    school: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the new folder cannot take the old one's place, the old one is back under its name."""
    export(MAYA, copy)
    before = tree(copy)
    rename = Path.rename

    def stubborn(self: Path, target: Path) -> Path:
        if target == copy and self.name.startswith(".") and not self.name.endswith(".old"):
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    assert "Permission denied" in str(invoke("export", MAYA, str(copy)).exception)
    assert tree(copy) == before


@pytest.mark.parametrize("pupil", ["p-nobody", "../p-7k3m", "Maya", "--help-me", ""])
def test_a_pupil_that_is_not_there_is_said(school: Path, copy: Path, pupil: str) -> None:
    """Only an id of a folder that exists names a pupil; nothing is written for anything else."""
    done = invoke("export", "--", pupil, str(copy))
    assert "There is no pupil with this id" in str(done.exception)
    assert not copy.exists()


@pytest.mark.parametrize("wrong", ["plan", "stray", "staff"])
def test_a_wrong_record_makes_no_copy(school: Path, copy: Path, wrong: str) -> None:
    """A copy of a record that cannot be read whole would lack something without a word."""
    if wrong == "plan":
        edit(school, "plan", "2014-02-11", "2014-02-31")
    elif wrong == "stray":
        (school / "records/pupils" / MAYA / "contact.yml").write_text("contacts: []\n", encoding="utf-8")
    else:
        (school / "records/staff.yml").write_text("staff: {}\n", encoding="utf-8")
    done = invoke("export", MAYA, str(copy))
    assert isinstance(done.exception, SystemExit)
    assert done.exception.code == 1
    assert not copy.exists()


def test_another_pupil_s_wrong_record_stops_nothing(school: Path, copy: Path) -> None:
    """A typo in somebody else's record is no reason to keep a family waiting."""
    edit(school, "plan", "version: ", "versoin: ", BARE)
    export(MAYA, copy, "--today", DAY)
    assert (copy / "index.html").is_file()
