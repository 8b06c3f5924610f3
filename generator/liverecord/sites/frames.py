"""The theme's frames and hand-written pages: made by the theme engine once, and kept until one of their sources changes."""

import contextlib
import shutil
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from liverecord import cache
from liverecord.editions import Folder, scratch
from liverecord.examine.records import Progress
from liverecord.press import FRAME_ONLY, THEME_ONLY, Frames
from liverecord.read.own_pages import OwnPage, allowed_pages
from liverecord.read.resources import site_overrides_folder
from liverecord.read.settings import Settings

FrameMaker = Callable[[Path, Path], None]
"""Handed mkdocs.yml and a folder: fills the folder with hand-written pages, assets and frames. The plugin has one."""


class ThemeFrames(NamedTuple):
    """A folder of frames, and the key of all they were made from ("" where nobody asked)."""

    folder: Path
    key: str


def made(settings: Settings, store: Path, make: FrameMaker, progress: Progress) -> ThemeFrames:
    """Return the frames of a school, making them anew only when its pages, its settings or the theme changed.

    Raises InvalidPages where those hold what may not be published or run: MkDocs is not started then.
    """
    key = cache.key(*_sources(settings, allowed_pages(settings)))
    shelf = store / "frames"
    folder = shelf / key[:32]
    if not folder.is_dir():
        progress("Theme", 0, 1)
        shelf.mkdir(exist_ok=True)
        with scratch(store / "making") as making:
            make(settings.config, making)
            with contextlib.suppress(OSError):
                # Another run may have been first: its frames are made from the same.
                making.rename(folder)
        _sweep(shelf, folder)
        progress("Theme", 1, 1)
    return ThemeFrames(folder, key)


def lay(frames: Frames, made_frames: ThemeFrames, edition: Folder) -> None:
    """Put the theme's own files and the hand-written pages into a site; a site made in its frames' folder has the files."""
    if made_frames.folder != edition.folder:
        for name in frames.assets:
            edition.adopt(made_frames.folder / name, name)
    for name, content in frames.written.items():
        edition.write(name, content)


def clear(folder: Path, frames: Frames, filled: Collection[str]) -> None:
    """Remove the frames that no page was set into from a site that was made in the folder of its own frames.

    `filled` are the addresses of the pages that were.
    """
    shutil.rmtree(folder / THEME_ONLY, ignore_errors=True)
    unfilled = [f"{address}index.html" for address in frames.paths() if address not in filled]
    # What lies deeper comes first: a folder goes when nothing is left in it.
    for name in sorted((*FRAME_ONLY, *unfilled), key=lambda name: -name.count("/")):
        with contextlib.suppress(OSError):
            (folder / name).unlink()
            (folder / name).parent.rmdir()


_STALE_SECONDS = 24 * 60 * 60


def _sweep(shelf: Path, newest: Path) -> None:
    """Remove frames that nobody has used for a day: another run may still be reading younger ones."""
    for folder in shelf.iterdir():
        with contextlib.suppress(OSError):
            if folder != newest and time.time() - folder.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)


def _sources(settings: Settings, own: Sequence[OwnPage]) -> Iterator[str | bytes]:
    yield from (version(name) for name in ("mkdocs", "mkdocs-material"))
    yield cache.program_digest()
    yield settings.config.read_bytes()
    folder = site_overrides_folder()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()
            yield path.read_bytes()
    for page in own:
        yield from page
