"""`join`, `leave`, `support` and `reassign`: what they write is what the forms write, and what is wrong leaves all as it was."""

import csv
import io
import json
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from command_schools import Typed, changed, demo, drafted, put_back, records
from examples import of_a_sample
from form_scenes import PUPILS, ROOT, at
from git_repository import commit, git
from liverecord.cli.doing import WAYS
from liverecord.forms import handing_over, joining, leaver, leaving, newcomer, support
from liverecord.forms.codes import EHCP, NEEDS_ASSESSMENT, NONE, SEN_SUPPORT
from liverecord.forms.taking_over import rows_of
from schemas import printed
from schools import change, run, tree

PUPIL = "p-7k3m"
PLAN = f"records/pupils/{PUPIL}/plan.yml"
SCENE = at(joining.JOB)
STAFF = tuple(person.id for person in SCENE.staff.staff)
NAMES = {known.case.name for known in SCENE.pupils.values()}
WITH = {
    code: [pupil for pupil in PUPILS if SCENE.pupils[pupil].pupil.plan.support == code]
    for code in (NONE, SEN_SUPPORT, EHCP)
}
"""The demo's pupils by the support that they have now."""
ASSESSED = [
    pupil
    for pupil in WITH[SEN_SUPPORT]
    if any(each.kind == NEEDS_ASSESSMENT for each in SCENE.pupils[pupil].pupil.plan.circumstances)
]
SOME = sorted({*ASSESSED, *(pupil for pupils in WITH.values() for pupil in of_a_sample(pupils[:4], pupils))})
ADA = {
    "given_name": ["Ada"],
    "family_name": ["Lovegrove"],
    "year_group": ["8"],
    "support": ["K"],
    "support_since": ["2026-11-09"],
}
ADA_TYPED = [
    "--given-name",
    "Ada",
    "--family-name",
    "Lovegrove",
    "--year",
    "8",
    "--support",
    "K",
    "--support-since",
    "2026-11-09",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the demo school; each test puts it back."""
    return demo(tmp_path_factory.mktemp("commands") / "school")


@pytest.fixture
def here(folder: Path) -> Iterator[Path]:
    """Return the demo school, which is as it was afterwards."""
    with put_back(folder):
        yield folder


def did(school: Path, *typed: str) -> dict[str, bytes]:
    """Run a command that is to write, and return what it wrote; a dry run says the same before, and writes nothing."""
    before = records(school)
    dry = run(school, *typed, "--dry-run")
    assert (dry.returncode, dry.stderr) == (0, ""), dry.stderr
    assert records(school) == before
    wet = run(school, *typed)
    assert (wet.returncode, wet.stderr) == (0, ""), wet.stderr
    if typed[:2] != ("join", "pupil"):
        assert wet.stdout.partition("\nWritten: ")[0] == dry.stdout.partition("\nNothing is written")[0]
    assert "Nothing is committed." in wet.stdout
    assert not [name for name in NAMES if name in wet.stdout]
    return changed(before, records(school))


def check_finds_nothing(school: Path) -> None:
    checked = run(school, "check")
    assert checked.returncode == 0, checked.stdout


# ── The same as the forms ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("pupil", SOME)
def test_a_pupil_leaves_as_by_form(here: Path, pupil: str) -> None:
    answers = {"on_roll_until": ["18 December 2026"], "destination": ["Fenmoor College"]}
    expected = drafted(here, leaver.JOB, answers, pupil)
    assert did(here, "leave", pupil, "--on", "2026-12-18", "--destination", "Fenmoor College") == expected
    again = run(here, "leave", pupil, "--on", "18/12/2026", "--destination", "Fenmoor College")
    assert (again.returncode, again.stdout) == (
        0,
        "Nothing here differs from the record: there is nothing to write.\n",
    )


SUPPORT: Mapping[str, tuple[tuple[str, Typed, Sequence[str]], ...]] = {
    NONE: (("begins", {"support_since": ["2026-11-09"]}, ("--since", "2026-11-09")),),
    SEN_SUPPORT: (
        (
            "ehcp",
            {"issued_on": ["2026-11-16"], "authority": ["Fenmoor County Council"]},
            ("--issued-on", "16 November 2026", "--authority", "Fenmoor County Council"),
        ),
        (
            "ends",
            {"held_on": ["2026-11-20"], "summary": ["Every outcome is met"], "attended": ["pupil", "family"],
             "told-date": ["2026-11-20"], "told-with": ["mother"], "told-how": ["phone"]},
            ("--held-on", "20 November", "--summary", "Every outcome is met", "--attended", "pupil", "--attended", "family",
             "--told-date", "2026-11-20", "--told-with", "mother", "--told-how", "phone"),
        ),
    ),
    EHCP: (
        (
            "ceases",
            {"decision_on": ["2026-07-01"], "ceased_on": ["2026-11-20"], "support": ["K"], "held_on": ["2026-06-12"]},
            ("--decision-on", "2026-07-01", "--ceased-on", "2026-11-20", "--support", "K", "--held-on", "2026-06-12"),
        ),
    ),
}  # fmt: skip
"""By what a pupil has now: what may become of it, as answers and as options."""


@pytest.mark.parametrize("pupil", SOME)
def test_support_changes_as_by_form(here: Path, pupil: str) -> None:
    """Each form that the pupil's support allows, with the questions that this record has besides."""
    now = SCENE.pupils[pupil].pupil.plan.support
    for what, answers, options in SUPPORT[now]:
        place = at(support.JOB, pupil, what)
        form = support.JOB.ask(place, {})
        asked = {question.name: question for question in form.questions}
        more: dict[str, list[str]] = {}
        if "review" in asked:
            more["review"] = ["-"]
        if "assessment-ended" in asked:
            more["assessment-ended"] = ["yes"]
        if form.none or isinstance(support.JOB.write(place, {**answers, **more}), list):
            refused = run(here, "support", pupil, what, *options)
            assert refused.returncode in {1, 2}
            continue
        expected = drafted(here, support.JOB, {**answers, **more}, pupil, (what,))
        flags = [part for name, values in more.items() for part in (f"--{name}", *values)]
        assert did(here, "support", pupil, what, *options, *flags) == expected
        git(here, "checkout", "--quiet", "--", ".")
        git(here, "clean", "-fdq")


@pytest.mark.parametrize("person", STAFF)
def test_things_are_handed_over_as_by_form(here: Path, person: str) -> None:
    """Whoever stays, leaves or has left: all that is in those hands goes over in one change, which one revert takes back."""
    taker = next(each for each in ("h-novak", "a-farrow") if each != person)
    scene = at(handing_over.JOB, None, person)
    holder = next(each for each in scene.staff.staff if each.id == person)
    before = records(here)
    if not list(rows_of(scene, holder)):
        told = run(here, "reassign", person, "--to", taker)
        assert (told.returncode, told.stdout) == (0, f"Nothing in the records is in the hands of {person}.\n")
    else:
        expected = drafted(here, handing_over.JOB, {"everything": [taker]}, names=(person,))
        assert did(here, "reassign", person, "--to", taker) == expected
        check_finds_nothing(here)
        commit(here, "2026-11-22", "Handed over")
        git(here, "revert", "--no-edit", "HEAD")
        assert records(here) == before
        git(here, "reset", "--quiet", "--hard", "HEAD~2")
    answers = {"left_on": ["18 December 2026"], "everything": [taker], "handover": ["Keys: in the office"]}
    expected = drafted(here, leaving.JOB, answers, names=(person,))
    options = ("--on", "18 December 2026", "--to", taker, "--handover", "Keys: in the office")
    assert did(here, "leave", person, *options) == expected


def test_somebody_joins_as_by_form(here: Path) -> None:
    answers = {
        "name": ["P. Newcombe"],
        "roles": ["keyworker", "mentor"],
        "email": ["p.newcombe@ashgrove.example"],
    }
    expected = drafted(here, joining.JOB, answers)
    options = (
        "--name",
        "P. Newcombe",
        "--role",
        "keyworker",
        "--role",
        "mentor",
        "--email",
        "p.newcombe@ashgrove.example",
    )
    assert did(here, "join", "staff", *options) == expected
    check_finds_nothing(here)


def test_a_record_begins_as_by_form(here: Path) -> None:
    """The id is drawn; but for that the file is what the form would make, and the check takes it."""
    ((path, raw),) = did(here, "join", "pupil", *ADA_TYPED, "--keyworker", "j-okafor").items()
    pupil = path.split("/")[-2]
    check_finds_nothing(here)
    git(here, "clean", "-fdq")
    assert drafted(here, newcomer.JOB, {**ADA, "keyworker": ["j-okafor"], "id": [pupil]}) == {path: raw}


def test_a_pupil_is_not_begun_twice(here: Path) -> None:
    born = ("--date-of-birth", "2014-02-11")
    first = did(here, "join", "pupil", *ADA_TYPED, *born)
    again = run(here, "join", "pupil", *ADA_TYPED, *born)
    assert again.returncode == 1
    assert next(iter(first)).split("/")[-2] in again.stderr
    assert "Lovegrove" not in again.stderr


# ── Wrong answers ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (("leave", PUPIL, "--on", "31 June"), 1, "--on: 31 June does not exist."),
        (("leave", PUPIL), 1, "--on: Say which day is the last on the roll."),
        (("leave", "j-okafor", "--on", "2026-12-18"), 1, "--to: Say who takes over"),
        (("leave", "j-okafor", "--to", "h-novak"), 1, "--on: Say which day is the last at the school."),
        (("leave", PUPIL, "--on", "2026-12-18", "--handover", "Keys"), 2, "--handover: this is not asked here."),
        (("leave", PUPIL, "--on", "2026-12-18", "--to", "h-novak"), 2, "A pupil hands nothing over"),
        (("leave", "p-7k3n", "--on", "2026-12-18"), 2, "Did you mean p-7k3m"),
        (("leave", "Maya Ellison", "--on", "2026-12-18"), 2, "no pupil and nobody in staff.yml has this id."),
        (("reassign", "j-okafr", "--to", "h-novak"), 2, "Did you mean j-okafor"),
        (("reassign", "Mrs J Okafor"), 2, "Did you mean j-okafor"),
        (("reassign", "j-okafor", "--to", "h-novk"), 2, "Did you mean h-novak"),
        (("reassign", "j-okafor", "--to", "s-quill"), 1, "--to: Choose one of the answers that are there. One of: "),
        (("reassign", "m-lindqvist", "--to", "z-karim", "--from", "31 June"), 1, "--from: 31 June does not exist."),
        (("reassign", "j-okafor", "--to", "h-novak", "--audience", "nobody"), 2, "no audience of that name"),
        (("support", "p-none", "begins", "--since", "2026-11-09"), 2, "no pupil has this id."),
        (("support", "begins", "--since", "2026-11-09"), 2, "Name the pupil first"),
        (("join", "pupil", "--given-name", "Ada"), 1, "--family-name: Say what the family name is."),
        (("join", "pupil", *ADA_TYPED, "--answer", "shoe_size=4"), 2, "this is not asked here. Asked are: --given-name"),
        (("join", "pupil", *ADA_TYPED, "--answer", "shoe size"), 2, "write it as NAME=VALUE"),
        (("join", "pupil", *ADA_TYPED, "--keyworker", "nobody"), 1, "--keyworker: Choose one of the answers that are there."),
        (("join", "staff", "--name", "J. Okafor", "--role", "mentor", "--id", "j-okafor"), 1, "--id: Somebody has this"),
    ],
)  # fmt: skip
def test_wrong_answers_leave_all_as_it_was(here: Path, typed: tuple[str, ...], code: int, said: str) -> None:
    """What is wrong is said at its option, with the cure; what nobody knows is met with ids that are near; no byte moves."""
    before = tree(here / "records")
    told = run(here, *typed)
    assert told.returncode == code
    assert said in told.stderr
    assert told.stdout == ""
    assert "Maya" not in told.stderr
    assert tree(here / "records") == before


