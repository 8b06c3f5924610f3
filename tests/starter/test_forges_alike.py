"""The forges' gates are one gate: whatever each step says, every forge's own lines end as GitHub's do.

The lines are run for real, in bash and in a git repository; the program is a stand-in that notes how it is called and
exits as it is told. What the program itself says and exits with is test_gates' matter.
"""

import itertools
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from school_of_its_own import (
    FORGES,
    TODAY,
    Done,
    as_a_pull_request,
    check_lines,
    committed,
    events,
    fresh,
    nightly_lines,
    on_main,
    review_due,
    run_lines,
    with_a_pupil,
)

from examples import of_a_sample
from git_repository import commit, git

STAND_IN = """\
#!/bin/sh
printf '%s\\n' "$*" >> "$LIVERECORD_CALLS"
ls pages >> "$LIVERECORD_CALLS.pages"
[ "$1" != build ] || mkdir -p site
echo "said by $1"
eval "exit \\${EXIT_$1:-0}"
"""
OTHERS = [forge for forge in FORGES if forge != "github"]
CHECKED = {"check": (0, 1, 2), "diff": (0, 2), "due": (0, 2), "init": (0, 1)}
NIGHTLY = {"build": (0, 1), "check": (0, 1), "due": (0, 1, 2), "init": (0, 1)}

Asked = dict[str, set[str]]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pull request in a school's repository, whose main has moved on meanwhile."""
    school = committed(with_a_pupil(fresh(tmp_path_factory.mktemp("alike") / "school")))
    review_due(school, "2027-01-20")
    as_a_pull_request(school)
    with on_main(school):
        (school / "pages/meanwhile.md").write_text("# Meanwhile\n")
    git(school, "tag", "begun")
    program = school.parent / "bin/liverecord"
    program.parent.mkdir()
    program.write_text(STAND_IN)
    program.chmod(0o700)
    return school


def ended(
    school: Path, lines: list[str], exits: Mapping[str, int], event: str = "workflow_dispatch"
) -> tuple[Done, Asked, bool]:
    """Run lines with a program that exits so; return the run, what was asked of each command, and whether main was in."""
    git(school, "reset", "--quiet", "--hard", "begun")
    calls = school.parent / "calls"
    calls.write_text("")
    seen = Path(f"{calls}.pages")
    seen.write_text("")
    done = run_lines(
        school,
        lines,
        LIVERECORD_CALLS=str(calls),
        CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
        GITHUB_EVENT_NAME=event,
        CI_PIPELINE_SOURCE=event,
        PATH=f"{school.parent / 'bin'}{os.pathsep}{os.environ['PATH']}",
        **{f"EXIT_{word}": str(code) for word, code in exits.items()},
    )
    asked: Asked = {}
    for call in calls.read_text("utf-8").splitlines():
        word, *options = call.split()
        asked.setdefault(word, set()).update(significant(options))
    listings = seen.read_text("utf-8")
    return done, asked, listings.count("meanwhile.md") == listings.count("welcome.md") > 0


def significant(options: list[str]) -> set[str]:
    """Return what decides about the outcome: not the form in which it is told, nor a forge's name for the target."""
    words = iter(options)
    found = set()
    for word in words:
        if word in ("--format", "--within"):
            next(words)
        elif word not in ("FETCH_HEAD", "origin/main"):
            found.add(word)
    return found


def every(exits: Mapping[str, tuple[int, ...]]) -> list[dict[str, int]]:
    """Return the ways in which the commands may end: all well, one of them not, and none; with --thorough every one."""
    ways = [dict(zip(exits, codes, strict=True)) for codes in itertools.product(*exits.values())]
    few = [way for way in ways if sum(map(bool, way.values())) in (0, 1, len(exits))]
    return of_a_sample(few, ways)


@pytest.mark.parametrize("exits", every(CHECKED), ids=str)
def test_a_change_ends_alike(school: Path, exits: dict[str, int]) -> None:
    """A wrong record fails a change, on each forge; a late one, a diff that fails and copies out of step fail it on none."""
    ours = ended(school, check_lines(school, "github"), exits)[0].returncode
    assert bool(ours) == bool(exits["check"] or exits["due"])
    for forge in OTHERS:
        assert bool(ended(school, check_lines(school, forge), exits)[0].returncode) == bool(ours), forge


