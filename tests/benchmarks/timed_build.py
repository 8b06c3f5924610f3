"""`liverecord build`, but it says how long the search took: `python timed_build.py AUDIENCE [ENTRIES.json]`, in a school's folder."""

import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from liverecord import search, sites
from liverecord.read.settings import settings
from liverecord.read.today import today
from liverecord.view import SearchEntry


def main(audience: str, entries_file: str | None = None) -> None:
    """Build one audience's site as the command does; the last word printed is the seconds of the search."""
    index = search.index
    seconds = 0.0

    def timed(entries: Mapping[str, SearchEntry], *rest: Any, **named: Any) -> None:
        nonlocal seconds
        if entries_file:
            words = {path: (entry.title, entry.summary, entry.text) for path, entry in entries.items()}
            Path(entries_file).write_text(json.dumps(words), encoding="utf-8")
        started = time.perf_counter()
        index(entries, *rest, **named)
        seconds += time.perf_counter() - started

    search.index = timed
    found = settings(Path())
    sites.build(found, [audience], today(None, found.today), _make_frames, lambda _what, _done, _total: None)
    print(seconds)  # noqa: T201


def _make_frames(config: Path, folder: Path) -> None:
    from liverecord.plugin import make_frames

    make_frames(config, folder)


if __name__ == "__main__":  # worker processes may import this file
    main(*sys.argv[1:])