def test_every_wrong_answer_is_told_at_once(here: Path) -> None:
    told = run(here, "join", "pupil", "--support", "Z", "--date-of-birth", "31 June")
    flags = [line.strip().partition(":")[0] for line in told.stderr.splitlines()[1:]]
    assert flags == ["--given-name", "--family-name", "--year", "--date-of-birth", "--support"]


def test_a_question_without_an_option_is_answered_by_name(here: Path) -> None:
    """What only some records are asked can be answered too, by the name of its question."""
    answers = ("--answer", "roles=mentor", "--answer", "roles=dsl", "--answer", "name=P. Newcombe")
    expected = drafted(here, joining.JOB, {"name": ["P. Newcombe"], "roles": ["mentor", "dsl"]})
    assert did(here, "join", "staff", *answers) == expected


def test_one_thing_is_handed_over_by_name(here: Path) -> None:
    """Without --to and --plan a thing goes over by the name of its question, and nothing else does."""
    name = f"take_{PUPIL}_plan_keyworker"
    expected = drafted(here, handing_over.JOB, {name: ["h-novak"]}, names=("j-okafor",))
    assert did(here, "reassign", "j-okafor", "--answer", f"{name}=h-novak") == expected


@pytest.mark.parametrize("words", ["a\x07b", "a\x1b[2Jb", "\ufeffa", "x" * 100_000, "\udcff"])
def test_no_words_are_a_fault(here: Path, words: str) -> None:
    """What no record may hold is refused at its option, and neither written nor printed."""
    before = records(here)
    told = run(here, "leave", PUPIL, "--on", "2026-12-18", "--destination", words)
    assert told.returncode == 1
    assert "--destination: " in told.stderr
    assert words not in told.stderr
    assert records(here) == before


