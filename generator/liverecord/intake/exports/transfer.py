"""The Common Transfer File's XML: attendance, and what it says of special educational needs.

The file is read element by element, with line numbers, through defusedxml. A document type, an entity or anything from
elsewhere ends the reading. Any version is read, with a namespace or none; unknown elements are passed over. Attendance
is one text of marks from AttendanceStartDate, two a school day. Commas separate the marks since version 24; before
that they run together.
"""

from liverecord.intake.exports.columns import Vocabulary
from liverecord.intake.exports.elements import Elements, read_elements
from liverecord.intake.exports.gathered import TOTALS_HINT, Gathered
from liverecord.intake.exports.headers import seven_digits
from liverecord.intake.exports.keys import UPN, pupil_key
from liverecord.intake.exports.standing import SYSTEM_HINT, Standing
from liverecord.intake.exports.strings import marks_from
from liverecord.intake.sightings import FormerSeen, SupportSeen, TotalSeen
from liverecord.model.rulebook import Rulebook
from liverecord.problem import Place


def read_transfer(raw: bytes, words: Vocabulary, rulebook: Rulebook, gathered: Gathered) -> list[SupportSeen]:
    """Read a transfer file: add its marks to `gathered`, and return what it says of needs and provision."""
    reader = _Reader(words, rulebook, gathered)
    if not read_elements(raw, reader, gathered):
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


class _Reader(Elements):
    """Takes elements as they come; `support` grows by one for each pupil with a provision or a need."""

    def __init__(self, words: Vocabulary, rulebook: Rulebook, gathered: Gathered) -> None:
        super().__init__(gathered.shown, _VALUES)
        self.support: list[SupportSeen] = []
        self.is_transfer = False
        self._words = words
        self._gathered = gathered
        self._provisions = rulebook.codes.lists["sen_provision"]
        needs = rulebook.codes.lists["need"]
        self._standing = Standing(
            self._provision_of, lambda code: code if code in needs else None, words, gathered
        )
        self._pupil: _Pupil | None = None
        self._group: dict[str, str] = {}
        self._group_place = Place(gathered.shown)
        self._source: dict[str, str] = {}
        self._year = _Year(Place(gathered.shown))
        self.has_marks = False
        self.totals_at: Place | None = None

    def began(self, name: str) -> None:
        """Begin a pupil, or a group of values."""
        if name == "Pupil":
            self._pupil = _Pupil(self.here())
        elif name == "YearData" and self._pupil is not None:
            self._year = _Year(self.here())
            self._pupil.years.append(self._year)
        elif name in _GROUPS:
            self._group, self._group_place = {}, self.here()

    def ended(self, name: str, parent: str, text: str) -> None:
        """End an element; the end of a pupil's element completes the pupil."""
        pupil = self._pupil
        if name == "DateTime" and parent == "Header":
            self._standing.made = self._words.day(text[:_DATE_LENGTH])
        if parent == "SourceSchool":
            self._source[name] = text
        if pupil is None:
            return
        if name == "FormerUPN" and text:
            pupil.former.append((text.upper(), self.text_place))
        elif parent == "YearData" and name in _VALUES:
            self._year.values[name] = text
        elif name == "UPN" and parent == "Pupil":
            pupil.upn = text
        elif parent in _GROUPS and name in _VALUES:
            self._group[name] = text
            if name == "AttendanceMarks":
                self._group_place = self.text_place
        elif name == "AttendSessions":
            year = self._year if "YearData" in self.path else _Year(self._group_place)
            pupil.strings.append((self._group, self._group_place, year))
        elif name == "SEN" and parent == "SENhistory":
            pupil.provisions.append((self._group, self._group_place))
        elif name == "SENneed":
            pupil.needs.append((self._group, self._group_place))
        elif name == "Pupil":
            self._pupil = None
            self._completed(pupil)

    # ── A pupil, whole ──────────────────────────────────────────────────────────────────────────────────

    def _completed(self, pupil: _Pupil) -> None:
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
        provision, since = self._standing.provision(pupil.provisions, pupil.place)
        needs = self._standing.needs(pupil.needs)
        if provision or needs:
            self.support.append(SupportSeen(key[0], True, provision, since, needs, pupil.place))

    def _school(self, year: _Year) -> str:
        """Return whose marks a year's are: the establishment that it names, else the one that sent the file."""
        values = year.values if "Estab" in year.values else self._source
        return seven_digits(values.get("LEA", ""), f"{values.get('Estab', ''):0>4}")

    def _provision_of(self, code: str, place: Place) -> str | None:
        if code in self._provisions:
            return code
        self._wrong(place, "transfer-value", "SENprovision is none of N, K and E.")
        return None

    def _wrong(self, place: Place, code: str, message: str) -> None:
        self._gathered.problem(place, code, message, SYSTEM_HINT)


_TOTALS = {
    "SessionsPossible": "possible",
    "SessionsAttended": "attended",
    "SessionsAuthorised": "authorised",
    "SessionsUnauthorised": "unauthorised",
}
_OTHER_HINT = "Export a Common Transfer File, or the marks as CSV or Excel workbook."
_NUMBER_HINT = (
    "Without it nobody can tell whose marks these are. Give the pupil a UPN in the school's system, write it as `upn` into the "
    "pupil's plan.yml, and export again."
)
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
