"""The pupils of a Common Transfer File: who they are, and the support and the needs in force when it was made.

Every element but those named here is passed over unread: addresses, contacts, former names and what is said of health among them.
"""

from datetime import date

from liverecord.intake.exports.elements import Elements, read_elements
from liverecord.intake.exports.gathered import Gathered
from liverecord.intake.exports.headers import seven_digits
from liverecord.intake.exports.keys import UPN
from liverecord.intake.exports.standing import SYSTEM_HINT, Group, Standing
from liverecord.intake.register.kept import former_numbers, has_brackets, is_writing, tidy
from liverecord.intake.register.rows import (
    BRACKETS,
    ENDED_HINT,
    LINE,
    NO_SUPPORT,
    SHORT,
    ended_message,
    named,
)
from liverecord.intake.register.seen import PupilSeen, RegisterSeen
from liverecord.intake.register.words import Ended, Words
from liverecord.problem import Place


def read_pupils(raw: bytes, words: Words, gathered: Gathered) -> RegisterSeen:
    """Read a transfer file's pupils; problems go to `gathered`."""
    reader = _Reader(words, gathered)
    if read_elements(raw, reader, gathered) and not reader.is_transfer:
        message = "The XML is no Common Transfer File: it has no pupil in it."
        gathered.problem(Place(gathered.shown), "import-unreadable", message, _OTHER_HINT)
    source = reader.source
    school = seven_digits(source.get("LEA", ""), f"{source.get('Estab', ''):0>4}") if source else ""
    return RegisterSeen(
        "ctf", reader.pupils, [], (), reader.standing.made, school, unclear=tuple(reader.unclear)
    )


