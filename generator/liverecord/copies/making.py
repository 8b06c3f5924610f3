"""A copy of one pupil's record, from the pupil's id to the files of a folder: read, judged, gated, renamed, written out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from liverecord import __version__, derive
from liverecord.cache import Store
from liverecord.copies import pages
from liverecord.copies.checklist import checklist
from liverecord.copies.people import Finder, Renaming, known_names, names_of, renamed, roles_of
from liverecord.copies.plain import by_file, plain, yaml_of
from liverecord.copies.purposes import gate_of, holds_all_of, in_no_copy, purpose_of
from liverecord.copies.receipts import NAME, Receipt, written
from liverecord.derive.marks import SESSIONS_A_WEEK, marks_of
from liverecord.examine import log_cache, workers
from liverecord.examine.edits import edits as read_edits
from liverecord.examine.records import Judged, Progress, Records, Task, World, examine
from liverecord.model.history import Edit, History
from liverecord.model.parts import PARTS_OF_FILE
from liverecord.model.records import Identity, Pupil
from liverecord.model.rulebook import Purpose
from liverecord.problem import HistoryUnavailable, InvalidRecords, LiverecordError
from liverecord.read import strict
from liverecord.read.blobs import Blobs
from liverecord.read.repository import is_object, repository
from liverecord.read.settings import Settings
from liverecord.read.versions import on_disk
from liverecord.redact import Gate
from liverecord.splice.steps import Remove, is_there
from liverecord.splice.writing import Refused, spliced
from liverecord.view import View

_PARTS = tuple(
    "attendance.register" if part == "weeks" else part for parts in PARTS_OF_FILE.values() for part in parts
)
_REGISTER = "attendance.register.sessions.mark"
_BY_ROLE = "role"


class Asked(NamedTuple):
    """What somebody asked for: `since` is an earlier copy's receipt, or a day."""

    pupil: str
    purpose: str
    history: bool = False
    since: Receipt | date | None = None


class Copy(NamedTuple):
    """The files of a copy by their names in its folder, and the list to go through before it is handed over."""

    files: dict[str, bytes]
    checklist: bytes
    label: str


class _Sources(NamedTuple):
    """What was read for a copy: the pupil, the others' names, git's log and what each commit amended."""

    world: World
    task: Task
    pupil: Pupil
    others: Mapping[str, Identity]
    history: History
    edits: tuple[Edit, ...]
    no_history: str


def copied(settings: Settings, asked: Asked, today: date, progress: Progress) -> Copy:
    """Return a copy of a pupil's record as of a day.

    Raises InvalidRecords where the record, school.yml or staff.yml is wrong; LiverecordError where there is no such
    pupil; and HistoryUnavailable where history was asked for and git cannot tell it.
    """
    sources = _read_sources(settings, asked, today, progress)
    rulebook, school, staff = sources.world.rulebook, sources.world.school, sources.world.staff.staff
    purpose = purpose_of(rulebook.copies, asked.purpose)
    gate = gate_of(rulebook.copies, purpose)
    roles = roles_of(staff, rulebook.codes)
    finder = Finder(known_names(staff, roles, sources.others, asked.pupil, sources.pupil.plan.pupil))
    by_role = purpose.people == _BY_ROLE
    renaming = Renaming(roles, roles, finder.hidden, finder.hidden)
    if not by_role:
        called = {person.id: person.name for person in staff}
        renaming = Renaming(names_of(staff, rulebook.codes), called, None, finder.pupils_hidden)

    gated = _gated(gate, sources, sources.edits, today)
    shown = renamed(gated, renaming)
    as_typed = Renaming({}, {}, None, finder.pupils_hidden)
    data = shown if by_role else renamed(gated, as_typed)
    weeks = sources.pupil.absences.weeks if gate.sees(_REGISTER) else None
    history = shown.revisions if asked.history else None
    since = _since(
        settings.root,
        asked.since,
        sources,
        lambda some: renamed(_gated(gate, sources, some, today), renaming),
    )
    pending = bool(_pending(sources.history, sources.task))
    commit = sources.history.head if gate.sees("revisions.commit") else None
    facts = pages.Facts(school.name, purpose, commit, pending, __version__)
    marks = marks_of(rulebook)

    def read(typed: str) -> list[tuple[str, str]]:
        return [(mark.code, mark.label) for mark in marks.week(typed, SESSIONS_A_WEEK).marks]

    labels = {
        name: {code: row.label for code, row in rows.items()} for name, rows in rulebook.codes.lists.items()
    }
    record = by_file(data, weeks)
    files = {
        "index.html": pages.page(shown, weeks, facts, labels, read, since, history),
        pages.STYLES: Path(__file__).with_name(pages.STYLES).read_bytes(),
        "record.json": _json(asked, today, commit, record, data.revisions if asked.history else None, {} if by_role else {person.id: person.name for person in staff}),
    }  # fmt: skip
    files |= _data(settings, sources, purpose, record)
    receipt = Receipt(pupil=asked.pupil, purpose=purpose.id, as_of=today, commit=sources.history.head)
    files[NAME] = written(receipt, files)
    told = checklist(
        sources.pupil,
        gated,
        rulebook.copies,
        purpose,
        finder,
        today,
        history=history is not None or since is not None,
    )
    return Copy(files, told.encode("utf-8", "replace"), purpose.label)


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────


