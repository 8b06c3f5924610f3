"""One row of a list into one pupil: every cell that is read, and what is wrong with it at its place.

A row with anything wrong is no pupil to be kept: it is given back as one that is there, with what names it alone. What a message
says never holds what a cell holds.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from liverecord.intake.exports.columns import written
from liverecord.intake.exports.gathered import Gathered, told_name
from liverecord.intake.exports.headers import tell_bad_day
from liverecord.intake.exports.keys import UPN
from liverecord.intake.register.heading import Heading
from liverecord.intake.register.kept import apart, former_numbers, has_brackets, has_letter, is_writing, tidy
from liverecord.intake.register.seen import PupilSeen
from liverecord.intake.register.words import Ended, Meant, Words
from liverecord.problem import Place

Said = TypeVar("Said", bound=str | date | None)


class Rows:
    """The pupils of one list, row by row: `pupils` of which all is understood, and `unclear` of which something is not.

    `ranks` has the rank of each pupil's needs, where the list has a row for each need.
    """

    def __init__(self, heading: Heading, words: Words, gathered: Gathered) -> None:
        self.pupils: list[PupilSeen] = []
        self.unclear: list[PupilSeen] = []
        self.ranks: list[int | None] = []
        self._heading = heading
        self._words = words
        self._gathered = gathered
        self._number = 0
        self._cells: Sequence[object] = ()
        self._is_clear = True

    def read(self) -> None:
        """Read every row; those that are no pupil's are passed over."""
        for number, cells in self._heading.rows:
            self._number, self._cells, self._is_clear = number, cells, True
            noted = self._gathered.noted()
            if self._is_nobody():
                continue
            pupil, rank = self._pupil(), self._rank()
            if number in self._heading.hidden:
                message = "The row is hidden, by a filter perhaps: whether the pupil is meant cannot be told."
                self._problem(0, "import-shape-unclear", message, _HIDDEN_HINT)
            if self._is_clear and number not in self._heading.unsaved:
                self.pupils.append(pupil)
                self.ranks.append(rank)
            else:
                is_nobodys = pupil.support == NO_SUPPORT and not self._said("chosen")
                if is_nobodys:
                    self._gathered.forget(noted)
                self.unclear.append(named(pupil, NO_SUPPORT if is_nobodys else ""))

    def _pupil(self) -> PupilSeen:
        given, family, known_as = self._names()
        upn = self._upn()
        support = self._support()
        return PupilSeen(
            place=Place(self._gathered.shown, self._number),
            upn=upn,
            former_upns=former_numbers(written(self._cell("former_upn")), upn),
            mis_id=self._own_number(),
            given_name=given,
            family_name=family,
            known_as=known_as,
            born=self._day("born"),
            year=self._word("year_group", self._words.year, "year group", "years: {'Our word': '7'}"),
            form=self._text("form", SHORT),
            enrolment=self._word(
                "enrolment_status", self._words.enrolment, "enrolment status", "enrolment: {'Our word': main}"
            ),
            support=support,
            needs=self._needs(),
            keyworker=self._text("keyworker", LINE),
            last_review=self._day("last_review"),
            issued=self._day("issued"),
            authority=self._text("ehcp_authority", LINE),
            decided=self._day("decided"),
            parents_told=self._day("parents_told"),
            joined=self._day("joined"),
            left=self._day("left"),
            is_medical=self._words.is_said(self._cell("medical")),
            is_chosen=self._answer("chosen"),
            support_since=self._day("support_since"),
        )

    # ── Whose row it is ─────────────────────────────────────────────────────────────────────────────────

    def _is_nobody(self) -> bool:
        """Tell whether a row is plainly no pupil's: the header again, a line of totals or of the report's own, or a name alone.

        A group's name or a note fills one cell. A pupil of whom no more than a name is said could get no record.
        """
        texts = [written(cell) for cell in self._cells]
        names = self._heading.header.names
        if texts[: len(names)] == names:
            return True
        filled = [text for text in texts if text]
        first = filled[0]
        is_label = self._words.is_label(first)
        if self._has_name():
            return is_label and len(filled) <= _FEW
        if len(filled) == 1:
            means = self._heading.meanings[texts.index(first)] if texts.index(first) < len(names) else None
            return is_label or ((means is None or means in _HEADED) and not self._is_pupils())
        return is_label and not self._is_pupils()

    def _has_name(self) -> bool:
        """Tell whether a row has a whole name: without a digit, and in one cell with one comma."""
        given, family, _ = self._parts()
        if not given and not family:
            given, family = apart(self._shown("name")) or ("", "")
        return bool(given and family) and not any(map(str.isdigit, given + family))

    def _is_pupils(self) -> bool:
        """Tell whether a row has what only a pupil's has: a number or a date of birth."""
        upn, born = self._shown("upn"), self._cell("born")
        return bool(UPN.fullmatch(upn.upper())) or self._words.days.day(born) is not None

    def _names(self) -> tuple[str, str, str]:
        """Return given name, family name and, where it is another, the name that is used; with a problem where one is missing."""
        given, family, known_as = self._parts()
        at = next((self._heading.columns[means] for means in _NAMES if means in self._heading.columns), 0)
        if not given and not family and self._shown("name"):
            at = self._heading.columns["name"]
            names = apart(self._shown("name"))
            if names is None:
                message = f"Where the name under {self._column(at)} is to be split cannot be told: it has not one comma."
                self._problem(at, "pupil-without-name", message, _SPLIT_HINT)
                return "", "", ""
            given, family = names
        if not given or not family:
            lacks = "name" if given == family else "given name" if family else "family name"
            self._problem(at, "pupil-without-name", f"The row has no {lacks}.", _NAME_HINT)
        elif any(map(str.isdigit, given + family)):
            self._problem(at, "list-value", "The name has a digit in it.", _TEXT_HINT)
        elif not (has_letter(given) and has_letter(family)):
            self._problem(
                at, "pupil-without-name", "A sign stands where a name should: it has no letter.", _NAME_HINT
            )
        elif has_brackets(given) or has_brackets(family):
            self._problem(at, "list-value", BRACKETS, _BRACKETS_HINT)
        for text in (given, family, known_as):
            self._check(at, text, LINE)
        known_as = known_as.removesuffix(f" {family}")
        return given, family, "" if known_as == given or not has_letter(known_as) else known_as

    def _parts(self) -> tuple[str, str, str]:
        """Return the names of a row's own columns as they are written: the given one, the family's, and the one that is used."""
        legal, given, used = map(self._shown, ("legal_given_name", "given_name", "known_as"))
        family = next(filter(None, map(self._shown, _FAMILY)), "")
        if not family and not legal and not given and self._shown("name"):
            return "", "", used
        return legal or given or used, family, used or given

    def _upn(self) -> str:
        text = "".join(self._said("upn").strip("'").split()).upper()
        if text and not UPN.fullmatch(text):
            at = self._heading.columns["upn"]
            message = f"The cell under {self._column(at)} is no unique pupil number: a letter, eleven digits, then a digit or a letter."
            self._problem(at, "list-value", message, _NUMBER_HINT)
            return ""
        return text

    def _own_number(self) -> str:
        text = _WHOLE.sub(r"\1", self._said("mis_id").strip("'"))
        if text and not (_OWN_NUMBER.fullmatch(text) and any(map(str.isdigit, text))):
            at = self._heading.columns["mis_id"]
            message = f"The cell under {self._column(at)} is no number of a pupil."
            self._problem(at, "list-value", message, _NUMBER_HINT)
            return ""
        return text

    # ── What it says ────────────────────────────────────────────────────────────────────────────────────

    def _support(self) -> str:
        """Return the SEN provision, of the columns that say yes or no of a plan and of SEN support too."""
        support = self._word("sen_status", self._words.support, "SEN status", "support: {'Our word': K}")
        if self._answer("has_plan"):
            return self._agreed("has_plan", "a plan", support, _PLAN, ("", _PLAN))
        is_supported = self._words.support(self._cell("has_support")) == _SEN_SUPPORT
        if is_supported or self._answer("has_support"):
            return self._agreed(
                "has_support", "SEN support", support, _SEN_SUPPORT, ("", _SEN_SUPPORT, _PLAN)
            )
        return support

    def _agreed(self, means: str, what: str, status: str, code: str, allowed: Sequence[str]) -> str:
        """Return the support that a yes says beside a status, which may be one of `allowed`; any other is a problem."""
        if status in allowed:
            return status or code
        at = self._heading.columns[means]
        other = told_name(self._heading.name("sen_status"))
        message = f"{self._column(at)} says that there is {what}, and {other} that there is none."
        self._problem(at, "list-value", message, _DIFFER_HINT)
        return ""

    def _word(self, means: str, meaning: Callable[[object], Meant], what: str, line: str) -> str:
        """Return what a cell's word stands for; a word that is not known, or not in use any more, is a problem."""
        if means not in self._heading.columns:
            return ""
        at = self._heading.columns[means]
        meant = meaning(self._cells[at])
        if isinstance(meant, Ended):
            self._problem(at, "support-not-in-use", ended_message(meant), ENDED_HINT)
            return ""
        if meant is None:
            message = f"The cell under {self._column(at)} is no {what} that is known."
            self._problem(at, "unknown-list-word", message, WORD_HINT.format(line=line))
            return ""
        return self._settled(means, meant, meaning)

    def _settled(self, means: str, said: Said, meaning: Callable[[object], Said | Ended | None]) -> Said:
        """Return what is said, by another column of the same meaning where the one that is read is empty.

        One that says something else is a problem; one that is not understood is passed over.
        """
        for at in self._heading.others.get(means, ()) if means in _SETTLED else ():
            other = meaning(self._cells[at])
            if isinstance(other, Ended):
                if not said:
                    self._problem(at, "support-not-in-use", ended_message(other), ENDED_HINT)
            elif other and not said:
                said = other
            elif other and other != said:
                message = (
                    f"{self._column(at)} says something else than {told_name(self._heading.name(means))}."
                )
                self._problem(at, "list-value", message, _DIFFER_HINT)
        return said

    def _needs(self) -> tuple[str, ...]:
        needs: list[str] = []
        for at in self._heading.needs:
            known = self._words.needs(self._cells[at])
            if known is None:
                message = f"The cell under {self._column(at)} is no type of need that is known, or more than one unclear."
                self._problem(
                    at, "unknown-list-word", message, WORD_HINT.format(line="needs: {'Our word': SLCN}")
                )
            else:
                needs += known
        return tuple(dict.fromkeys(needs))

    def _rank(self) -> int | None:
        """Return the rank of a row's needs, after all others where it has none; None where the list has no ranks."""
        text = _WHOLE.sub(r"\1", self._said("need_rank"))
        if "need_rank" not in self._heading.columns:
            return None
        if text and not (text.isascii() and text.isdigit()):
            at = self._heading.columns["need_rank"]
            message = f"The cell under {self._column(at)} is no rank: 1 is the primary need."
            self._problem(at, "list-value", message, _NUMBER_HINT)
            return None
        return int(text) if text else _UNRANKED

    def _answer(self, means: str) -> bool:
        answer = self._words.answer(self._cell(means))
        if answer is None:
            at = self._heading.columns[means]
            message = f"The cell under {self._column(at)} is neither yes nor no."
            self._problem(at, "unknown-list-word", message, _ANSWER_HINT)
        return bool(answer)

    def _day(self, means: str) -> date | None:
        cell = self._cell(means)
        text = self._said(means).lstrip("'")
        day = self._words.days.day(text if isinstance(cell, str) else cell) if text else None
        if text and day is None:
            self._is_clear = False
            at = self._heading.columns[means]
            place = Place(self._gathered.shown, self._number, at + 1)
            tell_bad_day(
                self._gathered,
                place,
                self._heading.name(means),
                self._words.days,
                cell,
                moved_hint=_MOVED_HINT,
            )
            return None
        return self._settled(means, day, self._words.days.day)

    def _text(self, means: str, longest: int) -> str:
        text = tidy(self._said(means))
        if text:
            self._check(self._heading.columns[means], text, longest)
        return text

    # ── Cells ───────────────────────────────────────────────────────────────────────────────────────────

    def _cell(self, means: str) -> object:
        return self._heading.cell(means, self._cells)

    def _shown(self, means: str) -> str:
        """Return what a cell holds, as it is kept."""
        return tidy(written(self._cell(means)))

    def _said(self, means: str) -> str:
        """Return what a cell holds, "" where that is a word for nothing."""
        text = self._shown(means)
        return "" if self._words.is_nothing(text) else text

    def _column(self, at: int) -> str:
        return told_name(self._heading.header.names[at])

    def _check(self, at: int, text: str, longest: int) -> None:
        if len(text) > longest:
            message = f"The cell under {self._column(at)} has more than {longest} characters."
        elif not is_writing(text):
            message = f"The cell under {self._column(at)} holds a sign that cannot be seen."
        else:
            return
        self._problem(at, "list-value", message, _TEXT_HINT)

    def _problem(self, at: int, code: str, message: str, hint: str) -> None:
        self._is_clear = False
        self._gathered.problem(
            Place(self._gathered.shown, self._number, at + 1), code, message, hint, self._column(at)
        )


