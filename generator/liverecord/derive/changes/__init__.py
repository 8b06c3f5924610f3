"""What changed in a record, told by meaning: amendments from two versions of a file, edits from a pupil's past."""

from liverecord.derive.changes.assembling import NOT_COMMITTED, edits_from, edits_of
from liverecord.derive.changes.comparing import compare
from liverecord.derive.changes.ledger import ComparedPast, Ledger
from liverecord.derive.changes.moves import followed

__all__ = [
    "NOT_COMMITTED",
    "ComparedPast",
    "Ledger",
    "compare",
    "edits_from",
    "edits_of",
    "followed",
]
