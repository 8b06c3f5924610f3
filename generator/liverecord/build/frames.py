"""The theme's frames and hand-written pages: made by the theme engine once, and kept until one of their sources changes."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from liverecord import cache
from liverecord.build.judged import Progress
from liverecord.editions import Folder, link
from liverecord.press import Frames
from liverecord.read.resources import site_overrides_folder
from liverecord.read.settings import Settings

FrameMaker = Callable[[Path, Path], None]
"""Handed mkdocs.yml and a folder: fills the folder with hand-written pages, assets and frames. The plugin has one."""


class Made(NamedTuple):
    """A folder of frames, and the key of all they were made from ("" where nobody asked)."""

    folder: Path
    key: str


def made(settings: Settings, store: Path, make: FrameMaker, progress: Progress) -> Made:
    """Return the frames of a school, making them anew only when its pages, its settings or the theme changed."""
    key = cache.key(*_sources(settings))
    shelf = store / "frames"
    folder = shelf / key[:32]
    if not (folder / _WHOLE).exists():
        progress("Theme", 0, 1)
        shutil.rmtree(shelf, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        make(settings.config, folder)
        (folder / _WHOLE).touch()
        progress("Theme", 1, 1)
    return Made(folder, key)


def lay(frames: Frames, made_frames: Made, edition: Folder) -> None:
    """Put the theme's own files and the hand-written pages into a site; a site made in its frames' folder has the files."""
    if made_frames.folder != edition.folder:
        for name in frames.assets:
            if name != _WHOLE:
                link(made_frames.folder / name, edition.target(name))
    for name, content in frames.written.items():
        edition.write(name, content)


def clear(folder: Path) -> None:
    """Remove the frames from a site that was made in the folder of its own frames."""
    for frame in list(folder.rglob("frame/index.html")):
        with contextlib.suppress(OSError):
            frame.unlink()
            frame.parent.rmdir()


_WHOLE = ".whole"


def _sources(settings: Settings) -> Iterator[str | bytes]:
    yield from (version(name) for name in ("mkdocs", "mkdocs-material"))
    yield cache.program_digest()
    yield settings.config.read_bytes()
    own = [settings.root / name for name in (settings.docs_dir, settings.theme_dir) if name]
    for folder in (site_overrides_folder(), *own):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix()
                yield path.read_bytes()