def test_a_record_with_a_problem_is_said(here: Path) -> None:
    """About that pupil nothing is written; about the school it is said who was not looked at."""
    change(here, PLAN, "keyworker: j-okafor", "keyworker: j-okfor")
    told = run(here, "leave", PUPIL, "--on", "2026-12-18")
    assert told.returncode == 1
    assert "unknown-person" in told.stderr
    assert "Nothing is written." in told.stderr
    told = run(here, "reassign", "j-okafor", "--to", "h-novak", "--dry-run")
    assert (told.returncode, told.stderr) == (
        0,
        f"Not looked at, because the records hold problems: {PUPIL}.\n",
    )
    told = run(here, "reassign", "j-okafor")
    assert told.stderr == f"Not looked at, because the records hold problems: {PUPIL}.\n"
    change(here, "records/staff.yml", "id: j-okafor", "id: J Okafor")
    for typed in (
        ("reassign", "j-okafor"),
        ("leave", PUPIL),
        ("support", PUPIL, "begins"),
        ("join", "staff"),
    ):
        told = run(here, *typed)
        assert told.returncode == 1, typed
        assert "records/staff.yml" in told.stderr


# ── What somebody holds ─────────────────────────────────────────────────────────────────────────────────


def test_what_somebody_holds_is_listed(here: Path) -> None:
    """Without anybody to hand it to, a row a thing: by id, and nothing is written."""
    scene = at(handing_over.JOB, None, "j-okafor")
    rows = list(rows_of(scene, next(each for each in scene.staff.staff if each.id == "j-okafor")))
    told = run(here, "reassign", "j-okafor")
    assert told.returncode == 0
    lines = told.stdout.splitlines()
    assert lines[0].startswith(f"In the hands of j-okafor: {len(rows)} things, for ")
    listed = [line.split() for line in lines if "records/" in line]
    assert [(line[0], line[-1]) for line in listed] == [(row.pupil, row.file) for row in rows]
    assert not [name for name in NAMES if name in told.stdout]


