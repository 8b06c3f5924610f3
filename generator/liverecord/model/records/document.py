"""A file before it is typed."""

import msgspec

from liverecord.problem import Place


class Document(msgspec.Struct, frozen=True):
    """A file as read: plain data, and where each part of it stands.

    `kind` is a key of KINDS. `data` holds dicts, lists, text, bool, int and None only; dates are still text.
    `marks` maps a path of keys and indexes to (line, column), both from 1: () is the document, ("a", 0) a value;
    `key_marks` the same for the key a value stands under. `digest` is the SHA-256 of the file's bytes.
    """

    path: str
    kind: str
    data: object
    marks: dict[tuple[str | int, ...], tuple[int, int]]
    digest: str
    key_marks: dict[tuple[str | int, ...], tuple[int, int]] = {}

    def place(self, *path: str | int, key: bool = False) -> Place:
        """Return where the value at `path` stands (its key with `key`), or else the nearest part that holds it."""
        marks = self.key_marks if key else self.marks
        while path and path not in marks:
            path = path[:-1]
            marks = self.marks
        line, column = marks.get(path, (1, 1))
        return Place(self.path, line, column)
