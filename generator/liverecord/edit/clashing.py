"""What two people changed at once, in words: whose record, which thing and which question, who changed it too, and when."""

from collections.abc import Iterable, Sequence
from typing import Any

from liverecord.derive.people import People
from liverecord.edit import pages
from liverecord.edit.clone import Clone
from liverecord.edit.saying import Saying, shown
from liverecord.examine.jobs.scene import Unreadable
from liverecord.forms.items import whole
from liverecord.forms.job import NotHere, Scene
from liverecord.forms.jobs import JOBS
from liverecord.forms.things import called, things
from liverecord.forms.wording import noun_of
from liverecord.model.days import in_words
from liverecord.model.records import kind_of
from liverecord.read.repository import moment
from liverecord.saves.replay import Clash
from liverecord.saves.writing import opened
from liverecord.splice.steps import Path, declared, found, is_there


def clashes_shown(clone: Clone, clashes: Iterable[Clash], mine: str, theirs: str) -> list[pages.Clash]:
    """Return clashes as a person decides them. `mine` and `theirs` are the commits that say otherwise.

    Raises HistoryUnavailable where git cannot be asked.
    """
    return [_shown(clone, clash, mine, theirs) for clash in clashes]


def _shown(clone: Clone, clash: Clash, mine: str, theirs: str) -> pages.Clash:
    pupil = _pupil(clash.path)
    scene = _scene(clone, pupil, clone.now().commit)
    # What one of the two took out is known by the other's records.
    known = [scene, *(_scene(clone, pupil, commit) for commit in (mine, theirs))]
    return pages.Clash(
        name=clash.name,
        what=_what([each for each in known if each is not None], pupil, kind_of(clash.path), clash),
        theirs=_value(scene, pupil, clash, clash.clash.theirs),
        mine=_value(scene, pupil, clash, clash.clash.mine),
        whose=_whose(clone, clash.path, mine, theirs),
    )


def _pupil(path: str) -> str | None:
    """Return whose record a file is a part of; None for the school's own."""
    folder, _, pupil = path.rpartition("/")[0].rpartition("/")
    return pupil if folder.endswith("pupils") else None


def _scene(clone: Clone, pupil: str | None, commit: str) -> Scene | None:
    """Return the records as a commit has them; None where this one is not there, or holds problems."""
    job = next(each for each in JOBS if each.scope == ("school" if pupil is None else "pupil"))
    try:
        return clone.scene(clone.ground(commit), job, pupil, ())
    except (NotHere, Unreadable):
        return None


# ── What it is ──────────────────────────────────────────────────────────────────────────────────────────


def _what(scenes: Sequence[Scene], pupil: str | None, kind: str, clash: Clash) -> str:
    """Return whose, of which thing and what: "Maya Ellison, action “Meets at the gate”: wording"."""
    path = clash.clash.path
    whose = _called(scenes, pupil)
    if not path:
        return f"{whose}: {whole(kind)} as a whole ({kind}.yml)"
    depth, thing = _thing(scenes, pupil, kind, path)
    holder = ", ".join(part for part in (whose, thing) if part)
    field = declared(kind, path)
    if field is None or depth == len(path):
        return f"{holder}: all of it"
    return f"{holder}: {field.title}"


def _called(scenes: Sequence[Scene], pupil: str | None) -> str:
    if pupil is None:
        return "The school's own files"
    return next((scene.pupils[pupil].case.name for scene in scenes if pupil in scene.pupils), pupil)


def _thing(scenes: Sequence[Scene], pupil: str | None, kind: str, path: Path) -> tuple[int, str]:
    """Return how much of a path leads to the innermost thing it names, and what that is called; 0 and "" for none."""
    for depth in range(len(path), 1, -1):
        field = declared(kind, path[:depth])
        if field is None or field != declared(kind, path[: depth - 1]) or field.struct is None:
            continue
        noun = noun_of(field.struct).words
        names = (_name(scene, pupil, kind, path[:depth]) for scene in scenes)
        name = next((name for name in names if name), "")
        return depth, f"{noun} “{name}”" if name else f"{noun} {path[depth - 1]}"
    return 0, ""


def _name(scene: Scene, pupil: str | None, kind: str, path: Path) -> str:
    """Return what the thing at a path is called; "" where it is not there."""
    if pupil is not None:
        own = (each for each in things(scene, pupil) if each.kind == kind and each.path == path)
        return next((called(scene, each) for each in own), "")
    data = scene.data(kind)
    thing = found(data, path) if is_there(data, path) else None
    return str(thing.get("name") or "") if isinstance(thing, dict) else ""


def _value(scene: Scene | None, pupil: str | None, clash: Clash, value: Any) -> str:
    field = declared(kind_of(clash.path), clash.clash.path) if clash.clash.path else None
    if scene is None or field is None or value is None:
        return shown(value)
    saying = Saying.of(scene, pupil) if pupil is not None else Saying.of_school(scene)
    return saying.whole(field, value)


# ── Whose it is ─────────────────────────────────────────────────────────────────────────────────────────


def _whose(clone: Clone, path: str, mine: str, theirs: str) -> str:
    """Return who changed a file last on the other side, and on which day; "Somebody else" where git does not say."""
    printed = opened(clone.settings.root).run(
        "log", "-1", "--no-merges", "--encoding=UTF-8", "--format=%an%x00%ae%x00%at", theirs, f"^{mine}", "--", path
    )  # fmt: skip
    name, _, rest = printed.decode(errors="replace").strip().partition("\0")
    email, _, at = rest.partition("\0")
    if not at:
        return "Somebody else"
    staff = clone.now().world.staff
    person = People(staff, clone.today).author(email)
    is_self = email.casefold() == clone.writer().email.casefold()
    who = "You, elsewhere" if is_self else person.name if person is not None else name
    return f"{who}, {in_words(moment(at.encode()).date())}"