def _read_sources(settings: Settings, asked: Asked, today: date, progress: Progress) -> _Sources:
    with Store(settings.root) as store:
        records = Records(settings, today, store)
        task = next((each for each in records.tasks if each.pupil == asked.pupil), None)
        if task is None:
            raise LiverecordError(
                "There is no pupil with this id.",
                "An id is a folder's name in records/pupils/, such as p-7k3m.",
            )
        if not records.world.sound:
            raise InvalidRecords(records.problems)
        tasks = records.recalled(records.tasks)
        done = list(workers.run(_typed, records.world, tasks, progress))
        records.keep(zip(tasks, (judged for judged, _ in done), strict=True))
        others = {pupil.id: pupil.plan.pupil for _, pupil in done if pupil is not None}
        pupil, wrong = next((pupil, judged.problems) for judged, pupil in done if judged.pupil == asked.pupil)
        # A file that is not read because its name is wrong would be missing from the copy without a word.
        wrong = [*wrong, *(each for each in records.problems if each.place.path.startswith(_folder(task)))]
        if pupil is None or wrong:
            raise InvalidRecords(wrong)
        del others[pupil.id]
        wanted = asked.history or asked.since is not None
        history, why = _history(records, wanted=wanted)
    edits: tuple[Edit, ...] = ()
    if wanted and history.head is not None:
        changes = {
            path: amended for path, amended in history.changes.items() if path.startswith(_folder(task))
        }
        with Blobs(settings.root) as blobs:
            edits = read_edits(
                settings.root, changes, _pending(history, task), records.rulebook.policy, blobs
            )
    return _Sources(records.world, task, pupil, others, history, edits, why)


def _typed(world: World, task: Task) -> tuple[Judged, Pupil | None]:
    pupil, judged = examine(world, task)
    return judged, pupil


def _history(records: Records, *, wanted: bool) -> tuple[History, str]:
    try:
        history = log_cache.history(records)
    except HistoryUnavailable as error:
        if wanted:
            raise
        return History(), error.message
    return history, "" if history.head else "Git knows no history here, so what changed is not known."


def _pending(history: History, task: Task) -> dict[str, str]:
    """Return the pupil's files that differ from the commit that is checked out, each with its blob there."""
    return {
        path: history.blobs.get(path, "") for path in sorted(history.dirty) if path.startswith(_folder(task))
    }


def _folder(task: Task) -> str:
    return f"{next(iter(task.files.values())).rpartition('/')[0]}/"


def _gated(gate: Gate, sources: _Sources, edits: Sequence[Edit], today: date) -> View:
    world = sources.world
    case = derive.case(sources.pupil, world.school, world.staff, world.rulebook, tuple(edits), today)
    return gate.case(case)


# ── What changed since ──────────────────────────────────────────────────────────────────────────────────


