"""What git told an earlier run, kept: a log of all commits is slow to read, and a commit never changes."""

from collections.abc import Callable
from contextlib import suppress

import msgspec

from liverecord import cache
from liverecord.examine.records import Records
from liverecord.model.history import History
from liverecord.read.history import Recall
from liverecord.read.history import history as read_history
from liverecord.read.log import Log


def history(records: Records, at: str | None = None) -> History:
    """Return what git knows of the records, reading only commits that the store does not know; raises as reading anew does.

    `at` is a past commit: what git knew there. It is looked at once, and does not take the newest commit's place in the store.
    """
    recall = _recall(records.store, keeps=at is None)
    return read_history(records.settings.root, records.settings.records, recall, at)


def _recall(store: cache.Store, *, keeps: bool) -> Recall:
    def recall(depends_on: str, up_to_date: Callable[[Log], Log]) -> Log:
        key = cache.key(cache.program_digest(), depends_on)
        known, value = store.some(_KIND, [_NAME]).get(_NAME, ("", b""))
        kept = Log()
        if known == key:
            # What cannot be read back was written by something else; git knows.
            with suppress(msgspec.DecodeError):
                stored = _DECODER.decode(value)
                kept = stored if _holds_together(stored) else kept
        log = up_to_date(kept)
        if keeps and log is not kept:
            store.keep(_KIND, {_NAME: (key, msgspec.msgpack.encode(log))})
        return log

    return recall


def _holds_together(log: Log) -> bool:
    """Tell whether every touch is of a commit that there is."""
    places = range(len(log.commits))
    return all(place in places for touches in log.files.values() for place, _, _ in touches)


_KIND, _NAME = "history", "log"
_DECODER = msgspec.msgpack.Decoder(Log)
