"""The files of a school's records, found in one walk, and each file's bytes.

Nothing is skipped without a word: whatever stands in records/ and is not a record is a Problem, because a misspelt
file name would otherwise drop a pupil's concerns from every page. A name that somebody typed may be a child's, so
that a Problem names a file or folder only where its name is close to a record's or is an id.
"""

import os
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

import msgspec

from liverecord.model.ids import is_pupil_id
from liverecord.model.records import PUPIL_KINDS
from liverecord.problem import Place, Problem
from liverecord.read.versions import symbolic_link

# Worth showing when it is not an id: an id mistyped. Digits, because a name has none.
_NEARLY_AN_ID = re.compile(r"[pP][-_ .]?(?=[a-zA-Z]*[0-9])[a-zA-Z0-9]{1,16}").fullmatch
_PUPIL_FILES = {f"{kind}.yml": kind for kind in PUPIL_KINDS}
_IGNORED = frozenset({"readme.md"})


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a records folder: paths are relative to the school's folder, with forward slashes.

    `pupils` maps each pupil's id to its files by kind, both sorted. A pupil with problems of its own is listed too.
    """

    school: str | None = None
    staff: str | None = None
    pupils: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []


def listing(root: Path, records: str = "records") -> Listing:
    """Walk the records folder of the school at `root` once, and return its files and what should not be there."""
    problems: list[Problem] = []
    if _is_linked(root, records):
        return Listing(problems=[symbolic_link(records)])
    top = _entries(root, records, problems)
    if top is None:
        hint = f"Look for a spelling mistake, or {_LAY_OUT} to lay out a new school."
        return Listing(
            problems=[Problem(Place(records), "no-records", "There is no records folder here.", hint)]
        )
    known = ("school.yml", "staff.yml", "pupils")
    entries = _sift(records, top, known, problems)
    for name in ("school.yml", "staff.yml"):
        if name not in entries or entries[name]:
            what = "the school's terms and closures" if name == "school.yml" else "who holds what"
            message = f"{name} is missing: it says {what}."
            problems.append(
                Problem(Place(f"{records}/{name}"), f"missing-{name[:-4]}", message, _EXAMPLE_HINT)
            )
    pupils = {}
    if entries.get("pupils"):
        pupils = _pupils(root, f"{records}/pupils", problems)
    elif "pupils" in entries:
        problems.append(_stray(records, "pupils", known, is_folder=False))
    return Listing(
        school=f"{records}/school.yml" if entries.get("school.yml") is False else None,
        staff=f"{records}/staff.yml" if entries.get("staff.yml") is False else None,
        pupils=pupils,
        problems=sorted(problems),
    )


# ── The walk ────────────────────────────────────────────────────────────────────────────────────────────

_LAY_OUT = "run `liverecord init --into-existing .` in the school's folder"
_EXAMPLE_HINT = f"Write it, or {_LAY_OUT} for one to start from."


def _is_linked(root: Path, records: str) -> bool:
    """Tell whether the records folder is a link, or lies behind one: what it leads to is another's, and git has no file of it."""
    parts = records.split("/")
    return any(root.joinpath(*parts[: index + 1]).is_symlink() for index in range(len(parts)))


def _entries(root: Path, path: str, problems: list[Problem]) -> list[os.DirEntry[str]] | None:
    """Return what a folder holds, sorted by name; None where it is not there or is no folder."""
    try:
        with os.scandir(os.path.join(root, path)) as entries:  # noqa: PTH118 - sixty thousand Paths cost a second
            return sorted(entries, key=_name)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        message = f"The folder cannot be opened ({os.strerror(error.errno or 0)})."
        problems.append(Problem(Place(path), "unreadable-file", message, "Look at who may read it."))
        return []


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name


def _sift(
    path: str, entries: Iterable[os.DirEntry[str]], known: Iterable[str], problems: list[Problem]
) -> dict[str, bool]:
    """Return which of the known names a folder holds, each with whether it is a folder; all else is a Problem."""
    sifted: dict[str, bool] = {}
    stray: list[os.DirEntry[str]] = []
    for entry in entries:
        name = entry.name
        if name.startswith(".") or name.lower() in _IGNORED:
            continue
        if entry.is_symlink():
            problems.append(symbolic_link(f"{path}/{name}" if name in known else path))
        elif name in known:
            sifted[name] = entry.is_dir(follow_symlinks=False)
        else:
            stray.append(entry)
    for entry in stray:
        if entry.name.lower() in sifted:
            problems.append(_clash(f"{path}/{entry.name.lower()}"))
        else:
            problems.append(_stray(path, entry.name, known, is_folder=entry.is_dir(follow_symlinks=False)))
    return sifted


