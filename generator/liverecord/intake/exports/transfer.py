"""The Common Transfer File's XML: attendance, and what it says of special educational needs.

The file is read element by element, with line numbers, through defusedxml. A document type, an entity or anything from
elsewhere ends the reading. Any version is read, with a namespace or none; unknown elements are passed over. Attendance
is one text of marks from AttendanceStartDate, two a school day. Commas separate the marks since version 24; before
that they run together.
"""

import io
import xml.sax
from datetime import date
from typing import Any
from xml.sax.handler import ContentHandler, feature_external_ges, feature_namespaces

import defusedxml.sax
from defusedxml import DefusedXmlException

from liverecord.intake.exports.bounds import SPLIT_HINT, TooMuch, measure_transfer
from liverecord.intake.exports.columns import Vocabulary
from liverecord.intake.exports.gathered import TOTALS_HINT, Gathered
from liverecord.intake.exports.headers import seven_digits
from liverecord.intake.exports.keys import UPN, pupil_key
from liverecord.intake.exports.strings import marks_from
from liverecord.intake.sightings import FormerSeen, NeedSeen, SupportSeen, TotalSeen
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Place


def read_transfer(raw: bytes, words: Vocabulary, rulebook: Rulebook, gathered: Gathered) -> list[SupportSeen]:
    """Read a transfer file: add its marks to `gathered`, and return what it says of needs and provision."""
    try:
        measure_transfer(raw)
    except TooMuch as bound:
        message = f"The file holds {bound}, so it was not read."
        gathered.problem(Place(gathered.shown), "import-too-large", message, SPLIT_HINT)
        return []
    reader = _Reader(words, rulebook, gathered)
    parser: Any = defusedxml.sax.make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_external_ges, False)
    parser.setFeature(feature_namespaces, False)
    parser.setContentHandler(reader)
    try:
        parser.parse(io.BytesIO(raw))
    except DefusedXmlException:
        gathered.problem(
            reader.here(),
            "import-xml-unsafe",
            "The file declares a document type or entities, which a transfer file has no use for.",
            _UNSAFE_HINT,
        )
        return []
    except (xml.sax.SAXException, ValueError, LookupError):
        gathered.problem(
            reader.here(),
            "import-unreadable",
            "The XML ends or breaks off here.",
            _TORN_HINT,
        )
        return reader.support
    if not reader.is_transfer:
        gathered.problem(
            Place(gathered.shown),
            "import-unreadable",
            "The XML is no Common Transfer File: it has no pupil with a UPN in it.",
            _OTHER_HINT,
        )
    if reader.totals_at is not None and not reader.has_marks:
        gathered.problem(
            reader.totals_at,
            "totals-only",
            "The file has totals of attendance, and no marks of sessions.",
            TOTALS_HINT,
        )
    return reader.support


class _Year:
    """One year's attendance: whose it is, what it adds up to, and its marks as they are read."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.values: dict[str, str] = {}
        self.marks: list[str] = []


class _Pupil:
    """What is known of one pupil while its element is read."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.upn = ""
        self.former: list[tuple[str, Place]] = []
        self.years: list[_Year] = []
        self.strings: list[tuple[dict[str, str], Place, _Year]] = []
        self.provisions: list[tuple[dict[str, str], Place]] = []
        self.needs: list[tuple[dict[str, str], Place]] = []


