r"""What must hold of a file's bytes before YAML is read from them: size, encoding, no invisible or foreign characters.

YAML readers drop or bend some of these without a word (a NUL, an odd line end), or stop with words that help
nobody (a merge conflict). Lines end in \n, \r\n or \r, as YAML has it; lines and columns count from 1.
"""

import re

from liverecord.problem import Place, Problem

LARGEST = 1_000_000
"""Bytes in one file: a pupil's fullest file is a hundredth of it."""

MOST_PROBLEMS = 100
"""Problems told of one file; past that the file is something other than a record."""

_BYTE_ORDER_MARK = "\ufeff"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

# Beside the C0 and C1 controls: the rare line ends that YAML would fold into a space, and what is no character at all.
_FOREIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_FOREIGN_ASCII = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?![<=>|])", re.MULTILINE)
_MANY = 20


def decode(path: str, raw: bytes) -> tuple[str, list[Problem]]:
    """Return the text of a file, without a byte-order mark, and what is wrong with its bytes.

    The text is only fit to be read as YAML when there are no problems. A byte-order mark at the start is not content
    (Windows' editors write one): it is left out, and columns count as an editor shows them.
    """
    if len(raw) > LARGEST:
        return "", [too_large(path)]
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        return "", [_not_utf_8(path, raw, error.start)]
    text = text.removeprefix(_BYTE_ORDER_MARK)
    return text, sorted([*_foreign(path, raw, text), *_conflicts(path, text)])


def too_large(path: str) -> Problem:
    """Return the problem of a file past the size limit."""
    return Problem(
        Place(path),
        "file-too-large",
        f"The file is larger than {LARGEST // 1_000_000} MB, so it was not read.",
        "A record is text of a few pages. If something else was pasted in or saved here, take it out.",
    )


def position(text: str, index: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a character in a text."""
    before = text[:index].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def line_start(text: str, index: int) -> int:
    """Return where the line begins that holds a character."""
    return max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1


def line_end(text: str, index: int) -> int:
    """Return where the line ends that holds a character: the place of its line end, or the text's length."""
    ends = [end for end in (text.find("\n", index), text.find("\r", index)) if end >= 0]
    return min(ends, default=len(text))


def _not_utf_8(path: str, raw: bytes, start: int) -> Problem:
    if raw.startswith(_UTF_16):
        where, hint = Place(path), "The file is UTF-16 (Notepad calls it Unicode). Save it again as UTF-8."
    else:
        # What stands before the first wrong byte is good UTF-8, so characters can be counted in it.
        where = Place(path, *position(raw[:start].decode().removeprefix(_BYTE_ORDER_MARK), start))
        hint = (
            "Save the file as UTF-8 in your editor, then look at accents, dashes and quotes near this place."
        )
    return Problem(where, "not-utf-8", "The file is not UTF-8 text.", hint)


def _foreign(path: str, raw: bytes, text: str) -> list[Problem]:
    if raw.isascii() and len(raw.translate(None, _FOREIGN_ASCII)) == len(raw):
        return []  # the common file, in a few microseconds
    problems = []
    for character in _FOREIGN.finditer(text):
        problems.append(
            Problem(
                Place(path, *position(text, character.start())),
                "control-character",
                f"An invisible character (U+{ord(character[0]):04X}) stands here.",
                "Delete it: it often comes with text pasted from a document or a web page. Retyping the line helps.",
            )
        )
        if len(problems) == _MANY:
            break
    return problems


def _conflicts(path: str, text: str) -> list[Problem]:
    """Return one problem for each unfinished merge; a stray marker counts as one."""
    if not any(marker in text for marker in ("<<<<<<<", "=======", ">>>>>>>", "|||||||")):
        return []
    problems, is_open = [], False
    for marker in _CONFLICT.finditer(text):
        if not is_open:
            problems.append(
                Problem(
                    Place(path, *position(text, marker.start())),
                    "merge-conflict",
                    "Two people changed this part, and the two versions stand one after the other.",
                    "Keep the lines that are right, then delete the lines of <<<<<<<, ======= and >>>>>>>.",
                )
            )
        is_open = marker[0][0] in "<=|"
        if len(problems) == _MANY:
            break
    return problems
