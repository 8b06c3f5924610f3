"""Steps written into a file: only the lines that they mean change, and it is proved that the file says what they ask for.

The proof comes before anything else: what the strict loader reads from the new file is the old data with the steps done, or
there is no new file. What cannot be written so is refused, with the place where a person can write it.
"""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import takewhile
from operator import eq
from typing import Any, NamedTuple

from liverecord.model.records import Document
from liverecord.problem import Place
from liverecord.read import strict
from liverecord.read.text import decode
from liverecord.splice.editing import edited
from liverecord.splice.lines import Hand
from liverecord.splice.scalars import Unwritable
from liverecord.splice.steps import Add, Impossible, Path, Set, Step, applied, is_alike, key_of
from liverecord.splice.tree import LINE_END, Habits, line_end


class Spliced(NamedTuple):
    """A file with steps written into it: its new bytes, and what the strict loader reads from them.

    `path_at` leads from a line of it back to a step's path.
    """

    raw: bytes
    document: Document

    @property
    def data(self) -> Any:
        """The plain data of the new file."""
        return self.document.data


class Refused(NamedTuple):
    """Why steps were not written: a place in the file as it is, the reason with the cure, and where a text of a step
    is at fault its path.
    """

    place: Place
    reason: str
    path: Path = ()


def spliced(path: str, kind: str, raw: bytes | None, steps: Iterable[Step]) -> Spliced | Refused:
    """Return a file with steps written into it, every other byte as it was. It never raises.

    `path` is relative to the school's folder, `kind` a key of KINDS; `raw` is None where there is no such file yet.
    """
    steps = list(steps)
    before = None
    if raw is not None:
        before, problems = strict.parse(path, kind, raw)
        if before is None:
            first = problems[0]
            return Refused(first.place, f"{_MEND} {first.message} {first.hint}".rstrip())
    data: Any = before.data if before else None
    for step in steps:
        try:
            data = applied(data, [step])
        except Impossible:
            return Refused(_place(path, before, step.path), _GONE)
        if _has_foreign(_value(step)):
            return Refused(_place(path, before, step.path), _FOREIGN, _foreign_at(step))
    if before and is_alike(data, before.data):
        return Spliced(raw or b"", before)
    written = _proved(path, kind, raw, before, data)
    return written or Refused(_culprit(path, kind, raw, before, steps), _BY_HAND)


def path_at(document: Document, line: int, column: int) -> Path:
    """Return the path, as a step names it, of what stands at a place of a file; lines and columns count from 1.

    That is the value or the key that begins there, else the last that begins before it on its line or above.
    """
    at = (line, column)
    marks, key_marks = document.marks, document.key_marks
    exact = next((path for path, mark in marks.items() if mark == at), None)
    if exact is None:
        every = [(mark, len(path), path) for known in (marks, key_marks) for path, mark in known.items()]
        on_line = [each for each in every if each[0][0] == line]
        before = [each for each in on_line or every if each[0] <= at]
        nearest = max(before, default=None, key=lambda each: each[:2]) or min(on_line, default=None)
        exact = nearest[2] if nearest else ()
    return _named(document.data, exact)


class Changed(NamedTuple):
    """A line that is taken out ("-") or put in ("+")."""

    sign: str
    text: str


def difference(before: bytes | None, after: bytes) -> list[list[Changed]]:
    """Return what changed between two versions of a file, run by run, without the lines that stand on both sides."""
    old, new = _shown(before or b""), _shown(after)
    start = len(list(takewhile(bool, map(eq, old, new))))
    behind = len(list(takewhile(bool, map(eq, reversed(old[start:]), reversed(new[start:])))))
    middle = SequenceMatcher(
        None, old[start : len(old) - behind], new[start : len(new) - behind], autojunk=False
    )
    return [
        [
            *(Changed("-", old[start + place]) for place in range(first, last)),
            *(Changed("+", new[start + place]) for place in range(first_new, last_new)),
        ]
        for what, first, last, first_new, last_new in middle.get_opcodes()
        if what != "equal"
    ]


