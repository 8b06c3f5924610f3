"""The last guard: a finished site is read before anybody else reads it, and holds what a site holds or is not published.

It knows nothing of how the site came about. Each file is of a kind that a site has, by its ending and by what it holds; none
is a link, a record, a piece of git or of the store. What a page says is the gate's matter, not this one's.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from liverecord.problem import CannotBuild
from liverecord.read import contents
from liverecord.read.own_pages import by_size, is_same

_TEXTS = frozenset({".css", ".js", ".json", ".svg", ".xml"})
"""Endings under which a record could hide: no page, picture or index begins as a record may."""


def guard(sites: Iterable[Path], records: Path) -> None:
    """Read finished sites; raises CannotBuild, with the file's place in its site, where one holds what none may hold."""
    sizes = by_size(records)
    for site in sites:
        _read(site, sizes)


def _read(site: Path, sizes: Mapping[int, list[Path]]) -> None:
    waiting = [str(site)]
    while waiting:
        folder = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                    waiting.append(entry.path)
                elif wrong := _wrong(entry, sizes):
                    place = Path(entry.path).relative_to(site).as_posix()
                    shown = "".join(character if character.isprintable() else "?" for character in place)
                    raise CannotBuild(
                        f"The finished site holds {wrong}: {shown}. It was not published.",
                        "The last good site is still up. Look for how that file came among the pages, or tell whoever keeps "
                        "liverecord.",
                    )


def _wrong(entry: os.DirEntry[str], sizes: Mapping[int, list[Path]]) -> str:
    """Return what a file is that no site holds; "" where nothing is wrong with it."""
    status = entry.stat(follow_symlinks=False)
    if stat.S_ISLNK(status.st_mode):
        return "a link"
    ending = os.path.splitext(entry.name)[1]  # noqa: PTH122 - a Path for each of 10,000 files costs more than the call
    kind = contents.FINISHED.get(ending)
    if not stat.S_ISREG(status.st_mode) or kind is None or entry.name.startswith("."):
        return "what is no file of a site"
    with open(entry.path, "rb") as file:  # noqa: PTH123
        head = file.read(contents.HEAD)
        content = head + file.read() if ending in _TEXTS else b""
    if contents.is_git(head):
        return "a piece of git"
    if contents.is_store(head):
        return "a piece of the store"
    if not kind(head):
        return "a file that is not what its ending says"
    if content and (is_same(content, sizes.get(len(content), ())) or contents.is_record(content)):
        return "a record"
    return ""