def test_a_table_says_who_takes_each_thing_over(here: Path, tmp_path: Path) -> None:
    """Written out, filled in and read: what stays empty stays, or goes to whom --to names; nothing of the records is lost."""
    table = tmp_path / "over.csv"
    assert run(here, "reassign", "j-okafor", "--write-plan", str(table), "--dry-run").returncode == 0
    assert not table.exists()
    written = run(here, "reassign", "j-okafor", "--write-plan", str(table))
    assert written.returncode == 0
    assert "It calls pupils by name" in written.stdout
    header, *rows = csv.reader(io.StringIO(table.read_bytes().decode("utf-8-sig"), newline=""))
    rows[0][1], rows[1][1] = "h-novak", "a-farrow"
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=";").writerows([header, *rows])
    table.write_text(made.getvalue(), encoding="utf-8", newline="")
    names = [f"take_{row[0].replace('/', '_')}" for row in rows]
    some = {names[0]: ["h-novak"], names[1]: ["a-farrow"]}
    expected = drafted(here, handing_over.JOB, some, names=("j-okafor",))
    assert did(here, "reassign", "j-okafor", "--plan", str(table)) == expected
    git(here, "checkout", "--quiet", "--", ".")
    expected = drafted(here, handing_over.JOB, {**some, "everything": ["c-dunmore"]}, names=("j-okafor",))
    assert did(here, "reassign", "j-okafor", "--plan", str(table), "--to", "c-dunmore") == expected
    git(here, "checkout", "--quiet", "--", ".")
    expected = drafted(
        here, leaving.JOB, {**some, "everything": ["-"], "left_on": ["2026-12-18"]}, names=("j-okafor",)
    )
    assert did(here, "leave", "j-okafor", "--on", "2026-12-18", "--plan", str(table), "--to", "-") == expected


