"""A school's repository as `liverecord init` lays it out, with one pupil, and what its workflows run, taken out of them."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from git_repository import commit, git, repository
from schools import run

FORGES = ("github", "gitlab", "forgejo")
TODAY = "2026-11-22"
PUPIL = "records/pupils/p-7k3m"
WORKFLOWS = {
    "github": (".github/workflows/check.yml", ".github/workflows/nightly.yml"),
    "gitlab": (".gitlab-ci.yml", ".gitlab-ci.yml"),
    "forgejo": (".forgejo/workflows/check.yml", ".forgejo/workflows/nightly.yml"),
}
REVIEW = "reviews:\n  - {{id: r1, kind: sen_support, due: {day}}}\n"

Done = subprocess.CompletedProcess[str]


def fresh(folder: Path, *options: str) -> Path:
    """Lay a school's repository out for every forge, and return its folder."""
    forges = [word for forge in FORGES for word in ("--forge", forge)]
    done = run(folder.parent, "init", folder.name, *(options or forges))
    assert done.returncode == 0, done.stderr
    return folder


def with_a_pupil(folder: Path) -> Path:
    """Add the pupil whom records/pupils/README.md shows, word for word."""
    text = (folder / "records/pupils/README.md").read_text(encoding="utf-8")
    plan = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert plan
    (folder / PUPIL).mkdir()
    (folder / PUPIL / "plan.yml").write_text(plan[1], encoding="utf-8")
    return folder


def committed(folder: Path) -> Path:
    """Make a repository of the folder, on main, with all of it committed."""
    repository(folder)
    commit(folder, TODAY, "The school's records begin")
    return folder


def fix_today(folder: Path) -> None:
    """Have every command work for one day, as a demo does, so that this test does not age."""
    with (folder / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"      today: '{TODAY}'\n")


def break_record(folder: Path) -> None:
    """Make the pupil's record wrong: its key worker is nobody."""
    plan = folder / PUPIL / "plan.yml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("keyworker: senco", "keyworker: senkow"))


def review_due(folder: Path, day: str) -> None:
    """Plan a review for a day: it is late, not wrong, when the day has passed."""
    (folder / PUPIL / "reviews.yml").write_text(REVIEW.format(day=day), encoding="utf-8")


def check_lines(folder: Path, forge: str) -> list[str]:
    """Return the shell scripts that the forge runs on a change, oldest first, without those that install."""
    path = WORKFLOWS[forge][0]
    content = yaml.safe_load((folder / path).read_text(encoding="utf-8"))
    if forge == "gitlab":
        return content["check"]["script"]
    return _steps(content["jobs"]["check"], pull_request=True)


def nightly_lines(folder: Path, forge: str, event: str = "schedule") -> list[str]:
    """Return the shell scripts that the forge runs each night, or on another event ("push"), without those that install."""
    content = yaml.safe_load((folder / WORKFLOWS[forge][1]).read_text(encoding="utf-8"))
    if forge == "gitlab":
        return content["nightly"]["script"]
    steps = _steps(content["jobs"]["nightly"])
    return steps if event != "push" else [line for line in steps if "init --check" not in line]


def events(folder: Path, forge: str) -> set[str]:
    """Return the events on which the forge builds the sites: push (to main), schedule, or somebody's word."""
    content = yaml.safe_load((folder / WORKFLOWS[forge][1]).read_text(encoding="utf-8"))
    if forge == "gitlab":
        (rule,) = content["nightly"]["rules"]
        begun = {"merge_request_event", "schedule", "push", "web"}
        return {each for each in begun if rule["if"] != f'$CI_PIPELINE_SOURCE != "{each}"'} - {"web"}
    # YAML 1.1, which PyYAML reads, has `on` for true.
    on = content[True]
    assert on["push"] == {"branches": ["main"]}
    return {each for each in on if each != "workflow_dispatch"}


def _steps(job: dict, *, pull_request: bool = False) -> list[str]:
    steps = [step for step in job["steps"] if "run" in step and step["name"] != "Install liverecord"]
    return [step["run"] for step in steps if pull_request or "pull_request" not in step.get("if", "")]


def run_lines(folder: Path, lines: list[str], **variables: str) -> Done:
    """Run scripts one after the other as a runner does: each in a bash of its own, until one fails."""
    scripts = Path(sys.executable).parent
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "CI"))}
    environment |= {
        "PATH": f"{scripts}{os.pathsep}{environment['PATH']}",
        "GITHUB_STEP_SUMMARY": str(folder.parent / "summary.md"),
        "GITHUB_BASE_REF": "main",
        "GITHUB_EVENT_NAME": "workflow_dispatch",
        "CI_PIPELINE_SOURCE": "web",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "LIVERECORD_PACKAGE": "liverecord",
        **variables,
    }
    out = ""
    for line in lines:
        # As GitHub and Forgejo do; GitLab joins its lines into one script with the same settings.
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", line],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        out += done.stdout + done.stderr
        if done.returncode:
            break
    return subprocess.CompletedProcess(lines, done.returncode, out, "")


@contextmanager
def on_main(folder: Path) -> Iterator[None]:
    """Let main move on while the pull request is open: what is written within is committed and pushed there."""
    git(folder, "checkout", "--quiet", "main")
    yield
    commit(folder, TODAY, "Meanwhile on main")
    git(folder, "push", "--quiet", "origin", "main")
    git(folder, "checkout", "--quiet", "change")


def as_a_pull_request(folder: Path) -> None:
    """Put what is changed on a branch, with an origin whose main is as it was before."""
    origin = folder.parent / "origin"
    git(folder.parent, "clone", "--quiet", "--bare", str(folder), str(origin))
    git(folder, "remote", "add", "origin", str(origin))
    git(folder, "fetch", "--quiet", "origin")
    git(folder, "checkout", "--quiet", "-b", "change")
    commit(folder, TODAY, "p-7k3m changed")