def _pupils(root: Path, path: str, problems: list[Problem]) -> dict[str, dict[str, str]]:
    pupils: dict[str, dict[str, str]] = {}
    others: list[str] = []
    for entry in _entries(root, path, problems) or ():
        name = entry.name
        if name.startswith(".") or name.lower() in _IGNORED:
            continue
        if entry.is_symlink():
            problems.append(symbolic_link(f"{path}/{name}" if is_pupil_id(name) else path))
        elif not entry.is_dir(follow_symlinks=False):
            problems.append(_stray(path, name, (), is_folder=False))
        elif not is_pupil_id(name):
            others.append(name)
        else:
            pupils[name] = _pupil(root, f"{path}/{name}", problems)
    problems += [
        _clash(f"{path}/{name.lower()}") if name.lower() in pupils else _not_an_id(path, name)
        for name in others
    ]
    return pupils


def _pupil(root: Path, path: str, problems: list[Problem]) -> dict[str, str]:
    entries = _entries(root, path, problems) or []
    before = len(problems)
    entries_of = _sift(path, entries, _PUPIL_FILES, problems)
    files = {}
    for name, is_folder in entries_of.items():
        if is_folder:
            problems.append(_stray(path, name, _PUPIL_FILES, is_folder=True))
        else:
            files[_PUPIL_FILES[name]] = f"{path}/{name}"
    if not files and len(problems) == before:
        message = "The pupil's folder holds no record."
        hint = (
            f"Delete the folder, which git would not keep either; or make {path}/plan.yml: pupil, with given_name, "
            "family_name and year_group below it; support; version."
        )
        problems.append(Problem(Place(path), "empty-folder", message, hint))
    elif "plan" not in files:
        message = "The pupil has no plan.yml."
        hint = (
            f"If it has another name, rename it to plan.yml. If there is none, make {path}/plan.yml: pupil, with given_name, "
            "family_name and year_group below it; support; version."
        )
        problems.append(Problem(Place(f"{path}/plan.yml"), "missing-plan", message, hint))
    return files


# ── What should not be there ────────────────────────────────────────────────────────────────────────────


def _stray(path: str, name: str, known: Iterable[str], *, is_folder: bool) -> Problem:
    near = get_close_matches(name.lower(), known, n=1, cutoff=0.75)
    if near and near[0] == name:
        message = f"{name} is a {'folder' if is_folder else 'file'} here, and should be the other."
        return Problem(Place(f"{path}/{name}"), "unknown-file", message, "Move it out of the records.")
    if near:
        hint = f"Did you mean {near[0]}? Rename it; if it is an editor's copy, delete it."
        message = "The file's name is not one of a record's, so it would not be read."
        return Problem(Place(f"{path}/{_printable(name)}"), "unknown-file", message, hint)
    what = "folder" if is_folder else "file"
    message = f"A {what} that is no part of a record stands here: {_disguised(name)}."
    names = ", ".join(known) or "a folder for each pupil"
    hint = f"Here belong: {names}. Move it out of the records: a site is made from them, and copies go everywhere."
    return Problem(Place(path), "unknown-file", message, hint)


def _not_an_id(path: str, name: str) -> Problem:
    hint = (
        "Rename it to p- and four to twelve small letters and digits that say nothing: p-7k3m. Never a pupil's name: it "
        "would stand in addresses, logs and e-mails."
    )
    if _NEARLY_AN_ID(name):
        return Problem(
            Place(f"{path}/{name}"), "folder-not-an-id", "The folder's name is not a pupil's id.", hint
        )
    message = f"A folder's name is not a pupil's id: {_disguised(name)}."
    return Problem(Place(path), "folder-not-an-id", message, hint)


def _clash(path: str) -> Problem:
    message = "Two names here differ in capitals only."
    hint = "On Windows and macOS only one of the two would be there. Keep the one in small letters."
    return Problem(Place(path), "case-clash", message, hint)


def _disguised(name: str) -> str:
    """Describe a name without giving it away: a person can find it, a log does not hold it."""
    _, dot, ending = name.rpartition(".")
    first = _printable(name[0])
    tail = f", ends in .{ending}" if dot and re.fullmatch(r"[A-Za-z0-9]{1,5}", ending) else ""
    return f"its name begins with {first}, has {len(name)} characters{tail}"


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "?" for character in name)