_MEND = "The file has to be mended first, by hand, at this line."
_GONE = (
    "What was to be changed is not in the file any more, or stands there in another form. Open the file at this line and "
    "look, then change it by hand."
)
_FOREIGN = (
    "A text holds an invisible character, which often comes with text pasted from a document or a web page. Type the text "
    "anew, and save again."
)
_BY_HAND = (
    "This part is written in a way that cannot be changed here without changing something else. Open the file at this "
    "line and change it by hand."
)


def _proved(path: str, kind: str, raw: bytes | None, before: Document | None, data: Any) -> Spliced | None:
    """Return the new file, proved to say what it should."""
    try:
        for new in _versions(path, kind, raw, before, data):
            after, _ = strict.parse(path, kind, new)
            if after is not None and is_alike(after.data, data):
                return Spliced(new, after)
    except (Unwritable, UnicodeEncodeError):
        return None
    return None


def _versions(path: str, kind: str, raw: bytes | None, before: Document | None, data: Any) -> Iterable[bytes]:
    """Yield the new file; one that had no line end at its end without one and, where that tells, with it."""
    if raw is None or before is None:
        yield _begun(path, kind, data).encode()
        return
    text, _ = decode(path, raw)
    said: Any = before.data
    mark = raw[: len(raw) - len(text.encode())]
    end = "" if text.endswith(("\n", "\r")) else line_end(text)
    new = edited(kind, text + end, said, data, is_open=bool(end))
    if end:
        yield mark + new.removesuffix(end).encode()
    yield mark + new.encode()


def _begun(path: str, kind: str, data: dict[str, Any]) -> str:
    """Return a new file: its editor's schema, found from the folder that it lies in, and what it says."""
    up = "../" * path.count("/")
    lines = Hand(kind, Habits()).entries(data, 0, ()) if data else ["{}"]
    return "\n".join([f"# yaml-language-server: $schema={up}schema/{kind}.schema.json", *lines, ""])


def _has_foreign(value: object) -> bool:
    """Tell whether a text, or any within a value, holds a character that no record may."""
    if isinstance(value, dict):
        return any(_has_foreign(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return any(map(_has_foreign, value))
    if not isinstance(value, str):
        return False
    try:
        raw = value.encode()
    except UnicodeEncodeError:
        return True
    is_marked = value.startswith("\ufeff") or "\r" in value
    return is_marked or any(problem.code == "control-character" for problem in decode("", raw)[1])


def _foreign_at(step: Step) -> Path:
    """Return the path of the first field of a step that holds such a character."""
    value = _value(step)
    at = (
        (*step.path, str(value.get("id", "")))
        if isinstance(step, Add) and isinstance(value, dict)
        else step.path
    )
    if not isinstance(value, dict):
        return at
    return (*at, next(str(name) for name, each in value.items() if _has_foreign(name) or _has_foreign(each)))


def _value(step: Step) -> object:
    return step.value if isinstance(step, Set) else step.item if isinstance(step, Add) else None


def _place(path: str, document: Document | None, names: Path) -> Place:
    """Return where what a step names stands, or the nearest part that holds it."""
    if document is None:
        return Place(path)
    keys: list[str | int] = []
    data: Any = document.data
    for name in names:
        key = key_of(data, name)
        if key is None:
            break
        keys.append(key)
        data = data[key]
    return document.place(*keys, key=bool(keys) and isinstance(keys[-1], str))


def _culprit(path: str, kind: str, raw: bytes | None, before: Document | None, steps: list[Step]) -> Place:
    """Return the place of the first step with which the file cannot be written."""
    for count, step in enumerate(steps, 1):
        data: Any = applied(before.data if before else None, steps[:count])
        if _proved(path, kind, raw, before, data) is None:
            return _place(path, before, step.path)
    return Place(path)


def _named(data: Any, keys: Sequence[str | int]) -> Path:
    """Return keys and indexes as a step names them: a thing by its id, where it has one."""
    names = []
    for key in keys:
        thing = data[key]
        has_id = isinstance(key, int) and isinstance(thing, dict) and "id" in thing
        names.append(str(thing["id"]) if has_id else str(key))
        data = thing
    return tuple(names)


def _shown(raw: bytes) -> list[str]:
    """Return a file's lines as they are shown: without their ends."""
    lines = LINE_END.split(raw.decode(errors="replace").removeprefix("\ufeff"))
    return lines[:-1] if not lines[-1] else lines
