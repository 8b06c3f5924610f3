"""A school's own pages: the files that MkDocs may publish, by a list of what is allowed, and what else lies among them.

MkDocs copies its docs_dir as it stands, links and all. So it is handed none of that folder, but the bytes of what stands
here: Markdown, and the pictures, PDFs and style sheets that the plugin's option `publish` names, each a plain file that
really lies below the folder. A hard link looks like any other file: only a record that is still the same bytes, or still
YAML, is told by what it holds.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from liverecord.problem import InvalidPages, Place, Problem
from liverecord.read import contents, markup, regular
from liverecord.read.settings import STORE, Settings, place_of

LARGEST_PAGE = 1_000_000
"""Bytes of one page: a handbook of 150,000 words."""

LARGEST_FILE = 20_000_000
"""Bytes of one picture or PDF: every reader's browser fetches it."""

MOST_PROBLEMS = 100
"""Problems told of one folder of pages; past that the folder is something other than pages."""

_OTHERS = (STORE, ".git")
_LEFT_ALONE = frozenset({".ds_store", ".gitattributes", ".gitignore", ".gitkeep"})
"""Hidden files that systems and git leave behind: they are never published, and nobody has to take them away."""


class OwnPage(NamedTuple):
    """A file that may be published: its path below docs_dir, with forward slashes, and its bytes."""

    path: str
    content: bytes


def own_pages(settings: Settings) -> tuple[list[OwnPage], list[Problem]]:
    """Return what of a school's pages may be published, and everything in its settings and pages that may not, sorted.

    A folder that is not there is MkDocs' to tell of.
    """
    folder = _Folder(settings)
    if folder.wrong is not None:
        return [], sorted([*settings.problems, folder.wrong])
    pages, problems = folder.read()
    return pages, sorted([*settings.problems, *problems])


def allowed_pages(settings: Settings) -> list[OwnPage]:
    """Return what may be published; raises InvalidPages with everything that may not stand there."""
    pages, problems = own_pages(settings)
    if problems:
        raise InvalidPages(problems)
    return pages


