"""One pupil on both sides of a change: judged, compared, and told of as far as an audience may know."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import NamedTuple

from markupsafe import Markup
from msgspec import structs

from liverecord import derive, validate
from liverecord.derive.changes import NOT_COMMITTED, edits_of
from liverecord.derive.history import revisions
from liverecord.derive.people import people_of
from liverecord.examine.records import Documents, Task, World, judge
from liverecord.model.case import CaseFile, Duty, SchoolCase
from liverecord.model.history import Change, Edit, History
from liverecord.model.records import kind_of
from liverecord.problem import Place, Problem
from liverecord.read.versions import Versions
from liverecord.redact import Gate
from liverecord.render.changes import Teller, names
from liverecord.render.pieces import Setting, sees
from liverecord.report.changes.rows import DutyMoved, DutyTold, NoDate, PupilChanged, Sentence, Wrong, moved
from liverecord.report.duties.rows import key_of, rows
from liverecord.report.findings import capped
from liverecord.view import View

_IS_ID = re.compile(r"[a-z][a-z0-9-]{0,31}").fullmatch


class Shared(NamedTuple):
    """What all pupils of one comparison share; `in_words` tells names and what people typed, as far as the gate lets them pass.

    `school` is the school as the gate lets it pass.
    """

    before: World
    after: World
    gate: Gate
    versions: Versions
    in_words: bool
    school: View


def shared_by_all(before: World, after: World, gate: Gate, versions: Versions, *, in_words: bool) -> Shared:
    """Return what all pupils of one comparison share."""
    case = _school_case(before, after)
    return Shared(before, after, gate, versions, in_words, gate.school(case))


class Job(NamedTuple):
    """A pupil's files on both sides, path → blob; `folder` is where they lie."""

    pupil: str
    folder: str
    before: dict[str, str]
    after: dict[str, str]


class _Side(NamedTuple):
    """A pupil on one side: None where the record is not there, or holds a problem."""

    case: CaseFile | None
    problems: list[Problem]
    documents: Documents
    is_there: bool

    @property
    def is_known(self) -> bool:
        """Tell whether what follows from this side is known; from a record that is not there nothing does."""
        return self.case is not None or not self.is_there


def of_pupil(shared: Shared, job: Job) -> PupilChanged | None:
    """Return what becomes of a pupil; None where nothing does that may be told."""
    before, after = _side(shared, shared.before, job, job.before), _side(shared, shared.after, job, job.after)
    edit = _edit(
        {
            path: (job.before.get(path, ""), job.after.get(path, ""))
            for path in {**job.before, **job.after}
            if job.before.get(path) != job.after.get(path)
        },
        _versions(job.before, before.documents) | _versions(job.after, after.documents),
        shared,
    )
    carrier = after.case or before.case
    view = shared.gate.case(_carrying(carrier, edit, shared)) if carrier is not None else None
    gone = _gone(before, after, shared) if view is not None and shared.in_words else {}
    sentences = _sentences(view, shared, gone) if view is not None else ()
    both_known = before.is_known and after.is_known
    duties = tuple(_duties(before.case, after.case, shared)) if both_known else ()
    undated = tuple(_undated(before.case, after.case, shared)) if both_known else ()
    is_compared = both_known and after.is_there
    answered = tuple(_undated(after.case, before.case, shared)) if is_compared else ()
    is_same = job.before == job.after
    problems = _new(before.problems, after.problems) if is_same else after.problems
    if "plan" in before.documents and "plan" in after.documents:
        problems = [
            *problems,
            *validate.between_versions(before.documents["plan"], after.documents["plan"]),
        ]
    if before.is_there and after.is_there:
        change = "unchanged" if is_same else "changed"
        if not (sentences or duties or undated or answered or problems) and both_known:
            return None
    else:
        change = "added" if after.is_there else "removed"
    return PupilChanged(
        id=job.pupil,
        name=sees(view, "name") if shared.in_words and view is not None else None,
        change=change,
        sentences=sentences,
        duties=duties,
        undated=undated,
        answered=answered,
        wrong=len(problems),
        problems=wrongs(problems, shared.gate),
        is_known=both_known,
    )