def _since(root: Path, since: Receipt | date | None, sources: _Sources, view: Any) -> pages.Since | None:
    """Return what changed since an earlier copy, or since a day; None where neither was asked for."""
    if since is None:
        return None
    if sources.history.head is None:
        on = since.as_of if isinstance(since, Receipt) else since
        return pages.Since(on, None, sources.no_history, is_copy=isinstance(since, Receipt))
    if not isinstance(since, Receipt):
        newer = [edit for edit in sources.edits if edit.at is None or edit.at.date() >= since]
        return pages.Since(since, view(newer).revisions, is_copy=False)
    known = _commits_after(root, since.commit, sources.history.head)
    if known is not None:
        newer = [edit for edit in sources.edits if edit.commit is None or edit.commit in known]
        return pages.Since(since.as_of, view(newer).revisions)
    # History was rewritten since, or was none then: the day is all there is to go by.
    newer = [edit for edit in sources.edits if edit.at is None or edit.at.date() >= since.as_of]
    why = "Git's history was rewritten since, or there was none: what was changed on that day or later is listed."
    return pages.Since(since.as_of, view(newer).revisions, why)


def _commits_after(root: Path, commit: str | None, head: str) -> frozenset[str] | None:
    """Return the commits after `commit` up to `head`; None where git does not know it, or it is no ancestor."""
    git_repository = repository(root)
    if (
        git_repository is None
        or commit is None
        or not is_object(commit)
        or git_repository.commit(commit) is None
    ):
        return None
    if git_repository.run("rev-list", "--max-count=1", "--end-of-options", f"{head}..{commit}").strip():
        return None
    return frozenset(git_repository.run("rev-list", "--end-of-options", f"{commit}..{head}").decode().split())


# ── Data ────────────────────────────────────────────────────────────────────────────────────────────────


def _data(
    settings: Settings, sources: _Sources, purpose: Purpose, record: Mapping[str, Any]
) -> dict[str, bytes]:
    """Return the record's files: as they are where the copy holds all of them, else as YAML of what it holds.

    Of a file as it is, the lines of what no copy has are cut out.
    """
    copies = sources.world.rulebook.copies
    if purpose.people != _BY_ROLE and holds_all_of(copies, purpose, _PARTS):
        files = {}
        for kind, path in sources.task.files.items():
            raw, problems = on_disk(settings.root, path)
            if raw is None:
                raise InvalidRecords(problems)
            files[f"data/{kind}.yml"] = _without(path, kind, raw, in_no_copy(copies))
        return files
    files = {f"data/{name}.yml": yaml_of(data) for name, data in record.items()}
    # An empty file would give away that the record has something in it.
    return {name: content for name, content in files.items() if content != yaml_of({})}


def _without(path: str, kind: str, raw: bytes, paths: Iterable[str]) -> bytes:
    """Return a file without what stands at these paths of the record, every other byte as it was.

    Raises LiverecordError where it is written in a way that nothing can be cut out of.
    """
    document, _ = strict.parse(path, kind, raw)
    data = document.data if document is not None else None
    places = [tuple(each.split(".")[1:]) for each in paths if each.startswith(f"{kind}.")]
    cut = spliced(path, kind, raw, [Remove(place) for place in places if is_there(data, place)])
    if isinstance(cut, Refused):
        raise LiverecordError(f"{cut.place}: what no copy holds cannot be cut out here.", cut.reason)
    return cut.raw


def _json(
    asked: Asked,
    today: date,
    commit: str | None,
    record: Mapping[str, Any],
    revisions: Iterable[View] | None,
    people: Mapping[str, str],
) -> bytes:
    """Return the copy as schema/output/export.schema.json describes it; `people` are those of staff.yml whom it names."""
    value: dict[str, Any] = {
        "version": 1,
        "purpose": asked.purpose,
        "pupil": asked.pupil,
        "as_of": today,
        "commit": commit,
        "record": record,
        "history": None if revisions is None else [plain(each) for each in revisions],
    }
    whole = msgspec.json.encode(value)
    value["people"] = {each: name for each, name in people.items() if f'"{each}"'.encode() in whole}
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"
