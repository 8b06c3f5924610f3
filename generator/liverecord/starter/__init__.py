"""A school's own repository to start from: what `liverecord init` lays out, renews and compares.

The files lie in files/ as they will lie at a school, so that they can be read there: files/school/ is the school's from
the first day and never written again; files/kept/ (workflows, editor's settings) and the schemas are renewed with the
program for as long as nobody at the school has changed them.
"""

from liverecord.starter.laying import LaidOut, OutOfStep, compare, lay_out, renew
from liverecord.starter.shipped import FORGES, Words, editor_files, kept_files, school_files

__all__ = [
    "FORGES",
    "LaidOut",
    "OutOfStep",
    "Words",
    "compare",
    "editor_files",
    "kept_files",
    "lay_out",
    "renew",
    "school_files",
]
