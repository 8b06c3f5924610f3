"""What a change of the records means: two states of them, of which only the pupils that differ are read.

A state is a commit, or the files as they lie on the disk. Where school.yml or staff.yml say something else, every pupil is
read: a duty may move, or a record become wrong, in which nothing was changed.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import repeat
from typing import NamedTuple

from msgspec.structs import replace

from liverecord import redact
from liverecord.examine import workers
from liverecord.examine.diff.pupil import Job, of_pupil, of_school, shared_by_all, wrongs
from liverecord.examine.records import Progress, World, world_of
from liverecord.model.ids import is_pupil_id
from liverecord.model.records import PUPIL_KINDS, kind_of
from liverecord.problem import LiverecordError, Place, Problem
from liverecord.read.blobs import Blobs
from liverecord.read.history import uncommitted
from liverecord.read.revisions import Standing, between, compared, own_branch, resolve
from liverecord.read.rulebook import rulebook as read_rulebook
from liverecord.read.settings import Settings
from liverecord.read.versions import DISK, DRAFT, Versions
from liverecord.report.changes.rows import Difference

_OWN = ("school", "staff")
"""A folder of another name may be called after a child, so that it is told of without it."""


def difference(
    settings: Settings, today: date, typed: str, audience: str | None, progress: Progress
) -> Difference:
    """Return what differs between two states of the records, the duties on either side as of today.

    `typed` is "BASE..HEAD", two commits; "BASE", from there to the files on the disk; or "", from where the school's own
    branch was left. It always begins where the two parted, as a forge's pull request shows it. `audience` is whose gate
    decides; without one ids stand for names, and nothing that anybody typed is told.

    Raises NoSuchRevision, HistoryUnavailable, InvalidRulebook, and LiverecordError for an unknown audience.
    """
    policy = read_rulebook().policy
    if audience is not None and audience not in (known := [each.id for each in policy.audiences]):
        raise LiverecordError(f"there is no audience '{audience}'", f"It is one of {', '.join(known)}.")
    base, head = _sides(settings, today, typed)
    pending = () if head else uncommitted(settings.root, settings.records)
    before = base.files(settings.records)
    after = head.files(settings.records) if head else _on_disk(settings, pending)
    with Blobs(settings.root) as blobs:
        told = _told(
            settings, today, Versions(settings.root, blobs), _Both(before, after), audience, progress
        )
    return replace(told, base=base.commit, head=head.commit if head else None, uncommitted=len(pending))


def drafted(
    settings: Settings,
    today: date,
    before: Mapping[str, str],
    drafts: Mapping[str, bytes | None],
    blobs: Blobs,
    audience: str | None,
    progress: Progress | None = None,
) -> Difference:
    """Return what drafts would make of the records, `before` being the files as they stand, path → version.

    A draft of None takes its file away. Nothing is written anywhere, and only the pupils whose files differ are read.
    `audience` is as for `difference`. With `progress` several processes read, where that is worth it; without, this one.
    Raises HistoryUnavailable where git cannot be asked.
    """
    there = {path: raw for path, raw in drafts.items() if raw is not None}
    after = {path: version for path, version in before.items() if path not in drafts}
    after |= {path: f"{DRAFT}{path}" for path in there}
    return _told(
        settings, today, Versions(settings.root, blobs, there), _Both(dict(before), after), audience, progress
    )


def world_at(
    settings: Settings, files: Mapping[str, str], versions: Versions, today: date
) -> tuple[World, list[Problem]]:
    """Return the world that the records' files make, path → version, and what is wrong in school.yml and staff.yml there."""
    paths = dict(zip(_OWN, _own_paths(settings), strict=True))
    there = {kind: path for kind, path in paths.items() if path in files}
    content, problems = versions.read({path: files[path] for path in there.values()})
    readable = {kind: path for kind, path in there.items() if path in content}
    world, wrong = world_of(settings.root, readable, read_rulebook(), today, content)
    missing = [
        Problem(Place(path), f"missing-{kind}", f"{kind}.yml is missing.")
        for kind, path in paths.items()
        if kind not in there
    ]
    return world, [*problems, *wrong, *missing]


class _Both(NamedTuple):
    before: dict[str, str]
    after: dict[str, str]


