"""Scenes for the tests of forms: the demo school's records as they lie in this repository, and changes to them."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from liverecord.examine.jobs.scene import Ground, ground_at, scene_of
from liverecord.examine.records import Documents, Task, judge, world_of
from liverecord.forms.job import Job, Scene
from liverecord.forms.question import Form
from liverecord.model.records import KINDS
from liverecord.problem import Problem
from liverecord.read.blobs import Blobs
from liverecord.read.settings import Settings, settings
from liverecord.read.versions import DISK
from liverecord.splice.steps import Step, applied, between
from liverecord.splice.writing import Spliced, spliced

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
PUPILS = tuple(sorted(path.name for path in (ROOT / "records/pupils").iterdir() if path.is_dir()))
DRAWN = "p-2b7x"
"""The id that is drawn for a new pupil."""


@cache
def school() -> Settings:
    return settings(ROOT)


@cache
def ground() -> Ground:
    files = {
        path.relative_to(ROOT).as_posix(): f"{DISK}{path.relative_to(ROOT).as_posix()}"
        for path in sorted((ROOT / "records").rglob("*.yml"))
    }
    with Blobs(ROOT) as blobs:
        return ground_at(school(), TODAY, "", files, blobs)


_MEMORY: dict = {}


def at(job: Job, pupil: str | None = None, *names: str, person: str | None = "r-adeyemi") -> Scene:
    """Return the scene of a job in the demo school, at the address with these names."""
    drawn = "" if pupil else DRAWN
    with Blobs(ROOT) as blobs:
        return scene_of(
            school(), ground(), blobs, job, _MEMORY, person=person, pupil=pupil, names=names, drawn=drawn
        )


def standing_in(form: Form) -> dict[str, tuple[str, ...]]:
    """Return what a browser sends when nothing was touched."""
    return {question.name: question.value for question in form.questions if question.value} | {
        name: (value,) for name, value in form.hidden.items()
    }


def after(place: Scene, steps: Mapping[str, Sequence[Step]]) -> dict[str, object]:
    """Return every file's data after the steps."""
    return {**place.files, **{path: applied(place.files.get(path), each) for path, each in steps.items()}}


def wrongs(place: Scene, steps: Mapping[str, Sequence[Step]]) -> list[Problem]:
    """Return what the check finds in the pupils' records and the school's after the steps; the data are judged, whatever their
    text.
    """
    files = after(place, steps)
    found: list[Problem] = []
    world = ground().world
    own = {kind: place.path(kind) for kind in ("school", "staff")}
    if not steps.keys().isdisjoint(own.values()):
        raws = {path: dumped(files[path]) for path in own.values()}
        world, found = world_of(ROOT, own, world.rulebook, TODAY, raws)
    for pupil in sorted({path.split("/")[-2] for path in steps if "/pupils/" in path}):
        paths = {kind: place.path(kind, pupil) for kind in KINDS if kind not in {"school", "staff"}}
        there = {kind: path for kind, path in paths.items() if path in files}
        raws = {path: dumped(files[path]) for path in there.values()}
        documents = Documents(ROOT, there, raws)
        found += judge(world, Task(pupil, there, ""), documents)[1]
    return found


def differences(place: Scene, steps: Mapping[str, Sequence[Step]]) -> dict[str, list[Step]]:
    """Return by file all that differs after the steps, as the fewest steps that say it; each is written into its file."""
    differing = {}
    for path, each in steps.items():
        raw = (ROOT / path).read_bytes() if path in place.files else None
        made = spliced(path, path.rpartition("/")[2].removesuffix(".yml"), raw, each)
        assert isinstance(made, Spliced), made
        differing[path] = between(place.files.get(path), made.data)
    return differing


def dumped(data: object) -> bytes:
    """Return data as YAML that the strict loader reads back as it was."""
    return ("\n".join(_lines(data, "")) + "\n").encode()


def _lines(data: object, indent: str) -> list[str]:
    if isinstance(data, dict) and data:
        lines = []
        for key, value in data.items():
            if isinstance(value, dict | list) and value:
                lines += [f"{indent}{key}:", *_lines(value, indent + "  ")]
            else:
                lines.append(f"{indent}{key}: {_scalar(value)}")
        return lines
    if isinstance(data, list) and data:
        lines = []
        for value in data:
            inner = _lines(value, indent + "  ") if isinstance(value, dict | list) and value else None
            if inner is None:
                lines.append(f"{indent}- {_scalar(value)}")
            else:
                lines += [f"{indent}- {inner[0].lstrip()}", *inner[1:]]
        return lines
    return [f"{indent}{_scalar(data)}"]


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    if "\n" in str(value):
        # A test's own short way: YAML's quoted form would be refused, a block needs its indent.
        raise NotImplementedError
    return "'" + str(value).replace("'", "''") + "'"
