"""Files that come in by form: read, asked about, previewed, and held until they are saved or others come."""

import secrets
from collections.abc import Callable, Sequence
from typing import NamedTuple

from liverecord.edit import pages
from liverecord.edit.brought import files_read
from liverecord.edit.clone import Clone
from liverecord.edit.desk import Upload
from liverecord.edit.kinds import KINDS
from liverecord.edit.prepared import Prepared
from liverecord.examine.jobs.preview import Preview, judged
from liverecord.forms.job import Written
from liverecord.forms.question import Wrong
from liverecord.read.revisions import resolve


class Bringing:
    """The files of one sitting: those of the newest page or preview alone, in memory alone. `shown` makes a preview's page."""

    def __init__(self, clone: Clone, shown: Callable[[Preview, Written], Prepared]) -> None:
        self._clone = clone
        self._shown = shown
        self._held = _Held("", "", (), frozenset())

    def page(self, kind: str) -> pages.FilesPage:
        """Return the page that asks for files of a kind."""
        words = KINDS[kind]
        return pages.FilesPage(words.title, words.label, words.hint)

    def read(
        self, kind: str, uploads: Sequence[Upload], held: str, ticked: frozenset[str]
    ) -> Prepared | pages.FilesPage:
        """Return what files would change, or the page again; without `uploads`, `held` leads to those of the page before."""
        uploads = uploads or self._uploads(kind, held)
        if not uploads:
            return self._asked_again(kind, [KINDS[kind].missing])
        return self._made(kind, uploads, ticked)

    def again(self, kind: str, seen: str) -> Prepared | pages.FilesPage:
        """Return what the files of a preview would change now."""
        uploads = self._uploads(kind, seen)
        if not uploads:
            return self._asked_again(kind, [_GONE])
        return self._made(kind, uploads, self._held.ticked)

    def _uploads(self, kind: str, name: str) -> Sequence[Upload]:
        return self._held.uploads if (self._held.kind, self._held.name) == (kind, name) else ()

    def _made(
        self, kind: str, uploads: Sequence[Upload], ticked: frozenset[str]
    ) -> Prepared | pages.FilesPage:
        clone, ground = self._clone, self._clone.now()
        commit = resolve(clone.settings.root, ground.commit)
        read = files_read(KINDS[kind], clone.settings, clone.today, commit, clone.blobs, uploads, ticked)
        self._held = _Held(kind, secrets.token_urlsafe(16), uploads, ticked)
        if read.said.wrong:
            return self._asked_again(kind, read.said.wrong, read.said.asked, self._held)
        told = judged(clone.settings, ground, clone.blobs, read.drafts, {})
        if isinstance(told, list):
            return self._asked_again(kind, [each.message for each in told], (), self._held)
        ready = self._shown(told, Written({}, {}, read.said.message))
        self._held = self._held._replace(name=ready.means.seen)
        return ready._replace(means=ready.means._replace(beside=read.said.told))

    def _asked_again(
        self,
        kind: str,
        wrong: Sequence[str],
        asked: Sequence[tuple[str, str]] = (),
        held: "_Held | None" = None,
    ) -> pages.FilesPage:
        page = self.page(kind)._replace(wrong=[Wrong("files", each) for each in wrong], asked=asked)
        return page if held is None else page._replace(held=held.name, ticked=held.ticked)


class _Held(NamedTuple):
    """Files under the name by which their page or preview leads back to them, and what was ticked there."""

    kind: str
    name: str
    uploads: Sequence[Upload]
    ticked: frozenset[str]


_GONE = "The preview is gone. Choose the file again."
