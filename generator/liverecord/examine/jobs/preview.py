"""What a change means before it is saved: spliced, judged with the whole record and compared, in memory alone."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from liverecord import validate
from liverecord.examine.diff import drafted
from liverecord.examine.jobs.consequences import consequences
from liverecord.examine.jobs.scene import Ground
from liverecord.examine.records import Progress
from liverecord.forms.job import Written
from liverecord.forms.question import Wrong
from liverecord.forms.settling import settling
from liverecord.model.records import Document, kind_of
from liverecord.read import strict
from liverecord.read.blobs import Blobs
from liverecord.read.settings import Settings
from liverecord.read.versions import Versions
from liverecord.report.changes.rows import Difference
from liverecord.report.changes.rows import Wrong as Judged
from liverecord.splice.steps import Path, Step
from liverecord.splice.writing import Refused, path_at, spliced


class Draft(NamedTuple):
    """A file before and after a change: None where it is not there."""

    path: str
    before: bytes | None
    after: bytes | None


class Preview(NamedTuple):
    """A change that the check takes: the files, and what differs by it."""

    drafts: tuple[Draft, ...]
    difference: Difference


def preview(
    settings: Settings,
    ground: Ground,
    blobs: Blobs,
    written: Written,
    *,
    in_words: bool = True,
    progress: Progress | None = None,
) -> Preview | list[Wrong]:
    """Return what a change means; or what is wrong, at its question where one asked for it, else with its place.

    With `in_words` all is told as the widest audience sees it; without, ids stand for names, and no typed word is told.
    Raises HistoryUnavailable where git cannot be asked.
    """
    drafts = _drafts(settings, ground, blobs, written)
    if isinstance(drafts, list):
        return drafts
    return judged(settings, ground, blobs, drafts, written.asked_at, in_words=in_words, progress=progress)


def judged(
    settings: Settings,
    ground: Ground,
    blobs: Blobs,
    drafts: tuple[Draft, ...],
    asked_at: Mapping[tuple[str, Path], str],
    *,
    in_words: bool = True,
    progress: Progress | None = None,
) -> Preview | list[Wrong]:
    """Return what drafts mean, as `preview` does."""
    after = {draft.path: draft.after for draft in drafts}
    widest = ground.world.rulebook.policy.audiences[-1].id
    audience = widest if in_words else None
    difference = drafted(settings, ground.world.today, ground.files, after, blobs, audience, progress)
    changed = {path.split("/")[-2] for path in after}
    touched = [pupil for pupil in difference.pupils if pupil.id in changed]
    others = [pupil for pupil in difference.pupils if pupil.id not in changed and pupil.problems]
    problems = [*difference.problems, *(each for pupil in touched for each in pupil.problems)]
    problems += _shared_upns(settings, ground, blobs, drafts)
    if problems or others:
        documents = {path: _document(path, raw) for path, raw in after.items() if raw is not None}
        wrong = [_wrong(each, documents, asked_at) for each in problems]
        # Where the change makes others' records wrong, they stand as they are, and the person looks at names, not files.
        paths = {each.path for pupil in others for each in pupil.problems if each.path in ground.files}
        raws, _ = Versions(settings.root, blobs).read({path: ground.files[path] for path in paths})
        theirs = {path: _document(path, raw) for path, raw in raws.items()}
        return list(dict.fromkeys([*wrong, *consequences(others, theirs, documents, asked_at)]))
    return Preview(drafts, difference)


def _shared_upns(
    settings: Settings, ground: Ground, blobs: Blobs, drafts: Iterable[Draft]
) -> Iterator[Judged]:
    """Yield what the law between pupils finds by a change, at the files that it wrote: only a UPN that is new asks for all plans."""
    drafted_plans = [each for each in drafts if kind_of(each.path) == "plan"]
    if all(_upn(each.path, each.after) in {None, _upn(each.path, each.before)} for each in drafted_plans):
        return
    plans = {each.path: each.after for each in drafted_plans if each.after is not None}
    there = {path: blob for path, blob in ground.files.items() if kind_of(path) == "plan"}
    raws = {**Versions(settings.root, blobs).read(there)[0], **plans}
    paths = {path.split("/")[-2]: path for path in raws}
    upns = {pupil: _upn(path, raws[path]) for pupil, path in paths.items()}

    def documents(pupil: str) -> dict[str, Document]:
        document = _document(paths[pupil], raws[paths[pupil]])
        return {"plan": document} if document is not None else {}

    for each in validate.between_pupils(upns, documents):
        if each.place.path in plans:
            yield Judged(
                path=each.place.path,
                line=each.place.line,
                column=each.place.column,
                code=each.code,
                message=each.message,
                hint=each.hint,
            )


def _upn(path: str, raw: bytes | None) -> str | None:
    document = _document(path, raw) if raw is not None else None
    plan: Any = document.data if document is not None else None
    pupil = plan.get("pupil") if isinstance(plan, dict) else None
    upn = pupil.get("upn") if isinstance(pupil, dict) else None
    return str(upn) if upn else None


def _drafts(
    settings: Settings, ground: Ground, blobs: Blobs, written: Written
) -> tuple[Draft, ...] | list[Wrong]:
    there = {path: ground.files[path] for path in written.steps if path in ground.files}
    raws, _ = Versions(settings.root, blobs).read(there)
    drafts, wrong = [], []
    for path, steps in written.steps.items():
        made = spliced(
            path, kind_of(path), raws.get(path), [*_settling(ground, path, raws.get(path)), *steps]
        )
        if isinstance(made, Refused):
            asked = [path_in for file, path_in in written.asked_at if file == path]
            at = next(_around(made.path, asked), None) if made.path else None
            wrong.append(
                Wrong(written.asked_at[path, at], made.reason)
                if at is not None
                else Wrong("", made.reason, str(made.place))
            )
        else:
            drafts.append(Draft(path, raws.get(path), made.raw))
    return wrong or tuple(drafts)


def _settling(ground: Ground, path: str, raw: bytes | None) -> tuple[Step, ...]:
    """Return the steps that settle a plan before it is written: the scene that was asked on has it settled."""
    document = _document(path, raw) if raw is not None and kind_of(path) == "plan" else None
    return settling(document.data, ground.world.today) if document is not None else ()


def _document(path: str, raw: bytes) -> Document | None:
    return strict.parse(path, kind_of(path), raw)[0]


def _wrong(
    problem: Judged, documents: Mapping[str, Document | None], asked_at: Mapping[tuple[str, Path], str]
) -> Wrong:
    """Return a problem at the question that asked for what it stands at; else with its place in the file."""
    said = f"{problem.message} {problem.hint or ''}".strip()
    document = documents.get(problem.path)
    if document is not None:
        at = path_at(document, problem.line, problem.column)
        for known in _around(at, [path for file, path in asked_at if file == problem.path]):
            return Wrong(asked_at[problem.path, known], said)
    return Wrong("", said, f"{problem.path}:{problem.line}")


def _around(at: Path, asked: Iterable[Path]) -> Iterator[Path]:
    """Yield what was asked about a place: the place itself or what holds it, nearest first; then what stands in it."""
    paths = list(asked)
    holding = [path for path in paths if at[: len(path)] == path]
    yield from sorted(holding, key=len, reverse=True)
    yield from (path for path in paths if path[: len(at)] == at and at)