def test_a_table_is_written_over_nothing(here: Path, tmp_path: Path) -> None:
    """Neither over a file that is there, nor among the records, whose files are all some pupil's."""
    table = tmp_path / "over.csv"
    table.write_text("mine", encoding="utf-8")
    told = run(here, "reassign", "j-okafor", "--write-plan", str(table))
    assert (told.returncode, table.read_text(encoding="utf-8")) == (2, "mine")
    told = run(here, "reassign", "j-okafor", "--write-plan", "records/over.csv")
    assert told.returncode == 2
    told = run(here, "reassign", "j-okafor", "--to", "h-novak", "--write-plan", str(tmp_path / "new.csv"))
    assert told.returncode == 2
    assert not (tmp_path / "new.csv").exists()


def test_a_wrong_table_is_told_row_by_row(here: Path, tmp_path: Path) -> None:
    table = tmp_path / "over.csv"
    table.write_text(f"thing,to\n{PUPIL}/plan/keyworker,nobody\nx/y,h-novak\n", encoding="utf-8")
    before = tree(here / "records")
    told = run(here, "reassign", "j-okafor", "--plan", str(table))
    assert told.returncode == 1
    assert [line.strip().split(": ")[0] for line in told.stderr.splitlines()[1:]] == [
        "over.csv:2",
        "over.csv:3",
    ]
    assert tree(here / "records") == before


