"""What two people changed at once, in words: whose record, which thing and which question, who changed it too, and when."""

from collections.abc import Iterable
from typing import Any

from liverecord.derive.people import People
from liverecord.edit import pages
from liverecord.edit.clone import Clone
from liverecord.edit.preview import kind_of
from liverecord.edit.saying import Saying, shown
from liverecord.edit.scene import Unreadable
from liverecord.forms.days import in_words
from liverecord.forms.items import whole
from liverecord.forms.job import NotHere, Scene
from liverecord.forms.jobs import JOBS
from liverecord.forms.things import called, things
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
    scene = _scene(clone, pupil)
    return pages.Clash(
        name=clash.name,
        what=_what(scene, pupil, kind_of(clash.path), clash),
        theirs=_value(scene, pupil, clash, clash.clash.theirs),
        mine=_value(scene, pupil, clash, clash.clash.mine),
        whose=_whose(clone, clash.path, mine, theirs),
    )


def _pupil(path: str) -> str | None:
    """Return whose record a file is a part of; None for the school's own."""
    folder, _, pupil = path.rpartition("/")[0].rpartition("/")
    return pupil if folder.endswith("pupils") else None


def _scene(clone: Clone, pupil: str | None) -> Scene | None:
    """Return the records as the next save stands on them; None where this one is not there, or holds problems."""
    job = next(each for each in JOBS if each.scope == ("school" if pupil is None else "pupil"))
    try:
        return clone.scene(clone.now(), job, pupil, ())
    except (NotHere, Unreadable):
        return None


# ── What it is ──────────────────────────────────────────────────────────────────────────────────────────


def _what(scene: Scene | None, pupil: str | None, kind: str, clash: Clash) -> str:
    """Return whose, of which thing and what: "Maya Ellison, action “Meets at the gate”: wording"."""
    path = clash.clash.path
    whose = _called(scene, pupil)
    if not path:
        return f"{whose}: {whole(kind)} as a whole ({kind}.yml)"
    depth, thing = _thing(scene, pupil, kind, path)
    holder = ", ".join(part for part in (whose, thing) if part)
    field = declared(kind, path)
    if field is None or depth == len(path):
        return f"{holder}: all of it"
    return f"{holder}: {field.title}"


def _called(scene: Scene | None, pupil: str | None) -> str:
    if pupil is None:
        return "The school's own files"
    known = scene.pupils.get(pupil) if scene is not None else None
    return known.case.name if known is not None else pupil


def _thing(scene: Scene | None, pupil: str | None, kind: str, path: Path) -> tuple[int, str]:
    """Return how much of a path leads to the innermost thing it names, and what that is called; 0 and "" for none."""
    if scene is not None and pupil is not None:
        holding = [
            each for each in things(scene, pupil) if each.kind == kind and each.path == path[: len(each.path)]
        ]
        if holding:
            thing = max(holding, key=lambda each: len(each.path))
            return len(thing.path), f"{thing.noun} “{called(scene, thing)}”"
    for depth in range(len(path), 1, -1):
        field = declared(kind, path[:depth])
        if field is not None and field == declared(kind, path[: depth - 1]) and field.struct is not None:
            return depth, _of_the_school(
                scene, kind, path[:depth]
            ) or f"{field.struct.__name__.lower()} {path[depth - 1]}"
    return 0, ""


def _of_the_school(scene: Scene | None, kind: str, path: Path) -> str:
    data = scene.data(kind) if scene is not None and kind in {"school", "staff"} else None
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
