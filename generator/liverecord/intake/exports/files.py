"""One file that a person hands over: its bytes, of what kind it is, and the tables in it.

The first bytes tell the kind; the ending of a name is not trusted. What is no table is named as what it is.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from liverecord.intake.exports.bounds import LARGEST
from liverecord.intake.exports.columns import Vocabulary
from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.exports.tables import Table, csv_table
from liverecord.problem import LiverecordError, Place
from liverecord.read import regular


def contents(path: Path, gathered: Gathered) -> bytes | None:
    """Return a file's bytes, or None with a problem where it is too large.

    Raises LiverecordError where it cannot be opened.
    """
    try:
        return regular.contents(path, LARGEST)
    except regular.TooLarge:
        message = f"The file is larger than {LARGEST // 1_000_000} MB, so it was not read."
        gathered.problem(Place(gathered.shown), "import-too-large", message, _LARGE_HINT)
        return None
    except OSError as error:
        reason = error.strerror or "it is no plain file"
        raise LiverecordError(f"{gathered.shown} cannot be opened ({reason}).", _OPEN_HINT) from None


def is_xml(raw: bytes) -> bool:
    """Tell whether a file is XML, and no web page."""
    start = raw[:_SNIFFED].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").replace(b"\0", b"").lower()
    return start.startswith(b"<") and not any(
        sign in start for sign in (b"<html", b"<!doctype html", b"<table")
    )


def is_workbook(raw: bytes) -> bool:
    """Tell whether a file may be an Excel workbook."""
    return raw.startswith(b"PK")


def tables(
    raw: bytes,
    words: Vocabulary,
    gathered: Gathered,
    json_hint: str,
    is_known: Callable[[object], bool] | None = None,
) -> Iterator[Table]:
    """Yield the tables of a file, none with a problem where it holds no table.

    `is_known` tells the name of a column where it is not one of the marks'; `json_hint` says what to export in place of JSON.
    """
    if is_workbook(raw):
        from liverecord.intake.exports.workbook import workbook_tables  # noqa: PLC0415 - few imports need it

        yield from workbook_tables(raw, words, gathered)
        return
    if _JSON.match(raw):
        message = "This is JSON, which is not read."
        gathered.problem(Place(gathered.shown), "import-unreadable", message, json_hint)
        return
    for signs, message, hint in _FOREIGN:
        if any(
            sign in raw[:_SNIFFED].lower() if sign.startswith(b"<") else raw.startswith(sign)
            for sign in signs
        ):
            gathered.problem(Place(gathered.shown), "import-unreadable", message, hint)
            return
    table = csv_table(raw, is_known or (lambda cell: words.means(cell) is not None), gathered)
    if table is not None:
        yield table


_OPEN_HINT = "Check its name, and close other programs that use it."
_OLD_HINT = "Open it in Excel and save it as Excel workbook (.xlsx), without a password."
_PAGE_HINT = "Open it in Excel and save it as Excel workbook (.xlsx)."
_PDF_HINT = "Export it as CSV or Excel workbook instead."
_SNIFFED = 2_000
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
_LARGE_HINT = "Export one term or one year group at a time."
_FOREIGN = (
    (
        (b"\xd0\xcf\x11\xe0",),
        "This is an old Excel workbook (.xls), or one that a password locks.",
        _OLD_HINT,
    ),
    (
        (b"<html", b"<table", b"<!doctype html"),
        "This is a web page, though its name may end in .xls.",
        _PAGE_HINT,
    ),
    ((b"%pdf", b"%PDF"), "This is a PDF.", _PDF_HINT),
)
