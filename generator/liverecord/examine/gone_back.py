"""What only the past can say of the records as they lie on the disk: a plan's version that is lower than it was.

The past is the commit at which this branch left the school's own, as in `diff`: on that branch itself, what was last
fetched or committed. Without a repository, without commits, or where older ones were never fetched, it has nothing to say.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from liverecord import validate
from liverecord.model.records import Document
from liverecord.problem import HistoryUnavailable, NoSuchRevision, Problem
from liverecord.read import strict
from liverecord.read.blobs import Blobs
from liverecord.read.revisions import Standing, between, differing, own_branch, resolve
from liverecord.read.versions import on_disk

_PLAN = "/plan.yml"


def gone_back(root: Path, records: str, branch: str) -> list[Problem]:
    """Return what is wrong in the plans beside those of the commit that they began from; `branch` is the school's own."""
    with suppress(HistoryUnavailable, NoSuchRevision):
        head = resolve(root, "HEAD")
        base = _began(root, branch, head)
        changed = [path for path in differing(base, records) if path.endswith(_PLAN)]
        return list(_backwards(root, base, records, changed)) if changed else []
    return []


def _began(root: Path, branch: str, head: Standing) -> Standing:
    with suppress(HistoryUnavailable, NoSuchRevision):
        return between(own_branch(root, branch), head)
    return head


def _backwards(root: Path, base: Standing, records: str, paths: list[str]) -> Iterator[Problem]:
    files = base.files(records)
    known = {path: files[path] for path in paths if path in files}
    with Blobs(root) as blobs:
        contents = blobs.read(known.values())
    for path, blob in known.items():
        before = _document(path, contents.get(blob))
        after = _document(path, on_disk(root, path)[0])
        if before is not None and after is not None:
            yield from validate.between_versions(before, after)


def _document(path: str, content: bytes | None) -> Document | None:
    return strict.parse(path, "plan", content)[0] if content is not None else None