@pytest.mark.parametrize("exits", every(NIGHTLY), ids=str)
def test_a_night_ends_alike(school: Path, exits: dict[str, int]) -> None:
    """Whatever is wrong, late or out of step fails the nightly run, on each forge."""
    for forge in FORGES:
        done = ended(school, nightly_lines(school, forge), exits)[0]
        assert bool(done.returncode) == any(exits.values()), forge


@pytest.mark.parametrize("forge", FORGES)
def test_the_sites_are_built_when_a_change_is_merged_and_each_night(school: Path, forge: str) -> None:
    """What was agreed on a Friday is read on that Friday: each forge builds on every merge to main, and on every night."""
    assert events(school, forge) == {"push", "schedule"}
    if forge == "gitlab":
        words = (school / ".gitlab-ci.yml").read_text("utf-8")
        assert '$CI_PIPELINE_SOURCE == "push" && $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH' in words
        assert "30 5 * * *," in words
    else:
        content = yaml.safe_load((school / f".{forge}/workflows/nightly.yml").read_text("utf-8"))
        assert content[True]["schedule"] == [{"cron": "30 5 * * *"}]


@pytest.mark.parametrize("forge", FORGES)
@pytest.mark.parametrize(
    ("event", "day", "fails"),
    [("push", 1, False), ("push", 6, False), ("schedule", 5, True), ("schedule", 6, False), ("schedule", 7, False),
     ("workflow_dispatch", 7, True)],
)  # fmt: skip
def test_what_is_late_fails_the_nights_of_a_school_week_alone(
    school: Path, forge: str, event: str, day: int, fails: bool
) -> None:
    """A merge never fails for what is late, nor does a weekend, when nobody is there to hear of it; the sites are built."""
    clock = school.parent / "bin/date"
    clock.write_text(f"#!/bin/sh\necho {day}\n")
    clock.chmod(0o700)
    lines = nightly_lines(school, forge, event)
    done, asked, _ = ended(school, lines, {"due": 1}, event=event)
    assert ("build" in asked, bool(done.returncode)) == (True, fails)
    wrong = ended(school, lines, {"check": 1}, event=event)[0]
    assert wrong.returncode, "a wrong record fails whatever the day"


@pytest.mark.parametrize("lines_of", [check_lines, nightly_lines])
def test_the_same_is_asked(school: Path, lines_of) -> None:
    """Each forge asks the same commands the same things, and shows what they say in its log or on its summary page."""
    asked = {}
    for forge in FORGES:
        (school.parent / "summary.md").unlink(missing_ok=True)
        done, asked[forge], _ = ended(school, lines_of(school, forge), {})
        page = school.parent / "summary.md"
        told = done.stdout + (page.read_text("utf-8") if page.exists() else "")
        assert all(f"said by {word}" in told for word in asked[forge]), forge
    assert asked["gitlab"] == asked["forgejo"] == asked["github"]
    assert "--last-valid" in asked["github"].get("build", {"--last-valid"})


@pytest.mark.parametrize("forge", OTHERS)
def test_a_change_is_judged_merged(school: Path, forge: str) -> None:
    """Where the forge does not merge the target in by itself, the lines have done it before the first command is run."""
    assert ended(school, check_lines(school, forge), {})[2]


@pytest.mark.parametrize("forge", OTHERS)
def test_a_change_that_cannot_be_merged_fails(school: Path, forge: str) -> None:
    """What conflicts with main is never judged as if main had not moved."""
    git(school, "reset", "--quiet", "--hard", "begun")
    (school / "pages/meanwhile.md").write_text("# Something else\n")
    commit(school, TODAY, "The same page, otherwise")
    done = run_lines(school, check_lines(school, forge), CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main")
    assert done.returncode != 0
    assert "CONFLICT" in done.stdout