class _Folder:
    """The folder of a school's pages on its way to what may be published; `wrong` says why it is no such folder."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._top = settings.root / settings.docs_dir
        self._kept_out = _identities(
            settings.root / name for name in ("", settings.records, settings.output, *_OTHERS)
        )
        self._records: Mapping[int, list[Path]] | None = None
        self.wrong = self._judged()

    def _judged(self) -> Problem | None:
        """Return why the folder is none of the school's own, if so."""
        settings = self._settings
        parts = Path(settings.docs_dir.replace("\\", "/")).parts
        what = ""
        if Path(settings.docs_dir).is_absolute() or ".." in parts or not parts:
            what = "is the school's whole folder or leads out of it"
        elif any(part.startswith(".") for part in parts):
            what = "is hidden: git and the store keep such folders"
        else:
            whole = settings.root
            for part in parts:
                whole = whole / part
                if not os.path.lexists(whole):
                    break
                if not _is_itself(whole):
                    what = "is a link, and leads to another folder"
                    break
                if _identity(whole) in self._kept_out or _is_git(whole):
                    what = "lies in the sites, the records, the store or a git folder, or is one of them"
                    break
        if not what and (settings.root / settings.output).resolve().is_relative_to(self._top.resolve()):
            what = "holds the sites"
        if not what:
            return None
        message = f"The pages' folder (docs_dir) {what}: MkDocs would publish what lies there."
        hint = "Give the school's own words a plain folder of their own beside mkdocs.yml: docs_dir: pages"
        return Problem(place_of(settings, "docs_dir"), "pages-folder", message, hint)

    def read(self) -> tuple[list[OwnPage], list[Problem]]:
        pages: list[OwnPage] = []
        problems: list[Problem] = []
        left = 0
        for found in self._walk("", self._top):
            if isinstance(found, OwnPage):
                pages.append(found)
            elif len(problems) < MOST_PROBLEMS:
                problems.append(found)
            else:
                left += 1
        if left:
            message = f"{left} more things stand here that may not be published."
            problems.append(self._problem("", "page-not-allowed", message, _MOVE))
        there = {f"{self._settings.docs_dir}/{page.path}" for page in pages}
        told = {problem.place.path for problem in problems}
        for name in self._settings.publish:
            if name not in there and name not in told:
                message = "The list publish names a file that is not there under that name."
                hint = f"Name each file with its folder, in the capitals that it has: {self._settings.docs_dir}/logo.svg"
                place = place_of(self._settings, "plugins", "liverecord", "publish")
                problems.append(Problem(place, "publish-missing", message, hint))
        return pages, problems

    def _walk(self, below: str, folder: Path) -> Iterator[OwnPage | Problem]:
        waiting = [(below, folder)]
        while waiting:
            below, folder = waiting.pop()
            try:
                with os.scandir(folder) as scanned:
                    entries = sorted(scanned, key=lambda entry: entry.name)
            except FileNotFoundError:
                continue
            except OSError as error:
                yield self._problem(
                    below,
                    "unreadable-file",
                    f"The folder cannot be opened ({os.strerror(error.errno or 0)}).",
                    "Look at who may read it.",
                )
                continue
            for entry in entries:
                path = f"{below}/{entry.name}" if below else entry.name
                if entry.is_symlink() or not _is_itself(Path(entry.path)):
                    yield self._problem(path, "page-is-link", _LINK, _LINK_HINT)
                elif entry.is_dir(follow_symlinks=False):
                    if entry.name.startswith(".") or self._is_kept_out(Path(entry.path)):
                        message = "A folder of git's, of the store's, of the records or of the sites stands among the pages."
                        yield self._problem(path, "page-not-allowed", message, _MOVE)
                    else:
                        waiting.append((path, Path(entry.path)))
                else:
                    yield from self._file(path, entry)

    def _is_kept_out(self, folder: Path) -> bool:
        return _identity(folder) in self._kept_out or _is_git(folder)

    def _file(self, path: str, entry: os.DirEntry[str]) -> Iterator[OwnPage | Problem]:
        name = entry.name
        if name.lower() in _LEFT_ALONE and entry.is_file(follow_symlinks=False):
            return
        ending = os.path.splitext(name)[1]  # noqa: PTH122 - of the name alone
        kind = contents.PAGES.get(ending) or contents.LISTED.get(ending)
        if kind is None or name.startswith(".") or not name.isprintable() or set(name) & set("\\:"):
            message = "A file that may not be published stands among the pages."
            yield self._problem(path, "page-not-allowed", message, _KINDS)
            return
        is_page = ending in contents.PAGES
        if not is_page and f"{self._settings.docs_dir}/{path}" not in self._settings.publish:
            message = "This file is not on the list of what may be published, and all readers of every site would have it."
            hint = f"If everybody may see it, name it in mkdocs.yml below `- liverecord:`: publish: [{self._settings.docs_dir}/{path}]"
            yield self._problem(path, "page-not-listed", message, hint)
            return
        content = _content(Path(entry.path), LARGEST_PAGE if is_page else LARGEST_FILE)
        if isinstance(content, str):
            yield self._problem(path, "page-not-allowed", content, _MOVE)
            return
        wrong = self._wrong(path, content, ending)
        yield from wrong
        if not wrong:
            yield OwnPage(path, content)

    def _wrong(self, path: str, content: bytes, ending: str) -> list[Problem]:
        head = content[: contents.HEAD]
        is_page = ending in contents.PAGES
        if contents.is_git(head) or contents.is_store(head) or self._is_record(content):
            message = "What this file holds is a record, a piece of git or the store, whatever it is called."
            return [self._problem(path, "page-holds-record", message, _MOVE)]
        kind = (contents.PAGES if is_page else contents.LISTED)[ending]
        if not kind(content if is_page or ending in {".css", ".svg"} else head):
            message = f"What this file holds is not what its ending says ({ending})."
            return [
                self._problem(
                    path, "page-not-its-kind", message, "Save it anew, from the program that made it."
                )
            ]
        if not is_page and ending != ".svg":
            return []
        text = content.decode(errors="replace")
        stopped = markup.stopped_in_markdown(text) if is_page else markup.stopped(text)
        return [
            Problem(
                Place(f"{self._settings.docs_dir}/{path}", each.line, each.column), "page-script", *said(each)
            )
            for each in stopped
            if is_page or each.what not in _OF_PICTURES
        ]

    def _is_record(self, content: bytes) -> bool:
        """Tell whether these are a record's bytes, as they lie in the records now, or a record's YAML of any day."""
        if not contents.may_be_record(content):
            return False
        if self._records is None:
            self._records = by_size(self._settings.root / self._settings.records)
        return is_same(content, self._records.get(len(content), ())) or contents.is_record(content)

    def _problem(self, path: str, code: str, message: str, hint: str) -> Problem:
        whole = f"{self._settings.docs_dir}/{path}" if path else self._settings.docs_dir
        shown = "".join(character if character.isprintable() else "?" for character in whole)
        return Problem(Place(shown), code, message, hint)


