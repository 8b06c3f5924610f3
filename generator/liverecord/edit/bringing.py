"""Files that come in by form: read, asked about, previewed, and held until they are saved or others come."""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

from liverecord.edit import pages
from liverecord.edit.brought import Said, files_read
from liverecord.edit.clone import Clone
from liverecord.edit.desk import Upload
from liverecord.edit.kinds import KINDS
from liverecord.edit.prepared import Prepared
from liverecord.examine.jobs.preview import Preview, judged
from liverecord.forms.job import Written
from liverecord.forms.question import Wrong
from liverecord.model.ids import PUPIL_ID
from liverecord.read.revisions import resolve


class Bringing:
    """The files of one sitting: those of the newest page or preview alone, in memory alone. `shown` makes a preview's page."""

    def __init__(self, clone: Clone, shown: Callable[[Preview, Written], Prepared]) -> None:
        self._clone = clone
        self._shown = shown
        self._held = _Held("", "")

    def page(self, kind: str) -> pages.FilesPage:
        """Return the page that asks for files of a kind; with what was asked of those that are still here."""
        held = self._held if self._held.kind == kind else _Held(kind, "")
        words = KINDS[kind]
        return pages.FilesPage(
            words.title,
            words.label,
            words.hint,
            asked=held.asked,
            ticks=held.ticks,
            held=held.name,
            ticked=held.ticked,
            left_open=words.left_open,
        )

    def read(
        self, kind: str, uploads: Sequence[Upload], held: str, ticked: frozenset[str]
    ) -> Prepared | pages.FilesPage:
        """Return what files would change, or the page again; without `uploads`, `held` leads to those of the page before."""
        known = self._held if (self._held.kind, self._held.name) == (kind, held) else _Held(kind, "")
        if uploads:
            known = _Held(kind, "", uploads, seed=secrets.randbits(_BITS))
        if not known.uploads:
            return self._wrong(kind, [KINDS[kind].missing])
        return self._made(known._replace(ticked=ticked))

    def again(self, kind: str, seen: str) -> Prepared | pages.FilesPage:
        """Return what the files of a preview would change now."""
        if not self._held.uploads or (self._held.kind, self._held.name) != (kind, seen):
            return self._wrong(kind, [_GONE])
        return self._made(self._held)

    def _made(self, held: "_Held") -> Prepared | pages.FilesPage:
        clone, ground, kind = self._clone, self._clone.now(), KINDS[held.kind]
        commit = resolve(clone.settings.root, ground.commit)
        # A preview and its save draw the same ids.
        draw = Random(held.seed).choice  # noqa: S311 - an id is no secret
        read = files_read(
            kind, clone.settings, clone.today, commit, clone.blobs, held.uploads, held.ticked, draw
        )
        told = None if read.said.wrong else judged(clone.settings, ground, clone.blobs, read.drafts, {})
        said = self._by_name(read.said, told if isinstance(told, Preview) else None)
        self._held = held._replace(name=secrets.token_urlsafe(16), asked=said.asked, ticks=said.ticks)
        if isinstance(told, Preview):
            ready = self._shown(told, Written({}, {}, said.message))
            self._held = self._held._replace(name=ready.means.seen)
            return ready._replace(means=ready.means._replace(beside=said.told, to_write=said.to_write))
        wrong = said.wrong if told is None else [each.message for each in told]
        return self._wrong(held.kind, wrong)._replace(beside=said.told)

    def _wrong(self, kind: str, wrong: Sequence[str]) -> pages.FilesPage:
        return self.page(kind)._replace(wrong=[Wrong("files", each) for each in wrong])

    def _by_name(self, said: Said, told: Preview | None) -> Said:
        """Return what an import said with names for ids: whoever may write here may read them."""
        lines = self._clone.pupils()
        alike = Counter(line.name for line in lines)
        names = {
            line.id: f"{line.name}, {line.form}" if alike[line.name] > 1 and line.form else line.name
            for line in lines
        }
        changed = told.difference.pupils if told else ()
        names |= {each.id: each.name for each in changed if each.name and each.id not in names}

        def named(text: str) -> str:
            return _AN_ID.sub(lambda found: names.get(found[0], found[0]), text)

        return said._replace(
            wrong=tuple(map(named, said.wrong)),
            asked=tuple((name, named(words)) for name, words in said.asked),
            told=_in_asides(named, said.told),
            to_write=_in_asides(named, said.to_write),
            ticks=tuple(_in_ticks(named, ticks) for ticks in said.ticks),
        )


def _in_asides(named: Callable[[str], str], asides: Sequence[pages.Aside]) -> tuple[pages.Aside, ...]:
    return tuple(
        pages.Aside(named(each.says), sorted(map(named, each.of)), named(each.hint)) for each in asides
    )


def _in_ticks(named: Callable[[str], str], ticks: pages.Ticks) -> pages.Ticks:
    each = sorted(((name, named(words)) for name, words in ticks.each), key=lambda tick: tick[1])
    return pages.Ticks(named(ticks.about), each)


class _Held(NamedTuple):
    """Files under the name by which their page or preview leads back to them, with what was ticked there and what is asked."""

    kind: str
    name: str
    uploads: Sequence[Upload] = ()
    ticked: frozenset[str] = frozenset()
    asked: Sequence[tuple[str, str]] = ()
    ticks: Sequence[pages.Ticks] = ()
    seed: int = 0


_GONE = "The preview is gone. Choose the file again."
_BITS = 128
_AN_ID = re.compile(rf"\b{PUPIL_ID}\b")