def of_school(shared: Shared, changed: Mapping[str, tuple[str, str]]) -> tuple[Sentence, ...]:
    """Return what is told of school.yml and staff.yml; `changed` holds the blobs of each that differs."""
    if not changed:
        return ()
    versions: dict[str, object] = {}
    for path, sides in changed.items():
        for blob in filter(None, sides):
            content, _ = shared.versions.read({path: blob})
            kind = kind_of(path)
            documents = Documents(shared.after.root, dict.fromkeys([kind], path), content) if content else {}
            if kind in documents:
                versions[blob] = documents[kind].data
    edit = _edit(changed, versions, shared)
    case = structs.replace(
        _school_case(shared.before, shared.after),
        revisions=revisions(
            (edit,), people_of(shared.after.staff, shared.after.today), shared.after.school.forge
        ),
    )
    return _sentences(shared.gate.school(case), shared)


def wrongs(problems: Iterable[Problem], gate: Gate) -> tuple[Wrong, ...]:
    """Return problems as they are told, sorted; none of them to an audience that does not see whole files."""
    if not gate.sees("edit.line"):
        return ()
    return tuple(
        Wrong(
            path=each.place.path,
            line=each.place.line,
            column=each.place.column,
            code=each.code,
            message=each.message,
            hint=each.hint or None,
        )
        for each in capped(problems)
    )


# ── Both sides ──────────────────────────────────────────────────────────────────────────────────────────


def _side(shared: Shared, world: World, job: Job, files: Mapping[str, str]) -> _Side:
    raws, problems = shared.versions.read(files)
    kinds = {kind_of(path): path for path in raws}
    documents = Documents(world.root, kinds, raws)
    if not files:
        return _Side(None, [], documents, is_there=False)
    pupil, wrong = judge(world, Task(job.pupil, kinds, ""), documents)
    problems += wrong
    if f"{job.folder}/plan.yml" not in files:
        problems.append(
            Problem(Place(f"{job.folder}/plan.yml"), "missing-plan", "The pupil has no plan.yml.")
        )
    case = None
    if pupil is not None and not problems and world.sound:
        case = derive.case(pupil, world.school, world.staff, world.rulebook, (), world.today)
    return _Side(case, problems, documents, is_there=True)


def _versions(files: Mapping[str, str], documents: Documents) -> dict[str, object]:
    """Return the plain data of each version that can be read, by its blob."""
    return {files[document.path]: document.data for document in documents.values()}


def _edit(changed: Mapping[str, tuple[str, str]], versions: Mapping[str, object], shared: Shared) -> Edit:
    """Return what the whole change amends, as one commit would."""
    changes = {
        path: (
            Change(
                path=path,
                commit=NOT_COMMITTED,
                at=datetime.fromtimestamp(0, UTC),
                author="",
                email="",
                message="",
                status="M",
                before=(before,),
                after=after,
            ),
        )
        for path, (before, after) in changed.items()
    }
    edits = edits_of(changes, versions, shared.after.rulebook.policy)
    return edits[0] if edits else Edit()


def _carrying(case: CaseFile, edit: Edit, shared: Shared) -> CaseFile:
    """Return the case with the change as its only revision, so that it passes the gate as the pages' do."""
    people = people_of(shared.after.staff, shared.after.today)
    return structs.replace(case, revisions=revisions((edit,), people, shared.after.school.forge))


def _new(before: Iterable[Problem], after: Iterable[Problem]) -> list[Problem]:
    known = set(before)
    return [problem for problem in after if problem not in known]


# ── What is told ────────────────────────────────────────────────────────────────────────────────────────


def _school_case(before: World, after: World) -> SchoolCase:
    world = after if after.sound else before
    return derive.school_case(world.school, world.staff, world.rulebook, History(), world.today)