def said(stopped: markup.Stopped) -> tuple[str, str]:
    """Return the words for something in a page that the policy stops: what it is, and what to write instead."""
    return (
        f"The page holds {stopped.what}, which no browser runs or shows here: the site's policy allows the theme's own alone.",
        "Take it out. Text, headings, tables, links and pictures are written in Markdown; as an example of code, put it between `.",
    )


def by_size(records: Path) -> dict[int, list[Path]]:
    """Return every plain file of the records by its size in bytes: few files need comparing with any of them."""
    sizes: dict[int, list[Path]] = {}
    for folder, _, names in os.walk(records):
        for name in names:
            path = Path(folder, name)
            try:
                status = path.lstat()
            except OSError:
                continue
            if stat.S_ISREG(status.st_mode) and status.st_size:
                sizes.setdefault(status.st_size, []).append(path)
    return sizes


def is_same(content: bytes, records: Iterable[Path]) -> bool:
    """Tell whether one of these files holds these very bytes."""
    return any(_content(path, len(content)) == content for path in records)


_LINK = "A link stands among the pages: what it leads to would be published."
_LINK_HINT = "Put a copy of what everybody may read in its place; what nobody may read belongs elsewhere."
_MOVE = "Move it out of the pages: each file here reaches the readers of every site."
_KINDS = (
    "Move it out of the pages, or save it as what can be published, its ending in small letters: Markdown (.md); or a "
    "picture, PDF or style sheet that publish names (.svg, .png, .jpg, .gif, .webp, .ico, .pdf, .css)."
)
_OF_PICTURES = frozenset({"<style>", "<link>", "<meta>"})
"""What a drawing program may write into a picture, and no browser heeds in one."""


# ── The disk ────────────────────────────────────────────────────────────────────────────────────────────


def _content(path: Path, largest: int) -> bytes | str:
    """Return a plain file's bytes, or the words for why it is not read. Neither a link nor a pipe is ever followed."""
    try:
        with regular.opened(path) as file:
            status = os.fstat(file.fileno())
            if status.st_size > largest:
                return f"The file is larger than {largest // 1_000_000} MB, so it is not published."
            # Its folder may have been changed for a link since it was looked at: what was opened is what must lie there.
            if not _is_itself(path) or not os.path.samestat(path.lstat(), status):
                return "This file was changed for another while it was read."
            return file.read(largest + 1)
    except regular.NotAFile:
        return "A pipe or a device stands where a file should."
    except OSError as error:
        return f"This cannot be opened as a file ({error.strerror or type(error).__name__})."


def _is_itself(path: Path) -> bool:
    """Tell whether nothing on the way to a path, below a folder that is itself, is a link or a junction."""
    return os.path.normcase(path.resolve()) == os.path.normcase(path)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _identities(paths: Iterable[Path]) -> set[tuple[int, int] | None]:
    return {_identity(path) for path in paths} - {None}


def _is_git(folder: Path) -> bool:
    """Tell whether a folder is git's, whatever it is called: a bare repository, or a copy of one."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir()
