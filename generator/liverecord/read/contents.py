"""What a file is by what it holds, whatever it is called: a picture, a piece of git, the store, or a record.

A name is what anybody types; these look at the bytes. They tell a record that is still YAML and a file that is still git's
or SQLite's. What somebody has rewritten into sentences, or packed into an archive, they cannot tell.
"""

import re
import zlib
from collections.abc import Callable

import msgspec
import yaml

from liverecord.model.records import KINDS
from liverecord.read.text import LARGEST

HEAD = 512
"""So many bytes from a file's start tell what it is: a deflated file's first word stands behind a table of up to 300."""

_SQLITE = (
    b"SQLite format 3\x00",
    b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7",
    b"\x37\x7f\x06\x82",
    b"\x37\x7f\x06\x83",
)
"""How SQLite's database, its journal and its write-ahead log begin."""

_GIT = (b"PACK\x00\x00\x00", b"DIRC\x00\x00\x00", b"\xfftOc", b"RIDX", b"MIDX", b"BITM", b"CGPH", b"# v2 git bundle", b"# v3 git bundle",
        b"ref: refs/", b"# pack-refs", b"[core]")  # fmt: skip
"""How git's packs, index, lists of packs and commits, bundles, references and configuration begin."""

_WORD = 64
_OBJECT = re.compile(rb"(?:blob|tree|commit|tag) \d+\x00")


def is_store(head: bytes) -> bool:
    """Tell whether a file that begins so is the store's."""
    return head.startswith(_SQLITE)


def is_git(head: bytes) -> bool:
    """Tell whether a file that begins so is git's: an object, packed or loose, or one of its books."""
    if head.startswith(_GIT) or _OBJECT.match(head):
        return True
    # A loose object is deflated, and names its kind and its length first.
    if len(head) < 2 or head[0] & 0x0F != 8 or (head[0] << 8 | head[1]) % 31:
        return False
    try:
        return _OBJECT.match(zlib.decompressobj().decompress(head, _WORD)) is not None
    except zlib.error:
        return False


def may_be_record(content: bytes) -> bool:
    """Tell whether a line begins as one of a record's may: nothing else is worth comparing with one."""
    return _KEY.search(content) is not None


def is_record(content: bytes) -> bool:
    """Tell whether a file's text is a record's: YAML whose keys are all those of one kind of record."""
    if len(content) > LARGEST or not may_be_record(content):
        return False
    try:
        data = next(iter(yaml.load_all(content, _Loader)), None)
    except (yaml.YAMLError, ValueError, RecursionError):
        return False
    if not isinstance(data, dict) or not any(isinstance(value, dict | list) for value in data.values()):
        return False
    return any(data.keys() <= keys for keys in _KEYS.values())


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_KEYS = {
    kind: frozenset(field.encode_name for field in msgspec.structs.fields(struct))
    for kind, struct in KINDS.items()
}
_KEY = re.compile(
    rb"""^(?:%b|["'{ ].*):""" % b"|".join(sorted({key.encode() for keys in _KEYS.values() for key in keys})),
    re.MULTILINE,
)


def _begins(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(starts)


def _text(head: bytes) -> bool:
    return not any(byte < 32 and byte not in b"\t\n\r\f" for byte in head)


def _svg(head: bytes) -> bool:
    return _text(head) and head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(
        (b"<svg", b"<?xml", b"<!--")
    )


def _html(head: bytes) -> bool:
    return head.lstrip()[:14].lower() == b"<!doctype html"


def _webp(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP"


PAGES: dict[str, Callable[[bytes], bool]] = {".md": _text, ".markdown": _text}
"""The endings of a school's pages: MkDocs makes HTML of them."""

LISTED: dict[str, Callable[[bytes], bool]] = {
    ".css": _text,
    ".gif": _begins(b"GIF87a", b"GIF89a"),
    ".ico": _begins(b"\x00\x00\x01\x00"),
    ".jpeg": _begins(b"\xff\xd8\xff"),
    ".jpg": _begins(b"\xff\xd8\xff"),
    ".pdf": _begins(b"%PDF-"),
    ".png": _begins(b"\x89PNG\r\n\x1a\n"),
    ".svg": _svg,
    ".webp": _webp,
}
"""What a school may publish as it stands, where a list names it: each ending, and how such a file begins."""

FINISHED: dict[str, Callable[[bytes], bool]] = {
    **LISTED,
    ".html": _html,
    ".js": _text,
    ".json": _begins(b"{", b"["),
    ".pagefind": _begins(b"\x1f\x8b"),
    ".pf_filter": _begins(b"\x1f\x8b"),
    ".pf_fragment": _begins(b"\x1f\x8b"),
    ".pf_index": _begins(b"\x1f\x8b"),
    ".pf_meta": _begins(b"\x1f\x8b"),
    ".pf_sort": _begins(b"\x1f\x8b"),
    ".xml": _begins(b"<?xml"),
}
"""What a finished site holds, and nothing else: pages, the theme's and the school's files, the feed, and the search."""
