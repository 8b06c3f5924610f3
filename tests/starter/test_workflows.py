"""The workflow files as files: they parse, their linters find nothing, and they ask for no more than they need."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from school_of_its_own import WORKFLOWS

FILES = Path(__file__).parents[2] / "generator/liverecord/starter/files/kept"
BY_FORGE = [(forge, FILES / forge / path) for forge, paths in WORKFLOWS.items() for path in sorted({*paths})]
ACTIONS = [(forge, path) for forge, path in BY_FORGE if forge != "gitlab"]
SHA = re.compile(r"@[0-9a-f]{40}$").search


def tool(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a linter of the test environment."""
    name, *rest = map(str, command)
    program = Path(sys.executable).parent / name
    return subprocess.run([program, *rest], capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("path", [path for forge, path in ACTIONS if forge == "github"])
def test_actionlint_finds_nothing(path: Path) -> None:
    """A fork of actionlint that can be installed offline accepts the workflows, its rules of security included."""
    done = tool("jactionlint", "--no-hints", path)
    assert done.returncode == 0, done.stdout


def test_actionlint_can_find_something(tmp_path: Path) -> None:
    """The linter is not asleep: an expression that names nothing is found."""
    wrong = tmp_path / "wrong.yml"
    text = (FILES / "github" / WORKFLOWS["github"][0]).read_text("utf-8")
    wrong.write_text(text.replace("vars.LIVERECORD_PACKAGE", "varz.LIVERECORD_PACKAGE"))
    assert tool("jactionlint", "--no-hints", wrong).returncode == 1


@pytest.mark.parametrize(("forge", "path"), BY_FORGE)
def test_the_forge_s_own_schema_accepts_it(forge: str, path: Path) -> None:
    """GitHub's schema of workflows (which Forgejo follows) and GitLab's accept the files."""
    schema = "vendor.gitlab-ci" if forge == "gitlab" else "vendor.github-workflows"
    done = tool("check-jsonschema", "--builtin-schema", schema, path)
    assert done.returncode == 0, done.stdout + done.stderr


def scripts(content: object) -> list[str]:
    """Return every shell script in a workflow: lines of GitLab's are joined, as GitLab does."""
    if isinstance(content, dict):
        found = []
        for key, value in content.items():
            if key == "run":
                found.append(value)
            elif key in ("script", "before_script"):
                found.append("\n".join(value))
            else:
                found += scripts(value)
        return found
    return [each for item in content for each in scripts(item)] if isinstance(content, list) else []


@pytest.mark.parametrize(("forge", "path"), BY_FORGE)
def test_shellcheck_finds_nothing_in_the_scripts(forge: str, path: Path, tmp_path: Path) -> None:
    """Every script is sound shell, whatever stands in a variable."""
    found = scripts(yaml.safe_load(path.read_text("utf-8")))
    assert found
    for number, script in enumerate(found):
        file = tmp_path / f"{number}.sh"
        file.write_text(script)
        done = tool("shellcheck", "--shell=bash", file)
        assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("forge", "path"), ACTIONS)
def test_actions_are_named_by_commit(forge: str, path: Path) -> None:
    """What reads children's records cannot be changed by moving a tag; the one tag that is left says why."""
    lines = [line.strip() for line in path.read_text("utf-8").splitlines()]
    used = [line.split("uses: ")[1] for line in lines if "uses: " in line and not line.startswith("#")]
    assert used
    for each in used:
        action, _, version = each.partition(" # ")
        assert (SHA(action) and re.fullmatch(r"v[0-9.]+", version)) or action.endswith(
            "forgejo/upload-artifact@v4"
        )


@pytest.mark.parametrize(("forge", "path"), BY_FORGE)
def test_the_whole_history_is_fetched(forge: str, path: Path) -> None:
    """A shallow clone would name the wrong person as who changed a record."""
    content = yaml.safe_load(path.read_text("utf-8"))
    if forge == "gitlab":
        assert content["variables"]["GIT_DEPTH"] == "0"
        return
    (job,) = content["jobs"].values()
    assert job["steps"][0]["with"] == {"fetch-depth": 0, "persist-credentials": False}


@pytest.mark.parametrize("path", [path for forge, path in ACTIONS if forge == "github"])
def test_a_workflow_may_read_and_no_more(path: Path) -> None:
    """The token can read the repository and nothing else, no secret is handed to a step, and a job cannot run for hours."""
    text = path.read_text("utf-8")
    content = yaml.safe_load(text)
    assert content["permissions"] == {"contents": "read"}
    assert "permissions" not in next(iter(content["jobs"].values()))
    live = "\n".join(line for line in text.splitlines() if not line.strip().startswith("#"))
    assert "secrets." not in live
    assert "pull_request_target" not in live
    assert all(job["timeout-minutes"] <= 30 for job in content["jobs"].values())


@pytest.mark.parametrize(("forge", "path"), BY_FORGE)
def test_sites_are_kept_for_a_day(forge: str, path: Path) -> None:
    """A site is as secret as the records: nothing keeps one for longer than a day, or caches anything."""
    text = path.read_text("utf-8")
    assert "cache:" not in text
    for kept in re.findall(r"(?:retention-days|expire_in): (.+)", text):
        assert kept in ("1", "1 day")


@pytest.mark.parametrize(("forge", "path"), [each for each in BY_FORGE if "check" not in each[1].name])
def test_the_schedule_says_its_time_zone(forge: str, path: Path) -> None:
    """Cron knows no summer time: beside the schedule stands what it means in London."""
    (line,) = [line for line in path.read_text("utf-8").splitlines() if "30 5 * * *" in line]
    assert "London" in line


def test_the_hooks_are_local() -> None:
    """pre-commit downloads nothing: each hook is local and runs the program that is installed."""
    content = yaml.safe_load((FILES / "every/.pre-commit-config.yaml").read_text("utf-8"))
    assert [each["repo"] for each in content["repos"]] == ["local"]
    assert {hook["language"] for hook in content["repos"][0]["hooks"]} == {"system"}
    assert {hook["entry"] for hook in content["repos"][0]["hooks"]} == {"liverecord check"}


def test_settings_are_json() -> None:
    """The editor's settings parse."""
    for path in (FILES / "every/.vscode").iterdir():
        json.loads(path.read_text("utf-8"))
