"""Lay out a school's repository, renew the program's own files in it, and tell what is out of step.

Nothing that a person wrote is written over. A list of digests beside the copies of the schemas tells which files a
person changed: a file that still has the digest with which it was laid out is nobody's work.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from liverecord import __version__
from liverecord.problem import LiverecordError
from liverecord.read import regular
from liverecord.read.text import LARGEST
from liverecord.starter.shipped import FORGES, SCHEMAS, Words, kept_files, school_files

LIST = f"{SCHEMAS}laid-out.json"
"""The list of what was laid out: the version, the forges, and each kept file's digest."""

_LONGEST_NAME = 200


@dataclass(frozen=True)
class LaidOut:
    """What was done, as paths below the school's folder.

    `written` is new or renewed; `left` holds something else and was left as it is; `unused` was laid out by an earlier
    version and is nobody's now.
    """

    forges: tuple[str, ...]
    written: tuple[str, ...]
    left: tuple[str, ...]
    unused: tuple[str, ...] = ()


@dataclass(frozen=True)
class OutOfStep:
    """How a school's copies compare: `old` would be renewed, `changed` are a person's work and are left alone."""

    old: tuple[str, ...]
    changed: tuple[str, ...]
    unused: tuple[str, ...]


def lay_out(target: Path, forges: Sequence[str], words: Words, *, into_existing: bool = False) -> LaidOut:
    """Lay a school's repository out in `target` for the forges named, and commit nothing.

    A folder that holds anything beside .git is refused, unless `into_existing`: then what is missing is added, and what
    differs is left. Raises LiverecordError for that, for a forge that is none, for a name that does not fit on a line,
    and where the disk refuses.
    """
    _judge(target, forges, words, into_existing=into_existing)
    list_before = _list(target) if into_existing else None
    known = tuple(
        forge for forge in FORGES if forge in forges or (list_before and forge in list_before.forges)
    )
    return _write(target, known, school_files(known, words), list_before)


def renew(target: Path) -> LaidOut:
    """Renew the copies of the schemas, and every other kept file that nobody has changed.

    Raises LiverecordError where nothing was laid out, and where the disk refuses.
    """
    before = _listed(target)
    return _write(target, before.forges, {}, before)


def compare(target: Path) -> OutOfStep:
    """Return what of a school's copies is out of step with this version; raises as `renew` does."""
    before = _listed(target)
    kept = kept_files(before.forges)
    with _disk(target):
        states = {path: _state(target, path, text, before) for path, text in kept.items()}
    return OutOfStep(
        old=_having(states, "old"), changed=_having(states, "changed"), unused=_unused(target, kept, before)
    )


@dataclass(frozen=True)
class _List:
    """What laid-out.json says."""

    forges: tuple[str, ...]
    digests: Mapping[str, str]


def _write(target: Path, forges: tuple[str, ...], school: Mapping[str, str], before: _List | None) -> LaidOut:
    kept = kept_files(forges)
    before = before or _List(forges, {})
    with _disk(target):
        states = {path: _state(target, path, text, before) for path, text in kept.items()}
        states |= {
            path: "old" if not _exists(target / path) else _same(target / path, text)
            for path, text in school.items()
        }
        written = _having(states, "old")
        texts = {**kept, **school}
        for path in written:
            _put(target / path, texts[path])
        digests = {
            path: before.digests[path] if states[path] == "changed" else _digest(kept[path])
            for path in kept
            if states[path] != "changed" or path in before.digests
        }
        _put(target / LIST, _as_text(forges, digests))
    return LaidOut(forges, written, _having(states, "changed"), _unused(target, kept, before))


def _state(target: Path, path: str, text: str, before: _List) -> str:
    """Return "same", "old" (to be renewed: nobody's work) or "changed" (a person's, taken away included)."""
    file = target / path
    if path.startswith(SCHEMAS):
        return "same" if _exists(file) and _same(file, text) == "same" else "old"
    if not _exists(file):
        return "changed" if path in before.digests else "old"
    if _same(file, text) == "same":
        return "same"
    return "old" if before.digests.get(path) == _digest(_text(file)) else "changed"


