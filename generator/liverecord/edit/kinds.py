"""The kinds of files that come in by form, by their part of an address (forms/offered.py has the ways to them)."""

from collections.abc import Mapping

from liverecord.edit.brought import FileKind
from liverecord.edit.calendars import CALENDAR
from liverecord.edit.lists import PROVISION_MAP, PUPILS, TIMETABLE
from liverecord.edit.marks import MARKS

KINDS: Mapping[str, FileKind] = {
    kind.name: kind for kind in (MARKS, PUPILS, PROVISION_MAP, TIMETABLE, CALENDAR)
}