class _Reader(Elements):
    """Takes elements as they come; `pupils` or `unclear` grows by one for each pupil."""

    def __init__(self, words: Words, gathered: Gathered) -> None:
        super().__init__(gathered.shown, _VALUES)
        self.pupils: list[PupilSeen] = []
        self.unclear: list[PupilSeen] = []
        self.source: dict[str, str] = {}
        self.is_transfer = False
        self.standing = Standing(self._provision_of, self._need_of, words.days, gathered)
        self._words = words
        self._gathered = gathered
        self._place: Place | None = None
        self._found: dict[str, tuple[str, Place]] = {}
        self._schools: list[dict[str, tuple[str, Place]]] = []
        self._former: list[str] = []
        self._group: dict[str, str] = {}
        self._group_place = Place(gathered.shown)
        self._provisions: list[Group] = []
        self._needs: list[Group] = []
        self._is_clear = True

    def began(self, name: str) -> None:
        """Begin a pupil, a school of the pupil's history, or a group of values."""
        if name == "Pupil":
            self._place, self._is_clear = self.here(), True
            self._found, self._schools, self._former = {}, [], []
            self._provisions, self._needs = [], []
        elif name == "School":
            self._schools.append({})
        elif name in _GROUPS:
            self._group, self._group_place = {}, self.here()

    def ended(self, name: str, parent: str, text: str) -> None:
        """End an element; the end of a pupil's element completes the pupil."""
        if name == "DateTime" and parent == "Header":
            self.standing.made = self._words.days.day(text[:_DATE_LENGTH])
        elif parent == "SourceSchool" and name in _VALUES:
            self.source[name] = text
        elif self._place is None:
            return
        elif name == "FormerUPN":
            self._former.append(text)
        elif parent in _WHOSE and name in _VALUES:
            self._found[name] = tidy(text), self.text_place
        elif parent == "School" and name in _VALUES and self._schools:
            self._schools[-1][name] = tidy(text), self.text_place
        elif parent in _GROUPS and name in _VALUES:
            self._group[name] = text
        elif name == "SEN" and parent == "SENhistory":
            self._provisions.append((self._group, self._group_place))
        elif name == "SENneed":
            self._needs.append((self._group, self._group_place))
        elif name == "Pupil":
            self._completed(self._place)
            self._place = None

    # ── A pupil, whole ──────────────────────────────────────────────────────────────────────────────────

    def _completed(self, place: Place) -> None:
        self.is_transfer = True
        noted = self._gathered.noted()
        upn = self._upn(place)
        given, family = self._line("Forename"), self._line("PreferredSurname") or self._line("Surname")
        used = self._line("PreferredForename")
        if not given or not family:
            lacks = "name" if given == family else "Forename" if family else "Surname"
            self._wrong(place, "pupil-without-name", f"The pupil has no {lacks}.")
        elif has_brackets(given) or has_brackets(family):
            self._wrong(place, "list-value", BRACKETS)
        told = self._gathered.told
        support, since = self.standing.provision(self._provisions, place)
        is_supported = bool(support and support != NO_SUPPORT) or self._gathered.told != told
        needs = sorted(self.standing.needs(self._needs), key=lambda need: need.rank or _UNRANKED)
        joined, left = self._roll()
        pupil = PupilSeen(
            place=place,
            upn=upn,
            former_upns=former_numbers(" ".join(self._former), upn),
            given_name=given,
            family_name=family,
            known_as="" if used == given else used,
            born=self._day("DOB"),
            year=self._word("NCyearActual"),
            form=self._line("RegGroup", SHORT),
            enrolment=self._word("EnrolStatus"),
            support=support or "",
            support_since=since,
            needs=tuple(dict.fromkeys(need.type for need in needs)),
            joined=joined,
            left=left,
            is_medical=self._words.is_said(self._said("MedicalFlag")),
        )
        if self._gathered.told == noted.told:
            self.pupils.append(pupil)
            return
        if not is_supported:
            self._gathered.forget(noted)
        self.unclear.append(named(pupil, "" if is_supported else NO_SUPPORT))

    def _roll(self) -> tuple[date | None, date | None]:
        """Return the first and the last day on the roll of the school that made the file."""
        for school in self._schools:
            if all(school.get(key, ("",))[0] == self.source.get(key) for key in ("LEA", "Estab")):
                self._found |= {name: school[name] for name in ("EntryDate", "LeavingDate") if name in school}
        return self._day("EntryDate"), self._day("LeavingDate")

    def _upn(self, place: Place) -> str:
        upn = "".join(self._said("UPN").split()).upper()
        if upn and not UPN.fullmatch(upn):
            self._wrong(place, "list-value", "The UPN is no unique pupil number.")
            return ""
        return upn

    def _word(self, name: str) -> str:
        meaning, what = (
            (self._words.year, "year group")
            if name == "NCyearActual"
            else (self._words.enrolment, "enrolment status")
        )
        meant = meaning(self._said(name))
        if meant is None:
            self._wrong(self._found[name][1], "transfer-value", f"{name} is no {what} that is known.")
        return meant if isinstance(meant, str) else ""

    def _line(self, name: str, longest: int = LINE) -> str:
        text = self._said(name)
        if len(text) > longest or not is_writing(text):
            message = f"{name} holds a sign that cannot be seen, or more than {longest} characters."
            self._wrong(self._found[name][1], "list-value", message)
        return text

    def _day(self, name: str) -> date | None:
        text, place = self._found.get(name, ("", Place(self._gathered.shown)))
        day, _ = self.standing.dated({name: text}, name, place)
        return day

    def _said(self, name: str) -> str:
        return self._found[name][0] if name in self._found else ""

    def _provision_of(self, code: str, place: Place) -> str | None:
        meant = self._words.support(code)
        if isinstance(meant, Ended):
            self._gathered.problem(place, "support-not-in-use", ended_message(meant), ENDED_HINT)
        elif meant:
            return meant
        else:
            self._wrong(place, "transfer-value", "SENprovision is none of N, K and E.")
        return None

    def _need_of(self, code: str) -> str | None:
        needs = self._words.needs(code)
        return needs[0] if needs and len(needs) == 1 else None

    def _wrong(self, place: Place, code: str, message: str) -> None:
        self._gathered.problem(place, code, message, SYSTEM_HINT)


_OTHER_HINT = "Export a Common Transfer File, or the list as CSV or Excel workbook."
_WHOSE = frozenset({"Pupil", "BasicDetails"})
_GROUPS = frozenset({"SEN", "SENneed"})
_VALUES = frozenset(
    {
        "DateTime",
        "LEA",
        "Estab",
        "UPN",
        "FormerUPN",
        "Surname",
        "Forename",
        "PreferredSurname",
        "PreferredForename",
        "DOB",
        "NCyearActual",
        "RegGroup",
        "EnrolStatus",
        "MedicalFlag",
        "EntryDate",
        "LeavingDate",
        "StartDate",
        "EndDate",
        "SENprovision",
        "SENtypeRank",
        "SENtype",
        "NeedEndDate",
    }
)
_UNRANKED = 1_000
_DATE_LENGTH = 10