def _unused(target: Path, kept: Mapping[str, str], before: _List) -> tuple[str, ...]:
    return tuple(path for path in sorted({*before.digests} - {*kept}) if _exists(target / path))


def _having(states: Mapping[str, str], state: str) -> tuple[str, ...]:
    return tuple(sorted(path for path, path_state in states.items() if path_state == state))


# ── What is refused ─────────────────────────────────────────────────────────────────────────────────────


def _judge(target: Path, forges: Sequence[str], words: Words, *, into_existing: bool) -> None:
    for forge in forges:
        if forge not in FORGES:
            raise LiverecordError(
                f"{forge!r} is no forge that is known here.", f"One of: {', '.join(FORGES)}."
            )
    if not words.name.strip() or len(words.name) > _LONGEST_NAME or not words.name.isprintable():
        raise LiverecordError(
            "The school's name does not fit on a line.",
            f"Give up to {_LONGEST_NAME} characters: --name 'Ashgrove School'.",
        )
    with _disk(target):
        held = [path.name for path in target.iterdir()] if target.is_dir() else []
        in_the_way = _exists(target) and not target.is_dir()
    if in_the_way:
        raise LiverecordError(f"{target} is a file, not a folder.", "Name a folder that does not exist yet.")
    if set(held) - {".git"} and not into_existing:
        raise LiverecordError(
            f"{target} is not empty, and nothing is overwritten.",
            "Name a new folder, or add what is missing beside what is there: --into-existing. "
            "To renew what was laid out before: --update.",
        )


@contextmanager
def _disk(target: Path) -> Iterator[None]:
    """Say in words what the disk refuses."""
    try:
        yield
    except OSError as error:
        where = error.filename or target
        raise LiverecordError(
            f"{where} cannot be read or written ({error.strerror or type(error).__name__}).",
            "Look at who may write there, and whether a file stands where a folder should.",
        ) from None


# ── Files ───────────────────────────────────────────────────────────────────────────────────────────────


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())


def _exists(file: Path) -> bool:
    return file.exists() or file.is_symlink()


def _same(file: Path, text: str) -> str:
    return "same" if _text(file) == text else "changed"


def _text(file: Path) -> str:
    """Return a file's text with the line ends that this program writes: git may have changed them on Windows."""
    return regular.contents(file, LARGEST).decode("utf-8", "replace").replace("\r\n", "\n")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# ── The list ────────────────────────────────────────────────────────────────────────────────────────────

_ABOUT = "Written by `liverecord init`, which knows by it what nobody has changed. Not to be edited."


def _as_text(forges: Sequence[str], digests: Mapping[str, str]) -> str:
    listed = {path: digests[path] for path in sorted(digests)}
    content = {"about": _ABOUT, "version": __version__, "forges": [*forges], "files": listed}
    return json.dumps(content, indent=2) + "\n"


def _listed(target: Path) -> _List:
    digest_list = _list(target)
    if digest_list is None:
        raise LiverecordError(
            f"Nothing was laid out in {target}: there is no {LIST}.",
            "Go to the school's folder, or lay out what is missing there: liverecord init --into-existing DIR",
        )
    return digest_list


def _list(target: Path) -> _List | None:
    file = target / LIST
    with _disk(target):
        if not file.is_file():
            return None
        content = regular.contents(file, LARGEST)
    digest_list = _understood(content)
    if digest_list is None:
        raise LiverecordError(
            f"{file} cannot be read.",
            "Delete it, and run: liverecord init --into-existing DIR, which makes it anew.",
        )
    return digest_list


def _understood(content: bytes) -> _List | None:
    try:
        data: Any = json.loads(content)
        forges, digests = data["forges"], dict(data["files"])
        known = set(forges) <= {*FORGES} and all(isinstance(each, str) for each in digests.values())
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return _List(tuple(forge for forge in FORGES if forge in forges), digests) if known else None