def named(pupil: PupilSeen, support: str) -> PupilSeen:
    """Return a pupil of whom not all is understood: what names the pupil, and that there is no support where that is sure."""
    return PupilSeen(
        place=pupil.place,
        upn=pupil.upn,
        former_upns=pupil.former_upns,
        mis_id=pupil.mis_id,
        given_name=pupil.given_name,
        family_name=pupil.family_name,
        born=pupil.born,
        support=support,
    )


def ended_message(ended: Ended) -> str:
    """Return what is said of a SEN status that is not in use any more."""
    since = f" since {ended.until.year}" if ended.until else ""
    return f"What stands here is {ended.was}, which is not in use{since}: what the pupil has now it does not say."


_FAMILY = ("used_family_name", "family_name", "legal_family_name")
_NAMES = (*_FAMILY, "name", "given_name", "legal_given_name")
_HEADED = (*_NAMES, "known_as", "year_group", "form")
"""Columns under which a group's name or a note may stand alone; a need alone may belong to the row above."""

_PLAN, _SEN_SUPPORT = "E", "K"
NO_SUPPORT = "N"
"""Nobody of whom a list says so gets a record for it: what else the row says has to be right only where there is one."""
_SETTLED = ("sen_status", "born")
"""What all columns are asked for, and may not say in two ways: duties and whose record it is hang on it."""

