"""The command line: what it prints, what it exits with, and that nothing a user does ends in a traceback."""

import csv
import io
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from liverecord.cli import commands
from schools import example, run, spawned, tree

COMMANDS = sorted(commands.commands)


def break_keyworker(school: Path) -> None:
    plan = school / "records/pupils/p-7k3m/plan.yml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("keyworker: j-okafor", "keyworker: j-okfor"),
        encoding="utf-8",
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(tmp_path: Path, command: str) -> None:
    """Help says what a command does and shows it being used."""
    result = run(tmp_path, command, "--help")
    assert result.returncode == 0
    assert "Example:" in result.stdout
    assert f"liverecord {command}" in result.stdout


def test_clean_records_exit_0(school: Path) -> None:
    """Exit 0 and one plain sentence when nothing is wrong."""
    result = spawned(school, "check")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "3 records checked, nothing wrong.\n"


def test_a_problem_exits_1_with_its_line_and_a_fix(school: Path) -> None:
    """A problem is shown with path, line, column, code word, the line itself and what to type instead; exit 1."""
    break_keyworker(school)
    result = spawned(school, "check")
    assert result.returncode == 1
    assert "records/pupils/p-7k3m/plan.yml:18:12" in result.stdout
    assert "unknown-person" in result.stdout
    assert "j-okafor" in result.stdout
    assert "^" in result.stdout


def test_check_is_the_same_from_the_store(school: Path) -> None:
    """What an earlier check found is found again without reading the record anew, and a mended record is clean."""
    break_keyworker(school)
    first, second = run(school, "check"), run(school, "check")
    assert (first.stdout, first.returncode) == (second.stdout, second.returncode)
    plan = school / "records/pupils/p-7k3m/plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("j-okfor", "j-okafor"), encoding="utf-8")
    assert run(school, "check").returncode == 0


def test_check_writes_no_record(school: Path) -> None:
    """The checker never writes into records/."""
    break_keyworker(school)
    before = tree(school / "records")
    run(school, "check")
    assert tree(school / "records") == before


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "markdown"])
def test_formats_for_machines_never_hold_free_text(school: Path, form: str) -> None:
    """What lands in CI logs names files, keys, ids and code words, never what somebody wrote about a child."""
    plan = school / "records/pupils/p-7k3m/plan.yml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace(
            "    - Draws to explain ideas", "    - {secretword: Secretsentence}"
        ),
        encoding="utf-8",
    )
    result = run(school, "check", "--format", form)
    assert result.returncode == 1
    assert "Secretsentence" not in result.stdout
    assert "plan.yml" in result.stdout
    if form in ("json", "gitlab"):
        json.loads(result.stdout)


def test_check_of_one_folder_looks_at_that_alone(school: Path) -> None:
    """A path narrows the check to one pupil; a path that is not there is an error of use."""
    break_keyworker(school)
    assert run(school, "check", "records/pupils/p-9wtr").returncode == 0
    assert run(school, "check", "records/pupils/p-7k3m/plan.yml").returncode == 1
    assert run(school, "check", "records/pupils/p-none").returncode == 2


def test_explain_teaches_a_code_word(tmp_path: Path) -> None:
    """Any code word can be explained anywhere; an unknown one gets the nearest."""
    assert "How to mend it" in run(tmp_path, "check", "--explain", "unknown-person").stdout
    wrong = run(tmp_path, "check", "--explain", "unknown-persn")
    assert wrong.returncode == 2
    assert "unknown-person" in wrong.stderr


