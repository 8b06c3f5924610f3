"""The strict loader: one way to read a record, for checking and for building alike.

YAML readers disagree (`7E1` is 70 in some, `9:15` is 555, `NO` is false, `#` is null, and most drop a duplicate key
without a word). Here a value is the text as typed, except nothing and `null`, `true` and `false`, and whole numbers
without a leading zero that fit 64 bits. What would change or lose what somebody typed is a Problem with its place:
duplicate keys, anchors, aliases, tags, merge keys, a second document; unquoted text with a space inside {…} or […],
which a comma would split; a # that swallows text; and text that runs over several lines without | or >, because a
line that is merely indented wrongly would silently join the one above.

The loop composes plain data straight from PyYAML's parse events with an explicit stack: it is fast, keeps a mark for
every value and key, and no depth of nesting can exhaust Python's own stack.
"""

import re
from hashlib import sha256
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from liverecord.model.field import ONE_WORD, field_at
from liverecord.model.records import KINDS, Document
from liverecord.problem import Place, Problem
from liverecord.read.beginnings import empty, without_keys
from liverecord.read.comments import Comments
from liverecord.read.syntax import (
    BACKSLASH,
    BRACKETS,
    DIRECTIVE,
    QUOTE,
    SECOND_DOCUMENT,
    TAB,
    LastScalar,
    explain,
)
from liverecord.read.text import MOST_PROBLEMS, decode, position

try:
    from yaml.cyaml import CParser as Parser  # type: ignore[attr-defined]
except ImportError:  # PyYAML without libyaml: ten times slower, the same events
    from yaml import SafeLoader as Parser  # type: ignore[assignment]

__all__ = ["DEEPEST", "Parser", "parse"]

DEEPEST = 32
"""Levels of nesting: the deepest record has eight."""


def parse(path: str, kind: str, raw: bytes) -> tuple[Document | None, list[Problem]]:
    """Read a file's bytes into a Document, or into what is wrong with them: a Document comes only without problems.

    `path` is relative to the school's folder and goes into each Problem's place; `kind` is a key of KINDS. Whatever
    the bytes, nothing is raised. At most MOST_PROBLEMS are told, and then that there are more.
    """
    text, problems = decode(path, raw)
    if problems:
        return None, problems
    composer = _Composer(path, kind, text)
    data = composer.compose()
    if not composer.problems:
        digest = sha256(raw).hexdigest()
        return Document(path, kind, data, composer.marks, digest, composer.key_marks), []
    problems = sorted(composer.problems)
    if len(problems) > MOST_PROBLEMS:
        place = problems[MOST_PROBLEMS].place
        problems[MOST_PROBLEMS:] = [
            Problem(place, "too-many-problems", "More is wrong from here on.", _MORE_HINT)
        ]
    return None, problems


_WORDS: dict[str, bool | None] = {"": None, "null": None, "true": True, "false": False}
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,18}").fullmatch
_NO_KEYS = frozenset([*_WORDS, "<<"])
_NUMERIC = frozenset("-0123456789")
_LEAST, _MOST = -(2**63), 2**63 - 1

