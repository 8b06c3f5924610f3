"""The search index: Pagefind's bundles, made from slim documents that hold only what people look for.

`names` makes the small index beside them: names first, and what the words mean that people type.

    pagefind/bundles.json            which bundles there are, and of what each was made
    pagefind/all/…                   one bundle for a small school
    pagefind/year-8-1f--year-9-2b/…  or several, of whole `SearchEntry.bundle`s, so that one change re-indexes one of them

The binary is handed documents of its own and never the finished pages: only what stands in an entry can be found, so
nothing leaks that the entries do not hold. It is run directly, because starting it through Python costs 0.1 s and the
Python client sleeps 0.1 s a record.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html import escape
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import msgspec

from liverecord.problem import CannotBuild
from liverecord.search.names import FILE, names
from liverecord.view import SearchEntry

__all__ = ["FILE", "ONE_BUNDLE_UP_TO", "index", "names"]

ONE_BUNDLE_UP_TO = 1_500
"""Past so many entries, every `SearchEntry.bundle` is kept whole and as many as fit make up a bundle of the index. Each
costs a browser a start of its own when somebody first searches; but one changed record re-indexes its bundle only."""


def index(
    entries: Mapping[str, SearchEntry],
    output: Path,
    previous: Path | None = None,
    scratch: Path | None = None,
) -> None:
    """Write the search bundles of one site to `output`/pagefind.

    `entries` maps page addresses ("pupils/p-7k3m/") to what is to be found there. `previous` is the root of the last
    edition of the same site: bundles whose entries are the same as then are taken over from it. `scratch` is a folder for what
    is needed meanwhile, whose owner removes it (left out: `output`); never the system's, which is everybody's.
    Raises CannotBuild when Pagefind is missing or fails; its words are not repeated, for they may quote an entry.
    """
    target = output / "pagefind"
    target.mkdir(parents=True, exist_ok=True)
    bundles = _bundles(entries)
    known = _known(previous)
    work: list[_Bundle] = []
    for bundle in bundles:
        taken = previous is not None and known.get(bundle.folder) == bundle.digest
        if not (
            taken and previous and _take_over(previous / "pagefind" / bundle.folder, target / bundle.folder)
        ):
            work.append(bundle)
    if work:
        binary = _binary()
        with ThreadPoolExecutor(
            max_workers=1 if len(entries) > _ONE_AT_A_TIME_FROM else min(len(work), os.cpu_count() or 1)
        ) as pool:
            for _ in pool.map(
                lambda bundle: _make(bundle, target / bundle.folder, binary, scratch or output), work
            ):
                pass
    listed = [{"folder": b.folder, "pages": len(b.entries), "made_from": b.digest} for b in bundles]
    (target / "bundles.json").write_bytes(json.dumps({"bundles": listed}, indent=1).encode() + b"\n")


class _Bundle(NamedTuple):
    folder: str
    entries: Mapping[str, SearchEntry]
    digest: str


_FORMAT = b"1"
"""Raised when `_document` changes, so that bundles of an older form are made anew."""

_ONE_AT_A_TIME_FROM = 5000
"""Past so many pages, bundles are made one after another: each takes some 100 MB while it is made."""

_UNUSED = (
    "pagefind-component-ui.*",
    "pagefind-highlight.js",
    "pagefind-modular-ui.*",
    "pagefind-ui.*",
    "wasm.unknown.pagefind",
)


def _bundles(entries: Mapping[str, SearchEntry]) -> list[_Bundle]:
    groups: dict[str, dict[str, SearchEntry]] = {}
    whole = len(entries) <= ONE_BUNDLE_UP_TO
    for path, entry in sorted(entries.items()):
        groups.setdefault("all" if whole else _folder(entry.bundle), {})[path] = entry
    packed = groups.items() if whole else _packed(groups)
    return [_Bundle(folder, group, _digest(group)) for folder, group in packed]


def _packed(groups: Mapping[str, dict[str, SearchEntry]]) -> Iterator[tuple[str, dict[str, SearchEntry]]]:
    """Put neighbouring groups together, as many as fit into a bundle; one that is too large alone stands alone."""
    names: list[str] = []
    entries: dict[str, SearchEntry] = {}
    for folder, group in sorted(groups.items()):
        if names and len(entries) + len(group) > ONE_BUNDLE_UP_TO:
            yield _named(names), entries
            names, entries = [], {}
        names.append(folder)
        entries = entries | group
    yield _named(names), entries


def _named(folders: Sequence[str]) -> str:
    return folders[0] if len(folders) == 1 else f"{folders[0]}--{folders[-1]}"


def _folder(bundle: str) -> str:
    """Name a bundle's folder: safe on every disk, and different for different bundles."""
    if not bundle:
        return "others"
    words = re.sub(r"[^a-z0-9]+", "-", bundle.lower()).strip("-")[:40]
    if words == bundle and words not in ("all", "others"):
        return words
    return f"{words or 'group'}-{hashlib.sha256(bundle.encode()).hexdigest()[:6]}"


