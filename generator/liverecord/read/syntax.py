"""PyYAML's syntax errors in words that teach the fix.

PyYAML says what it did not find ("did not find expected key"); here that becomes a code word, a sentence and a hint.
libyaml and the pure Python parser word their errors differently, so both wordings are looked for.
"""

import re
from typing import NamedTuple

import yaml

from liverecord.problem import Place, Problem
from liverecord.read.text import line_end, line_start, position

QUOTE = "Put the whole text in single quotes: text: 'like this'. A single quote inside it is typed twice."

BACKSLASH = (
    "A backslash stands inside double quotes, where it has a meaning of its own and would be lost.",
    r"Use single quotes: '/\ /\ U\ /\ /\'. Register marks always stand in single quotes.",
)


BRACKETS = (
    "A text with a space in it stands in brackets without quotes, where a comma would cut it in two.",
    "Quote each text, {text: 'Calm, but tired'}, with a space after each key's colon; or give each key a line of its own.",
)

TAB = (
    "A tab stands where spaces should.",
    "Indent with two spaces a level. Most editors can be told to type spaces for a tab.",
)

DIRECTIVE = (
    "A line that begins with % is an instruction to the YAML reader.",
    "Delete the line that begins with %. If it is text, put it in single quotes behind its key.",
)

SECOND_DOCUMENT = (
    "A second document begins here.",
    "A file holds one record: take the line of --- or ... out, and what stands below it if that is another record.",
)


class LastScalar(NamedTuple):
    """The piece of text read last before the error: where it starts and ends in the file, and how it is quoted."""

    start: int
    end: int
    style: str


class Explained(NamedTuple):
    """A syntax error in plain words, and how far into the text its cause can lie.

    The mistake stands on the lines `first` to `last`; what was read up to the character `stop` was read soundly.
    """

    problem: Problem
    first: int
    last: int
    stop: int


def explain(path: str, text: str, error: yaml.YAMLError, last: LastScalar) -> Explained:
    """Return the problem that stands for a syntax error, placed where a person would mend it."""
    at = begun = 0
    code, index = "yaml-syntax", 0
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        at = begun = index = min(error.problem_mark.index, len(text))
        if error.context_mark is not None:
            begun = min(error.context_mark.index, len(text))
        words = " ".join(filter(None, (error.context, error.problem)))
        for pattern, meaning in _MEANINGS:
            if pattern.search(words):
                code, index = meaning(_Spot(text, at, begun, last))
                break
    problem = _problem(path, text, index, code)
    line = position(text, at)[0]
    stop = min(at, index) if code in {"open-quote", "backslash-in-quotes"} else at + 1
    return Explained(problem, min(problem.place.line, line), max(problem.place.line, line), stop)


# ── What each error means ───────────────────────────────────────────────────────────────────────────────

_Meaning = tuple[str, int]
"""A code word, and where in the text its problem stands."""

_KEY_WITHOUT_SPACE = re.compile(r"[\w-]+:[^ \t\r\n]")


class _Spot(NamedTuple):
    """Where reading stopped (`at`), where the construct began that it was in, and what was read last."""

    text: str
    at: int
    begun: int
    last: LastScalar

    @property
    def line(self) -> int:
        """Where the line begins on which reading stopped."""
        return line_start(self.text, self.at)

    @property
    def before(self) -> str:
        """The part of that line that was read."""
        return self.text[self.line : self.at]


def _foreign_start(spot: _Spot) -> _Meaning:
    is_tab = spot.text[spot.at : spot.at + 1] == "\t"
    return ("tab-in-indentation" if is_tab else "leading-character"), spot.at


def _mapping_values(spot: _Spot) -> _Meaning:
    """Judge a colon where no key can be: within a text, or on a line that is indented too far."""
    if spot.last.start < spot.line and _KEY_WITHOUT_SPACE.match(spot.text, spot.last.start):
        return "missing-colon", spot.last.start
    if re.search(r":[ \t]", spot.before):
        return "colon-in-text", spot.at
    return "wrong-indentation", spot.at - len(spot.before.lstrip())


def _expected_key(spot: _Spot) -> _Meaning:
    """Judge something where the next key should stand: behind a closing quote or bracket, or on a misplaced line."""
    if spot.last.style and spot.last.end == spot.at and spot.last.start < spot.line:
        return "open-quote", spot.last.start
    before = spot.before.rstrip()
    if spot.text[spot.at : spot.at + 1] == ":":
        return "leading-character", spot.at
    if not before:
        is_bracket = spot.text[spot.at : spot.at + 1] in ("]", "}")
        return ("yaml-syntax" if is_bracket else "wrong-indentation"), spot.at
    return ("text-after-quote" if before[-1] in "'\"]}" else "yaml-syntax"), spot.at