_FEW = 2
_UNRANKED = 1_000
LINE, SHORT = 200, 40
"""How long a line and a word or two may be, as every record has it."""

_WHOLE = re.compile(r"([0-9]+)\.0+")
_OWN_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/._-]{0,31}")
ENDED_HINT = (
    "A person decides: correct it to what the pupil has now in the school's system, or, where it is the same for all, say in a mapping file "
    "(--map) what it stands for, as `support: {S: E}`."
)
WORD_HINT = "Correct it in the school's system, or say in a mapping file (--map) what the file's word stands for, as `{line}`."
_ANSWER_HINT = "Write yes, no, or nothing."
_NAME_HINT = (
    "Export the surname and the forename of every pupil. Where a column has them under another name, say so in a mapping file (--map), as "
    "`given_name: Name`. Delete the row where it is no pupil's."
)
_SPLIT_HINT = "Export the surname and the forename in a column each, or write names as Surname, Forename."
_NUMBER_HINT = "Correct the number in the school's system, or leave the cell empty."
BRACKETS = "A name has brackets in it: whether they hold a former name, which is never kept, cannot be told."
_BRACKETS_HINT = "Write the name that the school uses, without brackets. Another first name that is used goes into a column Known as."
_TEXT_HINT = "Type it anew: names without digits, and everything in one short line."
_HIDDEN_HINT = "Show all rows of the sheet, or delete those that are not meant, and save it."
_DIFFER_HINT = "Correct one of the two in the school's system, and export again."
_MOVED_HINT = (
    "Give the zone in which the file's times are written in a mapping file (--map), as `time_zone: UTC`."
)