def _gone(before: _Side, after: _Side, shared: Shared) -> dict[str, str]:
    """Return what things were called that are there no longer, as far as the audience saw them, for what named them."""
    if before.case is None:
        return {}
    there = {each for document in after.documents.values() for each in _ids(document.data)}
    known = names(shared.gate.case(before.case))
    return {key: said for key, said in known.items() if key.rpartition("/")[2] not in there}


def _ids(data: object) -> Iterator[str]:
    """Yield every id in a file, of whatever it is."""
    if isinstance(data, dict):
        if "id" in data:
            yield str(data["id"])
        data = list(data.values())
    for each in data if isinstance(data, list) else ():
        yield from _ids(each)


def _sentences(
    view: View, shared: Shared, gone: Mapping[str, str] = MappingProxyType({})
) -> tuple[Sentence, ...]:
    teller = Teller(
        Setting(shared.school, "", shared.after.today),
        words=shared.in_words,
        names={**gone, **names(view)} if shared.in_words else None,
    )
    sentences = []
    for revision in sees(view, "revisions") or ():
        for amendment in revision.amendments:
            told = teller.told(amendment)
            sentences.append(
                Sentence(
                    kind=amendment.kind,
                    part=amendment.part,
                    item=_id(amendment.item),
                    says=Markup(told.text).striptags() if shared.in_words else str(told.text),  # noqa: S704 - the teller escaped it
                    within=told.small or None,
                    before=told.before or None,
                    after=told.after or None,
                )
            )
    return tuple(sentences)


def _id(item: str | None) -> str | None:
    """Return an id that looks like one: no schema has seen a past version, and anything may stand there."""
    return item if item is not None and _IS_ID(item) else None


def _duties(before: CaseFile | None, after: CaseFile | None, shared: Shared) -> Iterable[DutyMoved]:
    """Yield the duties that become more or less pressing, as far as the audience sees them."""
    for each in moved(before.duties if before else (), after.duties if after else ()):
        old = _told(before, each.before, shared)
        new = _told(after, each.after, shared)
        case, duty = (after, each.after) if each.after is not None else (before, each.before)
        if case is not None and duty is not None and (old or new):
            key = rows([structs.replace(case, duties=(duty,))])[0].key
            yield DutyMoved(key=key, kind=duty.kind, move=each.move, before=old, after=new)


def _undated(before: CaseFile | None, after: CaseFile | None, shared: Shared) -> Iterable[NoDate]:
    """Yield what has no date yet on the side `after` and is no such row on the side `before`, as far as the audience sees it."""
    if after is None:
        return
    known = {row.id for row in before.undated} if before is not None else set()
    for row in after.undated:
        seen = sees(shared.gate.case(structs.replace(after, undated=(row,))), "undated")
        if row.id not in known and seen:
            (view,) = seen
            yield NoDate(
                key=key_of(after.id, row.id),
                kind=view.kind,
                label=view.label,
                missing=sees(view, "missing"),
                field=sees(view, "field"),
            )


def _told(case: CaseFile | None, duty: Duty | None, shared: Shared) -> DutyTold | None:
    """Return a duty as the audience sees it; None where it is not there, or not to be seen."""
    if case is None or duty is None:
        return None
    seen = sees(shared.gate.case(structs.replace(case, duties=(duty,))), "duties")
    if not seen:
        return None
    (view,) = seen
    owner = sees(view, "owner")
    has_left = owner is not None and sees(owner, "left_on") is not None
    holder = None if has_left else owner
    return DutyTold(
        label=sees(view, "label"),
        item=_id(sees(view, "item")),
        what=sees(view, "what") if shared.in_words else None,
        due=sees(view, "due"),
        limit=sees(view, "limit"),
        state=sees(view, "state"),
        days=view.days if view.has("days") else None,
        owner=sees(holder, "id") if holder is not None else None,
        owner_name=sees(holder, "name") if holder is not None and shared.in_words else None,
    )