def _in_brackets(spot: _Spot) -> _Meaning:
    """Judge a list or mapping in brackets that breaks off: never closed, or with a colon or quote inside a text."""
    if spot.line <= spot.begun:
        if spot.text[spot.at : spot.at + 1] == ":":
            return "colon-in-text", spot.at
        if spot.at < line_end(spot.text, spot.begun) and spot.before.rstrip().endswith(("'", '"')):
            return "text-after-quote", spot.at
    return "open-bracket", spot.begun


def _open_quote(spot: _Spot) -> _Meaning:
    r"""Judge a quote that does not end: "/\ U\" does not either, because \" is a quote in the text."""
    line = spot.text[spot.begun : line_end(spot.text, spot.begun)]
    if line.startswith('"') and '\\"' in line:
        return "backslash-in-quotes", spot.begun + line.index('\\"')
    return "open-quote", spot.begun


def _backslash(spot: _Spot) -> _Meaning:
    # libyaml points at the backslash, the pure parser at what follows it.
    return "backslash-in-quotes", spot.text.rfind("\\", spot.begun, spot.at + 1)


def _document(spot: _Spot) -> _Meaning:
    """Judge what stands behind a whole record: another one only where a line of --- or ... parts the two."""
    if spot.text.startswith("%"):
        return "directive", 0
    above = spot.text[: spot.line].rstrip()
    if above.endswith(("\n...", "\n---")) or spot.text.startswith(("---", "..."), spot.at):
        return "second-document", spot.at
    is_line = not spot.before.strip() and not spot.text.lstrip().startswith(("{", "["))
    return ("wrong-indentation" if is_line else "yaml-syntax"), spot.at


def _directive(spot: _Spot) -> _Meaning:
    return "directive", spot.begun


def _missing_colon(spot: _Spot) -> _Meaning:
    return "missing-colon", spot.begun


def _sign(spot: _Spot) -> _Meaning:
    return "leading-character", spot.begun


def _tag(spot: _Spot) -> _Meaning:
    return "tag", spot.begun


_MEANINGS = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (r"scanning a (%\w+ )?directive|duplicate (%|YAML|tag)|incompatible YAML", _directive),
        (r"document start", _document),
        (r"(scanning|parsing) a tag|tag handle", _tag),
        (r"scanning an (alias|anchor)", _sign),
        (r"unknown escape|hexadecimal|hexdecimal|escape sequence|escape code", _backslash),
        (r"(scanning|parsing) a (double-|single-)?quoted scalar", _open_quote),
        (r"cannot start any token|scanning a block scalar|node content", _foreign_start),
        (r"(mapping keys|sequence entries) are not allowed", _foreign_start),
        (r"mapping values are not allowed", _mapping_values),
        (r"could not find expected ':'", _missing_colon),
        (r"parsing a flow|in flow", _in_brackets),
        (r"parsing a block (mapping|collection)", _expected_key),
    )
)


# ── The words for each ──────────────────────────────────────────────────────────────────────────────────

_WORDS = {
    "yaml-syntax": (
        "The file cannot be read from here on.",
        "Look at this line and the one above: a quote, a bracket, a colon or the indentation is not as YAML has it.",
    ),
    "tab-in-indentation": TAB,
    "directive": DIRECTIVE,
    "leading-character": ("A text cannot begin with this character.", QUOTE),
    "colon-in-text": ("A colon and a space stand inside a text.", QUOTE),
    "wrong-indentation": (
        "The line is not indented like its neighbours.",
        "Keys that belong together begin in the same column: compare this line with the ones above.",
    ),
    "text-after-quote": ("More text follows a closing quote or bracket.", QUOTE),
    "open-quote": (
        "A quote is opened here and not closed on its line.",
        "Close it at the end of the text. An apostrophe inside single quotes is typed twice: 'Maya''s desk'.",
    ),
    "missing-colon": (
        "A line has no colon after its key.",
        "Write key: value, with a colon and a space. Text that goes on over several lines stands indented under key: |",
    ),
    "open-bracket": (
        "A bracket is opened here and not closed.",
        "Close it on the same line. If it belongs to a text, put the whole text in single quotes.",
    ),
    "backslash-in-quotes": BACKSLASH,
    "tag": (
        "A value begins with an exclamation mark, which makes it an instruction to the YAML reader.",
        QUOTE,
    ),
    "second-document": SECOND_DOCUMENT,
}


def _problem(path: str, text: str, index: int, code: str) -> Problem:
    message, hint = _WORDS[code]
    end = line_end(text, index)
    if "\u00a0" in text[line_start(text, index) : end]:
        hint += " The line holds a hard space (pasted from a document), which YAML takes for a letter: retype its spaces."
    # An error at the very end is shown on the last line that has something in it.
    if index >= len(text.rstrip()):
        index = max(len(text.rstrip()) - 1, 0)
    return Problem(Place(path, *position(text, index)), code, message, hint)