class _Reader(ContentHandler):
    """Takes elements as they come; `support` grows by one for each pupil with a provision or a need."""

    def __init__(self, words: Vocabulary, rulebook: Rulebook, gathered: Gathered) -> None:
        super().__init__()
        self.support: list[SupportSeen] = []
        self.is_transfer = False
        self._words = words
        self._gathered = gathered
        self._provisions = rulebook.codes.lists["sen_provision"]
        self._needs = rulebook.codes.lists["need"]
        self._path: list[str] = []
        self._text: list[str] | None = None
        self._text_place = Place(gathered.shown)
        self._pupil: _Pupil | None = None
        self._group: dict[str, str] = {}
        self._group_place = Place(gathered.shown)
        self._made: date | None = None
        self._source: dict[str, str] = {}
        self._year = _Year(Place(gathered.shown))
        self.has_marks = False
        self.totals_at: Place | None = None
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 - the library's name
        """Keep the parser's place."""
        self._locator = locator

    def here(self) -> Place:
        """Return where the parser stands."""
        line, column = (
            (self._locator.getLineNumber(), self._locator.getColumnNumber()) if self._locator else (1, 0)
        )
        return Place(self._gathered.shown, line or 1, (column or 0) + 1)

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the library's name
        """Begin an element: a pupil, a group of values, or a value."""
        del attrs
        local = name.rpartition(":")[2]
        self._path.append(local)
        if local == "Pupil":
            self._pupil = _Pupil(self.here())
        elif local == "YearData" and self._pupil is not None:
            self._year = _Year(self.here())
            self._pupil.years.append(self._year)
        elif local in _GROUPS:
            self._group, self._group_place = {}, self.here()
        self._text = [] if local in _VALUES else None
        if local in _VALUES:
            self._text_place = self.here()

    def characters(self, content: str) -> None:
        """Keep the text of a value that is wanted."""
        if self._text is not None:
            self._text.append(content)

    def endElement(self, name: str) -> None:  # noqa: N802 - the library's name
        """End an element; the end of a pupil's element completes the pupil."""
        local = name.rpartition(":")[2]
        self._path.pop()
        parent = self._path[-1] if self._path else ""
        text = "".join(self._text).strip() if self._text is not None else ""
        self._text = None
        pupil = self._pupil
        if local == "DateTime" and parent == "Header":
            self._made = self._words.day(text[:_DATE_LENGTH])
        if parent == "SourceSchool":
            self._source[local] = text
        if pupil is None:
            return
        if local == "FormerUPN" and text:
            pupil.former.append((text.upper(), self._text_place))
        elif parent == "YearData" and local in _VALUES:
            self._year.values[local] = text
        elif local == "UPN" and parent == "Pupil":
            pupil.upn = text
        elif parent in _GROUPS and local in _VALUES:
            self._group[local] = text
            if local == "AttendanceMarks":
                self._group_place = self._text_place
        elif local == "AttendSessions":
            year = self._year if "YearData" in self._path else _Year(self._group_place)
            pupil.strings.append((self._group, self._group_place, year))
        elif local == "SEN" and parent == "SENhistory":
            pupil.provisions.append((self._group, self._group_place))
        elif local == "SENneed":
            pupil.needs.append((self._group, self._group_place))
        elif local == "Pupil":
            self._pupil = None
            self._ended(pupil)

    # ── A pupil, whole ──────────────────────────────────────────────────────────────────────────────────

    def _ended(self, pupil: _Pupil) -> None:
        self.is_transfer = True
        totals = [year for year in pupil.years if not year.values.keys().isdisjoint(_TOTALS)]
        self.totals_at = self.totals_at or next((year.place for year in totals), None)
        if not (pupil.strings or pupil.provisions or pupil.needs):
            return
        key = pupil_key(pupil.upn)
        if key is None or not key[1]:
            self._gathered.problem(
                pupil.place,
                "row-without-pupil",
                "The pupil has no UPN, or none of its form.",
                _NUMBER_HINT,
            )
            return
        for former, place in pupil.former:
            if former != key[0] and UPN.fullmatch(former):
                self._gathered.former.setdefault((key[0], former), FormerSeen(key[0], former, place))
        for values, place, year in pupil.strings:
            text = values.get("AttendanceMarks", "")
            if not text:
                continue
            self.has_marks = True
            start = self._words.day(values.get("AttendanceStartDate", ""))
            if start is None:
                self._wrong(
                    place, "import-date-unclear", "The marks have no AttendanceStartDate that is a date."
                )
                continue
            school = self._school(year)
            for day, half, mark in marks_from(start, text, place, self._words, self._gathered, is_week=False):
                year.marks.append(mark)
                self._gathered.mark(*key, day, half, mark, place, school)
        for year in totals:
            stated = {name: text for tag, name in _TOTALS.items() if (text := year.values.get(tag, ""))}
            if stated and year.marks:
                self._gathered.totals.append(TotalSeen(*key, stated, tuple(year.marks), year.place))
        provision, since = self._provision(pupil)
        needs = self._known_needs(pupil)
        if provision or needs:
            self.support.append(SupportSeen(key[0], True, provision, since, needs, pupil.place))

    def _school(self, year: _Year) -> str:
        """Return whose marks a year's are: the establishment that it names, else the one that sent the file."""
        values = year.values if "Estab" in year.values else self._source
        return seven_digits(values.get("LEA", ""), f"{values.get('Estab', ''):0>4}")

    def _provision(self, pupil: _Pupil) -> tuple[str | None, date | None]:
        """Return the provision in force when the file was made: the one that began last and has not ended."""
        best: tuple[date, str] | None = None
        is_torn = False
        for values, place in pupil.provisions:
            code = values.get("SENprovision", "")
            if code not in self._provisions:
                self._wrong(place, "transfer-value", "SENprovision is none of N, K and E.")
                continue
            start, is_dated = self._dated(values, "StartDate", place)
            if not is_dated or start is None:
                if is_dated:
                    self._wrong(place, "import-date-unclear", "The SEN provision has no StartDate.")
                continue
            if self._is_over(values, "EndDate", place) or (self._made and start > self._made):
                continue
            is_torn = (is_torn and best is not None and start <= best[0]) or (
                best is not None and start == best[0] and code != best[1]
            )
            if best is None or start > best[0]:
                best = (start, code)
        if best is None:
            return None, None
        if is_torn:
            self._wrong(pupil.place, "transfer-value", f"Two kinds of SEN provision begin on {best[0]}.")
            return None, None
        return best[1], best[0]

    def _known_needs(self, pupil: _Pupil) -> tuple[NeedSeen, ...]:
        needs = []
        for values, place in pupil.needs:
            kind, rank = values.get("SENtype", ""), values.get("SENtypeRank", "")
            if kind not in self._needs:
                self._wrong(place, "transfer-value", "SENtype is no type of need of the census.")
            elif rank and not (rank.isascii() and rank.isdigit()):
                self._wrong(place, "transfer-value", "SENtypeRank is no number.")
            elif not self._is_over(values, "NeedEndDate", place):
                needs.append(NeedSeen(kind, int(rank) if rank else None))
        return tuple(needs)

    def _is_over(self, values: dict[str, str], name: str, place: Place) -> bool:
        """Tell whether an end had passed when the file was made. In a file without a day, any end counts."""
        end, is_dated = self._dated(values, name, place)
        if not is_dated:
            return True
        return end is not None and (self._made is None or end < self._made)

    def _dated(self, values: dict[str, str], name: str, place: Place) -> tuple[date | None, bool]:
        """Return a date that may be missing, and False where its text is no date."""
        text = values.get(name, "")
        day = self._words.day(text) if text else None
        if text and day is None:
            self._wrong(place, "import-date-unclear", f"{name} is no date.")
            return None, False
        return day, True

    def _wrong(self, place: Place, code: str, message: str) -> None:
        self._gathered.problem(place, code, message, _SYSTEM_HINT)


_TOTALS = {
    "SessionsPossible": "possible",
    "SessionsAttended": "attended",
    "SessionsAuthorised": "authorised",
    "SessionsUnauthorised": "unauthorised",
}
_UNSAFE_HINT = "It was not read: have the system export the file again, or ask where it came from."
_TORN_HINT = "Copy the file again from where it was exported; do not edit it by hand."
_OTHER_HINT = "Export a Common Transfer File, or the marks as CSV or Excel workbook."
_NUMBER_HINT = (
    "Without it nobody can tell whose marks these are. Give the pupil a UPN in the school's system, write it as `upn` into the "
    "pupil's plan.yml, and export again."
)
_SYSTEM_HINT = "Correct it in the school's system, and export the file again."
_GROUPS = frozenset({"SEN", "SENneed", "AttendSessions"})
_VALUES = frozenset(
    {
        "DateTime",
        "UPN",
        "StartDate",
        "EndDate",
        "SENprovision",
        "SENtypeRank",
        "SENtype",
        "NeedEndDate",
        "AttendanceStartDate",
        "AttendanceMarks",
        "FormerUPN",
        "LEA",
        "Estab",
        *_TOTALS,
    }
)
_DATE_LENGTH = 10