def test_without_git_it_is_said(here: Path, tmp_path: Path) -> None:
    """A folder that init laid out and nobody has committed is written all the same."""
    (tmp_path / "bare").mkdir()
    for path, raw in tree(here).items():
        if not path.startswith(".git/"):
            (tmp_path / "bare" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "bare" / path).write_bytes(raw)
    told = run(tmp_path / "bare", "leave", PUPIL, "--on", "2026-12-18", GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert told.returncode == 0
    assert "There is no git repository here" in told.stdout
    assert "Last day on the roll set to 18 December" in told.stdout


# ── For machines ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (("leave", PUPIL, "--on", "2026-12-18"), 0),
        (("leave", PUPIL, "--on", "31 June"), 1),
        (("reassign", "j-okafor", "--to", "h-novak"), 0),
        (("reassign", "j-okafor", "--to", "h-novak", "--audience", "senco"), 0),
        (("reassign", "j-okafor"), 0),
        (("reassign", "s-quill", "--to", "h-novak"), 0),
        (("join", "pupil", *ADA_TYPED), 0),
    ],
)
def test_the_json_has_its_shape(here: Path, typed: tuple[str, ...], code: int) -> None:
    """Whatever becomes of a command, its JSON is of one shape, and says the same as its text."""
    text, told = run(here, *typed, "--dry-run"), run(here, *typed, "--dry-run", "--json")
    assert (told.returncode, told.stderr) == (code, text.stderr)
    value = json.loads(told.stdout)
    assert list(printed("job").iter_errors(value)) == []
    assert not value["written"]
    if value["difference"] is not None:
        whole = {**value["difference"], "base": "0" * 40, "head": None, "uncommitted": 0}
        assert list(printed("diff").iter_errors(whole)) == []
        assert typed[:2] == ("join", "pupil") or value["message"] in text.stdout
    assert all(line in text.stderr for line in value["wrong"])
    assert all(each["file"] in text.stdout for each in value["things"])
    written = json.loads(run(here, *typed, "--json").stdout)
    assert written["written"] == (value["difference"] is not None)


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", WAYS)
def test_every_such_command_has_help_with_an_example(tmp_path: Path, name: str) -> None:
    """Help is shown outside of a school too, says what the form asks, and shows the command being used."""
    words = {"leave pupil": "leave", "leave staff": "leave"}.get(name, name).split()
    told = run(tmp_path, *words, "--help")
    assert told.returncode == 0
    assert "Example:" in told.stdout
    assert "--dry-run" in told.stdout
    assert f"liverecord {words[0]} " in told.stdout


def test_the_commit_that_is_proposed_can_be_made(here: Path) -> None:
    """The words of the message are ids and days, so that they may stand between quotes on any command line."""
    told = run(here, "reassign", "j-okafor", "--to", "h-novak")
    at = told.stdout.splitlines().index("    To keep:  git add records")
    assert told.stdout.splitlines()[at + 1].strip() == 'git commit -m "school: j-okafor hands over 6 things"'


def test_every_documented_line_is_understood(here: Path) -> None:
    """Each line of the SENCO's guide runs as it stands: it is done, or refused for what the record says, and never for how it is typed."""
    text = (ROOT / "docs/senco.md").read_text(encoding="utf-8")
    section = text.partition("\n## By command\n")[2].partition("\n## ")[0]
    typed = [line for line in section.splitlines() if line.startswith("liverecord ")]
    assert len(typed) > 8
    for line in typed:
        told = run(here, *shlex.split(line, comments=True)[1:])
        assert told.returncode in {0, 1}, (line, told.stderr)
        git(here, "checkout", "--quiet", "--", ".")


def test_what_the_readme_shows_of_jobs_is_done(here: Path) -> None:
    """A newcomer who types the README's lines in the example school is refused nothing."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    typed = [
        line for line in text.splitlines() if re.match(r"liverecord (?:join|leave|support|reassign) ", line)
    ]
    assert len(typed) > 1
    for line in typed:
        told = run(here, *shlex.split(line, comments=True)[1:])
        assert told.returncode == 0, (line, told.stdout, told.stderr)