def _told(
    settings: Settings,
    today: date,
    versions: Versions,
    sides: _Both,
    audience: str | None,
    progress: Progress | None,
) -> Difference:
    """Return what differs between the files of two sides."""
    policy = read_rulebook().policy
    before, after = sides
    was, _ = world_at(settings, before, versions, today)
    now, wrong = world_at(settings, after, versions, today)
    narrowed = (now if now.sound else was).school.audiences
    gate = redact.gate(policy, audience or policy.audiences[-1].id, narrowed)
    shared = shared_by_all(was, now, gate, versions, in_words=audience is not None)
    own = {path: (before.get(path, ""), after.get(path, "")) for path in _own_paths(settings)}
    jobs = list(_jobs(settings, before, after, everyone=_says_else(was, now)))
    # Without anybody to tell of progress there are few of them, and threads beside this one, which no fork takes along.
    changed = (
        workers.run(of_pupil, shared, jobs, progress) if progress else map(of_pupil, repeat(shared), jobs)
    )
    sentences = of_school(shared, {path: sides for path, sides in own.items() if sides[0] != sides[1]})
    wrong += _strays(settings, before, after)
    return Difference(
        base="",
        as_of=today,
        audience=audience,
        school=sentences,
        pupils=tuple(each for each in changed if each is not None),
        wrong=len(wrong),
        problems=wrongs(wrong, gate),
    )


# ── The two sides ───────────────────────────────────────────────────────────────────────────────────────


def _sides(settings: Settings, today: date, typed: str) -> tuple[Standing, Standing | None]:
    """Return where the change begins, and where it ends; None is the files on the disk."""
    root = settings.root
    if ".." in typed:
        return compared(root, typed)
    head = resolve(root, "HEAD")
    base = resolve(root, typed) if typed else _own_branch(settings, today)
    return between(base, head), None


def _own_branch(settings: Settings, today: date) -> Standing:
    """Return where the school's own branch stands: as it was last fetched, else as it is here."""
    paths = dict(zip(_OWN, _own_paths(settings), strict=True))
    there = {kind: path for kind, path in paths.items() if (settings.root / path).is_file()}
    world, _ = world_of(settings.root, there, read_rulebook(), today)
    return own_branch(settings.root, world.school.forge.branch)


def _on_disk(settings: Settings, pending: tuple[str, ...]) -> dict[str, str]:
    """Return the files as they lie on the disk: those of the commit that is checked out, but for what differs from it."""
    files = resolve(settings.root, "HEAD").files(settings.records)
    for path in pending:
        files.pop(path, None)
        place = settings.root / path
        if place.is_file() or place.is_symlink():
            files[path] = f"{DISK}{path}"
    return files


def _own_paths(settings: Settings) -> tuple[str, ...]:
    return tuple(f"{settings.records}/{kind}.yml" for kind in _OWN)


def _says_else(was: World, now: World) -> bool:
    """Tell whether the school's own files say something else; one that is wrong judges nobody."""
    return was.sound and now.sound and (was.school != now.school or was.staff != now.staff)


# ── The pupils ──────────────────────────────────────────────────────────────────────────────────────────


class _Pupil(NamedTuple):
    before: dict[str, str]
    after: dict[str, str]


def _jobs(
    settings: Settings, before: Mapping[str, str], after: Mapping[str, str], *, everyone: bool
) -> Iterator[Job]:
    """Yield the pupils that differ, or all of them, in the order of their ids."""
    changed: dict[str, _Pupil] = {}
    for index, side in enumerate((before, after)):
        for path, blob in side.items():
            pupil = _pupil_of(settings, path)
            if pupil is not None:
                changed.setdefault(pupil, _Pupil({}, {}))[index][path] = blob
    for pupil, sides in sorted(changed.items()):
        if everyone or sides.before != sides.after:
            yield Job(pupil, f"{settings.records}/pupils/{pupil}", sides.before, sides.after)


def _pupil_of(settings: Settings, path: str) -> str | None:
    """Return whose record a file is a part of; None where it is none."""
    top, _, pupil = path.rpartition("/")[0].rpartition("/")
    return (
        pupil
        if kind_of(path) in PUPIL_KINDS and top == f"{settings.records}/pupils" and is_pupil_id(pupil)
        else None
    )


def _strays(settings: Settings, before: Mapping[str, str], after: Mapping[str, str]) -> list[Problem]:
    """Return what came among the records and is no part of one, without its name, which somebody typed."""
    own = _own_paths(settings)
    strange = [
        path
        for path in after
        if path not in before and path not in own and _pupil_of(settings, path) is None and not _passed(path)
    ]
    message = "A file that is no part of a record stands here."
    hint = "`liverecord check` says more. Move it out of the records: a site is made from them, and copies go everywhere."
    return [Problem(Place(settings.records), "unknown-file", message, hint) for _ in strange]


def _passed(path: str) -> bool:
    """Tell whether a file may stand among the records without being one: a README, and what a dot hides."""
    return path.lower().endswith("/readme.md") or any(part.startswith(".") for part in path.split("/"))