@pytest.mark.parametrize("arguments", [("check",), ("due",), ("build",)])
def test_outside_a_school_is_said_plainly(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Run where there is no school, a command says so and how to go on; exit 2."""
    result = run(tmp_path, *arguments)
    assert result.returncode == 2
    assert "mkdocs.yml" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("day", ["2026-13-40", "tomorrow", "22/11/2026", ""])
def test_a_day_that_is_none_is_refused(school: Path, day: str) -> None:
    """--today takes a date and nothing else; exit 2 with the form to write."""
    result = run(school, "check", "--today", day)
    assert result.returncode == 2
    assert "2026-" in result.stderr
    assert "Traceback" not in result.stderr


def test_due_lists_what_is_late_oldest_first(school: Path) -> None:
    """As of 22 November 2026 the example school owes one action and two reviews; the oldest stands first."""
    result = run(school, "due", "--format", "json", "--within", "0")
    duties = json.loads(result.stdout)["duties"]
    late = [(duty["pupil"], duty["kind"], -duty["days"]) for duty in duties if duty["state"] == "behind"]
    assert late == [
        ("p-7k3m", "action_due", 37),
        ("p-9wtr", "part_time_timetable_review", 11),
        ("p-7k3m", "sen_support_review", 9),
    ]


def test_due_moves_with_today(school: Path) -> None:
    """--today is the day that counts, whatever mkdocs.yml says."""
    later = json.loads(run(school, "due", "--format", "json", "--today", "2026-11-23").stdout)
    late = [-duty["days"] for duty in later["duties"] if duty["state"] == "behind"]
    assert late == [38, 12, 10]


def test_due_by_owner_includes_what_they_cover(school: Path) -> None:
    """Somebody's list holds what they own and what they cover for; an unknown id is refused with the nearest."""
    rows = list(
        csv.DictReader(io.StringIO(run(school, "due", "--owner", "r-adeyemi", "--format", "csv").stdout))
    )
    assert {"t-barros", "r-adeyemi"} >= {row["owner"] for row in rows} > set()
    wrong = run(school, "due", "--owner", "r-adeyem")
    assert wrong.returncode == 2
    assert "r-adeyemi" in wrong.stderr


def test_fail_on_behind_can_fail(school: Path) -> None:
    """The nightly gate fails when something is late and passes when nothing is; practice has no limit to be overdue by."""
    assert run(school, "due", "--fail-on", "behind").returncode == 1
    assert run(school, "due", "--fail-on", "overdue").returncode == 0
    assert run(school, "due").returncode == 0
    for late in ("p-7k3m", "p-9wtr"):
        shutil.rmtree(school / "records/pupils" / late)
    assert run(school, "due", "--fail-on", "behind").returncode == 0


def staff_changed(school: Path, before: str, after: str) -> None:
    """Write staff.yml anew with something changed in it."""
    path = school / "records/staff.yml"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("id: j-okafor,", "id: j-okafor, left_on: 2026-11-20,", "nobody (j-okafor has left)"),
        ("id: j-okafor,", "id: j-okafor, away: {from: 2026-11-16},", "j-okafor (away without cover)"),
        ("roles: [senco]", "roles: [mentor]", "nobody"),
    ],
)
def test_fail_on_unowned_can_fail(school: Path, before: str, after: str, said: str) -> None:
    """The gate fails for an owner who left, one away without cover, and a role that nobody holds; the check never does."""
    assert run(school, "due", "--fail-on", "unowned").returncode == 0
    staff_changed(school, before, after)
    assert run(school, "check").returncode == 0
    assert run(school, "due").returncode == 0
    result = run(school, "due", "--fail-on", "unowned")
    assert result.returncode == 1
    assert said in result.stdout


def test_fail_on_unowned_looks_further_than_the_list(school: Path) -> None:
    """What is in nobody's hands is listed however far off it is; both conditions may be asked for at once."""
    staff_changed(school, "id: j-okafor,", "id: j-okafor, left_on: 2026-11-20,")
    for late in ("p-7k3m", "p-9wtr"):
        folder = school / "records/pupils" / late
        actions = folder / "actions.yml"
        if late == "p-9wtr" or "j-okafor" not in actions.read_text(encoding="utf-8"):
            shutil.rmtree(folder)
    near = json.loads(run(school, "due", "--within", "0", "--format", "json").stdout)
    far = run(
        school, "due", "--within", "0", "--format", "json", "--fail-on", "behind", "--fail-on", "unowned"
    )
    assert far.returncode == 1
    more = [duty for duty in json.loads(far.stdout)["duties"] if duty not in near["duties"]]
    assert more
    assert all(duty["left"] == "j-okafor" for duty in more)


def test_an_action_without_a_day_is_named_by_its_ids(school: Path) -> None:
    """An open action with no day is no duty; in nobody's hands, it fails the gate and is said beside the list."""
    staff_changed(school, "id: j-okafor,", "id: j-okafor, left_on: 2026-11-20,")
    path = school / "records/pupils/p-7k3m/actions.yml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.strip().startswith("due: 2026-11-27")]
    assert len(kept) < len(lines)
    path.write_text("".join(kept), encoding="utf-8")
    result = run(school, "due", "--fail-on", "unowned")
    assert result.returncode == 1
    assert "p-7k3m: the open action a1 has no day set and is in nobody's hands." in result.stderr