# A key may be named in a message only where it is one: anything else might be somebody's words.
_NAMEABLE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}").fullmatch
_ESCAPE = re.compile(r"\\(.)")
_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=[^\s#])", re.MULTILINE)

_UNQUOTED = "unquoted-text-in-brackets"

# What YAML reads into a text without quotes; the rest of the text is then one error more.
_CAUSES = frozenset({"alias", "anchor", "tag", _UNQUOTED})

_Path = tuple[str | int, ...]
_Mark = tuple[int, int]

_AWAITING_KEY = None
_COMPLEX_KEY = object()

_MORE_HINT = "Mend what stands above first: the rest often goes with it."
_KEY_HINT = (
    "A key is a plain word before a colon. If the line is text, put it in single quotes behind its key."
)
_DEEP_HINT = "Nothing in a record lies this deep: look for brackets that were typed or pasted by mistake."
_TAG_HINT = f"Delete the ! and its word. If it is text: {QUOTE}"
_ANCHOR_HINT = f"Write the value out wherever it is needed. If it is text: {QUOTE}"
_MERGE_HINT = (
    "Take the line out, and write the keys themselves here: a record says everything where it stands."
)
_LINES_HINT = (
    "Put it all on one line; or write | after the colon and the text below it, indented. If this line is a key or an "
    "item of its own, begin it in the same column as its neighbours."
)


class _Composer:
    """One file on its way from parse events to plain data; `compose` is called once."""

    def __init__(self, path: str, kind: str, text: str) -> None:
        self.marks: dict[_Path, _Mark] = {}
        self.key_marks: dict[_Path, _Mark] = {}
        self.problems: list[Problem] = []
        self._path = path
        self._kind = kind
        self._struct = KINDS.get(kind)
        self._text = text
        self._comments = Comments(path, text)
        self._blocks: list[tuple[int, int]] = []
        self._last: Any = None

    def compose(self) -> object:
        """Return the data; what is wrong is in `problems`, and then the data is not to be used."""
        data = None
        try:
            data = self._loop(Parser(self._text))
        except yaml.YAMLError as error:
            self._give_up(error)
        else:
            end = len(self._text)
            self._comments.reach(end, end, self._last_scalar())
            self.problems += self._comments.problems + self._tabs(end)
        # A text in brackets that a # cuts short is the same mistake.
        cut = {known.place.line for known in self._comments.problems}
        self.problems = [x for x in self.problems if x.code != _UNQUOTED or x.place.line not in cut]
        return data

    def _loop(self, parser: Any) -> object:  # noqa: PLR0915
        """Compose the data from events: flat on purpose, because every line of every record passes through here.

        `key` says what the next event is: _AWAITING_KEY in a mapping before a key, the key's text before its value,
        and in a list the index of the next item. The document itself is the one item of `root`.
        """
        next_event = parser.get_event
        marks, key_marks, problems = self.marks, self.key_marks, self.problems
        text, comments = self._text, self._comments
        next_hash = comments.next
        has_tabs = "\t" in text
        may_be_adorned = "&" in text or "!" in text

        root: list[Any] = []
        container: Any = root
        key: Any = 0
        at: _Path = ()
        path: _Path = (0,)
        is_flow = False
        key_end = 0
        stack: list[tuple[Any, Any, _Path, bool]] = []

        while True:
            event = next_event()
            kind = type(event)

            if kind is ScalarEvent:
                value = event.value
                mark = event.start_mark
                style = event.style
                if may_be_adorned and (event.anchor is not None or event.tag is not None):
                    self._adorned(event)
                if event.end_mark.index > next_hash:
                    comments.reach(mark.index, event.end_mark.index, self._last_scalar())
                    next_hash = comments.next
                self._last = event
                if not style:
                    if " " in value or "\n" in value or (has_tabs and "\t" in value):
                        self._spaced(event, is_flow, at if key is _AWAITING_KEY else (*at, key))
                elif style in "'\"":
                    if event.end_mark.line != mark.line:
                        self._over_lines(event)
                    elif style == '"':
                        self._escaped(event)
                elif has_tabs:
                    self._blocks.append((mark.index, event.end_mark.index))

                if key is _AWAITING_KEY:
                    path = (*at, value)
                    if value in container or value in _NO_KEYS or (value[0] in _NUMERIC and _INTEGER(value)):
                        self._wrong_key(event, key_marks.get(path))
                    key = value
                    key_marks[path] = (mark.line + 1, mark.column + 1)
                    if is_flow:
                        key_end = event.end_mark.index
                    continue

                if not style:
                    if value in _WORDS:
                        if is_flow and not value and ":" not in text[key_end : mark.index]:
                            self._alone(key_marks.get(path))
                        value = _WORDS[value]
                    elif (
                        value[0] in _NUMERIC and _INTEGER(value) and _LEAST <= (number := int(value)) <= _MOST
                    ):
                        value = number
                if type(key) is int:
                    path = (*at, key)
                marks[path] = (mark.line + 1, mark.column + 1)

            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                mark = event.start_mark
                if may_be_adorned and (event.anchor is not None or event.tag is not None):
                    self._adorned(event)
                if len(stack) == DEEPEST:
                    message = f"More than {DEEPEST} levels stand inside each other."
                    # A run of braces reads as mappings that are keys: it is one mistake.
                    self.problems = [known for known in self.problems if known.code != "complex-key"]
                    self._say(mark, "nested-too-deep", message, _DEEP_HINT)
                    return None
                if key is _AWAITING_KEY:
                    self._say(
                        mark, "complex-key", "A list or a mapping stands where a key should.", _KEY_HINT
                    )
                    key = _COMPLEX_KEY
                stack.append((container, key, at, is_flow))
                if len(stack) > 1:
                    at = (*at, key)
                marks[at] = (mark.line + 1, mark.column + 1)
                is_flow = bool(event.flow_style)
                if kind is MappingStartEvent:
                    container, key = {}, _AWAITING_KEY
                else:
                    container, key = [], 0
                continue

            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = container
                container, key, at, is_flow = stack.pop()
                if key is _COMPLEX_KEY:
                    key = ""  # told of; what follows is its value
                    continue

            elif kind is AliasEvent:
                message = "A value begins with *, which points at an anchor elsewhere."
                self._say(event.start_mark, "alias", message, _ANCHOR_HINT)
                value = None
                if key is _AWAITING_KEY:
                    key = ""
                    continue

            elif kind is StreamEndEvent:
                return self._document(root)

            else:
                if kind is DocumentStartEvent:
                    if event.version or event.tags:
                        self._say(event.start_mark, "directive", *DIRECTIVE)
                    if root:
                        self._say(event.start_mark, "second-document", *SECOND_DOCUMENT)
                        return None
                continue

            # A value is whole: a scalar, or a list or mapping that has just ended.
            if type(key) is int:
                container.append(value)
                key += 1
            else:
                container[key] = value
                key = _AWAITING_KEY
            if problems and len(problems) > MOST_PROBLEMS:
                return None

    def _document(self, root: list[Any]) -> object:
        """Return the one document, which must be a mapping with something in it."""
        if not root or root[0] is None:
            if not self.problems:
                self.problems.append(empty(self._path, self._kind))
        elif not isinstance(root[0], dict):
            place = Place(self._path, *(self.marks.get(()) or self.marks[(0,)]))
            self.problems.append(without_keys(place, self._kind, is_list=isinstance(root[0], list)))
        return root[0] if root else None

    # ── What is wrong ───────────────────────────────────────────────────────────────────────────────────

    def _say(self, mark: Any, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(Place(self._path, mark.line + 1, mark.column + 1), code, message, hint))

    def _adorned(self, event: Any) -> None:
        if event.anchor is not None:
            message = "A value begins with &, which makes it an anchor for other places."
            self._say(event.start_mark, "anchor", message, _ANCHOR_HINT)
        if event.tag is not None:
            message = "A value begins with !, which makes it an instruction to the YAML reader."
            self._say(event.start_mark, "tag", message, _TAG_HINT)

    def _spaced(self, event: Any, is_flow: bool, path: _Path) -> None:
        if event.end_mark.line != event.start_mark.line:
            self._over_lines(event)
        elif is_flow:
            field = field_at(self._struct, path) if self._struct else None
            if field is None or field.kind not in ONE_WORD:
                self._unquoted(event.start_mark.line + 1, event.start_mark.column + 1)

    def _alone(self, mark: _Mark | None) -> None:
        """Refuse a key in braces without a value: a comma has cut it off the text before."""
        if mark:
            self._unquoted(*mark)

    def _unquoted(self, line: int, column: int) -> None:
        """Say once for a line that its texts want quotes, however many pieces the commas have made of them."""
        if not any(known.code == _UNQUOTED and known.place.line == line for known in self.problems[-1:]):
            self.problems.append(Problem(Place(self._path, line, column), _UNQUOTED, *BRACKETS))

    def _over_lines(self, event: Any) -> None:
        message = "A text runs on into the next line, and the two would be joined."
        self._say(event.start_mark, "text-over-lines", message, _LINES_HINT)

    def _escaped(self, event: Any) -> None:
        r"""Refuse escapes that change what was typed: "/\ U\ " loses its backslashes, "C:\temp" gains a tab."""
        start = event.start_mark.index
        for escape in _ESCAPE.finditer(self._text, start, event.end_mark.index):
            if escape[1] not in '\\"':
                column = event.start_mark.column + 1 + escape.start() - start
                place = Place(self._path, event.start_mark.line + 1, column)
                self.problems.append(Problem(place, "backslash-in-quotes", *BACKSLASH))
                return

    def _wrong_key(self, event: Any, known: _Mark | None) -> None:
        key = event.value
        if known is None and event.style:
            return  # in quotes, anything may be a key
        if known is not None:
            name = f"`{key}`" if _NAMEABLE(key) else "This key"
            message = f"{name} stands here already, on line {known[0]}: only one of the two could be kept."
            hint = "Keep one of them. If both hold something, put the two values together under one key."
            self._say(event.start_mark, "duplicate-key", message, hint)
        elif key == "<<":
            self._say(event.start_mark, "merge-key", "<< copies keys from another place.", _MERGE_HINT)
        else:
            what = f"`{key}`" if key else "Nothing"
            message = f"{what} stands where a key should: YAML reads it as a number or as yes, no or nothing."
            self._say(event.start_mark, "key-not-text", message, _KEY_HINT)

    def _give_up(self, error: yaml.YAMLError) -> None:
        """Say what a syntax error means, unless a tab or a # before it is what it comes from."""
        last = self._last_scalar()
        if self._last is not None:
            # A text that runs into the line of the error is the same mistake.
            place = Place(self._path, self._last.start_mark.line + 1, self._last.start_mark.column + 1)
            self.problems = [x for x in self.problems if (x.place, x.code) != (place, "text-over-lines")]
        explained = explain(self._path, self._text, error, last)
        self._comments.reach(explained.stop, explained.stop, last)
        causes = self._comments.problems + self._tabs(explained.stop)
        self.problems += causes
        causes += [known for known in self.problems if known.code in _CAUSES]
        if not any(explained.first <= cause.place.line <= explained.last for cause in causes):
            self.problems.append(explained.problem)

    def _last_scalar(self) -> LastScalar:
        if self._last is None:
            return LastScalar(0, 0, "")
        return LastScalar(self._last.start_mark.index, self._last.end_mark.index, self._last.style or "")

    def _tabs(self, stop: int) -> list[Problem]:
        """Return the lines before `stop` that are indented with a tab; a block of text may hold what it likes."""
        if "\t" not in self._text:
            return []
        problems: list[Problem] = []
        blocks = iter([*self._blocks, (stop, len(self._text) + 1)])
        start, end = next(blocks)
        for tab in _TAB_INDENT.finditer(self._text):
            at = tab.start()
            while at >= end:
                start, end = next(blocks)
            if at >= stop or len(problems) > MOST_PROBLEMS:
                break
            if at < start:
                line, column = position(self._text, self._text.index("\t", at))
                problems.append(Problem(Place(self._path, line, column), "tab-in-indentation", *TAB))
        return problems