def _digest(entries: Mapping[str, SearchEntry]) -> str:
    # Of the entries themselves: writing a document for each only to see that nothing changed takes far longer.
    return hashlib.sha256(_FORMAT + msgspec.msgpack.encode(entries)).hexdigest()[:32]


def _known(previous: Path | None) -> dict[str, str]:
    if previous is None:
        return {}
    try:
        listed = json.loads((previous / "pagefind" / "bundles.json").read_bytes())
        return {bundle["folder"]: bundle["made_from"] for bundle in listed["bundles"]}
    except (OSError, ValueError, TypeError, KeyError):
        # Nothing to take over: the bundles are made anew, which is never wrong.
        return {}


def _take_over(source: Path, target: Path) -> bool:
    """Link or copy a whole bundle; False when it is not all there."""
    try:
        shutil.copytree(source, target, copy_function=_link)
    except (OSError, shutil.Error):
        shutil.rmtree(target, ignore_errors=True)
        return False
    return True


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _make(bundle: _Bundle, target: Path, binary: Path, shelf: Path) -> None:
    with tempfile.TemporaryDirectory(prefix=".search-", dir=shelf.resolve()) as scratch:
        for path, entry in bundle.entries.items():
            folder = f"{scratch}/{path}"
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - a Path for each of 10,000 costs more than the call
            with open(f"{folder}index.html", "wb") as page:  # noqa: PTH123
                page.write(_document(entry))
        _run(binary, Path(scratch), target)
    for pattern in _UNUSED:
        for file in target.glob(pattern):
            file.unlink()


def _document(entry: SearchEntry) -> bytes:
    filters = "".join(
        f'<i data-pagefind-filter="{escape(_filter_name(name))}[data-v]" data-v="{escape(value)}"></i>'
        for name, values in entry.filters.items()
        for value in values
    )
    title = escape(entry.title)
    # A body without a word is left out of the index.
    lines = " ".join(escape(_sentence(line)) for line in entry.text.splitlines() if line.strip()) or title
    # Pagefind searches titles and summaries as metadata; in the body they would open every excerpt once more.
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
        f'<body data-pagefind-body><h1 data-pagefind-ignore data-pagefind-meta="title" data-pagefind-sort="title">{title}</h1>'
        f'<p data-pagefind-ignore data-pagefind-meta="summary">{escape(entry.summary)}</p>'
        f"<p>{lines}</p>{filters}</body></html>"
    ).encode()


def _sentence(line: str) -> str:
    """End a line with a stop, so that an excerpt does not run one thought into the next."""
    line = line.strip()
    return line if line.endswith((".", "!", "?", ":", ";", ",", "…", "”", '"')) else f"{line}."


def _filter_name(name: str) -> str:
    # A colon or bracket would be read as Pagefind's own notation.
    return re.sub(r"[\[\]:,]", " ", name)


def _binary() -> Path:
    for locate in _PLACES:
        with suppress(ImportError, OSError):
            binary = locate()
            if binary is not None:
                return binary
    raise CannotBuild(
        "Pagefind, which makes the search index, is not installed.",
        "Install it with: pip install 'pagefind[bin]'",
    )


def _chosen() -> Path | None:
    named = os.environ.get("PAGEFIND_BINARY_PATH")
    return Path(named) if named else None


def _packaged() -> Path | None:
    return Path(import_module("pagefind_bin").get_executable())


def _on_the_path() -> Path | None:
    program = shutil.which("pagefind")
    return Path(program) if program else None


_PLACES: Iterable[Callable[[], Path | None]] = (_chosen, _packaged, _on_the_path)


def _run(binary: Path, source: Path, target: Path) -> None:
    command = [
        str(binary),
        "--site",
        str(source),
        "--output-path",
        str(target),
        "--force-language",
        "en",
        "--silent",
    ]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no argument that a person typed
            command, cwd=source, capture_output=True, check=False, timeout=_PATIENCE_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotBuild("Pagefind could not be run, so there is no search index.", _HINT) from error
    if done.returncode != 0 or not (target / "pagefind-entry.json").exists():
        raise CannotBuild(
            f"Pagefind stopped with code {done.returncode}, so there is no search index.", _HINT
        )


_PATIENCE_SECONDS = 600
_HINT = "Check that the disk is not full and that `python -m pagefind --version` works."