def test_due_in_wrong_records_lists_what_is_wrong(school: Path) -> None:
    """A duty may hide behind a problem: due names the problems first, as check does, and exits 1."""
    break_keyworker(school)
    result = run(school, "due")
    assert result.returncode == 1
    assert "unknown-person" in result.stderr


def test_due_prints_ids_not_names(school: Path) -> None:
    """Console output carries ids: it ends in logs."""
    for form in ("text", "json", "csv", "github"):
        text = run(school, "due", "--format", form).stdout
        assert "p-7k3m" in text
        assert not any(name in text for name in ("Maya", "Ellison", "Okafor", "Ask transport"))


def test_build_says_what_it_did(school: Path) -> None:
    """A build ends with a summary in plain words, and names no child."""
    result = spawned(school, "build", "--audience", "staff", "--audience", "team")
    assert result.returncode == 0, result.stderr
    assert "Built 2 sites as of 22 November 2026" in result.stdout
    assert "Maya" not in result.stdout
    assert (school / "site/team/index.html").is_file()


def test_build_with_a_problem_exits_1_with_the_list(school: Path) -> None:
    """A wrong record stops the build: the list on the error stream, exit 1, no site."""
    break_keyworker(school)
    result = run(school, "build")
    assert result.returncode == 1
    assert "unknown-person" in result.stderr
    assert "Nothing was built" in result.stderr
    assert not (school / "site/staff").exists()


def test_one_site_is_served_at_a_time(school: Path) -> None:
    """The serve command shows one audience's site; asking for all of them is refused in words."""
    result = run(school, "serve", "--audience", "all")
    assert result.returncode == 2
    assert "one site" in result.stderr


def test_serve_shows_the_site_with_its_headers(school: Path) -> None:
    """The serve command builds, says where it listens, and answers on this computer alone with the site's own security policy."""
    command = [sys.executable, "-u", "-m", "liverecord", "serve", "--audience", "team", "--port", "0"]
    with subprocess.Popen(command, cwd=school, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            lines = iter(process.stdout.readline, "")
            address = next(found.group() for line in lines if (found := re.search(r"http://127[^ ]+", line)))
            with urllib.request.urlopen(f"{address}pupils/p-7k3m/") as answer:
                assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
                assert b"Maya Ellison" in answer.read()
            with pytest.raises(urllib.error.HTTPError, match="404") as missing:
                urllib.request.urlopen(f"{address}assets/")
            assert b"live records" in missing.value.read()
            missing.value.close()
            if sys.platform != "win32":
                process.send_signal(signal.SIGINT)
                assert "Stopped.\n" in list(lines)
                assert process.wait(10) == 0
        finally:
            process.terminate()


def test_a_port_that_is_taken_is_said_plainly(school: Path) -> None:
    """Two cannot listen at one port: the second says so, with the way out."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run(school, "serve", "--port", str(taken.getsockname()[1]))
    assert result.returncode == 2
    assert "--port" in result.stderr


def test_output_goes_where_it_is_told(school: Path, tmp_path: Path) -> None:
    """--output builds into another folder."""
    assert run(school, "build", "--output", str(tmp_path / "elsewhere")).returncode == 0
    assert (tmp_path / "elsewhere/staff/index.html").is_file()
    assert not (school / "site").exists()


def test_an_output_inside_the_records_is_refused(school: Path) -> None:
    """A site never lands among the records."""
    result = run(school, "build", "--output", "records/site")
    assert result.returncode == 2
    assert "records" in result.stderr


def test_a_fault_of_the_program_quotes_no_record(school: Path) -> None:
    """When the program itself fails, a log shows where, never the words of a record or a traceback; exit 2."""
    program = (
        "import sys, liverecord.cli as cli\n"
        "def fail(*_):\n    raise KeyError('Maya Ellison')\n"
        "cli.examine.check = fail\n"
        "sys.argv = ['liverecord', 'check']\n"
        "cli.main()\n"
    )
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, cwd=school, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 2
    assert "KeyError" in result.stderr
    assert "Maya" not in result.stderr
    assert "Traceback" not in result.stderr


def test_a_broken_pipe_is_no_traceback(tmp_path: Path) -> None:
    """Output cut off by its reader ends quietly."""
    folder = example(tmp_path / "school")
    command = f'"{sys.executable}" -m liverecord due --format json | head -c 1'
    result = subprocess.run(command, shell=True, cwd=folder, capture_output=True, text=True, check=False)
    assert "Traceback" not in result.stderr
